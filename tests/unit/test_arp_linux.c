/* SPDX-License-Identifier: ISC */
#include "view_test.h"

static struct index *x;

static int open_index(void **state)
{
	(void)state;
	x = view_index();
	return 0;
}

static int close_index(void **state)
{
	(void)state;
	index_free(x);
	return 0;
}

static const struct neigh plain = {
	.family = FAMILY_INET, .state = STATE_REACHABLE, .ifindex = 2, .link_type = 1,
	.dst = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 1, 0, 5 } },
	.lladdr = { .family = FAMILY_LINK, .size = 6, .bytes = { 2, 0, 0, 0, 0xaa, 0x0f } },
};

static const char *line(const struct view_context *c, const struct neigh *n)
{
	struct out *out = test_out();

	arp_linux_line(out, c, n);
	return test_text(out);
}

static void test_table(void **state)
{
	const struct view_context c = view_context(x, 0);

	(void)state;
	walk_view(&arp_linux_table, x);
	assert_string_equal(view_head(&arp_linux_table, &c),
		"Address                  HWtype  HWaddress           Flags Mask            Iface\n");
}

/* Each state and flag, in both forms, as net-tools 2.10 prints them. */
static void test_states(void **state)
{
	static const struct {
		enum neigh_state state;
		bool proxy;
		const char *type, *hardware, *flags, *words;
	} table[] = {
		{ STATE_REACHABLE, false, "ether", "02:00:00:00:aa:0f", "C", "02:00:00:00:aa:0f [ether] on" },
		{ STATE_STALE, false, "ether", "02:00:00:00:aa:0f", "C", "02:00:00:00:aa:0f [ether] on" },
		{ STATE_DELAY, false, "ether", "02:00:00:00:aa:0f", "C", "02:00:00:00:aa:0f [ether] on" },
		{ STATE_PROBE, false, "ether", "02:00:00:00:aa:0f", "C", "02:00:00:00:aa:0f [ether] on" },
		{ STATE_PERMANENT, false, "ether", "02:00:00:00:aa:0f", "CM", "02:00:00:00:aa:0f [ether] PERM on" },
		{ STATE_INCOMPLETE, false, "", "(incomplete)", "", "<incomplete> on" },
		{ STATE_FAILED, false, "", "(incomplete)", "", "<incomplete> on" },
		{ STATE_NONE, true, "*", "<from_interface>", "MP", "<from_interface> PERM PUB on" },
	};
	const struct view_context c = view_context(x, 0);

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct neigh n = plain;
		char want[200];

		n.state = (uint8_t)table[i].state;
		n.flags = table[i].proxy ? NFLAG_BIT(NFLAG_PROXY) : 0;
		snprintf(want, sizeof(want), "%-23.23s  %-8.8s%-20.20s%-6.6s%-15.15s %s\n", "10.1.0.5", table[i].type,
			 table[i].hardware, table[i].flags, "", "eth0");
		assert_string_equal(view_row(&arp_linux_table, &c, &n), want);
		snprintf(want, sizeof(want), "? (10.1.0.5) at %s eth0\n", table[i].words);
		assert_string_equal(line(&c, &n), want);
	}
}

static void test_names_and_devices(void **state)
{
	const struct view_context c = view_context(x, VIEW_NAMES);
	struct neigh n = plain;

	(void)state;
	view_name(x, &n.dst, NAME_HOST, "a-very-long-host-name.example.org");
	n.ifindex = 4;
	assert_string_equal(view_row(&arp_linux_table, &c, &n),
		"a-very-long-host-name.e  ether   02:00:00:00:aa:0f   C                     e\\x1b[31mx\n");
	assert_string_equal(line(&c, &n),
		"a-very-long-host-name.example.org (10.1.0.5) at 02:00:00:00:aa:0f [ether] on e\\x1b[31mx\n");
	n.ifindex = 0; /* a proxy entry for every interface */
	assert_string_equal(line(&c, &n), "a-very-long-host-name.example.org (10.1.0.5) at 02:00:00:00:aa:0f [ether] on *\n");
}

/* -H: the names of net-tools; those without neighbours are refused as such. */
static void test_types(void **state)
{
	(void)state;
	assert_int_equal(arp_linux_type("ether"), 1);
	assert_int_equal(arp_linux_type("dlci"), 15);
	assert_int_equal(arp_linux_type("loop"), -EOPNOTSUPP);
	assert_int_equal(arp_linux_type("unspec"), -EOPNOTSUPP);
	assert_int_equal(arp_linux_type("ethernet"), -EINVAL);
	assert_int_equal(arp_linux_type("ETHER"), -EINVAL);
	assert_int_equal(arp_linux_type(""), -EINVAL);
}

/* A name is cut between characters; any record is one line of nothing that hurts. */
static void test_any_record(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct view_context c = view_context(x, VIEW_NAMES);
		struct neigh n;
		char name[64] = "";

		dice_fill(&dice, &n, sizeof(n));
		tame_addr(&n.dst, FAMILY_INET);
		tame_addr(&n.lladdr, FAMILY_LINK);
		n.family = FAMILY_INET;
		n.state %= STATE_COUNT;
		n.ifindex %= 8;
		n.device[sizeof(n.device) - 1] = '\0';
		if (i < 40) {
			memset(name, 'n', (size_t)i);
			strcat(name, "\xc3\xa9\xf0\x9f\x90\x9f\xe2\x82\xac");
			view_name(x, &n.dst, NAME_HOST, name);
		}
		check_line(view_row(&arp_linux_table, &c, &n));
		check_line(line(&c, &n));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_names_and_devices),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_any_record),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("arp_linux", tests, open_index, close_index);
}
