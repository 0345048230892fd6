/* SPDX-License-Identifier: ISC */
#include "lib/model/known.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	struct entry *next;
	uint64_t group, key, content;
	uint32_t look; /* the comparison that it was seen in last */
	uint32_t size;
	uint8_t data[];
};

enum { BUCKETS_FIRST = 256 };

struct known {
	struct entry **buckets; /* by group */
	size_t bucket_count, count, bytes;
	uint32_t look;
	size_t at; /* the bucket where known_next_unseen goes on */
	struct entry *handed_out;
};

uint64_t known_hash(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *at = data;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

struct known *known_new(void)
{
	struct known *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->bucket_count = BUCKETS_FIRST;
	k->buckets = calloc(k->bucket_count, sizeof(struct entry *));
	if (k->buckets)
		return k;
	free(k);
	return NULL;
}

void known_free(struct known *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->bucket_count; i++) {
		while (k->buckets[i]) {
			struct entry *e = k->buckets[i];

			k->buckets[i] = e->next;
			free(e);
		}
	}
	free(k->handed_out);
	free(k->buckets);
	free(k);
}

size_t known_count(const struct known *k)
{
	return k->count;
}

static struct entry **find_bucket(const struct known *k, uint64_t group)
{
	return &k->buckets[(group ^ group >> 32) & (k->bucket_count - 1)];
}

/* The place that points to the entry, or to nothing. */
static struct entry **find(const struct known *k, uint64_t group, uint64_t key)
{
	struct entry **at = find_bucket(k, group);

	while (*at && ((*at)->group != group || (*at)->key != key))
		at = &(*at)->next;
	return at;
}

static void unlink_entry(struct known *k, struct entry **at)
{
	struct entry *e = *at;

	*at = e->next;
	k->count--;
	k->bytes -= sizeof(*e) + e->size;
}

/* Twice the buckets; where there is no memory for them, the chains just grow. */
static void grow(struct known *k)
{
	size_t before = k->bucket_count;
	struct entry **old = k->buckets, **buckets = calloc(2 * before, sizeof(struct entry *));

	if (!buckets)
		return;
	k->buckets = buckets;
	k->bucket_count = 2 * before;
	for (size_t i = 0; i < before; i++) {
		while (old[i]) {
			struct entry *e = old[i], **to = find_bucket(k, e->group);

			old[i] = e->next;
			e->next = *to;
			*to = e;
		}
	}
	free(old);
}

int known_put(struct known *k, const struct known_entry *new)
{
	struct entry **at = find(k, new->group, new->key), *e = *at;
	int news = !e ? KNOWN_NEW : e->content == new->content ? KNOWN_SAME : KNOWN_CHANGED;

	if (e && e->size != new->size) {
		unlink_entry(k, at);
		free(e);
		e = NULL;
	}
	if (!e) {
		if (new->size > KNOWN_LIMIT || k->bytes + sizeof(*e) + new->size > KNOWN_LIMIT)
			return -E2BIG;
		e = malloc(sizeof(*e) + new->size);
		if (!e)
			return -ENOMEM;
		if (k->count >= k->bucket_count)
			grow(k);
		at = find_bucket(k, new->group);
		*e = (struct entry){ .next = *at, .group = new->group, .key = new->key,
				     .size = (uint32_t)new->size };
		*at = e;
		k->count++;
		k->bytes += sizeof(*e) + e->size;
	}
	e->content = new->content;
	e->look = k->look;
	memcpy(e->data, new->data, new->size);
	return news;
}

static struct known_entry entry_of(const struct entry *e)
{
	return (struct known_entry){ e->group, e->key, e->content, e->size, e->data };
}

bool known_find(const struct known *k, uint64_t group, uint64_t key, struct known_entry *ret)
{
	const struct entry *e = *find(k, group, key);

	if (e)
		*ret = entry_of(e);
	return e != NULL;
}

bool known_remove(struct known *k, uint64_t group, uint64_t key)
{
	struct entry **at = find(k, group, key), *e = *at;

	if (!e)
		return false;
	unlink_entry(k, at);
	free(e);
	return true;
}

void known_remove_group(struct known *k, uint64_t group)
{
	struct entry **at = find_bucket(k, group);

	while (*at) {
		struct entry *e = *at;

		if (e->group != group) {
			at = &e->next;
			continue;
		}
		unlink_entry(k, at);
		free(e);
	}
}

void known_begin(struct known *k)
{
	k->look++;
	k->at = 0;
}

bool known_next_unseen(struct known *k, struct known_entry *ret)
{
	free(k->handed_out);
	k->handed_out = NULL;
	for (; k->at < k->bucket_count; k->at++) {
		struct entry **at = &k->buckets[k->at];

		while (*at && (*at)->look == k->look)
			at = &(*at)->next;
		if (!*at)
			continue;
		k->handed_out = *at;
		unlink_entry(k, at);
		*ret = entry_of(k->handed_out);
		return true;
	}
	return false;
}
