/* SPDX-License-Identifier: ISC */
/* What --help and --version print, and where a usage error points. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tools.h"
#include "lib/model/sock.h"

int tool_usage(enum tool tool, const struct err *err, int status)
{
	run_complain(tool_name(tool), "%s", err->text);
	fprintf(stderr, "Try '%s --help'.\n", tool_name(tool));
	return status;
}

static int finish(struct out *out, const char *name, int failure)
{
	int e = out_flush(out);

	return e < 0 ? run_broken_output(name, e, failure) : 0;
}

int tool_about(bool version)
{
	struct out out;

	out_init(&out, STDOUT_FILENO);
	if (version)
		out_literal(&out, "routeclone " ROUTECLONE_VERSION "\n");
	else
		out_literal(&out, "usage: routeclone netstat|arp|route [arguments]\n"
				  "each with --help says what it lists\n");
	return finish(&out, "routeclone", 1);
}

int tool_version(enum tool tool, const struct dialect *d)
{
	struct out out;

	out_init(&out, STDOUT_FILENO);
	out_format(&out, "%s (routeclone) %s\n", tool_name(tool), ROUTECLONE_VERSION);
	return finish(&out, tool_name(tool), d->tool[tool].failure);
}

enum { NETSTAT = 1 << TOOL_NETSTAT, ROUTE = 1 << TOOL_ROUTE, ARP = 1 << TOOL_ARP, ALL = 7 };
enum { GNU = 1, BSD = 2, BOTH = 3 };

/*
 * What each option does, by its meaning and, for families, its value; the letters come from the
 * dialect's table. Texts stand in the rows: pointers to them would be set up at every start.
 */
#define FILTER(member) offsetof(struct filter_words, member)

static const struct line {
	uint16_t id, value;
	uint8_t tools, grammars;
	char argument[16];
	char meaning[52];
} lines[] = {
	{ OPTION_ROUTE, 0, NETSTAT, BOTH, "", "routing tables; with -s what is counted there" },
	{ OPTION_INTERFACES, 0, NETSTAT, BOTH, "", "interfaces" },
	{ OPTION_STATISTICS, 0, NETSTAT, BOTH, "", "with -r: what the kernel counts of routing" },
	{ OPTION_SOCKETS, SOCKET_TCP, NETSTAT, GNU, "", "sockets of TCP" },
	{ OPTION_SOCKETS, SOCKET_UDP, NETSTAT, GNU, "", "sockets of UDP" },
	{ OPTION_SOCKETS, SOCKET_UDPLITE, NETSTAT, GNU, "", "sockets of UDP-Lite" },
	{ OPTION_SOCKETS, SOCKET_SCTP, NETSTAT, GNU, "", "sockets of SCTP" },
	{ OPTION_SOCKETS, SOCKET_RAW, NETSTAT, GNU, "", "raw sockets" },
	{ OPTION_SOCKETS, SOCKET_MPTCP, NETSTAT, GNU, "", "sockets of MPTCP" },
	{ OPTION_SOCKETS, SOCKET_DCCP, NETSTAT, GNU, "", "sockets of DCCP" },
	{ OPTION_SOCKETS, SOCKET_ICMP, NETSTAT, GNU, "", "sockets that ping without being raw" },
	{ OPTION_SOCKETS, SOCKET_PACKET, NETSTAT, GNU, "", "packet sockets" },
	{ OPTION_SOCKETS, SOCKET_NETLINK, NETSTAT, GNU, "", "netlink sockets" },
	{ OPTION_SOCKETS, SOCKET_VSOCK, NETSTAT, GNU, "", "sockets between virtual machines" },
	{ OPTION_UNIX, 0, NETSTAT, GNU, "", "UNIX sockets" },
	{ OPTION_LISTENING, 0, NETSTAT, GNU, "", "sockets that listen, those alone" },
	{ OPTION_PROGRAMS, 0, NETSTAT, GNU, "", "sockets with the processes that hold them" },
	{ OPTION_CONTEXTS, 0, NETSTAT, GNU, "", "the same, with their contexts of SELinux" },
	{ OPTION_TIMERS, 0, NETSTAT, GNU, "", "sockets with their timers" },
	{ OPTION_FAMILY, FAMILY_INET, NETSTAT | ROUTE, GNU, "", "IPv4, which is the default" },
	{ OPTION_FAMILY, FAMILY_INET6, NETSTAT | ROUTE, GNU, "", "IPv6" },
	{ OPTION_FAMILY, 0, NETSTAT | ROUTE, BOTH, " FAMILY", "a family by its name: inet, inet6" },
	{ OPTION_FAMILY, 0, ARP, GNU, " FAMILY", "must be inet" },
	{ OPTION_NEIGHBOURS, FAMILY_INET, ARP, BOTH, "", "entries of IPv4, which is the default" },
	{ OPTION_NEIGHBOURS, FAMILY_INET6, ARP, BOTH, "", "entries of IPv6 (NDP)" },
	{ OPTION_NUMERIC, 0, ALL, BOTH, "", "addresses as numbers, no names" },
	{ OPTION_SYMBOLIC, 0, NETSTAT | ROUTE, GNU, "", "the same" },
	{ OPTION_EXTEND, 0, NETSTAT | ROUTE, GNU, "", "other columns; twice: all" },
	{ OPTION_EXTEND, 0, ARP, GNU, "", "in columns, as it is without options" },
	{ OPTION_ALL, 0, NETSTAT, GNU, "", "all sockets; with -i, -rW: downed ones, clones" },
	{ OPTION_ALL, 0, NETSTAT, BSD, "", "with -i: those that are down; with -r: clones" },
	{ OPTION_ALL, 0, ROUTE, GNU, "", "with -W: cloned routes" },
	{ OPTION_ALL, 0, ARP, GNU, "", "one line for each entry, as BSD prints them" },
	{ OPTION_ALL, 0, ARP, BSD, "", "all entries" },
	{ OPTION_WIDE, 0, NETSTAT, GNU, "", "with -r: Ref, Use, Mtu and Expire in each row" },
	{ OPTION_WIDE, 0, ROUTE, GNU, "", "Ref, Use, Mtu and Expire in each row" },
	{ OPTION_WIDE, 0, ARP, GNU, "", "with states, probes, ages and time left" },
	{ OPTION_WIDE, 0, NETSTAT, BSD, "", "with -r: Mtu in each row, with IPv6 Refs and Use" },
	{ OPTION_CACHE, 0, NETSTAT | ROUTE, GNU, "", "cloned routes alone, as the old cache" },
	{ OPTION_FIB, 0, NETSTAT | ROUTE, GNU, "", "the table (the default); with -C both" },
	{ OPTION_DEVICE, 0, ARP, GNU, " INTERFACE", "entries of this interface only" },
	{ OPTION_HARDWARE, 0, ARP, GNU, " TYPE", "entries of this hardware type only: ether, ..." },
	{ OPTION_VERBOSE, 0, NETSTAT, BOTH, "", "with -rs: sums in their parts, and lifetimes" },
	{ OPTION_VERBOSE, 0, ARP, GNU, "", "say how many entries there are" },
	{ OPTION_CLONES, 0, NETSTAT, BOTH, "", "with -r: cloned routes, and when they expire" },
	{ OPTION_CLONES, 0, ROUTE, BOTH, "", "cloned routes, and when they expire" },
	{ OPTION_TABLE, 0, NETSTAT, BOTH, " N|NAME|all", "with -r: another routing table" },
	{ OPTION_TABLE, 0, ROUTE, BOTH, " N|NAME|all", "another routing table" },
	{ OPTION_TO, 0, ALL, BOTH, " [HOW:]PREFIX", "only to PREFIX; HOW: exact, longer, match" },
	{ OPTION_VIA, 0, NETSTAT | ROUTE, BOTH, " ADDRESS", "only routes through this gateway" },
	{ OPTION_ONLY_INTERFACE, 0, ALL, BOTH, " INTERFACE", "only what belongs to this interface" },
	{ OPTION_PROTO, 0, ALL, BOTH, " NAME", "only what this protocol installed" },
	{ OPTION_TYPE, 0, NETSTAT | ROUTE, BOTH, " TYPE", "only routes, or interfaces, of this type" },
	{ OPTION_STATE, 0, NETSTAT | ARP, BOTH, " STATE", "only entries, or interfaces, in this state" },
	{ OPTION_FILTER, FILTER(port), NETSTAT, BOTH, " PORTS", "only sockets with one of these ports" },
	{ OPTION_FILTER, FILTER(local), NETSTAT, BOTH, " NET[:PORTS]", "only sockets whose own address is there" },
	{ OPTION_FILTER, FILTER(remote), NETSTAT, BOTH, " NET[:PORTS]", "… whose other end is" },
	{ OPTION_FILTER, FILTER(pid), NETSTAT, BOTH, " PIDS", "only sockets of these processes" },
	{ OPTION_FILTER, FILTER(program), NETSTAT, BOTH, " PATTERN", "only sockets of programs of such a name" },
	{ OPTION_FILTER, FILTER(user), NETSTAT, BOTH, " USER", "only sockets of this user" },
	{ OPTION_DEVICE, 0, NETSTAT, BOTH, " INTERFACE", "only sockets bound to it" },
	{ OPTION_FILTER, FILTER(sort), NETSTAT, BOTH, " [-]FIELD", "sockets in this order, or the reverse" },
	{ OPTION_VRF, 0, NETSTAT, BOTH, " DEVICE", "with -r: the table of this VRF" },
	{ OPTION_VRF, 0, ROUTE, BOTH, " DEVICE", "the table of this VRF" },
	{ OPTION_RULES, 0, NETSTAT, BOTH, "", "with -r: policy rules in place of the table" },
	{ OPTION_RULES, 0, ROUTE, BOTH, "", "policy rules in place of the table" },
	{ OPTION_EXPLAIN, 0, ROUTE, BOTH, "", "with get: rule, route, exception, next hop, MTU" },
	{ OPTION_JSON, 0, ALL, BOTH, "[=pretty]", "JSON" },
	{ OPTION_FORMAT, 0, ALL, BOTH, " FORMAT", "text, json or openmetrics" },
	{ OPTION_NETNS, 0, ALL, BOTH, " NAME|PID", "in this network namespace" },
	{ OPTION_ALL_NETNS, 0, ALL, BOTH, "", "in every network namespace" },
	{ OPTION_LEGEND, 0, ALL, BOTH, "", "under a table: its columns and letters in words" },
	{ OPTION_RECORD, 0, ALL, BOTH, " FILE", "keep what the kernel says in this file" },
	{ OPTION_REPLAY, 0, ALL, BOTH, " FILE", "read this file instead of the kernel" },
	{ OPTION_TIMEOUT, 0, ALL, BOTH, " MS", "how long to wait for names: 1000" },
	{ OPTION_WATCH, 0, ALL, BOTH, "[=SECONDS]", "again and again, every second if not said" },
	{ OPTION_COUNT, 0, NETSTAT, BOTH, " N", "with --watch: end after N looks" },
	{ OPTION_COUNT, 0, ROUTE | ARP, BOTH, " N", "end after N events, or looks" },
	{ OPTION_WATCH, 0, ARP, BOTH, "", "without -a: listen to ARP on the network" },
	{ OPTION_READ, 0, ARP, BOTH, " FILE", "listen to what a capture of frames holds" },
	{ OPTION_PROMISCUOUS, 0, ARP, BOTH, "", "with --watch: take frames for others, too" },
	{ OPTION_DURATION, 0, ALL, BOTH, " SECONDS", "with --watch, or monitor: end after that time" },
	{ OPTION_TIMESTAMP, 0, ALL, BOTH, "[=iso|relative]", "with monitor, --watch: the time of each event" },
	{ OPTION_BUFFER, 0, ROUTE, BOTH, " BYTES", "with monitor: what may wait to be read" },
	{ OPTION_CONTINUOUS, 0, NETSTAT, GNU, "", "again and again, every second" },
	{ OPTION_CHANGE, 's', ARP, BOTH, "", "HOST ADDRESS: enter a neighbour" },
	{ OPTION_CHANGE, 'd', ARP, BOTH, "", "HOST: delete one" },
	{ OPTION_CHANGE, 'f', ARP, BOTH, "", "[FILE]: enter those of the file" },
	{ OPTION_CHANGE, 'D', ARP, GNU, "", "the address is that of an interface" },
	{ OPTION_BATCH, 0, ROUTE | ARP, BOTH, " FILE|-", "change what the lines of this file say" },
	{ OPTION_ATOMIC, 0, ROUTE | ARP, BOTH, "", "with --batch: all of it, or nothing" },
	{ OPTION_DRY_RUN, 0, ROUTE | ARP, BOTH, "", "tell what would be changed, and change nothing" },
	{ OPTION_DIALECT, 0, ALL, BOTH, " NAME", "read and print as linux, linux-1.60 or freebsd-4" },
	{ OPTION_HELP, 0, ALL, BOTH, "", "this text" },
	{ OPTION_VERSION, 0, ALL, BOTH, "", "the version" },
};

/* The names of an option in a table: "-A, --protocol, -p". */
static bool find_names(const struct option_table *t, const struct line *l, char *names, size_t size)
{
	names[0] = '\0';
	for (size_t i = 0; i < t->count; i++) {
		const struct option_row *r = &t->rows[i];
		size_t used = strlen(names);

		if (r->id != l->id || r->value != l->value)
			continue;
		if (r->letter)
			snprintf(names + used, size - used, "%s-%c", used ? ", " : "", r->letter);
		used = strlen(names);
		if (r->name[0])
			snprintf(names + used, size - used, "%s--%s", used ? ", " : "", r->name);
	}
	return names[0] != '\0';
}

/* Those of every dialect where the dialect has no names of its own for it. */
static void print_line(struct out *out, const struct option_table *own, const struct line *l)
{
	char names[80];
	size_t used;

	if (!find_names(own, l, names, sizeof(names)) &&
	    !find_names(&common_options, l, names, sizeof(names)))
		return;
	used = strlen(names);
	snprintf(names + used, sizeof(names) - used, "%s", l->argument);
	out_format(out, "  %-25s %s\n", names, l->meaning);
}

static const char *usage(enum tool tool, bool gnu)
{
	switch (tool) {
	case TOOL_NETSTAT:
		return "netstat [-r | -rs | -i | -s | -g | -M] [options]";
	case TOOL_ROUTE:
		return gnu ? "route [options] [add|del|replace|change|append TARGET ... | monitor]" :
			     "route [options] show | monitor";
	default:
		return gnu ? "arp [options] [host]" : "arp [options] -a | host";
	}
}

int tool_help(enum tool tool, const struct dialect *d)
{
	const struct option_table *own = &d->tool[tool].options;
	struct out out;

	out_init(&out, STDOUT_FILENO);
	out_format(&out, "usage: %s\n", usage(tool, d->gnu));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].tools >> tool & 1 && lines[i].grammars & (d->gnu ? GNU : BSD))
			print_line(&out, own, &lines[i]);
	out_format(&out, "The manual, %s(%c), says it all.\n", tool_name(tool),
		   tool == TOOL_NETSTAT ? '1' : '8');
	return finish(&out, tool_name(tool), d->tool[tool].failure);
}
