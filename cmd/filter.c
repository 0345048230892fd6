/* SPDX-License-Identifier: ISC */
#include "cmd/filter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/model/index.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"

/* iproute2's words, and ours for its `root`. */
static const struct {
	char word[8];
	uint8_t how;
} hows[] = {
	{ "exact", TO_EXACT },
	{ "longer", TO_LONGER },
	{ "root", TO_LONGER },
	{ "match", TO_MATCH },
};

static int find_how(const char *word, size_t size)
{
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++)
		if (strlen(hows[i].word) == size && memcmp(hows[i].word, word, size) == 0)
			return hows[i].how;
	return -1;
}

bool filter_is_how(const char *word)
{
	return find_how(word, strlen(word)) >= 0;
}

/* "10/8" is 10.0.0.0/8, as iproute2 reads it: only a prefix may be short. */
static int parse_short(const char *text, struct addr *ret_addr, unsigned *ret_bits)
{
	const char *slash = strchr(text, '/');
	unsigned dots = 0;
	char whole[32];

	if (!slash || slash == text || slash[-1] == '.' || slash - text > 15)
		return -EINVAL;
	for (const char *c = text; c < slash; c++)
		dots += *c == '.';
	if (dots > 2)
		return -EINVAL;
	snprintf(whole, sizeof(whole), "%.*s%s%.3s", (int)(slash - text), text,
		 dots == 0 ? ".0.0.0" : dots == 1 ? ".0.0" : ".0", slash);
	return addr_parse_prefix(whole, FAMILY_INET, ret_addr, ret_bits);
}

static int parse_to(struct filter *f, const struct filter_words *w, enum filter_table table,
		    struct err *err)
{
	const char *colon = strchr(w->to, ':'), *prefix = w->to;
	int how = w->to_how ? find_how(w->to_how, strlen(w->to_how)) : -1;
	unsigned bits = 0;

	/* an IPv6 address has colons, but none of the words begins one */
	if (how < 0 && colon) {
		how = find_how(w->to, (size_t)(colon - w->to));
		prefix = how < 0 ? prefix : colon + 1;
	}
	if (how < 0)
		how = table == FILTER_ROUTES ? TO_EXACT : TO_LONGER;
	f->to_how = (uint8_t)how;
	if (strcmp(prefix, "default") == 0)
		return 0;
	if (addr_parse_prefix(prefix, FAMILY_INET, &f->to, &bits) < 0 &&
	    addr_parse_prefix(prefix, FAMILY_INET6, &f->to, &bits) < 0 &&
	    parse_short(prefix, &f->to, &bits) < 0)
		return err_set(err, EINVAL, "--to %s: not a network or address", prefix);
	f->to_bits = (uint8_t)bits;
	if (!addr_is_network(&f->to, bits))
		return err_set(err, EINVAL, "--to %s: bits are set behind the prefix", prefix);
	return 0;
}

static int parse_via(struct filter *f, const char *text, struct err *err)
{
	if (addr_parse(text, FAMILY_INET, &f->via) < 0 &&
	    addr_parse(text, FAMILY_INET6, &f->via) < 0)
		return err_set(err, EINVAL, "--via %s: not an address", text);
	return 0;
}

typedef const char *name_fn(unsigned number);

/* A name of the table, or a number below `count`. */
static int find_name(const char *word, size_t size, name_fn *name, unsigned count)
{
	char text[32];
	uint64_t number;

	if (!size || size >= sizeof(text))
		return -1;
	memcpy(text, word, size);
	text[size] = '\0';
	for (unsigned i = 0; i < count; i++)
		if (name(i) && strcmp(name(i), text) == 0)
			return (int)i;
	return number_parse(text, count - 1, &number) == 0 ? (int)number : -1;
}

/* "kernel,static": a bit for each. */
static int parse_list(const char *option, const char *list, name_fn *name, unsigned count,
		      uint64_t bits[4], struct err *err)
{
	for (;;) {
		size_t size = strcspn(list, ",");
		int number = find_name(list, size, name, count);

		if (number < 0)
			return err_set(err, EINVAL, "--%s %.*s: no such %s", option, (int)size, list,
				       option);
		bits[number / 64] |= UINT64_C(1) << number % 64;
		if (!list[size])
			return 0;
		list += size + 1;
	}
}

static int parse_names(struct filter *f, const struct filter_words *w, enum filter_table table,
		       struct err *err)
{
	bool interfaces = table == FILTER_INTERFACES;
	uint64_t bits[4] = { 0 };
	int e = 0;

	f->by_protocol = w->protocol != NULL;
	if (w->protocol)
		e = parse_list("proto", w->protocol, route_protocol_name, 256, f->protocols, err);
	if (e == 0 && w->type && interfaces)
		f->kind = w->type;
	else if (e == 0 && w->type)
		e = parse_list("type", w->type, route_type_name, TYPE_COUNT, bits, err);
	f->types = (uint16_t)bits[0];
	bits[0] = 0;
	if (e == 0 && w->state)
		e = parse_list("state", w->state, interfaces ? iface_operstate_name : neigh_state_name,
			       interfaces ? 7 : STATE_COUNT, bits, err);
	f->states = (uint16_t)bits[0];
	return e;
}

/* Which filters a table has: bits of enum filter_table. */
static int check_meaning(const struct filter_words *w, enum filter_table table, struct err *err)
{
	enum { R = 1 << FILTER_ROUTES, N = 1 << FILTER_NEIGHBOURS, I = 1 << FILTER_INTERFACES,
	       M = 1 << FILTER_MEMBERSHIPS, S = 1 << FILTER_SOCKETS };
	const struct {
		const char *name, *value;
		unsigned tables;
	} all[] = {
		{ "to", w->to, R | N },		       { "via", w->via, R },
		{ "interface", w->interface, R | N | I | M | S }, { "proto", w->protocol, R | N },
		{ "type", w->type, R | I },	       { "state", w->state, N | I | S },
		{ "port", w->port, S },		       { "local", w->local, S },
		{ "remote", w->remote, S },	       { "pid", w->pid, S },
		{ "program", w->program, S },	       { "user", w->user, S },
		{ "device", w->device, S },	       { "sort", w->sort, S },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].value && !(all[i].tables >> table & 1))
			return err_set(err, EINVAL, "--%s: not for what is shown here", all[i].name);
	return 0;
}

int filter_parse(struct filter *f, const struct filter_words *w, enum filter_table table,
		 struct err *err)
{
	int e = check_meaning(w, table, err);

	memset(f, 0, sizeof(*f));
	if (e < 0 || table == FILTER_SOCKETS)
		return e;
	if (e == 0 && w->to)
		e = parse_to(f, w, table, err);
	if (e == 0 && w->via)
		e = parse_via(f, w->via, err);
	if (e == 0)
		e = parse_names(f, w, table, err);
	if (e == 0 && w->interface && !w->interface[0])
		e = err_set(err, EINVAL, "--interface: an empty name");
	f->interface = w->interface;
	f->any = w->to || w->via || w->interface || w->protocol || w->type || w->state;
	return e;
}

int filter_find(struct filter *f, const struct index *index, struct err *err)
{
	const struct index_iface *i;

	if (!f->interface)
		return 0;
	i = index_iface_named(index, f->interface);
	if (!i)
		return err_set(err, ENODEV, "%s: no such interface", f->interface);
	f->ifindex = i->index;
	return 0;
}

/* The only one of a set; 0 where there are several. */
static uint8_t only(const uint64_t bits[4])
{
	unsigned found = 0, count = 0;

	for (unsigned i = 0; i < 256; i++) {
		if (!(bits[i / 64] >> i % 64 & 1))
			continue;
		found = i;
		count++;
	}
	return count == 1 ? (uint8_t)found : 0;
}

void filter_question(const struct filter *f, struct question *q)
{
	const uint64_t types[4] = { f->types };

	if (!f->any)
		return;
	if (!(f->ifindex & INDEX_UNNUMBERED))
		q->ifindex = f->ifindex;
	q->protocol = only(f->protocols);
	q->type = only(types);
}

static bool reaches(const struct filter *f, const struct addr *dst, unsigned bits)
{
	const struct addr *to = &f->to;

	if (!to->family) /* default */
		return f->to_how == TO_LONGER || (!bits && addr_is_zero(dst));
	if (to->family != dst->family)
		return false;
	switch (f->to_how) {
	case TO_LONGER:
		return bits >= f->to_bits && addr_in_prefix(dst, to, f->to_bits);
	case TO_MATCH:
		return bits <= f->to_bits && addr_in_prefix(to, dst, bits);
	default:
		return bits == f->to_bits && addr_equal(dst, to);
	}
}

static bool has_protocol(const struct filter *f, bool known, uint8_t protocol)
{
	return !f->by_protocol || (known && f->protocols[protocol / 64] >> protocol % 64 & 1);
}

bool filter_route(const struct filter *f, const struct route *r)
{
	if (f->to_how && !reaches(f, &r->dst, r->dst_bits))
		return false;
	if (f->via.family && (!route_has(r, ROUTE_GATEWAY) || !addr_equal(&f->via, &r->gateway)))
		return false;
	if (f->interface && (r->device[0] ? strcmp(f->interface, r->device) != 0 :
					    !r->ifindex || f->ifindex != r->ifindex))
		return false;
	return has_protocol(f, route_has(r, ROUTE_PROTOCOL), r->protocol) &&
	       (!f->types || f->types >> r->type & 1);
}

bool filter_neigh(const struct filter *f, const struct neigh *n)
{
	if (f->to_how && !reaches(f, &n->dst, family_bits((enum family)n->family)))
		return false;
	if (f->interface && (!n->ifindex || f->ifindex != n->ifindex))
		return false;
	return has_protocol(f, neigh_has(n, NEIGH_PROTOCOL), n->protocol) &&
	       (!f->states || (neigh_has(n, NEIGH_STATE) && f->states >> n->state & 1));
}

bool filter_iface(const struct filter *f, const struct iface *i)
{
	const char *type = iface_has(i, IFACE_LINK_TYPE) ? link_type_name(i->link_type) : NULL;

	if (f->interface && strcmp(f->interface, i->name) != 0)
		return false;
	if (f->kind && strcmp(f->kind, i->kind) != 0 && !(type && strcmp(f->kind, type) == 0))
		return false;
	return !f->states || (iface_has(i, IFACE_OPERSTATE) && i->operstate < 7 &&
			      f->states >> i->operstate & 1);
}

enum family filter_family(const struct filter *f)
{
	return (enum family)(f->to.family ? f->to.family : f->via.family);
}
