# SPDX-License-Identifier: ISC
"""What the systems' own tools printed of recorded kernels, ours print too."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import recording
import tap

ORACLE = os.path.join(HERE, "..", "tools", "oracle")


def run(*words):
    return subprocess.run([sys.executable, ORACLE, *words], capture_output=True, text=True,
                          errors="replace", check=False)


def test_kernels():
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder)
        for kernel in sorted(os.listdir(folder)):
            with tap.case(kernel):
                # beside the others, because exceptions are named by the whole path
                only = os.path.join(folder, kernel)
                beside = tempfile.mkdtemp(dir=folder)
                os.rename(only, os.path.join(beside, kernel))
                result = run("-v", beside)
                shutil.rmtree(beside)
                last = result.stdout.splitlines()[-1:] or ["nothing was compared"]
                tap.true(result.returncode == 0, last[0], *result.stdout.splitlines()[:200],
                         *result.stderr.splitlines()[:20])


def test_a_difference_is_seen():
    """The comparison itself can fail: one changed byte, and it does."""
    with tempfile.TemporaryDirectory() as folder:
        recording.unpack(folder, "openbsd-7.7/p0boot/")
        result = run("--only", "netstat", folder)
        tap.equal(result.returncode, 0, "status as it is", result.stdout)
        state = recording.State(os.path.join(folder, "openbsd-7.7", "p0boot"))
        name = next(row["file"] for row in state.oracle if row["argv"] == ["netstat", "-rn"])
        with open(os.path.join(state.path, name), "r+b") as file:
            file.write(b"r")
        result = run("--only", "netstat", folder)
        tap.equal(result.returncode, 1, "status with a changed byte")
        found = result.stdout.splitlines()[-1].split()
        tap.equal(int(found[0]) + 1, int(found[2]), "the same, of all")


if __name__ == "__main__":
    tap.main(globals())
