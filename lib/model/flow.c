/* SPDX-License-Identifier: ISC */
#include "lib/model/flow.h"

#include <stddef.h>

const char *flow_status_name(unsigned status)
{
	static const char *const names[FSTATUS_COUNT] = {
		[FSTATUS_EXPECTED] = "expected",
		[FSTATUS_SEEN_REPLY] = "seen-reply",
		[FSTATUS_ASSURED] = "assured",
		[FSTATUS_CONFIRMED] = "confirmed",
		[FSTATUS_SRC_NAT] = "src-nat",
		[FSTATUS_DST_NAT] = "dst-nat",
		[FSTATUS_SEQ_ADJUST] = "seq-adjust",
		[FSTATUS_SRC_NAT_DONE] = "src-nat-done",
		[FSTATUS_DST_NAT_DONE] = "dst-nat-done",
		[FSTATUS_DYING] = "dying",
		[FSTATUS_FIXED_TIMEOUT] = "fixed-timeout",
		[FSTATUS_TEMPLATE] = "template",
		[FSTATUS_UNTRACKED] = "untracked",
		[FSTATUS_HELPER] = "helper",
		[FSTATUS_OFFLOAD] = "offload",
		[FSTATUS_HW_OFFLOAD] = "hw-offload",
	};

	return status < FSTATUS_COUNT ? names[status] : NULL;
}

/* enum tcp_conntrack of <linux/netfilter/nf_conntrack_tcp.h> */
const char *flow_state_name(unsigned state)
{
	static const char *const names[] = { "none",	   "syn-sent",	 "syn-recv", "established",
					     "fin-wait",   "close-wait", "last-ack", "time-wait",
					     "close",	   "syn-sent2" };

	return state < sizeof(names) / sizeof(names[0]) ? names[state] : NULL;
}

/* Those that Linux tracks by more than their addresses. */
const char *flow_protocol_name(unsigned protocol)
{
	switch (protocol) {
	case 1:
		return "icmp";
	case 6:
		return "tcp";
	case 17:
		return "udp";
	case 33:
		return "dccp";
	case 47:
		return "gre";
	case 50:
		return "esp";
	case 58:
		return "icmpv6";
	case 132:
		return "sctp";
	case 136:
		return "udplite";
	default:
		return NULL;
	}
}
