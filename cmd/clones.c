/* SPDX-License-Identifier: ISC */
/*
 * -C --watch: cloned routes as they appear, change and expire. The kernel sends no news of them, so they are
 * asked for again and again and compared with what was there at the last look.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "cmd/ending.h"
#include "cmd/stamp.h"
#include "cmd/tools.h"
#include "lib/model/event.h"
#include "lib/model/known.h"
#include "lib/view/monitor.h"
#include "platform/platform.h"

enum { SLACK_MS = 1500 }; /* kernels count in seconds, and a look takes its time */

struct clones {
	struct run *run;
	const struct clones_request *request;
	struct known *known;
	struct filter filter;
	struct json json;
	int64_t look_ms, first_ms; /* wall clock */
	uint64_t shown;
	bool began, over;
};

/* What is kept of a clone: itself, and when it would end. */
struct kept {
	struct route route;
	int64_t end_ms; /* 0: never */
};

static void show(struct clones *s, enum event_kind kind, const struct route *r)
{
	static const char marks[EVENT_KINDS] = { [EVENT_ADD] = '+',    [EVENT_CHANGE] = '~',
						 [EVENT_RENEW] = '~',  [EVENT_EXPIRE] = '-',
						 [EVENT_DELETE] = '-' };
	const struct common *c = s->run->common;
	struct event e = { .kind = (uint8_t)kind, .object = OBJECT_ROUTE, .has_record = true,
			   .time_ms = s->look_ms, .route = *r };
	char text[48];

	if (c->json) {
		json_event(&s->json, &e);
	} else {
		stamp_write(text, sizeof(text), c->stamp ? (enum stamp)c->stamp : STAMP_TIME,
			    s->look_ms, s->first_ms, stamp_offset_min(s->look_ms));
		out_row(&s->run->out);
		out_format(&s->run->out, "%s %c ", text, marks[kind]);
		monitor_linux_clone(&s->run->out, &s->run->context, r);
		out_text(&s->run->out, kind == EVENT_RENEW  ? " renewed\n" :
				       kind == EVENT_EXPIRE ? " expired\n" :
				       kind == EVENT_DELETE ? " removed\n" :
							      "\n");
	}
	s->shown++;
	s->over = c->count && s->shown >= c->count;
}

static uint64_t hash_addr(uint64_t hash, const struct addr *a)
{
	return known_hash(known_hash(hash, &a->family, 1), a->bytes, a->size);
}

/* The last look's entry with that key, before a new one takes its place. */
static int on_route(struct run *run, const struct record *record, void *state)
{
	struct clones *s = state;
	struct kept kept, before;
	struct known_entry k = { .size = sizeof(kept), .data = &kept }, old;
	int news;

	(void)run;
	if (record->kind != RECORD_ROUTE || !record->route.cloned || s->over ||
	    (s->filter.any && !filter_route(&s->filter, &record->route)))
		return 0;
	memset(&kept, 0, sizeof(kept));
	kept.route = record->route;
	kept.end_ms = route_has(&kept.route, ROUTE_EXPIRE) ? s->look_ms + kept.route.expire_ms : 0;
	k.group = hash_addr(KNOWN_HASH, &kept.route.dst);
	k.key = known_hash(hash_addr(KNOWN_HASH, &kept.route.src), &kept.route.ifindex, sizeof(kept.route.ifindex));
	k.content = hash_addr(KNOWN_HASH, &kept.route.gateway);
	k.content = known_hash(k.content, kept.route.metric, sizeof(kept.route.metric));
	k.content = known_hash(k.content, &kept.route.flags, sizeof(kept.route.flags));
	if (known_find(s->known, k.group, k.key, &old))
		memcpy(&before, old.data, sizeof(before));
	else
		before.end_ms = 0;
	news = known_put(s->known, &k);
	if (news < 0)
		return err_set(&s->run->err, -news, "more clones than can be compared");
	if (!s->began && news == KNOWN_SAME) /* listed once for each route that shares its next hop */
		return 0;
	if (news == KNOWN_NEW)
		show(s, EVENT_ADD, &kept.route);
	else if (news == KNOWN_CHANGED)
		show(s, EVENT_CHANGE, &kept.route);
	else if (before.end_ms && kept.end_ms > before.end_ms + SLACK_MS)
		show(s, EVENT_RENEW, &kept.route);
	return 0;
}

/* Who is not there any more: in time, or before it. */
static void show_gone(struct clones *s)
{
	struct known_entry gone;

	while (!s->over && known_next_unseen(s->known, &gone)) {
		struct kept kept;

		memcpy(&kept, gone.data, sizeof(kept));
		show(s, kept.end_ms && kept.end_ms <= s->look_ms + SLACK_MS ? EVENT_EXPIRE : EVENT_DELETE,
		     &kept.route);
	}
}

static int look(struct clones *s)
{
	const struct handler h = { .record = on_route, .state = s, .size = 0 };
	struct run *run = s->run;
	int64_t uptime_ms;
	int e = run_links(run, true);

	if (run->common->replay)
		s->look_ms = run->env.wall_ms;
	else
		platform_clock(&s->look_ms, &uptime_ms);
	if (!s->first_ms)
		s->first_ms = s->look_ms;
	known_begin(s->known);
	for (unsigned i = 0; e == 0 && i < s->request->families.count; i++) {
		struct question q = { .what = run->source->origin.system == SYSTEM_LINUX ? ASK_CLONES :
											   ASK_ROUTES,
				      .family = s->request->families.family[i] };

		filter_question(&s->filter, &q);
		e = run_ask_if_any(run, &q, &h);
	}
	if (e == 0)
		show_gone(s);
	s->began = true;
	return e;
}

static int watch(struct clones *s, const struct ending *ending)
{
	struct run *run = s->run;
	int64_t next_ms = ending_now_ms();
	int e;

	for (;;) {
		e = look(s);
		if (e < 0 || s->over)
			return e;
		if (out_flush(&run->out) < 0)
			return run->out.error;
		while (next_ms <= ending_now_ms())
			next_ms += run->common->watch_ms;
		switch (ending_wait(ending, -1, next_ms)) {
		case ENDING_CAME:
			return 0;
		case ENDING_NO_READER:
			return -EPIPE;
		default:
			break;
		}
	}
}

static int run_watch(struct clones *s, const struct ending *ending)
{
	struct run *run = s->run;
	int e = 0;

	s->known = known_new();
	if (!s->known)
		return err_system(&run->err, ENOMEM, "clones");
	s->filter = run->common->filter;
	json_begin_lines(&s->json, &run->out, &run->context);
	if (s->filter.any) {
		e = run_links(run, true);
		if (e == 0)
			e = filter_find(&s->filter, run->index, &run->err);
	}
	return e == 0 ? watch(s, ending) : e;
}

int clones_watch(const char *tool, const struct common *common, const struct clones_request *request)
{
	struct run run;
	struct clones s = { .run = &run, .request = request };
	struct ending ending;
	struct err err = ERR_INIT;
	int e, status;

	tzset();
	if (ending_begin(&ending, common->duration_ms, &err) < 0) {
		run_complain(tool, "%s", err.text);
		return request->failure;
	}
	e = run_open(&run, tool, common, NULL, false);
	if (e == 0)
		e = run_watch(&s, &ending);
	if (e == -EPIPE)
		run_broken_output(tool, e, request->failure);
	status = run_end(&run, e, request->failure);
	run_close(&run);
	known_free(s.known);
	return status;
}
