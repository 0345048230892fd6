/* SPDX-License-Identifier: ISC */
#include "lib/view/bsd.h"

uint64_t bsd_flags(const struct view_context *c, const struct route *r)
{
	return c->origin->system == SYSTEM_LINUX ? route_bsd_flags(r) : r->flags;
}

void bsd_letters(struct out *out, uint64_t flags, const struct bsd_letter *letters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (flags >> letters[i].flag & 1)
			out_char(out, letters[i].letter);
}

bool bsd_is_host(const struct view_context *c, const struct route *r)
{
	if (c->origin->system == SYSTEM_LINUX)
		return r->dst_bits == family_bits((enum family)r->family);
	return route_flag(r, RFLAG_HOST);
}

void bsd_write_scoped(struct out *out, const struct view_context *c, const struct addr *a)
{
	addr_write(out, a);
	if (a->scope && a->family == FAMILY_INET6) {
		out_char(out, '%');
		cell_device(out, c, a->scope);
	}
}

void bsd_write_link(struct out *out, const struct view_context *c, const struct addr *a,
		    uint32_t ifindex, unsigned digits)
{
	if (a->size) {
		addr_write_link(out, a, ':', digits, false);
	} else if (a->named && a->scope) {
		cell_device(out, c, a->scope);
	} else if (ifindex) {
		out_literal(out, "link#");
		out_u64(out, ifindex);
	}
}

void bsd_write_network4(struct out *out, const struct addr *a, unsigned bits)
{
	unsigned octets = bits > 24 ? 4 : bits > 16 ? 3 : bits > 8 ? 2 : 1;

	for (unsigned i = 0; i < octets; i++) {
		if (i)
			out_char(out, '.');
		out_u64(out, a->bytes[i]);
	}
	out_char(out, '/');
	out_u64(out, bits);
}

void bsd_gateway(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	if (r->gateway.family == FAMILY_LINK)
		bsd_write_link(out, c, &r->gateway, r->gateway.scope ? r->gateway.scope : r->ifindex,
			       2);
	else if (!route_has(r, ROUTE_GATEWAY))
		bsd_write_link(out, c, &r->gateway, r->ifindex, 2);
	else if (!cell_name(out, c, &r->gateway, NAME_HOST))
		bsd_write_scoped(out, c, &r->gateway);
}

void bsd_refs(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_REFS))
		out_u64(out, r->refs);
}

void bsd_use(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_USE))
		out_u64(out, r->use);
}

void bsd_mtu(struct out *out, const struct view_context *c, const void *record)
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

void bsd_device(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct route *)record)->ifindex);
}

void bsd_expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct route *r = record;

	(void)c;
	if (route_has(r, ROUTE_EXPIRE) && r->expire_ms >= 1000)
		cell_seconds(out, r->expire_ms);
}

uint8_t bsd_destination6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 33;
}

uint8_t bsd_gateway6_width(const struct view_context *c)
{
	return c->options & VIEW_NAMES ? 18 : 29;
}
