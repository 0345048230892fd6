/* SPDX-License-Identifier: ISC */
/*
 * route get as FreeBSD's route prints it (sbin/route/route.c, print_getmsg: words and widths only). The
 * line of the fib has a tabulator in 11. Behind each value stands L where it is locked, else a blank.
 */
#include "lib/view/bsd.h"
#include "lib/view/get.h"

static const struct get_flag flags[] = {
	{ RFLAG_UP, "UP" },	      { RFLAG_GATEWAY, "GATEWAY" }, { RFLAG_HOST, "HOST" },
	{ RFLAG_REJECT, "REJECT" },   { RFLAG_DYNAMIC, "DYNAMIC" }, { RFLAG_MODIFIED, "MODIFIED" },
	{ RFLAG_DONE, "DONE" },	      { RFLAG_XRESOLVE, "XRESOLVE" }, { RFLAG_LLINFO, "LLINFO" },
	{ RFLAG_STATIC, "STATIC" },   { RFLAG_BLACKHOLE, "BLACKHOLE" }, { RFLAG_PROTO2, "PROTO2" },
	{ RFLAG_PROTO1, "PROTO1" },   { RFLAG_PRCLONING, "PRCLONING" },
	{ RFLAG_CLONED, "WASCLONED" }, { RFLAG_PROTO3, "PROTO3" }, { RFLAG_FIXEDMTU, "FIXEDMTU" },
	{ RFLAG_PINNED, "PINNED" },   { RFLAG_LOCAL, "LOCAL" }, { RFLAG_BROADCAST, "BROADCAST" },
	{ RFLAG_MULTICAST, "MULTICAST" }, { RFLAG_STICKY, "STICKY" },
};

void get_freebsd_flags(struct out *out, uint64_t bits)
{
	get_flags(out, bits, flags, sizeof(flags) / sizeof(flags[0]));
}

static void write_value(struct out *out, const struct route *r, enum metric metric,
			unsigned divisor)
{
	uint32_t value = 0;

	route_metric(r, metric, &value);
	out_format(out, "%8u%c ", (value + divisor / 2) / divisor,
		   r->locks >> metric & 1 ? 'L' : ' ');
}

static void write_block(struct out *out, const struct view_context *c, const struct get *g,
			const char *fib)
{
	const struct route *r = &g->route;
	int64_t left = route_has(r, ROUTE_EXPIRE) ? r->expire_ms / 1000 : 0;

	out_row(out);
	get_label(out, "route to");
	get_addr(out, c, &g->to);
	out_char(out, '\n');
	get_label(out, "destination");
	get_addr(out, c, &r->dst);
	out_char(out, '\n');
	if (!bsd_is_host(c, r)) {
		get_label(out, "mask");
		get_mask(out, r);
		out_char(out, '\n');
	}
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK) {
		get_label(out, "gateway");
		get_addr(out, c, &r->gateway);
		out_char(out, '\n');
	}
	out_text(out, fib);
	out_u64(out, g->fib);
	out_char(out, '\n');
	if (r->ifindex) {
		get_label(out, "interface");
		cell_device(out, c, r->ifindex);
		out_char(out, '\n');
	}
	get_label(out, "flags");
	get_freebsd_flags(out, bsd_flags(c, r) | RFLAG_BIT(RFLAG_DONE));
	out_literal(out, "\n recvpipe  sendpipe  ssthresh  rtt,msec    mtu        weight    expire\n");
	write_value(out, r, METRIC_RECVPIPE, 1);
	write_value(out, r, METRIC_SENDPIPE, 1);
	write_value(out, r, METRIC_QUEUE, 1);
	write_value(out, r, METRIC_RTT_US, 1000);
	write_value(out, r, METRIC_MTU, 1);
	out_format(out, "%8u  %8lld \n", r->weight ? r->weight : 1, (long long)left);
}

void get_freebsd(struct out *out, const struct view_context *c, const struct get *g)
{
	write_block(out, c, g, "        fib: ");
}

void get_freebsd11(struct out *out, const struct view_context *c, const struct get *g)
{
	write_block(out, c, g, "    \tfib: ");
}
