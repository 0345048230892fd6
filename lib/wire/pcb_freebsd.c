/* SPDX-License-Identifier: ISC */
#include "lib/wire/pcb_freebsd.h"

#include <errno.h>

#include "lib/wire/rtsock.h"

/* Sizes, and places in struct xinpcb; struct xtcpcb has one behind its length. */
enum { GENERATION_SIZE = 64, GENERATION_AT = 16, XINPCB = 400, XTCPCB = 744, LENGTH = 8 };
enum { RECEIVE = 176, SEND = 212 }; /* struct xsockbuf */
enum { REMOTE = 256, LOCAL = 272, FOREIGN_PORT = 252, LOCAL_PORT = 254 };
enum { CONGESTION = 504 }; /* in struct xtcpcb */

enum { VFLAG_INET = 1, VFLAG_INET6 = 2 };
enum { ANONYMOUS_PORT = 0x40 };
enum { TYPE_STREAM = 1, TYPE_DGRAM, TYPE_RAW, TYPE_RDM, TYPE_SEQPACKET };

static const struct {
	const char *key;
	enum sock_protocol protocol;
} lists[] = {
	{ "net.inet.tcp.pcblist", SOCKET_TCP },
	{ "net.inet.udp.pcblist", SOCKET_UDP },
	{ "net.inet.divert.pcblist", SOCKET_DIVERT },
	{ "net.inet.raw.pcblist", SOCKET_RAW },
};

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

const char *pcb_freebsd_key(enum sock_protocol protocol)
{
	for (unsigned i = 0; i < LISTS; i++)
		if (lists[i].protocol == protocol)
			return lists[i].key;
	return NULL;
}

bool pcb_freebsd_begin(struct pcb_freebsd *p, const char *key, const struct origin *origin)
{
	*p = (struct pcb_freebsd){ .protocol = SOCKET_NONE };
	if (origin->system != SYSTEM_FREEBSD)
		return false;
	for (unsigned i = 0; i < LISTS; i++)
		if (strcmp(lists[i].key, key) == 0)
			p->protocol = lists[i].protocol;
	return p->protocol != SOCKET_NONE;
}

/* The bytes of one struct; all reads are within it. */
struct block {
	const uint8_t *at;
	bool swap;
};

static uint64_t get(const struct block *b, uint16_t at, uint8_t size)
{
	return rtsock_number(b->at + at, (struct rtsock_field){ 0, size }, b->swap);
}

static uint32_t get32(const struct block *b, uint16_t at)
{
	return (uint32_t)get(b, at, 4);
}

/* Members of struct sock that are read as they are. */
static const struct row32 {
	uint16_t place, at; /* in struct sock, in struct xinpcb */
	uint8_t field;	    /* enum sock_field */
} rows32[] = {
	{ offsetof(struct sock, backlog), 112, SOCK_BACKLOG },
	{ offsetof(struct sock, incomplete), 116, SOCK_INCOMPLETE },
	{ offsetof(struct sock, backlog_limit), 120, SOCK_BACKLOG_LIMIT },
	{ offsetof(struct sock, uid), 128, SOCK_UID },
	{ offsetof(struct sock, recv_queue), RECEIVE, SOCK_RECV_QUEUE },
	{ offsetof(struct sock, send_queue), SEND, SOCK_SEND_QUEUE },
	{ offsetof(struct sock, flowid), 348, SOCK_FLOWID },
	{ offsetof(struct sock, flowtype), 352, SOCK_FLOWTYPE },
};

static const struct {
	uint8_t field; /* enum sockmem_field */
	uint16_t at;
} memory_rows[] = {
	{ SOCKMEM_RCVBUF, RECEIVE + 4 },    { SOCKMEM_SNDBUF, SEND + 4 },
	{ SOCKMEM_RMEM, RECEIVE + 8 },	    { SOCKMEM_WMEM, SEND + 8 },
	{ SOCKMEM_RCVMBUF, RECEIVE + 12 },  { SOCKMEM_SNDMBUF, SEND + 12 },
	{ SOCKMEM_RCVCLUSTER, RECEIVE + 16 }, { SOCKMEM_SNDCLUSTER, SEND + 16 },
	{ SOCKMEM_RCVMBMAX, RECEIVE + 20 }, { SOCKMEM_SNDMBMAX, SEND + 20 },
	{ SOCKMEM_RCVLOWAT, RECEIVE + 24 }, { SOCKMEM_SNDLOWAT, SEND + 24 },
};

/* In struct xtcpcb, as all places from here on. What is left of a timer can be below 0: such numbers are kept with their sign. */
static const struct {
	uint8_t field; /* enum tcpinfo_field */
	bool sign;
	uint16_t at;
} tcp_rows[] = {
	{ TCPINFO_ZERO_WINDOWS, false, 576 }, { TCPINFO_TOTAL_RETRANS, false, 580 },
	{ TCPINFO_RCV_OOOPACK, false, 584 },  { TCPINFO_LAST_RECV, true, 588 },
	{ TCPINFO_TIMER_REXMT, true, 592 },   { TCPINFO_TIMER_PERSIST, true, 596 },
	{ TCPINFO_TIMER_KEEP, true, 600 },    { TCPINFO_TIMER_2MSL, true, 604 },
	{ TCPINFO_TIMER_DELACK, true, 608 },  { TCPINFO_SND_MSS, false, 624 },
	{ TCPINFO_RCV_WND, false, 628 },      { TCPINFO_SND_WND, false, 632 },
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const uint8_t states[] = {
	SSTATE_CLOSE,	   SSTATE_LISTEN,    SSTATE_SYN_SENT, SSTATE_SYN_RECV,
	SSTATE_ESTABLISHED, SSTATE_CLOSE_WAIT, SSTATE_FIN_WAIT1, SSTATE_CLOSING,
	SSTATE_LAST_ACK,   SSTATE_FIN_WAIT2, SSTATE_TIME_WAIT,
};

static const uint8_t types[] = {
	[TYPE_STREAM] = STYPE_STREAM, [TYPE_DGRAM] = STYPE_DGRAM,	  [TYPE_RAW] = STYPE_RAW,
	[TYPE_RDM] = STYPE_RDM,	      [TYPE_SEQPACKET] = STYPE_SEQPACKET,
};

static void set_bit(struct sock *s, enum sock_field field)
{
	s->has |= SOCK_BIT(field);
}

/* IPv4 stands in the last four of sixteen bytes. The kernel keeps a zone in the second pair of bytes. */
static struct addr read_address(const struct block *b, uint16_t at, enum family family)
{
	struct addr a = { .family = (uint8_t)family, .size = family == FAMILY_INET ? 4 : 16 };

	memcpy(a.bytes, b->at + at + 16 - a.size, a.size);
	if (family == FAMILY_INET6 && addr_is_scoped(&a)) {
		a.scope = (uint32_t)(a.bytes[2] << 8 | a.bytes[3]);
		a.bytes[2] = a.bytes[3] = 0;
	}
	return a;
}

/* A socket of both families is one of IPv6 that takes IPv4 as well. */
static bool read_endpoints(struct sock *s, const struct block *b)
{
	uint8_t flags = b->at[392] & (VFLAG_INET | VFLAG_INET6);

	if (!flags)
		return false;
	s->family = flags & VFLAG_INET6 ? FAMILY_INET6 : FAMILY_INET;
	s->v6only = flags == VFLAG_INET6;
	s->local = read_address(b, LOCAL, (enum family)s->family);
	s->remote = read_address(b, REMOTE, (enum family)s->family);
	s->local_port = (uint32_t)(b->at[LOCAL_PORT] << 8 | b->at[LOCAL_PORT + 1]);
	s->remote_port = (uint32_t)(b->at[FOREIGN_PORT] << 8 | b->at[FOREIGN_PORT + 1]);
	s->port_chosen = get32(b, 356) & ANONYMOUS_PORT;
	s->has |= SOCK_BIT(SOCK_FAMILY) | SOCK_BIT(SOCK_LOCAL) | SOCK_BIT(SOCK_REMOTE) |
		  SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_REMOTE_PORT);
	set_bit(s, SOCK_CHOSEN);
	if (s->family == FAMILY_INET6)
		set_bit(s, SOCK_V6ONLY);
	return true;
}

static void read_numbers(struct sock *s, const struct block *b)
{
	for (size_t i = 0; i < COUNT_OF(rows32); i++) {
		uint32_t value = get32(b, rows32[i].at);

		memcpy((uint8_t *)s + rows32[i].place, &value, sizeof(value));
		set_bit(s, (enum sock_field)rows32[i].field);
	}
	for (size_t i = 0; i < COUNT_OF(memory_rows); i++)
		sock_set_memory(s, (enum sockmem_field)memory_rows[i].field,
				get32(b, memory_rows[i].at));
}

/* TIME_WAIT's control block holds nothing. */
static void read_tcp(struct sock *s, const struct block *b)
{
	uint32_t state = get32(b, 568);
	const uint8_t *name = b->at + CONGESTION;

	s->state = state < COUNT_OF(states) ? states[state] : SSTATE_NONE;
	set_bit(s, SOCK_STATE);
	for (size_t i = 0; i < COUNT_OF(tcp_rows); i++) {
		uint32_t value = get32(b, tcp_rows[i].at);

		sock_set_tcp(s, (enum tcpinfo_field)tcp_rows[i].field,
			     tcp_rows[i].sign ? (uint64_t)(int64_t)(int32_t)value : value);
	}
	memcpy(s->congestion, name, SOCK_NAME_SIZE - 1);
	s->congestion[SOCK_NAME_SIZE - 1] = '\0';
	if (s->congestion[0])
		set_bit(s, SOCK_CONGESTION);
}

/* Places in the kernel: of a connection that of TCP's own block, which is what the system shows. */
static void read_places(struct sock *s, const struct block *b)
{
	s->socket_address = get(b, 16, 8);
	s->pcb = get(b, s->protocol == SOCKET_TCP ? 304 : 24, 8);
	s->has |= SOCK_BIT(SOCK_SOCKET) | SOCK_BIT(SOCK_PCB);
}

/* 1 a socket, 0 none: it came while the list was made, or is of no family. */
static int read_sock(const struct pcb_freebsd *p, const struct block *whole, struct sock *s)
{
	/* struct xinpcb, whose own length stands where xtcpcb has it behind its own */
	struct block b = { whole->at + (p->protocol == SOCKET_TCP ? LENGTH : 0), whole->swap };
	uint32_t type = (uint32_t)get(&b, 164, 2);

	if (get(&b, 296, 8) > p->generation)
		return 0;
	sock_clear(s);
	s->protocol = (uint8_t)p->protocol;
	s->source = SSOURCE_SYSCTL;
	s->type = type < COUNT_OF(types) ? types[type] : STYPE_NONE;
	s->number = get32(&b, 104);
	s->has = SOCK_BIT(SOCK_PROTOCOL) | SOCK_BIT(SOCK_SOURCE) | SOCK_BIT(SOCK_TYPE);
	if (p->protocol == SOCKET_RAW)
		set_bit(s, SOCK_NUMBER);
	if (!read_endpoints(s, &b))
		return 0;
	s->fib = (uint32_t)get(&b, 250, 2);
	set_bit(s, SOCK_FIB);
	read_numbers(s, &b);
	read_places(s, &b);
	if (p->protocol == SOCKET_TCP)
		read_tcp(s, whole);
	return 1;
}

/* The block that begins the list, or ends it, has no other size than this. */
static int read_generation(struct pcb_freebsd *p, struct bytes *list)
{
	struct block b = { list->at, list->swap };

	if (bytes_left(list) < GENERATION_SIZE || get(&b, 0, 8) != GENERATION_SIZE)
		return -EBADMSG;
	if (!p->begun)
		p->generation = get(&b, GENERATION_AT, 8);
	p->begun = true;
	bytes_skip(list, GENERATION_SIZE);
	return 0;
}

int pcb_freebsd_next(struct pcb_freebsd *p, struct bytes *list, struct sock *ret_sock)
{
	const size_t size = p->protocol == SOCKET_TCP ? XTCPCB : XINPCB;
	int e = p->begun || !bytes_left(list) ? 0 : read_generation(p, list);

	while (e == 0 && bytes_left(list)) {
		struct block b = { list->at, list->swap };
		uint64_t length = bytes_left(list) < LENGTH ? 0 : get(&b, 0, LENGTH);

		if (length == GENERATION_SIZE) {
			e = read_generation(p, list);
			return e == 0 && bytes_left(list) ? -EBADMSG : e;
		}
		if (length != size || bytes_left(list) < size)
			return -EBADMSG;
		bytes_skip(list, size);
		e = read_sock(p, &b, ret_sock);
	}
	return e;
}
