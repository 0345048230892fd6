/* SPDX-License-Identifier: ISC */
#include "cmd/explain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What a kernel says where no packet goes: a type of route, a rule, or none of them. */
static bool is_refusal(int e)
{
	return e == -ENETUNREACH || e == -EHOSTUNREACH || e == -EACCES || e == -EINVAL ||
	       e == -EAGAIN || e == -ENOENT || e == -ESRCH || e == -EPERM;
}

static bool is_linux(const struct explain *x)
{
	return x->run->source->origin.system == SYSTEM_LINUX;
}

/* Masks need not be contiguous; bits of the destination behind its length do not matter. */
static bool holds(const struct explain *x, const struct route *r)
{
	const struct addr *to = &x->it.lookup.to;

	if (r->family != to->family || (r->dst.scope && r->dst.scope != to->scope))
		return false;
	if (x->exact)
		return r->dst_bits == x->bits && addr_equal(&r->dst, to);
	if (!route_has(r, ROUTE_MASK))
		return r->dst_bits <= x->bits && addr_in_prefix(to, &r->dst, r->dst_bits);
	for (unsigned i = 0; i < to->size; i++)
		if ((to->bytes[i] & r->mask.bytes[i]) != (r->dst.bytes[i] & r->mask.bytes[i]))
			return false;
	return true;
}

/* Of routes with one prefix the lowest metric counts, and of a type of service the one that has it. */
static bool is_better(const struct explain *x, const struct route *r)
{
	const struct route *best = &x->it.match;

	if (!x->known.match || r->dst_bits != best->dst_bits)
		return !x->known.match || r->dst_bits > best->dst_bits;
	return is_linux(x) && r->priority < best->priority && (!r->tos || r->tos == x->it.lookup.tos);
}

/* The longest match over a table. On a BSD clones stand in it: the best of them is the exception. */
static int on_route(struct run *run, const struct record *record, void *state)
{
	struct explain *x = state;
	const struct route *r = &record->route;

	(void)run;
	if (record->kind != RECORD_ROUTE || !holds(x, r))
		return 0;
	if (r->cloned && !is_linux(x)) {
		if (!x->known.exception || r->dst_bits > x->it.exception.dst_bits) {
			x->it.exception = *r;
			x->known.exception = true;
		}
		return 0;
	}
	if (r->tos && r->tos != x->it.lookup.tos)
		return 0;
	if (is_better(x, r)) {
		x->it.match = *r;
		x->known.match = true;
	}
	return 0;
}

static int ask_table(struct explain *x, uint32_t table)
{
	struct question q = { .what = ASK_ROUTES, .family = (enum family)x->it.lookup.to.family,
			      .table = table, .fib = x->fib };
	const struct handler h = { .record = on_route, .state = x, .size = sizeof(*x) };
	int e;

	x->known.match = x->known.exception = false;
	e = run_ask(x->run, &q, &h);
	if (e == -ENOENT) { /* a table without routes does not exist */
		err_clear(&x->run->err);
		return 0;
	}
	return e;
}

struct answer {
	const struct explain *explain;
	struct route route;
	struct route hop; /* the one that goes where `wanted` goes */
	const struct route *wanted;
	bool found, hop_found;
};

/* What the kernel answered: the last message, for the first may be our own question. */
static int on_answer(struct run *run, const struct record *record, void *state)
{
	struct answer *a = state;
	const struct route *r = &record->route;

	(void)run;
	if (record->kind != RECORD_ROUTE)
		return 0;
	/* a BSD's kernel hands back what it could not answer as it came */
	if (!is_linux(a->explain) && !route_flag(r, RFLAG_DONE))
		return 0;
	if (!a->found || !r->hop)
		a->route = *r;
	a->found = true;
	if (a->wanted && !a->hop_found && r->ifindex == a->wanted->ifindex &&
	    (!route_has(r, ROUTE_GATEWAY) || addr_equal(&r->gateway, &a->wanted->gateway))) {
		a->hop = *r;
		a->hop_found = true;
	}
	return 0;
}

int explain_request(const struct explain *x, uint8_t to[RTSOCK_REQUEST_MAX])
{
	const struct rtsock_stamp stamp = { .sequence = 1 };

	return rtsock_lookup_encode(&x->it.lookup.to, x->bits, !x->exact, x->fib,
				    &x->run->source->origin, &stamp, to);
}

/*
 * A BSD's kernel is asked by a message and no question of ours: its answer comes by the routing socket. 0 also
 * where there is none, since then the table tells.
 */
static int ask_socket(const struct explain *x, struct answer *a)
{
	uint8_t message[RTSOCK_REQUEST_MAX];
	int size = explain_request(x, message), more;
	struct frame frame;

	if (size < 0 || source_send(x->run->source, message, (size_t)size, &x->run->err) < 0) {
		err_clear(&x->run->err);
		return 0;
	}
	while ((more = source_next(x->run->source, &frame, -1, &x->run->err)) > 0) {
		struct record record;
		struct decode decode;

		decode_begin(&decode, &frame);
		while (decode_next(&decode, &record) > 0)
			(void)on_answer(x->run, &record, a);
	}
	err_clear(&x->run->err);
	return a->found;
}

/* 1 answered, 0 not, a negative errno. What the kernel refuses is told in `it.refusal`. */
static int ask_kernel(struct explain *x, bool match, struct answer *a)
{
	struct lookup l = x->it.lookup;
	char text[LOOKUP_TEXT_MAX];
	struct question q = { .what = ASK_LOOKUP, .family = (enum family)l.to.family, .fib = x->fib,
			      .lookup = &l, .lookup_bits = (uint8_t)x->bits, .lookup_net = x->exact };
	const struct handler h = { .record = on_answer, .state = a, .size = sizeof(*a) };
	int e;

	l.match = match;
	lookup_text(&l, text);
	q.key = is_linux(x) ? text : x->typed;
	a->explain = x;
	e = run_ask(x->run, &q, &h);
	if (e < 0 && is_linux(x) && is_refusal(e)) {
		snprintf(x->it.refusal, sizeof(x->it.refusal), "%s", strerror(-e));
		e = 0;
	} else if (e == -EOPNOTSUPP && !is_linux(x) && !x->run->common->replay) {
		err_clear(&x->run->err);
		return ask_socket(x, a);
	} else if (e == -EOPNOTSUPP || e == -ENOMSG) {
		e = 0;
	} else if (e < 0) {
		return e;
	}
	err_clear(&x->run->err);
	return a->found;
}

/* The exception that the kernel keeps for this destination, of the table that was looked up. */
static int on_clone(struct run *run, const struct record *record, void *state)
{
	struct explain *x = state;
	const struct route *r = &record->route;

	(void)run;
	if (record->kind != RECORD_ROUTE || !r->cloned || x->known.exception ||
	    !addr_equal(&r->dst, &x->it.lookup.to) ||
	    (route_has(r, ROUTE_EXPIRE) && r->expire_ms < 0) ||
	    (x->known.answer && r->ifindex != x->it.answer.ifindex))
		return 0;
	if (x->known.match && r->table != x->it.match.table)
		return 0;
	x->it.exception = *r;
	x->known.exception = true;
	return 0;
}

static int ask_clones(struct explain *x)
{
	const struct question q = { .what = ASK_CLONES,
				    .family = (enum family)x->it.lookup.to.family };
	const struct handler h = { .record = on_clone, .state = x, .size = sizeof(*x) };

	return run_ask_if_any(x->run, &q, &h);
}

/* The entry of the table; of several next hops the one that the answer takes. */
static int ask_match(struct explain *x)
{
	struct answer a = { .wanted = &x->it.answer };
	int found = ask_kernel(x, true, &a);

	if (found <= 0)
		return found;
	x->it.match = a.hop_found ? a.hop : a.route;
	x->it.hop = a.hop_found ? (uint16_t)(a.hop.hop + 1) : 0;
	x->known.match = true;
	return 1;
}

static int ask_linux(struct explain *x)
{
	struct answer a = { .found = false };
	int e = ask_kernel(x, false, &a);

	if (e <= 0)
		return e;
	x->it.answer = a.route;
	x->known.answer = true;
	e = ask_match(x);
	if (e >= 0)
		e = ask_clones(x);
	return e < 0 ? e : 1;
}

/* Of this host, for the packets that it makes, or of the packet's interface. */
static const char *device_name(const struct explain *x, uint32_t ifindex)
{
	const struct index_iface *i = index_iface(x->run->index, ifindex);

	return i ? i->name : "";
}

struct walk {
	const struct explain *explain;
	unsigned at;	   /* rules seen in this answer */
	unsigned from;	   /* the first that counts */
	uint32_t priority; /* of a goto: rules before it do not count */
	struct rule rule;
	bool found;
};

static uint32_t vrf_table(const struct explain *x)
{
	const struct lookup *l = &x->it.lookup;
	const struct index_iface *i = index_iface(x->run->index, l->oif ? l->oif : l->iif);

	if (i && !i->table && i->master)
		i = index_iface(x->run->index, i->master);
	return i ? i->table : 0;
}

/* fib_rule_match of Linux: what is not said of the packet is 0 there. */
static bool fits(const struct explain *x, const struct rule *r)
{
	const struct lookup *l = &x->it.lookup;
	static const struct addr none;
	struct addr from = l->from.size ? l->from : none;
	const char *in = l->iif ? device_name(x, l->iif) : "lo";
	bool ok = true;

	if (rule_has(r, RULE_SRC))
		ok = from.size && addr_in_prefix(&from, &r->src, r->src_bits);
	if (rule_has(r, RULE_DST))
		ok = ok && addr_in_prefix(&l->to, &r->dst, r->dst_bits);
	if (rule_has(r, RULE_IN))
		ok = ok && strncmp(in, r->in, sizeof(r->in)) == 0;
	if (rule_has(r, RULE_OUT))
		ok = ok && l->oif && strncmp(device_name(x, l->oif), r->out, sizeof(r->out)) == 0;
	if (rule_has(r, RULE_MARK))
		ok = ok && !((l->mark ^ r->mark) & (rule_has(r, RULE_MASK) ? r->mask : UINT32_MAX));
	if (rule_has(r, RULE_TOS))
		ok = ok && r->tos == l->tos;
	if (rule_has(r, RULE_DSCP))
		ok = ok && r->dscp == l->tos >> 2;
	if (rule_has(r, RULE_IP_PROTOCOL)) /* the kernel asks for UDP where nothing is said, in IPv4 */
		ok = ok && r->ip_protocol == (l->to.family == FAMILY_INET ? 17 : 0);
	if (rule_has(r, RULE_SOURCE_PORT) || rule_has(r, RULE_DEST_PORT) || rule_has(r, RULE_TUNNEL))
		ok = false;
	if (rule_has(r, RULE_UID))
		ok = ok && geteuid() >= r->uid && geteuid() <= r->uid_last;
	if (r->vrf)
		ok = ok && vrf_table(x);
	return ok != r->inverted;
}

static int on_rule(struct run *run, const struct record *record, void *state)
{
	struct walk *w = state;
	const struct rule *r = &record->rule;

	(void)run;
	if (record->kind != RECORD_RULE || r->family != w->explain->it.lookup.to.family)
		return 0;
	if (w->at++ < w->from || w->found || r->priority < w->priority || !fits(w->explain, r))
		return 0;
	w->rule = *r;
	w->from = w->at;
	w->found = true;
	return 0;
}

/* The next rule that fits: 1, 0 behind the last. */
static int next_rule(struct explain *x, struct walk *w)
{
	const struct question q = { .what = ASK_RULES,
				    .family = (enum family)x->it.lookup.to.family };
	const struct handler h = { .record = on_rule, .state = w, .size = sizeof(*w) };
	int e;

	w->explain = x;
	w->at = 0;
	w->found = false;
	e = run_ask_if_any(x->run, &q, &h);
	return e < 0 ? e : w->found;
}

/* A route that the rule does not count. */
static bool is_suppressed(const struct walk *w, const struct route *r)
{
	return rule_has(&w->rule, RULE_SUPPRESS_LENGTH) && r->dst_bits <= w->rule.suppress_length;
}

static bool rule_refuses(const struct rule *r)
{
	return r->action == ACTION_BLACKHOLE || r->action == ACTION_UNREACHABLE ||
	       r->action == ACTION_PROHIBIT;
}

/* Which rule led to the table that the kernel's answer came from. */
static int find_rule(struct explain *x)
{
	struct walk w = { .at = 0 };
	int more;

	while ((more = next_rule(x, &w)) > 0) {
		uint32_t table = w.rule.vrf ? vrf_table(x) : w.rule.table;

		if (w.rule.action == ACTION_GOTO)
			w.priority = w.rule.target;
		if (w.rule.action != ACTION_LOOKUP || table != x->it.match.table ||
		    is_suppressed(&w, &x->it.match))
			continue;
		x->it.rule = w.rule;
		x->known.rule = true;
		return 0;
	}
	return more;
}

/* The walk itself: rule by rule, table by table. 1: decided. */
static int walk_table(struct explain *x, struct walk *w)
{
	uint32_t table = w->rule.vrf ? vrf_table(x) : w->rule.table;
	int e = ask_table(x, table);

	if (e < 0)
		return e;
	if (x->known.match && (is_suppressed(w, &x->it.match) || x->it.match.type == TYPE_THROW))
		x->known.match = false;
	return x->known.match;
}

static int walk(struct explain *x)
{
	struct walk w = { .at = 0 };
	bool any = false;
	int more;

	while ((more = next_rule(x, &w)) > 0) {
		int e = 0;

		any = true;
		if (w.rule.action == ACTION_GOTO)
			w.priority = w.rule.target;
		if (w.rule.action == ACTION_LOOKUP)
			e = walk_table(x, &w);
		if (e < 0)
			return e;
		if (e == 0 && !rule_refuses(&w.rule))
			continue;
		x->it.rule = w.rule;
		x->known.rule = true;
		return 0;
	}
	/* a capture of the main table alone */
	return more < 0 || any ? more : ask_table(x, TABLE_MAIN);
}

/* Why nothing is sent, in the kernel's words where it was asked, else as it would say it. */
static void find_refusal(struct explain *x)
{
	static const struct {
		uint8_t action, type;
		int error;
	} refusals[] = {
		{ ACTION_BLACKHOLE, TYPE_BLACKHOLE, EINVAL },
		{ ACTION_UNREACHABLE, TYPE_UNREACHABLE, EHOSTUNREACH },
		{ ACTION_PROHIBIT, TYPE_PROHIBIT, EACCES },
	};
	int error = x->known.match || x->known.exception ? 0 : ENETUNREACH;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if ((x->known.match && x->it.match.type == refusals[i].type) ||
		    (x->known.rule && x->it.rule.action == refusals[i].action))
			error = refusals[i].error;
	if (error && !x->it.refusal[0])
		snprintf(x->it.refusal, sizeof(x->it.refusal), "%s", strerror(error));
}

static int ask_bsd(struct explain *x)
{
	struct answer a = { .found = false };
	int e = ask_kernel(x, false, &a);

	if (e < 0)
		return e;
	if (e > 0 && a.route.cloned) {
		x->it.exception = a.route;
		x->known.exception = true;
	} else if (e > 0) {
		x->it.match = a.route;
		x->known.match = true;
	}
	return e > 0 ? 1 : ask_table(x, 0);
}

int explain_route(struct explain *x)
{
	int e = is_linux(x) && !x->exact ? ask_linux(x) : is_linux(x) ? 0 : ask_bsd(x);

	if (e == 0 && is_linux(x)) {
		e = walk(x);
		if (e >= 0 && x->known.match && !x->exact)
			e = ask_clones(x);
	}
	if (e < 0)
		return e;
	if (is_linux(x))
		find_refusal(x);
	return x->known.answer || x->known.match || x->known.exception ? 0 : -ESRCH;
}

static int on_neigh(struct run *run, const struct record *record, void *state)
{
	struct explain *x = state;
	const struct neigh *n = &record->neigh;

	(void)run;
	if ((record->kind != RECORD_NEIGH && record->kind != RECORD_ND) || x->known.neigh ||
	    !addr_equal(&n->dst, &x->it.next) || (x->it.answer.ifindex && n->ifindex != x->it.answer.ifindex))
		return 0;
	x->it.neigh = *n;
	x->known.neigh = true;
	return 0;
}

static int ask_neigh(struct explain *x)
{
	struct question q = { .what = ASK_NEIGHS, .family = (enum family)x->it.next.family };
	const struct handler h = { .record = on_neigh, .state = x, .size = sizeof(*x) };

	return x->it.next.size ? run_ask_if_any(x->run, &q, &h) : 0;
}

static int on_device(struct run *run, const struct record *record, void *state)
{
	struct explain *x = state;

	(void)run;
	if (record->kind != RECORD_IFACE || record->iface.index != x->it.answer.ifindex)
		return 0;
	x->it.device = record->iface;
	x->known.device = true;
	return 0;
}

static int ask_device(struct explain *x)
{
	const struct question q = { .what = ASK_LINKS };
	const struct handler h = { .record = on_device, .state = x, .size = sizeof(*x) };

	return x->it.answer.ifindex ? run_ask_if_any(x->run, &q, &h) : 0;
}

/* A clone of a BSD has a parent in the table: the route that it was made of. */
static int ask_parent(struct explain *x)
{
	struct explain table = *x;
	int e;

	if (is_linux(x) || !x->known.exception || x->known.match)
		return 0;
	table.known.exception = table.known.match = false;
	e = ask_table(&table, 0);
	if (e == -EOPNOTSUPP || e == -ENOMSG) {
		err_clear(&x->run->err);
		return 0;
	}
	if (e == 0 && table.known.match) {
		x->it.match = table.it.match;
		x->known.match = true;
	}
	return e;
}

int explain_rest(struct explain *x)
{
	int e = ask_parent(x);

	if (e == 0 && is_linux(x) && !x->known.rule)
		e = find_rule(x);
	if (!x->known.answer)
		x->it.answer = x->known.exception ? x->it.exception : x->it.match;
	explanation_next(&x->it, &x->known);
	if (e == 0)
		e = ask_neigh(x);
	if (e == 0)
		e = ask_device(x);
	if (e == 0)
		explanation_finish(&x->it, &x->known);
	return e;
}
