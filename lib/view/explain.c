/* SPDX-License-Identifier: ISC */
/*
 * What the kernel's own words are is in its words (iproute2 prints rules and routes in the same ones), so that
 * what is read here can be looked for there.
 */
#include "lib/view/explain.h"

#include <string.h>

#include "lib/view/bsd.h"
#include "lib/view/dialect.h"
#include "lib/view/get.h"

static void write_prefix(struct out *out, const struct addr *a, unsigned bits)
{
	if (!bits && addr_is_zero(a)) {
		out_literal(out, "default");
		return;
	}
	addr_write(out, a);
	if (bits != family_bits((enum family)a->family))
		out_format(out, "/%u", bits);
}

static void write_word(struct out *out, const char *word, const struct view_context *c,
		       const struct addr *a)
{
	out_text(out, word);
	get_addr(out, c, a);
}

static void write_device(struct out *out, const struct view_context *c, uint32_t ifindex)
{
	if (!ifindex)
		return;
	out_literal(out, " dev ");
	cell_device(out, c, ifindex);
}

static void write_seconds(struct out *out, int64_t ms)
{
	out_format(out, "%lld s", (long long)(ms / 1000));
}

static void write_table(struct out *out, uint32_t table)
{
	const char *name = route_table_name(table);

	if (name)
		out_text(out, name);
	else
		out_u64(out, table);
}

static void write_lookup(struct out *out, const struct view_context *c, const struct explanation *e)
{
	get_label(out, "route to");
	get_addr(out, c, &e->lookup.to);
	if (explanation_has(e, EXPLANATION_FROM))
		write_word(out, " from ", c, &e->lookup.from);
	if (explanation_has(e, EXPLANATION_IN)) {
		out_literal(out, " iif ");
		cell_device(out, c, e->lookup.iif);
	}
	if (explanation_has(e, EXPLANATION_OUT)) {
		out_literal(out, " oif ");
		cell_device(out, c, e->lookup.oif);
	}
	if (e->lookup.mark)
		out_format(out, " mark 0x%x", e->lookup.mark);
	if (e->lookup.tos)
		out_format(out, " tos 0x%x", e->lookup.tos);
	out_char(out, '\n');
}

static void write_rule(struct out *out, const struct view_context *c, const struct explanation *e)
{
	if (!explanation_has(e, EXPLANATION_RULE))
		return;
	get_label(out, "rule");
	rule_sentence(out, c, &e->rule);
	out_char(out, '\n');
}

static void write_route(struct out *out, const struct view_context *c, const struct explanation *e)
{
	const struct route *r = &e->match;
	uint32_t mtu;

	get_label(out, "route");
	if (!explanation_has(e, EXPLANATION_ROUTE)) {
		out_literal(out, "none\n");
		return;
	}
	if (r->type != TYPE_UNICAST && route_type_name(r->type)) {
		out_text(out, route_type_name(r->type));
		out_char(out, ' ');
	}
	write_prefix(out, &r->dst, r->dst_bits);
	if (route_has(r, ROUTE_GATEWAY) && r->gateway.family != FAMILY_LINK)
		write_word(out, " via ", c, &r->gateway);
	write_device(out, c, r->ifindex);
	if (explanation_has(e, EXPLANATION_TABLE)) {
		out_literal(out, " table ");
		write_table(out, r->table);
	}
	if (explanation_has(e, EXPLANATION_METRIC))
		out_format(out, " metric %u", r->priority);
	if (route_metric(r, METRIC_MTU, &mtu) && mtu)
		out_format(out, " mtu %s%u", r->locks >> METRIC_MTU & 1 ? "lock " : "", mtu);
	out_char(out, '\n');
	if (!explanation_has(e, EXPLANATION_HOPS))
		return;
	get_label(out, "hop");
	if (e->hop)
		out_format(out, "%u of %u, weight %u\n", e->hop, r->hops, r->weight ? r->weight : 1);
	else
		out_format(out, "one of %u\n", r->hops);
}

static void write_exception(struct out *out, const struct view_context *c,
			    const struct explanation *e)
{
	static const char *const words[REASON_COUNT] = {
		[REASON_NONE] = "cloned",	  [REASON_REDIRECT] = "redirect",
		[REASON_PATH_MTU] = "path MTU", [REASON_NEIGHBOUR] = "neighbour",
	};

	if (!explanation_has(e, EXPLANATION_EXCEPTION))
		return;
	get_label(out, "exception");
	out_text(out, words[e->exception.reason < REASON_COUNT ? e->exception.reason : REASON_NONE]);
	if (explanation_has(e, EXPLANATION_EXCEPTION_GATEWAY) &&
	    e->exception.gateway.family != FAMILY_LINK)
		write_word(out, " via ", c, &e->exception.gateway);
	if (explanation_has(e, EXPLANATION_EXCEPTION_MTU))
		out_format(out, " mtu %u", e->exception.metric[METRIC_MTU]);
	if (explanation_has(e, EXPLANATION_EXCEPTION_EXPIRE)) {
		out_literal(out, " expires in ");
		write_seconds(out, e->exception.expire_ms);
	}
	out_char(out, '\n');
}

static void write_next(struct out *out, const struct view_context *c, const struct explanation *e)
{
	const char *state;

	if (!explanation_has(e, EXPLANATION_NEXT))
		return;
	get_label(out, "next hop");
	get_addr(out, c, &e->next);
	write_device(out, c, e->answer.ifindex);
	out_char(out, '\n');
	get_label(out, "neighbour");
	if (explanation_has(e, EXPLANATION_NEIGH_ADDRESS)) {
		addr_write(out, &e->neigh.lladdr);
		out_char(out, ' ');
	}
	state = explanation_has(e, EXPLANATION_NEIGH_STATE) ? neigh_state_name(e->neigh.state) : NULL;
	out_text(out, state ? state :
		 explanation_has(e, EXPLANATION_NEIGH_ADDRESS) ? "known" : "none yet");
	if (explanation_has(e, EXPLANATION_NEIGH_EXPIRE)) {
		out_literal(out, ", ");
		write_seconds(out, e->neigh.expire_ms);
		out_literal(out, " left");
	}
	out_char(out, '\n');
}

static void write_interface(struct out *out, const struct view_context *c,
			    const struct explanation *e)
{
	const char *state = NULL;

	if (!explanation_has(e, EXPLANATION_DEVICE))
		return;
	get_label(out, "interface");
	cell_device(out, c, e->answer.ifindex);
	if (explanation_has(e, EXPLANATION_DEVICE_FLAGS) && !iface_flag(&e->device, IFLAG_UP))
		state = "down";
	else if (explanation_has(e, EXPLANATION_DEVICE_STATE) && e->device.operstate)
		state = iface_operstate_name(e->device.operstate);
	else if (explanation_has(e, EXPLANATION_DEVICE_FLAGS))
		state = "up";
	if (state) {
		out_char(out, ' ');
		out_text(out, state);
	}
	if (explanation_has(e, EXPLANATION_DEVICE_MTU))
		out_format(out, " mtu %u", e->device.mtu);
	out_char(out, '\n');
}

void explain_write(struct out *out, const struct view_context *c, const struct explanation *e)
{
	out_row(out);
	write_lookup(out, c, e);
	write_rule(out, c, e);
	write_route(out, c, e);
	write_exception(out, c, e);
	if (explanation_has(e, EXPLANATION_REFUSAL)) {
		get_label(out, "refused");
		out_name(out, e->refusal, strnlen(e->refusal, sizeof(e->refusal)));
		out_char(out, '\n');
		return;
	}
	write_next(out, c, e);
	write_interface(out, c, e);
	if (explanation_has(e, EXPLANATION_SOURCE)) {
		get_label(out, "source");
		get_addr(out, c, &e->answer.prefsrc);
		out_char(out, '\n');
	}
	if (explanation_has(e, EXPLANATION_MTU)) {
		get_label(out, "mtu");
		out_format(out, "%u (%s)\n", e->mtu, mtu_reason_name(e->mtu_reason));
	}
}
