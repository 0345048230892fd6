#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Make the captures of the golden cases: namespaces in rich states, recorded.

    record.py [NAME…]        all captures, or those of these names; needs root

Where `cases` calls net-tools the judge, it runs in the same namespace right after the recording, and what it prints
becomes what is expected; two runs of it must agree, so that a moving state is never kept. The captures that nothing
could be recorded of (broken, foreign, interrupted) are made by hand from those that could, or from nothing.
"""
import contextlib
import os
import struct
import sys

import run

sys.path.insert(0, os.path.join(run.HERE, "..", "lib"))
import lab
import netns
import oracle
import states
import tap

DUMP_INTR = 0x10
QUESTION, END, FILE = 17, 18, 21


# ---- states -------------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def one(*fill, etc=None):
    with netns.Namespace(etc=etc) as ns:
        for function in fill:
            function(ns)
        yield ns
        # a proxy without a device would outlive its namespace (Linux 6.18) and show up in another one's
        ns.ip(*(f"neigh del proxy {row['dst']}" for row in ns.ip_json("neigh", "show", "proxy") if "dev" not in row), may_fail=True)


def rich(ns):
    """Routes of every sort that net-tools shows wrongly or not at all."""
    states.two_devices(ns)
    states.device(ns, "dark", "p-dark")
    ns.sysctl(ipv4__conf__dark__ignore_routes_with_linkdown=1)
    ns.ip(
        "addr add 10.3.0.1/24 dev dark", "link set p-dark down",
        "addr add fd01::1/64 dev eth0 nodad", f"addr add fd02::1/64 dev {states.LONG} nodad",
        "route add default nexthop via 10.1.0.254 weight 1 nexthop via 10.2.0.254 weight 256",
        "route add blackhole 10.90.0.0/16", "route add throw 10.91.0.0/16 metric 5",
        f"route add 10.92.0.0/16 nexthop via 10.1.0.5 weight 2 nexthop dev {states.LONG} weight 3 nexthop via 10.1.0.6 onlink dev eth0",
        "route add 10.93.0.0/16 via inet6 fe80::5 dev eth0", "route add 10.93.1.0/24 via inet6 fd01::5 mtu lock 1400",
        "route add 10.96.0.0/16 via 10.1.0.5 realm 5 src 10.1.0.1 proto bird initrwnd 20 rto_min 200ms congctl reno features ecn",
        "route add 10.97.0.0/16 via 10.1.0.5 mtu 1400 metric 20",
        "route add 10.99.0.0/16 via 10.1.0.7 table 100", "route add unreachable default table 100 metric 4278198272",
        "-6 route add default nexthop via fd01::5 weight 4 nexthop via fe80::99 dev eth0",
        "-6 route add blackhole fd81::/16", "-6 route add throw fd83::/16", "-6 route add prohibit fd82::/16",
        "-6 route add fd84::/16 via fd01::5 expires 3000 pref high mtu 1280", "-6 route add fd85::/16 dev eth0 table 100",
    )
    for error in ns.ip(
            "nexthop add id 1 via 10.1.0.8 dev eth0", f"nexthop add id 2 via 10.2.0.8 dev {states.LONG}", "nexthop add id 3 blackhole",
            "nexthop add id 10 group 1,7/2", "nexthop add id 11 group 1/2 type resilient buckets 8",
            "nexthop add id 5 via fd01::8 dev eth0", "nexthop add id 6 via fe80::8 dev eth0", "nexthop add id 12 group 5/6",
            "route add 10.94.0.0/16 nhid 10", "route add 10.94.1.0/24 nhid 11", "route add 10.95.0.0/16 nhid 3",
            "route add 10.95.1.0/24 nhid 5", "-6 route add fd86::/16 nhid 12",
            "-6 route add fd88::/16 from fd01::/64 via fd01::5", may_fail=True):
        print(f"  left out: {error}")


def both_families(ns):
    """Neighbours of both families in every state; few, for they stand among routes."""
    states.two_devices(ns)
    ns.ip("addr add fd01::1/64 dev eth0 nodad", "addr add fe80::1/64 dev eth0 nodad", "route add default via 10.1.0.254",
          "-6 route add default via fe80::99 dev eth0")
    for family in ("ipv4", "ipv6"):
        ns.sysctl(**{f"{family}__neigh__eth0__{key}": value for key, value in (
            ("base_reachable_time_ms", 3600000), ("retrans_time_ms", 3600000), ("delay_first_probe_time", 3600))})
    for prefix in ("10.1.0.", "fd01::", "fe80::"):
        lines = [f"neigh add {prefix}{n} lladdr 02:00:00:00:aa:{n:02x} nud {state} dev eth0" for n, state in (
            (5, "permanent"), (6, "reachable"), (7, "stale"), (8, "delay"), (9, "probe"), (10, "noarp"))]
        ns.ip(*lines, f"neigh add {prefix}11 nud incomplete dev eth0", f"neigh add {prefix}12 nud failed dev eth0",
              f"neigh add {prefix}16 lladdr 02:00:00:00:aa:16 router nud reachable dev eth0",
              f"neigh add proxy {prefix}98 dev eth0")


def interfaces(ns):
    """Interfaces of many kinds and in many states; some have sent and received."""
    states.two_devices(ns)
    for name in ("down0", "promisc0", "noarp0", "nocarrier0", "mtu0", "eth10", "eth2"):
        states.device(ns, name, up=name != "down0")
    ns.ip("link set promisc0 promisc on", "link set noarp0 arp off", "link set p-nocarrier0 down", "link set mtu0 mtu 68",
          *states.bridge("bridge0", up=True), "addr add 10.1.0.9/24 dev eth0 label eth0:alias", "addr add fd01::1/64 dev eth0 nodad")
    for kind, lines in (("tun", ("tuntap add dev tun0 mode tun", "addr add 10.3.0.1 peer 10.3.0.2 dev tun0", "link set tun0 up")),
                        ("vlan", ("link add link eth0 name eth0.5 type vlan id 5", "link set eth0.5 up")),
                        ("vrf", ("link add red type vrf table 10", "link set red up")),
                        ("sit", ("link add sit7 type sit local 10.1.0.1 remote 10.1.0.2",))):
        if not netns.kind_error(kind):
            ns.ip(*lines)
    states.frames(ns, "eth0", 1234)
    states.frames(ns, "peer0", 77)


def hostile(ns):
    """Names that would do something to a terminal, or that are wide or not UTF-8."""
    states.quiet(ns)
    for name in (states.HOSTILE, states.UTF8, "-n", "\u202eabc", "a\\b"):
        states.device(ns, name, f"p{len(name)}{ord(name[0])}")
        ns.ip_words("addr", "add", f"10.{len(name)}.{ord(name[-1]) % 256}.1/24", "dev", name)
    ns.ip_words("route", "add", "default", "via", "10.3.99.5", "dev", "\u00e9t\u00e9", "onlink")
    ns.ip_words("neigh", "add", "10.3.99.5", "lladdr", "02:00:00:00:00:05", "dev", "\u00e9t\u00e9")


HOSTILE_HOSTS = b"10.3.99.5 evil\x1b]0;owned\x07.example.org\n"


@contextlib.contextmanager
def taught_lab():
    with lab.opened() as opened:
        yield opened.h1


# name of the capture: the state, and the command line that is recorded
RECORDED = {
    "routes-inet": (lambda: one(states.routes_inet, etc=states.ETC), "netstat -r --table all"),
    "routes-inet6": (lambda: one(states.routes_inet6, etc=states.ETC), "netstat -6r --table all"),
    "rich": (lambda: one(rich), "netstat -rn --table all"),
    "clones": (taught_lab, "netstat -rnaW"),
    "stats": (taught_lab, "netstat -rs"),
    "counters": (taught_lab, "netstat -sW"),
    "counters-iface": (taught_lab, "netstat --dialect freebsd -sI eth0"),
    "neighs": (lambda: one(states.neighbours, etc=states.ETC), "arp -a"),
    "neighs-both": (lambda: one(both_families), "netstat -rna"),
    "interfaces": (lambda: one(interfaces), "netstat -ia"),
    "hostile": (lambda: one(hostile, etc={"hosts": HOSTILE_HOSTS}), "netstat -r"),
    "hostile-arp": (lambda: one(hostile, etc={"hosts": HOSTILE_HOSTS}), "arp -a"),
    "hostile-interfaces": (lambda: one(hostile), "netstat -ia"),
    "empty": (one, "netstat -rn"),
    "empty-arp": (one, "arp -n"),
    "empty-interfaces": (one, "netstat -ia"),
}


# ---- captures made by hand ----------------------------------------------------------------------------------------

def split(data):
    """The file's header, then [header, packet] of each packet; little endian, as we record here."""
    at, packets = 24, []
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        packets.append([data[at:at + 16], data[at + 16:at + 16 + size]])
        at += 16 + size
    return data[:24], packets


def joined(head, packets):
    return head + b"".join(header[:8] + struct.pack("<II", len(body), len(body)) + body for header, body in packets)


def kind_of(body):
    """(type, key) of a message of ours; (0, "") of rtnetlink."""
    if body[15] == 0:
        return 0, ""
    return struct.unpack_from("<H", body, 20)[0], body[32:body.index(b"\0", 32)].decode()


def flag_all(body):
    body = bytearray(body)
    at = 16
    while at < len(body):
        length, kind, flags = struct.unpack_from("<IHH", body, at)
        struct.pack_into("<H", body, at + 6, flags | DUMP_INTR)
        at += (length + 3) & ~3
    return bytes(body)


def interrupted(data, only_first):
    """The kernel says of each dump of routes that its table changed; or of the first of IPv4 routes only."""
    head, packets = split(data)
    seen, flagging = set(), False
    for packet in packets:
        kind, key = kind_of(packet[1])
        if kind == QUESTION:
            flagging = key.startswith("what=routes family=inet " if only_first else "what=routes") and not (only_first and key in seen)
            seen.add(key)
        elif kind == 0 and flagging:
            packet[1] = flag_all(packet[1])
    return joined(head, packets)


def failed(data):
    """The first answer that holds routes breaks off, with the kernel's words."""
    head, packets = split(data)
    routes = False
    for number, packet in enumerate(packets):
        kind, key = kind_of(packet[1])
        if kind == QUESTION:
            routes = key.startswith("what=routes")
        elif kind == END and routes:
            body = packet[1]
            message = bytearray(body[16:32]) + b"netlink: receive buffer \x1b[31moverrun\0\0\0ENOBUFS"
            message[0:4] = struct.pack("<I", len(message))
            packets[number][1] = body[:16] + bytes(message)
            break
    return joined(head, packets)


def within(data, wanted):
    """Cut within the first answer that begins so: seven bytes behind its first packet's begin."""
    head, packets = split(data)
    for number, packet in enumerate(packets):
        if kind_of(packet[1])[1].startswith(wanted):
            whole = joined(head, packets[:number + 2])
            return whole[:len(whole) - len(packets[number + 1][1]) + 7]
    raise ValueError(wanted)


def before(data, wanted):
    """The file ends before that question."""
    head, packets = split(data)
    for number, packet in enumerate(packets):
        if kind_of(packet[1])[1].startswith(wanted):
            return joined(head, packets[:number])
    raise ValueError(wanted)


def broken_length(data):
    """A netlink message that claims to be longer than its packet."""
    head, packets = split(data)
    for packet in packets:
        if kind_of(packet[1])[0] == 0:
            packet[1] = packet[1][:16] + struct.pack("<I", len(packet[1])) + packet[1][20:]
            break
    return joined(head, packets)


def without_origin(data):
    head, packets = split(data)
    return joined(head, packets[1:])


def ethernet(_data):
    return struct.pack("<IHHiIIIIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1, 0, 0, 14, 14) + bytes(14)


MADE = {
    "interrupted": ("rich", lambda data: interrupted(data, False)),
    "interrupted-once": ("rich", lambda data: interrupted(data, True)),
    "failed": ("rich", failed),
    "cut-within": ("rich", lambda data: within(data, "what=routes")),
    "cut-before": ("rich", lambda data: before(data, "what=routes")),
    "cut-origin": ("rich", lambda data: data[:60]),
    "broken-length": ("rich", broken_length),
    "no-origin": ("rich", without_origin),
    "ethernet": ("rich", ethernet),
    "no-capture": ("rich", lambda _: b"Kernel IP routing table\nDestination     Gateway\n"),
    "no-bytes": ("rich", lambda _: b""),
}


# ---- the work -----------------------------------------------------------------------------------------------------

def put(name, data):
    with open(run.capture_path(name), "wb") as file:
        file.write(data)
    print(f"{name}: {len(data)} bytes")


def ask_net_tools(ns, case):
    """What net-tools prints here becomes what is expected."""
    line = " ".join(case.words)
    first, second = (oracle.run_theirs(ns, case.words) for _ in range(2))
    if (first.stdout, first.status) != (second.stdout, second.status):
        raise tap.Failure(f"{line}: the state moves")
    if first.status != case.status:
        raise tap.Failure(f"{line}: net-tools' exit status is {first.status}")
    out, err = run.expected_paths(case)
    run.write(out, first.stdout)
    run.write(err, first.stderr)


def record(name):
    state, line = RECORDED[name]
    with state() as ns:
        words = line.split()
        result = oracle.run_ours(ns, [words[0], "--record", run.capture_path(name), *words[1:]])
        if result.stderr or result.status not in (0, 1):
            raise tap.Failure(f"{line}: exit status {result.status}", result.stderr.decode().splitlines())
        print(f"{name}: {os.path.getsize(run.capture_path(name))} bytes")
        for case in run.cases():
            if case.capture == name and case.oracle == "net-tools":
                ask_net_tools(ns, case)


def main(names):
    unknown = set(names) - set(RECORDED) - set(MADE)
    if unknown:
        sys.exit(f"no such capture: {' '.join(sorted(unknown))}")
    try:
        for name in RECORDED:
            if not names or name in names:
                record(name)
        for name, (base, change) in MADE.items():
            if not names or name in names or base in names:
                put(name, change(run.read(run.capture_path(base))))
    except (tap.Failure, tap.Skip) as error:
        sys.exit("\n".join([str(error), *getattr(error, "lines", [])]))


if __name__ == "__main__":
    main(sys.argv[1:])
