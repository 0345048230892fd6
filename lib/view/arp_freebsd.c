/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as FreeBSD 4's arp prints them (usr.sbin/arp/arp.c: words only):
 *	name (address) at hardware on interface [permanent] [published] [ethernet]
 */
#include "lib/model/neigh.h"
#include "lib/view/dialect.h"

/* The hardware types that it names (IFT_), by ARPHRD_ number. */
static const char *media_name(const struct neigh *n)
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

void arp_freebsd4_line(struct out *out, const struct view_context *c, const void *record)
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
		out_text(out, published ? "(proxy)" : "(incomplete)");
	if (n->ifindex) {
		out_literal(out, " on ");
		cell_device(out, c, n->ifindex);
	}
	if (n->state == STATE_PERMANENT || published)
		out_literal(out, " permanent");
	if (published)
		out_literal(out, " published");
	out_text(out, media_name(n));
	out_char(out, '\n');
}
