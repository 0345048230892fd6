/* SPDX-License-Identifier: ISC */
/*
 * rates: netstat -w, what interfaces counted between two looks (usr.bin/netstat, sidewaysintpr). FreeBSD
 * and macOS show the total or one interface, and begin with what was counted in the first interval;
 * OpenBSD and NetBSD show one interface and the total side by side, and below each heading stands first what
 * was counted since the start of the system.
 */
#ifndef RC_VIEW_RATES_H
#define RC_VIEW_RATES_H

#include "lib/model/iface.h"
#include "lib/view/view.h"

enum rate {
	RATE_IPACKETS,
	RATE_IERRORS,
	RATE_IDROPS,
	RATE_IBYTES,
	RATE_OPACKETS,
	RATE_OERRORS,
	RATE_ODROPS,
	RATE_OBYTES,
	RATE_COLLISIONS,
	RATE_COUNT
};

struct rates {
	uint64_t value[RATE_COUNT];
};

void rates_read(const struct iface *iface, struct rates *ret_rates);

/* Add to `sum` what was counted between two looks (counters_growth). */
void rates_add_growth(struct rates *sum, const struct rates *before, const struct rates *now);

/* The same in an interface's own counters, for JSON. */
void rates_iface_growth(struct iface *now, const struct iface *before);

enum { RATES_LINES = 21 }; /* between two headings */

struct rate_style {
	bool both;     /* one interface and the total side by side */
	bool terminal; /* the heading again on a terminal alone */
	/* `name`: of the interface; NULL: the total alone */
	void (*head)(struct out *out, const struct view_context *context, const char *name);
	/* `one` is NULL where the total is shown alone, `total` where one interface is */
	void (*row)(struct out *out, const struct view_context *context, const struct rates *one,
		    const struct rates *total);
};

extern const struct rate_style rates_freebsd, rates_freebsd4, rates_openbsd, rates_netbsd;

#endif
