/* SPDX-License-Identifier: ISC */
/*
 * route flush and flushall: what a table holds, deleted. Alone, `flush` means what it means on the BSDs,
 * the routes of the main table that lead through a gateway; with words it is all routes that they choose.
 */
#include <errno.h>

#include "cmd/change_job.h"
#include "cmd/change_select.h"
#include "cmd/change_state.h"
#include "cmd/tools.h"
#include "lib/view/change.h"
#include "platform/platform.h"

/* A table that fills as it is emptied is left after so many rounds. */
enum { ROUNDS = 10, AT_ONCE = 128 };

struct flush {
	struct run run;
	struct change_job job;
	struct source
		*sender; /* deletions go out while the dump still runs; NULL: they are recorded */
	struct change_select select;
	size_t deleted;
	bool print;
	struct change_state state; /* last: large */
};

static int send(struct flush *f)
{
	const struct change_item *refused;
	size_t done = 0;
	int e;

	if (f->run.common->dry_run)
		return f->run.common->record ? change_job_record(&f->job, &f->run.err) : 0;
	e = change_job_apply(&f->job, false, &refused, &done, &f->run.err);
	f->deleted += done;
	change_job_empty(&f->job);
	return e;
}

/*
 * What is read has just been touched by the kernel, and is deleted the faster for it; so the messages go
 * out by another socket while the answer is still coming.
 */
static int take(void *state, const struct change *change)
{
	struct flush *f = state;
	struct out *out = &f->run.out;
	int e;

	if (f->print) {
		out_row(out);
		change_write(out, change, f->run.index);
		out_char(out, '\n');
	}
	e = change_job_add(&f->job, change, &f->run.err);
	return e == 0 && f->sender && f->job.count == AT_ONCE ? send(f) : e;
}

/* IPv4's are in no table: the kernel forgets all of them at once. */
static int flush_inet_cache(struct flush *f)
{
	if (f->select.filter.any)
		return err_set(&f->run.err, EOPNOTSUPP,
			       "the cloned routes of IPv4 are flushed all together");
	if (f->run.common->dry_run) {
		out_literal(&f->run.out, "flush cache\n");
		return 0;
	}
	return platform_flush_clones(&f->run.err);
}

static int flush_family(struct flush *f, enum family family)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct question q = { .family = family, .table = f->select.table };
		size_t before = f->deleted;
		int e = f->select.cache ? change_state_clones(&f->state, &q) :
					  change_state_routes(&f->state, &q);

		if (e == -ENOENT) { /* no such table: it is as empty as can be */
			err_clear(&f->run.err);
			return 0;
		}
		if (e == 0 && f->job.count)
			e = send(f);
		if (e < 0 || before == f->deleted)
			return e;
	}
	return err_set(&f->run.err, EBUSY, "the table fills up as it is emptied");
}

static int flush(struct flush *f)
{
	const struct change_select *s = &f->select;
	int e = 0;

	for (unsigned i = 0; e == 0 && s->cache && i < s->family_count; i++)
		if (s->families[i] == FAMILY_INET)
			e = flush_inet_cache(f);
	if (e == 0)
		e = platform_sandbox(false, &f->run.err);
	if (e == 0)
		e = run_links(&f->run, true);
	if (e == 0)
		e = filter_find(&f->select.filter, f->run.index, &f->run.err);
	if (e == 0)
		e = change_job_begin(&f->job, &f->run);
	f->job.bulk = true;
	if (f->sender)
		f->job.source = f->sender;
	for (unsigned i = 0; e == 0 && i < s->family_count; i++)
		if (!s->cache || s->families[i] != FAMILY_INET)
			e = flush_family(f, s->families[i]);
	/* the last round found it empty */
	f->run.consistent = f->run.consistent || (!e && !f->run.common->dry_run);
	return e;
}

static int start(struct flush *f, const struct common *c)
{
	const struct source_args args = { .netns = c->netns };
	int e;

	f->sender = NULL;
	e = run_start(&f->run, "route", c, NULL, 0);
	f->job = (struct change_job){ .run = &f->run };
	if (e == 0 && !c->dry_run && !c->record)
		e = platform_open(&args, &f->sender, &f->run.err);
	return e;
}

int flush_routes(const struct request *r, bool all, int refused)
{
	const struct common *c = &r->common;
	struct err err = ERR_INIT;
	struct flush f;
	int e, status;

	if (c->replay && !c->dry_run)
		return request_refuse(r, "--replay: nothing can be changed in a capture");
	if (c->batch || c->atomic || c->watch_ms || c->all_netns || c->rules || c->vrf || c->json ||
	    c->clones)
		return request_refuse(
			r,
			"%s takes words, and of the options --dry-run, --record, --netns, "
			"--table and filters",
			r->words[0]);
	if (change_select_read(r, false, &f.select, &err) < 0)
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	if (!f.select.family_count)
		f.select.families[f.select.family_count++] = FAMILY_INET;
	e = start(&f, c);
	f.deleted = 0;
	f.print = c->dry_run || r->verbose;
	f.state.run = &f.run;
	f.state.verb = CHANGE_DELETE;
	f.state.filter = &f.select.filter;
	f.state.without_table = f.select.table ? 0 : TABLE_LOCAL;
	f.state.only_gateways = !all && !f.select.any;
	f.state.take = take;
	f.state.state = &f;
	if (e == 0)
		e = flush(&f);
	if (e < 0 && f.deleted)
		run_complain("route", "%zu routes were deleted before it failed", f.deleted);
	status = run_end(&f.run, e, refused);
	source_close(f.sender);
	run_close(&f.run);
	change_job_end(&f.job);
	return status;
}
