/* SPDX-License-Identifier: ISC */
/*
 * resolver: names by the system's own name service (NSS), many at once, in a child process.
 *
 * The child keeps name-service modules, their threads and their connections out of the program, and
 * may do what the program's sandbox forbids. It is started before the sandbox and idles until it is
 * asked; only then are threads made and modules loaded. It ends when the program does, however that
 * ends.
 *
 * An answer to ASK_NAMES is one FRAME_NAME (lib/wire/name) for each query that was answered in
 * time, in any order, found or not; the end comes when all are answered or `timeout_ms` (from the
 * ask on, of the monotonic clock; 0 or less: nothing is looked up) has passed. A query without a
 * frame is a name that is missing. Each query is looked up once: a caller that wants an address
 * once asks for it once. NAME_HOST asks for the name of an address (getnameinfo), NAME_NETWORK for
 * that of a network (getnetbyaddr; IPv4 only, IPv6 has none and is answered "not found"), NAME_SERVICE for
 * that of a port and NAME_USER for that of a user.
 *
 * Names are any bytes but NUL, as a name server sent them. The address in a frame is the caller's
 * own.
 *
 * After a sandbox the parent needs these system calls: send, read, poll, clock_gettime, close and
 * malloc's; shutdown, kill and wait4 are welcome, and where they fail nothing is lost but the wait
 * for the child.
 */
#ifndef RC_PLATFORM_POSIX_RESOLVER_H
#define RC_PLATFORM_POSIX_RESOLVER_H

#include "platform/source.h"

struct resolver;

/* Fork the child. 0 or -errno. Before the program has threads. */
int resolver_start(struct resolver **ret_resolver, struct err *err);

/*
 * As the source's functions of the same names; the number of the question and the time of a frame
 * are the source's to fill in. -EPIPE when the child has ended, -EBADMSG when it sent what is no
 * answer: so from then on. -EINVAL for a query of what has no name.
 */
int resolver_ask(struct resolver *resolver, const struct question *question, struct err *err);
int resolver_next(struct resolver *resolver, const struct origin *origin, struct frame *ret_frame,
		  int64_t deadline_ms, struct err *err);

/* End the child, without a trace, and free all; NULL is fine. */
void resolver_stop(struct resolver *resolver);

#endif
