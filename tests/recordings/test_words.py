# SPDX-License-Identifier: ISC
"""OpenBSD's counters were not recorded, but what its netstat printed of them was: with all counts 0 ours
prints the same lines, in the same order, as its text has with 0 in the place of each number. (Lines of
what is not 0, such as histograms, are left out of its text.)"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import recording
import tap

BUILD = os.environ.get("ROUTECLONE_BUILD", "build")
KEYS = ("net.inet.ip", "net.inet.icmp", "net.inet.igmp", "net.inet.ipip", "net.inet.tcp", "net.inet.udp", "net.inet.ipsec", "net.inet.esp",
        "net.inet.ah", "net.inet.etherip", "net.inet.ipcomp", "net.inet.carp", "net.inet.pfsync", "net.inet.divert", "net.pflow",
        "net.inet6.ip6", "net.inet6.divert", "net.inet6.icmp6", "net.inet6.raw6")


def zeros(path, origin):
    capture = recording.Capture(path, origin, 1, 1)
    for key in KEYS:
        key += ".stats"
        capture.question(f"what=sysctl family=unspec table=0 ifindex=0 key={key}", key, bytes(8192))
    capture.close()


def plain(text):
    """Numbers are 0 and in plural; without what stands there only where it is not 0."""
    rows, within = [], False
    for row in text.splitlines():
        if re.match(r"\t(?:(?:In|Out)put packet histogram:|source addresses|deprecated source)", row):
            within = True
        elif not (within and row.startswith("\t\t")):
            within = False
            rows.append(re.sub(r"\b(\w+)(?:ies|y|es|s)\b", r"\1", re.sub(r"(?<![\w(/])\d+(?= )|(?<=\()\d+(?= )|(?<=is )\d+$|(?<=: )\d+$", "0", row)))
    return "\n".join(rows)


def ours(capture, words):
    return subprocess.run([os.path.join(BUILD, "cmd", "netstat"), "--replay", capture, "--dialect", "openbsd", *words], capture_output=True,
                          text=True, check=True, env={"LC_ALL": "C"}, stdin=subprocess.DEVNULL).stdout


def test_openbsd():
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder, "openbsd-7.7")
        seen = 0
        for state in recording.states(folder):
            capture = os.path.join(folder, "zeros.pcap")
            zeros(capture, state.origin)
            for row in state.oracle:
                if row["argv"][:2] != ["netstat", "-s"]:
                    continue
                seen += 1
                with tap.case(row["file"]):
                    tap.equal(plain(ours(capture, row["argv"][1:])), plain(state.read(row["file"]).decode()), "the lines, with 0 everywhere")
        tap.true(seen >= 16, f"only {seen} texts were recorded")


if __name__ == "__main__":
    tap.main(globals())
