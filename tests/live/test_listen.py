#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""arp --watch: what is said of stations and addresses on a network, live and out of files."""
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

EVERYBODY = b"\xff" * 6
REQUEST, REPLY = 1, 2


def mac(number):
    return bytes((2, 0, 0, 0, 0, number))


def arp(operation, station, address, other, target):
    return struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation) + station + socket.inet_aton(address) + other + socket.inet_aton(target)


def frame(to, source, payload, vlan=None, kind=0x0806):
    tag = struct.pack("!HH", 0x8100, vlan) if vlan is not None else b""
    return to + source + tag + struct.pack("!H", kind) + payload


def discovery(kind, source, destination, target, option=b"", flags=0, hops=255):
    body = struct.pack("!BBHB3x", kind, 0, 0, flags) + socket.inet_pton(socket.AF_INET6, target) + option
    return struct.pack("!IHBB", 6 << 28, len(body), 58, hops) + socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, destination) + body


REQUESTED = frame(EVERYBODY, mac(1), arp(REQUEST, mac(1), "10.0.0.1", bytes(6), "10.0.0.2"))
REPLIED = frame(mac(1), mac(2), arp(REPLY, mac(2), "10.0.0.2", mac(1), "10.0.0.1"))
PROBED = frame(EVERYBODY, mac(3), arp(REQUEST, mac(3), "0.0.0.0", bytes(6), "10.0.0.3"))
ANNOUNCED = frame(EVERYBODY, mac(3), arp(REQUEST, mac(3), "10.0.0.3", bytes(6), "10.0.0.3"))
TAKEN = frame(mac(1), mac(9), arp(REPLY, mac(9), "10.0.0.2", mac(1), "10.0.0.1"))
FORGED = frame(mac(1), mac(9), arp(REPLY, mac(8), "10.0.0.8", mac(1), "10.0.0.1"))
SOLICITED = frame(b"\x33\x33\xff\0\0\2", mac(1), discovery(135, "fe80::1", "ff02::1:ff00:2", "fe80::2", b"\1\1" + mac(1)), kind=0x86dd)
ADVERTISED = frame(mac(1), mac(2), discovery(136, "fe80::2", "fe80::1", "fe80::2", b"\2\1" + mac(2), 0xe0), kind=0x86dd)
UNIQUE = frame(b"\x33\x33\xff\0\0\5", mac(5), discovery(135, "::", "ff02::1:ff00:5", "fe80::5"), kind=0x86dd)

WORDS = (
    (REQUESTED, "request 10.0.0.1 at 02:00:00:00:00:01 asks for 10.0.0.2"),
    (REPLIED, "reply 10.0.0.2 at 02:00:00:00:00:02 answers 10.0.0.1"),
    (PROBED, "probe 10.0.0.3 by 02:00:00:00:00:03"),
    (ANNOUNCED, "announcement 10.0.0.3 at 02:00:00:00:00:03"),
    (FORGED, "reply 10.0.0.8 at 02:00:00:00:00:08 answers 10.0.0.1 frame from 02:00:00:00:00:09"),
    (TAKEN, "reply 10.0.0.2 at 02:00:00:00:00:09 answers 10.0.0.1"),
)
WORDS6 = (
    (SOLICITED, "solicitation fe80::1 at 02:00:00:00:00:01 asks for fe80::2"),
    (ADVERTISED, "advertisement fe80::2 at 02:00:00:00:00:02 answers fe80::1 router"),
    (UNIQUE, "probe fe80::5 by 02:00:00:00:00:05"),
)


def write_pcap(path, frames, link=1, order="<", cut=None):
    with open(path, "wb") as file:
        file.write(struct.pack(order + "IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link))
        for second, data in enumerate(frames):
            file.write(struct.pack(order + "IIII", second + 1, 250000, len(data[:cut]), len(data)) + data[:cut])


def write_pcapng(path, frames):
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)
    with open(path, "wb") as file:
        file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack("<HHI", 1, 0, 65535)))
        for second, data in enumerate(frames):
            stamp = (second + 1) * 1000000
            file.write(block(6, struct.pack("<IIIII", 0, stamp >> 32, stamp & 0xFFFFFFFF, len(data), len(data)) + data))


def cooked(data):
    """The same in Linux' cooked form."""
    return struct.pack("!HHH", 0, 1, 6) + data[6:12] + b"\0\0" + data[12:]


def cooked2(data, number=7):
    return data[12:14] + struct.pack("!HIHBB", 0, number, 1, 0, 6) + data[6:12] + b"\0\0" + data[14:]


def ours(*words):
    return subprocess.run(["arp", *words], executable=oracle.ours("arp"), stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                          env={"LC_ALL": "C.UTF-8", "TZ": "UTC", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}, check=False)


def told(result):
    return [line.split(" ", 1)[1] for line in result.stdout.decode().splitlines()]


def test_files():
    """Every form a file can have, and what it tells."""
    frames, lines = [f for f, _ in WORDS], [w for _, w in WORDS]
    lines.append("CONFLICT 10.0.0.2 at 02:00:00:00:00:09, which was at 02:00:00:00:00:02 4 s before")
    tagged = [f[:12] + struct.pack("!HH", 0x8100, 0x2007) + f[12:] for f in frames]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "one")
        cases = (
            ("pcap", lambda: write_pcap(path, frames), ""), ("the other byte order", lambda: write_pcap(path, frames, order=">"), ""),
            ("pcapng", lambda: write_pcapng(path, frames), ""), ("802.1Q", lambda: write_pcap(path, tagged), " vlan 7"),
            ("cooked", lambda: write_pcap(path, map(cooked, frames), 113), ""), ("cooked, 2", lambda: write_pcap(path, map(cooked2, frames), 276), " on if7"),
        )
        for name, make, place in cases:
            with tap.case(name):
                make()
                result = ours("--read", path)
                wanted = [line.replace(" frame from", place + " frame from") if " frame from" in line else line + place for line in lines]
                tap.equal(told(result), wanted, "lines")
                tap.equal((result.returncode, result.stderr), (0, b""), "status and complaints")
        with tap.case("IPv6"):
            write_pcap(path, [f for f, _ in WORDS6] + [REQUESTED])
            tap.equal(told(ours("-6", "--read", path)), [w for _, w in WORDS6], "-6")
            tap.equal(told(ours("-4", "-6", "--read", path)), [w for _, w in WORDS6] + [WORDS[0][1]], "-4 -6")
        with tap.case("through a router"):
            write_pcap(path, [frame(mac(1), mac(2), discovery(136, "fe80::2", "fe80::1", "fe80::2", b"\2\1" + mac(2), hops=254), kind=0x86dd)])
            tap.equal(told(ours("-6", "--read", path)), [], "a hop limit below 255 counts for nothing")
        with tap.case("JSON"):
            write_pcap(path, frames)
            objects = [json.loads(line) for line in ours("--json", "--read", path).stdout.splitlines()]
            tap.equal([o["event"] for o in objects], ["request", "reply", "probe", "announcement", "reply", "reply", "conflict"], "events")
            tap.equal((objects[-1]["address"], objects[-1]["station"], objects[-1]["before"], objects[-1]["gateway"]),
                      ("10.0.0.2", "02:00:00:00:00:09", "02:00:00:00:00:02", False), "conflict")
        with tap.case("--count and --timestamp"):
            result = ours("--read", path, "--count", "2", "--timestamp=relative")
            tap.equal(result.stdout.decode().splitlines(), ["0.000 " + lines[0], "1.000 " + lines[1]], "lines")
            result = ours("--read", path, "--count", "1", "--timestamp")
            tap.equal(result.stdout.decode().splitlines(), ["1970-01-01T00:00:01.250+00:00 " + lines[0]], "iso")


def test_hostile_files():
    """Cut anywhere: nothing but what is whole is told, and how many were not."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "one")
        for name, data, option in (("arp", REQUESTED, "-4"), ("solicitation", SOLICITED, "-6"), ("advertisement", ADVERTISED, "-6")):
            with tap.case(name):
                for size in range(len(data)):
                    write_pcap(path, [data], cut=size)
                    result = ours(option, "--read", path)
                    tap.true(result.returncode == 0 and len(result.stdout.splitlines()) <= 1 and b"Sanitizer" not in result.stderr, f"{size} bytes", result.stderr.decode())
                    tap.true(b"Sanitizer" not in result.stderr, "no report")
        for name, content in (("no capture", b"hello"), ("empty", b""), ("a head alone", b"\xd4\xc3\xb2\xa1\2\0\4\0")):
            with tap.case(name):
                with open(path, "wb") as file:
                    file.write(content)
                result = ours("--read", path)
                tap.true(result.returncode > 0 and path.encode() in result.stderr and not result.stdout, "refused", result.stderr.decode())
        with tap.case("frames without ARP"):
            write_pcap(path, [b"\0" * 40], 101)
            tap.true(ours("--read", path).returncode > 0, "refused")
        for words in (("--watch", "--json=pretty"), ("--read", path, "-a"), ("--read", path, "-i", "eth0"), ("--promiscuous", "-a"), ("--timestamp", "-a"),
                      ("--read", "/nonexistent/x")):
            with tap.case(" ".join(words).replace(folder, "")):
                tap.true(ours(*words).returncode > 0, "refused")


def hear(ns, words, frames, wanted, device="eth1"):
    """What it tells of frames that are sent until all of that has been told."""
    process = ns.popen(["arp", *words], executable=oracle.ours("arp"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.set_blocking(process.stdout.fileno(), False)
    text = ""
    with ns.entered(), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((device, 0))

        def heard():
            nonlocal text
            for data in frames:
                raw.send(data)
            text += (process.stdout.read() or b"").decode()
            return all(w in text for w in wanted)
        try:
            netns.wait(heard, f"{wanted} is told", seconds=20, pause=0.1)
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=20)
    text += (out or b"").decode()
    tap.equal((process.returncode, err), (0, b""), "status and complaints")
    return text


def test_live():
    with netns.Namespace() as ns:
        ns.veth("eth0", "eth1")
        ns.ip("addr add 10.0.0.7/24 dev eth0", "route add default via 10.0.0.2")
        with tap.case("packets on one interface, and a gateway that changes its station"):
            text = hear(ns, ["--watch", "-i", "eth0"], [f for f, _ in WORDS], [w.replace(" frame from", " on eth0 frame from") if " frame from" in w else w + " on eth0" for _, w in WORDS]
                        + ["GATEWAY 10.0.0.2 at 02:00:00:00:00:09, which was at 02:00:00:00:00:02"])
            tap.true("CONFLICT 10.0.0.2" not in text, "no other word for it", text[:1000])
        with tap.case("a conflict of two hosts"):
            other = [frame(EVERYBODY, mac(n), arp(REQUEST, mac(n), "10.0.0.50", bytes(6), "10.0.0.50")) for n in (5, 6)]
            hear(ns, ["--watch", "-i", "eth0"], other, ["CONFLICT 10.0.0.50 at 02:00:00:00:00:06, which was at 02:00:00:00:00:05"])
        with tap.case("all interfaces"):
            hear(ns, ["--watch"], [REQUESTED], ["request 10.0.0.1 at 02:00:00:00:00:01 asks for 10.0.0.2"])
        with tap.case("IPv6, JSON"):
            text = hear(ns, ["--watch", "-6", "-i", "eth0", "--json"], [f for f, _ in WORDS6], ['"event":"advertisement"', '"event":"solicitation"', '"event":"probe"'])
            tap.true(all(json.loads(line)["interface"] == "eth0" for line in text.splitlines()), "interface")
        with tap.case("no such interface"):
            result = oracle.run_ours(ns, "arp --watch -i nowhere0")
            tap.true(result.status > 0 and b"nowhere0" in result.stderr, "refused", result.stderr.decode())
        with tap.case("--duration"):
            result = oracle.run_ours(ns, "arp --watch -i eth0 --duration 0.2")
            tap.equal((result.status, result.stderr), (0, b""), "status and complaints")
        with tap.case("the table is still watched"):
            ns.ip("neigh add 10.0.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud permanent")
            result = oracle.run_ours(ns, "arp -an --watch=0.05 --count 2")
            tap.equal(result.stdout, b"? (10.0.0.5) at 02:00:00:00:00:05 [ether] PERM on eth0\n" * 2, "two looks")


if __name__ == "__main__":
    tap.main(globals())
