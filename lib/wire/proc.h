/* SPDX-License-Identifier: ISC */
/*
 * proc: the synthetic frame of one process and its sockets (FRAME_PROC), encoder and decoder.
 *
 *	0 pid u32 · 4 error u32 (errno of Linux: why it could not be looked into; 0) · 8 uid u32
 *	12 flags u32 (1: of pid 0, no process is in a pid namespace that is not seen)
 *	16 lengths of four texts, u16 each · 24 number of sockets u32 · 28 zero u32
 *	32 for each socket: inode u64 · 8 descriptor u32 · 12 zero u32
 *	then the texts: name (comm), arguments each ended by a NUL, path of the control group, context of
 *	SELinux (or another security module)
 *
 * Numbers are in the origin's byte order. The frame of pid 0 comes first and is about the program itself:
 * its user. A process with more sockets than a frame holds has several frames; those behind the first have
 * no texts.
 */
#ifndef RC_WIRE_PROC_H
#define RC_WIRE_PROC_H

#include "lib/base/bytes.h"
#include "lib/model/proc.h"

enum { PROC_HEAD = 32, PROC_SOCKET = 16, PROC_TEXTS = 4 };

struct proc_socket {
	uint64_t inode;
	uint32_t fd;
};

struct proc_text {
	const void *data;
	uint16_t size;
};

/*
 * Encode into `to`; the sockets stand there already, by proc_encode_socket at PROC_HEAD and on. The room is
 * the caller's to know. Returns the length.
 */
size_t proc_encode(const struct proc *proc, uint32_t sockets, const struct proc_text texts[PROC_TEXTS],
		   uint8_t *to);
void proc_encode_socket(uint64_t inode, uint32_t fd, uint8_t *to);

/* 1 and the process, its sockets left in `ret_sockets`; or -EBADMSG. */
int proc_decode(struct bytes frame, struct proc *ret_proc, struct bytes *ret_sockets);

/* The next of them: 1, or 0 behind the last. */
int proc_decode_socket(struct bytes *sockets, struct proc_socket *ret_socket);

#endif
