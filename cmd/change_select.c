/* SPDX-License-Identifier: ISC */
#include "cmd/change_select.h"

#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/route.h"

/* A word, and where its argument is kept. */
static const char **find_place(struct filter_words *words, const char **table, const char *word)
{
	const struct {
		const char *word;
		const char **place;
	} places[] = {
		{ "dev", &words->interface },
		{ "device", &words->interface },
		{ "via", &words->via },
		{ "gw", &words->via },
		{ "proto", &words->protocol },
		{ "type", &words->type },
		{ "table", table },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].word, word) == 0)
			return places[i].place;
	return NULL;
}

static int read_prefix(const struct request *r, unsigned *at, struct filter_words *words,
		       struct err *err)
{
	const char *word = r->words[*at];
	bool to = strcmp(word, "to") == 0;

	if (to)
		++*at;
	if (*at < r->word_count && filter_is_how(r->words[*at]))
		words->to_how = r->words[(*at)++];
	if (*at >= r->word_count)
		return err_set(err, EINVAL, "%s: which prefix?", word);
	if (words->to)
		return err_set(err, EINVAL, "%s: a second prefix", r->words[*at]);
	words->to = r->words[*at];
	return 0;
}

static int read_words(const struct request *r, bool bare, struct filter_words *words,
		      const char **table, struct change_select *s, struct err *err)
{
	for (unsigned i = 1; i < r->word_count; i++) {
		const char *word = r->words[i];
		const char **place = find_place(words, table, word);
		int e;

		if (place) {
			if (++i == r->word_count)
				return err_set(err, EINVAL, "%s: something is missing behind it",
					       word);
			if (*place)
				return err_set(err, EINVAL, "%s: said twice", word);
			*place = r->words[i];
		} else if (strcmp(word, "cache") == 0 && !bare) {
			s->cache = true;
		} else if (bare && strcmp(word, "to") != 0 && !filter_is_how(word)) {
			if (s->word)
				return err_set(err, EINVAL, "%s: a second file", word);
			s->word = word;
		} else {
			e = read_prefix(r, &i, words, err);
			if (e < 0)
				return e;
		}
	}
	return 0;
}

/* Those that were asked for; else that of the prefix or gateway; else `linux`' own, which is IPv4. */
static int find_families(const struct request *r, struct change_select *s, struct err *err)
{
	enum family of_filter = filter_family(&s->filter);

	for (unsigned i = 0; i < r->families.count; i++) {
		enum family f = r->families.family[i];

		if (s->family_count == 2 || (s->family_count && s->families[0] == f))
			continue;
		if (of_filter && of_filter != f)
			return err_set(
				err, EINVAL,
				"a prefix or gateway of the family %s, where %s is asked for",
				family_name(of_filter), family_name(f));
		s->families[s->family_count++] = f;
	}
	if (!s->family_count && of_filter)
		s->families[s->family_count++] = of_filter;
	return 0;
}

int change_select_read(const struct request *r, bool bare, struct change_select *ret_select,
		       struct err *err)
{
	struct change_select s = { .table = TABLE_MAIN };
	struct filter_words words = r->common.words;
	const char *table = r->common.table;
	int e = read_words(r, bare, &words, &table, &s, err);

	if (e == 0 && table)
		e = table_find(table, &s.table, err);
	if (e == 0)
		e = filter_parse(&s.filter, &words, FILTER_ROUTES, err);
	if (e == 0)
		e = find_families(r, &s, err);
	if (e < 0)
		return e;
	s.by_table = table != NULL;
	s.table_word = table;
	s.cache = s.cache || r->cache;
	s.any = s.by_table || s.filter.any || s.cache;
	*ret_select = s;
	return 0;
}
