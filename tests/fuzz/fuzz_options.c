/* SPDX-License-Identifier: ISC */
/*
 * Command lines: words that end with a line end or NUL, behind a byte that chooses the tool and one that chooses
 * the dialect. Reading them ends, with every byte in one option or word or a reason why not.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/request.h"
#include "cmd/tools.h"
#include "show.h"

enum { WORDS = 64 };

static const char *const dialects[] = { "linux", "freebsd", "freebsd-4", "openbsd", "netbsd", "linux-1.60" };

enum { DIALECTS = sizeof(dialects) / sizeof(dialects[0]) };

static char *words[WORDS + 2];

static int split(char *text, size_t size)
{
	int argc = 1;

	for (char *at = text, *end = text + size; at < end && argc < WORDS; argc++) {
		size_t n = strcspn(at, "\n");

		words[argc] = at;
		at[n] = '\0';
		at += n + 1;
	}
	words[argc] = NULL;
	return argc;
}

static void read_options(const struct dialect *d, enum tool tool, int argc)
{
	size_t limit = 16;
	struct options options;
	struct option o;
	struct err err = ERR_INIT;
	int more;

	for (int i = 0; i < argc; i++)
		limit += strlen(words[i]) + 1;
	options_begin(&options, tool_name(tool), d->name, d->gnu, d->tool[tool].options, common_options, argc, words);
	while ((more = options_next(&options, &o, &err)) > 0) {
		if (!limit--)
			abort();
		if (o.row && o.row->argument == ARGUMENT_REQUIRED && !o.value)
			abort();
		if (!o.row && !o.value)
			abort();
	}
	if (more < 0 ? !err.text[0] || strlen(err.text) >= sizeof(err.text) : err.text[0])
		abort();
	(void)options_peek("dialect", argc, words);
}

/* The whole reader; help and complaints go nowhere, unless ROUTECLONE_FUZZ_LOUD is set. */
static void read_request(enum tool tool, int argc)
{
	static int nowhere = -2, saved[2];
	struct request r;
	int status = 77, ended;

	if (nowhere == -2) {
		nowhere = getenv("ROUTECLONE_FUZZ_LOUD") ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
		for (int i = 0; i < 2; i++)
			saved[i] = fcntl(1 + i, F_DUPFD_CLOEXEC, 3);
	}
	for (int i = 0; i < 2 && nowhere >= 0; i++)
		dup2(nowhere, 1 + i);
	ended = request_read(&r, tool, argc, words, &status);
	for (int i = 0; i < 2 && nowhere >= 0; i++)
		dup2(saved[i], 1 + i);
	if (ended && status == 77)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char name[] = "tool";
	enum tool tool;
	const struct dialect *d;
	char *text;
	int argc;

	if (size < 2 || size > 4096)
		return 0;
	tool = (enum tool)(data[0] % TOOL_COUNT);
	d = dialect_find(dialects[data[1] % DIALECTS]);
	if (!d)
		abort();
	text = malloc(size - 1);
	if (!text)
		abort();
	memcpy(text, data + 2, size - 2);
	text[size - 2] = '\0';
	words[0] = name;
	argc = split(text, size - 2);
	read_options(d, tool, argc);
	read_request(tool, argc);
	free(text);
	return 0;
}
