/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/base/utf8.h"

/* The rows of RFC 3629's grammar: ranges of each byte. */
static const struct {
	uint8_t size;
	uint8_t range[4][2];
} grammar[] = {
	{ 1, { { 0x00, 0x7f } } },
	{ 2, { { 0xc2, 0xdf }, { 0x80, 0xbf } } },
	{ 3, { { 0xe0, 0xe0 }, { 0xa0, 0xbf }, { 0x80, 0xbf } } },
	{ 3, { { 0xe1, 0xec }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
	{ 3, { { 0xed, 0xed }, { 0x80, 0x9f }, { 0x80, 0xbf } } },
	{ 3, { { 0xee, 0xef }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
	{ 4, { { 0xf0, 0xf0 }, { 0x90, 0xbf }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
	{ 4, { { 0xf1, 0xf3 }, { 0x80, 0xbf }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
	{ 4, { { 0xf4, 0xf4 }, { 0x80, 0x8f }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
};

static unsigned well_formed(const uint8_t *at, size_t size)
{
	for (size_t g = 0; g < COUNT(grammar); g++) {
		unsigned n = 0;

		while (n < grammar[g].size && n < size && at[n] >= grammar[g].range[n][0] &&
		       at[n] <= grammar[g].range[n][1])
			n++;
		if (n == grammar[g].size)
			return n;
	}
	return 0;
}

/* What may not reach a terminal, written as it is encoded. */
static bool is_harmful(const uint8_t *at, unsigned size)
{
	static const char *const list[] = {
		"\xd8\x9c",					      /* U+061C */
		"\xe2\x80\x8e", "\xe2\x80\x8f",			      /* U+200E, 200F */
		"\xe2\x80\xa8", "\xe2\x80\xa9",			      /* U+2028, 2029 */
		"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae",
		"\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9", /* U+2066 to 2069 */
		"\xef\xbb\xbf",					      /* U+FEFF */
		"\xef\xbf\xb9", "\xef\xbf\xba", "\xef\xbf\xbb",	      /* U+FFF9 to FFFB */
	};

	if (size == 1)
		return at[0] < 0x20 || at[0] == 0x7f;
	if (size == 2 && at[0] == 0xc2 && at[1] < 0xa0)
		return true;
	for (size_t i = 0; i < COUNT(list); i++)
		if (strlen(list[i]) == size && memcmp(list[i], at, size) == 0)
			return true;
	return false;
}

static unsigned expected(const uint8_t *at, size_t size)
{
	unsigned n = well_formed(at, size);

	return n && is_harmful(at, n) ? 0 : n;
}

/* Every text of one, two and three bytes; assert_… is too slow for sixteen million of them. */
static void test_all_short_texts(void **state)
{
	uint8_t text[3];

	(void)state;
	for (uint32_t v = 0; v < 1u << 24; v++) {
		text[0] = (uint8_t)(v >> 16);
		text[1] = (uint8_t)(v >> 8);
		text[2] = (uint8_t)v;
		if (utf8_safe(text, 3) != expected(text, 3) ||
		    (!text[2] && utf8_safe(text, 2) != expected(text, 2)))
			fail_msg("%02x %02x %02x", text[0], text[1], text[2]);
	}
}

/* Four bytes: every first and second byte, and those behind them around every limit. */
static void test_long_texts(void **state)
{
	static const uint8_t last[] = { 0x7f, 0x80, 0x8f, 0xa8, 0xbf, 0xc0 };

	(void)state;
	for (uint32_t v = 0; v < 65536 * COUNT(last) * COUNT(last); v++) {
		const uint8_t text[4] = { (uint8_t)(v >> 8), (uint8_t)v,
					  last[(v >> 16) % COUNT(last)],
					  last[(v >> 16) / COUNT(last)] };

		for (size_t size = 0; size <= 4; size++)
			if (utf8_safe(text, size) != expected(text, size))
				fail_msg("%02x %02x %02x %02x, %zu bytes", text[0], text[1],
					 text[2], text[3], size);
	}
}

static void test_end_of_memory(void **state)
{
	static const char *const whole[] = { "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\x9f" };

	(void)state;
	for (size_t i = 0; i < COUNT(whole); i++) {
		for (size_t size = 0; size <= i + 1; size++) {
			struct guarded g = guard(whole[i], size, false);

			assert_int_equal(utf8_safe(g.data, size), size == i + 1 ? i + 1 : 0);
			unguard(&g);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_short_texts),
		cmocka_unit_test(test_long_texts),
		cmocka_unit_test(test_end_of_memory),
	};

	return RUN_TESTS("utf8", tests);
}
