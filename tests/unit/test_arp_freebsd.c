/* SPDX-License-Identifier: ISC */
/* freebsd-4: the lines that a FreeBSD 4 printed (arp -an), and those of the states that it had not. */
#include "view_test.h"

static const char *line(const struct view_context *c, const struct neigh *n)
{
	struct out *out = test_out();

	arp_freebsd4_line(out, c, n);
	return test_text(out);
}

static struct index *make_index(void)
{
	struct index *x = index_new();
	const struct iface xl0 = { .index = 1, .name = "xl0" }, ed0 = { .index = 2, .name = "ed0" };

	assert_non_null(x);
	assert_int_equal(index_add_iface(x, &xl0), 0);
	assert_int_equal(index_add_iface(x, &ed0), 0);
	return x;
}

static void test_recorded_lines(void **state)
{
	struct index *x = make_index();
	const struct view_context c = view_context(x, 0);
	struct neigh n = { .family = FAMILY_INET, .state = STATE_REACHABLE, .ifindex = 1, .link_type = 1,
			   .dst = { .family = FAMILY_INET, .size = 4, .bytes = { 192, 168, 2, 254 } },
			   .lladdr = { .family = FAMILY_LINK, .size = 6,
				       .bytes = { 0x52, 0x54, 0x05, 0xe3, 0xe4, 0x2f } } };

	(void)state;
	assert_string_equal(line(&c, &n), "? (192.168.2.254) at 52:54:05:e3:e4:2f on xl0 [ethernet]\n");
	n.dst.bytes[2] = 7;
	n.ifindex = 2;
	memcpy(n.lladdr.bytes, (const uint8_t[6]){ 0, 0, 0x0c, 0x1a, 0xa9, 0xa8 }, 6);
	assert_string_equal(line(&c, &n), "? (192.168.7.254) at 00:00:0c:1a:a9:a8 on ed0 [ethernet]\n");
	index_free(x);
}

static void test_states(void **state)
{
	struct index *x = make_index();
	const struct view_context c = view_context(x, VIEW_NAMES);
	struct neigh n = { .family = FAMILY_INET, .state = STATE_INCOMPLETE, .ifindex = 1, .link_type = 1,
			   .dst = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 1 } } };

	(void)state;
	assert_string_equal(line(&c, &n), "? (10.0.0.1) at (incomplete) on xl0 [ethernet]\n");
	view_name(x, &n.dst, NAME_HOST, "g\x1bw.example");
	n.lladdr = (struct addr){ .family = FAMILY_LINK, .size = 6, .bytes = { 2 } };
	n.state = STATE_PERMANENT;
	n.link_type = 774;
	assert_string_equal(line(&c, &n), "g\\x1bw.example (10.0.0.1) at 02:00:00:00:00:00 on xl0 permanent [fddi]\n");
	n.flags = NFLAG_BIT(NFLAG_PROXY);
	n.link_type = 9999;
	n.ifindex = 0;
	assert_string_equal(line(&c, &n), "g\\x1bw.example (10.0.0.1) at 02:00:00:00:00:00 permanent published\n");
	index_free(x);
}

static void test_any_record(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, VIEW_NAMES);
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct neigh n;

		dice_fill(&dice, &n, sizeof(n));
		tame_addr(&n.dst, FAMILY_INET);
		tame_addr(&n.lladdr, FAMILY_LINK);
		n.family = FAMILY_INET;
		n.state %= STATE_COUNT;
		n.ifindex %= 8;
		n.device[sizeof(n.device) - 1] = '\0';
		check_line(line(&c, &n));
	}
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_lines),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_any_record),
	};

	return RUN_TESTS("arp_freebsd", tests);
}
