/* SPDX-License-Identifier: ISC */
#include "lib/wire/procfs_line.h"

#include <errno.h>
#include <string.h>

#include "lib/base/number.h"

struct bytes procfs_line(struct bytes *text)
{
	const uint8_t *end = memchr(text->at, '\n', bytes_left(text));
	struct bytes line = bytes_sub(text, end ? (size_t)(end - text->at) : bytes_left(text));

	if (end)
		bytes_skip(text, 1);
	return line;
}

struct bytes procfs_word(struct bytes *line)
{
	const uint8_t *from, *to;

	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
	from = to = line->at;
	while (to < line->end && *to != ' ' && *to != '\t')
		to++;
	line->at = to;
	return (struct bytes){ .at = from, .end = to };
}

static int hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int procfs_digits(struct bytes word, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (!bytes_left(&word) || bytes_left(&word) > 16)
		return -EBADMSG;
	while (bytes_left(&word)) {
		int digit = hex_digit(bytes_u8(&word));

		if (digit < 0)
			return -EBADMSG;
		value = value << 4 | (uint64_t)digit;
	}
	*ret_value = value;
	return 0;
}

int procfs_hex(struct bytes *line, size_t digits, uint64_t *ret_value)
{
	struct bytes word = procfs_word(line);

	return bytes_left(&word) == digits ? procfs_digits(word, ret_value) : -EBADMSG;
}

bool procfs_word_is(struct bytes word, const char *text)
{
	size_t n = strlen(text);

	return bytes_left(&word) == n && memcmp(word.at, text, n) == 0;
}

int procfs_copy(struct bytes from, char *to, size_t size)
{
	size_t n = bytes_left(&from);

	if (n >= size)
		return -EBADMSG;
	memcpy(to, from.at, n);
	to[n] = '\0';
	return 0;
}

int procfs_integer(struct bytes word, uint64_t *ret_value)
{
	char text[24];
	size_t n = bytes_left(&word);
	bool minus = n && *word.at == '-';
	int r;

	if (minus)
		bytes_skip(&word, 1);
	n -= minus;
	if (!n || n >= sizeof(text))
		return -EBADMSG;
	memcpy(text, word.at, n);
	text[n] = '\0';
	r = number_parse(text, UINT64_MAX, ret_value);
	if (minus)
		*ret_value = 0 - *ret_value;
	return r < 0 ? -EBADMSG : 0;
}

int procfs_inet6(struct bytes *line, struct addr *ret_addr)
{
	struct bytes word = procfs_word(line);

	ret_addr->family = FAMILY_INET6;
	ret_addr->size = 16;
	if (bytes_left(&word) != 32)
		return -EBADMSG;
	for (unsigned i = 0; i < 16; i++) {
		int high = hex_digit(bytes_u8(&word)), low = hex_digit(bytes_u8(&word));

		if (high < 0 || low < 0)
			return -EBADMSG;
		ret_addr->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

int procfs_inet(struct bytes *line, const struct origin *origin, struct addr *ret_addr)
{
	uint64_t value;

	if (procfs_hex(line, 8, &value) < 0)
		return -EBADMSG;
	ret_addr->family = FAMILY_INET;
	ret_addr->size = 4;
	for (unsigned i = 0; i < 4; i++)
		ret_addr->bytes[i] = (uint8_t)(value >> 8 * (origin->big_endian ? 3 - i : i));
	return 0;
}

int procfs_decimal(struct bytes *line, uint64_t *ret_value)
{
	return procfs_integer(procfs_word(line), ret_value);
}

int procfs_link(struct bytes word, char separator, struct addr *ret_addr)
{
	ret_addr->family = FAMILY_LINK;
	while (bytes_left(&word) >= 2 && ret_addr->size < ADDR_MAX) {
		int high = hex_digit(bytes_u8(&word)), low = hex_digit(bytes_u8(&word));

		if (high < 0 || low < 0)
			return -EBADMSG;
		ret_addr->bytes[ret_addr->size++] = (uint8_t)(high << 4 | low);
		if (separator && bytes_left(&word) && bytes_u8(&word) != separator)
			return -EBADMSG;
	}
	return bytes_left(&word) ? -EBADMSG : 0;
}
