/* SPDX-License-Identifier: ISC */
/* route: what its options mean. */
#include <errno.h>
#include <string.h>

#include "cmd/families.h"
#include "cmd/tools.h"
#include "lib/model/route.h"

struct request {
	struct common common;
	struct families families;
	unsigned extend;
	bool numeric, all, wide, fib, cache;
	const char *word; /* the first that is no option */
};

/* The words that change a table or ask about one destination; they are not in this build. */
static const char *const changes[] = { "add", "del", "delete", "change", "replace", "append",
				       "get", "flush", "monitor", "flushall" };

static int take(struct request *r, const struct option *o, struct err *err)
{
	int e;

	switch (o->row->id) {
	case OPTION_NUMERIC:
		r->numeric = true;
		return 0;
	case OPTION_EXTEND:
		r->extend++;
		return 0;
	case OPTION_FIB:
		r->fib = true;
		return 0;
	case OPTION_CACHE:
		r->cache = true;
		return 0;
	case OPTION_WIDE:
		r->wide = true;
		return 0;
	case OPTION_ALL:
		r->all = true;
		return 0;
	case OPTION_FAMILY:
		if (!o->row->value || o->row->value == FAMILY_COUNT)
			return families_parse(&r->families, o->value ? o->value : o->row->name,
					      err);
		families_add(&r->families, (enum family)o->row->value);
		return 0;
	case OPTION_VERBOSE: /* changes no listing, as in net-tools */
	case OPTION_SYMBOLIC:
		return 0;
	default:
		e = common_option(&r->common, o, err);
		return e < 0 ? e : 0;
	}
}

static int read_options(struct request *r, int argc, char **argv, struct err *err, int *ret_status)
{
	const struct dialect *d = r->common.dialect;
	struct options options;
	struct option o;
	int more;

	*ret_status = d->route_usage;
	options_begin(&options, "route", d->name, d->gnu, d->route, common_options, argc, argv);
	while ((more = options_next(&options, &o, err)) > 0) {
		int e;

		if (!o.row) {
			r->word = r->word ? r->word : o.value;
			continue;
		}
		if (o.row->id == OPTION_HELP || o.row->id == OPTION_VERSION) {
			*ret_status = o.row->id == OPTION_HELP ? tool_help("route", d) :
								 tool_version("route", d);
			return 1;
		}
		e = take(r, &o, err);
		if (e < 0) {
			if (o.row->id == OPTION_FAMILY && e == -EINVAL)
				*ret_status = d->route_failure;
			return e;
		}
	}
	return more;
}

/* route counts its -e from the first layout, netstat from the second. */
static uint32_t layout(unsigned extend)
{
	static const uint32_t layouts[] = { VIEW_METRIC, VIEW_MSS, VIEW_METRIC | VIEW_MSS,
					    VIEW_EMPTY };

	return layouts[extend % 4];
}

static int list(const struct request *r)
{
	const struct dialect *d = r->common.dialect;
	struct routes_request q = { .families = r->families, .failure = d->route_failure };

	q.options = layout(r->extend) | (r->numeric ? 0 : VIEW_NAMES) |
		    (r->wide || r->common.clones ? VIEW_WIDE : 0);
	q.clones = r->common.clones || (r->all && r->wide);
	q.fib = r->fib || !r->cache;
	q.cache = r->cache;
	return routes_list("route", &r->common, &q);
}

static int refuse_word(const struct request *r, struct err *err)
{
	const struct dialect *d = r->common.dialect;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (strcmp(changes[i], r->word) != 0)
			continue;
		run_complain("route", "%s: this build shows routing tables and changes nothing",
			     r->word);
		return d->route_failure;
	}
	err_set(err, EINVAL, "%s: a word that means nothing here", r->word);
	return tool_usage("route", err, d->route_usage);
}

int route_main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	const struct dialect *d = dialect_choose(argc, argv, &err);
	struct request r = { .extend = 0 };
	int more, status;

	if (!d)
		return tool_usage("route", &err, 1);
	r.common = common_defaults(d);
	more = read_options(&r, argc, argv, &err, &status);
	if (more > 0)
		return status;
	if (more < 0)
		return tool_usage("route", &err, status);
	/* on a BSD `route show` lists, and `route` alone is a mistake */
	if (r.word && !(!d->gnu && strcmp(r.word, "show") == 0))
		return refuse_word(&r, &err);
	if (!r.word && !d->gnu) {
		err_set(&err, EINVAL, "what is to be done? \"route show\" lists the table");
		return tool_usage("route", &err, d->route_usage);
	}
	return list(&r);
}
