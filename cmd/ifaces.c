/* SPDX-License-Identifier: ISC */
/* Interfaces. The one table that is kept and sorted, because its original is. */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/ifrows.h"

struct listing {
	struct run *run;
	bool all;
	bool whole;	     /* with their addresses, one by one (-e) */
	bool inet6_text;     /* those of IPv6 come from the kernel's own text, in its order */
	struct ifrows *rows; /* addresses of a whole listing */
	size_t kept, addrs;
};

static const char *const inet6_files[] = { "net/if_inet6", NULL };

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
	if (l->whole) {
		size_t count;
		const struct ifrow_addr *addrs = ifrows_addrs(l->rows, l->addrs, i->index, &count);

		json_iface_addrs(&run->json, i, addrs, count);
	} else {
		json_iface(&run->json, i);
	}
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

/* What a label has of its interface, where interfaces are listed whole: all but counters. */
static struct iface whole_label(const struct run *run, const struct listing *l, uint32_t ifindex)
{
	const uint64_t shown = IFACE_BIT(IFACE_FLAGS) | IFACE_BIT(IFACE_MTU) | IFACE_BIT(IFACE_LINK_TYPE) |
			       IFACE_BIT(IFACE_QUEUE);
	const struct iface *i = l->whole ? index_kept_iface(run->index, l->kept, ifindex) : NULL;
	struct iface label = { .has = 0 };

	if (i) {
		label = *i;
		label.has &= shown;
	}
	return label;
}

/* An address label that is no interface's name ("eth0:1") has a row of its own, once. */
static int on_label(struct run *run, const struct ifaddr *a, struct listing *l)
{
	const struct index_iface *i;
	struct iface label;

	if (a->family != FAMILY_INET || !a->label[0])
		return 0;
	i = index_iface(run->index, a->ifindex);
	if (!i || strcmp(i->name, a->label) == 0 || index_iface_named(run->index, a->label) ||
	    !is_shown(run, l, i))
		return 0;
	label = whole_label(run, l, a->ifindex);
	label.index = a->ifindex;
	memcpy(label.name, a->label, sizeof(label.name));
	return index_keep_iface(run->index, &l->kept, &label);
}

static int on_address(struct run *run, const struct record *record, void *state)
{
	const struct ifaddr *a = &record->ifaddr;
	struct listing *l = state;
	int e = 0;

	if (record->kind != RECORD_IFADDR)
		return 0;
	if (l->whole && !(l->inet6_text && a->family == FAMILY_INET6 && a->has & IFADDR_BIT(IFADDR_FLAGS)))
		e = ifrows_add_addr(l->rows, &l->addrs, a);
	return e < 0 || run->common->json ? e : on_label(run, a, l);
}

/* One by one, with the addresses of each. */
static void print_whole(struct listing *l)
{
	struct run *run = l->run;
	const struct iface *i = NULL, *before;

	index_sort_ifaces(run->index, l->kept);
	ifrows_sort(l->rows, l->addrs);
	out_literal(&run->out, "Kernel Interface table\n");
	for (size_t n = 0; n < l->kept && !run->out.error; n++) {
		const struct ifrow_addr *addrs;
		size_t count;

		before = i;
		i = index_sorted_iface(run->index, n);
		if (before && !iface_has(i, IFACE_NAME) && strcmp(before->name, i->name) == 0)
			continue; /* another address of the same label */
		addrs = ifrows_addrs(l->rows, l->addrs, i->index, &count);
		run->common->dialect->ifaces->whole(&run->out, &run->context, i, addrs, count);
	}
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

/* In net-tools' order, which is that of the kernel's text; where there is none, in the kernel's other. */
static int ask_addresses(struct listing *l)
{
	struct run *run = l->run;
	const struct handler h = { .record = on_address, .state = l, .size = sizeof(*l) };
	const struct question text = { .what = ASK_FILE, .key = inet6_files[0] };
	struct question q = { .what = ASK_ADDRS, .family = FAMILY_INET };
	int e = 0;

	if (l->whole && !run->common->json && run->source->origin.system == SYSTEM_LINUX) {
		l->inet6_text = true;
		e = run_ask_if_any(run, &text, &h);
		l->inet6_text = l->addrs > 0;
		if (e == -ENOENT) { /* a kernel without IPv6 */
			err_clear(&run->err);
			e = 0;
		}
	}
	if (run->common->record || (l->whole && !l->inet6_text))
		q.family = FAMILY_NONE;
	return e < 0 ? e : run_ask(run, &q, &h);
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	const struct handler links = { .record = on_link, .state = l, .size = sizeof(*l) };
	const struct question q = { .what = ASK_LINKS };
	struct filter filter = run->common->filter;
	bool json = run->common->json;
	int e = 0;

	if (json) { /* a master may be listed behind what belongs to it */
		e = run_links(run, true);
		if (e == 0 && l->whole) {
			e = ask_addresses(l);
			ifrows_sort(l->rows, l->addrs);
		}
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
	if (e < 0 || (json && (l->whole || !run->common->record)))
		return e;
	e = ask_addresses(l);
	if (e < 0 || json)
		return e;
	if (l->whole)
		print_whole(l);
	else
		print_rows(run, l->kept);
	return 0;
}

int ifaces_list(const char *tool, const struct common *common, bool all, bool whole, int failure)
{
	struct ifrows rows = { .ifaces = NULL };
	struct run run;
	struct listing l = { .run = &run, .all = all, .whole = whole, .rows = &rows };
	int e = run_open(&run, tool, common, whole ? inet6_files : NULL, 0), status;

	run.context.options |= common->dialect->options;
	do {
		do {
			struct listing look = l;

			if (e == 0)
				e = list(&look);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, failure);
	} while (watch_again(&run, status));
	run_close(&run);
	ifrows_free(&rows);
	return status;
}
