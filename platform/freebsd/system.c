/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "platform/freebsd/jail.h"
#include "platform/platform.h"

enum origin_system platform_system(void)
{
	return SYSTEM_FREEBSD;
}

int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden,
			struct err *err)
{
	*ret_hidden = 0;
	return jail_list(ret_spaces, ret_count, err);
}
