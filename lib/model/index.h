/* SPDX-License-Identifier: ISC */
/*
 * index: what a listing must remember beside the record in hand: interfaces by number and name,
 * next-hop objects, times of neighbour tables, names, and the clones that wait for their parents.
 *
 * The only heap that grows, and it is bounded: INDEX_LIMIT entries of each kind, more are refused with
 * -E2BIG. Functions that add return 0, -ENOMEM or -E2BIG. Pointers that are handed out hold until the
 * next entry of that kind is added.
 */
#ifndef RC_MODEL_INDEX_H
#define RC_MODEL_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/iface.h"
#include "lib/model/nexthop.h"
#include "lib/model/question.h"
#include "lib/model/stats.h"

struct neigh;
struct route;
struct index;

enum { INDEX_LIMIT = 1 << 20, INDEX_ROOM = 2048 };

/* What other records want to know of an interface. */
struct index_iface {
	uint32_t index;
	uint32_t flags; /* IFLAG_BIT */
	uint32_t mtu;
	uint32_t master;
	uint32_t table; /* of a VRF device; 0 none */
	uint16_t link_type;
	uint8_t shown_size;
	char name[IFACE_NAME_MAX];
	char shown[4 * IFACE_NAME_MAX]; /* the name as out_name writes it, once for all rows */
};

/* NULL where there is no memory. */
struct index *index_new(void);

/*
 * The same in memory of the caller's: INDEX_ROOM bytes, aligned for anything. A few
 * interfaces fit in there, and no heap is used for them.
 */
struct index *index_in(void *room);

/* Free what was allocated. */
void index_free(struct index *index);

/* One without an index (procfs) gets a number of ours, as by index_name_iface. */
int index_add_iface(struct index *index, const struct iface *iface);

/*
 * The number of the interface of that name. Where none is known by it one is made, with nothing but
 * its name and a number that no kernel gives: INDEX_UNNUMBERED is set in it.
 */
#define INDEX_UNNUMBERED UINT32_C(0x80000000)
int index_name_iface(struct index *index, const char *name, uint32_t *ret_ifindex);

const struct index_iface *index_iface(const struct index *index, uint32_t ifindex);
/* The VRF device whose routing table this is, or NULL. */
const struct index_iface *index_vrf(const struct index *index, uint32_t table);
const struct index_iface *index_iface_named(const struct index *index, const char *name);

/*
 * Whole interfaces, for a listing that is sorted by name. How many are kept is the caller's to count, in
 * `count`, from 0: set back, it forgets those of an answer that is void. index_sort_ifaces puts so many
 * in order; then index_sorted_iface gives each by its place.
 */
int index_keep_iface(struct index *index, size_t *count, const struct iface *iface);
void index_sort_ifaces(struct index *index, size_t count);
const struct iface *index_sorted_iface(const struct index *index, size_t place);

/* One of those that are kept by its number, looked for one by one; NULL: it is not there. */
const struct iface *index_kept_iface(const struct index *index, size_t count, uint32_t ifindex);

/* Neighbour times: those of the interface, or the family's defaults, or NULL. */
int index_add_times(struct index *index, const struct neigh_times *times);
const struct neigh_times *index_times(const struct index *index, enum family family,
				      uint32_t ifindex);

/* What was told of IPv6 neighbours one by one; NULL: nothing of that one. */
int index_add_nd(struct index *index, const struct neigh *neigh);
const struct neigh *index_nd(const struct index *index, const struct neigh *neigh);

/* Next-hop objects: members of a group are found by their number. */
int index_add_nexthop(struct index *index, const struct nexthop *nexthop);

/* All of them by their numbers, after index_sort_nexthops (0 or -ENOMEM); NULL behind the last. */
int index_sort_nexthops(struct index *index);
const struct nexthop *index_sorted_nexthop(const struct index *index, size_t number);

const struct nexthop *index_nexthop(const struct index *index, uint32_t id, unsigned number);

/* Names: first all that are wanted (each once), then what was found. */
int index_want_name(struct index *index, const struct addr *addr, enum name_kind kind);
size_t index_wanted(const struct index *index, const struct name_query **ret_queries);
int index_add_name(struct index *index, const struct name *name);
size_t index_names_answered(const struct index *index);

/* The name of an address as text of `ret_size` bytes, or NULL. */
const char *index_name(const struct index *index, const struct addr *addr, enum name_kind kind,
		       size_t *ret_size);

/*
 * Details: what a dump says of a route (its expiry, its MTU) and the kernel's own text does not. Add
 * those of a dump; index_detail then completes a record of the text. The interface must be known.
 */
int index_add_detail(struct index *index, const struct route *route);
void index_detail(const struct index *index, struct route *route);

/*
 * Clones: add each, then show every route of the table to index_match_parent; then index_parent gives
 * a clone the longest route that holds it (1), or 0. Of an IPv6 clone it also tells then that it was
 * redirected: its gateway is none of its parent's.
 */
int index_add_clone(struct index *index, const struct route *clone);
void index_match_parent(struct index *index, const struct route *route);
int index_parent(struct index *index, struct route *clone);

/*
 * Linux lists an exception once for each route that shares its next hop with others: a router's table
 * of one gateway, as often as it has routes. Was the clone shown already in this attempt (a number from
 * 1) at listing it? One that was not added is always new.
 */
bool index_is_new_clone(struct index *index, const struct route *clone, uint32_t attempt);

#endif
