/* SPDX-License-Identifier: ISC */
/* sockets: what a listing of sockets asks for. */
#ifndef RC_CMD_SOCKETS_H
#define RC_CMD_SOCKETS_H

#include "cmd/dialect.h"
#include "cmd/run.h"

struct sockets_request {
	uint32_t options;   /* enum view_option */
	uint32_t protocols; /* 1 << enum sock_protocol; 0: all that the listing has */
	uint32_t families;  /* 1 << enum family, of those of the Internet; 0: both */
	bool all;	    /* listening and connected */
	bool listening;	    /* the first alone; neither: the second alone */
	bool chosen;	    /* protocols or families were named */
	bool verbose;
	int failure; /* exit status */
};

int sockets_list(const char *tool, const struct common *common,
		 const struct sockets_request *request);

#endif
