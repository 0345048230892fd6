/* SPDX-License-Identifier: ISC */
#include "lib/view/hw_linux.h"

#include <stddef.h>
#include <string.h>

static const struct hw_linux types[] = {
	{ 1, "ether", "Ethernet", true, HW_COLONS, 6 },
	{ 772, "loop", "Local Loopback", false, HW_NONE, 0 },
	{ 0, "netrom", "AMPR NET/ROM", true, HW_EMPTY, 0 },
	{ 3, "ax25", "AMPR AX.25", true, HW_EMPTY, 0 },
	{ 7, "arcnet", "ARCnet", true, HW_PLAIN, 1 },
	{ 15, "dlci", "Frame Relay DLCI", true, HW_NUMBER, 2 },
	{ 27, "eui64", "Generic EUI-64", true, HW_COLONS, 8 },
	{ 256, "slip", "Serial Line IP", false, HW_NONE, 0 },
	{ 257, "cslip", "VJ Serial Line IP", false, HW_NONE, 0 },
	{ 258, "slip6", "6-bit Serial Line IP", false, HW_NONE, 0 },
	{ 259, "cslip6", "VJ 6-bit Serial Line IP", false, HW_NONE, 0 },
	{ 264, "adaptive", "Adaptive Serial Line IP", false, HW_NONE, 0 },
	{ 270, "rose", "AMPR ROSE", true, HW_PLAIN, 5 },
	{ 271, "x25", "generic X.25", true, HW_EMPTY, 0 },
	{ 512, "ppp", "Point-to-Point Protocol", false, HW_NONE, 0 },
	{ 513, "hdlc", "(Cisco)-HDLC", false, HW_NONE, 0 },
	{ 516, "lapb", "LAPB", false, HW_NONE, 0 },
	{ 768, "tunnel", "IPIP Tunnel", false, HW_EMPTY, 0 },
	{ 770, "frad", "Frame Relay Access Device", false, HW_NONE, 0 },
	{ 774, "fddi", "Fiber Distributed Data Interface", true, HW_DASHES, 6 },
	{ 776, "sit", "IPv6-in-IPv4", false, HW_NONE, 0 },
	{ 780, "hippi", "HIPPI", true, HW_COLONS, 6 },
	{ 781, "ash", "Ash", true, HW_NONE, 0 },
	{ 782, "ec", "Econet", false, HW_NONE, 0 },
	{ 783, "irda", "IrLAP", true, HW_COLONS, 4 },
	{ -1, "unspec", "UNSPEC", false, HW_DASHES, 16 },
};

enum { TYPES = sizeof(types) / sizeof(types[0]) };

const struct hw_linux *hw_linux_find(uint16_t type)
{
	for (size_t i = 0; i < TYPES; i++)
		if (types[i].type == type)
			return &types[i];
	return NULL;
}

const struct hw_linux *hw_linux_named(const char *name)
{
	for (size_t i = 0; i < TYPES; i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}
