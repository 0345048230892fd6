/* SPDX-License-Identifier: ISC */
/* Routing tables by name: the well-known ones, and those that iproute2's rt_tables lists. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/model/route.h"

/* Each holds a file rt_tables, and a folder rt_tables.d of files *.conf. The host's own comes first. */
static const char *const folders[] = { "/etc/iproute2", "/usr/share/iproute2",
				       "/usr/lib/iproute2" };

/* A line is NUMBER NAME, decimal or 0x…, and what follows is not read; '#' begins a comment. */
static bool is_line_of(const char *line, const char *name, uint32_t *ret_table)
{
	size_t size = strlen(name);
	unsigned long long number;
	char *end;

	line += strspn(line, " \t");
	if (*line < '0' || *line > '9')
		return false;
	number = strtoull(line, &end, line[0] == '0' && (line[1] | 32) == 'x' ? 16 : 10);
	line = end + strspn(end, " \t");
	if (!size || line == end || *line == '#' || strcspn(line, " \t\n") != size ||
	    memcmp(line, name, size) != 0 || !number || number > UINT32_MAX)
		return false;
	*ret_table = (uint32_t)number;
	return true;
}

static bool find_in_file(const char *path, const char *name, uint32_t *ret_table)
{
	FILE *file = fopen(path, "re");
	size_t room = 0;
	char *line = NULL;
	bool found = false;

	while (file && !found && getline(&line, &room, file) > 0)
		found = is_line_of(line, name, ret_table);
	free(line);
	if (file)
		fclose(file);
	return found;
}

static bool find_in_folder(const char *folder, const char *name, uint32_t *ret_table)
{
	char path[PATH_MAX];
	struct dirent *entry;
	bool found;
	DIR *more;

	snprintf(path, sizeof(path), "%s/rt_tables", folder);
	found = find_in_file(path, name, ret_table);
	snprintf(path, sizeof(path), "%s/rt_tables.d", folder);
	more = found ? NULL : opendir(path);
	while (more && !found && (entry = readdir(more))) {
		size_t size = strlen(entry->d_name);

		if (size < 6 || entry->d_name[0] == '.' ||
		    strcmp(entry->d_name + size - 5, ".conf") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/rt_tables.d/%s", folder, entry->d_name);
		found = find_in_file(path, name, ret_table);
	}
	if (more)
		closedir(more);
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
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (find_in_folder(folders[i], name, ret_table))
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
