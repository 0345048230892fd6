/* SPDX-License-Identifier: ISC */
/*
 * Dump requests of rtnetlink. What the kernel can filter it is told to filter; strict checking (set on
 * the socket) is what makes it listen.
 */
#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "lib/model/lookup.h"
#include "platform/linux/linux.h"
#include "platform/linux/message.h"

/* AF_ numbers; the address families a dump can be limited to */
static uint8_t family_number(enum family family)
{
	static const uint8_t numbers[FAMILY_COUNT] = {
		[FAMILY_NONE] = AF_UNSPEC,
		[FAMILY_INET] = AF_INET,
		[FAMILY_INET6] = AF_INET6,
		[FAMILY_MPLS] = AF_MPLS,
	};

	return numbers[family];
}

static void build_links(struct nlmsghdr *h, const struct question *q)
{
	struct ifinfomsg *m = message_room(h, sizeof(*m));

	m->ifi_family = AF_UNSPEC;
	if (q->brief)
		message_u32(h, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
}

static void build_addrs(struct nlmsghdr *h, const struct question *q)
{
	struct ifaddrmsg *m = message_room(h, sizeof(*m));

	m->ifa_family = family_number(q->family);
	m->ifa_index = q->ifindex;
}

static void build_routes(struct nlmsghdr *h, const struct question *q)
{
	struct rtmsg *m = message_room(h, sizeof(*m));

	m->rtm_family = family_number(q->family);
	if (q->what == ASK_CLONES)
		m->rtm_flags = RTM_F_CLONED;
	else if (q->table)
		message_u32(h, RTA_TABLE, q->table);
	m->rtm_protocol = q->protocol;
	m->rtm_type = q->type;
	if (q->ifindex)
		message_u32(h, RTA_OIF, q->ifindex);
}

static void build_neighs(struct nlmsghdr *h, const struct question *q)
{
	struct ndmsg *m = message_room(h, sizeof(*m));

	m->ndm_family = family_number(q->family);
	if (q->what == ASK_PROXIES)
		m->ndm_flags = NTF_PROXY;
	if (q->ifindex && q->what == ASK_NEIGHS)
		message_u32(h, NDA_IFINDEX, q->ifindex);
}

static void build_times(struct nlmsghdr *h, const struct question *q)
{
	struct ndtmsg *m = message_room(h, sizeof(*m));

	m->ndtm_family = family_number(q->family);
}

static void build_nexthops(struct nlmsghdr *h, const struct question *q)
{
	struct nhmsg *m = message_room(h, sizeof(*m));

	(void)q;
	m->nh_family = AF_UNSPEC;
}

static void build_rules(struct nlmsghdr *h, const struct question *q)
{
	struct rtmsg *m = message_room(h, sizeof(*m));

	m->rtm_family = family_number(q->family);
}

static const struct {
	uint16_t type;
	void (*build)(struct nlmsghdr *h, const struct question *q);
} dumps[ASK_COUNT] = {
	[ASK_LINKS] = { RTM_GETLINK, build_links },
	[ASK_ADDRS] = { RTM_GETADDR, build_addrs },
	[ASK_ROUTES] = { RTM_GETROUTE, build_routes },
	[ASK_CLONES] = { RTM_GETROUTE, build_routes },
	[ASK_NEIGHS] = { RTM_GETNEIGH, build_neighs },
	[ASK_PROXIES] = { RTM_GETNEIGH, build_neighs },
	[ASK_TIMES] = { RTM_GETNEIGHTBL, build_times },
	[ASK_NEXTHOPS] = { RTM_GETNEXTHOP, build_nexthops },
	[ASK_RULES] = { RTM_GETRULE, build_rules },
};

static void put_addr(struct nlmsghdr *h, uint16_t type, const struct addr *a)
{
	struct nlattr *attribute;

	if (!a->size)
		return;
	attribute = message_room(h, NLA_HDRLEN + a->size);
	attribute->nla_len = (uint16_t)(NLA_HDRLEN + a->size);
	attribute->nla_type = type;
	memcpy((char *)attribute + NLA_HDRLEN, a->bytes, a->size);
}

/*
 * No dump, but the question what becomes of one packet. An acknowledgement ends the answer. Strict checking
 * (Linux 4.20) wants full lengths; RTM_F_FIB_MATCH is of 4.13.
 */
static int build_lookup(struct nlmsghdr *h, const struct question *q)
{
	struct rtmsg *m = message_room(h, sizeof(*m));
	struct lookup l;

	if (lookup_parse(q->key, q->family, &l) < 0)
		return -EINVAL;
	h->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	m->rtm_family = family_number(q->family);
	m->rtm_dst_len = (uint8_t)(8 * l.to.size);
	m->rtm_src_len = (uint8_t)(8 * l.from.size);
	m->rtm_tos = l.tos;
	m->rtm_flags = (q->family == FAMILY_INET ? RTM_F_LOOKUP_TABLE : 0u) | /* IPv6 tells it unasked */
		       (l.match ? RTM_F_FIB_MATCH : 0u);
	put_addr(h, RTA_DST, &l.to);
	put_addr(h, RTA_SRC, &l.from);
	if (l.iif)
		message_u32(h, RTA_IIF, l.iif);
	if (l.oif)
		message_u32(h, RTA_OIF, l.oif);
	if (l.mark)
		message_u32(h, RTA_MARK, l.mark);
	return (int)h->nlmsg_len;
}

int request_build(const struct question *q, uint32_t sequence, void *buffer)
{
	struct nlmsghdr *h;

	if (q->what >= ASK_COUNT || !(dumps[q->what].build || q->what == ASK_LOOKUP))
		return -EOPNOTSUPP;
	memset(buffer, 0, REQUEST_MAX);
	if (q->what == ASK_LOOKUP)
		return build_lookup(message_begin(buffer, RTM_GETROUTE, sequence), q);
	h = message_begin(buffer, dumps[q->what].type, sequence);
	dumps[q->what].build(h, q);
	return (int)h->nlmsg_len;
}
