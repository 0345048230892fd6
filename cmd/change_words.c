/* SPDX-License-Identifier: ISC */
#include "cmd/change_words.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/base/out.h"
#include "lib/model/lookup.h"
#include "platform/posix/lookup.h"

enum { SCOPE_UNIVERSE = 0, SCOPE_LINK = 253, SCOPE_HOST = 254 };

/* ADDRESS of IPv6 without a zone: a route names its interface otherwise */
static int inet6_address(const char *text, int64_t timeout_ms, struct addr *ret_addr,
			 struct err *err)
{
	if (addr_parse(text, FAMILY_INET6, ret_addr) == 0)
		return 0;
	if (strchr(text, '%'))
		return err_set(err, EINVAL, "%s: an address without its zone, and behind it dev",
			       text);
	return lookup_host(text, FAMILY_INET6, timeout_ms, ret_addr, err);
}

int change_address(struct change_reader *reader, const char *text, enum family family,
		   bool host_first, struct addr *ret_addr, bool *ret_net, struct err *err)
{
	int64_t timeout_ms = reader->run->common->resolve_timeout_ms;
	struct in_addr number;
	struct err ignored = ERR_INIT;

	*ret_net = strcmp(text, "default") == 0;
	*ret_addr = (struct addr){ .family = (uint8_t)family,
				   .size = (uint8_t)(family_bits(family) / 8) };
	if (*ret_net || addr_parse(text, family, ret_addr) == 0)
		return 0;
	if (family == FAMILY_INET6)
		return inet6_address(text, timeout_ms, ret_addr, err);
	if (inet_aton(text, &number)) {
		memcpy(ret_addr->bytes, &number, sizeof(number));
		return 0;
	}
	if (host_first)
		return lookup_host(text, family, timeout_ms, ret_addr, err);
	if (lookup_network(text, timeout_ms, ret_addr, &ignored) == 0) {
		*ret_net = true;
		return 0;
	}
	return lookup_host(text, family, timeout_ms, ret_addr, err);
}

int change_mask_bits(const struct addr *mask)
{
	unsigned bits = 0, full = mask->size * 8u;

	while (bits < full && mask->bytes[bits / 8] >> (7 - bits % 8) & 1)
		bits++;
	return addr_is_network(mask, bits) ? (int)bits : -EINVAL;
}

int change_host_bits(const char *text, const struct addr *addr, unsigned bits, struct err *err)
{
	struct addr network = *addr;
	char shown[ADDR_TEXT_MAX];

	for (unsigned i = bits; i < network.size * 8u; i++)
		network.bytes[i / 8] &= (uint8_t) ~(0x80 >> i % 8);
	*addr_put(shown, &network) = '\0';
	return err_set(err, EINVAL, "%s: netmask doesn't match route address; is %s/%u meant?",
		       text, shown, bits);
}

/* A question's failure becomes that of the words. */
static int pass_on(struct change_reader *reader, int error, struct err *err)
{
	struct err reason = reader->run->err;

	err_clear(&reader->run->err);
	return err_set(err, -error, "%s", reason.text[0] ? reason.text : strerror(-error));
}

struct search {
	const char *label;
	struct addr *addr;
	bool found;
};

static int on_label(struct run *run, const struct record *record, void *state)
{
	struct search *s = state;

	(void)run;
	if (record->kind == RECORD_IFADDR && strcmp(record->ifaddr.label, s->label) == 0 &&
	    !s->found) {
		if (s->addr)
			*s->addr = record->ifaddr.local;
		s->found = true;
	}
	return 0;
}

int change_label(struct change_reader *reader, const char *name, uint32_t *ret_ifindex,
		 struct addr *ret_addr, struct err *err)
{
	const struct question q = { .what = ASK_ADDRS, .family = FAMILY_INET };
	struct search s = { .label = name, .addr = ret_addr };
	const struct handler h = { .record = on_label, .state = &s, .size = sizeof(s) };
	const char *colon = strchr(name, ':');
	char device[IFACE_NAME_MAX];
	int e;

	if (!colon || index_iface_named(reader->run->index, name))
		return change_device(reader, name, ret_ifindex, err);
	if ((size_t)(colon - name) >= sizeof(device))
		return err_set(err, ENODEV, "%s: No such device", name);
	memcpy(device, name, (size_t)(colon - name));
	device[colon - name] = '\0';
	e = change_device(reader, device, ret_ifindex, err);
	if (e == 0)
		e = run_ask(reader->run, &q, &h);
	if (e < 0 && reader->run->err.text[0])
		return pass_on(reader, e, err);
	if (e < 0 || s.found)
		return e < 0 ? e : 1;
	return err_set(err, ENODEV, "%s: No such device: %s has no such label", name, device);
}

int change_table(struct change_reader *reader, const char *name, uint32_t *ret_table,
		 struct err *err)
{
	uint32_t table = 0;
	int e = table_find(name, &table, err);

	(void)reader;
	if (e < 0)
		return e;
	if (!table)
		return err_set(err, EINVAL, "table %s: a route is in one table", name);
	*ret_table = table;
	return 0;
}

int change_named(const char *text, const char *(*name)(unsigned), uint8_t *ret_number)
{
	uint64_t number;

	if (number_parse(text, 255, &number) == 0) {
		*ret_number = (uint8_t)number;
		return 0;
	}
	for (unsigned i = 0; i < 256; i++) {
		const char *known = name(i);

		if (known && strcmp(known, text) == 0) {
			*ret_number = (uint8_t)i;
			return 0;
		}
	}
	return -EINVAL;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'		  ? c - '0' :
	       (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 :
						    -1;
}

int change_hex(const char *text, uint8_t *to, size_t size)
{
	size_t n = 0;

	for (; *text; text += 2) {
		int high = hex_digit(text[0]), low = high < 0 ? -1 : hex_digit(text[1]);

		if (low < 0 || n == size)
			return -EINVAL;
		to[n++] = (uint8_t)(high << 4 | low);
	}
	return (int)n;
}

/* How many of the kernel's units a millisecond is; 0: no time. */
static unsigned per_ms(unsigned metric)
{
	return metric == METRIC_RTT	? 8 :
	       metric == METRIC_RTTVAR	? 4 :
	       metric == METRIC_RTO_MIN ? 1 :
					  0;
}

int change_metric(unsigned metric, const char *text, uint32_t *ret_value)
{
	unsigned unit = per_ms(metric);
	char *end;
	unsigned long long number;

	if (metric == METRIC_FEATURES && strcmp(text, "ecn") == 0) {
		*ret_value = 1;
		return 0;
	}
	if (metric == METRIC_FEATURES && strcmp(text, "tcp_usec_ts") == 0) {
		*ret_value = 16;
		return 0;
	}
	if (*text < '0' || *text > '9')
		return -EINVAL;
	number = strtoull(text, &end, 10);
	if (unit && strcmp(end, "ms") == 0)
		number *= unit;
	else if (unit && strcmp(end, "s") == 0)
		number *= 1000ull * unit;
	else if (*end)
		return -EINVAL;
	if (number > UINT32_MAX)
		return -EINVAL;
	*ret_value = (uint32_t)number;
	return 0;
}

uint32_t change_vrf_table(const struct change_reader *reader, uint32_t ifindex)
{
	const struct index_iface *i = ifindex ? index_iface(reader->run->index, ifindex) : NULL;

	if (i && !i->table && i->master)
		i = index_iface(reader->run->index, i->master);
	return i && i->table ? i->table : TABLE_MAIN;
}

static int on_local(struct run *run, const struct record *record, void *state)
{
	struct change_reader *reader = state;
	const struct route *r = &record->route;
	struct change_local *more;

	if (record->kind != RECORD_ROUTE || r->family != FAMILY_INET ||
	    (r->type != TYPE_LOCAL && r->type != TYPE_BROADCAST && r->type != TYPE_MULTICAST))
		return 0;
	more = realloc(reader->local, (reader->local_count + 1) * sizeof(*more));
	if (!more)
		return err_system(&run->err, ENOMEM, "local addresses");
	reader->local = more;
	reader->local[reader->local_count++] = (struct change_local){ r->dst, r->dst_bits };
	return 0;
}

int change_is_local(struct change_reader *reader, const struct addr *addr, bool *ret_local,
		    struct err *err)
{
	const struct question q = { .what = ASK_ROUTES,
				    .family = FAMILY_INET,
				    .table = TABLE_LOCAL };
	const struct handler h = { .record = on_local, .state = reader };
	int e;

	if (!reader->local_known) {
		reader->local_count = 0;
		e = run_ask_if_any(reader->run, &q, &h);
		if (e < 0)
			return pass_on(reader, e, err);
		reader->local_known = true;
	}
	if (!addr_equal(addr, &reader->asked)) {
		reader->asked = *addr;
		reader->asked_local = false;
		for (size_t i = 0; i < reader->local_count && !reader->asked_local; i++)
			reader->asked_local =
				addr_in_prefix(addr, &reader->local[i].addr, reader->local[i].bits);
	}
	*ret_local = reader->asked_local;
	return 0;
}

uint8_t change_scope(const struct route *r, bool local)
{
	switch (r->type) {
	case TYPE_LOCAL:
	case TYPE_NAT:
		return SCOPE_HOST;
	case TYPE_UNICAST:
		if (route_has(r, ROUTE_NHID) || r->hops > 1 ||
		    (route_has(r, ROUTE_GATEWAY) && !local))
			return SCOPE_UNIVERSE;
		return SCOPE_LINK;
	case TYPE_BROADCAST:
	case TYPE_ANYCAST:
	case TYPE_MULTICAST:
		return SCOPE_LINK;
	default:
		return SCOPE_UNIVERSE;
	}
}

int change_link_address(const char *text, struct addr *ret_addr)
{
	struct addr a = { .family = FAMILY_LINK };

	for (;;) {
		int high = hex_digit(*text), low;

		if (high < 0 || a.size == ADDR_MAX)
			return -EINVAL;
		low = hex_digit(*++text);
		text += low >= 0;
		a.bytes[a.size++] = (uint8_t)(low < 0 ? high : high << 4 | low);
		if (!*text)
			break;
		if (*text++ != ':')
			return -EINVAL;
	}
	*ret_addr = a;
	return 0;
}

/* An interface by its number, or by its link address. */
struct link_search {
	uint32_t ifindex;
	struct addr link;
	bool found;
};

static int on_link(struct run *run, const struct record *record, void *state)
{
	struct link_search *s = state;
	const struct iface *i = &record->iface;

	(void)run;
	if (record->kind != RECORD_IFACE || s->found ||
	    (s->ifindex ? i->index != s->ifindex : !addr_equal(&i->address, &s->link)))
		return 0;
	s->ifindex = i->index;
	s->link = i->address;
	s->found = true;
	return 0;
}

static int search_links(struct change_reader *reader, struct link_search *s, struct err *err)
{
	const struct question q = { .what = ASK_LINKS, .brief = true };
	const struct handler h = { .record = on_link, .state = s, .size = sizeof(*s) };
	int e = run_ask(reader->run, &q, &h);

	return e < 0 ? pass_on(reader, e, err) : 0;
}

int change_device_address(struct change_reader *reader, uint32_t ifindex, struct addr *ret_addr,
			  struct err *err)
{
	struct link_search s = { .ifindex = ifindex };
	int e = search_links(reader, &s, err);

	if (e == 0 && !s.link.size)
		return err_set(err, ENODEV, "an interface without a hardware address");
	*ret_addr = s.link;
	ret_addr->scope = 0;
	return e;
}

int change_device_with(struct change_reader *reader, const struct addr *link, uint32_t *ret_ifindex,
		       struct err *err)
{
	struct link_search s = { .link = *link };
	int e = search_links(reader, &s, err);

	if (e == 0 && !s.found)
		return err_set(err, ENODEV,
			       "no interface has that hardware address, and none was named: "
			       "No such device");
	*ret_ifindex = s.ifindex;
	return e;
}

static int on_answer(struct run *run, const struct record *record, void *state)
{
	uint32_t *ifindex = state;

	(void)run;
	if (record->kind == RECORD_ROUTE)
		*ifindex = record->route.ifindex;
	return 0;
}

int change_device_to(struct change_reader *reader, const struct addr *addr, uint32_t *ret_ifindex,
		     struct err *err)
{
	struct lookup lookup = { .to = *addr };
	char text[LOOKUP_TEXT_MAX];
	const struct question q = { .what = ASK_LOOKUP,
				    .family = (enum family)addr->family,
				    .key = text };
	uint32_t ifindex = 0;
	const struct handler h = { .record = on_answer,
				   .state = &ifindex,
				   .size = sizeof(ifindex) };
	int e;

	lookup_text(&lookup, text);
	e = run_ask(reader->run, &q, &h);
	if (e < 0)
		return pass_on(reader, e, err);
	if (!ifindex)
		return err_set(err, ENETUNREACH, "no interface leads to %s: Network is unreachable",
			       text);
	*ret_ifindex = ifindex;
	return 0;
}

static int on_neigh(struct run *run, const struct record *record, void *state)
{
	struct change_reader *reader = state;
	struct neigh *more;

	if (record->kind != RECORD_NEIGH)
		return 0;
	more = realloc(reader->neighs, (reader->neigh_count + 1) * sizeof(*more));
	if (!more)
		return err_system(&run->err, ENOMEM, "neighbours");
	reader->neighs = more;
	reader->neighs[reader->neigh_count++] = record->neigh;
	return 0;
}

static int learn_neighs(struct change_reader *reader, enum family family, struct err *err)
{
	struct question q = { .what = ASK_NEIGHS, .family = family };
	const struct handler h = { .record = on_neigh, .state = reader };
	int e;

	if (reader->neighs_known >> family & 1)
		return 0;
	e = run_ask(reader->run, &q, &h);
	q.what = ASK_PROXIES;
	if (e == 0)
		e = run_ask_if_any(reader->run, &q, &h);
	reader->neighs_known |= 1u << family;
	return e < 0 ? pass_on(reader, e, err) : 0;
}

/* A state in which there is nothing to be deleted. */
static bool is_gone(const struct neigh *n)
{
	return n->state == STATE_NONE || n->state == STATE_FAILED || n->state == STATE_NOARP;
}

int change_find_neigh(struct change_reader *reader, struct neigh *neigh, bool own, bool proxies,
		      bool *ret_proxy, struct err *err)
{
	int e = learn_neighs(reader, (enum family)neigh->family, err), found = 0;

	for (size_t i = 0; e == 0 && i < reader->neigh_count; i++) {
		const struct neigh *n = &reader->neighs[i];
		bool proxy = n->flags & NFLAG_BIT(NFLAG_PROXY);

		if (!addr_equal(&n->dst, &neigh->dst) || !(proxy ? proxies : own && !is_gone(n)) ||
		    (neigh_has(neigh, NEIGH_DEVICE) && n->ifindex != neigh->ifindex))
			continue;
		if (found && (proxy || !*ret_proxy)) /* its own comes before what it publishes */
			continue;
		*ret_proxy = proxy;
		if (!neigh_has(neigh, NEIGH_DEVICE))
			neigh->ifindex = n->ifindex;
		found = 1;
		if (!proxy)
			break;
	}
	return e < 0 ? e : found;
}
