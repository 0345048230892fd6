/* SPDX-License-Identifier: ISC */
#include "lib/view/legend.h"

#include <string.h>

#include "lib/model/iface.h"
#include "lib/model/route.h"
#include "lib/view/view.h"

/* Of every view; what one heading means is the same in all of them. Texts stand in the rows, as in cmd/help. */
static const struct {
	char head[20];
	char words[88];
} columns[] = {
	{ "(state)", "state of the connection" },
	{ "0-win", "times that a window of 0 was offered" },
	{ "2msl", "seconds until the connection is forgotten" },
	{ "Action", "what the rule does with a packet that it matches, and what is rarely asked of one" },
	{ "Address", "an address: of the neighbour, or of the interface" },
	{ "Addrif", "the interface whose address packets leave with" },
	{ "Backlog", "connections that wait to be accepted, of how many may" },
	{ "Coll", "collisions" },
	{ "Colls", "collisions" },
	{ "Confirmed", "seconds since the neighbour was last known to answer" },
	{ "Congestion", "the algorithm that avoids congestion" },
	{ "Cwnd", "segments that may be in flight" },
	{ "Destination", "the network or host that the route leads to" },
	{ "Drop", "packets that were dropped before they were sent" },
	{ "Drops", "packets that were dropped" },
	{ "Ethernet Address", "the neighbour's hardware address" },
	{ "Expire", "the time until the entry ends, in seconds where no unit stands" },
	{ "Expire    S", "the time until the entry ends, and its state" },
	{ "Flag", "letters, explained below" },
	{ "Flags", "letters, explained below; of sockets: words" },
	{ "Flg", "letters, explained below" },
	{ "Foreign Address", "the other end and its port" },
	{ "From", "the packet's source" },
	{ "Gateway", "where packets are handed to on their way; the interface where there is no gateway" },
	{ "Genmask", "the bits of the destination that count" },
	{ "Group", "the group's address" },
	{ "GrpIdx", "the number of a group of next hops" },
	{ "HHRef", "users of a hardware header, which Linux no longer counts" },
	{ "HHUptod", "whether a hardware header is up to date, which Linux no longer tells" },
	{ "HWaddress", "the neighbour's hardware address" },
	{ "HWtype", "the kind of hardware that its address is of" },
	{ "Host", "the neighbour" },
	{ "I-Node", "the socket's number in the file system" },
	{ "IFA", "the interface's address that belongs to the route" },
	{ "Ibytes", "bytes received" },
	{ "Idrop", "packets that were dropped when they were received" },
	{ "Idx", "the number of a next hop" },
	{ "Ierrs", "errors while receiving" },
	{ "If", "the interface that packets leave by" },
	{ "Iface", "the interface" },
	{ "Ifail", "packets whose receiving failed" },
	{ "In", "the interface that the packet came by" },
	{ "In label", "the label that a packet comes with" },
	{ "Inode", "the socket's number in the file system" },
	{ "Interface", "the interface" },
	{ "Ipkts", "packets received" },
	{ "Label", "the label that a packet comes with" },
	{ "Linklayer Address", "the neighbour's hardware address" },
	{ "Listen", "connections that wait, that are being set up, and how many may wait" },
	{ "Local Address", "this end and its port" },
	{ "Lost", "segments that are believed lost" },
	{ "MSS", "the segment size that TCP announces, and forty bytes of headers" },
	{ "MTU", "the largest packet that goes in one piece" },
	{ "Mark", "the packet's mark, and behind a slash the bits of it that count" },
	{ "Mask", "the bits of the address that count: all, and nothing is printed" },
	{ "Met", "the price of the way: the lower is taken" },
	{ "Metric", "the price of the way: the lower is taken" },
	{ "Mss", "bytes of a segment" },
	{ "Mtu", "the largest packet that goes in one piece" },
	{ "Name", "the interface; with a * behind it, it is down" },
	{ "Neighbor", "the neighbour" },
	{ "Netif", "the interface" },
	{ "Netif Expire", "the interface, and the seconds until the entry ends" },
	{ "Netns", "the network namespace: its name, or a process in it" },
	{ "Network", "the network that the address is in, or the number of the interface" },
	{ "New labels", "the labels that take its place; -: it goes on without" },
	{ "Next Hop", "where packets are handed to on their way; all zero: at once to the destination" },
	{ "NhIdx", "the number of a next hop" },
	{ "Nhop#", "the number of the next hop" },
	{ "OOORcv", "segments received out of order" },
	{ "Obytes", "bytes sent" },
	{ "Odrop", "packets that were dropped before they were sent" },
	{ "Oerrs", "errors while sending" },
	{ "Ofail", "packets whose sending failed" },
	{ "Op", "what is done with the label" },
	{ "Opkts", "packets sent" },
	{ "Out", "the interface that the packet will leave by" },
	{ "Out label", "the label that it leaves with" },
	{ "PID/Program name", "the process that holds the socket" },
	{ "Pacing(B/s)", "rate of sending" },
	{ "Path", "the socket's name" },
	{ "Prepend", "the header that is put before a packet" },
	{ "Prio", "the route's priority: the lowest number is taken" },
	{ "Priority", "rules are gone through in this order" },
	{ "Probes", "questions to the neighbour that were not answered yet" },
	{ "Proto", "the protocol" },
	{ "Querier", "the version of the protocol that a router asks in" },
	{ "R-BCNT", "bytes of mbufs that hold what is received" },
	{ "R-BMAX", "most of these, received" },
	{ "R-CLUS", "clusters among them, received" },
	{ "R-HIWA", "most bytes that may be received and not read" },
	{ "R-LOWA", "bytes received that wake a reader" },
	{ "R-MBUF", "mbufs that hold what is received" },
	{ "RTT/Var(ms)", "round-trip time and its deviation" },
	{ "RX-DRP", "packets that were dropped when they were received" },
	{ "RX-ERR", "errors while receiving" },
	{ "RX-OK", "packets received" },
	{ "RX-OVR", "packets lost because the device's queue was full" },
	{ "Rate(B/s)", "rate at which data arrives" },
	{ "Recv-Buf", "memory of what is received, of how much may be" },
	{ "Recv-Q", "bytes that wait to be read; of a listening socket: connections" },
	{ "Ref", "users of the route" },
	{ "RefCnt", "users" },
	{ "Refcnt", "users" },
	{ "Refs", "users of the route" },
	{ "Reporter", "whether this host was the last to answer for the group" },
	{ "Retrans", "segments that were sent again" },
	{ "Rexmit", "segments sent again" },
	{ "S", "the entry's state: a letter, explained below" },
	{ "S-BCNT", "bytes of mbufs that hold what is sent" },
	{ "S-BMAX", "most of these, sent" },
	{ "S-CLUS", "clusters among them, sent" },
	{ "S-HIWA", "most bytes that may be sent and not acknowledged" },
	{ "S-LOWA", "free bytes that wake a writer" },
	{ "S-MBUF", "mbufs that hold what is sent" },
	{ "Security Context", "its context of SELinux" },
	{ "Send-Buf", "memory of what is sent, of how much may be" },
	{ "Send-Q", "bytes not yet acknowledged; of a listening socket: how many may wait" },
	{ "Slots", "how many of the group's places the next hop has" },
	{ "Source", "where packets come from" },
	{ "SpecDst", "the own address that answers, which Linux no longer tells" },
	{ "Ssthr", "segments where slow start ends" },
	{ "State", "the state, in a word" },
	{ "TOS", "the type of service, which Linux no longer tells here" },
	{ "TTL", "what becomes of the hop limit: copied between label and packet, or its own" },
	{ "TX-DRP", "packets that were dropped before they were sent" },
	{ "TX-ERR", "errors while sending" },
	{ "TX-OK", "packets sent" },
	{ "TX-OVR", "packets lost because the device could not take them" },
	{ "Tag", "the MPLS label" },
	{ "Tcpcb", "where the kernel keeps the control block" },
	{ "Time", "seconds until the interface is thought to hang" },
	{ "Timer", "the timer that runs, its time, how often it ran out" },
	{ "To", "the packet's destination" },
	{ "Type", "the kind" },
	{ "Updated", "seconds since the entry last changed" },
	{ "Use", "packets that took the route" },
	{ "Used", "seconds since the entry was last used" },
	{ "User", "who opened the socket" },
	{ "Weight", "its share among the next hops" },
	{ "Window", "the TCP window that is set for the route" },
	{ "delack", "seconds until what was received is acknowledged" },
	{ "delta", "what is added to TCP's sequence numbers" },
	{ "destination", "where the connection leads" },
	{ "expire", "the time until the entry ends" },
	{ "flowid", "hash of the flow" },
	{ "ftype", "kind of that hash" },
	{ "initseq", "the sequence number from which on the delta is added" },
	{ "irtt", "the round-trip time that TCP begins with, in milliseconds" },
	{ "keep", "seconds until a peer is asked whether it lives" },
	{ "persist", "seconds until a window is asked for" },
	{ "ports", "of source and destination, and in brackets the one that takes its place" },
	{ "prevd", "what was added before that sequence number" },
	{ "prot", "the protocol" },
	{ "rcvtime", "seconds since something was received" },
	{ "rexmt", "seconds until something is sent again" },
	{ "source", "where the connection comes from" },
	{ "state", "the state, in a word" },
	{ "translated", "what stands in the packets instead" },
};

static const struct {
	uint8_t flag;
	char words[63];
} route_flags[] = {
	{ RFLAG_UP, "up: in use" },
	{ RFLAG_GATEWAY, "by a gateway" },
	{ RFLAG_HOST, "leads to a single host" },
	{ RFLAG_REJECT, "packets are refused, and the sender is told" },
	{ RFLAG_DYNAMIC, "made by a redirect" },
	{ RFLAG_MODIFIED, "changed since: by a redirect, or by a path MTU that was learnt" },
	{ RFLAG_DONE, "confirmed by the kernel" },
	{ RFLAG_MASK, "has a mask of its own" },
	{ RFLAG_CLONING, "a template: its use makes host routes" },
	{ RFLAG_PRCLONING, "a template: protocols have host routes made from it" },
	{ RFLAG_CLONED, "cloned: made from a template" },
	{ RFLAG_XRESOLVE, "a program finds the hardware address" },
	{ RFLAG_LLINFO, "holds a hardware address" },
	{ RFLAG_STATIC, "set by hand" },
	{ RFLAG_BLACKHOLE, "packets are thrown away" },
	{ RFLAG_PROTO1, "protocol's flag 1" },
	{ RFLAG_PROTO2, "protocol's flag 2" },
	{ RFLAG_PROTO3, "protocol's flag 3" },
	{ RFLAG_LOCAL, "an address of this host" },
	{ RFLAG_BROADCAST, "a broadcast address" },
	{ RFLAG_MULTICAST, "leads to multicast addresses" },
	{ RFLAG_CACHED, "another route's gateway is looked up here" },
	{ RFLAG_MPATH, "one of several ways" },
	{ RFLAG_MPLS, "packets get a label" },
	{ RFLAG_BFD, "watched by BFD" },
	{ RFLAG_CONNECTED, "connected: its hosts are neighbours on the interface" },
	{ RFLAG_ANNOUNCE, "this host answers for it (proxy ARP)" },
	{ RFLAG_IFSCOPE, "only for sockets that are bound to its interface" },
	{ RFLAG_IFREF, "holds a reference to the interface" },
	{ RFLAG_PROXY, "this host answers for it" },
	{ RFLAG_ROUTER, "a router, or a default route by one" },
	{ RFLAG_GLOBAL, "leads to the internet" },
	{ RFLAG_DEFAULT, "a default route that a router announced" },
	{ RFLAG_ALLONLINK, "all destinations are neighbours" },
	{ RFLAG_ADDRCONF, "made by autoconfiguration" },
	{ RFLAG_NONEXTHOP, "without a next hop" },
	{ RFLAG_EXPIRES, "ends after a time" },
	{ RFLAG_CACHE, "an exception that was learnt, no route of the table" },
	{ RFLAG_FLOW, "for one flow" },
};

static const struct {
	uint8_t flag;
	char words[63];
} iface_flags[] = {
	{ IFLAG_UP, "up" },
	{ IFLAG_BROADCAST, "has a broadcast address" },
	{ IFLAG_DEBUG, "debugging is on" },
	{ IFLAG_LOOPBACK, "loopback" },
	{ IFLAG_POINTOPOINT, "point-to-point" },
	{ IFLAG_NOTRAILERS, "without trailers" },
	{ IFLAG_RUNNING, "running: the link is there" },
	{ IFLAG_NOARP, "without ARP" },
	{ IFLAG_PROMISC, "promiscuous: takes every packet" },
	{ IFLAG_ALLMULTI, "takes every multicast packet" },
	{ IFLAG_MASTER, "master of others" },
	{ IFLAG_SLAVE, "slave of a master" },
	{ IFLAG_MULTICAST, "can do multicast" },
	{ IFLAG_DYNAMIC, "loses its addresses when it goes down" },
};

const char *legend_route_flag(unsigned flag)
{
	for (size_t i = 0; i < sizeof(route_flags) / sizeof(route_flags[0]); i++)
		if (route_flags[i].flag == flag)
			return route_flags[i].words;
	return NULL;
}

const char *legend_iface_flag(unsigned flag)
{
	for (size_t i = 0; i < sizeof(iface_flags) / sizeof(iface_flags[0]); i++)
		if (iface_flags[i].flag == flag)
			return iface_flags[i].words;
	return NULL;
}

void legend_join(struct out *out, bool *more, const char *words)
{
	if (!words)
		return;
	if (*more)
		out_literal(out, "; or ");
	*more = true;
	out_text(out, words);
}

void legend_words(struct out *out, char letter, const struct legend_words *rows, size_t count)
{
	bool more = false;

	for (size_t i = 0; i < count; i++)
		if (rows[i].letter == letter)
			legend_join(out, &more, rows[i].words);
}

/* Some headings have spaces around them, which are their column's layout. */
static size_t trimmed(const char **head)
{
	size_t size;

	*head += strspn(*head, " ");
	size = strlen(*head);
	while (size && (*head)[size - 1] == ' ')
		size--;
	return size;
}

const char *legend_column(const char *head)
{
	size_t size = trimmed(&head);

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strlen(columns[i].head) == size && memcmp(columns[i].head, head, size) == 0)
			return columns[i].words;
	return NULL;
}

/* One heading may stand in several tables: it is explained once for each kind of letters in it. */
static bool is_same(const struct column *a, const struct column *b)
{
	return a == b || (strcmp(a->head, b->head) == 0 && a->legend == b->legend);
}

static unsigned place(const struct legend *l, const struct column *column)
{
	unsigned i = 0;

	while (i < l->count && !is_same(l->seen[i].column, column))
		i++;
	return i;
}

void legend_add(struct legend *l, const struct column *column)
{
	unsigned i = place(l, column);

	if (i < l->count || i == LEGEND_COLUMNS || !legend_column(column->head))
		return;
	l->seen[i].column = column;
	l->seen[i].letters[0] = l->seen[i].letters[1] = 0;
	l->count++;
}

void legend_see(struct legend *l, const struct column *column, const char *text, size_t size)
{
	unsigned i = place(l, column);

	if (i == l->count || (size && text[0] == '[')) /* "[NO FLAGS]" */
		return;
	for (size_t n = 0; n < size; n++)
		if (text[n] > ' ' && text[n] < 127)
			l->seen[i].letters[text[n] >> 6] |= UINT64_C(1) << (text[n] & 63);
}

static void print_letters(const struct legend *l, unsigned i, struct out *out)
{
	const struct column *column = l->seen[i].column;
	const char *head = column->head;
	size_t size = trimmed(&head);
	bool titled = false;

	for (unsigned c = '!'; c < 127; c++) {
		if (!(l->seen[i].letters[c >> 6] >> (c & 63) & 1))
			continue;
		out_row(out);
		if (!titled) {
			out_char(out, '\n');
			out_bytes(out, head, size);
			out_literal(out, ":\n");
		}
		titled = true;
		out_format(out, "  %c  ", (int)c);
		column->legend(out, (char)c);
		out_char(out, '\n');
	}
}

void legend_print(const struct legend *l, struct out *out)
{
	out_literal(out, "\nColumns:\n");
	for (unsigned i = 0; i < l->count; i++) {
		const char *head = l->seen[i].column->head;
		size_t size = trimmed(&head);
		bool again = false;

		for (unsigned before = 0; before < i; before++)
			again |= strcmp(l->seen[before].column->head, l->seen[i].column->head) == 0;
		if (again)
			continue;
		out_row(out);
		out_format(out, "  %-17.*s  %s\n", (int)size, head, legend_column(head));
	}
	for (unsigned i = 0; i < l->count; i++)
		if (l->seen[i].column->legend)
			print_letters(l, i, out);
}
