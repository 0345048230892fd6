/* SPDX-License-Identifier: ISC */
/*
 * Changes as routing messages. What is expected was written by the systems' own route(8) and arp(8), as
 * recordings have it (NetBSD 7.99.4 and 7.99.34, FreeBSD 11.0, OpenBSD 7.7); tests/recordings/test_requests.py
 * compares all that are recorded. Here also: every layout, and what is refused.
 */
#include "test.h"

#include "lib/wire/rtsock.h"
#include "lib/wire/rtsock_change.h"

static struct origin origin_of(enum origin_system system, const char *release, uint8_t word)
{
	struct origin o = origin_host(system);

	o.word = word;
	o.big_endian = false;
	o.swap = !host_is_little();
	snprintf(o.release, sizeof(o.release), "%s", release);
	return o;
}

static struct change route_change(enum change_verb verb, const char *dst, unsigned bits,
				  const char *gateway)
{
	struct change c = { .verb = (uint8_t)verb, .what = CHANGE_ROUTE };
	enum family family = strchr(dst, ':') ? FAMILY_INET6 : FAMILY_INET;

	assert_int_equal(addr_parse(dst, family, &c.route.dst), 0);
	c.route.family = (uint8_t)family;
	c.route.dst_bits = (uint8_t)bits;
	c.route.hops = 1;
	c.route.has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST);
	if (!gateway)
		return c;
	family = strchr(gateway, ':') ? FAMILY_INET6 : FAMILY_INET;
	assert_int_equal(addr_parse(gateway, family, &c.route.gateway), 0);
	c.route.has |= ROUTE_BIT(ROUTE_GATEWAY);
	return c;
}

static struct rtsock_stamp stamp = { .sequence = 1, .pid = 338, .wall_ms = 1795394369000,
				     .uptime_ms = 5000 };
static uint8_t to[RTSOCK_REQUEST_MAX];

static int encode(const struct change *c, const struct origin *o)
{
	struct err err = ERR_INIT;
	int length = rtsock_change_encode(c, o, &stamp, to, &err);

	assert_true(length > 0 || (length < 0 && err.text[0]));
	return length;
}

/* Bytes at an offset, as digits. */
static void check_bytes(size_t at, const char *hex)
{
	for (; *hex; hex += 2, at++) {
		unsigned byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		assert_int_equal(to[at], byte);
	}
}

/* $ route add default 10.1.0.254 */
static void test_netbsd_default(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.4", 64);
	struct change c = route_change(CHANGE_ADD, "0.0.0.0", 0, "10.1.0.254");

	(void)state;
	assert_int_equal(encode(&c, &o), 160);
	check_bytes(0, "a0000401" "00000000" "03080000" "07000000" "52010000" "01000000");
	check_bytes(120, "10020000000000000000000000000000" "100200000a0100fe0000000000000000"
			 "0002000000000000");
}

/* $ route add -net 100.128.0.0/9 192.168.7.202 -lock -mtu 1024 */
static void test_netbsd_locked(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.4", 64);
	struct change c = route_change(CHANGE_ADD, "100.128.0.0", 9, "192.168.7.202");

	(void)state;
	c.route.metric[METRIC_MTU] = 1024;
	c.route.metrics_has = c.route.locks = 1u << METRIC_MTU;
	assert_int_equal(encode(&c, &o), 160);
	check_bytes(32, "0100000000000000" "0100000000000000" "0004000000000000");
	check_bytes(152, "06020000ff800000");
}

/* $ route add -inet6 2002:: -prefixlen 16 fe80::1234%shmif0 */
static void test_netbsd_scoped(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.4", 64);
	struct change c = route_change(CHANGE_ADD, "2002::", 16, "fe80::1234");

	(void)state;
	c.route.gateway.scope = 2;
	assert_int_equal(encode(&c, &o), 120 + 32 + 32 + 16);
	check_bytes(152, "1c18000000000000fe80000200000000000000000000123400000000");
	check_bytes(184, "0a18000000000000ffff000000000000");
}

static struct change neigh_change(const char *dst, uint32_t flags)
{
	static const uint8_t mac[6] = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x77 };
	struct change c = { .verb = CHANGE_ADD, .what = CHANGE_NEIGH };

	assert_int_equal(addr_parse(dst, FAMILY_INET, &c.neigh.dst), 0);
	c.neigh.family = FAMILY_INET;
	c.neigh.flags = flags;
	c.neigh.ifindex = 2;
	c.neigh.lladdr = (struct addr){ .family = FAMILY_LINK, .size = 6 };
	memcpy(c.neigh.lladdr.bytes, mac, 6);
	c.neigh.has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_LLADDR) |
		      NEIGH_BIT(NEIGH_FLAGS);
	return c;
}

/* $ arp -s 10.1.0.52 02:11:22:33:44:77 pub [proxy] */
static void test_netbsd_published(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.4", 64);
	struct change c = neigh_change("10.1.0.52", NFLAG_BIT(NFLAG_PROXY));

	(void)state;
	assert_int_equal(encode(&c, &o), 168);
	check_bytes(8, "00080200" "07000000");
	check_bytes(136, "1412000000000600021122334477000000000000" "00000000" "08000000ffffffff");
	o = origin_of(SYSTEM_NETBSD, "7.99.34", 64);
	assert_int_equal(encode(&c, &o), 168);
	check_bytes(8, "000c0200" "07000000");
	check_bytes(136, "1412020006000600021122334477000000000000");
	c.neigh.flags |= NFLAG_BIT(NFLAG_PROXY_ONLY);
	assert_int_equal(encode(&c, &o), 160);
	check_bytes(120, "100200000a0100340000000000000100");
}

/* $ arp -s 192.0.2.20 02:11:22:33:44:77; with temp the clock is that of the system's running */
static void test_freebsd_neighbour(void **state)
{
	struct origin o = origin_of(SYSTEM_FREEBSD, "11.0", 64);
	struct change c = neigh_change("192.0.2.20", 0);

	(void)state;
	assert_int_equal(encode(&c, &o), 152 + 16 + 56);
	check_bytes(8, "040c0000" "03000000");
	check_bytes(32, "0400000000000000");
	check_bytes(168, "36120200060006000211223344770000");
	c.neigh.has |= NEIGH_BIT(NEIGH_EXPIRE);
	c.neigh.expire_ms = 1200000;
	encode(&c, &o);
	check_bytes(64, "b504000000000000");
	o = origin_of(SYSTEM_NETBSD, "9.0", 64);
	encode(&c, &o);
	check_bytes(104, "f18f036b00000000");
}

/* $ route -n add -inet 198.18.2.0/24 10.0.2.2 -label UPLINK -priority 10, in table 1 */
static void test_openbsd_label(void **state)
{
	struct origin o = origin_of(SYSTEM_OPENBSD, "7.7", 64);
	struct change c = route_change(CHANGE_ADD, "198.18.2.0", 24, "10.0.2.2");

	(void)state;
	memcpy(c.route.label, "UPLINK", 6);
	c.route.priority = 10;
	c.route.table = 1;
	c.route.has |= ROUTE_BIT(ROUTE_LABEL) | ROUTE_BIT(ROUTE_PRIORITY) | ROUTE_BIT(ROUTE_TABLE);
	assert_int_equal(encode(&c, &o), 96 + 3 * 16 + 40);
	check_bytes(0, "b800" "05" "01" "6000" "0000" "0100" "0a" "00" "07040000" "03080000");
	check_bytes(128, "10020000ffffff000000000000000000" "2200" "55504c494e4b0000");
}

/* $ route -n add -mpls -in 200 -swap -out 300 -inet 10.0.2.2 */
static void test_openbsd_mpls(void **state)
{
	struct origin o = origin_of(SYSTEM_OPENBSD, "7.7", 64);
	struct change c = route_change(CHANGE_ADD, "0.0.0.0", 0, "10.0.2.2");

	(void)state;
	c.route.dst = (struct addr){ .family = FAMILY_MPLS, .size = 4, .bytes = { 0, 0x0c, 0x80 } };
	c.route.dst_bits = 20;
	c.route.mpls = MPLS_SWAP;
	c.route.tag = 300;
	c.route.has |= ROUTE_BIT(ROUTE_MPLS) | ROUTE_BIT(ROUTE_TAG);
	assert_int_equal(encode(&c, &o), 96 + 3 * 16);
	check_bytes(11, "04" "03010000" "03081000");
	check_bytes(96, "10210000000c80000000000000000000" "100200000a0002020000000000000000"
			"102100000012c0000000000000000000");
}

/* In every layout and both orders: what was written is what is read. */
static void check_layout(const struct rtsock_layout *layout, bool big)
{
	static const char *const releases[] = { [SYSTEM_FREEBSD] = "14.0", [SYSTEM_OPENBSD] = "7.7",
						[SYSTEM_NETBSD] = "10.1", [SYSTEM_MACOS] = "24.0" };
	struct origin o = origin_of((enum origin_system)layout->system, releases[layout->system],
				    layout->word ? layout->word : 64);
	struct change c = route_change(CHANGE_ADD, "2001:db8:4000::", 34, "2001:db8::1");
	struct change_answer answer;
	struct rtsock_message m = { .layout = NULL };
	struct bytes b;
	struct route r;
	int length;

	if (layout->version == 3)
		memcpy(o.release, "5.2", 4);
	else if (layout->cloning)
		memcpy(o.release, "7.2", 4);
	if (layout->version == 3 && !layout->cloning)
		return; /* no such system */
	o.big_endian = big;
	o.swap = big == host_is_little();
	c.route.metrics_has = 1u << METRIC_MTU | 1u << METRIC_HOPCOUNT;
	c.route.metric[METRIC_MTU] = 1400;
	c.route.metric[METRIC_HOPCOUNT] = 7;
	c.route.type = TYPE_BLACKHOLE;
	length = encode(&c, &o);
	assert_true(length > 0);
	b = bytes_of(to, (size_t)length, o.swap);
	assert_int_equal(rtsock_next(&b, &o, ANSWER_SOCKET, &m), 1);
	assert_ptr_equal(m.layout, layout);
	assert_int_equal(m.kind, RTSOCK_ADD);
	assert_int_equal(rtsock_get(&m, m.head->pid), 338);
	assert_int_equal(rtsock_route(&m, &r), 1);
	assert_true(addr_equal(&r.dst, &c.route.dst) && addr_equal(&r.gateway, &c.route.gateway));
	assert_int_equal(r.dst_bits, 34);
	assert_int_equal(r.metric[METRIC_MTU], 1400);
	assert_true(route_flag(&r, RFLAG_STATIC) && route_flag(&r, RFLAG_BLACKHOLE) &&
		    route_flag(&r, RFLAG_GATEWAY) && !route_flag(&r, RFLAG_HOST));
	b = bytes_of(to, (size_t)length, o.swap);
	assert_int_equal(rtsock_change_answer(&b, &o, &answer), 1);
	assert_int_equal(answer.sequence, 1);
	assert_int_equal(answer.error, 0);
	rtsock_change_undo(to, &o);
	b = bytes_of(to, (size_t)length, o.swap);
	assert_int_equal(rtsock_next(&b, &o, ANSWER_SOCKET, &m), 1);
	assert_int_equal(m.kind, RTSOCK_DELETE);
}

static void test_layouts(void **state)
{
	const struct rtsock_layout *layout;

	(void)state;
	for (unsigned i = 0; (layout = rtsock_layout_row(i)); i++) {
		check_layout(layout, false);
		check_layout(layout, true);
	}
}

/* What a system has no word for is refused, and named. */
static void test_refused(void **state)
{
	static const struct {
		uint8_t system;
		uint8_t field;
	} cases[] = {
		{ SYSTEM_FREEBSD, ROUTE_LABEL },  { SYSTEM_NETBSD, ROUTE_PRIORITY },
		{ SYSTEM_OPENBSD, ROUTE_WEIGHT }, { SYSTEM_FREEBSD, ROUTE_TOS },
		{ SYSTEM_MACOS, ROUTE_TAG },	  { SYSTEM_NETBSD, ROUTE_MPLS },
		{ SYSTEM_OPENBSD, ROUTE_NHID },	  { SYSTEM_OPENBSD, ROUTE_SRC },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct origin o = origin_of((enum origin_system)cases[i].system, "9.0", 64);
		struct change c = route_change(CHANGE_ADD, "10.0.0.0", 8, "10.0.2.2");

		assert_true(encode(&c, &o) > 0);
		c.route.has |= ROUTE_BIT(cases[i].field);
		assert_int_equal(encode(&c, &o), -EOPNOTSUPP);
	}
}

static void test_flag_refused(void **state)
{
	struct origin o = origin_of(SYSTEM_FREEBSD, "14.0", 64);
	struct change c = route_change(CHANGE_ADD, "10.0.0.0", 8, "10.0.2.2");
	struct err err = ERR_INIT;

	(void)state;
	c.route.flags = RFLAG_BIT(RFLAG_MPATH); /* OpenBSD's */
	assert_int_equal(rtsock_change_encode(&c, &o, &stamp, to, &err), -EOPNOTSUPP);
	c.route.flags = 0;
	c.verb = CHANGE_REPLACE;
	assert_int_equal(rtsock_change_encode(&c, &o, &stamp, to, &err), -EOPNOTSUPP);
	o = origin_host(SYSTEM_LINUX);
	c.verb = CHANGE_ADD;
	assert_int_equal(rtsock_change_encode(&c, &o, &stamp, to, &err), -EOPNOTSUPP);
}

/* A refusal comes back as the request with an errno, in the numbers of that system. */
static void test_answer(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.4", 64);
	struct change c = route_change(CHANGE_ADD, "20.0.0.0", 8, "99.9.9.9");
	struct change_answer answer;
	struct bytes b;
	int length = encode(&c, &o);

	(void)state;
	to[24] = 51;
	b = bytes_of(to, (size_t)length, o.swap);
	assert_int_equal(rtsock_change_answer(&b, &o, &answer), 1);
	assert_int_equal(answer.error, ENETUNREACH);
	assert_int_equal(rtsock_change_answer(&b, &o, &answer), 0);
	for (int size = 1; size < 120; size++) {
		b = bytes_of(to, (size_t)size, o.swap);
		assert_true(rtsock_change_answer(&b, &o, &answer) < 0);
	}
	assert_int_equal(rtsock_errno(17), EEXIST);
	assert_int_equal(rtsock_errno(250), EIO);
}

/* $ route -n get 10.1.0.66 */
static void test_lookup(void **state)
{
	struct origin o = origin_of(SYSTEM_NETBSD, "7.99.21", 64);
	struct addr a;

	(void)state;
	assert_int_equal(addr_parse("10.1.0.66", FAMILY_INET, &a), 0);
	assert_int_equal(rtsock_lookup_encode(&a, 32, true, 0, &o, &stamp, to), 160);
	check_bytes(0, "a0000404" "00000000" "07080000" "11000000");
	check_bytes(120, "100200000a0100420000000000000000" "1412000000000000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_netbsd_default),	  cmocka_unit_test(test_netbsd_locked),
		cmocka_unit_test(test_netbsd_scoped),	  cmocka_unit_test(test_netbsd_published),
		cmocka_unit_test(test_freebsd_neighbour), cmocka_unit_test(test_openbsd_label),
		cmocka_unit_test(test_openbsd_mpls),	  cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_refused),		  cmocka_unit_test(test_flag_refused),
		cmocka_unit_test(test_answer),		  cmocka_unit_test(test_lookup),
	};

	return RUN_TESTS("rtsock_change", tests);
}
