/* SPDX-License-Identifier: ISC */
/* netstat -M of net-tools: the connections that are translated. */
#include "cmd/tools.h"
#include "lib/model/flow.h"

struct listing {
	struct run *run;
	const struct masquerade_request *request;
};

struct pass {
	struct listing *listing;
	struct table rows;
	bool names;  /* print nothing: want names */
	bool headed; /* the heading stands: an empty table has none */
};

static int want_names(struct run *run, const struct flow *f)
{
	const struct addr *wanted[] = { &f->src, &f->dst, &f->reply_src, &f->reply_dst };
	size_t count = run->context.options & VIEW_WIDE ? 4 : 2;
	int e = 0;

	for (size_t i = 0; i < count && e == 0; i++)
		e = index_want_name(run->index, wanted[i], NAME_HOST);
	return e;
}

static int on_flow(struct run *run, const struct record *record, void *state)
{
	struct pass *p = state;
	const struct families *asked = &p->listing->request->families;
	const struct flow *f = &record->flow;

	if (record->kind != RECORD_FLOW || !flow_translated(f) ||
	    !families_has(asked, (enum family)f->family))
		return 0;
	if (p->names)
		return want_names(run, f);
	if (run->common->json) {
		json_flow(&run->json, f);
		return 0;
	}
	if (!p->headed) {
		out_row(&run->out);
		out_literal(&run->out, "IP masquerading entries\n");
		table_head(&p->rows, &run->out);
	}
	p->headed = true;
	table_row(&p->rows, &run->out, f);
	return 0;
}

static int ask(struct pass *p)
{
	const struct handler h = { .record = on_flow, .state = p, .size = sizeof(*p) };
	const struct question q = { .what = ASK_FLOWS };

	return run_ask(p->listing->run, &q, &h);
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	struct pass p = { .listing = l };
	int e = 0;

	run->context.options = l->request->options;
	if (l->request->options & VIEW_NAMES && !run->common->json) {
		struct pass names = { .listing = l, .names = true };

		e = ask(&names);
		if (e == 0)
			e = run_names(run);
	}
	if (e < 0)
		return e;
	if (run->common->json)
		run_begin_array(run, "flows");
	else
		table_begin(&p.rows, &flow_linux, &run->context);
	return ask(&p);
}

int masquerade_list(const char *tool, const struct common *common,
		    const struct masquerade_request *request)
{
	struct run run;
	struct masquerade_request r = *request;
	struct listing l = { .run = &run, .request = &r };
	unsigned needs = RUN_FLOWS;
	int e, status;

	if (!r.families.count) {
		r.families.family[r.families.count++] = FAMILY_INET;
		if (common->json)
			r.families.family[r.families.count++] = FAMILY_INET6;
	}
	if (r.options & VIEW_NAMES && !common->json && !common->replay)
		needs |= RUN_NAMES;
	e = run_open(&run, tool, common, NULL, needs);
	do {
		do {
			if (e == 0)
				e = list(&l);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, r.failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
