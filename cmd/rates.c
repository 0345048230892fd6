/* SPDX-License-Identifier: ISC */
/*
 * netstat -w: what interfaces counted between two looks, at even times. Each interface grows by itself, so
 * that a counter that wrapped, or an interface that went, does no harm to the sum.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tools.h"
#include "lib/view/rates.h"

struct seen {
	struct iface before, now;
	bool here; /* in this look */
};

struct listing {
	struct run *run;
	const struct rates_request *request;
	const struct rate_style *style;
	struct seen *seen;
	size_t count, room;
	struct rates one, total;	   /* between two looks */
	struct rates one_ever, total_ever; /* since the start of the system */
	char name[IFACE_NAME_MAX];	   /* the interface of `one`; "" not chosen yet */
	uint64_t busiest;
	bool found, first, headed, terminal;
	unsigned lines; /* since the heading */
};

/* An interface that is seen for the first time has counted nothing yet that is to be told. */
static struct seen *find(struct listing *l, const struct iface *i)
{
	for (size_t n = 0; n < l->count; n++)
		if (l->seen[n].now.index == i->index && strcmp(l->seen[n].now.name, i->name) == 0)
			return &l->seen[n];
	if (l->count == l->room) {
		size_t room = l->room ? 2 * l->room : 16;
		struct seen *seen = realloc(l->seen, room * sizeof(*seen));

		if (!seen)
			return NULL;
		l->seen = seen;
		l->room = room;
	}
	l->seen[l->count].before = *i;
	return &l->seen[l->count++];
}

/* Only kept: the answer may be void yet. */
static int on_iface(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	struct seen *s;

	if (record->kind != RECORD_IFACE || !record->iface.name[0])
		return 0;
	s = find(l, &record->iface);
	if (!s)
		return err_system(&run->err, ENOMEM, "interfaces");
	s->now = record->iface;
	s->here = true;
	return 0;
}

/* Without -I the two halves are of the interface with the most bytes, and stay with it. */
static bool is_chosen(struct listing *l, const struct iface *i, const struct rates *r)
{
	uint64_t bytes = r->value[RATE_IBYTES] + r->value[RATE_OBYTES];

	if (l->request->device || !l->first)
		return strcmp(l->name, i->name) == 0;
	if (!l->style || !l->style->both || (l->found && bytes <= l->busiest))
		return false;
	l->busiest = bytes;
	memcpy(l->name, i->name, sizeof(l->name));
	return true;
}

static void count_one(struct listing *l, struct seen *s)
{
	struct iface grown = s->now;
	struct rates before, now;

	rates_read(&s->before, &before);
	rates_read(&s->now, &now);
	rates_add_growth(&l->total, &before, &now);
	rates_add_growth(&l->total_ever, &(struct rates){ { 0 } }, &now);
	if (is_chosen(l, &s->now, &now)) {
		l->found = true;
		l->one = (struct rates){ { 0 } };
		rates_add_growth(&l->one, &before, &now);
		l->one_ever = now;
	}
	rates_iface_growth(&grown, &s->before);
	if (l->run->common->json && !l->first &&
	    (!l->request->device || strcmp(l->request->device, s->now.name) == 0))
		json_iface(&l->run->json, &grown);
	s->before = s->now;
}

/* What is not here any more is forgotten. */
static void count_all(struct listing *l)
{
	size_t kept = 0;

	l->total = l->one = l->total_ever = l->one_ever = (struct rates){ { 0 } };
	for (size_t n = 0; n < l->count; n++) {
		if (!l->seen[n].here)
			continue;
		count_one(l, &l->seen[n]);
		l->seen[n].here = false;
		if (kept != n)
			l->seen[kept] = l->seen[n];
		kept++;
	}
	l->count = kept;
}

static void write_line(struct listing *l)
{
	const struct run *run = l->run;
	const struct rate_style *s = l->style;
	struct out *out = &l->run->out;
	bool named = s->both || l->request->device;
	bool heading = !l->headed || (l->lines == RATES_LINES && (!s->terminal || l->terminal));

	if (heading) {
		s->head(out, &run->context, named ? l->name : NULL);
		l->headed = true;
		l->lines = 0;
	}
	if (l->first && !s->both)
		return; /* nothing has been counted yet */
	l->lines++;
	if (heading && s->both)
		s->row(out, &run->context, &l->one_ever, &l->total_ever);
	else
		s->row(out, &run->context, named ? &l->one : NULL, &l->total);
}

static int list(struct listing *l)
{
	const struct question q = { .what = ASK_LINKS };
	const struct handler h = { .record = on_iface, .state = l };
	struct run *run = l->run;
	int e = 0;

	l->found = false;
	if (run->common->json && !l->first) {
		e = run_links(run, true); /* a master may be listed behind what belongs to it */
		run_begin_json(run);
		json_array(&run->json, "interfaces");
	}
	if (e == 0)
		e = run_ask(run, &q, &h);
	if (e < 0)
		return e;
	count_all(l);
	if (!l->found && (l->request->device || (l->style && l->style->both)) && l->first)
		return err_set(&run->err, ENODEV, "%s: no such interface",
			       l->request->device ? l->request->device : "-w");
	if (!run->common->json)
		write_line(l);
	l->first = false;
	return 0;
}

int rates_list(const char *tool, const struct common *common, const struct rates_request *request)
{
	struct common own = *common;
	struct run run;
	struct listing l = { .run = &run, .request = request, .first = true,
			     .style = common->dialect->rates, .terminal = isatty(STDOUT_FILENO) };
	int e, status;

	if (request->device)
		strncpy(l.name, request->device, sizeof(l.name) - 1);
	/* where the first look is not shown it does not count */
	if (own.count && (own.json || !l.style->both))
		own.count++;
	e = run_open(&run, tool, &own, NULL, 0);
	run.context.options = request->options;
	do {
		if (e == 0)
			e = list(&l);
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	free(l.seen);
	run_close(&run);
	return status;
}
