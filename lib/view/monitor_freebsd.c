/* SPDX-License-Identifier: ISC */
/*
 * route monitor as FreeBSD's route prints it: since 14 a line for each event (sbin/route/route_netlink.c),
 * before that blocks (sbin/route/route.c), both for words and widths only.
 */
#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/monitor.h"

static const char *const types[EVENT_KINDS] = {
	[EVENT_ANNOUNCE] = "RTM_IFANNOUNCE: interface arrival/departure",
	[EVENT_WIRELESS] = "RTM_IEEE80211: IEEE 802.11 wireless event",
};

/*
 * What the eras and macOS share: zeros are "default" only where names are shown, and a mask is printed as
 * the family in its own bytes says, which is often none.
 */
static void write_addr(struct out *out, const struct view_context *c, const struct message *m,
		       const struct message_addr *a)
{
	bool names = c->options & VIEW_NAMES, known = a->family || !m->size || a->length == 16;
	unsigned family = a->length || !a->at ? a->addr.family : FAMILY_NONE;

	if (a->at && !a->family) /* the bytes say of no family */
		known = false;
	if (names && (!a->length || ((family == FAMILY_INET || family == FAMILY_INET6) && known &&
				     addr_is_zero(&a->addr)))) {
		out_literal(out, "default");
		return;
	}
	if (known && family == FAMILY_INET)
		addr_write(out, &a->addr);
	else if (known && family == FAMILY_INET6)
		bsd_write_scoped(out, c, &a->addr);
	else if (family == FAMILY_LINK)
		monitor_link(out, c, a, false);
	else
		monitor_shorts(out, c, m, a);
}

static void write_cut(struct out *out, const char *where, size_t left)
{
	out_format(out, "\n%s: truncated route message, only %zu bytes left\n", where, left);
}

static void write_addrs(struct out *out, const struct view_context *c, const struct message *m)
{
	size_t round = c->origin->word / 8, left = m->rest;

	if (!m->addrs) {
		out_char(out, '\n');
		return;
	}
	out_literal(out, "\nsockaddrs: ");
	monitor_addr_names(out, m->addrs, MESSAGE_BRD);
	out_char(out, '\n');
	for (unsigned i = 0; i <= MESSAGE_BRD; i++) {
		const struct message_addr *a = &m->addr[i];
		size_t step = a->length ? (a->length + round - 1) & ~(round - 1) : round;

		if (!(m->addrs >> i & 1))
			continue;
		if (a->at && (!a->there || left < step)) {
			write_cut(out, "pmsg_addrs", left);
			break;
		}
		out_char(out, ' ');
		write_addr(out, c, m, a);
		left -= a->at ? step : 0;
	}
	out_char(out, '\n');
}

static void write_announcement(struct out *out, const struct message *m)
{
	out_format(out, "if# %u, what: ", m->ifindex);
	if (m->what < 2)
		out_text(out, m->what ? "departure" : "arrival");
	else
		out_format(out, "#%u", m->what);
	out_char(out, '\n');
}

static void write_iface(struct out *out, const struct view_context *c, const struct message *m,
			bool state)
{
	unsigned carrier = monitor_link_state(c, m, SYSTEM_FREEBSD, 1, 2);

	out_format(out, "if# %u, ", m->ifindex);
	if (state)
		out_format(out, "link: %s, ", carrier == 1 ? "down" : carrier == 2 ? "up" : "unknown");
	out_literal(out, "flags:");
	monitor_iface_flags(out, m->raw_flags);
	write_addrs(out, c, m);
}

static void write_body(struct out *out, const struct view_context *c, unsigned kind,
		       const struct message *m, bool of_today)
{
	switch (kind) {
	case EVENT_IFINFO:
		write_iface(out, c, m, of_today);
		return;
	case EVENT_NEWADDR:
	case EVENT_DELADDR:
		out_format(out, "metric %d, flags:", m->metric);
		get_freebsd_flags(out, m->flags);
		write_addrs(out, c, m);
		return;
	case EVENT_NEWMADDR:
	case EVENT_DELMADDR:
		write_addrs(out, c, m);
		return;
	case EVENT_ANNOUNCE:
		write_announcement(out, m);
		return;
	default:
		break;
	}
	if (kind == EVENT_OTHER || kind > EVENT_RESOLVE) {
		out_format(out, "type: %u, len: %u\n", m->type, m->size);
		return;
	}
	out_format(out, "pid: %d, seq %d, errno %d, flags:", m->pid, m->sequence, m->error);
	get_freebsd_flags(out, m->flags);
	out_literal(out, "\nlocks: ");
	monitor_metrics(out, m->locks, of_today ? "weight" : "pksent", !of_today);
	out_literal(out, " inits: ");
	monitor_metrics(out, m->inits, of_today ? "weight" : "pksent", !of_today);
	if (m->rest || !m->addr[MESSAGE_DST].at)
		write_addrs(out, c, m);
}

static void write_block(struct out *out, const struct view_context *c, const struct event *e,
			bool of_today)
{
	struct message room;
	const struct message *m = monitor_message(c, e, &room);
	unsigned kind = monitor_kind(e);

	if (!m)
		return;
	out_row(out);
	out_char(out, '\n');
	monitor_head(out, e);
	if (!m->understood) {
		out_format(out, "routing message version %u not understood\n", m->version);
		return;
	}
	if (monitor_type(types, kind))
		out_text(out, monitor_type(types, kind));
	else
		out_format(out, "unknown type %u", m->type);
	out_format(out, ": len %u, ", m->length);
	if (m->short_head)
		write_cut(out, "print_rtmsg", m->size);
	else
		write_body(out, c, kind, m, of_today);
}

void monitor_freebsd13(struct out *out, const struct view_context *c, const struct event *e)
{
	write_block(out, c, e, true);
}

void monitor_freebsd4(struct out *out, const struct view_context *c, const struct event *e)
{
	write_block(out, c, e, false);
}

static void write_prefix(struct out *out, const struct view_context *c, const struct addr *a,
			 int bits)
{
	if (a->family == FAMILY_INET6)
		bsd_write_scoped(out, c, a);
	else if (a->family == FAMILY_INET)
		addr_write(out, a);
	else
		out_literal(out, "<NULL>");
	if (bits >= 0 && a->family)
		out_format(out, "/%d", bits);
}

/* A name that is not known is "if#3". */
static void write_device(struct out *out, const struct view_context *c, uint32_t ifindex)
{
	out_literal(out, "iface ");
	if (index_iface(c->index, ifindex))
		cell_device(out, c, ifindex);
	else
		out_format(out, "if#%u", ifindex);
	out_char(out, ' ');
}

static void write_hop(struct out *out, const struct view_context *c, const struct route *r)
{
	const struct index_iface *i = index_iface(c->index, r->ifindex);
	uint32_t mtu = 0;

	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK) {
		out_literal(out, "gw ");
		write_prefix(out, c, &r->gateway, -1);
		out_char(out, ' ');
	}
	if (r->ifindex) {
		write_device(out, c, r->ifindex);
		if ((route_metric(r, METRIC_MTU, &mtu) && mtu) || (i && i->mtu))
			out_format(out, "mtu %u ", mtu ? mtu : i->mtu);
	}
	if (!r->hop)
		out_format(out, "table inet%s.%u", r->family == FAMILY_INET6 ? "6" : "",
			   r->table == TABLE_MAIN ? 0 : r->table);
	out_char(out, '\n');
}

static const char *refusal(const struct route *r)
{
	static const char *const refusals[TYPE_COUNT] = {
		[TYPE_BLACKHOLE] = "blackhole\n",
		[TYPE_UNREACHABLE] = "unreach(reject)\n",
		[TYPE_PROHIBIT] = "prohibit(reject)\n",
	};

	return r->type < TYPE_COUNT ? refusals[r->type] : NULL;
}

static void write_route(struct out *out, const struct view_context *c, const struct route *r)
{
	write_prefix(out, c, &r->dst, r->dst_bits);
	out_char(out, ' ');
	if (refusal(r))
		out_text(out, refusal(r));
	else
		write_hop(out, c, r);
}

static void write_link(struct out *out, const struct iface *i)
{
	static const char *const states[] = { "UNKNOWN", "NOTPRESENT", "DOWN",	"LLDOWN",
					      "TESTING", "DORMANT",    "UP" };

	out_format(out, "iface#%u ", i->index);
	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
	out_format(out, " admin %s ", iface_flag(i, IFLAG_UP) ? "UP" : "DOWN");
	if (i->operstate < sizeof(states) / sizeof(states[0]))
		out_format(out, "oper %s ", states[i->operstate]);
	if (i->mtu)
		out_format(out, "mtu %u ", i->mtu);
	out_char(out, '\n');
}

static void write_ifaddr(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	write_prefix(out, c, &a->local, a->local_bits);
	out_char(out, ' ');
	if (a->has & IFADDR_BIT(IFADDR_PEER)) {
		out_literal(out, "-> ");
		write_prefix(out, c, &a->peer, -1);
		out_char(out, ' ');
	}
	write_device(out, c, a->ifindex);
	out_char(out, '\n');
}

static void write_lladdr(struct out *out, const struct addr *a)
{
	if (!a->size)
		return;
	out_literal(out, "lladdr ");
	addr_write_link(out, a, ':', 2, false);
	out_char(out, ' ');
}

static void write_neigh(struct out *out, const struct view_context *c, const struct neigh *n)
{
	static const char *const states[STATE_COUNT] = {
		[STATE_INCOMPLETE] = "INCOMPLETE", [STATE_REACHABLE] = "REACHABLE",
		[STATE_STALE] = "STALE",	   [STATE_DELAY] = "DELAY",
		[STATE_PROBE] = "PROBE",	   [STATE_FAILED] = "FAILED",
	};

	write_prefix(out, c, &n->dst, -1);
	out_char(out, ' ');
	if (n->state < STATE_COUNT && states[n->state])
		out_format(out, "state %s ", states[n->state]);
	write_lladdr(out, &n->lladdr);
	write_device(out, c, n->ifindex);
	out_char(out, '\n');
}

/* A link-layer entry of a table that holds routes and neighbours in one. */
static void write_entry(struct out *out, const struct view_context *c, const struct route *r)
{
	write_prefix(out, c, &r->dst, -1);
	out_char(out, ' ');
	if (r->gateway.family == FAMILY_LINK)
		write_lladdr(out, &r->gateway);
	write_device(out, c, r->ifindex);
	out_char(out, '\n');
}

static void write_stamp(struct out *out, const struct event *e)
{
	const struct event_time *t = &e->time;

	if (e->stamp[0])
		out_text(out, e->stamp);
	else
		out_format(out, "%02d:%02d:%02d.%03d", t->hour, t->minute, t->second,
			   t->millisecond);
}

void monitor_freebsd(struct out *out, const struct view_context *c, const struct event *e)
{
	static const char *const things[OBJECT_COUNT] = {
		[OBJECT_ROUTE] = "route", [OBJECT_ADDR] = "addr", [OBJECT_LINK] = "iface",
		[OBJECT_NEIGH] = "neigh",
	};
	const char *kind = event_kind_name(e->kind);
	bool gone = e->kind == EVENT_DELETE || e->kind == EVENT_DELADDR ||
		    (e->kind == EVENT_ANNOUNCE && e->message.what == 1);

	if (!e->has_record || !things[e->object])
		return;
	out_row(out);
	if (e->object == OBJECT_ROUTE && e->route.hop && !refusal(&e->route)) {
		out_spaces(out, 30);
		write_hop(out, c, &e->route);
		return;
	}
	write_stamp(out, e);
	if (e->kind > EVENT_CHANGE && e->object == OBJECT_ROUTE && !gone)
		out_format(out, " %s %s ", kind, things[e->object]);
	else
		out_format(out, " %s %s ", gone ? "delete" : "add/repl", things[e->object]);
	if (e->object == OBJECT_ROUTE)
		write_route(out, c, &e->route);
	else if (e->object == OBJECT_LINK)
		write_link(out, &e->iface);
	else if (e->object == OBJECT_ADDR)
		write_ifaddr(out, c, &e->ifaddr);
	else if (e->has_message)
		write_entry(out, c, &e->route);
	else
		write_neigh(out, c, &e->neigh);
}
