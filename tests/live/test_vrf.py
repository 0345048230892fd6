#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--vrf and tables by group. Few test kernels have VRF devices: most of this is shown with a capture that is made here."""
import importlib.machinery
import importlib.util
import os
import socket
import struct
import sys
import tempfile

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(TESTS, "lib"))
import netns
import oracle
import states
import tap


def maker():
    """tests/seed/make-linux-callisto, a program, as a module."""
    loader = importlib.machinery.SourceFileLoader("maker", os.path.join(TESTS, "seed", "make-linux-callisto"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("maker", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def vrf(made, number, name, table, kind=b"vrf\0"):
    """RTM_NEWLINK with IFLA_LINKINFO: kind, and data with IFLA_VRF_TABLE."""
    info = made.attribute(1, kind) + made.attribute(2, made.attribute(1, struct.pack("<I", table)))
    body = struct.pack("<BxHiII", 0, 1, number, 1 | 0x400, 0) + made.attribute(3, name.encode() + b"\0")
    return made.netlink(16, body + made.attribute(4, struct.pack("<I", 1500)) + made.attribute(18, info))


def route(made, table, destination, bits, device):
    body = struct.pack("<BBBBBBBBI", 2, bits, 0, 0, min(table, 252), 3, 253, 1, 0)
    body += made.attribute(15, struct.pack("<I", table)) + made.attribute(1, socket.inet_aton(destination))
    return made.netlink(24, body + made.attribute(4, struct.pack("<I", device)))


def capture(path):
    made = maker()
    capture = made.Capture()
    ether = (2, "eth0", 1, 0x1043, 1500, bytes(6))
    capture.netlink("what=links family=unspec table=0 ifindex=0",
                    [made.link(*ether), vrf(made, 5, "red", 10), vrf(made, 6, "blue", 1000), vrf(made, 7, "other", 11, b"bridge\0")])
    capture.netlink("what=routes family=inet table=0 ifindex=0",
                    [route(made, 10, "10.1.0.0", 16, 2), route(made, 10, "10.2.0.0", 16, 2), route(made, 1000, "10.3.0.0", 16, 2),
                     route(made, 254, "10.4.0.0", 16, 2), route(made, 11, "10.5.0.0", 16, 2)])
    with open(path, "wb") as file:
        file.write(capture.data + made.own(made.END, 0, ""))


def rows(ns, line):
    return [row.split()[0] for row in oracle.run_ours(ns, line).ok().lines()[2:]]


def test_capture():
    with netns.Namespace() as ns, tempfile.TemporaryDirectory(prefix="routeclone-vrf-") as folder:
        path = os.path.join(folder, "vrf.pcap")
        capture(path)
        for device, wanted in (("red", ["10.1.0.0", "10.2.0.0"]), ("blue", ["10.3.0.0"])):
            for line in ("netstat -rn", "route -n"):
                with tap.case(f"{line} --vrf {device}"):
                    tap.equal(rows(ns, f"{line} --replay {path} --vrf {device}"), wanted, "destinations")
        with tap.case("--table all is in groups, and names the devices"):
            text = [" ".join(row.split()[:2]) if row.startswith("10.") else row
                    for row in oracle.run_ours(ns, f"route -n --replay {path} --table all").ok().lines()[2:]]
            tap.equal(text, ["Table 10 (VRF red):", "10.1.0.0 0.0.0.0", "10.2.0.0 0.0.0.0", "Table 1000 (VRF blue):", "10.3.0.0 0.0.0.0",
                             "Table main:", "10.4.0.0 0.0.0.0", "Table 11:", "10.5.0.0 0.0.0.0"], "tables")
        with tap.case("JSON"):
            found = oracle.run_ours(ns, f"netstat -i --json --replay {path}").ok().json()["interfaces"]
            tap.equal([(row["name"], row.get("table")) for row in found if row["name"] != "eth0"],
                      [("red", 10), ("blue", 1000), ("other", None)], "tables of devices")
            found = oracle.run_ours(ns, f"route -4 --json --replay {path} --vrf blue").ok().json()["routes"]
            tap.equal([(row["destination"], row["table"]) for row in found], [("10.3.0.0/16", 1000)], "routes")
        for device, word in (("eth0", "no VRF"), ("other", "no VRF"), ("nosuch", "no such interface")):
            with tap.case(f"--vrf {device}"):
                result = oracle.run_ours(ns, f"route -n --replay {path} --vrf {device}")
                tap.true(result.status == 1 and not result.stdout and word in result.stderr.decode(), "the message", result.stderr)


def test_live():
    with netns.Namespace() as ns:
        netns.need_kind("vrf")
        states.two_devices(ns)
        ns.ip("link add red type vrf table 10", "link set red up", "link set eth0 master red", "route add 10.9.0.0/16 via 10.1.0.2 vrf red")
        for line in ("netstat -rn --vrf red", "netstat -rn -6 --vrf red"):
            with tap.case(line):
                theirs = ns.ip_json("-6" if "-6" in line else "-4", "route", "show", "table", "10")
                tap.equal(sorted(row.split("/")[0] for row in rows(ns, line)), sorted(row["dst"].split("/")[0] for row in theirs),
                          "destinations", "ours", "ip route show table 10")


def test_bad_input():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        for line, status, word in (("route -n --vrf lo", 1, "no VRF"), ("route -n --vrf nosuch", 1, "nosuch"),
                                   ("route -n --vrf lo --table 5", 3, "--table"), ("route --rules --vrf lo", 3, "--rules"),
                                   ("arp --vrf lo", 3, "--vrf"), ("netstat -i --vrf lo", 3, "--vrf"), ("netstat -rs --vrf lo", 3, "--vrf"),
                                   ("route --vrf", 3, "--vrf")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal((result.status, result.stdout), (status, b""), "exit status and text")
                tap.true(word in result.stderr.decode(), "the message", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
