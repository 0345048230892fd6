/* SPDX-License-Identifier: ISC */
/*
 * IPv6 routes as net-tools 1.60 and busybox print them: wider columns, and never a name.
 *	%-43s %-39s %-5s %-6d %-2d %7d %-8s
 * 1.60 has the references under Use and the uses under Ref; here each stands under its own heading.
 * IPv4 routes are those of route_linux.c with VIEW_1_60.
 */
#include <string.h>

#include "lib/model/route.h"
#include "lib/view/dialect.h"

static void write_address(struct out *out, const struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (memcmp(a->bytes, mapped, sizeof(mapped)) == 0)
		addr_write_inet(out, a->bytes + 12);
	else
		addr_write_inet6(out, a->bytes);
}

static void destination(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	write_address(out, &r->dst);
	out_char(out, '/');
	out_u64(out, r->dst_bits);
}

static void gateway(struct out *out, const struct view_context *c, const void *record)
{
	static const struct addr none = { .family = FAMILY_INET6, .size = 16 };
	const struct route *r = record;

	(void)c;
	write_address(out, route_has(r, ROUTE_GATEWAY) ? &r->gateway : &none);
}

/* 1.60 shows a rejected route as up; that is an error, and not copied */
static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	out_char(out, route_refuses(r) ? '!' : 'U');
	if (route_has(r, ROUTE_GATEWAY))
		out_char(out, 'G');
	if (route_flag(r, RFLAG_HOST) && !route_has(r, ROUTE_TYPE))
		out_char(out, 'H');
	if (route_flag(r, RFLAG_DEFAULT) || route_flag(r, RFLAG_DYNAMIC))
		out_char(out, 'D');
	if (route_flag(r, RFLAG_ADDRCONF) || (route_has(r, ROUTE_TYPE) && r->protocol == 9))
		out_char(out, 'A');
	if (route_flag(r, RFLAG_CACHE))
		out_char(out, 'C');
}

static void metric(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_i64(out, (int32_t)((const struct route *)record)->priority);
}

static void references(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_REFS))
		out_i64(out, (int32_t)r->refs);
}

static void use(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_USE))
		out_i64(out, (int32_t)r->use);
}

/* Padded even where it is the last; its heading is not. */
static void device(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;
	size_t start = out->used;

	if (r->device[0])
		out_name(out, r->device, strnlen(r->device, sizeof(r->device)));
	else
		cell_device(out, c, r->ifindex);
	if (out->used - start < 8)
		out_spaces(out, 8 - (out->used - start));
}

static uint8_t device_width(const struct view_context *c)
{
	return c->options & VIEW_WIDE ? 15 : 0;
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
	i = route_refuses(r) ? NULL : index_iface(c->index, r->ifindex);
	if (i && i->mtu)
		out_u64(out, i->mtu);
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_EXPIRE))
		cell_seconds(out, r->expire_ms);
}

static const struct column columns[] = {
	{ "Destination", "", 43, false, OVER_PUSH, "", 0, 0, NULL, destination },
	{ "Next Hop", " ", 39, false, OVER_PUSH, "", 0, 0, NULL, gateway },
	{ "Flags", " ", 5, false, OVER_PUSH, "", 0, 0, NULL, flags,
	  .legend = route_linux_inet6_legend },
	{ "Metric", " ", 6, false, OVER_PUSH, "", 0, 0, NULL, metric },
	{ "Ref", " ", 2, false, OVER_PUSH, "-", 0, 0, NULL, references },
	{ "Use", " ", 7, true, OVER_PUSH, "-", 0, 0, NULL, use },
	{ "Iface", " ", 0, false, OVER_PUSH, "", 0, 0, device_width, device },
	{ "Mtu", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, mtu },
	{ "Expire", " ", 6, true, OVER_PUSH, "-", VIEW_WIDE, 0, NULL, expire },
};

const struct view route_linux160_inet6 = VIEW_OF(columns);
