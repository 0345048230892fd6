/* SPDX-License-Identifier: ISC */
/* Dump requests, as libmnl takes them apart. */
#include "test.h"

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "platform/linux/linux.h"

enum { SEQUENCE = 0x01020304 };

struct expected {
	struct question question;
	uint16_t type;
	uint8_t room;	   /* bytes of the fixed part */
	uint8_t family;
	uint16_t attribute; /* 0: none */
	uint32_t value;
};

static const struct expected cases[] = {
	{ { .what = ASK_LINKS }, RTM_GETLINK, sizeof(struct ifinfomsg), AF_UNSPEC, 0, 0 },
	{ { .what = ASK_LINKS, .brief = true }, RTM_GETLINK, sizeof(struct ifinfomsg), AF_UNSPEC, IFLA_EXT_MASK,
	  RTEXT_FILTER_SKIP_STATS },
	{ { .what = ASK_ADDRS, .family = FAMILY_INET }, RTM_GETADDR, sizeof(struct ifaddrmsg), AF_INET, 0, 0 },
	{ { .what = ASK_ROUTES, .family = FAMILY_INET, .table = 254 }, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET, RTA_TABLE, 254 },
	{ { .what = ASK_ROUTES, .family = FAMILY_INET6, .table = 0x12345678 }, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET6, RTA_TABLE,
	  0x12345678 },
	{ { .what = ASK_ROUTES, .family = FAMILY_MPLS }, RTM_GETROUTE, sizeof(struct rtmsg), AF_MPLS, 0, 0 },
	{ { .what = ASK_ROUTES, .family = FAMILY_INET, .ifindex = 7 }, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET, RTA_OIF, 7 },
	{ { .what = ASK_CLONES, .family = FAMILY_INET6, .table = 254 }, RTM_GETROUTE, sizeof(struct rtmsg), AF_INET6, 0, 0 },
	{ { .what = ASK_NEIGHS, .family = FAMILY_INET, .ifindex = 7 }, RTM_GETNEIGH, sizeof(struct ndmsg), AF_INET, NDA_IFINDEX, 7 },
	{ { .what = ASK_PROXIES, .family = FAMILY_INET6, .ifindex = 7 }, RTM_GETNEIGH, sizeof(struct ndmsg), AF_INET6, 0, 0 },
	{ { .what = ASK_TIMES, .family = FAMILY_INET6 }, RTM_GETNEIGHTBL, sizeof(struct ndtmsg), AF_INET6, 0, 0 },
	{ { .what = ASK_NEXTHOPS }, RTM_GETNEXTHOP, sizeof(struct nhmsg), AF_UNSPEC, 0, 0 },
	{ { .what = ASK_RULES, .family = FAMILY_INET }, RTM_GETRULE, sizeof(struct rtmsg), AF_INET, 0, 0 },
};

static void check(const struct expected *c)
{
	_Alignas(8) uint8_t room[REQUEST_MAX];
	const struct nlmsghdr *h = (const void *)room;
	struct nlattr *a;
	unsigned attributes = 0;
	int length;

	memset(room, 0xa5, sizeof(room));
	length = request_build(&c->question, SEQUENCE, room);
	assert_true(length > 0);
	assert_true(mnl_nlmsg_ok(h, length));
	assert_int_equal(mnl_nlmsg_size(mnl_nlmsg_get_payload_len(h)), length);
	assert_int_equal(h->nlmsg_type, c->type);
	assert_int_equal(h->nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
	assert_true(mnl_nlmsg_seq_ok(h, SEQUENCE) && mnl_nlmsg_portid_ok(h, 1) && h->nlmsg_pid == 0);
	assert_int_equal(*(const uint8_t *)mnl_nlmsg_get_payload(h), c->family);
	mnl_attr_for_each(a, h, c->room)
	{
		attributes++;
		assert_int_equal(mnl_attr_get_type(a), c->attribute);
		assert_int_equal(mnl_attr_validate(a, MNL_TYPE_U32), 0);
		assert_int_equal(mnl_attr_get_u32(a), c->value);
	}
	assert_int_equal(attributes, c->attribute != 0);
	assert_int_equal(NLMSG_HDRLEN + MNL_ALIGN(c->room) + 8 * attributes, length);
}

static void test_requests(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i]);
}

/* What the kernel is told to leave out. */
static void test_filters(void **state)
{
	const struct question routes = { .what = ASK_ROUTES, .family = FAMILY_INET, .protocol = 4, .type = RTN_BLACKHOLE };
	const struct question clones = { .what = ASK_CLONES, .family = FAMILY_INET };
	const struct question proxies = { .what = ASK_PROXIES, .family = FAMILY_INET };
	_Alignas(8) uint8_t room[REQUEST_MAX] = { 0 };
	const struct rtmsg *m = mnl_nlmsg_get_payload((const void *)room);
	const struct ndmsg *n = (const void *)m;

	(void)state;
	assert_true(request_build(&routes, 1, room) > 0);
	assert_true(m->rtm_protocol == 4 && m->rtm_type == RTN_BLACKHOLE && !m->rtm_flags);
	assert_true(request_build(&clones, 1, room) > 0);
	assert_int_equal(m->rtm_flags, RTM_F_CLONED);
	assert_true(request_build(&proxies, 1, room) > 0);
	assert_int_equal(n->ndm_flags, NTF_PROXY);
}

static void test_no_such_dump(void **state)
{
	_Alignas(8) uint8_t room[REQUEST_MAX];
	struct question q = { .what = ASK_FILE };

	(void)state;
	assert_int_equal(request_build(&q, 1, room), -EOPNOTSUPP);
	q.what = ASK_COUNT;
	assert_int_equal(request_build(&q, 1, room), -EOPNOTSUPP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_no_such_dump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
