/* SPDX-License-Identifier: ISC */
#include <errno.h>

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

static const struct rtsock_kernel kernel = { RTSOCK_KERNEL_SHARED, .read_name = read_name };

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	if (args->netns)
		return err_set(err, EOPNOTSUPP,
			       "%s: OpenBSD has no network namespaces; routing domains are tables",
			       args->netns);
	return host_open(&openbsd_system, &kernel, args, ret_source, err);
}
