/* SPDX-License-Identifier: ISC */
#include "lib/model/neigh.h"

#include <string.h>

#include "lib/model/route.h"

bool neigh_is_complete(const struct neigh *n)
{
	switch (n->state) {
	case STATE_REACHABLE:
	case STATE_STALE:
	case STATE_DELAY:
	case STATE_PROBE:
	case STATE_PERMANENT:
	case STATE_NOARP:
		return true;
	default:
		return false;
	}
}

void neigh_set_left(struct neigh *n, int64_t wall_ms, int64_t uptime_ms)
{
	if (!neigh_has(n, NEIGH_EXPIRES_AT))
		return;
	n->expire_ms = expire_left((enum expire_clock)n->expire_clock, n->expires_at_ms, wall_ms,
				   uptime_ms);
	n->has |= NEIGH_BIT(NEIGH_EXPIRE);
}

void neigh_take(struct neigh *n, const struct neigh *alone)
{
	static const uint64_t taken = NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_PROBES) |
				      NEIGH_BIT(NEIGH_EXPIRE) | NEIGH_BIT(NEIGH_EXPIRES_AT) |
				      NEIGH_BIT(NEIGH_EXPIRE_CLOCK);

	n->has = (n->has & ~taken) | (alone->has & taken);
	n->state = alone->state;
	n->probes = alone->probes;
	n->expire_ms = alone->expire_ms;
	n->expires_at_ms = alone->expires_at_ms;
	n->expire_clock = alone->expire_clock;
	n->flags |= alone->flags & NFLAG_BIT(NFLAG_ROUTER);
}

void neigh_as_route(const struct neigh *n, struct route *ret_route)
{
	struct route *r = ret_route;

	memset(r, 0, sizeof(*r));
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_DEVICE) |
		 ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_CLONED) | ROUTE_BIT(ROUTE_REASON) |
		 ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_TYPE);
	r->family = n->family;
	r->type = TYPE_UNICAST;
	r->dst = n->dst;
	r->dst_bits = (uint8_t)family_bits((enum family)n->family);
	r->ifindex = n->ifindex;
	r->hops = 1;
	r->cloned = true;
	r->reason = REASON_NEIGHBOUR;
	r->flags = RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_HOST) | RFLAG_BIT(RFLAG_LLINFO);
	if (n->state == STATE_PERMANENT)
		r->flags |= RFLAG_BIT(RFLAG_STATIC);
	else
		r->flags |= RFLAG_BIT(RFLAG_CLONED);
	if (n->flags & NFLAG_BIT(NFLAG_PROXY))
		r->flags |= RFLAG_BIT(RFLAG_ANNOUNCE);
	r->gateway = n->lladdr;
	r->gateway.family = FAMILY_LINK;
	r->gateway.scope = n->ifindex;
	if (neigh_has(n, NEIGH_REFS)) {
		r->has |= ROUTE_BIT(ROUTE_REFS);
		r->refs = n->refs;
	}
	if (neigh_has(n, NEIGH_EXPIRE)) {
		r->has |= ROUTE_BIT(ROUTE_EXPIRE);
		r->expire_ms = n->expire_ms;
	}
	if (neigh_has(n, NEIGH_USED)) {
		r->has |= ROUTE_BIT(ROUTE_AGE);
		r->age_ms = n->used_ms;
	}
}

static const char *const states[STATE_COUNT] = {
	[STATE_NONE] = "none",	     [STATE_INCOMPLETE] = "incomplete",
	[STATE_REACHABLE] = "reachable", [STATE_STALE] = "stale",
	[STATE_DELAY] = "delay",     [STATE_PROBE] = "probe",
	[STATE_FAILED] = "failed",   [STATE_NOARP] = "noarp",
	[STATE_PERMANENT] = "permanent",
};

static const char *const flags[NFLAG_COUNT] = {
	[NFLAG_USE] = "use",	     [NFLAG_SELF] = "self",	[NFLAG_MASTER] = "master",
	[NFLAG_PROXY] = "proxy",     [NFLAG_LEARNED] = "extern_learned",
	[NFLAG_OFFLOADED] = "offloaded", [NFLAG_STICKY] = "sticky", [NFLAG_ROUTER] = "router",
	[NFLAG_MANAGED] = "managed", [NFLAG_LOCKED] = "locked", [NFLAG_LOCAL] = "local",
	[NFLAG_STATIC] = "static",
	[NFLAG_SCOPED] = "scoped",
	[NFLAG_PROXY_ONLY] = "proxy_only",
	[NFLAG_REJECT] = "reject",
	[NFLAG_BLACKHOLE] = "blackhole",
};

const char *neigh_state_name(unsigned state)
{
	return state < STATE_COUNT ? states[state] : NULL;
}

const char *neigh_flag_name(unsigned flag)
{
	return flag < NFLAG_COUNT ? flags[flag] : NULL;
}

/* <linux/if_arp.h>; the titles are those that net-tools 2.10 prints and reads */
static const struct link_type {
	unsigned type;
	const char *name, *title;
} link_types[] = {
	{ 1, "ether", "Ethernet" },
	{ 0, "netrom", "AMPR NET/ROM" },
	{ 3, "ax25", "AMPR AX.25" },
	{ 6, "tr", "16/4 Mbps Token Ring" },
	{ 7, "arcnet", "1.5Mbps ARCnet" },
	{ 15, "dlci", "Frame Relay DLCI" },
	{ 24, "ieee1394", "IEEE 1394" },
	{ 27, "eui64", "Generic EUI-64" },
	{ 32, "infiniband", "InfiniBand" },
	{ 256, "slip", "Serial Line IP" },
	{ 257, "cslip", "VJ Serial Line IP" },
	{ 258, "slip6", "6-bit Serial Line IP" },
	{ 259, "cslip6", "VJ 6-bit Serial Line IP" },
	{ 264, "adaptive", "Adaptive Serial Line IP" },
	{ 270, "rose", "AMPR ROSE" },
	{ 271, "x25", "generic X.25" },
	{ 512, "ppp", "Point-to-Point Protocol" },
	{ 513, "hdlc", "(Cisco)-HDLC" },
	{ 516, "lapb", "LAPB" },
	{ 768, "tunnel", "IPIP Tunnel" },
	{ 769, "tunnel6", "IPv6-in-IPv6 Tunnel" },
	{ 770, "frad", "Frame Relay Access Device" },
	{ 772, "loop", "Local Loopback" },
	{ 774, "fddi", "Fiber Distributed Data Interface" },
	{ 776, "sit", "IPv6-in-IPv4" },
	{ 778, "gre", "GRE over IP" },
	{ 780, "hippi", "HIPPI" },
	{ 783, "irda", "IrLAP" },
	{ 65534, "unspec", "UNSPEC" },
	{ LINK_IFT + 23, "ppp", "Point-to-Point Protocol" },
	{ LINK_IFT + 37, "atm", "ATM" },
	{ LINK_IFT + 135, "vlan", "VLAN" },
	{ LINK_IFT + 209, "bridge", "Bridge" },
	{ LINK_IFT + 240, "gif", "Generic tunnel" },
};

/* those of <net/if_types.h> that have a number there too */
static const struct {
	uint8_t ift;
	uint16_t type;
} ifts[] = {
	{ 6, 1 }, { 24, 772 }, { 15, 774 }, { 9, 6 }, { 35, 7 }, { 144, 24 }, { 199, 32 },
};

static const struct link_type *find_type(unsigned type)
{
	for (size_t i = 0; i < sizeof(link_types) / sizeof(link_types[0]); i++)
		if (link_types[i].type == type)
			return &link_types[i];
	return NULL;
}

const char *link_type_name(unsigned type)
{
	const struct link_type *t = find_type(type);

	return t ? t->name : NULL;
}

const char *link_type_title(unsigned type)
{
	const struct link_type *t = find_type(type);

	return t ? t->title : NULL;
}

uint16_t link_type_of_ift(unsigned ift)
{
	for (size_t i = 0; i < sizeof(ifts) / sizeof(ifts[0]); i++)
		if (ifts[i].ift == ift)
			return ifts[i].type;
	return ift && ift < 256 ? (uint16_t)(LINK_IFT + ift) : 0;
}
