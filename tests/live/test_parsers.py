#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Programs that read net-tools' text read ours: PyPI's jc and getmac."""
import importlib.util
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap


def need(module):
    if importlib.util.find_spec(module) is None:
        raise tap.Skip(f"the Python module {module} is not installed")


def parse(parser, text):
    import jc
    return jc.parse(parser, text, quiet=True)


def ordinary(ns):
    """What a host has: a default route, networks, neighbours that answer and one that does not."""
    states.two_devices(ns)
    ns.ip("route add default via 10.1.0.254", "route add 10.9.0.0/16 via 10.1.0.9 advmss 1300 window 4096 rtt 300ms",
          "route add 10.9.9.9 via 10.1.0.9 metric 7", "route add unreachable 10.98.0.0/16", "route add default via 10.2.0.254 metric 300",
          "neigh add 10.1.0.254 lladdr 02:00:00:00:00:fe nud permanent dev eth0", "neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 nud stale dev eth0",
          "neigh add 10.1.0.77 nud failed dev eth0", "neigh add proxy 10.1.0.88 dev eth0", "addr add fd01::1/64 dev eth0 nodad",
          "route add fd09::/64 via fd01::9", "route add default via fd01::fe")


JC = (("netstat", "netstat -rn"), ("netstat", "netstat -r"), ("netstat", "netstat -rne"), ("netstat", "netstat -rnee"), ("netstat", "netstat -i"),
      ("netstat", "netstat -ia"), ("route", "route"), ("route", "route -n"), ("route", "route -ne"), ("route", "route -nee"),
      ("route", "route -n6"), ("route", "route -6"), ("arp", "arp"), ("arp", "arp -n"), ("arp", "arp -a"), ("arp", "arp -an"), ("arp", "arp -nv"))


def test_jc_reads_ours_as_it_reads_net_tools():
    need("jc")
    with netns.Namespace(etc=states.ETC) as ns:
        ordinary(ns)
        for parser, line in JC:
            def agree(mine, other):
                theirs, ours = (parse(parser, result.ok().text()) for result in (other, mine))
                tap.true(theirs, "jc read nothing out of net-tools' text")
                return None if ours == theirs else tap.diff(*(json.dumps(read, indent=1) for read in (ours, theirs)), "ours", "theirs")

            with tap.case(f"jc --{parser}: {line}"):
                oracle.bracket(lambda: oracle.run_ours(ns, line), lambda: oracle.run_theirs(ns, line), agree)


def test_jc_reads_the_rows_that_only_ours_has():
    """Rejected routes and every next hop come out of jc with the keys of any other row."""
    need("jc")
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("route add blackhole 10.99.0.0/16", f"route add 10.70.0.0/16 nexthop via 10.1.0.2 nexthop via 10.2.0.3 dev {states.LONG}",
              "route add 10.72.0.0/16 via inet6 fe80::1 dev eth0")
        for parser, line in (("netstat", "netstat -rn"), ("route", "route -n"), ("route", "route -nee")):
            with tap.case(f"jc --{parser}: {line}"):
                rows = parse(parser, oracle.run_ours(ns, line).ok().text())
                tap.equal([row["gateway"] for row in rows if row["destination"] == "10.70.0.0"], ["10.1.0.2", "10.2.0.3"], "the next hops")
                tap.equal([row["gateway"] for row in rows if row["destination"] == "10.72.0.0"], ["fe80::1"], "the IPv6 gateway")
                black, = [row for row in rows if row["destination"] == "10.99.0.0"]
                tap.equal((black["gateway"], "!" in black["route_flags" if "route_flags" in black else "flags"]), ("-", True), "the blackhole")
                tap.true(all(set(row) == set(rows[0]) for row in rows), "rows with other keys", *rows)


# getmac runs `arp ADDRESS`, `arp -an`, `route -n` and `netstat -r`, each by the first of its PATH.
GETMAC = """
import json, sys
import getmac.getmac as g
g.PATH = [sys.argv[1]]
answers = {}
for name, words in (("ArpVariousArgs", ("10.1.0.254",)), ("ArpVariousArgs", ("10.1.0.77",)), ("ArpVariousArgs", ("10.1.0.200",)),
                    ("ArpOpenbsd", ("10.1.0.9",)), ("ArpFreebsd", ("10.1.0.9",)),
                    ("DefaultIfaceRouteCommand", ()), ("DefaultIfaceFreeBsd", ())):
    method = getattr(g, name)()
    answers[" ".join((name,) + words)] = method.get(*words)
various = g.ArpVariousArgs()
various._args = (("-an", False), ("-an", True))
answers["arp -an"] = various.get("10.1.0.9")
print(json.dumps(answers))
"""


def getmac(ns, find):
    """getmac's answers with the programs that find(tool) gives."""
    with tempfile.TemporaryDirectory(prefix="routeclone-path-") as folder:
        for tool in ("arp", "netstat", "route"):
            os.symlink(find(tool), os.path.join(folder, tool))
        return ns.run([sys.executable, "-c", GETMAC, folder]).ok().json()


def test_getmac_reads_ours_as_it_reads_net_tools():
    need("getmac")
    with netns.Namespace(etc=states.ETC) as ns:
        ordinary(ns)
        theirs, ours = getmac(ns, oracle.theirs), getmac(ns, oracle.ours)
        tap.equal((theirs["arp -an"], theirs["DefaultIfaceRouteCommand"]), ("02:00:00:00:00:09", "eth0"),
                  "what getmac reads out of net-tools' text")
        for name, answer in theirs.items():
            with tap.case(f"getmac: {name}"):
                tap.equal(ours[name], answer, "what getmac read")


if __name__ == "__main__":
    tap.main(globals())
