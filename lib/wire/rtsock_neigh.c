/* SPDX-License-Identifier: ISC */
/*
 * Neighbours: the answer of NET_RT_FLAGS about RTF_LLINFO. Where the system keeps them in the routing
 * table itself these are routes like any; elsewhere (FreeBSD 8, NetBSD 8 and later) the message is
 * filled in as if they were, and much of its head may be left from other uses of the memory: only what
 * is read here can be believed.
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

/*
 * FreeBSD's ND6_LLINFO_ states, from -2 (no state) to 4; they travel in the place of the weight. An ARP
 * entry has none: while it has an address it can be reached.
 */
static void read_state(const struct rtsock_message *m, struct neigh *n)
{
	static const uint8_t states[] = { STATE_NONE, STATE_FAILED, STATE_INCOMPLETE, STATE_REACHABLE,
					  STATE_STALE, STATE_DELAY, STATE_PROBE };
	uint32_t state = (uint32_t)rtsock_metric(m, RMX_WEIGHT) + 2;

	n->state = n->lladdr.size ? STATE_REACHABLE : STATE_INCOMPLETE;
	if (n->family != FAMILY_INET6 || !m->head->rmx[RMX_WEIGHT])
		return;
	n->state = state < sizeof(states) ? states[state] : STATE_NONE;
	if (state >= sizeof(states))
		n->has &= ~NEIGH_BIT(NEIGH_STATE);
}

/* Values of the wall clock are larger than any uptime: NetBSD 8 and later mixes both in one answer. */
static enum expire_clock clock_of(const struct rtsock_message *m, const struct neigh *n, int64_t at)
{
	if (m->layout->system == SYSTEM_NETBSD)
		return at > 1 << 29 ? EXPIRY_WALL : EXPIRY_UPTIME;
	return m->layout->uptime_arp && n->family == FAMILY_INET ? EXPIRY_UPTIME : EXPIRY_WALL;
}

/* OpenBSD has ARP entries without a deadline that what comes by the network may overwrite. */
static bool is_permanent(const struct rtsock_message *m, const struct neigh *n)
{
	uint64_t flags = rtsock_flags(rtsock_get(m, m->head->flags), m->layout->route_flags);

	return n->state == STATE_REACHABLE &&
	       (!m->layout->permanent_flag || n->family == FAMILY_INET6 ||
		flags & (RFLAG_BIT(m->layout->permanent_flag) | RFLAG_BIT(RFLAG_LOCAL)));
}

/* NetBSD before release 8 told state and deadline of an IPv6 neighbour one at a time, by an ioctl. */
static bool is_unspoken(const struct rtsock_message *m, const struct neigh *n)
{
	uint64_t flags = rtsock_flags(rtsock_get(m, m->head->flags), m->layout->route_flags);

	return m->layout->cloning && n->family == FAMILY_INET6 && n->lladdr.size &&
	       flags & RFLAG_BIT(RFLAG_CLONED);
}

static void read_expiry(const struct rtsock_message *m, struct neigh *n)
{
	int64_t at = rtsock_expire(m);

	if (!at) {
		if (is_unspoken(m, n))
			n->has &= ~NEIGH_BIT(NEIGH_STATE);
		else if (is_permanent(m, n))
			n->state = STATE_PERMANENT;
		return;
	}
	if (m->layout->system == SYSTEM_OPENBSD && n->family == FAMILY_INET6)
		n->has &= ~NEIGH_BIT(NEIGH_STATE); /* it is told of one at a time, elsewhere */
	if (at > INT64_MAX / 1000 || at < INT64_MIN / 1000)
		return;
	n->expire_clock = clock_of(m, n, at);
	n->expires_at_ms = at * 1000;
	n->has |= NEIGH_BIT(NEIGH_EXPIRES_AT) | NEIGH_BIT(NEIGH_EXPIRE_CLOCK);
}

/* sockaddr_inarp: 14 other u16, of which 1 means that the address is only published */
static bool is_proxy_only(const struct rtsock_message *m, struct rtsock_sockaddr dst,
			  const struct neigh *n)
{
	struct rtsock_field other = { 14, 2 };

	return n->family == FAMILY_INET && dst.size >= 16 &&
	       rtsock_number(dst.at, other, m->swap) & 1;
}

/* NetBSD publishes by a network of one host beside the host itself. */
static bool is_published(const struct rtsock_message *m, const struct rtsock_sockaddr *s,
			 const struct neigh *n)
{
	struct addr mask;
	uint8_t bits;

	if (m->layout->system != SYSTEM_NETBSD || n->family != FAMILY_INET)
		return false;
	return is_proxy_only(m, s[RTAX_DST_], n) ||
	       (s[RTAX_NETMASK_].size && !rtsock_mask(s[RTAX_NETMASK_], FAMILY_INET, &bits, &mask) &&
		bits == 32);
}

static void read_flags(const struct rtsock_message *m, const struct rtsock_sockaddr *s,
		       struct neigh *n)
{
	uint64_t flags = rtsock_flags(rtsock_get(m, m->head->flags), m->layout->route_flags);

	if (m->layout->stale_flags) /* ndp believes one of them nevertheless */
		flags &= n->family == FAMILY_INET6 ? RFLAG_BIT(m->layout->announce_flag) : 0;
	if (is_published(m, s, n))
		n->flags |= NFLAG_BIT(NFLAG_PROXY);
	if (flags & RFLAG_BIT(m->layout->announce_flag))
		n->flags |= NFLAG_BIT(NFLAG_PROXY);
	if (flags & (RFLAG_BIT(RFLAG_LOCAL) | RFLAG_BIT(RFLAG_PINNED)))
		n->flags |= NFLAG_BIT(NFLAG_LOCAL);
	if (is_proxy_only(m, s[RTAX_DST_], n))
		n->flags |= NFLAG_BIT(NFLAG_PROXY_ONLY);
	/* in FreeBSD's answer a neighbour that is a router has the flag of a gateway */
	if (m->layout->system == SYSTEM_FREEBSD && n->family == FAMILY_INET6 &&
	    flags & RFLAG_BIT(RFLAG_GATEWAY))
		n->flags |= NFLAG_BIT(NFLAG_ROUTER);
	if (flags & RFLAG_BIT(RFLAG_IFSCOPE))
		n->flags |= NFLAG_BIT(NFLAG_SCOPED);
	if (flags & RFLAG_BIT(RFLAG_STATIC))
		n->flags |= NFLAG_BIT(NFLAG_STATIC);
	n->has |= NEIGH_BIT(NEIGH_FLAGS);
}

int rtsock_neigh(const struct rtsock_message *m, struct neigh *n)
{
	struct rtsock_sockaddr s[RTAX_COUNT_];
	int e = rtsock_addrs(m, s);

	if (e < 0)
		return e;
	memset(n, 0, sizeof(*n));
	n->family = (uint8_t)rtsock_addr(m, s[RTAX_DST_], &n->dst);
	if (m->kind != RTSOCK_GET || (n->family != FAMILY_INET && n->family != FAMILY_INET6) ||
	    rtsock_addr(m, s[RTAX_GATEWAY_], &n->lladdr) != FAMILY_LINK)
		return 0;
	n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_STATE) |
		 NEIGH_BIT(NEIGH_DEVICE);
	if (n->lladdr.size)
		n->has |= NEIGH_BIT(NEIGH_LLADDR);
	n->ifindex = n->lladdr.scope ? n->lladdr.scope : (uint32_t)rtsock_get(m, m->head->index);
	n->link_type = link_type_of_ift(n->lladdr.link_type);
	n->has |= n->link_type ? NEIGH_BIT(NEIGH_LINK_TYPE) : 0;
	read_state(m, n);
	read_flags(m, s, n);
	read_expiry(m, n);
	if (m->head->rmx[RMX_WEIGHT] && n->family == FAMILY_INET6) { /* in the place of packets */
		n->probes = (uint32_t)rtsock_get(m, m->head->use);
		n->has |= n->probes ? NEIGH_BIT(NEIGH_PROBES) : 0;
	}
	if (m->head->refs.size) {
		n->refs = (uint32_t)rtsock_get(m, m->head->refs);
		n->has |= NEIGH_BIT(NEIGH_REFS);
	}
	return 1;
}
