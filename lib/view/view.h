/* SPDX-License-Identifier: ISC */
/*
 * view: WHERE A RECORD BECOMES A LINE. A view is a table of columns for one kind of record in one
 * dialect; the engine in table.c walks it. To add a column, add a row to the dialect's table and a
 * function that writes its text.
 */
#ifndef RC_VIEW_VIEW_H
#define RC_VIEW_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/env.h"
#include "lib/base/out.h"
#include "lib/model/index.h"
#include "lib/model/origin.h"
#include "lib/view/legend.h"

/* What was asked for, as far as it changes a layout; each dialect's options set them. */
enum view_option {
	VIEW_NAMES = 1 << 0,  /* names instead of numbers where they are known */
	VIEW_WIDE = 1 << 1,   /* the wide table */
	VIEW_METRIC = 1 << 2, /* linux: Metric Ref Use (route's first form, netstat's second) */
	VIEW_MSS = 1 << 3,    /* linux: MSS Window irtt (with VIEW_METRIC: all of them) */
	VIEW_CACHE = 1 << 4,  /* linux: the cache layout (-C) */
	VIEW_EXPIRE = 1 << 5, /* an Expire column where the layout has none (--clones) */
	VIEW_EMPTY = 1 << 6,  /* linux: -eee prints neither heading nor rows */
	VIEW_LONG = 1 << 7,   /* linux: arp's Linux style (-e) */
	VIEW_VERBOSE = 1 << 8,
	VIEW_1_60 = 1 << 9,   /* linux: as net-tools 1.60 has it */
	VIEW_BYTES = 1 << 10, /* BSD: interfaces with bytes */
	VIEW_DROPS = 1 << 11, /* … with what was dropped */
	VIEW_ERRORS = 1 << 12, /* OpenBSD: … with errors alone */
	VIEW_HUMAN = 1 << 13, /* numbers with unit suffixes */
	VIEW_MADDRS = 1 << 14, /* interfaces with their multicast addresses */
	VIEW_TAGS = 1 << 15,  /* NetBSD: routes with MPLS tags */
	VIEW_SHOW = 1 << 16,  /* NetBSD: route show's choice of flags */
	VIEW_NO_LINK = 1 << 17, /* NetBSD: without routes that hold link-layer addresses */
	VIEW_TIMER = 1 << 18, /* BSD: interfaces with their watchdogs */
	VIEW_BUSY = 1 << 20, /* OpenBSD: without interfaces that had no traffic */
	VIEW_USERS = 1 << 18, /* linux: sockets with user and inode */
	VIEW_TIMERS = 1 << 19, /* … with the timer */
	VIEW_PORTS = 1 << 24, /* names of ports */
	VIEW_USER_NAMES = 1 << 25,
	VIEW_DETAILS = 1 << 26, /* … with the state of TCP */
	VIEW_PROGRAMS = 1 << 22, /* … with the processes that hold them */
	VIEW_CONTEXTS = 1 << 23, /* … and those's security contexts */
	VIEW_FLOWS = 1 << 19, /* BSD: sockets with the hash of their flow */
	VIEW_PCBS = 1 << 27, /* … with their control blocks' places in the kernel */
	VIEW_BACKLOGS = 1 << 28, /* … that listen, with their queues of connections */
	VIEW_RESENT = 1 << 29, /* … with what TCP had to send again */
	VIEW_BUFFERS = 1 << 30, /* … with their buffers and timers */
	VIEW_SAME_FAMILY = 1 << 21, /* … routes whose gateway is of their destination's family */
};

/* Columns of interfaces that grow with what is in them. */
enum width {
	WIDTH_NAME,
	WIDTH_NETWORK,
	WIDTH_ADDRESS,
	WIDTH_PACKETS,
	WIDTH_BYTES,
	WIDTH_ERRORS,
	WIDTH_COUNT
};

struct procs;

struct view_context {
	const struct origin *origin;
	const struct index *index;
	const struct env *env;
	uint32_t options; /* enum view_option */
	enum family family; /* of the table that is printed */
	const struct procs *procs; /* of sockets; NULL: not asked for */
	const char *netns; /* each row begins with this namespace; NULL: there is only one */
	uint8_t width[WIDTH_COUNT]; /* what a first pass has measured */
	struct legend *legend; /* notes what appears; NULL: not asked for */
};

enum column_over {
	OVER_PUSH, /* a text that is too long shoves the rest of the row */
	OVER_CUT,  /* … is cut */
	OVER_LEND, /* … takes what it needs from the padding of the columns behind it */
	OVER_NAME, /* … is cut where names are shown and the table is not wide, else lends */
};

typedef void column_text(struct out *out, const struct view_context *context, const void *record);

/*
 * The same into memory, from `to` on; the end of the text is the result. It has the room that out_row
 * leaves. For the columns of the table that a million routes are listed in: where the text goes stays in
 * a register.
 */
typedef char *column_cell(char *to, const struct view_context *context, const void *record);

struct column {
	char head[20];
	char lead[4];	      /* stands before the column, also in the heading */
	uint8_t width;	      /* 0: as long as its text */
	bool right;	      /* aligned */
	uint8_t over;	      /* enum column_over */
	char absent[4];	      /* printed where `text` writes nothing */
	uint32_t when;	      /* shown only with all of these options */
	uint32_t unless;      /* and with none of these */
	uint8_t (*sized)(const struct view_context *context); /* instead of `width`, if set */
	column_text *text;
	column_cell *cell;    /* instead of `text`, if set */
	legend_letter *legend; /* its text is letters, which mean this; NULL: it is not */
};

enum { VIEW_COLUMNS = 28 };

struct view {
	const struct column *columns;
	unsigned count;
	bool trim; /* no spaces at the end of a line whose last cells are empty */
	column_text *tail; /* what a row has behind its last cell, without a heading; NULL: nothing */
	uint32_t tail_when; /* with all of these options */
};

#define VIEW_OF(table) { .columns = (table), .count = sizeof(table) / sizeof((table)[0]) }

/* A view in use: the columns that the options leave, with their widths. */
struct table {
	const struct view_context *context;
	bool trim, plain;
	column_text *tail;
	unsigned count;
	struct shown {
		column_text *text;
		column_cell *cell;
		const struct column *column;
		uint8_t width, lead, absent; /* lengths */
		uint8_t over;
		bool right;
		char lead_text[4];
	} shown[VIEW_COLUMNS];
};

void table_begin(struct table *table, const struct view *view, const struct view_context *context);
void table_head(const struct table *table, struct out *out);
void table_row(const struct table *table, struct out *out, const void *record);

/* Cells that many views share. */

/* How much of a text that is longer than `most` bytes stays: never half a character. */
static inline size_t cell_cut(const char *text, size_t most)
{
	while (most && ((uint8_t)text[most] & 0xc0) == 0x80)
		most--;
	return most;
}

/* The name of an interface; its number as "if3" where the name is not known. */
void cell_device(struct out *out, const struct view_context *context, uint32_t ifindex);

/* An address as a host's or network's name if names are wanted and it has one: true. */
bool cell_known_name(struct out *out, const struct view_context *context, const struct addr *addr,
		     enum name_kind kind);

static inline bool cell_name(struct out *out, const struct view_context *context,
			     const struct addr *addr, enum name_kind kind)
{
	return context->options & VIEW_NAMES && cell_known_name(out, context, addr, kind);
}

/* The same two into memory; without a name cell_put_name gives NULL. */
char *cell_put_device(char *to, const struct view_context *context, uint32_t ifindex);
char *cell_put_known_name(char *to, const struct view_context *context, const struct addr *addr,
			  enum name_kind kind);

static inline char *cell_put_name(char *to, const struct view_context *context,
				  const struct addr *addr, enum name_kind kind)
{
	return context->options & VIEW_NAMES ? cell_put_known_name(to, context, addr, kind) : NULL;
}

/* netns.c: every row's first column where the context has a namespace. */
extern const struct column view_netns;

/* The namespace of a row, with what divides it from the row; nothing where there is only one. */
void cell_netns(struct out *out, const struct view_context *context);

/* Whole seconds of milliseconds, rounded down, never below 0. */
void cell_seconds(struct out *out, int64_t ms);
char *cell_put_seconds(char *to, int64_t ms);

#endif
