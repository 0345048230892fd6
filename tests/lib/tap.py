# SPDX-License-Identifier: ISC
"""TAP: how the Python tests report.

A test module defines functions named test_* and ends with

    if __name__ == "__main__":
        tap.main(globals())

They run in the order of their definition. One that returns is `ok`, one that raises is `not ok` with
the reason as `# ` lines, one that raises Skip is `ok … # SKIP reason`. A table-driven test opens a
`with tap.case("name"):` for each row: then each case has its line, a failing case does not end the
test, and the function has a line of its own only where it failed outside of its cases (or where it had none).

The plan comes last. The exit status is 0 if and only if nothing failed and something ran.
Words on the command line select the tests whose name contains one of them. SIGTERM, SIGHUP and SIGINT
end a run as exceptions, so that whatever the tests opened is closed.
"""
import difflib
import signal
import sys
import traceback


class Skip(Exception):
    """This test or case does not apply here; the text says why."""


class Failure(AssertionError):
    """A check did not hold; `lines` are shown under the `not ok`."""

    def __init__(self, reason, lines=()):
        super().__init__(reason)
        self.lines = list(lines)


class _Run:
    def __init__(self):
        self.number = 0
        self.failed = 0
        self.cases = 0

    def line(self, verdict, name, directive=""):
        self.number += 1
        if verdict != "ok":
            self.failed += 1
        name = " ".join(printable(name).split()).replace("#", "\\#")
        print(f"{verdict} {self.number} - {name}{directive}", flush=True)


_run = _Run()


def note(text):
    """A diagnostic: lines that begin with `# `."""
    for line in text.splitlines() or [""]:
        print("#", printable(line), flush=True)


def printable(text):
    """Text for the log: control bytes and what is not UTF-8 as \\xHH, so that a log cannot hurt a terminal."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    out = []
    for char in text:
        code = ord(char)
        if 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif (code < 0x20 and char != "\t") or 0x7F <= code < 0xA0:
            out.append(f"\\x{code:02x}")
        else:
            out.append(char)
    return "".join(out)


def _report(name, error):
    if isinstance(error, Skip):
        reason = " ".join(str(error).split()) or "no reason given"
        _run.line("ok", name, f" # SKIP {printable(reason)}")
        return
    _run.line("not ok", name)
    if isinstance(error, Failure):
        note(str(error))
        for line in error.lines:
            note(line)
    else:
        note("".join(traceback.format_exception(error)))


class case:
    """One row of a table: `with tap.case("name"): …` makes one TAP line."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        _run.cases += 1
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            _run.line("ok", self.name)
            return False
        if not isinstance(error, Exception):
            return False
        _report(self.name, error)
        return True


def _lines(text):
    return printable_lines(text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape"))


def printable_lines(data):
    lines = [printable(line) for line in data.split(b"\n")]
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += "  <no newline at the end>"
    return lines


def diff(got, want, got_name="got", want_name="want"):
    """The unified diff of two texts (bytes or str), as printable lines."""
    return list(difflib.unified_diff(_lines(want), _lines(got), want_name, got_name, lineterm="", n=2))


def equal(got, want, what="value", got_name="got", want_name="want"):
    """Raise Failure unless got == want; texts are shown as a diff."""
    if got == want:
        return
    if isinstance(got, (bytes, str)) and isinstance(want, type(got)):
        lines = diff(got, want, got_name, want_name)
        raise Failure(f"{what} differs", lines or [f"{got_name}: {got!r}", f"{want_name}: {want!r}"])
    raise Failure(f"{what} differs", [f"{got_name}: {got!r}", f"{want_name}: {want!r}"])


def true(condition, reason, *lines):
    """Raise Failure with a reason (and more lines) unless the condition holds."""
    if not condition:
        raise Failure(reason, [printable(line if isinstance(line, (bytes, str)) else str(line)) for line in lines])


def _end(number, _frame):
    raise SystemExit(128 + number)


def main(module, words=None):
    """Run every test_* of the module's globals and exit."""
    words = sys.argv[1:] if words is None else words
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _end)
    tests = [
        (name, function)
        for name, function in list(module.items())
        if name.startswith("test_") and callable(function)
        and (not words or any(word in name for word in words))
    ]
    for name, function in tests:
        before = _run.cases
        spoken = name[len("test_"):].replace("_", " ")
        try:
            function()
        except Exception as error:  # noqa: BLE001 - whatever a test raises is its verdict
            _report(spoken, error)
        else:
            if _run.cases == before:
                _run.line("ok", spoken)
    print(f"1..{_run.number}", flush=True)
    if not _run.number:
        note("no test ran")
    sys.exit(0 if _run.number and not _run.failed else 1)
