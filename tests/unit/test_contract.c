/* SPDX-License-Identifier: ISC */
/*
 * platform/source.h, held by every source there is: the running kernel, the template for a port, a replay of
 * what the kernel said, and a world of our own with and without faults. The kernel is asked in a network
 * namespace with more routes than a datagram holds, where the host allows one.
 */
#include "builder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/wire/decode.h"
#include "platform/platform.h"
#ifdef WITH_REPLAY
#include "platform/replay/replay.h"
#endif
#include "bsd.h"
#include "world.h"

source_open none_open; /* platform/none/source.c under another name */

enum { ROUTES = 3000 };

static bool have_namespace;

/* ---- the kernel's side ------------------------------------------------------------------------ */

static int netlink_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	assert_true(fd >= 0);
	return fd;
}

static void request(int fd, struct build *b)
{
	assert_int_equal(send(fd, b->data, b->size, 0), b->size);
}

/* The loopback up, and routes over it. */
static void fill_namespace(void)
{
	static struct build b;
	int fd = netlink_socket();
	size_t start;

	build_begin(&b, !host_is_little());
	start = build_message(&b, RTM_NEWLINK, NLM_F_REQUEST);
	build_u8(&b, AF_UNSPEC);
	build_u8(&b, 0);
	build_u16(&b, 0);
	build_u32(&b, 1);
	build_u32(&b, 1);
	build_u32(&b, 1);
	build_message_end(&b, start);
	request(fd, &b);
	for (uint32_t i = 0; i < ROUTES; i++) {
		const uint8_t dst[4] = { 10, (uint8_t)(i >> 8), (uint8_t)i, 1 };

		build_begin(&b, !host_is_little());
		start = build_message(&b, RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_CREATE);
		build_u8(&b, AF_INET);
		build_u8(&b, 32);
		build_u16(&b, 0);
		build_u8(&b, RT_TABLE_MAIN);
		build_u8(&b, RTPROT_STATIC);
		build_u8(&b, RT_SCOPE_LINK);
		build_u8(&b, RTN_UNICAST);
		build_u32(&b, 0);
		build_attr(&b, RTA_DST, dst, 4);
		build_attr_u32(&b, RTA_OIF, 1);
		build_message_end(&b, start);
		request(fd, &b);
	}
	close(fd);
}

static int enter(void **state)
{
	(void)state;
	have_namespace = unshare(CLONE_NEWNET) == 0 ||
			 unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
	if (have_namespace)
		fill_namespace();
	return 0;
}

/* ---- the sources ------------------------------------------------------------------------------ */

static const char *const files[] = { "net/ipv6_route", "net/snmp", "no/such/file", NULL };

static const struct question questions[] = {
	{ .what = ASK_LINKS },
	{ .what = ASK_LINKS, .brief = true },
	{ .what = ASK_ADDRS, .family = FAMILY_INET },
	{ .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 },
	{ .what = ASK_ROUTES, .family = FAMILY_INET6, .table = 254 },
	{ .what = ASK_CLONES, .family = FAMILY_INET },
	{ .what = ASK_NEIGHS, .family = FAMILY_INET },
	{ .what = ASK_PROXIES, .family = FAMILY_INET },
	{ .what = ASK_TIMES },
	{ .what = ASK_NEXTHOPS },
	{ .what = ASK_RULES, .family = FAMILY_INET },
	{ .what = ASK_FILE, .key = "net/snmp" },
	{ .what = ASK_FILE, .key = "net/ipv6_route" },
};

static int live_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct source_args a = *args;

	a.files = files;
	return platform_open(&a, ret_source, err);
}

#ifdef WITH_REPLAY
static char capture[] = "/tmp/routeclone-contract-XXXXXX";

/* What the kernel says to all questions, in a file. */
static void record_kernel(void)
{
	struct source_args args = { .files = files, .dated = true };
	struct source *inner, *tap;
	struct err err = ERR_INIT;
	struct frame f;

	close(mkstemp(capture));
	unlink(capture);
	assert_int_equal(live_open(&args, &inner, &err), 0);
	assert_int_equal(record_open(inner, capture, 1763123456789, 4242, &tap, &err), 0);
	for (size_t i = 0; i < COUNT(questions); i++) {
		if (source_ask(tap, &questions[i], &err) == 0)
			while (source_next(tap, &f, -1, &err) == 1)
				;
		err_clear(&err);
	}
	source_close(tap);
}

static int recorded_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct source_args a = *args;

	a.path = capture;
	return replay_open(&a, ret_source, err);
}
#endif

static int freebsd_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	bsd_reset(SYSTEM_FREEBSD);
	bsd.brokered = true;
	return bsd_open(args, ret_source, err);
}

static int openbsd_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	bsd_reset(SYSTEM_OPENBSD);
	bsd.brokered = true;
	return bsd_open(args, ret_source, err);
}

static int netbsd_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	bsd_reset(SYSTEM_NETBSD);
	return bsd_open(args, ret_source, err);
}

static int macos_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	bsd_reset(SYSTEM_MACOS);
	return bsd_open(args, ret_source, err);
}

static const struct subject {
	const char *name;
	source_open *open;
	bool answers; /* at least links */
	bool long_answer; /* routes take several frames */
} subjects[] = {
	{ "the kernel", live_open, true, true },
	{ "none", none_open, false, false },
	{ "the world", world_open, true, true },
#ifdef WITH_REPLAY
	{ "a replay", recorded_open, true, true },
#endif
	{ "FreeBSD", freebsd_open, true, false },
	{ "OpenBSD", openbsd_open, true, false },
	{ "NetBSD", netbsd_open, true, false },
	{ "macOS", macos_open, true, false },
};

static struct source *open_subject(const struct subject *subject)
{
	const struct source_args args = { .dated = true };
	struct source *source = NULL;
	struct err err = ERR_INIT;

	world_reset();
	assert_int_equal(subject->open(&args, &source, &err), 0);
	assert_string_equal(err.text, "");
	assert_non_null(source);
	assert_non_null(source->ops->ask);
	assert_non_null(source->ops->next);
	assert_non_null(source->ops->send);
	assert_non_null(source->ops->fd);
	assert_non_null(source->ops->close);
	return source;
}

static unsigned open_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned n = 0;

	assert_non_null(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

/* ---- what holds ------------------------------------------------------------------------------- */

static void check_frame(const struct source *source, const struct frame *f)
{
	assert_true(f->kind > FRAME_NONE && f->kind < FRAME_KINDS);
	assert_int_equal(f->flags & ~(uint32_t)(FRAME_REQUEST | FRAME_MORE | FRAME_CUT), 0);
	assert_non_null(f->origin);
	assert_int_equal(f->origin->system, source->origin.system);
	assert_int_equal(f->origin->swap, source->origin.swap);
	assert_non_null(f->key);
	assert_true(f->data || !f->size);
	assert_int_equal(f->key[0] != '\0', f->kind == FRAME_FILE || f->kind == FRAME_SYSCTL);
	assert_true(f->time_ms > INT64_C(1500000000000));
	assert_true(f->kind != FRAME_FILE || !f->size || f->data[f->size - 1] == '\n');
}

/* Which records answer a question. */
static enum record_kind kind_of(enum question_what what)
{
	static const enum record_kind kinds[ASK_COUNT] = {
		[ASK_LINKS] = RECORD_IFACE,   [ASK_ADDRS] = RECORD_IFADDR,    [ASK_ROUTES] = RECORD_ROUTE,
		[ASK_CLONES] = RECORD_ROUTE,  [ASK_NEIGHS] = RECORD_NEIGH,    [ASK_PROXIES] = RECORD_NEIGH,
		[ASK_TIMES] = RECORD_TIMES,   [ASK_NEXTHOPS] = RECORD_NEXTHOP,
		[ASK_RULES] = RECORD_RULE,
	};

	return kinds[what];
}

/* A BSD has one list of interfaces and their addresses. */
static bool is_kind(enum record_kind kind, enum question_what what, const struct origin *origin)
{
	bool listed = kind == RECORD_IFACE || kind == RECORD_IFADDR || kind == RECORD_MADDR;

	if (origin->system != SYSTEM_LINUX && (what == ASK_LINKS || what == ASK_ADDRS))
		return listed;
	return kind == kind_of(what);
}

/* All of a frame is of the question, and of no other. */
static unsigned count_records(const struct frame *f, const struct question *q)
{
	struct record r;
	struct decode d;
	unsigned n = 0;
	int e;

	decode_begin(&d, f);
	while ((e = decode_next(&d, &r)) > 0) {
		if (q->what != ASK_FILE)
			assert_true(is_kind(r.kind, q->what, f->origin));
		n++;
	}
	assert_int_equal(e, 0);
	assert_int_equal(d.error, 0);
	return n;
}

/* The whole answer: its frames, or a negative errno. `ret_records` of them. */
static int read_answer(struct source *source, const struct question *q, uint32_t number, unsigned *ret_records)
{
	struct err err = ERR_INIT;
	uint8_t *copy;
	struct frame f;
	int e = source_ask(source, q, &err), frames = 0;

	*ret_records = 0;
	assert_true(e <= 0);
	assert_int_equal(e < 0, err.text[0] != '\0');
	while (e == 0 && (e = source_next(source, &f, -1, &err)) == 1) {
		check_frame(source, &f);
		assert_int_equal(f.question, number);
		copy = malloc(f.size + 1);
		memcpy(copy, f.data, f.size);
		*ret_records += count_records(&f, q);
		(void)source_fd(source);
		assert_memory_equal(f.data, copy, f.size); /* it lives until the next call of next */
		free(copy);
		frames++;
		e = 0;
	}
	if (e < 0) {
		assert_true(err.text[0] != '\0');
		return e;
	}
	/* the end stays the end */
	assert_int_equal(source_next(source, &f, -1, &err), 0);
	assert_int_equal(source_next(source, &f, 0, &err), 0);
	assert_string_equal(err.text, "");
	return frames;
}

static void test_answers(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source = open_subject(&subjects[s]);
		uint32_t number = 0;

		for (int round = 0; round < 2; round++)
			for (size_t i = 0; i < COUNT(questions); i++) {
				unsigned records;
				int frames = read_answer(source, &questions[i], ++number, &records);

				if (!subjects[s].answers)
					assert_int_equal(frames, -EOPNOTSUPP);
				else if (questions[i].what == ASK_LINKS)
					assert_true(frames >= 1 && records >= 1);
				if (subjects[s].long_answer && have_namespace && questions[i].what == ASK_ROUTES &&
				    questions[i].family == FAMILY_INET)
					assert_true(frames > 2);
				if (subjects[s].open != world_open && subjects[s].long_answer && have_namespace &&
				    questions[i].what == ASK_ROUTES && questions[i].family == FAMILY_INET)
					assert_int_equal(records, ROUTES);
			}
		source_close(source);
	}
}

/* What it has no answer to is refused at once, in words, and the next question is answered all the same. */
static void test_refusals(void **state)
{
	static const struct question strange[] = {
		{ .what = ASK_NOTHING }, { .what = ASK_SYSCTL, .key = "net.route" }, { .what = ASK_NAMES },
		{ .what = ASK_FILE, .key = "no/such/file" }, { .what = ASK_FILE, .key = "not/opened" },
		{ .what = ASK_COUNT },
	};
	struct frame f;

	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source = open_subject(&subjects[s]);
		uint32_t number = 0;

		for (size_t i = 0; i < COUNT(strange); i++) {
			struct err err = ERR_INIT;
			unsigned records;
			int e;

			if (subjects[s].open == world_open && strange[i].what == ASK_FILE)
				continue; /* it has an answer */
			if (subjects[s].open != live_open && strange[i].what == ASK_NAMES)
				continue; /* no names, no answer, and nothing missing */
			e = source_ask(source, &strange[i], &err);
			number++;
			if (e == 0)
				e = source_next(source, &f, -1, &err);
			assert_true(e < 0);
			assert_true(err.text[0] != '\0');
			if (strange[i].what != ASK_FILE && subjects[s].open == live_open)
				assert_int_equal(e, -EOPNOTSUPP);
			err_clear(&err);
			assert_int_equal(source_next(source, &f, 0, &err), 0);
			e = read_answer(source, &questions[0], ++number, &records);
			assert_true(subjects[s].answers ? e >= 1 : e == -EOPNOTSUPP);
		}
		source_close(source);
	}
}

/* A question before the end of another's answer: the rest of that is dropped. */
static void test_asked_before_the_end(void **state)
{
	static const size_t first[] = { 3, 0, 11, 12 }; /* routes, links, files */

	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source;
		uint32_t number = 0;

		if (!subjects[s].answers)
			continue;
		source = open_subject(&subjects[s]);
		for (size_t i = 0; i < COUNT(first); i++)
			for (int frames = 0; frames < 3; frames++)
				for (size_t next = 0; next < COUNT(questions); next++) {
					struct err err = ERR_INIT;
					unsigned records;
					struct frame f;
					int e = source_ask(source, &questions[first[i]], &err);

					number++;
					for (int n = 0; n < frames && e == 0; n++)
						e = source_next(source, &f, -1, &err) == 1 ? 0 : 1;
					e = read_answer(source, &questions[next], ++number, &records);
					/* a BSD has no answer to what only Linux keeps apart */
					if (e < 0 && (e != -EOPNOTSUPP || subjects[s].long_answer))
						fail_msg("%s: \"%s\" after %d frames of \"%s\": %s", subjects[s].name,
							 question_name(questions[next].what), frames,
							 question_name(questions[first[i]].what), strerror(-e));
				}
		source_close(source);
	}
}

/* Time is up: that is no failure, and the answer goes on. */
static void test_deadline(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source = open_subject(&subjects[s]);
		unsigned limit = 1000000;

		for (size_t i = 0; i < COUNT(questions); i++) {
			struct err err = ERR_INIT;
			struct frame f;
			int e = source_ask(source, &questions[i], &err), frames = 0;

			while (e == 0 || e == -EAGAIN) {
				assert_string_equal(err.text, "");
				e = source_next(source, &f, (int64_t)(limit % 2), &err); /* long past */
				assert_true(limit-- > 0);
				if (e == 0)
					break;
				if (e == 1) {
					check_frame(source, &f);
					frames++;
					e = 0;
				}
			}
			if (subjects[s].answers && questions[i].what == ASK_LINKS)
				assert_true(frames >= 1);
		}
		source_close(source);
	}
}

/* Before anything is asked there is nothing. */
static void test_nothing_asked(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source = open_subject(&subjects[s]);
		struct err err = ERR_INIT;
		struct frame f;

		assert_int_equal(source_next(source, &f, 0, &err), 0);
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		assert_string_equal(err.text, "");
		source_close(source);
	}
}

static void test_descriptors(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		unsigned before = open_descriptors();

		for (int round = 0; round < 3; round++) {
			struct source *source = open_subject(&subjects[s]);
			int fd = source_fd(source);

			assert_true(fd == -1 || fcntl(fd, F_GETFD) >= 0);
			assert_true(fd == -1 || fcntl(fd, F_GETFD) & FD_CLOEXEC);
			if (round == 1 && subjects[s].answers) { /* closed within an answer */
				struct err err = ERR_INIT;
				struct frame f;

				assert_int_equal(source_ask(source, &questions[3], &err), 0);
				assert_int_equal(source_next(source, &f, -1, &err), 1);
			}
			source_close(source);
		}
		assert_int_equal(open_descriptors(), before);
	}
	source_close(NULL);
}

/* On failure nothing is left behind, and nothing is handed out. */
static void test_open_fails(void **state)
{
	static const struct source_args wrong[] = {
		{ .netns = "no-such-namespace", .names = true }, { .netns = "../../etc" }, { .netns = "" },
		{ .netns = "4294967295" },
	};
	unsigned before = open_descriptors();
	struct source *source;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = ERR_INIT;

		source = (struct source *)(void *)&before;
		assert_true(live_open(&wrong[i], &source, &err) < 0);
		assert_true(err.text[0] != '\0');
		assert_ptr_equal(source, &before);
	}
#ifdef WITH_REPLAY
	for (int i = 0; i < 3; i++) {
		static const char *const paths[] = { "/no/such/file", "/", "/dev/null" };
		const struct source_args args = { .path = paths[i] };
		struct err err = ERR_INIT;

		source = (struct source *)(void *)&before;
		assert_true(replay_open(&args, &source, &err) < 0);
		assert_non_null(strstr(err.text, paths[i]));
		assert_ptr_equal(source, &before);
	}
#endif
	assert_int_equal(open_descriptors(), before);
}

/* A source that fails in the middle has failed; the next question is a new one. */
static void test_failing_source(void **state)
{
	struct source *source = open_subject(&subjects[2]);
	unsigned calls, records;

	(void)state;
	assert_true(read_answer(source, &questions[3], 1, &records) > 3);
	calls = world.calls;
	for (unsigned at = 1; at <= calls; at++) {
		struct err err = ERR_INIT;
		struct frame f;
		int e;

		source_close(source);
		source = open_subject(&subjects[2]);
		world.at = at;
		world.fault = WORLD_FAILS;
		world.error = EIO;
		e = source_ask(source, &questions[3], &err);
		while (e == 0 && (e = source_next(source, &f, -1, &err)) == 1)
			e = 0;
		if (at < calls) {
			assert_int_equal(e, -EIO);
			assert_string_equal(err.text, "scripted failure");
		}
		err_clear(&err);
		assert_int_equal(source_next(source, &f, -1, &err), 0);
		world.at = 0;
		assert_true(read_answer(source, &questions[3], 2, &records) > 3);
	}
	source_close(source);
}

static void test_send(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(subjects); s++) {
		struct source *source = open_subject(&subjects[s]);
		static struct build b;
		struct err err = ERR_INIT;
		struct frame f;
		size_t start;
		int e;

		build_begin(&b, !host_is_little()); /* asks for nothing but an acknowledgement */
		start = build_message(&b, NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK);
		build_message_end(&b, start);
		e = source_send(source, b.data, b.size, &err);
		if (subjects[s].open != live_open) {
			assert_true(e < 0);
			assert_true(err.text[0] != '\0');
		} else {
			assert_int_equal(e, 0);
			e = source_next(source, &f, -1, &err);
			if (e != 1)
				fail_msg("no acknowledgement: %d, \"%s\"", e, err.text);
			assert_int_equal(source_next(source, &f, -1, &err), 0);
		}
		source_close(source);
	}
}

static int leave(void **state)
{
	(void)state;
	bsd_end();
#ifdef WITH_REPLAY
	unlink(capture);
#endif
	return 0;
}

static int begin(void **state)
{
	enter(state);
#ifdef WITH_REPLAY
	record_kernel();
#endif
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),	    cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_asked_before_the_end), cmocka_unit_test(test_deadline),
		cmocka_unit_test(test_nothing_asked), cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_open_fails),  cmocka_unit_test(test_failing_source),
		cmocka_unit_test(test_send),
	};

	if (silent_kernel()) {
		printf("1..0 # SKIP %s\n", silent_kernel());
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("contract", tests, begin, leave);
}
