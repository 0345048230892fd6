/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "lib/wire/arp_packet.h"

#define MAC(n) 2, 0, 0, 0, 0, n
#define EVERYBODY 0xff, 0xff, 0xff, 0xff, 0xff, 0xff
#define ARP(operation) 0, 1, 8, 0, 6, 4, 0, operation
#define LINK_LOCAL(n) 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, n

static const uint8_t request[] = { EVERYBODY, MAC(1), 8, 6, ARP(1), MAC(1), 10, 0, 0, 1,
				   MAC(0), 10, 0, 0, 2 };
static const uint8_t advertisement[] = {
	MAC(1), MAC(2), 0x86, 0xdd, 0x60, 0, 0, 0, 0, 32, 58, 255, LINK_LOCAL(2), LINK_LOCAL(1),
	136, 0, 0, 0, 0xe0, 0, 0, 0, LINK_LOCAL(2), 2, 1, MAC(2),
};
static const uint8_t solicitation[] = {
	MAC(1), MAC(2), 0x86, 0xdd, 0x60, 0, 0, 0, 0, 32, 58, 255, LINK_LOCAL(2), LINK_LOCAL(1),
	135, 0, 0, 0, 0, 0, 0, 0, LINK_LOCAL(1), 1, 1, MAC(2),
};

/* A copy that ends where its memory ends. */
static int decode(const uint8_t *data, size_t size, unsigned link, struct claim *c)
{
	uint8_t *copy = malloc(size ? size : 1);
	int e;

	assert_non_null(copy);
	memcpy(copy, data, size);
	e = arp_packet_decode(bytes_of(copy, size, false), link, c);
	free(copy);
	return e;
}

static void test_request(void **state)
{
	struct claim c;

	(void)state;
	assert_int_equal(decode(request, sizeof(request), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.kind, CLAIM_REQUEST);
	assert_int_equal(c.vlan, CLAIM_NO_VLAN);
	assert_int_equal(c.station.bytes[5], 1);
	assert_int_equal(c.source.bytes[5], 1);
	assert_int_equal(c.address.bytes[3], 1);
	assert_int_equal(c.target.bytes[3], 2);
	assert_true(claim_binds(&c));
}

/* Operation, sender's and target's last octet (0: the address is 0.0.0.0), and what that is. */
static void test_kinds(void **state)
{
	static const struct {
		uint8_t operation, sender, target, kind;
		bool binds;
	} rows[] = {
		{ 1, 1, 2, CLAIM_REQUEST, true },  { 1, 0, 2, CLAIM_PROBE, false },
		{ 1, 1, 1, CLAIM_ANNOUNCEMENT, true }, { 2, 1, 2, CLAIM_REPLY, true },
		{ 2, 1, 1, CLAIM_ANNOUNCEMENT, true }, { 8, 1, 2, CLAIM_OTHER, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t frame[sizeof(request)];
		struct claim c;

		memcpy(frame, request, sizeof(frame));
		frame[21] = rows[i].operation;
		frame[31] = rows[i].sender;
		frame[28] = rows[i].sender ? 10 : 0;
		frame[41] = rows[i].target;
		assert_int_equal(decode(frame, sizeof(frame), ARP_LINK_ETHERNET, &c), 1);
		assert_int_equal(c.kind, rows[i].kind);
		assert_int_equal(claim_binds(&c), rows[i].binds);
	}
}

static void test_discovery(void **state)
{
	uint8_t frame[sizeof(advertisement)];
	struct claim c;

	(void)state;
	assert_int_equal(decode(advertisement, sizeof(advertisement), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.kind, CLAIM_ADVERTISEMENT);
	assert_true(c.router && c.solicited && c.override && claim_binds(&c));
	assert_int_equal(c.address.bytes[15], 2);
	assert_int_equal(c.target.bytes[15], 1);
	assert_int_equal(c.station.bytes[5], 2);
	assert_int_equal(decode(solicitation, sizeof(solicitation), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.kind, CLAIM_SOLICITATION);

	memcpy(frame, advertisement, sizeof(frame));
	frame[58] = 0x20; /* nobody asked */
	assert_int_equal(decode(frame, sizeof(frame), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.kind, CLAIM_ANNOUNCEMENT);
	frame[21] = 254; /* it came through a router */
	assert_int_equal(decode(frame, sizeof(frame), ARP_LINK_ETHERNET, &c), 0);
	memcpy(frame, advertisement, sizeof(frame));
	frame[79] = 0; /* an option without a length */
	assert_int_equal(decode(frame, sizeof(frame), ARP_LINK_ETHERNET, &c), -EBADMSG);
	memcpy(frame, solicitation, sizeof(frame));
	memset(frame + 22, 0, 16); /* by nobody: may I have it? */
	assert_int_equal(decode(frame, sizeof(frame), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.kind, CLAIM_PROBE);
}

static void test_links(void **state)
{
	uint8_t cooked[16 + sizeof(request) - 14] = { 0, 0, 0, 1, 0, 6, MAC(1), 0, 0, 8, 6 };
	uint8_t cooked2[20 + sizeof(request) - 14] = { 8, 6, 0, 0, 0, 0, 0, 9, 0, 1, 0, 6, MAC(1) };
	uint8_t tagged[sizeof(request) + 8] = { EVERYBODY, MAC(1), 0x88, 0xa8, 0, 5, 0x81, 0, 0x20, 7 };
	struct claim c;

	(void)state;
	memcpy(cooked + 16, request + 14, sizeof(request) - 14);
	memcpy(cooked2 + 20, request + 14, sizeof(request) - 14);
	memcpy(tagged + 20, request + 12, sizeof(request) - 12);
	assert_int_equal(decode(cooked, sizeof(cooked), ARP_LINK_COOKED, &c), 1);
	assert_int_equal(c.source.bytes[5], 1);
	assert_int_equal(decode(cooked2, sizeof(cooked2), ARP_LINK_COOKED2, &c), 1);
	assert_int_equal(c.ifindex, 9);
	assert_int_equal(decode(tagged, sizeof(tagged), ARP_LINK_ETHERNET, &c), 1);
	assert_int_equal(c.vlan, 7);
	assert_int_equal(decode(request, sizeof(request), 105, &c), -EPROTONOSUPPORT);
}

/* What is cut is refused, wherever it is cut; what is cut behind the message is not looked at. */
static void test_truncations(void **state)
{
	static const struct {
		const uint8_t *data;
		size_t size, whole;
	} rows[] = { { request, sizeof(request), sizeof(request) },
		     { advertisement, sizeof(advertisement), sizeof(advertisement) - 8 },
		     { solicitation, sizeof(solicitation), sizeof(solicitation) - 8 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		for (size_t size = 0; size < rows[i].size; size++) {
			struct claim c = { .kind = 99 };
			int e = decode(rows[i].data, size, ARP_LINK_ETHERNET, &c);

			assert_int_equal(e, size < rows[i].whole ? -EBADMSG : 1);
			assert_true(e == 1 || c.kind == 99);
		}
	}
}

static void test_random(void **state)
{
	static const unsigned links[] = { ARP_LINK_ETHERNET, ARP_LINK_COOKED, ARP_LINK_COOKED2 };
	struct dice dice = DICE;

	(void)state;
	for (unsigned i = 0; i < 30000; i++) {
		uint8_t frame[sizeof(advertisement)];
		struct claim c;

		memcpy(frame, i & 1 ? advertisement : solicitation, sizeof(frame));
		if (i % 3 == 0)
			memcpy(frame, request, sizeof(request));
		for (unsigned n = 0; n < 4; n++)
			frame[dice_u64(&dice) % sizeof(frame)] = (uint8_t)dice_u64(&dice);
		if (decode(frame, dice_u64(&dice) % (sizeof(frame) + 1), links[i % 3], &c) == 1)
			assert_true(c.kind < CLAIM_KINDS && c.station.size <= ADDR_MAX);
	}
}

/* As many addresses as there is room for, and one more: the one that was heard least recently is gone. */
static void test_claims(void **state)
{
	struct claims *claims = claims_new();
	struct claim_before before = { .time_ms = -1 };
	struct claim c = { .kind = CLAIM_REPLY, .vlan = CLAIM_NO_VLAN,
			   .address = { .family = FAMILY_INET, .size = 4, .bytes = { 10 } },
			   .station = { .family = FAMILY_LINK, .size = 6, .bytes = { 2 } } };

	(void)state;
	assert_non_null(claims);
	for (unsigned i = 0; i < CLAIMS_MAX; i++) {
		c.address.bytes[1] = (uint8_t)(i >> 16);
		c.address.bytes[2] = (uint8_t)(i >> 8);
		c.address.bytes[3] = (uint8_t)i;
		c.time_ms = i;
		assert_int_equal(claims_hear(claims, &c, &before), CLAIM_NEW);
	}
	memset(c.address.bytes + 1, 0, 3); /* the first is heard again */
	assert_int_equal(claims_hear(claims, &c, &before), CLAIM_KNOWN);
	c.station.bytes[5] = 7;
	c.time_ms = 99999;
	assert_int_equal(claims_hear(claims, &c, &before), CLAIM_CONFLICT);
	assert_int_equal(before.station.bytes[5], 0);
	assert_true(before.time_ms == CLAIMS_MAX - 1);
	c.vlan = 5; /* another network */
	assert_int_equal(claims_hear(claims, &c, &before), CLAIM_NEW);
	c.vlan = CLAIM_NO_VLAN;
	assert_int_equal(claims_hear(claims, &c, &before), CLAIM_KNOWN);
	c.address.bytes[3] = 1; /* the second made room */
	assert_int_equal(claims_hear(claims, &c, &before), CLAIM_NEW);
	claims_free(claims);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request), cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_discovery), cmocka_unit_test(test_links),
		cmocka_unit_test(test_truncations), cmocka_unit_test(test_random),
		cmocka_unit_test(test_claims),
	};

	return RUN_TESTS("arp_packet", tests);
}
