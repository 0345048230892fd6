/* SPDX-License-Identifier: ISC */
/*
 * procfs_membership: the multicast groups of net/igmp, net/igmp6 and net/dev_mcast (net/ipv4/igmp.c,
 * net/ipv6/mcast.c and net/core/net-procfs.c of Linux 6.18).
 *
 * Each takes the next line off the text: 1 and a record, 0 at the end, -EBADMSG.
 */
#ifndef RC_WIRE_PROCFS_MEMBERSHIP_H
#define RC_WIRE_PROCFS_MEMBERSHIP_H

#include "lib/base/bytes.h"
#include "lib/model/membership.h"
#include "lib/model/origin.h"

/*
 * net/igmp gives a line for an interface, then one for each of its groups. That of an interface makes a
 * record without a group, whose interface and querier are those of the records behind it.
 */
int procfs_igmp(struct bytes *text, const struct origin *origin, struct membership *ret_membership);
int procfs_igmp6(struct bytes *text, const struct origin *origin, struct membership *ret_membership);
int procfs_dev_mcast(struct bytes *text, struct membership *ret_membership);

#endif
