/* SPDX-License-Identifier: ISC */
#include "lib/wire/event.h"

#include <errno.h>
#include <string.h>

enum { FLAG_REPLACE = 0x100, TYPE_DELETE = 1, CHANGE_ALL = -1 };
enum { RTF_LLINFO_ = 0x400 }; /* the same everywhere, and what RTF_LLDATA is */

_Static_assert((int)EVENT_LOST == (int)RTSOCK_DESYNC &&
		       (int)EVENT_WIRELESS == (int)RTSOCK_80211,
	       "a kind of message is a kind of event");
_Static_assert((int)MESSAGE_ADDRESSES == (int)RTAX_COUNT_, "addresses are in the same order");

void event_begin(struct event_reader *r, const struct frame *frame)
{
	r->frame = frame;
	r->rest = bytes_of(frame->data, frame->size, frame->origin->swap);
	r->number = 0;
	r->within = r->done = false;
	r->at = frame->data;
	r->size = frame->size;
	r->error = 0;
	if (frame->kind != FRAME_NETLINK && frame->kind != FRAME_RTSOCK)
		decode_begin(&r->decode, frame);
}

/*
 * Which object a netlink message is about, by its type without the lowest two bits; the lowest says that
 * it is gone.
 */
static enum event_object object_of(unsigned type)
{
	static const struct {
		uint16_t type;
		uint8_t object;
	} objects[] = {
		{ NETLINK_NEWLINK, OBJECT_LINK },   { NETLINK_NEWADDR, OBJECT_ADDR },
		{ NETLINK_NEWROUTE, OBJECT_ROUTE }, { NETLINK_NEWNEIGH, OBJECT_NEIGH },
		{ NETLINK_NEWRULE, OBJECT_RULE },   { NETLINK_NEWNEXTHOP, OBJECT_NEXTHOP },
	};

	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		if (objects[i].type == (type & ~(unsigned)TYPE_DELETE))
			return (enum event_object)objects[i].object;
	return OBJECT_NONE;
}

/*
 * ifinfomsg: 0 family u8 · 12 change u32. A family of its own (a bridge's, IPv6's) tells of a part of the
 * interface alone. All bits of change are set in what is told of a new one.
 */
static int read_link(struct event_reader *r, struct event *e)
{
	struct bytes b = r->message.body;
	uint8_t family = bytes_u8(&b);

	bytes_skip(&b, 11);
	if (e->kind == EVENT_ADD && bytes_u32(&b) != (uint32_t)CHANGE_ALL &&
	    !(r->message.flags & NETLINK_FLAG_MULTI))
		e->kind = EVENT_CHANGE;
	return family ? 0 : netlink_iface(&r->message, r->frame->origin, &e->iface);
}

static int netlink_event(struct event_reader *r, struct event *e)
{
	const struct netlink_message *m = &r->message;
	const struct origin *o = r->frame->origin;
	unsigned number = r->number++;

	if (e->object != OBJECT_ROUTE && e->object != OBJECT_NEXTHOP && number)
		return 0;
	switch (e->object) {
	case OBJECT_ROUTE:
		return number ? netlink_route_next(&r->route, &e->route) :
				netlink_route_first(&r->route, m, o, &e->route);
	case OBJECT_NEXTHOP:
		return netlink_nexthop(m, o, number, &e->nexthop);
	case OBJECT_LINK:
		return read_link(r, e);
	case OBJECT_ADDR:
		return netlink_ifaddr(m, o, &e->ifaddr);
	case OBJECT_NEIGH:
		return netlink_neigh(m, o, &e->neigh);
	case OBJECT_RULE:
		return netlink_rule(m, o, &e->rule);
	default:
		if (m->type == NETLINK_ERROR || m->type == NETLINK_DONE)
			r->error = netlink_errno(m, NULL, 0);
		return 0;
	}
}

static int next_netlink(struct event_reader *r, struct event *e)
{
	for (;;) {
		const struct netlink_message *m = &r->message;
		int got;

		if (!r->within) {
			const uint8_t *at = r->rest.at;

			got = netlink_next(&r->rest, &r->message);
			if (got <= 0)
				return got;
			r->at = at;
			r->size = (size_t)(m->body.end - at);
			r->within = true;
			r->number = 0;
		}
		e->object = (uint8_t)object_of(m->type);
		e->kind = m->type & TYPE_DELETE	      ? EVENT_DELETE :
			  m->flags & FLAG_REPLACE &&
					  e->object == OBJECT_ROUTE ? EVENT_CHANGE :
						      EVENT_ADD;
		got = netlink_event(r, e);
		r->within = got == 1 && ((e->object == OBJECT_ROUTE && bytes_left(&r->route.rest)) ||
					 e->object == OBJECT_NEXTHOP);
		e->size = r->size;
		e->has_record = true;
		if (got)
			return got;
	}
}

/* A link address may say that it is shorter than what stands in it. */
static uint8_t link_size(const struct rtsock_message *m, size_t at, size_t size)
{
	enum { AF_LINK_ = 18, HEAD = 8 };
	const uint8_t *s = m->at + at;
	size_t whole;

	if (s[1] != AF_LINK_ || size < HEAD - 1 || m->size - at < HEAD)
		return (uint8_t)size;
	whole = HEAD + (size_t)s[5] + s[6];
	return (uint8_t)(whole > size && whole <= m->size - at && whole <= UINT8_MAX ? whole : size);
}

/* What is behind the head, as far as it is there. The originals walk on through what they read before. */
static void read_addrs(const struct rtsock_message *m, struct message *to)
{
	size_t at = m->begin, round = m->layout->rounding;

	for (unsigned i = 0; i < MESSAGE_ADDRESSES; i++) {
		struct message_addr *a = &to->addr[i];
		struct rtsock_sockaddr s;

		*a = (struct message_addr){ .at = (uint16_t)at };
		if (!(to->addrs >> i & 1) || at + 2 > m->size)
			continue;
		a->there = true;
		a->length = m->at[at];
		a->family = m->at[at + 1];
		a->size = (uint16_t)(a->length < m->size - at ? a->length : m->size - at);
		s = (struct rtsock_sockaddr){ m->at + at, link_size(m, at, a->size) };
		if (rtsock_addr(m, s, &a->addr) == FAMILY_LINK) {
			rtsock_link_name(m, s, a->name);
			a->selector = a->size > 7 ? m->at[at + 7] : 0;
		}
		at += a->length ? (a->length + round - 1) & ~(round - 1) : round;
	}
}

/* A mask has the family of what it is the mask of, whatever stands in it. */
static void read_mask(const struct rtsock_message *m, struct message *to)
{
	struct message_addr *mask = &to->addr[MESSAGE_NETMASK];
	const struct message_addr *dst = &to->addr[MESSAGE_DST], *ifa = &to->addr[MESSAGE_IFA];
	enum family family = dst->there ? (enum family)dst->addr.family :
			     ifa->there ? (enum family)ifa->addr.family :
					  FAMILY_NONE;
	struct rtsock_sockaddr s = { m->at + mask->at, (uint8_t)mask->size };
	size_t from = family == FAMILY_INET6 ? 8 : 4, have;

	if (!mask->there || !mask->size || (family != FAMILY_INET && family != FAMILY_INET6))
		return;
	mask->addr = (struct addr){ .family = (uint8_t)family,
				    .size = family == FAMILY_INET6 ? 16 : 4 };
	have = s.size > from ? s.size - from : 0;
	memcpy(mask->addr.bytes, s.at + from, have < mask->addr.size ? have : mask->addr.size);
}

static void read_head(const struct rtsock_message *m, struct message *to)
{
	const struct rtsock_head *h = m->head;

	to->raw_flags = (uint32_t)rtsock_get(m, h->flags);
	to->raw_xflags = (uint32_t)rtsock_get(m, h->xflags);
	to->flags = m->kind == RTSOCK_IFINFO ? 0 :
					       rtsock_flags(to->raw_flags, m->layout->route_flags);
	to->fmask = rtsock_flags(rtsock_get(m, h->fmask), m->layout->route_flags);
	to->addrs = (uint32_t)rtsock_get(m, h->addrs);
	to->locks = (uint32_t)rtsock_metric(m, RMX_LOCKS);
	to->inits = (uint32_t)rtsock_get(m, h->inits);
	to->pid = (int32_t)rtsock_get(m, h->pid);
	to->has_pid = h->pid.size != 0;
	to->sequence = (int32_t)rtsock_get(m, h->sequence);
	to->error = (int32_t)rtsock_get(m, h->error);
	to->metric = (int32_t)rtsock_get(m, h->metric);
	to->ifindex = (uint32_t)rtsock_get(m, h->index);
	to->table = (uint32_t)rtsock_get(m, h->table);
	to->priority = (uint32_t)rtsock_get(m, h->priority);
	to->use = rtsock_get(m, h->use);
	to->mtu = (uint32_t)rtsock_metric(m, RMX_MTU);
	to->expire = rtsock_expire(m);
	to->what = (uint16_t)rtsock_get(m, h->what);
	if (h->name.size)
		memcpy(to->name, m->at + h->name.at, IFACE_NAME_MAX - 1);
}

static void read_data(const struct rtsock_message *m, struct message *to)
{
	const struct rtsock_data *d = m->head->data;
	uint64_t at = m->head->data_at.size ? rtsock_get(m, m->head->data_at) : m->head->data_offset;

	if (m->kind != RTSOCK_IFINFO || !d || at + d->size > m->size)
		return;
	to->link_state = (uint8_t)rtsock_number(m->at + at, d->link_state, m->swap);
	if (to->link_state < RTSOCK_LINK_STATES)
		to->operstate = m->layout->link_states[to->link_state];
	to->link_type = (uint8_t)rtsock_number(m->at + at, d->type, m->swap);
	to->mtu = (uint32_t)rtsock_number(m->at + at, d->mtu, m->swap);
}

/* The record in a message, for the dialects that tell of things and not of messages. */
static void read_record(const struct rtsock_message *m, struct event *e)
{
	static const uint8_t objects[EVENT_KINDS] = {
		[EVENT_NEWADDR] = OBJECT_ADDR,	   [EVENT_DELADDR] = OBJECT_ADDR,
		[EVENT_CHANGE_ADDR] = OBJECT_ADDR, [EVENT_IFINFO] = OBJECT_LINK,
		[EVENT_NEWMADDR] = OBJECT_MADDR,   [EVENT_DELMADDR] = OBJECT_MADDR,
		[EVENT_ANNOUNCE] = OBJECT_LINK,	   [EVENT_WIRELESS] = OBJECT_LINK,
	};
	const struct message *from = &e->message;

	e->object = objects[e->kind];
	switch (e->kind) {
	case EVENT_NEWADDR:
	case EVENT_DELADDR:
	case EVENT_CHANGE_ADDR:
		e->has_record = rtsock_ifaddr(m, false, &e->ifaddr) == 1;
		return;
	case EVENT_NEWMADDR:
	case EVENT_DELMADDR:
		e->has_record = rtsock_maddr(m, &e->ifaddr) == 1;
		return;
	case EVENT_IFINFO:
		e->has_record = rtsock_iface(m, &e->iface) == 1;
		return;
	case EVENT_ANNOUNCE:
		memset(&e->iface, 0, sizeof(e->iface));
		e->iface.index = from->ifindex;
		memcpy(e->iface.name, from->name, sizeof(e->iface.name));
		e->iface.has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME);
		e->has_record = true;
		return;
	default:
		if (e->kind == EVENT_OTHER || e->kind > EVENT_SOURCE)
			return;
		e->object = from->raw_flags & RTF_LLINFO_ ? OBJECT_NEIGH : OBJECT_ROUTE;
		e->has_record = rtsock_route(m, &e->route) == 1;
	}
}

/* What RTM_ADD's head is, for messages of a type that is not known. */
static const struct rtsock_type *find_type(const struct rtsock_layout *layout, unsigned type)
{
	const struct rtsock_type *t = layout->types;

	while (t->type && t->type != type)
		t++;
	return t;
}

static int routing_event(struct event_reader *r, struct event *e)
{
	const struct frame *f = r->frame;
	struct message *to = &e->message;
	struct rtsock_message m = { .at = f->data, .swap = f->origin->swap };
	const struct rtsock_type *t;
	uint64_t length;

	if (f->size < 4)
		return -EBADMSG;
	m.size = (uint16_t)(f->size < MESSAGE_MAX ? f->size : MESSAGE_MAX);
	memset(to, 0, offsetof(struct message, addr));
	memcpy(to->bytes, f->data, m.size);
	to->size = (uint16_t)(f->size < UINT16_MAX ? f->size : UINT16_MAX);
	to->length = (uint16_t)rtsock_number(m.at, (struct rtsock_field){ 0, 2 }, m.swap);
	to->version = m.at[2];
	to->type = m.at[3];
	e->has_message = true;
	m.layout = rtsock_layout(f->origin, to->version);
	to->understood = m.layout && m.layout->of_today;
	if (!to->understood)
		return 1;
	t = find_type(m.layout, to->type);
	e->kind = m.kind = t->kind;
	m.type = to->type;
	m.head = t->type ? t->head : m.layout->types->head;
	to->short_head = m.size < m.head->size;
	if (to->short_head)
		return 1;
	length = m.head->length.size ? rtsock_get(&m, m.head->length) : m.head->size;
	m.begin = (uint16_t)(length >= m.head->size && length <= m.size ? length : m.head->size);
	to->rest = (uint16_t)(m.size - m.begin);
	read_head(&m, to);
	read_addrs(&m, to);
	read_mask(&m, to);
	read_data(&m, to);
	read_record(&m, e);
	return 1;
}

/* An entry of a dump that is neither: whatever it is, it is there. */
static int next_other(struct event_reader *r, struct event *e)
{
	static const struct {
		uint8_t record, object;
	} objects[] = {
		{ RECORD_ROUTE, OBJECT_ROUTE }, { RECORD_NEIGH, OBJECT_NEIGH },
		{ RECORD_IFACE, OBJECT_LINK },	{ RECORD_IFADDR, OBJECT_ADDR },
		{ RECORD_NEXTHOP, OBJECT_NEXTHOP }, { RECORD_RULE, OBJECT_RULE },
	};
	struct record record;
	int more;

	while ((more = decode_next(&r->decode, &record)) > 0) {
		e->object = OBJECT_NONE;
		for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
			if (objects[i].record == record.kind)
				e->object = objects[i].object;
		if (e->object == OBJECT_NONE)
			continue;
		e->kind = EVENT_ADD;
		e->has_record = true;
		/* members of one union there and here */
		if (record.kind == RECORD_ROUTE)
			e->route = record.route;
		else if (record.kind == RECORD_NEIGH)
			e->neigh = record.neigh;
		else if (record.kind == RECORD_IFACE)
			e->iface = record.iface;
		else if (record.kind == RECORD_IFADDR)
			e->ifaddr = record.ifaddr;
		else if (record.kind == RECORD_NEXTHOP)
			e->nexthop = record.nexthop;
		else
			e->rule = record.rule;
		return 1;
	}
	r->error = r->decode.error;
	return more;
}

int event_next(struct event_reader *r, struct event *e)
{
	e->kind = EVENT_OTHER;
	e->object = OBJECT_NONE;
	e->has_message = e->has_record = e->recovered = false;
	e->stamp[0] = '\0';
	e->time_ms = r->frame->time_ms;
	e->size = r->frame->size;
	switch (r->frame->kind) {
	case FRAME_NETLINK:
		return next_netlink(r, e);
	case FRAME_RTSOCK:
		if (r->done)
			return 0;
		r->done = true;
		return routing_event(r, e);
	default:
		return next_other(r, e);
	}
}
