/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as OpenBSD's netstat -i prints them (usr.bin/netstat/if.c: widths and words only): Network
 * cut to 11, Address to 17 unless -v, and the interface's counters in the row of each of its addresses.
 * What did not get through are errors and full queues together; -e and -d show one of them alone. 3 has
 * errors alone, and no zones.
 */
#include <string.h>

#include "lib/model/iface.h"
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

static bool is_link(const struct iface_row *row)
{
	return !row->addr || row->addr->family == FAMILY_LINK;
}

/* The octets of an IPv4 network are those of the address itself. */
static void network(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;

	if (is_link(row))
		out_literal(out, "<Link>");
	else if (row->addr->family == FAMILY_INET)
		bsd_write_network4(out, &row->addr->local, row->addr->local_bits);
	else
		bsd_iface_network(out, c, row);
}

static void address(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;

	if (row->addr)
		bsd_iface_address(out, c, row->addr);
	else
		addr_write_link(out, &row->iface->address, ':', 2, false);
}

static void network3(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	struct addr a;

	if (is_link(row) || row->addr->family == FAMILY_INET) {
		network(out, c, record);
		return;
	}
	a = row->addr->local;
	for (unsigned bit = row->addr->local_bits; bit < 8u * a.size; bit++)
		a.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
	addr_write(out, &a);
	out_char(out, '/');
	out_u64(out, row->addr->local_bits);
}

static void address3(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;

	if (is_link(row))
		address(out, c, record);
	else if (!cell_name(out, c, &row->addr->local, NAME_HOST))
		addr_write(out, &row->addr->local);
}

#define CELL(cell, value) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface *i = ((const struct iface_row *)record)->iface; \
		(void)c; \
		out_u64(out, value); \
	}

CELL(ipkts, i->rx_packets)
CELL(opkts, i->tx_packets)
CELL(ierrs, i->rx_errors)
CELL(oerrs, i->tx_errors)
CELL(idrop, i->rx_dropped)
CELL(odrop, i->tx_dropped)
CELL(ifail, i->rx_errors + i->rx_dropped)
CELL(ofail, i->tx_errors + i->tx_dropped)
CELL(colls, i->collisions)

/*
 * With -h three digits at most and the letter of a unit, below 100 with one decimal (fmt_scaled(3)):
 * what is cut off is rounded to tenths, and tenths to a whole where they are not shown.
 */
static void write_scaled(struct out *out, uint64_t value)
{
	static const char units[] = "BKMGTPE";
	unsigned unit = 0;
	uint64_t rest = 0, tenths;

	while (unit < 6 && value >> 10 * (unit + 1))
		unit++;
	if (unit)
		rest = (value & ((UINT64_C(1) << 10 * unit) - 1)) >> 10 * (unit - 1);
	value >>= 10 * unit;
	tenths = (10 * rest + 512) / 1024;
	if (tenths >= 10) {
		value++;
		tenths = 0;
	}
	if (!unit || value >= 100) {
		out_u64(out, value + (tenths >= 5));
	} else {
		out_u64(out, value);
		out_char(out, '.');
		out_u64(out, tenths);
	}
	out_char(out, units[unit]);
}

void iface_openbsd_scaled(struct out *out, const struct view_context *c, uint64_t value)
{
	if (c->options & VIEW_HUMAN)
		write_scaled(out, value);
	else
		out_u64(out, value);
}

#define BYTES_CELL(cell, member) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		iface_openbsd_scaled(out, c, ((const struct iface_row *)record)->iface->member); \
	}

BYTES_CELL(ibytes, rx_bytes)
BYTES_CELL(obytes, tx_bytes)

/* The watchdog of an interface: what is read here does not tell it. */
static void timer(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	(void)record;
	out_char(out, '0');
}

#define TEXT(head, width, text) \
	{ head, " ", width, false, OVER_CUT, "", 0, VIEW_VERBOSE, NULL, text }, \
	{ head, " ", width, false, OVER_PUSH, "", VIEW_VERBOSE, 0, NULL, text }
#define COUNT(head, width, when, unless, text) \
	{ head, " ", width, true, OVER_PUSH, "", when, unless, NULL, text }
#define FRONT(network, address) \
	{ "Name", "", 7, false, OVER_PUSH, "", 0, 0, NULL, name }, \
	{ "Mtu", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, mtu }, \
	TEXT("Network", 11, network), \
	TEXT("Address", 17, address)
#define BYTES \
	COUNT("Ibytes", 10, VIEW_BYTES, 0, ibytes), COUNT("Obytes", 10, VIEW_BYTES, 0, obytes)

#define FAILURES(error_head, error, drop_head, drop, fail_head, fail) \
	COUNT(error_head, 5, VIEW_ERRORS, VIEW_BYTES, error), \
	COUNT(drop_head, 5, VIEW_DROPS, VIEW_BYTES, drop), \
	COUNT(fail_head, 5, 0, VIEW_BYTES | VIEW_ERRORS | VIEW_DROPS, fail)

static const struct column columns[] = {
	FRONT(network, address),
	BYTES,
	COUNT("Ipkts", 8, 0, VIEW_BYTES, ipkts),
	FAILURES("Ierrs", ierrs, "Idrop", idrop, "Ifail", ifail),
	COUNT("Opkts", 8, 0, VIEW_BYTES, opkts),
	FAILURES("Oerrs", oerrs, "Odrop", odrop, "Ofail", ofail),
	COUNT("Colls", 5, 0, VIEW_BYTES, colls),
};

static const struct column columns3[] = {
	FRONT(network3, address3),
	BYTES,
	COUNT("Ipkts", 8, 0, VIEW_BYTES, ipkts),
	COUNT("Ierrs", 5, 0, VIEW_BYTES, ierrs),
	COUNT("Opkts", 8, 0, VIEW_BYTES, opkts),
	COUNT("Oerrs", 5, 0, VIEW_BYTES, oerrs),
	COUNT("Colls", 5, 0, VIEW_BYTES, colls),
	COUNT("Time", 4, VIEW_TIMER, 0, timer),
	COUNT("Drops", 5, VIEW_DROPS, 0, odrop),
};

const struct view iface_openbsd = VIEW_OF(columns);
const struct view iface_openbsd3 = VIEW_OF(columns3);

bool iface_openbsd_skip(const struct view_context *c, const struct iface_row *row)
{
	const struct iface *i = row->iface;

	return c->options & VIEW_BUSY &&
	       !(i->rx_bytes | i->tx_bytes | i->rx_packets | i->tx_packets | i->rx_errors |
		 i->tx_errors | i->collisions);
}
