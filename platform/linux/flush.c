/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "platform/platform.h"

/* Any number but -1 would be a delay in seconds, where kernels still know one. */
int platform_flush_clones(struct err *err)
{
	static const char path[] = "/proc/sys/net/ipv4/route/flush";
	int fd = open(path, O_WRONLY | O_CLOEXEC), e = 0;

	if (fd < 0)
		return err_system(err, errno, "%s", path);
	if (write(fd, "-1\n", 3) != 3)
		e = err_system(err, errno, "%s", path);
	close(fd);
	return e;
}
