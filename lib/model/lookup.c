/* SPDX-License-Identifier: ISC */
#include "lib/model/lookup.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "lib/base/number.h"

/* The words that a number follows. */
static const struct {
	char word[5];
	uint16_t offset;
} numbers[] = {
	{ "iif", offsetof(struct lookup, iif) },
	{ "oif", offsetof(struct lookup, oif) },
	{ "mark", offsetof(struct lookup, mark) },
};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static char *put(char *to, const char *text)
{
	size_t size = strlen(text);

	memcpy(to, text, size);
	return to + size;
}

static char *put_number(char *to, const char *word, uint32_t value)
{
	*to++ = ' ';
	to = put(to, word);
	*to++ = ' ';
	return number_put(to, value);
}

void lookup_text(const struct lookup *l, char to[LOOKUP_TEXT_MAX])
{
	char *at = addr_put(to, &l->to);

	if (l->from.family)
		at = addr_put(put(at, " from "), &l->from);
	for (unsigned i = 0; i < NUMBERS; i++) {
		uint32_t value;

		memcpy(&value, (const char *)l + numbers[i].offset, sizeof(value));
		if (value)
			at = put_number(at, numbers[i].word, value);
	}
	if (l->tos)
		at = put_number(at, "tos", l->tos);
	if (l->match)
		at = put(at, " match");
	*at = '\0';
}

/* The next word of a text, of fewer than `size` bytes; "" at the end, NULL where it is longer. */
static const char *take_word(const char **text, char *room, size_t size)
{
	size_t length;

	*text += strspn(*text, " ");
	length = strcspn(*text, " ");
	if (length >= size)
		return NULL;
	memcpy(room, *text, length);
	room[length] = '\0';
	*text += length;
	return room;
}

static int take_number(const char **text, uint64_t max, uint64_t *ret_value)
{
	char room[24];
	const char *word = take_word(text, room, sizeof(room));

	return word ? number_parse(word, max, ret_value) : -EINVAL;
}

static int take(struct lookup *l, const char *word, const char **text)
{
	char room[64];
	const char *argument;
	uint64_t value;
	uint32_t number;

	if (strcmp(word, "match") == 0) {
		l->match = true;
		return 0;
	}
	if (strcmp(word, "from") == 0) {
		argument = take_word(text, room, sizeof(room));
		return argument ? addr_parse(argument, (enum family)l->to.family, &l->from) : -EINVAL;
	}
	if (strcmp(word, "tos") == 0) {
		if (take_number(text, UINT8_MAX, &value) < 0)
			return -EINVAL;
		l->tos = (uint8_t)value;
		return 0;
	}
	for (unsigned i = 0; i < NUMBERS; i++) {
		if (strcmp(word, numbers[i].word) != 0)
			continue;
		if (take_number(text, UINT32_MAX, &value) < 0)
			return -EINVAL;
		number = (uint32_t)value;
		memcpy((char *)l + numbers[i].offset, &number, sizeof(number));
		return 0;
	}
	return -EINVAL;
}

int lookup_parse(const char *text, enum family family, struct lookup *ret)
{
	struct lookup l = { .mark = 0 };
	char room[64];
	const char *word = take_word(&text, room, sizeof(room));

	if (!word || addr_parse(word, family, &l.to) < 0)
		return -EINVAL;
	for (;;) {
		word = take_word(&text, room, sizeof(room));
		if (!word)
			return -EINVAL;
		if (!*word)
			break;
		if (take(&l, word, &text) < 0)
			return -EINVAL;
	}
	*ret = l;
	return 0;
}
