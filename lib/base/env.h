/* SPDX-License-Identifier: ISC */
/*
 * env: what a run takes from the world, gathered in one place by the command and pinned by tests.
 *
 * Nothing under lib asks a clock, a terminal or a file by itself. Both clocks are the source's (and 0
 * where it has no use for them): in a replay those of the recording, so that the same file and the same
 * command line always print the same text.
 */
#ifndef RC_BASE_ENV_H
#define RC_BASE_ENV_H

#include <stdbool.h>
#include <stdint.h>

struct env {
	int64_t wall_ms;   /* since 1970-01-01 00:00 UTC */
	int64_t uptime_ms; /* since the system started */
	unsigned columns;  /* width of the terminal; 0: not a terminal, no limit */
	bool color;        /* colours are wanted (--color) */
};

#endif
