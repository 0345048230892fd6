/* SPDX-License-Identifier: ISC */
/*
 * conntrack: the connections that Linux tracks (ctnetlink: <linux/netfilter/nfnetlink.h> and
 * nfnetlink_conntrack.h of Linux 6.18).
 *
 *	nfgenmsg  0 family u8 · 1 version u8 · 2 resource u16 · 4 attributes, their numbers in network order
 */
#ifndef RC_WIRE_CONNTRACK_H
#define RC_WIRE_CONNTRACK_H

#include "lib/model/flow.h"
#include "lib/wire/netlink.h"

/* Subsystem 1 of netfilter, messages 0 (a connection) and 1 (the request for them). */
enum { CONNTRACK_NEW = 1 << 8, CONNTRACK_GET = 1 << 8 | 1 };

/* 1 and a record, 0 for a connection of a family that is not IP, -EBADMSG. */
int conntrack_flow(const struct netlink_message *message, const struct origin *origin,
		   struct flow *ret_flow);

#endif
