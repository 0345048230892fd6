#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Encapsulations of routes in words, beside `ip route show`: of what this kernel has, the others are left out."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

# No options of tunnels among them: of geneve_opts Linux 6.18 (with FORTIFY_SOURCE) dies in ip_tun_parse_opts with its lock of all
# network settings held, and the machine must be started anew. tests/unit/test_netlink_lwt.c has them.
INET = ("encap ip id 5 dst 10.1.0.9 ttl 64 tos 3 csum seq key via 10.1.0.2", "encap ip id 6 src 10.1.0.1 dst 10.1.0.9 via 10.1.0.2",
        "encap ip6 id 5 dst fd01::9 hoplimit 64 via 10.1.0.2", "encap ip6 id 9 src fd01::1 dst fd01::9 tc 7 seq via 10.1.0.2",
        "encap ip id 8 dst 10.1.0.9 tos 1 csum via 10.1.0.2",
        "encap mpls 100/200 ttl 9 via 10.1.0.2", "encap seg6 mode encap segs fd01::5 via 10.1.0.2", "encap xfrm if_id 5 dev eth0")
INET6 = ("encap seg6 mode encap segs fd01::5,fd01::6 dev eth0", "encap seg6 mode inline segs fd01::5 dev eth0",
         "encap seg6 mode l2encap segs fd01::5 dev eth0", "encap seg6 mode encap.red segs fd01::5,fd01::6 dev eth0",
         "encap seg6local action End dev eth0", "encap seg6local action End.X nh6 fd01::5 dev eth0", "encap seg6local action End.T table 100 dev eth0",
         "encap seg6local action End.DX4 nh4 10.1.0.5 dev eth0", "encap seg6local action End.DX6 nh6 fd01::7 dev eth0",
         "encap seg6local action End.B6 srh segs fd01::5,fd01::6 dev eth0", "encap seg6local action End.B6.Encaps srh segs fd01::5 dev eth0",
         "encap seg6local action End flavors next-csid lblen 32 nflen 16 dev eth0", "encap seg6local action End flavors psp,usd dev eth0",
         "encap ip6 id 3 dst fd01::9 via fd01::2", "encap ip id 3 dst 10.1.0.9 via fd01::2", "encap mpls 16 via fd01::2",
         "encap rpl segs fd01::7 dev eth0", "encap ioam6 mode inline trace prealloc type 0x800000 ns 1 size 12 dev eth0",
         "encap ila 1:2:3:4 csum-mode adj-transport via fd01::2")


def fill(ns):
    """Each route that this kernel takes, by its destination."""
    states.two_devices(ns)
    ns.ip("addr add fd01::1/64 dev eth0 nodad")
    made = []
    for number, words in enumerate(INET):
        line = f"route add 10.{50 + number}.0.0/16 {words}"
        made += [] if ns.ip(line, may_fail=True) else [f"10.{50 + number}.0.0"]
    for number, words in enumerate(INET6):
        line = f"-6 route add fd{50 + number}::/64 {words}"
        made += [] if ns.ip(line, may_fail=True) else [f"fd{50 + number}::"]
    if not made:
        raise tap.Skip("this kernel has no encapsulations")
    return made


def of_ip(ns, *words):
    """{destination: [the words behind encap, for each next hop]} of `ip route show`."""
    found, at = {}, None
    for line in ns.run(["ip", *words, "route", "show", "table", "main"]).ok().lines():
        if not line.startswith("\t"):
            at = line.split()[0].split("/")[0]
        match = re.search(r"encap (.*?) (?:via|dev) ", line + " ")
        if match:
            found.setdefault(at, []).append(match.group(1).split())
    return found


def of_ours(ns, line):
    found = {}
    for row in oracle.run_ours(ns, line).ok().lines():
        match = re.search(r"  encap (.*)$", row)
        if match:
            found.setdefault(row.split()[0].split("/")[0], []).append(match.group(1).split())
    return found


def of_json(ns, line):
    found = {}
    for row in oracle.run_ours(ns, line + " --json").ok().json()["routes"]:
        for hop in row.get("nexthops", [row]):
            if "encapsulation" in hop:
                words = [hop["encapsulation"], *hop.get("encapsulation_words", "").split()]
                found.setdefault(row["destination"].split("/")[0], []).append(words)
    return found


def test_words():
    with netns.Namespace() as ns:
        made = fill(ns)
        tap.note("this kernel has " + ", ".join(made))
        for line, words in (("netstat -rnW", ()), ("netstat -6rnW", ("-6",)), ("route -nW", ()), ("netstat -rnW --table main", ())):
            with tap.case(line):
                theirs = of_ip(ns, *words)
                tap.equal(of_ours(ns, line), theirs, "the words", "ours", "ip route")
                tap.true(theirs or not any((":" in one) == bool(words) for one in made), "ip route show has none", *made)
        with tap.case("JSON"):
            tap.equal(of_json(ns, "netstat -rn"), {**of_ip(ns), **of_ip(ns, "-6")}, "the words", "ours", "ip route")
        with tap.case("not where net-tools' own text is asked for"):
            tap.true(not any(of_ours(ns, line) for line in ("netstat -rn", "netstat -rnee", "route -n", "route -6n")), "words among the columns")
        oracle.compare_all(ns, "encapsulations", ("netstat -rn", "netstat -rnee", "route -6n"))


def test_next_hops():
    """Of several next hops each has its own; of an object it is the object's, spelled out or not."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        errors = ns.ip("route add 10.55.0.0/16 nexthop encap ip id 7 dst 10.1.0.9 via 10.1.0.3 nexthop via 10.1.0.4 nexthop encap ip id 8 dst 10.1.0.9 dev eth0",
                       "nexthop add id 5 encap ip id 9 dst 10.1.0.77 dev eth0 via 10.1.0.5", "nexthop add id 6 via 10.1.0.6 dev eth0",
                       "nexthop add id 7 group 5/6", "route add 10.56.0.0/16 nhid 5", "route add 10.57.0.0/16 nhid 7", may_fail=True)
        if errors:
            raise tap.Skip(f"this kernel cannot: {errors[0]}")
        spelled = of_ip(ns)
        tap.equal({name: len(words) for name, words in spelled.items()}, {"10.55.0.0": 2, "10.56.0.0": 1, "10.57.0.0": 1}, "what ip shows")
        for mode in ("1", "0"):
            ns.sysctl(ipv4__nexthop_compat_mode=mode)
            with tap.case(f"compat mode {mode}"):
                tap.equal(of_ours(ns, "netstat -rnW"), spelled, "the words", "ours", "ip route")
                tap.equal(of_json(ns, "route -4"), spelled, "JSON", "ours", "ip route")


def test_mpls():
    """A table of its own, which may be empty or not there."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for line in ("netstat -rn -A mpls", "netstat -r --protocol=mpls", "route -n -A mpls", "netstat -rn -A mpls --dialect linux-1.60"):
            with tap.case(line):
                rows = oracle.run_ours(ns, line).ok().lines()
                tap.equal((rows[0], rows[1].split()), ("Kernel MPLS routing table", ["Label", "New", "labels", "Gateway", "Flags", "Iface"]), "head")
        with tap.case("routes with labels"):
            if not os.path.exists("/proc/sys/net/mpls"):
                raise tap.Skip("this kernel has no MPLS")
            ns.sysctl(mpls__platform_labels=1000)
            ns.ip_words("-f", "mpls", "route", "add", "100", "as", "200/300", "via", "inet", "10.1.0.2")
            ns.ip_words("-f", "mpls", "route", "add", "101", "via", "inet", "10.1.0.3")
            tap.equal([row.split() for row in oracle.run_ours(ns, "netstat -rn -A mpls").ok().lines()[2:]],
                      [["100", "200/300", "10.1.0.2", "UG", "eth0"], ["101", "-", "10.1.0.3", "UG", "eth0"]], "rows")


if __name__ == "__main__":
    tap.main(globals())
