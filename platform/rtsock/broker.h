/* SPDX-License-Identifier: ISC */
/*
 * broker: a process that asks sysctls for the program, where the program's own sandbox forbids them (Capsicum
 * all that are not marked for it, pledge those of statistics and sockets). It is started before the sandbox, can
 * read sysctls and nothing else, and ends when the program does.
 *
 * A stream socket joins the two. Both are the same program, so the host's byte order and sizes do.
 *
 *	request	 0 room u64 · 8 count u32 (0: by name) · 12 sized u32 (1: only how much there is)
 *		16 mib[12] i32 · 64 name[128]
 *	answer	 0 size u64 · 8 error i32 · 12 zero[4] · 16 the bytes, `size` of them unless `sized` or an error
 */
#ifndef RC_PLATFORM_RTSOCK_BROKER_H
#define RC_PLATFORM_RTSOCK_BROKER_H

#include <stddef.h>

#include "lib/base/err.h"
#include "platform/rtsock/fetch.h"
#include "platform/rtsock/kernel.h"

struct broker;

/* Fork the process; `kernel` is what it asks. 0 or -errno. Before the program has threads. */
int broker_start(const struct rtsock_kernel *kernel, struct broker **ret_broker, struct err *err);

/* As rtsock_kernel's read_mib and read_name; -EPIPE where the process has ended. */
int broker_read(struct broker *broker, const struct rtsock_target *target, void *to, size_t *size);

/* End the process and free all; NULL is fine. */
void broker_stop(struct broker *broker);

#endif
