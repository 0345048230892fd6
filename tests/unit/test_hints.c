/* SPDX-License-Identifier: ISC */
/* The table itself is walked, so the file is included. */
#include "test.h"

#include "cmd/hints.c"

static void test_rows(void **state)
{
	static const char *const tools[] = { "netstat", "route", "arp" };
	static const char *const dialects[] = { "linux", "freebsd", "openbsd", "netbsd", "macos" };

	(void)state;
	for (size_t i = 0; i < COUNT(hints); i++) {
		bool tool = false, dialect = false;

		for (size_t k = 0; k < COUNT(tools); k++)
			tool = tool || strcmp(tools[k], hints[i].tool) == 0;
		for (size_t k = 0; k < COUNT(dialects); k++)
			dialect = dialect || strcmp(dialects[k], hints[i].dialect) == 0;
		assert_true(tool && dialect);
		assert_true(hints[i].letter > ' ' && hints[i].letter < 0x7f && hints[i].letter != '-');
		assert_true(strlen(hints[i].meaning) > 3);
		assert_true(hints[i].meaning[strlen(hints[i].meaning) - 1] != '.');
		for (size_t k = 0; k < i; k++)
			assert_false(hints[i].letter == hints[k].letter &&
				     strcmp(hints[i].tool, hints[k].tool) == 0 &&
				     strcmp(hints[i].dialect, hints[k].dialect) == 0);
	}
}

/* A hint never points to the dialect, or the era of it, in which the letter was typed. */
static void test_never_itself(void **state)
{
	static const char *const typed[] = { "linux", "linux-1.60", "freebsd", "freebsd-4", "openbsd-3", "netbsd-7" };

	(void)state;
	for (size_t i = 0; i < COUNT(hints); i++)
		for (size_t k = 0; k < COUNT(typed); k++) {
			struct err err = ERR_INIT;
			char base[16], word[32];

			assert_int_equal(hint_letter(hints[i].tool, typed[k], hints[i].letter, &err), -EINVAL);
			snprintf(base, sizeof(base), "%.*s", (int)strcspn(typed[k], "-"), typed[k]);
			snprintf(word, sizeof(word), "; in %s it", base);
			assert_null(strstr(err.text, word));
			if (strcmp(base, hints[i].dialect) == 0)
				continue;
			assert_non_null(strstr(err.text, "no such option in the"));
			assert_non_null(strstr(err.text, typed[k]));
		}
}

/* Any byte is told in words that can be printed. */
static void test_every_letter(void **state)
{
	(void)state;
	for (unsigned byte = 1; byte < 256; byte++) {
		struct err err = ERR_INIT;

		assert_int_equal(hint_letter("netstat", "linux", (char)byte, &err), -EINVAL);
		assert_true(strlen(err.text) > 0);
		for (const char *at = err.text; *at; at++)
			assert_true(*at >= ' ' && *at < 0x7f);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_never_itself),
		cmocka_unit_test(test_every_letter),
	};

	return RUN_TESTS("hints", tests);
}
