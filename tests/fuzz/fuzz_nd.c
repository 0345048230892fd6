/* SPDX-License-Identifier: ISC */
/* The frame of one IPv6 neighbour that was asked for alone: what is read completes the one of a table. */
#include <stdlib.h>
#include <string.h>

#include "lib/model/frame.h"
#include "lib/model/index.h"
#include "lib/model/origin.h"
#include "lib/wire/nd.h"
#include "show.h"

static void keep(const struct neigh *alone)
{
	struct index *index = index_new();
	struct neigh n = { .family = alone->family, .dst = alone->dst, .ifindex = alone->ifindex };
	const struct neigh *known;

	if (!index || index_add_nd(index, alone) < 0)
		abort();
	known = index_nd(index, &n);
	if (!known)
		abort();
	neigh_take(&n, known);
	if (neigh_has(&n, NEIGH_STATE) != neigh_has(alone, NEIGH_STATE) || n.state >= STATE_COUNT)
		abort();
	neigh_set_left(&n, INT64_C(1795394400000), 86400000);
	index_free(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct origin origin = { .system = SYSTEM_NETBSD, .word = 64, .hz = 100 };
	struct frame frame = { .question = 1, .kind = FRAME_ND, .origin = &origin, .key = "" };
	struct neigh n;

	if (!size)
		return 0;
	origin.swap = data[0] & 1;
	frame.data = data + 1;
	frame.size = size - 1;
	show_frame(&frame);
	if (nd_decode(bytes_of(frame.data, frame.size, origin.swap), &n) == 1)
		keep(&n);
	return 0;
}
