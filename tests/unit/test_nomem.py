#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every allocation of a run fails once: a clear message and an exit status, no crash, no leak (in a build with
sanitizers), nothing half printed; JSON parses or is not there.

nomem (nomem.c) is the three tools in one program whose n-th allocation fails. What it prints when none does is
the reference: a run that goes on without the memory must print the same.
"""
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import netns  # noqa: E402
import states  # noqa: E402
import tap  # noqa: E402

NOMEM = os.environ.get("ROUTECLONE_NOMEM") or os.path.join(os.environ.get("ROUTECLONE_BUILD", "build"), "tests/unit/nomem")
INTERFACES = 100  # more than an index holds without the heap
LIMIT = 400       # allocations; a run that makes more is not what this test is about

COMMANDS = [
    "netstat -rn", "netstat -rn --clones --json", "netstat -rn --clones", "netstat -rnaW", "netstat -6rn", "netstat -r",
    "netstat -rn --table all", "netstat -rnC", "netstat -i", "netstat -ia --json", "netstat -rs -v", "route -n", "arp -an", "arp -n",
    "arp -a", "arp -an --json", "netstat --dialect freebsd-4 -rna",
    "route --dry-run add default nexthop gw 10.1.0.5 nexthop gw 10.1.0.6 weight 3", "route --dry-run flush dev eth0", "route save",
    "arp --dry-run -d 10.1.0.5",
]


def fill(ns):
    """Interfaces, routes with metrics and next-hop objects, neighbours of every state."""
    states.neighbours(ns)
    ns.ip(*states.bare([f"many{n}" for n in range(INTERFACES)]))
    ns.ip("addr add fd01::1/64 dev eth0 nodad", "-6 route add fd77::/64 via fd01::5 mtu 1400 expires 1000",
          "route add default via 10.1.0.254", "route add 10.44.0.0/16 via 10.1.0.5 mtu 1400",
          "addr add 10.7.0.1/24 dev eth0 label eth0:1")
    for error in ns.ip(*[f"nexthop add id {n} via 10.1.0.{n} dev eth0" for n in range(1, 60)], "nexthop add id 100 group 1/2/3",
                       "route add 10.71.1.0/24 nhid 1", "route add 10.71.2.0/24 nhid 100", may_fail=True):
        tap.note(f"left out: {error}")


def run(ns, n, command):
    """The n-th allocation fails: the result, and whether it came to that."""
    reader, writer = os.pipe()
    try:
        result = ns.run([NOMEM, str(n), *command.split()], prepare=lambda: os.dup2(writer, 3), close_fds=False)
        os.close(writer)
        writer = None
        return result, os.read(reader, 1) == b"!"
    finally:
        os.close(reader)
        if writer is not None:
            os.close(writer)


def steady(command, out):
    """The text without what time changes."""
    if "--json" not in command:
        return out
    return re.sub(rb'"(used|updated|confirmed|expires|age)":[ ]?[0-9.]+', b"", out)


def check(command, n, result, whole):
    lines = result.stderr.decode("utf-8", "replace").splitlines()
    where = f"{command}, allocation {n}"
    tap.true(result.status >= 0 and "Sanitizer" not in "".join(lines), f"{where}: it crashed ({result.status})", *lines)
    if result.status == 0:
        # done without, or only names are missing, and that is told
        tap.true(steady(command, result.stdout) == steady(command, whole) or (lines and "missing" in lines[0]),
                 f"{where}: status 0, and not what is printed otherwise", *lines,
                 *tap.diff(result.stdout, whole, "got", "want")[:20])
        return
    tap.true(len(lines) == 1 and lines[0].startswith(command.split()[0] + ": ") and len(lines[0]) > 12,
             f"{where}: no clear message", *lines)
    if "--json" in command:
        tap.true(not result.stdout or "error" in json.loads(result.stdout), f"{where}: JSON without an error",
                 result.stdout[:300])
    else:
        tap.true(not result.stdout, f"{where}: half printed", result.stdout[:300])


def each_allocation(ns, command):
    whole, _ = run(ns, 0, command)
    tap.true(whole.status == 0 and whole.stdout, f"{command}: status {whole.status}", *whole.stderr.splitlines())
    for n in range(1, LIMIT):
        result, reached = run(ns, n, command)
        if not reached:
            return n - 1
        check(command, n, result, whole.stdout)
    raise tap.Failure(f"{command}: more than {LIMIT} allocations")


def test_every_allocation():
    with netns.Namespace(etc=states.ETC) as ns:
        fill(ns)
        for command in COMMANDS:
            with tap.case(f"{command}: every allocation fails"):
                tap.note(f"{command}: {each_allocation(ns, command)} allocations")


def test_captures():
    with netns.Namespace(etc=states.ETC) as ns, tempfile.TemporaryDirectory(prefix="routeclone-") as folder:
        fill(ns)
        capture = os.path.join(folder, "capture")
        probe, _ = run(ns, 0, f"netstat -rn --record {capture}")
        if b"need the module" in probe.stderr:
            raise tap.Skip("built without captures")
        probe.ok()
        again = os.path.join(folder, "again")
        for command in (f"netstat -rn --replay {capture}", f"netstat -rn --json --replay {capture}"):
            with tap.case(f"{command.replace(folder + '/', '')}: every allocation fails"):
                each_allocation(ns, command)
        with tap.case("netstat -rn --record: every allocation fails"):
            for n in range(1, LIMIT):
                if os.path.exists(again):
                    os.unlink(again)
                result, reached = run(ns, n, f"netstat -rn --record {again}")
                if not reached:
                    break
                check("netstat -rn --record", n, result, probe.stdout)


if __name__ == "__main__":
    tap.main(globals())
