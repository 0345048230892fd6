/* SPDX-License-Identifier: ISC */
/* lib/view/json: every field of every record, compact and indented, whole and cut off. */
#include "test.h"

#include "lib/model/iface.h"
#include "lib/model/index.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"
#include "lib/model/stats.h"
#include "lib/view/json.h"

enum { ETH0 = 2, HOSTILE = 3, UNKNOWN = 77 };

static const uint32_t named_only = INDEX_UNNUMBERED | 5;

/* A name as hostile as fifteen bytes can be: each becomes five characters of JSON. */
static const char hostile_name[IFACE_NAME_MAX] = "\x01\x02\x1b\x7f\xff\x80\xc0\x9b\x08\x0c"
						 "\x1f\x10\x11\x12\x13";
#define HOSTILE_TEXT \
	"\\\\x01\\\\x02\\\\x1b\\\\x7f\\\\xff\\\\x80\\\\xc0\\\\x9b\\\\x08\\\\x0c" \
	"\\\\x1f\\\\x10\\\\x11\\\\x12\\\\x13"

static struct index *names;
static const struct origin origin = { .system = SYSTEM_LINUX, .release = "6.1 \"x\"\\" };

static struct view_context context(void)
{
	return (struct view_context){ .origin = &origin, .index = names };
}

static int set_up(void **state)
{
	struct iface eth0 = { .index = ETH0, .name = "eth0" }, hostile = { .index = HOSTILE },
		     ppp0 = { .index = named_only, .name = "ppp0" };

	(void)state;
	memcpy(hostile.name, hostile_name, sizeof(hostile_name));
	names = index_new();
	if (!names || index_add_iface(names, &eth0) < 0 || index_add_iface(names, &hostile) < 0 ||
	    index_add_iface(names, &ppp0) < 0)
		return -1;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	index_free(names);
	return 0;
}

/* A reader of RFC 8259: the place behind a value, or NULL where there is none. */

static const char *read_value(const char *at, unsigned depth);

static const char *blank(const char *at)
{
	return at + strspn(at, " \n");
}

static const char *read_string(const char *at)
{
	if (*at++ != '"')
		return NULL;
	for (; *at != '"'; at++) {
		if ((unsigned char)*at < 0x20)
			return NULL;
		if (*at == '\\' && !strchr("\"\\/bfnrt", *++at))
			return NULL;
		if (!*at)
			return NULL;
	}
	return at + 1;
}

static const char *read_digits(const char *at)
{
	size_t n = strspn(at, "0123456789");

	return n ? at + n : NULL;
}

static const char *read_number(const char *at)
{
	at += *at == '-';
	at = at[0] == '0' ? at + 1 : read_digits(at);
	return at && *at == '.' ? read_digits(at + 1) : at;
}

static const char *read_members(const char *at, char end, unsigned depth)
{
	at = blank(at + 1);
	if (*at == end)
		return at + 1;
	for (;;) {
		if (end == '}') {
			at = read_string(at);
			if (!at || *blank(at) != ':')
				return NULL;
			at = blank(blank(at) + 1);
		}
		at = read_value(at, depth + 1);
		if (!at)
			return NULL;
		at = blank(at);
		if (*at == end)
			return at + 1;
		if (*at != ',')
			return NULL;
		at = blank(at + 1);
	}
}

static const char *read_value(const char *at, unsigned depth)
{
	static const char *const words[] = { "true", "false", "null" };

	if (depth > 20)
		return NULL;
	if (*at == '{' || *at == '[')
		return read_members(at, *at == '{' ? '}' : ']', depth);
	if (*at == '"')
		return read_string(at);
	for (size_t i = 0; i < COUNT(words); i++)
		if (strncmp(at, words[i], strlen(words[i])) == 0)
			return at + strlen(words[i]);
	return read_number(at);
}

static void assert_parses(const char *text)
{
	const char *end = read_value(text, 0);

	if (!end || strcmp(end, "\n") != 0)
		fail_msg("no JSON: %s", text);
}

/* The text without the blanks between its tokens. */
static void squeeze(char *text)
{
	char *to = text;
	bool string = false;

	for (const char *from = text; *from; from++) {
		if (*from == '"' && (from == text || from[-1] != '\\' ||
				     (from > text + 1 && from[-2] == '\\')))
			string = !string;
		if (string || (*from != ' ' && *from != '\n'))
			*to++ = *from;
	}
	*to++ = '\n';
	*to = '\0';
}

/* A document of one array, written both ways: the compact text, which the other must equal. */
static const char *document(void (*write)(struct json *j, const void *record), const char *key,
			    const void *record, const char *error)
{
	static char texts[2][OUT_SIZE + 2];
	struct view_context c = context();

	for (int pretty = 0; pretty < 2; pretty++) {
		struct out *out = test_out();
		struct json j;

		json_begin(&j, out, &c, pretty);
		json_array(&j, key);
		if (write)
			write(&j, record);
		json_end(&j, error == NULL, error);
		strcpy(texts[pretty], test_text(out));
		assert_parses(texts[pretty]);
	}
	squeeze(texts[1]);
	assert_string_equal(texts[1], texts[0]);
	return texts[0];
}

#define HEAD \
	"{\"version\":1,\"origin\":{\"system\":\"linux\"," \
	"\"release\":\"6.1 \\\"x\\\"\\\\x5c\"},"
#define TAIL ",\"consistent\":true}\n"

static void write_route(struct json *j, const void *record)
{
	json_route(j, record);
}

static void write_neigh(struct json *j, const void *record)
{
	json_neigh(j, record);
}

static void write_iface(struct json *j, const void *record)
{
	json_iface(j, record);
}

static void write_ifaddr(struct json *j, const void *record)
{
	json_ifaddr(j, record);
}

static void write_counter(struct json *j, const void *record)
{
	json_counter(j, record);
}

static void write_lifetime(struct json *j, const void *record)
{
	json_lifetime(j, record);
}

static struct addr address(enum family family, const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, family, &a), 0);
	return a;
}

static const struct addr mac = { .family = FAMILY_LINK, .size = 6,
				 .bytes = { 2, 0, 0, 0, 0xaa, 5 } };

static struct route plain_route(void)
{
	return (struct route){
		.has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DST) | ROUTE_BIT(ROUTE_GATEWAY) |
		       ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_TABLE),
		.family = FAMILY_INET,
		.dst = address(FAMILY_INET, "10.1.0.0"),
		.dst_bits = 16,
		.gateway = address(FAMILY_INET, "10.255.0.254"),
		.ifindex = ETH0,
		.table = 254,
		.flags = RFLAG_BIT(RFLAG_UP) | RFLAG_BIT(RFLAG_GATEWAY),
		.hops = 1,
	};
}

#define PLAIN \
	"{\"family\":\"inet\",\"destination\":\"10.1.0.0/16\",\"gateway\":\"10.255.0.254\"," \
	"\"interface\":\"eth0\",\"interface_index\":2,\"flags\":[\"up\",\"gateway\"],\"table\":254}"

static void test_a_route(void **state)
{
	struct route r = plain_route();

	(void)state;
	assert_string_equal(document(write_route, "routes", &r, NULL),
			    HEAD "\"routes\":[" PLAIN "]" TAIL);
}

static void test_pretty(void **state)
{
	struct view_context c = context();
	struct out *out = test_out();
	struct route r = plain_route();
	struct json j;

	(void)state;
	r.has = ROUTE_BIT(ROUTE_FAMILY) | ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_FLAGS);
	json_begin(&j, out, &c, true);
	json_array(&j, "routes");
	json_route(&j, &r);
	json_end(&j, true, NULL);
	assert_text(out, "{\n"
			 "  \"version\": 1,\n"
			 "  \"origin\": {\n"
			 "    \"system\": \"linux\",\n"
			 "    \"release\": \"6.1 \\\"x\\\"\\\\x5c\"\n"
			 "  },\n"
			 "  \"routes\": [\n"
			 "    {\n"
			 "      \"family\": \"inet\",\n"
			 "      \"interface\": \"eth0\",\n"
			 "      \"interface_index\": 2,\n"
			 "      \"flags\": [\"up\", \"gateway\"]\n"
			 "    }\n"
			 "  ],\n"
			 "  \"consistent\": true\n"
			 "}\n");
}

static void test_nothing(void **state)
{
	struct view_context c = context();
	struct out *out = test_out();
	struct json j;

	(void)state;
	assert_string_equal(document(NULL, "routes", NULL, NULL), HEAD "\"routes\":[]" TAIL);
	json_begin(&j, out, &c, true);
	json_array(&j, "counters");
	json_array(&j, "lifetimes");
	json_end(&j, false, NULL);
	assert_non_null(strstr(test_text(out), "  \"counters\": [],\n  \"lifetimes\": [],\n"
					       "  \"consistent\": false\n}\n"));
}

static void test_an_error(void **state)
{
	struct route r = plain_route();

	(void)state;
	assert_string_equal(document(write_route, "routes", &r, "it \"fails\"\n"),
			    HEAD "\"routes\":[" PLAIN "],\"consistent\":false,"
				 "\"error\":\"it \\\"fails\\\"\\\\x0a\"}\n");
	assert_string_equal(document(NULL, "routes", NULL, "no"),
			    HEAD "\"routes\":[],\"consistent\":false,\"error\":\"no\"}\n");
}

static void write_hops(struct json *j, const void *record)
{
	struct route r = *(const struct route *)record;
	unsigned last = r.hop;

	for (r.hop = 0; r.hop <= last; r.hop++) {
		r.ifindex = r.hop == 1 ? UNKNOWN : ETH0;
		r.weight = r.hop + 1u;
		json_route(j, &r);
	}
}

#define HOPS_HEAD \
	HEAD "\"routes\":[{\"family\":\"inet\",\"destination\":\"10.1.0.0/16\",\"table\":254," \
	     "\"mtu\":1400,\"nexthops\":["
#define HOP_0 \
	"{\"gateway\":\"10.255.0.254\",\"interface\":\"eth0\",\"interface_index\":2,\"weight\":1," \
	"\"flags\":[\"up\",\"gateway\"]}"
#define HOP_1 \
	"{\"gateway\":\"10.255.0.254\",\"interface_index\":77,\"weight\":2," \
	"\"flags\":[\"up\",\"gateway\"]}"
#define HOP_2 \
	"{\"gateway\":\"10.255.0.254\",\"interface\":\"eth0\",\"interface_index\":2,\"weight\":3," \
	"\"flags\":[\"up\",\"gateway\"]}"

static struct route several_hops(unsigned last)
{
	struct route r = plain_route();

	r.has |= ROUTE_BIT(ROUTE_WEIGHT);
	r.hops = 3;
	r.hop = (uint16_t)last;
	r.metrics_has = 1u << METRIC_MTU;
	r.metric[METRIC_MTU] = 1400;
	return r;
}

static void test_several_next_hops(void **state)
{
	struct route r = several_hops(2);

	(void)state;
	assert_string_equal(document(write_hops, "routes", &r, NULL),
			    HOPS_HEAD HOP_0 "," HOP_1 "," HOP_2 "]}]" TAIL);
}

/* The source fails between two next hops: all is closed, and it parses. */
static void test_next_hops_cut_off(void **state)
{
	struct route r = several_hops(0);

	(void)state;
	assert_string_equal(document(write_hops, "routes", &r, "cut"),
			    HOPS_HEAD HOP_0 "]}],\"consistent\":false,\"error\":\"cut\"}\n");
	r = several_hops(1);
	assert_string_equal(document(write_hops, "routes", &r, "cut"),
			    HOPS_HEAD HOP_0 "," HOP_1 "]}],\"consistent\":false,"
						      "\"error\":\"cut\"}\n");
}

/* A dump that is asked again goes on from a copy of the writer, even within a route. */
static void test_a_copy_takes_it_back(void **state)
{
	struct view_context c = context();
	struct out *out = test_out();
	struct route r = plain_route(), many = several_hops(0);
	struct json j, kept;
	size_t used;

	(void)state;
	json_begin(&j, out, &c, false);
	json_array(&j, "routes");
	json_route(&j, &r);
	kept = j;
	used = out->used;
	r.ifindex = HOSTILE;
	json_route(&j, &r);
	many.hop = 0;
	json_route(&j, &many);
	j = kept;
	out->used = used;
	r.ifindex = ETH0;
	json_route(&j, &r);
	json_end(&j, true, NULL);
	assert_text(out, HEAD "\"routes\":[" PLAIN "," PLAIN "]" TAIL);
}

static void test_interfaces_by_name_and_number(void **state)
{
	struct route r = plain_route();

	(void)state;
	r.has = ROUTE_BIT(ROUTE_DEVICE);
	r.ifindex = UNKNOWN;
	assert_string_equal(document(write_route, "routes", &r, NULL),
			    HEAD "\"routes\":[{\"interface_index\":77}]" TAIL);
	r.ifindex = HOSTILE;
	assert_string_equal(document(write_route, "routes", &r, NULL),
			    HEAD "\"routes\":[{\"interface\":\"" HOSTILE_TEXT "\","
				 "\"interface_index\":3}]" TAIL);
	r.ifindex = named_only;
	assert_string_equal(document(write_route, "routes", &r, NULL),
			    HEAD "\"routes\":[{\"interface\":\"ppp0\"}]" TAIL);
	r.has |= ROUTE_BIT(ROUTE_FAMILY);
	r.ifindex = 0;
	assert_string_equal(document(write_route, "routes", &r, NULL),
			    HEAD "\"routes\":[{\"family\":\"inet\",\"interface_index\":0}]" TAIL);
}

/* The zone of an address is its record's interface; another one is written behind it. */
static void test_zones(void **state)
{
	static const struct {
		uint32_t scope;
		const char *want;
	} rows[] = {
		{ 0, "fe80::1" },	{ ETH0, "fe80::1" },
		{ UNKNOWN, "fe80::1%77" },
		{ HOSTILE, "fe80::1%" HOSTILE_TEXT },
	};
	struct route r = plain_route();

	(void)state;
	r.has = ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DST);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char want[400];

		r.gateway = r.dst = address(FAMILY_INET6, "fe80::1");
		r.gateway.scope = r.dst.scope = rows[i].scope;
		snprintf(want, sizeof(want),
			 HEAD "\"routes\":[{\"destination\":\"%s/16\",\"gateway\":\"%s\"}]" TAIL,
			 rows[i].want, rows[i].want);
		assert_string_equal(document(write_route, "routes", &r, NULL), want);
	}
}

static void test_seconds(void **state)
{
	static const struct {
		int64_t ms;
		const char *want;
	} rows[] = {
		{ 0, "0" },	      { 1, "0.001" },	  { 10, "0.01" },    { 100, "0.1" },
		{ 999, "0.999" },     { 1000, "1" },	  { 1050, "1.05" },  { 59990, "59.99" },
		{ 600000, "600" },    { -1, "-0.001" },	  { -1500, "-1.5" },
		{ INT64_MAX, "9223372036854775.807" },	  { INT64_MIN, "-9223372036854775.808" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct route r = { .has = ROUTE_BIT(ROUTE_EXPIRE), .hops = 1,
				   .expire_ms = rows[i].ms };
		char want[200];

		snprintf(want, sizeof(want), HEAD "\"routes\":[{\"expires\":%s}]" TAIL,
			 rows[i].want);
		assert_string_equal(document(write_route, "routes", &r, NULL), want);
	}
}

/* A number without a word is its digits in quotes; a name is never another kind's. */
static void test_words(void **state)
{
	static const struct {
		enum route_field field;
		const char *key;
		size_t offset;
		const char *(*name)(unsigned value);
	} rows[] = {
		{ ROUTE_TYPE, "type", offsetof(struct route, type), route_type_name },
		{ ROUTE_PROTOCOL, "protocol", offsetof(struct route, protocol),
		  route_protocol_name },
		{ ROUTE_SCOPE, "scope", offsetof(struct route, scope), route_scope_name },
		{ ROUTE_PREF, "preference", offsetof(struct route, pref), route_preference_name },
		{ ROUTE_REASON, "reason", offsetof(struct route, reason), route_reason_name },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		for (unsigned value = 0; value < 256; value++) {
			struct route r = { .has = ROUTE_BIT(rows[i].field), .hops = 1 };
			const char *name = rows[i].name(value);
			char want[200], digits[8];

			((uint8_t *)&r)[rows[i].offset] = (uint8_t)value;
			snprintf(digits, sizeof(digits), "%u", value);
			snprintf(want, sizeof(want), HEAD "\"routes\":[{\"%s\":\"%s\"}]" TAIL,
				 rows[i].key, name ? name : digits);
			assert_string_equal(document(write_route, "routes", &r, NULL), want);
		}
	}
}

/* Every bit that a record can have has a name, and no two have the same. */
static void test_bits(void **state)
{
	static const struct {
		const char *(*name)(unsigned bit);
		unsigned count;
	} rows[] = {
		{ route_flag_name, RFLAG_COUNT },   { metric_name, METRIC_COUNT },
		{ neigh_flag_name, NFLAG_COUNT },   { iface_flag_name, IFLAG_COUNT },
		{ ifaddr_flag_name, AFLAG_COUNT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		for (unsigned bit = 0; bit < rows[i].count; bit++) {
			assert_non_null(rows[i].name(bit));
			for (unsigned other = 0; other < bit; other++)
				assert_string_not_equal(rows[i].name(bit), rows[i].name(other));
		}
		assert_null(rows[i].name(rows[i].count));
	}
}

static void test_neighbours(void **state)
{
	struct neigh n = {
		.has = NEIGH_BIT(NEIGH_FAMILY) | NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_LLADDR) |
		       NEIGH_BIT(NEIGH_DEVICE) | NEIGH_BIT(NEIGH_LINK_TYPE) |
		       NEIGH_BIT(NEIGH_STATE) | NEIGH_BIT(NEIGH_FLAGS) | NEIGH_BIT(NEIGH_REFS) |
		       NEIGH_BIT(NEIGH_PROBES) | NEIGH_BIT(NEIGH_CONFIRMED) |
		       NEIGH_BIT(NEIGH_USED) | NEIGH_BIT(NEIGH_UPDATED) |
		       NEIGH_BIT(NEIGH_EXPIRE) | NEIGH_BIT(NEIGH_VLAN),
		.family = FAMILY_INET,
		.state = STATE_REACHABLE,
		.link_type = 1,
		.vlan = 4094,
		.flags = NFLAG_BIT(NFLAG_ROUTER) | NFLAG_BIT(NFLAG_LEARNED),
		.ifindex = ETH0,
		.refs = 1,
		.probes = 4,
		.confirmed_ms = 1230,
		.used_ms = 40,
		.updated_ms = 5000,
		.expire_ms = 16000,
		.dst = address(FAMILY_INET, "10.1.0.5"),
		.lladdr = mac,
	};

	(void)state;
	n.lladdr.scope = ETH0;
	assert_string_equal(
		document(write_neigh, "neighbours", &n, NULL),
		HEAD "\"neighbours\":[{\"family\":\"inet\",\"address\":\"10.1.0.5\","
		     "\"link_address\":\"02:00:00:00:aa:05\",\"interface\":\"eth0\","
		     "\"interface_index\":2,"
		     "\"link_type\":\"ether\",\"state\":\"reachable\","
		     "\"flags\":[\"extern_learned\",\"router\"],\"references\":1,\"probes\":4,"
		     "\"confirmed\":1.23,\"used\":0.04,\"updated\":5,\"expires\":16,"
		     "\"vlan\":4094}]" TAIL);
	n.has = NEIGH_BIT(NEIGH_DST) | NEIGH_BIT(NEIGH_LLADDR) | NEIGH_BIT(NEIGH_FLAGS);
	n.lladdr.size = 0;
	n.flags = 0;
	assert_string_equal(document(write_neigh, "neighbours", &n, NULL),
			    HEAD "\"neighbours\":[{\"address\":\"10.1.0.5\",\"flags\":[]}]" TAIL);
}

static void test_interfaces(void **state)
{
	struct iface i = {
		.has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME) | IFACE_BIT(IFACE_LINK_TYPE) |
		       IFACE_BIT(IFACE_OPERSTATE) | IFACE_BIT(IFACE_MASTER) |
		       IFACE_BIT(IFACE_ADDRESS) | IFACE_BIT(IFACE_RX_BYTES),
		.index = 7,
		.name = "fifteen-chars15",
		.link_type = 60000,
		.operstate = 6,
		.master = ETH0,
		.address = mac,
		.rx_bytes = UINT64_MAX,
	};

	(void)state;
	assert_string_equal(document(write_iface, "interfaces", &i, NULL),
			    HEAD "\"interfaces\":[{\"index\":7,\"name\":\"fifteen-chars15\","
				 "\"link_type\":\"60000\",\"state\":\"up\","
				 "\"address\":\"02:00:00:00:aa:05\",\"master\":\"eth0\","
				 "\"master_index\":2,\"rx_bytes\":18446744073709551615}]" TAIL);
}

static void test_addresses_of_interfaces(void **state)
{
	struct ifaddr f = {
		.has = IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_LOCAL) |
		       IFADDR_BIT(IFADDR_DEVICE) | IFADDR_BIT(IFADDR_SCOPE) |
		       IFADDR_BIT(IFADDR_LABEL) | IFADDR_BIT(IFADDR_FLAGS) |
		       IFADDR_BIT(IFADDR_VALID) | IFADDR_BIT(IFADDR_PREFERRED),
		.family = FAMILY_INET6,
		.local_bits = 64,
		.scope = 253,
		.flags = AFLAG_BIT(AFLAG_PERMANENT),
		.ifindex = ETH0,
		.valid_ms = 1000,
		.preferred_ms = 500,
		.label = "eth0:1",
		.local = address(FAMILY_INET6, "fe80::10"),
	};

	(void)state;
	f.local.scope = ETH0;
	assert_string_equal(document(write_ifaddr, "addresses", &f, NULL),
			    HEAD "\"addresses\":[{\"family\":\"inet6\",\"local\":\"fe80::10/64\","
				 "\"interface\":\"eth0\",\"interface_index\":2,\"scope\":\"link\","
				 "\"label\":\"eth0:1\",\"flags\":[\"permanent\"],\"valid\":1,"
				 "\"preferred\":0.5}]" TAIL);
}

static void test_statistics(void **state)
{
	struct counter c = { .group = "IpExt", .name = "InNoRoutes", .value = 12 };
	struct lifetime l = { .name = "net.ipv4.route.mtu_expires", .value_ms = 600000 };

	(void)state;
	assert_string_equal(document(write_counter, "counters", &c, NULL),
			    HEAD "\"counters\":[{\"group\":\"IpExt\",\"name\":\"InNoRoutes\","
				 "\"value\":12}]" TAIL);
	assert_string_equal(document(write_lifetime, "lifetimes", &l, NULL),
			    HEAD "\"lifetimes\":[{\"name\":\"net.ipv4.route.mtu_expires\","
				 "\"value\":600}]" TAIL);
}

/* Each field by itself: its key, and no other, whatever the value. All of fields.def walks by. */

struct row {
	const char *key;
	const char *kind;
};

#define ROW(key, kind) { key, #kind },

static const struct row route_rows[] = {
#define ROUTE(id, member, key, kind, unit, meaning) ROW(key, kind)
#include "lib/model/fields.def"
#undef ROUTE
};

static const struct row metric_rows[] = {
#define METRIC(id, member, key, kind, unit, meaning) ROW(key, kind)
#include "lib/model/fields.def"
#undef METRIC
};

static const struct row neigh_rows[] = {
#define NEIGH(id, member, key, kind, unit, meaning) ROW(key, kind)
#include "lib/model/fields.def"
#undef NEIGH
};

static const struct row iface_rows[] = {
#define IFACE(id, member, key, kind, unit, meaning) ROW(key, kind)
#include "lib/model/fields.def"
#undef IFACE
};

static const struct row ifaddr_rows[] = {
#define IFADDR(id, member, key, kind, unit, meaning) ROW(key, kind)
#include "lib/model/fields.def"
#undef IFADDR
};

/* `array` holds one object with this key alone; an interface has its number, too. */
static void assert_one_key(const char *text, const struct row *row)
{
	const char *record = strstr(text, "[{");
	char want[64];
	bool device = strcmp(row->kind, "DEVICE") == 0;

	assert_non_null(record);
	snprintf(want, sizeof(want), "[{\"%s%s\":", row->key, device ? "_index" : "");
	if (strncmp(record, want, strlen(want)) != 0 ||
	    strstr(record, ",\"") != strstr(record, "}]") + 2)
		fail_msg("%s: %s", row->key, text);
}

static void test_each_field(void **state)
{
	struct dice dice = DICE;
	struct route r;
	struct neigh n;
	struct iface i;
	struct ifaddr f;

	(void)state;
	/* all ones: addresses of the family inet, states and flags that exist, names of controls */
	memset(&r, 1, sizeof(r));
	memset(&n, 1, sizeof(n));
	memset(&i, 1, sizeof(i));
	memset(&f, 1, sizeof(f));
	r.hop = 0;
	r.hops = 1;
	r.flags = 1;
	r.locks = n.flags = i.flags = f.flags = 1;
	for (unsigned k = 0; k < COUNT(route_rows); k++) {
		r.has = ROUTE_BIT(k);
		r.metrics_has = 0;
		assert_one_key(document(write_route, "routes", &r, NULL), &route_rows[k]);
	}
	for (unsigned k = 0; k < COUNT(metric_rows); k++) {
		r.has = 0;
		r.metrics_has = 1u << k;
		assert_one_key(document(write_route, "routes", &r, NULL), &metric_rows[k]);
	}
	for (unsigned k = 0; k < COUNT(neigh_rows); k++) {
		n.has = NEIGH_BIT(k);
		assert_one_key(document(write_neigh, "neighbours", &n, NULL), &neigh_rows[k]);
	}
	for (unsigned k = 0; k < COUNT(iface_rows); k++) {
		i.has = IFACE_BIT(k);
		assert_one_key(document(write_iface, "interfaces", &i, NULL), &iface_rows[k]);
	}
	for (unsigned k = 0; k < COUNT(ifaddr_rows); k++) {
		f.has = IFADDR_BIT(k);
		assert_one_key(document(write_ifaddr, "addresses", &f, NULL), &ifaddr_rows[k]);
	}
	/* any bytes at all in strings and numbers: it parses, and both forms agree */
	for (int round = 0; round < 500; round++) {
		uint64_t has = dice_u64(&dice);

		dice_fill(&dice, r.congestion, sizeof(r.congestion));
		dice_fill(&dice, r.metric, sizeof(r.metric));
		dice_fill(&dice, r.dst.bytes, sizeof(r.dst.bytes));
		dice_fill(&dice, i.name, sizeof(i.name));
		dice_fill(&dice, i.kind, sizeof(i.kind));
		dice_fill(&dice, &r.flags, sizeof(r.flags));
		dice_fill(&dice, &r.locks, sizeof(r.locks));
		r.dst.family = dice_below(&dice, 2) ? FAMILY_INET6 : FAMILY_LINK;
		r.dst.size = r.dst.family == FAMILY_INET6 ? 16 : (uint8_t)dice_below(&dice, 33);
		r.expire_ms = (int64_t)dice_u64(&dice);
		r.type = r.scope = r.protocol = (uint8_t)has;
		r.has = has & (ROUTE_BIT(ROUTE_FIELDS) - 1);
		r.metrics_has = (uint32_t)(has >> 40) & ((1u << METRIC_COUNT) - 1);
		i.has = has & (IFACE_BIT(IFACE_FIELDS) - 1);
		document(write_route, "routes", &r, NULL);
		document(write_iface, "interfaces", &i, NULL);
	}
}

/* An address as long as one can be, of a zone with a name as long as one can be. */
static struct addr longest_address(void)
{
	struct addr a = { .family = FAMILY_INET6, .size = 16, .scope = HOSTILE };

	memset(a.bytes, 0xff, 16);
	a.bytes[0] = 0xfe;
	return a;
}

/* What out_row leaves is enough for the longest record of each kind, indented as far as it goes. */
static void test_the_longest_records_fit(void **state)
{
	struct view_context c = context();
	struct out *out = test_out();
	struct json j;
	struct route r;
	struct iface i;

	(void)state;
	memset(&r, 0xff, sizeof(r));
	r.dst = r.gateway = r.prefsrc = r.src = r.mask = r.parent = longest_address();
	r.dst_bits = r.src_bits = r.parent_bits = 128;
	r.ifindex = ETH0;
	r.family = FAMILY_INET6;
	r.ttl_propagate = r.cloned = true;
	r.has = ROUTE_BIT(ROUTE_FIELDS) - 1;
	r.metrics_has = (1u << METRIC_COUNT) - 1;
	memset(&i, 0xff, sizeof(i));
	i.has = IFACE_BIT(IFACE_FIELDS) - 1;
	i.master = HOSTILE;
	i.address = i.broadcast = (struct addr){ .family = FAMILY_LINK, .size = ADDR_MAX };
	for (int pretty = 0; pretty < 2; pretty++) {
		size_t before;

		json_begin(&j, out, &c, pretty);
		json_array(&j, "routes");
		r.hops = 1;
		r.hop = 0;
		before = out->used;
		json_route(&j, &r);
		assert_true(out->used - before < OUT_ROW);
		assert_true(out->used - before > 2000);
		r.hops = 2;
		before = out->used;
		json_route(&j, &r);
		assert_true(out->used - before < OUT_ROW);
		r.hop = 1;
		json_route(&j, &r);
		json_array(&j, "interfaces");
		before = out->used;
		json_iface(&j, &i);
		assert_true(out->used - before < OUT_ROW);
		json_end(&j, true, NULL);
		assert_parses(test_text(out));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_route),
		cmocka_unit_test(test_pretty),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_an_error),
		cmocka_unit_test(test_several_next_hops),
		cmocka_unit_test(test_next_hops_cut_off),
		cmocka_unit_test(test_a_copy_takes_it_back),
		cmocka_unit_test(test_interfaces_by_name_and_number),
		cmocka_unit_test(test_zones),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_addresses_of_interfaces),
		cmocka_unit_test(test_statistics),
		cmocka_unit_test(test_each_field),
		cmocka_unit_test(test_the_longest_records_fit),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("json", tests, set_up, tear_down);
}
