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

#include "lib/base/number.h"
#include "lib/model/route.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

enum { NAME_WIDTH = 15 };

/* net-tools cuts names to their column, and nothing else is ever longer; NULL: no name */
static char *cut_name(char *to, const struct view_context *c, const struct addr *addr,
		      enum name_kind kind)
{
	char *end = cell_put_name(to, c, addr, kind);

	return end && end - to > NAME_WIDTH ? to + cell_cut(to, NAME_WIDTH) : end;
}

static char *put_char(char *to, char c)
{
	*to = c;
	return to + 1;
}

static char *inet_source(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_SRC) ? addr_put_inet(to, r->src.bytes) : to;
}

static char *inet_destination(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	char *end;

	if (c->options & VIEW_NAMES) {
		if (!r->dst_bits && addr_is_zero(&r->dst)) {
			memcpy(to, "default", 7);
			return to + 7;
		}
		end = cut_name(to, c, &r->dst, route_name_kind(r));
		if (end)
			return end;
	}
	return addr_put_inet(to, r->dst.bytes);
}

/* 1.60 has an asterisk among names */
static char *put_no_gateway(char *to, const struct view_context *c)
{
	if ((c->options & (VIEW_NAMES | VIEW_1_60)) == (VIEW_NAMES | VIEW_1_60))
		return put_char(to, '*');
	memcpy(to, "0.0.0.0", 7);
	return to + 7;
}

static char *inet_gateway(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	char *end;

	if (route_refuses(r))
		return put_char(to, '-');
	if (!route_has(r, ROUTE_GATEWAY))
		return put_no_gateway(to, c);
	if (r->gateway.family != FAMILY_INET)
		return addr_put(to, &r->gateway);
	end = cut_name(to, c, &r->gateway, NAME_HOST);
	return end ? end : addr_put_inet(to, r->gateway.bytes);
}

static char *inet_genmask(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	return addr_put_mask(to, ((const struct route *)record)->dst_bits);
}

/* "!" is written over all letters before it: what stands behind it counts alone. */
static char *inet_flags(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	bool refuses = route_refuses(r);

	(void)c;
	*to++ = refuses ? '!' : 'U';
	if (!refuses && route_has(r, ROUTE_GATEWAY))
		*to++ = 'G';
	if (r->dst_bits == 32)
		*to++ = 'H';
	if (!r->cloned)
		return to;
	if (route_flag(r, RFLAG_DYNAMIC))
		*to++ = 'D';
	if (route_flag(r, RFLAG_MODIFIED))
		*to++ = 'M';
	return put_char(to, 'c');
}

static void inet_legend(struct out *out, char letter)
{
	static const struct bsd_letter letters[] = {
		{ RFLAG_UP, 'U' },	 { RFLAG_REJECT, '!' },   { RFLAG_GATEWAY, 'G' },
		{ RFLAG_HOST, 'H' },	 { RFLAG_DYNAMIC, 'D' },  { RFLAG_MODIFIED, 'M' },
		{ RFLAG_CACHE, 'c' },
	};

	BSD_LEGEND(out, letter, letters);
}

/* "-" on a route that leads nowhere, else the number, signed as net-tools prints it */
static char *metric_or_dash(char *to, const struct route *r, uint32_t value)
{
	return route_refuses(r) ? put_char(to, '-') : number_put_signed(to, (int32_t)value);
}

static char *inet_metric(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	return number_put_signed(to, (int32_t)((const struct route *)record)->priority);
}

static char *inet_ref(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return metric_or_dash(to, r, r->refs);
}

static char *inet_use(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	return number_put_signed(to, (int32_t)((const struct route *)record)->use);
}

/*
 * What the kernel's own text calls MTU: the segment size and forty bytes of headers. A dump leaves out a
 * size of 0, the text of an old kernel does not, and has its forty bytes there.
 */
static char *inet_mss(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	uint32_t advmss;

	(void)c;
	return metric_or_dash(to, r, route_metric(r, METRIC_ADVMSS, &advmss) ? advmss + 40 : 0);
}

static char *inet_window(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return metric_or_dash(to, r, r->metric[METRIC_WINDOW]);
}

static char *inet_irtt(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return metric_or_dash(to, r, r->metric[METRIC_RTT] >> 3);
}

static char *route_device(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->device[0])
		return to + out_name_text(to, r->device, strnlen(r->device, sizeof(r->device)));
	return cell_put_device(to, c, r->ifindex);
}

static char *inet_device(char *to, const struct view_context *c, const void *record)
{
	return route_refuses(record) ? put_char(to, '-') : route_device(to, c, record);
}

/* The wide table: what is known, and "-" for what is not. */

static char *wide_ref(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_REFS) ? number_put(to, r->refs) : to;
}

static char *wide_use(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_USE) ? number_put(to, r->use) : to;
}

static char *wide_mtu(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	const struct index_iface *i;
	uint32_t mtu;

	if (route_metric(r, METRIC_MTU, &mtu) && mtu)
		return number_put(to, mtu);
	i = route_refuses(r) ? NULL : index_iface(c->index, r->ifindex);
	return i && i->mtu ? number_put(to, i->mtu) : to;
}

static char *wide_expire(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_EXPIRE) ? cell_put_seconds(to, r->expire_ms) : to;
}

/* In words, for the few routes that have them: no column's worth. */
static void wide_tail(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	const char *name;

	(void)c;
	if (!route_has(r, ROUTE_ENCAP))
		return;
	name = route_encap_name(r->encap);
	out_literal(out, "  encap ");
	if (name)
		out_text(out, name);
	else
		out_u64(out, r->encap);
	if (!route_has(r, ROUTE_ENCAP_WORDS))
		return;
	out_char(out, ' ');
	out_name(out, r->words, strnlen(r->words, sizeof(r->words)));
}

#define WIDE_VIEW(table) \
	{ .columns = (table), .count = sizeof(table) / sizeof((table)[0]), .tail = wide_tail, \
	  .tail_when = VIEW_WIDE }

static uint8_t wide_device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 0;
}

#define WIDE_COLUMNS \
	{ "Ref", " ", 5, true, OVER_PUSH, "-", VIEW_WIDE, VIEW_CACHE, NULL, .cell = wide_ref }, \
	{ "Use", " ", 7, true, OVER_PUSH, "-", VIEW_WIDE, VIEW_CACHE, NULL, .cell = wide_use }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, .cell = wide_mtu }, \
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, .cell = wide_expire }

/* The last interface of a row is as long as it is; with columns behind it, it has a width. */
static uint8_t both_device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 6;
}

static char *both_device(char *to, const struct view_context *c, const void *record)
{
	char *end = inet_device(to, c, record);

	return !(c->options & VIEW_WIDE) && end - to > 6 ? to + cell_cut(to, 6) : end;
}

static uint8_t irtt_width(const struct view_context *c)
{
	return c->options & (VIEW_CACHE | VIEW_WIDE) ? 5 : 0;
}

/* What the cache of old kernels had and exceptions have not. */
static char *cache_unknown(char *to, const struct view_context *c, const void *record)
{
	(void)c;
	(void)record;
	return to;
}

static const struct column inet_columns[] = {
	{ "Source", "", 15, false, OVER_PUSH, "-", VIEW_CACHE, 0, NULL, .cell = inet_source },
	{ "Destination", " ", 15, false, OVER_PUSH, "", VIEW_CACHE, 0, NULL, .cell = inet_destination },
	{ "Destination", "", 15, false, OVER_PUSH, "", 0, VIEW_CACHE, NULL, .cell = inet_destination },
	{ "Gateway", " ", 15, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet_gateway },
	{ "Genmask", " ", 15, false, OVER_PUSH, "", 0, VIEW_CACHE, NULL, .cell = inet_genmask },
	{ "Flags", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet_flags,
	  .legend = inet_legend },
	{ "Metric", " ", 6, false, OVER_PUSH, "", VIEW_METRIC, 0, NULL, .cell = inet_metric },
	{ "Ref", " ", 2, false, OVER_PUSH, "", VIEW_METRIC, 0, NULL, .cell = inet_ref },
	{ "Use", " ", 7, true, OVER_PUSH, "", VIEW_METRIC, 0, NULL, .cell = inet_use },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_METRIC, VIEW_MSS, wide_device_width,
	  .cell = inet_device },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, both_device_width,
	  .cell = both_device },
	{ "MSS", "   ", 5, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, NULL, .cell = inet_mss },
	{ "Window", " ", 6, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, NULL, .cell = inet_window },
	{ "irtt", " ", 0, false, OVER_PUSH, "", VIEW_METRIC | VIEW_MSS, 0, irtt_width,
	  .cell = inet_irtt },
	{ "TOS", " ", 3, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  .cell = cache_unknown },
	{ "HHRef", " ", 5, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  .cell = cache_unknown },
	{ "HHUptod", " ", 11, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0, NULL,
	  .cell = cache_unknown },
	{ "SpecDst", " ", 0, false, OVER_PUSH, "-", VIEW_METRIC | VIEW_MSS | VIEW_CACHE, 0,
	  wide_device_width, .cell = cache_unknown },
	{ "MSS", " ", 5, true, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, .cell = inet_mss },
	{ "Window", " ", 5, false, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, .cell = inet_window },
	{ "irtt", " ", 6, true, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, NULL, .cell = inet_irtt },
	{ "Iface", " ", 0, false, OVER_PUSH, "", VIEW_MSS, VIEW_METRIC, wide_device_width,
	  .cell = inet_device },
	WIDE_COLUMNS,
};

const struct view route_linux_inet = WIDE_VIEW(inet_columns);

/* IPv6: the addresses are never cut, and all of it comes from the kernel's own text */

/* Any prefix of the zero address is [::] with names; v4-mapped networks lose their prefix in numbers. */
static char *inet6_address(char *to, const struct view_context *c, const struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	char *end;

	if ((c->options & VIEW_NAMES) && addr_is_zero(a)) {
		memcpy(to, "[::]", 4);
		return to + 4;
	}
	end = cell_put_name(to, c, a, NAME_HOST);
	if (end)
		return end;
	return memcmp(a->bytes, mapped, sizeof(mapped)) == 0 ? addr_put_inet(to, a->bytes + 12) :
							       addr_put_inet6(to, a->bytes);
}

static char *inet6_destination(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	to = put_char(inet6_address(to, c, &r->dst), '/');
	return number_put(to, r->dst_bits);
}

static char *inet6_gateway(char *to, const struct view_context *c, const void *record)
{
	static const struct addr none = { .family = FAMILY_INET6, .size = 16 };
	const struct route *r = record;

	return inet6_address(to, c, route_has(r, ROUTE_GATEWAY) ? &r->gateway : &none);
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

static const struct bsd_letter inet6_table[] = {
	{ RFLAG_GATEWAY, 'G' },	  { RFLAG_HOST, 'H' },	    { RFLAG_DEFAULT, 'D' },
	{ RFLAG_ADDRCONF, 'A' },  { RFLAG_CACHE, 'C' },	    { RFLAG_ALLONLINK, 'a' },
	{ RFLAG_EXPIRES, 'e' },	  { RFLAG_MODIFIED, 'm' },  { RFLAG_NONEXTHOP, 'n' },
	{ RFLAG_FLOW, 'f' },
};

static char *inet6_flags(char *to, const struct view_context *c, const void *record)
{
	uint64_t flags = inet6_letters(record);

	(void)c;
	*to++ = flags & RFLAG_BIT(RFLAG_REJECT) ? '!' : 'U';
	for (size_t i = 0; i < sizeof(inet6_table) / sizeof(inet6_table[0]); i++)
		if (flags & RFLAG_BIT(inet6_table[i].flag))
			*to++ = inet6_table[i].letter;
	return to;
}

void route_linux_inet6_legend(struct out *out, char letter)
{
	static const struct bsd_letter first[] = { { RFLAG_UP, 'U' }, { RFLAG_REJECT, '!' } };

	BSD_LEGEND(out, letter, first);
	BSD_LEGEND(out, letter, inet6_table);
	if (letter == 'D')
		out_literal(out, "; or made by a redirect");
}

static char *inet6_ref(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_REFS) ? number_put_signed(to, (int32_t)r->refs) : to;
}

static char *inet6_use(char *to, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	return route_has(r, ROUTE_USE) ? number_put_signed(to, (int32_t)r->use) : to;
}

static const struct column inet6_columns[] = {
	{ "Destination", "", 30, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet6_destination },
	{ "Next Hop", " ", 26, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet6_gateway },
	{ "Flag", " ", 4, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet6_flags,
	  .legend = route_linux_inet6_legend },
	{ "Met", " ", 3, false, OVER_PUSH, "", 0, 0, NULL, .cell = inet_metric },
	{ "Ref", " ", 1, false, OVER_PUSH, "-", 0, 0, NULL, .cell = inet6_ref },
	{ "Use", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, .cell = inet6_use },
	{ "If", " ", 0, false, OVER_PUSH, "", 0, 0, wide_device_width, .cell = route_device },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, .cell = wide_mtu },
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, .cell = wide_expire },
};

const struct view route_linux_inet6 = WIDE_VIEW(inet6_columns);
