/* SPDX-License-Identifier: ISC */
/* dialect: names and eras, and what each of them prints and reads. */
#ifndef RC_CMD_DIALECT_H
#define RC_CMD_DIALECT_H

#include <stdbool.h>

#include "cmd/options.h"
#include "lib/base/err.h"
#include "lib/model/origin.h"
#include "lib/view/dialect.h"

struct change_style;
struct common;
struct event;
struct get;
struct iface;
struct ifrow_addr;
struct rate_style;
struct stats_style;

/* How routes are listed. */
struct route_style {
	const char *head;     /* before all tables, on a line of its own; "" none */
	const char *fib_head; /* behind it where another table than 0 is shown; a number and ')' follow */
	const char *title[FAMILY_COUNT];
	const char *cache_title[FAMILY_COUNT];
	const struct view *view[FAMILY_COUNT];
	const struct xo_layout *xo; /* --libxo; NULL: none */
	bool inet6_text; /* the IPv6 table is the kernel's own text, not a dump */
	bool net_tools;	 /* no broadcast or multicast rows; a missing main table ends the run with 1 */
	bool neighbours; /* neighbours are clones like others */
	uint8_t own;	 /* enum origin_system: on its records -a adds no clones; 0: it always does */
	bool lazy;	 /* a table without rows has no title */
	bool clones;	 /* clones that stand in the table are listed without being asked for */
	bool selects;	 /* `route show` takes -gateway, -label and -priority */
	/* what follows a row with VIEW_VERBOSE; NULL: nothing */
	void (*detail)(struct out *out, const struct view_context *context, const void *record);
};

/* How interfaces are listed. */
struct iface_style {
	const struct view *view;
	void (*label)(struct out *out, const char *label, const struct index_iface *iface);
	/* one with its addresses (netstat -ie); NULL: not in this dialect */
	void (*whole)(struct out *out, const struct view_context *context, const struct iface *iface,
		      const struct ifrow_addr *addrs, size_t count);

	const struct xo_layout *xo;

	/* the BSDs': a row for each address (records are struct iface_row) */
	bool bsd;
	bool starred;	/* of one interface that is down no addresses are shown (NetBSD) */
	bool by_family; /* -f leaves out the other families' rows */
	/* first pass, NULL and then every row: what it wants of the columns; NULL: none */
	void (*measure)(struct out *out, struct view_context *context, const struct iface_row *row);
	/* a multicast address, behind the row of an address; NULL: the system does not tell */
	void (*maddr)(struct out *out, const struct view_context *context,
		      const struct ifaddr *addr);
	/* interfaces without such lines; NULL: none */
	bool (*maddr_hidden)(const struct iface *iface);
	/* rows that are left out; NULL: none */
	bool (*skip)(const struct view_context *context, const struct iface_row *row);
};

/* How neighbours are listed. */
struct neigh_style {
	const struct view *table; /* with a heading; NULL: there is no such form */
	void (*line)(struct out *out, const struct view_context *context, const void *record);
	const struct xo_layout *xo;
	const struct view *inet6; /* a BSD's table of the neighbours of IPv6, as its ndp prints it */
	bool quiet;		  /* that nothing was found is not told, but for a host */
	bool aside;		  /* … and that on standard error */
	bool domains;		  /* they are kept by routing domains, and one can be asked for */
};

/* How next-hop objects and groups of them are listed. */
struct nexthop_style {
	const char *name, *groups_name; /* before all */
	const char *title[FAMILY_COUNT];
	const struct view *view, *head; /* rows; their heading, which has its own places */
	const struct xo_layout *xo;
	const struct view *group;	/* rows of members */
	void (*group_line)(struct out *out, const struct nexthop *nexthop);
};

/* What `route get` prints. */
struct get_style {
	void (*block)(struct out *out, const struct view_context *context, const struct get *get);
	const char *not_found; /* told where the destination has no route; NULL: the kernel's words */
	int not_found_status;  /* exit status then */
	bool show;	       /* `route show` means the same */
};

enum tool { TOOL_NETSTAT, TOOL_ROUTE, TOOL_ARP, TOOL_COUNT };

/* What one tool reads in a dialect, and how it ends. */
struct grammar {
	struct option_table options;
	int failure; /* exit status when something failed */
	int usage;   /* … when the command line was wrong */
};

struct dialect {
	const char *name;
	enum origin_system system; /* whose default it is */
	bool gnu;		   /* grammar: see options.h */
	bool none_is_one;	   /* statistics: "0 packet" */
	bool family_lists;	   /* -f inet,inet6 (BSD) */
	bool all_families;	   /* both IPv4 and IPv6 where none is asked for */
	struct grammar tool[TOOL_COUNT];
	const struct route_style *routes;
	const struct neigh_style *neighs;
	void (*monitor)(struct out *out, const struct view_context *context,
			const struct event *event); /* NULL: no such command in this dialect */
	const struct get_style *get; /* NULL: no such command in this dialect */
	const struct nexthop_style *nexthops; /* NULL: no listing in this dialect */
	const struct iface_style *ifaces; /* NULL: no listing in this dialect */
	const struct change_style *changes; /* cmd/change.h; NULL: this dialect changes nothing */
	const struct stats_style *stats;  /* netstat -s; NULL: net-tools' */
	const struct rate_style *rates;	  /* netstat -w; NULL: none */
	bool sockets; /* netstat without a mode lists them */
	uint32_t options; /* enum view_option that its views always have */
};

/* dialect_freebsd.c */
extern const struct dialect dialect_freebsd, dialect_freebsd13, dialect_freebsd11, dialect_freebsd4;

/* dialect_openbsd.c */
extern const struct dialect dialect_openbsd, dialect_openbsd3;

/* dialect_macos.c */
extern const struct dialect dialect_macos;

/* dialect_netbsd.c */
extern const struct dialect dialect_netbsd, dialect_netbsd7;

/* "netstat", "route", "arp". */
const char *tool_name(enum tool tool);

/* The dialect of that name, or NULL. */
const struct dialect *dialect_find(const char *name);

/*
 * --dialect on the command line, else $ROUTECLONE_DIALECT, else the host's own. NULL with the reason
 * where there is no such dialect.
 */
const struct dialect *dialect_choose(int argc, char **argv, struct err *err);

/* Ids of options. Those of `common` are read by common_option. */
enum option_id {
	OPTION_DIALECT = 1,
	OPTION_CLONES,
	OPTION_JSON,
	OPTION_FORMAT,
	OPTION_RECORD,
	OPTION_REPLAY,
	OPTION_NETNS,
	OPTION_TABLE,
	OPTION_RULES,
	OPTION_EXPLAIN,
	OPTION_VRF,
	OPTION_ALL_NETNS,
	OPTION_LEGEND,
	OPTION_TO,
	OPTION_VIA,
	OPTION_ONLY_INTERFACE,
	OPTION_PROTO,
	OPTION_TYPE,
	OPTION_STATE,
	OPTION_DEVICE,
	OPTION_FILTER, /* value: the place of the word in struct filter_words */
	OPTION_TIMEOUT,
	OPTION_WATCH,
	OPTION_TIMESTAMP,
	OPTION_COUNT,
	OPTION_DURATION,
	OPTION_BUFFER,
	OPTION_READ,
	OPTION_PROMISCUOUS,
	OPTION_CONTINUOUS,
	OPTION_DRY_RUN,
	OPTION_ATOMIC,
	OPTION_BATCH,
	OPTION_HELP,
	OPTION_VERSION,

	OPTION_ROUTE,
	OPTION_INTERFACES,
	OPTION_GROUPS,
	OPTION_STATISTICS,
	OPTION_MASQUERADE,
	OPTION_SOCKETS, /* value: enum sock_protocol */
	OPTION_UNIX, /* their family by itself */
	OPTION_LISTENING,
	OPTION_TIMERS,
	OPTION_PROGRAMS,
	OPTION_CONTEXTS,
	OPTION_ALL,
	OPTION_NUMERIC,
	OPTION_SYMBOLIC,
	OPTION_EXTEND,
	OPTION_VERBOSE,
	OPTION_WIDE,
	OPTION_FIB,
	OPTION_CACHE,
	OPTION_FAMILY, /* value: enum family, or 0 with an argument */
	OPTION_MISSING, /* what the dialect's program does and this build does not */
	OPTION_NEIGHBOURS, /* arp -4 -6; value: enum family */
	OPTION_HARDWARE,
	OPTION_QUIET,
	OPTION_TEST,
	OPTION_CHANGE, /* arp -d -s -f -D */

	OPTION_RTABLE, /* takes the number of a routing table (fib, rtable) */
	OPTION_INTERFACE, /* takes an interface, and means them */
	OPTION_NEXTHOPS,
	OPTION_HOP_GROUPS,
	OPTION_VIEW, /* value: enum view_option */
	OPTION_RADIX, /* addresses of the kernel's tree: none of them comes with a table today */
	OPTION_LIBXO,
	OPTION_PROTOCOL, /* BSD: netstat -p */
	OPTION_INTERVAL, /* BSD: netstat -w */
};

extern const struct option_table common_options;

/* Take one of the common options: 1 taken, 0 not one of them, -EINVAL with the reason. */
int common_option(struct common *common, const struct option *option, struct err *err);

/* The common options as they are before the command line is read. */
struct common common_defaults(const struct dialect *dialect);

#endif
