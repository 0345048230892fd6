/* SPDX-License-Identifier: ISC */
/* hw_linux: the hardware types (ARPHRD_) that net-tools 2.10 knows, with the names it has for them. */
#ifndef RC_VIEW_HW_LINUX_H
#define RC_VIEW_HW_LINUX_H

#include <stdbool.h>
#include <stdint.h>

/* How a link address is written where an interface is described. */
enum hw_address {
	HW_NONE,  /* not at all */
	HW_EMPTY, /* a blank stands where it would: what there is is no address of this type */
	HW_COLONS,
	HW_DASHES, /* upper case */
	HW_PLAIN,  /* digits one behind the other */
	HW_NUMBER,
};

struct hw_linux {
	int32_t type; /* -1: a name without a type */
	char name[9];
	char title[33];
	bool arp; /* it has neighbours there */
	uint8_t address; /* enum hw_address */
	uint8_t size;	 /* bytes that are shown */
};

/* NULL: a type that it has no name for. */
const struct hw_linux *hw_linux_find(uint16_t type);
const struct hw_linux *hw_linux_named(const char *name);

#endif
