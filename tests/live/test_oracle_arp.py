#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`arp` beside net-tools' over neighbours in every state, byte for byte."""
import itertools
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

FILTERS = ("", "-i eth0", f"-i {states.LONG}", "-i lo", "-i nosuch", "-H ether", "-t ether", "-H arcnet", "-A inet", "-p inet",
           "-i eth0 -H ether -A inet")
HOSTS = ("10.1.0.5", "10.1.0.12", "10.1.0.98", "10.1.0.99", "10.1.0.10", "10.1.0.200", "10.1", "gw", "onehost", "default",
         "0.0.0.0", "255.255.255.255", "10.1.0.5 10.1.0.7", "-i eth0 10.1.0.5", f"-i {states.LONG} 10.1.0.5", "-i lo 10.1.0.5",
         "-i nosuch 10.1.0.5", "-H ether 10.1.0.5", "-H arcnet 10.1.0.5")
LONG_FORMS = ("arp --all", "arp --all -n", "arp --numeric", "arp --num --verb", "arp --verbose -n", "arp -n --device eth0",
              "arp -n --device=eth0", "arp -n --dev eth0", "arp -n --hw-type ether", "arp -n --hw ether", "arp --protocol inet -n",
              "arp --proto=inet -n", "arp -an -e", "arp -en -a", "arp -e -a -n 10.1.0.5", "arp -n 10.1.0.5 -a",
              "arp -n 10.1.0.200 -a", "arp -a -e -n 10.1.0.200", "arp -vn 10.1.0.5 -i eth0", "arp -n -i fifteen-chars15xx",
              "arp -n -A inet6 -A inet", "arp -n -p inet6 --protocol inet", "arp -n -i eth", "arp -n -i ''", "arp -n -i eth0:1")


def styles():
    for size in range(5):
        for chosen in itertools.combinations("aenv", size):
            yield "-" + "".join(chosen) if chosen else ""


def matrix():
    for style in styles():
        for words in FILTERS:
            yield " ".join(word for word in ("arp", style, words) if word)


def hosts():
    for style in ("", "-n", "-a", "-an", "-e", "-en", "-v", "-nv", "-anv"):
        for host in HOSTS:
            yield " ".join(word for word in ("arp", style, host) if word)


def test_neighbours():
    with netns.Namespace(etc=states.ETC) as ns:
        states.neighbours(ns)
        oracle.compare_all(ns, "neighbours", matrix())
        oracle.compare_all(ns, "neighbours", hosts())
        oracle.compare_all(ns, "neighbours", LONG_FORMS)


def test_no_neighbours():
    with netns.Namespace(etc=states.ETC) as ns:
        ns.ip("link set lo up")
        oracle.compare_all(ns, "none", matrix())
        oracle.compare_all(ns, "none", ["arp -n 10.1.0.5", "arp -an 10.1.0.5", "arp -nv 10.1.0.5", "arp -anv 10.1.0.5", "arp onehost"])


FEW = ("arp", "arp -n", "arp -an", "arp -env", "arp -anv", "arp -n -H ether", "arp -n -i eth0")


def test_neighbours_learnt_and_sought():
    """Real resolution: one that answers, one that does not, from incomplete to failed."""
    with netns.Namespace() as ns, netns.Namespace() as other:
        states.quiet(ns)
        states.quiet(other)
        ns.veth("eth0", "eth0", other)
        ns.sysctl(ipv4__neigh__eth0__retrans_time_ms=50)
        ns.ip("addr add 10.1.0.1/24 dev eth0")
        other.ip("addr add 10.1.0.2/24 dev eth0")
        with ns.entered():
            import socket
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.sendto(b"", ("10.1.0.2", 9))
                probe.sendto(b"", ("10.1.0.3", 9))

        def state(address):
            return [row["state"] for row in ns.ip_json("neigh", "show", address)]

        netns.wait(lambda: state("10.1.0.2") == [["REACHABLE"]], "10.1.0.2 to be reachable")
        oracle.compare_all(ns, "sought", FEW)
        netns.wait(lambda: state("10.1.0.3") == [["FAILED"]], "10.1.0.3 to be given up")
        oracle.compare_all(ns, "failed", FEW)


def test_devices_without_addresses():
    """A device net-tools has no type for, and one without link addresses."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        states.point_to_point(ns)
        ns.ip("neigh add proxy 10.3.0.7 dev tun0", "neigh add 10.3.0.4 dev lo lladdr 02:00:00:00:00:01 nud permanent",
              "neigh add 10.3.0.2 lladdr 02:00:00:00:00:02 nud permanent dev tun0")
        oracle.compare_all(ns, "tun", FEW + ("arp -n -i tun0", "arp -anv -i tun0"))


# ARPHRD_ numbers: those that net-tools has names for, and some that it has none for.
HARDWARE = {"ether": 1, "loop": 772, "netrom": 0, "ax25": 3, "arcnet": 7, "dlci": 15, "eui64": 27, "slip": 256, "cslip": 257, "slip6": 258,
            "cslip6": 259, "adaptive": 264, "rose": 270, "x25": 271, "ppp": 512, "hdlc": 513, "lapb": 516, "tunnel": 768, "frad": 770,
            "fddi": 774, "sit": 776, "hippi": 780, "ash": 781, "ec": 782, "irda": 783, "unspec": 65534, "void": 65535,
            "tr": 6, "ieee1394": 24, "infiniband": 32, "gre": 778, "wpan": 804, "lowpan": 825, "can": 280}
LONG_HARDWARE = {"tunnel6": 769, "gre6": 823}


def neighbour_on_each(ns, hardware):
    """A neighbour on each device; of the address each device takes as many bytes as it has."""
    ns.ip(*[f"neigh add 10.9.0.{number} lladdr {':'.join(f'{number + 3 * i:02x}' for i in range(20))} nud permanent dev {name}"
            for number, name in enumerate(hardware)])


def test_hardware_types():
    """Neighbours on hardware of every type: its name, link addresses of 0 to 8 bytes, and which of the names -H takes."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        with states.typed_devices(ns, HARDWARE):
            neighbour_on_each(ns, HARDWARE)
            lines = oracle.run_theirs(ns, "arp -an").text().splitlines()
            sizes = {line.count(":") for line in lines}
            tap.true({0, 3, 5, 7} <= sizes, "the kernel made no link addresses of several lengths", *lines)
            oracle.compare_all(ns, "hardware", FEW)
            oracle.compare_all(ns, "hardware", [f"arp -n -H {name}" for name in HARDWARE])


def test_kept_long_link_addresses_are_whole():
    """The kernel's text, which net-tools reads, ends after nine bytes of a link address. The table has no room for more in
    either; a line has."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        with states.typed_devices(ns, LONG_HARDWARE):
            neighbour_on_each(ns, LONG_HARDWARE)
            oracle.compare_all(ns, "long link addresses", ("arp", "arp -n", "arp -nv", "arp -n -i gre6"))

            def whole(rows):
                return [re.sub(rb" at ((\w\w):\w\w:.*) \[", lambda match: b" at " + b":".join(
                    b"%02x" % (int(match[2], 16) + 3 * i) for i in range(16)) + b" [", row) for row in rows]

            for line in ("arp -an", "arp -a -i tunnel6"):
                with tap.case(f"kept: {line} with long link addresses"):
                    oracle.kept_difference(ns, line, whole)


def test_names_of_interfaces():
    with netns.Namespace() as ns:
        states.quiet(ns)
        for number, name in enumerate(("x", states.LONG, "a.b-c_d+e,f", states.UTF8, "\u00e9" * 7)):
            states.device(ns, name, f"peer{number}")
            ns.ip_words("neigh", "add", f"10.0.0.{number}", "lladdr", "02:00:00:00:00:01", "nud", "permanent", "dev", name)
            ns.ip_words("neigh", "add", "proxy", f"10.0.1.{number}", "dev", name)
        oracle.compare_all(ns, "names", FEW + (["arp", "-n", "-i", states.UTF8], f"arp -n -i {states.LONG}"))


def test_thousands_of_neighbours():
    with netns.Namespace() as ns:
        states.quiet(ns)
        states.device(ns, "eth0", "peer0")
        ns.ip(*[f"neigh add 10.{n >> 8}.{n & 255}.7 lladdr 02:00:00:00:{n >> 8:02x}:{n & 255:02x} nud permanent dev eth0"
                for n in range(900)],
              *[f"neigh add proxy 10.{n >> 8}.{n & 255}.8 dev eth0" for n in range(300)])
        oracle.compare_all(ns, "many", FEW)


REFUSED = ("arp -z", "arp --no-such-option", "arp -i", "arp -A", "arp -H", "arp -H foo", "arp -n -H ETHER", "arp -H loop", "arp -H ppp",
           "arp -A foo", "arp -A inet6", "arp -A unix", "arp -n -A inet,inet6", "arp -n -A inet,inet", "arp -A inet -A inet6", "arp -A tcpip,inet", "arp -A local", "arp -n nosuchhost", "arp -a nosuchhost", "arp -n fd01::5",
           "arp -n ''", "arp -r", "arp --all=x", "arp --v")


def test_refused_command_lines():
    with netns.Namespace() as ns:
        states.quiet(ns)
        oracle.compare_all(ns, "refused", REFUSED, text=False)


def test_kept_hostile_names_are_escaped():
    with netns.Namespace() as ns:
        states.quiet(ns)
        states.device(ns, states.HOSTILE, "peer0")
        ns.ip_words("neigh", "add", "10.0.0.1", "lladdr", "02:00:00:00:00:01", "nud", "permanent", "dev", states.HOSTILE)
        for line, text in (("arp -n", """\
Address                  HWtype  HWaddress           Flags Mask            Iface
10.0.0.1                 ether   02:00:00:00:00:01   CM                    e\\x1b[31mx
"""), ("arp -an", "? (10.0.0.1) at 02:00:00:00:00:01 [ether] PERM on e\\x1b[31mx\n")):
            with tap.case(f"kept: {line}"):
                oracle.kept_difference(ns, line, lambda rows, want=text: want.encode().split(b"\n"))


def test_kept_hostile_host_names_are_escaped():
    """A name server's answer is as hostile as an interface's name (here a line of the hosts file)."""
    with netns.Namespace(etc={"hosts": b"10.0.0.1 ev\x1b[2Jil\n"}) as ns:
        states.quiet(ns)
        states.device(ns, "eth0", "peer0")
        ns.ip("neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 nud permanent dev eth0")
        with tap.case("kept: arp -a with a hostile host name"):
            oracle.kept_difference(ns, "arp -a", lambda rows: [
                b"ev\\x1b[2Jil (10.0.0.1) at 02:00:00:00:00:01 [ether] PERM on eth0", b""])


if __name__ == "__main__":
    tap.main(globals())
