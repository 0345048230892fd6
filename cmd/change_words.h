/* SPDX-License-Identifier: ISC */
/* change_words: what the words of a change mean, as far as more than one grammar asks. */
#ifndef RC_CMD_CHANGE_WORDS_H
#define RC_CMD_CHANGE_WORDS_H

#include "cmd/change.h"

/*
 * An address, a number as inet_aton reads it (IPv4), "default", the name of a network (IPv4, unless
 * `host_first` finds a host) or of a host. `ret_net`: it is a network's. -ENOENT, -ETIMEDOUT, -EINVAL.
 */
int change_address(struct change_reader *reader, const char *text, enum family family,
		   bool host_first, struct addr *ret_addr, bool *ret_net, struct err *err);

/* The length of a netmask, or -EINVAL where its bits have gaps. */
int change_mask_bits(const struct addr *mask);

/* The error for an address that is none of a network of that length: it names the one that is meant. */
int change_host_bits(const char *text, const struct addr *addr, unsigned bits, struct err *err);

/*
 * The interface of that name, or, with the address of the label, of a name with a label (eth0:1): 0, or
 * 1 and the address; -ENODEV with the reason.
 */
int change_label(struct change_reader *reader, const char *name, uint32_t *ret_ifindex,
		 struct addr *ret_addr, struct err *err);

/* A routing table by its number or name. */
int change_table(struct change_reader *reader, const char *name, uint32_t *ret_table,
		 struct err *err);

/* A number up to 255, or what `name` calls so. -EINVAL. */
int change_named(const char *text, const char *(*name)(unsigned), uint8_t *ret_number);

/* Bytes in hexadecimal: how many, or -EINVAL. */
int change_hex(const char *text, uint8_t *to, size_t size);

/* The value of a metric: a number, a time with its unit (s, ms), the names of its bits. -EINVAL. */
int change_metric(unsigned metric, const char *text, uint32_t *ret_value);

/* The table that a route through that interface is put into: its VRF's, or the main one. */
uint32_t change_vrf_table(const struct change_reader *reader, uint32_t ifindex);

/* Is it an address of this system, or one of those that no router has? Linux: the local table tells. */
int change_is_local(struct change_reader *reader, const struct addr *addr, bool *ret_local,
		    struct err *err);

/* rtm_scope of an IPv4 route that says none. `local`: its gateway is no router. */
uint8_t change_scope(const struct route *route, bool local);

/* Pairs of hexadecimal digits, or single ones, between colons. -EINVAL. */
int change_link_address(const char *text, struct addr *ret_addr);

/* The link address of an interface. */
int change_device_address(struct change_reader *reader, uint32_t ifindex, struct addr *ret_addr,
			  struct err *err);

/* The interface that has the link address; that an address is reached by. -ENODEV, -ENETUNREACH. */
int change_device_with(struct change_reader *reader, const struct addr *link, uint32_t *ret_ifindex,
		       struct err *err);
int change_device_to(struct change_reader *reader, const struct addr *addr, uint32_t *ret_ifindex,
		     struct err *err);

/*
 * Is there an entry for `neigh.dst`, on its interface where that is set: one of the host's own (`own`), or
 * a published one (`proxies`)? 1, with its interface and which it is; 0; or a negative errno.
 */
int change_find_neigh(struct change_reader *reader, struct neigh *neigh, bool own, bool proxies,
		      bool *ret_proxy, struct err *err);

#endif
