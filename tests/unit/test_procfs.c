/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <inttypes.h>

#include "lib/wire/procfs.h"

static struct bytes bytes_at(const struct guarded *g, size_t size)
{
	return bytes_of(g->data, size, false);
}

/* The line as net/ipv6/route.c of Linux 6.18 writes it. */
static size_t write_line(char *to, size_t room, const struct route *r, uint32_t flags)
{
	size_t n = 0;
	const struct addr *addresses[] = { &r->dst, &r->src, &r->gateway };

	for (int a = 0; a < 3; a++) {
		for (int i = 0; i < 16; i++)
			n += (size_t)snprintf(to + n, room - n, "%02x", addresses[a]->bytes[i]);
		if (a < 2)
			n += (size_t)snprintf(to + n, room - n, " %02x", a ? r->src_bits : r->dst_bits);
		n += (size_t)snprintf(to + n, room - n, " ");
	}
	return n + (size_t)snprintf(to + n, room - n, "%08x %08x %08x %08x %8s\n", r->priority, r->refs,
				    (uint32_t)r->use, flags, r->device);
}

/* <linux/route.h> and <linux/ipv6_route.h> */
static const struct {
	uint32_t kernel;
	enum route_flag flag;
} route_flags[] = {
	{ 0x0001, RFLAG_UP },	      { 0x0002, RFLAG_GATEWAY },  { 0x0004, RFLAG_HOST },
	{ 0x0008, RFLAG_REINSTATE },  { 0x0010, RFLAG_DYNAMIC },  { 0x0020, RFLAG_MODIFIED },
	{ 0x0040, RFLAG_PREF_MTU },   { 0x0080, RFLAG_PREF_WINDOW }, { 0x0100, RFLAG_PREF_IRTT },
	{ 0x0200, RFLAG_REJECT },     { 0x00010000, RFLAG_DEFAULT }, { 0x00020000, RFLAG_ALLONLINK },
	{ 0x00040000, RFLAG_ADDRCONF }, { 0x00100000, RFLAG_ANYCAST }, { 0x00200000, RFLAG_NONEXTHOP },
	{ 0x00400000, RFLAG_EXPIRES }, { 0x01000000, RFLAG_CACHE }, { 0x02000000, RFLAG_FLOW },
	{ 0x04000000, RFLAG_POLICY }, { 0x80000000, RFLAG_LOCAL },
};

static void random_line(struct dice *d, struct route *r, uint32_t *ret_flags)
{
	memset(r, 0, sizeof(*r));
	*ret_flags = 0;
	r->family = FAMILY_INET6;
	r->hops = 1;
	r->dst.family = r->src.family = r->gateway.family = FAMILY_INET6;
	r->dst.size = r->src.size = r->gateway.size = 16;
	dice_fill(d, r->dst.bytes, 16);
	r->dst_bits = (uint8_t)dice_below(d, 129);
	r->priority = (uint32_t)dice_u64(d);
	r->refs = (uint32_t)dice_u64(d);
	r->use = (uint32_t)dice_u64(d);
	for (unsigned n = 1 + dice_below(d, 15), k = 0; k < n; k++)
		r->device[k] = "abz09.-_:@\x1b\xc3\xa9"[dice_below(d, 13)];
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) |
		 ROUTE_BIT(ROUTE_PRIORITY) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) |
		 ROUTE_BIT(ROUTE_DEVICE);
	if (dice_below(d, 3) == 0) {
		dice_fill(d, r->src.bytes, 16);
		r->src_bits = (uint8_t)(1 + dice_below(d, 128));
		r->has |= ROUTE_BIT(ROUTE_SRC);
	}
	if (dice_below(d, 2)) {
		dice_fill(d, r->gateway.bytes, 16);
		r->gateway.bytes[15] |= 1;
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	}
	for (size_t i = 0; i < COUNT(route_flags); i++) {
		if (dice_below(d, 2))
			continue;
		*ret_flags |= route_flags[i].kernel;
		r->flags |= RFLAG_BIT(route_flags[i].flag);
	}
	r->type = r->flags & RFLAG_BIT(RFLAG_REJECT) ? TYPE_UNREACHABLE : TYPE_UNICAST;
}

#define SAME(member) assert_memory_equal(&got.member, &want.member, sizeof(got.member))

static void test_routes(void **state)
{
	struct dice dice = DICE;
	char text[400];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct route want, got;
		struct guarded g;
		struct bytes b;
		uint32_t flags;
		size_t size;

		random_line(&dice, &want, &flags);
		size = write_line(text, sizeof(text), &want, flags | 0x00800000) - (i & 1); /* the last has no end */
		g = guard(text, size, false);
		b = bytes_at(&g, size);
		memset(&got, 0xff, sizeof(got));
		assert_int_equal(procfs_ipv6_route(&b, &got), 1);
		SAME(has); SAME(flags); SAME(family); SAME(type); SAME(dst_bits); SAME(src_bits); SAME(hops);
		SAME(priority); SAME(refs); SAME(use); SAME(device); SAME(dst); SAME(src); SAME(gateway);
		SAME(metrics_has); SAME(cloned); SAME(table); SAME(ifindex);
		assert_int_equal(procfs_ipv6_route(&b, &got), 0);
		unguard(&g);
	}
}

/* Every cut of a line but those of its device's name is refused, and so is every wrong digit. */
static void test_broken_routes(void **state)
{
	struct dice dice = DICE;
	struct route r;
	uint32_t flags;
	char text[400];
	size_t size, device;

	(void)state;
	random_line(&dice, &r, &flags);
	strcpy(r.device, "eth0");
	r.src_bits = 64;
	size = write_line(text, sizeof(text), &r, flags);
	device = size - strlen("eth0\n");
	for (size_t n = 1; n < size; n++) {
		struct guarded g = guard(text, n, false);
		struct bytes b = bytes_at(&g, n);

		assert_int_equal(procfs_ipv6_route(&b, &r), n > device ? 1 : -EBADMSG);
		unguard(&g);
	}
	for (size_t n = 0; n < device; n++) {
		struct bytes b = bytes_of(text, size, false);
		char was = text[n];

		text[n] = was == ' ' ? 'x' : 'g';
		assert_int_equal(procfs_ipv6_route(&b, &r), n < device - 4 ? -EBADMSG : 1);
		text[n] = was;
	}
}

static void test_prefix_lengths(void **state)
{
	struct dice dice = DICE;
	struct route r, got;
	uint32_t flags;
	char text[400];

	(void)state;
	random_line(&dice, &r, &flags);
	for (unsigned bits = 0; bits < 256; bits++)
		for (int src = 0; src < 2; src++) {
			struct bytes b;

			r.dst_bits = (uint8_t)(src ? 0 : bits);
			r.src_bits = (uint8_t)(src ? bits : 0);
			b = bytes_of(text, write_line(text, sizeof(text), &r, flags), false);
			assert_int_equal(procfs_ipv6_route(&b, &got), bits <= 128 ? 1 : -EBADMSG);
		}
}

static void test_long_device(void **state)
{
	struct dice dice = DICE;
	struct route r, got;
	uint32_t flags;
	char text[400];

	(void)state;
	random_line(&dice, &r, &flags);
	strcpy(r.device, "x");
	for (size_t n = 1; n < 40; n++) {
		size_t size = write_line(text, sizeof(text), &r, flags) - 2;
		struct bytes b;

		memset(text + size, 'd', n);
		b = bytes_of(text, size + n, false);
		assert_int_equal(procfs_ipv6_route(&b, &got), n < sizeof(r.device) ? 1 : -EBADMSG);
	}
}

struct expected {
	const char *group, *name;
	uint64_t value;
};

static void expect_counters(const char *text, const struct expected *want, size_t count, int end)
{
	size_t size = strlen(text);
	struct guarded g = guard(text, size, false);
	struct procfs_counters it;
	struct counter c;

	procfs_counters_begin(&it, bytes_at(&g, size));
	for (size_t i = 0; i < count; i++) {
		memset(&c, 0xff, sizeof(c));
		assert_int_equal(procfs_counters_next(&it, &c), 1);
		assert_string_equal(c.group, want[i].group);
		assert_string_equal(c.name, want[i].name);
		assert_true(c.value == want[i].value);
	}
	assert_int_equal(procfs_counters_next(&it, &c), end);
	unguard(&g);
}

static void test_counters(void **state)
{
	static const struct expected pairs[] = {
		{ "Ip", "Forwarding", 2 }, { "Ip", "DefaultTTL", 64 }, { "Tcp", "MaxConn", UINT64_MAX },
		{ "Tcp", "RtoMax", UINT64_MAX },
	};
	static const struct expected lines[] = {
		{ "Ip6", "InReceives", 7 }, { "Icmp6", "InMsgs", 8 }, { "Udp6", "InDatagrams", 9 },
		{ "UdpLite6", "InErrors", 10 }, { "", "Strange", 11 }, { "", "Ip6", 12 },
	};
	static const struct expected others[] = {
		{ "Sctp", "CurrEstab", 1 }, { "Xfrm", "InError", 2 }, { "Mld6", "Reports", 3 }, { "", "Sctp", 4 },
		{ "", "AGroupWithAVeryLongName6Counter", 5 },
	};

	(void)state;
	expect_counters("Ip: Forwarding DefaultTTL\nIp: 2 64\nTcp: MaxConn RtoMax\nTcp: -1 18446744073709551615\n",
			pairs, COUNT(pairs), 0);
	expect_counters("Ip: Forwarding DefaultTTL\nIp: 2 64\n\nTcp: MaxConn RtoMax\nTcp: -1 18446744073709551615",
			pairs, COUNT(pairs), 0);
	expect_counters("Ip6InReceives                   \t7\nIcmp6InMsgs \t8\nUdp6InDatagrams 9\n"
			"UdpLite6InErrors 10\nStrange 11\nIp6 12\n", lines, COUNT(lines), 0);
	expect_counters("SctpCurrEstab\t1\nXfrmInError             \t2\nMld6Reports 3\nSctp 4\n"
			"AGroupWithAVeryLongName6Counter 5\n", others, COUNT(others), 0);
	expect_counters("", NULL, 0, 0);
	expect_counters("\n\n\n", NULL, 0, 0);
	expect_counters("IcmpMsg:\nIcmpMsg:\n", NULL, 0, 0);
	/* more values than names is a newer kernel; fewer is no answer */
	expect_counters("Ip: Forwarding DefaultTTL\nIp: 2 64 9\n", pairs, 2, 0);
	expect_counters("Ip: Forwarding DefaultTTL\nIp: 2\n", pairs, 1, -EBADMSG);
}

static void test_broken_counters(void **state)
{
	static const char *const table[] = {
		"Ip: Forwarding\n", "Ip: Forwarding\nTcp: 2\n", "Ip: Forwarding\nIp: x\n", "Ip: Forwarding\nIp: -\n",
		"Ip: Forwarding\nIp: 18446744073709551616\n", "Ip: Forwarding\nIp: 1x\n", "Ip: A\nIp 1\n",
		"Ip6InReceives\n", "Ip6InReceives x\n", "Ip6InReceives 99999999999999999999999999999\n",
		"AGroupWithAVeryLongName: A\nAGroupWithAVeryLongName: 1\n",
		"Ip: ACounterWithANameThatIsLongerThanAnyThatAKernelHasHadSoFar\nIp: 1\n",
		"ACounterWithANameThatIsLongerThanAnyThatAKernelHasHadSoFar 1\n", ":", ": A", ": A\n:",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = strlen(table[i]);
		struct guarded g = guard(table[i], size, false);
		struct procfs_counters it;
		struct counter c;

		procfs_counters_begin(&it, bytes_at(&g, size));
		assert_int_equal(procfs_counters_next(&it, &c), -EBADMSG);
		unguard(&g);
	}
}

/* Five columns of each processor's line; older kernels had fewer, and none has words in it. */
static void test_softnet(void **state)
{
	static const char text[] = "0000017b 00000002 00000001 00000000 00000000 00000000 00000000 00000000 00000000 "
				   "00000004 ffffffff 00000000 00000000 00000000 00000000\n"
				   "00000001 00000000 00000000\n";
	static const uint64_t want[] = { 0x17b, 2, 1, 4, 0xffffffff, 1, 0, 0, 0, 0 };
	static const char *const names[] = { "processed", "dropped", "time_squeeze", "received_rps",
					     "flow_limit_count" };
	struct bytes b = bytes_of(text, sizeof(text) - 1, false);
	struct counter c;

	(void)state;
	for (unsigned i = 0; i < COUNT(want); i++) {
		assert_int_equal(procfs_softnet(&b, i, &c), 1);
		assert_string_equal(c.group, "Softnet");
		assert_string_equal(c.name, names[i % 5]);
		assert_true(c.value == want[i]);
	}
	assert_int_equal(procfs_softnet(&b, COUNT(want), &c), 0);
	b = bytes_of("x\n", 2, false);
	assert_int_equal(procfs_softnet(&b, 0, &c), -EBADMSG);
}

/* The files of a real kernel: every counter of every line, and the sums of an independent reading. */
static void test_real_counters(void **state)
{
	static const char *const files[] = { "snmp.txt", "netstat.txt", "snmp6.txt" };

	(void)state;
	for (size_t f = 0; f < COUNT(files); f++) {
		size_t size, names = 0, values = 0;
		uint8_t *data = fixture(files[f], &size);
		uint64_t sum = 0, want = 0;
		struct procfs_counters it;
		struct counter c;
		char *copy = malloc(size + 1), *save = NULL;
		int e;

		memcpy(copy, data, size);
		copy[size] = '\0';
		for (char *word = strtok_r(copy, " \t\n", &save); word; word = strtok_r(NULL, " \t\n", &save)) {
			char *end;
			uint64_t value = (uint64_t)strtoll(word, &end, 10);

			if (!*end) {
				values++;
				want += value;
			}
		}
		procfs_counters_begin(&it, bytes_of(data, size, false));
		while ((e = procfs_counters_next(&it, &c)) > 0) {
			names++;
			sum += c.value;
			assert_true(c.name[0] != '\0');
		}
		assert_int_equal(e, 0);
		assert_int_equal(names, values);
		assert_true(names > 40);
		assert_true(sum == want);
		free(copy);
		free(data);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		int e;
		int64_t value;
	} table[] = {
		{ "600\n", 1, 600 },	       { "0", 1, 0 },
		{ "-1\n", 1, -1 },	       { " 7 8\n9\n", 1, 7 },
		{ "9223372036854775807\n", 1, INT64_MAX },
		{ "-9223372036854775808\n", 1, INT64_MIN },
		{ "9223372036854775808\n", -EBADMSG, 0 },
		{ "18446744073709551615\n", -EBADMSG, 0 },
		{ "-9223372036854775809\n", -EBADMSG, 0 },
		{ "", -EBADMSG, 0 },	       { "\n", -EBADMSG, 0 },
		{ "x\n", -EBADMSG, 0 },	       { "--1\n", -EBADMSG, 0 },
		{ "1.5\n", -EBADMSG, 0 },      { "99999999999999999999999999\n", -EBADMSG, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = strlen(table[i].text);
		struct guarded g = guard(table[i].text, size, false);
		int64_t value = 0;

		assert_int_equal(procfs_number(bytes_at(&g, size), &value), table[i].e);
		assert_true(value == table[i].value);
		unguard(&g);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_broken_routes),
		cmocka_unit_test(test_prefix_lengths),
		cmocka_unit_test(test_long_device),
		cmocka_unit_test(test_counters), cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_broken_counters),
		cmocka_unit_test(test_real_counters),
		cmocka_unit_test(test_numbers),
	};

	return RUN_TESTS("procfs", tests);
}
