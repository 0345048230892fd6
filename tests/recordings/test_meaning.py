#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""FreeBSD's libxo JSON and our JSON of the same state mean the same: each value of theirs under our schema's name."""
import ipaddress
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import oracle
import recording
import tap

# what FreeBSD has no letter for is not among its flags
LETTERS = {"up", "gateway", "host", "reject", "dynamic", "modified", "done", "xresolve", "static", "proto1", "proto2",
           "proto3", "blackhole", "broadcast", "llinfo"}
VALUES = {"nhop": "nexthop_id", "mtu": "mtu", "use": "use"}
COUNTERS = {"received-packets": "rx_packets", "received-errors": "rx_errors", "dropped-packets": "rx_dropped",
            "received-bytes": "rx_bytes", "sent-packets": "tx_packets", "send-errors": "tx_errors",
            "sent-bytes": "tx_bytes", "collisions": "collisions"}


def ours(capture, line):
    tool, *words = line.split()
    result = subprocess.run([oracle.ours(tool), "--dialect", "freebsd", "--replay", capture, "--json", *words],
                            capture_output=True, check=False, timeout=60)
    tap.equal(result.returncode, 0, f"{line}: exit status ({result.stderr.decode()})")
    return json.loads(result.stdout)


def plain(text, interface):
    """An address as it is compared: in one spelling, without the zone that its interface tells."""
    address, percent, zone = text.partition("%")
    zone = "" if zone == interface else percent + zone
    return (ipaddress.ip_address(address).compressed if re.fullmatch(r"[0-9a-f:.]*[.:][0-9a-f:.]*", address) and
            not re.fullmatch(r"([0-9a-f]{2}:){5}[0-9a-f]{2}", address) else address) + zone


def prefix(text, inet6, interface):
    """With its length, unless a mask stands in the place of that."""
    if text == "default":
        return "::/0" if inet6 else "0.0.0.0/0"
    if "&" in text:
        return plain(text.partition("&")[0], interface)
    address, _, bits = text.partition("/")
    return plain(address, interface) + "/" + (bits or ("128" if inet6 else "32"))


def router(text, interface):
    """A gateway that is an interface alone (link#2, lo0) is none in our schema."""
    return None if not text or "#" in text or not re.search(r"[.:]", text) else plain(text, interface)


def their_routes(document):
    for family in document["statistics"]["route-information"]["route-table"].get("rt-family", ()):
        inet6 = family["address-family"] == "Internet6"
        for entry in family["rt-entry"]:
            on = entry["interface-name"]
            yield {"family": "inet6" if inet6 else "inet", "destination": prefix(entry["destination"], inet6, on),
                   "gateway": router(entry["gateway"], on), "flags": sorted(entry["flags_pretty"]), "interface": on[:8],
                   **{our_key: entry[key] for key, our_key in VALUES.items() if key in entry}}


def our_routes(document, keys):
    """A row for each next hop, as theirs has them."""
    for route in document["routes"]:
        for hop in route.get("nexthops", [route]):
            row = {**route, **hop}
            on, inet6 = row["interface"], row["family"] == "inet6"
            text = row["destination"].split("/")[0] + "&" if "mask" in row else row["destination"]
            yield {"family": row["family"], "destination": prefix(text, inet6, on), "gateway": router(row.get("gateway"), on),
                   "flags": sorted(set(row["flags"]) & LETTERS), "interface": on[:8],
                   **{key: row.get(key) for key in VALUES.values() if key in keys}}


def check_routes(theirs, capture):
    rows = list(their_routes(theirs))
    mine = list(our_routes(ours(capture, "netstat -rn"), rows[0] if rows else ()))
    tap.equal(len(mine), len(rows), "how many routes")
    for want, got in zip(rows, mine):
        tap.equal(got, want, f"{want['family']} {want['destination']}")


def check_interfaces(theirs, capture):
    links = [row for row in theirs["statistics"]["interface"] if row["network"].startswith("<Link#")]
    mine = {row["name"]: row for row in ours(capture, "netstat -ina")["interfaces"]}
    tap.equal(sorted(mine), sorted({row["name"] for row in links}), "the interfaces")
    for row in links:
        got = mine[row["name"]]
        tap.equal(got["mtu"], row["mtu"], f"{row['name']}: mtu")
        tap.equal(f"<Link#{got['index']}>", row["network"], f"{row['name']}: number")
        for key, our_key in COUNTERS.items():
            if key in row:
                tap.equal(got[our_key], row[key], f"{row['name']}: {key}")


def check_neighbours(theirs, capture):
    mine = ours(capture, "arp -an")["neighbours"]
    rows = theirs["arp"]["arp-cache"]
    tap.equal(len(mine), len(rows), "how many neighbours")
    for want, got in zip(rows, mine):
        what = want["ip-address"]
        tap.equal(got["address"], what, "the address")
        tap.equal(got.get("link_address"), want.get("mac-address"), f"{what}: link address")
        tap.equal(got["state"] == "incomplete", "incomplete" in want, f"{what}: incomplete")
        tap.equal(got["interface"], want["interface"], f"{what}: interface")
        tap.equal("proxy" in got["flags"], "published" in want, f"{what}: published")
        if "permanent" in want and "incomplete" not in want and "published" not in want:
            tap.equal(got["state"], "permanent", f"{what}: permanent")
        if "expires" in want:
            tap.equal(got["expires"], want["expires"], f"{what}: seconds left")


def checker(argv):
    """Which check an oracle entry is for; None: no JSON of ours has it."""
    if len(argv) < 4 or argv[1] != "--libxo" or not argv[2].startswith("json"):
        return None
    if argv[0] == "arp":
        return check_neighbours
    letters = argv[3].lstrip("-")
    if set(letters) <= set("rnW") and "r" in letters and len(argv) == 4:
        return check_routes
    # with -d the same key stands twice in a row of theirs
    return check_interfaces if set(letters) <= set("inb") and "i" in letters and len(argv) == 4 else None


def test_meaning():
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder, "freebsd-")
        capture = os.path.join(folder, "one.pcap")
        for state in recording.states(folder):
            for row in state.oracle:
                check = checker(row["argv"])
                if not check:
                    continue
                with tap.case(f"{os.path.relpath(state.path, folder)} {row['file']}"):
                    recording.write_state(state, capture, row)
                    check(json.loads(re.sub(rb"^\[stderr\].*\n", b"", state.read(row["file"]), flags=re.M)), capture)
                compared += 1
        tap.true(compared > 40, f"only {compared} texts have a meaning")


if __name__ == "__main__":
    tap.main(globals())
