/* SPDX-License-Identifier: ISC */
#include "cmd/run.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/model/route.h"
#include "platform/hold.h"
#include "platform/platform.h"
#include "platform/replay/module.h"

enum { TRIES = 8, STATE_MAX = 4096 };

void run_complain(const char *tool, const char *format, ...)
{
	char text[1024], shown[4 * sizeof(text)];
	va_list list;
	size_t n;
	int length;

	va_start(list, format);
	length = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (length < 0)
		return;
	n = (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1;
	n = out_name_text(shown, text, n);
	fprintf(stderr, "%s: %.*s\n", tool, (int)n, shown);
}

static int open_source(struct run *run, struct source_args *args)
{
	const struct common *c = run->common;
	const struct capture_module *module;
	struct source *tapped;
	int64_t wall_ms, uptime_ms;
	int e;

	if (c->all_netns)
		return namespaces_open(run, args);
	if (!c->replay && !c->record)
		return platform_open(args, &run->source, &run->err);
	e = capture_module_load(&module, &run->err);
	if (e < 0)
		return e;
	e = c->replay ? module->replay(args, &run->source, &run->err) :
			platform_open(args, &run->source, &run->err);
	if (e < 0 || !c->record)
		return e;
	wall_ms = run->source->wall_ms;
	uptime_ms = run->source->uptime_ms;
	if (c->dry_run)
		e = hold_open(run->source, &run->source, &run->err);
	if (e < 0)
		return e;
	if (!wall_ms)
		platform_clock(&wall_ms, &uptime_ms);
	e = module->record(run->source, c->record, wall_ms, uptime_ms, &tapped, &run->err);
	if (e == 0)
		run->source = tapped;
	return e;
}

int run_start(struct run *run, const char *tool, const struct common *common,
	      const char *const *files, unsigned needs)
{
	struct source_args args = { .netns = common->netns, .files = files,
				    .path = common->replay, .names = needs & RUN_NAMES,
				    .sockets = needs & RUN_SOCKETS, .flows = needs & RUN_FLOWS,
				    .processes = needs & RUN_PROCESSES,
				    .events = common->events, .event_room = common->event_room,
				    .dated = common->json || common->record || common->events };
	int e;

	memset(run, 0, offsetof(struct run, index_room));
	run->tool = tool;
	run->common = common;
	run->consistent = true;
	out_init(&run->out, STDOUT_FILENO);
	watch_begin(run);
	run->index = index_in(run->index_room);
	e = open_source(run, &args);
	if (e < 0)
		return e;
	run->env.wall_ms = run->source->wall_ms;
	run->env.uptime_ms = run->source->uptime_ms;
	run->context.origin = &run->source->origin;
	run->context.index = run->index;
	run->context.env = &run->env;
	if (run->common->legend)
		run->context.legend = &run->legend;
	return 0;
}

int run_open(struct run *run, const char *tool, const struct common *common,
	     const char *const *files, unsigned needs)
{
	int e = run_start(run, tool, common, files, needs);

	return e < 0 ? e : platform_sandbox(needs & RUN_PROCESSES, &run->err);
}

/* Interfaces that a text calls by name get the number that the index knows them by. */
static int number_device(struct run *run, struct record *record)
{
	switch (record->kind) {
	case RECORD_ROUTE:
		return record->route.device[0] ?
			       index_name_iface(run->index, record->route.device,
						&record->route.ifindex) :
			       0;
	case RECORD_NEIGH:
		return record->neigh.device[0] ?
			       index_name_iface(run->index, record->neigh.device,
						&record->neigh.ifindex) :
			       0;
	default:
		return 0;
	}
}

/* Where the kernel said when, and not how long still, its clock tells the rest. */
static void set_left(const struct env *env, struct record *record)
{
	if (record->kind == RECORD_ROUTE)
		route_set_left(&record->route, env->wall_ms, env->uptime_ms);
	else if (record->kind == RECORD_NEIGH || record->kind == RECORD_ND)
		neigh_set_left(&record->neigh, env->wall_ms, env->uptime_ms);
}

/* One frame's records. */
static int handle_frame(struct run *run, const struct frame *frame, const struct handler *handler,
			bool *interrupted)
{
	struct decode decode;
	struct record record;
	int more;

	if (frame->flags & FRAME_CUT)
		return err_set(&run->err, EBADMSG, "bytes are missing in an answer of the %s kernel",
			       origin_system_name((enum origin_system)frame->origin->system));
	decode_begin(&decode, frame);
	while ((more = decode_next(&decode, &record)) > 0) {
		int e = run->by_name ? number_device(run, &record) : 0;

		set_left(&run->env, &record);
		run->message = frame->kind == FRAME_NETLINK ? &decode.message : NULL;
		if (e == 0 && handler)
			e = handler->record(run, &record, handler->state);
		if (e < 0)
			return e;
		if (run->out.error)
			return run->out.error;
	}
	*interrupted |= decode.interrupted;
	if (more < 0)
		return err_set(&run->err, -more, "a message of the %s kernel is damaged",
			       origin_system_name((enum origin_system)frame->origin->system));
	if (decode.error)
		return err_system(&run->err, decode.error, "the kernel refuses");
	return 0;
}

static int ask_once(struct run *run, const struct question *q, const struct handler *handler,
		    bool *ret_interrupted)
{
	struct frame frame;
	int more = source_ask(run->source, q, &run->err);

	*ret_interrupted = false;
	run->attempt++;
	if (more < 0)
		return more;
	while ((more = source_next(run->source, &frame, -1, &run->err)) > 0) {
		int e = handle_frame(run, &frame, handler, ret_interrupted);

		if (e < 0)
			return e;
	}
	return more;
}

static int ask_again(struct run *run, const struct question *q, const struct handler *handler)
{
	uint8_t state[STATE_MAX];
	struct json json = run->json;
	size_t used = run->out.used;
	uint64_t sent = run->out.sent;

	if (handler && handler->size > sizeof(state))
		return err_set(&run->err, EOVERFLOW, "state of a handler");
	if (handler && handler->size)
		memcpy(state, handler->state, handler->size);
	run->asked |= UINT64_C(1) << q->what;
	for (int i = 1;; i++) {
		bool interrupted;
		int e = ask_once(run, q, handler, &interrupted);

		/* a message that did not fit has made its buffer grow: that answer is void as well */
		if (!interrupted && e != -EMSGSIZE)
			return e;
		if (i == TRIES || run->out.sent != sent || (e < 0 && e != -EMSGSIZE)) {
			run->consistent = run->consistent && !interrupted;
			return e;
		}
		err_clear(&run->err);
		run->out.used = used;
		run->json = json;
		if (handler && handler->size)
			memcpy(handler->state, state, handler->size);
	}
}

/* The text under /proc that answers a question as well, or NULL. */
static const char *text_of(const struct question *q)
{
	switch (q->what) {
	case ASK_LINKS:
		return "net/dev";
	case ASK_ROUTES: /* of the main table, and of no other */
		if (q->table != TABLE_MAIN)
			return NULL;
		return q->family == FAMILY_INET	 ? "net/route" :
		       q->family == FAMILY_INET6 ? "net/ipv6_route" :
						   NULL;
	case ASK_NEIGHS:
	case ASK_PROXIES:
		return q->family == FAMILY_INET ? "net/arp" : NULL;
	default:
		return NULL;
	}
}

int run_ask(struct run *run, const struct question *q, const struct handler *handler)
{
	struct question text = { .what = ASK_FILE, .key = text_of(q) };
	int e = ask_again(run, q, handler);
	struct err reason = run->err;

	if (e != -ENOMSG || !text.key)
		return e;
	err_clear(&run->err);
	run->by_name = true;
	e = ask_again(run, &text, handler);
	run->by_name = false;
	if (e == -ENOMSG)
		run->err = reason;
	return e;
}

int run_ask_if_any(struct run *run, const struct question *q, const struct handler *handler)
{
	int e = run_ask(run, q, handler);

	if (e != -EOPNOTSUPP && e != -ENOMSG)
		return e;
	err_clear(&run->err);
	return 0;
}

static int keep_link(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_IFACE ? index_add_iface(run->index, &record->iface) : 0;
}

int run_links(struct run *run, bool brief)
{
	const struct question q = { .what = ASK_LINKS, .brief = brief };
	const struct handler h = { .record = keep_link };

	return run_ask(run, &q, &h);
}

static int keep_name(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_NAME ? index_add_name(run->index, &record->name) : 0;
}

int run_names(struct run *run)
{
	struct question q = { .what = ASK_NAMES, .timeout_ms = run->common->resolve_timeout_ms };
	const struct handler h = { .record = keep_name };
	struct source *at = run->source;
	size_t answered;
	int e;

	q.name_count = index_wanted(run->index, &q.names);
	if (!q.name_count)
		return 0;
	if (run->spaces) /* the first has the resolver */
		run->source = run->sources[0];
	e = run_ask(run, &q, &h);
	run->source = at;
	answered = index_names_answered(run->index);
	if (e < 0) { /* the name service broke down: its names are missing, the table is not */
		run_complain(run->tool, "%zu of %zu names missing: %s", q.name_count - answered,
			     q.name_count, run->err.text);
		err_clear(&run->err);
	} else if (answered < q.name_count && q.timeout_ms && !run->common->replay) {
		run_complain(run->tool, "%zu of %zu names missing: no answer within %lld ms",
			     q.name_count - answered, q.name_count, (long long)q.timeout_ms);
	}
	return 0;
}

void run_begin_json(struct run *run)
{
	json_begin(&run->json, &run->out, &run->context, run->common->json_pretty);
}

void run_begin_array(struct run *run, const char *key)
{
	if (run->spaces && run->json.out)
		return;
	run_begin_json(run);
	json_array(&run->json, key);
}

/* A reader that went away ends us as it ends every filter, even where our parent ignores SIGPIPE. */
static void die_of_pipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

int run_broken_output(const char *tool, int error, int failure_status)
{
	if (error == -EPIPE)
		die_of_pipe();
	run_complain(tool, "standard output: %s", strerror(-error));
	return failure_status;
}

int run_end(struct run *run, int error, int failure_status)
{
	if (run->common->json && run->json.out)
		json_end(&run->json, run->consistent && error >= 0,
			 error < 0 ? run->err.text : NULL);
	if (error >= 0 && run->legend.count)
		legend_print(&run->legend, &run->out);
	if (error < 0 && !run->common->json && run->out.sent == run->sent_before)
		out_drop(&run->out); /* nothing half printed */
	if (out_flush(&run->out) < 0)
		return run_broken_output(run->tool, run->out.error, failure_status);
	if (error >= 0 && run->common->legend && !run->legend.count)
		run_complain(run->tool, "--legend: this listing has no columns");
	run->legend.count = 0;
	if (!run->consistent)
		run_complain(run->tool, "the table changed while it was read, again and again: "
					"rows may be missing or listed twice");
	if (error < 0) {
		run_complain(run->tool, "%s", run->err.text[0] ? run->err.text : strerror(-error));
		return failure_status;
	}
	return 0;
}

void run_close(struct run *run)
{
	if (run->spaces)
		namespaces_close(run);
	else
		source_close(run->source);
	index_free(run->index);
}
