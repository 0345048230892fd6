#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What README.md shows is what the programs print in the lab of tests/lib/lab.py, and what it names is there.

    test_readme.py              check
    test_readme.py --update     rewrite what stands under each `$ command` of README.md's console blocks; needs root
"""
import os
import re
import subprocess
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import lab
import oracle
import sources
import tap

BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
MADE = {"r1": "02:00:00:00:66:01", "r2": "02:00:00:00:66:02"}


def blocks():
    """[(command line, text)] of the console blocks."""
    found = []
    for block in BLOCK.findall(sources.text("README.md")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, text = part.split("\n", 1)
            found.append((line, text))
    return found


def real(lines):
    """What each command prints on h1 of the lab, whose routers have link-layer addresses that do not change."""
    with lab.opened(learn=False) as there:
        there.r1.ip(f"link set eth0 address {MADE['r1']}")
        there.r2.ip(f"link set eth0 address {MADE['r2']}")
        there.learn()
        return [oracle.run_ours(there.h1, line).ok().text() for line in lines]


def steady(text):
    """Lines whose order and numbers do not depend on the moment: seconds left and counts as N, neighbours by name."""
    lines = [re.sub(r"^(\t+)\d+ ", r"\1N ", re.sub(r" +(\d+|-)$", " N", line)) for line in text.rstrip("\n").split("\n")]
    return "\n".join(sorted(lines))


def test_output_is_real():
    shown = blocks()
    tap.true(shown, "README.md shows nothing")
    for (line, text), now in zip(shown, real([line for line, _ in shown])):
        with tap.case(f"README.md: {line}"):
            tap.equal(steady(text), steady(now), "what is shown", "README.md", "now")
            tap.true(text.count("\n") > 2, "hardly any line", text)


def test_what_is_named_is_there():
    """Each path in back quotes with a folder in it exists (a * stands for anything); `build/` is made later."""
    import glob
    for page in ("README.md", "CONTRIBUTING.md"):
        with tap.case(f"{page}: paths"):
            names = [name for name in re.findall(r"`([\w*.{},<>-]+/[\w*./{},<>-]*)`", sources.text(page)) if not re.search(r"[<>{}]|^build|^\.\./", name)]
            tap.true(names, "names nothing")
            missing = [name for name in names if not glob.glob(os.path.join(sources.TOP, name)) and "NAME" not in name and not name.startswith("/")]
            tap.true(not missing, "not there", *missing)
        with tap.case(f"{page}: links"):
            links = re.findall(r"\]\(([^)#]+)\)", sources.text(page))
            missing = [link for link in links if "://" not in link and not os.path.exists(os.path.join(sources.TOP, link))]
            tap.true(not missing, "not there", *missing)


def update():
    text = sources.text("README.md")
    shown = blocks()
    for (line, old), now in zip(shown, real([line for line, _ in shown])):
        before = f"$ {line}\n{old}"
        blank = "\n" if old.endswith("\n\n") else ""
        tap.true(text.count(before) == 1, f"{line} is shown twice")
        text = text.replace(before, f"$ {line}\n{now.rstrip()}\n{blank}")
    with open(os.path.join(sources.TOP, "README.md"), "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(["git", "diff", "--stat", "README.md"], cwd=sources.TOP, check=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        tap.main(globals())
