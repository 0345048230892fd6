/* SPDX-License-Identifier: ISC */
/*
 * Routing tables as OpenBSD prints them: 7.7's netstat and route (usr.bin/netstat/show.c), and 3's
 * (seen on a host of that time): Refs and Use in every table, and what was cloned among the rest.
 *
 * Networks are shortened to the octets that they fill, always with their length; what is too long
 * shoves the row unless names are shown, which are cut.
 */
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

static bool is_default(const struct view_context *c, const struct route *r)
{
	return !r->dst_bits && !bsd_is_host(c, r) && addr_is_zero(&r->dst);
}

static void write_destination(struct out *out, const struct view_context *c, const struct route *r,
			      bool scoped)
{
	if (is_default(c, r)) {
		out_literal(out, "default");
	} else if (cell_name(out, c, &r->dst, route_name_kind(r))) {
		return;
	} else if (r->family == FAMILY_INET && !bsd_is_host(c, r)) {
		bsd_write_network4(out, &r->dst, r->dst_bits);
	} else {
		if (scoped)
			bsd_write_scoped(out, c, &r->dst);
		else
			addr_write(out, &r->dst);
		if (!bsd_is_host(c, r)) {
			out_char(out, '/');
			out_u64(out, r->dst_bits);
		}
	}
}

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	write_destination(out, c, record, true);
}

static void destination3(struct out *out, const struct view_context *c, const void *record)
{
	write_destination(out, c, record, false);
}

/* Link-level addresses with single digits where there are no two, IPv6 ones without their zone. */
static void gateway3(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->gateway.family == FAMILY_LINK)
		bsd_write_link(out, c, &r->gateway, r->gateway.scope ? r->gateway.scope : r->ifindex,
			       1);
	else if (!route_has(r, ROUTE_GATEWAY))
		bsd_write_link(out, c, &r->gateway, r->ifindex, 1);
	else if (!cell_name(out, c, &r->gateway, NAME_HOST))
		addr_write(out, &r->gateway);
}

/* In the order of its table, which is not that of the bits. */
static const struct bsd_letter letters[] = {
	{ RFLAG_UP, 'U' },	  { RFLAG_GATEWAY, 'G' },   { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	  { RFLAG_DYNAMIC, 'D' },   { RFLAG_MODIFIED, 'M' },
	{ RFLAG_CLONING, 'C' },	  { RFLAG_MULTICAST, 'm' }, { RFLAG_LLINFO, 'L' },
	{ RFLAG_STATIC, 'S' },	  { RFLAG_BLACKHOLE, 'B' }, { RFLAG_PROTO3, '3' },
	{ RFLAG_PROTO2, '2' },	  { RFLAG_PROTO1, '1' },    { RFLAG_CLONED, 'c' },
	{ RFLAG_CACHED, 'h' },	  { RFLAG_MPATH, 'P' },	    { RFLAG_MPLS, 'T' },
	{ RFLAG_LOCAL, 'l' },	  { RFLAG_BFD, 'F' },	    { RFLAG_BROADCAST, 'b' },
	{ RFLAG_CONNECTED, 'n' },
};

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, bsd_flags(c, record), letters);
}

static void flags_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters);
}

/* Its kernel did not mark what was cloned: such a route is told by its H and L. */
static const struct bsd_letter letters3[] = {
	{ RFLAG_UP, 'U' },	 { RFLAG_GATEWAY, 'G' },  { RFLAG_HOST, 'H' },
	{ RFLAG_REJECT, 'R' },	 { RFLAG_BLACKHOLE, 'B' }, { RFLAG_DYNAMIC, 'D' },
	{ RFLAG_MODIFIED, 'M' }, { RFLAG_CLONING, 'C' },  { RFLAG_XRESOLVE, 'X' },
	{ RFLAG_LLINFO, 'L' },	 { RFLAG_STATIC, 'S' },	  { RFLAG_PROTO1, '1' },
	{ RFLAG_PROTO2, '2' },	 { RFLAG_PROTO3, '3' },
};

static void flags3(struct out *out, const struct view_context *c, const void *record)
{
	BSD_LETTERS(out, bsd_flags(c, record), letters3);
}

static void flags3_legend(struct out *out, char letter)
{
	BSD_LEGEND(out, letter, letters3);
}

/* The route's own; what its interface has is not shown. */
static void mtu(struct out *out, const struct view_context *c, const void *record)
{
	uint32_t value;

	(void)c;
	if (route_metric(record, METRIC_MTU, &value) && value)
		out_u64(out, value);
}

static char lock(const struct route *r)
{
	return r->locks & 1u << METRIC_MTU ? 'L' : ' ';
}

/* Behind the MTU stands whether it is locked. */
static void priority(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	out_char(out, lock(r));
	if (route_has(r, ROUTE_PRIORITY))
		out_format(out, "  %2u", r->priority);
	else
		out_literal(out, "   -");
}

static void device3(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	out_char(out, lock(r));
	out_char(out, ' ');
	cell_device(out, c, r->ifindex);
}

static void label(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_LABEL))
		out_name(out, r->label, strnlen(r->label, sizeof(r->label)));
}

static void in_label(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	addr_write(out, &((const struct route *)record)->dst);
}

static void out_label(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_TAG))
		out_u64(out, r->tag);
}

static void operation(struct out *out, const struct view_context *c, const void *record)
{
	static const char *const names[MPLS_OPS] = {
		[MPLS_LOCAL] = "LOCAL", [MPLS_POP] = "POP", [MPLS_PUSH] = "PUSH",
		[MPLS_SWAP] = "SWAP",
	};
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_MPLS))
		out_text(out, names[r->mpls]);
}

#define ADDRESS(head, lead, width, cell) \
	{ head, lead, width, false, OVER_CUT, "", VIEW_NAMES, 0, NULL, cell }, \
	{ head, lead, width, false, OVER_PUSH, "", 0, VIEW_NAMES, NULL, cell }

#define REST(device_head) \
	{ "Flags", " ", 6, false, OVER_CUT, "", 0, 0, NULL, flags, .legend = flags_legend }, \
	{ "Refs", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, bsd_refs }, \
	{ "Use", " ", 8, true, OVER_PUSH, "-", 0, 0, NULL, bsd_use }, \
	{ "Mtu", " ", 5, true, OVER_PUSH, "-", 0, 0, NULL, mtu }, \
	{ "Prio", " ", 5, true, OVER_PUSH, "", 0, 0, NULL, priority }, \
	{ device_head, " ", 5, false, OVER_PUSH, "", 0, 0, NULL, bsd_device }
#define LABEL { "Label", " ", 0, false, OVER_PUSH, "", VIEW_VERBOSE, 0, NULL, label }

static const struct column inet[] = {
	ADDRESS("Destination", "", 18, destination),
	ADDRESS("Gateway", " ", 18, bsd_gateway),
	REST("Iface"),
	LABEL,
};

static const struct column inet6[] = {
	ADDRESS("Destination", "", 43, destination),
	ADDRESS("Gateway", " ", 39, bsd_gateway),
	REST("Iface"),
	LABEL,
};

static const struct column mpls[] = {
	{ "In label", "", 9, false, OVER_PUSH, "-", 0, 0, NULL, in_label },
	{ "Out label", " ", 9, false, OVER_PUSH, "-", 0, 0, NULL, out_label },
	{ "Op", " ", 6, false, OVER_PUSH, "-", 0, 0, NULL, operation },
	ADDRESS("Gateway", " ", 18, bsd_gateway),
	REST("Interface"),
};

/* The heading of Refs stands one place further right than its numbers. */
#define REST3 \
	{ "Flags", " ", 6, false, OVER_CUT, "", 0, 0, NULL, flags3, .legend = flags3_legend }, \
	{ "   Refs", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, bsd_refs }, \
	{ "Use", " ", 8, true, OVER_PUSH, "-", 0, 0, NULL, bsd_use }, \
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", 0, 0, NULL, mtu }, \
	{ " Interface", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, device3 }

static const struct column inet_3[] = {
	ADDRESS("Destination", "", 18, destination3),
	ADDRESS("Gateway", " ", 18, gateway3),
	REST3,
};

static const struct column inet6_3[] = {
	{ "Destination", "", 18, false, OVER_CUT, "", VIEW_NAMES, 0, NULL, destination3 },
	{ "Destination", "", 34, false, OVER_PUSH, "", 0, VIEW_NAMES, NULL, destination3 },
	{ "Gateway", " ", 18, false, OVER_CUT, "", VIEW_NAMES, 0, NULL, gateway3 },
	{ "Gateway", " ", 30, false, OVER_PUSH, "", 0, VIEW_NAMES, NULL, gateway3 },
	REST3,
};

#define TRIMMED(table) \
	{ .columns = (table), .count = sizeof(table) / sizeof((table)[0]), .trim = true }

const struct view route_openbsd_inet = TRIMMED(inet);
const struct view route_openbsd_inet6 = TRIMMED(inet6);
const struct view route_openbsd_mpls = TRIMMED(mpls);
const struct view route_openbsd3_inet = TRIMMED(inet_3);
const struct view route_openbsd3_inet6 = TRIMMED(inet6_3);
