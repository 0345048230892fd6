/* SPDX-License-Identifier: ISC */
/* net-tools' arp -s, -d and -f (2.10; arp(8)), and the same for the neighbours of IPv6. */
#include <errno.h>
#include <string.h>

#include "cmd/change_job.h"
#include "cmd/change_linux.h"
#include "cmd/change_words.h"
#include "lib/view/dialect.h"

enum { STATUS_ARP = 255, LINK_ETHER = 1 };

struct entry {
	struct change_reader *reader;
	struct err *err;
	const char *const *words;
	unsigned count, at;
	struct change change;
	const char *host;
	bool proxy, only_own, temporary, dontpub, masked;
};

/* What is refused with the status of an error, and not of a wrong command line. */
static int refuse(struct entry *e, int number, const char *text)
{
	e->reader->status = STATUS_ARP;
	return err_set(e->err, number, "%s", text);
}

static struct neigh *neigh_of(struct entry *e)
{
	return &e->change.neigh;
}

static int take_device(struct entry *e, const char *name)
{
	int failed = change_device(e->reader, name, &neigh_of(e)->ifindex, e->err);

	if (failed < 0)
		e->reader->status = STATUS_ARP;
	else
		neigh_of(e)->has |= NEIGH_BIT(NEIGH_DEVICE);
	return failed;
}

static int take_netmask(struct entry *e, const char *text)
{
	struct addr mask;
	bool net;
	int failed = change_address(e->reader, text, FAMILY_INET, false, &mask, &net, e->err);

	if (failed < 0) {
		e->reader->status = STATUS_ARP;
		return failed;
	}
	if (neigh_of(e)->family == FAMILY_INET && change_mask_bits(&mask) == 32)
		return 0;
	return refuse(e, EINVAL,
		      change_mask_bits(&mask) ?
			      "netmask: the kernel answers for single addresses only" :
			      "netmask 0.0.0.0: what answers for all addresses is the sysctl "
			      "net.ipv4.conf.INTERFACE.proxy_arp");
}

static int take_state(struct entry *e, const char *text)
{
	for (unsigned s = STATE_NONE; s < STATE_COUNT; s++) {
		if (strcmp(neigh_state_name(s), text) != 0)
			continue;
		neigh_of(e)->state = (uint8_t)s;
		neigh_of(e)->has |= NEIGH_BIT(NEIGH_STATE);
		return 0;
	}
	return err_set(e->err, EINVAL, "state %s: no such state", text);
}

static int take_proto(struct entry *e, const char *text)
{
	neigh_of(e)->has |= NEIGH_BIT(NEIGH_PROTOCOL);
	if (change_named(text, route_protocol_name, &neigh_of(e)->protocol) < 0)
		return err_set(e->err, EINVAL, "proto %s: neither a name nor a number up to 255",
			       text);
	return 0;
}

static const struct {
	const char *word;
	int (*take)(struct entry *e, const char *text);
} valued[] = {
	{ "dev", take_device },
	{ "netmask", take_netmask },
	{ "state", take_state },
	{ "proto", take_proto },
};

/* Words alone. `trail` and `auto` have meant nothing to Linux since there were trailers to be sent. */
static bool take_word(struct entry *e, const char *word)
{
	static const struct {
		const char *word;
		uint8_t flag;
	} flags[] = {
		{ "router", NFLAG_ROUTER },
		{ "managed", NFLAG_MANAGED },
		{ "extern_learn", NFLAG_LEARNED },
	};

	if (strcmp(word, "temp") == 0)
		e->temporary = true;
	else if (strcmp(word, "permanent") == 0)
		e->temporary = false;
	else if (strcmp(word, "pub") == 0)
		e->proxy = true;
	else if (strcmp(word, "priv") == 0)
		e->only_own = true;
	else if (strcmp(word, "dontpub") == 0)
		e->dontpub = true;
	else if (strcmp(word, "trail") == 0 || strcmp(word, "auto") == 0)
		return true;
	else {
		for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
			if (strcmp(flags[i].word, word) != 0)
				continue;
			neigh_of(e)->flags |= NFLAG_BIT(flags[i].flag);
			return true;
		}
		return false;
	}
	return true;
}

static int read_words(struct entry *e)
{
	while (e->at < e->count) {
		const char *word = e->words[e->at++];
		size_t v = 0;
		int failed;

		if (take_word(e, word))
			continue;
		while (v < sizeof(valued) / sizeof(valued[0]) && strcmp(valued[v].word, word) != 0)
			v++;
		if (v == sizeof(valued) / sizeof(valued[0]))
			return err_set(e->err, EINVAL, "%s: a word that means nothing here", word);
		if (e->at == e->count)
			return err_set(e->err, EINVAL, "%s: something is missing behind it", word);
		failed = valued[v].take(e, e->words[e->at++]);
		if (failed < 0)
			return failed;
	}
	return 0;
}

/* HOST; an address with colons is one of IPv6 */
static int read_host(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	bool net;
	int failed;

	if (e->at == e->count)
		return refuse(e, EINVAL, "need host name");
	e->host = e->words[e->at++];
	n->family = (uint8_t)(e->reader->family	   ? e->reader->family :
			      strchr(e->host, ':') ? FAMILY_INET6 :
						     FAMILY_INET);
	failed = change_address(e->reader, e->host, (enum family)n->family, true, &n->dst, &net,
				e->err);
	if (failed < 0)
		e->reader->status = STATUS_ARP;
	n->has |= NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST);
	return failed;
}

/* The hardware type that -H names; Ethernet where it names none. */
static int link_type(struct entry *e, int *ret_type)
{
	const char *name = e->reader->request->hardware;

	*ret_type = name ? arp_linux_type(name) : LINK_ETHER;
	if (*ret_type >= 0)
		return 0;
	e->reader->status = STATUS_ARP;
	return err_set(e->err, EINVAL,
		       *ret_type == -EINVAL ? "%s: unknown hardware type." :
					      "%s: hardware type without ARP support.",
		       name);
}

/* A link address, or with -D the name of the interface that has it. */
static int read_link_address(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	uint32_t ifindex;
	int failed;

	if (e->at == e->count)
		return refuse(e, EINVAL, "need hardware address");
	n->has |= NEIGH_BIT(NEIGH_LLADDR);
	if (!e->reader->auto_address) {
		if (change_link_address(e->words[e->at++], &n->lladdr) < 0)
			return refuse(e, EINVAL, "invalid hardware address");
		return 0;
	}
	failed = change_device(e->reader, e->words[e->at++], &ifindex, e->err);
	if (failed == 0)
		failed = change_device_address(e->reader, ifindex, &n->lladdr, e->err);
	if (failed < 0)
		e->reader->status = STATUS_ARP;
	return failed;
}

/*
 * Where no device is named: that which has the link address, where the entry is to be published, else the
 * one that the host is reached by. net-tools' ioctls do so.
 */
static int find_device(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	int failed;

	if (e->reader->device && !neigh_has(n, NEIGH_DEVICE)) {
		failed = take_device(e, e->reader->device);
		if (failed < 0)
			return failed;
	}
	if (neigh_has(n, NEIGH_DEVICE))
		return 0;
	failed = e->proxy && e->change.verb != CHANGE_DELETE ?
			 change_device_with(e->reader, &n->lladdr, &n->ifindex, e->err) :
			 change_device_to(e->reader, &n->dst, &n->ifindex, e->err);
	if (failed < 0)
		e->reader->status = STATUS_ARP;
	else
		n->has |= NEIGH_BIT(NEIGH_DEVICE);
	return failed;
}

static int check_type(struct entry *e)
{
	const struct index_iface *i = index_iface(e->reader->run->index, neigh_of(e)->ifindex);
	int type = LINK_ETHER, failed = link_type(e, &type);

	if (failed < 0 || !i || i->link_type == type)
		return failed;
	e->reader->status = STATUS_ARP;
	return err_set(e->err, EINVAL, "%s: its hardware type is %s, and not %s: Invalid argument",
		       i->name,
		       link_type_name(i->link_type) ? link_type_name(i->link_type) : "another",
		       link_type_name((unsigned)type) ? link_type_name((unsigned)type) : "that");
}

static int set_entry(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	int failed = read_host(e);

	if (failed == 0)
		failed = read_link_address(e);
	if (failed == 0)
		failed = read_words(e);
	if (failed < 0)
		return failed;
	e->proxy = e->proxy && !e->only_own;
	if (e->dontpub && !e->proxy)
		return refuse(e, EINVAL, "dontpub: only with pub");
	if (e->dontpub)
		return refuse(e, EOPNOTSUPP, "dontpub: the Linux kernel has no such entries");
	failed = find_device(e);
	if (failed == 0)
		failed = check_type(e);
	if (failed < 0)
		return failed;
	e->change.verb = CHANGE_REPLACE;
	e->change.what = e->proxy ? CHANGE_PROXY : CHANGE_NEIGH;
	if (!neigh_has(n, NEIGH_STATE))
		n->state = e->temporary ? STATE_STALE : STATE_PERMANENT;
	if (e->proxy) { /* the kernel answers with the interface's own address */
		n->has &= ~(NEIGH_BIT(NEIGH_LLADDR));
		n->state = STATE_NONE;
		n->flags |= NFLAG_BIT(NFLAG_PROXY);
	}
	n->has |= NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS);
	return change_emit(e->reader, &e->change, e->err);
}

/*
 * Without `pub` and `priv` it is whichever there is. In a batch it is the host's own entry: what a line
 * before this one enters is not there yet.
 */
static int delete_entry(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	int failed = read_host(e), found;

	if (failed == 0)
		failed = read_words(e);
	if (failed == 0 && e->reader->device && !neigh_has(n, NEIGH_DEVICE))
		failed = take_device(e, e->reader->device);
	if (failed < 0)
		return failed;
	e->change.verb = CHANGE_DELETE;
	found = change_find_neigh(e->reader, n, !e->proxy || e->only_own, e->proxy || !e->only_own,
				  &e->proxy, e->err);
	if (found < 0) {
		e->reader->status = STATUS_ARP;
		return found;
	}
	if (!found && !e->reader->job->line) {
		e->reader->status = STATUS_ARP;
		return err_set(e->err, ENOENT, "No ARP entry for %s", e->host);
	}
	if (!found) {
		failed = find_device(e);
		if (failed < 0)
			return failed;
	}
	e->change.what = e->proxy ? CHANGE_PROXY : CHANGE_NEIGH;
	n->has &= ~NEIGH_BIT(NEIGH_LLADDR);
	n->flags = e->proxy ? NFLAG_BIT(NFLAG_PROXY) : 0;
	return change_emit(e->reader, &e->change, e->err);
}

int change_arp_linux(struct change_reader *reader, const char *const *words, unsigned count,
		     struct err *err)
{
	struct entry e = { .reader = reader, .err = err, .words = words, .count = count };

	if (reader->verb == 'd')
		return delete_entry(&e);
	if (reader->verb == 's')
		return set_entry(&e);
	return err_set(err, EINVAL, "-s or -d is needed");
}

/* A line of /etc/ethers: the address may come first */
int change_ethers_linux(struct change_reader *reader, const char *const *words, unsigned count,
			struct err *err)
{
	const char *turned[64];
	struct addr link;

	reader->status = STATUS_ARP;
	if (count < 2 || count > 64)
		return err_set(err, EINVAL, "format error: a host and its hardware address");
	for (unsigned i = 0; i < count; i++)
		turned[i] = words[i];
	if (!reader->auto_address && change_link_address(words[0], &link) == 0 && link.size > 1) {
		turned[0] = words[1];
		turned[1] = words[0];
	}
	reader->verb = 's';
	return change_arp_linux(reader, turned, count, err);
}
