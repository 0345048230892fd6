/* SPDX-License-Identifier: ISC */
/* netstat -i, beside printf with the format of net-tools 2.10. */
#include "view_test.h"

#include "lib/model/iface.h"

/* In the order in which they are printed; P is used twice. */
static const struct {
	enum iface_flag flag;
	char letter;
} letters[] = {
	{ IFLAG_ALLMULTI, 'A' }, { IFLAG_BROADCAST, 'B' },  { IFLAG_DEBUG, 'D' },	{ IFLAG_LOOPBACK, 'L' },
	{ IFLAG_MULTICAST, 'M' }, { IFLAG_DYNAMIC, 'd' },   { IFLAG_PROMISC, 'P' },	{ IFLAG_NOTRAILERS, 'N' },
	{ IFLAG_NOARP, 'O' },	 { IFLAG_POINTOPOINT, 'P' }, { IFLAG_SLAVE, 's' },	{ IFLAG_MASTER, 'm' },
	{ IFLAG_RUNNING, 'R' },	 { IFLAG_UP, 'U' },
};

static void test_table(void **state)
{
	struct index *x = view_index();
	const struct view_context c = view_context(x, 0);

	(void)state;
	walk_view(&iface_linux, x);
	assert_string_equal(view_head(&iface_linux, &c),
		"Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
	index_free(x);
}

static void expect_flags(struct dice *d, uint32_t *ret_flags, char *to)
{
	*ret_flags = 0;
	for (size_t i = 0; i < COUNT(letters); i++) {
		if (dice_below(d, 3))
			continue;
		*ret_flags |= IFLAG_BIT(letters[i].flag);
		*to++ = letters[i].letter;
	}
	*to = '\0';
}

static void test_rows(void **state)
{
	const struct view_context c = view_context(NULL, 0);
	struct dice dice = DICE;

	(void)state;
	for (int k = 0; k < 10000; k++) {
		struct iface i = { .has = IFACE_BIT(IFACE_MTU) | IFACE_BIT(IFACE_FLAGS) };
		uint64_t v[8];
		char want[400], flags[32];

		for (int n = 0; n < 8; n++)
			v[n] = dice_u64(&dice) >> dice_below(&dice, 64);
		for (unsigned n = 1 + dice_below(&dice, 15), at = 0; at < n; at++)
			i.name[at] = (char)('a' + dice_below(&dice, 26));
		i.mtu = (uint32_t)(dice_u64(&dice) >> dice_below(&dice, 64));
		i.rx_packets = v[0];
		i.rx_errors = v[1];
		i.rx_missed = dice_below(&dice, 2) ? v[2] / 2 : 0;
		i.rx_dropped = v[2] - i.rx_missed; /* the kernel's text has their sum */
		i.rx_fifo = v[3];
		i.tx_packets = v[4];
		i.tx_errors = v[5];
		i.tx_dropped = v[6];
		i.tx_fifo = v[7];
		expect_flags(&dice, &i.flags, flags);
		i.flags |= IFLAG_BIT(IFLAG_LOWER_UP) | IFLAG_BIT(IFLAG_ECHO); /* have no letters */
		snprintf(want, sizeof(want), "%-15.15s %5d %8llu %6llu %6llu %-6llu %8llu %6llu %6llu %6llu %s\n",
			 i.name, (int)i.mtu, (unsigned long long)v[0], (unsigned long long)v[1],
			 (unsigned long long)v[2], (unsigned long long)v[3], (unsigned long long)v[4],
			 (unsigned long long)v[5], (unsigned long long)v[6], (unsigned long long)v[7],
			 flags[0] ? flags : "[NO FLAGS]");
		assert_string_equal(view_row(&iface_linux, &c, &i), want);
	}
}

/* A label has its interface's MTU and letters, and a sentence for its counters. */
static void test_label(void **state)
{
	const struct index_iface eth0 = { .mtu = 1500, .flags = IFLAG_BIT(IFLAG_UP) | IFLAG_BIT(IFLAG_BROADCAST) };
	struct out *out = test_out();

	(void)state;
	iface_linux_label(out, "eth0:1", &eth0);
	assert_text(out, "eth0:1           1500      - no statistics available -                        BU\n");
	iface_linux_label(out, "e\x1b:1", &eth0);
	assert_text(out, "e\\x1b:1          1500      - no statistics available -                        BU\n");
}

static void test_any_record(void **state)
{
	const struct view_context c = view_context(NULL, 0);
	struct dice dice = DICE;

	(void)state;
	for (int k = 0; k < 20000; k++) {
		struct iface i;

		dice_fill(&dice, &i, sizeof(i));
		check_line(view_row(&iface_linux, &c, &i));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_label),
		cmocka_unit_test(test_any_record),
	};

	return RUN_TESTS("iface_linux", tests);
}
