/* SPDX-License-Identifier: ISC */
/* The first column of every table where rows of several network namespaces are listed. */
#include <string.h>

#include "lib/view/view.h"

enum { NETNS_WIDTH = 15 };

void cell_netns(struct out *out, const struct view_context *c)
{
	size_t start = out->used, length;

	if (!c->netns)
		return;
	out_name(out, c->netns, strlen(c->netns));
	length = out->used - start;
	out_spaces(out, length < NETNS_WIDTH ? NETNS_WIDTH + 1 - length : 1);
}

static void text(struct out *out, const struct view_context *c, const void *record)
{
	(void)record;
	cell_netns(out, c);
}

const struct column view_netns = { .head = "Netns", .width = NETNS_WIDTH + 1, .text = text };
