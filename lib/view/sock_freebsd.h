/* SPDX-License-Identifier: ISC */
/*
 * sock_freebsd: sockets as FreeBSD's netstat prints them (usr.bin/netstat/inet.c: widths and words only).
 * Records are struct sock.
 */
#ifndef RC_VIEW_SOCK_FREEBSD_H
#define RC_VIEW_SOCK_FREEBSD_H

#include "lib/view/view.h"

struct sock;
struct xo;
struct xo_layout;

/* Rows; and their heading, which does not stand over them in all places. */
extern const struct view sock_freebsd, sock_freebsd_head;

/* --libxo: "statistics", a list of "socket". */
extern const struct xo_layout sock_freebsd_xo;

/* A record of it. */
void sock_freebsd_write_xo(struct xo *xo, const struct view_context *context, const struct sock *sock);

/* Whose sockets it is one of: 1 << FAMILY_INET, FAMILY_INET6, or both. IPv4 in IPv6 is IPv4. */
unsigned sock_freebsd_families(const struct sock *sock);

/* The protocol's name there ("tcp", "icmp6"); NULL: netstat does not list it. */
const char *sock_freebsd_name(const struct sock *sock);

#endif
