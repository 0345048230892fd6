/* SPDX-License-Identifier: ISC */
/*
 * change_select: which routes `flush` and `save` speak of. Words and long options say the same:
 *
 *	[dev IF] [via GATEWAY] [proto NAME] [type NAME] [table N|NAME|all] [[to] [longer|exact|match] PREFIX]
 */
#ifndef RC_CMD_CHANGE_SELECT_H
#define RC_CMD_CHANGE_SELECT_H

#include "cmd/filter.h"
#include "cmd/request.h"

struct change_select {
	struct filter filter;
	uint32_t table;		/* 0: all */
	bool by_table;		/* one was named, or all */
	const char *table_word; /* as typed; NULL: none */
	bool cache;		/* cloned routes in place of the table */
	bool any;		/* something was said */
	const char *word;	/* one that stands alone: a file's name; NULL: none */
	enum family families[2];
	unsigned family_count;
};

/*
 * From the request's words behind the first. `bare`: a word that stands alone is handed out, else it is a
 * prefix. -EINVAL, -ENOENT with the reason.
 */
int change_select_read(const struct request *request, bool bare, struct change_select *ret_select,
		       struct err *err);

#endif
