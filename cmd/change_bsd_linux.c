/* SPDX-License-Identifier: ISC */
/*
 * What a BSD's words mean to a Linux kernel. An interface stands in the place of its address, RTA_IFA is the
 * preferred source, a route that rejects has a type and no gateway; a change leaves alone what it does not name,
 * and so is made of the route that stands there. What has no counterpart is refused.
 */
#include <errno.h>
#include <string.h>

#include "cmd/change_bsd.h"
#include "cmd/change_words.h"

static int lacks(struct err *err, const char *what)
{
	return err_set(err, EOPNOTSUPP, "%s: the Linux kernel has no such thing", what);
}

/* Flags that say nothing to Linux, and those that it cannot keep. */
static int check_flags(const struct change *c, struct err *err)
{
	static const struct {
		uint8_t flag;
		const char *word;
	} refused[] = {
		{ RFLAG_PROTO1, "-proto1" },   { RFLAG_PROTO2, "-proto2" }, { RFLAG_PROTO3, "-proto3" },
		{ RFLAG_XRESOLVE, "-xresolve" }, { RFLAG_STICKY, "-sticky" }, { RFLAG_LLINFO, "-llinfo" },
		{ RFLAG_ANNOUNCE, "-proxy" },  { RFLAG_PROXY, "-proxy" },   { RFLAG_BFD, "-bfd" },
		{ RFLAG_CLONED, "-cloned" },
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (c->route.flags >> refused[i].flag & 1)
			return lacks(err, refused[i].word);
	if (c->flags_off & RFLAG_BIT(RFLAG_STATIC))
		return lacks(err, "-nostatic");
	if (c->route.flags & RFLAG_BIT(RFLAG_CLONING) && !c->by_interface)
		return lacks(err, "-cloning by a gateway");
	if (route_has(&c->route, ROUTE_LABEL))
		return lacks(err, "-label");
	if (route_has(&c->route, ROUTE_TAG) || route_has(&c->route, ROUTE_MPLS))
		return lacks(err, "an MPLS label in these words");
	if (route_has(&c->route, ROUTE_MASK))
		return lacks(err, "a netmask with gaps");
	return 0;
}

/* Microseconds become the units that Linux counts in (rtnetlink(7): RTAX_RTT in 1/8 ms, RTTVAR in 1/4). */
static int turn_metrics(struct route *r, struct err *err)
{
	static const struct {
		uint8_t from, to, units; /* in a millisecond */
	} times[] = { { METRIC_RTT_US, METRIC_RTT, 8 }, { METRIC_RTTVAR_US, METRIC_RTTVAR, 4 } };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		uint32_t from = 1u << times[i].from, to = 1u << times[i].to;

		if (r->metrics_has & from)
			r->metric[times[i].to] =
				(uint32_t)((uint64_t)r->metric[times[i].from] * times[i].units / 1000);
		r->metrics_has |= r->metrics_has & from ? to : 0;
		r->locks |= r->locks & from ? to : 0;
		r->metrics_has &= ~from;
		r->locks &= ~from;
	}
	return r->expire_locked ? lacks(err, "-lock -expire") : 0;
}

static int turn_expiry(const struct change_reader *reader, struct route *r, struct err *err)
{
	if (route_has(r, ROUTE_EXPIRES_AT)) {
		int64_t wall_ms, uptime_ms;

		change_clock(reader->run, &wall_ms, &uptime_ms);
		r->expire_ms = r->expires_at_ms ? r->expires_at_ms - wall_ms : 0;
		r->has &= ~(ROUTE_BIT(ROUTE_EXPIRES_AT) | ROUTE_BIT(ROUTE_EXPIRE_CLOCK));
		r->has |= r->expires_at_ms ? ROUTE_BIT(ROUTE_EXPIRE) : 0;
	}
	if (!route_has(r, ROUTE_EXPIRE))
		return 0;
	if (r->family == FAMILY_INET)
		return lacks(err, "-expire for IPv4");
	return r->expire_ms > 0 ? 0 : err_set(err, EINVAL, "-expire: that time is over");
}

struct search {
	const struct addr *addr;
	uint32_t ifindex;
};

static int on_addr(struct run *run, const struct record *record, void *state)
{
	struct search *s = state;

	(void)run;
	if (record->kind == RECORD_IFADDR && !s->ifindex && addr_equal(&record->ifaddr.local, s->addr))
		s->ifindex = record->ifaddr.ifindex;
	return 0;
}

/* The interface that has this address as its own. */
static int find_owner(struct change_reader *reader, const struct addr *addr, uint32_t *ret_ifindex,
		      struct err *err)
{
	const struct question q = { .what = ASK_ADDRS, .family = (enum family)addr->family };
	struct search s = { .addr = addr };
	const struct handler h = { .record = on_addr, .state = &s, .size = sizeof(s) };
	int e = run_ask(reader->run, &q, &h);

	if (e < 0)
		return err_set(err, -e, "%s", reader->run->err.text);
	if (!s.ifindex)
		return err_set(err, ENODEV, "no interface has the gateway's address, and by -interface it "
					    "must be one's: No such device");
	*ret_ifindex = s.ifindex;
	return 0;
}

static void drop_gateway(struct route *r)
{
	r->has &= ~ROUTE_BIT(ROUTE_GATEWAY);
	memset(&r->gateway, 0, sizeof(r->gateway));
}

static int turn_gateway(struct change_reader *reader, struct change *c, struct err *err)
{
	struct route *r = &c->route;
	int e = 0;

	if (route_refuses(r)) {
		drop_gateway(r);
		r->has &= ~ROUTE_BIT(ROUTE_DEVICE);
		r->ifindex = 0;
		return 0;
	}
	if (r->gateway.family == FAMILY_LINK) {
		r->ifindex = r->gateway.scope;
		r->has |= ROUTE_BIT(ROUTE_DEVICE);
		drop_gateway(r);
	} else if (c->by_interface && route_has(r, ROUTE_GATEWAY)) {
		e = find_owner(reader, &r->gateway, &r->ifindex, err);
		r->has |= ROUTE_BIT(ROUTE_DEVICE);
		drop_gateway(r);
	} else if (r->gateway.scope && !route_has(r, ROUTE_DEVICE)) {
		r->ifindex = r->gateway.scope;
		r->has |= ROUTE_BIT(ROUTE_DEVICE);
	}
	if (c->ifp.family) {
		r->ifindex = c->ifp.scope;
		r->has |= ROUTE_BIT(ROUTE_DEVICE);
		c->ifp.family = FAMILY_NONE;
		c->ifp_name[0] = '\0';
	}
	if (c->ifa.family) {
		r->prefsrc = c->ifa;
		r->has |= ROUTE_BIT(ROUTE_PREFSRC);
		c->ifa.family = FAMILY_NONE;
	}
	return e;
}

struct existing {
	const struct route *wanted;
	struct route found;
	bool any;
};

static int on_route(struct run *run, const struct record *record, void *state)
{
	struct existing *x = state;
	const struct route *r = &record->route, *w = x->wanted;

	(void)run;
	if (record->kind != RECORD_ROUTE || r->cloned || r->dst_bits != w->dst_bits ||
	    !addr_equal(&r->dst, &w->dst) || r->table != w->table ||
	    (route_has(w, ROUTE_PRIORITY) && r->priority != w->priority) ||
	    (x->any && r->priority >= x->found.priority))
		return 0;
	x->found = *r;
	x->any = true;
	return 0;
}

/* The route as it is, with what was named in its place. */
static void merge(const struct route *old, struct route *r, bool by_interface)
{
	static const uint64_t kept = ROUTE_BIT(ROUTE_TYPE) | ROUTE_BIT(ROUTE_PROTOCOL) |
				     ROUTE_BIT(ROUTE_SCOPE) | ROUTE_BIT(ROUTE_PRIORITY) |
				     ROUTE_BIT(ROUTE_TOS) | ROUTE_BIT(ROUTE_PREFSRC) |
				     ROUTE_BIT(ROUTE_REALM) | ROUTE_BIT(ROUTE_PREF) |
				     ROUTE_BIT(ROUTE_EXPIRE) | ROUTE_BIT(ROUTE_CONGESTION);
	static const uint64_t hop = ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) |
				    ROUTE_BIT(ROUTE_NHID) | ROUTE_BIT(ROUTE_SCOPE);
	struct route m = *old;

	m.has &= kept | hop | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_TABLE);
	if (r->has & (ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE)) || by_interface ||
	    route_refuses(r)) {
		m.has = (m.has & ~hop) | (r->has & hop);
		m.gateway = r->gateway;
		m.ifindex = r->ifindex;
	}
	if (route_has(r, ROUTE_TYPE)) {
		m.type = r->type;
		m.has |= ROUTE_BIT(ROUTE_TYPE);
	}
	if (route_has(r, ROUTE_PREFSRC)) {
		m.prefsrc = r->prefsrc;
		m.has |= ROUTE_BIT(ROUTE_PREFSRC);
	}
	if (route_has(r, ROUTE_EXPIRE)) {
		m.expire_ms = r->expire_ms;
		m.has |= ROUTE_BIT(ROUTE_EXPIRE);
	}
	for (unsigned i = 0; i < METRIC_COUNT; i++)
		if (r->metrics_has >> i & 1)
			m.metric[i] = r->metric[i];
	m.locks = (m.locks & ~r->metrics_has) | r->locks;
	m.metrics_has |= r->metrics_has;
	*r = m;
}

static int complete(struct change_reader *reader, struct change *c, struct err *err)
{
	const struct question q = { .what = ASK_ROUTES, .family = (enum family)c->route.family,
				    .table = c->route.table };
	struct existing x = { .wanted = &c->route };
	const struct handler h = { .record = on_route, .state = &x, .size = sizeof(x) };
	int e = run_ask(reader->run, &q, &h);

	if (e < 0 && e != -ENOENT)
		return err_set(err, -e, "%s", reader->run->err.text);
	err_clear(&reader->run->err);
	if (!x.any)
		return err_set(err, ESRCH, "not in table");
	if (x.found.hops > 1)
		return err_set(err, EOPNOTSUPP, "a route with several next hops: delete it and add it anew");
	merge(&x.found, &c->route, c->by_interface);
	return 0;
}

static int set_scope(struct change_reader *reader, struct route *r, struct err *err)
{
	bool local = false;
	int e = 0;

	if (r->family != FAMILY_INET || route_has(r, ROUTE_SCOPE))
		return 0;
	if (route_has(r, ROUTE_GATEWAY))
		e = change_is_local(reader, &r->gateway, &local, err);
	r->scope = change_scope(r, local);
	r->has |= ROUTE_BIT(ROUTE_SCOPE);
	return e;
}

int bsd_on_linux(struct change_reader *reader, struct change *c, struct err *err)
{
	struct route *r = &c->route;
	bool deleting = c->verb == CHANGE_DELETE;
	int e = check_flags(c, err);

	if (e == 0)
		e = turn_metrics(r, err);
	if (e == 0)
		e = turn_expiry(reader, r, err);
	if (e == 0)
		e = turn_gateway(reader, c, err);
	if (e < 0)
		return e;
	if (!route_has(r, ROUTE_TABLE) || !r->table)
		r->table = TABLE_MAIN;
	r->has |= ROUTE_BIT(ROUTE_TABLE);
	if (r->flags & RFLAG_BIT(RFLAG_MPATH) && c->verb == CHANGE_ADD)
		c->verb = CHANGE_APPEND;
	r->flags &= ~(RFLAG_BIT(RFLAG_MPATH) | RFLAG_BIT(RFLAG_STATIC) | RFLAG_BIT(RFLAG_HOST));
	if (deleting) {
		r->has &= ~ROUTE_BIT(ROUTE_TYPE);
		r->metrics_has = r->locks = 0;
		return 0;
	}
	if (c->verb == CHANGE_CHANGE)
		e = complete(reader, c, err);
	if (e == 0 && !route_has(r, ROUTE_TYPE)) {
		r->type = TYPE_UNICAST;
		r->has |= ROUTE_BIT(ROUTE_TYPE);
	}
	return e < 0 ? e : set_scope(reader, r, err);
}
