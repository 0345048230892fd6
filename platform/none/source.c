/* SPDX-License-Identifier: ISC */
/*
 * A system with no backend yet: the template for a port. It answers nothing from the kernel and says
 * so; replays work.
 */
#include <errno.h>
#include <stdlib.h>

#include "platform/platform.h"

static int none_ask(struct source *source, const struct question *q, struct err *err)
{
	(void)source;
	return err_set(err, EOPNOTSUPP, "this system's kernel is not supported: cannot ask for %s",
		       question_name(q->what));
}

static int none_next(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		     struct err *err)
{
	(void)source;
	(void)ret_frame;
	(void)deadline_ms;
	(void)err;
	return 0;
}

static int none_send(struct source *source, const void *data, size_t size, struct err *err)
{
	(void)source;
	(void)data;
	(void)size;
	return err_set(err, EOPNOTSUPP, "this system's kernel is not supported");
}

static int none_fd(const struct source *source)
{
	(void)source;
	return -1;
}

static void none_close(struct source *source)
{
	free(source);
}

static const struct source_ops ops = {
	.ask = none_ask,
	.next = none_next,
	.send = none_send,
	.fd = none_fd,
	.close = none_close,
};

int platform_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct source *s = calloc(1, sizeof(*s));

	(void)args;
	if (!s)
		return err_system(err, ENOMEM, "source");
	s->ops = &ops;
	s->origin = origin_host(SYSTEM_UNKNOWN);
	*ret_source = s;
	return 0;
}
