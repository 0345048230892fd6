/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sys/param.h>
#include <sys/sysctl.h>

#include "platform/platform.h"

int platform_program_path(char *to, size_t size)
{
	static const int mib[] = { CTL_KERN, KERN_PROC_ARGS, -1, KERN_PROC_PATHNAME };

	if (sysctl(mib, 4, to, &size, NULL, 0) < 0)
		return errno == ENOMEM ? -ENAMETOOLONG : -errno;
	return size && to[0] == '/' ? 0 : -ENOENT;
}
