/* SPDX-License-Identifier: ISC */
/* rtnetlink messages of Linux and FreeBSD, in either byte order (the first byte says which). */
#include "lib/model/frame.h"
#include "lib/model/origin.h"
#include "show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct origin origin = { .word = 64, .hz = 100, .release = "6.18.0" };
	struct frame frame = { .question = 1, .kind = FRAME_NETLINK, .origin = &origin, .key = "" };

	if (!size)
		return 0;
	origin.swap = data[0] & 1;
	origin.system = data[0] & 2 ? SYSTEM_FREEBSD : SYSTEM_LINUX;
	frame.data = data + 1;
	frame.size = size - 1;
	show_frame(&frame);
	return 0;
}
