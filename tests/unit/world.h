/* SPDX-License-Identifier: ISC */
/*
 * world: a platform of the tests' own. It answers every question with the fixtures, and goes wrong where
 * it is told to. Each frame lies in memory of its own that ends with the next call.
 */
#ifndef RC_TESTS_UNIT_WORLD_H
#define RC_TESTS_UNIT_WORLD_H

#include "platform/source.h"

/* How call number `at` (of ask and next together, from 1) goes wrong; 0: nothing does. */
enum world_fault {
	WORLD_FAILS = 1,   /* returns -error with the reason "scripted failure" */
	WORLD_SHORT,	   /* a netlink frame ends within its last message */
	WORLD_CUT,	   /* the kernel said that bytes are missing, whole messages are there */
	WORLD_INTERRUPTED, /* the kernel said that the table changed, `times` times from there on */
	WORLD_TOO_LONG,	   /* a message did not fit (-EMSGSIZE), `times` times from there on */
	WORLD_FOREIGN,	   /* the frame is of a kind that nobody decodes */
};

struct world {
	unsigned at, times;
	unsigned repeat; /* answers are so many times as long; 0: once */
	enum world_fault fault;
	int error;

	/* out */
	unsigned calls;	   /* made so far */
	bool struck;	   /* the fault has happened */
	enum question_what struck_at; /* to which question */
	unsigned open;	   /* sources that are not closed */
};

extern struct world world;

/* Nothing goes wrong, nothing has been asked. */
void world_reset(void);

/* A source of that world; platform_open gives the same. */
int world_open(const struct source_args *args, struct source **ret_source, struct err *err);

/* The last status, text and complaints of a command run here. */
struct world_result {
	int status;
	char *out;
	size_t out_size;
	char *err;
};

/* Run "netstat -rn" and the like; free the result with world_free. */
struct world_result world_run(const char *command);
void world_free(struct world_result *result);

#endif
