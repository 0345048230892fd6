/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/sysctl.h>

#include "platform/freebsd/jail.h"
#include "platform/platform.h"
#include "platform/rtsock/host.h"

static int read_name(const char *name, void *to, size_t *size)
{
	return sysctlbyname(name, to, size, NULL, 0) < 0 ? -errno : 0;
}

/* A message of FreeBSD's does not say of which table it is: its socket does. */
static int set_table(int fd, uint32_t table)
{
	int fib = (int)table;

	return setsockopt(fd, SOL_SOCKET, SO_SETFIB, &fib, sizeof(fib)) < 0 ? -errno : 0;
}

static const struct rtsock_kernel kernel = {
	RTSOCK_KERNEL_SHARED, .read_name = read_name, .set_table = set_table,
};

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	int e = args->netns ? jail_enter(args->netns, err) : 0;

	return e < 0 ? e : host_open(&freebsd_system, &kernel, args, ret_source, err);
}
