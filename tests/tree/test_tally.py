#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""tests/tools/tally: the sum that ./check ends with, over logs made up for it."""
import json
import os
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

TALLY = os.path.join(sources.TOP, "tests", "tools", "tally")


def tally(*builds):
    """The tally of builds, each a list of (result, stdout[, exit status]); None is a build without a log."""
    with tempfile.TemporaryDirectory(prefix="routeclone-tally-") as folder:
        paths = []
        for number, tests in enumerate(builds):
            paths.append(os.path.join(folder, f"build{number}"))
            os.makedirs(os.path.join(paths[-1], "meson-logs"))
            if tests is not None:
                with open(os.path.join(paths[-1], "meson-logs", "testlog.json"), "w", encoding="utf-8") as file:
                    for at, (result, text, *status) in enumerate(tests):
                        file.write(json.dumps({"name": f"t{at}", "result": result, "stdout": text, "returncode": status[0] if status else 0}) + "\n")
        result = subprocess.run([sys.executable, TALLY, *paths], capture_output=True, text=True, check=False)
    lines = result.stdout.splitlines()
    return lines[-1] if lines else "", result.returncode, result.stdout + result.stderr


SUMS = (
    ("one that passed", [[("OK", "ok 1 - a\n1..1\n")]], "1 passed, 0 failed, 0 skipped", 0),
    ("several builds", [[("OK", "ok 1 - a\n1..1\n")], [("OK", "1..2\nok 1 - a\nok 2 - b\n")]], "3 passed, 0 failed, 0 skipped", 0),
    ("a failure", [[("FAIL", "ok 1 - a\nnot ok 2 - b\n# why\n1..2\n")]], "1 passed, 1 failed, 0 skipped", 1),
    ("skipped", [[("OK", "ok 1 - a # SKIP no root\nok 2 - b\n1..2\n")]], "1 passed, 0 failed, 1 skipped", 0),
    ("skipped, as cmocka says it", [[("OK", "not ok 1 # SKIP test_a\nok 2 - b\n1..2\n")]], "1 passed, 0 failed, 1 skipped", 0),
    ("skipped, as cmocka says it and Meson reads it", [[("FAIL", "not ok 1 # SKIP test_a\nok 2 - b\n1..2\n")]], "1 passed, 0 failed, 1 skipped", 0),
    ("skipped, and a leak", [[("FAIL", "not ok 1 # SKIP test_a\nok 2 - b\n1..2\n", 1)]], "1 passed, 1 failed, 1 skipped", 1),
    ("skipped, and an early end", [[("ERROR", "1..2\nnot ok 1 # SKIP test_a\n", -11)]], "0 passed, 1 failed, 1 skipped", 1),
    ("skipped as a whole", [[("SKIP", "1..0 # SKIP nothing here\n"), ("OK", "ok 1 - a\n1..1\n")]], "1 passed, 0 failed, 1 skipped", 0),
    ("everything skipped", [[("SKIP", "ok 1 - a # SKIP x\n1..1\n")]], "0 passed, 0 failed, 1 skipped", 1),
    ("a name with a #", [[("OK", "ok 1 - a \\# skip b\n1..1\n")]], "1 passed, 0 failed, 0 skipped", 0),
    ("no test ran", [[]], "0 passed, 0 failed, 0 skipped", 1),
    ("no log", [None, [("OK", "ok 1 - a\n1..1\n")]], "1 passed, 1 failed, 0 skipped", 1),
    ("a crash after what passed", [[("ERROR", "ok 1 - a\n")]], "1 passed, 1 failed, 0 skipped", 1),
    ("time is up", [[("TIMEOUT", "ok 1 - a\n")]], "1 passed, 1 failed, 0 skipped", 1),
    ("no result", [[("OK", "hello\n1..0\n"), ("OK", "ok 1 - a\n1..1\n")]], "1 passed, 1 failed, 0 skipped", 1),
    ("a failure counts once", [[("FAIL", "not ok 1 - a\n1..1\n")]], "0 passed, 1 failed, 0 skipped", 1),
    ("words that are no result", [[("OK", "okay\nok 1 - a\n    ok 1 - inner\n# ok 2 - comment\n1..1\n")]], "1 passed, 0 failed, 0 skipped", 0),
)


def test_tally():
    for name, builds, line, status in SUMS:
        with tap.case(f"tally: {name}"):
            last, code, text = tally(*builds)
            tap.equal((last, code), (line, status), f"last line and exit status ({text})")


def test_a_failure_is_shown():
    text = tally([("FAIL", "ok 1 - a\n# of a\nnot ok 2 - b\n# why\n# and how\nok 3 - c\n1..3\n")])[2]
    tap.true("t0: b" in text and "# why" in text and "# and how" in text and "of a" not in text, "what is shown", *text.splitlines())
    text = tally([("FAIL", "ok 1 - a\n# file.c:7: 1 != 2\nnot ok 2 - b\n# ok - group\n1..2\n".replace("# ok - group\n", ""))])[2]
    tap.true("file.c:7" in text, "what cmocka says stands above", *text.splitlines())


if __name__ == "__main__":
    tap.main(globals())
