/* SPDX-License-Identifier: ISC */
/* Next-hop objects and groups of them (netstat -o and -O of FreeBSD). */
#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/view/xo.h"

struct listing {
	struct run *run;
	const struct nexthops_request *request;
	const struct nexthop_style *style;
	uint32_t fib;
	enum family family;
	bool titled; /* of the family at hand */
	const struct table *rows, *head;
	bool as_xo;
	struct xo xo;
};

static enum family family_of(const struct nexthop *n)
{
	if (n->family)
		return (enum family)n->family;
	return n->gateway.family == FAMILY_INET6 ? FAMILY_INET6 : FAMILY_INET;
}

static int keep(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_NEXTHOP && !record->nexthop.members ?
		       index_add_nexthop(run->index, &record->nexthop) :
		       0;
}

static void print_title(struct listing *l)
{
	struct out *out = &l->run->out;

	if (l->titled)
		return;
	l->titled = true;
	if (l->as_xo) {
		xo_group(&l->xo, l->family == FAMILY_INET6 ? "Internet6" : "Internet");
		return;
	}
	out_row(out);
	out_text(out, l->style->title[l->family]);
	table_head(l->head, out);
}

static int on_group(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	const struct nexthop *n = &record->nexthop, *object;

	if (record->kind != RECORD_NEXTHOP || !n->members)
		return 0;
	object = index_nexthop(run->index, n->member, 0);
	if (!object || family_of(object) != l->family)
		return 0;
	print_title(l);
	if (!n->number)
		l->style->group_line(&run->out, n);
	table_row(l->rows, &run->out, n);
	return 0;
}

/* The kernel's order is that of a hash table. */
static int print_objects(struct listing *l)
{
	const struct nexthop *n;
	int e = index_sort_nexthops(l->run->index);

	if (e < 0)
		return err_system(&l->run->err, -e, "next hops");
	for (size_t i = 0; (n = index_sorted_nexthop(l->run->index, i)); i++) {
		if (n->members || family_of(n) != l->family)
			continue;
		print_title(l);
		if (l->as_xo)
			xo_record(&l->xo, &l->run->context, n);
		else
			table_row(l->rows, &l->run->out, n);
	}
	if (l->as_xo && l->titled)
		xo_group_end(&l->xo);
	return 0;
}

static int ask(struct listing *l, enum question_what what, const struct handler *h)
{
	const struct question q = { .what = what, .family = l->family, .fib = l->fib };
	struct question all = { .what = ASK_NEXTHOPS };

	/* Linux has one table of both, and of all families */
	return run_ask(l->run, l->run->source->origin.system == SYSTEM_LINUX ? &all : &q, h);
}

static int list_family(struct listing *l)
{
	struct run *run = l->run;
	const struct handler objects = { .record = keep };
	const struct handler groups = { .record = on_group, .state = l, .size = sizeof(*l) };
	const struct view *view = l->request->groups ? l->style->group : l->style->view;
	struct table rows, head;
	int e = ask(l, ASK_NEXTHOPS, &objects);

	if (e < 0)
		return e;
	run->context.family = l->family;
	run->context.options = l->request->options;
	table_begin(&rows, view, &run->context);
	table_begin(&head, l->request->groups ? view : l->style->head, &run->context);
	l->rows = &rows;
	l->head = &head;
	l->titled = false;
	return l->request->groups ? ask(l, ASK_GROUPS, &groups) : print_objects(l);
}

static int list_families(struct listing *l)
{
	static const enum family families[] = { FAMILY_INET, FAMILY_INET6 };
	int e = 0;

	for (unsigned i = 0; i < 2 && e == 0; i++) {
		l->family = families[i];
		if (!l->request->families.count || families_has(&l->request->families, l->family))
			e = list_family(l);
	}
	return e;
}

static int list_xo(struct listing *l)
{
	int e;

	xo_begin(&l->xo, &l->run->out, l->style->xo, (enum xo_style)l->run->common->xo,
		 l->run->common->xo_pretty);
	e = list_families(l);
	if (e == 0)
		xo_end(&l->xo);
	return e;
}

static int list(struct listing *l)
{
	struct out *out = &l->run->out;
	int e = run_links(l->run, true);

	if (e < 0)
		return e;
	l->as_xo = l->run->common->xo && l->style->xo && !l->request->groups;
	if (l->as_xo)
		return list_xo(l);
	out_text(out, l->request->groups ? l->style->groups_name : l->style->name);
	if (l->fib) {
		out_literal(out, " (fib: ");
		out_u64(out, l->fib);
		out_char(out, ')');
	}
	out_char(out, '\n');
	return list_families(l);
}

int nexthops_list(const char *tool, const struct common *common,
		  const struct nexthops_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request, .style = common->dialect->nexthops };
	uint64_t fib = 0;
	int e, status;

	if (common->table && number_parse(common->table, UINT32_MAX, &fib) < 0) {
		run_complain(tool, "%s: no such routing table", common->table);
		return request->failure;
	}
	l.fib = (uint32_t)fib;
	e = run_open(&run, tool, common, NULL, 0);
	if (e == 0)
		e = list(&l);
	status = run_end(&run, e, request->failure);
	run_close(&run);
	return status;
}
