/* SPDX-License-Identifier: ISC */
/*
 * builder: netlink messages written byte by byte in either order, and turned from one to the other. It
 * takes its numbers from the kernel's headers and shares nothing with the decoders.
 */
#ifndef RC_TESTS_UNIT_BUILDER_H
#define RC_TESTS_UNIT_BUILDER_H

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/fib_rules.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

#include "test.h"

enum { BUILD_MAX = 128 * 1024 };

struct build {
	bool big; /* the order that is written */
	size_t size;
	uint8_t data[BUILD_MAX];
};

static inline void build_begin(struct build *b, bool big)
{
	b->big = big;
	b->size = 0;
}

static inline bool build_swap(const struct build *b)
{
	return b->big == host_is_little();
}

static inline void build_number(struct build *b, uint64_t value, unsigned size)
{
	assert_true(b->size + size <= BUILD_MAX);
	for (unsigned i = 0; i < size; i++)
		b->data[b->size++] = (uint8_t)(value >> 8 * (b->big ? size - 1 - i : i));
}

static inline void build_u8(struct build *b, unsigned v) { build_number(b, v, 1); }
static inline void build_u16(struct build *b, unsigned v) { build_number(b, v, 2); }
static inline void build_u32(struct build *b, uint32_t v) { build_number(b, v, 4); }
static inline void build_u64(struct build *b, uint64_t v) { build_number(b, v, 8); }

static inline void build_bytes(struct build *b, const void *data, size_t size)
{
	assert_true(b->size + size <= BUILD_MAX);
	if (size)
		memcpy(b->data + b->size, data, size);
	b->size += size;
}

static inline void build_pad(struct build *b)
{
	while (b->size % 4)
		build_u8(b, 0);
}

/* A number at a place that is written already. */
static inline void build_patch(struct build *b, size_t at, uint64_t value, unsigned size)
{
	size_t end = b->size;

	b->size = at;
	build_number(b, value, size);
	b->size = end;
}

/* Messages and attributes: what begin returns goes to end, which writes the length. */
static inline size_t build_message(struct build *b, unsigned type, unsigned flags)
{
	size_t start = b->size;

	build_u32(b, 0);
	build_u16(b, type);
	build_u16(b, flags);
	build_u32(b, 0x01020304);
	build_u32(b, 0x0a0b0c0d);
	return start;
}

static inline void build_message_end(struct build *b, size_t start)
{
	build_patch(b, start, b->size - start, 4);
	build_pad(b);
}

static inline size_t build_nest(struct build *b, unsigned type)
{
	size_t start = b->size;

	build_u16(b, 0);
	build_u16(b, type);
	return start;
}

static inline void build_nest_end(struct build *b, size_t start)
{
	build_patch(b, start, b->size - start, 2);
	build_pad(b);
}

static inline void build_attr(struct build *b, unsigned type, const void *data, size_t size)
{
	size_t start = build_nest(b, type);

	build_bytes(b, data, size);
	build_nest_end(b, start);
}

static inline void build_attr_u8(struct build *b, unsigned type, unsigned v)
{
	build_attr(b, type, &(uint8_t){ (uint8_t)v }, 1);
}

static inline void build_attr_u16(struct build *b, unsigned type, unsigned v)
{
	size_t start = build_nest(b, type);

	build_u16(b, v);
	build_nest_end(b, start);
}

static inline void build_attr_u32(struct build *b, unsigned type, uint32_t v)
{
	size_t start = build_nest(b, type);

	build_u32(b, v);
	build_nest_end(b, start);
}

static inline void build_attr_u64(struct build *b, unsigned type, uint64_t v)
{
	size_t start = build_nest(b, type);

	build_u64(b, v);
	build_nest_end(b, start);
}

/*
 * Turning a message round. A value is a string of field sizes ('1', '2', '4', '8'; a '*' at the end
 * repeats the last), "nest" with a table of its own, "hops" (struct rtnexthop) or "group".
 */
struct build_value {
	uint16_t type;
	const char *form;
	const struct build_value *nest;
};

static const struct build_value build_metrics[] = {
	{ RTAX_LOCK, "4" },	  { RTAX_MTU, "4" },	    { RTAX_WINDOW, "4" },    { RTAX_RTT, "4" },
	{ RTAX_RTTVAR, "4" },	  { RTAX_SSTHRESH, "4" },   { RTAX_CWND, "4" },	     { RTAX_ADVMSS, "4" },
	{ RTAX_REORDERING, "4" }, { RTAX_HOPLIMIT, "4" },   { RTAX_INITCWND, "4" },  { RTAX_FEATURES, "4" },
	{ RTAX_RTO_MIN, "4" },	  { RTAX_INITRWND, "4" },   { RTAX_QUICKACK, "4" },
	{ RTAX_FASTOPEN_NO_COOKIE, "4" }, { 0, NULL },
};
static const struct build_value build_route_values[] = {
	{ RTA_OIF, "4" },     { RTA_IIF, "4" },	  { RTA_PRIORITY, "4" }, { RTA_METRICS, "nest", build_metrics },
	{ RTA_FLOW, "4" },    { RTA_VIA, "2" },	  { RTA_MULTIPATH, "hops" }, { RTA_CACHEINFO, "44444444" },
	{ RTA_TABLE, "4" },   { RTA_MARK, "4" },  { RTA_NH_ID, "4" },	 { RTA_EXPIRES, "4" },
	{ 0, NULL },
};
static const struct build_value build_no_values[] = { { 0, NULL } };
static const struct build_value build_linkinfo[] = { { IFLA_INFO_DATA, "nest", build_no_values }, { 0, NULL } };
static const struct build_value build_link_values[] = {
	{ IFLA_MTU, "4" },	{ IFLA_LINK, "4" },   { IFLA_STATS, "4*" }, { IFLA_MASTER, "4" },
	{ IFLA_TXQLEN, "4" },	{ IFLA_STATS64, "8*" }, { IFLA_LINKINFO, "nest", build_linkinfo },
	{ IFLA_GROUP, "4" },	{ IFLA_PROMISCUITY, "4" }, { 0, NULL },
};
static const struct build_value build_addr_values[] = {
	{ IFA_CACHEINFO, "4444" }, { IFA_FLAGS, "4" }, { IFA_RT_PRIORITY, "4" }, { 0, NULL },
};
static const struct build_value build_neigh_values[] = {
	{ NDA_CACHEINFO, "4444" }, { NDA_PROBES, "4" }, { NDA_VLAN, "2" }, { NDA_FLAGS_EXT, "4" },
	{ NDA_MASTER, "4" }, { 0, NULL },
};
static const struct build_value build_parameters[] = {
	{ NDTPA_IFINDEX, "4" }, { NDTPA_REFCNT, "4" }, { NDTPA_REACHABLE_TIME, "8" },
	{ NDTPA_BASE_REACHABLE_TIME, "8" }, { NDTPA_RETRANS_TIME, "8" }, { NDTPA_GC_STALETIME, "8" },
	{ NDTPA_DELAY_PROBE_TIME, "8" }, { 0, NULL },
};
static const struct build_value build_table_values[] = {
	{ NDTA_PARMS, "nest", build_parameters }, { 0, NULL },
};
static const struct build_value build_resilient[] = {
	{ NHA_RES_GROUP_BUCKETS, "2" }, { NHA_RES_GROUP_IDLE_TIMER, "4" },
	{ NHA_RES_GROUP_UNBALANCED_TIMER, "4" }, { NHA_RES_GROUP_UNBALANCED_TIME, "8" }, { 0, NULL },
};
static const struct build_value build_nexthop_values[] = {
	{ NHA_ID, "4" }, { NHA_GROUP, "group" }, { NHA_GROUP_TYPE, "2" }, { NHA_OIF, "4" },
	{ NHA_RES_GROUP, "nest", build_resilient }, { 0, NULL },
};

static const struct build_value build_rule_values[] = {
	{ FRA_GOTO, "4" }, { FRA_PRIORITY, "4" }, { FRA_FWMARK, "4" }, { FRA_FLOW, "4" },
	{ FRA_SUPPRESS_IFGROUP, "4" }, { FRA_SUPPRESS_PREFIXLEN, "4" }, { FRA_TABLE, "4" },
	{ FRA_FWMASK, "4" }, { FRA_UID_RANGE, "44" }, { FRA_SPORT_RANGE, "22" },
	{ FRA_DPORT_RANGE, "22" }, { 0, NULL },
};

static const struct {
	uint16_t type;
	const char *header;
	const struct build_value *values;
} build_messages[] = {
	{ RTM_NEWROUTE, "111111114", build_route_values },
	{ RTM_NEWLINK, "112444", build_link_values },
	{ RTM_NEWADDR, "11114", build_addr_values },
	{ RTM_NEWNEIGH, "112421" "1", build_neigh_values },
	{ RTM_NEWNEIGHTBL, "112", build_table_values },
	{ RTM_NEWNEXTHOP, "11114", build_nexthop_values },
	{ RTM_NEWRULE, "111111114", build_rule_values },
	{ NLMSG_ERROR, "4" "42244", NULL },
	{ NLMSG_DONE, "4", NULL },
};

/* Numbers of a form turned round in place; what stands behind them stays. The bytes that were turned. */
static inline size_t turn_form(uint8_t *at, size_t size, const char *form)
{
	size_t done = 0;

	while (*form && done + (size_t)(*form - '0') <= size) {
		size_t n = (size_t)(*form - '0');

		for (size_t i = 0; i < n / 2; i++) {
			uint8_t byte = at[done + i];

			at[done + i] = at[done + n - 1 - i];
			at[done + n - 1 - i] = byte;
		}
		done += n;
		if (form[1] != '*')
			form++;
	}
	return done;
}

/* A 16-bit number in the order that is being left. */
static inline size_t turn_read(const uint8_t *at, bool big, unsigned size)
{
	size_t value = 0;

	for (unsigned i = 0; i < size; i++)
		value |= (size_t)at[i] << 8 * (big ? size - 1 - i : i);
	return value;
}

static inline void turn_attrs(uint8_t *at, size_t size, bool big, const struct build_value *values)
{
	while (size >= 4) {
		size_t length = turn_read(at, big, 2), type = turn_read(at + 2, big, 2) & NLA_TYPE_MASK;
		const struct build_value *v = values;
		uint8_t *value = at + 4;

		assert_true(length >= 4 && length <= size);
		while (v->form && v->type != type)
			v++;
		turn_form(at, 4, "22");
		if (v->form && strcmp(v->form, "nest") == 0) {
			turn_attrs(value, length - 4, big, v->nest);
		} else if (v->form && strcmp(v->form, "group") == 0) {
			for (size_t i = 0; i + 8 <= length - 4; i += 8)
				turn_form(value + i, 8, "4");
		} else if (v->form && strcmp(v->form, "hops") == 0) {
			for (size_t i = 0; i + 8 <= length - 4;) {
				size_t hop = turn_read(value + i, big, 2);

				turn_form(value + i, 8, "2114");
				turn_attrs(value + i + 8, hop - 8, big, build_route_values);
				i += (hop + 3) & ~(size_t)3;
			}
		} else if (v->form) {
			turn_form(value, length - 4, v->form);
		}
		length = (length + 3) & ~(size_t)3;
		length = length < size ? length : size;
		at += length;
		size -= length;
	}
}

/* One message, from the order `big` to the other, in place. */
static inline void build_turn(uint8_t *data, size_t size, bool big)
{
	size_t type = turn_read(data + 4, big, 2), length = turn_read(data, big, 4), done;

	assert_true(length >= 16 && length <= size);
	turn_form(data, 16, "42244");
	for (size_t i = 0; i < COUNT(build_messages); i++) {
		if (build_messages[i].type != type)
			continue;
		done = 16 + turn_form(data + 16, length - 16, build_messages[i].header);
		if (build_messages[i].values)
			turn_attrs(data + done, length - done, big, build_messages[i].values);
		return;
	}
	fail_msg("no message type %zu", type);
}

#endif
