#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--format openmetrics is read by the strict parser of PyPI's prometheus_client, and says what JSON says."""
import importlib.util
import json
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap


def families(text):
    """{name: family}, each with HELP and a type."""
    if importlib.util.find_spec("prometheus_client") is None:
        raise tap.Skip("the Python module prometheus_client is not installed")
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    found = {}
    for family in text_string_to_metric_families(text):
        tap.true(family.documentation and family.type in ("counter", "gauge"), f"{family.name}: HELP and TYPE")
        tap.true(family.name not in found, f"{family.name}: a family stands there once")
        found[family.name] = family
    tap.true(text.endswith("# EOF\n"), "the end", text[-40:])
    return found


def samples(family):
    return {tuple(s.labels.values()): s.value for s in family.samples}


def ours(ns, line):
    return oracle.run_ours(ns, line).ok().text()


def test_statistics():
    with netns.Namespace() as ns:
        for words in ("", "-t", "-6", "--dialect freebsd"):
            with tap.case(f"netstat -s {words}"):
                found = families(ours(ns, f"netstat -s {words} --format openmetrics"))
                rows = json.loads(ours(ns, f"netstat -s {words} --json"))["counters"]
                tap.equal({f"netstat_{row['group']}_{row['name']}" for row in rows}, set(found), "each counter has a family")
                if "Ip" in {row["group"] for row in rows}:
                    tap.equal(found["netstat_Ip_DefaultTTL"].type, "gauge", "a lifetime does not count")
                if not words:
                    tap.true(found["netstat_Tcp_MaxConn"].samples[0].value == -1, "no limit")


def test_interfaces():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip_words("link", "add", "name", 'a"b\\n{}', "type", "dummy")
        with tap.case("netstat -i"):
            found = families(ours(ns, "netstat -i --format openmetrics"))
            rows = {row["name"]: row for row in json.loads(ours(ns, "netstat -ia --json"))["interfaces"]}
            for key in ("rx_packets", "tx_bytes", "rx_dropped", "collisions"):
                got = samples(found["netstat_interface_" + key])
                tap.equal(found["netstat_interface_" + key].type, "counter", f"{key}: type")
                tap.equal(sorted(got.values()), sorted(row[key] for row in rows.values()), f"{key}: one for each interface")
            tap.equal(samples(found["netstat_interface_mtu"])[("eth0",)], rows["eth0"]["mtu"], "a gauge")
            tap.equal(samples(found["netstat_interface_up"])[("eth0",)], 1, "eth0 is up")
            tap.true(any("a\"b" in name[0] for name in samples(found["netstat_interface_up"])), "a name with quotes",
                     str(list(samples(found["netstat_interface_up"]))))
        with tap.case("netstat -i --interface eth0"):
            found = families(ours(ns, "netstat -i --interface eth0 --format openmetrics"))
            tap.equal(list(samples(found["netstat_interface_rx_packets"])), [("eth0",)], "only that one")


def test_counts():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        ns.ip("route add blackhole 10.99.0.0/16", "route add 10.70.0.0/16 nexthop via 10.1.0.2 nexthop via 10.2.0.3 dev " + states.LONG,
              "neigh add 10.1.0.5 lladdr 02:00:00:00:00:05 dev eth0 nud permanent", "neigh add 10.1.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud permanent")
        with tap.case("netstat -r"):
            got = samples(families(ours(ns, "netstat -r -4 --format openmetrics"))["netstat_routes"])
            tap.equal(got[("inet", "254", "blackhole")], 1, "one blackhole")
            tap.equal(got[("inet", "254", "unicast")], 3, "a route with two next hops is one")
            tap.true(("inet", "255", "local") in got, "all tables")
        with tap.case("route and arp"):
            tap.equal(ours(ns, "route -4 --format openmetrics"), ours(ns, "netstat -r -4 --format openmetrics"), "route has the same")
            got = samples(families(ours(ns, "arp --format openmetrics"))["netstat_neighbours"])
            tap.equal(got[("inet", "eth0", "permanent")], 2, "permanent neighbours")
        with tap.case("netstat"), ns.entered():
            ns.ip("link set lo up")
            with socket.socket() as server, socket.socket(type=socket.SOCK_DGRAM) as other:
                server.bind(("127.0.0.1", 0))
                server.listen()
                other.bind(("127.0.0.1", 0))
                got = samples(families(ours(ns, "netstat -t --format openmetrics"))["netstat_sockets"])
                rows = json.loads(ours(ns, "netstat -ta --json"))["sockets"]
                tap.equal(sum(got.values()), len(rows), "as many as JSON lists")
                tap.equal(got.get(("inet", "tcp", "listen"), 0), sum(row["state"] == "listen" for row in rows), "servers")
                got = samples(families(ours(ns, "netstat --format openmetrics"))["netstat_sockets"])
                tap.true(any(labels[1] == "udp" for labels in got), "all protocols", str(got))


def test_bad_input():
    with netns.Namespace() as ns:
        for line in ("netstat -i --format openmetrics --json", "netstat -i --format openmetrics --watch", "netstat -g --format openmetrics",
                     "netstat -i --format xml", "netstat -r --format openmetrics --all-netns", "arp 10.0.0.1 --format openmetrics"):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.true(result.status == 3 and not result.stdout and b"format" in result.stderr, "refused", str(result.status), result.stderr)
        with tap.case("--format json, --format text"):
            tap.equal(ours(ns, "netstat -i --format json"), ours(ns, "netstat -i --json"), "json")
            tap.equal(ours(ns, "netstat -i --format text"), ours(ns, "netstat -i"), "text")


if __name__ == "__main__":
    tap.main(globals())
