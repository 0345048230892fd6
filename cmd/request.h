/* SPDX-License-Identifier: ISC */
/*
 * request: what a command line asks for, in the terms that the three tools share. The dialect's table
 * decides which of them an option sets; what they mean together is the tool's own.
 */
#ifndef RC_CMD_REQUEST_H
#define RC_CMD_REQUEST_H

#include "cmd/dialect.h"
#include "cmd/families.h"
#include "cmd/run.h"

enum mode {
	MODE_ROUTE,
	MODE_INTERFACES,
	MODE_STATISTICS,
	MODE_GROUPS,
	MODE_MASQUERADE,
	MODE_NEXTHOPS,
	MODE_HOP_GROUPS,
};

enum { REQUEST_WORDS = 512 };

struct request {
	enum tool tool;
	struct common common;
	struct families families;
	unsigned modes;	 /* 1 << enum mode */
	unsigned extend; /* how often -e was given */
	bool quiet;	 /* route -q: nothing is told of what was done */
	bool test;	 /* route -t, -d: nothing is done */
	bool numeric, all, wide, fib, cache, verbose;
	unsigned neighbours;  /* arp: of these families, 1 << enum family; 0 the default */
	uint32_t view;	      /* enum view_option that letters set as they are (BSD) */
	unsigned statistics;  /* how often -s was given */
	uint32_t sockets;     /* of these protocols, 1 << enum sock_protocol; 0 not given */
	bool listening, timers, programs, contexts;
	bool numeric_hosts, numeric_ports, numeric_users;
	char change;	      /* arp: what is to be changed: the last of -d -f -s (and -S, -F); 0 nothing */
	bool use_device;      /* arp: -D */
	const char *protocol; /* BSD: of -p; NULL: not given */
	bool rates;	      /* BSD: -w */
	const char *device;   /* NULL: not given */
	const char *hardware; /* likewise */
	const char *words[REQUEST_WORDS]; /* those that are no options, as far as there is room */
	unsigned word_count;
	bool words_lost; /* there was no room for all */
};

/*
 * Read the command line. 0: go on; 1: the program ends with `ret_status` (help was asked for, or the
 * command line was wrong and that has been said).
 */
int request_read(struct request *request, enum tool tool, int argc, char **argv, int *ret_status);

/* Words with a dash that the tool reads as words, in that dialect; NULL: none. */
const char *const *request_plain_words(enum tool tool, const struct dialect *dialect);

/* The tool's name and its grammar in the dialect. */
const struct grammar *request_grammar(const struct request *request);

/*
 * Where a family without a routing table was asked for, that is told, and the exit status returned;
 * 0 where none was.
 */
int request_refuse_families(const struct request *request);

/* A usage error in words: how to get help is said too. Returns the exit status. */
int request_refuse(const struct request *request, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
