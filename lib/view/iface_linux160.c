/* SPDX-License-Identifier: ISC */
/*
 * Interfaces as net-tools 1.60's netstat -i prints them: names of five characters, a column of metrics,
 * no space before the packets.
 *	%-5.5s %5d %3d%8llu %6lu %6lu %6lu%8llu %6lu %6lu %6lu %s
 */
#include <string.h>

#include "lib/model/iface.h"
#include "lib/view/dialect.h"

enum { NAME_WIDTH = 5 };

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

/* 0 is what every kernel says; netlink has no such attribute */
static void metric(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct iface *)record)->metric);
}

#define COUNTER_CELL(name, value) \
	static void name(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct iface *i = record; \
		(void)c; \
		out_u64(out, value); \
	}

COUNTER_CELL(rx_ok, i->rx_packets)
COUNTER_CELL(rx_err, i->rx_errors)
COUNTER_CELL(rx_drp, i->rx_dropped + i->rx_missed)
COUNTER_CELL(rx_ovr, i->rx_fifo)
COUNTER_CELL(tx_ok, i->tx_packets)
COUNTER_CELL(tx_err, i->tx_errors)
COUNTER_CELL(tx_drp, i->tx_dropped)
COUNTER_CELL(tx_ovr, i->tx_fifo)

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface *i = record;

	(void)c;
	if (iface_has(i, IFACE_FLAGS))
		iface_linux_letters(out, i->flags);
}

static const struct column columns[] = {
	{ "Iface", "", NAME_WIDTH, false, OVER_CUT, "", 0, 0, NULL, name },
	{ "MTU", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, mtu },
	{ "Met", " ", 3, true, OVER_PUSH, "", 0, 0, NULL, metric },
	{ "RX-OK", "", 8, true, OVER_PUSH, "", 0, 0, NULL, rx_ok },
	{ "RX-ERR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, rx_err },
	{ "RX-DRP", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, rx_drp },
	{ "RX-OVR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, rx_ovr },
	{ "TX-OK", "", 8, true, OVER_PUSH, "", 0, 0, NULL, tx_ok },
	{ "TX-ERR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_err },
	{ "TX-DRP", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_drp },
	{ "TX-OVR", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, tx_ovr },
	{ "Flg", " ", 0, false, OVER_PUSH, "-", 0, 0, NULL, flags, .legend = iface_linux_legend },
};

const struct view iface_linux160 = VIEW_OF(columns);

/* %-5.5s %5d %3d, then the sentence in place of the counters */
void iface_linux160_label(struct out *out, const char *label, const struct index_iface *iface)
{
	size_t start;

	out_row(out);
	start = out->used;
	out_name(out, label, strnlen(label, IFACE_NAME_MAX - 1));
	if (out->used - start > NAME_WIDTH)
		out->used = start + NAME_WIDTH;
	out_spaces(out, NAME_WIDTH - (out->used - start));
	out_format(out, " %5d %3d     - no statistics available -                        ",
		   (int)iface->mtu, 0);
	iface_linux_letters(out, iface->flags);
	out_char(out, '\n');
}
