/* SPDX-License-Identifier: ISC */
#include "builder.h"

#include "lib/wire/netlink.h"

static struct build build;

/* Two messages and their bodies, in both orders; the last one without its padding. */
static void test_messages(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct netlink_message m = { .type = 0 };
		struct bytes frame;
		struct guarded g;
		size_t start;

		build_begin(&build, big);
		start = build_message(&build, RTM_NEWROUTE, NLM_F_MULTI);
		build_bytes(&build, "abcde", 5);
		build_message_end(&build, start);
		start = build_message(&build, NLMSG_DONE, 0x1234);
		build_bytes(&build, "x", 1);
		build_message_end(&build, start);
		assert_int_equal(build.size, 24 + 20);
		g = guard(build.data, build.size - 3, false);
		frame = bytes_of(g.data, build.size - 3, build_swap(&build));
		assert_int_equal(netlink_next(&frame, &m), 1);
		assert_int_equal(m.type, RTM_NEWROUTE);
		assert_int_equal(m.flags, NLM_F_MULTI);
		assert_int_equal(m.sequence, 0x01020304);
		assert_int_equal(m.port, 0x0a0b0c0d);
		assert_int_equal(bytes_left(&m.body), 5);
		assert_memory_equal(m.body.at, "abcde", 5);
		assert_int_equal(m.body.swap, build_swap(&build));
		assert_int_equal(netlink_next(&frame, &m), 1);
		assert_int_equal(m.type, NLMSG_DONE);
		assert_int_equal(m.flags, 0x1234);
		assert_int_equal(bytes_left(&m.body), 1);
		assert_int_equal(netlink_next(&frame, &m), 0);
		unguard(&g);
	}
}

static void test_message_lengths(void **state)
{
	static const uint32_t wrong[] = { 0, 1, 4, 15, 21, 22, 1000, 0x7fffffff, 0x80000000, 0xfffffffd,
					  0xffffffff };

	(void)state;
	for (int big = 0; big < 2; big++) {
		size_t start;

		build_begin(&build, big);
		start = build_message(&build, 1, 0);
		build_u32(&build, 0);
		build_message_end(&build, start);
		for (size_t i = 0; i < COUNT(wrong); i++) {
			struct bytes frame = bytes_of(build.data, build.size, build_swap(&build));
			struct netlink_message m = { .type = 77 };

			build_patch(&build, 0, wrong[i], 4);
			assert_int_equal(netlink_next(&frame, &m), -EBADMSG);
			assert_int_equal(m.type, 77);
		}
		build_patch(&build, 0, 20, 4);
		for (size_t n = 1; n < 20; n++) {
			struct guarded g = guard(build.data, n, false);
			struct bytes frame = bytes_of(g.data, n, build_swap(&build));
			struct netlink_message m;

			assert_int_equal(netlink_next(&frame, &m), -EBADMSG);
			unguard(&g);
		}
	}
}

static void test_attributes(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct netlink_attr a = { 0 };
		struct bytes rest;
		struct guarded g;

		build_begin(&build, big);
		build_attr(&build, 5 | NLA_F_NESTED, "abc", 3);
		build_attr(&build, 0x3fff | NLA_F_NET_BYTEORDER, "", 0);
		build_attr(&build, 1, "abcde", 5);
		g = guard(build.data, build.size - 3, false); /* the last one without its padding */
		rest = bytes_of(g.data, build.size - 3, build_swap(&build));
		assert_int_equal(netlink_attr_next(&rest, &a), 1);
		assert_int_equal(a.type, 5);
		assert_int_equal(bytes_left(&a.value), 3);
		assert_memory_equal(a.value.at, "abc", 3);
		assert_int_equal(netlink_attr_next(&rest, &a), 1);
		assert_int_equal(a.type, 0x3fff);
		assert_int_equal(bytes_left(&a.value), 0);
		assert_int_equal(netlink_attr_next(&rest, &a), 1);
		assert_int_equal(bytes_left(&a.value), 5);
		assert_int_equal(netlink_attr_next(&rest, &a), 0);
		unguard(&g);
		for (size_t n = 1; n < 4; n++) { /* what is left over is no attribute */
			rest = bytes_of(build.data, n, build_swap(&build));
			assert_int_equal(netlink_attr_next(&rest, &a), -EBADMSG);
		}
		for (unsigned length = 0; length < 70000; length = length ? length * 3 : 1) {
			build_patch(&build, 0, length, 2);
			rest = bytes_of(build.data, 8, build_swap(&build));
			assert_int_equal(netlink_attr_next(&rest, &a),
					 (length & 0xffff) >= 4 && (length & 0xffff) <= 8 ? 1 : -EBADMSG);
		}
	}
}

static int errno_of(const struct build *b, size_t size, char *text, size_t room)
{
	struct guarded g = guard(b->data, size, false);
	struct bytes frame = bytes_of(g.data, size, build_swap(b));
	struct netlink_message m;
	int e;

	assert_int_equal(netlink_next(&frame, &m), 1);
	e = netlink_errno(&m, text, room);
	unguard(&g);
	return e;
}

/* NLMSG_ERROR with the request, whole or capped, and the kernel's words behind it. */
static size_t build_error(bool big, int error, bool capped, const char *words)
{
	size_t start;

	build_begin(&build, big);
	start = build_message(&build, NLMSG_ERROR,
			      (capped ? NLM_F_CAPPED : 0u) | (words ? NLM_F_ACK_TLVS : 0u));
	build_u32(&build, (uint32_t)error);
	build_u32(&build, 23); /* the request: header, body, padding */
	build_u16(&build, RTM_GETROUTE);
	build_u16(&build, 0);
	build_u64(&build, 0);
	if (!capped)
		build_bytes(&build, "request\0", 8);
	if (words) {
		build_attr_u32(&build, NLMSGERR_ATTR_OFFS, 7);
		build_attr(&build, NLMSGERR_ATTR_MSG, words, strlen(words) + 1);
	}
	build_message_end(&build, start);
	return build.size;
}

static void test_errors(void **state)
{
	char text[64];

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		bool big = i & 1, capped = i & 2;
		const char *words = i & 4 ? "no such table" : NULL;
		size_t size = build_error(big, -ENOENT, capped, words);

		assert_int_equal(errno_of(&build, size, text, sizeof(text)), ENOENT);
		assert_string_equal(text, words ? words : "");
		assert_int_equal(errno_of(&build, size, NULL, 0), ENOENT);
		for (size_t room = 1; room < 20; room++) {
			memset(text, 0x5a, sizeof(text));
			assert_int_equal(errno_of(&build, size, text, room), ENOENT);
			assert_true(memchr(text, 0, room) != NULL);
			assert_int_equal(text[room], 0x5a);
		}
		size = build_error(big, 0, capped, words); /* an acknowledgement */
		assert_int_equal(errno_of(&build, size, text, sizeof(text)), 0);
	}
}

/* A number that is no errno of Linux is not taken for one. */
static void test_strange_errors(void **state)
{
	static const struct {
		int number, want;
	} table[] = { { 1, EBADMSG },	  { INT32_MAX, EBADMSG }, { INT32_MIN, EBADMSG },
		      { -4096, EBADMSG }, { -4095, 4095 },	  { -1, EPERM } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t size = build_error(i & 1, table[i].number, true, NULL);

		assert_int_equal(errno_of(&build, size, NULL, 0), table[i].want);
	}
}

static void test_done(void **state)
{
	char text[64];
	size_t start;

	(void)state;
	for (int big = 0; big < 2; big++) {
		build_begin(&build, big);
		start = build_message(&build, NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS);
		build_u32(&build, (uint32_t)-EINTR);
		build_attr(&build, NLMSGERR_ATTR_MSG, "why", 4);
		build_message_end(&build, start);
		assert_int_equal(errno_of(&build, build.size, text, sizeof(text)), EINTR);
		assert_string_equal(text, "why");
		/* old kernels end a dump without a number; an error must have one */
		for (unsigned type = NLMSG_ERROR; type <= NLMSG_DONE; type++) {
			build_begin(&build, big);
			start = build_message(&build, type, 0);
			build_message_end(&build, start);
			assert_int_equal(errno_of(&build, build.size, text, sizeof(text)),
					 type == NLMSG_DONE ? 0 : EBADMSG);
			assert_string_equal(text, "");
		}
	}
}

/* Every cut of an error message with words: an errno, and never a read behind it. */
static void test_cut_errors(void **state)
{
	char text[16];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		size_t size = build_error(i & 1, -ENOENT, i & 2, "no such table");

		for (size_t n = 16; n <= size; n++) {
			build_patch(&build, 0, n, 4);
			assert_int_equal(errno_of(&build, n, text, sizeof(text)), n < 20 ? EBADMSG : ENOENT);
		}
	}
}

static void test_families(void **state)
{
	static const struct {
		enum origin_system system;
		unsigned af;
		enum family want;
	} table[] = {
		{ SYSTEM_LINUX, 2, FAMILY_INET },     { SYSTEM_LINUX, 10, FAMILY_INET6 },
		{ SYSTEM_LINUX, 28, FAMILY_MPLS },    { SYSTEM_LINUX, 0, FAMILY_NONE },
		{ SYSTEM_LINUX, 7, FAMILY_NONE },     { SYSTEM_LINUX, 255, FAMILY_NONE },
		{ SYSTEM_FREEBSD, 2, FAMILY_INET },   { SYSTEM_FREEBSD, 28, FAMILY_INET6 },
		{ SYSTEM_FREEBSD, 10, FAMILY_NONE },  { SYSTEM_OPENBSD, 10, FAMILY_NONE },
		{ SYSTEM_OPENBSD, 0, FAMILY_NONE },   { (enum origin_system)99, 10, FAMILY_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct origin o = { .system = (uint8_t)table[i].system };

		assert_int_equal(netlink_family(&o, table[i].af), table[i].want);
	}
}

static void test_hop_flags(void **state)
{
	static const struct {
		unsigned kernel;
		enum route_flag flag;
	} table[] = {
		{ RTNH_F_DEAD, RFLAG_DEAD },	     { RTNH_F_PERVASIVE, RFLAG_PERVASIVE },
		{ RTNH_F_ONLINK, RFLAG_ONLINK },     { RTNH_F_OFFLOAD, RFLAG_OFFLOAD },
		{ RTNH_F_LINKDOWN, RFLAG_LINKDOWN }, { RTNH_F_UNRESOLVED, RFLAG_UNRESOLVED },
		{ RTNH_F_TRAP, RFLAG_TRAP },
	};

	(void)state;
	for (unsigned mask = 0; mask < 1u << COUNT(table); mask++) {
		uint32_t kernel = 0xffffff80;
		uint64_t want = 0;

		for (size_t i = 0; i < COUNT(table); i++) {
			kernel |= mask >> i & 1 ? table[i].kernel : 0;
			want |= mask >> i & 1 ? RFLAG_BIT(table[i].flag) : 0;
		}
		assert_true(netlink_hop_flags(kernel) == want);
	}
}

static void test_addresses(void **state)
{
	uint8_t bytes[ADDR_MAX + 8];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i + 1);
	for (unsigned f = 0; f < FAMILY_COUNT; f++)
		for (size_t n = 0; n <= sizeof(bytes); n++) {
			struct guarded g = guard(bytes, n, false);
			struct bytes value = bytes_of(g.data, n, false);
			struct addr a = { .size = 99 };
			bool good = n <= ADDR_MAX && (f != FAMILY_INET || n == 4) &&
				    (f != FAMILY_INET6 || n == 16) && (f != FAMILY_MPLS || n % 4 == 0);

			assert_int_equal(netlink_addr(&value, (enum family)f, &a), good ? 0 : -EBADMSG);
			if (good) {
				assert_int_equal(a.family, f);
				assert_int_equal(a.size, n);
				assert_memory_equal(a.bytes, bytes, n);
			} else {
				assert_int_equal(a.size, 99);
			}
			unguard(&g);
		}
}

/* The numbers of messages are the kernel's. */
static void test_types(void **state)
{
	(void)state;
	assert_int_equal(NETLINK_NOOP, NLMSG_NOOP);
	assert_int_equal(NETLINK_ERROR, NLMSG_ERROR);
	assert_int_equal(NETLINK_DONE, NLMSG_DONE);
	assert_int_equal(NETLINK_OVERRUN, NLMSG_OVERRUN);
	assert_int_equal(NETLINK_NEWLINK, RTM_NEWLINK);
	assert_int_equal(NETLINK_DELLINK, RTM_DELLINK);
	assert_int_equal(NETLINK_NEWADDR, RTM_NEWADDR);
	assert_int_equal(NETLINK_DELADDR, RTM_DELADDR);
	assert_int_equal(NETLINK_NEWROUTE, RTM_NEWROUTE);
	assert_int_equal(NETLINK_DELROUTE, RTM_DELROUTE);
	assert_int_equal(NETLINK_NEWNEIGH, RTM_NEWNEIGH);
	assert_int_equal(NETLINK_DELNEIGH, RTM_DELNEIGH);
	assert_int_equal(NETLINK_NEWRULE, RTM_NEWRULE);
	assert_int_equal(NETLINK_NEWNEIGHTBL, RTM_NEWNEIGHTBL);
	assert_int_equal(NETLINK_NEWNEXTHOP, RTM_NEWNEXTHOP);
	assert_int_equal(NETLINK_FLAG_MULTI, NLM_F_MULTI);
	assert_int_equal(NETLINK_FLAG_DUMP_INTR, NLM_F_DUMP_INTR);
	assert_int_equal(NETLINK_FLAG_DUMP_FILTERED, NLM_F_DUMP_FILTERED);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_message_lengths),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_strange_errors),
		cmocka_unit_test(test_done),
		cmocka_unit_test(test_cut_errors),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_hop_flags),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_types),
	};

	return RUN_TESTS("netlink", tests);
}
