/* SPDX-License-Identifier: ISC */
/* FreeBSD 11 and later; the longer list of interfaces is there since 10, next-hop objects since 13. */
#include "platform/rtsock/system.h"

enum { LLINFO = 0x400 };

/* Capsicum forbids all of them: none is marked as safe. */
static const struct rtsock_row rows[] = {
	{ .what = ASK_ROUTES, .operation = 1, .tail = TAIL_NUMBER_TABLE, .apart = true,
	  .key = "net.route.dump" },
	{ .what = ASK_NEIGHS, .operation = 2, .number = LLINFO, .each = true, .apart = true,
	  .key = "net.route.flags" },
	{ .what = ASK_LINKS, .operation = 5, .apart = true, .key = "net.route.iflistl" },
	{ .what = ASK_LINKS, .operation = 3, .apart = true, .key = "net.route.iflist" },
	{ .what = ASK_ADDRS, .operation = 5, .apart = true, .key = "net.route.iflistl" },
	{ .what = ASK_ADDRS, .operation = 3, .apart = true, .key = "net.route.iflist" },
	{ .what = ASK_MADDRS, .operation = 4, .apart = true, .key = "net.route.ifmalist" },
	{ .what = ASK_NEXTHOPS, .operation = 6, .tail = TAIL_NUMBER_TABLE, .each = true,
	  .apart = true, .key = "net.route.nhop" },
	{ .what = ASK_GROUPS, .operation = 7, .tail = TAIL_NUMBER_TABLE, .each = true,
	  .apart = true, .key = "net.route.nhgrp" },
	{ .what = ASK_STATS, .subject = "route", .name = "net.route.stats", .whole = true,
	  .apart = true },
	{ .what = ASK_NOTHING },
};

const struct rtsock_system freebsd_system = {
	.system = SYSTEM_FREEBSD,
	.pf_route = 17,
	.mark = { .pid = 16, .sequence = 20, .error = 24 },
	.families = { [FAMILY_INET] = 2, [FAMILY_INET6] = 28, [FAMILY_LINK] = 18 },
	.rows = rows,
	.names_apart = true,
	.tables = true,
	.has_broker = true,
};
