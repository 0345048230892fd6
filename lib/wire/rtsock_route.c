/* SPDX-License-Identifier: ISC */
/* Routes, out of dumps (each entry is a RTM_GET, on macOS RTM_GET2) and off the routing socket. */
#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

/* Which metric of ours each one of rt_metrics is; the bit of its lock is RTV_… (1 << bit). */
static const struct {
	uint8_t rmx, metric, lock;
} metrics[] = {
	{ RMX_MTU, METRIC_MTU, 0 },	       { RMX_HOPCOUNT, METRIC_HOPCOUNT, 1 },
	{ RMX_RECVPIPE, METRIC_RECVPIPE, 3 },  { RMX_SENDPIPE, METRIC_SENDPIPE, 4 },
	{ RMX_SSTHRESH, METRIC_QUEUE, 5 },     { RMX_RTT, METRIC_RTT_US, 6 },
	{ RMX_RTTVAR, METRIC_RTTVAR_US, 7 },
};

/* Most metrics of most routes are 0, in either byte order. */
static inline bool is_zero(const struct rtsock_message *m, unsigned rmx)
{
	unsigned at = m->head->rmx[rmx];
	uint64_t long_value;
	uint32_t value;

	if (m->head->rmx_size == 8) {
		memcpy(&long_value, m->at + at, 8);
		return !at || !long_value;
	}
	memcpy(&value, m->at + at, 4);
	return !at || !value;
}

static void read_metrics(const struct rtsock_message *m, struct route *r)
{
	uint64_t locks = rtsock_metric(m, RMX_LOCKS);

	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		uint64_t value;

		if (is_zero(m, metrics[i].rmx))
			continue;
		value = rtsock_metric(m, (enum rtsock_metric)metrics[i].rmx);
		r->metric[metrics[i].metric] = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
		r->metrics_has |= UINT32_C(1) << metrics[i].metric;
	}
	if (!locks)
		return;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		if (locks >> metrics[i].lock & 1)
			r->locks |= UINT32_C(1) << metrics[i].metric;
	r->expire_locked = locks >> 2 & 1;
	if (r->locks)
		r->has |= ROUTE_BIT(ROUTE_LOCKS);
}

static void read_expiry(const struct rtsock_message *m, struct route *r)
{
	int64_t at = rtsock_expire(m);

	if (!at || at > INT64_MAX / 1000 || at < INT64_MIN / 1000)
		return;
	r->expires_at_ms = at * 1000;
	r->expire_clock = EXPIRY_WALL;
	r->has |= ROUTE_BIT(ROUTE_EXPIRES_AT) | ROUTE_BIT(ROUTE_EXPIRE_CLOCK);
}

static void read_head(const struct rtsock_message *m, struct route *r)
{
	const struct rtsock_head *h = m->head;

	r->flags = rtsock_flags(rtsock_get(m, h->flags), m->layout->route_flags);
	r->ifindex = (uint32_t)rtsock_get(m, h->index);
	r->type = route_flag(r, RFLAG_BLACKHOLE) ? TYPE_BLACKHOLE :
		  route_flag(r, RFLAG_REJECT)	 ? TYPE_UNREACHABLE :
						   TYPE_UNICAST;
	r->hops = 1;
	r->has = ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_TYPE) |
		 (r->ifindex ? ROUTE_BIT(ROUTE_DEVICE) : 0);
	if (h->refs.size) {
		r->refs = (uint32_t)rtsock_get(m, h->refs);
		r->has |= ROUTE_BIT(ROUTE_REFS);
	}
	if (h->use.size) {
		r->use = rtsock_get(m, h->use);
		r->has |= ROUTE_BIT(ROUTE_USE);
	}
	if (h->table.size) {
		r->table = (uint32_t)rtsock_get(m, h->table);
		r->has |= ROUTE_BIT(ROUTE_TABLE);
	}
	if (h->priority.size) {
		r->priority = (uint32_t)rtsock_get(m, h->priority);
		r->has |= ROUTE_BIT(ROUTE_PRIORITY);
	}
	r->weight = (uint32_t)rtsock_metric(m, RMX_WEIGHT);
	r->nhid = (uint32_t)rtsock_metric(m, RMX_NHIDX);
	r->has |= (r->weight ? ROUTE_BIT(ROUTE_WEIGHT) : 0) | (r->nhid ? ROUTE_BIT(ROUTE_NHID) : 0);
	if (route_flag(r, RFLAG_CLONED)) {
		uint64_t parent = rtsock_flags(rtsock_get(m, h->parent_flags),
					       m->layout->route_flags);

		if (parent & RFLAG_BIT(RFLAG_PRCLONING))
			r->flags |= RFLAG_BIT(RFLAG_PRCLONED);
		r->cloned = true;
		r->has |= ROUTE_BIT(ROUTE_CLONED);
	}
}

/*
 * A host route may come with a mask or without; a network whose mask is missing is what the sysctl of
 * systems before 2000 left out for "the class's", and of which only 0 is seen today.
 */
static void read_prefix(const struct rtsock_message *m, const struct rtsock_sockaddr *s,
			struct route *r)
{
	r->family = (uint8_t)rtsock_addr(m, s[RTAX_DST_], &r->dst);
	if (!r->family)
		return;
	r->has |= ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST);
	r->dst_bits = (uint8_t)family_bits((enum family)r->family);
	if (r->family != FAMILY_INET && r->family != FAMILY_INET6)
		return;
	if (s[RTAX_NETMASK_].at && !(route_flag(r, RFLAG_HOST) && !s[RTAX_NETMASK_].size)) {
		if (rtsock_mask(s[RTAX_NETMASK_], (enum family)r->family, &r->dst_bits, &r->mask))
			r->has |= ROUTE_BIT(ROUTE_MASK);
	} else if (!route_flag(r, RFLAG_HOST) && addr_is_zero(&r->dst)) {
		r->dst_bits = 0;
	}
}

/* sockaddr_rtlabel: 2 text, up to 32 bytes with its NUL */
static void read_label(struct rtsock_sockaddr s, struct route *r)
{
	size_t size;

	if (!s.at || s.size <= 2)
		return;
	size = strnlen((const char *)s.at + 2, s.size - 2u);
	if (size >= sizeof(r->label))
		size = sizeof(r->label) - 1;
	memcpy(r->label, s.at + 2, size);
	if (size)
		r->has |= ROUTE_BIT(ROUTE_LABEL);
}

/* sockaddr_mpls; NetBSD puts the label on packets that take the route */
static void read_tag(const struct rtsock_message *m, struct rtsock_sockaddr s, struct route *r)
{
	struct addr a;

	if (rtsock_addr(m, s, &a) != FAMILY_MPLS)
		return;
	r->tag = (uint32_t)a.bytes[0] << 12 | (uint32_t)a.bytes[1] << 4 | a.bytes[2] >> 4;
	r->has |= ROUTE_BIT(ROUTE_TAG);
}

/* OpenBSD: the label that goes out stands in RTA_SRC where the operation puts one on. */
static void read_mpls(const struct rtsock_message *m, struct rtsock_sockaddr s, struct route *r)
{
	static const uint8_t ops[] = { [1] = MPLS_POP, [2] = MPLS_PUSH, [4] = MPLS_SWAP };
	uint64_t op = rtsock_get(m, m->head->mpls);

	r->mpls = op < sizeof(ops) ? ops[op] : MPLS_LOCAL;
	if (r->mpls != MPLS_LOCAL || r->family == FAMILY_MPLS)
		r->has |= ROUTE_BIT(ROUTE_MPLS);
	if (r->mpls == MPLS_PUSH || r->mpls == MPLS_SWAP)
		read_tag(m, s, r);
}

/* As rtsock_addr into memory that is zero already; most are of IPv4, and told at once. */
static inline enum family take_addr(const struct rtsock_message *m, struct rtsock_sockaddr s,
				    struct addr *a)
{
	if (!s.at || s.size < 8 || s.at[1] != 2)
		return rtsock_addr(m, s, a);
	a->family = FAMILY_INET;
	a->size = 4;
	memcpy(a->bytes, s.at + 4, 4);
	return FAMILY_INET;
}

int rtsock_route(const struct rtsock_message *m, struct route *r)
{
	struct rtsock_sockaddr s[RTAX_COUNT_];
	int e = rtsock_addrs(m, s);

	if (e < 0)
		return e;
	memset(r, 0, sizeof(*r));
	read_head(m, r);
	read_metrics(m, r);
	read_expiry(m, r);
	read_prefix(m, s, r);
	if (take_addr(m, s[RTAX_GATEWAY_], &r->gateway) &&
	    (r->gateway.family != FAMILY_LINK || r->gateway.size))
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	if (take_addr(m, s[RTAX_IFA_], &r->prefsrc) && r->prefsrc.family != FAMILY_LINK)
		r->has |= ROUTE_BIT(ROUTE_PREFSRC);
	if (m->layout->tags)
		read_tag(m, s[RTAX_SRC_], r);
	else
		read_label(s[RTAX_LABEL_], r);
	if (m->head->mpls.size)
		read_mpls(m, s[RTAX_SRC_], r);
	return 1;
}
