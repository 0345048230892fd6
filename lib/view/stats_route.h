/* SPDX-License-Identifier: ISC */
/*
 * The sentences of netstat -rs (the BSDs' usr.bin/netstat, rt_stats). A line whose count the kernel
 * does not keep is left out.
 */
#ifndef RC_VIEW_STATS_ROUTE_H
#define RC_VIEW_STATS_ROUTE_H

#include "lib/view/view.h"

enum route_stat {
	STAT_BAD_REDIRECTS,
	STAT_DYNAMIC,
	STAT_NEW_GATEWAYS,
	STAT_REDIRECTS,	 /* Linux: received, taken or not */
	STAT_UNREACHABLE, /* look-ups that found no route */
	STAT_UNREACHABLE_IN,  /* Linux: of packets that came in */
	STAT_UNREACHABLE_OUT, /* … of packets to be sent */
	STAT_WILDCARD,
	STAT_NOT_FREED,
	STAT_COUNT
};

struct route_stats {
	uint32_t has; /* 1 << enum route_stat */
	uint64_t value[STAT_COUNT];
};

static inline void route_stats_add(struct route_stats *s, enum route_stat stat, uint64_t value)
{
	s->has |= 1u << stat;
	s->value[stat] += value;
}

struct xo;

/* The counters that FreeBSD's --libxo has. */
void route_stats_xo(struct xo *xo, const struct route_stats *stats, bool nonzero);
extern const struct xo_layout route_stats_layout;

enum route_stats_how {
	STATS_DETAIL = 1,     /* with the lines that split a sum */
	STATS_NONZERO = 2,    /* without those that are 0 */
	STATS_NONE_IS_ONE = 4, /* "0 destination": a plural from 2 on (macOS) */
};

void route_stats_write(struct out *out, const struct route_stats *stats, unsigned how);

#endif
