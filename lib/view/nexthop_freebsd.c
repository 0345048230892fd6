/* SPDX-License-Identifier: ISC */
/*
 * Next-hop objects and their groups as FreeBSD's netstat -o and -O print them (usr.bin/netstat/nhops.c,
 * nhgrp.c: widths and words only). Headings do not stand over their columns in all places: they have
 * tables of their own. No group was ever recorded: the layout of their rows is that of the program's
 * own heading.
 */
#include "lib/model/nexthop.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/xo.h"

static void id(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->id);
}

static void type(struct out *out, const struct view_context *c, const void *record)
{
	static const char *const names[] = {
		[NEXTHOP_IPV4_RESOLVE] = "v4/resolve", [NEXTHOP_IPV4_GATEWAY] = "v4/gw",
		[NEXTHOP_IPV6_RESOLVE] = "v6/resolve", [NEXTHOP_IPV6_GATEWAY] = "v6/gw",
	};
	const struct nexthop *n = record;

	(void)c;
	if (n->type && n->type < sizeof(names) / sizeof(names[0]))
		out_text(out, names[n->type]);
}

static void ifa(struct out *out, const struct view_context *c, const void *record)
{
	bsd_write_scoped(out, c, &((const struct nexthop *)record)->source);
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct nexthop *n = record;

	if (n->gateway.family && n->gateway.family != FAMILY_LINK) {
		bsd_write_scoped(out, c, &n->gateway);
	} else if (n->ifindex) {
		cell_device(out, c, n->ifindex);
		out_literal(out, "/resolve");
	}
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	bsd_freebsd_letters(out, c->origin->system == SYSTEM_LINUX ?
					 0 : ((const struct nexthop *)record)->flags);
}

static void use(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->use);
}

static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->mtu);
}

static void netif(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct nexthop *)record)->ifindex);
}

/* Only where the address is another interface's. */
static void addrif(struct out *out, const struct view_context *c, const void *record)
{
	const struct nexthop *n = record;

	if (n->addr_ifindex != n->ifindex)
		cell_device(out, c, n->addr_ifindex);
}

static void refcnt(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->refs);
}

/* A blank ends the row; what is put before packets follows it. */
static void prepend(struct out *out, const struct view_context *c, const void *record)
{
	const struct nexthop *n = record;

	(void)c;
	out_char(out, ' ');
	for (unsigned i = 0; i < n->prepend_size && i < sizeof(n->prepend); i++)
		out_hex(out, n->prepend[i], 2);
}

static uint8_t address_width(const struct view_context *c)
{
	return c->family == FAMILY_INET6 && !(c->options & VIEW_NAMES) ? 29 : 18;
}

static uint8_t netif_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 16 : 12;
}

static uint8_t netif13_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE && c->family == FAMILY_INET ? 10 : 8;
}

#define COLUMNS(sized) \
	{ "Idx", "", 5, false, OVER_PUSH, "", 0, 0, NULL, id }, \
	{ "Type", " ", 12, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, type }, \
	{ "IFA", " ", 0, false, OVER_LEND, "", 0, 0, address_width, ifa }, \
	{ "Gateway", " ", 0, false, OVER_LEND, "", 0, 0, address_width, gateway }, \
	{ "Flags", " ", 6, false, OVER_LEND, "", 0, 0, NULL, flags, \
	  .legend = bsd_freebsd_legend }, \
	{ "Use", " ", 8, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, use }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, mtu }, \
	{ "Netif", " ", 0, true, OVER_CUT, "", 0, VIEW_WIDE, sized, netif }, \
	{ "Netif", " ", 0, true, OVER_PUSH, "", VIEW_WIDE, 0, sized, netif }, \
	{ "Addrif", "", 0, true, OVER_PUSH, "", VIEW_WIDE, 0, sized, addrif }, \
	{ "Refcnt", " ", 5, true, OVER_PUSH, "", 0, 0, NULL, refcnt }, \
	{ "", "", 0, false, OVER_PUSH, "", 0, 0, NULL, prepend }

#define HEADS(sized) \
	{ "Idx", "", 5, false, OVER_PUSH, "", 0, 0, NULL, id }, \
	{ "Type", " ", 12, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }, \
	{ "IFA", " ", 0, false, OVER_PUSH, "", 0, 0, address_width, id }, \
	{ "Gateway", " ", 0, false, OVER_PUSH, "", 0, 0, address_width, id }, \
	{ "Flags", " ", 6, false, OVER_PUSH, "", 0, VIEW_WIDE, NULL, id }, \
	{ "Flags", "  ", 5, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }, \
	{ "Use", " ", 8, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }, \
	{ "Mtu", " ", 6, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }, \
	{ "Netif", " ", 0, true, OVER_PUSH, "", 0, 0, sized, id }, \
	{ "Addrif", " ", 0, true, OVER_PUSH, "", VIEW_WIDE, 0, sized, id }, \
	{ "Refcnt", "  ", 0, false, OVER_PUSH, "", 0, VIEW_WIDE, NULL, id }, \
	{ "Refcnt", " ", 0, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }, \
	{ "Prepend", " ", 0, false, OVER_PUSH, "", VIEW_WIDE, 0, NULL, id }

static const struct column columns[] = { COLUMNS(netif_width) };
static const struct column columns13[] = { COLUMNS(netif13_width) };
static const struct column heads[] = { HEADS(netif_width) };
static const struct column heads13[] = { HEADS(netif13_width) };

const struct view nexthop_freebsd = VIEW_OF(columns);
const struct view nexthop_freebsd_head = VIEW_OF(heads);
const struct view nexthop_freebsd13 = VIEW_OF(columns13);
const struct view nexthop_freebsd13_head = VIEW_OF(heads13);

/* A member of a group; its gateway and interface are those of the object that it is. */
static const struct nexthop *object(const struct view_context *c, const struct nexthop *n)
{
	return index_nexthop(c->index, n->member, 0);
}

static void member(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->member);
}

static void weight(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->weight);
}

static void slots(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct nexthop *)record)->slots);
}

static void member_gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct nexthop *n = object(c, record);

	if (n)
		gateway(out, c, n);
}

static void member_netif(struct out *out, const struct view_context *c, const void *record)
{
	const struct nexthop *n = object(c, record);

	if (n)
		netif(out, c, n);
}

static void nothing(struct out *out, const struct view_context *c, const void *record)
{
	(void)out;
	(void)c;
	(void)record;
}

static const struct column group_columns[] = {
	{ "GrpIdx", "", 7, false, OVER_PUSH, "", 0, 0, NULL, nothing },
	{ "NhIdx", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, member },
	{ "Weight", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, weight },
	{ "Slots", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, slots },
	{ "Gateway", " ", 39, true, OVER_PUSH, "", 0, 0, NULL, member_gateway },
	{ "Netif", " ", 9, true, OVER_PUSH, "", 0, 0, NULL, member_netif },
	{ "Refcnt", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, nothing },
};

const struct view nexthop_freebsd_group = { .columns = group_columns, .trim = true,
					    .count = sizeof(group_columns) /
						     sizeof(group_columns[0]) };

/* The row of the group itself: its number and references, dashes where its members have values. */
void nexthop_freebsd_group_line(struct out *out, const struct nexthop *n)
{
	size_t start;

	out_row(out);
	start = out->used;
	out_u64(out, n->id);
	if (out->used - start < 7)
		out_spaces(out, 7 - (out->used - start));
	out_format(out, " ------- ------- ------- --------------------------------------- "
			"--------- %7llu\n",
		   (unsigned long long)n->refs);
}

static void words(struct out *out, const struct view_context *c, const void *record)
{
	if (c->origin->system != SYSTEM_LINUX)
		bsd_freebsd_words(out, ((const struct nexthop *)record)->flags);
}

#define XO_HOP(cut) \
	{ "index", XO_NUMBER, 0, false, 0, id }, \
	{ "type", XO_STRING, 0, false, VIEW_WIDE, type }, \
	{ "ifa", XO_STRING, 0, false, 0, ifa }, \
	{ "gateway", XO_STRING, 0, false, 0, gateway }, \
	{ "flags", XO_STRING, 0, true, 0, flags }, \
	{ "rt_flags_pretty", XO_LIST, 0, true, 0, words }, \
	{ "use", XO_NUMBER, 0, false, VIEW_WIDE, use }, \
	{ "mtu", XO_NUMBER, 0, false, VIEW_WIDE, mtu }, \
	{ "interface-name", XO_STRING, cut, false, 0, netif }, \
	{ "address-interface", XO_STRING, 0, false, VIEW_WIDE, addrif }, \
	{ "refcount", XO_NUMBER, 0, false, 0, refcnt }

static const struct xo_field xo_now[] = { XO_HOP(12) };
static const struct xo_field xo_13[] = { XO_HOP(8) };

#define XO_HOPS(table) \
	{ \
		.containers = { "statistics", "route-nhop-information", "nhop-table" }, \
		.group = "rt-family", .title = "address-family", .list = "nh-entry", \
		XO_FIELDS(table), \
	}

const struct xo_layout nexthop_freebsd_xo = XO_HOPS(xo_now);
const struct xo_layout nexthop_freebsd13_xo = XO_HOPS(xo_13);
