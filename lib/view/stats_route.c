/* SPDX-License-Identifier: ISC */
#include "lib/view/stats_route.h"

#include "lib/view/xo.h"

/* What stands before and behind the plural's letters. */
static const struct sentence {
	const char *before, *one, *many, *behind;
	bool detail;
} sentences[STAT_COUNT] = {
	[STAT_BAD_REDIRECTS] = { "bad routing redirect", "", "s", "", false },
	[STAT_DYNAMIC] = { "dynamically created route", "", "s", "", false },
	[STAT_NEW_GATEWAYS] = { "new gateway", "", "s", " due to redirects", false },
	[STAT_REDIRECTS] = { "routing redirect", "", "s", " received", false },
	[STAT_UNREACHABLE] = { "destination", "", "s", " found unreachable", false },
	[STAT_UNREACHABLE_IN] = { "packet", "", "s", " received without a route", true },
	[STAT_UNREACHABLE_OUT] = { "packet", "", "s", " to be sent without a route", true },
	[STAT_WILDCARD] = { "use", "", "s", " of a wildcard route", false },
	[STAT_NOT_FREED] = { "route", "", "s", " not in table but not freed", false },
};

static bool is_one(uint64_t value, unsigned how)
{
	return value == 1 || (!value && how & STATS_NONE_IS_ONE);
}

void route_stats_write(struct out *out, const struct route_stats *stats, unsigned how)
{
	out_literal(out, "routing:\n");
	for (unsigned i = 0; i < STAT_COUNT; i++) {
		const struct sentence *s = &sentences[i];

		if (!(stats->has >> i & 1) || (s->detail && !(how & STATS_DETAIL)) ||
		    (how & STATS_NONZERO && !stats->value[i]))
			continue;
		out_text(out, s->detail ? "\t\t" : "\t");
		out_u64(out, stats->value[i]);
		out_char(out, ' ');
		out_text(out, s->before);
		out_text(out, is_one(stats->value[i], how) ? s->one : s->many);
		out_text(out, s->behind);
		out_char(out, '\n');
	}
}

const struct xo_layout route_stats_layout = { .containers = { "statistics" } };

void route_stats_xo(struct xo *xo, const struct route_stats *stats, bool nonzero)
{
	static const char *const keys[STAT_COUNT] = {
		[STAT_BAD_REDIRECTS] = "bad-redirects",
		[STAT_DYNAMIC] = "dynamically-created",
		[STAT_NEW_GATEWAYS] = "new-gateways",
		[STAT_UNREACHABLE] = "unreachable-destination",
		[STAT_WILDCARD] = "wildcard-uses",
	};

	for (unsigned i = 0; i < STAT_COUNT; i++)
		if (keys[i] && stats->has >> i & 1 && (stats->value[i] || !nonzero))
			xo_number(xo, keys[i], stats->value[i]);
}
