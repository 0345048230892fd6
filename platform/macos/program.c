/* SPDX-License-Identifier: ISC */
#include "platform/platform.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <mach-o/dyld.h> /* behind our own: it has a macro err_system */

/* What dyld tells may have links and dots in it. */
int platform_program_path(char *to, size_t size)
{
	char called[PATH_MAX], path[PATH_MAX];
	uint32_t room = sizeof(called);

	if (_NSGetExecutablePath(called, &room) != 0)
		return -ENAMETOOLONG;
	if (!realpath(called, path))
		return -errno;
	if (strlen(path) >= size)
		return -ENAMETOOLONG;
	memcpy(to, path, strlen(path) + 1);
	return 0;
}
