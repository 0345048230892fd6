#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Names: as net-tools prints them, many at once, each address once, and not a moment longer than was said.

The name server is this test: a socket on the loopback of the namespace, which swallows what it is asked, or
answers at once, or later.
"""
import collections
import contextlib
import os
import re
import select
import shlex
import signal
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

LIMIT_S = 1.8
DNS = {
    "nsswitch.conf": "hosts: files dns\nnetworks: files\n",
    "resolv.conf": "nameserver 127.0.0.1\noptions timeout:30 attempts:1\n",
}


class Server:
    """A name server at 127.0.0.1 of a namespace. PTR of 10.1.0.N is hN.example after `delay` seconds; None: never."""

    def __init__(self, ns, delay=0.0):
        with ns.entered():
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind(("127.0.0.1", 53))
        self.delay = delay
        self.asked = collections.Counter()

    def __enter__(self):
        self.reader, self.writer = os.pipe()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        os.close(self.writer)
        self.thread.join()
        os.close(self.reader)
        self.socket.close()
        return False

    def _serve(self):
        later = collections.deque()
        while True:
            wait = max(0, later[0][0] - time.monotonic()) if later else None
            ready, _, _ = select.select([self.socket, self.reader], [], [], wait)
            if self.reader in ready:
                return
            if self.socket in ready:
                text, sender = self.socket.recvfrom(512)
                labels, end = [], 12
                while text[end]:
                    labels.append(text[end + 1:end + 1 + text[end]].decode())
                    end += 1 + text[end]
                self.asked[".".join(labels)] += 1
                if self.delay is not None:
                    later.append((time.monotonic() + self.delay, self._answer(text[:end + 5], labels), sender))
            while later and later[0][0] <= time.monotonic():
                _, answer, sender = later.popleft()
                self.socket.sendto(answer, sender)

    @staticmethod
    def _answer(question, labels):
        """RFC 1035: one PTR record; NXDOMAIN for what is not 10.1.0.N."""
        if labels[1:4] != ["0", "1", "10"]:
            return question[:2] + struct.pack("!HHHHH", 0x8183, 1, 0, 0, 0) + question[12:]
        host = f"h{labels[0]}".encode()
        name = bytes([len(host)]) + host + b"\x07example\x00"
        record = struct.pack("!HHHIH", 0xC00C, 12, 1, 60, len(name)) + name
        return question[:2] + struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0) + question[12:] + record


@contextlib.contextmanager
def world(etc=None, routes=(), neighbours=()):
    """A namespace with 10.1.0.0/16 on eth0, and routes and neighbours by the last byte(s) of their gateway or address."""
    with netns.Namespace(etc=etc) as ns:
        # A published address without a device outlives its namespace in some kernels, and turns up in a later one.
        ns.ip(*[f"neigh del proxy {row['dst']}" for row in ns.ip_json("neigh", "show", "proxy")])
        ns.ip("link set lo up", "link add eth0 type veth peer name peer0", "link set peer0 up", "link set eth0 up",
              "addr add 10.1.0.1/16 dev eth0",
              *[f"route add 10.{100 + i // 250}.{i % 250}.0/24 via 10.1.0.{gateway}" for i, gateway in enumerate(routes)],
              *[f"neigh add 10.1.0.{n} lladdr 02:00:00:00:00:{n:02x} dev eth0" for n in neighbours])
        yield ns


def hosts(names):
    return "127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for address, name in names.items())


def timed(ns, line, limit=LIMIT_S):
    begin = time.monotonic()
    result = oracle.run_ours(ns, line)
    took = time.monotonic() - begin
    tap.true(took < limit, f"{line}: took {took:.2f} s")
    tap.true(result.status == 0, f"{line}: exit status {result.status}", *result.stderr.splitlines())
    return result


def missing(result):
    """How many names are missing, as stderr says: one line, or none where none is."""
    if not result.stderr:
        return 0
    match = re.fullmatch(rb"\w+: (\d+) of (\d+) names missing: .*\n", result.stderr)
    tap.true(match, "stderr does not say how many names are missing", *result.stderr.splitlines())
    return int(match[1])


def net_tools_routes(ns, line, names):
    """net-tools' own numeric text with the names that it would have found: `default`, and cut to 15 characters."""
    rows = []
    for row in oracle.run_theirs(ns, line).ok().text().splitlines():
        words = row.split()
        if re.match(r"\d", row):
            target = "default" if words[0] == words[2] == "0.0.0.0" else names.get(words[0], words[0])
            row = f"{target[:15]:15} {names.get(words[1], words[1])[:15]:15} {row[32:]}"
        rows.append(row + "\n")
    return "".join(rows)


def net_tools_arp(ns, line, names):
    """The same for arp -a."""
    def named(match):
        return f"{names.get(match[2], '?')} ({match[2]})"

    return re.sub(r"^(\?) \(([\d.]+)\)", named, oracle.run_theirs(ns, line).ok().text(), flags=re.M)


# Beside net-tools where net-tools can wait for it -----------------------------------------------------

NAMES = {
    "10.1.0.2": "gw",
    "10.1.0.3": "fourteen-chars",
    "10.1.0.4": "fifteen-chars-x",
    "10.1.0.5": "sixteen-chars-xy",
    "10.1.0.6": "twenty-three-chars-long",
    "10.1.0.7": "twenty-four-chars-long-x",
    "10.1.0.8": "a-very-long-host-name.with.a.domain.example.org",
    "10.1.0.9": "e\u0301te\u0301",
    "10.77.0.1": "the-host-of-a-route.example.org",
    "fd01::5": "six.example.org",
    "fd01::6": "another-very-long-host-name.with.a.domain.example.org",
    "fd77::": "netsix",
}
NETWORKS = """\
default 0.0.0.0
loopback 127.0.0.0
link-local 169.254.0.0
short 10.100
zeros 10.101.0.0
a-network-with-a-long-name 10.102.0.0
host-bits 10.100.1.7
"""
LINES = (
    "netstat -r", "netstat -re", "netstat -ree", "netstat -r --numeric-ports", "netstat -rv", "netstat -ra", "netstat -rF",
    "route", "route -e", "route -ee", "netstat -r4", "route -A inet",
    "arp", "arp -a", "arp -e", "arp -v", "arp -av", "arp -i eth0", "arp -a -i eth0",
)
LINES_INET6 = ("netstat -r6", "route -6", "netstat -r -A inet6", "route -6e", "netstat -r --inet6 --inet")


def fill(ns):
    ns.ip("addr add fd01::1/64 dev eth0 nodad", "route add default via 10.1.0.2", "route add 169.254.0.0/16 dev eth0",
          "route add 10.77.0.1 via 10.1.0.3", "route add 10.77.0.2 dev eth0", "route add 10.101.0.0/16 via 10.1.0.4",
          "route add 10.102.0.0/16 via 10.1.0.99", "route add 10.100.1.7 via 10.1.0.5",
          "route add unreachable 10.99.0.0/16", "neigh add proxy 10.1.0.6 dev eth0", "neigh add proxy 10.1.0.98 dev eth0",
          "-6 route add fd77::/64 via fd01::5", "-6 route add fd78::/64 via fd01::6", "-6 route add default via fd01::7")


def test_as_net_tools():
    with world({"hosts": hosts(NAMES), "networks": NETWORKS}, routes=(2, 3, 4, 5, 6, 7, 8, 9), neighbours=(*range(2, 10), 99)) as ns:
        fill(ns)
        oracle.compare_all(ns, "files", LINES)
        if os.path.exists("/proc/net/if_inet6"):
            oracle.compare_all(ns, "files", LINES_INET6)


def test_as_net_tools_by_dns():
    with world(DNS | {"hosts": hosts({"10.1.0.3": "from-a-file"}), "networks": NETWORKS}, routes=(2, 3, 4, 5), neighbours=(2, 3, 4)) as ns:
        fill(ns)
        with Server(ns):
            oracle.compare_all(ns, "dns", LINES)


def test_nobody_listens():
    """A refused query is an answer: numbers, and nothing is missing for want of time."""
    with world(DNS | {"hosts": hosts({})}, routes=(2, 3), neighbours=(2, 3)) as ns:
        oracle.compare_all(ns, "no server", ("netstat -r", "route", "arp", "arp -a"))


# A dead name server ----------------------------------------------------------------------------------

ROUTES = ("netstat -r", "route", "netstat -re", "route -ee")


def test_dead_server():
    with world(DNS, routes=range(2, 42), neighbours=range(2, 32)) as ns, Server(ns, delay=None):
        ns.ip("route add default via 10.1.0.2", "route add 10.77.0.1 via 10.1.0.3", "route add 10.77.0.2 dev eth0")
        for line in ROUTES:
            with tap.case(f"dead server: {line}"):
                result = timed(ns, line)
                tap.equal(result.text(), net_tools_routes(ns, line + " -n", {}), line)
                tap.equal(missing(result), 42, "names missing")
        for line in ("arp -a", "arp", "arp -e"):
            with tap.case(f"dead server: {line}"):
                result = timed(ns, line)
                tap.equal(result.stdout, oracle.run_theirs(ns, line + " -n").ok().stdout, line)
                tap.equal(missing(result), 30, "names missing")


def test_resolve_timeout():
    with world(DNS, routes=range(2, 12)) as ns, Server(ns, delay=None):
        numbers = net_tools_routes(ns, "netstat -rn", {})
        for words in ("--resolve-timeout 300", "--resolve-timeout=300"):
            with tap.case(f"resolve-timeout: {words}"):
                result = timed(ns, f"netstat -r {words}", limit=0.9)
                tap.equal(result.text(), numbers, "text")
                tap.equal(missing(result), 10, "names missing")
        with tap.case("resolve-timeout: a longer one is waited for"):
            begin = time.monotonic()
            result = oracle.run_ours(ns, "netstat -r --resolve-timeout 2000").stderr
            took = time.monotonic() - begin
            tap.true(result and took >= 2.0, f"took {took:.2f} s")
        with tap.case("resolve-timeout: none at all"):
            tap.equal(timed(ns, "netstat -r --resolve-timeout 0", limit=0.9).text(), numbers, "text")


def test_resolve_timeout_refused():
    with world() as ns:
        for value in ("", "x", "-1", "1x", "1.5", "99999999999999999999"):
            with tap.case(f"resolve-timeout refused: '{value}'"):
                result = oracle.run_ours(ns, ["netstat", "-r", f"--resolve-timeout={value}"])
                tap.true(result.status > 0 and not result.stdout, f"exit status {result.status}")
                tap.true(b"resolve-timeout" in result.stderr, "stderr does not name it", *result.stderr.splitlines())


def test_half_from_files():
    """What hangs hides nothing that does not, wherever it stands: more hang than are looked up at first."""
    every = range(2, 250)
    names = {f"10.1.0.{n}": f"host-number-{n}-of-many" for n in every if n % 2}
    networks = {f"10.100.{n}.0": f"net-number-{n}-of-many" for n in range(0, 200, 3)}
    etc = DNS | {"hosts": hosts(names), "networks": "".join(f"{name} {number}\n" for number, name in networks.items())}
    with world(etc, routes=every, neighbours=every) as ns, Server(ns, delay=None):
        for line in ROUTES:
            with tap.case(f"half from files: {line}"):
                result = timed(ns, line)
                tap.equal(result.text(), net_tools_routes(ns, line + " -n", names | networks), line)
                tap.equal(missing(result), len(every) - len(names), "names missing")
        with tap.case("half from files: arp -a"):
            result = timed(ns, "arp -a")
            tap.equal(result.text(), net_tools_arp(ns, "arp -an", names), "arp -a")
            tap.equal(missing(result), len(every) - len(names), "names missing")


# Many at once, each once ------------------------------------------------------------------------------

def test_many_at_once():
    """200 names of a server that takes 0.2 s for each: 40 s one after the other."""
    every = range(2, 202)
    names = {f"10.1.0.{n}": f"h{n}.example" for n in every}
    with world(DNS, routes=every, neighbours=every) as ns, Server(ns, delay=0.2):
        for line, want in (("netstat -r", net_tools_routes), ("route", net_tools_routes), ("arp -a", net_tools_arp)):
            with tap.case(f"many at once: {line}"):
                result = timed(ns, line)
                tap.equal(result.text(), want(ns, line + " -n", names), line)
                tap.equal(result.stderr, b"", "stderr")


def test_each_once():
    with world(DNS, routes=[2, 3] * 30, neighbours=(2, 3, 4)) as ns:
        ns.ip("route add default via 10.1.0.2", "route add 10.1.0.3 dev eth0")
        for line, want in (("netstat -r", (2, 3)), ("arp -a", (2, 3, 4)), ("netstat -rn", ()), ("arp -an", ())):
            with tap.case(f"each once: {line}"), Server(ns) as server:
                timed(ns, line)
                tap.equal(dict(server.asked), {f"{n}.0.1.10.in-addr.arpa": 1 for n in want}, "what was asked")


# What could go wrong ----------------------------------------------------------------------------------

def test_hostile_name():
    """A name is printed like all that comes from outside."""
    evil = b"127.0.0.1 localhost\n10.1.0.2 e\x1b[31mx\n10.1.0.3 \xff\xc3\xa9\n"
    with world({"hosts": evil}, routes=(2, 3), neighbours=(2, 3)) as ns:
        for line in ("netstat -r", "route", "arp -a", "arp"):
            with tap.case(f"hostile name: {line}"):
                text = timed(ns, line).stdout
                tap.true(b"e\\x1b[31mx" in text and b"\\xff\xc3\xa9" in text, "the names are not there", *text.splitlines())
                tap.true(not re.search(rb"[\x00-\x09\x0b-\x1f\x7f\xff]", text), "a control byte", *text.splitlines())


def inhabitants(ns):
    """The processes in the namespace but the one that holds it."""
    home = os.readlink(f"/proc/{ns.pid}/ns/net")
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if int(pid) != ns.pid and os.readlink(f"/proc/{pid}/ns/net") == home:
                found.append(int(pid))
    return found


def begin(ns, line, server):
    """Our program while its lookups hang."""
    words = line.split()
    process = ns.popen(words, executable=oracle.ours(words[0]), stdout=-1, stderr=-1)
    netns.wait(lambda: server.asked, "a query")
    return process


def test_nothing_stays_behind():
    with world(DNS, routes=range(2, 200)) as ns:
        for name, number in (("by itself", 0), ("by an interrupt", signal.SIGINT), ("killed", signal.SIGKILL)):
            with tap.case(f"nothing stays behind: {name}"), Server(ns, delay=None) as server:
                process = begin(ns, "netstat -r", server)
                tap.equal(len(inhabitants(ns)), 2, "processes while names are looked up")
                if number:
                    process.send_signal(number)
                process.communicate(timeout=10)
                tap.equal(process.returncode, -number, "exit status")
                netns.wait(lambda: not inhabitants(ns), "the end of the process that looks up names")


def test_reader_goes():
    """The output ends when the program does."""
    with world(DNS, routes=range(2, 200)) as ns, Server(ns, delay=None):
        started = time.monotonic()
        result = ns.run(["sh", "-c", f"{shlex.quote(oracle.ours('netstat'))} -r 2>/dev/null | cat"])
        took = time.monotonic() - started
        tap.true(took < LIMIT_S, f"took {took:.2f} s")
        tap.equal(result.text(), net_tools_routes(ns, "netstat -rn", {}), "text")


def test_child_dies():
    """A name-service module that crashes: said, and no hang."""
    with world(DNS, routes=range(2, 20)) as ns, Server(ns, delay=None) as server:
        process = begin(ns, "netstat -r --resolve-timeout 20000", server)
        children = [pid for pid in inhabitants(ns) if pid != process.pid]
        tap.equal(len(children), 1, "processes that look up names")
        os.kill(children[0], signal.SIGSEGV)
        out, err = process.communicate(timeout=10)
        tap.true(b"look" in err and b"names" in err, "stderr says nothing about names", *err.splitlines())
        tap.true(process.returncode >= 0, f"exit status {process.returncode}")
        if process.returncode == 0:
            tap.equal(out.decode(), net_tools_routes(ns, "netstat -rn", {}), "text")
        else:
            tap.equal(out, b"", "half a text")


def test_replay():
    """A recording has the names in it: it prints them where there is neither file nor server."""
    path = f"/tmp/routeclone-names-{os.getpid()}.pcap"
    names = {"10.1.0.2": "from-a-file.example.org"}
    networks = "short 10.100.0.0\n"
    try:
        with world(DNS | {"hosts": hosts(names), "networks": networks}, routes=(2, 3, 4), neighbours=(2, 3, 4)) as ns, Server(ns):
            live = {line: oracle.run_ours(ns, f"{line} --record {path}.{i}").ok().stdout
                    for i, line in enumerate(("netstat -r", "route", "arp -a"))}
        with world() as ns:
            for i, (line, text) in enumerate(live.items()):
                with tap.case(f"replay: {line}"):
                    tap.true(b"from-a-file" in text and b"h3.example" in text, "no names in the live text", *text.splitlines())
                    tap.equal(oracle.run_ours(ns, f"{line} --replay {path}.{i}").ok().stdout, text, "text")
    finally:
        for i in range(3):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{path}.{i}")


if __name__ == "__main__":
    tap.main(globals())
