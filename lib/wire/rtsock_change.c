/* SPDX-License-Identifier: ISC */
#include "lib/wire/rtsock_change.h"

#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

static const uint8_t kinds[CHANGE_VERBS] = {
	[CHANGE_ADD] = RTSOCK_ADD, [CHANGE_APPEND] = RTSOCK_ADD, [CHANGE_PREPEND] = RTSOCK_ADD,
	[CHANGE_CHANGE] = RTSOCK_CHANGE, [CHANGE_DELETE] = RTSOCK_DELETE,
};

static int lacks(const struct origin *origin, struct err *err, const char *what)
{
	return err_set(err, EOPNOTSUPP, "%s: %s has no such thing", what,
		       origin_system_name((enum origin_system)origin->system));
}

/* The metrics that a BSD has; others are Linux' alone. */
static const uint8_t metrics[METRIC_COUNT] = {
	[METRIC_MTU] = RMX_MTU,	      [METRIC_HOPCOUNT] = RMX_HOPCOUNT,
	[METRIC_RTT_US] = RMX_RTT,    [METRIC_RTTVAR_US] = RMX_RTTVAR,
	[METRIC_QUEUE] = RMX_SSTHRESH, [METRIC_RECVPIPE] = RMX_RECVPIPE,
	[METRIC_SENDPIPE] = RMX_SENDPIPE,
};

static int take_metrics(const struct route *r, const struct origin *origin,
			struct rtsock_request *q, struct err *err)
{
	for (unsigned i = 0; i < METRIC_COUNT; i++) {
		if (!((r->metrics_has | r->locks) >> i & 1))
			continue;
		if (!metrics[i])
			return lacks(origin, err, metric_name(i));
		if (r->metrics_has >> i & 1) {
			q->inits |= 1u << metrics[i];
			q->metric[metrics[i]] = r->metric[i];
		}
		if (r->locks >> i & 1)
			q->locks |= 1u << metrics[i];
	}
	if (r->expire_locked)
		q->locks |= 1u << RMX_EXPIRE;
	if (route_has(r, ROUTE_WEIGHT)) {
		if (origin->system != SYSTEM_FREEBSD)
			return lacks(origin, err, "weight");
		q->inits |= 1u << RMX_WEIGHT;
		q->metric[RMX_WEIGHT] = r->weight;
	}
	return 0;
}

/* Seconds, in the clock of the kernel; 0 is for ever. */
static uint64_t deadline(int64_t at_ms)
{
	return (uint64_t)(at_ms / 1000 - (at_ms % 1000 < 0));
}

static void set_expiry(struct rtsock_request *q, uint64_t at)
{
	q->inits |= 1u << RMX_EXPIRE;
	q->metric[RMX_EXPIRE] = at;
}

static void put_label(uint8_t to[4], uint32_t label)
{
	to[0] = (uint8_t)(label >> 12);
	to[1] = (uint8_t)(label >> 4);
	to[2] = (uint8_t)(label << 4);
	to[3] = 0;
}

static int take_mpls(const struct route *r, const struct origin *origin, struct rtsock_request *q,
		     struct err *err)
{
	static const uint8_t ops[MPLS_OPS] = { [MPLS_POP] = 1, [MPLS_PUSH] = 2, [MPLS_SWAP] = 4 };
	struct addr tag = { .family = FAMILY_MPLS, .size = 4 };

	if (route_has(r, ROUTE_TAG)) {
		if (origin->system != SYSTEM_OPENBSD && origin->system != SYSTEM_NETBSD)
			return lacks(origin, err, "MPLS label");
		put_label(tag.bytes, r->tag);
		rtsock_request_addr(q, RTAX_SRC_, &tag);
	}
	if (!route_has(r, ROUTE_MPLS))
		return 0;
	if (origin->system != SYSTEM_OPENBSD)
		return lacks(origin, err, "MPLS operation");
	q->mpls = ops[r->mpls];
	if (r->mpls == MPLS_PUSH || r->mpls == MPLS_SWAP)
		q->flags |= RFLAG_BIT(RFLAG_MPLS);
	return 0;
}

/* What no BSD can be told. */
static int check_route(const struct change *c, const struct origin *origin, struct err *err)
{
	static const struct {
		uint8_t field;
		const char *name;
	} fields[] = {
		{ ROUTE_SRC, "from" },	   { ROUTE_SCOPE, "scope" },
		{ ROUTE_TOS, "tos" },	   { ROUTE_NHID, "next-hop object" },
		{ ROUTE_REALM, "realm" },  { ROUTE_PREF, "preference" },
		{ ROUTE_PROTOCOL, "protocol" }, { ROUTE_CONGESTION, "congestion control" },
	};
	const struct route *r = &c->route;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (route_has(r, (enum route_field)fields[i].field))
			return lacks(origin, err, fields[i].name);
	if (c->encap_type)
		return lacks(origin, err, "encapsulation");
	if (r->hops > 1)
		return lacks(origin, err, "several next hops in one request");
	if (route_has(r, ROUTE_LABEL) && origin->system != SYSTEM_OPENBSD)
		return lacks(origin, err, "label");
	if (route_has(r, ROUTE_PRIORITY) && origin->system != SYSTEM_OPENBSD)
		return lacks(origin, err, "priority");
	if (route_has(r, ROUTE_PRIORITY) && r->priority > 63)
		return err_set(err, EOPNOTSUPP, "priority %u: 1 to 63 are possible", r->priority);
	return 0;
}

static uint64_t type_flags(unsigned type)
{
	return type == TYPE_BLACKHOLE					 ? RFLAG_BIT(RFLAG_BLACKHOLE) :
	       type == TYPE_UNREACHABLE || type == TYPE_PROHIBIT ? RFLAG_BIT(RFLAG_REJECT) :
								   0;
}

/* A host's route has its flag, and no mask unless one was given; a network's has a mask. */
static void take_prefix(const struct route *r, struct rtsock_request *q)
{
	unsigned full = family_bits((enum family)r->dst.family);
	bool host = r->flags & RFLAG_BIT(RFLAG_HOST) ||
		    (r->dst_bits == full && !route_has(r, ROUTE_MASK));

	rtsock_request_addr(q, RTAX_DST_, &r->dst);
	if (r->dst.family == FAMILY_MPLS)
		return;
	q->flags |= host ? RFLAG_BIT(RFLAG_HOST) : 0;
	if (route_has(r, ROUTE_MASK)) {
		rtsock_request_addr(q, RTAX_NETMASK_, &r->mask);
	} else if (!host) {
		rtsock_request_mask(q, (enum family)r->dst.family, r->dst_bits);
		q->empty_mask = !r->dst_bits;
	}
}

/* A gateway, or the interface itself, which a link address names. */
static void take_gateway(const struct change *c, struct rtsock_request *q)
{
	struct addr link = { .family = FAMILY_LINK, .scope = c->route.ifindex };

	if (!c->by_interface)
		q->flags |= RFLAG_BIT(RFLAG_GATEWAY);
	if (route_has(&c->route, ROUTE_GATEWAY)) {
		rtsock_request_addr(q, RTAX_GATEWAY_, &c->route.gateway);
		if (c->route.gateway.family == FAMILY_LINK)
			memcpy(q->gateway_name, c->route.device, sizeof(c->route.device));
	} else if (route_has(&c->route, ROUTE_DEVICE) && c->verb != CHANGE_DELETE) {
		q->flags &= ~RFLAG_BIT(RFLAG_GATEWAY);
		rtsock_request_addr(q, RTAX_GATEWAY_, &link);
	}
}

static int take_route(const struct change *c, const struct origin *origin,
		      const struct rtsock_stamp *stamp, struct rtsock_request *q, struct err *err)
{
	const struct route *r = &c->route;
	int e = check_route(c, origin, err);

	if (e == 0)
		e = take_metrics(r, origin, q, err);
	if (e < 0)
		return e;
	q->flags = (r->flags | RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_STATIC) | type_flags(r->type)) &
		   ~c->flags_off;
	take_prefix(r, q);
	take_gateway(c, q);
	if (c->genmask.family)
		rtsock_request_addr(q, RTAX_GENMASK_, &c->genmask);
	if (c->ifp.family)
		rtsock_request_addr(q, RTAX_IFP_, &c->ifp);
	memcpy(q->ifp_name, c->ifp_name, sizeof(c->ifp_name));
	if (c->ifa.family)
		rtsock_request_addr(q, RTAX_IFA_, &c->ifa);
	else if (route_has(r, ROUTE_PREFSRC))
		rtsock_request_addr(q, RTAX_IFA_, &r->prefsrc);
	if (route_has(r, ROUTE_EXPIRES_AT))
		set_expiry(q, deadline(r->expires_at_ms));
	else if (route_has(r, ROUTE_EXPIRE))
		set_expiry(q, deadline(stamp->wall_ms + r->expire_ms));
	if (route_has(r, ROUTE_LABEL)) {
		memcpy(q->label, r->label, sizeof(q->label));
		q->addrs |= 1u << RTAX_LABEL_;
	}
	q->priority = (uint8_t)r->priority;
	if (origin->system == SYSTEM_OPENBSD)
		q->table = r->table;
	return take_mpls(r, origin, q, err);
}

static uint8_t ift_ethernet(const struct neigh *n)
{
	return n->lladdr.link_type ? n->lladdr.link_type : 6;
}

/* The layout of what is written: find_layout of rtsock_request has the reason for the versions. */
static unsigned neigh_style(const struct origin *origin)
{
	const struct rtsock_layout *layout =
		rtsock_layout(origin, origin->system == SYSTEM_NETBSD ? 4 : 5);

	return layout ? layout->neigh : 0;
}

static void take_published(const struct neigh *n, unsigned style, const struct origin *origin,
			   struct rtsock_request *q)
{
	const struct rtsock_layout *layout =
		rtsock_layout(origin, origin->system == SYSTEM_NETBSD ? 4 : 5);

	if (layout)
		q->flags |= RFLAG_BIT(layout->announce_flag);
	if (!(style & NEIGH_MASKED) || n->family != FAMILY_INET)
		return;
	if (n->flags & NFLAG_BIT(NFLAG_PROXY_ONLY)) {
		q->export_only = true;
		return;
	}
	q->flags &= ~RFLAG_BIT(RFLAG_HOST);
	q->bare_mask = true;
	rtsock_request_mask(q, FAMILY_INET, 32);
}

static int take_neigh(const struct change *c, const struct origin *origin,
		      const struct rtsock_stamp *stamp, struct rtsock_request *q, struct err *err)
{
	const struct neigh *n = &c->neigh;
	unsigned style = neigh_style(origin);
	struct addr link = n->lladdr;

	if (neigh_has(n, NEIGH_VLAN) || neigh_has(n, NEIGH_PROTOCOL))
		return lacks(origin, err, neigh_has(n, NEIGH_VLAN) ? "VLAN" : "protocol");
	q->llinfo = style & NEIGH_LLINFO;
	q->flags = RFLAG_BIT(RFLAG_HOST) | RFLAG_BIT(RFLAG_STATIC);
	rtsock_request_addr(q, RTAX_DST_, &n->dst);
	link.family = FAMILY_LINK;
	link.scope = style & NEIGH_INDEX ? n->ifindex : 0;
	link.link_type = style & NEIGH_INDEX ? ift_ethernet(n) : 0;
	rtsock_request_addr(q, RTAX_GATEWAY_, &link);
	if (c->what == CHANGE_PROXY || n->flags & NFLAG_BIT(NFLAG_PROXY))
		take_published(n, style, origin, q);
	if (n->flags & NFLAG_BIT(NFLAG_REJECT))
		q->flags |= RFLAG_BIT(RFLAG_REJECT);
	if (n->flags & NFLAG_BIT(NFLAG_BLACKHOLE))
		q->flags |= RFLAG_BIT(RFLAG_BLACKHOLE);
	if (origin->system == SYSTEM_OPENBSD && n->state == STATE_PERMANENT)
		q->flags |= RFLAG_BIT(RFLAG_PROTO3);
	if (c->verb == CHANGE_DELETE)
		return 0;
	if (neigh_has(n, NEIGH_EXPIRE))
		set_expiry(q, deadline((style & NEIGH_UPTIME && n->family == FAMILY_INET ?
						stamp->uptime_ms : stamp->wall_ms) + n->expire_ms));
	else
		set_expiry(q, 0);
	return 0;
}

int rtsock_change_encode(const struct change *c, const struct origin *origin,
			 const struct rtsock_stamp *stamp, uint8_t to[RTSOCK_REQUEST_MAX],
			 struct err *err)
{
	struct rtsock_request q = { .kind = kinds[c->verb], .sequence = stamp->sequence,
				    .pid = stamp->pid };
	int e;

	if (!q.kind)
		return lacks(origin, err, change_verb_name((enum change_verb)c->verb));
	if (c->what == CHANGE_NEXTHOP)
		return lacks(origin, err, change_what_name(CHANGE_NEXTHOP));
	e = c->what == CHANGE_ROUTE ? take_route(c, origin, stamp, &q, err) :
				      take_neigh(c, origin, stamp, &q, err);
	if (e < 0)
		return e;
	e = rtsock_request_encode(&q, origin, to);
	return e < 0 ? lacks(origin, err, "a flag, metric or address of this request") : e;
}

void rtsock_change_undo(uint8_t *message, const struct origin *origin)
{
	const struct rtsock_layout *layout = rtsock_layout(origin, message[2]);
	const struct rtsock_type *t = layout ? layout->types : NULL;

	while (t && t->type && t->kind != RTSOCK_DELETE)
		t++;
	if (t && t->type)
		message[3] = t->type;
}

int rtsock_lookup_encode(const struct addr *what, unsigned bits, bool host, uint32_t table,
			 const struct origin *origin, const struct rtsock_stamp *stamp,
			 uint8_t to[RTSOCK_REQUEST_MAX])
{
	const struct addr ifp = { .family = FAMILY_LINK };
	struct rtsock_request q = {
		.kind = RTSOCK_GET, .sequence = stamp->sequence, .pid = stamp->pid,
		.flags = RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_GATEWAY) | RFLAG_BIT(RFLAG_STATIC),
		.table = origin->system == SYSTEM_OPENBSD ? table : 0,
	};

	rtsock_request_addr(&q, RTAX_DST_, what);
	if (host)
		q.flags |= RFLAG_BIT(RFLAG_HOST);
	else
		rtsock_request_mask(&q, (enum family)what->family, bits);
	rtsock_request_addr(&q, RTAX_IFP_, &ifp);
	return rtsock_request_encode(&q, origin, to);
}

int rtsock_change_answer(struct bytes *frame, const struct origin *origin, struct change_answer *a)
{
	struct rtsock_message m = { .layout = NULL };
	unsigned number;
	int more;

	while ((more = rtsock_next(frame, origin, ANSWER_SOCKET, &m)) > 0) {
		if (m.kind > RTSOCK_LAST_ROUTE)
			continue;
		number = (unsigned)rtsock_get(&m, m.head->error);
		*a = (struct change_answer){
			.sequence = (uint32_t)rtsock_get(&m, m.head->sequence),
			.error = number ? rtsock_errno(number) : 0,
		};
		return 1;
	}
	return more;
}
