/* SPDX-License-Identifier: ISC */
#include "lib/view/openmetrics.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/model/iface.h"

enum { NAME_ROOM = 128, VALUE_ROOM = 256 };

/* Of fields.def those that are numbers. */
enum kind { KIND_OTHER, KIND_U32, KIND_U64 };
#define KIND_U8 KIND_OTHER
#define KIND_U16 KIND_OTHER
#define KIND_TABLE KIND_OTHER
#define KIND_TEXT KIND_OTHER
#define KIND_ADDR KIND_OTHER
#define KIND_BOOL KIND_OTHER
#define KIND_DEVICE KIND_OTHER
#define KIND_LINK_TYPE KIND_OTHER
#define KIND_OPERSTATE KIND_OTHER
#define KIND_IFACE_FLAGS KIND_OTHER

static const struct field {
	const char *key, *unit, *meaning;
	uint16_t offset;
	uint8_t kind;
} fields[] = {
#define IFACE(id, member, key, kind, unit, meaning) \
	{ key, unit, meaning, offsetof(struct iface, member), KIND_##kind },
#include "lib/model/fields.def"
#undef IFACE
};

static void write_escaped(struct out *out, const char *text, bool quotes)
{
	char harmless[4 * VALUE_ROOM];
	size_t size = out_name_text(harmless, text, strnlen(text, VALUE_ROOM));

	for (size_t i = 0; i < size; i++) {
		if (harmless[i] == '\\' || (quotes && harmless[i] == '"'))
			out_char(out, '\\');
		out_char(out, harmless[i]);
	}
}

/* [a-zA-Z0-9_]: other bytes are their numbers. */
static void add_name(char name[NAME_ROOM], const char *text)
{
	size_t n = strlen(name);

	for (; *text && n + 4 < NAME_ROOM; text++) {
		char c = *text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
			name[n++] = c;
		else
			n += (size_t)snprintf(name + n, 4, "_%02x", (unsigned)(uint8_t)c);
	}
	name[n] = '\0';
}

void openmetrics_family(struct out *out, const char *name, bool counter, const char *help)
{
	out_row(out);
	out_literal(out, "# HELP ");
	out_text(out, name);
	out_char(out, ' ');
	write_escaped(out, help, false);
	out_literal(out, "\n# TYPE ");
	out_text(out, name);
	out_text(out, counter ? " counter\n" : " gauge\n");
}

void openmetrics_sample(struct out *out, const char *name, bool counter,
			const struct openmetrics_label labels[OPENMETRICS_LABELS], uint64_t value)
{
	bool any = false;

	out_row(out);
	out_text(out, name);
	if (counter)
		out_literal(out, "_total");
	for (unsigned i = 0; labels && i < OPENMETRICS_LABELS && labels[i].key; i++) {
		if (!*labels[i].value)
			continue;
		out_char(out, any ? ',' : '{');
		any = true;
		out_text(out, labels[i].key);
		out_literal(out, "=\"");
		write_escaped(out, labels[i].value, true);
		out_char(out, '"');
	}
	out_text(out, any ? "} " : " ");
	/* a gauge may be below 0: Linux' MaxConn is -1 */
	if (counter)
		out_u64(out, value);
	else
		out_i64(out, (int64_t)value);
	out_char(out, '\n');
}

/* The value of a field; false where the interface does not have it. */
static bool read_field(const struct iface *i, size_t n, uint64_t *ret_value)
{
	const char *base = (const char *)i + fields[n].offset;
	uint32_t small;

	if (!(i->has >> n & 1))
		return false;
	if (fields[n].kind == KIND_U64) {
		memcpy(ret_value, base, sizeof(*ret_value));
	} else {
		memcpy(&small, base, sizeof(small));
		*ret_value = small;
	}
	return true;
}

static void write_field(struct out *out, const struct index *index, size_t count, size_t n)
{
	const struct field *f = &fields[n];
	bool counter = f->kind == KIND_U64 &&
		       (strcmp(f->unit, "packets") == 0 || strcmp(f->unit, "bytes") == 0);
	char name[NAME_ROOM] = "netstat_interface_";
	bool any = false;

	add_name(name, f->key);
	for (size_t k = 0; k < count; k++) {
		const struct iface *i = index_sorted_iface(index, k);
		const struct openmetrics_label labels[OPENMETRICS_LABELS] = { { "interface", i->name } };
		uint64_t value;

		if (!read_field(i, n, &value))
			continue;
		if (!any)
			openmetrics_family(out, name, counter, f->meaning);
		any = true;
		openmetrics_sample(out, name, counter, labels, value);
	}
}

static void write_up(struct out *out, const struct index *index, size_t count)
{
	static const char name[] = "netstat_interface_up";

	openmetrics_family(out, name, false, "whether the interface is up");
	for (size_t k = 0; k < count; k++) {
		const struct iface *i = index_sorted_iface(index, k);
		const struct openmetrics_label labels[OPENMETRICS_LABELS] = { { "interface", i->name } };

		if (iface_has(i, IFACE_FLAGS))
			openmetrics_sample(out, name, false, labels, iface_flag(i, IFLAG_UP));
	}
}

void openmetrics_ifaces(struct out *out, const struct index *index, size_t count)
{
	write_up(out, index, count);
	for (size_t n = 0; n < sizeof(fields) / sizeof(fields[0]); n++)
		if (fields[n].kind != KIND_OTHER && *fields[n].unit)
			write_field(out, index, count, n);
}

/* The name without its element: "outhist" and "8". */
static const char *split(const struct counter *c, char stem[sizeof(c->name)])
{
	const char *dot = strrchr(c->name, '.');

	snprintf(stem, sizeof(c->name), "%.*s", (int)(dot ? dot - c->name : (int)strlen(c->name)), c->name);
	return dot ? dot + 1 : "";
}

/* Elements come one behind the other; what a kernel tells twice is told once. */
void openmetrics_counters(struct out *out, const struct counters *counters)
{
	char last[NAME_ROOM] = "";

	for (size_t i = 0; i < counters->count; i++) {
		const struct counter *c = &counters->row[i];
		char stem[sizeof(c->name)], name[NAME_ROOM] = "netstat_", help[VALUE_ROOM];
		const char *element = split(c, stem);
		const struct openmetrics_label labels[OPENMETRICS_LABELS] = { { "element", element } };
		bool gauge = counters_is_gauge(c->group, stem);

		if (counters_find(counters, c->group, c->name) != c)
			continue;
		add_name(name, c->group);
		add_name(name, *c->group ? "_" : "");
		add_name(name, stem);
		if (strcmp(name, last) != 0) {
			snprintf(help, sizeof(help), "%s%s%s, as the kernel counts it", stem,
				 *c->group ? " of " : "", c->group);
			openmetrics_family(out, name, !gauge, help);
			memcpy(last, name, sizeof(last));
		}
		openmetrics_sample(out, name, !gauge, labels, c->value);
	}
}

void openmetrics_end(struct out *out)
{
	out_row(out);
	out_literal(out, "# EOF\n");
}
