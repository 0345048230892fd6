/* SPDX-License-Identifier: ISC */
/* netstat: what its options mean. */
#include "cmd/metrics.h"
#include "cmd/request.h"
#include "cmd/sockets.h"
#include "cmd/sockets_bsd.h"
#include "cmd/tools.h"
#include "lib/model/sock.h"
#include "lib/view/stats_bsd.h"
#include "lib/view/stats_linux.h"

/* net-tools' three layouts: -r has the second, -re the first, -ree the third, -reee nothing. */
static uint32_t layout(unsigned extend)
{
	static const uint32_t layouts[] = { VIEW_MSS, VIEW_METRIC, VIEW_METRIC | VIEW_MSS,
					    VIEW_EMPTY };

	return layouts[extend < 4 ? extend : 1 + (extend - 1) % 3];
}

static int list_routes(const struct request *r)
{
	const struct dialect *d = r->common.dialect;
	struct routes_request q = { .families = r->families, .failure = request_grammar(r)->failure };
	int status = request_refuse_families(r);

	if (status)
		return status;
	if (r->common.rules)
		return rules_list("netstat", &r->common, &r->families, q.failure);
	q.options = layout(r->extend) | (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0);
	if (d->gnu) {
		q.clones = r->common.clones || (r->all && r->wide);
		if (r->common.clones)
			q.options |= VIEW_WIDE; /* that is where Expire stands */
	} else {
		q.clones = r->common.clones;
		q.all = r->all;
		q.options |= r->view | (r->verbose ? VIEW_VERBOSE : 0);
	}
	q.cache = r->cache;
	q.fib = !r->cache || r->fib;
	return routes_list("netstat", &r->common, &q);
}

static int list_nexthops(const struct request *r, bool groups)
{
	struct nexthops_request q = { .families = r->families, .groups = groups,
				      .failure = request_grammar(r)->failure };

	q.options = (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0);
	return nexthops_list("netstat", &r->common, &q);
}

static int list_masquerade(const struct request *r)
{
	struct masquerade_request q = { .families = r->families,
					.failure = request_grammar(r)->failure };
	int status = request_refuse_families(r);

	if (status)
		return status;
	q.options = (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0) |
		    (r->extend ? VIEW_METRIC : 0);
	return masquerade_list("netstat", &r->common, &q);
}

static int list_memberships(const struct request *r)
{
	struct memberships_request q = { .families = r->families,
					 .failure = request_grammar(r)->failure };
	int status = request_refuse_families(r);

	if (status)
		return status;
	q.options = (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0);
	return memberships_list("netstat", &r->common, &q);
}

static int list_ifaces_bsd(const struct request *r)
{
	struct ifaces_request q = { .families = r->families, .device = r->device,
				    .failure = request_grammar(r)->failure };

	q.options = r->view | (r->numeric ? 0 : VIEW_NAMES) | (r->wide ? VIEW_WIDE : 0) |
		    (r->all ? VIEW_MADDRS : 0) | (r->verbose ? VIEW_VERBOSE : 0) |
		    r->common.dialect->options;
	return ifaces_list_bsd("netstat", &r->common, &q);
}

static int list_statistics(const struct request *r)
{
	static const struct {
		uint8_t protocol, kind;
	} kinds[] = {
		{ SOCKET_RAW, STATS_RAW },   { SOCKET_TCP, STATS_TCP },	      { SOCKET_UDP, STATS_UDP },
		{ SOCKET_SCTP, STATS_SCTP }, { SOCKET_UDPLITE, STATS_UDPLITE },
	};
	struct protocols_request q = { .families = r->families, .wide = r->wide,
				       .protocol = r->protocol,
				       .device = r->device,
				       .nonzero = r->statistics > 1,
				       .failure = request_grammar(r)->failure };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (r->sockets >> kinds[i].protocol & 1)
			q.kinds |= kinds[i].kind;
	return protocols_list("netstat", &r->common, &q);
}

static int list_rates(const struct request *r)
{
	const struct rates_request q = { .device = r->device,
					 .options = r->view | r->common.dialect->options,
					 .failure = request_grammar(r)->failure };

	return rates_list("netstat", &r->common, &q);
}

/* -l is -W to FreeBSD. */
static int list_sockets_bsd(const struct request *r)
{
	struct sockets_bsd_request q = { .protocol = r->protocol, .all = r->all,
					 .failure = request_grammar(r)->failure };
	struct sock_filter filter;
	struct err err = ERR_INIT;

	if (r->families.local || r->families.lacking) {
		run_complain("netstat", "%s: no sockets of this address family are listed here",
			     r->families.local ? "unix" : r->families.lacking);
		return q.failure;
	}
	for (unsigned i = 0; i < r->families.count; i++)
		q.families |= 1u << r->families.family[i];
	if (sock_filter_parse(&filter, &r->common.words, &err) < 0)
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	if (r->common.words.sort || filter.device || sock_filter_needs_processes(&filter)) {
		run_complain("netstat", "--sort, --device, --pid and --program: not in this dialect");
		return q.failure;
	}
	q.match = filter.match;
	q.options = r->view | (r->numeric_hosts ? 0 : VIEW_NAMES) |
		    (r->numeric_ports ? 0 : VIEW_PORTS) | (r->wide ? VIEW_WIDE : 0);
	return sockets_list_bsd("netstat", &r->common, &q);
}

/* The BSDs' modes do not exclude each other: one goes before the other. */
static int list_bsd(const struct request *r)
{
	const struct dialect *d = r->common.dialect;
	int failure = request_grammar(r)->failure;

	if (r->modes & 1u << MODE_ROUTE &&
	    (r->modes & 1u << MODE_STATISTICS || !(r->modes & 1u << MODE_INTERFACES)))
		return r->modes & 1u << MODE_STATISTICS ?
			       stats_routes("netstat", &r->common, r->verbose, r->statistics > 1,
					    failure) :
			       list_routes(r);
	if (r->modes & 1u << MODE_STATISTICS && r->modes & 1u << MODE_INTERFACES && d->stats &&
	    d->stats->iface && !r->device && !r->protocol)
		return request_refuse(r, "-i with -s: of one interface at a time, which -I names");
	if (r->modes & 1u << MODE_STATISTICS)
		return list_statistics(r);
	if (r->rates)
		return list_rates(r);
	if (r->modes & (1u << MODE_NEXTHOPS | 1u << MODE_HOP_GROUPS) && d->nexthops)
		return list_nexthops(r, r->modes & 1u << MODE_HOP_GROUPS);
	if (r->modes & 1u << MODE_INTERFACES && d->ifaces && d->ifaces->bsd && !r->common.json)
		return list_ifaces_bsd(r);
	if (r->modes & 1u << MODE_INTERFACES && r->common.json)
		return ifaces_list("netstat", &r->common, r->all, false, failure);
	if (!r->modes && d->sockets)
		return list_sockets_bsd(r);
	run_complain("netstat", "this build shows routing tables (-r), their statistics (-rs) and "
				"interfaces (-i)");
	return failure;
}

/* Families that kernels of today have no sockets of: net-tools says so, to those who ask and with -v. */
static bool tell_families(const struct request *r, bool bare)
{
	static const char names[][8] = { "ipx", "ax25", "x25", "netrom", "rose" };
	bool lacking = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bool asked = families_lacks(&r->families, names[i]);
		char upper[sizeof(names[0])];

		for (size_t k = 0; k < sizeof(upper); k++)
			upper[k] = (char)(names[i][k] >= 'a' ? names[i][k] - 'a' + 'A' : names[i][k]);
		if (asked || (bare && r->verbose && !r->common.json))
			run_complain("netstat", "no support for `AF %s' on this system.", upper);
		lacking = lacking || asked;
	}
	if (!families_lacks(&r->families, "bluetooth") &&
	    !(r->sockets & (1u << SOCKET_L2CAP | 1u << SOCKET_RFCOMM)))
		return lacking;
	run_complain("netstat", "no support for `AF BLUETOOTH' on this system.");
	return true;
}

/* net-tools': a family without a protocol means those that are usual in it. */
static int list_sockets(const struct request *r)
{
	struct sockets_request q = { .protocols = r->sockets, .chosen = r->sockets, .all = r->all,
				     .listening = r->listening, .verbose = r->verbose,
				     .programs = r->programs || r->contexts,
				     .failure = request_grammar(r)->failure };
	struct err err = ERR_INIT;
	bool bare, lacking;
	int status;

	q.protocols &= ~(1u << SOCKET_L2CAP | 1u << SOCKET_RFCOMM);
	for (enum family f = FAMILY_INET; f <= FAMILY_INET6; f++)
		if (families_has(&r->families, f))
			q.families |= 1u << f;
	if (q.families && !q.protocols)
		q.protocols = sockets_internet;
	if (families_lacks(&r->families, "unix"))
		q.protocols |= 1u << SOCKET_UNIX;
	bare = !q.protocols;
	q.options = (r->numeric_hosts ? 0 : VIEW_NAMES) | (r->numeric_ports ? 0 : VIEW_PORTS) |
		    (r->numeric_users || !r->extend ? 0 : VIEW_USER_NAMES) | (r->wide ? VIEW_WIDE : 0) |
		    (r->extend ? VIEW_USERS : 0) | (r->timers ? VIEW_TIMERS : 0) |
		    (r->wide && r->extend > 1 ? VIEW_DETAILS : 0) |
		    (r->programs || r->contexts ? VIEW_PROGRAMS : 0) |
		    (r->contexts ? VIEW_CONTEXTS : 0);
	if (sock_filter_parse(&q.filter, &r->common.words, &err) < 0 ||
	    (r->common.words.sort && sock_sort_parse(&q.sort, r->common.words.sort, &err) < 0))
		return tool_usage(r->tool, &err, request_grammar(r)->usage);
	lacking = tell_families(r, bare);
	if (lacking && bare)
		return q.failure;
	status = sockets_list("netstat", &r->common, &q);
	return status ? status : lacking ? q.failure : 0;
}

static int list(const struct request *r)
{
	const struct dialect *d = r->common.dialect;

	switch (r->modes) {
	case 0:
		return list_sockets(r);
	case 1u << MODE_ROUTE:
	case 1u << MODE_ROUTE | 1u << MODE_GROUPS: /* net-tools lets -g pass beside -r */
		return list_routes(r);
	case 1u << MODE_ROUTE | 1u << MODE_STATISTICS:
		return stats_routes("netstat", &r->common, r->verbose, false,
				    request_grammar(r)->failure);
	case 1u << MODE_STATISTICS:
	case 1u << MODE_STATISTICS | 1u << MODE_GROUPS:
		return list_statistics(r);
	case 1u << MODE_GROUPS:
		return list_memberships(r);
	case 1u << MODE_MASQUERADE:
	case 1u << MODE_MASQUERADE | 1u << MODE_GROUPS:
		return list_masquerade(r);
	case 1u << MODE_INTERFACES:
	case 1u << MODE_INTERFACES | 1u << MODE_GROUPS:
		if (d->ifaces || r->common.json)
			return ifaces_list("netstat", &r->common, r->all, r->extend > 0,
					   request_grammar(r)->failure);
		break;
	default:
		break;
	}
	run_complain("netstat", "this build shows routing tables (-r), their statistics (-rs) and "
				"interfaces (-i%s)",
		     d->ifaces ? "" : ", in the linux dialect");
	return request_grammar(r)->failure;
}

/* Modes that exclude each other: -r -i, -i -s and so on. */
static bool is_contradictory(unsigned modes)
{
	unsigned known = modes & ~(1u << MODE_GROUPS);

	if (known == (1u << MODE_ROUTE | 1u << MODE_STATISTICS))
		return false;
	return known & (known - 1);
}

/* What is counted of each mode; of the others nothing is. */
static int list_metrics(const struct request *r)
{
	struct metrics_request q = { .families = r->families, .protocols = r->sockets,
				     .failure = request_grammar(r)->failure };

	switch (r->modes) {
	case 1u << MODE_STATISTICS:
		return list_statistics(r);
	case 1u << MODE_INTERFACES:
		q.of = METRICS_INTERFACES;
		break;
	case 1u << MODE_ROUTE:
		q.of = METRICS_ROUTES;
		break;
	case 0:
		q.of = METRICS_SOCKETS;
		break;
	default:
		return request_refuse(r, "--format openmetrics: with -i, -s or -r, or of sockets");
	}
	return metrics_list("netstat", &r->common, &q);
}

int netstat_main(int argc, char **argv)
{
	struct request r;
	int status;

	if (request_read(&r, TOOL_NETSTAT, argc, argv, &status))
		return status;
	if (r.common.openmetrics)
		return list_metrics(&r);
	if (!r.common.dialect->gnu && !r.word_count)
		return list_bsd(&r);
	if (is_contradictory(r.modes))
		return request_refuse(&r, "-r, -i, -s and -M exclude each other (but for -rs)");
	if (r.word_count && !r.common.dialect->gnu)
		return request_refuse(&r, "%s: a word that means nothing here", r.words[0]);
	if (r.contexts && r.modes) {
		run_complain("netstat", "-Z: only where sockets are listed, with their processes");
		return request_grammar(&r)->failure;
	}
	if (r.word_count) /* net-tools takes no notice of it */
		run_complain("netstat", "%s: a word that means nothing here", r.words[0]);
	return list(&r);
}
