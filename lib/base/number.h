/* SPDX-License-Identifier: ISC */
/* number: numbers to text and back, without locale and without printf. */
#ifndef RC_BASE_NUMBER_H
#define RC_BASE_NUMBER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { NUMBER_U64_MAX = 20 };

/* Decimal, not terminated; `to` has room for NUMBER_U64_MAX bytes. Returns the length. */
size_t number_u64(char *to, uint64_t value);

/* 0 to 255 as in a dotted address: three bytes of text and its length. */
extern const char number_octets[256][4];

/* Write one; `to` has room for 4 bytes (some may be scribbled on). Returns the length. */
static inline size_t number_octet(char *to, uint8_t value)
{
	memcpy(to, number_octets[value], 4);
	return (size_t)number_octets[value][3];
}

/* A number into memory that has room for it (and its sign); returns its end. */
static inline char *number_put(char *to, uint64_t value)
{
	if (value < 10) { /* what most cells hold */
		*to = (char)('0' + value);
		return to + 1;
	}
	return to + number_u64(to, value);
}

static inline char *number_put_signed(char *to, int64_t value)
{
	if (value >= 0)
		return number_put(to, (uint64_t)value);
	*to = '-';
	return number_put(to + 1, 0 - (uint64_t)value);
}

/* A whole decimal word within [0, max]: 0, or -EINVAL (not a number) or -ERANGE. */
int number_parse(const char *text, uint64_t max, uint64_t *ret_value);

#endif
