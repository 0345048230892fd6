/* SPDX-License-Identifier: ISC */
/*
 * procfs: the texts under /proc/net that have no netlink form (proc(5); net/ipv6/route.c,
 * net/ipv4/proc.c and net/ipv6/proc.c of Linux 6.18).
 */
#ifndef RC_WIRE_PROCFS_H
#define RC_WIRE_PROCFS_H

#include "lib/base/bytes.h"
#include "lib/model/route.h"
#include "lib/model/stats.h"

/*
 * One line of net/ipv6_route: destination, bits, source, bits, next hop (32 or 2 hexadecimal digits
 * each), metric, references, use, flags (8 each), device. The record's interface is `device`, a name.
 * 1, 0 at the end, or -EBADMSG.
 */
int procfs_ipv6_route(struct bytes *text, struct route *ret_route);

/*
 * Counters one by one. net/snmp and net/netstat give two lines a group, names and values; net/snmp6
 * gives a line a counter, the group in its name ("Ip6InReceives").
 */
struct procfs_counters {
	struct bytes text;
	struct bytes names, values;
	char group[16];
};

void procfs_counters_begin(struct procfs_counters *it, struct bytes text);
int procfs_counters_next(struct procfs_counters *it, struct counter *ret_counter);

/* A file that holds one number, as those under /proc/sys do. 1 or -EBADMSG. */
int procfs_number(struct bytes text, int64_t *ret_value);

#endif
