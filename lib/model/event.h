/* SPDX-License-Identifier: ISC */
/*
 * event: one piece of a kernel's news: something was added, changed or removed, or a message of the
 * routing socket (route(4)) that says something else. A plain value; large, and only the parts that `has`
 * names are set.
 */
#ifndef RC_MODEL_EVENT_H
#define RC_MODEL_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/model/nexthop.h"
#include "lib/model/route.h"
#include "lib/model/rule.h"

/* What happened. From EVENT_GET on it is what only a routing socket says. */
enum event_kind {
	EVENT_OTHER,
	EVENT_ADD,
	EVENT_DELETE,
	EVENT_CHANGE,
	EVENT_GET,
	EVENT_LOSING,
	EVENT_REDIRECT,
	EVENT_MISS,
	EVENT_LOCK,
	EVENT_RESOLVE,
	EVENT_INVALIDATE,
	EVENT_SETGATE,
	EVENT_LLINFO,
	EVENT_IPFWLOG,
	EVENT_BFD,
	EVENT_PROPOSAL,
	EVENT_SOURCE,
	EVENT_LOST, /* messages: there was no room for them (RTM_DESYNC, ENOBUFS) */
	EVENT_NEWADDR,
	EVENT_DELADDR,
	EVENT_CHANGE_ADDR,
	EVENT_IFINFO,
	EVENT_NEWMADDR,
	EVENT_DELMADDR,
	EVENT_ANNOUNCE,
	EVENT_WIRELESS,
	EVENT_RESYNC, /* not told by a kernel: all was read again, with `size` differences */
	EVENT_RENEW,  /* of a cloned route: it ends later than it was to */
	EVENT_EXPIRE, /* … its time was over */
	EVENT_KINDS
};

/* To what. */
enum event_object {
	OBJECT_NONE,
	OBJECT_ROUTE,
	OBJECT_ADDR,
	OBJECT_LINK,
	OBJECT_NEIGH,
	OBJECT_RULE,
	OBJECT_NEXTHOP,
	OBJECT_MADDR,
	OBJECT_COUNT
};

#define OBJECT_BIT(object) (1u << (object))

/* The order of the addresses of a routing message; from TAG on it is that of one system. */
enum message_address {
	MESSAGE_DST,
	MESSAGE_GATEWAY,
	MESSAGE_NETMASK,
	MESSAGE_GENMASK,
	MESSAGE_IFP,
	MESSAGE_IFA,
	MESSAGE_AUTHOR,
	MESSAGE_BRD,
	MESSAGE_SRC, /* OpenBSD; NetBSD's TAG */
	MESSAGE_SRCMASK,
	MESSAGE_LABEL,
	MESSAGE_BFD,
	MESSAGE_DNS,
	MESSAGE_STATIC,
	MESSAGE_SEARCH,
	MESSAGE_ADDRESSES
};

enum { MESSAGE_MAX = 2048 }; /* what the systems' own programs read of one */

/* A socket address within a message. */
struct message_addr {
	bool there;	  /* its first byte is within the message */
	uint8_t family;	  /* as the system numbers it */
	uint8_t length;	  /* as it says itself: it may reach beyond the message */
	uint8_t selector; /* of a link address: the length of its selector */
	uint16_t at;	  /* where it stands in `bytes` */
	uint16_t size;	  /* how much of it is there */
	struct addr addr; /* FAMILY_NONE where it is none that is known here */
	char name[IFACE_NAME_MAX]; /* a link address': of its interface */
};

/* What stands in the head of a message of the routing socket, in the numbers of its system. */
struct message {
	uint16_t size;	 /* of what was read */
	uint16_t length; /* of the message, as it says itself */
	uint16_t what;	 /* of an announcement */
	uint8_t version, type;
	bool understood; /* the version is the one of today */
	bool short_head; /* the head itself is not there whole */
	bool has_pid;	 /* the head has such a field */
	uint64_t flags;	 /* RFLAG_BIT, or of an interface 0 */
	uint64_t fmask;
	uint32_t raw_flags; /* as they came */
	uint32_t raw_xflags;
	uint32_t addrs;	 /* 1 << enum message_address, as it says itself */
	uint32_t locks, inits;
	int32_t pid, sequence, error, metric;
	uint32_t ifindex, table, priority, mtu;
	uint8_t link_state, link_type;
	uint8_t operstate; /* the same as RFC 2863 numbers it: 0 unknown, 2 down, 6 up */
	uint64_t use;
	int64_t expire;	 /* as it came */
	int64_t left_s;	 /* … and how long still, by the clock of its own time */
	char name[IFACE_NAME_MAX]; /* in an announcement */
	uint16_t rest;	 /* how many bytes stand behind the head */
	struct message_addr addr[MESSAGE_ADDRESSES];
	uint8_t bytes[MESSAGE_MAX];
};

/* A point in time by the calendar, at the place where the program runs. */
struct event_time {
	int year, month, day, weekday; /* the month from 1, Sunday is 0 */
	int hour, minute, second, millisecond;
	int offset_min; /* east of UTC */
};

struct event {
	uint8_t kind;	/* enum event_kind */
	uint8_t object; /* enum event_object */
	bool has_message; /* `message` is set: it came by a routing socket */
	bool has_record;  /* one of the records is set, by `object` */
	bool recovered;	  /* not told by the kernel: found by comparison after messages were lost */
	int64_t time_ms;
	struct event_time time;
	char stamp[40];	/* instead of the dialect's own time; "" none */
	size_t size;	/* of its bytes; of EVENT_RESYNC how many differences there were */
	union {
		struct route route; /* also what a link-layer entry of a BSD's table says */
		struct neigh neigh;
		struct iface iface;
		struct ifaddr ifaddr;
		struct rule rule;
		struct nexthop nexthop;
	};
	struct message message;
};

/* "add", "delete", …; "route", "address", …. Never NULL. */
const char *event_kind_name(unsigned kind);
const char *event_object_name(unsigned object);

/* The object of that name, also as people shorten it ("addr", "neighbour"); OBJECT_NONE. */
enum event_object event_object_find(const char *name);

/* The calendar's view of a time: what strftime would make of it, for an offset from UTC. */
struct event_time event_time_of(int64_t time_ms, int offset_min);

#endif
