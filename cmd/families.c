/* SPDX-License-Identifier: ISC */
#include "cmd/families.h"

#include <errno.h>
#include <string.h>

/* Names that the old programs know. FAMILY_NONE: known, and without a table on the systems of today. */
static const struct {
	char name[12];
	uint8_t family;
} names[] = {
	{ "inet", FAMILY_INET },   { "ip", FAMILY_INET },     { "inet6", FAMILY_INET6 },
	{ "unix", FAMILY_NONE },   { "ax25", FAMILY_NONE },   { "ipx", FAMILY_NONE },
	{ "netrom", FAMILY_NONE }, { "rose", FAMILY_NONE },   { "ddp", FAMILY_NONE },
	{ "x25", FAMILY_NONE },	   { "econet", FAMILY_NONE }, { "ash", FAMILY_NONE },
	{ "bluetooth", FAMILY_NONE }, { "irda", FAMILY_NONE },
};

void families_add(struct families *f, enum family family)
{
	if (f->count < FAMILIES_MAX)
		f->family[f->count++] = family;
}

bool families_has(const struct families *f, enum family family)
{
	for (unsigned i = 0; i < f->count; i++)
		if (f->family[i] == family)
			return true;
	return false;
}

static int add_name(struct families *f, const char *name, size_t size, struct err *err)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) != size || strncmp(names[i].name, name, size) != 0)
			continue;
		if (names[i].family == FAMILY_NONE)
			return err_set(err, EAFNOSUPPORT, "No routing for address family `%s'.",
				       names[i].name);
		families_add(f, (enum family)names[i].family);
		return 0;
	}
	return err_set(err, EINVAL, "Unknown address family `%.*s'.", (int)size, name);
}

int families_parse(struct families *f, const char *list, struct err *err)
{
	for (;;) {
		size_t size = strcspn(list, ",");
		int e = add_name(f, list, size, err);

		if (e < 0)
			return e;
		if (!list[size])
			return 0;
		list += size + 1;
	}
}
