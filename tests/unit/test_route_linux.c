/* SPDX-License-Identifier: ISC */
/* net-tools' three layouts and its IPv6 table, beside printf with the formats of net-tools 2.10. */
#include "view_test.h"

#include <arpa/inet.h>
#include <sys/socket.h>

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

static void test_tables(void **state)
{
	(void)state;
	walk_view(&route_linux_inet, x);
	walk_view(&route_linux_inet6, x);
}

static void test_headings(void **state)
{
	struct view_context c = view_context(x, VIEW_METRIC);

	(void)state;
	assert_string_equal(view_head(&route_linux_inet, &c),
		"Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n");
	c.options = VIEW_MSS;
	assert_string_equal(view_head(&route_linux_inet, &c),
		"Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n");
	c.options = VIEW_METRIC | VIEW_MSS;
	assert_string_equal(view_head(&route_linux_inet, &c),
		"Destination     Gateway         Genmask         Flags Metric Ref    Use Iface    MSS   Window irtt\n");
	c.options = VIEW_METRIC | VIEW_CACHE;
	assert_string_equal(view_head(&route_linux_inet, &c),
		"Source          Destination     Gateway         Flags Metric Ref    Use Iface\n");
	c.options = VIEW_MSS | VIEW_CACHE;
	assert_string_equal(view_head(&route_linux_inet, &c),
		"Source          Destination     Gateway         Flags   MSS Window  irtt Iface\n");
	c.options = VIEW_METRIC;
	assert_string_equal(view_head(&route_linux_inet6, &c),
		"Destination                    Next Hop                   Flag Met Ref  Use If\n");
}

static const char *const devices[] = { "", "lo", "eth0", "fifteen-chars15" };

static struct route random_route(struct dice *d)
{
	static const uint8_t types[] = { TYPE_UNICAST, TYPE_UNICAST, TYPE_LOCAL, TYPE_UNREACHABLE,
					 TYPE_PROHIBIT, TYPE_BLACKHOLE, TYPE_THROW };
	struct route r = { .family = FAMILY_INET, .hops = 1 };

	r.type = types[dice_below(d, COUNT(types))];
	r.dst_bits = (uint8_t)dice_below(d, 33);
	r.dst = view_addr(d, FAMILY_INET);
	clear_host_bits(&r.dst, r.dst_bits);
	r.ifindex = 1 + dice_below(d, 3);
	r.priority = (uint32_t)(dice_u64(d) >> dice_below(d, 64));
	r.has = ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_TYPE);
	if (dice_below(d, 2)) {
		r.gateway = view_addr(d, FAMILY_INET);
		r.has |= ROUTE_BIT(ROUTE_GATEWAY);
	}
	for (unsigned m = 0; m < METRIC_COUNT; m++) {
		if (dice_below(d, 2))
			continue;
		r.metric[m] = (uint32_t)(dice_u64(d) >> (33 + dice_below(d, 31)));
		r.metrics_has |= 1u << m;
	}
	return r;
}

/* What every layout begins with. */
static int expect_start(char *to, size_t size, const struct route *r)
{
	char dst[INET_ADDRSTRLEN], gateway[INET_ADDRSTRLEN] = "0.0.0.0", mask[INET_ADDRSTRLEN], flags[8];
	uint32_t bits = htonl(r->dst_bits ? UINT32_MAX << (32 - r->dst_bits) : 0);
	bool refused = route_refuses(r);

	inet_ntop(AF_INET, r->dst.bytes, dst, sizeof(dst));
	inet_ntop(AF_INET, &bits, mask, sizeof(mask));
	if (route_has(r, ROUTE_GATEWAY))
		inet_ntop(AF_INET, r->gateway.bytes, gateway, sizeof(gateway));
	snprintf(flags, sizeof(flags), "%s%s", refused ? "!" : route_has(r, ROUTE_GATEWAY) ? "UG" : "U",
		 r->dst_bits == 32 ? "H" : "");
	return snprintf(to, size, "%-15s %-15s %-15s %-5s ", dst, refused ? "-" : gateway, mask, flags);
}

static int mss_of(const struct route *r)
{
	uint32_t advmss;

	return route_metric(r, METRIC_ADVMSS, &advmss) ? (int)(advmss + 40) : 0;
}

static void test_first_layout(void **state)
{
	const struct view_context c = view_context(x, VIEW_METRIC);
	struct dice dice = DICE;
	char want[300];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		const struct route r = random_route(&dice);
		int n = expect_start(want, sizeof(want), &r);

		if (route_refuses(&r))
			snprintf(want + n, sizeof(want) - (size_t)n, "%-6d %-2s %7d %s\n", (int)r.priority, "-", 0, "-");
		else
			snprintf(want + n, sizeof(want) - (size_t)n, "%-6d %-2d %7d %s\n", (int)r.priority, 0, 0,
				 devices[r.ifindex]);
		assert_string_equal(view_row(&route_linux_inet, &c, &r), want);
	}
}

static void test_second_layout(void **state)
{
	const struct view_context c = view_context(x, VIEW_MSS);
	struct dice dice = DICE;
	char want[300];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		const struct route r = random_route(&dice);
		int n = expect_start(want, sizeof(want), &r);

		if (route_refuses(&r))
			snprintf(want + n, sizeof(want) - (size_t)n, "%5s %-5s %6s %s\n", "-", "-", "-", "-");
		else
			snprintf(want + n, sizeof(want) - (size_t)n, "%5d %-5d %6d %s\n", mss_of(&r),
				 (int)r.metric[METRIC_WINDOW], (int)(r.metric[METRIC_RTT] >> 3),
				 devices[r.ifindex]);
		assert_string_equal(view_row(&route_linux_inet, &c, &r), want);
	}
}

static void test_third_layout(void **state)
{
	const struct view_context c = view_context(x, VIEW_METRIC | VIEW_MSS);
	struct dice dice = DICE;
	char want[300];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		const struct route r = random_route(&dice);
		int n = expect_start(want, sizeof(want), &r);

		if (route_refuses(&r))
			snprintf(want + n, sizeof(want) - (size_t)n, "%-6d %-2s %7d %-6.6s   %-5s %-6s %s\n",
				 (int)r.priority, "-", 0, "-", "-", "-", "-");
		else
			snprintf(want + n, sizeof(want) - (size_t)n, "%-6d %-2d %7d %-6.6s   %-5d %-6d %d\n",
				 (int)r.priority, 0, 0, devices[r.ifindex], mss_of(&r),
				 (int)r.metric[METRIC_WINDOW], (int)(r.metric[METRIC_RTT] >> 3));
		assert_string_equal(view_row(&route_linux_inet, &c, &r), want);
	}
}

/* /proc/net/ipv6_route's letters, and the row of net-tools 2.10. */
static void test_inet6(void **state)
{
	static const struct {
		enum route_flag flag;
		char letter;
	} letters[] = { /* in the order in which they are printed */
		{ RFLAG_GATEWAY, 'G' },	 { RFLAG_HOST, 'H' },	  { RFLAG_DEFAULT, 'D' },
		{ RFLAG_ADDRCONF, 'A' }, { RFLAG_CACHE, 'C' },	  { RFLAG_ALLONLINK, 'a' },
		{ RFLAG_EXPIRES, 'e' },	 { RFLAG_MODIFIED, 'm' }, { RFLAG_NONEXTHOP, 'n' },
		{ RFLAG_FLOW, 'f' },
	};
	const struct view_context c = view_context(x, VIEW_METRIC);
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct route r = { .family = FAMILY_INET6, .hops = 1 };
		char dst[64], gateway[64] = "::", flags[16] = "U", want[300];
		bool refused = dice_below(&dice, 4) == 0;

		r.dst = view_addr(&dice, FAMILY_INET6);
		r.dst.bytes[0] = 0xfd;
		r.dst_bits = (uint8_t)dice_below(&dice, 129);
		clear_host_bits(&r.dst, r.dst_bits);
		r.has = ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE);
		strcpy(r.device, devices[1 + dice_below(&dice, 3)]);
		r.priority = (uint32_t)(dice_u64(&dice) >> dice_below(&dice, 64));
		r.refs = (uint32_t)(dice_u64(&dice) >> dice_below(&dice, 64));
		r.use = (uint32_t)(dice_u64(&dice) >> dice_below(&dice, 64));
		if (refused) {
			r.flags |= RFLAG_BIT(RFLAG_REJECT);
			flags[0] = '!';
		}
		for (size_t k = 0; k < COUNT(letters); k++) {
			if (dice_below(&dice, 3))
				continue;
			r.flags |= RFLAG_BIT(letters[k].flag);
			flags[strlen(flags)] = letters[k].letter;
		}
		inet_ntop(AF_INET6, r.dst.bytes, dst, 48);
		snprintf(dst + strlen(dst), 8, "/%d", r.dst_bits);
		if (dice_below(&dice, 2)) {
			r.gateway = view_addr(&dice, FAMILY_INET6);
			r.has |= ROUTE_BIT(ROUTE_GATEWAY);
			inet_ntop(AF_INET6, r.gateway.bytes, gateway, 48);
		}
		snprintf(want, sizeof(want), "%-30s %-26s %-4s %-3d %-1d %6d %s\n", dst, gateway, flags,
			 (int)r.priority, (int)r.refs, (int)r.use, r.device);
		assert_string_equal(view_row(&route_linux_inet6, &c, &r), want);
	}
}

/* "default", networks' and hosts' names, cut to their column; an unknown one stays a number. */
static void test_names(void **state)
{
	struct view_context c = view_context(x, VIEW_METRIC | VIEW_NAMES);
	struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .hops = 1, .ifindex = 2,
			   .dst = { .family = FAMILY_INET, .size = 4 } };

	(void)state;
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"default         0.0.0.0         0.0.0.0         U     0      0        0 eth0\n");
	r.dst_bits = 16;
	r.dst.bytes[0] = 10;
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"10.0.0.0        0.0.0.0         255.255.0.0     U     0      0        0 eth0\n");
	view_name(x, &r.dst, NAME_NETWORK, "a-network-with-a-long-name");
	r.gateway = r.dst;
	r.gateway.bytes[3] = 1;
	r.has = ROUTE_BIT(ROUTE_GATEWAY);
	view_name(x, &r.gateway, NAME_HOST, "g\x1bw");
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"a-network-with- g\\x1bw          255.255.0.0     UG    0      0        0 eth0\n");
	c.options = VIEW_METRIC;
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"10.0.0.0        10.0.0.1        255.255.0.0     UG    0      0        0 eth0\n");
}

/* A name is cut between characters: half of one is no text. */
static void test_names_are_cut_whole(void **state)
{
	const struct view_context c = view_context(x, VIEW_METRIC | VIEW_NAMES);

	(void)state;
	for (unsigned i = 0; i < 20; i++) {
		struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .hops = 1, .ifindex = 2,
				   .dst_bits = 32, .dst = { .family = FAMILY_INET, .size = 4,
							    .bytes = { 10, 9, 0, (uint8_t)i } } };
		char name[64] = "";

		memset(name, 'n', i);
		strcat(name, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x9f\xc3\xa9\xe2\x82\xac");
		view_name(x, &r.dst, NAME_HOST, name);
		check_line(view_row(&route_linux_inet, &c, &r));
	}
}

/* The wide table of the design: the row with its interface padded, then what is known of the rest. */
static void test_wide(void **state)
{
	struct view_context c = view_context(x, VIEW_MSS | VIEW_WIDE);
	struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .hops = 1, .ifindex = 2, .dst_bits = 32,
			   .dst = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 66, 9, 2 } },
			   .gateway = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 66, 0, 2 } },
			   .has = ROUTE_BIT(ROUTE_GATEWAY) };

	(void)state;
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"10.66.9.2       10.66.0.2       255.255.255.255 UGH       0 0          0 eth0            "
		"    -       -   1501      -\n");
	r.cloned = true;
	r.flags = RFLAG_BIT(RFLAG_DYNAMIC) | RFLAG_BIT(RFLAG_MODIFIED);
	r.has |= ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_EXPIRE);
	r.refs = 1;
	r.expire_ms = 595999;
	r.metric[METRIC_MTU] = 1280;
	r.metrics_has = 1u << METRIC_MTU;
	assert_string_equal(view_row(&route_linux_inet, &c, &r),
		"10.66.9.2       10.66.0.2       255.255.255.255 UGHDMc     0 0          0 eth0            "
		"    1       -   1280    595\n");
}

/* Hostile names, long names, unknown interfaces: still one line of nothing that hurts. */
static void test_any_record(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct view_context c = view_context(x, dice_below(&dice, 1 << 10));
		struct route r;

		dice_fill(&dice, &r, sizeof(r));
		tame_route(&r, i & 1 ? FAMILY_INET6 : FAMILY_INET);
		check_line(view_row(i & 1 ? &route_linux_inet6 : &route_linux_inet, &c, &r));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),	      cmocka_unit_test(test_headings),
		cmocka_unit_test(test_first_layout),  cmocka_unit_test(test_second_layout),
		cmocka_unit_test(test_third_layout),  cmocka_unit_test(test_inet6),
		cmocka_unit_test(test_names),	      cmocka_unit_test(test_names_are_cut_whole),
		cmocka_unit_test(test_wide),	      cmocka_unit_test(test_any_record),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("route_linux", tests, open_index, close_index);
}
