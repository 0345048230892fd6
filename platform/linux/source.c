/* SPDX-License-Identifier: ISC */
/*
 * The Linux kernel as a source: rtnetlink, sock_diag and ctnetlink, and the few texts under /proc that have no
 * netlink form.
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "lib/model/sock.h"
#include "lib/wire/netlink.h"
#include "platform/linux/linux.h"
#include "platform/platform.h"
#include "platform/posix/resolver.h"

/*
 * The kernel fills what it is given up to 32 KiB; only a single message that is longer (an interface
 * with hundreds of virtual functions) needs more.
 */
enum { BUFFER_FIRST = 64 * 1024, BUFFER_LAST = 16 * 1024 * 1024 };

enum answering { IDLE, NETLINK, CHANGES, FILES, NAMES, EVENTS, PROCESSES };

/*
 * In pages of its own, of which a short answer touches one or two, and not from malloc, which nothing
 * else here needs: to wake it takes half as long as a dump of some routes.
 */
struct linux_source {
	struct source source;
	int fd;
	int diag;	   /* the socket of sock_diag, or a negative errno */
	int flows;	   /* that of ctnetlink, likewise */
	int asked;	   /* that of the three which answers */
	enum frame_kind kind; /* of its frames */
	const char *key;   /* of its frames */
	int events; /* the socket that hears the news, or -1 */
	struct resolver *resolver;
	struct processes *processes;
	uint8_t *buffer;
	size_t buffer_size;
	uint32_t sequence;
	uint32_t question; /* number of the last */
	enum answering state;
	bool busy;	   /* the answer to a request has not ended */
	bool done;	   /* the end of the answer stood in the last frame */
	bool dated;	   /* frames bear the time */
	struct files files;
	uint8_t first[BUFFER_FIRST] __attribute__((aligned(NLMSG_ALIGNTO)));
};

static struct linux_source *self(struct source *source)
{
	return (struct linux_source *)source;
}

static void linux_close(struct source *source)
{
	struct linux_source *s = self(source);

	if (s->fd >= 0)
		close(s->fd);
	if (s->diag >= 0)
		close(s->diag);
	if (s->events >= 0)
		close(s->events);
	if (s->flows >= 0)
		close(s->flows);
	if (s->buffer != s->first)
		free(s->buffer);
	resolver_stop(s->resolver);
	processes_free(s->processes);
	files_close(&s->files);
	munmap(s, sizeof(*s));
}

/* A message did not fit: the next try has four times the room. */
static int grow_buffer(struct linux_source *s)
{
	uint8_t *bigger;

	if (s->buffer_size >= BUFFER_LAST)
		return -EMSGSIZE;
	bigger = malloc(s->buffer_size * 4);
	if (!bigger)
		return -ENOMEM;
	if (s->buffer != s->first)
		free(s->buffer);
	s->buffer = bigger;
	s->buffer_size *= 4;
	return 0;
}

/*
 * The rest of an answer that nobody waits for: a socket has one dump at a time, and the next would be
 * refused as busy. While one runs the kernel always has a piece of it ready.
 */
static void drop_rest(struct linux_source *s)
{
	ssize_t n;

	do
		n = recv(s->asked, s->buffer, s->buffer_size, MSG_DONTWAIT);
	while (n >= 0 || errno == EINTR || errno == ENOBUFS);
}

static int send_all(struct linux_source *s, int fd, const void *data, size_t size, struct err *err)
{
	ssize_t n;

	if (s->busy)
		drop_rest(s);
	s->busy = true;
	s->asked = fd;
	n = send(fd, data, size, 0);
	if (n < 0)
		return err_system(err, errno, "netlink request");
	return (size_t)n == size ? 0 : err_set(err, EIO, "netlink request: cut short");
}

/* A question that is refused has no answer. */
static int begin(struct linux_source *s, enum answering state, int error)
{
	if (error == 0)
		s->state = state;
	return error;
}

static int ask_diag(struct linux_source *s, const struct question *q, struct err *err)
{
	uint8_t request[SOCK_DIAG_MAX] __attribute__((aligned(8)));
	int length = sock_diag_build(q, ++s->sequence, request);

	if (length < 0)
		return err_set(err, -length, "sock_diag has no sockets of %s",
			       sock_protocol_name(q->socket));
	if (s->diag < 0)
		return err_system(err, -s->diag, "sock_diag socket");
	s->kind = FRAME_DIAG;
	s->key = sock_protocol_name(q->socket);
	return begin(s, NETLINK, send_all(s, s->diag, request, (size_t)length, err));
}

static int ask_flows(struct linux_source *s, struct err *err)
{
	uint8_t request[REQUEST_MAX] __attribute__((aligned(8)));
	int length = conntrack_build(++s->sequence, request);

	if (s->flows < 0)
		return err_system(err, -s->flows, "netfilter socket");
	s->kind = FRAME_CONNTRACK;
	s->key = "";
	return begin(s, NETLINK, send_all(s, s->flows, request, (size_t)length, err));
}

static int linux_ask(struct source *source, const struct question *q, struct err *err)
{
	struct linux_source *s = self(source);
	uint8_t request[REQUEST_MAX] __attribute__((aligned(8)));
	int length;

	s->question++;
	s->done = false;
	s->state = IDLE;
	if (q->what == ASK_FILE)
		return begin(s, FILES, files_ask(&s->files, q->key, err));
	if (q->what == ASK_NAMES && s->resolver)
		return begin(s, NAMES, resolver_ask(s->resolver, q, err));
	if (q->what == ASK_PROCESSES && s->processes)
		return begin(s, PROCESSES, processes_ask(s->processes, q, err));
	if (q->what == ASK_SOCKETS)
		return ask_diag(s, q, err);
	if (q->what == ASK_EVENTS && s->events >= 0)
		return begin(s, EVENTS, 0);
	if (q->what == ASK_FLOWS)
		return ask_flows(s, err);
	length = request_build(q, ++s->sequence, request);
	if (length < 0)
		return err_set(err, -length, "the Linux kernel has no answer to \"%s\"",
			       question_name(q->what));
	s->kind = FRAME_NETLINK;
	s->key = "";
	return begin(s, NETLINK, send_all(s, s->fd, request, (size_t)length, err));
}

static int64_t wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int wait_for(int fd, int64_t deadline_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = deadline_ms < 0 ? -1 : deadline_ms - monotonic_ms();
		int n = poll(&p, 1, deadline_ms < 0	? -1 :
				    left < 0	 ? 0 :
				    left > INT32_MAX ? INT32_MAX :
						       (int)left);

		if (n > 0)
			return 0;
		if (n == 0)
			return -EAGAIN;
		if (errno != EINTR)
			return -errno;
	}
}

/* The message that ends an answer, or NULL; a length that cannot be ends the walk. */
static const uint8_t *find_end(const uint8_t *at, size_t size)
{
	struct nlmsghdr h;

	for (; size >= sizeof(h); size -= NLMSG_ALIGN(h.nlmsg_len), at += NLMSG_ALIGN(h.nlmsg_len)) {
		memcpy(&h, at, sizeof(h));
		if (h.nlmsg_len < sizeof(h) || h.nlmsg_len > size)
			return NULL;
		if (h.nlmsg_type == NLMSG_DONE || h.nlmsg_type == NLMSG_ERROR)
			return at;
		if (NLMSG_ALIGN(h.nlmsg_len) > size)
			return NULL;
	}
	return NULL;
}

/* Does the answer end in this frame? An error message fails it with the kernel's own words. */
static int look_for_end(struct linux_source *s, size_t size, struct err *err)
{
	const uint8_t *end = find_end(s->buffer, size);
	struct netlink_message m;
	struct bytes b;
	char text[200];
	int e = EBADMSG;

	if (!end)
		return 0;
	text[0] = '\0';
	b = bytes_of(end, size - (size_t)(end - s->buffer), false);
	if (netlink_next(&b, &m) > 0)
		e = netlink_errno(&m, text, sizeof(text));
	if (e)
		return *text ? err_set(err, e, "the kernel refuses: %s", text) :
			       err_system(err, e, "the kernel refuses");
	s->done = true;
	return 0;
}

static bool is_stale(const struct linux_source *s)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)(const void *)s->buffer;

	return h->nlmsg_seq != s->sequence;
}

static int receive(struct linux_source *s, int fd, int how, size_t *ret_size, uint32_t *ret_flags,
		   struct err *err)
{
	struct sockaddr_nl from;
	struct iovec part = { .iov_base = s->buffer, .iov_len = s->buffer_size };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof(from),
				  .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t n = recvmsg(fd, &message, how);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? -errno : err_system(err, errno, "netlink");
	if (message.msg_namelen != sizeof(from) || from.nl_pid != 0)
		return -EINTR; /* not the kernel's: as if it had never come */
	*ret_flags = message.msg_flags & MSG_TRUNC ? FRAME_CUT : 0;
	*ret_size = (size_t)n;
	return 0;
}

static int next_netlink(struct linux_source *s, struct frame *f, int64_t deadline_ms,
			struct err *err)
{
	int e;

	if (s->done)
		return 0;
	do {
		e = deadline_ms >= 0 ? wait_for(s->asked, deadline_ms) : 0;
		if (e < 0)
			return e;
		e = receive(s, s->asked, 0, &f->size, &f->flags, err);
	} while (e == -EINTR || (e == 0 && f->size >= sizeof(struct nlmsghdr) && is_stale(s)));
	if (e < 0)
		return e;
	if (f->flags & FRAME_CUT) {
		e = grow_buffer(s);
		return err_set(err, e ? -e : EMSGSIZE, "a message of the kernel was too long");
	}
	e = look_for_end(s, f->size, err);
	s->busy = e == 0 && !s->done;
	if (e < 0)
		return e;
	f->kind = s->kind;
	f->key = s->key;
	f->data = s->buffer;
	return 1;
}

/* Is the last message of what was sent answered in this frame? */
static bool answers_last(const struct linux_source *s, size_t size)
{
	const uint8_t *at = s->buffer;
	struct nlmsghdr h;

	while ((at = find_end(at, size - (size_t)(at - s->buffer))) != NULL) {
		memcpy(&h, at, sizeof(h));
		if (h.nlmsg_seq == s->sequence)
			return true;
		if (NLMSG_ALIGN(h.nlmsg_len) >= size - (size_t)(at - s->buffer))
			return false;
		at += NLMSG_ALIGN(h.nlmsg_len);
	}
	return false;
}

/* Answers as they come, refusals as well: what they are about only the sender knows. */
static int next_answers(struct linux_source *s, struct frame *f, int64_t deadline_ms, struct err *err)
{
	int e;

	if (s->done)
		return 0;
	do {
		e = deadline_ms >= 0 ? wait_for(s->fd, deadline_ms) : 0;
		if (e == 0)
			e = receive(s, s->fd, 0, &f->size, &f->flags, err);
	} while (e == -EINTR);
	if (e < 0)
		return e;
	s->done = answers_last(s, f->size);
	s->busy = !s->done;
	f->kind = FRAME_NETLINK;
	f->data = s->buffer;
	return 1;
}

/*
 * News is taken before anything is waited for: one call for each message, and none for the clock while
 * they come fast. A message that did not fit is lost like one that there was no room for.
 */
static int next_event(struct linux_source *s, struct frame *f, int64_t deadline_ms, struct err *err)
{
	int e;

	while ((e = receive(s, s->events, MSG_DONTWAIT, &f->size, &f->flags, err)) < 0) {
		if (e == -EAGAIN) {
			e = wait_for(s->events, deadline_ms);
			if (e < 0)
				return e;
		} else if (e != -EINTR) {
			return e;
		}
	}
	if (f->flags & FRAME_CUT) {
		grow_buffer(s);
		return err_set(err, ENOBUFS, "a message of the kernel was too long");
	}
	f->kind = FRAME_NETLINK;
	f->data = s->buffer;
	return 1;
}

static int linux_next(struct source *source, struct frame *f, int64_t deadline_ms, struct err *err)
{
	struct linux_source *s = self(source);
	int more;

	f->question = s->question;
	f->flags = 0;
	f->origin = &source->origin;
	f->key = "";
	switch (s->state) {
	case NETLINK:
		more = next_netlink(s, f, deadline_ms, err);
		break;
	case CHANGES:
		more = next_answers(s, f, deadline_ms, err);
		break;
	case FILES:
		more = files_next(&s->files, f, err);
		break;
	case NAMES:
		more = resolver_next(s->resolver, &source->origin, f, deadline_ms, err);
		break;
	case EVENTS:
		more = next_event(s, f, deadline_ms, err);
		break;
	case PROCESSES:
		more = processes_next(s->processes, s->fd, f);
		break;
	default:
		return 0;
	}
	if (more > 0)
		f->time_ms = s->dated ? wall_ms() : 0;
	else if (more != -EAGAIN && s->state != EVENTS)
		s->state = IDLE;
	return more;
}

/* The number of the last message; -1 where they are none. */
static int64_t last_sequence(const void *data, size_t size)
{
	const uint8_t *at = data;
	struct nlmsghdr h = { .nlmsg_seq = 0 };
	int64_t last = -1;

	for (; size >= sizeof(h); size -= NLMSG_ALIGN(h.nlmsg_len), at += NLMSG_ALIGN(h.nlmsg_len)) {
		memcpy(&h, at, sizeof(h));
		if (h.nlmsg_len < sizeof(h) || NLMSG_ALIGN(h.nlmsg_len) > size)
			return -1;
		last = h.nlmsg_seq;
	}
	return size ? -1 : last;
}

static int linux_send(struct source *source, const void *data, size_t size, struct err *err)
{
	struct linux_source *s = self(source);
	int64_t last = last_sequence(data, size);

	if (last < 0)
		return err_set(err, EINVAL, "rtnetlink request: no message");
	s->sequence = (uint32_t)last; /* what an answer is told by */
	s->question++;
	s->done = false;
	s->state = IDLE;
	return begin(s, CHANGES, send_all(s, s->fd, data, size, err));
}

static int linux_fd(const struct source *source)
{
	const struct linux_source *s = (const struct linux_source *)source;

	return s->state == EVENTS ? s->events : s->fd;
}

static const struct source_ops ops = {
	.ask = linux_ask,
	.next = linux_next,
	.send = linux_send,
	.fd = linux_fd,
	.close = linux_close,
};

/*
 * What a listing needs of the origin costs no call: USER_HZ, the unit of the ages in dumps, is the
 * auxiliary vector's. The rest is for JSON and recordings.
 */
static void describe_origin(struct origin *origin, bool dated)
{
	struct utsname u;
	unsigned long hz = getauxval(AT_CLKTCK);
	int64_t wall, uptime;

	*origin = origin_host(SYSTEM_LINUX);
	if (hz)
		origin->hz = (uint32_t)hz;
	if (!dated)
		return;
	if (uname(&u) == 0)
		snprintf(origin->release, sizeof(origin->release), "%.31s", u.release);
	platform_clock(&wall, &uptime);
	origin->boot_s = (wall - uptime) / 1000;
}

static int open_socket(struct linux_source *s, struct err *err)
{
	int on = 1;

	/* the first request gives it its address */
	s->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (s->fd < 0)
		return err_system(err, errno, "rtnetlink socket");
	/*
	 * Kernels before 4.20 know neither; they list clones among the routes, and those are told apart
	 * again after decoding.
	 */
	setsockopt(s->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	setsockopt(s->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(s->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

static int open_parts(struct linux_source *s, const struct source_args *args, struct err *err)
{
	int e;

	/* the resolver stays in our own namespace: that is where the name servers are */
	if (args->names) {
		e = resolver_start(&s->resolver, err);
		if (e < 0)
			return e;
	}
	if (args->netns) {
		e = netns_enter(args->netns, err);
		if (e < 0)
			return e;
	}
	files_open(&s->files, args->files);
	if (args->processes) {
		s->processes = processes_new();
		if (!s->processes)
			return err_system(err, ENOMEM, "processes");
	}
	if (args->sockets) { /* a kernel without it has the texts */
		s->diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
		if (s->diag < 0)
			s->diag = -errno;
	}
	if (args->events) {
		s->events = events_open(args->events, args->event_room, err);
		if (s->events < 0)
			return s->events;
	}
	if (args->flows) {
		s->flows = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
		if (s->flows < 0)
			s->flows = -errno;
	}
	return open_socket(s, err);
}

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct linux_source *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int e;

	if (s == MAP_FAILED)
		return err_system(err, errno, "source");
	s->fd = s->asked = s->events = -1;
	s->diag = s->flows = -EOPNOTSUPP;
	s->buffer = s->first;
	s->buffer_size = sizeof(s->first);
	s->source.ops = &ops;
	s->dated = args->dated;
	describe_origin(&s->source.origin, args->dated);
	e = open_parts(s, args, err);
	if (e < 0) {
		linux_close(&s->source);
		return e;
	}
	*ret_source = &s->source;
	return 0;
}
