/* SPDX-License-Identifier: ISC */
#include "test.h"

static const uint8_t counted[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static void test_both_orders(void **state)
{
	(void)state;
	for (int swap = 0; swap < 2; swap++) {
		bool little = host_is_little() != (swap == 1);
		struct bytes b = bytes_of(counted, 8, swap);

		assert_int_equal(bytes_u16(&b), little ? 0x0201 : 0x0102);
		b = bytes_of(counted, 8, swap);
		assert_int_equal(bytes_u32(&b), little ? 0x04030201 : 0x01020304);
		b = bytes_of(counted, 8, swap);
		assert_true(bytes_u64(&b) ==
			    (little ? UINT64_C(0x0807060504030201) : UINT64_C(0x0102030405060708)));
		b = bytes_of(counted, 8, swap);
		assert_int_equal(bytes_be16(&b), 0x0102);
		assert_int_equal(bytes_be32(&b), 0x03040506);
		assert_int_equal(bytes_u8(&b), 7);
		assert_int_equal(bytes_left(&b), 1);
		assert_false(b.bad);
	}
}

typedef uint64_t read_fn(struct bytes *b);

static uint64_t read_u8(struct bytes *b) { return bytes_u8(b); }
static uint64_t read_u16(struct bytes *b) { return bytes_u16(b); }
static uint64_t read_u32(struct bytes *b) { return bytes_u32(b); }
static uint64_t read_u64(struct bytes *b) { return bytes_u64(b); }
static uint64_t read_be16(struct bytes *b) { return bytes_be16(b); }
static uint64_t read_be32(struct bytes *b) { return bytes_be32(b); }
static uint64_t read_take(struct bytes *b) { return bytes_take(b, 5) != NULL; }

static uint64_t read_copy(struct bytes *b)
{
	uint8_t to[5];
	uint64_t sum = 0;

	memset(to, 0xff, sizeof(to));
	bytes_copy(b, to, sizeof(to));
	for (size_t i = 0; i < sizeof(to); i++)
		sum += to[i];
	return sum;
}

static const struct {
	read_fn *read;
	size_t size;
} reads[] = {
	{ read_u8, 1 }, { read_u16, 2 }, { read_u32, 4 }, { read_u64, 8 },
	{ read_be16, 2 }, { read_be32, 4 }, { read_take, 5 }, { read_copy, 5 },
};

/* Every read of every length at the end of memory: what is not there is zero, and said. */
static void test_end_of_memory(void **state)
{
	(void)state;
	for (size_t r = 0; r < COUNT(reads); r++) {
		for (size_t size = 0; size <= sizeof(counted); size++) {
			struct guarded g = guard(counted, size, false);
			struct bytes b = bytes_of(g.data, size, r & 1);
			uint64_t value = reads[r].read(&b);

			assert_int_equal(b.bad, size < reads[r].size);
			if (!b.bad) {
				assert_true(value != 0);
				assert_int_equal(bytes_left(&b), size - reads[r].size);
			} else if (reads[r].read != read_be32 && reads[r].read != read_be16) {
				assert_true(value == 0);
			}
			/* once bad, always bad, though a byte were left */
			(void)bytes_u8(&b);
			assert_int_equal(b.bad, size < reads[r].size || size == reads[r].size);
			unguard(&g);
		}
	}
}

static void test_sub(void **state)
{
	struct bytes b = bytes_of(counted, 8, true), sub = bytes_sub(&b, 3);

	(void)state;
	assert_int_equal(bytes_left(&sub), 3);
	assert_true(sub.swap);
	assert_false(sub.bad);
	assert_int_equal(bytes_left(&b), 5);
	(void)bytes_u32(&sub);
	assert_true(sub.bad);
	assert_false(b.bad);
	assert_int_equal(bytes_u8(&b), 4);
	sub = bytes_sub(&b, 5);
	assert_true(sub.bad);
	assert_true(b.bad);
	assert_int_equal(bytes_left(&sub), 0);
	assert_int_equal(bytes_left(&b), 0);
}

static void test_skip_beyond_all_bounds(void **state)
{
	struct bytes b = bytes_of(counted, 8, false);

	(void)state;
	bytes_skip(&b, 8);
	assert_false(b.bad);
	bytes_skip(&b, SIZE_MAX);
	assert_true(b.bad);
	assert_int_equal(bytes_left(&b), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_orders),
		cmocka_unit_test(test_end_of_memory),
		cmocka_unit_test(test_sub),
		cmocka_unit_test(test_skip_beyond_all_bounds),
	};

	return RUN_TESTS("bytes", tests);
}
