/* SPDX-License-Identifier: ISC */
/* Rules of policy routing: --rules. */
#include <errno.h>

#include "cmd/tools.h"
#include "lib/model/rule.h"

struct listing {
	struct run *run;
	const struct table *rows; /* NULL: JSON */
	enum family family;
	uint32_t table; /* 0 all */
};

static int on_rule(struct run *run, const struct record *record, void *state)
{
	const struct listing *l = state;
	const struct rule *r = &record->rule;

	if (record->kind != RECORD_RULE || r->family != l->family)
		return 0;
	if (l->table && !(rule_has(r, RULE_TABLE) && r->table == l->table))
		return 0;
	if (l->rows)
		table_row(l->rows, &run->out, r);
	else
		json_rule(&run->json, r);
	return 0;
}

static int list_family(struct listing *l, enum family family)
{
	struct run *run = l->run;
	const struct question q = { .what = ASK_RULES, .family = family };
	const struct handler h = { .record = on_rule, .state = l, .size = sizeof(*l) };
	struct table rows;

	l->family = family;
	if (!run->common->json) {
		run->context.family = family;
		table_begin(&rows, &rule_table, &run->context);
		out_row(&run->out);
		out_text(&run->out, family == FAMILY_INET6 ? "IPv6 policy rules\n" :
							     "IPv4 policy rules\n");
		table_head(&rows, &run->out);
		l->rows = &rows;
	}
	return run_ask(run, &q, &h);
}

static int list(struct listing *l, const struct families *families)
{
	int e = 0;

	if (l->run->common->json) {
		run_begin_array(l->run, "rules");
	}
	for (unsigned i = 0; i < families->count && e == 0; i++)
		e = list_family(l, families->family[i]);
	return e;
}

int rules_list(const char *tool, const struct common *common, const struct families *asked,
	       int failure)
{
	struct run run;
	struct families families = *asked;
	struct listing l = { .run = &run };
	struct err err = ERR_INIT;
	int e, status;

	if (common->table && table_find(common->table, &l.table, &err) < 0) {
		run_complain(tool, "%s", err.text);
		return failure;
	}
	if (!families.count) {
		families.family[families.count++] = FAMILY_INET;
		families.family[families.count++] = FAMILY_INET6;
	}
	e = run_open(&run, tool, common, NULL, 0);
	do {
		do {
			struct listing look = l;

			if (e == 0)
				e = list(&look, &families);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
