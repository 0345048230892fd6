/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as net-tools 2.10's netstat -i prints them:
 *	%-15.15s %5d %8llu %6lu %6lu %-6lu %8llu %6lu %6lu %6lu %s
 * RX-OVR is left-aligned there, so it is here.
 */
#include <string.h>

#include "lib/model/iface.h"
#include "lib/view/dialect.h"

static void name(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = record;

	(void)c;
	out_name(out, i->name, strnlen(i->name, sizeof(i->name)));
}

static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = record;

	(void)c;
	if (iface_has(i, IFACE_MTU))
		out_i64(out, (int32_t)i->mtu);
}

#define COUNTER_CELL(name, value) \
	static void name(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface *i = record; \
		(void)c; \
		out_u64(out, value); \
	}

/* the kernel's text adds what the device missed to what it dropped */
COUNTER_CELL(rx_ok, i->rx_packets)
COUNTER_CELL(rx_err, i->rx_errors)
COUNTER_CELL(rx_drp, i->rx_dropped + i->rx_missed)
COUNTER_CELL(rx_ovr, i->rx_fifo)
COUNTER_CELL(tx_ok, i->tx_packets)
COUNTER_CELL(tx_err, i->tx_errors)
COUNTER_CELL(tx_drp, i->tx_dropped)
COUNTER_CELL(tx_ovr, i->tx_fifo)

/* P stands for promiscuous and for point-to-point; only the place tells them apart. */
static const struct {
	uint8_t flag;
	char letter;
} letters[] = {
	{ IFLAG_ALLMULTI, 'A' }, { IFLAG_BROADCAST, 'B' },   { IFLAG_DEBUG, 'D' },
	{ IFLAG_LOOPBACK, 'L' }, { IFLAG_MULTICAST, 'M' },   { IFLAG_DYNAMIC, 'd' },
	{ IFLAG_PROMISC, 'P' },	 { IFLAG_NOTRAILERS, 'N' },  { IFLAG_NOARP, 'O' },
	{ IFLAG_POINTOPOINT, 'P' }, { IFLAG_SLAVE, 's' },    { IFLAG_MASTER, 'm' },
	{ IFLAG_RUNNING, 'R' },	 { IFLAG_UP, 'U' },
};

void iface_linux_letters(struct out *out, uint32_t flags)
{
	bool any = false;

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (!(flags >> letters[i].flag & 1))
			continue;
		out_char(out, letters[i].letter);
		any = true;
	}
	if (!any)
		out_literal(out, "[NO FLAGS]");
}

void iface_linux_legend(struct out *out, char letter)
{
	bool more = false;

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].letter == letter)
			legend_join(out, &more, legend_iface_flag(letters[i].flag));
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = record;

	(void)c;
	if (iface_has(i, IFACE_FLAGS))
		iface_linux_letters(out, i->flags);
}

static const struct column columns[] = {
	{ "Iface", "", 15, false, OVER_PUSH, "", 0, 0, NULL, name },
	{ "MTU", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, mtu },
	{ "RX-OK", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, rx_ok },
	{ "RX-ERR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, rx_err },
	{ "RX-DRP", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, rx_drp },
	{ "RX-OVR", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, rx_ovr },
	{ "TX-OK", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, tx_ok },
	{ "TX-ERR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_err },
	{ "TX-DRP", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_drp },
	{ "TX-OVR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_ovr },
	{ "Flg", " ", 0, false, OVER_PUSH, "-", 0, 0, NULL, flags, .legend = iface_linux_legend },
};

const struct view iface_linux = VIEW_OF(columns);

/* %-15.15s %5d, then the sentence in place of the counters */
void iface_linux_label(struct out *out, const char *label, const struct index_iface *iface)
{
	size_t start;

	out_row(out);
	start = out->used;
	out_name(out, label, strnlen(label, IFACE_NAME_MAX - 1));
	if (out->used - start < 15)
		out_spaces(out, 15 - (out->used - start));
	out_format(out, " %5d      - no statistics available -                        ",
		   (int)iface->mtu);
	iface_linux_letters(out, iface->flags);
	out_char(out, '\n');
}
