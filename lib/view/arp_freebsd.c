/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as FreeBSD's arp and ndp print them (usr.sbin/arp/arp.c, usr.sbin/ndp/ndp.c: words and
 * widths only).
 *
 * 4:	name (address) at hardware on interface [permanent] [published] [ethernet]
 * 11 and later: the same with "expires in N seconds" or "expired"
 * ndp:	Neighbor 36 · Linklayer Address 17 · Netif 6 · Expire 9, cut · S · flags, and the number of
 *	solicitations that have no answer yet. What is too long takes from the columns behind.
 */
#include "lib/model/neigh.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/xo.h"

static bool is_published(const struct neigh *n)
{
	return n->flags & NFLAG_BIT(NFLAG_PROXY);
}

/* What has no deadline on a BSD is there for good; on Linux a stale entry has none either. */
static bool is_permanent(const struct view_context *c, const struct neigh *n)
{
	return n->state == STATE_PERMANENT || is_published(n) ||
	       c->origin->system == SYSTEM_FREEBSD || c->origin->system == SYSTEM_NETBSD;
}

/* The hardware types that FreeBSD 4 names, by our numbers. */
static const char *media_name4(const struct neigh *n)
{
	switch (n->link_type) {
	case 1:
		return " [ethernet]";
	case 6:
		return " [token-ring]";
	case 774:
		return " [fddi]";
	default:
		return "";
	}
}

/* … and those of today. */
static const struct {
	uint16_t type;
	char name[11];
} media[] = {
	{ 1, "ethernet" },	 { 6, "token-ring" },	    { 774, "fddi" },
	{ 24, "firewire" },	 { 32, "infiniband" },	    { LINK_IFT + 37, "atm" },
	{ LINK_IFT + 135, "vlan" }, { LINK_IFT + 209, "bridge" },
};

const char *arp_freebsd_media(uint16_t type)
{
	for (size_t i = 0; i < sizeof(media) / sizeof(media[0]); i++)
		if (media[i].type == type)
			return media[i].name;
	return NULL;
}

static void write_begin(struct out *out, const struct view_context *c, const struct neigh *n,
			const char *incomplete)
{
	out_row(out);
	if (!cell_name(out, c, &n->dst, NAME_HOST))
		out_char(out, '?');
	out_literal(out, " (");
	addr_write(out, &n->dst);
	out_literal(out, ") at ");
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 2, false);
	else
		out_text(out, incomplete);
	if (n->ifindex) {
		out_literal(out, " on ");
		cell_device(out, c, n->ifindex);
	}
}

void arp_freebsd4_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	write_begin(out, c, n, is_published(n) ? "(proxy)" : "(incomplete)");
	if (n->state == STATE_PERMANENT || is_published(n))
		out_literal(out, " permanent");
	if (is_published(n))
		out_literal(out, " published");
	out_text(out, media_name4(n));
	out_char(out, '\n');
}

void arp_freebsd_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;
	const char *name = arp_freebsd_media(n->link_type);

	write_begin(out, c, n, "(incomplete)");
	if (neigh_has(n, NEIGH_EXPIRE)) {
		if (n->expire_ms > 0) {
			out_literal(out, " expires in ");
			cell_seconds(out, n->expire_ms);
			out_literal(out, " seconds");
		} else {
			out_literal(out, " expired");
		}
	} else if (is_permanent(c, n)) {
		out_literal(out, " permanent");
	}
	if (is_published(n))
		out_literal(out, " published");
	if (name) {
		out_literal(out, " [");
		out_text(out, name);
		out_char(out, ']');
	}
	out_char(out, '\n');
}

static void neighbor(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (!cell_name(out, c, &n->dst, NAME_HOST))
		bsd_write_own(out, c, &n->dst, n->ifindex);
}

static void linklayer(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 2, false);
	else
		out_literal(out, "(incomplete)");
}

static void netif(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct neigh *)record)->ifindex);
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (!neigh_has(n, NEIGH_EXPIRE))
		out_text(out, is_permanent(c, n) ? "permanent" : "");
	else if (n->expire_ms > 0)
		bsd_write_time(out, n->expire_ms / 1000);
	else
		out_literal(out, "expired");
}

/* A permanent entry is reachable. */
static void state(struct out *out, const struct view_context *c, const void *record)
{
	static const char letters[STATE_COUNT] = {
		[STATE_NONE] = 'N',	 [STATE_INCOMPLETE] = 'I', [STATE_REACHABLE] = 'R',
		[STATE_STALE] = 'S',	 [STATE_DELAY] = 'D',	   [STATE_PROBE] = 'P',
		[STATE_FAILED] = 'I',	 [STATE_NOARP] = 'R',	   [STATE_PERMANENT] = 'R',
	};
	const struct neigh *n = record;

	(void)c;
	out_char(out, neigh_has(n, NEIGH_STATE) && n->state < STATE_COUNT ? letters[n->state] : '?');
}

static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (n->flags & NFLAG_BIT(NFLAG_ROUTER))
		out_char(out, 'R');
	if (is_published(n))
		out_char(out, 'p');
	if (neigh_has(n, NEIGH_PROBES) && n->probes) {
		out_char(out, ' ');
		out_u64(out, n->probes);
	}
}

enum { EXPIRE_WIDTH = 9 };

static const struct column columns6[] = {
	{ "Neighbor", "", 36, false, OVER_LEND, "", 0, 0, NULL, neighbor },
	{ "Linklayer Address", " ", 17, false, OVER_LEND, "", 0, 0, NULL, linklayer },
	{ "Netif", " ", 6, true, OVER_LEND, "", 0, 0, NULL, netif },
	{ "Expire", " ", EXPIRE_WIDTH, false, OVER_CUT, "", 0, 0, NULL, expire },
	{ "S", " ", 1, false, OVER_PUSH, "", 0, 0, NULL, state, .legend = bsd_nd_state_legend },
	{ "Flags", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = bsd_nd_flags_legend },
};

const struct view arp_freebsd_inet6 = VIEW_OF(columns6);

/* NetBSD asks the kernel for state and deadline of each; where it knows none both are left out. */
static void netbsd_state(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;
	size_t begin = out->used;

	if (!neigh_has(n, NEIGH_STATE)) {
		out_char(out, ' ');
		return;
	}
	expire(out, c, n);
	if (out->used - begin > EXPIRE_WIDTH)
		out->used = begin + EXPIRE_WIDTH;
	while (out->used - begin < EXPIRE_WIDTH)
		out_char(out, ' ');
	out_char(out, ' ');
	state(out, c, n);
}

static const struct column netbsd6[] = {
	{ "Neighbor", "", 36, false, OVER_LEND, "", 0, 0, NULL, neighbor },
	{ "Linklayer Address", " ", 17, false, OVER_LEND, "", 0, 0, NULL, linklayer },
	{ "Netif", " ", 6, true, OVER_LEND, "", 0, 0, NULL, netif },
	{ "Expire    S", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, netbsd_state },
	{ "Flags", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = bsd_nd_flags_legend },
};

const struct view arp_netbsd_inet6 = VIEW_OF(netbsd6);

static void xo_host(struct out *out, const struct view_context *c, const void *record)
{
	if (!cell_name(out, c, &((const struct neigh *)record)->dst, NAME_HOST))
		out_char(out, '?');
}

static void xo_address(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	addr_write(out, &((const struct neigh *)record)->dst);
}

static void xo_mac(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 2, false);
}

#define XO_MARK(function, condition) \
	static void function(struct out *out, const struct view_context *c, const void *record) \
	{ \
		const struct neigh *n = record; \
		(void)c; \
		if (condition) \
			out_char(out, '1'); \
	}

XO_MARK(xo_incomplete, !n->lladdr.size)
XO_MARK(xo_permanent, !neigh_has(n, NEIGH_EXPIRE) && is_permanent(c, n))
XO_MARK(xo_expired, neigh_has(n, NEIGH_EXPIRE) && n->expire_ms <= 0)
XO_MARK(xo_published, is_published(n))

static void xo_expires(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (neigh_has(n, NEIGH_EXPIRE) && n->expire_ms > 0)
		cell_seconds(out, n->expire_ms);
}

static void xo_type(struct out *out, const struct view_context *c, const void *record)
{
	const char *name = arp_freebsd_media(((const struct neigh *)record)->link_type);

	(void)c;
	out_text(out, name ? name : "");
}

static const struct xo_field xo_fields[] = {
	{ "hostname", XO_STRING, 0, false, 0, xo_host },
	{ "ip-address", XO_STRING, 0, false, 0, xo_address },
	{ "mac-address", XO_STRING, 0, false, 0, xo_mac },
	{ "incomplete", XO_TRUE, 0, false, 0, xo_incomplete },
	{ "interface", XO_STRING, 0, false, 0, netif },
	{ "permanent", XO_TRUE, 0, false, 0, xo_permanent },
	{ "expires", XO_NUMBER, 0, false, 0, xo_expires },
	{ "expired", XO_TRUE, 0, false, 0, xo_expired },
	{ "published", XO_TRUE, 0, false, 0, xo_published },
	{ "type", XO_STRING, 0, false, 0, xo_type },
};

const struct xo_layout arp_freebsd_xo = { .containers = { "arp" }, .version = "1",
					  .list = "arp-cache", XO_FIELDS(xo_fields) };
