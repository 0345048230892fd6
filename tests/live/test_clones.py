#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Cloned routes, learnt for real, against `ip -s route show cache`: IPv4 and IPv6, every form that shows them."""
import contextlib
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import lab
import netns
import oracle
import tap

SLACK_S = 2
LINK_MTU = 1500
HEADINGS = {"Flag": "Flags", "Next_Hop": "Gateway", "If": "Iface", "Met": "Metric", "Netif": "Iface", "Refs": "Ref"}
REDIRECTS = {lab.REDIRECTED, lab.BOTH, lab.REDIRECTED6, lab.BOTH6}
PARENTS = {lab.REDIRECTED: "0.0.0.0/0", lab.BOTH: "0.0.0.0/0", lab.PATH_MTU: "10.66.9.4/31",
           lab.REDIRECTED6: "::/0", lab.BOTH6: "::/0", lab.PATH_MTU6: "fd66:9::4/127"}
ALL = {False: {lab.REDIRECTED, lab.BOTH, lab.PATH_MTU}, True: {lab.REDIRECTED6, lab.BOTH6, lab.PATH_MTU6}}


def tables(text, last_may_be_blank=False):
    """The tables of an output: (title, rows), a row a dictionary by heading. Every row must fill its columns
    (the last may be blank where a BSD leaves it so)."""
    found, title, columns = [], "", None
    for line in text.splitlines():
        if line.startswith(("Kernel ", "Routing tables", "Internet")) or not line.strip():
            title, columns = line.strip() or title, None
        elif "Destination" in line and columns is None:
            columns = [HEADINGS.get(word, word) for word in line.replace("Next Hop", "Next_Hop").split()]
            found.append((title, []))
        else:
            tap.true(columns, "a row before any heading", line)
            words = line.split()
            short = len(columns) - len(words)
            tap.true(short == 0 or (short == 1 and last_may_be_blank), f"{len(words)} words under {len(columns)} headings", line, columns)
            found[-1][1].append(dict(zip(columns, words)))
    return found


def address(word):
    """10.66.9.2, 10.66.9.2/32 and fd66:9::2/128 are the same host to us."""
    return re.sub(r"/(32|128)$", "", word)


class world:
    """The lab, opened once for all the tests of this module."""

    stack = contextlib.ExitStack()
    lab = None

    @classmethod
    def get(cls):
        if cls.lab is None:
            cls.lab = cls.stack.enter_context(lab.opened())
        return cls.lab


def seconds(word, before, after, what):
    """A number of seconds left lies between what ip said before (plus slack) and after (less slack)."""
    low = min(before, after) - SLACK_S
    high = max(before, after) + SLACK_S
    tap.true(re.fullmatch(r"\d+", str(word)) and low <= int(word) <= high, f"{what} expires in {word}, ip says {before} then {after}")


def bracketed(line, six):
    """Run ours between two looks of ip's; returns (before, result, after)."""
    it = world.get()
    before = it.exceptions(six)
    result = oracle.run_ours(it.h1, line).ok()
    after = it.exceptions(six)
    tap.true(set(before) == set(after) == ALL[six], "the lab's exceptions are not what it taught", before, after)
    return before, result, after


def check_rows(rows, before, after, six, columns):
    """The cloned rows: exactly the kernel's exceptions, each column that there is."""
    clones = {address(row["Destination"]): row for row in rows}
    tap.equal(sorted(clones), sorted(ALL[six]), "the set of cloned destinations")
    for destination, row in clones.items():
        was, will = before[destination], after[destination]
        tap.equal(row["Gateway"], was["gateway"], f"gateway of {destination}")
        tap.equal(row["Iface"], "eth0", f"interface of {destination}")
        mtu = lab.metric(was, "mtu")
        if "Mtu" in columns:
            tap.equal(row["Mtu"], str(mtu or LINK_MTU), f"mtu of {destination} (the link's where no other is learnt)")
        if "Ref" in columns:
            tap.true(row["Ref"] in (str(was["users"]), str(will["users"])), f"users of {destination}", row, was)
        if "Expire" in columns:
            if "expires" in was:
                seconds(row["Expire"], was["expires"], will["expires"], destination)
            else:
                tap.equal(row["Expire"], "-", f"expiry of {destination}, which has none")
        if "Genmask" in columns:
            tap.equal(row["Genmask"], "255.255.255.255", f"mask of {destination}")
        flags = row["Flags"]
        tap.true("U" in flags and "G" in flags, f"flags of {destination}: {flags}")
        tap.equal("D" in flags, destination in REDIRECTS, f"D of {destination} ({flags})")
        tap.equal("M" in flags or "m" in flags, bool(mtu), f"M of {destination} ({flags})")


def net_tools_rows(line):
    return oracle.run_theirs(world.get().h1, line).ok().lines()


def check_wide(line, plain, six):
    """A wide table with clones: net-tools' rows, wider, then the exceptions in the same columns."""
    before, result, after = bracketed(line, six)
    (_, rows), = tables(result.text())
    columns = rows[0].keys()
    tap.true({"Ref", "Use", "Mtu", "Expire"} <= set(columns), "a column of the wide table is missing", list(columns))
    tap.equal(list(columns)[-2:], ["Mtu", "Expire"], "the last columns")
    cached = [row for row in rows if ("C" if six else "c") in row["Flags"]]
    check_rows(cached, before, after, six, columns)
    lines = result.lines()
    for mine, other in zip(lines, plain):
        tap.true(mine.startswith(other.rstrip()), "a row of the table is not net-tools' row, widened", mine, other)
    tap.equal(len(lines), len(plain) + len(cached), "the number of lines")
    tap.equal(rows[-len(cached):], cached, "the clones' place at the end")


def settled(check, tries=10):
    """References move while packets are under way: a few times more, until the table stands still."""
    for _ in range(tries - 1):
        try:
            return check()
        except tap.Skip:
            raise
        except Exception:  # what it is is told by the last try
            time.sleep(0.2)
    return check()


def test_the_wide_table_with_clones():
    for line in ("netstat -rnaW", "netstat -rnW --clones", "netstat -rna --wide"):
        with tap.case(line):
            check_wide(line, net_tools_rows("netstat -rn"), six=False)
    for line in ("netstat -rnaW6", "netstat -rnW6 --clones"):
        with tap.case(line):
            settled(lambda l=line: check_wide(l, net_tools_rows("netstat -rn6"), six=True))


def test_clones_without_the_wide_table():
    """--clones adds the rows and, where the table has none, the column Expire."""
    for line, six in (("netstat -rn --clones", False), ("route -n --clones", False), ("netstat -rnee --clones", False),
                      ("netstat -rn6 --clones", True), ("route -n6 --clones", True)):
        with tap.case(line):
            before, result, after = bracketed(line, six)
            (_, rows), = tables(result.text())
            columns = rows[0].keys()
            tap.true("Expire" in columns, "no column Expire", list(columns))
            check_rows([row for row in rows if address(row["Destination"]) in ALL[six]], before, after, six, columns)


def test_the_wide_table_without_clones():
    for line, plain in (("netstat -rnW", "netstat -rn"), ("netstat -rnW6", "netstat -rn6")):
        def check(line=line, plain=plain):
            theirs, mine = net_tools_rows(plain), oracle.run_ours(world.get().h1, line).ok().lines()
            tap.equal(len(mine), len(theirs), "the number of lines")
            for a, b in zip(mine, theirs):
                tap.true(a.startswith(b.rstrip()), "a row is not net-tools' row, widened", a, b)

        with tap.case(line):
            settled(check)


def test_all_without_wide_is_net_tools_own():
    for line in ("netstat -rna", "netstat -rn", "route -n", "netstat -rn6", "netstat -rna6", "netstat -rnee"):
        with tap.case(line):
            oracle.compare(world.get().h1, line)


def test_the_cache():
    """-C lists the exceptions in net-tools' cache layout, which net-tools itself can fill no more."""
    for line, six, title, columns in (
        ("netstat -rnC", False, "Kernel IP routing cache", {"Source", "Destination", "Gateway", "Flags", "MSS", "Window", "irtt", "Iface"}),
        ("route -nC", False, "Kernel IP routing cache", {"Source", "Destination", "Gateway", "Flags", "Metric", "Ref", "Use", "Iface"}),
        ("netstat -rnCe", False, "Kernel IP routing cache", {"Source", "Destination", "Gateway", "Flags", "Metric", "Ref", "Use", "Iface"}),
        ("netstat -rnCW", False, "Kernel IP routing cache",
         {"Source", "Destination", "Gateway", "Flags", "MSS", "Window", "irtt", "Iface", "Mtu", "Expire"}),
        ("netstat -rnC6", True, "Kernel IPv6 routing cache", {"Destination", "Gateway", "Flags", "Metric", "Ref", "Use", "Iface"}),
        ("route -nC6", True, "Kernel IPv6 routing cache", {"Destination", "Gateway", "Flags", "Metric", "Ref", "Use", "Iface"}),
        ("netstat -rnCW6", True, "Kernel IPv6 routing cache", {"Destination", "Gateway", "Flags", "Metric", "Ref", "Use", "Iface", "Mtu", "Expire"}),
    ):
        with tap.case(line):
            before, result, after = bracketed(line, six)
            (found, rows), = tables(result.text())
            tap.equal(found, title, "the title")
            tap.equal(set(rows[0]), columns, "the columns")
            check_rows(rows, before, after, six, columns)
            heading = oracle.run_theirs(world.get().h1, line.replace("W", "")).lines()[1]
            tap.true(result.lines()[1].startswith(heading.rstrip()), "the heading is not net-tools'", result.lines()[1], heading)


def test_the_cache_after_the_table():
    """netstat -rCF: the table, then the cache."""
    with tap.case("netstat -rnCF"):
        found = tables(oracle.run_ours(world.get().h1, "netstat -rnCF").ok().text())
        tap.equal([title for title, _ in found], ["Kernel IP routing table", "Kernel IP routing cache"], "the titles")
        tap.equal({row["Destination"] for row in found[1][1]}, ALL[False], "what the cache holds")


BOTH_FAMILIES = (False, True)


def check_exceptions(rows, before, after, six):
    """The cloned rows of JSON but the neighbours: exactly the kernel's exceptions of a family, each field."""
    clones = {address(row["destination"]): row for row in rows if row.get("reason") != "neighbour"}
    tap.equal(sorted(clones), sorted(ALL[six]), "the set of cloned destinations")
    for destination, row in clones.items():
        was, will = before[destination], after[destination]
        mtu = lab.metric(was, "mtu")
        gateway = was["gateway"]
        tap.equal(row.get("gateway"), gateway, f"gateway of {destination}")
        tap.equal(row.get("interface"), "eth0", f"interface of {destination}")
        tap.equal(row.get("mtu"), mtu, f"mtu of {destination}")
        tap.equal(row.get("reason"), "redirect" if destination in REDIRECTS else "path_mtu", f"reason of {destination}")
        tap.equal(row.get("parent"), PARENTS[destination], f"parent of {destination}")
        tap.true(row.get("references") in (was["users"], will["users"]), f"users of {destination}", row, was)
        if "expires" in was:
            seconds(int(row["expires"]), was["expires"], will["expires"], destination)
        else:
            tap.true("expires" not in row, f"{destination} has no expiry", row)


def neighbours(six):
    """`ip -s -j neigh` in h1: the stations that are known, as JSON's destinations write them."""
    rows = world.get().h1.ip_json("-s", "-6" if six else "-4", "neigh", "show")
    return {row["dst"]: row for row in rows if "lladdr" in row}


def reachable_s(six):
    """How long eth0's neighbours are held reachable, as `ip ntable` says."""
    rows = world.get().h1.ip_json("-6" if six else "-4", "ntable", "show", "dev", "eth0")
    return rows[0]["reachable"] / 1000


def check_neighbours(rows, before, after, six):
    """The neighbours among the clones: exactly the kernel's, host routes of the connected network."""
    found = {address(row["destination"]): row for row in rows if row.get("reason") == "neighbour"}
    tap.true(before and set(before) == set(after), "the lab's neighbours are not known, or others now", before, after)
    tap.equal(sorted(found), sorted(before), "the set of neighbours")
    for destination, row in found.items():
        was, will = before[destination], after[destination]
        tap.equal(row.get("gateway"), was["lladdr"], f"link address of {destination}")
        tap.equal(row.get("interface"), "eth0", f"interface of {destination}")
        tap.equal(row.get("parent"), "fe80::/64" if six else "10.66.0.0/24", f"parent of {destination}")
        states = was["state"] + will["state"]
        if "REACHABLE" not in states:
            tap.true("expires" not in row, f"{destination} is {states} and has no deadline", row)
        elif set(states) == {"REACHABLE"}:
            seconds(int(row.get("expires", -1)), reachable_s(six) - was["confirmed"], reachable_s(six) - will["confirmed"], destination)


def check_json(line, families):
    """JSON with clones: the table, the exceptions and the neighbours of each family, whatever the dialect is."""
    before = {six: (world.get().exceptions(six), neighbours(six)) for six in families}
    result = oracle.run_ours(world.get().h1, line).ok()
    after = {six: (world.get().exceptions(six), neighbours(six)) for six in families}
    answer = result.json()
    tap.equal(answer.get("version"), 1, "version")
    tap.equal(answer.get("consistent"), True, "consistent")
    tap.equal({row["family"] for row in answer["routes"]}, {"inet6" if six else "inet" for six in families}, "families")
    for six in families:
        rows = [row for row in answer["routes"] if (row["family"] == "inet6") == six]
        clones = [row for row in rows if row.get("cloned")]
        tap.equal(plain_destinations(rows), ip_destinations(six), "destinations of the table")
        check_exceptions(clones, before[six][0], after[six][0], six)
        check_neighbours(clones, before[six][1], after[six][1], six)
    for row in answer["routes"]:
        tap.equal("reason" in row, bool(row.get("cloned")), f"a reason for {row}")
        if not row.get("cloned"):
            tap.true("use" not in row, "a use count that this kernel does not keep", row)


def plain_destinations(rows):
    return sorted(row["destination"] for row in rows if not row.get("cloned"))


def ip_destinations(six):
    """The table main as iproute2 lists it, with the prefix lengths that it leaves out."""
    found = []
    for row in world.get().h1.ip_json("-6" if six else "-4", "route", "show", "table", "main"):
        word = {"default": "::/0" if six else "0.0.0.0/0"}.get(row["dst"], row["dst"])
        found.append(word if "/" in word else f"{word}/{128 if six else 32}")
    return sorted(found)


def test_json():
    for line, families in (
        ("netstat --json -rn --clones", BOTH_FAMILIES), ("netstat --json -rnaW", BOTH_FAMILIES), ("route --json -n --clones", BOTH_FAMILIES),
        ("netstat --json=pretty -rn --clones", BOTH_FAMILIES), ("netstat --json -rnW -a", BOTH_FAMILIES),
        ("netstat --dialect freebsd-4 --json -rna", BOTH_FAMILIES), ("netstat --dialect freebsd-4 --json -rnaW -f inet", (False,)),
        ("netstat --json -rn4 --clones", (False,)), ("route --json -n -A inet --clones", (False,)),
        ("netstat --json -rn6 --clones", (True,)), ("netstat -6 -rnaW --json", (True,)), ("netstat --json -rn64 --clones", BOTH_FAMILIES),
    ):
        with tap.case(line):
            check_json(line, families)


def test_json_of_the_exceptions_alone():
    for line, families in (("netstat --json -rnC", BOTH_FAMILIES), ("route --json -nC", BOTH_FAMILIES), ("netstat --json -rnC4", (False,)),
                           ("netstat --json -rnCW6", (True,))):
        with tap.case(f"{line}: the exceptions alone"):
            before = {six: world.get().exceptions(six) for six in families}
            rows = oracle.run_ours(world.get().h1, line).ok().json()["routes"]
            after = {six: world.get().exceptions(six) for six in families}
            tap.true(all(row["cloned"] and row["reason"] != "neighbour" for row in rows), "a row that is no exception", *rows)
            tap.equal(len(rows), sum(len(ALL[six]) for six in families), "rows")
            for six in families:
                check_exceptions([row for row in rows if (row["family"] == "inet6") == six], before[six], after[six], six)


def test_json_without_clones():
    for line, families in (("netstat --json -rn", BOTH_FAMILIES), ("netstat --json -rna", BOTH_FAMILIES), ("route --json -n", BOTH_FAMILIES),
                           ("netstat --json -rnW", BOTH_FAMILIES), ("netstat --dialect freebsd-4 --json -rn", BOTH_FAMILIES),
                           ("netstat --json -rn4", (False,)), ("netstat --json -rn6", (True,)),
                           ("netstat --dialect freebsd-4 --json -rn -f inet", (False,))):
        with tap.case(line):
            answer = oracle.run_ours(world.get().h1, line).ok().json()
            tap.true(not any("cloned" in row or "reason" in row for row in answer["routes"]), "clones that were not asked for")
            tap.equal(plain_destinations(answer["routes"]), sorted(sum((ip_destinations(six) for six in families), [])), "destinations")


def test_freebsd_4():
    """The seed's columns: connected routes are templates, neighbours and exceptions their clones."""
    it = world.get()
    line = "netstat --dialect freebsd-4 -rnaW -f inet"
    with tap.case(line):
        before, result, after = bracketed(line, False)
        tap.true(result.text().startswith("Routing tables\n"), "the title", result.lines()[0])
        (_, rows), = tables(result.text(), last_may_be_blank=True)
        tap.equal(list(max(rows, key=len))[:7], ["Destination", "Gateway", "Flags", "Ref", "Use", "Mtu", "Iface"], "the columns")
        heading = next(text for text in result.lines() if "Destination" in text)
        tap.equal(heading.split(), ["Destination", "Gateway", "Flags", "Refs", "Use", "Mtu", "Netif", "Expire"], "the heading")
        by_name = {}
        for row in rows:
            by_name.setdefault(row["Destination"], []).append(row)
        index = it.h1.ip_json("link", "show", "eth0")[0]["ifindex"]
        connected = by_name["10.66.0/24"][0]
        tap.equal((connected["Gateway"], connected["Flags"]), (f"link#{index}", "UC"), "the connected route")
        default = by_name["default"][0]
        tap.equal(default["Gateway"], lab.R1, "the default gateway")
        tap.true(default["Flags"].startswith("UG"), "the default route's flags", default)
        for neighbour in it.h1.ip_json("-4", "neigh", "show"):
            if "lladdr" not in neighbour:
                continue
            row = by_name[neighbour["dst"]][0]
            tap.equal((row["Gateway"], row["Flags"]), (neighbour["lladdr"], "UHLW"), f"neighbour {neighbour['dst']}")
        for destination in ALL[False]:
            row, = by_name[destination]
            was, will = before[destination], after[destination]
            flags = row["Flags"].replace("M", "")
            tap.equal(flags, "UGHDW" if destination in REDIRECTS else "UGHW", f"flags of {destination}")
            tap.equal(row["Gateway"], was["gateway"], f"gateway of {destination}")
            seconds(row.get("Expire", ""), was["expires"], will["expires"], destination)
            if lab.metric(was, "mtu"):
                tap.equal(row["Mtu"], str(lab.metric(was, "mtu")), f"mtu of {destination}")
            tap.true(row["Ref"] in (str(was["users"]), str(will["users"])), f"users of {destination}", row, was)
    with tap.case("netstat --dialect freebsd-4 -rn -f inet: no clones of protocols"):
        (_, rows), = tables(oracle.run_ours(it.h1, "netstat --dialect freebsd-4 -rn -f inet").ok().text(), last_may_be_blank=True)
        tap.true(not {row["Destination"] for row in rows} & ALL[False], "an exception without -a")
    with tap.case("ROUTECLONE_DIALECT says the same"):
        mine = oracle.run_ours(it.h1, "netstat -rn -f inet", env={"ROUTECLONE_DIALECT": "freebsd-4"}).ok().text()
        tap.true(mine.startswith("Routing tables\n"), "the variable changed nothing", mine)


def test_statistics():
    """netstat -rs counts the redirects that h1 received."""
    it = world.get()
    with tap.case("netstat -rs"):
        counted = it.h1.run(["nstat", "-asz", "IcmpInRedirects", "Icmp6InRedirects"]).ok().text()
        wanted = {line.split()[0]: int(line.split()[1]) for line in counted.splitlines() if line.startswith("Icmp")}
        tap.true(wanted["IcmpInRedirects"] > 0 and wanted["Icmp6InRedirects"] > 0, "the lab sent no redirects", counted)
        text = oracle.run_ours(it.h1, "netstat -rs --dialect freebsd-4").ok().text()
        tap.true(text.startswith("routing:\n"), "the heading", text)
        sums = [int(number) for number in re.findall(r"^\t(\d+) .*redirect", text, re.M)]
        tap.true(any(number in (sum(wanted.values()), *wanted.values()) for number in sums), "no redirects counted", text, counted)


def test_listed_once():
    """A kernel lists an exception once for each route that shares its next hop: a router's table of one gateway, again and
    again. It is one clone."""
    with lab.opened(learn=False) as it:
        it.h1.ip(*[f"route add 10.77.{number}.0/24 via {lab.R2}" for number in range(40)])
        it.teach(lab.PATH_MTU, 1400, lambda row: lab.metric(row, "mtu") == lab.FAR_MTU, "a path MTU")
        listed = len(it.h1.ip_json("route", "show", "cache"))
        tap.note(f"the kernel lists it {listed} times")
        for line in ("netstat -rnC", "netstat -rnCW", "route -nC", "netstat -rnaW", "netstat --json -rnC", "netstat --dialect freebsd-4 -rna -f inet"):
            with tap.case(f"{line}: an exception is listed once"):
                result = oracle.run_ours(it.h1, line).ok()
                if "--json" in line:
                    count = [row["destination"] for row in result.json()["routes"]].count(f"{lab.PATH_MTU}/32")
                else:
                    count = sum(f" {lab.PATH_MTU} " in f" {row} " and "255.255.255.254" not in row for row in result.lines())
                tap.equal(count, 1, "rows of the exception")


def test_exceptions_of_other_tables():
    """An exception belongs to the table of its parent, and is listed with it."""
    with lab.opened(learn=False) as it:
        host, host6 = "10.66.9.8", "fd66:9::8"
        it.h1.ip(f"route add 10.66.9.0/24 via {lab.R2} table 100", f"rule add to {host} table 100", f"route add 10.66.9.8/30 via {lab.R2}",
                 f"-6 route add fd66:9::/64 via {lab.R2_LL} dev eth0 table 100", f"-6 rule add to {host6} table 100",
                 f"-6 route add fd66:9::8/125 via {lab.R2_LL} dev eth0")

        def learnt(destination, version):
            it.send(destination, 1400)
            rows = it.h1.ip_json(version, "route", "show", "cache", "table", "100")
            return any(row["dst"] == destination and lab.metric(row, "mtu") == lab.FAR_MTU for row in rows)

        netns.wait(lambda: learnt(host, "-4"), f"a path MTU for {host}", pause=0.02)
        netns.wait(lambda: learnt(host6, "-6"), f"a path MTU for {host6}", pause=0.02)
        for line, want in (
            ("netstat --json -rnC", []), ("netstat --json -rnC --table main", []),
            ("netstat --json -rnC --table 100", [(f"{host}/32", "10.66.9.0/24"), (f"{host6}/128", "fd66:9::/64")]),
            ("netstat --json -rnC --table all", [(f"{host}/32", "10.66.9.0/24"), (f"{host6}/128", "fd66:9::/64")]),
        ):
            with tap.case(line):
                rows = oracle.run_ours(it.h1, line).ok().json()["routes"]
                tap.equal(sorted((row["destination"], row.get("parent")) for row in rows), sorted(want), "exceptions and their parents")
        for line, host_there in (("netstat -rnaW", False), ("netstat -rnaW --table 100", True), ("netstat -rnC", False), ("netstat -rnC --table 100", True)):
            with tap.case(line):
                text = oracle.run_ours(it.h1, line).ok().text()
                tap.equal(bool(re.search(rf"(^|\s){re.escape(host)}\s.*\bUGHMc\b", text)), host_there, f"{host} is there")
        with tap.case("netstat -rnaW6: all tables, as their rows are"):
            text = oracle.run_ours(it.h1, "netstat -rnaW6").ok().text()
            tap.true(f"{host6}/128" in text and "fd66:9::/64" in text, "an exception of a table that is shown is missing", *text.splitlines())


def test_flushed():
    """What the kernel forgets is gone from the table. The last test: it empties the lab."""
    it = world.get()
    with tap.case("netstat -rnC after ip route flush cache"):
        it.h1.ip("route flush cache", "-6 route flush cache")
        tap.equal(oracle.run_ours(it.h1, "netstat -rnC").ok().stdout, oracle.run_theirs(it.h1, "netstat -rnC").stdout, "the cache")
        tap.equal(oracle.run_ours(it.h1, "netstat -rnC6").ok().stdout, oracle.run_theirs(it.h1, "netstat -rnC6").stdout, "the IPv6 cache")


def test_an_expired_exception_is_not_shown_as_alive():
    """A path MTU of one second's life: once over, no row and no negative number."""
    with lab.opened(learn=False) as it:
        it.h1.sysctl(ipv4__route__mtu_expires=1)
        it.teach(lab.PATH_MTU, 1400, lambda row: lab.metric(row, "mtu") == lab.FAR_MTU, "a path MTU")
        netns.wait(lambda: not any(row.get("expires", 0) > 0 for row in it.exceptions().values()), "the exception to expire")
        text = oracle.run_ours(it.h1, "netstat -rnaW").ok().text()
        (_, rows), = tables(text)
        tap.true(not any(re.fullmatch(r"-\d+", row["Expire"]) for row in rows), "a negative expiry", text)


if __name__ == "__main__":
    with world.stack:
        tap.main(globals())
