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

/* What goes down as well as up. */
static const struct {
	char group[10], name[20];
} gauges[] = {
	{ "Ip", "Forwarding" },	    { "Ip", "DefaultTTL" },	 { "Tcp", "RtoAlgorithm" },
	{ "Tcp", "RtoMin" },	    { "Tcp", "RtoMax" },	 { "Tcp", "MaxConn" },
	{ "Tcp", "CurrEstab" },	    { "MPTcpExt", "MPCurrEstab" }, { "Sctp", "CurrEstab" },
	{ "tcpstates", "states" },  { "icmp", "maskrepl" },	 { "tcp", "sc_hash_size" },
	{ "tcp", "sc_entry_count" }, { "tcp", "sc_entry_limit" }, { "tcp", "sc_bucket_maxlen" },
	{ "tcp", "sc_bucket_limit" }, { "tcp", "sc_uses_left" }, { "ipsec", "tunnels" },
};

bool counters_is_gauge(const char *group, const char *name)
{
	size_t size = strcspn(name, ".");

	for (size_t i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++)
		if (strcmp(gauges[i].group, group) == 0 && strlen(gauges[i].name) == size &&
		    strncmp(gauges[i].name, name, size) == 0)
			return true;
	return false;
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

void counters_set_growth(struct counters *now, const struct counters *before)
{
	for (size_t i = 0; i < now->count; i++) {
		struct counter *c = &now->row[i];
		const struct counter *old = i < before->count ? &before->row[i] : NULL;

		/* the same texts mostly have the same counters in the same order */
		if (!old || strcmp(old->name, c->name) != 0 || strcmp(old->group, c->group) != 0)
			old = counters_find(before, c->group, c->name);
		c->grown = true;
		if (counters_is_gauge(c->group, c->name))
			c->growth = c->value - (old ? old->value : 0);
		else
			c->growth = counters_growth(old ? old->value : 0, c->value);
	}
}

int counters_copy(struct counters *to, const struct counters *from)
{
	counters_clear(to);
	for (size_t i = 0; i < from->count; i++)
		if (counters_add(to, &from->row[i]) < 0)
			return -ENOMEM;
	return 0;
}
