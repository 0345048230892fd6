/* SPDX-License-Identifier: ISC */
#include "lib/model/origin.h"

#include <errno.h>
#include <string.h>

#include "lib/base/number.h"
#include "lib/base/out.h"

static const char *const names[SYSTEM_COUNT] = {
	[SYSTEM_UNKNOWN] = "unknown", [SYSTEM_LINUX] = "linux",	  [SYSTEM_FREEBSD] = "freebsd",
	[SYSTEM_OPENBSD] = "openbsd", [SYSTEM_NETBSD] = "netbsd", [SYSTEM_MACOS] = "macos",
};

const char *origin_system_name(enum origin_system system)
{
	return names[system < SYSTEM_COUNT ? system : SYSTEM_UNKNOWN];
}

enum origin_system origin_system_find(const char *name)
{
	for (unsigned i = 1; i < SYSTEM_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return (enum origin_system)i;
	return SYSTEM_UNKNOWN;
}

static bool host_is_big(void)
{
	const uint16_t one = 1;

	return *(const uint8_t *)&one == 0;
}

struct origin origin_host(enum origin_system system)
{
	return (struct origin){ .system = (uint8_t)system, .word = 8 * sizeof(long),
				.big_endian = host_is_big(), .hz = 100 };
}

/* One word, whatever the system calls itself: a space would begin the next. */
static void write_release(struct out *out, const char *release, size_t room)
{
	const char *end = release + strnlen(release, room), *space;

	while ((space = memchr(release, ' ', (size_t)(end - release)))) {
		out_name(out, release, (size_t)(space - release));
		out_char(out, '_');
		release = space + 1;
	}
	out_name(out, release, (size_t)(end - release));
}

void origin_write(struct out *out, const struct origin *origin)
{
	out_literal(out, "system=");
	out_text(out, origin_system_name((enum origin_system)origin->system));
	out_literal(out, " release=");
	write_release(out, origin->release, sizeof(origin->release));
	out_literal(out, " word=");
	out_u64(out, origin->word);
	out_text(out, origin->big_endian ? " endian=big hz=" : " endian=little hz=");
	out_u64(out, origin->hz);
	out_literal(out, " boottime=");
	out_i64(out, origin->boot_s);
}

static int set_word(struct origin *o, const char *key, const char *value)
{
	uint64_t number;

	if (strcmp(key, "system") == 0) {
		o->system = (uint8_t)origin_system_find(value);
		return o->system ? 0 : -EINVAL;
	}
	if (strcmp(key, "release") == 0) {
		size_t n = strlen(value);

		if (n >= sizeof(o->release))
			n = sizeof(o->release) - 1;
		memcpy(o->release, value, n);
		o->release[n] = '\0';
		return 0;
	}
	if (strcmp(key, "endian") == 0) {
		o->big_endian = strcmp(value, "big") == 0;
		return o->big_endian || strcmp(value, "little") == 0 ? 0 : -EINVAL;
	}
	if (strcmp(key, "word") == 0) {
		if (number_parse(value, 64, &number) < 0 || (number != 32 && number != 64))
			return -EINVAL;
		o->word = (uint8_t)number;
	} else if (strcmp(key, "hz") == 0) {
		if (number_parse(value, 1000000, &number) < 0 || !number)
			return -EINVAL;
		o->hz = (uint32_t)number;
	} else if (strcmp(key, "boottime") == 0) {
		/* before 1970 where the clock was never set */
		if (number_parse(value + (*value == '-'), INT64_MAX / 1000, &number) < 0)
			return -EINVAL;
		o->boot_s = *value == '-' ? -(int64_t)number : (int64_t)number;
	}
	return 0;
}

int origin_parse(const char *text, size_t size, struct origin *ret_origin)
{
	struct origin o = origin_host(SYSTEM_UNKNOWN);
	const char *end = text + size;

	while (text < end) {
		const char *space = memchr(text, ' ', (size_t)(end - text));
		size_t n = (size_t)((space ? space : end) - text);
		char word[16 + 4 * sizeof(o.release)], *equals;

		if (n >= sizeof(word))
			return -EINVAL;
		memcpy(word, text, n);
		word[n] = '\0';
		equals = strchr(word, '=');
		if (n && !equals)
			return -EINVAL;
		if (n) {
			*equals = '\0';
			if (set_word(&o, word, equals + 1) < 0)
				return -EINVAL;
		}
		text += n + (space != NULL);
	}
	if (!o.system)
		return -EINVAL;
	o.swap = o.big_endian != host_is_big();
	*ret_origin = o;
	return 0;
}
