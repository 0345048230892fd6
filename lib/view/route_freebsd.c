/* SPDX-License-Identifier: ISC */
/*
 * Routes as FreeBSD 4's netstat -r prints them (usr.bin/netstat/route.c: widths and letters only).
 *
 *	Destination 18 (inet6 33) · Gateway 18 (29) · Flags 6 · Refs 6 · Use 8 · Mtu 6 (-W) · Netif 6 (8)
 *	Expire 6, seconds left, nothing where there is none; inet6 has Refs, Use and Mtu only with -W
 */
#include <string.h>

#include "lib/model/route.h"
#include "lib/view/dialect.h"

/* Bits of the network part that the address's class implies; 0 for class D and E. */
static unsigned class_bits(const struct addr *a)
{
	return a->bytes[0] < 128 ? 8 : a->bytes[0] < 192 ? 16 : a->bytes[0] < 224 ? 24 : 0;
}

/* "10", "172.16", "192.168.1": without the octets behind the network; "/24" unless it is the class's. */
static void write_network(struct out *out, const struct addr *a, unsigned bits)
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

static void write_scoped(struct out *out, const struct view_context *c, const struct addr *a)
{
	addr_write(out, a);
	if (a->scope && a->family == FAMILY_INET6) {
		out_char(out, '%');
		cell_device(out, c, a->scope);
	}
}

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	bool host = r->dst_bits == family_bits((enum family)r->family);

	if (!r->dst_bits && addr_is_zero(&r->dst)) {
		out_literal(out, "default");
	} else if (cell_name(out, c, &r->dst, route_name_kind(r))) {
		return;
	} else if (r->family == FAMILY_INET && !host) {
		write_network(out, &r->dst, r->dst_bits);
	} else {
		write_scoped(out, c, &r->dst);
		if (!host) {
			out_char(out, '/');
			out_u64(out, r->dst_bits);
		}
	}
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->gateway.family == FAMILY_LINK && r->gateway.size) {
		addr_write_link(out, &r->gateway, ':', 2, false);
	} else if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK) {
		if (!cell_name(out, c, &r->gateway, NAME_HOST))
			write_scoped(out, c, &r->gateway);
	} else if (r->ifindex) {
		out_literal(out, "link#");
		out_u64(out, r->ifindex);
	}
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	static const struct {
		uint8_t flag;
		char letter;
	} letters[] = {
		{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
		{ RFLAG_REJECT, 'R' },	 { RFLAG_DYNAMIC, 'D' },   { RFLAG_MODIFIED, 'M' },
		{ RFLAG_DONE, 'd' },	 { RFLAG_CLONING, 'C' },   { RFLAG_XRESOLVE, 'X' },
		{ RFLAG_LLINFO, 'L' },	 { RFLAG_STATIC, 'S' },	   { RFLAG_PROTO1, '1' },
		{ RFLAG_PROTO2, '2' },	 { RFLAG_CLONED, 'W' },	   { RFLAG_PRCLONING, 'c' },
		{ RFLAG_PROTO3, '3' },	 { RFLAG_BLACKHOLE, 'B' }, { RFLAG_BROADCAST, 'b' },
	};
	const struct route *r = record;
	uint64_t bits = c->origin->system == SYSTEM_LINUX ? route_bsd_flags(r) : r->flags;

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (bits & RFLAG_BIT(letters[i].flag))
			out_char(out, letters[i].letter);
}

static void refs(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_REFS))
		out_u64(out, r->refs);
}

static void use(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_USE))
		out_u64(out, r->use);
}

static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	const struct index_iface *i;
	uint32_t value;

	if (route_metric(r, METRIC_MTU, &value) && value) {
		out_u64(out, value);
		return;
	}
	i = index_iface(c->index, r->ifindex);
	if (i && i->mtu)
		out_u64(out, i->mtu);
}

static void device(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct route *)record)->ifindex);
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_EXPIRE) && r->expire_ms >= 1000)
		cell_seconds(out, r->expire_ms);
}

/* With names an IPv6 address is hardly longer than another. */
static uint8_t destination6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 33;
}

static uint8_t gateway6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 29;
}

static const struct column inet4[] = {
	{ "Destination", "", 18, false, OVER_PUSH, "", 0, 0, NULL, destination },
	{ "Gateway", " ", 18, false, OVER_PUSH, "", 0, 0, NULL, gateway },
	{ "Flags", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, flags },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", 0, 0, NULL, use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, mtu },
	{ "Netif", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, expire },
};

static const struct column inet6[] = {
	{ "Destination", "", 0, false, OVER_PUSH, "", 0, 0, destination6_width, destination },
	{ "Gateway", " ", 0, false, OVER_PUSH, "", 0, 0, gateway6_width, gateway },
	{ "Flags", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, flags },
	{ "Refs", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, refs },
	{ "Use", " ", 8, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, use },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, mtu },
	{ "Netif", " ", 8, true, OVER_PUSH, "", 0, 0, NULL, device },
	{ "Expire", " ", 6, true, OVER_PUSH, "", 0, 0, NULL, expire },
};

#define TRIMMED(table) \
	{ .columns = (table), .count = sizeof(table) / sizeof((table)[0]), .trim = true }

const struct view route_freebsd4_inet = TRIMMED(inet4);
const struct view route_freebsd4_inet6 = TRIMMED(inet6);
