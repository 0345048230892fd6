# SPDX-License-Identifier: ISC
"""Where a system's own text and ours may differ, and how: tests/tools/oracle-exceptions.

One a line: WHERE | HOW | REASON. WHERE is the end of a file's path, or DIALECT: COMMAND LINE; both may have
wildcards. HOW is one of

    -               all of it
    less RE         what the regular expression matches is left out of both texts
    later N RE      group 1 is a number, which is up to N more in the system's own text
    sooner N RE     group 1 is a time ("1h5m3s", "23"), which is up to N seconds less there, or over
    boot RE         group 1 is a number there that has lost the start of the system: a clock too little was
                    taken from an expiry; ours is the number of seconds, or nothing where they are over
"""
import fnmatch
import re

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1, "": 1}


class Allowance:
    """One row."""

    def __init__(self, where, how, reason):
        self.where, self.reason = where, reason
        words = how.split(" ", 2 if how.split(" ", 1)[0] in ("later", "sooner") else 1)
        self.kind = words[0]
        self.most = int(words[1]) if len(words) == 3 else 0
        self.pattern = re.compile(words[-1], re.M) if len(words) > 1 else None

    def is_about(self, path, dialect, argv):
        place, colon, line = self.where.partition(": ")
        if colon:
            return fnmatch.fnmatch(dialect, place) and fnmatch.fnmatch(" ".join(argv), line.strip())
        return fnmatch.fnmatch(path, "*/" + self.where)

    def mend(self, own, ours, boot):
        """Both texts without what may differ here; `boot`: when the system started, seconds."""
        if self.kind == "-":
            return "", ""
        if self.kind == "less":
            return self.pattern.sub("", own), self.pattern.sub("", ours)
        if self.kind == "boot":
            return self.pattern.sub(lambda m: _seconds_left(m, boot), own), ours
        return self._mend_pairs(own, ours)

    def _mend_pairs(self, own, ours):
        """Where a value of ours is within the limit, the system's own takes its place."""
        theirs, mine = (list(self.pattern.finditer(text)) for text in (own, ours))
        if len(theirs) != len(mine):
            return own, ours
        pieces, at = [], 0
        for a, b in zip(theirs, mine):
            pieces.append(ours[at:b.start()])
            pieces.append(a[0] if self._is_near(a[1], b[1]) else b[0])
            at = b.end()
        return own, "".join(pieces) + ours[at:]

    def _is_near(self, own, ours):
        if self.kind == "later":
            return 0 <= int(own) - int(ours) <= self.most
        return 0 <= seconds(ours) - seconds(own) <= self.most


def seconds(text):
    """A time in any of the ways of the BSDs; what is over is 0."""
    parts = re.findall(r"(\d+)([dhms]?)", text)
    return sum(int(number) * UNITS[unit] for number, unit in parts)


def _seconds_left(match, boot):
    """The match with the true number of seconds in the place of group 1, right-aligned as it was."""
    left = int(match[1]) - boot
    whole, start = match[0], match.start(1) - match.start()
    if left <= 0:
        return ""
    if whole[:start].strip():
        return whole[:start] + str(left) + whole[start + len(match[1]):]
    return " " + str(left).rjust(6)


def read(path):
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    return [Allowance(*(part.strip() for part in line.split(" | ", 2))) for line in lines]


def excuse(rows, path, dialect, argv, own, ours, boot, ended=True):
    """Are the texts the same but for what the rows allow? Those about this entry are taken one after another.

    `ended`: the exit status is the same; only where nothing of the text counts it may be another."""
    found = [row for row in rows if row.is_about(path, dialect, argv)]
    for row in found:
        own, ours = row.mend(own, ours, boot)
    return bool(found) and own == ours and (ended or any(row.kind == "-" for row in found))
