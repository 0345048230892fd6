/* SPDX-License-Identifier: ISC */
/*
 * route get: which route a destination has. The kernel is asked where it can be (ASK_LOOKUP); else, as
 * in a capture of the table alone, it is the longest match over the table.
 */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/view/get.h"
#include "platform/posix/lookup.h"

struct listing {
	struct run *run;
	const struct lookup_request *request;
	const struct get_style *style;
	struct get get;
	unsigned bits;	 /* of the destination, where it is a network */
	bool exact;	 /* … and its own route is wanted, no wider one */
	char zone[IFACE_NAME_MAX];
	bool found;
	char text[128]; /* the destination, for ASK_LOOKUP */
};

/* Masks need not be contiguous; bits of the destination behind its length do not matter. */
static bool matches(const struct listing *l, const struct route *r)
{
	const struct addr *to = &l->get.to;

	if (r->family != to->family || (r->dst.scope && r->dst.scope != to->scope))
		return false;
	if (l->exact)
		return r->dst_bits == l->bits && addr_equal(&r->dst, to);
	if (!route_has(r, ROUTE_MASK))
		return r->dst_bits <= l->bits && addr_in_prefix(to, &r->dst, r->dst_bits);
	for (unsigned i = 0; i < to->size; i++)
		if ((to->bytes[i] & r->mask.bytes[i]) != (r->dst.bytes[i] & r->mask.bytes[i]))
			return false;
	return true;
}

static int on_route(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	const struct route *r = &record->route;

	(void)run;
	if (record->kind != RECORD_ROUTE || !matches(l, r) ||
	    (l->found && r->dst_bits <= l->get.route.dst_bits))
		return 0;
	l->get.route = *r;
	l->found = true;
	return 0;
}

/* What the kernel answered: the last message, for the first may be our own question. */
static int on_answer(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;

	if (record->kind != RECORD_ROUTE)
		return 0;
	/* a BSD's kernel hands back what it could not answer as it came */
	if (run->source->origin.system != SYSTEM_LINUX && !route_flag(&record->route, RFLAG_DONE))
		return 0;
	l->get.route = record->route;
	l->found = true;
	return 0;
}

static int ask(struct listing *l)
{
	bool is_linux = l->run->source->origin.system == SYSTEM_LINUX;
	struct question q = { .what = ASK_LOOKUP, .family = (enum family)l->get.to.family,
			      .fib = l->get.fib, .key = l->text };
	const struct handler answer = { .record = on_answer, .state = l, .size = sizeof(*l) };
	const struct handler route = { .record = on_route, .state = l, .size = sizeof(*l) };
	int e = run_ask(l->run, &q, &answer);

	if (e != -EOPNOTSUPP && e != -ENOMSG)
		return e;
	err_clear(&l->run->err);
	q.what = ASK_ROUTES;
	q.key = NULL;
	q.table = is_linux ? TABLE_MAIN : 0;
	return run_ask(l->run, &q, &route);
}

/* ADDRESS[%ZONE][/BITS], "default", or a name. */
static int read_destination(struct listing *l, struct err *err)
{
	const struct lookup_request *r = l->request;
	enum family family = r->family	      ? r->family :
			     strchr(r->to, ':') ? FAMILY_INET6 :
						  FAMILY_INET;
	char address[128];
	char *zone, *slash;
	uint64_t bits;

	if (strlen(r->to) >= sizeof(address))
		return err_set(err, EINVAL, "%s: no address", r->to);
	l->bits = family_bits(family);
	if (strcmp(r->to, "default") == 0) {
		l->get.to = (struct addr){ .family = (uint8_t)family,
					   .size = (uint8_t)(l->bits / 8) };
		l->bits = 0;
		l->exact = true;
		return 0;
	}
	memcpy(address, r->to, strlen(r->to) + 1);
	slash = strchr(address, '/');
	if (slash) {
		*slash++ = '\0';
		if (number_parse(slash, l->bits, &bits) < 0)
			return err_set(err, EINVAL, "%s: bad prefix length", r->to);
		l->bits = (unsigned)bits;
		l->exact = true;
	}
	zone = strchr(address, '%');
	if (zone) {
		*zone++ = '\0';
		if (!*zone || strlen(zone) >= sizeof(l->zone))
			return err_set(err, EINVAL, "%s: bad zone", r->to);
		memcpy(l->zone, zone, strlen(zone) + 1);
	}
	if (addr_parse(address, family, &l->get.to) == 0)
		return 0;
	return lookup_host(address, family, l->run->common->resolve_timeout_ms, &l->get.to, err);
}

static int want_names(struct listing *l)
{
	const struct addr *addrs[] = { &l->get.to, &l->get.route.dst, &l->get.route.gateway };

	for (unsigned i = 0; i < 3; i++)
		if (addrs[i]->family == FAMILY_INET || addrs[i]->family == FAMILY_INET6)
			index_want_name(l->run->index, addrs[i], NAME_HOST);
	return run_names(l->run);
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	int e = run_links(run, true);

	if (e == 0 && l->zone[0]) {
		const struct index_iface *i = index_iface_named(run->index, l->zone);

		if (!i)
			return err_set(&run->err, ENODEV, "%s: no such interface", l->zone);
		l->get.to.scope = i->index;
	}
	if (e == 0)
		e = ask(l);
	if (e < 0)
		return e;
	if (!l->found)
		return err_set(&run->err, ESRCH, "%s", l->style->not_found);
	if (run->common->json) {
		run_begin_json(run);
		json_array(&run->json, "routes");
		json_route(&run->json, &l->get.route);
		return 0;
	}
	if (run->context.options & VIEW_NAMES)
		e = want_names(l);
	if (e == 0)
		l->style->block(&run->out, &run->context, &l->get);
	return e;
}

int lookup_route(const char *tool, const struct common *common,
		 const struct lookup_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request, .style = common->dialect->get };
	bool names = request->options & VIEW_NAMES && !common->json && !common->replay;
	struct err err = ERR_INIT;
	int e, status;

	if (common->filter.any || common->watch_ms || common->all_netns || common->rules ||
	    common->vrf) {
		run_complain(tool, "filters, --watch, --all-netns, --rules and --vrf are for listings, "
				   "not for one destination");
		return request->failure;
	}
	run.common = common;
	if (read_destination(&l, &err) < 0) {
		run_complain(tool, "%s", err.text);
		return request->failure;
	}
	l.get.fib = request->fib;
	memcpy(l.text, request->to, strlen(request->to) + 1);
	e = run_open(&run, tool, common, NULL, names);
	if (e == 0) {
		run.context.options = request->options;
		e = list(&l);
	}
	status = run_end(&run, e, e == -ESRCH ? l.style->not_found_status : request->failure);
	run_close(&run);
	return status;
}
