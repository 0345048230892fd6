#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""./run: from any folder, in a tree whose path has spaces, without root or a package manager where nothing is
missing; and what it installs where something is. The package managers here are stand-ins that note how they
were called: none is started."""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

MANAGERS = ("apt-get", "apk", "dnf", "pacman", "pkg", "pkg_add", "pkgin", "brew", "sudo", "doas")
NOTED = "manager-was-called"


def stand_in(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{text}\n")
    os.chmod(path, 0o755)


@contextlib.contextmanager
def copy():
    """A copy of the tree in a path with spaces, and a folder of stand-ins; yields both."""
    with tempfile.TemporaryDirectory(prefix="routeclone run ") as folder:
        top, bin_ = os.path.join(folder, "the tree"), os.path.join(folder, "bin")
        os.mkdir(bin_)
        shutil.copytree(sources.TOP, top, ignore=shutil.ignore_patterns("build", "build-*", ".git", "__pycache__", "captures", "expected"))
        for manager in MANAGERS:
            stand_in(bin_, manager, f'echo "$(basename "$0") $*" >>"{folder}/{NOTED}"; echo nothing to be had >&2; exit 7')
        yield top, bin_


def run(top, *words, path, cwd="/", **environment):
    return subprocess.run([os.path.join(top, "run"), *words], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env={"PATH": path, "LC_ALL": "C", "HOME": "/proc/nonexistent", "CCACHE_DISABLE": "1", **environment}, timeout=240)


def noted(top):
    path = os.path.join(os.path.dirname(top), NOTED)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def test_run():
    with copy() as (top, bin_):
        path = f"{bin_}:{os.environ['PATH']}"
        with tap.case("run: builds, then runs the tool"):
            result = run(top, "netstat", "--version", path=path)
            tap.true(result.returncode == 0, f"exit status {result.returncode}", *result.stderr.splitlines())
            tap.true("routeclone" in result.stdout, "not the version", result.stdout)
            tap.true("building" in result.stderr, "does not say what it does", result.stderr)
        with tap.case("run: again is quiet, and by another tool"):
            for tool in ("netstat", "arp", "route"):
                result = run(top, tool, "--help", path=path)
                tap.equal((result.returncode, result.stderr), (0, ""), "exit status and stderr")
        with tap.case("run: the tool's own exit status and words with spaces"):
            result = run(top, "netstat", "--dialect", "no such", path=path)
            tap.true(result.returncode not in (0, 2) and "no such" in result.stderr, "what it says", result.stderr)
        with tap.case("run: a relative path, and from its own folder"):
            result = subprocess.run(["./the tree/run", "arp", "--version"], cwd=os.path.dirname(top), capture_output=True, text=True, check=False)
            tap.equal((result.returncode, result.stderr), (0, ""), "exit status and stderr")
        with tap.case("run: without words it shows routes with their clones"):
            # Two listings of a live table may differ; the tool that is called may not.
            os.rename(f"{top}/build/cmd/netstat", f"{top}/build/cmd/kept")
            stand_in(f"{top}/build/cmd", "netstat", 'echo "$(basename "$0") $*"')
            os.utime(f"{top}/build/cmd/netstat", ns=(os.stat(f"{top}/build/cmd/kept").st_atime_ns, os.stat(f"{top}/build/cmd/kept").st_mtime_ns))
            result = run(top, path=path)
            tap.equal(result.stdout, "netstat -rn --clones\n", "the tool and its words")
            os.rename(f"{top}/build/cmd/kept", f"{top}/build/cmd/netstat")
        with tap.case("run: another word than a tool"):
            result = run(top, "-rn", path=path)
            tap.true(result.returncode == 2 and "usage" in result.stderr and not result.stdout, "what it says", result.stderr)
        with tap.case("run: a source that does not compile"):
            with open(f"{top}/cmd/main.c", "a", encoding="utf-8") as file:
                file.write("this is no C\n")
            result = run(top, "netstat", "--version", path=path)
            tap.true(result.returncode == 1 and "main.c" in result.stderr and not result.stdout, "what it says", result.stderr)
            shutil.copy2(f"{sources.TOP}/cmd/main.c", f"{top}/cmd/main.c")
        with tap.case("run: a tree that was moved is built anew"):
            os.rename(top, top + " moved")
            result = run(top + " moved", "netstat", "--version", path=path)
            tap.true(result.returncode == 0 and "building" in result.stderr, f"exit status {result.returncode}", result.stderr)
        with tap.case("run: no package manager was called"):
            tap.equal(noted(top), [], "calls")


# What a system without anything but its base needs; its name, its package manager and how that is called to install
SYSTEMS = (("Linux", "apt-get", "install", "gcc libc6-dev libpcap-dev linux-libc-dev meson ninja-build pkg-config"),
           ("Linux", "apk", "add", "gcc libpcap-dev linux-headers meson musl-dev pkgconf samurai"),
           ("Linux", "dnf", "install", "gcc glibc-devel kernel-headers libpcap-devel meson ninja-build pkgconf-pkg-config"),
           ("Linux", "pacman", "-Sy", "gcc libpcap linux-api-headers meson ninja pkgconf"),
           ("FreeBSD", "pkg", "install", "meson ninja pkgconf"), ("OpenBSD", "pkg_add", "-I", "meson ninja"),
           ("NetBSD", "pkgin", "install", "meson ninja-build pkgconf"), ("Darwin", "brew", "install", "meson ninja pkgconf"))
BASE = ("sh", "env", "dirname", "basename", "cat", "rm", "grep", "sed", "tr", "sort", "paste", "tail", "mktemp", "id", "printf", "echo")


@contextlib.contextmanager
def bare(system, manager):
    """A tree, and a PATH on which there is only a base system with this package manager."""
    with copy() as (top, bin_):
        for name in MANAGERS:
            if name != manager:
                os.unlink(os.path.join(bin_, name))
        for name in BASE:
            os.symlink(shutil.which(name), os.path.join(bin_, name))
        stand_in(bin_, "uname", f"echo {system}")
        yield top, bin_


def test_what_is_installed():
    for place in ("/usr/local/sbin", "/usr/sbin", "/sbin"):
        if os.path.exists(os.path.join(place, "meson")):
            raise tap.Skip(f"{place} is always searched, and has meson")
    for system, manager, word, packages in SYSTEMS:
        with tap.case(f"run: a bare system with {manager}"), bare(system, manager) as (top, bin_):
            if os.getuid():
                os.unlink(os.path.join(bin_, "id"))
                stand_in(bin_, "id", "echo 0")
            result = run(top, path=bin_)
            calls = noted(top)
            installs = [line for line in calls if f" {word} " in f"{line} "]
            tap.equal(len(installs), 1, f"calls to install ({calls}; {result.stderr})")
            named = [name for name in installs[0].split(f" {word} ", 1)[1].split() if not name.startswith("-")]
            tap.equal(" ".join(named), packages, "what is installed")
            tap.true(all(name in result.stderr for name in packages.split()), "does not say what it installs", result.stderr)
            tap.true(result.returncode == 1 and "still missing" in result.stderr and "meson" in result.stderr, "no clear end", result.stderr)
            tap.true("nothing to be had" in result.stderr, "what the package manager said is not shown", result.stderr)


def test_no_root():
    with bare("Linux", "apt-get") as (top, bin_):
        os.unlink(os.path.join(bin_, "id"))
        stand_in(bin_, "id", "echo 1000")
        result = run(top, path=bin_)
        tap.equal(noted(top), [], "calls")
        tap.true(result.returncode == 1 and "root" in result.stderr and "libpcap-dev" in result.stderr, "what it says", result.stderr)
        with tap.case("run: without root, by sudo"):
            stand_in(bin_, "sudo", 'exec "$@"')
            run(top, path=bin_)
            tap.true(any(" install " in line for line in noted(top)), "sudo did not install", *noted(top))


def test_no_package_manager():
    with bare("Linux", "apt-get") as (top, bin_):
        os.unlink(os.path.join(bin_, "apt-get"))
        result = run(top, path=bin_)
        tap.true(result.returncode == 1 and "no package manager" in result.stderr and "meson" in result.stderr, "what it says", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
