/* SPDX-License-Identifier: ISC */
#include "cmd/sock_filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fnmatch.h>
#include <netdb.h>
#include <pwd.h>
#include <string.h>
#include <strings.h>

#include "lib/base/number.h"
#include "lib/model/procs.h"

/* A number, or the name of a service of any protocol. */
static int parse_port(const char *text, size_t size, uint16_t *ret_port)
{
	const struct servent *service;
	char word[64];
	uint64_t number;

	if (!size || size >= sizeof(word))
		return -EINVAL;
	memcpy(word, text, size);
	word[size] = '\0';
	if (number_parse(word, UINT16_MAX, &number) == 0) {
		*ret_port = (uint16_t)number;
		return 0;
	}
	service = getservbyname(word, NULL);
	if (!service)
		return -EINVAL;
	*ret_port = ntohs((uint16_t)service->s_port);
	return 0;
}

/* LOW-HIGH; a name of a service may have a minus in it, and so it is tried as a whole first. */
static int parse_range(const char *text, size_t size, struct port_range *r)
{
	const char *minus;

	if (parse_port(text, size, &r->low) == 0) {
		r->high = r->low;
		return 0;
	}
	minus = memchr(text, '-', size);
	if (!minus || parse_port(text, (size_t)(minus - text), &r->low) < 0 ||
	    parse_port(minus + 1, size - (size_t)(minus - text) - 1, &r->high) < 0 || r->low > r->high)
		return -EINVAL;
	return 0;
}

/* "80,443,8000-8100" */
static int parse_ports(struct port_set *set, const char *option, const char *list, struct err *err)
{
	for (const char *at = list;; at++) {
		size_t size = strcspn(at, ",");

		if (set->count == MATCH_RANGES)
			return err_set(err, E2BIG, "--%s %s: more than %d ports", option, list,
				       MATCH_RANGES);
		if (parse_range(at, size, &set->range[set->count]) < 0)
			return err_set(err, EINVAL, "--%s %.*s: no port, service or range LOW-HIGH",
				       option, (int)size, at);
		set->count++;
		at += size;
		if (!*at)
			return 0;
	}
}

static int parse_prefix(const char *text, struct sock_end *end)
{
	unsigned bits;

	if (addr_parse_prefix(text, FAMILY_INET, &end->prefix, &bits) < 0 &&
	    addr_parse_prefix(text, FAMILY_INET6, &end->prefix, &bits) < 0)
		return -EINVAL;
	end->bits = (uint8_t)bits;
	return 0;
}

/* The address of an end without brackets, and where its ports begin (NULL: none). */
static int split_end(const char *text, char *address, size_t room, const char **ret_ports)
{
	const char *close = text[0] == '[' ? strchr(text, ']') : NULL;
	const char *colon = close ? strchr(close, ':') : strrchr(text, ':');
	size_t inside = close ? (size_t)(close - text - 1) : 0;
	const char *rest = close ? close + 1 : text; /* of the address: its length, or all of it */
	size_t size = colon ? (size_t)(colon - rest) : strlen(rest);

	if (inside + size >= room || (close && size && *rest != '/'))
		return -EINVAL;
	memcpy(address, text + 1, inside);
	memcpy(address + inside, rest, size);
	address[inside + size] = '\0';
	*ret_ports = colon ? colon + 1 : NULL;
	return 0;
}

/* ADDRESS[/BITS][:PORTS], [ADDRESS6][/BITS]:PORTS or :PORTS */
static int parse_end(struct sock_end *end, const char *option, const char *text, struct err *err)
{
	const char *ports = NULL;
	char address[64];

	if (parse_prefix(text, end) == 0)
		return 0;
	if (split_end(text, address, sizeof(address), &ports) < 0 ||
	    (address[0] && strcmp(address, "*") != 0 && parse_prefix(address, end) < 0))
		return err_set(err, EINVAL, "--%s %s: no address or network", option, text);
	if (!ports || strcmp(ports, "*") == 0)
		return 0;
	return parse_ports(&end->ports, option, ports, err);
}

/* As net-tools, ss and JSON write them: TIME_WAIT, time-wait, time_wait. */
static int find_state(const char *word, size_t size)
{
	char text[32];

	if (!size || size >= sizeof(text))
		return -1;
	for (size_t i = 0; i < size; i++)
		text[i] = word[i] == '-' ? '_' : word[i];
	text[size] = '\0';
	if (strcasecmp(text, "listening") == 0)
		return SSTATE_LISTEN;
	for (unsigned i = 1; i < SSTATE_COUNT; i++)
		if (strcasecmp(sock_state_name(i), text) == 0)
			return (int)i;
	return -1;
}

static int parse_states(struct sock_match *m, const char *list, struct err *err)
{
	for (const char *at = list;; at++) {
		size_t size = strcspn(at, ",");
		int state = find_state(at, size);

		if (state < 0)
			return err_set(err, EINVAL, "--state %.*s: no such state", (int)size, at);
		m->states |= SSTATE_BIT(state);
		at += size;
		if (!*at)
			return 0;
	}
}

static int parse_user(struct sock_match *m, const char *text, struct err *err)
{
	const struct passwd *user;
	uint64_t number;

	m->by_user = true;
	if (number_parse(text, UINT32_MAX, &number) == 0) {
		m->uid = (uint32_t)number;
		return 0;
	}
	user = getpwnam(text);
	if (!user)
		return err_set(err, EINVAL, "--user %s: no such user", text);
	m->uid = user->pw_uid;
	return 0;
}

static int parse_pids(struct sock_filter *f, const char *list, struct err *err)
{
	for (const char *at = list;; at++) {
		size_t size = strcspn(at, ",");
		char word[16] = "";
		uint64_t pid = 0;

		memcpy(word, at, size < sizeof(word) ? size : 0);
		if (number_parse(word, INT32_MAX, &pid) < 0 || !pid || f->pids == FILTER_PIDS)
			return err_set(err, EINVAL, "--pid %s: not up to %d numbers of processes", list,
				       FILTER_PIDS);
		f->pid[f->pids++] = (uint32_t)pid;
		at += size;
		if (!*at)
			return 0;
	}
}

int sock_filter_parse(struct sock_filter *f, const struct filter_words *w, struct err *err)
{
	int e = 0;

	memset(f, 0, sizeof(*f));
	if (w->port)
		e = parse_ports(&f->match.ports, "port", w->port, err);
	if (e == 0 && w->local)
		e = parse_end(&f->match.local, "local", w->local, err);
	if (e == 0 && w->remote)
		e = parse_end(&f->match.remote, "remote", w->remote, err);
	if (e == 0 && w->state)
		e = parse_states(&f->match, w->state, err);
	if (e == 0 && w->user)
		e = parse_user(&f->match, w->user, err);
	if (e == 0 && w->pid)
		e = parse_pids(f, w->pid, err);
	f->device = w->device ? w->device : w->interface;
	if (e == 0 && f->device && !*f->device)
		e = err_set(err, EINVAL, "--device: an empty name");
	f->program = w->program;
	f->match.any = w->port || w->local || w->remote || w->state || w->user || f->device;
	return e;
}

bool sock_filter_needs_processes(const struct sock_filter *f)
{
	return f->pids || f->program;
}

bool sock_filter_holder(const struct sock_filter *f, const struct procs *procs, const struct sock *s)
{
	for (uint32_t h = procs_first(procs, s->inode); h; h = procs_next(procs, h)) {
		bool wanted = !f->pids;

		for (unsigned i = 0; i < f->pids; i++)
			wanted = wanted || f->pid[i] == procs_pid(procs, h);
		if (wanted && (!f->program || fnmatch(f->program, procs_name(procs, h), 0) == 0))
			return true;
	}
	return false;
}
