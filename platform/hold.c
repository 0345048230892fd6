/* SPDX-License-Identifier: ISC */
#include "platform/hold.h"

#include <errno.h>
#include <stdlib.h>

struct hold {
	struct source source;
	struct source *inner;
	bool sent; /* what comes next answers nothing */
};

static int hold_ask(struct source *source, const struct question *question, struct err *err)
{
	struct hold *h = (struct hold *)source;

	h->sent = false;
	return source_ask(h->inner, question, err);
}

static int hold_next(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		     struct err *err)
{
	struct hold *h = (struct hold *)source;

	return h->sent ? 0 : source_next(h->inner, ret_frame, deadline_ms, err);
}

static int hold_send(struct source *source, const void *data, size_t size, struct err *err)
{
	(void)data;
	(void)size;
	(void)err;
	((struct hold *)source)->sent = true;
	return 0;
}

static int hold_fd(const struct source *source)
{
	return source_fd(((const struct hold *)source)->inner);
}

static void hold_close(struct source *source)
{
	source_close(((struct hold *)source)->inner);
	free(source);
}

static const struct source_ops ops = {
	.ask = hold_ask,
	.next = hold_next,
	.send = hold_send,
	.fd = hold_fd,
	.close = hold_close,
};

int hold_open(struct source *inner, struct source **ret_source, struct err *err)
{
	struct hold *h = calloc(1, sizeof(*h));

	if (!h)
		return err_system(err, ENOMEM, "source");
	h->source = *inner;
	h->source.ops = &ops;
	h->inner = inner;
	*ret_source = &h->source;
	return 0;
}
