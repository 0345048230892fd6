/* SPDX-License-Identifier: ISC */
#include "lib/wire/rtsock.h"

#include <errno.h>
#include <string.h>

enum { AF_INET_ = 2, AF_LINK_ = 18 }; /* the same everywhere */

static const char *const answers[ANSWER_COUNT] = {
	[ANSWER_SOCKET] = "",		[ANSWER_DUMP] = "net.route.dump",
	[ANSWER_FLAGS] = "net.route.flags", [ANSWER_IFLIST] = "net.route.iflist",
	[ANSWER_IFLISTL] = "net.route.iflistl", [ANSWER_IFMALIST] = "net.route.ifmalist",
	[ANSWER_NHOP] = "net.route.nhop", [ANSWER_NHGRP] = "net.route.nhgrp",
	[ANSWER_STATS] = "net.route.stats", [ANSWER_TABLE] = "net.route.table",
	[ANSWER_IFNAMES] = "net.route.ifnames", [ANSWER_SOURCE] = "net.route.source",
	[ANSWER_TRASH] = "net.route.trash",
};

enum rtsock_answer rtsock_answer_find(const char *key)
{
	unsigned i = 0;

	while (i < ANSWER_COUNT && strcmp(answers[i], key) != 0)
		i++;
	return (enum rtsock_answer)i;
}

const char *rtsock_answer_key(enum rtsock_answer answer)
{
	return answers[answer];
}

static const struct rtsock_type *find_type(const struct rtsock_layout *layout, uint8_t type)
{
	const struct rtsock_type *t = layout->types;

	while (t->type && t->type != type)
		t++;
	return t->type ? t : NULL;
}

/* FreeBSD's longer list has the same types with longer heads. */
static const struct rtsock_head *find_head(const struct rtsock_layout *layout,
					   const struct rtsock_type *type, enum rtsock_answer answer)
{
	if (answer != ANSWER_IFLISTL || !layout->list_iface)
		return type->head;
	return type->kind == RTSOCK_IFINFO  ? layout->list_iface :
	       type->kind == RTSOCK_NEWADDR ? layout->list_addr :
					      type->head;
}

/* The head must be there whole, as this system's is or longer, and within the message. */
static int check_head(struct rtsock_message *m)
{
	uint64_t length = m->head->length.size ? rtsock_get(m, m->head->length) : m->head->size;

	if (length < m->head->size || length > m->size)
		return -EBADMSG;
	m->begin = (uint16_t)length;
	return 1;
}

int rtsock_next(struct bytes *frame, const struct origin *origin, enum rtsock_answer answer,
		struct rtsock_message *ret)
{
	struct rtsock_message m = { .swap = frame->swap };

	for (;;) {
		const struct rtsock_type *type;
		size_t left = bytes_left(frame);
		uint16_t size;

		if (left < 4)
			return left ? -EBADMSG : 0;
		m.at = frame->at;
		memcpy(&size, m.at, 2);
		m.size = frame->swap ? __builtin_bswap16(size) : size;
		if (m.size < 4 || m.size > left)
			return -EBADMSG;
		frame->at += m.size;
		if (ret->layout && ret->layout->version == m.at[2] && ret->type == m.at[3]) {
			m.layout = ret->layout;
			m.type = ret->type;
			m.kind = ret->kind;
			m.head = ret->head;
		} else {
			m.layout = rtsock_layout(origin, m.at[2]);
			if (!m.layout)
				return -EBADMSG;
			type = find_type(m.layout, m.at[3]);
			if (!type) /* of a newer system: its length is all that is needed of it */
				continue;
			m.type = type->type;
			m.kind = type->kind;
			m.head = find_head(m.layout, type, answer);
		}
		if (m.size < m.head->size)
			return -EBADMSG;
		*ret = m;
		return check_head(ret);
	}
}

int64_t rtsock_expire(const struct rtsock_message *m)
{
	struct rtsock_field f = { m->head->rmx[RMX_EXPIRE], m->head->expire_size };
	uint64_t value = f.at ? rtsock_get(m, f) : 0;

	return f.size == 4 ? (int32_t)(uint32_t)value : (int64_t)value;
}

int rtsock_addrs(const struct rtsock_message *m, struct rtsock_sockaddr ret[RTAX_COUNT_])
{
	const uint8_t *at = m->at + m->begin, *end = m->at + m->size;
	uint64_t mask = rtsock_get(m, m->head->addrs);
	size_t round = m->layout->rounding;

	memset(ret, 0, RTAX_COUNT_ * sizeof(ret[0]));
	for (mask &= (UINT64_C(1) << RTAX_COUNT_) - 1; mask && at < end; mask &= mask - 1) {
		size_t left = (size_t)(end - at), step;
		unsigned i = (unsigned)__builtin_ctzll(mask);

		if (*at > left)
			return -EBADMSG;
		ret[i] = (struct rtsock_sockaddr){ at, *at };
		step = *at ? (*at + round - 1) & ~(round - 1) : round;
		at += step < left ? step : left; /* the last one may come without its padding */
	}
	return 1;
}

/* The part of a sockaddr from `at` on, `size` bytes of it, with zeros where it ends before. */
static void take(struct rtsock_sockaddr s, size_t at, void *to, size_t size)
{
	size_t have = s.size > at ? s.size - at : 0;

	if (have >= size) {
		memcpy(to, s.at + at, size);
		return;
	}
	memcpy(to, s.at + at, have);
	memset((uint8_t *)to + have, 0, size - have);
}

static uint32_t take32(const struct rtsock_message *m, struct rtsock_sockaddr s, size_t at)
{
	uint32_t v;

	take(s, at, &v, sizeof(v));
	return m->swap ? __builtin_bswap32(v) : v;
}

/* sockaddr_in6: 8 address · 24 scope u32; link-local ones may have it in bytes 2 and 3 instead */
static enum family take_inet6(const struct rtsock_message *m, struct rtsock_sockaddr s,
			      struct addr *a)
{
	a->family = FAMILY_INET6;
	a->size = 16;
	take(s, 8, a->bytes, 16);
	a->scope = take32(m, s, 24);
	if (addr_is_scoped(a) && (a->bytes[2] || a->bytes[3])) {
		a->scope = (uint32_t)(a->bytes[2] << 8 | a->bytes[3]);
		a->bytes[2] = a->bytes[3] = 0;
	}
	return FAMILY_INET6;
}

/*
 * sockaddr_dl: 2 index u16 · 4 type · 5 name length · 6 address length · 7 selector length
 * 8 name, address. It may be as short as 8 bytes, or 56.
 */
static enum family take_link(const struct rtsock_message *m, struct rtsock_sockaddr s,
			     struct addr *a)
{
	uint8_t head[8];
	uint16_t index;

	take(s, 0, head, sizeof(head));
	memcpy(&index, head + 2, 2);
	a->family = FAMILY_LINK;
	a->scope = m->swap ? __builtin_bswap16(index) : index;
	a->link_type = head[4];
	a->named = head[5] != 0;
	a->size = head[6];
	if (a->size > ADDR_MAX || (a->size && 8u + head[5] + head[6] > s.size))
		a->size = 0;
	take(s, 8u + head[5], a->bytes, a->size);
	return FAMILY_LINK;
}

enum family rtsock_addr(const struct rtsock_message *m, struct rtsock_sockaddr s, struct addr *a)
{
	memset(a, 0, sizeof(*a));
	if (!s.at || s.size < 2)
		return FAMILY_NONE;
	if (s.at[1] == AF_INET_ && s.size >= 8) {
		a->family = FAMILY_INET;
		a->size = 4;
		memcpy(a->bytes, s.at + 4, 4);
		return FAMILY_INET;
	}
	if (s.at[1] == AF_INET_) {
		a->family = FAMILY_INET;
		a->size = 4;
		take(s, 4, a->bytes, 4);
		return FAMILY_INET;
	}
	if (s.at[1] == m->layout->af_inet6)
		return take_inet6(m, s, a);
	if (s.at[1] == AF_LINK_)
		return take_link(m, s, a);
	if (m->layout->af_mpls && s.at[1] == m->layout->af_mpls) {
		a->family = FAMILY_MPLS;
		a->size = 4;
		take(s, 4, a->bytes, 4);
		return FAMILY_MPLS;
	}
	return FAMILY_NONE;
}

void rtsock_link_name(const struct rtsock_message *m, struct rtsock_sockaddr s,
		      char ret_name[IFACE_NAME_MAX])
{
	uint8_t head[8];
	size_t size;

	(void)m;
	memset(ret_name, 0, IFACE_NAME_MAX);
	if (!s.at)
		return;
	take(s, 0, head, sizeof(head));
	size = head[1] == AF_LINK_ && 8u + head[5] <= s.size ? head[5] : 0;
	memcpy(ret_name, s.at + 8, size < IFACE_NAME_MAX ? size : IFACE_NAME_MAX - 1);
}

/* Bits up to the last one that is set. */
static unsigned last_bit(const uint8_t *bytes, unsigned size)
{
	while (size && !bytes[size - 1])
		size--;
	return size ? 8 * size - (unsigned)__builtin_ctz(bytes[size - 1]) : 0;
}

static bool is_contiguous(const uint8_t *bytes, unsigned bits)
{
	for (unsigned i = 0; i < bits / 8; i++)
		if (bytes[i] != 0xff)
			return false;
	return !(bits % 8) || bytes[bits / 8] == (uint8_t)(0xff00 >> bits % 8);
}

static uint32_t host_order(uint32_t be)
{
	struct bytes b = bytes_of(&be, sizeof(be), false);

	return bytes_be32(&b);
}

bool rtsock_mask(struct rtsock_sockaddr s, enum family family, uint8_t *ret_bits,
		 struct addr *ret_mask)
{
	struct addr mask = { .family = (uint8_t)family };
	unsigned bits;
	uint32_t host;

	if (family == FAMILY_INET && s.size >= 8) { /* most of them */
		memcpy(&host, s.at + 4, 4);
		host = host_order(host);
		if (!(~host & (~host + 1))) {
			*ret_bits = host ? (uint8_t)(32 - __builtin_ctz(host)) : 0;
			return false;
		}
	}
	mask.size = family == FAMILY_INET6 ? 16 : 4;
	take(s, family == FAMILY_INET6 ? 8 : 4, mask.bytes, mask.size);
	bits = last_bit(mask.bytes, mask.size);
	*ret_bits = (uint8_t)bits;
	if (is_contiguous(mask.bytes, bits))
		return false;
	*ret_mask = mask;
	return true;
}

uint64_t rtsock_flags(uint64_t bits, const uint8_t *table)
{
	uint64_t flags = 0;

	for (bits &= UINT32_MAX; bits; bits &= bits - 1) {
		unsigned flag = table[__builtin_ctzll(bits)];

		if (flag)
			flags |= UINT64_C(1) << (flag - 1);
	}
	return flags;
}
