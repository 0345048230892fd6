/* SPDX-License-Identifier: ISC */
/*
 * A handler may do little, and here it has no variable to set: it writes into a pipe whose number is fixed.
 */
#include "cmd/ending.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WRITE_FD = 255 };

static void on_signal(int number)
{
	int saved = errno;
	const char byte = (char)number;

	if (write(WRITE_FD, &byte, 1) < 0) {
		/* it is full: the first has not been noticed yet */
	}
	errno = saved;
}

int64_t ending_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int open_pipe(struct ending *e, struct err *err)
{
	int fds[2];

	if (pipe(fds) < 0)
		return err_system(err, errno, "pipe");
	if (dup2(fds[1], WRITE_FD) < 0)
		return err_system(err, errno, "pipe");
	close(fds[1]);
	fcntl(WRITE_FD, F_SETFL, O_NONBLOCK);
	fcntl(WRITE_FD, F_SETFD, FD_CLOEXEC);
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	e->fd = fds[0];
	return 0;
}

int ending_begin(struct ending *e, int64_t duration_ms, struct err *err)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action, before;
	int error = open_pipe(e, err);

	if (error < 0)
		return error;
	e->deadline_ms = duration_ms ? ending_now_ms() + duration_ms : -1;
	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		/* what our parent told us to pass over (nohup) is passed over */
		if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN)
			continue;
		sigaction(numbers[i], &action, NULL);
	}
	return 0;
}

bool ending_has_come(const struct ending *e)
{
	struct pollfd p = { .fd = e->fd, .events = POLLIN };

	return (e->deadline_ms >= 0 && ending_now_ms() >= e->deadline_ms) || poll(&p, 1, 0) > 0;
}

static int wait_ms(int64_t until_ms)
{
	int64_t left = until_ms - ending_now_ms();

	return until_ms < 0 ? -1 : left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

enum ending_news ending_wait(const struct ending *e, int fd, int64_t until_ms)
{
	enum { ENDED, INPUT, OUTPUT, COUNT };
	struct pollfd p[COUNT] = { [ENDED] = { .fd = e->fd, .events = POLLIN },
				   [INPUT] = { .fd = fd, .events = POLLIN },
				   [OUTPUT] = { .fd = STDOUT_FILENO } };
	bool ends_first = e->deadline_ms >= 0 && (until_ms < 0 || e->deadline_ms < until_ms);

	for (;;) {
		int n = poll(p, COUNT, wait_ms(ends_first ? e->deadline_ms : until_ms));

		if (n == 0)
			return ends_first ? ENDING_CAME : ENDING_TIMEOUT;
		if (n < 0)
			continue;
		if (p[ENDED].revents)
			return ENDING_CAME;
		if (p[INPUT].revents)
			return ENDING_INPUT;
		if (p[OUTPUT].revents & POLLERR)
			return ENDING_NO_READER;
		p[OUTPUT].fd = -1; /* a terminal that hung up, say: the next write will tell */
	}
}
