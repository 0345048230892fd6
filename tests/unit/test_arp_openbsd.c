/* SPDX-License-Identifier: ISC */
/* openbsd, openbsd-3: neighbours as OpenBSD 7.7's arp and ndp printed them, and as the arp of 2002 did. */
#include "view_test.h"

static struct neigh make(void)
{
	return (struct neigh){ .family = FAMILY_INET, .state = STATE_REACHABLE, .ifindex = 2,
			       .has = NEIGH_BIT(NEIGH_EXPIRE) | NEIGH_BIT(NEIGH_STATE), .expire_ms = 1160 * 1000 + 999,
			       .dst = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 2, 2 } },
			       .lladdr = { .family = FAMILY_LINK, .size = 6,
					   .bytes = { 0x52, 0x55, 0x0a, 0, 2, 2 } } };
}

static void test_headings(void **state)
{
	const struct view_context c = view_context(NULL, 0);

	(void)state;
	assert_string_equal(view_head(&arp_openbsd_table, &c),
		"Host                                 Ethernet Address    Netif Expire    Flags\n");
	assert_string_equal(view_head(&ndp_openbsd_table, &c),
		"Neighbor                                Linklayer Address   Netif Expire    S Flags\n");
}

static void test_arp(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, 0);
	struct neigh n = make();

	(void)state;
	walk_view(&arp_openbsd_table, x);
	walk_view(&ndp_openbsd_table, x);
	assert_string_equal(view_row(&arp_openbsd_table, &c, &n),
		"10.0.2.2                             52:55:0a:00:02:02    eth0 19m20s    \n");
	n.expire_ms = -1000;
	n.lladdr.size = 0;
	assert_string_equal(view_row(&arp_openbsd_table, &c, &n),
		"10.0.2.2                             (incomplete)         eth0 expired   \n");
	n = make();
	n.has &= ~NEIGH_BIT(NEIGH_EXPIRE);
	n.flags = NFLAG_BIT(NFLAG_STATIC) | NFLAG_BIT(NFLAG_PROXY);
	assert_string_equal(view_row(&arp_openbsd_table, &c, &n),
		"10.0.2.2                             52:55:0a:00:02:02    eth0 static    p\n");
	n.flags = 0; /* of Linux, say: it has no deadline */
	assert_string_equal(view_row(&arp_openbsd_table, &c, &n),
		"10.0.2.2                             52:55:0a:00:02:02    eth0 -         \n");
	n.flags = NFLAG_BIT(NFLAG_LOCAL);
	assert_string_equal(view_row(&arp_openbsd_table, &c, &n),
		"10.0.2.2                             52:55:0a:00:02:02    eth0 permanent l\n");
	index_free(x);
}

static void test_times(void **state)
{
	static const struct {
		int64_t seconds;
		const char *want;
	} table[] = {
		{ 0, " expired " }, { 1, " 1s " }, { 59, " 59s " }, { 60, " 1m0s " }, { 3600, " 1h0m0s " },
		{ 86399, " 23h59m59s " }, { 86400, " 1d0h0m0s " }, { 90061, " 1d1h1m1s " },
	};
	struct index *x = view_index();
	const struct view_context c = view_context(x, 0);

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct neigh n = make();

		n.expire_ms = 1000 * table[i].seconds;
		assert_non_null(strstr(view_row(&arp_openbsd_table, &c, &n), table[i].want));
	}
	index_free(x);
}

/* What the kernel does not say of a neighbour of IPv6 its deadline tells. */
static void test_states(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, 0);
	struct neigh n = make();

	(void)state;
	n.family = FAMILY_INET6;
	assert_int_equal(addr_parse("fe80::2", FAMILY_INET6, &n.dst), 0);
	n.dst.scope = 2;
	n.has = NEIGH_BIT(NEIGH_EXPIRE);
	assert_string_equal(view_row(&ndp_openbsd_table, &c, &n),
		"fe80::2%eth0                            52:55:0a:00:02:02    eth0 19m20s    R \n");
	n.expire_ms = 86397 * 1000;
	assert_string_equal(view_row(&ndp_openbsd_table, &c, &n),
		"fe80::2%eth0                            52:55:0a:00:02:02    eth0 23h59m57s S \n");
	n.lladdr.size = 0;
	n.expire_ms = 0;
	assert_string_equal(view_row(&ndp_openbsd_table, &c, &n),
		"fe80::2%eth0                            (incomplete)         eth0 expired   N \n");
	n.has |= NEIGH_BIT(NEIGH_STATE);
	n.state = STATE_STALE;
	n.flags = NFLAG_BIT(NFLAG_ROUTER);
	assert_string_equal(view_row(&ndp_openbsd_table, &c, &n),
		"fe80::2%eth0                            (incomplete)         eth0 expired   S R\n");
	index_free(x);
}

static void test_lines_of_3(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, VIEW_NAMES);
	struct neigh n = make();
	struct out *out = test_out();

	(void)state;
	arp_openbsd3_line(out, &c, &n);
	assert_string_equal(test_text(out), "? (10.0.2.2) at 52:55:0a:00:02:02\n");
	view_name(x, &n.dst, NAME_HOST, "gw");
	n.state = STATE_PERMANENT;
	n.flags = NFLAG_BIT(NFLAG_STATIC) | NFLAG_BIT(NFLAG_PROXY);
	out = test_out();
	arp_openbsd3_line(out, &c, &n);
	assert_string_equal(test_text(out), "gw (10.0.2.2) at 52:55:0a:00:02:02 permanent static published\n");
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headings), cmocka_unit_test(test_arp), cmocka_unit_test(test_times),
		cmocka_unit_test(test_states),	 cmocka_unit_test(test_lines_of_3),
	};

	return RUN_TESTS("arp_openbsd", tests);
}
