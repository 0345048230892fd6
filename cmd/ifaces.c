/* SPDX-License-Identifier: ISC */
/* Interfaces. The one table that is kept and sorted, because its original is. */
#include <string.h>

#include "cmd/tools.h"

struct listing {
	struct run *run;
	bool all;
	size_t kept;
};

/* The kernel's text has counters and a name; what it does not say may be known from elsewhere. */
static void complete(const struct run *run, struct iface *i)
{
	const struct index_iface *known = index_iface_named(run->index, i->name);

	if (!known || known->index & INDEX_UNNUMBERED)
		return;
	i->index = known->index;
	i->flags = known->flags;
	i->mtu = known->mtu;
	i->link_type = known->link_type;
	i->has |= IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_FLAGS) | IFACE_BIT(IFACE_MTU) |
		  IFACE_BIT(IFACE_LINK_TYPE);
}

static int on_link(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	const struct iface *i = &record->iface;
	struct iface completed;
	int e;

	if (record->kind != RECORD_IFACE)
		return 0;
	e = index_add_iface(run->index, i);
	if (e < 0)
		return e;
	if (!i->index) {
		completed = *i;
		complete(run, &completed);
		i = &completed;
	}
	/* one that is named is shown even if it is down */
	if (!l->all && !run->common->filter.interface && iface_has(i, IFACE_FLAGS) &&
	    !iface_flag(i, IFLAG_UP))
		return 0;
	if (run->common->filter.any && !filter_iface(&run->common->filter, i))
		return 0;
	if (!run->common->json)
		return index_keep_iface(run->index, &l->kept, i);
	json_iface(&run->json, i);
	return 0;
}

/* Whether the row of a label's interface is: of one that a filter has left out labels are, too. */
static bool is_shown(const struct run *run, const struct listing *l, const struct index_iface *i)
{
	const struct filter *f = &run->common->filter;

	if (f->interface)
		return strcmp(f->interface, i->name) == 0;
	return !f->any && (l->all || i->flags & IFLAG_BIT(IFLAG_UP));
}

/* An address label that is no interface's name ("eth0:1") has a row of its own, once. */
static int on_address(struct run *run, const struct record *record, void *state)
{
	const struct ifaddr *a = &record->ifaddr;
	struct listing *l = state;
	const struct index_iface *i;
	struct iface label = { .has = 0 };

	if (record->kind != RECORD_IFADDR || a->family != FAMILY_INET || !a->label[0])
		return 0;
	i = index_iface(run->index, a->ifindex);
	if (!i || strcmp(i->name, a->label) == 0 || index_iface_named(run->index, a->label) ||
	    !is_shown(run, l, i))
		return 0;
	label.index = a->ifindex;
	memcpy(label.name, a->label, sizeof(label.name));
	return index_keep_iface(run->index, &l->kept, &label);
}

static void print_rows(struct run *run, size_t count)
{
	const struct iface_style *style = run->common->dialect->ifaces;
	const struct iface *i = NULL, *before;
	struct table rows;

	index_sort_ifaces(run->index, count);
	table_begin(&rows, style->view, &run->context);
	out_literal(&run->out, "Kernel Interface table\n");
	table_head(&rows, &run->out);
	for (size_t n = 0; n < count && !run->out.error; n++) {
		before = i;
		i = index_sorted_iface(run->index, n);
		if (i->has) {
			table_row(&rows, &run->out, i);
		} else if (!before || before->has || strcmp(before->name, i->name) != 0) {
			out_row(&run->out);
			cell_netns(&run->out, &run->context);
			style->label(&run->out, i->name, index_iface(run->index, i->index));
		}
	}
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	const struct handler links = { .record = on_link, .state = l, .size = sizeof(*l) };
	const struct handler addresses = { .record = on_address, .state = l, .size = sizeof(*l) };
	struct question q = { .what = ASK_LINKS };
	struct filter filter = run->common->filter;
	int e = 0;

	if (run->common->json) { /* a master may be listed behind what belongs to it */
		e = run_links(run, true);
		if (e < 0)
			return e;
		run_begin_array(run, "interfaces");
	}
	if (run->common->replay) /* where the counters stand in a text, the rest may stand here */
		e = run_links(run, true);
	if (e == 0)
		e = run_ask(run, &q, &links);
	if (e == 0)
		e = filter_find(&filter, run->index, &run->err);
	if (e < 0 || (run->common->json && !run->common->record))
		return e;
	q = (struct question){ .what = ASK_ADDRS,
			       .family = run->common->record ? FAMILY_NONE : FAMILY_INET };
	e = run_ask(run, &q, &addresses);
	if (e == 0 && !run->common->json)
		print_rows(run, l->kept);
	return e;
}

int ifaces_list(const char *tool, const struct common *common, bool all, int failure)
{
	struct run run;
	struct listing l = { .run = &run, .all = all };
	int e = run_open(&run, tool, common, NULL, 0), status;

	do {
		do {
			struct listing look = l;

			if (e == 0)
				e = list(&look);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
