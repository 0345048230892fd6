/* SPDX-License-Identifier: ISC */
#include "platform/posix/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the child sends: 0 or getaddrinfo's EAI_ number, and the address. */
struct answer {
	int32_t error;
	uint8_t bytes[16];
};

static void look_up(int fd, const char *name, enum family family)
{
	const struct addrinfo hints = { .ai_family = family == FAMILY_INET ? AF_INET : AF_INET6,
					.ai_socktype = SOCK_DGRAM };
	struct answer a = { .error = 0 };
	struct addrinfo *list = NULL;

	a.error = getaddrinfo(name, NULL, &hints, &list);
	if (a.error == 0 && list && list->ai_family == AF_INET)
		memcpy(a.bytes, &((struct sockaddr_in *)(void *)list->ai_addr)->sin_addr, 4);
	else if (a.error == 0 && list)
		memcpy(a.bytes, &((struct sockaddr_in6 *)(void *)list->ai_addr)->sin6_addr, 16);
	_exit(write(fd, &a, sizeof(a)) == (ssize_t)sizeof(a) ? 0 : 1);
}

/* getnetbyname(3), whose number is in the host's order */
static void look_up_network(int fd, const char *name)
{
	struct answer a = { .error = EAI_NONAME };
	struct netent *network = getnetbyname(name);
	uint32_t number;

	if (network && network->n_addrtype == AF_INET) {
		number = htonl(network->n_net);
		memcpy(a.bytes, &number, sizeof(number));
		a.error = 0;
	}
	_exit(write(fd, &a, sizeof(a)) == (ssize_t)sizeof(a) ? 0 : 1);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int wait_for(int fd, int64_t deadline_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = deadline_ms - now_ms();
		int n = poll(&p, 1, left < 0 ? 0 : (int)left);

		if (n > 0)
			return 0;
		if (n == 0)
			return -ETIMEDOUT;
		if (errno != EINTR)
			return -errno;
	}
}

static int read_answer(int fd, const char *name, enum family family, int64_t timeout_ms,
		       struct addr *ret_addr, struct err *err)
{
	struct answer a;
	int e = wait_for(fd, now_ms() + timeout_ms);

	if (e == -ETIMEDOUT)
		return err_set(err, ETIMEDOUT, "%s: no answer within %lld ms", name,
			       (long long)timeout_ms);
	if (e < 0)
		return err_system(err, -e, "%s", name);
	if (read(fd, &a, sizeof(a)) != (ssize_t)sizeof(a))
		return err_set(err, EIO, "%s: the name service failed", name);
	if (a.error)
		return err_set(err, ENOENT, "%s: %s", name,
			       a.error == EAI_NONAME ? "Unknown host" : gai_strerror(a.error));
	*ret_addr = (struct addr){ .family = (uint8_t)family, .size = family == FAMILY_INET ? 4 : 16 };
	memcpy(ret_addr->bytes, a.bytes, ret_addr->size);
	return 0;
}

static int ask(const char *name, enum family family, bool network, int64_t timeout_ms,
	       struct addr *ret_addr, struct err *err)
{
	int pair[2], e;
	pid_t child;

	if (pipe(pair) < 0)
		return err_system(err, errno, "%s", name);
	child = fork();
	if (child < 0) {
		e = err_system(err, errno, "%s", name);
		close(pair[0]);
		close(pair[1]);
		return e;
	}
	if (child == 0) {
		close(pair[0]);
		if (network)
			look_up_network(pair[1], name);
		look_up(pair[1], name, family);
	}
	close(pair[1]);
	e = read_answer(pair[0], name, family, timeout_ms, ret_addr, err);
	close(pair[0]);
	kill(child, SIGKILL);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	return e;
}

int lookup_host(const char *name, enum family family, int64_t timeout_ms, struct addr *ret_addr,
		struct err *err)
{
	return ask(name, family, false, timeout_ms, ret_addr, err);
}

int lookup_network(const char *name, int64_t timeout_ms, struct addr *ret_addr, struct err *err)
{
	return ask(name, FAMILY_INET, true, timeout_ms, ret_addr, err);
}
