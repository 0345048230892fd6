/* SPDX-License-Identifier: ISC */
/*
 * hold: a source that answers questions as the one inside it does, and sends nothing. For --dry-run,
 * where a recording shall hold what would have been sent.
 */
#ifndef RC_PLATFORM_HOLD_H
#define RC_PLATFORM_HOLD_H

#include "platform/source.h"

/* It owns `inner` from then on (on failure the caller still does). */
int hold_open(struct source *inner, struct source **ret_source, struct err *err);

#endif
