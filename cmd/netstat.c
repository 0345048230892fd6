/* SPDX-License-Identifier: ISC */
/* netstat: what its options mean. */
#include <errno.h>
#include <string.h>

#include "cmd/families.h"
#include "cmd/tools.h"
#include "lib/model/route.h"

/* What the command line asked for. */
struct request {
	struct common common;
	struct families families;
	unsigned modes; /* 1 << enum mode */
	unsigned extend;
	bool numeric, all, wide, fib, cache, verbose;
	unsigned words;
	const char *word;
};

enum mode { MODE_ROUTE, MODE_INTERFACES, MODE_STATISTICS, MODE_GROUPS, MODE_MASQUERADE };

static int take_family(struct request *r, const struct option *o, struct err *err)
{
	if (!o->row->value || o->row->value == FAMILY_COUNT)
		return families_parse(&r->families, o->value ? o->value : o->row->name, err);
	families_add(&r->families, (enum family)o->row->value);
	return 0;
}

/* 0, or -EINVAL and the like with the reason; 1: help or version was asked for. */
static int take(struct request *r, const struct option *o, struct err *err)
{
	int e;

	switch (o->row->id) {
	case OPTION_ROUTE:
		r->modes |= 1u << MODE_ROUTE;
		return 0;
	case OPTION_INTERFACES:
		r->modes |= 1u << MODE_INTERFACES;
		return 0;
	case OPTION_STATISTICS:
		r->modes |= 1u << MODE_STATISTICS;
		return 0;
	case OPTION_GROUPS:
		r->modes |= 1u << MODE_GROUPS;
		return 0;
	case OPTION_MASQUERADE:
		r->modes |= 1u << MODE_MASQUERADE;
		return 0;
	case OPTION_NUMERIC:
		/* of hosts' names: --numeric-ports and --numeric-users say nothing of them */
		r->numeric |= o->row->value <= 1;
		return 0;
	case OPTION_ALL:
		r->all = true;
		return 0;
	case OPTION_WIDE:
		r->wide = true;
		return 0;
	case OPTION_EXTEND:
		r->extend++;
		return 0;
	case OPTION_VERBOSE:
		r->verbose = true;
		return 0;
	case OPTION_FIB:
		r->fib = true;
		return 0;
	case OPTION_CACHE:
		r->cache = true;
		return 0;
	case OPTION_FAMILY:
		return take_family(r, o, err);
	case OPTION_SYMBOLIC:
	case OPTION_SOCKETS: /* about sockets: without effect on the tables, as in net-tools */
		return 0;
	default:
		e = common_option(&r->common, o, err);
		return e < 0 ? e : !e;
	}
}

/* net-tools' three layouts: -r has the second, -re the first, -ree the third, -reee nothing. */
static uint32_t layout(unsigned extend)
{
	static const uint32_t layouts[] = { VIEW_MSS, VIEW_METRIC, VIEW_METRIC | VIEW_MSS,
					    VIEW_EMPTY };

	return layouts[extend < 4 ? extend : 1 + (extend - 1) % 3];
}

static int list_routes(const struct request *r)
{
	const struct dialect *d = r->common.dialect;
	struct routes_request q = { .families = r->families, .failure = d->netstat_failure };

	q.options = layout(r->extend) | (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0);
	if (d->gnu) {
		q.clones = r->common.clones || (r->all && r->wide);
		if (r->common.clones)
			q.options |= VIEW_WIDE; /* that is where Expire stands */
	} else {
		q.clones = r->common.clones || r->all;
	}
	q.cache = r->cache;
	q.fib = !r->cache || r->fib;
	return routes_list("netstat", &r->common, &q);
}

static int list(const struct request *r)
{
	const struct dialect *d = r->common.dialect;

	switch (r->modes) {
	case 1u << MODE_ROUTE:
	case 1u << MODE_ROUTE | 1u << MODE_GROUPS: /* net-tools lets -g pass beside -r */
		return list_routes(r);
	case 1u << MODE_ROUTE | 1u << MODE_STATISTICS:
		return stats_routes("netstat", &r->common, r->verbose, d->netstat_failure);
	case 1u << MODE_INTERFACES:
	case 1u << MODE_INTERFACES | 1u << MODE_GROUPS:
		if (!r->extend && (d->ifaces || r->common.json))
			return ifaces_list("netstat", &r->common, r->all, d->netstat_failure);
		break;
	default:
		break;
	}
	run_complain("netstat", "this build shows routing tables (-r), their statistics (-rs) and "
				"interfaces (-i%s)",
		     d->ifaces ? "" : ", in the linux dialect");
	return d->netstat_failure;
}

/* Modes that exclude each other: -r -i, -i -s and so on. */
static bool is_contradictory(unsigned modes)
{
	unsigned known = modes & ~(1u << MODE_GROUPS);

	if (known == (1u << MODE_ROUTE | 1u << MODE_STATISTICS))
		return false;
	return known & (known - 1);
}

static int read_options(struct request *r, int argc, char **argv, struct err *err, int *ret_status)
{
	const struct dialect *d = r->common.dialect;
	struct options options;
	struct option o;
	int more;

	*ret_status = d->netstat_usage;
	options_begin(&options, "netstat", d->name, d->gnu, d->netstat, common_options, argc, argv);
	while ((more = options_next(&options, &o, err)) > 0) {
		int e;

		if (!o.row) {
			r->word = r->words++ ? r->word : o.value;
			continue;
		}
		if (o.row->id == OPTION_HELP || o.row->id == OPTION_VERSION) {
			*ret_status = o.row->id == OPTION_HELP ? tool_help("netstat", d) :
								 tool_version("netstat", d);
			return 1;
		}
		e = take(r, &o, err);
		if (e > 0)
			e = err_set(err, EINVAL, "-%c: this build does not have it", o.row->letter);
		if (e < 0) {
			if (o.row->id == OPTION_FAMILY && e == -EINVAL)
				*ret_status = d->netstat_failure;
			return e;
		}
	}
	return more;
}

int netstat_main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	const struct dialect *d = dialect_choose(argc, argv, &err);
	struct request r = { .words = 0 };
	int more, status;

	if (!d)
		return tool_usage("netstat", &err, 1);
	r.common = common_defaults(d);
	more = read_options(&r, argc, argv, &err, &status);
	if (more > 0)
		return status;
	if (more < 0)
		return tool_usage("netstat", &err, status);
	if (is_contradictory(r.modes)) {
		err_set(&err, EINVAL, "-r, -i, -s and -M exclude each other (but for -rs)");
		return tool_usage("netstat", &err, d->netstat_usage);
	}
	if (r.word && !d->gnu) {
		err_set(&err, EINVAL, "%s: a word that means nothing here", r.word);
		return tool_usage("netstat", &err, d->netstat_usage);
	}
	if (r.word)
		run_complain("netstat", "%s: a word that means nothing here", r.word);
	return list(&r);
}
