/* SPDX-License-Identifier: ISC */
/* netstat -rs: the sentences that FreeBSD 4 and OpenBSD 3 printed. */
#include "test.h"

#include "lib/view/stats_route.h"

static const char *written(const struct route_stats *s, bool detail)
{
	struct out *out = test_out();

	route_stats_write(out, s, detail ? STATS_DETAIL : 0);
	return test_text(out);
}

static void test_recorded(void **state)
{
	static const struct {
		enum route_stat stat;
		uint64_t value;
	} counts[] = {
		{ STAT_BAD_REDIRECTS, 0 }, { STAT_DYNAMIC, 0 },	 { STAT_NEW_GATEWAYS, 0 },
		{ STAT_UNREACHABLE, 3 },   { STAT_WILDCARD, 0 }, { STAT_NOT_FREED, 1 },
	};
	struct route_stats s = { .has = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(counts); i++)
		route_stats_add(&s, counts[i].stat, counts[i].value);
	assert_string_equal(written(&s, false), "routing:\n"
		"\t0 bad routing redirects\n"
		"\t0 dynamically created routes\n"
		"\t0 new gateways due to redirects\n"
		"\t3 destinations found unreachable\n"
		"\t0 uses of a wildcard route\n"
		"\t1 route not in table but not freed\n");
}

/* One of each is singular, and what is not counted is not said. */
static void test_each(void **state)
{
	(void)state;
	assert_string_equal(written(&(struct route_stats){ .has = 0 }, true), "routing:\n");
	for (unsigned i = 0; i < STAT_COUNT; i++) {
		struct route_stats s = { .has = 0 };
		char one[200], many[200];

		route_stats_add(&s, (enum route_stat)i, 1);
		snprintf(one, sizeof(one), "%s", written(&s, true));
		route_stats_add(&s, (enum route_stat)i, 1);
		snprintf(many, sizeof(many), "%s", written(&s, true));
		assert_true(s.value[i] == 2 && s.has == 1u << i);
		assert_int_equal(strncmp(one, "routing:\n\t", 10), 0);
		assert_non_null(strstr(one, "\t1 "));
		assert_non_null(strstr(many, "\t2 "));
		assert_int_equal(strlen(many), strlen(one) + 1); /* the plural's s */
		assert_int_equal(strspn(one + 9, "\t"), strcmp(written(&s, false), "routing:\n") ? 1 : 2);
	}
}

/* -ss: without those that are 0. */
static void test_nonzero(void **state)
{
	struct out *out = test_out();
	struct route_stats s = { .has = 0 };

	(void)state;
	route_stats_add(&s, STAT_BAD_REDIRECTS, 0);
	route_stats_add(&s, STAT_UNREACHABLE, 3);
	route_stats_write(out, &s, STATS_DETAIL | STATS_NONZERO);
	assert_text(out, "routing:\n\t3 destinations found unreachable\n");
}

static void test_large(void **state)
{
	struct route_stats s = { .has = 0 };

	(void)state;
	route_stats_add(&s, STAT_REDIRECTS, UINT64_MAX);
	assert_string_equal(written(&s, false), "routing:\n\t18446744073709551615 routing redirects received\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_nonzero),
		cmocka_unit_test(test_large),
	};

	return RUN_TESTS("stats_route", tests);
}
