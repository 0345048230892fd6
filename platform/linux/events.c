/* SPDX-License-Identifier: ISC */
/* The socket that hears what changes: rtnetlink's multicast groups. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "lib/model/event.h"
#include "platform/linux/linux.h"

/* A message takes about a kilobyte of the room, however short it is. */
enum { ROOM = 64 * 1024 * 1024 };

static const struct {
	uint8_t object, group;
	bool new; /* kernels before 5.3 do not have it, and have nothing to tell either */
} groups[] = {
	{ OBJECT_LINK, RTNLGRP_LINK, false },
	{ OBJECT_NEIGH, RTNLGRP_NEIGH, false },
	{ OBJECT_ADDR, RTNLGRP_IPV4_IFADDR, false },
	{ OBJECT_ADDR, RTNLGRP_IPV6_IFADDR, false },
	{ OBJECT_ROUTE, RTNLGRP_IPV4_ROUTE, false },
	{ OBJECT_ROUTE, RTNLGRP_IPV6_ROUTE, false },
	{ OBJECT_ROUTE, RTNLGRP_MPLS_ROUTE, true },
	{ OBJECT_RULE, RTNLGRP_IPV4_RULE, false },
	{ OBJECT_RULE, RTNLGRP_IPV6_RULE, false },
	{ OBJECT_NEXTHOP, RTNLGRP_NEXTHOP, true },
};

/* Who may not go beyond the system's limit gets that much. */
static void make_room(int fd, size_t room)
{
	int bytes = room && room < INT32_MAX ? (int)room : ROOM;

	if (room || setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static int join_groups(int fd, unsigned objects, struct err *err)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		int group = groups[i].group;

		if (!(objects >> groups[i].object & 1))
			continue;
		if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0 &&
		    !groups[i].new)
			return err_system(err, errno, "rtnetlink group %d", group);
	}
	return 0;
}

int events_open(unsigned objects, size_t room, struct err *err)
{
	const struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), e;

	if (fd < 0)
		return err_system(err, errno, "rtnetlink socket");
	make_room(fd, room);
	/* without an address of its own a socket counts as the kernel's, which hears nothing of itself */
	e = bind(fd, (const struct sockaddr *)&any, sizeof(any)) < 0 ?
		    err_system(err, errno, "rtnetlink socket") :
		    join_groups(fd, objects, err);
	if (e == 0)
		return fd;
	close(fd);
	return e;
}
