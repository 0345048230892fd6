/* SPDX-License-Identifier: ISC */
#include "cmd/change_job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change.h"
#include "cmd/change_undo.h"
#include "lib/wire/netlink_change.h"
#include "lib/wire/rtsock_change.h"

/*
 * So many messages that their answers fit into a socket's receive buffer even if each is refused: the
 * kernel keeps a few hundred bytes for one, and a socket has 200 kB unless the system says otherwise.
 */
enum { CHUNK_MESSAGES = 128, CHUNK_BYTES = 64 * 1024, MESSAGE_MAX = NETLINK_CHANGE_MAX };
enum { FIRST_BYTES = 64 * 1024, FIRST_ITEMS = 256 };

struct change_wire {
	bool single; /* a message is sent alone: the socket takes one with each write */
	int (*encode)(const struct change_job *job, const struct change *change, void *to, size_t size,
		      struct err *err);
	void (*acknowledged)(uint8_t *message, const struct origin *origin);
	size_t (*undo)(uint8_t *message, size_t size, const struct origin *origin);
	int (*answer)(struct bytes *frame, const struct origin *origin, struct change_answer *ret_answer);
};

static int encode_netlink(const struct change_job *job, const struct change *c, void *to, size_t size,
			  struct err *err)
{
	return netlink_change(c, &job->source->origin, job->unnumbered ? 0 : (uint32_t)job->count + 1, 0, to,
			      size, err);
}

/* The kernel puts the process in; an expiry is a point in its time. */
static int encode_rtsock(const struct change_job *job, const struct change *c, void *to, size_t size,
			 struct err *err)
{
	struct rtsock_stamp stamp = { .sequence = job->unnumbered ? 0 : (uint32_t)job->count + 1 };

	change_clock(job->run, &stamp.wall_ms, &stamp.uptime_ms);
	if (size < RTSOCK_REQUEST_MAX)
		return err_set(err, EMSGSIZE, "no room for a message");
	return rtsock_change_encode(c, &job->source->origin, &stamp, to, err);
}

/* A routing socket answers everything. */
static void acknowledged_rtsock(uint8_t *message, const struct origin *origin)
{
	(void)message;
	(void)origin;
}

static size_t undo_rtsock(uint8_t *message, size_t size, const struct origin *origin)
{
	rtsock_change_undo(message, origin);
	return size;
}

static int answer_netlink(struct bytes *frame, const struct origin *origin, struct change_answer *a)
{
	(void)origin;
	return netlink_change_answer(frame, a);
}

#define RTSOCK { true, encode_rtsock, acknowledged_rtsock, undo_rtsock, rtsock_change_answer }

static const struct change_wire wires[SYSTEM_COUNT] = {
	[SYSTEM_LINUX] = { false, encode_netlink, netlink_change_acknowledged, netlink_change_undo,
			   answer_netlink },
	[SYSTEM_FREEBSD] = RTSOCK, [SYSTEM_OPENBSD] = RTSOCK,
	[SYSTEM_NETBSD] = RTSOCK,  [SYSTEM_MACOS] = RTSOCK,
};

int change_job_begin(struct change_job *job, struct run *run)
{
	enum origin_system system = (enum origin_system)run->source->origin.system;

	*job = (struct change_job){ .run = run, .source = run->source, .wire = &wires[system] };
	if (job->wire->encode)
		return 0;
	return err_set(&run->err, EOPNOTSUPP, "changes of the %s kernel's tables are not known here",
		       origin_system_name(system));
}

void change_job_empty(struct change_job *job)
{
	job->count = 0;
	job->used = 0;
}

void change_job_end(struct change_job *job)
{
	free(job->bytes);
	free(job->items);
}

static int make_room(struct change_job *job, struct err *err)
{
	if (job->room - job->used < MESSAGE_MAX) {
		size_t room = job->room ? job->room * 2 : FIRST_BYTES;
		uint8_t *bytes = realloc(job->bytes, room);

		if (!bytes)
			return err_system(err, ENOMEM, "%zu changes", job->count);
		job->bytes = bytes;
		job->room = room;
	}
	if (job->count == job->item_room) {
		size_t room = job->item_room ? job->item_room * 2 : FIRST_ITEMS;
		struct change_item *items = realloc(job->items, room * sizeof(*items));

		if (!items)
			return err_system(err, ENOMEM, "%zu changes", job->count);
		job->items = items;
		job->item_room = room;
	}
	return 0;
}

static bool makes(const struct change *c)
{
	return c->verb == CHANGE_ADD || c->verb == CHANGE_PREPEND || c->verb == CHANGE_APPEND;
}

static struct change_key key_of(const struct change *c)
{
	struct change_key key = { .what = c->what };
	const struct addr *dst = NULL;

	switch (c->what) {
	case CHANGE_ROUTE:
		dst = &c->route.dst;
		key.family = c->route.family;
		key.bits = c->route.dst_bits;
		key.table = c->route.table;
		break;
	case CHANGE_NEXTHOP:
		key.table = c->nexthop.id;
		break;
	default:
		dst = &c->neigh.dst;
		key.family = c->neigh.family;
		key.table = c->neigh.ifindex;
		break;
	}
	if (dst)
		memcpy(key.dst, dst->bytes, dst->size < sizeof(key.dst) ? dst->size : sizeof(key.dst));
	return key;
}

/* FreeBSD's messages have no place for their table; what the linux dialect calls main is its first. */
static uint32_t fib_of(const struct change *c, const struct origin *origin)
{
	bool named = c->what == CHANGE_ROUTE && route_has(&c->route, ROUTE_TABLE);

	return origin->system == SYSTEM_FREEBSD && named && c->route.table != TABLE_MAIN ? c->route.table : 0;
}

int change_job_add(struct change_job *job, const struct change *c, struct err *err)
{
	int e = make_room(job, err);

	if (e < 0)
		return e;
	if (job->count >= UINT32_MAX - 1)
		return err_set(err, E2BIG, "too many changes");
	e = job->wire->encode(job, c, job->bytes + job->used, MESSAGE_MAX, err);
	if (e < 0)
		return e;
	job->items[job->count++] = (struct change_item){
		.at = job->used, .size = (uint32_t)e, .line = c->line, .makes = makes(c),
		.text = job->text, .text_size = job->text_size, .key = key_of(c),
		.table = fib_of(c, &job->source->origin),
	};
	job->used += (size_t)e;
	return 0;
}

/* How many items from `first` on go out at once. */
static size_t chunk(const struct change_job *job, size_t first)
{
	size_t n = first + 1;

	while (!job->wire->single && n < job->count &&
	       (job->bulk || (job->items[first].makes && job->items[n].makes)) &&
	       n - first < CHUNK_MESSAGES &&
	       job->items[n].at + job->items[n].size - job->items[first].at <= CHUNK_BYTES)
		n++;
	return n - first;
}

static int send_items(struct change_job *job, size_t first, size_t count, struct err *err)
{
	const struct change_item *last = &job->items[first + count - 1];
	uint8_t *start = job->bytes + job->items[first].at;

	job->wire->acknowledged(job->bytes + last->at, &job->source->origin);
	job->source->send_table = last->table;
	return source_send(job->source, start, last->at + last->size - job->items[first].at, err);
}

int change_job_record(struct change_job *job, struct err *err)
{
	int e = 0;

	for (size_t i = 0, n; i < job->count && e == 0; i += n) {
		n = chunk(job, i);
		e = send_items(job, i, n, err);
	}
	return e;
}

/* The first refusal is the one that is told. */
static void note(struct change_job *job, const struct change_answer *a, struct change_answer *first)
{
	struct change_item *item;

	if (!a->error || !a->sequence || a->sequence > job->count)
		return;
	item = &job->items[a->sequence - 1];
	if (a->error == EEXIST && job->exists_is_fine) {
		item->there = true;
		return;
	}
	if (a->error == ESRCH && job->bulk)
		return;
	item->refused = true;
	if (!first->error || a->sequence < first->sequence)
		*first = *a;
}

/* All answers to what was sent; the first refusal, or one without an error. */
static int read_answers(struct change_job *job, struct change_answer *ret_first, struct err *err)
{
	struct change_answer answer;
	struct frame frame;
	int more;

	ret_first->error = 0;
	while ((more = source_next(job->source, &frame, -1, err)) > 0) {
		struct bytes b = bytes_of(frame.data, frame.size, frame.origin->swap);
		int got;

		while ((got = job->wire->answer(&b, frame.origin, &answer)) > 0)
			note(job, &answer, ret_first);
		if (got < 0)
			return err_set(err, -got, "an answer of the kernel is damaged");
	}
	return more;
}

/* The kernel's reason in words: what the number says, and what it says itself. */
static int refusal(const struct change_answer *a, struct err *err)
{
	return err_set(err, a->error, "%s%s%s", strerror(a->error), a->text[0] ? ": " : "", a->text);
}

int change_job_send_one(struct change_job *job, size_t number, bool remove, struct err *err)
{
	const struct origin *origin = &job->source->origin;
	struct change_item *item = &job->items[number];
	uint8_t *message = job->bytes + item->at;
	size_t size = remove ? job->wire->undo(message, item->size, origin) : item->size;
	struct change_answer answer = { .error = 0 }, last = answer;
	struct frame frame;
	int e, more = 0;

	job->wire->acknowledged(message, origin);
	job->source->send_table = item->table;
	e = source_send(job->source, message, size, err);
	while (e == 0 && (more = source_next(job->source, &frame, -1, err)) > 0) {
		struct bytes b = bytes_of(frame.data, frame.size, frame.origin->swap);

		while (job->wire->answer(&b, frame.origin, &answer) > 0)
			last = answer;
	}
	if (e < 0 || more < 0)
		return e < 0 ? e : more;
	return last.error ? refusal(&last, err) : 0;
}

/* Take back what the items from `first` on have made, the last one first. */
static int undo(struct change_job *job, size_t first, size_t end, struct err *err)
{
	while (end > first) {
		const struct change_item *item = &job->items[--end];
		struct err reason = ERR_INIT;
		int e;

		if (item->refused || item->there)
			continue;
		e = change_job_send_one(job, end, true, &reason);
		if (e < 0)
			return err_set(err, -e, "what was done cannot be taken back: %s", reason.text);
	}
	return 0;
}

int change_job_apply(struct change_job *job, bool atomic, const struct change_item **ret_refused,
		     size_t *ret_done, struct err *err)
{
	struct change_undo *before = NULL;
	struct change_answer answer;
	size_t n = 0, refused;
	int e = atomic && !job->wire->single ? change_undo_begin(job, &before, err) : 0;

	*ret_refused = NULL;
	*ret_done = 0;
	if (e < 0)
		return e;
	for (*ret_done = 0; *ret_done < job->count; *ret_done += n) {
		n = chunk(job, *ret_done);
		e = send_items(job, *ret_done, n, err);
		if (e == 0)
			e = read_answers(job, &answer, err);
		if (e < 0 && job->wire->single) { /* the writing itself is what a routing socket refuses */
			answer = (struct change_answer){ .sequence = (uint32_t)*ret_done + 1, .error = -e };
			err_clear(err);
			e = 0;
		}
		if (e < 0 || answer.error)
			break;
	}
	if (e < 0 || *ret_done >= job->count) {
		change_undo_end(before);
		return e;
	}
	refused = answer.sequence - 1;
	*ret_refused = &job->items[refused];
	e = job->bulk ? 0 : undo(job, refused + 1, *ret_done + n, err);
	*ret_done = refused;
	if (e == 0 && atomic) {
		e = before ? change_undo(before, err) : undo(job, 0, refused, err);
		*ret_done = e < 0 ? refused : 0;
	}
	change_undo_end(before);
	if (e < 0)
		return e;
	return refusal(&answer, err);
}
