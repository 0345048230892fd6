#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every system of cross/*.ini: the whole tree compiles for it with warnings as errors, and the programs link.

Zig's compiler (PyPI's ziglang) carries the headers and libraries of these systems. Nothing here can run what it makes."""
import glob
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

CROSS = os.path.join(sources.TOP, "cross")
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


def test_cross():
    need_zig()
    files = sorted(glob.glob(os.path.join(CROSS, "*.ini")))
    tap.true(files, "no cross files")
    for file in files:
        target = os.path.basename(file)[:-len(".ini")]
        with tap.case(f"cross: {target}"), tempfile.TemporaryDirectory(prefix="routeclone-cross-") as folder:
            call("meson", "setup", "--werror", "--buildtype=debug", "-Dtests=false", "--cross-file", file, folder, sources.TOP)
            call("meson", "compile", "-C", folder)
            for tool in ("netstat", "arp", "route", "routeclone"):
                with open(os.path.join(folder, "cmd", tool), "rb") as program:
                    tap.true(LINKER[target.split("-")[-1]] in program.read(), f"{tool} is no program of {target}")


def test_the_check_can_fail():
    """The compiler of the cross files refuses what that system does not have."""
    need_zig()
    for file, header in (("x86_64-freebsd", "linux/rtnetlink.h"),):
        result = subprocess.run([os.path.join(CROSS, "zig-cc"), file, "-fsyntax-only", "-x", "c", "-"], input=f"#include <{header}>\n",
                                capture_output=True, text=True, check=False, env=environment())
        tap.true(result.returncode != 0 and header in result.stderr, f"{file} has <{header}>", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
