/* SPDX-License-Identifier: ISC */
/*
 * question: what is asked of a source. Typed, so that a capture can answer it on a system whose own
 * request bytes would look different, and so that a recorded wider answer serves a narrower question.
 */
#ifndef RC_MODEL_QUESTION_H
#define RC_MODEL_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/addr.h"

struct out;
struct sock_match;

enum question_what {
	ASK_NOTHING,
	ASK_LINKS,     /* interfaces with their counters */
	ASK_ADDRS,     /* addresses of interfaces */
	ASK_ROUTES,    /* a routing table, without clones where the kernel keeps them apart */
	ASK_CLONES,    /* Linux: the next-hop exceptions */
	ASK_NEIGHS,    /* neighbours */
	ASK_PROXIES,   /* published neighbours, where the kernel keeps them apart */
	ASK_TIMES,     /* parameters of the neighbour tables */
	ASK_NEXTHOPS,  /* next-hop objects and groups */
	ASK_RULES,     /* policy rules */
	ASK_FILE,      /* the text `key` (a path below /proc) */
	ASK_SYSCTL,    /* the sysctl `key` */
	ASK_NAMES,     /* the names of `names` */
	ASK_MADDRS,    /* multicast addresses of interfaces */
	ASK_GROUPS,    /* FreeBSD: groups of next-hop objects */
	ASK_LOOKUP,    /* which route a destination has: `key`, an address */
	ASK_EVENTS,    /* what changes, as it changes */
	ASK_ND,	       /* what a BSD tells of IPv6 neighbours one by one: their states */
	ASK_STATS,     /* the counters of the protocol `key`: "route", "ip", "tcp" */
	ASK_PROCESSES, /* the processes that hold sockets */
	ASK_SOCKETS,   /* the sockets of one protocol (`socket`) and family */
	ASK_FLOWS,     /* the connections that are tracked */
	ASK_COUNT
};

/* What a name is wanted of. */
enum name_kind {
	NAME_HOST,    /* of an address: gethostbyaddr */
	NAME_NETWORK, /* of a network: getnetbyaddr */
	NAME_SERVICE, /* of a port: getservbyport; of a raw socket's protocol: getprotobynumber */
	NAME_USER,    /* of a user: getpwuid */
	NAME_KINDS
};

struct name_query {
	struct addr addr;
	uint8_t kind; /* enum name_kind */
};

enum { NAME_MAX_SIZE = 255 };

/*
 * What else than addresses can have a name, in the place of one: family 0, eight bytes, of which the
 * first is 1, the second a protocol (enum sock_protocol; 0 of a user), the last four the number.
 */
enum { NAME_NUMBER_SIZE = 8 };
struct addr name_number(unsigned protocol, uint32_t number);

/* Is it one of an address, or such a number? */
bool name_query_is_valid(const struct name_query *query);

/* What was found. */
struct name {
	struct name_query query;
	bool found;
	uint8_t size;
	char text[NAME_MAX_SIZE + 1]; /* any bytes; NUL-terminated */
};

struct lookup;

struct question {
	enum question_what what;
	enum family family; /* FAMILY_NONE: all */
	uint32_t table;	    /* routes: 0 all */
	uint32_t fib;	    /* BSD: the routing table, from 0 (fib, rtable); an answer is of one */
	uint32_t ifindex;   /* 0 all */
	uint8_t protocol;   /* routes: who installed them (rtm_protocol); 0 all */
	uint8_t type;	    /* routes: enum route_type; 0 all */
	uint8_t socket;	    /* sockets: enum sock_protocol; an answer is of one */
	uint32_t states;    /* sockets: in one of these, 1 << enum sock_state; 0 all */
	bool brief;	    /* links, sockets, processes: what a plain table shows is enough, without counters and details */
	const char *key;    /* ASK_FILE, ASK_SYSCTL, ASK_STATS; "" or NULL elsewhere */
	const struct lookup *lookup; /* ASK_LOOKUP: what `key` means, where it is as somebody typed it; or NULL */
	uint8_t lookup_bits; /* with it: the prefix, */
	bool lookup_net;     /* where a network is to be found and not a host's route */
	const struct sock_match *match; /* ASK_SOCKETS: what a kernel may leave out; NULL nothing (recording) */
	const uint64_t *inodes; /* ASK_PROCESSES: the sockets that count, in order; NULL: all */
	size_t inode_count;	/* (when recording, all: a capture's question does not tell) */
	const struct name_query *names; /* ASK_NAMES; the caller's until the last answer */
	size_t name_count;
	int64_t timeout_ms; /* ASK_NAMES: for all together */
};

/* "links", "routes", … as in captures. */
const char *question_name(enum question_what what);

/* "what=routes family=inet table=254 ifindex=0 key=net/ipv6_route" (key last, to the end). */
void question_write(struct out *out, const struct question *question);

/*
 * The reverse. `ret_key` (of `key_size` bytes) receives the key and must live as long as the
 * question. -EINVAL where the text is none.
 */
int question_parse(const char *text, size_t size, char *ret_key, size_t key_size,
		   struct question *ret_question);

/* Does a recorded answer to `recorded` hold all that answers `asked`? */
bool question_serves(const struct question *recorded, const struct question *asked);

#endif
