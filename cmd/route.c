/* SPDX-License-Identifier: ISC */
/* route: what its options mean. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change.h"
#include "cmd/change_select.h"
#include "cmd/metrics.h"
#include "cmd/request.h"
#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/model/event.h"

/* route counts its -e from the first layout, netstat from the second. */
static uint32_t layout(unsigned extend)
{
	static const uint32_t layouts[] = { VIEW_METRIC, VIEW_MSS, VIEW_METRIC | VIEW_MSS,
					    VIEW_EMPTY };

	return layouts[extend % 4];
}

/* The words behind `show` on the BSDs: families, and on OpenBSD what the routes must have. */
static int read_show(const struct request *r, struct routes_request *q, struct err *err)
{
	static const struct {
		const char *word;
		enum family family; /* FAMILY_NONE: for OpenBSD alone */
		bool argument;
	} words[] = {
		{ "-inet", FAMILY_INET, false },   { "-inet6", FAMILY_INET6, false },
		{ "-gateway", FAMILY_NONE, false }, { "-label", FAMILY_NONE, true },
		{ "-priority", FAMILY_NONE, true },
	};
	unsigned count = sizeof(words) / sizeof(words[0]);

	for (unsigned i = 1; i < r->word_count; i++) {
		const char *word = r->words[i], *argument = NULL;
		unsigned w = 0;

		while (w < count && strcmp(words[w].word, word) != 0)
			w++;
		if (w == count || (!words[w].family && !r->common.dialect->routes->selects))
			return err_set(err, EINVAL, "%s: a word that means nothing here", word);
		if (words[w].argument && ++i == r->word_count)
			return err_set(err, EINVAL, "%s: something is missing behind it", word);
		argument = r->words[i];
		if (words[w].family) {
			int e = families_add(&q->families, words[w].family, err);

			if (e < 0)
				return e;
		} else if (!words[w].argument) {
			q->options |= VIEW_SAME_FAMILY;
		} else if (word[1] == 'l') {
			q->label = argument;
		} else if (routes_priority(q, argument) < 0) {
			return err_set(err, EINVAL, "-priority %s: not a priority", argument);
		}
	}
	return 0;
}

static int list(const struct request *r)
{
	struct routes_request q = { .families = r->families,
				    .failure = request_grammar(r)->failure };
	struct err err = ERR_INIT;
	int status = request_refuse_families(r);

	if (status)
		return status;
	if (r->common.rules)
		return rules_list("route", &r->common, &r->families, q.failure);
	if (!r->common.dialect->gnu) {
		q.options = r->view | VIEW_SHOW | (r->verbose ? VIEW_VERBOSE : 0);
		if (read_show(r, &q, &err) < 0)
			return tool_usage(r->tool, &err, request_grammar(r)->usage);
	}
	q.options |= layout(r->extend) | (r->numeric ? 0 : VIEW_NAMES) |
		    (r->wide || r->common.clones ? VIEW_WIDE : 0);
	q.clones = r->common.clones || (r->all && r->wide);
	q.fib = r->fib || !r->cache;
	q.cache = r->cache;
	if (r->common.openmetrics) {
		const struct metrics_request m = { .of = METRICS_ROUTES, .families = r->families,
						   .failure = q.failure };

		return metrics_list("route", &r->common, &m);
	}
	return routes_list("route", &r->common, &q);
}

/* What stands behind get: a word, and whether a second one follows. */
enum get_word { GET_INET, GET_INET6, GET_FIB, GET_FROM, GET_IIF, GET_OIF, GET_MARK, GET_EXPLAIN, GET_NOTHING };

static const struct {
	const char *word;
	uint8_t meaning; /* enum get_word */
	bool argument;
} get_words[] = {
	{ "-inet", GET_INET, false },	{ "-4", GET_INET, false },
	{ "-inet6", GET_INET6, false }, { "-6", GET_INET6, false },
	{ "-host", GET_NOTHING, false }, { "-net", GET_NOTHING, false },
	{ "-fib", GET_FIB, true },	{ "--explain", GET_EXPLAIN, false },
	{ "from", GET_FROM, true },	{ "iif", GET_IIF, true },
	{ "oif", GET_OIF, true },	{ "dev", GET_OIF, true },
	{ "mark", GET_MARK, true },
};

/* A number as C writes it: marks are mostly hexadecimal. */
static int read_mark(const char *text, uint32_t *ret_mark)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (*text < '0' || *text > '9' || *end || errno || value > UINT32_MAX)
		return -EINVAL;
	*ret_mark = (uint32_t)value;
	return 0;
}

static int take_get_word(struct lookup_request *q, unsigned meaning, const char *argument)
{
	uint64_t number;

	switch ((enum get_word)meaning) {
	case GET_INET:
	case GET_INET6:
		q->family = meaning == GET_INET ? FAMILY_INET : FAMILY_INET6;
		break;
	case GET_FIB:
		if (number_parse(argument, UINT32_MAX, &number) < 0)
			return -EINVAL;
		q->fib = (uint32_t)number;
		break;
	case GET_FROM:
		q->from = argument;
		break;
	case GET_IIF:
		q->iif = argument;
		break;
	case GET_OIF:
		q->oif = argument;
		break;
	case GET_MARK:
		return read_mark(argument, &q->mark);
	case GET_EXPLAIN:
		q->explain = true;
		break;
	case GET_NOTHING:
		break;
	}
	return 0;
}

/* The words behind get. 0, or the exit status of a wrong one. */
static int read_get(const struct request *r, struct lookup_request *q)
{
	const unsigned count = sizeof(get_words) / sizeof(get_words[0]);

	for (unsigned i = 1; i < r->word_count; i++) {
		const char *word = r->words[i], *argument = NULL;
		unsigned w = 0;

		while (w < count && strcmp(get_words[w].word, word) != 0)
			w++;
		if (w == count && *word == '-')
			return request_refuse(r, "%s: a word that means nothing here", word);
		if (w == count && q->to)
			return request_refuse(r, "%s: get takes one destination", word);
		if (w == count) {
			q->to = word;
			continue;
		}
		if (get_words[w].argument && ++i == r->word_count)
			return request_refuse(r, "%s: something is missing behind it", word);
		argument = r->words[i];
		if (take_get_word(q, get_words[w].meaning, argument) < 0)
			return request_refuse(r, "%s %s: not a number", word, argument);
	}
	return q->to ? 0 : request_refuse(r, "get: which destination?");
}

/* get [-inet|-inet6|-4|-6|-host|-net|-fib N] DESTINATION [from ADDR] [iif IF] [dev IF] [mark N] */
static int get(const struct request *r)
{
	struct lookup_request q = { .failure = request_grammar(r)->failure,
				    .explain = r->common.explain,
				    .options = r->numeric ? 0 : VIEW_NAMES };
	uint64_t number = 0;
	int status;

	if (r->families.count)
		q.family = r->families.family[0];
	status = read_get(r, &q);
	if (status)
		return status;
	if (r->common.table && number_parse(r->common.table, UINT32_MAX, &number) < 0)
		return request_refuse(r, "%s: no such routing table", r->common.table);
	if (r->common.table)
		q.fib = (uint32_t)number;
	return lookup_route("route", &r->common, &q);
}

/*
 * monitor [WORD …]: families and things (route, address, link …); OpenBSD's -iface means links, as does
 * "-fib N" of FreeBSD a table.
 */
static int monitor_word(const struct request *r, struct monitor_request *q, unsigned *at)
{
	static const struct {
		const char *word;
		enum family family;
	} families[] = { { "inet", FAMILY_INET },   { "4", FAMILY_INET },    { "inet6", FAMILY_INET6 },
			 { "6", FAMILY_INET6 },	    { "mpls", FAMILY_MPLS }, { "link", FAMILY_LINK } };
	const char *typed = r->words[*at], *word = typed + (*typed == '-');
	enum event_object object = event_object_find(word);
	struct err err = ERR_INIT;
	uint64_t number;

	if (*typed == '-' && (strcmp(word, "iface") == 0 || strcmp(word, "interface") == 0))
		object = OBJECT_LINK;
	if (object && (*typed != '-' || object == OBJECT_LINK)) {
		q->objects |= OBJECT_BIT(object);
		return 0;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i].word, word) == 0)
			return families_add(&q->families, families[i].family, &err);
	if (strcmp(typed, "-fib") != 0 || ++*at >= r->word_count ||
	    number_parse(r->words[*at], UINT32_MAX, &number) < 0)
		return -EINVAL;
	q->by_table = true;
	q->table = (uint32_t)number;
	return 0;
}

static int monitor(const struct request *r)
{
	struct monitor_request q = { .families = r->families,
				     .options = r->numeric ? 0 : VIEW_NAMES,
				     .failure = request_grammar(r)->failure };
	struct err err = ERR_INIT;

	for (unsigned i = 1; i < r->word_count; i++)
		if (monitor_word(r, &q, &i) < 0)
			return request_refuse(r, "monitor: %s: a word that means nothing here",
					      r->words[i < r->word_count ? i : i - 1]);
	if (r->common.watch_ms || r->common.all_netns || r->common.rules || r->common.vrf ||
	    r->common.clones || r->common.xo)
		return request_refuse(r, "monitor: --watch, --clones, --all-netns, --rules, --vrf and "
					 "--libxo are for listings");
	if (r->common.json_pretty)
		return request_refuse(r, "monitor: one JSON object a line, not --json=pretty");
	if (r->common.table) {
		q.by_table = true;
		if (table_find(r->common.table, &q.table, &err) < 0)
			return request_refuse(r, "%s", err.text);
		q.by_table = q.table != 0;
	}
	return monitor_run("route", &r->common, &q);
}

static bool is_get(const struct request *r)
{
	const struct get_style *style = r->common.dialect->get;

	return style && r->word_count &&
	       (strcmp(r->words[0], "get") == 0 ||
		(style->show && strcmp(r->words[0], "show") == 0 && r->word_count > 1));
}

/* A command that changes something; NULL: the words mean another thing. */
static change_command *find_change(const struct request *r)
{
	const struct change_style *style = r->common.dialect->changes;

	return style && style->command && r->word_count ? style->command(r->words[0]) : NULL;
}

static int batch(const struct request *r)
{
	const struct change_style *style = r->common.dialect->changes;

	if (style && style->route)
		return change_run(r, style->route, style->refused);
	run_complain("route", "in the dialect %s routes are only listed", r->common.dialect->name);
	return request_grammar(r)->failure;
}

/* The words that choose routes for `flush` choose them here as well. */
static int show(const struct request *r)
{
	struct request chosen = *r;
	struct change_select s;
	struct err err = ERR_INIT;
	int e = change_select_read(r, false, &s, &err);

	if (e < 0)
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	chosen.common.filter = s.filter;
	chosen.common.table = s.table_word;
	chosen.cache = s.cache;
	chosen.word_count = 0;
	return list(&chosen);
}

int route_main(int argc, char **argv)
{
	change_command *command;
	struct request r;
	bool gnu;
	int status;

	if (request_read(&r, TOOL_ROUTE, argc, argv, &status))
		return status;
	if (is_get(&r))
		return get(&r);
	command = find_change(&r);
	if (command)
		return command(&r);
	if (r.common.batch)
		return batch(&r);
	if (r.word_count && strcmp(r.words[0], "monitor") == 0)
		return monitor(&r);
	/* on a BSD `route show` lists, and `route` alone is a mistake */
	gnu = r.common.dialect->gnu;
	if (gnu && r.word_count && strcmp(r.words[0], "show") == 0)
		return show(&r);
	if (r.word_count && !(!gnu && strcmp(r.words[0], "show") == 0))
		return request_refuse(&r, "%s: a word that means nothing here", r.words[0]);
	if (!r.word_count && !gnu)
		return request_refuse(&r, "what is to be done? \"route show\" lists the table");
	return list(&r);
}
