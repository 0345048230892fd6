/* SPDX-License-Identifier: ISC */
#include "lib/view/change.h"

#include <string.h>

#include "lib/base/out.h"
#include "lib/model/change.h"
#include "lib/model/index.h"

static void write_device(struct out *out, const struct index *index, uint32_t ifindex)
{
	const struct index_iface *i = index ? index_iface(index, ifindex) : NULL;

	if (i)
		out_bytes(out, i->shown, i->shown_size);
	else
		out_format(out, "if%u", ifindex);
}

/* " word value" */
static void number(struct out *out, const char *word, uint64_t value)
{
	out_char(out, ' ');
	out_text(out, word);
	out_char(out, ' ');
	out_u64(out, value);
}

static void address(struct out *out, const char *word, const struct addr *a)
{
	out_char(out, ' ');
	out_text(out, word);
	out_char(out, ' ');
	addr_write(out, a);
}

/* A name, or the number where there is none. */
static void named(struct out *out, const char *word, const char *name, unsigned value)
{
	out_char(out, ' ');
	out_text(out, word);
	out_char(out, ' ');
	if (name)
		out_text(out, name);
	else
		out_u64(out, value);
}

static void device(struct out *out, const struct index *index, const char *word, uint32_t ifindex)
{
	out_char(out, ' ');
	out_text(out, word);
	out_char(out, ' ');
	write_device(out, index, ifindex);
}

static void write_destination(struct out *out, const struct route *r)
{
	if (!r->dst_bits) {
		out_literal(out, " default");
		return;
	}
	if (r->family == FAMILY_INET && r->dst_bits == 32) {
		out_literal(out, " -host ");
		addr_write(out, &r->dst);
		return;
	}
	out_text(out, r->family == FAMILY_INET6 ? " " : " -net ");
	addr_write(out, &r->dst);
	out_format(out, "/%u", r->dst_bits);
}

/* The fields that each of several next hops has of its own. */
static void write_hop(struct out *out, const struct index *index, const struct route *r,
		      const struct route *hop, bool one)
{
	if (route_has(hop, ROUTE_GATEWAY)) {
		if (hop->gateway.family == r->family)
			address(out, "gw", &hop->gateway);
		else if (hop->gateway.family == FAMILY_LINK)
			address(out, "via link", &hop->gateway);
		else
			address(out, hop->gateway.family == FAMILY_INET6 ? "via inet6" : "via inet",
				&hop->gateway);
	}
	if (route_has(hop, ROUTE_DEVICE))
		device(out, index, "dev", hop->ifindex);
	if (!one && route_has(hop, ROUTE_WEIGHT))
		number(out, "weight", hop->weight);
	if (route_flag(hop, RFLAG_ONLINK))
		out_literal(out, " onlink");
	if (route_has(hop, ROUTE_REALM)) {
		out_literal(out, " realm ");
		if (hop->realm >> 16) {
			out_u64(out, hop->realm >> 16);
			out_char(out, '/');
		}
		out_u64(out, hop->realm & 0xffff);
	}
}

static void write_metrics(struct out *out, const struct route *r)
{
	for (unsigned m = 0; m < METRIC_COUNT; m++) {
		if (!((r->metrics_has | r->locks) >> m & 1))
			continue;
		out_char(out, ' ');
		out_text(out, change_metric_word(m));
		if (r->locks >> m & 1)
			out_literal(out, " lock");
		if (r->metrics_has >> m & 1) {
			out_char(out, ' ');
			out_u64(out, r->metric[m]);
		}
	}
	if (route_has(r, ROUTE_CONGESTION)) {
		out_literal(out, " congctl ");
		out_name(out, r->congestion, strlen(r->congestion));
	}
}

/* What Linux has no word for, by the names of JSON. */
static void write_flags(struct out *out, const struct change *c)
{
	static const uint64_t told = RFLAG_BIT(RFLAG_ONLINK) | RFLAG_BIT(RFLAG_UP) |
				     RFLAG_BIT(RFLAG_GATEWAY) | RFLAG_BIT(RFLAG_HOST);

	for (unsigned f = 0; f < RFLAG_COUNT; f++) {
		if ((c->route.flags & ~told) >> f & 1)
			out_format(out, " +%s", route_flag_name(f));
		if (c->flags_off >> f & 1)
			out_format(out, " -%s", route_flag_name(f));
	}
}

static void write_extras(struct out *out, const struct change *c, const struct index *index)
{
	const struct route *r = &c->route;

	if (c->ifp_name[0]) {
		out_literal(out, " ifp ");
		out_name(out, c->ifp_name, strnlen(c->ifp_name, sizeof(c->ifp_name)));
	} else if (c->ifp.family) {
		device(out, index, "ifp", c->ifp.scope);
	}
	if (c->ifa.family)
		address(out, "ifa", &c->ifa);
	if (c->genmask.family)
		address(out, "genmask", &c->genmask);
	if (route_has(r, ROUTE_LABEL)) {
		out_literal(out, " label ");
		out_name(out, r->label, strnlen(r->label, sizeof(r->label)));
	}
	if (route_has(r, ROUTE_TAG))
		number(out, "tag", r->tag);
	write_flags(out, c);
}

static void write_encap(struct out *out, const struct change *c)
{
	if (!c->encap_type)
		return;
	out_format(out, " encap %u ", c->encap_type);
	for (unsigned i = 0; i < c->encap_size; i++)
		out_hex(out, c->encap[i], 2);
}

static void write_route(struct out *out, const struct change *c, const struct index *index)
{
	const struct route *r = &c->route;
	const char *type = route_has(r, ROUTE_TYPE) ? route_type_name(r->type) : NULL;

	if (r->family == FAMILY_INET6)
		out_literal(out, "-6 ");
	out_text(out, change_verb_name((enum change_verb)c->verb));
	write_destination(out, r);
	if (type && r->type != TYPE_UNICAST)
		named(out, "type", type, r->type);
	if (route_has(r, ROUTE_SRC) && r->src_bits) {
		address(out, "from", &r->src);
		out_format(out, "/%u", r->src_bits);
	}
	if (route_has(r, ROUTE_TOS))
		number(out, "tos", r->tos);
	if (r->hops <= 1)
		write_hop(out, index, r, r, true);
	if (route_has(r, ROUTE_NHID))
		number(out, "nhid", r->nhid);
	if (route_has(r, ROUTE_PRIORITY))
		number(out, "metric", r->priority);
	if (route_has(r, ROUTE_TABLE))
		named(out, "table", route_table_name(r->table), r->table);
	if (route_has(r, ROUTE_PROTOCOL))
		named(out, "proto", route_protocol_name(r->protocol), r->protocol);
	if (route_has(r, ROUTE_SCOPE) && r->family == FAMILY_INET)
		named(out, "scope", route_scope_name(r->scope), r->scope);
	if (route_has(r, ROUTE_PREFSRC))
		address(out, "src", &r->prefsrc);
	if (route_has(r, ROUTE_PREF))
		named(out, "pref", route_preference_name(r->pref), r->pref);
	if (route_has(r, ROUTE_EXPIRE))
		number(out, "expires", (uint64_t)((r->expire_ms + 999) / 1000));
	else if (route_has(r, ROUTE_EXPIRES_AT))
		number(out, "expires-at", (uint64_t)(r->expires_at_ms / 1000));
	write_metrics(out, r);
	write_encap(out, c);
	write_extras(out, c, index);
	for (unsigned i = 0; r->hops > 1 && i < r->hops; i++) {
		out_literal(out, " nexthop");
		write_hop(out, index, r, i ? &c->hops[i - 1] : r, false);
	}
}

static void write_neigh(struct out *out, const struct change *c, const struct index *index)
{
	const struct neigh *n = &c->neigh;
	bool proxy = c->what == CHANGE_PROXY;

	if (n->family == FAMILY_INET6)
		out_literal(out, "-6 ");
	out_text(out, c->verb == CHANGE_DELETE ? "-d " : proxy ? "-Ds " : "-s ");
	addr_write(out, &n->dst);
	if (proxy && c->verb != CHANGE_DELETE) {
		out_char(out, ' ');
		write_device(out, index, n->ifindex);
	} else if (neigh_has(n, NEIGH_LLADDR)) {
		out_char(out, ' ');
		addr_write(out, &n->lladdr);
	}
	if (n->ifindex)
		device(out, index, "dev", n->ifindex);
	if (proxy)
		out_literal(out, " pub");
	else if (c->verb == CHANGE_DELETE)
		out_literal(out, " priv");
	else if (n->state == STATE_STALE)
		out_literal(out, " temp");
	else if (n->state != STATE_PERMANENT)
		named(out, "state", neigh_state_name(n->state), n->state);
	if (n->flags & NFLAG_BIT(NFLAG_ROUTER))
		out_literal(out, " router");
	if (n->flags & NFLAG_BIT(NFLAG_MANAGED))
		out_literal(out, " managed");
	if (n->flags & NFLAG_BIT(NFLAG_LEARNED))
		out_literal(out, " extern_learn");
	if (neigh_has(n, NEIGH_PROTOCOL))
		named(out, "proto", route_protocol_name(n->protocol), n->protocol);
}

static void write_nexthop(struct out *out, const struct change *c, const struct index *index)
{
	const struct nexthop *n = &c->nexthop;

	if (n->family == FAMILY_INET6 && !n->members)
		out_literal(out, "-6 ");
	out_text(out, change_verb_name((enum change_verb)c->verb));
	number(out, "-nexthop", n->id);
	if (c->verb == CHANGE_DELETE)
		return;
	for (unsigned i = 0; i < n->members; i++) {
		const struct nexthop *m = i ? &c->members[i - 1] : n;

		out_text(out, i ? "/" : " group ");
		out_u64(out, m->member);
		if (m->weight > 1)
			out_format(out, ",%u", m->weight);
	}
	if (n->resilient)
		out_literal(out, " resilient");
	if (n->buckets)
		number(out, "buckets", n->buckets);
	if (n->idle_ms)
		number(out, "idle_timer", n->idle_ms);
	if (n->unbalanced_ms)
		number(out, "unbalanced_timer", n->unbalanced_ms);
	if (n->blackhole)
		out_literal(out, " type blackhole");
	if (n->gateway.family)
		address(out, "gw", &n->gateway);
	if (n->ifindex)
		device(out, index, "dev", n->ifindex);
	if (n->flags & RFLAG_BIT(RFLAG_ONLINK))
		out_literal(out, " onlink");
	if (n->protocol)
		named(out, "proto", route_protocol_name(n->protocol), n->protocol);
	write_encap(out, c);
}

void change_write(struct out *out, const struct change *c, const struct index *index)
{
	switch (c->what) {
	case CHANGE_ROUTE:
		write_route(out, c, index);
		break;
	case CHANGE_NEIGH:
	case CHANGE_PROXY:
		write_neigh(out, c, index);
		break;
	default:
		write_nexthop(out, c, index);
		break;
	}
}
