/* SPDX-License-Identifier: ISC */
#include "cmd/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/number.h"

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
		if (!*at || (*at == '#' && !b->count))
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

static bool begins(const struct batch *b, const char *word)
{
	size_t size = strlen(word);

	return b->size >= size && memcmp(b->text, word, size) == 0 &&
	       (b->size == size || b->text[size] == '\n');
}

/* The number on the last line; -1 where that is another line. */
static int64_t count_told(const struct batch *b, const char *word)
{
	size_t end = b->size, start, size = strlen(word);
	char number[NUMBER_U64_MAX + 1];
	uint64_t count;

	if (end && b->text[end - 1] == '\n')
		end--;
	else
		return -1;
	for (start = end; start && b->text[start - 1] != '\n'; start--)
		;
	if (end - start <= size || end - start - size >= sizeof(number) ||
	    memcmp(b->text + start, word, size) != 0)
		return -1;
	memcpy(number, b->text + start + size, end - start - size);
	number[end - start - size] = '\0';
	return number_parse(number, INT64_MAX, &count) < 0 ? -1 : (int64_t)count;
}

int batch_check(struct batch *b, const char *first, const char *last, struct err *err)
{
	struct err ignored = ERR_INIT;
	int64_t lines = 0, told;
	int more;

	if (!begins(b, first))
		return err_set(err, EINVAL,
			       "%s: no file of saved routes: it does not begin with \"%s\"",
			       b->name, first);
	told = count_told(b, last);
	if (told < 0)
		return err_set(err, EINVAL,
			       "%s: cut short: the last line, \"%s\" and a number, is missing",
			       b->name, last);
	batch_rewind(b);
	while ((more = batch_next(b, &ignored)) != 0)
		lines++;
	batch_rewind(b);
	if (lines != told)
		return err_set(err, EINVAL, "%s: %lld routes, where its last line says %lld",
			       b->name, (long long)lines, (long long)told);
	return 0;
}
