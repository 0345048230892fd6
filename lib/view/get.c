/* SPDX-License-Identifier: ISC */
#include "lib/view/get.h"

#include <string.h>

#include "lib/view/bsd.h"

void get_label(struct out *out, const char *label)
{
	size_t size = strlen(label);

	if (size < 11)
		out_spaces(out, 11 - size);
	out_text(out, label);
	out_literal(out, ": ");
}

void get_flags(struct out *out, uint64_t flags, const struct get_flag *names, size_t count)
{
	char before = '<';

	for (size_t i = 0; i < count; i++) {
		if (!(flags >> names[i].flag & 1))
			continue;
		out_char(out, before);
		out_text(out, names[i].name);
		before = ',';
	}
	out_text(out, before == '<' ? "" : ">");
}

void get_mask(struct out *out, const struct route *r)
{
	struct addr mask = { .family = r->family, .size = r->dst.size };

	if (route_has(r, ROUTE_MASK)) {
		mask = r->mask;
	} else {
		for (unsigned bit = 0; bit < r->dst_bits && bit < 8u * mask.size; bit++)
			mask.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	addr_write(out, &mask);
}

void get_addr(struct out *out, const struct view_context *c, const struct addr *a)
{
	if (!cell_name(out, c, a, NAME_HOST))
		bsd_write_scoped(out, c, a);
}
