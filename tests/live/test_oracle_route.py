#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`netstat -r` and `route` beside net-tools' over every kind of route, byte for byte."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

EXTENDED = ("", "-e", "-ee", "-eee", "-eeee")
IPV6_ONLY = ("-6", "--inet6", "-A inet6")


def subsets(letters):
    for size in range(len(letters) + 1):
        yield from itertools.combinations(letters, size)


def matrix(tool, letters, extended, families):
    """A command line for every set of letters × amount of -e × family."""
    for family in families:
        for extend in extended:
            for chosen in subsets(letters):
                words = [tool] + (["-r"] if tool == "netstat" else [])
                if chosen:
                    words.append("-" + "".join(chosen))
                yield " ".join(words + [word for word in (extend, family) if word])


LONG_FORMS = (
    "netstat --route", "netstat --route --numeric", "netstat --route --numeric-hosts", "netstat --route --numeric-ports",
    "netstat --route --numeric-users", "netstat --route --numeric-hosts --numeric-ports --numeric-users",
    "netstat --route --extend --numeric", "netstat --route --extend --extend -n", "netstat --route --verbose -n",
    "netstat --route --all -n", "netstat --route --fib -n", "netstat --rout --numeric-h --ext",
    "netstat -nr", "netstat -n -r -e", "netstat -rnee", "netstat -eern", "netstat -nvera", "netstat -rnvF",
    "route --numeric", "route --num --ext", "route --extend --extend -n", "route --verbose -n", "route --fib -n",
    "netstat -rN", "netstat -r --symbolic", "netstat -rNee", "netstat -r6N", "netstat -rNn", "route -N", "route --symbolic -e", "route -6N",
    "netstat -r --rfcomm -n", "netstat -rntuwlpo", "netstat -rn2US --groups", "netstat -r -4 -4", "route -n46 -A inet",
    "route -nee", "route -een", "route -e -n -e", "route -nvF", "route -n -v -v -F",
)
FAMILIES = (
    "-4", "-6", "--inet", "--inet6", "--ip", "-A inet", "-A inet6", "-A inet,inet6", "-A inet6,inet", "-A inet,inet",
    "--protocol=inet", "--protocol=inet6", "--protocol inet6", "--protocol=inet,inet6", "--prot=inet6,inet",
    "-A tcpip", "-A ip,inet6", "-A inet6,tcpip", "-4 -6", "-6 -4", "-46", "-64", "-6 -A inet", "--inet6 --inet", "-A inet6 -4 -6",
)
CACHES = ("-C", "-Ce", "-Cee", "-Ceee", "-nC", "-nCv", "-6C", "-6nC", "-4nC", "--cache", "-CF", "-FC", "-6CF", "-nCe --fib")


def families(tool, mode):
    return [f"{tool} {mode} {family}" for family in FAMILIES] + [f"{tool} {family} {mode}" for family in FAMILIES]


def caches():
    """The cache's headings: the namespaces here have learnt no route."""
    return [f"netstat -r {words}" for words in CACHES] + [f"route {words}" for words in CACHES]


def test_inet():
    with netns.Namespace(etc=states.ETC) as ns:
        states.routes_inet(ns)
        oracle.compare_all(ns, "inet", matrix("netstat", "nvaF", EXTENDED, ("",)))
        oracle.compare_all(ns, "inet", matrix("route", "nvF", EXTENDED, ("", "-4", "-A inet")))
        oracle.compare_all(ns, "inet", LONG_FORMS)
        oracle.compare_all(ns, "inet", caches())


def test_inet6():
    netns.need_ipv6()
    with netns.Namespace(etc=states.ETC) as ns:
        states.routes_inet6(ns)
        oracle.compare_all(ns, "inet6", matrix("netstat", "nvaF", ("", "-e", "-ee", "-eee"), ("-6",)))
        oracle.compare_all(ns, "inet6", matrix("route", "nvF", ("", "-e", "-ee", "-eee"), IPV6_ONLY))
        oracle.compare_all(ns, "both", families("netstat", "-rn"))
        oracle.compare_all(ns, "both", families("netstat", "-r"))
        oracle.compare_all(ns, "both", families("netstat", "-rnee"))
        oracle.compare_all(ns, "both", families("route", "-n"))
        oracle.compare_all(ns, "both", families("route", "-e"))


FEW = ("netstat -r", "netstat -rn", "netstat -rne", "netstat -rnee", "route -n", "route -nee", "netstat -rn -6",
       "netstat -r -6", "route -n6", "netstat -rn -A inet,inet6", "netstat -rn -A inet6,inet")


def test_many_routes():
    with netns.Namespace() as ns:
        states.many_routes(ns)
        oracle.compare_all(ns, "thousands", FEW)


def test_no_table():
    """A namespace in which nothing was ever up has no table main: net-tools prints the heading and exits 1."""
    with netns.Namespace() as ns:
        oracle.compare_all(ns, "no table", FEW + tuple(caches()))


def test_no_routes():
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        oracle.compare_all(ns, "no routes", FEW)
        ns.ip("link set lo down")
        oracle.compare_all(ns, "no routes any more", FEW)


def test_no_ipv6():
    with netns.Namespace() as ns:
        ns.sysctl(ipv6__conf__all__disable_ipv6=1, ipv6__conf__default__disable_ipv6=1)
        states.quiet(ns)
        states.device(ns, "eth0")
        ns.ip("addr add 10.1.0.1/24 dev eth0")
        oracle.compare_all(ns, "IPv6 off", FEW)


def test_down_and_linkdown():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("addr add fd01::1/64 dev eth0 nodad", f"addr add fd02::1/64 dev {states.LONG} nodad",
              "route add 10.5.0.0/16 via 10.1.0.9", f"route add 10.6.0.0/16 dev {states.LONG}",
              "-6 route add fd05::/64 via fd01::9", f"-6 route add fd06::/64 dev {states.LONG}")
        ns.ip("link set peer0 down")
        oracle.compare_all(ns, "no carrier", FEW)
        ns.ip("link set eth0 down")
        oracle.compare_all(ns, "down", FEW)
        ns.ip(f"link del {states.LONG}")
        oracle.compare_all(ns, "gone", FEW)


def test_other_tables_are_not_shown():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("route add default dev eth0 table 7", "route add 10.9.0.0/16 dev eth0 table 252",
              "route add 10.10.0.0/16 dev eth0 table default", "rule add table 7", "-6 route add fd09::/64 dev eth0 table 7",
              "rule del table main", "-6 rule add table 7")
        oracle.compare_all(ns, "rules", FEW)


def test_names_of_interfaces():
    """Names of one and of 15 characters, and UTF-8, are printed as they are."""
    with netns.Namespace() as ns:
        states.quiet(ns)
        for number, name in enumerate(("x", "12", states.LONG, "a.b-c_d+e,f", states.UTF8, "\u00e9" * 7, "\u65e5\u672c")):
            states.device(ns, name, f"peer{number}")
            ns.ip_words("addr", "add", f"10.{number}.0.1/24", "dev", name)
            ns.ip_words("addr", "add", f"fd0{number}::1/64", "dev", name, "nodad")
            ns.ip_words("route", "add", f"10.{number}.9.0/24", "via", f"10.{number}.0.9", "advmss", "1000")
        oracle.compare_all(ns, "names", FEW)


def test_point_to_point():
    netns.need_kind("tun")
    with netns.Namespace() as ns:
        states.quiet(ns)
        ns.ip("tuntap add dev tun0 mode tun", "addr add 10.3.0.1 peer 10.3.0.2 dev tun0", "link set tun0 up",
              "addr add fd03::1 peer fd03::2 dev tun0 nodad", "route add 10.4.0.0/16 via 10.3.0.2",
              "route add 10.5.0.0/16 dev tun0", "-6 route add fd05::/64 dev tun0")
        oracle.compare_all(ns, "tun", FEW)


def test_vrf():
    netns.need_kind("vrf")
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("link add red type vrf table 10", "link set red up", f"link set {states.LONG} master red",
              "route add default via 10.2.0.9 table 10", "addr add fd07::1/64 dev red nodad")
        oracle.compare_all(ns, "vrf", FEW)


def test_kinds_of_links():
    for kind, words in (("vlan", "link add link eth0 name vlan5 type vlan id 5"),
                        ("macvlan", "link add link eth0 name mac0 type macvlan"),
                        ("ipip", "link add ipip0 type ipip local 10.1.0.1 remote 10.1.0.2"),
                        ("sit", "link add sit5 type sit local 10.1.0.1 remote 10.1.0.2")):
        with tap.case(f"routes over {kind}"):
            netns.need_kind(kind)
            with netns.Namespace() as ns:
                states.two_devices(ns)
                name = words.split(" name ")[1].split()[0] if " name " in words else words.split()[2]
                ns.ip(words, f"addr add 10.8.0.1/24 dev {name}", f"link set {name} up",
                      f"-6 route add fd08::/64 dev {name}")
                for line in FEW:
                    oracle.compare(ns, line)


def test_autoconfigured_ipv6():
    netns.need_ipv6()
    with netns.Namespace() as ns, netns.Namespace() as router:
        states.router_advertisement(ns, router)
        rows = oracle.run_theirs(ns, "netstat -rn6").text()
        tap.true("UAe" in rows and "UGDAe" in rows, "the advertisement made no autoconfigured routes", *rows.splitlines())
        oracle.compare_all(ns, "advertised", FEW)


def test_wide():
    """-W opens our wide table: each row begins with net-tools' row."""
    with netns.Namespace(etc=states.ETC) as ns:
        states.routes_inet(ns)

        def begins(mine, other):
            if oracle.crashed(mine) or mine.status != other.status:
                return oracle.disagreement(mine, other)
            pairs = list(itertools.zip_longest(mine.lines(), other.lines(), fillvalue=""))
            wrong = [f"ours:   {a}\n# theirs: {b}" for a, b in pairs if not a.startswith(b) or not b]
            return wrong or None

        for line in ("netstat -rnW", "netstat -rW", "netstat -rnW4", "netstat -rn --wide"):
            with tap.case(f"begins with net-tools' row: {line}"):
                oracle.bracket(lambda l=line: oracle.run_ours(ns, l), lambda l=line: oracle.run_theirs(ns, l), begins)


REFUSED = (
    "netstat -r --no-such-option", "netstat -rq", "netstat -rn -I", "netstat -r -b", "netstat -r -i", "netstat -i -r",
    "netstat -r -M", "netstat -rM", "netstat -A nosuch -r", "netstat -r -A inet,nosuch", "netstat -r -A ''", "netstat -r -A",
    "netstat -r --protocol", "netstat -r --protocol=nosuch", "netstat -r --num", "netstat -r --route=x", "netstat --ro",
    "netstat --i", "netstat -r --ver", "netstat -rx", "netstat -r --unix", "netstat -rZ", "netstat -r --context", "netstat -r -A inet,unix",
    "netstat -r --econet", "netstat -r --ash", "netstat -r -A econet", "netstat -r -A ash", "netstat -r --bluetooth", "netstat -r -A irda",
    "netstat -r --ipx", "netstat -r -A ax25", "netstat -r --x25", "netstat -r -A netrom", "netstat -r --rose", "netstat -r -A ddp",
    "netstat -r -A ipx,unix", "netstat -r -A unix,ipx", "route --ipx", "route -A rose", "route -A unix", "route -A irda", "netstat -r -A link", "netstat -r -A ipv6",
    "route foo", "route -n 5", "route -n foo bar", "route show", "route -net", "route -A nosuch", "route -A inet,nosuch",
)


def test_refused_command_lines():
    """The words are each program's own; the exit status is net-tools', and something is said where it says something."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        oracle.compare_all(ns, "refused", REFUSED, text=False)


def test_stray_words():
    """net-tools' netstat ignores words after its options and exits 0; its route exits 3."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        oracle.compare_all(ns, "stray", ("netstat -r foo", "netstat -rn 5", "netstat -rn foo 5", "route -n foo"), text=False)


# The differences kept on purpose. Each literal is the whole of what ours prints.

ROUTE_USAGE = {"-q": "-q", "-nq": "-q", "-r": "'r'", "-i": "'i'", "-f": "-f", "--no-such-option": "--no-such-option", "-A": "'A'", "-nA": "'A'",
               "--ver": "--ver", "--numeric-hosts": "--numeric-hosts", "-n --route": "--route", "--fib=x": "--fib"}


def test_kept_routes_unknown_options_are_errors():
    """net-tools' route prints its usage on stdout and exits 0; a script that asks for what is not there should learn it."""
    with netns.Namespace() as ns:
        one_device(ns)
        for words, named in ROUTE_USAGE.items():
            with tap.case(f"kept: route {words}"):
                other, mine = oracle.run_theirs(ns, f"route {words}"), oracle.run_ours(ns, f"route {words}")
                tap.true(other.status == 0 and b"Usage: route" in other.stdout, f"net-tools' has become another: {other.status}")
                tap.equal((mine.status, mine.stdout), (3, b""), "exit status and stdout")
                tap.true(named.encode() in mine.stderr, f"the message does not name {named}", mine.stderr)


def test_kept_route_has_all_and_wide():
    """-a and -W as in netstat; net-tools' route knows neither."""
    with netns.Namespace() as ns:
        one_device(ns)
        plain, wide = oracle.run_ours(ns, "route -n").ok().stdout, oracle.run_ours(ns, "netstat -rneW").ok().stdout
        for line, want in (("route -na", plain), ("route -n --all", plain), ("route -nW", wide), ("route -n --wide", wide), ("route -naW", wide)):
            with tap.case(f"kept: {line}"):
                tap.true(b"option" in oracle.run_theirs(ns, line).stderr, "net-tools' knows this option now")
                tap.equal(oracle.run_ours(ns, line).ok().stdout, want, "what it shows")


def test_kept_statistics_of_routing():
    """-r and -s together, which net-tools refuses."""
    with netns.Namespace() as ns:
        one_device(ns)
        for line in ("netstat -rs", "netstat -s -r", "netstat --route --statistics"):
            with tap.case(f"kept: {line}"):
                tap.equal(oracle.run_theirs(ns, line).status, 3, "net-tools' exit status")
                text = oracle.run_ours(ns, line).ok().text()
                tap.true(text.startswith("routing:\n\t"), "no statistics", text)


def test_kept_a_mode_given_twice():
    with netns.Namespace() as ns:
        one_device(ns)
        for line in ("netstat -rnr", "netstat -i --interfaces"):
            with tap.case(f"kept: {line}"):
                tap.equal(oracle.run_theirs(ns, line).status, 3, "net-tools' exit status")
                once = line.replace("-rnr", "-rn").replace(" --interfaces", "")
                tap.equal(oracle.run_ours(ns, line).ok().stdout, oracle.run_ours(ns, once).ok().stdout, "what it shows")


def test_kept_f_is_no_family():
    """-f is rfcomm in net-tools and a family everywhere else: neither is guessed."""
    with netns.Namespace() as ns:
        one_device(ns)
        for line in ("netstat -rn -f inet", "netstat -rnf inet", "netstat -f inet -rn", "netstat -if", "netstat -rnd"):
            with tap.case(f"kept: {line}"):
                tap.equal(oracle.run_theirs(ns, line).status, 0, "net-tools' exit status")
                mine = oracle.run_ours(ns, line)
                tap.equal((mine.status, mine.stdout), (3, b""), "exit status and stdout")
                hint = [b"-d", b"freebsd"] if line.endswith("d") else [b"-f", b"freebsd", b"family"]
                tap.true(all(word in mine.stderr for word in hint), "no hint", mine.stderr)


KEPT_REJECTED = {
    "netstat -rn": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0
10.96.0.0       -               255.255.0.0     !         - -          - -
10.99.0.0       -               255.255.0.0     !         - -          - -
10.99.1.1       -               255.255.255.255 !H        - -          - -
""",
    "route -n": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0
10.96.0.0       -               255.255.0.0     !     0      -        0 -
10.99.0.0       -               255.255.0.0     !     0      -        0 -
10.99.1.1       -               255.255.255.255 !H    7      -        0 -
""",
    "netstat -rnee": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface    MSS   Window irtt
10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0     0     0      0
10.96.0.0       -               255.255.0.0     !     0      -        0 -        -     -      -
10.99.0.0       -               255.255.0.0     !     0      -        0 -        -     -      -
10.99.1.1       -               255.255.255.255 !H    7      -        0 -        -     -      -
""",
}


def one_device(ns):
    states.quiet(ns)
    states.device(ns, "eth0", "peer0")
    ns.ip("addr add 10.1.0.1/24 dev eth0")


def literal(text):
    return lambda rows: text.encode("utf-8", "surrogateescape").split(b"\n")


def keep(ns, table):
    for line, text in table.items():
        with tap.case(f"kept: {line}"):
            oracle.kept_difference(ns, line, literal(text))


def test_kept_blackhole_and_throw_are_rejected():
    with netns.Namespace() as ns:
        one_device(ns)
        ns.ip("route add throw 10.96.0.0/16", "route add blackhole 10.99.0.0/16", "route add blackhole 10.99.1.1 metric 7")
        keep(ns, KEPT_REJECTED)


def test_kept_blackhole_nexthop_is_rejected():
    with netns.Namespace() as ns:
        one_device(ns)
        if ns.ip("nexthop add id 4 blackhole", may_fail=True):
            raise tap.Skip("this kernel has no nexthop objects")
        ns.ip("route add 10.99.0.0/16 nhid 4")
        for compat in (1, 0):
            ns.sysctl(ipv4__nexthop_compat_mode=compat)
            with tap.case(f"kept: a blackhole nexthop object, compat mode {compat}"):
                oracle.kept_difference(ns, "netstat -rn", literal("""\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0
10.99.0.0       -               255.255.0.0     !         - -          - -
"""))


KEPT_MULTIPATH = {
    "netstat -rn": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
0.0.0.0         10.1.0.254      0.0.0.0         UG        0 0          0 eth0
0.0.0.0         10.2.0.254      0.0.0.0         UG        0 0          0 fifteen-chars15
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0
10.2.0.0        0.0.0.0         255.255.255.0   U         0 0          0 fifteen-chars15
10.70.0.0       10.1.0.2        255.255.0.0     UG     1340 4096       0 eth0
10.70.0.0       10.2.0.3        255.255.0.0     UG     1340 4096       0 fifteen-chars15
10.70.0.0       0.0.0.0         255.255.0.0     U      1340 4096       0 eth0
""",
    "route -n": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         10.1.0.254      0.0.0.0         UG    20     0        0 eth0
0.0.0.0         10.2.0.254      0.0.0.0         UG    20     0        0 fifteen-chars15
10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0
10.2.0.0        0.0.0.0         255.255.255.0   U     0      0        0 fifteen-chars15
10.70.0.0       10.1.0.2        255.255.0.0     UG    0      0        0 eth0
10.70.0.0       10.2.0.3        255.255.0.0     UG    0      0        0 fifteen-chars15
10.70.0.0       0.0.0.0         255.255.0.0     U     0      0        0 eth0
""",
    "route": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
default         gw.example.org  0.0.0.0         UG    20     0        0 eth0
default         10.2.0.254      0.0.0.0         UG    20     0        0 fifteen-chars15
10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0
10.2.0.0        0.0.0.0         255.255.255.0   U     0      0        0 fifteen-chars15
10.70.0.0       10.1.0.2        255.255.0.0     UG    0      0        0 eth0
10.70.0.0       10.2.0.3        255.255.0.0     UG    0      0        0 fifteen-chars15
10.70.0.0       0.0.0.0         255.255.0.0     U     0      0        0 eth0
""",
}


def test_kept_every_next_hop_is_a_row():
    with netns.Namespace(etc=states.ETC) as ns:
        states.two_devices(ns)
        ns.ip("route add default metric 20 nexthop via 10.1.0.254 weight 2 nexthop via 10.2.0.254",
              "route add 10.70.0.0/16 advmss 1300 window 4096 "
              "nexthop via 10.1.0.2 nexthop via 10.2.0.3 weight 9 nexthop dev eth0")
        keep(ns, KEPT_MULTIPATH)


def test_kept_every_next_hop_of_a_group_is_a_row():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        if ns.ip("nexthop add id 1 via 10.1.0.3 dev eth0", f"nexthop add id 2 via 10.2.0.3 dev {states.LONG}",
                 "nexthop add id 3 group 1/2,5", may_fail=True):
            raise tap.Skip("this kernel has no nexthop groups")
        ns.ip("route add 10.71.0.0/16 nhid 3")
        for compat in (1, 0):
            ns.sysctl(ipv4__nexthop_compat_mode=compat)
            with tap.case(f"kept: a nexthop group, compat mode {compat}"):
                oracle.kept_difference(ns, "netstat -rn", literal("""\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0
10.2.0.0        0.0.0.0         255.255.255.0   U         0 0          0 fifteen-chars15
10.71.0.0       10.1.0.3        255.255.0.0     UG        0 0          0 eth0
10.71.0.0       10.2.0.3        255.255.0.0     UG        0 0          0 fifteen-chars15
"""))


def test_nexthop_objects_without_compat_mode():
    """The kernel then names only the object; a single one shows as net-tools shows it."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        if ns.ip("nexthop add id 1 via 10.1.0.3 dev eth0", f"nexthop add id 2 dev {states.LONG}",
                 "-6 nexthop add id 5 via fe80::5 dev eth0", may_fail=True):
            raise tap.Skip("this kernel has no nexthop objects")
        ns.ip("route add 10.71.1.0/24 nhid 1", "route add 10.71.2.0/24 nhid 2", "-6 route add fd71::/64 nhid 5")
        ns.sysctl(ipv4__nexthop_compat_mode=0)
        oracle.compare_all(ns, "nexthop objects", FEW)


def test_kept_gateway_of_another_family():
    with netns.Namespace(etc=states.ETC) as ns:
        states.two_devices(ns)
        ns.ip("route add 10.72.0.0/16 via inet6 fe80::1 dev eth0",
              f"route add 10.72.1.0/24 nexthop via inet6 fe80::2 dev eth0 nexthop via 10.2.0.9 dev {states.LONG}")
        keep(ns, {"netstat -rn": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0
10.2.0.0        0.0.0.0         255.255.255.0   U         0 0          0 fifteen-chars15
10.72.0.0       fe80::1         255.255.0.0     UG        0 0          0 eth0
10.72.1.0       fe80::2         255.255.255.0   UG        0 0          0 eth0
10.72.1.0       10.2.0.9        255.255.255.0   UG        0 0          0 fifteen-chars15
"""})


def test_kept_gateway_of_another_family_is_whole():
    """A gateway that is longer than its column pushes the row, since half an address is a wrong one."""
    with netns.Namespace() as ns:
        one_device(ns)
        ns.ip("route add 10.72.0.0/16 via inet6 fd01:2345:6789:abcd:ef01:2345:6789:abcd dev eth0 onlink")
        keep(ns, {"route -n": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0
10.72.0.0       fd01:2345:6789:abcd:ef01:2345:6789:abcd 255.255.0.0     UG    0      0        0 eth0
"""})


def test_kept_hostile_names_are_escaped():
    with netns.Namespace() as ns:
        states.quiet(ns)
        for number, name in enumerate((states.HOSTILE, "a\udcffb", "back\\slash", "bell\a", "del\x7f", "mark\u202ex")):
            states.device(ns, name, f"peer{number}")
            ns.ip_words("addr", "add", f"10.{number}.0.1/24", "dev", name)
        keep(ns, {
            "netstat -rn": """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
10.0.0.0        0.0.0.0         255.255.255.0   U         0 0          0 e\\x1b[31mx
10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 a\\xffb
10.2.0.0        0.0.0.0         255.255.255.0   U         0 0          0 back\\x5cslash
10.3.0.0        0.0.0.0         255.255.255.0   U         0 0          0 bell\\x07
10.4.0.0        0.0.0.0         255.255.255.0   U         0 0          0 del\\x7f
10.5.0.0        0.0.0.0         255.255.255.0   U         0 0          0 mark\\xe2\\x80\\xaex
""",
        })


if __name__ == "__main__":
    tap.main(globals())
