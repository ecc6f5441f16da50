#!/usr/bin/env python3
"""What clang warns of: it reads each file as a build compiled it and makes nothing, which takes a quarter of the time of a build.

  clang_warnings.py build/asan

The folder is of a build that is done, as headers are generated.  Prints each file with a warning; exit code 1 when there is one.
"""
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys


def as_clang(command):
    """The command of gcc, for clang: without output, and without what only code generation knows."""
    words = shlex.split(command)
    while not words[0].startswith("-"):  # the compiler, and what starts it
        words.pop(0)
    kept, at = [], 0
    while at < len(words):
        if words[at] in ("-o", "-MF", "-MT", "-MQ"):
            at += 1  # with its value
        elif not words[at].startswith(("-fsanitize", "-fno-sanitize", "-g", "-M")):
            kept.append(words[at])
        at += 1
    return ["clang", "-fsyntax-only", "-Werror", *kept]


def examine(entry):
    return entry["file"], subprocess.run(as_clang(entry["command"]), cwd=entry["directory"], capture_output=True, text=True)


with open(os.path.join(sys.argv[1], "compile_commands.json")) as f:
    once = {(e["file"], tuple(w for w in shlex.split(e["command"]) if w.startswith("-D"))): e for e in json.load(f)}
bad = 0
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for name, done in pool.map(examine, once.values()):
        if done.returncode != 0:
            bad += 1
            print("%s:\n%s" % (name, done.stderr))
print("clang: %d files, %d with warnings" % (len(once), bad))
sys.exit(bad > 0)
