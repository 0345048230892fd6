#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--all-netns: every row with its namespace, by its name or by a process in it."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap

PATH = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def ours(line, status=0):
    tool, *words = line.split()
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            PATH[name] = os.environ[name]
    result = subprocess.run([tool, *words], executable=oracle.ours(tool), capture_output=True, check=False, timeout=60, env=PATH)
    tap.equal(result.returncode, status, f"{line}: exit status {result.stderr}")
    return netns.Result(line.split(), result.stdout, result.stderr, result.returncode)


def of(rows, label):
    """The rows of one namespace, without the column."""
    return [row[16:] for row in rows if row.split()[0] == label and (len(label) > 15 or row[15] == " ")]


def fill(ns, number):
    states.two_devices(ns)
    ns.ip(f"route add 10.{100 + number}.0.0/16 via 10.1.0.2", f"neigh add 10.1.0.{number} lladdr 02:00:00:00:00:{number:02x} dev eth0 nud permanent",
          f"link set peer0 name only{number}")


def test_all():
    with netns.Namespace() as first, netns.Namespace() as second, first.published() as name:
        fill(first, 1)
        fill(second, 2)
        # a label longer than its column pushes the row; the other is a number
        labels = ((first, name), (second, str(second.pid)))
        for line, head in (("netstat -rn", 2), ("route -n", 2), ("netstat -i", 2), ("netstat -ia", 2), ("arp -n", 1), ("netstat -6rn", 2),
                           ("netstat -rn --dialect linux-1.60", 2)):
            with tap.case(line):
                rows = ours(f"{line} --all-netns").lines()
                for ns, label in labels:
                    mine = [row.split(None, 1)[1] for row in rows if row.split()[0] == label]
                    alone = [row for row in oracle.run_ours(ns, line).lines()[head:]]
                    tap.equal(mine, alone, f"rows of {label}")
                tap.true(any(row.startswith("Netns           ") for row in rows), "the heading", *rows[:3])
        with tap.case("arp -an"):
            rows = ours("arp -an --all-netns").lines()
            for number, (_, label) in enumerate(labels, 1):
                tap.equal([row.split(None, 1)[1] for row in rows if row.split()[0] == label],
                          [f"? (10.1.0.{number}) at 02:00:00:00:00:0{number} [ether] PERM on eth0"], "line")
        with tap.case("JSON: one document, netns in each"):
            for line, key in (("netstat -r --json", "routes"), ("arp --json", "neighbours"), ("netstat -i --json", "interfaces"),
                              ("route --json=pretty", "routes"), ("route --rules --json", "rules")):
                document = ours(f"{line} --all-netns").json()
                tap.true(all(row["netns"] for row in document[key]), f"{line}: a row without a namespace")
                for ns, label in labels:
                    alone = oracle.run_ours(ns, line).json()[key]
                    mine = [{name: value for name, value in row.items() if name != "netns"} for row in document[key] if row["netns"] == label]
                    tap.equal([sorted(row) for row in mine], [sorted(row) for row in alone], f"{line}: records of {label}")
                tap.true(not any("netns" in row for row in alone), "netns without --all-netns")
        with tap.case("the same numbers are other interfaces in another namespace"):
            rows = ours("netstat -ia --json --all-netns").json()["interfaces"]
            tap.equal({row["name"] for row in rows if row["name"].startswith("only")}, {"only1", "only2"}, "names")
        with tap.case("each namespace once, with the label that --netns takes"):
            found = [row["netns"] for row in ours("netstat -ia --json --all-netns").json()["interfaces"] if row["name"] == "lo"]
            tap.equal(len(found), len(set(found)), "labels")
            inodes = {os.stat(f"/proc/{pid}/ns/net").st_ino for pid in (os.getpid(), first.pid, second.pid)}
            tap.true(len(inodes) == 3 and len(found) >= 3 and str(first.pid) not in found, "too few, or one twice", *found)
            alone = ours(f"netstat -rn --netns {second.pid}").lines()[2:]
            rows = ours("netstat -rn --all-netns").lines()
            tap.equal([row.split(None, 1)[1] for row in rows if row.split()[0] == str(second.pid)], alone, "rows")
        with tap.case("filters: an interface that not all have"):
            rows = [row for row in ours("netstat -i --interface only2 --all-netns").lines() if " only2 " in row]
            tap.true(len(rows) == 1 and rows[0].split()[0] == str(second.pid), "one row", *rows)
            result = ours("netstat -i --interface nosuch0 --all-netns", 1)
            tap.true(b"nosuch0: no such interface" in result.stderr, "the message", result.stderr)
        with tap.case("with names"):
            tap.true(any("default" in row or "10." in row for row in ours("netstat -r --all-netns --resolve-timeout 200").lines()), "rows")


def test_bad_input():
    for line, word in (("netstat -rn --all-netns --netns 1", "--netns"), ("netstat -rn --all-netns --replay x", "--replay"),
                       ("netstat -rn --all-netns --record x", "--record"), ("netstat -rs --all-netns", "statistics")):
        with tap.case(line):
            result = ours(line, 3)
            tap.true(word in result.stderr.decode() and not result.stdout, "the message", result.stderr)
    with tap.case("without the right to enter them"):
        if os.geteuid():
            raise tap.Skip("needs root to be somebody else")
        result = subprocess.run(["netstat", "-rn", "--all-netns"], executable=oracle.ours("netstat"), capture_output=True, check=False,
                                timeout=60, env=PATH, user=65534, group=65534, extra_groups=())
        tap.true(result.returncode == 1 and not result.stdout and b"Operation not permitted" in result.stderr, "the message", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
