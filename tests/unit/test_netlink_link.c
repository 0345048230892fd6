/* SPDX-License-Identifier: ISC */
/* Interfaces and addresses that are made up, written with the kernel's numbers, and read again. */
#include "builder.h"

#include <sys/socket.h>

#include <linux/if.h>

#include "lib/wire/netlink.h"

static struct build build;
static const struct origin linux_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

static const struct {
	uint32_t kernel;
	enum iface_flag flag;
} link_flags[] = {
	{ IFF_UP, IFLAG_UP },		   { IFF_BROADCAST, IFLAG_BROADCAST },
	{ IFF_DEBUG, IFLAG_DEBUG },	   { IFF_LOOPBACK, IFLAG_LOOPBACK },
	{ IFF_POINTOPOINT, IFLAG_POINTOPOINT }, { IFF_NOTRAILERS, IFLAG_NOTRAILERS },
	{ IFF_RUNNING, IFLAG_RUNNING },	   { IFF_NOARP, IFLAG_NOARP },
	{ IFF_PROMISC, IFLAG_PROMISC },	   { IFF_ALLMULTI, IFLAG_ALLMULTI },
	{ IFF_MASTER, IFLAG_MASTER },	   { IFF_SLAVE, IFLAG_SLAVE },
	{ IFF_MULTICAST, IFLAG_MULTICAST }, { IFF_PORTSEL, IFLAG_PORTSEL },
	{ IFF_AUTOMEDIA, IFLAG_AUTOMEDIA }, { IFF_DYNAMIC, IFLAG_DYNAMIC },
	{ IFF_LOWER_UP, IFLAG_LOWER_UP },  { IFF_DORMANT, IFLAG_DORMANT },
	{ IFF_ECHO, IFLAG_ECHO },
};

static const struct {
	uint32_t kernel;
	enum ifaddr_flag flag;
} address_flags[] = {
	{ IFA_F_SECONDARY, AFLAG_SECONDARY },	{ IFA_F_NODAD, AFLAG_NODAD },
	{ IFA_F_OPTIMISTIC, AFLAG_OPTIMISTIC }, { IFA_F_DADFAILED, AFLAG_DADFAILED },
	{ IFA_F_HOMEADDRESS, AFLAG_HOMEADDRESS }, { IFA_F_DEPRECATED, AFLAG_DEPRECATED },
	{ IFA_F_TENTATIVE, AFLAG_TENTATIVE },	{ IFA_F_PERMANENT, AFLAG_PERMANENT },
	{ IFA_F_MANAGETEMPADDR, AFLAG_MANAGETEMP }, { IFA_F_NOPREFIXROUTE, AFLAG_NOPREFIXROUTE },
	{ IFA_F_MCAUTOJOIN, AFLAG_MCAUTOJOIN }, { IFA_F_STABLE_PRIVACY, AFLAG_STABLE_PRIVACY },
};

static uint32_t random_bits(struct dice *d, size_t count, uint32_t *ret_kernel,
			    uint32_t (*kernel)(size_t i), unsigned (*flag)(size_t i))
{
	uint32_t ours = 0;

	*ret_kernel = 0;
	for (size_t i = 0; i < count; i++) {
		if (dice_below(d, 2))
			continue;
		*ret_kernel |= kernel(i);
		ours |= UINT32_C(1) << flag(i);
	}
	return ours;
}

static uint32_t link_kernel(size_t i) { return link_flags[i].kernel; }
static unsigned link_flag(size_t i) { return link_flags[i].flag; }
static uint32_t address_kernel(size_t i) { return address_flags[i].kernel; }
static unsigned address_flag(size_t i) { return address_flags[i].flag; }

/* rtnl_link_stats64 in the order of the kernel's structure, and what becomes of each member. */
static void set_stats(struct iface *i, const uint64_t *v, unsigned count)
{
	i->rx_packets = v[0];
	i->tx_packets = v[1];
	i->rx_bytes = v[2];
	i->tx_bytes = v[3];
	i->rx_errors = v[4];
	i->tx_errors = v[5];
	i->rx_dropped = v[6];
	i->tx_dropped = v[7];
	i->multicast = v[8];
	i->collisions = v[9];
	i->rx_frame = v[10] + v[11] + v[12] + v[13]; /* length, over, CRC, frame */
	i->rx_fifo = v[14];
	i->rx_missed = v[15];
	i->tx_carrier = v[16] + v[17] + v[19] + v[20]; /* aborted, carrier, heartbeat, window */
	i->tx_fifo = v[18];
	i->rx_compressed = v[21];
	i->tx_compressed = v[22];
	i->has |= IFACE_BIT(IFACE_RX_PACKETS) | IFACE_BIT(IFACE_TX_PACKETS) | IFACE_BIT(IFACE_RX_BYTES) |
		  IFACE_BIT(IFACE_TX_BYTES) | IFACE_BIT(IFACE_RX_ERRORS) | IFACE_BIT(IFACE_TX_ERRORS) |
		  IFACE_BIT(IFACE_RX_DROPPED) | IFACE_BIT(IFACE_TX_DROPPED) | IFACE_BIT(IFACE_MULTICAST) |
		  IFACE_BIT(IFACE_COLLISIONS) | IFACE_BIT(IFACE_RX_FRAME) | IFACE_BIT(IFACE_RX_FIFO) |
		  IFACE_BIT(IFACE_RX_MISSED) | IFACE_BIT(IFACE_TX_CARRIER) | IFACE_BIT(IFACE_TX_FIFO) |
		  IFACE_BIT(IFACE_RX_COMPRESSED) | IFACE_BIT(IFACE_TX_COMPRESSED);
	if (count > 23) {
		i->rx_nohandler = v[23];
		i->has |= IFACE_BIT(IFACE_RX_NOHANDLER);
	}
}

/* The old counters of 32 bits, the new of 64, or both; the new ones count. */
static void put_stats(struct dice *d, struct iface *i)
{
	enum { MEMBERS = 25 }; /* one more than we know */
	unsigned which = dice_below(d, 4), count = 23 + dice_below(d, 3);
	uint64_t wide[MEMBERS], narrow[MEMBERS];
	size_t start;

	for (unsigned k = 0; k < MEMBERS; k++) {
		wide[k] = dice_u64(d) >> 3;
		narrow[k] = (uint32_t)dice_u64(d);
	}
	if (which & 1) {
		start = build_nest(&build, IFLA_STATS);
		for (unsigned k = 0; k < count; k++)
			build_u32(&build, (uint32_t)narrow[k]);
		build_nest_end(&build, start);
	}
	if (which & 2) {
		start = build_nest(&build, IFLA_STATS64);
		for (unsigned k = 0; k < count; k++)
			build_u64(&build, wide[k]);
		build_nest_end(&build, start);
	}
	if (which)
		set_stats(i, which & 2 ? wide : narrow, count);
}

static void put_link_address(struct dice *d, unsigned type, struct addr *a)
{
	a->family = FAMILY_LINK;
	a->size = (uint8_t)dice_below(d, ADDR_MAX + 1);
	dice_fill(d, a->bytes, a->size);
	build_attr(&build, type, a->bytes, a->size);
}

static void put_link_attributes(struct dice *d, struct iface *i)
{
	size_t start;

	/* any bytes are a name; NUL behind it or not */
	for (unsigned n = 1 + dice_below(d, IFACE_NAME_MAX - 1), k = 0; k < n; k++)
		i->name[k] = (char)(1 + dice_below(d, 255));
	build_attr(&build, IFLA_IFNAME, i->name, strlen(i->name) + dice_below(d, 2));
	i->has |= IFACE_BIT(IFACE_NAME);
	put_link_address(d, IFLA_ADDRESS, &i->address);
	put_link_address(d, IFLA_BROADCAST, &i->broadcast);
	i->has |= IFACE_BIT(IFACE_ADDRESS) | IFACE_BIT(IFACE_BROADCAST);
	i->mtu = (uint32_t)dice_u64(d);
	i->queue = (uint32_t)dice_u64(d);
	build_attr_u32(&build, IFLA_MTU, i->mtu);
	build_attr_u32(&build, IFLA_TXQLEN, i->queue);
	i->has |= IFACE_BIT(IFACE_MTU) | IFACE_BIT(IFACE_QUEUE);
	i->operstate = (uint8_t)dice_below(d, 7);
	build_attr_u8(&build, IFLA_OPERSTATE, i->operstate);
	i->has |= IFACE_BIT(IFACE_OPERSTATE);
	if (dice_below(d, 2)) {
		i->master = (uint32_t)dice_u64(d);
		i->lower = (uint32_t)dice_u64(d);
		build_attr_u32(&build, IFLA_MASTER, i->master);
		build_attr_u32(&build, IFLA_LINK, i->lower);
		i->has |= IFACE_BIT(IFACE_MASTER) | IFACE_BIT(IFACE_LOWER);
	}
	if (dice_below(d, 2)) {
		start = build_nest(&build, IFLA_LINKINFO);
		build_attr(&build, IFLA_INFO_KIND, "bridge", 7);
		build_attr(&build, IFLA_INFO_DATA, "\xff\xff\xff\xff", 4);
		build_nest_end(&build, start);
		strcpy(i->kind, "bridge");
		i->has |= IFACE_BIT(IFACE_KIND);
	}
	put_stats(d, i);
	build_attr_u32(&build, 4711, 4711);
}

static void put_link(struct dice *d, struct iface *i, unsigned family)
{
	uint32_t kernel;

	i->link_type = (uint16_t)dice_u64(d);
	i->index = (uint32_t)dice_u64(d);
	i->flags = random_bits(d, COUNT(link_flags), &kernel, link_kernel, link_flag);
	i->has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_LINK_TYPE) | IFACE_BIT(IFACE_FLAGS);
	build_u8(&build, family);
	build_u8(&build, 0);
	build_u16(&build, i->link_type);
	build_u32(&build, i->index);
	build_u32(&build, kernel | 0xfff80000);
	build_u32(&build, UINT32_MAX);
}

static int read_link(const uint8_t *data, size_t size, bool swap, struct iface *ret_iface)
{
	struct bytes frame = bytes_of(data, size, swap);
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	return netlink_iface(&m, &linux_origin, ret_iface);
}

#define SAME(member) assert_memory_equal(&got.member, &want.member, sizeof(got.member))

static void test_links(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int k = 0; k < 10000; k++) {
		struct iface want, got;
		struct guarded g;
		size_t start;

		memset(&want, 0, sizeof(want));
		memset(&got, 0xff, sizeof(got));
		build_begin(&build, k & 1);
		start = build_message(&build, RTM_NEWLINK, NLM_F_MULTI);
		put_link(&dice, &want, AF_UNSPEC);
		put_link_attributes(&dice, &want);
		build_message_end(&build, start);
		g = guard(build.data, build.size, false);
		assert_int_equal(read_link(g.data, build.size, build_swap(&build), &got), 1);
		SAME(has); SAME(index); SAME(flags); SAME(mtu); SAME(metric); SAME(queue); SAME(master);
		SAME(lower); SAME(link_type); SAME(operstate); SAME(name); SAME(kind); SAME(address);
		SAME(broadcast); SAME(rx_packets); SAME(tx_packets); SAME(rx_bytes); SAME(tx_bytes);
		SAME(rx_errors); SAME(tx_errors); SAME(rx_dropped); SAME(tx_dropped); SAME(rx_missed);
		SAME(rx_fifo); SAME(tx_fifo); SAME(rx_frame); SAME(rx_compressed); SAME(tx_compressed);
		SAME(tx_carrier); SAME(multicast); SAME(collisions); SAME(rx_nohandler);
		unguard(&g);
	}
}

/* A bridge tells of its ports again, in its own words: they are no interfaces of their own. */
static void test_views_of_others(void **state)
{
	static const unsigned families[] = { AF_BRIDGE, AF_INET6, 255 };
	struct dice dice = DICE;
	struct iface want, got;

	(void)state;
	for (size_t k = 0; k < COUNT(families); k++) {
		size_t start;

		build_begin(&build, k & 1);
		start = build_message(&build, RTM_NEWLINK, 0);
		put_link(&dice, &want, families[k]);
		build_message_end(&build, start);
		assert_int_equal(read_link(build.data, build.size, build_swap(&build), &got), 0);
	}
}

static void test_sizes(void **state)
{
	static const struct {
		unsigned type, least, most;
	} table[] = {
		{ IFLA_ADDRESS, 0, ADDR_MAX }, { IFLA_BROADCAST, 0, ADDR_MAX }, { IFLA_MTU, 4, 250 },
		{ IFLA_LINK, 4, 250 },	       { IFLA_MASTER, 4, 250 },	       { IFLA_TXQLEN, 4, 250 },
		{ IFLA_OPERSTATE, 1, 250 },    { IFLA_STATS64, 23 * 8, 250 },  { IFLA_STATS, 23 * 4, 250 },
		{ IFLA_IFNAME, 0, 250 },
	};
	static const uint8_t zeros[256];
	struct iface i;

	(void)state;
	for (size_t t = 0; t < COUNT(table); t++)
		for (size_t size = 0; size <= 250; size++) {
			bool good = size >= table[t].least && size <= table[t].most;
			size_t start;

			if (table[t].type == IFLA_STATS && !size) /* as if it were not there */
				good = true;
			build_begin(&build, t & 1);
			start = build_message(&build, RTM_NEWLINK, 0);
			build_bytes(&build, zeros, 16);
			build_attr(&build, table[t].type, zeros, size);
			build_message_end(&build, start);
			assert_int_equal(read_link(build.data, build.size, build_swap(&build), &i),
					 good ? 1 : -EBADMSG);
		}
}

/* Names end, whatever came. */
static void test_long_names(void **state)
{
	static const char text[] = "0123456789abcdefghij";
	struct iface i;

	(void)state;
	for (size_t n = 0; n <= 20; n++) {
		size_t start, nest;

		build_begin(&build, n & 1);
		start = build_message(&build, RTM_NEWLINK, 0);
		build_bytes(&build, (const uint8_t[16]){ 0 }, 16);
		build_attr(&build, IFLA_IFNAME, text, n);
		nest = build_nest(&build, IFLA_LINKINFO);
		build_attr(&build, IFLA_INFO_KIND, text, n);
		build_nest_end(&build, nest);
		build_message_end(&build, start);
		assert_int_equal(read_link(build.data, build.size, build_swap(&build), &i), 1);
		assert_int_equal(strlen(i.name), n < IFACE_NAME_MAX ? n : IFACE_NAME_MAX - 1);
		assert_int_equal(strlen(i.kind), n < IFACE_NAME_MAX ? n : IFACE_NAME_MAX - 1);
		assert_memory_equal(i.name, text, strlen(i.name));
	}
}

static struct addr random_addr(struct dice *d, bool inet, bool link_local)
{
	struct addr a = { .family = inet ? FAMILY_INET : FAMILY_INET6, .size = inet ? 4 : 16 };

	dice_fill(d, a.bytes, a.size);
	if (!inet) {
		a.bytes[0] = link_local ? 0xfe : 0xfd;
		a.bytes[1] = 0x80;
	}
	return a;
}

static void put_lifetimes(struct dice *d, struct ifaddr *f)
{
	uint32_t preferred = dice_below(d, 3) ? (uint32_t)dice_u64(d) : UINT32_MAX;
	uint32_t valid = dice_below(d, 3) ? (uint32_t)dice_u64(d) : UINT32_MAX;
	size_t start = build_nest(&build, IFA_CACHEINFO);

	build_u32(&build, preferred);
	build_u32(&build, valid);
	build_u32(&build, 1);
	build_u32(&build, 2);
	build_nest_end(&build, start);
	if (preferred != UINT32_MAX) {
		f->preferred_ms = (int64_t)preferred * 1000;
		f->has |= IFADDR_BIT(IFADDR_PREFERRED);
	}
	if (valid != UINT32_MAX) {
		f->valid_ms = (int64_t)valid * 1000;
		f->has |= IFADDR_BIT(IFADDR_VALID);
	}
}

/*
 * IPv4 always tells its own address (LOCAL); IPv6 only beside a peer's. ADDRESS is the prefix's: the
 * peer's where there is one.
 */
static void put_addresses(struct dice *d, struct ifaddr *f, bool inet)
{
	struct addr local = random_addr(d, inet, dice_below(d, 2));
	bool peer = dice_below(d, 3) == 0;

	f->local = local;
	f->has |= IFADDR_BIT(IFADDR_LOCAL);
	if (peer) {
		f->peer = random_addr(d, inet, false);
		f->has |= IFADDR_BIT(IFADDR_PEER);
		build_attr(&build, IFA_ADDRESS, f->peer.bytes, f->peer.size);
	} else {
		build_attr(&build, IFA_ADDRESS, local.bytes, local.size);
	}
	if (inet || peer)
		build_attr(&build, IFA_LOCAL, local.bytes, local.size);
	if (!inet && local.bytes[0] == 0xfe)
		f->local.scope = f->ifindex;
	if (inet && dice_below(d, 2)) {
		f->broadcast = random_addr(d, true, false);
		f->has |= IFADDR_BIT(IFADDR_BROADCAST);
		build_attr(&build, IFA_BROADCAST, f->broadcast.bytes, 4);
	}
}

static void put_address(struct dice *d, struct ifaddr *f)
{
	bool inet = dice_below(d, 2);
	uint32_t kernel;

	f->family = inet ? FAMILY_INET : FAMILY_INET6;
	f->local_bits = (uint8_t)dice_below(d, inet ? 33 : 129);
	f->scope = (uint8_t)dice_u64(d);
	f->ifindex = (uint32_t)dice_u64(d);
	f->flags = random_bits(d, COUNT(address_flags), &kernel, address_kernel, address_flag);
	f->has = IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_DEVICE) | IFADDR_BIT(IFADDR_SCOPE) |
		 IFADDR_BIT(IFADDR_FLAGS);
	build_u8(&build, inet ? AF_INET : AF_INET6);
	build_u8(&build, f->local_bits);
	build_u8(&build, kernel & 0xff);
	build_u8(&build, f->scope);
	build_u32(&build, f->ifindex);
	put_addresses(d, f, inet);
	build_attr_u32(&build, IFA_FLAGS, kernel);
	if (inet) {
		strcpy(f->label, "eth0:1");
		f->has |= IFADDR_BIT(IFADDR_LABEL);
		build_attr(&build, IFA_LABEL, "eth0:1", 7);
	}
	if (dice_below(d, 2))
		put_lifetimes(d, f);
}

static int read_address(const uint8_t *data, size_t size, bool swap, struct ifaddr *ret_ifaddr)
{
	struct bytes frame = bytes_of(data, size, swap);
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	return netlink_ifaddr(&m, &linux_origin, ret_ifaddr);
}

static void test_addresses(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int k = 0; k < 10000; k++) {
		struct ifaddr want, got;
		struct guarded g;
		size_t start;

		memset(&want, 0, sizeof(want));
		memset(&got, 0xff, sizeof(got));
		build_begin(&build, k & 1);
		start = build_message(&build, RTM_NEWADDR, 0);
		put_address(&dice, &want);
		build_message_end(&build, start);
		g = guard(build.data, build.size, false);
		assert_int_equal(read_address(g.data, build.size, build_swap(&build), &got), 1);
		SAME(has); SAME(family); SAME(local_bits); SAME(scope); SAME(flags); SAME(ifindex);
		SAME(valid_ms); SAME(preferred_ms); SAME(label); SAME(local); SAME(peer); SAME(broadcast);
		unguard(&g);
	}
}

static void test_address_lengths(void **state)
{
	struct ifaddr f;

	(void)state;
	for (unsigned bits = 0; bits < 256; bits++)
		for (unsigned k = 0; k < 3; k++) {
			static const uint8_t families[] = { AF_INET, AF_INET6, AF_BRIDGE };
			static const unsigned most[] = { 32, 128, 0 };
			size_t start;

			build_begin(&build, k & 1);
			start = build_message(&build, RTM_NEWADDR, 0);
			build_u8(&build, families[k]);
			build_u8(&build, bits);
			build_bytes(&build, "\0\0\0\0\0\3", 6);
			build_message_end(&build, start);
			assert_int_equal(read_address(build.data, build.size, build_swap(&build), &f),
					 k == 2 ? 0 : bits <= most[k] ? 1 : -EBADMSG);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_views_of_others),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_address_lengths),
	};

	return RUN_TESTS("netlink_link", tests);
}
