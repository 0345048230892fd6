/* SPDX-License-Identifier: ISC */
/*
 * procs: which processes hold which sockets, for one listing. As lib/model/index it grows on the heap and
 * is bounded: no more than PROCS_LIMIT sockets, and PROCS_TEXT bytes of names. Functions that add return 0,
 * -ENOMEM or -E2BIG.
 */
#ifndef RC_MODEL_PROCS_H
#define RC_MODEL_PROCS_H

#include "lib/model/proc.h"
#include "lib/model/sock.h"

enum { PROCS_LIMIT = 1 << 22, PROCS_TEXT = 64 << 20 };

struct procs;

struct procs *procs_new(void);
void procs_free(struct procs *procs);

/* Forget all. */
void procs_clear(struct procs *procs);

/* A process, or one that could not be looked into, or (pid 0) whose the others are; then its sockets. */
int procs_add(struct procs *procs, const struct proc *proc);
int procs_add_socket(struct procs *procs, uint64_t inode, uint32_t fd);

/*
 * The holders of a socket in the order they were added: the first, the next; 0 behind the last. Each is
 * read by procs_get, or as its number and name alone.
 */
uint32_t procs_first(const struct procs *procs, uint64_t inode);
uint32_t procs_next(const struct procs *procs, uint32_t holder);
void procs_get(const struct procs *procs, uint32_t holder, struct proc *ret_proc);
uint32_t procs_pid(const struct procs *procs, uint32_t holder);
const char *procs_name(const struct procs *procs, uint32_t holder);
const char *procs_context(const struct procs *procs, uint32_t holder);

/* Why a socket that nobody is known to hold has none: enum sock_unheld. */
uint8_t procs_unheld(const struct procs *procs, const struct sock *sock);

/* How many could not be looked into for lack of permission, how many could, and whose this program is. */
size_t procs_hidden(const struct procs *procs);
size_t procs_seen(const struct procs *procs);
size_t procs_gone(const struct procs *procs); /* ended meanwhile */
uint32_t procs_user(const struct procs *procs);

/* Has any of them a context of SELinux (user:role:type…)? */
bool procs_have_contexts(const struct procs *procs);

#endif
