/* SPDX-License-Identifier: ISC */
/*
 * The floor of every dump measurement: ask the kernel and read the whole answer
 * without looking at more than message headers.
 *
 *	drain [-b BYTES] [-o BYTES] [-v] WHAT [FAMILY]
 *
 * WHAT is one of the rows below, FAMILY inet (the default), inet6 or unspec.
 * The request is the one a display of the same thing needs: strict checking, and
 * for routes the main table alone, which the kernel then filters. -b is the size
 * of the receive buffer. With -o that many bytes, always the same, are written to
 * standard output for each message, 64 KiB at a time: the floor where the reader
 * of a pipe has its part in the time. With -v the counts of messages, reads and
 * bytes go to stderr.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

enum {
	BUFFER_MIN = 8192,
	BUFFER_DEFAULT = 32768,
	BUFFER_MAX = 4 << 20,
	ROW_MAX = 1024,
	OUT_SIZE = 65536,
};

struct totals {
	unsigned long messages;
	unsigned long reads;
	unsigned long bytes;
};

/* What -o writes; of nothing nothing is written. */
struct filler {
	size_t row;
	size_t held;
	char bytes[OUT_SIZE];
};

static int filler_flush(struct filler *filler)
{
	const char *at = filler->bytes;

	while (filler->held) {
		ssize_t done = write(STDOUT_FILENO, at, filler->held);
		if (done < 0)
			return -errno;
		at += done;
		filler->held -= (size_t)done;
	}
	return 0;
}

static int filler_row(struct filler *filler)
{
	filler->held += filler->row;
	return filler->held > OUT_SIZE - ROW_MAX ? filler_flush(filler) : 0;
}

static void put_routes(struct nlmsghdr *nlh, uint8_t family)
{
	nlh->nlmsg_type = RTM_GETROUTE;
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof *rtm);
	rtm->rtm_family = family;
	mnl_attr_put_u32(nlh, RTA_TABLE, RT_TABLE_MAIN);
}

static void put_clones(struct nlmsghdr *nlh, uint8_t family)
{
	nlh->nlmsg_type = RTM_GETROUTE;
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof *rtm);
	rtm->rtm_family = family;
	rtm->rtm_flags = RTM_F_CLONED;
}

static void put_neighbours(struct nlmsghdr *nlh, uint8_t family)
{
	nlh->nlmsg_type = RTM_GETNEIGH;
	struct ndmsg *ndm = mnl_nlmsg_put_extra_header(nlh, sizeof *ndm);
	ndm->ndm_family = family;
}

static void put_links(struct nlmsghdr *nlh, uint8_t family)
{
	(void)family;
	nlh->nlmsg_type = RTM_GETLINK;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
}

static void put_link_names(struct nlmsghdr *nlh, uint8_t family)
{
	put_links(nlh, family);
	mnl_attr_put_u32(nlh, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
}

static void put_link_counters(struct nlmsghdr *nlh, uint8_t family)
{
	(void)family;
	nlh->nlmsg_type = RTM_GETSTATS;
	struct if_stats_msg *ism = mnl_nlmsg_put_extra_header(nlh, sizeof *ism);
	ism->filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64);
}

static const struct what {
	const char *name;
	void (*put)(struct nlmsghdr *nlh, uint8_t family);
} whats[] = {
	{ "routes", put_routes },
	{ "clones", put_clones },
	{ "neighbours", put_neighbours },
	{ "links", put_links },
	{ "link-names", put_link_names },
	{ "link-counters", put_link_counters },
};

static const struct family {
	const char *name;
	uint8_t number;
} families[] = {
	{ "inet", AF_INET },
	{ "inet6", AF_INET6 },
	{ "unspec", AF_UNSPEC },
};

/* Says whether the answer is complete: 1 yes, 0 read on, -errno. */
static int drain_message(const struct nlmsghdr *nlh)
{
	int number = 0;

	if (nlh->nlmsg_type != NLMSG_DONE && nlh->nlmsg_type != NLMSG_ERROR)
		return 0;
	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof number)
		memcpy(&number, mnl_nlmsg_get_payload(nlh), sizeof number);
	if (number < 0)
		return number;
	return 1;
}

static int drain_all(struct mnl_socket *socket, void *buffer, size_t size, struct filler *filler,
		     struct totals *totals)
{
	for (;;) {
		ssize_t got = mnl_socket_recvfrom(socket, buffer, size);
		if (got < 0)
			return -errno;
		totals->reads++;
		totals->bytes += (unsigned long)got;
		int left = (int)got;
		const struct nlmsghdr *nlh = buffer;
		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
			int done = drain_message(nlh);
			if (done)
				return done < 0 ? done : filler_flush(filler);
			totals->messages++;
			done = filler_row(filler);
			if (done < 0)
				return done;
		}
	}
}

static int drain_ask(struct mnl_socket *socket, const struct what *what, uint8_t family)
{
	char buffer[256] = { 0 };
	int on = 1;

	if (mnl_socket_setsockopt(socket, NETLINK_GET_STRICT_CHK, &on, sizeof on) < 0)
		return -errno;
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = 1;
	what->put(nlh, family);
	return mnl_socket_sendto(socket, nlh, nlh->nlmsg_len) < 0 ? -errno : 0;
}

static int drain(const struct what *what, uint8_t family, size_t size, size_t row, bool verbose)
{
	static struct filler filler;
	struct totals totals = { 0 };
	void *buffer = malloc(size);
	struct mnl_socket *socket = mnl_socket_open(NETLINK_ROUTE);
	int error = buffer && socket ? 0 : -errno;

	filler.row = row;
	if (row) /* not touched otherwise */
		memset(filler.bytes, '.', sizeof filler.bytes);
	if (!error)
		error = drain_ask(socket, what, family);
	if (!error)
		error = drain_all(socket, buffer, size, &filler, &totals);
	if (socket)
		mnl_socket_close(socket);
	free(buffer);
	if (error < 0)
		fprintf(stderr, "drain: %s: %s\n", what->name, strerror(-error));
	else if (verbose)
		fprintf(stderr, "messages=%lu reads=%lu bytes=%lu\n", totals.messages, totals.reads,
			totals.bytes);
	return error < 0 ? 1 : 0;
}

static int usage(void)
{
	fputs("usage: drain [-b BYTES] [-o BYTES] [-v] "
	      "routes|clones|neighbours|links|link-names|link-counters [inet|inet6|unspec]\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	const struct what *what = NULL;
	const struct family *family = NULL;
	long size = BUFFER_DEFAULT, row = 0;
	bool verbose = false;

	for (int c; (c = getopt(argc, argv, "b:o:v")) != -1;) {
		if (c == 'b')
			size = strtol(optarg, NULL, 10);
		else if (c == 'o')
			row = strtol(optarg, NULL, 10);
		else if (c == 'v')
			verbose = true;
		else
			return usage();
	}
	if (optind >= argc || argc - optind > 2 || size < BUFFER_MIN || size > BUFFER_MAX ||
	    row < 0 || row > ROW_MAX)
		return usage();
	const char *family_name = optind + 1 < argc ? argv[optind + 1] : "inet";
	for (size_t i = 0; i < sizeof whats / sizeof *whats; i++)
		if (!strcmp(whats[i].name, argv[optind]))
			what = &whats[i];
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (!strcmp(families[i].name, family_name))
			family = &families[i];
	if (!what || !family)
		return usage();
	return drain(what, family->number, (size_t)size, (size_t)row, verbose);
}
