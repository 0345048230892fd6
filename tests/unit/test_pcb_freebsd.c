/* SPDX-License-Identifier: ISC */
/* FreeBSD's lists of sockets: places, every length, what is too young, both byte orders. */
#include "test.h"

#include "lib/wire/decode.h"

enum { GENERATION = 64, TCP = 744, OTHER = 400, ROOM = GENERATION + 2 * TCP + GENERATION };

static uint8_t list[ROOM];

static void put(size_t at, uint64_t value, unsigned size, bool swap)
{
	for (unsigned i = 0; i < size; i++)
		list[at + (swap ? size - 1 - i : i)] = (uint8_t)(value >> 8 * i);
}

/* The size of a list of two sockets; the second is younger than the list. */
static size_t make(size_t size, bool swap)
{
	const size_t inner = size == TCP ? 8 : 0;

	memset(list, 0, sizeof(list));
	put(0, GENERATION, 8, swap);
	put(16, 7, 8, swap);
	for (unsigned i = 0; i < 2; i++) {
		size_t at = GENERATION + i * size, in = at + inner;

		put(at, size, 8, swap);
		put(in + 24, 0x1234, 8, swap);
		put(in + 104, 6, 4, swap);
		put(in + 176, 77, 4, swap);	 /* received */
		put(in + 212, 88, 4, swap);	 /* to be sent */
		memcpy(list + in + 252, "\x01\xbb\xfc\xd7", 4);
		memcpy(list + in + 268, "\xc0\x00\x02\x32", 4);
		memcpy(list + in + 284, "\xc0\x00\x02\x0a", 4);
		put(in + 296, 7 + i, 8, swap);
		put(in + 304, 0x5678, 8, swap);
		list[in + 392] = 1;
		if (size == TCP) {
			put(at + 568, 4, 4, swap);
			put(at + 592, (uint32_t)-10430, 4, swap);
			memcpy(list + at + 504, "newreno", 8);
		}
	}
	put(GENERATION + 2 * size, GENERATION, 8, swap);
	return 2 * GENERATION + 2 * size;
}

static struct frame frame_of(const struct origin *o, const char *key, size_t size)
{
	return (struct frame){ .kind = FRAME_SYSCTL, .origin = o, .key = key, .data = list, .size = size };
}

static void test_tcp(void **state)
{
	(void)state;
	for (unsigned swap = 0; swap < 2; swap++) {
		const struct origin o = { .system = SYSTEM_FREEBSD, .word = 64, .swap = swap };
		const struct frame f = frame_of(&o, "net.inet.tcp.pcblist", make(TCP, swap));
		struct record r;
		struct decode d;

		/* written as the other order has it: the reader must swap */
		decode_begin(&d, &f);
		assert_int_equal(decode_next(&d, &r), 1);
		assert_int_equal(r.kind, RECORD_SOCK);
		assert_int_equal(r.sock.protocol, SOCKET_TCP);
		assert_int_equal(r.sock.state, SSTATE_ESTABLISHED);
		assert_int_equal(r.sock.recv_queue, 77);
		assert_int_equal(r.sock.send_queue, 88);
		assert_int_equal(r.sock.remote_port, 443);
		assert_int_equal(r.sock.local_port, 64727);
		assert_memory_equal(r.sock.local.bytes, "\xc0\x00\x02\x0a", 4);
		assert_memory_equal(r.sock.remote.bytes, "\xc0\x00\x02\x32", 4);
		assert_true(r.sock.pcb == 0x5678);
		assert_true((int64_t)r.sock.tcp[TCPINFO_TIMER_REXMT] == -10430);
		assert_string_equal(r.sock.congestion, "newreno");
		assert_int_equal(decode_next(&d, &r), 0);
	}
}

static void test_udp(void **state)
{
	static const struct origin o = { .system = SYSTEM_FREEBSD, .word = 64 };
	const struct frame f = frame_of(&o, "net.inet.udp.pcblist", make(OTHER, false));
	struct record r;
	struct decode d;

	(void)state;
	decode_begin(&d, &f);
	assert_int_equal(decode_next(&d, &r), 1);
	assert_int_equal(r.sock.protocol, SOCKET_UDP);
	assert_true(r.sock.pcb == 0x1234);
	assert_false(sock_has(&r.sock, SOCK_STATE));
	assert_int_equal(decode_next(&d, &r), 0);
}

/* A list that ends anywhere but between two of its members is none. */
static void test_lengths(void **state)
{
	static const struct origin o = { .system = SYSTEM_FREEBSD, .word = 64 };
	const size_t whole = make(TCP, false);

	(void)state;
	for (size_t size = 0; size <= whole; size++) {
		const struct frame f = frame_of(&o, "net.inet.tcp.pcblist", size);
		const bool between = size == 0 || (size >= GENERATION && (size - GENERATION) % TCP == 0) ||
				     size == whole;
		struct record r;
		struct decode d;
		int e;

		decode_begin(&d, &f);
		while ((e = decode_next(&d, &r)) > 0)
			;
		assert_int_equal(e, between ? 0 : -EBADMSG);
	}
}

/* Lengths that lead nowhere, and what stands behind the end. */
static void test_wrong(void **state)
{
	static const struct origin o = { .system = SYSTEM_FREEBSD, .word = 64 };
	static const struct {
		size_t at;
		uint64_t value;
	} wrong[] = {
		{ 0, 24 }, { 0, 0 }, { GENERATION, 0 }, { GENERATION, OTHER }, { GENERATION, GENERATION },
		{ GENERATION, UINT64_MAX },
	};
	struct record r;
	struct decode d;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		const struct frame f = frame_of(&o, "net.inet.tcp.pcblist", make(TCP, false));

		put(wrong[i].at, wrong[i].value, 8, false);
		decode_begin(&d, &f);
		assert_int_equal(decode_next(&d, &r), -EBADMSG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tcp),
		cmocka_unit_test(test_udp),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_wrong),
	};

	return RUN_TESTS("pcb_freebsd", tests);
}
