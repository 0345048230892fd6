/* SPDX-License-Identifier: ISC */
/*
 *	MPLS_IPTUNNEL_	1 label stack, the last entry with its bottom bit (RFC 3032) · 2 ttl u8
 *	LWTUNNEL_IP_	1 id be64 · 2 destination · 3 source · 4 ttl (IPv6: hop limit) u8 · 5 tos u8
 */
#include "lib/wire/netlink_encap.h"

#include "lib/base/put.h"

enum { M_DST = 1, M_TTL = 2, I_ID = 1, I_DST = 2, I_SRC = 3, I_TTL = 4, I_TOS = 5 };

static void attr(struct put *p, uint16_t type, const void *data, size_t size)
{
	put_u16(p, (uint16_t)(4 + size));
	put_u16(p, type);
	put_bytes(p, data, size);
	put_pad(p, 4);
}

static void put_ip(struct put *p, const struct netlink_encap *e)
{
	uint8_t id[8];

	for (unsigned i = 0; i < sizeof(id); i++)
		id[i] = (uint8_t)(e->id >> (56 - 8 * i));
	if (e->has_id)
		attr(p, I_ID, id, sizeof(id));
	if (e->dst.family)
		attr(p, I_DST, e->dst.bytes, e->dst.size);
	if (e->src.family)
		attr(p, I_SRC, e->src.bytes, e->src.size);
	if (e->has_ttl)
		attr(p, I_TTL, &e->ttl, 1);
	if (e->has_tos)
		attr(p, I_TOS, &e->tos, 1);
}

void netlink_encap_put(const struct netlink_encap *e, bool swap, struct change *change)
{
	struct put p = put_into(change->encap, sizeof(change->encap), swap);

	if (e->type == ENCAP_MPLS) {
		attr(&p, M_DST, e->labels.bytes, e->labels.size);
		if (e->has_ttl)
			attr(&p, M_TTL, &e->ttl, 1);
	} else {
		put_ip(&p, e);
	}
	change->encap_type = e->type;
	change->encap_size = (uint16_t)put_size(&p); /* 72 at most */
}
