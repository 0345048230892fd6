#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--json of every mode: it parses, is what the schema says, is the same document in every dialect and layout, and agrees
with iproute2's `ip -j` in every value that both have."""
import contextlib
import importlib.util
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import lab
import netns
import oracle
import states
import tap

SLACK_S = 2
TIMES = ("age", "expires", "confirmed", "used", "updated")


# ---- the schema, and a validator of as much of JSON Schema (draft 2020-12) as it uses

class Invalid(Exception):
    """Where, and why."""


def of_type(value, name):
    return {"object": lambda: isinstance(value, dict), "array": lambda: isinstance(value, list), "string": lambda: isinstance(value, str),
            "boolean": lambda: isinstance(value, bool), "number": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
            "integer": lambda: isinstance(value, int) and not isinstance(value, bool)}[name]()


class Validator:
    """A keyword that it does not know is an error of the schema: nothing passes because it was not looked at."""

    def __init__(self, schema):
        self.root = schema

    def check(self, value, schema=None, where="document"):
        schema = self.root if schema is None else schema
        if schema is True:
            return
        if schema is False:
            raise Invalid(f"{where}: must not be there")
        for keyword, rule in schema.items():
            method = getattr(self, "on_" + keyword.strip("$"), None)
            if method is None:
                raise Invalid(f"{where}: the schema has the unknown keyword {keyword}")
            method(value, rule, where, schema)

    def valid(self, value, schema):
        try:
            self.check(value, schema)
        except Invalid:
            return False
        return True

    def pass_by(self, value, rule, where, schema):
        """Words for people, and definitions."""

    on_schema = on_title = on_description = on_defs = pass_by

    def on_ref(self, value, rule, where, _):
        target = self.root
        for part in rule.removeprefix("#/").split("/"):
            target = target[part]
        self.check(value, target, where)

    def on_type(self, value, rule, where, _):
        if not of_type(value, rule):
            raise Invalid(f"{where}: {value!r} is no {rule}")

    def on_const(self, value, rule, where, _):
        if value != rule or isinstance(value, bool) != isinstance(rule, bool):
            raise Invalid(f"{where}: {value!r} is not {rule!r}")

    def on_enum(self, value, rule, where, _):
        if value not in rule:
            raise Invalid(f"{where}: {value!r} is none of {rule}")

    def on_pattern(self, value, rule, where, _):
        if not re.search(rule, value):
            raise Invalid(f"{where}: {value!r} does not match {rule}")

    def on_minLength(self, value, rule, where, _):
        if len(value) < rule:
            raise Invalid(f"{where}: {value!r} is too short")

    def on_minimum(self, value, rule, where, _):
        if value < rule:
            raise Invalid(f"{where}: {value} is below {rule}")

    def on_maximum(self, value, rule, where, _):
        if value > rule:
            raise Invalid(f"{where}: {value} is above {rule}")

    def on_minItems(self, value, rule, where, _):
        if len(value) < rule:
            raise Invalid(f"{where}: fewer than {rule}")

    def on_uniqueItems(self, value, rule, where, _):
        if rule and len({json.dumps(item) for item in value}) != len(value):
            raise Invalid(f"{where}: {value} has something twice")

    def on_items(self, value, rule, where, _):
        for number, item in enumerate(value):
            self.check(item, rule, f"{where}[{number}]")

    def on_properties(self, value, rule, where, _):
        for key, sub in rule.items():
            if key in value:
                self.check(value[key], sub, f"{where}.{key}")

    def on_additionalProperties(self, value, rule, where, schema):
        for key in value:
            if key not in schema.get("properties", {}):
                self.check(value[key], rule, f"{where}.{key}")

    def on_required(self, value, rule, where, _):
        for key in rule:
            if key not in value:
                raise Invalid(f"{where}: {key} is missing")

    def on_dependentRequired(self, value, rule, where, _):
        for key, others in rule.items():
            if key in value:
                self.on_required(value, others, where, None)

    def on_dependentSchemas(self, value, rule, where, _):
        for key, sub in rule.items():
            if key in value:
                self.check(value, sub, where)

    def on_anyOf(self, value, rule, where, _):
        if not any(self.valid(value, sub) for sub in rule):
            raise Invalid(f"{where}: {value!r} is none of what it may be")

    def on_oneOf(self, value, rule, where, _):
        if sum(self.valid(value, sub) for sub in rule) != 1:
            raise Invalid(f"{where}: not exactly one of {len(rule)} forms")


_schema = {}


def schema():
    if not _schema:
        path = os.path.join(oracle.BUILD, "tools", "schema.json")
        tap.true(os.path.exists(path), f"{path} is not there: build first")
        with open(path, encoding="utf-8") as file:
            _schema.update(json.load(file))
    return _schema


def once(pairs):
    keys = [key for key, _ in pairs]
    tap.true(len(set(keys)) == len(keys), "a key is there twice", keys)
    return dict(pairs)


def refuse(constant):
    raise tap.Failure(f"{constant} is no JSON")


def parse(data):
    """A document as strictly as RFC 8259 reads it, in UTF-8; checked by the schema."""
    document = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=refuse)
    try:
        Validator(schema()).check(document)
    except Invalid as error:
        raise tap.Failure(str(error)) from None
    return document


def ask(ns, line, **options):
    return parse(oracle.run_ours(ns, line, **options).ok().stdout)


def test_the_schema():
    """Is a schema, and a validator that others wrote agrees with ours about it."""
    if importlib.util.find_spec("jsonschema") is None:
        raise tap.Skip("the Python module jsonschema is not installed")
    import jsonschema
    jsonschema.Draft202012Validator.check_schema(schema())
    with netns.Namespace() as ns:
        states.two_devices(ns)
        document = ask(ns, "netstat -rn --json")
    validator = jsonschema.Draft202012Validator(schema())
    tap.equal([error.message for error in validator.iter_errors(document)], [], "errors")
    for name, wrong in broken(document):
        with tap.case(f"jsonschema refuses {name}"):
            tap.true(not validator.is_valid(wrong), "it passed")


def broken(document):
    """Documents that are wrong in one thing each."""
    def changed(change):
        copy = json.loads(json.dumps(document))
        change(copy)
        return copy

    return (
        ("a key that does not exist", changed(lambda d: d["routes"][0].update(colour="red"))),
        ("an unknown member", changed(lambda d: d.update(colour="red"))),
        ("no version", changed(lambda d: d.pop("version"))),
        ("another version", changed(lambda d: d.update(version=2))),
        ("no array", changed(lambda d: d.pop("routes"))),
        ("two arrays", changed(lambda d: d.update(neighbours=[]))),
        ("lifetimes without counters", changed(lambda d: d.update(lifetimes=[]))),
        ("a route without a destination", changed(lambda d: d["routes"][0].pop("destination"))),
        ("a number as a string", changed(lambda d: d["routes"][0].update(table="254"))),
        ("a number out of range", changed(lambda d: d["routes"][0].update(table=1 << 32))),
        ("a negative number", changed(lambda d: d["routes"][0].update(metric=-1))),
        ("null", changed(lambda d: d["routes"][0].update(interface=None))),
        ("a word that is none", changed(lambda d: d["routes"][0].update(type="scenic"))),
        ("a flag that is none", changed(lambda d: d["routes"][0].update(flags=["upp"]))),
        ("a flag twice", changed(lambda d: d["routes"][0].update(flags=["up", "up"]))),
        ("an address without its length", changed(lambda d: d["routes"][0].update(destination="10.0.0.0"))),
        ("one next hop in an array", changed(lambda d: [d["routes"][0].pop("interface"), d["routes"][0].update(nexthops=[{}])])),
        ("next hops beside a gateway", changed(lambda d: d["routes"][0].update(gateway="10.0.0.1", nexthops=[{}, {}]))),
        ("an empty error", changed(lambda d: d.update(error=""))),
    )


def test_the_validator_refuses():
    with netns.Namespace() as ns:
        states.two_devices(ns)
        document = ask(ns, "netstat -rn --json")
    for name, wrong in broken(document):
        with tap.case(f"refused: {name}"):
            tap.true(not Validator(schema()).valid(wrong, None), "it passed")


# ---- every mode, over rich states

ROUTES = ("netstat -rn", "netstat -r", "netstat -rn4", "netstat -rn6", "netstat -rn64", "netstat -rn --table main", "netstat -rn --table all",
          "netstat -rn4 --table local", "netstat -rn --clones", "netstat -rn6 --clones", "netstat -rnaW", "netstat -rnC", "netstat -rnCF",
          "route -n", "route -6", "route -n --clones", "netstat -rs", "netstat -rsv")
OTHERS = ("netstat -i", "netstat -ia", "netstat -ie", "netstat -iea", "arp", "arp -n", "arp -an", "arp -n -i eth0", "arp -n -i nosuch", "arp -n 10.1.0.5", "arp -n 10.1.0.200",
          "arp -nv", "arp -n -H ether")
ARRAYS = {**{line: {"interfaces"} for line in ("netstat -i", "netstat -ia", "netstat -ie", "netstat -iea")},
          "netstat -rs": {"counters", "lifetimes"}, "netstat -rsv": {"counters", "lifetimes"}}


def arrays_of(line):
    return ARRAYS.get(line, {"neighbours"} if line.startswith("arp") else {"routes"})


# What each dialect's own words ask the same thing with.
FREEBSD_4 = {
    "netstat -rn": "netstat -rn", "netstat -rn4": "netstat -rn -f inet", "netstat -rn6": "netstat -rn -f inet6",
    "netstat -rn --table all": "netstat -rn --table all", "netstat -rn --clones": "netstat -rn --clones", "netstat -rnaW": "netstat -rna",
    "route -n": "route -n show", "route -n --clones": "route -n --clones show", "netstat -rs": "netstat -rs", "netstat -i": "netstat -in",
    "netstat -ia": "netstat -ia", "arp -an": "arp -an", "arp -n 10.1.0.5": "arp -n 10.1.0.5",
}
# What must change nothing: layouts, names, and each tool's way to ask for the same.
SAME = (
    ("netstat -rn", "netstat -r", "netstat -rne", "netstat -rnee", "netstat -rneee", "netstat -rnv", "netstat -rnW", "netstat -rna", "netstat -rnF",
     "route", "route -n", "route -ne", "route -nee", "route -nW", "netstat -rnl", "netstat -rn --dialect freebsd-4 -W"),
    ("netstat -rn --clones", "netstat -rnaW", "netstat -rnW --clones", "route -n --clones", "route -naW", "netstat -rn --dialect freebsd-4 -a"),
    ("netstat -rnC", "netstat -rnCW", "netstat -rnCe", "route -nC", "route -nCWee"),
    ("netstat -ia", "netstat -iav", "netstat -ian", "netstat -iaW"),
    ("arp -n", "arp", "arp -a", "arp -e", "arp -v", "arp --dialect freebsd-4 -a"),
    ("netstat -rs", "netstat -rsv", "netstat -rsn"),
)


@contextlib.contextmanager
def rich():
    """Routes of both families, neighbours, interfaces: the states of the other tests together."""
    with netns.Namespace(etc=states.ETC) as ns:
        states.neighbours(ns)
        ns.ip("addr add fd01::1/64 dev eth0 nodad", "route add default via 10.1.0.254", "route add default via fd01::5",
              "route add unreachable 10.98.0.0/16", "route add blackhole 10.99.0.0/16", "route add 10.76.0.0/16 dev eth0 table 100",
              f"route add 10.70.0.0/16 nexthop via 10.1.0.2 nexthop via 10.2.0.3 dev {states.LONG} weight 9 nexthop dev eth0",
              "-6 route add fd84::/16 nexthop via fd01::5 nexthop via fd01::99 weight 3", "route add 10.72.0.0/16 via inet6 fe80::1 dev eth0",
              "-6 route add fd77::/64 dev eth0 expires 1000", "-6 neigh add fd01::5 lladdr 02:00:00:00:00:05 nud permanent dev eth0",
              "-6 neigh add fe80::7 lladdr 02:00:00:00:00:07 nud stale dev eth0", "addr add 10.1.9.1/24 dev eth0 label eth0:1",
              *states.bridge("down0"))
        yield ns


def recorder(ns, folder):
    """A function that runs a line on the frozen answers of one recording of it: nothing ages between two looks."""
    taken = {}

    def replay(recorded, line):
        if recorded not in taken:
            path = os.path.join(folder, f"{len(taken)}.pcap")
            result = oracle.run_ours(ns, f"{recorded} --record {path}")
            if b"captures" in result.stderr or b"libpcap" in result.stderr:
                raise tap.Skip(result.stderr.decode().strip())
            result.ok()
            taken[recorded] = path
        tool, _, words = line.partition(" ")    # before the words, which end the options in a BSD's grammar
        return oracle.run_ours(ns, f"{tool} --replay {taken[recorded]} {words}").ok()

    return replay


def same_document(got, want):
    """The same bytes; where they are not, the difference as lines."""
    if got != want:
        tap.equal(*(json.dumps(parse(data), indent=1) for data in (got, want)), "the document")
        raise tap.Failure("the same document in other bytes", [got[:300], want[:300]])


def test_every_mode():
    with rich() as ns:
        for line in ROUTES + OTHERS:
            with tap.case(f"{line} --json"):
                result = oracle.run_ours(ns, f"{line} --json").ok()
                tap.true(result.stdout.endswith(b"}\n") and result.stdout.count(b"\n") == 1, "not one line", result.stdout[-100:])
                document = parse(result.stdout)
                tap.equal(set(document) - {"version", "origin", "consistent"}, arrays_of(line), "its members")
                tap.equal(document["origin"], {"system": "linux", "release": os.uname().release}, "its origin")
                tap.equal(document["consistent"], True, "consistent")


def test_pretty_is_the_same_document():
    with rich() as ns, tempfile.TemporaryDirectory(prefix="routeclone-json-") as folder:
        replay = recorder(ns, folder)
        for line in ROUTES + OTHERS:
            with tap.case(f"{line} --json=pretty"):
                compact, pretty = (replay(f"{line} --json", f"{line} --json{form}").stdout for form in ("", "=pretty"))
                tap.equal(parse(pretty), parse(compact), "the document")
                tap.equal(list(order(pretty)), list(order(compact)), "the order of its keys")
                tap.true(pretty.startswith(b'{\n  "version": 1,\n') and pretty.endswith(b"\n}\n"), "it is not indented", pretty[:60])
                tap.true(not re.search(rb"[ \t]\n", pretty), "blanks at a line's end")


def order(data):
    return (match.group(1) for match in re.finditer(rb'"([^"\\]*)":', data))


def test_dialects_print_one_document():
    with rich() as ns, tempfile.TemporaryDirectory(prefix="routeclone-json-") as folder:
        replay = recorder(ns, folder)
        for line, other in FREEBSD_4.items():
            with tap.case(f"linux {line} is freebsd-4 {other}"):
                tool, _, words = other.partition(" ")
                same_document(replay(f"{line} --json", f"{tool} --json --dialect freebsd-4 {words}").stdout,
                              replay(f"{line} --json", f"{line} --json").stdout)


def test_layouts_and_names_change_nothing():
    with rich() as ns, tempfile.TemporaryDirectory(prefix="routeclone-json-") as folder:
        replay = recorder(ns, folder)
        for group in SAME:
            want = replay(f"{group[0]} --json", f"{group[0]} --json").stdout
            for line in group[1:]:
                if "freebsd-4" not in line or "-W" in line or "-a" in line:
                    with tap.case(f"{line} --json is {group[0]} --json"):
                        same_document(replay(f"{group[0]} --json", f"{line} --json").stdout, want)


def test_nothing_there():
    """0, 1 and n entries have one shape."""
    with netns.Namespace() as ns:
        for line in ("netstat -rn", "netstat -rn4", "netstat -rn6 --clones", "netstat -rnC", "netstat -i", "arp -n", "arp -n 10.0.0.1", "route -n"):
            with tap.case(f"nothing: {line} --json"):
                document = ask(ns, f"{line} --json")
                tap.equal([document[key] for key in arrays_of(line)], [[]], "its arrays")
            with tap.case(f"nothing: {line} --json=pretty"):
                key, = arrays_of(line)
                tap.true(f'\n  "{key}": [],\n' in oracle.run_ours(ns, f"{line} --json=pretty").ok().text(), "the empty array")
        ns.ip("link set lo up")
        with tap.case("one: netstat -i --json"):
            tap.equal([row["name"] for row in ask(ns, "netstat -i --json")["interfaces"]], ["lo"], "names")


def test_errors():
    """What breaks midway still parses, says why, and fails; what never begins prints nothing."""
    with rich() as ns, tempfile.TemporaryDirectory(prefix="routeclone-json-") as folder:
        path, cut = os.path.join(folder, "whole.pcap"), os.path.join(folder, "cut.pcap")
        result = oracle.run_ours(ns, f"netstat -rn --json --record {path}")
        if b"captures" in result.stderr or b"libpcap" in result.stderr:
            raise tap.Skip(result.stderr.decode().strip())
        with open(path, "rb") as file:
            whole = file.read()
        seen = set()
        for size in range(0, len(whole), max(1, len(whole) // 150)):
            with open(cut, "wb") as file:
                file.write(whole[:size])
            for form in ("--json", "--json=pretty"):
                result = oracle.run_ours(ns, f"netstat -rn {form} --replay {cut}")
                tap.true(not oracle.crashed(result), f"crashed at {size}", *result.stderr.splitlines())
                if not result.stdout:
                    tap.true(result.status == 1 and result.stderr, f"silence at {size}")
                    seen.add("nothing")
                    continue
                document = parse(result.stdout)
                tap.equal("error" in document, result.status != 0, f"error and exit status {result.status} at {size}")
                tap.equal(bool(result.stderr), result.status != 0, f"standard error at {size}")
                seen.add("error" if result.status else "whole")
        with tap.case("a capture cut anywhere"):
            tap.true({"nothing", "error"} <= seen, "it never failed before the first byte, or never after", seen)
        for line in ("netstat -rn --json --table 4242", "netstat -rn --json --netns nosuchns", "arp -n --json nosuchhost",
                     f"netstat -rn --json --replay {folder}/nosuch"):
            with tap.case(f"nothing is printed: {line}"):
                result = oracle.run_ours(ns, line)
                tap.true(result.status not in (0,) and result.stderr, f"exit status {result.status}")
                tap.true(not result.stdout or "error" in parse(result.stdout), "neither silence nor an error", result.stdout)


HOSTILE = ("e\x1b[31mx", "a\udcffb", "q\"\\\"", "x\u202ey", "\x7f\x08", "\udcf0\udc9f", "{}[],", states.UTF8, "'\"'")


def escaped(name):
    """A name as it stands in a JSON string once that is read."""
    out = []
    for char in name:
        raw = char.encode("utf-8", "surrogateescape")
        bad = char == "\\" or char < " " or "\x7f" <= char < "\xa0" or 0xDC80 <= ord(char) <= 0xDCFF or char in "\u202e"
        out.append("".join(f"\\x{byte:02x}" for byte in raw) if bad else char)
    return "".join(out)


def test_hostile_names():
    with netns.Namespace() as ns:
        states.quiet(ns)
        for number, name in enumerate(HOSTILE):
            states.device(ns, name, f"peer{number}")
            ns.ip_words("addr", "add", f"10.{number}.0.1/24", "dev", name)
            ns.ip_words("addr", "add", "fe80::1/64", "dev", name, "nodad")
            ns.ip_words("-6", "route", "add", f"fd{number:02x}::/64", "via", "fe80::9", "dev", name)
            ns.ip_words("neigh", "add", f"10.{number}.0.9", "lladdr", "02:00:00:00:00:09", "nud", "permanent", "dev", name)
            ns.ip_words("-6", "neigh", "add", "fe80::7", "lladdr", "02:00:00:00:00:07", "nud", "permanent", "dev", name)
        want = {escaped(name) for name in HOSTILE}
        for line, key, member in (("netstat -rn4 --json", "routes", "interface"), ("netstat -rn6 --json", "routes", "interface"),
                                  ("netstat -rn --json --clones", "routes", "interface"), ("netstat -ia --json", "interfaces", "name"),
                                  ("netstat -ia --json=pretty", "interfaces", "name"), ("arp --json", "neighbours", "interface")):
            with tap.case(f"hostile names: {line}"):
                names = {row[member] for row in ask(ns, line)[key]}
                tap.equal(sorted(want - names), [], "names that are missing")


# ---- beside iproute2

TABLES = {"default": 253, "main": 254, "local": 255}
METRICS = {"mtu": "mtu", "window": "window", "ssthresh": "ssthresh", "cwnd": "cwnd", "advmss": "advmss", "reordering": "reordering",
           "hoplimit": "hop_limit", "initcwnd": "initcwnd", "rto_min": "rto_min", "initrwnd": "initrwnd", "quickack": "quickack",
           "fastopen_no_cookie": "fastopen_no_cookie", "congestion": "congestion_control"}
ROUTE_FLAGS = {"onlink", "dead", "linkdown", "pervasive", "offload", "trap", "unresolved"}


def prefix(word, six):
    if word == "default":
        return "::/0" if six else "0.0.0.0/0"
    return word if "/" in word else word + ("/128" if six else "/32")


def hop_of_ip(row):
    """The fields of a next hop, by our names."""
    hop = {"flags": {flag.removeprefix("rt_") for flag in row.get("flags", ())} & ROUTE_FLAGS}
    gateway = row.get("gateway") or row.get("via", {}).get("host")
    for key, value in (("gateway", gateway), ("interface", row.get("dev")), ("weight", row.get("weight"))):
        if value is not None:
            hop[key] = value
    if "flow" in row:
        hop["realm"] = int(row["flow"].get("from", 0)) << 16 | int(row["flow"]["to"])
    return hop


def metrics_of_ip(row):
    found = {}
    for metrics in row.get("metrics", ()):
        for name, value in metrics.items():
            if name in METRICS:
                found[METRICS[name]] = value
            elif name == "rtt":         # ip writes what the kernel holds in 1/8 and 1/4 ms in ms
                found["rtt"] = value * 8
            elif name == "rttvar":
                found["rttvar"] = value * 4
            elif name == "ecn":
                found["features"] = 1
            else:
                raise tap.Failure(f"ip names a metric that this test does not know: {name}")
    return found


def route_of_ip(row, six):
    """A row of `ip -j -d route` by our names."""
    route = {"destination": prefix(row["dst"], six), **metrics_of_ip(row)}
    for key, name in (("type", "type"), ("protocol", "protocol"), ("scope", "scope"), ("prefsrc", "source"), ("metric", "metric"), ("nhid", "nexthop_id"),
                      ("pref", "preference"), ("expires", "expires"), ("users", "references"), ("age", "age")):
        if key in row:
            route[name] = row[key]
    if "table" in row:
        route["table"] = TABLES.get(row["table"]) or int(row["table"])
    if "from" in row:
        route["from"] = prefix(row["from"], six)
    if "tos" in row:
        route["tos"] = int(row["tos"], 16)
    if "nexthops" in row:
        route["nexthops"] = [hop_of_ip(hop) for hop in row["nexthops"]]
    else:
        route.update(hop_of_ip(row))
    return route


def comparable(route):
    """Ours, without what ip does not tell; flags as the set of those that ip has."""
    row = {key: value for key, value in route.items() if key not in ("family", "interface_index", "locked", "nexthops", "flags")}
    if "flags" in route:
        row["flags"] = set(route["flags"]) & ROUTE_FLAGS
    if "nexthops" in route:
        row["nexthops"] = [comparable(hop) for hop in route["nexthops"]]
    return row


def same(mine, other, what):
    """Equal, but for times, which ip rounds and which go on."""
    for key in TIMES:
        if key in mine and key in other:
            tap.true(abs(mine[key] - other[key]) <= SLACK_S, f"{key} of {what}: {mine[key]}, ip says {other[key]}")
            mine, other = ({k: v for k, v in row.items() if k != key} for row in (mine, other))
    if mine != other:
        keys = sorted(key for key in mine.keys() | other.keys() if mine.get(key) != other.get(key))
        raise tap.Failure(f"{what} differs", [f"{key}: ours {mine.get(key)!r}, ip {other.get(key)!r}" for key in keys])


def compare_routes(ns, line, words, six):
    """Ours, row for row and in the same order, with `ip -j -d route`."""
    rows = ask(ns, line)["routes"]
    other = ns.ip_json("-d", "-6" if six else "-4", "route", "show", *words)
    for row in other:   # of one table it does not say which
        row.setdefault("table", words[-1])
    tap.equal([row["destination"] for row in rows], [prefix(row["dst"], six) for row in other], "destinations")
    tap.true(rows, "no routes")
    for mine, theirs in zip(rows, other):
        tap.equal(mine["family"], "inet6" if six else "inet", "family")
        same(comparable(mine), route_of_ip(theirs, six), mine["destination"])
    return rows


def seen_keys(rows):
    keys = set()
    for row in rows:
        keys |= row.keys()
        for hop in row.get("nexthops", ()):
            keys |= hop.keys()
    return keys


METRIC_WORDS = ("mtu lock 1300 hoplimit 5 congctl reno rto_min 300ms initcwnd 10 quickack 1 features ecn rtt 300ms ssthresh 7 cwnd lock 9 "
                "reordering 4 window 4000 initrwnd 6 fastopen_no_cookie 1 rttvar 40ms advmss 1200")
METRIC_KEYS = {"mtu", "hop_limit", "congestion_control", "rto_min", "initcwnd", "quickack", "features", "rtt", "ssthresh", "cwnd", "reordering", "window",
               "initrwnd", "fastopen_no_cookie", "rttvar", "advmss", "locked"}


def test_inet_routes_agree_with_ip():
    with netns.Namespace() as ns:
        states.routes_inet(ns)
        left_out = ns.ip(f"route add 10.60.0.0/16 via 10.1.0.9 {METRIC_WORDS}", "route add 10.60.1.0/24 dev eth0 proto 77",
                         "route add 10.60.2.0/24 dev eth0 proto bgp scope 77", "route add 10.60.3.0/24 via 10.1.0.9 realm 5/7",
                         "route add 10.60.4.0/24 nexthop via 10.1.0.2 realm 9 nexthop via inet6 fe80::2 dev eth0 onlink nexthop dev eth0",
                         "route add blackhole 10.99.0.0/16", "route add throw 10.96.0.0/16", may_fail=True)
        for error in left_out:
            tap.note(f"left out: {error}")
        rows = []
        for line, words in (("netstat -rn4 --json --table all", ("table", "all")), ("netstat -rn4 --json", ("table", "main")),
                            ("route -n --json -4", ("table", "main")), ("netstat -rn4 --json --table local", ("table", "local")),
                            ("netstat -rn4 --json --table 100", ("table", "100"))):
            with tap.case(f"{line}: ip -d route show {' '.join(words)}"):
                rows += compare_routes(ns, line, words, False)
        with tap.case("every field of an IPv4 route was there"):
            want = METRIC_KEYS | {"family", "destination", "type", "gateway", "interface", "interface_index", "weight", "flags", "protocol", "scope", "table",
                                  "metric", "source", "tos", "nexthops"}
            tap.equal(sorted(want - seen_keys(rows)), [], "fields that no route had")
        with tap.case("metrics that are locked"):
            locked = {row["destination"]: row["locked"] for row in rows if "locked" in row}
            tap.equal(locked.get("10.75.3.0/24"), ["window", "rtt", "advmss"], "10.75.3.0/24")
            tap.equal(locked.get("10.60.0.0/16"), ["mtu", "cwnd", "rto_min"], "10.60.0.0/16")
        ns.ip("link set peer0 down")
        with tap.case("without a carrier"):
            rows = compare_routes(ns, "netstat -rn4 --json", ("table", "main"), False)
            tap.true(any("linkdown" in row.get("flags", ()) for row in rows), "no route is linkdown")


def test_inet6_routes_agree_with_ip():
    netns.need_ipv6()
    with netns.Namespace() as ns:
        states.routes_inet6(ns)
        for error in ns.ip(f"-6 route add fdaa::/64 dev eth0 {METRIC_WORDS}", may_fail=True):
            tap.note(f"left out: {error}")
        rows = []
        for line, words in (("netstat -rn6 --json --table all", ("table", "all")), ("netstat -rn6 --json", ("table", "main")),
                            ("netstat -rn6 --json --table 100", ("table", "100"))):
            with tap.case(f"{line}: ip -6 -d route show {' '.join(words)}"):
                rows += compare_routes(ns, line, words, True)
        with tap.case("every field of an IPv6 route was there"):
            want = METRIC_KEYS | {"family", "destination", "type", "gateway", "interface", "interface_index", "weight", "flags", "protocol", "scope", "table",
                                  "metric", "preference", "expires", "nexthops"}
            tap.equal(sorted(want - seen_keys(rows)), [], "fields that no route had")


def test_advertised_routes_agree_with_ip():
    netns.need_ipv6()
    with netns.Namespace() as ns, netns.Namespace() as router:
        states.router_advertisement(ns, router)
        with tap.case("netstat -rn6 --json"):
            rows = compare_routes(ns, "netstat -rn6 --json", ("table", "main"), True)
            tap.true(any(row["protocol"] == "ra" and "expires" in row for row in rows), "no advertised route that expires", *rows)


def test_nexthop_objects_agree_with_ip():
    """A route over an object or a group has the members' values, whether the kernel repeats them or not."""
    with netns.Namespace() as ns:
        states.two_devices(ns)
        if ns.ip("nexthop add id 1 via 10.1.0.3 dev eth0", f"nexthop add id 2 via 10.2.0.3 dev {states.LONG}", "nexthop add id 3 group 1/2,5",
                 "nexthop add id 4 blackhole", may_fail=True):
            raise tap.Skip("this kernel has no nexthop objects")
        ns.ip("route add 10.71.0.0/16 nhid 3", "route add 10.71.1.0/24 nhid 1", "route add 10.71.2.0/24 nhid 4")
        objects = {row["id"]: row for row in ns.ip_json("nexthop", "show")}
        for compat in (1, 0):
            ns.sysctl(ipv4__nexthop_compat_mode=compat)
            with tap.case(f"compat mode {compat}"):
                rows = {row["destination"]: row for row in ask(ns, "netstat -rn4 --json")["routes"]}
                single, group = rows["10.71.1.0/24"], rows["10.71.0.0/16"]
                tap.equal((single["nexthop_id"], single["gateway"], single["interface"]), (1, objects[1]["gateway"], "eth0"), "the object")
                tap.equal(group["nexthop_id"], 3, "the group")
                tap.equal([(hop["gateway"], hop["interface"], hop["weight"]) for hop in group["nexthops"]],
                          [(objects[member["id"]]["gateway"], objects[member["id"]]["dev"], member.get("weight", 1)) for member in objects[3]["group"]],
                          "its members")
                tap.equal((rows["10.71.2.0/24"]["type"], rows["10.71.2.0/24"].get("gateway")), ("blackhole", None), "the blackhole")


def clone_of_ip(row, six):
    """ip says nothing of the scope, table and protocol of an exception; IPv4 ones have no metric."""
    return {key: value for key, value in route_of_ip(row, six).items() if key not in ("scope", "table", "protocol", "flags")}


def test_clones_agree_with_ip():
    """Exceptions with `ip -s route show cache`, neighbours as host routes with `ip -s neigh`."""
    with lab.opened() as it:
        answer = ask(it.h1, "netstat -rn --json --clones")["routes"]
        for six, version in ((False, "-4"), (True, "-6")):
            family = "inet6" if six else "inet"
            clones = {row["destination"]: row for row in answer if row.get("cloned") and row["family"] == family}
            exceptions = it.h1.ip_json("-s", "-d", version, "route", "show", "cache")
            neighbours = [row for row in it.h1.ip_json("-s", version, "neigh", "show") if row.get("state") not in (None, ["NONE"], ["NOARP"])]
            with tap.case(f"{family}: the set of clones"):
                tap.equal(sorted(clones), sorted(prefix(row["dst"], six) for row in exceptions + neighbours), "destinations")
            for theirs in exceptions:
                with tap.case(f"exception {theirs['dst']}"):
                    mine = clones[prefix(theirs["dst"], six)]
                    row = {key: value for key, value in comparable(mine).items()
                           if key not in ("cloned", "reason", "parent", "scope", "table", "protocol", "flags")}
                    same(row, clone_of_ip(theirs, six), theirs["dst"])
                    tap.true(mine["reason"] in ("redirect", "path_mtu") and "parent" in mine, "its reason and parent", mine)
                    tap.equal("redirected" in theirs.get("cache", ()), mine["reason"] == "redirect", "redirected") if not six else None
            for theirs in neighbours:
                with tap.case(f"neighbour {theirs['dst']}"):
                    mine = clones[prefix(theirs["dst"], six)]
                    tap.equal(mine["reason"], "neighbour", "its reason")
                    tap.equal((mine.get("gateway"), mine["interface"]), (theirs.get("lladdr"), theirs["dev"]), "link address and interface")
                    tap.equal("expires" in mine, theirs["state"] == ["REACHABLE"], f"a deadline ({theirs['state']})")
                    tap.true(mine["parent"] in ("10.66.0.0/24", "fd66::/64", "fe80::/64"), "its parent", mine)
        with tap.case("clones do not tell what the kernel does not"):
            tap.true(not any("use" in row for row in answer), "a use count")


NEIGH_FLAGS = {"router": "router", "extern_learn": "extern_learned", "offload": "offloaded", "proxy": "proxy", "managed": "managed"}


def neigh_of_ip(row):
    found = {"address": row["dst"], "flags": {name for key, name in NEIGH_FLAGS.items() if key in row},
             "state": row.get("state", ["NONE"])[0].lower()}
    for key, name in (("dev", "interface"), ("lladdr", "link_address"), ("probes", "probes"), ("refcnt", "references"), ("protocol", "protocol"),
                      ("used", "used"), ("confirmed", "confirmed"), ("updated", "updated")):
        if key in row:
            found[name] = row[key]
    return found


def test_neighbours_agree_with_ip():
    with netns.Namespace() as ns:
        states.neighbours(ns)
        rows = ask(ns, "arp --json")["neighbours"]
        other = [row for row in ns.ip_json("-s", "-4", "neigh", "show", "nud", "all") if row.get("state") not in (None, ["NONE"], ["NOARP"])]
        other += ns.ip_json("-4", "neigh", "show", "proxy")
        links = {row["ifname"]: row for row in ns.ip_json("link", "show")}
        tap.equal([(row["address"], row.get("interface")) for row in rows], [(row["dst"], row.get("dev")) for row in other], "the entries")
        for mine, theirs in zip(rows, other):
            with tap.case(f"neighbour {mine['address']} on {mine.get('interface', 'any')} {theirs.get('state', 'proxy')}"):
                want = neigh_of_ip(theirs)
                row = {key: value for key, value in mine.items() if key not in ("family", "interface_index", "link_type", "expires", "flags")}
                row["flags"] = set(mine["flags"])
                if row.get("references") == 0:  # ip leaves it out
                    row.pop("references")
                same(row, want, mine["address"])
                tap.equal("expires" in mine, mine["state"] == "reachable", "a deadline")
                if "interface" in mine:
                    link = links[mine["interface"]]
                    tap.equal((mine["interface_index"], mine["link_type"]), (link["ifindex"], link["link_type"].replace("loopback", "loop")), "the interface")
        with tap.case("every field of a neighbour was there"):
            want = {"family", "address", "link_address", "interface", "interface_index", "link_type", "state", "flags", "references", "probes", "confirmed",
                    "used", "updated", "expires"}
            tap.equal(sorted(want - seen_keys(rows)), [], "fields that no neighbour had")


LINK_TYPES = {"loopback": "loop", "none": "unspec"}
RX = {"bytes": "rx_bytes", "packets": "rx_packets", "errors": "rx_errors", "dropped": "rx_dropped", "multicast": "rx_multicast",
      "fifo_errors": "rx_fifo_errors", "missed_errors": "rx_missed", "compressed": "rx_compressed", "nohandler": "rx_nohandler"}
TX = {"bytes": "tx_bytes", "packets": "tx_packets", "errors": "tx_errors", "dropped": "tx_dropped", "collisions": "collisions",
      "fifo_errors": "tx_fifo_errors", "compressed": "tx_compressed"}
FRAME = ("length_errors", "over_errors", "crc_errors", "frame_errors")
CARRIER = ("aborted_errors", "carrier_errors", "heartbeat_errors", "window_errors")


def iface_of_ip(row):
    rx, tx = row["stats64"]["rx"], row["stats64"]["tx"]
    found = {"index": row["ifindex"], "name": row["ifname"], "mtu": row["mtu"], "link_type": LINK_TYPES.get(row["link_type"], row["link_type"]),
             "state": row["operstate"].lower(), "flags": {flag.lower() for flag in row["flags"]} - {"no-carrier", "m-down"},
             "rx_frame_errors": sum(rx[key] for key in FRAME), "tx_carrier_errors": sum(tx[key] for key in CARRIER)}
    for key, name in (("address", "address"), ("broadcast", "broadcast"), ("txqlen", "txqlen"), ("master", "master")):
        if key in row:
            found[name] = row[key]
    if "linkinfo" in row and "info_kind" in row["linkinfo"]:
        found["kind"] = row["linkinfo"]["info_kind"]
    found.update({name: rx[key] for key, name in RX.items() if key in rx})
    found.update({name: tx[key] for key, name in TX.items() if key in tx})
    return found


def test_interfaces_agree_with_ip():
    with netns.Namespace() as ns, netns.Namespace() as other:
        states.two_devices(ns)
        states.quiet(other)
        ns.veth("eth9", "eth9", other)
        states.device(ns, "slave0")
        states.device(ns, "dead0")
        ns.ip(*states.bridge("bridge0", up=True), "link set slave0 master bridge0", "link set p-dead0 down", "link set eth0 promisc on",
              *states.bridge("down0"), "link set eth9 arp off")
        if not netns.kind_error("tun"):
            ns.ip("tuntap add dev tun0 mode tun", "link set tun0 up")
        states.frames(ns, "eth9", 1234)
        states.frames(other, "eth9", 77)
        states.frames(ns, "dead0", 5)
        rows = ask(ns, "netstat -ia --json")["interfaces"]
        links = ns.ip_json("-s", "-s", "-d", "link", "show")
        tap.equal([row["name"] for row in rows], [row["ifname"] for row in links], "names, in the kernel's order")
        indexes = {row["ifname"]: row["ifindex"] for row in links}
        for mine, theirs in zip(rows, links):
            with tap.case(f"interface {mine['name']}"):
                want = iface_of_ip(theirs)
                row = {key: value for key, value in mine.items() if key in want}
                row["flags"] = set(mine["flags"]) - {"running"}
                tap.equal(sorted(set(want) - set(mine)), [], "fields that are missing")
                same(row, want, mine["name"])
                tap.equal("running" in mine["flags"], "NO-CARRIER" not in theirs["flags"] and theirs["operstate"] not in ("DOWN", "LOWERLAYERDOWN"), "running")
                if "master" in mine:
                    tap.equal(mine["master_index"], indexes[mine["master"]], "master_index")
                if theirs.get("link") in indexes:
                    tap.equal(mine["lower"], indexes[theirs["link"]], "lower")
        with tap.case("the counters moved"):
            eth9, = [row for row in rows if row["name"] == "eth9"]
            tap.equal((eth9["rx_packets"], eth9["tx_packets"]), (77, 1234), "packets of eth9")
        with tap.case("a slave has its master's name, although the master was made later"):
            slave, = [row for row in rows if row["name"] == "slave0"]
            tap.equal(slave.get("master"), "bridge0", "master")
        with tap.case("every field of an interface was there"):
            want = {"index", "name", "link_type", "kind", "flags", "state", "mtu", "address", "broadcast", "master", "master_index", "txqlen", "lower",
                    "rx_frame_errors", "tx_carrier_errors"} | set(RX.values()) | set(TX.values())
            tap.equal(sorted(want - seen_keys(rows)), [], "fields that no interface had")
        with tap.case("netstat -ie --json: their addresses"):
            for row in ask(ns, "netstat -iea --json")["interfaces"]:
                theirs = {(a["family"], f"{a['local']}/{a['prefixlen']}", a.get("label"), a["scope"])
                          for link in ns.ip_json("addr", "show", "dev", row["name"]) for a in link.get("addr_info", ())}
                tap.equal({(a["family"], a["local"], a.get("label"), a["scope"]) for a in row["addresses"]},
                          {(family, local, label if family == "inet" else None, scope) for family, local, label, scope in theirs}, row["name"])
        with tap.case("netstat -i --json: those that are up"):
            up = [row["name"] for row in ask(ns, "netstat -i --json")["interfaces"]]
            tap.equal(up, [row["ifname"] for row in links if "UP" in row["flags"]], "names")


def proc_counters(ns):
    """What /proc/net says: {(group, name): value}."""
    found = {}
    for name in ("snmp", "netstat"):
        lines = ns.run(["cat", f"/proc/thread-self/net/{name}"]).ok().lines()
        for heads, values in zip(lines[::2], lines[1::2]):
            group = heads.split(":")[0]
            found.update({(group, key): int(value) for key, value in zip(heads.split()[1:], values.split()[1:])})
    for line in ns.run(["cat", "/proc/thread-self/net/snmp6"]).ok().lines():
        key, value = line.split()
        match = re.match(r"(Ip6|Icmp6)(.*)", key)
        if match:
            found[match.groups()] = int(value)
    return found


def test_statistics_agree_with_proc():
    with lab.opened() as it:
        document = ask(it.h1, "netstat -rs --json")
        counters = proc_counters(it.h1)
        tap.true(document["counters"] and document["lifetimes"], "nothing is counted", document)
        with tap.case("counters"):
            for row in document["counters"]:
                tap.equal(row["value"], counters[row["group"], row["name"]], f"{row['group']} {row['name']}")
            tap.true(any(row["name"] == "InRedirects" and row["value"] for row in document["counters"]), "no redirect was counted", *document["counters"])
        with tap.case("lifetimes, by the names of sysctl"):
            for row in document["lifetimes"]:
                text = it.h1.run(["cat", "/proc/sys/" + row["name"].replace(".", "/")]).ok().text()
                value = int(text) / (1000 if row["name"].endswith("_ms") else 1)
                tap.equal(float(row["value"]), float(value), row["name"])


if __name__ == "__main__":
    tap.main(globals())
