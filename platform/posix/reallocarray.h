/* SPDX-License-Identifier: ISC */
/* reallocarray: realloc of `count` members that refuses a product which does not fit, for systems that have none. */
#ifndef RC_PLATFORM_POSIX_REALLOCARRAY_H
#define RC_PLATFORM_POSIX_REALLOCARRAY_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#define reallocarray realloc_members

static inline void *realloc_members(void *memory, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(memory, count * size);
}

#endif
