/* SPDX-License-Identifier: ISC */
/*
 * Network shorthand. Each program has its own, from the classes of addresses that networks had before 1993:
 *
 *			   128.32		-net 128.32	   10/8		-net 10.1.0.0
 *	FreeBSD, macOS	   host 128.0.0.32	128.32.0.0/16	   10.0.0.0/8	10.1.0.0/16
 *	OpenBSD		   128.32.0.0/16	128.32.0.0/16	   10.0.0.0/8	10.1.0.0/16
 *	NetBSD		   host 128.0.0.32	128.32.0.0/16	   10.0.0.0/8	10.1.0.0/16
 *
 * Without -net an address whose host part (of its class) is not 0 is a host's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "cmd/change_bsd.h"
#include "cmd/change_words.h"
#include "lib/base/number.h"
#include "platform/posix/lookup.h"

enum { TEXT_MAX = 256 };

static void put_inet(struct bsd_target *t, uint32_t address)
{
	uint32_t order = htonl(address);

	t->addr = (struct addr){ .family = FAMILY_INET, .size = 4 };
	memcpy(t->addr.bytes, &order, 4);
}

/* inet_lnaof: what the class leaves for hosts */
static bool has_host_part(uint32_t address)
{
	unsigned bits = address >> 31 == 0 ? 24 : address >> 30 == 2 ? 16 : 8;

	return address & ((UINT32_C(1) << bits) - 1);
}

/* The class by the octets at the end that are 0. */
static unsigned bits_of_zeros(uint32_t address)
{
	return !(address & 0xffffff) ? 8 : !(address & 0xffff) ? 16 : !(address & 0xff) ? 24 : 32;
}

/* The number of a network, as inet_network gives it: shifted up until its first octet is not 0. */
static void net_of_octets(uint32_t net, struct bsd_target *t)
{
	while (net && !(net & 0xff000000))
		net <<= 8;
	put_inet(t, net);
	t->bits = net ? bits_of_zeros(net) : 0;
}

/* NetBSD has a mask of a class even for a short network. */
static void net_of_class(uint32_t net, struct bsd_target *t)
{
	static const struct {
		uint32_t below;
		uint8_t shift, bits;
	} classes[] = {
		{ 128, 24, 8 },	    { 192, 24, 16 },   { 224, 24, 24 },	      { 256, 24, 4 },
		{ 49152, 16, 16 },  { 57344, 16, 24 }, { 65536, 16, 16 },
		{ 14680064, 8, 24 }, { 16777216, 8, 4 },
	};

	for (size_t i = 0; net && i < sizeof(classes) / sizeof(classes[0]); i++)
		if (net < classes[i].below) {
			put_inet(t, net << classes[i].shift);
			t->bits = classes[i].bits;
			return;
		}
	put_inet(t, net);
	t->bits = net ? bits_of_zeros(net) : 0;
}

static void set_net(enum origin_system system, uint32_t net, struct bsd_target *t)
{
	if (system == SYSTEM_NETBSD)
		net_of_class(net, t);
	else
		net_of_octets(net, t);
	t->host = false;
}

static unsigned count_dots(const char *text)
{
	unsigned dots = 0;

	while ((text = strchr(text, '.')) != NULL) {
		dots++;
		text++;
	}
	return dots;
}

/* A number; false where it is none. */
static bool read_number(enum origin_system system, const char *text, bool net, bool host,
			struct bsd_target *t)
{
	struct in_addr whole;
	uint32_t value;

	if (system == SYSTEM_OPENBSD && !host && count_dots(text) < 3)
		net = true;
	if (!net && inet_aton(text, &whole)) {
		value = ntohl(whole.s_addr);
		put_inet(t, value);
		t->bits = 32;
		t->host = true;
		if (!host && !has_host_part(value))
			set_net(system, value, t);
		return true;
	}
	value = inet_network(text);
	if (host || value == INADDR_NONE)
		return false;
	set_net(system, value, t);
	return true;
}

/* What stands before a slash is a network, whatever it ends with. */
static bool read_prefix(enum origin_system system, const char *text, bool net, struct bsd_target *t)
{
	struct in_addr whole;
	uint32_t value;

	if (system == SYSTEM_NETBSD && !net) {
		if (!inet_aton(text, &whole))
			return false;
		net_of_class(ntohl(whole.s_addr), t);
		return true;
	}
	value = inet_network(text);
	if (value == INADDR_NONE && (!inet_aton(text, &whole) || whole.s_addr != INADDR_NONE))
		return false; /* but for 255.255.255.255 */
	set_net(system, value, t);
	return true;
}

static int unknown(const char *text, struct err *err)
{
	return err_set(err, EADDRNOTAVAIL, "bad address: %s", text);
}

static int look_up(const struct change_reader *reader, const char *text, enum family family,
		   struct addr *ret_addr, struct err *err)
{
	return lookup_host(text, family, reader->run->common->resolve_timeout_ms, ret_addr, err);
}

static int read_name(const struct change_reader *reader, const char *text, bool host,
		     struct bsd_target *t, struct err *err)
{
	struct err ignored = ERR_INIT;

	if (!host && lookup_network(text, reader->run->common->resolve_timeout_ms, &t->addr,
				    &ignored) == 0) {
		uint32_t order;

		memcpy(&order, t->addr.bytes, 4);
		set_net(bsd_system(reader), ntohl(order), t);
		return 0;
	}
	t->host = true;
	t->bits = 32;
	return look_up(reader, text, FAMILY_INET, &t->addr, err);
}

static int read_inet(const struct change_reader *reader, char *text, char *slash, bool net, bool host,
		     struct bsd_target *t, struct err *err)
{
	enum origin_system system = bsd_system(reader);
	uint64_t bits;

	if (!slash)
		return read_number(system, text, net, host, t) ? 0 : read_name(reader, text, host, t, err);
	if (!read_prefix(system, text, net, t))
		return unknown(text, err);
	if (number_parse(slash, 32, &bits) < 0)
		return err_set(err, EINVAL, "%s/%s: bad prefix length", text, slash);
	t->bits = (unsigned)bits;
	t->host = bits == 32 && system != SYSTEM_FREEBSD && system != SYSTEM_MACOS;
	return 0;
}

/* :: is the default, and of what was given out as aggregatable a network has 64 bits (RFC 2374). */
static void guess_inet6(struct bsd_target *t)
{
	static const uint8_t zero[8];

	t->bits = 128;
	t->host = true;
	if (addr_is_zero(&t->addr) && !t->ifindex)
		t->bits = 0;
	else if ((t->addr.bytes[0] & 0xe0) == 0x20 && memcmp(t->addr.bytes + 8, zero, 8) == 0)
		t->bits = 64;
	t->host = t->bits == 128;
}

static int read_inet6(const struct change_reader *reader, const char *text, const char *slash,
		      struct bsd_target *t, struct err *err)
{
	uint64_t bits;
	int e = bsd_address(reader, text, FAMILY_INET6, &t->addr, err);

	if (e < 0)
		return e;
	t->ifindex = t->addr.scope;
	if (!slash) {
		guess_inet6(t);
		return 0;
	}
	if (number_parse(slash, 128, &bits) < 0)
		return err_set(err, EINVAL, "%s/%s: bad prefix length", text, slash);
	t->bits = (unsigned)bits;
	t->host = bits == 128;
	return 0;
}

int bsd_destination(const struct change_reader *reader, const char *text, enum family family, bool net,
		    bool host, struct bsd_target *ret, struct err *err)
{
	struct bsd_target t = { .bits = 0 };
	char room[TEXT_MAX];
	char *slash;
	int e;

	if (strlen(text) >= sizeof(room))
		return unknown(text, err);
	if (strcmp(text, "default") == 0) {
		t.addr.family = (uint8_t)family;
		t.addr.size = (uint8_t)(family_bits(family) / 8);
		*ret = t;
		return 0;
	}
	memcpy(room, text, strlen(text) + 1);
	slash = strrchr(room, '/');
	if (slash)
		*slash++ = '\0';
	e = family == FAMILY_INET6 ? read_inet6(reader, room, slash, &t, err) :
				     read_inet(reader, room, slash, net, host, &t, err);
	if (e == 0)
		*ret = t;
	return e;
}

/* ADDRESS[%ZONE] or a name. */
int bsd_address(const struct change_reader *reader, const char *text, enum family family,
		struct addr *ret_addr, struct err *err)
{
	char room[TEXT_MAX];
	struct in_addr whole;
	uint32_t ifindex = 0;
	char *zone;
	int e;

	if (strlen(text) >= sizeof(room))
		return unknown(text, err);
	memcpy(room, text, strlen(text) + 1);
	zone = family == FAMILY_INET6 ? strchr(room, '%') : NULL;
	if (zone) {
		*zone++ = '\0';
		e = change_device(reader, zone, &ifindex, err);
		if (e < 0)
			return e;
	}
	if (addr_parse(room, family, ret_addr) == 0) {
		ret_addr->scope = ifindex;
		return 0;
	}
	if (family == FAMILY_INET && inet_aton(room, &whole)) {
		struct bsd_target t;

		put_inet(&t, ntohl(whole.s_addr));
		*ret_addr = t.addr;
		return 0;
	}
	if (zone)
		return unknown(text, err);
	return look_up(reader, room, family, ret_addr, err);
}
