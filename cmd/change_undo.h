/* SPDX-License-Identifier: ISC */
/*
 * change_undo: the state before, for --atomic. What only adds is taken away again as it came; what
 * overwrites or deletes is not known from its message, so the tables are read before the first is sent and
 * again when one was refused, and what differs is put right: of the destinations that were spoken of, not of
 * others, which may be somebody else's work.
 */
#ifndef RC_CMD_CHANGE_UNDO_H
#define RC_CMD_CHANGE_UNDO_H

#include "cmd/change_job.h"

struct change_undo;

/* Read what the job will change. NULL in `ret_undo`: it only adds, and nothing need be read. */
int change_undo_begin(struct change_job *job, struct change_undo **ret_undo, struct err *err);

/* Make it as it was. 0, or a negative errno with the first reason; what can be put right is then, too. */
int change_undo(struct change_undo *undo, struct err *err);

/* NULL is allowed. */
void change_undo_end(struct change_undo *undo);

#endif
