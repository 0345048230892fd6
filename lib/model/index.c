/* SPDX-License-Identifier: ISC */
#include "lib/model/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/out.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"

/* An array of equal entries and, over it, a hash table of their numbers (0: empty, else number + 1). */
struct table {
	void *entries;
	uint32_t *slots;
	size_t count, room, mask;
	bool lent; /* both stand in memory of the caller's */
};

struct name_entry {
	uint32_t text; /* where in `texts`; UINT32_MAX: not known */
	uint8_t size;
};

struct kept {
	struct iface_key key;
	const struct iface *iface;
};

struct clone_entry {
	struct addr dst;
	struct addr gateway;
	bool same_gateway; /* as one of its parent's next hops */
	uint32_t ifindex;  /* of a neighbour: the parent must leave by it too; 0 any */
	uint64_t table;	   /* table_key: the parent must stand in it */
	uint32_t metric;
	uint8_t parent_bits;
	bool found;
	struct addr parent;
};

/* What tells one clone from another, and the attempt (of index_is_new_clone) it was shown in. */
struct seen {
	struct addr dst, gateway;
	uint64_t table;
	uint32_t ifindex;
	uint32_t attempt;
	bool neighbour;
};

struct detail {
	struct addr dst, gateway;
	uint32_t priority;
	uint8_t dst_bits;
	bool expires;
	char device[IFACE_NAME_MAX];
	uint8_t encap; /* enum encap_type; with so many words at that place in `texts` */
	uint16_t words_size;
	uint32_t words;
	uint32_t mtu; /* 0 not said */
	int64_t expire_ms;
};

struct order {
	uint32_t id, entry;
};

struct index {
	struct table ifaces;   /* struct index_iface */
	struct table times;    /* struct neigh_times */
	struct table nexthops; /* struct nexthop */
	struct table queries;  /* struct name_query */
	struct table details;  /* struct detail */
	struct table seen;     /* struct seen */
	struct table nd;       /* struct neigh */
	struct name_entry *names; /* as many as queries.room */
	size_t names_room, answered;
	char *texts;
	size_t texts_used, texts_room;
	struct iface *kept;
	struct kept *sorted;
	size_t kept_room, sorted_room;
	struct clone_entry *clones;
	size_t clone_count, clone_room;
	bool clones_sorted;
	bool lent; /* this itself stands in memory of the caller's */
	struct order *order; /* of the next-hop objects, by number */
};

/* What index_in is given. */
enum { FIRST_ROOM = 8 };

struct first_room {
	struct index index;
	uint32_t slots[2 * FIRST_ROOM];
	struct index_iface ifaces[FIRST_ROOM];
};

_Static_assert(sizeof(struct first_room) <= INDEX_ROOM, "INDEX_ROOM");

static uint32_t mix(uint32_t hash, uint32_t value)
{
	hash ^= value;
	hash *= 0x9e3779b1u;
	return hash ^ hash >> 15;
}

static uint32_t hash_addr(const struct addr *a, uint32_t seed)
{
	uint32_t hash = mix(seed, a->family), word;

	for (unsigned i = 0; i + 4 <= a->size; i += 4) {
		memcpy(&word, a->bytes + i, 4);
		hash = mix(hash, word);
	}
	return hash;
}

typedef uint32_t hash_fn(const void *entry);
typedef bool equal_fn(const void *a, const void *b);

struct kind {
	size_t size;
	hash_fn *hash;
	equal_fn *equal;
};

static uint32_t hash_iface(const void *e)
{
	return ((const struct index_iface *)e)->index; /* they are small numbers, one after another */
}

static bool equal_iface(const void *a, const void *b)
{
	return ((const struct index_iface *)a)->index == ((const struct index_iface *)b)->index;
}

static uint32_t hash_times(const void *e)
{
	const struct neigh_times *t = e;

	return mix(mix(2, t->family), t->ifindex);
}

static bool equal_times(const void *a, const void *b)
{
	const struct neigh_times *x = a, *y = b;

	return x->family == y->family && x->ifindex == y->ifindex;
}

static uint32_t hash_nexthop(const void *e)
{
	const struct nexthop *n = e;

	return mix(mix(3, n->id), n->number);
}

static bool equal_nexthop(const void *a, const void *b)
{
	const struct nexthop *x = a, *y = b;

	return x->id == y->id && x->number == y->number;
}

static uint32_t hash_query(const void *e)
{
	const struct name_query *q = e;

	return hash_addr(&q->addr, mix(4, q->kind));
}

static bool equal_query(const void *a, const void *b)
{
	const struct name_query *x = a, *y = b;

	return x->kind == y->kind && addr_equal(&x->addr, &y->addr);
}

static uint32_t hash_detail(const void *e)
{
	const struct detail *d = e;

	return mix(hash_addr(&d->dst, 5), d->priority);
}

static bool equal_detail(const void *a, const void *b)
{
	const struct detail *x = a, *y = b;

	return x->dst_bits == y->dst_bits && x->priority == y->priority &&
	       addr_equal(&x->dst, &y->dst) && addr_equal(&x->gateway, &y->gateway) &&
	       strcmp(x->device, y->device) == 0;
}

static uint32_t hash_seen(const void *e)
{
	const struct seen *s = e;

	return mix(hash_addr(&s->dst, (uint32_t)s->table), s->ifindex);
}

static bool equal_seen(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return x->table == y->table && x->ifindex == y->ifindex && x->neighbour == y->neighbour &&
	       addr_equal(&x->dst, &y->dst) && addr_equal(&x->gateway, &y->gateway);
}

static uint32_t hash_nd(const void *e)
{
	const struct neigh *n = e;

	return mix(hash_addr(&n->dst, 6), n->ifindex);
}

static bool equal_nd(const void *a, const void *b)
{
	const struct neigh *x = a, *y = b;

	return x->ifindex == y->ifindex && addr_equal(&x->dst, &y->dst);
}

static const struct kind nd_kind = { sizeof(struct neigh), hash_nd, equal_nd };
static const struct kind seen_kind = { sizeof(struct seen), hash_seen, equal_seen };
static const struct kind detail_kind = { sizeof(struct detail), hash_detail, equal_detail };
static const struct kind iface_kind = { sizeof(struct index_iface), hash_iface, equal_iface };
static const struct kind times_kind = { sizeof(struct neigh_times), hash_times, equal_times };
static const struct kind nexthop_kind = { sizeof(struct nexthop), hash_nexthop, equal_nexthop };
static const struct kind query_kind = { sizeof(struct name_query), hash_query, equal_query };

static void *entry_at(const struct table *t, const struct kind *k, size_t number)
{
	return (char *)t->entries + number * k->size;
}

/* The slot of an equal entry, or the empty one where it would stand. */
static size_t find_slot(const struct table *t, const struct kind *k, const void *key)
{
	size_t slot = k->hash(key) & t->mask;

	while (t->slots[slot] && !k->equal(entry_at(t, k, t->slots[slot] - 1), key))
		slot = (slot + 1) & t->mask;
	return slot;
}

static int grow(struct table *t, const struct kind *k)
{
	size_t room = t->room ? 2 * t->room : 32, slots = 2 * room;
	struct table bigger = { .count = t->count, .room = room, .mask = slots - 1 };

	if (t->count >= INDEX_LIMIT)
		return -E2BIG;
	bigger.slots = calloc(slots, sizeof(*bigger.slots));
	if (!bigger.slots)
		return -ENOMEM;
	bigger.entries = realloc(t->lent ? NULL : t->entries, room * k->size);
	if (!bigger.entries) {
		free(bigger.slots);
		return -ENOMEM;
	}
	if (t->lent)
		memcpy(bigger.entries, t->entries, t->count * k->size);
	for (size_t i = 0; i < t->count; i++)
		bigger.slots[find_slot(&bigger, k, entry_at(&bigger, k, i))] = (uint32_t)i + 1;
	if (!t->lent)
		free(t->slots);
	*t = bigger;
	return 0;
}

/* Add or replace; the number of the entry. */
static int put(struct table *t, const struct kind *k, const void *entry, size_t *ret_number)
{
	size_t slot;

	if (t->count == t->room) {
		int e = grow(t, k);

		if (e < 0)
			return e;
	}
	slot = find_slot(t, k, entry);
	if (!t->slots[slot])
		t->slots[slot] = (uint32_t)++t->count;
	*ret_number = t->slots[slot] - 1;
	memcpy(entry_at(t, k, *ret_number), entry, k->size);
	return 0;
}

static const void *get(const struct table *t, const struct kind *k, const void *key)
{
	size_t slot;

	if (!t->count)
		return NULL;
	slot = find_slot(t, k, key);
	return t->slots[slot] ? entry_at(t, k, t->slots[slot] - 1) : NULL;
}

static void drop(struct table *t)
{
	if (t->lent)
		return;
	free(t->entries);
	free(t->slots);
}

struct index *index_new(void)
{
	return calloc(1, sizeof(struct index));
}

struct index *index_in(void *room)
{
	struct first_room *r = room;

	memset(r, 0, offsetof(struct first_room, ifaces));
	r->index.lent = true;
	r->index.ifaces = (struct table){ .entries = r->ifaces, .slots = r->slots,
					  .room = FIRST_ROOM, .mask = 2 * FIRST_ROOM - 1,
					  .lent = true };
	return &r->index;
}

void index_free(struct index *x)
{
	if (!x)
		return;
	drop(&x->ifaces);
	drop(&x->times);
	drop(&x->nexthops);
	drop(&x->queries);
	drop(&x->details);
	drop(&x->seen);
	drop(&x->nd);
	free(x->names);
	free(x->texts);
	free(x->kept);
	free(x->sorted);
	free(x->clones);
	free(x->order);
	if (!x->lent)
		free(x);
}

static int put_iface(struct index *x, const struct iface *iface)
{
	struct index_iface entry = { .index = iface->index, .flags = iface->flags,
				     .mtu = iface->mtu, .master = iface->master,
				     .table = iface->table, .link_type = iface->link_type };
	size_t size = strnlen(iface->name, sizeof(iface->name) - 1), number;

	memcpy(entry.name, iface->name, sizeof(entry.name));
	entry.name[size] = '\0';
	entry.shown_size = (uint8_t)out_name_text(entry.shown, iface->name, size);
	return put(&x->ifaces, &iface_kind, &entry, &number);
}

int index_name_iface(struct index *x, const char *name, uint32_t *ret_ifindex)
{
	const struct index_iface *known = index_iface_named(x, name);
	struct iface iface = { .index = INDEX_UNNUMBERED | (uint32_t)x->ifaces.count };
	int e;

	if (known) {
		*ret_ifindex = known->index;
		return 0;
	}
	memcpy(iface.name, name, strnlen(name, sizeof(iface.name) - 1));
	e = put_iface(x, &iface);
	if (e == 0)
		*ret_ifindex = iface.index;
	return e;
}

int index_add_iface(struct index *x, const struct iface *iface)
{
	uint32_t made;

	if (!iface->index)
		return index_name_iface(x, iface->name, &made);
	return put_iface(x, iface);
}

/* Hot: a look-up for every row, and no copy of a whole entry for the sake of its number. */
const struct index_iface *index_iface(const struct index *x, uint32_t ifindex)
{
	const struct index_iface *entries = x->ifaces.entries;
	const uint32_t *slots = x->ifaces.slots;
	size_t mask = x->ifaces.mask;

	if (!x->ifaces.count)
		return NULL;
	for (size_t slot = ifindex & mask; slots[slot]; slot = (slot + 1) & mask)
		if (entries[slots[slot] - 1].index == ifindex)
			return &entries[slots[slot] - 1];
	return NULL;
}

const struct index_iface *index_vrf(const struct index *x, uint32_t table)
{
	const struct index_iface *e = x->ifaces.entries;

	for (size_t i = 0; i < x->ifaces.count && table; i++)
		if (e[i].table == table)
			return &e[i];
	return NULL;
}

const struct index_iface *index_iface_named(const struct index *x, const char *name)
{
	const struct index_iface *e = x->ifaces.entries;

	for (size_t i = 0; i < x->ifaces.count; i++)
		if (strcmp(e[i].name, name) == 0)
			return &e[i];
	return NULL;
}

/* Room for one more in an array that doubles; -E2BIG past the limit. */
static int array_room(void **array, size_t size, size_t count, size_t *room)
{
	size_t wanted = *room ? 2 * *room : 32;
	void *bigger;

	if (count < *room)
		return 0;
	if (count >= INDEX_LIMIT)
		return -E2BIG;
	bigger = realloc(*array, wanted * size);
	if (!bigger)
		return -ENOMEM;
	*array = bigger;
	*room = wanted;
	return 0;
}

int index_keep_iface(struct index *x, size_t *count, const struct iface *iface)
{
	void *kept = x->kept, *sorted = x->sorted;
	int e = array_room(&kept, sizeof(*x->kept), *count, &x->kept_room);

	if (e < 0)
		return e;
	x->kept = kept;
	e = array_room(&sorted, sizeof(*x->sorted), *count, &x->sorted_room);
	if (e < 0)
		return e;
	x->sorted = sorted;
	x->kept[(*count)++] = *iface;
	return 0;
}

const struct iface *index_kept_iface(const struct index *x, size_t count, uint32_t ifindex)
{
	for (size_t i = 0; i < count; i++)
		if (x->kept[i].index == ifindex)
			return &x->kept[i];
	return NULL;
}

static int compare_kept(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int order = iface_key_compare(&x->key, &y->key);

	return order ? order : iface_name_compare(x->iface->name, y->iface->name);
}

/* What is moved about is small, and each name is taken apart once. */
void index_sort_ifaces(struct index *x, size_t count)
{
	for (size_t i = 0; i < count; i++)
		x->sorted[i] = (struct kept){ .key = iface_key_of(x->kept[i].name),
					      .iface = &x->kept[i] };
	if (count)
		qsort(x->sorted, count, sizeof(*x->sorted), compare_kept);
}

const struct iface *index_sorted_iface(const struct index *x, size_t place)
{
	return x->sorted[place].iface;
}

int index_add_nd(struct index *x, const struct neigh *neigh)
{
	size_t number;

	return put(&x->nd, &nd_kind, neigh, &number);
}

const struct neigh *index_nd(const struct index *x, const struct neigh *neigh)
{
	return get(&x->nd, &nd_kind, neigh);
}

int index_add_times(struct index *x, const struct neigh_times *times)
{
	size_t number;

	return put(&x->times, &times_kind, times, &number);
}

const struct neigh_times *index_times(const struct index *x, enum family family, uint32_t ifindex)
{
	struct neigh_times key = { .family = (uint8_t)family, .ifindex = ifindex };
	const struct neigh_times *t = get(&x->times, &times_kind, &key);

	key.ifindex = 0;
	return t ? t : get(&x->times, &times_kind, &key);
}

int index_add_nexthop(struct index *x, const struct nexthop *nexthop)
{
	size_t number;

	return put(&x->nexthops, &nexthop_kind, nexthop, &number);
}

static int compare_order(const void *left, const void *right)
{
	const struct order *a = left, *b = right;

	return a->id < b->id ? -1 : a->id > b->id;
}

int index_sort_nexthops(struct index *x)
{
	free(x->order);
	x->order = calloc(x->nexthops.count ? x->nexthops.count : 1, sizeof(*x->order));
	if (!x->order)
		return -ENOMEM;
	for (size_t i = 0; i < x->nexthops.count; i++) {
		const struct nexthop *n = entry_at(&x->nexthops, &nexthop_kind, i);

		x->order[i] = (struct order){ n->id, (uint32_t)i };
	}
	qsort(x->order, x->nexthops.count, sizeof(*x->order), compare_order);
	return 0;
}

const struct nexthop *index_sorted_nexthop(const struct index *x, size_t number)
{
	if (number >= x->nexthops.count)
		return NULL;
	return entry_at(&x->nexthops, &nexthop_kind, x->order[number].entry);
}

const struct nexthop *index_nexthop(const struct index *x, uint32_t id, unsigned number)
{
	struct nexthop key = { .id = id, .number = (uint16_t)number };

	return get(&x->nexthops, &nexthop_kind, &key);
}

int index_want_name(struct index *x, const struct addr *addr, enum name_kind kind)
{
	struct name_query query = { .addr = *addr, .kind = (uint8_t)kind };
	size_t number;

	query.addr.scope = 0;
	return put(&x->queries, &query_kind, &query, &number);
}

size_t index_wanted(const struct index *x, const struct name_query **ret_queries)
{
	*ret_queries = x->queries.entries;
	return x->queries.count;
}

static int keep_text(struct index *x, const char *text, size_t size, uint32_t *ret_at)
{
	if (x->texts_room - x->texts_used < size) {
		size_t room = x->texts_room ? 2 * x->texts_room : 4096;
		char *texts = realloc(x->texts, room);

		if (!texts)
			return -ENOMEM;
		x->texts = texts;
		x->texts_room = room;
	}
	memcpy(x->texts + x->texts_used, text, size);
	*ret_at = (uint32_t)x->texts_used;
	x->texts_used += size;
	return 0;
}

static int name_room(struct index *x)
{
	struct name_entry *names;

	if (x->names_room >= x->queries.room)
		return 0;
	names = realloc(x->names, x->queries.room * sizeof(*names));
	if (!names)
		return -ENOMEM;
	for (size_t i = x->names_room; i < x->queries.room; i++)
		names[i] = (struct name_entry){ .text = UINT32_MAX };
	x->names = names;
	x->names_room = x->queries.room;
	return 0;
}

static size_t query_number(const struct index *x, const struct addr *addr, enum name_kind kind)
{
	struct name_query key = { .addr = *addr, .kind = (uint8_t)kind };
	const struct name_query *q = get(&x->queries, &query_kind, &key);

	return q ? (size_t)(q - (const struct name_query *)x->queries.entries) : SIZE_MAX;
}

int index_add_name(struct index *x, const struct name *name)
{
	size_t number = query_number(x, &name->query.addr, (enum name_kind)name->query.kind);
	int e;

	if (number == SIZE_MAX) /* nobody asked */
		return 0;
	e = name_room(x);
	if (e < 0)
		return e;
	x->answered++;
	if (!name->found || !name->size || x->names[number].text != UINT32_MAX)
		return 0;
	e = keep_text(x, name->text, name->size, &x->names[number].text);
	x->names[number].size = name->size;
	return e;
}

size_t index_names_answered(const struct index *x)
{
	return x->answered;
}

const char *index_name(const struct index *x, const struct addr *addr, enum name_kind kind,
		       size_t *ret_size)
{
	size_t number = query_number(x, addr, kind);

	if (number == SIZE_MAX || number >= x->names_room || x->names[number].text == UINT32_MAX)
		return NULL;
	*ret_size = x->names[number].size;
	return x->texts + x->names[number].text;
}

static struct detail detail_key(const struct index *x, const struct route *r)
{
	const struct index_iface *i = index_iface(x, r->ifindex);
	struct detail key;

	memset(&key, 0, sizeof(key));
	key.dst = r->dst;
	key.dst_bits = r->dst_bits;
	key.priority = r->priority;
	if (route_has(r, ROUTE_GATEWAY)) {
		key.gateway = r->gateway;
		key.gateway.scope = 0;
	}
	memcpy(key.device, r->device[0] || !i ? r->device : i->name, sizeof(key.device));
	return key;
}

int index_add_detail(struct index *x, const struct route *r)
{
	struct detail d = detail_key(x, r);
	size_t number;
	int e = 0;

	d.expires = route_has(r, ROUTE_EXPIRE);
	d.expire_ms = r->expire_ms;
	(void)route_metric(r, METRIC_MTU, &d.mtu);
	d.encap = r->encap;
	if (route_has(r, ROUTE_ENCAP_WORDS)) {
		d.words_size = (uint16_t)strnlen(r->words, sizeof(r->words) - 1);
		e = keep_text(x, r->words, d.words_size, &d.words);
	}
	if (e < 0 || !(d.expires || d.mtu || d.encap))
		return e;
	return put(&x->details, &detail_kind, &d, &number);
}

void index_detail(const struct index *x, struct route *r)
{
	const struct detail key = detail_key(x, r), *d;
	const struct index_iface *i = r->device[0] ? index_iface_named(x, r->device) : NULL;

	if (i)
		r->ifindex = i->index;
	d = get(&x->details, &detail_kind, &key);
	if (!d)
		return;
	if (d->expires) {
		r->has |= ROUTE_BIT(ROUTE_EXPIRE);
		r->expire_ms = d->expire_ms;
	}
	if (d->encap) {
		r->encap = d->encap;
		r->has |= ROUTE_BIT(ROUTE_ENCAP);
	}
	if (d->words_size) {
		memcpy(r->words, x->texts + d->words, d->words_size);
		r->words[d->words_size] = '\0';
		r->has |= ROUTE_BIT(ROUTE_ENCAP_WORDS);
	}
	if (d->mtu) {
		r->metric[METRIC_MTU] = d->mtu;
		r->metrics_has |= 1u << METRIC_MTU;
	}
}

/* The number of its table and 1; 0 where it is not said. */
static uint64_t table_key(const struct route *r)
{
	return route_has(r, ROUTE_TABLE) ? (uint64_t)r->table + 1 : 0;
}

static struct seen seen_key(const struct route *clone)
{
	return (struct seen){ .dst = clone->dst, .gateway = clone->gateway,
			      .table = table_key(clone), .ifindex = clone->ifindex,
			      .neighbour = clone->reason == REASON_NEIGHBOUR };
}

bool index_is_new_clone(struct index *x, const struct route *clone, uint32_t attempt)
{
	const struct seen key = seen_key(clone);
	struct seen *known;
	size_t slot;

	if (!x->seen.count)
		return true;
	slot = find_slot(&x->seen, &seen_kind, &key);
	if (!x->seen.slots[slot])
		return true;
	known = entry_at(&x->seen, &seen_kind, x->seen.slots[slot] - 1);
	if (known->attempt == attempt)
		return false;
	known->attempt = attempt;
	return true;
}

int index_add_clone(struct index *x, const struct route *clone)
{
	const struct seen seen = seen_key(clone);
	void *array = x->clones;
	struct clone_entry *c;
	size_t number;
	int e;

	if (get(&x->seen, &seen_kind, &seen))
		return 0;
	e = put(&x->seen, &seen_kind, &seen, &number);
	if (e == 0)
		e = array_room(&array, sizeof(*x->clones), x->clone_count, &x->clone_room);
	if (e < 0)
		return e;
	x->clones = array;
	c = &x->clones[x->clone_count++];
	memset(c, 0, sizeof(*c));
	c->dst = clone->dst;
	c->gateway = clone->gateway;
	if (clone->reason == REASON_NEIGHBOUR)
		c->ifindex = clone->ifindex;
	c->table = table_key(clone);
	x->clones_sorted = false;
	return 0;
}

static int compare_clones(const void *a, const void *b)
{
	const struct clone_entry *x = a, *y = b;
	int order = addr_compare(&x->dst, &y->dst);

	if (!order)
		order = (x->table > y->table) - (x->table < y->table);
	return order ? order : (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

static void sort_clones(struct index *x)
{
	if (!x->clones_sorted && x->clone_count)
		qsort(x->clones, x->clone_count, sizeof(*x->clones), compare_clones);
	x->clones_sorted = true;
}

/* The first clone that does not stand before `key`. */
static size_t lower_bound(const struct index *x, const struct clone_entry *key)
{
	size_t low = 0, high = x->clone_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_clones(&x->clones[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Longer beats shorter; among equals the lower metric, then the first that was listed. */
static bool is_better(const struct clone_entry *c, const struct route *r)
{
	return !c->found || r->dst_bits > c->parent_bits ||
	       (r->dst_bits == c->parent_bits && r->priority < c->metric);
}

/*
 * Clones are sorted, and those that a prefix holds stand together: a route costs one search, not a
 * walk over all clones.
 */
void index_match_parent(struct index *x, const struct route *route)
{
	struct clone_entry key = { .dst = route->dst };
	uint64_t table = table_key(route);

	if (!x->clone_count || route->cloned)
		return;
	sort_clones(x);
	for (size_t i = lower_bound(x, &key); i < x->clone_count; i++) {
		struct clone_entry *c = &x->clones[i];

		if (!addr_in_prefix(&c->dst, &route->dst, route->dst_bits))
			break;
		if (c->ifindex && c->ifindex != route->ifindex)
			continue;
		if (c->table && table && c->table != table)
			continue;
		if (c->found && route->hop && route->dst_bits == c->parent_bits &&
		    route->priority == c->metric)
			c->same_gateway |= addr_equal(&c->gateway, &route->gateway);
		if (!is_better(c, route))
			continue;
		c->same_gateway = addr_equal(&c->gateway, &route->gateway);
		c->found = true;
		c->parent = route->dst;
		c->parent_bits = route->dst_bits;
		c->metric = route->priority;
	}
}

int index_parent(struct index *x, struct route *clone)
{
	struct clone_entry key = { .dst = clone->dst, .table = table_key(clone) };
	size_t i;

	if (clone->reason == REASON_NEIGHBOUR)
		key.ifindex = clone->ifindex;
	sort_clones(x);
	i = lower_bound(x, &key);
	if (i == x->clone_count || compare_clones(&x->clones[i], &key) || !x->clones[i].found)
		return 0;
	clone->parent = x->clones[i].parent;
	clone->parent_bits = x->clones[i].parent_bits;
	clone->has |= ROUTE_BIT(ROUTE_PARENT);
	if (clone->family == FAMILY_INET6 && clone->reason != REASON_NEIGHBOUR &&
	    !x->clones[i].same_gateway) {
		clone->reason = REASON_REDIRECT;
		clone->flags |= RFLAG_BIT(RFLAG_DYNAMIC);
	}
	return 1;
}
