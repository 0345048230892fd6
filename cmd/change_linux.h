/* SPDX-License-Identifier: ISC */
/*
 * change_linux: the command lines of net-tools' route and arp (2.10; route(8), arp(8)), and the words of
 * iproute2 for what those two never had. route(8) has the grammar in full.
 */
#ifndef RC_CMD_CHANGE_LINUX_H
#define RC_CMD_CHANGE_LINUX_H

#include "cmd/change.h"

extern const struct change_style change_linux;

/* change_arp.c: a command of arp, and a line of the file of arp -f */
change_grammar change_arp_linux, change_ethers_linux;

#endif
