/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/route.h"

typedef const char *name_fn(unsigned number);

/* Every value of [0, count) has a name, another one than the others, of lower-case letters. */
static void walk(name_fn *name, unsigned first, unsigned count)
{
	for (unsigned i = first; i < count; i++) {
		assert_non_null(name(i));
		assert_int_equal(strspn(name(i), "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(name(i)));
		assert_true(name(i)[0] >= 'a');
		for (unsigned k = first; k < i; k++)
			assert_string_not_equal(name(i), name(k));
	}
	for (unsigned i = 0; i < first; i++)
		assert_null(name(i));
}

static void test_names(void **state)
{
	(void)state;
	walk(route_type_name, 1, TYPE_COUNT);
	walk(route_flag_name, 0, RFLAG_COUNT);
	walk(route_reason_name, 1, REASON_COUNT);
	walk(metric_name, 0, METRIC_COUNT);
	assert_null(route_type_name(TYPE_COUNT));
	assert_null(route_flag_name(RFLAG_COUNT));
	assert_null(route_reason_name(REASON_COUNT));
	assert_null(metric_name(METRIC_COUNT));
	assert_null(route_protocol_name(256));
	assert_null(route_scope_name(256));
	assert_null(route_preference_name(4));
	assert_null(route_flag_name(UINT32_MAX));
	assert_string_equal(route_table_name(TABLE_MAIN), "main");
	assert_string_equal(route_table_name(TABLE_LOCAL), "local");
	assert_string_equal(route_table_name(TABLE_DEFAULT), "default");
	assert_null(route_table_name(0));
	assert_null(route_table_name(100));
}

/* iproute2's names of numbers, where it is installed: it is what a user of Linux knows them by. */
static void test_protocols_as_iproute2(void **state)
{
	static const char *const paths[] = { "/etc/iproute2/rt_protos", "/usr/share/iproute2/rt_protos",
					     "/usr/lib/iproute2/rt_protos" };
	FILE *file = NULL;
	char line[200], name[64];
	unsigned number, seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(paths) && !file; i++)
		file = fopen(paths[i], "r");
	if (!file)
		skip();
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%u %63s", &number, name) != 2 || number == 0)
			continue;
		if (!route_protocol_name(number)) /* of this machine alone */
			continue;
		assert_string_equal(route_protocol_name(number), name);
		seen++;
	}
	fclose(file);
	assert_true(seen > 5);
}

/* The enums that count bits of a word stay within it. */
static void test_bits_fit(void **state)
{
	(void)state;
	assert_true(ROUTE_FIELDS <= 64);
	assert_true(RFLAG_COUNT <= 64);
	assert_true(METRIC_COUNT <= 32);
}

static void test_refuses(void **state)
{
	struct route r = { .has = 0 };

	(void)state;
	for (unsigned type = 0; type < TYPE_COUNT; type++) {
		r.type = (uint8_t)type;
		assert_int_equal(route_refuses(&r), type >= TYPE_BLACKHOLE && type <= TYPE_THROW);
	}
}

/* The letters of the design: templates C, clones W, exceptions by redirect D, neighbours as they are. */
static void test_bsd_flags(void **state)
{
	const uint64_t up = RFLAG_BIT(RFLAG_UP), gateway = RFLAG_BIT(RFLAG_GATEWAY),
		       host = RFLAG_BIT(RFLAG_HOST);
	struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .dst_bits = 24, .protocol = 2 };

	(void)state;
	assert_true(route_bsd_flags(&r) == (up | RFLAG_BIT(RFLAG_CLONING)));
	r.protocol = 4;
	assert_true(route_bsd_flags(&r) == (up | RFLAG_BIT(RFLAG_CLONING) | RFLAG_BIT(RFLAG_STATIC)));
	r.has = ROUTE_BIT(ROUTE_GATEWAY);
	r.gateway.family = FAMILY_INET;
	assert_true(route_bsd_flags(&r) ==
		    (up | gateway | RFLAG_BIT(RFLAG_PRCLONING) | RFLAG_BIT(RFLAG_STATIC)));
	r.protocol = 12;
	r.dst_bits = 32;
	assert_true(route_bsd_flags(&r) == (up | gateway | host | RFLAG_BIT(RFLAG_PROTO1)));
	r.cloned = true;
	r.flags = RFLAG_BIT(RFLAG_DYNAMIC);
	r.protocol = 0;
	assert_true(route_bsd_flags(&r) ==
		    (up | gateway | host | RFLAG_BIT(RFLAG_DYNAMIC) | RFLAG_BIT(RFLAG_CLONED)));
	r = (struct route){ .family = FAMILY_INET6, .type = TYPE_BLACKHOLE, .dst_bits = 128 };
	assert_true(route_bsd_flags(&r) == (up | host | RFLAG_BIT(RFLAG_BLACKHOLE)));
	r.type = TYPE_PROHIBIT;
	assert_true(route_bsd_flags(&r) == (up | host | RFLAG_BIT(RFLAG_REJECT)));
}

static void test_name_kind(void **state)
{
	struct route r = { .family = FAMILY_INET, .dst_bits = 24 };

	(void)state;
	assert_int_equal(route_name_kind(&r), NAME_NETWORK);
	r.dst_bits = 32;
	assert_int_equal(route_name_kind(&r), NAME_HOST);
	r.family = FAMILY_INET6;
	r.dst_bits = 64;
	assert_int_equal(route_name_kind(&r), NAME_HOST);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_protocols_as_iproute2),
		cmocka_unit_test(test_bits_fit),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_bsd_flags),
		cmocka_unit_test(test_name_kind),
	};

	return RUN_TESTS("route", tests);
}
