/* SPDX-License-Identifier: ISC */
/* flow: a connection that the kernel tracks, and what it translates it to. A plain value. */
#ifndef RC_MODEL_FLOW_H
#define RC_MODEL_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

enum flow_field {
#define FLOW(id, member, key, kind, unit, meaning) FLOW_##id,
#include "lib/model/fields.def"
#undef FLOW
	FLOW_FIELDS
};

#define FLOW_BIT(field) (UINT64_C(1) << (field))

/* In the kernel's numbering: IPS_ of <linux/netfilter/nf_conntrack_common.h> */
enum flow_status {
	FSTATUS_EXPECTED,
	FSTATUS_SEEN_REPLY,
	FSTATUS_ASSURED,
	FSTATUS_CONFIRMED,
	FSTATUS_SRC_NAT,
	FSTATUS_DST_NAT,
	FSTATUS_SEQ_ADJUST,
	FSTATUS_SRC_NAT_DONE,
	FSTATUS_DST_NAT_DONE,
	FSTATUS_DYING,
	FSTATUS_FIXED_TIMEOUT,
	FSTATUS_TEMPLATE,
	FSTATUS_UNTRACKED,
	FSTATUS_HELPER,
	FSTATUS_OFFLOAD,
	FSTATUS_HW_OFFLOAD,
	FSTATUS_COUNT
};

struct flow {
	uint64_t has;
	uint8_t family;
	uint8_t protocol; /* of IP: 6 TCP, 17 UDP */
	uint8_t state;	  /* of TCP, as the kernel numbers it: see flow_state_name */
	uint32_t status;  /* 1 << enum flow_status */
	uint16_t src_port, dst_port, reply_src_port, reply_dst_port; /* or those of ICMP: id, type and code */
	uint32_t mark, zone, id;
	uint32_t seq_at;		/* from here on sequence numbers are moved … */
	int32_t seq_before, seq_after;	/* … before by this much, behind it by that */
	int64_t expire_ms;
	uint64_t packets, bytes, reply_packets, reply_bytes;
	struct addr src, dst, reply_src, reply_dst;
};

static inline bool flow_has(const struct flow *f, enum flow_field field)
{
	return f->has >> field & 1;
}

/* Is an address or a port of it translated? */
static inline bool flow_translated(const struct flow *f)
{
	return f->status & (1u << FSTATUS_SRC_NAT | 1u << FSTATUS_DST_NAT);
}

/* Names for JSON and tables; NULL where the number has none. */
const char *flow_status_name(unsigned status);
const char *flow_state_name(unsigned state);
const char *flow_protocol_name(unsigned protocol);

#endif
