/* SPDX-License-Identifier: ISC */
/* rule: one rule of policy routing, which decides what table a packet is looked up in. A plain value. */
#ifndef RC_MODEL_RULE_H
#define RC_MODEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

enum rule_field {
#define RULE(id, member, key, kind, unit, meaning) RULE_##id,
#include "lib/model/fields.def"
#undef RULE
	RULE_FIELDS
};

#define RULE_BIT(field) (UINT64_C(1) << (field))

/* FR_ACT_ of <linux/fib_rules.h> */
enum rule_action {
	ACTION_UNSPEC,
	ACTION_LOOKUP,
	ACTION_GOTO,
	ACTION_NOP,
	ACTION_BLACKHOLE = 6,
	ACTION_UNREACHABLE,
	ACTION_PROHIBIT,
	ACTION_COUNT
};

struct rule {
	uint64_t has;
	uint8_t family;
	uint8_t action;
	uint8_t protocol; /* rtm_protocol: who installed it */
	uint8_t ip_protocol;
	uint8_t tos, dscp;
	uint8_t src_bits, dst_bits;
	bool inverted; /* it applies to what does not fit */
	bool vrf;      /* the table of the packet's VRF device */
	uint16_t source_port, source_port_last, dest_port, dest_port_last;
	uint32_t priority;
	uint32_t table;
	uint32_t target; /* of goto: a priority */
	uint32_t mark, mask;
	uint32_t uid, uid_last;
	uint32_t suppress_length; /* a route of a prefix no longer than this does not count */
	uint32_t suppress_group;
	uint32_t realm;
	uint64_t tunnel;
	char in[16], out[16]; /* interfaces, by name: they need not exist */
	struct addr src, dst;
};

static inline bool rule_has(const struct rule *r, enum rule_field field)
{
	return r->has >> field & 1;
}

/* "lookup", "goto" …; NULL where the number has none. */
const char *rule_action_name(unsigned action);

#endif
