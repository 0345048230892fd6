/* SPDX-License-Identifier: ISC */
/*
 * OpenBSD: netstat(1), route(8), arp(8) and ndp(8)'s table of 7.7 (as of 8.0), and netstat and arp of 3.
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
	OPTION('m', "", OPTION_MISSING),
	OPTION('R', "", OPTION_MISSING),
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	OPTION('A', "", OPTION_MISSING), /* addresses of the kernel's memory */
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES),
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS),
	VALUED('e', "", OPTION_VIEW, VIEW_ERRORS),
	VALUED('q', "", OPTION_VIEW, VIEW_BUSY),
	VALUED('F', "", OPTION_VIEW, VIEW_SAME_FAMILY),
	VALUED('h', "", OPTION_VIEW, VIEW_HUMAN),
	TAKING('T', "", OPTION_RTABLE),
	TAKING('f', "", OPTION_FAMILY),
	OPTION('B', "", OPTION_MISSING),
	OPTION('l', "", OPTION_MISSING),
	OPTION('u', "", OPTION_MISSING),
	TAKING('c', "", OPTION_COUNT),
	TAKING('M', "", OPTION_MISSING),
	TAKING('N', "", OPTION_MISSING),
	TAKING('P', "", OPTION_MISSING),
	TAKING('p', "", OPTION_PROTOCOL),
	TAKING('W', "", OPTION_MISSING),
	TAKING('w', "", OPTION_INTERVAL),
};

static const struct option_row route_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	TAKING('T', "", OPTION_RTABLE),
	OPTION('d', "", OPTION_TEST),
	OPTION('q', "", OPTION_QUIET),
	OPTION('t', "", OPTION_TEST),
};

static const struct option_row arp_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	TAKING('V', "", OPTION_RTABLE),
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('F', "", OPTION_CHANGE, 'F'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('W', "", OPTION_CHANGE, 'W'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
};

static const struct route_style routes = {
	.head = "Routing tables",
	.title = { [FAMILY_INET] = "\nInternet:\n",
		   [FAMILY_INET6] = "\nInternet6:\n",
		   [FAMILY_MPLS] = "\nMPLS:\n" },
	.view = { [FAMILY_INET] = &route_openbsd_inet,
		  [FAMILY_INET6] = &route_openbsd_inet6,
		  [FAMILY_MPLS] = &route_openbsd_mpls },
	.neighbours = true,
	.lazy = true,
	.clones = true,
	.selects = true,
	.own = SYSTEM_OPENBSD,
};

static const struct iface_style ifaces = { .view = &iface_openbsd,
					   .bsd = true,
					   .skip = iface_openbsd_skip };

static const struct neigh_style neighs = { .table = &arp_openbsd_table,
					   .inet6 = &ndp_openbsd_table,
					   .quiet = true,
					   .domains = true };

static const struct get_style get = { get_openbsd, "writing to routing socket: No such process", 1,
				      false };

const struct dialect dialect_openbsd = {
	.name = "openbsd",
	.system = SYSTEM_OPENBSD,
	.all_families = true,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(netstat_rows), 1, 1 },
		  [TOOL_ROUTE] = { OPTION_TABLE(route_rows), 1, 1 },
		  [TOOL_ARP] = { OPTION_TABLE(arp_rows), 1, 1 } },
	.routes = &routes,
	.neighs = &neighs,
	.changes = &change_openbsd,
	.ifaces = &ifaces,
	.rates = &rates_openbsd,
	.stats = &stats_openbsd,
	.get = &get,
	.monitor = monitor_openbsd,
};

static const struct option_row netstat3_rows[] = {
	OPTION('r', "", OPTION_ROUTE),
	OPTION('i', "", OPTION_INTERFACES),
	TAKING('I', "", OPTION_INTERFACE),
	OPTION('g', "", OPTION_GROUPS),
	OPTION('s', "", OPTION_STATISTICS),
	OPTION('m', "", OPTION_MISSING),
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	OPTION('A', "", OPTION_MISSING),
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES),
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS),
	VALUED('t', "", OPTION_VIEW, VIEW_TIMER),
	VALUED('q', "", OPTION_VIEW, VIEW_BUSY),
	TAKING('f', "", OPTION_FAMILY),
	OPTION('l', "", OPTION_MISSING),
	OPTION('u', "", OPTION_MISSING),
	TAKING('M', "", OPTION_MISSING),
	TAKING('N', "", OPTION_MISSING),
	TAKING('P', "", OPTION_MISSING),
	TAKING('p', "", OPTION_PROTOCOL),
	TAKING('w', "", OPTION_INTERVAL),
};

static const struct option_row route3_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('v', "", OPTION_VERBOSE),
	OPTION('d', "", OPTION_MISSING),
	OPTION('q', "", OPTION_MISSING),
	OPTION('t', "", OPTION_MISSING),
};

static const struct option_row arp3_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
};

static const struct route_style routes3 = {
	.head = "Routing tables",
	.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n" },
	.view = { [FAMILY_INET] = &route_openbsd3_inet, [FAMILY_INET6] = &route_openbsd3_inet6 },
	.neighbours = true,
	.lazy = true,
	.clones = true,
};

static const struct iface_style ifaces3 = { .view = &iface_openbsd3,
					    .bsd = true,
					    .skip = iface_openbsd_skip };

static const struct neigh_style neighs3 = { .line = arp_openbsd3_line,
					    .inet6 = &ndp_openbsd_table,
					    .quiet = true };

const struct dialect dialect_openbsd3 = {
	.name = "openbsd-3",
	.all_families = true,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(netstat3_rows), 1, 1 },
		  [TOOL_ROUTE] = { OPTION_TABLE(route3_rows), 1, 1 },
		  [TOOL_ARP] = { OPTION_TABLE(arp3_rows), 1, 1 } },
	.routes = &routes3,
	.neighs = &neighs3,
	.changes = &change_openbsd,
	.ifaces = &ifaces3,
	.rates = &rates_openbsd,
	.monitor = monitor_openbsd,
	.stats = &stats_openbsd,
};
