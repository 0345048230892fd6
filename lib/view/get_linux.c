/* SPDX-License-Identifier: ISC */
/* route get in the dialect of net-tools, which never had it: the lines of the BSDs, for what Linux knows. */
#include "lib/view/bsd.h"
#include "lib/view/get.h"

static void write_line(struct out *out, const struct view_context *c, const char *label,
		       const struct addr *a)
{
	get_label(out, label);
	get_addr(out, c, a);
	out_char(out, '\n');
}

static void write_word(struct out *out, const char *label, const char *word)
{
	if (!word)
		return;
	get_label(out, label);
	out_text(out, word);
	out_char(out, '\n');
}

static void write_number(struct out *out, const char *label, uint64_t number)
{
	get_label(out, label);
	out_u64(out, number);
	out_char(out, '\n');
}

static void write_table(struct out *out, uint32_t table)
{
	const char *name = route_table_name(table);

	if (name)
		write_word(out, "table", name);
	else
		write_number(out, "table", table);
}

void get_linux(struct out *out, const struct view_context *c, const struct get *g)
{
	const struct route *r = &g->route;
	uint32_t mtu;

	out_row(out);
	write_line(out, c, "route to", &g->to);
	write_line(out, c, "destination", &r->dst);
	get_label(out, "mask");
	get_mask(out, r);
	out_char(out, '\n');
	if (r->type != TYPE_UNICAST && r->type != TYPE_UNSPEC)
		write_word(out, "type", route_type_name(r->type));
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
		write_line(out, c, "gateway", &r->gateway);
	if (r->ifindex) {
		get_label(out, "interface");
		cell_device(out, c, r->ifindex);
		out_char(out, '\n');
	}
	if (route_has(r, ROUTE_PREFSRC))
		write_line(out, c, "source", &r->prefsrc);
	if (route_has(r, ROUTE_TABLE))
		write_table(out, r->table);
	if (route_has(r, ROUTE_PRIORITY))
		write_number(out, "metric", r->priority);
	if (route_metric(r, METRIC_MTU, &mtu))
		write_number(out, "mtu", mtu);
	if (route_has(r, ROUTE_REASON))
		write_word(out, "exception", route_reason_name(r->reason));
	if (route_has(r, ROUTE_EXPIRE))
		write_number(out, "expire", r->expire_ms > 0 ? (uint64_t)r->expire_ms / 1000 : 0);
}
