/* SPDX-License-Identifier: ISC */
#include "cmd/sock_sort.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/model/procs.h"

/* What rows are compared by; the order in which they came goes last. */
struct item {
	uint64_t number;
	uint64_t place;
	char text[32]; /* behind the number, bytes of anything */
};

typedef void key_fn(const struct sock *s, const struct procs *procs, struct item *key);

#define NUMBER_KEY(name, member) \
	static void name(const struct sock *s, const struct procs *procs, struct item *key) \
	{ \
		(void)procs; \
		key->number = (uint64_t)(s->member); \
	}

NUMBER_KEY(by_protocol, protocol)
NUMBER_KEY(by_recv_queue, recv_queue)
NUMBER_KEY(by_send_queue, send_queue)
NUMBER_KEY(by_local_port, local_port)
NUMBER_KEY(by_remote_port, remote_port)
NUMBER_KEY(by_state, state)
NUMBER_KEY(by_uid, uid)
NUMBER_KEY(by_inode, inode)
NUMBER_KEY(by_timer, timer_ms)
NUMBER_KEY(by_drops, drops)

static void put_end(const struct addr *a, uint32_t port, struct item *key)
{
	key->number = a->family;
	memcpy(key->text, a->bytes, 16);
	for (unsigned i = 0; i < 4; i++)
		key->text[16 + i] = (char)(port >> 8 * (3 - i));
}

static void by_local(const struct sock *s, const struct procs *procs, struct item *key)
{
	(void)procs;
	put_end(&s->local, s->local_port, key);
}

static void by_remote(const struct sock *s, const struct procs *procs, struct item *key)
{
	(void)procs;
	put_end(&s->remote, s->remote_port, key);
}

static void by_pid(const struct sock *s, const struct procs *procs, struct item *key)
{
	uint32_t holder = procs ? procs_first(procs, s->inode) : 0;

	key->number = holder ? procs_pid(procs, holder) : 0;
}

static void put_text(const char *text, struct item *key)
{
	memcpy(key->text, text, strnlen(text, sizeof(key->text)));
}

static void by_program(const struct sock *s, const struct procs *procs, struct item *key)
{
	uint32_t holder = procs ? procs_first(procs, s->inode) : 0;

	if (holder)
		put_text(procs_name(procs, holder), key);
}

static void by_path(const struct sock *s, const struct procs *procs, struct item *key)
{
	(void)procs;
	put_text(s->path, key);
}

/* Headings of the table and keys of JSON. */
static const struct {
	char name[16];
	bool processes;
	key_fn *key;
} fields[] = {
	{ "protocol", false, by_protocol }, { "proto", false, by_protocol },
	{ "recv_queue", false, by_recv_queue }, { "recv-q", false, by_recv_queue },
	{ "send_queue", false, by_send_queue }, { "send-q", false, by_send_queue },
	{ "local", false, by_local },	    { "remote", false, by_remote },
	{ "foreign", false, by_remote },    { "local_port", false, by_local_port },
	{ "remote_port", false, by_remote_port }, { "state", false, by_state },
	{ "user", false, by_uid },	    { "uid", false, by_uid },
	{ "inode", false, by_inode },	    { "timer", false, by_timer },
	{ "drops", false, by_drops },	    { "path", false, by_path },
	{ "pid", true, by_pid },	    { "program", true, by_program },
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

int sock_sort_parse(struct sock_sort *sort, const char *name, struct err *err)
{
	char list[300] = "";

	sort->down = *name == '-';
	name += sort->down;
	for (unsigned i = 0; i < FIELDS; i++) {
		if (strcmp(fields[i].name, name) == 0) {
			sort->field = i + 1;
			return 0;
		}
		strncat(list, i ? ", " : "", sizeof(list) - strlen(list) - 1);
		strncat(list, fields[i].name, sizeof(list) - strlen(list) - 1);
	}
	return err_set(err, EINVAL, "--sort %s: no such field; there are %s", name, list);
}

bool sock_sort_needs_processes(const struct sock_sort *sort)
{
	return sort->field && fields[sort->field - 1].processes;
}

static size_t size_of(bool whole)
{
	return sizeof(struct item) + (whole ? sizeof(struct sock) : offsetof(struct sock, congestion));
}

int sock_sort_add(struct sock_sort *sort, const struct sock *s, bool whole)
{
	struct item key = { .place = sort->count };

	sort->size = size_of(whole);
	if (sort->count == SOCK_SORT_LIMIT)
		return -E2BIG;
	if (sort->count == sort->room) {
		size_t room = sort->room ? 2 * sort->room : 64;
		char *items = reallocarray(sort->items, room, sort->size);

		if (!items)
			return -ENOMEM;
		sort->items = items;
		sort->room = room;
	}
	fields[sort->field - 1].key(s, sort->procs, &key);
	memcpy(sort->items + sort->size * sort->count, &key, sizeof(key));
	memcpy(sort->items + sort->size * sort->count + sizeof(key), s, sort->size - sizeof(key));
	sort->count++;
	return 0;
}

static int compare(const void *left, const void *right)
{
	struct item a, b;
	int order;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	if (a.number != b.number)
		return a.number < b.number ? -1 : 1;
	order = memcmp(a.text, b.text, sizeof(a.text));
	return order ? order : a.place < b.place ? -1 : a.place > b.place;
}

void sock_sort_order(struct sock_sort *sort)
{
	if (sort->count)
		qsort(sort->items, sort->count, sort->size, compare);
}

void sock_sort_get(const struct sock_sort *sort, size_t place, struct sock *ret_sock)
{
	size_t at = sort->down ? sort->count - 1 - place : place;

	memset(ret_sock, 0, sizeof(*ret_sock));
	memcpy(ret_sock, sort->items + sort->size * at + sizeof(struct item),
	       sort->size - sizeof(struct item));
}

void sock_sort_clear(struct sock_sort *sort)
{
	sort->count = 0;
}

void sock_sort_free(struct sock_sort *sort)
{
	free(sort->items);
	sort->items = NULL;
	sort->count = sort->room = 0;
}
