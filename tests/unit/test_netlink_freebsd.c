/* SPDX-License-Identifier: ISC */
/*
 * Netlink as FreeBSD 13.2 and later speak it (<netlink/route/route.h>, neigh.h, interface.h of 14): Linux' messages
 * with other address families, and attributes of its own. The numbers are written out here;
 * platform/freebsd/check_netlink.c holds ours against the headers.
 */
#include "builder.h"

#include "lib/wire/decode.h"

enum { INET = 2, INET6 = 28, NEWLINK = 16, NEWADDR = 20, NEWROUTE = 24, NEWNEIGH = 28 };
enum { DST = 1, OIF = 4, GATEWAY = 5, METRICS = 8, MULTIPATH = 9, KNH_ID = 10, WEIGHT = 13, RTFLAGS = 14,
       TABLE = 15, VIA = 18, EXPIRES = 23, NH_ID = 30 };

static struct build build;

static void begin_route(unsigned family, unsigned bits)
{
	build_u8(&build, family);
	build_u8(&build, bits);
	build_u16(&build, 0);
	build_u8(&build, 0);
	build_u8(&build, 4);
	build_u8(&build, 0);
	build_u8(&build, 1);
	build_u32(&build, 0);
}

/* All records of what was built, in either order of bytes. */
static unsigned decode(struct record *to, unsigned room)
{
	struct origin origin = { .system = SYSTEM_FREEBSD, .word = 64, .hz = 100,
				 .swap = build_swap(&build) };
	struct frame frame = { .kind = FRAME_NETLINK, .origin = &origin, .key = "", .data = build.data,
			       .size = build.size };
	struct decode d;
	unsigned n = 0;
	int more;

	decode_begin(&d, &frame);
	while (n < room && (more = decode_next(&d, &to[n])) > 0)
		n++;
	assert_int_equal(decode_next(&d, &to[room - 1]), 0);
	return n;
}

static void test_routes(void **state)
{
	static const uint8_t net[4] = { 10, 1, 2, 0 }, gateway[4] = { 10, 0, 0, 1 };
	static const uint8_t local[16] = { 0xfe, 0x80 }, via[17] = { INET6, 0xfe, 0x80, [16] = 9 };
	static struct record r[8];

	(void)state;
	for (int big = 0; big < 2; big++) {
		size_t start, nest;

		build_begin(&build, big);
		start = build_message(&build, NEWROUTE, 2);
		begin_route(INET, 24);
		build_attr_u32(&build, TABLE, 1);
		build_attr(&build, DST, net, 4);
		build_attr(&build, GATEWAY, gateway, 4);
		build_attr_u32(&build, NH_ID, 77);
		build_attr_u32(&build, KNH_ID, 5);
		build_attr_u32(&build, RTFLAGS, 0x80803); /* up, gateway, static, fixed MTU */
		nest = build_nest(&build, METRICS);
		build_attr_u32(&build, 2, 1400);
		build_nest_end(&build, nest);
		build_attr_u32(&build, EXPIRES, 600);
		build_attr_u32(&build, OIF, 3);
		build_attr_u32(&build, WEIGHT, 7);
		build_message_end(&build, start);

		start = build_message(&build, NEWROUTE, 2); /* connected, link-local */
		begin_route(INET6, 64);
		build_attr_u32(&build, TABLE, 0);
		build_attr(&build, DST, local, 16);
		build_attr_u32(&build, KNH_ID, 6);
		build_attr_u32(&build, RTFLAGS, 1);
		build_attr_u32(&build, OIF, 2);
		build_message_end(&build, start);

		start = build_message(&build, NEWROUTE, 2); /* IPv4 over IPv6 */
		begin_route(INET, 24);
		build_attr(&build, DST, net, 4);
		build_attr(&build, VIA, via, sizeof(via));
		build_attr_u32(&build, RTFLAGS, 0x803);
		build_attr_u32(&build, OIF, 2);
		build_message_end(&build, start);

		assert_int_equal(decode(r, COUNT(r)), 3);
		assert_int_equal(r[0].route.family, FAMILY_INET);
		assert_int_equal(r[0].route.dst_bits, 24);
		assert_int_equal(r[0].route.table, 1);
		assert_int_equal(r[0].route.nhid, 5);
		assert_int_equal(r[0].route.weight, 7);
		assert_int_equal(r[0].route.ifindex, 3);
		assert_int_equal(r[0].route.expire_ms, 600000);
		assert_int_equal(r[0].route.metric[METRIC_MTU], 1400);
		assert_memory_equal(r[0].route.gateway.bytes, gateway, 4);
		assert_true(r[0].route.flags ==
			    (RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_GATEWAY) |
			     RFLAG_BIT(RFLAG_STATIC) | RFLAG_BIT(RFLAG_FIXEDMTU)));
		assert_int_equal(r[1].route.family, FAMILY_INET6);
		assert_int_equal(r[1].route.dst.scope, 2);
		assert_int_equal(r[1].route.gateway.family, FAMILY_LINK);
		assert_int_equal(r[1].route.gateway.scope, 2);
		assert_true(r[1].route.flags == RFLAG_BIT(RFLAG_UP));
		assert_int_equal(r[2].route.gateway.family, FAMILY_INET6);
		assert_int_equal(r[2].route.gateway.bytes[15], 9);
		assert_int_equal(r[2].route.gateway.scope, 2);
	}
}

/* Weights are told as they are, and flags of a hop only where they differ. */
static void test_multipath(void **state)
{
	static const uint8_t net[4] = { 10, 1, 2, 0 }, gateway[4] = { 10, 0, 0, 1 };
	static struct record r[8];
	size_t start, nest, hop;

	(void)state;
	build_begin(&build, false);
	start = build_message(&build, NEWROUTE, 2);
	begin_route(INET, 24);
	build_attr(&build, DST, net, 4);
	build_attr_u32(&build, KNH_ID, 9);
	build_attr_u32(&build, RTFLAGS, 0x803);
	nest = build_nest(&build, MULTIPATH);
	for (unsigned i = 0; i < 2; i++) {
		hop = build.size;
		build_u16(&build, 0);
		build_u8(&build, 0);
		build_u8(&build, 10 + i);
		build_u32(&build, 2 + i);
		build_attr(&build, GATEWAY, gateway, 4);
		if (i)
			build_attr_u32(&build, RTFLAGS, 0x8003);
		build_patch(&build, hop, build.size - hop, 2);
	}
	build_nest_end(&build, nest);
	build_message_end(&build, start);
	assert_int_equal(decode(r, COUNT(r)), 2);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(r[i].route.weight, 10 + i);
		assert_int_equal(r[i].route.ifindex, 2 + i);
		assert_int_equal(r[i].route.hops, 2);
		assert_int_equal(r[i].route.hop, i);
		assert_int_equal(r[i].route.nhid, 9);
	}
	assert_true(r[0].route.flags & RFLAG_BIT(RFLAG_STATIC));
	assert_true(r[1].route.flags & RFLAG_BIT(RFLAG_PROTO1));
	assert_false(r[1].route.flags & RFLAG_BIT(RFLAG_STATIC));
}

static void build_neigh(unsigned family, unsigned neigh_state, unsigned flags, const uint8_t *dst, uint32_t next)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 };
	const uint32_t ages[4] = { 5, 6, 7, 1 };
	size_t start = build_message(&build, NEWNEIGH, 2), nest;

	build_u8(&build, family);
	build_u8(&build, 0);
	build_u16(&build, 0);
	build_u32(&build, 2);
	build_u16(&build, neigh_state);
	build_u8(&build, flags);
	build_u8(&build, 0);
	build_attr(&build, 1, dst, family == INET ? 4 : 16);
	build_attr(&build, 2, mac, 6);
	nest = build_nest(&build, 3);
	for (unsigned i = 0; i < 4; i++)
		build_u32(&build, ages[i]);
	build_nest_end(&build, nest);
	if (next) {
		nest = build_nest(&build, 18);
		build_attr_u32(&build, 1, next);
		build_nest_end(&build, nest);
	}
	build_message_end(&build, start);
}

static void test_neighbours(void **state)
{
	static const uint8_t v4[4] = { 10, 0, 0, 7 }, v6[16] = { 0xfe, 0x80, [15] = 1 };
	static struct record r[8];

	(void)state;
	for (int big = 0; big < 2; big++) {
		build_begin(&build, big);
		build_neigh(INET, 2, 0, v4, 4000);
		build_neigh(INET6, 4, 0x80, v6, 0);
		build_neigh(INET, 2, 2, v4, 0);
		build_neigh(INET, 2, 0x40, v4, 0);
		assert_int_equal(decode(r, COUNT(r)), 4);
		assert_int_equal(r[0].neigh.state, STATE_REACHABLE);
		assert_int_equal(r[0].neigh.expires_at_ms, 4000000);
		assert_int_equal(r[0].neigh.expire_clock, EXPIRY_UPTIME);
		assert_int_equal(r[0].neigh.confirmed_ms, 5000); /* seconds, whatever hz is */
		assert_int_equal(r[1].neigh.family, FAMILY_INET6);
		assert_int_equal(r[1].neigh.state, STATE_STALE);
		assert_int_equal(r[1].neigh.dst.scope, 2);
		assert_true(r[1].neigh.flags & NFLAG_BIT(NFLAG_ROUTER));
		assert_int_equal(r[2].neigh.state, STATE_PERMANENT);
		assert_true(r[2].neigh.flags & NFLAG_BIT(NFLAG_LOCAL));
		assert_int_equal(r[3].neigh.state, STATE_PERMANENT);
		assert_false(r[3].neigh.flags & NFLAG_BIT(NFLAG_LOCAL));
	}
}

/* The flags of an interface are a BSD's: 0x8000 is multicast, and 0x1000 no such thing. */
static void test_interfaces(void **state)
{
	static struct record r[4];
	size_t start;

	(void)state;
	build_begin(&build, false);
	start = build_message(&build, NEWLINK, 2);
	build_u16(&build, 0);
	build_u16(&build, 6); /* IFT_ETHER */
	build_u32(&build, 2);
	build_u32(&build, 0x8843);
	build_u32(&build, 0);
	build_attr(&build, 3, "em0", 4);
	build_attr_u32(&build, 4, 1500);
	build_message_end(&build, start);
	assert_int_equal(decode(r, COUNT(r)), 1);
	assert_string_equal(r[0].iface.name, "em0");
	assert_int_equal(r[0].iface.mtu, 1500);
	assert_int_equal(r[0].iface.link_type, link_type_of_ift(6));
	for (unsigned i = 0; i < 6; i++) {
		static const enum iface_flag want[] = { IFLAG_UP, IFLAG_BROADCAST, IFLAG_RUNNING, IFLAG_SIMPLEX,
							IFLAG_MULTICAST, IFLAG_LOOPBACK };

		assert_int_equal(iface_flag(&r[0].iface, want[i]), i < 5);
	}
}

/* Whatever is cut is refused, and nothing behind it is read. */
static void test_cut(void **state)
{
	static const uint8_t v4[4] = { 10, 0, 0, 7 };
	static struct record r;
	struct origin origin = { .system = SYSTEM_FREEBSD, .word = 64, .hz = 100, .swap = !host_is_little() };

	(void)state;
	build_begin(&build, false);
	build_neigh(INET, 2, 0, v4, 4000);
	for (size_t cut = 1; cut < build.size; cut++) {
		struct guarded g = guard(build.data, build.size - cut, false);
		struct frame frame = { .kind = FRAME_NETLINK, .origin = &origin, .key = "", .data = g.data,
				       .size = build.size - cut };
		struct decode d;

		decode_begin(&d, &frame);
		assert_int_equal(decode_next(&d, &r), -EBADMSG);
		unguard(&g);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),	   cmocka_unit_test(test_multipath),
		cmocka_unit_test(test_neighbours), cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_cut),
	};

	return RUN_TESTS("netlink_freebsd", tests);
}
