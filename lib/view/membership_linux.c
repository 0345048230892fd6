/* SPDX-License-Identifier: ISC */
/* netstat -g of net-tools: `%-15s %-6d %s`, and behind that, in the wide table, what else is known. */
#include "lib/model/membership.h"

#include "lib/view/dialect.h"

static void device(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct membership *)record)->ifindex);
}

static void users(struct out *out, const struct view_context *c, const void *record)
{
	const struct membership *m = record;

	(void)c;
	if (membership_has(m, MEMBERSHIP_USERS))
		out_u64(out, m->users);
}

static void group(struct out *out, const struct view_context *c, const void *record)
{
	const struct membership *m = record;

	if (!cell_name(out, c, &m->group, NAME_HOST))
		addr_write(out, &m->group);
}

static void timer(struct out *out, const struct view_context *c, const void *record)
{
	const struct membership *m = record;

	(void)c;
	if (membership_has(m, MEMBERSHIP_TIMER))
		cell_seconds(out, m->timer_ms);
}

static void reporter(struct out *out, const struct view_context *c, const void *record)
{
	const struct membership *m = record;

	(void)c;
	if (membership_has(m, MEMBERSHIP_REPORTER))
		out_text(out, m->reporter ? "yes" : "no");
}

static void querier(struct out *out, const struct view_context *c, const void *record)
{
	const struct membership *m = record;

	(void)c;
	if (membership_has(m, MEMBERSHIP_QUERIER))
		out_format(out, "V%u", m->querier);
}

static const struct column columns[] = {
	{ .head = "Interface", .width = 15, .text = device },
	{ .lead = " ", .head = "RefCnt", .width = 6, .absent = "-", .text = users },
	{ .lead = " ", .head = "Group", .text = group, .unless = VIEW_WIDE },
	{ .lead = " ", .head = "Group", .width = 39, .text = group, .when = VIEW_WIDE },
	{ .lead = " ", .head = "Timer", .width = 5, .right = true, .absent = "-", .text = timer,
	  .when = VIEW_WIDE },
	{ .lead = " ", .head = "Reporter", .width = 8, .absent = "-", .text = reporter,
	  .when = VIEW_WIDE },
	{ .lead = " ", .head = "Querier", .absent = "-", .text = querier, .when = VIEW_WIDE },
};

const struct view membership_linux = VIEW_OF(columns);
