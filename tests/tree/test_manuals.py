#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The manual: mandoc has nothing to say about any page, each renders, and what the pages refer to is there."""
import os
import re
import shutil
import subprocess
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

WRITTEN = [path for path in sources.files("man") if re.search(r"\.[1-9](\.in)?$", path)]
# A page that the build makes from another lies in the build folder.
PAGES = [os.path.join(sources.BUILD, path[:-len(".in")]) if path.endswith(".in") else path for path in WRITTEN]
# These depend on what else is installed, not on the page.
ELSEWHERE = re.compile(r"referenced manual not found|mandoc: outdated mandoc\.db")


def lint(path):
    result = subprocess.run(["mandoc", "-T", "lint", "-W", "all", path], cwd=sources.TOP, capture_output=True, text=True, check=False)
    return [line for line in (result.stdout + result.stderr).splitlines() if not ELSEWHERE.search(line)]


def need_mandoc():
    if not shutil.which("mandoc"):
        raise tap.Skip("no mandoc here")
    tap.true(PAGES, "where is the manual?")


def test_lint():
    need_mandoc()
    for path in PAGES:
        with tap.case(f"mandoc -T lint {os.path.basename(path)}"):
            said = lint(path)
            tap.true(not said, "mandoc complains", *said)


def test_render():
    """As text: the name is there, and no line is longer than a terminal's."""
    need_mandoc()
    for path in PAGES:
        with tap.case(f"mandoc {os.path.basename(path)}"):
            result = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=78", path], cwd=sources.TOP, capture_output=True, text=True, check=False)
            tap.equal(result.returncode, 0, f"mandoc's exit status ({result.stderr.strip()})")
            text = re.sub(".\b", "", result.stdout)
            tap.true(re.search(r"^NAME$", text, re.MULTILINE) and re.search(r"^DESCRIPTION$", text, re.MULTILINE), "without NAME or DESCRIPTION")
            name, section = os.path.basename(path).rsplit(".", 1)
            tap.true(text.lstrip().startswith(f"{name.upper()}({section})"), "not its own title", text.split("\n")[0])


def test_references():
    """An .Xr to a page of ours names one that exists."""
    ours = {tuple(os.path.basename(path).rsplit(".", 1)) for path in PAGES}
    names = {name for name, _ in ours}
    wrong = []
    for path in PAGES:
        for name, section in re.findall(r"^\.?.*\bXr (\S+) (\d)", sources.text(path), re.MULTILINE):
            if name in names and (name, section) not in ours:
                wrong.append(f"{path}: {name}({section})")
    tap.true(not wrong, "no such page", *wrong)


def test_every_page_is_installed():
    text = sources.text("man/meson.build")
    missing = [path for path in WRITTEN if not re.search(rf"'{re.escape(os.path.basename(path))}'", text)]
    tap.true(not missing, "man/meson.build does not know", *missing)


if __name__ == "__main__":
    tap.main(globals())
