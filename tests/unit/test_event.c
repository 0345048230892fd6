/* SPDX-License-Identifier: ISC */
/* Events off frames, however broken; what is known of things; the calendar. */
#include "test.h"

#include <time.h>

#include "lib/model/index.h"
#include "lib/model/known.h"
#include "lib/view/json.h"
#include "lib/view/monitor.h"
#include "lib/wire/event.h"

static const struct origin linux_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

static monitor_view *const views[] = { monitor_linux, monitor_freebsd, monitor_freebsd13, monitor_freebsd4,
				       monitor_netbsd, monitor_openbsd, monitor_macos };

/* All events of a frame in every dialect and as JSON: each a line that ends. */
static int show_all(const struct origin *origin, enum frame_kind kind, const uint8_t *data, size_t size)
{
	static struct out out;
	static struct event e;
	struct index *index = index_new();
	struct env env = { 0 };
	struct view_context c = { .origin = origin, .index = index, .env = &env };
	struct frame frame = { .kind = kind, .origin = origin, .key = "", .size = size };
	struct event_reader reader;
	uint8_t *copy = malloc(size ? size : 1);
	struct json json;
	unsigned count = 0;
	int more;

	assert_non_null(copy);
	assert_non_null(index);
	memcpy(copy, data, size);
	frame.data = copy;
	event_begin(&reader, &frame);
	while ((more = event_next(&reader, &e)) > 0) {
		assert_true(count++ <= size);
		e.time = event_time_of(0, 0);
		for (size_t i = 0; i < COUNT(views); i++) {
			out_init(&out, -1);
			views[i](&out, &c, &e);
			assert_int_equal(out.error, 0);
			/* FreeBSD's program ends no line where nothing stands behind the head */
			assert_true(!out.used || out.buffer[out.used - 1] == '\n' ||
				    views[i] == monitor_freebsd13 || views[i] == monitor_freebsd4);
			assert_null(memchr(out.buffer, '\0', out.used));
		}
		out_init(&out, -1);
		json_begin_lines(&json, &out, &c);
		json_event(&json, &e);
		assert_int_equal(out.error, 0);
	}
	index_free(index);
	free(copy);
	return more < 0 ? more : (int)count;
}

static size_t read_fixture(const char *name, uint8_t *to, size_t size)
{
	char path[256];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", FIXTURES, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	n = fread(to, 1, size, file);
	fclose(file);
	return n;
}

static const char *const fixtures[] = { "route-inet.bin", "route-inet6.bin", "link.bin", "addr.bin", "neigh.bin",
					"nexthop.bin", "rule.bin" };

/* Every netlink message is an event, and each truncation of one is none, or an error. */
static void test_netlink(void **state)
{
	static uint8_t data[65536];

	(void)state;
	for (size_t i = 0; i < COUNT(fixtures); i++) {
		size_t size = read_fixture(fixtures[i], data, sizeof(data));

		assert_true(show_all(&linux_origin, FRAME_NETLINK, data, size) > 0);
		for (size_t cut = 0; cut < size && cut < 3000; cut += 1 + cut / 100)
			(void)show_all(&linux_origin, FRAME_NETLINK, data, cut);
	}
}

/* The lowest bit of the type says that it is gone, NLM_F_REPLACE that a route takes another's place. */
static void test_kinds(void **state)
{
	static uint8_t data[65536];
	static struct event e;
	struct frame frame = { .kind = FRAME_NETLINK, .origin = &linux_origin, .key = "", .data = data };
	struct event_reader reader;

	(void)state;
	frame.size = read_fixture("route-inet.bin", data, sizeof(data));
	event_begin(&reader, &frame);
	assert_int_equal(event_next(&reader, &e), 1);
	assert_int_equal(e.kind, EVENT_ADD);
	assert_int_equal(e.object, OBJECT_ROUTE);
	assert_ptr_equal(reader.at, data);
	data[7] |= 1; /* 0x100 in the flags */
	event_begin(&reader, &frame);
	assert_int_equal(event_next(&reader, &e), 1);
	assert_int_equal(e.kind, EVENT_CHANGE);
	data[4] |= 1;
	event_begin(&reader, &frame);
	assert_int_equal(event_next(&reader, &e), 1);
	assert_int_equal(e.kind, EVENT_DELETE);
}

/* Routing messages of every system: random heads, types and lengths that lie. */
static void test_routing(void **state)
{
	static const struct origin origins[] = {
		{ .system = SYSTEM_FREEBSD, .word = 64, .release = "13.0" },
		{ .system = SYSTEM_FREEBSD, .word = 32, .release = "13.0" },
		{ .system = SYSTEM_OPENBSD, .word = 64, .release = "7.7" },
		{ .system = SYSTEM_OPENBSD, .word = 32, .release = "7.7", .swap = true, .big_endian = true },
		{ .system = SYSTEM_NETBSD, .word = 64, .release = "10.0" },
		{ .system = SYSTEM_NETBSD, .word = 64, .release = "7.99.4" },
		{ .system = SYSTEM_MACOS, .word = 64, .release = "15" },
	};
	static const uint8_t versions[] = { 5, 5, 5, 5, 4, 4, 5 };
	struct dice dice = DICE;
	uint8_t data[400];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		unsigned which = i % COUNT(origins);
		size_t size = dice_u64(&dice) % sizeof(data);

		for (size_t n = 0; n < sizeof(data); n++)
			data[n] = dice_u64(&dice) & 1 ? (uint8_t)dice_u64(&dice) : (uint8_t)(dice_u64(&dice) % 30);
		data[2] = i % 17 ? versions[which] : (uint8_t)i;
		data[3] = (uint8_t)(dice_u64(&dice) % 26);
		assert_int_equal(show_all(&origins[which], FRAME_RTSOCK, data, size), size < 4 ? -EBADMSG : 1);
	}
}

static void test_known(void **state)
{
	struct known *k = known_new();
	struct known_entry e = { .group = 1, .key = 1, .content = 1, .size = 3, .data = "abc" }, gone;
	unsigned count = 0;

	(void)state;
	assert_non_null(k);
	assert_int_equal(known_put(k, &e), KNOWN_NEW);
	assert_int_equal(known_put(k, &e), KNOWN_SAME);
	e.content = 2;
	e.size = 5;
	e.data = "hello";
	assert_int_equal(known_put(k, &e), KNOWN_CHANGED);
	assert_int_equal(known_count(k), 1);
	for (uint64_t i = 0; i < 5000; i++) {
		struct known_entry many = { .group = i / 2, .key = i + 10, .content = i, .size = sizeof(i), .data = &i };

		assert_int_equal(known_put(k, &many), KNOWN_NEW);
	}
	known_remove_group(k, 7);
	assert_int_equal(known_count(k), 4999);
	assert_false(known_remove(k, 7, 24));
	assert_true(known_remove(k, 8, 26));
	known_begin(k);
	assert_int_equal(known_put(k, &e), KNOWN_SAME);
	while (known_next_unseen(k, &gone)) {
		assert_int_equal(gone.size, 8);
		assert_memory_equal(gone.data, &gone.content, 8);
		count++;
	}
	assert_int_equal(count, 4997);
	assert_int_equal(known_count(k), 1);
	known_free(k);
}

/* Against the C library's calendar, over six centuries. */
static void test_calendar(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		int64_t ms = (int64_t)(dice_u64(&dice) % UINT64_C(18934000000000)) - INT64_C(3000000000000);
		time_t seconds = (time_t)((ms - (ms % 1000 + 1000) % 1000) / 1000);
		struct event_time t = event_time_of(ms, 0);
		struct tm tm;

		assert_non_null(gmtime_r(&seconds, &tm));
		assert_int_equal(t.year, tm.tm_year + 1900);
		assert_int_equal(t.month, tm.tm_mon + 1);
		assert_int_equal(t.day, tm.tm_mday);
		assert_int_equal(t.weekday, tm.tm_wday);
		assert_int_equal(t.hour, tm.tm_hour);
		assert_int_equal(t.minute, tm.tm_min);
		assert_int_equal(t.second, tm.tm_sec);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_netlink), cmocka_unit_test(test_kinds), cmocka_unit_test(test_routing),
		cmocka_unit_test(test_known),	cmocka_unit_test(test_calendar),
	};

	return RUN_TESTS("event", tests);
}
