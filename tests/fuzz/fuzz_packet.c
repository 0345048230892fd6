/* SPDX-License-Identifier: ISC */
/* Frames off a network. The first byte says what they begin with. */
#include <stdlib.h>

#include "lib/model/claim.h"
#include "lib/wire/arp_packet.h"
#include "show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned links[] = { ARP_LINK_ETHERNET, ARP_LINK_COOKED, ARP_LINK_COOKED2, 0 };
	struct claim claim;
	int e;

	if (!size)
		return 0;
	e = arp_packet_decode(bytes_of(data + 1, size - 1, false), links[data[0] & 3], &claim);
	if (e > 1 || (e == 1 && (claim.kind >= CLAIM_KINDS || claim.station.size > ADDR_MAX ||
				 (claim_binds(&claim) && !claim.station.size))))
		abort();
	return 0;
}
