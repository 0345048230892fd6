/* SPDX-License-Identifier: ISC */
/*
 * Interfaces one by one, with their addresses: what net-tools' ifconfig prints, and netstat -ie. As
 * 2.10 has it and, with VIEW_1_60, 1.60:
 *
 *	eth0: flags=4163<UP,…>  mtu 1500		eth0      Link encap:Ethernet  HWaddr 02:00:…
 *	        inet 10.1.0.1  netmask …  broadcast …	          inet addr:10.1.0.1  Bcast:…  Mask:…
 *	        inet6 fe80::1  prefixlen 64  scopeid …	          inet6 addr: fe80::1/64 Scope:Link
 *	        ether 02:00:…  txqueuelen 1000  (…)	          UP BROADCAST …  MTU:1500  Metric:1
 *	        RX packets …				          RX packets:0 errors:0 …
 */
#include <string.h>

#include "lib/model/ifrows.h"
#include "lib/view/dialect.h"
#include "lib/view/hw_linux.h"

#define INDENT "        "
#define INDENT_1_60 "          "

enum { CSLIP = 257, CSLIP6 = 259, IO_PORTS = 0x100 };

/* In the order in which they are printed. */
static const struct {
	uint8_t flag;
	char name[13];
} flags[] = {
	{ IFLAG_UP, "UP" },	      { IFLAG_BROADCAST, "BROADCAST" },
	{ IFLAG_DEBUG, "DEBUG" },     { IFLAG_LOOPBACK, "LOOPBACK" },
	{ IFLAG_POINTOPOINT, "POINTOPOINT" }, { IFLAG_NOTRAILERS, "NOTRAILERS" },
	{ IFLAG_RUNNING, "RUNNING" }, { IFLAG_NOARP, "NOARP" },
	{ IFLAG_PROMISC, "PROMISC" }, { IFLAG_ALLMULTI, "ALLMULTI" },
	{ IFLAG_SLAVE, "SLAVE" },     { IFLAG_MASTER, "MASTER" },
	{ IFLAG_MULTICAST, "MULTICAST" }, { IFLAG_DYNAMIC, "DYNAMIC" },
};

enum { FLAGS = sizeof(flags) / sizeof(flags[0]) };

/* Bits of <net/ipv6.h>'s address types, which is what the kernel's text calls the scope. */
static const struct scope {
	uint8_t number;
	char name[14], name_1_60[8];
} scopes[] = {
	{ 0x00, "global", "Global" }, { 0x20, "link", "Link" },	     { 0x40, "site", "Site" },
	{ 0x10, "host", "Host" },     { 0x80, "compat,global", "Compat" },
};

static const struct scope *scope_of(const struct addr *a)
{
	static const uint8_t zero[15];
	const uint8_t *b = a->bytes;

	if (b[0] == 0xfe && b[1] >= 0x80)
		return &scopes[b[1] < 0xc0 ? 1 : 2];
	if (memcmp(b, zero, 12) != 0 || addr_is_zero(a))
		return &scopes[0];
	return &scopes[memcmp(b, zero, 15) == 0 && b[15] == 1 ? 3 : 4];
}

/* The kernel's numbers of the flags are ours, in sixteen bits with a sign. */
static void write_flags(struct out *out, uint32_t set)
{
	bool any = false;

	out_format(out, " flags=%d", (int16_t)(set & 0xffff));
	for (size_t i = 0; i < FLAGS; i++) {
		if (!(set >> flags[i].flag & 1))
			continue;
		out_char(out, any ? ',' : '<');
		out_text(out, flags[i].name);
		any = true;
	}
	if (any)
		out_char(out, '>');
	else if (!(set & 0xffff))
		out_char(out, '<'); /* none at all: net-tools closes nothing */
}

static void write_name(struct out *out, const char *name)
{
	out_name(out, name, strnlen(name, IFACE_NAME_MAX - 1));
}

/* The broadcast address and the other end are zero where there is none. */
static void write_inet(struct out *out, const struct addr *a)
{
	static const uint8_t zero[4];

	addr_write_inet(out, a->family == FAMILY_INET ? a->bytes : zero);
}

static const struct addr *far_end(const struct ifaddr *a)
{
	return a->has & IFADDR_BIT(IFADDR_PEER) ? &a->peer : &a->local;
}

static void inet_line(struct out *out, const struct iface *i, const struct ifaddr *a)
{
	out_literal(out, INDENT "inet ");
	write_inet(out, &a->local);
	out_literal(out, "  netmask ");
	addr_write_mask(out, a->local_bits);
	if (iface_flag(i, IFLAG_BROADCAST)) {
		out_literal(out, "  broadcast ");
		write_inet(out, &a->broadcast);
	}
	if (iface_flag(i, IFLAG_POINTOPOINT)) {
		out_literal(out, "  destination ");
		write_inet(out, far_end(a));
	}
	out_char(out, '\n');
}

static void inet_line_1_60(struct out *out, const struct iface *i, const struct ifaddr *a)
{
	out_literal(out, INDENT_1_60 "inet addr:");
	write_inet(out, &a->local);
	out_char(out, ' ');
	if (iface_flag(i, IFLAG_POINTOPOINT)) {
		out_literal(out, " P-t-P:");
		write_inet(out, far_end(a));
		out_char(out, ' ');
	}
	if (iface_flag(i, IFLAG_BROADCAST)) {
		out_literal(out, " Bcast:");
		write_inet(out, &a->broadcast);
		out_char(out, ' ');
	}
	out_literal(out, " Mask:");
	addr_write_mask(out, a->local_bits);
	out_char(out, '\n');
}

static bool is_mapped(const struct addr *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(a->bytes, prefix, sizeof(prefix)) == 0;
}

static void inet6_line(struct out *out, const struct ifaddr *a, bool old)
{
	const struct scope *scope = scope_of(&a->local);

	out_row(out);
	out_text(out, old ? INDENT_1_60 "inet6 addr: " : INDENT "inet6 ");
	if (is_mapped(&a->local) && !old) /* the C library's way to name such an address */
		addr_write_inet(out, a->local.bytes + 12);
	else
		addr_write(out, &a->local);
	if (old)
		out_format(out, "/%u Scope:%s\n", a->local_bits, scope->name_1_60);
	else
		out_format(out, "  prefixlen %u  scopeid 0x%x<%s>\n", a->local_bits, scope->number,
			   scope->name);
}

/* An address that is shorter than its type has it is filled with zeros. */
static void write_hardware(struct out *out, const struct hw_linux *h, const struct addr *address,
			   bool upper)
{
	struct addr shown = { .family = FAMILY_LINK, .size = h->size };

	memcpy(shown.bytes, address->bytes, address->size < h->size ? address->size : h->size);
	switch ((enum hw_address)h->address) {
	case HW_COLONS:
		addr_write_link(out, &shown, ':', 2, upper);
		break;
	case HW_DASHES:
		addr_write_link(out, &shown, '-', 2, true);
		break;
	case HW_PLAIN:
		for (unsigned i = 0; i < h->size; i++)
			out_format(out, "%02x", shown.bytes[i]);
		break;
	case HW_NUMBER:
		out_u64(out, (uint64_t)shown.bytes[0] << 8 | shown.bytes[1]);
		break;
	case HW_NONE:
	case HW_EMPTY:
		break;
	}
}

static const struct hw_linux *hardware_of(const struct iface *i)
{
	const struct hw_linux *h = hw_linux_find(i->link_type);

	return h ? h : hw_linux_named("unspec");
}

static void hardware_line(struct out *out, const struct iface *i)
{
	const struct hw_linux *h = hardware_of(i);

	if (!iface_has(i, IFACE_LINK_TYPE))
		return;
	out_literal(out, INDENT);
	out_text(out, h->name);
	if (h->address != HW_NONE) {
		out_char(out, ' ');
		write_hardware(out, h, &i->address, false);
	}
	if (iface_has(i, IFACE_QUEUE))
		out_format(out, "  txqueuelen %d", (int)i->queue);
	out_format(out, "  (%s)\n", h->title);
}

struct unit {
	uint8_t shift;
	char name[4], name_1_60[4];
};

typedef unsigned long long number;

/*
 * Tenths of the greatest unit that it is more than one of. What is too long to be multiplied is divided
 * by a tenth of the unit, as net-tools does it.
 */
static void write_bytes(struct out *out, uint64_t bytes, bool old)
{
	static const struct unit units[] = {
		{ 50, "PiB", "" }, { 40, "TiB", "" },	 { 30, "GiB", "" },
		{ 20, "MiB", "MB" }, { 10, "KiB", "kB" }, { 0, "B", "b" },
	};
	const struct unit *u = &units[old ? 3 : 0];
	uint64_t tenths;

	while (u->shift && bytes <= UINT64_C(1) << u->shift)
		u++;
	if (bytes <= INT64_MAX / 10)
		tenths = bytes * 10 >> u->shift;
	else
		tenths = bytes / ((UINT64_C(1) << u->shift) / 10);
	out_format(out, "%llu (%llu.%llu %s)", (number)bytes, (number)(tenths / 10),
		   (number)(tenths % 10), old ? u->name_1_60 : u->name);
}

/* what the device missed is among what was dropped, as in the table */
static number dropped(const struct iface *i)
{
	return i->rx_dropped + i->rx_missed;
}

static void counters(struct out *out, const struct iface *i)
{
	bool compress = i->link_type == CSLIP || i->link_type == CSLIP6;

	out_format(out, INDENT "RX packets %llu  bytes ", (number)i->rx_packets);
	write_bytes(out, i->rx_bytes, false);
	if (compress)
		out_format(out, "\n" INDENT "RX compressed:%llu", (number)i->rx_compressed);
	out_format(out, "\n" INDENT "RX errors %llu  dropped %llu  overruns %llu  frame %llu\n",
		   (number)i->rx_errors, dropped(i), (number)i->rx_fifo, (number)i->rx_frame);
	out_format(out, INDENT "TX packets %llu  bytes ", (number)i->tx_packets);
	write_bytes(out, i->tx_bytes, false);
	if (compress)
		out_format(out, "\n" INDENT "TX compressed %llu", (number)i->tx_compressed);
	out_format(out,
		   "\n" INDENT "TX errors %llu  dropped %llu overruns %llu  carrier %llu  collisions %llu\n",
		   (number)i->tx_errors, (number)i->tx_dropped, (number)i->tx_fifo,
		   (number)i->tx_carrier, (number)i->collisions);
}

static void counters_1_60(struct out *out, const struct iface *i)
{
	bool compress = i->link_type == CSLIP || i->link_type == CSLIP6;

	out_format(out, INDENT_1_60 "RX packets:%llu errors:%llu dropped:%llu overruns:%llu frame:%llu\n",
		   (number)i->rx_packets, (number)i->rx_errors, dropped(i), (number)i->rx_fifo,
		   (number)i->rx_frame);
	if (compress)
		out_format(out, INDENT_1_60 "   compressed:%llu\n", (number)i->rx_compressed);
	out_format(out,
		   INDENT_1_60 "TX packets:%llu errors:%llu dropped:%llu overruns:%llu carrier:%llu\n"
			       INDENT_1_60 "collisions:%llu ",
		   (number)i->tx_packets, (number)i->tx_errors, (number)i->tx_dropped,
		   (number)i->tx_fifo, (number)i->tx_carrier, (number)i->collisions);
	if (compress)
		out_format(out, "compressed:%llu ", (number)i->tx_compressed);
	if (iface_has(i, IFACE_QUEUE))
		out_format(out, "txqueuelen:%d ", (int)i->queue);
	out_literal(out, "\n" INDENT_1_60 "RX bytes:");
	write_bytes(out, i->rx_bytes, true);
	out_literal(out, "  TX bytes:");
	write_bytes(out, i->tx_bytes, true);
	out_char(out, '\n');
}

/* What a driver of old hardware says of its place on the bus. */
static void map_line(struct out *out, const struct iface *i, bool old)
{
	bool ports = i->io_base >= IO_PORTS || (old && i->io_base);

	if (!i->irq && !i->memory_start && !i->dma && !ports)
		return;
	out_text(out, old ? INDENT_1_60 : INDENT "device ");
	if (i->irq)
		out_format(out, old ? "Interrupt:%u " : "interrupt %u  ", i->irq);
	if (i->io_base >= IO_PORTS)
		out_format(out, old ? "Base address:0x%x " : "base 0x%x  ", (unsigned)(uint16_t)i->io_base);
	if (i->memory_start)
		out_format(out, old ? "Memory:%llx-%llx " : "memory 0x%llx-%llx  ",
			   (number)i->memory_start, (number)i->memory_end);
	if (i->dma)
		out_format(out, old ? "DMA chan:%x " : "  dma 0x%x", i->dma);
	out_char(out, '\n');
}

static void begin(struct out *out, const struct iface *i)
{
	write_name(out, i->name);
	out_char(out, ':');
	if (iface_has(i, IFACE_FLAGS))
		write_flags(out, i->flags);
	if (iface_has(i, IFACE_MTU))
		out_format(out, "  mtu %d", (int)i->mtu);
	out_char(out, '\n');
}

/* %-9.9s Link encap:%s, then the address; the name is cut, but not in the middle of what was escaped */
static void begin_1_60(struct out *out, const struct iface *i)
{
	const struct hw_linux *h = hardware_of(i);
	size_t start = out->used;

	write_name(out, i->name);
	if (out->used - start > 9)
		out->used = start + cell_cut(out->buffer + start, 9);
	out_spaces(out, 9 - (out->used - start));
	if (iface_has(i, IFACE_LINK_TYPE)) {
		out_format(out, " Link encap:%s  ", h->title);
		if (h->address != HW_NONE) {
			out_literal(out, "HWaddr ");
			write_hardware(out, h, &i->address, true);
			out_literal(out, "  ");
		}
	}
	out_char(out, '\n');
}

static void flags_line_1_60(struct out *out, const struct iface *i)
{
	out_literal(out, INDENT_1_60);
	if (iface_has(i, IFACE_FLAGS) && !(i->flags & 0xffff))
		out_literal(out, "[NO FLAGS] ");
	for (size_t f = 0; f < FLAGS; f++)
		if (i->flags >> flags[f].flag & 1)
			out_format(out, "%s ", flags[f].name);
	out_format(out, " MTU:%d  Metric:%u\n", (int)i->mtu, i->metric ? i->metric : 1);
}

void iface_linux_long(struct out *out, const struct view_context *c, const struct iface *i,
		      const struct ifrow_addr *addrs, size_t count)
{
	bool old = c->options & VIEW_1_60;
	const struct ifaddr *first = NULL;

	out_row(out);
	cell_netns(out, c);
	(old ? begin_1_60 : begin)(out, i);
	for (size_t n = 0; n < count && !first; n++)
		if (addrs[n].addr.family == FAMILY_INET && strcmp(addrs[n].addr.label, i->name) == 0)
			first = &addrs[n].addr;
	if (first)
		(old ? inet_line_1_60 : inet_line)(out, i, first);
	for (size_t n = 0; n < count && iface_has(i, IFACE_NAME); n++)
		if (addrs[n].addr.family == FAMILY_INET6)
			inet6_line(out, &addrs[n].addr, old);
	out_row(out);
	if (old)
		flags_line_1_60(out, i);
	else
		hardware_line(out, i);
	if (iface_has(i, IFACE_RX_PACKETS))
		(old ? counters_1_60 : counters)(out, i);
	map_line(out, i, old);
	out_char(out, '\n');
}
