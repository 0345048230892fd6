/* SPDX-License-Identifier: ISC */
/* Routing tables by name: the well-known ones, and those that iproute2's rt_tables lists. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/model/route.h"

/* Each holds a file rt_tables, and a folder rt_tables.d of files *.conf. What the host says comes first. */
static const char *const folders[] = { "/etc/iproute2", "/usr/share/iproute2", "/usr/lib/iproute2" };

/* A line of the file: NUMBER NAME, decimal or 0x…; '#' begins a comment. */
static bool read_line(const char *line, uint32_t *ret_number, char ret_name[64])
{
	unsigned number;

	if (sscanf(line, " 0%*1[xX]%x %63s", &number, ret_name) != 2 &&
	    sscanf(line, " %u %63s", &number, ret_name) != 2)
		return false;
	*ret_number = number;
	return number && ret_name[0] != '#';
}

static bool find_in_file(const char *path, const char *name, uint32_t *ret_table)
{
	FILE *file = fopen(path, "re");
	char line[256], word[64];
	uint32_t number = 0;
	bool found = false, begins = true;

	while (file && !found && fgets(line, sizeof(line), file)) {
		found = begins && read_line(line, &number, word) && strcmp(word, name) == 0;
		begins = strchr(line, '\n');
	}
	if (file)
		fclose(file);
	if (found)
		*ret_table = number;
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
