/* SPDX-License-Identifier: ISC */
/* No code: what we read and ask by is what this system's headers say. */
#include <sys/types.h>
#include <sys/param.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <net/if.h>
#include <net/if_dl.h>
#include <net/route.h>
#include <netinet/in.h>
#include <netinet/in_systm.h>
#include <netinet/ip.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <netinet/icmp_var.h>
#include <netinet/igmp_var.h>
#include <netinet/ip_var.h>
#include <netinet/tcp.h>
#include <netinet/tcp_timer.h>
#include <netinet/tcp_var.h>
#include <netinet/udp.h>
#include <netinet/udp_var.h>
#include <netinet/ip_ah.h>
#include <netinet/ip_carp.h>
#include <netinet/ip_divert.h>
#include <netinet/ip_esp.h>
#include <netinet/ip_ether.h>
#include <netinet/ip_ipcomp.h>
#include <netinet/ip_ipip.h>
#include <netinet6/raw_ip6.h>

#include "platform/rtsock/check_wire.h"

#include "platform/openbsd/wire.def"
