/* SPDX-License-Identifier: ISC */
/*
 * addr: an address of any family that a table can hold, and its text.
 *
 * The constants are the project's own: AF_INET6 is 10, 24, 28 or 30 by system, so a decoder translates
 * on the way in. Bytes are in network order.
 */
#ifndef RC_MODEL_ADDR_H
#define RC_MODEL_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/number.h"

struct out;

enum family {
	FAMILY_NONE, /* absent; in a question: any */
	FAMILY_INET,
	FAMILY_INET6,
	FAMILY_LINK,  /* a link-layer address, or (size 0) the interface `scope` alone */
	FAMILY_MPLS,  /* `bytes` hold 4-byte label stack entries (RFC 3032), outermost first */
	FAMILY_LABEL, /* OpenBSD's route label: text */
	FAMILY_COUNT
};

enum { ADDR_MAX = 32 };

struct addr {
	uint8_t family; /* enum family */
	uint8_t size;	/* bytes used: 4, 16, 0 to 32 for a link address */
	uint8_t link_type; /* FAMILY_LINK: the hardware type, ARPHRD_ or IFT_ by origin; 0 unknown */
	bool named;	   /* FAMILY_LINK: the bytes gave the name of `scope` beside the address */
	uint32_t scope; /* interface index of a scoped (link-local) or link address; 0 none */
	uint8_t bytes[ADDR_MAX];
};

/* Bits in an address of this family: 32, 128, 20; 0 where a prefix has no meaning. */
static inline unsigned family_bits(enum family family)
{
	return family == FAMILY_INET  ? 32 :
	       family == FAMILY_INET6 ? 128 :
	       family == FAMILY_MPLS  ? 20 :
					0;
}

/* "inet", "inet6", "link", "mpls"; "unspec" for FAMILY_NONE. */
const char *family_name(enum family family);

static inline bool addr_is_zero(const struct addr *a)
{
	static const uint8_t zero[ADDR_MAX];

	for (unsigned i = 0; i < a->size; i++)
		if (a->bytes[i] != zero[i])
			return false;
	return true;
}

/* Same family and bytes (scope aside). */
bool addr_equal(const struct addr *a, const struct addr *b);

/* <0, 0, >0 by family, then bytes in network order. */
int addr_compare(const struct addr *a, const struct addr *b);

/* Does prefix/bits hold `a`? Families must agree. */
bool addr_in_prefix(const struct addr *a, const struct addr *prefix, unsigned bits);

/* Are all bits behind the first `bits` zero? */
bool addr_is_network(const struct addr *a, unsigned bits);

/* fe80::/10, ff01::/16, ff02::/16: addresses that mean nothing without an interface. */
bool addr_is_scoped(const struct addr *a);

/*
 * Text: dotted quad; RFC 5952 (v4-mapped and v4-compatible addresses with dots, as inet_ntop prints);
 * link addresses as colon-separated pairs of lower-case digits; MPLS labels with slashes. The scope is
 * not printed here: each dialect has its own way. FAMILY_NONE prints nothing.
 */
void addr_write(struct out *out, const struct addr *a);

void addr_write_inet(struct out *out, const uint8_t bytes[4]);
void addr_write_inet6(struct out *out, const uint8_t bytes[16]);

/*
 * The same into memory with room for ADDR_TEXT_MAX bytes, some of which may be scribbled on; the end of
 * the text, which is not terminated, is the result.
 */
enum { ADDR_TEXT_MAX = 4 * ADDR_MAX + 16 };
char *addr_put(char *to, const struct addr *a);
char *addr_put_inet6(char *to, const uint8_t bytes[16]);

/* Here for speed: three a route. */
static inline char *addr_put_inet(char *to, const uint8_t bytes[4])
{
	to += number_octet(to, bytes[0]);
	*to++ = '.';
	to += number_octet(to, bytes[1]);
	*to++ = '.';
	to += number_octet(to, bytes[2]);
	*to++ = '.';
	return to + number_octet(to, bytes[3]);
}

/* Link address with `separator`; digits: 2 pads each byte, 1 does not; upper case if `upper`. */
void addr_write_link(struct out *out, const struct addr *a, char separator, unsigned digits, bool upper);

/* A netmask of so many bits in dotted-quad form (bits 0 to 32). */
void addr_write_mask(struct out *out, unsigned bits);
char *addr_put_mask(char *to, unsigned bits);

/* Read an IPv4 or IPv6 address (no name, no scope). 0 or -EINVAL. */
int addr_parse(const char *text, enum family family, struct addr *ret_addr);

/* Read ADDRESS[/BITS]; without bits the full length. Host bits may be set. 0 or -EINVAL. */
int addr_parse_prefix(const char *text, enum family family, struct addr *ret_addr,
		      unsigned *ret_bits);

#endif
