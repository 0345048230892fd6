/* SPDX-License-Identifier: ISC */
/* route monitor as OpenBSD's route prints it (sbin/route/route.c: words and widths only). */
#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/monitor.h"

/* from 18 on they stand in a field of their own (ifm_xflags, shifted by 16) */
static const struct monitor_bit iface_flags[] = {
	{ 0, "UP" },	    { 1, "BROADCAST" },	 { 2, "DEBUG" },    { 3, "LOOPBACK" },
	{ 4, "PTP" },	    { 5, "STATICARP" },	 { 6, "RUNNING" },  { 7, "NOARP" },
	{ 8, "PPROMISC" },  { 9, "ALLMULTI" },	 { 10, "OACTIVE" }, { 11, "SIMPLEX" },
	{ 12, "LINK0" },    { 13, "LINK1" },	 { 14, "LINK2" },   { 15, "MULTICAST" },
	{ 18, "AUTOCONF6TEMP" }, { 19, "MPLS" }, { 20, "WOL" },	    { 21, "AUTOCONF6" },
	{ 22, "INET6_NOSOII" }, { 23, "AUTOCONF4" },
};

enum { PROPOSED = 1u << MESSAGE_DNS | 1u << MESSAGE_STATIC | 1u << MESSAGE_SEARCH };

static const char *const types[EVENT_KINDS] = {
	[EVENT_LOCK] = "",
	[EVENT_LOST] = "RTM_DESYNC: route socket overflow",
	[EVENT_INVALIDATE] = "RTM_INVALIDATE: invalidate cache of L2 route",
	[EVENT_BFD] = "RTM_BFD: bidirectional forwarding detection",
	[EVENT_PROPOSAL] = "RTM_PROPOSAL: config proposal",
	[EVENT_CHANGE_ADDR] = "RTM_CHGADDRATTR: address attributes being changed",
	[EVENT_WIRELESS] = "RTM_80211INFO: 802.11 iface status change",
};

static void write_addr(struct out *out, const struct view_context *c, const struct message *m,
		       const struct message_addr *a)
{
	enum { LABEL_SIZE = 34 };

	switch (a->length ? a->addr.family : FAMILY_COUNT) {
	case FAMILY_COUNT:
		out_literal(out, "default");
		return;
	case FAMILY_INET:
	case FAMILY_INET6:
		bsd_write_scoped(out, c, &a->addr);
		return;
	case FAMILY_LINK:
		monitor_link(out, c, a, true);
		return;
	case FAMILY_MPLS: /* a label, of 20 bits */
		out_u64(out, (uint64_t)a->addr.bytes[0] << 12 | (uint64_t)a->addr.bytes[1] << 4 |
				     a->addr.bytes[2] >> 4);
		return;
	default:
		break;
	}
	if (!a->family && a->length == LABEL_SIZE && a->size == LABEL_SIZE) {
		const char *text = (const char *)m->bytes + a->at + 2;

		out_char(out, '"');
		out_name(out, text, strnlen(text, LABEL_SIZE - 2));
		out_char(out, '"');
		return;
	}
	out_format(out, "(%u) ", a->family);
	monitor_unknown(out, m, a);
}

static void write_addrs(struct out *out, const struct view_context *c, const struct message *m,
			uint32_t which)
{
	if (which) {
		out_literal(out, "\nsockaddrs: ");
		monitor_addr_names(out, which, MESSAGE_SEARCH);
		out_char(out, '\n');
		for (unsigned i = 0; i < MESSAGE_ADDRESSES; i++) {
			if (!(which >> i & 1) || !m->addr[i].there)
				continue;
			out_char(out, ' ');
			write_addr(out, c, m, &m->addr[i]);
		}
	}
	out_char(out, '\n');
}

static void write_interface(struct out *out, const struct view_context *c, const struct message *m)
{
	out_literal(out, ", if# ");
	out_u64(out, m->ifindex);
	out_literal(out, ", ");
	if (!index_iface(c->index, m->ifindex))
		return;
	out_literal(out, "name ");
	cell_device(out, c, m->ifindex);
	out_literal(out, ", ");
}

/* By the kind of interface, IFT_: 0 are all. The first row that fits counts. */
static void write_link_state(struct out *out, const struct view_context *c, const struct message *m)
{
	static const struct {
		uint8_t type, state;
		const char *text;
	} states[] = {
		{ 6, 2, "no carrier" },	  { 71, 2, "no network" }, { 23, 2, "no carrier" },
		{ 0xf7, 2, "backup" },	  { 0xf7, 4, "master" },   { 0xf7, 5, "master" },
		{ 0xf7, 6, "master" },	  { 0, 4, "active" },	   { 0, 5, "active" },
		{ 0, 6, "active" },	  { 0, 0, "unknown" },	   { 0, 1, "invalid" },
		{ 0, 2, "down" },	  { 0, 3, "keepalive down" },
	};
	unsigned state = monitor_link_state(c, m, SYSTEM_OPENBSD, 2, 4);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if ((states[i].type && states[i].type != m->link_type) ||
		    states[i].state != state)
			continue;
		out_text(out, states[i].text);
		return;
	}
	out_format(out, "[#%u]", state);
}

static void write_iface(struct out *out, const struct view_context *c, const struct message *m)
{
	write_interface(out, c, m);
	out_literal(out, "link: ");
	write_link_state(out, c, m);
	out_format(out, ", mtu: %u, flags:", m->mtu);
	monitor_bits(out, m->raw_flags | m->raw_xflags << 16, iface_flags,
		     sizeof(iface_flags) / sizeof(iface_flags[0]));
	write_addrs(out, c, m, m->addrs);
}

static void write_announcement(struct out *out, const struct message *m)
{
	out_literal(out, ", if# ");
	out_u64(out, m->ifindex);
	out_literal(out, ", name ");
	out_name(out, m->name, strnlen(m->name, sizeof(m->name)));
	out_literal(out, ", what: ");
	if (m->what < 2)
		out_text(out, m->what ? "departure" : "arrival");
	else
		out_format(out, "#%u", m->what);
	out_char(out, '\n');
}

/* Process, flags, use and metrics: of all that has a route's head. */
static void write_route(struct out *out, const struct message *m)
{
	out_format(out, "pid: %d, seq %d, errno %d\nflags:", m->pid, m->sequence, m->error);
	get_openbsd_flags(out, m->flags);
	out_literal(out, "\nfmask:");
	get_openbsd_flags(out, m->fmask);
	out_format(out, "\nuse: %8llu   mtu: %8u%c   expire: %8lld%c",
		   (unsigned long long)m->use, m->mtu, m->locks & 1 ? 'L' : ' ',
		   (long long)m->left_s, m->locks >> 2 & 1 ? 'L' : ' ');
	out_literal(out, "\nlocks: ");
	monitor_metrics(out, m->locks, "priority", true);
	out_literal(out, " inits: ");
	monitor_metrics(out, m->inits, "priority", true);
}

/* sockaddr_rtdns: 2 addresses of its family, one behind the other */
static void write_servers(struct out *out, const struct message *m, const struct message_addr *a)
{
	unsigned each = a->addr.family == FAMILY_INET	? 4 :
			a->addr.family == FAMILY_INET6	? 16 :
							  0;

	out_text(out, each == 4 ? " INET [" : each ? " INET6 [" : " UNKNOWN [");
	for (unsigned at = 2; each && at + each <= a->size; at += each) {
		struct addr server = { .family = a->addr.family, .size = (uint8_t)each };

		memcpy(server.bytes, m->bytes + a->at + at, each);
		if (at > 2)
			out_literal(out, ", ");
		addr_write(out, &server);
	}
	out_char(out, ']');
}

/* sockaddr_rtstatic of IPv4: routes as in RFC 3442: bits, as many octets as they fill, the gateway */
static void write_static(struct out *out, const struct message *m, const struct message_addr *a)
{
	unsigned at = 2;

	out_literal(out, " [");
	while (a->addr.family == FAMILY_INET && at < a->size) {
		const uint8_t *from = m->bytes + a->at;
		unsigned bits = from[at++], octets = (bits + 7) / 8;
		uint8_t prefix[4] = { 0 };

		if (octets > 4 || at + octets + 4 > a->size)
			break;
		memcpy(prefix, from + at, octets);
		if (at > 3)
			out_literal(out, ", ");
		addr_write_inet(out, prefix);
		out_format(out, "/%u ", bits);
		addr_write_inet(out, from + at + octets);
		out_char(out, ' ');
		at += octets + 4;
	}
	if (a->addr.family != FAMILY_INET)
		out_format(out, "<address family %u>", a->family);
	out_char(out, ']');
}

static void write_proposal(struct out *out, const struct view_context *c, const struct message *m)
{
	static const struct {
		uint8_t priority;
		const char *source;
	} sources[] = { { 57, "static" }, { 58, "dhcp" }, { 59, "slaac" }, { 60, "umb" },
			{ 61, "ppp" },	  { 62, "solicit" } };
	const struct message_addr *search = &m->addr[MESSAGE_SEARCH];
	size_t i = 0, count = sizeof(sources) / sizeof(sources[0]);

	while (i < count && sources[i].priority != m->priority)
		i++;
	out_format(out, ", source %s, table %u", i < count ? sources[i].source : "unknown", m->table);
	write_interface(out, c, m);
	write_route(out, m);
	write_addrs(out, c, m, m->addrs & ~(uint32_t)PROPOSED);
	if (!(m->addrs & PROPOSED))
		return;
	out_literal(out, "proposals: ");
	monitor_addr_names(out, m->addrs & PROPOSED, MESSAGE_SEARCH);
	out_char(out, '\n');
	if (m->addr[MESSAGE_STATIC].there)
		write_static(out, m, &m->addr[MESSAGE_STATIC]);
	if (search->there) {
		const char *text = (const char *)m->bytes + search->at + 2;
		size_t size = search->size > 2 ? search->size - 2u : 0;

		out_literal(out, " [");
		out_name(out, text, strnlen(text, size));
		out_char(out, ']');
	}
	if (m->addr[MESSAGE_DNS].there)
		write_servers(out, m, &m->addr[MESSAGE_DNS]);
	out_char(out, '\n');
}

static void write_body(struct out *out, const struct view_context *c, unsigned kind,
		       const struct message *m)
{
	switch (kind) {
	case EVENT_LOST:
		out_char(out, '\n');
		return;
	case EVENT_IFINFO:
		write_iface(out, c, m);
		return;
	case EVENT_ANNOUNCE:
		write_announcement(out, m);
		return;
	case EVENT_NEWADDR:
	case EVENT_DELADDR:
	case EVENT_CHANGE_ADDR:
		write_interface(out, c, m);
		out_format(out, "metric %d, flags:", m->metric);
		get_openbsd_flags(out, m->flags);
		write_addrs(out, c, m, m->addrs);
		return;
	case EVENT_PROPOSAL:
		write_proposal(out, c, m);
		return;
	case EVENT_WIRELESS:
	case EVENT_BFD: /* what stands in them no release of the system has sent */
		write_interface(out, c, m);
		out_format(out, "%u bytes\n", m->rest);
		return;
	default:
		out_format(out, ", priority %u, table %u", m->priority, m->table);
		write_interface(out, c, m);
		write_route(out, m);
		write_addrs(out, c, m, m->addrs);
	}
}

void monitor_openbsd(struct out *out, const struct view_context *c, const struct event *e)
{
	struct message room;
	const struct message *m = monitor_message(c, e, &room);
	unsigned kind = monitor_kind(e);

	if (!m)
		return;
	out_row(out);
	monitor_head(out, e);
	if (!m->understood) {
		out_format(out, "routing message version %u not understood\n", m->version);
		return;
	}
	if (monitor_type(types, kind))
		out_text(out, monitor_type(types, kind));
	else
		out_format(out, "[rtm_type %u out of range]", m->type);
	out_format(out, ": len %u", m->length);
	if (m->short_head)
		out_literal(out, ", cut short\n");
	else
		write_body(out, c, kind, m);
}
