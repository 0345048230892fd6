/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as NetBSD's arp prints them (usr.sbin/arp/arp.c):
 *	name (address) at hardware on interface [permanent] [published [(proxy only)]]
 */
#include "lib/model/neigh.h"
#include "lib/view/dialect.h"

void arp_netbsd_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;
	bool published = n->flags & NFLAG_BIT(NFLAG_PROXY);

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
	if (n->ifindex) {
		out_literal(out, " on ");
		cell_device(out, c, n->ifindex);
	}
	if (n->state == STATE_PERMANENT ||
	    ((published || c->origin->system == SYSTEM_NETBSD) && !neigh_has(n, NEIGH_EXPIRES_AT)))
		out_literal(out, " permanent");
	if (published)
		out_literal(out, " published");
	if (n->flags & NFLAG_BIT(NFLAG_PROXY_ONLY))
		out_literal(out, " (proxy only)");
	out_char(out, '\n');
}
