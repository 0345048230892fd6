/* SPDX-License-Identifier: ISC */
#include "lib/view/claim.h"

#include <string.h>

static void write_station(struct out *out, const char *word, const struct addr *a)
{
	if (!a->size)
		return;
	out_text(out, word);
	addr_write_link(out, a, ':', 2, false);
}

static void write_place(struct out *out, const struct view_context *c, const struct claim *p)
{
	if (p->ifindex) {
		out_literal(out, " on ");
		cell_device(out, c, p->ifindex);
	}
	if (p->vlan != CLAIM_NO_VLAN) {
		out_literal(out, " vlan ");
		out_u64(out, p->vlan);
	}
}

/* A frame of another station than the one that the packet speaks of. */
static bool is_foreign(const struct claim *p)
{
	return p->station.size && p->source.size == p->station.size &&
	       !addr_equal(&p->source, &p->station);
}

static void write_target(struct out *out, const struct claim *p)
{
	static const char *const words[CLAIM_KINDS] = {
		[CLAIM_REQUEST] = " asks for ",	   [CLAIM_SOLICITATION] = " asks for ",
		[CLAIM_REPLY] = " answers ",	   [CLAIM_ADVERTISEMENT] = " answers ",
		[CLAIM_OTHER] = " to ",
	};

	if (!words[p->kind] || !p->target.size)
		return;
	out_text(out, words[p->kind]);
	addr_write(out, &p->target);
}

void claim_write(struct out *out, const struct view_context *c, const char *stamp,
		 const struct claim *p)
{
	const struct addr *who = p->kind == CLAIM_PROBE ? &p->target : &p->address;

	out_row(out);
	out_format(out, "%s ", stamp);
	out_text(out, claim_kind_name(p->kind));
	if (p->kind == CLAIM_OTHER)
		out_format(out, " %u", p->operation);
	out_char(out, ' ');
	addr_write(out, who);
	write_station(out, p->kind == CLAIM_PROBE ? " by " : " at ",
		      p->station.size ? &p->station : &p->source);
	write_target(out, p);
	write_place(out, c, p);
	if (p->router)
		out_literal(out, " router");
	if (is_foreign(p))
		write_station(out, " frame from ", &p->source);
	out_char(out, '\n');
}

void claim_warn(struct out *out, const struct view_context *c, const char *stamp,
		const struct claim_warning *w)
{
	int64_t ago_ms = w->claim->time_ms - w->before->time_ms;

	out_row(out);
	out_format(out, "%s ", stamp);
	out_text(out, w->gateway ? "GATEWAY " : "CONFLICT ");
	addr_write(out, &w->claim->address);
	write_station(out, " at ", &w->claim->station);
	write_station(out, ", which was at ", &w->before->station);
	out_literal(out, " ");
	cell_seconds(out, ago_ms);
	out_literal(out, " s before");
	write_place(out, c, w->claim);
	out_char(out, '\n');
}

static void json_text(struct out *out, const char *key, const char *text)
{
	out_format(out, ",\"%s\":\"%s\"", key, text);
}

static void json_addr(struct out *out, const char *key, const struct addr *a)
{
	if (!a->size)
		return;
	out_format(out, ",\"%s\":\"", key);
	addr_write(out, a);
	out_char(out, '"');
}

static void json_time(struct out *out, const char *key, int64_t ms)
{
	out_format(out, "\"%s\":%lld.%03d", key, (long long)(ms / 1000), (int)(ms % 1000));
}

static void json_place(struct out *out, const struct view_context *c, const struct claim *p)
{
	const struct index_iface *i = index_iface(c->index, p->ifindex);

	if (i) {
		out_literal(out, ",\"interface\":");
		out_json_text(out, i->name, strnlen(i->name, sizeof(i->name)));
	}
	if (p->ifindex)
		out_format(out, ",\"interface_index\":%u", p->ifindex);
	if (p->vlan != CLAIM_NO_VLAN)
		out_format(out, ",\"vlan\":%u", p->vlan);
}

static void json_begin_claim(struct out *out, const struct claim *p, const char *event)
{
	out_row(out);
	out_char(out, '{');
	json_time(out, "time", p->time_ms < 0 ? 0 : p->time_ms);
	json_text(out, "event", event);
	json_text(out, "family", family_name((enum family)p->target.family));
}

void claim_json(struct out *out, const struct view_context *c, const struct claim *p)
{
	json_begin_claim(out, p, claim_kind_name(p->kind));
	if (p->kind == CLAIM_OTHER)
		out_format(out, ",\"operation\":%u", p->operation);
	json_addr(out, "address", &p->address);
	json_addr(out, "station", &p->station);
	json_addr(out, "target", &p->target);
	json_addr(out, "frame_source", &p->source);
	if (p->kind == CLAIM_ADVERTISEMENT || (p->kind == CLAIM_ANNOUNCEMENT &&
					       p->address.family == FAMILY_INET6))
		out_format(out, ",\"router\":%s,\"override\":%s", p->router ? "true" : "false",
			   p->override ? "true" : "false");
	json_place(out, c, p);
	out_literal(out, "}\n");
}

void claim_json_warn(struct out *out, const struct view_context *c, const struct claim_warning *w)
{
	int64_t ago_ms = w->claim->time_ms - w->before->time_ms;

	json_begin_claim(out, w->claim, "conflict");
	json_addr(out, "address", &w->claim->address);
	json_addr(out, "station", &w->claim->station);
	json_addr(out, "before", &w->before->station);
	out_char(out, ',');
	json_time(out, "seconds_before", ago_ms < 0 ? 0 : ago_ms);
	out_format(out, ",\"gateway\":%s", w->gateway ? "true" : "false");
	json_place(out, c, w->claim);
	out_literal(out, "}\n");
}
