/* SPDX-License-Identifier: ISC */
#include "platform/rtsock/broker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/posix/child.h"

/* A write to a process that has ended must be an error, not the end of the program. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* there SO_NOSIGPIPE does it */
#endif

struct request {
	uint64_t room;
	uint32_t count;
	uint32_t sized;
	int32_t mib[RTSOCK_MIB_MAX];
	char name[RTSOCK_NAME_MAX];
};

struct answer {
	uint64_t size;
	int32_t error;
	uint8_t zero[4];
};

_Static_assert(sizeof(struct request) == 16 + 4 * RTSOCK_MIB_MAX + RTSOCK_NAME_MAX, "no holes");
_Static_assert(sizeof(struct answer) == 16, "no holes");

struct broker {
	int fd;
	pid_t pid;
};

static int send_all(int fd, const void *data, size_t size)
{
	const char *at = data;

	while (size) {
		ssize_t n = send(fd, at, size, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -EPIPE;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

static int read_all(int fd, void *to, size_t size)
{
	char *at = to;

	while (size) {
		ssize_t n = read(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -EPIPE;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

/* ---- the process ------------------------------------------------------------------------------ */

static int ask_kernel(const struct rtsock_kernel *kernel, const struct request *r, void *to,
		      size_t *size)
{
	int mib[RTSOCK_MIB_MAX];

	if (r->count > RTSOCK_MIB_MAX || !memchr(r->name, '\0', sizeof(r->name)))
		return -EINVAL;
	for (unsigned i = 0; i < r->count; i++)
		mib[i] = r->mib[i];
	return r->count ? kernel->read_mib(mib, r->count, to, size) :
			  kernel->read_name(r->name, to, size);
}

/* One answer; false: nobody is there any more. */
static bool serve_one(const struct rtsock_kernel *kernel, int fd)
{
	struct request r;
	struct answer a = { .error = 0 };
	void *bytes = NULL;
	size_t size = 0;
	bool sent;

	if (read_all(fd, &r, sizeof(r)) < 0)
		return false;
	if (!r.sized && r.room < SIZE_MAX) {
		size = (size_t)r.room;
		bytes = malloc(size ? size : 1);
	}
	if (!r.sized && !bytes)
		a.error = -ENOBUFS; /* -ENOMEM would mean that the room did not suffice */
	else
		a.error = ask_kernel(kernel, &r, bytes, &size);
	a.size = a.error ? 0 : size;
	sent = send_all(fd, &a, sizeof(a)) == 0 &&
	       (r.sized || a.size > r.room || send_all(fd, bytes, (size_t)a.size) == 0);
	free(bytes);
	return sent;
}

static _Noreturn void serve(const struct rtsock_kernel *kernel, int fd)
{
	fd = child_settle(fd);
	while (serve_one(kernel, fd))
		;
	_exit(0);
}

/* ---- the program ------------------------------------------------------------------------------ */

int broker_start(const struct rtsock_kernel *kernel, struct broker **ret_broker, struct err *err)
{
	struct broker *b = malloc(sizeof(*b));
	int fds[2], e = 0;

	if (!b)
		return err_system(err, ENOMEM, "cannot start the process that asks sysctls");
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0) {
		e = errno;
		free(b);
		return err_system(err, e, "cannot start the process that asks sysctls");
	}
#ifdef SO_NOSIGPIPE
	setsockopt(fds[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
	if (fcntl(fds[0], F_SETFD, FD_CLOEXEC) == 0)
		b->pid = fork();
	else
		b->pid = -1;
	if (b->pid == 0)
		serve(kernel, fds[1]);
	e = b->pid < 0 ? errno : 0;
	close(fds[1]);
	if (e) {
		close(fds[0]);
		free(b);
		return err_system(err, e, "cannot start the process that asks sysctls");
	}
	b->fd = fds[0];
	*ret_broker = b;
	return 0;
}

int broker_read(struct broker *b, const struct rtsock_target *t, void *to, size_t *size)
{
	struct request r = { .room = to ? *size : 0, .count = t->name ? 0 : t->count, .sized = !to };
	struct answer a;
	int e;

	if (t->name && strlen(t->name) >= sizeof(r.name))
		return -ENOENT;
	if (t->name)
		memcpy(r.name, t->name, strlen(t->name));
	for (unsigned i = 0; i < r.count; i++)
		r.mib[i] = t->mib[i];
	e = send_all(b->fd, &r, sizeof(r));
	if (e == 0)
		e = read_all(b->fd, &a, sizeof(a));
	if (e < 0)
		return e;
	if (a.error)
		return a.error < 0 ? a.error : -EBADMSG;
	if (to && a.size > *size)
		return -EBADMSG;
	if (a.size > SIZE_MAX / 4)
		return -EBADMSG;
	*size = (size_t)a.size;
	return to ? read_all(b->fd, to, *size) : 0;
}

/*
 * The end of the stream is what ends the process: it waits in nothing else for long. A sandbox that forbids the
 * wait for it has no use for its status either.
 */
void broker_stop(struct broker *b)
{
	if (!b)
		return;
	close(b->fd);
	while (waitpid(b->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(b);
}
