# SPDX-License-Identifier: ISC
"""Any kernel in any dialect: every recorded state runs through every listing of every dialect without an
error, and its JSON is the same in all of them."""
import concurrent.futures
import os
import queue
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


class Runner:
    """The three tools in one process (many.c)."""

    def __init__(self):
        path = os.path.join(BUILD, "tests", "many")
        tap.true(os.path.exists(path), f"{path} is not there: build it with meson test or ninja meson-test-prereq")
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, capture, dialect, words):
        """(exit status, standard output, standard error)"""
        line = [words[0], "--replay", capture, "--dialect", dialect, *words[1:]]
        self.process.stdin.write("\t".join(line).encode() + b"\n")
        self.process.stdin.flush()
        head = self.process.stdout.readline().split()
        tap.true(len(head) == 3, f"the runner ended at {' '.join(line)}")
        status, out, err = map(int, head)
        return status, self.process.stdout.read(out), self.process.stdout.read(err).decode("utf-8", "replace")

    def close(self):
        self.process.stdin.close()
        tap.equal(self.process.wait(60), 0, "the runner's own exit status")


def dialects(runner):
    """The error of a wrong one names them all."""
    complaint = runner.run("none", "no-such-dialect", ("netstat", "-r"))[2]
    return complaint.split("there are ")[1].split("\n")[0].split(", ")


def check_text(runner, capture, dialect, words):
    """None, or what is wrong."""
    status, _, complaint = runner.run(capture, dialect, words)
    if status and NOT_HELD not in complaint:
        return f"{dialect} {' '.join(words)}: status {status}: {complaint.strip()}"
    return None


def check_json(runner, capture, names, words):
    """The same."""
    found = {name: runner.run(capture, name, words) for name in names}
    if any(NOT_HELD in complaint for _, _, complaint in found.values()):
        return None
    failed = [name for name, (status, _, _) in found.items() if status]
    if failed:
        return f"{' '.join(words)}: fails in {', '.join(failed)}"
    return f"{' '.join(words)}: JSON differs by dialect" if len({out for _, out, _ in found.values()}) > 1 else None


def check_state(runner, state, names, capture):
    """What is wrong of all listings of a state."""
    recording.write_state(state, capture)
    wrong = [check_text(runner, capture, name, words) for name in names for words in LISTINGS]
    wrong += [check_json(runner, capture, names, words) for words in JSON]
    return [text for text in wrong if text]


def test_pairs():
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(workers) as pool:
        free = queue.SimpleQueue()
        runners = [Runner() for _ in range(workers)]
        for runner in runners:
            free.put(runner)
        names = dialects(runners[0])
        tap.true(len(names) >= 6, f"only these dialects: {names}")
        recording.unpack(folder)

        def check(state):
            runner = free.get()
            try:
                return check_state(runner, state, names, os.path.join(folder, f"{runners.index(runner)}.pcap"))
            finally:
                free.put(runner)

        jobs = [(state, pool.submit(check, state)) for state in recording.states(folder) if state.answers()]
        for state, job in jobs:
            with tap.case(os.path.relpath(state.path, folder)):
                wrong = job.result()
                tap.true(not wrong, f"{len(wrong)} are wrong", *wrong[:20])
        for runner in runners:
            runner.close()


if __name__ == "__main__":
    tap.main(globals())
