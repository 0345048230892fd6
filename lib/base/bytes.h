/* SPDX-License-Identifier: ISC */
/*
 * bytes: a bounded reader over memory that somebody else owns.
 *
 * Every byte that a decoder looks at comes through here. A read past the end returns zero and sets
 * `bad`, which stays set: a decoder may read a whole structure and ask once. Nothing is copied; the
 * memory must outlive the reader. `swap` says that the origin's byte order is not this host's; the
 * _be forms read network order whatever the host.
 */
#ifndef RC_BASE_BYTES_H
#define RC_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *at;
	const uint8_t *end;
	bool swap;
	bool bad;
};

static inline struct bytes bytes_of(const void *data, size_t size, bool swap)
{
	const uint8_t *at = data;

	return (struct bytes){ .at = at, .end = at + size, .swap = swap };
}

static inline size_t bytes_left(const struct bytes *b)
{
	return (size_t)(b->end - b->at);
}

/* The next n bytes, or NULL (and bad) where there are fewer. */
static inline const uint8_t *bytes_take(struct bytes *b, size_t n)
{
	const uint8_t *at = b->at;

	if (n > bytes_left(b)) {
		b->bad = true;
		b->at = b->end;
		return NULL;
	}
	b->at += n;
	return at;
}

static inline void bytes_skip(struct bytes *b, size_t n)
{
	(void)bytes_take(b, n);
}

/* A reader over the next n bytes; empty and bad where there are fewer. */
static inline struct bytes bytes_sub(struct bytes *b, size_t n)
{
	const uint8_t *at = bytes_take(b, n);
	struct bytes sub = { .at = at ? at : b->end, .end = at ? at + n : b->end, .swap = b->swap,
			     .bad = !at };

	return sub;
}

/* Copy n bytes out; zeros (and bad) where there are fewer. */
static inline void bytes_copy(struct bytes *b, void *to, size_t n)
{
	const uint8_t *at = bytes_take(b, n);

	if (at)
		memcpy(to, at, n);
	else
		memset(to, 0, n);
}

static inline uint8_t bytes_u8(struct bytes *b)
{
	const uint8_t *at = bytes_take(b, 1);

	return at ? *at : 0;
}

static inline uint16_t bytes_u16(struct bytes *b)
{
	uint16_t v;

	bytes_copy(b, &v, sizeof(v));
	return b->swap ? __builtin_bswap16(v) : v;
}

static inline uint32_t bytes_u32(struct bytes *b)
{
	uint32_t v;

	bytes_copy(b, &v, sizeof(v));
	return b->swap ? __builtin_bswap32(v) : v;
}

static inline uint64_t bytes_u64(struct bytes *b)
{
	uint64_t v;

	bytes_copy(b, &v, sizeof(v));
	return b->swap ? __builtin_bswap64(v) : v;
}

static inline uint16_t bytes_be16(struct bytes *b)
{
	uint16_t hi = bytes_u8(b);

	return (uint16_t)(hi << 8 | bytes_u8(b));
}

static inline uint32_t bytes_be32(struct bytes *b)
{
	uint32_t hi = bytes_be16(b);

	return hi << 16 | bytes_be16(b);
}

#endif
