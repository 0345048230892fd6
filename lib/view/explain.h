/* SPDX-License-Identifier: ISC */
/* explain: the chain of `route get --explain`, a line for each link, the same in every dialect. */
#ifndef RC_VIEW_EXPLAIN_H
#define RC_VIEW_EXPLAIN_H

#include "lib/model/explanation.h"
#include "lib/view/view.h"

void explain_write(struct out *out, const struct view_context *context,
		   const struct explanation *explanation);

#endif
