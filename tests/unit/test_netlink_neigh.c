/* SPDX-License-Identifier: ISC */
/* Neighbours and times that are made up, written with the kernel's numbers, and read again. */
#include "builder.h"

#include <sys/socket.h>

#include "lib/wire/netlink.h"

#ifndef NTF_EXT_LOCKED /* headers before Linux 6.3 */
#define NTF_EXT_LOCKED (1 << 1)
#endif

static struct build build;
static const struct origin linux_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

static const struct {
	unsigned kernel;
	enum neigh_state state;
} states[] = {
	{ NUD_NONE, STATE_NONE },	{ NUD_INCOMPLETE, STATE_INCOMPLETE },
	{ NUD_REACHABLE, STATE_REACHABLE }, { NUD_STALE, STATE_STALE },
	{ NUD_DELAY, STATE_DELAY },	{ NUD_PROBE, STATE_PROBE },
	{ NUD_FAILED, STATE_FAILED },	{ NUD_NOARP, STATE_NOARP },
	{ NUD_PERMANENT, STATE_PERMANENT },
};

static const struct {
	unsigned kernel;
	enum neigh_flag flag;
} flags[] = {
	{ NTF_USE, NFLAG_USE },		{ NTF_SELF, NFLAG_SELF },
	{ NTF_MASTER, NFLAG_MASTER },	{ NTF_PROXY, NFLAG_PROXY },
	{ NTF_EXT_LEARNED, NFLAG_LEARNED }, { NTF_OFFLOADED, NFLAG_OFFLOADED },
	{ NTF_STICKY, NFLAG_STICKY },	{ NTF_ROUTER, NFLAG_ROUTER },
};

static void put_cacheinfo(struct dice *d, struct neigh *n)
{
	size_t start = build_nest(&build, NDA_CACHEINFO);
	uint32_t ticks[3];

	dice_fill(d, ticks, sizeof(ticks));
	n->refs = (uint32_t)dice_u64(d);
	for (int i = 0; i < 3; i++)
		build_u32(&build, ticks[i]);
	build_u32(&build, n->refs);
	build_nest_end(&build, start);
	n->confirmed_ms = (int64_t)ticks[0] * 10;
	n->used_ms = (int64_t)ticks[1] * 10;
	n->updated_ms = (int64_t)ticks[2] * 10;
	n->has |= NEIGH_BIT(NEIGH_CONFIRMED) | NEIGH_BIT(NEIGH_USED) | NEIGH_BIT(NEIGH_UPDATED) |
		  NEIGH_BIT(NEIGH_REFS);
}

static void put_header(struct dice *d, struct neigh *n)
{
	bool inet = dice_below(d, 2);
	unsigned state = dice_below(d, COUNT(states)), bits = 0;

	n->family = inet ? FAMILY_INET : FAMILY_INET6;
	n->ifindex = dice_below(d, 5) ? (uint32_t)dice_u64(d) : 0;
	n->state = (uint8_t)states[state].state;
	n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS) |
		 (n->ifindex ? NEIGH_BIT(NEIGH_DEVICE) : 0);
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (dice_below(d, 3))
			continue;
		bits |= flags[i].kernel;
		n->flags |= NFLAG_BIT(flags[i].flag);
	}
	build_u8(&build, inet ? AF_INET : AF_INET6);
	build_u8(&build, 0);
	build_u16(&build, 0);
	build_u32(&build, n->ifindex);
	build_u16(&build, states[state].kernel);
	build_u8(&build, bits);
	build_u8(&build, RTN_UNICAST);
	n->lladdr.scope = n->ifindex;
}

static void put_attributes(struct dice *d, struct neigh *n)
{
	unsigned extended = dice_below(d, 4);

	n->dst.family = n->family;
	n->dst.size = n->family == FAMILY_INET ? 4 : 16;
	dice_fill(d, n->dst.bytes, n->dst.size);
	if (n->family == FAMILY_INET6) {
		bool link_local = dice_below(d, 2);

		n->dst.bytes[0] = link_local ? 0xfe : 0xfd;
		n->dst.bytes[1] = 0x80;
		n->dst.scope = link_local ? n->ifindex : 0;
	}
	n->has |= NEIGH_BIT(NEIGH_DST);
	build_attr(&build, NDA_DST, n->dst.bytes, n->dst.size);
	if (dice_below(d, 2)) {
		n->lladdr.family = FAMILY_LINK;
		n->lladdr.size = (uint8_t)dice_below(d, ADDR_MAX + 1);
		dice_fill(d, n->lladdr.bytes, n->lladdr.size);
		n->has |= NEIGH_BIT(NEIGH_LLADDR);
		build_attr(&build, NDA_LLADDR, n->lladdr.bytes, n->lladdr.size);
	}
	if (dice_below(d, 2))
		put_cacheinfo(d, n);
	if (dice_below(d, 2)) {
		n->probes = (uint32_t)dice_u64(d);
		n->has |= NEIGH_BIT(NEIGH_PROBES);
		build_attr_u32(&build, NDA_PROBES, n->probes);
	}
	if (dice_below(d, 2)) {
		n->vlan = (uint16_t)dice_u64(d);
		n->has |= NEIGH_BIT(NEIGH_VLAN);
		build_attr_u16(&build, NDA_VLAN, n->vlan);
	}
	if (dice_below(d, 2)) {
		n->protocol = (uint8_t)dice_u64(d);
		n->has |= NEIGH_BIT(NEIGH_PROTOCOL);
		build_attr_u8(&build, NDA_PROTOCOL, n->protocol);
	}
	if (extended) {
		n->flags |= extended & NTF_EXT_MANAGED ? NFLAG_BIT(NFLAG_MANAGED) : 0;
		n->flags |= extended & NTF_EXT_LOCKED ? NFLAG_BIT(NFLAG_LOCKED) : 0;
		build_attr_u32(&build, NDA_FLAGS_EXT, extended);
	}
	build_attr_u32(&build, 4711, 4711);
}

#define SAME(member) assert_memory_equal(&got.member, &want.member, sizeof(got.member))

static int read_neigh(const uint8_t *data, size_t size, bool swap, struct neigh *ret_neigh)
{
	struct bytes frame = bytes_of(data, size, swap);
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	return netlink_neigh(&m, &linux_origin, ret_neigh);
}

static void test_what_is_written_is_read(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct neigh want, got;
		struct guarded g;
		size_t start;

		memset(&want, 0, sizeof(want));
		memset(&got, 0xff, sizeof(got));
		build_begin(&build, i & 1);
		start = build_message(&build, RTM_NEWNEIGH, NLM_F_MULTI);
		put_header(&dice, &want);
		put_attributes(&dice, &want);
		build_message_end(&build, start);
		g = guard(build.data, build.size, false);
		assert_int_equal(read_neigh(g.data, build.size, build_swap(&build), &got), 1);
		SAME(has); SAME(family); SAME(state); SAME(protocol); SAME(link_type); SAME(vlan);
		SAME(flags); SAME(ifindex); SAME(refs); SAME(probes); SAME(confirmed_ms);
		SAME(used_ms); SAME(updated_ms); SAME(expire_ms); SAME(dst); SAME(lladdr);
		unguard(&g);
	}
}

/* The forwarding entries of a bridge are no neighbours. */
static void test_bridge(void **state)
{
	struct neigh n;
	size_t start;

	(void)state;
	build_begin(&build, false);
	start = build_message(&build, RTM_NEWNEIGH, 0);
	build_u8(&build, AF_BRIDGE);
	build_bytes(&build, "\0\0\0\3\0\0\0\200\0\2\0", 11);
	build_attr(&build, NDA_LLADDR, "\2\0\0\0\0\1", 6);
	build_message_end(&build, start);
	assert_int_equal(read_neigh(build.data, build.size, build_swap(&build), &n), 0);
}

static void test_sizes(void **state)
{
	static const struct {
		unsigned type, least, most;
	} table[] = {
		{ NDA_DST, 4, 4 },	 { NDA_LLADDR, 0, ADDR_MAX }, { NDA_CACHEINFO, 16, 64 },
		{ NDA_PROBES, 4, 64 },	 { NDA_VLAN, 2, 64 },	      { NDA_PROTOCOL, 1, 64 },
		{ NDA_FLAGS_EXT, 4, 64 },
	};
	static const uint8_t zeros[64];
	struct neigh n;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		for (size_t size = 0; size <= 64; size++) {
			size_t start;

			build_begin(&build, i & 1);
			start = build_message(&build, RTM_NEWNEIGH, 0);
			build_u8(&build, AF_INET);
			build_bytes(&build, zeros, 11);
			build_attr(&build, table[i].type, zeros, size);
			build_message_end(&build, start);
			assert_int_equal(read_neigh(build.data, build.size, build_swap(&build), &n),
					 size >= table[i].least && size <= table[i].most ? 1 : -EBADMSG);
		}
}

static int read_times(struct neigh_times *ret_times)
{
	struct bytes frame = bytes_of(build.data, build.size, build_swap(&build));
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	return netlink_neigh_times(&m, &linux_origin, ret_times);
}

static void test_times(void **state)
{
	static const unsigned numbers[] = { NDTPA_REACHABLE_TIME, NDTPA_BASE_REACHABLE_TIME,
					    NDTPA_GC_STALETIME, NDTPA_DELAY_PROBE_TIME,
					    NDTPA_RETRANS_TIME };
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		bool inet = dice_below(&dice, 2), device = dice_below(&dice, 2);
		uint64_t values[COUNT(numbers)];
		struct neigh_times t;
		size_t start, nest;

		build_begin(&build, i & 1);
		start = build_message(&build, RTM_NEWNEIGHTBL, 0);
		build_u8(&build, inet ? AF_INET : AF_INET6);
		build_bytes(&build, "\0\0\0", 3);
		build_attr(&build, NDTA_NAME, inet ? "arp_cache" : "ndisc_cache", 10);
		nest = build_nest(&build, NDTA_PARMS | (i & 2 ? NLA_F_NESTED : 0));
		if (device)
			build_attr_u32(&build, NDTPA_IFINDEX, 7);
		for (size_t k = 0; k < COUNT(numbers); k++) {
			values[k] = dice_u64(&dice) >> (1 + dice_below(&dice, 60));
			build_attr_u64(&build, numbers[k], values[k]);
		}
		build_attr_u32(&build, NDTPA_QUEUE_LEN, 99);
		build_nest_end(&build, nest);
		build_message_end(&build, start);
		assert_int_equal(read_times(&t), 1);
		assert_int_equal(t.family, inet ? FAMILY_INET : FAMILY_INET6);
		assert_int_equal(t.ifindex, device ? 7 : 0);
		assert_true((uint64_t)t.reachable_ms == values[0]);
		assert_true((uint64_t)t.base_reachable_ms == values[1]);
		assert_true((uint64_t)t.stale_ms == values[2]);
		assert_true((uint64_t)t.delay_ms == values[3]);
		assert_true((uint64_t)t.retrans_ms == values[4]);
	}
}

/* A time is none that a subtraction could carry over its end. */
static void test_times_beyond_time(void **state)
{
	struct neigh_times t;
	size_t start, nest;

	(void)state;
	for (int i = 0; i < 64; i++) {
		build_begin(&build, i & 1);
		start = build_message(&build, RTM_NEWNEIGHTBL, 0);
		build_u8(&build, AF_INET);
		build_bytes(&build, "\0\0\0", 3);
		nest = build_nest(&build, NDTA_PARMS);
		build_attr_u64(&build, NDTPA_REACHABLE_TIME, UINT64_MAX - (UINT64_C(1) << i) + 1);
		build_nest_end(&build, nest);
		build_message_end(&build, start);
		if (read_times(&t) > 0)
			assert_true(t.reachable_ms >= 0);
	}
}

/* A table without parameters, or of a family that is not ours, tells nothing. */
static void test_no_times(void **state)
{
	struct neigh_times t;
	size_t start;

	(void)state;
	for (int i = 0; i < 2; i++) {
		build_begin(&build, false);
		start = build_message(&build, RTM_NEWNEIGHTBL, 0);
		build_u8(&build, i ? AF_INET : AF_BRIDGE);
		build_bytes(&build, "\0\0\0", 3);
		if (!i)
			build_attr(&build, NDTA_PARMS, "", 0);
		build_message_end(&build, start);
		assert_int_equal(read_times(&t), 0);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_bridge),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_times_beyond_time),
		cmocka_unit_test(test_no_times),
	};

	return RUN_TESTS("netlink_neigh", tests);
}
