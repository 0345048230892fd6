#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`netstat -i` beside net-tools' over interfaces of every kind, byte for byte."""
import itertools
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap


def matrix():
    for size in range(4):
        for chosen in itertools.combinations("anv", size):
            yield "netstat -i" + "".join(chosen)
    yield from ("netstat --interfaces", "netstat --interfaces --all", "netstat -a --interf", "netstat -ai", "netstat -n -i -a -v",
                "netstat -ix", "netstat -i --unix", "netstat -iA unix", "netstat -i --ipx", "netstat -i -A inet6,ipx", "netstat -i6WFCN",
                "netstat -i --numeric", "netstat -i --verbose", "netstat -i --all --numeric --verbose")


FEW = ("netstat -i", "netstat -ia")


def test_empty():
    with netns.Namespace() as ns:
        oracle.compare_all(ns, "fresh", matrix())
        ns.ip("link set lo up")
        oracle.compare_all(ns, "loopback", matrix())


def test_interfaces():
    """Up and down, with and without carrier, every flag that a letter shows."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for name in ("down0", "promisc0", "allmulti0", "noarp0", "nomulti0", "dynamic0", "nocarrier0", "mtu0", "slave0"):
            states.device(ns, name, up=name != "down0")
        ns.ip("link set promisc0 promisc on", "link set allmulti0 allmulticast on", "link set noarp0 arp off",
              "link set nomulti0 multicast off", "link set dynamic0 dynamic on", "link set p-nocarrier0 down", "link set mtu0 mtu 68",
              "link set p-mtu0 mtu 65535", *states.bridge("bridge0", up=True), "link set slave0 master bridge0", *states.bridge("bridge1"))
        for kind, lines in (("tun", ("tuntap add dev tun0 mode tun", "link set tun0 up", "tuntap add dev tap0 mode tap")),
                            ("dummy", ("link add dummy0 type dummy", "link set dummy0 up")),
                            ("ifb", ("link add ifb7 type ifb",)),
                            ("macvlan", ("link add link eth0 name mac0 type macvlan", "link set mac0 up")),
                            ("vlan", ("link add link eth0 name eth0.5 type vlan id 5", "link set eth0.5 up")),
                            ("vrf", ("link add red type vrf table 10", "link set red up")),
                            ("ipip", ("link add tunl7 type ipip local 10.1.0.1 remote 10.1.0.2", "link set tunl7 up")),
                            ("sit", ("link add sit7 type sit local 10.1.0.1 remote 10.1.0.2",)),
                            ("vxlan", ("link add vxlan7 type vxlan id 7 dstport 4789 local 10.1.0.1",))):
            with tap.case(f"left out of the table below unless ok: {kind}"):
                netns.need_kind(kind)
                ns.ip(*lines)
        oracle.compare_all(ns, "interfaces", matrix())


def test_counters():
    """Packets both ways, and drops; the counters of an interface that keeps still, then while it moves."""
    with netns.Namespace() as ns, netns.Namespace() as other:
        states.quiet(ns)
        states.quiet(other)
        ns.veth("eth0", "eth0", other)
        states.device(ns, "dead0", "p-dead0")
        ns.ip("link set p-dead0 down")
        states.frames(ns, "eth0", 1234)
        states.frames(other, "eth0", 77)
        states.frames(ns, "dead0", 5)
        rows = {row.split()[0]: row.split() for row in oracle.run_theirs(ns, "netstat -i").lines()[2:]}
        tap.true(rows["eth0"][2] == "77" and rows["eth0"][6] == "1234", "the frames were not counted", rows["eth0"])
        tap.true(rows["dead0"][8] == "5" or rows["dead0"][4] == "5", "no drop was counted", rows["dead0"])
        oracle.compare_all(ns, "counted", matrix())
        oracle.compare_all(other, "counted there", matrix())


def test_labels():
    """Address labels are rows without statistics, in net-tools' own order."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        states.device(ns, "eth2")
        states.device(ns, "eth10")
        ns.ip(*states.bridge("down0"), "addr add 10.5.0.1/24 dev down0", "addr add 10.5.0.2/24 dev down0 label down0:1",
              "addr add 10.5.0.3/24 dev down0 label down0:x")
        for number, label in enumerate(("eth0:1", "eth0:10", "eth0:2", "eth0:foo", "eth0:", "eth0:0", "eth0:01", "eth10:2", "eth10:1")):
            device = label.split(":")[0]
            ns.ip(f"addr add 10.4.{number}.1/24 dev {device} label {label}")
        ns.ip("addr add 10.4.0.77/32 dev eth0 label eth0:1", "addr add 127.0.0.9/8 dev lo label lo:9",
              f"addr add 10.6.0.1/24 dev {states.LONG} label {states.LONG}")
        oracle.compare_all(ns, "labels", matrix())


def test_order_of_names():
    """Random names that end in numbers, with labels; the same each time."""
    for seed in range(6):
        dice = random.Random(seed)
        alphabet = ("a0", "ab01", "a01.", "e0129", "ab+0123456789", "a\u00e9z12")[seed]
        names = set()
        while len(names) < 20:
            name = "".join(dice.choice(alphabet) for _ in range(dice.randint(1, 6)))
            if name not in (".", "..", "0"):
                names.add(name)
        with netns.Namespace() as ns:
            states.quiet(ns)
            ordered = sorted(names)
            dice.shuffle(ordered)
            lines = states.bare(ordered)
            for number in range(20):
                device = dice.choice(ordered)
                label = device + ":" + "".join(dice.choice("012x") for _ in range(dice.randint(0, 3)))
                lines += [f"addr add 10.{seed}.{number}.1/24 dev {device} label {label}"] * (len(label.encode()) < 16)
            ns.ip(*lines)
            oracle.compare_all(ns, f"order {seed}", ("netstat -ia",))


def test_names_of_interfaces():
    with netns.Namespace() as ns:
        states.quiet(ns)
        ns.ip(*states.bare(["x", "12", states.LONG, "a.b-c_d+e,f", states.UTF8, "\u00e9" * 7, "\u65e5\u672c", "ETH3"]))
        oracle.compare_all(ns, "names", FEW)


def test_many_interfaces():
    with netns.Namespace() as ns:
        states.quiet(ns)
        ns.ip(*states.bare([f"if{n}" for n in range(0, 400, 3)]), *[f"link set if{n} up" for n in range(0, 400, 6)])
        oracle.compare_all(ns, "many", FEW)


WHOLE = ("netstat -ie", "netstat -iea", "netstat -ieee", "netstat -iev", "netstat --interfaces --extend --all")

# every type (ARPHRD_) that a name stands for, and one that none does; netrom's and ax25's have no address that they would show
TYPES = (0, 1, 2, 3, 7, 15, 27, 256, 257, 258, 259, 264, 270, 271, 512, 513, 516, 768, 770, 772, 774, 776, 780, 782, 783, 801)


def test_whole():
    """-e: one by one, with the addresses."""
    with netns.Namespace() as ns:
        oracle.compare_all(ns, "whole, fresh", WHOLE)
        states.two_devices(ns)
        ns.ip("addr add 10.1.0.9/24 dev eth0 label eth0:alias", "addr add 10.1.0.10/24 dev eth0", "addr add 10.9.0.10/8 dev eth0 label eth0:2",
              "addr add 10.9.0.11/8 dev eth0 label eth0:2", *states.bridge("down0"), "link set down0 address 02:00:00:00:00:99",
              "addr add 10.77.0.1/24 broadcast 10.77.0.255 dev down0", "addr add 10.78.0.1/24 brd + dev down0 label down0:1",
              "link set eth0 promisc on", "link set peer0 arp off multicast off", "link set peer15 txqueuelen 0 mtu 9000",
              *states.bare(["bare0"]), *[f"addr add {address} dev eth0 nodad" for address in (
                  "fd01::1/64", "fe80::1/64", "fec0::1/64", "::1.2.3.4/96", "::ffff:1.2.3.4/96", "2001:db8::5/128")])
        states.frames(ns, "eth0", 1234, 1400)
        oracle.compare_all(ns, "whole", WHOLE)
        ns.ip("link set lo down")
        ns.sysctl(ipv6__conf__all__disable_ipv6=1)
        oracle.compare_all(ns, "whole, without IPv6", WHOLE)


def test_whole_counters():
    """Bytes in every unit that traffic can be made for, and one byte around its border."""
    with netns.Namespace() as ns, netns.Namespace() as other:
        states.quiet(ns)
        states.quiet(other)
        ns.veth("eth0", "eth0", other)
        for size, count in ((60, 1), (964, 1), (60, 9), (1400, 748), (576, 1), (60, 2), (1500, 3000)):
            states.frames(ns, "eth0", count, size)
            oracle.compare_all(ns, f"{count} frames of {size} more", ("netstat -ie",))
            oracle.compare_all(other, f"{count} frames of {size} more, there", ("netstat -ie",))


def test_whole_types():
    """Hardware of every type, and a link between two points."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        states.point_to_point(ns)
        ns.ip("addr add fd09::1 peer fd09::2 dev tun0 nodad")
        oracle.compare_all(ns, "whole, to one point", WHOLE)
        with states.typed_devices(ns, {f"type{number}": number for number in TYPES}):
            oracle.compare_all(ns, "whole, types", WHOLE)


REFUSED = ("netstat -i --no-such-option", "netstat -iq", "netstat -i -r", "netstat -i -s", "netstat -i -M", "netstat -i --interfaces=x", "netstat -i -I",
           "netstat -i -A nosuch", "netstat -i -A irda", "netstat -iZ", "netstat -i --context")


def test_refused_command_lines():
    with netns.Namespace() as ns:
        oracle.compare_all(ns, "refused", REFUSED, text=False)


def test_stray_words():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        oracle.compare_all(ns, "stray", ("netstat -i lo", "netstat -i nosuch", "netstat -i 5"), text=False)


def test_kept_label_of_no_device():
    """A label that names no device ends net-tools' table at its place, with an error; ours is a row like the other labels."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        states.device(ns, "eth0", "peer0")
        states.device(ns, "zeth0", "zpeer0")
        ns.ip("addr add 10.4.0.1/24 dev eth0 label eth0x", "addr add 10.4.0.2/24 dev eth0 label eth0x")
        for line in FEW:
            with tap.case(f"kept: {line} with a label of no device"):
                other, mine = oracle.run_theirs(ns, line), oracle.run_ours(ns, line).ok()
                tap.true(other.status == 1 and b"eth0x: error" in other.stderr, f"net-tools' has become another: {other.status}", other.stderr)
                tap.equal(mine.text(), """\
Kernel Interface table
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
eth0             1500        0      0      0 0             0      0      0      0 BMRU
eth0x            1500      - no statistics available -                        BMRU
lo              65536        0      0      0 0             0      0      0      0 LRU
peer0            1500        0      0      0 0             0      0      0      0 BMRU
zeth0            1500        0      0      0 0             0      0      0      0 BMRU
zpeer0           1500        0      0      0 0             0      0      0      0 BMRU
""", "what it shows")
                tap.true(mine.stdout.startswith(other.stdout), "it does not begin with what net-tools shows", other.stdout)


def test_kept_hostile_names_are_escaped():
    with netns.Namespace() as ns:
        states.quiet(ns)
        ns.ip_words("link", "add", "name", states.HOSTILE, "type", "bridge")
        ns.ip_words("link", "add", "name", "a\udcffb", "type", "bridge")
        with tap.case("kept: netstat -iea"):
            oracle.kept_difference(ns, "netstat -iea", lambda rows: [
                row.replace(states.HOSTILE.encode(), b"e\\x1b[31mx").replace(b"a\xffb", b"a\\xffb") for row in rows])
        with tap.case("kept: netstat -ia"):
            oracle.kept_difference(ns, "netstat -ia", lambda rows: """\
Kernel Interface table
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
a\\xffb           1500        0      0      0 0             0      0      0      0 BM
e\\x1b[31mx       1500        0      0      0 0             0      0      0      0 BM
lo              65536        0      0      0 0             0      0      0      0 LRU
""".encode().split(b"\n"))


if __name__ == "__main__":
    tap.main(globals())
