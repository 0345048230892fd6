/* SPDX-License-Identifier: ISC */
/*
 * macOS: netstat(1), route(8), arp(8) as network_cmds has them; 10.12's text is what was seen. Its table
 * holds cloned routes, those of protocols with -a alone.
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
	OPTION('l', "", OPTION_WIDE),
	VALUED('b', "", OPTION_VIEW, VIEW_BYTES),
	VALUED('d', "", OPTION_VIEW, VIEW_DROPS),
	TAKING('f', "", OPTION_FAMILY),
	OPTION('A', "", OPTION_MISSING), /* addresses of the kernel's memory */
	OPTION('B', "", OPTION_MISSING),
	OPTION('L', "", OPTION_MISSING),
	OPTION('m', "", OPTION_MISSING),
	OPTION('q', "", OPTION_MISSING),
	OPTION('R', "", OPTION_MISSING),
	OPTION('S', "", OPTION_MISSING),
	VALUED('t', "", OPTION_VIEW, VIEW_TIMER),
	OPTION('u', "", OPTION_MISSING),
	OPTION('v', "", OPTION_VERBOSE),
	OPTION('W', "", OPTION_MISSING),
	OPTION('x', "", OPTION_MISSING),
	TAKING('c', "", OPTION_MISSING),
	TAKING('p', "", OPTION_PROTOCOL),
	TAKING('w', "", OPTION_INTERVAL),
};

static const struct option_row route_rows[] = {
	OPTION('n', "", OPTION_NUMERIC),
	OPTION('d', "", OPTION_TEST),
	OPTION('q', "", OPTION_QUIET),
	OPTION('t', "", OPTION_TEST),
	OPTION('v', "", OPTION_VERBOSE),
};

static const struct option_row arp_rows[] = {
	OPTION('a', "", OPTION_ALL),
	OPTION('n', "", OPTION_NUMERIC),
	TAKING('i', "", OPTION_DEVICE),
	OPTION('l', "", OPTION_MISSING),
	OPTION('x', "", OPTION_MISSING),
	VALUED('d', "", OPTION_CHANGE, 'd'),
	VALUED('s', "", OPTION_CHANGE, 's'),
	VALUED('S', "", OPTION_CHANGE, 'S'),
	VALUED('f', "", OPTION_CHANGE, 'f'),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
};

static const struct route_style routes = {
	.head = "Routing tables",
	.title = { [FAMILY_INET] = "\nInternet:\n", [FAMILY_INET6] = "\nInternet6:\n" },
	.view = { [FAMILY_INET] = &route_macos_inet, [FAMILY_INET6] = &route_macos_inet6 },
	.neighbours = true,
	.lazy = true,
	.clones = true,
};

static const struct iface_style ifaces = { .view = &iface_macos, .bsd = true,
					   .maddr = iface_macos_maddr };

static const struct neigh_style neighs = { .line = arp_macos_line, .inet6 = &arp_freebsd_inet6,
					   .quiet = true };

static const struct get_style get = { get_macos, "writing to routing socket: not in table", 1, false };

const struct dialect dialect_macos = {
	.name = "macos",
	.system = SYSTEM_MACOS,
	.none_is_one = true,
	.all_families = true,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(netstat_rows), 1, 1 },
		  [TOOL_ROUTE] = { OPTION_TABLE(route_rows), 1, 64 /* EX_USAGE */ },
		  [TOOL_ARP] = { OPTION_TABLE(arp_rows), 1, 1 } },
	.routes = &routes,
	.neighs = &neighs,
	.ifaces = &ifaces,
	.rates = &rates_freebsd4,
	.stats = &stats_macos,
	.get = &get,
	.monitor = monitor_macos,
	.changes = &change_macos,
};
