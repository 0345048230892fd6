/* SPDX-License-Identifier: ISC */
#include "cmd/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_ROOM = 64 * 1024 };

static int grow(struct batch *b, size_t *room, struct err *err)
{
	size_t more = *room ? *room * 2 : FIRST_ROOM;
	char *text;

	if (more > BATCH_MAX)
		return err_set(err, EFBIG, "%s: more than 1 GiB", b->name);
	text = realloc(b->text, more);
	if (!text)
		return err_system(err, ENOMEM, "%s", b->name);
	b->text = text;
	*room = more;
	return 0;
}

static int read_all(struct batch *b, int fd, struct err *err)
{
	size_t room = 0;

	for (;;) {
		ssize_t n;

		if (b->size == room) {
			int e = grow(b, &room, err);

			if (e < 0)
				return e;
		}
		n = read(fd, b->text + b->size, room - b->size);
		if (n == 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return err_system(err, errno, "%s", b->name);
		b->size += n > 0 ? (size_t)n : 0;
	}
}

int batch_open(struct batch *b, const char *path, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), e;

	b->name = standard ? "standard input" : path;
	b->text = NULL;
	b->size = 0;
	batch_rewind(b);
	if (fd < 0)
		return err_system(err, errno, "%s", path);
	e = read_all(b, fd, err);
	if (!standard)
		close(fd);
	if (e < 0)
		batch_close(b);
	return e;
}

void batch_rewind(struct batch *b)
{
	b->next = 0;
	b->line = 0;
}

void batch_close(struct batch *b)
{
	free(b->text);
	b->text = NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static int split(struct batch *b, struct err *err)
{
	char *at = b->room;

	b->count = 0;
	if (b->line_size >= sizeof(b->room))
		return err_set(err, EINVAL, "a line of more than %d bytes", BATCH_LINE_MAX - 1);
	if (memchr(b->line_text, '\0', b->line_size))
		return err_set(err, EINVAL, "a NUL byte: this is no text");
	memcpy(at, b->line_text, b->line_size);
	at[b->line_size] = '\0';
	for (;;) {
		while (is_blank(*at))
			*at++ = '\0';
		if (!*at || *at == '#')
			break;
		if (b->count == BATCH_WORDS_MAX)
			return err_set(err, EINVAL, "more than %d words", BATCH_WORDS_MAX);
		b->argv[++b->count] = at;
		while (*at && !is_blank(*at))
			at++;
	}
	*at = '\0';
	b->argv[b->count + 1] = NULL;
	return b->count != 0;
}

int batch_next(struct batch *b, struct err *err)
{
	while (b->next < b->size) {
		const char *text = b->text + b->next;
		const char *end = memchr(text, '\n', b->size - b->next);
		int got;

		b->line_text = text;
		b->line_size = end ? (size_t)(end - text) : b->size - b->next;
		b->next += b->line_size + 1;
		b->line++;
		got = split(b, err);
		if (got)
			return got;
	}
	return 0;
}
