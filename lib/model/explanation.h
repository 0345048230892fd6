/* SPDX-License-Identifier: ISC */
/*
 * explanation: what becomes of a packet to one destination, and why: the rule that decided the table, the
 * route in it, the exception that overrides the route, the next hop, its neighbour entry, the device, the source
 * address, the largest packet. A plain value; what a system does not have, or nobody knows, has no has-bit.
 */
#ifndef RC_MODEL_EXPLANATION_H
#define RC_MODEL_EXPLANATION_H

#include "lib/model/iface.h"
#include "lib/model/lookup.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"
#include "lib/model/rule.h"

enum explanation_field {
#define EXPLANATION(id, member, key, kind, unit, meaning) EXPLANATION_##id,
#include "lib/model/fields.def"
#undef EXPLANATION
	EXPLANATION_FIELDS
};

#define EXPLANATION_BIT(field) (UINT64_C(1) << (field))

/* What the largest packet is due to. */
enum mtu_reason {
	MTU_BY_NOTHING,
	MTU_BY_EXCEPTION, /* a path MTU was learnt */
	MTU_BY_ROUTE,	  /* the route says so */
	MTU_BY_INTERFACE,
	MTU_REASONS
};

struct explanation {
	uint64_t has;
	uint8_t family;
	uint8_t mtu_reason; /* enum mtu_reason */
	uint16_t hop;	    /* which next hop of the route was chosen, from 1 */
	uint32_t mtu;
	struct lookup lookup;
	struct rule rule;
	struct route match;	/* the route in the table; its gateway is that of the next hop chosen */
	struct route exception; /* what was cloned from it for this destination */
	struct route answer;	/* what the kernel does */
	struct addr next;	/* who gets the packet on the link */
	struct neigh neigh;
	struct iface device;
	char refusal[64];	/* why no packet is sent */
};

static inline bool explanation_has(const struct explanation *e, enum explanation_field field)
{
	return e->has >> field & 1;
}

static inline void explanation_say(struct explanation *e, enum explanation_field field, bool is_known)
{
	e->has |= is_known ? EXPLANATION_BIT(field) : 0;
}

/* "exception", "route", "interface"; NULL else. */
const char *mtu_reason_name(unsigned reason);

/*
 * Fill in what follows from the records that `known` says are there: the has-bits of their fields, the next
 * hop, the largest packet.
 */
struct explanation_parts {
	bool rule, match, exception, answer, neigh, device;
};

void explanation_next(struct explanation *e, const struct explanation_parts *known);
void explanation_finish(struct explanation *e, const struct explanation_parts *known);

#endif
