# SPDX-License-Identifier: ISC
"""oracle: net-tools beside our programs in the same namespace, byte for byte.

Ours are $ROUTECLONE_BUILD/cmd/{netstat,arp,route} (the `build` folder at the top of the tree where the
variable is not set). Theirs are the net-tools of the system, version 2.10: another version is a Skip, for
its text is another text.

The state of a kernel moves between two runs (a neighbour ages, a reference count falls), so ours runs
before and after theirs, and either may agree. Where both of ours say the same, and theirs another thing, the
difference is real. Where all three differ the state is moving, and the three are asked again.
"""
import os
import re
import shlex
import shutil
import subprocess

import tap
from netns import command_line

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("ROUTECLONE_BUILD") or os.path.join(TOP, "build"))
NET_TOOLS = "net-tools 2.10"
ATTEMPTS = 5

_theirs = {}


def ours(tool):
    """The path of our netstat, arp or route. Missing programs are a failure, not a Skip: they are what is tested."""
    path = os.path.join(BUILD, "cmd", tool)
    tap.true(os.access(path, os.X_OK), f"{path} is not there: build first, or set ROUTECLONE_BUILD")
    return path


def theirs(tool):
    """The path of the net-tools program, or a Skip."""
    if tool not in _theirs:
        path = shutil.which(tool, path="/usr/bin:/bin:/usr/sbin:/sbin")
        version = ""
        if path:
            result = subprocess.run([path, "-V"], capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"})
            version = result.stdout.decode("utf-8", "replace").split("\n")[0].strip()
        _theirs[tool] = (path, version)
    path, version = _theirs[tool]
    if not path:
        raise tap.Skip(f"no net-tools {tool} here")
    if version != NET_TOOLS:
        raise tap.Skip(f"{path} is not {NET_TOOLS} ({version or 'says no version'})")
    return path


def run(ns, tool, path, args, **options):
    """A tool with its plain name as argv[0], since messages carry it."""
    return ns.run([tool, *args], executable=path, **options)


def run_ours(ns, line, **options):
    """Our program by a command line (a string, or a list of words)."""
    words = shlex.split(line) if isinstance(line, str) else list(line)
    return run(ns, words[0], ours(words[0]), words[1:], **options)


def run_theirs(ns, line, **options):
    words = shlex.split(line) if isinstance(line, str) else list(line)
    return run(ns, words[0], theirs(words[0]), words[1:], **options)


def timeless(result):
    """What a run shows in JSON, without the ages that move from run to run."""
    return re.sub(rb'"(confirmed|used|updated|age|expires)":[0-9.]+', rb'"\1":0', result.stdout)


def crashed(result):
    """A signal, or a sanitizer's report, is never an agreement."""
    return result.status < 0 or b"Sanitizer" in result.stderr or b"runtime error:" in result.stderr


def disagreement(mine, other, text=True):
    """None where the two results agree, else what to tell.

    Output and exit status must be equal. So must stderr when the program succeeded; when it failed, the words
    are each program's own, but where theirs says something ours does too. text=False is for usage texts:
    only the status, and that something was said."""
    if crashed(mine):
        return ["ours crashed", *mine.stderr.decode("utf-8", "replace").splitlines()]
    told = []
    if mine.status != other.status:
        told.append(f"exit status: ours {mine.status}, theirs {other.status}")
    if text and mine.stdout != other.stdout:
        told += tap.diff(mine.stdout, other.stdout, "ours", "theirs")
    if other.status == 0 and text:
        if mine.stderr != other.stderr:
            told += tap.diff(mine.stderr, other.stderr, "ours (stderr)", "theirs (stderr)")
    elif other.stderr and not mine.stderr:
        told += ["ours says nothing on stderr; theirs:", *other.stderr.decode("utf-8", "replace").splitlines()[:3]]
    return told or None


def bracket(run_mine, run_other, agree):
    """Ours, theirs, ours; again while the state moves. `agree(mine, other)` returns None or what to tell."""
    for _ in range(ATTEMPTS):
        first, other, second = run_mine(), run_other(), run_mine()
        told = agree(first, other)
        if not told:
            return
        if not agree(second, other):
            return
        if (first.stdout, first.stderr, first.status) == (second.stdout, second.stderr, second.status):
            break
    raise tap.Failure(f"{command_line(first.argv)}: ours is not net-tools'", told)


def compare(ns, line, text=True):
    """One command line run by both: Failure where they differ."""
    theirs(shlex.split(line)[0] if isinstance(line, str) else line[0])
    bracket(lambda: run_ours(ns, line), lambda: run_theirs(ns, line), lambda a, b: disagreement(a, b, text))


def compare_all(ns, state, lines, text=True):
    """A TAP line for each command line in one state."""
    for line in lines:
        with tap.case(f"{state}: {line if isinstance(line, str) else command_line(line)}"):
            compare(ns, line, text)


def kept_difference(ns, line, change):
    """A difference that is kept on purpose. `change(rows)` makes our lines from net-tools' own; ours must print
    exactly these, and they must not be net-tools' text (or the difference is one no more)."""
    def agree(mine, other):
        if crashed(mine) or mine.status != other.status or mine.stderr != other.stderr:
            return disagreement(mine, other)
        rows = other.stdout.split(b"\n")
        want = b"\n".join(change(list(rows)))
        if want == other.stdout:
            return ["net-tools prints this too: it is no difference any more"]
        if mine.stdout == want:
            return None
        return tap.diff(mine.stdout, want, "ours", "what ours should be") + ["net-tools:"] + tap.printable_lines(other.stdout)

    bracket(lambda: run_ours(ns, line), lambda: run_theirs(ns, line), agree)
