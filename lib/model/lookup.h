/* SPDX-License-Identifier: ISC */
/*
 * lookup: what is asked of a routing table about one destination, and its text, which is the key of the
 * question (ASK_LOOKUP) and so of its answer in a capture:
 *
 *	10.1.2.3 from 10.0.0.1 iif 2 oif 3 mark 7 tos 16 match
 *
 * The address alone, as somebody typed it, is such a text too.
 */
#ifndef RC_MODEL_LOOKUP_H
#define RC_MODEL_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

struct out;

struct lookup {
	struct addr to;
	struct addr from;  /* FAMILY_NONE: any */
	uint32_t iif, oif; /* interfaces a packet came in by, is to leave by; 0 any */
	uint32_t mark;
	uint8_t tos;
	bool match;	   /* which entry of the table it meets, not what becomes of the packet (Linux) */
};

/* Addresses without zones: `oif` says those. */
enum { LOOKUP_TEXT_MAX = 256 };
void lookup_text(const struct lookup *lookup, char to[LOOKUP_TEXT_MAX]);

/* 0 or -EINVAL. */
int lookup_parse(const char *text, enum family family, struct lookup *ret_lookup);

#endif
