/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "lib/base/utf8.h"

static void test_numbers(void **state)
{
	struct out *out = test_out();
	struct dice dice = DICE;
	char want[64];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		uint64_t value = dice_u64(&dice) >> dice_below(&dice, 64);
		unsigned digits = 1 + dice_below(&dice, 16);
		uint64_t hex = digits == 16 ? value : value & ((UINT64_C(1) << 4 * digits) - 1);

		out_u64(out, value);
		out_char(out, ' ');
		out_i64(out, (int64_t)(0 - value));
		out_char(out, ' ');
		out_hex(out, hex, digits);
		snprintf(want, sizeof(want), "%" PRIu64 " %" PRId64 " %0*" PRIx64, value,
			 (int64_t)(0 - value), (int)digits, hex);
		assert_text(out, want);
	}
	out_i64(out, INT64_MIN);
	assert_text(out, "-9223372036854775808");
}

static void test_pieces(void **state)
{
	struct out *out = test_out();

	(void)state;
	out_text(out, "a");
	out_literal(out, "bc");
	out_spaces(out, 3);
	out_spaces(out, 0);
	out_format(out, "%s=%d", "n", 7);
	out_text(out, "");
	assert_text(out, "abc   n=7");
}

/* What a byte becomes when it stands alone: itself, or backslash, x and two digits. */
static void expect_byte(unsigned byte, char want[8])
{
	if (byte >= 0x20 && byte < 0x7f && byte != '\\')
		snprintf(want, 8, "%c", (int)byte);
	else
		snprintf(want, 8, "\\x%02x", byte);
}

static void test_all_bytes_as_names(void **state)
{
	struct out *out = test_out();

	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		char text[1] = { (char)byte }, want[8], shown[4];
		size_t n;

		expect_byte(byte, want);
		out_name(out, text, 1);
		assert_text(out, want);
		n = out_name_text(shown, text, 1);
		assert_int_equal(n, strlen(want));
		assert_memory_equal(shown, want, n);
	}
}

static void test_all_bytes_as_json(void **state)
{
	struct out *out = test_out();

	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		char text[1] = { (char)byte }, want[16], shown[8];

		expect_byte(byte, shown);
		if (byte == '"')
			strcpy(shown, "\\\"");
		else if (shown[0] == '\\')
			snprintf(shown, sizeof(shown), "\\\\x%02x", byte);
		snprintf(want, sizeof(want), "\"%s\"", shown);
		out_json_text(out, text, 1);
		assert_text(out, want);
	}
}

/* What JSON's reader makes of out_json_text is what out_name prints. */
static void unescape(const char *json, char *to)
{
	assert_int_equal(*json++, '"');
	while (*json != '"') {
		if (*json == '\\')
			json++;
		assert_int_not_equal(*json, 0);
		*to++ = *json++;
	}
	assert_int_equal(json[1], 0);
	*to = '\0';
}

static void random_text(struct dice *dice, char *to, size_t size)
{
	static const char *const words[] = { "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\x9f", "\\", "\"",
					     "\x1b[", "\xe2\x80\xae", "\xe2\x80", "\xf0\x9f\x90",
					     "eth0", " ", "%s" };

	for (size_t at = 0; at < size;) {
		const char *word = words[dice_below(dice, COUNT(words))];
		size_t n = strlen(word);

		if (dice_below(dice, 4) == 0 || n > size - at) {
			to[at++] = (char)dice_u64(dice);
			continue;
		}
		memcpy(to + at, word, n);
		at += n;
	}
}

static void check_harmless(const char *text)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);

	while (at < end) {
		unsigned n = utf8_safe(at, (size_t)(end - at));

		assert_int_not_equal(n, 0);
		at += n;
	}
}

/*
 * A text of any length is shown as it is in one piece (out_name_text), whatever pieces out_name cuts it
 * into; it is harmless; JSON says the same.
 */
static void test_texts(void **state)
{
	static char text[1500], want[4 * sizeof(text) + 1], json[2 * sizeof(want)];
	struct out *out = test_out();
	struct dice dice = DICE;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		size_t size = i < 1000 ? (size_t)i : dice_below(&dice, sizeof(text));
		size_t n;

		random_text(&dice, text, size);
		n = out_name_text(want, text, size);
		assert_true(n <= 4 * size);
		want[n] = '\0';
		check_harmless(want);
		out_name(out, text, size);
		assert_text(out, want);
		out_json_text(out, text, size);
		unescape(test_text(out), json);
		assert_string_equal(json, want);
	}
}

static void test_text_ends_at_the_end_of_memory(void **state)
{
	struct out *out = test_out();
	char text[600];
	struct dice dice = DICE;

	(void)state;
	random_text(&dice, text, sizeof(text));
	for (size_t size = 0; size <= sizeof(text); size++) {
		struct guarded g = guard(text, size, false);

		out_name(out, (const char *)g.data, size);
		(void)test_text(out);
		out_json_text(out, (const char *)g.data, size);
		(void)test_text(out);
		unguard(&g);
	}
}

/* A reader that counts what it gets and says whether it is what was written. */
static int count_bytes(int fd, uint64_t want)
{
	static unsigned char data[70000];
	uint64_t seen = 0;
	ssize_t n;

	while ((n = read(fd, data, 1 + seen % sizeof(data))) > 0)
		for (ssize_t i = 0; i < n; i++, seen++)
			if (data[i] != (unsigned char)(seen % 251))
				_exit(2);
	_exit(n < 0 || seen != want);
}

/* Through a pipe, also one that does not wait (a terminal in the hands of another program). */
static void all_arrives(int flags)
{
	static struct out out;
	enum { TOTAL = 1000003 };
	int ends[2], status;
	uint32_t at = 0;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, flags), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		close(ends[1]);
		count_bytes(ends[0], TOTAL);
	}
	close(ends[0]);
	out_init(&out, ends[1]);
	while (at < TOTAL) {
		char row[777];
		uint32_t n = TOTAL - at < sizeof(row) ? TOTAL - at : sizeof(row);

		for (uint32_t i = 0; i < n; i++)
			row[i] = (char)((at + i) % 251);
		if (at % 3 == 0)
			out_row(&out);
		out_bytes(&out, row, n);
		at += n;
		assert_int_equal(out.sent + out.used, at);
	}
	assert_int_equal(out_flush(&out), 0);
	assert_int_equal(out.used, 0);
	assert_int_equal(out.sent, TOTAL);
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_all_arrives(void **state)
{
	(void)state;
	all_arrives(0);
	all_arrives(O_NONBLOCK);
}

/* Nothing leaves before it must: that is what lets an interrupted dump be asked again. */
static void test_nothing_leaves_early(void **state)
{
	static struct out out;
	int ends[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	out_init(&out, ends[1]);
	for (int i = 0; i < OUT_SIZE - OUT_ROW; i++) {
		out_row(&out);
		out_char(&out, 'x');
	}
	assert_int_equal(out.sent, 0);
	assert_int_equal(read(ends[0], &byte, 1), -1);
	out_drop(&out);
	assert_int_equal(out_flush(&out), 0);
	assert_int_equal(read(ends[0], &byte, 1), -1);
	close(ends[0]);
	close(ends[1]);
}

/* From out_row on there is room for a row, and it stays where it is written. */
static void test_row_has_room(void **state)
{
	static struct out out;
	int fd = open("/dev/null", O_WRONLY);

	(void)state;
	assert_true(fd >= 0);
	out_init(&out, fd);
	for (size_t fill = OUT_SIZE - 2 * OUT_ROW; fill <= OUT_SIZE; fill += 97) {
		size_t start;

		out.used = fill;
		out_row(&out);
		start = out.used;
		for (int i = 0; i < OUT_ROW; i++)
			out_char(&out, 'r');
		assert_int_equal(out.used, start + OUT_ROW);
	}
	assert_int_equal(out.error, 0);
	close(fd);
}

static void expect_failure(int fd, int error)
{
	static struct out out;

	out_init(&out, fd);
	out_text(&out, "row\n");
	assert_int_equal(out.error, 0);
	assert_int_equal(out_flush(&out), -error);
	assert_int_equal(out.error, -error);
	assert_int_equal(out.sent, 0);
	/* sticky: nothing more is tried, and nothing is written outside of the buffer */
	for (int i = 0; i < 3 * OUT_SIZE / 100; i++) {
		out_row(&out);
		out_format(&out, "%100s", "more");
		out_u64(&out, 7);
		out_spaces(&out, 9);
		assert_true(out.used <= OUT_SIZE);
	}
	assert_int_equal(out_flush(&out), -error);
	assert_int_equal(out.sent, 0);
}

static void test_full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0)
		skip();
	expect_failure(fd, ENOSPC);
	close(fd);
}

static void test_closed_pipe(void **state)
{
	int ends[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	expect_failure(ends[1], EPIPE);
	close(ends[1]);
	expect_failure(ends[1], EBADF);
}

/* Half a write, then no more room: what left is counted, the rest is an error. */
static void test_short_write(void **state)
{
	enum { ROOM = 100000 };
	const struct rlimit least = { ROOM, RLIM_INFINITY };
	static struct out out;
	struct rlimit before;
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	if (before.rlim_max < RLIM_INFINITY)
		skip();
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &least), 0);
	out_init(&out, fileno(file));
	while (!out.error && out.sent < 1 << 24) {
		out_row(&out);
		out_spaces(&out, 4321);
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(out.error, -EFBIG);
	assert_int_equal(out.sent, ROOM);
	assert_int_equal(out_flush(&out), -EFBIG);
	fclose(file);
}

/* What can never fit is no silence. */
static void test_too_long(void **state)
{
	static struct out out;
	static char text[OUT_SIZE + 1];
	volatile size_t size = OUT_SIZE; /* not for the compiler to see through */
	int fd = open("/dev/null", O_WRONLY);

	(void)state;
	assert_true(fd >= 0);
	out_init(&out, fd);
	out_bytes(&out, text, size);
	assert_int_equal(out_flush(&out), 0);
	assert_int_equal(out.sent, OUT_SIZE);
	out_bytes(&out, text, size + 1);
	assert_int_equal(out_flush(&out), -EOVERFLOW);
	close(fd);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_all_bytes_as_names),
		cmocka_unit_test(test_all_bytes_as_json),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_text_ends_at_the_end_of_memory),
		cmocka_unit_test(test_all_arrives),
		cmocka_unit_test(test_nothing_leaves_early),
		cmocka_unit_test(test_row_has_room),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_closed_pipe),
		cmocka_unit_test(test_short_write),
		cmocka_unit_test(test_too_long),
	};

	return RUN_TESTS("out", tests);
}
