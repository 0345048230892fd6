/* SPDX-License-Identifier: ISC */
#include "lib/wire/conntrack.h"

#include <string.h>

/* CTA_ attributes, and those within them */
enum { TUPLE_ORIG = 1, TUPLE_REPLY = 2, STATUS = 3, PROTOINFO = 4, TIMEOUT = 7, MARK = 8,
       COUNTERS_ORIG = 9, COUNTERS_REPLY = 10, ID = 12, SEQ_ADJ_ORIG = 15, ZONE = 18 };
enum { TUPLE_IP = 1, TUPLE_PROTO = 2 };
enum { IP_V4_SRC = 1, IP_V4_DST, IP_V6_SRC, IP_V6_DST };
enum { PROTO_NUM = 1, PROTO_SRC_PORT, PROTO_DST_PORT, PROTO_ICMP_ID, PROTO_ICMP_TYPE,
       PROTO_ICMP_CODE, PROTO_ICMPV6_ID, PROTO_ICMPV6_TYPE, PROTO_ICMPV6_CODE };
enum { PROTOINFO_TCP = 1, TCP_STATE = 1 };
enum { COUNTERS_PACKETS = 1, COUNTERS_BYTES = 2 };
enum { SEQ_CORRECTION = 1, SEQ_BEFORE = 2, SEQ_AFTER = 3 };

/* One direction of it: where in the record its members are. */
struct direction {
	struct addr *src, *dst;
	uint16_t *src_port, *dst_port;
	uint64_t bits, port_bits;
};

static uint64_t be64(struct bytes *b)
{
	uint64_t high = bytes_be32(b);

	return high << 32 | bytes_be32(b);
}

static int read_ip(struct bytes nest, const struct direction *d)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		enum family family = a.type <= IP_V4_DST ? FAMILY_INET : FAMILY_INET6;
		bool src = a.type == IP_V4_SRC || a.type == IP_V6_SRC;

		if (a.type < IP_V4_SRC || a.type > IP_V6_DST)
			continue;
		if (netlink_addr(&a.value, family, src ? d->src : d->dst) < 0)
			return -EBADMSG;
	}
	return more;
}

/* What is a port to TCP is to ICMP the number of the query, and its type and code. */
static int read_proto(struct flow *f, struct bytes nest, const struct direction *d)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		switch (a.type) {
		case PROTO_NUM:
			f->protocol = bytes_u8(&a.value);
			f->has |= FLOW_BIT(FLOW_PROTOCOL);
			break;
		case PROTO_SRC_PORT:
		case PROTO_ICMP_ID:
		case PROTO_ICMPV6_ID:
			*d->src_port = bytes_be16(&a.value);
			f->has |= d->port_bits;
			break;
		case PROTO_DST_PORT:
			*d->dst_port = bytes_be16(&a.value);
			break;
		case PROTO_ICMP_TYPE:
		case PROTO_ICMPV6_TYPE:
			*d->dst_port |= (uint16_t)(bytes_u8(&a.value) << 8);
			break;
		case PROTO_ICMP_CODE:
		case PROTO_ICMPV6_CODE:
			*d->dst_port |= bytes_u8(&a.value);
			break;
		default:
			break;
		}
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

static int read_tuple(struct flow *f, struct bytes nest, const struct direction *d)
{
	struct netlink_attr a;
	int more, e = 0;

	while (e == 0 && (more = netlink_attr_next(&nest, &a)) != 0) {
		if (more < 0)
			return more;
		if (a.type == TUPLE_IP)
			e = read_ip(a.value, d);
		else if (a.type == TUPLE_PROTO)
			e = read_proto(f, a.value, d);
	}
	if (e == 0 && d->src->size && d->dst->size)
		f->has |= d->bits;
	return e;
}

static int read_counters(struct flow *f, struct bytes nest, uint64_t *packets, uint64_t *octets,
			 uint64_t bits)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type == COUNTERS_PACKETS)
			*packets = be64(&a.value);
		else if (a.type == COUNTERS_BYTES)
			*octets = be64(&a.value);
		if (a.value.bad)
			return -EBADMSG;
	}
	f->has |= bits;
	return more;
}

static int read_sequence(struct flow *f, struct bytes nest)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type == SEQ_CORRECTION)
			f->seq_at = bytes_be32(&a.value);
		else if (a.type == SEQ_BEFORE)
			f->seq_before = (int32_t)bytes_be32(&a.value);
		else if (a.type == SEQ_AFTER)
			f->seq_after = (int32_t)bytes_be32(&a.value);
		if (a.value.bad)
			return -EBADMSG;
	}
	f->has |= FLOW_BIT(FLOW_SEQ_AT);
	return more;
}

/* Only TCP's state is read: CTA_PROTOINFO_TCP, and in it CTA_PROTOINFO_TCP_STATE. */
static int read_protoinfo(struct flow *f, struct bytes nest)
{
	struct netlink_attr a, b;
	int more, inner = 0;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type != PROTOINFO_TCP)
			continue;
		while ((inner = netlink_attr_next(&a.value, &b)) > 0) {
			if (b.type != TCP_STATE || !bytes_left(&b.value))
				continue;
			f->state = bytes_u8(&b.value);
			f->has |= FLOW_BIT(FLOW_STATE);
		}
	}
	return inner < 0 ? inner : more;
}

/* Numbers of four bytes; a shorter one is refused. */
static int read_number(struct flow *f, struct bytes value, enum flow_field field)
{
	uint32_t number = field == FLOW_ZONE ? bytes_be16(&value) : bytes_be32(&value);

	if (value.bad)
		return -EBADMSG;
	f->has |= FLOW_BIT(field);
	switch (field) {
	case FLOW_STATUS:
		f->status = number;
		break;
	case FLOW_EXPIRE:
		f->expire_ms = (int64_t)number * 1000;
		break;
	case FLOW_MARK:
		f->mark = number;
		break;
	case FLOW_ZONE:
		f->zone = number;
		break;
	default:
		f->id = number;
		break;
	}
	return 0;
}

static int read_attr(struct flow *f, const struct netlink_attr *a)
{
	const struct direction orig = {
		.src = &f->src, .dst = &f->dst, .src_port = &f->src_port, .dst_port = &f->dst_port,
		.bits = FLOW_BIT(FLOW_SRC) | FLOW_BIT(FLOW_DST),
		.port_bits = FLOW_BIT(FLOW_SRC_PORT) | FLOW_BIT(FLOW_DST_PORT),
	}, reply = {
		.src = &f->reply_src, .dst = &f->reply_dst, .src_port = &f->reply_src_port,
		.dst_port = &f->reply_dst_port,
		.bits = FLOW_BIT(FLOW_REPLY_SRC) | FLOW_BIT(FLOW_REPLY_DST),
		.port_bits = FLOW_BIT(FLOW_REPLY_SRC_PORT) | FLOW_BIT(FLOW_REPLY_DST_PORT),
	};

	switch (a->type) {
	case TUPLE_ORIG:
		return read_tuple(f, a->value, &orig);
	case TUPLE_REPLY:
		return read_tuple(f, a->value, &reply);
	case COUNTERS_ORIG:
		return read_counters(f, a->value, &f->packets, &f->bytes,
				     FLOW_BIT(FLOW_PACKETS) | FLOW_BIT(FLOW_BYTES));
	case COUNTERS_REPLY:
		return read_counters(f, a->value, &f->reply_packets, &f->reply_bytes,
				     FLOW_BIT(FLOW_REPLY_PACKETS) | FLOW_BIT(FLOW_REPLY_BYTES));
	case SEQ_ADJ_ORIG:
		return read_sequence(f, a->value);
	case PROTOINFO:
		return read_protoinfo(f, a->value);
	case STATUS:
		return read_number(f, a->value, FLOW_STATUS);
	case TIMEOUT:
		return read_number(f, a->value, FLOW_EXPIRE);
	case MARK:
		return read_number(f, a->value, FLOW_MARK);
	case ID:
		return read_number(f, a->value, FLOW_ID);
	case ZONE:
		return read_number(f, a->value, FLOW_ZONE);
	default:
		return 0;
	}
}

int conntrack_flow(const struct netlink_message *m, const struct origin *origin,
		   struct flow *ret_flow)
{
	struct bytes b = m->body;
	struct netlink_attr a;
	struct flow *f = ret_flow;
	int more, e;

	memset(f, 0, sizeof(*f));
	f->family = (uint8_t)netlink_family(origin, bytes_u8(&b));
	f->has = FLOW_BIT(FLOW_FAMILY);
	bytes_skip(&b, 3);
	if (b.bad)
		return -EBADMSG;
	if (f->family != FAMILY_INET && f->family != FAMILY_INET6)
		return 0;
	while ((more = netlink_attr_next(&b, &a)) > 0) {
		e = read_attr(f, &a);
		if (e < 0)
			return e;
	}
	if (more < 0 || f->src.family != f->family || f->reply_src.family != f->family)
		return -EBADMSG;
	return 1;
}
