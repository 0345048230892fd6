/* SPDX-License-Identifier: ISC */
/*
 * ending: what goes on until somebody ends it ends well. SIGINT, SIGTERM and SIGHUP become something that can be
 * waited for beside the news, so that what is written is whole and a recording has its end.
 */
#ifndef RC_CMD_ENDING_H
#define RC_CMD_ENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/err.h"

struct ending {
	int fd; /* readable when a signal has come */
	int64_t deadline_ms; /* of the monotonic clock; negative: none */
};

/* Before the sandbox. `duration_ms` 0: until a signal comes. */
int ending_begin(struct ending *ending, int64_t duration_ms, struct err *err);

/* Is it over? Costs a call. */
bool ending_has_come(const struct ending *ending);

enum ending_news { ENDING_INPUT, ENDING_CAME, ENDING_TIMEOUT, ENDING_NO_READER };

/*
 * Wait until `fd` (-1: none) can be read, until `until_ms` of the monotonic clock (negative: for ever), or
 * for the end, or until nobody reads standard output any more.
 */
enum ending_news ending_wait(const struct ending *ending, int fd, int64_t until_ms);

int64_t ending_now_ms(void);

#endif
