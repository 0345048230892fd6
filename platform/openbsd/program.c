/* SPDX-License-Identifier: ISC */
#include <errno.h>

#include "platform/platform.h"

/* OpenBSD keeps no path of what a process runs. */
int platform_program_path(char *to, size_t size)
{
	(void)to;
	(void)size;
	return -EOPNOTSUPP;
}
