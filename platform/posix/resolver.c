/* SPDX-License-Identifier: ISC */
#include "platform/posix/resolver.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/bytes.h"
#include "lib/wire/name.h"
#include "platform/posix/resolver_child.h"

/* A send to a child that died must be an error, not the end of the program. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* there SO_NOSIGPIPE does it */
#endif

enum {
	OUT_QUERIES = 256,
	IN_SIZE = 16 * 1024,
	STOP_MS = 500 /* the child may take so long to end by itself */
};

struct resolver {
	int fd;
	pid_t pid;
	int broken; /* errno that every call fails with from now on */
	bool deaf;  /* the child takes no more; what it has said is still to be read */
	uint32_t ask;
	const struct name_query *names;
	size_t count;
	size_t sent; /* queries that went to `out` */
	size_t answered;
	uint8_t *seen; /* a bit for each query: answered */
	int64_t deadline_ms;
	bool last; /* time is up: what is in `in` is all */
	struct resolver_query out[OUT_QUERIES];
	size_t out_at;
	size_t out_end;
	uint8_t in[IN_SIZE];
	size_t in_at;
	size_t in_end;
	uint8_t frame[NAME_FRAME_MAX];
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int socket_pair(int ret_fds[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ret_fds))
		return -errno;
#ifdef SO_NOSIGPIPE
	setsockopt(ret_fds[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
	if (fcntl(ret_fds[0], F_SETFL, O_NONBLOCK) || fcntl(ret_fds[0], F_SETFD, FD_CLOEXEC)) {
		int code = errno;

		close(ret_fds[0]);
		close(ret_fds[1]);
		return -code;
	}
	return 0;
}

int resolver_start(struct resolver **ret_resolver, struct err *err)
{
	struct resolver *resolver = calloc(1, sizeof(*resolver));
	int fds[2];
	int code;

	if (!resolver)
		return err_system(err, ENOMEM, "cannot look up names");
	code = socket_pair(fds);
	if (!code) {
		resolver->pid = fork();
		if (resolver->pid == 0)
			resolver_child(fds[1]);
		if (resolver->pid < 0) {
			code = -errno;
			close(fds[0]);
		}
		close(fds[1]);
	}
	if (code) {
		free(resolver);
		return err_system(err, -code, "cannot start the process that looks up names");
	}
	resolver->fd = fds[0];
	*ret_resolver = resolver;
	return 0;
}

static int resolver_fail(struct resolver *resolver, int code, struct err *err)
{
	resolver->broken = code;
	if (code == EBADMSG)
		return err_set(err, code, "the process that looks up names sent what is no answer");
	if (code == EPIPE)
		return err_set(err, code, "the process that looks up names has ended");
	return err_system(err, code, "the process that looks up names");
}

static void out_fill(struct resolver *resolver)
{
	size_t n = 0;

	for (; n < OUT_QUERIES && resolver->sent < resolver->count; n++, resolver->sent++) {
		const struct name_query *name = &resolver->names[resolver->sent];
		struct resolver_query *query = &resolver->out[n];

		*query = (struct resolver_query){
			.deadline_ms = resolver->deadline_ms,
			.ask = resolver->ask,
			.index = (uint32_t)resolver->sent,
			.kind = name->kind,
			.family = name->addr.family,
		};
		memcpy(query->address, name->addr.bytes, name->addr.size);
	}
	resolver->out_at = 0;
	resolver->out_end = n * sizeof(*resolver->out);
}

static bool out_waits(const struct resolver *resolver)
{
	return !resolver->deaf && !resolver->last &&
	       (resolver->out_at < resolver->out_end || resolver->sent < resolver->count);
}

/* Send what the socket takes now. */
static int out_send(struct resolver *resolver, struct err *err)
{
	while (out_waits(resolver)) {
		ssize_t n;

		if (resolver->out_at == resolver->out_end)
			out_fill(resolver);
		n = send(resolver->fd, (const char *)resolver->out + resolver->out_at,
			 resolver->out_end - resolver->out_at, MSG_NOSIGNAL);
		if (n >= 0)
			resolver->out_at += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return 0;
		else if (errno == EPIPE || errno == ECONNRESET)
			resolver->deaf = true;
		else if (errno != EINTR)
			return resolver_fail(resolver, errno, err);
	}
	return 0;
}

int resolver_ask(struct resolver *resolver, const struct question *question, struct err *err)
{
	int64_t now = now_ms();
	int64_t timeout_ms = question->timeout_ms > 0 ? question->timeout_ms : 0;
	uint8_t *seen;

	resolver->names = NULL;
	resolver->count = resolver->sent = resolver->answered = 0;
	if (question->what != ASK_NAMES)
		return err_set(err, EOPNOTSUPP, "the resolver is asked for names alone");
	if (resolver->broken)
		return resolver_fail(resolver, resolver->broken, err);
	if (question->name_count > UINT32_MAX)
		return err_set(err, EINVAL, "too many names are asked for");
	for (size_t i = 0; i < question->name_count; i++)
		if (!name_query_is_valid(&question->names[i]) ||
		    question->names[i].addr.size > sizeof(((struct resolver_query *)0)->address))
			return err_set(err, EINVAL, "only IPv4 and IPv6 addresses, ports and users "
						    "have names");
	seen = calloc(question->name_count / 8 + 1, 1);
	if (!seen)
		return err_system(err, ENOMEM, "cannot look up names");
	free(resolver->seen);
	resolver->seen = seen;
	resolver->ask++;
	resolver->names = question->names;
	resolver->count = question->name_count;
	resolver->deadline_ms = timeout_ms < INT64_MAX - now ? now + timeout_ms : INT64_MAX;
	resolver->last = !timeout_ms;
	return out_send(resolver, err);
}

/*
 * One whole answer out of `in`: 1, 0 where none is whole, -EBADMSG where it fits nothing that was
 * asked. The address is our own, by its index: whoever holds the child cannot make up a name of
 * another.
 */
static int in_take(struct resolver *resolver, struct name *ret_name)
{
	while (resolver->in_at < resolver->in_end) {
		struct bytes b = bytes_of(resolver->in + resolver->in_at,
					  resolver->in_end - resolver->in_at, false);
		uint32_t ask = bytes_u32(&b);
		uint32_t index = bytes_u32(&b);
		uint8_t found = bytes_u8(&b);
		uint8_t size = bytes_u8(&b);
		const uint8_t *text;
		uint8_t bit = (uint8_t)(1u << index % 8);

		bytes_skip(&b, 2);
		text = bytes_take(&b, size);
		if (b.bad)
			return 0;
		resolver->in_at = (size_t)(b.at - resolver->in);
		if (found != (size > 0) || memchr(text, '\0', size))
			return -EBADMSG;
		if (ask != resolver->ask)
			continue;
		if (index >= resolver->sent || (resolver->seen[index / 8] & bit))
			return -EBADMSG;
		resolver->seen[index / 8] |= bit;
		resolver->answered++;
		*ret_name = (struct name){ .query = resolver->names[index],
					   .found = found,
					   .size = size };
		memcpy(ret_name->text, text, size);
		return 1;
	}
	return 0;
}

/* Read what is there: 1, or 0 where nothing is. */
static int in_receive(struct resolver *resolver, struct err *err)
{
	ssize_t n;

	memmove(resolver->in, resolver->in + resolver->in_at, resolver->in_end - resolver->in_at);
	resolver->in_end -= resolver->in_at;
	resolver->in_at = 0;
	n = read(resolver->fd, resolver->in + resolver->in_end, IN_SIZE - resolver->in_end);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return 0;
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return resolver_fail(resolver, EPIPE, err);
	if (n < 0)
		return resolver_fail(resolver, errno, err);
	resolver->in_end += (size_t)n;
	return 1;
}

/* Send and receive, whichever can be done, or wait until one can: 1, or 0 at `until_ms`. */
static int exchange(struct resolver *resolver, int64_t now, int64_t until_ms, struct err *err)
{
	struct pollfd wait = { .fd = resolver->fd,
			       .events = (short)(POLLIN | (out_waits(resolver) ? POLLOUT : 0)) };
	int64_t left_ms = until_ms > now ? until_ms - now : 0;
	int ready = poll(&wait, 1, left_ms < INT_MAX ? (int)left_ms : INT_MAX);
	int code = 0;

	if (ready < 0 && errno != EINTR)
		return resolver_fail(resolver, errno, err);
	if (ready == 0)
		return 0;
	if (ready > 0 && (wait.revents & POLLOUT))
		code = out_send(resolver, err);
	if (ready > 0 && !code && (wait.revents & ~POLLOUT))
		code = in_receive(resolver, err);
	return code < 0 ? code : 1;
}

static void frame_make(struct resolver *resolver, const struct origin *origin,
		       const struct name *name, struct frame *ret_frame)
{
	ret_frame->flags = 0;
	ret_frame->kind = FRAME_NAME;
	ret_frame->origin = origin;
	ret_frame->key = "";
	ret_frame->data = resolver->frame;
	ret_frame->size = name_encode(name, resolver->frame);
}

int resolver_next(struct resolver *resolver, const struct origin *origin, struct frame *ret_frame,
		  int64_t deadline_ms, struct err *err)
{
	struct name name;

	for (;;) {
		int64_t now;
		int64_t until_ms = resolver->deadline_ms;
		bool tired;
		int code;

		if (resolver->broken)
			return resolver_fail(resolver, resolver->broken, err);
		code = in_take(resolver, &name);
		if (code < 0)
			return resolver_fail(resolver, -code, err);
		if (code) {
			frame_make(resolver, origin, &name, ret_frame);
			return 1;
		}
		if (resolver->answered == resolver->count || resolver->last)
			return 0;

		/* A caller that comes late still gets what has come in time: one last look. */
		now = now_ms();
		resolver->last = now >= resolver->deadline_ms;
		if (deadline_ms >= 0 && deadline_ms < until_ms)
			until_ms = deadline_ms;
		tired = now >= until_ms && !resolver->last;
		code = exchange(resolver, now, until_ms, err);
		if (code < 0)
			return code;
		if (!code && tired)
			return -EAGAIN;
	}
}

/* Wait until the child has closed its side, which is when it ends. */
static bool stream_ends(struct resolver *resolver, int64_t within_ms)
{
	int64_t until_ms = now_ms() + within_ms;

	for (;;) {
		struct pollfd wait = { .fd = resolver->fd, .events = POLLIN };
		int64_t left_ms = until_ms - now_ms();
		ssize_t n;

		if (left_ms < 0 || poll(&wait, 1, (int)left_ms) == 0)
			return false;
		n = read(resolver->fd, resolver->in, IN_SIZE);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
			return true;
	}
}

/*
 * The end of the stream is what ends the child; a kill only where it does not hear, because a
 * sandbox may answer a kill with EPERM (seccomp) or with the end of the program (pledge). Where
 * nothing is allowed, closing is enough, and a child that is stopped is not waited for.
 */
void resolver_stop(struct resolver *resolver)
{
	bool ended;

	if (!resolver)
		return;
	ended = !shutdown(resolver->fd, SHUT_WR) && stream_ends(resolver, STOP_MS);
	if (!ended)
		ended = !kill(resolver->pid, SIGKILL);
	close(resolver->fd);
	while (waitpid(resolver->pid, NULL, ended ? 0 : WUNTRACED) < 0 && errno == EINTR)
		;
	free(resolver->seen);
	free(resolver);
}
