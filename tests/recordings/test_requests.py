#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The command lines of route and arp that stand in the recordings write the bytes that were recorded.

A FreeBSD or NetBSD kernel hands a request back as it came, with the errno or the flag DONE; so does OpenBSD's
with one that it refuses, while of one that it takes it says what it made of it. Tapes of NetBSD's route(8) hold
what was written itself. Process, number, errno and the interface that the kernel chose are left out."""
import collections
import json
import os
import shlex
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import recording
import tap

TOP = os.path.join(HERE, "..", "..")
BUILD = os.path.abspath(os.environ.get("ROUTECLONE_BUILD") or os.path.join(TOP, "build"))
ADD, DELETE, CHANGE, GET = 1, 2, 3, 4
DONE, UP = 0x40, 0x1
DST, GATEWAY, NETMASK, IFP, IFA, SRC, LABEL = (1 << n for n in (0, 1, 2, 4, 5, 8, 10))
KINDS = {"add": ADD, "delete": DELETE, "del": DELETE, "change": CHANGE, "get": GET, "arp -s": ADD, "arp -S": ADD, "arp -d": DELETE}
# a host's route with a network's mask; a network that its inet_network(3) takes for an error
NOT_COPIED = ("route add -host 0.0.0.0 10.1.0.9", "route add -net 255.255.255.255/32 10.1.0.9")
Layout = collections.namedtuple("Layout", "size index flags addrs pid sequence error inits rmx rounding")
LAYOUTS = {
    "freebsd": Layout(152, "<4H", "<8I", "<12I", "<16I", "<20I", "<24I", "<32Q", "<40 14Q", 8),
    "netbsd": Layout(120, "<4H", "<8I", "<12I", "<16I", "<20I", "<24I", "<32I", "<40 10Q", 8),
    "openbsd": Layout(96, "<6H", "<16I", "<12I", "<24I", "<28I", "<32I", "<36I", "<40 2Q9I", 8),
}


def field(data, layout, name):
    """A number of the head: "<8I" is one of four bytes at 8."""
    text = getattr(layout, name)[1:]
    digits = text.split()[0] if " " in text else text.rstrip("HIQ")
    form = text.split()[1] if " " in text else text[len(digits):]
    return struct.unpack_from("<" + form, data, int(digits))


class Message:
    """A routing message, taken apart as far as it is compared."""

    def __init__(self, data, system, word=64):
        layout = LAYOUTS[system]
        self.data, self.system, self.type = data, system, data[3]
        for name in ("flags", "addrs", "pid", "sequence", "error", "inits"):
            setattr(self, name, field(data, layout, name)[0])
        self.rmx = field(data, layout, "rmx")
        self.own = (data[8] | data[9] << 8, data[10], data[11]) if system == "openbsd" else ()
        self.sockaddrs = {}
        at = layout.size
        rounding = layout.rounding if word == 64 else 4
        for bit in range(16):
            if self.addrs >> bit & 1 and at < len(data):
                size = data[at]
                self.sockaddrs[1 << bit] = data[at:at + size] if size else b""
                at += (size + rounding - 1) // rounding * rounding if size else rounding


def written(path):
    """The routing messages that a capture says were sent."""
    with open(path, "rb") as file:
        data = file.read()
    at = 24
    while at + 16 <= len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        packet, at = data[at + 16:at + 16 + size], at + 16 + size
        if struct.unpack_from(">H", packet)[0] != 4:
            continue
        length, kind = struct.unpack_from("<IH", packet, 16)
        if kind == 20:
            body = packet[32:16 + length]
            key = body.index(b"\0") + 1
            yield body[key + -key % 4:]


def ours(folder, capture, system, line):
    """(status, messages, standard error) of our program in a dry run."""
    words = shlex.split(line)
    out = os.path.join(folder, "out.pcap")
    if os.path.exists(out):
        os.unlink(out)
    result = subprocess.run([os.path.join(BUILD, "cmd", words[0]), "--dialect", system, "--replay", capture, "--dry-run",
                             "--record", out, *words[1:]], capture_output=True, timeout=60, check=False)
    return result.returncode, list(written(out)) if os.path.exists(out) else [], result.stderr


def kind_of(line):
    words = shlex.split(line)
    if words[0] == "arp":
        return KINDS.get(" ".join(words[:2]))
    return next((KINDS[w] for w in words[1:] if w in KINDS), None)


def compare(line, mine, theirs, system):
    """None, or what differs. What a kernel answered to a deletion or a question is another route's than ours."""
    verbatim = system != "openbsd" or theirs.error
    if mine.type != theirs.type:
        return f"type {mine.type}, recorded {theirs.type}"
    if mine.type in (DELETE, GET) and not theirs.error and "tape" not in line:
        wanted = DST
        if mine.sockaddrs[DST] != theirs.sockaddrs[DST]:
            return f"destination {mine.sockaddrs[DST].hex()}, recorded {theirs.sockaddrs[DST].hex()}"
        return None
    # the kernel adds UP and LLINFO, knows a host by its mask, and has MPATH only where there are several
    ignored = DONE | (0 if verbatim else UP | 0x400 | 0x4 | 0x40000)
    if (mine.flags ^ theirs.flags) & ~ignored:
        return f"flags {mine.flags:#x}, recorded {theirs.flags:#x}"
    if verbatim and (mine.addrs, mine.inits) != (theirs.addrs, theirs.inits):
        return f"addrs and inits {mine.addrs:#x} {mine.inits:#x}, recorded {theirs.addrs:#x} {theirs.inits:#x}"
    for bit in mine.sockaddrs:
        a, b = mine.sockaddrs[bit], theirs.sockaddrs.get(bit)
        if not verbatim and bit == GATEWAY and len(a) > 1 and a[1] == 18 and b:
            a, b = a[:4] + a[5:], b[:4] + b[5:]  # the kernel has put the type in
        if not verbatim and bit == NETMASK and b:
            a, b = a[4:].rstrip(b"\0"), b[4:].rstrip(b"\0")
        if a != b:
            return f"sockaddr {bit:#x} {a.hex()}, recorded {b.hex() if b is not None else 'none'}"
    return compare_numbers(mine, theirs, verbatim)


def compare_numbers(mine, theirs, verbatim):
    expire = {"freebsd": 3, "netbsd": 8, "openbsd": 1}[mine.system]
    for n, (a, b) in enumerate(zip(mine.rmx, theirs.rmx)):
        if n == expire and a and b:
            continue  # the time of the day
        if (verbatim or a) and a != b and not (mine.system == "openbsd" and n == 2):  # locks: not at once
            return f"metric {n} is {a}, recorded {b}"
    if mine.own and verbatim is False:
        table, priority, mpls = mine.own
        if table != theirs.own[0] or priority not in (0, theirs.own[1]) or \
           (mpls != theirs.own[2] and mine.flags & 0x100000):
            return f"table, priority, mpls {mine.own}, recorded {theirs.own}"
    return None


def check(folder, capture, system, line, theirs, word=64):
    """One command line against its request."""
    status, messages, complaint = ours(folder, capture, system, line)
    tap.true(status == 0 and messages, f"status {status}", line, complaint)
    found = [m for m in (Message(d, system, word) for d in messages) if m.type == theirs.type]
    tap.true(found, "no message of that kind", line)
    difference = compare(line, found[-1], theirs, system)
    tap.true(difference is None, difference, line, found[-1].data.hex(), theirs.data.hex())


class Scene:
    """A state's capture, unpacked."""

    def __init__(self, folder, path):
        self.state = recording.State(os.path.join(folder, path))
        self.capture = os.path.join(folder, path.replace("/", "-") + ".pcap")
        recording.write_state(self.state, self.capture)
        self.system = self.state.system
        self.word = self.state.origin.get("word", 64)


def changes(steps):
    """Command lines that change routes or neighbours."""
    for n, step in enumerate(steps):
        at = step.find("$ ")
        line = step[at + 2:] if at in (0, 1) else ""
        if line.startswith(("route ", "arp -s", "arp -S", "arp -d ")) and kind_of(line) in (ADD, DELETE, CHANGE) and "-a" not in line.split():
            yield n, line


def test_freebsd():
    with tempfile.TemporaryDirectory(prefix="routeclone-requests-") as folder:
        recording.unpack(folder, "freebsd-11.0/monitor-stream/")
        scene = Scene(folder, "freebsd-11.0/monitor-stream")
        steps = dict((n + 1, line) for n, line in changes(scene.state.json["steps"]))
        base = os.path.join(folder, "freebsd-11.0/monitor-stream/_socket")
        with open(os.path.join(base, "messages.json"), encoding="utf-8") as file:
            (name, rows), = [(n, r) for n, r in json.load(file).items() if n.endswith(".bin")]
        with open(os.path.join(base, name), "rb") as file:
            data = file.read()
        seen = 0
        for row in rows:
            raw = data[row["offset"]:row["offset"] + row["length"]]
            line = steps.get(row["after_step"])
            if not line or raw[3] != kind_of(line) or len(raw) < 152:
                continue
            theirs = Message(raw, "freebsd")
            if not theirs.pid:
                continue
            if line.startswith("arp -d"):
                continue  # what a deletion writes is what the kernel had answered before
            with tap.case(f"freebsd-11.0: {line}"):
                check(folder, scene.capture, "freebsd", line.replace("-fib 1 ", ""), theirs)
            seen += 1
        with tap.case("as many as there are"):
            tap.true(seen >= 14, f"{seen} requests")


def test_netbsd():
    scenes = (("netbsd-7.99.4/basic/33-after-flush", "mon1"), ("netbsd-7.99.34/basic/33-after-flush", "mon1"),
              ("netbsd-7.99.4/arp/29-after-deletes", "mon-arp"), ("netbsd-7.99.34/arp/29-after-deletes", "mon-arp"),
              ("netbsd-7.99.34/zoo/30-odd", "mon-zoo"))
    with tempfile.TemporaryDirectory(prefix="routeclone-requests-") as folder:
        seen = 0
        for path, monitor in scenes:
            scenario = path.rsplit("/", 1)[0]
            recording.unpack(folder, scenario)
            before = {"basic": "10-routes", "arp": "04-static-and-proxy", "zoo": "30-odd"}[scenario.split("/")[1]]
            scene = Scene(folder, f"{scenario}/{before}")
            steps = recording.State(os.path.join(folder, path)).json["steps"]
            seen += follow(folder, scene, steps, os.path.join(folder, scenario, "_socket", monitor + ".rtsock_monitor.bin"))
        with tap.case("as many as there are"):
            tap.true(seen >= 150, f"{seen} requests")


def follow(folder, scene, steps, path):
    """A monitor's messages in their order; a process is a command, and has the destination that it names."""
    with open(path, "rb") as file:
        data = file.read()
    groups = collections.OrderedDict()
    for row in map(json.loads, open(path + ".idx", encoding="utf-8")):
        raw = data[row["off"]:row["off"] + row["len"]]
        if len(raw) >= 120 and raw[3] in (ADD, DELETE, CHANGE):
            m = Message(raw, "netbsd")
            if m.pid and m.sequence != 4242:
                groups.setdefault(m.pid, []).append(m)
    waiting = list(groups.values())
    seen = 0
    for _, line in changes(steps):
        if line.startswith("arp -d"):
            continue
        if line in NOT_COPIED:
            continue
        status, messages, complaint = ours(folder, scene.capture, "netbsd", line)
        with tap.case(f"{scene.state.origin['release']}: {line}"):
            if line.startswith("arp -s 192.0.2.9"):
                tap.true(status == 1 and b"192.0.2.9" in complaint, "an address that is on no network", complaint)
                continue
            tap.true(status == 0 and messages, f"status {status}", complaint)
            mine = Message(messages[-1], "netbsd")
            match = next((g for g in waiting if g[-1].type == mine.type and
                          g[-1].sockaddrs.get(DST) == mine.sockaddrs.get(DST)), None)
            tap.true(match, "no recorded request has that destination", messages[-1].hex())
            waiting.remove(match)
            difference = compare(line, mine, match[-1], "netbsd")
            tap.true(difference is None, difference, messages[-1].hex(), match[-1].data.hex())
            seen += 1
    return seen


def test_netbsd_tapes():
    """What NetBSD's route get wrote, byte for byte."""
    with tempfile.TemporaryDirectory(prefix="routeclone-requests-") as folder:
        recording.unpack(folder, "netbsd-7.99")
        seen = 0
        for state in recording.states(folder):
            for entry in state.oracle:
                argv = entry["argv"].split() if isinstance(entry["argv"], str) else entry["argv"]
                if argv[0] != "route" or "get" not in argv or not entry.get("tape"):
                    continue
                sent = [data for request, data in state.messages(entry["tape"]) if request]
                if not sent:
                    continue
                capture = os.path.join(folder, "tape.pcap")
                recording.write_state(state, capture, entry)
                line = " ".join([*argv[:-1], recording.mend_address(argv[-1])])
                with tap.case(f"{state.origin['release']}: {line}"):
                    status, messages, complaint = ours(folder, capture, "netbsd", line)
                    tap.true(status == 0 and messages, f"status {status}", complaint)
                    tap.equal((messages[0][:16] + messages[0][24:]).hex(), (sent[0][:16] + sent[0][24:]).hex(), "the request")
                    seen += 1
        with tap.case("as many as there are"):
            tap.true(seen >= 20, f"{seen} requests")


def test_openbsd():
    for release in ("openbsd-7.7", "openbsd-7.7-i386", "openbsd-8.0-beta"):
        with tempfile.TemporaryDirectory(prefix="routeclone-requests-") as folder:
            recording.unpack(folder, release + "/")
            base = os.path.join(folder, release, "_socket")
            if not os.path.exists(base):
                continue
            scene = Scene(folder, f"{release}/p3routes")
            seen = 0
            with open(os.path.join(base, "index.json"), encoding="utf-8") as file:
                steps = json.load(file)
            for step in steps:
                line = step["cmd"]
                if not line.startswith(("route ", "arp ")) or kind_of(line) is None:
                    continue
                found = []
                for row in step["messages"]:
                    with open(os.path.join(base, row["file"]), "rb") as file:
                        m = Message(file.read(), "openbsd", scene.word)
                    if m.type == kind_of(line) and m.pid:
                        found.append(m)
                if not found:
                    continue
                with tap.case(f"{release}: {line}"):
                    check(folder, scene.capture, "openbsd", line, found[-1], scene.word)
                seen += 1
            with tap.case(f"{release}: as many as there are"):
                tap.true(seen >= 100, f"{seen} requests")


if __name__ == "__main__":
    tap.main(globals())
