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

/* A whole decimal word within [0, max]: 0, or -EINVAL (not a number) or -ERANGE. */
int number_parse(const char *text, uint64_t max, uint64_t *ret_value);

#endif
