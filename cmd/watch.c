/* SPDX-License-Identifier: ISC */
/*
 * --watch: look again and again, at whole intervals from the first look on. A look that takes longer
 * leaves out the times that it missed. The wait needs no call that the sandbox forbids.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd/run.h"
#include "platform/platform.h"

enum { INTERVAL_MIN_MS = 10, INTERVAL_MAX_S = 24 * 3600 };

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int watch_parse(const char *text, int64_t *ret_ms)
{
	int64_t ms = 0, unit = 1000;
	bool fraction = false, any = false;

	for (; *text; text++) {
		if (*text == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (*text < '0' || *text > '9' || ms > INTERVAL_MAX_S * INT64_C(1000))
			return -EINVAL;
		any = true;
		if (fraction)
			unit /= 10;
		ms = fraction ? ms + (*text - '0') * unit : ms * 10 + (*text - '0') * 1000;
	}
	if (!any || ms < INTERVAL_MIN_MS || ms > INTERVAL_MAX_S * INT64_C(1000))
		return -EINVAL;
	*ret_ms = ms;
	return 0;
}

void watch_begin(struct run *run)
{
	if (!run->common->watch_ms)
		return;
	run->next_look_ms = now_ms() + run->common->watch_ms;
	if (run->common->duration_ms)
		run->end_ms = now_ms() + run->common->duration_ms;
}

/* Until that time; a reader that went away meanwhile ends the program now and not at the next row. */
static void wait_until(int64_t time_ms)
{
	struct pollfd output = { .fd = STDOUT_FILENO };

	for (;;) {
		int64_t left = time_ms - now_ms();

		if (left <= 0 || poll(&output, 1, left < INT32_MAX ? (int)left : INT32_MAX) == 0)
			return;
		if (output.revents & POLLERR)
			run_broken_output(NULL, -EPIPE, 0);
		if (output.revents) /* a terminal that hung up, say: the next write will tell */
			output.fd = -1;
	}
}

bool watch_again(struct run *run, int status)
{
	int64_t now;

	if (!run->common->watch_ms || status)
		return false;
	if (run->common->count && ++run->looks >= run->common->count)
		return false;
	if (run->end_ms && run->next_look_ms > run->end_ms)
		return false;
	wait_until(run->next_look_ms);
	now = now_ms();
	while (run->next_look_ms <= now)
		run->next_look_ms += run->common->watch_ms;
	index_free(run->index);
	run->index = index_in(run->index_room);
	run->context.index = run->index;
	memset(&run->json, 0, sizeof(run->json));
	err_clear(&run->err);
	run->consistent = true;
	run->sent_before = run->out.sent;
	if (!run->common->replay && run->env.wall_ms)
		platform_clock(&run->env.wall_ms, &run->env.uptime_ms);
	return true;
}
