/* SPDX-License-Identifier: ISC */
/*
 * nd: the synthetic frame of what a kernel tells of one IPv6 neighbour only to who asks for it alone
 * (FRAME_ND), encoder and decoder. NetBSD has state, deadline, probes and whether it is a router there,
 * OpenBSD the last of them (ioctl SIOCGNBRINFO_IN6, <netinet6/in6_var.h>, struct in6_nbrinfo).
 *
 *	0 address, 16 bytes, without a scope in it · 16 interface u32
 *	20 state i32 (ND6_LLINFO_: -2 none, -1 being deleted, 0 incomplete, 1 reachable, 2 stale,
 *	   3 delay, 4 probe) · 24 solicitations without an answer u32
 *	28 flags u32: 1 it is a router, 2 the kernel knew nothing of it
 *	32 deadline i64, seconds of the wall clock; 0 none
 *
 * Numbers are in the byte order of the origin.
 */
#ifndef RC_WIRE_ND_H
#define RC_WIRE_ND_H

#include "lib/base/bytes.h"
#include "lib/model/neigh.h"

enum nd_flag { ND_ROUTER = 1, ND_UNKNOWN = 2 };

enum { ND_FRAME_SIZE = 40 };

struct nd {
	uint8_t address[16];
	uint32_t ifindex;
	int32_t state;
	uint32_t probes;
	uint32_t flags; /* enum nd_flag */
	int64_t expires_at_s;
};

/* Encode into `to` (ND_FRAME_SIZE bytes), in this host's byte order. */
void nd_encode(const struct nd *nd, uint8_t *to);

/*
 * 1 and as much of a neighbour as is known then: family, destination, interface, and unless the kernel
 * knew nothing state, flags, probes, deadline. -EBADMSG.
 */
int nd_decode(struct bytes frame, struct neigh *ret_neigh);

#endif
