/* SPDX-License-Identifier: ISC */
#include "lib/model/ifrows.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/model/index.h"

/* Room for one more in an array, or the reason why not. */
static int make_room(void **array, size_t *room, size_t count, size_t size)
{
	size_t bigger = *room ? 2 * *room : 16;
	void *grown;

	if (count < *room)
		return 0;
	if (count >= INDEX_LIMIT)
		return -E2BIG;
	grown = realloc(*array, bigger * size);
	if (!grown)
		return -ENOMEM;
	*array = grown;
	*room = bigger;
	return 0;
}

int ifrows_add_iface(struct ifrows *r, size_t *count, const struct iface *iface)
{
	void *array = r->ifaces;
	int e = make_room(&array, &r->iface_room, *count, sizeof(*iface));

	r->ifaces = array;
	if (e == 0)
		r->ifaces[(*count)++] = *iface;
	return e;
}

int ifrows_add_addr(struct ifrows *r, size_t *count, const struct ifaddr *addr)
{
	void *array = r->addrs;
	int e = make_room(&array, &r->addr_room, *count, sizeof(*r->addrs));

	r->addrs = array;
	if (e == 0) {
		r->addrs[*count] = (struct ifrow_addr){ *addr, *count };
		(*count)++;
	}
	return e;
}

static int compare(const void *left, const void *right)
{
	const struct ifrow_addr *a = left, *b = right;

	if (a->addr.ifindex != b->addr.ifindex)
		return a->addr.ifindex < b->addr.ifindex ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

void ifrows_sort(struct ifrows *r, size_t count)
{
	if (count)
		qsort(r->addrs, count, sizeof(*r->addrs), compare);
}

const struct ifrow_addr *ifrows_addrs(const struct ifrows *r, size_t count, uint32_t ifindex,
				      size_t *ret_count)
{
	size_t low = 0, high = count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->addrs[middle].addr.ifindex < ifindex)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < count && r->addrs[end].addr.ifindex == ifindex; end++)
		;
	*ret_count = end - low;
	return count ? r->addrs + low : NULL;
}

void ifrows_free(struct ifrows *r)
{
	free(r->ifaces);
	free(r->addrs);
}
