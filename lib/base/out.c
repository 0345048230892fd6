/* SPDX-License-Identifier: ISC */
#include "lib/base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/base/number.h"
#include "lib/base/utf8.h"

void out_init(struct out *out, int fd)
{
	/* the buffer itself is not cleared: 64 KiB of page faults that a short listing never needs */
	out->used = out->cell = 0;
	out->sent = 0;
	out->error = 0;
	out->fd = fd;
}

static int send_all(struct out *out, const char *data, size_t n)
{
	while (n && !out->error) {
		ssize_t done = write(out->fd, data, n);

		if (done < 0 && errno == EINTR)
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

/* Send the first n bytes held and move the rest to the front. */
static void shift(struct out *out, size_t n)
{
	if (out->fd < 0 && !out->error)
		out->error = -ENOBUFS;
	send_all(out, out->buffer, n);
	memmove(out->buffer, out->buffer + n, out->used - n);
	out->used -= n;
	out->cell = out->cell > n ? out->cell - n : 0;
}

int out_flush(struct out *out)
{
	if (out->used && out->fd >= 0)
		shift(out, out->used);
	return out->error;
}

void out_drop(struct out *out)
{
	out->used = out->cell = 0;
}

/*
 * n == OUT_SIZE is out_cell's way to say "between two cells, send it all". Within a cell only what
 * stands before the cell may go; a cell longer than the whole buffer loses its alignment, not its text.
 */
bool out_room_slow(struct out *out, size_t n)
{
	if (n == OUT_SIZE)
		out->cell = out->used;
	if (out->cell)
		shift(out, out->cell);
	if (n == OUT_SIZE)
		return true;
	if (out->used + n > OUT_SIZE)
		shift(out, out->used);
	return !out->error && n <= OUT_SIZE;
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

void out_u64(struct out *out, uint64_t value)
{
	if (out_room(out, NUMBER_U64_MAX))
		out->used += number_u64(out->buffer + out->used, value);
}

void out_i64(struct out *out, int64_t value)
{
	if (value < 0)
		out_char(out, '-');
	out_u64(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void out_hex(struct out *out, uint64_t value, unsigned digits)
{
	static const char hex[] = "0123456789abcdef";

	while (digits-- > 0)
		out_char(out, hex[value >> (4 * digits) & 15]);
}

static void escape(struct out *out, const char *lead, uint8_t byte)
{
	out_text(out, lead);
	out_hex(out, byte, 2);
}

size_t out_name(struct out *out, const char *text, size_t size)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + size;
	size_t columns = 0;

	while (at < end) {
		unsigned n = utf8_safe(at, (size_t)(end - at));

		if (n && *at != '\\') {
			out_bytes(out, at, n);
			at += n;
			columns++;
		} else {
			escape(out, "\\x", *at++);
			columns += 4;
		}
	}
	return columns;
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
			escape(out, "\\\\x", *at++);
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
