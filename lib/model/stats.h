/* SPDX-License-Identifier: ISC */
/* stats: one counter of a protocol, one lifetime in force. Plain values. */
#ifndef RC_MODEL_STATS_H
#define RC_MODEL_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

struct counter {
	char group[16]; /* "Ip", "IpExt", "Icmp6" as the kernel names it */
	char name[48];	/* "OutNoRoutes" */
	uint64_t value; /* two's complement where the kernel prints a negative number */
	uint64_t growth; /* since the look before, where `grown` */
	bool grown;
};

/* How long cloned routes and neighbours are kept: a sysctl, or a neighbour table's parameter. */
struct lifetime {
	char name[64];	/* as a user changes it: net.ipv4.route.mtu_expires */
	int64_t value_ms;
};

/* The parameters of a neighbour table, for one device or (ifindex 0) as defaults. */
struct neigh_times {
	uint8_t family;
	uint32_t ifindex;
	int64_t reachable_ms;	   /* the randomised time in force now */
	int64_t base_reachable_ms; /* what it is drawn around */
	int64_t stale_ms;	   /* gc_stale_time */
	int64_t delay_ms;	   /* delay_first_probe_time */
	int64_t retrans_ms;
};

#endif
