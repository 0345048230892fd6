#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""netstat -w: what is sent between two looks is counted once, in each system's columns and in JSON; the looks come at even times."""
import json
import os
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

SENT = 25


def looks(ns, line):
    """The lines of a run during which SENT frames leave eth0, and how long it took."""
    began = time.monotonic()
    with ns.popen(line.split(), executable=oracle.ours("netstat"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                  stderr=subprocess.PIPE) as process:
        time.sleep(0.6)
        states.frames(ns, "eth0", SENT, 100)
        out, err = process.communicate(timeout=60)
    tap.true(process.returncode == 0 and not err, "it ends well", str(process.returncode), err)
    return out.decode().splitlines(), time.monotonic() - began


def test_columns():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with tap.case("freebsd: -w 1 -q 3 -I eth0"):
            lines, took = looks(ns, "netstat --dialect freebsd -w 1 -q 3 -I eth0")
            tap.equal(lines[0].split(), ["input", "eth0", "output"], "title")
            rows = [[int(word) for word in line.split()] for line in lines[2:]]
            tap.equal(len(rows), 3, "rows")
            tap.equal((sum(row[4] for row in rows), sum(row[6] for row in rows)), (SENT, SENT * 100), "packets and bytes that were sent")
            tap.true(took >= 2.9, "the looks are a second apart", str(took))
        with tap.case("freebsd: the sum of all has the other end, too"):
            lines, _ = looks(ns, "netstat --dialect freebsd -w 1 -q 2")
            rows = [[int(word) for word in line.split()] for line in lines[2:]]
            tap.equal((sum(row[0] for row in rows), sum(row[4] for row in rows)), (SENT, SENT), "received and sent")
        with tap.case("openbsd: -w 1 -c 3 -I eth0"):
            lines, _ = looks(ns, "netstat --dialect openbsd -w 1 -c 3 -I eth0")
            rows = [[int(word) for word in line.split()] for line in lines[2:]]
            tap.true(rows[0][2] >= 2 * SENT, "the first row is since the start of the system", lines[2])
            tap.equal(sum(row[2] for row in rows[1:]) + rows[0][2], 3 * SENT, "packets that were sent")
        with tap.case("netbsd: -w 1 --count 3 -b"):
            lines, _ = looks(ns, "netstat --dialect netbsd -w 1 --count 3 -b -I eth0")
            rows = [[int(word) for word in line.split()] for line in lines[2:]]
            tap.equal(sum(row[1] for row in rows[1:]) + rows[0][1], 4 * SENT * 100, "bytes that were sent")


def test_json():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with tap.case("a document for each time"):
            lines, _ = looks(ns, "netstat --dialect freebsd -w 1 --count 2 --json")
            documents = [json.loads(line) for line in lines]
            tap.equal(len(documents), 2, "documents")
            sent = [row["tx_packets"] for document in documents for row in document["interfaces"] if row["name"] == "eth0"]
            tap.equal(sum(sent), SENT, "packets that were sent")


def test_statistics():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        with tap.case("netstat -s --watch: what has grown"):
            process = ns.popen("netstat -sW --watch=1 --count 2".split(), executable=oracle.ours("netstat"), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE)
            time.sleep(0.5)
            with ns.entered(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                for _ in range(7):
                    sender.sendto(b"x", ("127.0.0.1", 9))
            out = process.communicate(timeout=60)[0].decode()
            tap.true("    OutDatagrams: 7\n" in out, "seven datagrams", out)
            tap.equal(out.count("RtoAlgorithm"), 1, "what has not grown is left out")


def test_bad_input():
    with netns.Namespace() as ns:
        for line in ("netstat --dialect freebsd -w 0", "netstat --dialect freebsd -w x", "netstat --dialect freebsd -w 1 -I nowhere",
                     "netstat --dialect freebsd -w 1 -q 0", "netstat --dialect openbsd -w 99999999999999999999"):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.true(result.status == 1 and not result.stdout and result.stderr, "refused", str(result.status), result.stdout, result.stderr)


if __name__ == "__main__":
    tap.main(globals())
