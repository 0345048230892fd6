/* SPDX-License-Identifier: ISC */
/*
 * event: what a kernel tells all who listen. One frame in (ASK_EVENTS: netlink messages of the multicast
 * groups, or what one read of the routing socket gave), its events out one by one. A frame of a dump is
 * read too: each of its entries is an event of kind ADD, so that what is there and what changes can be
 * compared.
 *
 * A routing message is taken as it comes, for its display is its bytes explained: of one that lies about
 * its length, or names more addresses than it holds, what is there is told.
 */
#ifndef RC_WIRE_EVENT_H
#define RC_WIRE_EVENT_H

#include "lib/model/event.h"
#include "lib/model/frame.h"
#include "lib/wire/decode.h"

struct event_reader {
	const struct frame *frame;
	struct bytes rest;
	struct netlink_message message;
	struct netlink_route route;
	struct decode decode; /* of other dumps */
	unsigned number;      /* of the record within its message */
	bool within, done;
	const uint8_t *at;    /* out: the bytes of the event that was read last */
	size_t size;	      /* out */
	int error;	      /* out: the errno in an error message, or 0 */
};

/* `frame` and its bytes must live until the last event. */
void event_begin(struct event_reader *reader, const struct frame *frame);

/* 1 and an event, 0 at the end of the frame, -EBADMSG. The stamp and the calendar are the caller's. */
int event_next(struct event_reader *reader, struct event *ret_event);

#endif
