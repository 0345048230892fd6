/* SPDX-License-Identifier: ISC */
/* get: the block that `route get` prints, in the words of each system. */
#ifndef RC_VIEW_GET_H
#define RC_VIEW_GET_H

#include "lib/model/route.h"
#include "lib/view/view.h"

/* Which route a destination has. */
struct get {
	struct addr to;	   /* as it was asked for */
	uint32_t fib;
	struct route route; /* found */
};

/* get_linux.c: net-tools has no such command; in the manner of the BSDs, with what Linux knows */
void get_linux(struct out *out, const struct view_context *context, const struct get *get);

/* get_freebsd.c */
void get_freebsd(struct out *out, const struct view_context *context, const struct get *get);
void get_freebsd11(struct out *out, const struct view_context *context, const struct get *get);

/* get_netbsd.c */
void get_netbsd(struct out *out, const struct view_context *context, const struct get *get);

/* get_openbsd.c */
void get_openbsd(struct out *out, const struct view_context *context, const struct get *get);

/* get_macos.c */
void get_macos(struct out *out, const struct view_context *context, const struct get *get);

/* What NetBSD and macOS share: the lines up to the gateway, and those of the metrics. */
void get_begin(struct out *out, const struct view_context *context, const struct get *get);
void get_values(struct out *out, const struct route *route);

/* Words that these blocks share: a label of 11 characters, right-aligned, and ": ". */
void get_label(struct out *out, const char *label);

/* "<UP,GATEWAY,DONE>": the flags of a table, in its order. */
struct get_flag {
	uint8_t flag; /* enum route_flag */
	char name[16];
};

void get_flags(struct out *out, uint64_t flags, const struct get_flag *names, size_t count);

/* The same by the tables of the systems. */
void get_freebsd_flags(struct out *out, uint64_t flags);
void get_macos_flags(struct out *out, uint64_t flags);
void get_openbsd_flags(struct out *out, uint64_t flags);

/* A netmask in the notation of its family: "255.255.0.0", "ffff:ffff::". */
void get_mask(struct out *out, const struct route *route);

/* An address; names where they are shown and known. */
void get_addr(struct out *out, const struct view_context *context, const struct addr *addr);

#endif
