/* SPDX-License-Identifier: ISC */
/*
 * resolver: names by the system's own name service (NSS), many at once, in a child process.
 *
 * The child keeps name-service modules, their threads and their connections out of the program, may
 * do what the program's sandbox forbids, and is simply killed when time is up. It is started before
 * the sandbox and idles until it is asked. It dies with its parent.
 *
 * An answer to ASK_NAMES is one FRAME_NAME (lib/wire/name) for each query that was answered in time, in
 * any order, found or not; the end comes when all are answered or `timeout_ms` has passed. Each query
 * is looked up once. NAME_HOST asks for the name of an address (getnameinfo), NAME_NETWORK for that of
 * a network (getnetbyaddr; IPv4 only, IPv6 has none and is answered "not found").
 */
#ifndef RC_PLATFORM_POSIX_RESOLVER_H
#define RC_PLATFORM_POSIX_RESOLVER_H

#include "platform/source.h"

struct resolver;

/* Fork the child. 0 or -errno. */
int resolver_start(struct resolver **ret_resolver, struct err *err);

/* As the source's functions of the same names. */
int resolver_ask(struct resolver *resolver, const struct question *question, struct err *err);
int resolver_next(struct resolver *resolver, const struct origin *origin, struct frame *ret_frame,
		  int64_t deadline_ms, struct err *err);

/* Kill the child and free all; NULL is fine. */
void resolver_stop(struct resolver *resolver);

#endif
