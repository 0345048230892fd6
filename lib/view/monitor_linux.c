/* SPDX-License-Identifier: ISC */
/*
 * route monitor in the dialect of net-tools, which has no such command: a line for each event, that names
 * the thing, says what happened to it, and goes on in the words that net-tools' own route, arp and
 * ifconfig read and print.
 *
 *	route add -net 10.0.0.0 netmask 255.0.0.0 gw 192.0.2.1 metric 5 dev eth0
 *	neighbour change 192.0.2.1 HWaddress 02:00:00:00:00:01 iface eth0 state reachable
 */
#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/monitor.h"

static void write_device(struct out *out, const struct view_context *c, const char *word,
			 uint32_t ifindex)
{
	if (!ifindex)
		return;
	out_text(out, word);
	cell_device(out, c, ifindex);
}

static void write_number(struct out *out, const char *word, uint64_t number)
{
	out_text(out, word);
	out_u64(out, number);
}

/* "-net 10.0.0.0 netmask 255.0.0.0", "-host 10.1.2.3", "-A inet6 2001:db8::/32" */
static void write_destination(struct out *out, const struct view_context *c, const struct route *r)
{
	unsigned bits = family_bits((enum family)r->family);

	if (r->family != FAMILY_INET) {
		out_format(out, "-A %s ", family_name((enum family)r->family));
		bsd_write_scoped(out, c, &r->dst);
		write_number(out, "/", r->dst_bits);
	} else if (r->dst_bits == bits) {
		out_literal(out, "-host ");
		addr_write(out, &r->dst);
	} else {
		out_literal(out, "-net ");
		addr_write(out, &r->dst);
		out_literal(out, " netmask ");
		if (route_has(r, ROUTE_MASK))
			addr_write(out, &r->mask);
		else
			addr_write_mask(out, r->dst_bits);
	}
}

/* The metrics that net-tools has words for, and those that it never had. */
static void write_metrics(struct out *out, const struct route *r)
{
	static const struct {
		uint8_t metric;
		const char *word;
	} words[] = {
		{ METRIC_ADVMSS, " mss " },   { METRIC_WINDOW, " window " },
		{ METRIC_RTT, " irtt " },     { METRIC_MTU, " mtu " },
		{ METRIC_HOPLIMIT, " hoplimit " },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		uint32_t value;

		if (route_metric(r, (enum metric)words[i].metric, &value))
			write_number(out, words[i].word, value);
	}
}

static void write_hop(struct out *out, const struct view_context *c, const struct route *r)
{
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK) {
		out_literal(out, " gw ");
		bsd_write_scoped(out, c, &r->gateway);
	}
	write_device(out, c, " dev ", r->ifindex);
	if (r->hops > 1 && route_has(r, ROUTE_WEIGHT))
		write_number(out, " weight ", r->weight);
}

static void write_table(struct out *out, uint32_t table)
{
	const char *name = route_table_name(table);

	if (table == TABLE_MAIN)
		return;
	out_literal(out, " table ");
	if (name)
		out_text(out, name);
	else
		out_u64(out, table);
}

static void write_route(struct out *out, const struct view_context *c, const struct route *r)
{
	const char *type = route_type_name(r->type), *protocol = route_protocol_name(r->protocol);

	write_destination(out, c, r);
	if (r->type != TYPE_UNICAST && route_has(r, ROUTE_TYPE) && type)
		out_format(out, " %s", r->type == TYPE_UNREACHABLE ? "reject" : type);
	if (r->hops <= 1)
		write_hop(out, c, r);
	if (route_has(r, ROUTE_PRIORITY) && r->priority)
		write_number(out, " metric ", r->priority);
	write_metrics(out, r);
	if (route_has(r, ROUTE_NHID))
		write_number(out, " nhid ", r->nhid);
	if (route_has(r, ROUTE_PREFSRC)) {
		out_literal(out, " src ");
		addr_write(out, &r->prefsrc);
	}
	if (route_has(r, ROUTE_TABLE))
		write_table(out, r->table);
	if (route_has(r, ROUTE_PROTOCOL)) {
		if (protocol)
			out_format(out, " proto %s", protocol);
		else
			write_number(out, " proto ", r->protocol);
	}
	if (route_has(r, ROUTE_EXPIRE))
		write_number(out, " expires ", r->expire_ms < 0 ? 0 : (uint64_t)r->expire_ms / 1000);
	if (r->hops > 1) {
		out_literal(out, " nexthop");
		write_hop(out, c, r);
	}
}

void monitor_linux_clone(struct out *out, const struct view_context *c, const struct route *r)
{
	const char *reason = route_has(r, ROUTE_REASON) ? route_reason_name(r->reason) : NULL;

	addr_write(out, &r->dst);
	write_hop(out, c, r);
	write_metrics(out, r);
	if (reason)
		out_format(out, " %s", reason);
	if (route_has(r, ROUTE_EXPIRE)) {
		out_literal(out, " expires ");
		cell_seconds(out, r->expire_ms);
	}
}

static void write_lladdr(struct out *out, const struct addr *a)
{
	if (!a->size)
		return;
	out_literal(out, " HWaddress ");
	addr_write_link(out, a, ':', 2, false);
}

static void write_neigh(struct out *out, const struct view_context *c, const struct neigh *n)
{
	addr_write(out, &n->dst);
	write_lladdr(out, &n->lladdr);
	write_device(out, c, " iface ", n->ifindex);
	if (neigh_has(n, NEIGH_STATE) && neigh_state_name(n->state))
		out_format(out, " state %s", neigh_state_name(n->state));
	if (n->flags & NFLAG_BIT(NFLAG_PROXY))
		out_literal(out, " pub");
	if (n->flags & NFLAG_BIT(NFLAG_ROUTER))
		out_literal(out, " router");
}

/* A link-layer entry of a table that holds routes and neighbours in one. */
static void write_entry(struct out *out, const struct view_context *c, const struct route *r)
{
	addr_write(out, &r->dst);
	if (r->gateway.family == FAMILY_LINK)
		write_lladdr(out, &r->gateway);
	write_device(out, c, " iface ", r->ifindex);
}

static void write_link(struct out *out, const struct iface *i)
{
	char before = '<';

	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
	if (i->address.size) {
		out_literal(out, " HWaddr ");
		addr_write_link(out, &i->address, ':', 2, false);
	}
	if (i->has & IFACE_BIT(IFACE_MTU))
		write_number(out, " mtu ", i->mtu);
	if (i->has & IFACE_BIT(IFACE_FLAGS))
		out_literal(out, " flags ");
	for (unsigned flag = 0; flag < IFLAG_COUNT; flag++) {
		if (!(i->flags >> flag & 1) || !iface_flag_name(flag))
			continue;
		out_format(out, "%c%s", before, iface_flag_name(flag));
		before = ',';
	}
	if (i->has & IFACE_BIT(IFACE_FLAGS))
		out_text(out, before == '<' ? "<>" : ">");
	if (i->has & IFACE_BIT(IFACE_OPERSTATE) && iface_operstate_name(i->operstate))
		out_format(out, " state %s", iface_operstate_name(i->operstate));
}

static void write_ifaddr(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	cell_device(out, c, a->ifindex);
	out_char(out, ' ');
	addr_write(out, &a->local);
	write_number(out, "/", a->local_bits);
	if (a->has & IFADDR_BIT(IFADDR_PEER)) {
		out_literal(out, " pointopoint ");
		addr_write(out, &a->peer);
	}
	if (a->has & IFADDR_BIT(IFADDR_BROADCAST)) {
		out_literal(out, " broadcast ");
		addr_write(out, &a->broadcast);
	}
	if (a->has & IFADDR_BIT(IFADDR_SCOPE) && route_scope_name(a->scope))
		out_format(out, " scope %s", route_scope_name(a->scope));
	for (unsigned flag = 0; flag < AFLAG_COUNT; flag++)
		if (a->flags >> flag & 1 && flag != AFLAG_PERMANENT && ifaddr_flag_name(flag))
			out_format(out, " %s", ifaddr_flag_name(flag));
}

static void write_nexthop(struct out *out, const struct view_context *c, const struct nexthop *n)
{
	write_number(out, "id ", n->id);
	if (n->members) {
		write_number(out, " member ", n->member);
		write_number(out, " weight ", n->weight);
		return;
	}
	if (n->gateway.family) {
		out_literal(out, " gw ");
		bsd_write_scoped(out, c, &n->gateway);
	}
	write_device(out, c, " dev ", n->ifindex);
	if (n->blackhole)
		out_literal(out, " blackhole");
}

static void write_record(struct out *out, const struct view_context *c, const struct event *e)
{
	switch (e->object) {
	case OBJECT_ROUTE:
		write_route(out, c, &e->route);
		return;
	case OBJECT_NEIGH:
		if (e->has_message)
			write_entry(out, c, &e->route);
		else
			write_neigh(out, c, &e->neigh);
		return;
	case OBJECT_LINK:
		write_link(out, &e->iface);
		return;
	case OBJECT_ADDR:
	case OBJECT_MADDR:
		write_ifaddr(out, c, &e->ifaddr);
		return;
	case OBJECT_RULE:
		rule_sentence(out, c, &e->rule);
		return;
	case OBJECT_NEXTHOP:
		write_nexthop(out, c, &e->nexthop);
		return;
	default:
		return;
	}
}

/* What a routing socket says of its message: a request that failed, and whose it was. */
static void write_origin(struct out *out, const struct message *m)
{
	if (m->error)
		out_format(out, " errno %d", m->error);
	if (m->pid)
		out_format(out, " pid %d", m->pid);
}

void monitor_linux(struct out *out, const struct view_context *c, const struct event *e)
{
	const char *kind = event_kind_name(e->kind);

	if (e->kind == EVENT_ANNOUNCE)
		kind = e->message.what == 1 ? "delete" : "add";
	out_row(out);
	if (e->stamp[0])
		out_format(out, "%s ", e->stamp);
	out_format(out, "%s %s", event_object_name(e->object),
		   strcmp(kind, "delete") == 0 ? "del" : kind);
	if (e->has_record) {
		out_char(out, ' ');
		write_record(out, c, e);
	}
	if (e->has_message)
		write_origin(out, &e->message);
	out_char(out, '\n');
}
