/* SPDX-License-Identifier: ISC */
/* netstat -s: what the kernel counts, protocol by protocol. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cmd/tools.h"
#include "lib/model/counters.h"
#include "lib/model/counters_linux.h"
#include "lib/view/openmetrics.h"
#include "lib/view/stats_bsd.h"
#include "lib/view/stats_linux.h"
#include "lib/view/xo.h"

/* The texts of a Linux that hold counters. net-tools reads the first three, or with -6 snmp6. */
static const char *const linux_files[] = { "net/snmp",	 "net/netstat",	  "net/sctp/snmp",
					   "net/snmp6",	 "net/xfrm_stat", "net/softnet_stat" };

enum { FILES = sizeof(linux_files) / sizeof(linux_files[0]), NET_TOOLS_FILES = 3, SNMP6 = 3 };

struct listing {
	const struct protocols_request *request;
	struct counters counters;
	struct counters before; /* with --watch: those of the look before */
	bool again;		/* that there was one */
	bool grown;		/* the values are what was counted since it */
	const struct stats_style *style; /* of the BSDs; NULL: linux */
	char iface[64];			 /* the text of one interface; "": what all counted */
};

static int on_counter(struct run *run, const struct record *record, void *state)
{
	struct counters *counters = state;
	int e;

	if (record->kind != RECORD_COUNTER || !counters || strcmp(record->counter.name, "ifIndex") == 0)
		return 0;
	e = strcmp(record->counter.group, "Softnet") == 0 ?
		    counters_sum(counters, &record->counter) :
		    counters_add(counters, &record->counter);
	return e < 0 ? err_system(&run->err, -e, "counters") : 0;
}

static int on_link(struct run *run, const struct record *record, void *state)
{
	(void)state;
	return record->kind == RECORD_IFACE ? index_add_iface(run->index, &record->iface) : 0;
}

/* A text that this kernel or namespace does not have is no failure, but for the first. */
static int ask_file(struct run *run, struct counters *counters, const char *file)
{
	const struct handler h = { .record = on_counter, .state = counters };
	const struct question q = { .what = ASK_FILE, .key = file };
	int e = run_ask(run, &q, &h);

	if ((e != -ENOENT && e != -ENOMSG) || strcmp(file, linux_files[0]) == 0)
		return e;
	err_clear(&run->err);
	return 0;
}

/* All that there is; or what net-tools reads, and where it is recorded the rest as well. */
static int ask_linux(struct run *run, struct listing *l, bool all)
{
	bool inet6 = families_has(&l->request->families, FAMILY_INET6);
	int e = 0;

	if (!all && inet6)
		e = ask_file(run, &l->counters, linux_files[SNMP6]);
	for (unsigned i = 0; i < FILES && e == 0; i++) {
		bool wanted = all || i < (inet6 ? 1 : NET_TOOLS_FILES);

		if (wanted || run->common->record)
			e = ask_file(run, wanted ? &l->counters : NULL, linux_files[i]);
	}
	return e;
}

/* A BSD has a structure for each protocol; one that this kernel does not have is left out. */
static int ask_bsd(struct run *run, struct listing *l)
{
	enum origin_system system = (enum origin_system)run->source->origin.system;
	const char *key;

	for (unsigned i = 0; (key = stats_key(system, i)); i++) {
		const struct handler h = { .record = on_counter, .state = &l->counters };
		const struct question q = { .what = ASK_SYSCTL, .key = key };
		int e = run_ask(run, &q, &h);

		if (e < 0 && e != -ENOENT && e != -ENOMSG && e != -EOPNOTSUPP)
			return e;
		err_clear(&run->err);
	}
	if (!l->counters.count)
		return err_set(&run->err, ENOENT, "no statistics: the %s kernel tells none",
			       origin_system_name(system));
	return 0;
}

static int ask_iface(struct run *run, struct listing *l)
{
	int e = run->source->origin.system == SYSTEM_LINUX ? ask_file(run, &l->counters, l->iface) : 0;

	if (e == 0 && !l->counters.count)
		return err_set(&run->err, ENOENT, "%s: nothing is counted of such an interface",
			       l->request->device);
	return e;
}

/* TCP counts for both families. */
static bool is_of_family(const struct families *families, const char *group)
{
	bool both = stats_linux_kind(group) == STATS_TCP;

	return !families->count || both ||
	       families_has(families, strchr(group, '6') ? FAMILY_INET6 : FAMILY_INET);
}

/* Linux keeps part of a protocol's counters apart: TcpExt, IcmpMsg. */
static bool is_of_protocol(const char *protocol, const char *group)
{
	size_t size = strlen(protocol);

	return strncasecmp(group, protocol, size) == 0 &&
	       (!group[size] || strcmp(group + size, "Ext") == 0 || strcmp(group + size, "Msg") == 0);
}

static bool is_selected(const struct protocols_request *q, const struct counter *c)
{
	return is_of_family(&q->families, c->group) &&
	       (!q->protocol || is_of_protocol(q->protocol, c->group)) &&
	       (!q->kinds || q->kinds & stats_linux_kind(c->group));
}

static void print_json(struct run *run, const struct listing *l)
{
	run_begin_json(run);
	json_array(&run->json, "counters");
	for (size_t i = 0; i < l->counters.count; i++)
		if (is_selected(l->request, &l->counters.row[i]))
			json_counter(&run->json, &l->counters.row[i]);
}

static void print_openmetrics(struct run *run, struct listing *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->counters.count; i++)
		if (is_selected(l->request, &l->counters.row[i]))
			l->counters.row[kept++] = l->counters.row[i];
	l->counters.count = kept;
	openmetrics_counters(&run->out, &l->counters);
	openmetrics_end(&run->out);
}

static void print_wide(struct run *run, const struct listing *l)
{
	struct stats_linux s = { .kinds = STATS_ALL };

	for (size_t i = 0; i < l->counters.count; i++)
		if (is_selected(l->request, &l->counters.row[i]))
			stats_linux_wide(&s, &run->out, &l->counters.row[i]);
}

static void print_net_tools(struct run *run, const struct listing *l)
{
	struct stats_linux s = { .kinds = l->request->kinds ? l->request->kinds : STATS_ALL };
	bool inet6 = families_has(&l->request->families, FAMILY_INET6);

	for (size_t i = 0; i < l->counters.count; i++) {
		const struct counter *c = &l->counters.row[i];

		/* beside the text of IPv6 it wants TCP alone */
		if (!inet6 || strchr(c->group, '6') || strncmp(c->group, "Tcp", 3) == 0)
			stats_linux_counter(&s, &run->out, c);
	}
}

/* Packets in several buffers are counted by interface, and their names are in the links' frames. */
static int ask_names(struct run *run, const struct counters *counters)
{
	const struct question q = { .what = ASK_LINKS, .brief = true };
	const struct handler h = { .record = on_link };

	for (size_t i = 0; i < counters->count; i++)
		if (strncmp(counters->row[i].name, "m2m.", 4) == 0 && counters->row[i].value)
			return run_ask_if_any(run, &q, &h);
	return 0;
}

static unsigned families_mask(const struct families *families)
{
	unsigned mask = 0;

	for (unsigned i = 0; i < families->count; i++)
		mask |= 1u << families->family[i];
	return mask;
}

static void print_bsd(struct run *run, struct listing *l)
{
	const struct protocols_request *q = l->request;
	const struct stats_style *style = l->style;
	const struct stats_choice choice = { .protocol = q->protocol,
					     .device = *l->iface ? q->device : NULL,
					     .nonzero = q->nonzero || l->grown,
					     .families = families_mask(&q->families) };
	struct xo xo;

	if (run->common->xo == XO_NONE) {
		stats_bsd_write(&run->out, style, &choice, &run->context, &l->counters);
		return;
	}
	xo_begin(&xo, &run->out, &stats_bsd_layout, (enum xo_style)run->common->xo,
		 run->common->xo_pretty);
	stats_bsd_xo(&xo, style, &choice, &run->context, &l->counters);
	xo_end(&xo);
}

/*
 * From the second look on text shows what has grown since the last, and JSON has it beside the value. What
 * has not grown is left out of text.
 */
static int grow(struct run *run, struct listing *l)
{
	size_t kept = 0;
	int e;

	if (!run->common->watch_ms)
		return 0;
	if (l->again)
		counters_set_growth(&l->counters, &l->before);
	e = counters_copy(&l->before, &l->counters);
	if (e < 0)
		return err_system(&run->err, -e, "counters");
	if (l->again && !run->common->json) {
		for (size_t i = 0; i < l->counters.count; i++) {
			struct counter *c = &l->counters.row[i];

			/* a gauge has moved, and has a value still */
			if (!counters_is_gauge(c->group, c->name) || !c->growth)
				c->value = c->growth;
			if (c->value || run->common->dialect->stats)
				l->counters.row[kept++] = *c;
		}
		l->counters.count = kept;
		l->grown = true;
		out_char(&run->out, '\n');
	}
	l->again = true;
	return 0;
}

static int list(struct run *run, struct listing *l)
{
	const struct common *common = run->common;
	const struct stats_style *bsd = common->dialect->stats;
	bool linux_kernel = run->source->origin.system == SYSTEM_LINUX;
	int e;

	counters_clear(&l->counters);
	if (*l->iface)
		e = ask_iface(run, l);
	else
		e = linux_kernel ? ask_linux(run, l, bsd || common->json || common->openmetrics ||
								     l->request->wide) :
				   ask_bsd(run, l);
	if (e == 0)
		e = grow(run, l);
	if (e == 0 && bsd && !*l->iface && !common->json && !common->openmetrics)
		e = linux_kernel ? counters_linux_as_bsd(&l->counters) :
				   ask_names(run, &l->counters);
	if (e < 0)
		return e;
	if (common->json)
		print_json(run, l);
	else if (common->openmetrics)
		print_openmetrics(run, l);
	else if (bsd)
		print_bsd(run, l);
	else if (l->request->wide || !linux_kernel)
		print_wide(run, l);
	else
		print_net_tools(run, l);
	return 0;
}

/* With -I alone; with -p as well a BSD shows what all interfaces counted. */
static int choose_iface(const char *tool, const struct common *common, struct listing *l)
{
	const struct protocols_request *q = l->request;

	l->style = common->dialect->stats;
	if (!l->style || !l->style->iface || !q->device || q->protocol)
		return 0;
	l->style = l->style->iface;
	if (common->xo != XO_NONE || common->openmetrics) {
		run_complain(tool, "-I with -s: in text and JSON only");
		return q->failure;
	}
	if (strchr(q->device, '/') || strlen(q->device) >= IFACE_NAME_MAX) {
		run_complain(tool, "%s: no such interface", q->device);
		return q->failure;
	}
	snprintf(l->iface, sizeof(l->iface), "net/dev_snmp6/%s", q->device);
	return 0;
}

/* net-tools' text is of one family; where both are wanted -W has them. */
static int check(const char *tool, const struct common *common, const struct protocols_request *q)
{
	const struct stats_style *bsd = common->dialect->stats;
	const struct families *f = &q->families;

	if (bsd && q->protocol && !stats_bsd_knows(bsd, q->protocol)) {
		run_complain(tool, "%s: no such protocol, or it has no statistics in this dialect",
			     q->protocol);
		return q->failure;
	}

	if (!f->lacking && (f->count < 2 || q->wide || common->json || common->openmetrics || bsd))
		return 0;
	run_complain(tool, f->lacking ? "%s: no statistics of this address family" :
					"statistics of one address family at a time, but for -W", f->lacking);
	return q->failure;
}

int protocols_list(const char *tool, const struct common *common,
		   const struct protocols_request *request)
{
	const char *files[FILES + 1] = { NULL };
	struct listing l = { .request = request };
	struct run run;
	int e, status = check(tool, common, request);

	if (status)
		return status;
	status = choose_iface(tool, common, &l);
	if (status)
		return status;
	if (*l.iface)
		files[0] = l.iface;
	else
		memcpy(files, linux_files, sizeof(linux_files));
	e = run_open(&run, tool, common, files, false);
	do {
		if (e == 0)
			e = list(&run, &l);
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	counters_free(&l.counters);
	counters_free(&l.before);
	run_close(&run);
	return status;
}
