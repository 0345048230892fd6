#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Nothing under lib asks the world: what the objects of the library need of libc is this list and nothing else."""
import os
import re
import shutil
import subprocess
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib")]
import sources
import tap

# Functions of their arguments alone, and memory
PURE = set("""memchr memcmp memcpy memmove memrchr memset strchr strcmp strcpy strcspn strlen strncmp strnlen strrchr strspn strstr strtol strtoul
    strtoull strtoll snprintf vsnprintf sscanf qsort bsearch abs llabs malloc calloc realloc reallocarray free abort strerror inet_pton inet_ntop
    htonl htons ntohl ntohs""".split())
# What compilers add: errno's place, checked copies, stack protection, position independence
COMPILER = re.compile(r"_*(errno_location|errno|error|stack_chk_fail\w*|\w+_chk|isoc\w+_(strto\w+|sscanf)|GLOBAL_OFFSET_TABLE_|stack_smash_handler|assert_fail)$")
# Out is the one that writes, to the descriptor it was given, and waits until that takes more
OF_ONE = {"write": "lib_base_out.c", "poll": "lib_base_out.c"}


def needed(archive):
    """Symbol: the objects that need it, of what the archive does not define itself."""
    result = subprocess.run(["nm", "-g", archive], capture_output=True, text=True, check=True)
    needs, defined, member = {}, set(), ""
    for line in result.stdout.splitlines():
        words = line.split()
        if line.endswith(":"):
            member = os.path.basename(line[:-1])
        elif len(words) == 2 and words[0] in "Uw":
            needs.setdefault(words[1], []).append(member)
        elif len(words) == 3:
            defined.add(words[2])
    return {symbol: members for symbol, members in needs.items() if symbol not in defined}


def forbidden(needs):
    wrong = []
    for symbol, members in sorted(needs.items()):
        if symbol in PURE or COMPILER.match(symbol):
            continue
        wrong += [f"{member} calls {symbol}" for member in members if not member.startswith(OF_ONE.get(symbol, "?"))]
    return wrong


def test_the_check_can_fail():
    for symbol in """getenv secure_getenv time clock_gettime gettimeofday localtime getaddrinfo getnameinfo gethostbyname if_indextoname
            if_nametoindex open fopen read ioctl socket isatty printf puts fwrite stdout stderr exit getpid sysconf setlocale rand write""".split():
        tap.true(forbidden({symbol: ["lib_wire_x.c.o"]}), f"{symbol} would not be seen")
    tap.equal(forbidden({"memcpy": ["a.o"], "__memcpy_chk": ["a.o"], "write": ["lib_base_out.c.o"]}), [], "what lib may call")


def test_lib_asks_nothing():
    archive = os.path.join(sources.BUILD, "librouteclone.a")
    if not shutil.which("nm"):
        raise tap.Skip("no nm here")
    tap.true(os.path.exists(archive), f"{archive} is not there")
    needs = needed(archive)
    if any(symbol.startswith(("__asan", "__ubsan")) for symbol in needs):
        raise tap.Skip("a build with sanitizers calls them")
    tap.true(any(name.startswith("lib_base_out.c") for name in needs.get("write", ())), "out's write() was not found: nm's text was not read")
    wrong = forbidden(needs)
    tap.true(not wrong, "lib asks the world", *wrong)


if __name__ == "__main__":
    tap.main(globals())
