/* SPDX-License-Identifier: ISC */
/* arp: what its options mean. */
#include <errno.h>
#include <string.h>

#include "cmd/tools.h"
#include "lib/model/neigh.h"

struct request {
	struct common common;
	struct neighs_request neighs;
	bool all, extend, numeric, change;
	const char *family;
	const char *hardware;
};

static int take(struct request *r, const struct option *o, struct err *err)
{
	int e;

	switch (o->row->id) {
	case OPTION_ALL: /* the last of -a and -e wins in neither order: -e does */
		r->all = true;
		return 0;
	case OPTION_EXTEND:
		r->extend = true;
		return 0;
	case OPTION_NUMERIC:
		r->numeric = true;
		return 0;
	case OPTION_VERBOSE:
		r->neighs.verbose = true;
		return 0;
	case OPTION_DEVICE:
		r->neighs.device = o->value;
		return 0;
	case OPTION_HARDWARE:
		r->hardware = o->value;
		return 0;
	case OPTION_FAMILY:
		r->family = o->value;
		return 0;
	case OPTION_CHANGE:
		r->change = true;
		return 0;
	case OPTION_SYMBOLIC:
		run_complain("arp", "-N: hardware addresses have no names here");
		return 0;
	default:
		e = common_option(&r->common, o, err);
		return e < 0 ? e : 0;
	}
}

static int read_options(struct request *r, int argc, char **argv, struct err *err, int *ret_status)
{
	const struct dialect *d = r->common.dialect;
	struct options options;
	struct option o;
	int more;

	*ret_status = d->arp_usage;
	options_begin(&options, "arp", d->name, d->gnu, d->arp, common_options, argc, argv);
	while ((more = options_next(&options, &o, err)) > 0) {
		int e;

		if (!o.row) { /* net-tools takes the first word and leaves the others */
			r->neighs.host = r->neighs.host ? r->neighs.host : o.value;
			continue;
		}
		if (o.row->id == OPTION_HELP || o.row->id == OPTION_VERSION) {
			*ret_status = o.row->id == OPTION_HELP ? tool_help("arp", d) :
								 tool_version("arp", d);
			return 1;
		}
		e = take(r, &o, err);
		if (e < 0)
			return e;
	}
	return more;
}

/* Hardware types that neighbours are looked up on (ARPHRD_); the others are names only. */
static bool has_arp(int type)
{
	static const int types[] = { 1, 3, 6, 7, 15, 32, 774, 780 };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

static int check_names(struct request *r, struct err *err)
{
	r->neighs.link_type = -1;
	if (r->hardware) {
		r->neighs.link_type = link_type_find(r->hardware);
		if (r->neighs.link_type < 0)
			return err_set(err, EINVAL, "%s: unknown hardware type.", r->hardware);
		if (!has_arp(r->neighs.link_type))
			return err_set(err, EINVAL, "%s: hardware type without ARP support.",
				       r->hardware);
	}
	if (r->family && strcmp(r->family, "inet") != 0)
		return err_set(err, EAFNOSUPPORT, "%s: only the family inet has ARP entries",
			       r->family);
	return 0;
}

int arp_main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	const struct dialect *d = dialect_choose(argc, argv, &err);
	struct request r = { .all = false };
	int more, status;

	if (!d)
		return tool_usage("arp", &err, 1);
	r.common = common_defaults(d);
	more = read_options(&r, argc, argv, &err, &status);
	if (more > 0)
		return status;
	if (more < 0)
		return tool_usage("arp", &err, status);
	if (r.change) {
		run_complain("arp", "this build shows neighbours and changes nothing");
		return d->arp_failure;
	}
	if (check_names(&r, &err) < 0) {
		run_complain("arp", "%s", err.text);
		return d->arp_failure;
	}
	if (!d->gnu && !r.all && !r.neighs.host) {
		err_set(&err, EINVAL, "-a or a host is needed");
		return tool_usage("arp", &err, d->arp_usage);
	}
	r.neighs.line = !d->gnu || (r.all && !r.extend);
	r.neighs.all = r.all && d->gnu;
	r.neighs.options = r.numeric ? 0 : VIEW_NAMES;
	r.neighs.failure = d->arp_failure;
	r.neighs.no_entry = d->gnu ? 0 : 1;
	return neighs_list("arp", &r.common, &r.neighs);
}
