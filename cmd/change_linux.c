/* SPDX-License-Identifier: ISC */
#include "cmd/change_linux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change_words.h"
#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/wire/netlink_encap.h"
#include "platform/posix/lookup.h"

/* net-tools' exit statuses: a name that is not found, a refusal of the kernel */
enum { STATUS_LOOKUP = 6, STATUS_REFUSED = 7, STATUS_ARP = 255 };

/* net-tools' bounds */
enum { MSS_MIN = 64, MSS_MAX = 65536, WINDOW_MIN = 128, MSS_HEADERS = 40 };

static const struct {
	const char *word;
	enum change_verb verb;
} verbs[] = {
	/* net-tools' ioctl puts a route before what is there and refuses only the very same */
	{ "add", CHANGE_PREPEND },     { "del", CHANGE_DELETE },      { "delete", CHANGE_DELETE },
	{ "change", CHANGE_CHANGE },   { "replace", CHANGE_REPLACE }, { "append", CHANGE_APPEND },
	{ "prepend", CHANGE_PREPEND },
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static enum change_verb find_verb(const char *word)
{
	for (unsigned i = 0; i < VERBS; i++)
		if (strcmp(verbs[i].word, word) == 0)
			return verbs[i].verb;
	return CHANGE_NOTHING;
}

/* One command as it is read. */
struct line {
	struct change_reader *reader;
	struct err *err;
	const char *const *words;
	unsigned count, at;
	struct change change;
	struct route *hop; /* whose gateway and device are being said */
	unsigned hops;	   /* "nexthop"s so far */
	bool net, host, masked, reject, deleting;
	struct nexthop object; /* that is made; its id is 0 where it is a route */
};

static int wrong(struct line *l, const char *text)
{
	return err_set(l->err, EINVAL, "%s", text);
}

static struct route *route_of(struct line *l)
{
	return &l->change.route;
}

static const char *next_word(struct line *l)
{
	return l->at < l->count ? l->words[l->at++] : NULL;
}

static void set(struct route *r, enum route_field field)
{
	r->has |= ROUTE_BIT(field);
}

/* A field that was said already contradicts itself. */
static int once(struct line *l, struct route *r, enum route_field field, const char *word)
{
	if (route_has(r, field))
		return err_set(l->err, EINVAL, "%s: said twice", word);
	set(r, field);
	return 0;
}

/* What a name leads to that is none of a network. The exit status is then another. */
static int look_up(struct line *l, const char *text, struct addr *ret_addr, bool *ret_net)
{
	enum family family = (enum family)route_of(l)->family;
	int e = change_address(l->reader, text, family, l->host, ret_addr, ret_net, l->err);

	if (e == -ENOENT || e == -ETIMEDOUT)
		l->reader->status = STATUS_LOOKUP;
	return e;
}

static int take_number(struct line *l, const char *word, const char *value, uint64_t max,
		       uint64_t *ret_number)
{
	if (number_parse(value, max, ret_number) < 0)
		return err_set(l->err, EINVAL, "%s %s: not a number from 0 to %llu", word, value,
			       (unsigned long long)max);
	return 0;
}

static int take_metric(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, UINT32_MAX, &n);

	route_of(l)->priority = (uint32_t)n;
	set(route_of(l), ROUTE_PRIORITY); /* net-tools: the last one counts */
	return e;
}

static int take_netmask(struct line *l, const char *word, const char *value)
{
	struct addr mask;
	bool net;
	int bits, e;

	if (l->masked)
		return err_set(l->err, EINVAL, "%s: the length of the network was said already",
			       word);
	if (route_of(l)->family != FAMILY_INET)
		return wrong(l, "netmask: only IPv4 has netmasks; write TARGET/LENGTH");
	e = look_up(l, value, &mask, &net);
	if (e < 0)
		return e;
	bits = change_mask_bits(&mask);
	if (bits < 0)
		return err_set(l->err, EINVAL, "bogus netmask %s", value);
	l->masked = true;
	route_of(l)->dst_bits = (uint8_t)bits;
	return 0;
}

static int take_gateway(struct line *l, const char *word, const char *value)
{
	bool net;
	int e = once(l, l->hop, ROUTE_GATEWAY, word);

	if (e == 0)
		e = look_up(l, value, &l->hop->gateway, &net);
	if (e < 0)
		return e;
	if (net)
		return err_set(l->err, EINVAL, "%s: cannot use a NETWORK as gateway!", value);
	return 0;
}

/* via [inet|inet6] ADDRESS: a gateway that may be of the other family */
static int take_via(struct line *l, const char *word, const char *value)
{
	enum family family = strcmp(value, "inet") == 0	 ? FAMILY_INET :
			     strcmp(value, "inet6") == 0 ? FAMILY_INET6 :
							   FAMILY_NONE;
	int e;

	if (!family)
		return take_gateway(l, word, value);
	value = next_word(l);
	if (!value)
		return err_set(l->err, EINVAL, "%s %s: which address?", word, l->words[l->at - 1]);
	e = once(l, l->hop, ROUTE_GATEWAY, word);
	if (e == 0 && addr_parse(value, family, &l->hop->gateway) < 0)
		return err_set(l->err, EINVAL, "%s: not an address of the family %s", value,
			       family_name(family));
	return e;
}

/* "eth0:1" is eth0, with the address of that label as the source: net-tools' ioctl does so. */
static int take_device(struct line *l, const char *word, const char *value)
{
	int e = once(l, l->hop, ROUTE_DEVICE, word);

	if (e == 0)
		e = change_label(l->reader, value, &l->hop->ifindex,
				 l->hops ? NULL : &route_of(l)->prefsrc, l->err);
	if (e == -ENODEV)
		l->reader->status = STATUS_REFUSED;
	if (e == 1)
		set(route_of(l), ROUTE_PREFSRC);
	return e < 0 ? e : 0;
}

static void put_metric(struct line *l, enum metric metric, uint32_t value)
{
	route_of(l)->metric[metric] = value;
	route_of(l)->metrics_has |= 1u << metric;
}

/* net-tools calls it mss and mtu; the kernel takes it as a packet's size and keeps the segment's */
static int take_mss(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e;

	if (strcmp(word, "mtu") == 0 && strcmp(value, "lock") == 0) {
		value = next_word(l);
		if (!value)
			return wrong(l, "mtu lock: how many bytes?");
		e = take_number(l, word, value, UINT32_MAX, &n);
		put_metric(l, METRIC_MTU, (uint32_t)n);
		route_of(l)->locks |= 1u << METRIC_MTU;
		set(route_of(l), ROUTE_LOCKS);
		return e;
	}
	if (route_of(l)->family != FAMILY_INET)
		return err_set(l->err, EINVAL, "%s: for IPv4 only; advmss and pmtu are for both",
			       word);
	if (number_parse(value, MSS_MAX, &n) < 0 || n < MSS_MIN)
		return err_set(l->err, EINVAL, "%s %s: Invalid MSS/MTU.", word, value);
	if (!l->deleting) /* net-tools' ioctl deletes whatever the metrics are; so with the next two */
		put_metric(l, METRIC_ADVMSS, (uint32_t)n - MSS_HEADERS);
	return 0;
}

static int take_window(struct line *l, const char *word, const char *value)
{
	uint64_t n;

	if (number_parse(value, UINT32_MAX, &n) < 0 || n < WINDOW_MIN)
		return err_set(l->err, EINVAL, "%s %s: Invalid window.", word, value);
	if (!l->deleting)
		put_metric(l, METRIC_WINDOW, (uint32_t)n);
	return 0;
}

/* Milliseconds; the kernel keeps eighths of them. */
static int take_irtt(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, UINT32_MAX / 8, &n);

	if (!l->deleting)
		put_metric(l, METRIC_RTT, (uint32_t)n * 8);
	return e;
}

static int take_reject(struct line *l, const char *word, const char *value)
{
	(void)value;
	l->reject = true;
	if (route_has(route_of(l), ROUTE_TYPE))
		return err_set(l->err, EINVAL, "%s: the route has a type already", word);
	route_of(l)->type = TYPE_UNREACHABLE;
	route_of(l)->scope = 254; /* host */
	set(route_of(l), ROUTE_TYPE);
	set(route_of(l), ROUTE_SCOPE);
	return 0;
}

/* Linux has kept nothing of them since 2.2; they stand in scripts that work. */
static int take_nothing(struct line *l, const char *word, const char *value)
{
	(void)l;
	(void)word;
	(void)value;
	return 0;
}

static int take_type(struct line *l, const char *word, const char *value)
{
	for (unsigned t = TYPE_UNICAST; t < TYPE_COUNT; t++) {
		if (strcmp(route_type_name(t), value) != 0)
			continue;
		route_of(l)->type = (uint8_t)t;
		return once(l, route_of(l), ROUTE_TYPE, word);
	}
	return err_set(l->err, EINVAL, "%s %s: no such type of route", word, value);
}

static int take_bare_type(struct line *l, const char *word, const char *value)
{
	(void)value;
	return take_type(l, word, word);
}

static int take_table(struct line *l, const char *word, const char *value)
{
	int e = once(l, route_of(l), ROUTE_TABLE, word);

	if (e == 0)
		e = change_table(l->reader, value, &route_of(l)->table, l->err);
	return e;
}

/* A name or a number up to 255. */
static int take_named(struct line *l, const char *word, const char *value, enum route_field field,
		      const char *(*name)(unsigned), uint8_t *ret_member)
{
	int e = once(l, route_of(l), field, word);

	if (e == 0)
		e = change_named(value, name, ret_member);
	if (e < 0 && !l->err->text[0])
		return err_set(l->err, EINVAL, "%s %s: neither a name nor a number up to 255", word,
			       value);
	return e;
}

static int take_proto(struct line *l, const char *word, const char *value)
{
	return take_named(l, word, value, ROUTE_PROTOCOL, route_protocol_name,
			  &route_of(l)->protocol);
}

static int take_scope(struct line *l, const char *word, const char *value)
{
	return take_named(l, word, value, ROUTE_SCOPE, route_scope_name, &route_of(l)->scope);
}

static int take_pref(struct line *l, const char *word, const char *value)
{
	return take_named(l, word, value, ROUTE_PREF, route_preference_name, &route_of(l)->pref);
}

static int take_tos(struct line *l, const char *word, const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 0);

	if (*value < '0' || *value > '9' || *end || n > 255)
		return err_set(l->err, EINVAL, "%s %s: not a number up to 255", word, value);
	route_of(l)->tos = (uint8_t)n;
	return once(l, route_of(l), ROUTE_TOS, word);
}

static int take_source(struct line *l, const char *word, const char *value)
{
	int e = once(l, route_of(l), ROUTE_PREFSRC, word);

	if (e == 0 &&
	    addr_parse(value, (enum family)route_of(l)->family, &route_of(l)->prefsrc) < 0)
		return err_set(l->err, EINVAL, "%s %s: not an address of the family %s", word,
			       value, family_name((enum family)route_of(l)->family));
	return e;
}

static int take_from(struct line *l, const char *word, const char *value)
{
	struct route *r = route_of(l);
	unsigned bits;

	if (addr_parse_prefix(value, (enum family)r->family, &r->src, &bits) < 0)
		return err_set(l->err, EINVAL, "%s %s: not a network of the family %s", word, value,
			       family_name((enum family)r->family));
	r->src_bits = (uint8_t)bits;
	if (!addr_is_network(&r->src, bits))
		return change_host_bits(value, &r->src, bits, l->err);
	return once(l, r, ROUTE_SRC, word);
}

static int take_u32(struct line *l, const char *word, const char *value, struct route *r,
		    enum route_field field, uint32_t *member)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, UINT32_MAX, &n);

	*member = (uint32_t)n;
	return e < 0 ? e : once(l, r, field, word);
}

static int take_nhid(struct line *l, const char *word, const char *value)
{
	return take_u32(l, word, value, route_of(l), ROUTE_NHID, &route_of(l)->nhid);
}

static int take_weight(struct line *l, const char *word, const char *value)
{
	uint64_t n;

	if (!l->hops)
		return err_set(l->err, EINVAL, "%s: of which nexthop?", word);
	if (number_parse(value, 256, &n) < 0 || !n)
		return err_set(l->err, EINVAL, "%s %s: not a number from 1 to 256", word, value);
	l->hop->weight = (uint32_t)n;
	return once(l, l->hop, ROUTE_WEIGHT, word);
}

static int take_realm(struct line *l, const char *word, const char *value)
{
	char *end;
	unsigned long from = strtoul(value, &end, 0), to = from;

	if (*value < '0' || *value > '9')
		return err_set(l->err, EINVAL, "%s %s: not a realm's number", word, value);
	if (*end == '/')
		to = strtoul(end + 1, &end, 0);
	else
		from = 0;
	if (*end || from > UINT16_MAX || to > UINT16_MAX)
		return err_set(l->err, EINVAL, "%s %s: not [FROM/]TO, each up to 65535", word,
			       value);
	l->hop->realm = (uint32_t)(from << 16 | to);
	return once(l, l->hop, ROUTE_REALM, word);
}

static int take_onlink(struct line *l, const char *word, const char *value)
{
	(void)word;
	(void)value;
	l->hop->flags |= RFLAG_BIT(RFLAG_ONLINK);
	return 0;
}

static int take_expires(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, INT32_MAX, &n);

	if (e == 0 && route_of(l)->family != FAMILY_INET6)
		return err_set(l->err, EOPNOTSUPP, "%s: only routes of IPv6 expire", word);
	route_of(l)->expire_ms = (int64_t)n * 1000;
	return e < 0 ? e : once(l, route_of(l), ROUTE_EXPIRE, word);
}

static int take_congestion(struct line *l, const char *word, const char *value)
{
	struct route *r = route_of(l);

	if (!*value || strlen(value) >= sizeof(r->congestion))
		return err_set(l->err, EINVAL, "%s %s: not the name of an algorithm", word, value);
	memcpy(r->congestion, value, strlen(value) + 1);
	return once(l, r, ROUTE_CONGESTION, word);
}

/* nexthop [gw|via …] [dev …] [weight …] [onlink] [realm …], again and again */
static int take_nexthop(struct line *l, const char *word, const char *value)
{
	struct route *r = route_of(l);
	static const uint64_t of_hop = ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE);

	(void)value;
	if (!l->hops && (r->has & of_hop))
		return err_set(l->err, EINVAL, "%s: the route has a gateway or device already",
			       word);
	if (l->hops == CHANGE_HOPS_MAX)
		return err_set(l->err, EINVAL, "%s: more than %d of them", word, CHANGE_HOPS_MAX);
	l->hop = l->hops ? &l->reader->hops[l->hops - 1] : r;
	if (l->hops)
		*l->hop = (struct route){ .family = r->family };
	l->hops++;
	return 0;
}

/* group ID[,WEIGHT]/ID[,WEIGHT]… */
static int take_group(struct line *l, const char *word, const char *value)
{
	struct nexthop *n = &l->object;
	char *end = NULL;

	for (unsigned i = 0; !end || *end; i++, value = end + 1) {
		struct nexthop *m = i ? &l->reader->members[i - 1] : n;
		unsigned long id = strtoul(value, &end, 10), weight = 1;

		if (*end == ',')
			weight = strtoul(end + 1, &end, 10);
		if (*value < '0' || *value > '9' || !id || id > UINT32_MAX ||
		    (*end && *end != '/') || !weight || weight > 65536 || i == CHANGE_HOPS_MAX)
			return err_set(l->err, EINVAL, "%s %s: not ID[,WEIGHT]/ID[,WEIGHT]…", word,
				       value);
		if (i)
			*m = (struct nexthop){ .id = n->id };
		m->member = (uint32_t)id;
		m->weight = (uint32_t)weight;
		n->members = (uint16_t)(i + 1);
	}
	return 0;
}

static int take_resilient(struct line *l, const char *word, const char *value)
{
	(void)word;
	(void)value;
	l->object.resilient = true;
	return 0;
}

static int take_buckets(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, UINT16_MAX, &n);

	l->object.buckets = (uint16_t)n;
	return e;
}

static int take_ms(struct line *l, const char *word, const char *value)
{
	uint64_t n = 0;
	int e = take_number(l, word, value, UINT32_MAX, &n);

	*(word[0] == 'i' ? &l->object.idle_ms : &l->object.unbalanced_ms) = (uint32_t)n;
	return e;
}

/* LABEL[/LABEL…], outermost first */
static int read_labels(const char *text, struct addr *ret_labels)
{
	struct addr a = { .family = FAMILY_MPLS };
	char *end = NULL;

	for (; !end || *end; text = end + 1) {
		unsigned long label = strtoul(text, &end, 10);

		if (*text < '0' || *text > '9' || label > 0xfffff || (*end && *end != '/') ||
		    a.size + 4u > sizeof(a.bytes))
			return -EINVAL;
		a.bytes[a.size++] = (uint8_t)(label >> 12);
		a.bytes[a.size++] = (uint8_t)(label >> 4);
		a.bytes[a.size++] = (uint8_t)(label << 4) | (*end ? 0 : 1);
		a.bytes[a.size++] = 0;
	}
	*ret_labels = a;
	return 0;
}

/* One pair of words of a tunnel: 1 read, 0 none of its own, -EINVAL. */
static int read_tunnel_word(struct netlink_encap *e, const char *word, const char *value)
{
	enum family family = e->type == ENCAP_IP6 ? FAMILY_INET6 : FAMILY_INET;
	bool ttl = strcmp(word, "ttl") == 0 || strcmp(word, "hoplimit") == 0;
	bool id = strcmp(word, "id") == 0,
	     tos = strcmp(word, "tos") == 0 || strcmp(word, "tc") == 0;
	bool dst = strcmp(word, "dst") == 0, src = strcmp(word, "src") == 0;
	uint64_t number = 0;

	if (!ttl && (e->type == ENCAP_MPLS || !(id || tos || dst || src)))
		return 0;
	if (!value)
		return -EINVAL;
	if (dst || src)
		return addr_parse(value, family, dst ? &e->dst : &e->src) < 0 ? -EINVAL : 1;
	if (number_parse(value, id ? UINT64_MAX : 255, &number) < 0)
		return -EINVAL;
	if (id)
		e->id = number;
	else if (ttl)
		e->ttl = (uint8_t)number;
	else
		e->tos = (uint8_t)number;
	e->has_id |= id;
	e->has_ttl |= ttl;
	e->has_tos |= tos;
	return 1;
}

static int take_tunnel(struct line *l, const char *name, uint8_t type)
{
	struct netlink_encap e = { .type = type };
	const char *labels = type == ENCAP_MPLS ? next_word(l) : NULL;

	if (type == ENCAP_MPLS && (!labels || read_labels(labels, &e.labels) < 0))
		return err_set(l->err, EINVAL,
			       "encap mpls %s: not LABEL[/LABEL…], each up to 1048575",
			       labels ? labels : "");
	while (l->at < l->count) {
		int got = read_tunnel_word(&e, l->words[l->at],
					   l->at + 1 < l->count ? l->words[l->at + 1] : NULL);

		if (got < 0)
			return err_set(l->err, EINVAL, "encap %s %s: a wrong value", name,
				       l->words[l->at]);
		if (!got)
			break;
		l->at += 2;
	}
	netlink_encap_put(&e, l->reader->run->source->origin.swap, &l->change);
	return 0;
}

/*
 * encap mpls LABEL[/LABEL…] [ttl N] | ip|ip6 [id N] [dst A] [src A] [ttl N] [tos N] | TYPE HEX, the kernel's
 * own form (LWTUNNEL_ENCAP_ and its attributes), which is what is saved
 */
static int take_encap(struct line *l, const char *word, const char *value)
{
	static const struct {
		const char *name;
		uint8_t type;
	} tunnels[] = { { "mpls", ENCAP_MPLS }, { "ip", ENCAP_IP }, { "ip6", ENCAP_IP6 } };
	struct change *c = &l->change;
	uint64_t type = 0;
	const char *hex;
	int size;

	for (size_t i = 0; i < sizeof(tunnels) / sizeof(tunnels[0]); i++)
		if (strcmp(tunnels[i].name, value) == 0)
			return take_tunnel(l, value, tunnels[i].type);
	hex = next_word(l);
	size = hex ? change_hex(hex, c->encap, sizeof(c->encap)) : -EINVAL;
	if (number_parse(value, UINT16_MAX, &type) < 0 || !type || size < 0)
		return err_set(l->err, EINVAL,
			       "%s %s: mpls, ip or ip6 with their words, or a number and up to %d "
			       "bytes in hexadecimal",
			       word, value, CHANGE_ENCAP_MAX);
	c->encap_type = (uint16_t)type;
	c->encap_size = (uint16_t)size;
	return 0;
}

enum { BARE, VALUE };

static const struct word_row {
	const char *word;
	int (*take)(struct line *l, const char *word, const char *value);
	uint8_t argument;
} word_rows[] = {
	/* net-tools' */
	{ "gw", take_gateway, VALUE },
	{ "dev", take_device, VALUE },
	{ "netmask", take_netmask, VALUE },
	{ "metric", take_metric, VALUE },
	{ "gateway", take_gateway, VALUE },
	{ "device", take_device, VALUE },
	{ "mss", take_mss, VALUE },
	{ "mtu", take_mss, VALUE },
	{ "window", take_window, VALUE },
	{ "irtt", take_irtt, VALUE },
	{ "reject", take_reject, BARE },
	{ "mod", take_nothing, BARE },
	{ "dyn", take_nothing, BARE },
	{ "reinstate", take_nothing, BARE },
	/* what it never had */
	{ "via", take_via, VALUE },
	{ "table", take_table, VALUE },
	{ "proto", take_proto, VALUE },
	{ "scope", take_scope, VALUE },
	{ "type", take_type, VALUE },
	{ "src", take_source, VALUE },
	{ "from", take_from, VALUE },
	{ "tos", take_tos, VALUE },
	{ "pref", take_pref, VALUE },
	{ "nhid", take_nhid, VALUE },
	{ "nexthop", take_nexthop, BARE },
	{ "weight", take_weight, VALUE },
	{ "realm", take_realm, VALUE },
	{ "onlink", take_onlink, BARE },
	{ "expires", take_expires, VALUE },
	{ "congctl", take_congestion, VALUE },
	{ "encap", take_encap, VALUE },
	/* of next-hop objects alone */
	{ "group", take_group, VALUE },
	{ "resilient", take_resilient, BARE },
	{ "buckets", take_buckets, VALUE },
	{ "idle_timer", take_ms, VALUE },
	{ "unbalanced_timer", take_ms, VALUE },
	/* types */
	{ "blackhole", take_bare_type, BARE },
	{ "unreachable", take_bare_type, BARE },
	{ "prohibit", take_bare_type, BARE },
	{ "throw", take_bare_type, BARE },
	{ "local", take_bare_type, BARE },
	{ "broadcast", take_bare_type, BARE },
	{ "anycast", take_bare_type, BARE },
	{ "multicast", take_bare_type, BARE },
	{ "unicast", take_bare_type, BARE },
};

enum { WORD_ROWS = sizeof(word_rows) / sizeof(word_rows[0]) };

static const struct word_row *find_word(const char *word)
{
	for (unsigned i = 0; i < WORD_ROWS; i++)
		if (word_rows[i].word[0] == word[0] && strcmp(word_rows[i].word, word) == 0)
			return &word_rows[i];
	return NULL;
}

static bool is_of_object(const struct word_row *row)
{
	return row->take == take_group || row->take == take_resilient ||
	       row->take == take_buckets || row->take == take_ms;
}

/* METRIC [lock] NUMBER; a metric's value as the kernel keeps it, or with a unit where it is a time. 1: taken */
static int take_other_metric(struct line *l, const char *word)
{
	unsigned metric = 0;
	const char *value;
	uint32_t number = 0;

	while (metric < METRIC_COUNT && strcmp(change_metric_word(metric), word) != 0)
		metric++;
	if (metric == METRIC_COUNT)
		return 0;
	value = next_word(l);
	if (value && strcmp(value, "lock") == 0) {
		route_of(l)->locks |= 1u << metric;
		set(route_of(l), ROUTE_LOCKS);
		value = next_word(l);
	}
	if (!value)
		return err_set(l->err, EINVAL, "%s: how much?", word);
	if (change_metric(metric, value, &number) < 0)
		return err_set(l->err, EINVAL, "%s %s: not a value of that metric", word, value);
	put_metric(l, (enum metric)metric, number);
	return 1;
}

static int read_words(struct line *l)
{
	while (l->at < l->count) {
		const char *word = l->words[l->at++], *value = NULL;
		const struct word_row *row = find_word(word);
		int e;

		if (row && !l->object.id && is_of_object(row))
			return err_set(l->err, EINVAL, "%s: of a next-hop object, not of a route",
				       word);
		if (row && row->argument == VALUE) {
			value = next_word(l);
			if (!value)
				return err_set(l->err, EINVAL, "%s: something is missing behind it",
					       word);
		}
		if (row) {
			e = row->take(l, word, value);
		} else {
			/* net-tools: a device without "dev" stands last */
			e = take_other_metric(l, word);
			if (e == 0 && (route_has(l->hop, ROUTE_DEVICE) || l->at < l->count))
				return err_set(l->err, EINVAL, "%s: a word that means nothing here",
					       word);
			e = e ? e : take_device(l, "dev", word);
		}
		if (e < 0)
			return e;
	}
	return 0;
}

/* TARGET[/LENGTH]: an address, a name of a host or network, "default". */
static int read_target(struct line *l, const char *text)
{
	struct route *r = route_of(l);
	char name[256];
	const char *slash = strchr(text, '/');
	size_t size = slash ? (size_t)(slash - text) : strlen(text);
	unsigned full = family_bits((enum family)r->family);
	uint64_t bits = full;
	bool net;
	int e;

	if (size >= sizeof(name))
		return err_set(l->err, EINVAL, "%.40s…: too long for an address", text);
	memcpy(name, text, size);
	name[size] = '\0';
	if (slash && number_parse(slash + 1, full, &bits) < 0)
		return err_set(l->err, EINVAL, "%s: bad prefix length", text);
	e = look_up(l, name, &r->dst, &net);
	if (e < 0)
		return e;
	if (r->family == FAMILY_INET6 && net && !slash) /* default */
		bits = 0;
	l->masked = slash != NULL;
	if (r->family == FAMILY_INET)
		l->net = l->net || (net && !l->host);
	r->dst_bits = (uint8_t)bits;
	return 0;
}

static int read_kind(struct line *l)
{
	const char *word = l->at < l->count ? l->words[l->at] : "";

	l->net = strcmp(word, "-net") == 0;
	l->host = strcmp(word, "-host") == 0;
	if (!l->net && !l->host)
		return 0;
	l->at++;
	if (route_of(l)->family == FAMILY_INET6)
		return err_set(l->err, EINVAL, "%s: not for IPv6; write TARGET/LENGTH", word);
	return 0;
}

/* A type may stand before the target, as iproute2 has it; alone it is a target. */
static int read_first_type(struct line *l)
{
	const struct word_row *row = l->at + 1 < l->count ? find_word(l->words[l->at]) : NULL;
	const char *word;

	if (!row || row->take != take_bare_type)
		return 0;
	word = next_word(l);
	return take_type(l, word, word);
}

/* What the mask says and what -net and -host say must agree, as net-tools wants it. */
static int check_target(struct line *l, const char *text)
{
	struct route *r = route_of(l);

	if (r->family == FAMILY_INET && !l->masked && l->net) {
		r->dst_bits = 0;
		if (!addr_is_zero(&r->dst)) {
			l->reader->status = STATUS_REFUSED;
			return err_set(l->err, EINVAL,
				       "%s: a network without its length; write %s/LENGTH "
				       "or a netmask",
				       text, text);
		}
	}
	if (r->family == FAMILY_INET && l->masked && !l->net && r->dst_bits < 32)
		return err_set(l->err, EINVAL,
			       "netmask /%u of %s doesn't make sense with host route; -net is "
			       "for networks",
			       r->dst_bits, text);
	if (!addr_is_network(&r->dst, r->dst_bits))
		return change_host_bits(text, &r->dst, r->dst_bits, l->err);
	return 0;
}

static int check_hops(struct line *l)
{
	struct route *r = route_of(l);
	uint64_t has = r->has;

	for (unsigned i = 1; i < l->hops; i++)
		has |= l->reader->hops[i - 1].has;
	if (route_refuses(r) &&
	    (has & ROUTE_BIT(ROUTE_GATEWAY) || has & ROUTE_BIT(ROUTE_NHID) || l->hops))
		return err_set(l->err, EINVAL, "a route of the type %s has no gateway",
			       route_type_name(r->type));
	if (l->reject) { /* net-tools lets a device be named and the kernel looks at none */
		r->has &= ~ROUTE_BIT(ROUTE_DEVICE);
		return 0;
	}
	if (route_has(r, ROUTE_NHID) &&
	    (has & (ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE))))
		return wrong(l, "nhid: the object has its gateway and device, and the route none");
	if (l->deleting || route_refuses(r) || route_has(r, ROUTE_NHID) ||
	    (has & (ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE))))
		return 0;
	l->reader->status = STATUS_REFUSED;
	return wrong(l, "neither a gateway nor a device: No such device");
}

/* -nexthop ID and the words of an object; those that a route has as well are read as a route's. */
static int read_object(struct line *l)
{
	static const uint64_t known = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) |
				      ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) |
				      ROUTE_BIT(ROUTE_PROTOCOL) | ROUTE_BIT(ROUTE_TYPE);
	struct change c = { .verb = l->change.verb,
			    .what = CHANGE_NEXTHOP,
			    .members = l->reader->members };
	const struct route *r = route_of(l);
	struct nexthop *n = &l->object;
	const char *id = next_word(l);
	uint64_t number = 0;
	int e;

	if (!id || number_parse(id, UINT32_MAX, &number) < 0 || !number)
		return wrong(l, "-nexthop: which number?");
	n->id = (uint32_t)number;
	e = read_words(l);
	if (e < 0)
		return e;
	n->blackhole = r->type == TYPE_BLACKHOLE;
	if ((r->has & ~known) || r->metrics_has || l->hops || (r->type && !n->blackhole))
		return wrong(l, "-nexthop: an object has gw, via, dev, onlink, blackhole, proto, "
				"encap, or a group");
	if (n->members && (r->has & (ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE))))
		return wrong(
			l,
			"-nexthop: a group has the gateways of its members, and none of its own");
	n->family = route_has(r, ROUTE_GATEWAY) ? r->gateway.family : r->family;
	n->gateway = r->gateway;
	n->ifindex = r->ifindex;
	n->protocol = route_has(r, ROUTE_PROTOCOL) ? r->protocol : 0;
	n->flags = r->flags & RFLAG_BIT(RFLAG_ONLINK);
	c.encap_type = l->change.encap_type;
	c.encap_size = l->change.encap_size;
	memcpy(c.encap, l->change.encap, sizeof(c.encap));
	c.nexthop = *n;
	return change_emit(l->reader, &c, l->err);
}

/* What net-tools' ioctls say without being told. */
static int set_defaults(struct line *l)
{
	struct route *r = route_of(l);
	bool local = false;
	int e = 0;

	r->hops = (uint16_t)(l->hops ? l->hops : 1);
	if (!route_has(r, ROUTE_TYPE)) {
		r->type = TYPE_UNICAST;
		set(r, ROUTE_TYPE);
	}
	if (!l->deleting && !route_has(r, ROUTE_PROTOCOL)) {
		r->protocol = 3; /* boot */
		set(r, ROUTE_PROTOCOL);
	}
	if (r->family == FAMILY_INET6 && !route_has(r, ROUTE_PRIORITY)) {
		r->priority = 1;
		set(r, ROUTE_PRIORITY);
	}
	if (!route_has(r, ROUTE_TABLE)) {
		r->table = change_vrf_table(l->reader, r->ifindex);
		set(r, ROUTE_TABLE);
	}
	if (r->family != FAMILY_INET || route_has(r, ROUTE_SCOPE) || l->deleting)
		return 0;
	if (route_has(r, ROUTE_GATEWAY) && r->hops == 1 && r->gateway.family == FAMILY_INET)
		e = change_is_local(l->reader, &r->gateway, &local, l->err);
	r->scope = change_scope(r, local);
	set(r, ROUTE_SCOPE);
	return e;
}

static int read_route(struct change_reader *reader, const char *const *words, unsigned count,
		      struct err *err)
{
	struct line l = { .reader = reader, .err = err, .words = words, .count = count, .at = 1 };
	struct route *r = route_of(&l);
	const char *target;
	int e;

	l.change.verb = (uint8_t)(count ? find_verb(words[0]) : CHANGE_NOTHING);
	if (!l.change.verb)
		return err_set(err, EINVAL, "%s: a word that means nothing here",
			       count ? words[0] : "");
	l.deleting = l.change.verb == CHANGE_DELETE;
	l.hop = r;
	l.change.hops = reader->hops;
	r->family = (uint8_t)(reader->family ? reader->family : FAMILY_INET);
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST);
	if (count > 1 && strcmp(words[1], "-nexthop") == 0) {
		l.at++;
		return read_object(&l);
	}
	e = read_first_type(&l);
	if (e == 0)
		e = read_kind(&l);
	if (e == 0)
		e = read_first_type(&l);
	if (e < 0)
		return e;
	target = next_word(&l);
	if (!target)
		return err_set(err, EINVAL, "%s: which destination?", words[0]);
	e = read_target(&l, target);
	if (e == 0)
		e = read_words(&l);
	if (e == 0)
		e = check_target(&l, target);
	if (e == 0)
		e = check_hops(&l);
	if (e == 0)
		e = set_defaults(&l);
	return e < 0 ? e : change_emit(reader, &l.change, err);
}

static int change(const struct request *r)
{
	return change_run(r, read_route, STATUS_REFUSED);
}

static int flush(const struct request *r)
{
	return flush_routes(r, false, STATUS_REFUSED);
}

static int flush_all(const struct request *r)
{
	return flush_routes(r, true, STATUS_REFUSED);
}

static int restore(const struct request *r)
{
	return change_restore(r, read_route, STATUS_REFUSED);
}

static change_command *find_command(const char *word)
{
	static const struct {
		const char *word;
		change_command *command;
	} commands[] = {
		{ "flush", flush },
		{ "flushall", flush_all },
		{ "save", save_routes },
		{ "restore", restore },
	};

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].word, word) == 0)
			return commands[i].command;
	return find_verb(word) ? change : NULL;
}

const struct change_style change_linux = {
	.route = read_route,
	.arp = change_arp_linux,
	.ethers = change_ethers_linux,
	.command = find_command,
	.refused = STATUS_REFUSED,
	.arp_refused = STATUS_ARP,
};
