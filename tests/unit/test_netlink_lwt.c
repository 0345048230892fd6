/* SPDX-License-Identifier: ISC */
/*
 * Encapsulations in words, each message built with the kernel's own numbers, in both byte orders; the words
 * are those of iproute2 6.1 (ip route show). What this machine's kernel has is compared with that program
 * in tests/live/test_encap.py.
 */
#include "builder.h"

#include <linux/bpf.h>
#include <linux/ila.h>
#include <linux/lwtunnel.h>
#include <linux/mpls_iptunnel.h>
#include <linux/rpl_iptunnel.h>
#include <linux/seg6_iptunnel.h>
#include <linux/seg6_local.h>
#include <sys/socket.h>

#include "lib/view/dialect.h"
#include "lib/wire/netlink.h"
#include "lib/wire/netlink_lwt.h"

static struct build build;
static char words[ROUTE_WORDS_MAX];

static const uint8_t fd01[16] = { 0xfd, 1, [15] = 1 }, fd02[16] = { 0xfd, 2, [15] = 2 };
static const uint8_t v4[4] = { 10, 1, 0, 9 };

static void be(uint64_t value, unsigned size)
{
	for (unsigned i = size; i-- > 0;)
		build_u8(&build, (unsigned)(value >> 8 * i) & 0xff);
}

static void attr_be(unsigned type, uint64_t value, unsigned size)
{
	size_t start = build_nest(&build, type);

	be(value, size);
	build_nest_end(&build, start);
}

/* A segment routing header of two segments. */
static void srh(unsigned flags)
{
	const uint8_t head[] = { 41, 4, 4, 1, 1, (uint8_t)flags, 0, 0 };

	build_bytes(&build, head, sizeof(head));
	build_bytes(&build, fd02, 16);
	build_bytes(&build, fd01, 16);
	if (flags & 8) {
		be(0x05260000, 4);
		be(0xbeef, 4);
	}
}

static void mpls(void)
{
	size_t start = build_nest(&build, MPLS_IPTUNNEL_DST);

	be(100u << 12 | 64, 4);
	be(200u << 12 | 0x100, 4);
	build_nest_end(&build, start);
	build_attr_u8(&build, MPLS_IPTUNNEL_TTL, 9);
}

static void ip(void)
{
	size_t options, inner;

	attr_be(LWTUNNEL_IP_ID, 5, 8);
	build_attr(&build, LWTUNNEL_IP_DST, v4, 4);
	build_attr(&build, LWTUNNEL_IP_SRC, "\0\0\0\0", 4);
	build_attr_u8(&build, LWTUNNEL_IP_TOS, 3);
	build_attr_u8(&build, LWTUNNEL_IP_TTL, 64);
	attr_be(LWTUNNEL_IP_FLAGS, 0x1 | 0x4 | 0x8, 2);
	options = build_nest(&build, LWTUNNEL_IP_OPTS);
	inner = build_nest(&build, LWTUNNEL_IP_OPTS_GENEVE);
	attr_be(LWTUNNEL_IP_OPT_GENEVE_CLASS, 0x102, 2);
	build_attr_u8(&build, LWTUNNEL_IP_OPT_GENEVE_TYPE, 0x80);
	build_attr(&build, LWTUNNEL_IP_OPT_GENEVE_DATA, v4, 4);
	build_nest_end(&build, inner);
	build_nest_end(&build, options);
}

static void ip6(void)
{
	size_t options, inner;

	attr_be(LWTUNNEL_IP6_ID, UINT64_C(0x123456789), 8);
	build_attr(&build, LWTUNNEL_IP6_DST, fd01, 16);
	build_attr_u8(&build, LWTUNNEL_IP6_HOPLIMIT, 7);
	build_attr_u8(&build, LWTUNNEL_IP6_TC, 0);
	options = build_nest(&build, LWTUNNEL_IP6_OPTS);
	inner = build_nest(&build, LWTUNNEL_IP_OPTS_VXLAN);
	build_attr_u32(&build, LWTUNNEL_IP_OPT_VXLAN_GBP, 456);
	build_nest_end(&build, inner);
	inner = build_nest(&build, LWTUNNEL_IP_OPTS_ERSPAN);
	build_attr_u8(&build, LWTUNNEL_IP_OPT_ERSPAN_VER, 1);
	attr_be(LWTUNNEL_IP_OPT_ERSPAN_INDEX, 2, 4);
	build_nest_end(&build, inner);
	build_nest_end(&build, options);
}

static void seg6(void)
{
	size_t start = build_nest(&build, SEG6_IPTUNNEL_SRH);

	build_u32(&build, SEG6_IPTUN_MODE_ENCAP);
	srh(8);
	build_nest_end(&build, start);
}

static void seg6_odd_mode(void)
{
	size_t start = build_nest(&build, SEG6_IPTUNNEL_SRH);

	build_u32(&build, 77);
	srh(0);
	build_nest_end(&build, start);
}

static void local_x(void)
{
	build_attr_u32(&build, SEG6_LOCAL_ACTION, SEG6_LOCAL_ACTION_END_X);
	build_attr(&build, SEG6_LOCAL_NH6, fd01, 16);
	build_attr_u32(&build, SEG6_LOCAL_OIF, 3);
}

static void local_all(void)
{
	size_t start;

	build_attr_u32(&build, SEG6_LOCAL_ACTION, SEG6_LOCAL_ACTION_END_B6_ENCAP);
	start = build_nest(&build, SEG6_LOCAL_SRH);
	srh(0);
	build_nest_end(&build, start);
	build_attr_u32(&build, SEG6_LOCAL_TABLE, 100);
	build_attr_u32(&build, SEG6_LOCAL_VRFTABLE, 101);
	build_attr(&build, SEG6_LOCAL_NH4, v4, 4);
	build_attr_u32(&build, SEG6_LOCAL_IIF, 4);
	start = build_nest(&build, SEG6_LOCAL_BPF);
	build_attr_u32(&build, SEG6_LOCAL_BPF_PROG, 5);
	build_attr(&build, SEG6_LOCAL_BPF_PROG_NAME, "prog", 5);
	build_nest_end(&build, start);
	start = build_nest(&build, 11); /* SEG6_LOCAL_FLAVORS, younger than some headers */
	build_attr_u32(&build, 1, 1u << 1 | 1u << 4);
	build_attr_u8(&build, 2, 32);
	build_attr_u8(&build, 3, 16);
	build_nest_end(&build, start);
}

static void bpf(void)
{
	size_t start = build_nest(&build, LWT_BPF_IN);

	build_attr(&build, LWT_BPF_PROG_NAME, "first", 6);
	build_nest_end(&build, start);
	start = build_nest(&build, LWT_BPF_XMIT);
	build_attr(&build, LWT_BPF_PROG_NAME, "e\x1b[31mx", 8);
	build_nest_end(&build, start);
	build_attr_u32(&build, LWT_BPF_XMIT_HEADROOM, 14);
}

static void ila(void)
{
	attr_be(ILA_ATTR_LOCATOR, UINT64_C(0x0001000200030004), 8);
	build_attr_u8(&build, ILA_ATTR_CSUM_MODE, ILA_CSUM_NEUTRAL_MAP_AUTO);
	build_attr_u8(&build, ILA_ATTR_IDENT_TYPE, ILA_ATYPE_USE_FORMAT);
	build_attr_u8(&build, ILA_ATTR_HOOK_TYPE, ILA_HOOK_ROUTE_INPUT);
}

static void rpl(void)
{
	const uint8_t head[8] = { 59, 4, 3, 2 };
	size_t start = build_nest(&build, RPL_IPTUNNEL_SRH);

	build_bytes(&build, head, sizeof(head));
	build_bytes(&build, fd01, 16);
	build_bytes(&build, fd02, 16);
	build_nest_end(&build, start);
}

/* <linux/ioam6_iptunnel.h> is younger than some headers: its numbers stand here. */
static void ioam6(void)
{
	size_t start;

	build_attr_u8(&build, 1, 2);
	build_attr(&build, 2, fd01, 16);
	start = build_nest(&build, 3);
	be(1, 2);
	be(3, 2); /* 12 bytes are left */
	be(0x80000000, 4);
	build_nest_end(&build, start);
	build_attr_u32(&build, 4, 1);
	build_attr_u32(&build, 5, 7);
}

static void xfrm(void)
{
	build_attr_u32(&build, 1, 0x2a);
	build_attr_u32(&build, 2, 3);
}

static const struct {
	unsigned type;
	void (*make)(void);
	const char *words;
} cases[] = {
	{ LWTUNNEL_ENCAP_MPLS, mpls, "100/200 ttl 9" },
	{ LWTUNNEL_ENCAP_IP, ip, "id 5 src 0.0.0.0 dst 10.1.0.9 ttl 64 tos 3 key csum seq geneve_opts 102:80:0a010009" },
	{ LWTUNNEL_ENCAP_IP6, ip6, "id 4886718345 dst fd01::1 hoplimit 7 tc 0 vxlan_opts 456 erspan_opts 1:2:0:0" },
	{ LWTUNNEL_ENCAP_SEG6, seg6, "mode encap segs 2 [ fd01::1 fd02::2 ] hmac beef" },
	{ LWTUNNEL_ENCAP_SEG6, seg6_odd_mode, "mode 77 segs 2 [ fd01::1 fd02::2 ]" },
	{ LWTUNNEL_ENCAP_SEG6_LOCAL, local_x, "action End.X nh6 fd01::1 oif if3" },
	{ LWTUNNEL_ENCAP_SEG6_LOCAL, local_all,
	  "action End.B6.Encaps srh segs 2 [ fd01::1 fd02::2 ] table 100 vrftable 101 nh4 10.1.0.9 iif if4 endpoint prog "
	  "flavors psp,next-csid lblen 32 nflen 16" },
	{ LWTUNNEL_ENCAP_BPF, bpf, "in first xmit e\x1b[31mx headroom 14" },
	{ LWTUNNEL_ENCAP_ILA, ila, "1:2:3:4 csum-mode neutral-map-auto ident-type use-format hook-type input" },
	{ LWTUNNEL_ENCAP_RPL, rpl, "segs 2 [ fd01::1 fd02::2 ]" },
	{ ENCAP_IOAM6, ioam6, "freq 1/7 mode encap tundst fd01::1 trace prealloc type 0x800000 ns 1 size 12" },
	{ ENCAP_XFRM, xfrm, "if_id 0x2a link_dev if3" },
	{ 99, xfrm, "" },
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (unsigned big = 0; big < 2; big++) {
			struct guarded g;

			build_begin(&build, big);
			cases[i].make();
			g = guard(build.data, build.size, false);
			netlink_lwt(cases[i].type, bytes_of(g.data, build.size, build_swap(&build)), words);
			assert_string_equal(words, cases[i].words);
			unguard(&g);
		}
	}
}

/* Cut anywhere, and with any byte wrong, it ends, and reads and writes nothing outside. */
static void test_broken(void **state)
{
	struct dice dice = DICE;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		build_begin(&build, false);
		cases[i].make();
		for (size_t size = 0; size < build.size; size++) {
			struct guarded g = guard(build.data, size, false);

			netlink_lwt(cases[i].type, bytes_of(g.data, size, build_swap(&build)), words);
			assert_non_null(memchr(words, '\0', sizeof(words)));
			if (size)
				g.data[dice_below(&dice, (uint32_t)size)] ^= (uint8_t)dice_below(&dice, 256);
			netlink_lwt(cases[i].type, bytes_of(g.data, size, build_swap(&build)), words);
			assert_non_null(memchr(words, '\0', sizeof(words)));
			unguard(&g);
		}
	}
}

/* More segments than there is room for. */
static void test_long(void **state)
{
	const uint8_t head[] = { 41, 0, 4, 99, 99, 0, 0, 0 };
	size_t start;

	(void)state;
	build_begin(&build, false);
	start = build_nest(&build, SEG6_IPTUNNEL_SRH);
	build_u32(&build, SEG6_IPTUN_MODE_INLINE);
	build_bytes(&build, head, sizeof(head));
	for (int i = 0; i < 100; i++)
		build_bytes(&build, fd01, 16);
	build_nest_end(&build, start);
	netlink_lwt(LWTUNNEL_ENCAP_SEG6, bytes_of(build.data, build.size, build_swap(&build)), words);
	assert_true(strlen(words) < sizeof(words));
	assert_string_equal(words + strlen(words) - 4, " ...");
	assert_int_equal(strncmp(words, "mode inline segs 100 [ fd01::1 fd01::1 ", 39), 0);
}

static const struct origin host = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };

static void begin_mpls(uint32_t label)
{
	const uint8_t header[12] = { AF_MPLS, 20, 0, 0, 254, 4, 0, 1 };

	build_begin(&build, !host_is_little());
	(void)build_message(&build, NETLINK_NEWROUTE, 0);
	build_bytes(&build, header, sizeof(header));
	attr_be(1 /* RTA_DST */, label << 12 | 0x100, 4);
	build_attr_u32(&build, 15 /* RTA_TABLE */, 254);
}

static void read_mpls(struct route *r)
{
	struct netlink_message m;
	struct netlink_route it;
	struct bytes b;

	build_message_end(&build, 0);
	b = bytes_of(build.data, build.size, false);
	assert_int_equal(netlink_next(&b, &m), 1);
	assert_int_equal(netlink_route_first(&it, &m, &host, r), 1);
}

/* ip -f mpls route: "100 as to 200/300 via inet 10.1.0.9 dev if3", and one that takes the label off. */
static void test_mpls_routes(void **state)
{
	struct index *x = index_new();
	const struct view_context c = { .origin = &host, .index = x, .family = FAMILY_MPLS, .options = VIEW_WIDE };
	struct out *out = test_out();
	struct route r;
	struct table t;
	size_t start;

	(void)state;
	begin_mpls(100);
	start = build_nest(&build, 19 /* RTA_NEWDST */);
	be(200u << 12, 4);
	be(300u << 12 | 0x100, 4);
	build_nest_end(&build, start);
	start = build_nest(&build, 18 /* RTA_VIA */);
	build_u16(&build, AF_INET);
	build_bytes(&build, v4, 4);
	build_nest_end(&build, start);
	build_attr_u32(&build, 4 /* RTA_OIF */, 3);
	build_attr_u8(&build, 26 /* RTA_TTL_PROPAGATE */, 1);
	read_mpls(&r);
	assert_int_equal(r.family, FAMILY_MPLS);
	assert_true(route_has(&r, ROUTE_LABELS) && r.mpls == MPLS_SWAP && r.ttl_propagate);
	assert_string_equal(r.words, "200/300");
	assert_true(route_flag(&r, RFLAG_GATEWAY) && r.gateway.family == FAMILY_INET);
	table_begin(&t, &route_linux_mpls, &c);
	table_head(&t, out);
	table_row(&t, out, &r);

	begin_mpls(16);
	build_attr_u32(&build, 4, 3);
	build_attr_u8(&build, 26, 0);
	read_mpls(&r);
	assert_true(r.mpls == MPLS_POP && !route_has(&r, ROUTE_LABELS) && !r.ttl_propagate);
	table_row(&t, out, &r);
	begin_mpls(17);
	build_attr_u32(&build, 4, 3);
	read_mpls(&r);
	table_row(&t, out, &r);
	assert_string_equal(test_text(out),
		"Label    New labels           Gateway                    Flags Iface           TTL   \n"
		"100      200/300              10.1.0.9                   UG    if3             copied\n"
		"16       -                    -                          U     if3             own   \n"
		"17       -                    -                          U     if3             -     \n");
	index_free(x);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_mpls_routes),
	};

	return RUN_TESTS("netlink_lwt", tests);
}
