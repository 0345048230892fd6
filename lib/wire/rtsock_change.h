/* SPDX-License-Identifier: ISC */
/*
 * rtsock_change: a change as the message that a BSD's or macOS' routing socket takes. What their kernels
 * have no word for is refused by name, and nothing is left out in silence.
 */
#ifndef RC_WIRE_RTSOCK_CHANGE_H
#define RC_WIRE_RTSOCK_CHANGE_H

#include "lib/base/bytes.h"
#include "lib/base/err.h"
#include "lib/model/change.h"
#include "lib/wire/rtsock_request.h"

/* What of the world goes into a message. */
struct rtsock_stamp {
	uint32_t sequence, pid;
	int64_t wall_ms, uptime_ms; /* of that system: an expiry is a point in time */
};

/* The message's bytes into `to`: their number; -EOPNOTSUPP with what this system does not have. */
int rtsock_change_encode(const struct change *change, const struct origin *origin,
			 const struct rtsock_stamp *stamp, uint8_t to[RTSOCK_REQUEST_MAX],
			 struct err *err);

/* A request that adds becomes, where it stands, the one that deletes the same. */
void rtsock_change_undo(uint8_t *message, const struct origin *origin);

/*
 * The question of `route get`: which route has this destination? `bits`: of the destination, where it is a
 * network; a host's have its full length. `family_bits` where there is no mask.
 */
int rtsock_lookup_encode(const struct addr *to_what, unsigned bits, bool host, uint32_t table,
			 const struct origin *origin, const struct rtsock_stamp *stamp,
			 uint8_t to[RTSOCK_REQUEST_MAX]);

/*
 * The next answer of a frame to a request: 1, 0 at its end, -EBADMSG. A kernel hands each request back, with an
 * errno in its own numbers where it refuses, and has no words for it. Other messages are passed over.
 */
int rtsock_change_answer(struct bytes *frame, const struct origin *origin,
			 struct change_answer *ret_answer);

#endif
