/* SPDX-License-Identifier: ISC */
/* families: the address families of a command line, in the order they were asked for. */
#ifndef RC_CMD_FAMILIES_H
#define RC_CMD_FAMILIES_H

#include "lib/base/err.h"
#include "lib/model/addr.h"

enum { FAMILIES_MAX = 8 };

struct families {
	enum family family[FAMILIES_MAX];
	unsigned count;
};

/* Add one, also again: a table that is asked for twice is listed twice. */
void families_add(struct families *families, enum family family);
bool families_has(const struct families *families, enum family family);

/*
 * Add those of a list ("inet,inet6"). -EAFNOSUPPORT for a family that exists and has no table here,
 * -EINVAL for one that does not exist, both with the reason.
 */
int families_parse(struct families *families, const char *list, struct err *err);

#endif
