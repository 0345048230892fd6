/* SPDX-License-Identifier: ISC */
/*
 * lookup: the address of one host by its name, in time. The system's name service works in a child
 * that is killed at the deadline, for the same reasons as the resolver's.
 */
#ifndef RC_PLATFORM_POSIX_LOOKUP_H
#define RC_PLATFORM_POSIX_LOOKUP_H

#include <stdint.h>

#include "lib/base/err.h"
#include "lib/model/addr.h"

/* 0; -ENOENT unknown; -ETIMEDOUT; another negative errno. The reason names the host. */
int lookup_host(const char *name, enum family family, int64_t timeout_ms, struct addr *ret_addr,
		struct err *err);

/* The address of an IPv4 network by its name. -ENOENT where there is none, or nobody answers in time. */
int lookup_network(const char *name, int64_t timeout_ms, struct addr *ret_addr, struct err *err);

#endif
