/* SPDX-License-Identifier: ISC */
/* Sockets in FreeBSD's way. On Linux they come from its own questions, as they are there. */
#include "cmd/sockets_bsd.h"

#include <errno.h>
#include <string.h>

#include "lib/model/sock.h"
#include "lib/view/sock_freebsd.h"
#include "lib/view/xo.h"
#include "lib/wire/pcb_freebsd.h"

/* In the order of the listing; those of raw sockets are one list, read once for each name. */
static const struct {
	const char *name;
	uint8_t protocol; /* enum sock_protocol */
} kinds[] = {
	{ "tcp", SOCKET_TCP },	{ "udp", SOCKET_UDP },	{ "divert", SOCKET_DIVERT },
	{ "ip", SOCKET_RAW },	{ "icmp", SOCKET_RAW }, { "igmp", SOCKET_RAW },
	{ "pim", SOCKET_RAW },	{ "ip6", SOCKET_RAW },	{ "icmp6", SOCKET_RAW },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct listing {
	struct run *run;
	const struct sockets_bsd_request *request;
	unsigned kind;
	bool names;  /* print nothing: want names */
	bool headed; /* the heading stands: an empty listing has none */
	struct table rows, head;
	struct xo xo;
};

/* Without -a: no servers, and nothing that is bound to no address. */
static bool is_wanted(const struct listing *l, const struct sock *s)
{
	const unsigned families = l->request->families;
	const char *name = sock_freebsd_name(s);

	if (!name || strcmp(name, kinds[l->kind].name) != 0 ||
	    (families && !(families & sock_freebsd_families(s))))
		return false;
	if (l->request->match.any && !sock_matches(&l->request->match, s))
		return false;
	return l->request->all || l->request->match.states ||
	       (s->state != SSTATE_LISTEN && !addr_is_zero(&s->local));
}

static int want_names(struct run *run, const struct sock *s)
{
	const struct addr ports[] = { name_number(s->protocol, s->local_port),
				      name_number(s->protocol, s->remote_port) };
	const struct {
		const struct addr *what;
		enum name_kind kind;
		uint32_t when;
		bool any;
	} names[] = {
		{ &s->local, NAME_HOST, VIEW_NAMES, !addr_is_zero(&s->local) },
		{ &s->remote, NAME_HOST, VIEW_NAMES, !addr_is_zero(&s->remote) },
		{ &ports[0], NAME_SERVICE, VIEW_PORTS, s->local_port },
		{ &ports[1], NAME_SERVICE, VIEW_PORTS, s->remote_port },
	};
	int e = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && e == 0; i++)
		if (names[i].any && run->context.options & names[i].when)
			e = index_want_name(run->index, names[i].what, names[i].kind);
	return e;
}

static void print_head(struct listing *l)
{
	struct out *out = &l->run->out;

	if (l->headed)
		return;
	l->headed = true;
	out_text(out, l->request->options & VIEW_BACKLOGS ?
			      "Current listen queue sizes (qlen/incqlen/maxqlen)\n" :
		      l->request->all ? "Active Internet connections (including servers)\n" :
					"Active Internet connections\n");
	table_head(&l->head, out);
}

static int on_sock(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	const struct sock *s = &record->sock;

	if (record->kind != RECORD_SOCK || !is_wanted(l, s))
		return 0;
	if (l->names)
		return want_names(run, s);
	if (!run->common->json && !run->common->xo)
		print_head(l);
	if (l->request->options & VIEW_BACKLOGS && !s->backlog_limit)
		return 0;
	if (run->common->json)
		json_sock(&run->json, s);
	else if (run->common->xo)
		sock_freebsd_write_xo(&l->xo, &run->context, s);
	else
		table_row(&l->rows, &run->out, s);
	return 0;
}

static int ask_linux(struct listing *l, const struct handler *h)
{
	int e = 0;

	for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++) {
		const struct question q = { .what = ASK_SOCKETS, .family = f,
					    .socket = kinds[l->kind].protocol };

		e = run_ask(l->run, &q, h);
		if (e == -ENOENT) {
			err_clear(&l->run->err);
			e = 0;
		}
	}
	return e;
}

/* A protocol that this kernel or capture does not have has no sockets. */
static int ask(struct listing *l)
{
	const struct handler h = { .record = on_sock, .state = l, .size = sizeof(*l) };
	const char *key = pcb_freebsd_key((enum sock_protocol)kinds[l->kind].protocol);
	const struct question q = { .what = ASK_SYSCTL, .key = key };
	int e;

	if (l->run->source->origin.system == SYSTEM_LINUX)
		return kinds[l->kind].protocol == SOCKET_DIVERT ? 0 : ask_linux(l, &h);
	e = run_ask(l->run, &q, &h);
	if (e == -ENOENT && kinds[l->kind].protocol != SOCKET_TCP) {
		err_clear(&l->run->err);
		e = 0;
	}
	return e;
}

static int ask_all(struct listing *l)
{
	const char *protocol = l->request->protocol;
	int e = 0;

	for (l->kind = 0; l->kind < KINDS && e == 0; l->kind++)
		if (!protocol || strcmp(protocol, kinds[l->kind].name) == 0)
			e = ask(l);
	return e;
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	int e = run_links(run, true);

	l->headed = false;
	run->context.options = l->request->options;
	run->context.family = l->request->families == 1u << FAMILY_INET ? FAMILY_INET : FAMILY_NONE;
	if (e == 0 && l->request->options & (VIEW_NAMES | VIEW_PORTS) && !run->common->json) {
		l->names = true;
		e = ask_all(l);
		l->names = false;
		if (e == 0)
			e = run_names(run);
	}
	if (e < 0)
		return e;
	table_begin(&l->rows, &sock_freebsd, &run->context);
	table_begin(&l->head, &sock_freebsd_head, &run->context);
	if (run->common->json)
		run_begin_array(run, "sockets");
	else if (run->common->xo)
		xo_begin(&l->xo, &run->out, &sock_freebsd_xo, (enum xo_style)run->common->xo,
			 run->common->xo_pretty);
	e = ask_all(l);
	if (e == 0 && run->common->xo && !run->common->json)
		xo_end(&l->xo);
	return e;
}

/* What cannot be shown is refused before anything is asked. */
static bool check(const char *tool, const struct common *common,
		  const struct sockets_bsd_request *r)
{
	unsigned i = 0;

	while (r->protocol && i < KINDS && strcmp(kinds[i].name, r->protocol) != 0)
		i++;
	if (i == KINDS)
		run_complain(tool, "%s: no such protocol, or its sockets are not listed here", r->protocol);
	else if (common->xo && r->options & (VIEW_BUFFERS | VIEW_FLOWS))
		run_complain(tool, "--libxo: not with -x or -R, whose times are no JSON");
	else
		return true;
	return false;
}

int sockets_list_bsd(const char *tool, const struct common *common,
		     const struct sockets_bsd_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request };
	const bool names = request->options & (VIEW_NAMES | VIEW_PORTS) && !common->json &&
			   !common->replay;
	int e, status;

	if (!check(tool, common, request))
		return request->failure;
	e = run_open(&run, tool, common, NULL, RUN_SOCKETS | (names ? RUN_NAMES : 0));
	do {
		do {
			if (e == 0)
				e = list(&l);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
