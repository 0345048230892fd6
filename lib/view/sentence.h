/* SPDX-License-Identifier: ISC */
/*
 * sentence: a count in words. In a template '#' is the number and "{one|many}" what grammar makes of
 * it: "# entr{y|ies}" is "1 entry" and "0 entries".
 */
#ifndef RC_VIEW_SENTENCE_H
#define RC_VIEW_SENTENCE_H

#include "lib/base/out.h"

void sentence_write(struct out *out, const char *template, uint64_t value);

#endif
