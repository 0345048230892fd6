/* SPDX-License-Identifier: ISC */
/*
 * host: what the BSDs and macOS tell of themselves in the same way. host.c also has those functions of
 * platform/platform.h that are the same on all of them.
 */
#ifndef RC_PLATFORM_RTSOCK_HOST_H
#define RC_PLATFORM_RTSOCK_HOST_H

#include "lib/model/origin.h"
#include "platform/rtsock/source.h"

/* This host as an origin, with its release and boot time. */
struct origin host_origin(enum origin_system system);

/* The kernel of this host as a source, with its clocks. */
int host_open(const struct rtsock_system *system, const struct rtsock_kernel *kernel,
	      const struct source_args *args, struct source **ret_source, struct err *err);

#endif
