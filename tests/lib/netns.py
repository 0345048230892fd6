# SPDX-License-Identifier: ISC
"""netns: network namespaces for the live tests.

    with netns.Namespace() as ns:
        ns.ip("link set lo up", "link add eth0 type veth peer name eth1")
        result = ns.run(["netstat", "-rn"])         # .stdout .stderr .status

A namespace is held by a child process that dies with this one (PR_SET_PDEATHSIG), so nothing outlives a
test, however it ends. It has a mount namespace of its own: `etc={"hosts": …}` puts files over those
of /etc for the commands that run in it; without it they see a hosts file with localhost, no name
service but files and no /etc/networks, so that no test ever asks a name server.
A name under /run/netns is given only where a test needs one (`published`).

Where the host forbids namespaces, opening one raises tap.Skip with the kernel's reason.
"""
import atexit
import contextlib
import ctypes
import errno
import itertools
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import tap

CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
PR_SET_PDEATHSIG = 1
TIMEOUT_S = 30
SILENT = "ROUTECLONE_SILENT_KERNEL"  # set by ./check where the kernel answers nothing any more: tests/tools/kernel

_libc = ctypes.CDLL(None, use_errno=True)
_counter = itertools.count(1)

PLAIN_ETC = {
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "networks": "",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\nnetworks: files\nservices: files\nprotocols: files\n",
}


def _check(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)


def _unshare(flags):
    _check(_libc.unshare(flags), "unshare")


def _setns(fd, kind):
    _check(_libc.setns(fd, kind), "setns")


def mount(source, target, flags, kind=None):
    """mount(2), for a child that is in a mount namespace of its own."""
    _check(_libc.mount(os.fsencode(source), os.fsencode(target), kind, flags, None), f"mount {target}")


def make_mounts_private():
    """Mounts made from here on stay in this mount namespace. In a chroot `/` is no mount: there it is the namespace's own
    root that is made private, and then the way back is the descriptor of the root that was."""
    try:
        mount("none", "/", MS_REC | MS_PRIVATE)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        root = os.open("/", os.O_PATH)
        own = os.open("/proc/self/ns/mnt", os.O_RDONLY)
        _setns(own, CLONE_NEWNS)
        os.close(own)
        mount("none", "/", MS_REC | MS_PRIVATE)
        os.fchdir(root)
        os.chroot(".")
        os.close(root)


def lay_over_etc(folder, names):
    """Files of a folder over those of /etc. Where one has nothing to lie on (a bare system has no /etc/hosts), a copy of
    /etc that has it takes /etc's place."""
    if not all(os.path.exists(f"/etc/{name}") for name in names):
        copy = os.path.join(folder, "etc")
        os.mkdir(copy)
        mount("tmpfs", copy, 0, b"tmpfs")
        with contextlib.suppress(shutil.Error):         # of single files that cannot be read
            shutil.copytree("/etc", copy, symlinks=True, dirs_exist_ok=True)
        for name in names:
            with open(os.path.join(copy, name), "ab"):
                pass
        mount(copy, "/etc", MS_BIND)
    for name in names:
        mount(os.path.join(folder, name), f"/etc/{name}", MS_BIND)


class Result:
    """What a command did: bytes of both streams, and its exit status (-N: signal N)."""

    def __init__(self, argv, stdout, stderr, status):
        self.argv = argv
        self.stdout = stdout
        self.stderr = stderr
        self.status = status

    def text(self):
        return self.stdout.decode("utf-8", "surrogateescape")

    def lines(self):
        return self.text().splitlines()

    def json(self):
        return json.loads(self.stdout)

    def ok(self):
        """This result, if the command succeeded in silence; a Failure otherwise."""
        tap.true(self.status == 0 and not self.stderr,
                 f"{command_line(self.argv)}: exit status {self.status}", *self.stderr.splitlines())
        return self


def command_line(argv):
    words = [os.fsdecode(word) for word in argv]
    words[0] = os.path.basename(words[0])
    return tap.printable(" ".join(word if word and " " not in word else repr(word) for word in words))


def wait(predicate, what, seconds=10.0, pause=0.01):
    """Poll until predicate() is true and return what it returned; a Failure when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > deadline:
            raise tap.Failure(f"waited {seconds} s in vain for {what}")
        time.sleep(pause)


# The little netlink there is here: neighbours that a kernel answers for on every device (rtnetlink(7), <linux/neighbour.h>).
RTM_DELNEIGH, RTM_GETNEIGH = 29, 30
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
NDA_DST, NTF_PROXY = 1, 8


def _netlink(kind, flags, family, address=b""):
    attribute = struct.pack("=HH", 4 + len(address), NDA_DST) + address if address else b""
    body = struct.pack("=B3xiHBB", family, 0, 0, NTF_PROXY, 0) + attribute
    return struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body


def _proxies_without_device(kernel):
    """The addresses in the answer to a dump."""
    found = []
    while True:
        data = kernel.recv(1 << 16)
        while data:
            size, kind = struct.unpack_from("=IH", data)
            if kind in (NLMSG_DONE, NLMSG_ERROR):
                return found
            device, length, attribute = *struct.unpack_from("=i", data, 20), *struct.unpack_from("=HH", data, 28)
            if not device and attribute == NDA_DST:
                found.append(data[32:28 + length])
            data = data[(size + 3) & ~3:]


def need_kernel():
    """Skip where the kernel answers nothing."""
    if os.environ.get(SILENT):
        raise tap.Skip(os.environ[SILENT])


class Namespace:
    """A network namespace with its own mounts, open as a context manager."""

    def __init__(self, etc=None):
        self.etc = dict(PLAIN_ETC, **(etc or {}))
        self.pid = 0

    def __enter__(self):
        assert not self.pid, "a namespace is entered once"
        need_kernel()
        # The bind mounts hold the files; their names need not outlive the start.
        with tempfile.TemporaryDirectory(prefix="routeclone-etc-") as folder:
            for name, text in self.etc.items():
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(text if isinstance(text, bytes) else text.encode())
                    os.fchmod(file.fileno(), 0o644)
            self._hold(folder)
        self.net_fd = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY)
        self.mount_fd = os.open(f"/proc/{self.pid}/ns/mnt", os.O_RDONLY)
        self.root_fd = os.open(f"/proc/{self.pid}/root", os.O_PATH)
        self._forget_proxies()
        return self

    def __exit__(self, *exception):
        self._forget_proxies()
        os.close(self.net_fd)
        os.close(self.mount_fd)
        os.close(self.root_fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.pid = 0
        return False

    def _hold(self, folder):
        parent = os.getpid()
        reader, writer = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            answer = b"ok"
            try:
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                    signal.signal(number, signal.SIG_IGN)
                _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                if os.getppid() != parent:
                    os._exit(1)
                _unshare(CLONE_NEWNET | CLONE_NEWNS)
                make_mounts_private()
                lay_over_etc(folder, self.etc)
            except OSError as error:
                answer = f"{error.filename}: {error.strerror}".encode()
            os.write(writer, answer)
            os.close(writer)
            while answer == b"ok":
                signal.pause()
            os._exit(1)
        os.close(writer)
        answer = os.read(reader, 4096)
        os.close(reader)
        if answer != b"ok":
            os.waitpid(self.pid, 0)
            self.pid = 0
            raise tap.Skip(f"no network namespaces here ({answer.decode() or 'the child died'})")

    def _forget_proxies(self):
        """Delete the proxy neighbours that have no device. A kernel (6.18) keeps them when their namespace ends, and
        lists them in a later one that it puts in the same place: what one test left would be seen by another."""
        with self.entered(), socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
            for family in (socket.AF_INET, socket.AF_INET6):
                kernel.send(_netlink(RTM_GETNEIGH, NLM_F_REQUEST | NLM_F_DUMP, family))
                for address in _proxies_without_device(kernel):
                    kernel.send(_netlink(RTM_DELNEIGH, NLM_F_REQUEST | NLM_F_ACK, family, address))
                    kernel.recv(1 << 16)

    def _enter(self):
        _setns(self.net_fd, CLONE_NEWNET)
        _setns(self.mount_fd, CLONE_NEWNS)
        # setns leaves a process at the namespace's root, which in a chroot is another than the one it had
        os.fchdir(self.root_fd)
        os.chroot(".")

    def popen(self, argv, **options):
        """subprocess.Popen inside; `prepare` is called in the child before it becomes the program."""
        prepare = options.pop("prepare", None)

        def child():
            self._enter()
            if prepare:
                prepare()

        environment = {"PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), "LC_ALL": "C.UTF-8"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
        environment.update(options.pop("env", None) or {})
        return subprocess.Popen(argv, preexec_fn=child, env=environment, cwd="/", **options)

    def run(self, argv, stdin=b"", timeout=TIMEOUT_S, **options):
        """Run a command inside and return its Result."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        process = self.popen(argv, stdin=subprocess.PIPE, **options)
        try:
            out, err = process.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise tap.Failure(f"{command_line(argv)}: still running after {timeout} s") from None
        except BaseException:
            process.kill()
            process.communicate()
            raise
        return Result(argv, out or b"", err or b"", process.returncode)

    def ip(self, *commands, may_fail=False):
        """Run lines of `ip -batch` inside, those that begin with `-6` as `ip -6`. A line that fails is a Failure,
        or with may_fail is returned (its error as text, in a list), for what not every kernel has."""
        lines = [c if isinstance(c, bytes) else c.encode("utf-8", "surrogateescape") for c in commands]
        errors = []
        for six, group in itertools.groupby(lines, lambda line: line.startswith(b"-6 ")):
            group = [line[3:] if six else line for line in group]
            options = ["-6"] * six + ["-force"] * may_fail
            result = self.run(["ip", *options, "-batch", "-"], stdin=b"\n".join(group) + b"\n")
            errors += [line for line in result.stderr.decode("utf-8", "replace").splitlines() if line]
            if result.status and not may_fail:
                raise tap.Failure("ip -batch failed", errors + [tap.printable(line) for line in group[:100]])
        return errors

    def ip_words(self, *words):
        """One `ip` command whose words may hold any byte (a batch line is split at white space)."""
        self.run(["ip", *words]).ok()

    def ip_json(self, *words):
        """The parsed answer of `ip -j …`; an empty answer is []."""
        out = self.run(["ip", "-j", *words]).ok().stdout
        return json.loads(out) if out.strip() else []

    @contextlib.contextmanager
    def entered(self):
        """This process inside the network namespace: sockets made here stay there, /proc/sys/net is its own."""
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            _setns(self.net_fd, CLONE_NEWNET)
            yield
        finally:
            _setns(home, CLONE_NEWNET)
            os.close(home)

    def sysctl(self, **values):
        """Set net.* keys, `__` for the dot: sysctl(ipv4__ip_forward=1, ipv4__conf__eth0__proxy_arp=1)."""
        with self.entered():
            for key, value in values.items():
                with open("/proc/sys/net/" + key.replace("__", "/"), "w") as file:
                    file.write(str(value))

    def move(self, device, other):
        """Give a device to another namespace."""
        self.ip(f"link set dev {device} netns {other.pid}")

    def veth(self, name, peer, peer_namespace=None, up=True):
        """A pair of virtual Ethernet devices; the peer may live in another namespace."""
        where = f" netns {peer_namespace.pid}" if peer_namespace else ""
        self.ip(f"link add {name} type veth peer name {peer}{where}")
        if up:
            self.ip(f"link set {name} up")
            (peer_namespace or self).ip(f"link set {peer} up")

    @contextlib.contextmanager
    def published(self):
        """The namespace under a name in /run/netns, for --netns NAME and `ip -n`."""
        name = f"routeclone-{os.getpid()}-{next(_counter)}"
        result = subprocess.run(["ip", "netns", "attach", name, str(self.pid)], capture_output=True, check=False)
        if result.returncode:
            raise tap.Skip(f"ip netns attach: {result.stderr.decode('utf-8', 'replace').strip()}")

        def remove():
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)

        atexit.register(remove)
        try:
            yield name
        finally:
            remove()
            atexit.unregister(remove)


_kinds = {}


def kind_error(kind):
    """None where this kernel makes links of this kind, else its reason. Asked once."""
    if kind not in _kinds:
        with Namespace() as ns:
            words = {
                "vlan": ["link add probe0 type veth peer name probe1", "link add link probe0 name probe type vlan id 5"],
                "macvlan": ["link add probe0 type veth peer name probe1", "link add link probe0 name probe type macvlan"],
                "tun": ["tuntap add dev probe mode tun"],
                "vrf": ["link add probe type vrf table 10"],
                "ipip": ["link add probe type ipip local 10.0.0.1 remote 10.0.0.2"],
                "sit": ["link add probe type sit local 10.0.0.1 remote 10.0.0.2"],
            }.get(kind, [f"link add probe type {kind}"])
            errors = ns.ip(*words, may_fail=True)
            _kinds[kind] = " ".join(errors[0].split()) if errors else None
    return _kinds[kind]


def need_kind(kind):
    """Skip where this kernel has no links of this kind."""
    error = kind_error(kind)
    if error:
        raise tap.Skip(f"no {kind} links here: {error}")


def need_ipv6():
    if not os.path.exists("/proc/net/if_inet6"):
        raise tap.Skip("this kernel has no IPv6")


def unreachable(error):
    """True for the errors that a closed world answers with; a test that only wants to send ignores them."""
    return error.errno in (errno.EMSGSIZE, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ECONNREFUSED)
