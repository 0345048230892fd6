/* SPDX-License-Identifier: ISC */
/* lib/view/table: columns of our own, beside what printf makes of the same. */
#include "view_test.h"

struct words {
	const char *a, *b, *c;
};

static void cell_a(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_text(out, ((const struct words *)record)->a);
}

static void cell_b(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_text(out, ((const struct words *)record)->b);
}

static void cell_c(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_text(out, ((const struct words *)record)->c);
}

static const char *row(const struct column *columns, unsigned count, bool trim, uint32_t options,
		       const struct words *words)
{
	const struct view view = { .columns = columns, .count = count, .trim = trim };
	const struct view_context c = view_context(NULL, options);

	return view_row(&view, &c, words);
}

static void random_word(struct dice *d, char *to, unsigned most)
{
	unsigned n = dice_below(d, most + 1);

	for (unsigned i = 0; i < n; i++)
		to[i] = (char)('a' + dice_below(d, 26));
	to[n] = '\0';
}

/* Any widths, any texts: PUSH is %-*s and %*s, CUT the same with a precision. */
static void test_as_printf(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char texts[3][64], want[400];
		struct column columns[3] = {
			{ "A", "", 0, false, OVER_PUSH, "", 0, 0, NULL, cell_a },
			{ "B", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, cell_b },
			{ "C", "  ", 0, false, OVER_PUSH, "", 0, 0, NULL, cell_c },
		};
		const struct words words = { texts[0], texts[1], texts[2] };
		size_t n = 0;

		for (int k = 0; k < 3; k++) {
			int width = (int)dice_below(&dice, 50);
			int right = (int)dice_below(&dice, 2);
			bool cut = width && dice_below(&dice, 2);

			random_word(&dice, texts[k], 60);
			columns[k].width = (uint8_t)width;
			columns[k].right = right;
			columns[k].over = cut ? OVER_CUT : OVER_PUSH;
			n += (size_t)snprintf(want + n, sizeof(want) - n, "%s%*.*s", columns[k].lead,
					      right ? width : -width, cut ? width : 64, texts[k]);
		}
		snprintf(want + n, sizeof(want) - n, "\n");
		assert_string_equal(row(columns, 3, false, 0, &words), want);
	}
}

static void test_absent(void **state)
{
	const struct column columns[] = {
		{ "A", "", 4, false, OVER_PUSH, "-", 0, 0, NULL, cell_a },
		{ "B", " ", 4, true, OVER_PUSH, "n/a", 0, 0, NULL, cell_b },
		{ "C", " ", 4, true, OVER_PUSH, "", 0, 0, NULL, cell_c },
	};

	(void)state;
	assert_string_equal(row(columns, 3, false, 0, &(struct words){ "", "", "" }), "-     n/a     \n");
	assert_string_equal(row(columns, 3, false, 0, &(struct words){ "x", "y", "z" }), "x       y    z\n");
	assert_string_equal(row(columns, 3, true, 0, &(struct words){ "", "", "" }), "-     n/a\n");
}

/* What a text takes beyond its width comes out of the columns behind it, as far as they have any. */
static void test_lend(void **state)
{
	const struct column columns[] = {
		{ "A", "", 4, false, OVER_LEND, "", 0, 0, NULL, cell_a },
		{ "B", " ", 6, false, OVER_LEND, "", 0, 0, NULL, cell_b },
		{ "C", " ", 4, true, OVER_LEND, "", 0, 0, NULL, cell_c },
	};
	static const struct {
		struct words words;
		const char *want;
	} table[] = {
		{ { "aa", "bb", "cc" }, "aa   bb       cc\n" },
		{ { "aaaaaa", "bb", "cc" }, "aaaaaa bb     cc\n" },
		{ { "aaaaaaaaaa", "bb", "cc" }, "aaaaaaaaaa bb cc\n" },
		{ { "aaaaaaaaaaa", "bb", "cc" }, "aaaaaaaaaaa bb cc\n" },
		{ { "aaaaaaaaaa", "", "cc" }, "aaaaaaaaaa    cc\n" },
		{ { "aa", "bbbbbbb", "cc" }, "aa   bbbbbbb  cc\n" },
		{ { "aaaaaa", "bbbbbbbb", "c" }, "aaaaaa bbbbbbbb c\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		assert_string_equal(row(columns, 3, false, 0, &table[i].words), table[i].want);
}

/* A trimmed line ends with its last text; a padded text keeps its padding only where one follows. */
static void test_trim(void **state)
{
	const struct column columns[] = {
		{ "A", "", 4, true, OVER_PUSH, "", 0, 0, NULL, cell_a },
		{ "B", " ", 4, true, OVER_PUSH, "", 0, 0, NULL, cell_b },
		{ "C", " ", 4, true, OVER_PUSH, "", 0, 0, NULL, cell_c },
	};
	static const struct {
		struct words words;
		const char *whole, *trimmed;
	} table[] = {
		{ { "a", "b", "c" }, "   a    b    c\n", "   a    b    c\n" },
		{ { "a", "b", "" }, "   a    b     \n", "   a    b\n" },
		{ { "a", "", "" }, "   a          \n", "   a\n" },
		{ { "a", "", "c" }, "   a         c\n", "   a         c\n" },
		{ { "", "", "c" }, "             c\n", "             c\n" },
		{ { "", "", "" }, "              \n", "\n" },
		{ { "", "b", "" }, "        b     \n", "        b\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_string_equal(row(columns, 3, false, 0, &table[i].words), table[i].whole);
		assert_string_equal(row(columns, 3, true, 0, &table[i].words), table[i].trimmed);
	}
}

static uint8_t wide_if_wide(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 9 : 3;
}

static void test_options(void **state)
{
	const struct column columns[] = {
		{ "A", "", 3, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, cell_a },
		{ "B", "", 3, false, OVER_PUSH, "", 0, VIEW_WIDE, NULL, cell_b },
		{ "C", "", 0, false, OVER_PUSH, "", VIEW_WIDE | VIEW_NAMES, VIEW_CACHE, wide_if_wide, cell_c },
		{ "A", "|", 0, false, OVER_PUSH, "", 0, 0, wide_if_wide, cell_a },
	};
	const struct words w = { "a", "b", "c" };

	(void)state;
	assert_string_equal(row(columns, 4, false, 0, &w), "b  |a  \n");
	assert_string_equal(row(columns, 4, false, VIEW_WIDE, &w), "a  |a        \n");
	assert_string_equal(row(columns, 4, false, VIEW_WIDE | VIEW_NAMES, &w), "a  c        |a        \n");
	assert_string_equal(row(columns, 4, false, VIEW_WIDE | VIEW_NAMES | VIEW_CACHE, &w), "a  |a        \n");
	assert_string_equal(row(columns, 4, false, VIEW_NAMES, &w), "b  |a  \n");
}

/* Headings stand over their columns; a long one lends from the next. */
static void test_heading(void **state)
{
	const struct column columns[] = {
		{ "Dst", "", 6, false, OVER_PUSH, "", 0, 0, NULL, cell_a },
		{ "Window", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, cell_b },
		{ "irtt", " ", 6, true, OVER_CUT, "", 0, 0, NULL, cell_c },
		{ "If", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, cell_a },
	};
	const struct view view = { .columns = columns, .count = 4 };
	const struct view_context c = view_context(NULL, 0);

	(void)state;
	assert_string_equal(view_head(&view, &c), "Dst    Window  irtt If\n");
}

static void test_device(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, 0);
	struct out *out = test_out();

	(void)state;
	cell_device(out, &c, 2);
	assert_text(out, "eth0");
	cell_device(out, &c, 4);
	assert_text(out, "e\\x1b[31mx");
	cell_device(out, &c, 77);
	assert_text(out, "if77");
	cell_device(out, &c, 0);
	assert_text(out, "");
	index_free(x);
}

static void test_name(void **state)
{
	const struct addr a = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 1 } };
	const struct addr b = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 2 } };
	struct index *x = view_index();
	struct view_context c = view_context(x, 0);
	struct out *out = test_out();

	(void)state;
	view_name(x, &a, NAME_HOST, "g\x1bw");
	assert_false(cell_name(out, &c, &a, NAME_HOST));
	assert_text(out, "");
	c.options = VIEW_NAMES;
	assert_true(cell_name(out, &c, &a, NAME_HOST));
	assert_text(out, "g\\x1bw");
	assert_false(cell_name(out, &c, &a, NAME_NETWORK));
	assert_false(cell_name(out, &c, &b, NAME_HOST));
	assert_text(out, "");
	index_free(x);
}

static void test_seconds(void **state)
{
	static const struct {
		int64_t ms;
		const char *want;
	} table[] = { { 0, "0" },	{ 999, "0" },	   { 1000, "1" },  { 1999, "1" },
		      { -1, "0" },	{ -60000, "0" },   { 600000, "600" }, { INT64_MIN, "0" },
		      { INT64_MAX, "9223372036854775" } };
	struct out *out = test_out();

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		cell_seconds(out, table[i].ms);
		assert_text(out, table[i].want);
	}
}

/* Rows of any length through a buffer that fills: every byte of each, in order. */
static void test_many_rows(void **state)
{
	const struct column columns[] = {
		{ "A", "", 12, true, OVER_PUSH, "", 0, 0, NULL, cell_a },
		{ "B", " ", 255, false, OVER_PUSH, "", 0, 0, NULL, cell_b },
		{ "C", " ", 3, true, OVER_CUT, "-", 0, 0, NULL, cell_c },
	};
	const struct view view = VIEW_OF(columns);
	const struct view_context c = view_context(NULL, 0);
	static struct out out;
	static char got[400];
	struct table t;
	FILE *file = tmpfile();
	char text[300], number[16];

	(void)state;
	assert_non_null(file);
	out_init(&out, fileno(file));
	table_begin(&t, &view, &c);
	memset(text, 't', sizeof(text));
	for (int i = 0; i < 3000; i++) {
		const struct words w = { number, text + sizeof(text) - 1 - i % 255, "ccccc" };

		text[sizeof(text) - 1] = '\0';
		snprintf(number, sizeof(number), "%d", i);
		table_row(&t, &out, &w);
	}
	assert_int_equal(out_flush(&out), 0);
	rewind(file);
	for (int i = 0; i < 3000; i++) {
		char want[400];

		snprintf(want, sizeof(want), "%12d %-255s ccc\n", i, text + sizeof(text) - 1 - i % 255);
		assert_non_null(fgets(got, sizeof(got), file));
		assert_string_equal(got, want);
	}
	assert_null(fgets(got, sizeof(got), file));
	fclose(file);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_printf), cmocka_unit_test(test_absent),
		cmocka_unit_test(test_lend),	  cmocka_unit_test(test_trim),
		cmocka_unit_test(test_options),	  cmocka_unit_test(test_heading),
		cmocka_unit_test(test_device),	  cmocka_unit_test(test_name),
		cmocka_unit_test(test_seconds),	  cmocka_unit_test(test_many_rows),
	};

	return RUN_TESTS("table", tests);
}
