#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The kernel's texts in place of its netlink: a capture that holds nothing but /proc/net/route, arp and dev prints what
net-tools, which reads these texts, prints."""
import importlib.machinery
import importlib.util
import os
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


def capture(ns, path, keys):
    made = maker().Capture()
    with ns.entered():
        for key in keys:
            with open("/proc/thread-self/" + key, encoding="utf-8", errors="surrogateescape") as file:
                made.file(key, file.read())
    if "net/dev" in keys:
        made.answer("what=addrs family=unspec table=0 ifindex=0", [])
    with open(path, "wb") as file:
        file.write(made.data + maker().own(maker().END, 0, ""))


def test_texts():
    for state, fill, lines in (("routes", states.routes_inet, ("netstat -rn", "netstat -rnee", "route -n")),
                               ("neighbours", states.neighbours, ("arp -n", "arp -an", "arp -nv"))):
        with netns.Namespace() as ns, tempfile.TemporaryDirectory(prefix="routeclone-texts-") as folder:
            fill(ns)
            path = os.path.join(folder, "texts.pcap")
            capture(ns, path, ("net/route", "net/arp", "net/dev"))
            for line in lines:
                with tap.case(f"{state}: {line}, as net-tools reads the same text"):
                    tool, words = line.split(" ", 1)
                    mine = oracle.run_ours(ns, f"{tool} --replay {path} {words}")
                    tap.equal(mine.stdout, oracle.run_theirs(ns, line).stdout, line, "ours", "theirs")
            if state == "routes":   # where nothing is sent, and counters stand still
                with tap.case(f"{state}: netstat -ia: names and counters, and - for what the text does not say"):
                    mine = oracle.run_ours(ns, f"netstat --replay {path} -ia").lines()[2:]
                    other = oracle.run_theirs(ns, "netstat -ia").lines()[2:]
                    tap.equal([row.split() for row in mine],
                              [row.split()[:1] + ["-"] + row.split()[2:10] + ["-"] for row in other], "rows")
            with tap.case(f"{state}: JSON names the interfaces and numbers none"):
                rows = oracle.run_ours(ns, f"route --replay {path} --json -A inet").json()["routes"]
                tap.true(rows and all("interface_index" not in row for row in rows), "an index was made up", *map(str, rows[:3]))
                tap.true(any(row.get("interface") == "eth0" for row in rows), "no interface")
            with tap.case(f"{state}: a capture of one text has no answer to what another says"):
                capture(ns, path, ("net/route",))
                mine = oracle.run_ours(ns, f"route --replay {path} -n")
                tap.true(mine.status == 1 and b"links" in mine.stderr and not mine.stdout, "no links", mine.stderr)


if __name__ == "__main__":
    tap.main(globals())
