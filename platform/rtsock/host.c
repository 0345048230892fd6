/* SPDX-License-Identifier: ISC */
#include "platform/rtsock/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "platform/platform.h"

bool platform_is_privileged_start(void)
{
	return issetugid() != 0;
}

_Noreturn void platform_exit(int status)
{
#ifdef RC_PLAIN_EXIT /* sanitizers and coverage report at exit */
	exit(status);
#else
	_exit(status);
#endif
}

/* Expiries count seconds of one of these: of the wall clock, or (FreeBSD's and NetBSD's ARP) of the monotonic one. */
void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*ret_wall_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	clock_gettime(CLOCK_MONOTONIC, &now);
	*ret_uptime_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct origin host_origin(enum origin_system system)
{
	struct origin origin = origin_host(system);
	int64_t wall_ms, uptime_ms;
	struct utsname u;

	if (uname(&u) == 0)
		snprintf(origin.release, sizeof(origin.release), "%.31s", u.release);
	platform_clock(&wall_ms, &uptime_ms);
	origin.boot_s = (wall_ms - uptime_ms) / 1000;
	return origin;
}

int host_open(const struct rtsock_system *system, const struct rtsock_kernel *kernel,
	      const struct source_args *args, struct source **ret_source, struct err *err)
{
	const struct origin origin = host_origin(system->system);
	struct source *source;
	int e = rtsock_open(system, kernel, &origin, args, &source, err);

	if (e < 0)
		return e;
	platform_clock(&source->wall_ms, &source->uptime_ms);
	*ret_source = source;
	return 0;
}
