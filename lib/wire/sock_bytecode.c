/* SPDX-License-Identifier: ISC */
#include "lib/wire/sock_bytecode.h"

#include <string.h>

enum code { NOP = 0, JMP = 1, S_GE = 2, S_LE = 3, D_GE = 4, D_LE = 5, S_COND = 7, D_COND = 8, DEV_COND = 9 };

enum { OP = 4, HOSTCOND = 8, AF_OF_INET = 2, AF_OF_INET6 = 10 };

/*
 * Tests are written one behind the other, each of the form "it holds: go on; else: next alternative", and an
 * alternative that held jumps to the end of its group. Where those places are is known at the end of the
 * group: until then the jump's operation holds the number of the place.
 */
struct program {
	uint8_t *at;
	size_t size;
	bool full;
};

static size_t put_op(struct program *p, enum code code, uint8_t yes, uint16_t no)
{
	size_t place = p->size;

	if (place + OP > SOCK_BYTECODE_MAX) {
		p->full = true;
		return 0;
	}
	p->at[place] = (uint8_t)code;
	p->at[place + 1] = yes;
	memcpy(p->at + place + 2, &no, sizeof(no));
	p->size += OP;
	return place;
}

static void put_bytes(struct program *p, const void *bytes, size_t size)
{
	if (p->size + size > SOCK_BYTECODE_MAX) {
		p->full = true;
		return;
	}
	memcpy(p->at + p->size, bytes, size);
	p->size += size;
}

/* Let the jump of the operation at `place` (that for "no", or of a JMP) lead to `target`. */
static void set_no(struct program *p, size_t place, size_t target)
{
	uint16_t no = (uint16_t)(target - place);

	memcpy(p->at + place + 2, &no, sizeof(no));
}

/*
 * A port within a range: GE and LE carry their number in the `no` of an operation that follows them and is
 * never run. Returns in `ret_places` the two operations whose "no" is open.
 */
static void put_range(struct program *p, bool source, const struct port_range *r, size_t places[2])
{
	places[0] = put_op(p, source ? S_GE : D_GE, 2 * OP, 0);
	put_op(p, NOP, 0, r->low);
	places[1] = put_op(p, source ? S_LE : D_LE, 2 * OP, 0);
	put_op(p, NOP, 0, r->high);
}

/* One of the ranges, of one of the ends in `ends` (1 source, 2 destination): the open jumps that refuse. */
struct refusals {
	size_t place[64];
	unsigned count;
};

static void refuse_at(struct program *p, struct refusals *r, size_t place)
{
	if (r->count == sizeof(r->place) / sizeof(r->place[0]))
		p->full = true;
	else
		r->place[r->count++] = place;
}

static void put_ports(struct program *p, const struct port_set *set, unsigned ends, struct refusals *refused)
{
	size_t held[2 * MATCH_RANGES], failed[2] = { 0, 0 };
	unsigned held_count = 0, left = 0;

	if (!set->count)
		return;
	left = set->count * (ends == 3 ? 2u : 1u);
	for (unsigned end = 1; end <= 2; end++) {
		for (unsigned i = 0; i < set->count && ends & end; i++) {
			put_range(p, end == 1, &set->range[i], failed);
			if (--left == 0)
				break;
			held[held_count++] = put_op(p, JMP, OP, 0);
			if (p->full)
				return;
			set_no(p, failed[0], p->size);
			set_no(p, failed[1], p->size);
		}
	}
	refuse_at(p, refused, failed[0]);
	refuse_at(p, refused, failed[1]);
	for (unsigned i = 0; i < held_count && !p->full; i++)
		set_no(p, held[i], p->size);
}

static void put_prefix(struct program *p, const struct sock_end *end, bool source, struct refusals *refused)
{
	bool inet6 = end->prefix.family == FAMILY_INET6;
	uint8_t size = end->prefix.size;
	const uint8_t head[4] = { inet6 ? AF_OF_INET6 : AF_OF_INET, end->bits };
	const int32_t any = -1;

	if (!end->prefix.family)
		return;
	refuse_at(p, refused, put_op(p, source ? S_COND : D_COND, (uint8_t)(OP + HOSTCOND + size), 0));
	put_bytes(p, head, sizeof(head));
	put_bytes(p, &any, sizeof(any));
	put_bytes(p, end->prefix.bytes, size);
}

size_t sock_bytecode(const struct sock_match *m, bool device, uint8_t *to)
{
	struct program p = { .at = to };
	struct refusals refused = { .count = 0 };

	put_prefix(&p, &m->local, true, &refused);
	put_prefix(&p, &m->remote, false, &refused);
	put_ports(&p, &m->local.ports, 1, &refused);
	put_ports(&p, &m->remote.ports, 2, &refused);
	put_ports(&p, &m->ports, 3, &refused);
	if (device && m->ifindex) {
		refuse_at(&p, &refused, put_op(&p, DEV_COND, 2 * OP, 0));
		put_bytes(&p, &m->ifindex, sizeof(m->ifindex));
	}
	for (unsigned i = 0; i < refused.count && !p.full; i++)
		set_no(&p, refused.place[i], p.size + OP);
	return p.full ? 0 : p.size;
}
