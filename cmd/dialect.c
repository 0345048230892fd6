/* SPDX-License-Identifier: ISC */
#include "cmd/dialect.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change_linux.h"
#include "cmd/option_rows.h"
#include "cmd/run.h"
#include "cmd/stamp.h"
#include "lib/base/number.h"
#include "lib/model/sock.h"
#include "lib/view/get.h"
#include "lib/view/monitor.h"
#include "lib/view/xo.h"
#include "platform/platform.h"

#define NAMED(name) { 0, name, ARGUMENT_NONE, OPTION_FAMILY, FAMILY_COUNT } /* has no table today */

/* A filter of sockets: its name is that of the member it goes into. */
#define WORD(member) \
	{ 0, #member, ARGUMENT_REQUIRED, OPTION_FILTER, offsetof(struct filter_words, member) }

static const struct option_row common_rows[] = {
	TAKING(0, "dialect", OPTION_DIALECT),
	OPTION(0, "clones", OPTION_CLONES),
	{ 0, "json", ARGUMENT_OPTIONAL, OPTION_JSON, 0 },
	TAKING(0, "format", OPTION_FORMAT),
	TAKING(0, "record", OPTION_RECORD),
	TAKING(0, "replay", OPTION_REPLAY),
	TAKING(0, "netns", OPTION_NETNS),
	TAKING(0, "table", OPTION_TABLE),
	OPTION(0, "rules", OPTION_RULES),
	OPTION(0, "explain", OPTION_EXPLAIN),
	TAKING(0, "vrf", OPTION_VRF),
	OPTION(0, "all-netns", OPTION_ALL_NETNS),
	OPTION(0, "legend", OPTION_LEGEND),
	TAKING(0, "to", OPTION_TO),
	TAKING(0, "via", OPTION_VIA),
	TAKING(0, "interface", OPTION_ONLY_INTERFACE),
	TAKING(0, "proto", OPTION_PROTO),
	TAKING(0, "type", OPTION_TYPE),
	TAKING(0, "state", OPTION_STATE),
	WORD(port),
	WORD(local),
	WORD(remote),
	WORD(pid),
	WORD(program),
	WORD(user),
	TAKING(0, "device", OPTION_DEVICE),
	WORD(sort),
	TAKING(0, "resolve-timeout", OPTION_TIMEOUT),
	{ 0, "watch", ARGUMENT_OPTIONAL, OPTION_WATCH, 0 },
	OPTION(0, "dry-run", OPTION_DRY_RUN),
	OPTION(0, "atomic", OPTION_ATOMIC),
	TAKING(0, "batch", OPTION_BATCH),
	{ 0, "timestamp", ARGUMENT_OPTIONAL, OPTION_TIMESTAMP, 0 },
	TAKING(0, "count", OPTION_COUNT),
	TAKING(0, "duration", OPTION_DURATION),
	TAKING(0, "buffer", OPTION_BUFFER),
	TAKING(0, "read", OPTION_READ),
	OPTION(0, "promiscuous", OPTION_PROMISCUOUS),
	OPTION(0, "help", OPTION_HELP),
	OPTION(0, "version", OPTION_VERSION),
};

const struct option_table common_options = OPTION_TABLE(common_rows);

/* net-tools 2.10, netstat(8) */
static const struct option_row linux_netstat[] = {
	OPTION('r', "route", OPTION_ROUTE),
	OPTION('i', "interfaces", OPTION_INTERFACES),
	OPTION('g', "groups", OPTION_GROUPS),
	OPTION('s', "statistics", OPTION_STATISTICS),
	OPTION('M', "masquerade", OPTION_MASQUERADE),
	OPTION('v', "verbose", OPTION_VERBOSE),
	OPTION('W', "wide", OPTION_WIDE),
	OPTION('n', "numeric", OPTION_NUMERIC),
	VALUED(0, "numeric-hosts", OPTION_NUMERIC, 1),
	VALUED(0, "numeric-ports", OPTION_NUMERIC, 2),
	VALUED(0, "numeric-users", OPTION_NUMERIC, 3),
	OPTION('N', "symbolic", OPTION_SYMBOLIC),
	OPTION('e', "extend", OPTION_EXTEND),
	OPTION('a', "all", OPTION_ALL),
	OPTION('F', "fib", OPTION_FIB),
	OPTION('C', "cache", OPTION_CACHE),
	OPTION('c', "continuous", OPTION_CONTINUOUS),
	TAKING('A', "protocol", OPTION_FAMILY),
	VALUED('4', "inet", OPTION_FAMILY, FAMILY_INET),
	VALUED(0, "ip", OPTION_FAMILY, FAMILY_INET),
	VALUED(0, "tcpip", OPTION_FAMILY, FAMILY_INET),
	VALUED('6', "inet6", OPTION_FAMILY, FAMILY_INET6),
	NAMED("ax25"),
	NAMED("x25"),
	NAMED("ipx"),
	NAMED("netrom"),
	NAMED("rose"),
	NAMED("ddp"),
	NAMED("bluetooth"),
	OPTION('l', "listening", OPTION_LISTENING),
	OPTION('o', "timers", OPTION_TIMERS),
	OPTION('p', "programs", OPTION_PROGRAMS),
	VALUED('t', "tcp", OPTION_SOCKETS, SOCKET_TCP),
	VALUED('u', "udp", OPTION_SOCKETS, SOCKET_UDP),
	VALUED('U', "udplite", OPTION_SOCKETS, SOCKET_UDPLITE),
	VALUED('S', "sctp", OPTION_SOCKETS, SOCKET_SCTP),
	VALUED('w', "raw", OPTION_SOCKETS, SOCKET_RAW),
	OPTION('x', "unix", OPTION_UNIX),
	VALUED('2', "l2cap", OPTION_SOCKETS, SOCKET_L2CAP),
	VALUED(0, "rfcomm", OPTION_SOCKETS, SOCKET_RFCOMM), /* its letter means a family elsewhere: hints.c */
	VALUED(0, "mptcp", OPTION_SOCKETS, SOCKET_MPTCP), /* from here to vsock our own */
	VALUED(0, "dccp", OPTION_SOCKETS, SOCKET_DCCP),
	VALUED(0, "ping", OPTION_SOCKETS, SOCKET_ICMP),
	VALUED(0, "packet", OPTION_SOCKETS, SOCKET_PACKET),
	VALUED(0, "netlink", OPTION_SOCKETS, SOCKET_NETLINK),
	VALUED(0, "vsock", OPTION_SOCKETS, SOCKET_VSOCK),
	OPTION('Z', "context", OPTION_CONTEXTS),
	OPTION('V', "version", OPTION_VERSION),
	OPTION('h', "help", OPTION_HELP),
};

/* net-tools 2.10, route(8); -a and -W as in netstat are ours */
static const struct option_row linux_route[] = {
	OPTION('n', "numeric", OPTION_NUMERIC),
	OPTION('N', "symbolic", OPTION_SYMBOLIC),
	OPTION('e', "extend", OPTION_EXTEND),
	OPTION('v', "verbose", OPTION_VERBOSE),
	OPTION('F', "fib", OPTION_FIB),
	OPTION('C', "cache", OPTION_CACHE),
	OPTION('W', "wide", OPTION_WIDE),
	OPTION('a', "all", OPTION_ALL),
	TAKING('A', "protocol", OPTION_FAMILY),
	VALUED('4', "inet", OPTION_FAMILY, FAMILY_INET),
	VALUED(0, "ip", OPTION_FAMILY, FAMILY_INET),
	VALUED(0, "tcpip", OPTION_FAMILY, FAMILY_INET),
	VALUED('6', "inet6", OPTION_FAMILY, FAMILY_INET6),
	NAMED("ax25"),
	NAMED("x25"),
	NAMED("ipx"),
	NAMED("netrom"),
	NAMED("rose"),
	NAMED("ddp"),
	OPTION('V', "version", OPTION_VERSION),
	OPTION('h', "help", OPTION_HELP),
};

/* net-tools 2.10, arp(8); -4, -6 and -W are ours */
static const struct option_row linux_arp[] = {
	OPTION('a', "all", OPTION_ALL),
	OPTION('e', "", OPTION_EXTEND),
	OPTION('n', "numeric", OPTION_NUMERIC),
	OPTION('N', "symbolic", OPTION_SYMBOLIC),
	OPTION('v', "verbose", OPTION_VERBOSE),
	VALUED('4', "inet", OPTION_NEIGHBOURS, FAMILY_INET),
	VALUED('6', "inet6", OPTION_NEIGHBOURS, FAMILY_INET6),
	OPTION('W', "wide", OPTION_WIDE),
	TAKING('i', "device", OPTION_DEVICE),
	TAKING('H', "hw-type", OPTION_HARDWARE),
	TAKING('t', "", OPTION_HARDWARE),
	TAKING('A', "protocol", OPTION_FAMILY),
	TAKING('p', "", OPTION_FAMILY),
	VALUED('d', "delete", OPTION_CHANGE, 'd'),
	VALUED('s', "set", OPTION_CHANGE, 's'),
	VALUED('f', "file", OPTION_CHANGE, 'f'),
	VALUED('D', "use-device", OPTION_CHANGE, 'D'),
	OPTION('V', "version", OPTION_VERSION),
	OPTION('h', "help", OPTION_HELP),
};

static const struct route_style linux_routes = {
	.head = "",
	.title = { [FAMILY_INET] = "Kernel IP routing table\n",
		   [FAMILY_INET6] = "Kernel IPv6 routing table\n",
		   [FAMILY_MPLS] = "Kernel MPLS routing table\n" },
	.cache_title = { [FAMILY_INET] = "Kernel IP routing cache\n",
			 [FAMILY_INET6] = "Kernel IPv6 routing cache\n" },
	.view = { [FAMILY_INET] = &route_linux_inet, [FAMILY_INET6] = &route_linux_inet6,
		  [FAMILY_MPLS] = &route_linux_mpls },
	.inet6_text = true,
	.net_tools = true,
};

static const struct iface_style linux_ifaces = { &iface_linux, iface_linux_label, iface_linux_long };

/* net-tools 1.60 reads the same options; its IPv6 table and its interfaces have columns of their own */
static const struct route_style linux160_routes = {
	.head = "",
	.title = { [FAMILY_INET] = "Kernel IP routing table\n",
		   [FAMILY_INET6] = "Kernel IPv6 routing table\n",
		   [FAMILY_MPLS] = "Kernel MPLS routing table\n" },
	.cache_title = { [FAMILY_INET] = "Kernel IP routing cache\n",
			 [FAMILY_INET6] = "Kernel IPv6 routing cache\n" },
	.view = { [FAMILY_INET] = &route_linux_inet, [FAMILY_INET6] = &route_linux160_inet6,
		  [FAMILY_MPLS] = &route_linux_mpls },
	.inet6_text = true,
	.net_tools = true,
};

static const struct iface_style linux160_ifaces = { &iface_linux160, iface_linux160_label, iface_linux_long };

static const struct neigh_style linux_neighs = { .table = &arp_linux_table,
						 .line = arp_linux_line };

static const struct get_style linux_get = { get_linux, NULL, 1, false };

static const struct dialect linux_now = {
	.name = "linux",
	.system = SYSTEM_LINUX,
	.gnu = true,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(linux_netstat), 1, 3 },
		  [TOOL_ROUTE] = { OPTION_TABLE(linux_route), 1, 3 },
		  [TOOL_ARP] = { OPTION_TABLE(linux_arp), 255, 3 } },
	.routes = &linux_routes,
	.neighs = &linux_neighs,
	.changes = &change_linux,
	.monitor = monitor_linux,
	.ifaces = &linux_ifaces,
	.get = &linux_get,
};

static const struct dialect linux160 = {
	.name = "linux-1.60",
	.gnu = true,
	.options = VIEW_1_60,
	.tool = { [TOOL_NETSTAT] = { OPTION_TABLE(linux_netstat), 1, 3 },
		  [TOOL_ROUTE] = { OPTION_TABLE(linux_route), 1, 3 },
		  [TOOL_ARP] = { OPTION_TABLE(linux_arp), 255, 3 } },
	.routes = &linux160_routes,
	.neighs = &linux_neighs,
	.changes = &change_linux,
	.monitor = monitor_linux,
	.ifaces = &linux160_ifaces,
	.get = &linux_get,
};

/* A BSD's dialects are in files of their own. */
static const struct dialect *const dialects[] = {
	&linux_now, &linux160, &dialect_freebsd, &dialect_freebsd13, &dialect_freebsd11,
	&dialect_freebsd4, &dialect_netbsd, &dialect_netbsd7, &dialect_macos, &dialect_openbsd,
	&dialect_openbsd3,
};

enum { DIALECTS = sizeof(dialects) / sizeof(dialects[0]) };

const char *tool_name(enum tool tool)
{
	static const char *const names[TOOL_COUNT] = {
		[TOOL_NETSTAT] = "netstat",
		[TOOL_ROUTE] = "route",
		[TOOL_ARP] = "arp",
	};

	return names[tool];
}

const struct dialect *dialect_find(const char *name)
{
	for (unsigned i = 0; i < DIALECTS; i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	return NULL;
}

static int unknown(const char *name, struct err *err)
{
	char list[200] = "";

	for (unsigned i = 0; i < DIALECTS; i++) {
		strncat(list, i ? ", " : "", sizeof(list) - strlen(list) - 1);
		strncat(list, dialects[i]->name, sizeof(list) - strlen(list) - 1);
	}
	return err_set(err, EINVAL, "%s: no such dialect; there are %s", name, list);
}

const struct dialect *dialect_choose(int argc, char **argv, struct err *err)
{
	const char *name = options_peek("dialect", argc, argv);
	const struct dialect *found;

	if (!name) {
		name = getenv("ROUTECLONE_DIALECT");
		name = name && *name ? name : NULL;
	}
	if (name) {
		found = dialect_find(name);
		if (!found)
			unknown(name, err);
		return found;
	}
	for (unsigned i = 0; i < DIALECTS; i++)
		if (dialects[i]->system && dialects[i]->system == platform_system())
			return dialects[i];
	return dialects[0];
}

struct common common_defaults(const struct dialect *dialect)
{
	return (struct common){ .dialect = dialect, .resolve_timeout_ms = 1000 };
}

static int take_json(struct common *common, const char *value, struct err *err)
{
	common->json = true;
	common->json_pretty = value && strcmp(value, "pretty") == 0;
	if (value && !common->json_pretty)
		return err_set(err, EINVAL, "--json=%s: only --json and --json=pretty are known",
			       value);
	return 1;
}

static int take_format(struct common *common, const char *value, struct err *err)
{
	if (strcmp(value, "json") == 0)
		common->json = true;
	else if (strcmp(value, "openmetrics") == 0)
		common->openmetrics = true;
	else if (strcmp(value, "text") != 0)
		return err_set(err, EINVAL, "--format %s: text, json and openmetrics are known", value);
	return 1;
}

/* libxo's words, as far as they say what is printed: a style and "pretty". */
static int take_libxo(struct common *common, const char *value, struct err *err)
{
	for (;;) {
		size_t size = strcspn(value, ",");

		if (size == 4 && strncmp(value, "json", size) == 0)
			common->xo = XO_JSON;
		else if (size == 3 && strncmp(value, "xml", size) == 0)
			common->xo = XO_XML;
		else if (size == 4 && strncmp(value, "text", size) == 0)
			common->xo = XO_NONE;
		else if (size == 6 && strncmp(value, "pretty", size) == 0)
			common->xo_pretty = true;
		else
			return err_set(err, EINVAL, "--libxo %.*s: json, xml, text and pretty are known",
				       (int)size, value);
		if (!value[size])
			return 1;
		value += size + 1;
	}
}

static int take_timeout(struct common *common, const char *value, struct err *err)
{
	uint64_t ms;

	if (number_parse(value, 3600 * 1000, &ms) < 0)
		return err_set(err, EINVAL, "--resolve-timeout %s: not a number of milliseconds",
			       value);
	common->resolve_timeout_ms = (int64_t)ms;
	return 1;
}

static int take_watch(struct common *common, const char *value, struct err *err)
{
	if (watch_parse(value, &common->watch_ms) < 0)
		return err_set(err, EINVAL, "--watch=%s: not a number of seconds, 0.01 to a day",
			       value);
	return 1;
}

static int take_stamp(struct common *common, const char *value, struct err *err)
{
	if (!value || strcmp(value, "iso") == 0)
		common->stamp = STAMP_ISO;
	else if (strcmp(value, "relative") == 0)
		common->stamp = STAMP_RELATIVE;
	else
		return err_set(err, EINVAL, "--timestamp=%s: iso and relative are known", value);
	return 1;
}

/* Of --count, --duration and --buffer. */
static int take_limit(struct common *common, const struct option *o, struct err *err)
{
	uint64_t number = 0;

	if (o->row->id == OPTION_DURATION) {
		if (watch_parse(o->value, &common->duration_ms) < 0)
			return err_set(err, EINVAL,
				       "--duration %s: not a number of seconds, 0.01 to a day",
				       o->value);
		return 1;
	}
	if (number_parse(o->value, INT32_MAX, &number) < 0 || !number)
		return err_set(err, EINVAL, "--%s %s: not a number from 1 to %d", o->row->name,
			       o->value, INT32_MAX);
	if (o->row->id == OPTION_COUNT)
		common->count = number;
	else
		common->event_room = (size_t)number;
	return 1;
}

int common_option(struct common *common, const struct option *option, struct err *err)
{
	switch (option->row->id) {
	case OPTION_DIALECT: /* dialect_choose has read it */
		return 1;
	case OPTION_CLONES:
		common->clones = true;
		return 1;
	case OPTION_JSON:
		return take_json(common, option->value, err);
	case OPTION_FORMAT:
		return take_format(common, option->value, err);
	case OPTION_LIBXO:
		return take_libxo(common, option->value, err);
	case OPTION_RECORD:
		common->record = option->value;
		break;
	case OPTION_REPLAY:
		common->replay = option->value;
		break;
	case OPTION_NETNS:
		common->netns = option->value;
		break;
	case OPTION_TABLE:
		common->table = option->value;
		return 1;
	case OPTION_ALL_NETNS:
		common->all_netns = true;
		return 1;
	case OPTION_LEGEND:
		common->legend = true;
		return 1;
	case OPTION_VRF:
		common->vrf = option->value;
		return 1;
	case OPTION_RULES:
		common->rules = true;
		return 1;
	case OPTION_EXPLAIN:
		common->explain = true;
		return 1;
	case OPTION_TO:
		common->words.to = option->value;
		return 1;
	case OPTION_VIA:
		common->words.via = option->value;
		return 1;
	case OPTION_ONLY_INTERFACE:
		common->words.interface = option->value;
		return 1;
	case OPTION_PROTO:
		common->words.protocol = option->value;
		return 1;
	case OPTION_TYPE:
		common->words.type = option->value;
		return 1;
	case OPTION_STATE:
		common->words.state = option->value;
		return 1;
	case OPTION_DEVICE:
		common->words.device = option->value;
		return 1;
	case OPTION_FILTER:
		memcpy((char *)&common->words + option->row->value, &option->value, sizeof(option->value));
		return 1;
	case OPTION_TIMEOUT:
		return take_timeout(common, option->value, err);
	case OPTION_DRY_RUN:
		common->dry_run = true;
		return 1;
	case OPTION_ATOMIC:
		common->atomic = true;
		return 1;
	case OPTION_BATCH:
		common->batch = option->value;
		return 1;
	case OPTION_READ:
		common->read = option->value;
		return 1;
	case OPTION_PROMISCUOUS:
		common->promiscuous = true;
		return 1;
	case OPTION_CONTINUOUS:
	case OPTION_WATCH:
		common->watch_plain = option->row->id == OPTION_WATCH && !option->value;
		return take_watch(common, option->value ? option->value : "1", err);
	case OPTION_TIMESTAMP:
		return take_stamp(common, option->value, err);
	case OPTION_COUNT:
	case OPTION_DURATION:
	case OPTION_BUFFER:
		return take_limit(common, option, err);
	default:
		return 0;
	}
	if (common->replay && common->netns)
		return err_set(err, EINVAL, "--replay reads a file: it does not go with --netns");
	return 1;
}
