/* SPDX-License-Identifier: ISC */
/* netbsd, netbsd-7, macos: rows that their own tools printed, made from records of their kernels. */
#include "view_test.h"

#include "lib/wire/rtsock_layout.h"

static const struct origin netbsd = { .system = SYSTEM_NETBSD, .word = 64, .hz = 100 };

#define F(flag) RFLAG_BIT(RFLAG_##flag)

static struct index *make_index(void)
{
	struct index *x = index_new();
	struct iface i = { .index = 2, .mtu = 1500, .name = "shmif0" };

	assert_non_null(x);
	assert_int_equal(index_add_iface(x, &i), 0);
	return x;
}

static struct view_context context_of(const struct index *x, uint32_t options)
{
	struct view_context c = view_context(x, options);

	c.origin = &netbsd;
	return c;
}

struct row {
	uint8_t dst[4], bits, gateway[6], gateway_size; /* 4, 6, or 0: the interface */
	uint64_t flags;
	uint32_t mtu;
	bool locked;
	const char *now, *before8, *show, *macos;
};

static const struct row rows[] = {
	{ { 0 }, 0, { 10, 1, 0, 254 }, 4, F(UP) | F(GATEWAY) | F(STATIC), 0, false,
	  "default            10.1.0.254         UGS         -        -      -  shmif0\n",
	  "default            10.1.0.254         UGS         -        -      -  shmif0\n",
	  "default            10.1.0.254         UG          -        -      -  shmif0\n",
	  "default            10.1.0.254         UGS             -        -  shmif0\n" },
	{ { 100, 64 }, 10, { 192, 168, 7, 201 }, 4, F(UP) | F(GATEWAY) | F(STATIC), 1280, true,
	  "100.64/10          192.168.7.201      UGS         -        -   1280L shmif0\n",
	  "100.64/10          192.168.7.201      UGS         -        -   1280L shmif0\n",
	  "100.64/10          192.168.7.201      UG          -        -   1280L shmif0\n",
	  "100.64/10          192.168.7.201      UGS             -        -  shmif0\n" },
	{ { 10, 1, 0, 2 }, 32, { 0xb2, 0xa0, 0x0a, 0x1b, 0x83, 0x95 }, 6,
	  F(UP) | F(HOST) | F(LLINFO) | F(CLONED), 0, false,
	  "10.1.0.2           b2:a0:0a:1b:83:95  UHLc        -        -      -  shmif0\n",
	  "10.1.0.2           b2:a0:0a:1b:83:95  UHLc        -        -      -  shmif0\n",
	  "10.1.0.2           b2:a0:0a:1b:83:95  UHL         -        -      -  shmif0\n",
	  "10.1.0.2           b2:a0:a:1b:83:95   UHLW            -        -  shmif0\n" },
	{ { 224 }, 4, { 0 }, 0, F(UP) | F(MULTICAST) | F(CLONING) | F(STATIC), 0, false,
	  "224/4              link#2             UCS         -        -      -  shmif0\n",
	  "224/4              link#2             UCS         -        -      -  shmif0\n",
	  "224/4              link#2             U           -        -      -  shmif0\n",
	  "224.0.0/4          link#2             UmCS            -        -  shmif0\n" },
};

static struct route route_of(const struct row *row)
{
	struct route r = { .family = FAMILY_INET, .dst_bits = row->bits, .flags = row->flags, .ifindex = 2, .hops = 1,
			   .has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) |
				  ROUTE_BIT(ROUTE_DEVICE) };

	r.dst = (struct addr){ .family = FAMILY_INET, .size = 4 };
	memcpy(r.dst.bytes, row->dst, 4);
	r.gateway = (struct addr){ .family = row->gateway_size == 4 ? FAMILY_INET : FAMILY_LINK,
				   .size = row->gateway_size, .scope = row->gateway_size == 4 ? 0 : 2 };
	memcpy(r.gateway.bytes, row->gateway, row->gateway_size);
	r.has |= row->gateway_size ? ROUTE_BIT(ROUTE_GATEWAY) : 0;
	if (row->mtu) {
		r.metric[METRIC_MTU] = row->mtu;
		r.metrics_has = 1u << METRIC_MTU;
	}
	r.locks = row->locked ? 1u << METRIC_MTU : 0;
	return r;
}

static void test_rows(void **state)
{
	struct index *x = make_index();
	struct view_context c = context_of(x, 0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct route r = route_of(&rows[i]);

		c.options = 0;
		assert_string_equal(view_row(&route_netbsd, &c, &r), rows[i].now);
		assert_string_equal(view_row(&route_netbsd7, &c, &r), rows[i].before8);
		assert_string_equal(view_row(&route_macos_inet, &c, &r), rows[i].macos);
		c.options = VIEW_SHOW;
		assert_string_equal(view_row(&route_netbsd7, &c, &r), rows[i].show);
	}
	index_free(x);
}

static void test_headings(void **state)
{
	struct view_context c = context_of(NULL, 0);

	(void)state;
	assert_string_equal(view_head(&route_netbsd, &c),
		"Destination        Gateway            Flags    Refs      Use    Mtu Interface\n");
	assert_string_equal(view_head(&route_macos_inet, &c),
		"Destination        Gateway            Flags        Refs      Use   Netif Expire\n");
	assert_string_equal(view_head(&iface_netbsd, &c),
		"Name  Mtu   Network       Address              Ipkts Ierrs    Opkts Oerrs Colls\n");
	assert_string_equal(view_head(&iface_macos, &c),
		"Name  Mtu   Network       Address            Ipkts Ierrs    Opkts Oerrs  Coll\n");
	c.options = VIEW_TAGS;
	assert_string_equal(view_head(&route_netbsd, &c),
		"Destination        Gateway            Flags    Refs      Use    Mtu     Tag Interface\n");
}

/* The flags of a kernel that clones have another meaning than those of one that does not. */
static void test_eras(void **state)
{
	static const struct {
		const char *release;
		bool cloning;
	} releases[] = {
		{ "6.1", true },     { "7.2", true },	   { "7.99.21", true }, { "7.99.34", false },
		{ "8.0", false },    { "10.1_RC1", false }, { "", false },	 { "unknown", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(releases); i++) {
		struct origin o = netbsd;

		strcpy(o.release, releases[i].release);
		for (unsigned version = 3; version <= 4; version++) {
			const struct rtsock_layout *l = rtsock_layout(&o, version);

			assert_non_null(l);
			assert_int_equal(l->cloning, releases[i].cloning);
			assert_int_equal(l->route_flags[13], releases[i].cloning ? RFLAG_CLONED + 1 : 0);
			assert_int_equal(l->route_flags[8],
					 (releases[i].cloning ? RFLAG_CLONING : RFLAG_CONNECTED) + 1);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_eras),
	};

	return RUN_TESTS("route_netbsd", tests);
}
