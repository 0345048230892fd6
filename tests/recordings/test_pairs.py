# SPDX-License-Identifier: ISC
"""Any kernel in any dialect: every recorded state runs through every listing of every dialect without an
error, and its JSON is the same in all of them."""
import concurrent.futures
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import recording
import tap

TOP = os.path.join(HERE, "..", "..")
BUILD = os.path.abspath(os.environ.get("ROUTECLONE_BUILD") or os.path.join(TOP, "build"))
LISTINGS = (
    ("netstat", "-rn"), ("netstat", "-rna"), ("netstat", "-rn", "--clones"), ("netstat", "-in"),
    ("netstat", "-rs"), ("arp", "-an"), ("arp", "-an", "--inet6"),
)
JSON = (
    ("netstat", "--json", "-rn"), ("netstat", "--json", "-rn", "--clones"),
    ("netstat", "--json", "-rs"), ("arp", "--json", "-an"), ("arp", "--json", "-an", "--inet6"),
)
# what a capture does not hold is an error that says so
NOT_HELD = "holds no answer to the question"


def run(capture, dialect, words):
    return subprocess.run([os.path.join(BUILD, "cmd", words[0]), "--replay", capture, "--dialect",
                           dialect, *words[1:]], capture_output=True, timeout=60, check=False)


def dialects():
    """The error of a wrong one names them all."""
    result = run("none", "no-such-dialect", ("netstat", "-r"))
    names = result.stderr.decode().split("there are ")[1].split("\n")[0]
    return names.split(", ")


def check_text(capture, dialect, words):
    """None, or what is wrong."""
    result = run(capture, dialect, words)
    complaint = result.stderr.decode("utf-8", "replace")
    if result.returncode and NOT_HELD not in complaint:
        return f"{dialect} {' '.join(words)}: status {result.returncode}: {complaint.strip()}"
    return None


def check_json(capture, names, words):
    texts = {name: run(capture, name, words) for name in names}
    if any(NOT_HELD in t.stderr.decode("utf-8", "replace") for t in texts.values()):
        return None
    different = {t.stdout for t in texts.values()}
    failed = [name for name, t in texts.items() if t.returncode]
    if failed:
        return f"{' '.join(words)}: fails in {', '.join(failed)}"
    return f"{' '.join(words)}: JSON differs by dialect" if len(different) > 1 else None


def test_pairs():
    names = dialects()
    tap.true(len(names) >= 6, f"only these dialects: {names}")
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        recording.unpack(folder)
        capture = os.path.join(folder, "one.pcap")
        for state in recording.states(folder):
            if not state.answers():
                continue
            with tap.case(os.path.relpath(state.path, folder)):
                recording.write_state(state, capture)
                jobs = [pool.submit(check_text, capture, name, words)
                        for name in names for words in LISTINGS]
                jobs += [pool.submit(check_json, capture, names, words) for words in JSON]
                wrong = [job.result() for job in jobs if job.result()]
                tap.true(not wrong, f"{len(wrong)} of {len(jobs)} are wrong", *wrong[:20])


if __name__ == "__main__":
    tap.main(globals())
