/* SPDX-License-Identifier: ISC */
/*
 * route: one next hop of one route, from any kernel.
 *
 * A record is a plain value: no pointers, nothing to free. A route with several next hops is `hops`
 * records in a row that differ only in the fields of the next hop (gateway, interface, weight, flags).
 * `has` tells which fields were said at all: a field without its bit is zero and means "not known",
 * which a view prints as its dialect prints what is missing.
 */
#ifndef RC_MODEL_ROUTE_H
#define RC_MODEL_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"
#include "lib/model/question.h"

enum route_field {
#define ROUTE(id, member, key, kind, unit, meaning) ROUTE_##id,
#include "lib/model/fields.def"
#undef ROUTE
	ROUTE_FIELDS
};

enum metric {
#define METRIC(id, member, key, kind, unit, meaning) METRIC_##id,
#include "lib/model/fields.def"
#undef METRIC
	METRIC_COUNT
};

#define ROUTE_BIT(field) (UINT64_C(1) << (field))

/* rtm_type of rtnetlink(7); a BSD's reject and blackhole flags come out as types too. */
enum route_type {
	TYPE_UNSPEC,
	TYPE_UNICAST,
	TYPE_LOCAL,
	TYPE_BROADCAST,
	TYPE_ANYCAST,
	TYPE_MULTICAST,
	TYPE_BLACKHOLE,
	TYPE_UNREACHABLE,
	TYPE_PROHIBIT,
	TYPE_THROW,
	TYPE_NAT,
	TYPE_XRESOLVE,
	TYPE_COUNT
};

/* Flags of every system in one numbering; a dialect's table gives the letters and their order. */
enum route_flag {
	RFLAG_UP,
	RFLAG_GATEWAY,
	RFLAG_HOST,
	RFLAG_REJECT,
	RFLAG_DYNAMIC,
	RFLAG_MODIFIED,
	RFLAG_DONE,
	RFLAG_MASK,
	RFLAG_CLONING,	  /* a template: its use makes host routes */
	RFLAG_PRCLONING,  /* a template for clones that protocols ask for */
	RFLAG_CLONED,	  /* W, or c on OpenBSD: made from a template */
	RFLAG_XRESOLVE,
	RFLAG_LLINFO,	  /* holds a link-layer address */
	RFLAG_STATIC,
	RFLAG_BLACKHOLE,
	RFLAG_PROTO1,
	RFLAG_PROTO2,
	RFLAG_PROTO3,
	RFLAG_LOCAL,
	RFLAG_BROADCAST,
	RFLAG_MULTICAST,
	RFLAG_CACHED,	  /* OpenBSD: the gateway route of another route */
	RFLAG_MPATH,
	RFLAG_MPLS,
	RFLAG_BFD,
	RFLAG_CONNECTED,
	RFLAG_ANNOUNCE,
	RFLAG_PINNED,
	RFLAG_STICKY,
	RFLAG_FIXEDMTU,
	RFLAG_IFSCOPE,
	RFLAG_IFREF,
	RFLAG_PROXY,
	RFLAG_ROUTER,
	RFLAG_GLOBAL,
	RFLAG_TUNNEL,
	RFLAG_SOURCE,
	RFLAG_JUMBO,
	RFLAG_UPDATING,	  /* NetBSD */
	RFLAG_CONDEMNED,  /* macOS: being removed */
	RFLAG_PRCLONED,	  /* cloned from a PRCLONING template */
	/* Linux */
	RFLAG_REINSTATE,
	RFLAG_DEFAULT,
	RFLAG_ALLONLINK,
	RFLAG_ADDRCONF,
	RFLAG_NONEXTHOP,
	RFLAG_EXPIRES,
	RFLAG_CACHE,
	RFLAG_FLOW,
	RFLAG_POLICY,
	RFLAG_PREF_MTU,	  /* /proc's RTF_MTU, WINDOW and IRTT: a metric of that name is set */
	RFLAG_PREF_WINDOW,
	RFLAG_PREF_IRTT,
	RFLAG_ANYCAST,
	RFLAG_ONLINK,
	RFLAG_DEAD,
	RFLAG_LINKDOWN,
	RFLAG_PERVASIVE,
	RFLAG_OFFLOAD,
	RFLAG_TRAP,
	RFLAG_OFFLOAD_FAILED,
	RFLAG_UNRESOLVED,
	RFLAG_NOTIFY,
	RFLAG_COUNT
};

#define RFLAG_BIT(flag) (UINT64_C(1) << (flag))

/* What OpenBSD does with the label of a packet. */
enum mpls_op { MPLS_LOCAL, MPLS_POP, MPLS_PUSH, MPLS_SWAP, MPLS_OPS };

/* What is put before a packet (RTA_ENCAP_TYPE of rtnetlink(7)). */
enum encap_type {
	ENCAP_NONE,
	ENCAP_MPLS,
	ENCAP_IP,
	ENCAP_ILA,
	ENCAP_IP6,
	ENCAP_SEG6,
	ENCAP_BPF,
	ENCAP_SEG6_LOCAL,
	ENCAP_RPL,
	ENCAP_IOAM6,
	ENCAP_XFRM,
	ENCAP_COUNT
};

enum clone_reason { REASON_NONE, REASON_REDIRECT, REASON_PATH_MTU, REASON_NEIGHBOUR, REASON_COUNT };

/* The clock that a kernel counts an expiry by; none where it says how much time is left. */
enum expire_clock { EXPIRY_NONE, EXPIRY_WALL, EXPIRY_UPTIME, EXPIRY_COUNT };

enum { ROUTE_WORDS_MAX = 256 }; /* with the final NUL */
enum { ROUTE_LABEL_MAX = 32 }; /* OpenBSD's, with the final NUL */

/* Linux' well-known tables (rtnetlink(7)). */
enum { TABLE_DEFAULT = 253, TABLE_MAIN = 254, TABLE_LOCAL = 255 };

struct route {
	uint64_t has;	/* ROUTE_BIT of each field that was said */
	uint64_t flags; /* RFLAG_BIT */
	uint8_t family; /* enum family */
	uint8_t type;	/* enum route_type */
	uint8_t dst_bits;
	uint8_t src_bits;
	uint8_t protocol; /* rtm_protocol: see route_protocol_name */
	uint8_t scope;	  /* rtm_scope: 0 universe, 200 site, 253 link, 254 host, 255 nowhere */
	uint8_t tos;
	uint8_t pref;	/* 0 medium, 1 high, 3 low */
	uint8_t reason; /* enum clone_reason */
	uint8_t parent_bits;
	uint8_t expire_clock; /* enum expire_clock */
	uint8_t mpls;	      /* enum mpls_op */
	uint8_t encap;	      /* enum encap_type, or what a later kernel has */
	bool ttl_propagate;
	bool cloned;
	bool expire_locked;
	uint16_t hop;	/* this next hop's number from 0 */
	uint16_t hops;	/* next hops in all; 1 where there is one or none */
	uint32_t table;
	uint32_t ifindex;
	uint32_t priority;
	uint32_t weight; /* from 1 */
	uint32_t nhid;
	uint32_t realm;
	uint32_t refs;
	uint32_t tag; /* an MPLS label */
	uint64_t use;
	int64_t age_ms;
	int64_t expire_ms; /* time left when the bytes were made; negative: already over */
	int64_t expires_at_ms; /* as it came, where it came by a clock: see route_set_left */
	uint32_t metrics_has; /* 1 << enum metric */
	uint32_t locks;	      /* 1 << enum metric */
	uint32_t metric[METRIC_COUNT];
	char congestion[16];
	char device[16]; /* the interface's name, where the bytes give that and no index (procfs) */
	struct addr dst;
	struct addr gateway;
	struct addr prefsrc;
	struct addr src;
	struct addr mask;
	struct addr parent;
	char label[ROUTE_LABEL_MAX]; /* any bytes, NUL-terminated */
	/*
	 * Parameters of the encapsulation (any bytes may be among them), or the labels that an MPLS route
	 * puts in its own one's place; NUL-terminated. Last, since it is set only where it has its bit.
	 */
	char words[ROUTE_WORDS_MAX];
};

static inline bool route_has(const struct route *r, enum route_field field)
{
	return r->has >> field & 1;
}

static inline bool route_metric(const struct route *r, enum metric metric, uint32_t *ret_value)
{
	*ret_value = r->metric[metric];
	return r->metrics_has >> metric & 1;
}

static inline bool route_flag(const struct route *r, enum route_flag flag)
{
	return r->flags >> flag & 1;
}

/*
 * The time left of a record whose kernel gave a point in time. Both are whole seconds there, and
 * the clock is rounded down to them, as the systems' own tools do.
 */
void route_set_left_at(struct route *r, int64_t wall_ms, int64_t uptime_ms);

static inline void route_set_left(struct route *r, int64_t wall_ms, int64_t uptime_ms)
{
	if (route_has(r, ROUTE_EXPIRES_AT))
		route_set_left_at(r, wall_ms, uptime_ms);
}

/* The same for any two fields of that meaning. */
int64_t expire_left(enum expire_clock clock, int64_t at_ms, int64_t wall_ms, int64_t uptime_ms);

/* A packet that meets this route goes nowhere: reject, blackhole, prohibit, throw. */
static inline bool route_refuses(const struct route *r)
{
	return r->type >= TYPE_BLACKHOLE && r->type <= TYPE_THROW;
}

/*
 * What a BSD would call a route of a kernel that does not clone (Linux): connected networks are
 * templates (C), gateways' networks are templates for what protocols learn (c), exceptions are clones
 * (W), static and boot routes are S, those of routing daemons are 1.
 */
uint64_t route_bsd_flags(const struct route *r);

/* What a name of its destination is looked up as: a host's, or (IPv4 only) a network's. */
enum name_kind route_name_kind(const struct route *r);

/* Names for JSON; NULL where the number has none. */
const char *route_type_name(unsigned type);
const char *route_flag_name(unsigned flag);
const char *route_protocol_name(unsigned protocol);
const char *route_scope_name(unsigned scope);
const char *route_preference_name(unsigned pref);
const char *route_reason_name(unsigned reason);
const char *route_mpls_name(unsigned op);
const char *route_encap_name(unsigned type);
const char *route_table_name(unsigned table);
const char *metric_name(unsigned metric);
const char *expire_clock_name(unsigned clock);

#endif
