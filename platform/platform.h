/* SPDX-License-Identifier: ISC */
/*
 * platform: what cmd needs of the system it runs on. Each platform/<os> has these functions under
 * these names; meson.build picks one folder.
 */
#ifndef RC_PLATFORM_PLATFORM_H
#define RC_PLATFORM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "platform/source.h"

/* Whose system this is: picks the default dialect. */
enum origin_system platform_system(void);

/* The kernel as a source. */
source_open platform_open;

/* Started with more rights than its user has (set-user-ID and the like)? */
bool platform_is_privileged_start(void);

/*
 * Give up what a display does not need: from here on no file, process or socket can be opened and
 * nothing be written but the descriptors that are open. Called before the first byte is read. A
 * system without such a facility returns 0; -errno where it has one and it failed.
 */
int platform_sandbox(bool processes, struct err *err);

/*
 * End the program at once. What is to be run at exit is nothing of ours, and to look for it takes as long
 * as a dump of some routes: the caller has sent all output and closed what wants to be closed.
 */
_Noreturn void platform_exit(int status);

/* A network namespace by the name that --netns takes: its own, or the number of a process in it. */
struct namespace {
	char label[256];
};

/*
 * All network namespaces that can be found, each once; free them. `ret_hidden`: processes and names that
 * may not be looked into. -EOPNOTSUPP where the system has none.
 */
int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden,
			struct err *err);

/*
 * Forget the cloned routes of IPv4 that no request deletes (Linux), in the namespace that the last source was
 * opened in. -EOPNOTSUPP where there are no such routes.
 */
int platform_flush_clones(struct err *err);

/* Both clocks, in milliseconds. */
void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms);

/*
 * The absolute path of the running program into `to`, as the system knows it and not as it was called.
 * -EOPNOTSUPP where the system does not tell, another -errno where it failed.
 */
int platform_program_path(char *to, size_t size);

#endif
