/* SPDX-License-Identifier: ISC */
/*
 * sock_diag: the sockets in answers of sock_diag(7) (<linux/inet_diag.h>, unix_diag.h, packet_diag.h,
 * netlink_diag.h, vm_sockets_diag.h and tcp.h of Linux 6.18; kernels from 3.3 on send fewer attributes).
 * A message says of what family its socket is and not of what protocol: that is what was asked for.
 *
 * All functions are pure: 1 and a record, 0 where the message holds none, -EBADMSG.
 */
#ifndef RC_WIRE_SOCK_DIAG_H
#define RC_WIRE_SOCK_DIAG_H

#include "lib/model/sock.h"
#include "lib/wire/netlink.h"

enum { SOCK_DIAG_BY_FAMILY_TYPE = 20 };

int sock_diag_record(const struct netlink_message *message, const struct origin *origin,
		     enum sock_protocol protocol, struct sock *ret_sock);

#endif
