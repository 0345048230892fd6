/* SPDX-License-Identifier: ISC */
#include "show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/model/event.h"
#include "lib/view/monitor.h"
#include "lib/wire/event.h"
#include "lib/base/utf8.h"
#include "lib/model/index.h"
#include "lib/view/dialect.h"
#include "lib/view/json.h"
#include "lib/wire/decode.h"
#include "tests/unit/json_check.h"

struct show {
	struct out out, document;
	struct view_context context;
	struct json json;
	enum record_kind array; /* that is open in the document */
	struct env env;
};

static void fail(const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\n", what, text);
	abort();
}

/* What was written is one harmless line. */
static void check_line(struct out *out)
{
	size_t size = out->used;

	out->buffer[size < OUT_SIZE ? size : OUT_SIZE - 1] = '\0';
	if (out->error || !size || size > OUT_ROW || out->buffer[size - 1] != '\n')
		fail("no line", out->buffer);
	for (size_t i = 0; i < size - 1;) {
		unsigned n = utf8_safe((const uint8_t *)out->buffer + i, size - 1 - i);

		if (!n)
			fail("harmful", out->buffer);
		i += n;
	}
	out->used = 0;
}

static void show_row(struct show *s, const struct view *view, const void *record)
{
	struct table table;

	table_begin(&table, view, &s->context);
	table_row(&table, &s->out, record);
	check_line(&s->out);
}

static void show_route(struct show *s, const struct route *r)
{
	static const struct view *const views[][2] = {
		{ &route_linux_inet, &route_linux_inet6 },
		{ &route_freebsd4_inet, &route_freebsd4_inet6 },
		{ &route_freebsd_inet, &route_freebsd_inet6 },
		{ &route_openbsd_inet, &route_openbsd_inet6 },
		{ &route_netbsd, &route_netbsd_inet6 },
	};

	if (r->family != FAMILY_INET && r->family != FAMILY_INET6)
		return;
	s->context.family = (enum family)r->family;
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		show_row(s, views[i][r->family == FAMILY_INET6], r);
}

static void show_neigh(struct show *s, const struct neigh *n)
{
	struct route r;

	if (n->family == FAMILY_INET) {
		s->context.family = FAMILY_INET;
		show_row(s, &arp_linux_table, n);
		arp_linux_line(&s->out, &s->context, n);
		check_line(&s->out);
		arp_freebsd4_line(&s->out, &s->context, n);
		check_line(&s->out);
	}
	neigh_as_route(n, &r);
	show_route(s, &r);
}

static const char *array_of(enum record_kind kind)
{
	static const char *const names[] = {
		[RECORD_ROUTE] = "routes",     [RECORD_NEIGH] = "neighbours",  [RECORD_IFACE] = "interfaces",
		[RECORD_IFADDR] = "addresses", [RECORD_COUNTER] = "counters", [RECORD_LIFETIME] = "lifetimes",
		[RECORD_RULE] = "rules",
	};

	return kind < sizeof(names) / sizeof(names[0]) ? names[kind] : NULL;
}

/* Into the document, while there is room. */
static void add_json(struct show *s, const struct record *r)
{
	const char *array = array_of(r->kind);

	if (!array || s->document.used > OUT_SIZE / 2)
		return;
	if (s->array != r->kind) {
		json_array(&s->json, array);
		s->array = r->kind;
	}
	if (r->kind == RECORD_ROUTE)
		json_route(&s->json, &r->route);
	else if (r->kind == RECORD_NEIGH)
		json_neigh(&s->json, &r->neigh);
	else if (r->kind == RECORD_IFACE)
		json_iface(&s->json, &r->iface);
	else if (r->kind == RECORD_IFADDR)
		json_ifaddr(&s->json, &r->ifaddr);
	else if (r->kind == RECORD_COUNTER)
		json_counter(&s->json, &r->counter);
	else if (r->kind == RECORD_LIFETIME)
		json_lifetime(&s->json, &r->lifetime);
	else
		json_rule(&s->json, &r->rule);
}

static void show_record(struct show *s, const struct record *r)
{
	if (r->kind == RECORD_ROUTE)
		show_route(s, &r->route);
	else if (r->kind == RECORD_NEIGH)
		show_neigh(s, &r->neigh);
	else if (r->kind == RECORD_IFACE)
		show_row(s, &iface_linux, &r->iface);
	add_json(s, r);
}

/* The interfaces of a frame are those that its other records name. */
static struct index *index_of(const struct frame *frame)
{
	struct index *index = index_new();
	struct decode d;
	struct record r;

	if (!index)
		abort();
	decode_begin(&d, frame);
	while (decode_next(&d, &r) > 0)
		if (r.kind == RECORD_IFACE && index_add_iface(index, &r.iface) < 0)
			break;
	return index;
}

/* The same as news, in every dialect and as lines of JSON. */
static void show_events(struct show *s, const struct frame *frame)
{
	static monitor_view *const views[] = { monitor_linux, monitor_freebsd, monitor_freebsd13,
					       monitor_freebsd4, monitor_netbsd, monitor_openbsd,
					       monitor_macos };
	static struct event e;
	struct event_reader reader;
	size_t limit = 16 * frame->size + 16;
	struct json lines;

	event_begin(&reader, frame);
	while (event_next(&reader, &e) > 0) {
		if (!limit--)
			fail("no end", "more events than bytes");
		e.time = event_time_of(e.time_ms, 0);
		for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
			out_init(&s->out, -1);
			views[i](&s->out, &s->context, &e);
			if (s->out.error)
				fail("no room", "a message");
		}
		out_init(&s->document, -1);
		json_begin_lines(&lines, &s->document, &s->context);
		json_event(&lines, &e);
		s->document.buffer[s->document.used] = '\0';
		if (s->document.error)
			fail("no room", "a line of JSON");
	}
}

void show_frame(const struct frame *frame)
{
	static struct show s;
	struct index *index = index_of(frame);
	size_t limit = 16 * frame->size + 16;
	struct decode d;
	struct record r;
	int e;

	out_init(&s.out, -1);
	out_init(&s.document, -1);
	s.context = (struct view_context){ .origin = frame->origin, .index = index, .env = &s.env };
	s.array = RECORD_NONE;
	json_begin(&s.json, &s.document, &s.context, frame->size & 1);
	decode_begin(&d, frame);
	while ((e = decode_next(&d, &r)) > 0) {
		if (!limit--)
			fail("no end", "more records than bytes");
		s.context.options = (uint32_t)(limit * 2654435761u >> 7) & ((1u << 10) - 1);
		show_record(&s, &r);
	}
	json_end(&s.json, e == 0, e < 0 ? "damaged" : NULL);
	s.document.buffer[s.document.used] = '\0';
	if (s.document.error || !json_is_valid(s.document.buffer))
		fail("no JSON", s.document.buffer);
	show_events(&s, frame);
	index_free(index);
}
