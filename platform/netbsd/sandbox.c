/* SPDX-License-Identifier: ISC */
#include "platform/platform.h"

/* NetBSD has no way for a process to give up rights that it has. */
int platform_sandbox(bool processes, struct err *err)
{
	(void)processes;
	(void)err;
	return 0;
}
