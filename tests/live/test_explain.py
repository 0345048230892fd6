#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""route get and route get --explain against `ip route get [fibmatch]`, `ip rule`, `ip neigh`, `ip link` and the
exceptions that `ip route show cache` lists."""
import contextlib
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import lab
import netns
import oracle
import tap

DIALECTS = ("linux", "freebsd", "openbsd", "netbsd", "macos")
EXIT = {"linux": 1, "freebsd": 255, "openbsd": 1, "netbsd": 1, "macos": 1}


def explain(ns, words):
    """The one explanation of JSON."""
    result = oracle.run_ours(ns, f"route --json --explain get {words}")
    (found,) = result.json()["explanations"]
    return found


def prefix(text, six):
    """ip's "default" and hosts, as JSON has them."""
    if text == "default":
        return "::/0" if six else "0.0.0.0/0"
    return text if "/" in text else f"{text}/{128 if six else 32}"


def check(ns, to, rest=""):
    """What ip says of the same packet; ours must say the same."""
    six = ":" in to
    family = ["-6"] if six else []
    words = [to, *rest.split()]
    (answer,) = ns.ip_json(*family, "route", "get", *words)
    (match,) = ns.ip_json("-d", *family, "route", "get", "fibmatch", *words)
    mine = explain(ns, " ".join([to, rest.replace("oif", "dev")]))
    tap.equal(mine["destination"], to, "destination")
    tap.equal(mine["route"], prefix(match["dst"], six), "the route that matches")
    tap.equal(mine.get("interface"), answer["dev"], "interface")
    tap.equal(mine.get("source"), answer.get("prefsrc") or answer.get("from"), "source")
    tap.equal(mine.get("next_hop"), answer.get("gateway", to if answer.get("type", "unicast") == "unicast" else None), "next hop")
    (link,) = ns.ip_json("link", "show", answer["dev"])
    tap.equal((mine["interface_mtu"], mine["interface_state"]), (link["mtu"], link["operstate"].lower()), "device")
    entries = [n for n in ns.ip_json(*family, "neigh", "show", "to", mine["next_hop"], "dev", answer["dev"])] \
        if "next_hop" in mine else []
    tap.equal(mine.get("link_address"), entries[0].get("lladdr") if entries else None, "link address")
    return mine, answer, match


def world(ns):
    """One device, and routes of every kind."""
    ns.veth("v0", "v1")
    ns.ip("link set lo up", "addr add 10.5.0.1/24 dev v0", "addr add fd05::1/64 dev v0 nodad", "route add default via 10.5.0.2",
          "route add 10.6.0.0/16 via 10.5.0.2 mtu 1400 metric 5", "route add blackhole 10.7.0.0/16", "route add prohibit 10.8.0.0/16",
          "route add unreachable 10.9.0.0/16", "route add throw 10.13.0.0/16",
          "route add 10.10.0.0/16 nexthop via 10.5.0.2 weight 2 nexthop via 10.5.0.3",
          "route add fd06::/48 via fd05::2", "-6 route add prohibit fd08::/48", "route add 10.6.0.0/16 via 10.5.0.9 table 100",
          "neigh add 10.5.0.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent",
          "neigh add fd05::2 lladdr 02:00:00:00:00:06 dev v0 nud permanent")


def test_explain():
    with netns.Namespace() as ns:
        netns.need_ipv6()
        world(ns)
        for to in ("10.5.0.2", "10.6.1.1", "8.8.8.8", "10.5.0.1", "10.5.0.255", "fd06::1", "fd05::77", "fd05::1"):
            with tap.case(to):
                mine = check(ns, to)[0]
                tap.true(mine["rule"] in (0, 32766), "the rule", mine["rule"])
        with tap.case("the neighbour that is known, and one that is not"):
            tap.equal(explain(ns, "10.6.1.1")["neighbour_state"], "permanent", "state")
            tap.true("neighbour_state" not in explain(ns, "10.5.0.77"), "none is made up")
        with tap.case("the largest packet, and what it is due to"):
            tap.equal([(m["mtu"], m["mtu_by"]) for m in (explain(ns, a) for a in ("10.6.1.1", "8.8.8.8"))],
                      [(1400, "route"), (1500, "interface")], "mtu")
        with tap.case("several next hops: the one that the kernel takes"):
            for last in range(1, 9):
                mine, answer, match = check(ns, f"10.10.0.{last}")
                hops = [hop["gateway"] for hop in match["nexthops"]]
                tap.equal((mine["hop"], mine["hops"]), (hops.index(answer["gateway"]) + 1, 2), "the hop")
        with tap.case("a device that is down"):
            ns.ip("link set v1 down")
            tap.equal(explain(ns, "10.5.0.2")["interface_state"],
                      ns.ip_json("link", "show", "v0")[0]["operstate"].lower(), "state")


def test_rules():
    with netns.Namespace() as ns:
        world(ns)
        ns.ip("rule add from 10.5.0.1 lookup 100 prio 50", "rule add fwmark 0x7/0xf lookup 100 prio 60",
              "rule add to 10.11.0.0/16 prohibit prio 70", "rule add iif v0 to 10.6.0.0/16 lookup 100 prio 80",
              "rule add not to 10.0.0.0/8 lookup 101 prio 90", "route add 9.9.9.0/24 via 10.5.0.8 table 101",
              "rule add to 10.12.0.0/16 lookup main suppress_prefixlength 0 prio 95",
              "rule add to 10.14.0.0/16 goto 200 prio 96", "rule add to 10.14.0.0/16 blackhole prio 100",
              "rule add to 10.14.0.0/16 lookup main prio 200")
        for words, rule, table in (("10.6.1.1 from 10.5.0.1", 50, 100), ("10.6.1.1 mark 0x7", 60, 100), ("10.6.1.1 mark 0x17", 60, 100),
                                   ("10.6.1.1 mark 8", 32766, 254), ("9.9.9.9", 90, 101), ("8.8.8.8", 32766, 254),
                                   ("10.12.0.1", 32766, 254), ("10.14.0.1", 200, 254)):
            with tap.case(words):
                mine, _, match = check(ns, *words.split(" ", 1))
                tap.equal((mine["rule"], mine["table"]), (rule, table), "rule and table")
                tap.equal(str(match.get("table", "main")), {100: "100", 101: "101", 254: "main"}[table], "ip's table")
        with tap.case("a rule that forbids"):
            mine = explain(ns, "10.11.0.1")
            tap.equal((mine["rule"], mine["rule_action"], mine["refused"]), (70, "prohibit", "Permission denied"), "the rule")
            tap.true("route" not in mine, "no route was looked for", mine)
        with tap.case("in words"):
            text = oracle.run_ours(ns, "route -n --explain get 10.6.1.1 mark 0x7").ok().lines()
            tap.true("       rule: 60: from all fwmark 0x7/0xf lookup 100" in text, "the rule", *text)


def test_refused():
    with netns.Namespace() as ns:
        world(ns)
        ns.ip("route del default")
        for to, kind in (("10.7.0.1", "blackhole"), ("10.8.0.1", "prohibit"), ("10.9.0.1", "unreachable"), ("fd08::1", "prohibit")):
            with tap.case(f"{to}: {kind}"):
                theirs = ns.run(["ip", "route", "get", to])
                mine = explain(ns, to)
                tap.equal(mine["type"], kind, "type")
                tap.true(mine["refused"] in theirs.stderr.decode(), "the kernel's reason", mine["refused"], theirs.stderr)
        with tap.case("a route that sends on to the next table, and none there"):
            mine = explain(ns, "10.13.0.1")
            tap.equal(mine["refused"], "Network is unreachable", "why")
            tap.true("route" not in mine, "no route", mine)
        with tap.case("no route"):
            mine = explain(ns, "8.8.8.8")
            tap.equal(mine["refused"], "Network is unreachable", "why")
            tap.true("route" not in mine and "mtu" not in mine, "nothing is made up", mine)
        for dialect in DIALECTS:
            with tap.case(f"{dialect}: no route, and one that refuses"):
                result = oracle.run_ours(ns, f"route --dialect {dialect} -n get 8.8.8.8")
                tap.equal((result.status, result.stdout), (EXIT[dialect], b""), "status and text")
                tap.true(result.stderr.startswith(b"route: "), "a message", result.stderr)
                text = oracle.run_ours(ns, f"route --dialect {dialect} -n get 10.9.0.1").ok().text()
                tap.true("10.9.0.0" in text and ("REJECT" in text or "unreachable" in text), "the block", text)
                tap.equal(oracle.run_ours(ns, f"route --dialect {dialect} -n get --explain 8.8.8.8").status, EXIT[dialect], "explain")


def test_blocks():
    """Each dialect's block says what `ip route get` says."""
    with netns.Namespace() as ns:
        netns.need_ipv6()
        world(ns)
        for dialect in DIALECTS:
            for to, network, mask in (("10.6.1.1", "10.6.0.0", "255.255.0.0"), ("10.5.0.77", "10.5.0.0", "255.255.255.0"),
                                      ("fd06::1", "fd06::", "ffff:ffff:ffff::")):
                with tap.case(f"{dialect}: {to}"):
                    family = "-inet6 " if ":" in to and dialect != "linux" else ""
                    lines = oracle.run_ours(ns, f"route --dialect {dialect} -n get {family}{to}").ok().lines()
                    words = dict(line.strip().split(": ", 1) for line in lines if ": " in line)
                    (answer,) = ns.ip_json(*(["-6"] if ":" in to else []), "route", "get", to)
                    tap.equal((words["route to"], words["destination"], words["mask"]), (to, network, mask), "route")
                    tap.equal((words.get("gateway"), words["interface"]), (answer.get("gateway"), answer["dev"]), "next hop")


def test_vrf():
    with netns.Namespace() as ns:
        world(ns)
        error = ns.ip("link add red type vrf table 1001", may_fail=True)
        if error:
            raise tap.Skip(error[0])
        ns.ip("link set red up", "link add w0 type veth peer name w1", "link set w1 up", "link set w0 master red up", "addr add 10.77.0.1/24 dev w0",
              "route add default via 10.77.0.9 table 1001")
        mine, _, match = check(ns, "8.8.8.8", "oif red")
        tap.equal((mine["table"], mine["rule"], mine["rule_action"]), (1001, 1000, "lookup"), "the VRF's table")
        tap.equal(str(match["table"]), "red", "ip's table")


def test_exceptions():
    with lab.opened() as it:
        for six, redirected, both, path_mtu in ((False, lab.REDIRECTED, lab.BOTH, lab.PATH_MTU),
                                                (True, lab.REDIRECTED6, lab.BOTH6, lab.PATH_MTU6)):
            for to in (redirected, both, path_mtu):
                with tap.case(to):
                    before = it.exceptions(six)[to]
                    mine = explain(it.h1, to)
                    after = it.exceptions(six)[to]
                    tap.equal(mine["exception_gateway"], before["gateway"], "the gateway that was learnt")
                    tap.equal(mine["next_hop"], before["gateway"], "who gets the packet")
                    if lab.metric(before, "mtu"):
                        tap.equal((mine.get("exception_mtu"), mine["mtu"]), (lab.metric(before, "mtu"),) * 2, "path MTU")
                    if to != redirected:
                        tap.equal((mine["mtu"], mine["mtu_by"]), (lab.FAR_MTU, "exception"), "what holds")
                    else:
                        tap.equal((mine["mtu"], mine["mtu_by"], mine["exception"]), (1500, "interface", "redirect"), "a redirect alone")
                    if "expires" in before and "expires" in after:
                        tap.true(after["expires"] - 2 <= mine["exception_expires"] <= before["expires"] + 2, "expiry", before, mine, after)
        with tap.case("what has none"):
            tap.true("exception" not in explain(it.h1, "10.66.9.9"), "no exception")
        with tap.case("in a BSD's block it is the host's own route"):
            text = oracle.run_ours(it.h1, f"route --dialect freebsd -n get {lab.REDIRECTED}").ok().text()
            tap.true(f"destination: {lab.REDIRECTED}\n" in text and f"gateway: {lab.R2}\n" in text and "DYNAMIC" in text, "block", text)
        with tap.case("record and replay"), tempfile.TemporaryDirectory(prefix="routeclone-explain-") as folder:
            live = oracle.run_ours(it.h1, f"route -n --explain --record {folder}/r.pcap get {lab.BOTH}").ok().stdout
            tap.equal(oracle.run_ours(it.h1, f"route -n --explain --replay {folder}/r.pcap get {lab.BOTH}").ok().stdout, live, "text")
            other = oracle.run_ours(it.h1, f"route -n --explain --replay {folder}/r.pcap get 203.0.113.1")
            tap.equal((other.status, other.stdout), (1, b""), "what the capture does not hold")


def test_bad_input():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        for line, status, word in (("route get", 3, "destination"), ("route get 1.2.3.4 from", 3, "from"),
                                   ("route get 1.2.3.4 from fd00::1", 1, "fd00::1"), ("route get 1.2.3.4 mark x", 3, "mark"),
                                   ("route get 1.2.3.4 mark 0x100000000", 3, "mark"),
                                   ("route get 1.2.3.4 dev nosuch0", 1, "nosuch0"), ("route get 1.2.3.4 5.6.7.8", 3, "5.6.7.8"),
                                   ("route get fe80::1%nosuch0", 1, "nosuch0"), ("route get 1.2.3.4/33", 1, "1.2.3.4/33"),
                                   ("route --explain", 3, "--explain"), ("netstat -r --explain", 3, "--explain"),
                                   ("route --dialect netbsd get -nosuch 1.2.3.4", 1, "-nosuch")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal((result.status, result.stdout), (status, b""), "exit status and text")
                tap.true(word in result.stderr.decode(), "the message", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
