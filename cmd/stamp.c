/* SPDX-License-Identifier: ISC */
#include "cmd/stamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/model/event.h"

int stamp_offset_min(int64_t time_ms)
{
	time_t seconds = (time_t)(time_ms / 1000);
	struct tm tm;

	return localtime_r(&seconds, &tm) ? (int)(tm.tm_gmtoff / 60) : 0;
}

void stamp_write(char *to, size_t size, enum stamp how, int64_t time_ms, int64_t first_ms,
		 int offset_min)
{
	struct event_time t = event_time_of(time_ms, offset_min);
	long long since_ms = (long long)(time_ms - first_ms);
	unsigned offset = (unsigned)abs(offset_min) % (24 * 60);

	switch (how) {
	case STAMP_ISO:
		snprintf(to, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03d%c%02u:%02u", t.year % 10000,
			 t.month, t.day, t.hour, t.minute, t.second, t.millisecond,
			 offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
		return;
	case STAMP_RELATIVE:
		snprintf(to, size, "%s%lld.%03lld", since_ms < 0 ? "-" : "", llabs(since_ms) / 1000,
			 llabs(since_ms) % 1000);
		return;
	case STAMP_TIME:
		snprintf(to, size, "%02d:%02d:%02d.%03d", t.hour, t.minute, t.second, t.millisecond);
		return;
	default:
		to[0] = '\0';
	}
}
