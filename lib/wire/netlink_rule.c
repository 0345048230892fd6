/* SPDX-License-Identifier: ISC */
/*
 * Policy rules (<linux/fib_rules.h>).
 *
 *	fib_rule_hdr  0 family u8 · 1 destination bits · 2 source bits · 3 tos · 4 table · 5 zero, 2 bytes
 *		      7 action u8 · 8 flags u32 · 12 attributes
 *	port range    0 first u16 · 2 last u16; uid range the same as u32
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/netlink.h"

enum attribute {
	A_DST = 1,
	A_SRC = 2,
	A_IIFNAME = 3,
	A_GOTO = 4,
	A_PRIORITY = 6,
	A_FWMARK = 10,
	A_FLOW = 11,
	A_TUN_ID = 12,
	A_SUPPRESS_GROUP = 13,
	A_SUPPRESS_LENGTH = 14,
	A_TABLE = 15,
	A_FWMASK = 16,
	A_OIFNAME = 17,
	A_L3MDEV = 19,
	A_UID_RANGE = 20,
	A_PROTOCOL = 21,
	A_IP_PROTO = 22,
	A_SPORT_RANGE = 23,
	A_DPORT_RANGE = 24,
	A_DSCP = 25,
};

enum { F_INVERT = 2 };

static void read_name(struct bytes *value, char to[16])
{
	size_t n = strnlen((const char *)value->at, bytes_left(value));

	if (n > 15)
		n = 15;
	memcpy(to, value->at, n);
	to[n] = '\0';
}

static void set_u8(struct rule *r, enum rule_field field, uint8_t *member, struct bytes *value)
{
	*member = bytes_u8(value);
	r->has |= *member ? RULE_BIT(field) : 0;
}

static void set_u32(struct rule *r, enum rule_field field, uint32_t *member, struct bytes *value)
{
	*member = bytes_u32(value);
	r->has |= RULE_BIT(field);
}

static void read_ports(struct rule *r, enum rule_field field, uint16_t *first, uint16_t *last,
		       struct bytes *value)
{
	*first = bytes_u16(value);
	*last = bytes_u16(value);
	r->has |= RULE_BIT(field) | RULE_BIT(field + 1);
}

/* -1, which is all ones, means that nothing is suppressed */
static void set_suppress(struct rule *r, enum rule_field field, uint32_t *member,
			 struct bytes *value)
{
	*member = bytes_u32(value);
	r->has |= *member != UINT32_MAX ? RULE_BIT(field) : 0;
}

static int read_more(struct netlink_attr *a, struct rule *r)
{
	struct bytes *v = &a->value;

	switch (a->type) {
	case A_SUPPRESS_GROUP:
		set_suppress(r, RULE_SUPPRESS_GROUP, &r->suppress_group, v);
		return 0;
	case A_SUPPRESS_LENGTH:
		set_suppress(r, RULE_SUPPRESS_LENGTH, &r->suppress_length, v);
		return 0;
	case A_L3MDEV:
		r->vrf = bytes_u8(v);
		r->has |= r->vrf ? RULE_BIT(RULE_VRF) : 0;
		return 0;
	case A_UID_RANGE:
		set_u32(r, RULE_UID, &r->uid, v);
		set_u32(r, RULE_UID_LAST, &r->uid_last, v);
		return 0;
	case A_PROTOCOL:
		r->protocol = bytes_u8(v);
		r->has |= RULE_BIT(RULE_PROTOCOL);
		return 0;
	case A_IP_PROTO:
		set_u8(r, RULE_IP_PROTOCOL, &r->ip_protocol, v);
		return 0;
	case A_SPORT_RANGE:
		read_ports(r, RULE_SOURCE_PORT, &r->source_port, &r->source_port_last, v);
		return 0;
	case A_DPORT_RANGE:
		read_ports(r, RULE_DEST_PORT, &r->dest_port, &r->dest_port_last, v);
		return 0;
	case A_DSCP:
		r->dscp = bytes_u8(v);
		r->has |= RULE_BIT(RULE_DSCP);
		return 0;
	case A_TUN_ID: /* network order */
		r->tunnel = (uint64_t)bytes_be32(v) << 32;
		r->tunnel |= bytes_be32(v);
		r->has |= RULE_BIT(RULE_TUNNEL);
		return 0;
	default:
		return 0;
	}
}

static int read_attr(struct netlink_attr *a, struct rule *r)
{
	struct bytes *v = &a->value;

	switch (a->type) {
	case A_DST:
		r->has |= RULE_BIT(RULE_DST);
		return netlink_addr(v, (enum family)r->family, &r->dst);
	case A_SRC:
		r->has |= RULE_BIT(RULE_SRC);
		return netlink_addr(v, (enum family)r->family, &r->src);
	case A_IIFNAME:
		read_name(v, r->in);
		r->has |= RULE_BIT(RULE_IN);
		return 0;
	case A_OIFNAME:
		read_name(v, r->out);
		r->has |= RULE_BIT(RULE_OUT);
		return 0;
	case A_GOTO:
		set_u32(r, RULE_TARGET, &r->target, v);
		return 0;
	case A_PRIORITY:
		set_u32(r, RULE_PRIORITY, &r->priority, v);
		return 0;
	case A_FWMARK:
		set_u32(r, RULE_MARK, &r->mark, v);
		return 0;
	case A_FWMASK:
		set_u32(r, RULE_MASK, &r->mask, v);
		return 0;
	case A_FLOW:
		set_u32(r, RULE_REALM, &r->realm, v);
		return 0;
	case A_TABLE:
		r->table = bytes_u32(v);
		return 0;
	default:
		return read_more(a, r);
	}
}

int netlink_rule(const struct netlink_message *message, const struct origin *origin,
		 struct rule *ret_rule)
{
	struct bytes b = message->body;
	const uint8_t *p = bytes_take(&b, 8);
	uint32_t flags = bytes_u32(&b);
	struct rule *r = ret_rule;
	struct netlink_attr a;
	unsigned bits;
	int more;

	memset(r, 0, sizeof(*r));
	if (b.bad)
		return -EBADMSG;
	r->family = (uint8_t)netlink_family(origin, p[0]);
	bits = family_bits((enum family)r->family);
	if (r->family != FAMILY_INET && r->family != FAMILY_INET6) /* of multicast routing */
		return 0;
	if (p[1] > bits || p[2] > bits)
		return -EBADMSG;
	r->dst_bits = p[1];
	r->src_bits = p[2];
	r->tos = p[3];
	r->table = p[4];
	r->action = p[7];
	r->inverted = flags & F_INVERT;
	/* the kernel says no priority of its first rule, which is 0 */
	r->has = RULE_BIT(RULE_FAMILY) | RULE_BIT(RULE_ACTION) | RULE_BIT(RULE_PRIORITY);
	r->has |= (r->tos ? RULE_BIT(RULE_TOS) : 0) | (r->inverted ? RULE_BIT(RULE_INVERTED) : 0);
	while ((more = netlink_attr_next(&b, &a)) > 0)
		if (read_attr(&a, r) < 0 || a.value.bad)
			return -EBADMSG;
	if (r->action == ACTION_LOOKUP && !r->vrf)
		r->has |= RULE_BIT(RULE_TABLE);
	return more < 0 ? more : 1;
}
