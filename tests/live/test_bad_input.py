#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Wrong words, missing rights, missing files, full disks, closed pipes, hostile names: a clear message that names
the thing, the exit status of the dialect's own program, no crash, nothing half printed."""
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

NOBODY = 65534
SHOWN = ("netstat -rn", "netstat -rn6", "netstat -rnaW", "netstat -rnC", "netstat -i", "netstat -ia", "route -n", "route -n6", "arp -n", "arp -an",
         "netstat --json -rn", "netstat --json -i", "arp --json")


def clear(result, status, *named):
    """A refusal: the status, a message that names the thing, nothing on stdout, no crash."""
    tap.true(not oracle.crashed(result), f"crashed with status {result.status}", *result.stderr.splitlines())
    text = result.stderr.decode("utf-8", "replace")
    if callable(status):
        tap.true(status(result.status), f"exit status {result.status}", *text.splitlines())
    else:
        tap.equal(result.status, status, f"exit status ({text.strip()[:200]})")
    for word in named:
        tap.true(word in text, f"the message does not name {word!r}", *text.splitlines())
    if result.status:
        tap.equal(result.stdout, b"", "stdout of a refusal")


def failed(status):
    return 0 < status < 128


def arp_failed(status):
    """arp's status when something is wrong but its command line, as net-tools' arp has it."""
    return status == 255


def failure_of(line):
    return arp_failed if line.startswith("arp") else failed



def refused(table):
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for line, status, *named in table:
            with tap.case(f"refused: {line if isinstance(line, str) else netns.command_line(line)}"):
                clear(oracle.run_ours(ns, line), status, *named)


def test_unknown_options():
    refused((
        ("netstat -rn --frobnicate", 3, "--frobnicate"), ("netstat -rq", 3, "q"), ("arp -z", 3, "z"), ("arp --frobnicate", 3, "--frobnicate"),
        ("netstat -rn -A", 3, "A"), ("arp -n -i", 3, "i"), ("netstat --numeric-x -r", 3, "numeric-x"), ("netstat -r --route=x", 3, "route"),
        ("netstat -rn --netns", 3, "netns"), ("arp -n --json=crooked", failed, "crooked"), ("netstat -rn --json=", failed, "json"),
        ("netstat -i --clones", 3, "--clones"), ("netstat -i --table main", 3, "--table"),
        ("netstat -rs --clones", 3, "--clones"), ("netstat -rs --table all", 3, "--table"), ("arp -n --clones", 3, "--clones"),
        ("arp -an --table 254", 3, "--table"), ("arp -an --dialect freebsd-4 --clones", 1, "--clones"),
        ("netstat -rn --clones=x", 3, "clones"), ("netstat -r -i", 3), ("netstat -i -r", 3),
        ("netstat -rn --resolve-timeout soon", failed, "soon"), ("netstat -rn --resolve-timeout=-1", failed, "-1"),
        ("netstat --dialect freebsd-4 -rn --frobnicate", 1, "--frobnicate"), ("netstat --dialect freebsd-4 -rnq", 1, "q"),
    ))


def test_letters_of_other_dialects():
    """The message says where the letter has a meaning."""
    refused((("netstat -rn -f inet", 3, "-f", "freebsd"), ("netstat -i -I eth0", 3, "-I", "freebsd"),
             ("netstat --dialect freebsd-4 -rne", 1, "-e", "linux"), ("netstat --dialect freebsd-4 -rnv6", 1, "linux")))


def test_unknown_names():
    refused((
        ("netstat -rn -A nosuch", 1, "nosuch"), ("netstat -rn --protocol=inet,nosuch", 1, "nosuch"), ("route -n -A nosuch", 1, "nosuch"),
        ("arp -n -A nosuch", 255, "nosuch"), ("arp -n -A inet6", 255, "inet6"), ("arp -n -H nosuch", 255, "nosuch"),
        ("arp -n nosuchhost", 255, "nosuchhost"), ("arp -an fd01::5", 255, "fd01::5"),
        ("netstat --dialect freebsd-4 -rn -f nosuch", 1, "nosuch"), ("netstat --dialect nosuch -rn", failed, "nosuch"),
        ("netstat -rn --table nosuch", failed, "nosuch"), ("netstat -rn --table=4294967296", failed, "4294967296"),
        ("netstat -rn --table=-1", failed, "-1"), ("netstat -rn --table 4242", failed, "4242"), ("route -n --table ''", failed, "table"),
        ("netstat -rn --netns nosuchns", failed, "nosuchns"), ("netstat -rn --netns 4194305", failed, "4194305"),
        ("arp -n -A unix", 255, "unix"),
        ("arp -n --netns ../../etc", arp_failed, "../../etc"), ("netstat -rn --netns ''", failed, "netns"),
        ("netstat -rn " + "-4 " * 65, 1, "64"), ("netstat -rn -A " + "inet," * 64 + "inet6", 1, "64"),
        ("route foo", 3, "foo"), ("route -n foo bar", 3, "foo"),
    ))
    with netns.Namespace() as ns, tap.case("refused: an unknown dialect in the environment"):
        clear(oracle.run_ours(ns, "netstat -rn", env={"ROUTECLONE_DIALECT": "nosuch"}), failed, "nosuch")


def test_stray_words():
    """net-tools' netstat ignores them and exits 0: so does ours, but not in silence."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for line in ("netstat -rn foo", "netstat -i foo"):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal(result.status, 0, "exit status")
                tap.true(b"foo" in result.stderr, "the word is not named", *result.stderr.splitlines())
                tap.equal(result.stdout, oracle.run_theirs(ns, line).stdout, "the table")


def test_known_tables():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("route add 10.76.0.0/16 dev eth0 table 100", "-6 route add fd76::/64 dev eth0 table 100")
        for table, want in (("100", ["10.76.0.0"]), ("main", ["10.1.0.0", "10.2.0.0"]), ("254", ["10.1.0.0", "10.2.0.0"])):
            with tap.case(f"netstat -rn --table {table}"):
                rows = oracle.run_ours(ns, f"netstat -rn --table {table}").ok().lines()[2:]
                tap.equal([row.split()[0] for row in rows], want, "destinations")
        with tap.case("netstat -rn --table all"):
            rows = {row.split()[0] for row in oracle.run_ours(ns, "netstat -rn --table all").ok().lines()[2:]}
            tap.true({"10.76.0.0", "10.1.0.0", "127.0.0.1", "10.1.0.1"} <= rows, "destinations", rows)
        with tap.case("netstat -rn --table local"):
            rows = {row.split()[0] for row in oracle.run_ours(ns, "netstat -rn --table local").ok().lines()[2:]}
            tap.true({"127.0.0.1", "10.1.0.1", "10.1.0.255"} <= rows and "10.1.0.0" not in rows, "destinations", rows)


# iproute2 reads this file, and the files of rt_tables.d that end in .conf.
RT_TABLES = f"""\
# reserved values
255\tlocal
0\tunspec
#101\tcomment
  100   vpn
0x65 sixes # more
102 #hash
103\x20
104 {'x' * 80}
105 {'#' * 400} 106 hidden
107\tlast"""
RT_TABLES_D = {"a.conf": "201 more\n100 other\n", "b.txt": "202 nottext\n", ".c.conf": "203 dot\n", "conf": "204 noname\n", "d.conf": "\0\xff\n205 behind\n"}


def tables_of_a_host():
    """A folder of iproute2's with the names above, in the place of the host's own."""
    netns._unshare(netns.CLONE_NEWNS)
    netns.mount("none", "/", netns.MS_REC | netns.MS_PRIVATE)
    folder = next(folder for folder in RT_FOLDERS if os.path.isdir(folder))
    netns.mount("tmpfs", folder, 0, b"tmpfs")
    os.mkdir(f"{folder}/rt_tables.d")
    for name, text in {"rt_tables": RT_TABLES, **{f"rt_tables.d/{name}": text for name, text in RT_TABLES_D.items()}}.items():
        with open(f"{folder}/{name}", "w", encoding="latin-1") as file:
            file.write(text)


RT_FOLDERS = ("/etc/iproute2", "/usr/share/iproute2", "/usr/lib/iproute2")


def test_names_of_tables():
    if not any(os.path.isdir(folder) for folder in RT_FOLDERS):
        raise tap.Skip("no folder of iproute2's to put names in")
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip(*[f"route add 10.{table}.0.0/16 dev eth0 table {table}" for table in (*range(100, 108), *range(201, 206))])
        for name, table in {"vpn": 100, "sixes": 101, "last": 107, "more": 201, "other": 100, "x" * 80: 104, "behind": 205, "100": 100}.items():
            with tap.case(f"--table {name}"):
                for line in (f"netstat -rn --table {name}", f"route -n --table={name}"):
                    rows = oracle.run_ours(ns, line, prepare=tables_of_a_host).ok().lines()[2:]
                    tap.equal([row.split()[0] for row in rows], [f"10.{table}.0.0"], f"destinations of {line}")
        for name in ("comment", "unspec", "#hash", "hash", "hidden", "nottext", "dot", "noname", "nosuch", "vpn ", "VPN", "x" * 79, "x" * 63, "00x", ""):
            with tap.case(f"refused: --table '{name}'"):
                clear(oracle.run_ours(ns, ["netstat", "-rn", "--table", name], prepare=tables_of_a_host), 1, "table")


def test_modes_of_another_day():
    """What this build does not show yet, it says in one line."""
    with netns.Namespace() as ns:
        for line in ("netstat -rnZ", "netstat --context -r"):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                clear(result, 1)
                tap.equal(len(result.stderr.splitlines()), 1, "lines of the message")


def test_what_is_no_namespace():
    """Files that are not namespaces where their names are kept; none of them is waited for."""
    with netns.Namespace() as ns:
        def names():
            netns._unshare(netns.CLONE_NEWNS)
            netns.mount("none", "/", netns.MS_REC | netns.MS_PRIVATE)
            netns.mount("tmpfs", "/run", 0, b"tmpfs")
            os.mkdir("/run/netns")
            os.mkdir("/run/netns/folder")
            os.mkfifo("/run/netns/fifo")
            os.symlink("/proc/self/ns/mnt", "/run/netns/mount")
            os.symlink("nowhere", "/run/netns/dangling")
            os.symlink("/dev/zero", "/run/netns/device")
            os.symlink(f"/proc/{os.getpid()}/ns/net", "/run/netns/7")
            with open("/run/netns/plain", "w", encoding="ascii"):
                pass

        for word in ("folder", "fifo", "mount", "dangling", "device", "plain", ".", "..", "./plain", "folder/", "0", "-1", "+7", "7x", " "):
            with tap.case(f"refused: --netns '{word}'"):
                clear(oracle.run_ours(ns, ["netstat", "-rn", "--netns", word], prepare=names), 1, word)
        with tap.case("a name comes before a process of that number"):
            ns.ip("link set lo up")
            tap.equal(oracle.run_ours(ns, "netstat -i --netns 7", prepare=names).ok().stdout, oracle.run_ours(ns, "netstat -i").ok().stdout, "what it shows")


def test_other_namespaces():
    """--netns by name and by process."""
    with netns.Namespace() as there, there.published() as name:
        states.two_devices(there)
        want = {line: oracle.run_ours(there, line).ok().stdout for line in SHOWN}
        with netns.Namespace() as host:
            for who, word in (("name", name), ("process", str(there.pid))):
                for line in SHOWN:
                    with tap.case(f"{line} --netns by {who}"):
                        tap.equal(oracle.run_ours(host, f"{line} --netns {word}").ok().stdout, want[line], "what it shows")


class public_programs:
    """Copies of our programs that any user can run, wherever the build folder is."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="routeclone-public-")
        os.chmod(self.folder.name, 0o755)
        for tool in ("netstat", "route", "arp"):
            shutil.copy(oracle.ours(tool), os.path.join(self.folder.name, tool))
            os.chmod(os.path.join(self.folder.name, tool), 0o755)
        return self

    def run(self, ns, line, **options):
        words = line.split()
        return oracle.run(ns, words[0], os.path.join(self.folder.name, words[0]), words[1:], **options)

    def __exit__(self, *exception):
        self.folder.cleanup()


def become_nobody():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def test_without_rights():
    with netns.Namespace() as ns, netns.Namespace() as there, there.published() as name, public_programs() as programs:
        states.two_devices(ns)
        for line in SHOWN:
            with tap.case(f"as an ordinary user: {line}"):
                tap.equal(programs.run(ns, line, prepare=become_nobody).ok().stdout, oracle.run_ours(ns, line).ok().stdout, "what it shows")
        for word in (name, str(there.pid)):
            with tap.case("refused to an ordinary user: --netns " + ("NAME" if word == name else "PID")):
                result = programs.run(ns, f"netstat -rn --netns {word}", prepare=become_nobody)
                clear(result, failed, word)
                tap.true(b"ermi" in result.stderr, "the message does not say that permission is missing", *result.stderr.splitlines())


def test_set_user_id():
    """The programs refuse to run with rights that their caller does not have."""
    with netns.Namespace() as ns, public_programs() as programs:
        path = os.path.join(programs.folder.name, "netstat")
        if os.statvfs(path).f_flag & os.ST_NOSUID:
            raise tap.Skip("the temporary folder is mounted nosuid")
        os.chmod(path, 0o4755)
        tap.true(os.stat(path).st_mode & stat.S_ISUID, "no set-user-ID bit")
        clear(programs.run(ns, "netstat -rn", prepare=become_nobody), failed, "netstat")


def hide_proc_net():
    """Empty folders in the place of this process's own net folders, which /proc/net and /proc/thread-self/net lead to."""
    netns._unshare(netns.CLONE_NEWNS)
    netns.make_mounts_private()
    for folder in ("net", f"task/{os.getpid()}/net"):
        netns.mount("tmpfs", f"/proc/{os.getpid()}/{folder}", 0, b"tmpfs")


def hide_proc():
    netns._unshare(netns.CLONE_NEWNS)
    netns.make_mounts_private()
    netns.mount("tmpfs", "/proc", 0, b"tmpfs")


def sanitized():
    with open(oracle.ours("netstat"), "rb") as file:
        return b"__asan_init" in file.read()


def without_proc(ns, hide, what):
    for line in SHOWN + ("netstat -rs --dialect freebsd-4",):
        with tap.case(f"without {what}: {line}"):
            whole = oracle.run_ours(ns, line).ok()
            result = oracle.run_ours(ns, line, prepare=hide)
            tap.true(not oracle.crashed(result), f"crashed with status {result.status}", *result.stderr.splitlines())
            if result.status == 0:
                tap.equal(oracle.timeless(result), oracle.timeless(whole), "what it shows (and says to be whole)")
            else:
                tap.true(b"/proc" in result.stderr, "the message does not name the file", *result.stderr.splitlines())


def test_without_proc():
    """What only /proc has is an error that names it; nothing is silently missing."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("addr add fd01::1/64 dev eth0 nodad", "neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0",
              "addr add 10.1.5.1/24 dev eth0 label eth0:1")
        without_proc(ns, hide_proc_net, "/proc/net")
        with tap.case("without /proc/net: netstat -rn6 fails"):
            clear(oracle.run_ours(ns, "netstat -rn6", prepare=hide_proc_net), 1, "/proc/", "ipv6_route")
        with tap.case("without /proc"):
            if sanitized():
                raise tap.Skip("a program built with sanitizers needs /proc itself")
        if not sanitized():
            without_proc(ns, hide_proc, "/proc")


def test_full_disk():
    with netns.Namespace() as ns:
        states.neighbours(ns)
        for line in SHOWN + ("netstat --help", "netstat -V", "arp --help", "route --help", "route -V"):
            with tap.case(f"/dev/full: {line}"), open("/dev/full", "wb") as full:
                result = oracle.run_ours(ns, line, stdout=full)
                tap.true(failure_of(line)(result.status), f"exit status {result.status}", *result.stderr.splitlines())
                tap.true(b"space" in result.stderr.lower(), "the message does not say why", *result.stderr.splitlines())


def into_closed_pipe(ns, line, prepare=None):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return oracle.run_ours(ns, line, stdout=writer, prepare=prepare)
    finally:
        os.close(writer)


def test_closed_pipe():
    with netns.Namespace() as ns:
        states.neighbours(ns)
        for line in SHOWN:
            with tap.case(f"closed pipe: {line}"):
                result = into_closed_pipe(ns, line)
                tap.equal((result.status, result.stderr), (-signal.SIGPIPE, b""), "how it ended")
        with tap.case("closed pipe where SIGPIPE is ignored"):
            result = into_closed_pipe(ns, "netstat -rn", prepare=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
            tap.true(result.stderr == b"" and result.status != 0 and not (result.status < 0 and result.status != -signal.SIGPIPE),
                     f"ended with {result.status}", *result.stderr.splitlines())


def test_closed_pipe_midway():
    with netns.Namespace() as ns:
        states.many_routes(ns, count=3000)
        with tap.case("netstat -rn | head -1"):
            process = ns.popen(["netstat", "-rn"], executable=oracle.ours("netstat"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            first = process.stdout.readline()
            process.stdout.close()
            stderr = process.stderr.read()
            process.stderr.close()
            status = process.wait(timeout=netns.TIMEOUT_S)
            tap.equal((first, stderr, status), (b"Kernel IP routing table\n", b"", -signal.SIGPIPE), "how it ended")


def test_output_that_does_not_wait():
    """Standard output that answers "try again" (another program on the terminal made it so) is waited for."""
    with netns.Namespace() as ns:
        states.many_routes(ns, count=3000)
        for line in ("netstat -rn", "netstat --json -rn"):
            with tap.case(f"a pipe that does not wait: {line}"):
                whole = oracle.run_ours(ns, line).ok().stdout
                tap.true(len(whole) > 1 << 17, "too short a table to fill a pipe")
                reader, writer = os.pipe()
                os.set_blocking(writer, False)
                process = ns.popen(line.split(), executable=oracle.ours("netstat"), stdout=writer, stderr=subprocess.PIPE)
                os.close(writer)
                netns.wait(lambda fd=reader: select.select([fd], [], [], 0)[0], "the first bytes")
                with open(reader, "rb", buffering=0) as pipe:
                    got = b"".join(iter(lambda p=pipe: p.read(4096), b""))
                stderr = process.stderr.read()
                process.stderr.close()
                tap.equal((process.wait(timeout=netns.TIMEOUT_S), stderr), (0, b""), "how it ended")
                tap.equal(got == whole, True, f"the {len(whole)} bytes (got {len(got)})")


def test_closed_descriptors():
    """With stdout closed the kernel's socket would take its number: no table may go there, and no success is claimed."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        for closed in ((1,), (0, 1), (0, 1, 2)):
            with tap.case(f"descriptors {', '.join(map(str, closed))} closed"):
                result = oracle.run_ours(ns, "netstat -rn", prepare=lambda which=closed: [os.close(fd) for fd in which])
                tap.true(failed(result.status), f"exit status {result.status}")
                tap.equal(result.stdout, b"", "stdout")
        with tap.case("descriptor 0 closed is no hindrance"):
            result = oracle.run_ours(ns, "netstat -rn", prepare=lambda: os.close(0))
            tap.equal(result.stdout, oracle.run_ours(ns, "netstat -rn").ok().stdout, "what it shows")


CONTROLS = bytes(range(0x00, 0x0A)) + bytes(range(0x0B, 0x20)) + b"\x7f"


def harmless(data, but=b"\t"):
    """No control byte but the ends of lines, nothing that is not UTF-8, no mark that turns the direction of writing."""
    hostile = [byte for byte in data if byte in CONTROLS and byte not in but]
    tap.true(not hostile, f"control bytes {hostile}", data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise tap.Failure(f"not UTF-8: {error}", [repr(data)]) from None
    marks = [char for char in text if "\x80" <= char <= "\x9f" or char in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
    tap.true(not marks, f"marks {marks!r}", repr(text))


HOSTILE = ("e\x1b[31mx", "\x1b]0;own\x07", "a\udcffb", "\udcc2\udc9b1m", "x\u202ey", "q\"\\", "\x7f\x08\x08", "\u2066z", "\udcf0\udc9f")


def test_hostile_names():
    with netns.Namespace(etc={"hosts": b"127.0.0.1 localhost\n10.0.0.9 ev\x1b[2Jil\n10.0.0.0 net\x9b1mhost\n", "networks": b"ev\x1b[2Jnet 10.1.0.0\n"}) as ns:
        states.quiet(ns)
        for number, name in enumerate(HOSTILE):
            states.device(ns, name, f"peer{number}")
            ns.ip_words("addr", "add", f"10.{number}.0.1/24", "dev", name)
            ns.ip_words("addr", "add", f"fd0{number:x}::1/64", "dev", name, "nodad")
            ns.ip_words("neigh", "add", f"10.{number}.0.9", "lladdr", "02:00:00:00:00:09", "nud", "permanent", "dev", name)
            ns.ip_words("addr", "add", f"10.{number}.7.1/24", "dev", name, "label", (name + ":\x1b")[:15])
        for line in SHOWN + ("netstat -r", "netstat -r6", "arp", "arp -a", "route", "netstat -rnee", "netstat -rnW6", "netstat --json -r",
                             "netstat --dialect freebsd-4 -rnaW", "netstat --dialect freebsd-4 -ra"):
            with tap.case(f"hostile names: {line}"):
                result = oracle.run_ours(ns, line)
                tap.true(not oracle.crashed(result), f"crashed with status {result.status}", *result.stderr.splitlines())
                harmless(result.stdout)
                harmless(result.stderr)
                tap.true(result.stdout, "it shows nothing")
                if "--json" in line:
                    result.json()
        with tap.case("hostile names: each is one row"):
            rows = oracle.run_ours(ns, "netstat -rn").ok().lines()[2:]
            tap.equal(len(rows), 2 * len(HOSTILE), "rows")


def test_hostile_words():
    """A word of the command line comes back in a message, harmless."""
    with netns.Namespace() as ns:
        for words in (["netstat", "-rn", "-A", "\x1b[31mx"], ["netstat", "-rn", "--table", "\x1b[31m\udcff"], ["netstat", "-rn", "--netns", "\x1b]0;x\x07"],
                      ["netstat", "--\x1b[31m"], ["netstat", "-r\x1b"], ["arp", "-n", "\x1b[31mhost"], ["arp", "-H", "\x1b[1m"], ["route", "\x1b[1mfoo"],
                      ["netstat", "-rn", "--dialect", "\u202ex"], ["netstat", "-rn", "\x1b[31mstray"], ["arp", "-n", "-i", "\x1b[31m"]):
            with tap.case(f"hostile words: {netns.command_line(words)}"):
                result = oracle.run_ours(ns, words)
                tap.true(not oracle.crashed(result), f"crashed with status {result.status}", *result.stderr.splitlines())
                harmless(result.stdout)
                harmless(result.stderr)


def test_eighty_columns():
    """Help fits a terminal."""
    with netns.Namespace() as ns:
        for line in [f"{tool}{dialect} {word}" for tool in ("netstat", "route", "arp") for dialect in ("", " --dialect freebsd-4")
                     for word in ("--help", "-h")[:1 if dialect else 2]]:
            with tap.case(f"80 columns: {line}"):
                text = oracle.run_ours(ns, line).ok().text()
                wide = [row for row in text.splitlines() if len(row.expandtabs()) > 80]
                tap.true(text and not wide, "longer lines", *wide)


def test_one_line():
    """A message is one line, whatever its length; a usage error says on a second where help is."""
    with netns.Namespace() as ns:
        for line, lines in (("netstat", 1), ("netstat -rn --table nosuch", 1), ("netstat -rn --netns nosuch", 1), ("arp -n nosuchhost", 1),
                            ("arp -H nosuch", 1), ("netstat -rq", 2), ("arp -z", 2), ("route foo", 2), ("netstat -rn -f inet", 2)):
            with tap.case(f"one line: {line}"):
                rows = oracle.run_ours(ns, line).stderr.decode("utf-8", "replace").splitlines()
                tap.equal(len(rows), lines, "lines of the message")
                tap.true(rows[0].startswith(line.split()[0] + ": "), "the message does not begin with the program's name", *rows)
                tap.equal(rows[1:], [f"Try '{line.split()[0]} --help'."][:lines - 1], "the second line")


if __name__ == "__main__":
    tap.main(globals())
