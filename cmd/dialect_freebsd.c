/* SPDX-License-Identifier: ISC */
/*
 * FreeBSD: netstat(1), route(8), arp(8) of 14, and of the eras whose texts differ: 13 (before the
 * columns of -i and -r grew), 11 (before next-hop objects), 4 (with route cloning).
 */
#include "cmd/change_bsd.h"
#include "cmd/dialect.h"
#include "cmd/option_rows.h"
#include "lib/view/get.h"
#include "lib/view/monitor.h"
#include "lib/view/rates.h"
#include "lib/view/stats_bsd.h"
#include "lib/view/view.h"

/* of all that have netstat -W */
#define NETSTAT_ROWS \
	OPTION('r', "", OPTION_ROUTE), \
	OPTION('i', "", OPTION_INTERFACES), \
	TAKING('I', "", OPTION_INTERFACE), \
	OPTION('g', "", OPTION_GROUPS), \
	OPTION('s', "", OPTION_STATISTICS), \
	OPTION(0, "verbose", OPTION_VERBOSE), /* it has no letter for it */ \
	OPTION('m', "", OPTION_MISSING), \
	OPTION('a', "", OPTION_ALL), \
	OPTION('n', "", OPTION_NUMERIC), \
	OPTION('W', "", OPTION_WIDE), \
	OPTION('l', "", OPTION_WIDE), \
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES), \
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS), \
	VALUED('h', "", OPTION_VIEW, VIEW_HUMAN), \
	TAKING('F', "", OPTION_RTABLE), \
	TAKING('f', "", OPTION_FAMILY), \
	VALUED('4', "", OPTION_FAMILY, FAMILY_INET), \
	VALUED('6', "", OPTION_FAMILY, FAMILY_INET6), \
	OPTION('B', "", OPTION_MISSING), \
	OPTION('C', "", OPTION_MISSING), \
	OPTION('c', "", OPTION_MISSING), \
	OPTION('P', "", OPTION_MISSING), \
	OPTION('Q', "", OPTION_MISSING), \
	OPTION('u', "", OPTION_MISSING), \
	OPTION('z', "", OPTION_MISSING), \
	TAKING('j', "", OPTION_MISSING), \
	TAKING('M', "", OPTION_MISSING), \
	TAKING('N', "", OPTION_MISSING), \
	TAKING('p', "", OPTION_PROTOCOL), \
	TAKING('q', "", OPTION_COUNT), \
	TAKING('w', "", OPTION_INTERVAL), \
	TAKING(0, "libxo", OPTION_LIBXO)

static const struct option_row netstat_rows[] = {
	NETSTAT_ROWS,
	VALUED('A', "", OPTION_VIEW, VIEW_PCBS), /* nothing is added to a routing table, as there */
	VALUED('L', "", OPTION_VIEW, VIEW_BACKLOGS),
	VALUED('R', "", OPTION_VIEW, VIEW_FLOWS),
	VALUED('S', "", OPTION_NUMERIC, 1),
	VALUED('T', "", OPTION_VIEW, VIEW_RESENT),
	VALUED('x', "", OPTION_VIEW, VIEW_BUFFERS),
	OPTION('o', "", OPTION_NEXTHOPS),
	OPTION('O', "", OPTION_HOP_GROUPS),
};

/* its sockets were told in the kernel's own structures */
static const struct option_row netstat11_rows[] = {
	NETSTAT_ROWS,
	OPTION('A', "", OPTION_RADIX),
	OPTION('L', "", OPTION_MISSING),
	OPTION('R', "", OPTION_MISSING),
	OPTION('S', "", OPTION_MISSING),
	OPTION('T', "", OPTION_MISSING),
	OPTION('x', "", OPTION_MISSING),
};

static const struct option_row route_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	VALUED('4', "", OPTION_FAMILY, FAMILY_INET),
	VALUED('6', "", OPTION_FAMILY, FAMILY_INET6),
	OPTION('d', "", OPTION_TEST),
	OPTION('q', "", OPTION_QUIET),
	OPTION('t', "", OPTION_TEST),
	TAKING('j', "", OPTION_MISSING),
};

static const struct option_row arp_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	TAKING('i', "", OPTION_DEVICE),
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('S', "", OPTION_CHANGE, 'S'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
	TAKING(0, "libxo", OPTION_LIBXO),
};

#define GRAMMARS(netstat) \
	{ \
		[TOOL_NETSTAT] = { OPTION_TABLE(netstat), 1, 1 }, \
		[TOOL_ROUTE] = { OPTION_TABLE(route_rows), 1, 64 /* EX_USAGE */ }, \
		[TOOL_ARP] = { OPTION_TABLE(arp_rows), 1, 1 }, \
	}

#define ROUTES(inet, inet6, layout) \
	{ \
		.head = "Routing tables", .fib_head = " (fib: ", \
		.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n" }, \
		.view = { [FAMILY_INET] = &(inet), [FAMILY_INET6] = &(inet6) }, \
		.neighbours = true, .lazy = true, .own = SYSTEM_FREEBSD, .xo = &(layout), \
	}

static const struct route_style routes = ROUTES(route_freebsd_inet, route_freebsd_inet6,
						  route_freebsd_xo);
static const struct route_style routes13 = ROUTES(route_freebsd13_inet, route_freebsd13_inet6,
						    route_freebsd13_xo);
static const struct route_style routes11 = ROUTES(route_freebsd11_inet, route_freebsd11_inet6,
						    route_freebsd11_xo);

static const struct neigh_style neighs = { .line = arp_freebsd_line, .xo = &arp_freebsd_xo,
					   .inet6 = &arp_freebsd_inet6, .quiet = true };

/* its exit status is that of a function that returned -1 */
static const struct get_style get = { get_freebsd, "route has not been found", 255, true };
static const struct get_style get11 = { get_freebsd11, "route has not been found", 255, true };

#define NEXTHOPS(rows, heading, layout) \
	{ \
		.name = "Nexthop data", .groups_name = "Nexthop groups data", \
		.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n" }, \
		.view = &(rows), .head = &(heading), .xo = &(layout), .group = &nexthop_freebsd_group, \
		.group_line = nexthop_freebsd_group_line, \
	}

static const struct nexthop_style nexthops = NEXTHOPS(nexthop_freebsd, nexthop_freebsd_head,
						      nexthop_freebsd_xo);
static const struct nexthop_style nexthops13 = NEXTHOPS(nexthop_freebsd13, nexthop_freebsd13_head,
							nexthop_freebsd13_xo);

static const struct iface_style ifaces = {
	.view = &iface_freebsd, .xo = &iface_freebsd_xo, .bsd = true, .by_family = true, .measure = iface_freebsd_measure,
	.maddr = iface_freebsd_maddr,
	.maddr_hidden = iface_freebsd_maddr_hidden,
};

static const struct iface_style ifaces13 = {
	.view = &iface_freebsd13, .xo = &iface_freebsd_xo, .bsd = true, .by_family = true,
	.measure = iface_freebsd13_measure,
	.maddr = iface_freebsd_maddr, .maddr_hidden = iface_freebsd_maddr_hidden,
};

const struct dialect dialect_freebsd = {
	.name = "freebsd",
	.system = SYSTEM_FREEBSD,
	.all_families = true,
	.tool = GRAMMARS(netstat_rows),
	.routes = &routes,
	.get = &get,
	.neighs = &neighs,
	.changes = &change_freebsd,
	.ifaces = &ifaces,
	.stats = &stats_freebsd,
	.rates = &rates_freebsd,
	.nexthops = &nexthops,
	.sockets = true,
	.monitor = monitor_freebsd,
};

const struct dialect dialect_freebsd13 = {
	.name = "freebsd-13",
	.all_families = true,
	.tool = GRAMMARS(netstat_rows),
	.routes = &routes13,
	.get = &get,
	.neighs = &neighs,
	.changes = &change_freebsd,
	.ifaces = &ifaces13,
	.stats = &stats_freebsd,
	.rates = &rates_freebsd,
	.nexthops = &nexthops13,
	.sockets = true,
	.monitor = monitor_freebsd13,
};

const struct dialect dialect_freebsd11 = {
	.name = "freebsd-11",
	.all_families = true,
	.tool = GRAMMARS(netstat11_rows),
	.routes = &routes11,
	.get = &get11,
	.neighs = &neighs,
	.changes = &change_freebsd,
	.ifaces = &ifaces13,
	.monitor = monitor_freebsd13,
	.stats = &stats_freebsd11,
	.rates = &rates_freebsd,
};

static const struct option_row netstat4_rows[] = {
	OPTION('r', "", OPTION_ROUTE),
	OPTION('i', "", OPTION_INTERFACES),
	OPTION('g', "", OPTION_GROUPS),
	OPTION('s', "", OPTION_STATISTICS),
	OPTION('m', "", OPTION_MASQUERADE),
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('W', "", OPTION_WIDE),
	OPTION('l', "", OPTION_WIDE),
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES),
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS),
	TAKING('I', "", OPTION_INTERFACE),
	OPTION('A', "", OPTION_MISSING), /* addresses of the kernel's memory */
	TAKING('f', "", OPTION_FAMILY),
	TAKING('p', "", OPTION_PROTOCOL),
	TAKING('w', "", OPTION_INTERVAL),
};

static const struct option_row route4_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
};

static const struct option_row arp4_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('S', "", OPTION_CHANGE, 'S'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
};

static const struct route_style routes4 = {
	.head = "Routing tables",
	.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n" },
	.view = { [FAMILY_INET] = &route_freebsd4_inet, [FAMILY_INET6] = &route_freebsd4_inet6 },
	.neighbours = true,
	.clones = true,
};

static const struct iface_style ifaces4 = { .view = &iface_freebsd4, .bsd = true,
					    .by_family = true, .maddr = iface_freebsd_maddr };

static const struct neigh_style neighs4 = { .line = arp_freebsd4_line,
					    .inet6 = &arp_freebsd_inet6, .quiet = true };

const struct dialect dialect_freebsd4 = {
	.name = "freebsd-4",
	.all_families = true,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(netstat4_rows), 1, 1 },
		  [TOOL_ROUTE] = { OPTION_TABLE(route4_rows), 1, 64 /* EX_USAGE */ },
		  [TOOL_ARP] = { OPTION_TABLE(arp4_rows), 1, 1 } },
	.routes = &routes4,
	.get = &get11,
	.neighs = &neighs4,
	.changes = &change_freebsd,
	.ifaces = &ifaces4,
	.monitor = monitor_freebsd4,
	.stats = &stats_freebsd11,
	.rates = &rates_freebsd4,
};
