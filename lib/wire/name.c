/* SPDX-License-Identifier: ISC */
#include "lib/wire/name.h"

#include <errno.h>
#include <string.h>

size_t name_encode(const struct name *name, uint8_t *to)
{
	const struct addr *a = &name->query.addr;
	size_t size = a->size <= ADDR_MAX ? a->size : ADDR_MAX;

	to[0] = a->family;
	to[1] = name->query.kind;
	to[2] = name->found;
	to[3] = (uint8_t)size;
	memcpy(to + 4, a->bytes, size);
	memcpy(to + 4 + size, name->text, name->size);
	return 4 + size + name->size;
}

int name_decode(struct bytes b, struct name *ret_name)
{
	struct name *n = ret_name;
	struct addr *a = &n->query.addr;
	uint8_t found;

	memset(n, 0, sizeof(*n));
	a->family = bytes_u8(&b);
	n->query.kind = bytes_u8(&b);
	found = bytes_u8(&b);
	a->size = bytes_u8(&b);
	if (b.bad || a->size > ADDR_MAX || found > 1)
		return -EBADMSG;
	n->found = found;
	bytes_copy(&b, a->bytes, a->size);
	if (b.bad || !name_query_is_valid(&n->query) || bytes_left(&b) > NAME_MAX_SIZE)
		return -EBADMSG;
	n->size = (uint8_t)bytes_left(&b);
	bytes_copy(&b, n->text, n->size);
	return 1;
}
