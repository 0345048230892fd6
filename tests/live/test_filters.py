#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Filters of routes, neighbours and interfaces, beside iproute2's and beside the unfiltered table."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import lab
import netns
import oracle
import states
import tap


def fill(ns):
    states.routes_inet(ns)
    ns.ip("route add 10.80.0.0/16 proto bgp nexthop via 10.1.0.3 weight 2 nexthop via 10.2.0.3",
          "route add 10.81.0.0/16 via 10.1.0.3 proto 77", may_fail=True)


def shown(ns, line):
    """Destination/mask, gateway and device of the rows."""
    rows = [row.split() for row in oracle.run_ours(ns, line).ok().lines()[2:]]
    return [(row[0], row[2], row[1], row[-1]) for row in rows]


def mask(bits):
    value = (0xffffffff << (32 - bits)) & 0xffffffff
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def reference(ns, *words):
    """What `ip route show WORDS` lists, in the same form; next hops are rows. Broadcast and multicast are in no row of ours."""
    said = dict(zip(words, words[1:]))     # what was asked for iproute2 leaves out of its rows
    found = []
    for row in ns.ip_json("-4", "-N", "route", "show", *words):
        if row.get("type") in ("broadcast", "multicast", "3", "5"):
            continue
        where, _, bits = ("0.0.0.0/0" if row["dst"] == "default" else row["dst"]).partition("/")
        refused = row.get("type") in ("unreachable", "prohibit", "blackhole", "throw", "6", "7", "8", "9")
        for hop in row.get("nexthops", [row]):
            found.append((where, mask(int(bits or 32)), "-" if refused else hop.get("gateway", said.get("via", "0.0.0.0")),
                          "-" if refused else hop.get("dev", said.get("dev"))))
    return found


def test_routes():
    with netns.Namespace() as ns:
        fill(ns)
        for ours, theirs in (("--to 10.44.0.0/16", "exact 10.44.0.0/16"), ("--to exact 10.44.0.0/16", "exact 10.44.0.0/16"),
                             ("--to=exact:10.44/16", "exact 10.44/16"), ("--to longer 10/8", "root 10/8"),
                             ("--to root:10/8", "root 10/8"), ("--to=longer:10.44.0.0/15", "root 10.44.0.0/15"),
                             ("--to match 10.44.0.7", "match 10.44.0.7"), ("--to match:10.45.1.9", "match 10.45.1.9"),
                             ("--to 10.44.0.7", "exact 10.44.0.7"), ("--to default", "exact 0/0"), ("--to longer 0/0", "root 0/0"),
                             ("--via 10.1.0.254", "via 10.1.0.254"), ("--interface eth0 --to longer 10.75/16", "dev eth0 root 10.75/16"),
                             (f"--interface {states.LONG}", f"dev {states.LONG}"), ("--proto kernel", "proto kernel"),
                             ("--proto static", "proto static"), ("--proto 77", "proto 77"), ("--type prohibit", "type prohibit"),
                             ("--type unreachable --to longer 10/8", "type unreachable root 10/8"), ("--type local", "type local"),
                             ("--proto boot --type unicast --interface eth0 --via 10.1.0.5", "proto boot type unicast dev eth0 via 10.1.0.5")):
            with tap.case(f"netstat -rn {ours}"):
                mine, other = shown(ns, f"netstat -rn {ours}"), reference(ns, "table", "main", *theirs.split())
                if ours.startswith(("--interface", "--via")) or "--interface" in ours:
                    # iproute2 asks of a route's first next hop, we of each
                    mine = [row for row in mine if row[0] != "10.80.0.0"]
                    other = [row for row in other if row[0] != "10.80.0.0"]
                tap.true(other, "iproute2 lists nothing: the case shows nothing")
                tap.equal(sorted(mine), sorted(other), "rows")
                tap.equal(shown(ns, f"route -n {ours}"), shown(ns, f"netstat -rn {ours}"), "route")
        with tap.case("lists: --type unreachable,prohibit is both"):
            both = shown(ns, "route -n --type unreachable,prohibit")
            tap.equal(sorted(both), sorted(shown(ns, "route -n --type unreachable") + shown(ns, "route -n --type prohibit")), "rows")
        with tap.case("each next hop by itself"):
            tap.equal([row[3] for row in shown(ns, "route -n --to 10.80/16")], ["eth0", states.LONG], "both hops")
            tap.equal([row[2] for row in shown(ns, f"route -n --to 10.80/16 --interface {states.LONG}")], ["10.2.0.3"], "one hop")
            rows = oracle.run_ours(ns, "route --json --to 10.80/16 --via 10.2.0.3").ok().json()["routes"]
            tap.equal([(row["gateway"], row["interface"], row["weight"], "nexthops" in row) for row in rows],
                      [("10.2.0.3", states.LONG, 1, False)], "JSON")
            rows = oracle.run_ours(ns, "route --json --to 10.80/16").ok().json()["routes"]
            tap.equal([len(row.get("nexthops", ())) for row in rows], [1, 1] if "nexthops" in rows[0] else [0, 0], "one object a hop")
        with tap.case("next-hop objects have their interfaces"):
            tap.true(any(row[0] == "10.71.2.0" for row in shown(ns, f"route -n --interface {states.LONG}")), "10.71.2.0 is on it")
        with tap.case("another table"):
            tap.equal([row.split()[0] for row in oracle.run_ours(ns, "route -n --table all --to 10.76/16").ok().lines()[2:]],
                      ["Table", "10.76.0.0"], "table 100")
        with tap.case("names: what is not shown is not looked up, and -r filters like -rn"):
            tap.equal(len(oracle.run_ours(ns, "netstat -r --to match 10.44.0.7").lines()),
                      len(oracle.run_ours(ns, "netstat -rn --to match 10.44.0.7").lines()), "rows")
        with tap.case("freebsd-4"):
            rows = oracle.run_ours(ns, "netstat --dialect freebsd-4 -rn --to longer 10.75/16 -f inet").ok().lines()
            tap.equal([row.split()[0] for row in rows[4:]], ["10.75/16", "10.75.1/24", "10.75.2/24", "10.75.3/24"], "rows")
        with tap.case("a replay filters what was recorded without"):
            with tempfile.TemporaryDirectory(prefix="routeclone-filter-") as folder:
                for recorded in ("netstat -rn", "netstat -rn --type prohibit --interface eth0"):
                    oracle.run_ours(ns, f"{recorded} --record {folder}/all.pcap").ok()
                    for line in ("--to longer 10.75/16", "--proto static", "--interface eth0", "--type prohibit", ""):
                        live = oracle.run_ours(ns, f"netstat -rn {line}").stdout
                        again = oracle.run_ours(ns, f"netstat --replay {folder}/all.pcap -rn {line}").stdout
                        tap.equal(again, live, f"{recorded}, then {line}", "replay", "live")


def test_inet6():
    with netns.Namespace() as ns:
        netns.need_ipv6()
        states.routes_inet6(ns)
        whole = oracle.run_ours(ns, "netstat -6rn").ok().lines()[2:]
        for line, keep in (("--interface eth0", lambda row: row.split()[-1] == "eth0"),
                           ("--to fd01::/64", lambda row: row.startswith("fd01::/64 ")),
                           ("--via fd01::2", lambda row: row.split()[1] == "fd01::2")):
            with tap.case(f"netstat -6rn {line}: the kernel's own rows"):
                tap.equal(oracle.run_ours(ns, f"netstat -6rn {line}").ok().lines()[2:], [row for row in whole if keep(row)], "rows")
        with tap.case("--to and --via tell the family"):
            tap.equal(oracle.run_ours(ns, "netstat -rn --to fd01::/64").stdout, oracle.run_ours(ns, "netstat -6rn --to fd01::/64").stdout, "text")
        for protocol in ("kernel", "static", "boot"):
            with tap.case(f"--proto {protocol} of all tables"):
                wanted = {("::/0" if row["dst"] == "default" else row["dst"]) for row in
                          ns.ip_json("-6", "route", "show", "table", "all", "proto", protocol)
                          if row.get("type") not in ("multicast",)}
                wanted = {dst if "/" in dst else dst + "/128" for dst in wanted}
                mine = {row.split()[0] for row in oracle.run_ours(ns, f"netstat -6rn --proto {protocol}").ok().lines()[2:]}
                # net-tools shows v4-mapped ones as IPv4, and iproute2 not
                tap.equal(*(sorted(row for row in rows if "." not in row) for rows in (mine, wanted)), "destinations")


def test_clones():
    with lab.opened() as here:
        with tap.case("clones are filtered as well, and keep their parents"):
            rows = oracle.run_ours(here.h1, f"netstat -r --json --clones --to {lab.BOTH}").ok().json()["routes"]
            tap.equal([(row["destination"], row.get("parent")) for row in rows], [(lab.BOTH + "/32", "0.0.0.0/0")], "one clone")
        with tap.case("--via, in the cache layout"):
            rows = oracle.run_ours(here.h1, f"netstat -rnC --via {lab.R2}").ok().lines()[2:]
            through = [row for row in here.exceptions().values() if row.get("gateway") == lab.R2]
            tap.true(len(rows) == len(through) and len(rows) > 2, "all three go through r2", *rows, *map(str, through))
            tap.equal(oracle.run_ours(here.h1, f"netstat -rnC --via {lab.R1}").ok().lines()[2:], [], "none through r1")


def test_neighbours():
    with netns.Namespace() as ns:
        states.neighbours(ns)
        def rows(line):
            return sorted(row.split()[1][1:-1] for row in oracle.run_ours(ns, line).ok().lines() if "10.1.0.15" not in row)

        # iproute2 lists those of agents whatever is asked
        def theirs(*words):
            return sorted(row["dst"] for row in ns.ip_json("-4", "neigh", "show", *words) if "extern_learn" not in row)
        for ours, words in (("--interface eth0 --state permanent", ("dev", "eth0", "nud", "permanent")),
                            ("--state stale", ("nud", "stale")), ("--state failed", ("nud", "failed")),
                            ("--to 10.1.3.0/24", ("to", "10.1.3.0/24")), ("--to longer:10.1.3.0/24", ("to", "10.1.3.0/24"))):
            with tap.case(f"arp -an {ours}"):
                tap.true(theirs(*words), "iproute2 lists nothing")
                tap.equal(rows(f"arp -an {ours}"), theirs(*words), "addresses")
        with tap.case("several states"):
            tap.equal(rows("arp -an --state stale,failed"), sorted(theirs("nud", "stale") + theirs("nud", "failed")), "addresses")
        with tap.case("one address"):
            tap.equal(rows(f"arp -an --to 10.2.0.5"), ["10.2.0.5"], "address")
        with tap.case("nothing fits: nothing is said"):
            result = oracle.run_ours(ns, "arp -n --to 172.16/12").ok()
            tap.equal(result.stdout, b"", "text")
        with tap.case("JSON"):
            rows = oracle.run_ours(ns, "arp --json --state reachable --interface eth0").ok().json()["neighbours"]
            tap.true(rows and all(row["state"] == "reachable" and row["interface"] == "eth0" for row in rows), "rows", *map(str, rows))


def test_interfaces():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        states.device(ns, "down0", up=False)
        ns.ip(*states.bridge("br7"), "addr add 10.4.0.1/24 dev eth0 label eth0:1")

        def rows(line):
            return [row.split()[0] for row in oracle.run_ours(ns, line).ok().lines()[2:]]
        for line, wanted in (("netstat -i --interface eth0", ["eth0", "eth0:1"]), ("netstat -i --interface down0", ["down0"]),
                             ("netstat -i --interface=lo", ["lo"]), ("netstat -ia --type bridge", ["br7"]),
                             ("netstat -ia --type loop", ["lo"]), ("netstat -i --type veth --interface eth0", ["eth0", "eth0:1"]),
                             ("netstat -ia --state down", ["br7", "down0", "p-down0"]),
                             ("netstat -i --state down", []), ("netstat --dialect linux-1.60 -i --interface eth0", ["eth0", "eth0:"])):
            with tap.case(line):
                tap.equal(rows(line), wanted, "interfaces")
        with tap.case("JSON"):
            tap.equal([row["name"] for row in oracle.run_ours(ns, "netstat -i --json --interface eth0").ok().json()["interfaces"]], ["eth0"], "names")
        with tap.case("net-tools' short --proto and --interf still mean what they meant"):
            oracle.compare(ns, "netstat -rn --proto=inet")
            oracle.compare(ns, "netstat --interf -a -n")
            oracle.compare(ns, "arp -n --proto=inet")


def test_bad_input():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        for line, status, word in (
                ("netstat -rn --to 10.1.2.3/24", 3, "10.1.2.3/24"), ("netstat -rn --to nonsense", 3, "nonsense"),
                ("netstat -rn --to 10", 3, "--to 10"), ("netstat -rn --to 10/33", 3, "10/33"), ("netstat -rn --to 1.2.3.4.5/8", 3, "1.2.3.4.5/8"),
                ("netstat -rn --to 10./8", 3, "10./8"), ("netstat -rn --to wider:10/8", 3, "wider:10/8"),
                ("netstat -rn --to longer", 3, "longer"), ("netstat -rn --to", 3, "--to"), ("netstat -rn --to ''", 3, "--to"),
                ("route -n --via 10.1", 3, "10.1"), ("route -n --interface nosuch", 1, "nosuch"), ("route -n --interface ''", 3, "empty"),
                ("route -n --proto nosuch", 3, "nosuch"), ("route -n --proto 256", 3, "256"), ("route -n --type nosuch", 3, "nosuch"),
                ("route -n --type unicast,", 3, "--type"), ("route -n --state reachable", 3, "--state"),
                ("arp -n --interface nosuch", 255, "nosuch"), ("arp -n --state nosuch", 3, "nosuch"), ("arp -n --via 10.0.0.1", 3, "--via"),
                ("arp -n --type ether", 3, "--type"), ("netstat -i --interface nosuch", 1, "nosuch"), ("netstat -i --to 10/8", 3, "--to"),
                ("netstat -rs --to 10/8", 3, "--to"), ("netstat -i --state nosuch", 3, "nosuch"),
                ("netstat -rn --json --interface nosuch", 1, "nosuch")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal(result.status, status, "exit status")
                tap.true(word in result.stderr.decode(), "the message", result.stderr)
                if "--json" not in line:
                    tap.equal(result.stdout, b"", "standard output")


if __name__ == "__main__":
    tap.main(globals())
