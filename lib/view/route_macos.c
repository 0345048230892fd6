/* SPDX-License-Identifier: ISC */
/*
 * Routes as macOS' netstat -rn prints them (network_cmds, netstat.tproj/route.c: widths and words only):
 *
 *	inet	Destination 18, Gateway 18, Flags 10, Refs 6, Use 8, Netif 7, Expire 6
 *	inet6	Destination 39, Gateway 31, Flags 10, Netif 8, Expire 6
 *
 * Networks lose the octets that are 0 behind the class's, and "/24" where that is the class's. Link
 * addresses have no leading zeros. An expiry that is over is "!".
 */
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	bool host = bsd_is_host(c, r);

	if (!host && !r->dst_bits && addr_is_zero(&r->dst)) {
		out_literal(out, "default");
	} else if (cell_name(out, c, &r->dst, route_name_kind(r))) {
		return;
	} else if (r->family == FAMILY_INET && !host) {
		bsd_write_class_network(out, &r->dst, r->dst_bits);
	} else {
		bsd_write_scoped(out, c, &r->dst);
		if (!host) {
			out_char(out, '/');
			out_u64(out, r->dst_bits);
		}
	}
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->gateway.family == FAMILY_LINK && r->gateway.size)
		bsd_write_link(out, c, &r->gateway, r->ifindex, 1);
	else
		bsd_gateway(out, c, record);
}

static const struct bsd_letter letters[] = {
	{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	 { RFLAG_DYNAMIC, 'D' },   { RFLAG_MODIFIED, 'M' },
	{ RFLAG_MULTICAST, 'm' }, { RFLAG_DONE, 'd' },	   { RFLAG_CLONING, 'C' },
	{ RFLAG_XRESOLVE, 'X' }, { RFLAG_LLINFO, 'L' },	   { RFLAG_STATIC, 'S' },
	{ RFLAG_PROTO1, '1' },	 { RFLAG_PROTO2, '2' },	   { RFLAG_CLONED, 'W' },
	{ RFLAG_PRCLONING, 'c' }, { RFLAG_PROTO3, '3' },   { RFLAG_BLACKHOLE, 'B' },
	{ RFLAG_BROADCAST, 'b' }, { RFLAG_IFSCOPE, 'I' },  { RFLAG_IFREF, 'i' },
	{ RFLAG_PROXY, 'Y' },	 { RFLAG_ROUTER, 'r' },	   { RFLAG_GLOBAL, 'g' },
};

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, bsd_flags(c, record), letters);
}

static void flags_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters);
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_EXPIRE) && r->expire_ms >= 1000)
		cell_seconds(out, r->expire_ms);
	else if (route_has(r, ROUTE_EXPIRE))
		out_char(out, '!');
}

/* Names are cut to their column, numbers shove the row. */
#define ADDRESS(head, lead, width, text) \
	{ head, lead, width, false, OVER_CUT, "", VIEW_NAMES, 0, NULL, text }, \
	{ head, lead, width, false, OVER_PUSH, "", 0, VIEW_NAMES, NULL, text }

static const struct column inet[] = {
	ADDRESS("Destination", "", 18, destination),
	ADDRESS("Gateway", " ", 18, gateway),
	{ "Flags", " ", 10, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = flags_legend },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, bsd_refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", 0, 0, NULL, bsd_use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_mtu },
	{ "Netif", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, bsd_device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, expire },
};

static const struct column inet6[] = {
	ADDRESS("Destination", "", 39, destination),
	ADDRESS("Gateway", " ", 31, gateway),
	{ "Flags", " ", 10, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = flags_legend },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, bsd_mtu },
	{ "Netif", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, bsd_device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, expire },
};

#define TRIMMED(table) \
	{ .columns = (table), .count = sizeof(table) / sizeof((table)[0]), .trim = true }

const struct view route_macos_inet = TRIMMED(inet);
const struct view route_macos_inet6 = TRIMMED(inet6);
