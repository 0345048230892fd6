/* SPDX-License-Identifier: ISC */
/* sockets_bsd: a listing of sockets in a BSD's way. */
#ifndef RC_CMD_SOCKETS_BSD_H
#define RC_CMD_SOCKETS_BSD_H

#include "cmd/dialect.h"
#include "cmd/run.h"
#include "lib/model/sock_match.h"

struct sockets_bsd_request {
	uint32_t options;     /* enum view_option */
	unsigned families;    /* 1 << enum family; 0: both */
	const char *protocol; /* of -p; NULL: all */
	struct sock_match match;
	bool all;	      /* those that listen or are bound to no address as well */
	int failure;	      /* exit status */
};

int sockets_list_bsd(const char *tool, const struct common *common,
		     const struct sockets_bsd_request *request);

#endif
