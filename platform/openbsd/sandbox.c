/* SPDX-License-Identifier: ISC */
/*
 * pledge(2): what is open can be read and written, and routing tables looked at; the broker asks what is beyond
 * that. No file can be opened without a promise, and none is to be seen should one ever be added.
 */
#include <errno.h>
#include <unistd.h>

#include "platform/platform.h"

int platform_sandbox(bool processes, struct err *err)
{
#ifndef RC_NO_SANDBOX
	if (unveil("/", "") < 0 || unveil(NULL, NULL) < 0)
		return err_system(err, errno, "unveil");
	if (pledge("stdio route", NULL) < 0)
		return err_system(err, errno, "pledge");
#endif
	(void)processes;
	(void)err;
	return 0;
}
