/* SPDX-License-Identifier: ISC */
#include "lib/model/procs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Places in the text; 0 is the empty one. */
struct entry {
	uint32_t has, pid, uid;
	uint32_t name, command, cgroup, context;
};

/* A socket of a process. `next` holds the same hash. Holders are numbered from 1. */
struct holder {
	uint64_t inode;
	uint32_t entry, fd, next;
};

struct procs {
	struct entry *entries;
	size_t entry_count, entry_room;
	struct holder *holders;
	size_t holder_count, holder_room;
	uint32_t *slots;	 /* first holder of each hash; as many as there is room for holders */
	char *text;
	size_t text_size, text_room;
	size_t hidden, gone, contexts;
	uint32_t user;
	bool all_seen;
};

struct procs *procs_new(void)
{
	return calloc(1, sizeof(struct procs));
}

void procs_free(struct procs *p)
{
	if (!p)
		return;
	free(p->entries);
	free(p->holders);
	free(p->slots);
	free(p->text);
	free(p);
}

void procs_clear(struct procs *p)
{
	p->entry_count = p->holder_count = p->text_size = p->hidden = p->gone = p->contexts = 0;
	if (p->slots)
		memset(p->slots, 0, p->holder_room * sizeof(*p->slots));
}

/* Room for one more of `size` bytes; the count doubles. */
static int grow(void *array, size_t *room, size_t needed, size_t first, size_t size)
{
	size_t more = *room ? *room : first;
	void *old, *bigger;

	if (needed <= *room)
		return 0;
	while (more < needed)
		more *= 2;
	memcpy(&old, array, sizeof(old));
	bigger = reallocarray(old, more, size);
	if (!bigger)
		return -ENOMEM;
	memcpy(array, &bigger, sizeof(bigger));
	*room = more;
	return 0;
}

static int add_text(struct procs *p, const char *text, uint32_t *ret_at)
{
	size_t n = strlen(text) + 1, at = p->text_size ? p->text_size : 1;

	*ret_at = 0;
	if (n == 1 && p->text_size)
		return 0;
	if (at + n > PROCS_TEXT)
		return -E2BIG;
	if (grow(&p->text, &p->text_room, at + n, 4096, 1) < 0)
		return -ENOMEM;
	p->text[0] = '\0';
	p->text_size = at;
	if (n == 1)
		return 0;
	memcpy(p->text + at, text, n);
	p->text_size = at + n;
	*ret_at = (uint32_t)at;
	return 0;
}

int procs_add(struct procs *p, const struct proc *proc)
{
	struct entry e = { .has = proc->has, .pid = proc->pid, .uid = proc->uid };
	int failed;

	if (!proc->pid) {
		p->user = proc->uid;
		p->all_seen = proc->all_seen;
		return 0;
	}
	if (proc->error) {
		*(proc->error == PROC_GONE ? &p->gone : &p->hidden) += 1;
		return 0;
	}
	if (p->entry_count == PROCS_LIMIT)
		return -E2BIG;
	failed = add_text(p, proc->name, &e.name);
	if (failed == 0)
		failed = add_text(p, proc->command, &e.command);
	if (failed == 0)
		failed = add_text(p, proc->cgroup, &e.cgroup);
	if (failed == 0)
		failed = add_text(p, proc->context, &e.context);
	if (failed == 0)
		failed = grow(&p->entries, &p->entry_room, p->entry_count + 1, 64, sizeof(e));
	if (failed < 0)
		return failed;
	p->contexts += strchr(proc->context, ':') != NULL;
	p->entries[p->entry_count++] = e;
	return 0;
}

static size_t slot_of(const struct procs *p, uint64_t inode)
{
	return (size_t)(inode * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (p->holder_room - 1);
}

/* At the end of its chain, so that the first process stays the first. */
static void link_holder(struct procs *p, uint32_t number)
{
	uint32_t *at = &p->slots[slot_of(p, p->holders[number - 1].inode)];

	p->holders[number - 1].next = 0;
	while (*at)
		at = &p->holders[*at - 1].next;
	*at = number;
}

/* The room is a power of two; with it the table of slots grows, and all are put in anew. */
static int grow_holders(struct procs *p)
{
	uint32_t *slots;
	int e;

	if (p->holder_count < p->holder_room)
		return 0;
	if (p->holder_count == PROCS_LIMIT)
		return -E2BIG;
	e = grow(&p->holders, &p->holder_room, p->holder_count + 1, 1024, sizeof(*p->holders));
	if (e < 0)
		return e;
	slots = calloc(p->holder_room, sizeof(*slots));
	if (!slots) {
		p->holder_room = p->holder_count; /* the slots are as many as before */
		return -ENOMEM;
	}
	free(p->slots);
	p->slots = slots;
	for (size_t i = 0; i < p->holder_count; i++)
		link_holder(p, (uint32_t)i + 1);
	return 0;
}

int procs_add_socket(struct procs *p, uint64_t inode, uint32_t fd)
{
	uint32_t entry = (uint32_t)p->entry_count - 1;
	int e;

	if (!p->entry_count)
		return 0;
	/* one of several descriptors of the same socket */
	for (uint32_t h = procs_first(p, inode); h; h = procs_next(p, h))
		if (p->holders[h - 1].entry == entry)
			return 0;
	e = grow_holders(p);
	if (e < 0)
		return e;
	p->holders[p->holder_count++] = (struct holder){ .inode = inode, .entry = entry, .fd = fd };
	link_holder(p, (uint32_t)p->holder_count);
	return 0;
}

static uint32_t find(const struct procs *p, uint32_t holder, uint64_t inode)
{
	while (holder && p->holders[holder - 1].inode != inode)
		holder = p->holders[holder - 1].next;
	return holder;
}

uint32_t procs_first(const struct procs *p, uint64_t inode)
{
	return p->holder_count && inode ? find(p, p->slots[slot_of(p, inode)], inode) : 0;
}

uint32_t procs_next(const struct procs *p, uint32_t holder)
{
	return find(p, p->holders[holder - 1].next, p->holders[holder - 1].inode);
}

static const struct entry *entry_of(const struct procs *p, uint32_t holder)
{
	return &p->entries[p->holders[holder - 1].entry];
}

uint32_t procs_pid(const struct procs *p, uint32_t holder)
{
	return entry_of(p, holder)->pid;
}

const char *procs_name(const struct procs *p, uint32_t holder)
{
	return p->text + entry_of(p, holder)->name;
}

const char *procs_context(const struct procs *p, uint32_t holder)
{
	return p->text + entry_of(p, holder)->context;
}

void procs_get(const struct procs *p, uint32_t holder, struct proc *ret_proc)
{
	const struct entry *e = entry_of(p, holder);
	const char *cgroup = p->text + e->cgroup;

	memset(ret_proc, 0, sizeof(*ret_proc));
	strcpy(ret_proc->name, p->text + e->name);
	strcpy(ret_proc->command, p->text + e->command);
	strcpy(ret_proc->context, p->text + e->context);
	proc_set_cgroup(ret_proc, cgroup, strlen(cgroup));
	ret_proc->pid = e->pid;
	ret_proc->uid = e->uid;
	ret_proc->fd = p->holders[holder - 1].fd;
	ret_proc->has = e->has | PROC_BIT(PROC_FD);
}

uint8_t procs_unheld(const struct procs *p, const struct sock *s)
{
	if (!s->inode)
		return UNHELD_KERNEL; /* closed by its process, or not accepted yet */
	if (p->user && sock_has(s, SOCK_UID) && s->uid != p->user)
		return UNHELD_OTHER_USER;
	if (p->hidden)
		return UNHELD_NO_PERMISSION;
	return p->all_seen ? UNHELD_KERNEL : UNHELD_OTHER_NAMESPACE;
}

size_t procs_hidden(const struct procs *p)
{
	return p->hidden;
}

size_t procs_seen(const struct procs *p)
{
	return p->entry_count;
}

size_t procs_gone(const struct procs *p)
{
	return p->gone;
}

uint32_t procs_user(const struct procs *p)
{
	return p->user;
}

bool procs_have_contexts(const struct procs *p)
{
	return p->contexts > 0;
}
