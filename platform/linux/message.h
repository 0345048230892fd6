/* SPDX-License-Identifier: ISC */
/*
 * message: a request of netlink(7) in the making, in a buffer that was cleared. The callers know that it
 * fits. These few lines are all that a dump request takes; to load a library for them cost a tenth of the
 * time in which an empty program starts and ends.
 */
#ifndef RC_PLATFORM_LINUX_MESSAGE_H
#define RC_PLATFORM_LINUX_MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux/netlink.h>

/* A dump request that is nothing but its header yet. */
static inline struct nlmsghdr *message_begin(void *buffer, uint16_t type, uint32_t sequence)
{
	struct nlmsghdr *h = buffer;

	h->nlmsg_len = NLMSG_HDRLEN;
	h->nlmsg_type = type;
	h->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	h->nlmsg_seq = sequence;
	return h;
}

/* The next `size` bytes of it: the fixed part behind the header. */
static inline void *message_room(struct nlmsghdr *h, size_t size)
{
	void *room = (char *)h + h->nlmsg_len;

	h->nlmsg_len += (uint32_t)NLMSG_ALIGN(size);
	return room;
}

static inline void message_u32(struct nlmsghdr *h, uint16_t type, uint32_t value)
{
	struct nlattr *a = message_room(h, NLA_HDRLEN + sizeof(value));

	a->nla_len = NLA_HDRLEN + sizeof(value);
	a->nla_type = type;
	memcpy((char *)a + NLA_HDRLEN, &value, sizeof(value));
}

#endif
