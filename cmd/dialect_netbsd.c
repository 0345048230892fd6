/* SPDX-License-Identifier: ISC */
/*
 * NetBSD: netstat(1), route(8), arp(8) since release 8, whose kernel clones no routes, and the era
 * before it (netbsd-7), whose table holds clones and neighbours.
 */
#include "cmd/change_bsd.h"
#include "cmd/dialect.h"
#include "cmd/option_rows.h"
#include "lib/view/get.h"
#include "lib/view/monitor.h"
#include "lib/view/rates.h"
#include "lib/view/stats_bsd.h"
#include "lib/view/view.h"

static const struct option_row netstat_rows[] = {
	OPTION('r', "", OPTION_ROUTE),
	OPTION('i', "", OPTION_INTERFACES),
	TAKING('I', "", OPTION_INTERFACE),
	OPTION('g', "", OPTION_GROUPS),
	OPTION('s', "", OPTION_STATISTICS),
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('S', "", OPTION_NUMERIC), /* addresses as numbers, ports as names */
	OPTION('v', "", OPTION_VERBOSE),
	OPTION('l', "", OPTION_WIDE), /* multicast routes alone have a wide form, as there */
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES),
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS),
	VALUED('L', "", OPTION_VIEW, VIEW_NO_LINK),
	VALUED('T', "", OPTION_VIEW, VIEW_TAGS),
	TAKING('f', "", OPTION_FAMILY),
	OPTION('A', "", OPTION_MISSING), /* addresses of the kernel's memory */
	OPTION('X', "", OPTION_RADIX), /* by sysctl and not out of the kernel's memory: as always here */
	OPTION('B', "", OPTION_MISSING),
	VALUED('h', "", OPTION_VIEW, VIEW_HUMAN),
	OPTION('m', "", OPTION_MISSING),
	OPTION('q', "", OPTION_MISSING),
	VALUED('t', "", OPTION_VIEW, VIEW_TIMER),
	OPTION('u', "", OPTION_MISSING),
	OPTION('V', "", OPTION_MISSING),
	TAKING('M', "", OPTION_MISSING),
	TAKING('N', "", OPTION_MISSING),
	TAKING('P', "", OPTION_MISSING),
	TAKING('p', "", OPTION_PROTOCOL),
	TAKING('w', "", OPTION_INTERVAL),
};

static const struct option_row route_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	VALUED('L', "", OPTION_VIEW, VIEW_NO_LINK),
	VALUED('T', "", OPTION_VIEW, VIEW_TAGS),
	OPTION('d', "", OPTION_TEST),
	OPTION('f', "", OPTION_MISSING),
	OPTION('q', "", OPTION_QUIET),
	OPTION('S', "", OPTION_MISSING),
	OPTION('s', "", OPTION_MISSING),
	OPTION('t', "", OPTION_TEST),
};

static const struct option_row arp_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE), /* of changes alone */
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
};

#define GRAMMARS \
	{ \
		[TOOL_NETSTAT] = { OPTION_TABLE(netstat_rows), 1, 1 }, \
		[TOOL_ROUTE] = { OPTION_TABLE(route_rows), 1, 1 }, \
		[TOOL_ARP] = { OPTION_TABLE(arp_rows), 1, 1 }, \
	}

#define ROUTES(inet, inet6, in_table) \
	{ \
		.head = "Routing tables", \
		.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n", \
			   [FAMILY_MPLS] = "\nMPLS:\n" }, \
		.view = { [FAMILY_INET] = &(inet), [FAMILY_INET6] = &(inet6), \
			  [FAMILY_MPLS] = &(inet) }, \
		.neighbours = true, .lazy = true, .clones = (in_table), .own = SYSTEM_NETBSD, \
		.detail = route_netbsd_detail, \
	}

static const struct route_style routes = ROUTES(route_netbsd, route_netbsd_inet6, false);
static const struct route_style routes7 = ROUTES(route_netbsd7, route_netbsd7_inet6, true);

static const struct iface_style ifaces = { .view = &iface_netbsd, .bsd = true, .by_family = true,
					   .starred = true };

static const struct get_style get = { get_netbsd, "writing to routing socket: not in table", 1,
				      false };

static const struct neigh_style neighs = { .line = arp_netbsd_line, .inet6 = &arp_netbsd_inet6,
					   .quiet = true, .aside = true };

const struct dialect dialect_netbsd = {
	.name = "netbsd",
	.system = SYSTEM_NETBSD,
	.family_lists = true,
	.all_families = true,
	.tool = GRAMMARS,
	.routes = &routes,
	.neighs = &neighs,
	.changes = &change_netbsd,
	.ifaces = &ifaces,
	.rates = &rates_netbsd,
	.stats = &stats_netbsd,
	.get = &get,
	.monitor = monitor_netbsd,
};

const struct dialect dialect_netbsd7 = {
	.name = "netbsd-7",
	.family_lists = true,
	.all_families = true,
	.tool = GRAMMARS,
	.routes = &routes7,
	.neighs = &neighs,
	.changes = &change_netbsd,
	.ifaces = &ifaces,
	.rates = &rates_netbsd,
	.stats = &stats_netbsd,
	.get = &get,
	.monitor = monitor_netbsd,
};
