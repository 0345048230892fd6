/* SPDX-License-Identifier: ISC */
/* cmd/options: tables of our own; the GNU grammar beside the C library's getopt_long. */
#include "test.h"

#define option option_of_libc /* they have a structure of that name too */
#include <getopt.h>
#undef option

#include "cmd/options.h"

enum { A = 1, B, ALPHA, ALBUM, BETA, JSON, TABLE, QUIET };

static const struct option_row own[] = {
	{ 'a', "", ARGUMENT_NONE, A, 0 },
	{ 'b', "", ARGUMENT_REQUIRED, B, 0 },
	{ 0, "alpha", ARGUMENT_NONE, ALPHA, 7 },
	{ 0, "album", ARGUMENT_REQUIRED, ALBUM, 0 },
	{ 'B', "beta", ARGUMENT_NONE, BETA, 0 },
	{ 0, "be", ARGUMENT_NONE, BETA, 1 },
};
static const struct option_row common[] = {
	{ 0, "json", ARGUMENT_OPTIONAL, JSON, 0 },
	{ 0, "table", ARGUMENT_REQUIRED, TABLE, 0 },
	{ 'q', "quiet", ARGUMENT_NONE, QUIET, 0 },
	{ 0, "alphabet", ARGUMENT_NONE, QUIET, 1 },
};

enum { WORDS = 16, TEXT = 512 };

/* What a command line says, in words: "a b=x json=pretty (word)", and at its end the reason of a failure. */
static const char *say(bool gnu, const char *const *argv)
{
	static char text[TEXT];
	static const struct option_table tables[] = { OPTION_TABLE(own), OPTION_TABLE(common) };
	char *words[WORDS + 1] = { NULL };
	struct options options;
	struct option o;
	struct err err = ERR_INIT;
	int argc = 0, more, limit = 100;

	for (; argv[argc]; argc++)
		words[argc] = strdup(argv[argc]);
	text[0] = '\0';
	options_begin(&options, "netstat", "linux", gnu, tables[0], tables[1], argc, words);
	while ((more = options_next(&options, &o, &err)) > 0) {
		size_t used = strlen(text);

		assert_true(limit-- > 0);
		if (!o.row)
			snprintf(text + used, TEXT - used, "(%s) ", o.value);
		else if (o.row->letter)
			snprintf(text + used, TEXT - used, "%c%s%s ", o.row->letter, o.value ? "=" : "",
				 o.value ? o.value : "");
		else
			snprintf(text + used, TEXT - used, "%s%s%s ", o.row->name, o.value ? "=" : "",
				 o.value ? o.value : "");
	}
	assert_int_equal(more, err.text[0] ? -EINVAL : 0);
	snprintf(text + strlen(text), TEXT - strlen(text), "%s", more < 0 ? err.text : "");
	for (int i = 0; i < argc; i++)
		free(words[i]);
	return text;
}


static void test_letters(void **state)
{
	(void)state;
	assert_string_equal(say(true, (const char *const[]){ "netstat", NULL }), "");
	assert_string_equal(say(true, (const char *const[]){ NULL }), "");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-a", "-aBq", NULL }), "a a B q ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-bx", "-b", "y", "-abz", NULL }),
			    "b=x b=y a b=z ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-b", "-a", NULL }), "b=-a ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-b", "", NULL }), "b= ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-ab", NULL }),
			    "a option requires an argument -- 'b'");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-a%", NULL }), "a invalid option -- '%'");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-a\x1b", NULL }), "a invalid option -- '\\x1b'");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "-", NULL }), "(-) ");
}

static void test_long(void **state)
{
	(void)state;
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--alpha", "--album", "x", "--album=y=z", NULL }),
			    "alpha album=x album=y=z ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--json", "--json=pretty", "--json=", NULL }),
			    "json json=pretty json= ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--json", "pretty", NULL }), "json (pretty) ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--alpha=x", NULL }),
			    "option '--alpha' doesn't allow an argument");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--table", NULL }),
			    "option '--table' requires an argument");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--tables", NULL }),
			    "unrecognized option '--tables'");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "---", NULL }), "unrecognized option '---'");
}

/* Shortened while unambiguous; an exact name wins; the dialect's own wins over the common ones. */
static void test_shortened(void **state)
{
	(void)state;
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--ta=1", "--alp", "--bet", "--be", NULL }),
			    "table=1 alpha B be ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--al", NULL }),
			    "option '--al' is ambiguous; possibilities: '--alpha' '--album' '--alphabet'");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "--alphab", NULL }), "alphabet ");
	assert_string_equal(say(false, (const char *const[]){ "netstat", "--ta=1", NULL }),
			    "unrecognized option '--ta'");
	assert_string_equal(say(false, (const char *const[]){ "netstat", "--table=1", NULL }), "table=1 ");
}

/* A name of no letters names no option, though some have no long name. */
static void test_no_name(void **state)
{
	(void)state;
	for (int gnu = 0; gnu < 2; gnu++) {
		assert_string_equal(say(gnu, (const char *const[]){ "netstat", "--=x", NULL }),
				    "unrecognized option '--'");
		assert_string_equal(say(gnu, (const char *const[]){ "netstat", "--=", NULL }),
				    "unrecognized option '--'");
	}
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(say(true, (const char *const[]){ "netstat", "x", "-a", "y", "--", "-a", "--alpha", "--", NULL }),
			    "(x) a (y) (-a) (--alpha) (--) ");
	assert_string_equal(say(false, (const char *const[]){ "netstat", "-a", "x", "-a", "--alpha", "--", NULL }),
			    "a (x) (-a) (--alpha) (--) ");
	assert_string_equal(say(false, (const char *const[]){ "netstat", "-a", "--", "-a", NULL }), "a (-a) ");
	assert_string_equal(say(true, (const char *const[]){ "netstat", "", "-a", NULL }), "() a ");
	assert_string_equal(say(false, (const char *const[]){ "netstat", "", "-a", NULL }), "() (-a) ");
}

/* What getopt_long makes of the same words: options in order, then words. */
static const char *say_getopt(int argc, char **argv)
{
	static const struct option_row *const tables[] = { own, common };
	static char text[TEXT];
	struct option_of_libc longs[COUNT(own) + COUNT(common) + 1];
	char letters[3 * (COUNT(own) + COUNT(common)) + 1] = "";
	size_t n = 0;
	int c;

	memset(longs, 0, sizeof(longs));
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < (t ? COUNT(common) : COUNT(own)); i++) {
			const struct option_row *row = &tables[t][i];
			size_t used = strlen(letters);

			if (row->letter)
				snprintf(letters + used, sizeof(letters) - used, "%c%s", row->letter,
					 row->argument ? ":" : "");
			if (!row->name[0])
				continue;
			longs[n].name = row->name;
			longs[n].has_arg = row->argument;
			longs[n++].val = row->letter ? row->letter : 1000 + (int)(t * 100 + i);
		}
	text[0] = '\0';
	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		size_t used = strlen(text);

		if (c == '?')
			return strcpy(text, "error");
		if (c < 1000)
			snprintf(text + used, TEXT - used, "%c%s%s ", c, optarg ? "=" : "", optarg ? optarg : "");
		else
			snprintf(text + used, TEXT - used, "%s%s%s ", tables[c >= 1100][c % 100].name,
				 optarg ? "=" : "", optarg ? optarg : "");
	}
	for (; optind < argc; optind++) {
		size_t used = strlen(text);

		snprintf(text + used, TEXT - used, "(%s) ", argv[optind]);
	}
	return text;
}

/* Our words are told where they stand: move them behind the options, as getopt's are. */
static void words_last(char *text)
{
	char options[TEXT] = "", words[TEXT] = "";
	char *save = NULL;

	for (char *w = strtok_r(text, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		char *to = w[0] == '(' ? words : options;
		size_t used = strlen(to);

		snprintf(to + used, TEXT - used, "%s ", w);
	}
	snprintf(text, TEXT, "%s%s", options, words);
}

/*
 * Where getopt_long refuses, so do we, and the other way round; else both read the same. Two rules are our
 * own and left out: the dialect's shortened names win, and "--=" is nothing.
 */
static void test_as_getopt(void **state)
{
	static const char *const pieces[] = {
		"-a", "-b", "-bx", "-ab", "-aB", "-aqBb", "-z", "-", "--", "x", "y=z", "--alpha", "--album", "--album=x",
		"--be", "--bet", "--beta", "--beta=x", "--json", "--json=x", "--js", "--js=y", "--table", "--tab=3",
		"--quiet", "--q", "--nothing", "--alphabet", "--albums", "--alphabets", "--json=",
	};
	struct dice dice = DICE;
	unsigned refused = 0;

	(void)state;
	unsetenv("POSIXLY_CORRECT");
	for (int i = 0; i < 30000; i++) {
		const char *argv[WORDS + 1] = { "netstat" };
		char *copy[WORDS + 1] = { NULL };
		char ours[TEXT];
		const char *theirs;
		int argc = 1;

		for (int n = (int)dice_below(&dice, 6); n >= 0; n--)
			argv[argc++] = pieces[dice_below(&dice, COUNT(pieces))];
		snprintf(ours, sizeof(ours), "%s", say(true, argv));
		for (int k = 0; k < argc; k++)
			copy[k] = strdup(argv[k]);
		theirs = say_getopt(argc, copy);
		if (strcmp(theirs, "error") == 0) {
			assert_true(strlen(ours) > 0 && ours[strlen(ours) - 1] != ' ');
			refused++;
		} else {
			words_last(ours);
			assert_string_equal(ours, theirs);
		}
		for (int k = 0; k < argc; k++)
			free(copy[k]);
	}
	assert_true(refused > 1000 && refused < 29000);
}

static void test_peek(void **state)
{
	static const struct {
		const char *words[6];
		const char *want;
	} table[] = {
		{ { "netstat", "-r" }, NULL },
		{ { "netstat", "--dialect", "x" }, "x" },
		{ { "netstat", "--dialect=x", "--dialect=y" }, "y" },
		{ { "netstat", "--dialect=" }, "" },
		{ { "netstat", "--dialect" }, NULL },
		{ { "netstat", "--dialects=x" }, NULL },
		{ { "netstat", "--dialect=x", "--dia", "y" }, "y" },
		{ { "netstat", "--d=x" }, "x" },
		{ { "netstat", "--=x" }, NULL },
		{ { "netstat", "--", "--dialect=x" }, NULL },
		{ { "--dialect=x" }, NULL },
		{ { NULL }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		char *argv[7] = { NULL };
		const char *got;
		int argc = 0;

		for (; table[i].words[argc]; argc++)
			argv[argc] = strdup(table[i].words[argc]);
		got = options_peek("dialect", argc, argv);
		if (!table[i].want)
			assert_null(got);
		else
			assert_string_equal(got, table[i].want);
		while (argc)
			free(argv[--argc]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters),	 cmocka_unit_test(test_long),
		cmocka_unit_test(test_shortened), cmocka_unit_test(test_no_name),
		cmocka_unit_test(test_words),	 cmocka_unit_test(test_as_getopt),
		cmocka_unit_test(test_peek),
	};

	return RUN_TESTS("options", tests);
}
