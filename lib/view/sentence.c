/* SPDX-License-Identifier: ISC */
#include "lib/view/sentence.h"

void sentence_write(struct out *out, const char *template, const uint64_t *values, bool none_is_one)
{
	const char *at = template;
	uint64_t value = *values;

	for (;;) {
		size_t plain = strcspn(at, "#{");
		size_t one, many;

		out_bytes(out, at, plain);
		at += plain;
		if (!*at)
			return;
		if (*at++ == '#') {
			value = *values++;
			out_u64(out, value);
			continue;
		}
		one = strcspn(at, "|");
		many = strcspn(at + one + 1, "}");
		if (value == 1 || (none_is_one && value == 0))
			out_bytes(out, at, one);
		else
			out_bytes(out, at + one + 1, many);
		at += one + 1 + many + 1;
	}
}
