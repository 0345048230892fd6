/* SPDX-License-Identifier: ISC */
/*
 * arp --watch: who asks for whom, who answers, and who claims what another station has. Live, or out of a file
 * of frames. The gateways are known from the routing table.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "cmd/ending.h"
#include "cmd/stamp.h"
#include "cmd/tools.h"
#include "lib/model/claim.h"
#include "lib/view/claim.h"
#include "lib/wire/arp_packet.h"
#include "platform/platform.h"
#include "platform/replay/module.h"

enum { GATEWAYS_MAX = 256 };

struct listener {
	struct run *run;
	const struct listen_request *request;
	const struct capture_module *module;
	struct packets *packets;
	struct claims *claims;
	uint32_t ifindex; /* of --interface: where packets do not tell */
	struct addr gateways[GATEWAYS_MAX];
	unsigned gateway_count;
	uint64_t shown, broken;
	int64_t first_ms;
	bool over;
};

static int on_route(struct run *run, const struct record *record, void *state)
{
	struct listener *l = state;
	const struct route *r = &record->route;

	(void)run;
	if (record->kind != RECORD_ROUTE || !route_has(r, ROUTE_GATEWAY) ||
	    (r->gateway.family != FAMILY_INET && r->gateway.family != FAMILY_INET6))
		return 0;
	for (unsigned i = 0; i < l->gateway_count; i++)
		if (addr_equal(&l->gateways[i], &r->gateway))
			return 0;
	if (l->gateway_count < GATEWAYS_MAX)
		l->gateways[l->gateway_count++] = r->gateway;
	return 0;
}

static bool is_gateway(const struct listener *l, const struct addr *a)
{
	for (unsigned i = 0; i < l->gateway_count; i++)
		if (addr_equal(&l->gateways[i], a))
			return true;
	return false;
}

/* A file may be of another network: its addresses are no gateways of ours. */
static int read_gateways(struct listener *l)
{
	static const enum family families[] = { FAMILY_INET, FAMILY_INET6 };
	const struct handler h = { .record = on_route, .state = l, .size = 0 };
	struct run *run = l->run;
	int e = 0;

	for (unsigned i = 0; e == 0 && !l->request->path && i < 2; i++) {
		const struct question q = { .what = ASK_ROUTES, .family = families[i],
					    .table = run->source->origin.system == SYSTEM_LINUX ?
							     TABLE_MAIN :
							     0 };

		e = run_ask_if_any(run, &q, &h);
	}
	return e;
}

/* A conflict is told behind the packet that makes it, and counts as no packet. */
static void show(struct listener *l, const struct claim *c)
{
	struct run *run = l->run;
	struct claim_before before;
	struct claim_warning warning = { c, &before, is_gateway(l, &c->address) };
	enum stamp how = run->common->stamp ? (enum stamp)run->common->stamp : STAMP_TIME;
	char text[48];
	bool conflict = claim_binds(c) && claims_hear(l->claims, c, &before) == CLAIM_CONFLICT;

	if (!l->first_ms)
		l->first_ms = c->time_ms;
	stamp_write(text, sizeof(text), how, c->time_ms, l->first_ms, stamp_offset_min(c->time_ms));
	if (run->common->json)
		claim_json(&run->out, &run->context, c);
	else
		claim_write(&run->out, &run->context, text, c);
	if (conflict && run->common->json)
		claim_json_warn(&run->out, &run->context, &warning);
	else if (conflict)
		claim_warn(&run->out, &run->context, text, &warning);
	l->shown++;
	l->over = run->common->count && l->shown >= run->common->count;
}

static int handle(struct listener *l, const struct packets_frame *p)
{
	struct claim c;
	int e = arp_packet_decode(bytes_of(p->data, p->size, false), l->module->packets_link_type(l->packets), &c);

	if (e == -EPROTONOSUPPORT)
		return err_set(&l->run->err, EPROTONOSUPPORT, "frames of link type %u: only Ethernet and Linux' cooked frames are known",
			       l->module->packets_link_type(l->packets));
	if (e < 0) {
		l->broken++;
		return 0;
	}
	if (e == 0)
		return 0;
	c.time_ms = p->time_ms;
	if (!c.ifindex)
		c.ifindex = l->ifindex;
	show(l, &c);
	return l->run->out.error;
}

static int listen_to(struct listener *l, const struct ending *ending)
{
	enum { BETWEEN = 256 };
	struct run *run = l->run;
	unsigned since = 0;
	int e = 0;

	while (e == 0 && !l->over) {
		struct packets_frame packet;
		int more = l->module->packets_next(l->packets, &packet, &run->err);

		if (more == 0)
			return 0;
		if (more > 0) {
			e = handle(l, &packet);
			if (++since % BETWEEN == 0 && ending_has_come(ending))
				return e;
			continue;
		}
		if (more != -EAGAIN)
			return more;
		if (out_flush(&run->out) < 0)
			return run->out.error;
		switch (ending_wait(ending, l->module->packets_fd(l->packets), -1)) {
		case ENDING_CAME:
			return 0;
		case ENDING_NO_READER:
			return -EPIPE;
		default:
			break;
		}
	}
	return e;
}

/* All that needs a right is opened before the sandbox is entered. */
static int open_packets(struct listener *l, struct err *err)
{
	const struct listen_request *q = l->request;
	const struct packets_args args = { .path = q->path, .interface = q->device,
					   .arp = q->families >> FAMILY_INET & 1,
					   .discovery = q->families >> FAMILY_INET6 & 1,
					   .promiscuous = q->promiscuous };
	int e = capture_module_load(&l->module, err);

	if (e == 0)
		e = l->module->packets_open(&args, &l->packets, err);
	if (e == 0 && !(l->claims = claims_new()))
		e = err_system(err, ENOMEM, "claims");
	return e;
}

static int run_listener(struct listener *l, const struct ending *ending)
{
	struct run *run = l->run;
	const struct index_iface *i;
	int e = 0;

	if (!l->request->path)
		e = run_links(run, true);
	if (e < 0)
		return e;
	i = l->request->device ? index_iface_named(run->index, l->request->device) : NULL;
	l->ifindex = i ? i->index : 0;
	e = read_gateways(l);
	return e == 0 ? listen_to(l, ending) : e;
}

int listen_run(const char *tool, const struct common *common, const struct listen_request *request)
{
	struct run run;
	struct listener l = { .run = &run, .request = request };
	struct ending ending;
	struct err err = ERR_INIT;
	int e, status;

	tzset();
	e = ending_begin(&ending, common->duration_ms, &err);
	if (e == 0)
		e = open_packets(&l, &err);
	if (e < 0) {
		run_complain(tool, "%s", err.text);
		claims_free(l.claims);
		if (l.packets)
			l.module->packets_close(l.packets);
		return request->failure;
	}
	e = run_open(&run, tool, common, NULL, false);
	if (e == 0)
		e = run_listener(&l, &ending);
	if (e < 0 && e != run.out.error)
		out_flush(&run.out);
	if (e == -EPIPE)
		run_broken_output(tool, e, request->failure);
	status = run_end(&run, e, request->failure);
	if (l.broken)
		run_complain(tool, "%llu packets were cut short or broken", (unsigned long long)l.broken);
	run_close(&run);
	l.module->packets_close(l.packets);
	claims_free(l.claims);
	return status;
}
