/* SPDX-License-Identifier: ISC */
#include "platform/rtsock/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/model/lookup.h"
#include "lib/wire/nd.h"
#include "lib/wire/rtsock.h"
#include "lib/wire/rtsock_change.h"
#include "platform/posix/resolver.h"
#include "platform/rtsock/broker.h"
#include "platform/rtsock/fetch.h"

enum {
	CTL_NET_ = 4, /* the same everywhere */
	CHUNK = 1024 * 1024, /* no frame of several messages is longer */
	MESSAGE_MAX = 64 * 1024, /* no message of the socket can be */
	REPLY_MS = 5000, /* the kernel answers before write returns: what has not come by then is lost */
};

enum answering { IDLE, SYSCTL, REPLY, EVENTS, NEIGHBOURS, NAMES };

struct rtsock_source {
	struct source source;
	const struct rtsock_system *system;
	const struct rtsock_kernel *kernel;
	struct broker *broker;
	struct resolver *resolver;
	int fd;		/* the routing socket for requests, or a negative errno */
	int events;	/* the one that listens; the same unless it was asked for at the start */
	int neighbours; /* what IPv6 neighbours are asked by */
	uint32_t question; /* number of the last */
	uint32_t lookups;  /* their sequence numbers */
	enum answering state;
	bool dated;

	/* SYSCTL */
	const struct rtsock_row *row;
	struct rtsock_target target;
	struct rtsock_buffer buffer;
	size_t given;
	uint32_t fib;
	enum family then; /* the family that is asked for next; FAMILY_NONE: none */

	/* NEIGHBOURS: within `buffer` */
	uint8_t nd[ND_FRAME_SIZE];

	/* REPLY */
	uint32_t sequence;
	bool lookup;
	int refusal; /* errno of the write */
	int64_t reply_ms; /* until when the reply must have come */
	uint8_t *message; /* MESSAGE_MAX bytes, made when first needed */
};

static struct rtsock_source *self(struct source *source)
{
	return (struct rtsock_source *)source;
}

static void rtsock_close(struct source *source)
{
	struct rtsock_source *s = self(source);

	if (s->events >= 0 && s->events != s->fd)
		s->kernel->close_socket(s->events);
	if (s->neighbours >= 0)
		s->kernel->close_socket(s->neighbours);
	if (s->fd >= 0)
		s->kernel->close_socket(s->fd);
	broker_stop(s->broker);
	resolver_stop(s->resolver);
	free(s->buffer.data);
	free(s->message);
	free(s);
}

/* ---- sysctls ---------------------------------------------------------------------------------- */

static bool row_serves(const struct rtsock_row *row, const struct question *q)
{
	return row->what == q->what && (!row->brief || q->brief) &&
	       (!row->subject || (q->key && strcmp(row->subject, q->key) == 0));
}

static void put(struct rtsock_target *t, int number)
{
	t->mib[t->count++] = number;
}

static struct rtsock_target target_of(const struct rtsock_source *s, enum family family)
{
	const struct rtsock_row *row = s->row;
	struct rtsock_target t = { .key = row->key ? row->key : row->name, .name = row->name };

	put(&t, CTL_NET_);
	put(&t, s->system->pf_route);
	put(&t, 0);
	put(&t, s->system->families[family]);
	put(&t, row->operation);
	put(&t, row->tail == TAIL_TABLE ? (int)s->fib : row->number);
	if (row->tail == TAIL_NUMBER_TABLE)
		put(&t, (int)s->fib);
	return t;
}

/* Is there nothing of that family because the kernel was built without it? */
static bool is_without(int e)
{
	return e == -EAFNOSUPPORT || e == -EPROTONOSUPPORT || e == -EPFNOSUPPORT;
}

static int fetch_family(struct rtsock_source *s, enum family family, struct err *err)
{
	struct err reason = ERR_INIT;
	int e;

	s->target = target_of(s, family);
	s->given = s->buffer.used = 0;
	e = fetch(s->kernel, s->row->apart ? s->broker : NULL, &s->target, &s->buffer, &reason);
	if (s->row->each && is_without(e))
		return 0;
	return e < 0 ? err_set(err, -e, "%s", reason.text) : 0;
}

static int fetch_row(struct rtsock_source *s, const struct question *q, struct err *err)
{
	bool both = s->row->each && q->family == FAMILY_NONE;

	s->fib = q->fib;
	s->then = both ? FAMILY_INET6 : FAMILY_NONE;
	return fetch_family(s, both ? FAMILY_INET : q->family, err);
}

/* An operation that this release does not have is refused as a wrong argument. */
static bool is_unknown(int e)
{
	return e == -EINVAL || e == -EOPNOTSUPP || e == -ENOPROTOOPT;
}

static int refuse(const struct rtsock_source *s, const struct question *q, struct err *err)
{
	return err_set(err, EOPNOTSUPP, "the %s kernel has no answer to \"%s%s%s\"",
		       origin_system_name(s->system->system), question_name(q->what),
		       q->key && *q->key ? " " : "", q->key ? q->key : "");
}

static int ask_rows(struct rtsock_source *s, const struct question *q, struct err *err)
{
	struct err reason = ERR_INIT;
	int e = -EOPNOTSUPP;

	if (q->family >= FAMILY_COUNT || (q->family && !s->system->families[q->family]))
		return err_set(err, EOPNOTSUPP, "the %s kernel has no family %s",
			       origin_system_name(s->system->system), family_name(q->family));
	if (q->fib && !s->system->tables)
		return err_set(err, EOPNOTSUPP, "the %s kernel has one routing table only",
			       origin_system_name(s->system->system));
	if (q->fib > INT32_MAX)
		return err_set(err, EINVAL, "routing table %u: no such number", q->fib);
	for (s->row = s->system->rows; s->row->what; s->row++) {
		if (!row_serves(s->row, q))
			continue;
		err_clear(&reason);
		e = fetch_row(s, q, &reason);
		if (!is_unknown(e))
			break;
	}
	if (e < 0)
		return reason.text[0] ? err_set(err, -e, "%s", reason.text) : refuse(s, q, err);
	s->state = SYSCTL;
	return 0;
}

static const struct rtsock_name *find_name(const struct rtsock_system *system, const char *name)
{
	const struct rtsock_name *n = system->names;

	while (n->name && strcmp(n->name, name) != 0)
		n++;
	return n->name ? n : NULL;
}

/* One that the kernel knows by name, or else the system's table. */
static int ask_sysctl(struct rtsock_source *s, const struct question *q, struct err *err)
{
	static const struct rtsock_row rows[] = {
		{ .what = ASK_SYSCTL, .whole = true },
		{ .what = ASK_SYSCTL, .whole = true, .apart = true },
	};
	const struct rtsock_name *known;
	int e;

	if (!q->key || !*q->key || strlen(q->key) >= RTSOCK_NAME_MAX)
		return refuse(s, q, err);
	s->row = &rows[s->system->names_apart];
	s->target = (struct rtsock_target){ .key = q->key, .name = q->key };
	if (s->system->names) {
		known = find_name(s->system, q->key);
		if (!known)
			return refuse(s, q, err);
		s->target.name = NULL;
		s->target.count = known->count;
		memcpy(s->target.mib, known->mib, sizeof(known->mib));
	}
	s->given = s->buffer.used = 0;
	s->then = FAMILY_NONE;
	e = fetch(s->kernel, s->row->apart ? s->broker : NULL, &s->target, &s->buffer, err);
	if (e == 0)
		s->state = SYSCTL;
	return e;
}

/*
 * How much of the answer one frame takes: whole messages, and all that is left where a length cannot be
 * believed; who decodes it will say so.
 */
static size_t whole_messages(const uint8_t *at, size_t size)
{
	size_t end = 0;
	uint16_t length;

	while (size - end >= sizeof(length)) {
		memcpy(&length, at + end, sizeof(length));
		if (length < 4 || length > size - end)
			return size;
		if (end + length > CHUNK)
			return end;
		end += length;
	}
	return size;
}

static int next_sysctl(struct rtsock_source *s, struct frame *f, struct err *err)
{
	while (s->given == s->buffer.used) {
		enum family family = s->then;
		int e;

		if (family == FAMILY_NONE)
			return 0;
		s->then = FAMILY_NONE;
		e = fetch_family(s, family, err);
		if (e < 0)
			return e;
	}
	f->kind = FRAME_SYSCTL;
	f->key = s->target.key;
	f->data = s->buffer.data + s->given;
	f->size = s->buffer.used - s->given;
	if (!s->row->whole)
		f->size = whole_messages(f->data, f->size);
	s->given += f->size;
	if (s->given < s->buffer.used)
		f->flags = FRAME_MORE;
	return 1;
}

/* ---- neighbours one by one -------------------------------------------------------------------- */

static int ask_neighbours(struct rtsock_source *s, const struct question *q, struct err *err)
{
	const struct question table = { .what = ASK_NEIGHS, .family = FAMILY_INET6, .fib = q->fib };
	int e;

	if (!s->kernel->read_neighbour)
		return refuse(s, q, err);
	if (s->neighbours < 0)
		return err_system(err, -s->neighbours, "IPv6 socket");
	e = ask_rows(s, &table, err);
	if (e == 0)
		s->state = NEIGHBOURS;
	return e;
}

/* The next neighbour of the table that is fetched. One that has gone meanwhile is told as unknown. */
static int next_neighbour(struct rtsock_source *s, struct frame *f, struct err *err)
{
	struct bytes rest = bytes_of(s->buffer.data + s->given, s->buffer.used - s->given, false);
	struct nd nd = { .state = 0 };
	struct rtsock_message m = { .layout = NULL };
	struct neigh n;
	int more;

	do {
		more = rtsock_next(&rest, &s->source.origin, ANSWER_FLAGS, &m);
		s->given = s->buffer.used - bytes_left(&rest);
		if (more > 0 && rtsock_neigh(&m, &n) == 0)
			n.family = FAMILY_NONE;
	} while (more > 0 && n.family != FAMILY_INET6);
	if (more <= 0)
		return more < 0 ? err_set(err, -more, "%s: a message is damaged", s->target.key) : 0;
	memcpy(nd.address, n.dst.bytes, sizeof(nd.address));
	nd.ifindex = n.ifindex;
	if (s->kernel->read_neighbour(s->neighbours, &nd) < 0)
		nd.flags = ND_UNKNOWN;
	nd_encode(&nd, s->nd);
	f->kind = FRAME_ND;
	f->data = s->nd;
	f->size = sizeof(s->nd);
	return 1;
}

/* ---- the routing socket ----------------------------------------------------------------------- */

static int need_socket(struct rtsock_source *s, int fd, struct err *err)
{
	if (fd < 0)
		return err_system(err, -fd, "routing socket");
	if (!s->message)
		s->message = malloc(MESSAGE_MAX);
	return s->message ? 0 : err_system(err, ENOMEM, "routing socket");
}

/* 1 and what is there, or a negative errno: -EAGAIN. */
static int receive(struct rtsock_source *s, int fd, struct frame *f)
{
	ssize_t n;

	do
		n = s->kernel->receive(fd, s->message, MESSAGE_MAX);
	while (n == -EINTR);
	if (n <= 0)
		return n ? (int)n : -EPIPE;
	f->kind = FRAME_RTSOCK;
	f->data = s->message;
	f->size = (size_t)n;
	return 1;
}

static int read_message(struct rtsock_source *s, int fd, struct frame *f, int64_t deadline_ms)
{
	for (;;) {
		int e = receive(s, fd, f);

		if (e != -EAGAIN)
			return e;
		e = s->kernel->wait(fd, deadline_ms);
		if (e < 0)
			return e;
	}
}

static int ask_events(struct rtsock_source *s, struct err *err)
{
	int e = need_socket(s, s->events, err);

	if (e == 0)
		s->state = EVENTS;
	return e;
}

static int next_event(struct rtsock_source *s, struct frame *f, int64_t deadline_ms, struct err *err)
{
	int e = read_message(s, s->events, f, deadline_ms);

	return e < 0 && e != -EAGAIN ? err_system(err, -e, "routing socket") : e;
}

static uint32_t number_at(const uint8_t *data, size_t at)
{
	uint32_t number;

	memcpy(&number, data + at, sizeof(number));
	return number;
}

/* All heads begin alike: what a request was sent with comes back, and the kernel has put our process in. */
static bool is_reply(const struct rtsock_source *s, const struct frame *f)
{
	const struct rtsock_mark *mark = &s->system->mark;

	return f->size >= (size_t)mark->error + sizeof(uint32_t) &&
	       number_at(f->data, mark->sequence) == s->sequence &&
	       number_at(f->data, mark->pid) == (uint32_t)s->kernel->process();
}

/*
 * The write was refused. The kernel hands back what it could not do, with the errno in it, unless it could not even
 * read it; it is there by now.
 */
static int next_refusal(struct rtsock_source *s, struct frame *f, struct err *err)
{
	int e;

	do
		e = receive(s, s->fd, f);
	while ((e > 0 && !is_reply(s, f)) || e == -ENOBUFS);
	if (s->lookup) /* there is no such route: that is an answer without one */
		return s->refusal == ESRCH ? 0 : err_system(err, s->refusal, "the kernel refuses");
	if (e > 0 && number_at(f->data, s->system->mark.error)) {
		s->state = IDLE;
		return 1;
	}
	return err_system(err, s->refusal, "the kernel refuses");
}

static int next_reply(struct rtsock_source *s, struct frame *f, int64_t deadline_ms,
		      struct err *err)
{
	int64_t until = deadline_ms < 0 || deadline_ms > s->reply_ms ? s->reply_ms : deadline_ms;
	int e;

	if (s->refusal)
		return next_refusal(s, f, err);
	do
		e = read_message(s, s->fd, f, until);
	while ((e > 0 && !is_reply(s, f)) || e == -ENOBUFS); /* news of others that nobody read */
	if (e == -EAGAIN && until == s->reply_ms)
		return err_set(err, ETIMEDOUT, "routing socket: the kernel's answer was lost");
	if (e < 0 && e != -EAGAIN)
		return err_system(err, -e, "routing socket");
	if (e > 0)
		s->state = IDLE; /* one answer is all there is */
	return e;
}

/* `table`: where it is the socket that says it. */
static int write_request(struct rtsock_source *s, const void *data, size_t size, uint32_t table,
			 struct err *err)
{
	ssize_t n;
	int e = need_socket(s, s->fd, err);

	if (e == 0 && s->kernel->set_table) {
		e = s->kernel->set_table(s->fd, table);
		if (e < 0)
			return err_system(err, -e, "routing table %u", table);
	}
	if (e < 0)
		return e;
	s->sequence = number_at(data, s->system->mark.sequence);
	do
		n = s->kernel->send(s->fd, data, size);
	while (n == -EINTR);
	s->refusal = n < 0 ? (int)-n : (size_t)n != size ? EIO : 0;
	s->reply_ms = s->kernel->monotonic_ms() + REPLY_MS;
	s->state = REPLY;
	return 0;
}

static int rtsock_send(struct source *source, const void *data, size_t size, struct err *err)
{
	struct rtsock_source *s = self(source);

	s->question++;
	s->state = IDLE;
	s->lookup = false;
	if (size < (size_t)s->system->mark.error + sizeof(uint32_t))
		return err_set(err, EINVAL, "routing socket: no message");
	return write_request(s, data, size, source->send_table, err);
}

/* A routing socket is asked for a destination and nothing else. */
static int ask_lookup(struct rtsock_source *s, const struct question *q, struct err *err)
{
	const struct rtsock_stamp stamp = { .sequence = ++s->lookups };
	uint8_t request[RTSOCK_REQUEST_MAX];
	struct lookup l;
	unsigned bits;
	int size;

	if (q->fib && !s->system->tables)
		return err_set(err, EOPNOTSUPP, "the %s kernel has one routing table only",
			       origin_system_name(s->system->system));
	if (q->lookup)
		l = *q->lookup;
	else if (lookup_parse(q->key ? q->key : "", q->family, &l) < 0)
		return err_set(err, EINVAL, "%s: no address", q->key ? q->key : "");
	if (l.from.family || l.iif || l.mark || l.tos || (l.oif && !addr_is_scoped(&l.to)))
		return err_set(err, EOPNOTSUPP, "the %s kernel looks up destinations alone",
			       origin_system_name(s->system->system));
	if (l.oif)
		l.to.scope = l.oif;
	bits = q->lookup_net ? q->lookup_bits : family_bits((enum family)l.to.family);
	size = rtsock_lookup_encode(&l.to, bits, !q->lookup_net, q->fib, &s->source.origin, &stamp,
				    request);
	if (size < 0)
		return err_set(err, -size, "%s: the %s kernel cannot be asked for it", q->key,
			       origin_system_name(s->system->system));
	s->lookup = true;
	return write_request(s, request, (size_t)size, q->fib, err);
}

/* ---- the contract ----------------------------------------------------------------------------- */

static int rtsock_ask(struct source *source, const struct question *q, struct err *err)
{
	struct rtsock_source *s = self(source);
	int e;

	s->question++;
	s->state = IDLE;
	switch (q->what) {
	case ASK_NAMES:
		if (!s->resolver)
			return refuse(s, q, err);
		e = resolver_ask(s->resolver, q, err);
		if (e == 0)
			s->state = NAMES;
		return e;
	case ASK_EVENTS:
		return ask_events(s, err);
	case ASK_LOOKUP:
		return ask_lookup(s, q, err);
	case ASK_ND:
		return ask_neighbours(s, q, err);
	case ASK_SYSCTL:
		return ask_sysctl(s, q, err);
	default:
		return ask_rows(s, q, err);
	}
}

static int64_t wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int rtsock_next_frame(struct source *source, struct frame *f, int64_t deadline_ms,
			     struct err *err)
{
	struct rtsock_source *s = self(source);
	int more;

	f->question = s->question;
	f->flags = 0;
	f->origin = &source->origin;
	f->key = "";
	switch (s->state) {
	case SYSCTL:
		more = next_sysctl(s, f, err);
		break;
	case REPLY:
		more = next_reply(s, f, deadline_ms, err);
		break;
	case EVENTS:
		more = next_event(s, f, deadline_ms, err);
		break;
	case NEIGHBOURS:
		more = next_neighbour(s, f, err);
		break;
	case NAMES:
		more = resolver_next(s->resolver, &source->origin, f, deadline_ms, err);
		break;
	default:
		return 0;
	}
	if (more > 0)
		f->time_ms = s->dated ? wall_ms() : 0;
	else if (more != -EAGAIN && more != -ENOBUFS)
		s->state = IDLE;
	return more;
}

static int rtsock_fd(const struct source *source)
{
	const struct rtsock_source *s = (const struct rtsock_source *)source;

	return s->events < 0 ? -1 : s->events;
}

static const struct source_ops ops = {
	.ask = rtsock_ask,
	.next = rtsock_next_frame,
	.send = rtsock_send,
	.fd = rtsock_fd,
	.close = rtsock_close,
};

/* The children first: they inherit nothing that they would have to close. */
static int open_parts(struct rtsock_source *s, const struct source_args *args, struct err *err)
{
	int e = 0;

	if (args->names)
		e = resolver_start(&s->resolver, err);
	if (e == 0 && s->system->has_broker)
		e = broker_start(s->kernel, &s->broker, err);
	if (e < 0)
		return e;
	s->fd = s->events = s->kernel->open_socket();
	if (args->events && s->fd >= 0)
		s->events = s->kernel->open_socket();
	if (s->kernel->open_neighbours)
		s->neighbours = s->kernel->open_neighbours();
	return 0;
}

int rtsock_open(const struct rtsock_system *system, const struct rtsock_kernel *kernel,
		const struct origin *origin, const struct source_args *args,
		struct source **ret_source, struct err *err)
{
	struct rtsock_source *s = calloc(1, sizeof(*s));
	int e;

	if (!s)
		return err_system(err, ENOMEM, "source");
	s->source.ops = &ops;
	s->source.origin = *origin;
	s->system = system;
	s->kernel = kernel;
	s->fd = s->events = s->neighbours = -EBADF;
	s->dated = args->dated;
	e = open_parts(s, args, err);
	if (e < 0) {
		rtsock_close(&s->source);
		return e;
	}
	*ret_source = &s->source;
	return 0;
}
