/* SPDX-License-Identifier: ISC */
#include "lib/model/route.h"

#include <stddef.h>

int64_t expire_left(enum expire_clock clock, int64_t at_ms, int64_t wall_ms, int64_t uptime_ms)
{
	int64_t now_ms = clock == EXPIRY_UPTIME ? uptime_ms : wall_ms;

	return at_ms - (now_ms - now_ms % 1000);
}

void route_set_left_at(struct route *r, int64_t wall_ms, int64_t uptime_ms)
{
	r->expire_ms = expire_left((enum expire_clock)r->expire_clock, r->expires_at_ms, wall_ms,
				   uptime_ms);
	r->has |= ROUTE_BIT(ROUTE_EXPIRE);
}

/* rtm_protocol: 2 kernel, 3 boot, 4 static are not daemons; 1 is a redirect (rtnetlink(7)) */
static uint64_t origin_flags(const struct route *r)
{
	switch (r->protocol) {
	case 1:
		return RFLAG_BIT(RFLAG_DYNAMIC);
	case 0:
	case 2:
	case 9: /* router advertisements */
	case 16: /* DHCP */
		return 0;
	case 3:
	case 4:
		return RFLAG_BIT(RFLAG_STATIC);
	default:
		return RFLAG_BIT(RFLAG_PROTO1);
	}
}

uint64_t route_bsd_flags(const struct route *r)
{
	bool host = r->dst_bits == family_bits((enum family)r->family);
	bool gateway = route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK;
	uint64_t flags = RFLAG_BIT(RFLAG_UP) | (r->flags & RFLAG_BIT(RFLAG_DYNAMIC));

	if (r->reason == REASON_NEIGHBOUR) /* made for a BSD's eyes already */
		return r->flags;
	if (gateway)
		flags |= RFLAG_BIT(RFLAG_GATEWAY);
	if (host)
		flags |= RFLAG_BIT(RFLAG_HOST);
	if (r->type == TYPE_BLACKHOLE)
		flags |= RFLAG_BIT(RFLAG_BLACKHOLE);
	else if (route_refuses(r))
		flags |= RFLAG_BIT(RFLAG_REJECT);
	else if (r->type == TYPE_LOCAL)
		flags |= RFLAG_BIT(RFLAG_LOCAL);
	else if (r->type == TYPE_BROADCAST)
		flags |= RFLAG_BIT(RFLAG_BROADCAST);
	else if (r->type == TYPE_MULTICAST)
		flags |= RFLAG_BIT(RFLAG_MULTICAST);
	if (r->cloned)
		return flags | RFLAG_BIT(RFLAG_CLONED) |
		       (r->gateway.family == FAMILY_LINK ? RFLAG_BIT(RFLAG_LLINFO) : 0);
	flags |= origin_flags(r);
	if (r->type == TYPE_UNICAST && !host)
		flags |= RFLAG_BIT(gateway ? RFLAG_PRCLONING : RFLAG_CLONING);
	return flags;
}

enum name_kind route_name_kind(const struct route *r)
{
	return r->family == FAMILY_INET && r->dst_bits < 32 ? NAME_NETWORK : NAME_HOST;
}

static const char *const types[TYPE_COUNT] = {
	[TYPE_UNICAST] = "unicast",	[TYPE_LOCAL] = "local",
	[TYPE_BROADCAST] = "broadcast", [TYPE_ANYCAST] = "anycast",
	[TYPE_MULTICAST] = "multicast", [TYPE_BLACKHOLE] = "blackhole",
	[TYPE_UNREACHABLE] = "unreachable", [TYPE_PROHIBIT] = "prohibit",
	[TYPE_THROW] = "throw",		[TYPE_NAT] = "nat",
	[TYPE_XRESOLVE] = "xresolve",
};

static const char *const flags[RFLAG_COUNT] = {
	[RFLAG_UP] = "up",
	[RFLAG_GATEWAY] = "gateway",
	[RFLAG_HOST] = "host",
	[RFLAG_REJECT] = "reject",
	[RFLAG_DYNAMIC] = "dynamic",
	[RFLAG_MODIFIED] = "modified",
	[RFLAG_DONE] = "done",
	[RFLAG_MASK] = "mask",
	[RFLAG_CLONING] = "cloning",
	[RFLAG_PRCLONING] = "prcloning",
	[RFLAG_CLONED] = "cloned",
	[RFLAG_XRESOLVE] = "xresolve",
	[RFLAG_LLINFO] = "llinfo",
	[RFLAG_STATIC] = "static",
	[RFLAG_BLACKHOLE] = "blackhole",
	[RFLAG_PROTO1] = "proto1",
	[RFLAG_PROTO2] = "proto2",
	[RFLAG_PROTO3] = "proto3",
	[RFLAG_LOCAL] = "local",
	[RFLAG_BROADCAST] = "broadcast",
	[RFLAG_MULTICAST] = "multicast",
	[RFLAG_CACHED] = "cached",
	[RFLAG_MPATH] = "mpath",
	[RFLAG_MPLS] = "mpls",
	[RFLAG_BFD] = "bfd",
	[RFLAG_CONNECTED] = "connected",
	[RFLAG_ANNOUNCE] = "announce",
	[RFLAG_PINNED] = "pinned",
	[RFLAG_STICKY] = "sticky",
	[RFLAG_FIXEDMTU] = "fixedmtu",
	[RFLAG_IFSCOPE] = "ifscope",
	[RFLAG_IFREF] = "ifref",
	[RFLAG_PROXY] = "proxy",
	[RFLAG_ROUTER] = "router",
	[RFLAG_GLOBAL] = "global",
	[RFLAG_TUNNEL] = "tunnel",
	[RFLAG_SOURCE] = "source",
	[RFLAG_JUMBO] = "jumbo",
	[RFLAG_UPDATING] = "updating",
	[RFLAG_CONDEMNED] = "condemned",
	[RFLAG_PRCLONED] = "prcloned",
	[RFLAG_REINSTATE] = "reinstate",
	[RFLAG_DEFAULT] = "default",
	[RFLAG_ALLONLINK] = "allonlink",
	[RFLAG_ADDRCONF] = "addrconf",
	[RFLAG_NONEXTHOP] = "nonexthop",
	[RFLAG_EXPIRES] = "expires",
	[RFLAG_CACHE] = "cache",
	[RFLAG_FLOW] = "flow",
	[RFLAG_POLICY] = "policy",
	[RFLAG_PREF_MTU] = "mtu",
	[RFLAG_PREF_WINDOW] = "window",
	[RFLAG_PREF_IRTT] = "irtt",
	[RFLAG_ANYCAST] = "anycast",
	[RFLAG_ONLINK] = "onlink",
	[RFLAG_DEAD] = "dead",
	[RFLAG_LINKDOWN] = "linkdown",
	[RFLAG_PERVASIVE] = "pervasive",
	[RFLAG_OFFLOAD] = "offload",
	[RFLAG_TRAP] = "trap",
	[RFLAG_OFFLOAD_FAILED] = "offload_failed",
	[RFLAG_UNRESOLVED] = "unresolved",
	[RFLAG_NOTIFY] = "notify",
};

/* <linux/rtnetlink.h>, Linux 6.18, and iproute2's etc/iproute2/rt_protos */
static const char *const protocols[256] = {
	[1] = "redirect", [2] = "kernel",    [3] = "boot",    [4] = "static",	[8] = "gated",
	[9] = "ra",	  [10] = "mrt",	     [11] = "zebra",  [12] = "bird",	[13] = "dnrouted",
	[14] = "xorp",	  [15] = "ntk",	     [16] = "dhcp",   [17] = "mrouted", [18] = "keepalived",
	[42] = "babel",	  [84] = "ovn",	     [99] = "openr",  [186] = "bgp",	[187] = "isis",
	[188] = "ospf",	  [189] = "rip",     [192] = "eigrp",
};

static const char *const scopes[256] = {
	[0] = "global", [200] = "site", [253] = "link", [254] = "host", [255] = "nowhere",
};

static const char *const preferences[4] = { [0] = "medium", [1] = "high", [3] = "low" };

static const char *const reasons[REASON_COUNT] = {
	[REASON_REDIRECT] = "redirect",
	[REASON_PATH_MTU] = "path_mtu",
	[REASON_NEIGHBOUR] = "neighbour",
};

static const char *const metrics[METRIC_COUNT] = {
#define METRIC(id, member, key, kind, unit, meaning) [METRIC_##id] = key,
#include "lib/model/fields.def"
#undef METRIC
};

static const char *const clocks[EXPIRY_COUNT] = {
	[EXPIRY_NONE] = "none", [EXPIRY_WALL] = "wall", [EXPIRY_UPTIME] = "uptime",
};

#define NAME_OF(table, n) ((n) < sizeof(table) / sizeof((table)[0]) ? (table)[n] : NULL)

const char *route_type_name(unsigned type)
{
	return NAME_OF(types, type);
}

const char *route_flag_name(unsigned flag)
{
	return NAME_OF(flags, flag);
}

const char *route_protocol_name(unsigned protocol)
{
	return NAME_OF(protocols, protocol);
}

const char *route_scope_name(unsigned scope)
{
	return NAME_OF(scopes, scope);
}

const char *route_preference_name(unsigned pref)
{
	return NAME_OF(preferences, pref);
}

const char *route_reason_name(unsigned reason)
{
	return NAME_OF(reasons, reason);
}

const char *route_mpls_name(unsigned op)
{
	static const char *const names[MPLS_OPS] = { "local", "pop", "push", "swap" };

	return NAME_OF(names, op);
}

const char *route_encap_name(unsigned type)
{
	static const char *const names[ENCAP_COUNT] = {
		[ENCAP_MPLS] = "mpls", [ENCAP_IP] = "ip",     [ENCAP_ILA] = "ila",
		[ENCAP_IP6] = "ip6",   [ENCAP_SEG6] = "seg6", [ENCAP_BPF] = "bpf",
		[ENCAP_SEG6_LOCAL] = "seg6local", [ENCAP_RPL] = "rpl", [ENCAP_IOAM6] = "ioam6",
		[ENCAP_XFRM] = "xfrm",
	};

	return NAME_OF(names, type);
}

const char *route_table_name(unsigned table)
{
	return table == TABLE_DEFAULT ? "default" :
	       table == TABLE_MAIN    ? "main" :
	       table == TABLE_LOCAL   ? "local" :
					NULL;
}

const char *metric_name(unsigned metric)
{
	return NAME_OF(metrics, metric);
}

const char *expire_clock_name(unsigned clock)
{
	return NAME_OF(clocks, clock);
}
