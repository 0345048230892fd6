/* SPDX-License-Identifier: ISC */
/* route get as NetBSD's route prints it (sbin/route/route.c, print_getmsg: words and widths only). */
#include "lib/view/bsd.h"
#include "lib/view/get.h"

static const struct get_flag flags[] = {
	{ RFLAG_UP, "UP" },	      { RFLAG_GATEWAY, "GATEWAY" }, { RFLAG_HOST, "HOST" },
	{ RFLAG_REJECT, "REJECT" },   { RFLAG_DYNAMIC, "DYNAMIC" }, { RFLAG_MODIFIED, "MODIFIED" },
	{ RFLAG_DONE, "DONE" },	      { RFLAG_CLONING, "CLONING" },
	{ RFLAG_CONNECTED, "CONNECTED" }, { RFLAG_XRESOLVE, "XRESOLVE" },
	{ RFLAG_LLINFO, "LLINFO" },   { RFLAG_STATIC, "STATIC" },
	{ RFLAG_BLACKHOLE, "BLACKHOLE" }, { RFLAG_CLONED, "CLONED" }, { RFLAG_PROTO2, "PROTO2" },
	{ RFLAG_PROTO1, "PROTO1" },   { RFLAG_ANNOUNCE, "ANNOUNCE" }, { RFLAG_LOCAL, "LOCAL" },
	{ RFLAG_BROADCAST, "BROADCAST" },
};

static void write_value(struct out *out, const struct route *r, enum metric metric,
			unsigned divisor)
{
	uint32_t value = 0;

	route_metric(r, metric, &value);
	out_format(out, "%8u%c ", (value + divisor / 2) / divisor,
		   r->locks >> metric & 1 ? 'L' : ' ');
}

void get_values(struct out *out, const struct route *r)
{
	out_literal(out, " recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     "
			 "expire\n");
	write_value(out, r, METRIC_RECVPIPE, 1);
	write_value(out, r, METRIC_SENDPIPE, 1);
	write_value(out, r, METRIC_QUEUE, 1);
	write_value(out, r, METRIC_RTT_US, 1000);
	write_value(out, r, METRIC_RTTVAR_US, 1000);
	write_value(out, r, METRIC_HOPCOUNT, 1);
	write_value(out, r, METRIC_MTU, 1);
	out_format(out, "%8lld%c\n",
		   route_has(r, ROUTE_EXPIRE) ? (long long)(r->expire_ms / 1000) : 0LL,
		   r->expire_locked ? 'L' : ' ');
}

static void write_line(struct out *out, const struct view_context *c, const char *label,
		       const struct addr *a)
{
	get_label(out, label);
	if (addr_is_zero(a))
		out_literal(out, "default");
	else
		get_addr(out, c, a);
	out_char(out, '\n');
}

void get_begin(struct out *out, const struct view_context *c, const struct get *g)
{
	const struct route *r = &g->route;

	out_row(out);
	write_line(out, c, "route to", &g->to);
	write_line(out, c, "destination", &r->dst);
	if (!bsd_is_host(c, r)) {
		get_label(out, "mask");
		if (r->dst_bits)
			get_mask(out, r);
		else
			out_literal(out, "default");
		out_char(out, '\n');
	}
	if (bsd_flags(c, r) & RFLAG_BIT(RFLAG_GATEWAY) && r->gateway.family != FAMILY_LINK)
		write_line(out, c, "gateway", &r->gateway);
}

void get_netbsd(struct out *out, const struct view_context *c, const struct get *g)
{
	const struct route *r = &g->route;

	get_begin(out, c, g);
	if (route_has(r, ROUTE_PREFSRC))
		write_line(out, c, "local addr", &r->prefsrc);
	if (r->ifindex) {
		get_label(out, "interface");
		cell_device(out, c, r->ifindex);
		out_char(out, '\n');
	}
	get_label(out, "flags");
	get_flags(out, bsd_flags(c, r), flags, sizeof(flags) / sizeof(flags[0]));
	out_char(out, '\n');
	get_values(out, r);
}
