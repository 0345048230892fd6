/* SPDX-License-Identifier: ISC */
/*
 * The sources of the BSDs and macOS over kernels of our own (bsd.h): what they ask, what they make of an answer,
 * and of every way in which a kernel can fail. tests/unit/test_contract.c holds them against the contract as well.
 */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>

#include "bsd.h"
#include "lib/model/lookup.h"
#include "lib/wire/decode.h"

static const enum origin_system systems[BSD_SYSTEMS] = { SYSTEM_FREEBSD, SYSTEM_OPENBSD,
							 SYSTEM_NETBSD, SYSTEM_MACOS };

static struct source *open_source(enum origin_system system)
{
	const struct source_args args = { .dated = true };
	struct source *source = NULL;
	struct err err = ERR_INIT;

	bsd_reset(system);
	assert_int_equal(bsd_open(&args, &source, &err), 0);
	assert_string_equal(err.text, "");
	return source;
}

/* ---- what is asked ---------------------------------------------------------------------------- */

static const struct ask {
	enum origin_system system;
	struct question question;
	unsigned count; /* 0: by name */
	int mib[RTSOCK_MIB_MAX];
	const char *key; /* of the frame; NULL: it is refused */
} asks[] = {
	{ SYSTEM_FREEBSD, { .what = ASK_ROUTES }, 7, { 4, 17, 0, 0, 1, 0, 0 }, "net.route.dump" },
	{ SYSTEM_FREEBSD, { .what = ASK_ROUTES, .family = FAMILY_INET6, .fib = 1 }, 7,
	  { 4, 17, 0, 28, 1, 0, 1 }, "net.route.dump" },
	{ SYSTEM_FREEBSD, { .what = ASK_NEIGHS, .family = FAMILY_INET }, 6,
	  { 4, 17, 0, 2, 2, 0x400 }, "net.route.flags" },
	{ SYSTEM_FREEBSD, { .what = ASK_LINKS }, 6, { 4, 17, 0, 0, 5, 0 }, "net.route.iflistl" },
	{ SYSTEM_FREEBSD, { .what = ASK_ADDRS, .family = FAMILY_INET6 }, 6,
	  { 4, 17, 0, 28, 5, 0 }, "net.route.iflistl" },
	{ SYSTEM_FREEBSD, { .what = ASK_MADDRS }, 6, { 4, 17, 0, 0, 4, 0 }, "net.route.ifmalist" },
	{ SYSTEM_FREEBSD, { .what = ASK_NEXTHOPS, .family = FAMILY_INET, .fib = 3 }, 7,
	  { 4, 17, 0, 2, 6, 0, 3 }, "net.route.nhop" },
	{ SYSTEM_FREEBSD, { .what = ASK_GROUPS, .family = FAMILY_INET }, 7,
	  { 4, 17, 0, 2, 7, 0, 0 }, "net.route.nhgrp" },
	{ SYSTEM_FREEBSD, { .what = ASK_STATS, .key = "route" }, 0, { 0 }, "net.route.stats" },
	{ SYSTEM_FREEBSD, { .what = ASK_SYSCTL, .key = "net.fibs" }, 0, { 0 }, "net.fibs" },
	{ SYSTEM_OPENBSD, { .what = ASK_ROUTES, .family = FAMILY_INET, .fib = 2 }, 7,
	  { 4, 17, 0, 2, 1, 0, 2 }, "net.route.dump" },
	{ SYSTEM_OPENBSD, { .what = ASK_ROUTES, .family = FAMILY_MPLS }, 7,
	  { 4, 17, 0, 33, 1, 0, 0 }, "net.route.dump" },
	{ SYSTEM_OPENBSD, { .what = ASK_NEIGHS, .family = FAMILY_INET6, .fib = 1 }, 7,
	  { 4, 17, 0, 24, 2, 0x400, 1 }, "net.route.flags" },
	{ SYSTEM_OPENBSD, { .what = ASK_LINKS }, 6, { 4, 17, 0, 0, 3, 0 }, "net.route.iflist" },
	{ SYSTEM_OPENBSD, { .what = ASK_STATS, .key = "route" }, 6, { 4, 17, 0, 0, 4, 0 },
	  "net.route.stats" },
	{ SYSTEM_OPENBSD, { .what = ASK_SYSCTL, .key = "net.inet.tcp.stats" }, 4, { 4, 2, 6, 21 },
	  "net.inet.tcp.stats" },
	{ SYSTEM_OPENBSD, { .what = ASK_SYSCTL, .key = "net.fibs" }, 0, { 0 }, NULL },
	{ SYSTEM_NETBSD, { .what = ASK_ROUTES, .family = FAMILY_INET6 }, 6, { 4, 34, 0, 24, 1, 0 },
	  "net.route.dump" },
	{ SYSTEM_NETBSD, { .what = ASK_NEIGHS, .family = FAMILY_INET6 }, 6,
	  { 4, 34, 0, 24, 2, 0x400 }, "net.route.flags" },
	{ SYSTEM_NETBSD, { .what = ASK_ADDRS }, 6, { 4, 34, 0, 0, 6, 0 }, "net.route.iflist" },
	{ SYSTEM_NETBSD, { .what = ASK_ROUTES, .fib = 1 }, 0, { 0 }, NULL },
	{ SYSTEM_MACOS, { .what = ASK_ROUTES, .family = FAMILY_INET6 }, 6, { 4, 17, 0, 30, 7, 0 },
	  "net.route.dump" },
	{ SYSTEM_MACOS, { .what = ASK_NEIGHS }, 6, { 4, 17, 0, 0, 2, 0x400 }, "net.route.flags" },
	{ SYSTEM_MACOS, { .what = ASK_MADDRS }, 6, { 4, 17, 0, 0, 6, 0 }, "net.route.iflist" },
	{ SYSTEM_MACOS, { .what = ASK_ROUTES, .family = FAMILY_MPLS }, 0, { 0 }, NULL },
	{ SYSTEM_MACOS, { .what = ASK_STATS, .key = "sctp" }, 0, { 0 }, NULL },
	{ SYSTEM_NETBSD, { .what = ASK_FILE, .key = "net/dev" }, 0, { 0 }, NULL },
	{ SYSTEM_FREEBSD, { .what = ASK_ROUTES, .fib = UINT32_MAX }, 0, { 0 }, NULL },
};

static void test_asks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(asks); i++) {
		const struct ask *a = &asks[i];
		struct source *source = open_source(a->system);
		struct err err = ERR_INIT;
		struct frame f;
		size_t size;
		int e = source_ask(source, &a->question, &err);

		if (!a->key) {
			assert_true(e < 0);
			assert_true(err.text[0] != '\0');
			assert_int_equal(bsd.calls, 0);
			source_close(source);
			continue;
		}
		assert_int_equal(e, 0);
		/* how much, and then the bytes, if there are any */
		assert_true(bsd.calls == 2 || (bsd.calls == 1 && !bsd_answer(a->key, &size)));
		for (unsigned c = 0; c < bsd.calls; c++) {
			assert_int_equal(bsd.call[c].count, a->count);
			assert_memory_equal(bsd.call[c].mib, a->mib, sizeof(a->mib));
			if (!a->count)
				assert_string_equal(bsd.call[c].name, a->key);
		}
		while ((e = source_next(source, &f, -1, &err)) == 1) {
			assert_int_equal(f.kind, FRAME_SYSCTL);
			assert_string_equal(f.key, a->key);
		}
		assert_int_equal(e, 0);
		source_close(source);
	}
}

/* Every row of every table is called as captures call it, and its decoder knows that. */
static void test_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		const struct rtsock_system *s = bsd_system(systems[i]);
		struct origin origin = origin_host(systems[i]);
		const struct rtsock_layout *layout;

		assert_int_equal(s->system, systems[i]);
		for (const struct rtsock_row *row = s->rows; row->what; row++) {
			const char *key = row->key ? row->key : row->name;

			assert_true(row->what < ASK_COUNT);
			if (row->what != ASK_STATS || strcmp(row->subject, "route") == 0)
				assert_true(rtsock_answer_find(key) != ANSWER_COUNT);
			assert_true(!row->apart || s->has_broker);
			assert_true(row->name || row->operation);
		}
		for (const struct rtsock_name *n = s->names; n && n->name; n++) {
			assert_true(n->count >= 2 && n->count <= RTSOCK_MIB_MAX);
			assert_true(strlen(n->name) < RTSOCK_NAME_MAX);
		}
		origin.word = 64;
		layout = rtsock_layout(&origin, systems[i] == SYSTEM_NETBSD ? 4 : 5);
		assert_non_null(layout);
		assert_int_equal(s->families[FAMILY_INET6], layout->af_inet6);
		assert_int_equal(s->families[FAMILY_MPLS], layout->af_mpls);
		for (const struct rtsock_type *t = layout->types; t->type; t++)
			if (t->kind == RTSOCK_GET && t->head->pid.size) {
				assert_int_equal(s->mark.pid, t->head->pid.at);
				assert_int_equal(s->mark.sequence, t->head->sequence.at);
				assert_int_equal(s->mark.error, t->head->error.at);
			}
	}
}

/* ---- answers ---------------------------------------------------------------------------------- */

static unsigned decode(const struct frame *f, int *ret_end)
{
	struct record r;
	struct decode d;
	unsigned n = 0;

	decode_begin(&d, f);
	while ((*ret_end = decode_next(&d, &r)) > 0)
		n++;
	return n;
}

/* The whole answer: how many frames, and how many records in them; or a negative errno. */
static int read_answer(struct source *source, const struct question *q, unsigned *ret_records,
		       struct err *err)
{
	int e = source_ask(source, q, err), frames = 0, end;
	struct frame f;

	*ret_records = 0;
	while (e == 0 && (e = source_next(source, &f, -1, err)) == 1) {
		*ret_records += decode(&f, &end);
		assert_int_equal(end, 0);
		frames++;
		e = 0;
	}
	return e < 0 ? e : frames;
}

static const struct question listings[] = {
	{ .what = ASK_LINKS }, { .what = ASK_LINKS, .brief = true }, { .what = ASK_ADDRS },
	{ .what = ASK_ROUTES }, { .what = ASK_NEIGHS }, { .what = ASK_STATS, .key = "route" },
};

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++)
		for (int brokered = 0; brokered < 2; brokered++) {
			const struct source_args args = { .dated = true };
			struct source *source;
			struct err err = ERR_INIT;

			bsd_reset(systems[i]);
			bsd.brokered = brokered;
			assert_int_equal(bsd_open(&args, &source, &err), 0);
			for (size_t q = 0; q < COUNT(listings); q++) {
				unsigned records;
				int frames = read_answer(source, &listings[q], &records, &err);

				if (frames < 1)
					fail_msg("%s of %s: %d, %s",
						 question_name(listings[q].what),
						 origin_system_name(systems[i]), frames, err.text);
				/* macOS's neighbours are heads alone here */
				if (systems[i] != SYSTEM_MACOS)
					assert_true(records >= 1);
			}
			source_close(source);
			assert_int_equal(bsd.sockets, 0);
		}
}

/* Both families, one after the other, where the kernel answers for one; one that it lacks is empty. */
static void test_families(void **state)
{
	static const struct question q = { .what = ASK_NEIGHS };
	unsigned both, one;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct source *source = open_source(systems[i]);
		struct err err = ERR_INIT;

		assert_int_equal(read_answer(source, &q, &both, &err), 2);
		assert_int_equal(bsd.calls, 4);
		assert_int_equal(bsd.call[0].mib[3], 2);
		assert_int_equal(bsd.call[2].mib[3], systems[i] == SYSTEM_FREEBSD ? 28 : 24);
		bsd.without = bsd.call[2].mib[3];
		assert_int_equal(read_answer(source, &q, &one, &err), 1);
		assert_int_equal(2 * one, both);
		bsd.without = 2;
		assert_int_equal(read_answer(source, &q, &one, &err), 1);
		assert_int_equal(2 * one, both);
		source_close(source);
	}
}

/* An older release: the operation before the one that it does not know. */
static void test_old_release(void **state)
{
	static const struct {
		enum origin_system system;
		enum question_what what;
		int first, then;
	} rows[] = {
		{ SYSTEM_FREEBSD, ASK_LINKS, 5, 3 }, { SYSTEM_FREEBSD, ASK_ADDRS, 5, 3 },
		{ SYSTEM_NETBSD, ASK_LINKS, 6, 5 },  { SYSTEM_NETBSD, ASK_ADDRS, 6, 5 },
		{ SYSTEM_MACOS, ASK_LINKS, 6, 3 },   { SYSTEM_MACOS, ASK_ROUTES, 7, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct source *source = open_source(rows[i].system);
		const struct question q = { .what = rows[i].what };
		struct err err = ERR_INIT;
		unsigned records;

		bsd.old = true;
		assert_int_equal(read_answer(source, &q, &records, &err), 1);
		assert_int_equal(bsd.call[0].mib[4], rows[i].first);
		assert_int_equal(bsd.call[1].mib[4], rows[i].then);
		assert_int_equal(bsd.calls, 3);
		source_close(source);
	}
	/* next-hop objects have no older form */
	{
		struct source *source = open_source(SYSTEM_FREEBSD);
		const struct question q = { .what = ASK_NEXTHOPS, .family = FAMILY_INET };
		struct err err = ERR_INIT;

		bsd.old = true;
		assert_int_equal(source_ask(source, &q, &err), -EINVAL);
		assert_string_equal(err.text, "net.route.nhop: Invalid argument");
		source_close(source);
	}
}

/* A long answer comes in frames that end where messages end, and loses none. */
static void test_long_answer(void **state)
{
	static const struct question q = { .what = ASK_ROUTES };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		unsigned once, records, frames = 0;
		struct err err = ERR_INIT;
		size_t size, bytes = 0;
		struct frame f;
		int end, e;

		assert_int_equal(read_answer(source, &q, &once, &err), 1);
		assert_non_null(bsd_answer("net.route.dump", &size));
		bsd.repeat = (unsigned)(5 * 1024 * 1024 / size);
		assert_int_equal(source_ask(source, &q, &err), 0);
		records = 0;
		while ((e = source_next(source, &f, -1, &err)) == 1) {
			struct guarded g = guard(f.data, f.size, false);

			f.data = g.data;
			records += decode(&f, &end);
			assert_int_equal(end, 0);
			bytes += f.size;
			assert_int_equal(f.flags, bytes < size * bsd.repeat ? FRAME_MORE : 0);
			frames++;
			unguard(&g);
		}
		assert_int_equal(e, 0);
		assert_true(frames >= 5);
		assert_int_equal(bytes, size * bsd.repeat);
		assert_int_equal(records, once * bsd.repeat);
		source_close(source);
	}
}

/* ---- what goes wrong -------------------------------------------------------------------------- */

/* The table grows between the two calls: asked again with more room, but not for ever. */
static void test_growing_table(void **state)
{
	static const struct question q = { .what = ASK_ROUTES };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++)
		for (unsigned grow = 0; grow < 12; grow++) {
			struct source *source = open_source(systems[i]);
			struct err err = ERR_INIT;
			unsigned records;
			int e;

			bsd.grow = grow;
			e = read_answer(source, &q, &records, &err);
			if (grow < 10) {
				assert_int_equal(e, 1);
				assert_int_equal(bsd.calls, 2 * (grow + 1));
			} else {
				assert_int_equal(e, -EBUSY);
				assert_string_equal(err.text, "net.route.dump: it grew faster "
							      "than it could be read");
				assert_int_equal(bsd.calls, 20);
			}
			err_clear(&err);
			bsd.grow = 0;
			assert_int_equal(read_answer(source, &q, &records, &err), 1);
			source_close(source);
		}
}

/* Each call of each listing fails once: told in words, and the next question is a new one. */
static void test_failing_calls(void **state)
{
	static const int errors[] = { EPERM, ENOENT, EIO, ENOMEM, EFAULT };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++)
		for (size_t q = 0; q < COUNT(listings); q++)
			for (size_t n = 0; n < COUNT(errors); n++)
				for (unsigned at = 1; at <= 4; at++) {
					struct source *source = open_source(systems[i]);
					struct err err = ERR_INIT;
					unsigned records;
					bool struck;
					int e;

					bsd.fail_at = at;
					bsd.error = errors[n];
					e = read_answer(source, &listings[q], &records, &err);
					struck = bsd.calls >= at;
					/* of the bytes it means that there are more by now */
					if (errors[n] == ENOMEM && at % 2 == 0)
						assert_true(e >= 1);
					else if (struck)
						assert_int_equal(e, -errors[n]);
					else
						assert_true(e >= 1);
					assert_int_equal(e < 0, err.text[0] != '\0');
					err_clear(&err);
					bsd.fail_at = 0;
					assert_true(read_answer(source, &listings[q], &records,
								&err) >= 1);
					source_close(source);
				}
}

/* Bytes are missing: whole messages are told, the rest is damaged, nothing beyond is read. */
static void test_cut_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++)
		for (size_t q = 0; q < COUNT(listings); q++)
			for (size_t cut = 1; cut < 400; cut += 3) {
				struct source *source = open_source(systems[i]);
				struct err err = ERR_INIT;
				struct frame f;
				int e, end;

				bsd.cut = cut;
				e = source_ask(source, &listings[q], &err);
				while (e == 0 && (e = source_next(source, &f, -1, &err)) == 1) {
					struct guarded g = guard(f.data, f.size, false);

					assert_true(f.size > 0);
					f.data = g.data;
					decode(&f, &end);
					assert_true(end == 0 || end == -EBADMSG);
					unguard(&g);
					e = 0;
				}
				assert_int_equal(e, 0);
				source_close(source);
			}
}

static void test_lying_kernel(void **state)
{
	static const struct question q = { .what = ASK_ROUTES };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		struct err err = ERR_INIT;

		bsd.liar = true;
		assert_int_equal(source_ask(source, &q, &err), -EBADMSG);
		assert_true(err.text[0] != '\0');
		source_close(source);
	}
}

/* ---- the broker ------------------------------------------------------------------------------- */

static pid_t only_child(void)
{
	char path[64], text[64] = "";
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	file = fopen(path, "r");
	if (!file)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	return (pid_t)atoi(text);
}

/* The process that asks has ended: an error, and no hang. */
static void test_broker_ends(void **state)
{
	static const struct question q = { .what = ASK_STATS, .key = "route" };
	const enum origin_system with[] = { SYSTEM_FREEBSD, SYSTEM_OPENBSD };

	(void)state;
	for (size_t i = 0; i < COUNT(with); i++) {
		const struct source_args args = { .dated = true };
		struct source *source;
		struct err err = ERR_INIT;
		unsigned records;
		pid_t child;

		bsd_reset(with[i]);
		bsd.brokered = true;
		assert_int_equal(bsd_open(&args, &source, &err), 0);
		child = only_child();
		if (child > 0) {
			assert_int_equal(read_answer(source, &q, &records, &err), 1);
			kill(child, SIGKILL);
			assert_int_equal(read_answer(source, &q, &records, &err), -EPIPE);
			assert_string_equal(err.text, "net.route.stats: Broken pipe");
		}
		source_close(source);
		assert_int_equal(only_child(), 0); /* none is left */
	}
}

/* What the kernel says comes through unchanged: sizes, bytes, errors. */
static void test_broker_errors(void **state)
{
	static const struct question q = { .what = ASK_STATS, .key = "route" },
				     unknown = { .what = ASK_SYSCTL, .key = "net.no.such" };
	const struct source_args args = { .dated = true };
	struct source *source;
	struct err err = ERR_INIT;
	unsigned records;

	(void)state;
	bsd_reset(SYSTEM_FREEBSD);
	bsd.brokered = true;
	bsd.grow = 3;
	bsd.repeat = 100000; /* 4 MB: more than a socket holds */
	assert_int_equal(bsd_open(&args, &source, &err), 0);
	assert_int_equal(read_answer(source, &q, &records, &err), 1);
	assert_int_equal(bsd.calls, 0); /* it was the other process */
	assert_int_equal(source_ask(source, &unknown, &err), -ENOENT);
	assert_string_equal(err.text, "net.no.such: No such file or directory");
	source_close(source);
	bsd_reset(SYSTEM_FREEBSD);
	bsd.brokered = bsd.liar = true;
	err_clear(&err);
	assert_int_equal(bsd_open(&args, &source, &err), 0);
	assert_int_equal(source_ask(source, &q, &err), -EBADMSG);
	source_close(source);
}

/* ---- the socket ------------------------------------------------------------------------------- */

/* A message of the system with that process and sequence. */
static size_t make_message(uint8_t *to, enum origin_system system, uint32_t pid, uint32_t sequence)
{
	const struct rtsock_mark *mark = &bsd_system(system)->mark;

	memset(to, 0, 160);
	to[0] = 160;
	to[2] = 5;
	to[3] = 4;
	memcpy(to + mark->pid, &pid, 4);
	memcpy(to + mark->sequence, &sequence, 4);
	return 160;
}

static void test_reply(void **state)
{
	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		uint8_t request[160], other[160], stale[160], reply[160];
		const struct bsd_input input[] = {
			{ .data = other, .size = make_message(other, systems[i], 7, 99) },
			{ .error = EINTR },
			{ .data = stale, .size = make_message(stale, systems[i], 4242, 98) },
			{ .data = stale, .size = 20 }, /* too short to be anybody's */
			{ .data = reply, .size = make_message(reply, systems[i], 4242, 99) },
			{ .data = NULL },
		};
		struct err err = ERR_INIT;
		struct frame f;

		bsd.input = input;
		make_message(request, systems[i], 4242, 99);
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(bsd.sent_size, sizeof(request));
		assert_memory_equal(bsd.sent, request, sizeof(request));
		assert_int_equal(source_next(source, &f, -1, &err), 1);
		assert_int_equal(f.kind, FRAME_RTSOCK);
		assert_int_equal(f.question, 1);
		assert_memory_equal(f.data, reply, sizeof(reply));
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		source_close(source);
	}
}

static void test_reply_fails(void **state)
{
	uint8_t request[160];

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		struct err err = ERR_INIT;
		struct frame f;

		make_message(request, systems[i], 4242, 99);
		/* refused */
		bsd.send_error = EEXIST;
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), -EEXIST);
		assert_string_equal(err.text, "the kernel refuses: File exists");
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		err_clear(&err);
		/* cut */
		bsd.send_error = 0;
		bsd.send_short = 1;
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), -EIO);
		err_clear(&err);
		bsd.send_short = 0;
		/* no answer: not yet, and then never */
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(source_next(source, &f, bsd.now_ms + 10, &err), -EAGAIN);
		assert_string_equal(err.text, "");
		assert_int_equal(source_next(source, &f, -1, &err), -ETIMEDOUT);
		assert_string_equal(err.text, "routing socket: the kernel's answer was lost");
		err_clear(&err);
		/* too short to be sent */
		assert_int_equal(source_send(source, request, 10, &err), -EINVAL);
		source_close(source);
	}
}

/* What could not be done comes back with its errno: that is the answer, and nothing else is. */
static void test_refusal(void **state)
{
	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		const size_t error_at = bsd_system(systems[i])->mark.error;
		uint8_t request[160], other[160], echo[160];
		const struct bsd_input input[] = {
			{ .data = other, .size = make_message(other, systems[i], 7, 99) },
			{ .error = ENOBUFS },
			{ .data = echo, .size = make_message(echo, systems[i], 4242, 99) },
			{ .data = NULL },
		};
		struct err err = ERR_INIT;
		struct frame f;

		make_message(request, systems[i], 4242, 99);
		echo[error_at] = 17;
		bsd.input = input;
		bsd.send_error = EEXIST;
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), 1);
		assert_memory_equal(f.data, echo, sizeof(echo));
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		/* a kernel that could not even read it says so by the write alone */
		echo[error_at] = 0;
		bsd.input = input;
		bsd.send_error = EINVAL;
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), -EINVAL);
		source_close(source);
	}
}

/* The table of a change is the message's business, or FreeBSD's socket's. */
static void test_table(void **state)
{
	uint8_t request[160];

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		struct err err = ERR_INIT;

		make_message(request, systems[i], 4242, 99);
		source->send_table = 3;
		assert_int_equal(source_send(source, request, sizeof(request), &err), 0);
		assert_int_equal(bsd.table, 3);
		source_close(source);
	}
}

static void test_lookup(void **state)
{
	static const struct question typed = { .what = ASK_LOOKUP, .family = FAMILY_INET,
					       .key = "10.1.2.3" };
	static const struct lookup net = { .to = { .family = FAMILY_INET, .size = 4, .bytes = { 10 } } };
	static const struct question meant = { .what = ASK_LOOKUP, .family = FAMILY_INET, .key = "10",
					       .lookup = &net, .lookup_net = true, .lookup_bits = 8 };
	static const struct question wrong[] = {
		{ .what = ASK_LOOKUP, .family = FAMILY_INET, .key = "host.example" },
		{ .what = ASK_LOOKUP, .family = FAMILY_INET, .key = "10.1.2.3 mark 7" },
		{ .what = ASK_LOOKUP, .family = FAMILY_INET, .key = "10.1.2.3 oif 2" },
		{ .what = ASK_LOOKUP, .family = FAMILY_INET },
	};

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		const struct rtsock_mark *mark = &bsd_system(systems[i])->mark;
		uint8_t reply[160];
		const struct bsd_input input[] = {
			{ .data = reply, .size = make_message(reply, systems[i], 4242, 1) },
			{ .data = NULL },
		};
		struct err err = ERR_INIT;
		uint32_t sequence;
		struct frame f;
		size_t host;

		bsd.input = input;
		assert_int_equal(source_ask(source, &typed, &err), 0);
		memcpy(&sequence, bsd.sent + mark->sequence, sizeof(sequence));
		assert_int_equal(sequence, 1);
		assert_int_equal(bsd.sent[3], 4); /* RTM_GET everywhere */
		assert_int_equal(bsd.sent[0] | bsd.sent[1] << 8, bsd.sent_size);
		assert_int_equal(bsd.table, 0);
		host = bsd.sent_size;
		assert_int_equal(source_next(source, &f, -1, &err), 1);
		assert_int_equal(f.kind, FRAME_RTSOCK);
		assert_memory_equal(f.data, reply, sizeof(reply));
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		/* a network has a mask beside it */
		assert_int_equal(source_ask(source, &meant, &err), 0);
		assert_true(bsd.sent_size > host);
		/* no such route: an answer without one; another refusal is an error */
		bsd.send_error = ESRCH;
		assert_int_equal(source_ask(source, &typed, &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		bsd.send_error = EPERM;
		assert_int_equal(source_ask(source, &typed, &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), -EPERM);
		for (size_t w = 0; w < COUNT(wrong); w++) {
			err_clear(&err);
			assert_true(source_ask(source, &wrong[w], &err) < 0);
			assert_true(err.text[0] != '\0');
		}
		source_close(source);
	}
}

/* IPv6 neighbours one by one: as many as the table has, each with what was told of it alone. */
static void test_neighbours(void **state)
{
	static const struct question table = { .what = ASK_NEIGHS, .family = FAMILY_INET6 },
				     single = { .what = ASK_ND, .family = FAMILY_INET6 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct source *source = open_source(systems[i]);
		unsigned records = 0, frames = 0, all = 0;
		struct err err = ERR_INIT;
		struct record r;
		struct frame f;
		struct decode d;
		int e;

		assert_int_equal(source_ask(source, &table, &err), 0);
		while (source_next(source, &f, -1, &err) == 1) {
			decode_begin(&d, &f);
			while (decode_next(&d, &r) == 1)
				all += r.neigh.family == FAMILY_INET6;
		}
		assert_int_equal(source_ask(source, &single, &err), 0);
		while ((e = source_next(source, &f, -1, &err)) == 1) {
			assert_int_equal(f.kind, FRAME_ND);
			decode_begin(&d, &f);
			assert_int_equal(decode_next(&d, &r), 1);
			assert_int_equal(r.kind, RECORD_ND);
			assert_int_equal(r.neigh.family, FAMILY_INET6);
			records += r.neigh.state == STATE_STALE;
			frames++;
		}
		assert_int_equal(e, 0);
		assert_true(all >= 1);
		assert_int_equal(frames, all);
		assert_int_equal(records, all - (all > 1)); /* one is not known any more */
		assert_int_equal(bsd.neighbours, all);
		bsd.cut = 30; /* a message is not whole */
		assert_int_equal(source_ask(source, &single, &err), 0);
		while ((e = source_next(source, &f, -1, &err)) == 1)
			;
		assert_int_equal(e, -EBADMSG);
		source_close(source);
		assert_int_equal(bsd.sockets, 0);
	}
}

/* News that are listened for come by a socket of their own: no reply is among them, and none is lost to one. */
static void test_listening(void **state)
{
	static const struct question q = { .what = ASK_EVENTS };
	const struct source_args args = { .dated = true, .events = 1 };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source;
		struct err err = ERR_INIT;
		struct frame f;

		bsd_reset(systems[i]);
		assert_int_equal(bsd_open(&args, &source, &err), 0);
		assert_int_equal(bsd.sockets, 3); /* one is for neighbours */
		assert_true(source_fd(source) >= 0);
		assert_int_equal(source_ask(source, &q, &err), 0);
		assert_int_equal(source_next(source, &f, 0, &err), -EAGAIN);
		source_close(source);
		assert_int_equal(bsd.sockets, 0);
	}
}

static void test_events(void **state)
{
	static const struct question q = { .what = ASK_EVENTS };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source = open_source(systems[i]);
		uint8_t message[160];
		const struct bsd_input input[] = {
			{ .data = message, .size = make_message(message, systems[i], 7, 1) },
			{ .error = ENOBUFS },
			{ .data = message, .size = sizeof(message) },
			{ .data = NULL },
		};
		struct err err = ERR_INIT;
		struct frame f;

		assert_int_equal(source_ask(source, &q, &err), 0);
		assert_int_equal(source_next(source, &f, bsd.now_ms, &err), -EAGAIN);
		bsd.input = input;
		assert_int_equal(source_next(source, &f, -1, &err), 1);
		assert_int_equal(f.kind, FRAME_RTSOCK);
		assert_memory_equal(f.data, message, sizeof(message));
		/* some were lost; the next come all the same */
		assert_int_equal(source_next(source, &f, -1, &err), -ENOBUFS);
		err_clear(&err);
		assert_int_equal(source_next(source, &f, -1, &err), 1);
		assert_int_equal(source_next(source, &f, bsd.now_ms + 5, &err), -EAGAIN);
		source_close(source);
	}
}

/* Without a socket: listings all the same, and what needs it is refused by the kernel's own reason. */
static void test_no_socket(void **state)
{
	static const struct question events = { .what = ASK_EVENTS };
	const struct source_args args = { .dated = true };

	(void)state;
	for (size_t i = 0; i < BSD_SYSTEMS; i++) {
		struct source *source;
		struct err err = ERR_INIT;
		uint8_t request[160];
		unsigned records;

		bsd_reset(systems[i]);
		bsd.refuses_socket = "yes";
		assert_int_equal(bsd_open(&args, &source, &err), 0);
		assert_int_equal(source_fd(source), -1);
		assert_int_equal(read_answer(source, &listings[0], &records, &err), 1);
		assert_int_equal(source_ask(source, &events, &err), -EPERM);
		assert_string_equal(err.text, "routing socket: Operation not permitted");
		err_clear(&err);
		make_message(request, systems[i], 1, 1);
		assert_int_equal(source_send(source, request, sizeof(request), &err), -EPERM);
		source_close(source);
	}
}

static int end(void **state)
{
	(void)state;
	bsd_end();
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asks),	      cmocka_unit_test(test_tables),
		cmocka_unit_test(test_answers),	      cmocka_unit_test(test_families),
		cmocka_unit_test(test_old_release),   cmocka_unit_test(test_long_answer),
		cmocka_unit_test(test_growing_table), cmocka_unit_test(test_failing_calls),
		cmocka_unit_test(test_cut_answers),   cmocka_unit_test(test_lying_kernel),
		cmocka_unit_test(test_broker_ends),   cmocka_unit_test(test_broker_errors),
		cmocka_unit_test(test_reply),	      cmocka_unit_test(test_reply_fails),
		cmocka_unit_test(test_refusal),	      cmocka_unit_test(test_table),
		cmocka_unit_test(test_lookup),	      cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_listening),     cmocka_unit_test(test_events),
		cmocka_unit_test(test_no_socket),
	};

	if (!host_is_little()) { /* messages in a kernel's own order are what a source gets */
		printf("1..0 # SKIP the recordings are of little-endian machines\n");
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rtsock_source", tests, NULL, end);
}
