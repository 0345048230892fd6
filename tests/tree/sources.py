# SPDX-License-Identifier: ISC
"""sources: the files of the tree, for the tests that read them."""
import os

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("ROUTECLONE_BUILD") or os.path.join(TOP, "build"))


def files(*folders):
    """Paths, from the top of the tree, of what lies in these folders, build folders and hidden ones left out."""
    found = []
    for folder in folders:
        for here, below, names in os.walk(os.path.join(TOP, folder)):
            below[:] = sorted(name for name in below if not name.startswith((".", "build", "__")))
            found += [os.path.relpath(os.path.join(here, name), TOP) for name in sorted(names)]
    return found


def text(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def code(*folders):
    """The C of these folders."""
    return [path for path in files(*folders) if path.endswith((".c", ".h", ".def"))]


def headers(*folders):
    return [path for path in files(*folders) if path.endswith(".h")]
