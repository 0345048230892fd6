/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as FreeBSD's netstat -i prints them (usr.bin/netstat/if.c: widths and words only).
 *
 * 4: Name 5, Mtu 5, Network 13, Address 15, all cut; packets 8, errors 5, bytes (-b) 10. Network and
 * Address share 29 places: link addresses begin in the 13th of them, and IPv6's too. Networks without
 * the octets behind them, as in its routes.
 * 11 and 13: Name 5, Mtu 5, Network 13, Address 17, all cut; packets 8, errors 5, bytes (-b) 10. With -W
 * nothing is cut: the name is as wide as the longest, Network 18 and Address 17, or 24 and 39 where there
 * is an IPv6 address.
 * 14: all columns grow with what is in them; Network and the counters by one more than that.
 *
 * Errors, drops and collisions are counted for interfaces alone: "-" in the rows of addresses.
 */
#include <string.h>

#include "lib/model/iface.h"
#include "lib/model/neigh.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/xo.h"

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
	const struct iface_row *row = record;

	if (!row->addr)
		bsd_count(out, c, row->iface->mtu, 1024);
}

static void address(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	const struct iface *i = row->iface;

	if (row->addr)
		bsd_iface_address(out, c, row->addr);
	else if (i->address.size && i->link_type != LINK_LOOPBACK)
		addr_write_link(out, &i->address, ':', 2, false);
	else
		out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
}

/* A counter that addresses have as well, and one that only interfaces have. */
#define BOTH_CELL(cell, member, field, divisor) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface_row *row = record; \
		if (!row->addr) \
			bsd_count(out, c, row->iface->member, divisor); \
		else if (row->addr->has & IFADDR_BIT(field)) \
			bsd_count(out, c, row->addr->member, divisor); \
	}
#define LINK_CELL(cell, member) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface_row *row = record; \
		if (!row->addr) \
			bsd_count(out, c, row->iface->member, 1000); \
	}

BOTH_CELL(ipkts, rx_packets, IFADDR_RX_PACKETS, 1000)
BOTH_CELL(opkts, tx_packets, IFADDR_TX_PACKETS, 1000)
BOTH_CELL(ibytes, rx_bytes, IFADDR_RX_BYTES, 1024)
BOTH_CELL(obytes, tx_bytes, IFADDR_TX_BYTES, 1024)
LINK_CELL(ierrs, rx_errors)
LINK_CELL(idrop, rx_dropped)
LINK_CELL(oerrs, tx_errors)
LINK_CELL(coll, collisions)
LINK_CELL(drop, tx_dropped)

/* Behind the last column with -d stands a blank, but not in the heading. */
static void blank(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	(void)record;
	out_char(out, ' ');
}

#define SIZED(function, which) \
	static uint8_t function(const struct view_context *c) \
	{ \
		return c->width[which]; \
	}

SIZED(name_width, WIDTH_NAME)
SIZED(network_width, WIDTH_NETWORK)
SIZED(address_width, WIDTH_ADDRESS)
SIZED(packets_width, WIDTH_PACKETS)
SIZED(bytes_width, WIDTH_BYTES)
SIZED(errors_width, WIDTH_ERRORS)

#define CUT(head, lead, width, right, text) \
	{ head, lead, width, right, OVER_CUT, "-", 0, VIEW_WIDE, NULL, text }
#define GROWN(head, lead, right, when, sized, text) \
	{ head, lead, 0, right, OVER_PUSH, "-", when, 0, sized, text }

#define COUNTERS(packets, bytes, errors) \
	GROWN("Ipkts", " ", true, 0, packets, ipkts), \
		GROWN("Ierrs", " ", true, 0, errors, ierrs), \
		GROWN("Idrop", " ", true, 0, errors, idrop), \
		GROWN("Ibytes", " ", true, VIEW_BYTES, bytes, ibytes), \
		GROWN("Opkts", " ", true, 0, packets, opkts), \
		GROWN("Oerrs", " ", true, 0, errors, oerrs), \
		GROWN("Obytes", " ", true, VIEW_BYTES, bytes, obytes), \
		GROWN("Coll", " ", true, 0, errors, coll), \
		GROWN("Drop", " ", true, VIEW_DROPS, errors, drop), \
		{ "", "", 0, false, OVER_PUSH, "", VIEW_DROPS, 0, NULL, blank }

static const struct column columns[] = {
	GROWN("Name", "", false, 0, name_width, name),
	{ "Mtu", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, mtu },
	GROWN("Network", " ", false, 0, network_width, bsd_iface_network),
	GROWN("Address", " ", false, 0, address_width, address),
	COUNTERS(packets_width, bytes_width, errors_width),
};

static const struct column columns13[] = {
	CUT("Name", "", 5, false, name),
	GROWN("Name", "", false, VIEW_WIDE, name_width, name),
	{ "Mtu", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, mtu },
	CUT("Network", " ", 13, false, bsd_iface_network),
	GROWN("Network", " ", false, VIEW_WIDE, network_width, bsd_iface_network),
	CUT("Address", " ", 17, false, address),
	GROWN("Address", " ", false, VIEW_WIDE, address_width, address),
	COUNTERS(packets_width, bytes_width, errors_width),
};

const struct view iface_freebsd = VIEW_OF(columns);
const struct view iface_freebsd13 = VIEW_OF(columns13);

static void mtu4(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct iface_row *)record)->iface->mtu);
}

/* Does the row have its address further to the left than others? */
static bool is_long(const struct iface_row *row)
{
	if (row->addr)
		return row->addr->family == FAMILY_INET6 || row->addr->family == FAMILY_LINK;
	return row->iface->address.size && row->iface->link_type != LINK_LOOPBACK;
}

/* Cut or fill what was written since `start` to `width`. */
static void fit(struct out *out, size_t start, size_t width)
{
	size_t size = out->used - start;

	if (size > width)
		out->used = start + width;
	else
		out_spaces(out, width - size);
}

static void network4(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	size_t start = out->used;

	if (row->addr && row->addr->family == FAMILY_INET) {
		struct addr network = bsd_iface_network_of(row->addr);

		if (!cell_name(out, c, &network, NAME_NETWORK))
			bsd_freebsd4_network(out, &network, row->addr->local_bits);
		if (out->used - start > 13)
			out->used = start + 13;
		return;
	}
	bsd_iface_network(out, c, row);
	if (!is_long(row))
		return;
	fit(out, start, 11);
	out_char(out, ' ');
	start = out->used;
	address(out, c, row);
	fit(out, start, 17);
}

static void address4(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;

	if (row->addr && !is_long(row))
		address(out, c, row);
	else if (!is_long(row))
		out_char(out, ' '); /* nothing, not even a dash */
}

/*
 * The kernel of 4 counted packets by address. macOS, which came of it, does not and shows with each
 * address what its interface has; so do we of its records.
 */
#define CELL4(cell, both, member) \
	static void cell(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface_row *row = record; \
		if (row->addr && c->origin->system == SYSTEM_MACOS) \
			bsd_count(out, c, row->iface->member, 1000); \
		else \
			both(out, c, row); \
	}

CELL4(ipkts4, ipkts, rx_packets)
CELL4(opkts4, opkts, tx_packets)
CELL4(ibytes4, ibytes, rx_bytes)
CELL4(obytes4, obytes, tx_bytes)

#define COUNT4(head, width, when, over, text) \
	{ head, " ", width, true, over, "-", when, 0, NULL, text }

static const struct column columns4[] = {
	{ "Name", "", 5, false, OVER_CUT, "", 0, 0, NULL, name },
	{ "Mtu", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, mtu4 },
	{ "Network", " ", 13, false, OVER_LEND, "", 0, 0, NULL, network4 },
	{ "Address", " ", 15, false, OVER_LEND, "", 0, 0, NULL, address4 },
	COUNT4("Ipkts", 8, 0, OVER_LEND, ipkts4),
	COUNT4("Ierrs", 5, 0, OVER_PUSH, ierrs),
	COUNT4("Ibytes", 10, VIEW_BYTES, OVER_PUSH, ibytes4),
	COUNT4("Opkts", 8, 0, OVER_PUSH, opkts4),
	COUNT4("Oerrs", 5, 0, OVER_PUSH, oerrs),
	COUNT4("Obytes", 10, VIEW_BYTES, OVER_PUSH, obytes4),
	COUNT4("Coll", 5, 0, OVER_PUSH, coll),
	COUNT4("Drop", 4, VIEW_DROPS, OVER_PUSH, drop),
};

const struct view iface_freebsd4 = VIEW_OF(columns4);

static void at_least(struct view_context *c, unsigned which, size_t width)
{
	if (width > UINT8_MAX)
		width = UINT8_MAX;
	if (c->width[which] < width)
		c->width[which] = (uint8_t)width;
}

/* How long a cell's text is: it is written where the next row would stand, and taken back. */
static size_t length(struct out *out, const struct view_context *c, const struct iface_row *row,
		     column_text *text)
{
	size_t start, size;

	out_row(out);
	start = out->used;
	text(out, c, row);
	size = out->used - start;
	out->used = start;
	return size;
}

static void least_widths(struct view_context *c)
{
	at_least(c, WIDTH_NAME, 5);
	at_least(c, WIDTH_PACKETS, 8);
	at_least(c, WIDTH_BYTES, 10);
	at_least(c, WIDTH_ERRORS, 5);
}

void iface_freebsd_measure(struct out *out, struct view_context *c, const struct iface_row *row)
{
	static const struct {
		uint8_t width;
		column_text *text;
	} counters[] = {
		{ WIDTH_PACKETS, ipkts }, { WIDTH_PACKETS, opkts }, { WIDTH_BYTES, ibytes },
		{ WIDTH_BYTES, obytes },  { WIDTH_ERRORS, ierrs },  { WIDTH_ERRORS, idrop },
		{ WIDTH_ERRORS, oerrs },  { WIDTH_ERRORS, coll },   { WIDTH_ERRORS, drop },
	};

	least_widths(c);
	at_least(c, WIDTH_NETWORK, strlen("Network") + 1);
	at_least(c, WIDTH_ADDRESS, strlen("Address"));
	if (!row || !row->shown)
		return;
	at_least(c, WIDTH_NAME, length(out, c, row, name));
	at_least(c, WIDTH_NETWORK, length(out, c, row, bsd_iface_network) + 1);
	at_least(c, WIDTH_ADDRESS, length(out, c, row, address));
	if (c->options & VIEW_HUMAN)
		return;
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		at_least(c, counters[i].width, length(out, c, row, counters[i].text) + 1);
}

void iface_freebsd13_measure(struct out *out, struct view_context *c, const struct iface_row *row)
{
	bool inet6 = row && row->addr && row->addr->family == FAMILY_INET6;

	least_widths(c);
	if (row)
		at_least(c, WIDTH_NAME, length(out, c, row, name));
	at_least(c, WIDTH_NETWORK, inet6 ? 24 : 18);
	at_least(c, WIDTH_ADDRESS, inet6 ? 39 : 17);
}

/*
 * FreeBSD looks for the groups of an interface by its name, and compares that with bytes behind which the
 * link address stands without a NUL between: it finds none, unless the address begins with 00 or there
 * is none.
 */
bool iface_freebsd_maddr_hidden(const struct iface *i)
{
	return i->address.size && i->address.bytes[0];
}

/* Groups stand under the column of addresses, in the place that it has without -W or with. */
void iface_freebsd_maddr(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	size_t start, size;

	out_row(out);
	out_spaces(out, c->options & VIEW_WIDE ? 28 : 26);
	start = out->used;
	bsd_iface_address(out, c, a);
	size = out->used - start;
	if (size < 17)
		out_spaces(out, 17 - size);
	else if (!(c->options & VIEW_WIDE))
		out->used = start + 17;
	out_char(out, '\n');
}

static void plain_name(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = ((const struct iface_row *)record)->iface;

	(void)c;
	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_format(out, "0x%x", ((const struct iface_row *)record)->iface->kernel_flags);
}

/* Twice the same key, as theirs has it. */
static const struct xo_field xo_fields[] = {
	{ "name", XO_STRING, 0, false, 0, plain_name },
	{ "flags", XO_STRING, 0, false, 0, flags },
	{ "mtu", XO_NUMBER, 0, false, 0, mtu },
	{ "network", XO_STRING, 0, false, 0, bsd_iface_network },
	{ "address", XO_STRING, 0, false, 0, address },
	{ "received-packets", XO_NUMBER, 0, false, 0, ipkts },
	{ "received-errors", XO_NUMBER, 0, false, 0, ierrs },
	{ "dropped-packets", XO_NUMBER, 0, false, 0, idrop },
	{ "received-bytes", XO_NUMBER, 0, false, VIEW_BYTES, ibytes },
	{ "sent-packets", XO_NUMBER, 0, false, 0, opkts },
	{ "send-errors", XO_NUMBER, 0, false, 0, oerrs },
	{ "sent-bytes", XO_NUMBER, 0, false, VIEW_BYTES, obytes },
	{ "collisions", XO_NUMBER, 0, false, 0, coll },
	{ "dropped-packets", XO_NUMBER, 0, false, VIEW_DROPS, drop },
};

const struct xo_layout iface_freebsd_xo = { .containers = { "statistics" }, .list = "interface",
					    XO_FIELDS(xo_fields) };
