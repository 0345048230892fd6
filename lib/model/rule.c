/* SPDX-License-Identifier: ISC */
#include "lib/model/rule.h"

#include <stddef.h>

static const char *const actions[ACTION_COUNT] = {
	[ACTION_LOOKUP] = "lookup",
	[ACTION_GOTO] = "goto",
	[ACTION_NOP] = "nop",
	[ACTION_BLACKHOLE] = "blackhole",
	[ACTION_UNREACHABLE] = "unreachable",
	[ACTION_PROHIBIT] = "prohibit",
};

const char *rule_action_name(unsigned action)
{
	return action < ACTION_COUNT ? actions[action] : NULL;
}
