#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every header compiles alone, and twice, with gcc and with clang; those of lib as C11 and nothing else."""
import os
import platform
import shutil
import subprocess
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

FLAGS = ["-std=c11", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wstrict-prototypes", "-Wundef", "-Wmissing-prototypes",
         "-I", sources.TOP, "-x", "c", "-"]
OF_A_SYSTEM = {"linux": "Linux", "freebsd": "FreeBSD", "openbsd": "OpenBSD", "netbsd": "NetBSD", "macos": "Darwin"}


def compile_alone(compiler, path, before=""):
    """None, or what the compiler says of a file that has nothing but this header, twice."""
    # An empty translation unit is not C; a declaration with the header's types is what it is for.
    text = f'{before}#include "{path}"\n#include "{path}"\nextern int something_else;\n'
    flags = FLAGS if path.startswith("lib/") else ["-D_GNU_SOURCE", *FLAGS]
    result = subprocess.run([compiler, *flags], input=text, capture_output=True, text=True, check=False, cwd=sources.TOP)
    return result.stderr.splitlines()[:20] if result.returncode else None


def here(path):
    """Whether a header can be compiled on this system: not where it is another system's."""
    folder = path.split("/")[1]
    return not path.startswith("platform/") or OF_A_SYSTEM.get(folder, platform.system()) == platform.system()


def of(compiler):
    if not shutil.which(compiler):
        raise tap.Skip(f"no {compiler} here")
    tap.true(compile_alone(compiler, "lib/base/err.h", "#define RC_BASE_ERR_H\nstruct err e;\n"), "a wrong header would not be seen")
    for path in sources.headers("lib", "platform", "cmd"):
        if here(path):
            with tap.case(f"{compiler}: {path} alone"):
                wrong = compile_alone(compiler, path)
                tap.true(not wrong, "does not compile", *(wrong or ()))


def test_gcc():
    of("gcc")


def test_clang():
    of("clang")


if __name__ == "__main__":
    tap.main(globals())
