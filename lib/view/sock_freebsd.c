/* SPDX-License-Identifier: ISC */
#include "lib/view/sock_freebsd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/model/question.h"
#include "lib/model/sock.h"
#include "lib/view/bsd.h"
#include "lib/view/xo.h"

enum { ADDRESS_CUT = 16, NAMED_CUT = 12, PORT_CUT = 15, ADDRESS6_WIDE = 39, WIDTH = 22, PCBS_WIDTH = 18, WIDE_WIDTH = 45 };

static const char *const states[SSTATE_COUNT] = {
	[SSTATE_CLOSE] = "CLOSED",	     [SSTATE_LISTEN] = "LISTEN",
	[SSTATE_SYN_SENT] = "SYN_SENT",	     [SSTATE_SYN_RECV] = "SYN_RCVD",
	[SSTATE_ESTABLISHED] = "ESTABLISHED", [SSTATE_CLOSE_WAIT] = "CLOSE_WAIT",
	[SSTATE_FIN_WAIT1] = "FIN_WAIT_1",   [SSTATE_CLOSING] = "CLOSING",
	[SSTATE_LAST_ACK] = "LAST_ACK",	     [SSTATE_FIN_WAIT2] = "FIN_WAIT_2",
	[SSTATE_TIME_WAIT] = "TIME_WAIT",
};

static const char *raw_name(const struct sock *s)
{
	static const struct {
		uint8_t number, family;
		const char *name;
	} names[] = {
		{ 255, FAMILY_INET, "ip" },   { 1, FAMILY_INET, "icmp" }, { 2, FAMILY_INET, "igmp" },
		{ 103, FAMILY_INET, "pim" },  { 255, FAMILY_INET6, "ip6" }, { 58, FAMILY_INET6, "icmp6" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == s->number && names[i].family == s->family)
			return names[i].name;
	return NULL;
}

enum { BOTH = 1 << FAMILY_INET | 1 << FAMILY_INET6 };

static bool is_mapped(const struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return a->family == FAMILY_INET6 && memcmp(a->bytes, mapped, sizeof(mapped)) == 0;
}

unsigned sock_freebsd_families(const struct sock *s)
{
	if (s->family == FAMILY_INET || is_mapped(&s->local) || is_mapped(&s->remote))
		return 1u << FAMILY_INET;
	return sock_has(s, SOCK_V6ONLY) && !s->v6only && addr_is_zero(&s->local) &&
			       addr_is_zero(&s->remote) ?
		       BOTH :
		       1u << FAMILY_INET6;
}

const char *sock_freebsd_name(const struct sock *s)
{
	return s->protocol == SOCKET_RAW    ? raw_name(s) :
	       s->protocol == SOCKET_DIVERT ? "divert" :
					      sock_protocol_name(s->protocol);
}

static const char *family_digits(const struct sock *s)
{
	static const char *const digits[] = { [1u << FAMILY_INET] = "4", [1u << FAMILY_INET6] = "6",
					      [BOTH] = "46" };

	return digits[sock_freebsd_families(s)];
}

static void protocol(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_format(out, "%-3.3s%s", sock_freebsd_name(record), family_digits(record));
}

static void pcb(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_format(out, "%" PRIx64, ((const struct sock *)record)->pcb);
}

static void recv_queue(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct sock *)record)->recv_queue);
}

static void send_queue(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct sock *)record)->send_queue);
}

static void backlog(struct out *out, const struct view_context *c, const void *record)
{
	const struct sock *s = record;

	(void)c;
	out_format(out, "%u/%u/%u", s->backlog, s->incomplete, s->backlog_limit);
}

static void write_tcp(struct out *out, const struct sock *s, enum tcpinfo_field field)
{
	if (s->tcp_has >> field & 1)
		out_u64(out, s->tcp[field]);
}

static void resent(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	write_tcp(out, record, TCPINFO_TOTAL_RETRANS);
}

static void out_of_order(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	write_tcp(out, record, TCPINFO_RCV_OOOPACK);
}

static void zero_windows(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	write_tcp(out, record, TCPINFO_ZERO_WINDOWS);
}

static uint8_t endpoint_width(const struct view_context *c)
{
	if (c->options & VIEW_WIDE)
		return c->family == FAMILY_INET ? WIDTH : WIDE_WIDTH;
	return c->options & VIEW_PCBS ? PCBS_WIDTH : WIDTH;
}

static char *put_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

static char *put_address(char *to, const struct view_context *c, const struct addr *a)
{
	char *end;
	if (addr_is_zero(a)) {
		*to = '*';
		return to + 1;
	}
	end = cell_put_name(to, c, a, NAME_HOST);
	if (end)
		return end;
	if (a->family == FAMILY_INET || is_mapped(a))
		return addr_put_inet(to, a->bytes + a->size - 4);
	to = addr_put_inet6(to, a->bytes);
	if (!a->scope)
		return to;
	*to++ = '%';
	return cell_put_device(to, c, a->scope);
}

/* A name for a port that the system chose would mean nothing; of two that are the same one is named. */
static bool is_named(const struct view_context *c, const struct sock *s, bool remote)
{
	if (!(c->options & VIEW_PORTS))
		return false;
	return s->port_chosen ? remote : !remote || s->local_port == s->remote_port;
}

static char *put_port(char *to, const struct view_context *c, const struct sock *s, bool remote)
{
	const uint32_t port = remote ? s->remote_port : s->local_port;

	if (port && is_named(c, s, remote)) {
		struct addr number = name_number(s->protocol, port);
		char *end = cell_put_known_name(to, c, &number, NAME_SERVICE);

		if (end)
			return end - to > PORT_CUT ? to + cell_cut(to, PORT_CUT) : end;
	}
	return port ? number_put(to, port) : put_text(to, "*");
}

/* The address is cut, and then the whole. */
static char *put_endpoint(char *to, const struct view_context *c, const struct sock *s, bool remote)
{
	const bool wide = c->options & VIEW_WIDE, named = is_named(c, s, remote),
		   inet = sock_freebsd_families(s) != 1u << FAMILY_INET6;
	const size_t most = wide			      ? ADDRESS6_WIDE :
			    named && c->options & VIEW_PCBS ? NAMED_CUT :
							      ADDRESS_CUT;
	const size_t width = endpoint_width(c);
	size_t size = (size_t)(put_address(to, c, remote ? &s->remote : &s->local) - to);
	char *end;

	if (size > most && !(wide && inet))
		size = cell_cut(to, most);
	to[size] = '.';
	end = put_port(to + size + 1, c, s, remote);
	size = (size_t)(end - to);
	return size > width && !(wide && inet) ? to + cell_cut(to, width) : end;
}

static char *local(char *to, const struct view_context *c, const void *record)
{
	return put_endpoint(to, c, record, false);
}

static char *remote(char *to, const struct view_context *c, const void *record)
{
	return put_endpoint(to, c, record, true);
}

/* Each as much as its sign: what is over stands there as "-10.-43". */
static void write_timer(struct out *out, const struct sock *s, enum tcpinfo_field field)
{
	int64_t ms = (int64_t)s->tcp[field];

	out_format(out, " %4d.%02d", (int)(ms / 1000), (int)(ms % 1000 / 10));
}

static void write_buffers(struct out *out, const struct sock *s)
{
	static const uint8_t fields[] = {
		SOCKMEM_RCVMBUF,  SOCKMEM_SNDMBUF,  SOCKMEM_RCVCLUSTER, SOCKMEM_SNDCLUSTER,
		SOCKMEM_RCVBUF,	  SOCKMEM_SNDBUF,   SOCKMEM_RCVLOWAT,	SOCKMEM_SNDLOWAT,
		SOCKMEM_RMEM,	  SOCKMEM_WMEM,	    SOCKMEM_RCVMBMAX,	SOCKMEM_SNDMBMAX,
	};
	static const uint8_t timers[] = {
		TCPINFO_TIMER_REXMT, TCPINFO_TIMER_PERSIST, TCPINFO_TIMER_KEEP,
		TCPINFO_TIMER_2MSL,  TCPINFO_TIMER_DELACK,  TCPINFO_LAST_RECV,
	};

	for (size_t i = 0; i < sizeof(fields); i++)
		out_format(out, i ? " %6u" : "%6u",
			   s->memory_has >> fields[i] & 1 ? s->memory[fields[i]] : 0);
	for (size_t i = 0; i < sizeof(timers) && s->protocol == SOCKET_TCP; i++)
		write_timer(out, s, (enum tcpinfo_field)timers[i]);
}

static const char *state_name(const struct sock *s)
{
	return s->state < SSTATE_COUNT && states[s->state] ? states[s->state] : "";
}

/* A blank follows every address, whatever there is behind it. */
static void behind(struct out *out, const struct view_context *c, const void *record)
{
	const struct sock *s = record;
	const uint32_t o = c->options;

	out_char(out, ' ');
	if (o & VIEW_BUFFERS)
		write_buffers(out, s);
	else if (s->protocol == SOCKET_TCP && !(o & (VIEW_BACKLOGS | VIEW_RESENT | VIEW_FLOWS)))
		out_format(out, "%-11s", state_name(s));
	if (o & VIEW_FLOWS)
		out_format(out, " %08x %5d", s->flowid, (int)s->flowtype);
}

enum { NO_QUEUES = VIEW_BACKLOGS | VIEW_RESENT };

/* What stands in front of the addresses; a heading and rows have the same but for where the texts begin. */
#define FRONT(right) \
	{ "Tcpcb", "", 16, right, OVER_PUSH, "", VIEW_PCBS, 0, NULL, pcb, NULL }, \
	{ "Proto", " ", 5, false, OVER_PUSH, "", VIEW_PCBS, 0, NULL, protocol, NULL }, \
	{ "Proto", "", 5, false, OVER_PUSH, "", 0, VIEW_PCBS, NULL, protocol, NULL }, \
	{ "Listen", " ", 32, false, OVER_PUSH, "", VIEW_BACKLOGS, 0, NULL, backlog, NULL }, \
	{ "Rexmit", " ", 6, right, OVER_PUSH, "", VIEW_RESENT, VIEW_BACKLOGS, NULL, resent, NULL }, \
	{ "OOORcv", " ", 6, right, OVER_PUSH, "", VIEW_RESENT, VIEW_BACKLOGS, NULL, out_of_order, NULL }, \
	{ "0-win", " ", 6, right, OVER_PUSH, "", VIEW_RESENT, VIEW_BACKLOGS, NULL, zero_windows, NULL }, \
	{ "Recv-Q", " ", 6, right, OVER_PUSH, "", 0, NO_QUEUES, NULL, recv_queue, NULL }, \
	{ "Send-Q", " ", 6, right, OVER_PUSH, "", 0, NO_QUEUES, NULL, send_queue, NULL }, \
	{ "Local Address", " ", 0, false, OVER_PUSH, "", 0, 0, endpoint_width, NULL, local }

static const struct column columns[] = {
	FRONT(true),
	{ "Foreign Address", " ", 0, false, OVER_PUSH, "", 0, VIEW_BACKLOGS, endpoint_width, NULL, remote },
};

const struct view sock_freebsd = { .columns = columns, .count = sizeof(columns) / sizeof(columns[0]),
				   .tail = behind };

#define BUFFER(head) { head, " ", 6, false, OVER_PUSH, "", VIEW_BUFFERS, 0, NULL, NULL, NULL }
#define TIMER(head) { head, " ", 7, true, OVER_PUSH, "", VIEW_BUFFERS, 0, NULL, NULL, NULL }

static const struct column heads[] = {
	FRONT(false),
	{ "Foreign Address", " ", 0, false, OVER_PUSH, "", 0, NO_QUEUES, endpoint_width, NULL, NULL },
	{ "Foreign Address", " ", 15, false, OVER_PUSH, "", VIEW_RESENT, VIEW_BACKLOGS, NULL, NULL, NULL },
	{ "(state)", " ", 11, false, OVER_PUSH, "", 0, NO_QUEUES | VIEW_BUFFERS | VIEW_FLOWS, NULL, NULL, NULL },
	BUFFER("R-MBUF"), BUFFER("S-MBUF"), BUFFER("R-CLUS"), BUFFER("S-CLUS"), BUFFER("R-HIWA"),
	BUFFER("S-HIWA"), BUFFER("R-LOWA"), BUFFER("S-LOWA"), BUFFER("R-BCNT"), BUFFER("S-BCNT"),
	BUFFER("R-BMAX"), BUFFER("S-BMAX"), TIMER("rexmt"), TIMER("persist"), TIMER("keep"),
	TIMER("2msl"), TIMER("delack"), TIMER("rcvtime"),
	{ "flowid", "  ", 8, true, OVER_PUSH, "", VIEW_FLOWS, VIEW_BUFFERS, NULL, NULL, NULL },
	{ "ftype", " ", 5, true, OVER_PUSH, "", VIEW_FLOWS, VIEW_BUFFERS, NULL, NULL, NULL },
};

const struct view sock_freebsd_head = VIEW_OF(heads);

const struct xo_layout sock_freebsd_xo = { .containers = { "statistics" }, .list = "socket" };

static void write_end_xo(struct xo *xo, const struct view_context *c, const struct sock *s, bool remote)
{
	const char *name = remote ? "remote" : "local";
	char text[OUT_ROW];
	size_t size = (size_t)(put_address(text, c, remote ? &s->remote : &s->local) - text);

	if (size > ADDRESS_CUT && !(c->options & VIEW_WIDE))
		size = cell_cut(text, ADDRESS_CUT);
	text[size] = '\0';
	xo_open(xo, name);
	xo_text(xo, "address", text);
	*put_port(text, c, s, remote) = '\0';
	xo_text(xo, "port", text);
	xo_close(xo, name);
}

void sock_freebsd_write_xo(struct xo *xo, const struct view_context *c, const struct sock *s)
{
	const uint32_t o = c->options;
	char text[48];

	xo_instance(xo, "socket");
	if (o & VIEW_PCBS) {
		snprintf(text, sizeof(text), "%" PRIx64, s->pcb);
		xo_text(xo, "address", text);
	}
	snprintf(text, sizeof(text), "%s%s", sock_freebsd_name(s), family_digits(s));
	xo_text(xo, "protocol", text);
	if (o & VIEW_BACKLOGS) {
		snprintf(text, sizeof(text), "%u/%u/%u", s->backlog, s->incomplete, s->backlog_limit);
		xo_text(xo, "listen-queue-sizes", text);
	} else if (!(o & VIEW_RESENT)) {
		xo_number(xo, "receive-bytes-waiting", s->recv_queue);
		xo_number(xo, "send-bytes-waiting", s->send_queue);
	} else if (s->protocol == SOCKET_TCP) {
		xo_number(xo, "sent-retransmit-packets", s->tcp[TCPINFO_TOTAL_RETRANS]);
		xo_number(xo, "received-out-of-order-packets", s->tcp[TCPINFO_RCV_OOOPACK]);
		xo_number(xo, "sent-zero-window", s->tcp[TCPINFO_ZERO_WINDOWS]);
	}
	write_end_xo(xo, c, s, false);
	if (!(o & VIEW_BACKLOGS))
		write_end_xo(xo, c, s, true);
	if (s->protocol == SOCKET_TCP && !(o & (NO_QUEUES | VIEW_FLOWS))) {
		snprintf(text, sizeof(text), "%-11s", state_name(s));
		xo_text(xo, "tcp-state", text);
	}
	xo_close(xo, "socket");
}
