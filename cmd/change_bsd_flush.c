/* SPDX-License-Identifier: ISC */
/*
 * route flush and flushall of the BSDs: the routes by a gateway; on OpenBSD also those that somebody set by hand;
 * with NetBSD's flushall the whole table, but for what the system keeps for itself.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change_bsd.h"
#include "lib/base/number.h"

struct flush {
	struct change_reader *reader;
	enum family family; /* FAMILY_NONE: both */
	uint32_t table, priority, ifindex;
	bool all, by_priority;
};

static bool is_wanted(const struct flush *f, const struct route *r, bool is_linux)
{
	enum origin_system system = bsd_system(f->reader);
	uint64_t flags = is_linux ? route_bsd_flags(r) : r->flags;
	uint64_t own = RFLAG_BIT(RFLAG_LOCAL) | RFLAG_BIT(RFLAG_BROADCAST) | RFLAG_BIT(RFLAG_CLONED) |
		       RFLAG_BIT(RFLAG_LLINFO);
	uint64_t wanted = RFLAG_BIT(RFLAG_GATEWAY) |
			  (system == SYSTEM_OPENBSD ? RFLAG_BIT(RFLAG_STATIC) : 0);

	if (r->cloned || flags & own || (is_linux && r->table != f->table) ||
	    (f->family && r->family != f->family) || (f->ifindex && r->ifindex != f->ifindex) ||
	    (f->by_priority && r->priority != f->priority))
		return false;
	return f->all || flags & wanted || (is_linux && route_refuses(r));
}

/* A route with several next hops goes as one. */
static int on_route(struct run *run, const struct record *record, void *state)
{
	struct flush *f = *(struct flush **)state;
	struct change_reader *reader = f->reader;
	struct route *more;

	if (record->kind != RECORD_ROUTE || record->route.hop ||
	    !is_wanted(f, &record->route, run->source->origin.system == SYSTEM_LINUX))
		return 0;
	more = realloc(reader->told, (reader->told_count + 1) * sizeof(*more));
	if (!more)
		return err_system(&run->err, ENOMEM, "%zu routes", reader->told_count);
	reader->told = more;
	reader->told[reader->told_count++] = record->route;
	return 0;
}

static int emit(struct flush *f, const struct route *r, struct err *err)
{
	static const uint64_t named = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) |
				      ROUTE_BIT(ROUTE_TABLE) | ROUTE_BIT(ROUTE_PRIORITY) |
				      ROUTE_BIT(ROUTE_TOS) | ROUTE_BIT(ROUTE_TYPE) | ROUTE_BIT(ROUTE_MASK);
	struct change c = { .verb = CHANGE_DELETE, .what = CHANGE_ROUTE };
	bool is_linux = f->reader->run->source->origin.system == SYSTEM_LINUX;

	c.route = *r;
	c.route.has &= named | (r->hops > 1 ? 0 : ROUTE_BIT(ROUTE_GATEWAY)) |
		       (is_linux && r->hops <= 1 ? ROUTE_BIT(ROUTE_DEVICE) : 0);
	c.route.hops = 1;
	c.route.metrics_has = c.route.locks = 0;
	c.route.expire_locked = false;
	c.route.flags = is_linux ? 0 : c.route.flags;
	if (!is_linux) {
		c.route.flags &= RFLAG_BIT(RFLAG_HOST);
		c.route.has &= ~ROUTE_BIT(ROUTE_TYPE);
		c.route.type = TYPE_UNSPEC;
		c.by_interface = !route_flag(r, RFLAG_GATEWAY);
	}
	return change_emit(f->reader, &c, err);
}

static int read_words(struct flush *f, const char *const *words, unsigned count, struct err *err)
{
	enum origin_system system = bsd_system(f->reader);
	uint64_t number;

	for (unsigned i = 1; i < count; i++) {
		const char *word = words[i];

		if (strcmp(word, "-inet") == 0 || (strcmp(word, "-4") == 0 && system == SYSTEM_FREEBSD)) {
			f->family = FAMILY_INET;
		} else if (strcmp(word, "-inet6") == 0 || (strcmp(word, "-6") == 0 && system == SYSTEM_FREEBSD)) {
			f->family = FAMILY_INET6;
		} else if (strcmp(word, "-fib") == 0 && system == SYSTEM_FREEBSD && ++i < count &&
			   number_parse(words[i], UINT32_MAX, &number) == 0) {
			f->table = (uint32_t)number;
		} else if (strcmp(word, "-priority") == 0 && system == SYSTEM_OPENBSD && ++i < count &&
			   number_parse(words[i], 63, &number) == 0) {
			f->priority = (uint32_t)number;
			f->by_priority = true;
		} else if (strcmp(word, "-iface") == 0 && system == SYSTEM_OPENBSD && ++i < count) {
			int e = change_device(f->reader, words[i], &f->ifindex, err);

			if (e < 0)
				return e;
		} else {
			return err_set(err, EINVAL, "bad keyword: %s", word);
		}
	}
	return 0;
}

static int ask(struct flush *f, enum family family, struct err *err)
{
	struct run *run = f->reader->run;
	bool is_linux = run->source->origin.system == SYSTEM_LINUX;
	const struct question q = { .what = ASK_ROUTES, .family = family,
				    .table = is_linux ? f->table : 0, .fib = is_linux ? 0 : f->table };
	const struct handler h = { .record = on_route, .state = &f, .size = sizeof(f) };
	int e = run_ask(run, &q, &h);

	if (e == -ENOENT) { /* a table without routes does not exist */
		err_clear(&run->err);
		return 0;
	}
	return e < 0 ? err_set(err, -e, "%s", run->err.text) : 0;
}

int bsd_flush(struct change_reader *reader, const char *const *words, unsigned count, struct err *err)
{
	struct flush f = { .reader = reader, .family = reader->family };
	const char *table = reader->request->common.table;
	uint64_t number = 0;
	int e = read_words(&f, words, count, err);

	if (e == 0 && table && number_parse(table, UINT32_MAX, &number) < 0)
		e = err_set(err, EINVAL, "%s: no such routing table", table);
	if (e < 0)
		return e;
	if (table)
		f.table = (uint32_t)number;
	if (!f.table && reader->run->source->origin.system == SYSTEM_LINUX)
		f.table = TABLE_MAIN;
	f.all = strcmp(words[0], "flushall") == 0;
	reader->told_count = 0;
	reader->said = (struct change_said){ .verb = words[0] };
	if (f.family != FAMILY_INET6)
		e = ask(&f, FAMILY_INET, err);
	if (e == 0 && f.family != FAMILY_INET)
		e = ask(&f, FAMILY_INET6, err);
	for (size_t i = 0; i < reader->told_count && e == 0; i++)
		e = emit(&f, &reader->told[i], err);
	return e;
}

static void write_column(struct out *out, const char *text, size_t size)
{
	size_t used = size < 20 ? size : 20;

	out_bytes(out, text, used);
	out_spaces(out, 21 - used);
}

/* A line for each route that is gone, its columns cut at 20 bytes. */
void bsd_tell_flushed(const struct change_reader *reader, size_t done)
{
	struct out *out = &reader->run->out;

	for (size_t i = 0; i < reader->told_count && i < done; i++) {
		const struct route *r = &reader->told[i];
		const struct index_iface *device = index_iface(reader->run->index, r->ifindex);
		char text[ADDR_TEXT_MAX + 8];
		char *end = addr_put(text, &r->dst);

		out_row(out);
		if (!r->dst_bits) {
			write_column(out, "default", 7);
		} else {
			if (r->dst_bits != family_bits((enum family)r->family)) {
				*end++ = '/';
				end = number_put(end, r->dst_bits);
			}
			write_column(out, text, (size_t)(end - text));
		}
		if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
			write_column(out, text, (size_t)(addr_put(text, &r->gateway) - text));
		else
			write_column(out, device ? device->shown : "", device ? device->shown_size : 0);
		out_literal(out, "done\n");
	}
}
