/* SPDX-License-Identifier: ISC */
/* netstat -w: the headings and rows of each system, and what grows. */
#include "test.h"

#include "lib/view/rates.h"

static const struct rates one = { { 12, 1, 2, 3456, 78, 3, 4, 90123456, 5 } };
static const struct rates total = { { 112, 10, 20, 103456, 178, 30, 40, 190123456, 50 } };

static const char *written(const struct rate_style *style, uint32_t options, const char *name)
{
	const struct view_context c = { .options = options };
	struct out *out = test_out();

	style->head(out, &c, name);
	style->row(out, &c, name ? &one : NULL, &total);
	return test_text(out);
}

static void test_freebsd(void **state)
{
	(void)state;
	assert_string_equal(written(&rates_freebsd, 0, NULL),
		"            input        (Total)           output\n"
		"   packets  errs idrops      bytes    packets  errs      bytes colls\n"
		"       112    10    20     103456        178    30  190123456    50\n");
	assert_string_equal(written(&rates_freebsd, VIEW_DROPS | VIEW_HUMAN, "em0"),
		"            input            em0           output\n"
		"   packets  errs idrops      bytes    packets  errs      bytes colls drops\n"
		"        12     1     2       3.4K         78     3        86M     5     4\n");
	assert_string_equal(written(&rates_freebsd4, 0, "em0"),
		"            input            em0           output\n"
		"   packets  errs      bytes    packets  errs      bytes colls\n"
		"        12     1       3456         78     3   90123456     5\n");
}

static void test_halves(void **state)
{
	(void)state;
	assert_string_equal(written(&rates_openbsd, 0, "em0"),
		"  em0 in        em0 out              total in      total out            \n"
		" packets fails  packets fails colls   packets  errs  packets  errs colls\n"
		"      12     3       78     7     5       112    30      178    70    50\n");
	assert_string_equal(written(&rates_openbsd, VIEW_ERRORS, "vether99"),
		"vethe in      vethe out              total in      total out            \n"
		" packets  errs  packets  errs colls   packets  errs  packets  errs colls\n"
		"      12     1       78     3     5       112    10      178    30    50\n");
	assert_string_equal(written(&rates_openbsd, VIEW_BYTES, "em0"),
		"    em0 in             em0 out          total in           total out      \n"
		"     bytes               bytes           bytes               bytes      \n"
		"      3456            90123456            103456           190123456      \n");
	assert_string_equal(written(&rates_netbsd, VIEW_DROPS, "wm0"),
		"  wm0 in        wm0 out                    total in      total out                  \n"
		" packets  errs  packets  errs colls drops   packets  errs  packets  errs colls drops\n"
		"      12     1       78     3     5     4       112    10      178    30    50    40\n");
	assert_string_equal(written(&rates_netbsd, VIEW_BYTES, "wm0"),
		"    wm0 in             wm0 out          total in           total out      \n"
		"     bytes               bytes             bytes               bytes      \n"
		"      3456            90123456            103456           190123456      \n");
}

/* 32 bits that went over their end, and an interface that was set back. */
static void test_growth(void **state)
{
	struct iface before = { .rx_packets = UINT32_MAX - 4, .tx_bytes = 1000, .rx_errors = 7 };
	struct iface now = { .rx_packets = 5, .tx_bytes = 30, .rx_errors = 9 };
	struct rates sum = { { 1 } }, a, b;

	(void)state;
	rates_read(&before, &a);
	rates_read(&now, &b);
	rates_add_growth(&sum, &a, &b);
	assert_true(sum.value[RATE_IPACKETS] == 11 && sum.value[RATE_OBYTES] == 30);
	assert_true(sum.value[RATE_IERRORS] == 2 && sum.value[RATE_COLLISIONS] == 0);
	rates_iface_growth(&now, &before);
	assert_true(now.rx_packets == 10 && now.tx_bytes == 30 && now.rx_errors == 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_freebsd), cmocka_unit_test(test_halves), cmocka_unit_test(test_growth),
	};

	return RUN_TESTS("rates", tests);
}
