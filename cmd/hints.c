/* SPDX-License-Identifier: ISC */
#include "cmd/hints.h"

#include <errno.h>
#include <string.h>

/* From the manual pages of each system's own programs; the nearest meaning first. */
static const struct hint {
	char tool[8];
	char letter;
	char dialect[12];
	const char *meaning;
} hints[] = {
	{ "netstat", 'f', "freebsd", "takes a family" },
	{ "netstat", 'f', "linux", "lists Bluetooth rfcomm sockets; for a family use -A or --protocol" },
	{ "netstat", 'A', "linux", "takes a family" },
	{ "netstat", 'A', "freebsd", "shows the addresses of control blocks" },
	{ "netstat", 'I', "freebsd", "takes an interface" },
	{ "netstat", 'b', "freebsd", "adds byte counts to -i" },
	{ "netstat", 'B', "freebsd", "lists packet filter peers" },
	{ "netstat", 'd', "freebsd", "adds dropped packets to -i" },
	{ "netstat", 'e', "linux", "shows more columns" },
	{ "netstat", 'h', "freebsd", "writes numbers with unit suffixes" },
	{ "netstat", 'h', "linux", "shows help; use --help" },
	{ "netstat", 'j', "freebsd", "takes a jail; for a network namespace use --netns" },
	{ "netstat", 'L', "freebsd", "lists listen queues" },
	{ "netstat", 'm', "freebsd", "shows memory buffers" },
	{ "netstat", 'O', "freebsd", "lists next-hop groups" },
	{ "netstat", 'o', "freebsd", "lists next hops" },
	{ "netstat", 'P', "openbsd", "takes the address of a control block" },
	{ "netstat", 'q', "freebsd", "takes a number of lines" },
	{ "netstat", 'q', "openbsd", "leaves out interfaces without traffic" },
	{ "netstat", 'Q', "freebsd", "shows the queues of the network stack" },
	{ "netstat", 'R', "freebsd", "shows flow identifiers" },
	{ "netstat", 'T', "openbsd", "takes a routing table; use --table" },
	{ "netstat", 'T', "freebsd", "shows TCP retransmissions" },
	{ "netstat", 'X', "netbsd", "reads by sysctl only" },
	{ "netstat", 'z', "freebsd", "clears counters" },
	{ "netstat", 'v', "linux", "tells more" },
	{ "netstat", 'V', "linux", "shows the version; use --version" },
	{ "netstat", '4', "linux", "limits to IPv4" },
	{ "netstat", '6', "linux", "limits to IPv6" },
	{ "netstat", 'C', "linux", "lists cloned routes; use --clones" },
	{ "netstat", 'F', "freebsd", "takes a routing table; use --table" },
	{ "netstat", 'l', "freebsd", "means wide" },
	{ "netstat", 'W', "linux", "means wide" },
	{ "route", 'T', "openbsd", "takes a routing table; use --table" },
	{ "route", 'T', "netbsd", "shows MPLS tags" },
	{ "route", 't', "freebsd", "changes nothing, only shows" },
	{ "route", 'd', "freebsd", "changes nothing, only shows" },
	{ "route", 'q', "freebsd", "keeps quiet" },
	{ "route", 'f', "netbsd", "removes all routes first" },
	{ "route", 'e', "linux", "shows more columns" },
	{ "route", 'C', "linux", "lists cloned routes; use --clones" },
	{ "route", 'j', "freebsd", "takes a jail; for a network namespace use --netns" },
	{ "route", '4', "linux", "limits to IPv4" },
	{ "route", '6', "linux", "limits to IPv6" },
	{ "arp", 'S', "freebsd", "sets an entry, replacing the old one" },
	{ "arp", 'F', "openbsd", "replaces an entry" },
	{ "arp", 'W', "openbsd", "wakes a station" },
	{ "arp", 'V', "openbsd", "takes a routing domain" },
	{ "arp", 'e', "linux", "shows the Linux columns" },
	{ "arp", 'H', "linux", "takes a hardware type" },
	{ "arp", 'A', "linux", "takes a family" },
	{ "arp", 'v', "linux", "tells more" },
};

int hint_letter(const char *tool, const char *dialect, char letter, struct err *err)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		const struct hint *h = &hints[i];

		if (h->letter == letter && strcmp(h->tool, tool) == 0 &&
		    strncmp(h->dialect, dialect, strlen(h->dialect)) != 0)
			return err_set(err, EINVAL,
				       "-%c: no such option in the %s dialect; in %s it %s", letter,
				       dialect, h->dialect, h->meaning);
	}
	if (letter > ' ' && letter < 0x7f)
		return err_set(err, EINVAL, "invalid option -- '%c'", letter);
	return err_set(err, EINVAL, "invalid option -- '\\x%02x'", (unsigned char)letter);
}
