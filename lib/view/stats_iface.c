/* SPDX-License-Identifier: ISC */
/*
 * netstat -I INTERFACE -s: what an interface counted of IPv6 (RFC 4293 and 2466), in the words that FreeBSD,
 * NetBSD and macOS have from KAME. No recording has it, so the counters have the names that Linux gives.
 */
#include "lib/view/stats_bsd.h"

static const struct stats_row ip6_rows[] = {
	{ .text = "\t# total input datagram{|s}\n", .names = "InReceives" },
	{ .text = "\t# datagram{|s} with invalid header received\n", .names = "InHdrErrors" },
	{ .text = "\t# datagram{|s} exceeded MTU received\n", .names = "InTooBigErrors" },
	{ .text = "\t# datagram{|s} with no route received\n", .names = "InNoRoutes" },
	{ .text = "\t# datagram{|s} with invalid dst received\n", .names = "InAddrErrors" },
	{ .text = "\t# datagram{|s} with unknown proto received\n", .names = "InUnknownProtos" },
	{ .text = "\t# truncated datagram{|s} received\n", .names = "InTruncatedPkts" },
	{ .text = "\t# input datagram{|s} discarded\n", .names = "InDiscards" },
	{ .text = "\t# datagram{|s} delivered to an upper layer protocol\n", .names = "InDelivers" },
	{ .text = "\t# datagram{|s} forwarded to this interface\n", .names = "OutForwDatagrams" },
	{ .text = "\t# datagram{|s} sent from an upper layer protocol\n", .names = "OutRequests" },
	{ .text = "\t# total discarded output datagram{|s}\n", .names = "OutDiscards" },
	{ .text = "\t# output datagram{|s} fragmented\n", .names = "FragOKs" },
	{ .text = "\t# output datagram{|s} failed on fragment\n", .names = "FragFails" },
	{ .text = "\t# output datagram{|s} succeeded on fragment\n", .names = "FragCreates" },
	{ .text = "\t# incoming datagram{|s} fragmented\n", .names = "ReasmReqds" },
	{ .text = "\t# datagram{|s} reassembled\n", .names = "ReasmOKs" },
	{ .text = "\t# datagram{|s} failed on reassembling\n", .names = "ReasmFails" },
	{ .text = "\t# multicast datagram{|s} received\n", .names = "InMcastPkts" },
	{ .text = "\t# multicast datagram{|s} sent\n", .names = "OutMcastPkts" },
};

/* The same of what came in and what went out. */
#define MESSAGES(way, Way) \
	{ .text = "\t# total " way " message{|s}\n", .names = Way "Msgs" }, \
	{ .text = "\t# total " way " error message{|s}\n", .names = Way "Errors" }, \
	{ .text = "\t# " way " destination unreachable error{|s}\n", .names = Way "DestUnreachs" }, \
	{ .text = "\t# " way " time exceeded error{|s}\n", .names = Way "TimeExcds" }, \
	{ .text = "\t# " way " parameter problem error{|s}\n", .names = Way "ParmProblems" }, \
	{ .text = "\t# " way " packet too big error{|s}\n", .names = Way "PktTooBigs" }, \
	{ .text = "\t# " way " echo request{|s}\n", .names = Way "Echos" }, \
	{ .text = "\t# " way " echo reply{|s}\n", .names = Way "EchoReplies" }, \
	{ .text = "\t# " way " router solicitation{|s}\n", .names = Way "RouterSolicits" }, \
	{ .text = "\t# " way " router advertisement{|s}\n", .names = Way "RouterAdvertisements" }, \
	{ .text = "\t# " way " neighbor solicitation{|s}\n", .names = Way "NeighborSolicits" }, \
	{ .text = "\t# " way " neighbor advertisement{|s}\n", .names = Way "NeighborAdvertisements" }, \
	{ .text = "\t# " way " redirect{|s}\n", .names = Way "Redirects" }, \
	{ .text = "\t# " way " MLD query{|s}\n", .names = Way "GroupMembQueries" }, \
	{ .text = "\t# " way " MLD report{|s}\n", .names = Way "GroupMembResponses" }, \
	{ .text = "\t# " way " MLD done{|s}\n", .names = Way "GroupMembReductions" }

static const struct stats_row icmp6_rows[] = { MESSAGES("input", "In"), MESSAGES("output", "Out") };

static const struct stats_section sections[] = {
	{ "ip6", "ip6", "Ip6", FAMILY_INET6, false, STATS_ROWS(ip6_rows) },
	{ "icmp6", "icmp6", "Icmp6", FAMILY_INET6, false, STATS_ROWS(icmp6_rows) },
};

const struct stats_style stats_iface = { STATS_SECTIONS(sections) };
const struct stats_style stats_iface_macos = { STATS_SECTIONS(sections), .none_is_one = true };
