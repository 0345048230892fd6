/* SPDX-License-Identifier: ISC */
/*
 *	lwtunnel ip, ip6   1 id be64 · 2 destination · 3 source · 4 ttl u8 · 5 tos u8 · 6 flags be16 · 8 options
 *	mpls		   1 label stack · 2 ttl u8
 *	seg6		   1 { mode i32, SRH }
 *	seg6local	   1 action u32 · 2 SRH · 3 table u32 · 4, 5 next hop · 6 in, 7 out u32 · 8 program
 *			   9 VRF table u32 · 11 flavours
 *	bpf		   1 in, 2 out, 3 xmit { 2 name } · 4 headroom u32
 *	ila		   1 locator be64 · 7 checksum u8 · 8 identifier u8 · 9 hook u8
 *	rpl		   1 { next u8, length u8, type u8, segments left u8, 4 compression, segments }
 *	ioam6		   1 mode u8 · 2 destination · 3 trace { namespace be16, bits be16, type be32 } · 4 k · 5 n u32
 *			   6 source
 *	xfrm		   1 if_id u32 · 2 link u32
 *	SRH (RFC 8754)	   0 next u8 · 1 length u8 · 2 type · 3 left · 4 last entry u8 · 5 flags u8 · 6 tag · 8 segments
 */
#include "lib/wire/netlink_lwt.h"

#include <stdio.h>
#include <string.h>

#include "lib/wire/netlink.h"

struct words {
	char *at, *end; /* the end leaves room for the dots */
	bool full;
};

static void add_bytes(struct words *w, const char *text, size_t n)
{
	if (w->full || n > (size_t)(w->end - w->at)) {
		w->full = true;
		return;
	}
	memcpy(w->at, text, n);
	w->at += n;
}

static void add(struct words *w, const char *text)
{
	add_bytes(w, text, strlen(text));
}

static void add_number(struct words *w, uint64_t value)
{
	char text[24];

	add_bytes(w, text, (size_t)snprintf(text, sizeof(text), "%llu", (unsigned long long)value));
}

static void add_hex(struct words *w, uint64_t value, int digits)
{
	char text[24];

	add_bytes(w, text, (size_t)snprintf(text, sizeof(text), "%0*llx", digits, (unsigned long long)value));
}

static void add_pair(struct words *w, const char *name, uint64_t value)
{
	add(w, name);
	add_number(w, value);
}

static void add_addr(struct words *w, struct bytes value, enum family family)
{
	char text[ADDR_TEXT_MAX];
	struct addr a;

	if (netlink_addr(&value, family, &a) == 0)
		add_bytes(w, text, (size_t)(addr_put(text, &a) - text));
}

/* Big-endian, whatever the message's order is. */
static uint64_t read_be(struct bytes *b, size_t size)
{
	const uint8_t *p = bytes_take(b, size);
	uint64_t value = 0;

	for (size_t i = 0; p && i < size; i++)
		value = value << 8 | p[i];
	return value;
}

static uint64_t read_number(struct bytes b)
{
	return bytes_left(&b) >= 4 ? bytes_u32(&b) : bytes_left(&b) >= 2 ? bytes_u16(&b) : bytes_u8(&b);
}

/* One of several words, or the number that is none of them. */
static void add_word(struct words *w, const char *const *names, size_t count, uint64_t value)
{
	if (value < count && names[value])
		add(w, names[value]);
	else
		add_number(w, value);
}

#define ADD_WORD(w, names, value) add_word(w, names, sizeof(names) / sizeof((names)[0]), value)

enum { ATTRS = 16 };

/* The attributes by their number, since the kernel's order is not the words'. */
static bool collect(struct bytes nest, struct bytes attrs[ATTRS])
{
	struct netlink_attr a;
	int more;

	memset(attrs, 0, ATTRS * sizeof(attrs[0]));
	while ((more = netlink_attr_next(&nest, &a)) > 0)
		if ((a.type & 0x3fff) < ATTRS)
			attrs[a.type & 0x3fff] = a.value;
	return more == 0;
}

static bool there(const struct bytes *a)
{
	return a->at != NULL;
}

static void mpls(struct words *w, const struct bytes *a)
{
	char labels[ROUTE_WORDS_MAX];

	netlink_lwt_labels(a[1], labels);
	add(w, labels);
	if (there(&a[2]))
		add_pair(w, " ttl ", read_number(a[2]));
}

/* Options of the tunnel's own kind: one group each, commas between several of Geneve's. */
static void geneve(struct words *w, struct bytes nest)
{
	struct bytes a[ATTRS];

	if (!collect(nest, a))
		return;
	add(w, " geneve_opts ");
	add_hex(w, read_be(&a[1], 2), 1);
	add(w, ":");
	add_hex(w, read_number(a[2]), 1);
	add(w, ":");
	while (bytes_left(&a[3]))
		add_hex(w, bytes_u8(&a[3]), 2);
}

static void erspan(struct words *w, struct bytes nest)
{
	struct bytes a[ATTRS];

	if (!collect(nest, a))
		return;
	add_pair(w, " erspan_opts ", read_number(a[1]));
	add_pair(w, ":", there(&a[2]) ? read_be(&a[2], 4) : 0);
	add_pair(w, ":", there(&a[3]) ? read_number(a[3]) : 0);
	add_pair(w, ":", there(&a[4]) ? read_number(a[4]) : 0);
}

static void ip_options(struct words *w, struct bytes nest)
{
	struct bytes a[ATTRS], inner[ATTRS];

	if (!there(&nest) || !collect(nest, a))
		return;
	if (there(&a[1]))
		geneve(w, a[1]);
	if (there(&a[2]) && collect(a[2], inner))
		add_pair(w, " vxlan_opts ", read_number(inner[1]));
	if (there(&a[3]))
		erspan(w, a[3]);
}

static void ip_family(struct words *w, const struct bytes *a, enum family family)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} flags[] = { { 4, " key" }, { 1, " csum" }, { 8, " seq" } };
	struct bytes id = a[1], mask = a[6];
	uint64_t set = there(&mask) ? read_be(&mask, 2) : 0;

	add_pair(w, "id ", there(&id) ? read_be(&id, 8) : 0);
	if (there(&a[3])) {
		add(w, " src ");
		add_addr(w, a[3], family);
	}
	if (there(&a[2])) {
		add(w, " dst ");
		add_addr(w, a[2], family);
	}
	if (there(&a[4]))
		add_pair(w, family == FAMILY_INET ? " ttl " : " hoplimit ", read_number(a[4]));
	if (there(&a[5]))
		add_pair(w, family == FAMILY_INET ? " tos " : " tc ", read_number(a[5]));
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (set & flags[i].bit)
			add(w, flags[i].name);
	ip_options(w, a[8]);
}

static void ip(struct words *w, const struct bytes *a)
{
	ip_family(w, a, FAMILY_INET);
}

static void ip6(struct words *w, const struct bytes *a)
{
	ip_family(w, a, FAMILY_INET6);
}

static void segments(struct words *w, struct bytes list, unsigned count, bool backwards)
{
	add_pair(w, "segs ", count);
	add(w, " [ ");
	for (unsigned i = 0; i < count; i++) {
		unsigned n = backwards ? count - 1 - i : i;

		if (bytes_left(&list) / 16 <= n)
			break;
		add_addr(w, bytes_of(list.at + 16u * n, 16, false), FAMILY_INET6);
		add(w, " ");
	}
	add(w, "]");
}

/* The list stands in the header the other way round: the last segment first. */
static void routing_header(struct words *w, struct bytes b)
{
	const uint8_t *p = bytes_take(&b, 8);
	unsigned count;

	if (!p)
		return;
	count = p[4] + 1u;
	segments(w, b, count, true);
	if (!(p[5] & 0x08) || bytes_left(&b) < 16u * count)
		return;
	bytes_skip(&b, 16u * count + 4);
	add(w, " hmac ");
	add_hex(w, read_be(&b, 4), 1);
}

static void seg6(struct words *w, const struct bytes *a)
{
	static const char *const modes[] = { "inline", "encap", "l2encap", "encap.red", "l2encap.red" };
	struct bytes b = a[1];

	add(w, "mode ");
	ADD_WORD(w, modes, bytes_u32(&b));
	add(w, " ");
	routing_header(w, b);
}

static void flavours(struct words *w, struct bytes nest)
{
	static const char *const names[] = { NULL, "psp", "usp", "usd", "next-csid" };
	struct bytes a[ATTRS];
	const char *before = " flavors ";
	uint64_t set;

	if (!collect(nest, a))
		return;
	set = there(&a[1]) ? read_number(a[1]) : 0;
	for (size_t i = 1; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(set >> i & 1))
			continue;
		add(w, before);
		add(w, names[i]);
		before = ",";
	}
	if (there(&a[2]))
		add_pair(w, " lblen ", read_number(a[2]));
	if (there(&a[3]))
		add_pair(w, " nflen ", read_number(a[3]));
}

static void add_name(struct words *w, struct bytes nest)
{
	struct bytes a[ATTRS];

	if (!collect(nest, a) || !there(&a[2]))
		return;
	add_bytes(w, (const char *)a[2].at, strnlen((const char *)a[2].at, bytes_left(&a[2])));
}

static void seg6local(struct words *w, const struct bytes *a)
{
	static const char *const actions[] = {
		[1] = "End",	    [2] = "End.X",  [3] = "End.T",	  [4] = "End.DX2", [5] = "End.DX6", [6] = "End.DX4",
		[7] = "End.DT6",    [8] = "End.DT4", [9] = "End.B6",	  [10] = "End.B6.Encaps", [11] = "End.BM",
		[12] = "End.S",	    [13] = "End.AS", [14] = "End.AM",	  [15] = "End.BPF", [16] = "End.DT46",
	};

	add(w, "action ");
	ADD_WORD(w, actions, read_number(a[1]));
	if (there(&a[2])) {
		add(w, " srh ");
		routing_header(w, a[2]);
	}
	if (there(&a[3]))
		add_pair(w, " table ", read_number(a[3]));
	if (there(&a[9]))
		add_pair(w, " vrftable ", read_number(a[9]));
	if (there(&a[4])) {
		add(w, " nh4 ");
		add_addr(w, a[4], FAMILY_INET);
	}
	if (there(&a[5])) {
		add(w, " nh6 ");
		add_addr(w, a[5], FAMILY_INET6);
	}
	if (there(&a[6]))
		add_pair(w, " iif if", read_number(a[6]));
	if (there(&a[7]))
		add_pair(w, " oif if", read_number(a[7]));
	if (there(&a[8])) {
		add(w, " endpoint ");
		add_name(w, a[8]);
	}
	if (there(&a[11]))
		flavours(w, a[11]);
}

static void bpf(struct words *w, const struct bytes *a)
{
	static const char *const names[] = { NULL, "in ", "out ", "xmit " };
	const char *before = "";

	for (unsigned i = 1; i <= 3; i++) {
		if (!there(&a[i]))
			continue;
		add(w, before);
		add(w, names[i]);
		add_name(w, a[i]);
		before = " ";
	}
	if (there(&a[4]) && read_number(a[4])) {
		add(w, before);
		add_pair(w, "headroom ", read_number(a[4]));
	}
}

static void ila(struct words *w, const struct bytes *a)
{
	static const char *const checksums[] = { "adj-transport", "neutral-map", "no-action", "neutral-map-auto" };
	static const char *const identifiers[] = { "iid", "luid", "virt-v4", "virt-uni-v6", "virt-multi-v6",
						   "nonlocal-addr", [32] = "use-format" };
	static const char *const hooks[] = { "output", "input" };
	struct bytes locator = a[1];

	for (unsigned i = 0; i < 4; i++) {
		add(w, i ? ":" : "");
		add_hex(w, read_be(&locator, 2), 1);
	}
	if (there(&a[7])) {
		add(w, " csum-mode ");
		ADD_WORD(w, checksums, read_number(a[7]));
	}
	if (there(&a[8])) {
		add(w, " ident-type ");
		ADD_WORD(w, identifiers, read_number(a[8]));
	}
	if (there(&a[9])) {
		add(w, " hook-type ");
		ADD_WORD(w, hooks, read_number(a[9]));
	}
}

static void rpl(struct words *w, const struct bytes *a)
{
	struct bytes b = a[1];
	const uint8_t *p = bytes_take(&b, 8);

	if (p)
		segments(w, b, p[3], false);
}

static void ioam6(struct words *w, const struct bytes *a)
{
	static const char *const modes[] = { NULL, "inline", "encap", "auto" };
	struct bytes trace = a[3];
	uint64_t space, bits, type;

	if (there(&a[4]) && there(&a[5])) {
		add_pair(w, "freq ", read_number(a[4]));
		add_pair(w, "/", read_number(a[5]));
		add(w, " ");
	}
	add(w, "mode ");
	ADD_WORD(w, modes, read_number(a[1]));
	if (there(&a[6])) {
		add(w, " tunsrc ");
		add_addr(w, a[6], FAMILY_INET6);
	}
	if (there(&a[2])) {
		add(w, " tundst ");
		add_addr(w, a[2], FAMILY_INET6);
	}
	space = read_be(&trace, 2);
	bits = read_be(&trace, 2); /* node length 5, overflow 1, 3 of none, length left 7: in words of four */
	type = read_be(&trace, 4) >> 8;
	add(w, " trace prealloc type 0x");
	add_hex(w, type, 6);
	add_pair(w, " ns ", space);
	add_pair(w, " size ", (bits & 0x7f) * 4);
}

static void xfrm(struct words *w, const struct bytes *a)
{
	add(w, "if_id 0x");
	add_hex(w, there(&a[1]) ? read_number(a[1]) : 0, 1);
	if (there(&a[2]) && read_number(a[2]))
		add_pair(w, " link_dev if", read_number(a[2]));
}

static void begin(struct words *w, char words[ROUTE_WORDS_MAX])
{
	*w = (struct words){ words, words + ROUTE_WORDS_MAX - sizeof(" ..."), false };
}

static void end(struct words *w)
{
	memcpy(w->at, w->full ? " ..." : "", w->full ? sizeof(" ...") : 1);
}

void netlink_lwt(unsigned type, struct bytes value, char ret_words[ROUTE_WORDS_MAX])
{
	static void (*const writers[ENCAP_COUNT])(struct words *w, const struct bytes *attrs) = {
		[ENCAP_MPLS] = mpls,	[ENCAP_IP] = ip,	       [ENCAP_ILA] = ila,
		[ENCAP_IP6] = ip6,	[ENCAP_SEG6] = seg6,	       [ENCAP_BPF] = bpf,
		[ENCAP_SEG6_LOCAL] = seg6local, [ENCAP_RPL] = rpl,     [ENCAP_IOAM6] = ioam6,
		[ENCAP_XFRM] = xfrm,
	};
	struct bytes attrs[ATTRS];
	struct words w;

	begin(&w, ret_words);
	if (type < ENCAP_COUNT && writers[type] && collect(value, attrs))
		writers[type](&w, attrs);
	end(&w);
}

void netlink_lwt_labels(struct bytes value, char ret_words[ROUTE_WORDS_MAX])
{
	struct words w;

	begin(&w, ret_words);
	for (unsigned i = 0; bytes_left(&value) >= 4; i++) {
		uint32_t entry = (uint32_t)read_be(&value, 4);

		add_pair(&w, i ? "/" : "", entry >> 12);
		if (entry & 0x100) /* bottom of the stack (RFC 3032) */
			break;
	}
	end(&w);
}
