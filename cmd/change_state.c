/* SPDX-License-Identifier: ISC */
#include "cmd/change_state.h"

#include <errno.h>

#include "lib/model/nexthop.h"
#include "lib/wire/netlink_change.h"

static bool is_wanted(const struct change_state *s, const struct route *r)
{
	if ((s->family && r->family != s->family) || (s->table && r->table != s->table) ||
	    (s->without_table && r->table == s->without_table))
		return false;
	if (s->only_gateways && !(route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK))
		return false;
	return !s->filter || !s->filter->any || filter_route(s->filter, r);
}

/* IPv6 takes its next hops away one by one; the first of IPv4's says which route is meant. */
static int on_deletion(struct change_state *s, const struct route *r)
{
	if (!is_wanted(s, r) || (r->hop && (r->family == FAMILY_INET || route_has(r, ROUTE_NHID))))
		return 0;
	change_of_route(r, CHANGE_DELETE, &s->change);
	return s->take(s->state, &s->change);
}

static int on_route(struct run *run, const struct record *record, void *state)
{
	struct change_state *s = state;
	const struct route *r = &record->route;

	if (record->kind != RECORD_ROUTE || r->cloned)
		return 0;
	if (s->verb == CHANGE_DELETE)
		return on_deletion(s, r);
	if (r->hops > CHANGE_HOPS_MAX)
		return err_set(&run->err, E2BIG, "a route of more than %d next hops",
			       CHANGE_HOPS_MAX);
	if (!r->hop) {
		change_of_route(r, s->verb, &s->change);
		s->change.hops = s->hops;
		if (run->message)
			netlink_change_encap(run->message, &s->change);
	} else {
		s->hops[r->hop - 1] = *r;
		s->hops[r->hop - 1].flags &= RFLAG_BIT(RFLAG_ONLINK);
	}
	if (r->hop + 1 < s->change.route.hops || (r->hop && s->change.route.hops == 1))
		return 0;
	return is_wanted(s, r) ? s->take(s->state, &s->change) : 0;
}

int change_state_routes(struct change_state *s, struct question *q)
{
	const struct handler h = { .record = on_route, .state = s, .size = sizeof(s->lines) };

	q->what = ASK_ROUTES;
	s->family = q->family;
	s->table = q->table;
	if (s->filter && s->filter->any)
		filter_question(s->filter, q);
	return run_ask(s->run, q, &h);
}

/* Only IPv6 takes clones away by a request: RTM_F_CLONED in it. */
static int on_clone(struct run *run, const struct record *record, void *state)
{
	struct change_state *s = state;

	(void)run;
	if (record->kind != RECORD_ROUTE || !record->route.cloned || !is_wanted(s, &record->route))
		return 0;
	change_of_route(&record->route, CHANGE_DELETE, &s->change);
	s->change.route.cloned = true;
	return s->take(s->state, &s->change);
}

int change_state_clones(struct change_state *s, struct question *q)
{
	const struct handler h = { .record = on_clone, .state = s, .size = sizeof(s->lines) };

	q->what = ASK_CLONES;
	s->family = q->family;
	s->table = q->table;
	return run_ask(s->run, q, &h);
}

static int on_nexthop(struct run *run, const struct record *record, void *state)
{
	struct change_state *s = state;
	const struct nexthop *n = &record->nexthop;
	struct change *c = &s->change;

	if (record->kind != RECORD_NEXTHOP)
		return 0;
	if (n->members > CHANGE_HOPS_MAX)
		return err_set(&run->err, E2BIG, "a group of more than %d next hops",
			       CHANGE_HOPS_MAX);
	if (n->number) {
		s->members[n->number - 1] = *n;
	} else {
		*c = (struct change){ .verb = (uint8_t)s->verb,
				      .what = CHANGE_NEXTHOP,
				      .nexthop = *n,
				      .members = s->members };
		c->nexthop.flags &= RFLAG_BIT(RFLAG_ONLINK);
		if (c->nexthop.blackhole)
			c->nexthop.ifindex = 0; /* the kernel hangs it on the loopback */
		if (run->message)
			netlink_change_encap(run->message, c);
	}
	return n->number + 1 < n->members ? 0 : s->take(s->state, c);
}

int change_state_nexthops(struct change_state *s)
{
	const struct question q = { .what = ASK_NEXTHOPS };
	const struct handler h = { .record = on_nexthop, .state = s, .size = sizeof(s->lines) };

	return run_ask_if_any(s->run, &q, &h);
}

/* What is being looked for, or was not found, is no entry. */
static int on_neigh(struct run *run, const struct record *record, void *state)
{
	struct change_state *s = state;
	const struct neigh *n = &record->neigh;
	bool proxy = n->flags & NFLAG_BIT(NFLAG_PROXY);

	(void)run;
	if (record->kind != RECORD_NEIGH ||
	    (!proxy &&
	     (!neigh_has(n, NEIGH_LLADDR) || n->state == STATE_NOARP || n->state == STATE_FAILED)))
		return 0;
	change_of_neigh(n, s->verb, &s->change);
	return s->take(s->state, &s->change);
}

int change_state_neighs(struct change_state *s)
{
	struct question q = { .what = ASK_NEIGHS };
	const struct handler h = { .record = on_neigh, .state = s, .size = sizeof(s->lines) };
	int e = run_ask(s->run, &q, &h);

	q.what = ASK_PROXIES;
	return e < 0 ? e : run_ask_if_any(s->run, &q, &h);
}
