# SPDX-License-Identifier: ISC
"""states: what the namespaces of the live tests are filled with.

Each function takes an open netns.Namespace. Devices are veth pairs whose other end is in the same namespace
(every kernel has them), quiet: no link-local address, no duplicate address detection, no router
solicitation, so that counters stand still unless a test moves them.
"""
import contextlib
import fcntl
import ipaddress
import random
import socket
import struct

import netns
import tap

HOSTS = """\
127.0.0.1 localhost
::1 localhost ip6-localhost
10.1.0.254 gw.example.org gw
10.1.0.5 a-very-long-host-name.with.a.domain.example.org
10.44.0.7 onehost
10.44.0.0 hostnet
10.33.0.0 nethost
0.0.0.0 anyhost
fd01::5 six.example
fd01::99 another-very-long-host-name.with.a.domain.example.org
fd77:: netsix
fd88::1 host88
ff00:: mc
"""
NETWORKS = """\
default 0.0.0.0
loopback 127.0.0.0
link-local 169.254.0.0
ten 10.44.0.0
bigten 10.55
eight 8
hostsub 10.45.1
"""
ETC = {"hosts": HOSTS, "networks": NETWORKS}

LONG = "fifteen-chars15"
HOSTILE = "e\x1b[31mx"
UTF8 = "\u00e9t\u00e9"


WEEKS_MS = 2147483647


def quiet(ns):
    """Devices made from here on keep still; the loopback is up. An address joins its multicast group with a report at
    once and another at random within a second: the second is put off for weeks."""
    ns.sysctl(ipv6__conf__default__addr_gen_mode=1, ipv6__conf__default__accept_ra=0,
              ipv6__conf__default__router_solicitations=0, ipv6__conf__default__accept_dad=0,
              ipv6__conf__default__mldv1_unsolicited_report_interval=WEEKS_MS,
              ipv6__conf__default__mldv2_unsolicited_report_interval=WEEKS_MS)
    ns.ip("link set lo up")


def device(ns, name, peer=None, up=True):
    """A quiet device with a carrier."""
    peer = peer or f"p-{name}"[:15]
    ns.ip_words("link", "add", "name", name, "type", "veth", "peer", "name", peer)
    if up:
        ns.ip_words("link", "set", "dev", peer, "up")
        ns.ip_words("link", "set", "dev", name, "up")


def bridge(name, up=False):
    """Lines of `ip -batch` for a bridge that joins no groups of its own, so that it keeps still when it is up."""
    return [f"link add name {name} type bridge mcast_snooping 0"] + [f"link set {name} up"] * up


def bare(names):
    """Lines of `ip -batch` for devices that are nothing but names, of the kind that a kernel makes and ends fastest
    (a namespace with a hundred bridges takes half a minute to end)."""
    kind = next((kind for kind in ("dummy", "ifb") if not netns.kind_error(kind)), "bridge")
    return [f"link add name {name} type {kind}" for name in names]


def two_devices(ns):
    quiet(ns)
    device(ns, "eth0", "peer0")
    device(ns, LONG, "peer15")
    ns.ip("addr add 10.1.0.1/24 dev eth0", f"addr add 10.2.0.1/24 dev {LONG}")


def routes_inet(ns):
    """Every IPv4 route that net-tools shows rightly: types, metrics, prefix lengths, names, tables, nexthop objects."""
    two_devices(ns)
    ns.ip(
        "route add default via 10.1.0.254",
        "route add default via 10.2.0.254 metric 300",
        "route add unreachable default metric 999",
        "route add 10.44.0.0/24 via 10.1.0.254",
        "route add 10.44.0.0/16 via 10.1.0.5 mtu 1400",
        "route add 10.44.0.0 dev eth0",
        "route add 10.44.0.7 dev eth0",
        "route add 10.44.0.8 via 10.1.0.254 mtu lock 1400 advmss 1300 window 4096 rtt 300ms",
        "route add 10.45.1.0/24 via 10.1.0.254 src 10.1.0.1 proto static hoplimit 9 initcwnd 12 quickack 1",
        "route add 10.45.0.0/16 via 10.44.0.7 onlink dev eth0",
        f"route add 10.55.0.0/16 dev {LONG} metric 4294967295",
        "route add 10.33.0.0 dev eth0",
        "route add 8.0.0.0/7 dev eth0", "route add 8.0.0.0/8 dev eth0",
        "route add 0.0.0.0/1 dev eth0", "route add 128.0.0.0/1 dev eth0",
        "route add 0.0.0.0/8 dev eth0", "route add 0.0.0.0 dev eth0", "route add 255.255.255.255 dev eth0",
        "route add 169.254.0.0/16 dev eth0",
        "route add 10.32.0.0/11 dev eth0 tos 0x10", "route add 10.32.0.0/11 dev eth0 tos 0x04",
        "route add 10.32.0.0/11 dev eth0 metric 7",
        "route add 224.0.0.0/4 dev eth0 scope link",
        "route add unreachable 10.98.0.0/16", "route add unreachable 10.98.1.1 metric 5",
        "route add prohibit 10.97.0.0/16", "route add prohibit 10.97.1.1",
        "route add local 10.73.0.0/16 dev lo table main", "route add local 10.73.0.1 dev lo table main",
        "route add local 10.73.9.0/24 dev lo",
        "route add broadcast 10.73.5.5 dev eth0 table main",
        "route add anycast 10.73.5.6 dev eth0 table main",
        "route add multicast 239.0.0.0/8 dev eth0 table main",
        "route add 10.74.0.0/16 dev eth0 metric 2147483648",
        "route add 10.74.1.0/24 via 10.1.0.9 onlink dev eth0",
        "route add 10.75.0.0/16 via 10.1.0.5 advmss 9 rtt 40",
        "route add 10.75.1.0/24 dev eth0 rtt 10000s window 10000000 advmss 65495",
        "route add 10.75.2.0/24 dev eth0 advmss 4294967295 window 4294967295",
        "route add 10.75.3.0/24 dev eth0 rtt lock 80ms window lock 9 advmss lock 1000 rttvar 9ms",
        "route add 10.76.0.0/16 dev eth0 table 100",
        "route add default dev eth0 table 101",
        "rule add from 10.1.0.1 table 100",
    )
    ns.ip(*[f"route add {address}/{length} via 10.1.0.2" for length, address in spread(4)])
    errors = ns.ip("nexthop add id 1 via 10.1.0.3 dev eth0", f"nexthop add id 2 dev {LONG}",
                   "route add 10.71.1.0/24 nhid 1", "route add 10.71.2.0/24 nhid 2", may_fail=True)
    for error in errors:
        tap.note(f"left out: {error}")


def spread(version):
    """One network for each prefix length."""
    base, bits = (ipaddress.ip_address("45.103.214.233"), 32) if version == 4 else (
        ipaddress.ip_address("2001:db8:7f3e:91a2:b4c5:d6e7:f809:1a2b"), 128)
    for length in range(2, bits + 1):
        yield length, ipaddress.ip_network((int(base), length), strict=False).network_address


def routes_inet6(ns):
    """IPv6: global, link-local, defaults, expiring, every type, multipath, metrics, tables, many lengths."""
    two_devices(ns)
    ns.ip(
        *bridge("down0"),
        "addr add fe80::1/64 dev eth0 nodad", "addr add fd01::1/64 dev eth0 nodad",
        "addr add fd02::1/128 dev eth0 nodad", "addr add fd03::1/64 dev eth0 noprefixroute nodad",
        "addr add fd04::1 peer fd04::2 dev eth0 nodad",
        "-6 route add default via fe80::99 dev eth0", "-6 route add default via fd01::5 metric 2048",
        "-6 route add fd77::/64 dev eth0 expires 1000", "-6 route add fd78::/48 via fd01::5 mtu 1400 advmss 1200 expires 2000",
        "-6 route add fd79::/33 via fd01::99 proto ra pref high",
        "-6 route add fd7a::/33 via fd01::99 proto ra pref low",
        "-6 route add unreachable fd80::/16", "-6 route add blackhole fd81::/16",
        "-6 route add prohibit fd82::/16", "-6 route add throw fd83::/16",
        "-6 route add fd84::/16 nexthop via fd01::5 nexthop via fd01::99 weight 3",
        "-6 route add fd87::1 dev eth0", "-6 route add fd87::2/127 dev eth0 table 100",
        "-6 route add fd87:1234:5678:9abc:def0:1234:5678:9abc dev eth0 metric 4294967295",
        "-6 route add fd88::1 via fd01::5",
        f"-6 route add fd89::/64 dev {LONG} metric 2147483648",
        "-6 route add fd8a::/64 via fd01:2345:6789:abcd:ef01:2345:6789:abcd dev eth0 onlink",
        "-6 route add ::/1 dev eth0",
        "-6 route add ::ffff:1.2.3.4 dev eth0", "-6 route add ::1.2.3.4 dev eth0", "-6 route add ::ffff:0:0/96 dev eth0",
        "-6 route add ::1:2 dev eth0", "-6 route add 1:: dev eth0", "-6 route add 1:0:0:2:0:0:0:3 dev eth0",
        "-6 route add local fd90::/64 dev lo", "-6 route add anycast fd91::1 dev eth0",
        "-6 route add multicast ff0e::/16 dev eth0",
        "link set down0 up", "-6 route add fd92::/64 dev down0", "-6 route add fd93::/64 dev down0 table 7",
        "-6 rule add to fd99::/64 table 100",
    )
    ns.ip(*[f"-6 route add {address}/{length} via fd01::7" for length, address in spread(6)])
    errors = ns.ip("nexthop add id 11 via fd01::5 dev eth0", "-6 nexthop add id 14 blackhole",
                   "-6 route add fd85:1::/32 nhid 11", "-6 route add fd86::/16 nhid 14",
                   "-6 route add fd88::/16 from fd01::/64 via fd01::5", may_fail=True)
    for error in errors:
        tap.note(f"left out: {error}")


def many_routes(ns, count=3000, seed=20251123):
    """More than one datagram of a dump, every length, several metrics; the same each time."""
    two_devices(ns)
    ns.ip("addr add fd01::1/64 dev eth0 nodad")
    dice = random.Random(seed)
    inet, inet6 = [], []
    for _ in range(count):
        length = dice.randint(3, 32)
        network = ipaddress.ip_network((dice.randint(0x0B000000, 0xDF000000), length), strict=False)
        target = dice.choice(("via 10.1.0.2", "via 10.2.0.2", "dev eth0", f"dev {LONG}"))
        inet.append(f"route replace {network} {target} metric {dice.randint(0, 20)}")
        length = dice.randint(4, 128)
        network = ipaddress.ip_network((dice.getrandbits(125) | 1 << 125, length), strict=False)
        target = dice.choice(("via fd01::2", "via fd01::3", "dev eth0", f"dev {LONG}"))
        inet6.append(f"-6 route replace {network} {target} metric {dice.randint(1, 20)}")
    ns.ip(*inet, *inet6)


def router_advertisement(ns, router):
    """Routes as autoconfiguration makes them: an advertisement from `router`, heard by `ns` on ra0."""
    quiet(ns)
    quiet(router)
    ns.veth("ra0", "ra1", router)
    ns.sysctl(ipv6__conf__ra0__accept_ra=2, ipv6__conf__ra0__dad_transmits=0)
    ns.ip("addr add fe80::10/64 dev ra0 nodad")
    router.ip("addr add fe80::1/64 dev ra1 nodad")

    prefix = struct.pack("!BBBBIII16s", 3, 4, 64, 0xC0, 7200, 3600, 0, socket.inet_pton(socket.AF_INET6, "2001:db8:1::"))
    onlink = struct.pack("!BBBBIII16s", 3, 4, 48, 0x80, 0xFFFFFFFF, 0xFFFFFFFF, 0,
                         socket.inet_pton(socket.AF_INET6, "2001:db8:2::"))
    route = struct.pack("!BBBBI8s", 24, 2, 56, 0x08, 1800, socket.inet_pton(socket.AF_INET6, "2001:db8:3::")[:8])
    mtu = struct.pack("!BBHI", 5, 1, 0, 1400)
    text = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + prefix + onlink + route + mtu
    ns.sysctl(ipv6__conf__ra0__accept_ra_rt_info_max_plen=64)
    with router.entered():
        with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as raw:
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            scope = socket.if_nametoindex("ra1")
            raw.bind(("fe80::1", 0, 0, scope))

            def heard():
                raw.sendto(text, ("ff02::1", 0, 0, scope))
                rows = ns.ip_json("-6", "route", "show", "proto", "ra")
                return any(row["dst"] == "default" for row in rows)

            netns.wait(heard, "the route of a router advertisement", pause=0.05)


def neighbours(ns):
    """IPv4 neighbours in every state, on several devices, proxies with and without a device, names, many. Their timers
    are stopped, as far as a kernel can: nothing is probed, reachable stays so."""
    two_devices(ns)
    for name in ("eth0", LONG):
        ns.sysctl(**{f"ipv4__neigh__{name}__{key}": value for key, value in (
            ("base_reachable_time_ms", 3600000), ("retrans_time_ms", 3600000), ("delay_first_probe_time", 3600))})
    # The reachable time of a device is drawn anew from the base when the kernel sees an entry confirmed; whichever it
    # draws is longer than a test.
    lines = [f"neigh add 10.1.0.{n} lladdr 02:00:00:00:aa:{n:02x} nud {state} dev eth0" for n, state in (
        (5, "permanent"), (6, "reachable"), (7, "stale"), (8, "delay"), (9, "probe"), (10, "noarp"), (254, "permanent"))]
    lines += [
        "neigh add 10.1.0.11 nud incomplete dev eth0", "neigh add 10.1.0.12 nud failed dev eth0",
        "neigh add 10.1.0.13 nud none dev eth0",
        "neigh add 10.1.0.15 lladdr 02:00:00:00:aa:15 extern_learn dev eth0",
        "neigh add 10.1.0.16 lladdr 02:00:00:00:aa:16 router nud permanent dev eth0",
        "neigh add 224.0.0.5 lladdr 01:00:5e:00:00:05 nud noarp dev eth0",
        "neigh add 0.0.0.0 lladdr ff:ff:ff:ff:ff:ff nud permanent dev eth0",
        f"neigh add 10.1.0.5 lladdr fe:dc:ba:98:76:54 nud stale dev {LONG}",
        f"neigh add 10.2.0.5 lladdr fe:dc:ba:98:76:54 nud permanent dev {LONG}",
        "neigh add 10.3.0.5 dev lo lladdr 02:00:00:00:00:01 nud permanent",
        "neigh add proxy 10.1.0.5 dev eth0", "neigh add proxy 10.1.0.99 dev eth0", f"neigh add proxy 10.9.0.99 dev {LONG}",
        "neigh add proxy 10.3.0.6 dev lo", "neigh add proxy 10.1.0.98",
    ]
    lines += [f"neigh add 10.1.{n % 7 + 1}.{n} lladdr 02:00:00:00:bb:{n:02x} nud permanent dev eth0" for n in range(1, 120)]
    ns.ip(*lines)


def point_to_point(ns):
    """A tun device (a Skip where there are none): no carrier, no link address."""
    netns.need_kind("tun")
    ns.ip("tuntap add dev tun0 mode tun", "addr add 10.3.0.1 peer 10.3.0.2 dev tun0", "link set tun0 up")


@contextlib.contextmanager
def typed_devices(ns, types):
    """Tun devices, up, whose hardware types (ARPHRD_) are `types`, by name; a Skip where there are none. They are there
    as long as the with block is. The kernel gives each the length of link address that its type has."""
    netns.need_kind("tun")
    tunsetiff, tunsetlink, tun_without_header = 0x400454CA, 0x400454CD, 0x1001
    with contextlib.ExitStack() as stack:
        for name, number in types.items():
            with ns.entered():
                device_file = stack.enter_context(open("/dev/net/tun", "r+b", buffering=0))
                fcntl.ioctl(device_file, tunsetiff, struct.pack("16sH22x", name.encode(), tun_without_header))
                fcntl.ioctl(device_file, tunsetlink, number)
        ns.ip(*[f"link set {name} up" for name in types])
        yield


def frames(ns, device_name, count=10, size=60, kind=0x88B5):
    """Send Ethernet frames of a local experimental type out of a device."""
    with ns.entered(), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((device_name, kind))
        for _ in range(count):
            raw.send(b"\xff" * 6 + b"\x02\0\0\0\0\1" + struct.pack("!H", kind) + bytes(size - 14))
