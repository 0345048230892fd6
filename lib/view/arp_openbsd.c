/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as OpenBSD prints them: 7.7's tables of arp and ndp (usr.sbin/arp, usr.sbin/ndp), and the
 * lines of 3's arp, which name no interface.
 */
#include "lib/model/neigh.h"
#include "lib/view/bsd.h"
#include "lib/view/dialect.h"

/* A stale entry is kept for a day; one that can be reached is asked for again within 5400 s (RFC 4861). */
enum { REACHABLE_MOST_MS = 5400 * 1000 };

static bool is_permanent(const struct neigh *n)
{
	return n->state == STATE_PERMANENT || n->flags & NFLAG_BIT(NFLAG_LOCAL);
}

static void host(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (!cell_name(out, c, &n->dst, NAME_HOST))
		bsd_write_scoped(out, c, &n->dst);
}

static void hardware(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 2, false);
	else
		out_literal(out, "(incomplete)");
}

static void device(struct out *out, const struct view_context *c, const void *record)
{
	cell_device(out, c, ((const struct neigh *)record)->ifindex);
}

/* "1d0h3m4s", "4s": from the first part that is not nothing on. */
static void write_time(struct out *out, int64_t seconds)
{
	static const struct {
		int size;
		char letter;
	} parts[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' } };

	bool begun = false;

	for (unsigned i = 0; i < 3; i++) {
		begun |= seconds >= parts[i].size;
		if (!begun)
			continue;
		out_i64(out, seconds / parts[i].size);
		out_char(out, parts[i].letter);
		seconds %= parts[i].size;
	}
	out_i64(out, seconds);
	out_char(out, 's');
}

static void expire(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	if (is_permanent(n))
		out_literal(out, "permanent");
	else if (neigh_has(n, NEIGH_EXPIRE) && n->expire_ms >= 1000)
		write_time(out, n->expire_ms / 1000);
	else if (neigh_has(n, NEIGH_EXPIRE))
		out_literal(out, "expired");
	else if (n->flags & NFLAG_BIT(NFLAG_STATIC) || c->origin->system == SYSTEM_OPENBSD)
		out_text(out, n->family == FAMILY_INET6 ? "permanent" : "static");
}

/* Behind its blank a flag or nothing: the row ends where they end. */
static void flags(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	(void)c;
	out_char(out, ' ');
	if (n->flags & NFLAG_BIT(NFLAG_LOCAL))
		out_char(out, 'l');
	if (n->flags & NFLAG_BIT(NFLAG_ROUTER))
		out_char(out, 'R');
	if (n->flags & NFLAG_BIT(NFLAG_PROXY))
		out_char(out, 'p');
}

/*
 * OpenBSD says a neighbour's state only to who asks for it alone (SIOCGNBRINFO_IN6); a table tells as
 * much as its deadline does.
 */
static void state(struct out *out, const struct view_context *c, const void *record)
{
	static const char letters[STATE_COUNT] = {
		[STATE_NONE] = 'N',	 [STATE_INCOMPLETE] = 'I', [STATE_REACHABLE] = 'R',
		[STATE_STALE] = 'S',	 [STATE_DELAY] = 'D',	   [STATE_PROBE] = 'P',
		[STATE_FAILED] = 'I',	 [STATE_NOARP] = 'N',	   [STATE_PERMANENT] = 'R',
	};
	const struct neigh *n = record;

	(void)c;
	if (neigh_has(n, NEIGH_STATE))
		out_char(out, letters[n->state]);
	else if (!n->lladdr.size)
		out_char(out, 'N');
	else
		out_char(out, neigh_has(n, NEIGH_EXPIRE) && n->expire_ms > REACHABLE_MOST_MS ? 'S' :
											       'R');
}

static const struct column arp[] = {
	{ "Host", "", 36, false, OVER_PUSH, "", 0, 0, NULL, host },
	{ "Ethernet Address", " ", 17, false, OVER_PUSH, "", 0, 0, NULL, hardware },
	{ "Netif", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, device },
	{ "Expire", " ", 9, false, OVER_CUT, "-", 0, 0, NULL, expire },
	{ " Flags", "", 0, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = bsd_nd_flags_legend },
};

static const struct column ndp[] = {
	{ "Neighbor", "", 39, false, OVER_PUSH, "", 0, 0, NULL, host },
	{ "Linklayer Address", " ", 17, false, OVER_PUSH, "", 0, 0, NULL, hardware },
	{ "Netif", " ", 7, true, OVER_PUSH, "", 0, 0, NULL, device },
	{ "Expire", " ", 9, false, OVER_CUT, "-", 0, 0, NULL, expire },
	{ "S", " ", 1, false, OVER_PUSH, "-", 0, 0, NULL, state, .legend = bsd_nd_state_legend },
	{ " Flags", "", 0, false, OVER_PUSH, "", 0, 0, NULL, flags, .legend = bsd_nd_flags_legend },
};

const struct view arp_openbsd_table = VIEW_OF(arp);
const struct view ndp_openbsd_table = VIEW_OF(ndp);

void arp_openbsd3_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;

	out_row(out);
	if (!cell_name(out, c, &n->dst, NAME_HOST))
		out_char(out, '?');
	out_literal(out, " (");
	addr_write(out, &n->dst);
	out_literal(out, ") at ");
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 2, false);
	else
		out_literal(out, "(incomplete)");
	if (is_permanent(n))
		out_literal(out, " permanent");
	if (n->flags & NFLAG_BIT(NFLAG_STATIC))
		out_literal(out, " static");
	if (n->flags & NFLAG_BIT(NFLAG_PROXY))
		out_literal(out, " published");
	out_char(out, '\n');
}
