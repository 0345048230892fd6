/* SPDX-License-Identifier: ISC */
#include "lib/view/view.h"

#include <string.h>

void table_begin(struct table *t, const struct view *view, const struct view_context *context)
{
	t->context = context;
	t->trim = view->trim;
	t->count = 0;
	for (unsigned i = 0; i < view->count && t->count < VIEW_COLUMNS; i++) {
		const struct column *c = &view->columns[i];

		if ((context->options & c->when) != c->when || context->options & c->unless)
			continue;
		t->shown[t->count].column = c;
		t->shown[t->count++].width = c->sized ? c->sized(context) : c->width;
	}
}

/* Pads are stored sixteen spaces at a time: out_row has left more room than a row needs. */
static inline void pad(struct out *out, size_t n)
{
	char *to = out->buffer + out->used;

	memset(to, ' ', 16);
	if (n > 16)
		memset(to + 16, ' ', n - 16);
	out->used += n;
}

/*
 * The cell's text stands at `start`; give it its width. `debt` is what columns before it have lent
 * themselves beyond their widths.
 */
static void align(struct out *out, size_t start, const struct column *c, size_t width, size_t *debt)
{
	size_t length = out->used - start;

	if (c->over == OVER_LEND) {
		size_t pay = *debt < width ? *debt : width;

		width -= pay;
		*debt -= pay;
	}
	if (length > width) {
		if (c->over == OVER_CUT)
			out->used = start + width;
		else if (c->over == OVER_LEND)
			*debt += length - width;
		return;
	}
	if (length == width)
		return;
	if (!c->right) {
		pad(out, width - length);
		return;
	}
	memmove(out->buffer + start + (width - length), out->buffer + start, length);
	memset(out->buffer + start, ' ', width - length);
	out->used = start + width;
}

void table_row(const struct table *t, struct out *out, const void *record)
{
	size_t debt = 0, row, last = 0;

	out_row(out);
	row = out->used;
	for (unsigned i = 0; i < t->count; i++) {
		const struct column *c = t->shown[i].column;
		size_t start;

		for (const char *lead = c->lead; *lead; lead++)
			out->buffer[out->used++] = *lead;
		start = out->used;
		c->text(out, t->context, record);
		if (out->used == start && c->absent[0])
			out_text(out, c->absent);
		if (out->used > start)
			last = i + 1;
		if (t->shown[i].width)
			align(out, start, c, t->shown[i].width, &debt);
		if (last == i + 1)
			row = out->used;
	}
	if (t->trim)
		out->used = row;
	out_char(out, '\n');
}

/* Headings lend: "Window" over a column of five takes its sixth place from the next. */
void table_head(const struct table *t, struct out *out)
{
	size_t debt = 0;

	out_row(out);
	for (unsigned i = 0; i < t->count; i++) {
		struct column head = *t->shown[i].column;
		size_t start;

		head.over = OVER_LEND;
		out_text(out, head.lead);
		start = out->used;
		out_text(out, head.head);
		if (t->shown[i].width)
			align(out, start, &head, t->shown[i].width, &debt);
	}
	out_char(out, '\n');
}

void cell_device(struct out *out, const struct view_context *context, uint32_t ifindex)
{
	const struct index_iface *i = index_iface(context->index, ifindex);

	if (i) {
		out_bytes(out, i->shown, i->shown_size);
	} else if (ifindex) {
		out_literal(out, "if");
		out_u64(out, ifindex);
	}
}

bool cell_name(struct out *out, const struct view_context *context, const struct addr *addr,
	       enum name_kind kind)
{
	const char *name;
	size_t size;

	if (!(context->options & VIEW_NAMES) || addr_is_zero(addr))
		return false;
	name = index_name(context->index, addr, kind, &size);
	if (name)
		out_name(out, name, size);
	return name != NULL;
}

void cell_seconds(struct out *out, int64_t ms)
{
	out_i64(out, ms < 0 ? 0 : ms / 1000);
}
