/* SPDX-License-Identifier: ISC */
/* route monitor as macOS' route prints it (network_cmds, route.tproj: words only). No recording shows it. */
#include "lib/view/bsd.h"
#include "lib/view/monitor.h"

static const char *const types[EVENT_KINDS] = { [EVENT_WIRELESS] = "" };

static void write_addr(struct out *out, const struct view_context *c, const struct message *m,
		       const struct message_addr *a)
{
	switch (a->length ? a->addr.family : FAMILY_COUNT) {
	case FAMILY_COUNT:
		out_literal(out, "default");
		return;
	case FAMILY_INET:
	case FAMILY_INET6:
		if (addr_is_zero(&a->addr))
			out_literal(out, "default");
		else
			bsd_write_scoped(out, c, &a->addr);
		return;
	case FAMILY_LINK:
		monitor_link(out, c, a, false);
		return;
	default:
		monitor_shorts(out, c, m, a);
	}
}

static void write_addrs(struct out *out, const struct view_context *c, const struct message *m)
{
	if (!m->addrs) {
		out_char(out, '\n');
		return;
	}
	out_literal(out, "\nsockaddrs: ");
	monitor_addr_names(out, m->addrs, MESSAGE_BRD);
	out_char(out, '\n');
	for (unsigned i = 0; i <= MESSAGE_BRD; i++) {
		if (!m->addr[i].there)
			continue;
		out_char(out, ' ');
		write_addr(out, c, m, &m->addr[i]);
	}
	out_char(out, '\n');
}

static void write_body(struct out *out, const struct view_context *c, unsigned kind,
		       const struct message *m)
{
	switch (kind) {
	case EVENT_IFINFO:
		out_format(out, "if# %u, flags:", m->ifindex);
		monitor_iface_flags(out, m->raw_flags);
		write_addrs(out, c, m);
		return;
	case EVENT_NEWADDR:
	case EVENT_DELADDR:
		out_format(out, "metric %d, flags:", m->metric);
		get_macos_flags(out, m->flags);
		write_addrs(out, c, m);
		return;
	case EVENT_NEWMADDR:
	case EVENT_DELMADDR:
		write_addrs(out, c, m);
		return;
	default:
		break;
	}
	out_format(out, "pid: %d, seq %d, errno %d, ", m->pid, m->sequence, m->error);
	if (m->flags & RFLAG_BIT(RFLAG_IFSCOPE))
		out_format(out, "ifscope %u, ", m->ifindex);
	if (m->flags & RFLAG_BIT(RFLAG_IFREF))
		out_literal(out, "ifref, ");
	out_literal(out, "flags:");
	get_macos_flags(out, m->flags);
	out_literal(out, "\nlocks: ");
	monitor_metrics(out, m->locks, "pksent", true);
	out_literal(out, " inits: ");
	monitor_metrics(out, m->inits, "pksent", true);
	write_addrs(out, c, m);
}

void monitor_macos(struct out *out, const struct view_context *c, const struct event *e)
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
	if (kind == EVENT_ANNOUNCE) /* there are none on macOS: of another system it is a change */
		kind = EVENT_IFINFO;
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
