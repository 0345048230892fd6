/* SPDX-License-Identifier: ISC */
#include "lib/model/addr.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <arpa/inet.h>

#include "lib/base/number.h"
#include "lib/base/out.h"

const char *family_name(enum family family)
{
	static const char *const names[FAMILY_COUNT] = {
		[FAMILY_NONE] = "unspec", [FAMILY_INET] = "inet", [FAMILY_INET6] = "inet6",
		[FAMILY_LINK] = "link",	  [FAMILY_MPLS] = "mpls", [FAMILY_LABEL] = "label",
	};

	return names[family < FAMILY_COUNT ? family : FAMILY_NONE];
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return a->family == b->family && a->size == b->size &&
	       memcmp(a->bytes, b->bytes, a->size) == 0;
}

int addr_compare(const struct addr *a, const struct addr *b)
{
	size_t least = a->size < b->size ? a->size : b->size;
	int order;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	order = memcmp(a->bytes, b->bytes, least);
	return order ? order : (int)a->size - (int)b->size;
}

bool addr_in_prefix(const struct addr *a, const struct addr *prefix, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (a->family != prefix->family || bits > 8u * a->size || bits > 8u * prefix->size)
		return false;
	if (memcmp(a->bytes, prefix->bytes, whole))
		return false;
	return !rest || !((a->bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest));
}

bool addr_is_network(const struct addr *a, unsigned bits)
{
	for (unsigned i = bits / 8; i < a->size; i++) {
		unsigned mask = i == bits / 8 ? 0xffu >> bits % 8 : 0xff;

		if (a->bytes[i] & mask)
			return false;
	}
	return true;
}

bool addr_is_scoped(const struct addr *a)
{
	const uint8_t *b = a->bytes;

	if (a->family != FAMILY_INET6 || a->size != 16)
		return false;
	return (b[0] == 0xfe && (b[1] & 0xc0) == 0x80) ||
	       (b[0] == 0xff && ((b[1] & 0x0f) == 1 || (b[1] & 0x0f) == 2));
}

/* The longest run of zero groups, two at the least; its length is the result. */
static unsigned longest_zeros(const uint16_t groups[8], unsigned *ret_start)
{
	unsigned best = 0, run = 0;

	for (unsigned i = 0; i < 8; i++) {
		run = groups[i] ? 0 : run + 1;
		if (run > best) {
			best = run;
			*ret_start = i + 1 - run;
		}
	}
	return best > 1 ? best : 0;
}

static char *write_group(char *to, unsigned value)
{
	static const char hex[] = "0123456789abcdef";

	if (value > 0xfff)
		*to++ = hex[value >> 12];
	if (value > 0xff)
		*to++ = hex[value >> 8 & 15];
	if (value > 0xf)
		*to++ = hex[value >> 4 & 15];
	*to++ = hex[value & 15];
	return to;
}

char *addr_put_inet6(char *to, const uint8_t bytes[16])
{
	uint16_t groups[8];
	unsigned start = 8, zeros, i = 0;
	bool dotted;

	for (unsigned g = 0; g < 8; g++)
		groups[g] = (uint16_t)(bytes[2 * g] << 8 | bytes[2 * g + 1]);
	zeros = longest_zeros(groups, &start);
	/* ::a.b.c.d and ::ffff:a.b.c.d, exactly where inet_ntop of the C libraries writes dots */
	dotted = zeros && start == 0 &&
		 (zeros == 6 || (zeros == 5 && groups[5] == 0xffff));
	while (i < (dotted ? 6u : 8u)) {
		if (zeros && i == start) {
			*to++ = ':';
			if (i == 0)
				*to++ = ':';
			i += zeros;
			continue;
		}
		to = write_group(to, groups[i++]);
		if (i < 8)
			*to++ = ':';
	}
	return dotted ? addr_put_inet(to, bytes + 12) : to;
}

static char *put_link(char *to, const struct addr *a, char separator, unsigned digits, bool upper)
{
	static const char low[] = "0123456789abcdef", high[] = "0123456789ABCDEF";
	const char *hex = upper ? high : low;

	for (unsigned i = 0; i < a->size && i < ADDR_MAX; i++) {
		if (i)
			*to++ = separator;
		if (digits == 2 || a->bytes[i] > 15)
			*to++ = hex[a->bytes[i] >> 4];
		*to++ = hex[a->bytes[i] & 15];
	}
	return to;
}

static char *put_labels(char *to, const struct addr *a)
{
	for (unsigned i = 0; i + 4 <= a->size && i < ADDR_MAX; i += 4) {
		const uint8_t *b = a->bytes + i;

		if (i)
			*to++ = '/';
		to = number_put(to, (uint64_t)b[0] << 12 | (uint64_t)b[1] << 4 | b[2] >> 4);
	}
	return to;
}

char *addr_put(char *to, const struct addr *a)
{
	switch (a->family) {
	case FAMILY_INET:
		return addr_put_inet(to, a->bytes);
	case FAMILY_INET6:
		return addr_put_inet6(to, a->bytes);
	case FAMILY_LINK:
		return put_link(to, a, ':', 2, false);
	case FAMILY_MPLS:
		return put_labels(to, a);
	case FAMILY_LABEL:
		return to + out_name_text(to, (const char *)a->bytes, a->size);
	default:
		return to;
	}
}

/* Each with its length behind it. */
#define MASK(text) { text, sizeof(text) - 1 }
#define MASKS(before, after) \
	MASK(before "128" after), MASK(before "192" after), MASK(before "224" after), \
		MASK(before "240" after), MASK(before "248" after), MASK(before "252" after), \
		MASK(before "254" after), MASK(before "255" after)

char *addr_put_mask(char *to, unsigned bits)
{
	static const struct {
		char text[16];
		uint8_t size;
	} masks[33] = {
		MASK("0.0.0.0"),
		MASKS("", ".0.0.0"),
		MASKS("255.", ".0.0"),
		MASKS("255.255.", ".0"),
		MASKS("255.255.255.", ""),
	};

	if (bits > 32)
		bits = 32;
	memcpy(to, masks[bits].text, sizeof(masks[bits].text));
	return to + masks[bits].size;
}

/* Where a text is to be written, or NULL; and that it was. */
static char *begin(struct out *out)
{
	return out_room(out, ADDR_TEXT_MAX) ? out->buffer + out->used : NULL;
}

static void end(struct out *out, const char *to)
{
	out->used = (size_t)(to - out->buffer);
}

void addr_write(struct out *out, const struct addr *a)
{
	char *to = begin(out);

	if (to)
		end(out, addr_put(to, a));
}

void addr_write_inet(struct out *out, const uint8_t bytes[4])
{
	char *to = begin(out);

	if (to)
		end(out, addr_put_inet(to, bytes));
}

void addr_write_inet6(struct out *out, const uint8_t bytes[16])
{
	char *to = begin(out);

	if (to)
		end(out, addr_put_inet6(to, bytes));
}

void addr_write_link(struct out *out, const struct addr *a, char separator, unsigned digits, bool upper)
{
	char *to = begin(out);

	if (to)
		end(out, put_link(to, a, separator, digits, upper));
}

void addr_write_mask(struct out *out, unsigned bits)
{
	char *to = begin(out);

	if (to)
		end(out, addr_put_mask(to, bits));
}

int addr_parse(const char *text, enum family family, struct addr *ret_addr)
{
	struct addr a = { .family = (uint8_t)family, .size = family == FAMILY_INET ? 4 : 16 };

	if (family != FAMILY_INET && family != FAMILY_INET6)
		return -EINVAL;
	if (inet_pton(family == FAMILY_INET ? AF_INET : AF_INET6, text, a.bytes) != 1)
		return -EINVAL;
	*ret_addr = a;
	return 0;
}

int addr_parse_prefix(const char *text, enum family family, struct addr *ret_addr,
		      unsigned *ret_bits)
{
	const char *slash = strchr(text, '/');
	size_t size = slash ? (size_t)(slash - text) : strlen(text);
	uint64_t bits = family_bits(family);
	char word[64];
	struct addr a;
	int r;

	if (size >= sizeof(word))
		return -EINVAL;
	memcpy(word, text, size);
	word[size] = '\0';
	r = addr_parse(word, family, &a);
	if (r < 0)
		return r;
	if (slash && number_parse(slash + 1, bits, &bits) < 0)
		return -EINVAL;
	*ret_addr = a;
	*ret_bits = (unsigned)bits;
	return 0;
}
