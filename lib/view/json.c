/* SPDX-License-Identifier: ISC */
/*
 * What stands between two calls of out_row fits the room that it leaves, so nothing here asks for
 * room again (tests/unit/test_json.c writes the longest records there can be). With keys of one
 * fixed size to copy and the interface's name at hand that is what makes a million routes cheap.
 */
#include "lib/view/json.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/model/ifrows.h"
#include "lib/model/explanation.h"
#include "lib/model/event.h"
#include "lib/model/neigh.h"
#include "lib/model/procs.h"
#include "lib/model/route.h"
#include "lib/model/flow.h"
#include "lib/model/membership.h"
#include "lib/model/rule.h"
#include "lib/model/sock.h"

enum kind {
#define NUMBER(id, type) KIND_##id,
#define WORD(id, type, name, count, open) KIND_##id,
#define BITS(id, type, name, count) KIND_##id,
#define OTHER(id, type) KIND_##id,
#include "lib/view/kinds.def"
};

/* What a member of each kind takes. */
enum {
#define NUMBER(id, type) SIZE_##id = sizeof(type),
#define WORD(id, type, name, count, open) SIZE_##id = sizeof(type),
#define BITS(id, type, name, count) SIZE_##id = sizeof(type),
#define OTHER(id, type) SIZE_##id = sizeof(type),
#include "lib/view/kinds.def"
};

enum { KEY_SIZE = 24 };

/* One row of fields.def, with the places of its member and of what belongs to it. */
struct field {
	char key[KEY_SIZE + 2]; /* ,"key": and zeros */
	uint8_t key_size;
	uint8_t kind;
	uint16_t offset;
	uint16_t beside; /* PREFIX: the length's offset; TEXT: the room; else 0 */
};

/* BESIDE(kind, …) is what BESIDE_kind says, and 0 where there is no macro of that name. */
#define BESIDE_PREFIX(s, m) , offsetof(struct s, m##_bits)
#define BESIDE_TEXT(s, m) , sizeof(((struct s *)0)->m)
#define SECOND_OF(first, second, ...) second
#define SECOND(...) SECOND_OF(__VA_ARGS__)
#define BESIDE(kind, s, m) SECOND(BESIDE_##kind(s, m), 0, 0)

/* 0, or no program at all. */
#define REQUIRE(condition) (0 * sizeof(char[(condition) ? 1 : -1]))
#define KEY(k) ",\"" k "\":"
#define KEY_FITS(k) REQUIRE(sizeof(KEY(k)) <= KEY_SIZE)
#define SIZE_FITS(s, m, kind) \
	REQUIRE(KIND_##kind == KIND_TEXT || sizeof(((struct s *)0)->m) == SIZE_##kind)

#define FIELD(s, m, k, kind) \
	{ KEY(k), sizeof(KEY(k)) - 1 + KEY_FITS(k), KIND_##kind, \
	  offsetof(struct s, m) + SIZE_FITS(s, m, kind), BESIDE(kind, s, m) },

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

static const struct field membership_fields[] = {
#define MEMBERSHIP(id, member, key, kind, unit, meaning) FIELD(membership, member, key, kind)
#include "lib/model/fields.def"
#undef MEMBERSHIP
};

static const struct field flow_fields[] = {
#define FLOW(id, member, key, kind, unit, meaning) FIELD(flow, member, key, kind)
#include "lib/model/fields.def"
#undef FLOW
};

static const struct field rule_fields[] = {
#define RULE(id, member, key, kind, unit, meaning) FIELD(rule, member, key, kind)
#include "lib/model/fields.def"
#undef RULE
};

static const struct field sock_fields[] = {
#define SOCK(id, member, key, kind, unit, meaning) FIELD(sock, member, key, kind)
#include "lib/model/fields.def"
#undef SOCK
};

static const struct field explanation_fields[] = {
#define EXPLANATION(id, member, key, kind, unit, meaning) FIELD(explanation, member, key, kind)
#include "lib/model/fields.def"
#undef EXPLANATION
};

static const struct field proc_fields[] = {
#define PROC(id, member, key, kind, unit, meaning) FIELD(proc, member, key, kind)
#include "lib/model/fields.def"
#undef PROC
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

/* All are numbers, in the order of route->metric, of sock->memory and of sock->tcp. */
#define NUMBERED(key, kind) { KEY(key), sizeof(KEY(key)) - 1 + KEY_FITS(key), KIND_##kind, 0, 0 },

static const struct field metric_fields[] = {
#define METRIC(id, member, key, kind, unit, meaning) NUMBERED(key, kind)
#include "lib/model/fields.def"
#undef METRIC
};

static const struct field sockmem_fields[] = {
#define SOCKMEM(id, member, key, kind, unit, meaning) NUMBERED(key, kind)
#include "lib/model/fields.def"
#undef SOCKMEM
};

static const struct field tcpinfo_fields[] = {
#define TCPINFO(id, member, key, kind, unit, meaning) NUMBERED(key, kind)
#include "lib/model/fields.def"
#undef TCPINFO
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * Within a record the place that is written to is held in `to` and handed on from function to
 * function: in a register, and not in `out`, where each byte would wait for the one before it.
 */
static inline char *put_bytes(char *to, const char *text, size_t size)
{
	memcpy(to, text, size);
	return to + size;
}

#define put_literal(to, literal) put_bytes(to, "" literal, sizeof(literal) - 1)

static inline char *put_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

static inline char *put_u64(char *to, uint64_t value)
{
	return to + (value < 256 ? number_octet(to, (uint8_t)value) : number_u64(to, value));
}

static inline char *put_i64(char *to, int64_t value)
{
	if (value >= 0)
		return put_u64(to, (uint64_t)value);
	*to++ = '-';
	return put_u64(to, -(uint64_t)value);
}

static inline char *hold(const struct json *j)
{
	return j->out->buffer + j->out->used;
}

static inline void release(const struct json *j, const char *to)
{
	j->out->used = (size_t)(to - j->out->buffer);
}

static char *new_line(const struct json *j, char *to)
{
	if (!j->pretty)
		return to;
	*to++ = '\n';
	memset(to, ' ', 2u * j->depth);
	return to + 2u * j->depth;
}

static char *begin(struct json *j, char *to, char bracket)
{
	*to++ = bracket;
	j->depth++;
	return new_line(j, to);
}

static char *end(struct json *j, char *to, char bracket)
{
	j->depth--;
	to = new_line(j, to);
	*to++ = bracket;
	return to;
}

static char *comma(const struct json *j, char *to)
{
	*to++ = ',';
	return new_line(j, to);
}

static inline char *write_word(char *to, const char *word, unsigned number)
{
	*to++ = '"';
	to = word ? put_text(to, word) : put_u64(to, number);
	*to++ = '"';
	return to;
}

/* Names of the bits that are set; a bit without a name says its number. */
static inline char *write_bits(const struct json *j, char *to, uint64_t bits,
			       const char *(*name)(unsigned bit))
{
	*to++ = '[';
	while (bits) {
		unsigned bit = (unsigned)__builtin_ctzll(bits);

		bits &= bits - 1;
		to = write_word(to, name(bit), bit);
		if (bits)
			*to++ = ',';
		if (bits && j->pretty)
			*to++ = ' ';
	}
	*to++ = ']';
	return to;
}

static char *write_text(const struct json *j, char *to, const char *text, size_t size)
{
	release(j, to);
	out_json_text(j->out, text, size);
	return hold(j);
}

/*
 * The name of an interface without its quotes; nothing where it is not known. The last one is kept:
 * routes come by the thousand through the same interface.
 */
static char *write_device_name(struct json *j, char *to, uint32_t ifindex)
{
	const struct index_iface *i;

	if (ifindex != j->device || !ifindex) {
		i = index_iface(j->context->index, ifindex);
		if (!i)
			return to;
		j->device = ifindex;
		j->device_size = (uint8_t)(write_text(j, to, i->name,
						      strnlen(i->name, sizeof(i->name))) -
					   to - 2);
		memcpy(j->device_name, to + 1, j->device_size);
	}
	return put_bytes(to, j->device_name, j->device_size);
}

/*
 * An address without its quotes. Its zone (RFC 4007) is the interface of the record, `home`; only
 * where it is another one (a BSD's routes to its own link-local addresses) it stands there:
 * fe80::1%em0
 */
static char *write_addr(struct json *j, char *to, const struct addr *a, uint32_t home)
{
	char *zone;

	release(j, to);
	if (a->family == FAMILY_INET)
		addr_write_inet(j->out, a->bytes);
	else
		addr_write(j->out, a);
	to = hold(j);
	if (a->family != FAMILY_INET6 || !a->scope || a->scope == home)
		return to;
	*to++ = '%';
	zone = write_device_name(j, to, a->scope);
	return zone > to ? zone : put_u64(to, a->scope);
}

/* Thousandths are kept: what a kernel counts in ticks is worth more than whole seconds. */
static char *write_seconds(char *to, int64_t ms)
{
	uint64_t value = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms, rest = value % 1000;

	if (ms < 0)
		*to++ = '-';
	to = put_u64(to, value / 1000);
	if (!rest)
		return to;
	*to++ = '.';
	*to++ = (char)('0' + rest / 100);
	if (rest % 100)
		*to++ = (char)('0' + rest / 10 % 10);
	if (rest % 10)
		*to++ = (char)('0' + rest % 10);
	return to;
}

/* Compact, the key is copied with the zeros behind it, which what follows writes over. */
static inline char *write_key(const struct json *j, char *to, const struct field *f, bool *any)
{
	unsigned skip = !*any;

	*any = true;
	if (!j->pretty) {
		memcpy(to, f->key + skip, KEY_SIZE);
		return to + f->key_size - skip;
	}
	if (!skip)
		to = comma(j, to);
	to = put_bytes(to, f->key + 1, f->key_size - 1u);
	*to++ = ' ';
	return to;
}

/*
 * KEY is the name, KEY_index the number; of an interface that is not known there is the number alone, of
 * one that only its name tells the name.
 */
static char *write_device(struct json *j, char *to, const struct field *f, uint32_t ifindex,
			  bool *any)
{
	bool before = *any;
	char *name = write_key(j, to, f, any) + 1, *behind = write_device_name(j, name, ifindex);

	if (behind > name) {
		name[-1] = '"';
		*behind = '"';
		to = behind + 1;
		if (ifindex & INDEX_UNNUMBERED)
			return to;
	} else {
		*any = before;
	}
	to = write_key(j, to, f, any) - (j->pretty ? 3 : 2);
	to = put_literal(to, "_index\":");
	if (j->pretty)
		*to++ = ' ';
	return put_u64(to, ifindex);
}

static inline char *write_value(struct json *j, char *to, const struct field *f, const void *record,
				uint32_t home)
{
	const char *base = record;
	const void *p = base + f->offset;

	switch ((enum kind)f->kind) {
#define NUMBER(id, type) \
	case KIND_##id: \
		return put_u64(to, *(const type *)p);
#define WORD(id, type, name, count, open) \
	case KIND_##id: \
		return write_word(to, name(*(const type *)p), *(const type *)p);
#define BITS(id, type, name, count) \
	case KIND_##id: \
		return write_bits(j, to, *(const type *)p, name);
#define OTHER(id, type)
#include "lib/view/kinds.def"
	case KIND_PREFIX:
		*to++ = '"';
		to = write_addr(j, to, p, home);
		*to++ = '/';
		to = put_u64(to, *(const uint8_t *)(base + f->beside));
		*to++ = '"';
		return to;
	case KIND_ADDR:
		*to++ = '"';
		to = write_addr(j, to, p, home);
		*to++ = '"';
		return to;
	case KIND_SECONDS:
		return write_seconds(to, *(const int64_t *)p);
	case KIND_I64:
		return put_i64(to, *(const int64_t *)p);
	case KIND_TEXT:
		return write_text(j, to, p, strnlen(p, f->beside));
	case KIND_BOOL:
		return put_text(to, *(const bool *)p ? "true" : "false");
	case KIND_DEVICE: /* has two keys: write_device */
		break;
	}
	return to;
}

/* An address of no bytes (the link address of a tunnel) says nothing, and is left out. */
static inline bool is_empty(const struct field *f, const void *member)
{
	return f->kind == KIND_ADDR && !((const struct addr *)member)->size;
}

/* `home`: the interface that the record is about; 0 none. */
static char *write_fields(struct json *j, char *to, const struct field *fields, uint64_t bits,
			  const void *record, uint32_t home, bool *any)
{
	for (; bits; bits &= bits - 1) {
		const struct field *f = &fields[__builtin_ctzll(bits)];
		const void *member = (const char *)record + f->offset;

		if (f->kind == KIND_DEVICE) {
			to = write_device(j, to, f, *(const uint32_t *)member, any);
		} else if (!is_empty(f, member)) {
			to = write_key(j, to, f, any);
			to = write_value(j, to, f, record, home);
		}
	}
	return to;
}

static char *write_metrics(const struct json *j, char *to, const struct route *r, bool *any)
{
	for (uint32_t bits = r->metrics_has; bits; bits &= bits - 1) {
		unsigned metric = (unsigned)__builtin_ctz(bits);

		to = write_key(j, to, &metric_fields[metric], any);
		to = put_u64(to, r->metric[metric]);
	}
	return to;
}

static char *next_element(struct json *j)
{
	char *to;

	out_row(j->out);
	to = hold(j);
	to = j->any ? comma(j, to) : new_line(j, to);
	j->any = true;
	return to;
}

/* "netns", with --all-netns: of the listing and not of the record */
static char *write_netns(const struct json *j, char *to, bool *any)
{
	const char *netns = j->context->netns;

	if (!netns)
		return to;
	*any = true;
	to = put_text(to, j->pretty ? "\"netns\": " : "\"netns\":");
	return write_text(j, to, netns, strlen(netns));
}

static void write_record(struct json *j, const struct field *fields, uint64_t has,
			 const void *record, uint32_t home)
{
	char *to = begin(j, next_element(j), '{');
	bool any = false;

	to = write_netns(j, to, &any);
	to = write_fields(j, to, fields, has, record, home, &any);
	release(j, end(j, to, '}'));
}

static void write_hop(struct json *j, const struct route *r)
{
	bool any = false;
	char *to;

	out_row(j->out);
	to = hold(j);
	if (r->hop)
		to = comma(j, to);
	to = begin(j, to, '{');
	to = write_fields(j, to, route_fields, r->has & JSON_HOP_FIELDS, r, r->ifindex, &any);
	to = end(j, to, '}');
	if (r->hop + 1 == r->hops) {
		j->hops = false;
		to = end(j, end(j, to, ']'), '}');
	}
	release(j, to);
}

/* With several next hops the first record opens the object and the last one closes it. */
void json_route(struct json *j, const struct route *r)
{
	bool several = r->hops > 1, any = false;
	char *to;

	if (!r->hop || !several) {
		to = begin(j, next_element(j), '{');
		to = write_netns(j, to, &any);
		to = write_fields(j, to, route_fields, r->has & ~(several ? JSON_HOP_FIELDS : 0),
				  r, r->ifindex, &any);
		to = write_metrics(j, to, r, &any);
		if (!several) {
			release(j, end(j, to, '}'));
			return;
		}
		to = put_text(comma(j, to), j->pretty ? "\"nexthops\": " : "\"nexthops\":");
		release(j, begin(j, to, '['));
		j->hops = true;
	}
	write_hop(j, r);
}

void json_neigh(struct json *j, const struct neigh *n)
{
	write_record(j, neigh_fields, n->has, n, n->ifindex);
}

void json_iface(struct json *j, const struct iface *i)
{
	write_record(j, iface_fields, i->has, i, 0);
}

void json_ifaddr(struct json *j, const struct ifaddr *f)
{
	write_record(j, ifaddr_fields, f->has, f, f->ifindex);
}

/* What its interface is they do not say each. */
void json_iface_addrs(struct json *j, const struct iface *i, const struct ifrow_addr *addrs,
		      size_t count)
{
	char *to = begin(j, next_element(j), '{');
	bool any = false;

	to = write_netns(j, to, &any);
	to = write_fields(j, to, iface_fields, i->has, i, 0, &any);
	if (any)
		to = comma(j, to);
	to = put_text(to, j->pretty ? "\"addresses\": [" : "\"addresses\":[");
	j->depth++;
	for (size_t n = 0; n < count; n++) {
		const struct ifaddr *a = &addrs[n].addr;

		release(j, to);
		out_row(j->out);
		to = n ? comma(j, hold(j)) : new_line(j, hold(j));
		any = false;
		to = begin(j, to, '{');
		to = write_fields(j, to, ifaddr_fields, a->has & ~IFADDR_BIT(IFADDR_DEVICE), a,
				  a->ifindex, &any);
		to = end(j, to, '}');
	}
	j->depth--;
	if (count)
		to = new_line(j, to);
	*to++ = ']';
	release(j, end(j, to, '}'));
}

void json_membership(struct json *j, const struct membership *m)
{
	write_record(j, membership_fields, m->has, m, m->ifindex);
}

void json_flow(struct json *j, const struct flow *f)
{
	write_record(j, flow_fields, f->has, f, 0);
}

void json_rule(struct json *j, const struct rule *r)
{
	write_record(j, rule_fields, r->has, r, 0);
}

static char *write_member(const struct json *j, char *to, const char *key)
{
	*to++ = '"';
	to = put_text(to, key);
	return put_text(to, j->pretty ? "\": " : "\":");
}

/* "memory" or "tcp": an object of numbers, of which one of the two arrays has the values. */
static char *write_numbers(struct json *j, char *to, const char *key, const struct field *fields,
			   uint64_t bits, const uint32_t *small, const uint64_t *large)
{
	bool any = false;

	if (!bits)
		return to;
	to = begin(j, write_member(j, comma(j, to), key), '{');
	for (; bits; bits &= bits - 1) {
		unsigned i = (unsigned)__builtin_ctzll(bits);

		to = write_key(j, to, &fields[i], &any);
		to = fields[i].kind == KIND_I64 ? put_i64(to, (int64_t)large[i]) :
						  put_u64(to, small ? small[i] : large[i]);
	}
	return end(j, to, '}');
}

/* The processes of a socket; each may take as much room as a row. */
static void write_processes(struct json *j, const struct sock *s)
{
	const struct procs *procs = j->context->procs;
	uint32_t holder = procs ? procs_first(procs, s->inode) : 0;
	struct proc p;
	char *to;

	if (!holder)
		return;
	to = begin(j, write_member(j, comma(j, hold(j)), "processes"), '[');
	for (; holder; holder = procs_next(procs, holder)) {
		bool any = false;

		procs_get(procs, holder, &p);
		to = begin(j, to, '{');
		to = end(j, write_fields(j, to, proc_fields, p.has, &p, 0, &any), '}');
		release(j, to);
		out_row(j->out);
		to = hold(j);
		if (procs_next(procs, holder))
			to = comma(j, to);
	}
	release(j, end(j, to, ']'));
}

void json_sock(struct json *j, const struct sock *s)
{
	char *to = begin(j, next_element(j), '{');
	bool any = false;

	to = write_netns(j, to, &any);
	to = write_fields(j, to, sock_fields, s->has, s, s->ifindex, &any);
	to = write_numbers(j, to, "memory", sockmem_fields, s->memory_has, s->memory, NULL);
	to = write_numbers(j, to, "tcp", tcpinfo_fields, s->tcp_has, NULL, s->tcp);
	release(j, to);
	out_row(j->out);
	write_processes(j, s);
	release(j, end(j, hold(j), '}'));
}

void json_explanation(struct json *j, const struct explanation *e)
{
	write_record(j, explanation_fields, e->has, e, e->answer.ifindex);
}

void json_counter(struct json *j, const struct counter *c)
{
	/* the last is its growth */
	write_record(j, counter_fields, (UINT64_C(1) << (COUNT(counter_fields) - !c->grown)) - 1, c, 0);
}

void json_lifetime(struct json *j, const struct lifetime *l)
{
	write_record(j, lifetime_fields, (UINT64_C(1) << COUNT(lifetime_fields)) - 1, l, 0);
}

static char *write_origin(struct json *j, char *to)
{
	const struct origin *o = j->context->origin;

	to = begin(j, write_member(j, to, "origin"), '{');
	to = write_member(j, to, "system");
	to = write_word(to, origin_system_name((enum origin_system)o->system), 0);
	to = write_member(j, comma(j, to), "release");
	to = write_text(j, to, o->release, strnlen(o->release, sizeof(o->release)));
	return end(j, to, '}');
}

void json_begin(struct json *j, struct out *out, const struct view_context *context, bool pretty)
{
	char *to;

	*j = (struct json){ .out = out, .context = context, .pretty = pretty };
	out_row(out);
	to = begin(j, hold(j), '{');
	to = put_u64(write_member(j, to, "version"), JSON_VERSION);
	release(j, write_origin(j, comma(j, to)));
}

void json_begin_lines(struct json *j, struct out *out, const struct view_context *context)
{
	*j = (struct json){ .out = out, .context = context };
}

static char *close_array(struct json *j, char *to)
{
	if (j->hops) /* the source failed between two next hops */
		to = end(j, end(j, to, ']'), '}');
	j->hops = false;
	if (!j->open)
		return to;
	j->open = false;
	j->depth--;
	if (j->any)
		to = new_line(j, to);
	*to++ = ']';
	return to;
}

void json_array(struct json *j, const char *key)
{
	char *to;

	out_row(j->out);
	to = write_member(j, comma(j, close_array(j, hold(j))), key);
	*to++ = '[';
	release(j, to);
	j->depth++;
	j->open = true;
	j->any = false;
}

void json_end(struct json *j, bool consistent, const char *error)
{
	char *to;

	out_row(j->out);
	to = write_member(j, comma(j, close_array(j, hold(j))), "consistent");
	to = put_text(to, consistent ? "true" : "false");
	if (error) {
		to = write_member(j, comma(j, to), "error");
		to = write_text(j, to, error, strlen(error));
	}
	to = end(j, to, '}');
	*to++ = '\n';
	release(j, to);
}

/* Objects of next hops and their groups have no list of fields of their own. */
static void write_nexthop(struct json *j, const struct nexthop *n)
{
	char *to = hold(j);

	*to++ = '{';
	to = put_u64(write_member(j, to, "id"), n->id);
	if (n->members) {
		to = put_u64(write_member(j, comma(j, to), "member"), n->member);
		to = put_u64(write_member(j, comma(j, to), "weight"), n->weight);
	}
	if (n->gateway.family) {
		to = write_member(j, comma(j, to), "gateway");
		*to++ = '"';
		to = write_addr(j, to, &n->gateway, n->ifindex);
		*to++ = '"';
	}
	if (n->ifindex)
		to = put_u64(write_member(j, comma(j, to), "device_index"), n->ifindex);
	*to++ = '}';
	release(j, to);
}

static void write_event_record(struct json *j, const struct event *e)
{
	j->any = false;
	switch (e->object) {
	case OBJECT_LINK:
		json_iface(j, &e->iface);
		return;
	case OBJECT_ADDR:
	case OBJECT_MADDR:
		json_ifaddr(j, &e->ifaddr);
		return;
	case OBJECT_RULE:
		json_rule(j, &e->rule);
		return;
	case OBJECT_NEXTHOP:
		write_nexthop(j, &e->nexthop);
		return;
	case OBJECT_NEIGH:
		if (e->has_message) /* a link-layer entry in the table of a BSD */
			json_route(j, &e->route);
		else
			json_neigh(j, &e->neigh);
		return;
	default:
		json_route(j, &e->route);
	}
}

/* What only a routing message has. */
static char *write_event_message(struct json *j, char *to, const struct message *m)
{
	to = put_u64(write_member(j, comma(j, to), "message_type"), m->type);
	if (m->pid)
		to = number_put_signed(write_member(j, comma(j, to), "pid"), m->pid);
	if (m->sequence)
		to = number_put_signed(write_member(j, comma(j, to), "seq"), m->sequence);
	if (m->error)
		to = number_put_signed(write_member(j, comma(j, to), "errno"), m->error);
	return to;
}

static char *write_event_head(struct json *j, const struct event *e)
{
	const char *kind = event_kind_name(e->kind);
	char *to = hold(j);

	*to++ = '{';
	to = write_seconds(write_member(j, to, "time"), e->time_ms);
	if (e->kind == EVENT_ANNOUNCE)
		kind = e->message.what == 1 ? "delete" : "add";
	to = write_word(write_member(j, comma(j, to), "event"), kind, 0);
	to = write_word(write_member(j, comma(j, to), "object"), event_object_name(e->object), 0);
	if (e->recovered)
		to = put_text(write_member(j, comma(j, to), "recovered"), "true");
	if (e->kind == EVENT_RESYNC)
		to = put_u64(write_member(j, comma(j, to), "differences"), e->size);
	if (e->has_message)
		to = write_event_message(j, to, &e->message);
	if (e->has_record)
		to = write_member(j, comma(j, to), "record");
	return to;
}

void json_event(struct json *j, const struct event *e)
{
	bool is_route = e->has_record && (e->object == OBJECT_ROUTE || e->has_message);

	j->depth = 0;
	if (!is_route || !e->route.hop || e->route.hops <= 1) {
		out_row(j->out);
		release(j, write_event_head(j, e));
	}
	if (e->has_record)
		write_event_record(j, e);
	if (is_route && e->object == OBJECT_ROUTE && e->route.hop + 1 < e->route.hops)
		return;
	out_literal(j->out, "}\n");
}
