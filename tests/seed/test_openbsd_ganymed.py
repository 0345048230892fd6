#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The host openbsd-ganymed: from its capture the dialect openbsd-3 prints what its own tools printed."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import seed
import tap

HOST = seed.Host(HERE, "openbsd-ganymed", "openbsd-3")


def test_pages():
    HOST.check_pages()


def test_tabs():
    tap.equal(HOST.ours("netstat -rs").split("\n")[1], "\t0 bad routing redirects", "a tab")


def test_capture_is_made_by_the_script():
    HOST.check_capture()


def test_dialects():
    with tap.case("openbsd marks what was cloned, and shows priorities"):
        rows = [line.split() for line in HOST.ours("netstat -rn -f inet", "openbsd").split("\n")]
        tap.true(["192.168.1.1", "52:54:05:e3:51:87", "UHLc", "0", "8801", "1500", "3", "ne3"] in rows, *map(str, rows))
    with tap.case("openbsd's arp has the deadline of 3's neighbours"):
        rows = [line.split() for line in HOST.ours("arp -an", "openbsd").split("\n")]
        tap.true(["192.168.1.1", "52:54:05:e3:51:87", "ne3", "18m0s"] in rows, *map(str, rows))


def test_json():
    routes = json.loads(HOST.ours("netstat -rn --json --clones"))["routes"]
    clones = {r["destination"]: r for r in routes if r.get("cloned")}
    tap.equal(sorted(clones), ["111.11.117.1/32", "192.168.1.1/32", "192.168.1.2/32", "192.168.2.7/32"], "clones")
    tap.equal(clones["192.168.2.7/32"].get("parent"), "192.168.2.0/24", "the parent of one")


if __name__ == "__main__":
    tap.main(globals())
