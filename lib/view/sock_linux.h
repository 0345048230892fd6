/* SPDX-License-Identifier: ISC */
/* sock_linux: sockets as net-tools 2.10's netstat prints them. Records are struct sock. */
#ifndef RC_VIEW_SOCK_LINUX_H
#define RC_VIEW_SOCK_LINUX_H

#include "lib/view/view.h"

/* "Active Internet connections", "Active UNIX domain sockets", and what net-tools does not list */
extern const struct view sock_linux_inet, sock_linux_unix, sock_linux_other;

#endif
