/* SPDX-License-Identifier: ISC */
/* netstat -ie: what no device of a test shows, beside the formats of net-tools 2.10 and 1.60. */
#include "view_test.h"

#include "lib/model/ifrows.h"

static struct iface device(const char *name)
{
	struct iface i = { .index = 2, .flags = IFLAG_BIT(IFLAG_UP) | IFLAG_BIT(IFLAG_BROADCAST), .mtu = 1500,
			   .queue = 1000, .link_type = 1,
			   .has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME) | IFACE_BIT(IFACE_FLAGS) |
				  IFACE_BIT(IFACE_MTU) | IFACE_BIT(IFACE_LINK_TYPE) | IFACE_BIT(IFACE_QUEUE) |
				  IFACE_BIT(IFACE_RX_PACKETS) };

	strcpy(i.name, name);
	i.address = (struct addr){ .family = FAMILY_LINK, .size = 6, .bytes = { 2, 0, 0, 0, 0xab, 5 } };
	return i;
}

static struct ifrow_addr inet(const char *text, unsigned bits, const char *label)
{
	struct ifrow_addr a = { .addr = { .family = FAMILY_INET, .ifindex = 2, .local_bits = (uint8_t)bits,
					  .has = IFADDR_BIT(IFADDR_LOCAL) | IFADDR_BIT(IFADDR_LABEL) } };

	assert_int_equal(addr_parse(text, FAMILY_INET, &a.addr.local), 0);
	strcpy(a.addr.label, label);
	return a;
}

static const char *shown(const struct iface *i, const struct ifrow_addr *addrs, size_t count, uint32_t options)
{
	const struct view_context c = view_context(NULL, options);
	struct out *out = test_out();

	iface_linux_long(out, &c, i, addrs, count);
	return test_text(out);
}

/* What a driver says of the bus that it sits on. */
static void test_map(void **state)
{
	struct iface i = device("eth0");

	(void)state;
	i.irq = 11;
	i.io_base = 0xd000;
	i.memory_start = 0xe0000000;
	i.memory_end = 0xe0020000;
	i.dma = 3;
	assert_non_null(strstr(shown(&i, NULL, 0, 0),
			       "\n        device interrupt 11  base 0xd000  memory 0xe0000000-e0020000    dma 0x3\n\n"));
	assert_non_null(strstr(shown(&i, NULL, 0, VIEW_1_60),
			       "\n          Interrupt:11 Base address:0xd000 Memory:e0000000-e0020000 DMA chan:3 \n\n"));
	i.irq = i.dma = 0;
	i.memory_start = 0;
	i.io_base = 0xff; /* no I/O ports: something else has that number */
	assert_null(strstr(shown(&i, NULL, 0, 0), "device"));
}

/* Bytes around the border of each unit, and more than can be multiplied. */
static void test_units(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text, *text_1_60;
	} cases[] = {
		{ 0, "0 (0.0 B)", "0 (0.0 b)" },
		{ 1024, "1024 (1024.0 B)", "1024 (1024.0 b)" },
		{ 1025, "1025 (1.0 KiB)", "1025 (1.0 kB)" },
		{ 1048576, "1048576 (1024.0 KiB)", "1048576 (1024.0 kB)" },
		{ 1048577, "1048577 (1.0 MiB)", "1048577 (1.0 MB)" },
		{ 1999999999, "1999999999 (1.8 GiB)", "1999999999 (1907.3 MB)" },
		{ UINT64_C(1) << 40, "1099511627776 (1024.0 GiB)", "1099511627776 (1048576.0 MB)" },
		{ UINT64_C(3) << 40, "3298534883328 (3.0 TiB)", "3298534883328 (3145728.0 MB)" },
		{ INT64_MAX / 10, "922337203685477580 (819.1 PiB)", "922337203685477580 (879609302220.7 MB)" },
		{ UINT64_MAX, "18446744073709551615 (16384.0 PiB)", NULL },
	};
	struct iface i = device("eth0");

	(void)state;
	for (size_t at = 0; at < COUNT(cases); at++) {
		char want[80];

		i.rx_bytes = i.tx_bytes = cases[at].bytes;
		snprintf(want, sizeof(want), "  RX packets 0  bytes %s\n", cases[at].text);
		assert_non_null(strstr(shown(&i, NULL, 0, 0), want));
		snprintf(want, sizeof(want), "  TX packets 0  bytes %s\n", cases[at].text);
		assert_non_null(strstr(shown(&i, NULL, 0, 0), want));
		if (!cases[at].text_1_60)
			continue;
		snprintf(want, sizeof(want), " RX bytes:%s  TX bytes:%s\n", cases[at].text_1_60, cases[at].text_1_60);
		assert_non_null(strstr(shown(&i, NULL, 0, VIEW_1_60), want));
	}
}

static void test_flags(void **state)
{
	struct iface i = device("eth0");

	(void)state;
	i.flags = 0;
	assert_non_null(strstr(shown(&i, NULL, 0, 0), "eth0: flags=0<  mtu 1500\n"));
	assert_non_null(strstr(shown(&i, NULL, 0, VIEW_1_60), "\n          [NO FLAGS]  MTU:1500  Metric:1\n"));
	i.flags = IFLAG_BIT(IFLAG_PORTSEL);
	assert_non_null(strstr(shown(&i, NULL, 0, 0), "eth0: flags=8192  mtu 1500\n"));
	i.flags = IFLAG_BIT(IFLAG_DYNAMIC) | IFLAG_BIT(IFLAG_UP) | IFLAG_BIT(IFLAG_LOWER_UP);
	assert_non_null(strstr(shown(&i, NULL, 0, 0), "eth0: flags=-32767<UP,DYNAMIC>  mtu 1500\n"));
}

/* The first address of each label; a label has neither counters nor addresses of IPv6. */
static void test_labels(void **state)
{
	struct ifrow_addr addrs[] = { inet("10.0.0.1", 24, "eth0"), inet("10.0.0.2", 8, "eth0"), inet("10.0.0.3", 16, "eth0:1"),
				      { .addr = { .family = FAMILY_INET6, .local_bits = 64 } } };
	struct iface i = device("eth0");

	(void)state;
	assert_int_equal(addr_parse("fe80::1", FAMILY_INET6, &addrs[3].addr.local), 0);
	assert_string_equal(shown(&i, addrs, 4, 0),
		"eth0: flags=3<UP,BROADCAST>  mtu 1500\n"
		"        inet 10.0.0.1  netmask 255.255.255.0  broadcast 0.0.0.0\n"
		"        inet6 fe80::1  prefixlen 64  scopeid 0x20<link>\n"
		"        ether 02:00:00:00:ab:05  txqueuelen 1000  (Ethernet)\n"
		"        RX packets 0  bytes 0 (0.0 B)\n"
		"        RX errors 0  dropped 0  overruns 0  frame 0\n"
		"        TX packets 0  bytes 0 (0.0 B)\n"
		"        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n");
	assert_string_equal(shown(&i, addrs, 4, VIEW_1_60),
		"eth0      Link encap:Ethernet  HWaddr 02:00:00:00:AB:05  \n"
		"          inet addr:10.0.0.1  Bcast:0.0.0.0  Mask:255.255.255.0\n"
		"          inet6 addr: fe80::1/64 Scope:Link\n"
		"          UP BROADCAST  MTU:1500  Metric:1\n"
		"          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n"
		"          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n"
		"          collisions:0 txqueuelen:1000 \n"
		"          RX bytes:0 (0.0 b)  TX bytes:0 (0.0 b)\n\n");
	strcpy(i.name, "eth0:1");
	i.has &= ~(IFACE_BIT(IFACE_NAME) | IFACE_BIT(IFACE_RX_PACKETS));
	assert_string_equal(shown(&i, addrs, 4, 0),
		"eth0:1: flags=3<UP,BROADCAST>  mtu 1500\n"
		"        inet 10.0.0.3  netmask 255.255.0.0  broadcast 0.0.0.0\n"
		"        ether 02:00:00:00:ab:05  txqueuelen 1000  (Ethernet)\n\n");
}

/* Of the kernel's text alone nothing is known but counters. */
static void test_little_is_known(void **state)
{
	struct iface i = { .has = IFACE_BIT(IFACE_NAME) | IFACE_BIT(IFACE_RX_PACKETS), .name = "e\x1b[31mx" };
	const char *text = shown(&i, NULL, 0, 0);

	(void)state;
	assert_int_equal(strncmp(text, "e\\x1b[31mx:\n        RX packets 0", 30), 0);
	assert_null(strstr(text, "mtu"));
	assert_null(strstr(text, "UNSPEC"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map),    cmocka_unit_test(test_units),	     cmocka_unit_test(test_flags),
		cmocka_unit_test(test_labels), cmocka_unit_test(test_little_is_known),
	};

	return RUN_TESTS("iface_linux_long", tests);
}
