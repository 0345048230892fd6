/* SPDX-License-Identifier: ISC */
/* Every row of every option table of every dialect. */
#include "test.h"

#include <fcntl.h>

#include "cmd/dialect.h"
#include "cmd/request.h"
#include "cmd/tools.h"
#include "platform/platform.h"

enum { DIALECTS_MAX = 32 };

static const struct dialect *dialects[DIALECTS_MAX];
static unsigned count;

/* The names are those that a wrong one is answered with. */
static int find_all(void **state)
{
	char *argv[] = { strdup("netstat"), strdup("--dialect=no-such"), NULL };
	struct err err = ERR_INIT;
	char *list, *save = NULL;

	(void)state;
	assert_null(dialect_choose(2, argv, &err));
	list = strstr(err.text, "there are ");
	assert_non_null(list);
	for (char *name = strtok_r(list + strlen("there are "), ", ", &save); name;
	     name = strtok_r(NULL, ", ", &save)) {
		assert_true(count < DIALECTS_MAX);
		dialects[count] = dialect_find(name);
		assert_non_null(dialects[count]);
		assert_string_equal(dialects[count]->name, name);
		count++;
	}
	assert_true(count >= 2);
	free(argv[0]);
	free(argv[1]);
	return 0;
}

typedef void row_fn(const struct dialect *d, enum tool tool, const struct option_row *row);

static void each_row(row_fn *row)
{
	for (unsigned i = 0; i < count; i++)
		for (unsigned tool = 0; tool < TOOL_COUNT; tool++)
			for (size_t k = 0; k < dialects[i]->tool[tool].options.count; k++)
				row(dialects[i], (enum tool)tool, &dialects[i]->tool[tool].options.rows[k]);
}

static void check_row(const struct dialect *d, enum tool tool, const struct option_row *row)
{
	const struct option_table *own = &d->tool[tool].options;

	assert_true(row->letter || row->name[0]);
	assert_true(!row->letter || (row->letter > ' ' && row->letter < 0x7f && !strchr("-?:=", row->letter)));
	assert_non_null(memchr(row->name, '\0', sizeof(row->name)));
	assert_int_equal(strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(row->name));
	assert_true(row->name[0] != '-');
	assert_true(row->argument <= ARGUMENT_OPTIONAL);
	assert_true(row->id > 0 && row->id != OPTION_DIALECT);
	for (const struct option_row *other = own->rows; other < row; other++) {
		if (row->letter && row->letter == other->letter)
			fail_msg("%s %s: -%c twice", d->name, tool_name(tool), row->letter);
		if (row->name[0] && strcmp(row->name, other->name) == 0)
			fail_msg("%s %s: --%s twice", d->name, tool_name(tool), row->name);
	}
	for (size_t i = 0; i < common_options.count; i++) {
		const struct option_row *other = &common_options.rows[i];

		if (row->letter && row->letter == other->letter)
			fail_msg("%s %s: -%c is a common option", d->name, tool_name(tool), row->letter);
		/* what both have by name means the same */
		if (row->name[0] && strcmp(row->name, other->name) == 0)
			assert_int_equal(row->id, other->id);
	}
}

static void test_rows(void **state)
{
	(void)state;
	each_row(check_row);
}

static void test_common_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < common_options.count; i++) {
		const struct option_row *row = &common_options.rows[i];

		assert_int_equal(row->letter, 0); /* the letters are the dialects' */
		assert_true(row->name[0] != '\0');
		assert_int_equal(strspn(row->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(row->name));
		assert_true(row->id >= OPTION_DIALECT && row->id <= OPTION_VERSION);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(row->name, common_options.rows[k].name);
	}
}

/* The standard streams of one call. */
static FILE *saved;
static int saved_fd[2];

static void catch_output(void)
{
	saved = tmpfile();
	assert_non_null(saved);
	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		saved_fd[i] = dup(STDOUT_FILENO + i);
		assert_true(dup2(fileno(saved), STDOUT_FILENO + i) >= 0);
	}
}

static const char *caught(void)
{
	static char text[32768];
	size_t n;

	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		dup2(saved_fd[i], STDOUT_FILENO + i);
		close(saved_fd[i]);
	}
	rewind(saved);
	n = fread(text, 1, sizeof(text) - 1, saved);
	text[n] = '\0';
	fclose(saved);
	return text;
}

/*
 * Each option, alone and with an argument where it needs one: none falls through the readers. What this build
 * does not have is refused by name; what it has may be refused alone or for its argument, in words.
 */
static void read_row(const struct dialect *d, enum tool tool, const struct option_row *row)
{
	char dialect[64], option[64], argument[] = "inet", name[] = "tool";
	char *argv[] = { name, dialect, option, row->argument ? argument : NULL, NULL };
	struct request r;
	const char *text;
	int status = 0, ended;

	snprintf(dialect, sizeof(dialect), "--dialect=%s", d->name);
	if (row->letter)
		snprintf(option, sizeof(option), "-%c", row->letter);
	else
		snprintf(option, sizeof(option), "--%s", row->name);
	catch_output();
	ended = request_read(&r, tool, row->argument ? 4 : 3, argv, &status);
	text = caught();
	if (row->id == OPTION_MISSING) {
		assert_true(ended && status);
		assert_non_null(strstr(text, row->letter ? option : row->name));
	} else if (ended && row->id != OPTION_HELP && row->id != OPTION_VERSION) {
		if (!status || !*text || strstr(text, "does not have it"))
			fail_msg("%s %s %s: status %d, \"%s\"", d->name, tool_name(tool), option, status, text);
	} else if (ended) {
		assert_true(status == 0 && *text);
	}
}

static void test_each_has_a_meaning(void **state)
{
	(void)state;
	each_row(read_row);
}

/*
 * --help names every long option somewhere, and every letter of a GNU dialect but those that are not in this
 * build or say nothing; the letters of a BSD are its manual's.
 */
static void test_help(void **state)
{
	bool named[64] = { false };

	(void)state;
	assert_true(common_options.count <= COUNT(named));
	for (unsigned i = 0; i < count; i++)
		for (unsigned tool = 0; tool < TOOL_COUNT; tool++) {
			const struct option_table *t = &dialects[i]->tool[tool].options;
			const char *text;

			catch_output();
			assert_int_equal(tool_help((enum tool)tool, dialects[i]), 0);
			text = caught();
			assert_true(strlen(text) > 200);
			for (size_t k = 0; k < common_options.count; k++) {
				char option[32];

				snprintf(option, sizeof(option), "--%s", common_options.rows[k].name);
				named[k] = named[k] || strstr(text, option);
			}
			for (size_t k = 0; dialects[i]->gnu && k < t->count; k++) {
				const struct option_row *row = &t->rows[k];
				char letter[4] = { '-', row->letter };

				if (row->id == OPTION_FAMILY && row->value == FAMILY_COUNT)
					continue; /* a family without a table today */
				if (!row->letter || row->id == OPTION_MISSING || row->id == OPTION_SOCKETS ||
				    row->id == OPTION_GROUPS || row->id == OPTION_MASQUERADE ||
				    row->id == OPTION_CHANGE || row->id == OPTION_VERBOSE ||
				    row->id == OPTION_SYMBOLIC)
					continue;
				if (!strstr(text, letter))
					fail_msg("%s %s --help does not name %s", dialects[i]->name,
						 tool_name((enum tool)tool), letter);
			}
		}
	for (size_t k = 0; k < common_options.count; k++)
		if (!named[k])
			fail_msg("no --help names --%s", common_options.rows[k].name);
}

static void test_styles(void **state)
{
	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct dialect *d = dialects[i];

		for (unsigned tool = 0; tool < TOOL_COUNT; tool++) {
			assert_true(d->tool[tool].options.count > 0);
			assert_true(d->tool[tool].failure > 0 && d->tool[tool].failure < 256);
			assert_true(d->tool[tool].usage > 0 && d->tool[tool].usage < 256);
		}
		assert_non_null(d->routes);
		assert_non_null(d->routes->head);
		for (unsigned f = FAMILY_INET; f <= FAMILY_INET6; f++) {
			assert_non_null(d->routes->view[f]);
			assert_non_null(d->routes->title[f]);
		}
		assert_non_null(d->neighs);
		assert_true(d->neighs->line || d->neighs->table);
		assert_true(!d->ifaces || d->ifaces->view);
		assert_true(!d->ifaces || d->ifaces->bsd || d->ifaces->label);
		for (unsigned k = 0; k < i; k++) {
			assert_string_not_equal(d->name, dialects[k]->name);
			assert_true(!d->system || d->system != dialects[k]->system);
		}
	}
}

static void test_choice(void **state)
{
	char name[] = "netstat", wrong[] = "--dialect=no\x1bsuch", empty[] = "--dialect=", other[64];
	char *argv[] = { name, other, NULL };
	struct err err = ERR_INIT;

	(void)state;
	unsetenv("ROUTECLONE_DIALECT");
	assert_int_equal(dialect_choose(1, argv, &err)->system, platform_system());
	setenv("ROUTECLONE_DIALECT", dialects[1]->name, 1);
	assert_ptr_equal(dialect_choose(1, argv, &err), dialects[1]);
	snprintf(other, sizeof(other), "--dialect=%s", dialects[0]->name);
	assert_ptr_equal(dialect_choose(2, argv, &err), dialects[0]); /* the command line wins */
	setenv("ROUTECLONE_DIALECT", "", 1);
	assert_int_equal(dialect_choose(1, argv, &err)->system, platform_system());
	setenv("ROUTECLONE_DIALECT", "no-such", 1);
	assert_null(dialect_choose(1, argv, &err));
	assert_non_null(strstr(err.text, "no-such"));
	unsetenv("ROUTECLONE_DIALECT");
	err_clear(&err);
	argv[1] = wrong;
	assert_null(dialect_choose(2, argv, &err));
	assert_non_null(strstr(err.text, "no such dialect"));
	argv[1] = empty;
	err_clear(&err);
	assert_null(dialect_choose(2, argv, &err)); /* an empty name is typed, and wrong */
	assert_true(err.text[0] != '\0');
	assert_null(dialect_find(""));
	assert_null(dialect_find("LINUX"));
}

/* What is typed is heeded: a dialect's name that is shortened too, or it is refused. */
static void test_shortened_dialect(void **state)
{
	char name[] = "netstat", value[64];
	static const char *const forms[] = { "--d", "--di", "--dialec", "--dialect" };

	(void)state;
	unsetenv("ROUTECLONE_DIALECT");
	for (size_t i = 0; i < COUNT(forms); i++)
		for (unsigned k = 0; k < count; k++)
			for (unsigned tool = 0; tool < TOOL_COUNT; tool++) {
				char joined[128], form[16];
				char *argv[] = { name, joined, NULL, NULL };
				struct request r;
				int status = 0, ended, argc = 2;

				snprintf(joined, sizeof(joined), "%s=%s", forms[i], dialects[k]->name);
				if (k % 2) {
					snprintf(form, sizeof(form), "%s", forms[i]);
					snprintf(value, sizeof(value), "%s", dialects[k]->name);
					argv[1] = form;
					argv[2] = value;
					argc = 3;
				}
				catch_output();
				ended = request_read(&r, (enum tool)tool, argc, argv, &status);
				(void)caught();
				if (ended)
					assert_int_not_equal(status, 0);
				else
					assert_ptr_equal(r.common.dialect, dialects[k]);
			}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),   cmocka_unit_test(test_common_rows),
		cmocka_unit_test(test_each_has_a_meaning), cmocka_unit_test(test_help),
		cmocka_unit_test(test_styles), cmocka_unit_test(test_choice),
		cmocka_unit_test(test_shortened_dialect),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("dialect", tests, find_all, NULL);
}
