/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <net/if.h>
#include <netinet/in.h>
#include <netinet6/in6_var.h>
#include <netinet6/nd6.h>

#include "lib/wire/nd.h"
#include "platform/platform.h"
#include "platform/rtsock/host.h"

/* Names are the table's: the kernel knows numbers only. */
static int read_name(const char *name, void *to, size_t *size)
{
	(void)name;
	(void)to;
	(void)size;
	return -ENOENT;
}

static int read_neighbour(int fd, struct nd *nd)
{
	struct in6_nbrinfo info;

	memset(&info, 0, sizeof(info));
	if (!if_indextoname(nd->ifindex, info.ifname))
		return -errno;
	memcpy(&info.addr, nd->address, sizeof(nd->address));
	if (ioctl(fd, SIOCGNBRINFO_IN6, &info) < 0)
		return -errno;
	nd->state = info.state;
	nd->probes = (uint32_t)info.asked;
	nd->flags = info.isrouter ? ND_ROUTER : 0;
	nd->expires_at_s = (int64_t)info.expire;
	return 0;
}

static const struct rtsock_kernel kernel = {
	RTSOCK_KERNEL_SHARED, .read_name = read_name,
	.open_neighbours = kernel_open_neighbours, .read_neighbour = read_neighbour,
};

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	if (args->netns)
		return err_set(err, EOPNOTSUPP,
			       "%s: OpenBSD has no network namespaces; routing domains are tables",
			       args->netns);
	return host_open(&openbsd_system, &kernel, args, ret_source, err);
}
