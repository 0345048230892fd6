/* SPDX-License-Identifier: ISC */
/*
 * Network namespaces of the host: those that ip-netns(8) keeps by name in /run/netns, and those that
 * only processes hold, found by /proc/PID/ns/net. Each is listed once, by its inode: by its first name,
 * else by the lowest number of a process in it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/number.h"
#include "platform/platform.h"

enum { NAMESPACES_MAX = 65536 };

struct found {
	struct namespace space;
	uint64_t pid; /* 0: it has a name */
	dev_t dev;
	ino_t inode;
};

struct list {
	struct found *items;
	size_t count, room;
};

static bool is_known(const struct list *l, const struct stat *s)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].inode == s->st_ino && l->items[i].dev == s->st_dev)
			return true;
	return false;
}

static int add(struct list *l, const char *label, uint64_t pid, const struct stat *s)
{
	if (is_known(l, s) || strlen(label) >= sizeof(l->items->space.label))
		return 0;
	if (l->count == l->room) {
		size_t room = l->room ? 2 * l->room : 16;
		struct found *items;

		if (room > NAMESPACES_MAX)
			return -E2BIG;
		items = reallocarray(l->items, room, sizeof(*items));
		if (!items)
			return -ENOMEM;
		l->items = items;
		l->room = room;
	}
	l->items[l->count] = (struct found){ .pid = pid, .dev = s->st_dev, .inode = s->st_ino };
	strcpy(l->items[l->count++].space.label, label);
	return 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int compare_pids(const struct dirent **a, const struct dirent **b)
{
	unsigned long long x = strtoull((*a)->d_name, NULL, 10), y = strtoull((*b)->d_name, NULL, 10);

	return x < y ? -1 : x > y;
}

static int is_visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static int is_process(const struct dirent *d)
{
	uint64_t pid;

	return number_parse(d->d_name, INT32_MAX, &pid) == 0 && pid;
}

/* A process that has ended and waits for its parent is in no namespace, and not hidden either. */
static bool is_ended(const char *pid)
{
	char path[300], text[512];
	const char *name_end = NULL;
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return true;
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	name_end = strrchr(text, ')');
	return !name_end || (name_end[1] == ' ' && strchr("ZX", name_end[2]));
}

/* What stands in a folder, in order, each seen by `path` (with one %s). */
static int scan(struct list *l, const char *folder, const char *after, bool processes,
		size_t *ret_hidden)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, processes ? is_process : is_visible,
			processes ? compare_pids : compare_names), e = 0;

	for (int i = 0; i < n; i++) {
		char path[600];
		uint64_t pid = 0;
		struct stat s;

		if (processes)
			number_parse(entries[i]->d_name, INT32_MAX, &pid);
		snprintf(path, sizeof(path), "%s/%s%s", folder, entries[i]->d_name, after);
		if (e < 0)
			;
		else if (stat(path, &s) == 0)
			e = add(l, entries[i]->d_name, pid, &s);
		else if ((errno == EACCES || errno == EPERM) &&
			 !(processes && is_ended(entries[i]->d_name)))
			++*ret_hidden;
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n < 0 && processes ? -errno : e;
}

int platform_namespaces(struct namespace **ret_spaces, size_t *ret_count, size_t *ret_hidden,
			struct err *err)
{
	struct list l = { .count = 0 };
	size_t hidden = 0;
	struct namespace *spaces;
	int e = scan(&l, "/run/netns", "", false, &hidden);

	if (e == 0)
		e = scan(&l, "/proc", "/ns/net", true, &hidden);
	spaces = e == 0 ? calloc(l.count ? l.count : 1, sizeof(*spaces)) : NULL;
	for (size_t i = 0; spaces && i < l.count; i++)
		spaces[i] = l.items[i].space;
	free(l.items);
	if (!spaces)
		return err_system(err, e ? -e : ENOMEM, "network namespaces");
	*ret_spaces = spaces;
	*ret_count = l.count;
	*ret_hidden = hidden;
	return 0;
}
