/* SPDX-License-Identifier: ISC */
#include "platform/posix/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum { INHERITED_MAX = 256 }; /* descriptors that are closed after the fork */

/* Handlers are the program's, not ours; what a terminal sends to both is the parent's to answer. */
static void settle_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	struct sigaction old;
	sigset_t none;

	for (int n = 1; n < NSIG; n++)
		if (!sigaction(n, NULL, &old) && old.sa_handler != SIG_IGN &&
		    old.sa_handler != SIG_DFL)
			sigaction(n, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGQUIT, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * Keep nothing of the parent's open but the socket: a pipe would not end with it. Where there is no
 * /dev/null the standard descriptors still must be taken, by something that refuses every write.
 */
static void settle_files(int fd)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0)
		null = open("/", O_RDONLY);
	for (int i = 0; i < 3; i++)
		if (null < 0 || dup2(null, i) < 0)
			_exit(1);
	for (int i = 3; i < INHERITED_MAX; i++)
		if (i != fd)
			close(i);
}

int child_settle(int fd)
{
	settle_signals();
	if (fd < 3) /* the program was started without standard descriptors */
		fd = fcntl(fd, F_DUPFD, 3);
	if (fd < 0)
		_exit(1);
	settle_files(fd);
	return fd;
}
