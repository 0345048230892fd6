/* SPDX-License-Identifier: ISC */
/*
 * Sockets in net-tools' way: those of the Internet, UNIX', and with options of our own the others.
 *
 * The kernel is asked by sock_diag; where it has no module for a protocol, its text under /proc/net is read.
 * What must be known before the first row (which processes hold them, names) takes passes of its own over the
 * same dumps: a socket that comes or goes between two of them is shown with its numbers, or not at all.
 */
#include "cmd/sockets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/model/procs.h"
#include "lib/view/sock_linux.h"

enum { INODES_MAX = 4096, REFS_MAX = 1 << 20, FILES = 16, OWN_MAX = 4, DESCRIPTORS = 64 };

const uint32_t sockets_internet = 1u << SOCKET_TCP | 1u << SOCKET_UDP | 1u << SOCKET_UDPLITE |
				  1u << SOCKET_RAW | 1u << SOCKET_SCTP;

enum pass { PASS_PRINT, PASS_NAMES, PASS_INODES };

/* Of a UNIX socket the references stand in the kernel's text alone. */
struct refs {
	uint64_t inode;
	uint32_t refs;
};

/* What grows with an answer, and is put back when that is void. */
struct marks {
	size_t inodes, refs, sorted;
	bool embryos; /* the text has sockets without an inode, which are not accepted yet */
};

struct listing {
	struct marks marks; /* first: the state of the handlers */
	struct run *run;
	const struct sockets_request *request;
	struct sock_filter filter;
	struct sock_sort sort;
	struct table rows;
	struct procs *procs; /* NULL: not asked for */
	struct refs *refs;
	size_t refs_room;
	uint64_t inodes[INODES_MAX]; /* of the sockets that will be shown, while there is room */
	bool too_many;
	uint64_t own[OWN_MAX]; /* sockets that this program made for itself: no row is about them */
	unsigned own_count;
	enum pass pass;
	bool only_embryos; /* of the text of UNIX sockets, those without an inode */
	bool lacking;	   /* a protocol that was named is not there */
	unsigned answers;  /* protocols that were */
};

/* Groups of protocols, each with a table of its own; in the order of their rows. */
struct group {
	const char *title;
	const struct view *view;
	uint8_t protocols[12];
	bool by_default; /* in a table that nothing was named for */
};

static const struct group groups[] = {
	{ "Active Internet connections ", &sock_linux_inet,
	  { SOCKET_TCP, SOCKET_MPTCP, SOCKET_SCTP, SOCKET_DCCP, SOCKET_UDP, SOCKET_UDPLITE, SOCKET_RAW,
	    SOCKET_ICMP }, true },
	{ "Active UNIX domain sockets ", &sock_linux_unix, { SOCKET_UNIX }, true },
	{ "Active packet, netlink and vsock sockets ", &sock_linux_other,
	  { SOCKET_PACKET, SOCKET_NETLINK, SOCKET_VSOCK }, false },
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

static bool is_json(const struct listing *l)
{
	return l->run->common->json;
}

/* What net-tools shows without being told, and JSON all there is. */
static uint32_t protocols_of(const struct listing *l)
{
	if (l->request->protocols)
		return l->request->protocols;
	return is_json(l) ? UINT32_MAX : sockets_internet | 1u << SOCKET_UNIX;
}

static bool has_group(const struct listing *l, const struct group *g)
{
	for (unsigned i = 0; i < sizeof(g->protocols) && g->protocols[i]; i++)
		if (protocols_of(l) >> g->protocols[i] & 1)
			return true;
	return false;
}

/* net-tools tells servers by what they are not connected to. */
static bool is_server(const struct sock *s)
{
	switch (s->protocol) {
	case SOCKET_TCP:
		return !s->remote_port;
	case SOCKET_UNIX:
	case SOCKET_SCTP:
	case SOCKET_MPTCP:
	case SOCKET_DCCP:
	case SOCKET_VSOCK:
		return s->state == SSTATE_LISTEN;
	case SOCKET_PACKET:
		return true;
	case SOCKET_NETLINK:
		return s->state != SSTATE_CONNECTED;
	default:
		return addr_is_zero(&s->remote);
	}
}

static int compare_refs(const void *left, const void *right)
{
	const struct refs *a = left, *b = right;

	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static void complete(const struct listing *l, struct sock *s)
{
	const struct refs key = { .inode = s->inode }, *found = NULL;

	if (s->protocol == SOCKET_UNIX && !sock_has(s, SOCK_REFS) && l->marks.refs)
		found = bsearch(&key, l->refs, l->marks.refs, sizeof(key), compare_refs);
	if (found) {
		s->refs = found->refs;
		s->has |= SOCK_BIT(SOCK_REFS);
	}
	if (l->procs && !procs_first(l->procs, s->inode)) {
		s->unheld = procs_unheld(l->procs, s);
		s->has |= SOCK_BIT(SOCK_UNHELD);
	}
}

/* The pair by which the resolver is asked, of which its child has the other end. */
static bool is_own(const struct listing *l, const struct sock *s)
{
	for (unsigned i = 0; i < l->own_count; i++)
		if (l->own[i] == s->inode || (sock_has(s, SOCK_PEER) && l->own[i] == s->peer))
			return true;
	return false;
}

static bool is_wanted(const struct listing *l, const struct sock *s)
{
	if (s->protocol == SOCKET_UNIX && l->own_count && is_own(l, s))
		return false;
	if (!l->request->all && !l->filter.match.states && is_server(s) != l->request->listening)
		return false;
	if (l->filter.match.any && !sock_matches(&l->filter.match, s))
		return false;
	return l->pass == PASS_INODES || !sock_filter_needs_processes(&l->filter) ||
	       sock_filter_holder(&l->filter, l->procs, s);
}

static int want_address(const struct listing *l, const struct addr *a)
{
	return addr_is_zero(a) || !(l->request->options & VIEW_NAMES) ?
		       0 :
		       index_want_name(l->run->index, a, NAME_HOST);
}

static int want_number(const struct listing *l, uint32_t option, unsigned protocol, uint32_t number,
		       enum name_kind kind)
{
	struct addr query = name_number(protocol, number);

	return l->request->options & option ? index_want_name(l->run->index, &query, kind) : 0;
}

static int want_names(struct listing *l, const struct sock *s)
{
	int e = 0;

	if (sock_has(s, SOCK_LOCAL))
		e = want_address(l, &s->local);
	if (e == 0 && sock_has(s, SOCK_REMOTE))
		e = want_address(l, &s->remote);
	if (e == 0 && sock_has(s, SOCK_LOCAL_PORT) && s->local_port)
		e = want_number(l, VIEW_PORTS, s->protocol, s->local_port, NAME_SERVICE);
	if (e == 0 && sock_has(s, SOCK_REMOTE_PORT) && s->remote_port)
		e = want_number(l, VIEW_PORTS, s->protocol, s->remote_port, NAME_SERVICE);
	if (e == 0 && l->request->options & VIEW_USERS && s->protocol != SOCKET_UNIX)
		e = want_number(l, VIEW_USER_NAMES, SOCKET_NONE, s->uid, NAME_USER);
	return e;
}

static void keep_inode(struct listing *l, uint64_t inode)
{
	if (!inode)
		return;
	if (l->marks.inodes == INODES_MAX)
		l->too_many = true;
	else
		l->inodes[l->marks.inodes++] = inode;
}

static void print_sock(struct listing *l, const struct sock *s)
{
	if (is_json(l))
		json_sock(&l->run->json, s);
	else
		table_row(&l->rows, &l->run->out, s);
}

static int show(struct listing *l, const struct sock *s)
{
	int e;

	switch (l->pass) {
	case PASS_INODES:
		keep_inode(l, s->inode);
		return 0;
	case PASS_NAMES:
		return want_names(l, s);
	default:
		break;
	}
	if (!l->sort.field) {
		print_sock(l, s);
		return 0;
	}
	l->sort.count = l->marks.sorted;
	e = sock_sort_add(&l->sort, s, is_json(l) || l->request->options & VIEW_DETAILS);
	l->marks.sorted = l->sort.count;
	return e;
}

static int on_sock(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	struct sock s;

	(void)run;
	if (record->kind != RECORD_SOCK)
		return 0;
	if (l->only_embryos && record->sock.inode)
		return 0;
	if (!l->procs && record->sock.protocol != SOCKET_UNIX) /* most rows of most runs: no copy */
		return is_wanted(l, &record->sock) ? show(l, &record->sock) : 0;
	s = record->sock;
	complete(l, &s);
	return is_wanted(l, &s) ? show(l, &s) : 0;
}

static bool is_lacking(int e)
{
	return e == -ENOENT || e == -EOPNOTSUPP || e == -EPROTONOSUPPORT || e == -EAFNOSUPPORT ||
	       e == -ENOMSG;
}

/* The kernel's text of them, whole. */
static int ask_file(struct listing *l, const char *key, const struct handler *h)
{
	const struct question q = { .what = ASK_FILE, .key = key };
	int e;

	if (!key)
		return -ENOENT;
	e = run_ask(l->run, &q, h);
	if (is_lacking(e))
		err_clear(&l->run->err);
	return e;
}

/* What the plain table shows is in the message itself: all the rest costs the kernel time. */
static bool is_brief(const struct listing *l)
{
	return !is_json(l) && !l->run->common->record && !l->procs &&
	       !(l->request->options & (VIEW_TIMERS | VIEW_DETAILS)) && !l->filter.match.by_user;
}

static int ask_diag(struct listing *l, enum sock_protocol protocol, enum family family)
{
	const struct handler h = { .record = on_sock, .state = l, .size = sizeof(l->marks) };
	struct question q = { .what = ASK_SOCKETS, .family = family, .socket = (uint8_t)protocol,
			      .brief = is_brief(l) };
	int e;

	if (l->filter.match.any && !l->run->common->record)
		q.match = &l->filter.match;
	e = run_ask(l->run, &q, &h);
	if (e == -EINVAL && q.match) { /* a kernel that does not know one of the tests */
		err_clear(&l->run->err);
		q.match = NULL;
		e = run_ask(l->run, &q, &h);
	}
	if (is_lacking(e))
		err_clear(&l->run->err);
	return e;
}

/* By sock_diag, else by text. -ENOENT where there is neither. */
static int ask_protocol(struct listing *l, enum sock_protocol protocol, enum family family)
{
	const struct handler h = { .record = on_sock, .state = l, .size = sizeof(l->marks) };
	int e = ask_diag(l, protocol, family);

	if (!is_lacking(e))
		return e;
	e = ask_file(l, procfs_sock_file(protocol, family), &h);
	if (e == 0 && procfs_sock_file2(protocol))
		e = ask_file(l, procfs_sock_file2(protocol), &h);
	return is_lacking(e) ? -ENOENT : e;
}

static int keep_refs(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	struct refs *refs;
	size_t room;

	(void)run;
	if (record->kind != RECORD_SOCK)
		return 0;
	if (!record->sock.inode) {
		l->marks.embryos = true;
		return 0;
	}
	if (l->marks.refs == l->refs_room) {
		room = l->refs_room ? 2 * l->refs_room : 256;
		if (room > REFS_MAX)
			return 0; /* shown without */
		refs = reallocarray(l->refs, room, sizeof(*refs));
		if (!refs)
			return -ENOMEM;
		l->refs = refs;
		l->refs_room = room;
	}
	l->refs[l->marks.refs++] = (struct refs){ record->sock.inode, record->sock.refs };
	return 0;
}

/*
 * The text first, for the references; then the dump; then the text again for those that only it has. A name
 * with a line's end in it breaks the text, and never the dump: rows that the dump does not have come from the
 * text only where they have no inode.
 */
static int ask_unix(struct listing *l)
{
	const struct handler refs = { .record = keep_refs, .state = l, .size = sizeof(l->marks) };
	const struct handler rows = { .record = on_sock, .state = l, .size = sizeof(l->marks) };
	const char *file = procfs_sock_file(SOCKET_UNIX, FAMILY_NONE);
	int text = 0, e;

	if (l->pass == PASS_NAMES)
		return 0;
	l->marks.refs = 0;
	l->marks.embryos = false;
	if (l->pass == PASS_PRINT) {
		text = ask_file(l, file, &refs);
		if (text < 0 && !is_lacking(text))
			return text;
		if (l->marks.refs)
			qsort(l->refs, l->marks.refs, sizeof(*l->refs), compare_refs);
	}
	e = ask_diag(l, SOCKET_UNIX, FAMILY_NONE);
	if (is_lacking(e))
		e = ask_file(l, file, &rows);
	else if (e == 0 && l->marks.embryos) {
		l->only_embryos = true;
		e = ask_file(l, file, &rows);
		l->only_embryos = false;
	}
	return is_lacking(e) ? -ENOENT : e;
}

/* "tcp" is AF INET (tcp) to net-tools, and "unix" AF UNIX. */
static void tell_lacking(struct listing *l, enum sock_protocol protocol)
{
	bool chosen = l->request->chosen >> protocol & 1;

	l->lacking = l->lacking || chosen;
	if (l->pass != PASS_PRINT || !(chosen || (l->request->verbose && !is_json(l))))
		return;
	if (protocol == SOCKET_UNIX)
		run_complain(l->run->tool, "no support for `AF UNIX' on this system.");
	else if (protocol > SOCKET_UNIX)
		run_complain(l->run->tool, "no support for `AF %s' on this system.",
			     protocol == SOCKET_PACKET	? "PACKET" :
			     protocol == SOCKET_NETLINK ? "NETLINK" :
			     protocol == SOCKET_VSOCK	? "VSOCK" :
							  "BLUETOOTH");
	else
		run_complain(l->run->tool, "no support for `AF INET (%s)' on this system.",
			     sock_protocol_name(protocol));
}

static int walk_protocol(struct listing *l, enum sock_protocol protocol)
{
	bool found = false;
	int e = 0;

	if (protocol == SOCKET_UNIX) {
		e = ask_unix(l);
		found = e == 0;
	} else if (!sock_is_inet(protocol)) {
		e = ask_protocol(l, protocol, FAMILY_NONE);
		found = e == 0;
	}
	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0 && sock_is_inet(protocol); f++) {
		if (l->request->families && !(l->request->families >> f & 1))
			continue;
		e = ask_protocol(l, protocol, f);
		found = found || e == 0;
		e = e == -ENOENT ? 0 : e;
	}
	if (e < 0 && e != -ENOENT)
		return e;
	l->answers += found;
	if (!found)
		tell_lacking(l, protocol);
	return 0;
}

static void print_sorted(struct listing *l)
{
	struct sock s;

	l->sort.count = l->marks.sorted;
	sock_sort_order(&l->sort);
	for (size_t i = 0; i < l->sort.count; i++) {
		sock_sort_get(&l->sort, i, &s);
		print_sock(l, &s);
	}
	sock_sort_clear(&l->sort);
	l->marks.sorted = 0;
}

/* A title with what is listed behind it, and the heading. */
static void begin_group(struct listing *l, const struct group *g)
{
	struct out *out = &l->run->out;

	if (l->pass != PASS_PRINT || is_json(l))
		return;
	out_text(out, g->title);
	out_text(out, l->request->all	    ? "(servers and established)\n" :
		      l->request->listening ? "(only servers)\n" :
					      "(w/o servers)\n");
	table_begin(&l->rows, g->view, &l->run->context);
	table_head(&l->rows, out);
}

static int walk(struct listing *l, enum pass pass)
{
	int e = 0;

	l->pass = pass;
	l->answers = 0;
	for (unsigned i = 0; i < GROUPS && e == 0; i++) {
		if (!has_group(l, &groups[i]))
			continue;
		begin_group(l, &groups[i]);
		for (unsigned k = 0; k < sizeof(groups[i].protocols) && e == 0; k++) {
			enum sock_protocol p = (enum sock_protocol)groups[i].protocols[k];

			if (p && protocols_of(l) >> p & 1)
				e = walk_protocol(l, p);
		}
		if (e == 0 && pass == PASS_PRINT && l->sort.field)
			print_sorted(l);
	}
	return e;
}

static int keep_process(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;

	(void)run;
	if (record->kind == RECORD_PROC)
		return procs_add(l->procs, &record->proc);
	if (record->kind == RECORD_PROC_SOCKET)
		return procs_add_socket(l->procs, record->proc_socket.inode, record->proc_socket.fd);
	return 0;
}

static int compare_inodes(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return a < b ? -1 : a > b;
}

/* net-tools' own words, which have no name of a program before them. */
static void tell_hidden(const struct listing *l)
{
	if (!procs_hidden(l->procs))
		return;
	if (!procs_seen(l->procs))
		fprintf(stderr, "(No info could be read for \"-p\": geteuid()=%u but you should be root.)\n",
			procs_user(l->procs));
	else
		fputs("(Not all processes could be identified, non-owned process info\n"
		      " will not be shown, you would have to be root to see it all.)\n", stderr);
}

/* Is it worth a dump to know which few sockets are looked for? */
static bool is_narrow(const struct listing *l)
{
	return (l->request->listening || l->filter.match.any) && !l->request->all &&
	       !l->run->common->record && !l->run->spaces &&
	       !(l->request->options & VIEW_CONTEXTS);
}

static int load_processes(struct listing *l)
{
	const struct handler h = { .record = keep_process, .state = l };
	struct question q = { .what = ASK_PROCESSES, .brief = !is_json(l) && !l->run->common->record &&
							      !(l->request->options & VIEW_CONTEXTS) };
	int e = 0;

	if (l->run->space) /* the processes are those of all namespaces */
		return 0;
	procs_clear(l->procs);
	if (is_narrow(l)) {
		l->marks.inodes = 0;
		l->too_many = false;
		e = walk(l, PASS_INODES);
		if (e < 0)
			return e;
		if (!l->too_many) {
			qsort(l->inodes, l->marks.inodes, sizeof(l->inodes[0]), compare_inodes);
			q.inodes = l->inodes;
			q.inode_count = l->marks.inodes;
		}
	}
	e = run_ask(l->run, &q, &h);
	if (e < 0)
		return e;
	if (l->request->options & VIEW_CONTEXTS && !procs_have_contexts(l->procs))
		return err_set(&l->run->err, EOPNOTSUPP, "SELinux is not enabled on this machine.");
	tell_hidden(l);
	if (l->request->verbose && procs_gone(l->procs))
		run_complain(l->run->tool, "%zu processes ended while they were looked at",
			     procs_gone(l->procs));
	return 0;
}

static int find_device(struct listing *l)
{
	const struct index_iface *i;

	if (!l->filter.device)
		return 0;
	i = index_iface_named(l->run->index, l->filter.device);
	if (!i)
		return err_set(&l->run->err, ENODEV, "%s: no such interface", l->filter.device);
	l->filter.match.ifindex = i->index;
	return 0;
}

static int prepare(struct listing *l)
{
	const uint32_t named = VIEW_NAMES | VIEW_PORTS | VIEW_USER_NAMES;
	int e = 0;

	if (is_json(l) || l->run->common->record || l->filter.device ||
	    protocols_of(l) >> SOCKET_PACKET & 1)
		e = run_links(l->run, true);
	if (e == 0)
		e = find_device(l);
	if (e == 0 && l->procs)
		e = load_processes(l);
	if (e == 0 && !is_json(l) && l->request->options & named) {
		e = walk(l, PASS_NAMES);
		if (e == 0)
			e = run_names(l->run);
	}
	return e;
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	int e;

	run->context.options = l->request->options | run->common->dialect->options;
	run->context.procs = l->procs;
	e = prepare(l);
	if (e < 0)
		return e;
	if (is_json(l))
		run_begin_array(run, "sockets");
	e = walk(l, PASS_PRINT);
	if (e == 0 && !l->answers && !l->lacking)
		e = err_set(&run->err, ENOENT, "neither sock_diag nor /proc/net tells of sockets");
	return e;
}

/* The texts that may be needed: opened at the start, for the sandbox forbids it later. */
static void choose_files(const struct listing *l, const char *files[FILES])
{
	unsigned n = 0;

	for (enum sock_protocol p = SOCKET_TCP; p < SOCKET_PROTOCOLS; p++) {
		if (!(protocols_of(l) >> p & 1))
			continue;
		for (enum family f = FAMILY_NONE; f <= FAMILY_INET6 && n < FILES - 1; f++)
			if (procfs_sock_file(p, f))
				files[n++] = procfs_sock_file(p, f);
	}
}

/* Which of the first descriptors are sockets, and their inodes (0: it is none). */
static void look_at_descriptors(uint64_t inodes[DESCRIPTORS])
{
	struct stat s;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		inodes[fd] = fstat(fd, &s) == 0 && S_ISSOCK(s.st_mode) ? s.st_ino : 0;
}

/* Open, and note what sockets are there since. */
static int open_run(struct listing *l, const char *tool, const char *const *files, unsigned needs)
{
	uint64_t before[DESCRIPTORS], after[DESCRIPTORS];
	bool look = needs & RUN_NAMES && protocols_of(l) >> SOCKET_UNIX & 1;
	int e;

	if (look)
		look_at_descriptors(before);
	e = run_open(l->run, tool, l->run->common, files, needs);
	if (look && e >= 0)
		look_at_descriptors(after);
	for (unsigned fd = 0; look && e >= 0 && fd < DESCRIPTORS && l->own_count < OWN_MAX; fd++)
		if (after[fd] && after[fd] != before[fd])
			l->own[l->own_count++] = after[fd];
	return e;
}

int sockets_list(const char *tool, const struct common *common,
		 const struct sockets_request *request)
{
	const char *files[FILES] = { NULL };
	struct run run;
	struct listing l = { .run = &run, .request = request, .filter = request->filter,
			     .sort = request->sort };
	bool processes = request->programs || sock_filter_needs_processes(&request->filter) ||
			 sock_sort_needs_processes(&request->sort);
	bool names = request->options & (VIEW_NAMES | VIEW_PORTS | VIEW_USER_NAMES) && !common->json &&
		     !common->replay;
	int e, status;

	run.common = common;
	choose_files(&l, files);
	e = open_run(&l, tool, files,
		     RUN_SOCKETS | (names ? RUN_NAMES : 0) | (processes ? RUN_PROCESSES : 0));
	if (e >= 0 && processes) {
		l.procs = procs_new();
		l.sort.procs = l.procs;
		if (!l.procs)
			e = err_system(&run.err, ENOMEM, "processes");
	}
	do {
		do {
			if (e >= 0)
				e = list(&l);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	run_close(&run);
	procs_free(l.procs);
	sock_sort_free(&l.sort);
	free(l.refs);
	return status ? status : l.lacking ? request->failure : 0;
}
