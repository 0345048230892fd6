/* SPDX-License-Identifier: ISC */
#include "lib/model/question.h"

#include <errno.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/base/out.h"
#include "lib/model/sock.h"

static const char *const names[ASK_COUNT] = {
	[ASK_NOTHING] = "nothing", [ASK_LINKS] = "links",   [ASK_ADDRS] = "addrs",
	[ASK_ROUTES] = "routes",   [ASK_CLONES] = "clones", [ASK_NEIGHS] = "neighs",
	[ASK_PROXIES] = "proxies", [ASK_TIMES] = "times",   [ASK_NEXTHOPS] = "nexthops",
	[ASK_RULES] = "rules",	   [ASK_FILE] = "file",	    [ASK_SYSCTL] = "sysctl",
	[ASK_NAMES] = "names",	   [ASK_MADDRS] = "maddrs", [ASK_GROUPS] = "groups",
	[ASK_ND] = "nd",
	[ASK_STATS] = "stats",	   [ASK_LOOKUP] = "lookup", [ASK_EVENTS] = "events",
	[ASK_SOCKETS] = "sockets", [ASK_FLOWS] = "flows",
	[ASK_PROCESSES] = "processes",
};

struct addr name_number(unsigned protocol, uint32_t number)
{
	return (struct addr){ .size = NAME_NUMBER_SIZE,
			      .bytes = { 1, (uint8_t)protocol, 0, 0, (uint8_t)(number >> 24),
					 (uint8_t)(number >> 16), (uint8_t)(number >> 8),
					 (uint8_t)number } };
}

bool name_query_is_valid(const struct name_query *q)
{
	const struct addr *a = &q->addr;

	if (q->kind == NAME_SERVICE || q->kind == NAME_USER)
		return a->family == FAMILY_NONE && a->size == NAME_NUMBER_SIZE && a->bytes[0] == 1;
	return q->kind < NAME_KINDS && a->size && 8u * a->size == family_bits((enum family)a->family);
}

const char *question_name(enum question_what what)
{
	return names[what < ASK_COUNT ? what : ASK_NOTHING];
}

void question_write(struct out *out, const struct question *q)
{
	out_literal(out, "what=");
	out_text(out, question_name(q->what));
	out_literal(out, " family=");
	out_text(out, family_name(q->family));
	out_literal(out, " table=");
	out_u64(out, q->table);
	out_literal(out, " ifindex=");
	out_u64(out, q->ifindex);
	if (q->fib) {
		out_literal(out, " fib=");
		out_u64(out, q->fib);
	}
	if (q->protocol) {
		out_literal(out, " protocol=");
		out_u64(out, q->protocol);
	}
	if (q->type) {
		out_literal(out, " type=");
		out_u64(out, q->type);
	}
	if (q->socket) {
		out_literal(out, " socket=");
		out_text(out, sock_protocol_name(q->socket));
	}
	if (q->states) {
		out_literal(out, " states=");
		out_u64(out, q->states);
	}
	if (q->brief)
		out_literal(out, " brief=1");
	if (q->key && *q->key) {
		out_literal(out, " key=");
		out_text(out, q->key);
	}
}

static int find(const char *const *table, unsigned count, const char *word)
{
	for (unsigned i = 0; i < count; i++)
		if (table[i] && strcmp(table[i], word) == 0)
			return (int)i;
	return -EINVAL;
}

static int set_word(struct question *q, const char *key, const char *value)
{
	uint64_t number;
	int i;

	if (strcmp(key, "what") == 0) {
		i = find(names, ASK_COUNT, value);
		if (i <= 0)
			return -EINVAL;
		q->what = (enum question_what)i;
	} else if (strcmp(key, "family") == 0) {
		for (i = 0; i < FAMILY_COUNT && strcmp(family_name((enum family)i), value);)
			i++;
		if (i == FAMILY_COUNT)
			return -EINVAL;
		q->family = (enum family)i;
	} else if (strcmp(key, "table") == 0 || strcmp(key, "ifindex") == 0) {
		if (number_parse(value, UINT32_MAX, &number) < 0)
			return -EINVAL;
		*(*key == 't' ? &q->table : &q->ifindex) = (uint32_t)number;
	} else if (strcmp(key, "fib") == 0 || strcmp(key, "states") == 0) {
		if (number_parse(value, UINT32_MAX, &number) < 0)
			return -EINVAL;
		*(*key == 'f' ? &q->fib : &q->states) = (uint32_t)number;
	} else if (strcmp(key, "socket") == 0) {
		q->socket = (uint8_t)sock_protocol_find(value);
		if (!q->socket)
			return -EINVAL;
	} else if (strcmp(key, "protocol") == 0 || strcmp(key, "type") == 0) {
		if (number_parse(value, UINT8_MAX, &number) < 0)
			return -EINVAL;
		*(*key == 't' ? &q->type : &q->protocol) = (uint8_t)number;
	} else if (strcmp(key, "brief") == 0) {
		q->brief = strcmp(value, "1") == 0;
	}
	return 0;
}

int question_parse(const char *text, size_t size, char *ret_key, size_t key_size,
		   struct question *ret_question)
{
	struct question q = { .what = ASK_NOTHING };
	const char *end = text + size;

	ret_key[0] = '\0';
	if (memchr(text, '\0', size))
		return -EINVAL;
	while (text < end) {
		const char *space = memchr(text, ' ', (size_t)(end - text));
		const char *equals = memchr(text, '=', (size_t)(end - text));
		char key[16], value[32];
		size_t n, m;

		if (!equals || (space && equals > space))
			return -EINVAL;
		n = (size_t)(equals - text);
		if (n == 3 && memcmp(text, "key", 3) == 0) {
			m = (size_t)(end - equals - 1);
			if (m >= key_size)
				return -EINVAL;
			memcpy(ret_key, equals + 1, m);
			ret_key[m] = '\0';
			break;
		}
		m = (size_t)((space ? space : end) - equals - 1);
		if (n >= sizeof(key) || m >= sizeof(value))
			return -EINVAL;
		memcpy(key, text, n);
		key[n] = '\0';
		memcpy(value, equals + 1, m);
		value[m] = '\0';
		if (set_word(&q, key, value) < 0)
			return -EINVAL;
		text = space ? space + 1 : end;
	}
	if (q.what == ASK_NOTHING)
		return -EINVAL;
	q.key = ret_key;
	*ret_question = q;
	return 0;
}

static bool holds_states(uint32_t recorded, uint32_t asked)
{
	return !recorded || (asked && !(asked & ~recorded));
}

bool question_serves(const struct question *recorded, const struct question *asked)
{
	const char *r = recorded->key ? recorded->key : "", *a = asked->key ? asked->key : "";

	return recorded->what == asked->what && strcmp(r, a) == 0 && recorded->fib == asked->fib &&
	       recorded->socket == asked->socket && holds_states(recorded->states, asked->states) &&
	       (!recorded->brief || asked->brief) &&
	       (recorded->family == FAMILY_NONE || recorded->family == asked->family) &&
	       (!recorded->protocol || recorded->protocol == asked->protocol) &&
	       (!recorded->type || recorded->type == asked->type) &&
	       (!recorded->table || recorded->table == asked->table) &&
	       (!recorded->ifindex || recorded->ifindex == asked->ifindex);
}
