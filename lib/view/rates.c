/* SPDX-License-Identifier: ISC */
#include "lib/view/rates.h"

#include <stddef.h>
#include <string.h>

#include "lib/model/counters.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

#define AT(member) offsetof(struct iface, member)

static const uint16_t members[RATE_COUNT] = {
	[RATE_IPACKETS] = AT(rx_packets), [RATE_IERRORS] = AT(rx_errors),
	[RATE_IDROPS] = AT(rx_dropped),	  [RATE_IBYTES] = AT(rx_bytes),
	[RATE_OPACKETS] = AT(tx_packets), [RATE_OERRORS] = AT(tx_errors),
	[RATE_ODROPS] = AT(tx_dropped),	  [RATE_OBYTES] = AT(tx_bytes),
	[RATE_COLLISIONS] = AT(collisions),
};

/* All that an interface counts, whether a column has it or not. */
static const uint16_t counted[] = {
	AT(rx_packets),	   AT(tx_packets),    AT(rx_bytes),	 AT(tx_bytes),	 AT(rx_errors),
	AT(tx_errors),	   AT(rx_dropped),    AT(tx_dropped),	 AT(rx_missed),	 AT(rx_fifo),
	AT(tx_fifo),	   AT(rx_frame),      AT(rx_compressed), AT(tx_compressed), AT(tx_carrier),
	AT(multicast),	   AT(collisions),    AT(rx_nohandler),	 AT(tx_multicast), AT(noproto),
};

static uint64_t get(const struct iface *i, uint16_t offset)
{
	uint64_t value;

	memcpy(&value, (const char *)i + offset, sizeof(value));
	return value;
}

void rates_read(const struct iface *i, struct rates *r)
{
	for (unsigned n = 0; n < RATE_COUNT; n++)
		r->value[n] = get(i, members[n]);
}

void rates_add_growth(struct rates *sum, const struct rates *before, const struct rates *now)
{
	for (unsigned n = 0; n < RATE_COUNT; n++)
		sum->value[n] += counters_growth(before->value[n], now->value[n]);
}

void rates_iface_growth(struct iface *now, const struct iface *before)
{
	for (size_t n = 0; n < sizeof(counted) / sizeof(counted[0]); n++) {
		uint64_t value = counters_growth(get(before, counted[n]), get(now, counted[n]));

		memcpy((char *)now + counted[n], &value, sizeof(value));
	}
}

/* What was written from `start` on, to the right of so many places. */
static void align(struct out *out, size_t start, size_t width)
{
	size_t size = out->used - start;

	if (size >= width)
		return;
	memmove(out->buffer + out->used - size + (width - size), out->buffer + start, size);
	memset(out->buffer + start, ' ', width - size);
	out->used += width - size;
}

static void write_right(struct out *out, const char *text, size_t width)
{
	size_t start = out->used;

	out_name(out, text, strlen(text));
	align(out, start, width);
}

struct rate_column {
	char head[8];
	uint8_t width;
	uint8_t rate; /* enum rate */
	bool bytes;   /* -h: by 1024 and not by 1000 */
};

/* FreeBSD: "%17s %14s %16s" over the columns; -d adds what was dropped while sending. */
static const struct rate_column freebsd[] = {
	{ "packets", 10, RATE_IPACKETS, false }, { "errs", 5, RATE_IERRORS, false },
	{ "idrops", 5, RATE_IDROPS, false },	 { "bytes", 10, RATE_IBYTES, true },
	{ "packets", 10, RATE_OPACKETS, false }, { "errs", 5, RATE_OERRORS, false },
	{ "bytes", 10, RATE_OBYTES, true },	 { "colls", 5, RATE_COLLISIONS, false },
};

/* FreeBSD 4, and macOS: the same without idrops */
static const struct rate_column freebsd4[] = {
	{ "packets", 10, RATE_IPACKETS, false }, { "errs", 5, RATE_IERRORS, false },
	{ "bytes", 10, RATE_IBYTES, true },	 { "packets", 10, RATE_OPACKETS, false },
	{ "errs", 5, RATE_OERRORS, false },	 { "bytes", 10, RATE_OBYTES, true },
	{ "colls", 5, RATE_COLLISIONS, false },
};

static const struct rate_column drops = { "drops", 5, RATE_ODROPS, false };

#define COLUMNS(table) (table), sizeof(table) / sizeof((table)[0])

static void freebsd_title(struct out *out, const struct view_context *c, const char *name,
			  const struct rate_column *columns, size_t count)
{
	out_row(out);
	write_right(out, "input", 17);
	out_char(out, ' ');
	write_right(out, name ? name : "(Total)", 14);
	out_char(out, ' ');
	write_right(out, "output", 16);
	out_char(out, '\n');
	for (size_t i = 0; i < count; i++) {
		out_text(out, i ? " " : "");
		write_right(out, columns[i].head, columns[i].width);
	}
	if (c->options & VIEW_DROPS)
		out_literal(out, " drops");
	out_char(out, '\n');
}

static void freebsd_cell(struct out *out, const struct view_context *c, const struct rate_column *column,
			 const struct rates *r)
{
	size_t start = out->used;

	bsd_count(out, c, r->value[column->rate], column->bytes ? 1024 : 1000);
	align(out, start, column->width);
}

static void freebsd_line(struct out *out, const struct view_context *c, const struct rates *r,
			 const struct rate_column *columns, size_t count)
{
	out_row(out);
	for (size_t i = 0; i < count; i++) {
		out_text(out, i ? " " : "");
		freebsd_cell(out, c, &columns[i], r);
	}
	if (c->options & VIEW_DROPS) {
		out_char(out, ' ');
		freebsd_cell(out, c, &drops, r);
	}
	out_char(out, '\n');
}

static void freebsd_head(struct out *out, const struct view_context *c, const char *name)
{
	freebsd_title(out, c, name, COLUMNS(freebsd));
}

static void freebsd_row(struct out *out, const struct view_context *c, const struct rates *one,
			const struct rates *total)
{
	freebsd_line(out, c, one ? one : total, COLUMNS(freebsd));
}

static void freebsd4_head(struct out *out, const struct view_context *c, const char *name)
{
	freebsd_title(out, c, name, COLUMNS(freebsd4));
}

static void freebsd4_row(struct out *out, const struct view_context *c, const struct rates *one,
			 const struct rates *total)
{
	freebsd_line(out, c, one ? one : total, COLUMNS(freebsd4));
}

const struct rate_style rates_freebsd = { .head = freebsd_head, .row = freebsd_row };
const struct rate_style rates_freebsd4 = { .head = freebsd4_head, .row = freebsd4_row };

/* A name in so many places at most. */
static void write_cut(struct out *out, const char *text, size_t width)
{
	char cut[16];
	size_t size = cell_cut(text, strnlen(text, width));

	memcpy(cut, text, size);
	cut[size] = '\0';
	write_right(out, cut, width);
}

/*
 * The title of a half. Packets: "%5.5s in %5.5s%5.5s out %5.5s %5.5s", bytes: "%7.7s in %8.8s %6.6s out
 * %5.5s", where what is empty is one blank.
 */
static void half_title(struct out *out, const struct view_context *c, const char *name, bool extra)
{
	bool bytes = c->options & VIEW_BYTES;

	write_cut(out, name, bytes ? 7 : 5);
	out_literal(out, " in ");
	out_spaces(out, bytes ? 9 : 5);
	write_cut(out, name, bytes ? 6 : 5);
	out_literal(out, " out ");
	out_spaces(out, bytes ? 5 : 11);
	if (extra)
		out_spaces(out, 6);
}

static void half_head(struct out *out, const struct view_context *c, const char *errors, bool extra)
{
	if (c->options & VIEW_BYTES) {
		out_literal(out, "     bytes               bytes      ");
	} else {
		out_literal(out, " packets ");
		write_right(out, errors, 5);
		out_literal(out, "  packets ");
		write_right(out, errors, 5);
		out_literal(out, " colls");
	}
	if (extra)
		out_literal(out, " drops");
}

typedef void scale(struct out *out, const struct view_context *context, uint64_t value);

static void half_row(struct out *out, const struct view_context *c, const uint64_t value[5], scale *bytes)
{
	static const uint8_t widths[] = { 8, 5, 8, 5, 5 };
	size_t start;

	if (!(c->options & VIEW_BYTES)) {
		for (unsigned i = 0; i < 5; i++) {
			out_text(out, i ? " " : "");
			start = out->used;
			out_u64(out, value[i]);
			align(out, start, widths[i]);
		}
		return;
	}
	start = out->used;
	bytes(out, c, value[0]);
	align(out, start, 10);
	out_spaces(out, 10);
	start = out->used;
	bytes(out, c, value[2]);
	align(out, start, 10);
	out_spaces(out, 6);
}

/* NetBSD: -d adds a column of drops to each half. */
static void netbsd_head(struct out *out, const struct view_context *c, const char *name)
{
	bool extra = c->options & VIEW_DROPS;

	out_row(out);
	half_title(out, c, name ? name : "", extra);
	out_literal(out, "  ");
	half_title(out, c, "total", extra);
	out_char(out, '\n');
	half_head(out, c, "errs", extra);
	out_literal(out, "  ");
	half_head(out, c, "errs", extra);
	out_char(out, '\n');
}

static void netbsd_half(struct out *out, const struct view_context *c, const struct rates *r)
{
	const uint64_t *v = r->value;
	const uint64_t bytes[] = { v[RATE_IBYTES], 0, v[RATE_OBYTES], 0, 0 };
	const uint64_t packets[] = { v[RATE_IPACKETS], v[RATE_IERRORS], v[RATE_OPACKETS], v[RATE_OERRORS],
				     v[RATE_COLLISIONS] };
	size_t start;

	half_row(out, c, c->options & VIEW_BYTES ? bytes : packets, iface_netbsd_scaled);
	if (!(c->options & VIEW_DROPS))
		return;
	out_char(out, ' ');
	start = out->used;
	out_u64(out, v[RATE_ODROPS]);
	align(out, start, 5);
}

static void netbsd_row(struct out *out, const struct view_context *c, const struct rates *one,
		       const struct rates *total)
{
	out_row(out);
	netbsd_half(out, c, one);
	out_literal(out, "  ");
	netbsd_half(out, c, total);
	out_char(out, '\n');
}

const struct rate_style rates_netbsd = { .both = true, .head = netbsd_head, .row = netbsd_row };

/*
 * OpenBSD: what failed are errors and drops together, with -e or -d one of them; the heading of the total
 * calls them errors whatever they are, and over its bytes the two blanks between the halves are missing.
 */
static const char *openbsd_errors(const struct view_context *c)
{
	return c->options & VIEW_ERRORS ? "errs" : c->options & VIEW_DROPS ? "drops" : "fails";
}

static void openbsd_head(struct out *out, const struct view_context *c, const char *name)
{
	out_row(out);
	half_title(out, c, name ? name : "", false);
	out_literal(out, "  ");
	half_title(out, c, "total", false);
	out_char(out, '\n');
	half_head(out, c, openbsd_errors(c), false);
	out_text(out, c->options & VIEW_BYTES ? "" : "  ");
	half_head(out, c, "errs", false);
	out_char(out, '\n');
}

static uint64_t failures(const struct view_context *c, uint64_t errors, uint64_t dropped)
{
	return c->options & VIEW_ERRORS ? errors :
	       c->options & VIEW_DROPS	? dropped :
					  errors + dropped;
}

static void openbsd_half(struct out *out, const struct view_context *c, const struct rates *r)
{
	const uint64_t *v = r->value;
	const uint64_t bytes[] = { v[RATE_IBYTES], 0, v[RATE_OBYTES], 0, 0 };
	const uint64_t packets[] = { v[RATE_IPACKETS], failures(c, v[RATE_IERRORS], v[RATE_IDROPS]),
				     v[RATE_OPACKETS], failures(c, v[RATE_OERRORS], v[RATE_ODROPS]),
				     v[RATE_COLLISIONS] };

	half_row(out, c, c->options & VIEW_BYTES ? bytes : packets, iface_openbsd_scaled);
}

static void openbsd_row(struct out *out, const struct view_context *c, const struct rates *one,
			const struct rates *total)
{
	out_row(out);
	openbsd_half(out, c, one);
	out_literal(out, "  ");
	openbsd_half(out, c, total);
	out_char(out, '\n');
}

const struct rate_style rates_openbsd = { .both = true, .terminal = true, .head = openbsd_head,
					  .row = openbsd_row };
