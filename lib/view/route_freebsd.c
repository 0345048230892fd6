/* SPDX-License-Identifier: ISC */
/*
 * Routes as FreeBSD's netstat -r prints them (usr.bin/netstat/route.c: widths and letters only).
 *
 * FreeBSD 4:
 *	Destination 18 (inet6 33) · Gateway 18 (29) · Flags 6 · Refs 6 · Use 8 · Mtu 6 (-W) · Netif 6 (8)
 *	Expire 6, seconds left, nothing where there is none; inet6 has Refs, Use and Mtu only with -W
 *
 * 11, 13 and 14: networks with their length always, no Refs; with -W Use (11) or the number of the
 * next-hop object, and Mtu. What a number is too long for its column is taken out of the next ones;
 * names are cut. Netif is cut to 8 (12 in 14) without -W.
 */
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/xo.h"

/* Bits of the network part that the address's class implies; 0 for class D and E. */
static unsigned class_bits(const struct addr *a)
{
	return a->bytes[0] < 128 ? 8 : a->bytes[0] < 192 ? 16 : a->bytes[0] < 224 ? 24 : 0;
}

/* "10", "172.16", "192.168.1": without the octets behind the network; "/24" unless it is the class's. */
void bsd_freebsd4_network(struct out *out, const struct addr *a, unsigned bits)
{
	unsigned octets = bits > 24 ? 4 : bits > 16 ? 3 : bits > 8 ? 2 : 1;

	for (unsigned i = 0; i < octets; i++) {
		if (i)
			out_char(out, '.');
		out_u64(out, a->bytes[i]);
	}
	if (bits != class_bits(a)) {
		out_char(out, '/');
		out_u64(out, bits);
	}
}

static void destination4(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	bool host = r->dst_bits == family_bits((enum family)r->family);

	if (!r->dst_bits && addr_is_zero(&r->dst)) {
		out_literal(out, "default");
	} else if (cell_name(out, c, &r->dst, route_name_kind(r))) {
		return;
	} else if (r->family == FAMILY_INET && !host) {
		bsd_freebsd4_network(out, &r->dst, r->dst_bits);
	} else {
		bsd_write_scoped(out, c, &r->dst);
		if (!host) {
			out_char(out, '/');
			out_u64(out, r->dst_bits);
		}
	}
}

/* A mask that is not contiguous is printed as a number. */
static void destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (!bsd_is_host(c, r) && !r->dst_bits && addr_is_zero(&r->dst)) {
		out_literal(out, "default");
		return;
	}
	if (cell_name(out, c, &r->dst, route_name_kind(r)))
		return;
	bsd_write_scoped(out, c, &r->dst);
	if (bsd_is_host(c, r))
		return;
	if (route_has(r, ROUTE_MASK) && r->family == FAMILY_INET) {
		out_literal(out, "&0x");
		for (unsigned i = 0; i < 4; i++)
			out_hex(out, r->mask.bytes[i], 2);
		return;
	}
	out_char(out, '/');
	out_u64(out, r->dst_bits);
}

static const struct bsd_letter letters4[] = {
	{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	 { RFLAG_DYNAMIC, 'D' },   { RFLAG_MODIFIED, 'M' },
	{ RFLAG_DONE, 'd' },	 { RFLAG_CLONING, 'C' },   { RFLAG_XRESOLVE, 'X' },
	{ RFLAG_LLINFO, 'L' },	 { RFLAG_STATIC, 'S' },	   { RFLAG_PROTO1, '1' },
	{ RFLAG_PROTO2, '2' },	 { RFLAG_CLONED, 'W' },	   { RFLAG_PRCLONING, 'c' },
	{ RFLAG_PROTO3, '3' },	 { RFLAG_BLACKHOLE, 'B' }, { RFLAG_BROADCAST, 'b' },
};

static void flags4(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, bsd_flags(c, record), letters4);
}

static void flags4_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters4);
}

/* W is no letter of theirs: it marks a clone of another kernel. */
static const struct bsd_letter letters_now[] = {
	{ RFLAG_UP, 'U' },	  { RFLAG_GATEWAY, 'G' },  { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	  { RFLAG_DYNAMIC, 'D' },  { RFLAG_MODIFIED, 'M' },
	{ RFLAG_DONE, 'd' },	  { RFLAG_XRESOLVE, 'X' }, { RFLAG_STATIC, 'S' },
	{ RFLAG_PROTO1, '1' },	  { RFLAG_PROTO2, '2' },   { RFLAG_PROTO3, '3' },
	{ RFLAG_BLACKHOLE, 'B' }, { RFLAG_BROADCAST, 'b' }, { RFLAG_LLINFO, 'L' },
	{ RFLAG_CLONED, 'W' },
};

void bsd_freebsd_letters(struct out *out, uint64_t bits)
{
	BSD_LETTERS(out, bits, letters_now);
}

void bsd_freebsd_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters_now);
}

/* The same flags by their names, with commas between. */
void bsd_freebsd_words(struct out *out, uint64_t bits)
{
	bool any = false;

	for (size_t i = 0; i < sizeof(letters_now) / sizeof(letters_now[0]); i++) {
		if (!(bits >> letters_now[i].flag & 1))
			continue;
		out_text(out, any ? "," : "");
		out_text(out, route_flag_name(letters_now[i].flag));
		any = true;
	}
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	bsd_freebsd_letters(out, bsd_flags(c, record));
}

static void nexthop(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_NHID))
		out_u64(out, r->nhid);
}

static uint8_t netif11_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 10 : 8;
}

static uint8_t netif_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 16 : 12;
}

/* The interface is cut to its column unless the table is wide. */
#define NETIF(width, sized) \
	{ "Netif", " ", width, true, OVER_CUT, "", 0, VIEW_WIDE, sized, bsd_device }, \
	{ "Netif", " ", width, true, OVER_PUSH, "", VIEW_WIDE, 0, sized, bsd_device }

#define INET(what, what_width, cell, netif_width, netif_sized) \
	{ "Destination", "", 18, false, OVER_NAME, "", 0, 0, NULL, destination }, \
	{ "Gateway", " ", 18, false, OVER_NAME, "", 0, 0, NULL, bsd_gateway }, \
	{ "Flags", " ", 6, false, OVER_LEND, "", 0, 0, NULL, flags, .legend = bsd_freebsd_legend }, \
	{ what, " ", what_width, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, cell }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, bsd_mtu }, \
	NETIF(netif_width, netif_sized), \
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, bsd_expire }

#define INET6(what, what_width, cell, netif_width, netif_sized) \
	{ "Destination", "", 0, false, OVER_NAME, "", 0, 0, bsd_destination6_width, destination }, \
	{ "Gateway", " ", 0, false, OVER_NAME, "", 0, 0, bsd_gateway6_width, bsd_gateway }, \
	{ "Flags", " ", 6, false, OVER_LEND, "", 0, 0, NULL, flags, .legend = bsd_freebsd_legend }, \
	{ what, " ", what_width, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, cell }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "", VIEW_WIDE, 0, NULL, bsd_mtu }, \
	NETIF(netif_width, netif_sized), \
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, bsd_expire }

static const struct column inet_now[] = { INET("Nhop#", 6, nexthop, 0, netif_width) };
static const struct column inet6_now[] = { INET6("Nhop#", 6, nexthop, 0, netif_width) };
static const struct column inet_13[] = { INET("Nhop#", 6, nexthop, 0, netif11_width) };
static const struct column inet6_13[] = { INET6("Nhop#", 6, nexthop, 8, NULL) };
static const struct column inet_11[] = { INET("Use", 8, bsd_use, 0, netif11_width) };
static const struct column inet6_11[] = { INET6("Use", 8, bsd_use, 8, NULL) };

static const struct column inet4[] = {
	{ "Destination", "", 18, false, OVER_PUSH, "", 0, 0, NULL, destination4 },
	{ "Gateway", " ", 18, false, OVER_PUSH, "", 0, 0, NULL, bsd_gateway },
	{ "Flags", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, flags4, .legend = flags4_legend },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, bsd_refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", 0, 0, NULL, bsd_use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_mtu },
	{ "Netif", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, bsd_device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, bsd_expire },
};

static const struct column inet6[] = {
	{ "Destination", "", 0, false, OVER_PUSH, "", 0, 0, bsd_destination6_width, destination4 },
	{ "Gateway", " ", 0, false, OVER_PUSH, "", 0, 0, bsd_gateway6_width, bsd_gateway },
	{ "Flags", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, flags4, .legend = flags4_legend },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_mtu },
	{ "Netif", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, bsd_device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, bsd_expire },
};

#define TRIMMED(table) \
	{ .columns = (table), .count = sizeof(table) / sizeof((table)[0]), .trim = true }

const struct view route_freebsd4_inet = TRIMMED(inet4);
const struct view route_freebsd4_inet6 = TRIMMED(inet6);
const struct view route_freebsd_inet = TRIMMED(inet_now);
const struct view route_freebsd_inet6 = TRIMMED(inet6_now);
const struct view route_freebsd13_inet = TRIMMED(inet_13);
const struct view route_freebsd13_inet6 = TRIMMED(inet6_13);
const struct view route_freebsd11_inet = TRIMMED(inet_11);
const struct view route_freebsd11_inet6 = TRIMMED(inet6_11);

static void words(struct out *out, const struct view_context *c, const void *record)
{
	bsd_freebsd_words(out, bsd_flags(c, record));
}

static void weight(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_WEIGHT))
		out_u64(out, r->weight);
}

#define XO_HEAD \
	{ "destination", XO_STRING, 0, false, 0, destination }, \
	{ "gateway", XO_STRING, 0, false, 0, bsd_gateway }, \
	{ "flags", XO_STRING, 0, false, 0, flags }, \
	{ "flags_pretty", XO_LIST, 0, true, 0, words }
#define XO_TAIL(key, cell, cut) \
	{ key, XO_NUMBER, 0, false, VIEW_WIDE, cell }, \
	{ "mtu", XO_NUMBER, 0, false, VIEW_WIDE, bsd_mtu }, \
	{ "interface-name", XO_STRING, cut, false, 0, bsd_device }, \
	{ "expire-time", XO_NUMBER, 0, false, 0, bsd_expire }

static const struct xo_field xo_now[] = {
	XO_HEAD,
	{ "weight", XO_NUMBER, 0, false, 0, weight },
	XO_TAIL("nhop", nexthop, 12),
};
static const struct xo_field xo_13[] = { XO_HEAD, XO_TAIL("nhop", nexthop, 8) };
static const struct xo_field xo_11[] = { XO_HEAD, XO_TAIL("use", bsd_use, 8) };

#define XO_ROUTES(table) \
	{ \
		.containers = { "statistics", "route-information", "route-table" }, \
		.group = "rt-family", .title = "address-family", .list = "rt-entry", \
		XO_FIELDS(table), \
	}

const struct xo_layout route_freebsd_xo = XO_ROUTES(xo_now);
const struct xo_layout route_freebsd13_xo = XO_ROUTES(xo_13);
const struct xo_layout route_freebsd11_xo = XO_ROUTES(xo_11);
