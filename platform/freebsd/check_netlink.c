/* SPDX-License-Identifier: ISC */
/* No code: FreeBSD's netlink has Linux' numbers where lib/wire reads them, and these where it does not. */
#include <sys/types.h>
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/netlink_route.h>

#include "lib/wire/netlink.h"
#include "platform/rtsock/check_wire.h"

SAME(NLMSG_ERROR, NETLINK_ERROR)
SAME(NLMSG_DONE, NETLINK_DONE)
SAME(RTM_NEWLINK, NETLINK_NEWLINK)
SAME(RTM_NEWADDR, NETLINK_NEWADDR)
SAME(RTM_NEWROUTE, NETLINK_NEWROUTE)
SAME(RTM_NEWNEIGH, NETLINK_NEWNEIGH)
SAME(RTM_NEWNEXTHOP, NETLINK_NEWNEXTHOP)
SAME(NLM_F_DUMP_INTR, NETLINK_FLAG_DUMP_INTR)
SAME(AF_INET6, 28)

SAME(sizeof(struct nlmsghdr), 16)
SAME(sizeof(struct rtmsg), 12)
SAME(offsetof(struct rtmsg, rtm_type), 7)
SAME(sizeof(struct rtnexthop), 8)
SAME(offsetof(struct rtnexthop, rtnh_hops), 3)
SAME(offsetof(struct rtnexthop, rtnh_ifindex), 4)
SAME(sizeof(sa_family_t), 1)
SAME(RTA_DST, 1)
SAME(RTA_OIF, 4)
SAME(RTA_GATEWAY, 5)
SAME(RTA_METRICS, 8)
SAME(RTA_MULTIPATH, 9)
SAME(NL_RTA_KNH_ID, 10)
SAME(NL_RTA_WEIGHT, 13)
SAME(NL_RTA_RTFLAGS, 14)
SAME(RTA_TABLE, 15)
SAME(RTA_VIA, 18)
SAME(NL_RTA_EXPIRES, 23)

SAME(sizeof(struct ndmsg), 12)
SAME(offsetof(struct ndmsg, ndm_state), 8)
SAME(offsetof(struct ndmsg, ndm_flags), 10)
SAME(NDA_DST, 1)
SAME(NDA_LLADDR, 2)
SAME(NDA_CACHEINFO, 3)
SAME(NDA_PROBES, 4)
SAME(NDA_FREEBSD, 18)
SAME(NDAF_NEXT_STATE_TS, 1)
SAME(NTF_SELF, 2)
SAME(NTF_PROXY, 8)
SAME(NTF_STICKY, 0x40)
SAME(NTF_ROUTER, 0x80)
SAME(NUD_STALE, 4)
SAME(NUD_PERMANENT, 0x80)

SAME(sizeof(struct ifinfomsg), 16)
SAME(offsetof(struct ifinfomsg, ifi_index), 4)
SAME(offsetof(struct ifinfomsg, ifi_flags), 8)
SAME(IFLA_IFNAME, 3)
SAME(IFLA_MTU, 4)
SAME(IFLA_OPERSTATE, 16)
SAME(IFLA_STATS64, 23)
SAME(sizeof(struct ifaddrmsg), 8)
SAME(IFA_ADDRESS, 1)
SAME(IFA_LOCAL, 2)
SAME(IFA_BROADCAST, 4)
