/* SPDX-License-Identifier: ISC */
#include "lib/view/stats_linux.h"

#include <string.h>

#include "lib/view/sentence.h"

/* How a row is shown; the first three are also the states that net-tools' indentation goes by. */
enum show {
	ALWAYS,
	RECEIVED, /* in the histogram of ICMP messages that came, where it is not 0 */
	SENT,
	NONZERO,
	SILENT,
};

struct row {
	char name[27];
	uint8_t show;
	const char *text; /* sentence.h */
};

/* All sorted by name (strcmp): they are searched. */
static const struct row ip_rows[] = {
	{ "DefaultTTL", SILENT, "" },
	{ "ForwDatagrams", ALWAYS, "# forwarded" },
	{ "FragCreates", NONZERO, "# fragments created" },
	{ "FragFails", NONZERO, "# outgoing packets failed fragmentation" },
	{ "FragOKs", NONZERO, "# outgoing packets fragmented ok" },
	{ "InAddrErrors", NONZERO, "# with invalid addresses" },
	{ "InDelivers", ALWAYS, "# incoming packets delivered" },
	{ "InDiscards", ALWAYS, "# incoming packets discarded" },
	{ "InHdrErrors", NONZERO, "# with invalid headers" },
	{ "InReceives", ALWAYS, "# total packets received" },
	{ "InUnknownProtos", NONZERO, "# with unknown protocol" },
	{ "OutDiscards", NONZERO, "# outgoing packets dropped" },
	{ "OutNoRoutes", NONZERO, "# dropped because of missing route" },
	{ "OutRequests", ALWAYS, "# requests sent out" },
	{ "ReasmFails", NONZERO, "# packet reassemblies failed" },
	{ "ReasmOKs", NONZERO, "# packets reassembled ok" },
	{ "ReasmReqds", NONZERO, "# reassemblies required" },
	{ "ReasmTimeout", NONZERO, "# fragments dropped after timeout" },
};

static const struct row ip6_rows[] = {
	{ "FragCreates", NONZERO, "# fragments created" },
	{ "FragFails", NONZERO, "# outgoing packets failed fragmentation" },
	{ "FragOKs", NONZERO, "# outgoing packets fragmented ok" },
	{ "InAddrErrors", NONZERO, "# with invalid addresses" },
	{ "InDelivers", ALWAYS, "# incoming packets delivered" },
	{ "InDiscards", ALWAYS, "# incoming packets discarded" },
	{ "InHdrErrors", NONZERO, "# with invalid headers" },
	{ "InMcastPkts", NONZERO, "# incoming multicast packets" },
	{ "InNoRoutes", NONZERO, "# incoming packets with no route" },
	{ "InReceives", ALWAYS, "# total packets received" },
	{ "InTooBigErrors", NONZERO, "# with packets too big" },
	{ "InTruncatedPkts", NONZERO, "# with truncated packets" },
	{ "InUnknownProtos", NONZERO, "# with unknown protocol" },
	{ "OutDiscards", NONZERO, "# outgoing packets dropped" },
	{ "OutForwDatagrams", ALWAYS, "# forwarded" },
	{ "OutMcastPkts", NONZERO, "# outgoing multicast packets" },
	{ "OutNoRoutes", NONZERO, "# dropped because of missing route" },
	{ "OutRequests", ALWAYS, "# requests sent out" },
	{ "ReasmFails", NONZERO, "# packet reassemblies failed" },
	{ "ReasmOKs", NONZERO, "# packets reassembled ok" },
	{ "ReasmReqds", NONZERO, "# reassemblies required" },
	{ "ReasmTimeout", NONZERO, "# fragments dropped after timeout" },
};

static const struct row icmp_rows[] = {
	{ "InAddrMaskReps", RECEIVED, "address mask replies: #" },
	{ "InAddrMasks", RECEIVED, "address mask request: #" },
	{ "InDestUnreachs", RECEIVED, "destination unreachable: #" },
	{ "InEchoReps", RECEIVED, "echo replies: #" },
	{ "InEchos", RECEIVED, "echo requests: #" },
	{ "InErrors", ALWAYS, "# input ICMP message failed" },
	{ "InMsgs", ALWAYS, "# ICMP messages received" },
	{ "InParmProbs", RECEIVED, "wrong parameters: #" },
	{ "InRedirects", RECEIVED, "redirects: #" },
	{ "InSrcQuenchs", RECEIVED, "source quenches: #" },
	{ "InTimeExcds", RECEIVED, "timeout in transit: #" },
	{ "InTimestampReps", RECEIVED, "timestamp reply: #" },
	{ "InTimestamps", RECEIVED, "timestamp request: #" },
	{ "OutAddrMaskReps", SENT, "address mask replies: #" },
	{ "OutAddrMasks", SENT, "address mask requests: #" },
	{ "OutDestUnreachs", SENT, "destination unreachable: #" },
	{ "OutEchoReps", SENT, "echo replies: #" },
	{ "OutEchos", SENT, "echo requests: #" },
	{ "OutErrors", ALWAYS, "# ICMP messages failed" },
	{ "OutMsgs", ALWAYS, "# ICMP messages sent" },
	{ "OutParmProbs", SENT, "wrong parameters: #" },
	{ "OutRedirects", SENT, "redirect: #" },
	{ "OutSrcQuenchs", SENT, "source quench: #" },
	{ "OutTimeExcds", SENT, "time exceeded: #" },
	{ "OutTimestampReps", SENT, "timestamp replies: #" },
	{ "OutTimestamps", SENT, "timestamp requests: #" },
};

static const struct row icmp6_rows[] = {
	{ "InDestUnreachs", RECEIVED, "destination unreachable: #" },
	{ "InEchoReplies", RECEIVED, "echo replies: #" },
	{ "InEchos", RECEIVED, "echo requests: #" },
	{ "InErrors", ALWAYS, "# input ICMP message failed" },
	{ "InGroupMembQueries", RECEIVED, "group member queries: #" },
	{ "InGroupMembReductions", RECEIVED, "group member reductions: #" },
	{ "InGroupMembResponses", RECEIVED, "group member responses: #" },
	{ "InMsgs", ALWAYS, "# ICMP messages received" },
	{ "InNeighborAdvertisements", RECEIVED, "neighbour advertisement: #" },
	{ "InNeighborSolicits", RECEIVED, "neighbour solicits: #" },
	{ "InParmProblems", RECEIVED, "parameter problem: #" },
	{ "InPktTooBigs", RECEIVED, "packets too big: #" },
	{ "InRedirects", RECEIVED, "redirects: #" },
	{ "InRouterAdvertisements", RECEIVED, "router advertisement: #" },
	{ "InRouterSolicits", RECEIVED, "router solicits: #" },
	{ "InTimeExcds", RECEIVED, "received ICMPv6 time exceeded: #" },
	{ "OutDestUnreachs", SENT, "destination unreachable: #" },
	{ "OutEchoReplies", SENT, "echo replies: #" },
	{ "OutEchos", SENT, "echo requests: #" },
	{ "OutGroupMembQueries", SENT, "group member queries: #" },
	{ "OutGroupMembReductions", SENT, "group member reductions: #" },
	{ "OutGroupMembResponses", SENT, "group member responses: #" },
	{ "OutMsgs", ALWAYS, "# ICMP messages sent" },
	{ "OutNeighborAdvertisements", SENT, "neighbor advertisements: #" },
	{ "OutNeighborSolicits", SENT, "neighbor solicits: #" },
	{ "OutParmProblems", SENT, "parameter problem: #" },
	{ "OutPktTooBigs", SENT, "packets too big: #" },
	{ "OutRedirects", SENT, "redirects: #" },
	{ "OutRouterSolicits", SENT, "router solicits: #" },
	{ "OutTimeExcds", SENT, "sent ICMPv6 time exceeded: #" },
};

static const struct row tcp_rows[] = {
	{ "ActiveOpens", ALWAYS, "# active connection openings" },
	{ "AttemptFails", ALWAYS, "# failed connection attempts" },
	{ "CurrEstab", ALWAYS, "# connections established" },
	{ "EstabResets", ALWAYS, "# connection resets received" },
	{ "InErrs", ALWAYS, "# bad segments received" },
	{ "InSegs", ALWAYS, "# segments received" },
	{ "MaxConn", SILENT, "" },
	{ "OutRsts", ALWAYS, "# resets sent" },
	{ "OutSegs", ALWAYS, "# segments sent out" },
	{ "PassiveOpens", ALWAYS, "# passive connection openings" },
	{ "RetransSegs", ALWAYS, "# segments retransmitted" },
	{ "RtoAlgorithm", SILENT, "" },
	{ "RtoMax", SILENT, "" },
	{ "RtoMin", SILENT, "" },
};

static const struct row udp_rows[] = {
	{ "InDatagrams", ALWAYS, "# packets received" },
	{ "InErrors", ALWAYS, "# packet receive errors" },
	{ "NoPorts", ALWAYS, "# packets to unknown port received" },
	{ "OutDatagrams", ALWAYS, "# packets sent" },
	{ "RcvbufErrors", ALWAYS, "# receive buffer errors" },
	{ "SndbufErrors", ALWAYS, "# send buffer errors" },
};

static const struct row udp6_rows[] = {
	{ "InDatagrams", ALWAYS, "# packets received" },
	{ "InErrors", ALWAYS, "# packet receive errors" },
	{ "NoPorts", ALWAYS, "# packets to unknown port received" },
	{ "OutDatagrams", ALWAYS, "# packets sent" },
};

static const struct row tcpext_rows[] = {
	{ "DelayedACKLocked", NONZERO, "# delayed acks further delayed because of locked socket" },
	{ "DelayedACKLost", NONZERO, "Quick ack mode was activated # times" },
	{ "DelayedACKs", NONZERO, "# delayed acks sent" },
	{ "EmbryonicRsts", NONZERO, "# resets received for embryonic SYN_RECV sockets" },
	{ "ListenDrops", NONZERO, "# SYNs to LISTEN sockets dropped" },
	{ "ListenOverflows", NONZERO, "# times the listen queue of a socket overflowed" },
	{ "LockDroppedIcmps", NONZERO, "# ICMP packets dropped because socket was locked" },
	{ "OfoPruned", NONZERO, "# packets dropped from out-of-order queue because of socket buffer overrun" },
	{ "OutOfWindowIcmps", NONZERO, "# ICMP packets dropped because they were out-of-window" },
	{ "PAWSActive", NONZERO, "# active connections rejected because of time stamp" },
	{ "PAWSEstab", NONZERO, "# packets rejected in established connections because of timestamp" },
	{ "PAWSPassive", NONZERO, "# passive connections rejected because of time stamp" },
	{ "PruneCalled", NONZERO, "# packets pruned from receive queue because of socket buffer overrun" },
	{ "RcvPruned", NONZERO, "# packets pruned from receive queue" },
	{ "SockMallocOOM", NONZERO, "Ran # times out of system memory during packet sending" },
	{ "SyncookiesFailed", NONZERO, "# invalid SYN cookies received" },
	{ "SyncookiesRecv", NONZERO, "# SYN cookies received" },
	{ "SyncookiesSent", NONZERO, "# SYN cookies sent" },
	{ "TCPAbortFailed", NONZERO, "# times unable to send RST due to no memory" },
	{ "TCPAbortOnClose", NONZERO, "# connections reset due to early user close" },
	{ "TCPAbortOnData", NONZERO, "# connections reset due to unexpected data" },
	{ "TCPAbortOnLinger", NONZERO, "# connections aborted after user close in linger timeout" },
	{ "TCPAbortOnMemory", NONZERO, "# connections aborted due to memory pressure" },
	{ "TCPAbortOnSyn", NONZERO, "# connections reset due to unexpected SYN" },
	{ "TCPAbortOnTimeout", NONZERO, "# connections aborted due to timeout" },
	{ "TCPDirectCopyFromBacklog", NONZERO, "# bytes directly in process context from backlog" },
	{ "TCPFACKReorder", NONZERO, "Detected reordering # times using FACK" },
	{ "TCPFastRetrans", NONZERO, "# fast retransmits" },
	{ "TCPForwardRetrans", NONZERO, "# forward retransmits" },
	{ "TCPFullUndo", NONZERO, "# congestion windows fully recovered without slow start" },
	{ "TCPHPAcks", NONZERO, "# predicted acknowledgments" },
	{ "TCPHPHits", ALWAYS, "# packet headers predicted" },
	{ "TCPHPHitsToUser", NONZERO, "# packet headers predicted and directly queued to user" },
	{ "TCPLossFailures", NONZERO, "# timeouts in loss state" },
	{ "TCPLossUndo", NONZERO, "# congestion windows recovered without slow start after partial ack" },
	{ "TCPLostRetransmits", NONZERO, "# retransmits lost" },
	{ "TCPMemoryPressures", NONZERO, "TCP ran low on memory # times" },
	{ "TCPPartialUndo", NONZERO, "# congestion windows partially recovered using Hoe heuristic" },
	{ "TCPPrequeued", NONZERO, "# packets directly queued to recvmsg prequeue" },
	{ "TCPPureAcks", NONZERO, "# acknowledgments not containing data payload received" },
	{ "TCPRcvCollapsed", NONZERO, "# packets collapsed in receive queue due to low socket buffer" },
	{ "TCPRenoFailures", NONZERO, "# timeouts after reno fast retransmit" },
	{ "TCPRenoRecovery", NONZERO, "# times recovered from packet loss due to fast retransmit" },
	{ "TCPRenoReorder", NONZERO, "Detected reordering # times using reno fast retransmit" },
	{ "TCPSACKReorder", NONZERO, "Detected reordering # times using SACK" },
	{ "TCPSchedulerFailed", NONZERO, "# times receiver scheduled too late for direct processing" },
	{ "TCPSlowStartRetrans", NONZERO, "# retransmits in slow start" },
	{ "TCPTSReorder", NONZERO, "Detected reordering # times using time stamp" },
	{ "TW", NONZERO, "# TCP sockets finished time wait in fast timer" },
	{ "TWRecycled", NONZERO, "# time wait sockets recycled by time stamp" },
};

static const struct row sctp_rows[] = {
	{ "Aborteds", ALWAYS, "# Number of Aborteds " },
	{ "ActiveEstabs", ALWAYS, "# Active Associations" },
	{ "ChecksumErrors", ALWAYS, "# Number of Packets with invalid Checksum" },
	{ "CurrEstab", ALWAYS, "# Current Associations" },
	{ "FragUsrMsgs", ALWAYS, "# Number of messages fragmented" },
	{ "InCtrlChunks", ALWAYS, "# Number of control chunks received" },
	{ "InOrderChunks", ALWAYS, "# Number of ordered chunks received" },
	{ "InSCTPPacks", ALWAYS, "# Number of SCTP packets received" },
	{ "InUnorderChunks", ALWAYS, "# Number of Unordered chunks received" },
	{ "OutCtrlChunks", ALWAYS, "# Number of control chunks sent" },
	{ "OutOfBlues", ALWAYS, "# Number of Out of Blue packets" },
	{ "OutOrderChunks", ALWAYS, "# Number of ordered chunks sent" },
	{ "OutSCTPPacks", ALWAYS, "# Number of SCTP packets sent" },
	{ "OutUnorderChunks", ALWAYS, "# Number of Unordered chunks sent" },
	{ "PassiveEstabs", ALWAYS, "# Passive Associations" },
	{ "ReasmUsrMsgs", ALWAYS, "# Number of messages reassembled " },
	{ "Shutdowns", ALWAYS, "# Number of Graceful Terminations" },
};

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])

static const struct table {
	char group[10];
	uint8_t kind; /* enum stats_kind */
	const struct row *rows;
	size_t count;
} tables[] = {
	{ "Ip", STATS_RAW, ROWS(ip_rows) },
	{ "Icmp", STATS_RAW, ROWS(icmp_rows) },
	{ "Tcp", STATS_TCP, ROWS(tcp_rows) },
	{ "Udp", STATS_UDP, ROWS(udp_rows) },
	{ "Sctp", STATS_SCTP, ROWS(sctp_rows) },
	{ "TcpExt", STATS_TCP, ROWS(tcpext_rows) },
	{ "Ip6", STATS_RAW, ROWS(ip6_rows) },
	{ "Icmp6", STATS_RAW, ROWS(icmp6_rows) },
	{ "Udp6", STATS_UDP, ROWS(udp6_rows) },
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static const struct row *find_row(const struct table *t, const char *name)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, t->rows[middle].name);

		if (order == 0)
			return &t->rows[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static void write_heading(struct out *out, const char *group)
{
	out_name(out, group, strlen(group));
	out_literal(out, ":\n");
}

static void begin_group(struct stats_linux *s, struct out *out, const char *group)
{
	memcpy(s->group, group, sizeof(s->group));
	s->begun = true;
	s->table = 0;
	s->shown = true;
	for (unsigned i = 0; i < TABLES; i++) {
		if (strcmp(tables[i].group, group) != 0)
			continue;
		s->table = (uint8_t)(i + 1);
		s->state = ALWAYS;
		s->shown = (tables[i].kind & s->kinds) != 0;
	}
	if (s->shown)
		write_heading(out, group);
}

static void write_indent(struct out *out, uint8_t state)
{
	out_spaces(out, state == ALWAYS ? 4 : 8);
}

/* "IgnoredMulti: 7"; of IPv6 the group is part of the name, as it is in the kernel's text. */
static void write_plain(struct stats_linux *s, struct out *out, const struct counter *c)
{
	write_indent(out, s->state);
	if (strchr(c->group, '6') || strcmp(c->group, "Sctp") == 0)
		out_name(out, c->group, strlen(c->group));
	out_name(out, c->name, strlen(c->name));
	out_literal(out, ": ");
	out_u64(out, c->value);
	out_char(out, '\n');
}

void stats_linux_counter(struct stats_linux *s, struct out *out, const struct counter *c)
{
	static const char *const titles[] = { [RECEIVED] = "ICMP input histogram:\n",
					      [SENT] = "ICMP output histogram:\n" };
	const struct row *row;

	out_row(out);
	if (!s->begun || strcmp(s->group, c->group) != 0)
		begin_group(s, out, c->group);
	if (!s->shown)
		return;
	row = s->table ? find_row(&tables[s->table - 1], c->name) : NULL;
	if (!row) {
		if (c->value)
			write_plain(s, out, c);
		return;
	}
	if (row->show == SILENT)
		return;
	if ((row->show == RECEIVED || row->show == SENT) && s->state != row->show) {
		write_indent(out, s->state);
		out_text(out, titles[row->show]);
	}
	s->state = row->show == NONZERO ? (uint8_t)ALWAYS : row->show;
	if (!c->value && row->show != ALWAYS)
		return;
	write_indent(out, s->state);
	sentence_write(out, row->text, &c->value, false);
	out_char(out, '\n');
}

unsigned stats_linux_kind(const char *group)
{
	static const struct {
		char prefix[9];
		uint8_t kind;
	} kinds[] = {
		{ "Ip", STATS_RAW },   { "Icmp", STATS_RAW },	     { "Tcp", STATS_TCP },
		{ "MPTcp", STATS_TCP }, { "UdpLite", STATS_UDPLITE }, { "Udp", STATS_UDP },
		{ "Sctp", STATS_SCTP },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(group, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
			return kinds[i].kind;
	return STATS_OTHER;
}

void stats_linux_wide(struct stats_linux *s, struct out *out, const struct counter *c)
{
	out_row(out);
	if (!(stats_linux_kind(c->group) & s->kinds))
		return;
	if (!s->begun || strcmp(s->group, c->group) != 0) {
		memcpy(s->group, c->group, sizeof(s->group));
		s->begun = true;
		write_heading(out, c->group);
	}
	out_spaces(out, 4);
	out_name(out, c->name, strlen(c->name));
	out_literal(out, ": ");
	/* MaxConn is -1 where there is no limit */
	if (strcmp(c->name, "MaxConn") == 0)
		out_i64(out, (int64_t)c->value);
	else
		out_u64(out, c->value);
	out_char(out, '\n');
}
