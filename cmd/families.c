/* SPDX-License-Identifier: ISC */
#include "cmd/families.h"

#include <errno.h>
#include <string.h>

enum { GNU = 1, BSD = 2, BOTH = 3 };

/*
 * Names that net-tools and the BSDs' netstat know; FAMILY_NONE: families without a table on the systems
 * of today.
 */
static const struct {
	char name[12];
	uint8_t family;
	uint8_t grammars;
	bool file; /* a routing table of its own was a file of the kernel's */
} names[] = {
	{ "inet", FAMILY_INET, BOTH, true },	 { "ip", FAMILY_INET, GNU, true },
	{ "tcpip", FAMILY_INET, GNU, true },	 { "inet6", FAMILY_INET6, BOTH, true },
	{ "link", FAMILY_LINK, BSD, false },	 { "mpls", FAMILY_MPLS, BOTH, false },
	{ "unix", FAMILY_NONE, BOTH, false },	 { "local", FAMILY_NONE, BSD, false },
	{ "pfkey", FAMILY_NONE, BSD, false },	 { "netgraph", FAMILY_NONE, BSD, false },
	{ "ng", FAMILY_NONE, BSD, false },	 { "arp", FAMILY_NONE, BSD, false },
	{ "encap", FAMILY_NONE, BSD, false },	 { "atalk", FAMILY_NONE, BSD, false },
	{ "ax25", FAMILY_NONE, GNU, true },	 { "ipx", FAMILY_NONE, GNU, true },
	{ "netrom", FAMILY_NONE, GNU, true },	 { "rose", FAMILY_NONE, GNU, true },
	{ "ddp", FAMILY_NONE, GNU, true },	 { "x25", FAMILY_NONE, GNU, true },
	{ "econet", FAMILY_NONE, GNU, false },	 { "ash", FAMILY_NONE, GNU, false },
	{ "bluetooth", FAMILY_NONE, GNU, false },
};

_Static_assert(sizeof(names) / sizeof(names[0]) <= 32, "a bit each");

bool families_lacks(const struct families *f, const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (f->lacks >> i & 1 && strcmp(names[i].name, name) == 0)
			return true;
	return false;
}

int families_add(struct families *f, enum family family, struct err *err)
{
	if (f->count == FAMILIES_MAX)
		return err_set(err, E2BIG, "more than %d address families", FAMILIES_MAX);
	f->family[f->count++] = family;
	return 0;
}

bool families_has(const struct families *f, enum family family)
{
	for (unsigned i = 0; i < f->count; i++)
		if (f->family[i] == family)
			return true;
	return false;
}

static int add_name(struct families *f, const char *name, size_t size, bool gnu, struct err *err)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) != size || strncmp(names[i].name, name, size) != 0 ||
		    !(names[i].grammars & (gnu ? GNU : BSD)))
			continue;
		if (names[i].family != FAMILY_NONE)
			return families_add(f, (enum family)names[i].family, err);
		f->lacks |= UINT32_C(1) << i;
		f->local = f->local || strcmp(names[i].name, "unix") == 0 ||
			   strcmp(names[i].name, "local") == 0;
		if (!f->lacking) {
			f->lacking = names[i].name;
			f->lacking_file = names[i].file;
		}
		return 0;
	}
	return err_set(err, EINVAL, "Unknown address family `%.*s'.", (int)size, name);
}

int families_parse(struct families *f, const char *list, bool gnu, struct err *err)
{
	for (;;) {
		size_t size = strcspn(list, ",");
		int e = add_name(f, list, size, gnu, err);

		if (e < 0)
			return e;
		if (!list[size])
			return 0;
		list += size + 1;
	}
}

int families_check(const struct families *f, struct err *err)
{
	if (!f->lacking)
		return 0;
	if (f->lacking_file)
		return err_set(err, ENOENT, "%s: this kernel has no such routing table", f->lacking);
	return err_set(err, EAFNOSUPPORT, "No routing for address family `%s'.", f->lacking);
}
