/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/iface.h"

static void test_names(void **state)
{
	(void)state;
	for (unsigned i = 0; i < IFLAG_COUNT; i++) {
		assert_non_null(iface_flag_name(i));
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(iface_flag_name(i), iface_flag_name(k));
	}
	for (unsigned i = 0; i < AFLAG_COUNT; i++) {
		assert_non_null(ifaddr_flag_name(i));
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(ifaddr_flag_name(i), ifaddr_flag_name(k));
	}
	for (unsigned i = 0; i <= 6; i++)
		assert_non_null(iface_operstate_name(i));
	assert_string_equal(iface_operstate_name(6), "up");
	assert_null(iface_operstate_name(7));
	assert_null(iface_flag_name(IFLAG_COUNT));
	assert_null(ifaddr_flag_name(AFLAG_COUNT));
	assert_true(IFACE_FIELDS <= 64 && IFADDR_FIELDS <= 64);
	assert_true(IFLAG_COUNT <= 32 && AFLAG_COUNT <= 32);
}

/* As net-tools 2.10 sorts them: numbers as numbers, aliases behind their interface. */
static void test_order(void **state)
{
	static const char *const sorted[] = {
		"", "1", "2", "10", "a", "alpha", "eth", "eth0", "eth0:1", "eth0:2", "eth0:10", "eth1", "eth2",
		"eth9", "eth10", "eth10:0", "eth100", "eth999999999999", "lo", "p1p2", "p1p10", "p2p1", "wlan0",
	};

	(void)state;
	for (size_t a = 0; a < COUNT(sorted); a++)
		for (size_t b = 0; b < COUNT(sorted); b++) {
			int order = iface_name_compare(sorted[a], sorted[b]);

			if ((order > 0) - (order < 0) != (a > b) - (a < b))
				fail_msg("\"%s\" and \"%s\": %d", sorted[a], sorted[b], order);
		}
}

static int compare(const void *a, const void *b)
{
	return iface_name_compare(a, b);
}

/* A total order over any names: qsort relies on it. */
static void test_order_is_one(void **state)
{
	enum { NAMES = 200 };
	static const char letters[] = "ab019:.\xff";
	static char names[NAMES][IFACE_NAME_MAX];
	struct dice dice = DICE;

	(void)state;
	for (int round = 0; round < 20; round++) {
		memset(names, 0, sizeof(names));
		for (int i = 0; i < NAMES; i++)
			for (unsigned n = dice_below(&dice, IFACE_NAME_MAX), k = 0; k < n; k++)
				names[i][k] = letters[dice_below(&dice, sizeof(letters) - 1)];
		for (int a = 0; a < NAMES; a++)
			for (int b = 0; b < NAMES; b++) {
				int order = iface_name_compare(names[a], names[b]);
				int back = iface_name_compare(names[b], names[a]);

				assert_int_equal((order > 0) - (order < 0), (back < 0) - (back > 0));
				assert_int_equal(order == 0, strcmp(names[a], names[b]) == 0);
			}
		qsort(names, NAMES, sizeof(names[0]), compare);
		for (int a = 0; a < NAMES; a++)
			for (int b = a + 1; b < NAMES; b++)
				assert_true(iface_name_compare(names[a], names[b]) <= 0);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_is_one),
	};

	return RUN_TESTS("iface", tests);
}
