/* SPDX-License-Identifier: ISC */
/*
 * procfs: the texts under /proc/net (proc(5); net/ipv6/route.c, net/ipv4/proc.c and net/ipv6/proc.c of
 * Linux 6.18). Some have no netlink form; the others are what there is of kernels whose netlink nobody
 * recorded (net/ipv4/fib_hash.c, net/ipv4/arp.c and net/core/dev.c of Linux 2.4, and the same of 6.18).
 *
 * Decoders of lines take the next line off the text: 1 and a record, 0 at the end, -EBADMSG. Headings
 * are passed over. Interfaces are told by name: the records' `device`.
 */
#ifndef RC_WIRE_PROCFS_H
#define RC_WIRE_PROCFS_H

#include "lib/base/bytes.h"
#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/origin.h"
#include "lib/model/route.h"
#include "lib/model/stats.h"

/*
 * One line of net/ipv6_route: destination, bits, source, bits, next hop (32 or 2 hexadecimal digits
 * each), metric, references, use, flags (8 each), device.
 */
int procfs_ipv6_route(struct bytes *text, struct route *ret_route);

/*
 * One line of net/route: device, destination, gateway (8 hexadecimal digits: the four bytes as a number
 * of the origin's byte order), flags (4 digits), references, use, metric, mask, "MTU", window, irtt. What
 * it calls MTU is the route's segment size and forty bytes of headers: kernel 2.4 says 40 where the
 * route has no size of its own, later ones 0; the record's advmss is then 0 or absent. A route without a
 * device ("*") leads nowhere.
 */
int procfs_route(struct bytes *text, const struct origin *origin, struct route *ret_route);

/*
 * One line of net/arp: address, hardware type, flags (2 complete, 4 permanent, 8 published), hardware
 * address, mask, device. Of the state it says no more than that: where the address is known and not
 * permanent the record counts as stale and NEIGH_STATE is not set.
 */
int procfs_arp(struct bytes *text, struct neigh *ret_neigh);

/*
 * One line of net/dev: name, colon, sixteen counters. Number, flags and MTU of the interface are not in
 * it; what the device missed is among rx_dropped.
 */
int procfs_dev(struct bytes *text, struct iface *ret_iface);

/*
 * One line of net/if_inet6: an address of an interface, the interface's number, bits, scope, flags (two or
 * more hexadecimal digits each), its name.
 */
int procfs_if_inet6(struct bytes *text, struct ifaddr *ret_ifaddr);

/*
 * Counters one by one. net/snmp and net/netstat give two lines a group, names and values; net/snmp6,
 * net/sctp/snmp and net/xfrm_stat give a line a counter, the group in its name ("Ip6InReceives").
 */
struct procfs_counters {
	struct bytes text;
	struct bytes names, values;
	char group[16];
};

void procfs_counters_begin(struct procfs_counters *it, struct bytes text);
int procfs_counters_next(struct procfs_counters *it, struct counter *ret_counter);

/*
 * net/softnet_stat: a line for each processor, columns of eight hexadecimal digits without names. The
 * counter `number` (from 0, over all lines) is one column of the line in hand; those of all processors
 * have the same names, and are to be added up.
 */
int procfs_softnet(struct bytes *text, unsigned number, struct counter *ret_counter);

/* A file that holds one number, as those under /proc/sys do. 1 or -EBADMSG. */
int procfs_number(struct bytes text, int64_t *ret_value);

#endif
