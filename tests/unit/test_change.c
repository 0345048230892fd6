/* SPDX-License-Identifier: ISC */
/*
 * Changes over a world of our own: lines put together from the grammar's words by chance. Whatever they are,
 * they are read or refused by number; and what --dry-run makes of the good ones means the same again.
 */
#include "test.h"

#include "lib/model/change.h"
#include "world.h"

enum { LINES = 40, LINE_MAX = 2000 };

static char path[] = "/tmp/routeclone-test-XXXXXX";

static const char *const beginnings[] = {
	"add -net 10.50.0.0/16",     "add -net 10.51.0.0 netmask 255.255.0.0", "add -host 10.50.0.1", "add default",
	"append -net 0.0.0.0/0",     "-6 add fd50::/64",  "-6 replace default",	      "-A inet6 change fd50::1",
	"del -net 10.50.0.0/16",     "-6 delete fd50::/64", "replace blackhole -net 10.52.0.0/24",
	"change -net prohibit 10.53.0.0/24", "add -nexthop 7", "-6 replace -nexthop 8", "del -nexthop 9",
	"prepend 10.50.0.2",
};

static const char *const words[] = {
	"gw 10.1.0.5",	  "gw fd01::5",	    "via inet6 fe80::5", "dev eth0",	 "dev lo",	 "metric 7",
	"mss 1400",	  "window 4096",    "irtt 300",		 "reject",	 "mod",		 "dyn",
	"table 77",	  "table local",    "proto static",	 "proto 77",	 "scope link",	 "type throw",
	"src 10.1.0.1",	  "src fd01::1",    "from fd02::/16",	 "tos 0x10",	 "pref high",	 "nhid 5",
	"nexthop",	  "nexthop gw 10.1.0.6 dev eth0 weight 3", "weight 5",	 "realm 3/4",	 "onlink",
	"expires 600",	  "congctl bbr",    "encap mpls 16/17 ttl 3", "encap ip id 5 dst 10.1.0.9", "encap 6 00112233",
	"group 3/4,9",	  "resilient",	    "buckets 16",	 "idle_timer 5000", "unreachable", "local", "pmtu 1300",
	"mtu lock 1280",  "rtt lock 20ms",  "hoplimit 9",	 "advmss 1200",	 "features ecn", "quickack 1",	 "rto_min 1s",
	"blackhole",	  "eth0",	    "initcwnd 20",
};

static const char *const bad[] = { "gw", "metric x", "via inet6", "table nosuch", "nexthop weight 0", "encap mpls", "group 0",
				   "tos 256", "src zz", "dev nosuch0", "# no comment here", "10.0.0.1/8", "-net", "realm 70000",
				   "\x01\x02", "congctl a-name-that-is-too-long", "expires -1", "group 3,/", "encap 5 0g" };

static void write_file(const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

static struct world_result dry_run(const char *tool, const char *text)
{
	char command[100];

	write_file(text);
	snprintf(command, sizeof(command), "%s --dry-run --resolve-timeout 1 --batch %s", tool, path);
	world_reset();
	return world_run(command);
}

static void random_line(struct dice *dice, char *line, bool wrong)
{
	unsigned count = dice_below(dice, 6);

	snprintf(line, LINE_MAX, "%s", beginnings[dice_below(dice, COUNT(beginnings))]);
	for (unsigned i = 0; i < count; i++) {
		strncat(line, " ", LINE_MAX - strlen(line) - 1);
		strncat(line, words[dice_below(dice, COUNT(words))], LINE_MAX - strlen(line) - 1);
	}
	if (!wrong)
		return;
	strncat(line, " ", LINE_MAX - strlen(line) - 1);
	strncat(line, bad[dice_below(dice, COUNT(bad))], LINE_MAX - strlen(line) - 1);
}

/* One line at a time: good or bad; and the good ones all together, twice. */
static void test_said_again(void **state)
{
	struct dice dice = DICE;
	unsigned good = 0, refused = 0;

	(void)state;
	for (int round = 0; round < 40; round++) {
		static char all[LINES * LINE_MAX];
		struct world_result first, second;

		all[0] = '\0';
		for (int i = 0; i < LINES; i++) {
			char line[LINE_MAX + 1];
			struct world_result r;

			random_line(&dice, line, dice_below(&dice, 8) == 0);
			strcat(line, "\n");
			r = dry_run("route", line);
			if (r.status ? r.out_size || !strstr(r.err, "line 1: ") : *r.err != '\0')
				fail_msg("%s: status %d, \"%s\", \"%s\"", line, r.status, r.out, r.err);
			assert_int_equal(world.open, 0);
			if (!r.status)
				strcat(all, line);
			good += !r.status;
			refused += r.status != 0;
			world_free(&r);
		}
		first = dry_run("route", all);
		assert_int_equal(first.status, 0);
		second = dry_run("route", first.out);
		if (second.status || strcmp(first.out, second.out) != 0)
			fail_msg("status %d, \"%s\":\n%s\nbecomes\n%s", second.status, second.err, first.out, second.out);
		world_free(&first);
		world_free(&second);
	}
	assert_true(good > 100 && refused > 100);
}

/* Bytes of any kind. */
static void test_no_text(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int round = 0; round < 300; round++) {
		char text[400];
		struct world_result r;

		dice_fill(&dice, text, sizeof(text));
		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = text[i] ? text[i] : ' ';
		text[sizeof(text) - 1] = '\0';
		r = dry_run(round & 1 ? "arp" : "route", text);
		assert_true(r.status == 3 || r.status == 7 || r.status == 255);
		assert_int_equal(r.out_size, 0);
		assert_int_equal(world.open, 0);
		world_free(&r);
	}
}

static void test_neighbours_said_again(void **state)
{
	static const char lines[] = "-s 10.1.0.77 02:00:00:00:00:77 dev eth0 temp\n-s fe80::7 2:0:0:0:0:7 dev eth0 router\n"
				    "-i eth0 -s 10.1.0.78 02:00:00:00:00:78 state reachable managed\n-d 10.1.0.99 pub dev eth0\n"
				    "-d fe80::7 dev eth0\n-s 10.1.0.79 02:00:00:00:00:79 dev eth0 proto static\n"
				    "-Ds 10.1.0.80 eth0 dev eth0 pub\n";
	struct world_result first = dry_run("arp", lines), second;

	(void)state;
	if (first.status)
		fail_msg("status %d, \"%s\"", first.status, first.err);
	second = dry_run("arp", first.out);
	assert_int_equal(second.status, 0);
	assert_string_equal(first.out, second.out);
	world_free(&first);
	world_free(&second);
}

/* Verbs and kinds have names, and the numbers behind the last have none. */
static void test_names(void **state)
{
	(void)state;
	assert_null(change_verb_name(CHANGE_NOTHING));
	for (unsigned v = CHANGE_ADD; v < CHANGE_VERBS; v++)
		assert_non_null(change_verb_name((enum change_verb)v));
	assert_null(change_verb_name(CHANGE_VERBS));
	for (unsigned w = 0; w < CHANGE_WHATS; w++)
		assert_non_null(change_what_name((enum change_what)w));
	assert_null(change_what_name(CHANGE_WHATS));
}

static int begin(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int end(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_said_again),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_neighbours_said_again),
		cmocka_unit_test(test_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("change", tests, begin, end);
}
