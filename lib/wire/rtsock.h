/* SPDX-License-Identifier: ISC */
/*
 * rtsock: routing messages of the BSDs and macOS (route(4)), from the routing socket and from the
 * sysctls below net.route (sysctl(3), CTL_NET PF_ROUTE).
 *
 * A message begins with its length (u16), version and type, one byte each, in the byte order of the
 * machine; behind its head stand the socket addresses that a mask in the head names, lowest bit
 * first, each padded to a multiple of the layout's rounding. Where the fields of a head stand is
 * rtsock_layout's. Lengths are believed only as far as the bytes reach.
 *
 * Functions return 1, 0 where there is nothing of the kind, or -EBADMSG.
 */
#ifndef RC_WIRE_RTSOCK_H
#define RC_WIRE_RTSOCK_H

#include "lib/base/bytes.h"
#include "lib/model/addr.h"
#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/nexthop.h"
#include "lib/model/origin.h"
#include "lib/model/route.h"
#include "lib/model/stats.h"
#include "lib/wire/rtsock_layout.h"

/* Which sysctl an answer is of: it decides what its messages mean. */
enum rtsock_answer {
	ANSWER_SOCKET, /* no sysctl: the routing socket */
	ANSWER_DUMP,
	ANSWER_FLAGS,  /* neighbours (RTF_LLINFO) */
	ANSWER_IFLIST,
	ANSWER_IFLISTL,
	ANSWER_IFMALIST,
	ANSWER_NHOP,
	ANSWER_NHGRP,
	ANSWER_STATS,
	ANSWER_TABLE,
	ANSWER_IFNAMES,
	ANSWER_SOURCE,
	ANSWER_TRASH, /* macOS: how many routes are in no table and not freed */
	ANSWER_COUNT
};

/*
 * The route sysctls have no names of their own; as the key of a frame they are called net.route.dump,
 * net.route.flags and so on. ANSWER_COUNT where the key is none of them.
 */
enum rtsock_answer rtsock_answer_find(const char *key);
const char *rtsock_answer_key(enum rtsock_answer answer);

struct rtsock_message {
	const struct rtsock_layout *layout;
	const struct rtsock_head *head;
	const uint8_t *at; /* its first byte */
	uint16_t size;	   /* at least head->size */
	uint16_t begin;	   /* where its sockaddrs begin */
	uint8_t type;
	uint8_t kind; /* enum rtsock_kind */
	bool swap;
};

/* A socket address; `at` NULL: it is not there. */
struct rtsock_sockaddr {
	const uint8_t *at;
	uint8_t size; /* as it says itself; never beyond the message */
};

/*
 * The next message of a frame that is of a kind the layout knows. `ret_message` is the one before, of the
 * same origin and answer, or all zero: most messages are of the same type as that.
 */
int rtsock_next(struct bytes *frame, const struct origin *origin, enum rtsock_answer answer,
		struct rtsock_message *ret_message);

/* A number of the head; 0 where the layout has no such field. */
static inline uint64_t rtsock_number(const uint8_t *base, struct rtsock_field f, bool swap)
{
	uint16_t v2;
	uint32_t v4;
	uint64_t v8;

	switch (f.size) {
	case 1:
		return base[f.at];
	case 2:
		memcpy(&v2, base + f.at, 2);
		return swap ? __builtin_bswap16(v2) : v2;
	case 4:
		memcpy(&v4, base + f.at, 4);
		return swap ? __builtin_bswap32(v4) : v4;
	case 8:
		memcpy(&v8, base + f.at, 8);
		return swap ? __builtin_bswap64(v8) : v8;
	default:
		return 0;
	}
}

static inline uint64_t rtsock_get(const struct rtsock_message *m, struct rtsock_field f)
{
	return rtsock_number(m->at, f, m->swap);
}

/* The same for one of the metrics. */
static inline uint64_t rtsock_metric(const struct rtsock_message *m, enum rtsock_metric metric)
{
	struct rtsock_field f = { m->head->rmx[metric], m->head->rmx_size };

	return f.at ? rtsock_get(m, f) : 0;
}

/* rmx_expire, sign and all. */
int64_t rtsock_expire(const struct rtsock_message *m);

/* All sockaddrs of a message; those that the mask promises and the bytes do not hold are absent. */
int rtsock_addrs(const struct rtsock_message *m,
		 struct rtsock_sockaddr ret_addrs[RTAX_COUNT_]);

/*
 * An address in the project's form; a shortened one is filled up with zeros, a scope that is hidden in
 * the second pair of bytes of a link-local address is taken out. FAMILY_NONE: absent, empty, or of
 * a family that is not known here.
 */
enum family rtsock_addr(const struct rtsock_message *m, struct rtsock_sockaddr sockaddr,
			struct addr *ret_addr);

/* The name in a link-level sockaddr; "" where it has none. */
void rtsock_link_name(const struct rtsock_message *m, struct rtsock_sockaddr sockaddr,
		      char ret_name[IFACE_NAME_MAX]);

/*
 * A netmask for a destination of `family`: its length in bits, and where it is not contiguous the
 * mask itself (true). A mask's own family and length are never to be trusted: they are shortened to the
 * last byte that is not zero, filled with ones, or of another family.
 */
bool rtsock_mask(struct rtsock_sockaddr sockaddr, enum family family, uint8_t *ret_bits,
		 struct addr *ret_mask);

/* Bits of a word as the project's flags, by one of the layout's tables. */
uint64_t rtsock_flags(uint64_t bits, const uint8_t *table);

/* One entry of a table, or what a message says of one: any kind up to RTSOCK_LAST_ROUTE. */
int rtsock_route(const struct rtsock_message *m, struct route *ret_route);

/* A neighbour, out of the answer about RTF_LLINFO. */
int rtsock_neigh(const struct rtsock_message *m, struct neigh *ret_neigh);

int rtsock_iface(const struct rtsock_message *m, struct iface *ret_iface);

/* `point_to_point`: its interface is, so that its other address is its peer's. */
int rtsock_ifaddr(const struct rtsock_message *m, bool point_to_point, struct ifaddr *ret_ifaddr);
int rtsock_maddr(const struct rtsock_message *m, struct ifaddr *ret_ifaddr);

/* FreeBSD's next-hop objects, and `number` (from 0) of the members of a group. */
int rtsock_nexthop(const struct rtsock_message *m, struct nexthop *ret_nexthop);
int rtsock_group(const struct rtsock_message *m, unsigned number, struct nexthop *ret_nexthop);

/* Counter `number` (from 0) of the routing statistics (struct rtstat). */
int rtsock_stat(struct bytes stats, const struct origin *origin, unsigned number,
		struct counter *ret_counter);

/* NET_RT_TRASH of macOS, as one more of them. */
int rtsock_trash(struct bytes trash, struct counter *ret_counter);

/* Interface `number` of NET_RT_IFNAMES: index and name. */
int rtsock_ifname(struct bytes *rest, struct iface *ret_iface);

#endif
