/* SPDX-License-Identifier: ISC */
/* Messages of sock_diag made by hand, in both byte orders, and every truncation of them. */
#include "test.h"
#include "builder.h"

#include "lib/wire/decode.h"

static int decode(const void *data, size_t size, const char *key, bool big, struct sock *s)
{
	const struct origin origin = { .system = SYSTEM_LINUX, .hz = 100, .big_endian = big,
				       .swap = big == host_is_little() };
	const struct frame frame = { .kind = FRAME_DIAG, .origin = &origin, .key = key, .data = data,
				     .size = size };
	struct record r = { .kind = RECORD_NONE };
	struct decode d;
	int e;

	decode_begin(&d, &frame);
	e = decode_next(&d, &r);
	if (e == 1) {
		assert_int_equal(r.kind, RECORD_SOCK);
		*s = r.sock;
		assert_true(decode_next(&d, &r) <= 0);
	}
	return e;
}

static void put_inet(struct build *b, unsigned state, unsigned timer, unsigned retrans)
{
	static const uint8_t ports[4] = { 0xa0, 0xe3, 0, 80 };
	static const uint8_t local[16] = { 127, 0, 0, 1 }, remote[16] = { 10, 0, 0, 9 };

	build_u8(b, 2);
	build_u8(b, state);
	build_u8(b, timer);
	build_u8(b, retrans);
	build_bytes(b, ports, 4);
	build_bytes(b, local, 16);
	build_bytes(b, remote, 16);
	build_u32(b, 3);
	build_u32(b, 0x11);
	build_u32(b, 0x22);
	build_u32(b, 1500);
	build_u32(b, 7);
	build_u32(b, 128);
	build_u32(b, 1000);
	build_u32(b, 4711);
}

/* A tcp_info as far as the fields that are looked at here. */
static void put_tcp_info(struct build *b, bool big)
{
	size_t nest = build_nest(b, 2);

	build_u8(b, 1);
	build_u8(b, 0);
	build_u8(b, 4);
	build_u8(b, 5);
	build_u8(b, 0);
	build_u8(b, 7);
	build_u8(b, big ? 0x79 : 0x97); /* 7 is the sender's */
	build_u8(b, big ? 0x80 : 1);
	for (unsigned at = 8; at < 104; at += 4)
		build_u32(b, at == 28 ? 0 : at);
	build_u64(b, UINT64_C(1) << 40);
	build_nest_end(b, nest);
}

static size_t build_inet(struct build *b, bool big)
{
	size_t start;

	build_begin(b, big);
	start = build_message(b, 20, 2);
	put_inet(b, 1, 1, 2);
	build_attr(b, 4, "cubic", 6);
	build_attr_u8(b, 8, 1);
	build_attr_u32(b, 15, 0xabc);
	build_attr_u64(b, 21, 99);
	build_attr(b, 22, big ? "\x80\x20" : "\x01\x04", 2);
	put_tcp_info(b, big);
	build_message_end(b, start);
	return b->size;
}

static void test_inet(void **state)
{
	(void)state;
	for (unsigned big = 0; big < 2; big++) {
		struct build b;
		struct sock s;

		assert_int_equal(decode(b.data, build_inet(&b, big), "tcp", big, &s), 1);
		assert_int_equal(s.protocol, SOCKET_TCP);
		assert_int_equal(s.source, SSOURCE_DIAG);
		assert_int_equal(s.family, FAMILY_INET);
		assert_int_equal(s.state, SSTATE_ESTABLISHED);
		assert_int_equal(s.local_port, 0xa0e3);
		assert_int_equal(s.remote_port, 80);
		assert_int_equal(s.remote.bytes[3], 9);
		assert_int_equal(s.ifindex, 3);
		assert_int_equal(s.cookie, UINT64_C(0x2200000011));
		assert_int_equal(s.recv_queue, 7);
		assert_int_equal(s.send_queue, 128);
		assert_int_equal(s.uid, 1000);
		assert_int_equal(s.inode, 4711);
		assert_int_equal(s.timer, STIMER_RETRANSMIT);
		assert_int_equal(s.timer_ms, 1500);
		assert_string_equal(s.congestion, "cubic");
		assert_int_equal(s.shutdown, 1 << SHUTDOWN_READ);
		assert_int_equal(s.mark, 0xabc);
		assert_int_equal(s.cgroup, 99);
		assert_int_equal(s.options, 1 << SOPT_RECVERR | 1 << SOPT_DEFER_CONNECT);
		/* net-tools shows both counts, which tcp_info has */
		assert_int_equal(s.retransmits, 4);
		assert_int_equal(s.probes, 5);
		assert_int_equal(s.tcp[TCPINFO_SND_WSCALE], 7);
		assert_int_equal(s.tcp[TCPINFO_RCV_WSCALE], 9);
		assert_int_equal(s.tcp[TCPINFO_APP_LIMITED], 1);
		assert_int_equal(s.tcp[TCPINFO_RTT], 68);
		assert_int_equal(s.tcp[TCPINFO_CWND], 80);
		assert_int_equal(s.tcp[TCPINFO_TOTAL_RETRANS], 100);
		assert_int_equal(s.tcp[TCPINFO_PACING_RATE], UINT64_C(1) << 40);
		assert_true(s.tcp_has >> TCPINFO_SACKED & 1); /* a count of none is known */
		assert_false(s.tcp_has >> TCPINFO_BYTES_ACKED & 1);
	}
}

/* Of a listener the queues are its backlog; kernels call a request that is not answered yet state 12. */
static void test_states(void **state)
{
	struct build b;
	struct sock s;
	size_t start;

	(void)state;
	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	put_inet(&b, 10, 0, 0);
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "tcp", false, &s), 1);
	assert_int_equal(s.backlog, 7);
	assert_int_equal(s.backlog_limit, 128);
	assert_false(sock_has(&s, SOCK_RECV_QUEUE) || sock_has(&s, SOCK_TIMER_LEFT));
	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	put_inet(&b, 12, 1, 3);
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "tcp", false, &s), 1);
	assert_int_equal(s.state, SSTATE_SYN_RECV);
	assert_int_equal(s.retransmits, 3);
}

static void test_unix(void **state)
{
	static const uint8_t name[] = { 0, 'a', 0, 'b' };
	struct build b;
	struct sock s;
	size_t start;

	(void)state;
	for (unsigned big = 0; big < 2; big++) {
		build_begin(&b, big);
		start = build_message(&b, 20, 2);
		build_u8(&b, 1);
		build_u8(&b, 5);
		build_u8(&b, 10);
		build_u8(&b, 0);
		build_u32(&b, 12);
		build_u32(&b, 1);
		build_u32(&b, 0);
		build_attr(&b, 0, name, sizeof(name));
		build_attr_u64(&b, 4, big ? UINT64_C(0x300000008) : UINT64_C(0x800000003));
		build_attr_u32(&b, 2, 13);
		build_attr_u32(&b, 7, 1000);
		build_message_end(&b, start);
		assert_int_equal(decode(b.data, b.size, "unix", big, &s), 1);
		assert_int_equal(s.type, STYPE_SEQPACKET);
		assert_int_equal(s.state, SSTATE_LISTEN);
		assert_string_equal(s.path, "@a@b");
		assert_int_equal(s.peer, 13);
		assert_int_equal(s.uid, 1000);
		assert_int_equal(s.backlog, 3);
		assert_int_equal(s.backlog_limit, 8);
	}
}

static void test_others(void **state)
{
	struct build b;
	struct sock s;
	size_t start;

	(void)state;
	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	build_u8(&b, 16);
	build_u8(&b, 3);
	build_u8(&b, 4);
	build_u8(&b, 1);
	for (uint32_t i = 100; i < 106; i++)
		build_u32(&b, i);
	build_attr_u32(&b, 1, 0x11);
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "netlink", false, &s), 1);
	assert_int_equal(s.number, 4);
	assert_int_equal(s.local_id, 100);
	assert_int_equal(s.inode, 103);
	assert_int_equal(s.groups, 0x11);
	assert_int_equal(s.state, SSTATE_CONNECTED);

	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	build_u8(&b, 17);
	build_u8(&b, 3);
	build_u16(&b, 0x0003);
	build_u32(&b, 77);
	build_u64(&b, 0);
	build_attr_u32(&b, 0, 2);
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "packet", false, &s), 1);
	assert_int_equal(s.ifindex, 2);
	assert_int_equal(s.number, 3);

	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	build_u8(&b, 40);
	build_u8(&b, 1);
	build_u8(&b, 10);
	build_u8(&b, 0);
	for (uint32_t i = 0; i < 7; i++)
		build_u32(&b, i == 1 ? 0xfffffffe : i);
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "vsock", false, &s), 1);
	assert_int_equal(s.local_port, 0xfffffffe); /* 32 bits wide */
	assert_int_equal(s.inode, 4);

	build_begin(&b, false);
	start = build_message(&b, 20, 2);
	build_u32(&b, 99); /* a family that nobody asked for */
	build_message_end(&b, start);
	assert_int_equal(decode(b.data, b.size, "tcp", false, &s), -EBADMSG);
}

/* The message says how long it is; a frame or an attribute that ends before is refused. */
static void test_cut(void **state)
{
	struct build b;
	struct sock s;
	size_t size = build_inet(&b, false), good = 0;

	(void)state;
	for (size_t n = 1; n < size; n++) {
		struct guarded g = guard(b.data, n, false);

		assert_int_equal(decode(g.data, n, "tcp", false, &s), -EBADMSG);
		unguard(&g);
	}
	for (size_t n = 16; n < size; n++) { /* … also where the length says the same */
		struct build cut = b;
		struct guarded g;

		build_patch(&cut, 0, n, 4);
		g = guard(cut.data, n, false);
		good += decode(g.data, n, "tcp", false, &s) == 1;
		unguard(&g);
	}
	assert_true(good > 0 && good < size / 4);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inet),   cmocka_unit_test(test_states), cmocka_unit_test(test_unix),
		cmocka_unit_test(test_others), cmocka_unit_test(test_cut),
	};

	return RUN_TESTS("sock_diag", tests);
}
