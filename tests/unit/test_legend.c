/* SPDX-License-Identifier: ISC */
/* lib/view/legend: every heading of every view, and every letter that a route or an interface can have. */
#include "view_test.h"

#include "lib/model/iface.h"
#include "lib/view/legend.h"
#include "lib/view/sock_linux.h"

static const struct view *const views[] = {
	&route_linux_inet, &route_linux_inet6, &route_linux_mpls, &route_linux160_inet6, &flow_linux,
	&membership_linux, &rule_table, &arp_linux_table, &iface_linux, &iface_linux160,
	&iface_freebsd, &iface_freebsd13, &iface_freebsd4, &nexthop_freebsd, &nexthop_freebsd_head,
	&nexthop_freebsd13, &nexthop_freebsd13_head, &nexthop_freebsd_group, &route_freebsd4_inet,
	&route_freebsd4_inet6, &route_freebsd_inet, &route_freebsd_inet6, &route_freebsd13_inet,
	&route_freebsd13_inet6, &route_freebsd11_inet, &route_freebsd11_inet6, &route_netbsd,
	&route_netbsd_inet6, &route_netbsd7, &route_netbsd7_inet6, &iface_netbsd, &route_macos_inet,
	&route_macos_inet6, &iface_macos, &iface_openbsd, &iface_openbsd3, &route_openbsd_inet,
	&route_openbsd_inet6, &route_openbsd_mpls, &route_openbsd3_inet, &route_openbsd3_inet6,
	&arp_openbsd_table, &ndp_openbsd_table, &arp_freebsd_inet6, &arp_netbsd_inet6, &sock_linux_inet,
	&sock_linux_unix,
};

static void test_headings(void **state)
{
	unsigned lacking = 0;

	(void)state;
	for (size_t v = 0; v < COUNT(views); v++)
		for (unsigned i = 0; i < views[v]->count; i++) {
			const char *head = views[v]->columns[i].head;

			if (!head[strspn(head, " ")] || legend_column(head))
				continue;
			print_error("%s: no words\n", head);
			lacking++;
		}
	assert_int_equal(lacking, 0);
	assert_non_null(legend_column(view_netns.head));
	assert_null(legend_column("Weather"));
}

/* A letter without a meaning shows as a line that ends behind it. */
static void check_letters(const struct legend *l, unsigned letters)
{
	static struct out out;
	unsigned found = 0;

	out_init(&out, -1);
	for (unsigned i = 0; i < l->count; i++) {
		for (unsigned c = '!'; c < 127; c++) {
			size_t before = out.used;

			if (!(l->seen[i].letters[c >> 6] >> (c & 63) & 1))
				continue;
			found++;
			l->seen[i].column->legend(&out, (char)c);
			if (out.used == before)
				fail_msg("%s, %c: no words", l->seen[i].column->head, (int)c);
		}
	}
	assert_true(found >= letters);
	out_drop(&out);
}

/* A route with every flag, in every view of routes. */
static void test_letters_of_routes(void **state)
{
	static const struct origin bsd = { .system = SYSTEM_FREEBSD, .word = 64, .hz = 100 };
	static const struct view *const routes[] = {
		&route_linux_inet, &route_linux_inet6, &route_freebsd4_inet, &route_freebsd_inet,
		&route_netbsd, &route_netbsd7, &route_macos_inet, &route_openbsd_inet, &route_openbsd3_inet,
	};
	struct index *x = view_index();
	static struct out out;
	struct route r = { .family = FAMILY_INET, .flags = UINT64_MAX, .hops = 1, .cloned = true };

	(void)state;
	r.dst = (struct addr){ .family = FAMILY_INET, .size = 4, .bytes = { 10, 1, 0, 0 } };
	r.dst_bits = 32;
	out_init(&out, -1);
	for (size_t v = 0; v < COUNT(routes); v++) {
		struct legend legend = { .count = 0 };
		struct view_context c = view_context(x, 0);
		struct table t;

		c.origin = &bsd;
		c.legend = &legend;
		table_begin(&t, routes[v], &c);
		table_row(&t, &out, &r);
		check_letters(&legend, 5);
		out_drop(&out);
	}
	index_free(x);
}

static void test_letters_of_interfaces(void **state)
{
	struct legend legend = { .count = 0 };
	struct iface i = { .has = UINT64_MAX, .flags = UINT32_MAX, .name = "eth0" };
	struct view_context c = view_context(NULL, 0);
	static struct out out;
	struct table t;

	(void)state;
	c.legend = &legend;
	out_init(&out, -1);
	table_begin(&t, &iface_linux, &c);
	table_row(&t, &out, &i);
	i.flags = 0;
	table_row(&t, &out, &i); /* "[NO FLAGS]" has no letters */
	check_letters(&legend, 13);
	assert_false(legend.seen[legend.count - 1].letters['[' >> 6] >> ('[' & 63) & 1);
	out_drop(&out);
}

/* Two tables of one heading are explained once, and only what has appeared. */
static void test_printed(void **state)
{
	static const char want[] =
		"\nColumns:\n"
		"  Address            an address: of the neighbour, or of the interface\n"
		"  HWtype             the kind of hardware that its address is of\n"
		"  HWaddress          the neighbour's hardware address\n"
		"  Flags              letters, explained below; of sockets: words\n"
		"  Mask               the bits of the address that count: all, and nothing is printed\n"
		"  Iface              the interface\n"
		"\nFlags:\n"
		"  C  complete: its hardware address is known\n"
		"  M  permanent\n";
	struct legend legend = { .count = 0 };
	struct index *x = view_index();
	struct neigh n = { .family = FAMILY_INET, .state = STATE_PERMANENT, .ifindex = 2,
			   .has = NEIGH_BIT(NEIGH_STATE), .lladdr = { .family = FAMILY_LINK, .size = 6 } };
	struct view_context c = view_context(x, 0);
	static struct out out;
	struct table t;

	(void)state;
	c.legend = &legend;
	out_init(&out, -1);
	for (unsigned twice = 0; twice < 2; twice++) {
		table_begin(&t, &arp_linux_table, &c);
		table_row(&t, &out, &n);
	}
	out_drop(&out);
	legend_print(&legend, &out);
	assert_int_equal(out.used, sizeof(want) - 1);
	assert_memory_equal(out.buffer, want, sizeof(want) - 1);
	out_drop(&out);
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_letters_of_routes),
		cmocka_unit_test(test_letters_of_interfaces),
		cmocka_unit_test(test_printed),
	};

	return RUN_TESTS("legend", tests);
}
