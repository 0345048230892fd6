/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as macOS' netstat -i prints them (network_cmds, netstat.tproj/if.c: widths and words only):
 * Name 5, Mtu 5, packets 8, errors 5, bytes (-b) 10. Network and address take 13 and 15 for IPv4, for
 * all others 11 and 17, with -l 39 each, and are cut. Errors and collisions stand in the rows of interfaces alone, packets
 * in all of them. The address of a single link shows the interface's number where the kernel hides it.
 * With -a the groups of each address's family follow it, behind 24 blanks.
 */
#include <string.h>

#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

static void name(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = ((const struct iface_row *)record)->iface;

	(void)c;
	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
	if (!iface_flag(i, IFLAG_UP))
		out_char(out, '*');
}

static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct iface_row *)record)->iface->mtu);
}

static void network(struct out *out, const struct view_context *c, const struct iface_row *row)
{
	const struct ifaddr *a = row->addr;
	struct addr shown;

	if (!a || a->family == FAMILY_LINK) {
		bsd_iface_network(out, c, row);
	} else if (a->family == FAMILY_INET) {
		shown = a->local;
		for (unsigned bit = a->local_bits; bit < 32; bit++)
			shown.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
		bsd_write_class_network(out, &shown, a->local_bits);
	} else if (!cell_name(out, c, &a->local, NAME_HOST)) {
		bsd_write_scoped(out, c, &a->local);
		out_char(out, '/');
		out_u64(out, a->local_bits);
	}
}

static void address(struct out *out, const struct view_context *c, const struct iface_row *row)
{
	const struct addr *a = row->addr ? &row->addr->local : &row->iface->address;
	struct addr shown = *a;

	if (!row->addr || a->family == FAMILY_LINK) {
		if (a->size && row->iface->link_type != LINK_LOOPBACK)
			addr_write_link(out, a, ':', 2, false);
	} else if (a->family == FAMILY_INET6) {
		if (a->scope) {
			shown.bytes[2] = (uint8_t)(a->scope >> 8);
			shown.bytes[3] = (uint8_t)a->scope;
		}
		addr_write(out, &shown);
	} else if (!cell_name(out, c, a, NAME_HOST)) {
		addr_write(out, a);
	}
}

/* What was written since `start`, cut or filled up to `width`. */
static void fit(struct out *out, size_t start, size_t width)
{
	size_t size = out->used - start;

	if (size < width)
		out_spaces(out, width - size);
	else
		out->used = start + cell_cut(out->buffer + start, width);
}

/* Both columns at once: how wide each is depends on the family, not so their sum. */
static void network_address(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	bool inet = row->addr && row->addr->family == FAMILY_INET;
	size_t start = out->used;

	network(out, c, row);
	fit(out, start, inet ? 13 : 11);
	out_char(out, ' ');
	start = out->used;
	address(out, c, row);
	fit(out, start, inet ? 15 : 17);
}

static void network_alone(struct out *out, const struct view_context *c, const void *record)
{
	network(out, c, record);
}

static void address_alone(struct out *out, const struct view_context *c, const void *record)
{
	address(out, c, record);
}

static void nothing(struct out *out, const struct view_context *c, const void *record)
{
	(void)out;
	(void)c;
	(void)record;
}

#define CELL(cell, member, of_links) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface_row *row = record; \
		(void)c; \
		if (!row->addr || !(of_links)) \
			out_u64(out, row->iface->member); \
	}

CELL(ipkts, rx_packets, false)
CELL(opkts, tx_packets, false)
CELL(ibytes, rx_bytes, false)
CELL(obytes, tx_bytes, false)
CELL(ierrs, rx_errors, true)
CELL(oerrs, tx_errors, true)
CELL(coll, collisions, true)
CELL(drop, tx_dropped, true)

/* The watchdog of interfaces is not used any more. */
static void timer(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	if (!((const struct iface_row *)record)->addr)
		out_char(out, '0');
}

#define COUNTER(head, width, when, text) \
	{ head, " ", width, true, OVER_PUSH, "-", when, 0, NULL, text }

static const struct column columns[] = {
	{ "Name", "", 5, false, OVER_PUSH, "", 0, 0, NULL, name },
	{ "Mtu", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, mtu },
	{ "Network       ", " ", 0, false, OVER_PUSH, "", 0, VIEW_WIDE, NULL, network_address },
	{ "Address        ", "", 0, false, OVER_PUSH, "", 0, VIEW_WIDE, NULL, nothing },
	{ "Network", " ", 39, false, OVER_CUT, "", VIEW_WIDE, 0, NULL, network_alone },
	{ "Address", " ", 39, false, OVER_CUT, "", VIEW_WIDE, 0, NULL, address_alone },
	COUNTER("Ipkts", 8, 0, ipkts),
	COUNTER("Ierrs", 5, 0, ierrs),
	COUNTER("Ibytes", 10, VIEW_BYTES, ibytes),
	COUNTER("Opkts", 8, 0, opkts),
	COUNTER("Oerrs", 5, 0, oerrs),
	COUNTER("Obytes", 10, VIEW_BYTES, obytes),
	COUNTER("Coll", 5, 0, coll),
	COUNTER("Time", 3, VIEW_TIMER, timer),
	COUNTER("Drop", 3, VIEW_DROPS, drop),
};

const struct view iface_macos = VIEW_OF(columns);

/* IPv6 never with a name or a zone; link addresses without the zeros in front, and Ethernet's alone. */
void iface_macos_maddr(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	size_t start;

	if (a->family == FAMILY_LINK && link_type_of_ift(a->local.link_type) != 1 &&
	    link_type_of_ift(a->local.link_type) != 774)
		return;
	out_row(out);
	out_spaces(out, 24);
	start = out->used;
	if (a->family == FAMILY_LINK) {
		addr_write_link(out, &a->local, ':', 1, false);
	} else if (a->family == FAMILY_INET6) {
		addr_write(out, &a->local);
		fit(out, start, 19);
		out_format(out, "(refs: %u)", a->refs);
	} else if (!cell_name(out, c, &a->local, NAME_HOST)) {
		addr_write(out, &a->local);
	}
	out_char(out, '\n');
}
