/* SPDX-License-Identifier: ISC */
/*
 * child: what a process of ours that serves the program does first, right after the fork: it keeps nothing
 * of the program's open, and none of its signal handlers.
 */
#ifndef RC_PLATFORM_POSIX_CHILD_H
#define RC_PLATFORM_POSIX_CHILD_H

/*
 * All descriptors but `fd` are closed, the standard ones lead to /dev/null. Returns the number that `fd` has from
 * then on. Ends the process where that cannot be done.
 */
int child_settle(int fd);

#endif
