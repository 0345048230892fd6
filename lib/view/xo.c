/* SPDX-License-Identifier: ISC */
#include "lib/view/xo.h"

#include <string.h>

enum { TEXT_MAX = 1024 };

static void new_line(struct xo *x)
{
	if (!x->pretty)
		return;
	out_char(x->out, '\n');
	out_spaces(x->out, 2u * x->depth);
}

/* Between two things of one container: JSON has a comma there. */
static void next(struct xo *x)
{
	uint32_t bit = UINT32_C(1) << x->depth;

	out_row(x->out);
	if (x->any & bit && !x->xml)
		out_char(x->out, ',');
	if (x->depth || x->any & bit)
		new_line(x);
	x->any |= bit;
}

static void down(struct xo *x)
{
	x->depth++;
	x->any &= ~(UINT32_C(1) << x->depth);
}

static void write_key(struct xo *x, const char *key, bool leaf)
{
	out_char(x->out, '"');
	out_text(x->out, key);
	out_text(x->out, leaf && !x->pretty ? "\":" : "\": ");
}

static void open_json(struct xo *x, const char *key, char bracket)
{
	next(x);
	if (key)
		write_key(x, key, false);
	out_char(x->out, bracket);
	down(x);
}

static void close_json(struct xo *x, char bracket)
{
	x->depth--;
	new_line(x);
	out_char(x->out, bracket);
}

static void open_tag(struct xo *x, const char *name, const char *version)
{
	next(x);
	out_char(x->out, '<');
	out_text(x->out, name);
	if (version) {
		out_literal(x->out, " version=\"");
		out_text(x->out, version);
		out_char(x->out, '"');
	}
	out_char(x->out, '>');
	down(x);
}

static void close_tag(struct xo *x, const char *name)
{
	x->depth--;
	new_line(x);
	out_literal(x->out, "</");
	out_text(x->out, name);
	out_char(x->out, '>');
}

static void open_container(struct xo *x, const char *name)
{
	if (x->xml)
		open_tag(x, name, name == x->layout->containers[0] ? x->layout->version : NULL);
	else
		open_json(x, name, '{');
}

static void close_container(struct xo *x, const char *name)
{
	if (x->xml)
		close_tag(x, name);
	else
		close_json(x, '}');
}

/* XML has no element for a list, only for what is in it. */
static void open_list(struct xo *x, const char *name)
{
	if (!x->xml)
		open_json(x, name, '[');
}

static void close_list(struct xo *x)
{
	if (!x->xml)
		close_json(x, ']');
}

static void open_instance(struct xo *x, const char *name)
{
	if (x->xml)
		open_tag(x, name, NULL);
	else
		open_json(x, NULL, '{');
}

static void write_xml_text(struct out *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		switch (text[i]) {
		case '<':
			out_literal(out, "&lt;");
			break;
		case '>':
			out_literal(out, "&gt;");
			break;
		case '&':
			out_literal(out, "&amp;");
			break;
		default:
			out_char(out, text[i]);
		}
	}
}

static void write_leaf(struct xo *x, const char *key, const char *text, size_t size, bool quoted)
{
	next(x);
	if (x->xml) {
		out_char(x->out, '<');
		out_text(x->out, key);
		out_char(x->out, '>');
		write_xml_text(x->out, text, size);
		out_literal(x->out, "</");
		out_text(x->out, key);
		out_char(x->out, '>');
		return;
	}
	write_key(x, key, true);
	if (quoted)
		out_json_text(x->out, text, size);
	else
		out_bytes(x->out, text, size);
}

static void write_words(struct xo *x, const char *key, const char *text, size_t size)
{
	const char *end = text + size;

	open_list(x, key);
	while (text < end) {
		const char *comma = memchr(text, ',', (size_t)(end - text));
		size_t length = (size_t)((comma ? comma : end) - text);

		if (x->xml) {
			write_leaf(x, key, text, length, true);
		} else {
			next(x);
			out_json_text(x->out, text, length);
		}
		text += length + 1;
	}
	close_list(x);
}

/* A cell's text: it is written where what follows will stand, and taken back. */
static size_t read_cell(struct xo *x, const struct xo_field *f, const struct view_context *c,
			const void *record, char text[TEXT_MAX])
{
	size_t start, size;

	out_row(x->out);
	start = x->out->used;
	f->text(x->out, c, record);
	size = x->out->used - start;
	x->out->used = start;
	if (size > TEXT_MAX)
		size = TEXT_MAX;
	if (f->cut && size > f->cut && !(c->options & VIEW_WIDE))
		size = f->cut;
	memcpy(text, x->out->buffer + start, size);
	return size;
}

static void write_field(struct xo *x, const struct xo_field *f, const struct view_context *c,
			const void *record)
{
	char text[TEXT_MAX];
	size_t size = read_cell(x, f, c, record, text);

	if (!size && !f->empty)
		return;
	switch ((enum xo_kind)f->kind) {
	case XO_STRING:
	case XO_NUMBER:
		write_leaf(x, f->key, text, size, f->kind == XO_STRING);
		break;
	case XO_TRUE:
		write_leaf(x, f->key, "true", 4, false);
		break;
	case XO_LIST:
		write_words(x, f->key, text, size);
		break;
	}
}

void xo_record(struct xo *x, const struct view_context *c, const void *record)
{
	const struct xo_layout *l = x->layout;

	open_instance(x, l->list);
	for (unsigned i = 0; i < l->count; i++)
		if ((c->options & l->fields[i].when) == l->fields[i].when)
			write_field(x, &l->fields[i], c, record);
	close_container(x, l->list);
}

void xo_group(struct xo *x, const char *name)
{
	open_instance(x, x->layout->group);
	write_leaf(x, x->layout->title, name, strlen(name), true);
	open_list(x, x->layout->list);
}

void xo_group_end(struct xo *x)
{
	close_list(x);
	close_container(x, x->layout->group);
}

void xo_number(struct xo *x, const char *key, uint64_t value)
{
	next(x);
	if (x->xml) {
		out_format(x->out, "<%s>%llu</%s>", key, (unsigned long long)value, key);
		return;
	}
	write_key(x, key, true);
	out_u64(x->out, value);
}

void xo_text(struct xo *x, const char *key, const char *text)
{
	write_leaf(x, key, text, strlen(text), true);
}

void xo_open(struct xo *x, const char *name)
{
	open_container(x, name);
}

void xo_close(struct xo *x, const char *name)
{
	close_container(x, name);
}

void xo_list(struct xo *x, const char *name)
{
	open_list(x, name);
}

void xo_list_end(struct xo *x)
{
	close_list(x);
}

void xo_instance(struct xo *x, const char *name)
{
	open_instance(x, name);
}

void xo_begin(struct xo *x, struct out *out, const struct xo_layout *layout, enum xo_style style,
	      bool pretty)
{
	*x = (struct xo){ .out = out, .layout = layout, .xml = style == XO_XML, .pretty = pretty };
	if (!x->xml) {
		out_char(out, '{');
		down(x);
		if (layout->version) { /* the blank is libxo's */
			next(x);
			write_key(x, "__version", true);
			out_json_text(out, layout->version, strlen(layout->version));
			out_literal(out, ", ");
			x->any &= ~(UINT32_C(1) << x->depth);
		}
	}
	for (unsigned i = 0; i < 3 && layout->containers[i]; i++)
		open_container(x, layout->containers[i]);
	if (layout->group)
		open_list(x, layout->group);
	else if (layout->list)
		open_list(x, layout->list);
}

void xo_end(struct xo *x)
{
	const struct xo_layout *l = x->layout;

	if (l->group || l->list)
		close_list(x);
	for (unsigned i = 3; i-- > 0;)
		if (l->containers[i])
			close_container(x, l->containers[i]);
	if (!x->xml)
		close_json(x, '}');
	out_char(x->out, '\n');
}
