/* SPDX-License-Identifier: ISC */
#include "lib/model/iface.h"

#include <stddef.h>

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

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int iface_name_compare(const char *a, const char *b)
{
	while (*a && *b) {
		unsigned long long x = 0, y = 0;

		if (!is_digit(*a) || !is_digit(*b)) {
			if (*a != *b)
				return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
			a++;
			b++;
			continue;
		}
		while (is_digit(*a)) /* 15 digits at the most: no overflow */
			x = x * 10 + (unsigned)(*a++ - '0');
		while (is_digit(*b))
			y = y * 10 + (unsigned)(*b++ - '0');
		if (x != y)
			return x < y ? -1 : 1;
	}
	return *a ? 1 : *b ? -1 : 0;
}
