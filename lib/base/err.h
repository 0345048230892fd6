/* SPDX-License-Identifier: ISC */
/*
 * err: the reason of a failure, in words, kept once.
 *
 * Functions that can fail return 0 or more, or a negative errno. Where the number alone would not tell
 * a person what to do, they also take a `struct err`. The first reason stays: a caller further up that
 * fails because of it adds nothing. The text has no newline and no program name; cmd prints both.
 */
#ifndef RC_BASE_ERR_H
#define RC_BASE_ERR_H

struct err {
	char text[512]; /* "" where nothing failed */
};

#define ERR_INIT { .text = "" }

/* Keep the reason (unless one is there already) and return -number. */
int err_set(struct err *err, int number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set, with ": " and the system's words for `number` behind the text. */
int err_system(struct err *err, int number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Forget what was kept: the caller has dealt with it. */
void err_clear(struct err *err);

#endif
