#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Sockets, in a namespace that has some of each kind: against net-tools, ss and our own other ways to them."""
import contextlib
import ctypes
import importlib.util
import json
import os
import platform
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import tap

IPPROTO_UDPLITE = 136


# Only files know names here, so that nobody waits for a name server
ETC = {"hosts": "127.0.0.1 localhost\n::1 ip6-localhost\n", "nsswitch.conf": "hosts: files\nservices: files\npasswd: files\nprotocols: files\n"}


def listen(family, address, backlog, reuse=False):
    s = socket.socket(family, socket.SOCK_STREAM)
    if reuse:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind(address)
    s.listen(backlog)
    return s


def connect(listener, family=None):
    address = listener.getsockname()
    family = family or listener.family
    c = socket.socket(family, socket.SOCK_STREAM)
    c.connect(("127.0.0.1" if family == socket.AF_INET else "::1", address[1]))
    return c, listener.accept()[0]


def tcp_sockets():
    """Listening, established, IPv4 in IPv6, a filled queue, halves of a connection, time-wait, SYN sent."""
    four = listen(socket.AF_INET, ("127.0.0.1", 0), 7)
    six = listen(socket.AF_INET6, ("::", 0), 3)
    held = [four, six, *connect(four), *connect(six), *connect(six, socket.AF_INET)]
    writer, reader = connect(four)
    writer.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            writer.send(bytes(65536))
    half, other = connect(four)
    half.close()
    a, b = connect(four)
    a.close()
    b.close()
    full = listen(socket.AF_INET, ("127.0.0.1", 0), 0)
    waiting = []
    for _ in range(3):
        c = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        c.setblocking(False)
        c.connect_ex(full.getsockname())
        waiting.append(c)
    shared = listen(socket.AF_INET, ("127.0.0.1", 0), 1, reuse=True)
    twin = listen(socket.AF_INET, shared.getsockname(), 1, reuse=True)
    return [*held, writer, reader, other, full, *waiting, shared, twin]


def datagram_sockets():
    held = []
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        server = socket.socket(family, socket.SOCK_DGRAM)
        server.bind((address, 0))
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.connect((address, server.getsockname()[1]))
        client.send(b"waits to be read")
        held += [server, client, socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_ICMP if family == socket.AF_INET else 58)]
    with contextlib.suppress(OSError):
        held.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM, IPPROTO_UDPLITE))
        held[-1].bind(("127.0.0.1", 0))
    return held


def unix_sockets(folder):
    held = []
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        for name in (f"\0abstract{kind}", os.path.join(folder, f"file{kind}"), f"\0nuls\0in{kind}\0"):
            s = socket.socket(socket.AF_UNIX, kind)
            s.bind(name)
            held.append(s)
            if kind != socket.SOCK_DGRAM:
                s.listen(3)
                c = socket.socket(socket.AF_UNIX, kind)
                c.connect(name)
                held += [c] if "abstract" in name else [c, s.accept()[0]]
        held += socket.socketpair(socket.AF_UNIX, kind)
    return held


@contextlib.contextmanager
def furnished(unix=True):
    with netns.Namespace(etc=ETC) as ns, tempfile.TemporaryDirectory() as folder:
        ns.ip("link set lo up")
        with ns.entered():
            held = tcp_sockets() + datagram_sockets() + (unix_sockets(folder) if unix else [])
        try:
            yield ns
        finally:
            for s in held:
                s.close()


def rows(result):
    """Rows in the order of their text: the kernel's own order moves with its tables."""
    return sorted(result.stdout.split(b"\n"))


def timeless(result):
    return [re.sub(rb"\(\d+\.\d\d/", b"(t/", row) for row in rows(result)]


LINES = ("netstat -n", "netstat -an", "netstat -ln", "netstat -tan", "netstat -tln", "netstat -tn", "netstat -uan", "netstat -un",
         "netstat -wan", "netstat -Uan", "netstat -xa", "netstat -xl", "netstat -x", "netstat -tuwxan", "netstat -4an", "netstat -6an", "netstat -4n",
         "netstat --inet -ln", "netstat --inet6 -tan", "netstat -A inet,unix -an", "netstat -tane", "netstat -anee", "netstat -ane --numeric-hosts",
         "netstat -tanW", "netstat -uanW", "netstat -anp", "netstat -lnp", "netstat -tnpe", "netstat -a", "netstat -l",
         "netstat", "netstat -ta", "netstat -tN", "netstat -ua --numeric-ports", "netstat -tea --numeric-users", "netstat -t --numeric-hosts", "netstat -ae",
         "netstat -v", "netstat --ipx", "netstat --ax25", "netstat -x --ipx", "netstat --x25 --netrom")


def test_net_tools():
    with furnished() as ns:
        for line in LINES:
            with tap.case(line):
                def agree(mine, other):
                    if oracle.crashed(mine) or mine.status != other.status:
                        return oracle.disagreement(mine, other)
                    if sorted(mine.stderr.split(b"\n")) != sorted(other.stderr.split(b"\n")):
                        return tap.diff(mine.stderr, other.stderr, "ours (stderr)", "theirs (stderr)")
                    return tap.diff(b"\n".join(rows(mine)), b"\n".join(rows(other)), "ours", "theirs") if rows(mine) != rows(other) else None

                oracle.bracket(lambda: oracle.run_ours(ns, line), lambda: oracle.run_theirs(ns, line), agree)


def test_timers():
    with furnished() as ns:
        for line in ("netstat -tano", "netstat -tnoe", "netstat -ano"):
            with tap.case(line):
                oracle.bracket(lambda: oracle.run_ours(ns, line), lambda: oracle.run_theirs(ns, line),
                               lambda a, b: None if timeless(a) == timeless(b) else
                               tap.diff(b"\n".join(timeless(a)), b"\n".join(timeless(b)), "ours", "theirs"))


def sockets(ns, line):
    return oracle.run_ours(ns, f"{line} --json").ok().json()["sockets"]


def end(address, port):
    return f"[{address}]:{port or '*'}" if ":" in address else f"{address}:{port or '*'}"


def test_ss():
    """What ss says of the same sockets: states, queues, backlogs, addresses, congestion control."""
    if not shutil.which("ss"):
        raise tap.Skip("no ss here")
    names = {"established": "ESTAB", "close": "UNCONN"}
    with furnished() as ns:
        for option, protocol in (("-t", "tcp"), ("-u", "udp")):
            with tap.case(f"ss {option}anH"):
                def theirs():
                    return ns.run(["ss", f"{option}anH"])

                def agree(mine, other):
                    ours = []
                    for s in mine.json()["sockets"]:
                        queues = (s["backlog"], s["backlog_limit"]) if s["state"] == "listen" else (s["recv_queue"], s["send_queue"])
                        state = names.get(s["state"], s["state"].upper().replace("_", "-"))
                        ours.append((state, *map(str, queues), end(s["local_address"], s["local_port"]), end(s["remote_address"], s["remote_port"])))
                    want = []
                    for row in other.lines():
                        state, recv, send, local, remote = row.split()[:5]
                        want.append((state.replace("FIN-WAIT-", "FIN-WAIT"), recv, send, *(re.sub(r"^\*:|^\[?::ffff:([\d.]+)\]?:", lambda m: (
                            f"[::ffff:{m[1]}]:" if m[1] else "[::]:"), e) for e in (local, remote))))
                    return None if sorted(ours) == sorted(want) else tap.diff("\n".join(map(str, sorted(ours))), "\n".join(map(str, sorted(want))), "ours", "ss")

                oracle.bracket(lambda: oracle.run_ours(ns, f"netstat {option}an --json"), theirs, agree)
        with tap.case("ss -tin: congestion control, mss, cwnd"):
            out = ns.run(["ss", "-tinOH"]).ok().lines()
            info = {tuple(int(e.rsplit(":", 1)[1]) for e in row.split()[3:5]): row for row in out}
            checked = 0
            for s in sockets(ns, "netstat -tan"):
                row = info.get((s["local_port"], s["remote_port"]))
                if not row or "cwnd" not in s.get("tcp", {}) or f"cwnd:{s['tcp']['cwnd']} " not in row:
                    continue
                tap.true(s["congestion_control"] in row.split() and f" mss:{s['tcp']['send_mss']} " in row, "another algorithm or segment size", row, str(s))
                checked += 1
            tap.true(checked >= 4, "hardly a connection could be compared", *out)


def test_processes():
    """A process of a name that would hurt, one with a long name, two that share a socket."""
    with netns.Namespace() as ns:
        ns.ip("link set lo up")
        code = "import socket, sys; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); print(s.getsockname()[1], flush=True); sys.stdin.read()"
        evil = ns.popen(["evil\x1b[31m\nname-that-is-long", "-c", code], executable=sys.executable, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        port = int(evil.stdout.readline())
        with ns.entered():
            mine = listen(socket.AF_INET, ("127.0.0.1", 0), 1)
        twin = subprocess.Popen(["/bin/sleep", "1000"], pass_fds=[mine.fileno()])
        try:
            with tap.case("names are harmless"):
                out = oracle.run_ours(ns, "netstat -tlnpW").ok()
                tap.true(not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", out.stdout), "a control character", out.text())
                tap.true(f"{evil.pid}/evil\\x1b[31m\\x0aname-that-is-long" in out.text(), "the whole name", out.text())
            with tap.case("nineteen characters and the first process, as net-tools"):
                line = "netstat -tlnp"
                ours, theirs = (run(ns, line).ok().text().splitlines() for run in (oracle.run_ours, oracle.run_theirs))
                number = mine.getsockname()[1]
                tap.equal([r for r in ours if f":{number} " in r], [r for r in theirs if f":{number} " in r], "row")
                tap.equal(re.search(r"\d+/\S+", next(r for r in ours if f":{port} " in r))[0].encode().decode("unicode_escape")[:19],
                          f"{evil.pid}/evil\x1b[31m\nname-that-is-long"[:19], "name")
            with tap.case("all that hold one"):
                record = next(s for s in sockets(ns, "netstat -tlnp") if s["local_port"] == number)
                tap.equal(sorted(p["pid"] for p in record["processes"]), sorted((os.getpid(), twin.pid)), "processes")
                sleeper = next(p for p in record["processes"] if p["pid"] == twin.pid)
                tap.equal((sleeper["name"], sleeper["command"], sleeper["descriptor"]), ("sleep", "/bin/sleep 1000", mine.fileno()), "process")
                with open(f"/proc/{twin.pid}/cgroup", encoding="utf-8") as file:
                    tap.true(sleeper["cgroup"] in file.read(), "control group")
                wide = next(r for r in oracle.run_ours(ns, "netstat -tlnpW").ok().lines() if f":{number} " in r)
                tap.true(f"{twin.pid}/sleep" in wide and f"{os.getpid()}/" in wide, "-W", wide)
            with tap.case("--pid and --program"):
                tap.equal([s["local_port"] for s in sockets(ns, f"netstat -tln --pid {twin.pid}")], [number], "--pid")
                tap.equal([s["local_port"] for s in sockets(ns, "netstat -tln --program 'evil*'")], [port], "--program")
                tap.equal(sockets(ns, "netstat -tln --program nobody-has-this"), [], "none")
            with tap.case("why nobody is known"):
                with ns.entered():
                    c, s = connect(mine)
                    c.close()
                    s.close()
                states_ = {s.get("process_unknown") for s in sockets(ns, "netstat -tanp") if s["state"] == "time_wait"}
                tap.equal(states_, {"kernel"}, "of a connection that is over")
                other = ns.run(["netstat", "-tlnp", "--json"], executable=oracle.ours("netstat"), user=65534)
                tap.equal({s.get("process_unknown") for s in other.ok().json()["sockets"]}, {"other_user"}, "to nobody")
                tap.true(b"you should be root" in other.stderr or b"would have to be root" in other.stderr, "net-tools' words", other.stderr.decode())
        finally:
            mine.close()
            for process in (evil, twin):
                process.kill()
                process.wait()


def test_filters():
    with furnished() as ns:
        everything = sockets(ns, "netstat -an")
        tcp = [s for s in everything if s["protocol"] == "tcp"]
        port = next(s["local_port"] for s in tcp if s["state"] == "established")
        keys = ("protocol", "family", "state", "local_address", "local_port", "remote_address", "remote_port", "inode")

        def brief(records):
            return sorted(str([s.get(key) for key in keys]) for s in records)

        for option, wanted in ((f"--port {port}", lambda s: port in (s["local_port"], s["remote_port"])),
                               (f"--local 127.0.0.0/8:{port}", lambda s: s["local_port"] == port and s["local_address"].split(":")[-1].startswith("127.")),
                               (f"--remote 127.0.0.1:{port}", lambda s: s["remote_port"] == port and s["remote_address"].endswith("127.0.0.1")),
                               ("--local '[::1]'", lambda s: s["local_address"] == "::1"),
                               ("--remote :1-65535", lambda s: s["remote_port"] > 0),
                               ("--state LISTEN,time-wait", lambda s: s["state"] in ("listen", "time_wait")),
                               ("--state syn_sent", lambda s: s["state"] == "syn_sent")):
            with tap.case(option):
                want = [s for s in tcp if wanted(s)]
                tap.true(want, "nothing to be found")
                tap.equal(brief(sockets(ns, f"netstat -tan {option}")), brief(want), "sockets")
        with tap.case("--device"):
            with ns.entered(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
                bound.bind(("127.0.0.1", 0))
                found = sockets(ns, "netstat -uan --device lo")
                tap.equal([(s["local_port"], s["interface"]) for s in found], [(bound.getsockname()[1], "lo")], "sockets")
        with tap.case("--user"):
            tap.equal(brief(sockets(ns, "netstat -tan --user root")), brief(s for s in tcp if s.get("uid") == 0), "by name")
            tap.equal(sockets(ns, "netstat -tan --user 4711"), [], "by number")
        for field, key in (("local_port", "local_port"), ("recv-q", "recv_queue"), ("inode", "inode"), ("state", None)):
            with tap.case(f"--sort {field}"):
                got = sockets(ns, f"netstat -tan --sort {field}")
                back = sockets(ns, f"netstat -tan --sort -{field}")
                tap.equal(brief(got), brief(tcp), "sockets")
                if key:
                    values = [s.get(key, 0) for s in got]
                    tap.equal(values, sorted(values), "order")
                    tap.equal([s.get(key, 0) for s in back], values[::-1], "reverse order")
        for words, reason in (("--port nosuchservice", "no port"), ("--local 1.2.3", "no address"), ("--state asleep", "no such state"), ("--pid x", "no"),
                              ("--user nosuchuser", "no such user"), ("--device nosuchdev", "no such interface"), ("--sort beauty", "no such field"),
                              ("-r --port 5", "not for what is shown")):
            with tap.case(f"refused: {words}"):
                result = oracle.run_ours(ns, f"netstat {words}")
                tap.true(result.status in (1, 3) and not result.stdout and reason in result.stderr.decode(), "a clear refusal", result.stderr.decode())


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def without_sock_diag():
    """For the child: sockets of NETLINK_SOCK_DIAG cannot be made, as where the kernel was built without."""
    call = {"x86_64": 41, "aarch64": 198}[platform.machine()]
    code = ((0x20, 0, 0, 0), (0x15, 0, 5, call), (0x20, 0, 0, 16), (0x15, 0, 3, 16), (0x20, 0, 0, 32), (0x15, 0, 1, 4), (0x06, 0, 0, 0x00050000 | 93),
            (0x06, 0, 0, 0x7FFF0000))
    program = Program(len(code), b"".join(struct.pack("=HBBI", *row) for row in code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, ctypes.byref(program)):
        raise OSError(ctypes.get_errno(), "seccomp")


def test_without_sock_diag():
    """The texts say the same, and JSON says that they did."""
    if platform.machine() not in ("x86_64", "aarch64"):
        raise tap.Skip("no number of the call socket for this machine here")
    with furnished() as ns:
        for line in ("netstat -tan", "netstat -uan", "netstat -wan", "netstat -xa", "netstat -tln"):
            with tap.case(line):
                oracle.bracket(lambda: oracle.run_ours(ns, line), lambda: oracle.run_ours(ns, line, preexec_fn=without_sock_diag),
                               lambda a, b: oracle.disagreement(a, b) if a.status != b.status else None if rows(a) == rows(b) else
                               tap.diff(b"\n".join(rows(a)), b"\n".join(rows(b)), "sock_diag", "text"))
        with tap.case("source"):
            records = oracle.run_ours(ns, "netstat -an --json", preexec_fn=without_sock_diag).ok().json()["sockets"]
            tap.equal({s["source"] for s in records}, {"proc"}, "source")
            tap.true({"tcp", "udp", "raw", "unix", "netlink"} <= {s["protocol"] for s in records}, "protocols")
            tap.equal({s["source"] for s in sockets(ns, "netstat -tan")}, {"sock_diag"}, "source")


def test_names_of_unix_sockets():
    """A line's end, an escape sequence and a NUL in a name: one row each, and nothing raw."""
    with netns.Namespace() as ns, tempfile.TemporaryDirectory() as folder:
        ns.ip("link set lo up")
        fake = "\n0000000000000000: 00000002 00000000 00010000 0001 01 4711 /etc/fake"
        with ns.entered():
            held = []
            for name in (os.path.join(folder, "with space"), os.path.join(folder, "x")[:40] + fake, "\0esc\x1b[2J", os.path.join(folder, "\xff\xfe")):
                held.append(socket.socket(socket.AF_UNIX))
                held[-1].bind(name.encode("latin-1"))
        with tap.case("text"):
            out = oracle.run_ours(ns, "netstat -xa").ok()
            lines = out.lines()
            tap.equal(len(lines), 2 + len(held), "rows")
            tap.true(not re.search(rb"[^\x20-\x7e\n]", out.stdout), "a byte that is none of print", out.text())
            tap.true(any(row.endswith("@esc\\x1b[2J") for row in lines) and any(row.endswith("with space") for row in lines), "names", *lines)
            tap.true(not any(row.endswith(" /etc/fake") and "4711 " in row[:60] for row in lines), "a row that a name made up", *lines)
        with tap.case("JSON"):
            records = [s for s in sockets(ns, "netstat -xa") if "path" in s]
            tap.equal(len(records), len(held), "sockets")
            tap.equal(sorted(s["inode"] for s in records), sorted(os.fstat(s.fileno()).st_ino for s in held), "inodes")
        for s in held:
            s.close()


def test_json_and_replay():
    with furnished() as ns, tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "sockets.pcap")
        for line in ("netstat -anp", "netstat -tanoe", "netstat -xap"):
            with tap.case(f"replay: {line}"):
                live = oracle.run_ours(ns, f"{line} --record {capture}").ok()
                tap.equal(oracle.run_ours(ns, f"{line} --replay {capture}").ok().text(), live.text(), "text")
                if importlib.util.find_spec("jsonschema"):
                    import jsonschema
                    with open(os.path.join(oracle.BUILD, "tools", "schema.json"), encoding="utf-8") as file:
                        jsonschema.validate(oracle.run_ours(ns, f"{line} --replay {capture} --json").ok().json(), json.load(file))
        with tap.case("every protocol that the kernel has"):
            records = sockets(ns, "netstat -anp")
            tap.true({"tcp", "udp", "raw", "unix", "netlink"} <= {s["protocol"] for s in records}, "protocols")
            tap.true(all(("processes" in s) != ("process_unknown" in s) for s in records), "holders, or why none")
        with tap.case("details in columns of their own"):
            lines = oracle.run_ours(ns, "netstat -tanWee").ok().lines()
            tap.true("Congestion" in lines[1] and "RTT/Var(ms)" in lines[1], "heading", lines[1])


def test_watch():
    with furnished(unix=False) as ns:
        with tap.case("-c: the table again, with its title"):
            process = ns.popen(["netstat", "-tlnc"], executable=oracle.ours("netstat"), stdout=subprocess.PIPE)
            first = [process.stdout.readline() for _ in range(7)]
            second = [process.stdout.readline() for _ in range(7)]
            process.kill()
            process.wait()
            tap.equal(first, second, "the second look")


def test_jc():
    if importlib.util.find_spec("jc") is None:
        raise tap.Skip("the Python module jc is not installed")
    import jc
    with furnished() as ns:
        for line in ("netstat -an", "netstat -tulnp", "netstat -a"):
            def agree(mine, other):
                ours, theirs = ([json.dumps(r, sort_keys=True) for r in jc.parse("netstat", result.ok().text(), quiet=True)] for result in (mine, other))
                tap.true(theirs, "jc read nothing out of net-tools' text")
                return None if sorted(ours) == sorted(theirs) else tap.diff("\n".join(sorted(ours)), "\n".join(sorted(theirs)), "ours", "theirs")

            with tap.case(f"jc --netstat: {line}"):
                oracle.bracket(lambda: oracle.run_ours(ns, line), lambda: oracle.run_theirs(ns, line), agree)


if __name__ == "__main__":
    tap.main(globals())
