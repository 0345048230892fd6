#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""route and arp of the BSDs' dialects change this kernel: what `ip` shows then is what `ip` itself would have made."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

# dialect, words behind route, words behind ip that do the same
SAME = (
    ("freebsd", "add -net 10.6.0.0/16 10.5.0.2", "route add 10.6.0.0/16 via 10.5.0.2"),
    ("freebsd", "add default 10.5.0.2", "route add default via 10.5.0.2"),
    ("freebsd", "add 10.9.9.9 10.5.0.9", "route add 10.9.9.9 via 10.5.0.9"),
    ("freebsd", "add -net 10.10.0.0/16 -interface v0", "route add 10.10.0.0/16 dev v0"),
    ("freebsd", "add -net 10.10.0.0/16 -interface 10.5.0.1", "route add 10.10.0.0/16 dev v0"),
    ("freebsd", "add 10/8 10.5.0.2 -mtu 1400 -rtt 1500000", "route add 10.0.0.0/8 via 10.5.0.2 mtu 1400 rtt 1500ms"),
    ("freebsd", "add 10/8 10.5.0.2 -lock -mtu 1280", "route add 10.0.0.0/8 via 10.5.0.2 mtu lock 1280"),
    ("freebsd", "add -fib 5 10/8 10.5.0.2", "route add 10.0.0.0/8 via 10.5.0.2 table 5"),
    ("freebsd", "add 10/8 10.5.0.2 -ifa 10.5.0.1", "route add 10.0.0.0/8 via 10.5.0.2 src 10.5.0.1"),
    ("freebsd", "add -6 2001:db8::/32 fd05::2", "-6 route add 2001:db8::/32 via fd05::2"),
    ("freebsd", "add -6 2001:db8::/32 fe80::2%v0", "-6 route add 2001:db8::/32 via fe80::2 dev v0"),
    ("openbsd", "add 10.7/16 10.5.0.2 -priority 10", "route add 10.7.0.0/16 via 10.5.0.2 metric 10"),
    ("openbsd", "add 10.11/16 127.0.0.1 -reject", "route add unreachable 10.11.0.0/16"),
    ("openbsd", "add 10.11/16 127.0.0.1 -blackhole", "route add blackhole 10.11.0.0/16"),
    ("openbsd", "-T 7 add 10.7/16 10.5.0.2", "route add 10.7.0.0/16 via 10.5.0.2 table 7"),
    ("openbsd", "add -inet6 2001:db8:: fd05::2", "-6 route add 2001:db8::/64 via fd05::2"),
    ("netbsd", "add -net 10.8 10.5.0.3", "route add 10.8.0.0/16 via 10.5.0.3"),
    ("netbsd", "add -inet6 fd06:: -prefixlen 48 fd05::2", "-6 route add fd06::/48 via fd05::2"),
    ("macos", "add -net 10.8 10.5.0.3", "route add 10.8.0.0/16 via 10.5.0.3"),
)


def world(ns):
    ns.veth("v0", "v1")
    ns.ip("link set lo up", "addr add 10.5.0.1/24 dev v0", "addr add fd05::1/64 dev v0 nodad")


def state(ns):
    """What the kernel has, as ip tells it; `expires` moves."""
    rows = [row for family in ([], ["-6"]) for row in ns.ip_json("-d", *family, "route", "show", "table", "all")
            if row.get("table") != "local" and not row["dst"].startswith(("fe80:", "ff00:"))]
    return sorted((str(sorted((k, str(v)) for k, v in row.items())) for row in rows))


def neighbours(ns):
    rows = ns.ip_json("-4", "neigh", "show", "nud", "all") + ns.ip_json("-4", "neigh", "show", "proxy")
    return sorted((row["dst"], row.get("lladdr", ""), "PERMANENT" in row.get("state", ()), "proxy" in row)
                  for row in rows if not row["dst"].startswith(("224.", "127.")))


def clear(*spaces):
    """What was added by hand is gone."""
    for ns in spaces:
        ns.ip("route flush table all proto boot", "-6 route flush table all proto boot")


def test_same_as_ip():
    with netns.Namespace() as ns, netns.Namespace() as other:
        netns.need_ipv6()
        world(ns)
        world(other)
        empty = state(ns)
        for dialect, words, theirs in SAME:
            with tap.case(f"{dialect}: route {words}"):
                result = oracle.run_ours(ns, f"route --dialect {dialect} {words}").ok()
                other.ip(theirs)
                try:
                    tap.equal(state(ns), state(other), "routes", "ours", "ip's")
                    tap.true(result.text().startswith("add "), "the line", result.text())
                    if not {"-interface", "-reject", "-blackhole"} & set(words.split()):
                        undo = words.replace("add", "delete", 1).split(" -mtu")[0].split(" -lock")[0].split(" -ifa")[0]
                        oracle.run_ours(ns, f"route --dialect {dialect} {undo}").ok()
                        tap.equal(state(ns), empty, "deleted again")
                finally:
                    clear(ns, other)


def test_change():
    with netns.Namespace() as ns:
        world(ns)
        ns.ip("route add 10.6.0.0/16 via 10.5.0.2 metric 5 src 10.5.0.1")
        with tap.case("a metric alone"):
            oracle.run_ours(ns, "route --dialect freebsd change -net 10.6.0.0/16 -mtu 1300").ok()
            (row,) = ns.ip_json("-d", "route", "show", "10.6.0.0/16")
            tap.equal((row["gateway"], row["metric"], row["prefsrc"], row["metrics"]), ("10.5.0.2", 5, "10.5.0.1", [{"mtu": 1300}]), "route")
        with tap.case("a gateway alone"):
            result = oracle.run_ours(ns, "route --dialect openbsd change 10.6/16 10.5.0.7").ok()
            (row,) = ns.ip_json("-d", "route", "show", "10.6.0.0/16")
            tap.equal((row["gateway"], row["metric"], row["metrics"]), ("10.5.0.7", 5, [{"mtu": 1300}]), "route")
            tap.equal(result.text(), "change net 10.6/16: gateway 10.5.0.7\n", "the line")
        with tap.case("what is not there"):
            result = oracle.run_ours(ns, "route --dialect netbsd change -net 10.66.0.0/16 10.5.0.7")
            tap.equal((result.status, result.text()), (1, "change net 10.66.0.0/16: gateway 10.5.0.7: not in table\n"), "status and line")


def test_refused():
    with netns.Namespace() as ns:
        world(ns)
        ns.ip("route add 10.6.0.0/16 via 10.5.0.2")
        before = state(ns)
        for dialect, words, out, err in (
                ("freebsd", "add 10.6.0.0/16 10.5.0.2", "add net 10.6.0.0/16: gateway 10.5.0.2: route already in table\n", ""),
                ("openbsd", "add 10.6/16 10.5.0.2", "add net 10.6/16: gateway 10.5.0.2: File exists\n", "route: writing to routing socket: File exists"),
                ("netbsd", "add -net 10.6/16 10.5.0.2", "add net 10.6/16: gateway 10.5.0.2: File exists\n", "route: writing to routing socket: File exists"),
                ("freebsd", "delete 10.66/16", "delete net 10.66/16: not in table\n", "route: route has not been found"),
                ("openbsd", "delete 10.66/16", "delete net 10.66/16: not in table\n", "route: writing to routing socket: No such process"),
                ("netbsd", "delete -net 10.66/16", "delete net 10.66/16: not in table\n", "route: writing to routing socket: not in table"),
                ("openbsd", "add 10.67/16 99.9.9.9", "add net 10.67/16: gateway 99.9.9.9: Network is unreachable\n",
                 "route: writing to routing socket: Network is unreachable"),
                ("openbsd", "-q add 10.6/16 10.5.0.2", "", "route: writing to routing socket: File exists")):
            with tap.case(f"{dialect}: route {words}"):
                result = oracle.run_ours(ns, f"route --dialect {dialect} {words}")
                tap.equal((result.status, result.text()), (1, out), "status and line")
                tap.true(result.stderr.decode().startswith(err), "what is told aside", result.stderr)
                tap.equal(state(ns), before, "nothing is changed")
        for words in ("-t add 10.68/16 10.5.0.2", "-d add 10.68/16 10.5.0.2", "--dry-run add 10.68/16 10.5.0.2", "--dry-run flush"):
            with tap.case(f"{words}: nothing is changed"):
                oracle.run_ours(ns, f"route --dialect freebsd {words}").ok()
                tap.equal(state(ns), before, "routes")


def test_flush():
    for dialect, words, left in (("freebsd", "flush", {"10.5.0.0/24", "10.20.0.0/16", "fd05::/64"}),
                                 ("openbsd", "flush -inet", {"10.5.0.0/24", "fd05::/64", "fd06::/48", "default6"}),
                                 ("netbsd", "flushall -inet", {"fd05::/64", "fd06::/48", "default6"})):
        with tap.case(f"{dialect}: route {words}"), netns.Namespace() as ns:
            netns.need_ipv6()
            world(ns)
            ns.ip("route add 10.6.0.0/16 via 10.5.0.2", "route add 10.20.0.0/16 dev v0", "route add default via 10.5.0.2",
                  "route add default via 10.5.0.3 metric 5", "-6 route add fd06::/48 via fd05::2", "-6 route add default via fd05::2",
                  "route add 10.30.0.0/16 nexthop via 10.5.0.2 nexthop via 10.5.0.3")
            result = oracle.run_ours(ns, f"route --dialect {dialect} {words}").ok()
            there = {row["dst"] for row in ns.ip_json("route", "show")} | \
                    {row["dst"] + ("6" if row["dst"] == "default" else "") for row in ns.ip_json("-6", "route", "show")
                     if not row["dst"].startswith("fe80")}
            tap.equal(sorted(there), sorted(left), "what is left")
            tap.true(all(line.endswith(" done") for line in result.lines()) and result.lines(), "a line for each", *result.lines())


def test_arp():
    with netns.Namespace() as ns:
        world(ns)
        own = ns.ip_json("link", "show", "v0")[0]["address"]
        for dialect, words, entry in (
                ("freebsd", "-s 10.5.0.20 02:00:00:bb:00:20", ("10.5.0.20", "02:00:00:bb:00:20", True, False)),
                ("freebsd", "-s 10.5.0.21 02:00:00:bb:00:21 temp", ("10.5.0.21", "02:00:00:bb:00:21", False, False)),
                ("openbsd", "-s 10.5.0.22 02:00:00:bb:00:22 permanent", ("10.5.0.22", "02:00:00:bb:00:22", True, False)),
                ("openbsd", "-F -s 10.5.0.22 02:00:00:bb:00:23", ("10.5.0.22", "02:00:00:bb:00:23", True, False)),
                ("freebsd", "-S 10.5.0.20 02:00:00:bb:00:99", ("10.5.0.20", "02:00:00:bb:00:99", True, False)),
                ("netbsd", "-s 10.5.0.20 2:0:0:bb:0:98", ("10.5.0.20", "02:00:00:bb:00:98", True, False)),
                ("freebsd", f"-s 10.5.0.30 {own} pub", ("10.5.0.30", "", False, True)),
                ("freebsd", "-s 10.5.0.31 auto pub", ("10.5.0.31", "", False, True))):
            with tap.case(f"{dialect}: arp {words}"):
                if words.startswith("-F -s"):
                    words = words.replace("-F -s", "-F")
                oracle.run_ours(ns, f"arp --dialect {dialect} {words}").ok()
                tap.true(entry in neighbours(ns), "the entry", entry, *map(str, neighbours(ns)))
        for dialect, words, error in (("freebsd", "-s 10.5.0.20 02:00:00:bb:00:20", "File exists"), ("freebsd", "-d 10.5.0.99", "cannot locate 10.5.0.99"),
                                      ("freebsd", "-s 203.0.113.1 02:00:00:bb:00:30", "cannot intuit interface index and type for 203.0.113.1"),
                                      ("freebsd", "-s 10.5.0.40 02:00:00:bb:00:40 pub", "pub"), ("freebsd", "-s 10.5.0.40 nonsense", "nonsense"),
                                      ("openbsd", "-s 10.5.0.40 02:00:00:bb:00:40 temp permanent", "temp or permanent"),
                                      ("freebsd", "-s 10.5.0.40 02:00:00:bb:00:40 reject", "reject")):
            with tap.case(f"{dialect}: arp {words}"):
                before = neighbours(ns)
                result = oracle.run_ours(ns, f"arp --dialect {dialect} {words}")
                tap.equal((result.status, result.stdout), (1, b""), "status and text")
                tap.true(error in result.stderr.decode(), "the reason", result.stderr)
                tap.equal(neighbours(ns), before, "nothing is changed")
        with tap.case("a file, all of whose lines are checked first"), tempfile.NamedTemporaryFile("w", suffix=".ethers") as file:
            file.write("# two\n10.5.0.50 02:00:00:bb:00:50\n10.5.0.51 nonsense\n")
            file.flush()
            result = oracle.run_ours(ns, f"arp --dialect freebsd -f {file.name}")
            tap.true(result.status == 1 and b"line 3" in result.stderr, "the line that is wrong", result.stderr)
            tap.true(not [n for n in neighbours(ns) if n[0] == "10.5.0.50"], "nothing of it is entered")
        with tap.case("one is deleted, then all"):
            oracle.run_ours(ns, "arp --dialect freebsd -d 10.5.0.20").ok()
            tap.true(not [n for n in neighbours(ns) if n[0] == "10.5.0.20"], "it is gone", *map(str, neighbours(ns)))
            oracle.run_ours(ns, "arp --dialect openbsd -d -a").ok()
            tap.equal([n for n in neighbours(ns) if n[1] or n[3]], [], "all are gone")


if __name__ == "__main__":
    tap.main(globals())
