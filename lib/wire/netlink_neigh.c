/* SPDX-License-Identifier: ISC */
/*
 * Neighbours and the parameters of their tables.
 *
 *	ndmsg	   0 family u8 · 4 ifindex i32 · 8 state u16 · 10 flags u8 · 11 type u8 · 12 attributes
 *	cacheinfo  0 confirmed u32 · 4 used u32 · 8 updated u32 (ages, USER_HZ ticks) · 12 refcnt u32
 *	ndtmsg	   0 family u8 · 4 attributes
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/netlink.h"

enum { A_DST = 1, A_LLADDR = 2, A_CACHEINFO = 3, A_PROBES = 4, A_VLAN = 5, A_PROTOCOL = 12,
       A_FLAGS_EXT = 15, A_FREEBSD = 18 };
enum { FREEBSD_NEXT_STATE = 1 }; /* uptime in seconds when the state changes */
enum { T_PARMS = 6 };
enum { P_IFINDEX = 1, P_REACHABLE = 3, P_BASE_REACHABLE = 4, P_RETRANS = 5, P_STALE = 6, P_DELAY = 7 };

/* ndm_state has one bit a state; NUD_NONE is 0 */
static const struct {
	uint8_t bit, state;
} states[] = {
	{ 0x01, STATE_INCOMPLETE }, { 0x02, STATE_REACHABLE }, { 0x04, STATE_STALE },
	{ 0x08, STATE_DELAY },	    { 0x10, STATE_PROBE },     { 0x20, STATE_FAILED },
	{ 0x40, STATE_NOARP },	    { 0x80, STATE_PERMANENT },
};

/* ndm_flags, NTF_USE and so on; FreeBSD's own address is SELF, one for good STICKY */
static const uint8_t flags[8] = {
	NFLAG_USE,	NFLAG_SELF,	  NFLAG_MASTER, NFLAG_PROXY,
	NFLAG_LEARNED, NFLAG_OFFLOADED, NFLAG_STICKY, NFLAG_ROUTER,
};

static uint8_t find_state(uint16_t bits)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (bits & states[i].bit)
			return states[i].state;
	return STATE_NONE;
}

static int64_t ticks_ms(uint32_t ticks, const struct origin *origin)
{
	if (origin->system == SYSTEM_FREEBSD) /* seconds */
		return (int64_t)ticks * 1000;
	return (int64_t)ticks * 1000 / origin->hz;
}

static void read_cacheinfo(struct bytes *b, const struct origin *origin, struct neigh *n)
{
	n->confirmed_ms = ticks_ms(bytes_u32(b), origin);
	n->used_ms = ticks_ms(bytes_u32(b), origin);
	n->updated_ms = ticks_ms(bytes_u32(b), origin);
	n->refs = bytes_u32(b);
	n->has |= NEIGH_BIT(NEIGH_CONFIRMED) | NEIGH_BIT(NEIGH_USED) | NEIGH_BIT(NEIGH_UPDATED) |
		  NEIGH_BIT(NEIGH_REFS);
}

static int read_freebsd(struct bytes nest, struct neigh *n)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type != FREEBSD_NEXT_STATE)
			continue;
		n->expires_at_ms = (int64_t)bytes_u32(&a.value) * 1000;
		n->expire_clock = EXPIRY_UPTIME;
		n->has |= NEIGH_BIT(NEIGH_EXPIRES_AT) | NEIGH_BIT(NEIGH_EXPIRE_CLOCK);
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

/* What has no state that ends, and what the own system is, stays. */
static void finish_freebsd(struct neigh *n)
{
	if (n->flags & NFLAG_BIT(NFLAG_SELF))
		n->flags |= NFLAG_BIT(NFLAG_LOCAL);
	if (n->flags & (NFLAG_BIT(NFLAG_SELF) | NFLAG_BIT(NFLAG_STICKY)))
		n->state = STATE_PERMANENT;
}

static int read_attr(struct netlink_attr *a, const struct origin *origin, struct neigh *n)
{
	struct bytes *v = &a->value;

	switch (a->type) {
	case A_DST:
		n->has |= NEIGH_BIT(NEIGH_DST);
		return netlink_addr(v, (enum family)n->family, &n->dst);
	case A_LLADDR:
		n->has |= NEIGH_BIT(NEIGH_LLADDR);
		return netlink_addr(v, FAMILY_LINK, &n->lladdr);
	case A_CACHEINFO:
		read_cacheinfo(v, origin, n);
		return 0;
	case A_PROBES:
		n->probes = bytes_u32(v);
		n->has |= NEIGH_BIT(NEIGH_PROBES);
		return 0;
	case A_VLAN:
		n->vlan = bytes_u16(v);
		n->has |= NEIGH_BIT(NEIGH_VLAN);
		return 0;
	case A_PROTOCOL:
		n->protocol = bytes_u8(v);
		n->has |= NEIGH_BIT(NEIGH_PROTOCOL);
		return 0;
	case A_FLAGS_EXT: {
		uint32_t bits = bytes_u32(v);

		n->flags |= bits & 1 ? NFLAG_BIT(NFLAG_MANAGED) : 0;
		n->flags |= bits & 2 ? NFLAG_BIT(NFLAG_LOCKED) : 0;
		return 0;
	}
	case A_FREEBSD:
		return origin->system == SYSTEM_FREEBSD ? read_freebsd(*v, n) : 0;
	default:
		return 0;
	}
}

int netlink_neigh(const struct netlink_message *message, const struct origin *origin,
		  struct neigh *ret_neigh)
{
	struct bytes b = message->body;
	struct neigh *n = ret_neigh;
	struct netlink_attr a;
	uint8_t bits;
	int more;

	memset(n, 0, sizeof(*n));
	n->family = (uint8_t)netlink_family(origin, bytes_u8(&b));
	bytes_skip(&b, 3);
	n->ifindex = bytes_u32(&b);
	n->state = find_state(bytes_u16(&b));
	bits = bytes_u8(&b);
	bytes_skip(&b, 1);
	if (b.bad)
		return -EBADMSG;
	if (!n->family) /* a bridge's forwarding entries */
		return 0;
	for (unsigned i = 0; i < 8; i++)
		if (bits >> i & 1)
			n->flags |= NFLAG_BIT(flags[i]);
	n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS);
	if (n->ifindex) /* a proxy entry may hold for every interface */
		n->has |= NEIGH_BIT(NEIGH_DEVICE);
	while ((more = netlink_attr_next(&b, &a)) > 0)
		if (read_attr(&a, origin, n) < 0 || a.value.bad)
			return -EBADMSG;
	n->lladdr.scope = n->ifindex;
	if (addr_is_scoped(&n->dst))
		n->dst.scope = n->ifindex;
	if (origin->system == SYSTEM_FREEBSD)
		finish_freebsd(n);
	return more < 0 ? more : 1;
}

/* Milliseconds; what no clock will reach is as long as time goes. */
static int64_t read_ms(struct bytes *value)
{
	uint64_t ms = bytes_u64(value);

	return ms > INT64_MAX ? INT64_MAX : (int64_t)ms;
}

static int read_parms(struct bytes nest, struct neigh_times *t)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		switch (a.type) {
		case P_IFINDEX:
			t->ifindex = bytes_u32(&a.value);
			break;
		case P_REACHABLE:
			t->reachable_ms = read_ms(&a.value);
			break;
		case P_BASE_REACHABLE:
			t->base_reachable_ms = read_ms(&a.value);
			break;
		case P_RETRANS:
			t->retrans_ms = read_ms(&a.value);
			break;
		case P_STALE:
			t->stale_ms = read_ms(&a.value);
			break;
		case P_DELAY:
			t->delay_ms = read_ms(&a.value);
			break;
		default:
			break;
		}
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

int netlink_neigh_times(const struct netlink_message *message, const struct origin *origin,
			struct neigh_times *ret_times)
{
	struct bytes b = message->body;
	struct netlink_attr a;
	bool seen = false;
	int more;

	memset(ret_times, 0, sizeof(*ret_times));
	ret_times->family = (uint8_t)netlink_family(origin, bytes_u8(&b));
	bytes_skip(&b, 3);
	if (b.bad)
		return -EBADMSG;
	while ((more = netlink_attr_next(&b, &a)) > 0) {
		if (a.type != T_PARMS)
			continue;
		seen = true;
		if (read_parms(a.value, ret_times) < 0)
			return -EBADMSG;
	}
	return more < 0 ? more : seen && ret_times->family;
}
