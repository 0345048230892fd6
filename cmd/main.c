/* SPDX-License-Identifier: ISC */
/*
 * Four programs from one source: netstat, arp, route, and routeclone, whose first word says which of
 * them it is. ROUTECLONE_TOOL (meson.build) is the program's name.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tools.h"
#include "platform/platform.h"

static const struct {
	const char *name;
	tool_main *main;
} tools[] = {
	{ "netstat", netstat_main },
	{ "arp", arp_main },
	{ "route", route_main },
};

static tool_main *find(const char *name)
{
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (strcmp(tools[i].name, name) == 0)
			return tools[i].main;
	return NULL;
}

/*
 * Whoever closed standard input or error gets /dev/null there, so that no socket takes their numbers;
 * without standard output there is nothing to do.
 */
static bool descriptors_are_sane(void)
{
	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		if (fd == STDOUT_FILENO) {
			if (fcntl(STDERR_FILENO, F_GETFD) >= 0)
				run_complain(ROUTECLONE_TOOL, "standard output is closed");
			return false;
		}
		if (open("/dev/null", O_RDWR) < 0)
			return false;
	}
	return true;
}

static int run_tool(int argc, char **argv)
{
	tool_main *tool = find(ROUTECLONE_TOOL);

	if (!descriptors_are_sane())
		return 1;
	if (platform_is_privileged_start()) {
		run_complain(ROUTECLONE_TOOL, "refuses to run with more rights than its user has");
		return 1;
	}
	if (tool)
		return tool(argc, argv);
	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0))
		return tool_about(argv[1][2] == 'v');
	if (argc > 1)
		tool = find(argv[1]);
	if (!tool) {
		run_complain("routeclone", "usage: routeclone netstat|arp|route [arguments]");
		return 1;
	}
	return tool(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	platform_exit(run_tool(argc, argv));
}
