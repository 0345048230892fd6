/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/wire/name.h"

static struct name random_name(struct dice *d)
{
	bool inet = dice_below(d, 2);
	struct name n;

	memset(&n, 0, sizeof(n));
	n.query.kind = (uint8_t)dice_below(d, NAME_KINDS);
	if (n.query.kind <= NAME_NETWORK) {
		n.query.addr.family = inet ? FAMILY_INET : FAMILY_INET6;
		n.query.addr.size = inet ? 4 : 16;
		dice_fill(d, n.query.addr.bytes, n.query.addr.size);
	} else {
		n.query.addr = name_number(dice_below(d, 256), (uint32_t)dice_u64(d));
	}
	n.found = dice_below(d, 2);
	if (n.found) {
		n.size = (uint8_t)dice_below(d, NAME_MAX_SIZE + 1);
		dice_fill(d, n.text, n.size);
	}
	return n;
}

static void test_survives(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct name want = random_name(&dice), got;
		uint8_t frame[NAME_FRAME_MAX];
		size_t size = name_encode(&want, frame);
		struct guarded g;

		assert_true(size <= sizeof(frame));
		g = guard(frame, size, false);
		memset(&got, 0xff, sizeof(got));
		assert_int_equal(name_decode(bytes_of(g.data, size, i & 1), &got), 1);
		assert_memory_equal(&got, &want, sizeof(got));
		unguard(&g);
	}
}

/* The bytes that the header draws. */
static void test_bytes(void **state)
{
	static const uint8_t want[] = { 1, 1, 1, 4, 10, 0, 0, 0, 'g', 'w' };
	const struct name n = { .query = { { .family = FAMILY_INET, .size = 4, .bytes = { 10 } }, NAME_NETWORK },
				.found = true, .size = 2, .text = "gw" };
	uint8_t got[NAME_FRAME_MAX];

	(void)state;
	assert_int_equal(name_encode(&n, got), sizeof(want));
	assert_memory_equal(got, want, sizeof(want));
}

static void test_refused(void **state)
{
	uint8_t frame[NAME_FRAME_MAX + 8] = { FAMILY_INET, NAME_HOST, 1, 4, 10, 0, 0, 1 };
	struct name n;

	(void)state;
	for (size_t size = 0; size <= sizeof(frame); size++) { /* cut, and with a name of every length */
		struct guarded g = guard(frame, size, false);

		assert_int_equal(name_decode(bytes_of(g.data, size, false), &n),
				 size >= 8 && size <= 8 + NAME_MAX_SIZE ? 1 : -EBADMSG);
		unguard(&g);
	}
	for (unsigned i = 0; i < 4; i++)
		for (unsigned byte = 0; byte < 256; byte++) {
			uint8_t was = frame[i];
			bool good = i == 1 ? byte <= NAME_NETWORK : i == 2 ? byte < 2 : byte == was;

			frame[i] = (uint8_t)byte;
			assert_int_equal(name_decode(bytes_of(frame, 20, false), &n), good ? 1 : -EBADMSG);
			frame[i] = was;
		}
	memset(frame, 0, sizeof(frame)); /* no family, no address */
	for (unsigned family = 0; family < 256; family++) {
		frame[0] = (uint8_t)family;
		assert_int_equal(name_decode(bytes_of(frame, 4, false), &n), -EBADMSG);
	}
}

/* Ports and users stand where an address would. */
static void test_numbers(void **state)
{
	static const uint8_t want[] = { 0, NAME_SERVICE, 1, 8, 1, 1, 0, 0, 0, 0, 0, 80, 'w' };
	struct name n = { .query = { name_number(1, 80), NAME_SERVICE }, .found = true, .size = 1, .text = "w" };
	uint8_t got[NAME_FRAME_MAX];

	(void)state;
	assert_int_equal(name_encode(&n, got), sizeof(want));
	assert_memory_equal(got, want, sizeof(want));
	assert_int_equal(name_decode(bytes_of(got, sizeof(want), false), &n), 1);
	for (size_t i = 0; i < 5; i++) { /* family, kind, size and mark have one value each */
		if (i == 2)
			continue;
		got[i] ^= 0x40;
		assert_int_equal(name_decode(bytes_of(got, sizeof(want), false), &n), -EBADMSG);
		got[i] ^= 0x40;
	}
	n.query.addr.family = FAMILY_INET;
	assert_false(name_query_is_valid(&n.query));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survives),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_numbers),
	};

	return RUN_TESTS("name", tests);
}
