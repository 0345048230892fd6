#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Tables that change while they are read. What has not been printed is read again, so that every interface is there
and none twice; where rows had left already, standard error says that rows may be missing, and JSON "consistent": false."""
import collections
import contextlib
import os
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

INTERFACES = 500
RUNS = 6
WARNING = b"changed while it was read"


@contextlib.contextmanager
def unrest(ns, lines):
    """Run lines of `ip -batch` over and over while the with block is; what fails does not matter."""
    over = threading.Event()
    process = ns.popen(["ip", "-force", "-batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def feed():
        while not over.wait(0.001):
            process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            process.stdin.flush()
        process.stdin.close()

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        process.wait()


def need_interruptions(ns):
    """A Skip where the kernel calls none of iproute2's dumps interrupted: there is nothing to see then."""
    try:
        netns.wait(lambda: b"interrupted" in ns.run(["ip", "link"]).stderr, "an interrupted dump")
    except tap.Failure:
        raise tap.Skip("this kernel calls no dump of its interfaces interrupted") from None


def test_interfaces_that_come_and_go():
    names = [f"if{number}" for number in range(INTERFACES)]
    with netns.Namespace() as ns:
        states.quiet(ns)
        ns.ip(*states.bare(names))
        kind = next((kind for kind in ("dummy", "ifb") if not netns.kind_error(kind)), None)
        if not kind:
            raise tap.Skip("no kind of link that comes and goes fast enough")
        with unrest(ns, [f"link add name come0 type {kind}", "link del come0"]):
            need_interruptions(ns)
            warned = 0
            for run in range(RUNS):
                with tap.case(f"netstat -ia, run {run}"):
                    result = oracle.run_ours(ns, "netstat -ia")
                    tap.equal(result.status, 0, "exit status")
                    rows = collections.Counter(row.split()[0] for row in result.lines()[2:])
                    if result.stderr:
                        tap.true(WARNING in result.stderr, "another message", result.stderr)
                    else:
                        twice = [name for name, count in rows.items() if count > 1]
                        tap.true(not twice, f"{len(twice)} rows are there twice", *twice[:5])
                        missing = set(names) - set(rows)
                        tap.true(not missing, f"{len(missing)} rows are missing", *sorted(missing)[:5])
            for run in range(RUNS):
                with tap.case(f"netstat --json -ia, run {run}"):
                    result = oracle.run_ours(ns, "netstat --json -ia")
                    answer = result.json()
                    warned += WARNING in result.stderr
                    tap.equal(result.status, 0, "exit status")
                    tap.equal(answer["consistent"], not result.stderr, "consistent, beside what stderr says")
                    if answer["consistent"]:
                        rows = collections.Counter(row["name"] for row in answer["interfaces"])
                        tap.true(set(names) <= set(rows) and max(rows.values()) == 1, "a row is missing, or there twice")
            with tap.case("an answer too long to be held is called inconsistent"):
                if not warned:
                    netns.wait(lambda: WARNING in oracle.run_ours(ns, "netstat --json -ia").stderr, "a run that notices that the table changed", seconds=20)
            for line in ("netstat -rn", "netstat -rnaW", "arp -n", "netstat --dialect freebsd-4 -rna"):
                with tap.case(f"beside it: {line}"):
                    for _ in range(3):
                        result = oracle.run_ours(ns, line)
                        tap.true(result.status == 0 and (not result.stderr or WARNING in result.stderr), f"exit status {result.status}", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
