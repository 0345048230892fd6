/* SPDX-License-Identifier: ISC */
/* metrics: --format openmetrics, of what a listing would show. */
#ifndef RC_CMD_METRICS_H
#define RC_CMD_METRICS_H

#include "cmd/families.h"
#include "cmd/run.h"

enum metrics_of {
	METRICS_INTERFACES,
	METRICS_ROUTES,	    /* how many, by family, table and type */
	METRICS_NEIGHBOURS, /* by family, interface and state */
	METRICS_SOCKETS,    /* by protocol, family and state */
};

struct metrics_request {
	enum metrics_of of;
	struct families families; /* none: all */
	uint32_t protocols;	  /* sockets: 1 << enum sock_protocol; 0: all */
	int failure;		  /* exit status */
};

int metrics_list(const char *tool, const struct common *common,
		 const struct metrics_request *request);

#endif
