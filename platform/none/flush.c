/* SPDX-License-Identifier: ISC */
/* Systems whose cloned routes stand in the table, where they are deleted as others are. */
#include <errno.h>

#include "platform/platform.h"

int platform_flush_clones(struct err *err)
{
	return err_set(err, EOPNOTSUPP, "this system's clones are routes of the table");
}
