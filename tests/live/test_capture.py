#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--record and --replay on live kernels: a replay prints what the run printed, in any dialect and either byte order;
other programs read the file; and every way in which a file, a disk or the module can be wrong is told."""
import contextlib
import importlib.machinery
import importlib.util
import ipaddress
import os
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import lab
import netns
import oracle
import states
import tap

MANUAL = os.path.join(oracle.TOP, "man", "routeclone-capture.5")

# A state, and command lines of which each is recorded and replayed.
LINES = {
    "routes": ("netstat -rn", "netstat -r", "netstat -ree", "netstat -rnW", "netstat -6rn", "netstat -6rW", "route", "route -6n",
               "route -n --table 100", "netstat -rn --table all", "netstat -rnC", "netstat -rs", "netstat -rsv",
               "netstat --dialect freebsd-4 -rn", "netstat --dialect freebsd-4 -ra", "netstat -r --json", "netstat -rn --json=pretty",
               "route -n --table 4711", "netstat -rn --table all --json"),
    "neighbours": ("arp", "arp -n", "arp -a", "arp -nv", "arp -n 10.1.0.6", "arp -n 10.77.0.1", "arp -a --json", "arp --dialect freebsd-4 -a"),
    "interfaces": ("netstat -i", "netstat -ia", "netstat -ie", "netstat -iea --json", "netstat -ia --json"),
    "clones": ("netstat -rnaW", "netstat -6rnaW", "netstat -rnCW", "route -nCW", "netstat --dialect freebsd-4 -rnaW", "netstat -rn --clones --json",
               "netstat -rs --json"),
}

# Another dialect's question to a recording of the first line; what may have moved by a second since is not compared.
FOREIGN = {
    "routes": ("netstat -r --table all", ("netstat -rn", "route -n", "netstat -rnee", "netstat -rnaW", "netstat -rn --table 100",
                                          "netstat --dialect freebsd-4 -rn", "netstat --dialect freebsd-4 -rnW -f inet", "netstat -rn --json")),
    "neighbours": ("arp -an", ("arp -n", "arp -nv", "arp --dialect freebsd-4 -an")),
    "interfaces": ("netstat -ia", ("netstat -i", "netstat -in", "netstat -ie", "netstat --dialect linux-1.60 -ie")),
    "clones": ("netstat -rn", ("netstat -rna", "netstat -rnaW", "netstat -6rnaW", "netstat -rnCW", "route -6nCW", "netstat --dialect freebsd-4 -rnaW -f inet",
                               "netstat --dialect freebsd-4 -rna")),
}


@contextlib.contextmanager
def state(name):
    if name == "clones":
        with lab.opened() as opened:
            yield opened.h1
        return
    with netns.Namespace(etc=states.ETC) as ns:
        {"routes": states.routes_inet, "neighbours": states.neighbours, "interfaces": states.two_devices}[name](ns)
        yield ns


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="routeclone-capture-") as path:
        os.chmod(path, 0o755)
        yield path


def run_with(ns, line, *options, **more):
    words = line.split()
    return oracle.run_ours(ns, [words[0], *options, *words[1:]], **more)


def here(line, *options, **more):
    """Our program where it stands: a replay needs no namespace."""
    words = line.split()
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **more.pop("env", {})}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    process = subprocess.run([words[0], *options, *words[1:]], executable=more.pop("executable", None) or oracle.ours(words[0]),
                             env=environment, capture_output=True, check=False, timeout=netns.TIMEOUT_S, **more)
    return netns.Result([words[0], *options, *words[1:]], process.stdout, process.stderr, process.returncode)


def same(got, want, what):
    tap.true(not oracle.crashed(got), "crashed", *got.stderr.decode("utf-8", "replace").splitlines())
    tap.equal(got.stdout, want.stdout, f"{what}: standard output", "replay", "live")
    tap.equal(got.stderr, want.stderr, f"{what}: standard error", "replay", "live")
    tap.equal(got.status, want.status, f"{what}: exit status")


def swap(source, target):
    """tests/tools/swap as a module."""
    path = os.path.join(oracle.TOP, "tests", "tools", "swap")
    loader = importlib.machinery.SourceFileLoader("swap", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("swap", loader))
    loader.exec_module(module)
    with open(source, "rb") as file:
        data = module.swap(file.read())
    with open(target, "wb") as file:
        file.write(data)


def test_a_replay_prints_what_the_run_printed():
    for name, lines in LINES.items():
        with state(name) as ns, folder() as path:
            for line in lines:
                with tap.case(f"{name}: {line}"):
                    file, turned = f"{path}/a.pcap", f"{path}/b.pcap"
                    live = run_with(ns, line, "--record", file)
                    tap.true(live.stdout or live.stderr, "the run printed nothing")
                    same(here(line, "--replay", file), live, "replay")
                    swap(file, turned)
                    same(here(line, "--replay", turned), live, "replay in the other byte order")


def settled(text):
    """Without what a second changes: the seconds left, ages."""
    text = re.sub(rb'"(age|expires|confirmed|used|updated)":[0-9.]+', rb'"\1":0', text)
    return re.sub(rb" [0-9]+\n", b" N\n", text)


def test_a_replay_in_another_dialect():
    for name, (recorded, lines) in FOREIGN.items():
        with state(name) as ns, folder() as path:
            file = f"{path}/a.pcap"
            result = run_with(ns, recorded, "--record", file)
            tap.true(result.status == 0, f"{recorded}: {result.stderr}")
            for line in lines:
                with tap.case(f"{name}, recorded by {recorded}: {line}"):
                    live, replay = run_with(ns, line), here(line, "--replay", file)
                    tap.true(live.status == 0 and live.stdout, "the live run failed", live.stderr)
                    tap.equal(settled(replay.stdout), settled(live.stdout), "standard output", "replay", "live")
                    tap.equal((replay.status, replay.stderr), (live.status, live.stderr), "status and errors")


def test_recording_changes_nothing():
    with state("routes") as ns, folder() as path:
        for line in ("netstat -rn", "netstat -r", "route -6", "netstat -rn --json", "netstat --dialect freebsd-4 -rn"):
            with tap.case(line):
                same(run_with(ns, line, "--record", f"{path}/a.pcap"), run_with(ns, line), "recorded run")


def test_names_come_from_the_file():
    with state("routes") as ns, folder() as path:
        file = f"{path}/a.pcap"
        live = run_with(ns, "netstat -r", "--record", file).ok()
        tap.true(b"gw.example.org" in live.stdout, "the state has no names")
        same(here("netstat -r", "--replay", file), live, "where nobody knows these names")
        run_with(ns, "netstat -rn", "--record", file).ok()
        replay = run_with(ns, "netstat -r", "--replay", file).ok()
        tap.true(b"gw.exam" not in replay.stdout and b"10.1.0.254" in replay.stdout, "a name came from elsewhere than the file")


def tshark(*words):
    path = shutil.which("tshark")
    if not path:
        raise tap.Skip("no tshark here")
    result = subprocess.run([path, "-n", *words], capture_output=True, check=False, timeout=60, text=True)
    tap.true(result.returncode == 0, f"tshark: exit status {result.returncode}", *result.stderr.splitlines())
    return result.stdout


def dissected_routes(text):
    """(length, destination) of each route in tshark's words, by family."""
    found = set()
    for block in text.split("Linux rtnetlink (route netlink) protocol")[1:]:
        if "Message type: Add network route" not in block:
            continue
        length = int(re.search(r"Length of destination: (\d+)", block).group(1))
        six = "AF_INET6" in block.split("Length of destination")[0]
        data = re.search(r"Attribute: Route destination address\n.*?Data: ([0-9a-f]+)\n", block, re.DOTALL)
        value = bytes.fromhex(data.group(1)) if data else bytes(16 if six else 4)
        found.add(ipaddress.ip_network((value, length)))
    return found


def test_tshark_dissects_a_recording():
    with state("routes") as ns, folder() as path:
        ns.ip("addr add fd01::1/64 dev eth0 nodad", "-6 route add fd77:1::/32 via fd01::5")
        file, turned = f"{path}/a.pcap", f"{path}/b.pcap"
        run_with(ns, "netstat -rn --table all", "--record", file).ok()
        rows = ns.ip_json("route", "show", "table", "all") + ns.ip_json("-6", "route", "show", "table", "all")
        kinds = ("unicast", "local", "broadcast", "multicast", "anycast", "unreachable", "blackhole", "prohibit", "throw")
        want = set()
        for row in rows:
            word = row["dst"]
            if word in kinds:
                continue
            six = ":" in str(row.get("gateway", row.get("prefsrc", ""))) or ":" in word
            if word != "default":
                want.add(ipaddress.ip_network(word))
            elif not six:
                want.add(ipaddress.ip_network("0.0.0.0/0"))
        swap(file, turned)
        for name, capture in (("as recorded", file), ("in the other byte order", turned)):
            with tap.case(f"tshark: {name}"):
                text = tshark("-r", capture, "-V")
                tap.true("Malformed" not in text, "tshark calls it malformed")
                missing = want - dissected_routes(text)
                tap.true(len(want) > 60 and not missing, f"{len(missing)} of {len(want)} routes are not in the dissection", *missing)
                kinds_seen = {line.split()[-1] for line in tshark("-r", capture, "-T", "fields", "-e", "netlink.hdr_type",
                                                                  "-Y", "netlink.family == 2").splitlines()}
                tap.true(len(kinds_seen) >= 4, "our own messages are not seen as netlink", kinds_seen)


def test_other_file_formats():
    """What editcap makes of a recording is the same recording."""
    editcap = shutil.which("editcap")
    if not editcap:
        raise tap.Skip("no editcap here")
    with state("routes") as ns, folder() as path:
        live = run_with(ns, "netstat -r", "--record", f"{path}/a.pcap").ok()
        for kind in ("pcapng", "nsecpcap", "pcap"):
            with tap.case(kind):
                subprocess.run([editcap, "-F", kind, f"{path}/a.pcap", f"{path}/{kind}"], check=True, capture_output=True, timeout=60)
                same(here("netstat -r", "--replay", f"{path}/{kind}"), live, kind)


def refused(result, status, *words):
    """Failed as it should: the status, nothing printed, and an error that has all these words."""
    text = result.stderr.decode("utf-8", "replace")
    tap.true(not oracle.crashed(result), "crashed", *text.splitlines())
    tap.equal(result.status, status, "exit status")
    tap.equal(result.stdout, b"", "standard output")
    tap.true(text.endswith("\n") and all(word in text for word in words), f"the error does not say {words}", text)


def test_files_that_cannot_be_written():
    with state("routes") as ns, folder() as path:
        for target, words in ((f"{path}/no/such", "No such file"), (path, "Is a directory"), ("/dev/full", "No space left")):
            with tap.case(f"--record {os.path.basename(target)}: {words}"):
                if os.path.exists(target) or target != "/dev/full":
                    refused(run_with(ns, "netstat -rn", "--record", target), 1, target, words)
                else:
                    raise tap.Skip("no /dev/full here")


def test_a_disk_that_fills():
    """The file may grow to a size that the first answers fit into and the routes do not."""
    with netns.Namespace() as ns, folder() as path:
        states.many_routes(ns)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))

        result = run_with(ns, "netstat -rn", "--record", f"{path}/a.pcap", prepare=limit)
        tap.true(result.status == 1 and result.stderr.decode().startswith(f"netstat: {path}/a.pcap: "), "not told", result.stderr)
        tap.true(os.path.getsize(f"{path}/a.pcap") == 100000, "the limit was not reached")
        with tap.case("what there is of it is not taken for the whole"):
            whole, part = run_with(ns, "netstat -rn"), here("netstat -rn", "--replay", f"{path}/a.pcap")
            tap.true(len(part.stdout) < len(whole.stdout) and whole.stdout.startswith(part.stdout), "not the begin of the table")
            part.stdout = b""
            refused(part, 1, "a.pcap: the capture ends within the answer", "routes")


def test_files_that_are_no_captures():
    with folder() as path:
        os.mkfifo(f"{path}/fifo")
        for name, target, words in (
                ("none", f"{path}/none", ("No such file",)), ("a folder", path, ("not a regular file",)),
                ("a pipe", f"{path}/fifo", ("not a regular file",)), ("a device", "/dev/null", ("not a regular file",)),
                ("a program", oracle.ours("netstat"), ("not a capture",)), ("a text", MANUAL, ("not a capture",))):
            for line, status in (("netstat -rn", 1), ("arp -n", 255), ("netstat -i", 1)):
                with tap.case(f"{name}: {line}"):
                    refused(here(line, "--replay", target), status, target, *words)
        with tap.case("no permission"):
            if os.geteuid() != 0:
                raise tap.Skip("not root: cannot become another")
            with open(f"{path}/secret", "wb"):
                os.chmod(f"{path}/secret", 0)
            refused(here("netstat -rn", "--replay", f"{path}/secret", user=65534, group=65534, extra_groups=[]), 1, "Permission denied")


def test_the_example_of_the_manual():
    with open(MANUAL, encoding="utf-8") as file:
        text = file.read()
    dump = re.search(r"in hexadecimal:\n\.Bd[^\n]*\n(.*?)\.Ed", text, re.DOTALL).group(1)
    size = int(re.search(r", (\d+) bytes,\s+in hexadecimal", text).group(1))
    data = bytes.fromhex(dump)
    tap.equal(len(data), size, "length of the example")
    with folder() as path:
        with open(f"{path}/a.pcap", "wb") as file:
            file.write(data)
        refused(here("netstat -rn", "--replay", f"{path}/a.pcap"), 1, "a.pcap: the capture holds no answer", "links")


def test_cut_at_every_packet():
    """Cut before, at and behind each packet's begin: refused, or the whole text. Nothing between."""
    with state("clones") as ns, folder() as path:
        file, cut = f"{path}/a.pcap", f"{path}/cut.pcap"
        line = "netstat -rnaW"
        live = run_with(ns, line, "--record", file).ok()
        with open(file, "rb") as source:
            data = source.read()
        at, whole = 24, 0
        while at <= len(data):
            for end in {max(at - 1, 0), at, min(at + 1, len(data)), min(at + 20, len(data))}:
                with open(cut, "wb") as target:
                    target.write(data[:end])
                result = here(line, "--replay", cut)
                if result.status == 0:
                    same(result, live, f"cut at {end}")
                    whole += 1
                else:
                    refused(result, 1, cut)
            at += 16 + struct.unpack_from("<I", data, at + 8)[0] if at < len(data) else 1
        tap.true(whole > 4, "no cut behind the last answer was replayed")


@contextlib.contextmanager
def program_elsewhere():
    """A copy of netstat in a folder of its own, and that folder."""
    with folder() as path:
        shutil.copy(oracle.ours("netstat"), f"{path}/netstat")
        yield path, f"{path}/netstat"


def module_path():
    found = os.path.join(oracle.BUILD, "platform", "replay", "capture.so")
    if not os.path.exists(found):
        raise tap.Skip("this build has no capture module")
    return found


def test_the_module():
    capture = os.path.join(oracle.TOP, "tests", "golden", "captures", "clones.pcap")
    with program_elsewhere() as (path, program):
        with tap.case("not there"):
            result = here("netstat -rn", "--replay", capture, executable=program)
            if result.status == 0:
                raise tap.Skip("a module is installed where this build would install its own")
            refused(result, 1, "capture.so", "neither beside the program nor in ")
        with tap.case("not there, and in a folder of LD_LIBRARY_PATH"):
            refused(here("netstat -rn", "--replay", capture, executable=program,
                         env={"LD_LIBRARY_PATH": os.path.dirname(module_path())}, cwd=os.path.dirname(module_path())), 1, "neither beside")
        with tap.case("beside the program"):
            shutil.copy(module_path(), f"{path}/capture.so")
            same(here("netstat -rn", "--replay", capture, executable=program), here("netstat -rn", "--replay", capture), "by the copy")
        with tap.case("not a library"):
            with open(f"{path}/capture.so", "wb") as file:
                file.write(b"text\n")
            refused(here("netstat -rn", "--replay", capture, executable=program), 1, "cannot be loaded", f"{path}/./capture.so")
        for name, source, words in (
                ("another library", "int something;", "is not the capture module"),
                ("another version", "const struct { unsigned version; void *f[2]; } routeclone_capture_module = { 4711, { 0, 0 } };", "version 4711")):
            with tap.case(name):
                compiler = shutil.which("cc")
                if not compiler:
                    raise tap.Skip("no C compiler here")
                subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-o", f"{path}/capture.so", "-"], input=source.encode(),
                               check=True, timeout=60)
                refused(here("netstat -rn", "--replay", capture, executable=program), 1, words)
    with tap.case("its one symbol"):
        tool = shutil.which("nm")
        if not tool:
            raise tap.Skip("no nm here")
        text = subprocess.run([tool, "-D", "--defined-only", module_path()], capture_output=True, check=True, timeout=60, text=True).stdout
        ours = [line.split()[-1] for line in text.splitlines() if not line.split()[-1].startswith(("__asan", "__odr_asan", "__ubsan"))]
        tap.equal(ours, ["routeclone_capture_module"], "symbols of the module")


def test_a_replay_sends_nothing():
    """In a namespace without any device, and with no socket to be had."""
    capture = os.path.join(oracle.TOP, "tests", "golden", "captures", "clones.pcap")
    with netns.Namespace() as ns:
        want = here("netstat -rnaW", "--replay", capture)
        same(run_with(ns, "netstat -rnaW", "--replay", capture), want, "in an empty namespace")

        def no_files():
            resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))

        same(run_with(ns, "netstat -rnaW", "--replay", capture, prepare=no_files), want, "with eight descriptors")
        with ns.entered(), socket.socket(socket.AF_NETLINK, socket.SOCK_RAW):
            pass


if __name__ == "__main__":
    tap.main(globals())
