/* SPDX-License-Identifier: ISC */
/*
 * out: the buffered writer that every byte of output goes through.
 *
 * Errors are sticky: after a failed or short write `out->error` holds the negative errno, further
 * writes do nothing, and the program asks once at its end. The writer flushes by itself between rows
 * (out_row) or when the buffer is full; nothing is sent before that, which is what lets an interrupted
 * dump be asked again (`out->sent`).
 *
 * Text that comes from outside (names of interfaces, hosts, processes, labels, paths) goes through
 * out_name or out_json_text and through nothing else: control characters (C0, DEL, C1), invalid UTF-8
 * and the marks that turn a terminal's writing direction come out as \xHH, a backslash as \x5c.
 */
#ifndef RC_BASE_OUT_H
#define RC_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	OUT_SIZE = 64 * 1024,
	OUT_ROW = 8 * 1024, /* room that out_row leaves: more than any row takes */
};

struct out {
	size_t used;
	uint64_t sent; /* bytes that have left the buffer for good */
	int error;     /* negative errno of the first failure, sticky */
	int fd;        /* where they go; -1: nowhere, the buffer is all there is (tests) */
	char buffer[OUT_SIZE];
};

void out_init(struct out *out, int fd);

/* Send what is held. Returns 0 or out->error. */
int out_flush(struct out *out);

/* Forget what is held and not yet sent. */
void out_drop(struct out *out);

/* Room for n more bytes, if need be by a flush; false after an error. More than OUT_SIZE is one. */
bool out_room_slow(struct out *out, size_t n);

static inline bool out_room(struct out *out, size_t n)
{
	return out->used + n <= OUT_SIZE || out_room_slow(out, n);
}

static inline void out_bytes(struct out *out, const void *data, size_t n)
{
	if (out_room(out, n)) {
		memcpy(out->buffer + out->used, data, n);
		out->used += n;
	}
}

static inline void out_char(struct out *out, char c)
{
	if (out_room(out, 1))
		out->buffer[out->used++] = c;
}

void out_text(struct out *out, const char *text);

/* For string literals: the length is known to the compiler. */
#define out_literal(out, literal) out_bytes(out, "" literal, sizeof(literal) - 1)

void out_spaces(struct out *out, size_t n);

/* Decimal numbers; what most cells hold is one digit. */
void out_u64_long(struct out *out, uint64_t value);
void out_i64_long(struct out *out, int64_t value);

static inline void out_u64(struct out *out, uint64_t value)
{
	if (value < 10)
		out_char(out, (char)('0' + value));
	else
		out_u64_long(out, value);
}

static inline void out_i64(struct out *out, int64_t value)
{
	if (value >= 0 && value < 10)
		out_char(out, (char)('0' + value));
	else
		out_i64_long(out, value);
}

void out_hex(struct out *out, uint64_t value, unsigned digits);

/* Text from outside, made harmless. */
void out_name(struct out *out, const char *text, size_t size);

/* The same into memory of 4 * size bytes, not terminated; returns the length. */
size_t out_name_text(char *to, const char *text, size_t size);

/* Text from outside as a JSON string with its quotes. */
void out_json_text(struct out *out, const char *text, size_t size);

/* printf for what is not hot; the text must be our own. */
void out_format(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Begin a row: what stands before it may leave from here on, and the next OUT_ROW bytes stay where they
 * are written, so that a cell can still be moved for its alignment.
 */
static inline void out_row(struct out *out)
{
	if (out->used > OUT_SIZE - OUT_ROW)
		(void)out_room_slow(out, OUT_ROW);
}

#endif
