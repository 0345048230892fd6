/* SPDX-License-Identifier: ISC */
/*
 * sock_sort: sockets that are kept to be shown in an order of their own (--sort). Bounded: SOCK_SORT_LIMIT of
 * them. Only what a table shows is kept of each, unless they are kept whole.
 */
#ifndef RC_CMD_SOCK_SORT_H
#define RC_CMD_SOCK_SORT_H

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/model/sock.h"

enum { SOCK_SORT_LIMIT = 1 << 20 };

struct procs;

struct sock_sort {
	unsigned field;	   /* its number, from 1; 0: not sorted */
	bool down;	   /* the largest first */
	const struct procs *procs;
	char *items;	   /* of `size` bytes */
	size_t size, count, room;
};

/* The field of that name, with a minus before it for the reverse order; -EINVAL with those there are. */
int sock_sort_parse(struct sock_sort *sort, const char *name, struct err *err);

/* Does the order ask for processes? */
bool sock_sort_needs_processes(const struct sock_sort *sort);

/* Keep one more; `whole`: all of it, and so all that are kept. -ENOMEM, -E2BIG. */
int sock_sort_add(struct sock_sort *sort, const struct sock *sock, bool whole);

/* Put in order what was kept, equal ones as they came; then give each. */
void sock_sort_order(struct sock_sort *sort);
void sock_sort_get(const struct sock_sort *sort, size_t place, struct sock *ret_sock);

/* Forget what was kept. sock_sort_free gives the memory back too. */
void sock_sort_clear(struct sock_sort *sort);
void sock_sort_free(struct sock_sort *sort);

#endif
