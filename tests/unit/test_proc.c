/* SPDX-License-Identifier: ISC */
/* The frame of a process: it survives, every truncation of it is refused. */
#include "test.h"

#include "lib/wire/proc.h"

static const struct proc_text texts[PROC_TEXTS] = {
	{ "comm", 4 }, { "/bin/x\0-v", 10 }, { "/a.slice/b.service", 18 }, { "u:r:t:s0", 8 },
};

static size_t encode(uint8_t *to, uint32_t sockets)
{
	const struct proc p = { .pid = 7, .uid = 1000, .error = 0 };

	for (uint32_t i = 0; i < sockets; i++)
		proc_encode_socket(UINT64_C(0x100000000) + i, i + 3, to + PROC_HEAD + (size_t)PROC_SOCKET * i);
	return proc_encode(&p, sockets, texts, to);
}

static void test_survives(void **state)
{
	uint8_t frame[512];
	size_t size = encode(frame, 3);
	struct proc_socket s;
	struct bytes sockets;
	struct proc p;

	(void)state;
	assert_int_equal(proc_decode(bytes_of(frame, size, false), &p, &sockets), 1);
	assert_int_equal(p.pid, 7);
	assert_int_equal(p.uid, 1000);
	assert_string_equal(p.name, "x");
	assert_string_equal(p.command, "/bin/x -v");
	assert_string_equal(p.unit, "b.service");
	assert_string_equal(p.context, "u:r:t:s0");
	assert_false(p.all_seen);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(proc_decode_socket(&sockets, &s), 1);
		assert_int_equal(s.inode, UINT64_C(0x100000000) + i);
		assert_int_equal(s.fd, i + 3);
	}
	assert_int_equal(proc_decode_socket(&sockets, &s), 0);
}

static void test_refused(void **state)
{
	uint8_t frame[512];
	size_t size = encode(frame, 2);
	struct bytes sockets;
	struct proc p;

	(void)state;
	for (size_t n = 0; n <= size + 1; n++) {
		struct guarded g;

		frame[size] = 0;
		g = guard(frame, n, false);
		assert_int_equal(proc_decode(bytes_of(g.data, n, false), &p, &sockets), n == size ? 1 : -EBADMSG);
		unguard(&g);
	}
	memset(frame + 24, 0xff, 4); /* more sockets than bytes */
	assert_int_equal(proc_decode(bytes_of(frame, size, false), &p, &sockets), -EBADMSG);
}

/* Texts of any bytes and lengths: what is kept has an end. */
static void test_hostile(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		uint8_t noise[PROC_TEXTS][1200], *frame = malloc(PROC_HEAD + sizeof(noise));
		struct proc_text any[PROC_TEXTS];
		const struct proc want = { .pid = 1, .all_seen = true };
		struct bytes sockets;
		struct proc p;
		size_t size;

		assert_non_null(frame);
		for (unsigned k = 0; k < PROC_TEXTS; k++) {
			any[k] = (struct proc_text){ noise[k], (uint16_t)dice_below(&dice, sizeof(noise[k])) };
			dice_fill(&dice, noise[k], any[k].size);
		}
		size = proc_encode(&want, 0, any, frame);
		assert_int_equal(proc_decode(bytes_of(frame, size, false), &p, &sockets), 1);
		assert_true(p.all_seen);
		assert_non_null(memchr(p.name, 0, sizeof(p.name)));
		assert_non_null(memchr(p.command, 0, sizeof(p.command)));
		assert_non_null(memchr(p.cgroup, 0, sizeof(p.cgroup)));
		assert_non_null(memchr(p.unit, 0, sizeof(p.unit)));
		assert_non_null(memchr(p.context, 0, sizeof(p.context)));
		free(frame);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survives),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_hostile),
	};

	return RUN_TESTS("proc", tests);
}
