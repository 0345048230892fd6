/* SPDX-License-Identifier: ISC */
/*
 * netlink_lwt: the header that a route puts before its packets (lightweight tunnels of Linux), in
 * iproute2's words. Formats: the kernel's headers lwtunnel.h, mpls_iptunnel.h, seg6_iptunnel.h, seg6_local.h,
 * ila.h, rpl_iptunnel.h, ioam6_iptunnel.h of Linux 6.18.
 */
#ifndef RC_WIRE_NETLINK_LWT_H
#define RC_WIRE_NETLINK_LWT_H

#include "lib/base/bytes.h"
#include "lib/model/route.h"

/*
 * The parameters of an RTA_ENCAP (or NHA_ENCAP) of that type into `ret_words`, NUL-terminated; what does not
 * fit ends in " ...". Nothing of a type that is not known, or of what is broken: a table with an odd tunnel
 * in it is still a table.
 */
void netlink_lwt(unsigned type, struct bytes value, char ret_words[ROUTE_WORDS_MAX]);

/* The labels of a stack, outermost first, as "100/200". */
void netlink_lwt_labels(struct bytes value, char ret_words[ROUTE_WORDS_MAX]);

#endif
