/* SPDX-License-Identifier: ISC */
#include "lib/wire/proc.h"

#include <errno.h>
#include <string.h>

enum { FLAG_ALL_SEEN = 1 };

void proc_encode_socket(uint64_t inode, uint32_t fd, uint8_t *to)
{
	memcpy(to, &inode, sizeof(inode));
	memcpy(to + 8, &fd, sizeof(fd));
	memset(to + 12, 0, 4);
}

size_t proc_encode(const struct proc *p, uint32_t sockets, const struct proc_text texts[PROC_TEXTS],
		   uint8_t *to)
{
	const uint32_t numbers[4] = { p->pid, p->error, p->uid, p->all_seen ? FLAG_ALL_SEEN : 0 };
	size_t at = PROC_HEAD + (size_t)PROC_SOCKET * sockets;

	memcpy(to, numbers, sizeof(numbers));
	for (unsigned i = 0; i < PROC_TEXTS; i++) {
		memcpy(to + 16 + 2 * i, &texts[i].size, 2);
		if (texts[i].size)
			memcpy(to + at, texts[i].data, texts[i].size);
		at += texts[i].size;
	}
	memcpy(to + 24, &sockets, sizeof(sockets));
	memset(to + 28, 0, 4);
	return at;
}

int proc_decode(struct bytes b, struct proc *p, struct bytes *ret_sockets)
{
	struct bytes text[PROC_TEXTS];
	uint16_t size[PROC_TEXTS];
	uint32_t flags, count;

	memset(p, 0, sizeof(*p));
	p->pid = bytes_u32(&b);
	p->error = bytes_u32(&b);
	p->uid = bytes_u32(&b);
	flags = bytes_u32(&b);
	for (unsigned i = 0; i < PROC_TEXTS; i++)
		size[i] = bytes_u16(&b);
	count = bytes_u32(&b);
	bytes_skip(&b, 4);
	if (b.bad || count > bytes_left(&b) / PROC_SOCKET)
		return -EBADMSG;
	*ret_sockets = bytes_sub(&b, (size_t)PROC_SOCKET * count);
	for (unsigned i = 0; i < PROC_TEXTS; i++)
		text[i] = bytes_sub(&b, size[i]);
	if (b.bad || bytes_left(&b))
		return -EBADMSG;
	p->all_seen = flags & FLAG_ALL_SEEN;
	p->has = PROC_BIT(PROC_PID) | PROC_BIT(PROC_UID);
	proc_set_command(p, (const char *)text[1].at, size[1], (const char *)text[0].at, size[0]);
	proc_set_cgroup(p, (const char *)text[2].at, size[2]);
	proc_set_context(p, (const char *)text[3].at, size[3]);
	return 1;
}

int proc_decode_socket(struct bytes *sockets, struct proc_socket *s)
{
	if (!bytes_left(sockets))
		return 0;
	s->inode = bytes_u64(sockets);
	s->fd = bytes_u32(sockets);
	bytes_skip(sockets, 4);
	return 1;
}
