/* SPDX-License-Identifier: ISC */
/*
 * jail: FreeBSD's network namespaces are its jails with a network stack of their own (vnet, jail(8)). They are
 * called by their name or number.
 */
#ifndef RC_PLATFORM_FREEBSD_JAIL_H
#define RC_PLATFORM_FREEBSD_JAIL_H

#include <stddef.h>

#include "lib/base/err.h"

struct namespace;

/* Enter the jail: what is opened from then on is its. Needs root, and cannot be left. */
int jail_enter(const char *name, struct err *err);

/* All that have a stack of their own and can be seen from here; free them. */
int jail_list(struct namespace **ret_spaces, size_t *ret_count, struct err *err);

#endif
