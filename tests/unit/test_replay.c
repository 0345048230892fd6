/* SPDX-License-Identifier: ISC */
/*
 * platform/replay: what goes through the tap comes back out of the file, and hostile files do
 * not.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/wire/capture.h"
#include "lib/wire/name.h"
#include "platform/replay/replay.h"

/* A source that plays a script: one step for each question, in order. */
struct step {
	struct question question;
	int refused;   /* ask fails with this errno */
	int failed;    /* the answer ends with this errno */
	const char *words;
	const struct frame *frames;
	size_t count;
};

struct script {
	struct source source;
	const struct step *steps;
	size_t step, frame;
	bool late; /* the next call is not ready yet */
};

static int script_ask(struct source *source, const struct question *question, struct err *err)
{
	struct script *s = (struct script *)source;
	const struct step *step = &s->steps[s->step++];

	assert_int_equal(step->question.what, question->what);
	s->frame = 0;
	s->late = true;
	return step->refused ? err_set(err, step->refused, "%s", step->words) : 0;
}

static int script_next(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		       struct err *err)
{
	struct script *s = (struct script *)source;
	const struct step *step = &s->steps[s->step - 1];

	(void)deadline_ms;
	if (s->late) {
		s->late = false;
		return -EAGAIN;
	}
	if (s->frame == step->count)
		return step->failed ? err_set(err, step->failed, "%s", step->words) : 0;
	*ret_frame = step->frames[s->frame++];
	ret_frame->origin = &source->origin;
	ret_frame->key = ret_frame->key ? ret_frame->key : "";
	return 1;
}

static int script_send(struct source *source, const void *data, size_t size, struct err *err)
{
	(void)source;
	(void)data;
	(void)size;
	(void)err;
	return 0;
}

static int script_fd(const struct source *source)
{
	(void)source;
	return 42;
}

static void script_close(struct source *source)
{
	free(source);
}

static const struct source_ops script_ops = {
	.ask = script_ask, .next = script_next, .send = script_send, .fd = script_fd,
	.close = script_close,
};

static struct source *script_open(const struct step *steps)
{
	struct script *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->source.ops = &script_ops;
	s->source.origin = origin_host(SYSTEM_LINUX);
	strcpy(s->source.origin.release, "6.18.0");
	s->steps = steps;
	return &s->source;
}

static char file[] = "/tmp/routeclone-test-XXXXXX", other[] = "/tmp/routeclone-test-XXXXXX";

static int make_files(void **state)
{
	(void)state;
	close(mkstemp(file));
	close(mkstemp(other));
	return 0;
}

static int remove_files(void **state)
{
	(void)state;
	unlink(file);
	unlink(other);
	return 0;
}

enum { WALL = 1763123456 };
static const int64_t wall_ms = WALL * INT64_C(1000) + 789, uptime_ms = 4242;

static struct source *tap(struct source *inner, const char *path)
{
	struct err err = ERR_INIT;
	struct source *source;

	assert_int_equal(record_open(inner, path, wall_ms, uptime_ms, &source, &err), 0);
	assert_string_equal(err.text, "");
	return source;
}

static int try_open(const char *path, struct source **ret_source, struct err *err)
{
	struct source_args args = { .path = path };

	err_clear(err);
	return replay_open(&args, ret_source, err);
}

static struct source *replay(const char *path)
{
	struct err err = ERR_INIT;
	struct source *source = NULL;
	int e = try_open(path, &source, &err);

	assert_string_equal(err.text, "");
	assert_int_equal(e, 0);
	return source;
}

/* Ask, and compare the whole answer with the step. */
static void expect(struct source *source, const struct step *step, uint32_t number)
{
	struct err err = ERR_INIT;
	struct frame frame;
	int e = source_ask(source, &step->question, &err);

	if (step->refused) {
		assert_int_equal(e, -step->refused);
		assert_string_equal(err.text, step->words);
		return;
	}
	assert_int_equal(e, 0);
	for (size_t i = 0; i < step->count; i++) {
		const struct frame *want = &step->frames[i];

		do
			e = source_next(source, &frame, -1, &err);
		while (e == -EAGAIN);
		assert_string_equal(err.text, "");
		assert_int_equal(e, 1);
		assert_int_equal(frame.kind, want->kind);
		assert_int_equal(frame.flags, want->flags);
		assert_string_equal(frame.key, want->key ? want->key : "");
		assert_int_equal(frame.size, want->size);
		assert_memory_equal(frame.data, want->data, want->size);
		assert_int_equal(frame.origin->system, SYSTEM_LINUX);
		if (number) {
			assert_int_equal(frame.question, number);
			assert_int_equal(frame.time_ms, want->time_ms);
		}
	}
	do
		e = source_next(source, &frame, -1, &err);
	while (e == -EAGAIN);
	assert_int_equal(e, -step->failed);
	assert_string_equal(err.text, step->failed ? step->words : "");
}

static void play(struct source *source, const struct step *steps, size_t count, bool numbered)
{
	for (size_t i = 0; i < count; i++)
		expect(source, &steps[i], numbered ? (uint32_t)i + 1 : 0);
}

static void record_script(const struct step *steps, size_t count, const char *path)
{
	struct source *source = tap(script_open(steps), path);

	play(source, steps, count, false);
	source_close(source);
}

static size_t load(const char *path, uint8_t **ret_data)
{
	int fd = open(path, O_RDONLY);
	struct stat status;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	*ret_data = malloc((size_t)status.st_size);
	assert_int_equal(read(fd, *ret_data, (size_t)status.st_size), status.st_size);
	close(fd);
	return (size_t)status.st_size;
}

static void save(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY); /* O_TRUNC would make ext4 wait for the disk each time */

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, size), size);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	close(fd);
}

/* Netlink messages of 20 bytes each with an increasing sequence number. */
static void fill_netlink(uint8_t *to, size_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t words[5] = { 20, 24, i, 0, 0x01020304 };

		memcpy(to + 20 * (size_t)i, words, sizeof(words));
	}
}

enum { SMALL = 3, BIG = 30000 }; /* messages; 600000 bytes are three packets */
static uint8_t netlink[20 * BIG];
static uint8_t text[700000];
static const uint8_t name_frame[] = { FAMILY_INET, NAME_HOST, 1, 4, 10, 0, 0, 1, 'g', 'w' };
static const uint8_t no_name_frame[] = { FAMILY_INET, NAME_HOST, 0, 4, 10, 0, 0, 2 };

#define WHEN(ms) .time_ms = WALL * INT64_C(1000) + 1000 + (ms)

static const struct frame links[] = {
	{ .kind = FRAME_NETLINK, .flags = FRAME_REQUEST, .data = netlink, .size = 20, WHEN(0) },
	{ .kind = FRAME_NETLINK, .data = netlink, .size = 20 * SMALL, WHEN(1) },
	{ .kind = FRAME_NETLINK, .data = netlink + 20, .size = 20, WHEN(2) },
};
static const struct frame cut_links[] = {
	{ .kind = FRAME_NETLINK, .flags = FRAME_CUT, .data = netlink, .size = 33, WHEN(3) },
};
static const struct frame texts[] = {
	{ .kind = FRAME_FILE, .flags = FRAME_MORE, .key = "net/snmp", .data = text, .size = 100,
	  WHEN(4) },
	{ .kind = FRAME_FILE, .flags = FRAME_MORE, .key = "net/snmp", .data = text + 1,
	  .size = sizeof(text) - 1, WHEN(5) },
	{ .kind = FRAME_FILE, .key = "net/snmp", .data = text, .size = 0, WHEN(6) },
};
static const struct frame sysctls[] = {
	{ .kind = FRAME_SYSCTL, .key = "net.route", .data = text, .size = CAPTURE_PACKET_MAX,
	  WHEN(7) },
	{ .kind = FRAME_RTSOCK, .flags = FRAME_REQUEST, .data = text, .size = 5, WHEN(8) },
	{ .kind = FRAME_RTSOCK, .flags = FRAME_CUT, .data = text, .size = 300000, WHEN(8) },
	{ .kind = FRAME_PROC, .data = text, .size = 7, WHEN(9) },
};
static const struct frame names[] = {
	{ .kind = FRAME_NAME, .data = name_frame, .size = sizeof(name_frame), WHEN(10) },
	{ .kind = FRAME_NAME, .data = no_name_frame, .size = sizeof(no_name_frame), WHEN(11) },
};
static const struct name_query queries[] = {
	{ .addr = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 1 } } },
	{ .addr = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 2 } } },
};

#define FRAMES(a) .frames = a, .count = sizeof(a) / sizeof(a[0])

static const struct step all[] = {
	{ .question = { .what = ASK_LINKS }, FRAMES(links) },
	{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET6, .table = 254 }, .count = 0 },
	{ .question = { .what = ASK_ADDRS }, FRAMES(cut_links), .failed = ENOBUFS,
	  .words = "the kernel said that bytes are missing" },
	{ .question = { .what = ASK_FILE, .key = "net/snmp" }, FRAMES(texts) },
	{ .question = { .what = ASK_FILE, .key = "net/none" }, .refused = ENOENT,
	  .words = "/proc/net/none: No such file" },
	{ .question = { .what = ASK_SYSCTL, .key = "net.route" }, FRAMES(sysctls) },
	{ .question = { .what = ASK_RULES }, .refused = EOPNOTSUPP, .words = "no rules" },
	{ .question = { .what = ASK_NAMES, .names = queries, .name_count = 2 }, FRAMES(names) },
};

enum { ALL = sizeof(all) / sizeof(all[0]) };

static void test_all_comes_back(void **state)
{
	struct source *source;

	(void)state;
	record_script(all, ALL, file);
	source = replay(file);
	assert_int_equal(source->wall_ms, wall_ms);
	assert_int_equal(source->uptime_ms, uptime_ms);
	assert_string_equal(source->origin.release, "6.18.0");
	assert_int_equal(source->origin.system, SYSTEM_LINUX);
	assert_false(source->origin.swap);
	assert_int_equal(source_fd(source), -1);
	play(source, all, ALL, true);
	play(source, all, ALL, false); /* each answer is the last of its question, and repeats */
	source_close(source);
}

static void test_recording_of_a_replay_is_the_file(void **state)
{
	struct source *source;
	uint8_t *first, *second;
	size_t size;

	(void)state;
	record_script(all, ALL, file);
	source = tap(replay(file), other);
	play(source, all, ALL, false);
	source_close(source);
	size = load(file, &first);
	assert_int_equal(load(other, &second), size);
	assert_memory_equal(first, second, size);
	free(first);
	free(second);
}

/* More than a packet holds: split between messages, each packet one that other programs read. */
static void test_long_netlink_is_split(void **state)
{
	struct frame big = { .kind = FRAME_NETLINK, .data = netlink, .size = sizeof(netlink) };
	struct step step = { .question = { .what = ASK_LINKS }, .frames = &big, .count = 1 };
	struct source *source;
	struct err err = ERR_INIT;
	struct frame frame;
	size_t at = 0, frames = 0;

	(void)state;
	record_script(&step, 1, file);
	source = replay(file);
	assert_int_equal(source_ask(source, &step.question, &err), 0);
	while (source_next(source, &frame, -1, &err) == 1) {
		assert_int_equal(frame.size % 20, 0);
		assert_true(at + frame.size <= sizeof(netlink));
		assert_memory_equal(frame.data, netlink + at, frame.size);
		at += frame.size;
		frames++;
	}
	assert_string_equal(err.text, "");
	assert_int_equal(at, sizeof(netlink));
	assert_int_equal(frames, 3);
	source_close(source);
}

static void test_too_long_a_message(void **state)
{
	static uint8_t bytes[CAPTURE_PACKET_MAX + 4];
	struct frame big = { .kind = FRAME_NETLINK, .data = bytes, .size = sizeof(bytes) };
	struct step step = { .question = { .what = ASK_LINKS }, .frames = &big, .count = 1 };
	struct source *source = tap(script_open(&step), file);
	struct err err = ERR_INIT;
	uint32_t length = sizeof(bytes);
	struct frame frame;
	int e;

	(void)state;
	memcpy(bytes, &length, sizeof(length));
	assert_int_equal(source_ask(source, &step.question, &err), 0);
	while ((e = source_next(source, &frame, -1, &err)) == -EAGAIN)
		;
	assert_int_equal(e, -EFBIG);
	assert_non_null(strstr(err.text, file));
	source_close(source);
}

/* Files put together by hand. */
struct packet {
	uint16_t type, flags;
	uint32_t question;
	const char *key, *bytes;
};

#define ORIGIN_PACKET { CAPTURE_ORIGIN, 0, 0, "routeclone", "system=linux endian=" ENDIAN }
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ENDIAN "big"
#else
#define ENDIAN "little"
#endif

static void write_packets(const struct packet *packets, size_t count, uint32_t link)
{
	const uint32_t header[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, CAPTURE_PACKET_MAX, link };
	FILE *out = fopen(file, "wb");

	assert_non_null(out);
	fwrite(header, sizeof(header), 1, out);
	for (size_t i = 0; i < count && packets[i].key; i++) {
		struct capture_packet p = { .type = packets[i].type, .flags = packets[i].flags,
					    .question = packets[i].question, .key = packets[i].key,
					    .size = strlen(packets[i].bytes) };
		uint8_t head[CAPTURE_HEAD_MAX];
		size_t n = capture_encode_head(&p, false, head);
		uint32_t record[4] = { WALL, 0, (uint32_t)(n + p.size), (uint32_t)(n + p.size) };

		fwrite(record, sizeof(record), 1, out);
		fwrite(head, n, 1, out);
		fwrite(packets[i].bytes, 1, p.size, out);
	}
	assert_int_equal(fclose(out), 0);
}

/* 64 MiB are a frame, one byte more is none: neither written nor read. The file is mostly holes. */
static void test_the_longest_frame(void **state)
{
	static const struct packet begin[] = {
		ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=file key=a", "" },
	};
	struct capture_packet p = { .type = CAPTURE_FILE, .flags = CAPTURE_CONTINUED, .question = 1,
				    .key = "a" };
	const size_t most = CAPTURE_PACKET_MAX - 36;
	struct err err = ERR_INIT;
	struct frame frame = { .kind = FRAME_FILE, .key = "a", .size = CAPTURE_OBJECT_MAX + 1 };
	struct step step = { .question = { .what = ASK_FILE, .key = "a" }, .frames = &frame,
			     .count = 1 };
	struct source *source;
	int e;

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		FILE *out;

		write_packets(begin, 2, CAPTURE_LINK_TYPE);
		out = fopen(file, "ab");
		assert_non_null(out);
		for (size_t left = CAPTURE_OBJECT_MAX + over; left; left -= p.size) {
			uint8_t head[CAPTURE_HEAD_MAX];
			uint32_t record[4] = { WALL, 0, 0, 0 };
			size_t n;

			p.size = left < most ? left : most;
			p.flags = left > most ? CAPTURE_CONTINUED : 0;
			n = capture_encode_head(&p, false, head);
			record[2] = record[3] = (uint32_t)(n + p.size);
			fwrite(record, sizeof(record), 1, out);
			fwrite(head, n, 1, out);
			fflush(out);
			assert_int_equal(ftruncate(fileno(out), ftello(out) + (off_t)p.size), 0);
			fseeko(out, 0, SEEK_END);
		}
		assert_int_equal(fclose(out), 0);
		e = try_open(file, &source, &err);
		assert_int_equal(e, over ? -EBADMSG : 0);
		if (e == 0)
			source_close(source);
	}
	assert_non_null(strstr(err.text, "longer than any can be"));

	frame.data = calloc(1, frame.size);
	assert_non_null(frame.data);
	source = tap(script_open(&step), file);
	assert_int_equal(source_ask(source, &step.question, NULL), 0);
	err_clear(&err);
	while ((e = source_next(source, &frame, -1, &err)) == -EAGAIN)
		;
	assert_int_equal(e, -EFBIG);
	assert_non_null(strstr(err.text, file));
	source_close(source);
	free((void *)(uintptr_t)step.frames[0].data);
}

static const struct frame inet1[] = { { .kind = FRAME_NETLINK, .data = netlink, .size = 20 } };
static const struct frame inet2[] = { { .kind = FRAME_NETLINK, .data = netlink + 20, .size = 20 } };
static const struct frame every[] = { { .kind = FRAME_NETLINK, .data = netlink + 40, .size = 20 } };

static void test_which_answer(void **state)
{
	static const struct step recorded[] = {
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(inet1) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(inet2) },
		{ .question = { .what = ASK_ROUTES }, FRAMES(every) },
		{ .question = { .what = ASK_LINKS, .brief = true }, FRAMES(inet1) },
		{ .question = { .what = ASK_LINKS }, FRAMES(inet2) },
	};
	static const struct step asked[] = {
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET6 }, FRAMES(every) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(inet1) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254,
				.ifindex = 7 }, FRAMES(inet1) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(inet2) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(every) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
		  FRAMES(every) },
		{ .question = { .what = ASK_ROUTES, .family = FAMILY_INET6 }, FRAMES(every) },
		{ .question = { .what = ASK_LINKS }, FRAMES(inet2) },
		{ .question = { .what = ASK_LINKS, .brief = true }, FRAMES(inet1) },
	};
	static const struct question absent[] = {
		{ .what = ASK_CLONES }, { .what = ASK_FILE, .key = "net/snmp" },
	};
	struct source *source;

	(void)state;
	record_script(recorded, sizeof(recorded) / sizeof(recorded[0]), file);
	source = replay(file);
	play(source, asked, sizeof(asked) / sizeof(asked[0]), false);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(source_ask(source, &absent[i], &err), -ENOMSG);
		assert_non_null(strstr(err.text, file));
		assert_non_null(strstr(err.text, question_name(absent[i].what)));
		assert_true(!absent[i].key || strstr(err.text, absent[i].key));
	}
	assert_int_equal(source_send(source, "x", 1, NULL), -EOPNOTSUPP);
	source_close(source);
}

/* Asking before the last answer ended drops the rest of it, in the run and in the replay. */
static void test_an_answer_given_up(void **state)
{
	static const struct step recorded[] = {
		{ .question = { .what = ASK_LINKS }, FRAMES(links) },
		{ .question = { .what = ASK_LINKS }, FRAMES(inet2) },
		{ .question = { .what = ASK_ADDRS }, FRAMES(inet1) },
		{ .question = { .what = ASK_RULES }, FRAMES(inet1) },
	};
	struct source *source = tap(script_open(recorded), file);
	struct err err = ERR_INIT;
	struct frame frame;

	(void)state;
	assert_int_equal(source_fd(source), 42);
	assert_int_equal(source_ask(source, &recorded[0].question, &err), 0);
	assert_int_equal(source_next(source, &frame, -1, &err), -EAGAIN);
	assert_int_equal(source_next(source, &frame, -1, &err), 1);
	expect(source, &recorded[1], 0);
	assert_int_equal(source_ask(source, &recorded[2].question, &err), 0);
	assert_int_equal(source_ask(source, &recorded[3].question, &err), 0);
	source_close(source);

	source = replay(file);
	expect(source, &recorded[1], 0); /* the whole answer, not the broken one */
	assert_int_equal(source_ask(source, &recorded[2].question, &err), 0);
	assert_int_equal(source_next(source, &frame, -1, &err), -EBADMSG);
	assert_non_null(strstr(err.text, "given up"));
	assert_non_null(strstr(err.text, "addrs"));
	err_clear(&err);
	assert_int_equal(source_ask(source, &recorded[3].question, &err), 0);
	assert_int_equal(source_next(source, &frame, -1, &err), -EBADMSG);
	assert_non_null(strstr(err.text, "rules"));
	assert_int_equal(source_next(source, &frame, -1, &err), 0);
	source_close(source);
}

static void test_what_is_sent_is_passed_over(void **state)
{
	static const struct step recorded[] = {
		{ .question = { .what = ASK_LINKS }, FRAMES(inet1) },
		{ .question = { .what = ASK_ADDRS }, FRAMES(inet2) },
	};
	struct source *source = tap(script_open(recorded), file);

	(void)state;
	expect(source, &recorded[0], 0);
	assert_int_equal(source_send(source, netlink, 20, NULL), 0);
	expect(source, &recorded[1], 0);
	source_close(source);
	source = replay(file);
	play(source, recorded, 2, false);
	source_close(source);
}

static void test_names(void **state)
{
	static const uint8_t newer[] = { FAMILY_INET, NAME_HOST, 1, 4, 10, 0, 0, 1, 'n', 'e', 'w' };
	static const uint8_t network[] = { FAMILY_INET, NAME_NETWORK, 1, 4, 10, 0, 0, 1, 'n' };
	static const struct frame later[] = {
		{ .kind = FRAME_NAME, .data = newer, .size = sizeof(newer) },
		{ .kind = FRAME_NAME, .data = network, .size = sizeof(network) },
	};
	static const struct step recorded[] = {
		{ .question = { .what = ASK_NAMES }, FRAMES(names) },
		{ .question = { .what = ASK_NAMES }, FRAMES(later) },
	};
	const struct name_query wanted[] = {
		{ .addr = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 9, 9, 9 } } },
		queries[1],
		{ .addr = queries[0].addr, .kind = NAME_NETWORK },
		queries[0],
	};
	const struct frame answers[] = { names[1], later[1], later[0] };
	const struct step asked = {
		.question = { .what = ASK_NAMES, .names = wanted, .name_count = 4 },
		FRAMES(answers),
	};
	struct source *source;

	(void)state;
	record_script(recorded, 2, file);
	source = replay(file);
	expect(source, &asked, 0);
	expect(source, &asked, 0);
	source_close(source);
}

/*
 * Wherever a file ends: it is refused, or an answer is whole, or the answer says that it is not.
 * `count` steps were recorded; returns how many were answered.
 */
static size_t answers_of(const struct step *steps, size_t count)
{
	struct source *source;
	struct err err = ERR_INIT;
	size_t whole = 0;

	if (try_open(file, &source, &err) < 0) {
		assert_non_null(strstr(err.text, file));
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		struct frame frame;
		size_t frames = 0;
		int e;

		err_clear(&err);
		e = source_ask(source, &steps[i].question, &err);
		while (!e && (e = source_next(source, &frame, -1, &err)) == 1) {
			assert_true(frames < steps[i].count);
			assert_int_equal(frame.size, steps[i].frames[frames].size);
			assert_memory_equal(frame.data, steps[i].frames[frames].data, frame.size);
			frames++;
			e = 0;
		}
		assert_true(e <= 0);
		if (e < 0 && strstr(err.text, file))
			continue;
		assert_int_equal(e, -(steps[i].refused + steps[i].failed));
		assert_int_equal(frames, steps[i].count);
		whole++;
	}
	source_close(source);
	return whole;
}

static void test_every_truncation(void **state)
{
	struct step steps[ALL];
	struct frame short_texts[3], short_sysctls[4];
	size_t size, before = 0;
	uint8_t *data;

	(void)state;
	memcpy(steps, all, sizeof(all));
	memcpy(short_texts, texts, sizeof(texts));
	memcpy(short_sysctls, sysctls, sizeof(sysctls));
	short_texts[1].size = 300;
	short_sysctls[0].size = short_sysctls[2].size = 40;
	steps[3].frames = short_texts;
	steps[5].frames = short_sysctls;
	record_script(steps, ALL, file);
	size = load(file, &data);
	for (size_t n = 0; n <= size; n++) {
		size_t whole;

		save(file, data, n);
		whole = answers_of(steps, ALL);
		assert_true(whole >= before);
		before = whole;
	}
	assert_int_equal(before, ALL);
	free(data);
}

/* A frame in three packets, cut in each of them. */
static void test_truncated_within_a_long_frame(void **state)
{
	struct step step = { .question = { .what = ASK_FILE, .key = "net/snmp" }, FRAMES(texts) };
	size_t size;
	uint8_t *data;

	(void)state;
	record_script(&step, 1, file);
	size = load(file, &data);
	for (size_t n = 0; n < size; n += 30011) {
		save(file, data, n);
		assert_int_equal(answers_of(&step, 1), 0);
	}
	free(data);
}

/*
 * Every byte of a file in three wrong ways. No claim on the answers but that they come to an end.
 */
static void test_every_byte_wrong(void **state)
{
	static const struct step small[] = {
		{ .question = { .what = ASK_LINKS }, FRAMES(links) },
		{ .question = { .what = ASK_FILE, .key = "net/none" }, .refused = ENOENT,
		  .words = "x" },
		{ .question = { .what = ASK_NAMES, .names = queries, .name_count = 2 },
		  FRAMES(names) },
	};
	static const uint8_t wrong[] = { 0x01, 0x80, 0xff };
	uint8_t *data;
	size_t size, refused = 0;

	(void)state;
	record_script(small, 3, file);
	size = load(file, &data);
	for (size_t i = 0; i < 3 * size; i++) {
		struct err err = ERR_INIT;
		struct source *source;

		data[i / 3] ^= wrong[i % 3];
		save(file, data, size);
		data[i / 3] ^= wrong[i % 3];
		if (try_open(file, &source, &err) < 0) {
			assert_non_null(strstr(err.text, file));
			refused++;
			continue;
		}
		for (size_t q = 0; q < 3; q++) {
			struct frame frame;

			if (source_ask(source, &small[q].question, NULL) == 0)
				while (source_next(source, &frame, -1, NULL) == 1)
					assert_true(frame.kind != FRAME_NONE);
		}
		source_close(source);
	}
	assert_true(refused > size);
	free(data);
}

static void test_wrong_files(void **state)
{
	static const struct {
		const char *words;
		struct packet packets[5];
	} cases[] = {
		{ "empty", { { 0, 0, 0, NULL, NULL } } },
		{ "packet 1: it is not the origin",
		  { { CAPTURE_QUESTION, 0, 1, "what=links", "" } } },
		{ "packet 1: its text",
		  { { CAPTURE_ORIGIN, 0, 0, "routeclone", "system=minix" } } },
		{ "packet 2: a second origin", { ORIGIN_PACKET, ORIGIN_PACKET } },
		{ "packet 2: its text is not that of a question",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=dinner", "" } } },
		{ "packet 2: a question without a number",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 0, "what=links", "" } } },
		{ "packet 2: it belongs to another question",
		  { ORIGIN_PACKET, { CAPTURE_END, 0, 1, "", "" } } },
		{ "packet 2: it belongs to another question",
		  { ORIGIN_PACKET, { CAPTURE_FILE, 0, 1, "a", "b" } } },
		{ "packet 3: it belongs to another question",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=links", "" },
		    { CAPTURE_FILE, 0, 2, "a", "b" } } },
		{ "packet 3: it belongs to another question",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=links", "" },
		    { CAPTURE_END, 0, 2, "", "" } } },
		{ "packet 4: it belongs to another question",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=links", "" },
		    { CAPTURE_END, 0, 1, "", "" }, { CAPTURE_END, 0, 1, "", "" } } },
		{ "packet 4: a question is refused within its answer",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=links", "" },
		    { CAPTURE_PROC, 0, 1, "", "" },
		    { CAPTURE_END, CAPTURE_REFUSED, 1, "", "EIO" } } },
		{ "packet 3: it stands behind the end",
		  { ORIGIN_PACKET, { CAPTURE_END, 0, 0, "", "" }, { CAPTURE_END, 0, 0, "", "" } } },
		{ "packet 4: another kind of message within a frame",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=file key=a", "" },
		    { CAPTURE_FILE, CAPTURE_CONTINUED, 1, "a", "b" },
		    { CAPTURE_END, 0, 1, "", "" } } },
		{ "packet 3: a message of its kind does not go on",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=names", "" },
		    { CAPTURE_NAME, CAPTURE_CONTINUED, 1, "", "\1\1\1\4abcdname" } } },
		{ "packet 3: it holds no name",
		  { ORIGIN_PACKET, { CAPTURE_QUESTION, 0, 1, "what=names", "" },
		    { CAPTURE_NAME, 0, 1, "", "\1\1\1\5abcdename" } } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_INIT;
		struct source *source;

		write_packets(cases[i].packets, 5, CAPTURE_LINK_TYPE);
		assert_int_equal(try_open(file, &source, &err), -EBADMSG);
		assert_non_null(strstr(err.text, file));
		if (!strstr(err.text, cases[i].words))
			fail_msg("\"%s\" is not about \"%s\"", err.text, cases[i].words);
	}
}

static void test_no_captures(void **state)
{
	static const struct packet origin[] = { ORIGIN_PACKET };
	struct err err = ERR_INIT;
	struct source *source;

	(void)state;
	write_packets(origin, 1, CAPTURE_LINK_TYPE);
	assert_int_equal(try_open(file, &source, &err), 0);
	/* the packet's, where nothing is said */
	assert_int_equal(source->wall_ms, WALL * INT64_C(1000));
	source_close(source);
	write_packets(origin, 1, 1);
	assert_int_equal(try_open(file, &source, &err), -EBADMSG);
	assert_non_null(strstr(err.text, "EN10MB"));
	save(file, (const uint8_t *)"Kernel IP routing table\n", 24);
	assert_int_equal(try_open(file, &source, &err), -EBADMSG);
	assert_non_null(strstr(err.text, "not a capture"));
	save(file, NULL, 0);
	assert_int_equal(try_open(file, &source, &err), -EBADMSG);
	assert_int_equal(try_open("/proc/nonexistent/file", &source, &err), -ENOENT);
	assert_non_null(strstr(err.text, "/proc/nonexistent/file"));
	assert_int_equal(try_open("/", &source, &err), -EINVAL);
	assert_int_equal(try_open("/dev/null", &source, &err), -EINVAL);
	unlink(other);
	assert_int_equal(mkfifo(other, 0600), 0);
	assert_int_equal(try_open(other, &source, &err), -EINVAL);
	assert_non_null(strstr(err.text, "not a regular file"));
	unlink(other);
	close(open(other, O_CREAT | O_WRONLY, 0600));
}

static void test_full_disk(void **state)
{
	struct step step = { .question = { .what = ASK_LINKS }, FRAMES(links) };
	struct source *inner = script_open(&step), *source = NULL;
	struct err err = ERR_INIT;

	(void)state;
	if (access("/dev/full", W_OK) < 0) {
		source_close(inner);
		skip();
	}
	assert_int_equal(record_open(inner, "/dev/full", wall_ms, uptime_ms, &source, &err),
			 -ENOSPC);
	assert_non_null(strstr(err.text, "/dev/full"));
	err_clear(&err);
	assert_int_equal(record_open(inner, "/proc/nonexistent/file", 0, 0, &source, &err), -ENOENT);
	assert_non_null(strstr(err.text, "/proc/nonexistent/file"));
	assert_null(source);
	source_close(inner);
}

/*
 * The captures of the command line (the golden ones), cut at every byte, the long ones at many:
 * what is answered is answered as by the whole file, or not at all.
 */
static const char *const *captures;

static const struct question questions[] = {
	{ .what = ASK_LINKS },
	{ .what = ASK_ADDRS, .family = FAMILY_INET },
	{ .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
	{ .what = ASK_ROUTES, .family = FAMILY_INET6, .table = 254 },
	{ .what = ASK_CLONES, .family = FAMILY_INET },
	{ .what = ASK_CLONES, .family = FAMILY_INET6 },
	{ .what = ASK_NEIGHS, .family = FAMILY_INET },
	{ .what = ASK_NEIGHS, .family = FAMILY_INET6 },
	{ .what = ASK_PROXIES, .family = FAMILY_INET },
	{ .what = ASK_TIMES },
	{ .what = ASK_NEXTHOPS },
	{ .what = ASK_FILE, .key = "net/ipv6_route" },
	{ .what = ASK_FILE, .key = "net/snmp" },
};

enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]), LONG_FILE = 16384, STRIDE = 61 };

/*
 * All bytes of an answer in one number; 0 where the capture cannot answer, 1 where the kernel did
 * not.
 */
static uint64_t answer_hash(struct source *source, const struct question *question)
{
	uint64_t hash = 0xcbf29ce484222325;
	struct err err = ERR_INIT;
	struct frame frame;
	int e = source_ask(source, question, &err);

	while (!e && (e = source_next(source, &frame, -1, &err)) == 1) {
		for (size_t i = 0; i < frame.size; i++)
			hash = (hash ^ frame.data[i]) * 0x100000001b3;
		e = 0;
	}
	assert_true((e < 0) == (err.text[0] != '\0'));
	return !e ? hash : strstr(err.text, file) ? 0 : 1;
}

static void truncate_capture(const char *path)
{
	uint64_t whole[QUESTIONS] = { 0 };
	size_t size, answered = 0;
	uint8_t *data;

	size = load(path, &data);
	save(file, data, size);
	free(data);
	for (size_t n = size; n > 0; n -= size < LONG_FILE || n < STRIDE ? 1 : STRIDE) {
		struct err err = ERR_INIT;
		struct source *source;

		assert_int_equal(truncate(file, (off_t)n), 0);
		if (try_open(file, &source, &err) < 0) {
			assert_non_null(strstr(err.text, file));
			continue;
		}
		for (size_t q = 0; q < QUESTIONS; q++) {
			uint64_t hash = answer_hash(source, &questions[q]);

			if (n == size)
				whole[q] = hash;
			assert_true(!hash || hash == whole[q]);
			answered += hash != 0;
		}
		source_close(source);
	}
	print_message("# %s: %zu answers were whole\n", strrchr(path, '/') + 1, answered);
}

static void test_captures_truncated(void **state)
{
	(void)state;
	if (!*captures)
		skip();
	for (size_t i = 0; captures[i]; i++)
		truncate_capture(captures[i]);
}

static int fill(void **state)
{
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)(i * 7 + i / 251);
	fill_netlink(netlink, BIG);
	return make_files(state);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_comes_back),
		cmocka_unit_test(test_recording_of_a_replay_is_the_file),
		cmocka_unit_test(test_long_netlink_is_split),
		cmocka_unit_test(test_too_long_a_message),
		cmocka_unit_test(test_the_longest_frame),
		cmocka_unit_test(test_which_answer),
		cmocka_unit_test(test_an_answer_given_up),
		cmocka_unit_test(test_what_is_sent_is_passed_over),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_truncated_within_a_long_frame),
		cmocka_unit_test(test_every_byte_wrong),
		cmocka_unit_test(test_wrong_files),
		cmocka_unit_test(test_no_captures),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_captures_truncated),
	};

	(void)argc;
	captures = (const char *const *)argv + 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("replay", tests, fill, remove_files);
}
