/* SPDX-License-Identifier: ISC */
#include "cmd/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/hints.h"

void options_begin(struct options *o, const char *tool, const char *dialect, bool gnu,
		   struct option_table own, struct option_table common, int argc, char **argv)
{
	*o = (struct options){ .argc = argc, .argv = argv, .gnu = gnu, .tables = { own, common },
			       .tool = tool, .dialect = dialect, .at = argc > 0,
			       .words_end = !gnu || getenv("POSIXLY_CORRECT") };
}

const char *options_peek(const char *name, int argc, char **argv)
{
	const char *value = NULL;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *word = argv[i];
		size_t size;

		if (word[0] != '-' || word[1] != '-')
			continue;
		size = strcspn(word, "=");
		if (size <= 2 || strncmp(word + 2, name, size - 2) != 0)
			continue;
		if (word[size] == '=')
			value = word + size + 1;
		else if (i + 1 < argc)
			value = argv[i + 1];
	}
	return value;
}

static const struct option_row *find_letter(const struct options *o, char letter)
{
	for (unsigned t = 0; t < 2; t++)
		for (size_t i = 0; i < o->tables[t].count; i++)
			if (letter && o->tables[t].rows[i].letter == letter)
				return &o->tables[t].rows[i];
	return NULL;
}

static int ambiguous(const struct options *o, const char *word, size_t size, struct err *err)
{
	char list[300] = "";

	for (unsigned t = 0; t < 2; t++) {
		for (size_t i = 0; i < o->tables[t].count; i++) {
			const char *name = o->tables[t].rows[i].name;
			size_t used = strlen(list);

			if (*name && strncmp(name, word, size) == 0)
				snprintf(list + used, sizeof(list) - used, " '--%s'", name);
		}
	}
	return err_set(err, EINVAL, "option '--%.*s' is ambiguous; possibilities:%s", (int)size,
		       word, list);
}

/*
 * An exact name wins over what it begins. A shortened name that the dialect knows wins over the
 * common options, so that what could be typed before they came can still be typed.
 */
static int find_long(const struct options *o, const char *word, size_t size,
		     const struct option_row **ret_row, struct err *err)
{
	const struct option_row *found = NULL;

	for (unsigned t = 0; t < 2; t++)
		for (size_t i = 0; i < o->tables[t].count; i++)
			if (size && strlen(o->tables[t].rows[i].name) == size &&
			    strncmp(o->tables[t].rows[i].name, word, size) == 0) {
				*ret_row = &o->tables[t].rows[i];
				return 0;
			}
	for (unsigned t = 0; t < 2 && o->gnu && size && !found; t++) {
		for (size_t i = 0; i < o->tables[t].count; i++) {
			const struct option_row *row = &o->tables[t].rows[i];

			if (!*row->name || strncmp(row->name, word, size) != 0)
				continue;
			if (found && (found->id != row->id || found->value != row->value))
				return ambiguous(o, word, size, err);
			found = row;
		}
	}
	if (!found)
		return err_set(err, EINVAL, "unrecognized option '--%.*s'", (int)size, word);
	*ret_row = found;
	return 0;
}

static int next_long(struct options *o, const char *word, struct option *ret, struct err *err)
{
	const char *equals = strchr(word, '=');
	size_t size = equals ? (size_t)(equals - word) : strlen(word);
	int e = find_long(o, word, size, &ret->row, err);

	if (e < 0)
		return e;
	ret->value = equals ? equals + 1 : NULL;
	if (equals && ret->row->argument == ARGUMENT_NONE)
		return err_set(err, EINVAL, "option '--%s' doesn't allow an argument",
			       ret->row->name);
	if (!equals && ret->row->argument == ARGUMENT_REQUIRED) {
		if (o->at >= o->argc)
			return err_set(err, EINVAL, "option '--%s' requires an argument",
				       ret->row->name);
		ret->value = o->argv[o->at++];
	}
	return 1;
}

static int next_letter(struct options *o, struct option *ret, struct err *err)
{
	char letter = *o->cluster++;

	ret->row = find_letter(o, letter);
	ret->value = NULL;
	if (!ret->row)
		return hint_letter(o->tool, o->dialect, letter, err);
	if (ret->row->argument == ARGUMENT_REQUIRED) {
		if (*o->cluster)
			ret->value = o->cluster;
		else if (o->at < o->argc)
			ret->value = o->argv[o->at++];
		else
			return err_set(err, EINVAL, "option requires an argument -- '%c'", letter);
		o->cluster = NULL;
	} else if (!*o->cluster) {
		o->cluster = NULL;
	}
	return 1;
}

/* "-net" is a word to net-tools' route, and not three letters. */
static bool is_plain(const struct options *o, const char *word)
{
	for (const char *const *p = o->plain; p && *p; p++)
		if (strcmp(*p, word) == 0)
			return true;
	return false;
}

int options_next(struct options *o, struct option *ret, struct err *err)
{
	const char *word;
	bool plain;

	if (o->cluster)
		return next_letter(o, ret, err);
	if (o->at >= o->argc)
		return 0;
	word = o->argv[o->at++];
	plain = word[0] != '-' || o->ended || is_plain(o, word);
	if (!plain && strcmp(word, "--") == 0) {
		o->ended = true;
		return options_next(o, ret, err);
	}
	if (!plain && word[1] == '-')
		return next_long(o, word + 2, ret, err);
	if (!plain && word[1]) {
		o->cluster = word + 1;
		return next_letter(o, ret, err);
	}
	o->ended = o->ended || o->words_end;
	*ret = (struct option){ .row = NULL, .value = word };
	return 1;
}

const char *options_take(struct options *o)
{
	return !o->cluster && o->at < o->argc ? o->argv[o->at++] : NULL;
}
