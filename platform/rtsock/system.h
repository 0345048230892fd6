/* SPDX-License-Identifier: ISC */
/*
 * system: what a BSD's kernel is asked with, as tables; platform/<os>/tables.c holds those of each system.
 * The numbers are the kernel's own (sysctl(3), <sys/socket.h>), written out, so that the tables are compiled and
 * tested everywhere; platform/<os>/check_wire.c asserts that they are the header's.
 */
#ifndef RC_PLATFORM_RTSOCK_SYSTEM_H
#define RC_PLATFORM_RTSOCK_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"
#include "lib/model/origin.h"
#include "lib/model/question.h"
#include "platform/rtsock/kernel.h"

/* What the last numbers of a MIB are, behind CTL_NET, PF_ROUTE, 0, the family and the operation. */
enum rtsock_tail {
	TAIL_NUMBER,	   /* the row's number */
	TAIL_NUMBER_TABLE, /* the row's number, the routing table */
	TAIL_TABLE,	   /* the routing table */
};

/*
 * One way to have a question answered: the sysctl of the routing tables' family with this operation, or the one
 * of that name. Where a question has several rows the first that the kernel knows answers.
 */
struct rtsock_row {
	enum question_what what;
	const char *subject; /* only where this is the question's key; NULL: whatever that is */
	bool brief;	     /* only where brief answers are enough */
	uint8_t operation;   /* NET_RT_… */
	uint8_t tail;	     /* enum rtsock_tail */
	int number;
	bool each;	     /* it answers for one family at a time */
	bool apart;	     /* the system's sandbox forbids it: the broker asks */
	bool whole;	     /* its answer is no row of messages */
	const char *name;    /* a sysctl by its name, in the place of the numbers */
	const char *key;     /* as captures call the answer; NULL: by its name */
};

/* A name, for the system that has none in its kernel. */
struct rtsock_name {
	const char *name;
	uint8_t count;
	int mib[RTSOCK_MIB_MAX];
};

/* Where a message says whose answer it is, and how it went: offsets of rtm_pid, rtm_seq, rtm_errno, 32 bits each. */
struct rtsock_mark {
	uint8_t pid, sequence, error;
};

struct rtsock_system {
	enum origin_system system;
	int pf_route;
	struct rtsock_mark mark;
	uint8_t families[FAMILY_COUNT]; /* AF_…; 0: it has none */
	const struct rtsock_row *rows;	/* ends with ASK_NOTHING */
	const struct rtsock_name *names; /* ends with NULL; NULL: the kernel knows names */
	bool names_apart; /* ASK_SYSCTL is asked by the broker */
	bool tables;	  /* it has more than one routing table */
	bool has_broker;  /* it has a sandbox in which not everything can be asked */
};

extern const struct rtsock_system freebsd_system, openbsd_system, netbsd_system, macos_system;

#endif
