/* SPDX-License-Identifier: ISC */
/* Routes of MPLS for the dialects of net-tools, which has none: in the manner of its other tables. */
#include <string.h>

#include "lib/model/route.h"
#include "lib/view/dialect.h"

static void label(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	addr_write(out, &((const struct route *)record)->dst);
}

/* The labels that take its place; none where the packet goes on without a label. */
static void new_labels(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_LABELS))
		out_text(out, r->words);
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (route_has(r, ROUTE_GATEWAY) && !cell_name(out, c, &r->gateway, NAME_HOST))
		addr_write(out, &r->gateway);
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	out_char(out, route_refuses(r) ? '!' : 'U');
	if (route_has(r, ROUTE_GATEWAY))
		out_char(out, 'G');
}

static void ttl(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_TTL_PROPAGATE))
		out_text(out, r->ttl_propagate ? "copied" : "own");
}

static uint8_t device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 0;
}

static void device(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct route *)record)->ifindex);
}

static const struct column columns[] = {
	{ "Label", "", 8, false, OVER_PUSH, "", 0, 0, NULL, label },
	{ "New labels", " ", 20, false, OVER_PUSH, "-", 0, 0, NULL, new_labels },
	{ "Gateway", " ", 26, false, OVER_PUSH, "-", 0, 0, NULL, gateway },
	{ "Flags", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, flags,
	  .legend = route_linux_inet6_legend },
	{ "Iface", " ", 0, false, OVER_PUSH, "-", 0, 0, device_width, device },
	{ "TTL", " ", 6, false, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, ttl },
};

const struct view route_linux_mpls = VIEW_OF(columns);
