/* SPDX-License-Identifier: ISC */
/*
 * Interfaces and their addresses.
 *
 *	ifinfomsg  0 family u8 · 2 type u16 (ARPHRD_) · 4 index i32 · 8 flags u32 · 12 change u32
 *	map	   0 memory start u64 · 8 memory end u64 · 16 ports u64 · 24 interrupt u16 · 26 DMA u8
 *	ifaddrmsg  0 family u8 · 1 prefix u8 · 2 flags u8 · 3 scope u8 · 4 index u32 · 8 attributes
 *	stats64	   24 or more u64 in the order of `stats` below; stats: the same as u32
 *	addr cacheinfo  0 preferred u32 · 4 valid u32 (seconds, all ones: for ever)
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/netlink.h"
#include "lib/wire/rtsock.h"

enum {
	L_ADDRESS = 1,
	L_BROADCAST = 2,
	L_NAME = 3,
	L_MTU = 4,
	L_LINK = 5,
	L_STATS = 7,
	L_MASTER = 10,
	L_TXQLEN = 13,
	L_MAP = 14,
	L_OPERSTATE = 16,
	L_LINKINFO = 18,
	L_STATS64 = 23,
};
enum { LINKINFO_KIND = 1, LINKINFO_DATA = 2 };
enum { VRF_TABLE = 1 };
enum { A_ADDRESS = 1, A_LOCAL = 2, A_LABEL = 3, A_BROADCAST = 4, A_CACHEINFO = 6, A_FLAGS = 8 };

/* IFF_ bits 0 to 18 */
static const uint8_t link_flags[] = {
	IFLAG_UP,	  IFLAG_BROADCAST, IFLAG_DEBUG,	  IFLAG_LOOPBACK,  IFLAG_POINTOPOINT,
	IFLAG_NOTRAILERS, IFLAG_RUNNING,   IFLAG_NOARP,	  IFLAG_PROMISC,   IFLAG_ALLMULTI,
	IFLAG_MASTER,	  IFLAG_SLAVE,	   IFLAG_MULTICAST, IFLAG_PORTSEL, IFLAG_AUTOMEDIA,
	IFLAG_DYNAMIC,	  IFLAG_LOWER_UP,  IFLAG_DORMANT, IFLAG_ECHO,
};

/* IFA_F_ bits 0 to 11 */
static const uint8_t address_flags[] = {
	AFLAG_SECONDARY,  AFLAG_NODAD,	    AFLAG_OPTIMISTIC, AFLAG_DADFAILED,
	AFLAG_HOMEADDRESS, AFLAG_DEPRECATED, AFLAG_TENTATIVE, AFLAG_PERMANENT,
	AFLAG_MANAGETEMP, AFLAG_NOPREFIXROUTE, AFLAG_MCAUTOJOIN, AFLAG_STABLE_PRIVACY,
};

static uint32_t map_bits(uint32_t bits, const uint8_t *table, size_t count)
{
	uint32_t result = 0;

	for (size_t i = 0; i < count; i++)
		if (bits >> i & 1)
			result |= UINT32_C(1) << table[i];
	return result;
}

static void read_text(struct bytes *value, char *to, size_t size)
{
	size_t n = strnlen((const char *)value->at, bytes_left(value));

	if (n >= size)
		n = size - 1;
	memcpy(to, value->at, n);
	to[n] = '\0';
}

#define AT(member) offsetof(struct iface, member)

/*
 * Where each counter goes. Several that have no column of their own are summed into rx_frame and
 * tx_carrier, as the kernel itself sums them in /proc/net/dev.
 */
static const struct {
	uint16_t offset;
	uint8_t field;
} stats[] = {
	{ AT(rx_packets), IFACE_RX_PACKETS },
	{ AT(tx_packets), IFACE_TX_PACKETS },
	{ AT(rx_bytes), IFACE_RX_BYTES },
	{ AT(tx_bytes), IFACE_TX_BYTES },
	{ AT(rx_errors), IFACE_RX_ERRORS },
	{ AT(tx_errors), IFACE_TX_ERRORS },
	{ AT(rx_dropped), IFACE_RX_DROPPED },
	{ AT(tx_dropped), IFACE_TX_DROPPED },
	{ AT(multicast), IFACE_MULTICAST },
	{ AT(collisions), IFACE_COLLISIONS },
	{ AT(rx_frame), IFACE_RX_FRAME },     /* length */
	{ AT(rx_frame), IFACE_RX_FRAME },     /* over */
	{ AT(rx_frame), IFACE_RX_FRAME },     /* CRC */
	{ AT(rx_frame), IFACE_RX_FRAME },     /* frame */
	{ AT(rx_fifo), IFACE_RX_FIFO },
	{ AT(rx_missed), IFACE_RX_MISSED },
	{ AT(tx_carrier), IFACE_TX_CARRIER }, /* aborted */
	{ AT(tx_carrier), IFACE_TX_CARRIER }, /* carrier */
	{ AT(tx_fifo), IFACE_TX_FIFO },
	{ AT(tx_carrier), IFACE_TX_CARRIER }, /* heartbeat */
	{ AT(tx_carrier), IFACE_TX_CARRIER }, /* window */
	{ AT(rx_compressed), IFACE_RX_COMPRESSED },
	{ AT(tx_compressed), IFACE_TX_COMPRESSED },
	{ AT(rx_nohandler), IFACE_RX_NOHANDLER },
};

enum { STATS = sizeof(stats) / sizeof(stats[0]) };

static int read_stats(struct bytes v, size_t width, struct iface *i)
{
	size_t count = bytes_left(&v) / width;

	if (count < STATS - 1)
		return -EBADMSG;
	for (size_t s = 0; s < STATS && s < count; s++) {
		uint64_t *to = (uint64_t *)(void *)((char *)i + stats[s].offset);

		*to += width == 8 ? bytes_u64(&v) : bytes_u32(&v);
		i->has |= IFACE_BIT(stats[s].field);
	}
	return 0;
}

/* What stands here is each kind's own. */
static int read_vrf(struct bytes nest, struct iface *i)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type != VRF_TABLE)
			continue;
		i->table = bytes_u32(&a.value);
		i->has |= IFACE_BIT(IFACE_TABLE);
		if (a.value.bad)
			return -EBADMSG;
	}
	return more;
}

/* The kind comes before its data. */
static int read_linkinfo(struct bytes nest, struct iface *i)
{
	struct netlink_attr a;
	int more;

	while ((more = netlink_attr_next(&nest, &a)) > 0) {
		if (a.type == LINKINFO_KIND) {
			read_text(&a.value, i->kind, sizeof(i->kind));
			i->has |= IFACE_BIT(IFACE_KIND);
		} else if (a.type == LINKINFO_DATA && strcmp(i->kind, "vrf") == 0 &&
			   read_vrf(a.value, i) < 0) {
			return -EBADMSG;
		}
	}
	return more;
}

static int read_link_addr(struct bytes *v, struct addr *to, enum iface_field field, struct iface *i)
{
	i->has |= IFACE_BIT(field);
	return netlink_addr(v, FAMILY_LINK, to);
}

static void set_u32(struct iface *i, enum iface_field field, uint32_t *member, struct bytes *value)
{
	*member = bytes_u32(value);
	i->has |= IFACE_BIT(field);
}

/* Most devices have none of this: what is zero says nothing. */
static int read_map(struct bytes v, struct iface *i)
{
	i->memory_start = bytes_u64(&v);
	i->memory_end = bytes_u64(&v);
	i->io_base = bytes_u64(&v);
	i->irq = bytes_u16(&v);
	i->dma = bytes_u8(&v);
	i->has |= (i->memory_start ? IFACE_BIT(IFACE_MEMORY_START) : 0) |
		  (i->memory_end ? IFACE_BIT(IFACE_MEMORY_END) : 0) |
		  (i->io_base ? IFACE_BIT(IFACE_IO_BASE) : 0) |
		  (i->irq ? IFACE_BIT(IFACE_IRQ) : 0) | (i->dma ? IFACE_BIT(IFACE_DMA) : 0);
	return v.bad ? -EBADMSG : 0;
}

static int read_attr(struct netlink_attr *a, struct iface *i, struct bytes *ret_old_stats)
{
	struct bytes *v = &a->value;

	switch (a->type) {
	case L_ADDRESS:
		return read_link_addr(v, &i->address, IFACE_ADDRESS, i);
	case L_BROADCAST:
		return read_link_addr(v, &i->broadcast, IFACE_BROADCAST, i);
	case L_NAME:
		read_text(v, i->name, sizeof(i->name));
		i->has |= IFACE_BIT(IFACE_NAME);
		return 0;
	case L_MTU:
		set_u32(i, IFACE_MTU, &i->mtu, v);
		return 0;
	case L_LINK:
		set_u32(i, IFACE_LOWER, &i->lower, v);
		return 0;
	case L_MASTER:
		set_u32(i, IFACE_MASTER, &i->master, v);
		return 0;
	case L_TXQLEN:
		set_u32(i, IFACE_QUEUE, &i->queue, v);
		return 0;
	case L_OPERSTATE:
		i->operstate = bytes_u8(v);
		i->has |= IFACE_BIT(IFACE_OPERSTATE);
		return 0;
	case L_STATS:
		*ret_old_stats = *v;
		return 0;
	case L_STATS64:
		return read_stats(*v, 8, i);
	case L_MAP:
		return read_map(*v, i);
	case L_LINKINFO:
		return read_linkinfo(*v, i);
	default:
		return 0;
	}
}

/* Most of the three dozen attributes of an interface are none of these, and are stepped over. */
static int read_attrs(const struct bytes *b, struct iface *i, struct bytes *ret_old_stats)
{
	static const uint32_t known = 1u << L_ADDRESS | 1u << L_BROADCAST | 1u << L_NAME | 1u << L_MTU |
				      1u << L_LINK | 1u << L_STATS | 1u << L_MASTER | 1u << L_TXQLEN |
				      1u << L_MAP |
				      1u << L_OPERSTATE | 1u << L_LINKINFO | 1u << L_STATS64;
	const uint8_t *at = b->at;
	const bool swap = b->swap;
	size_t left = bytes_left(b), step;

	for (; left; at += step, left -= step) {
		struct netlink_attr a;
		unsigned type;
		size_t length = netlink_attr_head(at, left, swap, &type);

		if (!length)
			return -EBADMSG;
		step = netlink_attr_step(length, left);
		if (type >= 32 || !(known >> type & 1))
			continue;
		a = (struct netlink_attr){ (uint16_t)type, bytes_of(at + 4, length - 4, swap) };
		if (read_attr(&a, i, ret_old_stats) < 0 || a.value.bad)
			return -EBADMSG;
	}
	return 0;
}

int netlink_iface(const struct netlink_message *message, const struct origin *origin,
		  struct iface *ret_iface)
{
	struct bytes b = message->body, old_stats = { .swap = b.swap };
	struct iface *i = ret_iface;
	uint32_t flags;
	uint8_t family;

	memset(i, 0, sizeof(*i));
	family = bytes_u8(&b);
	bytes_skip(&b, 1);
	i->link_type = bytes_u16(&b);
	i->index = bytes_u32(&b);
	flags = bytes_u32(&b);
	if (origin->system == SYSTEM_FREEBSD) { /* IFT_ and IFF_ as its routing socket has them */
		i->link_type = link_type_of_ift((uint8_t)i->link_type);
		i->flags = (uint32_t)rtsock_flags(flags, rtsock_layout(origin, 5)->iface_flags);
	} else {
		i->flags = map_bits(flags, link_flags, sizeof(link_flags));
	}
	bytes_skip(&b, 4);
	if (b.bad)
		return -EBADMSG;
	if (family) /* a bridge's or IPv6's view of an interface that has been listed already */
		return 0;
	i->has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_LINK_TYPE) | IFACE_BIT(IFACE_FLAGS);
	if (read_attrs(&b, i, &old_stats) < 0)
		return -EBADMSG;
	if (!iface_has(i, IFACE_RX_PACKETS) && bytes_left(&old_stats) &&
	    read_stats(old_stats, 4, i) < 0)
		return -EBADMSG;
	return 1;
}

static void read_lifetimes(struct bytes *v, struct ifaddr *f)
{
	uint32_t preferred = bytes_u32(v), valid = bytes_u32(v);

	if (preferred != UINT32_MAX) {
		f->preferred_ms = (int64_t)preferred * 1000;
		f->has |= IFADDR_BIT(IFADDR_PREFERRED);
	}
	if (valid != UINT32_MAX) {
		f->valid_ms = (int64_t)valid * 1000;
		f->has |= IFADDR_BIT(IFADDR_VALID);
	}
}

static int read_ifaddr_attr(struct netlink_attr *a, struct ifaddr *f, struct addr *ret_address)
{
	struct bytes *v = &a->value;
	enum family family = (enum family)f->family;

	switch (a->type) {
	case A_ADDRESS:
		return netlink_addr(v, family, ret_address);
	case A_LOCAL:
		f->has |= IFADDR_BIT(IFADDR_LOCAL);
		return netlink_addr(v, family, &f->local);
	case A_BROADCAST:
		f->has |= IFADDR_BIT(IFADDR_BROADCAST);
		return netlink_addr(v, family, &f->broadcast);
	case A_LABEL:
		f->has |= IFADDR_BIT(IFADDR_LABEL);
		read_text(v, f->label, sizeof(f->label));
		return 0;
	case A_FLAGS:
		f->flags = map_bits(bytes_u32(v), address_flags, sizeof(address_flags));
		return 0;
	case A_CACHEINFO:
		read_lifetimes(v, f);
		return 0;
	default:
		return 0;
	}
}

/*
 * IFA_ADDRESS is the prefix's address: on a point-to-point link the other end, else the local one.
 * IPv6 sends it alone where there is no peer.
 */
static void settle_addresses(struct ifaddr *f, const struct addr *address)
{
	if (!address->family)
		return;
	if (!(f->has & IFADDR_BIT(IFADDR_LOCAL))) {
		f->local = *address;
		f->has |= IFADDR_BIT(IFADDR_LOCAL);
	} else if (!addr_equal(&f->local, address)) {
		f->peer = *address;
		f->has |= IFADDR_BIT(IFADDR_PEER);
	}
}

int netlink_ifaddr(const struct netlink_message *message, const struct origin *origin,
		   struct ifaddr *ret_ifaddr)
{
	struct bytes b = message->body;
	struct addr address = { .family = FAMILY_NONE };
	struct ifaddr *f = ret_ifaddr;
	struct netlink_attr a;
	int more;

	memset(f, 0, sizeof(*f));
	f->family = (uint8_t)netlink_family(origin, bytes_u8(&b));
	f->local_bits = bytes_u8(&b);
	f->flags = map_bits(bytes_u8(&b), address_flags, 8);
	f->scope = bytes_u8(&b);
	f->ifindex = bytes_u32(&b);
	if (b.bad)
		return -EBADMSG;
	if (!f->family)
		return 0;
	if (f->local_bits > family_bits((enum family)f->family))
		return -EBADMSG;
	f->has = IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_DEVICE) | IFADDR_BIT(IFADDR_SCOPE) |
		 IFADDR_BIT(IFADDR_FLAGS);
	while ((more = netlink_attr_next(&b, &a)) > 0)
		if (read_ifaddr_attr(&a, f, &address) < 0 || a.value.bad)
			return -EBADMSG;
	settle_addresses(f, &address);
	if (addr_is_scoped(&f->local))
		f->local.scope = f->ifindex;
	return more < 0 ? more : 1;
}
