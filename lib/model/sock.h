/* SPDX-License-Identifier: ISC */
/*
 * sock: one socket, from any kernel. A plain value, as struct route.
 *
 * What only some protocols have stands in three groups of their own bits: `has` (fields.def's SOCK),
 * `memory` (SOCKMEM: buffers and what is in them) and `tcp` (TCPINFO: a connection's own state). Members
 * without their bit hold nothing that may be read.
 */
#ifndef RC_MODEL_SOCK_H
#define RC_MODEL_SOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/model/addr.h"

enum sock_field {
#define SOCK(id, member, key, kind, unit, meaning) SOCK_##id,
#include "lib/model/fields.def"
#undef SOCK
	SOCK_FIELDS
};

enum sockmem_field {
#define SOCKMEM(id, member, key, kind, unit, meaning) SOCKMEM_##id,
#include "lib/model/fields.def"
#undef SOCKMEM
	SOCKMEM_FIELDS
};

enum tcpinfo_field {
#define TCPINFO(id, member, key, kind, unit, meaning) TCPINFO_##id,
#include "lib/model/fields.def"
#undef TCPINFO
	TCPINFO_FIELDS
};

/* SOCK_STREAM and its like are the C library's: no field has such a name. */
#define SOCK_BIT(field) (UINT64_C(1) << (field))

/* What a socket speaks; a question is about one of them. The names are in captures and in JSON. */
enum sock_protocol {
	SOCKET_NONE,
	SOCKET_TCP,
	SOCKET_UDP,
	SOCKET_UDPLITE,
	SOCKET_RAW,
	SOCKET_SCTP,
	SOCKET_MPTCP,
	SOCKET_DCCP,
	SOCKET_ICMP, /* Linux: "ping" sockets */
	SOCKET_DIVERT,
	SOCKET_UNIX,
	SOCKET_PACKET,
	SOCKET_NETLINK,
	SOCKET_VSOCK,
	SOCKET_L2CAP,
	SOCKET_RFCOMM,
	SOCKET_ROUTE, /* BSD: routing sockets */
	SOCKET_KEY,   /* BSD: PF_KEY */
	SOCKET_PROTOCOLS
};

/* From 1 to 13 as Linux numbers TCP's; the last five are those of UNIX sockets. */
enum sock_state {
	SSTATE_NONE,
	SSTATE_ESTABLISHED,
	SSTATE_SYN_SENT,
	SSTATE_SYN_RECV,
	SSTATE_FIN_WAIT1,
	SSTATE_FIN_WAIT2,
	SSTATE_TIME_WAIT,
	SSTATE_CLOSE,
	SSTATE_CLOSE_WAIT,
	SSTATE_LAST_ACK,
	SSTATE_LISTEN,
	SSTATE_CLOSING,
	SSTATE_NEW_SYN_RECV,
	SSTATE_BOUND, /* bound, and neither listening nor connected */
	SSTATE_UNCONNECTED,
	SSTATE_CONNECTING,
	SSTATE_CONNECTED,
	SSTATE_DISCONNECTING,
	SSTATE_COUNT
};

#define SSTATE_BIT(state) (UINT32_C(1) << (state))

enum sock_type {
	STYPE_NONE,
	STYPE_STREAM,
	STYPE_DGRAM,
	STYPE_RAW,
	STYPE_RDM,
	STYPE_SEQPACKET,
	STYPE_DCCP,
	STYPE_PACKET,
	STYPE_COUNT
};

/* By their numbers on Linux. */
enum sock_timer {
	STIMER_OFF,
	STIMER_RETRANSMIT,
	STIMER_KEEPALIVE,
	STIMER_TIMEWAIT,
	STIMER_PROBE,
	STIMER_COUNT
};

/* Where the record was read. */
enum sock_source { SSOURCE_NONE, SSOURCE_DIAG, SSOURCE_PROC, SSOURCE_SYSCTL, SSOURCE_COUNT };

/* Why nobody is known to hold a socket. */
enum sock_unheld {
	UNHELD_NONE,
	UNHELD_KERNEL,		/* it is the kernel's own, or its process has closed it */
	UNHELD_OTHER_USER,	/* another user's, whose processes may not be looked into */
	UNHELD_OTHER_NAMESPACE, /* held where no process is seen from here */
	UNHELD_NO_PERMISSION,	/* some processes may not be looked into */
	UNHELD_COUNT
};

/* In the order of struct inet_diag_sockopt (<linux/inet_diag.h> of Linux 6.18). */
enum sock_option {
	SOPT_RECVERR,
	SOPT_IS_ICSK,
	SOPT_FREEBIND,
	SOPT_HDRINCL,
	SOPT_MC_LOOP,
	SOPT_TRANSPARENT,
	SOPT_MC_ALL,
	SOPT_NODEFRAG,
	SOPT_BIND_ADDRESS_NO_PORT,
	SOPT_RECVERR_RFC4884,
	SOPT_DEFER_CONNECT,
	SOPT_COUNT
};

enum { SHUTDOWN_READ, SHUTDOWN_WRITE, SHUTDOWN_COUNT };

enum { SOCK_PATH_SIZE = 128, SOCK_NAME_SIZE = 16 };

struct sock {
	uint64_t has, memory_has, tcp_has;
	uint8_t protocol; /* enum sock_protocol */
	uint8_t family;	  /* enum family; FAMILY_NONE for those that are not of the Internet */
	uint8_t type;	  /* enum sock_type */
	uint8_t state;	  /* enum sock_state */
	uint8_t timer;	  /* enum sock_timer, or a number that has no name here */
	uint8_t source;	  /* enum sock_source */
	uint8_t unheld;	  /* enum sock_unheld; model/procs tells, no decoder */
	uint8_t tos, tclass;
	uint8_t shutdown; /* 1 << SHUTDOWN_ */
	bool v6only, abstract;
	bool port_chosen;
	uint32_t local_port, remote_port; /* vsock's have 32 bits */
	uint16_t options; /* 1 << SOPT_ */
	uint32_t number;
	uint32_t ifindex; /* that it is bound to */
	uint32_t recv_queue, send_queue;
	uint32_t backlog, incomplete, backlog_limit;
	uint32_t retransmits, probes;
	uint32_t uid, mark, class_id;
	uint32_t refs;
	uint32_t file_inode, file_device;
	uint32_t local_id, remote_id;
	uint32_t flowid, flowtype, fib;
	uint32_t drops;
	int64_t timer_ms;
	uint64_t groups;
	uint64_t inode, peer, cookie, cgroup;
	uint64_t pcb, socket_address, vnode, conn, refs_head, next_ref; /* BSD: places in the kernel */
	struct addr local, remote;
	/* from here on nothing is cleared */
	char path[SOCK_PATH_SIZE]; /* any bytes, NUL-terminated; abstract: '@', and for each NUL another */
	char congestion[SOCK_NAME_SIZE];
	char ulp[SOCK_NAME_SIZE];
	uint32_t memory[SOCKMEM_FIELDS];
	uint64_t tcp[TCPINFO_FIELDS];
};

/* Empty, as a decoder begins. */
static inline void sock_clear(struct sock *s)
{
	memset(s, 0, offsetof(struct sock, path));
	s->path[0] = s->congestion[0] = s->ulp[0] = '\0';
}

static inline bool sock_has(const struct sock *s, enum sock_field field)
{
	return s->has >> field & 1;
}

static inline void sock_set_memory(struct sock *s, enum sockmem_field field, uint32_t value)
{
	s->memory[field] = value;
	s->memory_has |= UINT64_C(1) << field;
}

static inline void sock_set_tcp(struct sock *s, enum tcpinfo_field field, uint64_t value)
{
	s->tcp[field] = value;
	s->tcp_has |= UINT64_C(1) << field;
}

/* Is it one of the Internet's: with a family, addresses, ports? */
static inline bool sock_is_inet(enum sock_protocol protocol)
{
	return protocol >= SOCKET_TCP && protocol <= SOCKET_DIVERT;
}

/* The path of `size` bytes as a kernel has it, where a NUL in front makes it abstract; what is too long is cut. */
void sock_set_path(struct sock *s, const void *path, size_t size);

/* "tcp", "established" …; NULL for a number without a name. */
const char *sock_protocol_name(unsigned protocol);
const char *sock_state_name(unsigned state);
const char *sock_type_name(unsigned type);
const char *sock_timer_name(unsigned timer);
const char *sock_source_name(unsigned source);
const char *sock_option_name(unsigned option);
const char *sock_unheld_name(unsigned unheld);
const char *sock_shutdown_name(unsigned direction);

/* The protocol of that name, or SOCKET_NONE. */
enum sock_protocol sock_protocol_find(const char *name);

#endif
