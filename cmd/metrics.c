/* SPDX-License-Identifier: ISC */
#include "cmd/metrics.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/counters.h"
#include "lib/model/sock.h"
#include "lib/view/openmetrics.h"

/* How many records have the same labels: a counter, its group the family and its name the others. */
struct listing {
	struct run *run;
	const struct metrics_request *request;
	struct filter filter;
	struct counters tally;
};

/* What is taken back when a dump is asked again: records of one family, whose rows are the last. */
struct pass {
	struct listing *listing;
	size_t rows; /* of the tally */
	size_t kept; /* interfaces */
};

static int count_one(struct listing *l, enum family family, const char *labels)
{
	struct counter c = { .value = 1 };
	int e;

	snprintf(c.group, sizeof(c.group), "%s", family == FAMILY_NONE ? "" : family_name(family));
	snprintf(c.name, sizeof(c.name), "%s", labels);
	e = counters_sum(&l->tally, &c);
	return e < 0 ? err_system(&l->run->err, -e, "counts") : 0;
}

static int on_iface(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	const struct filter *f = &p->listing->filter;

	if (record->kind != RECORD_IFACE || (f->any && !filter_iface(f, &record->iface)))
		return 0;
	return index_keep_iface(run->index, &p->kept, &record->iface);
}

/* A route with several next hops is one. */
static int count_route(struct listing *l, const struct record *record)
{
	const struct route *r = &record->route;
	char labels[40];

	if (record->kind != RECORD_ROUTE || r->hop || r->cloned ||
	    (l->filter.any && !filter_route(&l->filter, r)))
		return 0;
	snprintf(labels, sizeof(labels), "%u/%s", (unsigned)r->table,
		 route_type_name(r->type) ? route_type_name(r->type) : "");
	return count_one(l, (enum family)r->family, labels);
}

static int count_neigh(struct listing *l, const struct record *record)
{
	const struct neigh *n = &record->neigh;
	const struct index_iface *i = index_iface(l->run->index, n->ifindex);
	char labels[IFACE_NAME_MAX + 20];
	const char *name;

	if (record->kind != RECORD_NEIGH || (l->filter.any && !filter_neigh(&l->filter, n)))
		return 0;
	name = n->has & NEIGH_BIT(NEIGH_STATE) ? neigh_state_name(n->state) : NULL;
	snprintf(labels, sizeof(labels), "%s/%s", i ? i->name : "", name ? name : "");
	return count_one(l, (enum family)n->family, labels);
}

static int count_sock(struct listing *l, const struct record *record)
{
	const struct sock *s = &record->sock;
	const char *protocol, *word;
	char labels[40];

	if (record->kind != RECORD_SOCK)
		return 0;
	protocol = sock_protocol_name(s->protocol);
	word = sock_state_name(s->state);
	snprintf(labels, sizeof(labels), "%s/%s", protocol ? protocol : "", word ? word : "");
	return count_one(l, (enum family)s->family, labels);
}

static bool is_wanted(const struct listing *l, enum family family)
{
	return !l->request->families.count || families_has(&l->request->families, family);
}

static int ask_routes(struct listing *l, const struct handler *h)
{
	bool linux_kernel = l->run->source->origin.system == SYSTEM_LINUX;
	int e = 0;

	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++) {
		struct question q = { .what = ASK_ROUTES, .family = f };

		if (!is_wanted(l, f))
			continue;
		if (linux_kernel)
			filter_question(&l->filter, &q);
		e = run_ask_if_any(l->run, &q, h);
	}
	return e;
}

static int ask_neighs(struct listing *l, const struct handler *h)
{
	int e = 0;

	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++) {
		const struct question q = { .what = ASK_NEIGHS, .family = f };

		if (is_wanted(l, f))
			e = run_ask_if_any(l->run, &q, h);
	}
	return e;
}

/* What the kernel has no module for has no sockets. */
static int ask_sockets(struct listing *l, const struct handler *h)
{
	static const uint8_t protocols[] = { SOCKET_TCP, SOCKET_UDP, SOCKET_UDPLITE, SOCKET_RAW,
					     SOCKET_SCTP };
	int e = 0;

	for (unsigned i = 0; i < sizeof(protocols); i++) {
		if (l->request->protocols && !(l->request->protocols >> protocols[i] & 1))
			continue;
		for (enum family f = FAMILY_INET; f <= FAMILY_INET6; f++) {
			const struct question q = { .what = ASK_SOCKETS, .family = f,
						    .socket = protocols[i], .brief = true };

			if (is_wanted(l, f))
				e = run_ask_if_any(l->run, &q, h);
			if (e < 0 && e != -ENOENT)
				return e;
			err_clear(&l->run->err);
		}
	}
	if (!l->request->families.count && (!l->request->protocols ||
					    l->request->protocols >> SOCKET_UNIX & 1)) {
		const struct question q = { .what = ASK_SOCKETS, .socket = SOCKET_UNIX, .brief = true };

		e = run_ask_if_any(l->run, &q, h);
	}
	return e == -ENOENT ? 0 : e;
}

/* What is counted, and the labels behind the family. */
static const struct subject {
	const char *name, *help, *labels[2];
	int (*ask)(struct listing *listing, const struct handler *handler);
	int (*count)(struct listing *listing, const struct record *record);
} subjects[] = {
	[METRICS_ROUTES] = { "netstat_routes", "routes in the kernel's tables", { "table", "type" },
			     ask_routes, count_route },
	[METRICS_NEIGHBOURS] = { "netstat_neighbours", "neighbours that the kernel knows",
				 { "interface", "state" }, ask_neighs, count_neigh },
	[METRICS_SOCKETS] = { "netstat_sockets", "sockets", { "protocol", "state" }, ask_sockets,
			      count_sock },
};

static int on_record(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	struct listing *l = p->listing;
	int e;

	(void)run;
	l->tally.count = p->rows;
	e = subjects[l->request->of].count(l, record);
	p->rows = l->tally.count;
	return e;
}

static void write_tally(struct listing *l, const struct subject *s)
{
	struct out *out = &l->run->out;

	openmetrics_family(out, s->name, false, s->help);
	for (size_t i = 0; i < l->tally.count; i++) {
		struct counter c = l->tally.row[i];
		char *slash = strrchr(c.name, '/');
		const struct openmetrics_label labels[OPENMETRICS_LABELS] = {
			{ "family", c.group }, { s->labels[0], c.name }, { s->labels[1], slash + 1 }
		};

		*slash = '\0';
		openmetrics_sample(out, s->name, false, labels, c.value);
	}
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	struct pass p = { .listing = l };
	int e = run_links(run, true);

	if (e == 0)
		e = filter_find(&l->filter, run->index, &run->err);
	if (e < 0)
		return e;
	if (l->request->of == METRICS_INTERFACES) {
		const struct question q = { .what = ASK_LINKS };
		const struct handler h = { .record = on_iface, .state = &p, .size = sizeof(p) };

		e = run_ask(run, &q, &h);
		index_sort_ifaces(run->index, p.kept);
		if (e == 0)
			openmetrics_ifaces(&run->out, run->index, p.kept);
	} else {
		const struct subject *s = &subjects[l->request->of];
		const struct handler h = { .record = on_record, .state = &p, .size = sizeof(p) };

		e = s->ask(l, &h);
		if (e == 0)
			write_tally(l, s);
	}
	if (e == 0)
		openmetrics_end(&run->out);
	return e;
}

int metrics_list(const char *tool, const struct common *common,
		 const struct metrics_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request, .filter = common->filter };
	int e = run_open(&run, tool, common, NULL,
			 request->of == METRICS_SOCKETS ? RUN_SOCKETS : 0),
	    status;

	if (e == 0)
		e = list(&l);
	status = run_end(&run, e, request->failure);
	counters_free(&l.tally);
	run_close(&run);
	return status;
}
