/* SPDX-License-Identifier: ISC */
/* Sockets: their names, which are wanted, and who holds them. */
#include "test.h"

#include "lib/model/procs.h"
#include "lib/model/sock_match.h"

static void test_names(void **state)
{
	(void)state;
	for (unsigned i = 1; i < SOCKET_PROTOCOLS; i++) {
		assert_non_null(sock_protocol_name(i));
		assert_int_equal(sock_protocol_find(sock_protocol_name(i)), i);
	}
	for (unsigned i = 1; i < SSTATE_COUNT; i++)
		assert_non_null(sock_state_name(i));
	for (unsigned i = 1; i < STYPE_COUNT; i++)
		assert_non_null(sock_type_name(i));
	for (unsigned i = 0; i < STIMER_COUNT; i++)
		assert_non_null(sock_timer_name(i));
	for (unsigned i = 0; i < SOPT_COUNT; i++)
		assert_non_null(sock_option_name(i));
	for (unsigned i = 1; i < UNHELD_COUNT; i++)
		assert_non_null(sock_unheld_name(i));
	assert_int_equal(sock_protocol_find("none"), SOCKET_NONE);
	assert_null(sock_protocol_name(SOCKET_PROTOCOLS));
	assert_null(sock_state_name(255));
	assert_null(sock_timer_name(9));
}

static void test_path(void **state)
{
	char longest[200];
	struct sock s;

	(void)state;
	sock_clear(&s);
	sock_set_path(&s, "/run/x", 6);
	assert_string_equal(s.path, "/run/x");
	assert_true(sock_has(&s, SOCK_PATH) && !sock_has(&s, SOCK_ABSTRACT));
	sock_clear(&s);
	sock_set_path(&s, "\0a\0b", 4);
	assert_string_equal(s.path, "@a@b");
	assert_true(sock_has(&s, SOCK_ABSTRACT) && s.abstract);
	sock_clear(&s);
	sock_set_path(&s, "", 0);
	assert_false(sock_has(&s, SOCK_PATH));
	memset(longest, 'x', sizeof(longest));
	sock_set_path(&s, longest, sizeof(longest));
	assert_int_equal(strlen(s.path), SOCK_PATH_SIZE - 1);
}

static struct addr inet(uint8_t a, uint8_t d)
{
	return (struct addr){ .family = FAMILY_INET, .size = 4, .bytes = { a, 0, 0, d } };
}

static struct addr mapped(uint8_t a, uint8_t d)
{
	return (struct addr){ .family = FAMILY_INET6, .size = 16,
			      .bytes = { [10] = 0xff, [11] = 0xff, [12] = a, [15] = d } };
}

static void test_match(void **state)
{
	struct sock s = { .has = SOCK_BIT(SOCK_LOCAL) | SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_STATE) |
				 SOCK_BIT(SOCK_UID),
			  .state = SSTATE_LISTEN, .local_port = 80, .remote_port = 4000, .uid = 7 };
	struct sock_match m = { .any = true };

	(void)state;
	s.local = inet(10, 1);
	s.remote = inet(192, 2);
	assert_true(sock_matches(&m, &s));
	m.ports = (struct port_set){ .count = 2, .range = { { 1, 10 }, { 4000, 4001 } } };
	assert_true(sock_matches(&m, &s));
	m.ports.range[1].low = 4001;
	assert_false(sock_matches(&m, &s));
	m = (struct sock_match){ .local = { inet(10, 0), 8, { .count = 0 } } };
	assert_true(sock_matches(&m, &s));
	s.local = mapped(10, 9);
	assert_true(sock_matches(&m, &s));
	s.local = mapped(11, 9);
	assert_false(sock_matches(&m, &s));
	m = (struct sock_match){ .states = SSTATE_BIT(SSTATE_LISTEN), .by_user = true, .uid = 7 };
	assert_true(sock_matches(&m, &s));
	m.uid = 8;
	assert_false(sock_matches(&m, &s));
	m = (struct sock_match){ .ifindex = 3 };
	assert_false(sock_matches(&m, &s));
	s.ifindex = 3;
	s.has |= SOCK_BIT(SOCK_DEVICE);
	assert_true(sock_matches(&m, &s));
	s.has &= ~SOCK_BIT(SOCK_LOCAL_PORT); /* one without ports has none of those that are asked for */
	m = (struct sock_match){ .ports = { .count = 1, .range = { { 0, 65535 } } } };
	assert_false(sock_matches(&m, &s));
}

static struct proc proc_of(uint32_t pid, const char *command, const char *cgroup)
{
	struct proc p = { .has = PROC_BIT(PROC_PID), .pid = pid, .uid = 5 };

	proc_set_command(&p, command, strlen(command), "comm", 4);
	proc_set_cgroup(&p, cgroup, strlen(cgroup));
	return p;
}

static void test_commands(void **state)
{
	struct proc p = { .has = 0 };

	(void)state;
	proc_set_command(&p, "/usr/bin/x\0-a\0b c", 18, "y", 1);
	assert_string_equal(p.name, "x");
	assert_string_equal(p.command, "/usr/bin/x -a b c");
	memset(&p, 0, sizeof(p));
	proc_set_command(&p, "sshd: a/b [priv]", 17, "sshd", 4);
	assert_string_equal(p.name, "sshd: a/b [priv]"); /* only of an absolute path the last part */
	memset(&p, 0, sizeof(p));
	proc_set_command(&p, "", 0, "kthread", 7);
	assert_string_equal(p.name, "kthread");
	assert_false(p.has & PROC_BIT(PROC_COMMAND));
}

static void test_cgroups(void **state)
{
	static const struct {
		const char *path, *unit, *container;
	} rows[] = {
		{ "/", "", "" },
		{ "/system.slice/ssh.service", "ssh.service", "" },
		{ "/user.slice/user-1.slice/user@1.service/app.slice/app-x.scope", "app-x.scope", "" },
		{ "/system.slice/docker-0123.scope", "docker-0123.scope", "0123" },
		{ "/machine.slice/libpod-ab.scope/container", "libpod-ab.scope", "ab" },
		{ "/lxc/web/init.scope", "init.scope", "web" },
		{ "/lxc.payload.mail", "", "mail" },
		{ "/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "",
		  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
		{ "/machine.slice/machine-db.scope", "machine-db.scope", "db" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proc p = { .has = 0 };

		proc_set_cgroup(&p, rows[i].path, strlen(rows[i].path));
		assert_string_equal(p.cgroup, rows[i].path);
		assert_string_equal(p.unit, rows[i].unit);
		assert_string_equal(p.container, rows[i].container);
		assert_int_equal(p.has >> PROC_UNIT & 1, rows[i].unit[0] != '\0');
		assert_int_equal(p.has >> PROC_CONTAINER & 1, rows[i].container[0] != '\0');
	}
}

static void test_procs(void **state)
{
	struct procs *procs = procs_new();
	struct proc p = { .pid = 0, .uid = 1000, .all_seen = true }, got;
	struct sock s = { .has = SOCK_BIT(SOCK_UID), .uid = 1000, .inode = 1 };
	uint32_t h;

	(void)state;
	assert_non_null(procs);
	assert_int_equal(procs_first(procs, 1), 0);
	assert_int_equal(procs_add(procs, &p), 0);
	for (uint32_t pid = 10; pid < 13; pid++) {
		p = proc_of(pid, "/bin/x", "/a.service");
		assert_int_equal(procs_add(procs, &p), 0);
		for (uint64_t inode = 100; inode < 5100; inode++)
			assert_int_equal(procs_add_socket(procs, inode, (uint32_t)inode - 90), 0);
		assert_int_equal(procs_add_socket(procs, 100, 9999), 0); /* dup(2): shown once */
	}
	for (uint64_t inode = 100; inode < 5100; inode += 97) {
		uint32_t pid = 10;

		for (h = procs_first(procs, inode); h; h = procs_next(procs, h))
			assert_int_equal(procs_pid(procs, h), pid++);
		assert_int_equal(pid, 13);
	}
	h = procs_first(procs, 100);
	procs_get(procs, h, &got);
	assert_int_equal(got.fd, 10);
	assert_string_equal(got.name, "x");
	assert_string_equal(got.unit, "a.service");
	assert_string_equal(procs_name(procs, h), "x");

	assert_int_equal(procs_unheld(procs, &s), UNHELD_KERNEL);
	s.uid = 0;
	assert_int_equal(procs_unheld(procs, &s), UNHELD_OTHER_USER);
	s.uid = 1000;
	p = (struct proc){ .pid = 20, .error = 13 };
	assert_int_equal(procs_add(procs, &p), 0);
	assert_int_equal(procs_unheld(procs, &s), UNHELD_NO_PERMISSION);
	p.error = PROC_GONE;
	assert_int_equal(procs_add(procs, &p), 0);
	assert_int_equal(procs_hidden(procs), 1);
	assert_int_equal(procs_gone(procs), 1);
	assert_int_equal(procs_seen(procs), 3);
	s.inode = 0;
	assert_int_equal(procs_unheld(procs, &s), UNHELD_KERNEL);

	procs_clear(procs);
	assert_int_equal(procs_first(procs, 100), 0);
	p = (struct proc){ .uid = 0 };
	assert_int_equal(procs_add(procs, &p), 0);
	s.inode = 5;
	assert_int_equal(procs_unheld(procs, &s), UNHELD_OTHER_NAMESPACE);
	assert_false(procs_have_contexts(procs));
	p = proc_of(1, "x", "/");
	proc_set_context(&p, "system_u:system_r:x_t:s0\n", 26);
	assert_string_equal(p.context, "system_u:system_r:x_t:s0");
	assert_int_equal(procs_add(procs, &p), 0);
	assert_true(procs_have_contexts(procs));
	procs_free(procs);
	procs_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_path),    cmocka_unit_test(test_match),
		cmocka_unit_test(test_commands), cmocka_unit_test(test_cgroups), cmocka_unit_test(test_procs),
	};

	return RUN_TESTS("sock", tests);
}
