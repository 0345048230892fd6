/* SPDX-License-Identifier: ISC */
/* The reader of a file is not seen from outside, so the file is included. */
#include "test.h"

#include <sys/stat.h>

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
		const char *line, *name;
		uint32_t number; /* 0: not this line */
	} table[] = {
		{ "100 blue\n", "blue", 100 },
		{ "\t 100\tblue # words\n", "blue", 100 },
		{ "100 blue", "blue", 100 },
		{ "0x1f green", "green", 31 },
		{ "0X1F green", "green", 31 },
		{ "4294967295 last\n", "last", UINT32_MAX },
		{ "100 blue\n", "blu", 0 },
		{ "100 blue\n", "blues", 0 },
		{ "100 blue\n", "", 0 },
		{ "100 \n", "", 0 },
		{ "100\n", "", 0 },
		{ "100blue\n", "blue", 0 },
		{ "# 100 blue\n", "blue", 0 },
		{ "#100 blue\n", "blue", 0 },
		{ "100 #blue\n", "#blue", 0 },
		{ "-1 blue\n", "blue", 0 },
		{ "0 unspec\n", "unspec", 0 },
		{ "4294967296 blue\n", "blue", 0 },
		{ "99999999999999999999999 blue\n", "blue", 0 },
		{ "blue 100\n", "100", 0 },
		{ "\n", "blue", 0 },
		{ "", "blue", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = strlen(table[i].line) + 1;
		struct guarded g = guard(table[i].line, size, false);
		uint32_t number = 0;

		assert_int_equal(is_line_of((char *)g.data, table[i].name, &number), table[i].number != 0);
		assert_int_equal(number, table[i].number);
		unguard(&g);
	}
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* The file, then those of the folder beside it that end in .conf. */
static void test_folder(void **state)
{
	char folder[] = "/tmp/routeclone-tables-XXXXXX", path[100], command[100], text[1200], name[500];
	uint32_t number = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_false(find_in_folder(folder, "blue", &number));
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	snprintf(text, sizeof(text), "# tables\n255 local\n7 %s\n%300s\n100 blue\n101 blue\n", name, "9 x");
	write_file(folder, "rt_tables", text);
	snprintf(path, sizeof(path), "%s/rt_tables.d", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	write_file(folder, "rt_tables.d/a.conf", "102 blue\n103 green\n");
	write_file(folder, "rt_tables.d/b.old", "104 red\n");
	write_file(folder, "rt_tables.d/.hidden.conf", "104 red\n");
	assert_true(find_in_folder(folder, "blue", &number));
	assert_int_equal(number, 100);
	assert_true(find_in_folder(folder, "local", &number));
	assert_int_equal(number, 255);
	assert_true(find_in_folder(folder, "x", &number));
	assert_int_equal(number, 9);
	assert_true(find_in_folder(folder, "green", &number));
	assert_int_equal(number, 103);
	assert_true(find_in_folder(folder, name, &number)); /* of any length */
	assert_int_equal(number, 7);
	number = 77;
	assert_false(find_in_folder(folder, "red", &number));
	assert_int_equal(number, 77);
	assert_false(find_in_file(folder, "blue", &number)); /* a folder is no file */
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
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
		cmocka_unit_test(test_folder),	   cmocka_unit_test(test_titles),
	};

	return RUN_TESTS("tables", tests);
}
