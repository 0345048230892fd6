#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""route and arp that change something: beside net-tools in a twin namespace, and against what `ip` says of the kernel."""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

MAC = "02:00:00:00:00:01"
ETC = {"hosts": "127.0.0.1 localhost\n10.9.0.9 onehost\nfd09::9 sixhost\n", "networks": "tennet 10.0.0.0\n"}


def build(ns):
    """eth0 10.9.0.1/24, fd09::1/64, with the same link address in every namespace; eth1 without any."""
    ns.sysctl(ipv6__conf__all__accept_dad=0, ipv6__conf__default__accept_dad=0)
    ns.ip("link set lo up", f"link add eth0 address {MAC} type veth peer name eth1",
          "link set eth1 address 02:00:00:00:00:02", "link set eth0 up", "link set eth1 up", "addr add 10.9.0.1/24 dev eth0",
          "addr add 10.8.0.1/24 dev eth1 label eth1:x", "-6 addr add fd09::1/64 dev eth0 nodad")


class Twins:
    """Two namespaces in the same state: net-tools' and ours."""

    def __enter__(self):
        self.spaces = [netns.Namespace(etc=ETC), netns.Namespace(etc=ETC)]
        for ns in self.spaces:
            ns.__enter__()
            build(ns)
        return self.spaces

    def __exit__(self, *exception):
        for ns in self.spaces:
            ns.__exit__(*exception)


def routes(ns):
    """Every route by ip; without what net-tools' ioctl turns on by accident: RTF_HOST of IPv6 has the bit of RTNH_F_ONLINK."""
    found = []
    for family in ("-4", "-6"):
        for route in ns.ip_json(family, "-d", "route", "show", "table", "all"):
            if family == "-6" and "/" not in route.get("dst", ""):
                route["flags"] = [flag for flag in route.get("flags", []) if flag != "onlink"]
            found.append(json.dumps(route, sort_keys=True))
    return found


def neighbours(ns):
    """Neighbours that somebody entered, without their ages; and proxies."""
    found = []
    for family in ("-4", "-6"):
        for words in (["neigh", "show", "nud", "all"], ["neigh", "show", "proxy"]):
            for entry in ns.ip_json(family, *words):
                if entry.get("state", ["PERMANENT"])[0] not in ("NOARP", "FAILED", "INCOMPLETE"):
                    found.append(json.dumps(entry, sort_keys=True))
    return sorted(found)


def compare(spaces, lines, state):
    """Both do the same, in order; after each the exit statuses and the states are equal."""
    for line in lines:
        with tap.case(line):
            other = oracle.run_theirs(spaces[0], line)
            mine = oracle.run_ours(spaces[1], line)
            tap.true(not oracle.crashed(mine), "ours crashed", *tap.printable_lines(mine.stderr))
            tap.equal(mine.status, other.status, "exit status of " + line + ": " + mine.stderr.decode("utf-8", "replace"))
            tap.equal(bool(mine.stderr), mine.status != 0, "something was told")
            if b": " in other.stderr and other.status == 7 and b"SIOC" in other.stderr:     # the kernel's words are ours, too
                words = other.stderr.rsplit(b": ", 1)[1].strip()
                same = words in mine.stderr or words == b"Invalid argument"
                tap.true(same, f"{words} is not told", *tap.printable_lines(mine.stderr))
            tap.equal("\n".join(state(spaces[1])), "\n".join(state(spaces[0])), "state after " + line, "ours", "theirs")


ROUTES = """\
route add 10.1.2.3 dev eth0
route add 10.1.2.3 dev eth0
route add -host 10.1.2.4 gw 10.9.0.7
route add -host onehost gw 10.9.0.7
route add -net tennet netmask 255.0.0.0 gw 10.9.0.7
route add -net 10.2 gw 10.9.0.7
route add -net 10.2.0.0 netmask 255.255.0.0 gw 10.9.0.7 metric 5 mss 1400 window 4096 irtt 300
route add -net 10.3.0.0/16 gw 10.9.0.7 netmask 255.255.0.0
route add -net 10.3.0.1/16 gw 10.9.0.7
route add -net 10.3.0.0/33 gw 10.9.0.7
route add -net 10.3.0.0/x gw 10.9.0.7
route add -net 10.3.0.0 netmask 255.0.255.0 gw 10.9.0.7
route add -net 10.3.0.0/16 gw 10.99.0.7
route add -net 10.3.0.0/16 gw default
route add -net 10.3.0.0/16 gw nohost.invalid
route add default gw 10.9.0.7
route add default gw 10.9.0.8
route add default gw 10.9.0.8
route add -net default gw 10.9.0.9 metric 3
route add -net 10.4.0.0/16 reject
route add -host 10.4.0.1 reject eth0
route add -net 10.5.0.0/16 dev nodev
route add -net 10.5.0.0/16 nodev
route add -net 10.5.0.0/16 eth0 x
route add -net 10.5.0.0/16 eth0
route add -net 10.5.0.0/16
route add -net 10.6.0.0/16 mss 10 eth0
route add -net 10.6.0.0/16 window 10 eth0
route add -net 10.6.0.0/16 metric x eth0
route add -net 10.6.0.0/16 metric eth0
route add -net 10.6.1.0/24 mod dyn reinstate eth0
route add -net 10.7.0.0/16 dev eth1:x
route add -net 10.7.1.0/24 dev eth1:y
route add -net 10.30.0.0/16 gw 10.9.0.1
route add -net 10.31.0.0/16 gw 10.9.0.1 dev eth0
route add -net 10.32.0.0/16 gw 127.0.0.1
route add -net 10.33.0.0/16 mtu 1400 eth0
route add -net 10.34.0.0/16 gw 10.9.0.5 eth1
route add -host 10.35.0.0/16 eth0
route add 10.35.0.0/16 eth0
route add -net 10.36.0.2 netmask 255.255.255.255 eth0
route add -net 10.37.0.0/16 window 70000 eth0
route add -net 0x0a290000/16 eth0
route add -host default eth0
route add -net 224.0.0.0/4 eth0
route add -net 10.43.0.0/16 dev
route add -net 10.43.0.0/16 dev eth0 dev eth0
route add -net 10.43.0.0/16 gw 10.9.0.2 gw 10.9.0.3
route add -net
route foo
route del 10.7.7.7
route del -net 10.33.0.0/16 mss 1300
route del -net 10.33.0.0/16 mss 1400
route del -net 10.5.0.0/16
route del -net 10.4.0.0/16
route del -net 10.4.0.0/16 reject
route delete -net 10.2.0.0 netmask 255.255.0.0
route del default
route del default gw 10.9.0.8
route del -net 10.6.1.0/24 dev nodev
route del -net 10.6.1.0/24 metric 3
route -n add -net 10.20.0.0/16 eth0
route add -net 10.21.0.0/16 -n eth0""".splitlines()

ROUTES6 = """\
route -6 add fd11::/64 gw fd09::5
route -6 add fd11::/64 gw fd09::5
route -6 add fd11::/64 gw fd09::6
route -A inet6 add fd12::/64 dev eth0
route --inet6 add fd13::5 dev eth0
route -6 add fd14::/64 metric 50 eth0
route -6 add fd14::/64 gw zz..zz
route -6 add default gw fd09::5
route -6 add default gw sixhost
route -6 add fd15::/129 eth0
route -6 add fd15::/64 nodev
route -6 add fd16::/64 gw fe80::1
route -6 add fd16::/64 gw fe80::1 dev eth0
route -6 add fd17::/64 gw fd77::1
route -6 add fd18::/64 netmask eth0
route -6 add
route -6 del fd14::/64
route -6 del fd14::/64 metric 50
route -6 del fd11::/64 gw fd09::5
route -6 del fd99::/64""".splitlines()

NEIGHBOURS = f"""\
arp -s
arp -s 10.9.0.30
arp -s 10.9.0.30 zz
arp -s 10.9.0.30 02:00:00:00:00:30
arp -s 10.9.0.30 2:0:0:0:0:31
arp -s 10.9.0.31 02:00:00:00:00:31 temp
arp -s 10.9.0.32 02:00:00:00:00:32 pub
arp -s 10.9.0.33 02:00:00:00:00:33 pub dev eth0
arp -s 10.9.0.34 {MAC} pub
arp -Ds 10.9.0.35 eth0 pub
arp -Ds 10.9.0.36 eth0
arp -Ds 10.9.0.36 nodev
arp -s 10.9.0.37 02:00:00:00:00:37 dev nodev
arp -s 10.9.0.37 02:00:00:00:00:37 dev
arp -s 10.9.0.37 02:00:00:00:00:37 foo
arp -s 10.9.0.38 02:00:00:00:00:38 dev eth1
arp -i eth1 -s 10.9.0.39 02:00:00:00:00:39
arp -s 10.77.0.1 02:00:00:00:00:39
arp -s 127.0.0.5 02:00:00:00:00:39
arp -s 10.9.0.40 02:00:00:00:00:40 netmask 255.255.255.0
arp -s 10.9.0.40 02:00:00:00:00:40 netmask 255.255.255.255
arp -s 10.9.0.45 02:00:00:00:00:45 netmask 255.255.255.0 pub
arp -s 10.9.0.46 02:00:00:00:00:45 dontpub
arp -s 10.9.0.47 02:00:00:00:00:47 trail auto
arp -s onehost 02:00:00:00:00:09
arp -s nohost.invalid 02:00:00:00:00:45
arp -s 10.9.0.48 02-00-00-00-00-11
arp -d
arp -d 10.9.0.30
arp -d 10.9.0.30
arp -d 10.9.0.34 pub dev eth0
arp -d 10.9.0.35 pub dev eth0
arp -d 10.9.0.31 pub
arp -d 10.9.0.31 priv
arp -d 10.9.0.38 dev eth1
arp -i eth1 -d 10.9.0.39
arp -d 10.9.0.99
arp -a -d 10.9.0.99
arp -H foo -s 10.9.0.50 02:00:00:00:00:50
arp -D -s 10.9.0.51 eth0 temp""".splitlines()


def test_routes_beside_net_tools():
    with Twins() as spaces:
        compare(spaces, ROUTES, routes)


def test_inet6_routes_beside_net_tools():
    netns.need_ipv6()
    with Twins() as spaces:
        compare(spaces, ROUTES6, routes)


def test_neighbours_beside_net_tools():
    with Twins() as spaces:
        compare(spaces, NEIGHBOURS, neighbours)


# What we say, and what ip would have said to get the same.
LIKE_IP = (
    ("append -net 10.50.0.0/16 via 10.9.0.5 table 7 proto static src 10.9.0.1",
     "route append 10.50.0.0/16 via 10.9.0.5 table 7 proto static src 10.9.0.1"),
    ("add blackhole -net 10.51.0.0/16 metric 9", "route add blackhole 10.51.0.0/16 metric 9 proto boot"),
    ("add -net 10.51.0.0/16 prohibit table 7", "route add prohibit 10.51.0.0/16 table 7"),
    ("add -net 10.52.0.0/16 throw table 9", "route add throw 10.52.0.0/16 table 9"),
    ("add -net 10.53.0.0/16 gw 10.9.0.5 mtu lock 1300 advmss 1200 hoplimit 9 initcwnd 20 initrwnd 21 quickack 1 rto_min 300ms",
     "route add 10.53.0.0/16 via 10.9.0.5 mtu lock 1300 advmss 1200 hoplimit 9 initcwnd 20 initrwnd 21 quickack 1 rto_min 300ms"),
    ("add -net 10.54.0.0/16 gw 10.9.0.5 pmtu 1290 rtt lock 80 features ecn congctl reno",
     "route add 10.54.0.0/16 via 10.9.0.5 mtu 1290 rtt lock 80 features ecn congctl reno"),
    ("add -net 10.55.0.0/16 nexthop gw 10.9.0.5 weight 3 nexthop gw 10.8.0.5 dev eth1 onlink weight 7",
     "route add 10.55.0.0/16 nexthop via 10.9.0.5 weight 3 nexthop via 10.8.0.5 dev eth1 onlink weight 7"),
    ("add -net 10.56.0.0/16 via inet6 fd09::5 dev eth0", "route add 10.56.0.0/16 via inet6 fd09::5 dev eth0"),
    ("add -net 10.57.0.0/16 gw 10.99.0.5 dev eth0 onlink tos 0x10", "route add 10.57.0.0/16 via 10.99.0.5 dev eth0 onlink tos 0x10"),
    ("add -nexthop 3 gw 10.9.0.5 dev eth0 proto static", "nexthop add id 3 via 10.9.0.5 dev eth0 proto static"),
    ("add -nexthop 4 blackhole", "nexthop add id 4 blackhole"),
    ("-6 add -nexthop 5 gw fd09::5 dev eth0", "nexthop add id 5 via fd09::5 dev eth0"),
    ("add -nexthop 6 gw 10.9.0.6 dev eth0", "nexthop add id 6 via 10.9.0.6 dev eth0"),
    ("add -nexthop 10 group 3,2/6,9", "nexthop add id 10 group 3,2/6,9"),
    ("add -net 10.58.0.0/16 nhid 10", "route add 10.58.0.0/16 nhid 10"),
    ("add -net 10.59.0.0/16 nhid 4", "route add 10.59.0.0/16 nhid 4"),
    ("-6 add fd50::/64 gw fd09::5 metric 1024 expires 7000 pref high", "-6 route add fd50::/64 via fd09::5 expires 7000 pref high"),
    ("-6 add fd51::/64 metric 7 nexthop gw fd09::5 weight 2 nexthop gw fd09::6",
     "-6 route add fd51::/64 metric 7 nexthop via fd09::5 weight 2 nexthop via fd09::6"),
    ("-6 add fd52::/64 unreachable metric 8", "-6 route add unreachable fd52::/64 metric 8"),
    ("change -net 10.53.0.0/16 gw 10.9.0.6", "route change 10.53.0.0/16 via 10.9.0.6"),
    ("replace -net 10.54.0.0/16 gw 10.9.0.6", "route replace 10.54.0.0/16 via 10.9.0.6"),
    ("replace -net 10.60.0.0/16 gw 10.9.0.6", "route replace 10.60.0.0/16 via 10.9.0.6"),
    ("append -net 10.60.0.0/16 gw 10.9.0.7", "route append 10.60.0.0/16 via 10.9.0.7"),
    ("del -net 10.55.0.0/16", "route del 10.55.0.0/16"),
    ("del -nexthop 10", "nexthop del id 10"),
)


def objects(ns):
    return [json.dumps(entry, sort_keys=True) for entry in ns.ip_json("-d", "nexthop", "show")]


def everything(ns):
    return "\n".join(unexpiring(routes(ns)) + objects(ns))


def unexpiring(found):
    """Times that run."""
    result = []
    for text in found:
        route = json.loads(text)
        if "expires" in route:
            route["expires"] = "some"
        result.append(json.dumps(route, sort_keys=True))
    return result


def test_words_of_ip():
    netns.need_ipv6()
    with Twins() as spaces:
        for mine, other in LIKE_IP:
            with tap.case(mine):
                spaces[0].ip(other)
                oracle.run_ours(spaces[1], "route " + mine).ok()
                tap.equal(everything(spaces[1]), everything(spaces[0]), "state", "ours", "ip's")


WRONG = (
    ("add -net 10.1.0.0/16 blackhole gw 10.9.0.5", 3, "a route of the type blackhole has no gateway"),
    ("add -net 10.1.0.0/16 nhid 3 dev eth0", 3, "nhid: the object has its gateway and device"),
    ("add -net 10.1.0.0/16 dev eth0 nexthop gw 10.9.0.5", 3, "nexthop: the route has a gateway or device already"),
    ("add -net 10.1.0.0/16 gw 10.9.0.5 weight 3", 3, "weight: of which nexthop?"),
    ("add -net 10.1.0.0/16 gw 10.9.0.5 group 3", 3, "group: of a next-hop object, not of a route"),
    ("add -net 10.1.2.0/16 gw 10.9.0.5", 3, "10.1.2.0/16: netmask doesn't match route address; is 10.1.0.0/16 meant?"),
    ("-6 add fd50::1/64 gw fd09::5", 3, "fd50::1/64: netmask doesn't match route address; is fd50::/64 meant?"),
    ("add -net 10.1.0.0/16 gw 10.9.0.5 table nosuch", 3, "nosuch: no such routing table"),
    ("add -net 10.1.0.0/16 gw 10.9.0.5 expires 5", 3, "expires: only routes of IPv6 expire"),
    ("change -net 10.1.0.0/16 gw 10.9.0.5", 7, "No such file or directory"),
    ("add -net 10.1.0.0/16 gw 10.77.0.5", 7, "Network is unreachable: Nexthop has invalid gateway"),
    ("add -net 10.1.0.0/16 src 10.66.0.5 dev eth0", 7, "Invalid prefsrc address"),
    ("add -nexthop 3 dev eth0 metric 3", 3, "-nexthop: an object has"),
    ("--batch /nonexistent/file", 7, "/nonexistent/file: No such file or directory"),
    ("restore /nonexistent/file", 7, "/nonexistent/file: No such file or directory"),
    ("--atomic --dry-run add default gw 10.9.0.1", 3, "--atomic does not go with --dry-run"),
)


def test_wrong_words():
    with netns.Namespace(etc=ETC) as ns:
        build(ns)
        before = everything(ns)
        for words, status, told in WRONG:
            with tap.case(words):
                result = oracle.run_ours(ns, "route " + words)
                tap.equal((result.status, result.stdout), (status, b""), words)
                tap.true(told.encode() in result.stderr, f"{told!r} is not told", *tap.printable_lines(result.stderr))
        tap.equal(everything(ns), before, "state")


def test_without_rights():
    with netns.Namespace(etc=ETC) as ns:
        build(ns)
        result = ns.run(["setpriv", "--bounding-set=-all", "--inh-caps=-all", oracle.ours("route"), "add", "default", "gw", "10.9.0.7"])
        tap.equal(result.status, 7, "exit status")
        tap.true(b"Operation not permitted" in result.stderr, "it is not told", *tap.printable_lines(result.stderr))


def batch(ns, text, *options):
    return ns.run(["route", *options, "--batch", "-"], executable=oracle.ours("route"), stdin=text.encode())


def test_batches():
    with netns.Namespace(etc=ETC) as ns:
        build(ns)
        before = everything(ns)
        good = "".join(f"add -net 10.{n // 250}.{n % 250}.0/24 gw 10.9.0.7 table 9\n" for n in range(1000))
        with tap.case("errors of every line, and nothing applied"):
            result = batch(ns, "add default gw 10.9.0.7\nadd -net 10.0.0.1/8 dev eth0\n# a comment\nfoo\n\nadd 10.1.1.1 dev nodev\n")
            tap.equal(result.status, 7, "exit status")
            for line in (2, 4, 6):
                tap.true(f"line {line}: ".encode() in result.stderr, f"line {line} is not told", *tap.printable_lines(result.stderr))
            tap.equal(everything(ns), before, "state")
        with tap.case("many"):
            batch(ns, good).ok()
            tap.equal(len(ns.ip_json("route", "show", "table", "9")), 1000, "routes")
        with tap.case("the first refusal, what came before it in force, what came after it not"):
            ns.ip("route flush table 9")
            lines = good.splitlines(keepends=True)
            result = batch(ns, "".join(lines[:300] + ["add -net 10.77.0.0/16 gw 10.200.0.1\n"] + lines[300:]))
            tap.equal(result.status, 7, "exit status")
            tap.true(b"line 301: add -net 10.77.0.0/16 gw 10.200.0.1: Network is unreachable: " in result.stderr, "what is told",
                     *tap.printable_lines(result.stderr))
            tap.true(b"300 of 1001 changes were made and are in force" in result.stderr, "how far it came is told",
                     *tap.printable_lines(result.stderr))
            tap.equal(len(ns.ip_json("route", "show", "table", "9")), 300, "routes")
        for kinds in ("adds", "all kinds"):
            with tap.case(f"--atomic: {kinds}"):
                ns.ip("route flush table 9", "route replace 10.60.0.0/16 via 10.9.0.5 table 8 mtu 1300",
                      "route replace 10.61.0.0/16 via 10.9.0.5 table 8")
                before = everything(ns)
                other = "" if kinds == "adds" else ("replace -net 10.60.0.0/16 gw 10.9.0.6 table 8\ndel -net 10.61.0.0/16 table 8\n"
                                                    "replace -net 10.62.0.0/16 gw 10.9.0.6 table 8\n")
                result = batch(ns, good + other + "add -net 10.77.0.0/16 gw 10.200.0.1\n", "--atomic")
                tap.equal(result.status, 7, "exit status")
                tap.true(b"nothing was changed" in result.stderr, "it is not told", *tap.printable_lines(result.stderr))
                tap.equal(everything(ns), before, "state")
        with tap.case("hostile files"):
            for text in (b"add \0 x\n", b"\xff\xfe", b"add " + b"x" * 100000, b"add -net " * 30000, b"--batch x\n", b"add -n\n",
                         b"-6\n", b"add default gw\n", b"-h\n"):
                result = ns.run(["route", "--batch", "-"], executable=oracle.ours("route"), stdin=text)
                tap.true(result.status in (3, 7) and b"line 1: " in result.stderr, f"{text[:20]!r}: exit status {result.status}",
                         *tap.printable_lines(result.stderr))


def test_save_and_restore():
    netns.need_ipv6()
    with netns.Namespace(etc=ETC) as ns, tempfile.TemporaryDirectory() as folder:
        build(ns)
        for _, other in LIKE_IP[:20]:
            ns.ip(other)
        ns.ip("-6 route add fd70::/64 dev eth1 metric 3", "route add default via 10.9.0.77", "route append default via 10.9.0.78",
              "-6 route add default via fe80::7 dev eth0 proto static metric 99", "route add local 10.88.0.0/16 dev lo table 12",
              "nexthop add id 20 group 3/6 type resilient buckets 16 idle_timer 60", "route add 10.71.0.0/16 nhid 20")
        before = everything(ns)
        path = os.path.join(folder, "routes")
        oracle.run_ours(ns, ["route", "--table", "all", "save", path]).ok()
        saved = open(path, "rb").read()
        with tap.case("nothing changes where all is there"):
            oracle.run_ours(ns, ["route", "restore", path]).ok()
            tap.equal(everything(ns), before, "state")
        with tap.case("everything comes back"):
            for table in ("main", "7", "9", "12"):
                ns.ip(f"route flush table {table}", f"-6 route flush table {table}", may_fail=True)
            ns.ip("nexthop flush")
            ns.ip("-6 route flush table main", may_fail=True)
            oracle.run_ours(ns, ["route", "restore", path]).ok()
            tap.equal(everything(ns), before, "state")
        with tap.case("by ip -d route show table all as well"):
            text = ns.run(["ip", "-d", "route", "show", "table", "all"]).text()
            again = oracle.run_ours(ns, ["route", "--table", "all", "save"]).ok()
            tap.equal(unexpired(again.stdout), unexpired(saved), "saved again")
            tap.true("10.55.0.0/16" in text and "nhid 20" in text, "ip shows them", *text.splitlines())
        with tap.case("what is no such file is refused whole"):
            before = everything(ns)
            for text in (b"", b"add default gw 10.9.0.1\n", saved[:-20], saved[:-1], saved.replace(b"append", b"apend", 1),
                         b"# routeclone routes 1\n# end 1\n", b"# routeclone routes 1\nadd 1.2.3.4 dev eth0\n",
                         saved.replace(b"# end ", b"# end 1"), os.urandom(3000), saved.replace(b"dev eth1", b"dev gone", 1)):
                result = ns.run(["route", "restore", "-"], executable=oracle.ours("route"), stdin=text)
                tap.true(result.status in (3, 7), f"exit status {result.status} of {text[:30]!r}", *tap.printable_lines(result.stderr))
                tap.true(bool(result.stderr), "it is told why")
            tap.equal(everything(ns), before, "state")


def unexpired(text):
    return b"\n".join(b" ".join(word for word in line.split() if not word.startswith(b"69") and not word.startswith(b"70"))
                      for line in text.splitlines())


def test_flush():
    netns.need_ipv6()
    with netns.Namespace(etc=ETC) as ns:
        build(ns)

        def fill():
            ns.ip("route replace 10.9.0.0/24 dev eth0 scope link", "route replace 10.8.0.0/24 dev eth1 scope link",
                  "route replace 10.60.0.0/16 via 10.9.0.5 proto static", "route replace 10.61.0.0/16 via 10.8.0.5",
                  "route replace 10.62.0.0/16 dev eth1", "route replace 10.63.0.0/16 via 10.9.0.5 table 8",
                  "route replace blackhole 10.64.0.0/16", "-6 route replace fd60::/64 via fd09::5",
                  "-6 route replace fd61::/64 nexthop via fd09::5 nexthop via fd09::6")

        def left(family="-4"):
            return {route["dst"] for route in ns.ip_json(family, "route", "show", "table", "all")
                    if route["dst"].startswith(("10.6", "fd6"))}

        everywhere = {"10.60.0.0/16", "10.61.0.0/16", "10.62.0.0/16", "10.63.0.0/16", "10.64.0.0/16"}
        for words, gone in (("flush", {"10.60.0.0/16", "10.61.0.0/16"}), ("flush dev eth1", {"10.61.0.0/16", "10.62.0.0/16"}),
                            ("flush proto static", {"10.60.0.0/16"}), ("flush table 8", {"10.63.0.0/16"}),
                            ("flush type blackhole", {"10.64.0.0/16"}), ("flush via 10.9.0.5", {"10.60.0.0/16"}),
                            ("flush to longer 10.60.0.0/14", {"10.60.0.0/16", "10.61.0.0/16", "10.62.0.0/16"}),
                            ("--table all --to longer:10.60.0.0/14 flush",
                             {"10.60.0.0/16", "10.61.0.0/16", "10.62.0.0/16", "10.63.0.0/16"}),
                            ("flush 10.62.0.0/16", {"10.62.0.0/16"}),
                            ("flushall", {"10.60.0.0/16", "10.61.0.0/16", "10.62.0.0/16", "10.64.0.0/16"}),
                            ("flush table 99", set()), ("flush cache", set())):
            with tap.case(words):
                fill()
                oracle.run_ours(ns, "route --dry-run " + words)
                tap.equal(left(), everywhere, "routes after --dry-run")
                oracle.run_ours(ns, "route " + words).ok()
                tap.equal(left(), everywhere - gone, "routes that are left")
        with tap.case("IPv6"):
            fill()
            oracle.run_ours(ns, "route -6 flush").ok()
            tap.equal(left("-6"), set(), "routes that are left")


def test_arp_files():
    with netns.Namespace(etc=dict(ETC, ethers="02:00:00:00:00:41 10.9.0.41\n")) as ns, tempfile.TemporaryDirectory() as folder:
        build(ns)
        path = os.path.join(folder, "ethers")
        with tap.case("every wrong line is told, and none applied"):
            with open(path, "w", encoding="ascii") as file:
                file.write("10.9.0.42 02:00:00:00:00:42\n# none\nbad\n10.9.0.43 zz\n02:00:00:00:00:44 10.9.0.44 temp\n10.9.0.45 x y z\n")
            result = oracle.run_ours(ns, ["arp", "-f", path])
            tap.equal(result.status, 255, "exit status")
            for line in (3, 4, 6):
                tap.true(f"line {line}: ".encode() in result.stderr, f"line {line}", *tap.printable_lines(result.stderr))
            tap.equal(neighbours(ns), [], "neighbours")
        with tap.case("a good file"):
            with open(path, "w", encoding="ascii") as file:
                file.write("10.9.0.42 02:00:00:00:00:42\n# none\n\n02:00:00:00:00:44 10.9.0.44 temp\n")
            oracle.run_ours(ns, ["arp", "-f", path]).ok()
            tap.equal([json.loads(n)["dst"] for n in neighbours(ns)], ["10.9.0.42", "10.9.0.44"], "neighbours")
        with tap.case("IPv6, and a batch"):
            text = (b"-s fd09::42 02:00:00:00:00:42 router\n-Ds fd09::43 eth0 pub\n-s 10.9.0.50 02:00:00:00:00:50\n-d 10.9.0.50\n"
                    b"-i eth1 -s 10.9.0.51 02:00:00:00:00:51\n")
            ns.run(["arp", "--batch", "-"], executable=oracle.ours("arp"), stdin=text).ok()
            found = [json.loads(n) for n in neighbours(ns)]
            tap.equal(sorted((n["dst"], n.get("dev"), "router" in n, "proxy" in n) for n in found),
                      [("10.9.0.42", "eth0", False, False), ("10.9.0.44", "eth0", False, False), ("10.9.0.51", "eth1", False, False),
                       ("fd09::42", "eth0", True, False), ("fd09::43", "eth0", False, True)], "neighbours")
        with tap.case("--atomic"):
            before = neighbours(ns)
            text = b"-s 10.9.0.42 02:00:00:00:00:99\n-d 10.9.0.51 dev eth1\n-s 10.9.0.60 02:00:00:00:00:60\n-d 10.9.0.61\n"
            result = ns.run(["arp", "--atomic", "--batch", "-"], executable=oracle.ours("arp"), stdin=text)
            tap.equal(result.status, 255, "exit status")
            tap.equal("\n".join(neighbours(ns)), "\n".join(before), "neighbours")


def test_recorded_requests():
    """--dry-run --record keeps what would be sent, and the kernel stays as it is."""
    with netns.Namespace(etc=ETC) as ns, tempfile.TemporaryDirectory() as folder:
        build(ns)
        before = everything(ns)
        path = os.path.join(folder, "capture")
        result = oracle.run_ours(ns, ["route", "--dry-run", "--record", path, "add", "-net", "10.1.0.0/16", "gw", "10.9.0.7"])
        if b"capture module" in result.stderr:
            raise tap.Skip("this build has no capture module")
        result.ok()
        tap.equal(result.text(), "prepend -net 10.1.0.0/16 gw 10.9.0.7 table main proto boot scope global\n", "words")
        data = open(path, "rb").read()
        request = b"\x18\x00" + b"\x00\x04"        # RTM_NEWROUTE, NLM_F_CREATE without NLM_F_EXCL, in either place of the flags
        tap.true(b"\x0a\x09\x00\x07" in data and request[:2] in data, "the request is in the capture")
        tap.equal(everything(ns), before, "state")


if __name__ == "__main__":
    tap.main(globals())
