/* SPDX-License-Identifier: ISC */
/*
 * sock_match: which sockets are wanted. The part that a kernel can decide goes with the question; all of it
 * is applied to every record, whoever answered.
 */
#ifndef RC_MODEL_SOCK_MATCH_H
#define RC_MODEL_SOCK_MATCH_H

#include "lib/model/sock.h"

enum { MATCH_RANGES = 16 };

/* Ports, both ends included. */
struct port_range {
	uint16_t low, high;
};

struct port_set {
	struct port_range range[MATCH_RANGES];
	unsigned count; /* 0: any */
};

/* One end of a socket. */
struct sock_end {
	struct addr prefix; /* FAMILY_NONE: any */
	uint8_t bits;
	struct port_set ports;
};

struct sock_match {
	bool any;	       /* false: all are wanted, nothing else is set */
	struct port_set ports; /* of one of the ends */
	struct sock_end local, remote;
	uint32_t states;       /* 1 << enum sock_state; 0 all */
	uint32_t ifindex;      /* that it is bound to; 0 all */
	bool by_user;
	uint32_t uid;
};

/* A port in the set? All are where it is empty. */
bool port_set_has(const struct port_set *set, uint32_t port);

/* Is it wanted? An IPv4 prefix holds IPv4 addresses that are mapped into IPv6, too. */
bool sock_matches(const struct sock_match *match, const struct sock *sock);

#endif
