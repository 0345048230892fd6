/* SPDX-License-Identifier: ISC */
#include "lib/wire/arp_packet.h"

#include <errno.h>
#include <string.h>

enum { TYPE_IPV4 = 0x0800, TYPE_ARP = 0x0806, TYPE_IPV6 = 0x86dd };
enum { TAGS_MAX = 4, MAC_SIZE = 6, ICMPV6 = 58 };
enum { OPERATION_REQUEST = 1, OPERATION_REPLY = 2 };
enum { SOLICITATION = 135, ADVERTISEMENT = 136, OPTION_SOURCE = 1, OPTION_TARGET = 2 };

/* Tags of 802.1Q, and of the ways to put one into another. */
static bool is_tag(unsigned type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

static void read_addr(struct bytes *b, enum family family, unsigned size, struct addr *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->family = (uint8_t)family;
	ret->size = (uint8_t)(size <= ADDR_MAX ? size : ADDR_MAX);
	bytes_copy(b, ret->bytes, ret->size);
	bytes_skip(b, size - ret->size);
}

/*
 *	Ethernet	0 destination · 6 source · 12 type
 *	cooked		0 packet type u16 · 2 hardware type u16 · 4 address length u16 · 6 address, 8
 *			14 type
 *	cooked, 2	0 type · 4 interface u32 · 8 hardware type u16 · 10 packet type u8
 *			11 address length u8 · 12 address, 8
 */
static int read_link(struct bytes *b, unsigned link_type, struct claim *c, unsigned *ret_type)
{
	unsigned size;

	switch (link_type) {
	case ARP_LINK_ETHERNET:
		bytes_skip(b, MAC_SIZE);
		read_addr(b, FAMILY_LINK, MAC_SIZE, &c->source);
		*ret_type = bytes_be16(b);
		return 0;
	case ARP_LINK_COOKED:
		bytes_skip(b, 4);
		size = bytes_be16(b);
		read_addr(b, FAMILY_LINK, 8, &c->source);
		c->source.size = (uint8_t)(size < 8 ? size : 8);
		*ret_type = bytes_be16(b);
		return 0;
	case ARP_LINK_COOKED2:
		*ret_type = bytes_be16(b);
		bytes_skip(b, 2);
		c->ifindex = bytes_be32(b);
		bytes_skip(b, 3);
		size = bytes_u8(b);
		read_addr(b, FAMILY_LINK, 8, &c->source);
		c->source.size = (uint8_t)(size < 8 ? size : 8);
		return 0;
	default:
		return -EPROTONOSUPPORT;
	}
}

/* Of several tags the innermost is the network that the packet is of. */
static unsigned skip_tags(struct bytes *b, unsigned type, struct claim *c)
{
	c->vlan = CLAIM_NO_VLAN;
	for (unsigned i = 0; i < TAGS_MAX && is_tag(type); i++) {
		c->vlan = bytes_be16(b) & 0xfff;
		type = bytes_be16(b);
	}
	return type;
}

static enum claim_kind arp_kind(const struct claim *c)
{
	if (c->operation == OPERATION_REQUEST)
		return addr_is_zero(&c->address)		? CLAIM_PROBE :
		       addr_equal(&c->address, &c->target) ? CLAIM_ANNOUNCEMENT :
							     CLAIM_REQUEST;
	if (c->operation == OPERATION_REPLY)
		return addr_equal(&c->address, &c->target) ? CLAIM_ANNOUNCEMENT : CLAIM_REPLY;
	return CLAIM_OTHER;
}

/*
 *	0 hardware type u16 · 2 protocol u16 · 4 length of a hardware address · 5 of a protocol address
 *	6 operation u16 · 8 sender's hardware address, protocol address, target's hardware address,
 *	protocol address
 */
static int read_arp(struct bytes *b, struct claim *c)
{
	unsigned protocol, hardware_size, protocol_size;
	struct addr unused;

	bytes_skip(b, 2);
	protocol = bytes_be16(b);
	hardware_size = bytes_u8(b);
	protocol_size = bytes_u8(b);
	c->operation = bytes_be16(b);
	if (b->bad)
		return -EBADMSG;
	if (protocol != TYPE_IPV4)
		return 0;
	if (protocol_size != 4 || !hardware_size || hardware_size > ADDR_MAX)
		return -EBADMSG;
	read_addr(b, FAMILY_LINK, hardware_size, &c->station);
	read_addr(b, FAMILY_INET, 4, &c->address);
	read_addr(b, FAMILY_LINK, hardware_size, &unused);
	read_addr(b, FAMILY_INET, 4, &c->target);
	if (b->bad)
		return -EBADMSG;
	c->kind = (uint8_t)arp_kind(c);
	return 1;
}

/* Options: 0 type u8 · 1 length u8, in units of 8 bytes · 2 the link-layer address */
static int read_options(struct bytes *b, unsigned wanted, struct claim *c)
{
	while (bytes_left(b) >= 8) {
		unsigned type = bytes_u8(b), length = bytes_u8(b) * 8u;

		if (!length || length - 2 > bytes_left(b))
			return -EBADMSG;
		if (type == wanted && length == 8)
			read_addr(b, FAMILY_LINK, MAC_SIZE, &c->station);
		else
			bytes_skip(b, length - 2);
	}
	return 1;
}

/*
 *	solicitation	4 reserved · 8 target, 16 · 24 options: the source's station
 *	advertisement	4 flags: R S O · 8 target · 24 options: the target's station
 *
 * Who solicits without an address of its own asks whether it may have the target (RFC 4862).
 */
static int read_discovery(struct bytes *b, struct claim *c)
{
	unsigned type = bytes_u8(b), code = bytes_u8(b), flags;
	struct addr target;

	bytes_skip(b, 2);
	if (b->bad || code || (type != SOLICITATION && type != ADVERTISEMENT))
		return b->bad ? -EBADMSG : 0;
	flags = bytes_u8(b);
	bytes_skip(b, 3);
	read_addr(b, FAMILY_INET6, 16, &target);
	if (b->bad || target.bytes[0] == 0xff)
		return -EBADMSG;
	if (type == SOLICITATION) {
		c->target = target;
		c->kind = addr_is_zero(&c->address) ? CLAIM_PROBE : CLAIM_SOLICITATION;
		return read_options(b, OPTION_SOURCE, c);
	}
	c->router = flags >> 7 & 1;
	c->solicited = flags >> 6 & 1;
	c->override = flags >> 5 & 1;
	c->address = target;
	c->kind = c->solicited ? CLAIM_ADVERTISEMENT : CLAIM_ANNOUNCEMENT;
	return read_options(b, OPTION_TARGET, c);
}

/*
 *	0 version … · 4 payload length u16 · 6 next header · 7 hop limit · 8 source, 16 · 24 destination
 *
 * A hop limit below 255 says that it came through a router, and then it counts for nothing.
 */
static int read_ipv6(struct bytes *b, struct claim *c)
{
	unsigned length, next, hops;
	struct addr destination;

	bytes_skip(b, 4);
	length = bytes_be16(b);
	next = bytes_u8(b);
	hops = bytes_u8(b);
	read_addr(b, FAMILY_INET6, 16, &c->address);
	read_addr(b, FAMILY_INET6, 16, &destination);
	if (b->bad)
		return -EBADMSG;
	if (next != ICMPV6 || hops != 255)
		return 0;
	if (length < bytes_left(b)) {
		struct bytes payload = bytes_sub(b, length);

		*b = payload;
	}
	c->target = destination;
	return read_discovery(b, c);
}

int arp_packet_decode(struct bytes b, unsigned link_type, struct claim *ret)
{
	struct claim c = { .kind = CLAIM_OTHER };
	unsigned type = 0;
	int e = read_link(&b, link_type, &c, &type);

	if (e < 0)
		return e;
	type = skip_tags(&b, type, &c);
	if (b.bad)
		return -EBADMSG;
	if (type != TYPE_ARP && type != TYPE_IPV6)
		return 0;
	e = type == TYPE_ARP ? read_arp(&b, &c) : read_ipv6(&b, &c);
	if (e == 1)
		*ret = c;
	return e;
}
