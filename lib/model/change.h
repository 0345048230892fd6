/* SPDX-License-Identifier: ISC */
/*
 * change: what is wanted of a kernel's tables, in no kernel's terms. A dialect's grammar makes it of
 * words, an encoder of lib/wire makes a message of it, lib/view says it in words.
 *
 * It is a plain value but for the further next hops of a route and the members of a group, which are the
 * caller's and must live as long as the change is used.
 */
#ifndef RC_MODEL_CHANGE_H
#define RC_MODEL_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"
#include "lib/model/neigh.h"
#include "lib/model/nexthop.h"
#include "lib/model/route.h"

enum change_verb {
	CHANGE_NOTHING,
	CHANGE_ADD,	/* must not exist */
	CHANGE_PREPEND, /* beside what exists, in front of it; only the same again is refused (Linux) */
	CHANGE_APPEND,	/* likewise, behind it */
	CHANGE_REPLACE, /* create, or overwrite what exists */
	CHANGE_CHANGE,	/* overwrite; must exist */
	CHANGE_DELETE,
	CHANGE_VERBS
};

enum change_what {
	CHANGE_ROUTE,
	CHANGE_NEIGH,
	CHANGE_PROXY,	/* an address that is answered for */
	CHANGE_NEXTHOP, /* a next-hop object or a group of them */
	CHANGE_WHATS
};

enum { CHANGE_HOPS_MAX = 256, CHANGE_ENCAP_MAX = 256 };

struct change {
	uint8_t verb;	  /* enum change_verb */
	uint8_t what;	  /* enum change_what */
	uint32_t line;	  /* of a batch, from 1; 0: the command line */

	/*
	 * The record of `what`. Its has-bits say what was said: a field without is left to the kernel when
	 * something is added, and matches anything when something is deleted.
	 *
	 * route: `hops` counts the next hops. The metrics that are set are its metrics_has, those that are
	 * locked its locks. `expire_ms` is an expiry in time left, `expires_at_ms` (with its clock) one in
	 * absolute time. `table` is a BSD's fib or rtable. The flags are those that were named
	 * (RFLAG_STATIC, RFLAG_REJECT …), those to be taken away are `flags_off`.
	 */
	union {
		struct route route;
		struct neigh neigh; /* of CHANGE_PROXY as well */
		struct nexthop nexthop; /* the object, or the first member of a group */
	};
	const struct route *hops;	/* the next hops behind the first: gateway, device, weight, flags, */
					/* realm; `route.hops` - 1 of them */
	const struct nexthop *members;	/* likewise; `nexthop.members` - 1 of them */

	/* What only BSDs have. FAMILY_NONE: not said. */
	struct addr ifp;     /* the interface, as a link address or its index in `scope` */
	struct addr ifa;     /* the local address */
	struct addr genmask; /* the mask of the clones */
	uint64_t flags_off;
	bool by_interface; /* the gateway is an interface, and no router */
	char ifp_name[16]; /* the name of `ifp`, where it was given by name; "" */

	/* What only Linux has: a tunnel's parameters, LWTUNNEL_ENCAP_ and the nest of its attributes. */
	uint16_t encap_type; /* 0: none */
	uint16_t encap_size;
	uint8_t encap[CHANGE_ENCAP_MAX];
};

/* What a kernel says to one of many requests. */
struct change_answer {
	uint32_t sequence; /* of the request */
	int error;	   /* 0 or a positive errno */
	char text[200];	   /* the kernel's own words; "" none */
};

/*
 * A record of a listing as the change that makes the same again, or (CHANGE_DELETE) takes it away: what the
 * kernel alone knows or sets is left out. The further hops and members are the caller's to add.
 */
void change_of_route(const struct route *route, enum change_verb verb, struct change *ret_change);
void change_of_neigh(const struct neigh *neigh, enum change_verb verb, struct change *ret_change);

/* "add", "delete", …; NULL where there is no such verb. */
const char *change_verb_name(enum change_verb verb);

/* "route", "neighbour", "proxy neighbour", "next-hop object". */
const char *change_what_name(enum change_what what);

/* A metric's word on a command line: "pmtu", "hoplimit"; the others are called as in JSON. */
const char *change_metric_word(unsigned metric);

#endif
