/* SPDX-License-Identifier: ISC */
/* The texts of whole tables: net/route, net/arp, net/dev, of Linux 2.4 and of today. */
#include "test.h"

#include "lib/wire/procfs.h"

static const struct origin little = { .system = SYSTEM_LINUX, .hz = 100 };
static const struct origin big = { .system = SYSTEM_LINUX, .hz = 100, .big_endian = true };

/* A text that ends where a page without access begins. */
#define TEXT(name, string) \
	struct guarded name##_g = guard(string, strlen(string), false); \
	struct bytes name = bytes_of(name##_g.data, strlen(string), false)

static void assert_inet(const struct addr *a, unsigned w, unsigned x, unsigned y, unsigned z)
{
	const uint8_t want[] = { (uint8_t)w, (uint8_t)x, (uint8_t)y, (uint8_t)z };

	assert_int_equal(a->family, FAMILY_INET);
	assert_int_equal(a->size, 4);
	assert_memory_equal(a->bytes, want, 4);
}

static void test_routes(void **state)
{
	struct route r;

	(void)state;
	TEXT(b, "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   \n"
		"eth1\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t40\t0\t0    \n"
		"eth1\t00000000\tFE01A8C0\t0003\t2\t17\t5\t00000000\t1500\t4096\t300\n"
		"*\t0000630A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
		"*\t0000620A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
		"Iface\t0500010A\t00000000\t0005\t0\t0\t-1\tFFFFFFFF\t39\t0\t0");
	assert_int_equal(procfs_route(&b, &little, &r), 1);
	assert_inet(&r.dst, 192, 168, 1, 0);
	assert_int_equal(r.dst_bits, 24);
	assert_int_equal(r.flags, RFLAG_BIT(RFLAG_UP));
	assert_string_equal(r.device, "eth1");
	assert_true(route_has(&r, ROUTE_DEVICE) && !route_has(&r, ROUTE_GATEWAY));
	assert_false(route_has(&r, ROUTE_REFS) || route_has(&r, ROUTE_USE) || route_has(&r, ROUTE_TYPE));
	assert_int_equal(r.metrics_has, 1u << METRIC_ADVMSS);
	assert_int_equal(r.metric[METRIC_ADVMSS], 0);

	assert_int_equal(procfs_route(&b, &little, &r), 1);
	assert_inet(&r.gateway, 192, 168, 1, 254);
	assert_int_equal(r.dst_bits, 0);
	assert_true(route_has(&r, ROUTE_GATEWAY) && route_has(&r, ROUTE_REFS) && route_has(&r, ROUTE_USE));
	assert_int_equal(r.refs, 2);
	assert_int_equal(r.use, 17);
	assert_int_equal(r.priority, 5);
	assert_int_equal(r.metric[METRIC_ADVMSS], 1460);
	assert_int_equal(r.metric[METRIC_WINDOW], 4096);
	assert_int_equal(r.metric[METRIC_RTT], 2400);

	assert_int_equal(procfs_route(&b, &little, &r), 1);
	assert_int_equal(r.type, TYPE_BLACKHOLE);
	assert_true(!r.device[0] && !route_has(&r, ROUTE_DEVICE) && !r.metrics_has);
	assert_int_equal(procfs_route(&b, &little, &r), 1);
	assert_int_equal(r.type, TYPE_UNREACHABLE);

	/* an interface of that name is no heading; the last line has no end */
	assert_int_equal(procfs_route(&b, &little, &r), 1);
	assert_string_equal(r.device, "Iface");
	assert_int_equal(r.dst_bits, 32);
	assert_int_equal(r.priority, UINT32_MAX);
	assert_int_equal(r.metric[METRIC_ADVMSS], UINT32_MAX);
	assert_int_equal(procfs_route(&b, &little, &r), 0);
	unguard(&b_g);
}

static void test_byte_order(void **state)
{
	struct route r;

	(void)state;
	TEXT(b, "eth1\tC0A80100\tC0A801FE\t0003\t0\t0\t0\tFFFFFF00\t0\t0\t0\n");
	assert_int_equal(procfs_route(&b, &big, &r), 1);
	assert_inet(&r.dst, 192, 168, 1, 0);
	assert_inet(&r.gateway, 192, 168, 1, 254);
	assert_int_equal(r.dst_bits, 24);
	unguard(&b_g);
}

static void test_masks(void **state)
{
	char text[100];
	struct route r;

	(void)state;
	for (unsigned bits = 0; bits <= 32; bits++) {
		struct bytes b;

		snprintf(text, sizeof(text), "e\t00000000\t00000000\t0001\t0\t0\t0\t%08X\t0\t0\t0\n",
			 bits ? ~UINT32_C(0) << (32 - bits) : 0);
		b = bytes_of(text, strlen(text), false);
		assert_int_equal(procfs_route(&b, &big, &r), 1);
		assert_int_equal(r.dst_bits, bits);
		if (!bits || bits == 32)
			continue;
		memcpy(strstr(text, "\t0\t0\t0\t") + 7, bits == 1 ? "40000000" : "0F000000", 8);
		b = bytes_of(text, strlen(text), false);
		assert_int_equal(procfs_route(&b, &big, &r), -EBADMSG);
	}
}

static void test_neighbours(void **state)
{
	static const uint8_t mac[] = { 0x48, 0x54, 0xe8, 0x8c, 0x0a, 0x3f };
	struct neigh n;

	(void)state;
	TEXT(b, "IP address       HW type     Flags       HW address            Mask     Device\n"
		"192.168.1.254    0x1         0x2         48:54:E8:8C:0A:3F     *        eth1\n"
		"10.1.0.5         0x304       0x6         00:00:00:00:00:00     *        lo\n"
		"10.1.0.9         0x1         0x0         00:00:00:00:00:00     *        eth0\n"
		"0.0.0.0          0xfffe      0x6                               *        tun0\n"
		"10.1.0.98        0x0         0xc         00:00:00:00:00:00     *        *\n");
	assert_int_equal(procfs_arp(&b, &n), 1);
	assert_inet(&n.dst, 192, 168, 1, 254);
	assert_int_equal(n.lladdr.size, 6);
	assert_memory_equal(n.lladdr.bytes, mac, 6);
	assert_string_equal(n.device, "eth1");
	assert_int_equal(n.link_type, 1);
	assert_true(neigh_is_complete(&n) && neigh_has(&n, NEIGH_LLADDR) && !neigh_has(&n, NEIGH_STATE));
	assert_false(neigh_has(&n, NEIGH_EXPIRE));
	assert_int_equal(procfs_arp(&b, &n), 1);
	assert_true(n.state == STATE_PERMANENT && neigh_has(&n, NEIGH_STATE) && n.link_type == 772);
	assert_int_equal(procfs_arp(&b, &n), 1);
	assert_true(!neigh_is_complete(&n) && !neigh_has(&n, NEIGH_LLADDR));
	assert_int_equal(procfs_arp(&b, &n), 1);
	assert_true(n.lladdr.size == 0 && n.link_type == 65534);
	assert_string_equal(n.device, "tun0");
	assert_int_equal(procfs_arp(&b, &n), 1);
	assert_true(n.flags == NFLAG_BIT(NFLAG_PROXY) && !n.device[0] && !neigh_has(&n, NEIGH_DEVICE));
	assert_int_equal(procfs_arp(&b, &n), 0);
	unguard(&b_g);
}

static void test_interfaces(void **state)
{
	struct iface i;

	(void)state;
	TEXT(b, "Inter-|   Receive                            |  Transmit\n"
		" face |bytes    packets errs drop fifo frame compressed multicast|bytes packets\n"
		"    lo:    3068      64    1    2    3     4          5         6     7       8    9   10   11    12      13         14\n"
		"  a|b0:18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
	assert_int_equal(procfs_dev(&b, &i), 1);
	assert_string_equal(i.name, "lo");
	assert_false(iface_has(&i, IFACE_INDEX) || iface_has(&i, IFACE_MTU) || iface_has(&i, IFACE_FLAGS) ||
		     iface_has(&i, IFACE_RX_MISSED));
	assert_true(i.rx_bytes == 3068 && i.rx_packets == 64 && i.rx_errors == 1 && i.rx_dropped == 2 &&
		    i.rx_fifo == 3 && i.rx_frame == 4 && i.rx_compressed == 5 && i.multicast == 6);
	assert_true(i.tx_bytes == 7 && i.tx_packets == 8 && i.tx_errors == 9 && i.tx_dropped == 10 &&
		    i.tx_fifo == 11 && i.collisions == 12 && i.tx_carrier == 13 && i.tx_compressed == 14);
	/* no space behind the colon, and a bar in the name */
	assert_int_equal(procfs_dev(&b, &i), 1);
	assert_string_equal(i.name, "a|b0");
	assert_true(i.rx_bytes == UINT64_MAX && i.tx_compressed == 16);
	assert_int_equal(procfs_dev(&b, &i), 0);
	unguard(&b_g);
}

/* One line of net/if_inet6, of an interface whose number has three digits too. */
static void test_inet6_addresses(void **state)
{
	static const char *const broken[] = {
		"\n", "fe80000000000000000000000000000 02 40 20 80 eth0\n", "fe800000000000000000000000000001 00 40 20 80 eth0\n",
		"fe800000000000000000000000000001 02 81 20 80 eth0\n", "fe800000000000000000000000000001 02 40 xx 80 eth0\n",
		"fe800000000000000000000000000001 02 40 20\n", "fe800000000000000000000000000001 ffffffff 40 20 80 eth0\n",
	};
	struct ifaddr a;

	(void)state;
	TEXT(b, "fe800000000000000000000000000001 12c 40 20 80     eth0\n00000000000000000000000000000001 01 80 10 80       lo\n");
	assert_int_equal(procfs_if_inet6(&b, &a), 1);
	assert_true(a.ifindex == 0x12c && a.local_bits == 64 && a.scope == 253 && a.family == FAMILY_INET6 &&
		    a.local.bytes[0] == 0xfe && a.local.bytes[15] == 1 && a.local.scope == 0x12c);
	assert_int_equal(procfs_if_inet6(&b, &a), 1);
	assert_true(a.ifindex == 1 && a.local_bits == 128 && a.scope == 254 && !a.local.scope);
	assert_int_equal(procfs_if_inet6(&b, &a), 0);
	unguard(&b_g);
	for (size_t at = 0; at < COUNT(broken); at++) {
		TEXT(line, broken[at]);
		assert_int_equal(procfs_if_inet6(&line, &a), -EBADMSG);
		unguard(&line_g);
	}
}

/* Lines that no kernel writes. */
static void test_broken(void **state)
{
	static const char *const routes[] = {
		"eth0", "\n", "eth0\t0001A8C0\n", "eth0\t0001A8C\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
		"eth0\t0001A8C0\t00000000\t001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
		"eth0\t0001A8C0\t00000000\t0001\t0\tx\t0\t00FFFFFF\t0\t0\t0\n",
		"sixteen-letters-\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
		"eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FF00FF\t0\t0\t0\n",
	};
	static const char *const neighbours[] = {
		"x", "\n", "10.1.0.256 0x1 0x2 00:00:00:00:00:01 * eth0\n", "10.1.0.5 1 0x2 00:00:00:00:00:01 * eth0\n",
		"10.1.0.5 0x1 0xg 00:00:00:00:00:01 * eth0\n", "10.1.0.5 0x1 0x2 00:00:00:0:00:01 * eth0\n",
		"10.1.0.5 0x1 0x2 00:00:00:00:00:01 * sixteen-letters-\n", "10.1.0.5 0x1 0x2 *\n",
		"10.1.0.5 0x10000 0x2 00:00:00:00:00:01 * eth0\n",
		("10.1.0.5 0x1 0x2 00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13:14:15:16:17:18:19:1a:1b:1c:"
		"1d:1e:1f:20 * eth0\n"),
	};
	static const char *const interfaces[] = {
		"lo\n", ":1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", "lo: 1 2 3 4 5 6 7 8 9 10 11\n", "lo: x\n",
		"sixteen-letters-: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n",
	};
	struct route r;
	struct neigh n;
	struct iface i;

	(void)state;
	for (size_t at = 0; at < COUNT(routes); at++) {
		TEXT(b, routes[at]);
		assert_int_equal(procfs_route(&b, &little, &r), -EBADMSG);
		unguard(&b_g);
	}
	for (size_t at = 0; at < COUNT(neighbours); at++) {
		TEXT(b, neighbours[at]);
		assert_int_equal(procfs_arp(&b, &n), -EBADMSG);
		unguard(&b_g);
	}
	for (size_t at = 0; at < COUNT(interfaces); at++) {
		TEXT(b, interfaces[at]);
		assert_int_equal(procfs_dev(&b, &i), -EBADMSG);
		unguard(&b_g);
	}
}

/* Bytes of any value: a decoder ends, and reads nothing from outside. */
static void test_noise(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFabcdefx:*| \t\n.eth";
	struct dice dice = DICE;
	char text[200];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t size = dice_below(&dice, sizeof(text));
		struct guarded g;
		struct bytes b;
		struct route r;
		struct neigh n;
		struct iface i;

		for (size_t at = 0; at < size; at++)
			text[at] = alphabet[dice_below(&dice, sizeof(alphabet) - 1)];
		g = guard(text, size, false);
		for (b = bytes_of(g.data, size, false); procfs_route(&b, &little, &r) > 0;)
			assert_true(r.dst_bits <= 32 && memchr(r.device, 0, sizeof(r.device)));
		for (b = bytes_of(g.data, size, false); procfs_arp(&b, &n) > 0;)
			assert_true(n.lladdr.size <= ADDR_MAX && memchr(n.device, 0, sizeof(n.device)));
		for (b = bytes_of(g.data, size, false); procfs_dev(&b, &i) > 0;)
			assert_non_null(memchr(i.name, 0, sizeof(i.name)));
		unguard(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),	   cmocka_unit_test(test_byte_order),
		cmocka_unit_test(test_masks),	   cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_interfaces), cmocka_unit_test(test_inet6_addresses), cmocka_unit_test(test_broken),
		cmocka_unit_test(test_noise),
	};

	return RUN_TESTS("procfs_tables", tests);
}
