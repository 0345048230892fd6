/* SPDX-License-Identifier: ISC */
#include "cmd/request.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd/tools.h"

const struct grammar *request_grammar(const struct request *r)
{
	return &r->common.dialect->tool[r->tool];
}

int request_refuse(const struct request *r, const char *format, ...)
{
	struct err err = ERR_INIT;
	va_list list;

	va_start(list, format);
	vsnprintf(err.text, sizeof(err.text), format, list);
	va_end(list);
	return tool_usage(r->tool, &err, request_grammar(r)->usage);
}

static int take_family(struct request *r, const struct option *o, struct err *err)
{
	const struct dialect *d = r->common.dialect;

	/* the last one counts: with net-tools' arp, and where -f takes one (a list on NetBSD) */
	if (r->tool == TOOL_ARP || (r->tool == TOOL_NETSTAT && !d->gnu))
		r->families = (struct families){ .count = 0 };
	if (o->row->id == OPTION_UNIX || !o->row->value || o->row->value == FAMILY_COUNT)
		return !d->gnu && !d->family_lists && strchr(o->value, ',') ?
			       err_set(err, EINVAL, "%s: one address family, not several", o->value) :
			       families_parse(&r->families, o->value ? o->value : o->row->name,
					      d->gnu, err);
	return families_add(&r->families, (enum family)o->row->value, err);
}

int request_refuse_families(const struct request *r)
{
	struct err err = ERR_INIT;
	int e = families_check(&r->families, &err);

	if (e == -EAFNOSUPPORT)
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	if (e == 0)
		return 0;
	run_complain(tool_name(r->tool), "%s", err.text);
	return request_grammar(r)->failure;
}

/* The switches: which member an option sets. */
static bool *find_switch(struct request *r, const struct option_row *row)
{
	switch (row->id) {
	case OPTION_ALL:
		return &r->all;
	case OPTION_WIDE:
		return &r->wide;
	case OPTION_VERBOSE:
		return &r->verbose;
	case OPTION_FIB:
		return &r->fib;
	case OPTION_QUIET:
		return &r->quiet;
	case OPTION_TEST:
		return &r->test;
	case OPTION_CACHE:
		return &r->cache;
	case OPTION_LISTENING:
		return &r->listening;
	case OPTION_TIMERS:
		return &r->timers;
	case OPTION_PROGRAMS:
		return &r->programs;
	case OPTION_CONTEXTS:
		return &r->contexts;
	case OPTION_NUMERIC: /* --numeric-ports and --numeric-users say nothing of hosts */
		return row->value <= 1 ? &r->numeric : NULL;
	case OPTION_SYMBOLIC: /* net-tools' -N names no host either, whatever its manual says */
		return r->tool == TOOL_ARP ? NULL : &r->numeric;
	default:
		return NULL;
	}
}

static int find_mode(uint16_t id)
{
	switch (id) {
	case OPTION_ROUTE:
		return MODE_ROUTE;
	case OPTION_INTERFACES:
		return MODE_INTERFACES;
	case OPTION_STATISTICS:
		return MODE_STATISTICS;
	case OPTION_GROUPS:
		return MODE_GROUPS;
	case OPTION_MASQUERADE:
		return MODE_MASQUERADE;
	case OPTION_NEXTHOPS:
		return MODE_NEXTHOPS;
	case OPTION_HOP_GROUPS:
		return MODE_HOP_GROUPS;
	case OPTION_INTERFACE:
		return MODE_INTERFACES;
	default:
		return -1;
	}
}

static int take(struct request *r, const struct option *o, struct err *err)
{
	bool *member = find_switch(r, o->row);
	int mode = find_mode(o->row->id), e;

	if (member)
		*member = true;
	if (member == &r->all && r->common.dialect->gnu)
		r->change = 0; /* net-tools' arp: the last of -a -d -f -s counts */
	if (mode >= 0)
		r->modes |= 1u << mode;
	switch (o->row->id) {
	case OPTION_EXTEND:
		r->extend++;
		return 0;
	case OPTION_NEIGHBOURS:
		r->neighbours |= 1u << o->row->value;
		return 0;
	case OPTION_DEVICE: /* elsewhere a filter of sockets */
		if (r->tool != TOOL_ARP)
			break;
		r->device = o->value;
		return 0;
	case OPTION_INTERFACE:
		r->device = o->value;
		return 0;
	case OPTION_PROTOCOL:
		r->protocol = o->value;
		return 0;
	case OPTION_INTERVAL:
		r->rates = true;
		if (watch_parse(o->value, &r->common.watch_ms) < 0)
			return err_set(err, EINVAL, "-w %s: not a number of seconds, 0.01 to a day", o->value);
		return 0;
	case OPTION_STATISTICS:
		r->statistics++;
		return 0;
	case OPTION_RTABLE:
		r->common.table = o->value;
		return 0;
	case OPTION_VIEW: /* errors alone or drops alone: the last one counts */
		if (o->row->value == VIEW_ERRORS || o->row->value == VIEW_DROPS)
			r->view &= ~(uint32_t)(VIEW_ERRORS | VIEW_DROPS);
		r->view |= o->row->value;
		return 0;
	case OPTION_RADIX: /* the kernel gives no addresses of its memory any more */
		return 0;
	case OPTION_CHANGE:
		if (o->row->value == 'D')
			r->use_device = true;
		else
			r->change = (char)o->row->value;
		return 0;
	case OPTION_HARDWARE:
		r->hardware = o->value;
		return 0;
	case OPTION_FAMILY:
	case OPTION_UNIX:
		return take_family(r, o, err);
	case OPTION_SYMBOLIC: /* hardware addresses have no names; net-tools' arp says so */
		if (r->tool == TOOL_ARP)
			run_complain("arp", "-N: hardware addresses have no names here");
		return 0;
	case OPTION_SOCKETS:
		r->sockets |= 1u << o->row->value;
		return 0;
	case OPTION_NUMERIC: /* all, or one kind of names */
		r->numeric_hosts = r->numeric_hosts || o->row->value <= 1;
		r->numeric_ports = r->numeric_ports || o->row->value == 0 || o->row->value == 2;
		r->numeric_users = r->numeric_users || o->row->value == 0 || o->row->value == 3;
		return 0;
	default:
		break;
	}
	if (member || mode >= 0)
		return 0;
	e = common_option(&r->common, o, err);
	if (e == 0)
		return err_set(err, ENOSYS, "-%c: this build does not have it", o->row->letter);
	return e < 0 ? e : 0;
}

/* What is said of routing tables is not passed over in silence where there are none. */
static int check_tables(const struct request *r, struct err *err)
{
	bool domains = r->tool == TOOL_ARP && r->common.dialect->neighs->domains && !r->common.clones;
	bool routes = domains || r->tool == TOOL_ROUTE ||
		      (r->modes & 1u << MODE_ROUTE && !(r->modes & 1u << MODE_STATISTICS));

	if (r->common.rules && (r->common.clones || r->cache))
		return err_set(err, EINVAL, "--rules: rules are not cloned");
	if (r->common.vrf && (r->common.table || r->common.rules))
		return err_set(err, EINVAL, "--vrf is a table: it does not go with --%s",
			       r->common.table ? "table" : "rules");
	if (r->tool == TOOL_ARP && (r->common.rules || r->common.vrf))
		routes = false;
	if (routes || !(r->common.clones || r->common.table || r->common.rules || r->common.vrf))
		return 0;
	return err_set(err, EINVAL, "--%s: only where routing tables are shown",
		       r->common.clones ? "clones" : r->common.table ? "table" :
		       r->common.rules ? "rules" : "vrf");
}

/*
 * "--to longer 10/8" has two words. net-tools reads --proto as a short --protocol, and no family is
 * named as a protocol is. 1: taken.
 */
static int take_special(struct request *r, struct options *options, const struct option *o,
			struct err *err)
{
	struct families families = r->families;
	struct err ignored = ERR_INIT;

	if (o->row->id == OPTION_TO) {
		r->common.words.to_how = NULL;
		if (!filter_is_how(o->value))
			return 0;
		r->common.words.to_how = o->value;
		r->common.words.to = options_take(options);
		return r->common.words.to ? 1 :
					    err_set(err, EINVAL, "option '--to %s' requires an argument",
						    o->value);
	}
	if (o->row->id != OPTION_PROTO || !r->common.dialect->gnu ||
	    families_parse(&families, o->value, true, &ignored) < 0)
		return 0;
	r->families = families;
	return 1;
}

static enum filter_table filtered_table(const struct request *r)
{
	if (r->common.rules)
		return FILTER_NOTHING;
	if (r->tool == TOOL_ARP)
		return FILTER_NEIGHBOURS;
	if (r->tool == TOOL_ROUTE)
		return FILTER_ROUTES;
	if (r->modes & 1u << MODE_STATISTICS)
		return FILTER_NOTHING;
	if (!r->modes)
		return FILTER_SOCKETS;
	return r->modes & 1u << MODE_ROUTE	? FILTER_ROUTES :
	       r->modes & 1u << MODE_INTERFACES ? FILTER_INTERFACES :
	       r->modes & 1u << MODE_GROUPS	? FILTER_MEMBERSHIPS :
						  FILTER_NOTHING;
}

static int check_netns(const struct request *r, struct err *err)
{
	const struct common *c = &r->common;
	const char *other = c->netns ? "netns" : c->record ? "record" : c->replay ? "replay" :
			    c->xo ? "libxo" : NULL;

	if (!c->all_netns)
		return 0;
	if (other)
		return err_set(err, EINVAL, "--all-netns does not go with --%s", other);
	if (r->modes & 1u << MODE_STATISTICS)
		return err_set(err, EINVAL, "--all-netns: not for statistics");
	return 0;
}

/* Limits and stamps of what goes on until it is ended. */
static int check_news(const struct request *r, struct err *err)
{
	const struct common *c = &r->common;
	bool monitor = r->tool == TOOL_ROUTE && r->word_count &&
		       strcmp(r->words[0], "monitor") == 0;
	bool arp = r->tool == TOOL_ARP && (c->read || (c->watch_plain && !r->all && !r->word_count));
	const char *option = c->stamp ? "timestamp" : c->promiscuous ? "promiscuous" : NULL;

	if (c->event_room && !monitor)
		return err_set(err, EINVAL, "--buffer: only with route monitor");
	if (c->read && r->tool != TOOL_ARP)
		return err_set(err, EINVAL, "--read: only for arp");
	if (option && !arp && !((monitor || (r->cache && c->watch_ms)) && !c->promiscuous))
		return err_set(err, EINVAL, "--%s: only where news is listened to", option);
	option = c->count ? "count" : c->duration_ms ? "duration" : NULL;
	if (option && !monitor && !arp && !c->watch_ms)
		return err_set(err, EINVAL, "--%s: only with --watch or route monitor", option);
	return 0;
}

/* One exposition of one place, which is what a scrape is. */
static int check_format(const struct common *c, struct err *err)
{
	const char *other = c->json ? "json" : c->watch_ms ? "watch" : c->all_netns ? "all-netns" :
			    c->xo   ? "libxo" : c->clones ? "clones" : c->rules ? "rules" : NULL;

	if (!c->openmetrics || !other)
		return 0;
	return err_set(err, EINVAL, "--format openmetrics does not go with --%s", other);
}

/* Where there is no table there is nothing to explain. */
static int check_legend(const struct request *r, struct err *err)
{
	const struct common *c = &r->common;

	if (!c->legend)
		return 0;
	if (c->json || c->xo || c->openmetrics)
		return err_set(err, EINVAL, "--legend: %s has no columns",
			       c->json ? "JSON" : c->xo ? "--libxo" : "--format openmetrics");
	if (r->modes & 1u << MODE_STATISTICS || r->change || c->batch ||
	    (r->tool == TOOL_ROUTE && r->word_count && strcmp(r->words[0], "show") != 0))
		return err_set(err, EINVAL, "--legend: only where a table is shown");
	return 0;
}

static int check_watch(const struct request *r, struct err *err)
{
	const struct common *c = &r->common;

	if (c->explain && !(r->tool == TOOL_ROUTE && r->word_count &&
			    (strcmp(r->words[0], "get") == 0 || strcmp(r->words[0], "show") == 0)))
		return err_set(err, EINVAL, "--explain: only with route get");
	if (c->replay && c->record && !c->dry_run) /* what would be sent to that system can be kept */
		return err_set(err, EINVAL, "--replay reads a file: it does not go with --record");
	if (c->watch_ms && c->record)
		return err_set(err, EINVAL, "--record keeps one look: it does not go with --watch");
	if (c->watch_ms && c->json_pretty)
		return err_set(err, EINVAL, "--watch: a JSON document for each look, each in one line");
	return 0;
}

const char *const *request_plain_words(enum tool tool, const struct dialect *dialect)
{
	static const char *const words[] = { "-net", "-host", "-nexthop", NULL };

	return tool == TOOL_ROUTE && dialect->gnu ? words : NULL;
}

static int check_changes(const struct request *r, struct err *err)
{
	const struct common *c = &r->common;
	const char *word = c->batch ? "batch" : c->atomic ? "atomic" : "dry-run";

	if (r->tool == TOOL_NETSTAT && (c->batch || c->atomic || c->dry_run))
		return err_set(err, EINVAL, "--%s: netstat changes nothing", word);
	if (c->dry_run && c->atomic)
		return err_set(err, EINVAL, "--atomic does not go with --dry-run, which changes nothing");
	return 0;
}

static int read_all(struct request *r, int argc, char **argv, struct err *err, int *ret_status)
{
	const struct dialect *d = r->common.dialect;
	const struct grammar *g = request_grammar(r);
	struct options options;
	struct option o;
	int more;

	*ret_status = g->usage;
	options_begin(&options, tool_name(r->tool), d->name, d->gnu, g->options, common_options,
		      argc, argv);
	options.plain = request_plain_words(r->tool, d);
	while ((more = options_next(&options, &o, err)) > 0) {
		int e;

		if (!o.row) {
			if (r->word_count < REQUEST_WORDS)
				r->words[r->word_count++] = o.value;
			else
				r->words_lost = true;
			continue;
		}
		if (o.row->id == OPTION_HELP || o.row->id == OPTION_VERSION) {
			*ret_status = o.row->id == OPTION_HELP ? tool_help(r->tool, d) :
								 tool_version(r->tool, d);
			return 1;
		}
		e = take_special(r, &options, &o, err);
		if (e == 0)
			e = take(r, &o, err);
		if (e < 0) {
			/* to net-tools a family that does not exist is no wrong command line */
			if (o.row->id == OPTION_FAMILY)
				*ret_status = g->failure;
			return e;
		}
	}
	return more;
}

int request_read(struct request *r, enum tool tool, int argc, char **argv, int *ret_status)
{
	struct err err = ERR_INIT;
	const struct dialect *d = dialect_choose(argc, argv, &err);
	int more;

	*r = (struct request){ .tool = tool };
	if (!d) {
		*ret_status = tool_usage(tool, &err, 1);
		return 1;
	}
	r->common = common_defaults(d);
	more = read_all(r, argc, argv, &err, ret_status);
	if (more == 0)
		more = check_tables(r, &err);
	if (more == 0)
		more = check_watch(r, &err);
	if (more == 0)
		more = check_news(r, &err);
	if (more == 0)
		more = check_format(&r->common, &err);
	if (more == 0)
		more = check_netns(r, &err);
	if (more == 0)
		more = check_legend(r, &err);
	if (more == 0)
		more = check_changes(r, &err);
	if (more == 0)
		more = filter_parse(&r->common.filter, &r->common.words, filtered_table(r), &err);
	if (more == -ENOSYS) {
		run_complain(tool_name(tool), "%s", err.text);
		*ret_status = request_grammar(r)->failure;
	} else if (more < 0) {
		*ret_status = tool_usage(tool, &err, *ret_status);
	}
	return more != 0;
}
