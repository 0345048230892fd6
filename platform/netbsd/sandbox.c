/* SPDX-License-Identifier: ISC */
#include "platform/platform.h"

/* NetBSD has no way for a process to give up rights that it has. */
int platform_sandbox(struct err *err)
{
	(void)err;
	return 0;
}
