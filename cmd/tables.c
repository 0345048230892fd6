/* SPDX-License-Identifier: ISC */
/* Routing tables by name: the well-known ones, and those that iproute2's rt_tables lists. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/model/route.h"

static const char *const files[] = { "/etc/iproute2/rt_tables", "/usr/share/iproute2/rt_tables",
				     "/usr/lib/iproute2/rt_tables" };

/* A line of the file: NUMBER NAME, decimal or 0x…; '#' begins a comment. */
static bool read_line(const char *line, uint32_t *ret_number, char ret_name[64])
{
	unsigned number;

	if (sscanf(line, " 0%*1[xX]%x %63s", &number, ret_name) != 2 &&
	    sscanf(line, " %u %63s", &number, ret_name) != 2)
		return false;
	*ret_number = number;
	return ret_name[0] != '#';
}

static bool find_in_file(const char *path, const char *name, uint32_t *ret_table)
{
	FILE *file = fopen(path, "re");
	char line[256], word[64];
	uint32_t number = 0;
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = read_line(line, &number, word) && strcmp(word, name) == 0;
	if (file)
		fclose(file);
	if (found)
		*ret_table = number;
	return found;
}

int table_find(const char *name, uint32_t *ret_table, struct err *err)
{
	uint64_t number;

	if (strcmp(name, "all") == 0) {
		*ret_table = 0;
		return 0;
	}
	if (number_parse(name, UINT32_MAX, &number) == 0 && number) {
		*ret_table = (uint32_t)number;
		return 0;
	}
	for (uint32_t t = TABLE_DEFAULT; t <= TABLE_LOCAL; t++) {
		if (strcmp(name, route_table_name(t)) == 0) {
			*ret_table = t;
			return 0;
		}
	}
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (find_in_file(files[i], name, ret_table))
			return 0;
	return err_set(err, ENOENT, "%s: no such routing table", name);
}

const char *table_title(uint32_t table, char *room)
{
	const char *name = route_table_name(table);

	if (name)
		return name;
	snprintf(room, 16, "%u", table);
	return room;
}
