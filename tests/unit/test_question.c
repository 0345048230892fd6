/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/question.h"

static void test_names(void **state)
{
	(void)state;
	for (unsigned a = 0; a < ASK_COUNT; a++) {
		assert_true(question_name((enum question_what)a)[0] != '\0');
		for (unsigned b = 0; b < a; b++)
			assert_string_not_equal(question_name((enum question_what)a),
						question_name((enum question_what)b));
	}
	assert_string_equal(question_name((enum question_what)99), question_name(ASK_NOTHING));
}

static struct question random_question(struct dice *dice)
{
	static const char *const keys[] = { "", "net/snmp", "a key = with words=2", "=", " ", "net.route.0" };

	return (struct question){
		.what = (enum question_what)(1 + dice_below(dice, ASK_COUNT - 1)),
		.family = (enum family)dice_below(dice, FAMILY_COUNT),
		.table = dice_below(dice, 2) ? (uint32_t)dice_u64(dice) : 0,
		.ifindex = dice_below(dice, 2) ? (uint32_t)dice_u64(dice) : 0,
		.brief = dice_below(dice, 2),
		.key = keys[dice_below(dice, COUNT(keys))],
	};
}

static void test_survives(void **state)
{
	struct out *out = test_out();
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct question q = random_question(&dice), back;
		const char *text;
		struct guarded g;
		char key[64];

		question_write(out, &q);
		text = test_text(out);
		g = guard(text, strlen(text), false);
		assert_int_equal(question_parse((char *)g.data, strlen(text), key, sizeof(key), &back), 0);
		assert_int_equal(back.what, q.what);
		assert_int_equal(back.family, q.family);
		assert_int_equal(back.table, q.table);
		assert_int_equal(back.ifindex, q.ifindex);
		assert_int_equal(back.brief, q.brief);
		assert_string_equal(back.key, q.key);
		assert_ptr_equal(back.key, key);
		assert_true(question_serves(&back, &q));
		assert_true(question_serves(&q, &back));
		unguard(&g);
	}
}

static void test_refuses(void **state)
{
	static const struct {
		const char *text;
		size_t size; /* 0: to the NUL */
	} table[] = {
		{ "", 0 }, { "what=", 0 }, { "what=nothing", 0 }, { "what=weather", 0 },
		{ "family=inet", 0 }, { "what", 0 }, { "what=links family", 0 },
		{ "what=links family=inet7", 0 }, { "what=links family=", 0 },
		{ "what=routes table=-1", 0 }, { "what=routes table=4294967296", 0 },
		{ "what=routes ifindex=x", 0 }, { "what=routes  table=1", 0 },
		{ "=links", 0 }, { "what=links \0=", 13 }, { "what=links\0x", 12 },
		{ "what=file key=a\0b", 17 },
		{ "what=links averylongwordthatisnone=1", 0 },
		{ "what=links family=averylongwordthatisnofamilyatall", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = table[i].size ? table[i].size : strlen(table[i].text);
		struct guarded g = guard(table[i].text, size, false);
		struct question q = { .what = (enum question_what)77 };
		char key[32];

		assert_int_equal(question_parse((char *)g.data, size, key, sizeof(key), &q), -EINVAL);
		assert_int_equal(q.what, 77);
		unguard(&g);
	}
}

/* A key that does not fit is refused, and nothing is written behind its room. */
static void test_key_has_room(void **state)
{
	char text[64] = "what=file key=", room[16];
	struct question q;

	(void)state;
	memset(text + 14, 'k', 40);
	for (size_t n = 0; n < 40; n++) {
		memset(room, 0x5a, sizeof(room));
		assert_int_equal(question_parse(text, 14 + n, room, 8, &q), n < 8 ? 0 : -EINVAL);
		for (size_t i = 8; i < sizeof(room); i++)
			assert_int_equal(room[i], 0x5a);
	}
}

/* A recorded answer serves what it holds: a wider one a narrower question, never the reverse. */
static void test_serves(void **state)
{
	const struct question all = { .what = ASK_ROUTES };
	struct question narrow;

	(void)state;
	for (int i = 0; i < 4; i++) {
		narrow = all;
		if (i == 0)
			narrow.family = FAMILY_INET6;
		else if (i == 1)
			narrow.table = 254;
		else if (i == 2)
			narrow.ifindex = 3;
		else
			narrow.brief = true;
		assert_true(question_serves(&all, &narrow));
		assert_false(question_serves(&narrow, &all));
		assert_true(question_serves(&narrow, &narrow));
	}
	narrow = all;
	narrow.what = ASK_CLONES;
	assert_false(question_serves(&all, &narrow));
	narrow = (struct question){ .what = ASK_FILE, .key = "net/snmp" };
	assert_false(question_serves(&(struct question){ .what = ASK_FILE, .key = "net/snmp6" }, &narrow));
	assert_false(question_serves(&(struct question){ .what = ASK_FILE }, &narrow));
	assert_true(question_serves(&(struct question){ .what = ASK_LINKS, .key = "" },
				    &(struct question){ .what = ASK_LINKS }));
	assert_false(question_serves(&(struct question){ .what = ASK_ROUTES, .table = 7 },
				     &(struct question){ .what = ASK_ROUTES, .table = 8 }));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_survives),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_key_has_room),
		cmocka_unit_test(test_serves),
	};

	return RUN_TESTS("question", tests);
}
