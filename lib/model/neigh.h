/* SPDX-License-Identifier: ISC */
/* neigh: one neighbour (ARP or NDP entry), from any kernel. A plain value, as struct route. */
#ifndef RC_MODEL_NEIGH_H
#define RC_MODEL_NEIGH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

struct route;

enum neigh_field {
#define NEIGH(id, member, key, kind, unit, meaning) NEIGH_##id,
#include "lib/model/fields.def"
#undef NEIGH
	NEIGH_FIELDS
};

#define NEIGH_BIT(field) (UINT64_C(1) << (field))

enum neigh_state {
	STATE_NONE,
	STATE_INCOMPLETE,
	STATE_REACHABLE,
	STATE_STALE,
	STATE_DELAY,
	STATE_PROBE,
	STATE_FAILED,
	STATE_NOARP,
	STATE_PERMANENT,
	STATE_COUNT
};

enum neigh_flag {
	NFLAG_USE,
	NFLAG_SELF,
	NFLAG_MASTER,
	NFLAG_PROXY,	 /* published: answered for another station */
	NFLAG_LEARNED,	 /* by an agent outside the kernel */
	NFLAG_OFFLOADED,
	NFLAG_STICKY,
	NFLAG_ROUTER,
	NFLAG_MANAGED,
	NFLAG_LOCKED,
	NFLAG_LOCAL,	 /* the system's own address */
	NFLAG_STATIC,
	NFLAG_SCOPED,	 /* macOS: of one interface among several that reach the network */
	NFLAG_PROXY_ONLY, /* … and used for nothing else */
	NFLAG_REJECT,	 /* FreeBSD: what is sent there is refused */
	NFLAG_BLACKHOLE, /* … or dropped */
	NFLAG_COUNT
};

#define NFLAG_BIT(flag) (UINT32_C(1) << (flag))

struct neigh {
	uint64_t has;
	uint8_t family;
	uint8_t state;	   /* enum neigh_state */
	uint8_t protocol;  /* rtm_protocol numbers */
	uint16_t link_type; /* ARPHRD_ of its interface; set by model/index, not by the decoder */
	uint16_t vlan;
	uint32_t flags;	   /* NFLAG_BIT */
	uint32_t ifindex;
	uint32_t refs;
	uint32_t probes;
	uint8_t expire_clock; /* enum expire_clock */
	int64_t confirmed_ms; /* ages */
	int64_t used_ms;
	int64_t updated_ms;
	int64_t expire_ms; /* time left; only where there is a deadline: never for a stale entry */
	int64_t expires_at_ms; /* as it came, where it came by a clock: see neigh_set_left */
	struct addr dst;
	struct addr lladdr;
	char device[16]; /* the interface's name, where the bytes give that and no index (procfs) */
};

static inline bool neigh_has(const struct neigh *n, enum neigh_field field)
{
	return n->has >> field & 1;
}

/* As route_set_left. */
void neigh_set_left(struct neigh *n, int64_t wall_ms, int64_t uptime_ms);

/*
 * Complete a neighbour of a dump by what the kernel told of it alone: state, deadline, probes, whether
 * it is a router. Where it told nothing, nothing is known of these.
 */
void neigh_take(struct neigh *n, const struct neigh *alone);

/* Is its link-layer address known and in use (net-tools' C, ATF_COM)? */
bool neigh_is_complete(const struct neigh *n);

/* The host route that a BSD with route cloning would hold for this neighbour (UHLW). */
void neigh_as_route(const struct neigh *n, struct route *ret_route);

const char *neigh_state_name(unsigned state);
const char *neigh_flag_name(unsigned flag);

/* Hardware types (ARPHRD_, <linux/if_arp.h>, RFC 826 and IANA's registry). `title` is the long name. */
const char *link_type_name(unsigned type);
const char *link_type_title(unsigned type);

/*
 * The BSDs number hardware types otherwise (IFT_, <net/if_types.h>): the same type by our numbers, or,
 * where there is none, LINK_IFT and the BSD's number.
 */
enum { LINK_LOOPBACK = 772, LINK_IFT = 0xf000 };
uint16_t link_type_of_ift(unsigned ift);

#endif
