/* SPDX-License-Identifier: ISC */
/*
 * change: the loop of changes. A dialect's grammar makes changes of words, the encoder of the source's
 * system makes a message of each, and when the whole input has been found good the messages are sent,
 * many at once. The first refusal ends it; what the kernel says goes with the words it refuses.
 */
#ifndef RC_CMD_CHANGE_H
#define RC_CMD_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/request.h"
#include "cmd/run.h"
#include "lib/model/change.h"

struct change_job;

/* Addresses that a gateway must not have to be one: prefixes of the local table (Linux). */
struct change_local {
	struct addr addr;
	uint8_t bits;
};

/* What a line of the dialect's own tells of a change, in the words that were typed; NULL: not said. */
struct change_said {
	const char *verb, *destination, *gateway, *fibs;
	bool host;
};

/* What a grammar reads with, and where it puts what it read. */
struct change_reader {
	struct run *run; /* its index knows the interfaces */
	struct change_job *job;
	const struct request *request;
	enum family family;	 /* that options before the words named; FAMILY_NONE: none */
	const char *device;	 /* arp's -i; NULL: not given */
	char verb;		 /* arp: 's', 'd' or 'f', the last that was given; 0: none */
	bool auto_address;	 /* arp's -D: the link address is an interface's */
	struct change_said said; /* of the last command, for style->tell */
	struct route *told;	 /* … and the routes that it is about, where it names none */
	size_t told_count;
	int status; /* exit status of what is refused; the grammar's usage, unless it is set */
	struct route hops[CHANGE_HOPS_MAX]; /* room for the further ones of the change in hand */
	struct nexthop members[CHANGE_HOPS_MAX]; /* likewise */
	struct neigh *neighs;			 /* those that there are, once somebody asked */
	size_t neigh_count;
	unsigned neighs_known; /* 1 << enum family */
	struct change_local *local;
	size_t local_count;
	bool local_known;
	struct addr asked; /* the last gateway that was looked up there; most lines have the same */
	bool asked_local;
};

/*
 * Words of one command -> changes, each handed on by change_emit. 0, or a negative errno with the
 * reason: -EINVAL for wrong words. Nothing is sent yet, and nothing is remembered between two calls but
 * in the reader.
 */
typedef int change_grammar(struct change_reader *reader, const char *const *words, unsigned count,
			   struct err *err);

/* Take one change; it is encoded here, and what its pointers lead to may go afterwards. */
int change_emit(struct change_reader *reader, const struct change *change, struct err *err);

/* A command of route; returns the exit status. */
typedef int change_command(const struct request *request);

/* How a dialect reads changes and how they fail. */
struct change_style {
	change_grammar *route, *arp;		      /* NULL: not in this dialect */
	change_grammar *ethers;			      /* a line of the file of arp -f */
	change_command *(*command)(const char *word); /* NULL: nothing is changed by that word */
	/*
	 * The lines of route's own about the command line, when all was sent: with 0, or with the host's errno
	 * of the refusal, whose words are in run->err. Returns the exit status. NULL: none but a refusal's.
	 */
	int (*tell)(struct change_reader *reader, int error);
	uint8_t system; /* enum origin_system: whose program it is (BSD) */
	int refused;	/* route's exit status where the kernel refuses */
	int arp_refused;
};

/*
 * Run what the request says: its words, or the file of --batch. Returns the exit status. Lines have
 * options, as the command line has, but not where the grammar is a style's `ethers`.
 */
int change_run(const struct request *request, change_grammar *grammar, int refused);

/* The same with a file of route save, checked first; what is there already is no error. */
int change_restore(const struct request *request, change_grammar *grammar, int refused);

/* The clocks of the system that is changed: the host's, or a capture's. */
void change_clock(const struct run *run, int64_t *ret_wall_ms, int64_t *ret_uptime_ms);

/* An interface by its name, as it is or as it is shown (\xHH); -ENODEV with the reason. */
int change_device(const struct change_reader *reader, const char *name, uint32_t *ret_ifindex,
		  struct err *err);

#endif
