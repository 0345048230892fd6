/* SPDX-License-Identifier: ISC */
/*
 * FreeBSD's next-hop objects (NET_RT_NHOP) and their groups (NET_RT_NHGRP), 13.0 and later: behind
 * the head of a route (its metrics hold the object's MTU and packets)
 *
 *	nhop_external	0 len u32 · 4 index · 8 fib · 12 ifindex · 16 ifindex of the address
 *			20 prepend length u8 · 21 family u8 · 22 type u16 · 24 mtu u16 · 26 flags u16
 *			28 address, 4 · 32 source, 4 · 40 packets u64 · 48 prepend, 64 · 112 refs u64
 *			(on i386, where such numbers are aligned to 4 bytes, from 36 on)
 *	nhop_addrs	0 len u32 · 4 offset of the gateway u16 · 6 offset of the source u16, both
 *			from here, each a sockaddr
 *	nhgrp_external	0 index u32 · 4 refs u32, then containers
 *	container	0 len u32 · 4 count u16 · 6 type u8 (1 control plane, 2 data plane) · 7 u8
 *			then count times: index u32 · weight u32
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

enum { EXTERNAL = 120, EXTERNAL_I386 = 116, CONTROL_PLANE = 1, DATA_PLANE = 2 };

static struct bytes body(const struct rtsock_message *m)
{
	return bytes_of(m->at + m->head->size, (size_t)(m->size - m->head->size), m->swap);
}

static void read_sockaddr(const struct rtsock_message *m, struct bytes addrs, unsigned offset,
			  struct addr *ret_addr)
{
	bytes_skip(&addrs, offset);
	if (!addrs.bad && bytes_left(&addrs) && *addrs.at <= bytes_left(&addrs))
		rtsock_addr(m, (struct rtsock_sockaddr){ addrs.at, *addrs.at }, ret_addr);
}

int rtsock_nexthop(const struct rtsock_message *m, struct nexthop *n)
{
	struct bytes b = body(m), addrs = b;
	uint32_t length = bytes_u32(&b);
	unsigned gateway, source;

	memset(n, 0, sizeof(*n));
	n->id = bytes_u32(&b);
	n->fib = bytes_u32(&b);
	n->ifindex = bytes_u32(&b);
	n->addr_ifindex = bytes_u32(&b);
	n->prepend_size = bytes_u8(&b);
	n->family = bytes_u8(&b) == 2 ? FAMILY_INET : FAMILY_INET6;
	n->type = (uint8_t)bytes_u16(&b);
	n->mtu = bytes_u16(&b);
	bytes_skip(&b, 2 + 4 + 4 + (length < EXTERNAL ? 0 : 4));
	n->use = bytes_u64(&b);
	bytes_copy(&b, n->prepend, sizeof(n->prepend));
	n->refs = bytes_u64(&b);
	if (b.bad || length < EXTERNAL_I386)
		return -EBADMSG;
	bytes_skip(&addrs, length);
	b = addrs;
	bytes_skip(&b, 4);
	gateway = bytes_u16(&b);
	source = bytes_u16(&b);
	if (b.bad)
		return -EBADMSG;
	n->flags = rtsock_flags(rtsock_get(m, m->head->flags), m->layout->route_flags);
	read_sockaddr(m, addrs, gateway, &n->gateway);
	read_sockaddr(m, addrs, source, &n->source);
	return 1;
}

/* The container of the control plane, else that of the data plane. */
static int find_members(struct bytes *b, unsigned type, struct bytes *ret_members,
			unsigned *ret_count)
{
	struct bytes rest = *b;

	while (bytes_left(&rest)) {
		struct bytes at = rest;
		uint32_t length = bytes_u32(&at);
		unsigned count = bytes_u16(&at), kind = bytes_u8(&at);

		bytes_skip(&at, 1);
		if (at.bad || length < 8 || length > bytes_left(&rest) ||
		    8u * count > bytes_left(&at))
			return -EBADMSG;
		if (kind == type) {
			*ret_members = at;
			*ret_count = count;
			return 1;
		}
		bytes_skip(&rest, length);
	}
	return 0;
}

int rtsock_group(const struct rtsock_message *m, unsigned number, struct nexthop *n)
{
	struct bytes b = body(m), members, slots;
	unsigned count, slot_count = 0;
	uint32_t id = bytes_u32(&b), refs = bytes_u32(&b);
	int e;

	if (b.bad)
		return -EBADMSG;
	e = find_members(&b, CONTROL_PLANE, &members, &count);
	if (e > 0)
		e = find_members(&b, DATA_PLANE, &slots, &slot_count);
	if (e < 0)
		return e;
	if (!e || number >= count)
		return 0;
	memset(n, 0, sizeof(*n));
	n->id = id;
	n->refs = refs;
	n->number = (uint16_t)number;
	n->members = (uint16_t)count;
	bytes_skip(&members, 8u * number);
	n->member = bytes_u32(&members);
	n->weight = bytes_u32(&members);
	while (slot_count--) {
		n->slots += bytes_u32(&slots) == n->member;
		bytes_skip(&slots, 4);
	}
	return 1;
}
