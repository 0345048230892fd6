#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What `meson install` puts where: with a prefix for the programs' names beside net-tools, and into a DESTDIR."""
import contextlib
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

CAPTURES = os.path.join(sources.TOP, "tests", "golden", "captures")


def meson(*words, **environment):
    result = subprocess.run(["meson", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                            env=dict(os.environ, **environment))
    tap.equal(result.returncode, 0, f"meson {words[0]}: exit status ({(result.stdout + result.stderr)[-2000:]})")


@contextlib.contextmanager
def installed(*options, destdir=""):
    """A build of its own, installed to FOLDER/to (below FOLDER/destdir where that is wanted); yields FOLDER."""
    if not shutil.which("meson"):
        raise tap.Skip("no meson here")
    with tempfile.TemporaryDirectory(prefix="routeclone install ") as folder:
        build = os.path.join(folder, "build")
        meson("setup", "--buildtype=debug", "-Dtests=false", f"--prefix={folder}/to", "--libdir=lib", *options, build, sources.TOP)
        meson("compile", "-C", build)
        meson("install", "-C", build, "--no-rebuild", **({"DESTDIR": os.path.join(folder, destdir)} if destdir else {}))
        shutil.rmtree(build)
        yield folder


def below(folder):
    return sorted(os.path.relpath(os.path.join(here, name), folder) for here, _, names in os.walk(folder) for name in names)


def run(program, *words):
    return subprocess.run([program, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60, cwd="/",
                          env={"PATH": "/nonexistent", "LD_LIBRARY_PATH": "/nonexistent"})


def pages():
    return [os.path.basename(path).replace(".in", "") for path in sources.files("man") if not path.endswith("meson.build")]


def want(prefix):
    """Every file of an installation with captures."""
    found = [f"bin/{prefix}netstat", "bin/routeclone", f"sbin/{prefix}arp", f"sbin/{prefix}route", "lib/routeclone/capture.so", "share/routeclone/schema.json"]
    found += [f"share/man/man{page[-1]}/{'' if page.startswith('routeclone') else prefix}{page}" for page in pages()]
    return sorted(found)


def links_libpcap(path):
    result = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True)
    return "libpcap" in result.stdout


def test_prefix():
    if not sys.platform.startswith("linux"):
        raise tap.Skip("the list of files is Linux's")
    with installed("-Dprogram_prefix=rc-", "-Dpcap=enabled") as folder:
        to = os.path.join(folder, "to")
        with tap.case("installed with a prefix: the files"):
            tap.equal("\n".join(below(to)), "\n".join(want("rc-")), "what is installed")
        for tool in ("bin/rc-netstat", "sbin/rc-arp", "sbin/rc-route"):
            with tap.case(f"installed with a prefix: {tool} --version"):
                result = run(os.path.join(to, tool), "--version")
                tap.equal((result.returncode, result.stderr), (0, b""), "exit status and stderr")
                tap.true(b"routeclone" in result.stdout, "no version", result.stdout)
        with tap.case("libpcap is linked by the module alone"):
            tap.true(links_libpcap(os.path.join(to, "lib/routeclone/capture.so")), "the module does not link libpcap")
            tap.equal([tool for tool in below(to) if "bin/" in tool and links_libpcap(os.path.join(to, tool))], [], "programs that link it")
        with tap.case("the installed programs find the installed module"):
            captures = sorted(glob.glob(os.path.join(CAPTURES, "*.pcap")))
            shown = 0
            for capture in captures:
                ours, theirs = [run(program, "--replay", capture, "-rn")
                                for program in (os.path.join(sources.BUILD, "cmd/netstat"), os.path.join(to, "bin/rc-netstat"))]
                for what in ("returncode", "stdout", "stderr"):
                    tap.equal(getattr(theirs, what), getattr(ours, what), f"{capture}: {what}")
                shown += ours.returncode == 0 and bool(ours.stdout)
            tap.true(shown, "no capture could be replayed", *captures)
        with tap.case("without the module: a message that names it"):
            os.unlink(os.path.join(to, "lib/routeclone/capture.so"))
            result = run(os.path.join(to, "bin/rc-netstat"), "--replay", captures[0], "-rn")
            tap.true(result.returncode != 0 and b"capture.so" in result.stderr and not result.stdout, "what it says", result.stderr)


def test_destdir():
    with installed(destdir="stage") as folder:
        there = below(os.path.join(folder, "stage"))
        tap.true(there and all(path.startswith(os.path.join(folder, "to")[1:]) for path in there), "files outside of the prefix", *there)
        tap.true(not os.path.exists(os.path.join(folder, "to")), "something went to the prefix itself")


if __name__ == "__main__":
    tap.main(globals())
