/* SPDX-License-Identifier: ISC */
/* Texts under /proc; the first byte says which. */
#include "lib/model/frame.h"
#include "lib/model/origin.h"
#include "show.h"

static const char *const keys[] = {
	"net/ipv6_route", "net/route", "net/arp", "net/dev", "net/snmp", "net/netstat", "net/snmp6",
	"sys/net/ipv4/route/mtu_expires", "sys/net/ipv4/neigh/default/base_reachable_time_ms", "net/nothing",
};

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct origin origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };
	struct frame frame = { .question = 1, .kind = FRAME_FILE, .origin = &origin };

	if (!size)
		return 0;
	frame.key = keys[data[0] % KEYS];
	frame.data = data + 1;
	frame.size = size - 1;
	show_frame(&frame);
	return 0;
}
