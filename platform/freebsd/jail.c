/* SPDX-License-Identifier: ISC */
#include "platform/freebsd/jail.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/jail.h>
#include <sys/uio.h>

#include "lib/base/number.h"
#include "platform/platform.h"

enum { NUMBER_MAX = 999999, JAILS_MAX = 65536, PARAMETERS_MAX = 5 };

/* Names and values, in turn, as jail_get(2) takes them. */
struct parameters {
	struct iovec part[2 * PARAMETERS_MAX];
	unsigned count;
	char reason[200];
};

/* The kernel's interface has no const; it writes to values, never to names. */
static void add(struct parameters *p, const char *name, void *value, size_t size)
{
	union {
		const char *text;
		void *base;
	} key = { .text = name };

	p->part[p->count++] = (struct iovec){ .iov_base = key.base, .iov_len = strlen(name) + 1 };
	p->part[p->count++] = (struct iovec){ .iov_base = value, .iov_len = size };
}

static int get(struct parameters *p)
{
	int id;

	p->reason[0] = '\0';
	add(p, "errmsg", p->reason, sizeof(p->reason));
	id = jail_get(p->part, p->count, 0);
	return id < 0 ? -errno : id;
}

static int find(const char *name)
{
	struct parameters p = { .count = 0 };
	char copy[MAXHOSTNAMELEN];
	uint64_t number;
	int id;

	if (number_parse(name, NUMBER_MAX, &number) == 0) {
		id = (int)number;
		add(&p, "jid", &id, sizeof(id));
		return get(&p);
	}
	if (!*name || strlen(name) >= sizeof(copy))
		return -ENOENT;
	memcpy(copy, name, strlen(name) + 1);
	add(&p, "name", copy, strlen(copy) + 1);
	return get(&p);
}

int jail_enter(const char *name, struct err *err)
{
	int id = find(name);

	if (id == -ENOENT)
		return err_set(err, ENOENT, "%s: no such jail", name);
	if (id < 0)
		return err_system(err, -id, "jail %s", name);
	if (jail_attach(id) < 0)
		return err_system(err, errno, "jail %s", name);
	return 0;
}

struct list {
	struct namespace *spaces;
	size_t count, room;
};

static int keep(struct list *l, const char *name)
{
	if (l->count == l->room) {
		size_t room = l->room ? 2 * l->room : 16;
		struct namespace *spaces;

		if (room > JAILS_MAX)
			return -E2BIG;
		spaces = realloc(l->spaces, room * sizeof(*spaces));
		if (!spaces)
			return -ENOMEM;
		l->spaces = spaces;
		l->room = room;
	}
	memset(&l->spaces[l->count], 0, sizeof(*l->spaces));
	memcpy(l->spaces[l->count++].label, name, strlen(name) + 1);
	return 0;
}

/*
 * The jail behind number `last`: its own number, 0 behind the last one. A kernel without such stacks does not know
 * the parameter (EINVAL): it has no jail to list.
 */
static int next_jail(struct list *l, int last)
{
	struct parameters p = { .count = 0 };
	char name[sizeof(l->spaces->label)] = "";
	int id, vnet = JAIL_SYS_INHERIT, e;

	add(&p, "lastjid", &last, sizeof(last));
	add(&p, "name", name, sizeof(name));
	add(&p, "vnet", &vnet, sizeof(vnet));
	id = get(&p);
	if (id < 0)
		return id == -ENOENT || id == -EINVAL ? 0 : id;
	name[sizeof(name) - 1] = '\0';
	e = vnet == JAIL_SYS_NEW ? keep(l, name) : 0;
	return e < 0 ? e : id;
}

int jail_list(struct namespace **ret_spaces, size_t *ret_count, struct err *err)
{
	struct list l = { .count = 0 };
	int id = 0;

	do
		id = next_jail(&l, id);
	while (id > 0);
	if (id == 0 && !l.spaces) /* none: still something to be freed */
		id = keep(&l, "") < 0 ? -ENOMEM : 0;
	if (id < 0) {
		free(l.spaces);
		return err_system(err, -id, "jails");
	}
	*ret_count = l.spaces[0].label[0] ? l.count : 0;
	*ret_spaces = l.spaces;
	return 0;
}
