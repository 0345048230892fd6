# SPDX-License-Identifier: ISC
"""What `route -n monitor` of NetBSD and OpenBSD printed of the messages that it read, ours prints too."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import recording
import tap

TOP = os.path.join(HERE, "..", "..")
BUILD = os.path.abspath(os.environ.get("ROUTECLONE_BUILD") or os.path.join(TOP, "build"))
EVENTS = "what=events family=unspec table=0 ifindex=0"
LINKS = "what=links family=unspec table=0 ifindex=0"
# What the original read behind its own table of names, and behind the end of a message: what was in its memory.
BEYOND = ((b"Program version wrong: ", b"#99: "), (b" 192.0.2.9 02:11:22:33:44:78\n", b" 192.0.2.9\n"))


def interfaces(states):
    """The fullest list of interfaces among the states, with its key."""
    best = ("", b"")
    for state in states:
        for answer in state.answers():
            if any(q.startswith("what=links") for q in answer.questions) and answer.data and len(answer.data) > len(best[1]):
                best = (answer.key, answer.data)
    return best


def write(path, origin, messages, links=("", b"")):
    """A capture of (time, bytes): each one message that was read."""
    capture = recording.Capture(path, origin, messages[0][0], 0)
    if links[1]:
        capture.question(LINKS, *links)
    capture.number += 1
    capture.message(17, EVENTS)
    for capture.time, data in messages:
        capture.message(20, "", data)
    capture.message(18, "")
    capture.close()


def ours(capture, dialect, *words):
    return subprocess.run([os.path.join(BUILD, "cmd", "route"), "--replay", capture, "--dialect", dialect, *words],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60, env={"LC_ALL": "C", "TZ": "UTC"}, check=False)


def netbsd_streams(folder):
    for index in sorted(glob.glob(os.path.join(folder, "netbsd-*", "*", "_socket", "*.rtsock_monitor.bin.idx"))):
        with open(index, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        with open(index[:-4], "rb") as file:
            data = file.read()
        text = index.replace(".rtsock_monitor.bin.idx", ".route-n-monitor.txt")
        if rows and os.path.exists(text):
            yield index, text, [(row["wall"], data[row["off"]:row["off"] + row["len"]]) for row in rows]


def heard(shown, expected):
    """Without the blocks of the few messages that the original's own socket had no room for."""
    rest = list(expected)
    found = [block for block in shown if rest and block == rest[0] and rest.pop(0)]
    tap.true(len(shown) - len(found) < 12, f"{len(found)} of {len(shown)} were heard there")
    return found


def netbsd_dialect(path):
    return "netbsd" if "7.99.34" in path else "netbsd-7"


def test_netbsd():
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder, "netbsd-")
        count = 0
        for index, text, messages in netbsd_streams(folder):
            with tap.case(os.path.relpath(text, folder)):
                above = os.path.dirname(os.path.dirname(index))
                states = list(recording.states(above))
                capture = os.path.join(folder, "one.pcap")
                with open(text, "rb") as file:
                    expected = file.read()
                for theirs, told in BEYOND:
                    expected = expected.replace(theirs, told)
                write(capture, states[0].origin, messages, interfaces(states))
                result = ours(capture, netbsd_dialect(index), "-n", "monitor")
                shown, expected = blocks(result.stdout), blocks(expected)
                tap.equal(len(shown), len(messages), "a block for each message")
                if index.endswith("7.99.4/basic/_socket/mon1.rtsock_monitor.bin.idx"):
                    shown = heard(shown, expected)
                tap.equal(b"".join(shown), b"".join(expected), "text", "ours", "the original")
                tap.equal((result.returncode, result.stderr), (0, b""), "status and complaints")
                count += len(messages)
        tap.true(count > 500, f"{count} messages")


def test_openbsd():
    """The texts were cut by time, somewhere between the commands: all of them, one behind the other."""
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder, "openbsd-7.7/")
        path = os.path.join(folder, "openbsd-7.7", "_socket")
        states = list(recording.states(os.path.dirname(path)))
        with open(os.path.join(path, "index.json"), encoding="utf-8") as file:
            steps = json.load(file)
        messages, expected = [], b""
        for step in steps:
            for message in step.get("messages", []):
                if message["kind"] == "monitor":
                    with open(os.path.join(path, message["file"]), "rb") as data:
                        messages.append((step["clock"]["wall"], data.read()))
            if step.get("monitor_text"):
                with open(os.path.join(path, step["monitor_text"]), "rb") as file:
                    expected += file.read()
        capture = os.path.join(folder, "one.pcap")
        write(capture, states[0].origin, messages, interfaces(states))
        result = ours(capture, "openbsd", "-n", "monitor")
        expected, shown = blocks(expected), blocks(result.stdout)
        tap.equal(len(shown), len(messages), "a block for each message")
        # what was read before the first text and behind the last one
        at = next((i for i, block in enumerate(shown) if block == expected[0]), 0)
        tap.equal(b"".join(shown[at:at + len(expected)]), b"".join(expected), "text", "ours", "the original")
        tap.true(len(expected) > 200, f"{len(expected)} messages")
        tap.equal((result.returncode, result.stderr), (0, b""), "status and complaints")


def blocks(text):
    """One for each message. Of the time the day is compared: ours is that of the reading, or of the command."""
    parts = re.split(rb"(?m)^(?=got message of size )", re.sub(rb"( on \w+ \w+ +\d+ )\d\d:\d\d:\d\d ", rb"\1", text))
    return [part for part in parts if part]


if __name__ == "__main__":
    tap.main(globals())
