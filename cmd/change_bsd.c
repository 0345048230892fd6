/* SPDX-License-Identifier: ISC */
#include "cmd/change_bsd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change_words.h"
#include "cmd/dialect.h"
#include "lib/base/number.h"

enum {
	F = 1 << SYSTEM_FREEBSD,
	O = 1 << SYSTEM_OPENBSD,
	N = 1 << SYSTEM_NETBSD,
	M = 1 << SYSTEM_MACOS,
	ALL = F | O | N | M
};

enum action {
	A_FAMILY,  /* of the addresses that follow: enum family */
	A_FOREIGN, /* a family that no table here has */
	A_HOST,
	A_NET,
	A_INTERFACE,
	A_FLAG,	   /* enum route_flag */
	A_UNFLAG,
	A_TYPE,	   /* enum route_type */
	A_LOCK,
	A_LOCKREST,
	A_MPLS,	   /* enum mpls_op */
	A_NOTHING, /* obsolete, and says nothing any more in that system either */
	A_ARGUMENT, /* from here on a second word belongs to it */
	A_METRIC = A_ARGUMENT, /* enum metric */
	A_UNUSED,  /* a metric that this system does not have any more, and passes over */
	A_EXPIRE,
	A_WEIGHT,
	A_NETMASK,
	A_PREFIXLEN,
	A_GENMASK,
	A_GATEWAY,
	A_DST,
	A_IFP,
	A_IFA,
	A_FIB,
	A_PRIORITY,
	A_LABEL,
	A_MPLS_IN,
	A_MPLS_OUT,
};

static const struct keyword {
	char word[12];
	uint8_t systems, action, value;
} keywords[] = {
	{ "inet", ALL, A_FAMILY, FAMILY_INET }, { "4", F, A_FAMILY, FAMILY_INET },
	{ "inet6", ALL, A_FAMILY, FAMILY_INET6 }, { "6", F, A_FAMILY, FAMILY_INET6 },
	{ "link", ALL, A_FAMILY, FAMILY_LINK }, { "mpls", O | N, A_FAMILY, FAMILY_MPLS },
	{ "sa", ALL, A_FOREIGN, 0 },	  { "iso", ALL, A_FOREIGN, 0 },
	{ "osi", ALL, A_FOREIGN, 0 },	  { "xns", ALL, A_FOREIGN, 0 },
	{ "x25", ALL, A_FOREIGN, 0 },	  { "atalk", F | N | M, A_FOREIGN, 0 },
	{ "host", ALL, A_HOST, 0 },	  { "net", ALL, A_NET, 0 },
	{ "iface", ALL, A_INTERFACE, 0 }, { "interface", ALL, A_INTERFACE, 0 },
	{ "static", ALL, A_FLAG, RFLAG_STATIC }, { "nostatic", ALL, A_UNFLAG, RFLAG_STATIC },
	{ "reject", ALL, A_TYPE, TYPE_UNREACHABLE }, { "blackhole", ALL, A_TYPE, TYPE_BLACKHOLE },
	{ "noreject", N, A_TYPE, TYPE_UNICAST }, { "noblackhole", N, A_TYPE, TYPE_UNICAST },
	{ "proto1", ALL, A_FLAG, RFLAG_PROTO1 }, { "proto2", ALL, A_FLAG, RFLAG_PROTO2 },
	{ "proto3", F | M, A_FLAG, RFLAG_PROTO3 }, { "xresolve", F | N | M, A_FLAG, RFLAG_XRESOLVE },
	{ "llinfo", O | N | M, A_FLAG, RFLAG_LLINFO }, { "llinfo", F, A_NOTHING, 0 },
	{ "cloning", O | N | M, A_FLAG, RFLAG_CLONING }, { "cloning", F, A_NOTHING, 0 },
	{ "nocloning", N, A_UNFLAG, RFLAG_CLONING }, { "cloned", N, A_FLAG, RFLAG_CLONED },
	{ "nocloned", N, A_UNFLAG, RFLAG_CLONED },
	{ "proxy", F, A_FLAG, RFLAG_PROTO2 }, /* RTF_ANNOUNCE has that bit there */
	{ "proxy", N, A_FLAG, RFLAG_ANNOUNCE }, { "proxy", M, A_FLAG, RFLAG_PROXY },
	{ "sticky", F, A_FLAG, RFLAG_STICKY }, { "nostick", F, A_UNFLAG, RFLAG_STICKY },
	{ "mpath", O, A_FLAG, RFLAG_MPATH }, { "bfd", O, A_FLAG, RFLAG_BFD },
	{ "nobfd", O, A_UNFLAG, RFLAG_BFD },
	{ "lock", ALL, A_LOCK, 0 },	  { "lockrest", ALL, A_LOCKREST, 0 },
	{ "mtu", ALL, A_METRIC, METRIC_MTU },
	{ "hopcount", F | N | M, A_METRIC, METRIC_HOPCOUNT }, { "hopcount", O, A_UNUSED, 0 },
	{ "recvpipe", F | N | M, A_METRIC, METRIC_RECVPIPE }, { "recvpipe", O, A_UNUSED, 0 },
	{ "sendpipe", F | N | M, A_METRIC, METRIC_SENDPIPE }, { "sendpipe", O, A_UNUSED, 0 },
	{ "ssthresh", F | N | M, A_METRIC, METRIC_QUEUE }, { "ssthresh", O, A_UNUSED, 0 },
	{ "rtt", F | N | M, A_METRIC, METRIC_RTT_US }, { "rtt", O, A_UNUSED, 0 },
	{ "rttvar", F | N | M, A_METRIC, METRIC_RTTVAR_US }, { "rttvar", O, A_UNUSED, 0 },
	{ "expire", ALL, A_EXPIRE, 0 },	  { "weight", F, A_WEIGHT, 0 },
	{ "netmask", ALL, A_NETMASK, 0 }, { "prefixlen", ALL, A_PREFIXLEN, 0 },
	{ "genmask", ALL, A_GENMASK, 0 }, { "gateway", ALL, A_GATEWAY, 0 },
	{ "dst", ALL, A_DST, 0 },	  { "ifp", ALL, A_IFP, 0 },
	{ "ifa", ALL, A_IFA, 0 },	  { "fib", F, A_FIB, 0 },
	{ "priority", O, A_PRIORITY, 0 }, { "label", O, A_LABEL, 0 },
	{ "in", O, A_MPLS_IN, 0 },	  { "out", O, A_MPLS_OUT, 0 },
	{ "mplslabel", O, A_MPLS_IN, 0 }, { "tag", N, A_MPLS_OUT, 0 },
	{ "push", O, A_MPLS, MPLS_PUSH }, { "pop", O, A_MPLS, MPLS_POP },
	{ "swap", O, A_MPLS, MPLS_SWAP },
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]), FIBS_MAX = 64 };

struct words {
	struct change_reader *reader;
	struct err *err;
	struct change change;
	enum family family; /* of the addresses that follow; FAMILY_NONE: as they look */
	const char *destination, *gateway;
	const char *fibs;
	struct addr mask;
	bool has_mask, has_destination, has_gateway;
	bool host;	     /* so the destination looks */
	bool force_host, force_net, lock, lock_rest, deleting;
};

enum origin_system bsd_system(const struct change_reader *reader)
{
	return (enum origin_system)reader->request->common.dialect->changes->system;
}

static struct route *route_of(struct words *w)
{
	return &w->change.route;
}

static void say(struct words *w, enum route_field field)
{
	route_of(w)->has |= ROUTE_BIT(field);
}

static int wrong(struct words *w, const char *word)
{
	return err_set(w->err, EINVAL, "bad keyword: %s", word);
}

/* Of an address of which no word said it. */
static enum family family_of(const struct words *w, const char *text)
{
	return w->family		    ? w->family :
	       strchr(text, ':')	    ? FAMILY_INET6 :
	       route_has(&w->change.route, ROUTE_FAMILY) &&
			       w->change.route.family != FAMILY_MPLS ?
					      (enum family)w->change.route.family :
					      FAMILY_INET;
}

static int read_number(struct words *w, const char *word, const char *text, uint64_t max,
		       uint64_t *ret_value)
{
	if (number_parse(text, max, ret_value) < 0)
		return err_set(w->err, EINVAL, "-%s %s: not a number up to %llu", word, text,
			       (unsigned long long)max);
	return 0;
}

static int read_label(struct words *w, const char *word, const char *text, uint32_t *ret_label)
{
	uint64_t value;
	int e = read_number(w, word, text, (1 << 20) - 1, &value);

	if (e == 0)
		*ret_label = (uint32_t)value;
	return e;
}

static int take_mpls_destination(struct words *w, const char *word, const char *text)
{
	struct addr a = { .family = FAMILY_MPLS, .size = 4 };
	uint32_t label = 0;
	int e = read_label(w, word, text, &label);

	if (e < 0)
		return e;
	a.bytes[0] = (uint8_t)(label >> 12);
	a.bytes[1] = (uint8_t)(label >> 4);
	a.bytes[2] = (uint8_t)(label << 4);
	route_of(w)->dst = a;
	route_of(w)->dst_bits = 20;
	route_of(w)->family = FAMILY_MPLS;
	w->has_destination = true;
	say(w, ROUTE_DST);
	say(w, ROUTE_FAMILY);
	return 0;
}

static int take_destination(struct words *w, const char *text)
{
	struct route *r = route_of(w);
	enum family family = family_of(w, text);
	struct bsd_target t;
	int e;

	w->destination = text;
	if (family == FAMILY_MPLS)
		return take_mpls_destination(w, "mpls", text);
	if (family == FAMILY_LINK)
		return err_set(w->err, EAFNOSUPPORT, "%s: a link address is no destination of a route", text);
	e = bsd_destination(w->reader, text, family, w->force_net, w->force_host, &t, w->err);
	if (e < 0)
		return e;
	r->dst = t.addr;
	r->dst.scope = t.ifindex;
	r->dst_bits = (uint8_t)t.bits;
	r->family = t.addr.family;
	w->host = t.host;
	w->has_destination = true;
	w->force_net |= strcmp(text, "default") == 0;
	say(w, ROUTE_DST);
	say(w, ROUTE_FAMILY);
	return 0;
}

/* An interface as a link address: by its index, or by its name as well where programs write that. */
static int link_address(struct words *w, const char *name, struct addr *ret_addr, char *ret_name, bool own)
{
	enum origin_system system = bsd_system(w->reader);
	struct addr a = { .family = FAMILY_LINK };
	uint32_t ifindex = 0;
	int e = change_device(w->reader, name, &ifindex, w->err);

	if (e < 0)
		return e;
	if (system != SYSTEM_OPENBSD)
		memcpy(ret_name, name, strlen(name));
	if (own && system == SYSTEM_FREEBSD) { /* getifaddrs(3) gave it */
		(void)change_device_address(w->reader, ifindex, &a, &(struct err)ERR_INIT);
		a.family = FAMILY_LINK;
		a.link_type = a.size ? 6 : 24;
	}
	a.scope = ifindex;
	*ret_addr = a;
	return 0;
}

static bool is_interface(const struct words *w, const char *text)
{
	return index_iface_named(w->reader->run->index, text) != NULL;
}

static int take_gateway(struct words *w, const char *text)
{
	struct route *r = route_of(w);
	int e;

	w->gateway = text;
	w->has_gateway = true;
	say(w, ROUTE_GATEWAY);
	if (w->family == FAMILY_LINK || (w->change.by_interface && is_interface(w, text))) {
		e = link_address(w, text, &r->gateway, r->device, w->family != FAMILY_LINK);
		r->ifindex = e == 0 ? r->gateway.scope : 0;
		return e;
	}
	return bsd_address(w->reader, text, family_of(w, text), &r->gateway, w->err);
}

/* 255.255.0.0, 0xffff0000, ffff:ffff:: */
static int take_mask(struct words *w, const char *text, struct addr *ret_mask)
{
	enum family family = w->family == FAMILY_INET6 || strchr(text, ':') ? FAMILY_INET6 : FAMILY_INET;

	if (strcmp(text, "default") == 0) {
		*ret_mask = (struct addr){ .family = (uint8_t)family,
					   .size = (uint8_t)(family_bits(family) / 8) };
		return 0;
	}
	return bsd_address(w->reader, text, family, ret_mask, w->err);
}

static int take_netmask(struct words *w, const char *text)
{
	w->has_mask = true;
	w->force_net = true;
	return take_mask(w, text, &w->mask);
}

static int take_prefixlen(struct words *w, const char *text)
{
	enum family family = w->family == FAMILY_INET6 || route_of(w)->family == FAMILY_INET6 ?
				     FAMILY_INET6 : FAMILY_INET;
	unsigned full = family_bits(family);
	uint64_t bits = 0;
	int e = read_number(w, "prefixlen", text, full, &bits);

	if (e < 0)
		return e;
	w->mask = (struct addr){ .family = (uint8_t)family, .size = (uint8_t)(full / 8) };
	for (unsigned i = 0; i < bits; i++)
		w->mask.bytes[i / 8] |= (uint8_t)(0x80 >> i % 8);
	w->has_mask = true;
	w->host = bits == full;
	return 0;
}

/* FreeBSD: seconds since 1970, or from now with a sign; NetBSD and macOS the former, OpenBSD the latter. */
static int take_expire(struct words *w, const char *text)
{
	enum origin_system system = bsd_system(w->reader);
	bool relative = system == SYSTEM_OPENBSD ||
			(system == SYSTEM_FREEBSD && (*text == '+' || *text == '-'));
	bool negative = relative && *text == '-';
	uint64_t seconds;
	int e = read_number(w, "expire", text + (relative && (*text == '+' || *text == '-')),
			    INT64_MAX / 1000, &seconds);
	int64_t ms = e == 0 ? (int64_t)seconds * 1000 : 0;

	if (e < 0)
		return e;
	if (relative) {
		route_of(w)->expire_ms = negative ? -ms : ms;
		say(w, ROUTE_EXPIRE);
	} else {
		route_of(w)->expires_at_ms = ms;
		route_of(w)->expire_clock = EXPIRY_WALL;
		say(w, ROUTE_EXPIRES_AT);
		say(w, ROUTE_EXPIRE_CLOCK);
	}
	route_of(w)->expire_locked = w->lock || w->lock_rest;
	w->lock = false;
	return 0;
}

static int take_metric(struct words *w, const struct keyword *k, const char *text)
{
	uint64_t value;
	int e = read_number(w, k->word, text, UINT32_MAX, &value);

	if (e < 0)
		return e;
	route_of(w)->metric[k->value] = (uint32_t)value;
	route_of(w)->metrics_has |= 1u << k->value;
	if (w->lock || w->lock_rest)
		route_of(w)->locks |= 1u << k->value;
	w->lock = false;
	return 0;
}

static int take_number(struct words *w, const struct keyword *k, const char *text)
{
	uint64_t value = 0;
	int e = read_number(w, k->word, text, k->action == A_PRIORITY ? 63 : UINT32_MAX, &value);

	if (e < 0 || k->action == A_UNUSED)
		return e;
	if (k->action == A_WEIGHT) {
		route_of(w)->weight = (uint32_t)value;
		say(w, ROUTE_WEIGHT);
	} else {
		route_of(w)->priority = (uint32_t)value;
		say(w, ROUTE_PRIORITY);
	}
	return 0;
}

static int take_label(struct words *w, const char *text)
{
	if (strlen(text) >= sizeof(route_of(w)->label))
		return err_set(w->err, EINVAL, "-label %s: longer than %zu bytes", text,
			       sizeof(route_of(w)->label) - 1);
	memcpy(route_of(w)->label, text, strlen(text) + 1);
	say(w, ROUTE_LABEL);
	return 0;
}

static int take_tag(struct words *w, const struct keyword *k, const char *text)
{
	int e = read_label(w, k->word, text, &route_of(w)->tag);

	if (e == 0)
		say(w, ROUTE_TAG);
	return e;
}

static int take_argument(struct words *w, const struct keyword *k, const char *text)
{
	struct change *c = &w->change;

	switch ((enum action)k->action) {
	case A_METRIC:
		return take_metric(w, k, text);
	case A_EXPIRE:
		return take_expire(w, text);
	case A_NETMASK:
		return take_netmask(w, text);
	case A_PREFIXLEN:
		return take_prefixlen(w, text);
	case A_GENMASK:
		return take_mask(w, text, &c->genmask);
	case A_GATEWAY:
		return take_gateway(w, text);
	case A_DST:
		return take_destination(w, text);
	case A_IFP:
		return link_address(w, text, &c->ifp, c->ifp_name, false);
	case A_IFA:
		return bsd_address(w->reader, text, family_of(w, text), &c->ifa, w->err);
	case A_FIB:
		w->fibs = text;
		return 0;
	case A_LABEL:
		return take_label(w, text);
	case A_MPLS_IN:
		return take_mpls_destination(w, k->word, text);
	case A_MPLS_OUT:
		return take_tag(w, k, text);
	default:
		return take_number(w, k, text);
	}
}

static int take_plain(struct words *w, const struct keyword *k)
{
	switch ((enum action)k->action) {
	case A_FAMILY:
		w->family = (enum family)k->value;
		return 0;
	case A_FOREIGN:
		return err_set(w->err, EAFNOSUPPORT, "-%s: no routes of that family", k->word);
	case A_HOST:
		w->force_host = true;
		return 0;
	case A_NET:
		w->force_net = true;
		return 0;
	case A_INTERFACE:
		w->change.by_interface = true;
		return 0;
	case A_FLAG:
		route_of(w)->flags |= RFLAG_BIT(k->value);
		w->change.flags_off &= ~RFLAG_BIT(k->value);
		return 0;
	case A_UNFLAG:
		route_of(w)->flags &= ~RFLAG_BIT(k->value);
		w->change.flags_off |= RFLAG_BIT(k->value);
		return 0;
	case A_TYPE:
		route_of(w)->type = k->value;
		say(w, ROUTE_TYPE);
		return 0;
	case A_LOCK:
		w->lock = true;
		return 0;
	case A_LOCKREST:
		w->lock_rest = true;
		return 0;
	case A_MPLS:
		route_of(w)->mpls = k->value;
		say(w, ROUTE_MPLS);
		return 0;
	default:
		return 0;
	}
}

static const struct keyword *find(const struct words *w, const char *word)
{
	unsigned system = 1u << bsd_system(w->reader);

	for (unsigned i = 0; i < KEYWORDS; i++)
		if (keywords[i].systems & system && strcmp(keywords[i].word, word) == 0)
			return &keywords[i];
	return NULL;
}

/* Words without a dash: the destination, the gateway, the netmask. */
static int take_word(struct words *w, const char *text)
{
	return !w->has_destination ? take_destination(w, text) :
	       !w->has_gateway	   ? take_gateway(w, text) :
	       !w->has_mask	   ? take_netmask(w, text) :
				     err_set(w->err, EINVAL, "%s: a word too many", text);
}

static int read_words(struct words *w, const char *const *words, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		const struct keyword *k;
		int e;

		if (words[i][0] != '-') {
			e = take_word(w, words[i]);
			if (e < 0)
				return e;
			continue;
		}
		k = find(w, words[i] + 1);
		if (!k)
			return wrong(w, words[i] + 1);
		if (k->action < A_ARGUMENT)
			e = take_plain(w, k);
		else if (++i < count)
			e = take_argument(w, k, words[i]);
		else
			return err_set(w->err, EINVAL, "-%s: something is missing behind it", k->word);
		if (e < 0)
			return e;
	}
	return 0;
}

static void set_mask(struct words *w, const struct addr *mask)
{
	route_of(w)->mask = *mask;
	say(w, ROUTE_MASK);
}

static void set_full_mask(struct words *w, unsigned bits)
{
	struct addr mask = { .family = route_of(w)->family, .size = (uint8_t)(bits / 8) };

	memset(mask.bytes, 0xff, mask.size);
	set_mask(w, &mask);
}

/* -netmask and -prefixlen say more than the shorthand, wherever they stand. */
static int apply_mask(struct words *w)
{
	struct route *r = route_of(w);
	unsigned full = family_bits((enum family)r->family);
	int bits;

	if (w->force_host) {
		w->host = true;
		w->has_mask = false;
	}
	if (w->force_net)
		w->host = false;
	/* NetBSD makes a mask of what stands behind a slash, a host's as well */
	if (w->host && !w->force_host && bsd_system(w->reader) == SYSTEM_NETBSD && w->destination &&
	    strchr(w->destination, '/') && !w->has_mask)
		set_full_mask(w, full);
	if (w->has_mask && w->mask.family != r->family)
		return err_set(w->err, EINVAL, "destination and netmask family need to be the same");
	if (w->has_mask) {
		bits = change_mask_bits(&w->mask);
		r->dst_bits = bits < 0 ? (uint8_t)full : (uint8_t)bits;
		set_mask(w, &w->mask);
		if (bits < 0)
			return 0;
	} else if (!w->host && r->dst_bits == full) { /* a network of one */
		set_full_mask(w, full);
	}
	if (w->host) {
		r->dst_bits = (uint8_t)full;
		r->flags |= RFLAG_BIT(RFLAG_HOST);
	}
	if (!addr_is_network(&r->dst, r->dst_bits))
		return change_host_bits(w->destination, &r->dst, r->dst_bits, w->err);
	return 0;
}

static int check(struct words *w)
{
	if (!w->has_destination)
		return err_set(w->err, EINVAL, "destination parameter required");
	if (!w->deleting && w->change.verb == CHANGE_ADD && !w->has_gateway)
		return err_set(w->err, EINVAL, "%s: no gateway", w->destination ? w->destination : "");
	if (w->lock)
		return err_set(w->err, EINVAL, "-lock: which metric?");
	return route_of(w)->family == FAMILY_MPLS ? 0 : apply_mask(w);
}

static int emit(struct words *w, uint32_t table, bool given)
{
	struct change c = w->change;
	bool is_linux = w->reader->run->source->origin.system == SYSTEM_LINUX;
	int e = 0;

	if (given) {
		c.route.table = table;
		c.route.has |= ROUTE_BIT(ROUTE_TABLE);
	}
	if (is_linux) {
		if (c.route.mask.size && change_mask_bits(&c.route.mask) >= 0)
			c.route.has &= ~ROUTE_BIT(ROUTE_MASK);
		e = bsd_on_linux(w->reader, &c, w->err);
	}
	return e < 0 ? e : change_emit(w->reader, &c, w->err);
}

/* "1", "0-3", "1,4": each in its turn */
static int emit_fibs(struct words *w)
{
	const char *at = w->fibs;
	unsigned total = 0;

	for (;;) {
		char *end;
		unsigned long first = strtoul(at, &end, 10), last = first;

		if (end == at || *at < '0' || *at > '9')
			break;
		if (*end == '-') {
			at = end + 1;
			last = strtoul(at, &end, 10);
			if (end == at || *at < '0' || *at > '9')
				break;
		}
		if (last < first || last > UINT32_MAX || last - first >= FIBS_MAX)
			break;
		for (unsigned long fib = first; fib <= last; fib++) {
			int e = ++total > FIBS_MAX ? -EINVAL : emit(w, (uint32_t)fib, true);

			if (e < 0)
				return e;
		}
		if (!*end)
			return 0;
		if (*end != ',')
			break;
		at = end + 1;
	}
	return err_set(w->err, EINVAL, "invalid fib number: %s", w->fibs);
}

static enum change_verb find_verb(const char *word)
{
	return strcmp(word, "add") == 0					     ? CHANGE_ADD :
	       strcmp(word, "change") == 0				     ? CHANGE_CHANGE :
	       strcmp(word, "delete") == 0 || strcmp(word, "del") == 0 ? CHANGE_DELETE :
									       CHANGE_NOTHING;
}

static bool is_flush(const char *word)
{
	return strcmp(word, "flush") == 0 || strcmp(word, "flushall") == 0;
}

static int run_change(const struct request *r)
{
	const struct change_style *style = r->common.dialect->changes;

	return change_run(r, style->route, style->refused);
}

static change_command *find_command(const char *word)
{
	return find_verb(word) != CHANGE_NOTHING || is_flush(word) ? run_change : NULL;
}

/* FreeBSD tells what is no address by EX_NOHOST, what is no keyword by EX_USAGE. */
static void set_status(struct words *w, int e)
{
	const struct grammar *g = request_grammar(w->reader->request);

	w->reader->status = e == -EINVAL ? g->usage :
			    (e == -ENOENT || e == -EADDRNOTAVAIL) && bsd_system(w->reader) == SYSTEM_FREEBSD ?
					       68 :
					       g->failure;
}

static int read_route(struct change_reader *reader, const char *const *words, unsigned count,
		      struct err *err)
{
	struct words w = { .reader = reader, .err = err, .family = reader->family };
	const char *table = reader->request->common.table;
	uint64_t number = 0;
	int e;

	if (count && is_flush(words[0]) &&
	    (strcmp(words[0], "flush") == 0 || bsd_system(reader) == SYSTEM_NETBSD)) {
		e = bsd_flush(reader, words, count, err);
		set_status(&w, e);
		return e;
	}
	w.change.what = CHANGE_ROUTE;
	w.change.verb = count ? (uint8_t)find_verb(words[0]) : CHANGE_NOTHING;
	w.change.route.hops = 1;
	w.deleting = w.change.verb == CHANGE_DELETE;
	if (!w.change.verb)
		return count ? wrong(&w, words[0]) : err_set(err, EINVAL, "nothing to be done");
	e = read_words(&w, words, count);
	if (e == 0)
		e = check(&w);
	if (e == 0 && table && number_parse(table, UINT32_MAX, &number) < 0)
		e = err_set(err, EINVAL, "%s: no such routing table", table);
	if (e == 0)
		e = w.fibs ? emit_fibs(&w) : emit(&w, (uint32_t)number, table);
	set_status(&w, e);
	reader->said = (struct change_said){ words[0], w.destination, w.gateway, w.fibs, w.host };
	return e;
}

/* What each calls a refusal that has a name of its own there. */
static const char *reason_of(enum origin_system system, int error)
{
	static const struct {
		int error;
		uint8_t systems;
		const char *words;
	} reasons[] = {
		{ ESRCH, ALL, "not in table" },	     { EBUSY, ALL, "entry in use" },
		{ ENOBUFS, F, "not enough memory" }, { ENOBUFS, O | N | M, "routing table overflow" },
		{ EADDRINUSE, F, "gateway uses the same route" },
		{ EEXIST, F, "route already in table" },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].error == error && reasons[i].systems & 1u << system)
			return reasons[i].words;
	return strerror(error);
}

/*
 * What is told on standard error goes before: FreeBSD leaves what exists already to the line, and calls what
 * does not by another name; NetBSD has the name of the line.
 */
static void complain(const struct change_reader *reader, int error)
{
	enum origin_system system = bsd_system(reader);
	const char *words = reader->run->err.text;

	if (system == SYSTEM_FREEBSD && error == EEXIST)
		return;
	if (system == SYSTEM_FREEBSD && error == ESRCH)
		run_complain("route", "route has not been found");
	else
		run_complain("route", "writing to routing socket: %s",
			     system == SYSTEM_NETBSD && error != EEXIST && !strchr(words, ':') ?
				     reason_of(system, error) : words);
}

static int tell(struct change_reader *reader, int error)
{
	const struct change_said *s = &reader->said;
	struct out *out = &reader->run->out;

	if ((error == EPERM || error == EACCES) && bsd_system(reader) != SYSTEM_MACOS) {
		run_complain("route", "must be root to alter routing table");
		return bsd_system(reader) == SYSTEM_FREEBSD ? 77 : 1; /* EX_NOPERM */
	}
	if (error)
		complain(reader, error);
	if (!reader->request->quiet && is_flush(s->verb)) {
		bsd_tell_flushed(reader, error ? 0 : reader->told_count);
	} else if (!reader->request->quiet) {
		out_format(out, "%s %s ", s->verb, s->host ? "host" : "net");
		out_name(out, s->destination ? s->destination : "", s->destination ? strlen(s->destination) : 0);
		if (s->gateway) {
			out_literal(out, ": gateway ");
			out_name(out, s->gateway, strlen(s->gateway));
		}
		if (s->fibs) {
			out_literal(out, " fib ");
			out_name(out, s->fibs, strlen(s->fibs));
		}
		if (error) {
			out_literal(out, ": ");
			out_text(out, reason_of(bsd_system(reader), error));
		}
		out_char(out, '\n');
	}
	return error ? 1 : 0;
}

#define STYLE(of) \
	{ \
		.route = read_route, .arp = bsd_arp, .ethers = bsd_ethers, .command = find_command, \
		.tell = tell, .system = (of), .refused = 1, .arp_refused = 1, \
	}

const struct change_style change_freebsd = STYLE(SYSTEM_FREEBSD);
const struct change_style change_openbsd = STYLE(SYSTEM_OPENBSD);
const struct change_style change_netbsd = STYLE(SYSTEM_NETBSD);
const struct change_style change_macos = STYLE(SYSTEM_MACOS);
