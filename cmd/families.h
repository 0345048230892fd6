/* SPDX-License-Identifier: ISC */
/* families: the address families of a command line, in the order they were asked for. */
#ifndef RC_CMD_FAMILIES_H
#define RC_CMD_FAMILIES_H

#include "lib/base/err.h"
#include "lib/model/addr.h"

enum { FAMILIES_MAX = 64 };

struct families {
	enum family family[FAMILIES_MAX];
	unsigned count;
	const char *lacking; /* the first that exists and has no table here; NULL: none */
	bool local;	     /* UNIX sockets were asked for */
	uint32_t lacks;	     /* all of these, by their places in a table: families_lacks */
	bool lacking_file;   /* the kernels of its day had one */
};

/* Was a family of that name asked for, which has no table? */
bool families_lacks(const struct families *families, const char *name);

/* Add one, also again: a table that is asked for twice is listed twice. -E2BIG: too many. */
int families_add(struct families *families, enum family family, struct err *err);
bool families_has(const struct families *families, enum family family);

/*
 * Add those of a list ("inet,inet6"), by net-tools' names (`gnu`) or the BSDs'. -EINVAL for one that does
 * not exist, with the reason.
 */
int families_parse(struct families *families, const char *list, bool gnu, struct err *err);

/*
 * Have all of them a table? -EAFNOSUPPORT for a family that never has one, -ENOENT for one whose table
 * this kernel does not have, both with the reason.
 */
int families_check(const struct families *families, struct err *err);

#endif
