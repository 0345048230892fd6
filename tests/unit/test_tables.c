/* SPDX-License-Identifier: ISC */
/* The reader of a file is not seen from outside, so the file is included. */
#include "test.h"

#include "cmd/tables.c"

static void test_well_known(void **state)
{
	static const struct {
		const char *name;
		uint32_t number;
	} table[] = { { "all", 0 },  { "main", 254 }, { "local", 255 }, { "default", 253 }, { "1", 1 },
		      { "254", 254 }, { "4294967295", UINT32_MAX } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct err err = ERR_INIT;
		uint32_t number = 77;

		assert_int_equal(table_find(table[i].name, &number, &err), 0);
		assert_int_equal(number, table[i].number);
		assert_string_equal(err.text, "");
	}
}

static void test_unknown(void **state)
{
	static const char *const table[] = { "", "0", "-1", "4294967296", "no such table", "Main", "0x10", "main ",
					     "99999999999999999999999" };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct err err = ERR_INIT;
		uint32_t number = 77;

		assert_int_equal(table_find(table[i], &number, &err), -ENOENT);
		assert_non_null(strstr(err.text, table[i]));
		assert_int_equal(number, 77);
	}
}

static void test_lines(void **state)
{
	static const struct {
		const char *line;
		bool good;
		uint32_t number;
		const char *name;
	} table[] = {
		{ "100 blue\n", true, 100, "blue" },
		{ "\t 100\tblue # words\n", true, 100, "blue" },
		{ "0x1f green", true, 31, "green" },
		{ "0X1F green", true, 31, "green" },
		{ "4294967295 last\n", true, UINT32_MAX, "last" },
		{ "# 100 blue\n", false, 0, "" },
		{ "#100 blue\n", false, 0, "" },
		{ "100 #blue\n", false, 0, "" },
		{ "100\n", false, 0, "" },
		{ "blue 100\n", false, 0, "" },
		{ "\n", false, 0, "" },
		{ "", false, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		uint32_t number = 0;
		char name[64] = "";

		assert_int_equal(read_line(table[i].line, &number, name), table[i].good);
		if (!table[i].good)
			continue;
		assert_int_equal(number, table[i].number);
		assert_string_equal(name, table[i].name);
	}
}

/* A line that is too long for its room is read in pieces, and none of them is written outside. */
static void test_file(void **state)
{
	char path[] = "/tmp/routeclone-tables-XXXXXX", name[100];
	int fd = mkstemp(path);
	FILE *file;
	uint32_t number = 0;

	(void)state;
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	fprintf(file, "# tables\n255 local\n7 %s\n%300s\n100 blue\n101 blue\n", name, "9 x");
	fclose(file);
	assert_true(find_in_file(path, "blue", &number));
	assert_int_equal(number, 100);
	assert_true(find_in_file(path, "local", &number));
	assert_int_equal(number, 255);
	assert_false(find_in_file(path, name, &number));
	assert_false(find_in_file(path, "green", &number));
	unlink(path);
	assert_false(find_in_file(path, "blue", &number));
	assert_false(find_in_file("/", "blue", &number));
}

static void test_titles(void **state)
{
	char room[16];

	(void)state;
	assert_string_equal(table_title(254, room), "main");
	assert_string_equal(table_title(100, room), "100");
	assert_string_equal(table_title(UINT32_MAX, room), "4294967295");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_well_known), cmocka_unit_test(test_unknown), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_file),	   cmocka_unit_test(test_titles),
	};

	return RUN_TESTS("tables", tests);
}
