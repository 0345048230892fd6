/* SPDX-License-Identifier: ISC */
#include "lib/model/claim.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096, NONE = -1 };

struct known_claim {
	struct addr address, station;
	uint32_t ifindex;
	uint16_t vlan;
	int64_t time_ms;
	int32_t next;	      /* in its bucket, or among the free */
	int32_t newer, older; /* in the order in which they were heard */
};

struct claims {
	int32_t buckets[BUCKETS];
	int32_t newest, oldest, used;
	struct known_claim entries[CLAIMS_MAX];
};

const char *claim_kind_name(unsigned kind)
{
	static const char *const names[CLAIM_KINDS] = {
		[CLAIM_OTHER] = "other",	       [CLAIM_REQUEST] = "request",
		[CLAIM_REPLY] = "reply",	       [CLAIM_ANNOUNCEMENT] = "announcement",
		[CLAIM_PROBE] = "probe",	       [CLAIM_SOLICITATION] = "solicitation",
		[CLAIM_ADVERTISEMENT] = "advertisement",
	};

	return names[kind < CLAIM_KINDS ? kind : CLAIM_OTHER];
}

bool claim_binds(const struct claim *c)
{
	return c->kind != CLAIM_PROBE && c->kind != CLAIM_OTHER && c->station.size &&
	       c->address.size && !addr_is_zero(&c->address) && !addr_is_zero(&c->station);
}

struct claims *claims_new(void)
{
	struct claims *c = malloc(sizeof(*c));

	if (!c)
		return NULL;
	c->newest = c->oldest = NONE;
	c->used = 0;
	for (unsigned i = 0; i < BUCKETS; i++)
		c->buckets[i] = NONE;
	return c;
}

void claims_free(struct claims *c)
{
	free(c);
}

static unsigned bucket_of(const struct claim *c)
{
	uint32_t hash = 2166136261u ^ c->ifindex ^ (uint32_t)c->vlan << 16;

	for (unsigned i = 0; i < c->address.size; i++)
		hash = (hash ^ c->address.bytes[i]) * 16777619u;
	return (hash ^ hash >> 16) % BUCKETS;
}

static unsigned bucket_of_known(const struct known_claim *k)
{
	struct claim c = { .ifindex = k->ifindex, .vlan = k->vlan, .address = k->address };

	return bucket_of(&c);
}

static void unlink_order(struct claims *c, int32_t i)
{
	struct known_claim *k = &c->entries[i];

	if (k->newer == NONE)
		c->newest = k->older;
	else
		c->entries[k->newer].older = k->older;
	if (k->older == NONE)
		c->oldest = k->newer;
	else
		c->entries[k->older].newer = k->newer;
}

static void make_newest(struct claims *c, int32_t i)
{
	struct known_claim *k = &c->entries[i];

	k->newer = NONE;
	k->older = c->newest;
	if (c->newest != NONE)
		c->entries[c->newest].newer = i;
	c->newest = i;
	if (c->oldest == NONE)
		c->oldest = i;
}

static void unlink_bucket(struct claims *c, int32_t i)
{
	int32_t *at = &c->buckets[bucket_of_known(&c->entries[i])];

	while (*at != i)
		at = &c->entries[*at].next;
	*at = c->entries[i].next;
}

/* A place that is free, or that of the one that was heard of least recently. */
static int32_t take_place(struct claims *c)
{
	int32_t i = c->oldest;

	if (c->used < CLAIMS_MAX)
		return c->used++;
	unlink_bucket(c, i);
	unlink_order(c, i);
	return i;
}

static int32_t find(const struct claims *c, const struct claim *claim)
{
	int32_t i = c->buckets[bucket_of(claim)];

	while (i != NONE && !(addr_equal(&c->entries[i].address, &claim->address) &&
			      c->entries[i].ifindex == claim->ifindex &&
			      c->entries[i].vlan == claim->vlan))
		i = c->entries[i].next;
	return i;
}

enum claim_news claims_hear(struct claims *c, const struct claim *claim,
			    struct claim_before *ret_before)
{
	int32_t i = find(c, claim);
	struct known_claim *k;
	enum claim_news news = CLAIM_NEW;

	if (i != NONE) {
		k = &c->entries[i];
		news = addr_equal(&k->station, &claim->station) ? CLAIM_KNOWN : CLAIM_CONFLICT;
		if (news == CLAIM_CONFLICT)
			*ret_before = (struct claim_before){ k->station, k->time_ms };
		unlink_order(c, i);
	} else {
		unsigned bucket = bucket_of(claim);

		i = take_place(c);
		k = &c->entries[i];
		*k = (struct known_claim){ .address = claim->address, .ifindex = claim->ifindex,
					   .vlan = claim->vlan, .next = c->buckets[bucket] };
		c->buckets[bucket] = i;
	}
	k->station = claim->station;
	k->time_ms = claim->time_ms;
	make_newest(c, i);
	return news;
}
