/* SPDX-License-Identifier: ISC */
/*
 * macOS: the second forms of dump and list, whose messages hold references and counters of 64 bits; the
 * multicast addresses come with the list. Neighbours are routes.
 */
#include "platform/rtsock/system.h"

enum { LLINFO = 0x400 };

static const struct rtsock_row rows[] = {
	{ .what = ASK_ROUTES, .operation = 7, .key = "net.route.dump" },
	{ .what = ASK_ROUTES, .operation = 1, .key = "net.route.dump" },
	{ .what = ASK_NEIGHS, .operation = 2, .number = LLINFO, .key = "net.route.flags" },
	{ .what = ASK_LINKS, .operation = 6, .key = "net.route.iflist" },
	{ .what = ASK_LINKS, .operation = 3, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 6, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 3, .key = "net.route.iflist" },
	{ .what = ASK_MADDRS, .operation = 6, .key = "net.route.iflist" },
	{ .what = ASK_STATS, .subject = "route", .operation = 4, .whole = true,
	  .key = "net.route.stats" },
	{ .what = ASK_NOTHING },
};

const struct rtsock_system macos_system = {
	.system = SYSTEM_MACOS,
	.pf_route = 17,
	.mark = { .pid = 16, .sequence = 20, .error = 24 },
	.families = { [FAMILY_INET] = 2, [FAMILY_INET6] = 30, [FAMILY_LINK] = 18 },
	.rows = rows,
};
