/* SPDX-License-Identifier: ISC */
/* claim: what arp --watch tells of a packet, and of what is wrong. A line each. */
#ifndef RC_VIEW_CLAIM_H
#define RC_VIEW_CLAIM_H

#include "lib/model/claim.h"
#include "lib/view/view.h"

/* What is told of a packet besides itself. */
struct claim_warning {
	const struct claim *claim;
	const struct claim_before *before;
	bool gateway; /* it is the address of a gateway */
};

/* `stamp`, and a space, stand before all. */
void claim_write(struct out *out, const struct view_context *context, const char *stamp,
		 const struct claim *claim);
void claim_warn(struct out *out, const struct view_context *context, const char *stamp,
		const struct claim_warning *warning);

/* The same as a JSON object, and the end of the line. */
void claim_json(struct out *out, const struct view_context *context, const struct claim *claim);
void claim_json_warn(struct out *out, const struct view_context *context,
		     const struct claim_warning *warning);

#endif
