/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/number.h"
#include "platform/linux/linux.h"

/* A name comes before a process of that number, as with iproute2. Nothing is waited for: a FIFO is no name. */
static int open_netns(const char *name)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
	char path[300];
	uint64_t pid;
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, flags);
	if (fd >= 0 || errno != ENOENT || number_parse(name, INT32_MAX, &pid) < 0)
		return fd;
	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	return open(path, flags);
}

int netns_enter(const char *name, struct err *err)
{
	int fd, e;

	if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strlen(name) > 255)
		return err_set(err, EINVAL, "network namespace '%s': no name of one (netns)", name);
	fd = open_netns(name);
	if (fd < 0 && errno == ENOENT)
		return err_set(err, ENOENT, "%s: no such network namespace", name);
	if (fd < 0)
		return err_system(err, errno, "network namespace %s", name);
	if (setns(fd, CLONE_NEWNET) < 0) {
		e = errno;
		close(fd);
		if (e == EINVAL)
			return err_set(err, e, "%s: not a network namespace", name);
		return err_system(err, e, "network namespace %s", name);
	}
	close(fd);
	return 0;
}
