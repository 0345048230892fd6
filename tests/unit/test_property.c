/* SPDX-License-Identifier: ISC */
/*
 * What holds for every decoder and every message, shown with those of a real kernel (tests/fixtures):
 * a message that is cut anywhere is refused or read without a byte from outside; either byte order says
 * the same; no change of any bytes makes a decoder read outside, loop, or hand out a record that
 * contradicts itself.
 */
#include "builder.h"

#include "lib/wire/decode.h"

static const char *const files[] = {
	"addr.bin",    "clones-inet.bin", "clones-inet6.bin", "end.bin",     "link-bridge.bin",
	"link.bin",    "neigh-proxy.bin", "neigh.bin",	      "nexthop.bin", "route-inet.bin",
	"route-inet6.bin", "rule.bin",	  "times.bin",
};

struct message {
	const char *file;
	const uint8_t *data;
	size_t size; /* with its padding */
	size_t length;
};

enum { MESSAGES_MAX = 1000, RECORDS_MAX = 64 };

static struct message messages[MESSAGES_MAX];
static size_t count;
static uint8_t *contents[COUNT(files)];

static int load(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT(files); f++) {
		size_t size;

		contents[f] = fixture(files[f], &size);
		for (size_t at = 0; at < size;) {
			size_t length = turn_read(contents[f] + at, false, 4);

			assert_true(length >= 16 && length <= size - at && count < MESSAGES_MAX);
			messages[count++] = (struct message){ files[f], contents[f] + at,
							      (length + 3) & ~(size_t)3, length };
			at += (length + 3) & ~(size_t)3;
		}
	}
	assert_true(count > 100);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT(files); f++)
		free(contents[f]);
	return 0;
}

/* What every address of every record keeps to. */
static void check_addr(const struct addr *a)
{
	assert_true(a->family < FAMILY_COUNT);
	assert_true(a->size <= ADDR_MAX);
	assert_true(a->family != FAMILY_INET || a->size == 4);
	assert_true(a->family != FAMILY_INET6 || a->size == 16);
}

static void check_text(const char *text, size_t room)
{
	assert_non_null(memchr(text, '\0', room));
}

static void check_route(const struct route *r)
{
	assert_true(r->family == FAMILY_INET || r->family == FAMILY_INET6 || r->family == FAMILY_MPLS);
	assert_true(r->hops >= 1 && r->hop < r->hops);
	assert_true(r->dst_bits <= family_bits((enum family)r->family));
	assert_true(r->src_bits <= family_bits((enum family)r->family));
	assert_true(r->has >> ROUTE_FIELDS == 0 && r->flags >> RFLAG_COUNT == 0);
	assert_true(r->metrics_has >> METRIC_COUNT == 0 && r->locks >> METRIC_COUNT == 0);
	assert_true(r->reason < REASON_COUNT);
	assert_int_equal(r->cloned, route_has(r, ROUTE_CLONED));
	assert_true(route_has(r, ROUTE_GATEWAY) || r->gateway.family == FAMILY_NONE);
	assert_true(route_has(r, ROUTE_DEVICE) || r->hops == 1);
	check_addr(&r->dst);
	check_addr(&r->src);
	check_addr(&r->gateway);
	check_addr(&r->prefsrc);
	check_text(r->congestion, sizeof(r->congestion));
	check_text(r->device, sizeof(r->device));
}

static void check_record(const struct record *r)
{
	switch (r->kind) {
	case RECORD_ROUTE:
		check_route(&r->route);
		break;
	case RECORD_NEIGH:
		assert_true(r->neigh.state < STATE_COUNT && r->neigh.flags >> NFLAG_COUNT == 0);
		assert_true(r->neigh.has >> NEIGH_FIELDS == 0);
		assert_true(r->neigh.confirmed_ms >= 0 && r->neigh.used_ms >= 0);
		check_addr(&r->neigh.dst);
		check_addr(&r->neigh.lladdr);
		break;
	case RECORD_IFACE:
		check_text(r->iface.name, sizeof(r->iface.name));
		check_text(r->iface.kind, sizeof(r->iface.kind));
		assert_true(r->iface.flags >> IFLAG_COUNT == 0);
		assert_true(r->iface.has >> IFACE_FIELDS == 0);
		check_addr(&r->iface.address);
		check_addr(&r->iface.broadcast);
		break;
	case RECORD_IFADDR:
		check_text(r->ifaddr.label, sizeof(r->ifaddr.label));
		assert_true(r->ifaddr.local_bits <= family_bits((enum family)r->ifaddr.family));
		assert_true(r->ifaddr.flags >> AFLAG_COUNT == 0);
		check_addr(&r->ifaddr.local);
		check_addr(&r->ifaddr.peer);
		check_addr(&r->ifaddr.broadcast);
		break;
	case RECORD_NEXTHOP:
		assert_true(r->nexthop.id != 0);
		assert_true(r->nexthop.number < r->nexthop.members || !r->nexthop.members);
		check_addr(&r->nexthop.gateway);
		break;
	case RECORD_RULE:
		assert_true(r->rule.has >> RULE_FIELDS == 0);
		assert_true(r->rule.src_bits <= family_bits((enum family)r->rule.family));
		assert_true(r->rule.dst_bits <= family_bits((enum family)r->rule.family));
		check_text(r->rule.in, sizeof(r->rule.in));
		check_text(r->rule.out, sizeof(r->rule.out));
		check_addr(&r->rule.src);
		check_addr(&r->rule.dst);
		break;
	case RECORD_TIMES:
		assert_true(r->times.reachable_ms >= 0 && r->times.stale_ms >= 0);
		break;
	default:
		fail_msg("a record of kind %d", (int)r->kind);
	}
}

/* Bytes of a record that mean something. */
static size_t record_size(const struct record *r)
{
	static const size_t sizes[] = {
		[RECORD_ROUTE] = sizeof(struct route),	  [RECORD_NEIGH] = sizeof(struct neigh),
		[RECORD_IFACE] = sizeof(struct iface),	  [RECORD_IFADDR] = sizeof(struct ifaddr),
		[RECORD_NEXTHOP] = sizeof(struct nexthop), [RECORD_TIMES] = sizeof(struct neigh_times),
		[RECORD_RULE] = sizeof(struct rule),
	};

	return sizes[r->kind];
}

/* Decode all of a frame; -EBADMSG, or the number of records (`keep` receives the first of them). */
static int decode(const uint8_t *data, size_t size, bool big, struct record *keep)
{
	const struct origin origin = { .system = SYSTEM_LINUX, .hz = 100, .big_endian = big,
				       .swap = big == host_is_little() };
	const struct frame frame = { .kind = FRAME_NETLINK, .origin = &origin, .key = "", .data = data,
				     .size = size };
	struct record record;
	struct decode d;
	int n = 0, e;

	decode_begin(&d, &frame);
	memset(&record, 0, sizeof(record));
	while ((e = decode_next(&d, &record)) > 0) {
		check_record(&record);
		if (keep && n < RECORDS_MAX)
			keep[n] = record;
		assert_true((size_t)++n <= size);
		memset(&record, 0, sizeof(record));
	}
	assert_true(e == 0 || e == -EBADMSG);
	return e < 0 ? e : n;
}

/* The same in memory that ends where the message does; every other time in the heap, for sanitizers. */
static int decode_guarded(const uint8_t *data, size_t size, bool big, bool heap)
{
	struct guarded g;
	uint8_t *copy;
	int e;

	if (!heap) {
		g = guard(data, size, false);
		e = decode(g.data, size, big, NULL);
		unguard(&g);
		return e;
	}
	copy = malloc(size ? size : 1);
	assert_non_null(copy);
	memcpy(copy, data, size);
	e = decode(copy, size, big, NULL);
	free(copy);
	return e;
}

/* A recorded message in the order asked for, in `to`. */
static void in_order(const struct message *m, bool big, uint8_t *to)
{
	memcpy(to, m->data, m->size);
	if (big)
		build_turn(to, m->size, false);
}

static void write_length(uint8_t *data, size_t length, bool big)
{
	for (unsigned i = 0; i < 4; i++)
		data[i] = (uint8_t)(length >> 8 * (big ? 3 - i : i));
}

static uint8_t room[BUILD_MAX];

static void test_whole(void **state)
{
	static struct record little[RECORDS_MAX], big[RECORDS_MAX];
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		int n, m;

		in_order(&messages[i], false, room);
		memset(little, 0, sizeof(little));
		n = decode(room, messages[i].size, false, little);
		if (n < 0)
			fail_msg("%s: message %zu is refused", messages[i].file, i);
		in_order(&messages[i], true, room);
		memset(big, 0, sizeof(big));
		m = decode(room, messages[i].size, true, big);
		assert_int_equal(m, n);
		assert_true(n <= RECORDS_MAX);
		for (int k = 0; k < n; k++) {
			assert_int_equal(little[k].kind, big[k].kind);
			if (memcmp(&little[k].route, &big[k].route, record_size(&little[k])))
				fail_msg("%s: record %d of message %zu differs in the other order",
					 messages[i].file, k, i);
		}
		seen += (unsigned)n;
	}
	assert_true(seen > 100);
}

/* A frame that ends within the message. */
static void test_cut_frames(void **state)
{
	(void)state;
	for (size_t i = 0; i < count; i++)
		for (int big = 0; big < 2; big++) {
			in_order(&messages[i], big, room);
			for (size_t n = 1; n < messages[i].length; n++)
				assert_int_equal(decode_guarded(room, n, big, n % 2), -EBADMSG);
			assert_true(decode_guarded(room, messages[i].length, big, i % 2) >= 0);
		}
}

/* A message that says it is shorter, at every length: whole attributes that are left may be a record. */
static void test_cut_messages(void **state)
{
	unsigned refused = 0, taken = 0;

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (int big = 0; big < 2; big++) {
			in_order(&messages[i], big, room);
			for (size_t n = 16; n < messages[i].length; n++) {
				int e;

				write_length(room, n, big);
				e = decode_guarded(room, n, big, n % 2);
				refused += e < 0;
				taken += e >= 0;
			}
		}
	assert_true(refused > 10000);
	assert_true(taken > 1000);
}

/* Each byte of each message, with the values that break lengths and types. */
static void test_single_bytes(void **state)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x03, 0x04, 0x7f, 0x80, 0xff };

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct guarded g = guard(messages[i].data, messages[i].length, false);

		for (size_t at = 0; at < messages[i].length; at++) {
			uint8_t was = g.data[at];

			for (size_t v = 0; v < COUNT(values); v++) {
				g.data[at] = values[v];
				decode(g.data, messages[i].length, false, NULL);
			}
			g.data[at] = was;
		}
		unguard(&g);
	}
}

/* One change of a message: bytes, words that look like lengths, pieces of other messages. */
static void mutate(struct dice *d, uint8_t *data, size_t size)
{
	size_t at = dice_below(d, (uint32_t)size);
	const struct message *other;
	size_t n;

	switch (dice_below(d, 6)) {
	case 0:
		data[at] = (uint8_t)dice_u64(d);
		break;
	case 1:
		data[at] ^= (uint8_t)(1u << dice_below(d, 8));
		break;
	case 2:
		at &= ~(size_t)1;
		if (at + 2 <= size) {
			data[at] = (uint8_t)dice_below(d, 70);
			data[at + 1] = 0;
		}
		break;
	case 3:
		n = 1 + dice_below(d, 8);
		n = n < size - at ? n : size - at;
		memset(data + at, (int)dice_below(d, 2) * 0xff, n);
		break;
	case 4:
		other = &messages[dice_below(d, (uint32_t)count)];
		n = 1 + dice_below(d, (uint32_t)(other->size));
		n = n < size - at ? n : size - at;
		memcpy(data + at, other->data + other->size - n, n);
		break;
	default:
		if (size >= 20) {
			at = 16 + dice_below(d, (uint32_t)(size - 16) / 4) * 4;
			data[at] = (uint8_t)(4 + dice_below(d, 40));
			data[at + 2] = (uint8_t)dice_below(d, 32);
		}
		break;
	}
}

static void test_mutations(void **state)
{
	struct dice dice = DICE;
	unsigned refused = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		const struct message *m = &messages[dice_below(&dice, (uint32_t)count)];
		bool big = i & 1;
		size_t size = m->size;
		uint8_t *at = room + sizeof(room) - size; /* ends where the array does */

		in_order(m, big, at);
		for (unsigned n = 1 + dice_below(&dice, 6); n; n--)
			mutate(&dice, at, size);
		if (dice_below(&dice, 4)) { /* mostly a message that is as long as it says */
			write_length(at, size, big);
			at[big ? 5 : 4] = m->data[4];
			at[big ? 4 : 5] = 0;
		}
		if (i % 8 == 0)
			refused += decode_guarded(at, size, big, i % 16 == 0) < 0;
		else
			refused += decode(at, size, big, NULL) < 0;
	}
	assert_true(refused > 10000 && refused < 190000);
}

/* Several messages in a frame: as many records as in frames of their own. */
static void test_frames_of_many(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t size = 0;
		bool big = round & 1;
		int want = 0;

		for (unsigned n = 1 + dice_below(&dice, 20); n; n--) {
			const struct message *m = &messages[dice_below(&dice, (uint32_t)count)];

			if (size + m->size > sizeof(room))
				break;
			in_order(m, big, room + size);
			want += decode(room + size, m->size, big, NULL);
			size += m->size;
		}
		assert_int_equal(decode_guarded(room, size, big, round % 4 > 1), want);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),	     cmocka_unit_test(test_cut_frames),
		cmocka_unit_test(test_cut_messages), cmocka_unit_test(test_single_bytes),
		cmocka_unit_test(test_mutations),    cmocka_unit_test(test_frames_of_many),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("property", tests, load, unload);
}
