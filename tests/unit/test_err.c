/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/base/err.h"

static void test_first_reason_stays(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_string_equal(err.text, "");
	assert_int_equal(err_set(&err, ENOENT, "no %s", "table"), -ENOENT);
	assert_string_equal(err.text, "no table");
	assert_int_equal(err_set(&err, EIO, "later"), -EIO);
	assert_int_equal(err_system(&err, EPERM, "later"), -EPERM);
	assert_string_equal(err.text, "no table");
	err_clear(&err);
	assert_string_equal(err.text, "");
	assert_int_equal(err_set(&err, EIO, "then"), -EIO);
	assert_string_equal(err.text, "then");
}

static void test_system_words(void **state)
{
	struct err err = ERR_INIT;
	char want[200];

	(void)state;
	assert_int_equal(err_system(&err, EACCES, "socket %d", 7), -EACCES);
	snprintf(want, sizeof(want), "socket 7: %s", strerror(EACCES));
	assert_string_equal(err.text, want);
}

static void test_nobody_listens(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, EIO, "%s", "x"), -EIO);
	assert_int_equal(err_system(NULL, EIO, "%s", "x"), -EIO);
	err_clear(NULL);
}

/* A reason that is longer than its room ends there, with its NUL; nothing is written behind. */
static void test_long_reason(void **state)
{
	struct {
		struct err err;
		char behind[16];
	} box;
	char word[2 * sizeof(box.err.text)];

	(void)state;
	memset(word, 'w', sizeof(word));
	word[sizeof(word) - 1] = '\0';
	for (size_t n = sizeof(box.err.text) - 40; n < sizeof(word); n++) {
		memset(&box, 0x5a, sizeof(box));
		box.err.text[0] = '\0';
		assert_int_equal(err_system(&box.err, EIO, "%s", word + sizeof(word) - 1 - n), -EIO);
		assert_true(strnlen(box.err.text, sizeof(box.err.text)) < sizeof(box.err.text));
		assert_true(strlen(box.err.text) >= (n < sizeof(box.err.text) ? n : sizeof(box.err.text) - 1));
		for (size_t i = 0; i < sizeof(box.behind); i++)
			assert_int_equal(box.behind[i], 0x5a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_reason_stays),
		cmocka_unit_test(test_system_words),
		cmocka_unit_test(test_nobody_listens),
		cmocka_unit_test(test_long_reason),
	};

	return RUN_TESTS("err", tests);
}
