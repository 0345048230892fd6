/* SPDX-License-Identifier: ISC */
/*
 * sock_filter: which sockets of a listing are wanted: --port, --local, --remote, --state, --user, --device,
 * --pid, --program.
 */
#ifndef RC_CMD_SOCK_FILTER_H
#define RC_CMD_SOCK_FILTER_H

#include "cmd/filter.h"
#include "lib/base/err.h"
#include "lib/model/sock_match.h"

struct procs;

enum { FILTER_PIDS = 16 };

struct sock_filter {
	struct sock_match match;
	const char *device;  /* NULL: all; match.ifindex is found when interfaces are known */
	const char *program; /* a pattern of the shell's kind; NULL: all */
	uint32_t pid[FILTER_PIDS];
	unsigned pids; /* 0: all */
};

/* -EINVAL with the reason. Names of users and services are looked up here. */
int sock_filter_parse(struct sock_filter *filter, const struct filter_words *words, struct err *err);

/* Does it ask for processes? */
bool sock_filter_needs_processes(const struct sock_filter *filter);

/* Is one of the holders of the socket wanted? */
bool sock_filter_holder(const struct sock_filter *filter, const struct procs *procs,
			const struct sock *sock);

#endif
