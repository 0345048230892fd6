/* SPDX-License-Identifier: ISC */
/* route monitor as NetBSD's route prints it (sbin/route/route.c: words only). */
#include "lib/view/bsd.h"
#include "lib/view/monitor.h"

static const struct get_flag flags[] = {
	{ RFLAG_UP, "UP" },	      { RFLAG_GATEWAY, "GATEWAY" }, { RFLAG_HOST, "HOST" },
	{ RFLAG_REJECT, "REJECT" },   { RFLAG_DYNAMIC, "DYNAMIC" }, { RFLAG_MODIFIED, "MODIFIED" },
	{ RFLAG_DONE, "DONE" },	      { RFLAG_MASK, "MASK_PRESENT" }, { RFLAG_CLONING, "CLONING" },
	{ RFLAG_CONNECTED, "CONNECTED" }, { RFLAG_XRESOLVE, "XRESOLVE" },
	{ RFLAG_LLINFO, "LLINFO" },   { RFLAG_STATIC, "STATIC" },
	{ RFLAG_BLACKHOLE, "BLACKHOLE" }, { RFLAG_CLONED, "CLONED" }, { RFLAG_PROTO2, "PROTO2" },
	{ RFLAG_PROTO1, "PROTO1" },   { RFLAG_LOCAL, "LOCAL" }, { RFLAG_BROADCAST, "BROADCAST" },
};

static const struct monitor_bit iface_flags[] = {
	{ 0, "UP" },	   { 1, "BROADCAST" }, { 2, "DEBUG" },	 { 3, "LOOPBACK" }, { 4, "PTP" },
	{ 5, "NOTRAILERS" }, { 6, "RUNNING" }, { 7, "NOARP" },	 { 8, "PROMISC" },
	{ 9, "ALLMULTI" }, { 10, "OACTIVE" },  { 11, "SIMPLEX" }, { 12, "LINK0" },  { 13, "LINK1" },
	{ 14, "LINK2" },   { 15, "MULTICAST" },
};

static const struct monitor_bit addrs[] = {
	{ 0, "DST" }, { 1, "GATEWAY" }, { 2, "NETMASK" }, { 3, "GENMASK" }, { 4, "IFP" },
	{ 5, "IFA" }, { 6, "AUTHOR" },	{ 7, "BRD" },	  { 8, "TAG" },
};

static const char *const types[EVENT_KINDS] = {
	[EVENT_CHANGE] = "RTM_CHANGE: Change Metrics, Flags or Gateway",
	[EVENT_CHANGE_ADDR] = "RTM_CHGADDR: address being changed on iface",
	[EVENT_WIRELESS] = "RTM_IEEE80211: IEEE80211 wireless event",
	[EVENT_SETGATE] = "RTM_SETGATE: set gateway",
	[EVENT_LLINFO] = "RTM_LLINFO_UPD: ARP/NDP entry change",
};

/*
 * "none" where nothing is set; bits without a name are passed over. Two bits that mean nothing since release
 * 8 still have their names.
 */
static void write_flags(struct out *out, const struct view_context *c, const struct message *m)
{
	enum { RTF_LLINFO_ = 0x400, RTF_CLONED_ = 0x2000 };
	uint64_t bits = m->flags;

	if (c->origin->system == SYSTEM_NETBSD && m->raw_flags & RTF_LLINFO_)
		bits |= RFLAG_BIT(RFLAG_LLINFO);
	if (c->origin->system == SYSTEM_NETBSD && m->raw_flags & RTF_CLONED_)
		bits |= RFLAG_BIT(RFLAG_CLONED);
	if (m->raw_flags)
		get_flags(out, bits, flags, sizeof(flags) / sizeof(flags[0]));
	else
		out_literal(out, "none");
}

static void write_metrics(struct out *out, uint32_t bits)
{
	if (bits)
		monitor_metrics(out, bits, "pksent", true);
	else
		out_literal(out, "none");
}

/* The zone of an address that is not of a link is a number. */
static void write_inet6(struct out *out, const struct view_context *c, const struct addr *a)
{
	bool of_link = (a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80) ||
		       (a->bytes[0] == 0xff && (a->bytes[1] & 0x0f) == 2);

	if (of_link || !a->scope) {
		bsd_write_scoped(out, c, a);
		return;
	}
	addr_write(out, a);
	out_format(out, "%%%u", a->scope);
}

static void write_addr(struct out *out, const struct view_context *c, const struct message *m,
		       const struct message_addr *a)
{
	unsigned family = a->length ? a->addr.family : FAMILY_COUNT;

	/* a mask of which nothing says what it is the mask of */
	if (a == &m->addr[MESSAGE_NETMASK] && !m->addr[MESSAGE_DST].there &&
	    !m->addr[MESSAGE_IFA].there && a->length)
		family = FAMILY_NONE;
	switch (family) {
	case FAMILY_COUNT:
		out_literal(out, "default");
		return;
	case FAMILY_INET:
		if (addr_is_zero(&a->addr) && a != &m->addr[MESSAGE_NETMASK])
			out_literal(out, "default");
		else
			addr_write(out, &a->addr);
		return;
	case FAMILY_LINK:
		monitor_link(out, c, a, true);
		return;
	case FAMILY_MPLS:
		addr_write(out, &a->addr);
		return;
	case FAMILY_INET6:
		write_inet6(out, c, &a->addr);
		return;
	default:
		monitor_unknown(out, m, a);
	}
}

static void write_addrs(struct out *out, const struct view_context *c, const struct message *m)
{
	if (m->addrs) {
		out_literal(out, "\nsockaddrs: ");
		monitor_bits(out, m->addrs, addrs, sizeof(addrs) / sizeof(addrs[0]));
		out_char(out, '\n');
		for (unsigned i = 0; i <= MESSAGE_SRC; i++) {
			if (!m->addr[i].there)
				continue;
			out_char(out, ' ');
			write_addr(out, c, m, &m->addr[i]);
		}
	}
	out_char(out, '\n');
}

static void write_announcement(struct out *out, const struct message *m, const char *const *words,
			       unsigned count)
{
	out_literal(out, "if# ");
	out_u64(out, m->ifindex);
	out_literal(out, ", what: ");
	if (m->what < count && words[m->what])
		out_text(out, words[m->what]);
	else
		out_format(out, "#%u", m->what);
	out_char(out, '\n');
}

static void write_iface(struct out *out, const struct view_context *c, const struct message *m)
{
	static const char *const carriers[] = { "unknown", "no carrier", "active" };
	unsigned state = monitor_link_state(c, m, SYSTEM_NETBSD, 1, 2);

	out_literal(out, "if# ");
	out_u64(out, m->ifindex);
	out_literal(out, ", carrier: ");
	if (state < 3)
		out_text(out, carriers[state]);
	else
		out_format(out, "0x%x", state);
	out_literal(out, ", flags: ");
	if (m->raw_flags)
		monitor_bits(out, m->raw_flags, iface_flags,
			     sizeof(iface_flags) / sizeof(iface_flags[0]));
	else
		out_literal(out, "none");
	write_addrs(out, c, m);
}

static void write_body(struct out *out, const struct view_context *c, unsigned kind,
		       const struct message *m)
{
	static const char *const arrivals[] = { "arrival", "departure" };
	static const char *const wireless[] = {
		[100] = "associate", "re-associate", "disassociate", "join", "leave",
		"scan complete", "replay", "michael",
	};

	switch (kind) {
	case EVENT_IFINFO:
		write_iface(out, c, m);
		return;
	case EVENT_ANNOUNCE:
		write_announcement(out, m, arrivals, 2);
		return;
	case EVENT_WIRELESS:
		write_announcement(out, m, wireless, sizeof(wireless) / sizeof(wireless[0]));
		return;
	case EVENT_NEWADDR:
	case EVENT_DELADDR:
	case EVENT_CHANGE_ADDR:
		if (m->has_pid)
			out_format(out, "pid %d, ", m->pid);
		out_format(out, "metric %d, flags: ", m->metric);
		write_flags(out, c, m);
		write_addrs(out, c, m);
		return;
	default:
		out_format(out, "pid %d, seq %d, errno %d, flags: ", m->pid, m->sequence, m->error);
		write_flags(out, c, m);
		out_literal(out, "\nlocks: ");
		write_metrics(out, m->locks);
		out_literal(out, " inits: ");
		write_metrics(out, m->inits);
		write_addrs(out, c, m);
	}
}

void monitor_netbsd(struct out *out, const struct view_context *c, const struct event *e)
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
		out_format(out, "#%u", m->type);
	out_format(out, ": len %u, ", m->length);
	if (m->short_head)
		out_literal(out, "cut short\n");
	else
		write_body(out, c, kind, m);
}
