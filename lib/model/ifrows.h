/* SPDX-License-Identifier: ISC */
/*
 * ifrows: interfaces and their addresses, kept whole for listings that must know all of them before the
 * first row: to set addresses behind their interface, and to measure columns. Bounded as the index is.
 * Functions that add return 0, -ENOMEM or -E2BIG; the caller counts, so that a dump that is asked
 * again can begin anew.
 */
#ifndef RC_MODEL_IFROWS_H
#define RC_MODEL_IFROWS_H

#include <stddef.h>

#include "lib/model/iface.h"

struct ifrows {
	struct iface *ifaces;
	struct ifrow_addr {
		struct ifaddr addr;
		size_t number; /* in the order in which they came */
	} *addrs;
	size_t iface_room, addr_room;
};

int ifrows_add_iface(struct ifrows *rows, size_t *count, const struct iface *iface);
int ifrows_add_addr(struct ifrows *rows, size_t *count, const struct ifaddr *addr);

/* By interface; those of one keep their order. */
void ifrows_sort(struct ifrows *rows, size_t count);

/* Those of an interface, `ret_count` of them, after ifrows_sort. */
const struct ifrow_addr *ifrows_addrs(const struct ifrows *rows, size_t count, uint32_t ifindex,
				      size_t *ret_count);

void ifrows_free(struct ifrows *rows);

#endif
