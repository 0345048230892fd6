/* SPDX-License-Identifier: ISC */
/*
 * Routing messages of the BSDs and macOS. The first byte says whose: system (2 bits), word size, byte order
 * and release (2 bits); the second which answer they are of.
 */
#include <string.h>

#include "lib/model/frame.h"
#include "lib/model/origin.h"
#include "lib/wire/rtsock.h"
#include "show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const releases[] = { "14.1", "7.7", "7.99.21", "11.0" };
	struct origin origin = { .hz = 100 };
	struct frame frame = { .question = 1, .kind = FRAME_RTSOCK, .origin = &origin, .key = "" };
	unsigned answer;

	if (size < 2)
		return 0;
	origin.system = (uint8_t)(SYSTEM_FREEBSD + (data[0] & 3));
	origin.word = data[0] & 4 ? 32 : 64;
	origin.swap = origin.big_endian = data[0] & 8;
	strcpy(origin.release, releases[data[0] >> 4 & 3]);
	answer = data[1] % ANSWER_COUNT;
	if (answer != ANSWER_SOCKET) {
		frame.kind = FRAME_SYSCTL;
		frame.key = rtsock_answer_key((enum rtsock_answer)answer);
	}
	frame.data = data + 2;
	frame.size = size - 2;
	show_frame(&frame);
	return 0;
}
