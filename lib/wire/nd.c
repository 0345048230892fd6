/* SPDX-License-Identifier: ISC */
#include "lib/wire/nd.h"

#include <errno.h>
#include <string.h>

#include "lib/model/route.h"

enum { LEAST_STATE = -2 };

/* From LEAST_STATE on. */
static const uint8_t states[] = { STATE_NONE,  STATE_FAILED, STATE_INCOMPLETE, STATE_REACHABLE,
				  STATE_STALE, STATE_DELAY,  STATE_PROBE };

void nd_encode(const struct nd *nd, uint8_t *to)
{
	memcpy(to, nd->address, 16);
	memcpy(to + 16, &nd->ifindex, 4);
	memcpy(to + 20, &nd->state, 4);
	memcpy(to + 24, &nd->probes, 4);
	memcpy(to + 28, &nd->flags, 4);
	memcpy(to + 32, &nd->expires_at_s, 8);
}

/* A deadline no clock reaches is none; without one, what can be reached is there for good. */
static void read_state(const struct nd *nd, struct neigh *n)
{
	uint32_t state = (uint32_t)nd->state - (uint32_t)LEAST_STATE;

	n->has |= NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS);
	n->state = state < sizeof(states) ? states[state] : STATE_NONE;
	if (nd->flags & ND_ROUTER)
		n->flags |= NFLAG_BIT(NFLAG_ROUTER);
	if (nd->probes) {
		n->probes = nd->probes;
		n->has |= NEIGH_BIT(NEIGH_PROBES);
	}
	if (!nd->expires_at_s && n->state == STATE_REACHABLE)
		n->state = STATE_PERMANENT;
	if (!nd->expires_at_s || nd->expires_at_s > INT64_MAX / 1000 ||
	    nd->expires_at_s < INT64_MIN / 1000)
		return;
	n->expires_at_ms = nd->expires_at_s * 1000;
	n->expire_clock = EXPIRY_WALL;
	n->has |= NEIGH_BIT(NEIGH_EXPIRES_AT) | NEIGH_BIT(NEIGH_EXPIRE_CLOCK);
}

int nd_decode(struct bytes b, struct neigh *ret_neigh)
{
	struct neigh n = { .has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) |
				  NEIGH_BIT(NEIGH_DEVICE) };
	struct nd nd;

	if (bytes_left(&b) != ND_FRAME_SIZE)
		return -EBADMSG;
	bytes_copy(&b, nd.address, 16);
	nd.ifindex = bytes_u32(&b);
	nd.state = (int32_t)bytes_u32(&b);
	nd.probes = bytes_u32(&b);
	nd.flags = bytes_u32(&b);
	nd.expires_at_s = (int64_t)bytes_u64(&b);
	if (nd.flags & ~(uint32_t)(ND_ROUTER | ND_UNKNOWN))
		return -EBADMSG;
	n.family = FAMILY_INET6;
	n.ifindex = nd.ifindex;
	n.dst.family = FAMILY_INET6;
	n.dst.size = 16;
	memcpy(n.dst.bytes, nd.address, 16);
	if (!(nd.flags & ND_UNKNOWN))
		read_state(&nd, &n);
	*ret_neigh = n;
	return 1;
}
