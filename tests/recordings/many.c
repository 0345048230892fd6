/* SPDX-License-Identifier: ISC */
/*
 * many: netstat, arp and route, run once for each line of standard input, in a child of this process and not
 * in a program of its own: to load one takes longer than to list a table.
 *
 * A line is the words of a command line with tabs between, the tool first. What is written for it:
 *
 *	"STATUS SIZE SIZE\n", and as many bytes of standard output and of standard error
 *
 * STATUS is the exit status, or 128 and the number of the signal.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/tools.h"
#include "platform/replay/module.h"
#include "platform/replay/replay.h"

int capture_module_load(const struct capture_module **ret_module, struct err *err)
{
	static const struct capture_module module = { .version = CAPTURE_MODULE_VERSION,
						      .replay = replay_open, .record = record_open };

	(void)err;
	*ret_module = &module;
	return 0;
}

enum { WORDS = 32 };

static int run(char *line)
{
	char *argv[WORDS + 1], *word;
	int argc = 0;

	line[strcspn(line, "\n")] = '\0';
	for (word = strtok(line, "\t"); word && argc < WORDS; word = strtok(NULL, "\t"))
		argv[argc++] = word;
	argv[argc] = NULL;
	if (!argc)
		return 126;
	return strcmp(argv[0], "netstat") == 0 ? netstat_main(argc, argv) :
	       strcmp(argv[0], "route") == 0   ? route_main(argc, argv) :
						 arp_main(argc, argv);
}

/* All of a file from its beginning on, then it is empty. */
static int hand_out(FILE *from, long size)
{
	char buffer[16384];

	rewind(from);
	while (size > 0) {
		size_t n = fread(buffer, 1, sizeof(buffer), from);

		if (!n || fwrite(buffer, 1, n, stdout) != n)
			return -1;
		size -= (long)n;
	}
	rewind(from);
	return ftruncate(fileno(from), 0);
}

static long size_of(FILE *file)
{
	return fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
}

static int one(char *line, FILE *out, FILE *err)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (dup2(fileno(out), 1) < 0 || dup2(fileno(err), 2) < 0)
			_exit(126);
		_exit(run(line));
	}
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (child < 0)
		return -1;
	status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	printf("%d %ld %ld\n", status, size_of(out), size_of(err));
	return hand_out(out, size_of(out)) < 0 || hand_out(err, size_of(err)) < 0 ? -1 : fflush(stdout);
}

int main(void)
{
	FILE *out = tmpfile(), *err = tmpfile();
	char line[4096];

	if (!out || !err)
		return 2;
	while (fgets(line, sizeof(line), stdin))
		if (one(line, out, err) < 0)
			return 2;
	return ferror(stdin) ? 2 : 0;
}
