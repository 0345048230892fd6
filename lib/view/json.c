/* SPDX-License-Identifier: ISC */
#include "lib/view/json.h"

#include <stddef.h>
#include <string.h>

#include "lib/model/neigh.h"
#include "lib/model/route.h"

enum kind {
	KIND_FAMILY,
	KIND_PREFIX,
	KIND_ADDR,
	KIND_DEVICE,
	KIND_U8,
	KIND_U32,
	KIND_U64,
	KIND_SECONDS,
	KIND_TEXT,
	KIND_BOOL,
	KIND_TABLE,
	KIND_TYPE,
	KIND_PROTOCOL,
	KIND_SCOPE,
	KIND_PREFERENCE,
	KIND_REASON,
	KIND_FLAGS,
	KIND_LOCKS,
	KIND_LINK_TYPE,
	KIND_NEIGH_STATE,
	KIND_NEIGH_FLAGS,
	KIND_IFACE_FLAGS,
	KIND_IFADDR_FLAGS,
	KIND_OPERSTATE,
};

/* One row of fields.def, with the places of its member and of what belongs to it. */
struct field {
	char key[24]; /* with quotes and colon */
	uint8_t key_size;
	uint8_t kind;
	uint16_t offset;
	uint16_t beside; /* PREFIX: the length's offset; TEXT: the room; else 0 */
};

#define BESIDE_FAMILY(s, m) 0
#define BESIDE_PREFIX(s, m) offsetof(struct s, m##_bits)
#define BESIDE_ADDR(s, m) 0
#define BESIDE_DEVICE(s, m) 0
#define BESIDE_U8(s, m) 0
#define BESIDE_U32(s, m) 0
#define BESIDE_U64(s, m) 0
#define BESIDE_SECONDS(s, m) 0
#define BESIDE_TEXT(s, m) sizeof(((struct s *)0)->m)
#define BESIDE_BOOL(s, m) 0
#define BESIDE_TABLE(s, m) 0
#define BESIDE_TYPE(s, m) 0
#define BESIDE_PROTOCOL(s, m) 0
#define BESIDE_SCOPE(s, m) 0
#define BESIDE_PREFERENCE(s, m) 0
#define BESIDE_REASON(s, m) 0
#define BESIDE_FLAGS(s, m) 0
#define BESIDE_LOCKS(s, m) 0
#define BESIDE_LINK_TYPE(s, m) 0
#define BESIDE_NEIGH_STATE(s, m) 0
#define BESIDE_NEIGH_FLAGS(s, m) 0
#define BESIDE_IFACE_FLAGS(s, m) 0
#define BESIDE_IFADDR_FLAGS(s, m) 0
#define BESIDE_OPERSTATE(s, m) 0

#define FIELD(s, m, k, kind) \
	{ "\"" k "\":", sizeof("\"" k "\":") - 1, KIND_##kind, offsetof(struct s, m), BESIDE_##kind(s, m) },

static const struct field route_fields[] = {
#define ROUTE(id, member, key, kind, unit, meaning) FIELD(route, member, key, kind)
#include "lib/model/fields.def"
#undef ROUTE
};

static const struct field neigh_fields[] = {
#define NEIGH(id, member, key, kind, unit, meaning) FIELD(neigh, member, key, kind)
#include "lib/model/fields.def"
#undef NEIGH
};

static const struct field iface_fields[] = {
#define IFACE(id, member, key, kind, unit, meaning) FIELD(iface, member, key, kind)
#include "lib/model/fields.def"
#undef IFACE
};

static const struct field ifaddr_fields[] = {
#define IFADDR(id, member, key, kind, unit, meaning) FIELD(ifaddr, member, key, kind)
#include "lib/model/fields.def"
#undef IFADDR
};

static const struct field counter_fields[] = {
#define COUNTER(id, member, key, kind, unit, meaning) FIELD(counter, member, key, kind)
#include "lib/model/fields.def"
#undef COUNTER
};

static const struct field lifetime_fields[] = {
#define LIFETIME(id, member, key, kind, unit, meaning) FIELD(lifetime, member, key, kind)
#include "lib/model/fields.def"
#undef LIFETIME
};

static const struct field metric_fields[] = {
#define METRIC(id, member, key, kind, unit, meaning) FIELD(route, member, key, kind)
#include "lib/model/fields.def"
#undef METRIC
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The fields of a next hop. */
#define HOP_MASK \
	(ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_WEIGHT) | \
	 ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_REALM))

static void new_line(const struct json *j)
{
	if (!j->pretty)
		return;
	out_char(j->out, '\n');
	out_spaces(j->out, 2u * j->depth);
}

static void begin(struct json *j, char bracket)
{
	out_char(j->out, bracket);
	j->depth++;
	new_line(j);
}

static void end(struct json *j, char bracket)
{
	j->depth--;
	new_line(j);
	out_char(j->out, bracket);
}

static void comma(const struct json *j)
{
	out_char(j->out, ',');
	new_line(j);
}

static void write_word(struct out *out, const char *word, unsigned number)
{
	out_char(out, '"');
	if (word)
		out_text(out, word);
	else
		out_u64(out, number);
	out_char(out, '"');
}

/* Names of the bits that are set; a bit without a name says its number. */
static void write_bits(struct out *out, uint64_t bits, const char *(*name)(unsigned bit))
{
	bool any = false;

	out_char(out, '[');
	for (; bits; bits &= bits - 1) {
		unsigned bit = (unsigned)__builtin_ctzll(bits);

		if (any)
			out_char(out, ',');
		write_word(out, name(bit), bit);
		any = true;
	}
	out_char(out, ']');
}

static void write_addr(const struct json *j, const struct addr *a)
{
	struct out *out = j->out;

	out_char(out, '"');
	addr_write(out, a);
	if (a->scope && a->family == FAMILY_INET6) {
		out_char(out, '%');
		cell_device(out, j->context, a->scope);
	}
}

/* Thousandths are kept: what a kernel counts in ticks is worth more than whole seconds. */
static void write_seconds(struct out *out, int64_t ms)
{
	uint64_t value = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms, rest = value % 1000;

	if (ms < 0)
		out_char(out, '-');
	out_u64(out, value / 1000);
	if (rest) {
		out_char(out, '.');
		out_char(out, (char)('0' + rest / 100));
		if (rest % 100) {
			out_char(out, (char)('0' + rest / 10 % 10));
			if (rest % 10)
				out_char(out, (char)('0' + rest % 10));
		}
	}
}

/* The key says "interface" or "master": the number goes under "…_index" behind it. */
static void write_device(const struct json *j, const struct field *f, uint32_t ifindex)
{
	const struct index_iface *i = index_iface(j->context->index, ifindex);
	struct out *out = j->out;

	if (i)
		out_json_text(out, i->name, strnlen(i->name, sizeof(i->name)));
	else
		out_literal(out, "null");
	comma(j);
	out_bytes(out, f->key, f->key_size - 2u);
	out_text(out, j->pretty ? "_index\": " : "_index\":");
	out_u64(out, ifindex);
}

static void write_value(const struct json *j, const struct field *f, const void *record)
{
	const char *base = record;
	const void *p = base + f->offset;
	struct out *out = j->out;

	switch ((enum kind)f->kind) {
	case KIND_FAMILY:
		write_word(out, family_name((enum family) * (const uint8_t *)p), 0);
		break;
	case KIND_PREFIX:
		write_addr(j, p);
		out_char(out, '/');
		out_u64(out, *(const uint8_t *)(base + f->beside));
		out_char(out, '"');
		break;
	case KIND_ADDR:
		write_addr(j, p);
		out_char(out, '"');
		break;
	case KIND_DEVICE:
		write_device(j, f, *(const uint32_t *)p);
		break;
	case KIND_U8:
		out_u64(out, *(const uint8_t *)p);
		break;
	case KIND_U32:
	case KIND_TABLE:
		out_u64(out, *(const uint32_t *)p);
		break;
	case KIND_U64:
		out_u64(out, *(const uint64_t *)p);
		break;
	case KIND_SECONDS:
		write_seconds(out, *(const int64_t *)p);
		break;
	case KIND_TEXT:
		out_json_text(out, p, strnlen(p, f->beside));
		break;
	case KIND_BOOL:
		out_text(out, *(const bool *)p ? "true" : "false");
		break;
	case KIND_TYPE:
		write_word(out, route_type_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_PROTOCOL:
		write_word(out, route_protocol_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_SCOPE:
		write_word(out, route_scope_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_PREFERENCE:
		write_word(out, route_preference_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_REASON:
		write_word(out, route_reason_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_FLAGS:
		write_bits(out, *(const uint64_t *)p, route_flag_name);
		break;
	case KIND_LOCKS:
		write_bits(out, *(const uint32_t *)p, metric_name);
		break;
	case KIND_LINK_TYPE:
		write_word(out, link_type_name(*(const uint16_t *)p), *(const uint16_t *)p);
		break;
	case KIND_NEIGH_STATE:
		write_word(out, neigh_state_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	case KIND_NEIGH_FLAGS:
		write_bits(out, *(const uint32_t *)p, neigh_flag_name);
		break;
	case KIND_IFACE_FLAGS:
		write_bits(out, *(const uint32_t *)p, iface_flag_name);
		break;
	case KIND_IFADDR_FLAGS:
		write_bits(out, *(const uint32_t *)p, ifaddr_flag_name);
		break;
	case KIND_OPERSTATE:
		write_word(out, iface_operstate_name(*(const uint8_t *)p), *(const uint8_t *)p);
		break;
	}
}

static void write_key(const struct json *j, const struct field *f, bool *any)
{
	if (*any)
		comma(j);
	*any = true;
	out_bytes(j->out, f->key, f->key_size);
	if (j->pretty)
		out_char(j->out, ' ');
}

static void write_fields(const struct json *j, const struct field *fields, uint64_t bits,
			 const void *record, bool *any)
{
	for (; bits; bits &= bits - 1) {
		const struct field *f = &fields[__builtin_ctzll(bits)];

		write_key(j, f, any);
		write_value(j, f, record);
	}
}

static void write_metrics(const struct json *j, const struct route *r, bool *any)
{
	for (uint32_t bits = r->metrics_has; bits; bits &= bits - 1) {
		unsigned metric = (unsigned)__builtin_ctz(bits);

		write_key(j, &metric_fields[metric], any);
		out_u64(j->out, r->metric[metric]);
	}
}

static void next_element(struct json *j)
{
	out_row(j->out);
	if (j->any)
		comma(j);
	else
		new_line(j);
	j->any = true;
}

static void write_record(struct json *j, const struct field *fields, uint64_t has,
			 const void *record)
{
	bool any = false;

	next_element(j);
	begin(j, '{');
	write_fields(j, fields, has, record, &any);
	end(j, '}');
}

static void write_hop(struct json *j, const struct route *r)
{
	bool any = false;

	out_row(j->out);
	if (r->hop)
		comma(j);
	begin(j, '{');
	write_fields(j, route_fields, r->has & HOP_MASK, r, &any);
	end(j, '}');
}

/* With several next hops the first record opens the object and the last one closes it. */
void json_route(struct json *j, const struct route *r)
{
	bool several = r->hops > 1, any = false;

	if (!r->hop || !several) {
		next_element(j);
		begin(j, '{');
		write_fields(j, route_fields, several ? r->has & ~HOP_MASK : r->has, r, &any);
		write_metrics(j, r, &any);
		if (!several) {
			end(j, '}');
			return;
		}
		comma(j);
		out_text(j->out, j->pretty ? "\"nexthops\": " : "\"nexthops\":");
		begin(j, '[');
		j->hops = true;
	}
	write_hop(j, r);
	if (r->hop + 1 == r->hops) {
		j->hops = false;
		end(j, ']');
		end(j, '}');
	}
}

void json_neigh(struct json *j, const struct neigh *n)
{
	write_record(j, neigh_fields, n->has, n);
}

void json_iface(struct json *j, const struct iface *i)
{
	write_record(j, iface_fields, i->has, i);
}

void json_ifaddr(struct json *j, const struct ifaddr *f)
{
	write_record(j, ifaddr_fields, f->has, f);
}

void json_counter(struct json *j, const struct counter *c)
{
	write_record(j, counter_fields, (UINT64_C(1) << COUNT(counter_fields)) - 1, c);
}

void json_lifetime(struct json *j, const struct lifetime *l)
{
	write_record(j, lifetime_fields, (UINT64_C(1) << COUNT(lifetime_fields)) - 1, l);
}

static void write_member(const struct json *j, const char *key)
{
	out_char(j->out, '"');
	out_text(j->out, key);
	out_text(j->out, j->pretty ? "\": " : "\":");
}

static void write_origin(struct json *j)
{
	const struct origin *o = j->context->origin;

	write_member(j, "origin");
	begin(j, '{');
	write_member(j, "system");
	write_word(j->out, origin_system_name((enum origin_system)o->system), 0);
	comma(j);
	write_member(j, "release");
	out_json_text(j->out, o->release, strnlen(o->release, sizeof(o->release)));
	end(j, '}');
}

void json_begin(struct json *j, struct out *out, const struct view_context *context, bool pretty)
{
	*j = (struct json){ .out = out, .context = context, .pretty = pretty };
	begin(j, '{');
	write_member(j, "version");
	out_u64(out, JSON_VERSION);
	comma(j);
	write_origin(j);
}

static void close_array(struct json *j)
{
	if (j->hops) { /* the source failed between two next hops */
		end(j, ']');
		end(j, '}');
		j->hops = false;
	}
	if (j->open) {
		j->depth--;
		if (j->any)
			new_line(j);
		out_char(j->out, ']');
		j->open = false;
	}
}

void json_array(struct json *j, const char *key)
{
	close_array(j);
	out_row(j->out);
	comma(j);
	write_member(j, key);
	out_char(j->out, '[');
	j->depth++;
	j->open = true;
	j->any = false;
}

void json_end(struct json *j, bool consistent, const char *error)
{
	out_row(j->out);
	close_array(j);
	comma(j);
	write_member(j, "consistent");
	out_text(j->out, consistent ? "true" : "false");
	if (error) {
		comma(j);
		write_member(j, "error");
		out_json_text(j->out, error, strlen(error));
	}
	end(j, '}');
	out_char(j->out, '\n');
}
