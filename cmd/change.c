/* SPDX-License-Identifier: ISC */
#include "cmd/change.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/batch.h"
#include "cmd/change_job.h"
#include "cmd/tools.h"
#include "lib/view/change.h"
#include "platform/platform.h"

/* A file with an error in each line is told of so many. */
enum { COMPLAINTS_MAX = 100 };

struct work {
	struct run run;
	struct change_job job;
	struct batch batch;
	const struct request *request;
	change_grammar *grammar;
	int refused; /* exit status where the kernel refuses */
	bool restoring;
	int status; /* of the worst line */
	unsigned complaints;
	char text[512]; /* the words of the command line */
	const char *words[BATCH_WORDS_MAX];
	struct change_reader reader; /* last: large, and little of it is touched */
};

static int hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The reverse of out_name; false where nothing was escaped, or it does not fit. */
static bool unescape(const char *text, char *to, size_t size)
{
	bool escaped = false;
	size_t n = 0;

	while (*text && n + 1 < size) {
		if (text[0] == '\\' && text[1] == 'x' && hex_value(text[2]) >= 0 &&
		    hex_value(text[3]) >= 0) {
			to[n++] = (char)(hex_value(text[2]) << 4 | hex_value(text[3]));
			text += 4;
			escaped = true;
		} else {
			to[n++] = *text++;
		}
	}
	to[n] = '\0';
	return escaped && !*text;
}

void change_clock(const struct run *run, int64_t *ret_wall_ms, int64_t *ret_uptime_ms)
{
	*ret_wall_ms = run->source->wall_ms;
	*ret_uptime_ms = run->source->uptime_ms;
	if (!*ret_wall_ms)
		platform_clock(ret_wall_ms, ret_uptime_ms);
}

int change_device(const struct change_reader *reader, const char *name, uint32_t *ret_ifindex,
		  struct err *err)
{
	const struct index_iface *i = index_iface_named(reader->run->index, name);
	char plain[IFACE_NAME_MAX];

	if (!i && unescape(name, plain, sizeof(plain)))
		i = index_iface_named(reader->run->index, plain);
	if (!i)
		return err_set(err, ENODEV, "%s: No such device", name);
	*ret_ifindex = i->index;
	return 0;
}

int change_emit(struct change_reader *reader, const struct change *change, struct err *err)
{
	struct change c = *change;
	struct run *run = reader->run;
	struct change_job *job = reader->job;

	c.line = job->line;
	if (!job->print)
		return change_job_add(job, &c, err);
	out_row(&run->out);
	change_write(&run->out, &c, run->index);
	out_char(&run->out, '\n');
	return run->out.error;
}

/* Told at once: a file's errors are all told, before anything of it is applied. */
static void complain(struct work *w, const struct err *err)
{
	const struct batch *b = &w->batch;

	w->complaints++;
	if (w->complaints > COMPLAINTS_MAX)
		return;
	if (w->complaints == COMPLAINTS_MAX)
		run_complain(w->run.tool, "%s: more lines are wrong", b->name);
	else
		run_complain(w->run.tool, "%s: line %u: %s", b->name, b->line, err->text);
}

/* The options that a line of a batch may have: which table or family, and what to do with it. */
static int take_option(struct work *w, struct families *families, const struct option *o,
		       struct err *err)
{
	switch (o->row->id) {
	case OPTION_FAMILY:
		if (!o->row->value || o->row->value == FAMILY_COUNT)
			return families_parse(families, o->value ? o->value : o->row->name,
					      w->request->common.dialect->gnu, err);
		return families_add(families, (enum family)o->row->value, err);
	case OPTION_NEIGHBOURS:
		return families_add(families, (enum family)o->row->value, err);
	case OPTION_DEVICE:
		w->reader.device = o->value;
		return 0;
	case OPTION_CHANGE:
		w->reader.auto_address |= o->row->value == 'D';
		if (o->row->value != 'D')
			w->reader.verb = (char)o->row->value;
		return 0;
	case OPTION_NUMERIC: /* say nothing of a change */
	case OPTION_SYMBOLIC:
	case OPTION_VERBOSE:
		return 0;
	default:
		return err_set(err, EINVAL, "-%c%s: an option of the whole run, not of a line",
			       o->row->letter ? o->row->letter : '-',
			       o->row->letter ? "" : o->row->name);
	}
}

static int read_options(struct work *w, unsigned *ret_count, struct err *err)
{
	static char name[] = "batch";
	const struct dialect *d = w->request->common.dialect;
	const struct grammar *g = request_grammar(w->request);
	struct batch *b = &w->batch;
	struct families families;
	struct options options;
	struct option o;
	unsigned count = 0;
	int more;

	families.count = 0;
	families.lacking = NULL;
	b->argv[0] = name;
	options_begin(&options, tool_name(w->request->tool), d->name, d->gnu, g->options,
		      (struct option_table){ NULL, 0 }, (int)b->count + 1, b->argv);
	options.plain = request_plain_words(w->request->tool, d);
	while ((more = options_next(&options, &o, err)) > 0) {
		int e = 0;

		if (o.row)
			e = take_option(w, &families, &o, err);
		else
			w->words[count++] = o.value;
		if (e < 0)
			return e;
	}
	*ret_count = count;
	if (families.lacking)
		return err_set(err, EAFNOSUPPORT, "%s: no routes of that family", families.lacking);
	if (families.count > 1)
		return err_set(err, EINVAL, "more than one address family");
	if (families.count)
		w->reader.family = families.family[0];
	return more;
}

/* What the command line's own options say of all words. */
static void begin_words(struct work *w)
{
	const struct request *r = w->request;

	w->reader.status = request_grammar(r)->usage;
	w->reader.family = r->families.count		     ? r->families.family[0] :
			   r->neighbours >> FAMILY_INET6 & 1 ? FAMILY_INET6 :
			   r->neighbours >> FAMILY_INET & 1  ? FAMILY_INET :
							       FAMILY_NONE;
	w->reader.device = r->device;
	w->reader.verb = r->change;
	w->reader.auto_address = r->use_device;
}

/* One line, with what the options before it say. */
static int read_line(struct work *w, struct err *err)
{
	const struct request *r = w->request;
	unsigned count = 0;
	int e;

	w->job.line = w->batch.line;
	w->job.text = w->batch.line_text;
	w->job.text_size = w->batch.line_size;
	begin_words(w);
	if (w->grammar == r->common.dialect->changes->ethers)
		return w->grammar(&w->reader, (const char *const *)w->batch.argv + 1,
				  w->batch.count, err);
	w->reader.verb = 0;
	w->reader.auto_address = false;
	e = read_options(w, &count, err);
	return e < 0 ? e : w->grammar(&w->reader, w->words, count, err);
}

static int read_lines(struct work *w)
{
	int status = 0, more;

	batch_rewind(&w->batch);
	for (;;) {
		struct err err = ERR_INIT;

		begin_words(w);
		more = batch_next(&w->batch, &err);
		if (more == 0)
			return status;
		if (more > 0)
			more = read_line(w, &err);
		if (more == -ENOMEM) {
			w->run.err = err;
			return w->refused;
		}
		if (more < 0) {
			complain(w, &err);
			status = w->reader.status;
		}
	}
}

/* The words of the command line; they have been cut from its options already. */
static int read_words(struct work *w)
{
	const struct request *r = w->request;
	const struct change_style *style = r->common.dialect->changes;
	struct err err = ERR_INIT;
	int e;

	if (r->words_lost)
		return request_refuse(r, "more than %d words: --batch takes more", REQUEST_WORDS);
	begin_words(w);
	e = w->grammar(&w->reader, r->words, r->word_count, &err);
	if (e == 0)
		return 0;
	if (e == -ESRCH && style->tell &&
	    r->tool == TOOL_ROUTE) { /* as if the kernel had said it */
		w->run.err = err;
		e = style->tell(&w->reader, ESRCH);
		return out_flush(&w->run.out) < 0 ? w->refused : e;
	}
	/* on a BSD a wrong word and a refusal may have one status; help is of use with the former */
	if (w->reader.status == request_grammar(r)->usage && (e == -EINVAL || r->common.dialect->gnu))
		return tool_usage(r->tool, &err, w->reader.status);
	run_complain(w->run.tool, "%s", err.text);
	return w->reader.status;
}

static int read_input(struct work *w, bool print)
{
	w->job.print = print;
	return w->request->common.batch ? read_lines(w) : read_words(w);
}

static void tell_refusal(struct work *w, const struct change_item *item, size_t done)
{
	const struct common *c = w->run.common;

	if (!item)
		run_complain(w->run.tool, "%s", w->run.err.text);
	else if (item->line)
		run_complain(w->run.tool, "%s: line %u: %.*s: %s", w->batch.name, item->line,
			     (int)(item->text_size < 300 ? item->text_size : 300), item->text,
			     w->run.err.text);
	else
		run_complain(w->run.tool, "%.*s: %s",
			     (int)(item->text_size < 300 ? item->text_size : 300), item->text,
			     w->run.err.text);
	if (w->job.count < 2)
		return;
	if (done)
		run_complain(w->run.tool, "%zu of %zu changes were made and are in force", done,
			     w->job.count);
	else
		run_complain(w->run.tool, "nothing was changed%s",
			     c->atomic ? ": what had been done was "
					 "taken back" :
					 "");
}

/* The line of the dialect's own, where it has one for the command line. */
static int end(struct work *w, int error)
{
	const struct change_style *style = w->request->common.dialect->changes;
	bool tells = style->tell && w->request->tool == TOOL_ROUTE && !w->request->common.batch;
	int status = tells ? style->tell(&w->reader, -error) : 0, failed;

	if (error < 0 && !tells)
		return w->refused;
	failed = run_end(&w->run, 0, w->refused);
	return status ? status : failed;
}

/* All words are known to be good. */
static int act(struct work *w)
{
	const struct common *c = w->run.common;
	const struct change_item *item = NULL;
	size_t done = 0;
	int e;

	if (w->request->verbose && !c->dry_run && !w->request->common.dialect->gnu) {
		int status = read_input(w, true);

		if (status)
			return status;
	}
	if (w->request->test && !c->dry_run)
		return end(w, 0);
	if (c->dry_run) {
		int status = read_input(w, true);

		if (status)
			return status;
	}
	e = platform_sandbox(false, &w->run.err);
	if (e == 0 && c->dry_run && c->record)
		e = change_job_record(&w->job, &w->run.err);
	if (e < 0 || c->dry_run)
		return run_end(&w->run, e, w->refused);
	e = change_job_apply(&w->job, c->atomic, &item, &done, &w->run.err);
	if (e < 0 && !(w->request->common.dialect->changes->tell &&
		       w->request->tool == TOOL_ROUTE && item && !item->line))
		tell_refusal(w, item, done);
	return end(w, e);
}

static int check(const struct request *r)
{
	const struct common *c = &r->common;
	const char *word = c->filter.any		      ? "--to and other filters" :
			   c->watch_ms			      ? "--watch" :
			   c->all_netns			      ? "--all-netns" :
			   c->rules			      ? "--rules" :
			   c->vrf			      ? "--vrf" :
			   c->clones			      ? "--clones" :
			   c->json			      ? "--json" :
			   c->table && r->common.dialect->gnu ? "--table" :
								NULL;

	if (word)
		return request_refuse(r, "%s: for listings, not for changes", word);
	if (r->cache)
		return request_refuse(r, "-C: cloned routes are made by the kernel alone");
	if (c->replay && !c->dry_run && !r->test)
		return request_refuse(
			r, "--replay: nothing can be changed in a capture; with --dry-run "
			   "it is told what would be sent");
	if (c->batch && r->word_count && r->change != 'f')
		return request_refuse(r, "%s: with --batch the words are in the file", r->words[0]);
	return request_refuse_families(r);
}

static int run_all(struct work *w)
{
	const struct common *c = w->run.common;
	int e = run_links(&w->run, true), status;

	if (e == 0)
		e = change_job_begin(&w->job, &w->run);
	if (e < 0)
		return run_end(&w->run, e, w->refused);
	w->job.exists_is_fine = w->restoring;
	w->job.text = w->text;
	w->job.text_size = strlen(w->text);
	status = read_input(w, false);
	if (status && c->batch)
		run_complain(w->run.tool, "%s: nothing was changed", w->batch.name);
	return status ? status : act(w);
}

/* The words of the command line again, for what is told of a refusal. */
static void join_words(struct work *w)
{
	const struct request *r = w->request;
	size_t used = 0;

	w->text[0] = '\0';
	for (unsigned i = 0; i < r->word_count && used < sizeof(w->text) - 1; i++) {
		int n = snprintf(w->text + used, sizeof(w->text) - used, "%s%s", i ? " " : "",
				 r->words[i]);

		used += n > 0 ? (size_t)n : 0;
	}
}

static int run_request(const struct request *r, change_grammar *grammar, int refused,
		       bool restoring)
{
	struct work *w;
	int status = check(r), e;

	if (status)
		return status;
	w = malloc(sizeof(*w));
	if (!w) {
		run_complain(tool_name(r->tool), "%s", strerror(ENOMEM));
		return refused;
	}
	w->request = r;
	w->grammar = grammar;
	w->refused = refused;
	w->restoring = restoring;
	w->complaints = 0;
	w->batch.text = NULL;
	w->job = (struct change_job){ .run = &w->run };
	w->reader.run = &w->run;
	w->reader.job = &w->job;
	w->reader.request = r;
	w->reader.neighs = NULL;
	w->reader.neigh_count = 0;
	w->reader.neighs_known = 0;
	w->reader.told = NULL;
	w->reader.told_count = 0;
	w->reader.local = NULL;
	w->reader.local_count = 0;
	w->reader.local_known = false;
	w->reader.asked = (struct addr){ .family = FAMILY_NONE };
	join_words(w);
	e = run_start(&w->run, tool_name(r->tool), &r->common, NULL, 0);
	if (e == 0 && r->common.batch)
		e = batch_open(&w->batch, r->common.batch, &w->run.err);
	if (e == 0 && restoring)
		e = batch_check(&w->batch, ROUTES_SAVED, ROUTES_SAVED_END, &w->run.err);
	status = e < 0 ? run_end(&w->run, e, refused) : run_all(w);
	run_close(&w->run);
	batch_close(&w->batch);
	change_job_end(&w->job);
	free(w->reader.told);
	free(w->reader.local);
	free(w->reader.neighs);
	free(w);
	return status;
}

int change_run(const struct request *r, change_grammar *grammar, int refused)
{
	return run_request(r, grammar, refused, false);
}

int change_restore(const struct request *r, change_grammar *grammar, int refused)
{
	struct request file = *r;

	if (r->common.batch)
		return request_refuse(r, "restore takes a file, and --batch is another");
	if (r->word_count > 2)
		return request_refuse(r, "%s: restore takes one file", r->words[2]);
	file.common.batch = r->word_count == 2 ? r->words[1] : "-";
	file.word_count = 0;
	return run_request(&file, grammar, refused, true);
}
