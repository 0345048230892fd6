/* SPDX-License-Identifier: ISC */
/* The parts of platform/linux, for each other. */
#ifndef RC_PLATFORM_LINUX_LINUX_H
#define RC_PLATFORM_LINUX_LINUX_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "lib/model/frame.h"
#include "lib/model/question.h"

/*
 * Enter the network namespace of that name (as ip-netns(8) keeps them in /run/netns) or of the process
 * of that number. Affects what is opened from then on.
 */
int netns_enter(const char *name, struct err *err);

/*
 * Text files under /proc, opened before the sandbox closes the file system. Keys are paths below
 * /proc; "net/…" are those of the network namespace in force.
 */
enum { FILES_MAX = 16, FILE_CHUNK = 64 * 1024 };

struct files {
	unsigned count;
	struct {
		const char *key;
		int fd; /* or a negative errno */
	} file[FILES_MAX];
	char *chunk; /* FILE_CHUNK bytes, made when first asked */
	int current;
	size_t held, given;
};

void files_open(struct files *files, const char *const *keys);
int files_ask(struct files *files, const char *key, struct err *err);

/* 1 and a piece that ends at a line's end, 0 at the end of the file, -errno. */
int files_next(struct files *files, struct frame *ret_frame, struct err *err);
void files_close(struct files *files);

/*
 * A socket that hears of these objects (1 << enum event_object) from now on, or -errno. `room`: bytes that
 * may wait in it; 0: as many as the system lets, up to some ten thousand messages.
 */
int events_open(unsigned objects, size_t room, struct err *err);

/*
 * The dump request of a question, into `buffer` (REQUEST_MAX bytes). Returns its length, or -EOPNOTSUPP
 * where rtnetlink has no such dump.
 */
enum { REQUEST_MAX = 256 };
int request_build(const struct question *question, uint32_t sequence, void *buffer);

/* The same of sock_diag for ASK_SOCKETS, in SOCK_DIAG_MAX bytes. */
enum { SOCK_DIAG_MAX = 4096 };
int sock_diag_build(const struct question *question, uint32_t sequence, void *buffer);

/* The same of ctnetlink for ASK_FLOWS, in REQUEST_MAX bytes. */
int conntrack_build(uint32_t sequence, void *buffer);

/*
 * The processes that hold sockets (lib/wire/proc). `socket` is any of our own: all are of one file system.
 * processes_next: 1 and a frame, 0 behind the last.
 */
struct processes;
struct processes *processes_new(void);
int processes_ask(struct processes *processes, const struct question *question, struct err *err);
int processes_next(struct processes *processes, int socket, struct frame *ret_frame);
void processes_free(struct processes *processes);

#endif
