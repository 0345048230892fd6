/* SPDX-License-Identifier: ISC */
/* Sockets in the texts of /proc/net, as kernels wrote them. */
#include "test.h"

#include "lib/wire/procfs_sock.h"

static const struct origin little = { .system = SYSTEM_LINUX, .hz = 100 };
static const struct origin big = { .system = SYSTEM_LINUX, .hz = 100, .big_endian = true };

#define TEXT(name, string) \
	struct guarded name##_g = guard(string, strlen(string), false); \
	struct bytes name = bytes_of(name##_g.data, strlen(string), false)

#define HEADING "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

static void test_tcp(void **state)
{
	struct sock s;

	(void)state;
	TEXT(b, HEADING
		"   0: 0100007F:A0E3 00000000:0000 0A 00000000:00000002 00:00000000 00000000  1000        0 977929 2 0 100 0\n"
		"   1: 0100007F:E982 0100007F:A0E3 01 00000010:00000064 01:00000014 00000003     0        2 977930 1 0 20 4\n"
		"   2: 0100007F:E98C 0100007F:A0E3 06 00000000:00000000 03:00000BB8 00000000     0        0 0 3 0\n");
	assert_int_equal(procfs_sock(&b, "net/tcp", &little, &s), 1);
	assert_int_equal(s.protocol, SOCKET_TCP);
	assert_int_equal(s.source, SSOURCE_PROC);
	assert_int_equal(s.family, FAMILY_INET);
	assert_int_equal(s.state, SSTATE_LISTEN);
	assert_int_equal(s.local.bytes[0], 127);
	assert_int_equal(s.local_port, 41187);
	assert_int_equal(s.backlog, 2);
	assert_int_equal(s.uid, 1000);
	assert_int_equal(s.inode, 977929);
	assert_true(sock_has(&s, SOCK_BACKLOG) && !sock_has(&s, SOCK_RECV_QUEUE));
	assert_int_equal(procfs_sock(&b, "net/tcp", &little, &s), 1);
	assert_int_equal(s.recv_queue, 100);
	assert_int_equal(s.send_queue, 16);
	assert_int_equal(s.timer, STIMER_RETRANSMIT);
	assert_int_equal(s.timer_ms, 200);
	assert_int_equal(s.retransmits, 3);
	assert_int_equal(s.probes, 2);
	assert_int_equal(procfs_sock(&b, "net/tcp", &little, &s), 1);
	assert_int_equal(s.state, SSTATE_TIME_WAIT);
	assert_int_equal(s.timer_ms, 30000);
	assert_false(sock_has(&s, SOCK_INODE));
	assert_int_equal(procfs_sock(&b, "net/tcp", &little, &s), 0);
	unguard(&b_g);
}

/* Addresses are numbers of the machine's own byte order, four bytes each. */
static void test_orders(void **state)
{
	static const char *const line[] = {
		"   0: 00000000000000000000000001000000:85A7 00000000000000000000000000000000:0000 07 0:0 0:0 0 0 0 5 2 0 9\n",
		"   0: 00000000000000000000000000000001:85A7 00000000000000000000000000000000:0000 07 0:0 0:0 0 0 0 5 2 0 9\n",
	};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct sock s;
		TEXT(b, line[i]);

		assert_int_equal(procfs_sock(&b, "net/udp6", i ? &big : &little, &s), 1);
		assert_int_equal(s.family, FAMILY_INET6);
		assert_int_equal(s.local.bytes[15], 1);
		assert_int_equal(s.local.bytes[12], 0);
		assert_int_equal(s.drops, 9);
		assert_true(sock_has(&s, SOCK_DROPS));
		unguard(&b_g);
	}
}

static void test_unix(void **state)
{
	static const struct {
		uint8_t state, type;
		uint32_t refs;
		uint64_t inode;
		const char *path;
	} want[] = {
		{ SSTATE_LISTEN, STYPE_STREAM, 2, 977943, "@abs1" },
		{ SSTATE_CONNECTED, STYPE_DGRAM, 3, 977948, "" },
		{ SSTATE_CONNECTING, STYPE_SEQPACKET, 3, 0, "@abs5" },
		{ SSTATE_UNCONNECTED, STYPE_STREAM, 2, 977954, "/tmp/with space" },
	};
	struct sock s;

	(void)state;
	TEXT(b, "Num       RefCount Protocol Flags    Type St Inode Path\n"
		"000000000c05f55c: 00000002 00000000 00010000 0001 01 977943 @abs1\n"
		"000000004262f7de: 00000003 00000000 00000000 0002 03 977948\n"
		"0000000000000000: 00000003 00000000 00000000 0005 02     0 @abs5\n"
		"00000000aaaaaaaa: 00000002 00000000 00000000 0001 01 977954 /tmp/with space\n"
		"\x1b[31m the rest of a name with a line's end in it\n");
	for (size_t i = 0; i < COUNT(want); i++) {
		assert_int_equal(procfs_sock(&b, "net/unix", &little, &s), 1);
		assert_int_equal(s.state, want[i].state);
		assert_int_equal(s.type, want[i].type);
		assert_int_equal(s.refs, want[i].refs);
		assert_int_equal(s.inode, want[i].inode);
		assert_string_equal(s.path, want[i].path);
		assert_int_equal(s.abstract, want[i].path[0] == '@');
	}
	assert_int_equal(procfs_sock(&b, "net/unix", &little, &s), 0);
	unguard(&b_g);
}

static void test_others(void **state)
{
	struct sock s;

	(void)state;
	{
		TEXT(b, "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"
			"000000005c7fc3b6 3      3    0003   2     1 512    0      12345\n");
		assert_int_equal(procfs_sock(&b, "net/packet", &little, &s), 1);
		assert_int_equal(s.number, 3);
		assert_int_equal(s.ifindex, 2);
		assert_int_equal(s.recv_queue, 512);
		assert_int_equal(s.type, STYPE_RAW);
		unguard(&b_g);
	}
	{
		TEXT(b, "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n"
			"00000000504a6399 4   1587       00000011 10       20       0     2        7        42\n");
		assert_int_equal(procfs_sock(&b, "net/netlink", &little, &s), 1);
		assert_int_equal(s.number, 4);
		assert_int_equal(s.local_id, 1587);
		assert_int_equal(s.groups, 0x11);
		assert_int_equal(s.drops, 7);
		unguard(&b_g);
	}
	{
		TEXT(b, " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
			"ffff8800 ffff8801 2   10  29   11111    1000 12345 0.0.0.0 \n");
		assert_int_equal(procfs_sock(&b, "net/sctp/eps", &little, &s), 1);
		assert_int_equal(s.state, SSTATE_LISTEN);
		assert_int_equal(s.local_port, 11111);
		assert_int_equal(s.inode, 12345);
		unguard(&b_g);
	}
	{
		TEXT(b, " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS\n"
			"ffff8800 ffff8801 2   1   3  0       5       10       20       0 12346 1000  2000  *10.0.0.1 10.0.0.2 <-> "
			"*10.0.0.9 \t 7500 10 10 10\n");
		assert_int_equal(procfs_sock(&b, "net/sctp/assocs", &little, &s), 1);
		assert_int_equal(s.state, SSTATE_ESTABLISHED);
		assert_int_equal(s.local.bytes[3], 1);
		assert_int_equal(s.remote.bytes[3], 9);
		assert_int_equal(s.remote_port, 2000);
		assert_int_equal(s.send_queue, 10);
		unguard(&b_g);
	}
}

/* What is cut off is refused or a shorter line that still says enough; nothing outside is read. */
static void test_cut(void **state)
{
	static const char line[] = "   0: 0100007F:A0E3 00000000:0000 0A 00000000:00000002 00:00000000 00000000  1000        0 977929 2 0";
	size_t inode = (size_t)(strstr(line, "977929") - line);

	(void)state;
	for (size_t size = 1; size < sizeof(line); size++) {
		struct guarded g = guard(line, size, false);
		struct bytes b = bytes_of(g.data, size, false);
		struct sock s;
		int e = procfs_sock(&b, "net/tcp", &little, &s);

		assert_int_equal(e, size > inode ? 1 : -EBADMSG);
		unguard(&g);
	}
}

static void test_files(void **state)
{
	struct bytes b = bytes_of("", 0, false);
	struct sock s;

	(void)state;
	assert_string_equal(procfs_sock_file(SOCKET_TCP, FAMILY_INET6), "net/tcp6");
	assert_string_equal(procfs_sock_file(SOCKET_UNIX, FAMILY_NONE), "net/unix");
	assert_string_equal(procfs_sock_file2(SOCKET_SCTP), "net/sctp/assocs");
	assert_null(procfs_sock_file2(SOCKET_TCP));
	assert_null(procfs_sock_file(SOCKET_MPTCP, FAMILY_INET));
	assert_true(procfs_sock_is("net/raw6"));
	assert_false(procfs_sock_is("net/route"));
	assert_int_equal(procfs_sock(&b, "net/route", &little, &s), -EBADMSG);
	assert_int_equal(procfs_sock(&b, "net/tcp", &little, &s), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tcp),    cmocka_unit_test(test_orders), cmocka_unit_test(test_unix),
		cmocka_unit_test(test_others), cmocka_unit_test(test_cut),    cmocka_unit_test(test_files),
	};

	return RUN_TESTS("procfs_sock", tests);
}
