/* SPDX-License-Identifier: ISC */
/*
 * options: the command line, read by tables. Each dialect has a table for each tool, because the
 * letters clash; the long options that are the project's own stand in a table of their own and are the
 * same everywhere.
 *
 * In a GNU grammar options may stand among the words and long names may be shortened while they are
 * unambiguous; in a BSD grammar, or where POSIXLY_CORRECT is set, the first word ends the options. `--`
 * ends them in both.
 */
#ifndef RC_CMD_OPTIONS_H
#define RC_CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"

enum option_argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

struct option_row {
	char letter;	  /* 0: none */
	char name[20];	  /* long, without the dashes; "": none */
	uint8_t argument; /* enum option_argument; an optional one only behind '=' */
	uint16_t id;	  /* what it means: an enum of the tool */
	uint32_t value;	  /* further, for that meaning */
};

struct option_table {
	const struct option_row *rows;
	size_t count;
};

#define OPTION_TABLE(rows) { (rows), sizeof(rows) / sizeof((rows)[0]) }

struct options {
	int argc;
	char **argv;
	bool gnu;
	struct option_table tables[2]; /* the dialect's, the common ones */
	const char *tool;    /* for hints: "netstat" */
	const char *dialect; /* likewise */
	bool words_end;	     /* the first word ends the options */
	const char *const *plain; /* words that begin with a dash and are no options; NULL: none */

	/* state */
	int at;
	const char *cluster; /* the letters left of "-rn" */
	bool ended;	     /* after "--", or the first word of a BSD grammar */
};

struct option {
	const struct option_row *row; /* NULL: a word, not an option */
	const char *value;	      /* the argument, or the word; NULL: none */
};

/* Begin; argv[0] is skipped. */
void options_begin(struct options *options, const char *tool, const char *dialect, bool gnu,
		   struct option_table own, struct option_table common, int argc, char **argv);

/* 1 and an option or a word; 0 at the end; -EINVAL with the reason. */
int options_next(struct options *options, struct option *ret_option, struct err *err);

/* The next word of the command line, whatever it is, as a second argument; NULL at the end. */
const char *options_take(struct options *options);

/*
 * The argument of the last --NAME or --NAME=… on the command line, before anything else is read. The
 * name may be shortened, to two letters at least.
 */
const char *options_peek(const char *name, int argc, char **argv);

#endif
