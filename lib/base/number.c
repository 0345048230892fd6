/* SPDX-License-Identifier: ISC */
#include "lib/base/number.h"

#include <errno.h>
#include <string.h>

#define TWO(t) t "0" t "1" t "2" t "3" t "4" t "5" t "6" t "7" t "8" t "9"

/* "00" to "99": two digits a division, which is half of what a long table costs */
static const char pairs[] = TWO("0") TWO("1") TWO("2") TWO("3") TWO("4") TWO("5") TWO("6") TWO("7")
	TWO("8") TWO("9");

static unsigned count_digits(uint64_t value)
{
	unsigned count = 0;

	for (; value >= 10000; value /= 10000)
		count += 4;
	return count + 1 + (value > 9) + (value > 99) + (value > 999);
}

/* From the last digit on, each at the place that is its own: nothing has to be moved. */
size_t number_u64(char *to, uint64_t value)
{
	unsigned count = count_digits(value), at = count;

	while (value >= 100) {
		at -= 2;
		memcpy(to + at, pairs + 2 * (value % 100), 2);
		value /= 100;
	}
	if (value >= 10)
		memcpy(to, pairs + 2 * value, 2);
	else
		*to = (char)('0' + value);
	return count;
}

/* Rows of ten: of one digit, of two, of three. */
#define DIGIT(d) { d, 0, 0, 1 }
#define PAIR(t, d) { t, d, 0, 2 }
#define TRIPLE(h, t, d) { h, t, d, 3 }
#define PAIRS(t) \
	PAIR(t, '0'), PAIR(t, '1'), PAIR(t, '2'), PAIR(t, '3'), PAIR(t, '4'), PAIR(t, '5'), \
		PAIR(t, '6'), PAIR(t, '7'), PAIR(t, '8'), PAIR(t, '9')
#define TRIPLES(h, t) \
	TRIPLE(h, t, '0'), TRIPLE(h, t, '1'), TRIPLE(h, t, '2'), TRIPLE(h, t, '3'), \
		TRIPLE(h, t, '4'), TRIPLE(h, t, '5'), TRIPLE(h, t, '6'), TRIPLE(h, t, '7'), \
		TRIPLE(h, t, '8'), TRIPLE(h, t, '9')

const char number_octets[256][4] = {
	DIGIT('0'), DIGIT('1'), DIGIT('2'), DIGIT('3'), DIGIT('4'), DIGIT('5'), DIGIT('6'),
	DIGIT('7'), DIGIT('8'), DIGIT('9'),
	PAIRS('1'), PAIRS('2'), PAIRS('3'), PAIRS('4'), PAIRS('5'), PAIRS('6'), PAIRS('7'),
	PAIRS('8'), PAIRS('9'),
	TRIPLES('1', '0'), TRIPLES('1', '1'), TRIPLES('1', '2'), TRIPLES('1', '3'),
	TRIPLES('1', '4'), TRIPLES('1', '5'), TRIPLES('1', '6'), TRIPLES('1', '7'),
	TRIPLES('1', '8'), TRIPLES('1', '9'),
	TRIPLES('2', '0'), TRIPLES('2', '1'), TRIPLES('2', '2'), TRIPLES('2', '3'),
	TRIPLES('2', '4'),
	TRIPLE('2', '5', '0'), TRIPLE('2', '5', '1'), TRIPLE('2', '5', '2'), TRIPLE('2', '5', '3'),
	TRIPLE('2', '5', '4'), TRIPLE('2', '5', '5'),
};

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
