#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The host linux-callisto: from its capture the dialect linux-1.60 prints what its own tools printed."""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import oracle
import tap

CAPTURE = os.path.join(HERE, "linux-callisto.pcap")


def ours(line, status=0):
    tool, *words = line.split()
    result = subprocess.run([oracle.ours(tool), "--dialect", "linux-1.60", "--replay", CAPTURE, *words], capture_output=True,
                            check=False, timeout=60)
    tap.equal(result.returncode, status, f"{line}: exit status")
    return result.stdout.decode(), result.stderr.decode()


def page(name):
    with open(os.path.join(HERE, "linux-callisto", name), encoding="ascii") as file:
        return file.read()


def lines(text):
    """Without blank lines."""
    return [line for line in text.split("\n") if line.strip()]


def test_pages():
    for name in ("netstat_-rnva.txt", "netstat_-i.txt", "arp_-an.txt"):
        with tap.case(name):
            out, err = ours(name[:-len(".txt")].replace("_", " "))
            tap.equal("\n".join(lines(out)), "\n".join(lines(page(name))), name, "now", "the page")
            tap.equal(err, "", "standard error")
    with tap.case("route_-nee.txt, which somebody has aligned by hand"):
        out = ours("route -nee")[0]
        tap.equal([line.split() for line in lines(out)], [line.split() for line in lines(page("route_-nee.txt"))], "words")
        tap.true("\n192.168.1.0     0.0.0.0         255.255.255.0   U     0      0        0 ipsec0   40    0      0\n" in out,
                 "the program's own alignment", *out.split("\n"))


def test_capture_is_made_by_the_script():
    made = subprocess.run([sys.executable, os.path.join(HERE, "make-linux-callisto")], capture_output=True, check=True).stdout
    with open(CAPTURE, "rb") as file:
        tap.true(file.read() == made, "make-linux-callisto makes another capture")


def test_names():
    """Without -n 1.60 has an asterisk for no gateway."""
    rows = [line.split()[:2] for line in lines(ours("route")[0])[2:]]
    tap.equal(rows, [["192.168.1.0", "*"], ["192.168.1.0", "*"], ["192.168.14.0", "*"], ["127.0.0.0", "*"],
                     ["default", "192.168.1.254"]], "destinations and gateways")


def test_what_the_capture_does_not_hold():
    for line, said in (("netstat -rn --table 100", "table 100"), ("netstat -6rn", "/proc/net/ipv6_route: No such file"),
                       ("netstat -rnC", "clones")):
        with tap.case(line):
            out, err = ours(line, 1)
            tap.equal(out, "", "standard output")
            tap.true(said in err, "the message", err)


def test_json():
    with tap.case("interfaces by their names and numbers"):
        text = ours("netstat -r --json")[0]
        tap.true(re.search(r'"interface":"ipsec0","interface_index":4', text), text)
    with tap.case("no state where the text says none"):
        tap.true('"state"' not in ours("arp -n --json")[0], "a state was invented")


if __name__ == "__main__":
    tap.main(globals())
