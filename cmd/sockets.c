/* SPDX-License-Identifier: ISC */
/* Sockets in net-tools' way. */
#include "cmd/sockets.h"

#include <errno.h>

#include "lib/model/sock.h"
#include "lib/view/sock_linux.h"

struct listing {
	struct run *run;
	const struct sockets_request *request;
	struct table rows;
};

/* A title with what is listed behind it. */
static void write_title(struct listing *l, const char *title)
{
	struct out *out = &l->run->out;

	out_text(out, title);
	out_text(out, l->request->all	    ? "(servers and established)\n" :
		      l->request->listening ? "(only servers)\n" :
					      "(w/o servers)\n");
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
	case SOCKET_VSOCK:
		return s->state == SSTATE_LISTEN;
	default:
		return addr_is_zero(&s->remote);
	}
}

static int on_sock(struct run *run, const struct record *record, void *state)
{
	struct listing *l = state;
	const struct sock *s = &record->sock;

	if (record->kind != RECORD_SOCK)
		return 0;
	if (!l->request->all && is_server(s) != l->request->listening)
		return 0;
	if (run->common->json)
		json_sock(&run->json, s);
	else
		table_row(&l->rows, &run->out, s);
	return 0;
}

static int ask(struct listing *l, enum sock_protocol protocol, enum family family)
{
	const struct handler h = { .record = on_sock, .state = l };
	const struct question q = { .what = ASK_SOCKETS, .family = family, .socket = (uint8_t)protocol,
				    .brief = !l->run->common->json && !l->run->common->record &&
					     !(l->request->options & VIEW_TIMERS) };
	int e = run_ask(l->run, &q, &h);

	if (e == -ENOENT) { /* the kernel has no such module */
		err_clear(&l->run->err);
		e = 0;
	}
	return e;
}

static int list_inet(struct listing *l)
{
	static const uint8_t protocols[] = { SOCKET_TCP, SOCKET_SCTP, SOCKET_UDP, SOCKET_UDPLITE,
					     SOCKET_RAW };
	const struct sockets_request *r = l->request;
	int e = 0;

	if (!l->run->common->json) {
		write_title(l, "Active Internet connections ");
		table_begin(&l->rows, &sock_linux_inet, &l->run->context);
		table_head(&l->rows, &l->run->out);
	}
	for (unsigned i = 0; i < sizeof(protocols) && e == 0; i++) {
		if (r->protocols && !(r->protocols >> protocols[i] & 1))
			continue;
		for (enum family f = FAMILY_INET; f <= FAMILY_INET6 && e == 0; f++)
			if (!r->families || r->families >> f & 1)
				e = ask(l, (enum sock_protocol)protocols[i], f);
	}
	return e;
}

static int list_unix(struct listing *l)
{
	if (!l->run->common->json) {
		write_title(l, "Active UNIX domain sockets ");
		table_begin(&l->rows, &sock_linux_unix, &l->run->context);
		table_head(&l->rows, &l->run->out);
	}
	return ask(l, SOCKET_UNIX, FAMILY_NONE);
}

static int list(struct listing *l)
{
	const uint32_t p = l->request->protocols;
	int e = l->run->common->json || l->run->common->record ? run_links(l->run, true) : 0;

	if (e < 0)
		return e;
	l->run->context.options = l->request->options | l->run->common->dialect->options;
	if (l->run->common->json)
		run_begin_array(l->run, "sockets");
	if (!p || p & ~(1u << SOCKET_UNIX))
		e = list_inet(l);
	if (e == 0 && (!p || p >> SOCKET_UNIX & 1))
		e = list_unix(l);
	return e;
}

int sockets_list(const char *tool, const struct common *common,
		 const struct sockets_request *request)
{
	struct run run;
	struct listing l = { .run = &run, .request = request };
	int e, status;

	e = run_open(&run, tool, common, NULL, RUN_SOCKETS);
	do {
		do {
			if (e >= 0)
				e = list(&l);
		} while (namespaces_next(&run, &e));
		status = run_end(&run, e, request->failure);
	} while (watch_again(&run, status));
	run_close(&run);
	return status;
}
