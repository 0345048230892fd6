/* SPDX-License-Identifier: ISC */
/*
 * Policy rules. No system's own tools print them as a table; this is one for all dialects: what each
 * rule asks of a packet, and in words what it does. What is rarely asked for stands behind it in words.
 */
#include "lib/model/rule.h"

#include <string.h>

#include "lib/model/route.h"
#include "lib/view/dialect.h"

static void priority(struct out *out, const struct view_context *c, const void *record)
{
	(void)c;
	out_u64(out, ((const struct rule *)record)->priority);
}

static void write_prefix(struct out *out, const struct addr *a, unsigned bits)
{
	addr_write(out, a);
	if (bits != family_bits((enum family)a->family)) {
		out_char(out, '/');
		out_u64(out, bits);
	}
}

/* The mark of "not" stands at the first selector there is, and a rule has that one always. */
static void from(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;

	(void)c;
	if (r->inverted)
		out_literal(out, "not ");
	if (rule_has(r, RULE_SRC))
		write_prefix(out, &r->src, r->src_bits);
	else
		out_literal(out, "all");
}

static void to(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;

	(void)c;
	if (rule_has(r, RULE_DST))
		write_prefix(out, &r->dst, r->dst_bits);
	else
		out_literal(out, "all");
}

static unsigned hex_digits(uint32_t value)
{
	unsigned digits = 1;

	while (value >>= 4)
		digits++;
	return digits;
}

static void write_hex(struct out *out, uint32_t value)
{
	out_literal(out, "0x");
	out_hex(out, value, hex_digits(value));
}

static void mark(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;

	(void)c;
	if (!rule_has(r, RULE_MARK))
		return;
	write_hex(out, r->mark);
	if (rule_has(r, RULE_MASK) && r->mask != UINT32_MAX) {
		out_char(out, '/');
		write_hex(out, r->mask);
	}
}

static void in(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;

	(void)c;
	out_name(out, r->in, strnlen(r->in, sizeof(r->in)));
}

static void out_device(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;

	(void)c;
	out_name(out, r->out, strnlen(r->out, sizeof(r->out)));
}

static void write_number(struct out *out, const char *word, uint64_t number)
{
	out_text(out, word);
	out_u64(out, number);
}

static void write_range(struct out *out, const char *word, uint32_t first, uint32_t last)
{
	write_number(out, word, first);
	if (last != first)
		write_number(out, "-", last);
}

static void write_table(struct out *out, uint32_t table)
{
	const char *name = route_table_name(table);

	if (name)
		out_text(out, name);
	else
		out_u64(out, table);
}

static void action(struct out *out, const struct view_context *c, const void *record)
{
	const struct rule *r = record;
	const char *name = rule_action_name(r->action);

	(void)c;
	if (name)
		out_text(out, name);
	else
		write_number(out, "action ", r->action);
	if (rule_has(r, RULE_TABLE)) {
		out_char(out, ' ');
		write_table(out, r->table);
	}
	if (rule_has(r, RULE_VRF))
		out_literal(out, " of the VRF");
	if (rule_has(r, RULE_TARGET))
		write_number(out, " ", r->target);
	if (rule_has(r, RULE_TOS))
		write_number(out, " tos ", r->tos);
	if (rule_has(r, RULE_DSCP))
		write_number(out, " dscp ", r->dscp);
	if (rule_has(r, RULE_IP_PROTOCOL))
		write_number(out, " ipproto ", r->ip_protocol);
	if (rule_has(r, RULE_SOURCE_PORT))
		write_range(out, " sport ", r->source_port, r->source_port_last);
	if (rule_has(r, RULE_DEST_PORT))
		write_range(out, " dport ", r->dest_port, r->dest_port_last);
	if (rule_has(r, RULE_UID))
		write_range(out, " uid ", r->uid, r->uid_last);
	if (rule_has(r, RULE_TUNNEL))
		write_number(out, " tunnel ", r->tunnel);
	if (rule_has(r, RULE_SUPPRESS_LENGTH))
		write_number(out, " suppress prefixes up to ", r->suppress_length);
	if (rule_has(r, RULE_SUPPRESS_GROUP))
		write_number(out, " suppress interface group ", r->suppress_group);
	if (rule_has(r, RULE_REALM))
		write_number(out, " realm ", r->realm);
}

void rule_sentence(struct out *out, const struct view_context *c, const struct rule *r)
{
	out_u64(out, r->priority);
	out_literal(out, ": ");
	if (r->inverted)
		out_literal(out, "not ");
	out_literal(out, "from ");
	if (rule_has(r, RULE_SRC))
		write_prefix(out, &r->src, r->src_bits);
	else
		out_literal(out, "all");
	if (rule_has(r, RULE_DST)) {
		out_literal(out, " to ");
		write_prefix(out, &r->dst, r->dst_bits);
	}
	if (rule_has(r, RULE_MARK)) {
		out_literal(out, " fwmark ");
		mark(out, c, r);
	}
	if (rule_has(r, RULE_IN)) {
		out_literal(out, " iif ");
		in(out, c, r);
	}
	if (rule_has(r, RULE_OUT)) {
		out_literal(out, " oif ");
		out_device(out, c, r);
	}
	out_char(out, ' ');
	action(out, c, r);
}

static uint8_t prefix_width(const struct view_context *c)
{
	return c->family == FAMILY_INET6 ? 30 : 18;
}

static const struct column columns[] = {
	{ "Priority", "", 8, true, OVER_PUSH, "", 0, 0, NULL, priority },
	{ "From", " ", 0, false, OVER_PUSH, "", 0, 0, prefix_width, from },
	{ "To", " ", 0, false, OVER_PUSH, "", 0, 0, prefix_width, to },
	{ "Mark", " ", 10, false, OVER_PUSH, "-", 0, 0, NULL, mark },
	{ "In", " ", 8, false, OVER_PUSH, "-", 0, 0, NULL, in },
	{ "Out", " ", 8, false, OVER_PUSH, "-", 0, 0, NULL, out_device },
	{ "Action", " ", 0, false, OVER_PUSH, "", 0, 0, NULL, action },
};

const struct view rule_table = VIEW_OF(columns);
