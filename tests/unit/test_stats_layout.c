/* SPDX-License-Identifier: ISC */
/* Structures of counters: places that the systems' own compilers gave, every length, both byte orders. */
#include "test.h"

#include "lib/wire/stats_layout.h"

enum { ROOM = 16 * 1024 };

static struct origin origin_of(enum origin_system system, uint8_t word, bool swap)
{
	return (struct origin){ .system = (uint8_t)system, .word = word, .swap = swap };
}

/* The value of one counter; UINT64_MAX where it is not in the structure. */
static uint64_t value_of(const struct origin *o, const char *key, const uint8_t *data, size_t size,
			 const char *name)
{
	struct stats_walk w;
	struct counter c;

	assert_true(stats_begin(&w, key, o, size));
	while (stats_next(&w, bytes_of(data, size, o->swap), o, &c) > 0)
		if (strcmp(c.name, name) == 0)
			return c.value;
	return UINT64_MAX;
}

/* offsetof() in the headers of OpenBSD 7.8 for amd64 and i386, with its clang's layout. */
static void test_openbsd(void **state)
{
	static const struct {
		const char *key, *name;
		uint16_t at[2]; /* 64 and 32 bits */
		bool wide;	/* 64 bits on both */
	} places[] = {
		{ "net.inet.tcp.stats", "sndpack", { 68, 68 }, false },
		{ "net.inet.tcp.stats", "sndbyte", { 72, 72 }, true },
		{ "net.inet.tcp.stats", "rcvgoodsig", { 296, 276 }, true },
		{ "net.inet.tcp.stats", "sc_added", { 352, 332 }, true },
		{ "net.inet.tcp.stats", "inbadlro", { 588, 568 }, false },
		{ "net.inet.ip.stats", "idropped", { 280, 140 }, false },
		{ "net.inet.icmp.stats", "inhist.0", { 408, 204 }, false },
		{ "net.inet.udp.stats", "outswcsum", { 96, 48 }, false },
		{ "net.inet6.ip6.stats", "idropped", { 3200, 3200 }, true },
		{ "net.inet6.icmp6.stats", "badredirect", { 4320, 4320 }, true },
	};
	static uint8_t data[ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		for (unsigned bits = 0; bits < 2; bits++) {
			struct origin o = origin_of(SYSTEM_OPENBSD, bits ? 32 : 64, false);
			uint32_t low = 0x01020304, high = 0;

			memset(data, 0, sizeof(data));
			memcpy(data + places[i].at[bits], &low, sizeof(low));
			memcpy(data + places[i].at[bits] + 4, &high, places[i].wide ? sizeof(high) : 0);
			assert_true(value_of(&o, places[i].key, data, sizeof(data), places[i].name) == 0x01020304);
		}
	}
}

/* A structure tells its release by its size. */
static void test_releases(void **state)
{
	const struct origin freebsd = origin_of(SYSTEM_FREEBSD, 64, false);
	const struct origin netbsd = origin_of(SYSTEM_NETBSD, 64, false);
	static uint8_t data[ROOM];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i += 8)
		data[i + 1] = (uint8_t)(i / 8 >> 8), data[i] = (uint8_t)(i / 8);
	assert_int_equal(value_of(&freebsd, "net.inet.tcp.stats", data, 880, "sndtotal"), 16);
	assert_true(value_of(&freebsd, "net.inet.tcp.stats", data, 880, "pmtud_blackhole_failed") == UINT64_MAX);
	assert_int_equal(value_of(&freebsd, "net.inet.tcp.stats", data, 904, "pmtud_blackhole_failed"), 100);
	assert_int_equal(value_of(&freebsd, "net.inet.tcp.stats", data, 1000, "sndtotal"), 17);
	assert_int_equal(value_of(&freebsd, "net.inet.tcp.stats", data, 4000, "sndtotal"), 17);
	assert_int_equal(value_of(&freebsd, "net.inet6.ip6.stats", data, 3312, "fragmented"), 14);
	assert_int_equal(value_of(&freebsd, "net.inet6.ip6.stats", data, 3320, "fragmented"), 15);
	assert_int_equal(value_of(&netbsd, "net.inet.icmp.stats", data, 768, "inhist.3"), 59);
	assert_int_equal(value_of(&netbsd, "net.inet.icmp.stats", data, 784, "inhist.3"), 60);
}

/* Every length of every structure has the counters that are in it whole, and no more. */
static void test_lengths(void **state)
{
	static uint8_t zeros[ROOM];

	(void)state;
	for (unsigned system = 0; system < SYSTEM_COUNT; system++) {
		const char *key;

		for (unsigned k = 0; (key = stats_key((enum origin_system)system, k)); k++) {
			struct origin o = origin_of((enum origin_system)system, k & 1 ? 32 : 64, k & 2);
			size_t most = 0;

			assert_non_null(stats_group((enum origin_system)system, key));
			for (size_t size = 0; size < 1200; size++) {
				struct stats_walk w;
				struct counter c;
				size_t count = 0;

				assert_true(stats_begin(&w, key, &o, 65535));
				while (stats_next(&w, bytes_of(zeros, size, o.swap), &o, &c) > 0) {
					assert_true(c.name[0] && c.name[0] != '-');
					assert_true(memchr(c.name, '\0', sizeof(c.name)) && !c.value);
					count++;
				}
				assert_true(w.at < size + 8);
				assert_true(count >= most && 4 * count <= size);
				most = count;
			}
		}
	}
}

static void test_unknown(void **state)
{
	const struct origin o = origin_of(SYSTEM_LINUX, 64, false), n = origin_of(SYSTEM_NETBSD, 64, false);
	struct stats_walk w;

	(void)state;
	assert_false(stats_begin(&w, "net.inet.tcp.stats", &o, 880));
	assert_false(stats_begin(&w, "net.inet.tcp.pcblist", &n, 880));
	assert_false(stats_begin(&w, "", &n, 880));
	assert_null(stats_group(SYSTEM_NETBSD, "net.inet.tcp.pcblist"));
}

static void test_byte_order(void **state)
{
	const struct origin o = origin_of(SYSTEM_NETBSD, 64, true);
	uint8_t data[16] = { 0, 0, 0, 0, 0, 0, 1, 2 };
	uint64_t value = 0x0102;

	(void)state;
	if (*(const uint8_t *)&value == 1) /* this host is big endian: the bytes are the other way round */
		memcpy(data, (const uint8_t[]){ 2, 1, 0, 0, 0, 0, 0, 0 }, 8);
	assert_int_equal(value_of(&o, "net.inet.udp.stats", data, sizeof(data), "ipackets"), 0x0102);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_openbsd), cmocka_unit_test(test_releases), cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_unknown), cmocka_unit_test(test_byte_order),
	};

	return RUN_TESTS("stats_layout", tests);
}
