/* SPDX-License-Identifier: ISC */
/* freebsd-4: the rows that a FreeBSD 4 printed (netstat -rnaW -f inet), made from records of its kernel. */
#include "view_test.h"

static const struct origin freebsd = { .system = SYSTEM_FREEBSD, .word = 32, .hz = 100 };

static struct index *make_index(void)
{
	static const struct {
		const char *name;
		uint32_t mtu;
	} interfaces[] = { { "xl0", 1500 }, { "ed0", 1500 }, { "lo0", 16384 }, { "long-name0", 1500 } };
	struct index *x = index_new();

	assert_non_null(x);
	for (uint32_t n = 0; n < COUNT(interfaces); n++) {
		struct iface i = { .index = n + 1, .mtu = interfaces[n].mtu };

		strcpy(i.name, interfaces[n].name);
		assert_int_equal(index_add_iface(x, &i), 0);
	}
	return x;
}

static void test_tables(void **state)
{
	struct index *x = make_index();

	(void)state;
	walk_view(&route_freebsd4_inet, x);
	walk_view(&route_freebsd4_inet6, x);
	index_free(x);
}

static void test_headings(void **state)
{
	struct view_context c = view_context(NULL, VIEW_WIDE);

	(void)state;
	assert_string_equal(view_head(&route_freebsd4_inet, &c),
		"Destination        Gateway            Flags    Refs      Use    Mtu  Netif Expire\n");
	c.options = 0;
	assert_string_equal(view_head(&route_freebsd4_inet, &c),
		"Destination        Gateway            Flags    Refs      Use  Netif Expire\n");
	assert_string_equal(view_head(&route_freebsd4_inet6, &c),
		"Destination                       Gateway                       Flags     Netif Expire\n");
}

struct row {
	uint8_t dst[4], bits, gateway[6], gateway_size; /* 4, 6, or 0: the interface */
	uint64_t flags;
	uint32_t refs, use, ifindex;
	int64_t expire_s; /* 0: none */
	const char *want;
};

#define F(flag) RFLAG_BIT(RFLAG_##flag)

static const struct row rows[] = {
	{ { 0 }, 0, { 192, 168, 2, 254 }, 4, F(UP) | F(GATEWAY) | F(STATIC) | F(PRCLONING), 4, 6, 1, 0,
	  "default            192.168.2.254      UGSc        4        6   1500    xl0\n" },
	{ { 127, 0, 0, 1 }, 32, { 127, 0, 0, 1 }, 4, F(UP) | F(HOST), 0, 0, 3, 0,
	  "127.0.0.1          127.0.0.1          UH          0        0  16384    lo0\n" },
	{ { 192, 53, 103, 103 }, 32, { 192, 168, 2, 254 }, 4, F(UP) | F(GATEWAY) | F(HOST) | F(CLONED) | F(PROTO3), 0,
	  63, 1, 3314, "192.53.103.103     192.168.2.254      UGHW3       0       63   1500    xl0   3314\n" },
	{ { 192, 53, 103, 104 }, 32, { 192, 168, 2, 254 }, 4, F(UP) | F(GATEWAY) | F(HOST) | F(CLONED), 1, 64, 1, 0,
	  "192.53.103.104     192.168.2.254      UGHW        1       64   1500    xl0\n" },
	{ { 192, 168, 2, 0 }, 24, { 0 }, 0, F(UP) | F(CLONING), 2, 0, 1, 0,
	  "192.168.2          link#1             UC          2        0   1500    xl0\n" },
	{ { 192, 168, 2, 254 }, 32, { 0x52, 0x54, 0x05, 0xe3, 0xe4, 0x2f }, 6,
	  F(UP) | F(HOST) | F(LLINFO) | F(CLONED), 3, 3, 1, 1028,
	  "192.168.2.254      52:54:05:e3:e4:2f  UHLW        3        3   1500    xl0   1028\n" },
	{ { 192, 168, 7, 0 }, 24, { 0 }, 0, F(UP) | F(CLONING), 1, 0, 2, 0,
	  "192.168.7          link#2             UC          1        0   1500    ed0\n" },
	{ { 192, 168, 7, 254 }, 32, { 0x00, 0x00, 0x0c, 0x1a, 0xa9, 0xa8 }, 6,
	  F(UP) | F(HOST) | F(LLINFO) | F(CLONED), 1, 5, 2, 1038,
	  "192.168.7.254      00:00:0c:1a:a9:a8  UHLW        1        5   1500    ed0   1038\n" },
};

static struct route route_of(const struct row *row)
{
	struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .hops = 1, .dst_bits = row->bits,
			   .flags = row->flags, .refs = row->refs, .use = row->use, .ifindex = row->ifindex,
			   .dst = { .family = FAMILY_INET, .size = 4 } };

	memcpy(r.dst.bytes, row->dst, 4);
	r.has = ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) |
		ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_GATEWAY);
	r.gateway.family = row->gateway_size == 4 ? FAMILY_INET : FAMILY_LINK;
	r.gateway.size = row->gateway_size;
	memcpy(r.gateway.bytes, row->gateway, row->gateway_size);
	if (row->expire_s) {
		r.has |= ROUTE_BIT(ROUTE_EXPIRE);
		r.expire_ms = row->expire_s * 1000 + 999;
	}
	return r;
}

static void test_recorded_rows(void **state)
{
	struct index *x = make_index();
	struct view_context c = view_context(x, VIEW_WIDE);

	(void)state;
	c.origin = &freebsd;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct route r = route_of(&rows[i]);

		assert_string_equal(view_row(&route_freebsd4_inet, &c, &r), rows[i].want);
	}
	index_free(x);
}

/* A network is written up to its last octet, its length only where the class does not imply it. */
static void test_networks(void **state)
{
	static const struct {
		uint8_t bytes[4], bits;
		const char *want;
	} table[] = {
		{ { 10 }, 8, "10" },		  { { 10, 1 }, 16, "10.1/16" },
		{ { 127 }, 8, "127" },		  { { 172, 16 }, 16, "172.16" },
		{ { 172, 16 }, 12, "172.16/12" }, { { 192, 168, 1 }, 24, "192.168.1" },
		{ { 192, 168 }, 16, "192.168/16" }, { { 192, 168, 1, 128 }, 25, "192.168.1.128/25" },
		{ { 224 }, 4, "224/4" },	  { { 10, 0, 0, 1 }, 32, "10.0.0.1" },
	};
	const struct view_context c = view_context(NULL, VIEW_WIDE);
	struct index *x = make_index();

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct route r = route_of(&rows[4]);
		struct view_context context = c;
		const char *text;

		context.index = x;
		context.origin = &freebsd;
		memcpy(r.dst.bytes, table[i].bytes, 4);
		r.dst_bits = table[i].bits;
		text = view_row(&route_freebsd4_inet, &context, &r);
		assert_int_equal(strncmp(text, table[i].want, strlen(table[i].want)), 0);
		assert_int_equal(text[strlen(table[i].want)], ' ');
	}
	index_free(x);
}

/* What a kernel does not count is "-", and an expiry that is over is nothing. */
static void test_unknown(void **state)
{
	struct index *x = make_index();
	struct view_context c = view_context(x, VIEW_WIDE);
	struct route r = route_of(&rows[4]);

	(void)state;
	c.origin = &freebsd;
	r.has &= ~(ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE));
	r.has |= ROUTE_BIT(ROUTE_EXPIRE);
	r.expire_ms = -5000;
	assert_string_equal(view_row(&route_freebsd4_inet, &c, &r),
		"192.168.2          link#1             UC          -        -   1500    xl0\n");
	r.expire_ms = 999;
	assert_string_equal(view_row(&route_freebsd4_inet, &c, &r),
		"192.168.2          link#1             UC          -        -   1500    xl0\n");
	r.ifindex = 99;
	assert_string_equal(view_row(&route_freebsd4_inet, &c, &r),
		"192.168.2          link#99            UC          -        -      -   if99\n");
	index_free(x);
}

/* Scoped addresses carry their interface's name. */
static void test_inet6(void **state)
{
	struct index *x = make_index();
	struct view_context c = view_context(x, 0);
	struct route r = { .family = FAMILY_INET6, .type = TYPE_UNICAST, .hops = 1, .dst_bits = 64, .ifindex = 1,
			   .flags = F(UP) | F(GATEWAY),
			   .dst = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfd } },
			   .gateway = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfe, 0x80, [15] = 1 }, .scope = 1 },
			   .has = ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) };

	(void)state;
	c.origin = &freebsd;
	assert_string_equal(view_row(&route_freebsd4_inet6, &c, &r),
		"fd00::/64                         fe80::1%xl0                   UG          xl0\n");
	r.dst_bits = 0;
	memset(r.dst.bytes, 0, 16);
	assert_string_equal(view_row(&route_freebsd4_inet6, &c, &r),
		"default                           fe80::1%xl0                   UG          xl0\n");
	index_free(x);
}

static void test_any_record(void **state)
{
	struct index *x = view_index();
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct view_context c = view_context(x, dice_below(&dice, 512));
		struct route r;

		c.origin = i & 2 ? &freebsd : &view_origin;
		dice_fill(&dice, &r, sizeof(r));
		tame_route(&r, i & 1 ? FAMILY_INET6 : FAMILY_INET);
		check_line(view_row(i & 1 ? &route_freebsd4_inet6 : &route_freebsd4_inet, &c, &r));
	}
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),	cmocka_unit_test(test_headings),
		cmocka_unit_test(test_recorded_rows), cmocka_unit_test(test_networks),
		cmocka_unit_test(test_unknown), cmocka_unit_test(test_inet6),
		cmocka_unit_test(test_any_record),
	};

	return RUN_TESTS("route_freebsd", tests);
}
