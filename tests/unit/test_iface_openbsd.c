/* SPDX-License-Identifier: ISC */
/* openbsd, openbsd-3: rows of netstat -i as OpenBSD 7.7 printed them, and as one of 2002 did. */
#include "view_test.h"

#include "lib/view/bsd.h"

static const struct iface em0 = {
	.index = 2, .name = "em0", .mtu = 1500, .flags = IFLAG_BIT(IFLAG_UP), .rx_packets = 7, .tx_packets = 28,
	.tx_dropped = 1, .rx_errors = 2, .rx_bytes = 614, .tx_bytes = 2056, .collisions = 3,
	.address = { .family = FAMILY_LINK, .size = 6, .bytes = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 } },
};

static struct ifaddr address(const char *text, enum family family, uint8_t bits)
{
	struct ifaddr a = { .family = (uint8_t)family, .local_bits = bits, .ifindex = 2 };

	assert_int_equal(addr_parse(text, family, &a.local), 0);
	return a;
}

static void test_headings(void **state)
{
	struct view_context c = view_context(NULL, 0);

	(void)state;
	assert_string_equal(view_head(&iface_openbsd, &c),
		"Name    Mtu   Network     Address              Ipkts Ifail    Opkts Ofail Colls\n");
	assert_string_equal(view_head(&iface_openbsd3, &c),
		"Name    Mtu   Network     Address              Ipkts Ierrs    Opkts Oerrs Colls\n");
	c.options = VIEW_ERRORS;
	assert_string_equal(view_head(&iface_openbsd, &c),
		"Name    Mtu   Network     Address              Ipkts Ierrs    Opkts Oerrs Colls\n");
	c.options = VIEW_DROPS;
	assert_string_equal(view_head(&iface_openbsd, &c),
		"Name    Mtu   Network     Address              Ipkts Idrop    Opkts Odrop Colls\n");
	c.options = VIEW_BYTES;
	assert_string_equal(view_head(&iface_openbsd, &c),
		"Name    Mtu   Network     Address               Ibytes     Obytes\n");
}

static void test_rows(void **state)
{
	struct index *x = view_index();
	struct view_context c = view_context(x, 0);
	struct iface down = em0;
	struct ifaddr a = address("172.20.5.1", FAMILY_INET, 20);
	struct iface_row row = { .iface = &em0 };

	(void)state;
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0     1500  <Link>      52:54:00:12:34:56        7     2       28     1     3\n");
	row.addr = &a;
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0     1500  172.20.5/20 172.20.5.1               7     2       28     1     3\n");
	a = address("fe80::5054:ff:fe12:3456", FAMILY_INET6, 64);
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0     1500  fe80::%eth0 fe80::5054:ff:fe1        7     2       28     1     3\n");
	assert_string_equal(view_row(&iface_openbsd3, &c, &row),
		"em0     1500  fe80::/64   fe80::5054:ff:fe1        7     2       28     0     3\n");
	c.options = VIEW_VERBOSE | VIEW_BYTES;
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0     1500  fe80::%eth0/64 fe80::5054:ff:fe12:3456%eth0        614       2056\n");
	c.options = VIEW_ERRORS;
	down.flags = 0;
	row = (struct iface_row){ .iface = &down };
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0*    1500  <Link>      52:54:00:12:34:56        7     2       28     0     3\n");
	c.options = VIEW_DROPS;
	assert_string_equal(view_row(&iface_openbsd, &c, &row),
		"em0*    1500  <Link>      52:54:00:12:34:56        7     0       28     1     3\n");
	index_free(x);
}

static void test_scaled(void **state)
{
	static const struct {
		uint64_t value;
		const char *text;
	} table[] = { { 0, "0B" }, { 1023, "1023B" }, { 1024, "1.0K" }, { 1075, "1.0K" }, { 1076, "1.1K" },
		      { 102348, "99.9K" }, { 102399, "100K" }, { 1048575, "1024K" }, { 1048576, "1.0M" },
		      { UINT64_MAX, "16.0E" } };
	struct iface i = em0;
	const struct iface_row row = { .iface = &i };
	struct view_context c = view_context(NULL, VIEW_BYTES | VIEW_HUMAN);

	(void)state;
	for (size_t n = 0; n < COUNT(table); n++) {
		char want[32];
		const char *line;

		i.rx_bytes = table[n].value;
		snprintf(want, sizeof(want), " %10s ", table[n].text);
		line = view_row(&iface_openbsd, &c, &row);
		assert_non_null(strstr(line, want));
	}
}

static void test_without_traffic(void **state)
{
	struct iface quiet = em0;
	struct view_context c = view_context(NULL, VIEW_BUSY);
	const struct iface_row row = { .iface = &quiet };

	(void)state;
	assert_false(iface_openbsd_skip(&c, &row));
	quiet.rx_packets = 0;
	assert_false(iface_openbsd_skip(&c, &row));
	quiet.tx_packets = quiet.rx_bytes = quiet.tx_bytes = 0;
	assert_false(iface_openbsd_skip(&c, &row)); /* errors are traffic too */
	quiet.rx_errors = quiet.tx_errors = quiet.collisions = 0;
	assert_true(iface_openbsd_skip(&c, &row));
	c.options = 0;
	assert_false(iface_openbsd_skip(&c, &row));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_scaled),
		cmocka_unit_test(test_without_traffic),
	};

	return RUN_TESTS("iface_openbsd", tests);
}
