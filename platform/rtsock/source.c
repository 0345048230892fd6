/* SPDX-License-Identifier: ISC */
#include "platform/rtsock/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "platform/posix/resolver.h"
#include "platform/rtsock/broker.h"
#include "platform/rtsock/fetch.h"

enum {
	CTL_NET_ = 4, /* the same everywhere */
	CHUNK = 1024 * 1024, /* no frame of several messages is longer */
	MESSAGE_MAX = 64 * 1024, /* no message of the socket can be */
	REPLY_MS = 5000, /* the kernel answers before write returns: what has not come by then is lost */
};

enum answering { IDLE, SYSCTL, REPLY, EVENTS, NAMES };

struct rtsock_source {
	struct source source;
	const struct rtsock_system *system;
	const struct rtsock_kernel *kernel;
	struct broker *broker;
	struct resolver *resolver;
	int fd; /* the routing socket, or a negative errno */
	uint32_t question; /* number of the last */
	enum answering state;
	bool dated;

	/* SYSCTL */
	const struct rtsock_row *row;
	struct rtsock_target target;
	struct rtsock_buffer buffer;
	size_t given;
	uint32_t fib;
	enum family then; /* the family that is asked for next; FAMILY_NONE: none */

	/* REPLY */
	uint32_t sequence;
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

/* ---- the routing socket ----------------------------------------------------------------------- */

/* All heads begin alike; pid and sequence stand where the system's layout says. */
static int read_message(struct rtsock_source *s, struct frame *f, int64_t deadline_ms,
			struct err *err)
{
	for (;;) {
		ssize_t n = s->kernel->receive(s->fd, s->message, MESSAGE_MAX);
		int e;

		if (n > 0) {
			f->kind = FRAME_RTSOCK;
			f->data = s->message;
			f->size = (size_t)n;
			return 1;
		}
		if (n == -EINTR)
			continue;
		if (n != -EAGAIN)
			return err_system(err, n ? (int)-n : EPIPE, "routing socket");
		e = s->kernel->wait(s->fd, deadline_ms);
		if (e < 0)
			return e == -EAGAIN ? e : err_system(err, -e, "routing socket");
	}
}

static int need_socket(struct rtsock_source *s, struct err *err)
{
	if (s->fd < 0)
		return err_system(err, -s->fd, "routing socket");
	if (!s->message)
		s->message = malloc(MESSAGE_MAX);
	return s->message ? 0 : err_system(err, ENOMEM, "routing socket");
}

static int ask_events(struct rtsock_source *s, struct err *err)
{
	int e = need_socket(s, err);

	if (e == 0)
		s->state = EVENTS;
	return e;
}

static bool is_reply(const struct rtsock_source *s, const struct frame *f)
{
	const struct rtsock_mark *mark = &s->system->mark;
	uint32_t pid, sequence;

	if (f->size < (size_t)mark->sequence + 4 || f->size < (size_t)mark->pid + 4)
		return false;
	memcpy(&pid, f->data + mark->pid, sizeof(pid));
	memcpy(&sequence, f->data + mark->sequence, sizeof(sequence));
	return sequence == s->sequence && pid == (uint32_t)s->kernel->process();
}

static int next_reply(struct rtsock_source *s, struct frame *f, int64_t deadline_ms,
		      struct err *err)
{
	int64_t until = deadline_ms < 0 || deadline_ms > s->reply_ms ? s->reply_ms : deadline_ms;
	int e;

	if (s->refusal)
		return err_system(err, s->refusal, "the kernel refuses");
	do
		e = read_message(s, f, until, err);
	while (e > 0 && !is_reply(s, f));
	if (e == -EAGAIN && until == s->reply_ms)
		return err_set(err, ETIMEDOUT, "routing socket: the kernel's answer was lost");
	if (e > 0)
		s->state = IDLE; /* one answer is all there is */
	return e;
}

static int rtsock_send(struct source *source, const void *data, size_t size, struct err *err)
{
	struct rtsock_source *s = self(source);
	const struct rtsock_mark *mark = &s->system->mark;
	ssize_t n;
	int e;

	s->question++;
	s->state = IDLE;
	if (size < (size_t)mark->sequence + 4)
		return err_set(err, EINVAL, "routing socket: no message");
	e = need_socket(s, err);
	if (e < 0)
		return e;
	memcpy(&s->sequence, (const char *)data + mark->sequence, sizeof(s->sequence));
	do
		n = s->kernel->send(s->fd, data, size);
	while (n == -EINTR);
	/* a refusal is the answer; it also comes by the socket, as an echo without words */
	s->refusal = n < 0 ? (int)-n : (size_t)n != size ? EIO : 0;
	s->reply_ms = s->kernel->monotonic_ms() + REPLY_MS;
	s->state = REPLY;
	return 0;
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
		more = read_message(s, f, deadline_ms, err);
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

	return s->fd < 0 ? -1 : s->fd;
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
	if (e == 0)
		s->fd = s->kernel->open_socket();
	return e;
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
	s->fd = -EBADF;
	s->dated = args->dated;
	e = open_parts(s, args, err);
	if (e < 0) {
		rtsock_close(&s->source);
		return e;
	}
	*ret_source = &s->source;
	return 0;
}
