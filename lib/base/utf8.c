/* SPDX-License-Identifier: ISC */
#include "lib/base/utf8.h"

#include <stdbool.h>

struct range {
	uint32_t first, last;
};

/* Code points that are well formed and still not for a terminal. */
static const struct range unsafe[] = {
	{ 0x00, 0x1f },	    { 0x7f, 0x9f },	{ 0x061c, 0x061c }, { 0x200e, 0x200f },
	{ 0x2028, 0x202e }, { 0x2066, 0x2069 }, { 0xd800, 0xdfff }, { 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },
};

static bool is_unsafe(uint32_t point)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (point >= unsafe[i].first && point <= unsafe[i].last)
			return true;
	return point > 0x10ffff;
}

unsigned utf8_safe(const uint8_t *at, size_t size)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned n;
	uint32_t point;

	if (!size)
		return 0;
	if (at[0] < 0x80)
		return at[0] >= 0x20 && at[0] != 0x7f;
	n = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : at[0] >= 0xc0 ? 2 : 0;
	if (!n || n > size || at[0] >= 0xf8)
		return 0;
	point = at[0] & (0x7f >> n);
	for (unsigned i = 1; i < n; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (at[i] & 0x3f);
	}
	return point < least[n] || is_unsafe(point) ? 0 : n;
}
