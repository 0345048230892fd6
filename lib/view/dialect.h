/* SPDX-License-Identifier: ISC */
/*
 * The views of the dialects. One file for each thing and dialect (route_linux.c, arp_freebsd.c …);
 * cmd/dialect joins them to names and options. Sources: net-tools 2.10 (linux), FreeBSD 4's
 * usr.bin/netstat and usr.sbin/arp (freebsd-4), as their programs print.
 */
#ifndef RC_VIEW_DIALECT_H
#define RC_VIEW_DIALECT_H

#include "lib/view/view.h"

struct neigh;
struct route;

/* route_linux.c: records are struct route */
extern const struct view route_linux_inet;
extern const struct view route_linux_inet6;
legend_letter route_linux_inet6_legend; /* of the letters of IPv6 */

/* route_linux_mpls.c: likewise */
extern const struct view route_linux_mpls;

/* route_linux160.c: likewise */
extern const struct view route_linux160_inet6;

/* flow_linux.c: records are struct flow; VIEW_METRIC adds what TCP's sequence numbers are moved by */
extern const struct view flow_linux;

/* membership_linux.c: records are struct membership */
extern const struct view membership_linux;

/* rule.c: records are struct rule */
extern const struct view rule_table;

/* One rule in a sentence, "32766: from all lookup main". */
struct rule;
void rule_sentence(struct out *out, const struct view_context *context, const struct rule *rule);

/* arp_linux.c: records are struct neigh */
extern const struct view arp_linux_table;
void arp_linux_line(struct out *out, const struct view_context *context, const void *record);

/*
 * The hardware type (ARPHRD_) of that name. -EINVAL: no such name; -EOPNOTSUPP: a type without
 * neighbours.
 */
int arp_linux_type(const char *name);

/* iface_linux.c: records are struct iface */
extern const struct view iface_linux;

/*
 * The row of an address label that is no interface of its own (eth0:1). Same width as `iface_linux`.
 */
void iface_linux_label(struct out *out, const char *label, const struct index_iface *iface);

/* The letters of IFLAG_ bits, which both have. */
void iface_linux_letters(struct out *out, uint32_t flags);
legend_letter iface_linux_legend;

/* iface_linux160.c: likewise */
extern const struct view iface_linux160;
void iface_linux160_label(struct out *out, const char *label, const struct index_iface *iface);

/*
 * iface_linux_long.c: an interface with its addresses, IPv4's by their labels. One without IFACE_NAME is
 * an address label (eth0:1) with what it has of its interface.
 */
struct iface;
struct ifaddr;
struct ifrow_addr;
void iface_linux_long(struct out *out, const struct view_context *context, const struct iface *iface,
		      const struct ifrow_addr *addrs, size_t count);

/* iface_freebsd.c: records are struct iface_row */
struct iface_row;
extern const struct view iface_freebsd, iface_freebsd13, iface_freebsd4;
void iface_freebsd_measure(struct out *out, struct view_context *context,
			   const struct iface_row *row);
void iface_freebsd13_measure(struct out *out, struct view_context *context,
			     const struct iface_row *row);
bool iface_freebsd_maddr_hidden(const struct iface *iface);
void iface_freebsd_maddr(struct out *out, const struct view_context *context,
			 const struct ifaddr *addr);

/* nexthop_freebsd.c: records are struct nexthop */
struct nexthop;
extern const struct view nexthop_freebsd, nexthop_freebsd_head;
extern const struct view nexthop_freebsd13, nexthop_freebsd13_head;
extern const struct view nexthop_freebsd_group;
void nexthop_freebsd_group_line(struct out *out, const struct nexthop *nexthop);

/* route_freebsd.c */
extern const struct view route_freebsd4_inet;
extern const struct view route_freebsd4_inet6;
extern const struct view route_freebsd_inet, route_freebsd_inet6;
extern const struct view route_freebsd13_inet, route_freebsd13_inet6;
extern const struct view route_freebsd11_inet, route_freebsd11_inet6;

/* route_netbsd.c: MPLS has the view of inet */
extern const struct view route_netbsd, route_netbsd_inet6;
extern const struct view route_netbsd7, route_netbsd7_inet6;

/* The lines that follow a row with -v. */
void route_netbsd_detail(struct out *out, const struct view_context *context, const void *record);

/* iface_netbsd.c: records are struct iface_row */
extern const struct view iface_netbsd;

/* route_macos.c, iface_macos.c (struct iface_row), arp_macos.c */
extern const struct view route_macos_inet, route_macos_inet6;
extern const struct view iface_macos;
void iface_macos_maddr(struct out *out, const struct view_context *context,
		       const struct ifaddr *addr);
void arp_macos_line(struct out *out, const struct view_context *context, const void *record);

/* arp_netbsd.c */
void arp_netbsd_line(struct out *out, const struct view_context *context, const void *record);

/* iface_openbsd.c: records are struct iface_row */
extern const struct view iface_openbsd, iface_openbsd3;
/* A number of bytes, with VIEW_HUMAN as the system scales it. */
void iface_openbsd_scaled(struct out *out, const struct view_context *context, uint64_t value);
void iface_netbsd_scaled(struct out *out, const struct view_context *context, uint64_t value);
bool iface_openbsd_skip(const struct view_context *context, const struct iface_row *row);

/* route_openbsd.c */
extern const struct view route_openbsd_inet, route_openbsd_inet6, route_openbsd_mpls;
extern const struct view route_openbsd3_inet, route_openbsd3_inet6;

/* arp_openbsd.c */
extern const struct view arp_openbsd_table, ndp_openbsd_table;
void arp_openbsd3_line(struct out *out, const struct view_context *context, const void *record);

/* arp_freebsd.c */
void arp_freebsd4_line(struct out *out, const struct view_context *context, const void *record);
void arp_freebsd_line(struct out *out, const struct view_context *context, const void *record);
extern const struct view arp_freebsd_inet6, arp_netbsd_inet6;

struct xo_layout;
extern const struct xo_layout arp_freebsd_xo, iface_freebsd_xo;
extern const struct xo_layout nexthop_freebsd_xo, nexthop_freebsd13_xo;
extern const struct xo_layout route_freebsd_xo, route_freebsd13_xo, route_freebsd11_xo;

/* "ethernet", "vlan" … by our numbers of hardware types; NULL: it has no name there. */
const char *arp_freebsd_media(uint16_t type);


#endif
