/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sys/types.h>
#include <sys/sysctl.h>

#include "platform/platform.h"
#include "platform/rtsock/host.h"

static int read_name(const char *name, void *to, size_t *size)
{
	return sysctlbyname(name, to, size, NULL, 0) < 0 ? -errno : 0;
}

static const struct rtsock_kernel kernel = { RTSOCK_KERNEL_SHARED, .read_name = read_name };

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	if (args->netns)
		return err_set(err, EOPNOTSUPP, "%s: macOS has no network namespaces", args->netns);
	return host_open(&macos_system, &kernel, args, ret_source, err);
}
