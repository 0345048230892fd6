/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

#include "platform/platform.h"

enum origin_system platform_system(void)
{
	return SYSTEM_LINUX;
}

bool platform_is_privileged_start(void)
{
	return getauxval(AT_SECURE) != 0;
}

_Noreturn void platform_exit(int status)
{
#ifdef RC_PLAIN_EXIT /* sanitizers and coverage report at exit */
	exit(status);
#else
	_exit(status);
#endif
}

void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*ret_wall_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	clock_gettime(CLOCK_BOOTTIME, &now);
	*ret_uptime_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
