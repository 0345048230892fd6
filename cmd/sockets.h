/* SPDX-License-Identifier: ISC */
/* sockets: what a listing of sockets asks for. */
#ifndef RC_CMD_SOCKETS_H
#define RC_CMD_SOCKETS_H

#include "cmd/dialect.h"
#include "cmd/run.h"
#include "cmd/sock_filter.h"
#include "cmd/sock_sort.h"

struct sockets_request {
	uint32_t options;   /* enum view_option */
	uint32_t protocols; /* 1 << enum sock_protocol; 0: all that the listing has */
	uint32_t families;  /* 1 << enum family, of those of the Internet; 0: both */
	uint32_t chosen;    /* protocols that were named one by one: to lack one of these is a failure */
	bool all;	    /* listening and connected */
	bool listening;	    /* the first alone; neither: the second alone */
	bool verbose;
	bool programs;	    /* processes are asked for */
	struct sock_filter filter;
	struct sock_sort sort;
	int failure; /* exit status */
};

/* TCP, UDP, UDP-Lite, raw sockets and SCTP: what net-tools means by a family. */
extern const uint32_t sockets_internet;

int sockets_list(const char *tool, const struct common *common,
		 const struct sockets_request *request);

#endif
