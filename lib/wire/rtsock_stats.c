/* SPDX-License-Identifier: ISC */
/*
 * struct rtstat: badredirect, dynamic, newgateway, unreach, wildcard and further ones, in counters of
 * one size: 64 bits on FreeBSD 14 and NetBSD, 32 on OpenBSD, 16 on macOS and old FreeBSD.
 */
#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

static const char *const names[] = { "badredirect", "dynamic", "newgateway", "unreach", "wildcard" };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static void set(struct counter *c, const char *name, uint64_t value)
{
	memset(c, 0, sizeof(*c));
	memcpy(c->group, "route", sizeof("route"));
	memcpy(c->name, name, strlen(name));
	c->value = value;
}

int rtsock_stat(struct bytes b, const struct origin *origin, unsigned number, struct counter *c)
{
	size_t width = origin->system == SYSTEM_OPENBSD ? 4 : origin->system == SYSTEM_MACOS ? 2 : 8;
	struct rtsock_field f = { (uint8_t)(number * width), (uint8_t)width };

	if (number >= NAMES)
		return 0;
	if (bytes_left(&b) < NAMES * width)
		return -EBADMSG;
	set(c, names[number], rtsock_number(b.at, f, b.swap));
	return 1;
}

int rtsock_trash(struct bytes b, struct counter *c)
{
	uint32_t count = bytes_u32(&b);

	if (b.bad || bytes_left(&b))
		return -EBADMSG;
	set(c, "trash", count);
	return 1;
}
