#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--watch and -c: looks at even times, until the reader goes away."""
import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap


def start(ns, line, **options):
    tool, *words = line.split()
    return ns.popen([tool, *words], executable=oracle.ours(tool), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, **options)


def read_titles(process, title, count):
    """The times at which so many lines of that text came, and all lines."""
    times, lines = [], []
    while len(times) < count:
        line = process.stdout.readline()
        if not line:
            raise tap.Failure("the output ended", tap.printable_lines(b"".join(lines) + process.stderr.read()))
        lines.append(line)
        if line == title:
            times.append(time.monotonic())
    return times, lines


def stop(process):
    process.kill()
    process.communicate(timeout=10)


def test_looks():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for line, title in (("netstat -rn --watch=0.1", b"Kernel IP routing table\n"), ("route -n --watch=0.1", b"Kernel IP routing table\n"),
                            ("netstat -i --watch=.1", b"Kernel Interface table\n"), ("netstat -r --watch=0.1", b"Kernel IP routing table\n"),
                            ("netstat --dialect freebsd-4 -rn --watch=0.1", b"Routing tables\n"),
                            ("netstat -rnaW --watch=0.1", b"Kernel IP routing table\n")):
            with tap.case(line):
                once = oracle.run_ours(ns, line.rsplit(" ", 1)[0]).stdout
                process = start(ns, line)
                try:
                    _, lines = read_titles(process, title, 4)
                finally:
                    stop(process)
                looks = b"".join(lines[:-1])
                tap.equal(looks, once * (len(looks) // max(len(once), 1)), "three looks, each as one without --watch", "watched", "once")
                tap.true(len(looks) == 3 * len(once), "three looks")
        with tap.case("arp"):
            ns.ip("neigh add 10.1.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud permanent")
            process = start(ns, "arp -an --watch=0.05")
            try:
                for _ in range(3):
                    tap.equal(process.stdout.readline(), b"? (10.1.0.5) at 02:00:00:00:00:05 [ether] PERM on eth0\n", "row")
            finally:
                stop(process)


def test_clones():
    """-C alone: what happens to clones is told, a line each; what stays as it is is not told again."""
    capture = os.path.join(oracle.TOP, "tests", "golden", "captures", "clones.pcap")
    with netns.Namespace() as ns:
        for line in ("route -C", "netstat -rC"):
            with tap.case(line):
                result = oracle.run_ours(ns, f"{line} --replay {capture} --watch=0.05 --duration 0.3")
                told = [row.split(" ", 1)[1] for row in result.stdout.decode().splitlines()]
                tap.equal([row.split(" expires ")[0] for row in told],
                          ["+ 10.66.9.2 gw 10.66.0.2 dev eth0 mtu 1280 redirect", "+ 10.66.9.3 gw 10.66.0.2 dev eth0 redirect",
                           "+ 10.66.9.4 gw 10.66.0.2 dev eth0 mtu 1280 path_mtu"], "lines")
                tap.equal((result.status, result.stderr), (0, b""), "status and complaints")
        with tap.case("JSON"):
            result = oracle.run_ours(ns, f"route -C --json --replay {capture} --watch=0.05 --count 2")
            objects = [json.loads(row) for row in result.stdout.splitlines()]
            tap.equal([(o["event"], o["record"]["destination"], o["record"]["cloned"]) for o in objects],
                      [("add", "10.66.9.2/32", True), ("add", "10.66.9.3/32", True)], "objects")


def test_no_drift():
    """Twenty looks at 0.1 s take two seconds, however long a look takes; -c means one second."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with tap.case("0.1 s"):
            process = start(ns, "netstat -rn --watch=0.1")
            try:
                times, _ = read_titles(process, b"Kernel IP routing table\n", 21)
            finally:
                stop(process)
            tap.true(1.8 < times[-1] - times[0] < 4, f"twenty intervals took {times[-1] - times[0]:.2f} s")
        with tap.case("-c, --continuous, --watch: every second"):
            processes = [start(ns, f"netstat -rn {word}") for word in ("-c", "--continuous", "--watch")]
            try:
                for process in processes:
                    times, _ = read_titles(process, b"Kernel IP routing table\n", 2)
                    tap.true(times[1] - times[0] < 3, "a second look came late")
            finally:
                for process in processes:
                    stop(process)


def test_changes_are_seen():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        process = start(ns, "netstat -r --json --watch=0.05 -4")
        try:
            first = json.loads(process.stdout.readline())
            tap.true("routes" in first and first["consistent"], "a document", str(first))
            ns.ip("route add 10.99.0.0/16 via 10.1.0.2", "link set eth0 name renamed0")
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                routes = json.loads(process.stdout.readline())["routes"]
                if any(row["destination"] == "10.1.0.0/24" and row["interface"] == "renamed0" for row in routes):
                    break
            else:
                raise tap.Failure("the new name was never seen")
        finally:
            stop(process)


def test_ends():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for ignored in (False, True):
            with tap.case(f"the reader goes away{' and SIGPIPE is ignored' if ignored else ''}: the program goes, and before the next look"):
                def prepare():
                    signal.signal(signal.SIGPIPE, signal.SIG_IGN if ignored else signal.SIG_DFL)
                process = start(ns, "netstat -rn --watch=60", prepare=prepare)
                read_titles(process, b"Kernel IP routing table\n", 1)
                process.stdout.close()
                tap.equal(process.wait(timeout=10), -signal.SIGPIPE, "exit status")
                tap.equal(process.stderr.read(), b"", "standard error")
                process.stderr.close()
        with tap.case("a full disk"):
            with open("/dev/full", "wb") as full:
                result = ns.run(["netstat", "-rn", "--watch=0.1"], executable=oracle.ours("netstat"), stdout=full)
            tap.true(result.status == 1 and b"No space" in result.stderr, "the message", result.stderr)


def test_bad_input():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        for line, status, word in (("netstat -rn --watch=0", 3, "--watch=0"), ("netstat -rn --watch=-1", 3, "-1"),
                                   ("netstat -rn --watch=x", 3, "--watch=x"), ("netstat -rn --watch=1.2.3", 3, "1.2.3"),
                                   ("netstat -rn --watch=", 3, "--watch="), ("netstat -rn --watch=.", 3, "--watch=."),
                                   ("netstat -rn --watch=99999999999999999999", 3, "99999"), ("netstat -rn --watch=86401", 3, "86401"),
                                   ("netstat -rn --watch --record /dev/null", 3, "--record"), ("netstat -rc --json=pretty", 3, "--watch"),
                                   ("route -n --table nosuch --watch", 1, "nosuch"), ("route -c", 0, "'c'")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.true(word in result.stderr.decode(), "the message", result.stderr)
                if line != "route -c":
                    tap.equal((result.status, result.stdout), (status, b""), "exit status and text")


if __name__ == "__main__":
    tap.main(globals())
