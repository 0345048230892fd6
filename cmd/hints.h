/* SPDX-License-Identifier: ISC */
/* hints: what a letter means in the other dialects, for those who typed it here. */
#ifndef RC_CMD_HINTS_H
#define RC_CMD_HINTS_H

#include "lib/base/err.h"

/* Always -EINVAL: "-f: no such option in the linux dialect; in freebsd it takes a family". */
int hint_letter(const char *tool, const char *dialect, char letter, struct err *err);

#endif
