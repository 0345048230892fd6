#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The command line as such: options in any order and company beside net-tools', words among them, shortened long
options, the variables of the environment, and the three tools by the one name `routeclone`."""
import os
import random
import shlex
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import netns
import oracle
import states
import tap


def small_host(ns):
    """A little of everything that the three tools list, and that stands still."""
    states.two_devices(ns)
    ns.ip("route add default via 10.1.0.254", "route add unreachable 10.98.0.0/16", "route add 10.44.0.0/24 via 10.1.0.254 advmss 1300 rtt 300ms",
          "addr add fd01::1/64 dev eth0 nodad", "-6 route add default via fd01::5", "addr add 10.1.5.1/24 dev eth0 label eth0:1",
          "neigh add 10.1.0.5 lladdr 02:00:00:00:00:05 nud permanent dev eth0", "neigh add 10.1.0.6 nud failed dev eth0",
          "neigh add proxy 10.1.0.99 dev eth0")


# What is common to both, by tool: letters, and longer words. What differs on purpose has its tests elsewhere.
LETTERS = {"netstat": "nNvealoptuUS2wFCg46", "route": "nNevFC46", "arp": "aenv"}
WORDS = {
    "netstat": ("--numeric", "--numeric-hosts", "--numeric-ports", "--numeric-users", "--symbolic", "--extend", "--all", "--fib", "--cache", "--inet",
                "--inet6", "--ip", "--protocol=inet", "--protocol inet6", "--protocol inet,inet6", "-A inet", "-Ainet6", "--timers",
                "--listening", "--tcp", "--udp", "--raw", "--programs", "--groups", "--verbose", "--udplite", "--sctp", "--"),
    "route": ("--numeric", "--symbolic", "--extend", "--fib", "--cache", "--inet", "--inet6", "--ip", "--protocol=inet", "--protocol inet6",
              "-A inet", "-Ainet6", "--verbose"),
    "arp": ("--all", "--numeric", "--verbose", "--device eth0", "--device=nosuch", "-ieth0", "--hw-type ether", "-H ether", "-tarcnet",
            "--protocol=inet", "-p inet", "10.1.0.5", "10.1.0.99", "10.1.0.77", "-i lo", "--"),
}


def random_lines(tool, count):
    dice = random.Random(f"{tool} 1")
    lines = set()
    while len(lines) < count:
        words = []
        for _ in range(dice.randint(0, 4)):
            if dice.random() < 0.5:
                words.append("-" + "".join(dice.choice(LETTERS[tool]) for _ in range(dice.randint(1, 4))))
            else:
                words.append(dice.choice(WORDS[tool]))
        if tool == "netstat":
            words.insert(dice.randint(0, len(words)), dice.choice(("-r", "-rn", "-nr", "--route", "-i", "-in", "--interfaces")))
        # A word behind `--` is one of net-tools' stray words; behind it there is nothing here.
        if "--" in words:
            words.append(words.pop(words.index("--")))
        line = " ".join([tool, *words])
        if words.count("--") > 1:
            continue
        lines.add(line)
    return sorted(lines)


def test_options_in_any_order():
    with netns.Namespace(etc=states.ETC) as ns:
        small_host(ns)
        for tool, count in (("netstat", 120), ("route", 60), ("arp", 60)):
            oracle.compare_all(ns, "any order", random_lines(tool, count))


def test_options_behind_words():
    """Options may stand behind words, but behind `--` nothing is one; POSIXLY_CORRECT ends them at the first word."""
    with netns.Namespace(etc=states.ETC) as ns:
        small_host(ns)
        for line, variables in (
            ("arp 10.1.0.5 -n", {}), ("arp 10.1.0.5 -an", {}), ("arp -a 10.1.0.5 -e", {}), ("arp -n -- 10.1.0.5", {}), ("arp -- -n", {}),
            ("arp 10.1.0.5 -- -n", {}), ("arp 10.1.0.5 -n", {"POSIXLY_CORRECT": "1"}), ("arp -a 10.1.0.5 -n", {"POSIXLY_CORRECT": ""}),
            ("arp -n 10.1.0.5 -a", {"POSIXLY_CORRECT": "1"}), ("route -n -- ", {}),
        ):
            with tap.case(f"{''.join(f'{k}={v} ' for k, v in variables.items())}{line}"):
                oracle.bracket(lambda l=line, v=variables: oracle.run_ours(ns, l, env=v), lambda l=line, v=variables: oracle.run_theirs(ns, l, env=v),
                               oracle.disagreement)
        for line, rest in (("netstat -r foo -n", "-n"), ("netstat -r -- -n", "-n")):
            for variables in ({}, {"POSIXLY_CORRECT": "1"}):
                with tap.case(f"{''.join(f'{k}={v} ' for k, v in variables.items())}{line}"):
                    mine, other = oracle.run_ours(ns, line, env=variables), oracle.run_theirs(ns, line, env=variables)
                    tap.equal((mine.stdout, mine.status), (other.stdout, other.status), f"what it shows (is {rest} an option?)")


LISTINGS = ("netstat -rn", "netstat -r", "netstat -rnaW", "netstat --json -rn", "netstat -i", "netstat -rs", "route -n", "route -ee", "arp -n", "arp -a",
            "netstat --dialect freebsd-4 -rna")
VARIABLES = {"COLUMNS": ("20", "-1", ""), "LINES": ("1",), "LC_ALL": ("C", "de_DE.UTF-8", "xx_YY", "tr_TR.UTF-8"), "LANG": ("de_DE.UTF-8",),
             "LANGUAGE": ("de",), "TZ": ("Asia/Tokyo", ":/etc/passwd"), "TERM": ("dumb", ""), "NO_COLOR": ("1",), "HOME": ("/nonexistent",),
             "PATH": ("",), "TMPDIR": ("/nonexistent",), "RES_OPTIONS": ("debug",), "LOCALDOMAIN": ("x",), "HOSTALIASES": ("/etc/passwd",),
             "MALLOC_PERTURB_": ("165",), "ROUTECLONE_DIALECT": ("",), "POSIXLY_CORRECT": ("1",), "GETCONF_DIR": ("/nonexistent",)}


def same(mine, other):
    """For oracle.bracket: what a run shows is what the plain run shows (the counters of an interface may move meanwhile)."""
    if (mine.status, mine.stdout, mine.stderr) == (0, other.stdout, b""):
        return None
    return [f"exit status {mine.status}", *tap.diff(mine.stdout, other.stdout), *mine.stderr.decode("utf-8", "replace").splitlines()]


def test_the_environment_changes_nothing():
    with netns.Namespace(etc=states.ETC) as ns:
        small_host(ns)
        plain = {line: oracle.run_ours(ns, line).ok() for line in LISTINGS}

        def unchanged(line, run):
            if same(run(), plain[line]):
                plain[line] = oracle.run_ours(ns, line).ok()
                oracle.bracket(run, lambda: oracle.run_ours(ns, line), same)

        for name, values in VARIABLES.items():
            for value in values:
                with tap.case(f"{name}='{value}'"):
                    for line in LISTINGS:
                        unchanged(line, lambda l=line: oracle.run_ours(ns, l, env={name: value}))
        with tap.case("no environment at all"):
            for line in LISTINGS:
                tool, *words = shlex.split(line)
                unchanged(line, lambda t=tool, w=words: ns.run(["env", "-i", oracle.ours(t), *w]))


def routeclone(ns, words):
    return ns.run(["routeclone", *words], executable=os.path.join(oracle.BUILD, "cmd", "routeclone"))


def alike(mine, other):
    """For oracle.bracket: the same text, messages and status."""
    if (mine.status, mine.stdout, mine.stderr) == (other.status, other.stdout, other.stderr):
        return None
    return [f"exit status {mine.status}, {other.status}", *tap.diff(mine.stdout, other.stdout), *tap.diff(mine.stderr, other.stderr)]


def test_routeclone_and_a_tool():
    with netns.Namespace(etc=states.ETC) as ns:
        small_host(ns)
        for line in (*LISTINGS, "netstat -rq", "arp -H nosuch", "route foo", "arp --version", "route --help", "netstat -rn --table nosuch"):
            with tap.case(f"routeclone {line}"):
                oracle.bracket(lambda l=line: oracle.run_ours(ns, l), lambda l=line: routeclone(ns, shlex.split(l)), alike)
        for words in ((), ("foo",), ("",), ("-r",), ("netstat-r",), ("NETSTAT", "-r")):
            with tap.case(f"routeclone {' '.join(words)}: refused"):
                result = routeclone(ns, words)
                tap.true(result.status == 1 and not result.stdout and b"netstat|arp|route" in result.stderr, f"exit status {result.status}", result.stderr)
        for word, what in (("--help", b"usage: routeclone"), ("--version", b"routeclone ")):
            with tap.case(f"routeclone {word}"):
                tap.true(routeclone(ns, [word]).ok().stdout.startswith(what), "another text")


def test_dialects():
    with netns.Namespace() as ns:
        small_host(ns)
        linux, freebsd = (oracle.run_ours(ns, f"netstat -rn --dialect {name}").ok().stdout for name in ("linux", "freebsd-4"))
        tap.true(linux.startswith(b"Kernel IP") and freebsd.startswith(b"Routing tables\n"), "the dialects do not differ", linux[:99], freebsd[:99])
        for line, variables, want in (
            ("netstat -rn", {}, linux), ("netstat --dialect=freebsd-4 -rn", {}, freebsd), ("netstat -rn --dialect=linux --dialect freebsd-4", {}, freebsd),
            ("netstat -rn", {"ROUTECLONE_DIALECT": "freebsd-4"}, freebsd), ("netstat -rn --dialect linux", {"ROUTECLONE_DIALECT": "freebsd-4"}, linux),
            ("netstat -rn --dialect linux", {"ROUTECLONE_DIALECT": "nosuch"}, linux), ("netstat --dia linux -rn", {}, linux),
            ("netstat --di=linux -rn", {"ROUTECLONE_DIALECT": "freebsd-4"}, linux),
        ):
            with tap.case(f"{''.join(f'{k}={v} ' for k, v in variables.items())}{line}"):
                tap.equal(oracle.run_ours(ns, line, env=variables).ok().stdout, want, "what it shows")
        # A dialect is never half a dialect: what is not understood is refused.
        for words, named in (("--dialect freebs", "freebs"), ("--dialect ''", "dialect"), ("--dialect=", "dialect"), ("--dialect", "dialect"),
                             ("--dia freebsd-4", "--dia"), ("--dialect LINUX", "LINUX"), ("--dialect linux-", "linux-")):
            with tap.case(f"refused: netstat -rn {words}"):
                result = oracle.run_ours(ns, f"netstat -rn {words}")
                tap.true(result.status > 0 and not result.stdout and named.encode() in result.stderr, f"exit status {result.status}", result.stderr)


def test_shortened_options():
    """Long options of ours may be shortened as any other; those of net-tools stay what they were."""
    with netns.Namespace() as ns:
        small_host(ns)
        for short, whole in (("netstat -rn --js", "netstat -rn --json"), ("netstat -rn --json=p", None), ("netstat -rn --cl", "netstat -rn --clones"),
                             ("netstat -rn --tab main", "netstat -rn --table main"), ("netstat -rn --tab=all", "netstat -rn --table=all"),
                             ("route -n --clo", "route -n --clones"), ("arp --js", "arp --json"), ("netstat -r --num", None), ("netstat -r --ver", None),
                             ("netstat -rn --re /nonexistent/x", None), ("netstat --rou --numeric-h", "netstat --route --numeric-hosts"),
                             ("arp --d eth0", None), ("arp --dev eth0 -n", "arp --device eth0 -n")):
            with tap.case(short + ("" if whole else ": refused")):
                result = oracle.run_ours(ns, short)
                if whole:
                    tap.equal(oracle.timeless(result.ok()), oracle.timeless(oracle.run_ours(ns, whole).ok()), f"what {whole} shows")
                else:
                    tap.true(result.status > 0 and not result.stdout and result.stderr, f"exit status {result.status}", result.stderr)


if __name__ == "__main__":
    tap.main(globals())
