/* SPDX-License-Identifier: ISC */
/* Dump requests of sock_diag(7). */
#include <errno.h>
#include <string.h>

#include <linux/inet_diag.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <linux/vm_sockets_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "lib/model/sock.h"
#include "lib/wire/sock_bytecode.h"
#include "platform/linux/linux.h"
#include "platform/linux/message.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* All states that a table of the kernel's own shows; 13 are sockets that are bound and nothing else. */
enum { STATES_SHOWN = (1 << SSTATE_BOUND) - 2 };

static uint8_t extension(unsigned attribute)
{
	return (uint8_t)(1u << (attribute - 1));
}

/* What can be left out: states in the request itself, the rest by a program. */
static void put_match(struct nlmsghdr *h, struct inet_diag_req_v2 *m, const struct sock_match *match)
{
	uint8_t program[SOCK_BYTECODE_MAX];
	size_t size = sock_bytecode(match, true, program);
	struct nlattr *a;

	if (match->states)
		m->idiag_states &= match->states & 1u << SSTATE_SYN_RECV ?
					   match->states | 1u << SSTATE_NEW_SYN_RECV :
					   match->states;
	if (!size)
		return;
	a = message_room(h, NLA_HDRLEN + size);
	a->nla_len = (uint16_t)(NLA_HDRLEN + size);
	a->nla_type = INET_DIAG_REQ_BYTECODE;
	memcpy((char *)a + NLA_HDRLEN, program, size);
}

static void build_inet(struct nlmsghdr *h, const struct question *q, uint32_t protocol)
{
	struct inet_diag_req_v2 *m = message_room(h, sizeof(*m));

	m->sdiag_family = q->family == FAMILY_INET6 ? AF_INET6 : AF_INET;
	m->sdiag_protocol = protocol > UINT8_MAX ? IPPROTO_RAW : (uint8_t)protocol;
	m->idiag_states = q->states ? q->states : STATES_SHOWN;
	if (!q->brief)
		m->idiag_ext = extension(INET_DIAG_INFO) | extension(INET_DIAG_CONG) |
			       extension(INET_DIAG_TOS) | extension(INET_DIAG_TCLASS) |
			       extension(INET_DIAG_SKMEMINFO) | extension(INET_DIAG_SHUTDOWN);
	if (protocol > UINT8_MAX)
		message_u32(h, INET_DIAG_REQ_PROTOCOL, protocol);
	if (q->match)
		put_match(h, m, q->match);
}

static void build_unix(struct nlmsghdr *h, const struct question *q, uint32_t protocol)
{
	struct unix_diag_req *m = message_room(h, sizeof(*m));

	(void)protocol;
	m->sdiag_family = AF_UNIX;
	m->udiag_states = UINT32_MAX;
	m->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
	if (!q->brief)
		m->udiag_show |= UDIAG_SHOW_VFS | UDIAG_SHOW_MEMINFO | UDIAG_SHOW_UID;
}

static void build_packet(struct nlmsghdr *h, const struct question *q, uint32_t protocol)
{
	struct packet_diag_req *m = message_room(h, sizeof(*m));

	(void)q;
	(void)protocol;
	m->sdiag_family = AF_PACKET;
	m->pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO;
}

static void build_netlink(struct nlmsghdr *h, const struct question *q, uint32_t protocol)
{
	struct netlink_diag_req *m = message_room(h, sizeof(*m));

	(void)q;
	(void)protocol;
	m->sdiag_family = AF_NETLINK;
	m->sdiag_protocol = NDIAG_PROTO_ALL;
	m->ndiag_show = NDIAG_SHOW_MEMINFO | NDIAG_SHOW_GROUPS;
}

static void build_vsock(struct nlmsghdr *h, const struct question *q, uint32_t protocol)
{
	struct vsock_diag_req *m = message_room(h, sizeof(*m));

	(void)q;
	(void)protocol;
	m->sdiag_family = AF_VSOCK;
	m->vdiag_states = UINT32_MAX;
}

static const struct {
	void (*build)(struct nlmsghdr *h, const struct question *q, uint32_t protocol);
	uint32_t protocol;
} dumps[SOCKET_PROTOCOLS] = {
	[SOCKET_TCP] = { build_inet, IPPROTO_TCP },
	[SOCKET_UDP] = { build_inet, IPPROTO_UDP },
	[SOCKET_UDPLITE] = { build_inet, IPPROTO_UDPLITE },
	[SOCKET_RAW] = { build_inet, IPPROTO_RAW },
	[SOCKET_SCTP] = { build_inet, IPPROTO_SCTP },
	[SOCKET_MPTCP] = { build_inet, IPPROTO_MPTCP },
	[SOCKET_DCCP] = { build_inet, IPPROTO_DCCP },
	[SOCKET_UNIX] = { build_unix, 0 },
	[SOCKET_PACKET] = { build_packet, 0 },
	[SOCKET_NETLINK] = { build_netlink, 0 },
	[SOCKET_VSOCK] = { build_vsock, 0 },
};

int sock_diag_build(const struct question *q, uint32_t sequence, void *buffer)
{
	struct nlmsghdr *h;

	if (q->socket >= SOCKET_PROTOCOLS || !dumps[q->socket].build)
		return -EOPNOTSUPP;
	memset(buffer, 0, SOCK_DIAG_MAX);
	h = message_begin(buffer, SOCK_DIAG_BY_FAMILY, sequence);
	dumps[q->socket].build(h, q, dumps[q->socket].protocol);
	return (int)h->nlmsg_len;
}
