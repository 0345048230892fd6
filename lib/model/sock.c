/* SPDX-License-Identifier: ISC */
#include "lib/model/sock.h"

static const char *const protocols[SOCKET_PROTOCOLS] = {
	[SOCKET_TCP] = "tcp",	      [SOCKET_UDP] = "udp",	[SOCKET_UDPLITE] = "udplite",
	[SOCKET_RAW] = "raw",	      [SOCKET_SCTP] = "sctp",	[SOCKET_MPTCP] = "mptcp",
	[SOCKET_DCCP] = "dccp",	      [SOCKET_ICMP] = "icmp",	[SOCKET_DIVERT] = "divert",
	[SOCKET_UNIX] = "unix",	      [SOCKET_PACKET] = "packet", [SOCKET_NETLINK] = "netlink",
	[SOCKET_VSOCK] = "vsock",     [SOCKET_L2CAP] = "l2cap", [SOCKET_RFCOMM] = "rfcomm",
	[SOCKET_ROUTE] = "route",     [SOCKET_KEY] = "key",
};

static const char *const states[SSTATE_COUNT] = {
	[SSTATE_ESTABLISHED] = "established",
	[SSTATE_SYN_SENT] = "syn_sent",
	[SSTATE_SYN_RECV] = "syn_recv",
	[SSTATE_FIN_WAIT1] = "fin_wait1",
	[SSTATE_FIN_WAIT2] = "fin_wait2",
	[SSTATE_TIME_WAIT] = "time_wait",
	[SSTATE_CLOSE] = "close",
	[SSTATE_CLOSE_WAIT] = "close_wait",
	[SSTATE_LAST_ACK] = "last_ack",
	[SSTATE_LISTEN] = "listen",
	[SSTATE_CLOSING] = "closing",
	[SSTATE_NEW_SYN_RECV] = "new_syn_recv",
	[SSTATE_BOUND] = "bound",
	[SSTATE_UNCONNECTED] = "unconnected",
	[SSTATE_CONNECTING] = "connecting",
	[SSTATE_CONNECTED] = "connected",
	[SSTATE_DISCONNECTING] = "disconnecting",
};

static const char *const types[STYPE_COUNT] = {
	[STYPE_STREAM] = "stream", [STYPE_DGRAM] = "dgram",	    [STYPE_RAW] = "raw",
	[STYPE_RDM] = "rdm",	   [STYPE_SEQPACKET] = "seqpacket", [STYPE_DCCP] = "dccp",
	[STYPE_PACKET] = "packet",
};

static const char *const timers[STIMER_COUNT] = {
	[STIMER_OFF] = "off",		[STIMER_RETRANSMIT] = "retransmit",
	[STIMER_KEEPALIVE] = "keepalive", [STIMER_TIMEWAIT] = "timewait",
	[STIMER_PROBE] = "probe",
};

static const char *const sources[SSOURCE_COUNT] = {
	[SSOURCE_DIAG] = "sock_diag",
	[SSOURCE_PROC] = "proc",
	[SSOURCE_SYSCTL] = "sysctl",
};

static const char *const options[SOPT_COUNT] = {
	[SOPT_RECVERR] = "recverr",
	[SOPT_IS_ICSK] = "is_icsk",
	[SOPT_FREEBIND] = "freebind",
	[SOPT_HDRINCL] = "hdrincl",
	[SOPT_MC_LOOP] = "mc_loop",
	[SOPT_TRANSPARENT] = "transparent",
	[SOPT_MC_ALL] = "mc_all",
	[SOPT_NODEFRAG] = "nodefrag",
	[SOPT_BIND_ADDRESS_NO_PORT] = "bind_address_no_port",
	[SOPT_RECVERR_RFC4884] = "recverr_rfc4884",
	[SOPT_DEFER_CONNECT] = "defer_connect",
};

const char *sock_protocol_name(unsigned protocol)
{
	return protocol < SOCKET_PROTOCOLS ? protocols[protocol] : NULL;
}

const char *sock_state_name(unsigned state)
{
	return state < SSTATE_COUNT ? states[state] : NULL;
}

const char *sock_type_name(unsigned type)
{
	return type < STYPE_COUNT ? types[type] : NULL;
}

const char *sock_timer_name(unsigned timer)
{
	return timer < STIMER_COUNT ? timers[timer] : NULL;
}

const char *sock_source_name(unsigned source)
{
	return source < SSOURCE_COUNT ? sources[source] : NULL;
}

const char *sock_option_name(unsigned option)
{
	return option < SOPT_COUNT ? options[option] : NULL;
}

const char *sock_unheld_name(unsigned unheld)
{
	static const char *const names[UNHELD_COUNT] = {
		[UNHELD_KERNEL] = "kernel",
		[UNHELD_OTHER_USER] = "other_user",
		[UNHELD_OTHER_NAMESPACE] = "other_namespace",
		[UNHELD_NO_PERMISSION] = "no_permission",
	};

	return unheld < UNHELD_COUNT ? names[unheld] : NULL;
}

const char *sock_shutdown_name(unsigned direction)
{
	return direction == SHUTDOWN_READ ? "read" : direction == SHUTDOWN_WRITE ? "write" : NULL;
}

enum sock_protocol sock_protocol_find(const char *name)
{
	for (unsigned i = SOCKET_TCP; i < SOCKET_PROTOCOLS; i++)
		if (strcmp(protocols[i], name) == 0)
			return (enum sock_protocol)i;
	return SOCKET_NONE;
}

void sock_set_path(struct sock *s, const void *path, size_t size)
{
	const char *from = path;
	size_t n = size < SOCK_PATH_SIZE ? size : SOCK_PATH_SIZE - 1;

	s->abstract = n && !from[0];
	for (size_t i = 0; i < n; i++)
		s->path[i] = from[i] || !s->abstract ? from[i] : '@';
	s->path[n] = '\0';
	if (s->path[0])
		s->has |= SOCK_BIT(SOCK_PATH);
	if (s->abstract)
		s->has |= SOCK_BIT(SOCK_ABSTRACT);
}
