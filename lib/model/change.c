/* SPDX-License-Identifier: ISC */
#include "lib/model/change.h"

static const char *const verbs[CHANGE_VERBS] = {
	[CHANGE_ADD] = "add",	      [CHANGE_PREPEND] = "prepend", [CHANGE_APPEND] = "append",
	[CHANGE_REPLACE] = "replace", [CHANGE_CHANGE] = "change",   [CHANGE_DELETE] = "delete",
};

static const char *const whats[CHANGE_WHATS] = {
	[CHANGE_ROUTE] = "route",
	[CHANGE_NEIGH] = "neighbour",
	[CHANGE_PROXY] = "proxy neighbour",
	[CHANGE_NEXTHOP] = "next-hop object",
};

const char *change_verb_name(enum change_verb verb)
{
	return (unsigned)verb < CHANGE_VERBS ? verbs[verb] : NULL;
}

const char *change_what_name(enum change_what what)
{
	return (unsigned)what < CHANGE_WHATS ? whats[what] : NULL;
}

/* net-tools' "mtu" is the segment size; the path MTU needs a word of its own. */
const char *change_metric_word(unsigned metric)
{
	return metric == METRIC_MTU	 ? "pmtu" :
	       metric == METRIC_HOPLIMIT ? "hoplimit" :
					   metric_name(metric);
}
