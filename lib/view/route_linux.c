/* SPDX-License-Identifier: ISC */
/*
 * Routes as net-tools 2.10 prints them (lib/inet_gr.c, lib/inet6_gr.c: widths and letters only).
 *
 *	route, netstat -re	%-15s %-15s %-15s %-5s %-6d %-2d %7d %s
 *	route -e, netstat -r	%-15s %-15s %-15s %-5s %5d %-5d %6d %s
 *	-ee of both		the first up to Use, then %-6.6s   %-5d %-6d %d
 *	IPv6			%-30s %-26s %-4s %-3d %-1d %6d %s
 *
 * Where it is wrong we are right, and DIFFERENCES in the manual says so: every next hop has its row,
 * blackhole and throw routes are refused like the others, gateways of another family are shown.
 */
#include <string.h>

#include "lib/model/route.h"
#include "lib/view/dialect.h"

enum { NAME_WIDTH = 15 };

/* net-tools cuts names to their column, and nothing else is ever longer */
static bool cut_name(struct out *out, const struct view_context *c, const struct addr *addr,
		     enum name_kind kind)
{
	size_t start = out->used;

	if (!cell_name(out, c, addr, kind))
		return false;
	if (out->used - start > NAME_WIDTH)
		out->used = start + cell_cut(out->buffer + start, NAME_WIDTH);
	return true;
}

static void inet_source(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (route_has(r, ROUTE_SRC))
		addr_write_inet(out, r->src.bytes);
	(void)c;
}

static void inet_destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (c->options & VIEW_NAMES) {
		if (!r->dst_bits && addr_is_zero(&r->dst)) {
			out_literal(out, "default");
			return;
		}
		if (!addr_is_zero(&r->dst) &&
		    cut_name(out, c, &r->dst, route_name_kind(r)))
			return;
	}
	addr_write_inet(out, r->dst.bytes);
}

/* 1.60 has an asterisk among names */
static void write_no_gateway(struct out *out, const struct view_context *c)
{
	if ((c->options & (VIEW_NAMES | VIEW_1_60)) == (VIEW_NAMES | VIEW_1_60))
		out_char(out, '*');
	else
		out_literal(out, "0.0.0.0");
}

static void inet_gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (route_refuses(r))
		out_char(out, '-');
	else if (!route_has(r, ROUTE_GATEWAY))
		write_no_gateway(out, c);
	else if (r->gateway.family != FAMILY_INET)
		addr_write(out, &r->gateway);
	else if (!cut_name(out, c, &r->gateway, NAME_HOST))
		addr_write_inet(out, r->gateway.bytes);
}

static void inet_genmask(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	addr_write_mask(out, r->dst_bits);
}

/* "!" is written over all letters before it: what stands behind it counts alone. */
static void inet_flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_refuses(r)) {
		out_char(out, '!');
	} else {
		out_char(out, 'U');
		if (route_has(r, ROUTE_GATEWAY))
			out_char(out, 'G');
	}
	if (r->dst_bits == 32)
		out_char(out, 'H');
	if (!r->cloned)
		return;
	if (route_flag(r, RFLAG_DYNAMIC))
		out_char(out, 'D');
	if (route_flag(r, RFLAG_MODIFIED))
		out_char(out, 'M');
	out_char(out, 'c');
}

/* "-" on a route that leads nowhere, else the number, signed as net-tools prints it */
static void metric_or_dash(struct out *out, const struct route *r, uint32_t value)
{
	if (route_refuses(r))
		out_char(out, '-');
	else
		out_i64(out, (int32_t)value);
}

static void inet_metric(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	out_i64(out, (int32_t)r->priority);
}

static void inet_ref(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	metric_or_dash(out, r, r->refs);
}

static void inet_use(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_i64(out, (int32_t)((const struct route *)record)->use);
}

/*
 * What the kernel's own text calls MTU: the segment size and forty bytes of headers. A dump leaves out a
 * size of 0, the text of an old kernel does not, and has its forty bytes there.
 */
static void inet_mss(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	uint32_t advmss;

	(void)c;
	metric_or_dash(out, r, route_metric(r, METRIC_ADVMSS, &advmss) ? advmss + 40 : 0);
}

static void inet_window(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	metric_or_dash(out, r, r->metric[METRIC_WINDOW]);
}

static void inet_irtt(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	metric_or_dash(out, r, r->metric[METRIC_RTT] >> 3);
}

static void route_device(struct out *out, const struct view_context *c, const struct route *r)
{
	if (r->device[0])
		out_name(out, r->device, strnlen(r->device, sizeof(r->device)));
	else
		cell_device(out, c, r->ifindex);
}

static void inet_device(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (route_refuses(r))
		out_char(out, '-');
	else
		route_device(out, c, r);
}

/* The wide table: what is known, and "-" for what is not. */

static void wide_ref(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_REFS))
		out_u64(out, r->refs);
}

static void wide_use(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_USE))
		out_u64(out, r->use);
}

static void wide_mtu(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	const struct index_iface *i;
	uint32_t mtu;

	if (route_metric(r, METRIC_MTU, &mtu) && mtu) {
		out_u64(out, mtu);
		return;
	}
	i = route_refuses(r) ? NULL : index_iface(c->index, r->ifindex);
	if (i && i->mtu)
		out_u64(out, i->mtu);
}

static void wide_expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_EXPIRE))
		cell_seconds(out, r->expire_ms);
}

static uint8_t wide_device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 0;
}

#define WIDE_COLUMNS \
	{ "Ref", " ", 5, true, OVER_PUSH, "-", VIEW_WIDE, VIEW_CACHE, NULL, wide_ref }, \
	{ "Use", " ", 7, true, OVER_PUSH, "-", VIEW_WIDE, VIEW_CACHE, NULL, wide_use }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_mtu }, \
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_expire }

/* The last interface of a row is as long as it is; with columns behind it, it has a width. */
static uint8_t both_device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 6;
}

static void both_device(struct out *out, const struct view_context *c, const void *record)
{
	size_t start = out->used;

	inet_device(out, c, record);
	if (!(c->options & VIEW_WIDE) && out->used - start > 6)
		out->used = start + cell_cut(out->buffer + start, 6);
}

static uint8_t irtt_width(const struct view_context *c)
{
	return c->options & (VIEW_CACHE | VIEW_WIDE) ? 5 : 0;
}

/* What the cache of old kernels had and exceptions have not. */
static void cache_unknown(struct out *out, const struct view_context *c, const void *record)
{
	(void)out;
	(void)c;
	(void)record;
}

static const struct column inet_columns[] = {
	{ "Source", "", 15, false, OVER_PUSH, "-", VIEW_CACHE, 0, NULL, inet_source },
	{ "Destination", " ", 15, false, OVER_PUSH, "", VIEW_CACHE, 0, NULL, inet_destination },
	{ "Destination", "", 15, false, OVER_PUSH, "", 0, VIEW_CACHE, NULL, inet_destination },
	{ "Gateway", " ", 15, false, OVER_PUSH, "", 0, 0, NULL, inet_gateway },
	{ "Genmask", " ", 15, false, OVER_PUSH, "", 0, VIEW_CACHE, NULL, inet_genmask },
	{ "Flags", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, inet_flags },
	{ "Metric", " ", 6, false, OVER_PUSH, "", VIEW_METRIC, 0, NULL, inet_metric },
	{ "Ref", " ", 2, false, OVER_PUSH, "", VIEW_METRIC, 0, NULL, inet_ref },
	{ "Use", " ", 7, true, OVER_PUSH, "", VIEW_METRIC, 0, NULL, inet_use },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_METRIC, VIEW_MSS, wide_device_width,
	  inet_device },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, both_device_width,
	  both_device },
	{ "MSS", "   ", 5, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, NULL, inet_mss },
	{ "Window", " ", 6, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, NULL, inet_window },
	{ "irtt", " ", 0, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, irtt_width,
	  inet_irtt },
	{ "TOS", " ", 3, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  cache_unknown },
	{ "HHRef", " ", 5, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  cache_unknown },
	{ "HHUptod", " ", 11, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  cache_unknown },
	{ "SpecDst", " ", 0, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0,
	  wide_device_width, cache_unknown },
	{ "MSS", " ", 5, true, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, inet_mss },
	{ "Window", " ", 5, false, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, inet_window },
	{ "irtt", " ", 6, true, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, inet_irtt },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, wide_device_width,
	  inet_device },
	WIDE_COLUMNS,
};

const struct view route_linux_inet = VIEW_OF(inet_columns);

/* IPv6: the addresses are never cut, and all of it comes from the kernel's own text */

/* Any prefix of the zero address is [::] with names; v4-mapped networks lose their prefix in numbers. */
static void inet6_address(struct out *out, const struct view_context *c, const struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if ((c->options & VIEW_NAMES) && addr_is_zero(a))
		out_literal(out, "[::]");
	else if (cell_name(out, c, a, NAME_HOST))
		return;
	else if (memcmp(a->bytes, mapped, sizeof(mapped)) == 0)
		addr_write_inet(out, a->bytes + 12);
	else
		addr_write_inet6(out, a->bytes);
}

static void inet6_destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	inet6_address(out, c, &r->dst);
	out_char(out, '/');
	out_u64(out, r->dst_bits);
}

static void inet6_gateway(struct out *out, const struct view_context *c, const void *record)
{
	static const struct addr none = { .family = FAMILY_INET6, .size = 16 };
	const struct route *r = record;

	inet6_address(out, c, route_has(r, ROUTE_GATEWAY) ? &r->gateway : &none);
}

/* Rows of a dump have no letters of the kernel's text: say the same of them. */
static uint64_t inet6_letters(const struct route *r)
{
	uint64_t flags = r->flags;

	/* one letter for a default that a router announced and for what a redirect made */
	if (flags & RFLAG_BIT(RFLAG_DYNAMIC))
		flags |= RFLAG_BIT(RFLAG_DEFAULT);
	if (!route_has(r, ROUTE_TYPE))
		return flags;
	if (route_has(r, ROUTE_GATEWAY))
		flags |= RFLAG_BIT(RFLAG_GATEWAY);
	if (route_refuses(r))
		flags = (flags | RFLAG_BIT(RFLAG_REJECT) | RFLAG_BIT(RFLAG_NONEXTHOP)) &
			~RFLAG_BIT(RFLAG_UP);
	if (r->type == TYPE_LOCAL || r->type == TYPE_ANYCAST)
		flags |= RFLAG_BIT(RFLAG_NONEXTHOP);
	if (r->protocol == 9)
		flags |= RFLAG_BIT(RFLAG_ADDRCONF);
	if (route_has(r, ROUTE_EXPIRE) && !r->cloned)
		flags |= RFLAG_BIT(RFLAG_EXPIRES);
	return flags & ~RFLAG_BIT(RFLAG_HOST);
}

static void inet6_flags(struct out *out, const struct view_context *c, const void *record)
{
	static const struct {
		uint8_t flag;
		char letter;
	} letters[] = {
		{ RFLAG_GATEWAY, 'G' },	  { RFLAG_HOST, 'H' },	    { RFLAG_DEFAULT, 'D' },
		{ RFLAG_ADDRCONF, 'A' },  { RFLAG_CACHE, 'C' },	    { RFLAG_ALLONLINK, 'a' },
		{ RFLAG_EXPIRES, 'e' },	  { RFLAG_MODIFIED, 'm' },  { RFLAG_NONEXTHOP, 'n' },
		{ RFLAG_FLOW, 'f' },
	};
	uint64_t flags = inet6_letters(record);

	(void)c;
	if (flags & RFLAG_BIT(RFLAG_REJECT))
		out_char(out, '!');
	else
		out_char(out, 'U');
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (flags & RFLAG_BIT(letters[i].flag))
			out_char(out, letters[i].letter);
}

static void inet6_ref(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_REFS))
		out_i64(out, (int32_t)r->refs);
}

static void inet6_use(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_USE))
		out_i64(out, (int32_t)r->use);
}

static void inet6_device(struct out *out, const struct view_context *c, const void *record)
{
	route_device(out, c, record);
}

static const struct column inet6_columns[] = {
	{ "Destination", "", 30, false, OVER_PUSH, "", 0, 0, NULL, inet6_destination },
	{ "Next Hop", " ", 26, false, OVER_PUSH, "", 0, 0, NULL, inet6_gateway },
	{ "Flag", " ", 4, false, OVER_PUSH, "", 0, 0, NULL, inet6_flags },
	{ "Met", " ", 3, false, OVER_PUSH, "", 0, 0, NULL, inet_metric },
	{ "Ref", " ", 1, false, OVER_PUSH, "-", 0, 0, NULL, inet6_ref },
	{ "Use", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, inet6_use },
	{ "If", " ", 0, false, OVER_PUSH, "", 0, 0, wide_device_width, inet6_device },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_mtu },
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, wide_expire },
};

const struct view route_linux_inet6 = VIEW_OF(inet6_columns);
