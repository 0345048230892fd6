#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The host freebsd-castor: from its capture the dialect freebsd-4 prints what its own tools printed."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import seed
import tap

HOST = seed.Host(HERE, "freebsd-castor", "freebsd-4")


def test_pages():
    HOST.check_pages()


def test_capture_is_made_by_the_script():
    HOST.check_capture()


def test_protocol_clones():
    """What was cloned for a protocol only -a lists, in freebsd-4 as in macos."""
    for dialect in ("freebsd-4", "macos"):
        for words, wanted in (("-rn", False), ("-rna", True), ("-rn --clones", True)):
            with tap.case(f"{dialect} {words}"):
                listed = "195.34.133.10" in HOST.ours("netstat " + words, dialect)
                tap.equal(listed, wanted, "a clone of a protocol's is listed")


def test_json():
    routes = json.loads(HOST.ours("netstat -rn --json --clones"))["routes"]
    clones = {r["destination"]: r for r in routes if r.get("cloned")}
    tap.equal(sorted(clones), ["192.168.1.2/32", "192.168.2.254/32", "192.168.7.254/32", "192.53.103.103/32",
                               "192.53.103.104/32", "195.34.133.10/32"], "clones")
    tap.equal(clones["192.168.2.254/32"].get("parent"), "192.168.2.0/24", "the parent of one")
    tap.equal(clones["195.34.133.10/32"].get("parent"), "0.0.0.0/0", "the parent of another")


if __name__ == "__main__":
    tap.main(globals())
