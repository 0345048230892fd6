#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The tree: which folder may know which, what a source begins with, and that every test is registered."""
import os
import re
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

# A folder, and the beginnings of the paths that it may include. The longest folder that fits counts.
ARROWS = {
    "lib/base/": ("lib/base/",),
    "lib/model/": ("lib/base/", "lib/model/"),
    "lib/wire/": ("lib/base/", "lib/model/", "lib/wire/"),
    "lib/view/": ("lib/base/", "lib/model/", "lib/view/"),
    "platform/": ("lib/base/", "lib/model/", "platform/posix/", "lib/wire/name.h"),
    # its errors are netlink messages, which lib/wire reads; it has the kernel's headers to check lib/wire's numbers with
    "platform/linux/": ("lib/base/", "lib/model/", "platform/posix/", "platform/linux/", "lib/wire/netlink.h",
                        "lib/wire/proc.h", "lib/wire/sock_bytecode.h"),
    # the four systems with a routing socket share what asks it; the request of a lookup is lib/wire's, and so are neighbours
    "platform/rtsock/": ("lib/base/", "lib/model/", "platform/posix/", "platform/rtsock/", "lib/wire/nd.h", "lib/wire/rtsock.h",
                         "lib/wire/rtsock_change.h"),
    "platform/freebsd/": ("lib/base/", "lib/model/", "platform/rtsock/", "platform/freebsd/", "lib/wire/netlink.h"),
    "platform/openbsd/": ("lib/base/", "lib/model/", "platform/rtsock/", "platform/openbsd/", "lib/wire/nd.h"),
    "platform/netbsd/": ("lib/base/", "lib/model/", "platform/rtsock/", "platform/netbsd/", "lib/wire/nd.h"),
    "platform/macos/": ("lib/base/", "lib/model/", "platform/rtsock/", "platform/macos/"),
    # captures are synthetic frames, encoded and decoded in lib/wire
    "platform/replay/": ("lib/base/", "lib/model/", "platform/replay/", "lib/wire/capture.h", "lib/wire/name.h"),
    # never the folder of one system
    "cmd/": ("cmd/", "lib/", "platform/posix/", "platform/replay/"),
}
# Every folder may include platform/*.h that may include anything of platform/
SEAM = re.compile(r"platform/[a-z_]+\.h$")

# What the standard library has for lib: nothing that could ask the world. write() is out's alone, and waiting until it can.
LIB_SYSTEM = {"ctype.h", "errno.h", "inttypes.h", "limits.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h",
              "arpa/inet.h", "sys/socket.h"}
LIB_SYSTEM_OF = {"lib/base/out.c": {"unistd.h", "poll.h"}}
# Names of systems: no #if in cmd or lib may ask for one, nor for what only one of them has.
SYSTEMS = re.compile(r"__\w*(linux|bsd|apple|mach|unix|sun|android|gnu_hurd|glibc|musl|dragonfly)\w*|_WIN32|__has_include|\bHAVE_\w+|\b(SYS|AF|RTF|SO)_\w+",
                     re.IGNORECASE)
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
CONDITION = re.compile(r"^\s*#\s*(?:if|ifdef|ifndef|elif)\b(.*)$", re.MULTILINE)


def folder_of(path):
    fits = [folder for folder in ARROWS if path.startswith(folder)]
    return max(fits, key=len) if fits else None


def wrong_includes(path, text):
    """What a source of that path includes and must not."""
    folder = folder_of(path)
    if not folder:
        return ["it is in no folder of ARROWS"]
    wrong = []
    for own, system in INCLUDE.findall(text):
        if own:
            seam = not path.startswith("lib/") and SEAM.match(own)
            if not own.startswith(ARROWS[folder]) and not seam:
                wrong.append(f"{folder} must not know {own}")
        elif path.startswith("lib/") and system not in LIB_SYSTEM | LIB_SYSTEM_OF.get(path, set()):
            wrong.append(f"lib has no business with <{system}>")
        elif path.startswith("cmd/") and system.startswith(("linux/", "net/", "netinet/", "net80211/", "sys/sys")) and system != "netinet/in.h":
            wrong.append(f"cmd has no business with <{system}>")
    return wrong


def wrong_conditions(path, text):
    """#if about systems where there must be none."""
    if not path.startswith(("lib/", "cmd/")):
        return []
    return [f"#if about a system:{rest}" for rest in CONDITION.findall(text) if SYSTEMS.search(rest)]


def test_the_check_can_fail():
    for path, line in (("lib/wire/x.c", '#include "lib/view/json.h"'), ("lib/view/x.c", '#include "lib/wire/netlink.h"'),
                       ("lib/model/x.h", '#include "lib/wire/name.h"'), ("lib/base/x.c", '#include "lib/model/addr.h"'),
                       ("lib/wire/x.c", '#include "platform/source.h"'), ("lib/view/x.c", "#include <time.h>"),
                       ("lib/wire/x.c", "#include <linux/rtnetlink.h>"), ("lib/base/number.c", "#include <unistd.h>"),
                       ("platform/linux/x.c", '#include "lib/view/json.h"'), ("platform/linux/x.c", '#include "platform/replay/replay.h"'),
                       ("platform/none/x.c", '#include "platform/linux/linux.h"'), ("platform/posix/x.c", '#include "cmd/run.h"'),
                       ("platform/none/x.c", '  #  include "lib/wire/netlink.h"'), ("cmd/x.c", '#include "platform/linux/linux.h"'),
                       ("cmd/x.c", "#include <linux/if.h>"), ("other/x.c", "")):
        tap.true(wrong_includes(path, f"int a;\n{line}\n"), f"{path} may have {line}")
    for line in ("#ifdef __linux__", "#if defined(__FreeBSD__) || 1", "  # elif __APPLE__", "#if __has_include(<x.h>)", "#ifndef AF_INET6"):
        tap.true(wrong_conditions("lib/wire/x.c", line) and wrong_conditions("cmd/x.c", line), f"not seen: {line}")
    tap.equal(wrong_conditions("lib/wire/x.h", "#ifndef RC_WIRE_X_H\n"), [], "an include guard")


def test_arrows():
    paths = sources.code("lib", "platform", "cmd")
    tap.true(len(paths) > 50, "where are the sources?")
    for path in paths:
        with tap.case(f"arrows: {path}"):
            text = sources.text(path)
            wrong = wrong_includes(path, text) + wrong_conditions(path, text)
            tap.true(not wrong, "against the arrows of CONTRIBUTING.md", *wrong)


LICENCE = "SPDX-License-Identifier: ISC"
COMMENTS = {".c": "/* {} */", ".h": "/* {} */", ".def": "/* {} */", ".py": "# {}", ".sh": "# {}", ".build": "# {}", ".txt": "# {}", ".ini": "# {}"}
FOLDERS = ("cmd", "lib", "platform", "cross", "tests", ".ci")


def scripts():
    """Sources without a suffix: they begin with #!."""
    found = ["run", "check"]
    for path in sources.files(*FOLDERS):
        if not os.path.splitext(path)[1]:
            with open(os.path.join(sources.TOP, path), "rb") as file:
                if file.read(2) == b"#!":
                    found.append(path)
    return found


def test_licence_first():
    paths = [path for path in sources.files(*FOLDERS) if os.path.splitext(path)[1] in (".c", ".h", ".def", ".py", ".sh", ".build", ".ini")]
    paths += scripts() + ["meson.build", "meson_options.txt"]
    wrong = []
    for path in paths:
        lines = sources.text(path).split("\n")
        if lines[0].startswith("#!"):
            lines.pop(0)
        if lines[0] != COMMENTS.get(os.path.splitext(path)[1], "# {}").format(LICENCE):
            wrong.append(path)
    for path in sources.files("man"):
        if path.endswith((".1", ".5", ".8")) and sources.text(path).split("\n")[0] != f'.\\" {LICENCE}':
            wrong.append(path)
    tap.true(len(paths) > 100, "where are the sources?")
    tap.true(not wrong, "the first line is not the licence", *wrong)


def test_headers_say_what_they_are():
    """SPDX line, a comment that begins with the module's name (or the folder's own words), the guard."""
    wrong = []
    for path in sources.headers("cmd", "lib", "platform"):
        folder, name = path.rsplit("/", 1)
        guard = "RC_" + re.sub(r"\W", "_", f"{folder.replace('lib/', '')}/{name}".upper())
        text = sources.text(path)
        if not re.match(r"/\* SPDX[^\n]*\n/\*[ \n]", text):
            wrong.append(f"{path}: no comment says what it is")
        if not re.search(rf"^#ifndef {guard}\n#define {guard}\n", text, re.MULTILINE):
            wrong.append(f"{path}: its guard is not {guard}")
    tap.true(not wrong, "headers", *wrong)


def test_conventions():
    """Struct tags without typedefs, no space at a line's end, no note of unfinished work."""
    wrong = []
    for path in sources.code("cmd", "lib", "platform", "tests"):
        for number, line in enumerate(sources.text(path).split("\n"), 1):
            for bad, what in ((re.search(r"\btypedef\s+(struct|union|enum)\b", line), "a typedef"), (line != line.rstrip(), "space at the end"),
                              (re.search(r"\b(TODO|FIXME|XXX)\b", line), "unfinished")):
                if bad:
                    wrong.append(f"{path}:{number}: {what}")
    tap.true(not wrong, "conventions", *wrong)


def test_every_test_is_registered():
    registered = sources.text("tests/meson.build")
    units = registered + sources.text("tests/unit/meson.build")
    names = [os.path.basename(path)[len("test_"):-2] for path in sources.files("tests/unit") if re.search(r"/test_\w+\.c$", path)]
    missing = [f"unit test {name}" for name in names if f"'{name}'" not in units]
    missing += [path for path in sources.files("tests/live", "tests/tree") if re.search(r"/test_\w+\.py$", path)
                and f"'{path[len('tests/'):]}'" not in registered]
    tap.true(names, "where are the unit tests?")
    tap.true(not missing, "tests/meson.build does not know", *missing)


if __name__ == "__main__":
    tap.main(globals())
