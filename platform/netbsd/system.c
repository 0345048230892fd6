/* SPDX-License-Identifier: ISC */
#include <errno.h>

#include "platform/platform.h"

enum origin_system platform_system(void)
{
	return SYSTEM_NETBSD;
}

int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden,
			struct err *err)
{
	(void)ret_spaces;
	(void)ret_count;
	(void)ret_hidden;
	return err_set(err, EOPNOTSUPP, "NetBSD has no network namespaces");
}
