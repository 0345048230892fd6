/* SPDX-License-Identifier: ISC */
/*
 * route get as macOS' route prints it (network_cmds, route.tproj: words and widths only). Behind the last
 * value stands no blank.
 */
#include "lib/view/bsd.h"
#include "lib/view/get.h"

static const struct get_flag flags[] = {
	{ RFLAG_UP, "UP" },	      { RFLAG_GATEWAY, "GATEWAY" }, { RFLAG_HOST, "HOST" },
	{ RFLAG_REJECT, "REJECT" },   { RFLAG_DYNAMIC, "DYNAMIC" }, { RFLAG_MODIFIED, "MODIFIED" },
	{ RFLAG_DONE, "DONE" },	      { RFLAG_CLONING, "CLONING" }, { RFLAG_XRESOLVE, "XRESOLVE" },
	{ RFLAG_LLINFO, "LLINFO" },   { RFLAG_STATIC, "STATIC" },
	{ RFLAG_BLACKHOLE, "BLACKHOLE" }, { RFLAG_PROTO2, "PROTO2" }, { RFLAG_PROTO1, "PROTO1" },
	{ RFLAG_PRCLONING, "PRCLONING" }, { RFLAG_CLONED, "WASCLONED" },
	{ RFLAG_PROTO3, "PROTO3" },   { RFLAG_PINNED, "PINNED" },   { RFLAG_LOCAL, "LOCAL" },
	{ RFLAG_BROADCAST, "BROADCAST" }, { RFLAG_MULTICAST, "MULTICAST" },
	{ RFLAG_IFSCOPE, "IFSCOPE" }, { RFLAG_CONDEMNED, "CONDEMNED" }, { RFLAG_IFREF, "IFREF" },
	{ RFLAG_PROXY, "PROXY" },     { RFLAG_ROUTER, "ROUTER" },   { RFLAG_GLOBAL, "GLOBAL" },
};

void get_macos_flags(struct out *out, uint64_t bits)
{
	get_flags(out, bits, flags, sizeof(flags) / sizeof(flags[0]));
}

void get_macos(struct out *out, const struct view_context *c, const struct get *g)
{
	const struct route *r = &g->route;

	get_begin(out, c, g);
	if (r->ifindex) {
		get_label(out, "interface");
		cell_device(out, c, r->ifindex);
		out_char(out, '\n');
	}
	get_label(out, "flags");
	get_macos_flags(out, bsd_flags(c, r));
	out_char(out, '\n');
	get_values(out, r);
	if (out->used >= 2 && out->buffer[out->used - 2] == ' ')
		out->buffer[--out->used - 1] = '\n';
}
