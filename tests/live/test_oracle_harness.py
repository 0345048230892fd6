#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The comparison with net-tools must be able to fail: programs that are net-tools with one thing wrong."""
import contextlib
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

# A shell line each: $theirs is the real program. What it does to the output must be seen.
WRONG = {
    "one digit": '"$theirs" "$@" | sed s/255.255.255.0/255.255.254.0/',
    "a blank at a line's end": '"$theirs" "$@" | sed "s/$/ /"',
    "the last newline": 'printf %s "$("$theirs" "$@")"',
    "a row too few": '"$theirs" "$@" | head -n -1',
    "a row too many": '"$theirs" "$@"; echo',
    "another order": '"$theirs" "$@" | sort',
    "another status": '"$theirs" "$@"; exit 4',
    "a word on stderr": '"$theirs" "$@"; status=$?; echo word >&2; exit $status',
    "a crash": '"$theirs" "$@"; kill -SEGV $$',
    "silence": "true",
    "a moving text": '"$theirs" "$@"; cat /proc/sys/kernel/random/uuid',
}


class fake_build:
    """A build folder whose netstat is the shell line."""

    def __init__(self, shell):
        self.shell = shell

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="routeclone-fake-")
        os.mkdir(os.path.join(self.folder.name, "cmd"))
        path = os.path.join(self.folder.name, "cmd", "netstat")
        with open(path, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\ntheirs={oracle.theirs('netstat')}\n{self.shell}\n")
        os.chmod(path, 0o755)
        self.real, oracle.BUILD = oracle.BUILD, self.folder.name

    def __exit__(self, *exception):
        oracle.BUILD = self.real
        self.folder.cleanup()


@contextlib.contextmanager
def small_state():
    with netns.Namespace() as ns:
        ns.sysctl(ipv6__conf__default__disable_ipv6=1)
        ns.ip("link set lo up")
        ns.veth("eth0", "peer0")
        ns.ip("addr add 10.1.0.1/24 dev eth0", "route add default via 10.1.0.254", "route add blackhole 10.9.0.0/16")
        yield ns


def refuses(ns, line):
    try:
        oracle.compare(ns, line)
    except tap.Failure:
        return True
    return False


def test_the_comparison_accepts_net_tools_itself():
    with small_state() as ns, fake_build('exec "$theirs" "$@"'):
        for line in ("netstat -rn", "netstat -i", "netstat -rn --no-such-option", "netstat -A nosuch -r"):
            with tap.case(f"accepted: {line}"):
                oracle.compare(ns, line)


def test_the_comparison_refuses():
    with small_state() as ns:
        for name, shell in WRONG.items():
            with tap.case(f"refused: {name}"), fake_build(shell):
                tap.true(refuses(ns, "netstat -rn"), "a wrong program passed for net-tools")
        with tap.case("refused: a failure in silence"), fake_build("exit 1"):
            tap.true(refuses(ns, "netstat -A nosuch -r"), "silence passed for a message")


def test_a_kept_difference_is_exact_and_is_one():
    def shown_as_rejected(rows):
        return [row.replace(b"U         0 0          0 *", b"!         - -          - -").replace(b"10.9.0.0        0.0.0.0",
                b"10.9.0.0        -      ") if row.startswith(b"10.9.0.0") else row for row in rows]

    for name, shell, change, good in (
        ("exact text passes", '"$theirs" "$@" | sed "/^10.9/{s/\\b0[.]0[.]0[.]0        /-              /;s/U .*/!         - -          - -/}"',
         shown_as_rejected, None),
        ("net-tools' own text fails", 'exec "$theirs" "$@"', shown_as_rejected, "differs"),
        ("no difference any more fails", 'exec "$theirs" "$@"', lambda rows: rows, "no difference"),
    ):
        with small_state() as ns, tap.case(name), fake_build(shell):
            try:
                oracle.kept_difference(ns, "netstat -rn", change)
            except tap.Failure as failure:
                tap.true(good, str(failure), *failure.lines)
            else:
                tap.true(not good, "it passed")


if __name__ == "__main__":
    tap.main(globals())
