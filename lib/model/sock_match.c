/* SPDX-License-Identifier: ISC */
#include "lib/model/sock_match.h"

bool port_set_has(const struct port_set *set, uint32_t port)
{
	for (unsigned i = 0; i < set->count; i++)
		if (port >= set->range[i].low && port <= set->range[i].high)
			return true;
	return !set->count;
}

static bool in_prefix(const struct addr *a, const struct addr *prefix, unsigned bits)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct addr inner = { .family = FAMILY_INET, .size = 4 };

	if (a->family == prefix->family)
		return addr_in_prefix(a, prefix, bits);
	if (a->family != FAMILY_INET6 || prefix->family != FAMILY_INET ||
	    memcmp(a->bytes, mapped, sizeof(mapped)) != 0)
		return false;
	memcpy(inner.bytes, a->bytes + sizeof(mapped), 4);
	return addr_in_prefix(&inner, prefix, bits);
}

static bool is_end(const struct sock_end *end, const struct addr *a, uint32_t port)
{
	return (!end->prefix.family || in_prefix(a, &end->prefix, end->bits)) &&
	       port_set_has(&end->ports, port);
}

static bool wants_ends(const struct sock_match *m)
{
	return m->ports.count || m->local.prefix.family || m->local.ports.count ||
	       m->remote.prefix.family || m->remote.ports.count;
}

bool sock_matches(const struct sock_match *m, const struct sock *s)
{
	if (m->states && !(sock_has(s, SOCK_STATE) && m->states >> s->state & 1))
		return false;
	if (m->ifindex && (!sock_has(s, SOCK_DEVICE) || s->ifindex != m->ifindex))
		return false;
	if (m->by_user && (!sock_has(s, SOCK_UID) || s->uid != m->uid))
		return false;
	if (!wants_ends(m))
		return true;
	if (!sock_has(s, SOCK_LOCAL_PORT) || !sock_has(s, SOCK_LOCAL))
		return false;
	if (m->ports.count && !port_set_has(&m->ports, s->local_port) &&
	    !port_set_has(&m->ports, s->remote_port))
		return false;
	return is_end(&m->local, &s->local, s->local_port) &&
	       is_end(&m->remote, &s->remote, s->remote_port);
}
