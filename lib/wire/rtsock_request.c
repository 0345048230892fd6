/* SPDX-License-Identifier: ISC */
#include "lib/wire/rtsock_request.h"

#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

enum { AF_INET_ = 2, AF_LINK_ = 18, RTF_LLINFO_ = 0x400 };

struct writer {
	const struct rtsock_layout *layout;
	const struct rtsock_head *head;
	const struct rtsock_request *request;
	uint8_t *to;
	size_t size;
	bool swap;
};

void rtsock_request_addr(struct rtsock_request *r, enum rtsock_address which,
			 const struct addr *addr)
{
	r->addr[which] = *addr;
	r->addrs |= 1u << which;
}

void rtsock_request_mask(struct rtsock_request *r, enum family family, unsigned bits)
{
	struct addr mask = { .family = (uint8_t)family, .size = (uint8_t)(family_bits(family) / 8) };

	for (unsigned i = 0; i < bits && i < 8u * mask.size; i++)
		mask.bytes[i / 8] |= (uint8_t)(0x80 >> i % 8);
	rtsock_request_addr(r, RTAX_NETMASK_, &mask);
}

/* A number of the head. False: it has no place for one that is not 0. */
static bool put(struct writer *w, struct rtsock_field f, uint64_t value)
{
	for (unsigned i = 0; i < f.size; i++) {
		bool big = w->swap == (*(const uint8_t *)&(const uint16_t){ 1 } == 1);

		w->to[f.at + i] = (uint8_t)(value >> 8 * (big ? f.size - 1u - i : i));
	}
	return f.size == 8 || value >> 8 * f.size == 0;
}

static uint16_t swapped16(const struct writer *w, unsigned value)
{
	return w->swap ? __builtin_bswap16((uint16_t)value) : (uint16_t)value;
}

/* The reverse of rtsock_flags. False: a flag that this system does not know. */
static bool put_flags(struct writer *w, uint64_t flags)
{
	uint32_t bits = w->request->llinfo ? RTF_LLINFO_ : 0;

	for (unsigned i = 0; i < RTSOCK_FLAGS; i++) {
		unsigned flag = w->layout->route_flags[i];

		if (!flag || !(flags >> (flag - 1) & 1))
			continue;
		bits |= UINT32_C(1) << i;
		flags &= ~RFLAG_BIT(flag - 1);
	}
	return put(w, w->head->flags, bits) && !flags;
}

/* RTV_MTU and so on: the same on all systems; WEIGHT is FreeBSD's */
static uint32_t rtv(uint32_t metrics)
{
	static const uint16_t bits[RMX_COUNT] = {
		[RMX_MTU] = 1,	     [RMX_HOPCOUNT] = 2,  [RMX_EXPIRE] = 4, [RMX_RECVPIPE] = 8,
		[RMX_SENDPIPE] = 16, [RMX_SSTHRESH] = 32, [RMX_RTT] = 64,   [RMX_RTTVAR] = 128,
		[RMX_WEIGHT] = 256,
	};
	uint32_t result = 0;

	for (unsigned i = 0; i < RMX_COUNT; i++)
		if (metrics >> i & 1)
			result |= bits[i];
	return result;
}

static bool put_metrics(struct writer *w)
{
	const struct rtsock_request *r = w->request;
	const struct rtsock_head *h = w->head;
	bool ok = put(w, h->inits, rtv(r->inits)) &&
		  put(w, (struct rtsock_field){ h->rmx[RMX_LOCKS], h->rmx_size }, rtv(r->locks));

	for (unsigned i = RMX_MTU; i < RMX_COUNT; i++) {
		struct rtsock_field f = { h->rmx[i], i == RMX_EXPIRE ? h->expire_size : h->rmx_size };

		if (r->inits >> i & 1)
			ok = f.at && put(w, f, r->metric[i]) && ok;
	}
	return ok;
}

/* Room for a sockaddr of that length, its length and family written. */
static uint8_t *begin_sockaddr(struct writer *w, unsigned length, uint8_t family)
{
	size_t round = w->layout->rounding;
	uint8_t *at = w->to + w->size;

	w->size += length ? (length + round - 1) & ~(round - 1) : round;
	at[0] = (uint8_t)length;
	at[1] = family;
	return at;
}

/* 4 address · 14 ARP alone: SIN_PROXY, 1 */
static void put_inet(struct writer *w, const struct addr *a, bool export_only)
{
	uint8_t *at = begin_sockaddr(w, 16, AF_INET_);
	uint16_t other = swapped16(w, 1);

	memcpy(at + 4, a->bytes, 4);
	if (export_only)
		memcpy(at + 14, &other, 2);
}

/* 8 address · 24 scope u32, in the machine's order; embedded, it is in that of the network */
static void put_inet6(struct writer *w, const struct addr *a)
{
	uint8_t *at = begin_sockaddr(w, 28, w->layout->af_inet6);
	uint32_t scope = w->swap ? __builtin_bswap32(a->scope) : a->scope;

	memcpy(at + 8, a->bytes, 16);
	if (a->scope && addr_is_scoped(a) && w->layout->embedded_scopes) {
		at[10] = (uint8_t)(a->scope >> 8);
		at[11] = (uint8_t)a->scope;
	} else {
		memcpy(at + 24, &scope, 4);
	}
}

/*
 * 2 index u16 · 4 type · 5 name length · 6 address length · 8 name, address. What a kernel gave of one of
 * its interfaces (name and type) has a length that is rounded up; what a program made has not.
 */
static bool put_link(struct writer *w, const struct addr *a, const char *name)
{
	unsigned round = w->layout->rounding;
	size_t length = strnlen(name, IFACE_NAME_MAX);
	unsigned size = w->layout->link_size;
	uint16_t index = swapped16(w, a->scope);
	uint8_t *at;

	if (8 + length + a->size > size)
		size = (unsigned)(8 + length + a->size);
	if (length && a->link_type && w->layout->system == SYSTEM_FREEBSD)
		size = (size + round - 1) & ~(round - 1);
	if (a->scope > UINT16_MAX || w->size + size + round > RTSOCK_REQUEST_MAX)
		return false;
	at = begin_sockaddr(w, size, AF_LINK_);
	memcpy(at + 2, &index, 2);
	at[4] = a->link_type;
	at[5] = (uint8_t)length;
	at[6] = a->size;
	memcpy(at + 8, name, length);
	memcpy(at + 8 + length, a->bytes, a->size);
	return true;
}

/* 4 the shim header (RFC 3032) of the label, in network order */
static bool put_mpls(struct writer *w, const struct addr *a)
{
	if (!w->layout->af_mpls || a->size != 4)
		return false;
	memcpy(begin_sockaddr(w, w->layout->mpls_size, w->layout->af_mpls) + 4, a->bytes, 4);
	return true;
}

/* sockaddr_rtlabel: 2 name[32]; its family is 0 */
static bool put_label(struct writer *w)
{
	if (w->layout->system != SYSTEM_OPENBSD)
		return false;
	memcpy(begin_sockaddr(w, 2 + ROUTE_LABEL_MAX, 0) + 2, w->request->label, ROUTE_LABEL_MAX);
	return true;
}

static bool put_sockaddr(struct writer *w, const struct addr *a, const char *name, bool export_only)
{
	switch (a->family) {
	case FAMILY_INET:
		put_inet(w, a, export_only);
		return true;
	case FAMILY_INET6:
		put_inet6(w, a);
		return true;
	case FAMILY_LINK:
		return put_link(w, a, name);
	case FAMILY_MPLS:
		return put_mpls(w, a);
	default:
		return false;
	}
}

/* Where masks are cut, they end behind their last byte that is not 0, be it their family. */
static bool put_mask(struct writer *w, const struct addr *mask)
{
	const struct rtsock_request *r = w->request;
	size_t begin = w->size, round = w->layout->rounding, size;
	uint8_t *at = w->to + begin;

	if (!put_sockaddr(w, mask, "", false))
		return false;
	if (r->bare_mask)
		at[1] = 0;
	if (!w->layout->cut_masks && !r->bare_mask)
		return true;
	size = at[0];
	while (size > 1 && !at[size - 1])
		size--;
	at[0] = r->empty_mask || size == 1 ? 0 : (uint8_t)size;
	w->size = begin + (at[0] ? (size + round - 1) & ~(round - 1) : round);
	return true;
}

static bool put_addrs(struct writer *w)
{
	const struct rtsock_request *r = w->request;
	bool ok = put(w, w->head->addrs, r->addrs);

	for (unsigned i = 0; i < RTAX_COUNT_ && ok; i++) {
		const char *name = i == RTAX_GATEWAY_ ? r->gateway_name :
				   i == RTAX_IFP_     ? r->ifp_name :
							"";

		if (!(r->addrs >> i & 1))
			continue;
		if (i == RTAX_LABEL_)
			ok = put_label(w);
		else if (i == RTAX_NETMASK_ || i == RTAX_GENMASK_)
			ok = put_mask(w, &r->addr[i]);
		else
			ok = put_sockaddr(w, &r->addr[i], name, i == RTAX_DST_ && r->export_only);
	}
	return ok;
}

/* NetBSD spoke version 3 before release 6; all others say 5. */
static const struct rtsock_layout *find_layout(const struct origin *origin)
{
	const struct rtsock_layout *layout;

	if (origin->system != SYSTEM_NETBSD)
		return rtsock_layout(origin, 5);
	layout = rtsock_layout(origin, 4);
	if (origin->release[0] && origin->release[1] == '.' && origin->release[0] < '6')
		layout = rtsock_layout(origin, 3);
	return layout;
}

static const struct rtsock_type *find_type(const struct rtsock_layout *layout, uint8_t kind)
{
	const struct rtsock_type *t = layout->types;

	while (t->type && t->kind != kind)
		t++;
	return t->type ? t : NULL;
}

int rtsock_request_encode(const struct rtsock_request *r, const struct origin *origin,
			  uint8_t to[RTSOCK_REQUEST_MAX])
{
	struct writer w = { .layout = find_layout(origin), .request = r, .to = to,
			    .swap = origin->swap };
	const struct rtsock_type *type = w.layout ? find_type(w.layout, r->kind) : NULL;

	if (!type)
		return -EOPNOTSUPP;
	memset(to, 0, RTSOCK_REQUEST_MAX);
	w.head = type->head;
	w.size = w.head->size;
	to[2] = w.layout->version;
	to[3] = type->type;
	if (!put_flags(&w, r->flags) || !put_metrics(&w) || !put_addrs(&w) ||
	    !put(&w, w.head->table, r->table) || !put(&w, w.head->priority, r->priority) ||
	    !put(&w, w.head->mpls, r->mpls) || !put(&w, w.head->pid, r->pid) ||
	    !put(&w, w.head->sequence, r->sequence) || !put(&w, w.head->length, w.head->length.size ? w.head->size : 0) ||
	    !put(&w, (struct rtsock_field){ 0, 2 }, w.size))
		return -EOPNOTSUPP;
	return (int)w.size;
}

int rtsock_errno(unsigned number)
{
	static const struct {
		uint8_t bsd;
		int host;
	} table[] = {
		{ 1, EPERM },	    { 2, ENOENT },	  { 3, ESRCH },		{ 4, EINTR },
		{ 5, EIO },	    { 6, ENXIO },	  { 12, ENOMEM },	{ 13, EACCES },
		{ 14, EFAULT },	    { 16, EBUSY },	  { 17, EEXIST },	{ 19, ENODEV },
		{ 22, EINVAL },	    { 28, ENOSPC },	  { 34, ERANGE },	{ 35, EAGAIN },
		{ 40, EMSGSIZE },   { 43, EPROTONOSUPPORT }, { 45, EOPNOTSUPP }, { 46, EPFNOSUPPORT },
		{ 47, EAFNOSUPPORT }, { 48, EADDRINUSE }, { 49, EADDRNOTAVAIL }, { 50, ENETDOWN },
		{ 51, ENETUNREACH }, { 55, ENOBUFS },	  { 64, EHOSTDOWN },	{ 65, EHOSTUNREACH },
		{ 78, ENOSYS },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].bsd == number)
			return table[i].host;
	return EIO;
}
