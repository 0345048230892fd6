/* SPDX-License-Identifier: ISC */
#include "lib/base/number.h"

#include <errno.h>
#include <string.h>

#define TWO(t) t "0" t "1" t "2" t "3" t "4" t "5" t "6" t "7" t "8" t "9"

/* "00" to "99": two digits a division, which is half of what a long table costs */
static const char pairs[] = TWO("0") TWO("1") TWO("2") TWO("3") TWO("4") TWO("5") TWO("6") TWO("7")
	TWO("8") TWO("9");

size_t number_u64(char *to, uint64_t value)
{
	char text[NUMBER_U64_MAX];
	size_t at = sizeof(text);

	while (value >= 100) {
		at -= 2;
		memcpy(text + at, pairs + 2 * (value % 100), 2);
		value /= 100;
	}
	if (value >= 10) {
		at -= 2;
		memcpy(text + at, pairs + 2 * value, 2);
	} else {
		text[--at] = (char)('0' + value);
	}
	memcpy(to, text + at, sizeof(text) - at);
	return sizeof(text) - at;
}

size_t number_octet(char *to, uint8_t value)
{
	if (value < 10) {
		to[0] = (char)('0' + value);
		return 1;
	}
	if (value < 100) {
		memcpy(to, pairs + 2 * value, 2);
		return 2;
	}
	to[0] = (char)('0' + value / 100);
	memcpy(to + 1, pairs + 2 * (value % 100), 2);
	return 3;
}

int number_parse(const char *text, uint64_t max, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (*text < '0' || *text > '9')
			return -EINVAL;
		if (digit > max || value > (max - digit) / 10)
			return -ERANGE;
		value = value * 10 + digit;
	}
	*ret_value = value;
	return 0;
}
