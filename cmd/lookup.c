/* SPDX-License-Identifier: ISC */
/*
 * route get: which route a destination has. The kernel is asked where it can be (ASK_LOOKUP); else, as
 * in a capture of the table alone, it is the longest match over the table. With --explain all that led there.
 */
#include <errno.h>
#include <string.h>

#include "cmd/explain.h"
#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/view/explain.h"
#include "lib/view/get.h"
#include "platform/posix/lookup.h"

struct listing {
	struct run *run;
	const struct lookup_request *request;
	const struct get_style *style;
	struct explain explain;
	struct get get;
	char zone[IFACE_NAME_MAX];
};

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
	l->explain.bits = family_bits(family);
	if (strcmp(r->to, "default") == 0) {
		l->explain.it.lookup.to = (struct addr){ .family = (uint8_t)family,
					   .size = (uint8_t)(l->explain.bits / 8) };
		l->explain.bits = 0;
		l->explain.exact = true;
		return 0;
	}
	memcpy(address, r->to, strlen(r->to) + 1);
	slash = strchr(address, '/');
	if (slash) {
		*slash++ = '\0';
		if (number_parse(slash, l->explain.bits, &bits) < 0)
			return err_set(err, EINVAL, "%s: bad prefix length", r->to);
		l->explain.bits = (unsigned)bits;
		l->explain.exact = true;
	}
	zone = strchr(address, '%');
	if (zone) {
		*zone++ = '\0';
		if (!*zone || strlen(zone) >= sizeof(l->zone))
			return err_set(err, EINVAL, "%s: bad zone", r->to);
		memcpy(l->zone, zone, strlen(zone) + 1);
	}
	if (addr_parse(address, family, &l->explain.it.lookup.to) == 0)
		return 0;
	return lookup_host(address, family, l->run->common->resolve_timeout_ms, &l->explain.it.lookup.to, err);
}

static int want_names(struct listing *l)
{
	const struct explanation *e = &l->explain.it;
	const struct addr *addrs[] = { &l->get.to,  &l->get.route.dst,	&l->get.route.gateway,
				       &e->match.gateway, &e->next, &e->answer.prefsrc, &e->lookup.from };

	for (unsigned i = 0; i < sizeof(addrs) / sizeof(addrs[0]); i++)
		if (addrs[i]->family == FAMILY_INET || addrs[i]->family == FAMILY_INET6)
			index_want_name(l->run->index, addrs[i], NAME_HOST);
	return run_names(l->run);
}

/* A device of the question by its name. */
static int find_device(struct listing *l, const char *name, uint32_t *ret_ifindex)
{
	const struct index_iface *i = name ? index_iface_named(l->run->index, name) : NULL;

	if (!name)
		return 0;
	if (!i)
		return err_set(&l->run->err, ENODEV, "%s: no such interface", name);
	*ret_ifindex = i->index;
	return 0;
}

/* Interfaces are told by name, which only the source knows the numbers of. */
static int find_devices(struct listing *l)
{
	struct lookup *q = &l->explain.it.lookup;
	uint32_t zone = 0;
	int e = find_device(l, l->zone[0] ? l->zone : NULL, &zone);

	q->to.scope = zone;
	if (e == 0)
		e = find_device(l, l->request->iif, &q->iif);
	if (e == 0)
		e = find_device(l, l->request->oif, &q->oif);
	if (e == 0 && zone && !q->oif && !q->iif &&
	    l->run->source->origin.system == SYSTEM_LINUX)
		q->oif = zone;
	return e;
}

/*
 * The one record that a block shows. On Linux the entry of the table says the network, the answer the next hop
 * that was chosen; an exception is the host's own route, as a BSD that clones would have it.
 */
static struct route one_route(const struct explain *x)
{
	const struct explanation *e = &x->it;
	struct route r = e->match;

	if (x->known.exception && (!x->known.match || e->exception.dst_bits >= r.dst_bits))
		r = e->exception;
	else if (!x->known.match && x->known.answer)
		r = e->answer;
	r.hop = 0;
	r.hops = 1;
	if (!x->known.answer)
		return r;
	r.gateway = e->answer.gateway;
	r.ifindex = e->answer.ifindex;
	r.prefsrc = e->answer.prefsrc;
	r.has &= ~(ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_PREFSRC));
	r.has |= e->answer.has & (ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) |
				  ROUTE_BIT(ROUTE_PREFSRC));
	r.flags = (r.flags & ~RFLAG_BIT(RFLAG_GATEWAY)) |
		  (route_has(&r, ROUTE_GATEWAY) ? RFLAG_BIT(RFLAG_GATEWAY) : 0);
	return r;
}

static int explain(struct listing *l)
{
	struct run *run = l->run;
	int e = explain_rest(&l->explain);

	if (e < 0)
		return e;
	if (run->common->json) {
		run_begin_json(run);
		json_array(&run->json, "explanations");
		json_explanation(&run->json, &l->explain.it);
		return 0;
	}
	if (run->context.options & VIEW_NAMES)
		e = want_names(l);
	if (e == 0)
		explain_write(&run->out, &run->context, &l->explain.it);
	return e;
}

static int not_found(struct listing *l)
{
	const char *text = l->style->not_found;

	if (!text) /* the kernel's own words */
		return err_set(&l->run->err, ESRCH, "%s: %s", l->request->to, l->explain.it.refusal);
	return err_set(&l->run->err, ESRCH, "%s", text);
}

/* What a BSD's kernel would be asked, in words and with --record as its bytes. */
static int show_request(struct listing *l)
{
	struct run *run = l->run;
	uint8_t message[RTSOCK_REQUEST_MAX];
	int size = explain_request(&l->explain, message);

	if (size < 0)
		return err_set(&run->err, EOPNOTSUPP, "--dry-run: the %s kernel is asked, and nothing is changed",
			       origin_system_name((enum origin_system)run->source->origin.system));
	out_row(&run->out);
	out_literal(&run->out, "get ");
	out_name(&run->out, l->request->to, strlen(l->request->to));
	out_char(&run->out, '\n');
	return run->common->record ? source_send(run->source, message, (size_t)size, &run->err) : 0;
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	int e = run_links(run, true), found;

	if (e == 0)
		e = find_devices(l);
	if (e < 0)
		return e;
	if (run->common->dry_run)
		return show_request(l);
	l->get.to = l->explain.it.lookup.to;
	found = explain_route(&l->explain);
	if (found < 0 && found != -ESRCH)
		return found;
	l->get.route = one_route(&l->explain);
	if (!l->explain.known.answer && run->source->origin.system != SYSTEM_LINUX)
		l->get.route.flags |= RFLAG_BIT(RFLAG_DONE); /* as a BSD's kernel answers */
	if (l->request->explain) {
		if (found < 0 && !l->explain.it.refusal[0])
			memcpy(l->explain.it.refusal, "not in table", sizeof("not in table"));
		return explain(l);
	}
	if (found < 0)
		return not_found(l);
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

static int read_from(struct listing *l, struct err *err)
{
	struct lookup *q = &l->explain.it.lookup;

	q->mark = l->request->mark;
	if (!l->request->from)
		return 0;
	if (addr_parse(l->request->from, (enum family)q->to.family, &q->from) < 0)
		return err_set(err, EINVAL, "from %s: no address of that family", l->request->from);
	return 0;
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
	if (read_destination(&l, &err) < 0 || read_from(&l, &err) < 0) {
		run_complain(tool, "%s", err.text);
		return request->failure;
	}
	l.get.fib = l.explain.fib = request->fib;
	l.explain.run = &run;
	l.explain.typed = request->to;
	e = run_open(&run, tool, common, NULL, names);
	if (e == 0) {
		run.context.options = request->options;
		e = list(&l);
	}
	status = run_end(&run, e, e == -ESRCH ? l.style->not_found_status : request->failure);
	if (status == 0 && request->explain && l.explain.it.refusal[0])
		status = l.style->not_found_status;
	run_close(&run);
	return status;
}
