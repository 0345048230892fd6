#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""netstat -g beside net-tools, and its JSON beside `ip maddress`."""
import contextlib
import os
import socket
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

GROUP, GROUP6 = "239.1.2.3", "ff15::1234"


@contextlib.contextmanager
def joined(ns, device):
    """A host that listens to two groups of its own on a device, one of them twice."""
    index = ns.ip_json("link", "show", device)[0]["ifindex"]
    with contextlib.ExitStack() as stack:
        with ns.entered():
            sockets = [stack.enter_context(socket.socket(family, socket.SOCK_DGRAM))
                       for family in (socket.AF_INET, socket.AF_INET, socket.AF_INET6)]
        request = socket.inet_aton(GROUP) + bytes(4) + struct.pack("=i", index)
        for s in sockets[:2]:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
        sockets[2].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, GROUP6) + struct.pack("=I", index))
        yield


LINES = ("netstat -g", "netstat -gn", "netstat --groups", "netstat -gnv", "netstat -gne")


def test_beside_net_tools():
    with netns.Namespace(etc={"hosts": states.HOSTS + f"{GROUP} a-group.example\n"}) as ns:
        states.two_devices(ns)
        with joined(ns, "eth0"):
            oracle.compare_all(ns, "groups", LINES)
            with tap.case("the group's name"):
                tap.true("a-group.example" in oracle.run_ours(ns, "netstat -g").ok().text(), "no name")
        oracle.compare_all(ns, "no groups of its own", ("netstat -gn",))


def test_one_family():
    """net-tools begins with the family's sockets; the groups behind them are the same."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with joined(ns, "eth0"):
            for word in ("-4", "-6"):
                with tap.case(word):
                    mine = oracle.run_ours(ns, f"netstat -gn {word}").ok().lines()
                    theirs = oracle.run_theirs(ns, f"netstat -gn {word}").ok().lines()
                    tap.equal(mine, theirs[theirs.index(mine[0]):], "groups")


def test_json_and_wide():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with joined(ns, "eth0"):
            rows = oracle.run_ours(ns, "netstat -g --json").ok().json()["memberships"]
            with tap.case("those of ip maddress"):
                theirs = {(device["ifname"], entry.get("address") or entry["link"], entry.get("users", 1))
                          for device in ns.ip_json("maddress", "show") for entry in device["maddr"]}
                tap.equal({(row["interface"], row["group"], row["users"]) for row in rows}, theirs, "groups")
            with tap.case("joined twice"):
                tap.equal([row["users"] for row in rows if row["group"] == GROUP], [2], "users")
            with tap.case("the wide table has each of them"):
                wide = [line.split() for line in oracle.run_ours(ns, "netstat -gnW").ok().lines()[3:]]
                tap.equal([(w[0], w[2], int(w[1])) for w in wide], [(r["interface"], r["group"], r["users"]) for r in rows], "rows")
            with tap.case("one interface"):
                lo = [row for row in rows if row["interface"] == "lo"]
                tap.equal(oracle.run_ours(ns, "netstat -g --json --interface lo").ok().json()["memberships"], lo, "of lo")
                tap.equal(oracle.run_ours(ns, "netstat -g --interface nosuch0").status, 1, "an interface that is not there")


def test_replay():
    with netns.Namespace() as ns, tempfile.TemporaryDirectory() as folder:
        states.two_devices(ns)
        with joined(ns, "eth0"):
            file = os.path.join(folder, "groups.pcap")
            live = oracle.run_ours(ns, f"netstat -gn --record {file}").ok().stdout
            for options in ("-gn", "-g", "-gnW", "-g --json"):
                with tap.case(f"replay {options}"):
                    want = live if options in ("-gn", "-g") else oracle.run_ours(ns, f"netstat {options}").ok().stdout
                    tap.equal(oracle.run_ours(ns, f"netstat {options} --replay {file}").ok().stdout, want, "replay")


if __name__ == "__main__":
    tap.main(globals())
