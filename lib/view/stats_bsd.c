/* SPDX-License-Identifier: ISC */
#include "lib/view/stats_bsd.h"

#include <stdio.h>
#include <string.h>

#include "lib/view/sentence.h"
#include "lib/view/xo.h"

enum { VALUES_MAX = 4, COUNTER_NAME = sizeof(((struct counter *)0)->name) };

const struct xo_layout stats_bsd_layout = { .containers = { "statistics" } };

/* One document or text in the making. */
struct writer {
	struct out *out;
	struct xo *xo; /* NULL: text */
	const struct stats_style *style;
	const struct view_context *context;
	const struct counters *counters;
	const char *group;
	bool nonzero;
	const char *device;
};

/* One element of an array that is counted. */
struct element {
	unsigned index;
	uint64_t value;
};

/* The value of "a-b-c", which ends where `names` does or at a comma. False: one of them is not known. */
static bool read_value(const struct writer *w, const char **names, uint64_t *ret_value)
{
	uint64_t value = 0;
	bool minus = false;

	for (;;) {
		size_t size = strcspn(*names, ",-");
		char name[COUNTER_NAME];
		const struct counter *c;

		snprintf(name, sizeof(name), "%.*s", (int)size, *names);
		c = counters_find(w->counters, w->group, name);
		if (!c)
			return false;
		value = minus ? value - c->value : value + c->value;
		*names += size;
		minus = **names == '-';
		if (**names)
			++*names;
		if (!minus)
			break;
	}
	*ret_value = value;
	return true;
}

/* How many there are; 0 where one is not known. */
static unsigned read_values(const struct writer *w, const char *names, uint64_t values[VALUES_MAX])
{
	unsigned n = 0;

	while (*names && n < VALUES_MAX)
		if (!read_value(w, &names, &values[n++]))
			return 0;
	return n;
}

static bool is_any(const uint64_t *values, unsigned n)
{
	while (n--)
		if (values[n])
			return true;
	return false;
}

/* The next of "a,b" as a string; false at the end. */
static bool next_key(const char **keys, char key[64])
{
	size_t size;

	if (!*keys || !**keys)
		return false;
	size = strcspn(*keys, ",");
	snprintf(key, 64, "%.*s", (int)size, *keys);
	*keys += size + ((*keys)[size] == ',');
	return true;
}

static void write_count(const struct writer *w, const struct stats_row *row)
{
	uint64_t values[VALUES_MAX];
	unsigned n = read_values(w, row->names, values);
	const char *keys = row->keys;
	char key[64];

	if (!n || (row->kind == STATS_COUNT && w->nonzero && !is_any(values, n)))
		return;
	if (!w->xo) {
		sentence_write(w->out, row->text, values, w->style->none_is_one);
		return;
	}
	for (unsigned i = 0; i < n && next_key(&keys, key); i++)
		xo_number(w->xo, key, values[i]);
}

/* From `from` on the next element that is not 0. */
static bool next_element(const struct writer *w, const char *array, unsigned from,
			 struct element *ret_element)
{
	for (unsigned i = from; i < 256; i++) {
		char name[COUNTER_NAME];
		const struct counter *c;

		snprintf(name, sizeof(name), "%s.%u", array, i);
		c = counters_find(w->counters, w->group, name);
		if (!c)
			return false;
		if (!c->value)
			continue;
		*ret_element = (struct element){ i, c->value };
		return true;
	}
	return false;
}

static const char *label_of(const struct stats_labels *labels, unsigned index, char room[16])
{
	for (unsigned i = 0; labels && i < labels->count; i++)
		if (labels->label[i].index == index)
			return labels->label[i].name;
	snprintf(room, 16, "#%u", index);
	return room;
}

/* RFC 4291, 2.7; the other scopes have numbers. libxo's output has the plural always. */
static const char *scope_of(const struct element *e, bool plural, char room[16])
{
	static const struct stats_label names[] = { { 1, "node-local" }, { 2, "link-local" },
						    { 5, "site-local" }, { 14, "global" } };

	snprintf(room, 16, "0x%x", e->index);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].index == e->index)
			snprintf(room, 16, "%s%s", names[i].name, plural ? "s" : "");
	return room;
}

static void write_scope(struct out *out, const struct element *e)
{
	char room[16];
	const char *name = scope_of(e, e->value != 1, room);

	out_literal(out, "\t\t");
	out_u64(out, e->value);
	out_text(out, *name == '0' ? " addresses scope=" : " ");
	out_text(out, name);
}

static void write_iface(const struct writer *w, const struct element *e)
{
	const struct index_iface *i = index_iface(w->context->index, e->index);

	out_literal(w->out, "\t\t\t");
	if (i)
		out_name(w->out, i->name, strlen(i->name));
	else
		out_format(w->out, "#%u", e->index);
	out_text(w->out, w->style->iface_separator);
	out_u64(w->out, e->value);
}

static void write_element(const struct writer *w, const struct stats_row *row,
			  const struct element *e)
{
	char room[16];

	switch (row->kind) {
	case STATS_SCOPES:
		write_scope(w->out, e);
		break;
	case STATS_IFACES:
		write_iface(w, e);
		break;
	case STATS_RULES:
		out_literal(w->out, "\t\t");
		out_u64(w->out, e->value);
		out_char(w->out, ' ');
		out_text(w->out, label_of(row->labels, e->index, room));
		break;
	default:
		out_literal(w->out, "\t\t");
		out_text(w->out, label_of(row->labels, e->index, room));
		out_literal(w->out, ": ");
		out_u64(w->out, e->value);
	}
	out_char(w->out, '\n');
}

static void write_instance(const struct writer *w, const struct stats_row *row,
			   const struct element *e)
{
	const struct index_iface *i = index_iface(w->context->index, e->index);
	char room[16];

	xo_instance(w->xo, row->keys);
	if (row->kind == STATS_IFACES && i)
		xo_text(w->xo, "name", i->name);
	else
		xo_text(w->xo, "name",
			row->kind == STATS_SCOPES ? scope_of(e, true, room) :
						    label_of(row->labels, e->index, room));
	xo_number(w->xo, "count", e->value);
	xo_close(w->xo, row->keys);
}

static void write_array(const struct writer *w, const struct stats_row *row)
{
	struct element e;
	bool any = false;

	for (unsigned from = 0; next_element(w, row->names, from, &e); from = e.index + 1) {
		out_row(w->out);
		if (!any && w->xo)
			xo_list(w->xo, row->keys);
		else if (!any)
			out_text(w->out, row->text);
		any = true;
		if (w->xo)
			write_instance(w, row, &e);
		else
			write_element(w, row, &e);
	}
	if (any && w->xo)
		xo_list_end(w->xo);
}

static void write_switch(const struct writer *w, const struct stats_row *row)
{
	uint64_t value[VALUES_MAX];
	const char *word;

	if (!read_values(w, row->names, value))
		return;
	word = value[0] ? "enabled" : "disabled";
	if (w->xo) {
		xo_text(w->xo, row->keys, word);
		return;
	}
	out_text(w->out, row->text);
	out_text(w->out, word);
	out_char(w->out, '\n');
}

static void write_row(const struct writer *w, const struct stats_row *row)
{
	out_row(w->out);
	switch (row->kind) {
	case STATS_COUNT:
	case STATS_ALWAYS:
		write_count(w, row);
		break;
	case STATS_SWITCH:
		write_switch(w, row);
		break;
	case STATS_OPEN:
		if (w->xo)
			xo_open(w->xo, row->keys);
		break;
	case STATS_CLOSE:
		if (w->xo)
			xo_close(w->xo, row->keys);
		break;
	default:
		write_array(w, row);
	}
}

static bool is_counted(const struct counters *counters, const char *group)
{
	for (size_t i = 0; i < counters->count; i++)
		if (strcmp(counters->row[i].group, group) == 0)
			return true;
	return false;
}

static bool is_wanted(const struct stats_section *s, const struct stats_choice *c, const char *name)
{
	if (c->protocol)
		return strcmp(name, c->protocol) == 0;
	return !c->families || s->family == FAMILY_NONE || c->families >> s->family & 1;
}

bool stats_bsd_knows(const struct stats_style *style, const char *protocol)
{
	for (unsigned i = 0; i < style->count; i++)
		if (style->sections[i].name && strcmp(style->sections[i].name, protocol) == 0)
			return true;
	return false;
}

static void write_section(struct writer *w, const struct stats_section *s)
{
	w->group = s->group;
	if (w->xo) {
		xo_open(w->xo, s->title);
	} else {
		out_row(w->out);
		out_text(w->out, s->title);
		if (w->device) {
			out_literal(w->out, " on ");
			out_text(w->out, w->device);
		}
		out_literal(w->out, ":\n");
	}
	for (unsigned i = 0; i < s->count; i++)
		write_row(w, &s->rows[i]);
}

/* A section that stands within another closes before that one does. */
static void write_all(struct writer *w, const struct stats_choice *choice)
{
	const struct stats_section *open = NULL;
	const char *name = "";

	for (unsigned i = 0; i < w->style->count; i++) {
		const struct stats_section *s = &w->style->sections[i];

		name = s->name ? s->name : name;
		if (!is_wanted(s, choice, name) || !is_counted(w->counters, s->group))
			continue;
		if (w->xo && open && !s->within)
			xo_close(w->xo, open->title);
		write_section(w, s);
		if (w->xo && s->within)
			xo_close(w->xo, s->title);
		else
			open = s;
	}
	if (w->xo && open)
		xo_close(w->xo, open->title);
}

void stats_bsd_write(struct out *out, const struct stats_style *style,
		     const struct stats_choice *choice, const struct view_context *context,
		     const struct counters *counters)
{
	struct writer w = { .out = out, .style = style, .context = context, .counters = counters,
			    .nonzero = choice->nonzero, .device = choice->device };

	write_all(&w, choice);
}

void stats_bsd_xo(struct xo *xo, const struct stats_style *style, const struct stats_choice *choice,
		  const struct view_context *context, const struct counters *counters)
{
	struct writer w = { .out = xo->out, .xo = xo, .style = style, .context = context,
			    .counters = counters, .nonzero = choice->nonzero };

	write_all(&w, choice);
}
