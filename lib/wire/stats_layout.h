/* SPDX-License-Identifier: ISC */
/*
 * stats_layout: the structures of counters that BSD kernels answer net.inet.tcp.stats and its like with
 * (struct tcpstat of netinet/tcp_var.h, struct ipstat of netinet/ip_var.h and so on; arrays numbered by
 * TCP_STAT_… on NetBSD). Seen of FreeBSD 11.0 and 13.0 and of NetBSD 7.99; those of FreeBSD 14,
 * OpenBSD 7.7 and macOS come from the systems' headers.
 *
 * A structure that ends early has the counters that are in it whole: kernels add theirs behind.
 */
#ifndef RC_WIRE_STATS_LAYOUT_H
#define RC_WIRE_STATS_LAYOUT_H

#include "lib/base/bytes.h"
#include "lib/model/origin.h"
#include "lib/model/stats.h"

struct stats_layout;

/* Where in a structure; begin with stats_begin. */
struct stats_walk {
	const struct stats_layout *layout;
	const char *field;	    /* what is left of its fields */
	unsigned element, elements; /* of the array in hand */
	unsigned width;
	char name[40];
	size_t at; /* offset of the next one */
};

/* False where this origin has no such sysctl of counters. `size`: of the whole answer. */
bool stats_begin(struct stats_walk *walk, const char *key, const struct origin *origin, size_t size);

/* 1 and a counter, 0 at the end. `data` begins where the structure does. */
int stats_next(struct stats_walk *walk, struct bytes data, const struct origin *origin,
	       struct counter *ret_counter);

/* The sysctls of counters of a system, by number from 0; NULL behind the last. */
const char *stats_key(enum origin_system system, unsigned number);

/* Their group: "tcp"; NULL where there is no such sysctl. */
const char *stats_group(enum origin_system system, const char *key);

#endif
