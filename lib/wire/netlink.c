/* SPDX-License-Identifier: ISC */
#include "lib/wire/netlink.h"

#include <errno.h>
#include <string.h>

enum { FLAG_CAPPED = 0x100, FLAG_ACK_TLVS = 0x200, ACK_TEXT = 1 };

static size_t pad4(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/*
 * NLMSG_ERROR: error i32, the offending header (16 bytes, and its body unless CAPPED), then attributes
 * where ACK_TLVS is set. NLMSG_DONE: error i32, then attributes.
 */
int netlink_errno(const struct netlink_message *message, char *ret_text, size_t text_size)
{
	struct bytes b = message->body;
	int32_t error = (int32_t)bytes_u32(&b);
	struct netlink_attr attr;

	if (text_size)
		ret_text[0] = '\0';
	if (b.bad)
		return message->type == NETLINK_DONE ? 0 : EBADMSG;
	if (message->type == NETLINK_ERROR) {
		uint32_t length = bytes_u32(&b);

		bytes_skip(&b, NETLINK_HEADER - 4);
		if (!(message->flags & FLAG_CAPPED) && length > NETLINK_HEADER)
			bytes_skip(&b, pad4(length) - NETLINK_HEADER);
	}
	while ((message->flags & FLAG_ACK_TLVS) && !b.bad && netlink_attr_next(&b, &attr) > 0) {
		size_t n = bytes_left(&attr.value);

		if (attr.type != ACK_TEXT || !text_size)
			continue;
		if (n >= text_size)
			n = text_size - 1;
		memcpy(ret_text, attr.value.at, n);
		ret_text[n] = '\0';
	}
	return error < 0 && error > -4096 ? -error : error ? EBADMSG : 0;
}

enum family netlink_family(const struct origin *origin, unsigned af)
{
	static const uint8_t inet6[SYSTEM_COUNT] = { [SYSTEM_LINUX] = 10, [SYSTEM_FREEBSD] = 28 };
	static const uint8_t mpls[SYSTEM_COUNT] = { [SYSTEM_LINUX] = 28 };

	if (af == 2)
		return FAMILY_INET;
	if (af && origin->system < SYSTEM_COUNT && af == inet6[origin->system])
		return FAMILY_INET6;
	if (af && origin->system < SYSTEM_COUNT && af == mpls[origin->system])
		return FAMILY_MPLS;
	return FAMILY_NONE;
}

int netlink_addr(struct bytes *value, enum family family, struct addr *ret_addr)
{
	size_t n = bytes_left(value);

	if ((family == FAMILY_INET && n != 4) || (family == FAMILY_INET6 && n != 16) ||
	    (family == FAMILY_MPLS && n % 4) || n > ADDR_MAX)
		return -EBADMSG;
	ret_addr->family = (uint8_t)family;
	ret_addr->size = (uint8_t)n;
	if (n == 4)
		memcpy(ret_addr->bytes, value->at, 4);
	else if (n == 16)
		memcpy(ret_addr->bytes, value->at, 16);
	else
		memcpy(ret_addr->bytes, value->at, n);
	return 0;
}

uint64_t netlink_hop_flags(uint32_t flags)
{
	static const struct {
		uint8_t bit, flag;
	} table[] = {
		{ 0x01, RFLAG_DEAD },	  { 0x02, RFLAG_PERVASIVE },  { 0x04, RFLAG_ONLINK },
		{ 0x08, RFLAG_OFFLOAD },  { 0x10, RFLAG_LINKDOWN },   { 0x20, RFLAG_UNRESOLVED },
		{ 0x40, RFLAG_TRAP },
	};
	uint64_t result = 0;

	if (!(flags & 0x7f))
		return 0;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (flags & table[i].bit)
			result |= RFLAG_BIT(table[i].flag);
	return result;
}
