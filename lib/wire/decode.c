/* SPDX-License-Identifier: ISC */
#include "lib/wire/decode.h"

#include <errno.h>
#include <string.h>

void decode_begin(struct decode *d, const struct frame *frame)
{
	d->frame = frame;
	d->rest = bytes_of(frame->data, frame->size, frame->origin->swap);
	d->number = 0;
	d->within = false;
	d->interrupted = false;
	d->error = 0;
	if (frame->kind == FRAME_FILE)
		procfs_counters_begin(&d->counters, d->rest);
	d->answer = frame->kind == FRAME_SYSCTL ? rtsock_answer_find(frame->key) : ANSWER_SOCKET;
	d->counted = frame->kind == FRAME_SYSCTL && d->answer == ANSWER_COUNT &&
		     stats_begin(&d->stats, frame->key, frame->origin, frame->size);
	d->listed = frame->kind == FRAME_SYSCTL && d->answer == ANSWER_COUNT && !d->counted &&
		    pcb_freebsd_begin(&d->pcbs, frame->key, frame->origin);
	d->point_to_point = false;
	d->routing.layout = NULL;
	if (frame->kind == FRAME_DIAG)
		d->protocol = sock_protocol_find(frame->key);
}

static int netlink_record(struct decode *d, struct record *r)
{
	const struct netlink_message *m = &d->message;
	const struct origin *o = d->frame->origin;
	unsigned number = d->number++;

	switch (m->type) {
	case NETLINK_NEWROUTE:
		r->kind = RECORD_ROUTE;
		return number ? netlink_route_next(&d->route, &r->route) :
				netlink_route_first(&d->route, m, o, &r->route);
	case NETLINK_NEWNEXTHOP:
		r->kind = RECORD_NEXTHOP;
		return netlink_nexthop(m, o, number, &r->nexthop);
	default:
		break;
	}
	if (number)
		return 0;
	switch (m->type) {
	case NETLINK_NEWNEIGH:
		r->kind = RECORD_NEIGH;
		return netlink_neigh(m, o, &r->neigh);
	case NETLINK_NEWLINK:
		r->kind = RECORD_IFACE;
		return netlink_iface(m, o, &r->iface);
	case NETLINK_NEWADDR:
		r->kind = RECORD_IFADDR;
		return netlink_ifaddr(m, o, &r->ifaddr);
	case NETLINK_NEWRULE:
		r->kind = RECORD_RULE;
		return netlink_rule(m, o, &r->rule);
	case NETLINK_NEWNEIGHTBL:
		r->kind = RECORD_TIMES;
		return netlink_neigh_times(m, o, &r->times);
	case NETLINK_ERROR:
	case NETLINK_DONE:
		d->error = netlink_errno(m, NULL, 0);
		return 0;
	default:
		return 0;
	}
}

static int next_netlink(struct decode *d, struct record *r)
{
	for (;;) {
		int e;

		if (!d->within) {
			e = netlink_next(&d->rest, &d->message);
			if (e <= 0)
				return e;
			d->within = true;
			d->number = 0;
			d->interrupted |= (d->message.flags & NETLINK_FLAG_DUMP_INTR) != 0;
		}
		e = netlink_record(d, r);
		if (e != 1 || r->kind != RECORD_ROUTE || !bytes_left(&d->route.rest))
			d->within = e == 1 && r->kind == RECORD_NEXTHOP;
		if (e)
			return e;
	}
}

/*
 * "sys/net/ipv4/route/mtu_expires": one number, in seconds unless the name ends in _ms. The record's
 * name is the one that sysctl(8) takes.
 */
static int next_lifetime(struct decode *d, struct lifetime *l)
{
	const char *key = d->frame->key + strlen("sys/");
	size_t n = strnlen(key, sizeof(l->name) - 1);

	if (d->number++)
		return 0;
	memset(l, 0, sizeof(*l));
	for (size_t i = 0; i < n; i++)
		l->name[i] = key[i] == '/' ? '.' : key[i];
	if (procfs_number(d->rest, &l->value_ms) < 0)
		return -EBADMSG;
	if (n >= 3 && strcmp(l->name + n - 3, "_ms") == 0)
		return 1;
	if (l->value_ms > INT64_MAX / 1000 || l->value_ms < INT64_MIN / 1000)
		return -EBADMSG;
	l->value_ms *= 1000;
	return 1;
}

static int next_file(struct decode *d, struct record *r)
{
	const char *key = d->frame->key;

	if (strcmp(key, "net/ipv6_route") == 0) {
		r->kind = RECORD_ROUTE;
		return procfs_ipv6_route(&d->rest, &r->route);
	}
	if (strcmp(key, "net/route") == 0) {
		r->kind = RECORD_ROUTE;
		return procfs_route(&d->rest, d->frame->origin, &r->route);
	}
	if (strcmp(key, "net/arp") == 0) {
		r->kind = RECORD_NEIGH;
		return procfs_arp(&d->rest, &r->neigh);
	}
	if (strcmp(key, "net/dev") == 0) {
		r->kind = RECORD_IFACE;
		return procfs_dev(&d->rest, &r->iface);
	}
	if (strcmp(key, "net/if_inet6") == 0) {
		r->kind = RECORD_IFADDR;
		return procfs_if_inet6(&d->rest, &r->ifaddr);
	}
	if (strcmp(key, "net/softnet_stat") == 0) {
		r->kind = RECORD_COUNTER;
		return procfs_softnet(&d->rest, d->number++, &r->counter);
	}
	if (strcmp(key, "net/snmp") == 0 || strcmp(key, "net/netstat") == 0 ||
	    strcmp(key, "net/snmp6") == 0 || strcmp(key, "net/sctp/snmp") == 0 ||
	    strcmp(key, "net/xfrm_stat") == 0 || strncmp(key, "net/dev_snmp6/", 14) == 0) {
		r->kind = RECORD_COUNTER;
		return procfs_counters_next(&d->counters, &r->counter);
	}
	r->kind = RECORD_MEMBERSHIP;
	if (strcmp(key, "net/igmp") == 0)
		return procfs_igmp(&d->rest, d->frame->origin, &r->membership);
	if (strcmp(key, "net/igmp6") == 0)
		return procfs_igmp6(&d->rest, d->frame->origin, &r->membership);
	if (strcmp(key, "net/dev_mcast") == 0)
		return procfs_dev_mcast(&d->rest, &r->membership);
	if (procfs_sock_is(key)) {
		r->kind = RECORD_SOCK;
		return procfs_sock(&d->rest, key, d->frame->origin, &r->sock);
	}
	if (strncmp(key, "sys/", 4) == 0) {
		r->kind = RECORD_LIFETIME;
		return next_lifetime(d, &r->lifetime);
	}
	return -EBADMSG;
}

/* A message of the interfaces' list, or off the socket. */
static int routing_record(struct decode *d, struct record *r)
{
	const struct rtsock_message *m = &d->routing;
	int e;

	switch (m->kind) {
	case RTSOCK_IFINFO:
		r->kind = RECORD_IFACE;
		e = rtsock_iface(m, &r->iface);
		d->point_to_point = e > 0 && iface_flag(&r->iface, IFLAG_POINTOPOINT);
		return e;
	case RTSOCK_NEWADDR:
		r->kind = RECORD_IFADDR;
		return rtsock_ifaddr(m, d->point_to_point, &r->ifaddr);
	case RTSOCK_NEWMADDR:
		r->kind = RECORD_MADDR;
		return rtsock_maddr(m, &r->ifaddr);
	default:
		if (m->kind > RTSOCK_LAST_ROUTE)
			return 0;
		r->kind = RECORD_ROUTE;
		e = rtsock_route(m, &r->route);
		if (d->answer == ANSWER_DUMP && m->layout->done_dumps)
			r->route.flags &= ~RFLAG_BIT(RFLAG_DONE);
		return e;
	}
}

static int answer_record(struct decode *d, struct record *r)
{
	switch (d->answer) {
	case ANSWER_FLAGS:
		r->kind = RECORD_NEIGH;
		return rtsock_neigh(&d->routing, &r->neigh);
	case ANSWER_NHOP:
		r->kind = RECORD_NEXTHOP;
		return rtsock_nexthop(&d->routing, &r->nexthop);
	case ANSWER_NHGRP:
		r->kind = RECORD_NEXTHOP;
		return rtsock_group(&d->routing, d->number++, &r->nexthop);
	default:
		return routing_record(d, r);
	}
}

static int next_routing(struct decode *d, struct record *r)
{
	for (;;) {
		int e;

		if (!d->within) {
			e = rtsock_next(&d->rest, d->frame->origin, d->answer, &d->routing);
			if (e <= 0)
				return e;
			d->number = 0;
		}
		e = answer_record(d, r);
		d->within = e == 1 && d->answer == ANSWER_NHGRP;
		if (e)
			return e;
	}
}

static int next_sysctl(struct decode *d, struct record *r)
{
	if (d->counted) {
		r->kind = RECORD_COUNTER;
		return stats_next(&d->stats, d->rest, d->frame->origin, &r->counter);
	}
	if (d->listed) {
		r->kind = RECORD_SOCK;
		return pcb_freebsd_next(&d->pcbs, &d->rest, &r->sock);
	}
	switch (d->answer) {
	case ANSWER_COUNT:
	case ANSWER_SOCKET:
	case ANSWER_TABLE:
	case ANSWER_SOURCE:
		return -EBADMSG;
	case ANSWER_STATS:
		r->kind = RECORD_COUNTER;
		return rtsock_stat(d->rest, d->frame->origin, d->number++, &r->counter);
	case ANSWER_TRASH:
		r->kind = RECORD_COUNTER;
		return d->number++ ? 0 : rtsock_trash(d->rest, &r->counter);
	case ANSWER_IFNAMES:
		r->kind = RECORD_IFACE;
		return rtsock_ifname(&d->rest, &r->iface);
	default:
		return next_routing(d, r);
	}
}

static int next_name(struct decode *d, struct record *r)
{
	if (!bytes_left(&d->rest))
		return 0;
	r->kind = RECORD_NAME;
	d->number++;
	if (d->number > 1)
		return 0;
	return name_decode(d->rest, &r->name);
}

static int next_nd(struct decode *d, struct record *r)
{
	r->kind = RECORD_ND;
	return d->number++ ? 0 : nd_decode(d->rest, &r->neigh);
}

static int next_diag(struct decode *d, struct record *r)
{
	int e;

	while ((e = netlink_next(&d->rest, &d->message)) > 0) {
		d->interrupted |= (d->message.flags & NETLINK_FLAG_DUMP_INTR) != 0;
		if (d->message.type == SOCK_DIAG_BY_FAMILY_TYPE) {
			r->kind = RECORD_SOCK;
			return sock_diag_record(&d->message, d->frame->origin, d->protocol, &r->sock);
		}
		if (d->message.type == NETLINK_ERROR || d->message.type == NETLINK_DONE)
			d->error = netlink_errno(&d->message, NULL, 0);
	}
	return e;
}

static int next_conntrack(struct decode *d, struct record *r)
{
	int e;

	while ((e = netlink_next(&d->rest, &d->message)) > 0) {
		d->interrupted |= (d->message.flags & NETLINK_FLAG_DUMP_INTR) != 0;
		r->kind = RECORD_FLOW;
		if (d->message.type == CONNTRACK_NEW) {
			e = conntrack_flow(&d->message, d->frame->origin, &r->flow);
			if (e)
				return e;
		} else if (d->message.type == NETLINK_ERROR || d->message.type == NETLINK_DONE) {
			d->error = netlink_errno(&d->message, NULL, 0);
		}
	}
	return e;
}

/* The process, then its sockets, which are what is left of the frame. */
static int next_proc(struct decode *d, struct record *r)
{
	if (!d->number++) {
		r->kind = RECORD_PROC;
		return bytes_left(&d->rest) ? proc_decode(d->rest, &r->proc, &d->rest) : 0;
	}
	r->kind = RECORD_PROC_SOCKET;
	return proc_decode_socket(&d->rest, &r->proc_socket);
}

int decode_next(struct decode *d, struct record *r)
{
	if (d->frame->kind == FRAME_NETLINK) /* a million times, and by no table of jumps */
		return next_netlink(d, r);
	switch (d->frame->kind) {
	case FRAME_DIAG:
		return next_diag(d, r);
	case FRAME_CONNTRACK:
		return next_conntrack(d, r);
	case FRAME_FILE:
		return next_file(d, r);
	case FRAME_NAME:
		return next_name(d, r);
	case FRAME_PROC:
		return next_proc(d, r);
	case FRAME_ND:
		return next_nd(d, r);
	case FRAME_RTSOCK:
		return next_routing(d, r);
	case FRAME_SYSCTL:
		return next_sysctl(d, r);
	default:
		return -EBADMSG;
	}
}
