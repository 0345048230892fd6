/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <inttypes.h>

#include "lib/base/number.h"

static void expect_u64(uint64_t value)
{
	char want[32], got[NUMBER_U64_MAX + 1];
	size_t n = number_u64(got, value);

	got[n] = '\0';
	snprintf(want, sizeof(want), "%" PRIu64, value);
	assert_string_equal(got, want);
}

/* Every length, with the values around each power of ten and of two, and many between. */
static void test_as_printf(void **state)
{
	struct dice dice = DICE;
	uint64_t power = 1;

	(void)state;
	for (uint64_t v = 0; v < 10000; v++)
		expect_u64(v);
	for (int i = 0; i < 20; i++, power *= 10) {
		expect_u64(power - 1);
		expect_u64(power);
		expect_u64(power + 1);
	}
	for (int i = 0; i < 64; i++) {
		expect_u64((UINT64_C(1) << i) - 1);
		expect_u64(UINT64_C(1) << i);
	}
	for (int i = 0; i < 20000; i++)
		expect_u64(dice_u64(&dice) >> dice_below(&dice, 64));
	expect_u64(UINT64_MAX);
}

static void test_octets(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 256; v++) {
		char want[8], got[8];
		size_t n = number_octet(got, (uint8_t)v);

		got[n] = '\0';
		snprintf(want, sizeof(want), "%u", v);
		assert_string_equal(got, want);
	}
}

static void test_parse_what_is_written(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint64_t value = dice_u64(&dice) >> dice_below(&dice, 64), got = ~value;
		char text[32];

		snprintf(text, sizeof(text), "%" PRIu64, value);
		assert_int_equal(number_parse(text, UINT64_MAX, &got), 0);
		assert_true(got == value);
		got = 77;
		assert_int_equal(number_parse(text, value, &got), 0);
		assert_true(got == value);
		if (!value)
			continue;
		got = 77;
		assert_int_equal(number_parse(text, value - 1, &got), -ERANGE);
		assert_true(got == 77);
	}
}

static void test_parse_refuses(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		int error;
	} table[] = {
		{ "", UINT64_MAX, -EINVAL },	{ " 1", UINT64_MAX, -EINVAL },
		{ "1 ", UINT64_MAX, -EINVAL },	{ "+1", UINT64_MAX, -EINVAL },
		{ "-1", UINT64_MAX, -EINVAL },	{ "0x10", UINT64_MAX, -EINVAL },
		{ "1.0", UINT64_MAX, -EINVAL }, { "1e3", UINT64_MAX, -EINVAL },
		{ "\xd9\xa1", UINT64_MAX, -EINVAL }, /* an Arabic digit */
		{ "18446744073709551616", UINT64_MAX, -ERANGE },
		{ "99999999999999999999999999", UINT64_MAX, -ERANGE },
		{ "256", 255, -ERANGE },	{ "5", 4, -ERANGE },
		{ "1", 0, -ERANGE },		{ "0", 0, 0 },
		{ "000000000000000000000000000007", 7, 0 },
		{ "18446744073709551615", UINT64_MAX, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		uint64_t value = 0;

		assert_int_equal(number_parse(table[i].text, table[i].max, &value), table[i].error);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_printf),
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_parse_what_is_written),
		cmocka_unit_test(test_parse_refuses),
	};

	return RUN_TESTS("number", tests);
}
