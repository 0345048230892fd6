/* SPDX-License-Identifier: ISC */
#include "lib/wire/sock_diag.h"

enum { AF_OF_UNIX = 1, AF_OF_INET = 2, AF_OF_INET6 = 10, AF_OF_NETLINK = 16, AF_OF_PACKET = 17,
       AF_OF_VSOCK = 40 };

typedef void attr_fn(struct sock *s, struct bytes value);

/* Call for each attribute that the table has a function for. */
static int walk(struct bytes attrs, attr_fn *const *table, unsigned count, struct sock *s)
{
	const uint8_t *at = attrs.at;
	size_t left = bytes_left(&attrs), length, step;
	unsigned type;

	while (left) {
		length = netlink_attr_head(at, left, attrs.swap, &type);
		if (!length)
			return -EBADMSG;
		if (type < count && table[type])
			table[type](s, (struct bytes){ .at = at + 4, .end = at + length,
						       .swap = attrs.swap });
		step = netlink_attr_step(length, left);
		at += step;
		left -= step;
	}
	return 1;
}

#define WALK(attrs, table, s) walk(attrs, table, sizeof(table) / sizeof((table)[0]), s)

/* A name that ends at its NUL or with the attribute. */
static void take_name(struct sock *s, struct bytes value, char to[SOCK_NAME_SIZE],
		      enum sock_field field)
{
	size_t n = strnlen((const char *)value.at, bytes_left(&value));

	n = n < SOCK_NAME_SIZE ? n : SOCK_NAME_SIZE - 1;
	memcpy(to, value.at, n);
	to[n] = '\0';
	if (n)
		s->has |= SOCK_BIT(field);
}

/* SK_MEMINFO_: nine numbers, of which older kernels send the first seven or eight. */
static void take_skmeminfo(struct sock *s, struct bytes value)
{
	static const uint8_t fields[] = { SOCKMEM_RMEM,	  SOCKMEM_RCVBUF, SOCKMEM_WMEM,
					  SOCKMEM_SNDBUF, SOCKMEM_FORWARD, SOCKMEM_QUEUED,
					  SOCKMEM_OPTION, SOCKMEM_BACKLOG };

	for (size_t i = 0; i < sizeof(fields) && bytes_left(&value) >= 4; i++)
		sock_set_memory(s, (enum sockmem_field)fields[i], bytes_u32(&value));
	if (bytes_left(&value) < 4)
		return;
	s->drops = bytes_u32(&value);
	s->has |= SOCK_BIT(SOCK_DROPS);
}

static void take_shutdown(struct sock *s, struct bytes value)
{
	s->shutdown = bytes_u8(&value) & 3;
	if (!value.bad)
		s->has |= SOCK_BIT(SOCK_SHUTDOWN);
}

/* Numbers that stand alone in an attribute. */
#define TAKE(name, member, field, read) \
	static void name(struct sock *s, struct bytes value) \
	{ \
		s->member = read(&value); \
		if (!value.bad) \
			s->has |= SOCK_BIT(field); \
	}

TAKE(take_tos, tos, SOCK_TOS, bytes_u8)
TAKE(take_tclass, tclass, SOCK_TCLASS, bytes_u8)
TAKE(take_v6only, v6only, SOCK_V6ONLY, bytes_u8)
TAKE(take_mark, mark, SOCK_MARK, bytes_u32)
TAKE(take_class, class_id, SOCK_CLASS, bytes_u32)
TAKE(take_cgroup, cgroup, SOCK_CGROUP, bytes_u64)
TAKE(take_protocol, number, SOCK_NUMBER, bytes_u8)
TAKE(take_uid, uid, SOCK_UID, bytes_u32)
TAKE(take_peer, peer, SOCK_PEER, bytes_u32)

static void take_congestion(struct sock *s, struct bytes value)
{
	take_name(s, value, s->congestion, SOCK_CONGESTION);
}

/* Bit fields begin at the lowest bit on machines of the little byte order, at the highest on others. */
static uint8_t bit_fields(const struct bytes *b, uint8_t byte)
{
	bool big = b->swap != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	uint8_t turned = 0;

	if (!big)
		return byte;
	for (unsigned i = 0; i < 8; i++)
		turned |= (uint8_t)((byte >> i & 1) << (7 - i));
	return turned;
}

/* struct inet_diag_sockopt: bit fields in two bytes, the first of them whole */
static void take_sockopt(struct sock *s, struct bytes value)
{
	uint8_t first = bit_fields(&value, bytes_u8(&value));
	uint8_t second = bit_fields(&value, bytes_u8(&value));

	if (value.bad)
		return;
	s->options = (uint16_t)((first | second << 8) & ((1 << SOPT_COUNT) - 1));
	s->has |= SOCK_BIT(SOCK_OPTIONS);
}

/* INET_ULP_INFO_NAME within INET_DIAG_ULP_INFO */
static void take_ulp(struct sock *s, struct bytes value)
{
	struct netlink_attr attr;

	while (netlink_attr_next(&value, &attr) > 0)
		if (attr.type == 1)
			take_name(s, attr.value, s->ulp, SOCK_ULP);
}

/* struct tcp_info, which has grown at its end from kernel to kernel */
static const struct {
	uint16_t offset;
	uint8_t size;
	uint8_t field;
	bool zero_is_none; /* 0: not known */
} tcp_info[] = {
	{ 1, 1, TCPINFO_CA_STATE, false },
	{ 2, 1, TCPINFO_RETRANSMITS, false },
	{ 3, 1, TCPINFO_PROBES, false },
	{ 4, 1, TCPINFO_BACKOFF, false },
	{ 5, 1, TCPINFO_OPTIONS, false },
	{ 8, 4, TCPINFO_RTO, true },
	{ 12, 4, TCPINFO_ATO, true },
	{ 16, 4, TCPINFO_SND_MSS, true },
	{ 20, 4, TCPINFO_RCV_MSS, true },
	{ 24, 4, TCPINFO_UNACKED, false },
	{ 28, 4, TCPINFO_SACKED, false },
	{ 32, 4, TCPINFO_LOST, false },
	{ 36, 4, TCPINFO_RETRANS, false },
	{ 44, 4, TCPINFO_LAST_SENT, false },
	{ 52, 4, TCPINFO_LAST_RECV, false },
	{ 56, 4, TCPINFO_LAST_ACK, false },
	{ 60, 4, TCPINFO_PMTU, true },
	{ 64, 4, TCPINFO_RCV_SSTHRESH, true },
	{ 68, 4, TCPINFO_RTT, true },
	{ 72, 4, TCPINFO_RTTVAR, true },
	{ 76, 4, TCPINFO_SSTHRESH, true },
	{ 80, 4, TCPINFO_CWND, true },
	{ 84, 4, TCPINFO_ADVMSS, true },
	{ 88, 4, TCPINFO_REORDERING, true },
	{ 92, 4, TCPINFO_RCV_RTT, true },
	{ 96, 4, TCPINFO_RCV_SPACE, true },
	{ 100, 4, TCPINFO_TOTAL_RETRANS, false },
	{ 104, 8, TCPINFO_PACING_RATE, true },
	{ 112, 8, TCPINFO_MAX_PACING_RATE, true },
	{ 120, 8, TCPINFO_BYTES_ACKED, false },
	{ 128, 8, TCPINFO_BYTES_RECEIVED, false },
	{ 136, 4, TCPINFO_SEGS_OUT, false },
	{ 140, 4, TCPINFO_SEGS_IN, false },
	{ 144, 4, TCPINFO_NOTSENT, false },
	{ 148, 4, TCPINFO_MIN_RTT, true },
	{ 152, 4, TCPINFO_DATA_SEGS_IN, false },
	{ 156, 4, TCPINFO_DATA_SEGS_OUT, false },
	{ 160, 8, TCPINFO_DELIVERY_RATE, true },
	{ 168, 8, TCPINFO_BUSY_TIME, false },
	{ 176, 8, TCPINFO_RWND_LIMITED, false },
	{ 184, 8, TCPINFO_SNDBUF_LIMITED, false },
	{ 192, 4, TCPINFO_DELIVERED, false },
	{ 196, 4, TCPINFO_DELIVERED_CE, false },
	{ 200, 8, TCPINFO_BYTES_SENT, false },
	{ 208, 8, TCPINFO_BYTES_RETRANS, false },
	{ 216, 4, TCPINFO_DSACK_DUPS, false },
	{ 220, 4, TCPINFO_REORD_SEEN, false },
	{ 224, 4, TCPINFO_RCV_OOOPACK, false },
	{ 228, 4, TCPINFO_SND_WND, false },
	{ 232, 4, TCPINFO_RCV_WND, false },
	{ 236, 4, TCPINFO_REHASH, false },
	{ 240, 2, TCPINFO_TOTAL_RTO, false },
	{ 242, 2, TCPINFO_TOTAL_RTO_RECOVERIES, false },
	{ 244, 4, TCPINFO_TOTAL_RTO_TIME, false },
};

enum { SSTHRESH_NONE = 0x7fffffff };

/* Values that mean "none" in the kernel: no threshold yet, nothing measured yet. */
static bool is_no_value(uint8_t field, uint64_t value)
{
	return (field == TCPINFO_SSTHRESH && value >= SSTHRESH_NONE) ||
	       (field == TCPINFO_MIN_RTT && value == UINT32_MAX);
}

/* At offset 6 the window scales, four bits each, and at 7 two flags, of one bit and of two. */
static void take_scales(struct sock *s, const struct bytes *value)
{
	bool big = value->swap != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	uint8_t scales = value->at[6], flags = value->at[7];

	sock_set_tcp(s, TCPINFO_SND_WSCALE, big ? scales >> 4 : scales & 15);
	sock_set_tcp(s, TCPINFO_RCV_WSCALE, big ? scales & 15 : scales >> 4);
	sock_set_tcp(s, TCPINFO_APP_LIMITED, big ? flags >> 7 : flags & 1);
	sock_set_tcp(s, TCPINFO_FASTOPEN_FAIL, big ? flags >> 5 & 3 : flags >> 1 & 3);
}

static void take_tcp_info(struct sock *s, struct bytes value)
{
	size_t size = bytes_left(&value);

	/* of a listener the kernel fills in little more than the backlog, which is in the queues as well */
	if (size < 8 || s->state == SSTATE_LISTEN)
		return;
	take_scales(s, &value);
	for (size_t i = 0; i < sizeof(tcp_info) / sizeof(tcp_info[0]); i++) {
		struct bytes b = { .at = value.at + tcp_info[i].offset, .end = value.end,
				   .swap = value.swap };
		uint64_t n;

		if ((size_t)tcp_info[i].offset + tcp_info[i].size > size)
			break;
		n = tcp_info[i].size == 1 ? bytes_u8(&b) :
		    tcp_info[i].size == 2 ? bytes_u16(&b) :
		    tcp_info[i].size == 4 ? bytes_u32(&b) :
					    bytes_u64(&b);
		if ((!n && tcp_info[i].zero_is_none) || is_no_value(tcp_info[i].field, n))
			continue;
		sock_set_tcp(s, (enum tcpinfo_field)tcp_info[i].field, n);
	}
	/* both counts, where the message itself has only that of the timer that runs */
	s->retransmits = (uint32_t)s->tcp[TCPINFO_RETRANSMITS];
	s->probes = (uint32_t)s->tcp[TCPINFO_PROBES];
	s->has |= SOCK_BIT(SOCK_RETRANSMITS) | SOCK_BIT(SOCK_PROBES);
}

/* INET_DIAG_ numbers */
static attr_fn *const inet_attrs[] = {
	[2] = take_tcp_info, [4] = take_congestion, [5] = take_tos,	[6] = take_tclass,
	[7] = take_skmeminfo, [8] = take_shutdown,   [11] = take_v6only, [10] = take_protocol,
	[15] = take_mark,    [17] = take_class,	   [19] = take_ulp,	[21] = take_cgroup,
	[22] = take_sockopt,
};

static void set_timer(struct sock *s, uint8_t timer, uint8_t retrans, uint32_t expires_ms)
{
	s->timer = timer;
	s->timer_ms = expires_ms;
	s->has |= SOCK_BIT(SOCK_TIMER) | (timer ? SOCK_BIT(SOCK_TIMER_LEFT) : 0);
	if (timer == STIMER_RETRANSMIT)
		s->retransmits = retrans;
	else
		s->probes = retrans;
	if (timer)
		s->has |= timer == STIMER_RETRANSMIT ? SOCK_BIT(SOCK_RETRANSMITS) :
						       SOCK_BIT(SOCK_PROBES);
}

/* What the numbers of the queues mean is the state's to say. */
static void set_queues(struct sock *s, uint32_t recv, uint32_t send)
{
	if (s->state == SSTATE_LISTEN) {
		s->backlog = recv;
		s->backlog_limit = send;
		s->has |= SOCK_BIT(SOCK_BACKLOG) | SOCK_BIT(SOCK_BACKLOG_LIMIT);
		return;
	}
	s->recv_queue = recv;
	s->send_queue = send;
	s->has |= SOCK_BIT(SOCK_RECV_QUEUE) | SOCK_BIT(SOCK_SEND_QUEUE);
}

static uint64_t read_cookie(struct bytes *b)
{
	uint32_t low = bytes_u32(b), high = bytes_u32(b);

	return (uint64_t)high << 32 | low;
}

static void set_cookie(struct sock *s, uint64_t cookie)
{
	s->cookie = cookie;
	if (cookie && cookie != UINT64_MAX)
		s->has |= SOCK_BIT(SOCK_COOKIE);
}

static void set_addr(struct addr *a, enum family family, const uint8_t *bytes, uint32_t scope)
{
	a->family = (uint8_t)family;
	a->size = family == FAMILY_INET ? 4 : 16;
	memcpy(a->bytes, bytes, 16);
	a->scope = family == FAMILY_INET6 && addr_is_scoped(a) ? scope : 0;
}

/*
 * struct inet_diag_msg:
 *
 *	0 family u8 · 1 state u8 · 2 timer u8 · 3 retrans u8 · 4 port be16 · 6 remote port be16
 *	8 address 16 · 24 remote address 16 · 40 interface u32 · 44 cookie 2 × u32
 *	52 expires u32 (ms) · 56 receive queue u32 · 60 send queue u32 · 64 uid u32 · 68 inode u32
 */
static int read_inet(struct bytes b, enum family family, struct sock *s)
{
	uint8_t timer, retrans;
	const uint8_t *local, *remote;
	uint32_t expires, recv, send;

	s->family = (uint8_t)family;
	bytes_skip(&b, 1);
	s->state = bytes_u8(&b);
	timer = bytes_u8(&b);
	retrans = bytes_u8(&b);
	s->local_port = bytes_be16(&b);
	s->remote_port = bytes_be16(&b);
	local = bytes_take(&b, 16);
	remote = bytes_take(&b, 16);
	s->ifindex = bytes_u32(&b);
	set_cookie(s, read_cookie(&b));
	expires = bytes_u32(&b);
	recv = bytes_u32(&b);
	send = bytes_u32(&b);
	s->uid = bytes_u32(&b);
	s->inode = bytes_u32(&b);
	if (b.bad)
		return -EBADMSG;
	set_addr(&s->local, family, local, s->ifindex);
	set_addr(&s->remote, family, remote, s->ifindex);
	s->state = s->state == SSTATE_NEW_SYN_RECV ? SSTATE_SYN_RECV : s->state;
	set_timer(s, timer, retrans, expires);
	set_queues(s, recv, send);
	s->has |= SOCK_BIT(SOCK_FAMILY) | SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_LOCAL) |
		  SOCK_BIT(SOCK_REMOTE) | SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_REMOTE_PORT) |
		  (s->ifindex ? SOCK_BIT(SOCK_DEVICE) : 0) |
		  (s->inode ? SOCK_BIT(SOCK_INODE) | SOCK_BIT(SOCK_UID) : 0);
	return WALK(b, inet_attrs, s);
}

static void take_path(struct sock *s, struct bytes value)
{
	sock_set_path(s, value.at, bytes_left(&value));
}

static void take_vfs(struct sock *s, struct bytes value)
{
	s->file_inode = bytes_u32(&value);
	s->file_device = bytes_u32(&value);
	if (!value.bad)
		s->has |= SOCK_BIT(SOCK_FILE_INODE) | SOCK_BIT(SOCK_FILE_DEVICE);
}

static void take_queues(struct sock *s, struct bytes value)
{
	uint32_t recv = bytes_u32(&value), send = bytes_u32(&value);

	if (!value.bad)
		set_queues(s, recv, send);
}

/* UNIX_DIAG_, PACKET_DIAG_ and NETLINK_DIAG_ numbers */
static attr_fn *const unix_attrs[] = {
	[0] = take_path,	[1] = take_vfs,	     [2] = take_peer, [4] = take_queues,
	[5] = take_skmeminfo, [6] = take_shutdown, [7] = take_uid,
};

static void set_type(struct sock *s, uint8_t type)
{
	static const uint8_t types[] = { [1] = STYPE_STREAM, [2] = STYPE_DGRAM, [3] = STYPE_RAW,
					 [4] = STYPE_RDM, [5] = STYPE_SEQPACKET, [6] = STYPE_DCCP,
					 [10] = STYPE_PACKET };

	s->type = type < sizeof(types) ? types[type] : STYPE_NONE;
	s->has |= s->type ? SOCK_BIT(SOCK_TYPE) : 0;
}

/* struct unix_diag_msg: 0 family u8 · 1 type u8 · 2 state u8 · 3 pad · 4 inode u32 · 8 cookie 2 × u32 */
static int read_unix(struct bytes b, struct sock *s)
{
	uint8_t state;

	bytes_skip(&b, 1);
	set_type(s, bytes_u8(&b));
	state = bytes_u8(&b);
	bytes_skip(&b, 1);
	s->inode = bytes_u32(&b);
	set_cookie(s, read_cookie(&b));
	if (b.bad)
		return -EBADMSG;
	s->state = state == SSTATE_LISTEN      ? SSTATE_LISTEN :
		   state == SSTATE_ESTABLISHED ? SSTATE_CONNECTED :
						 SSTATE_UNCONNECTED;
	s->has |= SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_INODE);
	return WALK(b, unix_attrs, s);
}

/* PACKET_DIAG_INFO: 0 interface u32 and more that does not tell sockets apart */
static void take_packet_info(struct sock *s, struct bytes value)
{
	s->ifindex = bytes_u32(&value);
	if (!value.bad && s->ifindex)
		s->has |= SOCK_BIT(SOCK_DEVICE);
}

static attr_fn *const packet_attrs[] = {
	[0] = take_packet_info, [5] = take_uid, [6] = take_skmeminfo,
};

/* struct packet_diag_msg: 0 family u8 · 1 type u8 · 2 protocol u16 · 4 inode u32 · 8 cookie 2 × u32 */
static int read_packet(struct bytes b, struct sock *s)
{
	int e;

	bytes_skip(&b, 1);
	set_type(s, bytes_u8(&b));
	s->number = bytes_u16(&b);
	s->inode = bytes_u32(&b);
	set_cookie(s, read_cookie(&b));
	if (b.bad)
		return -EBADMSG;
	s->has |= SOCK_BIT(SOCK_NUMBER) | SOCK_BIT(SOCK_INODE);
	e = WALK(b, packet_attrs, s);
	if (s->memory_has) {
		s->recv_queue = s->memory[SOCKMEM_RMEM];
		s->has |= SOCK_BIT(SOCK_RECV_QUEUE);
	}
	return e;
}

static void take_groups(struct sock *s, struct bytes value)
{
	size_t n = bytes_left(&value);

	s->groups = n >= 8 ? bytes_u64(&value) : n >= 4 ? bytes_u32(&value) : 0;
	s->has |= n >= 4 ? SOCK_BIT(SOCK_GROUPS) : 0;
}

static attr_fn *const netlink_attrs[] = { [0] = take_skmeminfo, [1] = take_groups };

/*
 * struct netlink_diag_msg: 0 family u8 · 1 type u8 · 2 protocol u8 · 3 state u8 · 4 port u32
 * 8 remote port u32 · 12 remote groups u32 · 16 inode u32 · 20 cookie 2 × u32
 */
static int read_netlink(struct bytes b, struct sock *s)
{
	int e;

	bytes_skip(&b, 1);
	set_type(s, bytes_u8(&b));
	s->number = bytes_u8(&b);
	s->state = bytes_u8(&b) ? SSTATE_CONNECTED : SSTATE_UNCONNECTED;
	s->local_id = bytes_u32(&b);
	s->remote_id = bytes_u32(&b);
	bytes_skip(&b, 4);
	s->inode = bytes_u32(&b);
	set_cookie(s, read_cookie(&b));
	if (b.bad)
		return -EBADMSG;
	s->has |= SOCK_BIT(SOCK_NUMBER) | SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_LOCAL_ID) |
		  SOCK_BIT(SOCK_REMOTE_ID) | (s->inode ? SOCK_BIT(SOCK_INODE) : 0);
	e = WALK(b, netlink_attrs, s);
	if (s->memory_has) {
		s->recv_queue = s->memory[SOCKMEM_RMEM];
		s->send_queue = s->memory[SOCKMEM_WMEM];
		s->has |= SOCK_BIT(SOCK_RECV_QUEUE) | SOCK_BIT(SOCK_SEND_QUEUE);
	}
	return e;
}

/*
 * struct vsock_diag_msg: 0 family u8 · 1 type u8 · 2 state u8 · 3 shutdown u8 · 4 context u32 · 8 port u32
 * 12 remote context u32 · 16 remote port u32 · 20 inode u32 · 24 cookie 2 × u32
 */
static int read_vsock(struct bytes b, struct sock *s)
{
	bytes_skip(&b, 1);
	set_type(s, bytes_u8(&b));
	s->state = bytes_u8(&b);
	s->shutdown = bytes_u8(&b) & 3;
	s->local_id = bytes_u32(&b);
	s->local_port = bytes_u32(&b);
	s->remote_id = bytes_u32(&b);
	s->remote_port = bytes_u32(&b);
	s->inode = bytes_u32(&b);
	set_cookie(s, read_cookie(&b));
	if (b.bad)
		return -EBADMSG;
	s->has |= SOCK_BIT(SOCK_STATE) | SOCK_BIT(SOCK_SHUTDOWN) | SOCK_BIT(SOCK_LOCAL_ID) |
		  SOCK_BIT(SOCK_REMOTE_ID) | SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_REMOTE_PORT) |
		  (s->inode ? SOCK_BIT(SOCK_INODE) : 0);
	return 1;
}

int sock_diag_record(const struct netlink_message *m, const struct origin *origin,
		     enum sock_protocol protocol, struct sock *s)
{
	struct bytes b = m->body;
	uint8_t family = bytes_left(&b) ? *b.at : 0;

	(void)origin;
	sock_clear(s);
	s->protocol = (uint8_t)protocol;
	s->source = SSOURCE_DIAG;
	s->has = SOCK_BIT(SOCK_PROTOCOL) | SOCK_BIT(SOCK_SOURCE);
	switch (family) {
	case AF_OF_INET:
		return read_inet(b, FAMILY_INET, s);
	case AF_OF_INET6:
		return read_inet(b, FAMILY_INET6, s);
	case AF_OF_UNIX:
		return read_unix(b, s);
	case AF_OF_PACKET:
		return read_packet(b, s);
	case AF_OF_NETLINK:
		return read_netlink(b, s);
	case AF_OF_VSOCK:
		return read_vsock(b, s);
	default:
		return -EBADMSG;
	}
}
