/* SPDX-License-Identifier: ISC */
/*
 * netstat -M of net-tools: `%-4s%3ld:%02ld.%02ld `, with -e `%10lu %5hd %5hd `, then `%-20s %-20s ` and
 * the ports, `%s -> %s (%s)`; behind that, in the wide table, what is told of the connection besides.
 * Its /proc text was that of Linux 2.2, which translated nothing but sources.
 */
#include "lib/model/flow.h"

#include "lib/view/dialect.h"

static void protocol(struct out *out, const struct view_context *c, const void *record)
{
	const struct flow *f = record;
	const char *name = flow_protocol_name(f->protocol);

	(void)c;
	if (name)
		out_text(out, name);
	else
		out_u64(out, f->protocol);
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct flow *f = record;
	long long left = f->expire_ms / 10;

	(void)c;
	if (flow_has(f, FLOW_EXPIRE))
		out_format(out, "%3lld:%02lld.%02lld", left / 6000, left / 100 % 60, left % 100);
}

static void initseq(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct flow *)record)->seq_at);
}

static void delta(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_i64(out, ((const struct flow *)record)->seq_after);
}

static void previous_delta(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_i64(out, ((const struct flow *)record)->seq_before);
}

static void address(struct out *out, const struct view_context *c, const struct addr *a)
{
	if (!cell_name(out, c, a, NAME_HOST))
		addr_write(out, a);
}

static void source(struct out *out, const struct view_context *c, const void *record)
{
	address(out, c, &((const struct flow *)record)->src);
}

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	address(out, c, &((const struct flow *)record)->dst);
}

/* Where a destination was translated, the port in brackets is that of the host behind it. */
static void ports(struct out *out, const struct view_context *c, const void *record)
{
	const struct flow *f = record;
	bool from = f->status & 1u << FSTATUS_SRC_NAT;

	(void)c;
	out_u64(out, f->src_port);
	out_literal(out, " -> ");
	out_u64(out, f->dst_port);
	out_literal(out, " (");
	out_u64(out, from ? f->reply_dst_port : f->reply_src_port);
	out_char(out, ')');
}

/* "10.0.0.1:4000 -> 192.0.2.1:80" as it is behind the translation */
static void translated(struct out *out, const struct view_context *c, const void *record)
{
	const struct flow *f = record;

	address(out, c, &f->reply_dst);
	out_char(out, ':');
	out_u64(out, f->reply_dst_port);
	out_literal(out, " -> ");
	address(out, c, &f->reply_src);
	out_char(out, ':');
	out_u64(out, f->reply_src_port);
}

static void state(struct out *out, const struct view_context *c, const void *record)
{
	const struct flow *f = record;
	const char *name = flow_has(f, FLOW_STATE) ? flow_state_name(f->state) : NULL;

	(void)c;
	if (name)
		out_text(out, name);
}

static const struct column columns[] = {
	{ .head = "prot", .width = 4, .text = protocol },
	{ .head = "   expire", .width = 9, .absent = "-", .text = expire },
	{ .lead = " ", .head = "   initseq", .width = 10, .right = true, .text = initseq,
	  .when = VIEW_METRIC },
	{ .lead = " ", .head = "delta", .width = 5, .right = true, .text = delta, .when = VIEW_METRIC },
	{ .lead = " ", .head = "prevd", .width = 5, .right = true, .text = previous_delta,
	  .when = VIEW_METRIC },
	{ .lead = " ", .head = "source", .width = 20, .text = source },
	{ .lead = " ", .head = "destination", .width = 20, .text = destination },
	{ .lead = " ", .head = "ports", .text = ports, .unless = VIEW_WIDE },
	{ .lead = " ", .head = "ports", .width = 22, .text = ports, .when = VIEW_WIDE },
	{ .lead = " ", .head = "state", .width = 11, .absent = "-", .text = state, .when = VIEW_WIDE },
	{ .lead = " ", .head = "translated", .text = translated, .when = VIEW_WIDE },
};

const struct view flow_linux = VIEW_OF(columns);
