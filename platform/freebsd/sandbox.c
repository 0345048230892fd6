/* SPDX-License-Identifier: ISC */
/*
 * Capability mode, capsicum(4): what is open stays, nothing is opened, and of sysctls only few can be read; the
 * broker asks the others. A kernel that was built without it has no such mode.
 */
#include <errno.h>
#include <sys/capsicum.h>

#include "platform/platform.h"

int platform_sandbox(bool processes, struct err *err)
{
#ifndef RC_NO_SANDBOX
	if (cap_enter() < 0 && errno != ENOSYS)
		return err_system(err, errno, "capability mode");
#endif
	(void)processes;
	(void)err;
	return 0;
}
