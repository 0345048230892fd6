/* SPDX-License-Identifier: ISC */
/* openbsd, openbsd-3: rows that OpenBSD 7.7 and an OpenBSD of 2002 printed, made from records of their kernels. */
#include "view_test.h"

static const struct origin openbsd = { .system = SYSTEM_OPENBSD, .word = 64, .hz = 100 };

#define F(flag) RFLAG_BIT(RFLAG_##flag)

static struct index *make_index(void)
{
	static const char *const names[] = { "em0", "em1", "vether0", "lo0" };
	struct index *x = index_new();

	assert_non_null(x);
	for (uint32_t n = 0; n < COUNT(names); n++) {
		struct iface i = { .index = n + 1, .mtu = 1500 };

		strcpy(i.name, names[n]);
		assert_int_equal(index_add_iface(x, &i), 0);
	}
	return x;
}

static struct view_context context_of(const struct index *x, uint32_t options)
{
	struct view_context c = view_context(x, options);

	c.origin = &openbsd;
	return c;
}

static void test_tables(void **state)
{
	struct index *x = make_index();

	(void)state;
	walk_view(&route_openbsd_inet, x);
	walk_view(&route_openbsd_inet6, x);
	walk_view(&route_openbsd_mpls, x);
	walk_view(&route_openbsd3_inet, x);
	walk_view(&route_openbsd3_inet6, x);
	index_free(x);
}

static void test_headings(void **state)
{
	struct view_context c = context_of(NULL, 0);

	(void)state;
	assert_string_equal(view_head(&route_openbsd_inet, &c),
		"Destination        Gateway            Flags   Refs      Use   Mtu  Prio Iface\n");
	assert_string_equal(view_head(&route_openbsd_mpls, &c),
		"In label  Out label Op     Gateway            Flags   Refs      Use   Mtu  Prio Interface\n");
	assert_string_equal(view_head(&route_openbsd3_inet, &c),
		"Destination        Gateway            Flags     Refs     Use    Mtu  Interface\n");
	c.options = VIEW_VERBOSE;
	assert_string_equal(view_head(&route_openbsd_inet, &c),
		"Destination        Gateway            Flags   Refs      Use   Mtu  Prio Iface Label\n");
}

struct row {
	uint8_t dst[4], bits, gateway[6], gateway_size; /* 4, 6, or 0: the interface */
	uint64_t flags;
	uint32_t refs, use, mtu;
	bool locked;
	uint32_t priority, ifindex;
	const char *want, *want3;
};

static const struct row rows[] = {
	{ { 0 }, 0, { 10, 0, 2, 2 }, 4, F(UP) | F(GATEWAY) | F(STATIC), 0, 0, 0, false, 8, 1,
	  "default            10.0.2.2           UGS        0        0     -     8 em0  \n",
	  "default            10.0.2.2           UGS         0        0      -   em0\n" },
	{ { 0 }, 1, { 10, 0, 2, 3 }, 4, F(UP) | F(GATEWAY) | F(STATIC), 0, 1, 0, false, 8, 1,
	  "0/1                10.0.2.3           UGS        0        1     -     8 em0  \n",
	  "0/1                10.0.2.3           UGS         0        1      -   em0\n" },
	{ { 10, 0, 2, 2 }, 32, { 0x52, 0x55, 0x0a, 0, 2, 2 }, 6,
	  F(UP) | F(HOST) | F(LLINFO) | F(CLONED) | F(CACHED), 34, 73, 0, false, 3, 1,
	  "10.0.2.2           52:55:0a:00:02:02  UHLch     34       73     -     3 em0  \n",
	  "10.0.2.2           52:55:a:0:2:2      UHL        34       73      -   em0\n" },
	{ { 10, 0, 2, 52 }, 32, { 0, 0x11, 0x22, 0x33, 0x44, 0x77 }, 6,
	  F(UP) | F(LLINFO) | F(STATIC) | F(PROTO2), 0, 0, 0, false, 8, 1,
	  "10.0.2.52/32       00:11:22:33:44:77  ULS2       0        0     -     8 em0  \n",
	  "10.0.2.52/32       0:11:22:33:44:77   ULS2        0        0      -   em0\n" },
	{ { 198, 18, 6 }, 24, { 0 }, 0, F(UP) | F(CLONING) | F(STATIC), 1, 0, 0, false, 8, 2,
	  "198.18.6/24        link#2             UCS        1        0     -     8 em1  \n",
	  "198.18.6/24        link#2             UCS         1        0      -   em1\n" },
	{ { 198, 18, 12 }, 24, { 10, 0, 2, 2 }, 4, F(UP) | F(GATEWAY) | F(STATIC), 0, 0, 1250, true, 8, 1,
	  "198.18.12/24       10.0.2.2           UGS        0        0  1250 L   8 em0  \n",
	  "198.18.12/24       10.0.2.2           UGS         0        0   1250 L em0\n" },
	{ { 198, 51, 100 }, 24, { 127, 0, 0, 1 }, 4, F(UP) | F(GATEWAY) | F(STATIC) | F(BLACKHOLE), 0, 0, 32768, false,
	  8, 4, "198.51.100/24      127.0.0.1          UGSB       0        0 32768     8 lo0  \n",
	  "198.51.100/24      127.0.0.1          UGBS        0        0  32768   lo0\n" },
	{ { 10, 9, 8, 7 }, 32, { 10, 0, 2, 2 }, 4, ~UINT64_C(0), 0, 0, 0, false, 63, 3,
	  "10.9.8.7           10.0.2.2           UGHRDM     0        0     -    63 vether0\n",
	  "10.9.8.7           10.0.2.2           UGHRBD      0        0      -   vether0\n" },
};

static struct route route_of(const struct row *row)
{
	struct route r = { .family = FAMILY_INET, .type = TYPE_UNICAST, .hops = 1, .dst_bits = row->bits,
			   .flags = row->flags, .refs = row->refs, .use = row->use, .ifindex = row->ifindex,
			   .priority = row->priority, .dst = { .family = FAMILY_INET, .size = 4 } };

	memcpy(r.dst.bytes, row->dst, 4);
	r.has = ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) |
		ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_PRIORITY);
	r.gateway.family = row->gateway_size == 4 ? FAMILY_INET : FAMILY_LINK;
	r.gateway.size = row->gateway_size;
	memcpy(r.gateway.bytes, row->gateway, row->gateway_size);
	if (row->mtu) {
		r.metric[METRIC_MTU] = row->mtu;
		r.metrics_has = 1u << METRIC_MTU;
	}
	r.locks = row->locked ? 1u << METRIC_MTU : 0;
	return r;
}

static void test_recorded_rows(void **state)
{
	struct index *x = make_index();
	const struct view_context c = context_of(x, 0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct route r = route_of(&rows[i]);

		assert_string_equal(view_row(&route_openbsd_inet, &c, &r), rows[i].want);
		assert_string_equal(view_row(&route_openbsd3_inet, &c, &r), rows[i].want3);
	}
	index_free(x);
}

/* What another kernel does not say is "-". */
static void test_unknown(void **state)
{
	struct index *x = make_index();
	const struct view_context c = context_of(x, 0);
	struct route r = route_of(&rows[0]);

	(void)state;
	r.has &= ~(ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) | ROUTE_BIT(ROUTE_PRIORITY));
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r),
		"default            10.0.2.2           UGS        -        -     -     - em0  \n");
	index_free(x);
}

static void test_labels(void **state)
{
	struct index *x = make_index();
	const struct view_context c = context_of(x, VIEW_VERBOSE);
	struct route r = route_of(&rows[0]);

	(void)state;
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r), rows[0].want);
	r.has |= ROUTE_BIT(ROUTE_LABEL);
	strcpy(r.label, "UP\nLINK");
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r),
		"default            10.0.2.2           UGS        0        0     -     8 em0   UP\\x0aLINK\n");
	index_free(x);
}

static void test_mpls(void **state)
{
	struct index *x = make_index();
	const struct view_context c = context_of(x, 0);
	struct route r = route_of(&rows[0]);

	(void)state;
	r.family = FAMILY_MPLS;
	r.dst = (struct addr){ .family = FAMILY_MPLS, .size = 4, .bytes = { 0, 0x0c, 0x80 } };
	r.flags |= F(MPLS);
	r.mpls = MPLS_SWAP;
	r.tag = 300;
	r.has |= ROUTE_BIT(ROUTE_MPLS) | ROUTE_BIT(ROUTE_TAG);
	assert_string_equal(view_row(&route_openbsd_mpls, &c, &r),
		"200       300       SWAP   10.0.2.2           UGST       0        0     -     8 em0  \n");
	r.has &= ~ROUTE_BIT(ROUTE_TAG);
	r.mpls = MPLS_LOCAL;
	assert_string_equal(view_row(&route_openbsd_mpls, &c, &r),
		"200       -         LOCAL  10.0.2.2           UGST       0        0     -     8 em0  \n");
	index_free(x);
}

/* With names a column is cut; numbers shove the row. IPv6 has its zone, but for 3. */
static void test_long_addresses(void **state)
{
	struct index *x = make_index();
	struct view_context c = context_of(x, VIEW_NAMES);
	struct route r = route_of(&rows[0]);

	(void)state;
	view_name(x, &r.gateway, NAME_HOST, "a-long-name.of.a.gateway.example");
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r),
		"default            a-long-name.of.a.g UGS        0        0     -     8 em0  \n");
	c.options = 0;
	assert_int_equal(addr_parse("2001:db8:1111:2222:3333::1", FAMILY_INET6, &r.gateway), 0);
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r),
		"default            2001:db8:1111:2222:3333::1 UGS        0        0     -     8 em0  \n");
	assert_int_equal(addr_parse("fe80::1", FAMILY_INET6, &r.gateway), 0);
	r.gateway.scope = 2;
	assert_string_equal(view_row(&route_openbsd_inet, &c, &r),
		"default            fe80::1%em1        UGS        0        0     -     8 em0  \n");
	assert_string_equal(view_row(&route_openbsd3_inet, &c, &r),
		"default            fe80::1            UGS         0        0      -   em0\n");
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),	  cmocka_unit_test(test_headings),
		cmocka_unit_test(test_recorded_rows), cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_labels),	  cmocka_unit_test(test_mpls),
		cmocka_unit_test(test_long_addresses),
	};

	return RUN_TESTS("route_openbsd", tests);
}
