/* SPDX-License-Identifier: ISC */
/*
 * source: a kernel with a routing socket as a source. A question becomes a sysctl by the tables of its system
 * (system.h), what the sysctl answers becomes frames that end where messages end. Requests and events go over
 * the routing socket, which is opened at once, because a sandbox forbids it later.
 */
#ifndef RC_PLATFORM_RTSOCK_SOURCE_H
#define RC_PLATFORM_RTSOCK_SOURCE_H

#include "platform/rtsock/kernel.h"
#include "platform/rtsock/system.h"
#include "platform/source.h"

/*
 * As source_open; the namespace in `args` is not looked at: who has such enters it before. `origin` is that of the
 * kernel; the clocks of the source are the caller's to set.
 */
int rtsock_open(const struct rtsock_system *system, const struct rtsock_kernel *kernel,
		const struct origin *origin, const struct source_args *args,
		struct source **ret_source, struct err *err);

#endif
