/* SPDX-License-Identifier: ISC */
/*
 * counters: what a kernel counted, all of one look, in the order it told them. The one collection of
 * counters: sentences ask for them by name, and what grew is the difference of two of them.
 */
#ifndef RC_MODEL_COUNTERS_H
#define RC_MODEL_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/stats.h"

/* Begin with all zero. `row` moves when counters are added. */
struct counters {
	struct counter *row;
	size_t count, room;
};

/* 0 or -ENOMEM. */
int counters_add(struct counters *counters, const struct counter *counter);

/* The same, but the value of a counter that is there already is added to it. */
int counters_sum(struct counters *counters, const struct counter *counter);

/* NULL where there is none of that name. */
const struct counter *counters_find(const struct counters *counters, const char *group,
				    const char *name);

/*
 * How much a counter has grown from `before` to `now`. One that is smaller now has gone over the end of
 * 32 bits where it was near it, and else was set back and has counted what it holds.
 */
uint64_t counters_growth(uint64_t before, uint64_t now);

/* Does it go down as well as up? */
bool counters_is_gauge(const char *group, const char *name);

/* Each counter's `growth` since the look before; of a gauge the difference, which may be below 0. */
void counters_set_growth(struct counters *now, const struct counters *before);

/* 0 or -ENOMEM. */
int counters_copy(struct counters *to, const struct counters *from);

/* Forget the rows and keep the memory; give all back. */
void counters_clear(struct counters *counters);
void counters_free(struct counters *counters);

#endif
