/* SPDX-License-Identifier: ISC */
/* The three tools and what they list. All return an exit status. */
#ifndef RC_CMD_TOOLS_H
#define RC_CMD_TOOLS_H

#include "cmd/dialect.h"
#include "cmd/families.h"
#include "cmd/run.h"

typedef int tool_main(int argc, char **argv);

tool_main netstat_main;
tool_main arp_main;
tool_main route_main;

/* Routing tables (routes.c). */
struct routes_request {
	struct families families; /* none: the dialect's default */
	uint32_t options;	 /* enum view_option */
	bool fib, cache;	 /* the table; the cloned routes in the cache layout */
	bool clones;		 /* the cloned routes behind the table */
	bool all;		 /* -a: likewise, but on a system's own kernel in its own dialect */
	const char *label;	 /* routes with this label; NULL: all */
	bool by_priority;	 /* routes of one priority, or all but those */
	bool but_priority;
	uint32_t priority;
	int failure;		 /* exit status */
};

/* Take OpenBSD's -priority: a number, or with a minus what is not to be shown. -EINVAL: it is none. */
int routes_priority(struct routes_request *request, const char *text);

int routes_list(const char *tool, const struct common *common, const struct routes_request *request);

/* Policy rules (rules.c). No families: both. */
int rules_list(const char *tool, const struct common *common, const struct families *families,
	       int failure);

/* Multicast groups that interfaces listen to (memberships.c). No families: all. */
struct memberships_request {
	struct families families;
	uint32_t options; /* enum view_option */
	int failure;
};

int memberships_list(const char *tool, const struct common *common,
		     const struct memberships_request *request);

/* Connections that are translated (masquerade.c). No families: IPv4, in JSON both. */
struct masquerade_request {
	struct families families;
	uint32_t options; /* enum view_option */
	int failure;
};

int masquerade_list(const char *tool, const struct common *common,
		    const struct masquerade_request *request);

/* Neighbours (neighs.c). */
struct neighs_request {
	uint32_t options;
	unsigned families;  /* 1 << enum family */
	const char *host;   /* as typed; NULL: all */
	const char *device; /* likewise */
	int link_type;	    /* -1: all */
	bool line;	    /* one line each, BSD's form */
	bool all;	    /* -a was given: the sentence for no match is another */
	bool verbose;
	int failure, no_entry; /* exit statuses */
};

int neighs_list(const char *tool, const struct common *common, const struct neighs_request *request);

/* Interfaces (ifaces.c). `all`: those that are down as well; `whole`: one by one with their addresses. */
int ifaces_list(const char *tool, const struct common *common, bool all, bool whole, int failure);

/* The same in a BSD's way (ifaces_bsd.c). */
struct ifaces_request {
	struct families families; /* none: all */
	uint32_t options;	  /* enum view_option */
	const char *device;	  /* NULL: all */
	int failure;
};

int ifaces_list_bsd(const char *tool, const struct common *common,
		    const struct ifaces_request *request);

/* Next-hop objects, or groups of them (nexthops.c). */
struct nexthops_request {
	struct families families; /* none: all */
	uint32_t options;	  /* enum view_option */
	bool groups;
	int failure;
};

int nexthops_list(const char *tool, const struct common *common,
		  const struct nexthops_request *request);

/* route get (lookup.c). */
struct lookup_request {
	const char *to;	    /* as typed */
	enum family family; /* FAMILY_NONE: as `to` looks */
	bool explain;	    /* with all that led there */
	const char *from, *iif, *oif; /* of the packet, as typed; NULL: not said */
	uint32_t mark;
	uint32_t fib;
	uint32_t options; /* enum view_option */
	int failure;
};

int lookup_route(const char *tool, const struct common *common,
		 const struct lookup_request *request);

/* -C --watch (clones.c). */
struct clones_request {
	struct families families;
	int failure;
};

int clones_watch(const char *tool, const struct common *common,
		 const struct clones_request *request);

/* arp --watch (listen.c). */
struct listen_request {
	const char *path;   /* a file of frames; NULL: live */
	const char *device; /* NULL: all */
	unsigned families;  /* 1 << enum family */
	bool promiscuous;
	int failure;
};

int listen_run(const char *tool, const struct common *common,
	       const struct listen_request *request);

/* route monitor (monitor.c). */
struct monitor_request {
	struct families families; /* none: all */
	unsigned objects;	  /* 1 << enum event_object; 0: all */
	bool by_table;
	uint32_t table;	   /* … then only routes of this one */
	uint32_t options; /* enum view_option */
	int failure;
};

int monitor_run(const char *tool, const struct common *common,
		const struct monitor_request *request);

/* netstat -rs (stats.c). `nonzero`: without the counters that are 0. */
int stats_routes(const char *tool, const struct common *common, bool verbose, bool nonzero,
		 int failure);

/* netstat -s (protocols.c). */
struct protocols_request {
	struct families families; /* none: the dialect's default */
	unsigned kinds;		  /* linux: enum stats_kind; 0: all */
	bool wide;		  /* linux: every counter by its name */
	const char *device;	  /* BSD, -I: what this interface counted; NULL: all */
	const char *protocol;	  /* BSD: only of this one; NULL: all */
	bool nonzero;		  /* BSD: without the counters that are 0 */
	int failure;		  /* exit status */
};

int protocols_list(const char *tool, const struct common *common,
		   const struct protocols_request *request);

/* route flush and flushall of Linux (flush.c); `refused`: the exit status where the kernel refuses. */
struct request;
int flush_routes(const struct request *request, bool all, int refused);

/*
 * route save (save.c). The file begins with a line ROUTES_SAVED and ends with one of ROUTES_SAVED_END and
 * the number of lines between: what was cut short is no such file.
 */
#define ROUTES_SAVED "# routeclone routes 1"
#define ROUTES_SAVED_END "# end "
int save_routes(const struct request *request);

/* netstat -w (rates.c): at every look what was counted since the last. */
struct rates_request {
	const char *device; /* NULL: all */
	uint32_t options;   /* enum view_option */
	int failure;
};

int rates_list(const char *tool, const struct common *common, const struct rates_request *request);

/* A table's number by its number or name (also those of iproute2's rt_tables); 0: all. */
int table_find(const char *name, uint32_t *ret_table, struct err *err);

/* A table's name for a title: its name, or its number in `room` (of 16 bytes). */
const char *table_title(uint32_t table, char *room);

/* A usage error: the reason, how to get help, the dialect's exit status. */
int tool_usage(enum tool tool, const struct err *err, int status);

/* --help and --version of routeclone itself. */
int tool_about(bool version);

int tool_version(enum tool tool, const struct dialect *dialect);
int tool_help(enum tool tool, const struct dialect *dialect);

#endif
