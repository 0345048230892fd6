/* SPDX-License-Identifier: ISC */
#include "lib/wire/procfs.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/wire/procfs_line.h"

/* RTF_ bits of <linux/route.h> and <linux/ipv6_route.h> */
static uint64_t map_flags(uint32_t bits)
{
	static const struct {
		uint32_t bit;
		uint8_t flag;
	} table[] = {
		{ 0x1, RFLAG_UP },	       { 0x2, RFLAG_GATEWAY },
		{ 0x4, RFLAG_HOST },	       { 0x8, RFLAG_REINSTATE },
		{ 0x10, RFLAG_DYNAMIC },       { 0x20, RFLAG_MODIFIED },
		{ 0x40, RFLAG_PREF_MTU },      { 0x80, RFLAG_PREF_WINDOW },
		{ 0x100, RFLAG_PREF_IRTT },    { 0x200, RFLAG_REJECT },
		{ 0x10000, RFLAG_DEFAULT },    { 0x20000, RFLAG_ALLONLINK },
		{ 0x40000, RFLAG_ADDRCONF },   { 0x100000, RFLAG_ANYCAST },
		{ 0x200000, RFLAG_NONEXTHOP }, { 0x400000, RFLAG_EXPIRES },
		{ 0x1000000, RFLAG_CACHE },    { 0x2000000, RFLAG_FLOW },
		{ 0x4000000, RFLAG_POLICY },   { 0x80000000, RFLAG_LOCAL },
	};
	uint64_t result = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (bits & table[i].bit)
			result |= RFLAG_BIT(table[i].flag);
	return result;
}

static int read_numbers(struct bytes *line, struct route *r)
{
	uint64_t metric, refs, use, flags;

	if (procfs_hex(line, 8, &metric) < 0 || procfs_hex(line, 8, &refs) < 0 ||
	    procfs_hex(line, 8, &use) < 0 || procfs_hex(line, 8, &flags) < 0)
		return -EBADMSG;
	r->priority = (uint32_t)metric;
	r->refs = (uint32_t)refs;
	r->use = use;
	r->flags = map_flags((uint32_t)flags);
	return 0;
}

int procfs_ipv6_route(struct bytes *text, struct route *ret_route)
{
	struct bytes line, device;
	struct route *r = ret_route;
	uint64_t dst_bits, src_bits;

	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(r, 0, sizeof(*r));
	if (procfs_inet6(&line, &r->dst) < 0 || procfs_hex(&line, 2, &dst_bits) < 0 ||
	    procfs_inet6(&line, &r->src) < 0 || procfs_hex(&line, 2, &src_bits) < 0 ||
	    procfs_inet6(&line, &r->gateway) < 0 || read_numbers(&line, r) < 0 || dst_bits > 128 ||
	    src_bits > 128)
		return -EBADMSG;
	device = procfs_word(&line);
	if (!bytes_left(&device) || bytes_left(&device) >= sizeof(r->device))
		return -EBADMSG;
	memcpy(r->device, device.at, bytes_left(&device));
	r->family = FAMILY_INET6;
	r->dst_bits = (uint8_t)dst_bits;
	r->src_bits = (uint8_t)src_bits;
	r->hops = 1;
	r->type = route_flag(r, RFLAG_REJECT) ? TYPE_UNREACHABLE : TYPE_UNICAST;
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) |
		 ROUTE_BIT(ROUTE_PRIORITY) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) |
		 ROUTE_BIT(ROUTE_DEVICE) | (src_bits ? ROUTE_BIT(ROUTE_SRC) : 0) |
		 (addr_is_zero(&r->gateway) ? 0 : ROUTE_BIT(ROUTE_GATEWAY));
	return 1;
}

void procfs_counters_begin(struct procfs_counters *it, struct bytes text)
{
	*it = (struct procfs_counters){ .text = text };
}

/*
 * "Icmp6InMsgs", "SctpCurrEstab", "XfrmInError": IPv6's group ends with its digit, others where the
 * protocol's name does. What looks like none of them has no group.
 */
static int split_name(struct bytes name, struct counter *c)
{
	static const char *const groups[] = { "Sctp", "Xfrm" };
	const uint8_t *six = memchr(name.at, '6', bytes_left(&name));
	size_t n = six ? (size_t)(six + 1 - name.at) : 0;

	for (size_t i = 0; !n && i < sizeof(groups) / sizeof(groups[0]); i++)
		if (bytes_left(&name) > strlen(groups[i]) &&
		    memcmp(name.at, groups[i], strlen(groups[i])) == 0)
			n = strlen(groups[i]);
	if (n && n < sizeof(c->group) && n < bytes_left(&name)) {
		memcpy(c->group, name.at, n);
		bytes_skip(&name, n);
	}
	return procfs_copy(name, c->name, sizeof(c->name));
}

/* The next pair of lines "Group: names" and "Group: values", or one counter of a line of its own. */
static int next_group(struct procfs_counters *it, struct counter *ret_counter)
{
	struct bytes line = procfs_line(&it->text), word = procfs_word(&line), other;
	size_t n = bytes_left(&word);

	if (!n)
		return -EAGAIN;
	if (word.end[-1] != ':') {
		memset(ret_counter, 0, sizeof(*ret_counter));
		if (split_name(word, ret_counter) < 0 ||
		    procfs_integer(procfs_word(&line), &ret_counter->value) < 0)
			return -EBADMSG;
		return 1;
	}
	it->names = line;
	it->values = procfs_line(&it->text);
	other = procfs_word(&it->values);
	if (bytes_left(&other) != n || memcmp(other.at, word.at, n))
		return -EBADMSG;
	word.end--;
	return procfs_copy(word, it->group, sizeof(it->group)) < 0 ? -EBADMSG : -EAGAIN;
}

int procfs_counters_next(struct procfs_counters *it, struct counter *ret_counter)
{
	for (;;) {
		struct bytes name = procfs_word(&it->names), value;
		int r;

		if (bytes_left(&name)) {
			value = procfs_word(&it->values);
			memset(ret_counter, 0, sizeof(*ret_counter));
			memcpy(ret_counter->group, it->group, sizeof(it->group));
			if (procfs_copy(name, ret_counter->name, sizeof(ret_counter->name)) < 0 ||
			    procfs_integer(value, &ret_counter->value) < 0)
				return -EBADMSG;
			return 1;
		}
		if (!bytes_left(&it->text))
			return 0;
		r = next_group(it, ret_counter);
		if (r != -EAGAIN)
			return r;
	}
}

int procfs_number(struct bytes text, int64_t *ret_value)
{
	struct bytes line = procfs_line(&text), word = procfs_word(&line);
	bool minus = bytes_left(&word) && *word.at == '-';
	uint64_t value;

	if (procfs_integer(word, &value) < 0 || (value && minus != (value > INT64_MAX)))
		return -EBADMSG;
	*ret_value = (int64_t)value;
	return 1;
}

/* The bits of a mask; no kernel since 2.2 has any that is not a prefix. */
static int mask_bits(const struct addr *mask, uint8_t *ret_bits)
{
	uint32_t value = (uint32_t)mask->bytes[0] << 24 | (uint32_t)mask->bytes[1] << 16 |
			 (uint32_t)mask->bytes[2] << 8 | mask->bytes[3];
	uint32_t rest = ~value;

	if (rest & (rest + 1))
		return -EBADMSG;
	*ret_bits = rest ? (uint8_t)__builtin_clz(rest) : 32;
	return 0;
}

/* References and use have stood still at 0 since Linux 2.2, and then they say nothing. */
static void set_counts(struct route *r, uint64_t refs, uint64_t use)
{
	r->refs = (uint32_t)refs;
	r->use = use;
	r->has |= (refs ? ROUTE_BIT(ROUTE_REFS) : 0) | (use ? ROUTE_BIT(ROUTE_USE) : 0);
}

static void set_metric(struct route *r, enum metric metric, uint64_t value, uint32_t in_record)
{
	if (!value)
		return;
	r->metric[metric] = in_record;
	r->metrics_has |= 1u << metric;
}

static int read_route(struct bytes *line, const struct origin *origin, struct route *r)
{
	uint64_t flags, refs, use, metric, mss, window, irtt;
	struct addr mask;

	if (procfs_inet(line, origin, &r->dst) < 0 || procfs_inet(line, origin, &r->gateway) < 0 ||
	    procfs_hex(line, 4, &flags) < 0 || procfs_decimal(line, &refs) < 0 || procfs_decimal(line, &use) < 0 ||
	    procfs_decimal(line, &metric) < 0 || procfs_inet(line, origin, &mask) < 0 ||
	    procfs_decimal(line, &mss) < 0 || procfs_decimal(line, &window) < 0 || procfs_decimal(line, &irtt) < 0 ||
	    mask_bits(&mask, &r->dst_bits) < 0)
		return -EBADMSG;
	r->flags = map_flags((uint32_t)flags);
	r->priority = (uint32_t)metric;
	r->has |= ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) |
		  ROUTE_BIT(ROUTE_PRIORITY);
	if (route_flag(r, RFLAG_GATEWAY))
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	set_counts(r, refs, use);
	set_metric(r, METRIC_ADVMSS, mss, (uint32_t)mss - 40);
	set_metric(r, METRIC_WINDOW, window, (uint32_t)window);
	set_metric(r, METRIC_RTT, irtt, (uint32_t)irtt << 3);
	return 0;
}

int procfs_route(struct bytes *text, const struct origin *origin, struct route *ret_route)
{
	struct route *r = ret_route;
	struct bytes line, device, after;

	do {
		if (!bytes_left(text))
			return 0;
		line = procfs_line(text);
		device = procfs_word(&line);
		after = line;
	} while (procfs_word_is(procfs_word(&after), "Destination"));
	memset(r, 0, sizeof(*r));
	r->family = FAMILY_INET;
	r->hops = 1;
	if (!bytes_left(&device) || read_route(&line, origin, r) < 0 ||
	    procfs_copy(device, r->device, sizeof(r->device)) < 0)
		return -EBADMSG;
	r->type = route_flag(r, RFLAG_REJECT) ? TYPE_UNREACHABLE : TYPE_UNICAST;
	if (!procfs_word_is(device, "*")) {
		r->has |= ROUTE_BIT(ROUTE_DEVICE);
	} else {
		r->device[0] = '\0';
		r->type = r->type == TYPE_UNICAST ? TYPE_BLACKHOLE : r->type;
	}
	return 1;
}

static int inet_word(struct bytes *line, struct addr *ret_addr)
{
	char text[16];

	if (procfs_copy(procfs_word(line), text, sizeof(text)) < 0)
		return -EBADMSG;
	return addr_parse(text, FAMILY_INET, ret_addr) < 0 ? -EBADMSG : 0;
}

/* "0x1" */
static int prefixed_word(struct bytes *line, uint64_t *ret_value)
{
	struct bytes word = procfs_word(line);

	if (bytes_u8(&word) != '0' || bytes_u8(&word) != 'x' || bytes_left(&word) > 8)
		return -EBADMSG;
	return procfs_digits(word, ret_value);
}

enum { ARP_COMPLETE = 2, ARP_PERMANENT = 4, ARP_PUBLISHED = 8 };

static void set_state(struct neigh *n, uint64_t flags)
{
	n->flags = flags & ARP_PUBLISHED ? NFLAG_BIT(NFLAG_PROXY) : 0;
	n->state = flags & ARP_PERMANENT ? STATE_PERMANENT :
		   flags & ARP_COMPLETE ? STATE_STALE :
					  STATE_INCOMPLETE;
	n->has |= NEIGH_BIT(NEIGH_FLAGS);
	if (n->state == STATE_PERMANENT)
		n->has |= NEIGH_BIT(NEIGH_STATE);
	if (flags & ARP_COMPLETE && !(flags & ARP_PUBLISHED))
		n->has |= NEIGH_BIT(NEIGH_LLADDR);
}

int procfs_arp(struct bytes *text, struct neigh *ret_neigh)
{
	struct bytes line, hardware = { .at = NULL }, mask, device;
	struct neigh *n = ret_neigh;
	uint64_t type, flags;

	if (bytes_left(text) > 2 && text->at[0] == 'I' && text->at[1] == 'P')
		(void)procfs_line(text);
	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(n, 0, sizeof(*n));
	if (inet_word(&line, &n->dst) < 0 || prefixed_word(&line, &type) < 0 ||
	    prefixed_word(&line, &flags) < 0)
		return -EBADMSG;
	mask = procfs_word(&line);
	device = procfs_word(&line);
	if (bytes_left(&line)) { /* a hardware address of no bytes leaves no word */
		hardware = mask;
		mask = device;
		device = procfs_word(&line);
	}
	n->lladdr.family = FAMILY_LINK;
	/* "*" stands for an interface whose addresses have no bytes */
	if (bytes_left(&hardware) && !procfs_word_is(hardware, "*") &&
	    procfs_link(hardware, ':', &n->lladdr) < 0)
		return -EBADMSG;
	if (!bytes_left(&mask) || !bytes_left(&device) || type > UINT16_MAX ||
	    procfs_copy(device, n->device, sizeof(n->device)) < 0)
		return -EBADMSG;
	n->family = FAMILY_INET;
	n->link_type = (uint16_t)type;
	n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_LINK_TYPE);
	if (procfs_word_is(device, "*"))
		n->device[0] = '\0';
	else
		n->has |= NEIGH_BIT(NEIGH_DEVICE);
	set_state(n, flags);
	return 1;
}

#define AT(member) offsetof(struct iface, member)

/* In the order of the line; "frame" and "carrier" are sums there already. */
static const struct {
	uint16_t offset;
	uint8_t field;
} dev_counters[] = {
	{ AT(rx_bytes), IFACE_RX_BYTES },	{ AT(rx_packets), IFACE_RX_PACKETS },
	{ AT(rx_errors), IFACE_RX_ERRORS },	{ AT(rx_dropped), IFACE_RX_DROPPED },
	{ AT(rx_fifo), IFACE_RX_FIFO },		{ AT(rx_frame), IFACE_RX_FRAME },
	{ AT(rx_compressed), IFACE_RX_COMPRESSED }, { AT(multicast), IFACE_MULTICAST },
	{ AT(tx_bytes), IFACE_TX_BYTES },	{ AT(tx_packets), IFACE_TX_PACKETS },
	{ AT(tx_errors), IFACE_TX_ERRORS },	{ AT(tx_dropped), IFACE_TX_DROPPED },
	{ AT(tx_fifo), IFACE_TX_FIFO },		{ AT(collisions), IFACE_COLLISIONS },
	{ AT(tx_carrier), IFACE_TX_CARRIER },	{ AT(tx_compressed), IFACE_TX_COMPRESSED },
};

/* The name ends at the colon, and no name has one; the first number may follow without a space. */
static int dev_name(struct bytes *line, struct bytes *ret_name)
{
	const uint8_t *colon;

	while (line->at < line->end && *line->at == ' ')
		line->at++;
	colon = memchr(line->at, ':', bytes_left(line));
	if (!colon || colon == line->at)
		return -EBADMSG;
	*ret_name = bytes_sub(line, (size_t)(colon - line->at));
	bytes_skip(line, 1);
	return 0;
}

static bool is_dev_heading(struct bytes line)
{
	return memchr(line.at, '|', bytes_left(&line)) && !memchr(line.at, ':', bytes_left(&line));
}

int procfs_dev(struct bytes *text, struct iface *ret_iface)
{
	struct bytes line, name;

	do {
		if (!bytes_left(text))
			return 0;
		line = procfs_line(text);
	} while (is_dev_heading(line));
	memset(ret_iface, 0, sizeof(*ret_iface));
	if (dev_name(&line, &name) < 0 ||
	    procfs_copy(name, ret_iface->name, sizeof(ret_iface->name)) < 0)
		return -EBADMSG;
	ret_iface->has = IFACE_BIT(IFACE_NAME);
	for (size_t i = 0; i < sizeof(dev_counters) / sizeof(dev_counters[0]); i++) {
		char *base = (char *)ret_iface;
		uint64_t *to = (uint64_t *)(void *)(base + dev_counters[i].offset);

		if (procfs_decimal(&line, to) < 0)
			return -EBADMSG;
		ret_iface->has |= IFACE_BIT(dev_counters[i].field);
	}
	return 1;
}

/* The kernel's types of addresses (<net/ipv6.h>) as scopes of rtnetlink */
static uint8_t inet6_scope(uint64_t type)
{
	return type == 0x10 ? 254 : type == 0x20 ? 253 : type == 0x40 ? 200 : 0;
}

int procfs_if_inet6(struct bytes *text, struct ifaddr *ret_ifaddr)
{
	uint64_t number, bits, scope, flags;
	struct ifaddr *a = ret_ifaddr;
	struct bytes line;

	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(a, 0, sizeof(*a));
	if (procfs_inet6(&line, &a->local) < 0 || procfs_digits(procfs_word(&line), &number) < 0 ||
	    procfs_digits(procfs_word(&line), &bits) < 0 ||
	    procfs_digits(procfs_word(&line), &scope) < 0 ||
	    procfs_digits(procfs_word(&line), &flags) < 0 || !number || number > INT32_MAX || bits > 128)
		return -EBADMSG;
	a->family = FAMILY_INET6;
	a->local_bits = (uint8_t)bits;
	a->scope = inet6_scope(scope);
	a->ifindex = (uint32_t)number;
	if (addr_is_scoped(&a->local))
		a->local.scope = a->ifindex;
	a->has = IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_LOCAL) | IFADDR_BIT(IFADDR_DEVICE) |
		 IFADDR_BIT(IFADDR_SCOPE);
	return 1;
}

/* The columns of net/core/net-procfs.c that count. */
static const struct {
	uint8_t column;
	char name[20];
} softnet_columns[] = {
	{ 0, "processed" },	{ 1, "dropped" },	    { 2, "time_squeeze" },
	{ 9, "received_rps" },	{ 10, "flow_limit_count" },
};

int procfs_softnet(struct bytes *text, unsigned number, struct counter *ret_counter)
{
	enum { COLUMNS = sizeof(softnet_columns) / sizeof(softnet_columns[0]) };
	unsigned column = number % COLUMNS;
	struct bytes at = *text, line;
	uint64_t value = 0;

	if (!bytes_left(text))
		return 0;
	line = procfs_line(&at);
	for (unsigned i = 0; i <= softnet_columns[column].column; i++) {
		if (procfs_hex(&line, 8, &value) < 0) {
			if (!i)
				return -EBADMSG;
			value = 0; /* a kernel that had fewer */
			break;
		}
	}
	memset(ret_counter, 0, sizeof(*ret_counter));
	memcpy(ret_counter->group, "Softnet", sizeof("Softnet"));
	memcpy(ret_counter->name, softnet_columns[column].name, sizeof(softnet_columns[0].name));
	ret_counter->value = value;
	if (column == COLUMNS - 1)
		*text = at;
	return 1;
}
