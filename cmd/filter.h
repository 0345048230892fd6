/* SPDX-License-Identifier: ISC */
/*
 * filter: which rows of a table are wanted: --to, --via, --interface, --proto, --type, --state. A filter
 * goes into the question, so that the kernel leaves out what it can, and is applied to every record
 * again: kernels differ, and a capture holds more than was asked.
 */
#ifndef RC_CMD_FILTER_H
#define RC_CMD_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "lib/model/addr.h"

struct iface;
struct index;
struct neigh;
struct question;
struct route;

/* What is filtered; not every filter has a meaning for every table. */
enum filter_table {
	FILTER_ROUTES,
	FILTER_NEIGHBOURS,
	FILTER_INTERFACES,
	FILTER_MEMBERSHIPS,
	FILTER_SOCKETS, /* sock_filter reads the words */
	FILTER_NOTHING
};

/* As typed; NULL: not given. */
struct filter_words {
	const char *to_how; /* exact, longer, root or match, where it was a word of its own */
	const char *to, *via, *interface, *protocol, *type, *state;
	const char *port, *local, *remote, *pid, *program, *user, *device, *sort; /* of sockets */
};

enum filter_to { TO_ANY, TO_EXACT, TO_LONGER, TO_MATCH };

struct filter {
	bool any; /* false: all is wanted, nothing else is set */
	bool by_protocol;
	uint8_t to_how; /* enum filter_to */
	uint8_t to_bits;
	uint16_t types;	 /* of routes, 1 << enum route_type; 0 all */
	uint16_t states; /* of neighbours or interfaces, 1 << state; 0 all */
	uint32_t ifindex; /* of `interface`; 0 not known yet */
	uint64_t protocols[4]; /* a bit each */
	const char *interface; /* NULL: all */
	const char *kind;      /* of interfaces; NULL all */
	struct addr to, via;   /* FAMILY_NONE: all */
};

/* One of iproute2's words that say how a prefix is meant? */
bool filter_is_how(const char *word);

/* -EINVAL with the reason for what is wrong or has no meaning for that table. */
int filter_parse(struct filter *filter, const struct filter_words *words, enum filter_table table,
		 struct err *err);

/* Look the interface up, when the index knows them all. -ENODEV with the reason. */
int filter_find(struct filter *filter, const struct index *index, struct err *err);

/* What the kernel can leave out. */
void filter_question(const struct filter *filter, struct question *question);

/* Is the record wanted? Ask only where `any` is set. */
bool filter_route(const struct filter *filter, const struct route *route);
bool filter_neigh(const struct filter *filter, const struct neigh *neigh);
bool filter_iface(const struct filter *filter, const struct iface *iface);

/* The family that --to or --via speaks of; FAMILY_NONE where none does. */
enum family filter_family(const struct filter *filter);

#endif
