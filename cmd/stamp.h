/* SPDX-License-Identifier: ISC */
/* stamp: the time of an event in words (--timestamp). */
#ifndef RC_CMD_STAMP_H
#define RC_CMD_STAMP_H

#include <stddef.h>
#include <stdint.h>

enum stamp {
	STAMP_DIALECT,	/* as the dialect has it */
	STAMP_ISO,	/* 2026-11-23T00:47:47.123+00:00 */
	STAMP_RELATIVE, /* 12.345: seconds since the first */
	STAMP_TIME,	/* 00:47:47.123 */
};

/* Into `to`; "" for STAMP_DIALECT. `offset_min`: of the local time, east of UTC. */
void stamp_write(char *to, size_t size, enum stamp how, int64_t time_ms, int64_t first_ms,
		 int offset_min);

/* That offset at a time. */
int stamp_offset_min(int64_t time_ms);

#endif
