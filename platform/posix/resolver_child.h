/* SPDX-License-Identifier: ISC */
/*
 * resolver_child: the process that looks names up, as platform/posix/resolver.c starts it.
 *
 * A stream socket joins the two. What travels is fixed in the child's favour: it gets addresses and
 * numbers, nothing else, and what it says is believed only where it fits what was asked. Both are
 * the same program, so the host's byte order does.
 *
 *	query	 0 deadline i64 · 8 ask u32 · 12 index u32 · 16 kind u8 · 17 family u8 · 18 zero[6]
 *		24 address[16]
 *	answer	 0 ask u32 · 4 index u32 · 8 found u8 · 9 size u8 · 10 zero[2] · 12 the name
 *
 * `ask` numbers the questions, `index` the queries of one; a query with another `ask` than the one
 * before ends that question. `deadline` is of the monotonic clock: after it nobody waits for the
 * answer.
 */
#ifndef RC_PLATFORM_POSIX_RESOLVER_CHILD_H
#define RC_PLATFORM_POSIX_RESOLVER_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/question.h"

struct resolver_query {
	int64_t deadline_ms;
	uint32_t ask;
	uint32_t index;
	uint8_t kind;	/* enum name_kind */
	uint8_t family; /* enum family: INET or INET6; 0: name_number's */
	uint8_t zero[6];
	uint8_t address[16];
};

struct resolver_answer {
	uint32_t ask;
	uint32_t index;
	uint8_t found;
	uint8_t size;
	uint8_t zero[2];
	char text[NAME_MAX_SIZE];
};

_Static_assert(sizeof(struct resolver_query) == 40, "a query has no holes");
enum { RESOLVER_ANSWER_HEAD = offsetof(struct resolver_answer, text) };
_Static_assert(RESOLVER_ANSWER_HEAD == 12, "the head of an answer has no holes");

/*
 * Called right after the fork: close all but `fd`, take queries from it and send answers, in any
 * order, until the other side is closed. Then end at once, whatever hangs.
 */
_Noreturn void resolver_child(int fd);

#endif
