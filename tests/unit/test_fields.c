/* SPDX-License-Identifier: ISC */
/* lib/model/fields.def, row by row. */
#include "test.h"

#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"

struct row {
	const char *record, *id, *member, *key, *kind, *unit, *meaning;
};

#define ROW(record, id, member, key, kind, unit, meaning) \
	{ #record, #id, #member, key, #kind, unit, meaning },
#define ROUTE(...) ROW(route, __VA_ARGS__)
#define METRIC(...) ROW(metric, __VA_ARGS__)
#define NEIGH(...) ROW(neigh, __VA_ARGS__)
#define IFACE(...) ROW(iface, __VA_ARGS__)
#define IFADDR(...) ROW(ifaddr, __VA_ARGS__)
#define MEMBERSHIP(...) ROW(membership, __VA_ARGS__)
#define FLOW(...) ROW(flow, __VA_ARGS__)
#define RULE(...) ROW(rule, __VA_ARGS__)
#define SOCK(...) ROW(sock, __VA_ARGS__)
#define SOCKMEM(...) ROW(sockmem, __VA_ARGS__)
#define TCPINFO(...) ROW(tcpinfo, __VA_ARGS__)
#define EXPLANATION(...) ROW(explanation, __VA_ARGS__)
#define PROC(...) ROW(proc, __VA_ARGS__)
#define COUNTER(...) ROW(counter, __VA_ARGS__)
#define LIFETIME(...) ROW(lifetime, __VA_ARGS__)

static const struct row rows[] = {
#include "lib/model/fields.def"
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];

		assert_true(r->key[0] >= 'a' && r->key[0] <= 'z');
		assert_int_equal(strspn(r->key, "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(r->key));
		assert_int_equal(strspn(r->id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), strlen(r->id));
		assert_true(strlen(r->meaning) > 3);
		assert_true(r->meaning[strlen(r->meaning) - 1] != '.');
		assert_int_equal(strcspn(r->meaning, "\t\n"), strlen(r->meaning));
		/* a member counted in milliseconds is written in seconds, and said to be */
		assert_int_equal(strlen(r->member) > 3 && strcmp(r->member + strlen(r->member) - 3, "_ms") == 0,
				 strcmp(r->kind, "SECONDS") == 0);
		if (strcmp(r->kind, "SECONDS") == 0)
			assert_string_equal(r->unit, "s");
	}
}

/* Keys are one name space within a record; a metric stands among its route's fields. */
static void test_keys_are_unique(void **state)
{
	(void)state;
	for (size_t a = 0; a < COUNT(rows); a++)
		for (size_t b = 0; b < a; b++) {
			bool same = strcmp(rows[a].record, rows[b].record) == 0;
			bool together = same || (strcmp(rows[a].record, "metric") == 0 &&
						 strcmp(rows[b].record, "route") == 0);

			if (together)
				assert_string_not_equal(rows[a].key, rows[b].key);
			if (same)
				assert_string_not_equal(rows[a].id, rows[b].id);
		}
}

/* Keys that the writer makes itself: "…_index" beside a device, "nexthops" for several. */
static void test_keys_of_the_writer(void **state)
{
	(void)state;
	for (size_t a = 0; a < COUNT(rows); a++) {
		assert_string_not_equal(rows[a].key, "nexthops");
		for (size_t b = 0; b < COUNT(rows); b++) {
			char beside[64];

			snprintf(beside, sizeof(beside), "%s_index", rows[b].key);
			if (strcmp(rows[b].kind, "DEVICE") == 0 &&
			    strcmp(rows[a].record, rows[b].record) == 0)
				assert_string_not_equal(rows[a].key, beside);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_keys_are_unique),
		cmocka_unit_test(test_keys_of_the_writer),
	};

	return RUN_TESTS("fields", tests);
}
