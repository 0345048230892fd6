#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The host openbsd-ganymed: from its capture the dialect openbsd-3 prints what its own tools printed."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import oracle
import tap

CAPTURE = os.path.join(HERE, "openbsd-ganymed.pcap")


def ours(line, dialect="openbsd-3", status=0):
    tool, *words = line.split()
    result = subprocess.run([oracle.ours(tool), "--dialect", dialect, "--replay", CAPTURE, *words], capture_output=True,
                            check=False, timeout=60)
    tap.equal(result.returncode, status, f"{line}: exit status ({result.stderr.decode()})")
    tap.equal(result.stderr, b"", f"{line}: standard error")
    return result.stdout.decode()


def lines(text):
    """Without blank lines; the page has blanks where the program prints a tab."""
    return [line for line in text.expandtabs().split("\n") if line.strip()]


def test_pages():
    for name in sorted(os.listdir(os.path.join(HERE, "openbsd-ganymed"))):
        with tap.case(name):
            with open(os.path.join(HERE, "openbsd-ganymed", name), encoding="ascii") as file:
                page = file.read()
            out = ours(name[:-len(".txt")].replace("_", " "))
            tap.equal("\n".join(lines(out)), "\n".join(lines(page)), name, "now", "the page")


def test_tabs():
    tap.equal(ours("netstat -rs").split("\n")[1], "\t0 bad routing redirects", "a tab")


def test_capture_is_made_by_the_script():
    made = subprocess.run([sys.executable, os.path.join(HERE, "make-openbsd-ganymed")], capture_output=True, check=True).stdout
    with open(CAPTURE, "rb") as file:
        tap.true(file.read() == made, "make-openbsd-ganymed makes another capture")


def test_dialects():
    with tap.case("openbsd marks what was cloned, and shows priorities"):
        rows = [line.split() for line in ours("netstat -rn -f inet", "openbsd").split("\n")]
        tap.true(["192.168.1.1", "52:54:05:e3:51:87", "UHLc", "0", "8801", "1500", "3", "ne3"] in rows, *map(str, rows))
    with tap.case("openbsd's arp has the deadline of 3's neighbours"):
        rows = [line.split() for line in ours("arp -an", "openbsd").split("\n")]
        tap.true(["192.168.1.1", "52:54:05:e3:51:87", "ne3", "18m0s"] in rows, *map(str, rows))


def test_json():
    routes = json.loads(ours("netstat -rn --json --clones"))["routes"]
    clones = {r["destination"]: r for r in routes if r.get("cloned")}
    tap.equal(sorted(clones), ["111.11.117.1/32", "192.168.1.1/32", "192.168.1.2/32", "192.168.2.7/32"], "clones")
    tap.equal(clones["192.168.2.7/32"].get("parent"), "192.168.2.0/24", "the parent of one")


if __name__ == "__main__":
    tap.main(globals())
