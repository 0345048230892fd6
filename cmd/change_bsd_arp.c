/* SPDX-License-Identifier: ISC */
/*
 * arp of the BSDs and macOS: -s HOST ADDRESS [temp] [permanent] [pub [only|proxy]] [reject|blackhole], -S and -F
 * which replace, -d HOST [pub [proxy]], -d -a, -f FILE. The host must be on a network of ours: its interface is
 * that network's.
 *
 * On OpenBSD an entry without `temp` is static: it does not time out, but what the network says overwrites it;
 * only `permanent` protects it. Linux overwrites none that does not time out.
 */
#include <errno.h>
#include <string.h>

#include "cmd/change_bsd.h"
#include "cmd/change_words.h"

enum { TEMPORARY_MS = 20 * 60 * 1000 };

struct entry {
	struct change_reader *reader;
	struct err *err;
	const char *host;
	struct change change;
	bool own_address; /* "auto" */
	bool published, only, temporary, permanent;
};

static struct neigh *neigh_of(struct entry *e)
{
	return &e->change.neigh;
}

static int fail(struct entry *e, int error)
{
	e->reader->status = 1;
	return error;
}

static int read_host(struct entry *e, const char *text)
{
	struct neigh *n = neigh_of(e);
	bool six = strchr(text, ':') || (e->reader->request->neighbours & 1u << FAMILY_INET6);
	int failed = bsd_address(e->reader, text, six ? FAMILY_INET6 : FAMILY_INET, &n->dst, e->err);

	e->host = text;
	n->family = n->dst.family;
	n->has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST);
	return failed < 0 ? fail(e, failed) : 0;
}

static int take_word(struct entry *e, const char *word, const char *before)
{
	enum origin_system system = bsd_system(e->reader);
	struct neigh *n = neigh_of(e);

	if (strcmp(word, "temp") == 0)
		e->temporary = true;
	else if (strcmp(word, "permanent") == 0 && system == SYSTEM_OPENBSD)
		e->permanent = true;
	else if (strcmp(word, "pub") == 0)
		e->published = true;
	else if (strcmp(before, "pub") == 0 &&
		 strcmp(word, system == SYSTEM_NETBSD ? "proxy" : "only") == 0 && system != SYSTEM_OPENBSD)
		e->only = true;
	else if (strcmp(word, "reject") == 0 && system == SYSTEM_FREEBSD)
		n->flags |= NFLAG_BIT(NFLAG_REJECT);
	else if (strcmp(word, "blackhole") == 0 && system == SYSTEM_FREEBSD)
		n->flags |= NFLAG_BIT(NFLAG_BLACKHOLE);
	else if (strcmp(word, "ifscope") == 0 || strcmp(word, "trail") == 0)
		return err_set(e->err, EOPNOTSUPP, "%s: no such entries any more", word);
	else
		return err_set(e->err, EINVAL, "%s: a word that means nothing here", word);
	return 0;
}

static int check_words(struct entry *e)
{
	const uint32_t both = NFLAG_BIT(NFLAG_REJECT) | NFLAG_BIT(NFLAG_BLACKHOLE);

	if (e->temporary && e->permanent)
		return err_set(e->err, EINVAL, "temp or permanent, not both");
	if ((neigh_of(e)->flags & both) == both)
		return err_set(e->err, EINVAL, "reject or blackhole, not both");
	return 0;
}

static int read_words(struct entry *e, const char *const *words, unsigned from, unsigned count)
{
	for (unsigned i = from; i < count; i++) {
		int failed = take_word(e, words[i], i ? words[i - 1] : "");

		if (failed < 0)
			return failed;
	}
	return check_words(e);
}

/* The network that an address is on. */
struct search {
	const struct addr *addr;
	uint32_t ifindex, only;
	unsigned bits;
};

static int on_addr(struct run *run, const struct record *record, void *state)
{
	struct search *s = state;
	const struct ifaddr *a = &record->ifaddr;

	(void)run;
	if (record->kind == RECORD_IFADDR && (!s->ifindex || a->local_bits > s->bits) &&
	    (!s->only || s->only == a->ifindex) && addr_in_prefix(s->addr, &a->local, a->local_bits)) {
		s->ifindex = a->ifindex;
		s->bits = a->local_bits;
	}
	return 0;
}

static int find_device(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	const struct question q = { .what = ASK_ADDRS, .family = (enum family)n->family };
	struct search s = { .addr = &n->dst, .only = n->dst.scope };
	const struct handler h = { .record = on_addr, .state = &s, .size = sizeof(s) };
	int failed = 0;

	if (e->reader->device)
		failed = change_device(e->reader, e->reader->device, &s.only, e->err);
	if (failed < 0)
		return fail(e, failed);
	failed = run_ask(e->reader->run, &q, &h);
	if (failed < 0)
		return fail(e, err_set(e->err, -failed, "%s", e->reader->run->err.text));
	if (!s.ifindex)
		return fail(e, err_set(e->err, ENETUNREACH, "cannot intuit interface index and type for %s",
				       e->host));
	n->ifindex = s.ifindex;
	n->has |= NEIGH_BIT(NEIGH_DEVICE);
	return 0;
}

static int read_link(struct entry *e, const char *text)
{
	struct neigh *n = neigh_of(e);

	e->own_address = strcmp(text, "auto") == 0 && bsd_system(e->reader) != SYSTEM_OPENBSD;
	if (!e->own_address && change_link_address(text, &n->lladdr) < 0)
		return fail(e, err_set(e->err, EINVAL, "invalid Ethernet address '%s'", text));
	n->has |= NEIGH_BIT(NEIGH_LLADDR);
	return 0;
}

static int find_own_address(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	struct addr own;
	int failed = 0;

	if (e->own_address || (e->published && e->reader->run->source->origin.system == SYSTEM_LINUX))
		failed = change_device_address(e->reader, n->ifindex, &own, e->err);
	if (failed < 0)
		return fail(e, failed);
	if (e->own_address)
		n->lladdr = own;
	return 0;
}

/* Linux answers for others with its own address, and with no other; it has no entries that refuse. */
static int turn_to_linux(struct entry *e)
{
	struct neigh *n = neigh_of(e);
	struct addr own;

	if (n->flags & (NFLAG_BIT(NFLAG_REJECT) | NFLAG_BIT(NFLAG_BLACKHOLE)))
		return fail(e, err_set(e->err, EOPNOTSUPP, "reject and blackhole: the Linux kernel has no such "
							   "neighbours"));
	n->has &= ~NEIGH_BIT(NEIGH_EXPIRE);
	n->flags &= ~NFLAG_BIT(NFLAG_STATIC);
	n->state = e->temporary ? STATE_STALE : STATE_PERMANENT;
	if (!e->published)
		return 0;
	if (!e->own_address && change_device_address(e->reader, n->ifindex, &own, e->err) == 0 &&
	    !addr_equal(&own, &n->lladdr))
		return fail(e, err_set(e->err, EOPNOTSUPP, "pub: the Linux kernel publishes the address of its "
							   "interface, and no other: auto"));
	n->has &= ~NEIGH_BIT(NEIGH_LLADDR);
	n->state = STATE_NONE;
	return 0;
}

static void set_state(struct entry *e)
{
	struct neigh *n = neigh_of(e);

	n->flags |= NFLAG_BIT(NFLAG_STATIC) | (e->published ? NFLAG_BIT(NFLAG_PROXY) : 0) |
		    (e->only ? NFLAG_BIT(NFLAG_PROXY_ONLY) : 0);
	n->has |= NEIGH_BIT(NEIGH_FLAGS) | NEIGH_BIT(NEIGH_STATE);
	n->state = e->permanent || bsd_system(e->reader) != SYSTEM_OPENBSD ? STATE_PERMANENT : STATE_NONE;
	if (!e->temporary)
		return;
	n->state = STATE_REACHABLE;
	n->expire_ms = TEMPORARY_MS;
	n->has |= NEIGH_BIT(NEIGH_EXPIRE);
}

/* A BSD has no message that replaces: what stands there is deleted before. */
static int clear_way(struct entry *e)
{
	struct change old = e->change;
	bool proxy = false;
	int found = change_find_neigh(e->reader, &old.neigh, true, e->published, &proxy, e->err);

	if (found <= 0)
		return found;
	old.verb = CHANGE_DELETE;
	old.what = proxy ? CHANGE_PROXY : CHANGE_NEIGH;
	return change_emit(e->reader, &old, e->err);
}

static int set_entry(struct entry *e, const char *const *words, unsigned count)
{
	bool is_linux = e->reader->run->source->origin.system == SYSTEM_LINUX;
	enum origin_system system = bsd_system(e->reader);
	bool replace = e->reader->verb == 'S' || e->reader->verb == 'F';
	int failed;

	if (count < 2)
		return err_set(e->err, EINVAL, "a host and its Ethernet address are needed");
	failed = read_host(e, words[0]);
	if (failed == 0)
		failed = read_link(e, words[1]);
	if (failed == 0)
		failed = read_words(e, words, 2, count);
	if (failed == 0)
		failed = find_device(e);
	if (failed == 0)
		failed = find_own_address(e);
	if (failed < 0)
		return failed;
	set_state(e);
	e->change.what = e->published ? CHANGE_PROXY : CHANGE_NEIGH;
	/* NetBSD and macOS have no other way to say it again */
	e->change.verb = is_linux && (replace || system == SYSTEM_NETBSD || system == SYSTEM_MACOS) ?
				 CHANGE_REPLACE : CHANGE_ADD;
	if (is_linux)
		failed = turn_to_linux(e);
	else if (replace)
		failed = clear_way(e);
	return failed < 0 ? failed : change_emit(e->reader, &e->change, e->err);
}

static int delete_host(struct entry *e, const char *const *words, unsigned count)
{
	struct neigh *n = neigh_of(e);
	bool proxy = false;
	int failed = read_host(e, words[0]), found;

	if (failed == 0)
		failed = read_words(e, words, 1, count);
	if (failed < 0)
		return failed;
	if (e->temporary || e->permanent || n->flags)
		return err_set(e->err, EINVAL, "-d %s takes pub, and nothing else", e->host);
	if (e->reader->device) {
		failed = change_device(e->reader, e->reader->device, &n->ifindex, e->err);
		if (failed < 0)
			return fail(e, failed);
		n->has |= NEIGH_BIT(NEIGH_DEVICE);
	}
	found = change_find_neigh(e->reader, n, !e->published, true, &proxy, e->err);
	if (found < 0)
		return fail(e, found);
	if (!found)
		return fail(e, err_set(e->err, ENOENT, "cannot locate %s", e->host));
	e->change.verb = CHANGE_DELETE;
	e->change.what = proxy ? CHANGE_PROXY : CHANGE_NEIGH;
	n->flags = proxy ? NFLAG_BIT(NFLAG_PROXY) : 0;
	n->has |= NEIGH_BIT(NEIGH_DEVICE);
	return change_emit(e->reader, &e->change, e->err);
}

/* -d -a: all of the family, and with -i of the interface; not what the system knows of itself. */
static int delete_all(struct entry *e)
{
	struct change_reader *reader = e->reader;
	unsigned families = reader->request->neighbours ? reader->request->neighbours : 1u << FAMILY_INET;
	struct neigh none = { .has = 0 };
	uint32_t ifindex = 0;
	bool proxy;
	int failed = 0;

	if (reader->device)
		failed = change_device(reader, reader->device, &ifindex, e->err);
	for (unsigned family = FAMILY_INET; family <= FAMILY_INET6 && failed >= 0; family++) {
		none.family = (uint8_t)family;
		if (families >> family & 1) /* learns them */
			failed = change_find_neigh(reader, &none, true, true, &proxy, e->err);
	}
	for (size_t i = 0; i < reader->neigh_count && failed >= 0; i++) {
		const struct neigh *n = &reader->neighs[i];

		if (!(families >> n->family & 1) || n->flags & NFLAG_BIT(NFLAG_LOCAL) ||
		    n->state == STATE_NOARP || (ifindex && n->ifindex != ifindex))
			continue;
		e->change.neigh = *n;
		e->change.neigh.flags &= NFLAG_BIT(NFLAG_PROXY) | NFLAG_BIT(NFLAG_PROXY_ONLY);
		e->change.neigh.has &= NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) |
				       NEIGH_BIT(NEIGH_DEVICE) | NEIGH_BIT(NEIGH_FLAGS);
		e->change.verb = CHANGE_DELETE;
		e->change.what = n->flags & NFLAG_BIT(NFLAG_PROXY) ? CHANGE_PROXY : CHANGE_NEIGH;
		failed = change_emit(reader, &e->change, e->err);
	}
	return failed < 0 ? failed : 0;
}

int bsd_arp(struct change_reader *reader, const char *const *words, unsigned count, struct err *err)
{
	struct entry e = { .reader = reader, .err = err };

	reader->said = (struct change_said){ .verb = reader->verb == 'd' ? "delete" : "set" };
	if (reader->verb == 'd' && reader->request->all)
		return count ? err_set(err, EINVAL, "-d -a deletes all: %s is a word too many", words[0]) :
			       delete_all(&e);
	if (!reader->verb || reader->verb == 'f')
		return err_set(err, EINVAL, "-s or -d is needed");
	if (!count)
		return err_set(err, EINVAL, "which host?");
	reader->said.destination = words[0];
	return reader->verb == 'd' ? delete_host(&e, words, count) : set_entry(&e, words, count);
}

/* A line of the file of -f */
int bsd_ethers(struct change_reader *reader, const char *const *words, unsigned count, struct err *err)
{
	reader->verb = 's';
	return bsd_arp(reader, words, count, err);
}
