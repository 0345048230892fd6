/* SPDX-License-Identifier: ISC */
#include "lib/model/explanation.h"

static const char *const reasons[MTU_REASONS] = {
	[MTU_BY_EXCEPTION] = "exception",
	[MTU_BY_ROUTE] = "route",
	[MTU_BY_INTERFACE] = "interface",
};

const char *mtu_reason_name(unsigned reason)
{
	return reason < MTU_REASONS ? reasons[reason] : NULL;
}

static const struct route *chosen(const struct explanation *e, const struct explanation_parts *known)
{
	return known->answer ? &e->answer : known->exception ? &e->exception : &e->match;
}

/* A gateway, or the destination itself where it is on the link; nobody on our own and at many. */
void explanation_next(struct explanation *e, const struct explanation_parts *known)
{
	const struct route *r = chosen(e, known);

	if (e->refusal[0] || route_refuses(r))
		return;
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
		e->next = r->gateway;
	else if (r->type == TYPE_UNICAST && !route_flag(r, RFLAG_LOCAL) &&
		 !route_flag(r, RFLAG_BROADCAST))
		e->next = e->lookup.to;
	explanation_say(e, EXPLANATION_NEXT, e->next.size > 0);
}

/*
 * A path MTU that was learnt holds before what the route says, and that before the device's: so
 * ip_dst_mtu and ip6_mtu of Linux have it, and rmx_mtu of the BSDs.
 */
static void find_mtu(struct explanation *e, const struct explanation_parts *known)
{
	uint32_t mtu = 0;

	if (known->exception && route_metric(&e->exception, METRIC_MTU, &mtu) &&
	    e->exception.reason == REASON_PATH_MTU)
		e->mtu_reason = MTU_BY_EXCEPTION;
	else if (known->exception && route_metric(&e->exception, METRIC_MTU, &mtu) && mtu &&
		 !(known->match && e->match.metrics_has >> METRIC_MTU & 1))
		e->mtu_reason = known->device && mtu == e->device.mtu ? MTU_BY_INTERFACE :
									MTU_BY_EXCEPTION;
	else if (known->match && route_metric(&e->match, METRIC_MTU, &mtu) && mtu)
		e->mtu_reason = MTU_BY_ROUTE;
	else if (known->device && iface_has(&e->device, IFACE_MTU)) {
		mtu = e->device.mtu;
		e->mtu_reason = MTU_BY_INTERFACE;
	}
	if (!e->mtu_reason)
		return;
	e->mtu = mtu;
	/* a BSD's kernel gives every route its interface's */
	if (e->mtu_reason == MTU_BY_ROUTE && known->device && mtu == e->device.mtu &&
	    !(e->match.locks >> METRIC_MTU & 1))
		e->mtu_reason = MTU_BY_INTERFACE;
	e->has |= EXPLANATION_BIT(EXPLANATION_MTU) | EXPLANATION_BIT(EXPLANATION_MTU_REASON);
}

static void say_lookup(struct explanation *e)
{
	const struct lookup *l = &e->lookup;

	e->family = l->to.family;
	e->has |= EXPLANATION_BIT(EXPLANATION_FAMILY) | EXPLANATION_BIT(EXPLANATION_TO);
	explanation_say(e, EXPLANATION_FROM, l->from.size > 0);
	explanation_say(e, EXPLANATION_IN, l->iif);
	explanation_say(e, EXPLANATION_OUT, l->oif);
	explanation_say(e, EXPLANATION_MARK, l->mark);
	explanation_say(e, EXPLANATION_TOS, l->tos);
}

static void say_routes(struct explanation *e, const struct explanation_parts *known)
{
	const struct route *m = &e->match, *x = &e->exception;

	if (known->match) {
		e->has |= EXPLANATION_BIT(EXPLANATION_ROUTE) | EXPLANATION_BIT(EXPLANATION_TYPE);
		explanation_say(e, EXPLANATION_TABLE, route_has(m, ROUTE_TABLE));
		explanation_say(e, EXPLANATION_METRIC, route_has(m, ROUTE_PRIORITY));
		explanation_say(e, EXPLANATION_ROUTE_GATEWAY, route_has(m, ROUTE_GATEWAY));
		explanation_say(e, EXPLANATION_ROUTE_DEVICE, m->ifindex);
		explanation_say(e, EXPLANATION_HOP, m->hops > 1 && e->hop);
		explanation_say(e, EXPLANATION_HOPS, m->hops > 1);
	}
	if (known->exception) {
		e->has |= EXPLANATION_BIT(EXPLANATION_EXCEPTION);
		explanation_say(e, EXPLANATION_EXCEPTION_GATEWAY, route_has(x, ROUTE_GATEWAY));
		explanation_say(e, EXPLANATION_EXCEPTION_MTU, x->metrics_has >> METRIC_MTU & 1);
		explanation_say(e, EXPLANATION_EXCEPTION_EXPIRE, route_has(x, ROUTE_EXPIRE));
	}
}

void explanation_finish(struct explanation *e, const struct explanation_parts *known)
{
	const struct route *r = chosen(e, known);
	bool sent = !e->refusal[0] && (known->answer || known->match || known->exception);

	say_lookup(e);
	say_routes(e, known);
	explanation_say(e, EXPLANATION_RULE, known->rule);
	explanation_say(e, EXPLANATION_ACTION, known->rule);
	explanation_say(e, EXPLANATION_REFUSAL, e->refusal[0]);
	if (!sent)
		return;
	if (!known->answer)
		e->answer = *r;
	if (!route_has(&e->answer, ROUTE_PREFSRC) && e->lookup.from.size) {
		e->answer.prefsrc = e->lookup.from;
		e->answer.has |= ROUTE_BIT(ROUTE_PREFSRC);
	}
	explanation_say(e, EXPLANATION_DEVICE, e->answer.ifindex);
	explanation_say(e, EXPLANATION_SOURCE, route_has(&e->answer, ROUTE_PREFSRC));
	if (known->device) {
		explanation_say(e, EXPLANATION_DEVICE_STATE, iface_has(&e->device, IFACE_OPERSTATE));
		explanation_say(e, EXPLANATION_DEVICE_FLAGS, iface_has(&e->device, IFACE_FLAGS));
		explanation_say(e, EXPLANATION_DEVICE_MTU, iface_has(&e->device, IFACE_MTU));
	}
	if (known->neigh) {
		explanation_say(e, EXPLANATION_NEIGH_STATE, neigh_has(&e->neigh, NEIGH_STATE));
		explanation_say(e, EXPLANATION_NEIGH_ADDRESS, neigh_has(&e->neigh, NEIGH_LLADDR));
		explanation_say(e, EXPLANATION_NEIGH_EXPIRE, neigh_has(&e->neigh, NEIGH_EXPIRE));
	}
	if (!route_refuses(r))
		find_mtu(e, known);
}
