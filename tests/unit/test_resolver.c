/* SPDX-License-Identifier: ISC */
/*
 * The resolver over an /etc and a network of the test's own: a private mount namespace with a small
 * /etc, and a network namespace with nothing but a loopback, on which the test itself is the name
 * server. So it decides which names exist, which lookups hang, and how long. What needs that world
 * is skipped where the host forbids namespaces. The module is included for the child's process id
 * and its socket.
 */
#include "platform/posix/resolver.c"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <cmocka.h>

enum {
	QUERIES = 10000,
	LONG_MS = 60000, /* a time-out that is not what a test is about */
	WAIT_MS = 30000	 /* a test that waits longer for the other side has failed */
};

static const char *no_world; /* why there is none */
static int server = -1; /* the name server's socket: queries stay in it until the test answers */

#ifdef __SANITIZE_THREAD__
/* The C library guards its list of name servers with a lock that the sanitizer cannot see. */
const char *__tsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
	return "race:__libc_dynarray_emplace_enlarge\n";
}
#endif

/* ---- the world ------------------------------------------------------------------------------- */

static bool file_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool good = file && fputs(text, file) >= 0;

	return file && !fclose(file) && good;
}

static bool hosts_write(void)
{
	FILE *file = fopen("/etc/hosts", "w");

	if (!file)
		return false;
	fputs("127.0.0.1 localhost\n192.0.2.1 gw.example.org gw\n2001:db8::1 six.example.org\n"
	      "fe80::1 router.example.org\n192.0.2.9 e\x1b[31m\xff\n",
	      file);
	fputs("192.0.2.8 ", file);
	for (int i = 0; i < 400; i++)
		fputc('a' + i % 26, file);
	fputc('\n', file);
	for (unsigned i = 0; i < 200; i++)
		fprintf(file, "10.1.0.%u file%u\n", i, i);
	return !fclose(file);
}

static bool loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	bool good = fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &request);

	if (fd >= 0)
		close(fd);
	return good;
}

static bool server_open(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons(53),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	server = socket(AF_INET, SOCK_DGRAM, 0);
	setsockopt(server, SOL_SOCKET, SO_RCVBUF, &(int){ 1 << 20 }, sizeof(int));
	return server >= 0 && !bind(server, (struct sockaddr *)&at, sizeof(at));
}

/* Namespaces of our own: as root, else as the root of a user namespace. */
static bool namespaces_open(void)
{
	char users[64];
	char groups[64];

	snprintf(users, sizeof(users), "0 %u 1\n", (unsigned)getuid());
	snprintf(groups, sizeof(groups), "0 %u 1\n", (unsigned)getgid());
	return !unshare(CLONE_NEWNS | CLONE_NEWNET) ||
	       (!unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) &&
		file_write("/proc/self/uid_map", users) &&
		file_write("/proc/self/setgroups", "deny") &&
		file_write("/proc/self/gid_map", groups));
}

/*
 * What is mounted from here on is seen by nobody else. In a chroot `/` is no mount: there the root
 * of the namespace is made private, and the descriptor is the way back.
 */
static bool mounts_private(void)
{
	int root, own;
	bool good;

	if (!mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return true;
	if (errno != EINVAL)
		return false;
	root = open("/", O_PATH | O_CLOEXEC);
	own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	good = !setns(own, CLONE_NEWNS) && !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !fchdir(root) && !chroot(".");
	close(root);
	close(own);
	return good;
}

static const char *world_make(void)
{
	static char reason[160];
	const char *step = "unshare";
	bool good = namespaces_open();

	good = good && (step = "mount", mounts_private()) &&
	       !mount("tmpfs", "/etc", "tmpfs", 0, NULL);
	good = good && (step = "/etc", hosts_write()) &&
	       file_write("/etc/networks",
			  "loopback 127.0.0.0\nlink-local 169.254.0.0\nten 10.44\nodd 192.0.2.64\n"
			  "right 0.0.10.99\n") &&
	       file_write("/etc/nsswitch.conf", "hosts: files dns\nnetworks: files\n") &&
	       file_write("/etc/resolv.conf",
			  "nameserver 127.0.0.1\noptions timeout:30 attempts:1\n");
	good = good && (step = "loopback", loopback_up()) && (step = "port 53", server_open());
	if (good)
		return NULL;
	snprintf(reason, sizeof(reason), "%s: %s", step, strerror(errno));
	return reason;
}

static void need_world(void)
{
	if (no_world) {
		print_message("# no namespace of the test's own: %s\n", no_world);
		skip();
	}
}

/* ---- the name server ------------------------------------------------------------------------- */

struct asked {
	struct sockaddr_in from;
	uint8_t data[512];
	size_t size;
	unsigned last; /* of the address asked for, its last byte */
};

/* The next query, or false where none comes. */
static bool server_take(struct asked *ret_asked, int wait_ms)
{
	struct pollfd wait = { .fd = server, .events = POLLIN };
	socklen_t size = sizeof(ret_asked->from);
	ssize_t n;

	if (poll(&wait, 1, wait_ms) != 1)
		return false;
	n = recvfrom(server, ret_asked->data, sizeof(ret_asked->data), 0,
		     (struct sockaddr *)&ret_asked->from, &size);
	assert_true(n > 16);
	ret_asked->size = (size_t)n;
	ret_asked->last = (unsigned)strtoul((const char *)ret_asked->data + 13, NULL, 10);
	return true;
}

/* PTR <last>.late.example (RFC 1035, 4.1). */
static void server_answer(const struct asked *asked)
{
	static const uint8_t record[] = { 0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 60 };
	uint8_t to[600];
	size_t size = 12;
	char label[8];
	int length = snprintf(label, sizeof(label), "x%u", asked->last);

	while (size < asked->size && asked->data[size])
		size += asked->data[size] + 1u;
	size += 5;
	assert_true(size <= asked->size);
	memcpy(to, asked->data, size);
	memcpy(to + 2, (uint8_t[]){ 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0 }, 10);
	memcpy(to + size, record, sizeof(record));
	size += sizeof(record);
	to[size++] = 0;
	to[size++] = (uint8_t)(length + 15);
	to[size++] = (uint8_t)length;
	memcpy(to + size, label, (size_t)length);
	size += (size_t)length;
	memcpy(to + size, "\4late\7example", 14);
	size += 14;
	assert_int_equal(sendto(server, to, size, 0, (const struct sockaddr *)&asked->from,
				sizeof(asked->from)),
			 size);
}

static void server_forget(void)
{
	struct asked asked;

	while (server_take(&asked, 0))
		;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static struct name_query query_of(enum name_kind kind, const char *text)
{
	struct name_query query = { .kind = kind };
	enum family family = strchr(text, ':') ? FAMILY_INET6 : FAMILY_INET;

	assert_int_equal(addr_parse(text, family, &query.addr), 0);
	return query;
}

static struct name_query query_inet(unsigned a, unsigned b, unsigned c, unsigned d)
{
	return (struct name_query){ .kind = NAME_HOST,
				    .addr = { .family = FAMILY_INET,
					      .size = 4,
					      .bytes = { (uint8_t)a, (uint8_t)b, (uint8_t)c,
							 (uint8_t)d } } };
}

static struct question question_of(const struct name_query *names, size_t count, int64_t timeout_ms)
{
	return (struct question){
		.what = ASK_NAMES, .names = names, .name_count = count, .timeout_ms = timeout_ms
	};
}

static struct resolver *start(void)
{
	struct resolver *resolver = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(resolver_start(&resolver, &err), 0);
	return resolver;
}

static void ask(struct resolver *resolver, const struct question *question)
{
	struct err err = ERR_INIT;

	assert_int_equal(resolver_ask(resolver, question, &err), 0);
	assert_string_equal(err.text, "");
}

/* The next name, decoded; what resolver_next returned. */
static int next(struct resolver *resolver, struct name *ret_name, int64_t deadline_ms)
{
	static const struct origin origin;
	struct frame frame = { .kind = FRAME_NONE };
	struct err err = ERR_INIT;
	int code = resolver_next(resolver, &origin, &frame, deadline_ms, &err);

	assert_int_equal(code < 0 && code != -EAGAIN, err.text[0] != '\0');
	if (code <= 0) {
		assert_int_equal(frame.kind, FRAME_NONE);
		return code;
	}
	assert_int_equal(frame.kind, FRAME_NAME);
	assert_ptr_equal(frame.origin, &origin);
	assert_string_equal(frame.key, "");
	assert_int_equal(name_decode(bytes_of(frame.data, frame.size, false), ret_name), 1);
	return code;
}

/* The whole answer: `ret_names[i]` of query i. Nothing comes twice. Returns how many came. */
static size_t collect(struct resolver *resolver, const struct question *question,
		      struct name *ret_names)
{
	bool *came = calloc(question->name_count + 1, sizeof(*came));
	struct name name;
	size_t count = 0;
	int code;

	assert_non_null(came);
	while ((code = next(resolver, &name, -1)) == 1) {
		size_t i = 0;

		while (i < question->name_count &&
		       (came[i] || question->names[i].kind != name.query.kind ||
			!addr_equal(&question->names[i].addr, &name.query.addr)))
			i++;
		assert_true(i < question->name_count);
		came[i] = true;
		ret_names[i] = name;
		count++;
	}
	assert_int_equal(code, 0);
	assert_int_equal(next(resolver, &name, -1), 0); /* and stays so */
	free(came);
	return count;
}

static void no_child_is_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* ---- what is found --------------------------------------------------------------------------- */

struct expected {
	enum name_kind kind;
	const char *address;
	const char *name; /* NULL: none */
};

static const struct expected files_have[] = {
	{ NAME_HOST, "127.0.0.1", "localhost" },
	{ NAME_HOST, "192.0.2.1", "gw.example.org" },
	{ NAME_HOST, "2001:db8::1", "six.example.org" },
	{ NAME_HOST, "fe80::1", "router.example.org" },
	{ NAME_HOST, "192.0.2.9", "e\x1b[31m\xff" },
	{ NAME_NETWORK, "127.0.0.0", "loopback" },
	{ NAME_NETWORK, "169.254.0.0", "link-local" },
	{ NAME_NETWORK, "10.44.0.0", "ten" },
	{ NAME_NETWORK, "192.0.2.64", "odd" },
	{ NAME_NETWORK, "10.99.0.0", "right" }, /* as a libc of the BSDs numbers `right 10.99` */
	{ NAME_NETWORK, "10.45.0.0", NULL },
	{ NAME_NETWORK, "0.0.0.0", NULL },
	{ NAME_NETWORK, "127.0.0.1", NULL },
	{ NAME_NETWORK, "2001:db8::", NULL },
};

/* A libc without networks has none for anybody. */
static bool libc_has_networks(void)
{
	return getnetbyaddr(0x7f000000, AF_INET) || getnetbyaddr(0x7f, AF_INET);
}

static void test_files(void **state)
{
	enum { COUNT = sizeof(files_have) / sizeof(*files_have) };
	struct name_query names[COUNT];
	struct name got[COUNT];
	struct question question = question_of(names, COUNT, LONG_MS);
	struct resolver *resolver;
	bool networks;

	(void)state;
	need_world();
	networks = libc_has_networks();
	for (size_t i = 0; i < COUNT; i++)
		names[i] = query_of(files_have[i].kind, files_have[i].address);
	resolver = start();
	ask(resolver, &question);
	assert_int_equal(collect(resolver, &question, got), COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		const char *want = files_have[i].name;

		if (files_have[i].kind == NAME_NETWORK && !networks)
			want = NULL;
		assert_int_equal(got[i].found, want != NULL);
		assert_string_equal(got[i].text, want ? want : "");
		assert_int_equal(got[i].size, strlen(got[i].text));
	}
	resolver_stop(resolver);
	no_child_is_left();
}

static void test_long_name_is_cut(void **state)
{
	struct name_query query = query_of(NAME_HOST, "192.0.2.8");
	struct question question = question_of(&query, 1, LONG_MS);
	struct name got;
	struct resolver *resolver;

	(void)state;
	need_world();
	resolver = start();
	ask(resolver, &question);
	assert_int_equal(collect(resolver, &question, &got), 1);
	assert_true(got.found);
	assert_int_equal(got.size, NAME_MAX_SIZE);
	assert_int_equal(strlen(got.text), NAME_MAX_SIZE);
	resolver_stop(resolver);
}

static void test_nothing_asked(void **state)
{
	struct question question = question_of(NULL, 0, LONG_MS);
	struct resolver *resolver = start();
	struct name name;

	(void)state;
	assert_int_equal(next(resolver, &name, -1), 0); /* before any question */
	ask(resolver, &question);
	assert_int_equal(next(resolver, &name, -1), 0);
	resolver_stop(resolver);
	resolver_stop(NULL);
	no_child_is_left();
}

/* More than both sockets hold: whoever waits for the other to read first waits for ever. */
static void test_many(void **state)
{
	struct name_query *names;
	struct name *got;
	struct question question;
	struct resolver *resolver;

	(void)state;
	need_world();
	names = calloc(QUERIES, sizeof(*names));
	got = calloc(QUERIES, sizeof(*got));
	question = question_of(names, QUERIES, LONG_MS);
	assert_true(names && got);
	for (unsigned i = 0; i < QUERIES; i++) {
		names[i] = query_inet(10, 1, 0, i % 256);
		names[i].kind = i % 256 < 200 ? NAME_HOST : NAME_NETWORK;
	}
	resolver = start();
	for (int again = 0; again < 2; again++) {
		size_t found = 0;

		ask(resolver, &question);
		assert_int_equal(collect(resolver, &question, got), QUERIES);
		for (unsigned i = 0; i < QUERIES; i++) {
			char want[16];

			snprintf(want, sizeof(want), "file%u", i % 256);
			assert_int_equal(got[i].found, names[i].kind == NAME_HOST);
			assert_string_equal(got[i].text, got[i].found ? want : "");
			found += got[i].found;
		}
		assert_int_equal(found, QUERIES / 256 * 200 + QUERIES % 256);
	}
	resolver_stop(resolver);
	free(names);
	free(got);
}

/* ---- what hangs ------------------------------------------------------------------------------ */

static void test_many_at_once(void **state)
{
	enum { COUNT = 60 };
	struct name_query names[COUNT];
	struct name got[COUNT];
	static struct asked asked[COUNT];
	struct question question = question_of(names, COUNT, LONG_MS);
	struct resolver *resolver;
	size_t count = 0;

	(void)state;
	need_world();
	server_forget();
	for (unsigned i = 0; i < COUNT; i++)
		names[i] = query_inet(198, 51, 100, i);
	resolver = start();
	ask(resolver, &question);
	/* None is answered before all are asked. */
	while (count < COUNT) {
		assert_true(server_take(&asked[count], WAIT_MS));
		count++;
	}
	for (size_t i = 0; i < COUNT; i++)
		server_answer(&asked[i]);
	assert_int_equal(collect(resolver, &question, got), COUNT);
	for (unsigned i = 0; i < COUNT; i++) {
		char want[32];

		snprintf(want, sizeof(want), "x%u.late.example", i);
		assert_true(got[i].found);
		assert_string_equal(got[i].text, want);
	}
	resolver_stop(resolver);
	no_child_is_left();
}

#ifdef HAVE_GETNETBYADDR_R

/* Networks too, where the C library can: nobody answers, and all are asked. */
static void test_networks_at_once(void **state)
{
	enum { COUNT = 20 };
	struct name_query names[COUNT];
	struct question question = question_of(names, COUNT, LONG_MS);
	struct resolver *resolver;
	struct asked asked;

	(void)state;
	need_world();
	server_forget();
	for (unsigned i = 0; i < COUNT; i++) {
		names[i] = query_inet(10, 50 + i, 0, 0);
		names[i].kind = NAME_NETWORK;
	}
	assert_true(file_write("/etc/nsswitch.conf", "hosts: files dns\nnetworks: files dns\n"));
	resolver = start();
	ask(resolver, &question);
	for (unsigned i = 0; i < COUNT; i++)
		assert_true(server_take(&asked, WAIT_MS));
	resolver_stop(resolver);
	assert_true(file_write("/etc/nsswitch.conf", "hosts: files dns\nnetworks: files\n"));
}

#endif

static void test_hanging_do_not_hide_the_others(void **state)
{
	enum { COUNT = 300 };
	struct name_query names[COUNT];
	struct name got[COUNT];
	struct question question = question_of(names, COUNT, 3000);
	struct resolver *resolver;

	(void)state;
	need_world();
	for (unsigned i = 0; i < COUNT; i++)
		names[i] = i < 150 ? query_inet(198, 51, 100, i) : query_inet(10, 1, 0, i - 150);
	memset(got, 0, sizeof(got));
	resolver = start();
	ask(resolver, &question);
	assert_int_equal(collect(resolver, &question, got), COUNT - 150);
	for (unsigned i = 0; i < COUNT; i++)
		assert_int_equal(got[i].found, i >= 150);
	resolver_stop(resolver);
	no_child_is_left();
}

/* An answer to the question before is none to this one; a lookup that still runs is not begun
 * again. */
static void test_asked_again(void **state)
{
	struct name_query first[3] = { query_inet(198, 51, 100, 1), query_inet(198, 51, 100, 2),
				       query_inet(198, 51, 100, 3) };
	struct name_query second[2] = { query_inet(10, 1, 0, 7), query_inet(198, 51, 100, 2) };
	struct question question = question_of(first, 3, 300);
	struct name got[3];
	struct asked asked[3];
	struct asked more;
	struct resolver *resolver;

	(void)state;
	need_world();
	server_forget();
	resolver = start();
	ask(resolver, &question);
	for (size_t i = 0; i < 3; i++)
		assert_true(server_take(&asked[i], WAIT_MS));
	assert_int_equal(collect(resolver, &question, got), 0);

	question = question_of(second, 2, LONG_MS);
	ask(resolver, &question);
	assert_int_equal(next(resolver, &got[0], -1), 1);
	assert_string_equal(got[0].text, "file7");
	for (size_t i = 0; i < 3; i++)
		server_answer(&asked[i]);
	assert_int_equal(next(resolver, &got[1], -1), 1);
	assert_string_equal(got[1].text, "x2.late.example");
	assert_int_equal(next(resolver, &got[2], -1), 0);
	assert_false(server_take(&more, 0));
	resolver_stop(resolver);
}

/* A question that is dropped half-way, with bytes of both directions on their way. */
static void test_dropped(void **state)
{
	struct name_query one = query_inet(10, 1, 0, 42);
	struct question single = question_of(&one, 1, LONG_MS);
	struct name_query *names;
	struct question many;
	struct resolver *resolver;
	struct name name;

	(void)state;
	need_world();
	names = calloc(QUERIES, sizeof(*names));
	many = question_of(names, QUERIES, LONG_MS);
	assert_non_null(names);
	for (unsigned i = 0; i < QUERIES; i++)
		names[i] = query_inet(10, 1, 0, i % 200);
	resolver = start();
	for (int round = 0; round < 20; round++) {
		ask(resolver, &many);
		for (int i = 0; i < round * 7; i++)
			assert_int_equal(next(resolver, &name, -1), 1);
		ask(resolver, &single);
		assert_int_equal(next(resolver, &name, -1), 1);
		assert_string_equal(name.text, "file42");
		assert_int_equal(next(resolver, &name, -1), 0);
	}
	resolver_stop(resolver);
	free(names);
}

static void test_deadline_of_next(void **state)
{
	struct name_query query = query_inet(198, 51, 100, 77);
	struct question question = question_of(&query, 1, LONG_MS);
	struct resolver *resolver;
	struct asked asked;
	struct name name;

	(void)state;
	need_world();
	server_forget();
	resolver = start();
	ask(resolver, &question);
	assert_int_equal(next(resolver, &name, 0), -EAGAIN);
	assert_int_equal(next(resolver, &name, now_ms() + 20), -EAGAIN);
	assert_true(server_take(&asked, WAIT_MS));
	server_answer(&asked);
	assert_int_equal(next(resolver, &name, -1), 1);
	assert_string_equal(name.text, "x77.late.example");
	assert_int_equal(next(resolver, &name, 0), 0);
	resolver_stop(resolver);
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void hang(struct resolver *resolver, struct name_query *names, unsigned count, bool wait)
{
	struct question question = question_of(names, count, LONG_MS);
	struct asked asked;

	server_forget();
	for (unsigned i = 0; i < count; i++)
		names[i] = query_inet(198, 51, 100, i);
	ask(resolver, &question);
	for (unsigned i = 0; wait && i < count; i++)
		assert_true(server_take(&asked, WAIT_MS));
}

static void test_child_is_killed(void **state)
{
	struct name_query names[64];
	struct question question = question_of(names, 1, LONG_MS);
	struct resolver *resolver;
	struct err err = ERR_INIT;
	struct name name;

	(void)state;
	need_world();
	resolver = start();
	hang(resolver, names, 64, true);
	assert_int_equal(kill(resolver->pid, SIGKILL), 0);
	assert_int_equal(next(resolver, &name, -1), -EPIPE);
	assert_int_equal(next(resolver, &name, -1), -EPIPE);
	assert_int_equal(resolver_ask(resolver, &question, &err), -EPIPE);
	assert_string_equal(err.text, "the process that looks up names has ended");
	resolver_stop(resolver);
	no_child_is_left();
}

/* Dead before it is asked: a send to nobody is an error and no signal. */
static void test_child_is_dead(void **state)
{
	struct name_query query = query_inet(10, 1, 0, 1);
	struct question question = question_of(&query, 1, LONG_MS);
	struct resolver *resolver = start();
	struct err err = ERR_INIT;
	struct name name;
	struct pollfd wait = { .fd = resolver->fd, .events = POLLIN };

	(void)state;
	assert_int_equal(kill(resolver->pid, SIGKILL), 0);
	assert_int_equal(poll(&wait, 1, WAIT_MS), 1);
	assert_int_equal(resolver_ask(resolver, &question, &err), 0);
	assert_int_equal(next(resolver, &name, -1), -EPIPE);
	resolver_stop(resolver);
	no_child_is_left();
}

/* A child that does not hear is killed. */
static void test_child_is_stopped(void **state)
{
	struct resolver *resolver = start();
	int status;

	(void)state;
	assert_int_equal(kill(resolver->pid, SIGSTOP), 0);
	assert_int_equal(waitpid(resolver->pid, &status, WUNTRACED), resolver->pid);
	assert_true(WIFSTOPPED(status));
	resolver_stop(resolver);
	no_child_is_left();
}

static void test_stop_while_all_hang(void **state)
{
	struct name_query names[64];
	struct resolver *resolver;

	(void)state;
	need_world();
	resolver = start();
	hang(resolver, names, 64, true);
	resolver_stop(resolver);
	no_child_is_left();
}

/*
 * A program that ends without a word, by itself or by a signal, with 64 lookups under way: its
 * child follows, by itself and with status 0. This process is its next of kin meanwhile, to see it
 * end.
 */
static void parent_ends(bool killed)
{
	struct name_query names[64];
	pid_t child = 0;
	int fds[2];
	int status;
	pid_t parent;
	struct asked asked;

	server_forget();
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	assert_int_equal(pipe(fds), 0);
	parent = fork();
	if (!parent) {
		struct resolver *resolver = start();
		ssize_t n;

		hang(resolver, names, 64, false);
		n = write(fds[1], &resolver->pid, sizeof(resolver->pid));
		while (n > 0)
			pause();
		_exit(1);
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], &child, sizeof(child)), sizeof(child));
	close(fds[0]);
	for (unsigned i = 0; i < 64; i++)
		assert_true(server_take(&asked, WAIT_MS));
	assert_int_equal(kill(parent, killed ? SIGKILL : SIGTERM), 0);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0), 0);
	no_child_is_left();
}

static void test_parent_ends(void **state)
{
	(void)state;
	need_world();
	parent_ends(false);
	parent_ends(true);
}

/* A sandbox that answers with EPERM to all that could end a child but close. */
static bool sandbox(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_shutdown, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_wait4, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	struct sock_fprog program = { .len = sizeof(code) / sizeof(*code), .filter = code };

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* There the child still ends when the resolver is stopped, and not later with the program. */
static void test_stop_in_a_sandbox(void **state)
{
	struct name_query names[64];
	pid_t child = 0;
	struct pollfd ended = { .events = POLLIN };
	int fds[2];
	pid_t parent;

	(void)state;
	need_world();
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	parent = fork();
	if (!parent) {
		struct resolver *resolver = start();
		uint8_t go;

		hang(resolver, names, 64, true);
		if (!sandbox() || write(fds[1], &resolver->pid, sizeof(child)) != sizeof(child) ||
		    read(fds[1], &go, 1) != 1)
			_exit(1);
		resolver_stop(resolver);
		pause();
		_exit(1);
	}
	close(fds[1]);
	if (read(fds[0], &child, sizeof(child)) == sizeof(child))
		ended.fd = (int)syscall(SYS_pidfd_open, child, 0);
	if (!child || ended.fd < 0) {
		print_message("# no seccomp or no pidfd_open here\n");
		close(fds[0]);
		kill(parent, SIGKILL);
		waitpid(parent, NULL, 0);
		skip();
	}
	assert_int_equal(poll(&ended, 1, 0), 0);
	assert_int_equal(write(fds[0], "g", 1), 1);
	assert_int_equal(poll(&ended, 1, WAIT_MS), 1);
	close(ended.fd);
	close(fds[0]);
	assert_int_equal(kill(parent, SIGKILL), 0);
	assert_int_equal(waitpid(parent, NULL, 0), parent);
	no_child_is_left();
}

/* A reader of the program's output must not wait for the child. */
static void test_child_keeps_nothing_open(void **state)
{
	struct resolver *resolver;
	struct pollfd wait;
	uint8_t byte;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	resolver = start();
	close(fds[1]);
	wait = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	assert_int_equal(poll(&wait, 1, WAIT_MS), 1);
	assert_int_equal(read(fds[0], &byte, 1), 0);
	close(fds[0]);
	resolver_stop(resolver);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
	(void)number;
	handled++;
}

/* An interrupt from the terminal reaches both; what to do about it is the program's to say. */
static void test_interrupt_is_for_the_parent(void **state)
{
	struct sigaction action = { .sa_handler = handle };
	struct sigaction old;
	struct name_query query = query_inet(10, 1, 0, 1);
	struct question question = question_of(&query, 1, LONG_MS);
	struct resolver *resolver;
	struct name name;

	(void)state;
	assert_int_equal(sigaction(SIGINT, &action, &old), 0);
	resolver = start();
	/* Only a child that runs has its signals set. */
	ask(resolver, &question);
	assert_int_equal(next(resolver, &name, -1), 1);
	assert_int_equal(kill(resolver->pid, SIGINT), 0);
	ask(resolver, &question);
	assert_int_equal(next(resolver, &name, -1), 1);
	assert_int_equal(sigaction(SIGINT, &old, NULL), 0);
	assert_int_equal(handled, 0);
	resolver_stop(resolver);
}

/* ---- what is refused ------------------------------------------------------------------------- */

static void test_questions_that_are_none(void **state)
{
	struct name_query query = { .addr = { .family = FAMILY_LINK, .size = 6 } };
	struct question question = question_of(&query, 1, LONG_MS);
	struct resolver *resolver = start();
	struct err err = ERR_INIT;
	struct name name;

	(void)state;
	assert_int_equal(resolver_ask(resolver, &question, &err), -EINVAL);
	query = query_inet(10, 1, 0, 1);
	query.addr.size = 16;
	assert_int_equal(resolver_ask(resolver, &question, &err), -EINVAL);
	query = query_inet(10, 1, 0, 1);
	query.kind = NAME_KINDS;
	assert_int_equal(resolver_ask(resolver, &question, &err), -EINVAL);
	assert_string_equal(err.text, "only IPv4 and IPv6 addresses, ports and users have names");
	assert_int_equal(next(resolver, &name, -1), 0);
	err_clear(&err);
	question.what = ASK_ROUTES;
	assert_int_equal(resolver_ask(resolver, &question, &err), -EOPNOTSUPP);
	assert_true(err.text[0]);
	resolver_stop(resolver);
}

/* What a child that somebody else has taken over might say: {ask, index, found, size, text} */
struct hostile {
	const char *what;
	struct resolver_answer answer;
	size_t size; /* bytes of it that are sent */
	int want;    /* of the first resolver_next */
};

#define WHOLE(n) (RESOLVER_ANSWER_HEAD + (n))

static const struct hostile hostile[] = {
	{ "a good one", { 1, 1, 1, 2, .text = "ab" }, WHOLE(2), 1 },
	{ "not found", { 1, 0, 0, 0, .text = "" }, WHOLE(0), 1 },
	{ "index behind the last", { 1, 2, 1, 2, .text = "ab" }, WHOLE(2), -EBADMSG },
	{ "index far behind", { 1, UINT32_MAX, 1, 2, .text = "ab" }, WHOLE(2), -EBADMSG },
	{ "found without a name", { 1, 0, 1, 0, .text = "" }, WHOLE(0), -EBADMSG },
	{ "a name, not found", { 1, 0, 0, 2, .text = "ab" }, WHOLE(2), -EBADMSG },
	{ "neither found nor not", { 1, 0, 2, 2, .text = "ab" }, WHOLE(2), -EBADMSG },
	{ "a NUL inside", { 1, 0, 1, 3, .text = "a\0b" }, WHOLE(3), -EBADMSG },
	{ "a NUL at the end", { 1, 0, 1, 3, .text = "ab" }, WHOLE(3), -EBADMSG },
	{ "nothing", { 1, 0, 1, 3, .text = "abc" }, 0, -EPIPE },
	{ "half a head", { 1, 0, 1, 3, .text = "abc" }, 7, -EPIPE },
	{ "half a name", { 1, 0, 1, 3, .text = "abc" }, WHOLE(2), -EPIPE },
	{ "an answer to an earlier question", { 0, 9, 1, 2, .text = "ab" }, WHOLE(2), -EPIPE },
	{ "an answer to a later question", { 2, 0, 1, 2, .text = "ab" }, WHOLE(2), -EPIPE },
};

/* A resolver whose child is this test: `ret_fd` is the child's end. It has asked for two names. */
static struct resolver *puppet(int *ret_fd)
{
	static const struct name_query names[2] = {
		{ .addr = { .family = FAMILY_INET, .size = 4, .bytes = { 192, 0, 2, 1 } } },
		{ .addr = { .family = FAMILY_INET6, .size = 16, .bytes = { 0x20, 1 } } },
	};
	struct resolver *resolver = calloc(1, sizeof(*resolver));
	struct question question = question_of(names, 2, LONG_MS);
	int fds[2];

	assert_non_null(resolver);
	assert_int_equal(socket_pair(fds), 0);
	resolver->fd = fds[0];
	resolver->pid = fork(); /* something to be waited for */
	if (!resolver->pid)
		_exit(0);
	*ret_fd = fds[1];
	ask(resolver, &question);
	return resolver;
}

static void test_only_addresses_go_to_the_child(void **state)
{
	struct resolver_query got[3];
	int fd;
	struct resolver *resolver = puppet(&fd);

	(void)state;
	assert_int_equal(read(fd, got, sizeof(got)), 2 * sizeof(*got));
	assert_int_equal(got[0].ask, 1);
	assert_int_equal(got[0].family, FAMILY_INET);
	assert_memory_equal(got[0].address, ((uint8_t[16]){ 192, 0, 2, 1 }), 16);
	assert_int_equal(got[1].index, 1);
	assert_int_equal(got[1].family, FAMILY_INET6);
	assert_memory_equal(got[1].address, ((uint8_t[16]){ 0x20, 1 }), 16);
	close(fd);
	resolver_stop(resolver);
}

/* Without time nobody is asked. */
static void test_no_time(void **state)
{
	static const int64_t timeouts_ms[] = { 0, -1, INT64_MIN };
	struct name_query query = query_inet(192, 0, 2, 1);
	struct resolver_query got[3];
	int fd;
	struct resolver *resolver = puppet(&fd);
	struct name name;

	(void)state;
	assert_int_equal(read(fd, got, sizeof(got)), 2 * sizeof(*got));
	for (size_t i = 0; i < 3; i++) {
		struct question question = question_of(&query, 1, timeouts_ms[i]);

		ask(resolver, &question);
		assert_int_equal(next(resolver, &name, -1), 0);
		assert_int_equal(recv(fd, got, 1, MSG_DONTWAIT), -1);
		assert_int_equal(errno, EAGAIN);
	}
	close(fd);
	resolver_stop(resolver);
}

/* Who comes after the deadline still gets what came before it, and no more. */
static void test_late_caller(void **state)
{
	const struct resolver_answer answer = { 2, 1, 1, 2, .text = "ab" };
	struct name_query names[2] = { query_inet(192, 0, 2, 1), query_inet(192, 0, 2, 2) };
	struct question question = question_of(names, 2, 1);
	int fd;
	struct resolver *resolver = puppet(&fd);
	struct name name;

	(void)state;
	ask(resolver, &question);
	assert_int_equal(write(fd, &answer, WHOLE(2)), WHOLE(2));
	while (now_ms() <= resolver->deadline_ms)
		assert_int_equal(poll(NULL, 0, 2), 0);
	assert_int_equal(next(resolver, &name, -1), 1);
	assert_string_equal(name.text, "ab");
	assert_int_equal(next(resolver, &name, -1), 0);
	close(fd);
	resolver_stop(resolver);
}

static void test_hostile_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		const struct hostile *row = &hostile[i];
		int fd;
		struct resolver *resolver = puppet(&fd);
		struct name name = { .size = 0 };

		assert_int_equal(write(fd, &row->answer, row->size), row->size);
		close(fd);
		if (next(resolver, &name, -1) != row->want)
			fail_msg("%s", row->what);
		if (row->want == 1) {
			assert_int_equal(name.found, row->answer.found);
			assert_string_equal(name.text, row->answer.text);
			assert_int_equal(name.query.addr.family,
					 row->answer.index ? FAMILY_INET6 : FAMILY_INET);
		} else {
			assert_int_equal(next(resolver, &name, -1), row->want); /* for good */
		}
		resolver_stop(resolver);
	}
	no_child_is_left();
}

static void test_answered_twice(void **state)
{
	const struct resolver_answer answer = { 1, 1, 1, 2, .text = "ab" };
	int fd;
	struct resolver *resolver = puppet(&fd);
	struct name name;

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(write(fd, &answer, WHOLE(2)), WHOLE(2));
	assert_int_equal(next(resolver, &name, -1), 1);
	assert_int_equal(next(resolver, &name, -1), -EBADMSG);
	close(fd);
	resolver_stop(resolver);
}

static void test_answers_in_pieces(void **state)
{
	struct resolver_answer answer = { 1, 1, 1, NAME_MAX_SIZE, .text = "" };
	int fd;
	struct resolver *resolver = puppet(&fd);
	struct name name;

	(void)state;
	memset(answer.text, 'n', sizeof(answer.text));
	for (size_t i = 0; i < WHOLE(NAME_MAX_SIZE); i++) {
		assert_int_equal(next(resolver, &name, 0), -EAGAIN);
		assert_int_equal(write(fd, (const char *)&answer + i, 1), 1);
	}
	assert_int_equal(next(resolver, &name, 0), 1);
	assert_int_equal(name.size, NAME_MAX_SIZE);
	assert_memory_equal(name.text, answer.text, NAME_MAX_SIZE);
	close(fd);
	resolver_stop(resolver);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_long_name_is_cut),
		cmocka_unit_test(test_nothing_asked),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_many_at_once),
#ifdef HAVE_GETNETBYADDR_R
		cmocka_unit_test(test_networks_at_once),
#endif
		cmocka_unit_test(test_hanging_do_not_hide_the_others),
		cmocka_unit_test(test_asked_again),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_deadline_of_next),
		cmocka_unit_test(test_child_is_killed),
		cmocka_unit_test(test_child_is_dead),
		cmocka_unit_test(test_child_is_stopped),
		cmocka_unit_test(test_stop_while_all_hang),
		cmocka_unit_test(test_parent_ends),
		cmocka_unit_test(test_stop_in_a_sandbox),
		cmocka_unit_test(test_child_keeps_nothing_open),
		cmocka_unit_test(test_interrupt_is_for_the_parent),
		cmocka_unit_test(test_questions_that_are_none),
		cmocka_unit_test(test_only_addresses_go_to_the_child),
		cmocka_unit_test(test_no_time),
		cmocka_unit_test(test_late_caller),
		cmocka_unit_test(test_hostile_answers),
		cmocka_unit_test(test_answered_twice),
		cmocka_unit_test(test_answers_in_pieces),
	};

	no_world = getenv("ROUTECLONE_SILENT_KERNEL");
	if (!no_world || !*no_world)
		no_world = world_make();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
