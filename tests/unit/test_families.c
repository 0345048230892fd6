/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cmd/families.h"

static void test_lists(void **state)
{
	static const struct {
		const char *list;
		unsigned count;
		enum family family[3];
	} table[] = {
		{ "inet", 1, { FAMILY_INET } },
		{ "ip", 1, { FAMILY_INET } },
		{ "inet6", 1, { FAMILY_INET6 } },
		{ "inet6,inet", 2, { FAMILY_INET6, FAMILY_INET } },
		{ "inet,inet,ip", 3, { FAMILY_INET, FAMILY_INET, FAMILY_INET } }, /* asked twice, listed twice */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct families f = { .count = 0 };
		struct err err = ERR_INIT;

		assert_int_equal(families_parse(&f, table[i].list, true, &err), 0);
		assert_string_equal(err.text, "");
		assert_int_equal(f.count, table[i].count);
		for (unsigned k = 0; k < f.count; k++)
			assert_int_equal(f.family[k], table[i].family[k]);
		assert_int_equal(families_check(&f, &err), 0);
		assert_true(families_has(&f, f.family[0]));
	}
}

static void test_unknown(void **state)
{
	static const char *const table[] = { "", "inet7", "INET", "inet,", ",inet", "inet,,inet6", "ine", "inet inet6",
					     "inet\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct families f = { .count = 0 };
		struct err err = ERR_INIT;

		assert_int_equal(families_parse(&f, table[i], true, &err), -EINVAL);
		assert_true(strlen(err.text) > 0);
	}
}

/* The reason names the word, and only that. */
static void test_reason(void **state)
{
	struct families f = { .count = 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(families_parse(&f, "inet,plan9,inet6", true, &err), -EINVAL);
	assert_non_null(strstr(err.text, "`plan9'"));
}

/* The BSDs' names are not net-tools', nor the other way round. */
static void test_names_of_the_bsds(void **state)
{
	static const struct {
		const char *name;
		bool gnu, bsd;
	} table[] = { { "inet", true, true }, { "inet6", true, true }, { "ip", true, false }, { "link", false, true },
		      { "ax25", true, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		for (int gnu = 0; gnu < 2; gnu++) {
			struct families f = { .count = 0 };
			struct err err = ERR_INIT;

			assert_int_equal(families_parse(&f, table[i].name, gnu, &err),
					 (gnu ? table[i].gnu : table[i].bsd) ? 0 : -EINVAL);
		}
}

/* Families without a table: told apart by whether a kernel ever had one. */
static void test_lacking(void **state)
{
	struct families f = { .count = 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(families_parse(&f, "inet,ax25,unix", true, &err), 0);
	assert_int_equal(families_check(&f, &err), -ENOENT);
	assert_non_null(strstr(err.text, "ax25"));
	f = (struct families){ .count = 0 };
	err_clear(&err);
	assert_int_equal(families_parse(&f, "unix", true, &err), 0);
	assert_int_equal(families_check(&f, &err), -EAFNOSUPPORT);
	assert_non_null(strstr(err.text, "unix"));
}

static void test_too_many(void **state)
{
	struct families f = { .count = 0 };
	struct err err = ERR_INIT;
	int e = 0;

	(void)state;
	for (int i = 0; i < 1000 && e == 0; i++)
		e = families_add(&f, FAMILY_INET, &err);
	assert_int_equal(e, -E2BIG);
	assert_int_equal(f.count, FAMILIES_MAX);
	assert_true(strlen(err.text) > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists), cmocka_unit_test(test_unknown), cmocka_unit_test(test_reason),
		cmocka_unit_test(test_names_of_the_bsds), cmocka_unit_test(test_lacking), cmocka_unit_test(test_too_many),
	};

	return RUN_TESTS("families", tests);
}
