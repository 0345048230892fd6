#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--rules beside `ip rule`, as text and as JSON."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

RULES = (
    # words of ip rule, row of ours (columns), JSON
    ("priority 10 from 10.1.0.0/24 table 100", "10 10.1.0.0/24 all - - - lookup 100", {"from": "10.1.0.0/24", "table": 100, "action": "lookup"}),
    ("priority 20 to 10.2.0.5 table main", "20 all 10.2.0.5 - - - lookup main", {"to": "10.2.0.5/32", "table": 254}),
    ("priority 30 fwmark 0x1f/0xff table 1000", "30 all all 0x1f/0xff - - lookup 1000", {"mark": 31, "mask": 255, "table": 1000}),
    ("priority 35 fwmark 7 table 7", "35 all all 0x7 - - lookup 7", {"mark": 7}),
    ("priority 40 iif eth0 table 100", "40 all all - eth0 - lookup 100", {"in": "eth0"}),
    ("priority 45 oif nosuch0 table 100", "45 all all - - nosuch0 lookup 100", {"out": "nosuch0"}),
    ("priority 50 not from 10.3.0.0/16 prohibit", "50 not 10.3.0.0/16 all - - - prohibit", {"inverted": True, "action": "prohibit"}),
    ("priority 60 from 10.4.0.0/16 unreachable", "60 10.4.0.0/16 all - - - unreachable", {"action": "unreachable"}),
    ("priority 65 from 10.4.0.0/16 blackhole", "65 10.4.0.0/16 all - - - blackhole", {"action": "blackhole"}),
    ("priority 70 goto 32766", "70 all all - - - goto 32766", {"action": "goto", "goto": 32766}),
    ("priority 75 nop", "75 all all - - - nop", {"action": "nop"}),
    ("priority 80 table main suppress_prefixlength 0", "80 all all - - - lookup main suppress prefixes up to 0", {"suppress_length": 0}),
    ("priority 85 table main suppress_ifgroup 5", "85 all all - - - lookup main suppress interface group 5", {"suppress_group": 5}),
    ("priority 90 uidrange 1000-2000 table 5", "90 all all - - - lookup 5 uid 1000-2000", {"uid": 1000, "uid_last": 2000}),
    ("priority 95 ipproto tcp sport 80 dport 1000-2000 table 6", "95 all all - - - lookup 6 ipproto 6 sport 80 dport 1000-2000",
     {"ip_protocol": 6, "source_port": 80, "source_port_last": 80, "dest_port": 1000, "dest_port_last": 2000}),
    ("priority 96 tos 0x10 table 6", "96 all all - - - lookup 6 tos 16", {"tos": 16}),
    ("priority 97 protocol 200 table 6", "97 all all - - - lookup 6", {"protocol": "200"}),
)


def rows(ns, line):
    return [" ".join(row.split()) for row in oracle.run_ours(ns, line).ok().lines()]


def test_rules():
    with netns.Namespace() as ns:
        netns.need_ipv6()
        states.two_devices(ns)
        for rule, row, fields in RULES:
            with tap.case(rule):
                error = ns.ip(f"rule add {rule}", may_fail=True)
                if error:
                    raise tap.Skip(f"this kernel or ip has no such rule: {error[0]}")
                tap.true(row in rows(ns, "netstat -r --rules -4"), "the row", row, *rows(ns, "netstat -r --rules -4"))
                found = [rule for rule in oracle.run_ours(ns, "route --rules -4 --json").ok().json()["rules"]
                         if rule["priority"] == int(row.split()[0])]
                tap.equal({key: found[0].get(key) for key in fields}, fields, "JSON")
        ns.ip("-6 rule add priority 10 from fd01::/64 to fd02::/16 table 100")
        with tap.case("as many as ip lists, in its order"):
            for family, word in (("-4", "IPv4"), ("-6", "IPv6")):
                theirs = [row["priority"] for row in ns.ip_json(family, "rule", "show")]
                mine = rows(ns, f"netstat -r --rules {family}")
                tap.equal(mine[0], f"{word} policy rules", "title")
                tap.equal([int(row.split()[0]) for row in mine[2:]], theirs, "priorities")
        with tap.case("both families where none is asked for, in every dialect"):
            four, six = (oracle.run_ours(ns, f"route --rules {family}").stdout for family in ("-4", "-6"))
            for line in ("netstat -r --rules", "route --rules", "netstat --dialect freebsd-4 -r --rules", "route -n --rules"):
                tap.equal(oracle.run_ours(ns, line).ok().stdout, four + six, line)
        with tap.case("those of one table"):
            tap.equal([row.split()[0] for row in rows(ns, "route --rules -4 --table 100")[2:]], ["10", "40", "45"], "rules")
            tap.equal(rows(ns, "route --rules -6 --table 100")[2:], ["10 fd01::/64 fd02::/16 - - - lookup 100"], "IPv6")
        with tap.case("the VRF rule"):
            error = ns.ip("rule add priority 1000 l3mdev", may_fail=True)
            if error:
                raise tap.Skip(error[0])
            tap.true("1000 all all - - - lookup of the VRF" in rows(ns, "route --rules -4"), "the row")
        with tap.case("record and replay"), tempfile.TemporaryDirectory(prefix="routeclone-rules-") as folder:
            live = oracle.run_ours(ns, f"route --rules --record {folder}/r.pcap").ok().stdout
            tap.equal(oracle.run_ours(ns, f"route --rules --replay {folder}/r.pcap").ok().stdout, live, "text")


def test_bad_input():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        for line, status, word in (("route --rules --clones", 3, "--rules"), ("netstat -rC --rules", 3, "--rules"),
                                   ("netstat -i --rules", 3, "--rules"), ("arp --rules", 3, "--rules"), ("netstat -rs --rules", 3, "--rules"),
                                   ("route --rules --to 10/8", 3, "--to"), ("route --rules --table nosuch", 1, "nosuch")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal((result.status, result.stdout), (status, b""), "exit status and text")
                tap.true(word in result.stderr.decode(), "the message", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
