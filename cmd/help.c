/* SPDX-License-Identifier: ISC */
/* What --help and --version print, and where a usage error points. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tools.h"

static int tool_failure(const char *tool, const struct dialect *d)
{
	return strcmp(tool, "netstat") == 0 ? d->netstat_failure :
	       strcmp(tool, "route") == 0   ? d->route_failure :
					      d->arp_failure;
}

int tool_usage(const char *tool, const struct err *err, int status)
{
	run_complain(tool, "%s", err->text);
	fprintf(stderr, "Try '%s --help'.\n", tool);
	return status;
}

static int finish(struct out *out, const char *tool, const struct dialect *d)
{
	int e = out_flush(out);

	return e < 0 ? run_broken_output(tool, e, tool_failure(tool, d)) : 0;
}

int tool_version(const char *tool, const struct dialect *d)
{
	struct out out;

	out_init(&out, STDOUT_FILENO);
	out_format(&out, "%s (routeclone) %s\n", tool, ROUTECLONE_VERSION);
	return finish(&out, tool, d);
}

/* What each option does, by its meaning; the letters come from the dialect's table. */
static const struct {
	uint16_t id;
	const char *netstat, *route, *arp;
} meanings[] = {
	{ OPTION_ROUTE, "routing tables; with -s their statistics", NULL, NULL },
	{ OPTION_INTERFACES, "interfaces", NULL, NULL },
	{ OPTION_STATISTICS, "with -r: what the kernel counts about routing", NULL, NULL },
	{ OPTION_NUMERIC, "numbers, no names", "numbers, no names", "numbers, no names" },
	{ OPTION_EXTEND, "other columns; twice: all", "other columns; twice: all",
	  "the columns of Linux (the default without -a)" },
	{ OPTION_ALL, "with -i: those that are down too; -rW: cloned routes",
	  "with -W: cloned routes", "one line for each entry, as the BSDs print them" },
	{ OPTION_WIDE, "with -r: Ref, Use, Mtu and Expire", "Ref, Use, Mtu and Expire", NULL },
	{ OPTION_FIB, "the routing table (the default)", "the routing table (the default)", NULL },
	{ OPTION_CACHE, "cloned routes alone, in the layout of the old cache",
	  "cloned routes alone, in the layout of the old cache", NULL },
	{ OPTION_FAMILY, "limit to a family: inet, inet6", "limit to a family: inet, inet6",
	  "limit to a family: inet" },
	{ OPTION_VERBOSE, "with -rs: more", NULL, "tell how many entries there are" },
	{ OPTION_DEVICE, NULL, NULL, "limit to an interface" },
	{ OPTION_HARDWARE, NULL, NULL, "limit to a hardware type" },
	{ OPTION_DIALECT, "NAME  print and read as: linux, freebsd-4",
	  "NAME  print and read as: linux, freebsd-4",
	  "NAME  print and read as: linux, freebsd-4" },
	{ OPTION_CLONES, "with -r: cloned routes, with their expiry",
	  "cloned routes, with their expiry", NULL },
	{ OPTION_JSON, "[=pretty]  JSON", "[=pretty]  JSON", "[=pretty]  JSON" },
	{ OPTION_TABLE, "N|NAME|all  another routing table", "N|NAME|all  another routing table",
	  NULL },
	{ OPTION_NETNS, "NAME|PID  in another network namespace",
	  "NAME|PID  in another network namespace", "NAME|PID  in another network namespace" },
	{ OPTION_RECORD, "FILE  keep what the kernel says", "FILE  keep what the kernel says",
	  "FILE  keep what the kernel says" },
	{ OPTION_REPLAY, "FILE  read that instead of the kernel",
	  "FILE  read that instead of the kernel", "FILE  read that instead of the kernel" },
	{ OPTION_TIMEOUT, "MS  how long to wait for names (1000)",
	  "MS  how long to wait for names (1000)", "MS  how long to wait for names (1000)" },
	{ OPTION_HELP, "this text", "this text", "this text" },
	{ OPTION_VERSION, "the version", "the version", "the version" },
};

static void print_table(struct out *out, const struct option_table *t, uint16_t id,
			const char *meaning)
{
	char names[80] = "";

	for (size_t i = 0; i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		size_t used = strlen(names);

		if (r->id != id || (r->id == OPTION_FAMILY && r->value))
			continue;
		if (r->letter)
			snprintf(names + used, sizeof(names) - used, "%s-%c", used ? ", " : "",
				 r->letter);
		used = strlen(names);
		if (r->name[0])
			snprintf(names + used, sizeof(names) - used, "%s--%s", used ? ", " : "",
				 r->name);
		if (id == OPTION_NUMERIC)
			break;
	}
	if (names[0])
		out_format(out, "  %-24s %s\n", names, meaning);
}

int tool_help(const char *tool, const struct dialect *d)
{
	bool netstat = strcmp(tool, "netstat") == 0, route = strcmp(tool, "route") == 0;
	const struct option_table *own = netstat ? &d->netstat : route ? &d->route : &d->arp;
	struct out out;

	out_init(&out, STDOUT_FILENO);
	out_format(&out, "usage: %s\n", netstat ? "netstat -r | -rs | -i [options]" :
			      route   ? "route [options]" :
					"arp [options] [host]");
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		const char *meaning = netstat ? meanings[i].netstat :
				      route   ? meanings[i].route :
						meanings[i].arp;

		if (!meaning)
			continue;
		print_table(&out, own, meanings[i].id, meaning);
		if (meanings[i].id != OPTION_HELP && meanings[i].id != OPTION_VERSION)
			print_table(&out, &common_options, meanings[i].id, meaning);
	}
	out_format(&out, "The manual, %s(%c), says it all.\n", tool, netstat ? '1' : '8');
	return finish(&out, tool, d);
}
