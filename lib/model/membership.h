/* SPDX-License-Identifier: ISC */
/* membership: a multicast group that an interface listens to. A plain value. */
#ifndef RC_MODEL_MEMBERSHIP_H
#define RC_MODEL_MEMBERSHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

enum membership_field {
#define MEMBERSHIP(id, member, key, kind, unit, meaning) MEMBERSHIP_##id,
#include "lib/model/fields.def"
#undef MEMBERSHIP
	MEMBERSHIP_FIELDS
};

#define MEMBERSHIP_BIT(field) (UINT64_C(1) << (field))

struct membership {
	uint64_t has;
	uint8_t family;	 /* FAMILY_LINK: an address that the device's filter lets pass */
	uint8_t querier; /* the version of IGMP (RFC 3376) that is spoken on the link */
	bool reporter;
	uint32_t ifindex;
	uint32_t users, global_users;
	int64_t timer_ms;
	char device[16]; /* the interface's name, where the bytes give it */
	struct addr group;
};

static inline bool membership_has(const struct membership *m, enum membership_field field)
{
	return m->has >> field & 1;
}

#endif
