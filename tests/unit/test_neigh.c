/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/model/neigh.h"
#include "lib/model/route.h"

static void test_names(void **state)
{
	(void)state;
	for (unsigned i = 0; i < STATE_COUNT; i++) {
		assert_non_null(neigh_state_name(i));
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(neigh_state_name(i), neigh_state_name(k));
	}
	for (unsigned i = 0; i < NFLAG_COUNT; i++) {
		assert_non_null(neigh_flag_name(i));
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(neigh_flag_name(i), neigh_flag_name(k));
	}
	assert_null(neigh_state_name(STATE_COUNT));
	assert_null(neigh_flag_name(NFLAG_COUNT));
	assert_true(NEIGH_FIELDS <= 64);
	assert_true(NFLAG_COUNT <= 32);
}

/* Every hardware type by its number; its name is one word. */
static void test_link_types(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (unsigned type = 0; type <= 65536; type++) {
		const char *name = link_type_name(type);

		assert_int_equal(name != NULL, link_type_title(type) != NULL);
		if (!name)
			continue;
		assert_true(strlen(name) > 0 && strlen(link_type_title(type)) > 0);
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789"), strlen(name));
		seen++;
	}
	assert_true(seen > 20);
	assert_string_equal(link_type_name(1), "ether");
	assert_string_equal(link_type_name(772), "loop");
}

static void test_complete(void **state)
{
	struct neigh n = { .has = 0 };

	(void)state;
	for (unsigned s = 0; s < STATE_COUNT; s++) {
		n.state = (uint8_t)s;
		assert_int_equal(neigh_is_complete(&n),
				 s != STATE_NONE && s != STATE_INCOMPLETE && s != STATE_FAILED);
	}
}

/* UHLW, as a BSD with cloning would have it; a permanent entry is S instead of W. */
static void test_as_route(void **state)
{
	struct neigh n = {
		.has = NEIGH_BIT(NEIGH_REFS) | NEIGH_BIT(NEIGH_EXPIRE) | NEIGH_BIT(NEIGH_USED),
		.family = FAMILY_INET6, .state = STATE_REACHABLE, .ifindex = 7, .refs = 3,
		.expire_ms = 4321, .used_ms = 99,
		.dst = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfd, 1 }, .scope = 7 },
		.lladdr = { .family = FAMILY_LINK, .size = 6, .bytes = { 2, 1 } },
	};
	const uint64_t common = RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_HOST) | RFLAG_BIT(RFLAG_LLINFO);
	struct route r;

	(void)state;
	memset(&r, 0xff, sizeof(r));
	neigh_as_route(&n, &r);
	assert_true(r.flags == (common | RFLAG_BIT(RFLAG_CLONED)));
	assert_true(r.cloned);
	assert_int_equal(r.reason, REASON_NEIGHBOUR);
	assert_int_equal(r.dst_bits, 128);
	assert_memory_equal(&r.dst, &n.dst, sizeof(n.dst));
	assert_int_equal(r.gateway.family, FAMILY_LINK);
	assert_int_equal(r.gateway.size, 6);
	assert_int_equal(r.gateway.scope, 7);
	assert_int_equal(r.ifindex, 7);
	assert_int_equal(r.refs, 3);
	assert_true(r.expire_ms == 4321 && r.age_ms == 99);
	assert_true(route_has(&r, ROUTE_REFS) && route_has(&r, ROUTE_EXPIRE) && route_has(&r, ROUTE_AGE));
	assert_false(route_has(&r, ROUTE_MASK) || route_has(&r, ROUTE_TABLE) || route_has(&r, ROUTE_USE));
	assert_true(route_bsd_flags(&r) == r.flags);

	n.has = 0;
	n.state = STATE_PERMANENT;
	n.flags = NFLAG_BIT(NFLAG_PROXY);
	n.family = FAMILY_INET;
	neigh_as_route(&n, &r);
	assert_true(r.flags == (common | RFLAG_BIT(RFLAG_STATIC) | RFLAG_BIT(RFLAG_ANNOUNCE)));
	assert_int_equal(r.dst_bits, 32);
	assert_false(route_has(&r, ROUTE_REFS) || route_has(&r, ROUTE_EXPIRE) || route_has(&r, ROUTE_AGE));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_link_types),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_as_route),
	};

	return RUN_TESTS("neigh", tests);
}
