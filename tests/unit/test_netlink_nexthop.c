/* SPDX-License-Identifier: ISC */
#include "builder.h"

#include <sys/socket.h>

#include "lib/wire/netlink.h"

static struct build build;
static const struct origin linux_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

static size_t begin(unsigned af, uint32_t flags)
{
	size_t start = build_message(&build, RTM_NEWNEXTHOP, 0);

	build_u8(&build, af);
	build_u8(&build, RT_SCOPE_LINK);
	build_u8(&build, RTPROT_STATIC);
	build_u8(&build, 0);
	build_u32(&build, flags);
	return start;
}

static int read_nexthop(unsigned number, struct nexthop *ret_nexthop)
{
	struct guarded g = guard(build.data, build.size, false);
	struct bytes frame = bytes_of(g.data, build.size, build_swap(&build));
	struct netlink_message m;
	int e;

	memset(ret_nexthop, 0xff, sizeof(*ret_nexthop));
	assert_int_equal(netlink_next(&frame, &m), 1);
	e = netlink_nexthop(&m, &linux_origin, number, ret_nexthop);
	unguard(&g);
	return e;
}

static void test_objects(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		bool inet = dice_below(&dice, 2), gateway = dice_below(&dice, 2), hole = dice_below(&dice, 4) == 0;
		bool link_local = dice_below(&dice, 2);
		uint32_t id = 1 + (uint32_t)dice_u64(&dice) / 2, ifindex = (uint32_t)dice_u64(&dice);
		uint8_t bytes[16];
		struct nexthop n;
		size_t start;

		dice_fill(&dice, bytes, 16);
		bytes[0] = link_local ? 0xfe : 0xfd;
		bytes[1] = 0x80;
		build_begin(&build, i & 1);
		start = begin(inet ? AF_INET : AF_INET6, i & 2 ? RTNH_F_ONLINK : 0);
		build_attr_u32(&build, NHA_ID, id);
		if (hole)
			build_attr(&build, NHA_BLACKHOLE, "", 0);
		if (gateway) /* before its interface: the scope is known only later */
			build_attr(&build, NHA_GATEWAY, bytes, inet ? 4 : 16);
		build_attr_u32(&build, NHA_OIF, ifindex);
		build_attr_u32(&build, 4711, 4711);
		build_message_end(&build, start);
		assert_int_equal(read_nexthop(0, &n), 1);
		assert_int_equal(n.id, id);
		assert_int_equal(n.ifindex, ifindex);
		assert_int_equal(n.member, 0);
		assert_int_equal(n.members, 0);
		assert_int_equal(n.blackhole, hole);
		assert_int_equal(n.scope, RT_SCOPE_LINK);
		assert_int_equal(n.protocol, RTPROT_STATIC);
		assert_true(n.flags == (i & 2 ? RFLAG_BIT(RFLAG_ONLINK) : 0));
		assert_int_equal(n.gateway.family, !gateway ? FAMILY_NONE : inet ? FAMILY_INET : FAMILY_INET6);
		if (gateway)
			assert_memory_equal(n.gateway.bytes, bytes, inet ? 4 : 16);
		assert_int_equal(n.gateway.scope, gateway && !inet && link_local ? ifindex : 0);
		assert_int_equal(read_nexthop(1, &n), 0);
	}
}

/* Members one by one; the weight has a second byte since Linux 6.12. */
static void test_groups(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (unsigned count = 1; count < 200; count++) {
		uint32_t ids[200], weights[200];
		struct nexthop n;
		size_t start, nest;

		build_begin(&build, count & 1);
		start = begin(AF_UNSPEC, 0);
		build_attr_u32(&build, NHA_ID, 99);
		build_attr_u16(&build, NHA_GROUP_TYPE, count & 2 ? NEXTHOP_GRP_TYPE_RES : NEXTHOP_GRP_TYPE_MPATH);
		nest = build_nest(&build, NHA_GROUP);
		for (unsigned i = 0; i < count; i++) {
			ids[i] = (uint32_t)dice_u64(&dice);
			weights[i] = 1 + dice_below(&dice, 65536);
			build_u32(&build, ids[i]);
			build_u8(&build, (weights[i] - 1) & 255);
			build_u8(&build, (weights[i] - 1) >> 8);
			build_u16(&build, 0);
		}
		build_nest_end(&build, nest);
		build_message_end(&build, start);
		for (unsigned i = 0; i < count; i++) {
			assert_int_equal(read_nexthop(i, &n), 1);
			assert_int_equal(n.id, 99);
			assert_int_equal(n.number, i);
			assert_int_equal(n.members, count);
			assert_int_equal(n.member, ids[i]);
			assert_int_equal(n.weight, weights[i]);
			assert_int_equal(n.resilient, (count & 2) != 0);
		}
		assert_int_equal(read_nexthop(count, &n), 0);
	}
}

static void test_refused(void **state)
{
	static const uint8_t zeros[64];
	struct nexthop n;
	size_t start;

	(void)state;
	build_begin(&build, false); /* no number */
	start = begin(AF_INET, 0);
	build_attr_u32(&build, NHA_OIF, 3);
	build_message_end(&build, start);
	assert_int_equal(read_nexthop(0, &n), -EBADMSG);
	for (size_t size = 0; size <= 40; size++) {
		build_begin(&build, size & 1);
		start = begin(AF_INET, 0);
		build_attr_u32(&build, NHA_ID, 7);
		build_attr(&build, NHA_GROUP, zeros, size);
		build_message_end(&build, start);
		assert_int_equal(read_nexthop(0, &n), size % 8 ? -EBADMSG : 1);
		build_begin(&build, size & 1);
		start = begin(AF_INET, 0);
		build_attr_u32(&build, NHA_ID, 7);
		build_attr(&build, NHA_GATEWAY, zeros, size);
		build_message_end(&build, start);
		assert_int_equal(read_nexthop(0, &n), size == 4 || size == 16 ? 1 : -EBADMSG);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_refused),
	};

	return RUN_TESTS("netlink_nexthop", tests);
}
