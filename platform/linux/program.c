/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <unistd.h>

#include "platform/platform.h"

int platform_program_path(char *to, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", to, size);

	if (n < 0)
		return -errno;
	if ((size_t)n >= size)
		return -ENAMETOOLONG;
	if (to[0] != '/') /* the program lies outside of this mount namespace */
		return -ENOENT;
	to[n] = '\0';
	return 0;
}
