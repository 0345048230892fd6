# SPDX-License-Identifier: ISC
"""Recordings of BSD kernels, folder for folder, and captures made of them.

A state is a folder with a `state.json`: whose kernel it was (`origin`), when (`clock`), what its sysctls
answered (`answers`: a MIB and a file of bytes, or an errno), and what the system's own tools printed of it
(`oracle`). An oracle entry may have a tape: every call that this very run of the tool made, with the bytes
it got, in NAME.jsonl and NAME.bin. A folder `_socket` holds messages of the routing socket.

A capture (routeclone-capture(5)) has typed questions, so each MIB is one here: the tables below.
"""
import ipaddress
import json
import os
import re
import struct
import tarfile

# sysctl(3): CTL_NET.PF_ROUTE.0.family.operation.argument[.table]; operations differ by system
OPERATIONS = {
    "freebsd": {1: "dump", 2: "flags", 3: "iflist", 4: "ifmalist", 5: "iflistl", 6: "nhop",
                7: "nhgrp"},
    "netbsd": {1: "dump", 2: "flags", 4: "iflist", 5: "iflist"},
    "openbsd": {1: "dump", 2: "flags", 3: "iflist", 4: "stats", 5: "table", 6: "ifnames",
                7: "source"},
    "macos": {1: "dump", 2: "flags", 3: "iflist", 4: "stats", 6: "iflist", 7: "dump",
              8: "ifmalist"},
}
FAMILIES = {
    "freebsd": {0: "unspec", 2: "inet", 28: "inet6", 18: "link"},
    "netbsd": {0: "unspec", 2: "inet", 24: "inet6", 18: "link", 33: "mpls"},
    "openbsd": {0: "unspec", 2: "inet", 24: "inet6", 18: "link", 33: "mpls"},
    "macos": {0: "unspec", 2: "inet", 30: "inet6", 18: "link"},
}
PF_ROUTE = {"freebsd": 17, "netbsd": 34, "openbsd": 17, "macos": 17}
LLINFO = 0x400
# NetBSD: the last two bytes of SIOCGNBRINFO_IN6, and the type of a message of NET_RT_IFLIST
NBRINFO, IFINFO = 0x694E, 0x14

# The first errors have the same number everywhere; of the others those that recordings have.
ERRNO = {1: "EPERM", 2: "ENOENT", 3: "ESRCH", 5: "EIO", 12: "ENOMEM", 13: "EACCES", 14: "EFAULT",
         17: "EEXIST", 22: "EINVAL", 45: "EOPNOTSUPP", 51: "ENETUNREACH"}

# Which questions an operation answers
QUESTIONS = {
    "dump": ("routes",), "flags": ("neighs",), "iflist": ("links", "addrs"),
    "iflistl": ("links", "addrs"), "ifmalist": ("maddrs",), "nhop": ("nexthops",),
    "nhgrp": ("groups",), "stats": ("stats",), "table": ("tables",), "ifnames": ("links",),
    "source": ("sources",),
}
BRIEF = ("ifnames",)
# Of MIBs that a tape has and no list of answers beside it
MIB_NAMES = {"netbsd": {"4.2.112.5": "net.inet.carp.stats", "4.24.17.4": "net.inet6.udp6.stats",
                        "4.24.103.1": "net.inet6.pim6.stats", "4.24.255.1": "net.inet6.raw6.stats"}}
# What the recorded hosts' own /etc/hosts told; no other name was resolved. Family, kind, address, name.
NAMES = {"openbsd": [(1, 0, bytes([127, 0, 0, 1]), "localhost")]}
# FreeBSD's /etc/services, of ports that recorded sockets have: enum sock_protocol, port, name
SERVICES = ((1, 22, "ssh"), (1, 80, "http"), (1, 443, "https"), (1, 631, "ipp"), (2, 53, "domain"),
            (2, 123, "ntp"), (2, 514, "syslog"))
NAMES["freebsd"] = [(0, 2, bytes([1, protocol, 0, 0]) + port.to_bytes(4, "big"), name)
                    for protocol, port, name in SERVICES]
KNOWN = ("links", "addrs", "routes", "neighs", "maddrs", "nexthops", "groups", "stats", "sysctl")


class Answer:
    """What one sysctl answered: `data`, or the name of the `error`."""

    def __init__(self, key, questions, data, error=None, wall=None):
        self.key, self.questions, self.data = key, questions, data
        self.error, self.wall = error, wall


def _question(what, family="unspec", fib=0, key="", brief=False):
    text = f"what={what} family={family} table=0 ifindex=0"
    if fib:
        text += f" fib={fib}"
    if brief:
        text += " brief=1"
    return text + (f" key={key}" if key else "")


def _route_sysctl(system, mib, family=None):
    """The key of a route sysctl and the questions that it answers, or None."""
    if len(mib) < 6 or mib[:3] != [4, family or PF_ROUTE[system], 0]:
        return None
    operation = OPERATIONS[system].get(mib[4])
    name = FAMILIES[system].get(mib[3])
    argument = mib[5]
    if not operation or not name:
        return None
    table = mib[6] if len(mib) > 6 else 0
    if system == "freebsd" and operation == "iflistl" and name != "unspec":
        return None
    if operation == "flags" and argument != LLINFO and (system != "netbsd" or argument):
        return None  # NetBSD's ndp asks for no flag, and means neighbours too
    if operation in ("dump", "iflist", "iflistl", "ifmalist") and argument:
        return None
    if operation == "table":
        table = argument
    questions = [_question(what, name, table, "route" if what == "stats" else "",
                           operation in BRIEF)
                 for what in QUESTIONS[operation] if what in KNOWN]
    if system == "macos" and mib[4] == 6:
        questions.append(_question("maddrs"))  # the longer list has them among the others
    return f"net.route.{operation}", questions


def _answer(system, mib, name, data, error=None, wall=None, family=None):
    """An Answer, or None where no question of ours asks for this."""
    numbers = [int(n) for n in mib.split(".")] if re.fullmatch(r"[0-9.]+", mib) else []
    found = _route_sysctl(system, numbers, family)
    if found:
        return Answer(found[0], found[1], data, error, wall)
    if name == "net.route.stats":
        return Answer(name, [_question("stats", key="route")], data, error, wall)
    if re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", name or "") and not numbers[:3] == [4, 17, 0]:
        return Answer(name, [_question("sysctl", key=name)], data, error, wall)
    return None


class State:
    """A folder with a state.json."""

    def __init__(self, path):
        self.path = path
        with open(os.path.join(path, "state.json"), encoding="utf-8") as file:
            self.json = json.load(file)
        self.origin = self.json["origin"]
        self.system = self.origin["system"]
        self.oracle = self._own("oracle")
        self._answers = {}

    def _own(self, key):
        """Rows without those of a state in a folder below, which that one has as well."""
        return [row for row in self.json.get(key, [])
                if not os.path.exists(os.path.join(self.path, os.path.dirname(row.get("file", "")),
                                                   "state.json"))
                or not os.path.dirname(row.get("file", ""))]

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()

    def clock(self, entry=None):
        """(wall, uptime) in seconds; a tape's first call tells the time best."""
        clock = (entry or {}).get("clock") or self.json.get("clock")
        if entry and entry.get("tape"):
            calls = self.tape(entry["tape"])
            if calls:
                wall = calls[0]["wall"]
                base = clock or {"wall": wall, "uptime": 0}
                return wall, base["uptime"] + wall - base["wall"]
        if not clock:
            return 0, 0
        return clock["wall"], clock["uptime"]

    def answers(self, family=None):
        """Those of the whole state; `family`: of another PF_ROUTE than the system's own."""
        if family not in self._answers:
            found = []
            for row in self._own("answers"):
                error = ERRNO.get(row["errno"], "EIO") if "errno" in row else None
                data = self.read(row["file"]) if "file" in row else b""
                clock = row.get("clock") or {}
                answer = _answer(self.system, row["sysctl"], row.get("name"), data, error,
                                 clock.get("wall"), family)
                if answer:
                    found.append(answer)
            found += self._empty_tables(found)
            # where a system has both lists, its tools read the longer one
            found.sort(key=lambda a: a.key == "net.route.iflist")
            self._answers[family] = found
        return self._answers[family]

    def _empty_tables(self, found):
        """FreeBSD: of tables that it has (net.fibs) and whose answer has no file nothing came."""
        count = next((a.data for a in found if a.key == "net.fibs" and len(a.data) == 4), None)
        if count is None:
            return
        order = "<" if self.origin.get("endian", "little") == "little" else ">"
        have = {q for a in found for q in a.questions}
        for fib in range(1, min(struct.unpack(order + "I", count)[0], 16)):
            question = _question("routes", "unspec", fib)
            if question not in have:
                yield Answer("net.route.dump", [question], b"")

    def tape(self, name):
        path = os.path.join(self.path, name + ".jsonl")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]

    def tape_answers(self, name):
        calls = self.tape(name)
        data = self.read(name + ".bin") if calls and any(c["len"] for c in calls) else b""
        names = dict(MIB_NAMES.get(self.system, {}))
        names.update((row["sysctl"], row.get("name")) for row in self.json.get("answers", []))
        found = []
        for call in calls:
            if call["call"] != "sysctl":
                continue
            empty = not call["oldp"] and not call["oldlen_out"]
            if not call["oldp"] and not (empty and call["ret"] == 0):
                continue
            mib = ".".join(map(str, call["mib"]))
            error = None if call["ret"] == 0 else ERRNO.get(call["errno"], "EIO")
            answer = _answer(self.system, mib, names.get(mib),
                             data[call["off"]:call["off"] + call["len"]], error, call["wall"])
            if answer:
                found.append(answer)
        return found

    def neighbours(self, name):
        """What a tape's ioctls told of IPv6 neighbours, one by one (SIOCGNBRINFO_IN6), as ND frames."""
        calls = self.tape(name)
        data = self.read(name + ".bin") if calls and any(c["len"] for c in calls) else b""
        order = "<" if self.origin.get("endian", "little") == "little" else ">"
        indices, asked = self._interfaces(), None
        for call in calls:
            if call["call"] != "ioctl" or int(call["cmd"], 16) & 0xFFFF != NBRINFO:
                continue
            info = data[call["off"]:call["off"] + call["len"]]
            if call["dir"] == "in":
                asked = info
            known = call["dir"] == "out" and call["ret"] == 0
            if (call["dir"] == "in" and call["ret"] == 0) or not asked:
                continue
            name, address = struct.unpack_from("16s16s", asked)
            numbers = order + ("q" if self.origin.get("word", 64) == 64 else "i") + "iii"
            probes, router, state, expire = struct.unpack_from(numbers, info, 32)
            index = indices.get(name.rstrip(b"\0").decode(), 0)
            flags = (1 if router else 0) if known else 2
            numbers = (state, probes, flags, expire) if known else (0, 0, flags, 0)
            yield address + struct.pack(order + "IiIIq", index, *numbers)
            asked = None

    def _interfaces(self):
        """Numbers of interfaces by name: a link-level sockaddr with a name follows each RTM_IFINFO."""
        found = {}
        order = "<" if self.origin.get("endian", "little") == "little" else ">"
        for answer in self.answers():
            if answer.key != "net.route.iflist" or not answer.data:
                continue
            at = 0
            while at + 160 <= len(answer.data):
                size, _, kind = struct.unpack_from(order + "HBB", answer.data, at)
                if kind == IFINFO and size > 152 + 8:
                    index, _, length = struct.unpack_from(order + "HBB", answer.data, at + 154)
                    found[answer.data[at + 160:at + 160 + length].decode()] = index
                if size < 4:
                    break
                at += size
        return found

    def messages(self, name):
        """What went over the routing socket in a tape: (sent, bytes) each."""
        calls = self.tape(name)
        data = self.read(name + ".bin") if calls and any(c["len"] for c in calls) else b""
        return [(c["call"] == "write", data[c["off"]:c["off"] + c["len"]])
                for c in calls if c["call"] in ("read", "write") and c["len"]]


PACKED = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "recordings", "lab.tar.xz")


def unpack(folder, prefix="", packed=PACKED):
    """The recordings that the project has; `prefix`: only those below it."""
    with tarfile.open(packed, "r:xz") as tar:
        for entry in tar:
            if not entry.isfile() or not entry.name.startswith(prefix):
                continue
            path = os.path.join(folder, entry.name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(tar.extractfile(entry).read())


# what a folder that is no recording, or half of one, makes of itself
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error)


def states(path, broken=None):
    """All states below a folder, in the order of their names; `broken`: a list that takes (folder, error) of those
    that cannot be read, which else end it."""
    for folder, _, files in sorted(os.walk(path)):
        if "state.json" not in files:
            continue
        try:
            state = State(folder)
        except BROKEN as error:
            if broken is None:
                raise
            broken.append((folder, error))
            continue
        yield state


class Capture:
    """Writes a capture: pcap, link type NETLINK, packets as routeclone-capture(5) has them."""

    CHUNK = 128 * 1024

    def __init__(self, path, origin, wall, uptime):
        self.file = open(path, "wb")
        self.order = "<" if origin.get("endian", "little") == "little" else ">"
        self.time = wall
        self.number = 0
        self.file.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 253))
        boot = int(wall - uptime) if uptime else 0
        text = (f"system={origin['system']} release={origin.get('release', '') or 'unknown'} "
                f"word={origin.get('word', 64)} endian={origin.get('endian', 'little')} "
                f"hz={origin.get('hz', 100)} boottime={boot} "
                f"wall={int(wall * 1000)} uptime={int(uptime * 1000)}")
        self.message(16, "routeclone", text.encode())

    def message(self, kind, key, data=b"", flags=0, request=False):
        name = key.encode() + b"\0"
        name += b"\0" * (-len(name) % 4)
        body = struct.pack(self.order + "IHHII", 16 + len(name) + len(data), kind, flags,
                           self.number, 0) + name + data
        packet = struct.pack(">HH10xH", 4 if request else 0, 824, 2) + body
        seconds = int(self.time)
        self.file.write(struct.pack("<IIII", seconds, int((self.time - seconds) * 1e6), len(packet),
                                    len(packet)) + packet)

    def _split(self, data):
        """Pieces that end between messages."""
        start = at = 0
        while at + 4 <= len(data):
            size = struct.unpack_from(self.order + "H", data, at)[0]
            if size < 4 or at + size > len(data):
                break
            if at + size - start > self.CHUNK:
                yield data[start:at]
                start = at
            at += size
        yield data[start:]

    def object(self, kind, key, data, messages=False):
        pieces = list(self._split(data)) if messages else [data]
        for i, piece in enumerate(pieces):
            more = 0x100 if i + 1 < len(pieces) else 0
            for at in range(0, len(piece) or 1, self.CHUNK):
                part = piece[at:at + self.CHUNK]
                last = at + self.CHUNK >= len(piece)
                self.message(kind, key, part, more | (0 if last else 0x002))

    def question(self, text, key, data, error=None, time=None):
        self.time = time or self.time
        self.number += 1
        self.message(17, text)
        if error:
            self.message(18, "", error.encode(), 0x200)
            return
        if data:
            self.object(19, key, data, key.startswith("net.route.") and
                        key not in ("net.route.stats", "net.route.ifnames"))
        self.message(18, "")

    def neighbours(self, frames):
        """ND frames: what was told of IPv6 neighbours one by one."""
        self.number += 1
        self.message(17, _question("nd", "inet6"))
        for frame in frames:
            self.message(24, "", frame)
        self.message(18, "")

    def names(self, names):
        """(family, kind, address bytes, name or None) each."""
        for family, kind, address, name in names:
            self.message(23, "", bytes([family, kind, name is not None, len(address)]) + address +
                         (name or "").encode())

    def close(self):
        self.number = 0
        self.message(18, "")
        self.file.close()


def write_state(state, path, entry=None, family=None):
    """A capture of a state as one oracle entry saw it: what its tape holds comes first."""
    wall, uptime = state.clock(entry)
    capture = Capture(path, state.origin, wall, uptime)
    capture.names(NAMES.get(state.system, ()))
    tape = entry.get("tape") if entry else None
    answers = state.tape_answers(tape) if tape else []
    taped = set()
    whole = {q.split(" ", 1)[0] for a in answers for q in a.questions
             if "family=unspec" in q and "key=" not in q}
    for answer in answers:
        for question in answer.questions:
            taped |= {question, re.sub(r"family=\w+", "family=unspec", question)}
            capture.question(question, answer.key, answer.data, answer.error)
    for answer in state.answers(family):
        for question in answer.questions:
            # asked again, it would be what the tool has not seen
            if question not in taped and question.split(" ", 1)[0] not in whole:
                capture.question(question, answer.key, answer.data, answer.error)
    frames = list(state.neighbours(tape)) if tape else []
    if frames:
        capture.neighbours(frames)
    if tape:
        write_messages(capture, "lookup", state.messages(tape), mend_address(entry["argv"][-1]))
    capture.close()


def mend_address(word):
    """Some recordings wrote an IPv6 address with dots (2001.db8.1::2), so that it be a file's name."""
    try:
        ipaddress.ip_address(word)
    except ValueError:
        if re.fullmatch(r"[0-9a-f.]*::[0-9a-f.]*", word):
            return word.replace(".", ":")
    return word


def write_messages(capture, what, messages, key=""):
    """Messages of the routing socket as the answer of one question; no question: changes."""
    if not messages:
        return
    capture.number += 1
    capture.message(17, _question(what, key=key))
    for request, data in messages:
        if data:
            capture.message(20, "", data, request=request)
    capture.message(18, "")


def _freebsd_messages(path):
    index = os.path.join(path, "messages.json")
    if os.path.exists(index):
        with open(index, encoding="utf-8") as file:
            for name, rows in json.load(file).items():
                with open(os.path.join(path, name), "rb") as stream:
                    data = stream.read()
                for row in rows:
                    yield False, data[row["offset"]:row["offset"] + row["length"]]


def _index_messages(path):
    with open(os.path.join(path, "index.json"), encoding="utf-8") as file:
        for step in json.load(file):
            for message in step.get("messages", []):
                with open(os.path.join(path, message["file"]), "rb") as data:
                    yield message["kind"] == "request", data.read()


def _pairs(path):
    """NAME.request.bin and NAME.reply.bin, or .req.bin and .rep.bin, in order."""
    for name in sorted(os.listdir(path)):
        found = re.fullmatch(r"(.*)\.(req|request)\.bin", name)
        if not found:
            continue
        with open(os.path.join(path, name), "rb") as file:
            yield True, file.read()
        reply = os.path.join(path, f"{found[1]}.{'rep' if found[2] == 'req' else 'reply'}.bin")
        if os.path.exists(reply):
            with open(reply, "rb") as file:
                yield False, file.read()


def _monitors(path):
    """NAME.bin with NAME.bin.idx: where each message was read."""
    for name in sorted(os.listdir(path)):
        if not name.endswith(".bin.idx"):
            continue
        with open(os.path.join(path, name[:-4]), "rb") as file:
            data = file.read()
        with open(os.path.join(path, name), encoding="utf-8") as file:
            yield name, [data[at:at + size] for at, size in _index_rows(file.read())]


def _index_rows(text):
    for line in text.splitlines():
        numbers = re.findall(r"\d+", line)
        if len(numbers) >= 2:
            yield int(numbers[0]), int(numbers[1])


def write_socket(path, origin, out, wall=0, uptime=0):
    """A capture of a `_socket` folder: the monitor stream, then requests and replies."""
    capture = Capture(out, origin, wall, uptime)
    if os.path.exists(os.path.join(path, "index.json")):
        write_messages(capture, "events", list(_index_messages(path)))
    else:
        write_messages(capture, "events", list(_freebsd_messages(path)))
        for name, messages in _monitors(path):
            if "oroute17" not in name:
                write_messages(capture, "events", [(False, m) for m in messages])
        write_messages(capture, "lookup", list(_pairs(path)))
    capture.close()
