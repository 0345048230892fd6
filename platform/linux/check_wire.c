/* SPDX-License-Identifier: ISC */
/* No code: the numbers that lib/wire reads by are the numbers of this system's headers. */
#include <stddef.h>

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

#include "lib/wire/netlink.h"

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), #theirs)

SAME(NETLINK_ERROR, NLMSG_ERROR);
SAME(NETLINK_DONE, NLMSG_DONE);
SAME(NETLINK_NEWLINK, RTM_NEWLINK);
SAME(NETLINK_DELLINK, RTM_DELLINK);
SAME(NETLINK_NEWADDR, RTM_NEWADDR);
SAME(NETLINK_DELADDR, RTM_DELADDR);
SAME(NETLINK_NEWROUTE, RTM_NEWROUTE);
SAME(NETLINK_DELROUTE, RTM_DELROUTE);
SAME(NETLINK_NEWNEIGH, RTM_NEWNEIGH);
SAME(NETLINK_DELNEIGH, RTM_DELNEIGH);
SAME(NETLINK_NEWRULE, RTM_NEWRULE);
SAME(NETLINK_NEWNEIGHTBL, RTM_NEWNEIGHTBL);
SAME(NETLINK_NEWNEXTHOP, RTM_NEWNEXTHOP);
SAME(NETLINK_DELNEXTHOP, RTM_DELNEXTHOP);
SAME(NETLINK_FLAG_DUMP_INTR, NLM_F_DUMP_INTR);

SAME(sizeof(struct nlmsghdr), 16);
SAME(sizeof(struct rtmsg), 12);
SAME(offsetof(struct rtmsg, rtm_type), 7);
SAME(offsetof(struct rtmsg, rtm_flags), 8);
SAME(sizeof(struct rtnexthop), 8);
SAME(offsetof(struct rtnexthop, rtnh_ifindex), 4);
SAME(sizeof(struct rta_cacheinfo), 32);
SAME(offsetof(struct rta_cacheinfo, rta_expires), 8);
SAME(sizeof(struct ndmsg), 12);
SAME(offsetof(struct ndmsg, ndm_state), 8);
SAME(offsetof(struct ndmsg, ndm_flags), 10);
SAME(sizeof(struct nda_cacheinfo), 16);
SAME(offsetof(struct nda_cacheinfo, ndm_refcnt), 12);
SAME(sizeof(struct ndtmsg), 4);
SAME(sizeof(struct fib_rule_hdr), 12);
SAME(sizeof(struct ifinfomsg), 16);
SAME(offsetof(struct ifinfomsg, ifi_index), 4);
SAME(sizeof(struct ifaddrmsg), 8);
SAME(sizeof(struct ifa_cacheinfo), 16);
SAME(sizeof(struct nhmsg), 8);
SAME(sizeof(struct nexthop_grp), 8);
SAME(offsetof(struct nexthop_grp, weight), 4);

SAME(1, RTA_DST);
SAME(4, RTA_OIF);
SAME(5, RTA_GATEWAY);
SAME(8, RTA_METRICS);
SAME(9, RTA_MULTIPATH);
SAME(12, RTA_CACHEINFO);
SAME(15, RTA_TABLE);
SAME(18, RTA_VIA);
SAME(20, RTA_PREF);
SAME(30, RTA_NH_ID);
SAME(1, RTAX_LOCK);
SAME(2, RTAX_MTU);
SAME(8, RTAX_ADVMSS);
SAME(10, RTAX_HOPLIMIT);
SAME(16, RTAX_CC_ALGO);
SAME(17, RTAX_FASTOPEN_NO_COOKIE);
SAME(0x200, RTM_F_CLONED);
SAME(0x20000000, RTM_F_OFFLOAD_FAILED);
SAME(4, RTNH_F_ONLINK);
SAME(0x10, RTNH_F_LINKDOWN);
SAME(0x40, RTNH_F_TRAP);
SAME(1, NDA_DST);
SAME(3, NDA_CACHEINFO);
SAME(12, NDA_PROTOCOL);
SAME(15, NDA_FLAGS_EXT);
SAME(0x80, NUD_PERMANENT);
SAME(0x40, NUD_NOARP);
SAME(8, NTF_PROXY);
SAME(0x80, NTF_ROUTER);
SAME(6, NDTA_PARMS);
SAME(3, NDTPA_REACHABLE_TIME);
SAME(4, NDTPA_BASE_REACHABLE_TIME);
SAME(6, NDTPA_GC_STALETIME);
SAME(7, NDTPA_DELAY_PROBE_TIME);
SAME(23, IFLA_STATS64);
SAME(16, IFLA_OPERSTATE);
SAME(18, IFLA_LINKINFO);
SAME(23 * 8, offsetof(struct rtnl_link_stats64, rx_nohandler));
SAME(15 * 8, offsetof(struct rtnl_link_stats64, rx_missed_errors));
SAME(8, IFA_FLAGS);
SAME(6, IFA_CACHEINFO);
SAME(1, NHA_ID);
SAME(2, NHA_GROUP);
SAME(6, NHA_GATEWAY);
