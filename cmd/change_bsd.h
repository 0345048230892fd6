/* SPDX-License-Identifier: ISC */
/*
 * change_bsd: the command lines of the BSDs' and macOS' route and arp (route(8), arp(8) of FreeBSD 14, OpenBSD 7.7,
 * NetBSD 10 and macOS): one parser, and rows of words that say in which of them each stands. On a Linux kernel
 * they mean what is nearest there, and what Linux has not is refused by name.
 */
#ifndef RC_CMD_CHANGE_BSD_H
#define RC_CMD_CHANGE_BSD_H

#include "cmd/change.h"

extern const struct change_style change_freebsd, change_openbsd, change_netbsd, change_macos;

/* A destination or an address as one of these systems reads it (change_bsd_net.c). */
struct bsd_target {
	struct addr addr;
	unsigned bits;
	bool host;	  /* one host's, as far as the text says */
	uint32_t ifindex; /* of the zone behind a '%'; 0 none */
};

/*
 * `net`, `host`: -net or -host stood before it. -EINVAL: no address and no name; what the name service
 * says else.
 */
int bsd_destination(const struct change_reader *reader, const char *text, enum family family, bool net,
		    bool host, struct bsd_target *ret_target, struct err *err);
int bsd_address(const struct change_reader *reader, const char *text, enum family family,
		struct addr *ret_addr, struct err *err);

/* A change in a BSD's words as one of Linux (change_bsd_linux.c). */
int bsd_on_linux(struct change_reader *reader, struct change *change, struct err *err);

/* route flush, flushall (change_bsd_flush.c); what of it was done, in lines. */
change_grammar bsd_flush;
void bsd_tell_flushed(const struct change_reader *reader, size_t done);

/* arp (change_bsd_arp.c). */
change_grammar bsd_arp, bsd_ethers;

/* The system whose program this dialect is. */
enum origin_system bsd_system(const struct change_reader *reader);

#endif
