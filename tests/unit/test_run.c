/* SPDX-License-Identifier: ISC */
/*
 * cmd/run and the commands over a world of our own (world.h): what happens when any call to the source
 * fails, is short, is cut, or has to be asked again.
 */
#include "test.h"

#include "cmd/tools.h"
#include "json_check.h"
#include "world.h"

static const char *const commands[] = {
	"netstat -rn",
	"netstat -ren",
	"netstat -r",
	"netstat -rnaW",
	"netstat -6rn",
	"netstat -rn --table all",
	"netstat -rnC",
	"netstat -rn --clones",
	"netstat -rn --clones --json",
	"netstat -rn --json=pretty",
	"netstat -6rn --clones",
	"netstat -i",
	"netstat -ia",
	"netstat -ia --json",
	"netstat -rs -v",
	"netstat -rs --json",
	"netstat --dialect=freebsd-4 -rna",
	"netstat --dialect=freebsd-4 -ra",
	"route -n",
	"route -6n",
	"route --table all save",
	"route --dry-run flushall",
	"arp -an",
	"arp -n",
	"arp -a",
	"arp -v",
	"arp -an --json",
	"arp --dialect=freebsd-4 -an",
};

static bool is_json(const char *command)
{
	return strstr(command, "--json") != NULL;
}

static void test_json_check(void **state)
{
	static const char *const good[] = { "{}\n", "[]\n", "{\"a\":[1,-2.5,\"\\\"\\u00e9\xc3\xa9\",true,null,{}]}\n" };
	static const char *const bad[] = { "", "\n", "{}", "{}\n\n", "{]\n", "[1,]\n", "{\"a\"}\n", "{\"a\":01}\n",
					   "[\"\\x\"]\n", "[\"\x1b\"]\n", "[\"\xff\"]\n", "[tru]\n", "{\"a\":1,}\n",
					   "[1 2]\n", "[\"a]\n", "[1.]\n", "[-]\n", "[[]\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(json_is_valid(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(json_is_valid(bad[i]));
}

/* Nothing goes wrong: status 0, no complaint, something is said. */
static void test_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(commands); i++) {
		struct world_result r;

		world_reset();
		r = world_run(commands[i]);
		if (r.status || *r.err || r.out_size < 50)
			fail_msg("%s: status %d, %zu bytes, \"%s\"", commands[i], r.status, r.out_size, r.err);
		if (is_json(commands[i]))
			assert_true(json_is_valid(r.out));
		assert_int_equal(world.open, 0);
		assert_true(world.calls > 3);
		world_free(&r);
	}
}

/* One line on standard error that begins with the tool's name. */
static bool complains(const struct world_result *r, const char *command, const char *words)
{
	size_t name = strcspn(command, " ");

	return strncmp(r->err, command, name) == 0 && strncmp(r->err + name, ": ", 2) == 0 &&
	       strchr(r->err, '\n') == r->err + strlen(r->err) - 1 && strstr(r->err, words);
}

/*
 * A run that failed: a status, the reason in words, and nothing half printed. JSON may have begun; then it
 * is closed and tells the error.
 */
static void check_failed(const char *command, const struct world_result *r, const char *words)
{
	if (r->status == 0)
		fail_msg("%s, call %u (%s): status 0", command, world.at, question_name(world.struck_at));
	if (!complains(r, command, words))
		fail_msg("%s, call %u (%s): it says \"%s\"", command, world.at, question_name(world.struck_at), r->err);
	if (is_json(command)) {
		if (r->out_size && (!json_is_valid(r->out) || !strstr(r->out, "\"error\":")))
			fail_msg("%s, call %u: \"%s\"", command, world.at, r->out);
	} else if (r->out_size) {
		fail_msg("%s, call %u (%s): half printed: \"%.200s\"", command, world.at,
			 question_name(world.struck_at), r->out);
	}
	assert_int_equal(world.open, 0);
}

/* The n-th call goes wrong, for every n there is. `check` sees each run in which it did. */
static unsigned each_call(enum world_fault fault, int error, unsigned times,
			  void (*check)(const char *command, const struct world_result *r))
{
	unsigned struck = 0;

	for (size_t i = 0; i < COUNT(commands); i++)
		for (unsigned at = 1;; at++) {
			struct world_result r;

			world_reset();
			world.at = at;
			world.fault = fault;
			world.error = error;
			world.times = times;
			r = world_run(commands[i]);
			if (!world.struck && world.calls < at) {
				world_free(&r);
				break;
			}
			if (world.struck) {
				check(commands[i], &r);
				struck++;
			}
			world_free(&r);
		}
	return struck;
}

static void is_failure(const char *command, const struct world_result *r)
{
	/* names are not worth a table: they are told to be missing */
	if (world.struck_at == ASK_NAMES && r->status == 0) {
		assert_true(complains(r, command, "missing"));
		return;
	}
	check_failed(command, r, "scripted failure");
}

static void test_each_call_fails(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_FAILS, EIO, 1, is_failure) > 200);
	assert_true(each_call(WORLD_FAILS, ENOMEM, 1, is_failure) > 200);
}

static void is_damaged(const char *command, const struct world_result *r)
{
	check_failed(command, r, "damaged");
}

static void test_each_frame_is_short(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_SHORT, 0, 1, is_damaged) > 100);
}

static void is_told(const char *command, const struct world_result *r)
{
	check_failed(command, r, "");
}

static void is_told_or_names(const char *command, const struct world_result *r)
{
	if (world.struck_at == ASK_NAMES && r->status == 0)
		assert_true(complains(r, command, "missing"));
	else
		is_told(command, r);
}

/* Whole messages, but the kernel said that there were more. */
static void test_each_frame_is_cut(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_CUT, 0, 1, is_told_or_names) > 100);
}

static void test_each_frame_is_foreign(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_FOREIGN, 0, 1, is_told_or_names) > 100);
}

/* What the run prints where nothing goes wrong: asked once for all. */
static const char *reference(const char *command)
{
	static struct world_result kept[COUNT(commands)];
	struct world saved = world;
	size_t i = 0;

	while (commands[i] != command)
		i++;
	if (!kept[i].out) {
		world_reset();
		kept[i] = world_run(command);
		world = saved;
	}
	return kept[i].out;
}

static void is_as_if_nothing_had_been(const char *command, const struct world_result *r)
{
	const char *want = reference(command);

	if (r->status || *r->err)
		fail_msg("%s, call %u (%s): status %d, \"%s\"", command, world.at, question_name(world.struck_at),
			 r->status, r->err);
	if (strcmp(r->out, want) != 0)
		fail_msg("%s, call %u (%s): \"%s\"\nand not\n\"%s\"", command, world.at,
			 question_name(world.struck_at), r->out, want);
}

/* Interrupted once, and then not: asked again, and nobody sees it. */
static void test_interrupted_once(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_INTERRUPTED, 0, 1, is_as_if_nothing_had_been) > 100);
}

static void test_too_long_once(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_TOO_LONG, 0, 1, is_as_if_nothing_had_been) > 100);
}

/* Interrupted again and again: listed all the same, with a warning, and JSON tells it. */
static void is_warned(const char *command, const struct world_result *r)
{
	const char *want = reference(command);
	char *consistent;

	assert_int_equal(r->status, 0);
	assert_true(complains(r, command, "changed"));
	if (is_json(command)) {
		assert_true(json_is_valid(r->out));
		consistent = strstr(r->out, strstr(command, "=pretty") ? "\"consistent\": false" : "\"consistent\":false");
		assert_non_null(consistent);
	} else if (strcmp(r->out, want) != 0) {
		fail_msg("%s, call %u (%s): \"%s\"\nand not\n\"%s\"", command, world.at,
			 question_name(world.struck_at), r->out, want);
	}
}

static void test_interrupted_for_ever(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_INTERRUPTED, 0, 1000000, is_warned) > 100);
}

static void is_too_long(const char *command, const struct world_result *r)
{
	if (world.struck_at == ASK_NAMES) /* told to be missing, and then the rest fails */
		assert_int_not_equal(r->status, 0);
	else
		check_failed(command, r, "too long");
}

static void test_too_long_for_ever(void **state)
{
	(void)state;
	assert_true(each_call(WORLD_TOO_LONG, 0, 1000000, is_too_long) > 100);
}

/* What a kernel does not have (and says so) is done without, where the table can be shown without it. */
static void test_not_supported(void **state)
{
	unsigned went_on = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(commands); i++)
		for (unsigned at = 1;; at++) {
			struct world_result r;

			world_reset();
			world.at = at;
			world.fault = WORLD_FAILS;
			world.error = EOPNOTSUPP;
			r = world_run(commands[i]);
			if (!world.struck) {
				world_free(&r);
				break;
			}
			switch (world.struck_at) {
			case ASK_NEXTHOPS:
			case ASK_TIMES:
			case ASK_PROXIES:
				went_on += r.status == 0;
				break;
			case ASK_NAMES:
				break;
			default:
				check_failed(commands[i], &r, "scripted failure");
			}
			world_free(&r);
		}
	assert_true(went_on > 10);
}

/* A listing that is longer than the buffer, told to go wrong at its end. */
static struct world_result long_run(const char *command, enum world_fault fault)
{
	struct world_result r;
	unsigned calls;

	world_reset();
	world.repeat = 500;
	r = world_run(command);
	assert_int_equal(r.status, 0);
	assert_true(r.out_size > 2 * OUT_SIZE);
	calls = world.calls;
	if (!fault)
		return r;
	world_free(&r);
	world_reset();
	world.repeat = 500;
	world.at = calls - 10;
	world.fault = fault;
	world.error = EIO;
	r = world_run(command);
	assert_true(world.struck);
	assert_int_equal(world.struck_at, ASK_ROUTES);
	return r;
}

/* What has left cannot be taken back: it is finished, and told. */
static void test_interrupted_too_late(void **state)
{
	static const char *const late[] = { "netstat -rn", "netstat -4rn --json" };

	(void)state;
	for (size_t i = 0; i < COUNT(late); i++) {
		struct world_result want = long_run(late[i], 0), r = long_run(late[i], WORLD_INTERRUPTED);

		assert_int_equal(r.status, 0);
		assert_true(complains(&r, late[i], "changed"));
		if (is_json(late[i])) {
			assert_true(json_is_valid(r.out));
			assert_non_null(strstr(r.out, "\"consistent\":false"));
		} else {
			assert_string_equal(r.out, want.out);
		}
		world_free(&r);
		world_free(&want);
	}
}

/* A failure midway: rows end where rows end, JSON is closed, the status tells. */
static void test_failed_too_late(void **state)
{
	struct world_result r = long_run("netstat -rn", WORLD_FAILS), want;

	(void)state;
	assert_int_equal(r.status, 1);
	assert_true(complains(&r, "netstat -rn", "scripted failure"));
	want = long_run("netstat -rn", 0);
	assert_true(r.out_size > OUT_SIZE && r.out_size < want.out_size);
	assert_memory_equal(r.out, want.out, r.out_size);
	assert_int_equal(r.out[r.out_size - 1], '\n');
	world_free(&r);
	world_free(&want);
	r = long_run("netstat -4rn --json", WORLD_FAILS);
	assert_int_equal(r.status, 1);
	assert_true(complains(&r, "netstat", "scripted failure"));
	assert_true(json_is_valid(r.out));
	assert_non_null(strstr(r.out, "\"error\":\"scripted failure\""));
	world_free(&r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_check),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_each_call_fails),
		cmocka_unit_test(test_each_frame_is_short),
		cmocka_unit_test(test_each_frame_is_cut),
		cmocka_unit_test(test_each_frame_is_foreign),
		cmocka_unit_test(test_interrupted_once),
		cmocka_unit_test(test_too_long_once),
		cmocka_unit_test(test_interrupted_for_ever),
		cmocka_unit_test(test_too_long_for_ever),
		cmocka_unit_test(test_not_supported),
		cmocka_unit_test(test_interrupted_too_late),
		cmocka_unit_test(test_failed_too_late),
	};

	return RUN_TESTS("run", tests);
}
