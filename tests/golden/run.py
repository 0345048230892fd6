#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Golden cases: a capture, a command line, and the bytes that must come out.

    run.py [WORD…]           check the cases whose name contains one of the words (all without)
    run.py --update [WORD…]  rewrite what is expected where we print something else, and show the difference

`cases` has one line a case: its name, the capture, the exit status, who says what is right, the command line.
`net-tools` is what net-tools itself printed when the capture was made (record.py): --update never touches it.
`ours` is our own text, reviewed as a diff. `expected/NAME.out` and, where there is any, `NAME.err` are the two streams.

A capture "seed/NAME" is that of a host of tests/seed.

Each case runs twice: on the capture as it was recorded, and, in an environment that must not matter, on the same
capture as a machine of the other byte order would have recorded it (tests/tools/swap; not those of tests/seed).
"""
import collections
import importlib.machinery
import importlib.util
import json
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import oracle
import tap

TIMEOUT_S = 60
ORACLES = ("ours", "net-tools")
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
ODD = {"PATH": "", "LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.ISO-8859-6", "LANGUAGE": "de", "TZ": "Pacific/Kiritimati", "COLUMNS": "20",
       "LINES": "5", "TERM": "xterm-256color", "HOME": "/nonexistent", "POSIXLY_CORRECT": "1", "RES_OPTIONS": "timeout:1",
       "LOCALDOMAIN": "example.org", "NETSTAT": "-x", "CLICOLOR_FORCE": "1"}
Case = collections.namedtuple("Case", "name capture status oracle words")


def load_swap():
    """tests/tools/swap, a program, as a module."""
    path = os.path.join(HERE, "..", "tools", "swap")
    loader = importlib.machinery.SourceFileLoader("swap", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("swap", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module.swap


def cases():
    """The table, checked."""
    found = []
    with open(os.path.join(HERE, "cases"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, capture, status, who, rest = line.split(None, 4)
            case = Case(name, capture, int(status), who, shlex.split(rest))
            if who not in ORACLES or name in (other.name for other in found) or "/" in name:
                sys.exit(f"cases, line {number}: wrong")
            found.append(case)
    return found


def capture_folder(name):
    return os.path.join(HERE, "..") if "/" in name else os.path.join(HERE, "captures")


def capture_path(name):
    return os.path.join(capture_folder(name), name + ".pcap")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def write(path, data):
    if data:
        with open(path, "wb") as file:
            file.write(data)
    elif os.path.exists(path):
        os.unlink(path)


def expected_paths(case):
    return [os.path.join(HERE, "expected", case.name + end) for end in (".out", ".err")]


def execute(case, folder, environment):
    """Run a case on the capture of its name in a folder; the three things that count."""
    tool = case.words[0]
    argv = [tool, "--replay", case.capture + ".pcap", *case.words[1:]]
    environment = dict(environment)
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"):
        if name in os.environ:
            environment[name] = os.environ[name]
    result = subprocess.run(argv, executable=oracle.ours(tool), cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                            capture_output=True, check=False, timeout=TIMEOUT_S)
    return result.returncode, result.stdout, result.stderr


class Captures:
    """A folder with the captures, and one with the same in the other byte order."""

    def __init__(self):
        self.swap = load_swap()
        self.folder = tempfile.TemporaryDirectory(prefix="routeclone-golden-")
        self.done = set()

    def swapped(self, name):
        """The folder in which that capture lies turned round; one that is no capture lies there as it is."""
        if "/" in name:
            return capture_folder(name)
        if name not in self.done:
            data = read(capture_path(name))
            try:
                data = self.swap(data)
            except ValueError:
                pass
            with open(os.path.join(self.folder.name, name + ".pcap"), "wb") as file:
                file.write(data)
            self.done.add(name)
        return self.folder.name


def check(case, captures):
    out_path, err_path = expected_paths(case)
    status, out, err = execute(case, capture_folder(case.capture), PLAIN)
    tap.equal(out, read(out_path), "standard output", "now", "expected")
    tap.equal(err, read(err_path), "standard error", "now", "expected")
    tap.equal(status, case.status, "exit status")
    if out and any(word.startswith("--json") for word in case.words):
        json.loads(out)
    again = execute(case, captures.swapped(case.capture), ODD)
    if again != (status, out, err):
        where = "the other byte order" if execute(case, capture_folder(case.capture), ODD) == (status, out, err) else "the environment"
        tap.equal(again[1], out, f"standard output by {where}", "odd", "plain")
        tap.equal(again[2], err, f"standard error by {where}", "odd", "plain")
        tap.equal(again[0], status, f"exit status by {where}")


def update(case):
    """Rewrite one case's files; True where that changed something."""
    status, out, err = execute(case, capture_folder(case.capture), PLAIN)
    if status != case.status:
        print(f"{case.name}: exit status {status}, `cases` says {case.status}")
    changed = False
    for path, now in zip(expected_paths(case), (out, err)):
        before = read(path)
        if now == before:
            continue
        changed = True
        kept = case.oracle == "net-tools"
        print(f"{os.path.basename(path)}: " + ("net-tools printed another text: NOT rewritten" if kept else "rewritten"))
        print("\n".join(tap.diff(now, before, "now", "before")))
        if not kept:
            write(path, now)
    return changed


def main(words):
    updating = "--update" in words
    words = [word for word in words if word != "--update"]
    chosen = [case for case in cases() if not words or any(word in case.name for word in words)]
    if updating:
        changed = sum(update(case) for case in chosen)
        print(f"{changed} of {len(chosen)} cases print another text than before")
        return

    def test_golden():
        captures = Captures()
        for case in chosen:
            with tap.case(case.name):
                check(case, captures)

    def test_no_file_is_left_over():
        known = {path for case in cases() for path in expected_paths(case)}
        there = {os.path.join(HERE, "expected", name) for name in os.listdir(os.path.join(HERE, "expected"))}
        tap.equal(sorted(there - known), [], "files of no case")
        used = {case.capture + ".pcap" for case in cases()}
        tap.equal(sorted(set(os.listdir(os.path.join(HERE, "captures"))) - used), [], "captures of no case")

    tap.main({"test_golden": test_golden, "test_no_file_is_left_over": test_no_file_is_left_over}, [])


if __name__ == "__main__":
    main(sys.argv[1:])
