/* SPDX-License-Identifier: ISC */
/*
 * sock_bytecode: what is wanted of a kernel's sockets as a program that it runs itself over each of them
 * (INET_DIAG_REQ_BYTECODE, struct inet_diag_bc_op and inet_diag_hostcond of <linux/inet_diag.h>; run by
 * inet_diag_bc_run of net/ipv4/inet_diag.c, Linux 2.6.16 and later).
 *
 *	op	 0 code u8 · 1 yes u8 · 2 no u16	how many bytes to go on, if it holds and if not
 *	hostcond 0 family u8 · 1 bits u8 · 2 zero u16 · 4 port i32 (-1 any) · 8 address 4 or 16
 *
 * A program that comes to its end exactly accepts the socket; one that jumps four bytes beyond refuses it. In
 * the byte order of the host: it is made for a kernel, never for a capture.
 */
#ifndef RC_WIRE_SOCK_BYTECODE_H
#define RC_WIRE_SOCK_BYTECODE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/sock_match.h"

enum { SOCK_BYTECODE_MAX = 3072 };

/*
 * Encode what of `match` has a form there: ports, prefixes, the interface (`device`: the kernel knows that
 * test, from Linux 4.4 on). Returns the length; 0 where nothing is left to ask, or it does not fit: the
 * caller filters all the same.
 */
size_t sock_bytecode(const struct sock_match *match, bool device, uint8_t *to);

#endif
