/* SPDX-License-Identifier: ISC */
/* Frames of every kind, and those of a real kernel (tests/fixtures) by what is known of them. */
#include "builder.h"

#include <sys/socket.h>

#include "lib/wire/decode.h"

static struct build build;

static struct origin origin_of(bool big)
{
	return (struct origin){ .system = SYSTEM_LINUX, .word = 64, .hz = 100, .big_endian = big,
				.swap = big == host_is_little() };
}

static struct frame frame_of(enum frame_kind kind, const char *key, const struct origin *origin,
			     const void *data, size_t size)
{
	return (struct frame){ .kind = kind, .key = key, .origin = origin, .data = data, .size = size };
}

/* All records of a frame: their number, or what the decoder returned instead; the last one is kept. */
static int records(const struct frame *frame, struct decode *d, struct record *ret_record)
{
	int count = 0, e;

	decode_begin(d, frame);
	while ((e = decode_next(d, ret_record)) > 0)
		assert_true(++count < 100000);
	return e < 0 ? e : count;
}

/* A file of recorded messages as one frame. */
static int fixture_records(const char *name, enum record_kind kind)
{
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;
	size_t size;
	uint8_t *data = fixture(name, &size);
	struct frame frame = frame_of(FRAME_NETLINK, "", &origin, data, size);
	int count = 0, e;

	decode_begin(&d, &frame);
	while ((e = decode_next(&d, &r)) > 0) {
		assert_int_equal(r.kind, kind);
		count++;
	}
	assert_int_equal(e, 0);
	assert_int_equal(d.error, 0);
	free(data);
	return count;
}

static void test_fixtures(void **state)
{
	(void)state;
	assert_true(fixture_records("route-inet.bin", RECORD_ROUTE) > 30);
	assert_true(fixture_records("route-inet6.bin", RECORD_ROUTE) > 20);
	assert_true(fixture_records("clones-inet.bin", RECORD_ROUTE) >= 2);
	assert_true(fixture_records("clones-inet6.bin", RECORD_ROUTE) >= 2);
	assert_true(fixture_records("link.bin", RECORD_IFACE) > 8);
	assert_true(fixture_records("addr.bin", RECORD_IFADDR) > 8);
	assert_true(fixture_records("neigh.bin", RECORD_NEIGH) > 10);
	assert_true(fixture_records("neigh-proxy.bin", RECORD_NEIGH) >= 1);
	assert_true(fixture_records("nexthop.bin", RECORD_NEXTHOP) > 5);
	assert_true(fixture_records("times.bin", RECORD_TIMES) >= 2);
	assert_int_equal(fixture_records("rule.bin", RECORD_RULE), 5);
	assert_int_equal(fixture_records("link-bridge.bin", RECORD_NONE), 0);
}

/* What was put into the namespaces when the fixtures were recorded. */
static void test_known_routes(void **state)
{
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;
	size_t size;
	uint8_t *data = fixture("route-inet.bin", &size);
	struct frame frame = frame_of(FRAME_NETLINK, "", &origin, data, size);
	unsigned multipath = 0, foreign = 0, refused = 0, congestion = 0, locked = 0, realm = 0, dead = 0;

	(void)state;
	decode_begin(&d, &frame);
	while (decode_next(&d, &r) > 0) {
		const struct route *route = &r.route;

		assert_int_equal(route->family, FAMILY_INET);
		assert_false(route->cloned);
		assert_true(route_has(route, ROUTE_TABLE));
		multipath += route->hops > 1;
		foreign += route->gateway.family == FAMILY_INET6;
		refused += route_refuses(route);
		congestion += strcmp(route->congestion, "reno") == 0;
		locked += route->locks != 0;
		realm += route->realm == (3u << 16 | 4) || route->realm == (5u << 16 | 6);
		dead += route_flag(route, RFLAG_LINKDOWN);
	}
	assert_true(multipath >= 5);
	assert_true(foreign >= 2);
	assert_true(refused >= 4);
	assert_true(congestion >= 1);
	assert_true(locked >= 1);
	assert_true(realm >= 1);
	assert_true(dead >= 1);
	free(data);
}

static void test_known_clones(void **state)
{
	static const char *const files[] = { "clones-inet.bin", "clones-inet6.bin" };
	const struct origin origin = origin_of(false);

	(void)state;
	for (size_t f = 0; f < COUNT(files); f++) {
		struct decode d;
		struct record r;
		size_t size;
		uint8_t *data = fixture(files[f], &size);
		struct frame frame = frame_of(FRAME_NETLINK, "", &origin, data, size);
		unsigned redirects = 0, mtus = 0;
		uint32_t mtu;

		decode_begin(&d, &frame);
		while (decode_next(&d, &r) > 0) {
			assert_true(r.route.cloned);
			assert_true(route_flag(&r.route, RFLAG_CACHE));
			assert_int_equal(r.route.dst_bits, f ? 128 : 32);
			assert_true(route_has(&r.route, ROUTE_GATEWAY));
			if (route_metric(&r.route, METRIC_MTU, &mtu) && mtu) {
				assert_int_equal(mtu, 1280);
				assert_true(route_has(&r.route, ROUTE_EXPIRE));
				assert_true(r.route.expire_ms > 0 && r.route.expire_ms <= 600000);
				mtus++;
			}
			redirects += r.route.reason == REASON_REDIRECT;
		}
		assert_true(redirects >= 1);
		assert_true(mtus >= 1);
		free(data);
	}
}

static void test_text_fixture(void **state)
{
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;
	size_t size, lines = 0;
	uint8_t *data = fixture("ipv6_route.txt", &size);
	struct frame frame = frame_of(FRAME_FILE, "net/ipv6_route", &origin, data, size);

	(void)state;
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	assert_int_equal(records(&frame, &d, &r), lines);
	assert_int_equal(r.kind, RECORD_ROUTE);
	assert_true(r.route.device[0] != '\0');
	free(data);
}

static size_t put_message(unsigned type, unsigned flags, const void *body, size_t size)
{
	size_t start = build_message(&build, type, flags);

	build_bytes(&build, body, size);
	build_message_end(&build, start);
	return build.size;
}

static void test_interrupted(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		const struct origin origin = origin_of(big);
		struct frame frame;
		struct decode d;
		struct record r;

		build_begin(&build, big);
		put_message(NLMSG_NOOP, NLM_F_MULTI, NULL, 0);
		frame = frame_of(FRAME_NETLINK, "", &origin, build.data, build.size);
		assert_int_equal(records(&frame, &d, &r), 0);
		assert_false(d.interrupted);
		put_message(NLMSG_DONE, NLM_F_DUMP_INTR, "\0\0\0\0", 4);
		frame.size = build.size;
		assert_int_equal(records(&frame, &d, &r), 0);
		assert_true(d.interrupted);
		assert_int_equal(d.error, 0);
	}
}

static void test_error_in_a_frame(void **state)
{
	static const uint8_t zeros[16];

	(void)state;
	for (int big = 0; big < 2; big++) {
		const struct origin origin = origin_of(big);
		struct frame frame;
		struct decode d;
		struct record r;
		size_t start;

		build_begin(&build, big);
		start = build_message(&build, NLMSG_ERROR, NLM_F_CAPPED);
		build_u32(&build, (uint32_t)-EPERM);
		build_bytes(&build, zeros, 16);
		build_message_end(&build, start);
		frame = frame_of(FRAME_NETLINK, "", &origin, build.data, build.size);
		assert_int_equal(records(&frame, &d, &r), 0);
		assert_int_equal(d.error, EPERM);
	}
}

/* Messages that a listing does not know are passed over; one that is broken ends the frame. */
static void test_strangers(void **state)
{
	static const uint8_t body[64] = { AF_INET };
	const struct origin origin = origin_of(!host_is_little());
	struct decode d;
	struct record r;

	(void)state;
	for (unsigned type = 0; type < 300; type++) {
		bool ours = type == RTM_NEWROUTE || type == RTM_NEWNEIGH || type == RTM_NEWLINK ||
			    type == RTM_NEWADDR || type == RTM_NEWNEIGHTBL || type == RTM_NEWNEXTHOP ||
			    type == RTM_NEWRULE;
		struct frame frame;
		int e;

		build_begin(&build, !host_is_little());
		put_message(type, 0, body, ours ? 2 : sizeof(body));
		put_message(RTM_NEWROUTE, 0, body, 12);
		frame = frame_of(FRAME_NETLINK, "", &origin, build.data, build.size);
		e = records(&frame, &d, &r);
		assert_int_equal(e, ours ? -EBADMSG : 1);
	}
}

static void test_empty_frames(void **state)
{
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;
	struct guarded g = guard("", 0, false);
	struct frame frame = frame_of(FRAME_NETLINK, "", &origin, g.data, 0);

	(void)state;
	assert_int_equal(records(&frame, &d, &r), 0);
	frame.kind = FRAME_NAME;
	assert_int_equal(records(&frame, &d, &r), 0);
	frame.kind = FRAME_FILE;
	frame.key = "net/snmp";
	assert_int_equal(records(&frame, &d, &r), 0);
	frame.key = "net/ipv6_route";
	assert_int_equal(records(&frame, &d, &r), 0);
	frame.key = "sys/net/ipv4/route/mtu_expires";
	assert_int_equal(records(&frame, &d, &r), -EBADMSG);
	unguard(&g);
}

/* What has no decoder is refused, not passed over in silence. */
static void test_no_decoder(void **state)
{
	static const char *const keys[] = { "", "net/snmp7", "net/", "sys", "net/ipv6_route/x", "/net/snmp" };
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct frame frame = frame_of(FRAME_FILE, keys[i], &origin, "x 1\n", 4);

		assert_int_equal(records(&frame, &d, &r), -EBADMSG);
	}
	for (unsigned kind = 0; kind < FRAME_KINDS + 2; kind++) {
		struct frame frame = frame_of((enum frame_kind)kind, "", &origin, "x 1\n", 4);

		if (kind != FRAME_NETLINK && kind != FRAME_NAME && kind != FRAME_FILE && kind != FRAME_ND)
			assert_int_equal(records(&frame, &d, &r), -EBADMSG);
	}
}

static void test_lifetimes(void **state)
{
	static const struct {
		const char *key, *name, *text;
		int64_t value_ms;
	} table[] = {
		{ "sys/net/ipv4/route/mtu_expires", "net.ipv4.route.mtu_expires", "600\n", 600000 },
		{ "sys/net/ipv4/neigh/default/base_reachable_time_ms",
		  "net.ipv4.neigh.default.base_reachable_time_ms", "30000\n", 30000 },
		{ "sys/x", "x", "-1\n", -1000 },
		{ "sys/ms", "ms", "2\n", 2000 },
		{ "sys/_ms", "_ms", "2\n", 2 },
		{ "sys/", "", "2\n", 2000 },
		{ "sys/x_ms", "x_ms", "9223372036854775807\n", INT64_MAX },
		{ "sys/x", "x", "9223372036854775\n", INT64_C(9223372036854775000) },
	};
	static const char *const broken[] = { "", "\n", "x", "9223372036854776\n", "-9223372036854776\n",
					      "-9223372036854775808\n", "18446744073709551615\n" };
	const struct origin origin = origin_of(false);
	struct decode d;
	struct record r;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct frame frame = frame_of(FRAME_FILE, table[i].key, &origin, table[i].text,
					      strlen(table[i].text));

		assert_int_equal(records(&frame, &d, &r), 1);
		assert_int_equal(r.kind, RECORD_LIFETIME);
		assert_string_equal(r.lifetime.name, table[i].name);
		assert_true(r.lifetime.value_ms == table[i].value_ms);
	}
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct frame frame = frame_of(FRAME_FILE, "sys/x", &origin, broken[i], strlen(broken[i]));

		assert_int_equal(records(&frame, &d, &r), -EBADMSG);
	}
}

/* A key longer than its room is cut, and ends. */
static void test_long_lifetime(void **state)
{
	const struct origin origin = origin_of(false);
	char key[200] = "sys/";
	struct decode d;
	struct record r;
	struct frame frame = frame_of(FRAME_FILE, key, &origin, "1\n", 2);

	(void)state;
	memset(key + 4, '/', sizeof(key) - 5);
	assert_int_equal(records(&frame, &d, &r), 1);
	assert_int_equal(strlen(r.lifetime.name), sizeof(r.lifetime.name) - 1);
	assert_int_equal(strspn(r.lifetime.name, "."), sizeof(r.lifetime.name) - 1);
}

static void test_names(void **state)
{
	const struct name name = { .query = { { .family = FAMILY_INET, .size = 4 }, NAME_HOST }, .found = true,
				   .size = 3, .text = "abc" };
	const struct origin origin = origin_of(false);
	uint8_t data[NAME_FRAME_MAX];
	struct frame frame = frame_of(FRAME_NAME, "", &origin, data, name_encode(&name, data));
	struct decode d;
	struct record r;

	(void)state;
	assert_int_equal(records(&frame, &d, &r), 1);
	assert_int_equal(r.kind, RECORD_NAME);
	assert_string_equal(r.name.text, "abc");
	assert_int_equal(decode_next(&d, &r), 0);
	data[3] = 5;
	assert_int_equal(records(&frame, &d, &r), -EBADMSG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixtures),
		cmocka_unit_test(test_known_routes),
		cmocka_unit_test(test_known_clones),
		cmocka_unit_test(test_text_fixture),
		cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_error_in_a_frame),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_empty_frames),
		cmocka_unit_test(test_no_decoder),
		cmocka_unit_test(test_lifetimes),
		cmocka_unit_test(test_long_lifetime),
		cmocka_unit_test(test_names),
	};

	return RUN_TESTS("decode", tests);
}
