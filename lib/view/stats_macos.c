/* SPDX-License-Identifier: ISC */
/*
 * netstat -s of macOS, as far as Linux counts what it tells; what its kernel counts beside that is in no
 * recording. None is one here: "0 packet".
 */
#include "lib/view/stats_bsd.h"

static const struct stats_row tcp_rows[] = {
	{ .text = "\t# packet{|s} sent\n", .names = "sndtotal" },
	{ .text = "\t\t# window probe packet{|s}\n", .names = "sndprobe" },
	{ .text = "\t# packet{|s} received\n", .names = "rcvtotal" },
	{ .text = "\t\t# old duplicate packet{|s}\n", .names = "pawsdrop" },
	{ .text = "\t\t# discarded for bad checksum{|s}\n", .names = "rcvbadsum" },
	{ .text = "\t# connection request{|s}\n", .names = "connattempt" },
	{ .text = "\t# connection accept{|s}\n", .names = "accepts" },
	{ .text = "\t# listen queue overflow{|s}\n", .names = "listendrop" },
	{ .text = "\t# embryonic connection{|s} dropped\n", .names = "conndrops" },
	{ .text = "\t# retransmit timeout{|s}\n", .names = "rexmttimeo" },
	{ .text = "\t\t# connection{|s} dropped by rexmit timeout\n", .names = "timeoutdrop" },
	{ .text = "\t\t# keepalive probe{|s} sent\n", .names = "keepprobe" },
	{ .text = "\t# correct ACK header prediction{|s}\n", .names = "predack" },
	{ .text = "\t# correct data packet header prediction{|s}\n", .names = "preddat" },
	{ .text = "\t# SACK recovery episode{|s}\n", .names = "sack_recovery_episode" },
};

static const struct stats_row udp_rows[] = {
	{ .text = "\t# datagram{|s} received\n", .names = "ipackets" },
	{ .text = "\t\t# with bad checksum\n", .names = "badsum" },
	{ .text = "\t\t# dropped due to no socket\n", .names = "noport" },
	{ .text = "\t\t# broadcast/multicast datagram{|s} undelivered\n", .names = "noportbcast" },
	{ .text = "\t\t# dropped due to full socket buffers\n", .names = "fullsock" },
	{ .text = "\t# datagram{|s} output\n", .names = "opackets" },
};

static const struct stats_row ip_rows[] = {
	{ .text = "\t# total packet{|s} received\n", .names = "total" },
	{ .text = "\t\t# bad header checksum{|s}\n", .names = "badsum" },
	{ .text = "\t\t# with data size < data length\n", .names = "tooshort" },
	{ .text = "\t\t# fragment{|s} received\n", .names = "fragments" },
	{ .text = "\t\t\t# dropped (dup or out of space)\n", .names = "fragdropped" },
	{ .text = "\t\t\t# dropped after timeout\n", .names = "fragtimeout" },
	{ .text = "\t\t\t# reassembled ok\n", .names = "reassembled" },
	{ .text = "\t\t# packet{|s} for this host\n", .names = "delivered" },
	{ .text = "\t\t# packet{|s} for unknown/unsupported protocol\n", .names = "noproto" },
	{ .text = "\t\t# packet{|s} forwarded\n", .names = "forward" },
	{ .text = "\t\t# packet{|s} not forwardable\n", .names = "cantforward" },
	{ .text = "\t# packet{|s} sent from this host\n", .names = "localout" },
	{ .text = "\t\t# output packet{|s} dropped due to no bufs, etc.\n", .names = "odropped" },
	{ .text = "\t\t# output packet{|s} discarded due to no route\n", .names = "noroute" },
	{ .text = "\t\t# output datagram{|s} fragmented\n", .names = "fragmented" },
	{ .text = "\t\t# fragment{|s} created\n", .names = "ofragments" },
	{ .text = "\t\t# datagram{|s} that can't be fragmented\n", .names = "cantfrag" },
	{ .text = "\t\t# datagram{|s} with bad address in header\n", .names = "badaddr" },
};

static const struct stats_row icmp_rows[] = {
	{ .kind = STATS_HISTOGRAM, .text = "\tOutput histogram:\n", .names = "outhist", .labels = &stats_icmp_labels },
	{ .text = "\t# bad checksum{|s}\n", .names = "checksum" },
	{ .kind = STATS_HISTOGRAM, .text = "\tInput histogram:\n", .names = "inhist", .labels = &stats_icmp_labels },
};

static const struct stats_row ip6_rows[] = {
	{ .text = "\t# total packet{|s} received\n", .names = "total" },
	{ .text = "\t\t# with data size < data length\n", .names = "tooshort" },
	{ .text = "\t\t# fragment{|s} received\n", .names = "fragments" },
	{ .text = "\t\t\t# dropped (dup or out of space)\n", .names = "fragdropped" },
	{ .text = "\t\t\t# dropped after timeout\n", .names = "fragtimeout" },
	{ .text = "\t\t\t# reassembled ok\n", .names = "reassembled" },
	{ .text = "\t\t# packet{|s} for this host\n", .names = "delivered" },
	{ .text = "\t\t# packet{|s} forwarded\n", .names = "forward" },
	{ .text = "\t\t# packet{|s} not forwardable\n", .names = "cantforward" },
	{ .text = "\t# packet{|s} sent from this host\n", .names = "localout" },
	{ .text = "\t\t# output packet{|s} dropped due to no bufs, etc.\n", .names = "odropped" },
	{ .text = "\t\t# output packet{|s} discarded due to no route\n", .names = "noroute" },
	{ .text = "\t\t# output datagram{|s} fragmented\n", .names = "fragmented" },
	{ .text = "\t\t# fragment{|s} created\n", .names = "ofragments" },
	{ .text = "\t\t# datagram{|s} that can't be fragmented\n", .names = "cantfrag" },
};

static const struct stats_row icmp6_rows[] = {
	{ .text = "\t# error{|s} not generated because rate limitation\n", .names = "toofreq" },
	{ .kind = STATS_HISTOGRAM, .text = "\tOutput histogram:\n", .names = "outhist", .labels = &stats_icmp6_labels },
	{ .text = "\t# bad checksum{|s}\n", .names = "checksum" },
	{ .kind = STATS_HISTOGRAM, .text = "\tInput histogram:\n", .names = "inhist", .labels = &stats_icmp6_labels },
};

static const struct stats_section sections[] = {
	{ "tcp", "tcp", "tcp", FAMILY_NONE, false, STATS_ROWS(tcp_rows) },
	{ "udp", "udp", "udp", FAMILY_NONE, false, STATS_ROWS(udp_rows) },
	{ "ip", "ip", "ip", FAMILY_INET, false, STATS_ROWS(ip_rows) },
	{ "icmp", "icmp", "icmp", FAMILY_INET, false, STATS_ROWS(icmp_rows) },
	{ "ip6", "ip6", "ip6", FAMILY_INET6, false, STATS_ROWS(ip6_rows) },
	{ "icmp6", "icmp6", "icmp6", FAMILY_INET6, false, STATS_ROWS(icmp6_rows) },
};

const struct stats_style stats_macos = { STATS_SECTIONS(sections), .none_is_one = true,
					 .iface = &stats_iface_macos };
