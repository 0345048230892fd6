/* SPDX-License-Identifier: ISC */
#include "lib/model/proc.h"

#include <string.h>

static void copy(char *to, size_t room, const char *from, size_t size)
{
	size = size < room ? size : room - 1;
	memcpy(to, from, size);
	to[size] = '\0';
}

static const char *behind_last(const char *from, size_t size, char c)
{
	while (size && from[size - 1] != c)
		size--;
	return from + size;
}

void proc_set_command(struct proc *p, const char *arguments, size_t size, const char *comm,
		      size_t comm_size)
{
	size_t first, n;

	while (size && !arguments[size - 1])
		size--;
	if (!size) {
		copy(p->name, sizeof(p->name), comm, strnlen(comm, comm_size));
		p->has |= p->name[0] ? PROC_BIT(PROC_NAME) : 0;
		return;
	}
	first = strnlen(arguments, size);
	if (arguments[0] == '/') {
		const char *name = behind_last(arguments, first, '/');

		copy(p->name, sizeof(p->name), name, (size_t)(arguments + first - name));
	} else {
		copy(p->name, sizeof(p->name), arguments, first);
	}
	copy(p->command, sizeof(p->command), arguments, size);
	n = size < sizeof(p->command) ? size : sizeof(p->command) - 1;
	for (size_t i = 0; i < n; i++)
		if (!p->command[i])
			p->command[i] = ' ';
	p->has |= PROC_BIT(PROC_NAME) | PROC_BIT(PROC_COMMAND);
}

static bool ends_in(const char *text, size_t size, const char *end)
{
	size_t n = strlen(end);

	return size > n && memcmp(text + size - n, end, n) == 0;
}

static bool is_unit(const char *part, size_t size)
{
	static const char *const ends[] = { ".service", ".scope", ".socket", ".mount", ".swap" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_in(part, size, ends[i]))
			return true;
	return false;
}

static bool is_long_hex(const char *part, size_t size)
{
	return size == 64 && strspn(part, "0123456789abcdef") >= 64;
}

/* The part of a path that is a container's, without what its manager has put around the name. */
static bool find_container(const char *part, size_t size, const char *before, size_t before_size,
			   const char **ret_name, size_t *ret_size)
{
	static const char *const heads[] = { "docker-",	     "cri-containerd-", "crio-", "libpod-",
					     "lxc.payload.", "machine-" };
	size_t end = ends_in(part, size, ".scope") ? size - strlen(".scope") : size;

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t n = strlen(heads[i]);

		if (end > n && memcmp(part, heads[i], n) == 0) {
			*ret_name = part + n;
			*ret_size = end - n;
			return true;
		}
	}
	if (is_long_hex(part, size) || (before_size == 3 && memcmp(before, "lxc", 3) == 0)) {
		*ret_name = part;
		*ret_size = size;
		return true;
	}
	return false;
}

void proc_set_cgroup(struct proc *p, const char *path, size_t size)
{
	const char *before = path, *name;
	size_t before_size = 0, length;

	copy(p->cgroup, sizeof(p->cgroup), path, size);
	p->has |= p->cgroup[0] ? PROC_BIT(PROC_CGROUP) : 0;
	for (size_t at = 0; at < size;) {
		const char *part = path + at, *slash = memchr(part, '/', size - at);
		size_t n = slash ? (size_t)(slash - part) : size - at;

		if (is_unit(part, n)) {
			copy(p->unit, sizeof(p->unit), part, n);
			p->has |= PROC_BIT(PROC_UNIT);
		}
		if (n && find_container(part, n, before, before_size, &name, &length)) {
			copy(p->container, sizeof(p->container), name, length);
			p->has |= PROC_BIT(PROC_CONTAINER);
		}
		before = part;
		before_size = n;
		at += n + 1;
	}
}

void proc_set_context(struct proc *p, const char *context, size_t size)
{
	size = strnlen(context, size);
	while (size && context[size - 1] == '\n')
		size--;
	copy(p->context, sizeof(p->context), context, size);
	p->has |= p->context[0] ? PROC_BIT(PROC_CONTEXT) : 0;
}
