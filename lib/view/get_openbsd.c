/* SPDX-License-Identifier: ISC */
/*
 * route get as OpenBSD's route prints it (sbin/route/route.c, print_getmsg: words and widths only). No
 * recording shows it; the order and the columns are those of outputs that people have published.
 */
#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/get.h"

static const struct get_flag flags[] = {
	{ RFLAG_UP, "UP" },		  { RFLAG_GATEWAY, "GATEWAY" },
	{ RFLAG_HOST, "HOST" },		  { RFLAG_REJECT, "REJECT" },
	{ RFLAG_DYNAMIC, "DYNAMIC" },	  { RFLAG_MODIFIED, "MODIFIED" },
	{ RFLAG_DONE, "DONE" },		  { RFLAG_MASK, "XMASK_PRESENT" },
	{ RFLAG_CLONING, "CLONING" },
	{ RFLAG_MULTICAST, "MULTICAST" }, { RFLAG_LLINFO, "LLINFO" },
	{ RFLAG_STATIC, "STATIC" },	  { RFLAG_BLACKHOLE, "BLACKHOLE" },
	{ RFLAG_PROTO3, "PROTO3" },	  { RFLAG_PROTO2, "PROTO2" },
	{ RFLAG_PROTO1, "PROTO1" },	  { RFLAG_CLONED, "CLONED" },
	{ RFLAG_CACHED, "CACHED" },	  { RFLAG_MPATH, "MPATH" },
	{ RFLAG_MPLS, "MPLS" },		  { RFLAG_LOCAL, "LOCAL" },
	{ RFLAG_BROADCAST, "BROADCAST" }, { RFLAG_CONNECTED, "CONNECTED" },
	{ RFLAG_BFD, "BFD" },
};

void get_openbsd_flags(struct out *out, uint64_t bits)
{
	get_flags(out, bits, flags, sizeof(flags) / sizeof(flags[0]));
}

static void write_line(struct out *out, const struct view_context *c, const char *label,
		       const struct addr *a)
{
	get_label(out, label);
	get_addr(out, c, a);
	out_char(out, '\n');
}

/* "8 (static)": the names of the values that each protocol begins with. */
static void write_priority(struct out *out, uint32_t priority)
{
	static const struct {
		uint8_t priority;
		const char *name;
	} names[] = {
		{ 0, "none" },	{ 1, "local" },	 { 4, "connected" }, { 8, "static" }, { 32, "ospf" },
		{ 36, "is-is" }, { 40, "rip" },	 { 48, "bgp" },	     { 56, "default" },
	};
	size_t i = 0, count = sizeof(names) / sizeof(names[0]);

	while (i < count && names[i].priority != priority)
		i++;
	get_label(out, "priority");
	out_format(out, "%u (%s)\n", priority, i < count ? names[i].name : "");
}

static void write_values(struct out *out, const struct route *r)
{
	uint32_t mtu = 0;

	route_metric(r, METRIC_MTU, &mtu);
	out_literal(out, "     use       mtu    expire\n");
	out_format(out, "%8llu  %8u%c %8lld%c\n",
		   route_has(r, ROUTE_USE) ? (unsigned long long)r->use : 0ULL, mtu,
		   r->locks >> METRIC_MTU & 1 ? 'L' : ' ',
		   route_has(r, ROUTE_EXPIRE) ? (long long)(r->expire_ms / 1000) : 0LL,
		   r->expire_locked ? 'L' : ' ');
}

void get_openbsd(struct out *out, const struct view_context *c, const struct get *g)
{
	const struct route *r = &g->route;

	out_row(out);
	write_line(out, c, "route to", &g->to);
	write_line(out, c, "destination", &r->dst);
	get_label(out, "mask");
	get_mask(out, r);
	out_char(out, '\n');
	if (bsd_flags(c, r) & RFLAG_BIT(RFLAG_GATEWAY) && r->gateway.family != FAMILY_LINK)
		write_line(out, c, "gateway", &r->gateway);
	if (r->ifindex) {
		get_label(out, "interface");
		cell_device(out, c, r->ifindex);
		out_char(out, '\n');
	}
	if (route_has(r, ROUTE_PREFSRC))
		write_line(out, c, "if address", &r->prefsrc);
	if (route_has(r, ROUTE_PRIORITY))
		write_priority(out, r->priority);
	get_label(out, "flags");
	get_openbsd_flags(out, bsd_flags(c, r));
	out_char(out, '\n');
	if (route_has(r, ROUTE_LABEL)) {
		get_label(out, "label");
		out_name(out, r->label, strnlen(r->label, sizeof(r->label)));
		out_char(out, '\n');
	}
	write_values(out, r);
}
