/* SPDX-License-Identifier: ISC */
/*
 * procfs_sock: the texts under /proc/net in which kernels list sockets (net/ipv4/tcp_ipv4.c, udp.c, raw.c and
 * ping.c, their IPv6 forms, net/unix/af_unix.c, net/packet/af_packet.c, net/netlink/af_netlink.c and
 * net/sctp/proc.c of Linux 6.18; kernels from 2.4 on have shorter lines of the same beginning). They are what
 * there is where a kernel has no sock_diag, and a UNIX socket's references are in no other place.
 *
 * Decoders take the next line off the text: 1 and a record, 0 at the end, -EBADMSG. Headings are passed over.
 */
#ifndef RC_WIRE_PROCFS_SOCK_H
#define RC_WIRE_PROCFS_SOCK_H

#include "lib/base/bytes.h"
#include "lib/model/origin.h"
#include "lib/model/sock.h"

/* The file "net/tcp", "net/udp6", "net/unix" … of a protocol and family; NULL where there is none. */
const char *procfs_sock_file(enum sock_protocol protocol, enum family family);

/* The second of SCTP's files, "net/sctp/assocs", of both families; NULL for other protocols. */
const char *procfs_sock_file2(enum sock_protocol protocol);

/* Has the text of that key sockets? */
bool procfs_sock_is(const char *key);

int procfs_sock(struct bytes *text, const char *key, const struct origin *origin,
		struct sock *ret_sock);

#endif
