/* SPDX-License-Identifier: ISC */
#include "lib/wire/procfs.h"

#include <errno.h>
#include <string.h>

#include "lib/base/number.h"

static struct bytes next_line(struct bytes *text)
{
	const uint8_t *end = memchr(text->at, '\n', bytes_left(text));
	struct bytes line = bytes_sub(text, end ? (size_t)(end - text->at) : bytes_left(text));

	if (end)
		bytes_skip(text, 1);
	return line;
}

static struct bytes next_word(struct bytes *line)
{
	const uint8_t *from, *to;

	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
	from = to = line->at;
	while (to < line->end && *to != ' ' && *to != '\t')
		to++;
	line->at = to;
	return (struct bytes){ .at = from, .end = to };
}

static int hex_digit(uint8_t c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A word of exactly so many hexadecimal digits. */
static int hex_word(struct bytes *line, size_t digits, uint64_t *ret_value)
{
	struct bytes word = next_word(line);
	uint64_t value = 0;

	if (bytes_left(&word) != digits)
		return -EBADMSG;
	while (bytes_left(&word)) {
		int digit = hex_digit(bytes_u8(&word));

		if (digit < 0)
			return -EBADMSG;
		value = value << 4 | (uint64_t)digit;
	}
	*ret_value = value;
	return 0;
}

static int hex_addr(struct bytes *line, struct addr *ret_addr)
{
	struct bytes word = next_word(line);

	ret_addr->family = FAMILY_INET6;
	ret_addr->size = 16;
	if (bytes_left(&word) != 32)
		return -EBADMSG;
	for (unsigned i = 0; i < 16; i++) {
		int high = hex_digit(bytes_u8(&word)), low = hex_digit(bytes_u8(&word));

		if (high < 0 || low < 0)
			return -EBADMSG;
		ret_addr->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

/* RTF_ bits of <linux/route.h> and <linux/ipv6_route.h> */
static uint64_t map_flags(uint32_t bits)
{
	static const struct {
		uint32_t bit;
		uint8_t flag;
	} table[] = {
		{ 0x1, RFLAG_UP },	       { 0x2, RFLAG_GATEWAY },
		{ 0x4, RFLAG_HOST },	       { 0x8, RFLAG_REINSTATE },
		{ 0x10, RFLAG_DYNAMIC },       { 0x20, RFLAG_MODIFIED },
		{ 0x40, RFLAG_PREF_MTU },      { 0x80, RFLAG_PREF_WINDOW },
		{ 0x100, RFLAG_PREF_IRTT },    { 0x200, RFLAG_REJECT },
		{ 0x10000, RFLAG_DEFAULT },    { 0x20000, RFLAG_ALLONLINK },
		{ 0x40000, RFLAG_ADDRCONF },   { 0x100000, RFLAG_ANYCAST },
		{ 0x200000, RFLAG_NONEXTHOP }, { 0x400000, RFLAG_EXPIRES },
		{ 0x1000000, RFLAG_CACHE },    { 0x2000000, RFLAG_FLOW },
		{ 0x4000000, RFLAG_POLICY },   { 0x80000000, RFLAG_LOCAL },
	};
	uint64_t result = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (bits & table[i].bit)
			result |= RFLAG_BIT(table[i].flag);
	return result;
}

static int read_numbers(struct bytes *line, struct route *r)
{
	uint64_t metric, refs, use, flags;

	if (hex_word(line, 8, &metric) < 0 || hex_word(line, 8, &refs) < 0 ||
	    hex_word(line, 8, &use) < 0 || hex_word(line, 8, &flags) < 0)
		return -EBADMSG;
	r->priority = (uint32_t)metric;
	r->refs = (uint32_t)refs;
	r->use = use;
	r->flags = map_flags((uint32_t)flags);
	return 0;
}

int procfs_ipv6_route(struct bytes *text, struct route *ret_route)
{
	struct bytes line, device;
	struct route *r = ret_route;
	uint64_t dst_bits, src_bits;

	if (!bytes_left(text))
		return 0;
	line = next_line(text);
	memset(r, 0, sizeof(*r));
	if (hex_addr(&line, &r->dst) < 0 || hex_word(&line, 2, &dst_bits) < 0 ||
	    hex_addr(&line, &r->src) < 0 || hex_word(&line, 2, &src_bits) < 0 ||
	    hex_addr(&line, &r->gateway) < 0 || read_numbers(&line, r) < 0 || dst_bits > 128 ||
	    src_bits > 128)
		return -EBADMSG;
	device = next_word(&line);
	if (!bytes_left(&device) || bytes_left(&device) >= sizeof(r->device))
		return -EBADMSG;
	memcpy(r->device, device.at, bytes_left(&device));
	r->family = FAMILY_INET6;
	r->dst_bits = (uint8_t)dst_bits;
	r->src_bits = (uint8_t)src_bits;
	r->hops = 1;
	r->type = route_flag(r, RFLAG_REJECT) ? TYPE_UNREACHABLE : TYPE_UNICAST;
	r->has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_FLAGS) |
		 ROUTE_BIT(ROUTE_PRIORITY) | ROUTE_BIT(ROUTE_REFS) | ROUTE_BIT(ROUTE_USE) |
		 ROUTE_BIT(ROUTE_DEVICE) | (src_bits ? ROUTE_BIT(ROUTE_SRC) : 0) |
		 (addr_is_zero(&r->gateway) ? 0 : ROUTE_BIT(ROUTE_GATEWAY));
	return 1;
}

static int parse_number(struct bytes word, uint64_t *ret_value)
{
	char text[24];
	size_t n = bytes_left(&word);
	bool minus = n && *word.at == '-';
	int r;

	if (minus)
		bytes_skip(&word, 1);
	n -= minus;
	if (!n || n >= sizeof(text))
		return -EBADMSG;
	memcpy(text, word.at, n);
	text[n] = '\0';
	r = number_parse(text, UINT64_MAX, ret_value);
	if (minus)
		*ret_value = 0 - *ret_value;
	return r < 0 ? -EBADMSG : 0;
}

static int copy_text(struct bytes from, char *to, size_t size)
{
	size_t n = bytes_left(&from);

	if (n >= size)
		return -EBADMSG;
	memcpy(to, from.at, n);
	to[n] = '\0';
	return 0;
}

void procfs_counters_begin(struct procfs_counters *it, struct bytes text)
{
	*it = (struct procfs_counters){ .text = text };
}

/* "Icmp6InMsgs": the group ends where the protocol's name does. */
static int split_name(struct bytes name, struct counter *c)
{
	static const char *const groups[] = { "UdpLite6", "Icmp6", "Udp6", "Ip6" };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		size_t n = strlen(groups[i]);

		if (bytes_left(&name) <= n || memcmp(name.at, groups[i], n))
			continue;
		memcpy(c->group, groups[i], n + 1);
		bytes_skip(&name, n);
		break;
	}
	return copy_text(name, c->name, sizeof(c->name));
}

/* The next pair of lines "Group: names" and "Group: values", or one counter of a line of its own. */
static int next_group(struct procfs_counters *it, struct counter *ret_counter)
{
	struct bytes line = next_line(&it->text), word = next_word(&line), other;
	size_t n = bytes_left(&word);

	if (!n)
		return -EAGAIN;
	if (word.end[-1] != ':') {
		memset(ret_counter, 0, sizeof(*ret_counter));
		if (split_name(word, ret_counter) < 0 ||
		    parse_number(next_word(&line), &ret_counter->value) < 0)
			return -EBADMSG;
		return 1;
	}
	it->names = line;
	it->values = next_line(&it->text);
	other = next_word(&it->values);
	if (bytes_left(&other) != n || memcmp(other.at, word.at, n))
		return -EBADMSG;
	word.end--;
	return copy_text(word, it->group, sizeof(it->group)) < 0 ? -EBADMSG : -EAGAIN;
}

int procfs_counters_next(struct procfs_counters *it, struct counter *ret_counter)
{
	for (;;) {
		struct bytes name = next_word(&it->names), value;
		int r;

		if (bytes_left(&name)) {
			value = next_word(&it->values);
			memset(ret_counter, 0, sizeof(*ret_counter));
			memcpy(ret_counter->group, it->group, sizeof(it->group));
			if (copy_text(name, ret_counter->name, sizeof(ret_counter->name)) < 0 ||
			    parse_number(value, &ret_counter->value) < 0)
				return -EBADMSG;
			return 1;
		}
		if (!bytes_left(&it->text))
			return 0;
		r = next_group(it, ret_counter);
		if (r != -EAGAIN)
			return r;
	}
}

int procfs_number(struct bytes text, int64_t *ret_value)
{
	struct bytes line = next_line(&text), word = next_word(&line);
	bool minus = bytes_left(&word) && *word.at == '-';
	uint64_t value;

	if (parse_number(word, &value) < 0 || (value && minus != (value > INT64_MAX)))
		return -EBADMSG;
	*ret_value = (int64_t)value;
	return 1;
}
