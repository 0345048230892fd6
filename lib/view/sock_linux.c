/* SPDX-License-Identifier: ISC */
/*
 * Sockets as net-tools 2.10's netstat prints them:
 *	%-4s  %6ld %6ld %-23s %-23s %-11s	TCP; the protocol of the others has %-5s and one space
 *	 %-10s %-10lu				with -e: user, inode
 *	 %-20s					with -p: the process
 *	 %s					with -o: the timer
 *	%-5s %-6ld %-11s %-10s %-13s %-8lu %s	UNIX
 * Without -W an address and its port take no more than 22 characters beside the colon: the address is cut.
 */
#include "lib/view/sock_linux.h"

#include <string.h>

#include "lib/base/number.h"
#include "lib/model/procs.h"
#include "lib/model/sock.h"

enum { ENDPOINT_CUT = 22, PORT_CUT = 18 };

static char *put_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

#define put_literal(to, literal) ((char *)memcpy(to, "" literal, sizeof(literal) - 1) + sizeof(literal) - 1)

/* "tcp", "tcp6"; UDP-Lite's name is cut */
static char *protocol(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	to = s->protocol == SOCKET_UDPLITE ? put_literal(to, "udpl") :
					     put_text(to, sock_protocol_name(s->protocol));
	if (s->family == FAMILY_INET6)
		*to++ = '6';
	return to;
}

/* The first number of a listener is how many connections wait, the second is always 0. */
static char *recv_queue(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return number_put(to, sock_has(s, SOCK_BACKLOG) ? s->backlog : s->recv_queue);
}

static char *send_queue(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return number_put(to, s->send_queue);
}

/* IPv4 in IPv6 is written as IPv4. */
static char *put_address(char *to, const struct view_context *c, const struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	char *end = cell_put_name(to, c, a, NAME_HOST);

	if (end)
		return end;
	if (a->family == FAMILY_INET)
		return addr_put_inet(to, a->bytes);
	if (memcmp(a->bytes, mapped, sizeof(mapped)) == 0)
		return addr_put_inet(to, a->bytes + sizeof(mapped));
	if (c->options & VIEW_NAMES && addr_is_zero(a))
		return put_literal(to, "[::]");
	return addr_put_inet6(to, a->bytes);
}

static char *put_port(char *to, const struct view_context *c, const struct sock *s, uint32_t port)
{
	if (!port) {
		*to = '*';
		return to + 1;
	}
	if (c->options & VIEW_PORTS) {
		struct addr number = name_number(s->protocol, port);
		char *end = cell_put_known_name(to, c, &number, NAME_SERVICE);

		if (end)
			return end;
	}
	return number_put(to, port);
}

/* The text of the port is put aside where the address does not fit beside it. */
static char *put_endpoint(char *to, const struct view_context *c, const struct sock *s,
			  const struct addr *a, uint32_t port)
{
	char *colon = put_address(to, c, a), *end;
	size_t length, port_length;

	*colon = ':';
	end = put_port(colon + 1, c, s, port);
	if (end - to <= ENDPOINT_CUT + 1 || c->options & VIEW_WIDE)
		return end;
	port_length = (size_t)(end - colon) - 1;
	if (port_length > PORT_CUT)
		port_length = cell_cut(colon + 1, PORT_CUT);
	length = cell_cut(to, ENDPOINT_CUT - port_length);
	memmove(to + length, colon, port_length + 1);
	return to + length + 1 + port_length;
}

static char *local(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	return put_endpoint(to, c, s, &s->local, s->local_port);
}

static char *remote(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	return put_endpoint(to, c, s, &s->remote, s->remote_port);
}

static const char *const tcp_states[] = {
	[SSTATE_ESTABLISHED] = "ESTABLISHED", [SSTATE_SYN_SENT] = "SYN_SENT",
	[SSTATE_SYN_RECV] = "SYN_RECV",	      [SSTATE_FIN_WAIT1] = "FIN_WAIT1",
	[SSTATE_FIN_WAIT2] = "FIN_WAIT2",     [SSTATE_TIME_WAIT] = "TIME_WAIT",
	[SSTATE_CLOSE] = "CLOSE",	      [SSTATE_CLOSE_WAIT] = "CLOSE_WAIT",
	[SSTATE_LAST_ACK] = "LAST_ACK",	      [SSTATE_LISTEN] = "LISTEN",
	[SSTATE_CLOSING] = "CLOSING",	      [SSTATE_NEW_SYN_RECV] = "SYN_RECV",
	[SSTATE_BOUND] = "BOUND",
};

enum { TCP_STATES = sizeof(tcp_states) / sizeof(tcp_states[0]) };

/* Of UDP there are two states, of raw sockets the number is printed. */
static char *state(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	switch (s->protocol) {
	case SOCKET_RAW:
		return number_put(to, s->state);
	case SOCKET_UDP:
	case SOCKET_UDPLITE:
		return s->state == SSTATE_ESTABLISHED ? put_literal(to, "ESTABLISHED") :
		       s->state == SSTATE_CLOSE	      ? to :
							put_literal(to, "UNKNOWN");
	default:
		return s->state && s->state < TCP_STATES ? put_text(to, tcp_states[s->state]) : to;
	}
}

static char *user(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	if (c->options & VIEW_USER_NAMES) {
		struct addr number = name_number(SOCKET_NONE, s->uid);
		char *end = cell_put_known_name(to, c, &number, NAME_USER);

		if (end)
			return end;
	}
	return number_put(to, s->uid);
}

enum { PROGRAM_CUT = 19, PROGRAM_SHOWN = 255, CONTEXT_CUT = 49 };

/* The number and name of the first process, no more than 19 bytes; widely all of them, whole, or why none. */
static char *program(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;
	bool wide = c->options & VIEW_WIDE;
	uint32_t holder = c->procs ? procs_first(c->procs, s->inode) : 0;
	const char *room = to + OUT_ROW / 2;

	if (!holder) {
		*to++ = '-';
		if (!wide || !c->procs)
			return to;
		to = put_literal(to, " (");
		to = put_text(to, sock_unheld_name(procs_unheld(c->procs, s)));
		*to++ = ')';
		return to;
	}
	for (;;) {
		const char *name = procs_name(c->procs, holder);
		size_t size = strnlen(name, PROGRAM_SHOWN), left;
		char *start = to;

		to = number_put(to, procs_pid(c->procs, holder));
		*to++ = '/';
		left = PROGRAM_CUT - (size_t)(to - start);
		if (!wide && size > left)
			size = cell_cut(name, left);
		to += out_name_text(to, name, size);
		holder = wide ? procs_next(c->procs, holder) : 0;
		if (!holder)
			return to;
		*to++ = ',';
		if (to > room)
			return put_literal(to, "...");
	}
}

/* The end of one that is too long: what tells contexts apart stands there. */
static char *context(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;
	uint32_t holder = c->procs ? procs_first(c->procs, s->inode) : 0;
	const char *text = holder ? procs_context(c->procs, holder) : "-";
	size_t size = strlen(text);

	if (!size)
		text = "-";
	if (size > CONTEXT_CUT && !(c->options & VIEW_WIDE))
		text += size - CONTEXT_CUT;
	return to + out_name_text(to, text, strlen(text));
}

static char *inode(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return number_put(to, s->inode);
}

/* Hundredths of a second, as the kernel's own text counts. */
static char *put_seconds(char *to, int64_t ms)
{
	uint64_t hundredths = ms < 0 ? 0 : (uint64_t)ms / 10;

	to = number_put(to, hundredths / 100);
	*to++ = '.';
	*to++ = (char)('0' + hundredths / 10 % 10);
	*to++ = (char)('0' + hundredths % 10);
	return to;
}

/* "on (0.20/1/0)": how long still, retransmissions, probes */
static char *timer(char *to, const struct view_context *c, const void *record)
{
	static const char *const names[STIMER_COUNT] = {
		[STIMER_OFF] = "off",		 [STIMER_RETRANSMIT] = "on",
		[STIMER_KEEPALIVE] = "keepalive", [STIMER_TIMEWAIT] = "timewait",
		[STIMER_PROBE] = "probe",
	};
	const struct sock *s = record;

	(void)c;
	if (s->timer < STIMER_COUNT) {
		to = put_text(to, names[s->timer]);
	} else {
		to = put_literal(to, "unkn-");
		to = number_put(to, s->timer);
	}
	to = put_literal(to, " (");
	to = put_seconds(to, sock_has(s, SOCK_TIMER_LEFT) ? s->timer_ms : 0);
	*to++ = '/';
	to = number_put(to, s->retransmits);
	*to++ = '/';
	to = number_put(to, s->probes);
	*to++ = ')';
	return to;
}

/* What TCP tells of a connection, where it does; times in milliseconds. */
static char *put_tcp(char *to, const struct sock *s, enum tcpinfo_field field)
{
	return s->tcp_has >> field & 1 ? number_put(to, s->tcp[field]) : to;
}

#define TCP_CELL(name, field) \
	static char *name(char *to, const struct view_context *c, const void *record) \
	{ \
		(void)c; \
		return put_tcp(to, record, field); \
	}

TCP_CELL(cwnd, TCPINFO_CWND)
TCP_CELL(ssthresh, TCPINFO_SSTHRESH)
TCP_CELL(mss, TCPINFO_SND_MSS)
TCP_CELL(retransmitted, TCPINFO_TOTAL_RETRANS)
TCP_CELL(lost, TCPINFO_LOST)
TCP_CELL(pacing, TCPINFO_PACING_RATE)
TCP_CELL(delivery, TCPINFO_DELIVERY_RATE)

static char *put_us(char *to, const struct sock *s, enum tcpinfo_field field)
{
	uint64_t us = s->tcp[field];

	if (!(s->tcp_has >> field & 1))
		return to;
	to = number_put(to, us / 1000);
	*to++ = '.';
	for (unsigned unit = 100; unit; unit /= 10)
		*to++ = (char)('0' + us / unit % 10);
	return to;
}

static char *rtt(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	if (!(s->tcp_has >> TCPINFO_RTT & 1))
		return to;
	to = put_us(to, s, TCPINFO_RTT);
	*to++ = '/';
	return put_us(to, s, TCPINFO_RTTVAR);
}

static char *congestion(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return sock_has(s, SOCK_CONGESTION) ?
		       to + out_name_text(to, s->congestion, strnlen(s->congestion, SOCK_NAME_SIZE)) :
		       to;
}

/* What is in a buffer, and what may be. */
static char *put_buffer(char *to, const struct sock *s, enum sockmem_field held, enum sockmem_field limit)
{
	if (!(s->memory_has >> limit & 1))
		return to;
	to = number_put(to, s->memory[held]);
	*to++ = '/';
	return number_put(to, s->memory[limit]);
}

static char *receive_buffer(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	return put_buffer(to, record, SOCKMEM_RMEM, SOCKMEM_RCVBUF);
}

static char *send_buffer(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	return put_buffer(to, record, SOCKMEM_WMEM, SOCKMEM_SNDBUF);
}

static char *backlog(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	if (!sock_has(s, SOCK_BACKLOG_LIMIT))
		return to;
	to = number_put(to, s->backlog);
	*to++ = '/';
	return number_put(to, s->backlog_limit);
}

static const struct column inet_columns[] = {
	{ "Proto", "", 5, false, OVER_PUSH, "", 0, 0, NULL, NULL, protocol },
	{ "Recv-Q", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, NULL, recv_queue },
	{ "Send-Q", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, NULL, send_queue },
	{ "Local Address", " ", 23, false, OVER_PUSH, "", 0, 0, NULL, NULL, local },
	{ "Foreign Address", " ", 23, false, OVER_PUSH, "", 0, 0, NULL, NULL, remote },
	{ "State", " ", 11, false, OVER_PUSH, "", 0, 0, NULL, NULL, state },
	{ "User", " ", 10, false, OVER_PUSH, "", VIEW_USERS, 0, NULL, NULL, user },
	{ "Inode", " ", 10, false, OVER_PUSH, "", VIEW_USERS, 0, NULL, NULL, inode },
	{ "PID/Program name", " ", 20, false, OVER_PUSH, "", VIEW_PROGRAMS, 0, NULL, NULL, program },
	{ "Security Context", " ", 50, false, OVER_PUSH, "", VIEW_CONTEXTS, 0, NULL, NULL, context },
	{ "Timer", " ", 0, false, OVER_PUSH, "", VIEW_TIMERS, VIEW_DETAILS, NULL, NULL, timer },
	{ "Timer", " ", 22, false, OVER_PUSH, "", VIEW_TIMERS | VIEW_DETAILS, 0, NULL, NULL, timer },
	{ "Backlog", " ", 9, false, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, backlog },
	{ "Congestion", " ", 10, false, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, congestion },
	{ "Cwnd", " ", 6, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, cwnd },
	{ "Ssthr", " ", 6, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, ssthresh },
	{ "Mss", " ", 5, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, mss },
	{ "RTT/Var(ms)", " ", 15, false, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, rtt },
	{ "Retrans", " ", 7, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, retransmitted },
	{ "Lost", " ", 5, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, lost },
	{ "Pacing(B/s)", " ", 12, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, pacing },
	{ "Rate(B/s)", " ", 12, true, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, delivery },
	{ "Recv-Buf", " ", 15, false, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, receive_buffer },
	{ "Send-Buf", " ", 0, false, OVER_PUSH, "-", VIEW_DETAILS, 0, NULL, NULL, send_buffer },
};

const struct view sock_linux_inet = VIEW_OF(inet_columns);

static char *references(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return number_put(to, s->refs);
}

static char *flags(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return s->state == SSTATE_LISTEN ? put_literal(to, "[ ACC ]") : put_literal(to, "[ ]");
}

static char *type(char *to, const struct view_context *c, const void *record)
{
	static const char *const names[STYPE_COUNT] = {
		[STYPE_STREAM] = "STREAM", [STYPE_DGRAM] = "DGRAM", [STYPE_RAW] = "RAW",
		[STYPE_RDM] = "RDM",	   [STYPE_SEQPACKET] = "SEQPACKET",
	};
	const struct sock *s = record;

	(void)c;
	return put_text(to, s->type < STYPE_COUNT && names[s->type] ? names[s->type] : "UNKNOWN");
}

static char *unix_state(char *to, const struct view_context *c, const void *record)
{
	static const char *const names[SSTATE_COUNT] = {
		[SSTATE_NONE] = "FREE",
		[SSTATE_LISTEN] = "LISTENING",
		[SSTATE_UNCONNECTED] = "",
		[SSTATE_CONNECTING] = "CONNECTING",
		[SSTATE_CONNECTED] = "CONNECTED",
		[SSTATE_DISCONNECTING] = "DISCONNECTING",
	};
	const struct sock *s = record;

	(void)c;
	return put_text(to, s->state < SSTATE_COUNT && names[s->state] ? names[s->state] : "UNKNOWN");
}

static char *path(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	return to + out_name_text(to, s->path, strnlen(s->path, sizeof(s->path)));
}

static const struct column unix_columns[] = {
	{ "Proto", "", 5, false, OVER_PUSH, "", 0, 0, NULL, NULL, protocol },
	{ "RefCnt", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, NULL, references },
	{ "Flags", " ", 11, false, OVER_PUSH, "", 0, 0, NULL, NULL, flags },
	{ "Type", " ", 10, false, OVER_PUSH, "", 0, 0, NULL, NULL, type },
	{ "State", " ", 13, false, OVER_PUSH, "", 0, 0, NULL, NULL, unix_state },
	{ "I-Node", " ", 8, false, OVER_PUSH, "", 0, 0, NULL, NULL, inode },
	{ "PID/Program name", " ", 20, false, OVER_PUSH, "", VIEW_PROGRAMS, 0, NULL, NULL, program },
	{ "Security Context", " ", 50, false, OVER_PUSH, "", VIEW_CONTEXTS, 0, NULL, NULL, context },
	{ "Path", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, NULL, path },
};

const struct view sock_linux_unix = VIEW_OF(unix_columns);

/* netlink's protocols by <linux/netlink.h> of Linux 6.18 */
static const char *const netlink_names[] = {
	"route",  "unused",    "usersock", "firewall", "sock_diag", "nflog",	"xfrm",	  "selinux",
	"iscsi",  "audit",     "fib",	   "connector", "netfilter", "ip6_fw",	"dnrtmsg", "uevent",
	"generic", "dm",       "scsi",	   "ecryptfs", "rdma",	    "crypto",	"smc",
};

enum { NETLINK_NAMES = sizeof(netlink_names) / sizeof(netlink_names[0]) };

static char *put_hex16(char *to, uint32_t value)
{
	for (int shift = 12; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[value >> shift & 15];
	return to;
}

/* netlink's protocol and port, a packet socket's protocol (as a number of Ethernet) and interface, vsock's context and port */
static char *other_local(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	switch (s->protocol) {
	case SOCKET_NETLINK:
		to = s->number < NETLINK_NAMES ? put_text(to, netlink_names[s->number]) :
						 number_put(to, s->number);
		*to++ = ':';
		return s->local_id ? number_put(to, s->local_id) : put_literal(to, "kernel");
	case SOCKET_PACKET:
		to = put_hex16(to, s->number);
		*to++ = ':';
		return s->ifindex ? cell_put_device(to, c, s->ifindex) : put_literal(to, "*");
	default:
		to = s->local_id == UINT32_MAX ? put_literal(to, "*") : number_put(to, s->local_id);
		*to++ = ':';
		return s->local_port == UINT32_MAX ? put_literal(to, "*") : number_put(to, s->local_port);
	}
}

static char *other_remote(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	if (s->protocol == SOCKET_NETLINK)
		return s->remote_id ? number_put(to, s->remote_id) : put_literal(to, "*");
	if (s->protocol == SOCKET_PACKET)
		return put_literal(to, "*");
	to = s->remote_id == UINT32_MAX ? put_literal(to, "*") : number_put(to, s->remote_id);
	*to++ = ':';
	return s->remote_port == UINT32_MAX ? put_literal(to, "*") : number_put(to, s->remote_port);
}

static char *other_state(char *to, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	return s->protocol == SOCKET_VSOCK ? state(to, c, record) :
	       s->protocol == SOCKET_PACKET ? type(to, c, record) :
	       s->state == SSTATE_CONNECTED ? put_literal(to, "CONNECTED") :
					      to;
}

static const struct column other_columns[] = {
	{ "Proto", "", 7, false, OVER_PUSH, "", 0, 0, NULL, NULL, protocol },
	{ "Recv-Q", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, NULL, recv_queue },
	{ "Send-Q", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, NULL, send_queue },
	{ "Local Address", " ", 23, false, OVER_PUSH, "", 0, 0, NULL, NULL, other_local },
	{ "Foreign Address", " ", 23, false, OVER_PUSH, "", 0, 0, NULL, NULL, other_remote },
	{ "State", " ", 11, false, OVER_PUSH, "", 0, 0, NULL, NULL, other_state },
	{ "User", " ", 10, false, OVER_PUSH, "", VIEW_USERS, 0, NULL, NULL, user },
	{ "Inode", " ", 10, false, OVER_PUSH, "", VIEW_USERS, 0, NULL, NULL, inode },
	{ "PID/Program name", " ", 20, false, OVER_PUSH, "", VIEW_PROGRAMS, 0, NULL, NULL, program },
	{ "Security Context", " ", 50, false, OVER_PUSH, "", VIEW_CONTEXTS, 0, NULL, NULL, context },
};

const struct view sock_linux_other = VIEW_OF(other_columns);
