/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/index.h"
#include "lib/model/route.h"

static int make(void **state)
{
	*state = index_new();
	return *state ? 0 : -1;
}

static int end(void **state)
{
	index_free(*state);
	return 0;
}

/* Numbers that are spread, and each another one. */
static uint32_t number_of(uint32_t n)
{
	return (n + 1) * 2654435761u & 0x7fffffff;
}

static void name_of(uint32_t number, char to[IFACE_NAME_MAX])
{
	memset(to, 0, IFACE_NAME_MAX);
	snprintf(to, IFACE_NAME_MAX, "d%u", number * 7919 % 1000003);
}

static void test_nothing_known(void **state)
{
	struct index *x = *state;
	const struct addr a = { .family = FAMILY_INET, .size = 4 };
	const struct name_query *queries;
	struct route r = { .has = 0 };
	size_t size;

	index_free(NULL);
	assert_null(index_iface(x, 0));
	assert_null(index_iface(x, 1));
	assert_null(index_iface_named(x, "lo"));
	assert_null(index_times(x, FAMILY_INET, 1));
	assert_null(index_nexthop(x, 0, 0));
	assert_null(index_name(x, &a, NAME_HOST, &size));
	assert_int_equal(index_wanted(x, &queries), 0);
	assert_int_equal(index_names_answered(x), 0);
	assert_int_equal(index_parent(x, &r), 0);
	index_match_parent(x, &r);
	index_sort_ifaces(x, 0);
}

static void test_ifaces(void **state)
{
	struct index *x = *state;
	enum { MANY = 20000 };
	struct iface i = { .has = 0 };
	struct dice dice = DICE;

	for (uint32_t n = 0; n < MANY; n++) {
		i.index = number_of(n);
		i.mtu = n;
		i.flags = n << 3;
		i.master = n + 1;
		i.link_type = (uint16_t)n;
		name_of(n, i.name);
		assert_int_equal(index_add_iface(x, &i), 0);
	}
	for (uint32_t n = 0; n < MANY; n++) {
		const struct index_iface *got = index_iface(x, number_of(n));

		assert_non_null(got);
		assert_int_equal(got->mtu, n);
		assert_int_equal(got->flags, n << 3);
		assert_int_equal(got->master, n + 1);
		assert_int_equal(got->link_type, (uint16_t)n);
		name_of(n, i.name);
		assert_string_equal(got->name, i.name);
		assert_int_equal(got->shown_size, strlen(i.name));
		assert_memory_equal(got->shown, i.name, got->shown_size);
		if (n % 500 == 0)
			assert_ptr_equal(index_iface_named(x, i.name), got);
	}
	for (int k = 0; k < 1000; k++) {
		uint32_t number = (uint32_t)dice_u64(&dice);

		if (!index_iface(x, number))
			continue;
		assert_true(index_iface(x, number)->mtu < MANY);
	}
	/* told again: replaced */
	i.index = number_of(0);
	i.mtu = 4711;
	strcpy(i.name, "new");
	assert_int_equal(index_add_iface(x, &i), 0);
	assert_int_equal(index_iface(x, i.index)->mtu, 4711);
	assert_ptr_equal(index_iface_named(x, "new"), index_iface(x, i.index));
}

/* Interfaces that are known by their names alone have numbers that no kernel gives. */
static void test_names_without_numbers(void **state)
{
	struct index *x = *state;
	struct iface eth0 = { .index = 2, .name = "eth0" }, text = { .name = "lo" };
	uint32_t number = 0, other = 0;

	assert_int_equal(index_add_iface(x, &eth0), 0);
	assert_int_equal(index_add_iface(x, &text), 0);
	assert_true(index_iface_named(x, "lo")->index & INDEX_UNNUMBERED);
	assert_int_equal(index_name_iface(x, "eth0", &number), 0);
	assert_int_equal(number, 2);
	assert_int_equal(index_name_iface(x, "lo", &number), 0);
	assert_int_equal(number, index_iface_named(x, "lo")->index);
	assert_int_equal(index_name_iface(x, "new", &other), 0);
	assert_true(other & INDEX_UNNUMBERED && other != number);
	assert_string_equal(index_iface(x, other)->name, "new");
	assert_int_equal(index_name_iface(x, "new", &number), 0);
	assert_int_equal(number, other);
}

static void test_hostile_name(void **state)
{
	struct index *x = *state;
	struct iface i = { .index = 3 };
	const struct index_iface *got;

	memset(i.name, 0x9b, sizeof(i.name)); /* not even its end */
	assert_int_equal(index_add_iface(x, &i), 0);
	got = index_iface(x, 3);
	assert_int_equal(strlen(got->name), IFACE_NAME_MAX - 1);
	assert_int_equal(got->shown_size, 4 * (IFACE_NAME_MAX - 1));
	for (unsigned k = 0; k < got->shown_size; k += 4)
		assert_memory_equal(got->shown + k, "\\x9b", 4);
}

static void test_sorted_ifaces(void **state)
{
	struct index *x = *state;
	static const char *const names[] = { "lo", "eth10", "eth9", "eth2", "alpha" };
	static const char *const sorted[] = { "alpha", "eth2", "eth9", "eth10", "lo" };
	struct iface i = { .has = 0 };
	size_t count;

	for (int round = 0; round < 3; round++) { /* begun again, as an answer that was void */
		count = 0;
		for (size_t n = 0; n < COUNT(names); n++) {
			memset(i.name, 0, sizeof(i.name));
			strcpy(i.name, names[n]);
			i.rx_bytes = n;
			assert_int_equal(index_keep_iface(x, &count, &i), 0);
		}
	}
	assert_int_equal(count, COUNT(names));
	index_sort_ifaces(x, count);
	for (size_t n = 0; n < count; n++)
		assert_string_equal(index_sorted_iface(x, n)->name, sorted[n]);
	assert_int_equal(index_sorted_iface(x, 0)->rx_bytes, 4);
}

static void test_times(void **state)
{
	struct index *x = *state;
	struct neigh_times t = { .family = FAMILY_INET, .ifindex = 0, .reachable_ms = 1 };

	assert_int_equal(index_add_times(x, &t), 0);
	t.ifindex = 5;
	t.reachable_ms = 2;
	assert_int_equal(index_add_times(x, &t), 0);
	t.family = FAMILY_INET6;
	t.reachable_ms = 3;
	assert_int_equal(index_add_times(x, &t), 0);
	assert_int_equal(index_times(x, FAMILY_INET, 5)->reachable_ms, 2);
	assert_int_equal(index_times(x, FAMILY_INET, 6)->reachable_ms, 1);
	assert_int_equal(index_times(x, FAMILY_INET6, 5)->reachable_ms, 3);
	assert_null(index_times(x, FAMILY_INET6, 6));
}

static void test_nexthops(void **state)
{
	struct index *x = *state;
	enum { GROUPS = 300, MEMBERS = 20 };

	for (uint32_t id = 1; id <= GROUPS; id++)
		for (uint16_t n = 0; n < MEMBERS; n++) {
			const struct nexthop h = { .id = id, .number = n, .members = MEMBERS,
						   .member = id * 1000 + n };

			assert_int_equal(index_add_nexthop(x, &h), 0);
		}
	for (uint32_t id = 1; id <= GROUPS; id++) {
		for (uint16_t n = 0; n < MEMBERS; n++)
			assert_int_equal(index_nexthop(x, id, n)->member, id * 1000 + n);
		assert_null(index_nexthop(x, id, MEMBERS));
	}
	assert_null(index_nexthop(x, GROUPS + 1, 0));
}

static struct addr host(uint32_t number)
{
	struct addr a = { .family = FAMILY_INET, .size = 4 };

	for (int i = 0; i < 4; i++)
		a.bytes[i] = (uint8_t)(number >> (24 - 8 * i));
	return a;
}

/* Each address is wanted once, whatever its scope; kinds are told apart; answers to nobody are dropped. */
static void test_name_answers(void **state)
{
	struct index *x = *state;
	enum { MANY = 5000 };
	const struct name_query *queries;
	struct name name;
	struct addr a;
	size_t size;

	for (int round = 0; round < 2; round++)
		for (uint32_t n = 0; n < MANY; n++) {
			a = host(n * 3);
			a.scope = (uint32_t)round;
			assert_int_equal(index_want_name(x, &a, NAME_HOST), 0);
		}
	a = host(0);
	assert_int_equal(index_want_name(x, &a, NAME_NETWORK), 0);
	assert_int_equal(index_wanted(x, &queries), MANY + 1);
	assert_int_equal(queries[0].addr.scope, 0);
	for (uint32_t n = 0; n < MANY; n++) {
		memset(&name, 0, sizeof(name));
		name.query = queries[n];
		name.found = n % 4 != 0;
		name.size = (uint8_t)(n % 256);
		memset(name.text, 'a' + (int)(n % 26), name.size);
		assert_int_equal(index_add_name(x, &name), 0);
	}
	assert_int_equal(index_names_answered(x), MANY);
	for (uint32_t n = 0; n < MANY; n++) {
		const char *text;

		a = host(n * 3);
		a.scope = 77;
		text = index_name(x, &a, NAME_HOST, &size);
		assert_int_equal(text != NULL, n % 4 != 0 && n % 256 != 0); /* no letters are no name */
		if (!text)
			continue;
		assert_int_equal(size, n % 256);
		for (size_t k = 0; k < size; k++)
			assert_int_equal(text[k], 'a' + (int)(n % 26));
	}
	a = host(1);
	assert_null(index_name(x, &a, NAME_HOST, &size));
	name.query.addr = a;
	assert_int_equal(index_add_name(x, &name), 0);
	assert_int_equal(index_names_answered(x), MANY);
	assert_null(index_name(x, &a, NAME_HOST, &size));
	a = host(0);
	assert_null(index_name(x, &a, NAME_NETWORK, &size));
}

static struct route prefix(uint32_t number, unsigned bits, uint32_t metric, uint32_t ifindex)
{
	struct route r = { .family = FAMILY_INET, .dst_bits = (uint8_t)bits, .priority = metric,
			   .ifindex = ifindex, .hops = 1 };

	r.dst = host(bits ? number & UINT32_MAX << (32 - bits) : 0);
	return r;
}

/* The longest match by walking over all of them, the lowest metric among equals, the first of those. */
static const struct route *slow_parent(const struct route *table, size_t count, const struct route *clone)
{
	const struct route *best = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct route *r = &table[i];

		if (!addr_in_prefix(&clone->dst, &r->dst, r->dst_bits))
			continue;
		if (clone->reason == REASON_NEIGHBOUR && r->ifindex != clone->ifindex)
			continue;
		if (!best || r->dst_bits > best->dst_bits ||
		    (r->dst_bits == best->dst_bits && r->priority < best->priority))
			best = r;
	}
	return best;
}

static void test_parents(void **state)
{
	enum { ROUTES = 400, CLONES = 300 };
	static struct route table[ROUTES], clones[CLONES];
	struct dice dice = DICE;

	for (int round = 0; round < 20; round++) {
		struct index *x = index_new();
		unsigned found = 0;

		assert_non_null(x);
		for (int i = 0; i < ROUTES; i++)
			table[i] = prefix(0x0a000000u | dice_below(&dice, 4096) << 4, 8 + dice_below(&dice, 25),
					  dice_below(&dice, 3), 1 + dice_below(&dice, 2));
		for (int i = 0; i < CLONES; i++) {
			clones[i] = prefix(0x0a000000u | dice_below(&dice, 65536), 32, 0,
					   1 + dice_below(&dice, 3));
			clones[i].cloned = true;
			clones[i].reason = i % 2 ? REASON_NEIGHBOUR : REASON_PATH_MTU;
			assert_int_equal(index_add_clone(x, &clones[i]), 0);
		}
		for (int i = 0; i < ROUTES; i++)
			index_match_parent(x, &table[i]);
		for (int i = 0; i < CLONES; i++) {
			const struct route *want = slow_parent(table, ROUTES, &clones[i]);

			assert_int_equal(index_parent(x, &clones[i]), want != NULL);
			assert_int_equal(route_has(&clones[i], ROUTE_PARENT), want != NULL);
			if (!want)
				continue;
			found++;
			assert_int_equal(clones[i].parent_bits, want->dst_bits);
			assert_true(addr_equal(&clones[i].parent, &want->dst));
		}
		assert_true(found > CLONES / 4);
		index_free(x);
	}
	(void)state;
}

/* A clone is no parent, and one that was never added has none. */
/* A longer route of another table is no parent; two clones of one host, in two tables, have two. */
static void test_parents_by_table(void **state)
{
	struct index *x = *state;
	struct route in_100 = prefix(0x0a000001, 32, 0, 1), in_main = in_100, nowhere = in_100;
	struct route routes[] = { prefix(0x0a000000, 30, 0, 1), prefix(0x0a000000, 16, 0, 1),
				  prefix(0x0a000000, 8, 0, 1) };
	static const uint32_t tables[] = { 254, 100, 254 };

	in_100.cloned = in_main.cloned = nowhere.cloned = true;
	in_100.table = 100;
	in_main.table = 254;
	in_100.has |= ROUTE_BIT(ROUTE_TABLE);
	in_main.has |= ROUTE_BIT(ROUTE_TABLE);
	nowhere.has &= ~ROUTE_BIT(ROUTE_TABLE);
	assert_int_equal(index_add_clone(x, &in_main), 0);
	assert_int_equal(index_add_clone(x, &in_100), 0);
	for (int i = 0; i < 3; i++) {
		routes[i].table = tables[i];
		routes[i].has |= ROUTE_BIT(ROUTE_TABLE);
		index_match_parent(x, &routes[i]);
	}
	assert_int_equal(index_parent(x, &in_100), 1);
	assert_int_equal(in_100.parent_bits, 16);
	assert_int_equal(index_parent(x, &in_main), 1);
	assert_int_equal(in_main.parent_bits, 30);
	assert_int_equal(index_parent(x, &nowhere), 0);
}

/* A clone that is listed again and again is new once in each attempt; another gateway or table is another clone. */
static void test_clones_listed_again(void **state)
{
	struct index *x = *state;
	struct route clone = prefix(0x0a000001, 32, 0, 1), stranger = prefix(0x0a000002, 32, 0, 1);
	struct route others[] = { clone, clone, clone };

	clone.cloned = true;
	others[0].gateway = (struct addr){ .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 9 } };
	others[1].table = 100;
	others[1].has |= ROUTE_BIT(ROUTE_TABLE);
	others[2].ifindex = clone.ifindex + 1;
	for (int i = 0; i < 100; i++)
		assert_int_equal(index_add_clone(x, &clone), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(index_add_clone(x, &others[i]), 0);
	for (uint32_t attempt = 1; attempt < 4; attempt++) {
		assert_true(index_is_new_clone(x, &clone, attempt));
		for (int i = 0; i < 3; i++)
			assert_true(index_is_new_clone(x, &others[i], attempt));
		for (int i = 0; i < 3; i++)
			assert_false(index_is_new_clone(x, &others[i], attempt));
		assert_false(index_is_new_clone(x, &clone, attempt));
		assert_true(index_is_new_clone(x, &stranger, attempt));
		assert_true(index_is_new_clone(x, &stranger, attempt));
	}
}

static void test_clones_are_no_parents(void **state)
{
	struct index *x = *state;
	struct route clone = prefix(0x0a000001, 32, 0, 1), other = prefix(0x0a000002, 32, 0, 1);
	struct route parent = prefix(0x0a000000, 8, 0, 1);

	clone.cloned = other.cloned = true;
	assert_int_equal(index_add_clone(x, &clone), 0);
	index_match_parent(x, &clone);
	assert_int_equal(index_parent(x, &clone), 0);
	index_match_parent(x, &parent);
	assert_int_equal(index_parent(x, &clone), 1);
	assert_int_equal(index_parent(x, &other), 0);
}

/* IPv6 does not say why: a gateway that is none of the parent's means a redirect. */
static void test_redirect_of_ipv6(void **state)
{
	struct index *x = *state;
	struct route parent = { .family = FAMILY_INET6, .dst_bits = 16, .hops = 2,
				.dst = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfd } },
				.gateway = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfe, 0x80, [15] = 1 } } };
	struct route clone[3];

	for (uint8_t i = 0; i < 3; i++) {
		clone[i] = parent;
		clone[i].cloned = true;
		clone[i].reason = REASON_PATH_MTU;
		clone[i].dst_bits = 128;
		clone[i].dst.bytes[15] = clone[i].gateway.bytes[15] = (uint8_t)(i + 1);
		assert_int_equal(index_add_clone(x, &clone[i]), 0);
	}
	index_match_parent(x, &parent);
	parent.hop = 1;
	parent.gateway.bytes[15] = 2;
	index_match_parent(x, &parent);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(index_parent(x, &clone[i]), 1);
		assert_int_equal(clone[i].reason, i < 2 ? REASON_PATH_MTU : REASON_REDIRECT);
		assert_int_equal(route_flag(&clone[i], RFLAG_DYNAMIC), i == 2);
	}
}

static void test_details(void **state)
{
	struct index *x = *state;
	struct iface eth0 = { .index = 4, .name = "eth0" };
	struct route dump = { .family = FAMILY_INET6, .dst_bits = 64, .priority = 1024, .ifindex = 4,
			      .has = ROUTE_BIT(ROUTE_EXPIRE) | ROUTE_BIT(ROUTE_GATEWAY), .expire_ms = 5000,
			      .dst = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfd } },
			      .gateway = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfe, 0x80 }, .scope = 4 } };
	struct route text, other;

	assert_int_equal(index_add_iface(x, &eth0), 0);
	dump.metric[METRIC_MTU] = 1400;
	dump.metrics_has = 1u << METRIC_MTU;
	assert_int_equal(index_add_detail(x, &dump), 0);
	text = dump;
	text.has = ROUTE_BIT(ROUTE_GATEWAY);
	text.expire_ms = 0;
	text.metrics_has = text.metric[METRIC_MTU] = text.ifindex = text.gateway.scope = 0;
	strcpy(text.device, "eth0");
	other = text;
	other.priority = 1;
	index_detail(x, &text);
	assert_int_equal(text.ifindex, 4);
	assert_true(route_has(&text, ROUTE_EXPIRE) && text.expire_ms == 5000);
	assert_int_equal(text.metric[METRIC_MTU], 1400);
	assert_int_equal(text.metrics_has, 1u << METRIC_MTU);
	index_detail(x, &other);
	assert_int_equal(other.ifindex, 4);
	assert_false(route_has(&other, ROUTE_EXPIRE) || other.metrics_has);
}

/* The one heap that grows has an end. */
static void test_limit(void **state)
{
	struct index *x = *state;
	struct neigh_times t = { .family = FAMILY_INET };
	uint32_t n = 0;
	int e = 0;

	for (; n <= INDEX_LIMIT && e == 0; n++) {
		t.ifindex = n;
		e = index_add_times(x, &t);
	}
	assert_int_equal(e, -E2BIG);
	assert_int_equal(n, INDEX_LIMIT + 1);
	assert_non_null(index_times(x, FAMILY_INET, INDEX_LIMIT - 1));
}

#define WITH_INDEX(test) cmocka_unit_test_setup_teardown(test, make, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_INDEX(test_nothing_known),
		WITH_INDEX(test_ifaces),
		WITH_INDEX(test_names_without_numbers),
		WITH_INDEX(test_hostile_name),
		WITH_INDEX(test_sorted_ifaces),
		WITH_INDEX(test_times),
		WITH_INDEX(test_nexthops),
		WITH_INDEX(test_name_answers),
		WITH_INDEX(test_parents),
		WITH_INDEX(test_parents_by_table),
		WITH_INDEX(test_clones_listed_again),
		WITH_INDEX(test_clones_are_no_parents),
		WITH_INDEX(test_redirect_of_ipv6),
		WITH_INDEX(test_details),
		WITH_INDEX(test_limit),
	};

	return RUN_TESTS("index", tests);
}
