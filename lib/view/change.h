/* SPDX-License-Identifier: ISC */
/*
 * change: a change in words. They are those of route(8) and arp(8) in the linux dialect, with everything
 * said that is sent, so that the line means the same again as a line of a batch.
 */
#ifndef RC_VIEW_CHANGE_H
#define RC_VIEW_CHANGE_H

struct change;
struct index;
struct out;

/* One line, without its end. Interfaces that the index does not know are written as if%u. */
void change_write(struct out *out, const struct change *change, const struct index *index);

#endif
