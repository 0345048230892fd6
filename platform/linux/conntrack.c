/* SPDX-License-Identifier: ISC */
/* The dump request of ctnetlink. Its module is loaded by the request, where it is none of the kernel's own. */
#include <string.h>

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <sys/socket.h>

#include "platform/linux/linux.h"
#include "platform/linux/message.h"

int conntrack_build(uint32_t sequence, void *buffer)
{
	struct nlmsghdr *h;
	struct nfgenmsg *m;

	memset(buffer, 0, REQUEST_MAX);
	h = message_begin(buffer, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET, sequence);
	m = message_room(h, sizeof(*m));
	m->nfgen_family = AF_UNSPEC;
	m->version = NFNETLINK_V0;
	return (int)h->nlmsg_len;
}
