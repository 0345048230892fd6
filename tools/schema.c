/* SPDX-License-Identifier: ISC */
/*
 * schema: what lib/model/fields.def and lib/view/kinds.def say, for others to read. Runs while the
 * project is built.
 *
 *	schema json		the JSON Schema (draft 2020-12) of all that --json prints
 *	schema mdoc TEMPLATE	TEMPLATE with a list in the place of each line .\" @NAME@, where
 *				NAME is a record's, or `words`
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/model/explanation.h"
#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/origin.h"
#include "lib/model/route.h"
#include "lib/model/flow.h"
#include "lib/model/membership.h"
#include "lib/model/rule.h"
#include "lib/model/sock.h"
#include "lib/model/stats.h"
#include "lib/view/json.h"

enum kind {
#define NUMBER(id, type) KIND_##id,
#define WORD(id, type, name, count, open) KIND_##id,
#define BITS(id, type, name, count) KIND_##id,
#define OTHER(id, type) KIND_##id,
#include "lib/view/kinds.def"
	KIND_COUNT
};

enum form { FORM_NUMBER, FORM_WORD, FORM_BITS, FORM_OTHER };

#define NUMBER(id, type)
#define WORD(id, type, name, count, open) \
	static const char *name_##id(unsigned value) \
	{ \
		return name(value); \
	}
#define BITS(id, type, name, count) WORD(id, type, name, count, false)
#define OTHER(id, type)
#include "lib/view/kinds.def"

static const struct {
	const char *id;
	enum form form;
	size_t size; /* of the member */
	const char *(*name)(unsigned value);
	unsigned count;
	bool open; /* values without a name are written as their digits */
} kinds[KIND_COUNT] = {
#define NUMBER(id, type) { #id, FORM_NUMBER, sizeof(type), NULL, 0, false },
#define WORD(id, type, name, count, open) \
	{ #id, FORM_WORD, sizeof(type), name_##id, count, open },
#define BITS(id, type, name, count) { #id, FORM_BITS, sizeof(type), name_##id, count, false },
#define OTHER(id, type) { #id, FORM_OTHER, sizeof(type), NULL, 0, false },
#include "lib/view/kinds.def"
};

/* The forms that are neither numbers nor names: what they are to JSON Schema and to a reader. */
static const struct {
	enum kind kind;
	const char *schema, *words;
} others[] = {
	{ KIND_PREFIX, "\"type\": \"string\", \"pattern\": \"^[^/]+/[0-9]+$\"", "prefix" },
	{ KIND_ADDR, "\"type\": \"string\", \"minLength\": 1", "address" },
	{ KIND_DEVICE, "\"type\": \"string\"", "name" },
	{ KIND_SECONDS, "\"type\": \"number\"", "seconds" },
	{ KIND_I64, "\"type\": \"integer\"", "number" },
	{ KIND_TEXT, "\"type\": \"string\"", "string" },
	{ KIND_BOOL, "\"type\": \"boolean\"", "true or false" },
};

struct row {
	const char *key, *unit, *meaning;
	enum kind kind;
	uint64_t groups; /* 1: in a route; 2: in a next hop */
};

enum { WHOLE = 1, HOP = 2 };

#define ROW(key, kind, unit, meaning, groups) { key, unit, meaning, KIND_##kind, groups },

static const struct row route_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define ROUTE(id, member, key, kind, unit, meaning) \
	ROW(key, kind, unit, meaning, WHOLE | (JSON_HOP_FIELDS >> ROUTE_##id & 1) * HOP)
#include "lib/model/fields.def"
#undef ROUTE
#define METRIC(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef METRIC
};

static const struct row neigh_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define NEIGH(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NEIGH
};

static const struct row iface_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define IFACE(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef IFACE
};

static const struct row ifaddr_rows[] = {
#define IFADDR(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef IFADDR
};

static const struct row rule_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define RULE(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef RULE
};

static const struct row membership_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define MEMBERSHIP(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef MEMBERSHIP
};

static const struct row sock_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define SOCK(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef SOCK
};

static const struct row proc_rows[] = {
#define PROC(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef PROC
};

static const struct row sockmem_rows[] = {
#define SOCKMEM(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef SOCKMEM
};

static const struct row tcpinfo_rows[] = {
#define TCPINFO(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef TCPINFO
};

static const struct row explanation_rows[] = {
#define EXPLANATION(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef EXPLANATION
};

static const struct row flow_rows[] = {
#define NETNS(key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef NETNS
#define FLOW(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef FLOW
};

static const struct row counter_rows[] = {
#define COUNTER(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef COUNTER
};

static const struct row lifetime_rows[] = {
#define LIFETIME(id, member, key, kind, unit, meaning) ROW(key, kind, unit, meaning, WHOLE)
#include "lib/model/fields.def"
#undef LIFETIME
};

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])

/* The records, the array that holds each (NULL: another record does) and the fields that every one has. */
static const struct record {
	const char *name, *array;
	const struct row *rows;
	size_t count;
	uint64_t group;
	const char *required[4];
} records[] = {
	{ "route", "routes", ROWS(route_rows), WHOLE, { "family", "destination" } },
	{ "nexthop", NULL, ROWS(route_rows), HOP, { NULL } },
	{ "neighbour", "neighbours", ROWS(neigh_rows), WHOLE, { "family", "flags" } },
	{ "interface", "interfaces", ROWS(iface_rows), WHOLE, { NULL } },
	{ "address", NULL, ROWS(ifaddr_rows), WHOLE, { "family" } },
	{ "rule", "rules", ROWS(rule_rows), WHOLE, { "family", "priority", "action" } },
	{ "explanation", "explanations", ROWS(explanation_rows), WHOLE, { "family", "destination" } },
	{ "membership", "memberships", ROWS(membership_rows), WHOLE, { "family", "group", "interface" } },
	{ "socket", "sockets", ROWS(sock_rows), WHOLE, { "protocol", "source" } },
	{ "process", NULL, ROWS(proc_rows), WHOLE, { "pid", "uid" } },
	{ "memory", NULL, ROWS(sockmem_rows), WHOLE, { NULL } },
	{ "tcp", NULL, ROWS(tcpinfo_rows), WHOLE, { NULL } },
	{ "flow", "flows", ROWS(flow_rows), WHOLE, { "family", "source", "destination" } },
	{ "counter", "counters", ROWS(counter_rows), WHOLE, { "group", "name", "value" } },
	{ "lifetime", "lifetimes", ROWS(lifetime_rows), WHOLE, { "name", "value" } },
};

enum { RECORDS = sizeof(records) / sizeof(records[0]) };

/* Texts of the tables go into JSON and mdoc as they are: nothing may mean something there. */
static const char *plain(const char *text)
{
	if (!strpbrk(text, "\"\\\n") && *text != '.' && *text != '\'')
		return text;
	fprintf(stderr, "schema: \"%s\" has a character that would need an escape\n", text);
	exit(1);
}

static const char *lower(const char *id, char room[24])
{
	size_t n = 0;

	for (; id[n] && n < 23; n++)
		room[n] = id[n] >= 'A' && id[n] <= 'Z' ? (char)(id[n] - 'A' + 'a') : id[n];
	room[n] = '\0';
	return room;
}

static const char *other_schema(enum kind kind)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].kind == kind)
			return others[i].schema;
	fprintf(stderr, "schema: the kind %s is not described\n", kinds[kind].id);
	exit(1);
}

static const char *kind_words(enum kind kind)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].kind == kind)
			return others[i].words;
	return kinds[kind].form == FORM_NUMBER ? "number" :
	       kinds[kind].form == FORM_WORD   ? "word" :
						 "words";
}

/* JSON */

static bool first = true; /* of the members at this place */

static void member(int depth, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void member(int depth, const char *format, ...)
{
	va_list list;

	printf("%s\n%*s", first ? "" : ",", 2 * depth, "");
	first = false;
	va_start(list, format);
	vprintf(format, list);
	va_end(list);
}

static void open_object(int depth, const char *key)
{
	member(depth, "\"%s\": {", key);
	first = true;
}

static void close_object(int depth)
{
	printf("\n%*s}", 2 * depth, "");
	first = false;
}

static void print_names(enum kind kind)
{
	bool any = false;

	printf("\"enum\": [");
	for (unsigned i = 0; i < kinds[kind].count; i++) {
		const char *name = kinds[kind].name(i);

		if (name)
			printf("%s\"%s\"", any ? ", " : "", plain(name));
		any = any || name;
	}
	printf("]");
}

/* One definition for each kind that has names: several fields share it. */
static void define_kind(enum kind kind)
{
	char room[24];

	if (kinds[kind].form != FORM_WORD && kinds[kind].form != FORM_BITS)
		return;
	member(2, "\"%s\": { ", lower(kinds[kind].id, room));
	if (kinds[kind].form == FORM_BITS)
		printf("\"type\": \"array\", \"uniqueItems\": true, \"items\": { ");
	else if (kinds[kind].open)
		printf("\"anyOf\": [{ ");
	print_names(kind);
	if (kinds[kind].form == FORM_BITS)
		printf(" }");
	else if (kinds[kind].open)
		printf(" }, { \"type\": \"string\", \"pattern\": \"^[0-9]+$\" }]");
	printf(" }");
}

static void print_kind(enum kind kind)
{
	char room[24];

	switch (kinds[kind].form) {
	case FORM_NUMBER:
		printf("\"type\": \"integer\", \"minimum\": 0");
		if (kinds[kind].size < 8)
			printf(", \"maximum\": %llu", (1ull << 8 * kinds[kind].size) - 1);
		break;
	case FORM_WORD:
	case FORM_BITS:
		printf("\"$ref\": \"#/$defs/%s\"", lower(kinds[kind].id, room));
		break;
	case FORM_OTHER:
		printf("%s", other_schema(kind));
		break;
	}
}

static void print_property(const struct row *r)
{
	member(4, "\"%s\": { ", plain(r->key));
	print_kind(r->kind);
	printf(", \"description\": \"%s", plain(r->meaning));
	if (*r->unit)
		printf(" (%s)", plain(r->unit));
	printf("\" }");
	if (r->kind == KIND_DEVICE)
		member(4, "\"%s_index\": { \"type\": \"integer\", \"minimum\": 0, \"maximum\": "
			  "4294967295, \"description\": \"its index\" }", r->key);
}

/* A route with `nexthops` has none of their fields itself. */
static void print_nexthops(const struct record *route)
{
	member(4, "\"nexthops\": { \"type\": \"array\", \"minItems\": 2, \"items\": "
		  "{ \"$ref\": \"#/$defs/nexthop\" }, "
		  "\"description\": \"next hops, where there are several\" }");
	close_object(3);
	open_object(3, "dependentSchemas");
	open_object(4, "nexthops");
	open_object(5, "properties");
	for (size_t i = 0; i < route->count; i++) {
		const struct row *r = &route->rows[i];

		if (r->groups & HOP)
			member(6, "\"%s\": false", r->key);
		if (r->groups & HOP && r->kind == KIND_DEVICE)
			member(6, "\"%s_index\": false", r->key);
	}
	close_object(5);
	close_object(4);
}

/* A socket's groups of numbers are objects. */
static void print_parts(void)
{
	static const char *const parts[][2] = {
		{ "memory", "buffers and what is in them" },
		{ "tcp", "state of a TCP connection" },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		member(4, "\"%s\": { \"$ref\": \"#/$defs/%s\", \"description\": \"%s\" }",
		       parts[i][0], parts[i][0], parts[i][1]);
	member(4, "\"processes\": { \"type\": \"array\", \"minItems\": 1, \"items\": { \"$ref\": "
		  "\"#/$defs/process\" }, \"description\": \"processes that hold it\" }");
}

static void define_record(const struct record *r)
{
	bool any = false;

	open_object(2, r->name);
	member(3, "\"type\": \"object\"");
	open_object(3, "properties");
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].groups & r->group)
			print_property(&r->rows[i]);
	if (strcmp(r->name, "route") == 0)
		print_nexthops(r);
	if (strcmp(r->name, "socket") == 0)
		print_parts();
	if (strcmp(r->name, "interface") == 0)
		member(4, "\"addresses\": { \"type\": \"array\", \"items\": { \"$ref\": "
			  "\"#/$defs/address\" }, \"description\": \"its addresses (netstat -ie)\" }");
	close_object(3);
	member(3, "\"required\": [");
	for (size_t i = 0; i < 4 && r->required[i]; i++, any = true)
		printf("%s\"%s\"", any ? ", " : "", r->required[i]);
	printf("]");
	member(3, "\"additionalProperties\": false");
	close_object(2);
}

static void print_document(void)
{
	open_object(1, "properties");
	member(2, "\"version\": { \"const\": %d, \"description\": \"of this schema\" }",
	       JSON_VERSION);
	open_object(2, "origin");
	member(3, "\"type\": \"object\"");
	open_object(3, "properties");
	member(4, "\"system\": { \"enum\": [");
	for (unsigned i = 0; i < SYSTEM_COUNT; i++)
		printf("%s\"%s\"", i ? ", " : "", origin_system_name((enum origin_system)i));
	printf("], \"description\": \"whose kernel it was\" }");
	member(4, "\"release\": { \"type\": \"string\", \"description\": \"its release\" }");
	close_object(3);
	member(3, "\"required\": [\"system\", \"release\"]");
	member(3, "\"additionalProperties\": false");
	close_object(2);
	for (size_t i = 0; i < RECORDS; i++)
		if (records[i].array)
			member(2, "\"%s\": { \"type\": \"array\", \"items\": { \"$ref\": "
				  "\"#/$defs/%s\" } }", records[i].array, records[i].name);
	member(2, "\"consistent\": { \"type\": \"boolean\", \"description\": \"the records are "
		  "all there are, each once\" }");
	member(2, "\"error\": { \"type\": \"string\", \"minLength\": 1, \"description\": \"why the "
		  "records are not all there are\" }");
	close_object(1);
	member(1, "\"required\": [\"version\", \"origin\", \"consistent\"]");
	member(1, "\"additionalProperties\": false");
	member(1, "\"oneOf\": [");
	first = true;
	for (size_t i = 0; i < RECORDS; i++)
		if (records[i].array && strcmp(records[i].array, "lifetimes") != 0)
			member(2, "{ \"required\": [\"%s\"] }", records[i].array);
	printf("\n  ]");
	first = false;
	member(1, "\"dependentRequired\": { \"lifetimes\": [\"counters\"] }");
}

/*
 * Objects that stand in no document: each is a line of its own (route monitor, arp --watch).
 */
static const struct line_field {
	const char *name, *schema, *meaning;
	bool required;
} event_fields[] = {
	{ "time", "\"type\": \"number\"", "seconds since 1970", true },
	{ "event", "\"type\": \"string\", \"minLength\": 1", "what happened", true },
	{ "object", "\"type\": \"string\", \"minLength\": 1", "to what", true },
	{ "record", "\"type\": \"object\"", "the thing: an object of the kind that `object` names", false },
	{ "recovered", "\"const\": true", "found by comparison after news was lost", false },
	{ "differences", "\"type\": \"integer\", \"minimum\": 0", "of a resync: how many", false },
	{ "message_type", "\"type\": \"integer\", \"minimum\": 0", "of a routing message: its number", false },
	{ "pid", "\"type\": \"integer\"", "who asked for it", false },
	{ "seq", "\"type\": \"integer\"", "the number that they gave it", false },
	{ "errno", "\"type\": \"integer\"", "why it was refused", false },
}, claim_fields[] = {
	{ "time", "\"type\": \"number\"", "seconds since 1970", true },
	{ "event", "\"enum\": [\"request\", \"reply\", \"announcement\", \"probe\", \"solicitation\", "
		   "\"advertisement\", \"conflict\", \"other\"]", "what the packet is", true },
	{ "family", "\"enum\": [\"inet\", \"inet6\"]", "address family", true },
	{ "address", "\"type\": \"string\"", "who speaks", false },
	{ "station", "\"type\": \"string\"", "its link-layer address, as the packet says", false },
	{ "target", "\"type\": \"string\"", "who is asked for, or answered", false },
	{ "frame_source", "\"type\": \"string\"", "who sent the frame", false },
	{ "operation", "\"type\": \"integer\"", "of another operation: its number", false },
	{ "router", "\"type\": \"boolean\"", "it says that it is a router", false },
	{ "override", "\"type\": \"boolean\"", "it says that what is known is to be replaced", false },
	{ "before", "\"type\": \"string\"", "of a conflict: the station that had it", false },
	{ "seconds_before", "\"type\": \"number\", \"minimum\": 0", "… and when that was heard last", false },
	{ "gateway", "\"type\": \"boolean\"", "it is the address of a gateway", false },
	{ "interface", "\"type\": \"string\"", "where it was heard", false },
	{ "interface_index", "\"type\": \"integer\", \"minimum\": 1", "its index", false },
	{ "vlan", "\"type\": \"integer\", \"minimum\": 0, \"maximum\": 4095", "the tag (802.1Q)", false },
};

static void define_line(const char *name, const struct line_field *fields, size_t count)
{
	bool any = false;

	open_object(2, name);
	member(3, "\"type\": \"object\"");
	open_object(3, "properties");
	for (size_t i = 0; i < count; i++)
		member(4, "\"%s\": { %s, \"description\": \"%s\" }", fields[i].name,
		       fields[i].schema, fields[i].meaning);
	close_object(3);
	member(3, "\"required\": [");
	for (size_t i = 0; i < count; i++) {
		if (!fields[i].required)
			continue;
		printf("%s\"%s\"", any ? ", " : "", fields[i].name);
		any = true;
	}
	printf("]");
	member(3, "\"additionalProperties\": false");
	close_object(2);
}

static void print_schema(void)
{
	printf("{");
	member(1, "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
	member(1, "\"title\": \"What netstat, arp and route of routeclone print with --json\"");
	member(1, "\"description\": \"A field that is not known is absent. In strings that come "
		  "from outside, bytes that are not UTF-8, controls and marks of the writing "
		  "direction are written \\\\xHH, a backslash \\\\x5c.\"");
	member(1, "\"type\": \"object\"");
	print_document();
	open_object(1, "$defs");
	for (unsigned i = 0; i < KIND_COUNT; i++)
		define_kind((enum kind)i);
	for (size_t i = 0; i < RECORDS; i++)
		define_record(&records[i]);
	define_line("event", event_fields, sizeof(event_fields) / sizeof(event_fields[0]));
	define_line("claim", claim_fields, sizeof(claim_fields) / sizeof(claim_fields[0]));
	close_object(1);
	printf("\n}\n");
}

/* mdoc */

enum { LINE_WIDTH = 72 };

/* The names of systems have macros: "(OpenBSD)" is .Pq Ox. */
static bool print_system(const char *word, size_t size, bool first_word)
{
	static const char *const systems[][2] = { { "OpenBSD", "Ox" }, { "NetBSD", "Nx" },
						  { "FreeBSD", "Fx" } };
	bool quoted = size > 2 && word[0] == '(' && word[size - 1] == ')';
	const char *name = word + quoted;
	size_t length = size - 2u * quoted;

	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		if (strlen(systems[i][0]) != length || memcmp(systems[i][0], name, length) != 0)
			continue;
		printf("%s.%s%s\n", first_word ? "" : "\n", quoted ? "Pq " : "", systems[i][1]);
		return true;
	}
	return false;
}

/* A text in lines of its own. */
static void print_text(const char *text)
{
	size_t column = 0, size;

	for (text = plain(text); *text; text += size + (text[size] == ' ')) {
		size = strcspn(text, " ");
		if (print_system(text, size, column == 0)) {
			column = 0;
			continue;
		}
		if (column && column + 1 + size > LINE_WIDTH) {
			printf("\n");
			column = 0;
		}
		printf("%s%.*s", column ? " " : "", (int)size, text);
		column += size + (column > 0);
	}
	if (column)
		printf("\n");
}

static void list_record(const struct record *r)
{
	printf(".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; i < r->count; i++) {
		const struct row *row = &r->rows[i];

		if (!(row->groups & r->group))
			continue;
		if (row->kind == KIND_DEVICE)
			printf(".It Cm %s , %s_index Em name , number\n", row->key, row->key);
		else if (kinds[row->kind].form == FORM_NUMBER && *row->unit)
			printf(".It Cm %s Em number , %s\n", row->key, plain(row->unit));
		else
			printf(".It Cm %s Em %s\n", row->key, kind_words(row->kind));
		print_text(row->meaning);
	}
	printf(".El\n");
}

/* The fields that are of this kind, with the record that they are in. */
static void list_users(enum kind kind)
{
	bool any = false;

	for (size_t i = 0; i < RECORDS; i++) {
		const struct record *r = &records[i];

		for (size_t n = 0; r->group == WHOLE && n < r->count; n++) {
			if (r->rows[n].kind != kind)
				continue;
			printf("%s%s of %s %s", any ? ", " : ".It ", r->rows[n].key,
			       strchr("aeiou", r->name[0]) ? "an" : "a", r->name);
			any = true;
		}
	}
	printf("\n");
}

static bool is_used(enum kind kind)
{
	for (size_t i = 0; i < RECORDS; i++)
		for (size_t n = 0; n < records[i].count; n++)
			if (records[i].rows[n].kind == kind)
				return true;
	return false;
}

static void list_words(void)
{
	printf(".Bl -tag -width Ds\n");
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		size_t column = 0;

		if (!kinds[k].name || !is_used((enum kind)k))
			continue;
		list_users((enum kind)k);
		for (unsigned i = 0; i < kinds[k].count; i++) {
			const char *name = kinds[k].name(i);

			if (!name)
				continue;
			if (column)
				printf(column + strlen(name) > 68 ? ",\n" : ", ");
			column = (column + strlen(name) > 68 ? 0 : column) + strlen(name) + 2;
			printf("%s", plain(name));
		}
		printf(kinds[k].open ? ";\nothers as digits\n" : "\n");
	}
	printf(".El\n");
}

static bool fill(const char *name, size_t size)
{
	if (size == 5 && memcmp(name, "words", 5) == 0) {
		list_words();
		return true;
	}
	for (size_t i = 0; i < RECORDS; i++) {
		if (strlen(records[i].name) != size || memcmp(records[i].name, name, size) != 0)
			continue;
		list_record(&records[i]);
		return true;
	}
	return false;
}

static int print_page(const char *path)
{
	static const char mark[] = ".\\\" @";
	FILE *file = fopen(path, "r");
	char line[1024];

	if (!file) {
		perror(path);
		return 1;
	}
	while (fgets(line, sizeof(line), file)) {
		char *name = line + sizeof(mark) - 1;

		if (strncmp(line, mark, sizeof(mark) - 1) != 0) {
			fputs(line, stdout);
		} else if (!fill(name, strcspn(name, "@\n"))) {
			fprintf(stderr, "%s: nothing has the name of %s", path, line);
			fclose(file);
			return 1;
		}
	}
	fclose(file);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "json") == 0) {
		print_schema();
	} else if (argc == 3 && strcmp(argv[1], "mdoc") == 0) {
		status = print_page(argv[2]);
	} else {
		fprintf(stderr, "usage: schema json | mdoc TEMPLATE\n");
		return 1;
	}
	return fflush(stdout) || ferror(stdout) ? 1 : status;
}
