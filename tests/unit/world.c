/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <fcntl.h>

#ifndef WORLD_ALONE
#include "cmd/tools.h"
#endif
#include "lib/wire/name.h"
#include "platform/platform.h"
#include "platform/posix/lookup.h"
#include "platform/replay/module.h"
#include "world.h"

struct world world;

struct world_source {
	struct source source;
	const uint8_t *data; /* the answer */
	size_t size, at;
	unsigned repeat;     /* how often it is still told */
	uint8_t *frame;	     /* handed out */
	const char *key;
	enum frame_kind kind;
	enum question_what what;
	uint32_t question;
	bool answering, done;
	const struct name_query *names;
	size_t name_count;
};

static struct world_source *self(struct source *source)
{
	return (struct world_source *)source;
}

static const char *fixture_of(const struct question *q)
{
	bool inet6 = q->family == FAMILY_INET6;

	switch (q->what) {
	case ASK_LINKS:
		return "link.bin";
	case ASK_ADDRS:
		return "addr.bin";
	case ASK_ROUTES:
		return inet6 ? "route-inet6.bin" : "route-inet.bin";
	case ASK_CLONES:
		return inet6 ? "clones-inet6.bin" : "clones-inet.bin";
	case ASK_NEIGHS:
		return "neigh.bin";
	case ASK_PROXIES:
		return "neigh-proxy.bin";
	case ASK_TIMES:
		return "times.bin";
	case ASK_NEXTHOPS:
		return "nexthop.bin";
	case ASK_RULES:
		return "rule.bin";
	case ASK_FILE:
		return strcmp(q->key, "net/ipv6_route") == 0 ? "ipv6_route.txt" :
		       strcmp(q->key, "net/snmp") == 0	     ? "snmp.txt" :
		       strcmp(q->key, "net/netstat") == 0    ? "netstat.txt" :
		       strcmp(q->key, "net/snmp6") == 0	     ? "snmp6.txt" :
							       NULL;
	default:
		return NULL;
	}
}

void world_reset(void)
{
	unsigned open = world.open;

	world = (struct world){ .open = open };
}

/* Counts the call; is it the one that goes wrong? */
static bool strikes(enum world_fault fault, const struct world_source *s)
{
	bool now = world.at && world.fault == fault && world.calls >= world.at &&
		   world.calls < world.at + (world.times ? world.times : 1);

	if (now && !world.struck) {
		world.struck = true;
		world.struck_at = s->what;
	}
	return now;
}

/* Fixtures are read once. */
static const uint8_t *kept_fixture(const char *name, size_t *ret_size)
{
	static struct {
		const char *name;
		uint8_t *data;
		size_t size;
	} kept[32];
	size_t i = 0;

	while (kept[i].name && strcmp(kept[i].name, name) != 0)
		assert_true(++i < COUNT(kept));
	if (!kept[i].name) {
		kept[i].data = fixture(name, &kept[i].size);
		kept[i].name = name;
	}
	*ret_size = kept[i].size;
	return kept[i].data;
}

static int begin(struct world_source *s, const struct question *q, struct err *err)
{
	const char *name = fixture_of(q);

	s->size = s->at = 0;
	s->repeat = q->what == ASK_ROUTES && world.repeat ? world.repeat - 1 : 0;
	s->key = "";
	s->kind = FRAME_NETLINK;
	if (q->what == ASK_FILE) {
		s->kind = FRAME_FILE;
		s->key = q->key;
		if (!name && strncmp(q->key, "sys/", 4) == 0) {
			s->data = (const uint8_t *)"600\n";
			s->size = 4;
			return 0;
		}
	}
	if (q->what == ASK_NAMES) {
		s->kind = FRAME_NAME;
		s->names = q->names;
		s->name_count = q->name_count;
		return 0;
	}
	if (!name)
		return err_set(err, EOPNOTSUPP, "this world has no answer to \"%s\"", question_name(q->what));
	s->data = kept_fixture(name, &s->size);
	return 0;
}

static int world_ask(struct source *source, const struct question *q, struct err *err)
{
	struct world_source *s = self(source);

	world.calls++;
	s->what = q->what;
	s->question++;
	s->done = false;
	s->answering = false;
	if (strikes(WORLD_FAILS, s))
		return err_set(err, world.error, "scripted failure");
	s->answering = begin(s, q, err) == 0;
	return s->answering ? 0 : -EOPNOTSUPP;
}

/* The next piece of the answer: some messages, some lines, or one name; 0 at its end. */
static size_t take_piece(struct world_source *s, uint8_t *room)
{
	size_t size = 0;

	if (s->kind == FRAME_NAME) {
		struct name n = { .found = true, .size = 4, .text = "name" };

		if (s->at == s->name_count)
			return 0;
		n.query = s->names[s->at++];
		return name_encode(&n, room);
	}
	if (s->at == s->size && s->repeat) {
		s->repeat--;
		s->at = 0;
	}
	if (s->kind == FRAME_FILE) {
		size = s->size - s->at;
		/* a table of lines comes in pieces; pairs of lines belong together */
		while (strcmp(s->key, "net/ipv6_route") == 0 && size > 1000)
			for (size--; size && s->data[s->at + size - 1] != '\n';)
				size--;
	} else {
		for (int n = 0; n < 5 && s->at + size < s->size; n++) {
			const uint8_t *at = s->data + s->at + size;
			uint32_t length = (uint32_t)at[0] | (uint32_t)at[1] << 8;

			size += (length + 3) & ~3u;
		}
	}
	if (size)
		memcpy(room, s->data + s->at, size);
	s->at += size;
	return size;
}

static size_t put_done(uint8_t *to)
{
	static const uint8_t done[] = { 20, 0, 0, 0, 3, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };

	memcpy(to, done, sizeof(done));
	return sizeof(done);
}

static int world_next(struct source *source, struct frame *f, int64_t deadline_ms, struct err *err)
{
	static uint8_t room[64 * 1024];
	struct world_source *s = self(source);
	size_t size;

	(void)deadline_ms;
	free(s->frame);
	s->frame = NULL;
	if (!s->answering)
		return 0;
	world.calls++;
	if (strikes(WORLD_FAILS, s)) {
		s->answering = false;
		return err_set(err, world.error, "scripted failure");
	}
	if (strikes(WORLD_TOO_LONG, s)) {
		s->answering = false;
		return err_set(err, EMSGSIZE, "a message of the kernel was too long");
	}
	size = take_piece(s, room);
	if (!size && s->kind == FRAME_NETLINK && !s->done) {
		s->done = true;
		size = put_done(room);
	}
	if (!size) {
		s->answering = false;
		return 0;
	}
	f->flags = 0;
	f->kind = s->kind;
	if (s->kind == FRAME_NETLINK && strikes(WORLD_SHORT, s))
		size -= 2;
	if (s->kind == FRAME_NETLINK && strikes(WORLD_INTERRUPTED, s))
		room[6] |= 0x10;
	if (strikes(WORLD_CUT, s))
		f->flags = FRAME_CUT;
	if (strikes(WORLD_FOREIGN, s))
		f->kind = FRAME_SYSCTL;
	s->frame = malloc(size);
	assert_non_null(s->frame);
	memcpy(s->frame, room, size);
	f->question = s->question;
	f->origin = &source->origin;
	f->key = s->key;
	f->time_ms = 1763123456789;
	f->data = s->frame;
	f->size = size;
	return 1;
}

static int world_send(struct source *source, const void *data, size_t size, struct err *err)
{
	(void)source;
	(void)data;
	(void)size;
	return err_set(err, EOPNOTSUPP, "this world cannot be changed");
}

static int world_fd(const struct source *source)
{
	(void)source;
	return -1;
}

static void world_close(struct source *source)
{
	struct world_source *s = self(source);

	world.open--;
	free(s->frame);
	free(s);
}

static const struct source_ops ops = {
	.ask = world_ask, .next = world_next, .send = world_send, .fd = world_fd, .close = world_close,
};

int world_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct world_source *s = calloc(1, sizeof(*s));

	(void)args;
	(void)err;
	assert_non_null(s);
	s->source.ops = &ops;
	s->source.origin = (struct origin){ .system = SYSTEM_LINUX, .word = 64, .hz = 100, .release = "6.18.0",
					    .swap = !host_is_little() };
	world.open++;
	*ret_source = &s->source;
	return 0;
}

#ifndef WORLD_ALONE /* with the commands: the platform they run on */

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	return world_open(args, ret_source, err);
}

enum origin_system platform_system(void)
{
	return SYSTEM_LINUX;
}

bool platform_is_privileged_start(void)
{
	return false;
}

int platform_sandbox(bool processes, struct err *err)
{
	(void)processes;
	(void)err;
	return 0;
}

void platform_clock(int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	*ret_wall_ms = 1763123456789;
	*ret_uptime_ms = 4242;
}

int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden, struct err *err)
{
	(void)ret_spaces;
	(void)ret_count;
	(void)ret_hidden;
	return err_set(err, EOPNOTSUPP, "no network namespaces here");
}

int platform_program_path(char *to, size_t size)
{
	(void)to;
	(void)size;
	return -EOPNOTSUPP;
}

int lookup_host(const char *name, enum family family, int64_t timeout_ms, struct addr *ret_addr, struct err *err)
{
	(void)family;
	(void)timeout_ms;
	(void)ret_addr;
	return err_set(err, ENOENT, "%s: Unknown host", name);
}

int platform_flush_clones(struct err *err)
{
	return err_set(err, EOPNOTSUPP, "this world has no clones");
}

int lookup_network(const char *name, int64_t timeout_ms, struct addr *ret_addr, struct err *err)
{
	(void)timeout_ms;
	(void)ret_addr;
	return err_set(err, ENOENT, "%s: no such network", name);
}

int capture_module_load(const struct capture_module **ret_module, struct err *err)
{
	(void)ret_module;
	return err_set(err, ENOENT, "this world has no captures");
}

static char *read_all(int fd, size_t *ret_size)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text;

	assert_true(size >= 0);
	text = calloc(1, (size_t)size + 1);
	assert_non_null(text);
	assert_int_equal(pread(fd, text, (size_t)size, 0), size);
	close(fd);
	if (ret_size)
		*ret_size = (size_t)size;
	return text;
}

static int call(int argc, char **argv)
{
	if (strcmp(argv[0], "netstat") == 0)
		return netstat_main(argc, argv);
	if (strcmp(argv[0], "route") == 0)
		return route_main(argc, argv);
	return arp_main(argc, argv);
}

struct world_result world_run(const char *command)
{
	int files[2] = { memfd_create("out", MFD_CLOEXEC), memfd_create("err", MFD_CLOEXEC) };
	char *words = strdup(command), *argv[16] = { NULL }, *save = NULL;
	struct world_result r = { .status = -1 };
	int saved[2], argc = 0;

	for (char *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		assert_true(files[i] >= 0);
		saved[i] = dup(STDOUT_FILENO + i);
		assert_true(dup2(files[i], STDOUT_FILENO + i) >= 0);
	}
	r.status = call(argc, argv);
	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		dup2(saved[i], STDOUT_FILENO + i);
		close(saved[i]);
	}
	r.out = read_all(files[0], &r.out_size);
	r.err = read_all(files[1], NULL);
	free(words);
	return r;
}

void world_free(struct world_result *r)
{
	free(r->out);
	free(r->err);
}

#endif
