/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/origin.h"

static void test_systems(void **state)
{
	(void)state;
	for (unsigned s = 0; s < SYSTEM_COUNT; s++) {
		const char *name = origin_system_name((enum origin_system)s);

		assert_true(name[0] != '\0');
		assert_int_equal(origin_system_find(name), s);
	}
	assert_int_equal(origin_system_find("plan9"), SYSTEM_UNKNOWN);
	assert_int_equal(origin_system_find(""), SYSTEM_UNKNOWN);
	assert_string_equal(origin_system_name((enum origin_system)99), "unknown");
}

static void test_host(void **state)
{
	const struct origin o = origin_host(SYSTEM_LINUX);

	(void)state;
	assert_int_equal(o.system, SYSTEM_LINUX);
	assert_int_equal(o.word, 8 * sizeof(void *));
	assert_int_equal(o.big_endian, !host_is_little());
	assert_false(o.swap);
	assert_int_equal(o.hz, 100);
}

static void test_survives(void **state)
{
	static const char letters[] = "0123456789.-+_~abcXYZ";
	struct out *out = test_out();
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct origin o, back;
		const char *text;

		memset(&o, 0, sizeof(o));
		memset(&back, 0xff, sizeof(back));
		o.system = (uint8_t)(1 + dice_below(&dice, SYSTEM_COUNT - 1));
		o.word = dice_below(&dice, 2) ? 64 : 32;
		o.big_endian = dice_below(&dice, 2);
		o.swap = o.big_endian == host_is_little();
		o.hz = 1 + dice_below(&dice, 1000000);
		o.boot_s = (int64_t)(dice_u64(&dice) >> (20 + dice_below(&dice, 40)));
		if (i % 5 == 0) /* a clock that was never set, and started after the kernel */
			o.boot_s = -(int64_t)dice_below(&dice, 1000);
		for (unsigned n = dice_below(&dice, sizeof(o.release)), k = 0; k < n; k++)
			o.release[k] = letters[dice_below(&dice, sizeof(letters) - 1)];
		origin_write(out, &o);
		text = test_text(out);
		assert_int_equal(origin_parse(text, strlen(text), &back), 0);
		assert_memory_equal(back.release, o.release, sizeof(o.release));
		assert_int_equal(back.system, o.system);
		assert_int_equal(back.word, o.word);
		assert_int_equal(back.big_endian, o.big_endian);
		assert_int_equal(back.swap, o.swap);
		assert_int_equal(back.hz, o.hz);
		assert_true(back.boot_s == o.boot_s);
	}
}

/* A release that is no word stays one: what it says cannot pass for other words. */
static void test_release_is_one_word(void **state)
{
	struct out *out = test_out();
	struct origin o = origin_host(SYSTEM_LINUX), back;
	const char *text;

	(void)state;
	strcpy(o.release, "6.1 hz=7 endian=x\n");
	origin_write(out, &o);
	text = test_text(out);
	assert_int_equal(origin_parse(text, strlen(text), &back), 0);
	assert_int_equal(back.hz, 100);
	assert_null(strchr(text, '\n'));
}

static void test_words(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} table[] = {
		{ "system=linux", true },
		{ "system=linux  release=6.1 ", true },
		{ " system=freebsd colour=blue", true },
		{ "system=linux word=32 endian=big hz=1000 boottime=1", true },
		{ "", false },
		{ "release=6.1", false },
		{ "system=", false },
		{ "system=unknown", false },
		{ "system=plan9", false },
		{ "system=linux nonsense", false },
		{ "system=linux word=16", false },
		{ "system=linux word=", false },
		{ "system=linux endian=middle", false },
		{ "system=linux hz=0", false },
		{ "system=linux hz=1000001", false },
		{ "system=linux hz=1e3", false },
		{ "system=linux boottime=later", false },
		{ "system=linux boottime=-", false },
		{ "system=linux boottime=--1", false },
		{ "system=linux boottime=99999999999999999999", false },
		{ "system=linux boottime=-99999999999999999999", false },
	};
	static char long_word[200] = "system=linux ";

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = strlen(table[i].text);
		struct guarded g = guard(table[i].text, size, false);
		struct origin o;

		memset(&o, 0x5a, sizeof(o));
		assert_int_equal(origin_parse((char *)g.data, size, &o), table[i].good ? 0 : -EINVAL);
		if (!table[i].good)
			assert_int_equal(o.system, 0x5a);
		unguard(&g);
	}
	memset(long_word + 13, '=', sizeof(long_word) - 14);
	for (size_t n = 13 + 144; n < sizeof(long_word); n++) {
		struct origin o;

		assert_int_equal(origin_parse(long_word, n, &o), -EINVAL);
	}
}

/* A release that is too long is cut, and still ends. */
static void test_long_release(void **state)
{
	static const char text[] = "system=linux release=0123456789012345678901234567890123456789";
	struct origin o;

	(void)state;
	memset(&o, 0xff, sizeof(o));
	assert_int_equal(origin_parse(text, strlen(text), &o), 0);
	assert_string_equal(o.release, "0123456789012345678901234567890");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_systems),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_survives),
		cmocka_unit_test(test_release_is_one_word),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long_release),
	};

	return RUN_TESTS("origin", tests);
}
