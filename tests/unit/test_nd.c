/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/index.h"
#include "lib/model/route.h"
#include "lib/wire/nd.h"

/* The bytes that the header draws, and what is made of them. */
static void test_survives(void **state)
{
	static const struct nd nd = { .address = { 0xfe, 0x80, [15] = 9 }, .ifindex = 3, .state = 2, .probes = 4,
				      .flags = ND_ROUTER, .expires_at_s = 1795480791 };
	uint8_t frame[ND_FRAME_SIZE];
	struct neigh n;

	(void)state;
	nd_encode(&nd, frame);
	assert_int_equal(nd_decode(bytes_of(frame, sizeof(frame), false), &n), 1);
	assert_int_equal(n.family, FAMILY_INET6);
	assert_int_equal(n.dst.size, 16);
	assert_memory_equal(n.dst.bytes, nd.address, 16);
	assert_int_equal(n.ifindex, 3);
	assert_int_equal(n.state, STATE_STALE);
	assert_int_equal(n.probes, 4);
	assert_int_equal(n.flags, NFLAG_BIT(NFLAG_ROUTER));
	assert_int_equal(n.expire_clock, EXPIRY_WALL);
	assert_true(n.expires_at_ms == INT64_C(1795480791000));
	assert_true(neigh_has(&n, NEIGH_STATE) && neigh_has(&n, NEIGH_PROBES) && neigh_has(&n, NEIGH_EXPIRES_AT));
}

static void put32(uint8_t *to, uint32_t value)
{
	memcpy(to, &value, 4);
}

/* The other byte order: all numbers turned. */
static void test_swapped(void **state)
{
	const struct nd nd = { .ifindex = __builtin_bswap32(7), .state = (int32_t)__builtin_bswap32(3),
			       .flags = __builtin_bswap32(ND_ROUTER),
			       .expires_at_s = (int64_t)__builtin_bswap64(100) };
	uint8_t frame[ND_FRAME_SIZE];
	struct neigh n;

	(void)state;
	nd_encode(&nd, frame);
	assert_int_equal(nd_decode(bytes_of(frame, sizeof(frame), true), &n), 1);
	assert_int_equal(n.ifindex, 7);
	assert_int_equal(n.state, STATE_DELAY);
	assert_true(n.expires_at_ms == 100000);
}

static void test_states(void **state)
{
	static const struct {
		int32_t state;
		int64_t expires;
		enum neigh_state is;
	} table[] = {
		{ -3, 1, STATE_NONE },	     { -2, 1, STATE_NONE },  { -1, 1, STATE_FAILED }, { 0, 1, STATE_INCOMPLETE },
		{ 1, 1, STATE_REACHABLE },   { 1, 0, STATE_PERMANENT }, { 2, 0, STATE_STALE }, { 2, 1, STATE_STALE },
		{ 3, -1, STATE_DELAY },	     { 4, 1, STATE_PROBE },  { 5, 1, STATE_NONE },   { INT32_MAX, 1, STATE_NONE },
		{ INT32_MIN, 1, STATE_NONE }, { 1, INT64_MAX, STATE_REACHABLE }, { 1, INT64_MIN, STATE_REACHABLE },
	};
	uint8_t frame[ND_FRAME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct nd nd = { .state = table[i].state, .expires_at_s = table[i].expires };
		int64_t at = table[i].expires;
		struct neigh n;

		nd_encode(&nd, frame);
		assert_int_equal(nd_decode(bytes_of(frame, sizeof(frame), false), &n), 1);
		assert_int_equal(n.state, table[i].is);
		assert_int_equal(neigh_has(&n, NEIGH_EXPIRES_AT), at && at < INT64_MAX && at > INT64_MIN);
	}
}

static void test_refused(void **state)
{
	uint8_t frame[ND_FRAME_SIZE + 8] = { 0 };
	struct neigh n;

	(void)state;
	for (size_t size = 0; size <= sizeof(frame); size++) {
		struct guarded g = guard(frame, size, false);

		assert_int_equal(nd_decode(bytes_of(g.data, size, false), &n),
				 size == ND_FRAME_SIZE ? 1 : -EBADMSG);
		unguard(&g);
	}
	put32(frame + 28, 4);
	assert_int_equal(nd_decode(bytes_of(frame, ND_FRAME_SIZE, false), &n), -EBADMSG);
}

/* What was told of one neighbour belongs to that one, on that interface; nothing known is nothing known. */
static void test_taken(void **state)
{
	struct nd nd = { .address = { 0xfd, [15] = 1 }, .ifindex = 2, .state = 1, .expires_at_s = 50 };
	struct index *x = index_new();
	uint8_t frame[ND_FRAME_SIZE];
	struct neigh dump, alone;

	(void)state;
	assert_non_null(x);
	for (uint32_t unknown = 0; unknown <= ND_UNKNOWN; unknown += ND_UNKNOWN) {
		nd.flags = unknown;
		nd_encode(&nd, frame);
		assert_int_equal(nd_decode(bytes_of(frame, sizeof(frame), false), &alone), 1);
		assert_int_equal(index_add_nd(x, &alone), 0);
		dump = (struct neigh){ .family = FAMILY_INET6, .ifindex = 3, .state = STATE_PERMANENT,
				       .dst = alone.dst, .flags = NFLAG_BIT(NFLAG_PROXY),
				       .has = NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_DST) };
		assert_null(index_nd(x, &dump));
		dump.ifindex = 2;
		assert_non_null(index_nd(x, &dump));
		neigh_take(&dump, index_nd(x, &dump));
		assert_true(neigh_has(&dump, NEIGH_DST));
		assert_int_equal(dump.flags, NFLAG_BIT(NFLAG_PROXY));
		assert_int_equal(neigh_has(&dump, NEIGH_STATE), !unknown);
		assert_int_equal(neigh_has(&dump, NEIGH_EXPIRES_AT), !unknown);
		assert_int_equal(dump.state, unknown ? STATE_NONE : STATE_REACHABLE);
	}
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survives), cmocka_unit_test(test_swapped), cmocka_unit_test(test_states),
		cmocka_unit_test(test_refused),	 cmocka_unit_test(test_taken),
	};

	return RUN_TESTS("nd", tests);
}
