/* SPDX-License-Identifier: ISC */
/*
 * batch: a file of commands, read whole before the first of them means anything. Lines are words
 * between blanks; one that begins with '#' is not read.
 */
#ifndef RC_CMD_BATCH_H
#define RC_CMD_BATCH_H

#include <stddef.h>

#include "lib/base/err.h"

enum {
	BATCH_LINE_MAX = 64 * 1024,
	BATCH_WORDS_MAX = 4096,
	BATCH_MAX = 1 << 30, /* bytes of a file */
};

struct batch {
	const char *name; /* for messages */
	char *text;
	size_t size;

	/* the line in hand */
	size_t next;
	unsigned line; /* from 1 */
	const char *line_text;
	size_t line_size;
	char *argv[BATCH_WORDS_MAX +
		   2];		   /* the words from [1] on, NULL at the end; [0] is the caller's */
	unsigned count;		   /* of words */
	char room[BATCH_LINE_MAX]; /* of the words */
};

/* Read the file ("-": standard input). 0 or a negative errno with the reason, and nothing to free. */
int batch_open(struct batch *batch, const char *path, struct err *err);

/*
 * The next line that has words: 1; 0 at the end; -EINVAL with the reason for one that cannot be a
 * command (a NUL byte, too long), after which the next may be asked for.
 */
int batch_next(struct batch *batch, struct err *err);

/*
 * Is it a file of routes that were saved, and whole? -EINVAL with the reason. `first` is its first line, `last`
 * what its last one begins with, before the number of lines that have words.
 */
int batch_check(struct batch *batch, const char *first, const char *last, struct err *err);

/* Back to the first line. */
void batch_rewind(struct batch *batch);

void batch_close(struct batch *batch);

#endif
