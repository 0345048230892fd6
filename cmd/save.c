/* SPDX-License-Identifier: ISC */
/*
 * route save: routing tables as lines that `route restore` reads, which are lines of a batch between a
 * first and a last line of their own (route(8) has the form). What others need comes first: routes without a
 * gateway, next-hop objects, groups of them, and then routes with one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/change_select.h"
#include "cmd/change_state.h"
#include "cmd/tools.h"
#include "lib/view/change.h"
#include "platform/platform.h"

enum pass { PASS_IDS, PASS_MEMBERS, PASS_LINKS, PASS_OBJECTS, PASS_GROUPS, PASS_GATEWAYS };

struct save {
	struct run run;
	struct change_select select;
	enum pass pass;
	bool all_objects;
	uint32_t *ids; /* next-hop objects that the routes use, ascending */
	size_t id_count, id_room;
	struct change_state state; /* last: large */
};

static size_t place_of(const struct save *s, uint32_t id)
{
	size_t low = 0, high = s->id_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_id(const struct save *s, uint32_t id)
{
	size_t place = place_of(s, id);

	return place < s->id_count && s->ids[place] == id;
}

static int add_id(struct save *s, uint32_t id)
{
	size_t place = place_of(s, id);

	if (has_id(s, id))
		return 0;
	if (s->id_count == s->id_room) {
		size_t room = s->id_room ? s->id_room * 2 : 64;
		uint32_t *more = realloc(s->ids, room * sizeof(*more));

		if (!more)
			return err_system(&s->run.err, ENOMEM, "next-hop objects");
		s->ids = more;
		s->id_room = room;
	}
	memmove(s->ids + place + 1, s->ids + place, (s->id_count - place) * sizeof(*s->ids));
	s->ids[place] = id;
	s->id_count++;
	return 0;
}

static int write_line(struct save *s, const struct change *c)
{
	out_row(&s->run.out);
	change_write(&s->run.out, c, s->run.index);
	out_char(&s->run.out, '\n');
	s->state.lines++;
	return s->run.out.error;
}

static int take_nexthop(struct save *s, const struct change *c)
{
	const struct nexthop *n = &c->nexthop;

	if (!s->all_objects && !has_id(s, n->id))
		return 0;
	if (s->pass != PASS_MEMBERS)
		return (s->pass == PASS_GROUPS) == (n->members != 0) ? write_line(s, c) : 0;
	for (unsigned i = 0; i < n->members; i++) {
		int e = add_id(s, i ? c->members[i - 1].member : n->member);

		if (e < 0)
			return e;
	}
	return 0;
}

/* IPv6 has a metric of 0 only for routes that come and go with the host's addresses. */
static int take_route(struct save *s, const struct change *c)
{
	const struct route *r = &c->route;
	bool far = r->hops > 1 || route_has(r, ROUTE_GATEWAY) || route_has(r, ROUTE_NHID);

	if (r->family == FAMILY_INET6 && !r->priority)
		return 0;
	if (s->pass == PASS_IDS)
		return route_has(r, ROUTE_NHID) ? add_id(s, r->nhid) : 0;
	if (far != (s->pass == PASS_GATEWAYS))
		return 0;
	if (r->hops > 1 && c->encap_type)
		return err_set(&s->run.err, EOPNOTSUPP,
			       "a route of several next hops with a tunnel cannot be "
			       "saved");
	return write_line(s, c);
}

static int take(void *state, const struct change *c)
{
	struct save *s = state;

	return c->what == CHANGE_NEXTHOP ? take_nexthop(s, c) : take_route(s, c);
}

static int pass_routes(struct save *s, enum pass pass)
{
	s->pass = pass;
	s->state.verb = CHANGE_APPEND;
	for (unsigned i = 0; i < s->select.family_count; i++) {
		struct question q = { .family = s->select.families[i], .table = s->select.table };
		int e = change_state_routes(&s->state, &q);

		if (e == -ENOENT)
			err_clear(&s->run.err); /* a table without routes is not there */
		else if (e < 0)
			return e;
	}
	return 0;
}

static int pass_nexthops(struct save *s, enum pass pass)
{
	s->pass = pass;
	s->state.verb = CHANGE_REPLACE;
	return s->id_count || s->all_objects ? change_state_nexthops(&s->state) : 0;
}

static int save(struct save *s)
{
	int e = platform_sandbox(false, &s->run.err);

	if (e == 0)
		e = run_links(&s->run, true);
	if (e == 0)
		e = filter_find(&s->select.filter, s->run.index, &s->run.err);
	if (e == 0)
		e = pass_routes(s, PASS_IDS);
	if (e < 0)
		return e;
	out_literal(&s->run.out, ROUTES_SAVED "\n");
	for (enum pass p = PASS_MEMBERS; p <= PASS_GATEWAYS && e == 0; p++)
		e = p == PASS_LINKS || p == PASS_GATEWAYS ? pass_routes(s, p) : pass_nexthops(s, p);
	if (e == 0)
		out_format(&s->run.out, ROUTES_SAVED_END "%zu\n", s->state.lines);
	return e;
}

static int open_file(struct save *s)
{
	const char *path = s->select.word;
	int fd;

	if (!path || strcmp(path, "-") == 0)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return err_system(&s->run.err, errno, "%s", path);
	s->run.out.fd = fd;
	return 0;
}

int save_routes(const struct request *r)
{
	const struct common *c = &r->common;
	int failure = request_grammar(r)->failure, e, status;
	struct err err = ERR_INIT;
	struct save s;

	if (c->batch || c->atomic || c->dry_run || c->watch_ms || c->all_netns || c->rules ||
	    c->vrf || c->json || c->clones)
		return request_refuse(
			r, "save takes words, and of the options --record, --replay, --netns, "
			   "--table and filters");
	if (change_select_read(r, true, &s.select, &err) < 0)
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	if (!s.select.family_count) {
		s.select.families[s.select.family_count++] = FAMILY_INET;
		s.select.families[s.select.family_count++] = FAMILY_INET6;
	}
	e = run_start(&s.run, "route", c, NULL, 0);
	s.state.lines = 0;
	s.all_objects = !s.select.table && !s.select.filter.any;
	s.ids = NULL;
	s.id_count = s.id_room = 0;
	s.state.run = &s.run;
	s.state.filter = &s.select.filter;
	s.state.without_table = 0;
	s.state.only_gateways = false;
	s.state.take = take;
	s.state.state = &s;
	if (e == 0)
		e = open_file(&s);
	if (e == 0)
		e = save(&s);
	status = run_end(&s.run, e, failure);
	if (s.run.out.fd != STDOUT_FILENO && close(s.run.out.fd) < 0 && !status) {
		run_complain("route", "%s: %s", s.select.word, strerror(errno));
		status = failure;
	}
	run_close(&s.run);
	free(s.ids);
	return status;
}
