/* SPDX-License-Identifier: ISC */
/* Rows of sockets, as net-tools 2.10 printed the same. */
#include "view_test.h"

#include "lib/model/procs.h"
#include "lib/view/sock_linux.h"

static struct index *x;

static int open_index(void **state)
{
	(void)state;
	x = view_index();
	return 0;
}

static int close_index(void **state)
{
	(void)state;
	index_free(x);
	return 0;
}

static const struct sock tcp = {
	.has = SOCK_BIT(SOCK_TIMER_LEFT), .protocol = SOCKET_TCP, .family = FAMILY_INET,
	.state = SSTATE_ESTABLISHED, .recv_queue = 100, .local_port = 41219, .remote_port = 59778,
	.local = { .family = FAMILY_INET, .size = 4, .bytes = { 127, 0, 0, 1 } },
	.remote = { .family = FAMILY_INET, .size = 4, .bytes = { 127, 0, 0, 1 } },
	.timer = STIMER_RETRANSMIT, .timer_ms = 20, .retransmits = 1, .inode = 977931, .uid = 1000,
};

static void test_heads(void **state)
{
	struct view_context c = view_context(x, 0);

	(void)state;
	assert_string_equal(view_head(&sock_linux_inet, &c),
		"Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n");
	assert_string_equal(view_head(&sock_linux_unix, &c),
		"Proto RefCnt Flags       Type       State         I-Node   Path\n");
	c.options = VIEW_USERS | VIEW_PROGRAMS | VIEW_TIMERS;
	assert_string_equal(view_head(&sock_linux_inet, &c),
		"Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      "
		"PID/Program name     Timer\n");
	assert_string_equal(view_head(&sock_linux_unix, &c),
		"Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path\n");
}

static void test_rows(void **state)
{
	struct view_context c = view_context(x, 0);
	struct sock s = tcp;

	(void)state;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp      100      0 127.0.0.1:41219         127.0.0.1:59778         ESTABLISHED\n");
	c.options = VIEW_USERS | VIEW_TIMERS;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp      100      0 127.0.0.1:41219         127.0.0.1:59778         ESTABLISHED 1000       977931     "
		"on (0.02/1/0)\n");
	c.options = 0;
	s.protocol = SOCKET_RAW;
	s.state = SSTATE_CLOSE;
	s.local_port = 1;
	s.remote_port = 0;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"raw      100      0 127.0.0.1:1             127.0.0.1:*             7          \n");
	s.protocol = SOCKET_UDPLITE;
	s.family = FAMILY_INET6;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"udpl6    100      0 127.0.0.1:1             127.0.0.1:*                        \n");
}

/* The port is kept and the address cut, but with -W. */
static void test_cut(void **state)
{
	struct view_context c = view_context(x, 0);
	struct sock s = tcp;

	(void)state;
	s.family = FAMILY_INET6;
	assert_int_equal(addr_parse("2001:db8:1234:5678:9abc:def0:1234:5678", FAMILY_INET6, &s.local), 0);
	assert_int_equal(addr_parse("::ffff:10.1.2.3", FAMILY_INET6, &s.remote), 0);
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp6     100      0 2001:db8:1234:567:41219 10.1.2.3:59778          ESTABLISHED\n");
	c.options = VIEW_WIDE;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp6     100      0 2001:db8:1234:5678:9abc:def0:1234:5678:41219 10.1.2.3:59778          ESTABLISHED\n");
}

static void test_names(void **state)
{
	struct view_context c = view_context(x, VIEW_NAMES | VIEW_PORTS | VIEW_USERS | VIEW_USER_NAMES);
	struct addr port = name_number(SOCKET_TCP, 41219), user = name_number(0, 1000);
	struct sock s = tcp;

	(void)state;
	view_name(x, &s.local, NAME_HOST, "a\x1b.example");
	view_name(x, &port, NAME_SERVICE, "a-long-name-of-a-service");
	view_name(x, &user, NAME_USER, "me");
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp      100      0 a\\x1:a-long-name-of-a-s a\\x1b.example:59778     ESTABLISHED me         977931    \n");
	memset(s.local.bytes, 0, 4);
	s.local_port = 0;
	assert_int_equal(addr_parse("::", FAMILY_INET6, &s.remote), 0);
	assert_string_equal(view_row(&sock_linux_inet, &c, &s),
		"tcp      100      0 0.0.0.0:*               [::]:59778              ESTABLISHED me         977931    \n");
}

static void test_timers(void **state)
{
	static const struct {
		uint8_t timer;
		const char *want;
	} rows[] = {
		{ STIMER_OFF, "off (0.00/1/0)\n" },	      { STIMER_KEEPALIVE, "keepalive (7199.99/1/0)\n" },
		{ STIMER_TIMEWAIT, "timewait (7199.99/1/0)\n" }, { STIMER_PROBE, "probe (7199.99/1/0)\n" },
		{ 9, "unkn-9 (7199.99/1/0)\n" },
	};
	struct view_context c = view_context(x, VIEW_TIMERS);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sock s = tcp;
		const char *row;

		s.timer = rows[i].timer;
		s.has = s.timer ? SOCK_BIT(SOCK_TIMER_LEFT) : 0;
		s.timer_ms = 7199999;
		row = view_row(&sock_linux_inet, &c, &s);
		assert_string_equal(row + strlen(row) - strlen(rows[i].want), rows[i].want);
	}
}

static void add(struct procs *procs, uint32_t pid, const char *name)
{
	struct proc p = { .pid = pid };

	proc_set_command(&p, name, strlen(name), "", 0);
	assert_int_equal(procs_add(procs, &p), 0);
	assert_int_equal(procs_add_socket(procs, 977931, 3), 0);
}

static void test_programs(void **state)
{
	struct view_context c = view_context(x, VIEW_PROGRAMS);
	struct procs *procs = procs_new();
	struct sock s = tcp;

	(void)state;
	assert_non_null(procs);
	c.procs = procs;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s) + 80, "-                   \n");
	add(procs, 27228, "/usr/bin/a-program-of-a-long-name");
	add(procs, 31, "sh\x1b[0m");
	assert_string_equal(view_row(&sock_linux_inet, &c, &s) + 80, "27228/a-program-of- \n");
	c.options |= VIEW_WIDE;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s) + 80,
			    "27228/a-program-of-a-long-name,31/sh\\x1b[0m\n");
	s.inode = 0;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s) + 80, "- (kernel)          \n");
	s.inode = 5;
	assert_string_equal(view_row(&sock_linux_inet, &c, &s) + 80, "- (other_namespace) \n");
	procs_free(procs);
}

static void test_unix(void **state)
{
	struct view_context c = view_context(x, 0);
	struct sock s = { .protocol = SOCKET_UNIX, .refs = 2, .type = STYPE_SEQPACKET, .state = SSTATE_LISTEN,
			  .inode = 977950 };

	(void)state;
	sock_set_path(&s, "\0a\n\x1b", 4);
	assert_string_equal(view_row(&sock_linux_unix, &c, &s),
		"unix  2      [ ACC ]     SEQPACKET  LISTENING     977950   @a\\x0a\\x1b\n");
	s.state = SSTATE_UNCONNECTED;
	s.path[0] = '\0';
	assert_string_equal(view_row(&sock_linux_unix, &c, &s),
		"unix  2      [ ]         SEQPACKET                977950   \n");
}

static void test_others(void **state)
{
	struct view_context c = view_context(x, 0);
	struct sock s = { .protocol = SOCKET_NETLINK, .number = 4, .local_id = 12, .state = SSTATE_UNCONNECTED };

	(void)state;
	assert_string_equal(view_row(&sock_linux_other, &c, &s),
		"netlink      0      0 sock_diag:12            *                                  \n");
	s = (struct sock){ .protocol = SOCKET_PACKET, .number = 3, .ifindex = 2, .type = STYPE_RAW };
	assert_string_equal(view_row(&sock_linux_other, &c, &s),
		"packet       0      0 0003:eth0               *                       RAW        \n");
	s = (struct sock){ .protocol = SOCKET_VSOCK, .local_id = 2, .local_port = 1024, .remote_id = UINT32_MAX,
			   .remote_port = UINT32_MAX, .state = SSTATE_LISTEN };
	assert_string_equal(view_row(&sock_linux_other, &c, &s),
		"vsock        0      0 2:1024                  *:*                     LISTEN     \n");
}

/* Random records of any protocol are lines that hurt no terminal, with every choice of columns. */
static void test_random(void **state)
{
	static const struct view *const views[] = { &sock_linux_inet, &sock_linux_unix, &sock_linux_other };
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		struct view_context c = view_context(x, (uint32_t)dice_u64(&dice) &
					(VIEW_WIDE | VIEW_USERS | VIEW_TIMERS | VIEW_PROGRAMS | VIEW_DETAILS |
					 VIEW_CONTEXTS | VIEW_NAMES | VIEW_PORTS));
		struct sock s;

		dice_fill(&dice, &s, sizeof(s));
		s.protocol = (uint8_t)(1 + dice_below(&dice, SOCKET_PROTOCOLS - 1));
		s.family = (uint8_t)dice_below(&dice, FAMILY_INET6 + 1);
		s.local = view_addr(&dice, dice_below(&dice, 2) ? FAMILY_INET : FAMILY_INET6);
		s.remote = view_addr(&dice, dice_below(&dice, 2) ? FAMILY_INET : FAMILY_INET6);
		s.v6only = s.abstract = false;
		s.path[SOCK_PATH_SIZE - 1] = '\0';
		check_line(view_row(views[i % 3], &c, &s));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heads),	 cmocka_unit_test(test_rows),  cmocka_unit_test(test_cut),
		cmocka_unit_test(test_names),	 cmocka_unit_test(test_timers), cmocka_unit_test(test_programs),
		cmocka_unit_test(test_unix),	 cmocka_unit_test(test_others), cmocka_unit_test(test_random),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sock_linux", tests, open_index, close_index);
}
