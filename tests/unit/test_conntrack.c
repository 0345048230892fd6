/* SPDX-License-Identifier: ISC */
/* Connections that are tracked: ctnetlink's messages, written by its own header's numbers. */
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>

#include "builder.h"
#include "lib/wire/conntrack.h"

static const struct origin kernel = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

/* Its numbers are in network order whatever the machine is. */
static void put_be(struct build *b, unsigned type, uint64_t value, unsigned size)
{
	uint8_t bytes[8];

	for (unsigned i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> 8 * (size - 1 - i));
	build_attr(b, type, bytes, size);
}

struct end {
	uint8_t addr[16];
	uint16_t port;
};

static void put_tuple(struct build *b, unsigned type, unsigned protocol, const struct end *src,
		      const struct end *dst, bool inet6)
{
	size_t tuple = build_nest(b, type | NLA_F_NESTED), inner = build_nest(b, CTA_TUPLE_IP | NLA_F_NESTED);

	build_attr(b, inet6 ? CTA_IP_V6_SRC : CTA_IP_V4_SRC, src->addr, inet6 ? 16 : 4);
	build_attr(b, inet6 ? CTA_IP_V6_DST : CTA_IP_V4_DST, dst->addr, inet6 ? 16 : 4);
	build_nest_end(b, inner);
	inner = build_nest(b, CTA_TUPLE_PROTO | NLA_F_NESTED);
	put_be(b, CTA_PROTO_NUM, protocol, 1);
	put_be(b, CTA_PROTO_SRC_PORT, src->port, 2);
	put_be(b, CTA_PROTO_DST_PORT, dst->port, 2);
	build_nest_end(b, inner);
	build_nest_end(b, tuple);
}

static const struct end inside = { { 10, 1, 0, 5 }, 40001 }, outside = { { 192, 0, 2, 1 }, 61000 },
			server = { { 192, 0, 2, 9 }, 7 };

static size_t begin_flow(struct build *b, bool big, unsigned family)
{
	size_t start;

	build_begin(b, big);
	start = build_message(b, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW, NLM_F_MULTI);
	build_u8(b, family);
	build_u8(b, 0);
	build_u16(b, 0);
	return start;
}

static void put_flow(struct build *b, bool big)
{
	size_t start = begin_flow(b, big, 2), nest, inner;

	put_tuple(b, CTA_TUPLE_ORIG, 6, &inside, &server, false);
	put_tuple(b, CTA_TUPLE_REPLY, 6, &server, &outside, false);
	put_be(b, CTA_STATUS, IPS_SRC_NAT | IPS_ASSURED | IPS_CONFIRMED, 4);
	put_be(b, CTA_TIMEOUT, 431999, 4);
	nest = build_nest(b, CTA_PROTOINFO | NLA_F_NESTED);
	inner = build_nest(b, CTA_PROTOINFO_TCP | NLA_F_NESTED);
	put_be(b, CTA_PROTOINFO_TCP_STATE, 3, 1);
	build_nest_end(b, inner);
	build_nest_end(b, nest);
	nest = build_nest(b, CTA_COUNTERS_REPLY | NLA_F_NESTED);
	put_be(b, CTA_COUNTERS_PACKETS, 3, 8);
	put_be(b, CTA_COUNTERS_BYTES, UINT64_C(5000000000), 8);
	build_nest_end(b, nest);
	nest = build_nest(b, CTA_SEQ_ADJ_ORIG | NLA_F_NESTED);
	put_be(b, CTA_SEQADJ_CORRECTION_POS, 77, 4);
	put_be(b, CTA_SEQADJ_OFFSET_BEFORE, 0xfffffffe, 4);
	put_be(b, CTA_SEQADJ_OFFSET_AFTER, 9, 4);
	build_nest_end(b, nest);
	put_be(b, CTA_MARK, 0x12345678, 4);
	put_be(b, CTA_ZONE, 5, 2);
	put_be(b, CTA_ID, 99, 4);
	build_message_end(b, start);
}

static int decode(const struct build *b, size_t size, struct flow *f)
{
	struct guarded g = guard(b->data, size, false);
	struct bytes rest = bytes_of(g.data, size, build_swap(b));
	struct netlink_message m;
	int e = netlink_next(&rest, &m);

	if (e > 0)
		e = conntrack_flow(&m, &kernel, f);
	unguard(&g);
	return e;
}

static void test_flow(void **state)
{
	static struct build b;
	struct flow f;

	(void)state;
	for (int big = 0; big < 2; big++) {
		put_flow(&b, big);
		assert_int_equal(decode(&b, b.size, &f), 1);
		assert_int_equal(f.family, FAMILY_INET);
		assert_int_equal(f.protocol, 6);
		assert_memory_equal(f.src.bytes, inside.addr, 4);
		assert_memory_equal(f.dst.bytes, server.addr, 4);
		assert_memory_equal(f.reply_src.bytes, server.addr, 4);
		assert_memory_equal(f.reply_dst.bytes, outside.addr, 4);
		assert_int_equal(f.src_port, 40001);
		assert_int_equal(f.dst_port, 7);
		assert_int_equal(f.reply_dst_port, 61000);
		assert_true(flow_translated(&f) && f.status & 1u << FSTATUS_ASSURED);
		assert_string_equal(flow_state_name(f.state), "established");
		assert_int_equal(f.expire_ms, INT64_C(431999000));
		assert_int_equal(f.reply_packets, 3);
		assert_true(f.reply_bytes == UINT64_C(5000000000));
		assert_false(flow_has(&f, FLOW_PACKETS));
		assert_int_equal(f.seq_at, 77);
		assert_int_equal(f.seq_before, -2);
		assert_int_equal(f.seq_after, 9);
		assert_int_equal(f.mark, 0x12345678);
		assert_int_equal(f.zone, 5);
		assert_int_equal(f.id, 99);
	}
}

static void test_families(void **state)
{
	static const struct end a = { { 0xfd, 1, [15] = 5 }, 1 }, z = { { 0xfd, 2, [15] = 9 }, 2 };
	static struct build b;
	struct flow f;
	size_t start;

	(void)state;
	start = begin_flow(&b, false, 10);
	put_tuple(&b, CTA_TUPLE_ORIG, 17, &a, &z, true);
	put_tuple(&b, CTA_TUPLE_REPLY, 17, &z, &a, true);
	build_message_end(&b, start);
	assert_int_equal(decode(&b, b.size, &f), 1);
	assert_int_equal(f.family, FAMILY_INET6);
	assert_memory_equal(f.reply_dst.bytes, a.addr, 16);
	assert_false(flow_translated(&f) || flow_has(&f, FLOW_STATE));

	start = begin_flow(&b, false, 7);
	build_message_end(&b, start);
	assert_int_equal(decode(&b, b.size, &f), 0);

	/* the addresses of another family than its own, and none at all */
	start = begin_flow(&b, false, 10);
	put_tuple(&b, CTA_TUPLE_ORIG, 17, &inside, &server, false);
	put_tuple(&b, CTA_TUPLE_REPLY, 17, &server, &inside, false);
	build_message_end(&b, start);
	assert_int_equal(decode(&b, b.size, &f), -EBADMSG);
	start = begin_flow(&b, false, 2);
	build_message_end(&b, start);
	assert_int_equal(decode(&b, b.size, &f), -EBADMSG);
}

/* Cut anywhere it is refused, or decoded where the cut is between two attributes; each byte turned, likewise. */
static void test_broken(void **state)
{
	static struct build b;
	struct flow f;

	(void)state;
	put_flow(&b, false);
	for (size_t size = 0; size < b.size; size++)
		assert_true(decode(&b, size, &f) <= 0);
	for (size_t at = 0; at < b.size; at++) {
		uint8_t was = b.data[at];

		for (unsigned bit = 0; bit < 8; bit++) {
			b.data[at] = was ^ (uint8_t)(1 << bit);
			if (decode(&b, b.size, &f) > 0)
				assert_true(f.src.size <= ADDR_MAX && f.reply_dst.size <= ADDR_MAX);
		}
		b.data[at] = was;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flow),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_broken),
	};

	return RUN_TESTS("conntrack", tests);
}
