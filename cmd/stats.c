/* SPDX-License-Identifier: ISC */
/* netstat -rs: what the kernel counts about routing, and how long it keeps what it cloned. */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/view/stats_route.h"
#include "lib/view/xo.h"

static const char *const counter_files[] = { "net/snmp", "net/netstat", "net/snmp6" };

/* Lifetimes in force, by the names under which a user changes them. */
static const char *const lifetime_files[] = {
	"sys/net/ipv4/route/mtu_expires",
	"sys/net/ipv6/route/mtu_expires",
	"sys/net/ipv6/route/gc_timeout",
	"sys/net/ipv4/neigh/default/base_reachable_time_ms",
	"sys/net/ipv4/neigh/default/gc_stale_time",
	"sys/net/ipv6/neigh/default/base_reachable_time_ms",
	"sys/net/ipv6/neigh/default/gc_stale_time",
};

enum { COUNTERS = sizeof(counter_files) / sizeof(counter_files[0]),
       LIFETIMES = sizeof(lifetime_files) / sizeof(lifetime_files[0]) };

/* Counters that have a sentence: those of a BSD (struct rtstat), then Linux'. */
static const struct {
	const char *group, *name;
	enum route_stat stat;
	bool part; /* of the destinations found unreachable */
} counters[] = {
	{ "route", "badredirect", STAT_BAD_REDIRECTS, false },
	{ "route", "dynamic", STAT_DYNAMIC, false },
	{ "route", "newgateway", STAT_NEW_GATEWAYS, false },
	{ "route", "unreach", STAT_UNREACHABLE, false },
	{ "route", "wildcard", STAT_WILDCARD, false },
	{ "route", "trash", STAT_NOT_FREED, false },
	{ "Icmp", "InRedirects", STAT_REDIRECTS, false },
	{ "Icmp6", "InRedirects", STAT_REDIRECTS, false },
	{ "Ip", "OutNoRoutes", STAT_UNREACHABLE_OUT, true },
	{ "Ip6", "OutNoRoutes", STAT_UNREACHABLE_OUT, true },
	{ "IpExt", "InNoRoutes", STAT_UNREACHABLE_IN, true },
	{ "Ip6", "InNoRoutes", STAT_UNREACHABLE_IN, true },
};

struct pass {
	struct route_stats stats;
	bool any; /* of the lifetimes' heading */
};

static int on_counter(struct run *run, const struct record *record, void *state)
{
	const struct counter *c = &record->counter;
	struct pass *p = state;

	if (record->kind != RECORD_COUNTER)
		return 0;
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		if (strcmp(counters[i].group, c->group) || strcmp(counters[i].name, c->name))
			continue;
		route_stats_add(&p->stats, counters[i].stat, c->value);
		if (counters[i].part)
			route_stats_add(&p->stats, STAT_UNREACHABLE, c->value);
		if (run->common->json)
			json_counter(&run->json, c);
	}
	return 0;
}

/* "net.ipv4.route.mtu_expires = 600 s" */
static int on_lifetime(struct run *run, const struct record *record, void *state)
{
	const struct lifetime *l = &record->lifetime;
	struct pass *p = state;

	if (record->kind != RECORD_LIFETIME)
		return 0;
	if (run->common->json) {
		json_lifetime(&run->json, l);
		return 0;
	}
	if (!p->any)
		out_literal(&run->out, "lifetimes:\n");
	p->any = true;
	out_char(&run->out, '\t');
	out_text(&run->out, l->name);
	out_literal(&run->out, " = ");
	out_i64(&run->out, l->value_ms / 1000);
	if (l->value_ms % 1000)
		out_format(&run->out, ".%03d", (int)(l->value_ms % 1000));
	out_literal(&run->out, " s\n");
	return 0;
}

/* A text that this kernel or namespace does not have is no failure: what it would say is left out. */
static int ask_files(struct run *run, const char *const *files, unsigned count,
		     const struct handler *h)
{
	for (unsigned i = 0; i < count; i++) {
		const struct question q = { .what = ASK_FILE, .key = files[i] };
		int e = run_ask(run, &q, h);

		if (e < 0 && e != -ENOENT)
			return e;
		err_clear(&run->err);
	}
	return 0;
}

/* A BSD counts for itself; Linux has texts in which those counters are that come nearest. */
static int ask_counters(struct run *run, const struct handler *h)
{
	const struct question q = { .what = ASK_STATS, .key = "route" };

	if (run->source->origin.system != SYSTEM_LINUX)
		return run_ask(run, &q, h);
	return ask_files(run, counter_files, COUNTERS, h);
}

static void print_xo(struct run *run, const struct route_stats *stats, bool nonzero)
{
	struct xo xo;

	xo_begin(&xo, &run->out, &route_stats_layout, (enum xo_style)run->common->xo,
		 run->common->xo_pretty);
	route_stats_xo(&xo, stats, nonzero);
	xo_end(&xo);
}

static int list(struct run *run, bool verbose, bool nonzero)
{
	struct pass p = { .any = false };
	bool linux_kernel = run->source->origin.system == SYSTEM_LINUX;
	const struct handler counter = { .record = on_counter, .state = &p, .size = sizeof(p) };
	const struct handler lifetime = { .record = on_lifetime, .state = &p, .size = sizeof(p) };
	bool json = run->common->json;
	int e;

	if (json) {
		run_begin_json(run);
		json_array(&run->json, "counters");
	}
	e = ask_counters(run, &counter);
	if (e < 0)
		return e;
	if (!p.stats.has)
		return err_set(&run->err, ENOENT, "no statistics: /proc/net/snmp cannot be read");
	if (json)
		json_array(&run->json, "lifetimes");
	else if (run->common->xo)
		print_xo(run, &p.stats, nonzero);
	else
		route_stats_write(&run->out, &p.stats,
				  (verbose ? STATS_DETAIL : 0) | (nonzero ? STATS_NONZERO : 0) |
					  (run->common->dialect->none_is_one ? STATS_NONE_IS_ONE : 0));
	if (!linux_kernel)
		return e;
	if (json || verbose || run->common->record)
		e = ask_files(run, lifetime_files, LIFETIMES,
			      json || verbose ? &lifetime : NULL);
	return e;
}

int stats_routes(const char *tool, const struct common *common, bool verbose, bool nonzero,
		 int failure)
{
	const char *files[COUNTERS + LIFETIMES + 1] = { NULL };
	struct run run;
	int e, status;

	memcpy(files, counter_files, sizeof(counter_files));
	memcpy(files + COUNTERS, lifetime_files, sizeof(lifetime_files));
	e = run_open(&run, tool, common, files, 0);
	do {
		if (e == 0)
			e = list(&run, verbose, nonzero);
		status = run_end(&run, e, failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
