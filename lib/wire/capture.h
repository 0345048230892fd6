/* SPDX-License-Identifier: ISC */
/*
 * capture: one packet of a capture file, encoder and decoder. routeclone-capture(5) has the
 * format to the byte; the files themselves (pcap, link type NETLINK, 253) are platform/replay's.
 *
 * A packet begins with the cooked header, always in network order:
 *
 *	0 packet type u16 (0 came in, 4 went out) · 2 ARPHRD u16 (824) · 4 zero, 10 bytes
 *	14 family u16
 *
 * Behind it, in the byte order of the origin: in family 0 rtnetlink messages, in family 4 those of
 * sock_diag and in family 12 those of netfilter, as the kernel has them; in family 2 (reserved for user space) exactly one message of our own:
 *
 *	0 length u32 · 4 type u16 · 6 flags u16 · 8 question u32 · 12 zero u32
 *	16 key, NUL, up to three zeros that pad it to a multiple of 4 · then bytes up to the length
 *
 * All functions are pure. Nothing outside of the packet is read.
 */
#ifndef RC_WIRE_CAPTURE_H
#define RC_WIRE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/err.h"
#include "lib/model/frame.h"
#include "lib/model/origin.h"

struct out;

enum capture_type {
	CAPTURE_RTNETLINK = 0, /* family 0: whole rtnetlink messages */
	CAPTURE_DIAG = 4,      /* family 4: whole messages of sock_diag */
	CAPTURE_CONNTRACK = 12, /* family 12: those of netfilter */
	CAPTURE_ORIGIN = 16,   /* family 2 from here on; first in the file, once */
	CAPTURE_QUESTION,      /* key: the text of question_write */
	CAPTURE_END,	       /* of the answer; key: the reason, bytes: the error's name */
	CAPTURE_SYSCTL,
	CAPTURE_RTSOCK,
	CAPTURE_FILE,
	CAPTURE_PROC,
	CAPTURE_NAME,
	CAPTURE_ND,
	CAPTURE_TYPE_LAST = CAPTURE_ND
};

enum capture_flag {
	CAPTURE_CONTINUED = 0x002, /* the bytes go on in the next packet (NLM_F_MULTI's place) */
	CAPTURE_MORE = 0x100,	   /* FRAME_MORE */
	CAPTURE_REFUSED = 0x200,   /* END: the question was refused, no answer had begun */
};

enum {
	CAPTURE_LINK_TYPE = 253,
	CAPTURE_COOKED = 16,
	CAPTURE_PACKET_MAX = 262144, /* libpcap's limit (MAXIMUM_SNAPLEN) */
	CAPTURE_KEY_MAX = 1023,
	CAPTURE_HEAD_MAX = CAPTURE_COOKED + 16 + CAPTURE_KEY_MAX + 1,
	CAPTURE_OBJECT_MAX = 64 * 1024 * 1024, /* of one frame, all its packets together */
};

struct capture_packet {
	enum capture_type type;
	bool request;	   /* it went out */
	bool cut;	   /* the caller's: the file says that the packet was longer once */
	uint16_t flags;	   /* enum capture_flag; 0 for RTNETLINK and DIAG */
	uint32_t question; /* 0 for these: the question is that of the last QUESTION */
	const char *key;   /* NUL-terminated, in the packet; "" for these */
	const uint8_t *data;
	size_t size;
};

/*
 * The head of a packet into `to` (CAPTURE_HEAD_MAX bytes): `packet->data` belongs behind it.
 * Returns the length of the head, or 0 where the key is too long for a packet.
 */
size_t capture_encode_head(const struct capture_packet *packet, bool swap, uint8_t *to);

/*
 * Read a packet; `ret_packet->cut` is read, the rest is set. Lengths of rtnetlink messages are
 * checked to the last (in a cut packet that one may be incomplete). 1, or -EBADMSG with the
 * reason.
 */
int capture_decode(const void *data, size_t size, bool swap, struct capture_packet *ret_packet,
		   struct err *err);

struct capture_origin {
	struct origin origin;
	int64_t wall_ms;   /* -1: the file does not say */
	int64_t uptime_ms; /* likewise */
};

/* The text of an ORIGIN: that of origin_write, then wall=MS and uptime=MS. Its key is this word. */
#define CAPTURE_ORIGIN_KEY "routeclone"
void capture_origin_write(struct out *out, const struct capture_origin *origin);

/*
 * Read the first packet of a file, whose byte order nothing has told yet: it is the one in which
 * the length fits, and the text must say the same. 1, or -EBADMSG with the reason.
 */
int capture_decode_origin(const void *data, size_t size, struct capture_origin *ret_origin,
			  struct err *err);

/* FRAME_NETLINK is CAPTURE_RTNETLINK and so on; 0 and FRAME_NONE for those that are no pair. */
enum capture_type capture_type_of(enum frame_kind kind);
enum frame_kind capture_kind_of(enum capture_type type);

/*
 * Errors travel by name, because their numbers differ between systems: "" for 0, "ENOENT". A number
 * without a name here is written as "EIO", a name that is not known is read as EIO.
 */
const char *capture_error_name(int number);
int capture_error_find(const void *name, size_t size);

#endif
