/* SPDX-License-Identifier: ISC */
/*
 * claim: what a packet of ARP (RFC 826) or of neighbour discovery (RFC 4861) says of who has an address, and
 * who has said so before. An address that two stations claim is a conflict (RFC 5227).
 */
#ifndef RC_MODEL_CLAIM_H
#define RC_MODEL_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/addr.h"

enum claim_kind {
	CLAIM_OTHER,	    /* an operation that is not known: `operation` */
	CLAIM_REQUEST,	    /* who has the target? */
	CLAIM_REPLY,	    /* the sender has its address */
	CLAIM_ANNOUNCEMENT, /* the same, without having been asked (gratuitous) */
	CLAIM_PROBE,	    /* may I have the target? */
	CLAIM_SOLICITATION, /* IPv6's request */
	CLAIM_ADVERTISEMENT, /* … and its reply */
	CLAIM_KINDS
};

enum { CLAIM_NO_VLAN = 0xffff };

/* A packet. An address of no bytes was not in it. */
struct claim {
	int64_t time_ms;
	uint8_t kind; /* enum claim_kind */
	uint16_t operation; /* ARP's number */
	uint16_t vlan;	    /* CLAIM_NO_VLAN: untagged */
	uint32_t ifindex;   /* 0: the packet does not tell */
	bool router, solicited, override; /* of an advertisement */
	struct addr source;  /* the station that sent the frame */
	struct addr address; /* who speaks */
	struct addr station; /* … and its station, as the packet itself says */
	struct addr target;  /* who is asked for, or answered */
};

/* "request", "reply" …. Never NULL. */
const char *claim_kind_name(unsigned kind);

/* Does it say that `address` is at `station`? */
bool claim_binds(const struct claim *claim);

/*
 * Who has claimed what. Bounded: CLAIMS_MAX addresses, the one that was heard of least recently makes room.
 */
enum { CLAIMS_MAX = 16384 };

struct claims;

struct claims *claims_new(void); /* NULL where there is no memory */
void claims_free(struct claims *claims);

enum claim_news {
	CLAIM_KNOWN,	/* nothing new */
	CLAIM_NEW,	/* the first that is heard of the address */
	CLAIM_CONFLICT, /* another station had it until then */
};

/* The station that had it before, and when it was heard last; only with CLAIM_CONFLICT. */
struct claim_before {
	struct addr station;
	int64_t time_ms;
};

enum claim_news claims_hear(struct claims *claims, const struct claim *claim,
			    struct claim_before *ret_before);

#endif
