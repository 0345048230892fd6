/* SPDX-License-Identifier: ISC */
#include <errno.h>

#include <stdlib.h>
#include <time.h>

#include "platform/platform.h"

enum origin_system platform_system(void)
{
	return SYSTEM_UNKNOWN;
}

bool platform_is_privileged_start(void)
{
	return false;
}

int platform_sandbox(bool processes, struct err *err)
{
	(void)processes;
	(void)err;
	return 0;
}

_Noreturn void platform_exit(int status)
{
	exit(status);
}

void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	*ret_wall_ms = (int64_t)time(NULL) * 1000;
	*ret_uptime_ms = 0;
}

int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden,
			struct err *err)
{
	(void)ret_spaces;
	(void)ret_count;
	(void)ret_hidden;
	return err_set(err, EOPNOTSUPP, "this system has no network namespaces");
}
