/* SPDX-License-Identifier: ISC */
/* Neighbours. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/model/neigh.h"
#include "lib/view/xo.h"
#include "platform/posix/lookup.h"

struct listing {
	struct run *run;
	const struct neighs_request *request;
	const struct neigh_style *style;
	struct addr host; /* FAMILY_NONE: all */
	struct filter filter;
	uint32_t domain;	   /* routing domain */
	char zone[IFACE_NAME_MAX]; /* of fe80::1%eth0; "" none */
};

/* What changes from record to record; put back when a dump is asked again. */
struct pass {
	struct listing *listing;
	const struct table *rows; /* NULL: lines, or JSON */
	bool names;		  /* print nothing: want names */
	bool proxies;
	bool headed; /* the heading stands already */
	bool as_xo;
	struct xo xo;
	unsigned entries, found;
};

/* The rows that a table of neighbours has: not groups' addresses, not what has no state. */
static bool is_listed(const struct pass *p, const struct neigh *n)
{
	bool proxy = n->flags & NFLAG_BIT(NFLAG_PROXY);

	if (!(p->listing->request->families >> n->family & 1))
		return false;
	if (p->listing->run->source->origin.system != SYSTEM_LINUX) /* one table has all of them */
		return n->family != FAMILY_INET6 || n->dst.bytes[0] != 0xff;
	if (proxy != p->proxies)
		return false;
	return proxy || (n->state != STATE_NONE && n->state != STATE_NOARP);
}

static bool is_wanted(const struct listing *l, const struct neigh *n)
{
	const struct neighs_request *r = l->request;
	const struct index_iface *i = index_iface(l->run->index, n->ifindex);

	if (l->host.family && !addr_equal(&l->host, &n->dst))
		return false;
	if (l->zone[0] && (!i || strcmp(l->zone, i->name) != 0))
		return false;
	/* net-tools compares the 15 characters that a name can have */
	if (r->device && *r->device && strncmp(r->device, i ? i->name : "*", IFACE_NAME_MAX - 1) != 0)
		return false;
	return r->link_type < 0 || r->link_type == n->link_type;
}

static void complete(const struct run *run, struct neigh *n)
{
	const struct neigh *alone = n->family == FAMILY_INET6 ? index_nd(run->index, n) : NULL;
	const struct index_iface *i = index_iface(run->index, n->ifindex);
	const struct neigh_times *t = index_times(run->index, (enum family)n->family, n->ifindex);

	if (i && !(n->ifindex & INDEX_UNNUMBERED) && !neigh_has(n, NEIGH_LINK_TYPE)) {
		n->link_type = i->link_type;
		n->has |= NEIGH_BIT(NEIGH_LINK_TYPE);
	}
	if (alone)
		neigh_take(n, alone);
	if (!t || n->state != STATE_REACHABLE || !neigh_has(n, NEIGH_CONFIRMED))
		return;
	n->expire_ms = t->reachable_ms > n->confirmed_ms ? t->reachable_ms - n->confirmed_ms : 0;
	n->has |= NEIGH_BIT(NEIGH_EXPIRE);
}

static void print_neigh(struct pass *p, const struct neigh *n)
{
	struct run *run = p->listing->run;

	if (run->common->json) {
		json_neigh(&run->json, n);
	} else if (p->as_xo) {
		xo_record(&p->xo, &run->context, n);
	} else if (p->rows) {
		if (!p->found && !p->headed)
			table_head(p->rows, &run->out);
		table_row(p->rows, &run->out, n);
	} else {
		out_row(&run->out);
		cell_netns(&run->out, &run->context);
		p->listing->style->line(&run->out, &run->context, n);
	}
	p->found++;
}

static int on_neigh(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	struct neigh n;

	if (record->kind != RECORD_NEIGH || !is_listed(p, &record->neigh))
		return 0;
	n = record->neigh;
	complete(run, &n);
	if (p->listing->filter.any && !filter_neigh(&p->listing->filter, &n))
		return 0;
	p->entries++;
	if (!is_wanted(p->listing, &n))
		return 0;
	if (p->names)
		return index_want_name(run->index, &n.dst, NAME_HOST);
	print_neigh(p, &n);
	return 0;
}

static int keep_nd(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_ND ? index_add_nd(run->index, &record->neigh) : 0;
}

/* What a BSD's table of IPv6 neighbours has not, and its kernel tells of them one by one. */
static int ask_nd(struct run *run)
{
	const struct handler h = { .record = keep_nd };
	const struct question q = { .what = ASK_ND, .family = FAMILY_INET6 };

	return run->source->origin.system == SYSTEM_LINUX ? 0 : run_ask_if_any(run, &q, &h);
}

/* The entries of one family, then those that are published in it. */
static int ask_family(struct run *run, struct pass *p, enum family family)
{
	const struct handler h = { .record = on_neigh, .state = p, .size = sizeof(*p) };
	struct question q = { .what = ASK_NEIGHS, .family = family, .fib = p->listing->domain };
	int e;

	if (!run->common->record)
		filter_question(&p->listing->filter, &q);
	p->proxies = false;
	e = family == FAMILY_INET6 && !p->names ? ask_nd(run) : 0;
	if (e == 0)
		e = run_ask(run, &q, &h);
	if (e < 0)
		return e;
	p->proxies = true;
	q.what = ASK_PROXIES;
	if (run->source->origin.system == SYSTEM_LINUX)
		return run_ask(run, &q, &h);
	return run_ask_if_any(run, &q, &h); /* other systems keep them among the others */
}

static int ask_all(struct run *run, struct pass *p)
{
	int e = 0;

	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++)
		if (p->listing->request->families >> f & 1)
			e = ask_family(run, p, f);
	return e;
}

static int keep_times(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_TIMES ? index_add_times(run->index, &record->times) : 0;
}

/* Lifetimes are asked for only where they are shown. */
static int prepare(struct listing *l)
{
	const struct handler h = { .record = keep_times };
	const struct question q = { .what = ASK_TIMES };
	int e = run_links(l->run, true);

	if (e == 0)
		e = filter_find(&l->filter, l->run->index, &l->run->err);
	if (e < 0 || !(l->run->common->json || l->run->common->record ||
		       l->request->options & VIEW_WIDE))
		return e;
	return run_ask_if_any(l->run, &q, &h);
}

static void write_sum(struct listing *l, const struct pass *p)
{
	struct out *out = &l->run->out;
	const struct neighs_request *r = l->request;

	if (l->run->common->json)
		return;
	if (r->verbose)
		out_format(out, "Entries: %u\tSkipped: %u\tFound: %u\n", p->entries,
			   p->entries - p->found, p->found);
	if (p->found)
		return;
	if (r->host && !r->all && l->style->aside) {
		run_complain(l->run->tool, "%s -- no entry", r->host);
	} else if (r->host && !r->all) {
		out_name(out, r->host, strlen(r->host));
		out_literal(out, " (");
		addr_write(out, &l->host);
		out_literal(out, ") -- no entry");
		if (r->device && !l->run->common->dialect->gnu) {
			out_literal(out, " on ");
			out_name(out, r->device, strlen(r->device));
		}
		out_char(out, '\n');
	} else if (l->style->quiet) {
		return;
	} else if (r->host || r->device || r->link_type >= 0) {
		out_format(out, "arp: in %u entries no match found.\n", p->entries);
	}
}

/* A recording holds what any dialect will ask of it. */
static int record_rest(struct listing *l)
{
	int e = 0;

	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++) {
		struct question q = { .what = ASK_NEIGHS, .family = f };

		if (l->request->families >> f & 1)
			continue;
		e = f == FAMILY_INET6 ? ask_nd(l->run) : 0;
		if (e == 0)
			e = run_ask(l->run, &q, NULL);
		q.what = ASK_PROXIES;
		if (e == 0)
			e = run_ask(l->run, &q, NULL);
	}
	return e == 0 ? run_links(l->run, false) : e;
}

/* Linux has one table, and no domains. */
static int find_domain(struct listing *l)
{
	const char *text = l->run->common->table;
	uint64_t number = 0;

	if (text && (number_parse(text, UINT32_MAX, &number) < 0 ||
		     (number && l->run->source->origin.system == SYSTEM_LINUX)))
		return err_set(&l->run->err, ENOENT, "%s: no such routing table", text);
	l->domain = (uint32_t)number;
	return 0;
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	struct table rows;
	struct pass p = { .listing = l };
	int e = prepare(l);

	if (e < 0)
		return e;
	run->context.family = l->request->families >> FAMILY_INET6 & 1 ? FAMILY_INET6 : FAMILY_INET;
	run->context.options = l->request->options | run->common->dialect->options;
	if ((l->request->options & VIEW_NAMES) && !run->common->json) {
		struct pass names = { .listing = l, .names = true };

		e = ask_all(run, &names);
		if (e == 0)
			e = run_names(run);
		if (e < 0)
			return e;
	}
	if (run->common->json) {
		run_begin_array(run, "neighbours");
	} else if (run->common->xo && l->style->xo) {
		p.as_xo = true;
		xo_begin(&p.xo, &run->out, l->style->xo, (enum xo_style)run->common->xo,
			 run->common->xo_pretty);
	} else if (l->style->inet6 && l->request->families >> FAMILY_INET6 & 1) {
		table_begin(&rows, l->style->inet6, &run->context);
		table_head(&rows, &run->out);
		p.rows = &rows;
		p.headed = true;
	} else if (!l->request->line && l->style->table) {
		table_begin(&rows, l->style->table, &run->context);
		p.rows = &rows;
		p.headed = !run->common->dialect->gnu && !l->request->host;
		if (p.headed) /* a BSD's stands also where there are no rows */
			table_head(&rows, &run->out);
	}
	e = ask_all(run, &p);
	if (e < 0)
		return e;
	if (p.as_xo)
		xo_end(&p.xo);
	else
		write_sum(l, &p);
	if (!p.found && l->request->host && l->request->no_entry)
		e = l->request->no_entry;
	if (run->common->record && e == 0)
		e = record_rest(l);
	return e;
}

/* ADDRESS[%ZONE], or a name */
static int find_host6(struct listing *l, const char *text)
{
	const char *zone = strchr(text, '%');
	size_t size = zone ? (size_t)(zone - text) : strlen(text);
	char address[64];

	if (size < sizeof(address) && (!zone || (zone[1] && strlen(zone + 1) < sizeof(l->zone)))) {
		memcpy(address, text, size);
		address[size] = '\0';
		if (addr_parse(address, FAMILY_INET6, &l->host) == 0) {
			memcpy(l->zone, zone ? zone + 1 : "", zone ? strlen(zone + 1) + 1 : 1);
			return 0;
		}
	}
	return lookup_host(text, FAMILY_INET6, l->run->common->resolve_timeout_ms, &l->host,
			   &l->run->err);
}

/* As inet_aton reads a number ("10.1" is 10.0.0.1), else a name of the system's. */
static int find_host(struct listing *l, const char *text)
{
	struct in_addr number;

	if (!(l->request->families >> FAMILY_INET & 1) ||
	    (l->request->families >> FAMILY_INET6 & 1 && strchr(text, ':')))
		return find_host6(l, text);
	l->host = (struct addr){ .family = FAMILY_INET, .size = 4 };
	if (strcmp(text, "default") == 0)
		return 0;
	if (inet_aton(text, &number)) {
		memcpy(l->host.bytes, &number, 4);
		return 0;
	}
	return lookup_host(text, FAMILY_INET, l->run->common->resolve_timeout_ms, &l->host,
			   &l->run->err);
}

int neighs_list(const char *tool, const struct common *common, const struct neighs_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request, .style = common->dialect->neighs,
			     .filter = common->filter };
	bool names = (request->options & VIEW_NAMES) && !common->json && !common->replay;
	int e, status;

	run.err = (struct err)ERR_INIT;
	run.common = common;
	if (request->host && find_host(&l, request->host) < 0) {
		run_complain(tool, "%s", run.err.text);
		return request->failure;
	}
	e = run_open(&run, tool, common, NULL, names);
	if (e >= 0)
		e = find_domain(&l);
	do {
		do {
			if (e >= 0)
				e = list(&l);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return e > 0 && !status ? e : status;
}
