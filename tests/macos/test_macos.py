#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""macOS: from bytes laid out as its headers have them, its dialect prints what 10.12's own tools printed."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import oracle
import tap

CAPTURE = os.path.join(HERE, "macos-10.12.pcap")
GROUPS = os.path.join(HERE, "macos-10.12-groups.pcap")      # netstat -ia saw later counters than -i


def ours(line, dialect="macos", capture=CAPTURE):
    tool, *words = line.split()
    result = subprocess.run([oracle.ours(tool), "--dialect", dialect, "--replay", capture, *words], capture_output=True,
                            check=False, timeout=60)
    tap.equal(result.stderr.decode(), "", f"{line}: standard error")
    tap.equal(result.returncode, 0, f"{line}: exit status")
    return result.stdout.decode()


def test_texts():
    for name in ("netstat_-rn.txt", "netstat_-i.txt", "arp_-an.txt", "route_-n_get_default.txt"):
        with tap.case(name):
            with open(os.path.join(HERE, name), encoding="ascii") as file:
                tap.equal(ours(name[:-len(".txt")].replace("_", " ")), file.read(), name, "now", "its own")


def test_groups():
    with open(os.path.join(HERE, "netstat_-ia.txt"), encoding="ascii") as file:
        tap.equal(ours("netstat -ia", capture=GROUPS), file.read(), "netstat -ia", "now", "its own")


def test_captures_are_made_by_the_script():
    for capture, words in ((CAPTURE, []), (GROUPS, ["--groups"])):
        with tempfile.NamedTemporaryFile() as made:
            subprocess.run([sys.executable, os.path.join(HERE, "make-macos-10.12"), *words, made.name], check=True)
            with open(capture, "rb") as file:
                tap.true(file.read() == made.read(), "make-macos-10.12 makes another capture")


def test_interfaces():
    """What no text shows, and network_cmds' source says: -f filters nothing, -t and -d have narrow columns."""
    tap.equal(ours("netstat -in -f inet"), ours("netstat -in"), "with a family", "now", "without")
    rows = ours("netstat -inbtd").split("\n")
    tap.equal(rows[0], "Name  Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes  Coll Time Drop",
              "the heading")
    tap.equal(rows[2], "lo0   16384 127           127.0.0.1            132     -          0      132     -          0     -   -   -",
              "an address")


def test_statistics():
    """It takes nothing for one: "0 destination"."""
    castor = os.path.join(HERE, "..", "seed", "freebsd-castor.pcap")
    tap.equal(ours("netstat -rs", capture=castor).split("\n")[1], "\t0 bad routing redirect", "nothing")
    tap.equal(ours("netstat -rs", capture=castor).split("\n")[4], "\t3 destinations found unreachable", "three")


def test_clones():
    """Those that protocols have asked for are many: only -a lists them, as it always did."""
    row = "203.0.113.5        10.0.2.2           UGHWI           1        7     en0"
    with tap.case("without -a"):
        tap.true(row not in ours("netstat -rn"), "a clone of a protocol's is listed")
    for words in ("-rna", "-rn --clones"):
        with tap.case(words):
            tap.true(row in ours("netstat " + words).split("\n"), "the clone is missing")


def test_other_dialects():
    for dialect, row in (("freebsd-4", "10.0.2.2           52:54:00:12:35:02  UHLW       12     1838    en0    389"),
                         ("netbsd-7", "10.0.2.2           52:54:00:12:35:02  UHLc        -        -      -  en0")):
        with tap.case(dialect):
            tap.true(row in ours("netstat -rn", dialect).split("\n"), "the row", ours("netstat -rn", dialect))


if __name__ == "__main__":
    tap.main(globals())
