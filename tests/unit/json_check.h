/* SPDX-License-Identifier: ISC */
/* json_check: is a text one JSON value (RFC 8259) and a line end? It shares nothing with the writer. */
#ifndef RC_TESTS_UNIT_JSON_CHECK_H
#define RC_TESTS_UNIT_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/utf8.h"

static inline const char *json_space(const char *at)
{
	return at ? at + strspn(at, " \t\r\n") : NULL;
}

static inline const char *json_string(const char *at)
{
	if (*at++ != '"')
		return NULL;
	while (*at != '"') {
		unsigned n;

		if (*at == '\\') {
			if (!at[1] || !strchr("\"\\/bfnrtu", at[1]))
				return NULL;
			if (at[1] == 'u' && strspn(at + 2, "0123456789abcdefABCDEF") < 4)
				return NULL;
			at += at[1] == 'u' ? 6 : 2;
			continue;
		}
		n = utf8_safe((const uint8_t *)at, strnlen(at, 4));
		if (!n)
			return NULL;
		at += n;
	}
	return at + 1;
}

static inline const char *json_number(const char *at)
{
	size_t n;

	at += *at == '-';
	n = strspn(at, "0123456789");
	if (!n || (n > 1 && *at == '0'))
		return NULL;
	at += n;
	if (*at == '.') {
		n = strspn(++at, "0123456789");
		if (!n)
			return NULL;
		at += n;
	}
	return at;
}

static inline const char *json_value(const char *at, unsigned depth);

static inline const char *json_members(const char *at, unsigned depth, char end)
{
	at = json_space(at);
	if (*at == end)
		return at + 1;
	for (;;) {
		if (end == '}') {
			at = json_string(at);
			at = json_space(at);
			if (!at || *at++ != ':')
				return NULL;
		}
		at = json_space(json_value(json_space(at), depth));
		if (!at)
			return NULL;
		if (*at == end)
			return at + 1;
		if (*at++ != ',')
			return NULL;
		at = json_space(at);
	}
}

static inline const char *json_value(const char *at, unsigned depth)
{
	static const char *const words[] = { "true", "false", "null" };

	if (depth > 20)
		return NULL;
	if (*at == '{')
		return json_members(at + 1, depth + 1, '}');
	if (*at == '[')
		return json_members(at + 1, depth + 1, ']');
	if (*at == '"')
		return json_string(at);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(at, words[i], strlen(words[i])) == 0)
			return at + strlen(words[i]);
	return json_number(at);
}

static inline bool json_is_valid(const char *text)
{
	const char *end = json_value(text, 0);

	return end && strcmp(end, "\n") == 0;
}

#endif
