/* SPDX-License-Identifier: ISC */
/*
 * counters_linux: Linux' counters under the names that BSD kernels have for what they count. What Linux
 * does not count, or counts as something else, has none. "udp" is both families', as FreeBSD and OpenBSD
 * count it.
 */
#ifndef RC_MODEL_COUNTERS_LINUX_H
#define RC_MODEL_COUNTERS_LINUX_H

#include "lib/model/counters.h"

/* Add them behind those that are there. 0 or -ENOMEM. */
int counters_linux_as_bsd(struct counters *counters);

#endif
