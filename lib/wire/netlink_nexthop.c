/* SPDX-License-Identifier: ISC */
/*
 * Next-hop objects and groups (<linux/nexthop.h>, Linux 5.3 and later).
 *
 *	nhmsg	      0 family u8 · 1 scope u8 · 2 protocol u8 · 3 reserved u8 · 4 flags u32 · 8 attributes
 *	nexthop_grp   0 id u32 · 4 weight-1 u8 · 5 weight, high byte (Linux 6.12) u8 · 6 reserved u16
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/netlink.h"
#include "lib/wire/netlink_lwt.h"

enum { A_ID = 1, A_GROUP = 2, A_GROUP_TYPE = 3, A_BLACKHOLE = 4, A_OIF = 5, A_GATEWAY = 6,
       A_ENCAP_TYPE = 7, A_ENCAP = 8, A_RESILIENT = 12 };
enum { R_BUCKETS = 1, R_IDLE = 2, R_UNBALANCED = 3 };
enum { GROUP_MEMBER = 8, GROUP_RESILIENT = 1 };

static int read_member(struct bytes group, unsigned number, struct nexthop *n)
{
	n->members = (uint16_t)(bytes_left(&group) / GROUP_MEMBER);
	if (bytes_left(&group) % GROUP_MEMBER || bytes_left(&group) / GROUP_MEMBER > UINT16_MAX)
		return -EBADMSG;
	if (number >= n->members)
		return 0;
	bytes_skip(&group, (size_t)number * GROUP_MEMBER);
	n->number = (uint16_t)number;
	n->member = bytes_u32(&group);
	n->weight = bytes_u8(&group) + 1u;
	n->weight += (uint32_t)bytes_u8(&group) << 8;
	return 1;
}

/* Times in USER_HZ ticks */
static int read_resilient(struct bytes nest, const struct origin *origin, struct nexthop *n)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type == R_BUCKETS)
			n->buckets = bytes_u16(&a.value);
		else if (a.type == R_IDLE)
			n->idle_ms = (uint32_t)((uint64_t)bytes_u32(&a.value) * 1000 / origin->hz);
		else if (a.type == R_UNBALANCED)
			n->unbalanced_ms = (uint32_t)((uint64_t)bytes_u32(&a.value) * 1000 / origin->hz);
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

static int read_attr(struct netlink_attr *a, const struct origin *origin, struct nexthop *n,
		     struct bytes *ret_group, struct bytes *ret_encap)
{
	struct bytes *v = &a->value;

	switch (a->type) {
	case A_ID:
		n->id = bytes_u32(v);
		return 0;
	case A_GROUP:
		*ret_group = *v;
		return 0;
	case A_GROUP_TYPE:
		n->resilient = bytes_u16(v) == GROUP_RESILIENT;
		return 0;
	case A_RESILIENT:
		return read_resilient(*v, origin, n);
	case A_BLACKHOLE:
		n->blackhole = true;
		return 0;
	case A_OIF:
		n->ifindex = bytes_u32(v);
		return 0;
	case A_ENCAP:
		*ret_encap = *v;
		return 0;
	case A_ENCAP_TYPE: /* behind it */
		n->encap = (uint8_t)bytes_u16(v);
		netlink_lwt(n->encap, *ret_encap, n->words);
		return 0;
	case A_GATEWAY: /* the family of the object says which; its length is the better witness */
		return netlink_addr(v, bytes_left(v) == 4 ? FAMILY_INET : FAMILY_INET6, &n->gateway);
	default:
		return 0;
	}
}

int netlink_nexthop(const struct netlink_message *message, const struct origin *origin,
		    unsigned number, struct nexthop *ret_nexthop)
{
	struct bytes b = message->body, group = { .swap = b.swap }, encap = group;
	struct nexthop *n = ret_nexthop;
	struct netlink_attr a;
	int more;

	memset(n, 0, sizeof(*n));
	n->family = (uint8_t)netlink_family(origin, bytes_u8(&b));
	n->scope = bytes_u8(&b);
	n->protocol = bytes_u8(&b);
	bytes_skip(&b, 1);
	n->flags = netlink_hop_flags(bytes_u32(&b));
	if (b.bad)
		return -EBADMSG;
	while ((more = netlink_attr_next(&b, &a)) > 0)
		if (read_attr(&a, origin, n, &group, &encap) < 0 || a.value.bad)
			return -EBADMSG;
	if (more < 0 || !n->id)
		return -EBADMSG;
	if (addr_is_scoped(&n->gateway))
		n->gateway.scope = n->ifindex;
	if (bytes_left(&group))
		return read_member(group, number, n);
	return number == 0;
}
