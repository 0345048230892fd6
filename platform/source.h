/* SPDX-License-Identifier: ISC */
/*
 * source: where bytes come from. The contract of every backend, in words and in types.
 *
 * A source is asked a question and hands out frames until the answer ends; then the next question may
 * be asked. It decodes nothing beyond what it needs to find the end of an answer.
 *
 *	open	 make the source; on failure nothing is left behind
 *	ask	 begin an answer. The question and what it points to must live until the answer has ended.
 *		 Asking before the last answer ended drops the rest of that answer.
 *	next	 1 and a frame; 0 at the end of the answer; -EAGAIN when `deadline_ms` (of the monotonic
 *		 clock; negative: wait for ever) has passed; another negative errno when the answer failed,
 *		 with the kernel's own words in `err` where it has some. The frame lives until the next call.
 *	send	 send changes or requests that lib/wire encoded, one behind the other. Their answers come by
 *		 `next`, refusals too, in as many frames as the kernel makes of them; 0 when the last of the
 *		 messages is answered, which it must have asked for
 *	fd	 a descriptor to wait on for input, or -1
 *		 ASK_EVENTS has no end of its own: `next` gives -EAGAIN while there is no news, and -ENOBUFS
 *		 where some was lost, after which it goes on. What comes while another question is asked
 *		 waits, and ASK_EVENTS asked again goes on there.
 *	close	 end; frees all
 *
 * A question that this system has no answer to is refused by `ask` with -EOPNOTSUPP.
 */
#ifndef RC_PLATFORM_SOURCE_H
#define RC_PLATFORM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "lib/model/frame.h"
#include "lib/model/origin.h"
#include "lib/model/question.h"

struct source;

struct source_args {
	const char *netns;	   /* network namespace by name or process id, NULL: ours */
	const char *const *files;  /* keys of ASK_FILE that may be asked, NULL at the end: opened now, */
				   /* because a sandbox forbids it later; a missing one fails when asked */
	const char *path;	   /* replay: the capture */
	bool sockets;		   /* ASK_SOCKETS will be asked */
	bool flows;		   /* ASK_FLOWS will be asked */
	bool processes;		   /* ASK_PROCESSES will be asked: the sandbox must let /proc be read */
	bool names;		   /* ASK_NAMES will be asked: starts the resolver */
	unsigned events;	   /* ASK_EVENTS will be asked, of these: 1 << enum event_object; listens from now */
	size_t event_room;	   /* bytes that may wait unread, as far as the system lets; 0: many */
	bool dated;		   /* wanted: the origin's release and boot time, the time of frames */
};

struct source_ops {
	int (*ask)(struct source *source, const struct question *question, struct err *err);
	int (*next)(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		    struct err *err);
	int (*send)(struct source *source, const void *data, size_t size, struct err *err);
	int (*fd)(const struct source *source);
	void (*close)(struct source *source);
};

/* The head of every backend's own structure. */
struct source {
	const struct source_ops *ops;
	struct origin origin; /* whose bytes these are */
	int64_t wall_ms;      /* the clock that times in its bytes go by: the host's, or the recording's; */
	int64_t uptime_ms;    /* 0 where none of them is absolute, as on Linux, or nobody knows */
	uint32_t send_table;  /* the caller's: the routing table of what is sent next, where a message has no */
			      /* place for it (FreeBSD's fib) */
};

typedef int source_open(const struct source_args *args, struct source **ret_source,
			struct err *err);

static inline int source_ask(struct source *s, const struct question *q, struct err *err)
{
	return s->ops->ask(s, q, err);
}

static inline int source_next(struct source *s, struct frame *ret_frame, int64_t deadline_ms,
			      struct err *err)
{
	return s->ops->next(s, ret_frame, deadline_ms, err);
}

static inline int source_send(struct source *s, const void *data, size_t size, struct err *err)
{
	return s->ops->send(s, data, size, err);
}

static inline int source_fd(const struct source *s)
{
	return s->ops->fd(s);
}

static inline void source_close(struct source *s)
{
	if (s)
		s->ops->close(s);
}

#endif
