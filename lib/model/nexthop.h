/* SPDX-License-Identifier: ISC */
/*
 * nexthop: a next-hop object, or one member of a group of them (rtnetlink, RTM_NEWNEXTHOP, Linux 5.3).
 * A group is `members` records in a row with the same id.
 */
#ifndef RC_MODEL_NEXTHOP_H
#define RC_MODEL_NEXTHOP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/route.h"

struct nexthop {
	uint32_t id;
	uint32_t ifindex; /* 0 none */
	uint32_t member;  /* a group's member: the id of the object; 0 in a plain object */
	uint32_t weight;  /* of the member, from 1 */
	uint16_t number;  /* of the member, from 0 */
	uint16_t members; /* 0 in a plain object */
	uint8_t protocol;
	uint8_t scope;
	bool blackhole;
	bool resilient;
	uint16_t buckets;	 /* of a resilient group, as what follows */
	uint32_t idle_ms;	 /* a bucket that was not used for so long may go to another member */
	uint32_t unbalanced_ms; /* after so long it must; 0 never */
	uint64_t flags;	  /* RFLAG_BIT: onlink, dead, linkdown, offload, trap */
	struct addr gateway; /* FAMILY_NONE: none */
	uint8_t encap;	     /* enum encap_type */
	char words[ROUTE_WORDS_MAX]; /* its parameters, as in struct route */

	/* FreeBSD */
	uint8_t family;	       /* of the routes that use it */
	uint8_t type;	       /* enum nexthop_type */
	uint8_t prepend_size;
	uint32_t fib;
	uint32_t mtu;
	uint32_t addr_ifindex; /* whose address `source` is */
	uint32_t slots;	       /* of a member: how many of the data plane's slots are its own */
	uint64_t refs, use;
	struct addr source;
	uint8_t prepend[64];   /* what is put before a packet */
};

/* FreeBSD's NH_TYPE_: v4/resolve, v4/gw, v6/resolve, v6/gw as its netstat calls them. */
enum nexthop_type { NEXTHOP_IPV4_RESOLVE = 1, NEXTHOP_IPV4_GATEWAY, NEXTHOP_IPV6_RESOLVE,
		    NEXTHOP_IPV6_GATEWAY };

#endif
