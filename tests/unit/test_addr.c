/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "lib/model/addr.h"

static void expect_inet6(struct out *out, const uint8_t bytes[16])
{
	char want[INET6_ADDRSTRLEN];
	struct addr a = { .family = FAMILY_INET6, .size = 16 }, back;

	assert_non_null(inet_ntop(AF_INET6, bytes, want, sizeof(want)));
	addr_write_inet6(out, bytes);
	assert_text(out, want);
	memcpy(a.bytes, bytes, 16);
	addr_write(out, &a);
	assert_text(out, want);
	assert_int_equal(addr_parse(want, FAMILY_INET6, &back), 0);
	assert_memory_equal(&back, &a, sizeof(a));
}

static void expect_inet(struct out *out, const uint8_t bytes[4])
{
	char want[INET_ADDRSTRLEN];
	struct addr a = { .family = FAMILY_INET, .size = 4 }, back;

	assert_non_null(inet_ntop(AF_INET, bytes, want, sizeof(want)));
	addr_write_inet(out, bytes);
	assert_text(out, want);
	memcpy(a.bytes, bytes, 4);
	addr_write(out, &a);
	assert_text(out, want);
	assert_int_equal(addr_parse(want, FAMILY_INET, &back), 0);
	assert_memory_equal(&back, &a, sizeof(a));
}

static void test_inet_as_the_library(void **state)
{
	struct out *out = test_out();
	struct dice dice = DICE;

	(void)state;
	for (unsigned i = 0; i < 4 * 256; i++) {
		uint8_t bytes[4] = { 9, 99, 199, 0 };

		bytes[i / 256] = (uint8_t)i;
		expect_inet(out, bytes);
	}
	for (int i = 0; i < 50000; i++) {
		uint8_t bytes[4];

		dice_fill(&dice, bytes, 4);
		expect_inet(out, bytes);
	}
}

/* Every pattern of zero groups, with small, large and special values in the others. */
static void test_inet6_as_the_library(void **state)
{
	static const uint16_t values[] = { 1, 0xf, 0x10, 0xff, 0x100, 0xfff, 0x1000, 0xffff };
	struct out *out = test_out();
	struct dice dice = DICE;

	(void)state;
	for (unsigned mask = 0; mask < 256; mask++) {
		for (unsigned round = 0; round < 64; round++) {
			uint8_t bytes[16] = { 0 };

			for (unsigned g = 0; g < 8; g++) {
				uint16_t v = round < COUNT(values) ? values[round] :
								     values[dice_below(&dice, COUNT(values))];

				if (!(mask >> g & 1))
					continue;
				bytes[2 * g] = (uint8_t)(v >> 8);
				bytes[2 * g + 1] = (uint8_t)v;
			}
			expect_inet6(out, bytes);
		}
	}
	for (int i = 0; i < 30000; i++) {
		uint8_t bytes[16];

		dice_fill(&dice, bytes, 16);
		if (i % 3 == 0)
			memset(bytes + dice_below(&dice, 8), 0, 2 + dice_below(&dice, 7));
		expect_inet6(out, bytes);
	}
}

static void test_masks(void **state)
{
	struct out *out = test_out();

	(void)state;
	for (unsigned bits = 0; bits <= 32; bits++) {
		uint32_t mask = htonl(bits ? UINT32_MAX << (32 - bits) : 0);
		char want[INET_ADDRSTRLEN];

		addr_write_mask(out, bits);
		assert_text(out, inet_ntop(AF_INET, &mask, want, sizeof(want)));
	}
}

static void test_link(void **state)
{
	struct out *out = test_out();
	struct dice dice = DICE;
	struct addr a = { .family = FAMILY_LINK };

	(void)state;
	for (unsigned size = 0; size <= ADDR_MAX; size++) {
		char want[4 * ADDR_MAX] = "", short_form[4 * ADDR_MAX] = "";

		a.size = (uint8_t)size;
		dice_fill(&dice, a.bytes, size);
		if (size > 2)
			a.bytes[2] &= 15;
		for (unsigned i = 0; i < size; i++) {
			snprintf(want + strlen(want), 8, "%s%02x", i ? ":" : "", a.bytes[i]);
			snprintf(short_form + strlen(short_form), 8, "%s%X", i ? "." : "", a.bytes[i]);
		}
		addr_write(out, &a);
		assert_text(out, want);
		addr_write_link(out, &a, '.', 1, true);
		assert_text(out, short_form);
	}
}

static void test_others(void **state)
{
	struct out *out = test_out();
	const struct addr labels = { .family = FAMILY_MPLS, .size = 8,
				     .bytes = { 0x00, 0x01, 0x00, 0, 0xff, 0xff, 0xf1, 0 } };
	const struct addr label = { .family = FAMILY_LABEL, .size = 4, .bytes = { 'a', 0x1b, '"', 0xff } };
	const struct addr none = { .family = FAMILY_NONE, .size = 4 };

	(void)state;
	addr_write(out, &labels);
	assert_text(out, "16/1048575");
	addr_write(out, &label);
	assert_text(out, "a\\x1b\"\\xff");
	addr_write(out, &none);
	assert_text(out, "");
}

static void test_families(void **state)
{
	(void)state;
	for (unsigned f = 0; f < FAMILY_COUNT; f++) {
		assert_true(family_name((enum family)f)[0] != '\0');
		for (unsigned other = 0; other < f; other++)
			assert_string_not_equal(family_name((enum family)f),
						family_name((enum family)other));
	}
	assert_int_equal(family_bits(FAMILY_INET), 32);
	assert_int_equal(family_bits(FAMILY_INET6), 128);
	assert_int_equal(family_bits(FAMILY_MPLS), 20);
	assert_int_equal(family_bits(FAMILY_LINK), 0);
	assert_int_equal(family_bits((enum family)200), 0);
	assert_string_equal(family_name((enum family)200), family_name(FAMILY_NONE));
}

/* Bit by bit, the slow way. */
static bool slow_in_prefix(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	for (unsigned i = 0; i < bits; i++)
		if ((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1)
			return false;
	return true;
}

static void test_prefixes(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		bool six = i & 1;
		unsigned size = six ? 16 : 4, bits = dice_below(&dice, 8 * size + 1);
		struct addr a = { .family = six ? FAMILY_INET6 : FAMILY_INET, .size = (uint8_t)size }, b;
		bool network = true;

		dice_fill(&dice, a.bytes, size);
		b = a;
		b.bytes[dice_below(&dice, size)] ^= (uint8_t)(1u << dice_below(&dice, 8));
		assert_true(addr_in_prefix(&a, &a, bits));
		assert_int_equal(addr_in_prefix(&a, &b, bits), slow_in_prefix(a.bytes, b.bytes, bits));
		for (unsigned bit = bits; bit < 8 * size; bit++)
			network = network && !(a.bytes[bit / 8] >> (7 - bit % 8) & 1);
		assert_int_equal(addr_is_network(&a, bits), network);
		memset(a.bytes + (bits + 7) / 8, 0, size - (bits + 7) / 8);
		if (bits % 8)
			a.bytes[bits / 8] &= (uint8_t)(0xff00 >> bits % 8);
		assert_true(addr_is_network(&a, bits));
	}
}

static void test_prefix_of_another_family(void **state)
{
	const struct addr inet = { .family = FAMILY_INET, .size = 4 };
	const struct addr inet6 = { .family = FAMILY_INET6, .size = 16 };
	const struct addr none = { .family = FAMILY_NONE };

	(void)state;
	assert_false(addr_in_prefix(&inet, &inet6, 0));
	assert_false(addr_in_prefix(&inet, &inet, 33));
	assert_false(addr_in_prefix(&inet6, &inet6, 129));
	assert_true(addr_in_prefix(&none, &none, 0));
	assert_false(addr_in_prefix(&none, &none, 1));
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void test_order(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		struct addr a[3];

		memset(a, 0, sizeof(a));
		for (int k = 0; k < 3; k++) {
			a[k].family = (uint8_t)dice_below(&dice, 3);
			a[k].size = (uint8_t)dice_below(&dice, 4);
			for (int n = 0; n < a[k].size; n++)
				a[k].bytes[n] = (uint8_t)(dice_below(&dice, 3) * 127);
			a[k].scope = dice_below(&dice, 3);
		}
		assert_int_equal(sign(addr_compare(&a[0], &a[1])), -sign(addr_compare(&a[1], &a[0])));
		assert_int_equal(addr_compare(&a[0], &a[1]) == 0, addr_equal(&a[0], &a[1]));
		if (addr_compare(&a[0], &a[1]) <= 0 && addr_compare(&a[1], &a[2]) <= 0)
			assert_true(addr_compare(&a[0], &a[2]) <= 0);
	}
}

static void test_scoped(void **state)
{
	static const struct {
		uint8_t first, second;
		bool scoped;
	} table[] = {
		{ 0xfe, 0x80, true },  { 0xfe, 0xbf, true },  { 0xfe, 0xc0, false }, { 0xfe, 0x7f, false },
		{ 0xff, 0x01, true },  { 0xff, 0x02, true },  { 0xff, 0x12, true },  { 0xff, 0x05, false },
		{ 0xff, 0x0e, false }, { 0x20, 0x01, false }, { 0, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct addr a = { .family = FAMILY_INET6, .size = 16,
				  .bytes = { table[i].first, table[i].second } };

		assert_int_equal(addr_is_scoped(&a), table[i].scoped);
		a.family = FAMILY_LINK;
		assert_false(addr_is_scoped(&a));
	}
}

static void test_zero(void **state)
{
	struct addr a = { .family = FAMILY_LINK, .size = 0, .bytes = { 1 } };

	(void)state;
	assert_true(addr_is_zero(&a));
	for (unsigned size = 1; size <= ADDR_MAX; size++) {
		memset(a.bytes, 0, sizeof(a.bytes));
		a.size = (uint8_t)size;
		if (size < ADDR_MAX)
			a.bytes[size] = 1;
		assert_true(addr_is_zero(&a));
		a.bytes[size - 1] = 0x80;
		assert_false(addr_is_zero(&a));
	}
}

static void test_parse_prefix(void **state)
{
	static const struct {
		const char *text;
		enum family family;
		int bits; /* -1: refused */
	} table[] = {
		{ "10.0.0.0/8", FAMILY_INET, 8 },	  { "10.0.0.1", FAMILY_INET, 32 },
		{ "0.0.0.0/0", FAMILY_INET, 0 },	  { "::/0", FAMILY_INET6, 0 },
		{ "fd00::1/127", FAMILY_INET6, 127 },	  { "::ffff:1.2.3.4", FAMILY_INET6, 128 },
		{ "10.0.0.0/33", FAMILY_INET, -1 },	  { "10.0.0.0/", FAMILY_INET, -1 },
		{ "10.0.0.0/-1", FAMILY_INET, -1 },	  { "10.0.0.0/8/8", FAMILY_INET, -1 },
		{ "10.0.0.0/255.0.0.0", FAMILY_INET, -1 }, { "10.0.0/8", FAMILY_INET, -1 },
		{ "10.0.0.256", FAMILY_INET, -1 },	  { " 10.0.0.1", FAMILY_INET, -1 },
		{ "10.0.0.1 ", FAMILY_INET, -1 },	  { "", FAMILY_INET, -1 },
		{ "/8", FAMILY_INET, -1 },		  { "::/129", FAMILY_INET6, -1 },
		{ "fe80::1%eth0", FAMILY_INET6, -1 },	  { "10.0.0.1", FAMILY_INET6, -1 },
		{ "::1", FAMILY_INET, -1 },		  { "10.0.0.1", FAMILY_LINK, -1 },
		{ "10.0.0.1", FAMILY_NONE, -1 },	  { "1:2:3:4:5:6:7:8:9", FAMILY_INET6, -1 },
	};
	static char long_word[400];

	(void)state;
	memset(long_word, '1', sizeof(long_word) - 1);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct addr a = { .family = 77 };
		unsigned bits = 999;

		assert_int_equal(addr_parse_prefix(table[i].text, table[i].family, &a, &bits),
				 table[i].bits < 0 ? -EINVAL : 0);
		assert_int_equal(bits, table[i].bits < 0 ? 999 : table[i].bits);
		assert_int_equal(a.family, table[i].bits < 0 ? 77 : table[i].family);
	}
	for (size_t n = 0; n < sizeof(long_word); n++) {
		struct addr a;
		unsigned bits;

		assert_int_equal(addr_parse_prefix(long_word + n, FAMILY_INET, &a, &bits), -EINVAL);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inet_as_the_library),
		cmocka_unit_test(test_inet6_as_the_library),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_prefix_of_another_family),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_scoped),
		cmocka_unit_test(test_zero),
		cmocka_unit_test(test_parse_prefix),
	};

	return RUN_TESTS("addr", tests);
}
