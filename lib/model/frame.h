/* SPDX-License-Identifier: ISC */
/*
 * frame: some bytes of an answer, as a source hands them out. The seam of the program: behind it are
 * sockets, files and captures, before it nothing but bytes.
 */
#ifndef RC_MODEL_FRAME_H
#define RC_MODEL_FRAME_H

#include <stddef.h>
#include <stdint.h>

struct origin;

enum frame_kind {
	FRAME_NONE,
	FRAME_NETLINK, /* whole netlink messages (RFC 3549) */
	FRAME_RTSOCK,  /* whole routing socket messages */
	FRAME_SYSCTL,  /* part of the answer of the sysctl `key`, split only between messages */
	FRAME_FILE,    /* part of the text file `key`, split only after a line end */
	FRAME_PROC,    /* one process: lib/wire/proc */
	FRAME_NAME,    /* one name that was looked up: lib/wire/name */
	FRAME_ND,      /* what a kernel tells of one IPv6 neighbour alone: lib/wire/nd */
	FRAME_DIAG,    /* whole netlink messages of sock_diag(7); `key`: the protocol of the sockets */
	FRAME_CONNTRACK, /* whole netlink messages of netfilter: lib/wire/conntrack */
	FRAME_KINDS
};

enum frame_flag {
	FRAME_REQUEST = 1, /* what was sent, not what came back */
	FRAME_MORE = 2,	   /* the same object goes on in the next frame */
	FRAME_CUT = 4,	   /* the kernel said that bytes are missing */
};

struct frame {
	uint32_t question;	     /* number of the question that it answers, from 1 */
	uint32_t flags;		     /* enum frame_flag */
	enum frame_kind kind;
	const struct origin *origin; /* lives as long as the source */
	const char *key;	     /* SYSCTL, FILE, DIAG: which; "" elsewhere */
	int64_t time_ms;	     /* wall clock when it was received; 0 where nobody asked for it */
	const uint8_t *data;	     /* until the next call of the source */
	size_t size;
};

#endif
