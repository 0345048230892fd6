/* SPDX-License-Identifier: ISC */
/* route: what its options mean. */
#include <string.h>

#include "cmd/request.h"
#include "cmd/tools.h"

/* The words that change a table or ask about one destination; they are not in this build. */
static const char *const changes[] = { "add", "del", "delete", "change", "replace", "append",
				       "get", "flush", "monitor", "flushall" };

/* route counts its -e from the first layout, netstat from the second. */
static uint32_t layout(unsigned extend)
{
	static const uint32_t layouts[] = { VIEW_METRIC, VIEW_MSS, VIEW_METRIC | VIEW_MSS,
					    VIEW_EMPTY };

	return layouts[extend % 4];
}

static int list(const struct request *r)
{
	struct routes_request q = { .families = r->families,
				    .failure = request_grammar(r)->failure };
	int status = request_refuse_families(r);

	if (status)
		return status;
	q.options = layout(r->extend) | (r->numeric ? 0 : VIEW_NAMES) |
		    (r->wide || r->common.clones ? VIEW_WIDE : 0);
	q.clones = r->common.clones || (r->all && r->wide);
	q.fib = r->fib || !r->cache;
	q.cache = r->cache;
	return routes_list("route", &r->common, &q);
}

static int refuse_word(const struct request *r)
{
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (strcmp(changes[i], r->words[0]) != 0)
			continue;
		run_complain("route", "%s: this build shows routing tables and changes nothing",
			     r->words[0]);
		return request_grammar(r)->failure;
	}
	return request_refuse(r, "%s: a word that means nothing here", r->words[0]);
}

int route_main(int argc, char **argv)
{
	struct request r;
	bool gnu;
	int status;

	if (request_read(&r, TOOL_ROUTE, argc, argv, &status))
		return status;
	/* on a BSD `route show` lists, and `route` alone is a mistake */
	gnu = r.common.dialect->gnu;
	if (r.word_count && !(!gnu && strcmp(r.words[0], "show") == 0))
		return refuse_word(&r);
	if (!r.word_count && !gnu)
		return request_refuse(&r, "what is to be done? \"route show\" lists the table");
	return list(&r);
}
