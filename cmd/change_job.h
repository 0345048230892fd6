/* SPDX-License-Identifier: ISC */
/*
 * change_job: messages that wait to be sent, all of them, and their sending.
 *
 * What only makes something new goes out many messages at once, and only refusals and the last of them
 * are answered: a kernel that has to say yes to each takes twice as long. Where one is refused, what was
 * made by those behind it is taken back, so that the state is as if they had been sent one by one. What
 * overwrites or deletes is sent alone, since nobody could take that back.
 */
#ifndef RC_CMD_CHANGE_JOB_H
#define RC_CMD_CHANGE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/run.h"
#include "lib/base/err.h"
#include "lib/model/change.h"

/* Which entry of a table is spoken of. No padding: two are compared as bytes. */
struct change_key {
	uint8_t what, family, bits, unused;
	uint32_t table; /* a neighbour's interface, an object's number */
	uint8_t dst[16];
};

struct change_item {
	size_t at; /* of its message in `bytes` */
	uint32_t size;
	uint32_t line;
	uint32_t table; /* where its message has no place for one: FreeBSD's fib */
	const char *text; /* the words it came from, not terminated */
	size_t text_size;
	bool makes; /* something new, which can be taken away again as it came */
	bool refused;
	bool there;   /* it had been there already, which was no error */
	bool odd;     /* change_undo.c: it is in one of two snapshots */
	uint8_t rank; /* likewise */
	struct change_key key;
};

struct change_wire;

struct change_job {
	struct run *run;
	struct source *source;		/* where the messages go; the run's own, unless it is set */
	const struct change_wire *wire; /* of the source's system */
	uint8_t *bytes;
	size_t used, room;
	struct change_item *items;
	size_t count, item_room;
	bool bulk;	     /* deletions: at once, and what is gone already is no error (flush) */
	bool exists_is_fine; /* what is there already is no error (restore) */

	/* where the words in hand come from; the caller's */
	unsigned line;
	const char *text;
	size_t text_size;
	bool print;	 /* changes are written and not kept */
	bool unnumbered; /* the messages of two jobs can be compared */
};

/* -EOPNOTSUPP where the source's kernel cannot be changed. */
int change_job_begin(struct change_job *job, struct run *run);
int change_job_add(struct change_job *job, const struct change *change, struct err *err);

/* Hand the messages to the source without waiting for answers: a recording of them. */
int change_job_record(struct change_job *job, struct err *err);

/*
 * Send all. 0; or a negative errno with the kernel's reason, the item that was refused (NULL: none, the
 * sending itself failed) and how many changes are in force. `atomic`: none is then, unless `err` says
 * that this failed as well.
 */
int change_job_apply(struct change_job *job, bool atomic, const struct change_item **ret_refused,
		     size_t *ret_done, struct err *err);

/* Send one of them, or (`remove`) what takes its work away again, and read the answer. */
int change_job_send_one(struct change_job *job, size_t number, bool remove, struct err *err);

/* Forget the messages that have been sent; more may be added. */
void change_job_empty(struct change_job *job);
void change_job_end(struct change_job *job);

#endif
