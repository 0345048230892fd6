/* SPDX-License-Identifier: ISC */
/* iface: one network interface with its counters, and one address of an interface. Plain values. */
#ifndef RC_MODEL_IFACE_H
#define RC_MODEL_IFACE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/addr.h"

enum iface_field {
#define IFACE(id, member, key, kind, unit, meaning) IFACE_##id,
#include "lib/model/fields.def"
#undef IFACE
	IFACE_FIELDS
};

enum ifaddr_field {
#define IFADDR(id, member, key, kind, unit, meaning) IFADDR_##id,
#include "lib/model/fields.def"
#undef IFADDR
	IFADDR_FIELDS
};

#define IFACE_BIT(field) (UINT64_C(1) << (field))
#define IFADDR_BIT(field) (UINT64_C(1) << (field))

enum { IFACE_NAME_MAX = 16 }; /* with the final NUL, on every system */

enum iface_flag {
	IFLAG_UP,
	IFLAG_BROADCAST,
	IFLAG_DEBUG,
	IFLAG_LOOPBACK,
	IFLAG_POINTOPOINT,
	IFLAG_NOTRAILERS,
	IFLAG_RUNNING,
	IFLAG_NOARP,
	IFLAG_PROMISC,
	IFLAG_ALLMULTI,
	IFLAG_MASTER,
	IFLAG_SLAVE,
	IFLAG_MULTICAST,
	IFLAG_PORTSEL,
	IFLAG_AUTOMEDIA,
	IFLAG_DYNAMIC,
	IFLAG_LOWER_UP,
	IFLAG_DORMANT,
	IFLAG_ECHO,
	IFLAG_OACTIVE, /* BSD */
	IFLAG_SIMPLEX,
	IFLAG_LINK0,
	IFLAG_LINK1,
	IFLAG_LINK2,
	IFLAG_COUNT
};

#define IFLAG_BIT(flag) (UINT32_C(1) << (flag))

enum ifaddr_flag {
	AFLAG_SECONDARY,
	AFLAG_NODAD,
	AFLAG_OPTIMISTIC,
	AFLAG_DADFAILED,
	AFLAG_HOMEADDRESS,
	AFLAG_DEPRECATED,
	AFLAG_TENTATIVE,
	AFLAG_PERMANENT,
	AFLAG_MANAGETEMP,
	AFLAG_NOPREFIXROUTE,
	AFLAG_MCAUTOJOIN,
	AFLAG_STABLE_PRIVACY,
	AFLAG_MULTICAST, /* of a group that the interface has joined */
	AFLAG_COUNT
};

#define AFLAG_BIT(flag) (UINT32_C(1) << (flag))

struct iface {
	uint64_t has;
	uint32_t index;
	uint32_t flags; /* IFLAG_BIT */
	uint32_t kernel_flags; /* the same as the kernel numbers them (BSD) */
	uint32_t mtu;
	uint32_t metric;
	uint32_t queue;
	uint32_t master; /* index; 0 none */
	uint32_t table;	 /* of a VRF device */
	uint32_t lower;	 /* index; 0 none */
	uint16_t link_type; /* ARPHRD_ or IFT_ by origin */
	uint16_t irq;	    /* of the hardware's own: irq, dma, io_base, memory_* */
	uint8_t dma;
	uint8_t operstate;  /* RFC 2863 as the kernel numbers it: 0 unknown … 6 up */
	char name[IFACE_NAME_MAX]; /* as given, up to 15 bytes of anything, NUL-terminated */
	char kind[IFACE_NAME_MAX];
	struct addr address;
	struct addr broadcast;
	/* RX_FRAME and TX_CARRIER are sums, as the text of /proc/net/dev has them */
	uint64_t rx_packets, tx_packets, rx_bytes, tx_bytes;
	uint64_t rx_errors, tx_errors, rx_dropped, tx_dropped, rx_missed;
	uint64_t rx_fifo, tx_fifo, rx_frame, rx_compressed, tx_compressed, tx_carrier;
	uint64_t multicast, collisions, rx_nohandler;
	uint64_t speed, tx_multicast, noproto;
	uint64_t io_base, memory_start, memory_end;
};

struct ifaddr {
	uint64_t has;
	uint8_t family;
	uint8_t local_bits;
	uint8_t scope;
	uint32_t flags; /* AFLAG_BIT */
	uint32_t ifindex;
	uint32_t refs;
	uint64_t rx_packets, tx_packets, rx_bytes, tx_bytes;
	int64_t valid_ms;
	int64_t preferred_ms;
	char label[IFACE_NAME_MAX];
	struct addr local;
	struct addr peer;
	struct addr broadcast;
};

static inline bool iface_has(const struct iface *i, enum iface_field field)
{
	return i->has >> field & 1;
}

static inline bool iface_flag(const struct iface *i, enum iface_flag flag)
{
	return i->flags >> flag & 1;
}

/*
 * Order of names with numbers taken as numbers: eth2 before eth10 (as net-tools 2.10 sorts them: the
 * part before the last number, the number, the spelling, the number of an alias behind a colon).
 */
int iface_name_compare(const char *a, const char *b);

/*
 * The greater part of that order, made once a name: where iface_key_compare gives 0 the names decide.
 */
struct iface_key {
	uint64_t stem[2]; /* the part before the last number, as two numbers of eight bytes each */
	uint64_t number;
};

struct iface_key iface_key_of(const char *name);

static inline int iface_key_compare(const struct iface_key *a, const struct iface_key *b)
{
	if (a->stem[0] != b->stem[0])
		return a->stem[0] < b->stem[0] ? -1 : 1;
	if (a->stem[1] != b->stem[1])
		return a->stem[1] < b->stem[1] ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

const char *iface_flag_name(unsigned flag);
const char *iface_operstate_name(unsigned state);
const char *ifaddr_flag_name(unsigned flag);

#endif
