/* SPDX-License-Identifier: ISC */
/*
 * fetch: all of a sysctl's answer in one buffer. How much there is can only be asked before, and a table grows
 * meanwhile: the room has slack, what does not fit is asked again with twice as much, a bounded number of times.
 */
#ifndef RC_PLATFORM_RTSOCK_FETCH_H
#define RC_PLATFORM_RTSOCK_FETCH_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "platform/rtsock/kernel.h"

struct broker;

/* One sysctl: by numbers, or (`name` not NULL) by name. */
struct rtsock_target {
	const char *key; /* what error messages call it */
	const char *name;
	unsigned count;
	int mib[RTSOCK_MIB_MAX];
};

/* Freed by the caller; kept from one answer to the next. */
struct rtsock_buffer {
	uint8_t *data;
	size_t room, used;
};

/* `broker` NULL: the kernel is asked directly. The kernel's errno, or -EBUSY: it grew again and again. */
int fetch(const struct rtsock_kernel *kernel, struct broker *broker,
	  const struct rtsock_target *target, struct rtsock_buffer *buffer, struct err *err);

#endif
