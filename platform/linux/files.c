/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/linux/linux.h"

/* /proc/net leads through the process, whose namespace is that of its first thread: ask the thread's */
static int open_key(const char *key)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/%s%s",
		 strncmp(key, "net/", 4) == 0 ? "thread-self/" : "", key);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void files_open(struct files *files, const char *const *keys)
{
	files->current = -1;
	for (; keys && *keys && files->count < FILES_MAX; keys++) {
		files->file[files->count].key = *keys;
		files->file[files->count++].fd = open_key(*keys);
	}
}

static int find(const struct files *files, const char *key)
{
	for (unsigned i = 0; i < files->count; i++)
		if (strcmp(files->file[i].key, key) == 0)
			return (int)i;
	return -1;
}

int files_ask(struct files *files, const char *key, struct err *err)
{
	int i = find(files, key);

	if (i < 0)
		return err_set(err, ENOENT, "/proc/%s was not opened", key);
	if (files->file[i].fd < 0)
		return err_system(err, -files->file[i].fd, "/proc/%s", key);
	if (!files->chunk)
		files->chunk = malloc(FILE_CHUNK);
	if (!files->chunk)
		return err_system(err, ENOMEM, "/proc/%s", key);
	if (lseek(files->file[i].fd, 0, SEEK_SET) < 0)
		return err_system(err, errno, "/proc/%s", key);
	files->current = i;
	files->held = files->given = 0;
	return 0;
}

/* The length of the piece that ends with the last whole line. */
static size_t whole_lines(const char *text, size_t n)
{
	while (n && text[n - 1] != '\n')
		n--;
	return n;
}

int files_next(struct files *files, struct frame *ret_frame, struct err *err)
{
	int i = files->current;
	size_t lines;

	files->held -= files->given;
	memmove(files->chunk, files->chunk + files->given, files->held);
	files->given = 0;
	for (;;) {
		ssize_t n = read(files->file[i].fd, files->chunk + files->held,
				 FILE_CHUNK - files->held);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_system(err, errno, "/proc/%s", files->file[i].key);
		files->held += (size_t)n;
		lines = n ? whole_lines(files->chunk, files->held) : files->held;
		if (!n || lines)
			break;
		if (files->held == FILE_CHUNK)
			return err_set(err, EMSGSIZE, "/proc/%s: a line of over %d bytes",
				       files->file[i].key, FILE_CHUNK);
	}
	if (!lines)
		return 0;
	files->given = lines;
	ret_frame->kind = FRAME_FILE;
	ret_frame->key = files->file[i].key;
	ret_frame->data = (const uint8_t *)files->chunk;
	ret_frame->size = lines;
	return 1;
}

void files_close(struct files *files)
{
	for (unsigned i = 0; i < files->count; i++)
		if (files->file[i].fd >= 0)
			close(files->file[i].fd);
	free(files->chunk);
}
