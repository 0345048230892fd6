/* SPDX-License-Identifier: ISC */
/* Counters, their growth, and the words they are told in. */
#include "test.h"

#include "lib/model/counters.h"
#include "lib/view/sentence.h"
#include "lib/view/stats_linux.h"

static struct counter counter(const char *group, const char *name, uint64_t value)
{
	struct counter c = { .value = value };

	snprintf(c.group, sizeof(c.group), "%s", group);
	snprintf(c.name, sizeof(c.name), "%s", name);
	return c;
}

static void test_collection(void **state)
{
	struct counters c = { .row = NULL };
	struct counter one;

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "n%u", i);
		one = counter("g", name, i);
		assert_int_equal(counters_add(&c, &one), 0);
	}
	assert_int_equal(c.count, 3000);
	assert_int_equal(counters_find(&c, "g", "n2999")->value, 2999);
	assert_null(counters_find(&c, "h", "n2999"));
	assert_null(counters_find(&c, "g", "n3000"));
	one = counter("g", "n7", UINT64_C(1) << 40);
	assert_int_equal(counters_sum(&c, &one), 0);
	assert_int_equal(c.count, 3000);
	assert_true(counters_find(&c, "g", "n7")->value == (UINT64_C(1) << 40) + 7);
	one = counter("h", "n7", 1);
	assert_int_equal(counters_sum(&c, &one), 0);
	assert_int_equal(c.count, 3001);
	counters_clear(&c);
	assert_null(counters_find(&c, "g", "n7"));
	counters_free(&c);
	counters_free(&c);
}

static void test_growth(void **state)
{
	(void)state;
	assert_true(counters_growth(5, 5) == 0);
	assert_true(counters_growth(5, 12) == 7);
	assert_true(counters_growth(0, UINT64_MAX) == UINT64_MAX);
	/* 32 bits that went over their end */
	assert_true(counters_growth(UINT32_MAX, 0) == 1);
	assert_true(counters_growth(UINT32_MAX - 9, 20) == 30);
	/* set back */
	assert_true(counters_growth(1000, 3) == 3);
	assert_true(counters_growth(UINT64_C(1) << 33, 3) == 3);
	assert_true(counters_growth(UINT32_MAX, UINT32_MAX - 1u) == UINT32_MAX - 1u);
}

/* By name where the order changed, and gauges both ways. */
static void test_growth_of_all(void **state)
{
	struct counters before = { .row = NULL }, now = { .row = NULL };
	const struct counter old[] = { counter("Ip", "InReceives", 10), counter("Tcp", "CurrEstab", 5),
				       counter("tcpstates", "states.4", 2) };
	const struct counter new[] = { counter("Tcp", "CurrEstab", 3), counter("Ip", "InReceives", 17),
				       counter("tcpstates", "states.4", 3), counter("Udp", "NoPorts", 4) };

	(void)state;
	for (size_t i = 0; i < COUNT(old); i++)
		assert_int_equal(counters_add(&before, &old[i]), 0);
	for (size_t i = 0; i < COUNT(new); i++)
		assert_int_equal(counters_add(&now, &new[i]), 0);
	counters_set_growth(&now, &before);
	assert_true(now.row[0].growth == (uint64_t)-2 && now.row[1].growth == 7);
	assert_true(now.row[2].growth == 1 && now.row[3].growth == 4 && now.row[3].grown);
	assert_int_equal(counters_copy(&before, &now), 0);
	assert_true(before.count == now.count && before.row[3].value == 4);
	assert_true(counters_is_gauge("tcpstates", "states.10") && !counters_is_gauge("Ip", "InReceives"));
	counters_free(&before);
	counters_free(&now);
}

static void test_sentences(void **state)
{
	static const uint64_t two[] = { 1, 40000 };
	struct out *both = test_out();
	static const struct {
		const char *template;
		uint64_t value;
		const char *text;
		bool none_is_one;
	} cases[] = {
		{ "# packet{|s} received", 0, "0 packets received" },
		{ "# packet{|s} received", 0, "0 packet received", true },
		{ "# packet{|s} received", 2, "2 packets received", true },
		{ "# packet{|s} received", 1, "1 packet received" },
		{ "# entr{y|ies}", 1, "1 entry" },
		{ "# entr{y|ies}", 2, "2 entries" },
		{ "ran # time{|s}", UINT64_MAX, "ran 18446744073709551615 times" },
		{ "no number", 3, "no number" },
		{ "", 3, "" },
		{ "{is|are} # {one|many}", 1, "is 1 one" },
	};

	(void)state;
	sentence_write(both, "# data packet{|s} (# byte{|s})", two, false);
	assert_string_equal(test_text(both), "1 data packet (40000 bytes)");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct out *out = test_out();

		sentence_write(out, cases[i].template, &cases[i].value, cases[i].none_is_one);
		assert_string_equal(test_text(out), cases[i].text);
	}
}

/* The faults that net-tools' text has; the rest is compared with net-tools itself. */
static void test_net_tools(void **state)
{
	struct stats_linux s = { .kinds = STATS_RAW };
	struct out *out = test_out();
	const struct counter rows[] = {
		counter("Ip", "Forwarding", 2),	  counter("Ip", "DefaultTTL", 64),
		counter("Ip", "OutDiscards", 0),  counter("Ip", "OutNoRoutes", 7),
		counter("Icmp", "InMsgs", 1),	  counter("Icmp", "InEchos", 1),
		counter("Icmp", "OutEchos", 1),	  counter("Icmp", "New", 1),
		counter("IcmpMsg", "InType8", 1), counter("Tcp", "InSegs", 5),
		counter("E\033xt", "\033[2J", 5),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		stats_linux_counter(&s, out, &rows[i]);
	assert_string_equal(test_text(out), "Ip:\n    Forwarding: 2\n    7 dropped because of missing route\n"
		"Icmp:\n    1 ICMP messages received\n    ICMP input histogram:\n        echo requests: 1\n"
		"        ICMP output histogram:\n        echo requests: 1\n        New: 1\n"
		"IcmpMsg:\n        InType8: 1\nE\\x1bxt:\n    \\x1b[2J: 5\n");
}

static void test_wide(void **state)
{
	struct stats_linux s = { .kinds = STATS_TCP | STATS_OTHER };
	struct out *out = test_out();
	const struct counter rows[] = {
		counter("Ip", "InReceives", 2),	      counter("Tcp", "MaxConn", UINT64_MAX),
		counter("Tcp", "InSegs", UINT64_MAX), counter("TcpExt", "TW", 0),
		counter("Udp6", "NoPorts", 1),	      counter("Xfrm", "InError", 1),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		stats_linux_wide(&s, out, &rows[i]);
	assert_string_equal(test_text(out), "Tcp:\n    MaxConn: -1\n    InSegs: 18446744073709551615\n"
		"TcpExt:\n    TW: 0\nXfrm:\n    InError: 1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_collection), cmocka_unit_test(test_growth), cmocka_unit_test(test_growth_of_all),
		cmocka_unit_test(test_sentences),  cmocka_unit_test(test_net_tools),
		cmocka_unit_test(test_wide),
	};

	return RUN_TESTS("counters", tests);
}
