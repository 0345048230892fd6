/* SPDX-License-Identifier: ISC */
/* The calls themselves and nothing else: what no test on another system can execute is here. */
#include "platform/rtsock/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
#include <time.h>
#include <unistd.h>

#include <net/route.h>

int kernel_read_mib(const int *mib, unsigned count, void *to, size_t *size)
{
	int copy[RTSOCK_MIB_MAX]; /* some systems' sysctl takes what it promises not to change */

	if (count > RTSOCK_MIB_MAX)
		return -EINVAL;
	for (unsigned i = 0; i < count; i++)
		copy[i] = mib[i];
	return sysctl(copy, count, to, size, NULL, 0) < 0 ? -errno : 0;
}

static int open_socket(int family, int type)
{
	int fd = socket(family, type, 0);

	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		int e = errno;

		close(fd);
		return -e;
	}
	return fd;
}

int kernel_open_socket(void)
{
	return open_socket(PF_ROUTE, SOCK_RAW);
}

int kernel_open_neighbours(void)
{
	return open_socket(AF_INET6, SOCK_DGRAM);
}

ssize_t kernel_receive(int fd, void *to, size_t size)
{
	ssize_t n = read(fd, to, size);

	return n < 0 ? -errno : n;
}

ssize_t kernel_send(int fd, const void *data, size_t size)
{
	ssize_t n = write(fd, data, size);

	return n < 0 ? -errno : n;
}

void kernel_close_socket(int fd)
{
	close(fd);
}

int64_t kernel_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int kernel_wait(int fd, int64_t deadline_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = deadline_ms < 0 ? -1 : deadline_ms - kernel_monotonic_ms();
		int n;

		if (left < 0)
			left = deadline_ms < 0 ? -1 : 0;
		n = poll(&p, 1, left > INT32_MAX ? INT32_MAX : (int)left);
		if (n > 0)
			return 0;
		if (n == 0 && left <= INT32_MAX)
			return -EAGAIN;
		if (n < 0 && errno != EINTR)
			return -errno;
	}
}

int32_t kernel_process(void)
{
	return (int32_t)getpid();
}
