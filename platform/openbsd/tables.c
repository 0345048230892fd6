/* SPDX-License-Identifier: ISC */
/*
 * OpenBSD 7. Its kernel knows no names: those that are asked for are here, as sysctl(8) calls them. What pledge(2)
 * does not allow with "route" is asked apart.
 */
#include "platform/rtsock/system.h"

enum { LLINFO = 0x400, NET = 4, INET = 2, INET6 = 24, PFLOW = 34 };

static const struct rtsock_row rows[] = {
	{ .what = ASK_ROUTES, .operation = 1, .tail = TAIL_NUMBER_TABLE, .key = "net.route.dump" },
	{ .what = ASK_NEIGHS, .operation = 2, .tail = TAIL_NUMBER_TABLE, .number = LLINFO,
	  .each = true, .key = "net.route.flags" },
	{ .what = ASK_LINKS, .operation = 3, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 3, .key = "net.route.iflist" },
	{ .what = ASK_STATS, .subject = "route", .operation = 4, .whole = true, .apart = true,
	  .key = "net.route.stats" },
	{ .what = ASK_NOTHING },
};

static const struct rtsock_name names[] = {
	{ "net.inet.ip.stats", 4, { NET, INET, 0, 33 } },
	{ "net.inet.ip.mrtstats", 4, { NET, INET, 0, 35 } },
	{ "net.inet.ip.mrtmfc", 4, { NET, INET, 0, 37 } },
	{ "net.inet.ip.mrtvif", 4, { NET, INET, 0, 38 } },
	{ "net.inet.icmp.stats", 4, { NET, INET, 1, 7 } },
	{ "net.inet.igmp.stats", 4, { NET, INET, 2, 1 } },
	{ "net.inet.ipip.stats", 4, { NET, INET, 4, 2 } },
	{ "net.inet.tcp.stats", 4, { NET, INET, 6, 21 } },
	{ "net.inet.udp.stats", 4, { NET, INET, 17, 5 } },
	{ "net.inet.ipsec.stats", 4, { NET, INET, 0, 13 } },
	{ "net.inet.esp.stats", 4, { NET, INET, 50, 4 } },
	{ "net.inet.ah.stats", 4, { NET, INET, 51, 2 } },
	{ "net.inet.etherip.stats", 4, { NET, INET, 97, 2 } },
	{ "net.inet.ipcomp.stats", 4, { NET, INET, 108, 2 } },
	{ "net.inet.carp.stats", 4, { NET, INET, 112, 4 } },
	{ "net.inet.pfsync.stats", 4, { NET, INET, 240, 1 } },
	{ "net.inet.divert.stats", 4, { NET, INET, 258, 3 } },
	{ "net.pflow.stats", 3, { NET, PFLOW, 1 } },
	{ "net.inet6.ip6.stats", 4, { NET, INET6, 41, 6 } },
	{ "net.inet6.icmp6.stats", 4, { NET, INET6, 58, 1 } },
	{ "net.inet6.divert.stats", 4, { NET, INET6, 258, 3 } },
	{ "net.inet6.raw6.stats", 4, { NET, INET6, 255, 1 } },
	{ NULL },
};

const struct rtsock_system openbsd_system = {
	.system = SYSTEM_OPENBSD,
	.pf_route = 17,
	.mark = { .pid = 24, .sequence = 28, .error = 32 },
	.families = { [FAMILY_INET] = INET, [FAMILY_INET6] = INET6, [FAMILY_LINK] = 18,
		      [FAMILY_MPLS] = 33 },
	.rows = rows,
	.names = names,
	.names_apart = true,
	.tables = true,
	.has_broker = true,
};
