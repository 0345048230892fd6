/* SPDX-License-Identifier: ISC */
/*
 * Routes as NetBSD's netstat -r and route show print them, which share sbin/route/rtutil.c:
 *
 *	%-*.*s %-*.*s %-6.6s %6s %8s %6s<lock> [%7s ]%.16s
 *	Destination Gateway Flags Refs Use Mtu [Tag] Interface
 *
 * Widths are 18 and 18, for inet6 with numbers 39 and 30; numbers shove the row, names are cut. Refs and
 * Use are `-` always: its kernel has not told them since 4.4BSD. With -v three lines of metrics follow a
 * row. An address of a single link loses its zone as a host's and keeps it as a network's; that of a
 * single interface (ff01::) shows the interface's number where the kernel hides it.
 */
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

/* The embedded number is put back: "ff01:2::". */
static void write_address6(struct out *out, const struct addr *a)
{
	struct addr shown = *a;

	if (a->bytes[0] == 0xff && (a->bytes[1] & 0x0f) == 1 && a->scope) {
		shown.bytes[2] = (uint8_t)(a->scope >> 8);
		shown.bytes[3] = (uint8_t)a->scope;
	}
	addr_write(out, &shown);
}

static bool is_link_scoped(const struct addr *a)
{
	return a->scope && ((a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80) ||
			    (a->bytes[0] == 0xff && (a->bytes[1] & 0x0f) == 2));
}

static void write_address(struct out *out, const struct addr *a)
{
	if (a->family == FAMILY_INET6)
		write_address6(out, a);
	else
		addr_write(out, a);
}

static void write_network6(struct out *out, const struct view_context *c, const struct route *r)
{
	write_address6(out, &r->dst);
	if (is_link_scoped(&r->dst)) {
		out_char(out, '%');
		cell_device(out, c, r->dst.scope);
	}
	out_char(out, '/');
	out_u64(out, r->dst_bits);
}

/* A label stack entry: the label is its upper 20 bits. */
static void write_label(struct out *out, const struct addr *a)
{
	out_u64(out, (uint64_t)a->bytes[0] << 12 | (uint64_t)a->bytes[1] << 4 | a->bytes[2] >> 4);
}

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->family == FAMILY_MPLS)
		write_label(out, &r->dst);
	else if (bsd_is_host(c, r) && !cell_name(out, c, &r->dst, NAME_HOST))
		write_address(out, &r->dst);
	else if (bsd_is_host(c, r))
		return;
	else if (!r->dst_bits && addr_is_zero(&r->dst))
		out_literal(out, "default");
	else if (cell_name(out, c, &r->dst, route_name_kind(r)))
		return;
	else if (r->family == FAMILY_INET)
		bsd_write_network4(out, &r->dst, r->dst_bits);
	else
		write_network6(out, c, r);
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->gateway.family == FAMILY_LINK || !route_has(r, ROUTE_GATEWAY))
		bsd_gateway(out, c, record);
	else if (!cell_name(out, c, &r->gateway, NAME_HOST))
		write_address(out, &r->gateway);
}

/* What `route show` prints; the others say how a route came about. */
#define SHOWN \
	(RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_GATEWAY) | RFLAG_BIT(RFLAG_HOST) | \
	 RFLAG_BIT(RFLAG_REJECT) | RFLAG_BIT(RFLAG_LLINFO) | RFLAG_BIT(RFLAG_BROADCAST) | \
	 RFLAG_BIT(RFLAG_LOCAL))

static uint64_t shown_flags(const struct view_context *c, const struct route *r)
{
	uint64_t flags = bsd_flags(c, r);

	return c->options & VIEW_SHOW ? flags & SHOWN : flags;
}

static const struct bsd_letter letters_7[] = {
	{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	 { RFLAG_BLACKHOLE, 'B' }, { RFLAG_DYNAMIC, 'D' },
	{ RFLAG_MODIFIED, 'M' }, { RFLAG_DONE, 'd' },	   { RFLAG_MASK, 'm' },
	{ RFLAG_CLONING, 'C' },	 { RFLAG_CONNECTED, 'C' },
	{ RFLAG_XRESOLVE, 'X' }, { RFLAG_LLINFO, 'L' },
	{ RFLAG_STATIC, 'S' },	 { RFLAG_PROTO1, '1' },	   { RFLAG_PROTO2, '2' },
	{ RFLAG_CLONED, 'c' },	 { RFLAG_ANNOUNCE, 'p' },  { RFLAG_LOCAL, 'l' },
	{ RFLAG_BROADCAST, 'b' },
};

static void flags7(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, shown_flags(c, record), letters_7);
}

static void flags7_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters_7);
}

/* Since release 8, which does not clone; on the records of a kernel that does L and c follow. */
static const struct bsd_letter letters_now[] = {
	{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	 { RFLAG_BLACKHOLE, 'B' }, { RFLAG_DYNAMIC, 'D' },
	{ RFLAG_MODIFIED, 'M' }, { RFLAG_DONE, 'd' },	   { RFLAG_MASK, 'm' },
	{ RFLAG_CLONING, 'C' },	 { RFLAG_CONNECTED, 'C' },
	{ RFLAG_STATIC, 'S' },	 { RFLAG_PROTO1, '1' },
	{ RFLAG_PROTO2, '2' },	 { RFLAG_ANNOUNCE, 'p' },  { RFLAG_LOCAL, 'l' },
	{ RFLAG_BROADCAST, 'b' }, { RFLAG_LLINFO, 'L' },   { RFLAG_CLONED, 'c' },
};

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, shown_flags(c, record), letters_now);
}

static void flags_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters_now);
}

static void dash(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	(void)record;
	out_char(out, '-');
}

/* Only what the route itself has. */
static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	uint32_t value;

	(void)c;
	if (route_metric(record, METRIC_MTU, &value) && value)
		out_u64(out, value);
	else
		out_char(out, '-');
}

static char lock_letter(const struct route *r, enum metric metric)
{
	return r->locks >> metric & 1 ? 'L' : ' ';
}

static void locked_device(struct out *out, const struct view_context *c, const void *record)
{
	out_char(out, lock_letter(record, METRIC_MTU));
	out_char(out, ' ');
	bsd_device(out, c, record);
}

static void tag(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	out_char(out, lock_letter(r, METRIC_MTU));
	if (route_has(r, ROUTE_TAG))
		out_format(out, "%7u", r->tag);
	else
		out_literal(out, "      -");
}

struct detail {
	const char *name;
	long long value;
	char lock;
};

static struct detail metric_detail(const struct route *r, const char *name, enum metric metric)
{
	uint32_t value = 0;

	(void)route_metric(r, metric, &value);
	return (struct detail){ name, value, lock_letter(r, metric) };
}

/* Three lines, each value with its lock. The expiry is the kernel's own number, seconds since 1970. */
void route_netbsd_detail(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	struct detail details[] = {
		{ "expire", r->expires_at_ms / 1000, r->expire_locked ? 'L' : ' ' },
		metric_detail(r, "recvpipe", METRIC_RECVPIPE),
		metric_detail(r, "sendpipe", METRIC_SENDPIPE),
		metric_detail(r, "ssthresh", METRIC_QUEUE),
		metric_detail(r, "rtt", METRIC_RTT_US),
		metric_detail(r, "rttvar", METRIC_RTTVAR_US),
		metric_detail(r, "hopcount", METRIC_HOPCOUNT),
	};
	enum { DETAILS = sizeof(details) / sizeof(details[0]) };

	(void)c;
	if (!route_has(r, ROUTE_EXPIRES_AT))
		details[0].value = 0;
	for (unsigned i = 0; i < DETAILS; i++)
		out_format(out, "%s%-8s %10lld%c%s", i % 3 ? "  " : "\t", details[i].name,
			   details[i].value, details[i].lock,
			   i % 3 == 2 || i + 1 == DETAILS ? "\n" : "");
}

static uint8_t destination6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 39;
}

static uint8_t gateway6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 30;
}

/* Names are cut to their column, numbers shove the row. */
#define ADDRESS(head, lead, width, sized, text) \
	{ head, lead, width, false, OVER_CUT, "", VIEW_NAMES, 0, sized, text }, \
	{ head, lead, width, false, OVER_PUSH, "", 0, VIEW_NAMES, sized, text }

#define COLUMNS(width, destination_sized, gateway_sized, letters) \
	{ \
		ADDRESS("Destination", "", width, destination_sized, destination), \
		ADDRESS("Gateway", " ", width, gateway_sized, gateway), \
		{ "Flags", " ", 6, false, OVER_CUT, "", 0, 0, NULL, letters, \
		  .legend = letters##_legend }, \
		{ "Refs", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, dash }, \
		{ "Use", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, dash }, \
		{ "Mtu", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, mtu }, \
		{ " Interface", "", 0, false, OVER_PUSH, "", 0, VIEW_TAGS, NULL, locked_device }, \
		{ "     Tag", "", 0, false, OVER_PUSH, "", VIEW_TAGS, 0, NULL, tag }, \
		{ "Interface", " ", 0, false, OVER_PUSH, "", VIEW_TAGS, 0, NULL, bsd_device }, \
	}

static const struct column inet[] = COLUMNS(18, NULL, NULL, flags);
static const struct column inet6[] = COLUMNS(0, destination6_width, gateway6_width, flags);
static const struct column inet_7[] = COLUMNS(18, NULL, NULL, flags7);
static const struct column inet6_7[] = COLUMNS(0, destination6_width, gateway6_width, flags7);

const struct view route_netbsd = VIEW_OF(inet);
const struct view route_netbsd_inet6 = VIEW_OF(inet6);
const struct view route_netbsd7 = VIEW_OF(inet_7);
const struct view route_netbsd7_inet6 = VIEW_OF(inet6_7);
