/* SPDX-License-Identifier: ISC */
#include <sys/auxv.h>
#include <time.h>

#include "platform/platform.h"

enum origin_system platform_system(void)
{
	return SYSTEM_LINUX;
}

bool platform_is_privileged_start(void)
{
	return getauxval(AT_SECURE) != 0;
}

void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*ret_wall_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	clock_gettime(CLOCK_BOOTTIME, &now);
	*ret_uptime_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
