/* SPDX-License-Identifier: ISC */
/* The texts of multicast groups: net/igmp, net/igmp6, net/dev_mcast. */
#include "test.h"

#include "lib/wire/procfs_membership.h"

static const struct origin little = { .system = SYSTEM_LINUX, .hz = 100 };
static const struct origin big = { .system = SYSTEM_LINUX, .hz = 1000, .big_endian = true };

static int igmp(struct bytes *text, struct membership *m)
{
	return procfs_igmp(text, &little, m);
}

static int igmp6(struct bytes *text, struct membership *m)
{
	return procfs_igmp6(text, &little, m);
}

/* A text that ends where a page without access begins. */
#define TEXT(name, string) \
	struct guarded name##_g = guard(string, strlen(string), false); \
	struct bytes name = bytes_of(name##_g.data, strlen(string), false)

static void test_igmp(void **state)
{
	static const uint8_t all_hosts[] = { 224, 0, 0, 1 };
	struct membership m;

	(void)state;
	TEXT(b, "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
		"1\tlo        :     1      V3\n"
		"\t\t\t\t010000E0     1 0:00000000\t\t0\n"
		"12\tfifteen-chars15:     2      V2\n"
		"\t\t\t\tFB0000E0     3 1:000000FA\t\t1\n");
	assert_int_equal(igmp(&b, &m), 1);
	assert_int_equal(m.has, MEMBERSHIP_BIT(MEMBERSHIP_DEVICE) | MEMBERSHIP_BIT(MEMBERSHIP_QUERIER));
	assert_string_equal(m.device, "lo");
	assert_int_equal(m.ifindex, 1);
	assert_int_equal(m.querier, 3);
	assert_int_equal(igmp(&b, &m), 1);
	assert_false(membership_has(&m, MEMBERSHIP_DEVICE) || membership_has(&m, MEMBERSHIP_TIMER));
	assert_int_equal(m.family, FAMILY_INET);
	assert_memory_equal(m.group.bytes, all_hosts, 4);
	assert_int_equal(m.users, 1);
	assert_false(m.reporter);
	assert_int_equal(igmp(&b, &m), 1);
	assert_string_equal(m.device, "fifteen-chars15");
	assert_int_equal(m.querier, 2);
	assert_int_equal(igmp(&b, &m), 1);
	assert_true(m.reporter && membership_has(&m, MEMBERSHIP_TIMER));
	assert_int_equal(m.users, 3);
	assert_int_equal(m.timer_ms, 2500);
	assert_int_equal(igmp(&b, &m), 0);
	unguard(&b_g);
}

static void test_byte_order(void **state)
{
	struct membership m;

	(void)state;
	TEXT(b, "\t\t\t\tE00000FB     3 1:000000FA\t\t1\n");
	assert_int_equal(procfs_igmp(&b, &big, &m), 1);
	assert_int_equal(m.group.bytes[0], 224);
	assert_int_equal(m.group.bytes[3], 251);
	assert_int_equal(m.timer_ms, 250);
	unguard(&b_g);
}

static void test_igmp6(void **state)
{
	struct membership m;

	(void)state;
	TEXT(b, "4    eth0            ff0200000000000000000001ff000002     1 00000004 0\n"
		"4    fifteen-chars15 ff020000000000000000000000000001     2 00000007 125\n");
	assert_int_equal(igmp6(&b, &m), 1);
	assert_string_equal(m.device, "eth0");
	assert_int_equal(m.ifindex, 4);
	assert_int_equal(m.family, FAMILY_INET6);
	assert_int_equal(m.group.bytes[15], 2);
	assert_false(m.reporter || membership_has(&m, MEMBERSHIP_TIMER));
	assert_int_equal(igmp6(&b, &m), 1);
	assert_int_equal(m.users, 2);
	assert_true(m.reporter);
	assert_int_equal(m.timer_ms, 1250);
	assert_int_equal(igmp6(&b, &m), 0);
	unguard(&b_g);
}

static void test_dev_mcast(void **state)
{
	static const uint8_t group[] = { 0x01, 0x00, 0x5e, 0x00, 0x00, 0x01 };
	struct membership m;

	(void)state;
	TEXT(b, "4    eth0            2     1     01005e000001\n");
	assert_int_equal(procfs_dev_mcast(&b, &m), 1);
	assert_int_equal(m.family, FAMILY_LINK);
	assert_int_equal(m.group.size, sizeof(group));
	assert_memory_equal(m.group.bytes, group, sizeof(group));
	assert_int_equal(m.users, 2);
	assert_int_equal(m.global_users, 1);
	assert_false(membership_has(&m, MEMBERSHIP_REPORTER));
	assert_int_equal(procfs_dev_mcast(&b, &m), 0);
	unguard(&b_g);
}

static const struct {
	int (*next)(struct bytes *text, struct membership *m);
	const char *text;
} broken[] = {
	{ igmp, "\n" }, { igmp, "eth0\n" }, { igmp, "1\t:     1      V3\n" }, { igmp, ":1\tlo\n" },
	{ igmp, "0\tlo        :     1      V3\n" }, { igmp, "1\tsixteen-letters-:     1      V3\n" },
	{ igmp, "\t\t\t\t010000E     1 0:00000000\t\t0\n" }, { igmp, "\t\t\t\t010000E0     1 0-00000000\t\t0\n" },
	{ igmp, "\t\t\t\t010000E0     1 0:\t\t0\n" }, { igmp, "\t\t\t\t010000E0     4294967296 0:00000000\t\t0\n" },
	{ igmp, "\t\t\t\t010000E0     1 0:00000000\n" },
	{ igmp6, "\n" }, { igmp6, "0 eth0 ff020000000000000000000000000001 1 00000004 0\n" },
	{ igmp6, "4 sixteen-letters- ff020000000000000000000000000001 1 00000004 0\n" },
	{ igmp6, "4 eth0 ff02000000000000000000000000000 1 00000004 0\n" },
	{ igmp6, "4 eth0 ff020000000000000000000000000001 1 0000004 0\n" },
	{ igmp6, "4 eth0 ff020000000000000000000000000001 1 00000004\n" },
	{ procfs_dev_mcast, "\n" }, { procfs_dev_mcast, "4 eth0 1 0 0g005e000001\n" },
	{ procfs_dev_mcast, "4 eth0 1 01005e000001\n" },
};

static void test_broken(void **state)
{
	struct membership m;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		TEXT(b, broken[i].text);
		assert_int_equal(broken[i].next(&b, &m), -EBADMSG);
		unguard(&b_g);
	}
}

static void test_noise(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFabcdefV: \t\nIeth";
	static int (*const next[])(struct bytes *, struct membership *) = { igmp, igmp6, procfs_dev_mcast };
	struct dice dice = DICE;

	(void)state;
	for (unsigned round = 0; round < 3000; round++) {
		size_t size = dice_below(&dice, 200);
		uint8_t text[200];
		struct guarded g;
		struct membership m;

		for (size_t at = 0; at < size; at++)
			text[at] = (uint8_t)alphabet[dice_below(&dice, sizeof(alphabet) - 1)];
		g = guard(text, size, false);
		for (size_t i = 0; i < COUNT(next); i++)
			for (struct bytes b = bytes_of(g.data, size, false); next[i](&b, &m) > 0;)
				assert_true(m.group.size <= ADDR_MAX && memchr(m.device, 0, sizeof(m.device)));
		unguard(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_igmp),	  cmocka_unit_test(test_byte_order),
		cmocka_unit_test(test_igmp6),	  cmocka_unit_test(test_dev_mcast),
		cmocka_unit_test(test_broken),	  cmocka_unit_test(test_noise),
	};

	return RUN_TESTS("procfs_membership", tests);
}
