/* SPDX-License-Identifier: ISC */
/*
 * netlink: messages and attributes (RFC 3549, netlink(7)), and the records in rtnetlink's answers
 * (rtnetlink(7), <linux/rtnetlink.h> and its neighbours of Linux 6.18; FreeBSD 13.2 and later send the
 * same with their own address families).
 *
 *	nlmsghdr  0 length u32 · 4 type u16 · 6 flags u16 · 8 sequence u32 · 12 port u32 · 16 body
 *	nlattr	  0 length u16 · 2 type u16 (14 bits) · 4 value; each padded to 4
 *
 * All functions are pure. Decoders return 1 and a record, 0 where there is none (or no more), or
 * -EBADMSG where the bytes are not what they claim to be; nothing is read outside of them.
 */
#ifndef RC_WIRE_NETLINK_H
#define RC_WIRE_NETLINK_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/bytes.h"
#include "lib/model/addr.h"
#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/nexthop.h"
#include "lib/model/origin.h"
#include "lib/model/route.h"
#include "lib/model/rule.h"
#include "lib/model/stats.h"

enum netlink_type {
	NETLINK_NOOP = 1,
	NETLINK_ERROR = 2,
	NETLINK_DONE = 3,
	NETLINK_OVERRUN = 4,
	NETLINK_NEWLINK = 16,
	NETLINK_DELLINK = 17,
	NETLINK_NEWADDR = 20,
	NETLINK_DELADDR = 21,
	NETLINK_NEWROUTE = 24,
	NETLINK_DELROUTE = 25,
	NETLINK_NEWNEIGH = 28,
	NETLINK_DELNEIGH = 29,
	NETLINK_NEWRULE = 32,
	NETLINK_NEWNEIGHTBL = 64,
	NETLINK_NEWNEXTHOP = 104,
	NETLINK_DELNEXTHOP = 105,
};

enum { NETLINK_FLAG_MULTI = 2, NETLINK_FLAG_DUMP_INTR = 16, NETLINK_FLAG_DUMP_FILTERED = 32 };

struct netlink_message {
	uint16_t type;
	uint16_t flags;
	uint32_t sequence;
	uint32_t port;
	struct bytes body;
};

struct netlink_attr {
	uint16_t type; /* without the "nested" and "network order" bits */
	struct bytes value;
};

enum { NETLINK_HEADER = 16 };

/* The next message of a frame. Here for speed, as what follows. */
static inline int netlink_next(struct bytes *frame, struct netlink_message *ret_message)
{
	struct netlink_message *m = ret_message;
	size_t left = bytes_left(frame), step;
	struct {
		uint32_t length;
		uint16_t type, flags;
		uint32_t sequence, port;
	} head;

	if (left < NETLINK_HEADER)
		return left ? -EBADMSG : 0;
	memcpy(&head, frame->at, sizeof(head));
	if (frame->swap) {
		head.length = __builtin_bswap32(head.length);
		head.type = __builtin_bswap16(head.type);
		head.flags = __builtin_bswap16(head.flags);
		head.sequence = __builtin_bswap32(head.sequence);
		head.port = __builtin_bswap32(head.port);
	}
	if (head.length < NETLINK_HEADER || head.length > left)
		return -EBADMSG;
	m->type = head.type;
	m->flags = head.flags;
	m->sequence = head.sequence;
	m->port = head.port;
	m->body = (struct bytes){ .at = frame->at + NETLINK_HEADER, .end = frame->at + head.length,
				  .swap = frame->swap };
	step = (head.length + 3) & ~(size_t)3; /* the last message may come without its padding */
	frame->at = step < left ? frame->at + step : frame->end;
	return 1;
}

/* The next attribute of a message or of a nest. Here for speed: it runs ten times a route. */
static inline int netlink_attr_next(struct bytes *rest, struct netlink_attr *ret_attr)
{
	size_t left = bytes_left(rest), length;
	uint16_t head[2]; /* length, type */

	if (left < sizeof(head))
		return left ? -EBADMSG : 0;
	memcpy(head, rest->at, sizeof(head));
	if (rest->swap) {
		head[0] = __builtin_bswap16(head[0]);
		head[1] = __builtin_bswap16(head[1]);
	}
	length = head[0];
	if (length < sizeof(head) || length > left)
		return -EBADMSG;
	ret_attr->type = head[1] & 0x3fff;
	ret_attr->value = (struct bytes){ .at = rest->at + sizeof(head), .end = rest->at + length,
					  .swap = rest->swap };
	length = (length + 3) & ~(size_t)3;
	rest->at = length < left ? rest->at + length : rest->end;
	return 1;
}

/*
 * The same for the two walks that are hot, which keep where they are in registers: the length (with its
 * head of four bytes, without the padding) of the attribute at `at`, where `left` bytes are left, and its
 * type; 0 where that is none.
 */
static inline size_t netlink_attr_head(const uint8_t *at, size_t left, bool swap, unsigned *ret_type)
{
	uint16_t head[2]; /* length, type */

	if (left < sizeof(head))
		return 0;
	memcpy(head, at, sizeof(head));
	if (swap) {
		head[0] = __builtin_bswap16(head[0]);
		head[1] = __builtin_bswap16(head[1]);
	}
	*ret_type = head[1] & 0x3fff;
	return head[0] < sizeof(head) || head[0] > left ? 0 : head[0];
}

/* How far it is to the next one: the last may come without its padding. */
static inline size_t netlink_attr_step(size_t length, size_t left)
{
	size_t step = (length + 3) & ~(size_t)3;

	return step < left ? step : left;
}

/* The errno (0 or positive) in an ERROR or DONE message, and the kernel's words for it, if any. */
int netlink_errno(const struct netlink_message *message, char *ret_text, size_t text_size);

/* The project's family for an address family number of that origin; FAMILY_NONE for others. */
enum family netlink_family(const struct origin *origin, unsigned af);

/*
 * Routes: one message holds one record a next hop. The first call gives the first of them; while
 * `it->rest` holds more, netlink_route_next gives those, until it returns 0.
 */
struct netlink_route {
	struct bytes rest;   /* the next hops to come, within the message */
	const struct origin *origin;
	struct bytes encap;  /* of the hop in hand: its type stands behind it */
	struct route common; /* what they share; not set where there is only one */
};

int netlink_route_first(struct netlink_route *it, const struct netlink_message *message,
			const struct origin *origin, struct route *ret_route);
int netlink_route_next(struct netlink_route *it, struct route *ret_route);

/* Next-hop objects: one record, or one a member of a group. `number` counts them from 0. */
int netlink_nexthop(const struct netlink_message *message, const struct origin *origin,
		    unsigned number, struct nexthop *ret_nexthop);

int netlink_neigh(const struct netlink_message *message, const struct origin *origin,
		  struct neigh *ret_neigh);
int netlink_iface(const struct netlink_message *message, const struct origin *origin,
		  struct iface *ret_iface);
int netlink_ifaddr(const struct netlink_message *message, const struct origin *origin,
		   struct ifaddr *ret_ifaddr);
int netlink_rule(const struct netlink_message *message, const struct origin *origin,
		 struct rule *ret_rule);
int netlink_neigh_times(const struct netlink_message *message, const struct origin *origin,
			struct neigh_times *ret_times);

/* An address attribute of that family into `ret_addr`; -EBADMSG where its length is wrong. */
int netlink_addr(struct bytes *value, enum family family, struct addr *ret_addr);

/* RTNH_F_ bits of a next hop as RFLAG_ bits. */
uint64_t netlink_hop_flags(uint32_t flags);

#endif
