/* SPDX-License-Identifier: ISC */
/*
 * arp_packet: packets of ARP (RFC 826; probes and announcements as RFC 5227 has them) and of neighbour
 * discovery (RFC 4861, solicitations and advertisements) out of frames, as a capture holds them.
 */
#ifndef RC_WIRE_ARP_PACKET_H
#define RC_WIRE_ARP_PACKET_H

#include "lib/base/bytes.h"
#include "lib/model/claim.h"

/* What a frame begins with: the numbers are those of pcap files (LINKTYPE_). */
enum arp_link {
	ARP_LINK_ETHERNET = 1,
	ARP_LINK_COOKED = 113,	/* Linux: all interfaces at once */
	ARP_LINK_COOKED2 = 276, /* the same with the interface's number */
};

/*
 * 1 and what it says (without its time); 0: a frame of something else; -EBADMSG: one of these that is cut
 * short or broken; -EPROTONOSUPPORT: a link type that is not known here.
 */
int arp_packet_decode(struct bytes frame, unsigned link_type, struct claim *ret_claim);

#endif
