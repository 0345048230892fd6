/* SPDX-License-Identifier: ISC */
/*
 * nomem N COMMAND ARGS…: netstat, route or arp, in which the N-th allocation from here on fails (0: none). One
 * byte on descriptor 3 tells that it came to that. The linker leads what our own code allocates through
 * these functions (--wrap); what the C library needs for itself it gets.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd/tools.h"
#ifdef WITH_REPLAY
#include "platform/replay/module.h"
#include "platform/replay/replay.h"

/* In the program itself, so that its allocations are counted too. */
int capture_module_load(const struct capture_module **ret_module, struct err *err)
{
	static const struct capture_module module = { .version = CAPTURE_MODULE_VERSION,
						      .replay = replay_open, .record = record_open };

	(void)err;
	*ret_module = &module;
	return 0;
}
#endif

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);

static unsigned long left; /* allocations until the one that fails; 0: none does */

static bool fails(void)
{
	if (!left || --left)
		return false;
	errno = ENOMEM;
	return write(3, "!", 1) == 1;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return fails() ? NULL : __real_reallocarray(old, count, size);
}

char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	return fails() ? MAP_FAILED : __real_mmap(at, size, protection, flags, fd, offset);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: nomem N netstat|route|arp [arguments]\n");
		return 2;
	}
	left = strtoul(argv[1], NULL, 10);
	if (strcmp(argv[2], "netstat") == 0)
		return netstat_main(argc - 2, argv + 2);
	return strcmp(argv[2], "route") == 0 ? route_main(argc - 2, argv + 2) : arp_main(argc - 2, argv + 2);
}
