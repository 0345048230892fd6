/* SPDX-License-Identifier: ISC */
/* Routes that are made up, written with the kernel's numbers, and read again. */
#include "builder.h"

#include <inttypes.h>
#include <sys/socket.h>

#include <linux/in_route.h>

#include "lib/wire/netlink.h"

enum { HOPS = 5 };

static struct build build;
static const struct origin linux_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 250 };

static const struct {
	unsigned kernel;
	enum metric metric;
} metrics[] = {
	{ RTAX_MTU, METRIC_MTU },	  { RTAX_WINDOW, METRIC_WINDOW },
	{ RTAX_RTT, METRIC_RTT },	  { RTAX_RTTVAR, METRIC_RTTVAR },
	{ RTAX_SSTHRESH, METRIC_SSTHRESH }, { RTAX_CWND, METRIC_CWND },
	{ RTAX_ADVMSS, METRIC_ADVMSS },	  { RTAX_REORDERING, METRIC_REORDERING },
	{ RTAX_HOPLIMIT, METRIC_HOPLIMIT }, { RTAX_INITCWND, METRIC_INITCWND },
	{ RTAX_FEATURES, METRIC_FEATURES }, { RTAX_RTO_MIN, METRIC_RTO_MIN },
	{ RTAX_INITRWND, METRIC_INITRWND }, { RTAX_QUICKACK, METRIC_QUICKACK },
	{ RTAX_FASTOPEN_NO_COOKIE, METRIC_FASTOPEN },
};

static const struct {
	unsigned kernel, type;
} types[] = {
	{ RTN_UNSPEC, TYPE_UNSPEC },	     { RTN_UNICAST, TYPE_UNICAST },
	{ RTN_LOCAL, TYPE_LOCAL },	     { RTN_BROADCAST, TYPE_BROADCAST },
	{ RTN_ANYCAST, TYPE_ANYCAST },	     { RTN_MULTICAST, TYPE_MULTICAST },
	{ RTN_BLACKHOLE, TYPE_BLACKHOLE },   { RTN_UNREACHABLE, TYPE_UNREACHABLE },
	{ RTN_PROHIBIT, TYPE_PROHIBIT },     { RTN_THROW, TYPE_THROW },
	{ RTN_NAT, TYPE_NAT },		     { RTN_XRESOLVE, TYPE_XRESOLVE },
};

static struct addr random_addr(struct dice *d, enum family family, bool link_local)
{
	struct addr a = { .family = (uint8_t)family, .size = family == FAMILY_INET ? 4 : 16 };

	dice_fill(d, a.bytes, a.size);
	if (family == FAMILY_INET6) {
		a.bytes[0] = link_local ? 0xfe : 0xfd;
		a.bytes[1] = 0x80;
	}
	return a;
}

static unsigned af_of(unsigned family)
{
	return family == FAMILY_INET ? AF_INET : AF_INET6;
}

/* The gateway of a route or of one of its hops: of its family, or (IPv4) of another one. */
static void put_gateway(struct dice *d, struct route *r)
{
	bool via = r->family == FAMILY_INET && dice_below(d, 4) == 0;
	size_t start;

	r->gateway = random_addr(d, via ? FAMILY_INET6 : (enum family)r->family, dice_below(d, 2));
	r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	r->flags |= RFLAG_BIT(RFLAG_GATEWAY);
	if (!via) {
		build_attr(&build, RTA_GATEWAY, r->gateway.bytes, r->gateway.size);
	} else {
		start = build_nest(&build, RTA_VIA);
		build_u16(&build, AF_INET6);
		build_bytes(&build, r->gateway.bytes, 16);
		build_nest_end(&build, start);
	}
	if (r->gateway.family == FAMILY_INET6 && r->gateway.bytes[0] == 0xfe)
		r->gateway.scope = r->ifindex;
}

static void put_metrics(struct dice *d, struct route *r)
{
	size_t start = build_nest(&build, RTA_METRICS);
	uint32_t lock = 0;

	for (size_t i = 0; i < COUNT(metrics); i++) {
		uint32_t value = (uint32_t)dice_u64(d);

		if (dice_below(d, 3) == 0) {
			lock |= 1u << metrics[i].kernel;
			r->locks |= 1u << metrics[i].metric;
			r->has |= ROUTE_BIT(ROUTE_LOCKS);
		}
		if (dice_below(d, 3))
			continue;
		build_attr_u32(&build, metrics[i].kernel, value);
		r->metric[metrics[i].metric] = value;
		r->metrics_has |= 1u << metrics[i].metric;
	}
	if (lock)
		build_attr_u32(&build, RTAX_LOCK, lock);
	if (dice_below(d, 2)) {
		build_attr(&build, RTAX_CC_ALGO, "cubic", 6);
		strcpy(r->congestion, "cubic");
		r->has |= ROUTE_BIT(ROUTE_CONGESTION);
	}
	build_nest_end(&build, start);
}

static void put_u32(struct dice *d, unsigned type, struct route *r, enum route_field field,
		    uint32_t *member)
{
	*member = (uint32_t)dice_u64(d);
	r->has |= ROUTE_BIT(field);
	build_attr_u32(&build, type, *member);
}

static void put_cacheinfo(struct dice *d, struct route *r)
{
	uint32_t refs = (uint32_t)dice_u64(d), last_use = (uint32_t)dice_u64(d);
	int32_t expires = dice_below(d, 3) ? (int32_t)dice_u64(d) : 0;
	size_t start = build_nest(&build, RTA_CACHEINFO);

	build_u32(&build, refs);
	build_u32(&build, last_use);
	build_u32(&build, (uint32_t)expires);
	for (int i = 0; i < 5; i++)
		build_u32(&build, (uint32_t)dice_u64(d));
	build_nest_end(&build, start);
	if (r->cloned) {
		r->refs = refs;
		r->age_ms = (int64_t)last_use * 1000 / 250;
		r->has |= ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_AGE);
	}
	if (expires) {
		r->expire_ms = (int64_t)expires * 1000 / 250;
		r->has |= ROUTE_BIT(ROUTE_EXPIRE);
	}
}

static unsigned put_hop_flags(struct dice *d, struct route *r)
{
	unsigned flags = dice_below(d, 2) ? RTNH_F_LINKDOWN : 0;

	flags |= dice_below(d, 2) ? RTNH_F_ONLINK : 0;
	r->flags |= flags & RTNH_F_LINKDOWN ? RFLAG_BIT(RFLAG_LINKDOWN) : 0;
	r->flags |= flags & RTNH_F_ONLINK ? RFLAG_BIT(RFLAG_ONLINK) : 0;
	return flags;
}

/* Why a clone was made, as the decoder's header says. */
static void explain(struct route *r, bool redirected)
{
	bool mtu = r->metrics_has >> METRIC_MTU & 1;

	if (r->family == FAMILY_INET6) {
		mtu = mtu && route_has(r, ROUTE_EXPIRE);
		redirected = !mtu;
	}
	r->reason = redirected ? REASON_REDIRECT : mtu ? REASON_PATH_MTU : REASON_NONE;
	r->has |= ROUTE_BIT(ROUTE_CLONED) | (r->reason ? ROUTE_BIT(ROUTE_REASON) : 0);
	r->flags |= RFLAG_BIT(RFLAG_CACHE) | (redirected ? RFLAG_BIT(RFLAG_DYNAMIC) : 0) |
		    (mtu ? RFLAG_BIT(RFLAG_MODIFIED) : 0);
}

static unsigned put_header(struct dice *d, struct route *r)
{
	bool inet = dice_below(d, 2);
	unsigned type = dice_below(d, COUNT(types)), flags, bits = inet ? 32 : 128;

	r->family = inet ? FAMILY_INET : FAMILY_INET6;
	r->dst_bits = (uint8_t)dice_below(d, bits + 1);
	r->src_bits = (uint8_t)(dice_below(d, 3) ? 0 : dice_below(d, bits + 1));
	r->tos = (uint8_t)(dice_below(d, 2) * 16);
	r->table = (uint8_t)dice_u64(d);
	r->protocol = (uint8_t)(dice_below(d, 2) ? 0 : dice_u64(d));
	r->scope = (uint8_t)dice_u64(d);
	r->type = (uint8_t)types[type].type;
	r->cloned = dice_below(d, 3) == 0;
	r->hops = 1;
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_TYPE) |
		 ROUTE_BIT(ROUTE_SCOPE) | ROUTE_BIT(ROUTE_TABLE) | ROUTE_BIT(ROUTE_FLAGS) |
		 (r->protocol ? ROUTE_BIT(ROUTE_PROTOCOL) : 0) | (r->src_bits ? ROUTE_BIT(ROUTE_SRC) : 0) |
		 (r->tos ? ROUTE_BIT(ROUTE_TOS) : 0);
	r->dst.family = r->src.family = r->family;
	r->dst.size = r->src.size = (uint8_t)(bits / 8);
	r->flags = RFLAG_BIT(RFLAG_UP) | (r->dst_bits == bits ? RFLAG_BIT(RFLAG_HOST) : 0);
	if (r->type == TYPE_BLACKHOLE)
		r->flags |= RFLAG_BIT(RFLAG_BLACKHOLE);
	else if (route_refuses(r))
		r->flags |= RFLAG_BIT(RFLAG_REJECT);
	flags = put_hop_flags(d, r) | (r->cloned ? RTM_F_CLONED : 0);
	if (dice_below(d, 2)) {
		flags |= RTM_F_NOTIFY | RTM_F_OFFLOAD | RTM_F_TRAP | RTM_F_OFFLOAD_FAILED;
		r->flags |= RFLAG_BIT(RFLAG_NOTIFY) | RFLAG_BIT(RFLAG_OFFLOAD) |
			    RFLAG_BIT(RFLAG_TRAP) | RFLAG_BIT(RFLAG_OFFLOAD_FAILED);
	}
	build_u8(&build, af_of(r->family));
	build_u8(&build, r->dst_bits);
	build_u8(&build, r->src_bits);
	build_u8(&build, r->tos);
	build_u8(&build, r->table);
	build_u8(&build, r->protocol);
	build_u8(&build, r->scope);
	build_u8(&build, types[type].kernel);
	return flags;
}

static void put_attributes(struct dice *d, struct route *r)
{
	if (r->dst_bits) {
		r->dst = random_addr(d, (enum family)r->family, false);
		build_attr(&build, RTA_DST, r->dst.bytes, r->dst.size);
	}
	if (r->src_bits) {
		r->src = random_addr(d, (enum family)r->family, false);
		build_attr(&build, RTA_SRC, r->src.bytes, r->src.size);
	}
	if (dice_below(d, 2))
		put_u32(d, RTA_TABLE, r, ROUTE_TABLE, &r->table);
	if (dice_below(d, 2))
		put_u32(d, RTA_PRIORITY, r, ROUTE_PRIORITY, &r->priority);
	if (dice_below(d, 2))
		put_u32(d, RTA_NH_ID, r, ROUTE_NHID, &r->nhid);
	if (dice_below(d, 4) == 0)
		put_u32(d, RTA_FLOW, r, ROUTE_REALM, &r->realm);
	if (dice_below(d, 3) == 0) {
		r->prefsrc = random_addr(d, (enum family)r->family, false);
		r->has |= ROUTE_BIT(ROUTE_PREFSRC);
		build_attr(&build, RTA_PREFSRC, r->prefsrc.bytes, r->prefsrc.size);
	}
	if (dice_below(d, 2))
		put_metrics(d, r);
	if (dice_below(d, 2))
		put_cacheinfo(d, r);
	if (dice_below(d, 3) == 0) {
		r->pref = (uint8_t)dice_below(d, 4);
		r->has |= ROUTE_BIT(ROUTE_PREF);
		build_attr_u8(&build, RTA_PREF, r->pref);
	}
	build_attr_u32(&build, 4711, 4711); /* what tomorrow's kernel adds */
}

/* One next hop in a row of several. */
static void put_hop(struct dice *d, struct route *r)
{
	size_t start = build.size;
	unsigned flags = put_hop_flags(d, r);

	r->weight = 1 + dice_below(d, 256);
	r->ifindex = (uint32_t)dice_u64(d);
	r->has |= ROUTE_BIT(ROUTE_WEIGHT) | ROUTE_BIT(ROUTE_DEVICE);
	build_u16(&build, 0);
	build_u8(&build, flags);
	build_u8(&build, r->weight - 1);
	build_u32(&build, r->ifindex);
	if (dice_below(d, 2))
		put_gateway(d, r);
	if (dice_below(d, 3) == 0)
		put_u32(d, RTA_FLOW, r, ROUTE_REALM, &r->realm);
	build_patch(&build, start, build.size - start, 2);
	build_pad(&build);
}

/* A message in `build`, what it says in `want`: the number of records. */
static unsigned random_route(struct dice *d, bool big, struct route want[HOPS])
{
	size_t start, flags_at, nest;
	struct route *r = &want[0];
	unsigned hops = dice_below(d, 3) ? 1 : 1 + dice_below(d, HOPS);
	bool redirected = dice_below(d, 2), several = hops > 1 || dice_below(d, 10) == 0;
	unsigned flags;

	memset(want, 0, HOPS * sizeof(*want));
	build_begin(&build, big);
	start = build_message(&build, RTM_NEWROUTE, NLM_F_MULTI);
	flags = put_header(d, r);
	flags_at = build.size;
	build_u32(&build, 0);
	put_attributes(d, r);
	if (r->cloned) {
		explain(r, redirected);
		flags |= redirected ? RTCF_REDIRECTED : 0;
	}
	build_patch(&build, flags_at, flags, 4);
	if (!several) {
		if (dice_below(d, 4)) {
			r->ifindex = (uint32_t)dice_u64(d);
			r->has |= ROUTE_BIT(ROUTE_DEVICE);
		}
		if (dice_below(d, 2))
			put_gateway(d, r); /* before its interface: the scope is known only later */
		if (route_has(r, ROUTE_DEVICE))
			build_attr_u32(&build, RTA_OIF, r->ifindex);
	} else {
		nest = build_nest(&build, RTA_MULTIPATH);
		r->hops = (uint16_t)hops;
		for (unsigned i = HOPS; i-- > 1;)
			want[i] = *r;
		for (unsigned i = 0; i < hops; i++) {
			want[i].hop = (uint16_t)i;
			put_hop(d, &want[i]);
		}
		build_nest_end(&build, nest);
	}
	build_message_end(&build, start);
	return hops;
}

#define SAME(member) assert_memory_equal(&got->member, &want->member, sizeof(got->member))

static void same_route(const struct route *got, const struct route *want)
{
	if (got->has != want->has)
		fail_msg("has %" PRIx64 " and not %" PRIx64, got->has, want->has);
	assert_true(got->flags == want->flags);
	SAME(family); SAME(type); SAME(dst_bits); SAME(src_bits); SAME(protocol); SAME(scope);
	SAME(tos); SAME(pref); SAME(reason); SAME(cloned); SAME(hop); SAME(hops); SAME(table);
	SAME(ifindex); SAME(priority); SAME(weight); SAME(nhid); SAME(realm); SAME(refs); SAME(use);
	SAME(age_ms); SAME(expire_ms); SAME(metrics_has); SAME(locks); SAME(metric); SAME(congestion);
	SAME(device); SAME(parent_bits);
	SAME(dst); SAME(gateway); SAME(prefsrc); SAME(src); SAME(mask); SAME(parent);
}

static int first(struct netlink_route *it, const uint8_t *data, size_t size, bool swap,
		 struct route *ret_route)
{
	struct bytes frame = bytes_of(data, size, swap);
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	return netlink_route_first(it, &m, &linux_origin, ret_route);
}

static void test_what_is_written_is_read(void **state)
{
	struct dice dice = DICE;
	struct route want[HOPS], got;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		unsigned hops = random_route(&dice, i & 1, want);
		struct guarded g = guard(build.data, build.size, false);
		struct netlink_route it;

		for (unsigned h = 0; h < hops; h++) {
			memset(&got, 0xff, sizeof(got));
			assert_int_equal(h ? netlink_route_next(&it, &got) :
					     first(&it, g.data, build.size, build_swap(&build), &got), 1);
			same_route(&got, &want[h]);
		}
		assert_int_equal(netlink_route_next(&it, &got), 0);
		assert_int_equal(netlink_route_next(&it, &got), 0);
		unguard(&g);
	}
}

/* A message of one attribute with `size` bytes of value, all 1. */
static int one_attribute(unsigned af, unsigned type, size_t size, struct route *ret_route)
{
	static const uint8_t ones[64] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
					  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	struct netlink_route it;
	size_t start;

	build_begin(&build, !host_is_little());
	start = build_message(&build, RTM_NEWROUTE, 0);
	build_u8(&build, af);
	build_bytes(&build, "\0\0\0\376\0\0\1\0\0\0\0", 11);
	build_attr(&build, type, ones, size);
	build_message_end(&build, start);
	return first(&it, build.data, build.size, false, ret_route);
}

/* Every attribute that has a size, with every other size. */
static void test_sizes(void **state)
{
	static const struct {
		unsigned type, inet, inet6; /* least size */
		bool exact;
	} table[] = {
		{ RTA_DST, 4, 16, true },	{ RTA_SRC, 4, 16, true },	{ RTA_GATEWAY, 4, 16, true },
		{ RTA_PREFSRC, 4, 16, true },	{ RTA_OIF, 4, 4, false },	{ RTA_PRIORITY, 4, 4, false },
		{ RTA_TABLE, 4, 4, false },	{ RTA_FLOW, 4, 4, false },	{ RTA_NH_ID, 4, 4, false },
		{ RTA_PREF, 1, 1, false },	{ RTA_CACHEINFO, 12, 12, false }, { RTA_VIA, 2, 2, false },
	};
	struct route r;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		for (size_t size = 0; size <= 40; size++)
			for (int six = 0; six < 2; six++) {
				size_t least = six ? table[i].inet6 : table[i].inet;
				bool good = table[i].exact ? size == least : size >= least;

				assert_int_equal(one_attribute(six ? AF_INET6 : AF_INET, table[i].type, size, &r),
						 good ? 1 : -EBADMSG);
			}
}

static int header_only(unsigned af, unsigned dst_bits, unsigned src_bits, struct route *ret_route)
{
	struct netlink_route it;
	size_t start;

	build_begin(&build, !host_is_little());
	start = build_message(&build, RTM_NEWROUTE, 0);
	build_u8(&build, af);
	build_u8(&build, dst_bits);
	build_u8(&build, src_bits);
	build_bytes(&build, "\0\0\0\0\1\0\0\0\0", 9);
	build_message_end(&build, start);
	return first(&it, build.data, build.size, false, ret_route);
}

/* A prefix is no longer than its address; what is of a family without routes here is passed over. */
static void test_prefix_lengths(void **state)
{
	struct route r;

	(void)state;
	for (unsigned bits = 0; bits < 256; bits++) {
		assert_int_equal(header_only(AF_INET, bits, 0, &r), bits <= 32 ? 1 : -EBADMSG);
		assert_int_equal(header_only(AF_INET, 0, bits, &r), bits <= 32 ? 1 : -EBADMSG);
		assert_int_equal(header_only(AF_INET6, bits, 0, &r), bits <= 128 ? 1 : -EBADMSG);
		assert_int_equal(header_only(AF_INET6, 0, bits, &r), bits <= 128 ? 1 : -EBADMSG);
		assert_int_equal(header_only(AF_MPLS, bits, 0, &r), bits <= 20 ? 1 : -EBADMSG);
		assert_int_equal(header_only(RTNL_FAMILY_IPMR, bits, 0, &r), 0);
		assert_int_equal(header_only(AF_BRIDGE, bits, bits, &r), 0);
	}
}

/* Next hops whose lengths lie. */
static void test_hop_lengths(void **state)
{
	static const unsigned wrong[] = { 0, 1, 2, 7, 17, 24, 0xffff };
	struct netlink_route it;
	struct route r;
	size_t start, nest;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		for (int second = 0; second < 2; second++) {
			build_begin(&build, i & 1);
			start = build_message(&build, RTM_NEWROUTE, 0);
			build_u8(&build, AF_INET);
			build_bytes(&build, "\0\0\0\0\0\0\1\0\0\0\0", 11);
			nest = build_nest(&build, RTA_MULTIPATH);
			for (int hop = 0; hop < 2; hop++) {
				build_u16(&build, hop == second ? wrong[i] : 8);
				build_u16(&build, 0);
				build_u32(&build, 3);
			}
			build_nest_end(&build, nest);
			build_message_end(&build, start);
			assert_int_equal(first(&it, build.data, build.size, build_swap(&build), &r), -EBADMSG);
		}
}

/* An empty list of next hops is a route without any, and is listed once. */
static void test_no_hops(void **state)
{
	struct route r;

	(void)state;
	assert_int_equal(one_attribute(AF_INET, RTA_MULTIPATH, 0, &r), 1);
	assert_int_equal(r.hops, 1);
	assert_int_equal(r.hop, 0);
}

/* A label stack instead of a destination (AF_MPLS). */
static void test_labels(void **state)
{
	struct netlink_route it;
	struct route r;
	size_t start;

	(void)state;
	build_begin(&build, false);
	start = build_message(&build, RTM_NEWROUTE, 0);
	build_u8(&build, AF_MPLS);
	build_u8(&build, 20);
	build_bytes(&build, "\0\0\376\0\0\1\0\0\0\0", 10);
	build_attr(&build, RTA_DST, "\0\1\1\0", 4);
	build_attr(&build, RTA_NEWDST, "\0\2\1\0", 4);
	build_message_end(&build, start);
	assert_int_equal(first(&it, build.data, build.size, build_swap(&build), &r), 1);
	assert_int_equal(r.family, FAMILY_MPLS);
	assert_int_equal(r.dst.size, 4);
	assert_memory_equal(r.dst.bytes, "\0\1\1\0", 4);
	assert_true(route_flag(&r, RFLAG_HOST));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_prefix_lengths),
		cmocka_unit_test(test_hop_lengths),
		cmocka_unit_test(test_no_hops),
		cmocka_unit_test(test_labels),
	};

	return RUN_TESTS("netlink_route", tests);
}
