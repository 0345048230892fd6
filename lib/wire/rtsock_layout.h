/* SPDX-License-Identifier: ISC */
/*
 * rtsock_layout: where the fields of routing messages stand, a row for each system and word size.
 * Headers: <net/route.h>, <net/if.h>, <net/if_dl.h> of FreeBSD 14, OpenBSD 7.7, NetBSD 10.1, macOS 15;
 * platform/<os>/check_wire.c holds each row against the system's own. Older layouts (NetBSD's messages
 * before release 8, and its version 3) come from recordings.
 *
 * To add a system: its row in rtsock_layout.c, with its tables of types, flags and address families.
 */
#ifndef RC_WIRE_RTSOCK_LAYOUT_H
#define RC_WIRE_RTSOCK_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/origin.h"

/* Part of a structure; `size` 0: it has none. */
struct rtsock_field {
	uint8_t at, size;
};

/* rt_metrics */
enum rtsock_metric {
	RMX_LOCKS,
	RMX_MTU,
	RMX_HOPCOUNT,
	RMX_EXPIRE,
	RMX_RECVPIPE,
	RMX_SENDPIPE,
	RMX_SSTHRESH,
	RMX_RTT,
	RMX_RTTVAR,
	RMX_WEIGHT, /* FreeBSD; in answers about neighbours their state */
	RMX_NHIDX,
	RMX_COUNT
};

/* The head of a message; offsets count from its first byte. */
struct rtsock_head {
	uint8_t size;		     /* sockaddrs begin here, unless `length` says otherwise */
	struct rtsock_field length;  /* of the head itself (rtm_hdrlen, ifm_len) */
	struct rtsock_field index, flags, fmask, addrs, pid, sequence, error;
	struct rtsock_field xflags; /* of an interface: the flags above the first 16 (OpenBSD) */
	struct rtsock_field refs, use, parent_flags, inits, table, priority, mpls, metric;
	struct rtsock_field what, name;	  /* announcements */
	uint8_t rmx[RMX_COUNT], rmx_size; /* offset of each metric (0: none), and their size */
	uint8_t expire_size;		  /* of that one, where it is another */
	struct rtsock_field data_at;	  /* where if_data begins (ifm_data_off) */
	const struct rtsock_data *data;	  /* if_data, NULL: none */
	uint8_t data_offset;		  /* where it begins, unless `data_at` says otherwise */
	struct rtsock_field send_drops;	  /* counted beside if_data (macOS) */
};

/* if_data: offsets count from its beginning. */
struct rtsock_data {
	uint8_t size;
	struct rtsock_field type, addrlen, link_state, mtu, metric, speed, rdomain;
	struct rtsock_field rx_packets, rx_errors, tx_packets, tx_errors, collisions, rx_bytes,
		tx_bytes, rx_multicast, tx_multicast, rx_drops, tx_drops, noproto;
};

/* What a message is about; the numbers differ by system. */
enum rtsock_kind {
	RTSOCK_OTHER,
	RTSOCK_ADD,
	RTSOCK_DELETE,
	RTSOCK_CHANGE,
	RTSOCK_GET, /* also each entry of a dump */
	RTSOCK_LOSING,
	RTSOCK_REDIRECT,
	RTSOCK_MISS,
	RTSOCK_LOCK,
	RTSOCK_RESOLVE,
	RTSOCK_INVALIDATE,
	RTSOCK_SETGATE,
	RTSOCK_LLINFO_UPDATE,
	RTSOCK_IPFWLOG,
	RTSOCK_BFD,
	RTSOCK_PROPOSAL,
	RTSOCK_SOURCE,
	RTSOCK_DESYNC,
	RTSOCK_LAST_ROUTE = RTSOCK_DESYNC, /* up to here a route's head */
	RTSOCK_NEWADDR,
	RTSOCK_DELADDR,
	RTSOCK_CHANGE_ADDR,
	RTSOCK_IFINFO,
	RTSOCK_NEWMADDR,
	RTSOCK_DELMADDR,
	RTSOCK_ANNOUNCE,
	RTSOCK_80211,
	RTSOCK_KINDS
};

struct rtsock_type {
	uint8_t type;
	uint8_t kind; /* enum rtsock_kind */
	const struct rtsock_head *head;
};

enum { RTSOCK_TYPES = 28, RTSOCK_FLAGS = 32, RTSOCK_LINK_STATES = 8 };

/* The order of the sockaddrs, the same on all systems up to BRD. */
enum rtsock_address {
	RTAX_DST_,
	RTAX_GATEWAY_,
	RTAX_NETMASK_,
	RTAX_GENMASK_,
	RTAX_IFP_,
	RTAX_IFA_,
	RTAX_AUTHOR_,
	RTAX_BRD_,
	RTAX_SRC_,     /* OpenBSD; NetBSD's TAG */
	RTAX_SRCMASK_,
	RTAX_LABEL_,
	RTAX_BFD_,
	RTAX_DNS_,
	RTAX_STATIC_,
	RTAX_SEARCH_,
	RTAX_COUNT_
};

enum rtsock_neigh_style {
	NEIGH_LLINFO = 1, /* with that flag, which is bit 10 everywhere, whatever it says of routes */
	NEIGH_INDEX = 2,  /* with the interface's index and type in its link address */
	NEIGH_MASKED = 4, /* published: a network of one host; published alone: SIN_PROXY */
	NEIGH_UPTIME = 8, /* its expiry counts from the start of the system */
};

struct rtsock_layout {
	uint8_t system;	 /* enum origin_system */
	uint8_t word;	 /* 0: both */
	uint8_t version; /* rtm_version; NetBSD has two at once */
	uint8_t rounding; /* sockaddrs begin at multiples of it; one of length 0 takes as much */
	uint8_t af_inet6, af_mpls;
	uint8_t link_size, mpls_size; /* of a sockaddr_dl and a sockaddr_mpls as programs write them */
	uint8_t neigh;	      /* enum rtsock_neigh_style, how an entry of ARP is written */
	bool cut_masks;	      /* a netmask ends behind its last byte that is not zero, when written */
	bool embedded_scopes; /* a link-local address is written with its scope in the second two bytes */
	bool uptime_arp;  /* the expiry of an ARP entry counts from the start of the system */
	bool tags;	  /* RTAX_SRC_ is an MPLS tag */
	bool cloning;	  /* NetBSD: before release 8 */
	bool done_dumps;  /* RTF_DONE, which means nothing there, is set in each entry of a dump */
	bool of_today;	  /* the version that a socket of today speaks */
	bool stale_flags; /* those of neighbours are left from another use of the memory */
	const struct rtsock_type *types; /* ends with type 0 */
	const struct rtsock_head *list_iface, *list_addr; /* FreeBSD's NET_RT_IFLISTL */
	const uint8_t *route_flags;	 /* RTSOCK_FLAGS entries: 1 + enum route_flag, 0 none */
	const uint8_t *iface_flags;	 /* 1 + enum iface_flag */
	uint8_t permanent_flag; /* … one without a deadline that nothing overwrites; UP: all of them */
	uint8_t announce_flag;	/* enum route_flag: a neighbour that is published */
	const uint8_t *link_states; /* RTSOCK_LINK_STATES entries: RFC 2863's number */
};

/* The row for messages of this version from there, or NULL. */
const struct rtsock_layout *rtsock_layout(const struct origin *origin, unsigned version);

/* The row number `n`, for checks that walk all of them; NULL behind the last. */
const struct rtsock_layout *rtsock_layout_row(unsigned n);

#endif
