/* SPDX-License-Identifier: ISC */
/*
 * decode: WHERE A BYTE BECOMES A RECORD. One frame in, its records out one by one, whatever system the
 * frame came from. This is the only entry that cmd uses; each kind of frame has its decoder in a file
 * of its own.
 */
#ifndef RC_WIRE_DECODE_H
#define RC_WIRE_DECODE_H

#include "lib/model/frame.h"
#include "lib/wire/conntrack.h"
#include "lib/wire/name.h"
#include "lib/wire/nd.h"
#include "lib/wire/netlink.h"
#include "lib/wire/pcb_freebsd.h"
#include "lib/wire/proc.h"
#include "lib/wire/procfs.h"
#include "lib/wire/procfs_membership.h"
#include "lib/wire/procfs_sock.h"
#include "lib/wire/rtsock.h"
#include "lib/wire/stats_layout.h"
#include "lib/wire/sock_diag.h"

enum record_kind {
	RECORD_NONE,
	RECORD_ROUTE,
	RECORD_NEIGH,
	RECORD_IFACE,
	RECORD_IFADDR,
	RECORD_NEXTHOP,
	RECORD_TIMES,
	RECORD_COUNTER,
	RECORD_LIFETIME,
	RECORD_RULE,
	RECORD_NAME,
	RECORD_ND,    /* what was asked of one neighbour alone: `neigh` */
	RECORD_MEMBERSHIP,
	RECORD_MADDR, /* a multicast address of an interface: `ifaddr` */
	RECORD_SOCK,
	RECORD_FLOW,
	RECORD_PROC,
	RECORD_PROC_SOCKET, /* of the process before it */
};

struct record {
	enum record_kind kind;
	union {
		struct route route;
		struct neigh neigh;
		struct iface iface;
		struct ifaddr ifaddr;
		struct nexthop nexthop;
		struct neigh_times times;
		struct counter counter;
		struct lifetime lifetime;
		struct rule rule;
		struct name name;
		struct membership membership;
		struct sock sock;
		struct flow flow;
		struct proc proc;
		struct proc_socket proc_socket;
	};
};

/* The state between two records of one frame; all of it is the decoder's own. */
struct decode {
	const struct frame *frame;
	struct bytes rest;
	struct netlink_message message;
	struct netlink_route route;
	struct procfs_counters counters;
	struct rtsock_message routing; /* the message in hand */
	enum rtsock_answer answer;
	struct stats_walk stats;
	bool counted; /* the answer is a structure of counters */
	struct pcb_freebsd pcbs;
	bool listed; /* the answer is a list of sockets */
	enum sock_protocol protocol; /* of the sockets in the frame */
	bool point_to_point; /* the interface that was listed last */
	unsigned number; /* of the record within its message */
	bool within;	 /* the message has more records */
	bool interrupted; /* out: the kernel said that the table changed while it was read */
	int error;	 /* out: the errno that an error message in the frame carries, or 0 */
};

/* `frame` and its bytes must live until the last record. */
void decode_begin(struct decode *decode, const struct frame *frame);

/* 1 and a record, 0 at the end of the frame, -EBADMSG for bytes that are no such frame. */
int decode_next(struct decode *decode, struct record *ret_record);

#endif
