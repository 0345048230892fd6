#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""route monitor: what changes in a namespace is told as it changes, and what was lost is made up for."""
import json
import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

MARK = "blackhole 198.51.100.{}/32 table 77"


class Monitor:
    """A monitor that listens, and what it has said."""

    def __init__(self, ns, line):
        tool, *words = line.split()
        self.ns, self.lines, self.mark = ns, [], 0
        self.process = ns.popen([tool, *words], executable=oracle.ours(tool), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.rest = b""
        netns.wait(lambda: self.has_heard(), "the monitor listens")

    def read(self):
        data = self.process.stdout.read()
        self.rest += data or b""
        *lines, self.rest = self.rest.split(b"\n")
        self.lines += [line.decode() for line in lines]

    def has_heard(self):
        """A route that nobody else has, until it is told of."""
        self.mark += 1
        self.ns.ip("route add " + MARK.format(self.mark))
        self.read()
        return self.sees(self.mark)

    def sees(self, mark):
        return any(f"198.51.100.{mark}" in line for line in self.lines)

    def changes(self, *commands, words=True):
        """What it says of these commands: until it tells of one more mark behind them."""
        self.read()
        self.lines = []
        self.ns.ip(*commands)
        self.mark += 1
        mark = self.mark
        self.ns.ip("route add " + MARK.format(mark))

        def told():
            self.read()
            return self.sees(mark)
        netns.wait(told, "the monitor tells of a mark")
        return [line for line in self.lines if "198.51.100." not in line]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        self.rest += out or b""
        self.lines += [line.decode() for line in self.rest.split(b"\n") if line]
        return self.process.returncode, err


def test_words():
    """Each command of ip, and the line that it makes."""
    cases = (
        ("route add 10.9.0.0/16 via 10.1.0.2", ["route add -net 10.9.0.0 netmask 255.255.0.0 gw 10.1.0.2 dev eth0 proto boot"]),
        ("route replace 10.9.0.0/16 via 10.1.0.3", ["route change -net 10.9.0.0 netmask 255.255.0.0 gw 10.1.0.3 dev eth0 proto boot"]),
        ("route del 10.9.0.0/16", ["route del -net 10.9.0.0 netmask 255.255.0.0 gw 10.1.0.3 dev eth0 proto boot"]),
        ("route add 10.8.0.0/16 nexthop via 10.1.0.2 weight 2 nexthop via 10.1.0.3",
         ["route add -net 10.8.0.0 netmask 255.255.0.0 proto boot nexthop gw 10.1.0.2 dev eth0 weight 2",
          "route add -net 10.8.0.0 netmask 255.255.0.0 proto boot nexthop gw 10.1.0.3 dev eth0 weight 1"]),
        ("route add 10.7.0.1 via 10.1.0.2 metric 5 mtu 1400 proto static",
         ["route add -host 10.7.0.1 gw 10.1.0.2 dev eth0 metric 5 mtu 1400 proto static"]),
        ("route add unreachable 10.6.0.0/16", ["route add -net 10.6.0.0 netmask 255.255.0.0 reject proto boot"]),
        ("neigh add 10.1.0.77 lladdr 02:00:00:00:00:02 dev eth0", ["neighbour add 10.1.0.77 HWaddress 02:00:00:00:00:02 iface eth0 state permanent"]),
        ("neigh change 10.1.0.77 lladdr 02:00:00:00:00:03 dev eth0", ["neighbour change 10.1.0.77 HWaddress 02:00:00:00:00:03 iface eth0 state permanent"]),
        ("neigh del 10.1.0.77 dev eth0", None),
        ("rule add from 10.0.0.0/8 table 100 priority 9", ["rule add 9: from 10.0.0.0/8 lookup 100"]),
        ("rule del priority 9", ["rule del 9: from 10.0.0.0/8 lookup 100"]),
        ("nexthop add id 5 via 10.1.0.2 dev eth0", ["nexthop add id 5 gw 10.1.0.2 dev eth0"]),
        ("addr add 192.0.2.1/32 dev eth0", None),
    )
    with netns.Namespace() as ns:
        states.two_devices(ns)
        monitor = Monitor(ns, "route monitor")
        for command, expected in cases:
            with tap.case(command):
                told = monitor.changes(command)
                if expected is None:
                    tap.true(told, "something is told")
                else:
                    tap.equal([line for line in told if not line.startswith("neighbour") or "10.1.0.77" in line], expected, "lines")
        status, complaints = monitor.stop()
        tap.equal((status, complaints), (0, b""), "status and complaints after SIGTERM")


def test_json():
    """One object a line, of what ip shows of the same things."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        monitor = Monitor(ns, "route monitor --json")
        told = [json.loads(line) for line in monitor.changes("route add 10.9.0.0/16 via 10.1.0.2 metric 7", "neigh add 10.1.0.77 lladdr 02:00:00:00:00:02 dev eth0")]
        theirs = ns.ip_json("route", "show", "10.9.0.0/16")[0]
        route = next(o for o in told if o["object"] == "route")
        tap.equal((route["event"], route["record"]["destination"], route["record"]["gateway"], route["record"]["interface"], route["record"]["metric"]),
                  ("add", theirs["dst"], theirs["gateway"], theirs["dev"], theirs["metric"]), "route")
        theirs = ns.ip_json("neigh", "show", "10.1.0.77")[0]
        neighbour = next(o for o in told if o["object"] == "neighbour" and o["record"]["address"] == "10.1.0.77")
        tap.equal((neighbour["record"]["link_address"], neighbour["record"]["interface"], [neighbour["record"]["state"].upper()]),
                  (theirs["lladdr"], theirs["dev"], theirs["state"]), "neighbour")
        tap.true(all(abs(o["time"] - told[0]["time"]) < 60 for o in told), "times")
        tap.equal(monitor.stop(signal.SIGINT)[0], 0, "status after SIGINT")


def test_chosen():
    """Words and filters choose, in every grammar."""
    commands = ("route add 10.9.0.0/16 via 10.1.0.2", "-6 route add 2001:db8:9::/48 dev eth0", "link set eth0 mtu 1400",
                "neigh add 10.1.0.77 lladdr 02:00:00:00:00:02 dev eth0")
    cases = (
        ("route monitor route", ["10.9.0.0", "2001:db8:9::"], ["mtu 1400", "10.1.0.77"]),
        ("route monitor -6 route", ["2001:db8:9::"], ["10.9.0.0"]),
        ("route monitor inet route", ["10.9.0.0"], ["2001:db8:9::"]),
        ("route monitor route neigh", ["10.9.0.0", "10.1.0.77"], ["mtu 1400"]),
        ("route --to longer 10.0.0.0/8 monitor route", ["10.9.0.0"], ["2001:db8:9::"]),
        ("route --dialect openbsd -n monitor -inet", ["10.9.0.0"], ["2001:db8:9::"]),
        ("route --dialect freebsd -n monitor", ["10.9.0.0/16 gw 10.1.0.2 iface eth0", "2001:db8:9::/48", "mtu 1400", "neigh 10.1.0.77"], []),
        ("route --dialect netbsd -n monitor", [" 10.9.0.0 10.1.0.2 255.255.0.0", " 10.1.0.77 02:00:00:00:00:02"], []),
        ("route --dialect macos -n monitor", [" 10.9.0.0 10.1.0.2 255.255.0.0"], []),
        ("route --dialect freebsd-11 -n monitor", [" 10.9.0.0 10.1.0.2 255.255.0.0"], []),
    )
    for line, there, absent in cases:
        with tap.case(line), netns.Namespace() as ns:
            states.two_devices(ns)
            # the mark is a route of IPv4: where those are not told, wait for the words themselves
            process = ns.popen(line.split(), executable=oracle.ours("route"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            os.set_blocking(process.stdout.fileno(), False)
            text, count = "", 0

            def told():
                nonlocal text, count
                count += 1
                if count > 1:
                    ns.ip("route del 10.9.0.0/16", "-6 route del 2001:db8:9::/48", "neigh del 10.1.0.77 dev eth0", "link set eth0 mtu 1500")
                ns.ip(*commands)
                text += (process.stdout.read() or b"").decode()
                return all(word in text for word in there)
            netns.wait(told, f"{there} in the text")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=20)
            text += (out or b"").decode()
            tap.equal((process.returncode, err), (0, b""), "status and complaints")
            tap.equal([word for word in absent if word in text], [], "what was not asked for", text[:2000])


def test_lost():
    """A socket with hardly any room, a reader that does not read: in the end all is known all the same."""
    count = 2000
    with netns.Namespace() as ns:
        states.two_devices(ns)
        monitor = Monitor(ns, "route --json --buffer 4096 monitor route")
        monitor.changes("route add 10.99.0.0/16 via 10.1.0.2", "route add 10.98.0.0/16 via 10.1.0.2")
        monitor.lines = []
        monitor.process.send_signal(signal.SIGSTOP)
        ns.ip("route del 10.99.0.0/16", "route replace 10.98.0.0/16 via 10.1.0.3", *(f"route add 10.{200 + i // 256}.{i % 256}.0/24 via 10.1.0.2" for i in range(count)))
        ns.ip("route del 10.200.1.0/24")
        monitor.process.send_signal(signal.SIGCONT)

        def in_step():
            monitor.read()
            return any('"event":"resync"' in line for line in monitor.lines)
        netns.wait(in_step, "the monitor is up to date again", seconds=30)
        lines = monitor.lines
        monitor.changes()
        monitor.stop()
        told = [json.loads(line) for line in lines + monitor.lines]
        theirs = {r["dst"] for r in ns.ip_json("route", "show", "table", "main") if r["dst"].startswith("10.")}
        known = {"10.1.0.0/24", "10.2.0.0/24", "10.98.0.0/16", "10.99.0.0/16"}
        # replay what was told over what was there
        for event in told:
            if event["object"] != "route" or event["record"]["table"] != 254:
                continue
            (known.discard if event["event"] == "delete" else known.add)(event["record"]["destination"])
        known = {k[:-3] if k.endswith("/32") else k for k in known}
        tap.equal(sorted(theirs - known)[:5], [], "routes that were never told of")
        tap.equal(sorted(known - theirs)[:5], [], "routes that are told of and not there")
        lost = [e for e in told if e["event"] == "lost"]
        recovered = [e for e in told if e.get("recovered")]
        tap.true(lost and len(recovered) > count // 2, f"{len(lost)} losses, {len(recovered)} differences")
        gone = [e for e in told if e["event"] == "delete" and e["record"]["destination"] == "10.99.0.0/16"]
        tap.equal(len(gone), 1, "the route that went is told of once")


def test_keeps_up():
    """A burst of ten thousand changes, and each of them is told."""
    count = 10000
    with netns.Namespace() as ns:
        states.two_devices(ns)
        monitor = Monitor(ns, "route monitor route")
        lines = monitor.changes(*(f"route add 2{i >> 16}.{i >> 8 & 255}.{i & 255}.0/24 via 10.1.0.2" for i in range(count)))
        tap.equal(len(lines), count, "lines")
        tap.equal(len(set(lines)), count, "different lines")
        monitor.stop()


def test_recorded():
    """What was recorded is replayed, in any dialect; a recording that was ended by a signal is whole."""
    with netns.Namespace() as ns, tempfile.TemporaryDirectory() as folder:
        states.two_devices(ns)
        capture = os.path.join(folder, "one.pcap")
        monitor = Monitor(ns, f"route --record {capture} monitor")
        monitor.changes("route add 10.9.0.0/16 via 10.1.0.2", "route del 10.9.0.0/16", "link set eth0 mtu 1400")
        live = Monitor.stop(monitor)
        tap.equal(live, (0, b""), "status and complaints")
        for line in ("route monitor", "route --json monitor", "route --dialect openbsd -n monitor", "route --dialect freebsd -n monitor"):
            with tap.case(line):
                result = oracle.run_ours(ns, line.replace("route ", f"route --replay {capture} ", 1))
                tap.equal((result.status, result.stderr), (0, b""), "status and complaints")
                tap.true(b"10.9.0.0" in result.stdout, "the route", result.stdout.decode()[:500])


def test_ends():
    """--count, --duration, a reader that goes away, a disk that is full."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        with tap.case("--duration"):
            result = oracle.run_ours(ns, "route monitor --duration 0.2")
            tap.equal((result.status, result.stderr), (0, b""), "status and complaints")
        with tap.case("--count"):
            process = ns.popen(["route", "monitor", "--count", "2", "route"], executable=oracle.ours("route"), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            number = 0

            def ended():
                nonlocal number
                number += 1
                ns.ip(f"route add blackhole 198.51.100.{number}")
                return process.poll() is not None
            netns.wait(ended, "the monitor has seen two")
            out, err = process.communicate(timeout=10)
            tap.equal((len(out.splitlines()), err, process.returncode), (2, b"", 0), "lines, complaints, status")
        with tap.case("/dev/full"), open("/dev/full", "wb") as full:
            process = ns.popen(["route", "monitor", "route"], executable=oracle.ours("route"), stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE)

            def failed():
                nonlocal number
                number += 1
                ns.ip(f"route add blackhole 198.51.100.{number}")
                return process.poll() is not None
            netns.wait(failed, "the monitor ends")
            tap.equal((process.returncode, process.communicate(timeout=10)[1]), (1, b"route: standard output: No space left on device\n"), "status and complaints")
        with tap.case("closed pipe"):
            process = ns.popen(["route", "monitor"], executable=oracle.ours("route"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdout.close()
            netns.wait(lambda: process.poll() is not None, "the monitor ends")
            tap.equal((process.returncode, process.stderr.read()), (-signal.SIGPIPE, b""), "status and complaints")
            process.stderr.close()


def test_wrong_words():
    with netns.Namespace() as ns:
        for line in ("route monitor nonsense", "route --dialect openbsd monitor -nonsense", "route monitor --timestamp=never", "route monitor --count 0",
                     "route monitor --json=pretty", "route monitor --watch", "netstat -rn --timestamp", "route -n --buffer 5", "route monitor --interface nowhere0"):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.true(result.status > 0 and result.stderr and not result.stdout, "refused", result.stderr.decode())


if __name__ == "__main__":
    tap.main(globals())
