/* SPDX-License-Identifier: ISC */
/* Routing tables: which questions make a listing, and what becomes of their records. */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/view/xo.h"

/* What a listing knows while its records come by. */
struct listing {
	struct run *run;
	const struct routes_request *request;
	const struct route_style *style;
	uint32_t table;	     /* wanted; 0 all */
	uint32_t fib;	     /* the same where tables are numbered from 0 (BSD) */
	bool apart;	     /* the kernel keeps clones apart from the table (Linux) */
	bool neighbours;     /* … and has shown neighbours in it */
	bool table_given;    /* by --table */
	bool clones;	     /* some wait for their parents */
	bool inet6_text;     /* the IPv6 table comes from the kernel's own text */
	bool inet6_all;	     /* … or from a dump of all tables, which is what that text holds */
	struct filter filter;
	struct families families;
	struct route pending; /* see struct pass */
	struct xo xo;
	unsigned missing;    /* families whose table does not exist */
};

/* What changes from record to record; put back when a dump is asked again. */
struct pass {
	struct listing *listing;
	const struct table *rows; /* NULL: JSON */
	enum family family;
	bool clones;
	bool pending;	/* JSON of a BSD: a next hop waits for the one behind it */
	uint16_t hop;	/* its number */
	bool titled;	/* the table's title and heading stand */
	bool as_xo;
	struct xo xo;
	bool details;	/* rows of the kernel's text are completed from the dump */
	uint32_t table; /* whose rows are being printed */
};

static const char *const inet6_files[] = { "net/ipv6_route", NULL };

/*
 * A clone that stands in the table itself: the systems that have them list them there, but for those
 * that protocols ask for by the thousand.
 */
static bool shows_clone(const struct pass *p, const struct route *r)
{
	const struct listing *l = p->listing;

	return l->request->clones ||
	       (p->rows && l->style->clones && !route_flag(r, RFLAG_PRCLONED));
}

static inline uint32_t wanted_table(const struct listing *l, enum family family)
{
	return (l->inet6_text || l->inet6_all) && family == FAMILY_INET6 ? 0 : l->table;
}

/* What OpenBSD's netstat and route can leave out. */
static bool is_selected(const struct routes_request *q, const struct route *r)
{
	if (q->options & VIEW_SAME_FAMILY && r->gateway.family != r->family)
		return false;
	if (q->label && (!route_has(r, ROUTE_LABEL) || strcmp(q->label, r->label) != 0))
		return false;
	return !q->by_priority || (route_has(r, ROUTE_PRIORITY) &&
				   (r->priority == q->priority) != q->but_priority);
}

int routes_priority(struct routes_request *q, const char *text)
{
	bool but = *text == '-';
	uint64_t priority;

	if (number_parse(text + but, 63, &priority) < 0)
		return -EINVAL;
	q->by_priority = true;
	q->but_priority = but;
	q->priority = (uint32_t)priority;
	return 0;
}

static inline bool is_wanted(const struct pass *p, const struct route *r)
{
	const struct listing *l = p->listing;
	uint32_t table = wanted_table(l, p->family);

	if (r->family != p->family)
		return false;
	if (l->apart ? r->cloned != p->clones : r->cloned && !shows_clone(p, r))
		return false;
	if (table && route_has(r, ROUTE_TABLE) && r->table != table)
		return false;
	if (l->request->options & VIEW_NO_LINK && route_flag(r, RFLAG_LLINFO))
		return false;
	if (!is_selected(l->request, r))
		return false;
	return !(l->style->net_tools && p->rows && !l->table_given &&
		 (r->type == TYPE_BROADCAST || r->type == TYPE_MULTICAST));
}

/* A route whose next hop is an object that the kernel was told not to spell out. */
static inline bool lacks_hops(const struct route *r)
{
	return route_has(r, ROUTE_NHID) && !route_has(r, ROUTE_DEVICE) && r->hops == 1;
}

/*
 * The next hops of an object: 1, or the members of a group, as far as they are known without a gap (an
 * object may change between two dumps, and a capture holds anything). 0: it is not known.
 */
static unsigned count_members(const struct run *run, uint32_t id)
{
	const struct nexthop *n = index_nexthop(run->index, id, 0);
	unsigned members = n && n->members ? n->members : 1, count = 0;

	while (n && count < members)
		n = index_nexthop(run->index, id, ++count);
	return count;
}

/* The values of one next hop from the object, or the member of a group of objects, that it is. */
static void fill_hop(const struct run *run, const struct nexthop *n, struct route *r)
{
	if (n->members) {
		r->weight = n->weight;
		r->has |= n->members > 1 ? ROUTE_BIT(ROUTE_WEIGHT) : 0;
		n = index_nexthop(run->index, n->member, 0);
		if (!n)
			return;
	}
	if (n->blackhole) {
		r->type = TYPE_BLACKHOLE;
		return;
	}
	r->ifindex = n->ifindex;
	r->has |= n->ifindex ? ROUTE_BIT(ROUTE_DEVICE) : 0;
	r->flags |= n->flags;
	if (n->encap) {
		r->encap = n->encap;
		memcpy(r->words, n->words, sizeof(r->words));
		r->has |= ROUTE_BIT(ROUTE_ENCAP) |
			  (n->words[0] ? ROUTE_BIT(ROUTE_ENCAP_WORDS) : 0);
	}
	if (n->gateway.family) {
		r->gateway = n->gateway;
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
		r->flags |= RFLAG_BIT(RFLAG_GATEWAY);
	}
}

static void print_title(struct pass *p)
{
	struct run *run = p->listing->run;

	p->titled = true;
	out_row(&run->out);
	if (p->as_xo) {
		xo_group(&p->xo, p->family == FAMILY_INET6 ? "Internet6" :
				 p->family == FAMILY_INET  ? "Internet" :
							     "MPLS");
		return;
	}
	out_text(&run->out, p->listing->style->title[p->family]);
	if (!(run->context.options & VIEW_EMPTY) || p->family != FAMILY_INET)
		table_head(p->rows, &run->out);
}

/* With --table all a title stands where another table begins. */
static void begin_table(struct pass *p, const struct route *r)
{
	struct run *run = p->listing->run;
	const struct index_iface *vrf;
	char room[16];

	if (p->clones || !route_has(r, ROUTE_TABLE) || r->table == p->table)
		return;
	if (!p->titled)
		print_title(p);
	p->table = r->table;
	out_row(&run->out);
	out_literal(&run->out, "Table ");
	out_text(&run->out, table_title(r->table, room));
	vrf = index_vrf(run->index, r->table);
	if (vrf) {
		out_literal(&run->out, " (VRF ");
		out_bytes(&run->out, vrf->shown, vrf->shown_size);
		out_char(&run->out, ')');
	}
	out_literal(&run->out, ":\n");
}

/* A next hop whose brothers may not be wanted is an object of its own. */
static const struct route *alone(const struct route *route, struct route *hop)
{
	if (route->hops == 1)
		return route;
	*hop = *route;
	hop->hop = 0;
	hop->hops = 1;
	return hop;
}

static void print_row(struct pass *p, const struct route *route)
{
	struct run *run = p->listing->run;

	if (!p->titled)
		print_title(p);
	if (p->as_xo)
		xo_record(&p->xo, &run->context, route);
	else
		table_row(p->rows, &run->out, route);
}

static inline int print_hop(struct pass *p, const struct route *route)
{
	struct run *run = p->listing->run;
	struct route hop;

	if (p->listing->clones && p->listing->apart)
		index_match_parent(run->index, route);
	if (p->listing->filter.any) {
		if (!filter_route(&p->listing->filter, route))
			return 0;
		if (!p->rows) {
			json_route(&run->json, alone(route, &hop));
			return 0;
		}
	}
	if (p->rows) {
		if (p->listing->apart && !p->listing->table && !p->as_xo)
			begin_table(p, route);
		print_row(p, route);
		if (p->listing->style->detail && run->context.options & VIEW_VERBOSE)
			p->listing->style->detail(&run->out, &run->context, route);
	} else {
		json_route(&run->json, route);
	}
	return 0;
}

/*
 * A BSD's kernel has a message for each next hop, one behind the other. OpenBSD marks them; FreeBSD has
 * no other routes to one destination.
 */
static bool is_next_hop(const struct route *a, const struct route *b)
{
	bool marked = route_flag(a, RFLAG_MPATH) && route_flag(b, RFLAG_MPATH);

	return a->family == b->family && a->dst_bits == b->dst_bits && a->table == b->table &&
	       a->priority == b->priority && a->dst.scope == b->dst.scope &&
	       addr_equal(&a->dst, &b->dst) && addr_equal(&a->mask, &b->mask) &&
	       (marked || (route_has(a, ROUTE_WEIGHT) && route_has(b, ROUTE_WEIGHT)));
}

/* How many there are is known at the last one: `more` follow. */
static void print_pending(struct pass *p, bool more)
{
	struct route *r = &p->listing->pending;

	r->hop = p->hop;
	r->hops = more ? UINT16_MAX : (uint16_t)(p->hop + 1);
	p->hop = more ? (uint16_t)(p->hop + 1) : 0;
	p->pending = false;
	print_hop(p, r);
}

/* A BSD's kernel spells its next hops out. Which table it is some of them do not say. */
static int print_bsd(struct pass *p, const struct route *route)
{
	struct listing *l = p->listing;
	struct route r;

	l->neighbours |= route_flag(route, RFLAG_LLINFO);
	if (p->rows)
		return print_hop(p, route);
	r = *route;
	if (r.cloned) /* it was kept as it came, without its table */
		index_parent(l->run->index, &r);
	if (!route_has(&r, ROUTE_TABLE)) {
		r.table = l->fib;
		r.has |= ROUTE_BIT(ROUTE_TABLE);
	}
	if (p->pending)
		print_pending(p, is_next_hop(&l->pending, &r) && p->hop < UINT16_MAX - 1);
	l->pending = r;
	p->pending = true;
	return 0;
}

static inline int print_route(struct pass *p, const struct route *route)
{
	const struct run *run = p->listing->run;
	struct route hop;
	unsigned count;
	int e = 0;

	if (!is_wanted(p, route))
		return 0;
	if (!p->listing->apart)
		return print_bsd(p, route);
	if (p->details && route->device[0]) {
		hop = *route;
		index_detail(run->index, &hop);
		return print_hop(p, &hop);
	}
	count = lacks_hops(route) ? count_members(run, route->nhid) : 0;
	if (!count)
		return print_hop(p, route);
	for (unsigned i = 0; i < count && e == 0; i++) {
		hop = *route;
		fill_hop(run, index_nexthop(run->index, route->nhid, i), &hop);
		hop.hop = (uint16_t)i;
		hop.hops = (uint16_t)count;
		e = print_hop(p, &hop);
	}
	return e;
}

static void set_neigh_expiry(const struct run *run, struct neigh *n)
{
	const struct neigh_times *t = index_times(run->index, (enum family)n->family, n->ifindex);

	if (!t || n->state != STATE_REACHABLE || !neigh_has(n, NEIGH_CONFIRMED))
		return;
	n->expire_ms = t->reachable_ms - n->confirmed_ms;
	if (n->expire_ms < 0)
		n->expire_ms = 0;
	n->has |= NEIGH_BIT(NEIGH_EXPIRE);
}

/* An entry that says nothing of a station (no state, or a group's address) is no clone. */
static bool neigh_is_clone(const struct neigh *n)
{
	return n->state != STATE_NONE && n->state != STATE_NOARP &&
	       !(n->flags & NFLAG_BIT(NFLAG_PROXY));
}

static int print_clone(struct pass *p, struct route *clone)
{
	struct listing *l = p->listing;

	if (l->filter.any && !filter_route(&l->filter, clone))
		return 0;
	if (!index_is_new_clone(l->run->index, clone, l->run->attempt))
		return 0;
	index_parent(l->run->index, clone);
	if (p->rows)
		print_row(p, clone);
	else
		json_route(&l->run->json, clone);
	return 0;
}

static int on_route(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	struct route clone;

	(void)run;
	if (record->kind != RECORD_ROUTE)
		return 0;
	if (!p->clones)
		return print_route(p, &record->route);
	if (!is_wanted(p, &record->route))
		return 0;
	clone = record->route;
	return print_clone(p, &clone);
}

static int on_neigh(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	struct neigh n;
	struct route clone;

	if (record->kind != RECORD_NEIGH || record->neigh.family != p->family ||
	    !neigh_is_clone(&record->neigh))
		return 0;
	n = record->neigh;
	set_neigh_expiry(run, &n);
	neigh_as_route(&n, &clone);
	return print_clone(p, &clone);
}

/* First passes, which print nothing: the clones that will want parents, the names that are wanted. */

static int keep_detail(struct run *run, const struct record *record, void *state)
{
	(void)state;
	if (record->kind != RECORD_ROUTE || record->route.cloned)
		return 0;
	return index_add_detail(run->index, &record->route);
}

/* A table that is not printed still has the parents of the clones that are. */
static int match_parent(struct run *run, const struct record *record, void *state)
{
	(void)state;
	if (record->kind == RECORD_ROUTE)
		index_match_parent(run->index, &record->route);
	return 0;
}

static int keep_clone(struct run *run, const struct record *record, void *state)
{
	struct route clone;

	(void)state;
	if (record->kind == RECORD_ROUTE && record->route.cloned)
		return index_add_clone(run->index, &record->route);
	if (record->kind != RECORD_NEIGH || !neigh_is_clone(&record->neigh))
		return 0;
	neigh_as_route(&record->neigh, &clone);
	return index_add_clone(run->index, &clone);
}

/* Too many names are no failure: what is not asked for is printed as a number. */
static int want(struct run *run, const struct addr *addr, enum name_kind kind)
{
	int e = addr_is_zero(addr) ? 0 : index_want_name(run->index, addr, kind);

	return e == -E2BIG ? 0 : e;
}

static int want_names(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	const struct route *r = &record->route;
	int e;

	if (record->kind == RECORD_NEIGH)
		return record->neigh.family == p->family && neigh_is_clone(&record->neigh) ?
			       want(run, &record->neigh.dst, NAME_HOST) :
			       0;
	if (record->kind != RECORD_ROUTE || !is_wanted(p, r) ||
	    (p->listing->filter.any && !lacks_hops(r) && !filter_route(&p->listing->filter, r)))
		return 0;
	e = want(run, &r->dst, route_name_kind(r));
	if (e == 0 && route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK &&
	    !(p->rows == NULL && route_refuses(r)))
		e = want(run, &r->gateway, NAME_HOST);
	return e;
}

static int keep_nexthop(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_NEXTHOP ? index_add_nexthop(run->index, &record->nexthop) : 0;
}

static int keep_times(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_TIMES ? index_add_times(run->index, &record->times) : 0;
}

static bool lists_clones(const struct listing *l)
{
	return l->request->clones || l->request->cache;
}

static struct question table_question(const struct listing *l, enum family family)
{
	struct question q;

	if (l->inet6_text && family == FAMILY_INET6)
		return (struct question){ .what = ASK_FILE, .key = inet6_files[0] };
	q = (struct question){ .what = ASK_ROUTES, .family = family,
			       .table = wanted_table(l, family), .fib = l->fib };
	/* a clone's parent may be a route that is not wanted; a recording holds all */
	if (!lists_clones(l) && !l->run->common->record)
		filter_question(&l->filter, &q);
	return q;
}

/*
 * The questions of one family: its table, then its clones. A table that does not exist is an empty
 * one: -ENOENT is counted and left to the caller.
 */
static int ask_table(struct listing *l, enum family family, const struct handler *h)
{
	struct question q = table_question(l, family);
	int e = run_ask(l->run, &q, h);

	if (e != -ENOENT || q.what != ASK_ROUTES)
		return e;
	err_clear(&l->run->err);
	l->missing++;
	return 0;
}

/* JSON has them in every dialect: it does not depend on one. */
static bool with_neighbours(const struct listing *l)
{
	return l->request->clones && !l->neighbours &&
	       (l->style->neighbours || l->run->common->json);
}

/* `on_neighbour` NULL: without them. Systems without exceptions of their own refuse the question. */
static int ask_clones(struct listing *l, enum family family, const struct handler *h,
		      const struct handler *on_neighbour)
{
	struct question q = { .what = ASK_CLONES, .family = family };
	int e = l->apart ? run_ask(l->run, &q, h) : 0;

	if (e < 0 || !with_neighbours(l) || family == FAMILY_MPLS)
		return e;
	q.what = ASK_NEIGHS;
	return run_ask(l->run, &q, on_neighbour);
}

/* --vrf: the table of that device. */
static int find_vrf(struct listing *l)
{
	const char *name = l->run->common->vrf;
	const struct index_iface *i = index_iface_named(l->run->index, name);

	if (!i)
		return err_set(&l->run->err, ENODEV, "%s: no such interface", name);
	if (!i->table)
		return err_set(&l->run->err, ENODEV, "%s: no VRF device", name);
	l->table = i->table;
	return 0;
}

/* What must be known before the first row is printed. */
static int prepare(struct listing *l)
{
	struct run *run = l->run;
	const struct handler nexthop = { .record = keep_nexthop };
	const struct handler times = { .record = keep_times };
	struct question q = { .what = ASK_NEXTHOPS };
	int e = run_links(run, true);

	if (e == 0)
		e = filter_find(&l->filter, run->index, &run->err);
	if (e == 0 && run->common->vrf)
		e = find_vrf(l);
	if (e < 0 || !l->apart)
		return e;
	e = run_ask_if_any(run, &q, &nexthop); /* Linux 5.3 */
	if (e < 0 || !with_neighbours(l))
		return e;
	q.what = ASK_TIMES; /* without them a deadline is not known, and not shown */
	return run_ask_if_any(run, &q, &times);
}

static int prepare_parents(struct listing *l)
{
	const struct handler h = { .record = keep_clone };

	const struct handler match = { .record = match_parent };

	l->clones = true;
	for (unsigned i = 0; i < l->families.count; i++) {
		enum family family = l->families.family[i];
		int e = l->apart ? 0 : ask_table(l, family, &h);

		if (e == 0 && !l->apart)
			e = ask_table(l, family, &match);
		if (e == 0)
			e = ask_clones(l, family, &h, &h);
		if (e < 0)
			return e;
	}
	return 0;
}

static int prepare_names(struct listing *l)
{
	for (unsigned i = 0; i < l->families.count; i++) {
		struct pass p = { .listing = l, .family = l->families.family[i] };
		const struct handler h = { .record = want_names, .state = &p, .size = sizeof(p) };
		int e = l->request->fib ? ask_table(l, l->families.family[i], &h) : 0;

		p.clones = true;
		if (e == 0 && lists_clones(l))
			e = ask_clones(l, l->families.family[i], &h, &h);
		if (e < 0)
			return e;
	}
	l->missing = 0;
	return run_names(l->run);
}

static int print_clones(struct listing *l, enum family family, struct pass *p)
{
	const struct handler route = { .record = on_route, .state = p, .size = sizeof(*p) };
	const struct handler neigh = { .record = on_neigh, .state = p, .size = sizeof(*p) };

	p->clones = true;
	return ask_clones(l, family, &route, &neigh);
}

/* One table with its title and heading, and the clones that belong behind it. */
static int print_family(struct listing *l, enum family family)
{
	struct run *run = l->run;
	struct table rows;
	struct pass p = { .listing = l, .rows = &rows, .family = family };
	const struct handler h = { .record = on_route, .state = &p, .size = sizeof(p) };
	int e;

	run->context.family = family;
	run->context.options = (l->request->options & ~(uint32_t)VIEW_CACHE) |
			       run->common->dialect->options;
	table_begin(&rows, l->style->view[family], &run->context);
	p.as_xo = run->common->xo && l->style->xo;
	p.xo = l->xo;
	if (!l->style->lazy)
		print_title(&p);
	if (l->request->options & VIEW_EMPTY && family == FAMILY_INET)
		return 0;
	if (l->inet6_text && family == FAMILY_INET6 && (l->request->options & VIEW_WIDE)) {
		const struct question q = { .what = ASK_ROUTES, .family = family };
		const struct handler detail = { .record = keep_detail };

		p.details = true;
		e = run_ask(run, &q, &detail);
		if (e < 0)
			return e;
	}
	e = ask_table(l, family, &h);
	if (e < 0 || (l->missing && l->style->net_tools && !l->table_given))
		return e;
	if (l->request->clones)
		e = print_clones(l, family, &p);
	if (p.as_xo && p.titled)
		xo_group_end(&p.xo);
	l->xo = p.xo;
	return e;
}

static int print_cache(struct listing *l, enum family family)
{
	struct run *run = l->run;
	struct table rows;
	struct pass p = { .listing = l, .rows = &rows, .family = family, .titled = true };
	const struct handler h = { .record = match_parent };
	int e = l->request->fib ? 0 : ask_table(l, family, &h);

	if (e < 0)
		return e;
	l->missing = 0;
	run->context.family = family;
	run->context.options = l->request->options | VIEW_CACHE | run->common->dialect->options;
	table_begin(&rows, l->style->view[family], &run->context);
	out_row(&run->out);
	out_text(&run->out, l->style->cache_title[family]);
	if (l->request->options & VIEW_EMPTY && family == FAMILY_INET)
		return 0;
	table_head(&rows, &run->out);
	return print_clones(l, family, &p);
}

/* "Routing tables (fib: 1)" */
static void print_head(const struct listing *l)
{
	struct out *out = &l->run->out;

	out_text(out, l->style->head);
	if (l->fib && l->style->fib_head) {
		out_text(out, l->style->fib_head);
		out_u64(out, l->fib);
		out_char(out, ')');
	}
	if (l->style->head[0])
		out_char(out, '\n');
}

static int print_text(struct listing *l)
{
	int e = lists_clones(l) ? prepare_parents(l) : 0;

	if (e < 0)
		return e;
	if (l->run->common->xo && l->style->xo)
		xo_begin(&l->xo, &l->run->out, l->style->xo, (enum xo_style)l->run->common->xo,
			 l->run->common->xo_pretty);
	else
		print_head(l);
	for (unsigned i = 0; i < l->families.count && e == 0; i++) {
		if (!l->style->view[l->families.family[i]])
			continue; /* a BSD has no table of that family, and says nothing of it */
		if (l->request->fib)
			e = print_family(l, l->families.family[i]);
		/* as net-tools: the first table that is not there ends the run */
		if (l->missing && l->style->net_tools && !l->table_given)
			break;
		if (e == 0 && l->request->cache && l->style->cache_title[l->families.family[i]])
			e = print_cache(l, l->families.family[i]);
	}
	if (e == 0 && l->run->common->xo && l->style->xo)
		xo_end(&l->xo);
	return e;
}

static int print_json(struct listing *l)
{
	int e = lists_clones(l) ? prepare_parents(l) : 0;

	if (e < 0)
		return e;
	run_begin_array(l->run, "routes");
	for (unsigned i = 0; i < l->families.count && e == 0; i++) {
		struct pass p = { .listing = l, .family = l->families.family[i] };
		const struct handler h = { .record = on_route, .state = &p, .size = sizeof(p) };

		const struct handler match = { .record = match_parent };

		e = ask_table(l, l->families.family[i], l->request->fib ? &h : &match);
		if (p.pending)
			print_pending(&p, false);
		if (e == 0 && lists_clones(l))
			e = print_clones(l, l->families.family[i], &p);
	}
	return e;
}

/* A recording holds what any dialect will ask of it, not only what this one did. */
static int record_rest(struct listing *l)
{
	static const enum family both[] = { FAMILY_INET, FAMILY_INET6 };
	struct question q = { .what = ASK_FILE, .key = inet6_files[0] };
	int e = run_links(l->run, false);

	if (e == 0 && run_ask(l->run, &q, NULL) < 0)
		err_clear(&l->run->err);
	for (unsigned i = 0; i < 2 && e == 0; i++) {
		q = (struct question){ .what = ASK_ROUTES, .family = both[i] }; /* every table */
		if (run_ask(l->run, &q, NULL) == -ENOENT)
			err_clear(&l->run->err);
		q.what = ASK_CLONES;
		e = run_ask(l->run, &q, NULL);
		q.what = ASK_NEIGHS;
		if (e == 0)
			e = run_ask(l->run, &q, NULL);
	}
	q = (struct question){ .what = ASK_TIMES };
	return e == 0 ? run_ask(l->run, &q, NULL) : e;
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	int e = prepare(l);

	if (e < 0)
		return e;
	if ((l->request->options & VIEW_NAMES) && !run->common->json) {
		e = prepare_names(l);
		if (e < 0)
			return e;
	}
	e = run->common->json ? print_json(l) : print_text(l);
	if (e == 0 && l->table_given && l->missing == l->families.count && !run->common->all_netns)
		return err_set(&run->err, ENOENT, "%s: no such routing table",
			       run->common->vrf ? run->common->vrf : run->common->table);
	if (e == 0 && run->common->record)
		e = record_rest(l);
	return e;
}

static void choose_families(struct listing *l, const struct common *common)
{
	struct families *f = &l->families;

	*f = l->request->families;
	if (f->count)
		return;
	if (filter_family(&l->filter)) {
		f->family[f->count++] = filter_family(&l->filter);
		return;
	}
	f->family[f->count++] = FAMILY_INET;
	/* JSON is the same in every dialect: it always has all */
	if (common->json || common->dialect->all_families)
		f->family[f->count++] = FAMILY_INET6;
}

/*
 * What depends on whose kernel it is. Numbers of tables: Linux' main table is 254 and has names, that
 * of a BSD is 0.
 */
static int settle(struct listing *l, struct routes_request *request, bool table_found)
{
	const struct common *c = l->run->common;
	struct families *f = &l->families;
	unsigned system = l->run->source->origin.system;
	uint64_t number = 0;

	l->apart = system == SYSTEM_LINUX;
	if (request->all && l->style->own != system)
		request->clones = true;
	if (c->table && l->apart && !table_found)
		return strcmp(c->table, "0") == 0 ? 0 : -ENOENT;
	if (l->apart)
		return 0;
	if (c->table && number_parse(c->table, UINT32_MAX, &number) < 0)
		return err_set(&l->run->err, ENOENT, "%s: no such routing table", c->table);
	l->table = 0;
	l->fib = (uint32_t)number;
	l->inet6_text = l->inet6_all = false;
	if (!request->families.count && !filter_family(&l->filter) && (c->json || (l->style->view[FAMILY_MPLS] && !l->style->net_tools)))
		f->family[f->count++] = FAMILY_MPLS;
	return 0;
}

/* The clones alone, again and again: then it is what happens to them that is told. */
static int watch_clones(const char *tool, const struct common *common,
			const struct routes_request *request)
{
	struct clones_request q = { .families = request->families, .failure = request->failure };

	if (common->all_netns || common->table || common->vrf || common->xo) {
		run_complain(tool, "-C --watch: clones are of no table; --table, --vrf, --all-netns "
				   "and --libxo do not go with it");
		return request->failure;
	}
	if (!q.families.count)
		q.families = (struct families){ .family = { FAMILY_INET, FAMILY_INET6 },
						.count = common->json ? 2 : 1 };
	return clones_watch(tool, common, &q);
}

int routes_list(const char *tool, const struct common *common, const struct routes_request *request)
{
	struct run run;
	struct routes_request settled = *request;
	struct listing l = { .run = &run, .request = &settled, .style = common->dialect->routes,
			     .table = TABLE_MAIN, .table_given = common->table || common->vrf,
			     .filter = common->filter };
	bool inet6_text = !common->json && l.style->inet6_text && !common->table &&
			  !common->vrf;
	/* of the types and the protocols the text does not tell */
	bool text = inet6_text && !l.filter.by_protocol && !l.filter.types;
	bool names = (request->options & VIEW_NAMES) && !common->json && !common->replay;
	struct err table = ERR_INIT;
	int found = common->table ? table_find(common->table, &l.table, &table) : 0, e, status;

	if (request->cache && !request->fib && common->watch_ms)
		return watch_clones(tool, common, request);
	choose_families(&l, common);
	l.inet6_text = text;
	l.inet6_all = inet6_text && !text;
	e = run_open(&run, tool, common,
		     common->record || (text && families_has(&l.families, FAMILY_INET6)) ? inet6_files :
											   NULL,
		     names);
	if (e == 0)
		e = settle(&l, &settled, found >= 0);
	if (e < 0 && found < 0 && !run.err.text[0])
		run.err = table;
	do {
		struct listing look;

		do {
			look = l;
			if (e == 0)
				e = list(&look);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, request->failure);
		if (!status && !common->all_netns && look.missing && l.style->net_tools && !l.table_given && !common->json)
			status = request->failure;
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
