/* SPDX-License-Identifier: ISC */
/*
 * netstat -s in the linux dialect: net-tools 2.10's text, counter by counter as the kernel's texts have
 * them, with the faults that scripts have learnt to live with:
 *
 *	names that its search misses because its tables are not sorted have no words
 *	("Forwarding: 2", all of TCPDSACK…);
 *	headings of groups that it does not know (IcmpMsg, UdpLite, IpExt, MPTcpExt) stand there whatever
 *	was selected, and their rows are indented as the last row before them;
 *	the heading of a histogram is indented as that row as well.
 *
 * And the wide form, which is ours: every counter by its kernel name, 0 or not, under its own heading.
 */
#ifndef RC_VIEW_STATS_LINUX_H
#define RC_VIEW_STATS_LINUX_H

#include <stdbool.h>

#include "lib/base/out.h"
#include "lib/model/stats.h"

/* What -t, -u, -w, -S and -U select, and the selection by addresses' family; all where none is given. */
enum stats_kind {
	STATS_RAW = 1 << 0, /* IP and ICMP */
	STATS_TCP = 1 << 1,
	STATS_UDP = 1 << 2,
	STATS_SCTP = 1 << 3,
	STATS_UDPLITE = 1 << 4,
	STATS_OTHER = 1 << 5, /* IPsec, queues: only where nothing is selected */
	STATS_ALL = (1 << 6) - 1,
};

/* Begin with { .kinds = … }; the rest is the module's own. */
struct stats_linux {
	unsigned kinds; /* enum stats_kind */
	char group[16];
	uint8_t table; /* of the group; 0: it has no words */
	uint8_t state; /* enum in the .c: where the last row stood */
	bool begun, shown;
};

void stats_linux_counter(struct stats_linux *stats, struct out *out, const struct counter *counter);
void stats_linux_wide(struct stats_linux *stats, struct out *out, const struct counter *counter);

/* Which of the selections a kernel's group belongs to: enum stats_kind. */
unsigned stats_linux_kind(const char *group);

#endif
