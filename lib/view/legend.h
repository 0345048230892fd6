/* SPDX-License-Identifier: ISC */
/*
 * legend: what the columns and letters of a table mean, in words. It is filled while rows are printed and
 * has what has appeared. No heap: what is beyond its room is left out, and no table comes near it.
 */
#ifndef RC_VIEW_LEGEND_H
#define RC_VIEW_LEGEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/out.h"

struct column;

enum { LEGEND_COLUMNS = 64 };

struct legend {
	unsigned count;
	struct {
		const struct column *column;
		uint64_t letters[2]; /* of ASCII, that have stood in it */
	} seen[LEGEND_COLUMNS];
};

/* Writes what a letter of a column means; nothing: the column has no such letter. */
typedef void legend_letter(struct out *out, char letter);

/* A row of a column's letters; one letter may have several. */
struct legend_words {
	char letter;
	char words[63];
};

void legend_words(struct out *out, char letter, const struct legend_words *rows, size_t count);

#define LEGEND_WORDS(out, letter, rows) \
	legend_words(out, letter, rows, sizeof(rows) / sizeof((rows)[0]))

/* Of flags of routes (enum route_flag) and of interfaces (enum iface_flag): NULL: none. */
const char *legend_route_flag(unsigned flag);
const char *legend_iface_flag(unsigned flag);

/* Several meanings of one letter: each but the first stands behind "; or ". */
void legend_join(struct out *out, bool *more, const char *words);

/* What stands in a column of that heading; NULL: nothing is known of it. */
const char *legend_column(const char *head);

/* A table has this column; a row has this text in it. */
void legend_add(struct legend *legend, const struct column *column);
void legend_see(struct legend *legend, const struct column *column, const char *text, size_t size);

void legend_print(const struct legend *legend, struct out *out);

#endif
