/* SPDX-License-Identifier: ISC */
/*
 * pcb_freebsd: the sockets that FreeBSD tells of in net.inet.tcp.pcblist and its like: a struct xinpgen, a struct
 * xtcpcb or xinpcb for each (<netinet/in_pcb.h>, <netinet/tcp_var.h>, <sys/socketvar.h>), a struct xinpgen. As they
 * are since FreeBSD 12 on systems of 64 bits; seen of 13.0. Before, they held the kernel's own structures.
 */
#ifndef RC_WIRE_PCB_FREEBSD_H
#define RC_WIRE_PCB_FREEBSD_H

#include "lib/base/bytes.h"
#include "lib/model/origin.h"
#include "lib/model/sock.h"

/* Where in a list; begin with pcb_freebsd_begin. */
struct pcb_freebsd {
	enum sock_protocol protocol;
	bool begun;
	uint64_t generation; /* of the list: what is younger came while it was made */
};

/* False where `key` is no such list of this origin. */
bool pcb_freebsd_begin(struct pcb_freebsd *walk, const char *key, const struct origin *origin);

/* 1 and a socket, 0 at the end, -EBADMSG. `list` begins where the list does, and moves on. */
int pcb_freebsd_next(struct pcb_freebsd *walk, struct bytes *list, struct sock *ret_sock);

/* The list that a protocol's sockets are in; NULL: there is none. */
const char *pcb_freebsd_key(enum sock_protocol protocol);

#endif
