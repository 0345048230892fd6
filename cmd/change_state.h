/* SPDX-License-Identifier: ISC */
/*
 * change_state: what a kernel's tables hold, as the changes that would make it: for what is saved, what is
 * flushed, and what is put back.
 */
#ifndef RC_CMD_CHANGE_STATE_H
#define RC_CMD_CHANGE_STATE_H

#include "cmd/filter.h"
#include "cmd/run.h"
#include "lib/model/change.h"

/* What is done with each: 0 or a negative errno. The change lives until it returns. */
typedef int change_state_take(void *state, const struct change *change);

struct change_state {
	size_t lines; /* the taker's own count; put back to what it was when a dump is asked again */
	struct run *run;
	enum change_verb verb; /* of the changes; deletions name one next hop and no metrics */
	const struct filter *filter; /* NULL: all */
	uint32_t without_table;	     /* routes of this one are left out; 0: none */
	bool only_gateways;	     /* routes without a gateway are left out */
	change_state_take *take;
	void *state;

	/* inside */
	enum family family; /* of the question at hand, and its table: an answer may hold more */
	uint32_t table;
	struct change change;
	struct route hops[CHANGE_HOPS_MAX];
	struct nexthop members[CHANGE_HOPS_MAX];
};

/* Tables are asked with what the question says; its `what` is set here. 0 or a negative errno. */
int change_state_routes(struct change_state *state, struct question *question);
int change_state_clones(struct change_state *state, struct question *question);
int change_state_nexthops(struct change_state *state);
int change_state_neighs(struct change_state *state);

#endif
