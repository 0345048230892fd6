/* SPDX-License-Identifier: ISC */
/* No code: what we read and ask by is what this system's headers say. */
#include <sys/types.h>
#include <sys/param.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <net/if.h>
#include <net/if_dl.h>
#include <net/route.h>
#include <net/route/nhop.h>
#include <netinet/in.h>

#include "platform/rtsock/check_wire.h"

#include "platform/freebsd/wire.def"
