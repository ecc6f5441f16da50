"""format.py CHECKOUT - every C file stands as .clang-format says.

Releases of clang-format differ in what they make of one style, so the check is made with the one that Debian 12 has
(14); where it is not installed the test is skipped and says so.  To mend what it names: clang-format-14 -i FILE.
"""
import os
import re
import shutil
import subprocess
import sys

RELEASE = "14"
SKIPPED = 77


def formatter():
    for name in ("clang-format-" + RELEASE, "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(r"version %s\." % RELEASE, said):
                return name
    return None


def sources(root):
    for folder in ("core", "include", "plugins", "tests", "docs"):
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders[:] = [f for f in folders if f not in ("samples", "build")]
            for name in sorted(files):
                if name.endswith((".c", ".h")):
                    yield os.path.join(where, name)


def loose(root, path):
    """Lines where the formatter is off over the end of a function, or to the end of a file: off is for one table.  Files that a
    script writes, whose first line says so, are off as a whole."""
    lines = open(path, encoding="utf-8").read().split("\n")
    if re.search(r"[Mm]ade by|written by", lines[0]):
        return
    off = None
    for number, line in enumerate(lines, 1):
        if re.search(r"clang-format (on|off)\b", line):
            if ("off" in line.split("clang-format")[1]) == (off is not None):
                yield number
            off = number if "off" in line.split("clang-format")[1] else None
        elif off is not None and line == "}":
            yield off
            off = None
    if off is not None:
        yield off


def main():
    root = sys.argv[1]
    program = formatter()
    if program is None:
        print("skipped: there is no clang-format %s (apt install clang-format-%s)" % (RELEASE, RELEASE))
        return SKIPPED
    files = list(sources(root))
    assert len(files) > 300, "the sources were not found under %s" % root
    said = subprocess.run([program, "--dry-run", "--Werror"] + files, cwd=root, capture_output=True, text=True)
    names = sorted({m.group(1) for m in re.finditer(r"^(\S+?):\d+:\d+: error", said.stderr, re.M)})
    for name in names:
        print("%s: not as .clang-format says (%s -i it)" % (os.path.relpath(name, root), program))
    if said.returncode != 0 and not names:
        print(said.stderr[:2000])
    open_ended = ["%s:%d" % (os.path.relpath(f, root), n) for f in files for n in loose(root, f)]
    for place in open_ended:
        print("%s: clang-format off is for one table: put `on` behind it" % place)
    return 1 if said.returncode != 0 or open_ended else 0


sys.exit(main())
