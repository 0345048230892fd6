/* SPDX-License-Identifier: ISC */
/*
 * rtsock_request: what is written to a routing socket: one message to add, delete, change, lock or look up
 * a route, in the layout of the system that is to read it (route(4), <net/route.h> of each).
 *
 * Lengths, paddings and masks are those that the systems' own programs write, as recordings of FreeBSD,
 * NetBSD and OpenBSD show them: a kernel takes others too, but a message is compared byte by byte.
 */
#ifndef RC_WIRE_RTSOCK_REQUEST_H
#define RC_WIRE_RTSOCK_REQUEST_H

#include "lib/model/addr.h"
#include "lib/model/iface.h"
#include "lib/model/origin.h"
#include "lib/model/route.h"
#include "lib/wire/rtsock_layout.h"

/* Of the largest message: a head and all sockaddrs. */
enum { RTSOCK_REQUEST_MAX = 1024 };

struct rtsock_request {
	uint8_t kind;	    /* enum rtsock_kind: ADD, DELETE, CHANGE, GET or LOCK */
	uint8_t mpls;	    /* enum mpls_op */
	uint8_t priority;
	bool export_only;   /* ARP: answered for others, unused by this system (SIN_PROXY) */
	bool bare_mask;	    /* ARP: the mask has no family, and ends with its bits */
	bool empty_mask;    /* that of "default": where masks are cut it has no length at all */
	bool llinfo;	    /* RTF_LLINFO or RTF_LLDATA, whatever its bit says of routes there */
	uint32_t table;	    /* where the message has a place for it; else the socket says it */
	uint32_t sequence, pid;
	uint64_t flags;	    /* RFLAG_BIT */
	uint32_t inits, locks;	    /* 1 << enum rtsock_metric */
	uint64_t metric[RMX_COUNT]; /* an expiry is a point in time, in seconds since 1970 */
	uint32_t addrs;	    /* 1 << enum rtsock_address of those that are there */
	/* a mask has the family of what it masks; `scope` of a link address is its interface's index */
	struct addr addr[RTAX_COUNT_];
	char gateway_name[IFACE_NAME_MAX], ifp_name[IFACE_NAME_MAX]; /* in link addresses; "": none */
	char label[ROUTE_LABEL_MAX];
};

/* Put an address into a request. */
void rtsock_request_addr(struct rtsock_request *request, enum rtsock_address which,
			 const struct addr *addr);

/* A netmask of so many bits. */
void rtsock_request_mask(struct rtsock_request *request, enum family family, unsigned bits);

/*
 * The message's bytes into `to`: their number, or -EOPNOTSUPP where the system's messages have no place for
 * something that was asked: a flag, a metric, a table, an address of that family.
 */
int rtsock_request_encode(const struct rtsock_request *request, const struct origin *origin,
			  uint8_t to[RTSOCK_REQUEST_MAX]);

/*
 * The host's errno for a BSD's (sys/errno.h: those of all BSDs and of macOS are the same as far as routing
 * goes, and not Linux'); EIO for one that is not known here.
 */
int rtsock_errno(unsigned number);

#endif
