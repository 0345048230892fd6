/* SPDX-License-Identifier: ISC */
/*
 * route monitor: the kernel's news as it comes.
 *
 * The source listens from when it was opened, then all that is there is read, so that nothing falls between
 * the two. What is there is remembered (struct known): where the kernel says that news was lost, all is read
 * again and the differences are told as events.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "cmd/ending.h"
#include "cmd/stamp.h"
#include "cmd/tools.h"
#include "lib/model/event.h"
#include "lib/model/known.h"
#include "lib/view/monitor.h"
#include "lib/wire/event.h"
#include "platform/platform.h"

struct monitor {
	struct run *run;
	const struct monitor_request *request;
	struct filter filter;
	struct json json;
	struct known *known; /* NULL: too much, or no memory: nothing is compared */
	bool began;	     /* all that is there has been read once */
	bool lost;	     /* something was, and nothing has been compared since */
	bool over;	     /* --count is reached */
	uint64_t shown, differences;
	int64_t first_ms; /* the time of the first event: for relative stamps */

	/* the message whose records are being read */
	struct known_entry entry;
	struct event event;
};

/* What an entry of `known` holds: a netlink message, or (of a BSD) the record. */
struct kept {
	uint8_t is_message, object;
	uint8_t pad[6];
};

enum { KEPT_MAX = 64 * 1024 };

/* ---- what tells one thing from another, and what counts as a change ---------------------------- */

#define HASH(hash, value) known_hash(hash, &(value), sizeof(value))

static uint64_t hash_addr(uint64_t hash, const struct addr *a)
{
	hash = HASH(hash, a->family);
	hash = HASH(hash, a->scope);
	return known_hash(hash, a->bytes, a->size);
}

/*
 * Routes of one prefix, metric and table can differ in their next hop, and are replaced together. Ages and
 * counters are no change; nor is it that the carrier of an interface went.
 */
static void identify_route(const struct route *r, struct known_entry *k)
{
	const uint64_t passing = RFLAG_BIT(RFLAG_LINKDOWN) | RFLAG_BIT(RFLAG_DEAD) |
				 RFLAG_BIT(RFLAG_DONE);
	uint64_t flags = r->flags & ~passing, more;

	if (!r->hop) {
		k->group = HASH(k->group, r->table);
		k->group = hash_addr(HASH(k->group, r->dst_bits), &r->dst);
		k->group = HASH(HASH(k->group, r->tos), r->priority);
		k->key = r->hops > 1 ? 0 : HASH(hash_addr(KNOWN_HASH, &r->gateway), r->ifindex);
	}
	more = hash_addr(HASH(k->content, r->type), &r->gateway);
	more = HASH(HASH(HASH(more, r->ifindex), r->weight), r->protocol);
	more = HASH(HASH(HASH(more, r->scope), flags), r->nhid);
	more = hash_addr(more, &r->prefsrc);
	k->content = known_hash(more, r->metric, sizeof(r->metric));
}

static void identify_neigh(const struct neigh *n, struct known_entry *k)
{
	k->group = HASH(hash_addr(k->group, &n->dst), n->ifindex);
	k->key = n->flags & NFLAG_BIT(NFLAG_PROXY);
	k->content = HASH(hash_addr(k->content, &n->lladdr), n->state);
}

static void identify_iface(const struct iface *i, struct known_entry *k)
{
	k->group = HASH(k->group, i->index);
	k->content = HASH(HASH(HASH(k->content, i->flags), i->mtu), i->operstate);
	k->content = known_hash(hash_addr(k->content, &i->address), i->name, sizeof(i->name));
}

static void identify_ifaddr(const struct ifaddr *a, struct known_entry *k)
{
	k->group = HASH(hash_addr(k->group, &a->local), a->ifindex);
	k->key = HASH(hash_addr(KNOWN_HASH, &a->peer), a->local_bits);
	k->content = HASH(HASH(k->content, a->flags), a->scope);
}

static void identify_nexthop(const struct nexthop *n, struct known_entry *k)
{
	if (!n->number)
		k->group = HASH(k->group, n->id);
	k->content = HASH(HASH(hash_addr(k->content, &n->gateway), n->ifindex), n->blackhole);
	k->content = HASH(HASH(k->content, n->member), n->weight);
}

/* A rule is nothing but what tells it from others. */
static void identify_rule(const struct rule *r, struct known_entry *k)
{
	k->group = HASH(HASH(k->group, r->priority), r->family);
	k->key = known_hash(KNOWN_HASH, r, sizeof(*r));
}

static void identify(struct known_entry *k, const struct event *e, bool first)
{
	if (first)
		*k = (struct known_entry){ .group = HASH(KNOWN_HASH, e->object),
					   .content = KNOWN_HASH };
	switch (e->object) {
	case OBJECT_NEIGH:
		if (e->has_message)
			identify_route(&e->route, k);
		else
			identify_neigh(&e->neigh, k);
		return;
	case OBJECT_LINK:
		identify_iface(&e->iface, k);
		return;
	case OBJECT_ADDR:
	case OBJECT_MADDR:
		identify_ifaddr(&e->ifaddr, k);
		return;
	case OBJECT_RULE:
		identify_rule(&e->rule, k);
		return;
	case OBJECT_NEXTHOP:
		identify_nexthop(&e->nexthop, k);
		return;
	default:
		identify_route(&e->route, k);
	}
}

/* The last record of its message? */
static bool is_last(const struct event *e)
{
	if (e->object == OBJECT_ROUTE)
		return e->route.hop + 1 >= e->route.hops;
	return e->object != OBJECT_NEXTHOP || e->nexthop.number + 1 >= e->nexthop.members;
}

static bool is_first(const struct event *e)
{
	return e->object == OBJECT_ROUTE   ? !e->route.hop :
	       e->object == OBJECT_NEXTHOP ? !e->nexthop.number :
					     true;
}

static size_t record_size(const struct event *e)
{
	static const uint16_t sizes[OBJECT_COUNT] = {
		[OBJECT_ROUTE] = sizeof(struct route),	   [OBJECT_ADDR] = sizeof(struct ifaddr),
		[OBJECT_LINK] = sizeof(struct iface),	   [OBJECT_NEIGH] = sizeof(struct neigh),
		[OBJECT_RULE] = sizeof(struct rule),	   [OBJECT_NEXTHOP] = sizeof(struct nexthop),
		[OBJECT_MADDR] = sizeof(struct ifaddr),
	};

	return sizes[e->object];
}

static void forget_all(struct monitor *m)
{
	known_free(m->known);
	m->known = NULL;
}

/* Keep what the reader has just read. enum known_news, or 0 where nothing is kept. */
static int keep(struct monitor *m, const struct event_reader *reader, const struct event *e)
{
	struct kept head = { .is_message = reader->frame->kind == FRAME_NETLINK,
			     .object = e->object };
	size_t size = head.is_message ? reader->size : record_size(e);
	uint8_t data[sizeof(head) + KEPT_MAX];
	int news;

	if (size > KEPT_MAX)
		return 0;
	memcpy(data, &head, sizeof(head));
	memcpy(data + sizeof(head), head.is_message ? (const void *)reader->at : &e->route, size);
	m->entry.data = data;
	m->entry.size = sizeof(head) + size;
	news = known_put(m->known, &m->entry);
	if (news < 0) {
		forget_all(m);
		return 0;
	}
	return news;
}

static bool is_gone(const struct event *e)
{
	return e->kind == EVENT_DELETE || e->kind == EVENT_DELADDR || e->kind == EVENT_DELMADDR ||
	       (e->kind == EVENT_ANNOUNCE && e->message.what == 1);
}

static bool is_there(const struct event *e)
{
	return e->kind == EVENT_ADD || e->kind == EVENT_CHANGE || e->kind == EVENT_NEWADDR ||
	       e->kind == EVENT_NEWMADDR || e->kind == EVENT_CHANGE_ADDR ||
	       e->kind == EVENT_IFINFO || e->kind == EVENT_RESOLVE;
}

/* What a piece of news does to what is known; a known thing that is told again has changed. */
static void learn(struct monitor *m, const struct event_reader *reader, struct event *e)
{
	if (!m->known || !e->has_record || (e->has_message && e->message.error))
		return;
	identify(&m->entry, e, is_first(e));
	if (is_gone(e)) {
		if (is_last(e))
			known_remove(m->known, m->entry.group, m->entry.key);
		return;
	}
	if (!is_there(e))
		return;
	if (e->kind == EVENT_CHANGE && e->object == OBJECT_ROUTE && is_first(e) && !e->has_message)
		known_remove_group(m->known, m->entry.group);
	if (is_last(e) && keep(m, reader, e) > KNOWN_NEW && e->kind == EVENT_ADD &&
	    e->object != OBJECT_ROUTE && !e->has_message)
		e->kind = EVENT_CHANGE;
}

/* ---- interfaces' names ------------------------------------------------------------------------ */

static int name_from_message(struct run *run, const struct message *m)
{
	for (unsigned i = 0; i < MESSAGE_ADDRESSES; i++) {
		const struct message_addr *a = &m->addr[i];
		struct iface iface = { .index = a->addr.scope };

		if (!a->there || !a->name[0] || !iface.index ||
		    index_iface(run->index, iface.index))
			continue;
		iface.link_type = a->addr.link_type;
		memcpy(iface.name, a->name, sizeof(iface.name));
		iface.has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME);
		if (index_add_iface(run->index, &iface) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int learn_name(struct run *run, const struct event *e)
{
	if (e->has_message)
		return name_from_message(run, &e->message);
	if (e->object == OBJECT_LINK && e->has_record && !is_gone(e))
		return index_add_iface(run->index, &e->iface);
	return 0;
}

/* ---- one event -------------------------------------------------------------------------------- */

static void set_time(struct monitor *m, struct event *e)
{
	int offset_min = stamp_offset_min(e->time_ms);

	if (!m->first_ms)
		m->first_ms = e->time_ms;
	e->time = event_time_of(e->time_ms, offset_min);
	stamp_write(e->stamp, sizeof(e->stamp), (enum stamp)m->run->common->stamp, e->time_ms,
		    m->first_ms, offset_min);
}

static bool family_is_wanted(const struct monitor *m, enum family family)
{
	const struct families *f = &m->request->families;

	for (unsigned i = 0; i < f->count; i++)
		if (f->family[i] == family)
			return true;
	return !f->count || !family;
}

static bool passes_families(const struct monitor *m, const struct event *e)
{
	switch (e->object) {
	case OBJECT_ADDR:
	case OBJECT_MADDR:
		return family_is_wanted(m, (enum family)e->ifaddr.family);
	case OBJECT_RULE:
		return family_is_wanted(m, (enum family)e->rule.family);
	case OBJECT_NEIGH:
		if (!e->has_message)
			return family_is_wanted(m, (enum family)e->neigh.family);
		return family_is_wanted(m, (enum family)e->route.family);
	case OBJECT_ROUTE:
		return family_is_wanted(m, (enum family)e->route.family);
	default:
		return true;
	}
}

static bool passes_filter(const struct monitor *m, const struct event *e)
{
	const struct filter *f = &m->filter;

	if (!f->any)
		return true;
	if (e->object == OBJECT_ROUTE || (e->object == OBJECT_NEIGH && e->has_message))
		return filter_route(f, &e->route);
	if (f->interface && e->object == OBJECT_LINK)
		return e->iface.index == f->ifindex;
	if (f->interface && e->object == OBJECT_ADDR)
		return e->ifaddr.ifindex == f->ifindex;
	if (f->interface && e->object == OBJECT_NEIGH)
		return e->neigh.ifindex == f->ifindex;
	return false;
}

static bool passes_table(const struct monitor *m, const struct event *e)
{
	const struct monitor_request *q = m->request;

	return !q->by_table || e->object != OBJECT_ROUTE || e->route.table == q->table;
}

static bool is_wanted(const struct monitor *m, const struct event *e)
{
	unsigned objects = m->request->objects;

	if (objects && !(objects & OBJECT_BIT(e->object)))
		return false;
	if (!e->has_record)
		return true;
	return passes_families(m, e) && passes_filter(m, e) && passes_table(m, e);
}

static void write_note(struct monitor *m, const struct event *e)
{
	struct out *out = &m->run->out;

	out_row(out);
	if (e->stamp[0])
		out_format(out, "%s ", e->stamp);
	if (e->kind == EVENT_LOST)
		out_literal(out, "--- messages were lost: all is read again\n");
	else if (m->known)
		out_format(out, "--- up to date again: %llu differences\n",
			   (unsigned long long)e->size);
	else
		out_literal(out, "--- up to date again: too much to be compared\n");
}

/* --count is of what the kernel told: differences and notes come on top. */
static void show(struct monitor *m, struct event *e)
{
	const struct common *c = m->run->common;

	if (!e->has_message && (e->kind == EVENT_LOST || e->kind == EVENT_RESYNC)) {
		set_time(m, e);
		if (c->json)
			json_event(&m->json, e);
		else
			write_note(m, e);
		return;
	}
	if (!is_wanted(m, e))
		return;
	set_time(m, e);
	if (c->json)
		json_event(&m->json, e);
	else
		c->dialect->monitor(&m->run->out, &m->run->context, e);
	if (!e->recovered && is_last(e))
		m->shown++;
	m->over = c->count && m->shown >= c->count;
}

static void set_left(struct monitor *m, struct event *e)
{
	int64_t wall_ms = e->time_ms ? e->time_ms : m->run->env.wall_ms;
	struct message *message = &e->message;

	if (e->has_record && (e->object == OBJECT_ROUTE || e->has_message))
		route_set_left(&e->route, wall_ms, m->run->env.uptime_ms);
	if (e->has_message)
		message->left_s = message->expire ? message->expire - wall_ms / 1000 : 0;
}

static int damaged(struct monitor *m, int error)
{
	return err_set(&m->run->err, -error, "a message of the %s kernel is damaged",
		       origin_system_name((enum origin_system)m->run->source->origin.system));
}

static int handle_frame(struct monitor *m, const struct frame *frame)
{
	struct event_reader reader;
	int more;

	if (frame->flags & FRAME_REQUEST)
		return 0;
	event_begin(&reader, frame);
	while (!m->over && (more = event_next(&reader, &m->event)) > 0) {
		struct event *e = &m->event;

		set_left(m, e);
		learn(m, &reader, e);
		/* of what is gone the name is wanted still */
		if (learn_name(m->run, e) < 0)
			return err_system(&m->run->err, ENOMEM, "events");
		if (e->has_message && e->kind == EVENT_LOST)
			m->lost = true;
		show(m, e);
		if (m->run->out.error)
			return m->run->out.error;
	}
	return m->over || more == 0 ? 0 : damaged(m, more);
}

/* ---- all that is there ------------------------------------------------------------------------ */

static void show_difference(struct monitor *m, enum event_kind kind)
{
	m->event.kind = (uint8_t)kind;
	m->event.recovered = true;
	m->event.has_message = false;
	if (is_last(&m->event))
		m->differences++;
	show(m, &m->event);
}

/* What is kept of a thing as the events that it was. */
static void show_gone(struct monitor *m, const struct known_entry *k, int64_t time_ms)
{
	struct frame frame = { .kind = FRAME_NETLINK, .origin = m->run->context.origin, .key = "",
			       .time_ms = time_ms, .data = (const uint8_t *)k->data + sizeof(struct kept),
			       .size = k->size - sizeof(struct kept) };
	struct event_reader reader;
	struct kept head;

	memcpy(&head, k->data, sizeof(head));
	if (!head.is_message) {
		m->event.object = head.object;
		m->event.has_record = true;
		m->event.time_ms = time_ms;
		memcpy(&m->event.route, frame.data, frame.size);
		show_difference(m, EVENT_DELETE);
		return;
	}
	event_begin(&reader, &frame);
	while (event_next(&reader, &m->event) > 0)
		show_difference(m, EVENT_DELETE);
}

/* A route with several next hops is told whole once its last one has been compared. */
static void show_all_hops(struct monitor *m, const struct event_reader *read, int news,
			  int64_t time_ms)
{
	const struct frame frame = { .kind = FRAME_NETLINK, .origin = m->run->context.origin,
				     .key = "", .time_ms = time_ms, .data = read->at,
				     .size = read->size };
	struct event_reader reader;

	event_begin(&reader, &frame);
	while (event_next(&reader, &m->event) > 0)
		show_difference(m, news == KNOWN_NEW ? EVENT_ADD : EVENT_CHANGE);
}

static int compare_frame(struct monitor *m, const struct frame *frame, int64_t time_ms)
{
	struct event_reader reader;
	int more;

	event_begin(&reader, frame);
	while ((more = event_next(&reader, &m->event)) > 0) {
		struct event *e = &m->event;
		int news;

		if (learn_name(m->run, e) < 0)
			return err_system(&m->run->err, ENOMEM, "events");
		if (!m->known)
			continue;
		identify(&m->entry, e, is_first(e));
		news = is_last(e) ? keep(m, &reader, e) : 0;
		if (!m->began || !news || news == KNOWN_SAME)
			continue;
		e->time_ms = time_ms;
		if (e->object == OBJECT_ROUTE && e->route.hops > 1)
			show_all_hops(m, &reader, news, time_ms);
		else
			show_difference(m, news == KNOWN_NEW ? EVENT_ADD : EVENT_CHANGE);
		if (m->run->out.error)
			return m->run->out.error;
	}
	return more < 0 ? damaged(m, more) : 0;
}

static int ask(struct monitor *m, enum question_what what, enum family family, int64_t time_ms)
{
	const struct question q = { .what = what, .family = family };
	struct run *run = m->run;
	struct frame frame;
	int more = source_ask(run->source, &q, &run->err);

	while (more >= 0 && (more = source_next(run->source, &frame, -1, &run->err)) > 0) {
		int e = compare_frame(m, &frame, time_ms);

		if (e < 0)
			return e;
	}
	if (more != -EOPNOTSUPP && more != -ENOMSG)
		return more;
	err_clear(&run->err);
	return 0;
}

static int read_all(struct monitor *m, int64_t time_ms)
{
	static const struct {
		uint8_t what, family, object;
	} questions[] = {
		{ ASK_LINKS, FAMILY_NONE, OBJECT_LINK },
		{ ASK_ADDRS, FAMILY_NONE, OBJECT_ADDR },
		{ ASK_RULES, FAMILY_INET, OBJECT_RULE },
		{ ASK_RULES, FAMILY_INET6, OBJECT_RULE },
		{ ASK_NEXTHOPS, FAMILY_NONE, OBJECT_NEXTHOP },
		{ ASK_ROUTES, FAMILY_INET, OBJECT_ROUTE },
		{ ASK_ROUTES, FAMILY_INET6, OBJECT_ROUTE },
		{ ASK_NEIGHS, FAMILY_INET, OBJECT_NEIGH },
		{ ASK_NEIGHS, FAMILY_INET6, OBJECT_NEIGH },
	};
	unsigned objects = m->run->common->events;
	int e = 0;

	if (m->known)
		known_begin(m->known);
	for (size_t i = 0; e == 0 && i < sizeof(questions) / sizeof(questions[0]); i++)
		if (objects & OBJECT_BIT(questions[i].object) || questions[i].what == ASK_LINKS)
			e = ask(m, (enum question_what)questions[i].what,
				(enum family)questions[i].family, time_ms);
	return e;
}

/* Read all again; what is not there any more has gone. */
static int compare_all(struct monitor *m)
{
	struct known_entry gone;
	int64_t time_ms = m->event.time_ms, uptime_ms;
	int e;

	if (!m->run->common->replay)
		platform_clock(&time_ms, &uptime_ms);
	m->lost = false;
	m->differences = 0;
	e = read_all(m, time_ms);
	while (e == 0 && m->known && known_next_unseen(m->known, &gone))
		show_gone(m, &gone, time_ms);
	m->event.kind = EVENT_RESYNC;
	m->event.object = OBJECT_NONE;
	m->event.has_message = m->event.has_record = m->event.recovered = false;
	m->event.time_ms = time_ms;
	m->event.size = m->differences;
	if (e == 0)
		show(m, &m->event);
	return e;
}

/* ---- the loop --------------------------------------------------------------------------------- */

static int ask_events(struct monitor *m)
{
	static const struct question q = { .what = ASK_EVENTS };

	return source_ask(m->run->source, &q, &m->run->err);
}

static void note_loss(struct monitor *m)
{
	int64_t uptime_ms;

	err_clear(&m->run->err);
	if (m->lost)
		return;
	m->lost = true;
	m->event.kind = EVENT_LOST;
	m->event.object = OBJECT_NONE;
	m->event.has_message = m->event.has_record = m->event.recovered = false;
	if (!m->run->common->replay)
		platform_clock(&m->event.time_ms, &uptime_ms);
	show(m, &m->event);
}

/* Nothing waits to be read: what was lost is made up for, what was written goes out. 1: it is over. */
static int on_quiet(struct monitor *m, const struct ending *ending)
{
	struct run *run = m->run;
	int e;

	if (m->lost) {
		e = compare_all(m);
		return e == 0 ? ask_events(m) : e;
	}
	if (out_flush(&run->out) < 0)
		return run->out.error;
	switch (ending_wait(ending, source_fd(run->source), -1)) {
	case ENDING_CAME:
		return 1;
	case ENDING_NO_READER:
		return -EPIPE;
	default:
		return 0;
	}
}

/* A stream that does not pause is looked away from now and then, so that it can be ended. */
static int listen(struct monitor *m, const struct ending *ending)
{
	enum { BETWEEN = 256 };
	struct run *run = m->run;
	unsigned since = 0;
	int e = ask_events(m);

	while (e == 0 && !m->over) {
		struct frame frame;
		int more = source_next(run->source, &frame, 0, &run->err);

		if (more > 0) {
			e = handle_frame(m, &frame);
			if (++since % BETWEEN == 0 && e == 0 && ending_has_come(ending))
				return 0;
		} else if (more == -EAGAIN) {
			e = on_quiet(m, ending);
		} else if (more == -ENOBUFS) {
			note_loss(m);
			/* a recording has its answers one by one */
			e = run->common->replay ? compare_all(m) : 0;
			if (e == 0 && run->common->replay)
				e = ask_events(m);
		} else {
			return more;
		}
		if (e == -ENOMSG && run->common->replay) { /* the recording has no more */
			err_clear(&run->err);
			return 0;
		}
	}
	return e > 0 ? 0 : e;
}

static int run_monitor(struct monitor *m, const struct ending *ending)
{
	struct run *run = m->run;
	int e;

	m->known = known_new();
	m->filter = run->common->filter;
	json_begin_lines(&m->json, &run->out, &run->context);
	e = read_all(m, 0);
	m->began = true;
	if (e == 0 && m->filter.any)
		e = filter_find(&m->filter, run->index, &run->err);
	return e == 0 ? listen(m, ending) : e;
}

int monitor_run(const char *tool, const struct common *common, const struct monitor_request *request)
{
	struct run run;
	struct monitor m = { .run = &run, .request = request };
	struct common with = *common;
	struct ending ending;
	struct err err = ERR_INIT;
	int e, status;

	if (!common->dialect->monitor && !common->json) {
		run_complain(tool, "monitor: there is no such command in the dialect %s",
			     common->dialect->name);
		return request->failure;
	}
	with.events = request->objects ? request->objects : ~0u;
	tzset();
	if (ending_begin(&ending, common->duration_ms, &err) < 0) {
		run_complain(tool, "%s", err.text);
		return request->failure;
	}
	e = run_open(&run, tool, &with, NULL, false);
	if (e == 0) {
		run.context.options = request->options;
		e = run_monitor(&m, &ending);
	}
	if (e < 0 && run.out.used) /* what has happened has happened */
		out_flush(&run.out);
	if (e == -EPIPE)
		run_broken_output(tool, e, request->failure);
	status = run_end(&run, e, request->failure);
	run_close(&run);
	known_free(m.known);
	return status;
}
