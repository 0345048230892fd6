/* SPDX-License-Identifier: ISC */
/*
 * The messages are drawn above their decoders, in netlink_route.c, netlink_neigh.c and
 * netlink_nexthop.c; a request has the same form as an answer.
 *
 *	RTA_EXPIRES  seconds u32 (IPv6: time left)
 */
#include "lib/wire/netlink_change.h"

#include <errno.h>
#include <string.h>

#include "lib/base/put.h"
#include "lib/wire/netlink.h"

enum { F_REQUEST = 1, F_REPLACE = 0x100, F_EXCLUSIVE = 0x200, F_CREATE = 0x400, F_APPEND = 0x800 };
enum { NESTED = 0x8000, F_CLONED = 0x200 };

/* RTA_, RTAX_, NDA_, NHA_ */
enum { A_DST = 1, A_SRC = 2, A_OIF = 4, A_GATEWAY = 5, A_PRIORITY = 6, A_PREFSRC = 7, A_METRICS = 8,
       A_MULTIPATH = 9, A_FLOW = 11, A_TABLE = 15, A_VIA = 18, A_PREF = 20, A_ENCAP_TYPE = 21,
       A_ENCAP = 22, A_EXPIRES = 23, A_NH_ID = 30 };
enum { AX_LOCK = 1, AX_CONGESTION = 16 };
enum { N_DST = 1, N_LLADDR = 2, N_PROTOCOL = 12, N_FLAGS_EXT = 15 };
enum { H_ID = 1, H_GROUP = 2, H_GROUP_TYPE = 3, H_BLACKHOLE = 4, H_OIF = 5, H_GATEWAY = 6,
       H_ENCAP_TYPE = 7, H_ENCAP = 8, H_RESILIENT = 12 };
enum { HR_BUCKETS = 1, HR_IDLE = 2, HR_UNBALANCED = 3 };

enum { SCOPE_UNIVERSE = 0, SCOPE_LINK = 253, SCOPE_HOST = 254, SCOPE_NOWHERE = 255 };
enum { PROTOCOL_BOOT = 3 };

static const uint16_t verb_flags[CHANGE_VERBS] = {
	[CHANGE_ADD] = F_CREATE | F_EXCLUSIVE,
	[CHANGE_PREPEND] = F_CREATE,
	[CHANGE_APPEND] = F_CREATE | F_APPEND,
	[CHANGE_REPLACE] = F_CREATE | F_REPLACE,
	[CHANGE_CHANGE] = F_REPLACE,
};

static const struct {
	uint16_t make, remove;
} types[CHANGE_WHATS] = {
	[CHANGE_ROUTE] = { NETLINK_NEWROUTE, NETLINK_DELROUTE },
	[CHANGE_NEIGH] = { NETLINK_NEWNEIGH, NETLINK_DELNEIGH },
	[CHANGE_PROXY] = { NETLINK_NEWNEIGH, NETLINK_DELNEIGH },
	[CHANGE_NEXTHOP] = { NETLINK_NEWNEXTHOP, NETLINK_DELNEXTHOP },
};

/* AF_ of Linux: the only kernel whose netlink takes changes in this form. */
static unsigned family_number(unsigned family)
{
	static const uint8_t numbers[FAMILY_COUNT] = {
		[FAMILY_INET] = 2, [FAMILY_INET6] = 10, [FAMILY_MPLS] = 28
	};

	return family < FAMILY_COUNT ? numbers[family] : 0;
}

static void put_attr(struct put *p, uint16_t type, const void *data, size_t size)
{
	put_u16(p, (uint16_t)(4 + size));
	put_u16(p, type);
	put_bytes(p, data, size);
	put_pad(p, 4);
}

static void put_attr_u32(struct put *p, uint16_t type, uint32_t value)
{
	put_u16(p, 8);
	put_u16(p, type);
	put_u32(p, value);
}

static void put_attr_u16(struct put *p, uint16_t type, uint16_t value)
{
	put_u16(p, 6);
	put_u16(p, type);
	put_u16(p, value);
	put_pad(p, 4);
}

static void put_attr_u8(struct put *p, uint16_t type, uint8_t value)
{
	put_attr(p, type, &value, 1);
}

static void put_attr_addr(struct put *p, uint16_t type, const struct addr *a)
{
	put_attr(p, type, a->bytes, a->size);
}

/* What begin returns goes to end, which writes the length. */
static size_t nest_begin(struct put *p, uint16_t type)
{
	size_t start = put_size(p);

	put_u16(p, 0);
	put_u16(p, type);
	return start;
}

static void nest_end(struct put *p, size_t start)
{
	put_u16_at(p, start, (uint16_t)(put_size(p) - start));
	put_pad(p, 4);
}

/* RTAX_ of a metric of ours; 0: Linux has no such metric. */
static uint16_t metric_number(unsigned metric)
{
	static const uint8_t numbers[METRIC_COUNT] = {
		[METRIC_MTU] = 2,	 [METRIC_WINDOW] = 3,	  [METRIC_RTT] = 4,
		[METRIC_RTTVAR] = 5,	 [METRIC_SSTHRESH] = 6,	  [METRIC_CWND] = 7,
		[METRIC_ADVMSS] = 8,	 [METRIC_REORDERING] = 9, [METRIC_HOPLIMIT] = 10,
		[METRIC_INITCWND] = 11,	 [METRIC_FEATURES] = 12,  [METRIC_RTO_MIN] = 13,
		[METRIC_INITRWND] = 14,	 [METRIC_QUICKACK] = 15,  [METRIC_FASTOPEN] = 17,
	};

	return numbers[metric];
}

static int put_metrics(struct put *p, const struct route *r, struct err *err)
{
	uint32_t named = r->metrics_has | r->locks, locks = 0;
	bool congestion = route_has(r, ROUTE_CONGESTION);
	size_t nest;

	if (!named && !congestion)
		return 0;
	nest = nest_begin(p, A_METRICS | NESTED);
	for (unsigned m = 0; m < METRIC_COUNT; m++) {
		if (!(named >> m & 1))
			continue;
		if (!metric_number(m))
			return err_set(err, EOPNOTSUPP, "%s: the Linux kernel has no such metric",
				       metric_name(m));
		if (r->metrics_has >> m & 1)
			put_attr_u32(p, metric_number(m), r->metric[m]);
		if (r->locks >> m & 1)
			locks |= 1u << metric_number(m);
	}
	if (congestion)
		put_attr(p, AX_CONGESTION, r->congestion,
			 strnlen(r->congestion, sizeof(r->congestion) - 1) + 1);
	if (locks)
		put_attr_u32(p, AX_LOCK, locks);
	nest_end(p, nest);
	return 0;
}

/* The gateway, in the family of the route or through another one. */
static void put_gateway(struct put *p, const struct route *r, const struct addr *gateway)
{
	size_t nest;

	if (gateway->family == r->family) {
		put_attr_addr(p, A_GATEWAY, gateway);
		return;
	}
	nest = nest_begin(p, A_VIA);
	put_u16(p, (uint16_t)family_number(gateway->family));
	put_bytes(p, gateway->bytes, gateway->size);
	nest_end(p, nest);
}

static unsigned hop_flags(const struct route *hop)
{
	return hop->flags & RFLAG_BIT(RFLAG_ONLINK) ? 4 : 0;
}

static void put_hop(struct put *p, const struct route *r, const struct route *hop)
{
	size_t start = put_size(p);

	put_u16(p, 0);
	put_u8(p, hop_flags(hop));
	put_u8(p, route_has(hop, ROUTE_WEIGHT) && hop->weight ? hop->weight - 1 : 0);
	put_u32(p, hop->ifindex);
	if (route_has(hop, ROUTE_GATEWAY))
		put_gateway(p, r, &hop->gateway);
	if (route_has(hop, ROUTE_REALM))
		put_attr_u32(p, A_FLOW, hop->realm);
	put_u16_at(p, start, (uint16_t)(put_size(p) - start));
}

static void put_hops(struct put *p, const struct change *c)
{
	size_t nest = nest_begin(p, A_MULTIPATH);

	put_hop(p, &c->route, &c->route);
	for (unsigned i = 1; i < c->route.hops; i++)
		put_hop(p, &c->route, &c->hops[i - 1]);
	nest_end(p, nest);
}

static void put_encap(struct put *p, const struct change *c, uint16_t type, uint16_t nest)
{
	if (!c->encap_type)
		return;
	put_attr_u16(p, type, c->encap_type);
	put_attr(p, nest | NESTED, c->encap, c->encap_size);
}

/*
 * The distance, where nobody said it: a gateway's destinations are anywhere, what has none is on the
 * link, and IPv6 knows no difference. A deletion matches any.
 */
static unsigned scope_of(const struct change *c)
{
	const struct route *r = &c->route;

	if (route_has(r, ROUTE_SCOPE))
		return r->scope;
	if (r->family != FAMILY_INET)
		return SCOPE_UNIVERSE;
	if (c->verb == CHANGE_DELETE)
		return SCOPE_NOWHERE;
	switch (r->type) {
	case TYPE_LOCAL:
	case TYPE_NAT:
		return SCOPE_HOST;
	case TYPE_UNSPEC:
	case TYPE_UNICAST:
		return route_has(r, ROUTE_GATEWAY) || route_has(r, ROUTE_NHID) || r->hops > 1 ?
			       SCOPE_UNIVERSE : SCOPE_LINK;
	case TYPE_BROADCAST:
	case TYPE_ANYCAST:
	case TYPE_MULTICAST:
		return SCOPE_LINK;
	default:
		return SCOPE_UNIVERSE;
	}
}

static void put_route_header(struct put *p, const struct change *c)
{
	const struct route *r = &c->route;
	bool made = c->verb != CHANGE_DELETE;
	uint32_t table = route_has(r, ROUTE_TABLE) ? r->table : TABLE_MAIN;

	put_u8(p, family_number(r->family));
	put_u8(p, r->dst_bits);
	put_u8(p, r->src_bits);
	put_u8(p, r->tos);
	put_u8(p, table < 256 ? table : 0);
	put_u8(p, route_has(r, ROUTE_PROTOCOL) ? r->protocol : made ? PROTOCOL_BOOT : 0);
	put_u8(p, scope_of(c));
	put_u8(p, route_has(r, ROUTE_TYPE) ? r->type : made ? TYPE_UNICAST : TYPE_UNSPEC);
	put_u32(p, (r->hops > 1 ? 0 : hop_flags(r)) | (r->cloned ? F_CLONED : 0u));
	if (table > 255)
		put_attr_u32(p, A_TABLE, table);
}

static int put_route(struct put *p, const struct change *c, struct err *err)
{
	const struct route *r = &c->route;

	put_route_header(p, c);
	if (r->dst_bits || r->dst.family == FAMILY_MPLS)
		put_attr_addr(p, A_DST, &r->dst);
	if (r->src_bits)
		put_attr_addr(p, A_SRC, &r->src);
	if (r->hops > 1) {
		put_hops(p, c);
	} else {
		if (route_has(r, ROUTE_GATEWAY))
			put_gateway(p, r, &r->gateway);
		if (route_has(r, ROUTE_DEVICE))
			put_attr_u32(p, A_OIF, r->ifindex);
		if (route_has(r, ROUTE_REALM))
			put_attr_u32(p, A_FLOW, r->realm);
		put_encap(p, c, A_ENCAP_TYPE, A_ENCAP);
	}
	if (route_has(r, ROUTE_PRIORITY))
		put_attr_u32(p, A_PRIORITY, r->priority);
	if (route_has(r, ROUTE_PREFSRC))
		put_attr_addr(p, A_PREFSRC, &r->prefsrc);
	if (route_has(r, ROUTE_NHID))
		put_attr_u32(p, A_NH_ID, r->nhid);
	if (route_has(r, ROUTE_PREF))
		put_attr_u8(p, A_PREF, r->pref);
	if (route_has(r, ROUTE_EXPIRE))
		put_attr_u32(p, A_EXPIRES, (uint32_t)((r->expire_ms + 999) / 1000));
	return put_metrics(p, r, err);
}

/* The reverse of netlink_neigh's tables. */
static unsigned neigh_state(unsigned state)
{
	static const uint8_t bits[STATE_COUNT] = {
		[STATE_INCOMPLETE] = 0x01, [STATE_REACHABLE] = 0x02, [STATE_STALE] = 0x04,
		[STATE_DELAY] = 0x08,	   [STATE_PROBE] = 0x10,     [STATE_FAILED] = 0x20,
		[STATE_NOARP] = 0x40,	   [STATE_PERMANENT] = 0x80,
	};

	return state < STATE_COUNT ? bits[state] : 0;
}

static unsigned neigh_flags(const struct change *c)
{
	static const struct {
		uint8_t flag, bit;
	} bits[] = {
		{ NFLAG_USE, 0x01 },	 { NFLAG_SELF, 0x02 },	 { NFLAG_MASTER, 0x04 },
		{ NFLAG_PROXY, 0x08 },	 { NFLAG_LEARNED, 0x10 }, { NFLAG_STICKY, 0x40 },
		{ NFLAG_ROUTER, 0x80 },
	};
	unsigned result = c->what == CHANGE_PROXY ? 0x08 : 0;

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (c->neigh.flags & NFLAG_BIT(bits[i].flag))
			result |= bits[i].bit;
	return result;
}

static int put_neigh(struct put *p, const struct change *c)
{
	const struct neigh *n = &c->neigh;
	uint32_t more = n->flags & NFLAG_BIT(NFLAG_MANAGED) ? 1 : 0;

	put_u8(p, family_number(n->family));
	put_zeros(p, 3);
	put_u32(p, n->ifindex);
	put_u16(p, (uint16_t)neigh_state(n->state));
	put_u8(p, neigh_flags(c));
	put_u8(p, 0);
	put_attr_addr(p, N_DST, &n->dst);
	if (neigh_has(n, NEIGH_LLADDR))
		put_attr_addr(p, N_LLADDR, &n->lladdr);
	if (neigh_has(n, NEIGH_PROTOCOL))
		put_attr_u8(p, N_PROTOCOL, n->protocol);
	if (more)
		put_attr_u32(p, N_FLAGS_EXT, more);
	return 0;
}

static void put_member(struct put *p, const struct nexthop *member)
{
	unsigned weight = member->weight ? member->weight - 1 : 0;

	put_u32(p, member->member);
	put_u8(p, weight & 0xff);
	put_u8(p, weight >> 8);
	put_u16(p, 0);
}

/* Times in USER_HZ ticks */
static void put_resilient(struct put *p, const struct nexthop *n, const struct origin *origin)
{
	size_t nest;

	put_attr_u16(p, H_GROUP_TYPE, 1);
	nest = nest_begin(p, H_RESILIENT | NESTED);
	if (n->buckets)
		put_attr_u16(p, HR_BUCKETS, n->buckets);
	if (n->idle_ms)
		put_attr_u32(p, HR_IDLE, (uint32_t)((uint64_t)n->idle_ms * origin->hz / 1000));
	if (n->unbalanced_ms)
		put_attr_u32(p, HR_UNBALANCED, (uint32_t)((uint64_t)n->unbalanced_ms * origin->hz / 1000));
	nest_end(p, nest);
}

static void put_group(struct put *p, const struct change *c, const struct origin *origin)
{
	size_t nest = nest_begin(p, H_GROUP);

	put_member(p, &c->nexthop);
	for (unsigned i = 1; i < c->nexthop.members; i++)
		put_member(p, &c->members[i - 1]);
	nest_end(p, nest);
	if (c->nexthop.resilient)
		put_resilient(p, &c->nexthop, origin);
}

static int put_nexthop(struct put *p, const struct change *c, const struct origin *origin)
{
	const struct nexthop *n = &c->nexthop;
	bool made = c->verb != CHANGE_DELETE;
	unsigned family = n->gateway.family ? n->gateway.family : n->family;

	put_u8(p, made && !n->members ? family_number(family ? family : FAMILY_INET) : 0);
	put_u8(p, 0); /* the kernel finds the scope itself and refuses to be told */
	put_u8(p, made ? n->protocol : 0);
	put_u8(p, 0);
	put_u32(p, made && n->flags & RFLAG_BIT(RFLAG_ONLINK) ? 4 : 0);
	put_attr_u32(p, H_ID, n->id);
	if (!made)
		return 0;
	if (n->members) {
		put_group(p, c, origin);
		return 0;
	}
	if (n->blackhole)
		put_attr(p, H_BLACKHOLE, NULL, 0);
	if (n->ifindex)
		put_attr_u32(p, H_OIF, n->ifindex);
	if (n->gateway.family)
		put_attr_addr(p, H_GATEWAY, &n->gateway);
	put_encap(p, c, H_ENCAP_TYPE, H_ENCAP);
	return 0;
}

static int put_body(struct put *p, const struct change *c, const struct origin *origin, struct err *err)
{
	switch (c->what) {
	case CHANGE_ROUTE:
		return put_route(p, c, err);
	case CHANGE_NEIGH:
	case CHANGE_PROXY:
		return put_neigh(p, c);
	case CHANGE_NEXTHOP:
		return put_nexthop(p, c, origin);
	default:
		return err_set(err, EINVAL, "a change of nothing");
	}
}

int netlink_change(const struct change *c, const struct origin *origin, uint32_t sequence,
		   unsigned flags, void *to, size_t size, struct err *err)
{
	struct put p = put_into(to, size, origin->swap);
	bool removed = c->verb == CHANGE_DELETE;
	int e;

	if (c->verb >= CHANGE_VERBS || c->what >= CHANGE_WHATS || !(removed || verb_flags[c->verb]))
		return err_set(err, EINVAL, "a change of nothing");
	if (c->genmask.family || c->ifa.family)
		return err_set(err, EOPNOTSUPP, "the Linux kernel's routes have no %s",
			       c->genmask.family ? "mask for clones" : "interface address of their own");
	put_u32(&p, 0);
	put_u16(&p, removed ? types[c->what].remove : types[c->what].make);
	put_u16(&p, (uint16_t)(F_REQUEST | verb_flags[c->verb] | flags));
	put_u32(&p, sequence);
	put_u32(&p, 0);
	e = put_body(&p, c, origin, err);
	if (e < 0)
		return e;
	put_pad(&p, 4);
	put_u32_at(&p, 0, (uint32_t)put_size(&p));
	return p.bad ? err_set(err, EMSGSIZE, "a change that is too long for one message") :
		       (int)put_size(&p);
}

enum { AT_TYPE = 4, AT_FLAGS = 6, NHMSG = 8, RTMSG = 12, NHMSG_SCOPE = 1, ATTR_U32 = 8 };

static void patch_u16(uint8_t *at, uint16_t value, bool swap)
{
	struct put p = put_into(at, 2, swap);

	put_u16(&p, value);
}

void netlink_change_acknowledged(uint8_t *message, const struct origin *origin)
{
	struct bytes b = bytes_of(message + AT_FLAGS, 2, origin->swap);

	patch_u16(message + AT_FLAGS, bytes_u16(&b) | NETLINK_CHANGE_ACK, origin->swap);
}

/* Of a next-hop object nothing may be said then but its number, which is the first attribute. */
size_t netlink_change_undo(uint8_t *message, size_t size, const struct origin *origin)
{
	struct bytes b = bytes_of(message + AT_TYPE, 2, origin->swap);
	uint16_t type = bytes_u16(&b);
	struct put head = put_into(message, 4, origin->swap);

	for (unsigned what = 0; what < CHANGE_WHATS; what++) {
		if (types[what].make != type)
			continue;
		if (what == CHANGE_NEXTHOP) {
			size = NETLINK_HEADER + NHMSG + ATTR_U32;
			put_u32(&head, (uint32_t)size);
			memset(message + NETLINK_HEADER + NHMSG_SCOPE, 0, NHMSG - NHMSG_SCOPE);
		}
		patch_u16(message + AT_TYPE, types[what].remove, origin->swap);
		patch_u16(message + AT_FLAGS, F_REQUEST, origin->swap);
		break;
	}
	return size;
}

int netlink_change_answer(struct bytes *frame, struct change_answer *ret_answer)
{
	struct netlink_message m;
	int more;

	while ((more = netlink_next(frame, &m)) > 0) {
		if (m.type != NETLINK_ERROR)
			continue;
		ret_answer->sequence = m.sequence;
		ret_answer->error = netlink_errno(&m, ret_answer->text, sizeof(ret_answer->text));
		return 1;
	}
	return more;
}

void netlink_change_encap(const struct netlink_message *message, struct change *change)
{
	bool route = message->type == NETLINK_NEWROUTE;
	struct bytes b = message->body;
	struct netlink_attr a;

	bytes_skip(&b, route ? RTMSG : NHMSG);
	while (netlink_attr_next(&b, &a) > 0) {
		if (a.type == (route ? A_ENCAP_TYPE : H_ENCAP_TYPE)) {
			change->encap_type = bytes_u16(&a.value);
		} else if (a.type == (route ? A_ENCAP : H_ENCAP) && bytes_left(&a.value) <= CHANGE_ENCAP_MAX) {
			change->encap_size = (uint16_t)bytes_left(&a.value);
			memcpy(change->encap, a.value.at, change->encap_size);
		}
	}
}
