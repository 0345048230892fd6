/* SPDX-License-Identifier: ISC */
/*
 * --all-netns: the same listing in every network namespace. All are entered and their sockets opened at
 * the start, for the sandbox forbids it later; then they are listed one after the other.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/run.h"
#include "platform/platform.h"

static void choose(struct run *run, size_t number)
{
	run->space = number;
	run->source = run->sources[number];
	run->context.netns = run->spaces[number].label;
	run->context.origin = &run->source->origin;
	run->json.device = 0; /* the same numbers are other interfaces there */
}

/* One that ended while it was sought is no failure. */
static int open_all(struct run *run, struct source_args *args, size_t found)
{
	int e = 0;

	for (size_t i = 0; i < found && e == 0; i++) {
		size_t n = run->space_count;

		run->spaces[n] = run->spaces[i];
		args->netns = run->spaces[n].label;
		e = platform_open(args, &run->sources[n], &run->err);
		if (e == -ENOENT) {
			err_clear(&run->err);
			e = 0;
			continue;
		}
		if (e == 0)
			run->space_count++;
		args->names = false; /* one resolver is enough */
	}
	return e;
}

int namespaces_open(struct run *run, struct source_args *args)
{
	size_t found, hidden;
	int e = platform_namespaces(&run->spaces, &found, &hidden, &run->err);

	if (e < 0)
		return e;
	run->sources = calloc(found ? found : 1, sizeof(struct source *));
	if (!run->sources)
		return err_system(&run->err, ENOMEM, "network namespaces");
	e = open_all(run, args, found);
	if (e == 0 && !run->space_count)
		e = err_set(&run->err, ENOENT, "no network namespace is to be seen");
	if (run->space_count)
		choose(run, 0);
	if (e == 0 && hidden)
		run_complain(run->tool, "%zu namespaces or processes cannot be looked into", hidden);
	return e;
}

bool namespaces_next(struct run *run, int *error)
{
	if (!run->spaces || !run->space_count)
		return false;
	if (*error == -ENODEV) { /* an interface that is not in this one may be in another */
		run->lacking++;
		*error = 0;
		if (run->space + 1 < run->space_count || run->lacking < run->space_count)
			err_clear(&run->err);
		else
			*error = -ENODEV;
	}
	if (*error < 0 || run->space + 1 == run->space_count) {
		run->lacking = 0;
		if (*error >= 0)
			choose(run, 0);
		return false;
	}
	index_free(run->index);
	run->index = index_in(run->index_room);
	run->context.index = run->index;
	choose(run, run->space + 1);
	return true;
}

void namespaces_close(struct run *run)
{
	for (size_t i = 0; i < run->space_count; i++)
		source_close(run->sources[i]);
	free(run->sources);
	free(run->spaces);
}
