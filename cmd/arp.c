/* SPDX-License-Identifier: ISC */
/* arp: what its options mean. */
#include <errno.h>

#include "cmd/change.h"
#include "cmd/metrics.h"
#include "cmd/request.h"
#include "cmd/tools.h"
#include "lib/view/dialect.h"

static int check_names(const struct request *r, int *ret_link_type, struct err *err)
{
	*ret_link_type = -1;
	if (r->hardware) {
		*ret_link_type = arp_linux_type(r->hardware);
		if (*ret_link_type == -EINVAL)
			return err_set(err, EINVAL, "%s: unknown hardware type.", r->hardware);
		if (*ret_link_type < 0)
			return err_set(err, EINVAL, "%s: hardware type without ARP support.",
				       r->hardware);
	}
	if (r->families.lacking)
		return err_set(err, EAFNOSUPPORT, "%s: only the family inet has ARP entries; -6 shows those of IPv6",
			       r->families.lacking);
	if (r->families.count > 1)
		return err_set(err, EINVAL, "more than one address family");
	for (unsigned i = 0; i < r->families.count; i++)
		if (r->families.family[i] != FAMILY_INET)
			return err_set(err, EAFNOSUPPORT, "%s: only the family inet has ARP entries; -6 shows those of IPv6",
				       family_name(r->families.family[i]));
	return 0;
}

/* -f FILE is a batch whose lines have a form of their own. */
static int change(const struct request *r)
{
	const struct change_style *style = r->common.dialect->changes;
	struct request file = *r;

	if (!style || !style->arp) {
		run_complain("arp", "in the dialect %s neighbours are only listed", r->common.dialect->name);
		return request_grammar(r)->failure;
	}
	if (r->change != 'f' || !style->ethers)
		return change_run(r, style->arp, style->arp_refused);
	if (r->common.batch)
		return request_refuse(r, "-f and --batch are two files, and one is read");
	file.common.batch = r->word_count ? r->words[0] : "/etc/ethers";
	return change_run(&file, style->ethers, style->arp_refused);
}

/* --watch without seconds, and without a table that it could be of; a file of frames is no table. */
static bool is_listening(const struct request *r)
{
	return r->common.read || (r->common.watch_plain && !r->all && !r->word_count && !r->extend);
}

static int listen_to(const struct request *r)
{
	struct listen_request q = { .path = r->common.read, .device = r->device,
				    .promiscuous = r->common.promiscuous,
				    .failure = request_grammar(r)->failure };

	q.families = r->neighbours ? r->neighbours : 1u << FAMILY_INET;
	if (r->common.filter.interface)
		q.device = r->common.filter.interface;
	if (r->all || r->word_count || r->change || r->common.record || r->common.replay ||
	    r->common.all_netns || r->common.clones || r->common.xo || r->common.words.to ||
	    r->common.words.state || r->common.words.protocol)
		return request_refuse(r, "what is listened to is chosen by -i, -4 and -6 alone");
	if (r->common.json_pretty)
		return request_refuse(r, "--watch: one JSON object a line, not --json=pretty");
	if (q.path && q.device)
		return request_refuse(r, "--read: frames of a file are not chosen by interface");
	return listen_run("arp", &r->common, &q);
}

/* How many neighbours there are: of both families, where none is asked for. */
static int count(const struct request *r)
{
	struct metrics_request q = { .of = METRICS_NEIGHBOURS, .failure = request_grammar(r)->failure };

	if (r->word_count)
		return request_refuse(r, "--format openmetrics: of all neighbours, not of one host");
	for (enum family f = FAMILY_INET; f <= FAMILY_INET6; f++)
		if (r->neighbours >> f & 1)
			q.families.family[q.families.count++] = f;
	return metrics_list("arp", &r->common, &q);
}

int arp_main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct neighs_request q = { .failure = 0 };
	struct request r;
	int status;
	bool gnu;

	if (request_read(&r, TOOL_ARP, argc, argv, &status))
		return status;
	gnu = r.common.dialect->gnu;
	q.failure = request_grammar(&r)->failure;
	if (check_names(&r, &q.link_type, &err) < 0) {
		run_complain("arp", "%s", err.text);
		return q.failure;
	}
	if (r.change || r.common.batch)
		return change(&r);
	if (r.common.openmetrics)
		return count(&r);
	if (is_listening(&r))
		return listen_to(&r);
	if (!gnu && r.verbose)
		return request_refuse(&r, "-v: only where entries are added or deleted");
	if (!gnu && !r.all && !r.word_count)
		return request_refuse(&r, "-a or a host is needed");
	q.host = r.word_count ? r.words[0] : NULL; /* net-tools leaves the other words, too */
	q.device = r.device;
	q.verbose = r.verbose;
	q.families = r.neighbours		     ? r.neighbours :
		     filter_family(&r.common.filter) ? 1u << filter_family(&r.common.filter) :
						       1u << FAMILY_INET;
	q.line = gnu ? r.all && !r.extend && !r.wide : !r.common.dialect->neighs->table;
	q.all = r.all && gnu;
	q.options = (r.numeric ? 0 : VIEW_NAMES) | (r.wide ? VIEW_WIDE : 0);
	q.no_entry = gnu ? 0 : 1;
	return neighs_list("arp", &r.common, &q);
}
