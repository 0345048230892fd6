/* SPDX-License-Identifier: ISC */
/*
 * Routes of rtnetlink.
 *
 *	rtmsg	   0 family u8 · 1 dst_len u8 · 2 src_len u8 · 3 tos u8 · 4 table u8 · 5 protocol u8
 *		   6 scope u8 · 7 type u8 · 8 flags u32 · 12 attributes
 *	rtnexthop  0 length u16 · 2 flags u8 · 3 weight-1 u8 · 4 ifindex i32 · 8 attributes
 *	cacheinfo  0 clntref u32 · 4 lastuse u32 · 8 expires i32 · 12 error u32 · 16 id · 20 ts · 24 tsage
 *		   (lastuse and expires in USER_HZ ticks)
 *	via	   0 family u16 · 2 address
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "lib/wire/netlink.h"
#include "lib/wire/rtsock.h"
#include "lib/wire/netlink_lwt.h"

enum attribute {
	A_DST = 1,
	A_SRC = 2,
	A_OIF = 4,
	A_GATEWAY = 5,
	A_PRIORITY = 6,
	A_PREFSRC = 7,
	A_METRICS = 8,
	A_MULTIPATH = 9,
	A_FLOW = 11,
	A_CACHEINFO = 12,
	A_TABLE = 15,
	A_VIA = 18,
	A_NEWDST = 19,
	A_PREF = 20,
	A_ENCAP_TYPE = 21,
	A_ENCAP = 22,
	A_EXPIRES = 23, /* in requests: seconds, IPv6 */
	A_TTL_PROPAGATE = 26,
	A_NH_ID = 30,
};

/* FreeBSD's own, on numbers that Linux has for what it does not: <netlink/route/route.h> of 14 */
enum { FREEBSD_KNH_ID = 10, FREEBSD_WEIGHT = 13, FREEBSD_RTFLAGS = 14 };

enum { PLAIN_NOT, PLAIN_U32, PLAIN_ADDR };

enum { F_NOTIFY = 0x100, F_CLONED = 0x200, F_OFFLOAD = 0x4000, F_TRAP = 0x8000,
       F_REDIRECTED = 0x40000, F_OFFLOAD_FAILED = 0x20000000 };

/* RTAX_ numbers to ours; -1 those that are no plain number */
static const int8_t metrics[] = {
	[0] = -1,
	[1] = -1, /* the lock mask */
	[2] = METRIC_MTU,
	[3] = METRIC_WINDOW,
	[4] = METRIC_RTT,
	[5] = METRIC_RTTVAR,
	[6] = METRIC_SSTHRESH,
	[7] = METRIC_CWND,
	[8] = METRIC_ADVMSS,
	[9] = METRIC_REORDERING,
	[10] = METRIC_HOPLIMIT,
	[11] = METRIC_INITCWND,
	[12] = METRIC_FEATURES,
	[13] = METRIC_RTO_MIN,
	[14] = METRIC_INITRWND,
	[15] = METRIC_QUICKACK,
	[16] = -1, /* congestion control: a name */
	[17] = METRIC_FASTOPEN,
};

enum { METRIC_NUMBERS = sizeof(metrics) / sizeof(metrics[0]), RTAX_LOCK = 1, RTAX_CONGESTION = 16 };

static uint32_t lock_bits(uint32_t mask)
{
	uint32_t result = 0;

	for (unsigned i = 2; i < METRIC_NUMBERS; i++)
		if (mask >> i & 1 && metrics[i] >= 0)
			result |= 1u << metrics[i];
	return result;
}

static int read_metrics(struct bytes nest, struct route *r)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type == RTAX_CONGESTION) {
			size_t n = bytes_left(&a.value);

			if (n > sizeof(r->congestion) - 1)
				n = sizeof(r->congestion) - 1;
			memcpy(r->congestion, a.value.at, n);
			r->has |= ROUTE_BIT(ROUTE_CONGESTION);
		} else if (a.type == RTAX_LOCK) {
			r->locks = lock_bits(bytes_u32(&a.value));
			r->has |= r->locks ? ROUTE_BIT(ROUTE_LOCKS) : 0;
		} else if (a.type < METRIC_NUMBERS && metrics[a.type] >= 0) {
			r->metric[metrics[a.type]] = bytes_u32(&a.value);
			r->metrics_has |= 1u << metrics[a.type];
		}
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

/*
 * An exception counts its users and carries its age; a route of the table carries at most an expiry
 * (IPv6), the rest of its cacheinfo is zero and says nothing.
 */
static void read_cacheinfo(struct bytes b, const struct origin *origin, struct route *r)
{
	uint32_t refs = bytes_u32(&b), last_use = bytes_u32(&b);
	int32_t expires = (int32_t)bytes_u32(&b);

	if (r->cloned) {
		r->refs = refs;
		r->age_ms = (int64_t)last_use * 1000 / origin->hz;
		r->has |= ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_AGE);
	}
	if (expires) {
		r->expire_ms = (int64_t)expires * 1000 / origin->hz;
		r->has |= ROUTE_BIT(ROUTE_EXPIRE);
	}
}

static int read_gateway(struct bytes *value, enum family family, struct route *r)
{
	int e = netlink_addr(value, family, &r->gateway);

	if (family == FAMILY_INET6 && addr_is_scoped(&r->gateway))
		r->gateway.scope = r->ifindex;
	r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	return e;
}

static int read_via(struct bytes *value, const struct origin *origin, struct route *r)
{
	/* sa_family_t is a byte there */
	unsigned af = origin->system == SYSTEM_FREEBSD ? bytes_u8(value) : bytes_u16(value);
	enum family family = netlink_family(origin, af);

	if (value->bad)
		return -EBADMSG;
	return family ? read_gateway(value, family, r) : 0;
}

static void set_u32(struct route *r, enum route_field field, uint32_t *member, struct bytes *value)
{
	*member = bytes_u32(value);
	r->has |= ROUTE_BIT(field);
}

/* What an MPLS route does with its label; of an IPv4 route it is a NAT of long ago. */
static void read_labels(struct bytes value, struct route *r)
{
	if (r->family != FAMILY_MPLS)
		return;
	netlink_lwt_labels(value, r->words);
	r->mpls = MPLS_SWAP;
	r->has |= ROUTE_BIT(ROUTE_LABELS);
}

static void read_encap(struct netlink_route *it, struct bytes *type, struct route *r)
{
	uint16_t number = bytes_u16(type);

	if (!number)
		return;
	netlink_lwt(number, it->encap, r->words);
	r->encap = number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
	r->has |= ROUTE_BIT(ROUTE_ENCAP) | (r->words[0] ? ROUTE_BIT(ROUTE_ENCAP_WORDS) : 0);
}

/* Flags are those of the routing socket; the number is that of the kernel's next hop, not of who made it. */
static void read_freebsd_attr(struct netlink_attr *a, const struct origin *origin, struct route *r)
{
	switch (a->type) {
	case FREEBSD_KNH_ID:
		set_u32(r, ROUTE_NHID, &r->nhid, &a->value);
		break;
	case FREEBSD_WEIGHT:
		set_u32(r, ROUTE_WEIGHT, &r->weight, &a->value);
		break;
	case FREEBSD_RTFLAGS:
		r->flags = rtsock_flags(bytes_u32(&a->value), rtsock_layout(origin, 5)->route_flags);
		break;
	default:
		break;
	}
}

/* The attributes that a route and each of its next hops may have. */
static int read_hop_attr(struct netlink_route *it, struct netlink_attr *a, struct route *r)
{
	if (it->origin->system == SYSTEM_FREEBSD && a->type != A_GATEWAY && a->type != A_VIA) {
		read_freebsd_attr(a, it->origin, r);
		return 0;
	}
	switch (a->type) {
	case A_GATEWAY:
		return read_gateway(&a->value, (enum family)r->family, r);
	case A_VIA:
		return read_via(&a->value, it->origin, r);
	case A_NEWDST:
		read_labels(a->value, r);
		return 0;
	case A_ENCAP:
		it->encap = a->value;
		return 0;
	case A_ENCAP_TYPE:
		read_encap(it, &a->value, r);
		return 0;
	case A_FLOW:
		set_u32(r, ROUTE_REALM, &r->realm, &a->value);
		return 0;
	default:
		return 0;
	}
}

static int read_attr(struct netlink_route *it, struct netlink_attr *a, struct route *r)
{
	switch (a->type) {
	case A_DST: /* MPLS: the others are read plainly */
		return netlink_addr(&a->value, (enum family)r->family, &r->dst);
	case A_SRC:
		return netlink_addr(&a->value, (enum family)r->family, &r->src);
	case A_METRICS:
		return read_metrics(a->value, r);
	case A_MULTIPATH:
		it->rest = a->value;
		return 0;
	case A_CACHEINFO:
		read_cacheinfo(a->value, it->origin, r);
		return bytes_left(&a->value) < 12 ? -EBADMSG : 0;
	case A_PREF:
		r->pref = bytes_u8(&a->value);
		r->has |= ROUTE_BIT(ROUTE_PREF);
		return 0;
	case A_TTL_PROPAGATE:
		r->ttl_propagate = bytes_u8(&a->value);
		r->has |= ROUTE_BIT(ROUTE_TTL_PROPAGATE);
		return 0;
	case A_EXPIRES:
		r->expire_ms = (int64_t)bytes_u32(&a->value) * 1000;
		r->has |= ROUTE_BIT(ROUTE_EXPIRE);
		return 0;
	default:
		return read_hop_attr(it, a, r);
	}
}

static int read_header(struct bytes *b, const struct origin *origin, struct route *r,
		       uint32_t *ret_flags)
{
	const uint8_t *p = bytes_take(b, 8);
	unsigned bits;

	*ret_flags = bytes_u32(b);
	if (b->bad)
		return -EBADMSG;
	r->family = p[0] == 2 ? FAMILY_INET : (uint8_t)netlink_family(origin, p[0]);
	bits = family_bits((enum family)r->family);
	if (!bits)
		return 0;
	if (p[1] > bits || p[2] > bits)
		return -EBADMSG;
	r->dst_bits = p[1];
	r->src_bits = p[2];
	r->tos = p[3];
	r->table = p[4];
	r->protocol = p[5];
	r->scope = p[6];
	r->type = p[7];
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_TYPE) |
		 ROUTE_BIT(ROUTE_SCOPE) | ROUTE_BIT(ROUTE_TABLE) | ROUTE_BIT(ROUTE_FLAGS);
	if (r->protocol) /* an exception says nothing of it */
		r->has |= ROUTE_BIT(ROUTE_PROTOCOL);
	if (r->src_bits)
		r->has |= ROUTE_BIT(ROUTE_SRC);
	if (r->tos)
		r->has |= ROUTE_BIT(ROUTE_TOS);
	r->dst.family = r->src.family = r->family;
	r->dst.size = r->src.size = r->family == FAMILY_INET6 ? 16 : 4;
	r->cloned = *ret_flags & F_CLONED;
	return 1;
}

/*
 * Why an exception was made. IPv4 says when it was redirected; IPv6 does not, but a redirect alone
 * never expires there while a path MTU always does (Linux 6.18, rt6_exception).
 */
static void explain_clone(uint32_t flags, struct route *r)
{
	bool mtu = r->metrics_has >> METRIC_MTU & 1;
	bool redirected = flags & F_REDIRECTED;

	if (r->family == FAMILY_INET6) {
		mtu = mtu && route_has(r, ROUTE_EXPIRE);
		redirected = !mtu;
	}
	r->reason = redirected ? REASON_REDIRECT : mtu ? REASON_PATH_MTU : REASON_NONE;
	r->has |= ROUTE_BIT(ROUTE_CLONED) | (r->reason ? ROUTE_BIT(ROUTE_REASON) : 0);
	r->flags |= RFLAG_BIT(RFLAG_CACHE) | (redirected ? RFLAG_BIT(RFLAG_DYNAMIC) : 0) |
		    (mtu ? RFLAG_BIT(RFLAG_MODIFIED) : 0);
}

static void set_flags(uint32_t flags, struct route *r)
{
	r->flags = RFLAG_BIT(RFLAG_UP) | (flags & 0xff ? netlink_hop_flags(flags) : 0);
	if (r->dst_bits == family_bits((enum family)r->family))
		r->flags |= RFLAG_BIT(RFLAG_HOST);
	if (flags & (F_NOTIFY | F_OFFLOAD | F_TRAP | F_OFFLOAD_FAILED)) {
		r->flags |= flags & F_NOTIFY ? RFLAG_BIT(RFLAG_NOTIFY) : 0;
		r->flags |= flags & F_OFFLOAD ? RFLAG_BIT(RFLAG_OFFLOAD) : 0;
		r->flags |= flags & F_TRAP ? RFLAG_BIT(RFLAG_TRAP) : 0;
		r->flags |= flags & F_OFFLOAD_FAILED ? RFLAG_BIT(RFLAG_OFFLOAD_FAILED) : 0;
	}
	if (r->cloned)
		explain_clone(flags, r);
	if (r->type == TYPE_BLACKHOLE)
		r->flags |= RFLAG_BIT(RFLAG_BLACKHOLE);
	else if (route_refuses(r))
		r->flags |= RFLAG_BIT(RFLAG_REJECT);
}

/* Next hops in an RTA_MULTIPATH: their number, or -EBADMSG. */
static int count_hops(struct bytes b)
{
	int count = 0;

	while (bytes_left(&b)) {
		size_t left = bytes_left(&b), length = bytes_u16(&b);

		if (length < 8 || length > left || count == UINT16_MAX)
			return -EBADMSG;
		length = (length + 3) & ~(size_t)3;
		b.at += (length < left ? length : left) - 2;
		count++;
	}
	return count;
}

/*
 * FreeBSD has told the flags itself. A scope it takes out of an address and does not tell, but the interface is it.
 * What goes out without a gateway has the interface for one, as its routing socket says.
 */
static void finish_freebsd(struct route *r)
{
	r->flags |= RFLAG_BIT(RFLAG_UP);
	if (r->dst_bits == family_bits((enum family)r->family))
		r->flags |= RFLAG_BIT(RFLAG_HOST);
	if (addr_is_scoped(&r->dst))
		r->dst.scope = r->ifindex;
	if (!route_has(r, ROUTE_GATEWAY) && route_has(r, ROUTE_DEVICE)) {
		r->gateway = (struct addr){ .family = FAMILY_LINK, .scope = r->ifindex };
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	}
}

static int read_hop(struct netlink_route *it, struct bytes b, struct route *r)
{
	uint32_t flags = bytes_u8(&b);
	struct netlink_attr a;
	int more;

	r->weight = bytes_u8(&b) + (it->origin->system == SYSTEM_FREEBSD ? 0u : 1u);
	r->ifindex = bytes_u32(&b);
	r->has |= ROUTE_BIT(ROUTE_WEIGHT) | ROUTE_BIT(ROUTE_DEVICE);
	if (it->origin->system != SYSTEM_FREEBSD)
		r->flags |= netlink_hop_flags(flags);
	if (b.bad)
		return -EBADMSG;
	while ((more = netlink_attr_next(&b, &a)) > 0)
		if (read_hop_attr(it, &a, r) < 0 || a.value.bad)
			return -EBADMSG;
	if (it->origin->system == SYSTEM_FREEBSD)
		finish_freebsd(r);
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
		r->flags |= RFLAG_BIT(RFLAG_GATEWAY);
	return more;
}

/*
 * The attributes that most routes have, and that are a number or an address of the route's family and
 * nothing else: read by a table and without a detour, since they are most of what a listing of a million
 * routes decodes.
 */
static const struct plain {
	uint8_t kind;
	uint16_t offset; /* of the member */
	uint64_t has;
} plain[] = {
	[A_DST] = { PLAIN_ADDR, offsetof(struct route, dst), ROUTE_BIT(ROUTE_DST) },
	[A_OIF] = { PLAIN_U32, offsetof(struct route, ifindex), ROUTE_BIT(ROUTE_DEVICE) },
	[A_GATEWAY] = { PLAIN_ADDR, offsetof(struct route, gateway), ROUTE_BIT(ROUTE_GATEWAY) },
	[A_PRIORITY] = { PLAIN_U32, offsetof(struct route, priority), ROUTE_BIT(ROUTE_PRIORITY) },
	[A_PREFSRC] = { PLAIN_ADDR, offsetof(struct route, prefsrc), ROUTE_BIT(ROUTE_PREFSRC) },
	[A_TABLE] = { PLAIN_U32, offsetof(struct route, table), ROUTE_BIT(ROUTE_TABLE) },
	[A_NH_ID] = { PLAIN_U32, offsetof(struct route, nhid), ROUTE_BIT(ROUTE_NHID) },
};

/* 1 read, 0 not one of these, -EBADMSG. */
static inline int read_plain(unsigned type, const uint8_t *value, size_t size, bool swap,
			     struct route *r)
{
	const struct plain *p = &plain[type < sizeof(plain) / sizeof(plain[0]) ? type : 0];
	void *member = (char *)r + p->offset;
	uint32_t number;
	struct addr *addr = member;

	if (p->kind == PLAIN_U32) {
		if (size < sizeof(number))
			return -EBADMSG;
		memcpy(&number, value, sizeof(number));
		*(uint32_t *)member = swap ? __builtin_bswap32(number) : number;
		r->has |= p->has;
		return 1;
	}
	if (p->kind != PLAIN_ADDR)
		return 0;
	r->has |= p->has;
	if (r->family == FAMILY_INET && size == 4)
		memcpy(addr->bytes, value, 4);
	else if (r->family == FAMILY_INET6 && size == 16)
		memcpy(addr->bytes, value, 16);
	else
		return r->family == FAMILY_MPLS ? 0 : -EBADMSG;
	addr->family = r->family;
	addr->size = (uint8_t)size;
	return 1;
}

static int read_attrs(struct netlink_route *it, const struct bytes *b, struct route *r)
{
	const uint8_t *at = b->at;
	const bool swap = b->swap;
	size_t left = bytes_left(b), step;

	for (; left; at += step, left -= step) {
		unsigned type;
		size_t length = netlink_attr_head(at, left, swap, &type);
		int e;

		if (!length)
			return -EBADMSG;
		e = read_plain(type, at + 4, length - 4, swap, r);
		if (!e) {
			struct netlink_attr a = { (uint16_t)type, bytes_of(at + 4, length - 4, swap) };

			e = read_attr(it, &a, r);
			if (a.value.bad)
				return -EBADMSG;
		}
		if (e < 0)
			return -EBADMSG;
		step = netlink_attr_step(length, left);
	}
	return 0;
}

int netlink_route_first(struct netlink_route *it, const struct netlink_message *message,
			const struct origin *origin, struct route *ret_route)
{
	struct bytes b = message->body;
	struct route *r = ret_route;
	uint32_t flags;
	int more;

	it->origin = origin;
	it->rest = it->encap = (struct bytes){ .swap = b.swap };
	memset(r, 0, offsetof(struct route, words));
	more = read_header(&b, origin, r, &flags);
	if (more <= 0)
		return more;
	more = read_attrs(it, &b, r);
	if (more < 0)
		return more;
	if (r->gateway.family == FAMILY_INET6 && addr_is_scoped(&r->gateway))
		r->gateway.scope = r->ifindex;
	if (origin->system == SYSTEM_FREEBSD)
		finish_freebsd(r);
	else
		set_flags(flags, r);
	if (r->family == FAMILY_MPLS) {
		r->mpls = route_has(r, ROUTE_LABELS) ? MPLS_SWAP : MPLS_POP;
		r->has |= ROUTE_BIT(ROUTE_MPLS);
	}
	r->hops = 1;
	if (!bytes_left(&it->rest)) {
		if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
			r->flags |= RFLAG_BIT(RFLAG_GATEWAY);
		return 1;
	}
	more = count_hops(it->rest);
	if (more < 0)
		return more;
	r->hops = (uint16_t)more;
	it->common = *r;
	return netlink_route_next(it, r);
}

int netlink_route_next(struct netlink_route *it, struct route *ret_route)
{
	struct bytes hop;
	size_t length, pad;
	int e;

	if (!bytes_left(&it->rest))
		return 0;
	length = bytes_u16(&it->rest);
	hop = bytes_sub(&it->rest, length - 2); /* count_hops has checked the lengths */
	pad = (4 - length % 4) % 4;
	bytes_skip(&it->rest, pad < bytes_left(&it->rest) ? pad : bytes_left(&it->rest));
	*ret_route = it->common;
	it->encap = (struct bytes){ .swap = it->rest.swap };
	it->common.hop++;
	e = read_hop(it, hop, ret_route);
	return e < 0 ? e : 1;
}
