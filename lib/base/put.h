/* SPDX-License-Identifier: ISC */
/*
 * put: the counterpart of `bytes`, a bounded writer into memory that somebody else owns.
 *
 * Every byte of a message that is made here goes through it. What does not fit is not written and sets
 * `bad`, which stays set: an encoder may write a whole message and ask once. `swap` says that the byte
 * order of whoever will read it is not this host's; the _be form writes network order whatever the host.
 */
#ifndef RC_BASE_PUT_H
#define RC_BASE_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct put {
	uint8_t *start;
	uint8_t *at;
	uint8_t *end;
	bool swap;
	bool bad;
};

static inline struct put put_into(void *to, size_t size, bool swap)
{
	uint8_t *start = to;

	return (struct put){ .start = start, .at = start, .end = start + size, .swap = swap };
}

/* Bytes written so far. */
static inline size_t put_size(const struct put *p)
{
	return (size_t)(p->at - p->start);
}

static inline void put_bytes(struct put *p, const void *data, size_t n)
{
	if (n > (size_t)(p->end - p->at)) {
		p->bad = true;
		return;
	}
	if (n)
		memcpy(p->at, data, n);
	p->at += n;
}

static inline void put_zeros(struct put *p, size_t n)
{
	if (n > (size_t)(p->end - p->at)) {
		p->bad = true;
		return;
	}
	memset(p->at, 0, n);
	p->at += n;
}

/* Zeros up to a multiple of `unit` from the start. */
static inline void put_pad(struct put *p, size_t unit)
{
	size_t over = put_size(p) % unit;

	if (over)
		put_zeros(p, unit - over);
}

static inline void put_u8(struct put *p, unsigned value)
{
	put_bytes(p, &(uint8_t){ (uint8_t)value }, 1);
}

static inline void put_u16(struct put *p, uint16_t value)
{
	value = p->swap ? __builtin_bswap16(value) : value;
	put_bytes(p, &value, sizeof(value));
}

static inline void put_u32(struct put *p, uint32_t value)
{
	value = p->swap ? __builtin_bswap32(value) : value;
	put_bytes(p, &value, sizeof(value));
}

static inline void put_u64(struct put *p, uint64_t value)
{
	value = p->swap ? __builtin_bswap64(value) : value;
	put_bytes(p, &value, sizeof(value));
}

static inline void put_be16(struct put *p, uint16_t value)
{
	put_u8(p, value >> 8);
	put_u8(p, value & 0xff);
}

/* A length that was not known before: over two (four) bytes written `offset` bytes from the start. */
static inline void put_u16_at(struct put *p, size_t offset, uint16_t value)
{
	struct put there = { .start = p->start, .at = p->start + offset, .end = p->at, .swap = p->swap };

	put_u16(&there, value);
	p->bad |= there.bad;
}

static inline void put_u32_at(struct put *p, size_t offset, uint32_t value)
{
	struct put there = { .start = p->start, .at = p->start + offset, .end = p->at, .swap = p->swap };

	put_u32(&there, value);
	p->bad |= there.bad;
}

#endif
