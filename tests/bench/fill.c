/* SPDX-License-Identifier: ISC */
/*
 * Fills a named network namespace, fast: changes go to the kernel many to a
 * datagram, and only the last of a datagram asks to be acknowledged.
 *
 *	fill NAMESPACE links COUNT KIND			interfaces big0, big1, ..., up
 *	fill NAMESPACE routes COUNT DEVICE		IPv4, by 16 gateways in 10.0.0.0/24
 *	fill NAMESPACE routes6 COUNT DEVICE		IPv6, by 16 gateways in fd00::/64
 *	fill NAMESPACE neighbours COUNT DEVICE		permanent, in 10.0.0.0/8
 *
 * NAMESPACE is one that `ip netns add` made; without one it does nothing, so that
 * a million routes never land in the namespace it was started in. KIND is a kind
 * of link that needs no more than a name: dummy, ifb, bridge.
 */
#define _GNU_SOURCE 1 /* setns */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

enum {
	GATEWAYS = 16,
	BATCH_BYTES = 49152,	/* of messages in a datagram */
	MESSAGE_ROOM = 512,	/* more than the largest message made here */
	ROUTES_MAX = 8 << 20,
	NEIGHBOURS_MAX = 1 << 20,
	LINKS_MAX = 1 << 16,
};

struct fill {
	struct mnl_socket *socket;
	const char *kind;
	unsigned int device;
	size_t used;
	char batch[BATCH_BYTES + MESSAGE_ROOM];
};

static struct nlmsghdr *fill_begin(struct fill *fill, uint16_t type)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(fill->batch + fill->used);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL;
	nlh->nlmsg_seq = 1;
	return nlh;
}

/* Waits for the acknowledgement of the last message; an error of any other comes before it. */
static int fill_acknowledged(struct fill *fill)
{
	char buffer[8192];

	for (;;) {
		ssize_t got = mnl_socket_recvfrom(fill->socket, buffer, sizeof buffer);
		if (got < 0)
			return -errno;
		int left = (int)got;
		const struct nlmsghdr *nlh = (const void *)buffer;
		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
			if (nlh->nlmsg_type != NLMSG_ERROR)
				continue;
			const struct nlmsgerr *answer = mnl_nlmsg_get_payload(nlh);
			if (answer->error)
				return answer->error;
			if (answer->msg.nlmsg_seq == 2)
				return 0;
		}
	}
}

static int fill_end(struct fill *fill, struct nlmsghdr *nlh, bool last)
{
	fill->used += NLMSG_ALIGN(nlh->nlmsg_len);
	if (!last && fill->used < BATCH_BYTES)
		return 0;
	nlh->nlmsg_flags |= NLM_F_ACK;
	nlh->nlmsg_seq = 2;
	ssize_t sent = mnl_socket_sendto(fill->socket, fill->batch, fill->used);
	fill->used = 0;
	return sent < 0 ? -errno : fill_acknowledged(fill);
}

static void put_link(struct fill *fill, struct nlmsghdr *nlh, uint32_t i)
{
	char name[IFNAMSIZ];

	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof *ifi);
	ifi->ifi_flags = IFF_UP;
	ifi->ifi_change = IFF_UP;
	snprintf(name, sizeof name, "big%u", (unsigned int)i);
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	struct nlattr *info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, fill->kind);
	mnl_attr_nest_end(nlh, info);
}

static struct rtmsg *put_route_header(struct nlmsghdr *nlh, uint8_t family, uint8_t bits)
{
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof *rtm);

	rtm->rtm_family = family;
	rtm->rtm_dst_len = bits;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_BOOT;
	rtm->rtm_scope = RT_SCOPE_UNIVERSE;
	rtm->rtm_type = RTN_UNICAST;
	return rtm;
}

/* From 11.0.0.0 upwards, each /24 once; every eighth is the /23 above its neighbour. */
static void put_route(struct fill *fill, struct nlmsghdr *nlh, uint32_t i)
{
	bool wide = i % 8 == 7;
	uint32_t network = (11u << 24) + ((wide ? (i - 1) & ~1u : i) << 8);
	uint32_t gateway = (10u << 24) + 2 + i / 7 % GATEWAYS;

	put_route_header(nlh, AF_INET, wide ? 23 : 24);
	mnl_attr_put_u32(nlh, RTA_DST, htonl(network));
	mnl_attr_put_u32(nlh, RTA_GATEWAY, htonl(gateway));
	mnl_attr_put_u32(nlh, RTA_OIF, fill->device);
}

/* 2001:XXXX:XXXX::/48 in the order of the number, by fd00::2 and its successors. */
static void put_route6(struct fill *fill, struct nlmsghdr *nlh, uint32_t i)
{
	uint8_t network[16] = { 0x20, 0x01, (uint8_t)(i >> 24), (uint8_t)(i >> 16),
				(uint8_t)(i >> 8), (uint8_t)i };
	uint8_t gateway[16] = { 0xfd };

	gateway[15] = (uint8_t)(2 + i / 7 % GATEWAYS);
	put_route_header(nlh, AF_INET6, 48);
	mnl_attr_put(nlh, RTA_DST, sizeof network, network);
	mnl_attr_put(nlh, RTA_GATEWAY, sizeof gateway, gateway);
	mnl_attr_put_u32(nlh, RTA_OIF, fill->device);
}

static void put_neighbour(struct fill *fill, struct nlmsghdr *nlh, uint32_t i)
{
	uint32_t n = i + 256;
	uint8_t address[6] = { 0x02, 0, 0, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n };
	struct ndmsg *ndm = mnl_nlmsg_put_extra_header(nlh, sizeof *ndm);

	ndm->ndm_family = AF_INET;
	ndm->ndm_ifindex = (int)fill->device;
	ndm->ndm_state = NUD_PERMANENT;
	mnl_attr_put_u32(nlh, NDA_DST, htonl((10u << 24) + n));
	mnl_attr_put(nlh, NDA_LLADDR, sizeof address, address);
}

static const struct what {
	const char *name;
	uint16_t type;
	bool device;
	uint32_t max;
	void (*put)(struct fill *fill, struct nlmsghdr *nlh, uint32_t i);
} whats[] = {
	{ "links", RTM_NEWLINK, false, LINKS_MAX, put_link },
	{ "routes", RTM_NEWROUTE, true, ROUTES_MAX, put_route },
	{ "routes6", RTM_NEWROUTE, true, ROUTES_MAX, put_route6 },
	{ "neighbours", RTM_NEWNEIGH, true, NEIGHBOURS_MAX, put_neighbour },
};

static int fill_all(struct fill *fill, const struct what *what, uint32_t count)
{
	int error = 0;

	fill->socket = mnl_socket_open(NETLINK_ROUTE);
	if (!fill->socket)
		return -errno;
	if (mnl_socket_bind(fill->socket, 0, MNL_SOCKET_AUTOPID) < 0)
		error = -errno;
	for (uint32_t i = 0; i < count && !error; i++) {
		struct nlmsghdr *nlh = fill_begin(fill, what->type);
		what->put(fill, nlh, i);
		error = fill_end(fill, nlh, i + 1 == count);
	}
	mnl_socket_close(fill->socket);
	return error;
}

static int enter(const char *name)
{
	char path[PATH_MAX];

	if (strchr(name, '/') || snprintf(path, sizeof path, "/run/netns/%s", name) >= PATH_MAX)
		return -EINVAL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int error = setns(fd, CLONE_NEWNET) < 0 ? -errno : 0;
	close(fd);
	return error;
}

static int complain(const char *what, int error)
{
	fprintf(stderr, "fill: %s: %s\n", what, strerror(-error));
	return 1;
}

static int usage(void)
{
	fputs("usage: fill NAMESPACE links COUNT KIND\n"
	      "       fill NAMESPACE routes|routes6|neighbours COUNT DEVICE\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static struct fill fill;
	const struct what *what = NULL;
	char *end;

	for (size_t i = 0; argc == 5 && i < sizeof whats / sizeof *whats; i++)
		if (!strcmp(whats[i].name, argv[2]))
			what = &whats[i];
	if (!what)
		return usage();
	unsigned long count = strtoul(argv[3], &end, 10);
	if (*end || !count || count > what->max || strlen(argv[4]) >= IFNAMSIZ)
		return usage();
	int error = enter(argv[1]);
	if (error)
		return complain(argv[1], error);
	fill.kind = argv[4];
	if (what->device && !(fill.device = if_nametoindex(argv[4])))
		return complain(argv[4], -errno);
	error = fill_all(&fill, what, (uint32_t)count);
	return error ? complain(what->name, error) : 0;
}
