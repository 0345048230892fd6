/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as net-tools 2.10's arp prints them.
 *
 *	arp, arp -e	%-23.23s  %-8.8s%-20.20s%-6.6s%-15.15s %s
 *	arp -a		name (address) at hardware [type] flags on interface
 *
 * An IPv6 address has the room it needs. With VIEW_WIDE follow what is known of the entry's state and
 * its ages in seconds; only a reachable entry has a deadline.
 */
#include <errno.h>

#include "lib/model/neigh.h"
#include "lib/view/dialect.h"
#include "lib/view/hw_linux.h"

int arp_linux_type(const char *name)
{
	const struct hw_linux *h = hw_linux_named(name);

	return !h ? -EINVAL : h->arp ? h->type : -EOPNOTSUPP;
}

static bool is_published(const struct neigh *n)
{
	return n->flags & NFLAG_BIT(NFLAG_PROXY);
}

/* A published entry is complete and permanent, whatever state it is in. */
static bool is_complete(const struct neigh *n)
{
	return is_published(n) || neigh_is_complete(n);
}

/* Of types it does not know net-tools says that they are Ethernet. */
static const char *type_name(const struct neigh *n)
{
	const struct hw_linux *h = hw_linux_find(n->link_type);

	return h ? h->name : "ether";
}

static void write_hardware(struct out *out, const struct view_context *c, const struct neigh *n)
{
	addr_write_link(out, &n->lladdr, ':', 2, c->options & VIEW_1_60);
}

static void device(struct out *out, const struct view_context *c, const struct neigh *n)
{
	if (n->ifindex)
		cell_device(out, c, n->ifindex);
	else
		out_char(out, '*');
}

static void table_address(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (!cell_name(out, c, &n->dst, NAME_HOST))
		addr_write(out, &n->dst);
}

static void table_type(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (is_published(n))
		out_char(out, '*');
	else if (is_complete(n))
		out_text(out, type_name(n));
}

static void table_hardware(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (is_published(n))
		out_literal(out, "<from_interface>");
	else if (is_complete(n))
		write_hardware(out, c, n);
	else
		out_literal(out, "(incomplete)");
}

static void table_flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (is_published(n)) {
		out_literal(out, "MP");
		return;
	}
	if (is_complete(n))
		out_char(out, 'C');
	if (n->state == STATE_PERMANENT)
		out_char(out, 'M');
}

static void flags_legend(struct out *out, char letter)
{
	static const struct legend_words words[] = {
		{ 'C', "complete: its hardware address is known" },
		{ 'M', "permanent" },
		{ 'P', "published: this host answers for it" },
	};

	LEGEND_WORDS(out, letter, words);
}

/* A mask other than /32 has not existed since Linux 2.2. */
static void table_mask(struct out *out, const struct view_context *c, const void *record)
{
	(void)out;
	(void)c;
	(void)record;
}

static void table_device(struct out *out, const struct view_context *c, const void *record)
{
	device(out, c, record);
}

static uint8_t address_width(const struct view_context *c)
{
	return c->family == FAMILY_INET6 ? 39 : 23;
}

static uint8_t device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 0;
}

static void wide_state(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (neigh_has(n, NEIGH_STATE) && !is_published(n))
		out_text(out, neigh_state_name(n->state));
}

static void wide_probes(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (neigh_has(n, NEIGH_PROBES) && !is_published(n))
		out_u64(out, n->probes);
}

#define AGE_CELL(name, member, field) \
	static void name(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct neigh *n = record; \
		(void)c; \
		if (neigh_has(n, field)) \
			cell_seconds(out, n->member); \
	}

AGE_CELL(wide_used, used_ms, NEIGH_USED)
AGE_CELL(wide_confirmed, confirmed_ms, NEIGH_CONFIRMED)
AGE_CELL(wide_updated, updated_ms, NEIGH_UPDATED)
AGE_CELL(wide_expire, expire_ms, NEIGH_EXPIRE)

static const struct column columns[] = {
	{ "Address", "", 0, false, OVER_CUT, "", 0, 0, address_width, table_address },
	{ "HWtype", "  ", 8, false, OVER_CUT, "", 0, 0, NULL, table_type },
	{ "HWaddress", "", 20, false, OVER_CUT, "", 0, 0, NULL, table_hardware },
	{ "Flags", "", 6, false, OVER_CUT, "", 0, 0, NULL, table_flags,
	  .legend = flags_legend },
	{ "Mask", "", 15, false, OVER_CUT, "", 0, 0, NULL, table_mask },
	{ "Iface", " ", 0, false, OVER_PUSH, "", 0, 0, device_width, table_device },
	{ "State", " ", 10, false, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_state },
	{ "Probes", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_probes },
	{ "Used", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_used },
	{ "Confirmed", " ", 9, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_confirmed },
	{ "Updated", " ", 7, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_updated },
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_expire },
};

const struct view arp_linux_table = VIEW_OF(columns);

void arp_linux_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	out_row(out);
	if (!cell_name(out, c, &n->dst, NAME_HOST))
		out_char(out, '?');
	out_literal(out, " (");
	addr_write(out, &n->dst);
	out_literal(out, ") at ");
	if (is_published(n)) {
		out_literal(out, "<from_interface> PERM PUB ");
	} else if (is_complete(n)) {
		write_hardware(out, c, n);
		out_literal(out, " [");
		out_text(out, type_name(n));
		out_literal(out, "] ");
		if (n->state == STATE_PERMANENT)
			out_literal(out, "PERM ");
	} else {
		out_literal(out, "<incomplete> ");
	}
	out_literal(out, "on ");
	device(out, c, n);
	out_char(out, '\n');
}
