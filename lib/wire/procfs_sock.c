/* SPDX-License-Identifier: ISC */
#include "lib/wire/procfs_sock.h"

#include <errno.h>

#include "lib/wire/procfs_line.h"

typedef int line_fn(struct bytes line, const struct origin *origin, struct sock *s);

/* The part of a word before a colon; the word becomes what is behind it. */
static struct bytes before_colon(struct bytes *word)
{
	const uint8_t *colon = memchr(word->at, ':', bytes_left(word));
	struct bytes part = bytes_sub(word, colon ? (size_t)(colon - word->at) : bytes_left(word));

	if (colon)
		bytes_skip(word, 1);
	return part;
}

static int hex(struct bytes digits, uint64_t max, uint64_t *ret_value)
{
	if (procfs_digits(digits, ret_value) < 0 || *ret_value > max)
		return -EBADMSG;
	return 0;
}

/* One or four numbers of eight digits, each four bytes that the kernel printed in its own byte order. */
static int read_address(struct bytes digits, const struct origin *origin, struct addr *a)
{
	size_t size = bytes_left(&digits) / 2;
	uint8_t bytes[16] = { 0 };
	struct addr part;

	if ((size != 4 && size != 16) || bytes_left(&digits) % 8)
		return -EBADMSG;
	for (size_t i = 0; i < size; i += 4) {
		struct bytes eight = bytes_sub(&digits, 8);

		if (procfs_inet(&eight, origin, &part) < 0)
			return -EBADMSG;
		memcpy(bytes + i, part.bytes, 4);
	}
	a->family = size == 4 ? FAMILY_INET : FAMILY_INET6;
	a->size = (uint8_t)size;
	memcpy(a->bytes, bytes, size);
	return 0;
}

static int read_endpoint(struct bytes word, const struct origin *origin, struct addr *a,
			 uint32_t *ret_port)
{
	struct bytes digits = before_colon(&word);
	uint64_t port;

	if (read_address(digits, origin, a) < 0 || hex(word, UINT16_MAX, &port) < 0)
		return -EBADMSG;
	*ret_port = (uint32_t)port;
	return 0;
}

/* "AAAA:BBBB" */
static int read_pair(struct bytes word, uint64_t *ret_a, uint64_t *ret_b)
{
	struct bytes first = before_colon(&word);

	if (hex(first, UINT32_MAX, ret_a) < 0)
		return -EBADMSG;
	return hex(word, UINT64_MAX, ret_b);
}

static void set_timer(struct sock *s, uint64_t timer, uint64_t ticks, uint64_t retransmits,
		      uint64_t probes, const struct origin *origin)
{
	s->timer = timer <= UINT8_MAX ? (uint8_t)timer : UINT8_MAX;
	s->timer_ms = ticks > INT32_MAX ? 0 : (int64_t)(ticks * 1000 / (origin->hz ? origin->hz : 100));
	s->retransmits = (uint32_t)retransmits;
	s->probes = (uint32_t)probes;
	s->has |= SOCK_BIT(SOCK_TIMER) | (timer ? SOCK_BIT(SOCK_TIMER_LEFT) : 0) |
		  SOCK_BIT(SOCK_RETRANSMITS) | SOCK_BIT(SOCK_PROBES);
}

static void set_queues(struct sock *s, uint64_t send, uint64_t recv)
{
	if (s->protocol == SOCKET_TCP && s->state == SSTATE_LISTEN) {
		s->backlog = (uint32_t)recv;
		s->has |= SOCK_BIT(SOCK_BACKLOG);
		return;
	}
	s->send_queue = (uint32_t)send;
	s->recv_queue = (uint32_t)recv;
	s->has |= SOCK_BIT(SOCK_RECV_QUEUE) | SOCK_BIT(SOCK_SEND_QUEUE);
}

static void set_inode(struct sock *s, uint64_t uid, uint64_t inode)
{
	s->uid = (uint32_t)uid;
	s->inode = inode;
	s->has |= SOCK_BIT(SOCK_UID) | (inode ? SOCK_BIT(SOCK_INODE) : 0);
}

/*
 * sl: local:port remote:port state tx:rx timer:when retransmits uid timeout inode, and behind it references,
 * a place in the kernel and, but for TCP, the packets that were dropped
 */
static int read_inet(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t state, send, recv, timer, ticks, retransmits, uid, probes, inode, drops;

	(void)procfs_word(&line);
	if (read_endpoint(procfs_word(&line), origin, &s->local, &s->local_port) < 0 ||
	    read_endpoint(procfs_word(&line), origin, &s->remote, &s->remote_port) < 0 ||
	    hex(procfs_word(&line), UINT8_MAX, &state) < 0 ||
	    read_pair(procfs_word(&line), &send, &recv) < 0 ||
	    read_pair(procfs_word(&line), &timer, &ticks) < 0 ||
	    hex(procfs_word(&line), UINT32_MAX, &retransmits) < 0 ||
	    procfs_decimal(&line, &uid) < 0 || procfs_decimal(&line, &probes) < 0 ||
	    procfs_decimal(&line, &inode) < 0 || s->local.family != s->remote.family)
		return -EBADMSG;
	s->family = s->local.family;
	s->state = state == SSTATE_NEW_SYN_RECV ? SSTATE_SYN_RECV : (uint8_t)state;
	s->has |= SOCK_BIT(SOCK_FAMILY) | SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_LOCAL) |
		  SOCK_BIT(SOCK_REMOTE) | SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_REMOTE_PORT);
	set_queues(s, send, recv);
	set_timer(s, timer, ticks, retransmits, probes, origin);
	set_inode(s, uid, inode);
	if (s->protocol == SOCKET_TCP)
		return 1;
	(void)procfs_word(&line);
	(void)procfs_word(&line);
	if (procfs_decimal(&line, &drops) == 0) {
		s->drops = (uint32_t)drops;
		s->has |= SOCK_BIT(SOCK_DROPS);
	}
	return 1;
}

static void set_type(struct sock *s, uint64_t type)
{
	static const uint8_t types[] = { STYPE_NONE, STYPE_STREAM, STYPE_DGRAM, STYPE_RAW, STYPE_RDM,
					 STYPE_SEQPACKET, STYPE_DCCP, 0, 0, 0, STYPE_PACKET };

	s->type = type < sizeof(types) ? types[type] : STYPE_NONE;
	s->has |= s->type ? SOCK_BIT(SOCK_TYPE) : 0;
}

/* SS_ of a socket, and the flag that it listens */
static uint8_t unix_state(uint64_t state, uint64_t flags)
{
	static const uint8_t states[] = { SSTATE_NONE, SSTATE_UNCONNECTED, SSTATE_CONNECTING,
					  SSTATE_CONNECTED, SSTATE_DISCONNECTING };

	if (state == 1 && flags >> 16 & 1)
		return SSTATE_LISTEN;
	return state < sizeof(states) ? states[state] : SSTATE_NONE;
}

/*
 * place: references protocol flags type state inode path. The path is the rest of the line as it is; one
 * that holds a line's end goes on in what looks like a line and is none, which is passed over.
 */
static int read_unix(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t refs, protocol, flags, type, state, inode;
	struct bytes place = procfs_word(&line);
	size_t n = bytes_left(&place);

	(void)origin;
	if (n < 9 || place.at[n - 1] != ':' || procfs_hex(&line, 8, &refs) < 0 ||
	    procfs_hex(&line, 8, &protocol) < 0 || procfs_hex(&line, 8, &flags) < 0 ||
	    procfs_hex(&line, 4, &type) < 0 || procfs_hex(&line, 2, &state) < 0 ||
	    procfs_decimal(&line, &inode) < 0)
		return -EAGAIN;
	set_type(s, type);
	s->state = unix_state(state, flags);
	s->refs = (uint32_t)refs;
	s->inode = inode;
	s->has |= SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_REFS) | (inode ? SOCK_BIT(SOCK_INODE) : 0);
	if (bytes_left(&line) > 1) {
		sock_set_path(s, line.at + 1, bytes_left(&line) - 1);
		/* NULs came as '@'; of a file's name only the first letter tells */
		s->abstract = s->path[0] == '@';
		s->has |= s->abstract ? SOCK_BIT(SOCK_ABSTRACT) : 0;
	}
	return 1;
}

/* place references type protocol interface running rmem uid inode */
static int read_packet(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t refs, type, protocol, ifindex, running, memory, uid, inode;

	(void)origin;
	(void)procfs_word(&line);
	if (procfs_decimal(&line, &refs) < 0 || procfs_decimal(&line, &type) < 0 ||
	    hex(procfs_word(&line), UINT16_MAX, &protocol) < 0 || procfs_decimal(&line, &ifindex) < 0 ||
	    procfs_decimal(&line, &running) < 0 || procfs_decimal(&line, &memory) < 0 ||
	    procfs_decimal(&line, &uid) < 0 || procfs_decimal(&line, &inode) < 0)
		return -EBADMSG;
	set_type(s, type);
	s->refs = (uint32_t)refs;
	s->number = (uint32_t)protocol;
	s->ifindex = (uint32_t)ifindex;
	s->recv_queue = (uint32_t)memory;
	set_inode(s, uid, inode);
	s->has |= SOCK_BIT(SOCK_REFS) | SOCK_BIT(SOCK_NUMBER) | SOCK_BIT(SOCK_RECV_QUEUE) |
		  (ifindex ? SOCK_BIT(SOCK_DEVICE) : 0);
	return 1;
}

/* place protocol port groups rmem wmem dump references drops inode */
static int read_netlink(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t protocol, port, groups, recv, send, dump, refs, drops, inode;

	(void)origin;
	(void)procfs_word(&line);
	if (procfs_decimal(&line, &protocol) < 0 || procfs_decimal(&line, &port) < 0 ||
	    procfs_hex(&line, 8, &groups) < 0 || procfs_decimal(&line, &recv) < 0 ||
	    procfs_decimal(&line, &send) < 0 || procfs_decimal(&line, &dump) < 0 ||
	    procfs_decimal(&line, &refs) < 0 || procfs_decimal(&line, &drops) < 0 ||
	    procfs_decimal(&line, &inode) < 0)
		return -EBADMSG;
	s->number = (uint32_t)protocol;
	s->local_id = (uint32_t)port;
	s->groups = groups;
	s->recv_queue = (uint32_t)recv;
	s->send_queue = (uint32_t)send;
	s->refs = (uint32_t)refs;
	s->drops = (uint32_t)drops;
	s->inode = inode;
	s->has |= SOCK_BIT(SOCK_NUMBER) | SOCK_BIT(SOCK_LOCAL_ID) | SOCK_BIT(SOCK_GROUPS) |
		  SOCK_BIT(SOCK_RECV_QUEUE) | SOCK_BIT(SOCK_SEND_QUEUE) | SOCK_BIT(SOCK_REFS) |
		  SOCK_BIT(SOCK_DROPS) | (inode ? SOCK_BIT(SOCK_INODE) : 0);
	return 1;
}

/* The first address of a list; the primary one of an association has a star before it. */
static int read_sctp_address(struct bytes *line, struct addr *a)
{
	struct bytes word = procfs_word(line);
	char text[48];

	if (bytes_left(&word) && *word.at == '*')
		bytes_skip(&word, 1);
	if (procfs_copy(word, text, sizeof(text)) < 0)
		return -EBADMSG;
	return addr_parse(text, strchr(text, ':') ? FAMILY_INET6 : FAMILY_INET, a) < 0 ? -EBADMSG : 0;
}

static void set_sctp(struct sock *s, uint64_t local_port, uint64_t remote_port)
{
	s->family = s->local.family;
	s->local_port = (uint16_t)local_port;
	s->remote_port = (uint16_t)remote_port;
	s->has |= SOCK_BIT(SOCK_FAMILY) | SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_LOCAL) |
		  SOCK_BIT(SOCK_REMOTE) | SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_REMOTE_PORT);
}

/* place socket style state bucket port uid inode addresses */
static int read_sctp_endpoint(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t style, state, bucket, port, uid, inode;

	(void)origin;
	(void)procfs_word(&line);
	(void)procfs_word(&line);
	if (procfs_decimal(&line, &style) < 0 || procfs_decimal(&line, &state) < 0 ||
	    procfs_decimal(&line, &bucket) < 0 || procfs_decimal(&line, &port) < 0 ||
	    procfs_decimal(&line, &uid) < 0 || procfs_decimal(&line, &inode) < 0 ||
	    read_sctp_address(&line, &s->local) < 0)
		return -EBADMSG;
	s->remote.family = s->local.family;
	s->remote.size = s->local.size;
	s->state = SSTATE_LISTEN;
	set_sctp(s, port, 0);
	set_inode(s, uid, inode);
	return 1;
}

/* SCTP_STATE_ numbers of associations */
static uint8_t sctp_state(uint64_t state)
{
	static const uint8_t states[] = { SSTATE_CLOSE, SSTATE_SYN_SENT, SSTATE_SYN_RECV,
					  SSTATE_ESTABLISHED, SSTATE_FIN_WAIT1, SSTATE_FIN_WAIT2,
					  SSTATE_CLOSE_WAIT, SSTATE_LAST_ACK };

	return state < sizeof(states) ? states[state] : SSTATE_NONE;
}

/*
 * place socket style socket-state state bucket number tx rx uid inode port remote-port addresses <->
 * addresses
 */
static int read_sctp_association(struct bytes line, const struct origin *origin, struct sock *s)
{
	uint64_t style, socket, state, bucket, number, send, recv, uid, inode, port, remote;
	struct bytes word;

	(void)origin;
	(void)procfs_word(&line);
	(void)procfs_word(&line);
	if (procfs_decimal(&line, &style) < 0 || procfs_decimal(&line, &socket) < 0 ||
	    procfs_decimal(&line, &state) < 0 || procfs_decimal(&line, &bucket) < 0 ||
	    procfs_decimal(&line, &number) < 0 || procfs_decimal(&line, &send) < 0 ||
	    procfs_decimal(&line, &recv) < 0 || procfs_decimal(&line, &uid) < 0 ||
	    procfs_decimal(&line, &inode) < 0 || procfs_decimal(&line, &port) < 0 ||
	    procfs_decimal(&line, &remote) < 0 || read_sctp_address(&line, &s->local) < 0)
		return -EBADMSG;
	do
		word = procfs_word(&line);
	while (bytes_left(&word) && !procfs_word_is(word, "<->"));
	if (read_sctp_address(&line, &s->remote) < 0)
		return -EBADMSG;
	s->state = sctp_state(state);
	set_sctp(s, port, remote);
	set_queues(s, send, recv);
	set_inode(s, uid, inode);
	return 1;
}

/* A heading begins with this word; "": none. */
static const struct file {
	char key[20];
	char heading[8];
	uint8_t protocol, family;
	line_fn *read;
} files[] = {
	{ "net/tcp", "sl", SOCKET_TCP, FAMILY_INET, read_inet },
	{ "net/tcp6", "sl", SOCKET_TCP, FAMILY_INET6, read_inet },
	{ "net/udp", "sl", SOCKET_UDP, FAMILY_INET, read_inet },
	{ "net/udp6", "sl", SOCKET_UDP, FAMILY_INET6, read_inet },
	{ "net/udplite", "sl", SOCKET_UDPLITE, FAMILY_INET, read_inet },
	{ "net/udplite6", "sl", SOCKET_UDPLITE, FAMILY_INET6, read_inet },
	{ "net/raw", "sl", SOCKET_RAW, FAMILY_INET, read_inet },
	{ "net/raw6", "sl", SOCKET_RAW, FAMILY_INET6, read_inet },
	{ "net/icmp", "sl", SOCKET_ICMP, FAMILY_INET, read_inet },
	{ "net/icmp6", "sl", SOCKET_ICMP, FAMILY_INET6, read_inet },
	{ "net/unix", "Num", SOCKET_UNIX, FAMILY_NONE, read_unix },
	{ "net/packet", "sk", SOCKET_PACKET, FAMILY_NONE, read_packet },
	{ "net/netlink", "sk", SOCKET_NETLINK, FAMILY_NONE, read_netlink },
	{ "net/sctp/eps", "ENDPT", SOCKET_SCTP, FAMILY_INET, read_sctp_endpoint },
	{ "net/sctp/assocs", "ASSOC", SOCKET_SCTP, FAMILY_NONE, read_sctp_association },
};

static const struct file *find(const char *key)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i].key, key) == 0)
			return &files[i];
	return NULL;
}

const char *procfs_sock_file(enum sock_protocol protocol, enum family family)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i].protocol == protocol && files[i].family == family)
			return files[i].key;
	return NULL;
}

const char *procfs_sock_file2(enum sock_protocol protocol)
{
	return protocol == SOCKET_SCTP ? procfs_sock_file(SOCKET_SCTP, FAMILY_NONE) : NULL;
}

bool procfs_sock_is(const char *key)
{
	return find(key) != NULL;
}

int procfs_sock(struct bytes *text, const char *key, const struct origin *origin, struct sock *s)
{
	const struct file *file = find(key);
	int e = -EAGAIN;

	while (file && e == -EAGAIN) {
		struct bytes line, rest;

		if (!bytes_left(text))
			return 0;
		line = rest = procfs_line(text);
		if (procfs_word_is(procfs_word(&rest), file->heading))
			continue;
		sock_clear(s);
		s->protocol = file->protocol;
		s->source = SSOURCE_PROC;
		s->has = SOCK_BIT(SOCK_PROTOCOL) | SOCK_BIT(SOCK_SOURCE);
		e = file->read(line, origin, s);
	}
	return file ? e : -EBADMSG;
}
