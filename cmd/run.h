/* SPDX-License-Identifier: ISC */
/*
 * run: the loop. A question is asked, its frames are decoded, each record goes to a handler. Here is
 * the one policy for interrupted dumps: a dump that the kernel calls inconsistent is asked again while
 * nothing of it has left the program; after that it is finished, standard error warns, and JSON says
 * "consistent": false.
 */
#ifndef RC_CMD_RUN_H
#define RC_CMD_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/filter.h"
#include "lib/base/env.h"
#include "lib/base/err.h"
#include "lib/base/out.h"
#include "lib/view/json.h"
#include "lib/view/view.h"
#include "lib/wire/decode.h"
#include "platform/source.h"

struct dialect;
struct namespace;

/* The long options that are the same in every tool and dialect. */
struct common {
	const struct dialect *dialect;
	bool clones;
	bool all_netns;	   /* in every network namespace */
	bool legend;	   /* what stands in a table is explained under it */
	const char *vrf;   /* the table of this VRF device; NULL: not asked for */
	bool rules; /* policy rules in the place of routes */
	bool explain; /* route get: all that led to the answer */
	bool json, json_pretty;
	bool openmetrics;
	uint8_t xo; /* enum xo_style */
	bool xo_pretty;
	const char *record, *replay, *netns;
	const char *table; /* as typed; NULL: the main one */
	struct filter_words words; /* filters as typed */
	struct filter filter;	   /* and as they are meant */
	int64_t resolve_timeout_ms;
	bool dry_run;	   /* changes: nothing is sent */
	bool atomic;	   /* … all or none */
	const char *batch; /* … from this file; NULL: the command line */
	unsigned events;    /* news is listened for: 1 << enum event_object; 0: not */
	size_t event_room;  /* --buffer */
	bool watch_plain;   /* --watch without a number of seconds */
	const char *read;   /* --read: a file of frames */
	bool promiscuous;
	uint8_t stamp;	    /* enum stamp: how the time of news is written */
	uint64_t count;	    /* end after so many events or looks; 0: never */
	int64_t duration_ms; /* … or after so long; 0: never */
	int64_t watch_ms; /* between two looks; 0: one is enough */
};

struct run {
	const char *tool; /* the name that messages begin with */
	const struct common *common;
	struct source *source;
	struct index *index;
	struct env env;
	struct view_context context;
	struct json json;
	struct err err;
	struct legend legend;
	bool consistent; /* no dump was left as it was interrupted */
	const struct netlink_message *message; /* that the record in hand came from; NULL: no netlink */
	bool by_name;	 /* the answer at hand tells interfaces by name: the index numbers them */
	struct namespace *spaces; /* namespaces.c; NULL: one is looked at */
	struct source **sources;  /* of each */
	size_t space_count, space, lacking;
	int64_t next_look_ms; /* watch.c: of the monotonic clock */
	int64_t end_ms;	      /* likewise: there is no look behind it; 0: always */
	uint64_t looks;	      /* that there have been */
	uint64_t sent_before; /* bytes that had been sent when this look began */
	uint32_t attempt; /* how many questions were put, those that were put again as well */
	uint64_t asked;	 /* questions that were answered: 1 << enum question_what (recording) */
	/* not cleared */
	_Alignas(max_align_t) uint8_t index_room[INDEX_ROOM];
	struct out out; /* last: large, and a short listing touches little of it */
};

/*
 * What to do with the records of an answer: 0 or a negative errno. `state` (of `size` bytes) is put
 * back to what it was when a dump is asked again.
 */
struct handler {
	int (*record)(struct run *run, const struct record *record, void *state);
	void *state;
	size_t size;
};

/* What a listing will ask for beside tables of routing: names, sockets and their processes, flows. */
enum run_need { RUN_NAMES = 1, RUN_SOCKETS = 2, RUN_FLOWS = 4, RUN_PROCESSES = 8 };

/*
 * Open the source (kernel or capture), with a tap when it is to be recorded, then give up all rights
 * that are no longer needed. `files` are the texts that may be asked for, `needs` what else may
 * (enum run_need).
 */
int run_open(struct run *run, const char *tool, const struct common *common,
	     const char *const *files, unsigned needs);

/* The same, but the rights are kept: the caller gives them up (platform_sandbox) when words are read. */
int run_start(struct run *run, const char *tool, const struct common *common,
	      const char *const *files, unsigned needs);

/*
 * Ask, and hand every record to the handler (NULL: the answer is only read). 0 or a negative errno.
 * What a capture does not hold is sought in the kernel's text of the same table, where it holds that.
 */
int run_ask(struct run *run, const struct question *question, const struct handler *handler);

/* The same, but no answer is no failure: a kernel or a capture that does not have it. */
int run_ask_if_any(struct run *run, const struct question *question, const struct handler *handler);

/* Interfaces into the index. `brief`: without their counters. */
int run_links(struct run *run, bool brief);

/*
 * The names of all addresses that were wanted (index_want_name), within --resolve-timeout. What is
 * missing then is told on standard error and printed as numbers.
 */
int run_names(struct run *run);

/* Begin and end the output. run_end flushes, reports a failure and gives the exit status. */
void run_begin_json(struct run *run);

/* With its first array; no more than once, in however many namespaces it goes on. */
void run_begin_array(struct run *run, const char *key);
int run_end(struct run *run, int error, int failure_status);
void run_close(struct run *run);

/*
 * --all-netns (namespaces.c). Open the sources of all namespaces; the first becomes that of the run.
 * After each listing: to the next namespace, with an empty index. False after the last, or where `error`
 * ends it; an interface that no namespace has is an error then.
 */
int namespaces_open(struct run *run, struct source_args *args);
bool namespaces_next(struct run *run, int *error);
void namespaces_close(struct run *run);

/*
 * --watch (watch.c). The first look has begun; after each look and its run_end with that exit status:
 * wait until the next is due and empty what the last one filled. False: there is no next.
 */
void watch_begin(struct run *run);
bool watch_again(struct run *run, int status);

/* Seconds, with up to three decimals, as milliseconds. -EINVAL. */
int watch_parse(const char *text, int64_t *ret_ms);

/*
 * What failed is standard output itself: told, and `failure_status` returned; but a closed pipe ends
 * the program as SIGPIPE would.
 */
int run_broken_output(const char *tool, int error, int failure_status);

/* "netstat: text" on standard error. */
void run_complain(const char *tool, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
