/* SPDX-License-Identifier: ISC */
#include "lib/wire/rtsock_layout.h"

#include "lib/model/iface.h"
#include "lib/model/route.h"

/*
 * FreeBSD 11 to 14, rt_msghdr of 152 bytes (92 where a long has 32 bits):
 *
 *	0 msglen u16 · 2 version · 3 type · 4 index u16 · 8 flags · 12 addrs · 16 pid · 20 seq
 *	24 errno · 28 fmask · 32 inits u_long · rmx: 14 u_long, locks mtu hopcount expire recvpipe
 *	sendpipe ssthresh rtt rttvar pksent weight nhidx filler[2]
 */
#define FREEBSD_ROUTE(word) \
	{ \
		.size = 36 + ((word) - 4) + 14 * (word), .index = { 4, 2 }, .flags = { 8, 4 }, \
		.addrs = { 12, 4 }, .pid = { 16, 4 }, .sequence = { 20, 4 }, .error = { 24, 4 }, \
		.fmask = { 28, 4 }, .inits = { 32, (word) }, \
		.use = { 32 + (word) + 9 * (word), (word) }, \
		.rmx = { [RMX_LOCKS] = 32 + (word), [RMX_MTU] = 32 + 2 * (word), \
			 [RMX_HOPCOUNT] = 32 + 3 * (word), [RMX_EXPIRE] = 32 + 4 * (word), \
			 [RMX_RECVPIPE] = 32 + 5 * (word), [RMX_SENDPIPE] = 32 + 6 * (word), \
			 [RMX_SSTHRESH] = 32 + 7 * (word), [RMX_RTT] = 32 + 8 * (word), \
			 [RMX_RTTVAR] = 32 + 9 * (word), [RMX_WEIGHT] = 32 + 11 * (word), \
			 [RMX_NHIDX] = 32 + 12 * (word) }, \
		.rmx_size = (word), .expire_size = (word), \
	}

static const struct rtsock_head freebsd_route64 = FREEBSD_ROUTE(8);
static const struct rtsock_head freebsd_route32 = FREEBSD_ROUTE(4);

/* if_data of FreeBSD 11 and later: 152 bytes, counters of 64 bits on every machine */
static const struct rtsock_data freebsd_data = {
	.size = 152, .type = { 0, 1 }, .addrlen = { 2, 1 }, .link_state = { 4, 1 }, .mtu = { 8, 4 },
	.metric = { 12, 4 }, .speed = { 16, 8 }, .rx_packets = { 24, 8 }, .rx_errors = { 32, 8 },
	.tx_packets = { 40, 8 }, .tx_errors = { 48, 8 }, .collisions = { 56, 8 },
	.rx_bytes = { 64, 8 }, .tx_bytes = { 72, 8 }, .rx_multicast = { 80, 8 },
	.tx_multicast = { 88, 8 }, .rx_drops = { 96, 8 }, .tx_drops = { 104, 8 },
	.noproto = { 112, 8 },
};

static const struct rtsock_head freebsd_iface = {
	.size = 168, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.data = &freebsd_data, .data_offset = 16,
};
static const struct rtsock_head freebsd_addr = {
	.size = 20, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 }, .metric = { 16, 4 },
};
static const struct rtsock_head freebsd_list_iface = {
	.size = 176, .length = { 16, 2 }, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.data_at = { 18, 2 }, .data = &freebsd_data, .data_offset = 24,
};
static const struct rtsock_head freebsd_list_addr = {
	.size = 176, .length = { 16, 2 }, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.metric = { 20, 4 }, .data_at = { 18, 2 }, .data = &freebsd_data, .data_offset = 24,
};
static const struct rtsock_head freebsd_maddr = {
	.size = 16, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
};
static const struct rtsock_head freebsd_announce = {
	.size = 24, .index = { 4, 2 }, .name = { 6, 16 }, .what = { 22, 2 },
};

#define FREEBSD_TYPES(route) \
	{ \
		{ 1, RTSOCK_ADD, &(route) },	   { 2, RTSOCK_DELETE, &(route) }, \
		{ 3, RTSOCK_CHANGE, &(route) },	   { 4, RTSOCK_GET, &(route) }, \
		{ 5, RTSOCK_LOSING, &(route) },	   { 6, RTSOCK_REDIRECT, &(route) }, \
		{ 7, RTSOCK_MISS, &(route) },	   { 8, RTSOCK_LOCK, &(route) }, \
		{ 11, RTSOCK_RESOLVE, &(route) },  { 12, RTSOCK_NEWADDR, &freebsd_addr }, \
		{ 13, RTSOCK_DELADDR, &freebsd_addr }, { 14, RTSOCK_IFINFO, &freebsd_iface }, \
		{ 15, RTSOCK_NEWMADDR, &freebsd_maddr }, \
		{ 16, RTSOCK_DELMADDR, &freebsd_maddr }, \
		{ 17, RTSOCK_ANNOUNCE, &freebsd_announce }, \
		{ 18, RTSOCK_80211, &freebsd_announce }, { 19, RTSOCK_IPFWLOG, &(route) }, \
		{ 0 }, \
	}

static const struct rtsock_type freebsd_types64[] = FREEBSD_TYPES(freebsd_route64);
static const struct rtsock_type freebsd_types32[] = FREEBSD_TYPES(freebsd_route32);

#define FLAG(bit, flag) [bit] = RFLAG_##flag + 1

/* 8, 16 and 17 are of FreeBSD 7 and before, which cloned */
static const uint8_t freebsd_route_flags[RTSOCK_FLAGS] = {
	FLAG(0, UP),	     FLAG(1, GATEWAY),	  FLAG(2, HOST),      FLAG(3, REJECT),
	FLAG(4, DYNAMIC),    FLAG(5, MODIFIED),	  FLAG(6, DONE),      FLAG(8, CLONING),
	FLAG(9, XRESOLVE),   FLAG(10, LLINFO),	  FLAG(11, STATIC),   FLAG(12, BLACKHOLE),
	FLAG(14, PROTO2),    FLAG(15, PROTO1),	  FLAG(16, PRCLONING), FLAG(17, CLONED),
	FLAG(18, PROTO3),    FLAG(19, FIXEDMTU),  FLAG(20, PINNED),   FLAG(21, LOCAL),
	FLAG(22, BROADCAST), FLAG(23, MULTICAST), FLAG(28, STICKY),
};

#define IFLAG(bit, flag) [bit] = IFLAG_##flag + 1
#define IFLAGS_COMMON \
	IFLAG(0, UP), IFLAG(1, BROADCAST), IFLAG(2, DEBUG), IFLAG(3, LOOPBACK), \
		IFLAG(4, POINTOPOINT), IFLAG(6, RUNNING), IFLAG(7, NOARP), IFLAG(8, PROMISC), \
		IFLAG(9, ALLMULTI), IFLAG(10, OACTIVE), IFLAG(11, SIMPLEX), IFLAG(12, LINK0), \
		IFLAG(13, LINK1), IFLAG(14, LINK2), IFLAG(15, MULTICAST)

static const uint8_t bsd_iface_flags[RTSOCK_FLAGS] = { IFLAGS_COMMON };
static const uint8_t macos_iface_flags[RTSOCK_FLAGS] = { IFLAGS_COMMON, IFLAG(5, NOTRAILERS) };

/* unknown, down, up */
static const uint8_t bsd_link_states[RTSOCK_LINK_STATES] = { 0, 2, 6 };

/*
 * NetBSD, version 4 (since release 6), the same on all machines: rt_msghdr of 120 bytes, metrics of
 * 64 bits with the locks first and the expiry ninth. Version 3 is what the family 17 still speaks:
 * there the metrics are u_long in the old order, with an expiry of 32 bits.
 */
static const struct rtsock_head netbsd_route = {
	.size = 120, .index = { 4, 2 }, .flags = { 8, 4 }, .addrs = { 12, 4 }, .pid = { 16, 4 },
	.sequence = { 20, 4 }, .error = { 24, 4 }, .inits = { 32, 4 },
	.rmx = { [RMX_LOCKS] = 40, [RMX_MTU] = 48, [RMX_HOPCOUNT] = 56, [RMX_RECVPIPE] = 64,
		 [RMX_SENDPIPE] = 72, [RMX_SSTHRESH] = 80, [RMX_RTT] = 88, [RMX_RTTVAR] = 96,
		 [RMX_EXPIRE] = 104 },
	.rmx_size = 8, .expire_size = 8,
};

#define NETBSD3_ROUTE(word) \
	{ \
		.size = 32 + (word) + 10 * (word), .index = { 4, 2 }, .flags = { 8, 4 }, \
		.addrs = { 12, 4 }, .pid = { 16, 4 }, .sequence = { 20, 4 }, .error = { 24, 4 }, \
		.inits = { 32, 4 }, \
		.rmx = { [RMX_LOCKS] = 32 + (word), [RMX_MTU] = 32 + 2 * (word), \
			 [RMX_HOPCOUNT] = 32 + 3 * (word), [RMX_EXPIRE] = 32 + 4 * (word), \
			 [RMX_RECVPIPE] = 32 + 5 * (word), [RMX_SENDPIPE] = 32 + 6 * (word), \
			 [RMX_SSTHRESH] = 32 + 7 * (word), [RMX_RTT] = 32 + 8 * (word), \
			 [RMX_RTTVAR] = 32 + 9 * (word) }, \
		.rmx_size = (word), .expire_size = 4, \
	}

static const struct rtsock_head netbsd3_route64 = NETBSD3_ROUTE(8);
static const struct rtsock_head netbsd3_route32 = NETBSD3_ROUTE(4);

static const struct rtsock_data netbsd_data = {
	.size = 120, .type = { 0, 1 }, .addrlen = { 1, 1 }, .link_state = { 4, 4 }, .mtu = { 8, 8 },
	.metric = { 16, 8 }, .speed = { 24, 8 }, .rx_packets = { 32, 8 }, .rx_errors = { 40, 8 },
	.tx_packets = { 48, 8 }, .tx_errors = { 56, 8 }, .collisions = { 64, 8 },
	.rx_bytes = { 72, 8 }, .tx_bytes = { 80, 8 }, .rx_multicast = { 88, 8 },
	.tx_multicast = { 96, 8 }, .rx_drops = { 104, 8 }, .noproto = { 112, 8 },
};

static const struct rtsock_head netbsd_iface = {
	.size = 152, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.data = &netbsd_data, .data_offset = 16,
};
/* before release 8, and since then with other numbers */
static const struct rtsock_head netbsd7_addr = {
	.size = 24, .addrs = { 4, 4 }, .flags = { 8, 4 }, .metric = { 12, 4 }, .index = { 16, 2 },
};
static const struct rtsock_head netbsd3_addr = {
	.size = 20, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 }, .metric = { 16, 4 },
};
static const struct rtsock_head netbsd_addr = {
	.size = 32, .index = { 4, 2 }, .flags = { 8, 4 }, .addrs = { 12, 4 }, .pid = { 16, 4 },
	.metric = { 24, 4 },
};
static const struct rtsock_head netbsd_announce = {
	.size = 24, .index = { 4, 2 }, .name = { 6, 16 }, .what = { 22, 2 },
};

#define NETBSD_TYPES(route, old_addr) \
	{ 1, RTSOCK_ADD, &(route) }, { 2, RTSOCK_DELETE, &(route) }, \
		{ 3, RTSOCK_CHANGE, &(route) }, { 4, RTSOCK_GET, &(route) }, \
		{ 5, RTSOCK_LOSING, &(route) }, { 6, RTSOCK_REDIRECT, &(route) }, \
		{ 7, RTSOCK_MISS, &(route) }, { 8, RTSOCK_LOCK, &(route) }, \
		{ 11, RTSOCK_RESOLVE, &(route) }, { 12, RTSOCK_NEWADDR, &(old_addr) }, \
		{ 13, RTSOCK_DELADDR, &(old_addr) }, { 16, RTSOCK_ANNOUNCE, &netbsd_announce }, \
		{ 17, RTSOCK_80211, &netbsd_announce }, { 18, RTSOCK_SETGATE, &(route) }, \
		{ 19, RTSOCK_LLINFO_UPDATE, &(route) }, { 20, RTSOCK_IFINFO, &netbsd_iface }, \
		{ 21, RTSOCK_CHANGE_ADDR, &(old_addr) }

static const struct rtsock_type netbsd_types[] = {
	NETBSD_TYPES(netbsd_route, netbsd7_addr),
	{ 22, RTSOCK_NEWADDR, &netbsd_addr },
	{ 23, RTSOCK_DELADDR, &netbsd_addr },
	{ 24, RTSOCK_CHANGE_ADDR, &netbsd_addr },
	{ 0 },
};
/* 15 is RTM_OIFINFO, the answer of NET_RT_OIFLIST */
static const struct rtsock_type netbsd3_types64[] = {
	NETBSD_TYPES(netbsd3_route64, netbsd3_addr), { 15, RTSOCK_IFINFO, &netbsd_iface }, { 0 },
};
static const struct rtsock_type netbsd3_types32[] = {
	NETBSD_TYPES(netbsd3_route32, netbsd3_addr), { 15, RTSOCK_IFINFO, &netbsd_iface }, { 0 },
};

/*
 * Before 7.99.28 (release 8) the table held neighbours and cloned routes; since then 8 is CONNECTED, and
 * 10 and 13 say nothing of a route.
 */
#define NETBSD_FLAGS \
	FLAG(0, UP), FLAG(1, GATEWAY), FLAG(2, HOST), FLAG(3, REJECT), FLAG(4, DYNAMIC), \
		FLAG(5, MODIFIED), FLAG(6, DONE), FLAG(7, MASK), FLAG(9, XRESOLVE), \
		FLAG(11, STATIC), FLAG(12, BLACKHOLE), FLAG(14, PROTO2), FLAG(15, PROTO1), \
		FLAG(16, SOURCE), FLAG(17, ANNOUNCE), FLAG(18, LOCAL), FLAG(19, BROADCAST), \
		FLAG(20, UPDATING)

static const uint8_t netbsd_route_flags[RTSOCK_FLAGS] = { NETBSD_FLAGS, FLAG(8, CONNECTED) };
static const uint8_t netbsd7_route_flags[RTSOCK_FLAGS] = { NETBSD_FLAGS, FLAG(8, CLONING),
							   FLAG(10, LLINFO), FLAG(13, CLONED) };

/*
 * OpenBSD since 5.5, on every machine:
 *
 *	0 msglen u16 · 2 version · 3 type · 4 hdrlen u16 · 6 index u16 · 8 tableid u16 · 10 priority
 *	11 mpls · 12 addrs · 16 flags · 20 fmask · 24 pid · 28 seq · 32 errno · 36 inits
 *	rmx at 40: pksent u64 · expire i64 · locks mtu refcnt hopcount recvpipe sendpipe ssthresh rtt
 *	rttvar u32
 */
static const struct rtsock_head openbsd_route = {
	.size = 96, .length = { 4, 2 }, .index = { 6, 2 }, .table = { 8, 2 }, .priority = { 10, 1 },
	.mpls = { 11, 1 }, .addrs = { 12, 4 }, .flags = { 16, 4 }, .fmask = { 20, 4 },
	.pid = { 24, 4 }, .sequence = { 28, 4 }, .error = { 32, 4 }, .inits = { 36, 4 },
	.use = { 40, 8 }, .refs = { 64, 4 },
	.rmx = { [RMX_EXPIRE] = 48, [RMX_LOCKS] = 56, [RMX_MTU] = 60, [RMX_HOPCOUNT] = 68,
		 [RMX_RECVPIPE] = 72, [RMX_SENDPIPE] = 76, [RMX_SSTHRESH] = 80, [RMX_RTT] = 84,
		 [RMX_RTTVAR] = 88 },
	.rmx_size = 4, .expire_size = 8,
};

#define OPENBSD_DATA(bytes) \
	{ \
		.size = (bytes), .type = { 0, 1 }, .addrlen = { 1, 1 }, .link_state = { 3, 1 }, \
		.mtu = { 4, 4 }, .metric = { 8, 4 }, .rdomain = { 12, 4 }, .speed = { 16, 8 }, \
		.rx_packets = { 24, 8 }, .rx_errors = { 32, 8 }, .tx_packets = { 40, 8 }, \
		.tx_errors = { 48, 8 }, .collisions = { 56, 8 }, .rx_bytes = { 64, 8 }, \
		.tx_bytes = { 72, 8 }, .rx_multicast = { 80, 8 }, .tx_multicast = { 88, 8 }, \
		.rx_drops = { 96, 8 }, .tx_drops = { 104, 8 }, .noproto = { 112, 8 }, \
	}

static const struct rtsock_data openbsd_data64 = OPENBSD_DATA(144);
static const struct rtsock_data openbsd_data32 = OPENBSD_DATA(136);

static const struct rtsock_head openbsd_iface64 = {
	.size = 168, .length = { 4, 2 }, .index = { 6, 2 }, .table = { 8, 2 }, .addrs = { 12, 4 },
	.flags = { 16, 4 }, .xflags = { 20, 4 }, .data = &openbsd_data64, .data_offset = 24,
};
static const struct rtsock_head openbsd_iface32 = {
	.size = 160, .length = { 4, 2 }, .index = { 6, 2 }, .table = { 8, 2 }, .addrs = { 12, 4 },
	.flags = { 16, 4 }, .xflags = { 20, 4 }, .data = &openbsd_data32, .data_offset = 24,
};
static const struct rtsock_head openbsd_addr = {
	.size = 24, .length = { 4, 2 }, .index = { 6, 2 }, .table = { 8, 2 }, .addrs = { 12, 4 },
	.flags = { 16, 4 }, .metric = { 20, 4 },
};
static const struct rtsock_head openbsd_announce = {
	.size = 26, .length = { 4, 2 }, .index = { 6, 2 }, .what = { 8, 2 }, .name = { 10, 16 },
};
/* only what all messages have */
static const struct rtsock_head openbsd_short = {
	.size = 10, .length = { 4, 2 }, .index = { 6, 2 }, .table = { 8, 2 },
};

#define OPENBSD_TYPES(iface) \
	{ \
		{ 1, RTSOCK_ADD, &openbsd_route },	 { 2, RTSOCK_DELETE, &openbsd_route }, \
		{ 3, RTSOCK_CHANGE, &openbsd_route },	 { 4, RTSOCK_GET, &openbsd_route }, \
		{ 5, RTSOCK_LOSING, &openbsd_route },	 { 6, RTSOCK_REDIRECT, &openbsd_route }, \
		{ 7, RTSOCK_MISS, &openbsd_route },	 { 11, RTSOCK_RESOLVE, &openbsd_route }, \
		{ 12, RTSOCK_NEWADDR, &openbsd_addr },	 { 13, RTSOCK_DELADDR, &openbsd_addr }, \
		{ 14, RTSOCK_IFINFO, &(iface) },	 { 15, RTSOCK_ANNOUNCE, &openbsd_announce }, \
		{ 16, RTSOCK_DESYNC, &openbsd_route },	 { 17, RTSOCK_INVALIDATE, &openbsd_route }, \
		{ 18, RTSOCK_BFD, &openbsd_short },	 { 19, RTSOCK_PROPOSAL, &openbsd_route }, \
		{ 20, RTSOCK_CHANGE_ADDR, &openbsd_addr }, { 21, RTSOCK_80211, &openbsd_short }, \
		{ 22, RTSOCK_SOURCE, &openbsd_route },	 { 0 }, \
	}

static const struct rtsock_type openbsd_types64[] = OPENBSD_TYPES(openbsd_iface64);
static const struct rtsock_type openbsd_types32[] = OPENBSD_TYPES(openbsd_iface32);

static const uint8_t openbsd_route_flags[RTSOCK_FLAGS] = {
	FLAG(0, UP),	  FLAG(1, GATEWAY),    FLAG(2, HOST),	    FLAG(3, REJECT),
	FLAG(4, DYNAMIC), FLAG(5, MODIFIED),   FLAG(6, DONE),	    FLAG(7, MASK),
	FLAG(8, CLONING), FLAG(9, MULTICAST),  FLAG(10, LLINFO),    FLAG(11, STATIC),
	FLAG(12, BLACKHOLE), FLAG(13, PROTO3), FLAG(14, PROTO2),    FLAG(15, PROTO1),
	FLAG(16, CLONED), FLAG(17, CACHED),    FLAG(18, MPATH),	    FLAG(20, MPLS),
	FLAG(21, LOCAL),  FLAG(22, BROADCAST), FLAG(23, CONNECTED), FLAG(24, BFD),
};

/* unknown, invalid, down, keepalive down, up, half duplex, full duplex */
static const uint8_t openbsd_link_states[RTSOCK_LINK_STATES] = { 0, 0, 2, 2, 6, 6, 6 };

/*
 * macOS: 32-bit metrics on machines of 64 bits. RTM_GET2 (rt_msghdr2) has references and the parent's
 * flags in the place of pid, seq and errno.
 */
#define MACOS_RMX \
	.rmx = { [RMX_LOCKS] = 36, [RMX_MTU] = 40, [RMX_HOPCOUNT] = 44, [RMX_EXPIRE] = 48, \
		 [RMX_RECVPIPE] = 52, [RMX_SENDPIPE] = 56, [RMX_SSTHRESH] = 60, [RMX_RTT] = 64, \
		 [RMX_RTTVAR] = 68 }, \
	.rmx_size = 4, .expire_size = 4

static const struct rtsock_head macos_route = {
	.size = 92, .index = { 4, 2 }, .flags = { 8, 4 }, .addrs = { 12, 4 }, .pid = { 16, 4 },
	.sequence = { 20, 4 }, .error = { 24, 4 }, .use = { 28, 4 }, .inits = { 32, 4 }, MACOS_RMX,
};
static const struct rtsock_head macos_route2 = {
	.size = 92, .index = { 4, 2 }, .flags = { 8, 4 }, .addrs = { 12, 4 }, .refs = { 16, 4 },
	.parent_flags = { 20, 4 }, .use = { 28, 4 }, .inits = { 32, 4 }, MACOS_RMX,
};
static const struct rtsock_data macos_data = {
	.size = 96, .type = { 0, 1 }, .addrlen = { 3, 1 }, .mtu = { 8, 4 }, .metric = { 12, 4 },
	.speed = { 16, 4 }, .rx_packets = { 20, 4 }, .rx_errors = { 24, 4 }, .tx_packets = { 28, 4 },
	.tx_errors = { 32, 4 }, .collisions = { 36, 4 }, .rx_bytes = { 40, 4 }, .tx_bytes = { 44, 4 },
	.rx_multicast = { 48, 4 }, .tx_multicast = { 52, 4 }, .rx_drops = { 56, 4 },
	.noproto = { 60, 4 },
};
static const struct rtsock_data macos_data64 = {
	.size = 128, .type = { 0, 1 }, .addrlen = { 3, 1 }, .mtu = { 8, 4 }, .metric = { 12, 4 },
	.speed = { 16, 8 }, .rx_packets = { 24, 8 }, .rx_errors = { 32, 8 }, .tx_packets = { 40, 8 },
	.tx_errors = { 48, 8 }, .collisions = { 56, 8 }, .rx_bytes = { 64, 8 }, .tx_bytes = { 72, 8 },
	.rx_multicast = { 80, 8 }, .tx_multicast = { 88, 8 }, .rx_drops = { 96, 8 },
	.noproto = { 104, 8 },
};
static const struct rtsock_head macos_iface = {
	.size = 112, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.data = &macos_data, .data_offset = 16,
};
static const struct rtsock_head macos_iface2 = {
	.size = 160, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
	.data = &macos_data64, .data_offset = 32, .send_drops = { 24, 4 },
};
static const struct rtsock_head macos_addr = {
	.size = 20, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 }, .metric = { 16, 4 },
};
static const struct rtsock_head macos_maddr = {
	.size = 16, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 },
};
static const struct rtsock_head macos_maddr2 = {
	.size = 20, .addrs = { 4, 4 }, .flags = { 8, 4 }, .index = { 12, 2 }, .refs = { 16, 4 },
};

static const struct rtsock_type macos_types[] = {
	{ 1, RTSOCK_ADD, &macos_route },	{ 2, RTSOCK_DELETE, &macos_route },
	{ 3, RTSOCK_CHANGE, &macos_route },	{ 4, RTSOCK_GET, &macos_route },
	{ 5, RTSOCK_LOSING, &macos_route },	{ 6, RTSOCK_REDIRECT, &macos_route },
	{ 7, RTSOCK_MISS, &macos_route },	{ 8, RTSOCK_LOCK, &macos_route },
	{ 11, RTSOCK_RESOLVE, &macos_route },	{ 12, RTSOCK_NEWADDR, &macos_addr },
	{ 13, RTSOCK_DELADDR, &macos_addr },	{ 14, RTSOCK_IFINFO, &macos_iface },
	{ 15, RTSOCK_NEWMADDR, &macos_maddr },	{ 16, RTSOCK_DELMADDR, &macos_maddr },
	{ 18, RTSOCK_IFINFO, &macos_iface2 },	{ 19, RTSOCK_NEWMADDR, &macos_maddr2 },
	{ 20, RTSOCK_GET, &macos_route2 },	{ 0 },
};

static const uint8_t macos_route_flags[RTSOCK_FLAGS] = {
	FLAG(0, UP),	     FLAG(1, GATEWAY),	  FLAG(2, HOST),      FLAG(3, REJECT),
	FLAG(4, DYNAMIC),    FLAG(5, MODIFIED),	  FLAG(6, DONE),      FLAG(8, CLONING),
	FLAG(9, XRESOLVE),   FLAG(10, LLINFO),	  FLAG(11, STATIC),   FLAG(12, BLACKHOLE),
	FLAG(14, PROTO2),    FLAG(15, PROTO1),	  FLAG(16, PRCLONING), FLAG(17, CLONED),
	FLAG(18, PROTO3),    FLAG(20, PINNED),	  FLAG(21, LOCAL),    FLAG(22, BROADCAST),
	FLAG(23, MULTICAST), FLAG(24, IFSCOPE),	  FLAG(25, CONDEMNED), FLAG(26, IFREF),
	FLAG(27, PROXY),     FLAG(28, ROUTER),	  FLAG(29, DEAD),     FLAG(30, GLOBAL),
};

#define FREEBSD(bits, round, table) \
	{ \
		.system = SYSTEM_FREEBSD, .word = (bits), .version = 5, .rounding = (round), \
		.of_today = true, \
		.af_inet6 = 28, .link_size = 54, \
		.neigh = NEIGH_LLINFO | NEIGH_INDEX | NEIGH_UPTIME, .uptime_arp = true, .types = (table), \
		.list_iface = &freebsd_list_iface, .list_addr = &freebsd_list_addr, \
		.route_flags = freebsd_route_flags, .iface_flags = bsd_iface_flags, \
		.announce_flag = RFLAG_PROTO2, .link_states = bsd_link_states, \
	}
#define NETBSD(bits, number, table, before_8, flags) \
	{ \
		.system = SYSTEM_NETBSD, .word = (bits), .version = (number), .rounding = 8, \
		.of_today = (number) == 4, \
		.cloning = (before_8), .stale_flags = !(before_8), \
		.af_inet6 = 24, .af_mpls = 33, .link_size = 20, .mpls_size = 8, .cut_masks = true, \
		.neigh = NEIGH_MASKED | ((before_8) ? 0 : NEIGH_LLINFO | NEIGH_INDEX), \
		.embedded_scopes = true, .tags = true, .types = (table), \
		.route_flags = (flags), .iface_flags = bsd_iface_flags, \
		.announce_flag = RFLAG_ANNOUNCE, .link_states = bsd_link_states, \
	}
#define OPENBSD(bits, round, table) \
	{ \
		.system = SYSTEM_OPENBSD, .word = (bits), .version = 5, .rounding = (round), \
		.of_today = true, \
		.done_dumps = true, .af_inet6 = 24, .af_mpls = 33, .link_size = 32, .mpls_size = 16, \
		.neigh = NEIGH_INDEX | NEIGH_MASKED, \
		.embedded_scopes = true, .types = (table), \
		.route_flags = openbsd_route_flags, .iface_flags = bsd_iface_flags, \
		.announce_flag = RFLAG_PROTO2, .permanent_flag = RFLAG_PROTO3, \
		.link_states = openbsd_link_states, \
	}

static const struct rtsock_layout rows[] = {
	FREEBSD(64, 8, freebsd_types64),
	FREEBSD(32, 4, freebsd_types32),
	NETBSD(0, 4, netbsd_types, false, netbsd_route_flags),
	NETBSD(64, 3, netbsd3_types64, false, netbsd_route_flags),
	NETBSD(32, 3, netbsd3_types32, false, netbsd_route_flags),
	NETBSD(0, 4, netbsd_types, true, netbsd7_route_flags),
	NETBSD(64, 3, netbsd3_types64, true, netbsd7_route_flags),
	NETBSD(32, 3, netbsd3_types32, true, netbsd7_route_flags),
	OPENBSD(64, 8, openbsd_types64),
	OPENBSD(32, 4, openbsd_types32),
	{
		.system = SYSTEM_MACOS, .word = 64, .version = 5, .rounding = 4, .of_today = true,
		.af_inet6 = 30,
		.link_size = 20, .neigh = NEIGH_INDEX | NEIGH_MASKED, .cut_masks = true,
		.embedded_scopes = true,
		.types = macos_types, .route_flags = macos_route_flags,
		.iface_flags = macos_iface_flags, .announce_flag = RFLAG_PROXY,
		.link_states = bsd_link_states,
	},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* A number of a release and what stands behind its dot. */
static unsigned release_part(const char **text)
{
	unsigned value = 0;

	while (**text >= '0' && **text <= '9' && value < 100000)
		value = 10 * value + (unsigned)(*(*text)++ - '0');
	if (**text == '.')
		++*text;
	return value;
}

/* Did this NetBSD still clone routes? A release that is not known did not. */
static bool is_cloning(const struct origin *origin)
{
	const char *release = origin->release;
	unsigned major = release_part(&release), minor = release_part(&release);

	if (!major || major > 7)
		return false;
	return major < 7 || minor < 99 || release_part(&release) < 28;
}

const struct rtsock_layout *rtsock_layout(const struct origin *origin, unsigned version)
{
	bool cloning = origin->system == SYSTEM_NETBSD && is_cloning(origin);

	for (unsigned i = 0; i < ROWS; i++)
		if (rows[i].system == origin->system && rows[i].version == version &&
		    rows[i].cloning == cloning &&
		    (!rows[i].word || rows[i].word == origin->word))
			return &rows[i];
	return NULL;
}

const struct rtsock_layout *rtsock_layout_row(unsigned n)
{
	return n < ROWS ? &rows[n] : NULL;
}
