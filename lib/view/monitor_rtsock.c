/* SPDX-License-Identifier: ISC */
/* What the blocks of the systems with a routing socket share; messages that a Linux event would have been. */
#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/monitor.h"

void monitor_bits(struct out *out, uint32_t bits, const struct monitor_bit *names, size_t count)
{
	char before = '<';

	for (size_t i = 0; i < count; i++) {
		if (!(bits >> names[i].bit & 1))
			continue;
		out_char(out, before);
		out_text(out, names[i].name);
		before = ',';
	}
	out_text(out, before == '<' ? "" : ">");
}

void monitor_iface_flags(struct out *out, uint32_t bits)
{
	static const struct monitor_bit names[] = {
		{ 0, "UP" },	    { 1, "BROADCAST" }, { 2, "DEBUG" },	   { 3, "LOOPBACK" },
		{ 4, "PTP" },	    { 5, "b6" },	{ 6, "RUNNING" },  { 7, "NOARP" },
		{ 8, "PPROMISC" },  { 9, "ALLMULTI" },	{ 10, "OACTIVE" }, { 11, "SIMPLEX" },
		{ 12, "LINK0" },    { 13, "LINK1" },	{ 14, "LINK2" },   { 15, "MULTICAST" },
	};

	monitor_bits(out, bits, names, sizeof(names) / sizeof(names[0]));
}

void monitor_addr_names(struct out *out, uint32_t bits, enum message_address last)
{
	static const struct monitor_bit names[MESSAGE_ADDRESSES] = {
		{ MESSAGE_DST, "DST" },	      { MESSAGE_GATEWAY, "GATEWAY" },
		{ MESSAGE_NETMASK, "NETMASK" }, { MESSAGE_GENMASK, "GENMASK" },
		{ MESSAGE_IFP, "IFP" },	      { MESSAGE_IFA, "IFA" },
		{ MESSAGE_AUTHOR, "AUTHOR" }, { MESSAGE_BRD, "BRD" },
		{ MESSAGE_SRC, "SRC" },	      { MESSAGE_SRCMASK, "SRCMASK" },
		{ MESSAGE_LABEL, "LABEL" },   { MESSAGE_BFD, "BFD" },
		{ MESSAGE_DNS, "DNS" },	      { MESSAGE_STATIC, "STATIC" },
		{ MESSAGE_SEARCH, "SEARCH" },
	};

	monitor_bits(out, bits, names, (size_t)last + 1);
}

const char *monitor_type(const char *const own[EVENT_KINDS], unsigned kind)
{
	static const char *const common[EVENT_KINDS] = {
		[EVENT_ADD] = "RTM_ADD: Add Route",
		[EVENT_DELETE] = "RTM_DELETE: Delete Route",
		[EVENT_CHANGE] = "RTM_CHANGE: Change Metrics or flags",
		[EVENT_GET] = "RTM_GET: Report Metrics",
		[EVENT_LOSING] = "RTM_LOSING: Kernel Suspects Partitioning",
		[EVENT_REDIRECT] = "RTM_REDIRECT: Told to use different route",
		[EVENT_MISS] = "RTM_MISS: Lookup failed on this address",
		[EVENT_LOCK] = "RTM_LOCK: fix specified metrics",
		[EVENT_RESOLVE] = "RTM_RESOLVE: Route created by cloning",
		[EVENT_NEWADDR] = "RTM_NEWADDR: address being added to iface",
		[EVENT_DELADDR] = "RTM_DELADDR: address being removed from iface",
		[EVENT_IFINFO] = "RTM_IFINFO: iface status change",
		[EVENT_NEWMADDR] = "RTM_NEWMADDR: new multicast group membership on iface",
		[EVENT_DELMADDR] = "RTM_DELMADDR: multicast group membership removed from iface",
		[EVENT_ANNOUNCE] = "RTM_IFANNOUNCE: iface arrival/departure",
	};
	const char *text = own[kind] ? own[kind] : common[kind];

	return text && *text ? text : NULL;
}

void monitor_metrics(struct out *out, uint32_t bits, const char *ninth, bool hops)
{
	static const struct monitor_bit names[] = {
		{ 7, "rttvar" },   { 6, "rtt" },    { 5, "ssthresh" }, { 4, "sendpipe" },
		{ 3, "recvpipe" }, { 2, "expire" }, { 1, "hopcount" }, { 0, "mtu" },
	};

	if (!hops)
		bits &= ~2u;
	if (!(bits >> 8 & 1)) {
		monitor_bits(out, bits, names, sizeof(names) / sizeof(names[0]));
		return;
	}
	out_format(out, "<%s", ninth);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (bits >> names[i].bit & 1)
			out_format(out, ",%s", names[i].name);
	out_char(out, '>');
}

void monitor_head(struct out *out, const struct event *e)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const struct event_time *t = &e->time;

	out_literal(out, "got message of size ");
	out_u64(out, e->size);
	out_literal(out, " on ");
	if (e->stamp[0])
		out_text(out, e->stamp);
	else
		out_format(out, "%.3s %.3s %2d %02d:%02d:%02d %d", days + 3 * t->weekday,
			   months + 3 * (t->month - 1), t->day, t->hour, t->minute, t->second,
			   t->year);
	out_char(out, '\n');
}

static struct message_addr *add_addr(struct message *m, enum message_address which,
				     const struct addr *a)
{
	struct message_addr *to = &m->addr[which];

	*to = (struct message_addr){ .there = true, .addr = *a };
	to->length = 16;
	m->addrs |= 1u << which;
	return to;
}

static void add_mask(struct message *m, enum family family, unsigned bits)
{
	struct addr mask = { .family = (uint8_t)family, .size = family == FAMILY_INET6 ? 16 : 4 };

	for (unsigned bit = 0; bit < bits && bit < 8u * mask.size; bit++)
		mask.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	add_addr(m, MESSAGE_NETMASK, &mask);
}

static void add_interface(const struct view_context *c, struct message *m, uint32_t ifindex,
			  const struct addr *address)
{
	const struct index_iface *i = index_iface(c->index, ifindex);
	struct addr a = { .family = FAMILY_LINK, .scope = ifindex };
	struct message_addr *to;

	m->ifindex = ifindex;
	if (!ifindex)
		return;
	if (address) {
		a.size = address->size;
		memcpy(a.bytes, address->bytes, sizeof(a.bytes));
	}
	if (i)
		a.link_type = (uint8_t)i->link_type;
	to = add_addr(m, MESSAGE_IFP, &a);
	if (i)
		memcpy(to->name, i->name, sizeof(to->name));
}

static void from_route(const struct view_context *c, const struct route *r, struct message *m)
{
	struct addr link = { .family = FAMILY_LINK, .scope = r->ifindex }, gateway = r->gateway;
	const struct index_iface *i = index_iface(c->index, r->ifindex);
	uint32_t mtu;

	if (gateway.family == FAMILY_LINK && i)
		gateway.link_type = (uint8_t)i->link_type;

	m->flags = bsd_flags(c, r);
	m->raw_flags = m->flags != 0;
	add_addr(m, MESSAGE_DST, &r->dst);
	add_addr(m, MESSAGE_GATEWAY, route_has(r, ROUTE_GATEWAY) ? &gateway : &link);
	if (!bsd_is_host(c, r))
		add_mask(m, (enum family)r->family, r->dst_bits);
	add_interface(c, m, r->ifindex, NULL);
	if (route_has(r, ROUTE_PREFSRC))
		add_addr(m, MESSAGE_IFA, &r->prefsrc);
	m->table = r->table == TABLE_MAIN ? 0 : r->table;
	m->priority = r->priority;
	m->use = r->use;
	m->mtu = route_metric(r, METRIC_MTU, &mtu) ? mtu : 0;
	m->left_s = route_has(r, ROUTE_EXPIRE) ? r->expire_ms / 1000 : 0;
}

static void from_neigh(const struct view_context *c, const struct neigh *n, struct message *m)
{
	struct route r;

	neigh_as_route(n, &r);
	from_route(c, &r, m);
	m->flags = r.flags | RFLAG_BIT(RFLAG_LLINFO);
	m->addrs &= ~(1u << MESSAGE_NETMASK);
}

static void from_ifaddr(const struct view_context *c, const struct ifaddr *a, struct message *m)
{
	add_mask(m, (enum family)a->family, a->local_bits);
	add_interface(c, m, a->ifindex, NULL);
	add_addr(m, MESSAGE_IFA, &a->local);
	if (a->has & IFADDR_BIT(IFADDR_BROADCAST))
		add_addr(m, MESSAGE_BRD, &a->broadcast);
	else if (a->has & IFADDR_BIT(IFADDR_PEER))
		add_addr(m, MESSAGE_BRD, &a->peer);
}

/* The BSDs' numbers of the flags of an interface, which all of them share. */
static uint32_t iface_bits(uint32_t flags)
{
	static const uint8_t bits[IFLAG_COUNT] = {
		[IFLAG_UP] = 1,	      [IFLAG_BROADCAST] = 2, [IFLAG_DEBUG] = 3,
		[IFLAG_LOOPBACK] = 4, [IFLAG_POINTOPOINT] = 5, [IFLAG_RUNNING] = 7,
		[IFLAG_NOARP] = 8,    [IFLAG_PROMISC] = 9,   [IFLAG_ALLMULTI] = 10,
		[IFLAG_MULTICAST] = 16,
	};
	uint32_t to = 0;

	for (unsigned i = 0; i < IFLAG_COUNT; i++)
		if (flags >> i & 1 && bits[i])
			to |= UINT32_C(1) << (bits[i] - 1);
	return to;
}

static void from_iface(const struct view_context *c, const struct iface *i, struct message *m)
{
	enum { IFT_ETHER_ = 6, ARPHRD_ETHER_ = 1 };

	m->raw_flags = i->kernel_flags ? i->kernel_flags : iface_bits(i->flags);
	m->mtu = i->mtu;
	m->operstate = i->operstate == 3 ? 2 : i->operstate; /* what is below it is down */
	m->link_type = i->link_type == ARPHRD_ETHER_ ? IFT_ETHER_ : 0;
	memcpy(m->name, i->name, sizeof(m->name));
	add_interface(c, m, i->index, &i->address);
}

const struct message *monitor_message(const struct view_context *c, const struct event *e,
				      struct message *m)
{
	if (e->has_message)
		return &e->message;
	if (!e->has_record)
		return NULL;
	memset(m, 0, offsetof(struct message, bytes));
	m->understood = true;
	m->size = m->length = (uint16_t)(e->size < UINT16_MAX ? e->size : UINT16_MAX);
	switch (e->object) {
	case OBJECT_ROUTE:
		from_route(c, &e->route, m);
		return m;
	case OBJECT_NEIGH:
		from_neigh(c, &e->neigh, m);
		return m;
	case OBJECT_ADDR:
	case OBJECT_MADDR:
		from_ifaddr(c, &e->ifaddr, m);
		return m;
	case OBJECT_LINK:
		from_iface(c, &e->iface, m);
		m->what = e->kind == EVENT_DELETE;
		return m;
	default:
		return NULL;
	}
}

unsigned monitor_kind(const struct event *e)
{
	static const uint8_t kinds[OBJECT_COUNT][3] = { /* added, removed, changed */
		[OBJECT_ADDR] = { EVENT_NEWADDR, EVENT_DELADDR, EVENT_CHANGE_ADDR },
		[OBJECT_LINK] = { EVENT_ANNOUNCE, EVENT_ANNOUNCE, EVENT_IFINFO },
		[OBJECT_MADDR] = { EVENT_NEWMADDR, EVENT_DELMADDR, EVENT_NEWMADDR },
	};

	if (e->has_message || e->kind < EVENT_ADD || e->kind > EVENT_CHANGE ||
	    !kinds[e->object][0])
		return e->kind;
	return kinds[e->object][e->kind - EVENT_ADD];
}

unsigned monitor_link_state(const struct view_context *c, const struct message *m,
			    enum origin_system own, unsigned down, unsigned up)
{
	if (c->origin->system == own)
		return m->link_state;
	return m->operstate == 6 ? up : m->operstate == 2 ? down : 0;
}

static void write_link_ntoa(struct out *out, const struct message_addr *a)
{
	out_name(out, a->name, strnlen(a->name, sizeof(a->name)));
	for (unsigned i = 0; i < a->addr.size; i++) {
		if (i || a->name[0])
			out_char(out, i ? '.' : ':');
		out_hex(out, a->addr.bytes[i], a->addr.bytes[i] > 15 ? 2 : 1);
	}
}

void monitor_link(struct out *out, const struct view_context *c, const struct message_addr *a,
		  bool ethernet)
{
	enum { ARPHRD_ETHER_ = 1, IFT_ETHER_ = 6, IFT_CARP_ = 0xf7, IFT_CARP_TOO = 0xf8 };
	unsigned type = a->addr.link_type;
	bool is_ethernet = c->origin->system == SYSTEM_LINUX ? type == ARPHRD_ETHER_ :
			   type == IFT_ETHER_ || type == IFT_CARP_ || type == IFT_CARP_TOO;

	if (!a->name[0] && !a->addr.size && !a->selector) {
		out_literal(out, "link#");
		out_u64(out, a->addr.scope);
	} else if (ethernet && is_ethernet && a->addr.size == 6) {
		addr_write_link(out, &a->addr, ':', 2, false);
	} else {
		write_link_ntoa(out, a);
	}
}

void monitor_unknown(struct out *out, const struct message *m, const struct message_addr *a)
{
	unsigned size = a->size > 2 ? a->size - 2u : 1, at = a->at + 2u;

	out_char(out, 'Q');
	for (unsigned i = 0; i < size && i < 79 && at + i < m->size; i++) {
		if (i)
			out_char(out, '.');
		out_hex(out, m->bytes[at + i], 2);
	}
}

void monitor_shorts(struct out *out, const struct view_context *c, const struct message *m,
		    const struct message_addr *a)
{
	bool big = c->origin->big_endian;
	unsigned count = (a->size + 1u) / 2;

	out_format(out, "(%u)", a->family);
	for (unsigned i = 1; i < count && a->at + 2 * i + 1 < m->size; i++) {
		const uint8_t *at = m->bytes + a->at + 2 * i;

		out_format(out, " %x", (unsigned)(big ? at[0] << 8 | at[1] : at[1] << 8 | at[0]));
	}
}
