/* SPDX-License-Identifier: ISC */
/*
 * NetBSD 7 and later. The list of interfaces has got a new number with each new layout: 6 since release 8,
 * 5 before.
 */
#include "platform/rtsock/system.h"

enum { LLINFO = 0x400 };

static const struct rtsock_row rows[] = {
	{ .what = ASK_ROUTES, .operation = 1, .key = "net.route.dump" },
	{ .what = ASK_NEIGHS, .operation = 2, .number = LLINFO, .each = true,
	  .key = "net.route.flags" },
	{ .what = ASK_LINKS, .operation = 6, .key = "net.route.iflist" },
	{ .what = ASK_LINKS, .operation = 5, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 6, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 5, .key = "net.route.iflist" },
	{ .what = ASK_STATS, .subject = "route", .name = "net.route.stats", .whole = true },
	{ .what = ASK_NOTHING },
};

const struct rtsock_system netbsd_system = {
	.system = SYSTEM_NETBSD,
	.pf_route = 34,
	.mark = { .pid = 16, .sequence = 20, .error = 24 },
	.families = { [FAMILY_INET] = 2, [FAMILY_INET6] = 24, [FAMILY_LINK] = 18,
		      [FAMILY_MPLS] = 33 },
	.rows = rows,
};
