/* SPDX-License-Identifier: ISC */
/*
 * explain: the chain of what decides about one packet. Linux is asked which entry of its tables the packet
 * meets and what becomes of it; where it refuses, and on systems that only show a table, the rules and tables
 * are walked here as the kernel walks them.
 */
#ifndef RC_CMD_EXPLAIN_H
#define RC_CMD_EXPLAIN_H

#include "cmd/run.h"
#include "lib/model/explanation.h"
#include "lib/wire/rtsock_change.h"

struct explain {
	struct run *run;
	struct explanation it;
	struct explanation_parts known;
	uint32_t fib;	  /* BSD */
	const char *typed; /* the destination as typed: the key of what a BSD's kernel answered */
	unsigned bits;	  /* of the destination, where it is a network */
	bool exact;	  /* … and its own route is wanted, no wider one */
};

/* The message by which a BSD's kernel is asked: its length, or a negative errno. */
int explain_request(const struct explain *explain, uint8_t to[RTSOCK_REQUEST_MAX]);

/*
 * What the kernel does with the packet, and the route that it meets: `it.answer`, `it.match`, `it.exception`.
 * 0; -ESRCH where there is no route, with it.refusal saying why where the kernel said it.
 */
int explain_route(struct explain *explain);

/* The rest, after explain_route: the rule, the neighbour, the device, the largest packet. */
int explain_rest(struct explain *explain);

#endif
