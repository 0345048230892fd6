/* SPDX-License-Identifier: ISC */
/* openbsd: the block of `route get`. */
#include "view_test.h"

#include "lib/view/get.h"

static void test_block(void **state)
{
	static const struct origin openbsd = { .system = SYSTEM_OPENBSD, .word = 64, .hz = 100 };
	struct index *x = view_index();
	struct view_context c = view_context(x, 0);
	struct get g = { .route = { .family = FAMILY_INET, .dst_bits = 24, .ifindex = 2, .priority = 8, .use = 73687,
				    .flags = RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_GATEWAY) | RFLAG_BIT(RFLAG_STATIC),
				    .metrics_has = 1u << METRIC_MTU, .locks = 1u << METRIC_MTU, .label = "UP\x1bLINK",
				    .has = ROUTE_BIT(ROUTE_USE) | ROUTE_BIT(ROUTE_PRIORITY) | ROUTE_BIT(ROUTE_LABEL) |
					   ROUTE_BIT(ROUTE_PREFSRC) | ROUTE_BIT(ROUTE_EXPIRE), .expire_ms = -11000 } };
	struct out *out = test_out();

	(void)state;
	c.origin = &openbsd;
	g.route.metric[METRIC_MTU] = 1250;
	assert_int_equal(addr_parse("198.18.12.1", FAMILY_INET, &g.to), 0);
	assert_int_equal(addr_parse("198.18.12.0", FAMILY_INET, &g.route.dst), 0);
	assert_int_equal(addr_parse("10.0.2.2", FAMILY_INET, &g.route.gateway), 0);
	assert_int_equal(addr_parse("10.0.2.15", FAMILY_INET, &g.route.prefsrc), 0);
	get_openbsd(out, &c, &g);
	assert_string_equal(test_text(out), "   route to: 198.18.12.1\n"
					    "destination: 198.18.12.0\n"
					    "       mask: 255.255.255.0\n"
					    "    gateway: 10.0.2.2\n"
					    "  interface: eth0\n"
					    " if address: 10.0.2.15\n"
					    "   priority: 8 (static)\n"
					    "      flags: <UP,GATEWAY,STATIC>\n"
					    "      label: UP\\x1bLINK\n"
					    "     use       mtu    expire\n"
					    "   73687      1250L      -11 \n");
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_block) };

	return RUN_TESTS("get_openbsd", tests);
}
