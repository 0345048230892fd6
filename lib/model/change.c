/* SPDX-License-Identifier: ISC */
#include "lib/model/change.h"

#include <string.h>

static const char *const verbs[CHANGE_VERBS] = {
	[CHANGE_ADD] = "add",	      [CHANGE_PREPEND] = "prepend", [CHANGE_APPEND] = "append",
	[CHANGE_REPLACE] = "replace", [CHANGE_CHANGE] = "change",   [CHANGE_DELETE] = "delete",
};

static const char *const whats[CHANGE_WHATS] = {
	[CHANGE_ROUTE] = "route",
	[CHANGE_NEIGH] = "neighbour",
	[CHANGE_PROXY] = "proxy neighbour",
	[CHANGE_NEXTHOP] = "next-hop object",
};

const char *change_verb_name(enum change_verb verb)
{
	return (unsigned)verb < CHANGE_VERBS ? verbs[verb] : NULL;
}

const char *change_what_name(enum change_what what)
{
	return (unsigned)what < CHANGE_WHATS ? whats[what] : NULL;
}

/* net-tools' "mtu" is the segment size; the path MTU needs a word of its own. */
const char *change_metric_word(unsigned metric)
{
	return metric == METRIC_MTU	 ? "pmtu" :
	       metric == METRIC_HOPLIMIT ? "hoplimit" :
					   metric_name(metric);
}

static const uint64_t route_key = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) |
				  ROUTE_BIT(ROUTE_SRC) | ROUTE_BIT(ROUTE_TYPE) |
				  ROUTE_BIT(ROUTE_PROTOCOL) | ROUTE_BIT(ROUTE_SCOPE) |
				  ROUTE_BIT(ROUTE_TABLE) | ROUTE_BIT(ROUTE_PRIORITY) |
				  ROUTE_BIT(ROUTE_TOS) | ROUTE_BIT(ROUTE_NHID);
static const uint64_t hop_fields = ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) |
				   ROUTE_BIT(ROUTE_WEIGHT) | ROUTE_BIT(ROUTE_REALM);
static const uint64_t route_more = ROUTE_BIT(ROUTE_PREFSRC) | ROUTE_BIT(ROUTE_PREF) |
				   ROUTE_BIT(ROUTE_EXPIRE) | ROUTE_BIT(ROUTE_LOCKS) |
				   ROUTE_BIT(ROUTE_CONGESTION) | ROUTE_BIT(ROUTE_LABEL) |
				   ROUTE_BIT(ROUTE_TAG) | ROUTE_BIT(ROUTE_MPLS);

/* A route through a next-hop object lists the object's gateway, and must not say it. */
void change_of_route(const struct route *route, enum change_verb verb, struct change *ret_change)
{
	struct route *r = &ret_change->route;
	uint64_t keep = route_key;

	memset(ret_change, 0, sizeof(*ret_change));
	ret_change->verb = (uint8_t)verb;
	*r = *route;
	if (!route_has(route, ROUTE_NHID) || !route->nhid) {
		keep |= hop_fields;
		keep &= ~ROUTE_BIT(ROUTE_NHID);
	}
	/* the kernel hangs what goes nowhere on the loopback, and takes no such device */
	if (route_refuses(route))
		keep &= ~hop_fields;
	/* through an object that is a black hole, a route of any type is listed as one */
	if (route_refuses(route) && keep & ROUTE_BIT(ROUTE_NHID)) {
		r->type = TYPE_UNICAST;
		if (verb == CHANGE_DELETE)
			keep &= ~ROUTE_BIT(ROUTE_TYPE);
	}
	if (verb != CHANGE_DELETE)
		keep |= route_more;
	r->has &= keep;
	if (verb == CHANGE_DELETE || !(keep & ROUTE_BIT(ROUTE_GATEWAY)))
		r->hops = 1;
	if (verb == CHANGE_DELETE) {
		r->metrics_has = 0;
		r->locks = 0;
	}
	r->hop = 0;
	r->flags &= RFLAG_BIT(RFLAG_ONLINK);
}

void change_of_neigh(const struct neigh *neigh, enum change_verb verb, struct change *ret_change)
{
	struct neigh *n = &ret_change->neigh;

	memset(ret_change, 0, sizeof(*ret_change));
	ret_change->verb = (uint8_t)verb;
	ret_change->what = neigh->flags & NFLAG_BIT(NFLAG_PROXY) ? CHANGE_PROXY : CHANGE_NEIGH;
	*n = *neigh;
	n->has &= NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_DEVICE) |
		  NEIGH_BIT(NEIGH_LLADDR) | NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS) |
		  NEIGH_BIT(NEIGH_PROTOCOL);
	n->flags &= NFLAG_BIT(NFLAG_PROXY) | NFLAG_BIT(NFLAG_ROUTER) | NFLAG_BIT(NFLAG_LEARNED) |
		    NFLAG_BIT(NFLAG_MANAGED);
}
