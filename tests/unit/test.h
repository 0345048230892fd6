/* SPDX-License-Identifier: ISC */
/* test: what the unit tests share. Include it first; a test file is one program. */
#ifndef RC_TESTS_UNIT_TEST_H
#define RC_TESTS_UNIT_TEST_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/bytes.h"
#include "lib/base/out.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RUN_TESTS(name, tests) \
	(cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests_name(name, tests, NULL, NULL))

/* Why nothing may be asked of the kernel (tests/tools/kernel), or NULL. */
static inline const char *silent_kernel(void)
{
	const char *why = getenv("ROUTECLONE_SILENT_KERNEL");

	return why && *why ? why : NULL;
}

/* Numbers that are the same in every run (xorshift64*, Vigna 2014). */
struct dice {
	uint64_t state;
};

#define DICE { UINT64_C(0x9e3779b97f4a7c15) }

static inline uint64_t dice_u64(struct dice *d)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return d->state * UINT64_C(0x2545f4914f6cdd1d);
}

/* Below n. */
static inline uint32_t dice_below(struct dice *d, uint32_t n)
{
	return (uint32_t)((dice_u64(d) >> 32) * n >> 32);
}

static inline void dice_fill(struct dice *d, void *to, size_t size)
{
	uint8_t *at = to;

	for (size_t i = 0; i < size; i++)
		at[i] = (uint8_t)(dice_u64(d) >> 56);
}

/* A writer whose text is looked at in its buffer. */
static inline struct out *test_out(void)
{
	static struct out out;

	out_init(&out, -1);
	return &out;
}

/* What was written, NUL-terminated; the writer begins anew. */
static inline const char *test_text(struct out *out)
{
	static char text[OUT_SIZE + 1];

	assert_int_equal(out->error, 0);
	memcpy(text, out->buffer, out->used);
	text[out->used] = '\0';
	assert_int_equal(strlen(text), out->used);
	out->used = 0;
	return text;
}

#define assert_text(out, want) assert_string_equal(test_text(out), want)

/*
 * Memory of exactly `size` bytes that ends where a page without access begins: a read behind it is a
 * crash in any build. With `front` it is the byte before it that cannot be read.
 */
struct guarded {
	uint8_t *data;
	uint8_t *map;
	size_t mapped;
};

static inline struct guarded guard(const void *data, size_t size, bool front)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size + page - 1) / page * page;
	struct guarded g = { .mapped = room + 2 * page };

	g.map = mmap(NULL, g.mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(g.map != MAP_FAILED);
	if (room)
		assert_int_equal(mprotect(g.map + page, room, PROT_READ | PROT_WRITE), 0);
	g.data = g.map + page + (front ? 0 : room - size);
	if (size)
		memcpy(g.data, data, size);
	return g;
}

static inline void unguard(const struct guarded *g)
{
	munmap(g->map, g->mapped);
}

/* A file of tests/fixtures (FIXTURES is its folder); free it. */
static inline uint8_t *fixture(const char *name, size_t *ret_size)
{
	char path[512];
	uint8_t *data;
	long size;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", FIXTURES, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	rewind(file);
	assert_true(size > 0);
	data = malloc((size_t)size);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, (size_t)size, file), size);
	fclose(file);
	*ret_size = (size_t)size;
	return data;
}

static inline bool host_is_little(void)
{
	const uint16_t one = 1;

	return *(const uint8_t *)&one;
}

#endif
