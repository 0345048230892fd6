/* SPDX-License-Identifier: ISC */
#include "lib/view/bsd.h"

uint64_t bsd_flags(const struct view_context *c, const struct route *r)
{
	return c->origin->system == SYSTEM_LINUX ? route_bsd_flags(r) : r->flags;
}

void bsd_letters(struct out *out, uint64_t flags, const struct bsd_letter *letters, size_t count)
{
	char *to = out->buffer + out->used;

	for (size_t i = 0; i < count && flags; i++) {
		uint64_t bit = UINT64_C(1) << letters[i].flag;

		if (!(flags & bit))
			continue;
		*to++ = letters[i].letter;
		flags &= ~bit; /* the last one ends it */
	}
	out->used = (size_t)(to - out->buffer);
}

void bsd_legend(struct out *out, char letter, const struct bsd_letter *letters, size_t count)
{
	bool more = false;

	for (size_t i = 0; i < count; i++)
		if (letters[i].letter == letter)
			legend_join(out, &more, legend_route_flag(letters[i].flag));
}

/* Of the states of IPv6 neighbours (RFC 4861), in the letters of the BSDs' ndp. */
void bsd_nd_state_legend(struct out *out, char letter)
{
	static const struct legend_words words[] = {
		{ 'N', "nothing is known of it" },
		{ 'I', "incomplete: asked for, no answer yet" },
		{ 'R', "reachable" },
		{ 'S', "stale: it will be asked when it is used" },
		{ 'D', "delayed: it will be asked soon" },
		{ 'P', "probed: it is being asked" },
		{ '?', "its state is not known" },
	};

	LEGEND_WORDS(out, letter, words);
}

void bsd_nd_flags_legend(struct out *out, char letter)
{
	static const struct legend_words words[] = {
		{ 'R', "a router" },
		{ 'l', "an address of this host" },
		{ 'p', "published: this host answers for it" },
	};

	if (letter >= '0' && letter <= '9')
		out_literal(out, "how often it was asked without an answer");
	else
		LEGEND_WORDS(out, letter, words);
}

bool bsd_is_host(const struct view_context *c, const struct route *r)
{
	if (c->origin->system == SYSTEM_LINUX)
		return r->dst_bits == family_bits((enum family)r->family);
	return route_flag(r, RFLAG_HOST);
}

void bsd_write_scoped(struct out *out, const struct view_context *c, const struct addr *a)
{
	if (a->family == FAMILY_INET) { /* most, and by the million */
		out->used = (size_t)(addr_put_inet(out->buffer + out->used, a->bytes) -
				     out->buffer);
		return;
	}
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

/* Octets that the class of an address implies; D and E go as C. */
static unsigned class_octets(const struct addr *a)
{
	return a->bytes[0] < 128 ? 1 : a->bytes[0] < 192 ? 2 : 3;
}

void bsd_write_class_network(struct out *out, const struct addr *a, unsigned bits)
{
	unsigned class = class_octets(a), octets = 4;

	while (octets > class && !a->bytes[octets - 1])
		octets--;
	for (unsigned i = 0; i < octets; i++) {
		if (i)
			out_char(out, '.');
		out_u64(out, a->bytes[i]);
	}
	if (bits != 8 * class) {
		out_char(out, '/');
		out_u64(out, bits);
	}
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

/* The zone of an address of an interface is that interface. */
void bsd_write_own(struct out *out, const struct view_context *c, const struct addr *a,
		   uint32_t ifindex)
{
	addr_write(out, a);
	if (addr_is_scoped(a)) {
		out_char(out, '%');
		cell_device(out, c, a->scope ? a->scope : ifindex);
	}
}

struct addr bsd_iface_network_of(const struct ifaddr *a)
{
	struct addr network = a->local;

	for (unsigned bit = a->local_bits; bit < 8u * network.size; bit++)
		network.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
	return network;
}

void bsd_iface_network(struct out *out, const struct view_context *c, const void *record)
{
	const struct iface_row *row = record;
	struct addr network;

	if (!row->addr || row->addr->family == FAMILY_LINK) {
		out_literal(out, "<Link#");
		out_u64(out, row->iface->index);
		out_char(out, '>');
		return;
	}
	network = bsd_iface_network_of(row->addr);
	if (row->addr->family == FAMILY_INET && cell_name(out, c, &network, NAME_NETWORK))
		return;
	bsd_write_own(out, c, &network, row->addr->ifindex);
	out_char(out, '/');
	out_u64(out, row->addr->local_bits);
}

void bsd_iface_address(struct out *out, const struct view_context *c, const struct ifaddr *a)
{
	if (a->family == FAMILY_LINK)
		addr_write_link(out, &a->local, ':', 2, false);
	else if (!cell_name(out, c, &a->local, NAME_HOST))
		bsd_write_own(out, c, &a->local, a->ifindex);
}

/*
 * Three digits and a letter, one decimal below ten, rounded (FreeBSD's humanize_number with
 * HN_DECIMAL | HN_NOSPACE | HN_AUTOSCALE in a field of five).
 */
void bsd_count(struct out *out, const struct view_context *c, uint64_t value, unsigned divisor)
{
	static const char letters[] = " KMGTPE";
	uint64_t quotient = value, remainder = 0;
	unsigned scale = 0, tenths;

	if (!(c->options & VIEW_HUMAN)) {
		out_u64(out, value);
		return;
	}
	while ((quotient >= 1000 || (quotient == 999 && remainder >= divisor / 2)) && scale < 6) {
		remainder = quotient % divisor;
		quotient /= divisor;
		scale++;
	}
	tenths = (unsigned)((remainder * 10 + divisor / 2) / divisor);
	if (scale && (quotient < 9 || (quotient == 9 && tenths < 10))) {
		out_u64(out, quotient + tenths / 10);
		out_char(out, '.');
		out_u64(out, tenths % 10);
	} else {
		out_u64(out, quotient + (scale ? (remainder + divisor / 2) / divisor : 0));
	}
	if (scale)
		out_char(out, scale == 1 && divisor == 1000 ? 'k' : letters[scale]);
}

void bsd_write_time(struct out *out, int64_t seconds)
{
	static const struct {
		uint32_t seconds;
		char letter;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	bool any = false;

	for (unsigned i = 0; i < 4; i++) {
		int64_t count = seconds / units[i].seconds;

		seconds %= units[i].seconds;
		any |= count || i == 3;
		if (!any)
			continue;
		out_i64(out, count);
		out_char(out, units[i].letter);
	}
}
