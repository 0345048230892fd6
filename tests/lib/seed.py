# SPDX-License-Identifier: ISC
"""seed: hosts of which only the pages that their tools printed are left, and captures made to print them again."""
import os
import subprocess
import sys

import oracle
import tap


class Host:
    """HERE/NAME.pcap, made by HERE/make-NAME, and the pages in HERE/NAME/."""

    def __init__(self, here, name, dialect):
        self.here, self.name, self.dialect = here, name, dialect
        self.capture = os.path.join(here, name + ".pcap")

    def ours(self, line, dialect=None, status=0):
        """What a command line prints of the capture."""
        tool, *words = line.split()
        result = subprocess.run([oracle.ours(tool), "--dialect", dialect or self.dialect, "--replay", self.capture, *words],
                                capture_output=True, check=False, timeout=60)
        tap.equal(result.returncode, status, f"{line}: exit status ({result.stderr.decode()})")
        tap.equal(result.stderr, b"", f"{line}: standard error")
        return result.stdout.decode()

    def pages(self):
        """(command line, text) each."""
        for name in sorted(os.listdir(os.path.join(self.here, self.name))):
            with open(os.path.join(self.here, self.name, name), encoding="ascii") as file:
                yield name[:-len(".txt")].replace("_", " "), file.read()

    def check_pages(self):
        for line, page in self.pages():
            with tap.case(line):
                tap.equal("\n".join(lines(self.ours(line))), "\n".join(lines(page)), line, "now", "the page")

    def check_capture(self):
        """The script makes the capture that stands beside it."""
        made = subprocess.run([sys.executable, os.path.join(self.here, "make-" + self.name)], capture_output=True,
                              check=True).stdout
        with open(self.capture, "rb") as file:
            tap.true(file.read() == made, f"make-{self.name} makes another capture")


def lines(text):
    """Without blank lines; the page has blanks where the program prints a tab."""
    return [line for line in text.expandtabs().split("\n") if line.strip()]
