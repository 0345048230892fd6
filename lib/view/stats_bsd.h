/* SPDX-License-Identifier: ISC */
/*
 * netstat -s in the BSDs' dialects: sentences, one table for each protocol and dialect. What is asked for
 * are counters by their kernel names, so a sentence is written wherever somebody counts what it says; one
 * whose counter is not known is left out, and so is a protocol of which nothing is known.
 */
#ifndef RC_VIEW_STATS_BSD_H
#define RC_VIEW_STATS_BSD_H

#include "lib/model/counters.h"
#include "lib/view/view.h"

struct xo;

enum stats_row_kind {
	STATS_COUNT,	 /* a sentence; with -ss only where one of its counts is not 0 */
	STATS_ALWAYS,	 /* a sentence or a title that -ss leaves as well */
	STATS_HISTOGRAM, /* a title and a line for each element of an array that is not 0 */
	STATS_SCOPES,	 /* the same; the elements are scopes of IPv6 addresses */
	STATS_RULES,	 /* the same; number first */
	STATS_IFACES,	 /* the same; the elements are interfaces */
	STATS_SWITCH,	 /* the text, and "enabled" or "disabled" */
	STATS_OPEN,	 /* --libxo: a container */
	STATS_CLOSE,
};

/* Names of an array's elements; those without one are "#5". */
struct stats_labels {
	const struct stats_label {
		uint8_t index;
		const char *name;
	} *label;
	unsigned count;
};

#define STATS_LABELS(table) { (table), sizeof(table) / sizeof((table)[0]) }

/* FreeBSD's, and those of macOS */
extern const struct stats_labels stats_icmp_labels, stats_icmp6_labels;

struct stats_row {
	uint8_t kind;
	const char *text;  /* sentence.h, with its tabs and line end */
	const char *names; /* of the counters, one for each '#': "sndpack,sndbyte"; "a-b" is a difference */
	const char *keys;  /* --libxo: of each, with commas between; NULL: none */
	const struct stats_labels *labels;
};

/* A protocol as it is printed. */
struct stats_section {
	const char *title;  /* "tcp", and a colon follows */
	const char *name;   /* that -p knows it by; NULL: it belongs to the one before it */
	const char *group;  /* of its counters */
	uint8_t family;	    /* enum family that -f selects it with; FAMILY_NONE: any */
	bool within;	    /* --libxo: its container stands in that of the one before it */
	const struct stats_row *rows;
	unsigned count;
};

#define STATS_ROWS(table) .rows = (table), .count = sizeof(table) / sizeof((table)[0])

struct stats_style {
	const struct stats_section *sections;
	unsigned count;
	const char *iface_separator; /* between an interface and its number of mbufs */
	bool xo;		     /* the dialect has --libxo */
	bool none_is_one;	     /* "0 packet" */
	const struct stats_style *iface; /* -I: of one interface; NULL: -I says nothing */
};

#define STATS_SECTIONS(table) .sections = (table), .count = sizeof(table) / sizeof((table)[0])

extern const struct stats_style stats_freebsd, stats_freebsd11, stats_openbsd, stats_netbsd,
	stats_macos, stats_iface, stats_iface_macos;

/* What is wanted of it. */
struct stats_choice {
	const char *protocol; /* -p; NULL: all */
	unsigned families;    /* -f: 1 << enum family; 0: all */
	bool nonzero;	      /* -ss */
	const char *device;   /* -I: its name stands in the titles; NULL: of all */
};

/* Does the style have a protocol of that name? */
bool stats_bsd_knows(const struct stats_style *style, const char *protocol);

void stats_bsd_write(struct out *out, const struct stats_style *style,
		     const struct stats_choice *choice, const struct view_context *context,
		     const struct counters *counters);

/* The same as JSON or XML; `xo` has begun. */
void stats_bsd_xo(struct xo *xo, const struct stats_style *style, const struct stats_choice *choice,
		  const struct view_context *context, const struct counters *counters);

extern const struct xo_layout stats_bsd_layout;

#endif
