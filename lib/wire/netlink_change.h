/* SPDX-License-Identifier: ISC */
/*
 * netlink_change: a change as one request of rtnetlink (rtnetlink(7), Linux; the numbers are those of
 * lib/wire/netlink). Pure.
 */
#ifndef RC_WIRE_NETLINK_CHANGE_H
#define RC_WIRE_NETLINK_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/bytes.h"
#include "lib/base/err.h"
#include "lib/model/change.h"
#include "lib/model/origin.h"

/* Room for any change there is: 256 next hops, each with an address of the other family and a realm. */
enum { NETLINK_CHANGE_MAX = 16 * 1024 };

/* What an answer to the request is to be like. */
enum netlink_change_flag {
	NETLINK_CHANGE_ACK = 4, /* NLM_F_ACK: success is told as well; a refusal always is */
};

/*
 * The request, padded to a multiple of 4, in the byte order of `origin`. Its length, or a negative errno
 * with the reason: -EOPNOTSUPP what rtnetlink has no words for, -EMSGSIZE no room.
 */
int netlink_change(const struct change *change, const struct origin *origin, uint32_t sequence,
		   unsigned flags, void *to, size_t size, struct err *err);

/* The same request, and its success shall be told. */
void netlink_change_acknowledged(uint8_t *message, const struct origin *origin);

/*
 * A request that made something new becomes, where it stands, the one that takes exactly that away again.
 * Returns its length, which is never more than it was.
 */
size_t netlink_change_undo(uint8_t *message, size_t size, const struct origin *origin);

/*
 * The tunnel that a route or a next-hop object in a dump puts its packets into; what is not there is left
 * as it is. Not those of several next hops.
 */
struct netlink_message;
void netlink_change_encap(const struct netlink_message *message, struct change *change);

/* The next answer of a frame: 1, 0 at its end, -EBADMSG. Other messages are passed over. */
int netlink_change_answer(struct bytes *frame, struct change_answer *ret_answer);

#endif
