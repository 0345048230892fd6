/* SPDX-License-Identifier: ISC */
/* bsd: cells and words that the views of the BSDs share. Records are struct route where not said. */
#ifndef RC_VIEW_BSD_H
#define RC_VIEW_BSD_H

#include "lib/model/iface.h"
#include "lib/model/route.h"
#include "lib/view/view.h"

/* A flag and its letter; a dialect has a table of them in the order in which it prints them. */
struct bsd_letter {
	uint8_t flag; /* enum route_flag */
	char letter;
};

/* The flags of a route in a BSD's terms: a Linux route's are made up, see route_bsd_flags. */
uint64_t bsd_flags(const struct view_context *context, const struct route *route);
void bsd_letters(struct out *out, uint64_t flags, const struct bsd_letter *letters, size_t count);

/* What a letter of such a table means. */
void bsd_legend(struct out *out, char letter, const struct bsd_letter *letters, size_t count);

#define BSD_LEGEND(out, letter, table) \
	bsd_legend(out, letter, table, sizeof(table) / sizeof((table)[0]))

legend_letter bsd_freebsd_legend, bsd_nd_state_legend, bsd_nd_flags_legend;

#define BSD_LETTERS(out, flags, table) \
	bsd_letters(out, flags, table, sizeof(table) / sizeof((table)[0]))

/* "10", "172.16", "10.1/16": by the classes of the time, as FreeBSD 4 prints networks. */
void bsd_freebsd4_network(struct out *out, const struct addr *addr, unsigned bits);

/* In FreeBSD's letters and order, of 8 and later. */
void bsd_freebsd_letters(struct out *out, uint64_t flags);

/* The same flags by their names, with commas between. */
void bsd_freebsd_words(struct out *out, uint64_t flags);

/* Does it lead to a single host? A route to one that was made as a network's does not. */
bool bsd_is_host(const struct view_context *context, const struct route *route);

/* An IPv6 address with its zone ("fe80::1%em0"), any other one as it is. */
void bsd_write_scoped(struct out *out, const struct view_context *context, const struct addr *addr);

/* The same of an address of interface `ifindex`, which is its zone where it says none. */
void bsd_write_own(struct out *out, const struct view_context *context, const struct addr *addr,
		   uint32_t ifindex);

/* "1d2h0m5s": from the largest unit that is not 0. */
void bsd_write_time(struct out *out, int64_t seconds);

/* "link#2", the name that came with it, or the address in pairs of digits. */
void bsd_write_link(struct out *out, const struct view_context *context, const struct addr *addr,
		    uint32_t ifindex, unsigned digits);

/* "10/8", "192.168.1/24": a network without the octets behind its length (NetBSD, OpenBSD). */
void bsd_write_network4(struct out *out, const struct addr *addr, unsigned bits);

/* "10", "172.16", "10.0.2/24": macOS', by the class of the address. */
void bsd_write_class_network(struct out *out, const struct addr *addr, unsigned bits);

/* Cells: a gateway in its own way; counters; the interface; seconds left, if at least one is. */
void bsd_gateway(struct out *out, const struct view_context *context, const void *record);
void bsd_refs(struct out *out, const struct view_context *context, const void *record);
void bsd_use(struct out *out, const struct view_context *context, const void *record);
void bsd_mtu(struct out *out, const struct view_context *context, const void *record);
void bsd_device(struct out *out, const struct view_context *context, const void *record);
void bsd_expire(struct out *out, const struct view_context *context, const void *record);

/* A row of netstat -i: an interface, or one of its addresses. */
struct iface_row {
	const struct iface *iface;
	const struct ifaddr *addr; /* NULL: the row of the interface itself */
	bool shown; /* of the families that were asked for; only `measure` sees the others */
};

/* "<Link#1>", "192.0.2.0/24", "fe80::%em0/64"; the address as a name or with its zone. */
struct addr bsd_iface_network_of(const struct ifaddr *addr);
void bsd_iface_network(struct out *out, const struct view_context *context, const void *row);
void bsd_iface_address(struct out *out, const struct view_context *context,
		       const struct ifaddr *addr);

/* A counter; with VIEW_HUMAN "4.3G", in steps of `divisor` (1000 or 1024). */
void bsd_count(struct out *out, const struct view_context *context, uint64_t value,
	       unsigned divisor);

/* Widths of FreeBSD's and NetBSD's columns for IPv6, which depend on whether there are names. */
uint8_t bsd_destination6_width(const struct view_context *context);
uint8_t bsd_gateway6_width(const struct view_context *context);

#endif
