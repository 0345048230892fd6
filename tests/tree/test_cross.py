#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every system of cross/*.ini: the whole tree compiles for it with warnings as errors, each row of its wire.def is what its
headers say (platform/*/check_wire.c), and the programs link. They stay in the build folder, under cross/.

Zig's compiler (PyPI's ziglang) carries the headers and libraries of these systems. Nothing here can run what it makes."""
import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

CROSS = os.path.join(sources.TOP, "cross")
KEPT = os.path.join(sources.BUILD, "cross")
# Zig compiles for these and cannot link: the libraries of the tree, no programs
LIBRARIES_ONLY = {"sparc64-netbsd": ("librouteclone.a", "libplatform.a", "libcmd.a")}
# What a program of that system has in it: its run-time linker's path
LINKER = {"freebsd": b"\0/libexec/ld-elf.so.1\0", "openbsd": b"\0/usr/libexec/ld.so\0", "netbsd": b"\0/libexec/ld.elf_so\0", "macos": b"/usr/lib/dyld\0"}



def need_zig():
    if importlib.util.find_spec("ziglang") is None:
        tap.true(not os.environ.get("CI"), "PyPI's ziglang is not installed, and CI needs it")
        raise tap.Skip("PyPI's ziglang is not installed")
    if not shutil.which("meson") or not (shutil.which("ninja") or shutil.which("ninja-build") or shutil.which("samu")):
        raise tap.Skip("no meson or no ninja here")


def environment():
    """zig-cc in the PATH, zig itself, and a cache that later runs find again."""
    cache = os.path.join(sources.BUILD, "zig-cache")
    zig = os.path.join(os.path.dirname(importlib.util.find_spec("ziglang").origin), "zig")
    return dict(os.environ, PATH=f"{CROSS}:{os.environ.get('PATH', '')}", ROUTECLONE_ZIG=zig, ZIG_GLOBAL_CACHE_DIR=cache,
                ZIG_LOCAL_CACHE_DIR=cache)


def call(*argv):
    result = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                            check=False, env=environment())
    tap.true(result.returncode == 0, f"{' '.join(argv)}: exit status {result.returncode}",
             *[line for line in result.stdout.splitlines() if not line.startswith("[")][-40:])


def build(file, target):
    """In a folder that stays: what has not changed is not compiled again."""
    folder = os.path.join(KEPT, target)
    ninja = os.path.join(folder, "build.ninja")
    if os.path.exists(ninja) and os.path.getmtime(ninja) < os.path.getmtime(file):
        shutil.rmtree(folder)
    if not os.path.exists(ninja):
        call("meson", "setup", "--werror", "--buildtype=debug", "-Dtests=false", "--cross-file", file, folder, sources.TOP)
    call("meson", "compile", "-C", folder, *[f"{name[len('lib'):-len('.a')]}:static_library" for name in LIBRARIES_ONLY.get(target, ())])
    return folder


def test_cross():
    need_zig()
    files = sorted(glob.glob(os.path.join(CROSS, "*.ini")))
    systems = {os.path.basename(file)[:-len(".ini")].split("-")[1] for file in files}
    tap.equal(systems, set(LINKER), "the systems of cross/")
    for file in files:
        target = os.path.basename(file)[:-len(".ini")]
        with tap.case(f"cross: {target}"):
            folder = build(file, target)
            for name in LIBRARIES_ONLY.get(target, ()):
                tap.true(os.path.getsize(os.path.join(folder, name)) > 0, f"{name} is empty")
            for tool in () if target in LIBRARIES_ONLY else ("netstat", "arp", "route", "routeclone"):
                with open(os.path.join(folder, "cmd", tool), "rb") as program:
                    tap.true(LINKER[target.split("-")[1]] in program.read(), f"{tool} is no program of {target}")


def check_wire(system, rows, target):
    """What the compiler says of that system's check_wire.c with these rows in the place of its own."""
    with tempfile.TemporaryDirectory(prefix="routeclone-wire-") as folder:
        here = os.path.join(folder, "platform", system)
        os.makedirs(here)
        with open(os.path.join(here, "wire.def"), "w", encoding="utf-8") as file:
            file.write(rows)
        shutil.copy(os.path.join(sources.TOP, "platform", system, "check_wire.c"), here)
        return subprocess.run([os.path.join(CROSS, "zig-cc"), target, "-std=c11", "-D_GNU_SOURCE", f"-I{folder}", f"-I{sources.TOP}", "-c", "-o",
                               os.path.join(folder, "out.o"), os.path.join(here, "check_wire.c")], capture_output=True, text=True, check=False,
                              env=environment())


# One number of a row for each kind of row, made another
WRONG = {"HEAD": r"(\nHEAD\([^\n]*, )(\d+)(\))", "FIELD": r"(\nFIELD\([^\n]*, )(\d+)(, \d\))", "METRIC": r"(\nMETRIC\([^\n]*, )(\d+)((?: \+[^\n,]*)?, \w\))",
         "DATA": r"(\nDATA_FIELD\([^\n]*, )(\d+)(, \d\))", "FLAG": r"(\nFLAG\()(\d+)(,)", "KIND": r"(\nKIND\()(\d+)(,)",
         "ADDRESS": r"(\nADDRESS\()(\d+)(,)", "OPERATION": r"(\nOPERATION\()(\d+)(,)", "SYSTEM": r"(\nSYSTEM\([^\n]*, )(\d+)(\))"}


def test_wrong_rows():
    """A row of wire.def that is not what the headers say does not compile, of whatever kind it is."""
    need_zig()
    for system in sorted(LINKER):
        rows = sources.text(f"platform/{system}/wire.def")
        right = check_wire(system, rows, f"x86_64-{system}")
        tap.equal(right.returncode, 0, f"{system}: {right.stderr}")
        wrong = rows
        for pattern in WRONG.values():
            wrong, count = re.subn(pattern, lambda m: f"{m[1]}{int(m[2]) + 1}{m[3]}", wrong, count=1)
            tap.equal(count, 1, f"{system} has no such row: {pattern}")
        lines = [number for number, (a, b) in enumerate(zip(rows.split("\n"), wrong.split("\n")), 1) if a != b]
        result = check_wire(system, wrong, f"x86_64-{system}")
        tap.true(result.returncode != 0, f"{system}: it compiles")
        refused = {int(n) for n in re.findall(r"wire\.def:(\d+):\d+: error: static assertion failed", result.stderr)}
        tap.equal(refused, set(lines), f"{system}: the rows that were refused")


def test_the_check_can_fail():
    """The compiler of the cross files refuses what that system does not have."""
    need_zig()
    for file, header in (("x86_64-freebsd", "linux/rtnetlink.h"),):
        result = subprocess.run([os.path.join(CROSS, "zig-cc"), file, "-fsyntax-only", "-x", "c", "-"], input=f"#include <{header}>\n",
                                capture_output=True, text=True, check=False, env=environment())
        tap.true(result.returncode != 0 and header in result.stderr, f"{file} has <{header}>", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
