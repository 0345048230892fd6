/* SPDX-License-Identifier: ISC */
#include "lib/base/out.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/base/number.h"
#include "lib/base/utf8.h"

static const char hex_digits[] = "0123456789abcdef";

void out_init(struct out *out, int fd)
{
	/* the buffer itself is not cleared: 64 KiB of page faults that a short listing never needs */
	out->used = 0;
	out->sent = 0;
	out->error = 0;
	out->fd = fd;
}

/*
 * Whoever shares the descriptor may have made it one that does not wait (a terminal in the hands of
 * Node.js): then waiting is ours to do.
 */
static bool wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return errno == EAGAIN && (poll(&p, 1, -1) > 0 || errno == EINTR);
}

static int send_all(struct out *out, const char *data, size_t n)
{
	while (n && !out->error) {
		ssize_t done = write(out->fd, data, n);

		if (done < 0 && (errno == EINTR || wait_for_room(out->fd)))
			continue;
		if (done <= 0) {
			out->error = done ? -errno : -EIO;
			break;
		}
		out->sent += (uint64_t)done;
		data += done;
		n -= (size_t)done;
	}
	return out->error;
}

int out_flush(struct out *out)
{
	if (out->fd < 0 || !out->used)
		return out->error;
	send_all(out, out->buffer, out->used);
	out->used = 0;
	return out->error;
}

void out_drop(struct out *out)
{
	out->used = 0;
}

bool out_room_slow(struct out *out, size_t n)
{
	if (out->fd < 0 && !out->error)
		out->error = -ENOBUFS;
	(void)out_flush(out);
	out->used = 0; /* after an error what is written goes nowhere, and stays within the buffer */
	if (n > OUT_SIZE && !out->error)
		out->error = -EOVERFLOW;
	return !out->error;
}

void out_text(struct out *out, const char *text)
{
	out_bytes(out, text, strlen(text));
}

void out_spaces(struct out *out, size_t n)
{
	if (out_room(out, n)) {
		memset(out->buffer + out->used, ' ', n);
		out->used += n;
	}
}

void out_u64_long(struct out *out, uint64_t value)
{
	if (out_room(out, NUMBER_U64_MAX))
		out->used += number_u64(out->buffer + out->used, value);
}

void out_i64_long(struct out *out, int64_t value)
{
	if (value < 0)
		out_char(out, '-');
	out_u64(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void out_hex(struct out *out, uint64_t value, unsigned digits)
{
	while (digits-- > 0)
		out_char(out, hex_digits[value >> (4 * digits) & 15]);
}

size_t out_name_text(char *to, const char *text, size_t size)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + size;
	char *start = to;

	while (at < end) {
		unsigned n;

		if (*at >= 0x20 && *at < 0x7f && *at != '\\') { /* what names consist of */
			*to++ = (char)*at++;
			continue;
		}
		n = utf8_safe(at, (size_t)(end - at));
		if (n && *at != '\\') {
			memcpy(to, at, n);
			to += n;
			at += n;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = hex_digits[*at >> 4];
		*to++ = hex_digits[*at++ & 15];
	}
	return (size_t)(to - start);
}

void out_name(struct out *out, const char *text, size_t size)
{
	enum { PIECE = 256 };
	char shown[4 * PIECE];

	/* a piece may not end within a character: it ends before one that could reach beyond it */
	while (size) {
		size_t n = size > PIECE ? PIECE : size;

		while (size > PIECE && n > PIECE - 4 && ((uint8_t)text[n] & 0xc0) == 0x80)
			n--;
		out_bytes(out, shown, out_name_text(shown, text, n));
		text += n;
		size -= n;
	}
}

/*
 * RFC 8259 wants a quote, a backslash and C0 escaped. What out_name would write as \xHH is written so
 * here too, with the backslash doubled: a reader gets the same text from both.
 */
void out_json_text(struct out *out, const char *text, size_t size)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + size;

	out_char(out, '"');
	while (at < end) {
		unsigned n = utf8_safe(at, (size_t)(end - at));

		if (!n || *at == '\\') {
			out_literal(out, "\\\\x");
			out_hex(out, *at++, 2);
			continue;
		}
		if (*at == '"')
			out_char(out, '\\');
		out_bytes(out, at, n);
		at += n;
	}
	out_char(out, '"');
}

void out_format(struct out *out, const char *format, ...)
{
	char text[1024];
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (n > 0)
		out_bytes(out, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}
