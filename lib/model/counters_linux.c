/* SPDX-License-Identifier: ISC */
#include "lib/model/counters_linux.h"

#include <stdio.h>
#include <string.h>

/* Each is the sum of Linux' counters; where one of them is not there, it is none. */
static const struct {
	char group[6], name[24];
	const char *from; /* "Ip.InReceives Ip6.InReceives" */
} rows[] = {
	{ "ip", "total", "Ip.InReceives" },
	{ "ip", "badsum", "IpExt.InCsumErrors" },
	{ "ip", "tooshort", "IpExt.InTruncatedPkts" },
	{ "ip", "fragments", "Ip.ReasmReqds" },
	{ "ip", "fragdropped", "Ip.ReasmFails" },
	{ "ip", "fragtimeout", "Ip.ReasmTimeout" },
	{ "ip", "reassembled", "Ip.ReasmOKs" },
	{ "ip", "delivered", "Ip.InDelivers" },
	{ "ip", "noproto", "Ip.InUnknownProtos" },
	{ "ip", "forward", "Ip.ForwDatagrams" },
	{ "ip", "cantforward", "IpExt.InNoRoutes" },
	{ "ip", "localout", "Ip.OutRequests" },
	{ "ip", "odropped", "Ip.OutDiscards" },
	{ "ip", "noroute", "Ip.OutNoRoutes" },
	{ "ip", "fragmented", "Ip.FragOKs" },
	{ "ip", "ofragments", "Ip.FragCreates" },
	{ "ip", "cantfrag", "Ip.FragFails" },
	{ "ip", "badaddr", "Ip.InAddrErrors" },
	{ "icmp", "checksum", "Icmp.InCsumErrors" },
	{ "icmp", "toofreq", "Icmp.OutRateLimitGlobal Icmp.OutRateLimitHost" },
	{ "tcp", "sndtotal", "Tcp.OutSegs Tcp.RetransSegs" },
	{ "tcp", "sndrexmitfast", "TcpExt.TCPFastRetrans" },
	{ "tcp", "sndprobe", "TcpExt.TCPWinProbe" },
	{ "tcp", "rcvtotal", "Tcp.InSegs" },
	{ "tcp", "rcvbadsum", "Tcp.InCsumErrors" },
	{ "tcp", "rcvreassfull", "TcpExt.TCPOFODrop" },
	{ "tcp", "pawsdrop", "TcpExt.PAWSEstab" },
	{ "tcp", "connattempt", "Tcp.ActiveOpens" },
	{ "tcp", "accepts", "Tcp.PassiveOpens" },
	{ "tcp", "conndrops", "Tcp.AttemptFails" },
	{ "tcp", "listendrop", "TcpExt.ListenOverflows" },
	{ "tcp", "dropsyn", "TcpExt.ListenDrops" },
	{ "tcp", "rexmttimeo", "TcpExt.TCPTimeouts" },
	{ "tcp", "timeoutdrop", "TcpExt.TCPAbortOnTimeout" },
	{ "tcp", "keepprobe", "TcpExt.TCPKeepAlive" },
	{ "tcp", "predack", "TcpExt.TCPHPAcks" },
	{ "tcp", "preddat", "TcpExt.TCPHPHits" },
	{ "tcp", "sc_sendcookie", "TcpExt.SyncookiesSent" },
	{ "tcp", "sc_recvcookie", "TcpExt.SyncookiesRecv" },
	{ "tcp", "sack_recovery_episode", "TcpExt.TCPSackRecovery" },
	{ "tcp", "sig_rcvbadsig", "TcpExt.TCPMD5Failure" },
	{ "tcp", "sig_err_sigopt", "TcpExt.TCPMD5Unexpected" },
	{ "tcp", "sig_err_nosigopt", "TcpExt.TCPMD5NotFound" },
	{ "tcp", "badsig", "TcpExt.TCPMD5Failure" },
	{ "tcp", "rcvbadsig", "TcpExt.TCPMD5Failure" },
	{ "udp", "ipackets", "Udp.InDatagrams Udp.NoPorts Udp.InErrors Udp6.InDatagrams Udp6.NoPorts Udp6.InErrors" },
	{ "udp", "badsum", "Udp.InCsumErrors Udp6.InCsumErrors" },
	{ "udp", "noport", "Udp.NoPorts Udp6.NoPorts" },
	{ "udp", "noportbcast", "Udp.IgnoredMulti Udp6.IgnoredMulti" },
	{ "udp", "fullsock", "Udp.RcvbufErrors Udp6.RcvbufErrors" },
	{ "udp", "opackets", "Udp.OutDatagrams Udp6.OutDatagrams" },
	{ "ip6", "total", "Ip6.InReceives" },
	{ "ip6", "tooshort", "Ip6.InTruncatedPkts" },
	{ "ip6", "fragments", "Ip6.ReasmReqds" },
	{ "ip6", "fragdropped", "Ip6.ReasmFails" },
	{ "ip6", "fragtimeout", "Ip6.ReasmTimeout" },
	{ "ip6", "reassembled", "Ip6.ReasmOKs" },
	{ "ip6", "delivered", "Ip6.InDelivers" },
	{ "ip6", "forward", "Ip6.OutForwDatagrams" },
	{ "ip6", "cantforward", "Ip6.InNoRoutes" },
	{ "ip6", "localout", "Ip6.OutRequests" },
	{ "ip6", "odropped", "Ip6.OutDiscards" },
	{ "ip6", "noroute", "Ip6.OutNoRoutes" },
	{ "ip6", "fragmented", "Ip6.FragOKs" },
	{ "ip6", "ofragments", "Ip6.FragCreates" },
	{ "ip6", "cantfrag", "Ip6.FragFails" },
	{ "icmp6", "toofreq", "Icmp6.OutRateLimitHost" },
	{ "icmp6", "checksum", "Icmp6.InCsumErrors" },
	{ "udp6", "ipackets", "Udp6.InDatagrams Udp6.NoPorts Udp6.InErrors" },
	{ "udp6", "badsum", "Udp6.InCsumErrors" },
	{ "udp6", "noport", "Udp6.NoPorts" },
	{ "udp6", "noportmcast", "Udp6.IgnoredMulti" },
	{ "udp6", "fullsock", "Udp6.RcvbufErrors" },
	{ "udp6", "opackets", "Udp6.OutDatagrams" },
};

static bool add_up(const struct counters *counters, const char *from, uint64_t *ret_value)
{
	uint64_t value = 0;

	while (*from) {
		size_t dot = strcspn(from, "."), end = strcspn(from, " ");
		char group[sizeof(((struct counter *)0)->group)];
		char name[sizeof(((struct counter *)0)->name)];
		const struct counter *c;

		snprintf(group, sizeof(group), "%.*s", (int)dot, from);
		snprintf(name, sizeof(name), "%.*s", (int)(end - dot - 1), from + dot + 1);
		c = counters_find(counters, group, name);
		if (!c)
			return false;
		value += c->value;
		from += end + (from[end] == ' ');
	}
	*ret_value = value;
	return true;
}

static int add(struct counters *counters, const char *group, const char *name, uint64_t value)
{
	struct counter c = { .value = value };

	snprintf(c.group, sizeof(c.group), "%.15s", group);
	snprintf(c.name, sizeof(c.name), "%.47s", name);
	return counters_add(counters, &c);
}

/*
 * Messages by type: Linux has those that are not 0 ("InType3"), a BSD all. Nobody sent or received any
 * where the whole group is missing.
 */
static int add_types(struct counters *counters, const char *from, const char *to, unsigned count)
{
	static const char *const ways[2][2] = { { "OutType", "outhist" }, { "InType", "inhist" } };

	for (unsigned i = 0; i < 2 * count; i++) {
		const char *const *way = ways[i / count];
		const struct counter *c;
		char name[32];
		int e;

		snprintf(name, sizeof(name), "%s%u", way[0], i % count);
		c = counters_find(counters, from, name);
		snprintf(name, sizeof(name), "%s.%u", way[1], i % count);
		e = add(counters, to, name, c ? c->value : 0);
		if (e < 0)
			return e;
	}
	return 0;
}

int counters_linux_as_bsd(struct counters *counters)
{
	int e;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t value;

		e = add_up(counters, rows[i].from, &value) ?
			    add(counters, rows[i].group, rows[i].name, value) :
			    0;
		if (e < 0)
			return e;
	}
	e = add_types(counters, "IcmpMsg", "icmp", 41);
	return e < 0 ? e : add_types(counters, "Icmp6", "icmp6", 256);
}
