/* SPDX-License-Identifier: ISC */
#include "platform/rtsock/fetch.h"

#include <errno.h>
#include <stdlib.h>

#include "platform/rtsock/broker.h"

/* The slack is for what is added between the two calls; FreeBSD and NetBSD put some on top of their own. */
enum { TRIES = 10, SLACK = 4096, SLACK_SHARE = 8 };

static const size_t room_max = SIZE_MAX / 4;

static int call(const struct rtsock_kernel *kernel, struct broker *broker,
		const struct rtsock_target *t, void *to, size_t *size)
{
	if (broker)
		return broker_read(broker, t, to, size);
	return t->name ? kernel->read_name(t->name, to, size) :
			 kernel->read_mib(t->mib, t->count, to, size);
}

/* What was in it is not kept. */
static int make_room(struct rtsock_buffer *b, size_t room)
{
	if (b->room >= room)
		return 0;
	if (room > room_max)
		return -ENOMEM;
	free(b->data);
	b->data = malloc(room);
	b->room = b->data ? room : 0;
	return b->data ? 0 : -ENOMEM;
}

/* 1: all of it is there; 0: it grew. */
static int try_once(const struct rtsock_kernel *kernel, struct broker *broker,
		    const struct rtsock_target *t, struct rtsock_buffer *b, size_t at_least)
{
	size_t size = 0, room;
	int e = call(kernel, broker, t, NULL, &size);

	b->used = 0;
	if (e < 0 || !size)
		return e < 0 ? e : 1;
	if (size > room_max / 2)
		return -ENOMEM;
	room = size + size / SLACK_SHARE + SLACK;
	e = make_room(b, room > at_least ? room : at_least);
	if (e < 0)
		return e;
	size = b->room;
	e = call(kernel, broker, t, b->data, &size);
	if (e == -ENOMEM)
		return 0;
	if (e < 0)
		return e;
	if (size > b->room)
		return -EBADMSG;
	b->used = size;
	return 1;
}

int fetch(const struct rtsock_kernel *kernel, struct broker *broker, const struct rtsock_target *t,
	  struct rtsock_buffer *b, struct err *err)
{
	size_t at_least = 0;

	for (int i = 0; i < TRIES; i++) {
		int done = try_once(kernel, broker, t, b, at_least);

		if (done < 0)
			return err_system(err, -done, "%s", t->key);
		if (done)
			return 0;
		at_least = b->room < room_max / 2 ? 2 * b->room : room_max;
	}
	return err_set(err, EBUSY, "%s: it grew faster than it could be read", t->key);
}
