/* SPDX-License-Identifier: ISC */
#include "lib/view/view.h"

#include <string.h>

#include "lib/base/number.h"

static uint8_t over_of(const struct column *c, uint32_t options)
{
	if (c->over != OVER_NAME)
		return c->over;
	return (options & (VIEW_NAMES | VIEW_WIDE)) == VIEW_NAMES ? OVER_CUT : OVER_LEND;
}

void table_begin(struct table *t, const struct view *view, const struct view_context *context)
{
	t->context = context;
	t->trim = view->trim;
	t->plain = !view->trim;
	t->count = 0;
	t->tail = (context->options & view->tail_when) == view->tail_when ? view->tail : NULL;
	t->plain = t->plain && !context->legend;
	if (context->netns)
		t->shown[t->count++] = (struct shown){ .text = view_netns.text, .column = &view_netns,
						       .width = view_netns.width };
	for (unsigned i = 0; i < view->count && t->count < VIEW_COLUMNS; i++) {
		const struct column *c = &view->columns[i];

		if ((context->options & c->when) != c->when || context->options & c->unless)
			continue;
		t->shown[t->count++] = (struct shown){
			.text = c->text,
			.cell = c->cell,
			.column = c,
			.width = c->sized ? c->sized(context) : c->width,
			.lead = (uint8_t)strlen(c->lead),
			.absent = (uint8_t)strlen(c->absent),
			.over = over_of(c, context->options),
			.right = c->right,
		};
		if (context->legend)
			legend_add(context->legend, c);
		memcpy(t->shown[t->count - 1].lead_text, c->lead, sizeof(c->lead));
		t->plain = t->plain && t->shown[t->count - 1].over == OVER_PUSH;
	}
}

/* Spaces are stored sixteen at a time: out_row has left more room than a row needs. */
static inline void pad(char *to, size_t n)
{
	memset(to, ' ', 16);
	for (size_t i = 16; i < n; i += 16)
		memset(to + i, ' ', 16);
}

/*
 * Shift a text to the right. It was written a moment ago, byte by byte, and to read it back in larger
 * pieces would wait until those bytes have reached the cache.
 */
static inline void push_right(char *text, size_t length, size_t by)
{
	if (length == 1) { /* what most numbers are */
		char only = *text;

		pad(text, by);
		text[by] = only;
		return;
	}
	for (size_t i = length; i-- > 0;)
		text[by + i] = text[i];
	memset(text, ' ', by);
}

/*
 * The cell's text stands at `start`; give it its width. `debt` is what columns before it have taken
 * beyond theirs.
 */
static inline void align(struct out *out, size_t start, const struct shown *c, size_t *debt)
{
	char *text = out->buffer + start;
	size_t length = out->used - start, width = c->width;

	if (*debt && c->over == OVER_LEND) {
		size_t pay = *debt < width ? *debt : width;

		width -= pay;
		*debt -= pay;
	}
	if (length < width) {
		if (c->right)
			push_right(text, length, width - length);
		else
			pad(text + length, width - length);
		out->used = start + width;
	} else if (length > width && c->over != OVER_PUSH) {
		if (c->over == OVER_CUT) {
			length = cell_cut(text, width);
			memset(text + length, ' ', width - length);
			out->used = start + width;
		} else {
			*debt += length - width;
		}
	}
}

static inline char *write_cell(const struct shown *c, const struct table *t, struct out *out, char *to,
			       const void *record)
{
	if (c->cell)
		return c->cell(to, t->context, record);
	out->used = (size_t)(to - out->buffer);
	c->text(out, t->context, record);
	return out->buffer + out->used;
}

/* Most tables: nothing is trimmed, and what is too long shoves the rest of the row. */
static void plain_row(const struct table *t, struct out *out, const void *record)
{
	const struct shown *c = t->shown, *last = t->shown + t->count;
	char *to = out->buffer + out->used, *end;

	for (; c < last; c++, to = end) {
		size_t length;

		memcpy(to, c->lead_text, sizeof(c->lead_text));
		to += c->lead;
		end = write_cell(c, t, out, to, record);
		if (end == to) {
			memcpy(to, c->column->absent, sizeof(c->column->absent));
			end = to + c->absent;
		}
		length = (size_t)(end - to);
		if (length >= c->width)
			continue;
		if (!c->right) {
			pad(end, c->width);
		} else if (length == 1) { /* what most numbers are */
			char only = *to;

			pad(to, c->width);
			to[c->width - 1] = only;
		} else {
			push_right(to, length, c->width - length);
		}
		end = to + c->width;
	}
	out->used = (size_t)(to - out->buffer);
	if (t->tail)
		t->tail(out, t->context, record);
	out->buffer[out->used++] = '\n';
}

/* The other tables, as long as every text fits or may shove the rest. False: one does not, nothing is written. */
static bool fitting_row(const struct table *t, struct out *out, const void *record)
{
	const struct shown *c = t->shown, *last = t->shown + t->count;
	const size_t begin = out->used;
	char *to = out->buffer + begin, *tail = NULL; /* where the row ends if only empty cells follow */

	for (; c < last; c++) {
		char *lead = to, *end;
		size_t length;

		memcpy(to, c->lead_text, sizeof(c->lead_text));
		to += c->lead;
		end = write_cell(c, t, out, to, record);
		if (end == to && c->absent) {
			memcpy(to, c->column->absent, sizeof(c->column->absent));
			end = to + c->absent;
		}
		length = (size_t)(end - to);
		tail = length ? NULL : tail ? tail : lead;
		if (length > c->width && c->width && c->over != OVER_PUSH) {
			out->used = begin;
			return false;
		}
		if (length < c->width) {
			if (c->right)
				push_right(to, length, c->width - length);
			else
				pad(end, c->width);
			end = to + c->width;
		}
		to = end;
	}
	if (t->trim && tail)
		to = tail;
	*to++ = '\n';
	out->used = (size_t)(to - out->buffer);
	return true;
}

void table_row(const struct table *t, struct out *out, const void *record)
{
	const struct shown *c = t->shown, *last = t->shown + t->count;
	size_t debt = 0, end = SIZE_MAX; /* where the row ends if only empty cells follow */

	out_row(out);
	if (t->plain) {
		plain_row(t, out, record);
		return;
	}
	if (!t->context->legend && fitting_row(t, out, record))
		return;
	for (; c < last; c++) {
		size_t start = out->used + c->lead;

		memcpy(out->buffer + out->used, c->lead_text, sizeof(c->lead_text));
		out->used = (size_t)(write_cell(c, t, out, out->buffer + start, record) - out->buffer);
		if (t->context->legend && c->column->legend)
			legend_see(t->context->legend, c->column, out->buffer + start,
				   out->used - start);
		if (out->used == start && c->absent)
			out_bytes(out, c->column->absent, c->absent);
		if (out->used > start)
			end = SIZE_MAX;
		else if (t->trim && end == SIZE_MAX)
			end = start - c->lead;
		if (c->width)
			align(out, start, c, &debt);
	}
	if (end != SIZE_MAX)
		out->used = end;
	if (t->tail)
		t->tail(out, t->context, record);
	out_char(out, '\n');
}

/* Headings lend: "Window" over a column of five takes its sixth place from the next. */
void table_head(const struct table *t, struct out *out)
{
	size_t debt = 0;

	out_row(out);
	for (unsigned i = 0; i < t->count; i++) {
		struct shown head = t->shown[i];
		size_t start;

		head.over = OVER_LEND;
		out_text(out, head.column->lead);
		start = out->used;
		out_text(out, head.column->head);
		if (head.width)
			align(out, start, &head, &debt);
	}
	out_char(out, '\n');
}

char *cell_put_device(char *to, const struct view_context *context, uint32_t ifindex)
{
	const struct index_iface *i = index_iface(context->index, ifindex);

	if (i) {
		memcpy(to, i->shown, 16);
		if (i->shown_size > 16)
			memcpy(to + 16, i->shown + 16, sizeof(i->shown) - 16);
		return to + i->shown_size;
	}
	if (!ifindex)
		return to;
	memcpy(to, "if", 2);
	return number_put(to + 2, ifindex);
}

void cell_device(struct out *out, const struct view_context *context, uint32_t ifindex)
{
	if (out_room(out, 4 * IFACE_NAME_MAX))
		out->used = (size_t)(cell_put_device(out->buffer + out->used, context, ifindex) -
				     out->buffer);
}

char *cell_put_known_name(char *to, const struct view_context *context, const struct addr *addr,
			  enum name_kind kind)
{
	const char *name;
	size_t size;

	if (addr_is_zero(addr))
		return NULL;
	name = index_name(context->index, addr, kind, &size);
	return name ? to + out_name_text(to, name, size) : NULL;
}

bool cell_known_name(struct out *out, const struct view_context *context, const struct addr *addr,
		     enum name_kind kind)
{
	char *end;

	if (!out_room(out, 4 * NAME_MAX_SIZE))
		return false;
	end = cell_put_known_name(out->buffer + out->used, context, addr, kind);
	if (end)
		out->used = (size_t)(end - out->buffer);
	return end != NULL;
}

void cell_seconds(struct out *out, int64_t ms)
{
	out_i64(out, ms < 0 ? 0 : ms / 1000);
}

char *cell_put_seconds(char *to, int64_t ms)
{
	return number_put(to, ms < 0 ? 0 : (uint64_t)ms / 1000);
}
