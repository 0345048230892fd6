/* SPDX-License-Identifier: ISC */
#include "lib/wire/capture.h"

#include <errno.h>
#include <string.h>

#include "lib/base/bytes.h"
#include "lib/base/number.h"
#include "lib/base/out.h"
#include "lib/wire/netlink.h"

enum { ARPHRD_NETLINK = 824, INCOMING = 0, OUTGOING = 4 };
enum { FAMILY_ROUTE = 0, FAMILY_USERSOCK = 2, FAMILY_SOCK_DIAG = 4,
       FAMILY_NETFILTER = 12 };
enum { HEADER = 16 };

static const uint8_t types[FRAME_KINDS] = {
	[FRAME_NETLINK] = CAPTURE_RTNETLINK, [FRAME_RTSOCK] = CAPTURE_RTSOCK,
	[FRAME_SYSCTL] = CAPTURE_SYSCTL,     [FRAME_FILE] = CAPTURE_FILE,
	[FRAME_PROC] = CAPTURE_PROC,	     [FRAME_NAME] = CAPTURE_NAME,
	[FRAME_ND] = CAPTURE_ND,
	[FRAME_DIAG] = CAPTURE_DIAG,	     [FRAME_CONNTRACK] = CAPTURE_CONNTRACK,
};

enum capture_type capture_type_of(enum frame_kind kind)
{
	return kind < FRAME_KINDS ? (enum capture_type)types[kind] : CAPTURE_RTNETLINK;
}

enum frame_kind capture_kind_of(enum capture_type type)
{
	for (unsigned kind = FRAME_NETLINK; kind < FRAME_KINDS; kind++)
		if (types[kind] == type)
			return (enum frame_kind)kind;
	return FRAME_NONE;
}

static const struct {
	int number;
	const char *name;
} errors[] = {
	{ 0, "" },
	{ EPERM, "EPERM" },
	{ ENOENT, "ENOENT" },
	{ ESRCH, "ESRCH" },
	{ EINTR, "EINTR" },
	{ EIO, "EIO" },
	{ ENXIO, "ENXIO" },
	{ E2BIG, "E2BIG" },
	{ EBADF, "EBADF" },
	{ EAGAIN, "EAGAIN" },
	{ ENOMEM, "ENOMEM" },
	{ EACCES, "EACCES" },
	{ EFAULT, "EFAULT" },
	{ EBUSY, "EBUSY" },
	{ EEXIST, "EEXIST" },
	{ ENODEV, "ENODEV" },
	{ ENOTDIR, "ENOTDIR" },
	{ EISDIR, "EISDIR" },
	{ EINVAL, "EINVAL" },
	{ ENFILE, "ENFILE" },
	{ EMFILE, "EMFILE" },
	{ ENOSPC, "ENOSPC" },
	{ EROFS, "EROFS" },
	{ EPIPE, "EPIPE" },
	{ ERANGE, "ERANGE" },
	{ ENOSYS, "ENOSYS" },
	{ EPROTO, "EPROTO" },
	{ EBADMSG, "EBADMSG" },
	{ EOVERFLOW, "EOVERFLOW" },
	{ EMSGSIZE, "EMSGSIZE" },
	{ EPROTONOSUPPORT, "EPROTONOSUPPORT" },
	{ EOPNOTSUPP, "EOPNOTSUPP" },
	{ EAFNOSUPPORT, "EAFNOSUPPORT" },
	{ EADDRNOTAVAIL, "EADDRNOTAVAIL" },
	{ ENETDOWN, "ENETDOWN" },
	{ ENETUNREACH, "ENETUNREACH" },
	{ ECONNRESET, "ECONNRESET" },
	{ ENOBUFS, "ENOBUFS" },
	{ ETIMEDOUT, "ETIMEDOUT" },
	{ ECONNREFUSED, "ECONNREFUSED" },
	{ EHOSTUNREACH, "EHOSTUNREACH" },
	{ ECANCELED, "ECANCELED" },
};

enum { ERRORS = sizeof(errors) / sizeof(errors[0]) };

const char *capture_error_name(int number)
{
	for (size_t i = 0; i < ERRORS; i++)
		if (errors[i].number == number)
			return errors[i].name;
	return "EIO";
}

int capture_error_find(const void *name, size_t size)
{
	for (size_t i = 0; i < ERRORS; i++)
		if (strlen(errors[i].name) == size && memcmp(errors[i].name, name, size) == 0)
			return errors[i].number;
	return EIO;
}

static uint8_t *put_be16(uint8_t *to, uint16_t value)
{
	to[0] = (uint8_t)(value >> 8);
	to[1] = (uint8_t)value;
	return to + 2;
}

static uint8_t *put16(uint8_t *to, uint16_t value, bool swap)
{
	value = swap ? __builtin_bswap16(value) : value;
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static uint8_t *put32(uint8_t *to, uint32_t value, bool swap)
{
	value = swap ? __builtin_bswap32(value) : value;
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static uint8_t *put_cooked(uint8_t *to, bool request, uint16_t family)
{
	to = put_be16(to, request ? OUTGOING : INCOMING);
	to = put_be16(to, ARPHRD_NETLINK);
	memset(to, 0, 10);
	return put_be16(to + 10, family);
}

size_t capture_encode_head(const struct capture_packet *p, bool swap, uint8_t *to)
{
	size_t key = strlen(p->key), padded = (key + 4) & ~(size_t)3;

	if (p->type < CAPTURE_ORIGIN) { /* the type is the family */
		put_cooked(to, p->request, (uint16_t)p->type);
		return CAPTURE_COOKED;
	}
	if (key > CAPTURE_KEY_MAX)
		return 0;
	to = put_cooked(to, p->request, FAMILY_USERSOCK);
	to = put32(to, (uint32_t)(HEADER + padded + p->size), swap);
	to = put16(to, (uint16_t)p->type, swap);
	to = put16(to, p->flags, swap);
	to = put32(to, p->question, swap);
	to = put32(to, 0, swap);
	memset(to, 0, padded);
	memcpy(to, p->key, key);
	return CAPTURE_COOKED + HEADER + padded;
}

static int bad(struct err *err, const char *reason)
{
	return err_set(err, EBADMSG, "%s", reason);
}

/* Every message must lie within the packet; a packet that was cut may end within its last one. */
static int check_netlink(struct bytes b, bool cut, struct err *err)
{
	struct netlink_message message;
	int more;

	if (!bytes_left(&b) && !cut)
		return bad(err, "it holds no message");
	while ((more = netlink_next(&b, &message)) > 0)
		;
	return more < 0 && !cut ? bad(err, "a netlink message does not fit into it") : 1;
}

static int read_key(struct bytes *b, const char **ret_key, struct err *err)
{
	const uint8_t *end = memchr(b->at, '\0', bytes_left(b));
	size_t size;

	if (!end || end - b->at > CAPTURE_KEY_MAX)
		return bad(err, end ? "its key is too long" : "its key does not end");
	*ret_key = (const char *)b->at;
	size = (size_t)(end - b->at + 4) & ~(size_t)3;
	bytes_skip(b, size);
	return b->bad ? bad(err, "the padding of its key is missing") : 1;
}

static int read_message(struct bytes *b, struct capture_packet *p, struct err *err)
{
	size_t size = bytes_left(b);
	uint32_t length = bytes_u32(b);
	uint16_t type = bytes_u16(b);

	p->flags = bytes_u16(b);
	p->question = bytes_u32(b);
	bytes_skip(b, 4);
	if (b->bad || length != size)
		return bad(err, "the length of its message is not that of the packet");
	if (type < CAPTURE_ORIGIN || type > CAPTURE_TYPE_LAST)
		return err_set(err, EBADMSG, "it holds a message of the unknown type %u", type);
	p->type = (enum capture_type)type;
	if (read_key(b, &p->key, err) < 0)
		return -EBADMSG;
	p->data = b->at;
	p->size = bytes_left(b);
	return 1;
}

int capture_decode(const void *data, size_t size, bool swap, struct capture_packet *ret_packet,
		   struct err *err)
{
	struct bytes b = bytes_of(data, size, swap);
	struct capture_packet p = { .type = CAPTURE_RTNETLINK, .cut = ret_packet->cut, .key = "" };
	uint16_t direction = bytes_be16(&b), hardware = bytes_be16(&b), family;
	int e;

	bytes_skip(&b, 10);
	family = bytes_be16(&b);
	if (b.bad)
		return bad(err, "it is shorter than its header");
	if (hardware != ARPHRD_NETLINK)
		return err_set(err, EBADMSG, "hardware type %u is not netlink", hardware);
	if (direction != INCOMING && direction != OUTGOING)
		return err_set(err, EBADMSG, "packet type %u is unknown", direction);
	if (family != FAMILY_ROUTE && family != FAMILY_USERSOCK && family != FAMILY_SOCK_DIAG &&
	    family != FAMILY_NETFILTER)
		return err_set(err, EBADMSG, "netlink family %u is not read here", family);
	p.request = direction == OUTGOING;
	p.data = b.at;
	p.size = bytes_left(&b);
	if (family != FAMILY_USERSOCK) /* there the numbers are the same */
		p.type = (enum capture_type)family;
	e = family == FAMILY_USERSOCK ? read_message(&b, &p, err) : check_netlink(b, p.cut, err);
	if (e > 0)
		*ret_packet = p;
	return e;
}

void capture_origin_write(struct out *out, const struct capture_origin *o)
{
	origin_write(out, &o->origin);
	if (o->wall_ms >= 0) {
		out_literal(out, " wall=");
		out_i64(out, o->wall_ms);
	}
	if (o->uptime_ms >= 0) {
		out_literal(out, " uptime=");
		out_i64(out, o->uptime_ms);
	}
}

/* The number of one word of the text; -1 where there is no such word. */
static int find_number(const char *text, size_t size, const char *key, int64_t *ret_value)
{
	const char *end = text + size;
	size_t n = strlen(key);

	*ret_value = -1;
	while (text < end) {
		const char *space = memchr(text, ' ', (size_t)(end - text));
		size_t word = (size_t)((space ? space : end) - text);
		char digits[24] = "";
		uint64_t value;

		if (word >= n && memcmp(text, key, n) == 0) {
			if (word - n >= sizeof(digits))
				return -EINVAL;
			memcpy(digits, text + n, word - n);
			if (number_parse(digits, INT64_MAX / 1000, &value) < 0)
				return -EINVAL;
			*ret_value = (int64_t)value;
		}
		text += word + (space != NULL);
	}
	return 0;
}

int capture_decode_origin(const void *data, size_t size, struct capture_origin *ret_origin,
			  struct err *err)
{
	struct capture_packet p = { .cut = false };
	struct capture_origin o;
	const char *text;
	bool swap = false;

	/*
	 * read in the wrong order its type, 16, would be 4096: no more than one order can be
	 * right
	 */
	if (capture_decode(data, size, false, &p, NULL) < 0 || p.type != CAPTURE_ORIGIN) {
		swap = true;
		if (capture_decode(data, size, true, &p, NULL) < 0 || p.type != CAPTURE_ORIGIN)
			return bad(err, "it is not the origin that each capture begins with");
	}
	text = (const char *)p.data;
	if (strcmp(p.key, CAPTURE_ORIGIN_KEY) != 0 || origin_parse(text, p.size, &o.origin) < 0 ||
	    find_number(text, p.size, "wall=", &o.wall_ms) < 0 ||
	    find_number(text, p.size, "uptime=", &o.uptime_ms) < 0)
		return bad(err, "its text is not that of an origin");
	if (o.origin.swap != swap)
		return bad(err, "its byte order is not the one that it claims");
	*ret_origin = o;
	return 1;
}
