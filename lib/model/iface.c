/* SPDX-License-Identifier: ISC */
#include "lib/model/iface.h"

#include <stddef.h>
#include <string.h>

static const char *const flags[IFLAG_COUNT] = {
	[IFLAG_UP] = "up",
	[IFLAG_BROADCAST] = "broadcast",
	[IFLAG_DEBUG] = "debug",
	[IFLAG_LOOPBACK] = "loopback",
	[IFLAG_POINTOPOINT] = "pointopoint",
	[IFLAG_NOTRAILERS] = "notrailers",
	[IFLAG_RUNNING] = "running",
	[IFLAG_NOARP] = "noarp",
	[IFLAG_PROMISC] = "promisc",
	[IFLAG_ALLMULTI] = "allmulti",
	[IFLAG_MASTER] = "master",
	[IFLAG_SLAVE] = "slave",
	[IFLAG_MULTICAST] = "multicast",
	[IFLAG_PORTSEL] = "portsel",
	[IFLAG_AUTOMEDIA] = "automedia",
	[IFLAG_DYNAMIC] = "dynamic",
	[IFLAG_LOWER_UP] = "lower_up",
	[IFLAG_DORMANT] = "dormant",
	[IFLAG_ECHO] = "echo",
	[IFLAG_OACTIVE] = "oactive",
	[IFLAG_SIMPLEX] = "simplex",
	[IFLAG_LINK0] = "link0",
	[IFLAG_LINK1] = "link1",
	[IFLAG_LINK2] = "link2",
};

static const char *const operstates[] = { "unknown", "notpresent", "down", "lowerlayerdown",
					  "testing", "dormant",	   "up" };

static const char *const address_flags[AFLAG_COUNT] = {
	[AFLAG_SECONDARY] = "secondary",
	[AFLAG_NODAD] = "nodad",
	[AFLAG_OPTIMISTIC] = "optimistic",
	[AFLAG_DADFAILED] = "dadfailed",
	[AFLAG_HOMEADDRESS] = "home",
	[AFLAG_DEPRECATED] = "deprecated",
	[AFLAG_TENTATIVE] = "tentative",
	[AFLAG_PERMANENT] = "permanent",
	[AFLAG_MANAGETEMP] = "mngtmpaddr",
	[AFLAG_NOPREFIXROUTE] = "noprefixroute",
	[AFLAG_MCAUTOJOIN] = "autojoin",
	[AFLAG_STABLE_PRIVACY] = "stable_privacy",
	[AFLAG_MULTICAST] = "multicast",
};

const char *iface_flag_name(unsigned flag)
{
	return flag < IFLAG_COUNT ? flags[flag] : NULL;
}

const char *iface_operstate_name(unsigned state)
{
	return state < sizeof(operstates) / sizeof(operstates[0]) ? operstates[state] : NULL;
}

const char *ifaddr_flag_name(unsigned flag)
{
	return flag < AFLAG_COUNT ? address_flags[flag] : NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where the digits that `name[0..end)` ends with begin. */
static size_t digits_before(const char *name, size_t end)
{
	while (end && is_digit(name[end - 1]))
		end--;
	return end;
}

/* 15 digits at the most: no overflow */
static uint64_t value_of(const char *from, const char *to)
{
	uint64_t value = 0;

	while (from < to)
		value = value * 10 + (uint64_t)(*from++ - '0');
	return value;
}

/* STEM [NUMBER] [":" ALIAS]: "eth0:1" is eth, 0 and 1; an alias that is no number is part of the stem */
struct parts {
	size_t stem;	 /* length */
	size_t base;	 /* length of stem and number */
	uint64_t number; /* 0 none, else value + 1 */
	uint64_t alias;	 /* likewise */
};

static struct parts split(const char *name)
{
	struct parts p = { .base = strlen(name) };
	size_t at = digits_before(name, p.base);

	if (at && at < p.base && name[at - 1] == ':') {
		p.alias = 1 + value_of(name + at, name + p.base);
		p.base = at - 1;
	}
	p.stem = digits_before(name, p.base);
	if (p.stem < p.base)
		p.number = 1 + value_of(name + p.stem, name + p.base);
	return p;
}

static int compare_text(const char *a, size_t n, const char *b, size_t m)
{
	int order = memcmp(a, b, n < m ? n : m);

	return order ? order : (n > m) - (n < m);
}

int iface_name_compare(const char *a, const char *b)
{
	struct parts x = split(a), y = split(b);
	int order = compare_text(a, x.stem, b, y.stem);

	if (order)
		return order;
	if (x.number != y.number)
		return x.number < y.number ? -1 : 1;
	order = compare_text(a, x.base, b, y.base);
	if (order)
		return order;
	if (x.alias != y.alias)
		return x.alias < y.alias ? -1 : 1;
	return strcmp(a, b);
}

struct iface_key iface_key_of(const char *name)
{
	struct parts p = split(name);
	struct iface_key key = { .number = p.number };

	for (size_t i = 0; i < IFACE_NAME_MAX; i++)
		key.stem[i / 8] = key.stem[i / 8] << 8 | (i < p.stem ? (uint8_t)name[i] : 0);
	return key;
}
