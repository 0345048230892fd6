/* SPDX-License-Identifier: ISC */
/* lib/wire/capture: packets in and out, in both byte orders, whole and broken. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/out.h"
#include "lib/wire/capture.h"

/* A copy that ends where the memory ends, so that a sanitizer sees a read behind it. */
static int decode_exactly(const uint8_t *data, size_t size, bool swap, bool cut,
			  struct capture_packet *ret_packet, uint8_t **ret_copy)
{
	struct err err = ERR_INIT;
	int e;

	*ret_copy = malloc(size ? size : 1);
	assert_non_null(*ret_copy);
	memcpy(*ret_copy, data, size);
	ret_packet->cut = cut;
	e = capture_decode(*ret_copy, size, swap, ret_packet, &err);
	assert_true(e == 1 || e == -EBADMSG);
	assert_true((e < 0) == (err.text[0] != '\0'));
	return e;
}

static bool refused(const uint8_t *data, size_t size, bool swap, bool cut)
{
	struct capture_packet packet;
	uint8_t *copy;
	int e = decode_exactly(data, size, swap, cut, &packet, &copy);

	free(copy);
	return e < 0;
}

static const struct capture_packet messages[] = {
	{ .type = CAPTURE_QUESTION, .request = true, .question = 1, .key = "what=links" },
	{ .type = CAPTURE_END, .question = 7, .key = "", .data = (const uint8_t *)"", .size = 0 },
	{ .type = CAPTURE_END, .flags = CAPTURE_REFUSED, .question = 0x01020304,
	  .key = "no such thing", .data = (const uint8_t *)"ENOENT", .size = 6 },
	{ .type = CAPTURE_SYSCTL, .question = 2, .key = "net.route.0.0.dump.0",
	  .flags = CAPTURE_MORE, .data = (const uint8_t *)"\0\1\2\3\4\5\6\7", .size = 8 },
	{ .type = CAPTURE_RTSOCK, .question = 3, .key = "", .data = (const uint8_t *)"abc",
	  .size = 3 },
	{ .type = CAPTURE_FILE, .question = 4, .key = "net/snmp", .flags = CAPTURE_CONTINUED,
	  .data = (const uint8_t *)"Ip: 1\n", .size = 6 },
	{ .type = CAPTURE_PROC, .question = 5, .key = "abc", .data = (const uint8_t *)"x",
	  .size = 1 },
	{ .type = CAPTURE_NAME, .question = 6, .key = "", .data = (const uint8_t *)"\1\0\1\4ab",
	  .size = 6 },
};

enum { MESSAGES = sizeof(messages) / sizeof(messages[0]) };

static size_t encode(const struct capture_packet *p, bool swap, uint8_t *to)
{
	size_t head = capture_encode_head(p, swap, to);

	assert_true(head && head <= CAPTURE_HEAD_MAX && head % 4 == 0);
	if (p->size)
		memcpy(to + head, p->data, p->size);
	return head + p->size;
}

static void test_messages_survive(void **state)
{
	uint8_t packet[CAPTURE_HEAD_MAX + 64], *copy;

	(void)state;
	for (size_t i = 0; i < 2 * MESSAGES; i++) {
		const struct capture_packet *want = &messages[i / 2];
		bool swap = i % 2;
		size_t size = encode(want, swap, packet);
		struct capture_packet got;

		assert_int_equal(decode_exactly(packet, size, swap, false, &got, &copy), 1);
		assert_int_equal(got.type, want->type);
		assert_int_equal(got.request, want->request);
		assert_int_equal(got.flags, want->flags);
		assert_int_equal(got.question, want->question);
		assert_string_equal(got.key, want->key);
		assert_int_equal(got.size, want->size);
		assert_memory_equal(got.data, want->size ? want->data : got.data, want->size);
		free(copy);
		assert_true(refused(packet, size, !swap, false));
		for (size_t n = 0; n < size; n++)
			assert_true(refused(packet, n, swap, false));
		packet[size] = 0;
		assert_true(refused(packet, size + 1, swap, false));
	}
}

/* routeclone-capture(5) says how a packet looks; so do these bytes, written by hand. */
static void test_bytes(void **state)
{
	static const uint8_t want[] = {
		0x00, 0x04, 0x03, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x02, /* cooked */
		28, 0, 0, 0, 21, 0, 0x00, 0x01, 9, 0, 0, 0, 0, 0, 0, 0,		  /* header */
		'k', 'e', 'y', '5', 'a', 0, 0, 0, 'b', 'y', 't', 'e',
	};
	static const struct capture_packet p = {
		.type = CAPTURE_FILE, .request = true, .flags = CAPTURE_MORE, .question = 9,
		.key = "key5a", .data = (const uint8_t *)"byte", .size = 4,
	};
	uint8_t got[CAPTURE_HEAD_MAX + 4];
	const uint16_t one = 1;

	(void)state;
	assert_int_equal(encode(&p, *(const uint8_t *)&one == 0, got), sizeof(want));
	assert_memory_equal(got, want, 16);
	assert_int_equal(got[16], 28);
	assert_memory_equal(got + 17, want + 17, sizeof(want) - 17);
}

static void test_keys(void **state)
{
	char key[CAPTURE_KEY_MAX + 2];
	struct capture_packet p = { .type = CAPTURE_FILE, .key = key }, got;
	uint8_t packet[CAPTURE_HEAD_MAX], *copy;

	(void)state;
	for (size_t n = 0; n <= CAPTURE_KEY_MAX; n++) {
		memset(key, 'x', n);
		key[n] = '\0';
		assert_int_equal(decode_exactly(packet, encode(&p, false, packet), false, false,
						&got, &copy), 1);
		assert_string_equal(got.key, key);
		assert_int_equal(got.size, 0);
		free(copy);
	}
	memset(key, 'x', CAPTURE_KEY_MAX + 1);
	key[CAPTURE_KEY_MAX + 1] = '\0';
	assert_int_equal(capture_encode_head(&p, false, packet), 0);
}

/*
 * Two messages of 20 bytes: the second may lack its end only where the file says that it was cut.
 */
static void test_rtnetlink(void **state)
{
	struct capture_packet p = { .type = CAPTURE_RTNETLINK, .key = "" }, got;
	uint8_t packet[CAPTURE_COOKED + 40] = { 0 }, *copy;
	uint32_t length = 20;

	(void)state;
	assert_int_equal(capture_encode_head(&p, false, packet), CAPTURE_COOKED);
	memcpy(packet + CAPTURE_COOKED, &length, sizeof(length));
	memcpy(packet + CAPTURE_COOKED + 20, &length, sizeof(length));
	assert_int_equal(decode_exactly(packet, sizeof(packet), false, false, &got, &copy), 1);
	assert_int_equal(got.type, CAPTURE_RTNETLINK);
	assert_string_equal(got.key, "");
	assert_int_equal(got.size, 40);
	assert_true(got.data == copy + CAPTURE_COOKED);
	free(copy);
	for (size_t n = 0; n < sizeof(packet); n++)
		if (n != CAPTURE_COOKED + 20)
			assert_true(refused(packet, n, false, false));
	assert_false(refused(packet, sizeof(packet) - 3, false, true));
	length = 15;
	memcpy(packet + CAPTURE_COOKED, &length, sizeof(length));
	assert_true(refused(packet, sizeof(packet), false, false));
}

static void test_foreign_headers(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
	} wrong[] = {
		{ 1, 1 },   /* broadcast: a packet type that netlink has not */
		{ 0, 1 },
		{ 3, 1 },   /* ARPHRD_ETHER */
		{ 15, 16 }, /* generic netlink */
		{ 15, 1 },
		{ 20, 15 }, /* message types on both sides of ours */
		{ 20, CAPTURE_TYPE_LAST + 1 },
		{ 21, 1 },
	};
	uint8_t packet[CAPTURE_HEAD_MAX + 64];
	const uint16_t one = 1;
	bool swap = *(const uint8_t *)&one == 0; /* little endian: 20 is the type's low byte */

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		size_t size = encode(&messages[3], swap, packet);

		assert_false(refused(packet, size, swap, false));
		packet[wrong[i].at] = wrong[i].value;
		assert_true(refused(packet, size, swap, false));
	}
}

static size_t encode_origin(const char *text, const char *key, bool swap, uint8_t *to)
{
	struct capture_packet p = { .type = CAPTURE_ORIGIN, .key = key,
				    .data = (const uint8_t *)text, .size = strlen(text) };

	return encode(&p, swap, to);
}

static void test_origin(void **state)
{
	struct capture_origin origin = {
		.origin = { .system = SYSTEM_FREEBSD, .word = 32, .hz = 128, .boot_s = 1763000000,
			    .release = "13.2" },
		.wall_ms = 1763123456789, .uptime_ms = 98765,
	}, got;
	const uint16_t one = 1;
	uint8_t packet[CAPTURE_HEAD_MAX + 256];
	static struct out out;

	(void)state;
	for (unsigned big = 0; big < 2; big++) {
		size_t size;

		origin.origin.big_endian = big;
		origin.origin.swap = big != (*(const uint8_t *)&one == 0);
		out_init(&out, -1);
		capture_origin_write(&out, &origin);
		out_char(&out, '\0');
		size = encode_origin(out.buffer, CAPTURE_ORIGIN_KEY, origin.origin.swap, packet);
		memset(&got, 0, sizeof(got));
		assert_int_equal(capture_decode_origin(packet, size, &got, NULL), 1);
		assert_int_equal(got.origin.system, SYSTEM_FREEBSD);
		assert_int_equal(got.origin.word, 32);
		assert_int_equal(got.origin.big_endian, big);
		assert_int_equal(got.origin.swap, origin.origin.swap);
		assert_int_equal(got.origin.hz, 128);
		assert_int_equal(got.origin.boot_s, 1763000000);
		assert_string_equal(got.origin.release, "13.2");
		assert_int_equal(got.wall_ms, 1763123456789);
		assert_int_equal(got.uptime_ms, 98765);
		/* the text claims the other order */
		size = encode_origin(out.buffer, CAPTURE_ORIGIN_KEY, !origin.origin.swap, packet);
		assert_int_equal(capture_decode_origin(packet, size, &got, NULL), -EBADMSG);
	}
}

static void test_origins_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"endian=little",
		"system=plan9 endian=little",
		"system=linux endian=middle",
		"system=linux endian=little wall=",
		"system=linux endian=little wall=-1",
		"system=linux endian=little wall=99999999999999999999999999999999",
		"system=linux endian=little uptime=soon",
		"system=linux endian=little word=65",
		"system=linux endian=little hz=0",
		"system=linux endian=little nonsense",
	};
	const uint16_t one = 1;
	bool swap = *(const uint8_t *)&one == 0;
	uint8_t packet[CAPTURE_HEAD_MAX + 256];
	struct capture_origin got;
	size_t size;

	(void)state;
	size = encode_origin("system=linux endian=little", CAPTURE_ORIGIN_KEY, swap, packet);
	assert_int_equal(capture_decode_origin(packet, size, &got, NULL), 1);
	assert_int_equal(got.wall_ms, -1);
	assert_int_equal(got.uptime_ms, -1);
	for (size_t n = 0; n < size; n++)
		assert_int_equal(capture_decode_origin(packet, n, &got, NULL), -EBADMSG);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err err = ERR_INIT;

		size = encode_origin(texts[i], CAPTURE_ORIGIN_KEY, swap, packet);
		assert_int_equal(capture_decode_origin(packet, size, &got, &err), -EBADMSG);
		assert_string_not_equal(err.text, "");
	}
	size = encode_origin("system=linux endian=little", "other", swap, packet);
	assert_int_equal(capture_decode_origin(packet, size, &got, NULL), -EBADMSG);
	size = encode(&messages[0], swap, packet);
	assert_int_equal(capture_decode_origin(packet, size, &got, NULL), -EBADMSG);
}

static void test_errors(void **state)
{
	static const int numbers[] = { 0, EPERM, ENOENT, EACCES, EINVAL, EOPNOTSUPP, EAFNOSUPPORT,
				       ENOBUFS, ETIMEDOUT, EBADMSG, ENETDOWN };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *name = capture_error_name(numbers[i]);

		assert_int_equal(capture_error_find(name, strlen(name)), numbers[i]);
	}
	assert_string_equal(capture_error_name(ENOENT), "ENOENT");
	assert_string_equal(capture_error_name(12345), "EIO");
	assert_int_equal(capture_error_find("ENOEN", 5), EIO);
	assert_int_equal(capture_error_find("ENOENTX", 7), EIO);
}

static void test_kinds(void **state)
{
	(void)state;
	for (unsigned kind = FRAME_NETLINK; kind < FRAME_KINDS; kind++)
		assert_int_equal(capture_kind_of(capture_type_of((enum frame_kind)kind)), kind);
	assert_int_equal(capture_kind_of(CAPTURE_END), FRAME_NONE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages_survive), cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_keys),		 cmocka_unit_test(test_rtnetlink),
		cmocka_unit_test(test_foreign_headers),	 cmocka_unit_test(test_origin),
		cmocka_unit_test(test_origins_refused),	 cmocka_unit_test(test_errors),
		cmocka_unit_test(test_kinds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
