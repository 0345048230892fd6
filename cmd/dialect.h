/* SPDX-License-Identifier: ISC */
/* dialect: names and eras, and what each of them prints and reads. */
#ifndef RC_CMD_DIALECT_H
#define RC_CMD_DIALECT_H

#include <stdbool.h>

#include "cmd/options.h"
#include "lib/base/err.h"
#include "lib/model/origin.h"
#include "lib/view/dialect.h"

struct common;

/* How routes are listed. */
struct route_style {
	const char *head; /* before all tables */
	const char *title[FAMILY_COUNT];
	const char *cache_title[FAMILY_COUNT];
	const struct view *view[FAMILY_COUNT];
	bool inet6_text; /* the IPv6 table is the kernel's own text, not a dump */
	bool net_tools;	 /* no broadcast or multicast rows; a missing main table ends the run with 1 */
	bool neighbours; /* neighbours are clones like others */
};

/* How interfaces are listed. */
struct iface_style {
	const struct view *view;
	void (*label)(struct out *out, const char *label, const struct index_iface *iface);
};

/* How neighbours are listed. */
struct neigh_style {
	const struct view *table; /* with a heading; NULL: there is no such form */
	void (*line)(struct out *out, const struct view_context *context, const void *record);
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
	bool all_families;	   /* both IPv4 and IPv6 where none is asked for */
	struct grammar tool[TOOL_COUNT];
	const struct route_style *routes;
	const struct neigh_style *neighs;
	const struct iface_style *ifaces; /* NULL: no listing in this dialect */
	uint32_t options; /* enum view_option that its views always have */
};

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
	OPTION_RECORD,
	OPTION_REPLAY,
	OPTION_NETNS,
	OPTION_TABLE,
	OPTION_TIMEOUT,
	OPTION_HELP,
	OPTION_VERSION,

	OPTION_ROUTE,
	OPTION_INTERFACES,
	OPTION_GROUPS,
	OPTION_STATISTICS,
	OPTION_MASQUERADE,
	OPTION_SOCKETS,
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
	OPTION_DEVICE,
	OPTION_HARDWARE,
	OPTION_CHANGE, /* arp -d -s -f -D */
};

extern const struct option_table common_options;

/* Take one of the common options: 1 taken, 0 not one of them, -EINVAL with the reason. */
int common_option(struct common *common, const struct option *option, struct err *err);

/* The common options as they are before the command line is read. */
struct common common_defaults(const struct dialect *dialect);

#endif
