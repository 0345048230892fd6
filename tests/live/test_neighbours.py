#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Neighbours of IPv6 in arp's layouts, and the wide table with states, ages and deadlines, beside iproute2."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

LL = "fe80::2aff:fe11:2233:4455"


def fill(ns):
    """Both families, in every state; timers stand still, as far as a kernel can."""
    netns.need_ipv6()
    states.neighbours(ns)
    for name in ("eth0", states.LONG):
        ns.sysctl(**{f"ipv6__neigh__{name}__{key}": value for key, value in (
            ("base_reachable_time_ms", 3600000), ("retrans_time_ms", 3600000), ("delay_first_probe_time", 3600))})
    ns.ip("addr add fd01::1/64 dev eth0 nodad",
          *[f"neigh add fd01::{n} lladdr 02:00:00:00:cc:{n:02x} nud {state} dev eth0" for n, state in (
              (5, "permanent"), (6, "reachable"), (7, "stale"), (8, "delay"), (9, "probe"), (10, "noarp"))],
          "neigh add fd01::11 nud incomplete dev eth0", "neigh add fd01::12 nud failed dev eth0",
          f"neigh add {LL} lladdr 02:00:00:00:cc:77 nud reachable router dev eth0",
          f"neigh add {LL} lladdr 02:00:00:00:cc:78 nud stale dev {states.LONG}",
          "neigh add ff02::1 lladdr 33:33:00:00:00:01 nud noarp dev eth0",
          "neigh add proxy fd01::99 dev eth0")


def expected6(ns):
    """Address, hardware address, flags, interface of iproute2's list, as arp's columns have them."""
    rows = set()
    for row in ns.ip_json("-6", "neigh", "show", "nud", "all"):
        state = row["state"][0]
        if state in ("NOARP", "NONE"):
            continue
        complete = state not in ("INCOMPLETE", "FAILED")
        rows.add((row["dst"], "ether" if complete else "", row.get("lladdr") if complete else "(incomplete)",
                  "CM" if state == "PERMANENT" else "C" if complete else "", row["dev"]))
    for row in ns.ip_json("-6", "neigh", "show", "proxy"):
        rows.add((row["dst"], "*", "<from_interface>", "MP", row["dev"]))
    return rows


def columns(line):
    return tuple(part.strip() for part in (line[:39], line[41:49], line[49:69], line[69:75], line[91:]))


def test_inet6():
    with netns.Namespace(etc=states.ETC) as ns:
        fill(ns)
        wanted = expected6(ns)
        tap.true(len(wanted) > 9, "too few neighbours", *map(str, wanted))
        for line in ("arp -6n", "arp -n --inet6", "arp -6ne", "arp -aen6"):
            with tap.case(line):
                lines = oracle.run_ours(ns, line).ok().lines()
                tap.true(lines[0].startswith("Address" + " " * 34 + "HWtype  HWaddress"), "heading", lines[0])
                tap.equal(sorted(map(columns, lines[1:])), sorted(wanted), "rows")
        with tap.case("arp -6an"):
            lines = oracle.run_ours(ns, "arp -6an").ok().lines()
            tap.true("? (fd01::5) at 02:00:00:00:cc:05 [ether] PERM on eth0" in lines and
                     "? (fd01::12) at <incomplete> on eth0" in lines and
                     "? (fd01::99) at <from_interface> PERM PUB on eth0" in lines, "lines", *lines)
            tap.equal(len(lines), len(wanted), "lines")
        with tap.case("arp -46n lists both families, IPv4 first"):
            four, six, both = (oracle.run_ours(ns, line).lines()[1:] for line in ("arp -4n", "arp -6n", "arp -46n"))
            squeezed = [row.split() for row in both]
            tap.equal(squeezed, [row.split() for row in four + six], "rows")
        with tap.case("-4 is what it is without"):
            tap.equal(oracle.run_ours(ns, "arp -4n").stdout, oracle.run_theirs(ns, "arp -n").stdout, "text")
        with tap.case("names"):
            tap.true(any(line.startswith("six.example ") for line in oracle.run_ours(ns, "arp -6").lines()), "fd01::5 has a name")
        with tap.case("one host, by number, by zone, by name"):
            tap.equal(oracle.run_ours(ns, "arp -6an fd01::5").lines(), ["? (fd01::5) at 02:00:00:00:cc:05 [ether] PERM on eth0"], "host")
            tap.equal(len(oracle.run_ours(ns, f"arp -6an {LL}").lines()), 2, "without a zone")
            tap.equal(oracle.run_ours(ns, f"arp -6an {LL}%{states.LONG}").lines(),
                      [f"? ({LL}) at 02:00:00:00:cc:78 [ether] on {states.LONG}"], "with a zone")
            tap.equal(oracle.run_ours(ns, "arp -6n fd01::77").lines(), ["fd01::77 (fd01::77) -- no entry"], "no entry")
            tap.equal(len(oracle.run_ours(ns, "arp -6n six.example").lines()), 2, "by name")
        with tap.case("one interface"):
            rows = oracle.run_ours(ns, f"arp -6an -i {states.LONG}").lines()
            tap.true(rows and all(row.endswith(f" on {states.LONG}") for row in rows), "rows", *rows)
        with tap.case("JSON"):
            rows = oracle.run_ours(ns, "arp -6 --json").ok().json()["neighbours"]
            tap.equal({row["address"] for row in rows}, {row[0] for row in wanted}, "addresses")
            tap.true(any("router" in row["flags"] for row in rows), "the router's flag")


def test_wide():
    with netns.Namespace() as ns:
        fill(ns)
        for family, flag in ((4, "-4"), (6, "-6")):
            for line in (f"arp {flag} -nW", f"arp {flag} -naW", f"arp {flag} -n --wide"):
                with tap.case(line):
                    lines = oracle.run_ours(ns, line).ok().lines()
                    tap.true(lines[0].endswith(" Iface           State      Probes   Used Confirmed Updated Expire"), "heading", lines[0])
                    rows = [row.split()[-6:] for row in lines[1:]]
                    seen = {row[0] for row in rows}
                    tap.true({"permanent", "reachable", "stale", "probe", "incomplete", "failed", "-"} <= seen, "states", *seen)
                    tap.true(all(row[5] == "-" for row in rows if row[0] != "reachable"), "a deadline without a confirmation", *map(str, rows))
                    tap.true(all(0 < int(row[5]) <= 5400 for row in rows if row[0] == "reachable"), "seconds that are left", *map(str, rows))
                    tap.true(all(number == "-" for row in rows if row[0] == "-" for number in row), "a published entry has no state")
        with tap.case("ages are iproute2's"):
            ages = {row["dst"]: row for row in ns.ip_json("-s", "neigh", "show") if row["dev"] == "eth0"}
            rows = [row for row in oracle.run_ours(ns, "arp -nW -i eth0").lines()[1:] if "<from" not in row]
            for row in (row.split() for row in rows):
                other = ages.get(row[0])
                for mine, key in zip(row[-4:-1], ("used", "confirmed", "updated")):
                    tap.true(not other or abs(int(mine) - other[key]) <= 2, f"{key} of {row[0]}", mine, str(other))
        with tap.case("the deadline is the reachable time less the age, in JSON too"):
            rows = oracle.run_ours(ns, "arp -46 --json").ok().json()["neighbours"]
            tap.equal({row["state"] for row in rows if "expires" in row}, {"reachable"}, "states with a deadline")
            for row in rows:
                if row["state"] == "reachable":
                    tap.true(1800 <= row["expires"] + row["confirmed"] <= 5400, "half to three halves of the base time", str(row))


def test_bad_input():
    with netns.Namespace() as ns:
        for line, status, word in (("arp -6 nosuchhost", 255, "nosuchhost"), ("arp -6 fd01::%", 255, "fd01::%"),
                                   (f"arp -6 fe80::1%{'x' * 40}", 255, "fe80::1"), ("arp -A inet6", 255, "-6"),
                                   ("arp --dialect freebsd-4 -W -a", 1, "-W"), ("arp --inet=6", 3, "inet")):
            with tap.case(line):
                result = oracle.run_ours(ns, line)
                tap.equal(result.status, status, "exit status")
                tap.true(word in result.stderr.decode() and not result.stdout, "the message", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
