/* SPDX-License-Identifier: ISC */
/*
 * netlink_encap: the parameters of a light-weight tunnel as rtnetlink takes them with a route or a next-hop
 * object (<linux/lwtunnel.h>, <linux/mpls_iptunnel.h>). Pure.
 */
#ifndef RC_WIRE_NETLINK_ENCAP_H
#define RC_WIRE_NETLINK_ENCAP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"
#include "lib/model/change.h"
#include "lib/model/route.h"

struct netlink_encap {
	uint8_t type; /* enum encap_type: ENCAP_MPLS, ENCAP_IP, ENCAP_IP6 */
	bool has_id, has_ttl, has_tos;
	uint8_t ttl, tos;
	uint64_t id;
	struct addr src, dst; /* of the outer packet; FAMILY_NONE: not said */
	struct addr labels;   /* FAMILY_MPLS */
};

/* Into the change, in the byte order of whoever will read it (`swap`: not this host's). */
void netlink_encap_put(const struct netlink_encap *encap, bool swap, struct change *change);

#endif
