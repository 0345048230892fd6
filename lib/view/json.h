/* SPDX-License-Identifier: ISC */
/*
 * json: one JSON for every system and dialect (RFC 8259), streamed.
 *
 *	{"version":1,"origin":{…},"routes":[…],"consistent":true}
 *
 * Which fields a record can have is lib/model/fields.def; a field that is not known is left out. It
 * always parses: when the source fails midway the array is closed and "error" follows.
 */
#ifndef RC_VIEW_JSON_H
#define RC_VIEW_JSON_H

#include "lib/view/view.h"

struct counter;
struct explanation;
struct event;
struct ifaddr;
struct iface;
struct ifrow_addr;
struct flow;
struct lifetime;
struct membership;
struct neigh;
struct route;
struct rule;
struct sock;

enum { JSON_VERSION = 1 };

/* What a route with several next hops has in each of them and not itself. */
#define JSON_HOP_FIELDS \
	(ROUTE_BIT(ROUTE_GATEWAY) | ROUTE_BIT(ROUTE_DEVICE) | ROUTE_BIT(ROUTE_WEIGHT) | \
	 ROUTE_BIT(ROUTE_FLAGS) | ROUTE_BIT(ROUTE_REALM) | ROUTE_BIT(ROUTE_ENCAP) | \
	 ROUTE_BIT(ROUTE_ENCAP_WORDS))

/* A plain value: a copy of it, put back, takes the document back to where it was. */
struct json {
	struct out *out;
	const struct view_context *context;
	bool pretty;   /* indented, for people */
	bool open;     /* an array is open */
	bool any;      /* it has elements */
	bool hops;     /* a route's next hops are open */
	uint8_t depth; /* of indentation */
	uint8_t device_size;
	uint32_t device;	 /* the interface that was named last; 0 none */
	char device_name[5 * IFACE_NAME_MAX]; /* as a JSON string has it, without quotes */
};

void json_begin(struct json *json, struct out *out, const struct view_context *context,
		bool pretty);

/* Open an array of records; the one that is open is closed. */
void json_array(struct json *json, const char *key);

/* A route's records come in a row, one for each next hop; they become one object. */
void json_route(struct json *json, const struct route *route);
void json_neigh(struct json *json, const struct neigh *neigh);
void json_iface(struct json *json, const struct iface *iface);
void json_ifaddr(struct json *json, const struct ifaddr *ifaddr);

/* The same with its addresses. */
void json_iface_addrs(struct json *json, const struct iface *iface, const struct ifrow_addr *addrs,
		      size_t count);
void json_counter(struct json *json, const struct counter *counter);
void json_membership(struct json *json, const struct membership *membership);
void json_flow(struct json *json, const struct flow *flow);
void json_rule(struct json *json, const struct rule *rule);
void json_sock(struct json *json, const struct sock *sock);
void json_explanation(struct json *json, const struct explanation *explanation);
void json_lifetime(struct json *json, const struct lifetime *lifetime);

/*
 * News: an object and the end of its line, outside of any document. `json` is one that json_begin_lines
 * made. A route with several next hops is one object, of as many events in a row.
 */
void json_begin_lines(struct json *json, struct out *out, const struct view_context *context);
void json_event(struct json *json, const struct event *event);

/* Close all. `error`: why the listing is not whole, or NULL. */
void json_end(struct json *json, bool consistent, const char *error);

#endif
