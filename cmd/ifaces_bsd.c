/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as the BSDs list them: a row for each interface and behind it one for each of its addresses.
 * All are kept first, because columns are as wide as their content, and because on Linux interfaces and
 * addresses are two answers.
 */
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/ifrows.h"
#include "lib/view/bsd.h"
#include "lib/view/xo.h"

struct listing {
	struct run *run;
	const struct ifaces_request *request;
	const struct iface_style *style;
	struct ifrows rows;
	size_t ifaces, addrs;
};

static int on_link(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	int e;

	if (record->kind != RECORD_IFACE)
		return 0;
	e = index_add_iface(run->index, &record->iface);
	return e < 0 ? e : ifrows_add_iface(&l->rows, &l->ifaces, &record->iface);
}

static int on_address(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;

	(void)run;
	return record->kind == RECORD_IFADDR ?
		       ifrows_add_addr(&l->rows, &l->addrs, &record->ifaddr) :
		       0;
}

/* One answer may have interfaces, their addresses and their groups (macOS). */
static int on_group(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;

	(void)run;
	return record->kind == RECORD_MADDR ?
		       ifrows_add_addr(&l->rows, &l->addrs, &record->ifaddr) :
		       0;
}

static bool is_shown(const struct listing *l, const struct iface_row *row)
{
	const struct ifaces_request *r = l->request;
	enum family family = row->addr ? (enum family)row->addr->family : FAMILY_LINK;

	return !r->families.count || !l->style->by_family || families_has(&r->families, family);
}

static bool is_wanted(const struct listing *l, const struct iface *i)
{
	const struct filter *f = &l->run->common->filter;

	if (l->request->device &&
	    strncmp(l->request->device, i->name, sizeof(i->name) - 1) != 0)
		return false;
	return !f->any || filter_iface(f, i);
}

typedef void row_handler(struct listing *l, const struct iface_row *row, void *state);

/* All rows of the interfaces that are wanted, in order. */
static void walk(struct listing *l, row_handler *handler, void *state)
{
	for (size_t i = 0; i < l->ifaces && !l->run->out.error; i++) {
		struct iface_row row = { .iface = &l->rows.ifaces[i] };
		const struct ifrow_addr *addrs;
		size_t count;

		if (!is_wanted(l, row.iface))
			continue;
		addrs = ifrows_addrs(&l->rows, l->addrs, row.iface->index, &count);
		if (l->style->starred && l->request->device && !iface_flag(row.iface, IFLAG_UP))
			count = 0; /* it looks for them by a name that ends in "*" by then */
		row.shown = is_shown(l, &row);
		handler(l, &row, state);
		for (size_t a = 0; a < count; a++) {
			row.addr = &addrs[a].addr;
			row.shown = is_shown(l, &row);
			if (!(row.addr->flags & AFLAG_BIT(AFLAG_MULTICAST)))
				handler(l, &row, state);
		}
	}
}

static void measure(struct listing *l, const struct iface_row *row, void *state)
{
	(void)state;
	l->style->measure(&l->run->out, &l->run->context, row);
}

/* The groups that the interface is in, of the family of the row's address. */
static void print_maddrs(struct listing *l, const struct iface_row *row)
{
	uint8_t family = row->addr ? row->addr->family : FAMILY_LINK;
	size_t count;
	const struct ifrow_addr *addrs =
		ifrows_addrs(&l->rows, l->addrs, row->iface->index, &count);

	if (l->style->maddr_hidden && l->style->maddr_hidden(row->iface))
		return;
	for (size_t a = 0; a < count; a++)
		if (addrs[a].addr.family == family &&
		    addrs[a].addr.flags & AFLAG_BIT(AFLAG_MULTICAST))
			l->style->maddr(&l->run->out, &l->run->context, &addrs[a].addr);
}

static void print(struct listing *l, const struct iface_row *row, void *state)
{
	if (!row->shown || (l->style->skip && l->style->skip(&l->run->context, row)))
		return;
	table_row(state, &l->run->out, row);
	if (l->run->context.options & VIEW_MADDRS && l->style->maddr)
		print_maddrs(l, row);
}

static void print_xo(struct listing *l, const struct iface_row *row, void *state)
{
	if (row->shown)
		xo_record(state, &l->run->context, row);
}

static int ask(struct listing *l)
{
	struct run *run = l->run;
	const struct handler links = { .record = on_link, .state = l, .size = sizeof(*l) };
	const struct handler addresses = { .record = on_address, .state = l, .size = sizeof(*l) };
	const struct handler groups = { .record = on_group, .state = l, .size = sizeof(*l) };
	struct question q = { .what = ASK_LINKS };
	int e = run_ask(run, &q, &links);

	q.what = ASK_ADDRS;
	if (e == 0)
		e = run_ask(run, &q, &addresses);
	if (e < 0 || !(run->context.options & VIEW_MADDRS))
		return e;
	q.what = ASK_MADDRS;
	if (run_ask(run, &q, &groups) < 0) /* not every system tells */
		err_clear(&run->err);
	return 0;
}

static int want_names(struct listing *l)
{
	for (size_t a = 0; a < l->addrs; a++) {
		const struct ifaddr *addr = &l->rows.addrs[a].addr;
		struct addr network = bsd_iface_network_of(addr);

		if (addr->family == FAMILY_INET || addr->family == FAMILY_INET6)
			index_want_name(l->run->index, &addr->local, NAME_HOST);
		if (addr->family == FAMILY_INET)
			index_want_name(l->run->index, &network, NAME_NETWORK);
	}
	return run_names(l->run);
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	struct table table;
	int e = ask(l);

	if (e == 0 && run->context.options & VIEW_NAMES)
		e = want_names(l);
	if (e < 0)
		return e;
	ifrows_sort(&l->rows, l->addrs);
	if (run->common->xo && l->style->xo) {
		struct xo xo;

		run->context.options &= ~(uint32_t)VIEW_HUMAN; /* numbers are numbers */
		xo_begin(&xo, &run->out, l->style->xo, (enum xo_style)run->common->xo,
			 run->common->xo_pretty);
		walk(l, print_xo, &xo);
		xo_end(&xo);
		return 0;
	}
	if (l->style->measure) {
		l->style->measure(&run->out, &run->context, NULL);
		walk(l, measure, NULL);
	}
	table_begin(&table, l->style->view, &run->context);
	table_head(&table, &run->out);
	walk(l, print, &table);
	return 0;
}

int ifaces_list_bsd(const char *tool, const struct common *common,
		    const struct ifaces_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request, .style = common->dialect->ifaces };
	int e = run_open(&run, tool, common, NULL,
			 request->options & VIEW_NAMES && !common->replay),
	    status;

	if (e == 0) {
		run.context.options = request->options;
		e = list(&l);
	}
	status = run_end(&run, e, request->failure);
	ifrows_free(&l.rows);
	run_close(&run);
	return status;
}
