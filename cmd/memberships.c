/* SPDX-License-Identifier: ISC */
/* netstat -g of net-tools: the multicast groups that interfaces listen to. */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/membership.h"

/* The kernel's texts, in the order in which they are listed. */
static const struct {
	const char *key;
	enum family family;
} texts[] = {
	{ "net/igmp", FAMILY_INET },
	{ "net/igmp6", FAMILY_INET6 },
	{ "net/dev_mcast", FAMILY_LINK },
};

enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

struct listing {
	struct run *run;
	const struct memberships_request *request;
	struct filter filter;
};

struct pass {
	struct listing *listing;
	const struct table *rows; /* NULL: JSON */
	bool names;		  /* print nothing: want names */
	struct membership owner;  /* the interface that groups without one belong to */
};

/* The interface of a group is told by a record before it, and its name perhaps by that alone. */
static int complete(struct pass *p, struct membership *m)
{
	struct index *index = p->listing->run->index;
	struct iface named = { .index = m->ifindex,
			       .has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME) };

	if (!membership_has(m, MEMBERSHIP_DEVICE)) {
		m->ifindex = p->owner.ifindex;
		m->querier = p->owner.querier;
		m->has |= p->owner.has & (MEMBERSHIP_BIT(MEMBERSHIP_DEVICE) |
					  MEMBERSHIP_BIT(MEMBERSHIP_QUERIER));
	}
	if (!m->device[0] || index_iface(index, m->ifindex))
		return 0;
	memcpy(named.name, m->device, sizeof(named.name));
	return index_add_iface(index, &named);
}

static bool is_shown(const struct listing *l, enum family family)
{
	const struct memberships_request *r = l->request;

	if (r->families.count)
		return families_has(&r->families, family);
	return family != FAMILY_LINK || r->options & VIEW_WIDE || l->run->common->json;
}

static int show(struct pass *p, struct membership *m)
{
	struct run *run = p->listing->run;
	const struct filter *f = &p->listing->filter;
	int e = complete(p, m);

	if (e < 0)
		return e;
	if (!membership_has(m, MEMBERSHIP_GROUP)) {
		p->owner = *m;
		return 0;
	}
	if (!is_shown(p->listing, (enum family)m->family) ||
	    (f->interface && f->ifindex != m->ifindex))
		return 0;
	if (p->names)
		return m->family == FAMILY_LINK ?
			       0 :
			       index_want_name(run->index, &m->group, NAME_HOST);
	if (p->rows)
		table_row(p->rows, &run->out, m);
	else
		json_membership(&run->json, m);
	return 0;
}

/* Linux has texts; a BSD lists them among the interfaces' addresses. */
static int on_record(struct run *run, const struct record *record, void *state)
{
	const struct ifaddr *a = &record->ifaddr;
	struct membership m;

	(void)run;
	if (record->kind == RECORD_MEMBERSHIP)
		m = record->membership;
	else if (record->kind == RECORD_MADDR)
		m = (struct membership){ .has = MEMBERSHIP_BIT(MEMBERSHIP_FAMILY) |
						MEMBERSHIP_BIT(MEMBERSHIP_GROUP) |
						MEMBERSHIP_BIT(MEMBERSHIP_DEVICE),
					 .family = a->family,
					 .ifindex = a->ifindex,
					 .group = a->local };
	else
		return 0;
	return show(state, &m);
}

static int ask_all(struct pass *p)
{
	struct run *run = p->listing->run;
	const struct handler h = { .record = on_record, .state = p, .size = sizeof(*p) };
	int e = 0;

	if (run->source->origin.system != SYSTEM_LINUX)
		return run_ask(run, &(struct question){ .what = ASK_MADDRS }, &h);
	for (unsigned i = 0; i < TEXTS && e == 0; i++) {
		const struct question q = { .what = ASK_FILE, .key = texts[i].key };

		if (!is_shown(p->listing, texts[i].family) && !run->common->record)
			continue;
		e = run_ask(run, &q, &h);
		if (e == -ENOENT && i) { /* a kernel without IPv6 */
			err_clear(&run->err);
			e = 0;
		}
	}
	return e;
}

static void print_head(struct listing *l, struct table *rows)
{
	struct run *run = l->run;

	table_begin(rows, &membership_linux, &run->context);
	out_row(&run->out);
	out_literal(&run->out, "IPv6/IPv4 Group Memberships\n");
	table_head(rows, &run->out);
	out_row(&run->out);
	out_literal(&run->out, "--------------- ------ ---------------------\n");
}

static int list(struct listing *l)
{
	struct run *run = l->run;
	struct pass p = { .listing = l };
	struct table rows;
	int e = run_links(run, true);

	run->context.options = l->request->options;
	if (e == 0)
		e = filter_find(&l->filter, run->index, &run->err);
	if (e == 0 && l->request->options & VIEW_NAMES && !run->common->json) {
		struct pass names = { .listing = l, .names = true };

		e = ask_all(&names);
		if (e == 0)
			e = run_names(run);
	}
	if (e < 0)
		return e;
	if (run->common->json) {
		run_begin_array(run, "memberships");
	} else {
		print_head(l, &rows);
		p.rows = &rows;
	}
	return ask_all(&p);
}

int memberships_list(const char *tool, const struct common *common,
		     const struct memberships_request *request)
{
	const char *files[TEXTS + 1] = { NULL };
	struct run run;
	struct listing l = { .run = &run, .request = request, .filter = common->filter };
	bool names = request->options & VIEW_NAMES && !common->json && !common->replay;
	int e, status;

	for (unsigned i = 0; i < TEXTS; i++)
		files[i] = texts[i].key;
	e = run_open(&run, tool, common, files, names);
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
