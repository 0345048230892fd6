# SPDX-License-Identifier: ISC
"""lab: a small internet in which h1 really learns redirects and path MTUs, IPv4 and IPv6.

    h1 10.66.0.10 --+
    r1 10.66.0.1  --+-- bridge br0 (lan)      r2 -- a link of MTU 1280 -- h2 10.66.9.2 to .9, fd66:9::2 to ::9
    r2 10.66.0.2  --+

h1's default router is r1, which reaches 10.66.9.0/24 through r2 on the same network: so r1 sends redirects, and r2
answers what is too big for its far link with "fragmentation needed" or "packet too big".

What a kernel wants for this to work (Linux 6.18): redirects are accepted where `all` and the interface say so, and
from a router that is no gateway of h1's only with secure_redirects off; an IPv6 redirect is sent and taken only when
both next hops are link-local addresses; and an unconnected IPv6 UDP socket honours one only when bound to its device.
Every address is set by hand and without duplicate address detection: nothing is waited for but the exceptions.
"""
import contextlib
import socket

import netns

H1_LL, R1_LL, R2_LL = "fe80::10", "fe80::1", "fe80::2"
R1, R2 = "10.66.0.1", "10.66.0.2"
FAR_MTU = 1280

# What h1 has learnt when Lab.learn() is done: destination, gateway, path MTU, whether redirected.
REDIRECTED = "10.66.9.3"        # by redirect alone
BOTH = "10.66.9.2"              # by redirect, then by path MTU
PATH_MTU = "10.66.9.4"          # its route leads to r2 already: path MTU alone
REDIRECTED6, BOTH6, PATH_MTU6 = "fd66:9::3", "fd66:9::2", "fd66:9::4"

IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, PMTUDISC_DO = 10, 23, 2


class Lab:
    """The open lab: namespaces h1, r1, r2, h2, lan."""

    def __init__(self, h1, r1, r2, h2, lan):
        self.h1, self.r1, self.r2, self.h2, self.lan = h1, r1, r2, h2, lan

    def send(self, destination, size):
        """One UDP datagram from h1 that must not be fragmented; what the network answers is not asked."""
        six = ":" in destination
        with self.h1.entered(), socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            if six:
                probe.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO)
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0\0")
            else:
                probe.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO)
            try:
                probe.sendto(bytes(size), (destination, 9))
            except OSError as error:
                if not netns.unreachable(error):
                    raise

    def exceptions(self, six=False):
        """`ip -s -d -j route show cache` in h1: what the kernel holds, by destination."""
        rows = self.h1.ip_json("-s", "-d", *(["-6"] if six else []), "route", "show", "cache")
        return {row["dst"]: row for row in rows}

    def teach(self, destination, size, learnt, what):
        """Send until h1 has an exception for the destination that satisfies learnt(row)."""
        six = ":" in destination

        def asked():
            self.send(destination, size)
            row = self.exceptions(six).get(destination)
            return row and learnt(row)

        netns.wait(asked, f"{what} for {destination}", pause=0.02)

    def learn(self):
        """All six exceptions. A kernel that makes none of a sort fails here, with its name."""
        def redirected(row):
            return row.get("gateway") in (R2, R2_LL)

        def shortened(row):
            return metric(row, "mtu") == FAR_MTU

        for destination in (REDIRECTED, BOTH, REDIRECTED6, BOTH6):
            self.teach(destination, 100, redirected, "a redirect")
        for destination in (BOTH, PATH_MTU, BOTH6, PATH_MTU6):
            self.teach(destination, 1400, shortened, "a path MTU")


def metric(row, name):
    """A metric of a row of iproute2's JSON, or None."""
    for metrics in row.get("metrics", ()):
        if name in metrics:
            return metrics[name]
    return row.get(name)


@contextlib.contextmanager
def opened(learn=True):
    """The lab, built and (unless learn=False) taught; ended when the with block is."""
    netns.need_ipv6()
    with contextlib.ExitStack() as stack:
        h1, r1, r2, h2, lan = (stack.enter_context(netns.Namespace()) for _ in range(5))
        lab = Lab(h1, r1, r2, h2, lan)
        _build(lab)
        if learn:
            lab.learn()
        yield lab


def _build(lab):
    h1, r1, r2, h2, lan = lab.h1, lab.r1, lab.r2, lab.h2, lab.lan
    for ns in (h1, r1, r2, h2, lan):
        ns.sysctl(ipv6__conf__default__addr_gen_mode=1, ipv6__conf__default__accept_ra=0, ipv6__conf__default__accept_dad=0,
                  ipv6__conf__default__router_solicitations=0)
    for ns in (r1, r2):
        ns.sysctl(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1, ipv6__conf__default__forwarding=1,
                  ipv4__conf__all__send_redirects=1, ipv4__conf__default__send_redirects=1)
    h1.sysctl(ipv4__conf__all__accept_redirects=1, ipv4__conf__default__accept_redirects=1,
              ipv4__conf__all__secure_redirects=0, ipv4__conf__default__secure_redirects=0,
              ipv6__conf__all__accept_redirects=1, ipv6__conf__default__accept_redirects=1)
    lan.ip("link add br0 type bridge mcast_snooping 0 forward_delay 0", "link set br0 up",
           *[f"link add v{name} type veth peer name eth0 netns {ns.pid}" for name, ns in (("h1", h1), ("r1", r1), ("r2", r2))],
           *[f"link set v{name} master br0 up" for name in ("h1", "r1", "r2")])
    r2.ip(f"link add eth1 type veth peer name eth0 netns {h2.pid}", f"link set eth1 mtu {FAR_MTU} up", "link set lo up",
          "link set eth0 up", f"addr add {R2}/24 dev eth0", "addr add fd66::2/64 dev eth0 nodad", f"addr add {R2_LL}/64 dev eth0 nodad",
          "addr add 10.66.9.1/24 dev eth1", "addr add fd66:9::1/64 dev eth1 nodad", "addr add fe80::2:1/64 dev eth1 nodad")
    r1.ip("link set lo up", "link set eth0 up", f"addr add {R1}/24 dev eth0", "addr add fd66::1/64 dev eth0 nodad",
          f"addr add {R1_LL}/64 dev eth0 nodad", f"route add 10.66.9.0/24 via {R2}", f"route add fd66:9::/64 via {R2_LL} dev eth0")
    h2.ip("link set lo up", f"link set eth0 mtu {FAR_MTU} up",
          *[f"addr add 10.66.9.{n}/24 dev eth0" for n in range(2, 10)],
          *[f"addr add fd66:9::{n}/64 dev eth0 nodad" for n in range(2, 10)],
          "addr add fe80::9/64 dev eth0 nodad", "route add default via 10.66.9.1", "route add default via fd66:9::1")
    h1.ip("link set lo up", "link set eth0 up", "addr add 10.66.0.10/24 dev eth0", "addr add fd66::10/64 dev eth0 nodad",
          f"addr add {H1_LL}/64 dev eth0 nodad", f"route add default via {R1}", f"route add default via {R1_LL} dev eth0",
          f"route add {PATH_MTU}/31 via {R2}", f"route add {PATH_MTU6}/127 via {R2_LL} dev eth0")
