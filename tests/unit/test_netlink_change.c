/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/wire/netlink.h"
#include "lib/wire/netlink_change.h"
#include "lib/wire/netlink_encap.h"

enum { HOPS = 5 };

static struct origin linux_origin(bool swap)
{
	return (struct origin){ .system = SYSTEM_LINUX, .word = 64, .hz = 100, .swap = swap };
}

/* In memory that ends with the message: one byte less is refused, and nothing is written behind it. */
static int encode(const struct change *c, const struct origin *origin, uint8_t *to)
{
	struct err err = ERR_INIT;
	int size = netlink_change(c, origin, 0x01020304, NETLINK_CHANGE_ACK, to, NETLINK_CHANGE_MAX, &err);
	struct guarded g;

	assert_true(size > 0);
	assert_int_equal(size % 4, 0);
	for (int less = 0; less <= size; less += less < 8 ? 1 : 7) {
		g = guard(to, (size_t)(size - less), false);
		err_clear(&err);
		assert_int_equal(netlink_change(c, origin, 0x01020304, NETLINK_CHANGE_ACK, g.data,
						(size_t)(size - less), &err),
				 less ? -EMSGSIZE : size);
		assert_true(less ? err.text[0] != '\0' : memcmp(g.data, to, (size_t)size) == 0);
		unguard(&g);
	}
	return size;
}

static struct netlink_message open_message(const uint8_t *data, int size, bool swap)
{
	struct bytes frame = bytes_of(data, (size_t)size, swap);
	struct netlink_message m;

	assert_int_equal(netlink_next(&frame, &m), 1);
	assert_int_equal(bytes_left(&frame), 0);
	assert_int_equal(m.sequence, 0x01020304);
	assert_int_equal(m.port, 0);
	return m;
}

static struct addr random_addr(struct dice *dice, enum family family)
{
	struct addr a = { .family = (uint8_t)family, .size = (uint8_t)(family_bits(family) / 8) };

	dice_fill(dice, a.bytes, a.size);
	a.bytes[0] = family == FAMILY_INET6 ? 0xfd : 10;
	return a;
}

static bool chance(struct dice *dice)
{
	return dice_below(dice, 2);
}

static void random_hop(struct dice *dice, struct route *r, enum family family)
{
	r->ifindex = 1 + dice_below(dice, 1000);
	r->has |= ROUTE_BIT(ROUTE_DEVICE);
	if (chance(dice)) {
		r->gateway = random_addr(dice, family == FAMILY_INET && dice_below(dice, 4) == 0 ?
						       FAMILY_INET6 : family);
		r->has |= ROUTE_BIT(ROUTE_GATEWAY);
	}
	if (chance(dice)) {
		r->realm = (uint32_t)dice_u64(dice);
		r->has |= ROUTE_BIT(ROUTE_REALM);
	}
	if (chance(dice))
		r->flags |= RFLAG_BIT(RFLAG_ONLINK);
}

static void random_metrics(struct dice *dice, struct route *r)
{
	for (unsigned m = 0; m <= METRIC_FASTOPEN; m++) {
		if (dice_below(dice, 4))
			continue;
		r->metric[m] = (uint32_t)dice_u64(dice);
		r->metrics_has |= 1u << m;
		r->locks |= chance(dice) ? 1u << m : 0;
	}
	r->has |= r->locks ? ROUTE_BIT(ROUTE_LOCKS) : 0;
	if (chance(dice)) {
		memcpy(r->congestion, "bbr", 4);
		r->has |= ROUTE_BIT(ROUTE_CONGESTION);
	}
}

static struct route random_route(struct dice *dice)
{
	enum family family = chance(dice) ? FAMILY_INET : FAMILY_INET6;
	struct route r = { .family = (uint8_t)family, .hops = 1 };

	r.dst = random_addr(dice, family);
	r.dst_bits = (uint8_t)(1 + dice_below(dice, family_bits(family)));
	r.src = (struct addr){ .family = (uint8_t)family, .size = r.dst.size };
	r.type = (uint8_t)(TYPE_UNICAST + dice_below(dice, 9));
	r.scope = (uint8_t)dice_below(dice, 256);
	r.protocol = (uint8_t)(1 + dice_below(dice, 255));
	r.table = chance(dice) ? 1 + dice_below(dice, 255) : 256 + dice_below(dice, 1 << 30);
	r.has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_TYPE) |
		ROUTE_BIT(ROUTE_SCOPE) | ROUTE_BIT(ROUTE_TABLE) | ROUTE_BIT(ROUTE_FLAGS) |
		ROUTE_BIT(ROUTE_PROTOCOL);
	if (chance(dice)) {
		r.priority = (uint32_t)dice_u64(dice);
		r.has |= ROUTE_BIT(ROUTE_PRIORITY);
	}
	if (chance(dice)) {
		r.tos = (uint8_t)(1 + dice_below(dice, 255));
		r.has |= ROUTE_BIT(ROUTE_TOS);
	}
	if (chance(dice)) {
		r.prefsrc = random_addr(dice, family);
		r.has |= ROUTE_BIT(ROUTE_PREFSRC);
	}
	if (family == FAMILY_INET6 && chance(dice)) {
		r.expire_ms = 1000 * (int64_t)(1 + dice_below(dice, 1 << 30));
		r.pref = (uint8_t)dice_below(dice, 4);
		r.has |= ROUTE_BIT(ROUTE_EXPIRE) | ROUTE_BIT(ROUTE_PREF);
	}
	random_metrics(dice, &r);
	return r;
}

/* What the decoder adds to a route that it reads. */
static struct route as_read(const struct route *route)
{
	struct route r = *route;

	r.flags |= RFLAG_BIT(RFLAG_UP);
	r.flags |= r.dst_bits == family_bits((enum family)r.family) ? RFLAG_BIT(RFLAG_HOST) : 0;
	r.flags |= r.type == TYPE_BLACKHOLE ? RFLAG_BIT(RFLAG_BLACKHOLE) :
		   route_refuses(&r)	    ? RFLAG_BIT(RFLAG_REJECT) : 0;
	r.flags |= route_has(&r, ROUTE_GATEWAY) ? RFLAG_BIT(RFLAG_GATEWAY) : 0;
	return r;
}

static void test_routes(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct origin origin = linux_origin(i & 1);
		struct change c = { .verb = (uint8_t)(CHANGE_ADD + dice_below(&dice, 6)) };
		uint8_t data[NETLINK_CHANGE_MAX];
		struct netlink_message m;
		struct netlink_route it;
		struct route want, got;

		c.route = random_route(&dice);
		random_hop(&dice, &c.route, (enum family)c.route.family);
		m = open_message(data, encode(&c, &origin, data), origin.swap);
		assert_int_equal(m.type, c.verb == CHANGE_DELETE ? NETLINK_DELROUTE : NETLINK_NEWROUTE);
		assert_int_equal(netlink_route_first(&it, &m, &origin, &got), 1);
		want = as_read(&c.route);
		assert_memory_equal(&got, &want, offsetof(struct route, words));
		assert_int_equal(netlink_route_next(&it, &got), 0);
	}
}

static void test_hops(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct origin origin = linux_origin(i & 1);
		struct route hops[HOPS], common = random_route(&dice), got;
		struct change c = { .verb = CHANGE_ADD, .hops = hops + 1 };
		uint8_t data[NETLINK_CHANGE_MAX];
		struct netlink_message m;
		struct netlink_route it;

		common.hops = HOPS;
		for (uint16_t h = 0; h < HOPS; h++) {
			hops[h] = common;
			hops[h].hop = h;
			random_hop(&dice, &hops[h], (enum family)common.family);
			hops[h].weight = 1 + dice_below(&dice, 256);
			hops[h].has |= ROUTE_BIT(ROUTE_WEIGHT);
		}
		c.route = hops[0];
		m = open_message(data, encode(&c, &origin, data), origin.swap);
		for (uint16_t h = 0; h < HOPS; h++) {
			struct route want = as_read(&hops[h]);

			assert_int_equal(h ? netlink_route_next(&it, &got) :
					     netlink_route_first(&it, &m, &origin, &got), 1);
			assert_memory_equal(&got, &want, offsetof(struct route, words));
		}
		assert_int_equal(netlink_route_next(&it, &got), 0);
	}
}

static void test_neighs(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct origin origin = linux_origin(i & 1);
		struct change c = { .verb = CHANGE_REPLACE, .what = i & 2 ? CHANGE_PROXY : CHANGE_NEIGH };
		struct neigh *n = &c.neigh, got;
		uint8_t data[NETLINK_CHANGE_MAX];
		struct netlink_message m;

		n->family = chance(&dice) ? FAMILY_INET : FAMILY_INET6;
		n->dst = random_addr(&dice, (enum family)n->family);
		n->ifindex = 1 + dice_below(&dice, 1000);
		n->state = (uint8_t)dice_below(&dice, STATE_COUNT);
		n->flags = (chance(&dice) ? NFLAG_BIT(NFLAG_ROUTER) : 0) |
			   (chance(&dice) ? NFLAG_BIT(NFLAG_MANAGED) : 0) |
			   (c.what == CHANGE_PROXY ? NFLAG_BIT(NFLAG_PROXY) : 0);
		n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS) |
			 NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_DEVICE);
		n->lladdr.scope = n->ifindex;
		if (chance(&dice)) {
			n->lladdr.family = FAMILY_LINK;
			n->lladdr.size = (uint8_t)(1 + dice_below(&dice, ADDR_MAX));
			dice_fill(&dice, n->lladdr.bytes, n->lladdr.size);
			n->has |= NEIGH_BIT(NEIGH_LLADDR);
		}
		if (chance(&dice)) {
			n->protocol = (uint8_t)dice_below(&dice, 256);
			n->has |= NEIGH_BIT(NEIGH_PROTOCOL);
		}
		m = open_message(data, encode(&c, &origin, data), origin.swap);
		assert_int_equal(m.type, NETLINK_NEWNEIGH);
		assert_int_equal(netlink_neigh(&m, &origin, &got), 1);
		assert_memory_equal(&got, n, sizeof(got));
	}
}

static void test_nexthops(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct origin origin = linux_origin(i & 1);
		struct nexthop all[HOPS] = { 0 }, got;
		struct change c = { .verb = CHANGE_REPLACE, .what = CHANGE_NEXTHOP, .members = all + 1 };
		uint8_t data[NETLINK_CHANGE_MAX];
		struct netlink_message m;

		for (uint16_t k = 0; k < HOPS; k++) {
			all[k].id = 7;
			all[k].protocol = 4;
			all[k].resilient = i & 2;
			if (i & 2) {
				all[k].buckets = 128;
				all[k].idle_ms = 90 * 1000;
				all[k].unbalanced_ms = 7 * 60 * 1000;
			}
			all[k].members = HOPS;
			all[k].number = k;
			all[k].member = 1 + (uint32_t)dice_u64(&dice) / 2;
			all[k].weight = 1 + dice_below(&dice, 65536);
		}
		if (i & 4) {
			all[0] = (struct nexthop){ .id = 1 + dice_below(&dice, 100), .protocol = 4,
						   .family = chance(&dice) ? FAMILY_INET : FAMILY_INET6,
						   .ifindex = 3, .flags = RFLAG_BIT(RFLAG_ONLINK) };
			if (chance(&dice))
				all[0].gateway = random_addr(&dice, (enum family)all[0].family);
			all[0].blackhole = chance(&dice);
		}
		c.nexthop = all[0];
		m = open_message(data, encode(&c, &origin, data), origin.swap);
		assert_int_equal(m.type, NETLINK_NEWNEXTHOP);
		for (unsigned k = 0; k < (i & 4 ? 1 : HOPS); k++) {
			assert_int_equal(netlink_nexthop(&m, &origin, k, &got), 1);
			assert_memory_equal(&got, &all[k], sizeof(got));
		}
	}
}

/* A tunnel's attributes, by RFC 3032 and <linux/lwtunnel.h>; and what a dump says of one is what made it. */
static void test_tunnels(void **state)
{
	static const uint8_t mpls[] = { 0, 12, 0, 1, 0x00, 0x06, 0x40, 0, 0x00, 0x0c, 0x81, 0, 0, 5, 0, 2, 9, 0, 0, 0 };
	static const uint8_t ip[] = { 0, 12, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 0, 8, 0, 2, 10, 0, 0, 9, 0, 5, 0, 5, 4, 0, 0, 0 };
	const struct netlink_encap labels = { .type = ENCAP_MPLS, .has_ttl = true, .ttl = 9,
					      .labels = { .family = FAMILY_MPLS, .size = 8,
							  .bytes = { 0x00, 0x06, 0x40, 0, 0x00, 0x0c, 0x81, 0 } } };
	const struct netlink_encap outer = { .type = ENCAP_IP, .has_id = true, .id = 258, .has_tos = true, .tos = 4,
					     .dst = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 9 } } };
	struct change c = { .verb = CHANGE_ADD, .route = { .family = FAMILY_INET, .hops = 1 } }, again = { .verb = 0 };
	struct origin origin = linux_origin(host_is_little()); /* big-endian */
	uint8_t data[NETLINK_CHANGE_MAX];
	struct netlink_message m;

	(void)state;
	netlink_encap_put(&outer, origin.swap, &c);
	assert_int_equal(c.encap_type, 2);
	assert_int_equal(c.encap_size, sizeof(ip));
	assert_memory_equal(c.encap, ip, sizeof(ip));
	netlink_encap_put(&labels, origin.swap, &c);
	assert_int_equal(c.encap_type, 1);
	assert_int_equal(c.encap_size, sizeof(mpls));
	assert_memory_equal(c.encap, mpls, sizeof(mpls));
	m = open_message(data, encode(&c, &origin, data), origin.swap);
	netlink_change_encap(&m, &again);
	assert_int_equal(again.encap_type, c.encap_type);
	assert_int_equal(again.encap_size, c.encap_size);
	assert_memory_equal(again.encap, c.encap, c.encap_size);
}

/* An addition, undone where it stands: a deletion of the same; of an object nothing but its number. */
static void test_undo(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct origin origin = linux_origin(i & 1);
		struct change c = { .verb = CHANGE_PREPEND };
		uint8_t data[NETLINK_CHANGE_MAX];
		struct netlink_message m;
		struct netlink_route it;
		struct nexthop object;
		struct route want, got;
		size_t size;

		if (i & 2) {
			c.what = CHANGE_NEXTHOP;
			c.nexthop = (struct nexthop){ .id = 1 + dice_below(&dice, 1000), .protocol = 4, .ifindex = 3,
						      .gateway = random_addr(&dice, FAMILY_INET) };
		} else {
			c.route = random_route(&dice);
			random_hop(&dice, &c.route, (enum family)c.route.family);
		}
		size = netlink_change_undo(data, (size_t)encode(&c, &origin, data), &origin);
		m = open_message(data, (int)size, origin.swap);
		assert_int_equal(m.flags, 1);
		if (i & 2) {
			assert_int_equal(m.type, NETLINK_DELNEXTHOP);
			assert_int_equal(netlink_nexthop(&m, &origin, 0, &object), 1);
			assert_int_equal(object.id, c.nexthop.id);
			assert_int_equal(object.protocol | object.ifindex | object.gateway.family, 0);
			continue;
		}
		assert_int_equal(m.type, NETLINK_DELROUTE);
		assert_int_equal(netlink_route_first(&it, &m, &origin, &got), 1);
		want = as_read(&c.route);
		assert_memory_equal(&got, &want, offsetof(struct route, words));
	}
}

/* What rtnetlink has no words for is not left out in silence. */
static void test_refused(void **state)
{
	struct origin origin = linux_origin(false);
	struct change c = { .verb = CHANGE_ADD, .route = { .family = FAMILY_INET, .hops = 1 } };
	uint8_t data[NETLINK_CHANGE_MAX];
	struct err err = ERR_INIT;

	(void)state;
	assert_true(netlink_change(&c, &origin, 1, 0, data, sizeof(data), &err) > 0);
	c.genmask.family = FAMILY_INET;
	assert_int_equal(netlink_change(&c, &origin, 1, 0, data, sizeof(data), &err), -EOPNOTSUPP);
	c.genmask.family = FAMILY_NONE;
	c.route.metrics_has = 1u << METRIC_SENDPIPE;
	err_clear(&err);
	assert_int_equal(netlink_change(&c, &origin, 1, 0, data, sizeof(data), &err), -EOPNOTSUPP);
	assert_non_null(strstr(err.text, "sendpipe"));
	c.route.metrics_has = 0;
	for (unsigned verb = 0; verb < 256; verb++) {
		c.verb = (uint8_t)verb;
		assert_int_equal(netlink_change(&c, &origin, 1, 0, data, sizeof(data), &err) > 0,
				 verb > CHANGE_NOTHING && verb < CHANGE_VERBS);
	}
	c.verb = CHANGE_ADD;
	c.what = CHANGE_WHATS;
	assert_int_equal(netlink_change(&c, &origin, 1, 0, data, sizeof(data), &err), -EINVAL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_hops),
		cmocka_unit_test(test_neighs),
		cmocka_unit_test(test_nexthops),
		cmocka_unit_test(test_tunnels),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_refused),
	};

	return RUN_TESTS("netlink_change", tests);
}
