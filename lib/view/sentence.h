/* SPDX-License-Identifier: ISC */
/*
 * sentence: counts in words. In a template '#' is the next number and "{one|many}" what grammar makes of
 * it: "# entr{y|ies}" is "1 entry" and "0 entries" (in macOS "0 entry"), "# packet{|s} (# byte{|s})" has
 * two of them.
 */
#ifndef RC_VIEW_SENTENCE_H
#define RC_VIEW_SENTENCE_H

#include "lib/base/out.h"

/* `values`: as many as there are '#' in the template, and one at least. */
void sentence_write(struct out *out, const char *template, const uint64_t *values, bool none_is_one);

#endif
