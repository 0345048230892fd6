/* SPDX-License-Identifier: ISC */
#include "bsd.h"

#include "test.h"

#include <fcntl.h>

#include "lib/wire/nd.h"

struct bsd bsd;

/* ---- the bytes -------------------------------------------------------------------------------- */

enum { KEYS = 16, ANSWER_MAX = 1 << 20 };

static struct answer {
	char key[32];
	uint8_t *data;
	size_t size;
} answers[KEYS];
static unsigned answer_count;
static uint8_t *repeated;

static void free_answers(void)
{
	for (unsigned i = 0; i < answer_count; i++)
		free(answers[i].data);
	answer_count = 0;
	free(repeated);
	repeated = NULL;
}

static void add(const char *key, const void *data, size_t size)
{
	unsigned i = 0;
	uint8_t *bigger;

	while (i < answer_count && strcmp(answers[i].key, key) != 0)
		i++;
	if (i == answer_count) {
		assert_true(answer_count < KEYS);
		answers[answer_count++] = (struct answer){ .size = 0 };
		strcpy(answers[i].key, key);
	}
	bigger = realloc(answers[i].data, answers[i].size + size);
	assert_non_null(bigger);
	memcpy(bigger + answers[i].size, data, size);
	answers[i].data = bigger;
	answers[i].size += size;
}

/* Little-endian messages of 64-bit machines, which is what the tests' hosts are; the heads alone. */
static void make_macos(void)
{
	static const struct {
		const char *key;
		uint8_t size, type, index_at;
	} rows[] = {
		{ "net.route.dump", 92, 20, 4 },   { "net.route.flags", 92, 4, 4 },
		{ "net.route.iflist", 160, 18, 12 }, { "net.route.iflist", 20, 12, 12 },
		{ "net.route.iflist", 20, 19, 12 },
	};
	static const uint8_t stats[10] = { 1, 0, 2, 0, 3, 0, 4, 0, 5, 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t message[160] = { rows[i].size, 0, 5, rows[i].type };

		message[rows[i].index_at] = 1;
		add(rows[i].key, message, rows[i].size);
	}
	add("net.route.stats", stats, sizeof(stats));
}

static void load(enum origin_system system)
{
	size_t size;
	uint8_t *file = fixture("rtsock.bin", &size);
	struct bytes b = bytes_of(file, size, !host_is_little());

	while (bytes_left(&b)) {
		uint8_t of = bytes_u8(&b), word = bytes_u8(&b), length;
		uint16_t messages = bytes_u16(&b);
		char key[32] = "";
		uint32_t n;
		const uint8_t *data;

		length = bytes_u8(&b);
		assert_true(length < sizeof(key));
		bytes_copy(&b, key, length);
		n = bytes_u32(&b);
		data = bytes_take(&b, n);
		if (of == system && word == 64 && *key && messages <= 1 && n)
			add(key, data, n);
	}
	free(file);
	if (system == SYSTEM_MACOS)
		make_macos();
}

const uint8_t *bsd_answer(const char *key, size_t *ret_size)
{
	for (unsigned i = 0; i < answer_count; i++)
		if (strcmp(answers[i].key, key) == 0) {
			*ret_size = answers[i].size;
			return answers[i].data;
		}
	*ret_size = 0;
	return NULL;
}

/* ---- the questions ---------------------------------------------------------------------------- */

/*
 * What the recorded tools and state files asked: system, PF_ROUTE, operation, its number (-1: any), length of
 * the MIB, and how captures call it.
 */
static const struct {
	uint8_t system, pf_route, operation;
	int number;
	uint8_t count;
	bool new_only; /* not in old releases */
	const char *key;
} known[] = {
	{ SYSTEM_FREEBSD, 17, 1, 0, 6, false, "net.route.dump" },
	{ SYSTEM_FREEBSD, 17, 1, 0, 7, false, "net.route.dump" },
	{ SYSTEM_FREEBSD, 17, 2, 1024, 6, false, "net.route.flags" },
	{ SYSTEM_FREEBSD, 17, 3, 0, 6, false, "net.route.iflist" },
	{ SYSTEM_FREEBSD, 17, 4, 0, 6, false, "net.route.ifmalist" },
	{ SYSTEM_FREEBSD, 17, 5, 0, 6, true, "net.route.iflistl" },
	{ SYSTEM_FREEBSD, 17, 6, 0, 7, true, "net.route.nhop" },
	{ SYSTEM_FREEBSD, 17, 7, 0, 7, true, "net.route.nhgrp" },
	{ SYSTEM_NETBSD, 34, 1, 0, 6, false, "net.route.dump" },
	{ SYSTEM_NETBSD, 34, 2, 1024, 6, false, "net.route.flags" },
	{ SYSTEM_NETBSD, 34, 5, 0, 6, false, "net.route.iflist" },
	{ SYSTEM_NETBSD, 34, 6, 0, 6, true, "net.route.iflist" },
	{ SYSTEM_OPENBSD, 17, 1, -1, 7, false, "net.route.dump" },
	{ SYSTEM_OPENBSD, 17, 2, 1024, 7, false, "net.route.flags" },
	{ SYSTEM_OPENBSD, 17, 3, 0, 6, false, "net.route.iflist" },
	{ SYSTEM_OPENBSD, 17, 4, 0, 6, false, "net.route.stats" },
	{ SYSTEM_OPENBSD, 17, 5, -1, 6, false, "net.route.table" },
	{ SYSTEM_OPENBSD, 17, 6, 0, 6, false, "net.route.ifnames" },
	{ SYSTEM_OPENBSD, 17, 7, 0, 7, false, "net.route.source" },
	{ SYSTEM_MACOS, 17, 1, 0, 6, false, "net.route.dump" },
	{ SYSTEM_MACOS, 17, 2, 1024, 6, false, "net.route.flags" },
	{ SYSTEM_MACOS, 17, 4, 0, 6, false, "net.route.stats" },
	{ SYSTEM_MACOS, 17, 6, 0, 6, true, "net.route.iflist" },
	{ SYSTEM_MACOS, 17, 3, 0, 6, false, "net.route.iflist" },
	{ SYSTEM_MACOS, 17, 7, 0, 6, true, "net.route.dump" },
};

static const char *key_of(const int *mib, unsigned count)
{
	for (size_t i = 0; count >= 6 && i < COUNT(known); i++)
		if (known[i].system == bsd.system && mib[0] == 4 && mib[1] == known[i].pf_route &&
		    mib[2] == 0 && mib[4] == known[i].operation && count == known[i].count &&
		    (known[i].number < 0 || mib[5] == known[i].number) &&
		    !(bsd.old && known[i].new_only))
			return known[i].key;
	return NULL;
}

/* The bytes, as often as they are to come. */
static const uint8_t *repeat(const uint8_t *data, size_t *size)
{
	if (bsd.repeat < 2)
		return data;
	free(repeated);
	repeated = malloc(*size * bsd.repeat);
	assert_non_null(repeated);
	for (unsigned i = 0; i < bsd.repeat; i++)
		memcpy(repeated + i * *size, data, *size);
	*size *= bsd.repeat;
	return repeated;
}

static int answer(const uint8_t *data, size_t n, void *to, size_t *size)
{
	size_t room = *size;

	if (bsd.fail_at && bsd.calls == bsd.fail_at)
		return -bsd.error;
	data = repeat(data, &n);
	*size = n;
	if (!to)
		return 0;
	if (bsd.grow) { /* what there was room for came */
		bsd.grow--;
		memcpy(to, data, n < room ? n : room);
		*size = n < room ? n : room;
		return -ENOMEM;
	}
	assert_true(n <= room); /* who asks leaves room */
	n = n > bsd.cut ? n - bsd.cut : 0;
	memcpy(to, data, n);
	*size = bsd.liar ? room + 1 : n;
	return 0;
}

static struct bsd_call *note(void)
{
	struct bsd_call *call = &bsd.call[bsd.calls < BSD_CALLS_MAX ? bsd.calls : BSD_CALLS_MAX - 1];

	bsd.calls++;
	memset(call, 0, sizeof(*call));
	return call;
}

static int read_mib(const int *mib, unsigned count, void *to, size_t *size)
{
	struct bsd_call *call = note();
	const char *key = key_of(mib, count);
	const uint8_t *data;
	size_t n;

	assert_true(count <= RTSOCK_MIB_MAX);
	call->count = count;
	memcpy(call->mib, mib, count * sizeof(*mib));
	if (count == 4) /* statistics: by numbers only where there are no names */
		return answer((const uint8_t *)mib, count * sizeof(*mib), to, size);
	if (!key)
		return -EINVAL;
	if (bsd.without && mib[3] == bsd.without)
		return -EAFNOSUPPORT;
	data = bsd_answer(key, &n);
	return answer(data ? data : (const uint8_t *)"", n, to, size);
}

static int read_name(const char *name, void *to, size_t *size)
{
	static const uint8_t stats[40] = { 1, [8] = 2, [16] = 3, [24] = 4, [32] = 5 };
	struct bsd_call *call = note();

	strncpy(call->name, name, sizeof(call->name) - 1);
	if (strcmp(name, "net.route.stats") == 0)
		return answer(stats, sizeof(stats), to, size);
	if (strcmp(name, "net.fibs") == 0)
		return answer((const uint8_t *)"\2\0\0", 4, to, size);
	return -ENOENT;
}

/* ---- the socket ------------------------------------------------------------------------------- */

static int open_socket(void)
{
	int fd;

	if (bsd.refuses_socket)
		return -EPERM;
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	bsd.sockets++;
	return fd;
}

static void close_socket(int fd)
{
	bsd.sockets--;
	close(fd);
}

static int set_table(int fd, uint32_t table)
{
	(void)fd;
	bsd.table = table;
	return 0;
}

static ssize_t receive(int fd, void *to, size_t size)
{
	const struct bsd_input *input = bsd.input;

	(void)fd;
	if (!input || (!input->size && !input->error))
		return -EAGAIN;
	bsd.input++;
	if (input->error)
		return -input->error;
	assert_true(input->size <= size);
	memcpy(to, input->data, input->size);
	return (ssize_t)input->size;
}

static ssize_t send_message(int fd, const void *data, size_t size)
{
	(void)fd;
	if (bsd.send_error)
		return -bsd.send_error;
	assert_true(size <= sizeof(bsd.sent));
	memcpy(bsd.sent, data, size);
	bsd.sent_size = size;
	return (ssize_t)(size - bsd.send_short);
}

/* Nothing ever comes while it is waited for: time passes. */
static int wait_for(int fd, int64_t deadline_ms)
{
	(void)fd;
	assert_true(deadline_ms >= 0); /* or this test would hang */
	if (deadline_ms > bsd.now_ms)
		bsd.now_ms = deadline_ms;
	return -EAGAIN;
}

static int64_t monotonic_ms(void)
{
	return bsd.now_ms;
}

static int32_t process(void)
{
	return 4242;
}

/* The first neighbour that is asked for is a router, and of the second nothing is known. */
static int read_neighbour(int fd, struct nd *nd)
{
	(void)fd;
	if (bsd.neighbours++ == 1)
		return -EINVAL;
	nd->state = 2;
	nd->flags = bsd.neighbours == 1 ? ND_ROUTER : 0;
	nd->probes = bsd.neighbours;
	nd->expires_at_s = 1763000000;
	return 0;
}

static const struct rtsock_kernel kernel = {
	.open_neighbours = open_socket, .read_neighbour = read_neighbour,
	.read_mib = read_mib, .read_name = read_name, .open_socket = open_socket,
	.set_table = set_table, .receive = receive, .send = send_message,
	.close_socket = close_socket, .wait = wait_for, .monotonic_ms = monotonic_ms,
	.process = process,
};

const struct rtsock_system *bsd_system(enum origin_system system)
{
	return system == SYSTEM_FREEBSD ? &freebsd_system :
	       system == SYSTEM_OPENBSD ? &openbsd_system :
	       system == SYSTEM_NETBSD	? &netbsd_system :
					  &macos_system;
}

void bsd_reset(enum origin_system system)
{
	if (bsd.system != system || !answer_count) {
		free_answers();
		load(system);
	}
	bsd = (struct bsd){ .system = system, .now_ms = 1000 };
}

int bsd_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	static struct rtsock_system direct; /* what the broker counts stays in its process */
	struct origin origin = origin_host(bsd.system);

	direct = *bsd_system(bsd.system);
	direct.has_broker = bsd.brokered && direct.has_broker;
	return rtsock_open(&direct, &kernel, &origin, args, ret_source, err);
}

void bsd_end(void)
{
	free_answers();
}
