#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""netstat -M: connections that a router translates, beside what conntrack(8) says of them."""
import contextlib
import os
import re
import shutil
import socket
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

INSIDE, OUTSIDE, SERVER = "10.1.0.5", "192.0.2.1", "192.0.2.9"


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise tap.Skip(f"{program} is not installed")


@contextlib.contextmanager
def router():
    """A client behind a router that masquerades, a server in front of it, and a connection of TCP and one of UDP."""
    need("iptables-legacy", "conntrack")
    with netns.Namespace() as middle, netns.Namespace() as client, netns.Namespace() as server:
        for ns in (middle, client, server):
            states.quiet(ns)
        middle.veth("in0", "eth0", client)
        middle.veth("out0", "eth0", server)
        middle.ip("addr add 10.1.0.1/24 dev in0", f"addr add {OUTSIDE}/24 dev out0")
        client.ip(f"addr add {INSIDE}/24 dev eth0", "route add default via 10.1.0.1")
        server.ip(f"addr add {SERVER}/24 dev eth0")
        middle.sysctl(ipv4__ip_forward=1)
        for rule in ("POSTROUTING -o out0 -j MASQUERADE", "PREROUTING -i out0 -p tcp --dport 8080 -j DNAT --to 10.1.0.5:80"):
            made = middle.run(["iptables-legacy", "-t", "nat", "-A", *rule.split()])
            if made.status:
                raise tap.Skip(f"no translation here: {made.stderr.decode().strip()}")
        with contextlib.ExitStack() as stack:
            with server.entered():
                listener = stack.enter_context(socket.create_server((SERVER, 7)))
                datagrams = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                datagrams.bind((SERVER, 9))
            with client.entered():
                stream = stack.enter_context(socket.socket())
                stream.bind((INSIDE, 40001))
                stream.connect((SERVER, 7))
                sender = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                sender.bind((INSIDE, 40002))
                sender.sendto(b"x", (SERVER, 9))
            stack.enter_context(listener.accept()[0])
            datagrams.recv(10)
            yield middle


def ours(ns, options, **more):
    return oracle.run_ours(ns, f"netstat -M {options}", **more).ok()


def test_translated():
    with router() as ns:
        with tap.case("the rows of net-tools"):
            lines = ours(ns, "-n").lines()
            tap.equal(lines[:2], ["IP masquerading entries", "prot   expire source               destination          ports"], "heading")
            rows = sorted(re.sub(r"^(....) *\d+:\d\d\.\d\d ", r"\1 <expire> ", line) for line in lines[2:])
            tap.equal(rows, [f"{proto:4} <expire> {INSIDE:20} {SERVER:20} {source} -> {to} ({source})"
                             for proto, source, to in (("tcp", 40001, 7), ("udp", 40002, 9))], "rows")
            tap.true(all(re.match(r"^.{4} *\d+:[0-5]\d\.\d\d ", line) for line in lines[2:]), "the time left", *lines)
        with tap.case("-e"):
            lines = ours(ns, "-ne").lines()
            tap.equal(lines[1], "prot   expire    initseq delta prevd source               destination          ports", "heading")
            tap.true(all(re.match(r"^.{4} *\d+:\d\d\.\d\d          0     0     0 10\.1\.0\.5 ", line) for line in lines[2:]), "rows", *lines)
        with tap.case("what conntrack says"):
            flows = {flow["protocol"]: flow for flow in ours(ns, "--json").json()["flows"]}
            theirs = ns.run(["conntrack", "-L"]).lines()
            tap.equal(sorted(flows), sorted(line.split()[0] for line in theirs), "protocols")
            for line in theirs:
                words = line.split()
                flow, pairs = flows[words[0]], [word.split("=") for word in words if "=" in word]
                values = [value for key, value in pairs if key in ("src", "dst", "sport", "dport")]
                tap.equal([str(flow[key]) for key in ("source", "destination", "source_port", "dest_port", "reply_from", "reply_to",
                                                      "reply_from_port", "reply_to_port")], values, words[0])
                tap.true(abs(flow["expires"] - int(words[2])) <= 2, "time left", line, flow["expires"])
                if words[0] == "tcp":
                    tap.equal(flow["state"].upper().replace("-", "_"), words[3], "state")
        with tap.case("a replay"), tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "flows.pcap")
            live = ours(ns, f"-n --record {file}").stdout
            tap.equal(ours(ns, f"-n --replay {file}").stdout, live, "text")
            tap.equal(len(ours(ns, f"--json --replay {file}").json()["flows"]), 2, "flows")


def test_nothing_translated():
    with netns.Namespace() as ns:
        states.quiet(ns)
        with tap.case("nothing is printed"):
            tap.equal(ours(ns, "-n").stdout, b"", "text")
            tap.equal(ours(ns, "--json").json()["flows"], [], "JSON")


if __name__ == "__main__":
    tap.main(globals())
