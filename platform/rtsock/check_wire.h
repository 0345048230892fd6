/* SPDX-License-Identifier: ISC */
/*
 * check_wire: the rows of a system's wire.def as assertions about the headers of that system. Included by
 * platform/<os>/check_wire.c behind those headers and before the rows.
 */
#ifndef RC_PLATFORM_RTSOCK_CHECK_WIRE_H
#define RC_PLATFORM_RTSOCK_CHECK_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct check_wire {
	char before;
	uint64_t number;
};

#define W __SIZEOF_LONG__
#define A offsetof(struct check_wire, number)

#define SAME(theirs, ours) \
	_Static_assert((long long)(theirs) == (long long)(ours), #theirs " is not " #ours);
#define PLACE(structure, member, at, size) \
	SAME(offsetof(structure, member), at) \
	SAME(sizeof(((structure *)0)->member), size)

#define SYSTEM(ours, theirs, value) SAME(theirs, value)
#define LAYOUT(ours, theirs, value) SAME(theirs, value)
#define OPERATION(number, theirs) SAME(theirs, number)
#define NUMBER(number, theirs) SAME(theirs, number)
#define NAME(name, family, a, protocol, b, variable, c) \
	SAME(family, a) \
	SAME(protocol, b) \
	SAME(variable, c)
#define SHORT_NAME(name, family, a, variable, c) \
	SAME(family, a) \
	SAME(variable, c)

#define HEAD(head, type, structure, size) SAME(sizeof(structure), size)
#define HEAD_PART(head, type, structure, size)
#define LIST_OF(head, structure, size) SAME(sizeof(structure), size)
#define FIELD(head, field, structure, member, at, size) PLACE(structure, member, at, size)
#define METRIC(head, metric, structure, member, at, size) PLACE(structure, member, at, size)
#define DATA(head, structure, member, data, at, size) PLACE(structure, member, at, size)
#define DATA_PART(head, structure, member, data, at, size) SAME(offsetof(structure, member), at)
#define DATA_FIELD(head, field, data, member, at, size) PLACE(data, member, at, size)
#define END(head)

#define KIND(number, kind, theirs) SAME(theirs, number)
#define OLD_KIND(number, kind)
#define FLAG(bit, flag, theirs) SAME((unsigned)(theirs), 1u << (bit))
#define OLD_FLAG(bit, flag)
#define IFACE_FLAG(bit, flag, theirs) SAME(theirs, 1u << (bit))
#define LINK_STATE(number, operational, theirs) SAME(theirs, number)
#define ADDRESS(number, ours, theirs) SAME(theirs, number)

#endif
