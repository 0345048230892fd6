/* SPDX-License-Identifier: ISC */
/*
 * Neighbours as macOS' arp prints them (network_cmds, arp.tproj: words only):
 *	name (address) at hardware on interface [ifscope] [permanent] [published] [ethernet]
 */
#include "lib/model/neigh.h"
#include "lib/view/dialect.h"

void arp_macos_line(struct out *out, const struct view_context *c, const void *record)
{
	const struct neigh *n = record;
	const char *media = arp_freebsd_media(n->link_type);

	out_row(out);
	if (!cell_name(out, c, &n->dst, NAME_HOST))
		out_char(out, '?');
	out_literal(out, " (");
	addr_write(out, &n->dst);
	out_literal(out, ") at ");
	if (n->lladdr.size)
		addr_write_link(out, &n->lladdr, ':', 1, false);
	else
		out_literal(out, "(incomplete)");
	if (n->ifindex) {
		out_literal(out, " on ");
		cell_device(out, c, n->ifindex);
	}
	if (n->flags & NFLAG_BIT(NFLAG_SCOPED))
		out_literal(out, " ifscope");
	if (n->state == STATE_PERMANENT)
		out_literal(out, " permanent");
	if (n->flags & NFLAG_BIT(NFLAG_PROXY))
		out_literal(out, " published");
	if (media) {
		out_literal(out, " [");
		out_text(out, media);
		out_char(out, ']');
	}
	out_char(out, '\n');
}
