/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as NetBSD's netstat -i prints them (usr.bin/netstat/if.c: widths and words only):
 *
 *	%-5s %-5u%-13.13s %-17.17s %8u %5u %8u %5u %5u[ %5u]
 *
 * The heading has a blank behind Mtu that rows have not, so an mtu of five digits touches the network. -b
 * has bytes instead of packets, errors and collisions (-h: with units), -t a watchdog, -d adds what was dropped; with -v networks and
 * addresses shove the row and have their zone. The row of an interface stands again where its link
 * address is listed among the others. All rows have the counters of the interface.
 */
#include <string.h>

#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

static const struct iface *iface_of(const void *record)
{
	return ((const struct iface_row *)record)->iface;
}

static void name(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = iface_of(record);

	(void)c;
	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
	if (!iface_flag(i, IFLAG_UP))
		out_char(out, '*');
}

static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	size_t start = out->used;

	(void)c;
	out_u64(out, iface_of(record)->mtu);
	if (out->used - start < 5)
		out_spaces(out, 5 - (out->used - start));
}

static bool is_link(const struct iface_row *row)
{
	return !row->addr || row->addr->family == FAMILY_LINK;
}

/* Only -v shows the zone. */
static void write_zone(struct out *out, const struct view_context *c, const struct addr *a)
{
	if (!(c->options & VIEW_VERBOSE) || !a->scope)
		return;
	out_char(out, '%');
	cell_device(out, c, a->scope);
}

static void write_network6(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	struct addr network = a->local;

	for (unsigned bit = a->local_bits; bit < 128; bit++)
		network.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
	addr_write(out, &network);
	write_zone(out, c, &network);
	out_char(out, '/');
	out_u64(out, a->local_bits);
}

static void network(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;

	if (is_link(row))
		out_literal(out, "<Link>");
	else if (row->addr->family == FAMILY_INET)
		bsd_write_network4(out, &row->addr->local, row->addr->local_bits);
	else if (row->addr->family == FAMILY_INET6)
		write_network6(out, c, row->addr);
}

static void address(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	const struct addr *a = row->addr ? &row->addr->local : &row->iface->address;

	if (!is_link(row)) {
		if (cell_name(out, c, a, NAME_HOST))
			return;
		addr_write(out, a);
		if (a->family == FAMILY_INET6)
			write_zone(out, c, a);
	} else if (a->size && row->iface->link_type != LINK_LOOPBACK) {
		addr_write_link(out, a, ':', 2, false);
	}
}

#define COUNTER_CELL(cell, member) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		(void)c; \
		out_u64(out, iface_of(record)->member); \
	}

COUNTER_CELL(ipkts, rx_packets)
COUNTER_CELL(ierrs, rx_errors)
COUNTER_CELL(opkts, tx_packets)
COUNTER_CELL(oerrs, tx_errors)
COUNTER_CELL(colls, collisions)
/*
 * With -h up to five digits and the letter of a unit (humanize_number(3), HN_NOSPACE | HN_B, in seven
 * places): hundredths are what is divided, and they are rounded at the end.
 */
void iface_netbsd_scaled(struct out *out, const struct view_context *c, uint64_t value)
{
	static const char units[] = "BKMGTPE";
	uint64_t hundredths = value < UINT64_MAX / 100 ? 100 * value : value / 1024 * 100;
	unsigned unit = value < UINT64_MAX / 100 ? 0 : 1;

	if (!(c->options & VIEW_HUMAN)) {
		out_u64(out, value);
		return;
	}
	for (; hundredths >= 100 * 100000 - 50 && unit < 6; unit++)
		hundredths /= 1024;
	out_u64(out, (hundredths + 50) / 100);
	out_char(out, units[unit]);
}

#define BYTES_CELL(cell, member) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		iface_netbsd_scaled(out, c, iface_of(record)->member); \
	}

BYTES_CELL(ibytes, rx_bytes)
BYTES_CELL(obytes, tx_bytes)
COUNTER_CELL(drops, rx_dropped)

/* The watchdog of an interface stands in the kernel's memory, and no sysctl tells it. */
static void timer(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	(void)record;
	out_char(out, '0');
}

#define ADDRESS(head, lead, width, text) \
	{ head, lead, width, false, OVER_CUT, "", 0, VIEW_VERBOSE, NULL, text }, \
	{ head, lead, width, false, OVER_PUSH, "", VIEW_VERBOSE, 0, NULL, text }
#define COUNTER(head, width, when, unless, text) \
	{ head, " ", width, true, OVER_PUSH, "", when, unless, NULL, text }

static const struct column columns[] = {
	{ "Name", "", 5, false, OVER_PUSH, "", 0, 0, NULL, name },
	{ "Mtu   ", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, mtu },
	ADDRESS("Network", "", 13, network),
	ADDRESS("Address", " ", 17, address),
	COUNTER("Ipkts", 8, 0, VIEW_BYTES, ipkts),
	COUNTER("Ierrs", 5, 0, VIEW_BYTES, ierrs),
	COUNTER("Opkts", 8, 0, VIEW_BYTES, opkts),
	COUNTER("Oerrs", 5, 0, VIEW_BYTES, oerrs),
	COUNTER("Colls", 5, 0, VIEW_BYTES, colls),
	COUNTER("Ibytes", 10, VIEW_BYTES, 0, ibytes),
	COUNTER("Obytes", 10, VIEW_BYTES, 0, obytes),
	COUNTER("Time", 4, VIEW_TIMER, 0, timer),
	COUNTER("Drops", 5, VIEW_DROPS, 0, drops),
};

const struct view iface_netbsd = VIEW_OF(columns);
