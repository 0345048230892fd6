/* SPDX-License-Identifier: ISC */
/*
 * known: what was seen last of each thing, so that a new look can be compared with it. An entry is found by
 * a key, a hash of what tells one thing from another; keys of one group can be dropped together. Its bytes
 * are the caller's, and are kept whole; whether it changed is told by a hash of what counts.
 *
 * Bounded: KNOWN_LIMIT bytes, after that -E2BIG.
 */
#ifndef RC_MODEL_KNOWN_H
#define RC_MODEL_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct known;

enum { KNOWN_LIMIT = 128 * 1024 * 1024 };

enum known_news { KNOWN_NEW = 1, KNOWN_SAME, KNOWN_CHANGED };

struct known_entry {
	uint64_t group, key, content;
	size_t size;
	const void *data; /* until the entry changes or goes */
};

/* NULL where there is no memory. */
struct known *known_new(void);
void known_free(struct known *known);

size_t known_count(const struct known *known);

/* Keep it, in the place of what was there before. enum known_news, -ENOMEM or -E2BIG. */
int known_put(struct known *known, const struct known_entry *entry);

/* What is kept of it; false where it is not there. */
bool known_find(const struct known *known, uint64_t group, uint64_t key,
		struct known_entry *ret_entry);

/* Forget one; false where it was not there. Forget all of a group. */
bool known_remove(struct known *known, uint64_t group, uint64_t key);
void known_remove_group(struct known *known, uint64_t group);

/* Begin to compare: from here on an entry that is put has been seen. */
void known_begin(struct known *known);

/*
 * One that has not been seen since then. It is forgotten, and its bytes live until the next call; false
 * when there are no more.
 */
bool known_next_unseen(struct known *known, struct known_entry *ret_entry);

/* FNV-1a, 64 bits, over more bytes; begin with KNOWN_HASH. */
#define KNOWN_HASH UINT64_C(0xcbf29ce484222325)
uint64_t known_hash(uint64_t hash, const void *data, size_t size);

#endif
