/* SPDX-License-Identifier: ISC */
/*
 * monitor: what `route monitor` prints of an event, in the words of each system. An event of another
 * kernel is told in them as far as they reach: what a dialect has no words for (policy rules on a BSD)
 * is left out.
 */
#ifndef RC_VIEW_MONITOR_H
#define RC_VIEW_MONITOR_H

#include "lib/model/event.h"
#include "lib/view/get.h"
#include "lib/view/view.h"

typedef void monitor_view(struct out *out, const struct view_context *context,
			  const struct event *event);

/* A line for each event: net-tools has no such command, the words are those of its `route`. */
monitor_view monitor_linux;

/* A cloned route in those words, with its reason and the seconds it has left; no end of the line. */
void monitor_linux_clone(struct out *out, const struct view_context *context,
			 const struct route *route);

/* FreeBSD 14: a line for each event. Until 13, and 4: blocks, as on the other BSDs. */
monitor_view monitor_freebsd, monitor_freebsd13, monitor_freebsd4;
monitor_view monitor_netbsd, monitor_openbsd, monitor_macos;

/* What the blocks share (monitor_rtsock.c). */

struct monitor_bit {
	uint8_t bit; /* from 0 */
	char name[16];
};

/* "<UP,BROADCAST>": the bits that have a name, in the order of the table; nothing for none. */
void monitor_bits(struct out *out, uint32_t bits, const struct monitor_bit *names, size_t count);

/* Flags of an interface as FreeBSD and macOS call them. */
void monitor_iface_flags(struct out *out, uint32_t bits);

/* "<DST,GATEWAY>": which addresses there are, up to `last`. */
void monitor_addr_names(struct out *out, uint32_t bits, enum message_address last);

/*
 * The text of a kind of message: the dialect's `own`, else what all have in common; NULL where there is
 * none, or the own one is empty.
 */
const char *monitor_type(const char *const own[EVENT_KINDS], unsigned kind);

/* "got message of size 200 on Mon Nov 23 00:47:47 2026" and the end of the line. */
void monitor_head(struct out *out, const struct event *event);

/*
 * The message that the event came by. One of a kernel without such messages is made up in `room`; NULL
 * where there is none that could say it.
 */
const struct message *monitor_message(const struct view_context *context, const struct event *event,
				      struct message *room);

/* The kind of message that it would be where things have messages: EVENT_NEWADDR for an address … */
unsigned monitor_kind(const struct event *event);

/* The state of a link in the numbers of a system: those of another one by what it means. */
unsigned monitor_link_state(const struct view_context *context, const struct message *message,
			    enum origin_system own, unsigned down, unsigned up);

/* "link#3"; the address of an Ethernet as pairs of digits; else what link_ntoa(3) makes of it. */
void monitor_link(struct out *out, const struct view_context *context,
		  const struct message_addr *addr, bool ethernet);

/* "Q00.00.ff": the bytes of an address of a family that is not known. */
void monitor_unknown(struct out *out, const struct message *message,
		     const struct message_addr *addr);

/* "(0) ffff ff00": the same as numbers of two bytes, in the order of the machine (FreeBSD, macOS). */
void monitor_shorts(struct out *out, const struct view_context *context,
		    const struct message *message, const struct message_addr *addr);

/*
 * "<expire,mtu>": bits of rmx_locks. What the ninth is called differs, and whether there is still a hop
 * count.
 */
void monitor_metrics(struct out *out, uint32_t bits, const char *ninth, bool hops);

#endif
