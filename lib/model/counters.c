/* SPDX-License-Identifier: ISC */
#include "lib/model/counters.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 512 };

int counters_add(struct counters *c, const struct counter *counter)
{
	if (c->count == c->room) {
		size_t room = c->room ? 2 * c->room : ROOM_FIRST;
		struct counter *row = realloc(c->row, room * sizeof(*row));

		if (!row)
			return -ENOMEM;
		c->row = row;
		c->room = room;
	}
	c->row[c->count++] = *counter;
	return 0;
}

static struct counter *find(const struct counters *c, const char *group, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->row[i].name, name) == 0 && strcmp(c->row[i].group, group) == 0)
			return &c->row[i];
	return NULL;
}

int counters_sum(struct counters *c, const struct counter *counter)
{
	struct counter *there = find(c, counter->group, counter->name);

	if (!there)
		return counters_add(c, counter);
	there->value += counter->value;
	return 0;
}

const struct counter *counters_find(const struct counters *c, const char *group, const char *name)
{
	return find(c, group, name);
}

/*
 * A counter of 32 bits that wrapped was in the upper half and is in the lower; a reset one mostly was
 * not that large. One of 64 bits does not wrap in any time that matters.
 */
uint64_t counters_growth(uint64_t before, uint64_t now)
{
	if (now >= before)
		return now - before;
	if (before <= UINT32_MAX && before > UINT32_MAX / 2 && now < UINT32_MAX / 2)
		return now + (UINT32_MAX - before) + 1;
	return now;
}

void counters_clear(struct counters *c)
{
	c->count = 0;
}

void counters_free(struct counters *c)
{
	free(c->row);
	*c = (struct counters){ .row = NULL };
}
