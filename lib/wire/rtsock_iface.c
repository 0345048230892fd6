/* SPDX-License-Identifier: ISC */
/* Interfaces, their addresses and groups: NET_RT_IFLIST, IFLISTL, IFMALIST, IFNAMES, and the socket. */
#include <errno.h>
#include <string.h>

#include "lib/wire/rtsock.h"

/* if_data within the message, or NULL. */
static const uint8_t *find_data(const struct rtsock_message *m)
{
	const struct rtsock_head *h = m->head;
	uint64_t at = h->data_at.size ? rtsock_get(m, h->data_at) : h->data_offset;

	if (!h->data || at + h->data->size > m->size)
		return NULL;
	return m->at + at;
}


/* Which counter of if_data is which of ours. */
static const struct {
	uint16_t to, from;
	uint8_t field;
} counters[] = {
	{ offsetof(struct iface, rx_packets), offsetof(struct rtsock_data, rx_packets),
	  IFACE_RX_PACKETS },
	{ offsetof(struct iface, rx_errors), offsetof(struct rtsock_data, rx_errors),
	  IFACE_RX_ERRORS },
	{ offsetof(struct iface, tx_packets), offsetof(struct rtsock_data, tx_packets),
	  IFACE_TX_PACKETS },
	{ offsetof(struct iface, tx_errors), offsetof(struct rtsock_data, tx_errors),
	  IFACE_TX_ERRORS },
	{ offsetof(struct iface, collisions), offsetof(struct rtsock_data, collisions),
	  IFACE_COLLISIONS },
	{ offsetof(struct iface, rx_bytes), offsetof(struct rtsock_data, rx_bytes),
	  IFACE_RX_BYTES },
	{ offsetof(struct iface, tx_bytes), offsetof(struct rtsock_data, tx_bytes),
	  IFACE_TX_BYTES },
	{ offsetof(struct iface, multicast), offsetof(struct rtsock_data, rx_multicast),
	  IFACE_MULTICAST },
	{ offsetof(struct iface, tx_multicast), offsetof(struct rtsock_data, tx_multicast),
	  IFACE_TX_MULTICAST },
	{ offsetof(struct iface, rx_dropped), offsetof(struct rtsock_data, rx_drops),
	  IFACE_RX_DROPPED },
	{ offsetof(struct iface, tx_dropped), offsetof(struct rtsock_data, tx_drops),
	  IFACE_TX_DROPPED },
	{ offsetof(struct iface, noproto), offsetof(struct rtsock_data, noproto), IFACE_NOPROTO },
	{ offsetof(struct iface, speed), offsetof(struct rtsock_data, speed), IFACE_SPEED },
};

static void read_data(const struct rtsock_message *m, const uint8_t *data, struct iface *i)
{
	const struct rtsock_data *d = m->head->data;
	uint64_t state = rtsock_number(data, d->link_state, m->swap);

	for (size_t c = 0; c < sizeof(counters) / sizeof(counters[0]); c++) {
		const struct rtsock_field *f =
			(const void *)((const char *)d + counters[c].from);

		if (!f->size)
			continue;
		*(uint64_t *)(void *)((char *)i + counters[c].to) =
			rtsock_number(data, *f, m->swap);
		i->has |= IFACE_BIT(counters[c].field);
	}
	i->link_type = link_type_of_ift((unsigned)rtsock_number(data, d->type, m->swap));
	i->mtu = (uint32_t)rtsock_number(data, d->mtu, m->swap);
	i->metric = (uint32_t)rtsock_number(data, d->metric, m->swap);
	i->has |= IFACE_BIT(IFACE_LINK_TYPE) | IFACE_BIT(IFACE_MTU) | IFACE_BIT(IFACE_METRIC);
	if (d->link_state.size) {
		i->operstate = state < RTSOCK_LINK_STATES ? m->layout->link_states[state] : 0;
		i->has |= IFACE_BIT(IFACE_OPERSTATE);
	}
}

int rtsock_iface(const struct rtsock_message *m, struct iface *i)
{
	const uint8_t *data = find_data(m);
	struct rtsock_sockaddr s[RTAX_COUNT_];
	int e = rtsock_addrs(m, s);

	if (e < 0)
		return e;
	if (!data)
		return -EBADMSG;
	memset(i, 0, sizeof(*i));
	i->index = (uint32_t)rtsock_get(m, m->head->index);
	/* NetBSD widens a signed short: all above the 16 bits is its sign */
	i->kernel_flags = (uint32_t)rtsock_get(m, m->head->flags);
	i->flags = (uint32_t)rtsock_flags(rtsock_get(m, m->head->flags), m->layout->iface_flags);
	i->has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_FLAGS);
	read_data(m, data, i);
	if (m->head->send_drops.size) {
		i->tx_dropped = rtsock_get(m, m->head->send_drops);
		i->has |= IFACE_BIT(IFACE_TX_DROPPED);
	}
	rtsock_link_name(m, s[RTAX_IFP_], i->name);
	if (i->name[0])
		i->has |= IFACE_BIT(IFACE_NAME);
	if (rtsock_addr(m, s[RTAX_IFP_], &i->address) == FAMILY_LINK && i->address.size)
		i->has |= IFACE_BIT(IFACE_ADDRESS);
	return 1;
}

/* FreeBSD counts for each address as well. */
static void read_addr_data(const struct rtsock_message *m, struct ifaddr *a)
{
	const struct rtsock_data *d = m->head->data;
	const uint8_t *data = find_data(m);

	if (!data)
		return;
	a->rx_packets = rtsock_number(data, d->rx_packets, m->swap);
	a->tx_packets = rtsock_number(data, d->tx_packets, m->swap);
	a->rx_bytes = rtsock_number(data, d->rx_bytes, m->swap);
	a->tx_bytes = rtsock_number(data, d->tx_bytes, m->swap);
	a->has |= IFADDR_BIT(IFADDR_RX_PACKETS) | IFADDR_BIT(IFADDR_TX_PACKETS) |
		  IFADDR_BIT(IFADDR_RX_BYTES) | IFADDR_BIT(IFADDR_TX_BYTES);
}

int rtsock_ifaddr(const struct rtsock_message *m, bool point_to_point, struct ifaddr *a)
{
	struct rtsock_sockaddr s[RTAX_COUNT_];
	struct addr other, mask;
	int e = rtsock_addrs(m, s);

	if (e < 0)
		return e;
	memset(a, 0, sizeof(*a));
	a->family = (uint8_t)rtsock_addr(m, s[RTAX_IFA_], &a->local);
	if (!a->family)
		return 0;
	a->ifindex = (uint32_t)rtsock_get(m, m->head->index);
	a->has = IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_LOCAL) | IFADDR_BIT(IFADDR_DEVICE);
	a->local_bits = (uint8_t)family_bits((enum family)a->family);
	if (s[RTAX_NETMASK_].at && a->family != FAMILY_LINK)
		rtsock_mask(s[RTAX_NETMASK_], (enum family)a->family, &a->local_bits, &mask);
	if (rtsock_addr(m, s[RTAX_BRD_], &other) == a->family && !addr_is_zero(&other)) {
		*(point_to_point ? &a->peer : &a->broadcast) = other;
		a->has |= point_to_point ? IFADDR_BIT(IFADDR_PEER) : IFADDR_BIT(IFADDR_BROADCAST);
	}
	if (m->head->data)
		read_addr_data(m, a);
	return 1;
}

int rtsock_maddr(const struct rtsock_message *m, struct ifaddr *a)
{
	struct rtsock_sockaddr s[RTAX_COUNT_];
	int e = rtsock_addrs(m, s);

	if (e < 0)
		return e;
	memset(a, 0, sizeof(*a));
	a->family = (uint8_t)rtsock_addr(m, s[RTAX_IFA_], &a->local);
	a->ifindex = (uint32_t)rtsock_get(m, m->head->index);
	a->local_bits = (uint8_t)family_bits((enum family)a->family);
	a->flags = AFLAG_BIT(AFLAG_MULTICAST);
	a->has = IFADDR_BIT(IFADDR_FLAGS) | IFADDR_BIT(IFADDR_FAMILY) | IFADDR_BIT(IFADDR_LOCAL) | IFADDR_BIT(IFADDR_DEVICE);
	if (m->head->refs.size) {
		a->refs = (uint32_t)rtsock_get(m, m->head->refs);
		a->has |= IFADDR_BIT(IFADDR_REFS);
	}
	return a->family != FAMILY_NONE;
}

/* OpenBSD's if_nameindex_msg: 0 index u32 · 4 name, 16 bytes */
int rtsock_ifname(struct bytes *rest, struct iface *i)
{
	if (!bytes_left(rest))
		return 0;
	memset(i, 0, sizeof(*i));
	i->index = bytes_u32(rest);
	bytes_copy(rest, i->name, IFACE_NAME_MAX);
	i->name[IFACE_NAME_MAX - 1] = '\0';
	i->has = IFACE_BIT(IFACE_INDEX) | IFACE_BIT(IFACE_NAME);
	return rest->bad ? -EBADMSG : 1;
}
